// HMAC over many messages with one key, and PBKDF2: what the pages of an SQLCipher database are authenticated
// with. Throws Failure where OpenSSL fails.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "xinbu/base/bytes.hpp"
#include "xinbu/crypto/secret.hpp"

namespace xinbu::crypto {

enum class Sha2 : std::uint8_t { sha256, sha512 };

/// HMAC (RFC 2104) that keeps its key between messages: nothing is fetched or derived for each. Not
/// thread-safe; give each thread its own.
class KeyedHasher {
public:
    KeyedHasher(Sha2 digest, const Secret& key);
    ~KeyedHasher();
    KeyedHasher(KeyedHasher&&) noexcept;
    KeyedHasher& operator=(KeyedHasher&&) noexcept;
    KeyedHasher& update(ByteView bytes);
    /// Whether the code of the message is `code`, of 32 or 64 bytes; the hasher starts afresh. The time it
    /// takes does not tell where they differ.
    bool finish_with(ByteView code);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// A key of `size` bytes (PBKDF2 with HMAC, RFC 8018 section 5.2).
Secret pbkdf2(Sha2 digest, const Secret& password, ByteView salt, int iterations, std::size_t size);

}  // namespace xinbu::crypto
