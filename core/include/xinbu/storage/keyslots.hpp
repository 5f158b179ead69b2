// keyslots.json: the registry's data key, wrapped once per operator and once for the recovery passphrase.
// Two checksummed copies lie beside each other (`keyslots.json`, `keyslots.bak.json`); either serves alone.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/crypto/digest.hpp"
#include "xinbu/crypto/secret.hpp"
#include "xinbu/storage/database.hpp"

namespace xinbu::storage {

struct KeySlotsFile;

/// The last head of the ledger, remembered outside the database (threats A6, A7, B3).
struct RememberedHead {
    std::uint64_t size = 0;
    Hash root{};
    bool operator==(const RememberedHead&) const = default;
};

struct KeySlot {
    std::string holder;  ///< operator name, or "" for the recovery slot
    Bytes salt;          ///< 16 random bytes
    crypto::ScryptCost cost;
    /// AES-256 key wrap, 40 bytes: under the key that the passphrase gives, or, after the data key was
    /// exchanged in the holder's absence, under the one that `ephemeral` and the holder's exchange key agree
    /// on.
    Bytes wrapped_data_key;
    Bytes ephemeral;        ///< 32 bytes, or empty: see above
    Bytes exchange_key;     ///< X25519 public key of the holder; empty in slots of older programs
    Bytes exchange_secret;  ///< its private key, wrapped under the key that the passphrase gives
    /// EncryptedPrivateKeyInfo under the holder's own passphrase. In the recovery slot the key of an admin
    /// under the recovery passphrase; empty where that was made by an older program, or the key is in a
    /// token.
    Bytes signing_key;
    std::string signing_key_id;  ///< hex
    std::string token;           ///< the PKCS#11 URI of a key that never leaves its token; else empty
    Bytes public_key;            ///< SubjectPublicKeyInfo of the key in the token; else empty
};

/// Where a holder's signing key is: encrypted in the slot, or in a token.
struct SigningKey {
    Bytes encrypted;    ///< EncryptedPrivateKeyInfo, or empty
    std::string id;     ///< hex; empty in a recovery slot without a key
    std::string token;  ///< PKCS#11 URI, or empty
    Bytes public_key;   ///< SubjectPublicKeyInfo of a key in a token, else empty
};

/// What both copies hold. The file is canonical JSON with a SHA-256 checksum (damage) and an HMAC under the
/// data key (a slot added, removed or weakened: threats A2, A8).
class KeySlots {
public:
    /// A new file with no slots, for the registry named by `registry` (its origin).
    static KeySlots create(std::string registry, const CipherSettings& cipher);
    /// Reads the newest sound copy. `damaged_copies` of the result tells what was wrong with the other.
    /// Codes: `keyslots_missing`, `keyslots_damaged` (both copies: says that the data cannot be decrypted
    /// without a copy of this file), `keyslots_newer`, `kdf_parameters`.
    static KeySlots read(const std::filesystem::path& folder);
    /// Writes both copies, one after the other, each atomically; the sequence number rises by one.
    void write(const std::filesystem::path& folder, const crypto::Secret& data_key);

    const std::string& registry() const { return registry_; }
    std::uint64_t sequence() const { return sequence_; }  ///< rises with every write
    const CipherSettings& cipher() const { return cipher_; }
    const std::vector<KeySlot>& slots() const { return slots_; }
    const std::optional<RememberedHead>& head() const { return head_; }
    const std::vector<std::string>& damaged_copies() const { return damaged_copies_; }

    /// Adds or replaces the slot of `holder`; at most 32 slots.
    void put(const std::string& holder, const crypto::Secret& passphrase, const crypto::Secret& data_key,
             SigningKey signing_key, const crypto::ScryptCost& cost = {});
    void put(const std::string& holder, const crypto::Secret& passphrase, const crypto::Secret& data_key,
             Bytes signing_key, std::string signing_key_id, const crypto::ScryptCost& cost = {}) {
        put(holder, passphrase, data_key, {std::move(signing_key), std::move(signing_key_id), {}, {}}, cost);
    }
    /// The holder's signing key, the same as before, is in that token from now on; nothing else of the slot
    /// changes.
    void move_to_token(const std::string& holder, std::string token, Bytes public_key);
    void remove(const std::string& holder);
    /// Exchanges the data key, in the absence of the holders, for one that whoever has no slot any more does
    /// not know. The old one is kept under the new one until forget_previous(): the database is exchanged
    /// after the slots. Code `slot_too_old` where a slot is of an older program.
    Done exchange(const crypto::Secret& old_key, const crypto::Secret& new_key);
    /// The data key before an exchange that may not be over.
    std::optional<crypto::Secret> previous_key(const crypto::Secret& data_key) const;
    void forget_previous() { previous_key_.clear(); }
    /// The key of the remembered head outside (HeadFile): it stays when the data key is exchanged, for other
    /// machines remember heads as well.
    crypto::Secret head_key(const crypto::Secret& data_key) const;
    void remember(const RememberedHead& head) { head_ = head; }
    const KeySlot* find(const std::string& holder) const;

    /// The data key. An unknown holder costs the same time and gives the same error as a wrong passphrase
    /// (`wrong_passphrase`); then the file's HMAC is checked (`keyslots_forged`).
    Result<crypto::Secret> unlock(const std::string& holder, const crypto::Secret& passphrase) const;
    /// Whether the file's HMAC holds, for who has the data key already.
    bool is_authentic(const crypto::Secret& data_key) const;

private:
    KeySlotsFile content() const;

    std::string registry_;
    CipherSettings cipher_;
    std::uint64_t sequence_ = 0;
    std::vector<KeySlot> slots_;
    std::optional<RememberedHead> head_;
    std::vector<std::string> damaged_copies_;
    Bytes previous_key_, head_key_;  ///< wrapped under the data key
    Bytes mac_;
};

/// The head kept in the user's state folder ($XDG_STATE_HOME/xinbu/heads/…), authenticated under the data
/// key. Written after each durable commit, never before; compared before the first write after opening.
class HeadFile {
public:
    /// `registry` is the origin; the file's name is derived from it. Without a state folder (no HOME) nothing
    /// is kept.
    HeadFile(const std::string& registry, const crypto::Secret& data_key);
    /// With the key of KeySlots::head_key().
    static HeadFile keyed(const std::string& registry, crypto::Secret key);
    HeadFile(HeadFile&&) noexcept;
    HeadFile& operator=(HeadFile&&) noexcept;
    ~HeadFile();
    /// What was remembered; nothing where there is no file. A file whose MAC fails throws `head_forged`.
    std::optional<RememberedHead> read() const;
    /// Durable when it returns. Two alternating slots in one small file, so that a torn write leaves the
    /// older one.
    void write(const RememberedHead& head);
    const std::filesystem::path& file() const { return file_; }

private:
    HeadFile() = default;
    std::filesystem::path file_;
    crypto::Secret key_;
    int descriptor_ = -1;
    std::uint64_t counter_ = 0;
};

}  // namespace xinbu::storage
