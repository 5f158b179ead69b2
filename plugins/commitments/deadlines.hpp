// What falls due on a commitment or an evaluation: by when, what follows, by which rule, and how it was
// reckoned.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "law.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::commitments {

struct Deadline {
    Bearing bearing;
    std::string_view kind;  ///< acceptance, check, validity_end, finding, rectification, repair_possible,
                            ///< publication_end, reopening, evaluation_end, breach_decision
    plugin::Text what;
    plugin::Date due;
    plugin::Date last_day;  ///< days off passed over, where it is an act
    Words consequence;
    bool is_standing = false;  ///< begins on its day and stays; no act of anybody
    std::vector<plugin::Text> steps{};
    plugin::Object more{};  ///< clauses, severity
};

/// What is open on the records' day or ahead of it, by date. An act that is overdue stays until it is done.
std::vector<Deadline> deadlines_of(const plugin::Record& shown, const plugin::Records& records);

/// How pressing it is: warn, when it is near or past; else info.
std::string_view severity_of(const Deadline& deadline, plugin::Date as_of);

/// The answers of the checks `commitments.deadlines` and `commitments.rules`.
plugin::CheckAnswer answer_deadlines(const plugin::Object& parameters, const plugin::Records& records);
plugin::CheckAnswer answer_rules(const plugin::Object& parameters, const plugin::Records& records);

}  // namespace xinbu::commitments
