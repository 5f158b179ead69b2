// A registry as somebody reads it who has its data key and no respect for SQLite: every page of the database,
// free ones included, decrypted; and every file as it lies there.
#pragma once

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>

#include "xinbu/crypto/secret.hpp"
#include "xinbu/storage/keyslots.hpp"

namespace xinbu::test {

inline std::string file_bytes(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// All files below a folder, one behind the other.
inline std::string all_files(const std::filesystem::path& folder) {
    std::string bytes;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) bytes += file_bytes(entry.path()) + "\n";
    return bytes;
}

/// The data key, as whoever knows an operator's passphrase has it.
inline crypto::Secret data_key_of(const std::filesystem::path& registry, const std::string& operator_name,
                                  const crypto::Secret& passphrase) {
    return take(storage::KeySlots::read(registry).unlock(operator_name, passphrase));
}

/// The pages of registry.db, decrypted: AES-256-CBC, the IV and an HMAC-SHA256 at the end of each page, the
/// salt instead of the first 16 bytes of the first one (SQLCipher 4, pages of 4096 bytes).
inline std::string decrypted_pages(const std::filesystem::path& registry, const crypto::Secret& data_key) {
    constexpr std::size_t page_bytes = 4096, reserved = 48, iv_bytes = 16, salt_bytes = 16;
    const std::string file = file_bytes(registry / "registry.db");
    if (file.size() % page_bytes != 0) throw std::runtime_error("no whole pages");
    std::string plain;
    const auto bytes = [](const std::string& text, std::size_t at) {
        return reinterpret_cast<const unsigned char*>(text.data() + at);
    };
    const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(),
                                                                                  &EVP_CIPHER_CTX_free);
    for (std::size_t page = 0; page < file.size(); page += page_bytes) {
        const std::size_t begin = page == 0 ? salt_bytes : page, end = page + page_bytes - reserved;
        std::string out(end - begin, '\0');
        int size = 0;
        if (EVP_DecryptInit_ex(context.get(), EVP_aes_256_cbc(), nullptr, data_key.view().data(),
                               bytes(file, end)) != 1 ||
            EVP_CIPHER_CTX_set_padding(context.get(), 0) != 1 ||
            EVP_DecryptUpdate(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size,
                              bytes(file, begin), static_cast<int>(out.size())) != 1)
            throw std::runtime_error("a page does not decrypt");
        plain += out;
    }
    static_cast<void>(iv_bytes);
    return plain;
}

/// How often a text occurs.
inline std::size_t hits(const std::string& haystack, std::string_view needle) {
    std::size_t count = 0;
    for (std::size_t at = haystack.find(needle); at != std::string::npos; at = haystack.find(needle, at + 1))
        ++count;
    return count;
}

}  // namespace xinbu::test
