// What the next commit says beside what it is made for: countersignatures received, checkpoints of others
// seen. Inside session only.
#pragma once

#include <string>
#include <vector>

#include "xinbu/ledger/ledger.hpp"
#include "xinbu/plugin/value.hpp"

namespace xinbu::session {

/// No commit of their own: it would be one that no witness has seen, made by what a witness returned.
struct DueEntry {
    std::string type, record;
    plugin::Object data;
    bool operator==(const DueEntry&) const = default;
};
std::vector<DueEntry> due_entries(ledger::Ledger& ledger);
/// Inside the caller's transaction, as add_due_entry.
void set_due_entries(ledger::Ledger& ledger, const std::vector<DueEntry>& due);
/// Of the checkpoints of one registry the latest is enough.
void add_due_entry(ledger::Ledger& ledger, DueEntry one);

}  // namespace xinbu::session
