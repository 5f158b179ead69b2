// Trademarks: terms, and what a mark is on a day.
#pragma once

#include <optional>

#include "periods.hpp"
#include "right.hpp"
#include "rules.hpp"
#include "situation.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::ip_status {

inline constexpr int trademark_term_years = 10;   // Trademark Law (2019) art. 39
inline constexpr int renewal_window_months = 12;  // art. 40
inline constexpr int renewal_grace_months = 6;    // art. 40; Paris Convention art. 5bis

/// The Trademark Law as revised in 2026 applies from this day on. Its periods are not recomputed here.
inline constexpr plugin::Date trademark_law_2026{2027, 1, 1};

constexpr plugin::Date trademark_expiry(plugin::Date registration) {
    return term_end(registration, trademark_term_years);
}
/// The first day on which a renewal may be asked for. The law leaves open whether it is this day or the one
/// before; this is the later.
constexpr plugin::Date renewal_opens(plugin::Date expiry) {
    return expiry.plus_days(1).plus_months(-renewal_window_months);
}
/// The last day of grace, before any day off moves it.
constexpr plugin::Date renewal_grace_end(plugin::Date expiry) {
    return expiry.plus_months(renewal_grace_months);
}
/// A renewed term begins on the day after the last one.
constexpr plugin::Date renewed_expiry(plugin::Date expiry) {
    return term_end(expiry.plus_days(1), trademark_term_years);
}

/// The states of a mark: the Common Status Descriptors of the TM5 offices.
const std::vector<Standing>& trademark_standings();

/// The number of the TM5 descriptor, 1 to 15, and how sure its number and wording are.
int tm5_descriptor(const Standing& standing);
Confidence tm5_confidence(int descriptor);

/// What the mark is. Without a day: by all that is recorded, with no regard to the calendar.
Situation trademark_situation(const RightName& name, const plugin::Object& fields,
                              std::optional<plugin::Date> day, const WorkCalendar& calendar = {});

}  // namespace xinbu::ip_status
