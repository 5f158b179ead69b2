// Checkpoints: signed statements of the tree's size and root (C2SP tlog-checkpoint in a C2SP signed-note).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/crypto/note.hpp"

namespace xinbu::ledger {

struct Checkpoint {
    std::string origin;
    std::uint64_t size = 0;
    Hash root{};
};

/// "<origin>\n<size>\n<base64 root>\n".
std::string checkpoint_text(const Checkpoint& checkpoint);
/// Strict, without extension lines. Code `bad_checkpoint`.
Result<Checkpoint> parse_checkpoint(std::string_view text);

/// The note over `checkpoint` by the registry's checkpoint key, under the origin as its name.
crypto::Note sign_checkpoint(const Checkpoint& checkpoint, const crypto::PrivateKey& key);
/// The note's checkpoint, where `key` signed it under its own origin. Codes `bad_note`, `bad_checkpoint`,
/// `bad_signature`.
Result<Checkpoint> verify_checkpoint(std::string_view note, const crypto::PublicKey& key);

}  // namespace xinbu::ledger
