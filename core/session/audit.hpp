// The parts of an audit. Inside session only.
#pragma once

#include <array>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "xinbu/crypto/secret.hpp"
#include "xinbu/crypto/timestamp.hpp"
#include "xinbu/host/catalogue.hpp"
#include "xinbu/ledger/authority.hpp"
#include "xinbu/ledger/ledger.hpp"
#include "xinbu/records/check.hpp"
#include "xinbu/session/registry.hpp"
#include "xinbu/session/types.hpp"
#include "xinbu/storage/database.hpp"
#include "xinbu/storage/keyslots.hpp"

namespace xinbu::session {

/// Collects findings and tells progress; both from the thread that audits.
class AuditTrail {
public:
    AuditTrail(AuditView& result, const Progress& progress) : result_(result), progress_(progress) {}

    void error(std::string rule, std::string place, std::string message) {
        add("error", std::move(rule), std::move(place), std::move(message));
    }
    void warning(std::string rule, std::string place, std::string message) {
        add("warning", std::move(rule), std::move(place), std::move(message));
    }
    void note(std::string rule, std::string place, std::string message) {
        add("note", std::move(rule), std::move(place), std::move(message));
    }
    void add(const AuditFinding& finding) {
        add(finding.severity, finding.rule, finding.place, finding.message);
    }
    /// False once the work was told to stop.
    bool go_on(std::string_view what, std::uint64_t done, std::uint64_t total) {
        if (progress_ && !result_.stopped &&
            !progress_({what, static_cast<std::int64_t>(done), static_cast<std::int64_t>(total)}))
            result_.stopped = true;
        return !result_.stopped;
    }
    bool stopped() const { return result_.stopped; }
    bool has_errors() const { return errors_ > 0; }
    /// Counts again the errors among the findings, after they were exchanged for others.
    void count_errors();
    AuditView& result() { return result_; }

private:
    void add(std::string severity, std::string rule, std::string place, std::string message);

    AuditView& result_;
    const Progress& progress_;
    std::size_t errors_ = 0;
};

/// What the walk over the ledger leaves behind for the parts after it.
struct WalkedLedger {
    ledger::Authority authority;
    std::vector<std::uint64_t> authority_commits;
    std::uint64_t size = 0, entries = 0;
    std::uint64_t first_entry = 0;  ///< that was read
    std::uint64_t approved = 0;     ///< drafts of proposals that count
    Hash root{};
    std::vector<records::Correction> corrections;
    records::SetSum::Key key;
    records::SetSum index;          ///< what the entries that were read put into the index of hashes
    std::set<std::string> records;  ///< that the entries are about, where only a later part was read
};

/// The last audit that a ledger records. Throws Failure where it cannot be read.
std::optional<AuditRecorded> last_audit(ledger::Ledger& ledger, records::Store& store,
                                        const ledger::Authority& authority);
/// Says what changed since that one.
void compare_with(AuditView& audit, std::optional<AuditRecorded> previous);

/// When the commit before that position was signed, RFC 3339; empty where there is none.
std::string time_of_commit_before(ledger::Ledger& ledger, std::uint64_t position);

/// The pages that any of the connections has read (Database::pages_read).
std::vector<bool> pages_read_by(std::span<storage::Database> connections);

/// Calls `work(thread, i)` for every i below `count`; `thread` is below `threads`, and the caller's is 0.
/// What one of them throws is thrown here.
void on_all_threads(std::size_t threads, std::size_t count,
                    const std::function<void(std::size_t thread, std::size_t i)>& work);

/// A row of the index of entry hashes, as it is added to a sum.
std::array<std::uint8_t, 16> index_element(std::int64_t key, std::uint64_t position);

/// Reads every commit from `since` on and its entries again: bytes, hashes, roots, tree, signatures, roles.
/// As many threads as there are connections, which all show the same state. What lies before `since` is taken
/// from the stored tree, which the first commit read was signed upon. Memory does not grow with the ledger.
/// `anchors`: whose time stamps are trusted.
WalkedLedger audit_ledger(std::span<storage::Database> connections, const host::Catalogue& catalogue,
                          std::uint64_t since, AuditTrail& trail, const crypto::TrustAnchors& anchors = {});
/// Whether the second note over as many commits as `first`, whose root is over SM3, is there and holds; true
/// where the ledger has no such tree.
bool holds_sm3_note(ledger::Ledger& ledger, const ledger::Checkpoint& first,
                    const ledger::CheckpointKeys& keys);
/// Time stamps that a ledger holds, by the positions of their entries. `place_of` names one for people.
void audit_timestamps(ledger::Ledger& ledger, const std::string& origin,
                      const std::vector<std::uint64_t>& entries, const crypto::TrustAnchors& anchors,
                      const std::function<std::string(std::uint64_t entry)>& place_of, AuditTrail& trail);

/// Other organisations' ledgers beside one's own: every commit and entry again, and the records they fold
/// into.
void audit_followed(storage::Database& database, const host::Catalogue& catalogue,
                    const crypto::TrustAnchors& anchors, AuditTrail& trail);
/// Whether the keys of natural persons are as the ledger wants them: those that it orders to be destroyed
/// are, and all others are there. `used`: under whose keys something stands sealed.
void audit_persons(storage::Database& database, const host::Catalogue& catalogue,
                   const crypto::Secret& data_key, const std::set<std::string>& used, AuditTrail& trail);

/// Hashes the read log again from its first row: rows that were removed or altered, a log that was switched
/// off, and what the ledger vouches for. `remembered`: its last row, as it is known outside of the database.
void audit_reads(storage::Database& database, const host::Catalogue& catalogue, const std::string& origin,
                 const std::optional<storage::RememberedHead>& remembered, AuditTrail& trail);

/// Folds every record again and compares all that is derived, the schema, the b-trees and the index of entry
/// hashes; where only a part of the ledger was walked, the records that it is about.
void audit_records(std::span<storage::Database> connections, const host::Catalogue& catalogue,
                   const crypto::Secret& data_key, const WalkedLedger& walked, bool whole, AuditTrail& trail);

/// Whether every line of a witness under a checkpoint is by one that the ledger names, and every line that
/// the ledger says it received is still there.
void audit_witness_lines(ledger::Ledger& ledger, records::Store& store, const std::string& origin,
                         AuditTrail& trail);
/// Histories that contradict each other, by what registries say to have seen (find_contradictions), beyond
/// those whose evidence was kept: of followed ones warnings; of one's own an error, since then this copy is
/// an older or another one.
void audit_gossip(Registry::Impl& registry, AuditTrail& trail);

/// What followed registries that somebody confirmed say otherwise than one's own: of the same right, another
/// state on `day`; and what a watching check finds only because of them. All of it warnings: nobody is wrong
/// by that.
void audit_across(Registry::Impl& registry, plugin::Date day, AuditTrail& trail);

}  // namespace xinbu::session
