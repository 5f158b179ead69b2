// One registry, as a host sees it: everything the command line and the window do goes through this class.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/crypto/digest.hpp"
#include "xinbu/crypto/secret.hpp"
#include "xinbu/crypto/timestamp.hpp"
#include "xinbu/crypto/token.hpp"
#include "xinbu/session/reads.hpp"
#include "xinbu/session/types.hpp"

namespace xinbu::host {
class Host;
}

namespace xinbu::session {

/// A registry to be created.
struct NewRegistry {
    std::filesystem::path folder;  ///< must not exist, or be empty
    std::string name, identifier;  ///< of the organisation; identifier is its USCC (GB 32100)
    std::string kind;              ///< association, bank, regulator, enterprise
    std::string suite = "intl";
    std::string operator_name;  ///< the first operator, role admin
    crypto::Secret passphrase;
    crypto::ScryptCost cost{};
    /// The PKCS#11 URI of a key that stays in its token; empty makes a key that the passphrase encrypts. The
    /// recovery passphrase then signs nothing by itself.
    std::string token;
    crypto::AskPin ask_pin;  ///< of that token
};
struct Created {
    std::string registry, name, kind, suite, operator_name, key, fingerprint;
    crypto::Secret recovery_passphrase;  ///< shown or written once, never stored
};

enum class Access {
    write,  ///< the one writer; `registry_locked` where another process has it
    read,   ///< as write where it is free, else read-only beside the writer
};

/// Where the signing key of a new operator is: made here, or in a token.
struct NewKey {
    std::string token;       ///< its PKCS#11 URI; empty for one that is made
    crypto::AskPin ask_pin;  ///< of that token
    /// The certificate that an authority issued for the key of that token, and the chain above it: a file,
    /// PEM or DER; or empty. It must be over the key and valid now; where there are `anchors`, its chain must
    /// end at one of them.
    Bytes certificate{};
    crypto::TrustAnchors anchors{};
};

/// An open registry. All functions may be called from any thread; they take turns, but audit() works on a
/// connection of its own, so that lists go on while it runs. Errors are Results; nothing is thrown.
class Registry {
public:
    /// Creates the folder, key, database and genesis commit, and opens nothing. Codes: `folder_not_empty`,
    /// `invalid_identifier`, `passphrase_weak`, `kind_unknown`, `suite_unsupported`, io errors.
    static Result<Created> create(NewRegistry wanted, const host::Host& plugins);

    /// Unlocks and opens. Codes: `wrong_passphrase`, `revoked_operator` (category access);
    /// `registry_missing`, `registry_damaged`, `not_a_registry`, `keyslots_missing`, `keyslots_damaged`,
    /// `registry_locked`, … (storage). A database that lies behind the remembered head, or forks from it,
    /// opens read-only: see Info::read_only_reason.
    static Result<std::unique_ptr<Registry>> open(const std::filesystem::path& folder,
                                                  const std::string& operator_name, crypto::Secret passphrase,
                                                  Access access, const host::Host& plugins);
    ~Registry();
    /// Writes everything into registry.db and remembers the head; called by the destructor too, which ignores
    /// failure.
    Done close();

    const host::Host& plugins() const;
    const std::string& operator_name() const;
    /// `xinbu/<identifier>/<uuid>`: what records of its own name as their origin.
    std::string origin() const;
    /// Why what is read may not be the whole or the latest history (an older copy, a fork, a head that cannot
    /// be kept outside), one sentence without its full stop; empty where nothing speaks against it. Hosts
    /// show it beside every answer.
    std::string doubt() const;
    Result<Info> info();

    // ---- operators ----
    /// `anchors`: whose certificates on keys are trusted.
    Result<std::vector<OperatorView>> operators(const crypto::TrustAnchors& anchors = {});
    /// `key`: where the new signing key is; by default it is made and encrypted by the passphrase. Codes
    /// `role_unknown`, `invalid_operator`, `operator_exists`, `passphrase_weak`, `token_suite` (invalid: a
    /// registry of the suite gm), `certificate_no_token` (usage), `bad_certificate`, `certificate_untrusted`
    /// (refused), and those of crypto::open_token_key() and crypto::judge_chain().
    Result<OperatorView> add_operator(const std::string& name, const std::string& role,
                                      crypto::Secret new_passphrase, const NewKey& key = {});
    /// `since`: from which position on its signatures do not count; without it, from the next commit on. What
    /// was signed from there on stays, and is reported.
    Result<OperatorView> revoke_operator(const std::string& name, const std::string& reason,
                                         std::optional<std::uint64_t> since = {});
    Done change_passphrase(crypto::Secret new_passphrase);

