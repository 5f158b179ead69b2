// Rows of the table of records, as they lie there and opened. Inside records only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "xinbu/records/store.hpp"

namespace xinbu::records {

/// As it lies in the table: the fold of one entry, or a document.
struct Store::Stored {
    std::int64_t rid = 0;
    std::string id;
    std::int64_t last_effective = INT64_MIN;
    std::uint64_t entries = 0;
    std::optional<std::uint64_t> only_entry;
    Bytes document;
};

struct Store::Row {
    std::int64_t rid = 0;
    plugin::Record record;
    std::int64_t last_effective = INT64_MIN;
    std::uint64_t entries = 0;
};

/// Folds one entry as its plugin says.
void apply_entry(const host::Catalogue& catalogue, const plugin::Entry& entry, plugin::Record& record);

/// A record's status, overlays and fields as the table of records holds them.
std::string encode_state(const plugin::Record& record);

}  // namespace xinbu::records
