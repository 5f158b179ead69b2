// The authentication codes of SQLCipher 4's pages, computed without the library: it has one thread for them
// and asks OpenSSL for the algorithm anew at every page. Inside storage only.
#pragma once

#include <cstdint>

#include "xinbu/base/bytes.hpp"
#include "xinbu/crypto/keyed.hpp"
#include "xinbu/crypto/secret.hpp"
#include "xinbu/storage/database.hpp"

namespace xinbu::storage {

/// The first bytes of every file: not encrypted, and left out of the first page's code.
inline constexpr std::size_t salt_bytes_of_file = 16;

/// The key of the codes: derived from the raw data key and the file's salt.
crypto::Secret page_mac_key(const crypto::Secret& data_key, ByteView salt, const CipherSettings& settings);

/// Not thread-safe: one for each thread.
class PageMac {
public:
    /// `settings` must be known (is_known); throws Failure where OpenSSL fails.
    PageMac(const crypto::Secret& mac_key, const CipherSettings& settings);
    /// Whether a whole page, as it lies in the file, carries the code of its content and its number (from 1).
    bool matches(std::int64_t number, ByteView page);

private:
    crypto::KeyedHasher hasher_;
    std::size_t code_bytes_;
    std::size_t code_at_;  ///< offset in the page; all before it is covered
};

}  // namespace xinbu::storage
