#include "workdays.hpp"

#include "text.hpp"

namespace xinbu::collateral {

using plugin::Date;

const plugin::Object& Workdays::calendar(int year) {
    const auto known = calendars_.find(year);
    if (known != calendars_.end()) return known->second;
    auto record = records_.find("calendar/" + std::to_string(year));
    return calendars_.emplace(year, record ? std::move(record->fields) : plugin::Object()).first->second;
}

bool Workdays::is_working_day(Date day) {
    const plugin::Object& year = calendar(day.year());
    if (lists(year, "make_up_workdays", day.text())) return true;
    return !day.is_weekend() && !lists(year, "holidays", day.text());
}

Date Workdays::after(Date from, int count) {
    // No calendar takes a whole year off; one that claims to must not keep us here.
    constexpr int longest = 3660;
    Date day = from;
    for (int passed = 0; count > 0 && passed < longest; ++passed) {
        day = day.plus_days(1);
        if (is_working_day(day)) --count;
    }
    return day;
}

int Workdays::between(Date from, Date to, int most) {
    int counted = 0;
    for (Date day = from.plus_days(1); day <= to && counted < most; day = day.plus_days(1))
        if (is_working_day(day)) ++counted;
    return counted;
}

}  // namespace xinbu::collateral
