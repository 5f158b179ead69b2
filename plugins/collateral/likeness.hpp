// In what two marks are alike, by their words alone: as written, as spoken, as spelt. What they mean and how
// figures look, a person must judge.
//
// The grounds, the strongest first:
//   identical    the same words, widths, blanks, signs and case aside
//   script       the same in simplified characters
//   characters   the same Chinese characters beside other Latin ones, or the same Latin ones beside others
//   sound        other characters that are read the same
//   pinyin       the one is how the other is read: TAOYUAN, 陶缘
//   order        the same characters in another order
//   contains     the one is part of the other
//   spelling     `distance` characters or letters apart
//   near_sound   read the same but for one letter
//   initials     the first letters of how the other is read, or three and more characters with the same ones
#pragma once

#include <optional>
#include <string_view>

#include "xinbu/plugin/report.hpp"

namespace xinbu::collateral {

struct Likeness {
    std::string_view ground;
    int distance = 0;
};

/// Nothing where they are alike in none of these, or where either has no words.
std::optional<Likeness> likeness(std::string_view one, std::string_view other);
/// What people call the ground.
plugin::Text likeness_label(const Likeness& likeness);

}  // namespace xinbu::collateral