    // ---- signing keys in tokens (crypto/token.hpp): whatever signs may fail with the codes that stand there
    // ----
    /// Who is asked for the PIN when the operator's key is in a token and is used for the first time. Without
    /// one such a key signs nothing (`pin_missing`).
    void ask_pin_by(crypto::AskPin ask_pin);
    /// Whether the operator's signing key is in a token.
    bool signs_with_token() const;
    /// Gets the operator's signing key ready now, so that a wrong PIN is told before the work.
    Done unlock_signing_key();
    /// From now on the operator's signing key, the one that is enrolled, is found in the token by that URI:
    /// it was moved there, or the URI changed. Where the key-slot file held it encrypted, it no longer does.
    /// Only key slots are written.
    Done use_token(const std::string& uri);
    /// Exchanges the data key and encrypts the whole registry anew (threat A9): the time follows its size. An
    /// admin's. Codes: `registry_locked` while another process has it open, `slot_too_old`, `disk_full`.
    Done exchange_data_key(const Progress& progress = {});
    /// Gives the operator whose key the recovery slot holds a new passphrase; on a registry that was opened
    /// as `recovery`. Returns his name. Codes: `no_signing_key`, `revoked_operator`, `passphrase_weak`.
    Result<std::string> recover(const crypto::Secret& recovery_passphrase, crypto::Secret new_passphrase);
    /// A new recovery passphrase, which opens the registry and holds this operator's signing key; the old one
    /// is worth nothing any more. An admin's.
    Result<crypto::Secret> renew_recovery();

    // ---- the one way to write ----
    /// Checks and normalises one draft and shows what would be signed. Writes nothing.
    Result<Preview> preview(const plugin::Draft& draft);
    /// All drafts become one signed commit, or none does; every fault of every draft is listed, with a
    /// pointer that begins with the draft's index where there are several.
    Result<Added> add(const std::vector<plugin::Draft>& drafts, const std::string& message,
                      bool dry_run = false);
    /// Orders the erasure of a person, by signing core.subject.erased, and destroys the key under which all
    /// that is personal about them stands sealed. `whom`: a pseudonym, an identity number, or a record in
    /// which one person is named. A draft of that type given to add() does the same. Codes: `unknown_subject`
    /// (usage), `several_subjects` (usage, one detail each), and those of add().
    Result<Erased> erase(const std::string& whom, const std::string& reason);
    // ---- four eyes ----
    /// The proposals that nobody has decided on yet, oldest first.
    Result<std::vector<ProposalView>> pending();
    /// The operator's decision on an open proposal, named by the id of its entry (or its first 8 or more
    /// digits) or its record. Its drafts count from the approval on that completes the quorum; they are
    /// checked again as if drafted now. Codes: `unknown_proposal` (usage), `self_approval` and
    /// `not_authorised` (access), `invalid_draft` where a draft does not fit any more, `bad_reason`.
    Result<Decided> approve(const std::string& proposal);
    Result<Decided> reject(const std::string& proposal, const std::string& reason);

    /// The drafts of a JSON object, array, or NDJSON text.
    static Result<std::vector<plugin::Draft>> parse_drafts(std::string_view text,
                                                           const std::string& file_name);

    Result<Imported> import(const std::string& adapter, const std::vector<std::filesystem::path>& files,
                            const ImportOptions& options, const Progress& progress = {});

    // ---- other organisations ----
    /// Takes over a bundle: everything in it is verified before anything is written, then all of it is kept
    /// beside one's own ledger, or nothing. What is held already must be its beginning: a bundle that tells
    /// another history is refused and kept as evidence. `trusted` are fingerprints (hex) that one was told by
    /// another way; where there are some, no other registry is taken. Code `read_only`, and io errors.
    Result<BundleImported> import_bundle(const std::filesystem::path& file,
                                         const std::vector<std::string>& trusted,
                                         const Progress& progress = {});
    Result<std::vector<FollowedView>> followed();
    /// `registry` is an origin, or the beginning of a fingerprint of at least 8 digits. For admins. Code
    /// `unknown_registry`, `not_authorised`.
    Result<FollowedView> trust(const std::string& registry);
    Done drop(const std::string& registry);

