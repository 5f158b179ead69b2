// What hosts ask of a registry and get back: plain data, texts in the language in force.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/document/report.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::session {

/// How far long work is. Called now and then, from the thread that works; return false to stop it cleanly.
struct ProgressReport {
    std::string_view what;  ///< the step, in the user's language
    std::int64_t done = 0;
    std::int64_t total = 0;  ///< 0 where it is not known
};
using Progress = std::function<bool(const ProgressReport&)>;

struct CheckpointView {
    std::string origin;
    std::uint64_t size = 0;
    std::string root;  ///< hex
    std::string note;  ///< the C2SP signed note, whole
    int signatures = 0;
    std::string root_sm3{};  ///< hex; of the second tree, over SM3: empty but in the suite gm
    std::string note_sm3{};  ///< the second note, under the origin `<origin>/sm3`
};

/// One thing an audit has to say.
struct AuditFinding {
    std::string severity;  ///< "error", "warning", "note"
    std::string rule;      ///< stable id, such as "ledger.signature"
    std::string place;     ///< "commit 12", "entry 4711", "page 9", "record trademark/…", a file name
    std::string message;
};
/// An audit that the ledger records (core.audit.recorded).
struct AuditRecorded {
    std::uint64_t sequence = 0;  ///< of the commit that holds it
    std::string commit;          ///< hex leaf hash
    std::string signed_by, signed_at;
    std::string verdict;                  ///< "passed" or "failed", or what an auditor wrote himself
    std::uint64_t size = 0;               ///< commits of the ledger that was audited; 0 where it does not say
    std::vector<std::string> findings{};  ///< errors and warnings: "<severity> <rule> <place>"
};
/// An organisation that countersigns checkpoints, with its C2SP vkey.
struct WitnessView {
    std::string name, key;
};
/// The last checkpoint that a named witness countersigned: so many commits and days ago.
struct WitnessedView {
    std::string name;
    std::uint64_t size = 0, commits = 0, days = 0;
};
/// What a policy of the ledger asks of witnesses, and how far the lines that are here fulfil it.
struct WitnessPolicyView {
    std::string record;                  ///< the policy's
    std::uint64_t position = 0;          ///< of the commit from which on it holds
    std::optional<std::uint64_t> until;  ///< of the commit that replaced it
    std::uint64_t required = 1;
    std::vector<std::string> witnesses;        ///< their names
    std::optional<std::uint64_t> within_days;  ///< of the signing of a commit
    std::uint64_t countersigned = 0;           ///< so many of them have seen all commits that it is about
    std::uint64_t covered = 0;  ///< the first so many commits of the ledger were seen by enough of them
    std::uint64_t open = 0;     ///< so many of its commits were not
    bool overdue = false;       ///< the first of those is older than it allows; false without a limit
    bool fulfilled() const { return open == 0; }
};
/// A time stamp of RFC 3161 that the ledger holds: an authority saw a checkpoint at a time.
struct TimestampView {
    std::uint64_t size = 0;      ///< commits that the checkpoint covers
    std::uint64_t received = 0;  ///< position of the commit that holds the token's hash
    std::string token_sha256;
    std::string time;                       ///< RFC 3339, UTC; empty where it does not hold, as what follows
    std::string authority, policy, serial;  ///< its name (RFC 4514), an object identifier, hexadecimal
    std::string certificate;                ///< hex SHA-256 of the authority's certificate
    std::string valid_until;                ///< of that certificate
    bool valid = false, trusted = false;    ///< trusted: by certificates that were given
    std::vector<AuditFinding> findings{};
};
/// What an authority is asked.
struct TimestampRequest {
    Bytes request;  ///< DER of a TimeStampReq
    CheckpointView checkpoint;
    std::string digest;  ///< hex SHA-256 of the checkpoint's text
};
struct TimestampAdded {
    TimestampView stamp;
    bool added = false;  ///< false: the ledger held it already
    std::string commit;  ///< hex leaf hash
};
/// The last time stamp that holds: so many commits and days ago.
struct TimestampedView {
    std::string authority, time;
    std::uint64_t size = 0, commits = 0, days = 0;
};
/// What became of another organisation's request.
struct Cosigned {
    bool cosigned = false;  ///< false: `findings` say why not
    CheckpointView checkpoint;
    std::string line;  ///< the cosignature, as C2SP tlog-witness answers
    std::vector<AuditFinding> findings;
};

