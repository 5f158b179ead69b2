// The import format `csv`: a map, written by the user, says which column goes where.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "xinbu/host/catalogue.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::session {

/// A map is a JSON object: `type` (an entry type), `data` (the entry's data as a template), and optionally
/// `record` and `effective`. In the template every text, number or list element that varies is an object:
///   {"column": NAME}                    the cell; an empty cell leaves the member out
///   {"column": NAME, "split": ";"}      a list of the cell's parts
///   {"column": NAME, "choices": {…}}    the cell translated; a cell that is not listed is refused
///   {"column": NAME, "currency": "CNY"} an amount in figures, such as 3000000.00
///   {"column": NAME, "unit": "percent"} a share in figures: percent (95), fraction (0.95) or basis_points
///                                       (9500); without a unit only "95 %" is taken, for nothing else is
///                                       one thing only
///   {"value": ANYTHING}                 the same in every row
/// Cells become integers, booleans, dates (also YYYYMMDD and YYYY/M/D) or texts as the declared field wants.
class CsvMap {
public:
    /// Throws Failure `bad_map` for a map that does not fit the declared type.
    CsvMap(const std::filesystem::path& file, const host::Catalogue& catalogue);

    /// The columns that the map names, each once.
    const std::vector<std::string>& columns() const { return columns_; }
    /// The draft of one row, or one call of reject.
    void apply(const plugin::CsvRow& row, plugin::ImportSink& sink) const;

private:
    plugin::Object map_;
    const plugin::EntryType* type_ = nullptr;
    std::vector<std::string> columns_;
};

}  // namespace xinbu::session
