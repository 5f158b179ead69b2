#include "periods.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace xinbu::ip_status {

using plugin::Date;

namespace {

std::vector<Date> days_of(const plugin::Object& fields, std::string_view list) {
    std::vector<Date> days;
    for (const plugin::Value& one : plugin::array_at(fields, list))
        if (one.text() != nullptr)
            if (const std::optional<Date> day = Date::parse(*one.text())) days.push_back(*day);
    return days;
}

}  // namespace

const WorkCalendar::Year& WorkCalendar::year(int number) const {
    static const Year weekends_alone;
    if (records_ == nullptr) return weekends_alone;
    const auto at = years_.find(number);
    if (at != years_.end()) return at->second;
    Year year;
    if (const auto record = records_->find("calendar/" + std::to_string(number)))
        year = {true, days_of(record->fields, "holidays"), days_of(record->fields, "make_up_workdays")};
    return years_.emplace(number, std::move(year)).first->second;
}

bool WorkCalendar::is_known(int number) const {
    return year(number).is_known;
}

bool WorkCalendar::is_working_day(Date day) const {
    const Year& of = year(day.year());
    if (std::ranges::find(of.workdays, day) != of.workdays.end()) return true;
    if (std::ranges::find(of.holidays, day) != of.holidays.end()) return false;
    return !day.is_weekend();
}

Date WorkCalendar::moved(Date day) const {
    // No holiday is that long: a calendar that says so is wrong, and moves nothing.
    constexpr int longest_break = 60;
    for (int days = 0; days <= longest_break; ++days)
        if (is_working_day(day.plus_days(days))) return day.plus_days(days);
    return day;
}

}  // namespace xinbu::ip_status
