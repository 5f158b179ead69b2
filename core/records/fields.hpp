// Walks a record's fields along their declaration: what is indexed, what refers, what a table cell holds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xinbu/plugin/api.hpp"
#include "xinbu/storage/database.hpp"

namespace xinbu::records {

/// The text of the fields marked as searched, one line each.
std::string searched_text(const std::vector<plugin::Field>& fields, const plugin::Object& values);

/// The ids that reference fields hold, and "organisation/<identifier>" for parties; sorted, each once.
std::vector<std::string> references_in(const std::vector<plugin::Field>& fields,
                                       const plugin::Object& values);

/// A value as one line of text, for a cell that sorts and filters as text.
std::string cell_text(const plugin::Value& value);

/// The number that a value is sorted by; nothing where its field sorts as text.
std::optional<std::int64_t> number_of(const plugin::Field& field, const plugin::Value& value);

/// What a filter is compared with: a number's digits, else the cell's text.
std::string filter_text(const plugin::Field& field, const plugin::Value& value);

/// Binds a field's value to a statement's parameter: numbers as numbers, all else as text, missing as NULL.
void bind_cell(storage::Statement& statement, int parameter, const plugin::Field& field,
               const plugin::Value* value);

}  // namespace xinbu::records
