#include "instants.hpp"

#include <fmt/format.h>

#include <chrono>
#include <ctime>

#include "xinbu/base/instant.hpp"
#include "xinbu/plugin/date.hpp"

namespace xinbu::session {

namespace {

constexpr std::size_t second_end = sizeof "YYYY-MM-DDThh:mm:ss" - 1;
constexpr int minutes_a_day = 24 * 60;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

int two_digits(std::string_view text, std::size_t at) {
    return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

/// Minutes east of UTC: "Z", "+08:00", "-05:30".
std::optional<int> offset_of(std::string_view zone) {
    if (zone == "Z" || zone == "z") return 0;
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return std::nullopt;
    for (const std::size_t at : {1U, 2U, 4U, 5U})
        if (!is_digit(zone[at])) return std::nullopt;
    const int hours = two_digits(zone, 1), minutes = two_digits(zone, 4);
    if (hours > 23 || minutes > 59) return std::nullopt;
    return (zone[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

}  // namespace

std::string now_instant() {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[sizeof "YYYY-MM-DDThh:mm:ssZ"];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

std::optional<std::string> utc_instant_of(std::string_view text) {
    if (plugin::Date::parse(text)) return std::string(text) + "T23:59:59Z";
    if (text.size() <= second_end) return std::nullopt;
    std::string local(text.substr(0, second_end));
    if (local[10] == 't' || local[10] == ' ') local[10] = 'T';
    std::size_t zone = second_end;
    if (text[zone] == '.') {
        ++zone;
        while (zone < text.size() && is_digit(text[zone])) ++zone;
        if (zone == second_end + 1) return std::nullopt;
    }
    const std::optional<int> offset = offset_of(text.substr(zone));
    if (!is_instant(local + "Z") || !offset) return std::nullopt;
    const int minute = two_digits(local, 11) * 60 + two_digits(local, 14) - *offset;
    const int days = minute < 0 ? -1 : minute >= minutes_a_day ? 1 : 0;
    const plugin::Date day = plugin::Date::parse(local.substr(0, 10))->plus_days(days);
    if (!plugin::Date::parse(day.text())) return std::nullopt;
    const int of_day = minute - days * minutes_a_day;
    return fmt::format("{}T{:02}:{:02}:{}Z", day.text(), of_day / 60, of_day % 60, local.substr(17, 2));
}

}  // namespace xinbu::session