struct Info {
    std::string registry;     ///< the origin: `xinbu/<identifier>/<uuid>`
    std::string fingerprint;  ///< hex leaf hash of the genesis commit: what others compare out of band
    std::string name, identifier, kind, suite;
    std::uint64_t commits = 0, entries = 0;
    std::map<std::string, std::uint64_t> records;  ///< by record kind
    std::uint64_t bytes = 0;
    std::optional<CheckpointView> checkpoint;  ///< the last one written
    std::string checkpoint_key;                ///< C2SP vkey: what others verify checkpoints with
    std::string checkpoint_key_sm2;            ///< the same of the SM2 key; empty but in the suite gm
    std::optional<AuditRecorded> audited;      ///< the last one recorded
    std::vector<WitnessView> witnesses;        ///< named in the ledger
    std::optional<WitnessedView> witnessed;
    std::vector<WitnessPolicyView> witness_policies;  ///< in force
    std::optional<TimestampedView> timestamped;
    std::uint64_t followed = 0;  ///< other organisations' ledgers held beside this one
    bool writable = true;
    std::string read_only_reason;  ///< why it was opened read-only, in the user's language
};

/// A certificate that an authority issued for an operator's key, judged as of the enrolment.
struct KeyCertificateView {
    std::string subject, issuer, serial, sha256;  ///< empty where it is not valid
    std::string valid_from, valid_until;
    bool valid = false;    ///< over this key, and valid then
    bool trusted = false;  ///< its chain ends at a trust anchor
    std::string remark;    ///< why it is not valid, or not trusted; one sentence without its full stop
    std::string fault;     ///< where it is not valid: the code of crypto::judge_chain()
};

struct OperatorView {
    std::string name, role, key;  ///< key: hex key id
    std::string status;           ///< "active", "revoked", or "pending": other persons must approve it first
    std::uint64_t since = 0;      ///< ledger position of enrolment, or of its proposal
    std::optional<std::uint64_t> revoked_since;  ///< from which position on its signatures do not count
    std::string proposal;                        ///< the id of the proposal that waits
    std::optional<KeyCertificateView> certificate{};
    std::string token{};  ///< the PKCS#11 URI where the key is in a token and has a key slot here
};

struct AddedEntry {
    std::string id;  ///< hex leaf hash of the entry
    std::string type, record;
};
struct Added {
    std::string commit;  ///< hex leaf hash of the envelope; empty for a dry run
    std::uint64_t sequence = 0;
    std::string status = "done";  ///< or "pending": they count once other persons approved the proposal
    std::string proposal;         ///< its entry id, where they wait
    std::vector<AddedEntry> entries;
    std::vector<Detail> warnings;
};

/// What a person confirms before signing: the very bytes, but for what is drawn when signing: the salt, and
/// key, nonce and ciphertext of sealed values.
struct Preview {
    plugin::Draft draft;  ///< normalised, its record id assigned
    std::string type_label;
    std::string canonical;                                   ///< the entry's canonical JSON without its salt
    std::vector<std::pair<std::string, std::string>> lines;  ///< field label and value as a person reads them
    std::vector<Detail> warnings;
    std::string waits;  ///< why it would become a proposal for others to approve; empty where it would not
};

/// Entries that wait for another person's signature, or what came of them.
struct ProposalView {
    std::string proposal;                  ///< the id of its entry
    std::string record;                    ///< `proposal/…`
    std::string status;                    ///< "open", "approved" or "rejected"
    std::string by, at;                    ///< who proposed it, and when
    std::string message;                   ///< of its commit
    std::uint64_t sequence = 0;            ///< of the commit that proposed it
    std::vector<std::string> approved_by;  ///< whose approvals it has
    std::string needs;                     ///< what it waits for, one sentence without its full stop
    bool may_decide = false;               ///< whether this session's operator may approve or reject it
    struct Draft {
        std::string id, type, type_label, record, effective;
        plugin::Object data;
        std::string bytes;  ///< the entry exactly as it will count
    };
    std::vector<Draft> drafts;
};
struct Decided {
    ProposalView proposal;
    std::string commit;
    std::uint64_t sequence = 0;  ///< of the commit that decides
};

