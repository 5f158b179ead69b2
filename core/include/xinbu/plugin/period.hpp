// A span of civil days that a report is about, and the one before it.
#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "xinbu/plugin/date.hpp"
#include "xinbu/plugin/report.hpp"
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
    /// Whether `day` is its last one or behind it: nothing of it is left to come.
    constexpr bool is_over(Date day) const { return to <= day; }
    /// What it is headed with on `day`: while it is not over, the days that are told of, and that it is not.
    Text heading(Date day) const;
    /// The same as a sentence, beside the period before, whose days are all told of.
    Text beside_the_one_before(Date day) const;
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

inline Text Period::heading(Date day) const {
    if (is_over(day)) return {text(), text()};
    if (day < from)
        return {text() + ", not begun on " + day.text(), text() + "（截至" + day.text() + "尚未开始）"};
    const std::string told = Period{from, day}.text();
    return {told + ", period not over (ends on " + to.text() + ")",
            told + "（本期至" + to.text() + "，尚未结束）"};
}

inline Text Period::beside_the_one_before(Date day) const {
    const Text now = heading(day);
    const std::string then = before().text();
    Text said{"Period: " + now.en + "; the period before: " + then + ".",
              "本期：" + now.zh + "；上期：" + then + "。"};
    if (!is_over(day)) {
        said.en += " What is counted of this period lacks its days to come; the period before is whole.";
        said.zh += "本期尚有天数未计入，上期为完整期间。";
    }
    return said;
}

/// The period of a report's parameters `from` and `to`; without them the month of `today` up to it.
inline Period period_in(const Object& parameters, Date today) {
    const Date to = date_at(parameters, "to").value_or(today);
    const Date from = date_at(parameters, "from").value_or(Date(to.year(), to.month(), 1));
    return {std::min(from, to), std::max(from, to)};
}

}  // namespace xinbu::plugin