    // ---- witnesses ----
    /// A request to a witness (C2SP tlog-witness add-checkpoint) about a checkpoint of the ledger as it
    /// stands, with the proof from `old_size` commits on; by default from where `witness`, or else any named
    /// one, countersigned last. Code `unknown_witness` (usage).
    Result<std::string> witness_request(std::optional<std::uint64_t> old_size = {},
                                        const std::string& witness = {});
    /// The key under which this registry countersigns for others: a C2SP vkey.
    Result<std::string> witness_vkey();
    /// Countersigns another organisation's checkpoint, or says why not. Two checkpoints that contradict each
    /// other are kept as evidence. Code `bad_request`, `bad_note`.
    Result<Cosigned> witness(std::string_view request);
    /// Attaches what a named witness returned to the checkpoint that it is over. Code `unknown_witness`.
    Result<CheckpointView> add_cosignatures(std::string_view answer);
    /// Signs into the ledger that the holder of that vkey is a witness. For admins.
    Result<WitnessView> name_witness(const std::string& vkey);
    /// Signs into the ledger, or proposes where the policy wants several persons, that from here on so many
    /// of the witnesses that it names must countersign, and within how many days of a commit; 0: none must
    /// any more. For admins. Codes `draft_invalid`, `no_witness_policy` (usage).
    Result<Added> require_witnesses(std::uint64_t required, std::optional<std::uint64_t> within_days);

    // ---- time stamps (RFC 3161); for admins ----
    /// A request to a time-stamping authority about a checkpoint of the ledger as it stands. `policy`: the
    /// object identifier under which it shall stamp; may be empty. Codes `not_authorised`, `bad_policy`.
    Result<TimestampRequest> timestamp_request(const std::string& policy = {});
    /// Takes over what an authority answered: everything is verified, then the token goes into a commit.
    /// `anchors`: whom it must be of; where there are none, any authority's is taken. Codes, all refused:
    /// `timestamp_refused`, `bad_timestamp`, `timestamp_digest`, `timestamp_nonce`, `timestamp_policy`,
    /// `timestamp_untrusted`; nothing is written then.
    Result<TimestampAdded> add_timestamp(ByteView reply, const crypto::TrustAnchors& anchors = {},
                                         const std::string& policy = {});
    /// All that the ledger holds, each verified again.
    Result<std::vector<TimestampView>> timestamps(const crypto::TrustAnchors& anchors = {});

    // ---- reading: one's own records first, then those of the registries followed ----
    Result<std::uint64_t> count(const Query& query);
    Result<std::vector<RecordView>> list(const Query& query, std::uint64_t first, std::uint64_t limit);
    /// `origin`: of that registry; empty: one's own, or else that of the first registry followed that has it.
    Result<RecordView> show(const std::string& record, const AsOf& as_of = {}, const std::string& origin = {},
                            Numbers numbers = Numbers::masked);
    /// How many commits were signed by then: up to a position (`12`), up to an instant with its zone (RFC
    /// 3339: `2026-03-03T11:00:00Z`, `2026-03-03T19:00:00+08:00`), or to the end of a day in UTC
    /// (`2026-03-03`). `remark` gets a sentence without its full stop where that lies behind the end of the
    /// ledger. Code `bad_moment` (usage).
    Result<std::uint64_t> known_at(const std::string& sequence_or_instant, std::string* remark = nullptr);
    Result<std::vector<HistoryItem>> history(const std::string& record, const std::string& origin = {},
                                             Numbers numbers = Numbers::masked);
    /// Words of records. A natural person, whose name and number stand in no index, is found by the whole
    /// identity number, the whole name, or the pseudonym.
    Result<std::vector<Hit>> search(const std::string& text, std::uint64_t limit);
    Result<std::vector<CommitView>> log(std::uint64_t limit);

    std::vector<CheckInfo> checks() const;
    /// `parameters` are texts as typed; `as_of` is the day the question is asked for, today where none is. A
    /// reference to what the registry does not know (neither recorded nor referred to by any record) is
    /// refused: `unknown_record` (invalid).
    Result<CheckView> check(const std::string& name, const std::vector<Condition>& parameters,
                            const AsOf& as_of);

