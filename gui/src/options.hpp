// What the command line may tell the window.
#pragma once

#include <string>
#include <vector>

#include "xinbu/base/result.hpp"
#include "xinbu/crypto/secret.hpp"

namespace xinbu::gui {

struct Options {
    std::string registry, operator_name, language, plugins, passphrase_file;
    bool help = false, version = false;
};

/// The arguments without the program's name; XINBU_REGISTRY, XINBU_OPERATOR and XINBU_PASSPHRASE_FILE stand
/// in for options that are not given. Code `usage`.
Result<Options> parse_options(const std::vector<std::string>& arguments);
std::string help_text();

/// The first line of a file. Codes `passphrase_file` (usage).
Result<crypto::Secret> read_passphrase(const std::string& file);

/// Where the translations lie: beside the installed program, else in the build tree.
std::string catalogue_folder();

}  // namespace xinbu::gui
