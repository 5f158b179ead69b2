// Industries by GB/T 4754-2017: sections A to T, divisions of two digits, groups of three, classes of four.
#pragma once

#include <optional>
#include <string_view>

#include "xinbu/plugin/report.hpp"

namespace xinbu::brands {

/// What is wrong with a code and what was expected; nothing where it is a letter A to T, 2 to 4 digits, or
/// the digits behind the letter of their section. Of a class only its group is known: its last digit is not
/// judged.
std::optional<plugin::Text> industry_fault(std::string_view code);

/// The section of a code that has no fault, such as "C Manufacturing"; empty where it has one.
plugin::Text industry_section(std::string_view code);

}  // namespace xinbu::brands
