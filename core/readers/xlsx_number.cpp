#include "xlsx_number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "xinbu/base/i18n.hpp"
#include "xinbu/plugin/date.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::readers {
namespace {

using Kind = NumberFormat::Kind;

constexpr std::int64_t kept_digits = 15;  // of a number in a spreadsheet
constexpr std::int64_t smallest_point = -20;
constexpr std::int64_t last_day = 2'958'465;  // 9999-12-31, counted from 1900

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// ---- formats

/// The part of a code for positive numbers, lower case, without what is shown as it stands: quoted and
/// escaped characters, fillers, colours, conditions and languages. Elapsed hours, minutes and seconds stay.
std::string bare(std::string_view code) {
    std::string made;
    for (std::size_t at = 0; at < code.size() && code[at] != ';'; ++at) {
        const char c = code[at];
        if (c == '"') {
            at = std::min(code.find('"', at + 1), code.size() - 1);
        } else if (c == '\\' || c == '_' || c == '*' || c == '!') {
            ++at;
        } else if (c == '[') {
            const std::size_t end = std::min(code.find(']', at), code.size() - 1);
            const char first = at + 1 < code.size() ? lower(code[at + 1]) : ']';
            if (first == 'h' || first == 'm' || first == 's') made += "h";
            at = end;
        } else {
            made += lower(c);
        }
    }
    return made;
}

bool is_minutes(const std::string& code, std::size_t at) {
    // A run of m is minutes behind hours or before seconds, whatever separates them.
    const std::size_t before = at == 0 ? std::string::npos : code.find_last_of("hsdy", at - 1);
    const std::size_t after = code.find_first_of("hsdy", at);
    return (before != std::string::npos && code[before] == 'h') ||
           (after != std::string::npos && code[after] == 's');
}

// ---- numbers

/// 0.d1d2d3… times ten to the power of `point`; without zeros at either end.
struct Digits {
    bool negative = false;
    std::string digits;
    std::int64_t point = 0;
};

std::optional<Digits> digits_of(std::string_view text) {
    Digits made;
    std::size_t at = 0;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) made.negative = text[at++] == '-';
    std::size_t before = 0, seen = 0;
    bool has_point = false;
    for (; at < text.size(); ++at) {
        if (text[at] == '.' && !has_point) {
            has_point = true;
        } else if (is_digit(text[at])) {
            made.digits += text[at];
            before += has_point ? 0 : 1;
            ++seen;
        } else {
            break;
        }
    }
    constexpr std::size_t longest = 400;
    if (seen == 0 || seen > longest) return std::nullopt;
    std::int64_t exponent = 0;
    if (at < text.size()) {
        if (lower(text[at]) != 'e') return std::nullopt;
        ++at;
        if (at < text.size() && text[at] == '+') ++at;
        const char* const end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data() + at, end, exponent);
        if (error != std::errc{} || stop != end || exponent < -400 || exponent > 400) return std::nullopt;
    }
    made.point = static_cast<std::int64_t>(before) + exponent;
    const std::size_t first = made.digits.find_first_not_of('0');
    if (first == std::string::npos) return Digits{};
    made.digits.erase(0, first);
    made.point -= static_cast<std::int64_t>(first);
    made.digits.erase(made.digits.find_last_not_of('0') + 1);
    return made;
}

void round_to_kept(Digits& number) {
    constexpr auto kept = static_cast<std::size_t>(kept_digits);
    if (number.digits.size() <= kept) return;
    const bool is_up = number.digits[kept] >= '5';
    number.digits.resize(kept);
    if (is_up) {
        std::size_t at = kept;
        while (at > 0 && number.digits[at - 1] == '9') number.digits[--at] = '0';
        if (at > 0) {
            ++number.digits[at - 1];
        } else {
            number.digits.insert(0, 1, '1');
            ++number.point;
        }
    }
    number.digits.erase(number.digits.find_last_not_of('0') + 1);
}

std::string plain(const Digits& number) {
    if (number.digits.empty()) return "0";
    std::string text = number.negative ? "-" : "";
    const auto size = static_cast<std::int64_t>(number.digits.size());
    if (number.point <= 0)
        return text + "0." + std::string(static_cast<std::size_t>(-number.point), '0') + number.digits;
    if (size <= number.point)
        return text + number.digits + std::string(static_cast<std::size_t>(number.point - size), '0');
    const auto whole = static_cast<std::size_t>(number.point);
    return text + number.digits.substr(0, whole) + "." + number.digits.substr(whole);
}

// ---- days

ShownNumber fault(const char* rule, std::string message) {
    return {{}, rule, std::move(message)};
}

struct Moment {
    std::int64_t day = 0;      ///< the number before the point
    std::int64_t seconds = 0;  ///< of that day
};

Moment moment_of(const Digits& number) {
    constexpr std::int64_t seconds_a_day = 86'400;
    constexpr std::size_t places = 12;
    std::int64_t scale = 1;
    for (std::size_t i = 0; i < places; ++i) scale *= 10;
    const std::string text = plain(number);
    const std::size_t point = text.find('.');
    Moment made;
    std::from_chars(text.data(), text.data() + std::min(point, text.size()), made.day);
    if (point == std::string::npos) return made;
    std::string behind = text.substr(point + 1, places);
    behind.resize(places, '0');
    std::int64_t fraction = 0;
    std::from_chars(behind.data(), behind.data() + behind.size(), fraction);
    made.seconds = (fraction * seconds_a_day + scale / 2) / scale;
    if (made.seconds == seconds_a_day) {
        made.seconds = 0;
        ++made.day;
    }
    return made;
}