struct ImportOptions {
    std::uint64_t batch = 1000;  ///< entries per commit
    bool dry_run = false;
    std::string encoding;       ///< "", "utf-8" or "gb18030"
    std::string sheet;          ///< of a spreadsheet; empty: the first that is not hidden
    std::filesystem::path map;  ///< for `csv` and `xlsx`: which column goes where
    /// Columns that the tables lack, the same in every row: name and cell.
    std::vector<std::pair<std::string, std::string>> constants;
    std::size_t max_rejected_listed = 1000;  ///< all are counted, so many are kept with place and rule
    /// Called with each fault and each remark as it is found, however many there are, by the importing
    /// thread. `rejected`: the record did not go in.
    std::function<void(const Detail& one, bool rejected)> each_told{};
};
struct Imported {
    std::uint64_t read = 0, added = 0, unchanged = 0, rejected_count = 0, commits = 0;
    std::vector<Detail> rejected;
    /// Faults of a file as a whole, which stand among the rejected too: it is of another format, or nothing
    /// behind some place can be trusted. What was read before is in the ledger.
    std::vector<Detail> broken;
    /// What was remarked about records that went in: by rule the first remarks that differ in their words,
    /// each with its first place. All further ones of the rule are counted in the last.
    struct Remark {
        std::uint64_t count = 0;
        Detail first;
        bool is_rest = false;  ///< remarks of several wordings
    };
    std::map<std::string, std::vector<Remark>> remarks;
    /// Records of a file that say nothing but what an earlier one of the same file said: all are counted, the
    /// first ones named, each with the line of the earlier one.
    std::uint64_t repeated_count = 0;
    std::vector<Detail> repeated;
    double seconds = 0;
    bool stopped = false;  ///< the progress function said stop; what was committed stays
};
struct AdapterView {
    std::string name, label, plugin, format;
    bool is_mapped = false;  ///< needs a map that says which column goes where
};

/// What is asked for: a day (`--as-of`: entries effective on or before it; without one, today), and apart
/// from that a state of knowledge (`--known-at`: what was signed by then; without one, all).
struct AsOf {
    AsOf() = default;
    AsOf(std::optional<plugin::Date> on, std::optional<std::uint64_t> commits = {})
        : day(on), known_commits(commits) {}
    AsOf(plugin::Date on) : day(on) {}

    std::optional<plugin::Date> day;
    std::optional<std::uint64_t> known_commits;  ///< the first so many commits of the ledger
};

struct Condition {
    std::string field, value;
};

/// How the identity numbers, telephones and accounts of natural persons are shown: with their middle starred,
/// or, where an operator asks for it expressly, whole.
enum class Numbers { masked, revealed };

struct Query {
    std::string kind;
    /// Equality; `status`, `id`, or a field of the record type. States and choices by id, by a label in
    /// either language, or by the last part of a path where only one ends so; an empty value asks for records
    /// without that field. Code `unknown_value` (usage), with what is allowed in its details.
    std::vector<Condition> where;
    std::string search;  ///< full text; empty: all
    std::string sort;    ///< "id", "status", or a column field; empty: order of first entry
    bool descending = false;
    AsOf as_of;
    Numbers numbers = Numbers::masked;
    std::uint64_t limit =
        0;                  ///< so many at most are asked for, over all pages; 0: all. The read log counts it
    bool exported = false;  ///< into a file for other programs
};
/// Whether an answer is looked at, or written as a file for other programs.
enum class Use { shown, exported };
/// What holds beside a status, as a badge shows it.
struct OverlayView {
    std::string id, label;  ///< the label is the id where no plugin declares it
    plugin::Tone tone = plugin::Tone::attention;
};
/// The correction that took the last of a record's entries out of the fold.
struct UndoneView {
    std::uint64_t sequence = 0;  ///< of the commit with the correction
    std::string signed_by, signed_at, reason;
};
struct RecordView {
    /// origin: the registry whose ledger says so; one's own come first.
    std::string id, type, status, status_label, title, origin;
    std::vector<std::string> elsewhere;  ///< other registries with a record of this id; only show() says so
    plugin::Tone tone = plugin::Tone::neutral;
    std::vector<std::string> overlays;
    std::vector<OverlayView> overlay_views;  ///< the same for people
    /// Between which days it lives, where its type declares such fields and the record has them.
    std::optional<plugin::Date> life_begin, life_end;
    plugin::Object fields;
    std::uint64_t entries = 0;  ///< how many entries made it
    /// Why there is neither status nor field: every entry of the record was corrected. Only show() says so.
    std::optional<UndoneView> undone;
};
struct HistoryItem {
    std::string entry;   ///< hex leaf hash
    std::string commit;  ///< hex leaf hash of its commit's envelope
    std::uint64_t sequence = 0;
    std::string type, type_label, effective, signed_by, signed_at, message;
    /// Where it was proposed and approved: whose approvals it has, and the proposal. `signed_by` is who
    /// proposed it, and the commit that of the approval from which on it counts.
    std::vector<std::string> approved_by;
    std::string proposal;
    plugin::Object data;
    std::string bytes;       ///< the entry exactly as signed
    bool corrected = false;  ///< a later core.correction.made says that it no longer counts
};
struct Hit {
    std::string id, type, label, snippet;
    std::string origin;  ///< the registry whose ledger says so
};
/// What an erasure did.
struct Erased {
    Added added;
    std::vector<std::string> subjects;  ///< whose keys were destroyed
};
struct CommitView {
    std::uint64_t sequence = 0;
    std::string commit, signed_by, signed_at, message;
    std::uint64_t entries = 0;
};

