// Files that are larger than one wants in memory: read in pieces, written in pieces and then put in place.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include "xinbu/base/bytes.hpp"

namespace xinbu::storage {

/// A regular file open for reading at any place. Throws Failure (`file_missing`, `io_error`).
class InputFile {
public:
    explicit InputFile(const std::filesystem::path& file);
    InputFile(InputFile&&) noexcept;
    InputFile& operator=(InputFile&&) noexcept;
    ~InputFile();
    std::uint64_t size() const;  ///< as it was when the file was opened
    /// Fills `out` from `offset` on; fewer bytes than asked for are a Failure: the file changed meanwhile.
    void read(std::uint64_t offset, std::span<std::uint8_t> out) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// A new file that appears under its name whole or not at all, with mode 0600; until commit() it has another
/// name in the same folder, and it is removed where commit() is never called. Throws Failure (`disk_full`,
/// `io_error`).
class OutputFile {
public:
    explicit OutputFile(const std::filesystem::path& file);
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;
    ~OutputFile();
    void write(ByteView content);  ///< behind what was written before
    std::uint64_t size() const;
    /// Where the content lies until commit(): for a reader that checks it before.
    const std::filesystem::path& temporary() const;
    void commit();  ///< synced, then renamed

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace xinbu::storage
