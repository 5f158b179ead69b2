// A shared library loaded from bytes that nobody can change any more.
#pragma once

#include <memory>
#include <string>

#include "xinbu/base/bytes.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::host {

using PluginPointer = std::unique_ptr<plugin::Plugin, void (*)(plugin::Plugin*)>;

/// A loaded library that has the three symbols of a plugin. It stays loaded until the process ends.
class SealedLibrary {
public:
    /// Loads the bytes, or finds them loaded: one library per content. Throws Failure `not_a_library` with
    /// the system's own words, `not_a_plugin`, `io_error`.
    static const SealedLibrary& load(const Hash& sha256, ByteView bytes, const std::string& id);

    const plugin::Manifest& manifest() const { return *manifest_; }
    /// Throws Failure `init_failed` where the plugin could not start.
    PluginPointer create() const;

private:
    SealedLibrary() = default;

    const plugin::Manifest* manifest_ = nullptr;
    plugin::Plugin* (*create_)() = nullptr;
    void (*destroy_)(plugin::Plugin*) = nullptr;
};

}  // namespace xinbu::host
