// The parts of an audit that rows time apart, as Registry::audit puts them together.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "../../core/session/audit.hpp"
#include "workshop.hpp"

namespace xinbu::bench {

/// An audit of one registry up to its ledger, which is then ready for the records' part.
class AuditParts {
public:
    AuditParts(const Workshop& workshop, const std::filesystem::path& folder);
    /// Pages, bytes, signatures and tree; gives the seconds, from opening the connections on.
    double ledger(unsigned threads);
    /// Folds the records again and compares; after ledger() of as many threads. Gives the seconds.
    double records();

private:
    const Workshop& workshop_;
    Keys keys_;
    std::vector<storage::Database> connections_;
    session::WalkedLedger walked_;
};

}  // namespace xinbu::bench
