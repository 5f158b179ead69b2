// What a numeric cell of a spreadsheet says: its digits, seen through the format of the cell.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace xinbu::readers {

/// What a number format makes of a number, as far as it matters here.
struct NumberFormat {
    enum class Kind {
        number,
        percent,
        date,  ///< a day, a part of one, or both: see the members
        other  ///< a calendar of its own (reigns, Buddhist years): shows what nobody here can read
    };
    Kind kind = Kind::number;
    bool year = false, month = false, day = false, time = false;  ///< of a date: what is shown
};

/// By its code, such as `yyyy"年"m"月"d"日"` or `0.00%`.
NumberFormat format_of(std::string_view code);
/// By a number below 164: those that need no code, read as in a Chinese Excel (27 to 36 and 50 to 58).
NumberFormat built_in_format(std::int64_t id);

/// A text, or why there is none.
struct ShownNumber {
    std::string text{};
    const char* rule = nullptr;  ///< null where there is a text
    std::string message{};
    bool has_hidden_time = false;  ///< a time of day that the format does not show was left out
};

/// `stored` is what stands in the file: digits, perhaps with a point and an exponent. No binary fraction is
/// ever made of it. Behind the fifteenth digit stands nothing that anybody typed (a spreadsheet keeps no
/// more): fractions are rounded there, whole numbers that reach further are refused, since their end is
/// lost.
ShownNumber shown_number(std::string_view stored, const NumberFormat& format, bool counts_from_1904);

}  // namespace xinbu::readers
