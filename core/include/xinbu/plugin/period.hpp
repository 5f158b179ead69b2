// A span of civil days that a report is about, and the one before it.
#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "xinbu/plugin/date.hpp"
#include "xinbu/plugin/value.hpp"

namespace xinbu::plugin {

/// Days from the first to the last, both included.
struct Period {
    Date from, to;

    constexpr bool holds(Date day) const { return from <= day && day <= to; }
    bool holds(const std::optional<Date>& day) const { return day && holds(*day); }
    /// Whether the day in the text member `name` lies in it.
    bool holds(const Object& fields, std::string_view name) const { return holds(date_at(fields, name)); }
    std::string text() const { return from.text() + " – " + to.text(); }
    /// As long as this one and just before it: whole months before whole months, else days before days.
    Period before() const;
};

inline Period Period::before() const {
    const Date last = from.plus_days(-1);
    const Date next = to.plus_days(1);
    if (from.day() != 1 || next.day() != 1) return {last.plus_days(from.days_since(to)), last};
    const int months =
        (next.year() - from.year()) * 12 + static_cast<int>(next.month()) - static_cast<int>(from.month());
    return {from.plus_months(-months), last};
}

/// The period of a report's parameters `from` and `to`; without them the month of `today` up to it.
inline Period period_in(const Object& parameters, Date today) {
    const Date to = date_at(parameters, "to").value_or(today);
    const Date from = date_at(parameters, "from").value_or(Date(to.year(), to.month(), 1));
    return {std::min(from, to), std::max(from, to)};
}

}  // namespace xinbu::plugin
