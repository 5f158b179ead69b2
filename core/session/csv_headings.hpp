// Whether a CSV file has the headings that an adapter cannot do without.
#pragma once

#include <filesystem>
#include <functional>

#include "xinbu/plugin/api.hpp"
#include "xinbu/readers/csv.hpp"

namespace xinbu::session {

/// What makes drafts of one row.
using AdaptRow = std::function<void(const plugin::CsvRow&, plugin::ImportSink&)>;

/// Some adapters take a field from whichever of several columns is there, and so declare none of them. They
/// are asked instead: where the first rows are all refused by one rule, and the rule no longer refuses once a
/// column that the file lacks is filled, the heading is what is wrong and not the rows. Throws Failure
/// `bad_csv` with one detail, `csv.header_missing`, that names what is wanted and what is there; and as
/// CsvReader does.
void require_headings(const std::filesystem::path& file, const readers::CsvOptions& options,
                      const AdaptRow& adapt);

}  // namespace xinbu::session
