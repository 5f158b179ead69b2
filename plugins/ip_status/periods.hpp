// The two ways in which the laws count time.
#pragma once

#include "xinbu/plugin/date.hpp"

namespace xinbu::ip_status {

/// The last day of a term of protection that begins on `start`: the day before the corresponding day, or the
/// month's last day where there is none (Implementing Regulations of the Trademark Law art. 12 para. 2,
/// Patent Examination Guidelines part V ch. 9). It is never moved by a holiday.
constexpr plugin::Date term_end(plugin::Date start, int years) {
    const plugin::Date corresponding = start.plus_years(years);
    return corresponding.day() == start.day() ? corresponding.plus_days(-1) : corresponding;
}

/// The end of an ordinary period (art. 12 para. 1; Implementing Rules of the Patent Law r. 5): moved on from
/// a weekend. Statutory holidays and make-up workdays are not known here.
constexpr plugin::Date next_working_day(plugin::Date day) {
    while (day.is_weekend()) day = day.plus_days(1);
    return day;
}

}  // namespace xinbu::ip_status
