// CNIPA's lists tell of a mark of several classes in one row for each class: the rows of one list are one
// extract.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "xinbu/plugin/api.hpp"

namespace xinbu::ip_status {

inline constexpr const char* cnipa_system = "CNIPA";
/// The rule of findings about rows of one list that contradict each other.
inline constexpr std::string_view rows_differ = "ip.rows.differ";

/// Whether an extract is a further row of the list that the record's fields come from: of CNIPA, and
/// retrieved on the same day, or both on none.
bool is_further_row(const plugin::Object& data, const plugin::Object& fields);

/// A fact that a right has once (its owners, a date, its status), told otherwise by two rows of one list.
struct RowContradiction {
    std::string_view field;
    std::string before, now;  ///< as shown
};

/// What a further row says otherwise than the rows before it.
std::vector<RowContradiction> row_contradictions(const plugin::Object& data, const plugin::Object& fields);

/// What a further row says, with the classes, goods, similar groups and findings of the rows before it and a
/// finding for each contradiction: the later row stands.
plugin::Object with_earlier_rows(plugin::Object data, const plugin::Object& fields);

}  // namespace xinbu::ip_status
