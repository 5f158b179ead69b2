// The folder that plugins are loaded from: its files, read with suspicion.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"

namespace xinbu::host {

/// Throws Failure `code` about a plugin. `why` is a sentence without its full stop, `remedy` a whole one.
[[noreturn]] void refuse_plugin(const char* code, std::string why, const char* remedy);

/// What to do about a plugin that is not as it was delivered, was built for another program, or is faulty.
const char* install_again();
const char* build_together();
const char* tell_its_maker();

/// Owns a file descriptor.
class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept;
    Descriptor& operator=(Descriptor&&) = delete;
    ~Descriptor();
    int number() const { return number_; }

private:
    int number_;
};

/// Reads regular files of one folder, whatever the folder's path means meanwhile.
class PluginFolder {
public:
    /// Throws Failure `folder_missing`, `folder_unreadable`, `folder_writable`.
    explicit PluginFolder(const std::string& path);

    /// Names of all that lies there, sorted.
    std::vector<std::string> names() const;

    /// The bytes of a file; nothing where there is none. Throws Failure `unsafe_file` for what is no regular
    /// file, `unreadable`, `too_large`.
    std::optional<Bytes> read(const std::string& name, std::size_t limit) const;

private:
    Descriptor descriptor_;
};

}  // namespace xinbu::host
