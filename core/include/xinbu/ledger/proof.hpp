// The proof of one entry: a C2SP tlog-proof that carries all a stranger needs offline
// (docs/decisions/ledger.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/ledger/authority.hpp"
#include "xinbu/ledger/checkpoint.hpp"
#include "xinbu/ledger/entry.hpp"
#include "xinbu/ledger/ledger.hpp"

namespace xinbu::ledger {

inline constexpr std::string_view proof_magic = "c2sp.org/tlog-proof@v1";

/// The proof of the entry at `entry_position` under `note`, a checkpoint over the first `size` commits of the
/// ledger. Its `extra` line is the base64 of canonical JSON: the entry's bytes, its commit's envelope and the
/// path between them, and the commits that say who may sign what (genesis first) with their paths to the same
/// checkpoint. For an approval or rejection, `proposal_commits` are those that proposed it and approved it
/// before, which stand among them. In the suite gm it holds the ledger's second note over as many commits,
/// and the same paths over SM3 (`note_sm3`, `path_sm3`).
std::string make_proof(Ledger& ledger, std::uint64_t entry_position, std::string_view note,
                       std::uint64_t size, const std::vector<std::uint64_t>& proposal_commits = {});

/// What a proof says, and what of it does not hold.
struct ProofReading {
    Checkpoint checkpoint;
    std::string note;    ///< the signed note that it stands in, with what witnesses added
    Hash fingerprint{};  ///< leaf hash of the genesis commit: trust rests on it
    Entry entry;
    std::string entry_bytes;
    Hash entry_id{};
    std::vector<Entry> approved;  ///< the drafts that count from the entry on, where it is their approval
    Payload payload;              ///< of the entry's commit
    std::vector<Operator> signers;
    Identity registry;
    /// The document key in force under the checkpoint; nothing where none was named.
    std::optional<Authority::DocumentKey> document_key;
    /// What the policies in force under the checkpoint ask of witnesses.
    std::vector<WitnessPolicy> witness_policies;
    std::vector<AuthorityFault> faults;  ///< empty: all holds, given the fingerprint
};
/// Code `bad_proof` (refused) where it is no proof at all or a signature, hash or path fails; rules of
/// authority that are broken stand in `faults`.
Result<ProofReading> read_proof(std::string_view text);

}  // namespace xinbu::ledger
