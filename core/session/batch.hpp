// The one way to write: drafts become entries, entries become one signed commit, all in one transaction.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "impl.hpp"
#include "xinbu/host/draft.hpp"
#include "xinbu/ledger/entry.hpp"

namespace xinbu::session {

/// A commit in the making. Whatever it put in place is undone unless sign() returned. Throws Failure.
class Batch {
public:
    /// Begins the transaction. Throws `read_only` where the registry may not be written.
    explicit Batch(Registry::Impl& registry);
    ~Batch();
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;

    struct Put {
        plugin::Faults faults;       ///< not empty: the draft was refused and nothing was done
        bool unchanged = false;      ///< an entry of the same content is in the ledger; nothing was done
        std::uint64_t known_at = 0;  ///< of what is unchanged: its position
        AddedEntry added;
        plugin::Faults warnings;
    };
    /// Checks a draft and folds it, as if it were signed. `skip_known`: an entry of the same content is not
    /// added again.
    Put put(host::DraftInput input, bool skip_known);
    /// The same for entries that only the core makes itself (operators, the registry).
    AddedEntry put_core(const std::string& type, const std::string& record, plugin::Object data);

    std::size_t size() const { return entries_.size(); }

    /// Signs what was put by the session's operator, and by `also` where enrolment needs the enrolled one's
    /// signature; appends it, commits, and remembers the new head.
    struct Signed {
        std::string commit;
        std::uint64_t sequence = 0;
    };
    Signed sign(const std::string& message, const crypto::PrivateKey* also = nullptr);

private:
    std::string encode(const host::PreparedDraft& prepared);
    AddedEntry fold(const plugin::Draft& draft, std::string bytes);
    void abandon();

    Registry::Impl& registry_;
    std::optional<storage::Transaction> transaction_;
    std::uint64_t first_entry_;
    std::vector<std::string> entries_;
    std::vector<Hash> leaves_;  ///< their leaf hashes
    crypto::Hasher hasher_;
    ledger::Salts salts_;
    std::set<std::string> types_;
    std::vector<ledger::Entry> core_entries_;
};

}  // namespace xinbu::session
