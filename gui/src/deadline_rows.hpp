// What falls due, as the lines of a list: a caption for each month, and below it what is due in it. Knows no
// window.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "xinbu/session/types.hpp"

namespace xinbu::gui {

/// Of a severity as plugins name it: info, warn, block.
plugin::Tone tone_of_severity(const std::string& severity);
/// The same in a word.
std::string severity_in_words(const std::string& severity);

struct DeadlineRow {
    std::string caption;                   ///< of a group; empty where the line is one of it
    std::optional<std::size_t> one{};      ///< which deadline
    std::optional<std::size_t> missing{};  ///< which gap
};
/// `deadlines` come by date. What is past `day` stands first, under a caption of its own; what could not be
/// computed stands last.
std::vector<DeadlineRow> grouped_by_month(const std::vector<session::DeadlineView>& deadlines,
                                          plugin::Date day,
                                          const std::vector<session::DeadlineGap>& gaps = {});

/// "November 2026", "2026年11月".
std::string month_in_words(int year, unsigned month);

/// How much falls due on a day, and how pressing the most pressing of it is.
struct DueOnDay {
    int count = 0;
    plugin::Tone tone = plugin::Tone::neutral;
};
std::map<plugin::Date, DueOnDay> by_day(const std::vector<session::DeadlineView>& deadlines);

/// "verified" or what there is to say against the rule.
std::string rule_status_in_words(const std::string& status);

}  // namespace xinbu::gui
