// C2SP signed notes (https://c2sp.org/signed-note): a text, a blank line, one signature line per signer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/crypto/signature.hpp"

namespace xinbu::crypto {

/// Signature types of C2SP signed-note that are known here.
enum class NoteKind : std::uint8_t {
    ed25519 = 0x01,
    cosignature = 0x04,
    sm2 = 0xff,  ///< a type of one's own, told by the name that follows it: `SM2-SM3-GMT0009`
};

/// Who may sign a note: the vkey `name+hex(keyid4)+base64(type || public key)`; for SM2 `type` is the byte
/// 0xff and the name of the signature, and the key is the 65-byte uncompressed point.
class NoteVerifier {
public:
    /// Refuses malformed vkeys, unknown types, and a key id that does not match (code `bad_vkey`).
    static Result<NoteVerifier> parse(std::string_view vkey);
    /// Throws Failure (`bad_vkey`) for a name that no signature line may hold, and for a key that is not of
    /// the kind.
    NoteVerifier(std::string name, PublicKey key, NoteKind kind = NoteKind::ed25519);

    const std::string& name() const { return name_; }
    NoteKind kind() const { return kind_; }
    const PublicKey& key() const { return key_; }
    /// The first four bytes of SHA-256(name || 0x0A || type || key), big-endian, whatever the kind.
    std::uint32_t key_id() const { return key_id_; }
    std::string vkey() const;

private:
    std::string name_;
    PublicKey key_;
    NoteKind kind_;
    std::uint32_t key_id_;
};

struct NoteSignature {
    std::string name;
    std::uint32_t key_id = 0;
    Bytes signature;  ///< what follows the key id: 64 bytes, or for a cosignature time (u64, big-endian) and
                      ///< 64 bytes
};

/// A note taken apart, nothing verified yet.
struct Note {
    std::string text;  ///< ends with a newline; what is signed
    std::vector<NoteSignature> signatures;

    /// Strict: valid UTF-8, no ASCII control character (below U+0020) but newline, a final newline, one or
    /// more well-formed signature lines after the last empty line, at most 1,000,000 bytes and 100 signatures
    /// (code `bad_note`). What it accepts, encode() gives back byte for byte.
    static Result<Note> parse(std::string_view bytes);
    std::string encode() const;
    /// Whether a signature by `verifier` (same name and key id) stands in the note, and every one that does
    /// holds; other signatures are ignored. For a cosignature the signed bytes are "cosignature/v1\ntime
    /// <seconds>\n" and the text (C2SP tlog-cosignature).
    bool is_signed_by(const NoteVerifier& verifier) const;
};

/// Adds the signature of `key` (Ed25519 or SM2) under `name` to `note`. Throws Failure (`bad_note`,
/// `bad_vkey`) where text, name or key would make a note that parse() refuses.
void sign_note(Note& note, const std::string& name, const PrivateKey& key);
/// Adds a witness's cosignature, made at `seconds` since 1970 (at most 2^63-1). Throws as sign_note does.
void cosign_note(Note& note, const std::string& name, const PrivateKey& key, std::uint64_t seconds);

/// Whether `name` may stand in a signature line: not empty, no plus sign, no white space, valid UTF-8.
bool is_note_name(std::string_view name);

}  // namespace xinbu::crypto
