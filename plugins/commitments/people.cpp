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

/// Blanks of any width and dashes: texts are brought to one form later, where a no-break space is a blank.
bool is_gap(char32_t point) {
    return point == U' ' || point == U'-' || point == 0xA0 || point == 0x3000 || point == 0x202F ||
           (point >= 0x2000 && point <= 0x2015);
}

/// Characters that belong to one number: its digits and the X at the end, and what separates them.
struct Run {
    std::string digits;
    std::vector<std::size_t> places;  ///< of the digits among the characters
    bool has_gaps = false;
};

/// The run that begins with the digit at `at`; it goes on over single gaps until it is long enough.
Run run_from(const std::vector<Character>& characters, std::size_t at) {
    Run run;
    for (std::size_t blanks = 0; at < characters.size(); ++at) {
        const char32_t point = characters[at].point;
        const bool is_last = (point == U'X' || point == U'x') && run.digits.size() + 1 == length_of_id;
        if (is_digit(point) || is_last) {
            run.has_gaps = run.has_gaps || blanks != 0;
            blanks = 0;
            run.digits += is_last ? 'X' : static_cast<char>(point);
            run.places.push_back(at);
            if (is_last) break;
        } else if (is_gap(point) && blanks == 0 && run.digits.size() < length_of_id) {
            ++blanks;
        } else {
            break;
        }
    }
    return run;
}

bool is_born(std::string_view digits) {
    constexpr int first_year = 1900, last_year = 2100;
    const std::optional<plugin::Date> birth = plugin::compact_date(digits);
    return birth && birth->year() >= first_year && birth->year() <= last_year;
}

bool is_citizen_id(const Run& run) {
    if (run.digits.size() != length_of_id) return false;
    if (!plugin::citizen_id_fault(run.digits)) return true;
    const int province = (run.digits[0] - '0') * 10 + (run.digits[1] - '0');
    return !run.has_gaps && plugin::province_of(province) != nullptr && is_born(run.digits.substr(6, 8)) &&
           plugin::uscc_fault(run.digits);
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
