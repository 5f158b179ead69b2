#include "due.hpp"

#include <algorithm>

#include "xinbu/json/json.hpp"
#include "xinbu/ledger/vouching.hpp"

namespace xinbu::session {

namespace {

/// Where they lie: beside the secrets, since whoever has the data key could undo what was just done anyway.
constexpr const char* due_name = "entries-due";

}  // namespace

std::vector<DueEntry> due_entries(ledger::Ledger& ledger) {
    std::vector<DueEntry> due;
    const std::optional<Bytes> stored = ledger.secret(due_name);
    if (!stored) return due;
    const Result<plugin::Value> all = json::parse(as_text(*stored), json::Profile::entry);
    if (!all || all->array() == nullptr) return due;
    for (const plugin::Value& one : *all->array()) {
        if (one.object() == nullptr) continue;
        const plugin::Object& object = *one.object();
        due.push_back({std::string(plugin::text_at(object, "type")),
                       std::string(plugin::text_at(object, "record")), plugin::object_at(object, "data")});
    }
    return due;
}

void set_due_entries(ledger::Ledger& ledger, const std::vector<DueEntry>& due) {
    plugin::Array all;
    for (const DueEntry& one : due)
        all.push_back(plugin::Object{{"data", one.data}, {"record", one.record}, {"type", one.type}});
    ledger.store_secret(due_name, as_bytes(json::canonical(plugin::Value(std::move(all)))));
}

void add_due_entry(ledger::Ledger& ledger, DueEntry one) {
    std::vector<DueEntry> due = due_entries(ledger);
    std::erase_if(due, [&](const DueEntry& other) {
        return other == one || (one.type == ledger::checkpoint_seen_type && other.type == one.type &&
                                plugin::text_at(other.data, "origin") == plugin::text_at(one.data, "origin"));
    });
    due.push_back(std::move(one));
    set_due_entries(ledger, due);
}

}  // namespace xinbu::session
