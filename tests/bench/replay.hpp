// The floor of everything that writes: the rows that a program has stored, inserted again by nothing but SQL.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "xinbu/host/catalogue.hpp"
#include "xinbu/storage/database.hpp"

namespace xinbu::bench {

struct Replay {
    std::uint64_t entries = 0;
    double seconds = 0;
};

/// Makes `file` with the schema of `source` and inserts its rows in the order the program inserts them, one
/// transaction per `commit_entries` entries. Rows that belong to entries before `first` go in before the
/// clock starts, and the clock stands while rows are read: it counts inserts and commits. Without a catalogue
/// the ledger's tables alone; with it every record must be the fold of one entry. Refuses a schema with
/// tables that it does not know, rather than leave their rows out.
Replay replay(storage::Database& source, const storage::CipherSettings& cipher,
              const std::filesystem::path& file, std::uint64_t first, const host::Catalogue* catalogue);

}  // namespace xinbu::bench
