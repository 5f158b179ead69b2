#include "people.hpp"

#include <optional>
#include <vector>

#include "characters.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::commitments {

namespace {

constexpr std::size_t length_of_id = 18;
constexpr std::size_t shown_before = 6, shown_behind = 4;

bool is_digit(char32_t point) {
    return point >= U'0' && point <= U'9';
}

bool is_among(char32_t point, std::u32string_view points) {
    return points.find(point) != std::u32string_view::npos;
}

/// The last character of a number as people write it: of either case, the Roman ten, the Cyrillic letter, the
/// sign of multiplication.
bool is_ten(char32_t point) {
    return is_among(point, U"Xx\u2169\u2179\u0425\u0445\u00D7");
}

/// What nobody sees: soft hyphens, joiners, marks of direction, selectors of variants.
bool is_invisible(char32_t point) {
    return point == 0xAD || point == 0x034F || point == 0x061C || point == 0x180E || point == 0xFEFF ||
           (point >= 0x200B && point <= 0x200F) || (point >= 0x202A && point <= 0x202E) ||
           (point >= 0x2060 && point <= 0x206F) || (point >= 0xFE00 && point <= 0xFE0F);
}

/// Blanks of any width, ends of lines, dashes and dots: how people group digits, and what is taken out where
/// a code is brought to its canonical form.
bool is_gap(char32_t point) {
    return is_among(point, U" \t\r\n-_./\u00A0\u00B7\u1680\u202F\u205F\u2212\u3000\u30FB\uFE58\uFE63") ||
           (point >= 0x2000 && point <= 0x200A) || (point >= 0x2010 && point <= 0x2015) || point == 0x2028 ||
           point == 0x2029;
}

/// Characters that belong to one number: its digits and the X at the end, and what separates them.
struct Run {
    std::string digits;
    std::vector<std::size_t> places;  ///< of the digits among the characters
    bool has_gaps = false;
};

/// The run that begins with the digit at `at`; it goes on over short gaps until it is long enough.
Run run_from(const std::vector<Character>& characters, std::size_t at) {
    constexpr std::size_t longest_gap = 3;
    Run run;
    for (std::size_t blanks = 0; at < characters.size(); ++at) {
        const char32_t point = characters[at].point;
        const bool is_last = is_ten(point) && run.digits.size() + 1 == length_of_id;
        if (is_digit(point) || is_last) {
            run.has_gaps = run.has_gaps || blanks != 0;
            blanks = 0;
            run.digits += is_last ? 'X' : static_cast<char>(point);
            run.places.push_back(at);
            if (is_last) break;
        } else if (is_gap(point) && blanks < longest_gap && run.digits.size() < length_of_id) {
            ++blanks;
        } else if (!is_invisible(point)) {
            break;
        }
    }
    return run;
}

/// `digits` is YYYYMMDD.
bool is_born(std::string_view digits, int first_year) {
    constexpr int last_year = 2100;
    const std::optional<plugin::Date> birth = plugin::compact_date(digits);
    return birth && birth->year() >= first_year && birth->year() <= last_year;
}

bool is_citizen_id(const Run& run) {
    // A check character may be right by chance, in a code above all, whose digits are no day that anybody was
    // born on.
    constexpr int first_year = 1800, first_year_of_mistyped = 1900;
    if (run.digits.size() != length_of_id) return false;
    const std::string_view birth = std::string_view(run.digits).substr(6, 8);
    if (!plugin::citizen_id_fault(run.digits)) return is_born(birth, first_year);
    const int province = (run.digits[0] - '0') * 10 + (run.digits[1] - '0');
    return !run.has_gaps && plugin::province_of(province) != nullptr &&
           is_born(birth, first_year_of_mistyped) && plugin::uscc_fault(run.digits);
}

}  // namespace

std::string without_citizen_ids(std::string_view text) {
    const std::vector<Character> characters = characters_of(text);
    std::vector<bool> is_masked(characters.size(), false);
    for (std::size_t at = 0; at < characters.size();) {
        if (!is_digit(characters[at].point)) {
            ++at;
            continue;
        }
        const Run run = run_from(characters, at);
        if (is_citizen_id(run))
            for (std::size_t digit = shown_before; digit < length_of_id - shown_behind; ++digit)
                is_masked[run.places[digit]] = true;
        // What was joined over a gap may begin a number of its own.
        while (at < characters.size() && is_digit(characters[at].point)) ++at;
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

std::string shown_identifier(const plugin::Object& party) {
    constexpr std::string_view scheme = "citizen-id:";
    std::string_view text = plugin::text_at(party, "identifier");
    if (text.starts_with(scheme)) text.remove_prefix(scheme.size());
    return without_citizen_ids(text);
}

}  // namespace xinbu::commitments
