// Identity numbers of people (GB 11643) where they do not belong: in a text that somebody typed or imported.
// Header-only: plugins and hosts share it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/plugin/characters.hpp"
#include "xinbu/plugin/date.hpp"
#include "xinbu/plugin/divisions.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::plugin {

/// Which runs of digits count as an identity number.
enum class IdentityNumbers {
    /// With a province, a day of birth and the right check character; where anything parts its digits, then
    /// as people group them: region, birth and the rest, by fours, or one by one. A number of another kind
    /// is one by chance only, so this may be refused wherever official numbers stand, such as figurative
    /// codes, six digits each with blanks between.
    sound,
    /// Parted in any way; and in one piece also with a wrong check character, for a mistyped number may still
    /// be somebody's.
    likely,
};

namespace detail {

inline constexpr std::size_t citizen_id_length = 18;

inline bool is_among(char32_t point, std::u32string_view points) {
    return points.find(point) != std::u32string_view::npos;
}

inline bool is_digit_point(char32_t point) {
    return point >= U'0' && point <= U'9';
}

/// The last character of a number as people write it: of either case, the Roman ten, the Cyrillic letter, the
/// sign of multiplication.
inline bool is_ten(char32_t point) {
    return is_among(point, U"Xx\u2169\u2179\u0425\u0445\u00D7");
}

/// What nobody sees: soft hyphens, joiners, marks of direction, selectors of variants.
inline bool is_invisible(char32_t point) {
    return point == 0xAD || point == 0x034F || point == 0x061C || point == 0x180E || point == 0xFEFF ||
           (point >= 0x200B && point <= 0x200F) || (point >= 0x202A && point <= 0x202E) ||
           (point >= 0x2060 && point <= 0x206F) || (point >= 0xFE00 && point <= 0xFE0F);
}

/// Blanks of any width, ends of lines, dashes and dots: how people group digits, and what is taken out where
/// a code is brought to its canonical form.
inline bool is_gap(char32_t point) {
    return is_among(point, U" \t\r\n-_./\u00A0\u00B7\u1680\u202F\u205F\u2212\u3000\u30FB\uFE58\uFE63") ||
           (point >= 0x2000 && point <= 0x200A) || (point >= 0x2010 && point <= 0x2015) || point == 0x2028 ||
           point == 0x2029;
}

/// Characters that belong to one number: its digits and the X at the end, and what separates them.
struct DigitRun {
    std::string digits;
    std::vector<std::size_t> places;  ///< of the digits among the characters
    std::vector<std::size_t> gaps{};  ///< each by the number of digits before it
};

/// The run that begins with the digit at `at`; it goes on over short gaps until it is long enough.
inline DigitRun run_from(const std::vector<Character>& characters, std::size_t at) {
    constexpr std::size_t longest_gap = 3;
    DigitRun run;
    for (std::size_t blanks = 0; at < characters.size(); ++at) {
        const char32_t point = characters[at].point;
        const bool is_last = is_ten(point) && run.digits.size() + 1 == citizen_id_length;
        if (is_digit_point(point) || is_last) {
            if (blanks != 0) run.gaps.push_back(run.digits.size());
            blanks = 0;
            run.digits += is_last ? 'X' : static_cast<char>(point);
            run.places.push_back(at);
            if (is_last) break;
        } else if (is_gap(point) && blanks < longest_gap && run.digits.size() < citizen_id_length) {
            ++blanks;
        } else if (!is_invisible(point)) {
            break;
        }
    }
    return run;
}

/// Whether somebody who writes the number for people to read would part its digits there.
inline bool is_grouped_by_people(const std::vector<std::size_t>& gaps) {
    const auto parted_at = [&](std::size_t digits) {
        return std::find(gaps.begin(), gaps.end(), digits) != gaps.end();
    };
    if (gaps.size() + 1 == citizen_id_length) return true;
    if (gaps == std::vector<std::size_t>{4, 8, 12, 16}) return true;
    const bool is_known = std::all_of(gaps.begin(), gaps.end(), [](std::size_t digits) {
        return digits == 6 || digits == 10 || digits == 12 || digits == 14;
    });
    return is_known && parted_at(10) == parted_at(12);  // the parts of a day stand apart, or none does
}

/// `digits` is YYYYMMDD.
inline bool is_born(std::string_view digits, int first_year) {
    constexpr int last_year = 2100;
    const std::optional<Date> birth = compact_date(digits);
    return birth && birth->year() >= first_year && birth->year() <= last_year;
}

inline bool is_citizen_id(const DigitRun& run, IdentityNumbers wanted) {
    // A check character may be right by chance, in a code above all, whose digits are no day that anybody was
    // born on.
    constexpr int first_year = 1800, first_year_of_mistyped = 1900;
    if (run.digits.size() != citizen_id_length) return false;
    const std::string_view birth = std::string_view(run.digits).substr(6, 8);
    if (!citizen_id_fault(run.digits))
        return is_born(birth, first_year) &&
               (wanted == IdentityNumbers::likely || is_grouped_by_people(run.gaps));
    return wanted == IdentityNumbers::likely && run.gaps.empty() &&
           province_of(number_of(std::string_view(run.digits).substr(0, 2))) != nullptr &&
           is_born(birth, first_year_of_mistyped) && uscc_fault(run.digits);
}

/// Whether there are digits enough for a number: nearly no text has them, and none else needs a closer look.
inline bool has_digits_enough(std::string_view text) {
    std::size_t digits = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = [&](std::size_t ahead) { return static_cast<unsigned char>(text[at + ahead]); };
        const bool is_full_width =
            at + 2 < text.size() && byte(0) == 0xEF && byte(1) == 0xBC && byte(2) >= 0x90 && byte(2) <= 0x99;
        if (is_digit(text[at]) || is_full_width) ++digits;
    }
    return digits + 1 >= citizen_id_length;
}

}  // namespace detail

/// The text with every identity number in it masked like 320102********0010; the text itself where it holds
/// none. Digits may be full-width; blanks, dashes or dots may part those of a number with the right check
/// character, and what nobody sees those of any.
inline std::string without_citizen_ids(std::string_view text,
                                       IdentityNumbers wanted = IdentityNumbers::likely) {
    constexpr std::size_t shown_before = 6, shown_behind = 4;
    if (!detail::has_digits_enough(text)) return std::string(text);
    const std::vector<Character> characters = characters_of(text);
    std::vector<bool> is_masked(characters.size(), false);
    for (std::size_t at = 0; at < characters.size();) {
        if (!detail::is_digit_point(characters[at].point)) {
            ++at;
            continue;
        }
        const detail::DigitRun run = detail::run_from(characters, at);
        if (detail::is_citizen_id(run, wanted))
            for (std::size_t digit = shown_before; digit < detail::citizen_id_length - shown_behind; ++digit)
                is_masked[run.places[digit]] = true;
        // What was joined over a gap may begin a number of its own.
        while (at < characters.size() && detail::is_digit_point(characters[at].point)) ++at;
    }
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < characters.size(); ++at)
        if (is_masked[at])
            out += '*';
        else
            out += text.substr(characters[at].begin, characters[at].length);
    return out;
}

inline bool holds_citizen_id(std::string_view text, IdentityNumbers wanted = IdentityNumbers::likely) {
    return detail::has_digits_enough(text) && without_citizen_ids(text, wanted) != text;
}

}  // namespace xinbu::plugin
