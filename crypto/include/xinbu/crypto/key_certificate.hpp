// Certificates that an authority (CA) issued for a signing key, and the chain above them. No clock is asked
// and nothing is fetched: a chain is judged as of the moment that the caller names, when the key was
// enrolled.
#pragma once

#include <string>
#include <string_view>

#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/crypto/signature.hpp"
#include "xinbu/crypto/timestamp.hpp"

namespace xinbu::crypto {

inline constexpr std::size_t most_chain_certificates = 5;
/// In PEM; an entry of the ledger holds it beside its other members.
inline constexpr std::size_t largest_chain = 24'000;

/// The certificates in a file, one in DER or up to five in PEM, the key's own first, as PEM in one spelling:
/// what stands between them is dropped. Code `bad_certificate` (invalid).
Result<std::string> read_chain(ByteView file);

/// What a certificate says, once it is the key's and was valid.
struct KeyCertificate {
    std::string subject, issuer;          ///< RFC 4514
    std::string serial;                   ///< hexadecimal, upper case
    std::string sha256;                   ///< hex, of the certificate
    std::string valid_from, valid_until;  ///< RFC 3339, UTC
    bool trusted = false;                 ///< its chain ends at a trust anchor
    std::string distrust;                 ///< why not, one sentence without its full stop
};

/// Judges a chain as read_chain() writes it, for `key`, at `instant` (RFC 3339, UTC). The first certificate
/// must be over this very key, valid then, and for signatures where it says what for. Whether the authority
/// is known is said in the answer, not here. Codes, all refused: `certificate_form`, `certificate_key`,
/// `certificate_time`, `certificate_use`.
Result<KeyCertificate> judge_chain(std::string_view pem, const PublicKey& key, std::string_view instant,
                                   const TrustAnchors& anchors);

}  // namespace xinbu::crypto
