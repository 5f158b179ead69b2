// Commits: entries that were signed together. A DSSE envelope over a canonical payload; its exact bytes are a
// leaf.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/crypto/signature.hpp"

namespace xinbu::ledger {

inline constexpr std::string_view commit_payload_type = "application/vnd.xinbu.commit.v1+json";
inline constexpr std::size_t largest_envelope_bytes = 65'535;
inline constexpr std::uint64_t largest_commit_entries = 100'000;

/// What the signatures cover.
struct Payload {
    std::string author;  ///< key id
    std::uint64_t entry_count = 0;
    Hash entry_root{};  ///< RFC 6962 root over the entries' bytes
    std::string message;
    std::string origin;  ///< `xinbu/<organisation identifier>/<uuid>`
    Hash parent_root{};
    std::uint64_t parent_size = 0;       ///< the commit's own position
    std::vector<std::string> required;   ///< key ids of all that must have signed, sorted
    std::string time;                    ///< RFC 3339, UTC, whole seconds
    std::vector<std::string> anchors{};  ///< hex SHA-256 each; left out where empty
    /// The same two roots over SM3 (GB/T 32905): in the suite gm both, else neither.
    std::optional<Hash> entry_root_sm3{}, parent_root_sm3{};
};
std::string encode_payload(const Payload& payload);
/// Strict: canonical bytes, exactly the known members. Codes `bad_json`, `bad_commit`.
Result<Payload> decode_payload(ByteView bytes);
/// Whether these are the leaf hashes of exactly the entries that were signed: under SHA-256, and under SM3
/// where the payload states a root over that; `sm3` is empty where it states none.
bool states_entries(const Payload& payload, std::span<const Hash> sha256, std::span<const Hash> sm3);

struct EnvelopeSignature {
    std::string key_id;
    Bytes signature;
};
struct Envelope {
    Bytes payload;
    std::vector<EnvelopeSignature> signatures;  ///< sorted by key id, each key once
};
std::string encode_envelope(const Envelope& envelope);
/// Strict: canonical bytes of at most 65,535, only the members of DSSE, the payload type of commits, 1 to 100
/// signatures sorted by key id. Codes `bad_json`, `bad_commit`.
Result<Envelope> decode_envelope(ByteView bytes);

/// The bytes that each signature covers (DSSE v1 PAE).
Bytes signed_bytes(ByteView payload);
/// An envelope over `payload` by these keys; sorts the signatures.
Envelope sign_payload(const Payload& payload, const std::vector<const crypto::PrivateKey*>& keys);

/// `xinbu/<identifier>/<uuid>`: lower-case UUID, identifier without blanks or slashes.
bool is_origin(std::string_view text);

}  // namespace xinbu::ledger
