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
#include "xinbu/ledger/checkpoint.hpp"
#include "xinbu/ledger/commit.hpp"
#include "xinbu/ledger/entry.hpp"
#include "xinbu/ledger/proposal.hpp"
#include "xinbu/ledger/witness_policy.hpp"

namespace xinbu::ledger {

/// The type of the entries that name the registry's document key.
inline constexpr std::string_view document_key_type = "core.document_key.named";
/// The entry that vouches for the read log (docs/decisions/read-log.md). Whoever commits signs it, and no
/// policy asks for more: it decides nothing.
inline constexpr std::string_view reads_anchored_type = "core.read_log.anchored";
/// The entry that lets somebody export more records than one person may; it counts where it was proposed by
/// one person and approved by another.
inline constexpr std::string_view export_allowed_type = "core.export.allowed";

/// The suite of signatures with SM2 and SM3; the other one is `intl`.
inline constexpr std::string_view gm_suite = "gm", intl_suite = "intl";

/// A person with a key and a role. A key is valid by ledger position, never by clock.
struct Operator {
    std::string name, role;
    crypto::PublicKey key;
    std::uint64_t enrolled = 0;            ///< position of the commit that enrolled it
    std::optional<std::uint64_t> revoked;  ///< position of the commit that revoked it
    std::uint64_t since = 0;  ///< where revoked: from which position on its signatures do not count
    std::string enrolled_at;  ///< what the clock of who signed that commit said (RFC 3339)
    /// The chain of an authority on this key as the enrolment holds it (crypto/key_certificate.hpp), or
    /// empty. It gives and takes no right: what a key may do is told by the ledger alone.
    std::string certificate;
};

/// What the genesis commit says of the registry.
struct Identity {
    std::string origin, name, identifier, kind, suite;
    /// SM2 keys sign, and a second tree stands over SM3 (docs/decisions/suites.md).
    bool is_gm() const { return suite == gm_suite; }
};

/// A rule that a commit breaks.
struct AuthorityFault {
    std::string
        rule;  ///< `authority.origin`, `.genesis`, `.suite`, `.signers`, `.unknown_key`, `.revoked`, `.role`,
               ///< `.enrolment`, `.entry`, `.policy`, `.proposal`, `.self_approval`
    std::string message;
};

/// How many persons must sign entries of some types: a rule of `core.policy.set`.
struct PolicyRule {
    std::string types;               ///< an entry type, or what it begins with and `*`
    std::uint64_t signers = 1;       ///< different persons, not keys
    std::vector<std::string> roles;  ///< whose signatures count; empty: of every role that may sign the type
};
/// Whether a rule's pattern names that type. `*` stands for anything at the end; a pattern names types of the
/// core only where it begins with `core.`, and never those of proposals themselves.
bool names_type(std::string_view pattern, std::string_view type);
/// The rules of a `core.policy.set`; nothing where one is malformed.
std::optional<std::vector<PolicyRule>> policy_rules(const plugin::Object& data);

/// Persons whose signatures stand under something, by name.
struct Signed {
    std::string role, key;       ///< key: its id
    std::uint64_t position = 0;  ///< of the commit
};
using Persons = std::map<std::string, Signed>;

/// A `core.proposal.made` that nobody has decided on yet.
struct Proposal {
    Hash hash{};  ///< of the entry
    std::uint64_t position = 0;
    std::string record, by;  ///< by: the person who proposed it
    std::vector<Entry> drafts;
    std::vector<std::string> types;  ///< of the drafts, and of what they correct; each once
    std::vector<Hash> corrects;      ///< the entries that its drafts correct
    Persons signers;                 ///< whoever signed it, and whoever approved it so far
    std::set<std::string> new_keys;  ///< ids of the keys that it would enrol and that signed it
    bool of_authority = false;       ///< a draft says who may sign what
};

/// The state of authority after some commits. Copyable: a commit is tried on a copy before it is appended.
class Authority {
public:
    /// Whether a role may sign a plugin's entry type; asked only where the core's own rules do not forbid it.
    using MaySign = std::function<bool(std::string_view role, std::string_view type)>;
    /// An entry that a correction names.
    struct Corrected {
        std::string type, record;
        /// Later entries of its record that still count: they were signed because of what stood there.
        struct Later {
            Hash entry{};
            std::string type;
        };
        std::vector<Later> later;
    };
    /// What whoever holds the ledger can look up in it. Without it, proposals are those of the commits that
    /// were admitted, and a correction counts as what it is alone.
    struct Lookup {
        /// Brings back an open proposal, by recall().
        std::function<void(const Hash& proposal, Authority& authority)> recall;
        /// The entry with that leaf hash, as the ledger stands before the commit that is judged.
        std::function<std::optional<Corrected>(const Hash& entry)> corrected;
    };
    explicit Authority(MaySign may_sign = {}, Lookup lookup = {})
        : may_sign_(std::move(may_sign)), lookup_(std::move(lookup)) {}

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
        /// It says who may sign what, or belongs to a proposal that does: every verifier needs it.
        bool of_authority = false;
        /// Drafts that count from this commit on.
        struct Approved {
            std::size_t core_entry = 0;  ///< which of the commit's core entries is the deciding approval
            std::vector<Entry> drafts;
        };
        std::vector<Approved> approved;
    };
    /// Judges the next commit and takes over what its entries say. Goes on after faults, so that an audit can
    /// name all.
    Admission admit(const Commit& commit);