/// Nothing where there is no such day: Excel takes 1900 for a leap year.
std::optional<plugin::Date> civil_day(std::int64_t day, bool counts_from_1904) {
    constexpr std::int64_t no_day = 60;  // 1900-02-29
    const auto days = static_cast<int>(day);
    if (counts_from_1904) return plugin::Date{1904, 1, 1}.plus_days(days);
    if (day == no_day || day == 0) return std::nullopt;
    return (day < no_day ? plugin::Date{1899, 12, 31} : plugin::Date{1899, 12, 30}).plus_days(days);
}

ShownNumber shown_day(const Digits& number, const NumberFormat& format, bool counts_from_1904) {
    const std::string text = plain(number);
    constexpr std::int64_t days_between = 1462;  // of the two ways to count
    if (number.negative) return fault("xlsx.date", fmt::format(fmt::runtime(tr("{} is no day")), text));
    const Moment moment = moment_of(number);
    const std::string clock = fmt::format("{:02}:{:02}:{:02}", moment.seconds / 3600,
                                          moment.seconds / 60 % 60, moment.seconds % 60);
    if (!format.year && !format.month && !format.day) {
        if (moment.day == 0) return {clock};
        return fault("xlsx.date", fmt::format(fmt::runtime(tr("{} is no time of day")), text));
    }
    const std::optional<plugin::Date> day = moment.day > last_day - (counts_from_1904 ? days_between : 0)
                                                ? std::nullopt
                                                : civil_day(moment.day, counts_from_1904);
    if (!day) return fault("xlsx.date", fmt::format(fmt::runtime(tr("{} is no day")), text));
    const std::string whole = day->text();
    ShownNumber shown;
    if (format.year && format.month && format.day) {
        shown.text = whole;
        if (moment.seconds != 0 && format.time) shown.text += " " + clock;
        shown.has_hidden_time = moment.seconds != 0 && !format.time;
    } else if (format.year) {
        shown.text = whole.substr(0, format.month ? 7 : 4);
    } else {
        shown.text = format.day ? whole.substr(5) : whole.substr(5, 2);
    }
    return shown;
}

}  // namespace

NumberFormat format_of(std::string_view code) {
    const std::string letters = bare(code);
    NumberFormat format;
    if (letters.find("general") != std::string::npos || letters.find("e+") != std::string::npos ||
        letters.find("e-") != std::string::npos)
        return format;
    for (std::size_t at = 0; at < letters.size(); ++at) {
        const char c = letters[at];
        if (c == 'a' && letters.compare(at, 5, "am/pm") == 0) at += 4;
        if (c == '%') format.kind = Kind::percent;
        if (c == 'g' || c == 'b') return {Kind::other};
        format.year |= c == 'y' || c == 'e';
        format.day |= c == 'd';
        format.time |= c == 'h' || c == 's';
        if (c == 'm') {
            (is_minutes(letters, at) ? format.time : format.month) = true;
            while (at + 1 < letters.size() && letters[at + 1] == 'm') ++at;
        }
    }
    if (format.year || format.month || format.day || format.time) format.kind = Kind::date;
    return format;
}

NumberFormat built_in_format(std::int64_t id) {
    const auto date = [](bool year, bool month, bool day, bool time = false) {
        return NumberFormat{Kind::date, year, month, day, time};
    };
    switch (id) {
        case 9:
        case 10:
            return {Kind::percent};
        case 14:
        case 15:
        case 30:
        case 31:
            return date(true, true, true);
        case 22:
            return date(true, true, true, true);
        case 17:
        case 27:
        case 36:
        case 50:
        case 52:
        case 57:
            return date(true, true, false);
        case 16:
        case 28:
        case 29:
        case 51:
        case 53:
        case 54:
        case 58:
            return date(false, true, true);
        case 18:
        case 19:
        case 20:
        case 21:
        case 32:
        case 33:
        case 34:
        case 35:
        case 45:
        case 46:
        case 47:
        case 55:
        case 56:
            return date(false, false, false, true);
        default:
            return {};
    }
}

ShownNumber shown_number(std::string_view stored, const NumberFormat& format, bool counts_from_1904) {
    std::optional<Digits> number = digits_of(stored);
    if (!number || number->point < smallest_point)
        return fault("xlsx.number",
                     fmt::format(fmt::runtime(tr("“{}” is no number")), printable(stored, 40)));
    if (number->point > kept_digits)
        return fault("xlsx.number_lost",
                     tr("a spreadsheet keeps 15 digits of a number, so the end of this one is lost; give the "
                        "cell the format “text” and type the number again"));
    round_to_kept(*number);
    switch (format.kind) {
        case Kind::number:
            return {plain(*number)};
        case Kind::percent:
            if (!number->digits.empty()) number->point += 2;
            return {plain(*number) + "%"};
        case Kind::date:
            return shown_day(*number, format, counts_from_1904);
        case Kind::other:
            break;
    }
    return fault("xlsx.date_format",
                 tr("the cell shows years of another calendar; give it a usual format for dates"));
}

}  // namespace xinbu::readers
