// Checkpoints: signed statements of the tree's size and root (C2SP tlog-checkpoint in a C2SP signed-note).
#pragma once

#include <cstdint>
#include <optional>
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

/// What a registry signs its checkpoints with: an Ed25519 key, and in the suite gm an SM2 key beside it.
struct CheckpointKeys {
    // Not explicit: where there is one key, it is the keys.
    CheckpointKeys(crypto::PublicKey first, std::optional<crypto::PublicKey> second = std::nullopt)
        : ed25519(std::move(first)), sm2(std::move(second)) {}
    crypto::PublicKey ed25519;
    std::optional<crypto::PublicKey> sm2;
    const std::string& id() const { return ed25519.id(); }
};

/// The note over `checkpoint` by the registry's checkpoint key, and by its SM2 key where there is one, under
/// the origin as its name.
crypto::Note sign_checkpoint(const Checkpoint& checkpoint, const crypto::PrivateKey& key,
                             const crypto::PrivateKey* sm2 = nullptr);
/// The note's checkpoint, where all of `keys` signed it under its own origin. Codes `bad_note`,
/// `bad_checkpoint`, `bad_signature`.
Result<Checkpoint> verify_checkpoint(std::string_view note, const CheckpointKeys& keys);

/// The origin of the second note, whose root is that of the tree over SM3.
std::string sm3_origin(std::string_view origin);
/// The checkpoint of the second note, where all of `keys` signed it and it is over as many commits of the
/// same registry as `first`. Codes as verify_checkpoint.
Result<Checkpoint> verify_sm3_checkpoint(std::string_view note, const CheckpointKeys& keys,
                                         const Checkpoint& first);

}  // namespace xinbu::ledger
