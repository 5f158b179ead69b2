// The signed statement about one library: `<id>.plugin.json`, canonical JSON.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/base/bytes.hpp"

namespace xinbu::host {

inline constexpr std::size_t largest_manifest = 64UL << 10;

struct SignedManifest {
    std::int64_t api = 0;
    std::string file;  ///< name of the library, without folder
    std::string fingerprint;
    std::string id;
    std::string key;  ///< id of the key that signed it
    std::vector<std::string> required;
    Hash sha256{};  ///< of the library's bytes
    std::string version;
};

/// Throws Failure `bad_manifest` for bytes that manifest_text() would not have written.
SignedManifest parse_manifest(std::string_view bytes);

std::string manifest_text(const SignedManifest& manifest);

}  // namespace xinbu::host
