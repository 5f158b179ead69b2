// The parts of an audit. Inside session only.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "xinbu/host/catalogue.hpp"
#include "xinbu/ledger/authority.hpp"
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
    /// False once the work was told to stop.
    bool go_on(std::string_view what, std::uint64_t done, std::uint64_t total) {
        if (progress_ && !result_.stopped &&
            !progress_({what, static_cast<std::int64_t>(done), static_cast<std::int64_t>(total)}))
            result_.stopped = true;
        return !result_.stopped;
    }
    bool stopped() const { return result_.stopped; }
    bool has_errors() const { return errors_ > 0; }
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
    Hash root{};
};

/// Reads every commit and entry again: bytes, hashes, roots, tree, signatures, roles. Commits before `since`
/// are only hashed into the tree. Memory does not grow with the ledger.
WalkedLedger audit_ledger(storage::Database& database, ledger::Authority::MaySign may_sign,
                          std::uint64_t since, unsigned threads, AuditTrail& trail);

/// Folds every entry again into a database of its own and compares every derived table, the schema and the
/// index of entry hashes.
void audit_records(storage::Database& database, const host::Catalogue& catalogue, const WalkedLedger& walked,
                   AuditTrail& trail);

}  // namespace xinbu::session