    /// What falls due, by date: of every plugin with a check `<plugin>.deadlines` whose first parameter is a
    /// record and whose facts.deadlines are in the form of plugin::DeadlineFact (law.hpp).
    /// `gaps` gets what those checks could not compute.
    Result<std::vector<DeadlineView>> deadlines(const DeadlineQuery& query, const Progress& progress = {},
                                                std::vector<DeadlineGap>* gaps = nullptr);

    std::vector<ReportInfo> reports() const;
    /// `parameters` are texts as typed, for a report about a period with its days `from` and `to`. Without a
    /// day in `as_of`, the question is that of today, or of the last day of a period that is over. Codes as
    /// Catalogue::run_report(), and `unknown_record` as for check().
    Result<ReportView> report(const std::string& name, const std::vector<Condition>& parameters,
                              const AsOf& as_of, Use use = Use::shown);

    // ---- the read log (reads.hpp) ----
    // Every answer above that holds personal data which was opened, or records of a type that declares
    // `reads_logged`, is written down before it is given; what cannot be logged is not shown. Further codes
    // of all of them: `purpose_required` (usage) where the policy wants a purpose and none is stated;
    // `reading_not_logged` (storage).

    // Where the policy sets a limit (`reading.export_limit`), files with more records of persons or loans
    // need an approval of another person: `export_needs_approval` (access). Each approval serves one export.

    /// Proposes that the operator may export so many records once, within 30 days. `what`: the type of a
    /// list, the name of a report, or `bundle`. Approve it as any proposal. Codes `bad_request`, and those of
    /// add().
    Result<Added> request_export(const std::string& what, std::uint64_t records, const std::string& reason);
    /// Who took out what was exported last and when, to be written beside it; empty where no approval was
    /// needed.
    std::string export_mark() const;

    /// What is read from here on is for. Code `unknown_purpose` (usage), with those that there are.
    Done set_purpose(const std::string& code);
    std::string purpose() const;
    /// Whether the policy in force wants a purpose.
    Result<bool> needs_purpose();
    /// The latest readings first; for auditors and admins, whose looking is a reading, too. Code
    /// `not_authorised` (access).
    Result<std::vector<ReadView>> reads(const ReadsQuery& query);
    /// Top readers, readings outside working hours and without a purpose; as reads().
    Result<ReadsSummary> summarise_reads(const ReadsQuery& query);
    /// Has the ledger vouch for the log as it stands, by an entry of its own; the first commit of a day does
    /// so by itself. For whoever may sign at all. Codes as add().
    Result<ReadsAnchored> anchor_reads();

    // ---- signed reports ----
    /// The key that documents are signed with; nothing where the ledger names none.
    Result<std::optional<DocumentKeyView>> document_key();
    /// Makes one and has the ledger name it, in a commit of its own; only an admin may. The one before signs
    /// no more, and what it signed is not valid under checkpoints from here on. The reason may be empty only
    /// for the first one.
    Result<DocumentKeyView> new_document_key(const std::string& reason);
    /// What sign_report() does first: names a key where there is none. Beforehand, so that the report is made
    /// from the ledger with that entry. Codes `not_authorised`, `no_document_key`.
    Done prepare_signing();
    /// The report, signed in the organisation's name by the document key, with all that a stranger needs to
    /// verify it (document/signed_report.hpp). Signs a checkpoint where there is none of the ledger as it
    /// stands.
    Result<Bytes> sign_report(const ReportView& report, SignedForm form);

    // ---- proofs ----
    /// Signs and stores a checkpoint of the ledger as it stands.
    Result<CheckpointView> checkpoint();
    /// A proof of one entry (its hex id, or the first 8 or more digits where they are unique) under a
    /// checkpoint of the ledger as it stands; text of C2SP tlog-proof.
    Result<std::string> prove(const std::string& entry);
    /// Writes a stretch of the ledger for another organisation (xinbu/exchange/bundle.hpp), under a
    /// checkpoint of the ledger as it stands, signed by the session's operator; sealed to the certificates
    /// where there are some. The file appears whole or not at all. Codes: `bad_since`, `unknown_record`,
    /// `type_unknown`, `too_large`, `bad_certificate`, io errors.
    Result<BundleCreated> create_bundle(const std::filesystem::path& file, const BundleOptions& options,
                                        const Progress& progress = {});