struct FindingView {
    std::string rule, status, severity, message, basis;
    std::vector<std::string> evidence;
};
struct CheckView {
    std::string name, verdict;  ///< pass, warn, block
    std::vector<FindingView> findings;
    plugin::Object facts;
};
struct CheckInfo {
    std::string name, label;
    std::vector<plugin::Field> parameters;
    bool watches = false;  ///< without parameters it tells what wants attention
};

struct ReportInfo {
    std::string name, label, plugin;
    std::vector<plugin::Field> parameters;  ///< without those of its period
    bool periodic = false;                  ///< is about a month, quarter or year
};
/// A report, and which state of which ledger it was made from. Both stand alone: they may be written when the
/// registry is closed.
struct ReportView {
    plugin::ReportModel model;
    document::Frame frame;
};
/// What a report is signed as: a PDF with a PAdES signature that carries its JSON twin, or the twin alone.
enum class SignedForm { pdf, json };
/// The registry's key for signing documents.
struct DocumentKeyView {
    std::string key;          ///< hex key id
    std::string subject;      ///< of its certificate (RFC 4514)
    std::string certificate;  ///< PEM
    std::uint64_t since = 0;  ///< ledger position of the commit that named it
};
/// A month, quarter or year; both days included.
struct Period {
    plugin::Date from, to;
};

/// What falls due on a record. Dates as text; empty where there is none.
struct DeadlineQuery {
    AsOf as_of;
    std::int64_t days = 90;  ///< from the day of the question on
    std::string record;      ///< of this one alone; empty: of all
};
struct DeadlineView {
    std::string record, rule, kind, what;
    std::string due, grace_until;  ///< the civil dates of the rule
    std::string last_day;     ///< the last day on which it can be done: grace counted, days off passed over
    std::int64_t days = 0;    ///< from the day of the question to `due`; negative when it is past
    std::string severity;     ///< info, warn, block
    std::string basis;        ///< article and law
    std::string rule_status;  ///< verified, unverified
    std::string consequence;
    std::vector<std::string> explanation;  ///< the steps of the computation, one sentence each
    plugin::Object facts;                  ///< all that the plugin says of it
};

/// Records whose deadlines cannot be computed, such as those of an office whose rules are not loaded: what
/// the checks answered with status `unknown`.
struct DeadlineGap {
    std::string rule, message;  ///< of the finding
    std::uint64_t records = 0;  ///< of which it was said
};

struct AuditView {
    bool ok = false;
    std::uint64_t commits = 0, entries = 0, signatures = 0, bytes = 0;
    std::vector<AuditFinding> findings;
    double seconds = 0;
    bool stopped = false;

    std::string organisation, origin;         ///< whose ledger it was; empty where it could not be read
    std::uint64_t since = 0;                  ///< the first commit that was read again
    std::uint64_t size = 0;                   ///< commits of the ledger
    std::string root;                         ///< hex, of the tree over them
    std::string time;                         ///< of the last of them, RFC 3339
    std::string doubt;                        ///< Registry::doubt()
    std::optional<AuditRecorded> previous{};  ///< the last audit that the ledger records
    /// Errors and warnings since then, in the form of AuditRecorded::findings. Where that one or this one was
    /// of a part only, they are not compared.
    std::vector<std::string> appeared{}, gone{};
};

