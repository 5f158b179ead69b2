// Whether a table has the headings that an adapter cannot do without.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "xinbu/plugin/api.hpp"
#include "xinbu/readers/csv.hpp"
#include "xinbu/readers/xlsx.hpp"

namespace xinbu::session {

/// What makes drafts of one row.
using AdaptRow = std::function<void(const plugin::CsvRow&, plugin::ImportSink&)>;

/// The first rows of a table that can be used. Where the rest cannot be read, whoever reads it in earnest
/// will say so, behind what stands before.
struct TableSample {
    std::string code;  ///< of the Failure that the table is refused with
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;
};
/// Throws Failure as CsvReader does.
TableSample sample_of(const std::filesystem::path& file, const readers::CsvOptions& options);
TableSample sample_of(const readers::XlsxReader& reader);

/// Some adapters take a field from whichever of several columns is there, and so declare none of them. They
/// are asked instead: where the first rows are all refused by one rule, and the rule no longer refuses once a
/// column that the table lacks is filled, the heading is what is wrong and not the rows. Throws Failure with
/// one detail, `csv.header_missing`, that names what is wanted and what is there.
void require_headings(const std::filesystem::path& file, const TableSample& sample, const AdaptRow& adapt);

}  // namespace xinbu::session
