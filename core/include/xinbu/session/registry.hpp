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
};
struct Created {
    std::string registry, name, kind, suite, operator_name, key, fingerprint;
    crypto::Secret recovery_passphrase;  ///< shown or written once, never stored
};

enum class Access {
    write,  ///< the one writer; `registry_locked` where another process has it
    read,   ///< as write where it is free, else read-only beside the writer
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
    /// Why what is read may not be the whole or the latest history (an older copy, a fork, a head that cannot
    /// be kept outside), one sentence without its full stop; empty where nothing speaks against it. Hosts
    /// show it beside every answer.
    std::string doubt() const;
    Result<Info> info();

    // ---- operators ----
    Result<std::vector<OperatorView>> operators();
    Result<OperatorView> add_operator(const std::string& name, const std::string& role,
                                      crypto::Secret new_passphrase);
    Done revoke_operator(const std::string& name, const std::string& reason);
    Done change_passphrase(crypto::Secret new_passphrase);

    // ---- the one way to write ----
    /// Checks and normalises one draft and shows what would be signed. Writes nothing.
    Result<Preview> preview(const plugin::Draft& draft);
    /// All drafts become one signed commit, or none does; every fault of every draft is listed, with a
    /// pointer that begins with the draft's index where there are several.
    Result<Added> add(const std::vector<plugin::Draft>& drafts, const std::string& message,
                      bool dry_run = false);
    /// The drafts of a JSON object, array, or NDJSON text.
    static Result<std::vector<plugin::Draft>> parse_drafts(std::string_view text,
                                                           const std::string& file_name);

    Result<Imported> import(const std::string& adapter, const std::vector<std::filesystem::path>& files,
                            const ImportOptions& options, const Progress& progress = {});

    // ---- reading ----
    Result<std::uint64_t> count(const Query& query);
    Result<std::vector<RecordView>> list(const Query& query, std::uint64_t first, std::uint64_t limit);
    Result<RecordView> show(const std::string& record, const AsOf& as_of = {});
    /// How many commits were signed by then: up to a position (`12`), up to an instant with its zone (RFC
    /// 3339: `2026-03-03T11:00:00Z`, `2026-03-03T19:00:00+08:00`), or to the end of a day in UTC
    /// (`2026-03-03`). `remark` gets a sentence without its full stop where that lies behind the end of the
    /// ledger. Code `bad_moment` (usage).
    Result<std::uint64_t> known_at(const std::string& sequence_or_instant, std::string* remark = nullptr);
    Result<std::vector<HistoryItem>> history(const std::string& record);
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
                              const AsOf& as_of);

    // ---- proofs ----
    /// Signs and stores a checkpoint of the ledger as it stands.
    Result<CheckpointView> checkpoint();
    /// A proof of one entry (its hex id, or the first 8 or more digits where they are unique) under a
    /// checkpoint of the ledger as it stands; text of C2SP tlog-proof.
    Result<std::string> prove(const std::string& entry);

    // ---- comparing with another registry, unseen (overlap.hpp) ----
    // Only admins and officers; what must be remembered in between lies in the encrypted database and is
    // wiped at the end. Codes: `no_values`, `too_many_values`, `overlap_subject` (usage), `bad_overlap_file`
    // (invalid), `overlap_step`, `overlap_answered`, `overlap_unknown`, `overlap_closed`, `overlap_size`,
    // `overlap_signer` (refused).
    Result<OverlapStep> overlap_start(const OverlapQuestion& asked);
    Result<OverlapStep> overlap_answer(const OverlapQuestion& asked, std::string_view question_file);
    /// Of the asker with the answer, of the answerer with the closing: now what both hold is known.
    Result<OverlapStep> overlap_finish(std::string_view file);

    struct AuditOptions {
        /// The first commit that is read again. Beyond 0 only what was signed from there on is looked at,
        /// and the records that it is about: the cost follows that part, not the registry.
        std::uint64_t since = 0;
        unsigned threads = 0;  ///< 0: as many as there are processors
    };
    /// Everything: pages, bytes, signatures, roles, tree, checkpoints, key slots, head, and a second fold
    /// that is compared with what is stored. Needs no turn: other calls go on meanwhile.
    Result<AuditView> audit(const AuditOptions& options, const Progress& progress = {});

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

/// The import formats of the loaded plugins, and `csv`, which takes a map.
std::vector<AdapterView> adapters_of(const host::Host& plugins);

/// `2026`, `2026-Q3` or `2026-09`; nothing for any other text.
std::optional<Period> period_of(std::string_view text);

/// A value as JSON text for output: in one line, ending in a newline.
std::string json_text(const plugin::Value& value);

/// Verifies a proof or a checkpoint file offline: no registry, no passphrase. `trusted` holds what one
/// believes: fingerprints of registries (hex) for proofs, checkpoint keys (C2SP vkeys) for checkpoints.
/// Errors only for unreadable files; a proof that does not hold is a Verification.
Result<Verification> verify_file(const std::filesystem::path& file, const std::vector<std::string>& trusted);

/// Whether a new passphrase is good enough: at least 15 characters, not among the most common, not the
/// organisation's name (threats A1). The Error says what to do.
Done check_new_passphrase(const crypto::Secret& passphrase, std::string_view organisation);

/// Today, by this machine's clock, in China's time zone (UTC+8, no daylight saving): only hosts ask for it.
plugin::Date today();

}  // namespace xinbu::session
