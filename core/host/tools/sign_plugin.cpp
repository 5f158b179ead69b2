// xinbu_sign_plugin key FOLDER: makes the build's key where it is missing and writes build_key.inc, its
// public half. xinbu_sign_plugin sign FOLDER LIBRARY VERSION [REQUIRED…]: writes the library's manifest and
// signature. xinbu_sign_plugin rules FOLDER TARGET PACK: copies a rule pack into the folder TARGET and signs
// it.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include "signing.hpp"

namespace {

using namespace xinbu;

void write_public_half(const std::filesystem::path& folder) {
    const crypto::PrivateKey key = host::build_tree_key(folder);
    std::string text;
    for (const std::uint8_t byte : key.public_key().raw()) text += "0x" + to_hex(ByteView(&byte, 1)) + ",";
    text += '\n';
    const std::filesystem::path file = folder / "build_key.inc";
    // Left alone where it stands, so that nothing is compiled again.
    if (!std::filesystem::exists(file) || host::read_file(file) != text) host::write_file(file, text);
}

void sign(const std::vector<std::string>& arguments) {
    host::SignedManifest manifest;
    manifest.version = arguments[3];
    manifest.required.assign(arguments.begin() + 4, arguments.end());
    host::sign_library(arguments[2], manifest, host::build_tree_key(arguments[1]));
}

int usage() {
    std::fputs(
        "usage: xinbu_sign_plugin key FOLDER | sign FOLDER LIBRARY VERSION [REQUIRED...] | rules FOLDER "
        "TARGET "
        "PACK\n",
        stderr);
    return 2;
}

}  // namespace

int main(int count, char** values) {
    const std::vector<std::string> arguments(values + 1, values + count);
    try {
        if (arguments.size() == 2 && arguments[0] == "key") {
            write_public_half(arguments[1]);
        } else if (arguments.size() >= 4 && arguments[0] == "sign") {
            sign(arguments);
        } else if (arguments.size() == 4 && arguments[0] == "rules") {
            host::sign_rules(arguments[3], arguments[2], host::build_tree_key(arguments[1]));
        } else {
            return usage();
        }
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "xinbu_sign_plugin: %s\n", error.what());
        return 1;
    }
}
