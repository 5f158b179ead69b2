// Who may sign what, at which position: told by the ledger's own entries and by nothing else.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/crypto/document_signature.hpp"
#include "xinbu/crypto/signature.hpp"
#include "xinbu/ledger/commit.hpp"
#include "xinbu/ledger/entry.hpp"

namespace xinbu::ledger {

/// The type of the entries that name the registry's document key.
inline constexpr std::string_view document_key_type = "core.document_key.named";

/// A person with a key and a role. A key is valid by ledger position, never by clock.
struct Operator {
    std::string name, role;
    crypto::PublicKey key;
    std::uint64_t enrolled = 0;            ///< position of the commit that enrolled it
    std::optional<std::uint64_t> revoked;  ///< position of the commit that revoked it
    std::uint64_t since = 0;  ///< where revoked: from which position on its signatures do not count
};

/// What the genesis commit says of the registry.
struct Identity {
    std::string origin, name, identifier, kind, suite;
};

/// A rule that a commit breaks.
struct AuthorityFault {
    std::string rule;  ///< `authority.origin`, `.genesis`, `.signers`, `.unknown_key`, `.revoked`, `.role`,
                       ///< `.enrolment`, `.entry`
    std::string message;
};

/// The state of authority after some commits. Copyable: a commit is tried on a copy before it is appended.
class Authority {
public:
    /// Whether a role may sign a plugin's entry type; asked only where the core's own rules do not forbid it.
    using MaySign = std::function<bool(std::string_view role, std::string_view type)>;
    explicit Authority(MaySign may_sign = {}) : may_sign_(std::move(may_sign)) {}

    /// A commit as far as authority is concerned.
    struct Commit {
        std::uint64_t position = 0;
        const Payload& payload;
        const std::vector<EnvelopeSignature>& signatures;
        const std::set<std::string>& types;   ///< of all its entries
        std::span<const Entry> core_entries;  ///< those whose type begins with "core.", in order
    };
    struct SignatureToVerify {
        crypto::PublicKey key;
        const Bytes* signature;  ///< inside the commit's envelope
    };
    struct Admission {
        std::vector<AuthorityFault> faults;
        std::vector<SignatureToVerify>
            signatures;  ///< over signed_bytes(payload): left to the caller, who may use threads
    };
    /// Judges the next commit and takes over what its entries say. Goes on after faults, so that an audit can
    /// name all.
    Admission admit(const Commit& commit);

    /// Whether a role may sign entries of that type.
    bool may_sign(std::string_view role, std::string_view type) const;
    const Identity& identity() const { return identity_; }
    /// All keys ever enrolled, by key id.
    const std::map<std::string, Operator>& operators() const { return operators_; }
    /// The key of that id; null where none was ever enrolled.
    const Operator* find_key(std::string_view key_id) const;
    /// The operator of that name whose key is not revoked; null where there is none.
    const Operator* find_active(std::string_view name) const;
    /// Whether the signatures of that key count in a commit at `position`.
    static bool is_valid_at(const Operator& one, std::uint64_t position);
    /// The checkpoint key in force for a tree of `size` commits; null before genesis.
    const crypto::PublicKey* checkpoint_key(std::uint64_t size) const;
    /// What the registry signs documents for others with (core.document_key.named), by its certificate.
    struct DocumentKey {
        std::uint64_t position = 0;  ///< of the commit that named it
        crypto::Certificate certificate;
    };
    /// The one in force for a tree of `size` commits: the last that was named. Null where none was.
    const DocumentKey* document_key(std::uint64_t size) const;

private:
    void admit_genesis(const Commit& commit, std::vector<AuthorityFault>& faults);
    void apply(const Commit& commit, const Entry& entry, std::vector<AuthorityFault>& faults);
    void enrol(const Commit& commit, const Entry& entry, std::vector<AuthorityFault>& faults);
    void revoke(const Commit& commit, const Entry& entry, std::vector<AuthorityFault>& faults);
    void set_checkpoint_key(std::uint64_t position, const Entry& entry, std::vector<AuthorityFault>& faults);
    void set_document_key(std::uint64_t position, const Entry& entry, std::vector<AuthorityFault>& faults);
    /// Whether a key was ever enrolled, or named for the registry: a key is for one use.
    bool has_use(std::string_view key_id) const;
    MaySign may_sign_;
    Identity identity_;
    std::map<std::string, Operator> operators_;
    std::vector<std::pair<std::uint64_t, crypto::PublicKey>>
        checkpoint_keys_;  ///< by the position that named them
    std::vector<DocumentKey> document_keys_;
};

/// Whether entries of that type change who may sign what.
bool is_authority_type(std::string_view type);

/// Lower-case letters, digits, `.`, `_`, `-` and CJK: 1 to 64 code points that name a person in record ids
/// and notes.
bool is_operator_name(std::string_view name);

}  // namespace xinbu::ledger
