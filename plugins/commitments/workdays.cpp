#include "workdays.hpp"

#include <algorithm>
#include <string>

namespace xinbu::commitments {

using plugin::Date;

namespace {

/// No holiday is that long: a calendar that says so is wrong, and moves nothing.
constexpr int longest_break = 60;

std::vector<Date> days_of(const plugin::Object& fields, std::string_view list) {
    std::vector<Date> days;
    for (const plugin::Value& one : plugin::array_at(fields, list))
        if (one.text() != nullptr)
            if (const std::optional<Date> day = Date::parse(*one.text())) days.push_back(*day);
    return days;
}

}  // namespace

const WorkDays::Year& WorkDays::of(int year) const {
    const auto known = years_.find(year);
    if (known != years_.end()) return known->second;
    Year found;
    if (const auto record = records_.find("calendar/" + std::to_string(year)))
        found = {true, days_of(record->fields, "holidays"), days_of(record->fields, "make_up_workdays")};
    return years_.emplace(year, std::move(found)).first->second;
}

bool WorkDays::is_working_day(Date day) const {
    const Year& year = of(day.year());
    if (std::ranges::find(year.workdays, day) != year.workdays.end()) return true;
    if (std::ranges::find(year.holidays, day) != year.holidays.end()) return false;
    return !day.is_weekend();
}

Date WorkDays::moved(Date day) const {
    for (int days = 0; days <= longest_break; ++days)
        if (is_working_day(day.plus_days(days))) return day.plus_days(days);
    return day;
}

Date WorkDays::after(Date day, int working_days) const {
    Date end = day;
    for (int counted = 0; counted < working_days; ++counted) end = moved(end.plus_days(1));
    return end;
}

}  // namespace xinbu::commitments
