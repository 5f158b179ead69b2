// The other party's proof: a signature, made elsewhere, over the exact text of what an entry says about him
// (docs/decisions/party-proofs.md).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "xinbu/plugin/api.hpp"

namespace xinbu::host {

/// A proof as it stands in an entry's data.
struct PartyProof {
    std::string pointer;  ///< RFC 6901, from the draft: "/data/promisor_proof"
    plugin::Text label;   ///< of its field
    plugin::Object proof;
};

/// The proofs in the data of an entry: groups that are declared with `kind`, `public_key` and `signature`.
std::vector<PartyProof> party_proofs(const plugin::EntryType& type, const plugin::Object& data);
/// Whether entries of that type may hold any.
bool may_hold_party_proofs(const plugin::EntryType& type);
/// Where entries of that type declare proofs, lists as "0": "/data/promisor_proof".
std::vector<std::string> party_proof_places(const plugin::EntryType& type);

/// What the other party signs: canonical JSON of `data` without any proof, the place of the proof, and the
/// type. `data` must be normalised (host::normalise()).
std::string party_text(const plugin::EntryType& type, const plugin::Object& data, std::string_view pointer);

/// What does not hold of the proofs of kind `signature`. Rules: `proof.key` (no such public key in
/// SubjectPublicKeyInfo, or of another algorithm), `proof.signature` (not by this key over this text).
/// Signatures are raw (64 bytes), those of ECDSA also DER.
plugin::Faults party_proof_faults(const plugin::EntryType& type, const plugin::Object& data);

/// How much a proof is worth: "strong" (a signature that holds), "documented" (a letter), "weak".
std::string_view strength_of(const plugin::EntryType& type, const plugin::Object& data,
                             const PartyProof& proof);

}  // namespace xinbu::host
