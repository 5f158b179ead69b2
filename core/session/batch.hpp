// The one way to write: drafts become entries, entries become one signed commit, all in one transaction.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "impl.hpp"
#include "statements.hpp"
#include "xinbu/host/draft.hpp"
#include "xinbu/ledger/entry.hpp"

namespace xinbu::session {

/// A commit in the making. Whatever it put in place is undone unless sign() returned. Throws Failure.
class Batch {
public:
    /// Begins the transaction. Throws `read_only` where the registry may not be written. `numbered`, of an
    /// import: by what a statement is known whose record has a number of the registry's own giving.
    explicit Batch(Registry::Impl& registry, NumberedStatements* numbered = nullptr);
    ~Batch();
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;

    struct Put {
        plugin::Faults faults;       ///< not empty: the draft was refused and nothing was done
        bool unchanged = false;      ///< an entry of the same content is in the ledger; nothing was done
        std::uint64_t known_at = 0;  ///< of what is unchanged: its position
        std::string waits;           ///< why the operator's signature alone is not enough; empty where it is
        AddedEntry added;
        plugin::Faults warnings;
    };
    /// Checks a draft and folds it, as if it were signed. An entry of the same content is warned of
    /// (`entry.repeated`). `skip_known`: it is not added again, and one that other persons must sign, too, is
    /// refused (`policy.signers`).
    Put put(host::DraftInput input, bool skip_known);
    /// The same for entries that only the core makes itself (operators, the registry).
    AddedEntry put_core(const std::string& type, const std::string& record, plugin::Object data);
    /// A proposal of entries that were encoded before. Throws `proposal_too_large`.
    AddedEntry put_proposal(const std::vector<std::string>& drafts);
    /// Checks a draft that was proposed as if it were drafted now, and folds it. What only the core writes is
    /// left to the authority to judge.
    plugin::Faults try_draft(const ledger::Entry& draft);
    /// An entry that only the core makes, encoded for a proposal; nothing is folded.
    std::string encode_core(const std::string& type, const std::string& record, plugin::Object data);

    std::size_t size() const { return entries_.size(); }
    const std::vector<std::string>& entries() const { return entries_; }

    /// Signs what was put by the session's operator, and by `also` where enrolment needs the enrolled one's
    /// signature; appends it, commits, and remembers the new head.
    struct Signed {
        std::string commit;
        std::uint64_t sequence = 0;
        /// False: a key was destroyed, but a reader beside us still needs the pages in which it stood.
        bool is_overwritten = true;
    };
    Signed sign(const std::string& message, const crypto::PrivateKey* also = nullptr);

private:
    /// Numbers that open proposals hold are taken, too.
    class Numbers final : public plugin::Numbering {
    public:
        explicit Numbers(Registry::Impl& registry) : registry_(registry) {}
        std::int64_t next(std::string_view prefix) override;
        std::optional<std::string> record_with(std::string_view kind, std::string_view field,
                                               std::string_view value) override;
        /// Before what prefix the last number was given; empty where none was since start().
        const std::string& prefix() const { return prefix_; }
        void start() { prefix_.clear(); }

    private:
        std::string prefix_;
        Registry::Impl& registry_;
        std::optional<std::vector<std::string>> proposed_;  ///< ids of records
    };

    std::string encode(const plugin::Draft& draft, const plugin::Array& attachments);
    /// `bytes` gets the entry of a draft that is about no person, and so is signed as it stands.
    std::optional<std::uint64_t> find_known(host::PreparedDraft& prepared, std::string& bytes);
    void name_later_entries(plugin::Faults& faults, const std::string& record);
    /// The warning that an entry says what the one at that position says, unless that one was corrected. It
    /// may be meant (watched, no longer, and watched once more), so it is only told.
    std::optional<plugin::Fault> said_again(const std::string& record, std::uint64_t position);
    /// Whether the present draft's record got its number here, in an import.
    bool is_numbered() const { return statements_ != nullptr && !numbers_.prefix().empty(); }
    AddedEntry fold(const plugin::Draft& draft, std::string bytes);
    void abandon();

    Registry::Impl& registry_;
    NumberedStatements* statements_;
    std::optional<storage::Transaction> transaction_;
    std::uint64_t first_entry_;
    std::vector<std::string> entries_;
    std::vector<Hash> leaves_;      ///< their leaf hashes
    std::vector<Hash> leaves_sm3_;  ///< and those over SM3, in the suite gm
    Numbers numbers_;
    crypto::Hasher hasher_, hasher_sm3_{ledger::Digest::sm3};
    ledger::Salts salts_;
    std::string today_;
    std::set<std::string> types_;
    std::vector<ledger::Entry> core_entries_;
    std::vector<std::string> erased_;  ///< whose keys are destroyed with the commit
};

}  // namespace xinbu::session
