// Days on which associations and offices work.
#pragma once

#include <map>
#include <vector>

#include "xinbu/plugin/api.hpp"

namespace xinbu::commitments {

/// Weeks, and for the years on file the State Council's holidays and make-up workdays (records
/// `calendar/<year>`). Of another year only the weekends are known. `records` must outlive it.
class WorkDays {
public:
    explicit WorkDays(const plugin::Records& records) : records_(records) {}

    bool is_known(int year) const { return of(year).is_known; }
    bool is_working_day(plugin::Date day) const;
    /// The day itself, or the first working day behind it (Civil Code art. 203).
    plugin::Date moved(plugin::Date day) const;
    /// The last of so many working days; `day` itself is not counted (Civil Code art. 201).
    plugin::Date after(plugin::Date day, int working_days) const;

private:
    struct Year {
        bool is_known = false;
        std::vector<plugin::Date> holidays{}, workdays{};
    };
    const Year& of(int year) const;

    const plugin::Records& records_;
    mutable std::map<int, Year> years_;  ///< asked for once
};

}  // namespace xinbu::commitments
