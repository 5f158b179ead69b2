// The two ways in which the laws count time.
#pragma once

#include "xinbu/plugin/date.hpp"
#include "xinbu/plugin/work_calendar.hpp"

namespace xinbu::ip_status {

/// The length of a period; years are twelve months.
struct Period {
    int months = 0;
    int days = 0;
    constexpr bool is_empty() const { return months == 0 && days == 0; }
    constexpr bool operator==(const Period&) const = default;
};

/// The last day of a term of protection that begins on `start`: the day before the corresponding day, or the
/// month's last day where there is none (Implementing Regulations of the Trademark Law art. 12 para. 2,
/// Patent Examination Guidelines part V ch. 9). It is never moved by a holiday.
constexpr plugin::Date term_end(plugin::Date start, Period term) {
    const plugin::Date corresponding = start.plus_months(term.months);
    return corresponding.day() == start.day() ? corresponding.plus_days(-1) : corresponding;
}

/// The last day of an ordinary period (art. 12 para. 1; Implementing Rules of the Patent Law r. 5): the day
/// of the event is not counted, months end on the corresponding day or the month's last one. A day off does
/// not move this date; the calendar below does.
constexpr plugin::Date period_end(plugin::Date event, Period period) {
    return event.plus_months(period.months).plus_days(period.days);
}

/// How a period finds its last day: as period_end() does, or as term_end().
enum class Counting { ordinary, validity };

/// The first day of a window that ends with the last day of a period. Of a term of protection the law leaves
/// open whether it is this day or the one before; this is the later.
constexpr plugin::Date window_begin(plugin::Date last, Period window, Counting counting) {
    const plugin::Date corresponding = counting == Counting::validity ? last.plus_days(1) : last;
    return corresponding.plus_days(-window.days).plus_months(-window.months);
}

using plugin::WorkCalendar;

}  // namespace xinbu::ip_status