    // ---- comparing with another registry, unseen (overlap.hpp) ----
    // Only admins and officers; what must be remembered in between lies in the encrypted database and is
    // wiped at the end. Codes: `no_values`, `too_many_values`, `overlap_subject` (usage), `bad_overlap_file`
    // (invalid), `overlap_step`, `overlap_answered`, `overlap_unknown`, `overlap_closed`, `overlap_size`,
    // `overlap_signer` (refused).
    Result<OverlapStep> overlap_start(const OverlapQuestion& asked);
    Result<OverlapStep> overlap_answer(const OverlapQuestion& asked, std::string_view question_file);
    /// Of the asker with the answer, of the answerer with the closing: now what both hold is known.
    Result<OverlapStep> overlap_finish(std::string_view file);
    /// The same question put to the registries that are followed here, whose records lie open: what each of
    /// them holds as well, those that hold nothing of it left out. `pad_to` counts for nothing. For every
    /// role.
    Result<std::vector<SharedValues>> overlap_followed(const OverlapQuestion& asked);

    struct AuditOptions {
        /// The first commit that is read again. Beyond 0 only what was signed from there on is looked at,
        /// and the records that it is about: the cost follows that part, not the registry.
        std::uint64_t since = 0;
        unsigned threads = 0;            ///< 0: as many as there are processors
        crypto::TrustAnchors anchors{};  ///< whose time stamps are trusted
    };
    /// Everything: pages, bytes, signatures, roles, tree, checkpoints, key slots, head, and a second fold
    /// that is compared with what is stored; and what followed registries say otherwise. Needs no turn but
    /// for that comparison and a look at the witnesses: other calls go on meanwhile.
    Result<AuditView> audit(const AuditOptions& options, const Progress& progress = {});

    /// Signs into the ledger what an audit found; for auditors and admins. It must be one of the whole ledger
    /// as it stands. Codes: `not_authorised`, `audit_part` (refused), `audit_outdated` (refused).
    Result<AuditRecorded> record_audit(const AuditView& audit);

    /// What can be said of a registry that open() refuses as damaged (`registry_damaged`): which pages are
    /// altered. Codes as open(), but for the damage.
    static Result<AuditView> audit_damaged(const std::filesystem::path& folder,
                                           const std::string& operator_name, const crypto::Secret& passphrase,
                                           const Progress& progress = {});

    struct Impl;

private:
    explicit Registry(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// An audit as a report: verdict, figures, findings with rule, evidence and what to do, and what changed
/// since the last one that was recorded. It names neither clock nor duration: an audit of the same state
/// makes the same report.
ReportView audit_report(const AuditView& audit);
/// The verdict of a recorded audit in words of the user's language.
std::string shown_verdict(std::string_view verdict);
/// "2 of 3 witnesses, policy asks 2: fulfilled", without a full stop.
std::string shown_witness_policy(const WitnessPolicyView& policy);

/// The exact text that another party signs as its proof in an entry made of that draft; no newline at its
/// end. `pointer` names the proof ("/data/promisor_proof"); empty: the type's first. Codes `unknown_type`,
/// `no_proof` (usage).
Result<std::string> statement_of(const host::Host& plugins, const plugin::Draft& draft,
                                 const std::string& pointer = {});

/// The import formats of the loaded plugins, and `csv`, which takes a map.
std::vector<AdapterView> adapters_of(const host::Host& plugins);

/// `2026`, `2026-Q3` or `2026-09`; nothing for any other text.
std::optional<Period> period_of(std::string_view text);

/// A value as JSON text for output: in one line, ending in a newline.
std::string json_text(const plugin::Value& value);

/// Verifies a proof, bundle or checkpoint file offline: no registry, no passphrase. `trusted` holds what one
/// believes: fingerprints of registries (hex) for proofs and bundles, checkpoint keys (C2SP vkeys) for
/// checkpoints. `anchors`: whose time stamps are trusted.
/// Errors only for unreadable files; a proof that does not hold is a Verification.
Result<Verification> verify_file(const std::filesystem::path& file, const std::vector<std::string>& trusted,
                                 const crypto::TrustAnchors& anchors = {});

/// Whether a new passphrase is good enough: at least 15 characters, not among the most common, not the
/// organisation's name (threats A1). The Error says what to do.
Done check_new_passphrase(const crypto::Secret& passphrase, std::string_view organisation);

/// Today, by this machine's clock, in China's time zone (UTC+8, no daylight saving): only hosts ask for it.
plugin::Date today();

}  // namespace xinbu::session
