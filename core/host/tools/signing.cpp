#include "signing.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

#include "../rule_pack_head.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::host {

namespace fs = std::filesystem;

namespace {

constexpr const char* key_file = "plugin-key.p8";
constexpr const char* passphrase_file = "plugin-key.passphrase";
constexpr std::size_t passphrase_bytes = 32;

[[noreturn]] void throw_errno(const fs::path& file) {
    throw std::system_error(errno, std::generic_category(), file.string());
}

/// For what only its owner may read; fails where the file exists.
void write_private(const fs::path& file, ByteView content) {
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) throw_errno(file);
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (::close(descriptor) != 0 || written != static_cast<ssize_t>(content.size())) throw_errno(file);
}

crypto::Secret passphrase_in(const fs::path& folder) {
    return crypto::Secret(read_file(folder / passphrase_file));
}

void make_key(const fs::path& folder) {
    fs::create_directories(folder);
    fs::permissions(folder, fs::perms::owner_all);
    fs::remove(folder / passphrase_file);
    write_private(folder / passphrase_file, as_bytes(to_hex(crypto::random_bytes(passphrase_bytes))));
    const crypto::PrivateKey key = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
    // The passphrase is random, so a slow derivation would guard nothing and cost every build its time.
    write_private(folder / key_file, key.to_pkcs8(passphrase_in(folder), crypto::scrypt_floor));
}

}  // namespace

std::string read_file(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) throw_errno(file);
    return std::string(std::istreambuf_iterator<char>(stream), {});
}

void write_file(const fs::path& file, std::string_view content) {
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream.write(content.data(), static_cast<std::streamsize>(content.size()));
    stream.close();
    if (!stream) throw_errno(file);
}

crypto::PrivateKey build_tree_key(const fs::path& folder) {
    if (!fs::exists(folder / key_file)) make_key(folder);
    return take(
        crypto::PrivateKey::from_pkcs8(as_bytes(read_file(folder / key_file)), passphrase_in(folder)));
}

void sign_library(const fs::path& library, SignedManifest manifest, const crypto::PrivateKey& key) {
    if (manifest.api == 0) manifest.api = plugin::api_version;
    if (manifest.fingerprint.empty()) manifest.fingerprint = XINBU_FINGERPRINT;
    if (manifest.file.empty()) manifest.file = library.filename().string();
    if (manifest.id.empty()) manifest.id = library.stem().string();
    manifest.key = key.public_key().id();
    manifest.sha256 = crypto::sha256(as_bytes(read_file(library)));
    const std::string text = manifest_text(manifest);
    const fs::path stem = library.parent_path() / library.stem();
    write_file(stem.string() + ".plugin.json", text);
    write_file(stem.string() + ".plugin.sig", as_text(key.sign(as_bytes(text))));
}

void sign_rules(const fs::path& pack, const fs::path& folder, const crypto::PrivateKey& key) {
    const std::string text = read_file(pack);
    const std::string name = pack.filename().string();
    const plugin::Value content = take(json::parse(text, json::Profile::document));
    const std::optional<RulePackHead> head = rule_pack_head(content);
    if (!head || name != head->id + std::string(rules_ending))
        throw std::runtime_error(name + ": no rule pack that names itself so, with the day of its version");
    write_file(folder / name, text);
    write_file(folder / (head->id + std::string(rules_signature_ending)), as_text(key.sign(as_bytes(text))));
}

}  // namespace xinbu::host
