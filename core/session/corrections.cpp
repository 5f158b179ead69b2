#include "corrections.hpp"

#include <algorithm>
#include <set>

#include "xinbu/host/draft.hpp"

namespace xinbu::session {

namespace {

plugin::Faults refuse(std::string rule, plugin::Text why) {
    return {{"/data/entry", std::move(rule), std::move(why)}};
}

/// Whether an entry may follow what its record is then, by its declaration. Of an absent plugin nothing is
/// known, and nothing is held against it.
bool may_follow(const plugin::EntryType* type, bool exists, const std::string& status) {
    if (type == nullptr) return true;
    if (!exists) return type->creates;
    const bool begins_a_life = type->creates && !type->to.empty() && type->from.empty();
    return !begins_a_life && (type->from.empty() || std::ranges::count(type->from, status) != 0);
}

/// What counts of a record, in the ledger's order; of it, the places of entries that follow a state that they
/// may not follow.
class Replay {
public:
    Replay(Registry::Impl& registry, const std::string& record) : registry_(registry), record_(record) {
        for (const records::Store::EntryOfRecord& one : registry.store->entries_of(record)) {
            if (one.corrected_by) continue;
            ledger::Entry entry = take(ledger::decode_entry(registry.entry_at(one.place())));
            if (!entry.type.starts_with("core.")) entries_.push_back({one.place(), std::move(entry)});
        }
    }

    bool begins_with(const ledger::EntryPlace& place) const {
        return !entries_.empty() && entries_.front().place == place;
    }
    std::vector<ledger::EntryPlace> broken(const std::optional<ledger::EntryPlace>& without) const {
        std::vector<ledger::EntryPlace> broken;
        plugin::Record record;
        record.id = record_;
        bool exists = false;
        for (const auto& [place, entry] : entries_) {
            if (place == without) continue;
            const plugin::EntryType* type = registry_.catalogue().entry_type(entry.type);
            if (!may_follow(type, exists, record.status)) broken.push_back(place);
            if (type != nullptr)
                registry_.catalogue().fold({entry.type, entry.record, entry.effective, entry.data}, record);
            exists = true;
        }
        return broken;
    }

private:
    struct Counted {
        ledger::EntryPlace place;
        ledger::Entry entry;
    };
    Registry::Impl& registry_;
    std::string record_;
    std::vector<Counted> entries_;
};

/// Later entries say what they say of the state that this one led to.
plugin::Faults rests_on(Registry::Impl& registry, const std::string& record,
                        const ledger::EntryPlace& place) {
    const Replay replay(registry, record);
    const std::vector<ledger::EntryPlace> before = replay.broken({});
    const std::vector<ledger::EntryPlace> after = replay.broken(place);
    const auto later = std::ranges::count_if(
        after, [&](const ledger::EntryPlace& one) { return std::ranges::count(before, one) == 0; });
    if (later == 0) return {};
    const std::string number = std::to_string(later);
    if (replay.begins_with(place))
        return refuse("correction.begins", {"It begins the record, and later entries rest on it (" + number +
                                                "): correct those first, the last one first.",
                                            "该条目是记录的起始条目，尚有" + number +
                                                "条后续条目以其为基础：应先从最后一条起逐条更正。"});
    return refuse("correction.rests",
                  {"Later entries of the record follow the state that it leads to (" + number +
                       "): correct those first, the last one first.",
                   "尚有" + number + "条后续条目以该条目所致状态为前提：应先从最后一条起逐条更正。"});
}

/// Whether a record still begins as it did without that entry: with another one, or with one of the same
/// type. Events alone, which may come before what they are about, are no beginning where there was one.
bool is_begun_without(Registry::Impl& registry, const ledger::Entry& wrong, const ledger::EntryPlace& place) {
    bool was_first = true;
    for (const records::Store::EntryOfRecord& one : registry.store->entries_of(wrong.record)) {
        if (one.place() == place || one.corrected_by) continue;
        const ledger::Entry entry = take(ledger::decode_entry(registry.entry_at(one.place())));
        if (entry.type == wrong.type) return true;
        if (!entry.type.starts_with("core.") && one.place() < place) was_first = false;
    }
    return !was_first;
}

std::optional<ledger::EntryPlace> place_named(Registry::Impl& registry, const plugin::Object& data) {
    const std::optional<Hash> hash = hash_from_hex(plugin::text_at(data, "entry"));
    return hash ? registry.store->place_of(*hash) : std::nullopt;
}

}  // namespace

Correction look_at_correction(Registry::Impl& registry, const plugin::Draft& draft, bool asks_role) {
    Correction correction;
    const std::optional<ledger::EntryPlace> place = place_named(registry, draft.data);
    if (!place) {
        correction.faults =
            refuse("correction.unknown", {"The ledger has no such entry.", "账本中没有这一条目。"});
        return correction;
    }
    const ledger::Entry wrong = take(ledger::decode_entry(registry.entry_at(*place)));
    if (wrong.type.starts_with("core.")) {
        correction.faults =
            refuse("correction.core", {"Entries of the core cannot be corrected.", "核心条目不可更正。"});
        return correction;
    }
    if (asks_role) registry.require_role_for(wrong.type);
    for (const records::Store::EntryOfRecord& one : registry.store->entries_of(wrong.record))
        if (one.place() == *place && one.corrected_by)
            correction.faults =
                refuse("correction.done", {"This entry was corrected already.", "该条目已被更正。"});
    if (correction.faults.empty()) correction.faults = rests_on(registry, wrong.record, *place);
    if (!correction.faults.empty()) return correction;
    // Without it, what came after tells of something else: whoever may take it away would take away what
    // several persons signed.
    correction.types = registry.authority.types_on(ledger::leaf_hash(registry.entry_at(*place)));
    correction.types.push_back(wrong.type);
    return correction;
}

plugin::Faults left_without(Registry::Impl& registry, std::string_view type, const plugin::Object& data) {
    const auto place = type == ledger::correction_type ? place_named(registry, data) : std::nullopt;
    if (!place) return {};
    const ledger::Entry wrong = take(ledger::decode_entry(registry.entry_at(*place)));
    const std::string& record = wrong.record;
    // Of organisations their code says enough: they are named by it, recorded or not.
    if (record.starts_with("organisation/") || is_begun_without(registry, wrong, *place)) return {};
    constexpr std::size_t most_named = 3;
    std::set<std::string> resting;
    for (const auto& declared : registry.catalogue().record_types())
        for (const records::StoredRecord& one : registry.store->referring_to(record, declared.type->kind))
            resting.insert(one.record.id);
    resting.erase(record);
    if (resting.empty()) return {};
    std::string names;
    std::size_t named = 0;
    for (const std::string& id : resting) {
        if (named++ == most_named) break;
        names += (names.empty() ? "" : ", ") + id;
    }
    const std::string number = std::to_string(resting.size());
    return refuse(
        "correction.referred",
        {"It is what " + record + " begins with, and other records name it (" + number + ": " + names +
             (resting.size() > most_named ? ", …" : "") +
             "): correct those first, or say it anew in the same commit.",
         "该条目是" + record + "的起始条目，而其他记录仍引用它（" + number + "条：" + names +
             (resting.size() > most_named ? "等" : "") + "）：应先更正这些记录，或在同一次提交中重新登记。"});
}

}  // namespace xinbu::session
