// Handing a key to a person whose passphrase is not there: X25519 (RFC 7748), HKDF-SHA256, AES-256 key wrap.
#pragma once

#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/crypto/secret.hpp"

namespace xinbu::crypto {

inline constexpr std::size_t exchange_key_bytes = 32;

struct ExchangeKey {
    Bytes public_key;  ///< 32 bytes
    Secret private_key;
};
ExchangeKey new_exchange_key();

/// A key that only the holder of a private key can take out. A fresh pair is made for each.
struct SealedKey {
    Bytes ephemeral;  ///< public key, 32 bytes
    Bytes wrapped;    ///< 8 bytes longer than the key
};
/// `purpose` separates uses of the same pair. Code `bad_exchange_key` for a public key of low order or
/// another length.
Result<SealedKey> seal_key(ByteView public_key, const Secret& key, std::string_view purpose);
/// Code `bad_exchange_key` where it was sealed to another key, for another purpose, or altered.
Result<Secret> open_key(const Secret& private_key, const SealedKey& sealed, std::string_view purpose);

}  // namespace xinbu::crypto
