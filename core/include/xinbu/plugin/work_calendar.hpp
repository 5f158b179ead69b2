// The days on which offices, associations and banks work.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/plugin/api.hpp"

namespace xinbu::plugin {

/// Days of work in China: weeks, and for the years on file the State Council's holidays and make-up workdays
/// (entries `core.calendar.set`, records `calendar/<year>`). Of another year only the weekends are known.
/// Not to be shared between threads: it reads each year once, when that is asked for.
class WorkCalendar {
public:
    /// Weekends alone.
    WorkCalendar() = default;
    /// As the records of that day have it; they must outlive it.
    explicit WorkCalendar(const Records& records) : records_(&records) {}

    bool is_known(int year) const { return of(year).is_known; }
    bool is_working_day(Date day) const;
    /// The day itself, or the first working day behind it (Civil Code art. 203).
    Date moved(Date day) const;
    /// The `count`-th working day after `day`, which itself does not count (Civil Code art. 201).
    Date after(Date day, int count) const;
    /// Working days after `from` up to `to`, that day included; counting ends at `most`.
    int between(Date from, Date to, int most) const;

private:
    struct Year {
        bool is_known = false;
        std::vector<Date> holidays{}, workdays{};
    };
    const Year& of(int year) const;
    static std::vector<Date> days_of(const Object& fields, std::string_view list);

    const Records* records_ = nullptr;
    mutable std::map<int, Year> years_;
};

inline std::vector<Date> WorkCalendar::days_of(const Object& fields, std::string_view list) {
    std::vector<Date> days;
    for (const Value& one : array_at(fields, list))
        if (one.text() != nullptr)
            if (const std::optional<Date> day = Date::parse(*one.text())) days.push_back(*day);
    return days;
}

inline const WorkCalendar::Year& WorkCalendar::of(int number) const {
    static const Year weekends_alone;
    if (records_ == nullptr) return weekends_alone;
    const auto at = years_.find(number);
    if (at != years_.end()) return at->second;
    Year year;
    if (const auto record = records_->find("calendar/" + std::to_string(number)))
        year = {true, days_of(record->fields, "holidays"), days_of(record->fields, "make_up_workdays")};
    return years_.emplace(number, std::move(year)).first->second;
}

inline bool WorkCalendar::is_working_day(Date day) const {
    const Year& year = of(day.year());
    if (std::ranges::find(year.workdays, day) != year.workdays.end()) return true;
    if (std::ranges::find(year.holidays, day) != year.holidays.end()) return false;
    return !day.is_weekend();
}

inline Date WorkCalendar::moved(Date day) const {
    // No holiday is that long: a calendar that says so is wrong, and moves nothing.
    constexpr int longest_break = 60;
    for (int days = 0; days <= longest_break; ++days)
        if (is_working_day(day.plus_days(days))) return day.plus_days(days);
    return day;
}

inline Date WorkCalendar::after(Date day, int count) const {
    Date end = day;
    for (int counted = 0; counted < count; ++counted) end = moved(end.plus_days(1));
    return end;
}

inline int WorkCalendar::between(Date from, Date to, int most) const {
    int counted = 0;
    for (Date day = from.plus_days(1); day <= to && counted < most; day = day.plus_days(1))
        if (is_working_day(day)) ++counted;
    return counted;
}

}  // namespace xinbu::plugin
