// What the bench measures: each function gives one row of the table, or some that are taken together.
#pragma once

#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "measure.hpp"
#include "workshop.hpp"

namespace xinbu::bench {

/// How a row is handed over as soon as it is known, so that a table grows while it is measured.
using Emit = std::function<void(Row)>;
/// The rows asked for; empty: all.
using Wanted = std::set<std::string>;

inline bool is_wanted(const Wanted& wanted, const char* name) {
    return wanted.empty() || wanted.contains(name);
}

// rows_write.cpp
void measure_import(Workshop& workshop, const Wanted& wanted, const Emit& emit);  // import, refold
void measure_append(Workshop& workshop, const Emit& emit);
void measure_append_one(Workshop& workshop, const Emit& emit);
void measure_size(Workshop& workshop, const Emit& emit);
// rows_adapters.cpp
void measure_adapters(Workshop& workshop, const Wanted& wanted, const Emit& emit);  // a row for each format
// rows_audit.cpp
void measure_audit(Workshop& workshop, const Wanted& wanted, const Emit& emit);  // of 64, its scaling, of 1
void measure_audit_since(Workshop& workshop, const Emit& emit);
// rows_read.cpp
void measure_open(Workshop& workshop, const Emit& emit);
void measure_list(Workshop& workshop, const Emit& emit);
void measure_search(Workshop& workshop, const Emit& emit);
void measure_proof(Workshop& workshop, const Emit& emit);
// rows_memory.cpp
void measure_memory(Workshop& workshop, const Emit& emit);
/// What a process that is started for measure_memory does: `task`, then writes its figures into `result`.
void run_memory_task(const std::string& task, Workshop& workshop, const std::filesystem::path& registry,
                     const std::filesystem::path& csv, const std::filesystem::path& map,
                     const std::filesystem::path& result);

}  // namespace xinbu::bench
