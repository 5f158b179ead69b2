// Witnesses: who countersigns another registry's checkpoint, having seen that it extends the one before (C2SP
// tlog-witness, https://c2sp.org/tlog-witness; C2SP tlog-cosignature).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/ledger/checkpoint.hpp"
#include "xinbu/ledger/merkle.hpp"

namespace xinbu::exchange {

/// The body of an add-checkpoint request, byte for byte: "old <size>", the consistency proof from that size,
/// an empty line, the checkpoint.
struct WitnessRequest {
    std::uint64_t old_size = 0;
    ledger::Proof proof;
    std::string note;
};
std::string encode_request(const WitnessRequest& request);
/// Strict. Code `bad_request` (refused).
Result<WitnessRequest> decode_request(std::string_view text);

/// Why a witness says no; the first rule that is broken.
struct WitnessRefusal {
    std::string rule;  ///< `witness.signature`, `.old_size`, `.remembered`, `.inconsistent`
    std::string why;
};
/// Judges a request about a registry whose checkpoint key is known. `remembered` is the checkpoint that was
/// countersigned last; nothing where none was. In this order: the registry's signature; the old size must not
/// lie beyond the new one; it must be the one that is remembered; the proof must lead there from the root
/// that is *remembered*. `checkpoint` gets what the note states. Throws Failure where the note is no
/// checkpoint.
std::optional<WitnessRefusal> judge_request(const WitnessRequest& request, const ledger::CheckpointKeys& key,
                                            const std::optional<ledger::Checkpoint>& remembered,
                                            ledger::Checkpoint& checkpoint);

/// When `witness` countersigned the note (seconds since 1970); nothing where it did not, or its signature
/// does not hold.
std::optional<std::uint64_t> cosigned_at(const crypto::Note& note, const crypto::NoteVerifier& witness);

/// The signature lines of what a witness returned: lines alone, as C2SP tlog-witness answers, or a whole
/// note. Code `bad_note`.
Result<std::vector<crypto::NoteSignature>> signatures_in(std::string_view answer);
/// One such line, with its newline.
std::string signature_line(const crypto::NoteSignature& signature);

}  // namespace xinbu::exchange
