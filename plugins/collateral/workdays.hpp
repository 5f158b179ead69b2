// Working days, by the calendars on record: weekends are off unless made up for, holidays are off.
#pragma once

#include <map>

#include "xinbu/plugin/api.hpp"

namespace xinbu::collateral {

/// Reads each year's calendar once. Without one, only weekends are off.
class Workdays {
public:
    explicit Workdays(const plugin::Records& records) : records_(records) {}

    bool is_working_day(plugin::Date day);
    /// The `count`-th working day after `from`, which itself does not count.
    plugin::Date after(plugin::Date from, int count);
    /// Working days after `from` up to `to`, that day included; counting ends at `most`.
    int between(plugin::Date from, plugin::Date to, int most);

private:
    const plugin::Object& calendar(int year);

    const plugin::Records& records_;
    std::map<int, plugin::Object> calendars_;
};

}  // namespace xinbu::collateral
