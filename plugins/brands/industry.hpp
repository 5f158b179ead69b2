// Industries by GB/T 4754-2017: sections A to T, divisions of two digits, groups of three, classes of four.
#pragma once

#include <optional>
#include <string_view>

#include "xinbu/plugin/report.hpp"

namespace xinbu::brands {

/// What is wrong with a code and what was expected; nothing where it is a letter A to T, 2 to 4 digits, or
/// the digits behind the letter of their section, down to the group. Of a class see industry_doubt().
std::optional<plugin::Text> industry_fault(std::string_view code);

/// A code without fault whose class, its fourth digit, is not among the 1,381 that are known here; nothing
/// for others. The standard of 2017 counts 1,380 classes, its amendment of 2019 1,382: since that list is a
/// class off, what it lacks is remarked on and not refused.
std::optional<plugin::Text> industry_doubt(std::string_view code);

/// The section of a code that has no fault, such as "C Manufacturing"; empty where it has one.
plugin::Text industry_section(std::string_view code);

}  // namespace xinbu::brands
