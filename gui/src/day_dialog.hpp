// Choosing the day that everything is shown as of.
#pragma once

#include <optional>

#include "xinbu/plugin/date.hpp"

class wxWindow;

namespace xinbu::gui {

struct ChosenDay {
    std::optional<plugin::Date> day;  ///< nothing: what is known today, without limit
};
/// Nothing where the question was left unanswered.
std::optional<ChosenDay> choose_day(wxWindow* parent, std::optional<plugin::Date> now);

}  // namespace xinbu::gui
