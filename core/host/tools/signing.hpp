// The key of a build tree and what it signs. Used while building, by nothing that is installed.
#pragma once

#include <filesystem>
#include <string>

#include "../manifest.hpp"
#include "xinbu/crypto/signature.hpp"

namespace xinbu::host {

/// The key in `folder`, made and kept there (mode 0600, encrypted, its passphrase beside it) where there is
/// none.
crypto::PrivateKey build_tree_key(const std::filesystem::path& folder);

/// Writes `<stem>.plugin.json` and `<stem>.plugin.sig` beside the library: `manifest` with the library's
/// digest, its file name, this build's API and the key filled in where they are empty.
void sign_library(const std::filesystem::path& library, SignedManifest manifest,
                  const crypto::PrivateKey& key);

/// Copies a rule pack into `folder` and writes its signature beside it. Throws std::runtime_error where it is
/// no pack, or is not named as its file: a signature holds for the name, too.
void sign_rules(const std::filesystem::path& pack, const std::filesystem::path& folder,
                const crypto::PrivateKey& key);

void write_file(const std::filesystem::path& file, std::string_view content);
std::string read_file(const std::filesystem::path& file);

}  // namespace xinbu::host
