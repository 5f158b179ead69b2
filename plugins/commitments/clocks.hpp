// What a breach starts: how long it may be published, and from when it may be repaired.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "law.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::commitments {

/// Breached, and not repaired: a repair may be under way or refused.
bool is_breach_open(std::string_view status);

/// The clock of one breach that is not repaired, by the rules in force on a day.
struct BreachClock {
    Bearing bearing;
    plugin::Date found_on;
    plugin::Date repair_from;                     ///< the shortest term is served
    std::optional<plugin::Date> publish_until{};  ///< the last day; nothing where it is not published
    bool is_reopened = false;                     ///< after a repair: it runs for the longest term
    bool is_withheld = false;                     ///< as the whole commitment is
    bool is_older_than_rule = false;              ///< found before the rule that bears on it now
    /// How the days came about.
    std::vector<plugin::Text> explain() const;
};

/// The clocks of all breaches in a commitment's fields that are not repaired, in the order of their findings.
/// A breach without a class, such as one that only a finding of fulfilment tells of, has no clock.
std::vector<BreachClock> breach_clocks(const plugin::Object& fields, plugin::Date day);
/// The clock that ends last; null where there is none.
const BreachClock* last_to_repair(const std::vector<BreachClock>& clocks);
const BreachClock* last_to_publish(const std::vector<BreachClock>& clocks);

}  // namespace xinbu::commitments