/// What goes into a bundle for another organisation.
struct BundleOptions {
    std::uint64_t since = 0;  ///< the first commit of the range; it ends with the ledger
    /// Entries about these records or of these types are shown, the others stand there as hashes; where both
    /// are empty, all are shown.
    std::vector<std::string> records, types;
    std::string recipient;                       ///< whom it is meant for: stands in the signed manifest
    std::vector<std::filesystem::path> seal_to;  ///< X.509 certificates; empty: not sealed
};
struct BundleCreated {
    std::string registry;
    std::uint64_t from = 0, to = 0;  ///< commits [from, to)
    std::uint64_t entries = 0, shown = 0, bytes = 0;
    bool sealed = false;
};

/// Another organisation's ledger, held beside one's own.
struct FollowedView {
    std::string registry, fingerprint, name, kind;
    std::uint64_t size = 0, entries = 0, withheld = 0;  ///< commits; entries; so many of them only as hashes
    bool trusted = false;
    std::string last;         ///< when the last bundle was taken over; RFC 3339, UTC
    std::uint64_t forks = 0;  ///< so many bundles were refused that told another history
};
/// What became of a bundle that was to be taken over.
struct BundleImported {
    bool taken = false;  ///< false: nothing was written but the evidence of a fork; `findings` say why
    bool trusted = false;
    std::string registry, fingerprint, name, kind;
    std::uint64_t commits = 0, entries = 0;  ///< that are new here
    std::uint64_t disclosed = 0;             ///< entries that were held as hashes before
    std::uint64_t size = 0;                  ///< commits that are held now
    std::vector<AuditFinding> findings;
};

/// What a registry compares with another's, unseen (overlap.hpp).
struct OverlapQuestion {
    std::string check;                    ///< its fact `values` lists what is compared
    std::vector<Condition> parameters{};  ///< of the check, as typed
    AsOf as_of{};
    std::uint64_t pad_to =
        0;  ///< points of no value are added up to so many: the number of values stays hidden
};
/// What one's own records and those of a registry that is followed both name.
struct SharedValues {
    std::string registry, name;  ///< its origin; its organisation
    bool trusted = false;        ///< somebody confirmed its fingerprint
    std::vector<std::string> values;
};
/// One file taken and, where there is one to hand on, one made.
struct OverlapStep {
    std::string step;     ///< of the file taken, or "question" where one was made first
    std::string session;  ///< 32 hex digits
    std::string partner, partner_name,
        partner_key;                  ///< who signed the file taken, by its own word; the key's id
    std::uint64_t own = 0;            ///< values compared
    std::uint64_t theirs = 0;         ///< points of the other side, padding included
    std::vector<std::string> both{};  ///< values that both hold, once that is known
    std::string file;                 ///< for the other side; empty where nothing is left to say
};

/// What `verify` says about a proof, bundle or checkpoint file.
struct Verification {
    bool valid = false, trusted = false;
    std::string kind, origin;  ///< kind: "proof", "bundle", "checkpoint", or "report" (PDF or JSON)
    std::string fingerprint;   ///< of the registry of a proof, bundle or report, hex
    std::uint64_t size = 0;
    std::string root;
    struct Signer {
        std::string name, role, key, signed_at;
    };
    std::vector<Signer> signers;
    struct VerifiedEntry {
        std::string id, type, record, effective;
        std::string bytes;
    };
    std::vector<VerifiedEntry> entries;  ///< of a bundle the first ten thousand that are shown, without bytes
    /// What a signed report says of itself.
    struct Report {
        std::string title, subject, as_of;
        std::uint64_t size = 0;  ///< commits that it counted
        std::string root;        ///< hex, of the tree over them
        std::string sha256;      ///< of its unsigned JSON form: what the QR code on paper names
    };
    std::optional<Report> report{};
    std::vector<TimestampView> timestamps{};  ///< of a bundle, those over trees of its range
    std::vector<AuditFinding> findings;
    /// Of a bundle only.
    struct Bundle {
        std::string name, organisation_kind;  ///< of the registry, as it says itself
        std::string exporter, recipient;
        std::uint64_t from = 0, to = 0, entries = 0, shown = 0, signatures = 0;
    };
    std::optional<Bundle> bundle;
};

}  // namespace xinbu::session
