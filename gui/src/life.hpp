// How much is left of the time a record lives, in words and as a part of the whole. Knows no window.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "xinbu/plugin/date.hpp"
#include "xinbu/session/types.hpp"

namespace xinbu::gui {

struct LifeLeft {
    enum class Stage {
        running,
        last_year,  ///< twelve months or less are left
        over,       ///< past its last day, though its state does not say that it ended: a grace period, a
                    ///< renewal not recorded yet
        ended,      ///< its state says that it ended, whatever its last day is
    };
    Stage stage = Stage::running;
    std::optional<int> left;  ///< per mille of the whole life; nothing where its begin is not known
    std::string words;        ///< one phrase that says all of it
    std::string brief;        ///< fits a narrow column
};

/// Nothing where the record has no last day.
std::optional<LifeLeft> life_left(const session::RecordView& record, plugin::Date day);

/// "8 years 3 months", "5 months", "12 days": from one day to a later one.
std::string span_in_words(plugin::Date from, plugin::Date to);

/// How many badges of these widths stand in a row of that width, one `gap` between two, where a remark of
/// width `more` has to follow those that do not fit.
std::size_t badges_that_fit(const std::vector<int>& widths, int room, int gap, int more);

}  // namespace xinbu::gui
