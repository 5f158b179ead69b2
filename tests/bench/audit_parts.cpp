#include "audit_parts.hpp"

#include "../../core/session/impl.hpp"
#include "measure.hpp"

namespace xinbu::bench {

namespace {

void require_none(const session::AuditView& view) {
    for (const session::AuditFinding& one : view.findings)
        if (one.severity == "error") give_up("audit", one.rule + " " + one.place + ": " + one.message);
}

}  // namespace

AuditParts::AuditParts(const Workshop& workshop, const std::filesystem::path& folder)
    : workshop_(workshop), keys_(folder) {}

double AuditParts::ledger(unsigned threads) {
    session::AuditView view;
    const session::Progress silent;
    session::AuditTrail trail(view, silent);
    connections_.clear();
    std::vector<std::string> faults;
    const double seconds = seconds_of([&] {
        for (unsigned i = 0; i < threads; ++i) {
            connections_.push_back(keys_.open(storage::Mode::read_only));
            connections_.back().hold_snapshot();
        }
        for (storage::Database& connection : connections_) connection.record_pages_read();
        walked_ = session::audit_ledger(connections_, workshop_.plugins().catalogue(), 0, trail);
        faults = connections_.front().verify_page_codes(threads, {}, session::pages_read_by(connections_));
    });
    require_none(view);
    if (!faults.empty()) give_up("audit", faults.front());
    return seconds;
}

double AuditParts::records() {
    session::AuditView view;
    const session::Progress silent;
    session::AuditTrail trail(view, silent);
    const double seconds = seconds_of([&] {
        session::audit_records(connections_, workshop_.plugins().catalogue(), keys_.data_key, walked_, true,
                               trail);
    });
    require_none(view);
    return seconds;
}

}  // namespace xinbu::bench
