// Patents: terms, annual fees of China, and what a patent is on a day.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "periods.hpp"
#include "right.hpp"
#include "rules.hpp"
#include "situation.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::ip_status {

/// The rule that sets the term of a Chinese patent of that kind, filed that day; none for an unknown kind.
Bearing patent_term_rule(const Rules& rules, std::string_view kind, plugin::Date filing);
/// Years of protection; 0 for an unknown kind.
int patent_term_years(const Rules& rules, std::string_view kind, plugin::Date filing);

/// The patent year of a day: the first one begins with the filing.
constexpr int patent_year(plugin::Date filing, plugin::Date day) {
    const int years = day.year() - filing.year();
    return filing.plus_years(years) <= day ? years + 1 : years;
}
/// The last day to pay the fee of patent year `year`, before any day off moves it.
constexpr plugin::Date annual_fee_due(plugin::Date filing, int year) {
    return filing.plus_years(year - 1);
}
/// The last day of grace for a fee due that day, before any day off moves it.
plugin::Date fee_grace_end(const Rules& rules, plugin::Date due);
/// Per cent of the full fee to be paid on top when the fee is paid on that day; nothing once grace is over.
std::optional<int> surcharge_percent(const Rules& rules, plugin::Date due, plugin::Date paid_on);
/// The highest of them: what a payment in the last month of grace, or a restoration, takes.
int highest_surcharge(const Rules& rules, plugin::Date due);
/// The full fee of a patent year in CNY fen; nothing where there is none.
std::optional<std::int64_t> annual_fee(const Rules& rules, std::string_view kind, int year);

/// The states of a patent, in the grammar of the TM5 descriptors.
const std::vector<Standing>& patent_standings();

/// What the patent is. Without a day: by all that is recorded, with no regard to the calendar.
Situation patent_situation(const Rules& rules, const RightName& name, const plugin::Object& fields,
                           std::optional<plugin::Date> day, const WorkCalendar& calendar = {});

}  // namespace xinbu::ip_status
