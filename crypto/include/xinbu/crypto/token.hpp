// Signing keys that live in a token (PKCS#11: USB keys, smart cards, SoftHSM) and never leave it: what is to
// be signed goes in, the signature comes out (docs/decisions/tokens.md).
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "xinbu/base/result.hpp"
#include "xinbu/crypto/secret.hpp"
#include "xinbu/crypto/signature.hpp"

namespace xinbu::crypto {

/// Asked for the PIN once the token was found and wants one. Its argument is the token's label. What it
/// throws goes through.
using AskPin = std::function<Secret(const std::string& token)>;

/// Longest URI of a key in a token, in bytes.
inline constexpr std::size_t largest_token_uri = 1024;

/// A PKCS#11 URI (RFC 7512) in its one spelling. It must name the module by `module-name` or by an absolute
/// `module-path`, and hold no PIN. Nothing is loaded. Code `token_uri` (usage).
Result<std::string> checked_token_uri(std::string_view uri);

/// The private key that `uri` names. Loads the module if it and all folders above it belong to root and only
/// root may write to them: a key-slot file that somebody altered must not make this process run what he put
/// somewhere. Neither the environment nor files of the user say what is loaded.
///
/// `enrolled`: the key that it must be; null takes the only key that fits. Keys: Ed25519 and P-256. One
/// thread at a time uses the key. Each signature that the token makes is verified before it is handed on.
///
/// Codes, category access unless stated: `token_uri` (usage), `token_module_missing`, `token_module_unsafe`,
/// `token_module_failed`, `token_absent`, `token_ambiguous`, `pin_missing`, `wrong_pin`, `pin_locked`,
/// `pin_unusable`, `token_key_missing`, `token_other_key`, `token_failed`.
Result<PrivateKey> open_token_key(const std::string& uri, const AskPin& ask_pin,
                                  const PublicKey* enrolled = nullptr);

}  // namespace xinbu::crypto
