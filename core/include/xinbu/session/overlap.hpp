// Which values two registries share, found without showing the others: the files that go to and fro.
//
// Private set intersection by Diffie-Hellman on P-256. Each side turns every value into a point of the curve
// (hash_to_curve of RFC 9380) and multiplies it by a secret number drawn for this one question; the other
// multiplies by its own. What comes out the same is held by both.
//
//   question  asker → answerer   the asker's points, blinded once
//   answer    answerer → asker   the answerer's points, blinded once; the asker's, blinded twice, in their
//   order closing   asker → answerer   the answerer's points, blinded twice, in their order: now it knows as
//   well
//
// Each file is a DSSE envelope over canonical JSON, signed with the key of the operator who made it. What the
// exchange tells all the same, and what a dishonest partner can do, is in docs/overlap.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "xinbu/base/result.hpp"
#include "xinbu/crypto/blinding.hpp"
#include "xinbu/crypto/signature.hpp"

namespace xinbu::session {

/// The most values that one side may compare.
inline constexpr std::size_t most_overlap_values = 100'000;
inline constexpr std::size_t largest_overlap_file = 32UL << 20;

struct OverlapMessage {
    std::string step;      ///< question, answer, closing
    std::string session;   ///< 32 hex digits, drawn by the asker
    std::string subject;   ///< the check that named the values, such as "collateral.pledged"
    std::string registry;  ///< the sender's origin
    std::string name;      ///< of the sender's organisation
    Bytes key;             ///< the signer's public key, SubjectPublicKeyInfo
    std::vector<crypto::CurvePoint> points{};   ///< the sender's, blinded once
    std::vector<crypto::CurvePoint> doubled{};  ///< the receiver's, blinded by both, in the receiver's order
};

/// The file, signed; `message.key` is that of `key`.
std::string encode_overlap(const OverlapMessage& message, const crypto::PrivateKey& key);
/// Strict: one envelope, one signature that holds under the key it names, known members only, points without
/// repetition. Whose key it is, the reader must know. Code `bad_overlap_file` (invalid).
Result<OverlapMessage> parse_overlap(std::string_view text);

}  // namespace xinbu::session
