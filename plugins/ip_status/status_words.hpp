// What lists and people in China call the status of a right, and what it says of its life.
#pragma once

#include <string_view>

#include "situation.hpp"

namespace xinbu::ip_status {

/// The id of a mark's standing (trademarks.hpp) that the word tells without a doubt; empty for every other
/// word. Where it tells of an end and not of what ended, a registration was cancelled and an application
/// refused.
std::string_view chinese_standing(std::string_view word, bool is_registered);

/// Whether dates alone say the same as a status without its day: registered, or only applied for.
bool is_borne_out_by_dates(const Standing& standing, bool is_registered);

/// Whether the words about a patent tell of an end.
bool tells_end_of_patent(std::string_view words);

/// Whether the words about a Chinese patent leave no doubt that it lives: granted, or, where it is not,
/// applied for. Of any other word (“冻结”, “等待缴费”, “已转让”) nobody knows what it says of its life.
bool tells_life_of_patent(std::string_view words, bool is_granted);

}  // namespace xinbu::ip_status