    /// Takes over the proposals of a commit that was judged before, and the approvals that left them open.
    void recall(const Commit& commit);

    // ---- four eyes ----
    /// The rules in force.
    std::vector<PolicyRule> rules() const;
    /// Why the signatures of these persons are not enough for entries of these types; empty where they are.
    /// A change of the policy needs every quorum that is in force.
    std::string shortfall(const std::vector<std::string>& types, const Persons& persons) const;
    /// The type of an entry, and of the one that it corrects.
    std::vector<std::string> types_of(const Entry& entry) const;
    /// The types of what rests on the entry of that hash: whoever takes it away takes their ground away, and
    /// needs their quorum, too.
    std::vector<std::string> types_on(const Hash& entry) const;
    /// The types whose quorums a proposal needs as the ledger stands now.
    std::vector<std::string> quorum_types(const Proposal& proposal) const;
    /// An open proposal; null where there is none of that hash.
    const Proposal* find_proposal(const Hash& hash);
    /// Why that person may not approve or reject it: nobody decides on what he signed himself.
    std::optional<AuthorityFault> decision_fault(const Proposal& proposal, const std::string& name,
                                                 const std::string& role) const;
    /// Whether the approval of that person is the one from which on its drafts count.
    bool completes(const Proposal& proposal, const std::string& name, const Signed& signature) const;

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
    const CheckpointKeys* checkpoint_key(std::uint64_t size) const;
    /// What the registry signs documents for others with (core.document_key.named), by its certificate.
    struct DocumentKey {
        std::uint64_t position = 0;  ///< of the commit that named it
        crypto::Certificate certificate;
    };
    /// The one in force for a tree of `size` commits: the last that was named. Null where none was.
    const DocumentKey* document_key(std::uint64_t size) const;
    /// What policies ask of witnesses, in the order of the ledger; those that were replaced, too.
    const std::vector<WitnessPolicy>& witness_policies() const { return witness_policies_; }
    /// Those in force for a tree of `size` commits: all of them must be fulfilled.
    std::vector<WitnessPolicy> witness_policies(std::uint64_t size) const;

private:
    void admit_genesis(const Commit& commit, std::vector<AuthorityFault>& faults);
    void apply(const Commit& commit, const Entry& entry, std::vector<AuthorityFault>& faults);
    void enrol(const Commit& commit, const Entry& entry, const std::set<std::string>& signed_before,
               std::vector<AuthorityFault>& faults);
    void set_policy(std::uint64_t position, const Entry& entry, std::vector<AuthorityFault>& faults);
    Persons persons_of(const Commit& commit) const;
    Persons still_valid(const Proposal& proposal) const;
    void judge_types(const Commit& commit, const Persons& persons, std::vector<AuthorityFault>& faults) const;
    std::optional<Proposal> proposal_in(const Commit& commit, const Entry& made) const;
    void judge_proposal(const Commit& commit, const Proposal& proposal,
                        std::vector<AuthorityFault>& faults) const;
    void decide(const Commit& commit, const Entry& decision, const Persons& persons, Admission& admission);
    bool may_decide(std::string_view role, std::string_view type) const;
    void revoke(const Commit& commit, const Entry& entry, std::vector<AuthorityFault>& faults);
    void set_checkpoint_key(std::uint64_t position, const Entry& entry, std::vector<AuthorityFault>& faults);
    void set_document_key(std::uint64_t position, const Entry& entry, std::vector<AuthorityFault>& faults);
    /// Whether a key was ever enrolled, or named for the registry: a key is for one use.
    bool has_use(std::string_view key_id) const;
    MaySign may_sign_;
    Lookup lookup_;
    Identity identity_;
    std::map<std::string, Operator> operators_;
    std::map<std::string, std::vector<PolicyRule>> policies_;  ///< by their records
    std::map<Hash, Proposal> open_;
    std::vector<std::pair<std::uint64_t, CheckpointKeys>>
        checkpoint_keys_;  ///< by the position that named them
    std::vector<DocumentKey> document_keys_;
    std::vector<WitnessPolicy> witness_policies_;
};

/// Whether entries of that type change who may sign what.
bool is_authority_type(std::string_view type);

/// Lower-case letters, digits, `.`, `_`, `-` and CJK: 1 to 64 code points that name a person in record ids
/// and notes.
bool is_operator_name(std::string_view name);

}  // namespace xinbu::ledger
