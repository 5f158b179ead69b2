// Time stamps of RFC 3161: requests to an authority, its replies, and the tokens in them. No clock is asked
// and nothing is fetched: a token is judged as of the time that it states itself, so that it still holds long
// after its authority's certificate expired.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"

namespace xinbu::crypto {

/// In base64 a token must fit into an entry of the ledger, beside its other members.
inline constexpr std::size_t largest_timestamp_token = 45'000;
inline constexpr std::size_t largest_timestamp_reply = std::size_t{64} << 10;
/// A file of certificates that are trusted, in PEM with its comments.
inline constexpr std::size_t largest_anchors_file = std::size_t{1} << 20;

/// Certificates that one trusts because one was given them by another way: a chain must end at one of them.
/// It may be a root, one in between, or an authority's own.
class TrustAnchors {
public:
    TrustAnchors() = default;
    /// A certificate in DER, or 1 to 100 in PEM, what stands between them skipped. Code `bad_certificate`
    /// (invalid).
    static Result<TrustAnchors> read(ByteView content);
    bool empty() const { return certificates_.empty(); }
    const std::vector<Bytes>& certificates() const { return certificates_; }  ///< DER

private:
    std::vector<Bytes> certificates_;
};

/// A TimeStampReq (RFC 3161, 2.4.1) in DER over a SHA-256 digest, which asks for the authority's certificate
/// inside the token. `nonce`: 1 to 20 bytes, a positive number without leading zeros. `policy`: the object
/// identifier, in digits and dots, under which to stamp; empty leaves it to the authority. Code `bad_policy`
/// (usage).
Result<Bytes> timestamp_request(const Hash& digest, ByteView nonce, const std::string& policy = {});

/// The token in a reply (TimeStampResp), as its bytes stand there. Codes, all refused: `timestamp_refused`
/// where the authority says no, `bad_timestamp` for what is no reply, or too large.
Result<Bytes> timestamp_token(ByteView reply);

/// What a token says, once it holds.
struct Timestamp {
    Hash digest{};             ///< SHA-256 of what was stamped
    std::int64_t seconds = 0;  ///< since 1970, fractions cut off
    std::string time;          ///< the same, RFC 3339, UTC
    std::string policy;        ///< object identifier
    std::string serial;        ///< hexadecimal, upper case
    Bytes nonce;               ///< empty where it has none
    std::string authority;     ///< the subject of its certificate (RFC 4514)
    std::string certificate;   ///< hex SHA-256 of it
    std::string valid_until;   ///< of it: RFC 3339, UTC
    bool trusted = false;      ///< its chain ends at a trust anchor
    std::string distrust;      ///< why not, one sentence without its full stop
};

/// Verifies a token (TimeStampToken, DER): one signature, with SHA-256 or stronger, by a certificate that it
/// holds and binds (RFC 5816), for nothing but time stamps, valid at the time that the token states. Whether
/// the authority is known is said in the answer, not here. Code `bad_timestamp` (refused).
Result<Timestamp> read_timestamp(ByteView token, const TrustAnchors& anchors);
/// As read_timestamp(), of a token that must be over `digest`. Code `timestamp_digest` (refused) for another.
Result<Timestamp> verify_timestamp(ByteView token, const Hash& digest, const TrustAnchors& anchors);

}  // namespace xinbu::crypto
