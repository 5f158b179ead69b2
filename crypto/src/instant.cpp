#include "xinbu/base/instant.hpp"

#include <chrono>
#include <cstddef>

namespace xinbu {

std::optional<std::int64_t> seconds_of(std::string_view instant) {
    constexpr std::string_view form = "0000-00-00T00:00:00Z";
    constexpr int first_year = 1000;
    if (instant.size() != form.size()) return std::nullopt;
    for (std::size_t at = 0; at < form.size(); ++at) {
        const bool is_digit = instant[at] >= '0' && instant[at] <= '9';
        if (form[at] == '0' ? !is_digit : instant[at] != form[at]) return std::nullopt;
    }
    const auto number = [&](std::size_t at, std::size_t digits) {
        int value = 0;
        for (const char digit : instant.substr(at, digits)) value = value * 10 + (digit - '0');
        return value;
    };
    const int hours = number(11, 2), minutes = number(14, 2), seconds = number(17, 2);
    const std::chrono::year_month_day day{std::chrono::year{number(0, 4)},
                                          std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                          std::chrono::day{static_cast<unsigned>(number(8, 2))}};
    if (number(0, 4) < first_year || !day.ok() || hours > 23 || minutes > 59 || seconds > 59)
        return std::nullopt;
    const std::chrono::seconds since_1970 = std::chrono::sys_days(day).time_since_epoch() +
                                            std::chrono::hours(hours) + std::chrono::minutes(minutes) +
                                            std::chrono::seconds(seconds);
    return since_1970.count();
}

}  // namespace xinbu
