// What a record's declared fields say: its searchable text, its references, its cells. Inside records only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "xinbu/plugin/api.hpp"
#include "xinbu/storage/database.hpp"

namespace xinbu::records {

/// What a column of a record type's table holds: nothing, a number (a day since 1970-01-01, the place of a
/// choice or state among those declared, an amount), or a text. Cells sort as SQLite sorts them.
using Cell = std::variant<std::monostate, std::int64_t, std::string>;

Cell cell_of(const plugin::Field& field, const plugin::Value* value);
Cell status_cell(const plugin::RecordType& type, std::string_view status);
bool is_empty(const Cell& cell);
/// The cell that a filter asks for: numbers and days as such, choices by their id.
Cell sought_cell(const plugin::Field& field, std::string_view text);
void bind(storage::Statement& statement, int parameter, const Cell& cell);
/// Whether a column of the row that a statement stands on is that cell.
bool holds(const storage::Statement& row, int column, const Cell& cell);

/// Days since 1970-01-01; the smallest number where the text is no date.
std::int64_t day_number(std::string_view date);
std::int64_t day_number(plugin::Date date);

/// What stands behind the kind in a record id.
std::string key_of(std::string_view id);

/// All that is stored beside the record itself so that it is found.
struct Derived {
    std::vector<Cell> cells;  ///< status, then the columns in declared order; empty without type
    std::vector<std::string>
        references;    ///< ids it refers to, parties as "organisation/…"; sorted, once each
    std::string text;  ///< what the full-text index holds: the key and the searched fields
};
Derived derive(const plugin::RecordType* type, const plugin::Record& record);

}  // namespace xinbu::records
