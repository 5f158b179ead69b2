// Civil dates as laws use them. No clock here: "today" is always an argument.
#pragma once

#include <charconv>
#include <chrono>
#include <compare>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "xinbu/plugin/value.hpp"

namespace xinbu::plugin {

/// A day of the proleptic Gregorian calendar, years 1000 to 9999.
class Date {
public:
    constexpr Date(int year, unsigned month, unsigned day)
        : day_(std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}) {}
    constexpr explicit Date(std::chrono::year_month_day day) : day_(day) {}

    /// From "YYYY-MM-DD" and nothing else; nothing for a day that does not exist.
    static std::optional<Date> parse(std::string_view text);

    std::string text() const;
    constexpr int year() const { return static_cast<int>(day_.year()); }
    constexpr unsigned month() const { return static_cast<unsigned>(day_.month()); }
    constexpr unsigned day() const { return static_cast<unsigned>(day_.day()); }
    constexpr std::chrono::sys_days days() const { return std::chrono::sys_days(day_); }

    constexpr Date plus_days(int days) const {
        return Date(std::chrono::year_month_day(std::chrono::sys_days(day_) + std::chrono::days{days}));
    }
    /// The corresponding day; where the month has none, its last day (Implementing Regulations of the
    /// Trademark Law art. 12, Implementing Rules of the Patent Law r. 5).
    constexpr Date plus_months(int months) const {
        std::chrono::year_month_day moved = day_ + std::chrono::months{months};
        if (!moved.ok()) moved = moved.year() / moved.month() / std::chrono::last;
        return Date(moved);
    }
    constexpr Date plus_years(int years) const { return plus_months(years * 12); }
    /// Days from `other` to this one.
    constexpr int days_since(Date other) const { return static_cast<int>((days() - other.days()).count()); }
    /// Whether a Saturday or Sunday; statutory holidays are data, not arithmetic.
    constexpr bool is_weekend() const { return std::chrono::weekday(days()).iso_encoding() >= 6; }

    constexpr auto operator<=>(const Date& other) const { return day_ <=> other.day_; }
    constexpr bool operator==(const Date& other) const = default;

private:
    std::chrono::year_month_day day_;
};

inline std::optional<Date> Date::parse(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto number = [&](std::size_t at, std::size_t length) {
        unsigned value = 0;
        for (const char digit : text.substr(at, length)) {
            if (digit < '0' || digit > '9') return -1;
            value = value * 10 + static_cast<unsigned>(digit - '0');
        }
        return static_cast<int>(value);
    };
    const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
    if (year < 1000 || month < 1 || day < 1) return std::nullopt;
    const std::chrono::year_month_day parsed{std::chrono::year{year},
                                             std::chrono::month{static_cast<unsigned>(month)},
                                             std::chrono::day{static_cast<unsigned>(day)}};
    if (!parsed.ok()) return std::nullopt;
    return Date(parsed);
}

inline std::string Date::text() const {
    char buffer[16];
    std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u", year(), month(), day());
    return buffer;
}

/// The day in the text member `name`; nothing where it is missing or no day.
inline std::optional<Date> date_at(const Object& object, std::string_view name) {
    return Date::parse(text_at(object, name));
}

/// A cell of somebody's table that holds a date in another writing ("2026/3/1", "2026.3.1", "2026年3月1日",
/// "20260301") as YYYY-MM-DD; any other text as it is, for whoever reads it to refuse.
inline std::string date_in_cell(std::string_view cell) {
    std::string parts[3];
    std::size_t part = 0;
    bool in_digits = false;
    for (const char c : cell) {
        if (c >= '0' && c <= '9') {
            if (part > 2) return std::string(cell);
            parts[part] += c;
            in_digits = true;
        } else if (in_digits) {
            ++part;
            in_digits = false;
        }
    }
    if (parts[0].size() == 8 && parts[1].empty())
        return parts[0].substr(0, 4) + "-" + parts[0].substr(4, 2) + "-" + parts[0].substr(6, 2);
    if (parts[0].size() != 4 || parts[1].empty() || parts[1].size() > 2 || parts[2].empty() ||
        parts[2].size() > 2)
        return std::string(cell);
    const auto padded = [](const std::string& digits) { return (digits.size() < 2 ? "0" : "") + digits; };
    return parts[0] + "-" + padded(parts[1]) + "-" + padded(parts[2]);
}

}  // namespace xinbu::plugin
