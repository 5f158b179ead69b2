// AES-256-GCM (NIST SP 800-38D), in the form of RFC 5116, AEAD_AES_256_GCM: what is encrypted cannot be
// altered unseen, and neither can the data that goes with it in plain.
#pragma once

#include <cstddef>
#include <optional>

#include "xinbu/base/bytes.hpp"
#include "xinbu/crypto/secret.hpp"

namespace xinbu::crypto {

inline constexpr std::size_t gcm_key_bytes = 32;
inline constexpr std::size_t gcm_nonce_bytes = 12;  ///< 96 bits: the length that SP 800-38D recommends
inline constexpr std::size_t gcm_tag_bytes = 16;    ///< never shortened (SP 800-38D, appendix C)

/// The ciphertext, as long as the plaintext, with the tag behind it. `associated` is authenticated and not
/// encrypted. One key must never meet one nonce twice: draw the nonce at random, and no key may serve for
/// more than 2^32 messages then (SP 800-38D, section 8.3). Throws Failure for a key or nonce of another
/// length.
Bytes seal_gcm(const Secret& key, ByteView nonce, ByteView plaintext, ByteView associated);

/// The plaintext; nothing where the key, the nonce or the associated data is another, or a bit was altered.
/// Nothing of the plaintext is handed out before the tag was found right. Throws Failure for a key of another
/// length.
std::optional<Secret> open_gcm(const Secret& key, ByteView nonce, ByteView ciphertext_and_tag,
                               ByteView associated);

}  // namespace xinbu::crypto
