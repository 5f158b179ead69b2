// The watch list: records that somebody wants to keep an eye on. A plugin offers it for a record type by two
// entry types, `<prefix>.watched` and `<prefix>.unwatched`, and a field `watched` that is true between them.
// Knows no window.
#pragma once

#include <string>

#include "xinbu/host/catalogue.hpp"
#include "xinbu/session/types.hpp"

namespace xinbu::gui {

constexpr const char* watched_field = "watched";

struct WatchEntries {
    const plugin::EntryType* watch = nullptr;
    const plugin::EntryType* unwatch = nullptr;
};
/// Both null where records of that kind cannot be watched.
WatchEntries watch_entries(const host::Catalogue& catalogue, const std::string& kind);
inline bool can_be_watched(const host::Catalogue& catalogue, const std::string& kind) {
    return watch_entries(catalogue, kind).watch != nullptr;
}

bool is_watched(const session::RecordView& record);
/// Every watched record of that kind.
session::Query watched_records(const std::string& kind);

}  // namespace xinbu::gui
