#include "watch.hpp"

#include <algorithm>

namespace xinbu::gui {

WatchEntries watch_entries(const host::Catalogue& catalogue, const std::string& kind) {
    const plugin::RecordType* type = catalogue.record_type(kind);
    if (type == nullptr ||
        std::ranges::find(type->fields, watched_field, &plugin::Field::id) == type->fields.end())
        return {};
    const std::vector<const plugin::EntryType*> entries = catalogue.entry_types_of(kind);
    for (const plugin::EntryType* entry : entries) {
        constexpr std::string_view ending = ".watched";
        if (!std::string_view(entry->type).ends_with(ending)) continue;
        const std::string prefix = entry->type.substr(0, entry->type.size() - ending.size());
        const auto other = std::ranges::find(entries, prefix + ".unwatched", &plugin::EntryType::type);
        if (other != entries.end()) return {entry, *other};
    }
    return {};
}

bool is_watched(const session::RecordView& record) {
    const plugin::Value* value = record.fields.find(watched_field);
    return value != nullptr && value->boolean() != nullptr && *value->boolean();
}

session::Query watched_records(const std::string& kind) {
    session::Query query;
    query.kind = kind;
    query.where.push_back({watched_field, "true"});
    return query;
}

}  // namespace xinbu::gui
