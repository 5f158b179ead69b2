#include "party_names.hpp"

#include <algorithm>
#include <array>

#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::ip_status {

using plugin::text_at;
using plugin::Value;

namespace {

std::string upper(std::string_view text) {
    std::string out = plugin::half_width(text);
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return out;
}

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(
        words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

/// "BANK OF AMERICA, N.A., AS ADMINISTRATIVE AGENT": in which role it acts, and of what kind it is, is no
/// part of the name.
std::string_view without_role(std::string_view name) {
    for (const std::string_view before : {", AS ", " (AS ", "(AS ", " AS "}) {
        const std::size_t at = name.find(before);
        if (at == std::string_view::npos || at == 0) continue;
        if (has_any(name.substr(at), {"AGENT", "TRUSTEE", "GRANTEE", "LENDER", "PARTY", "COLLATERAL"}))
            name = name.substr(0, at);
    }
    for (const std::string_view before : {", A ", ", AN "}) {
        const std::size_t at = name.find(before);
        if (at == std::string_view::npos || at == 0) continue;
        if (has_any(name.substr(at), {"CORP", "COMPANY", "PARTNERSHIP", "ASSOCIATION", "LLC"}))
            name = name.substr(0, at);
    }
    return name;
}

std::string_view shortened(std::string_view word) {
    struct Form {
        std::string_view whole, brief;
    };
    constexpr std::array<Form, 8> forms{{{"CORPORATION", "CORP"},
                                         {"INCORPORATED", "INC"},
                                         {"COMPANY", "CO"},
                                         {"LIMITED", "LTD"},
                                         {"ASSOCIATION", "A"},
                                         {"THE", ""},
                                         {"AND", ""},
                                         {"NATIONAL", "N"}}};
    const auto at = std::ranges::find(forms, word, &Form::whole);
    return at != forms.end() ? at->brief : word;
}

bool is_numeral(std::string_view word) {
    return plugin::all_digits(word) ||
           (!word.empty() && word.find_first_not_of("IVX") == std::string_view::npos);
}

ComparableName comparable(std::string_view name) {
    ComparableName result;
    std::string word;
    const auto end_word = [&] {
        if (is_numeral(word)) result.numerals.push_back(word);
        result.letters += shortened(word);
        word.clear();
    };
    for (const char c : without_role(name)) {
        const bool is_other_script = (static_cast<unsigned char>(c) & 0x80U) != 0;
        if (plugin::is_digit(c) || (c >= 'A' && c <= 'Z') || is_other_script)
            word += c;
        else if (c != '.' && c != '\'')  // "N.A." is one word
            end_word();
    }
    end_word();
    return result;
}

std::string_view name_of(const Value& party) {
    return party.object() != nullptr ? text_at(*party.object(), "name") : std::string_view();
}

/// Insertions, losses, exchanges, and swaps of neighbours, each counted once.
int distance(std::string_view one, std::string_view other) {
    std::vector<std::vector<int>> cost(one.size() + 1, std::vector<int>(other.size() + 1));
    for (std::size_t row = 0; row <= one.size(); ++row) {
        for (std::size_t column = 0; column <= other.size(); ++column) {
            int& here = cost[row][column];
            if (row == 0 || column == 0) {
                here = static_cast<int>(row + column);
                continue;
            }
            const bool is_equal = one[row - 1] == other[column - 1];
            here = std::min({cost[row - 1][column] + 1, cost[row][column - 1] + 1,
                             cost[row - 1][column - 1] + (is_equal ? 0 : 1)});
            if (row > 1 && column > 1 && one[row - 1] == other[column - 2] &&
                one[row - 2] == other[column - 1])
                here = std::min(here, cost[row - 2][column - 2] + 1);
        }
    }
    return cost.back().back();
}

bool is_ascii(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; });
}

/// Calls `use` with every pair of a name of the one and a name of the other.
template <class Use>
void each_pair(const Value& one, const Value& other, Use use) {
    for (const ComparableName& first : comparable_names(name_of(one)))
        for (const ComparableName& second : comparable_names(name_of(other))) use(first, second);
}

}  // namespace

std::vector<ComparableName> comparable_names(std::string_view name) {
    constexpr std::array<std::string_view, 9> joints{"F/K/A",
                                                     " FKA ",
                                                     "FORMERLY KNOWN AS",
                                                     "N/K/A",
                                                     "NOW KNOWN AS",
                                                     "SUCCESSOR IN INTEREST TO",
                                                     "SUCCESSOR BY MERGER TO",
                                                     "AS SUCCESSOR TO",
                                                     "（曾用名"};
    constexpr std::size_t longest_name = 300;  // beyond it comparing costs more than it can tell
    std::vector<ComparableName> names;
    std::string rest = upper(name.substr(0, longest_name));
    while (!rest.empty()) {
        std::size_t at = rest.size(), after = rest.size();
        for (const std::string_view joint : joints) {
            const std::size_t found = rest.find(joint);
            if (found >= at) continue;
            at = found;
            after = found + joint.size();
        }
        ComparableName one = comparable(std::string_view(rest).substr(0, at));
        if (!one.letters.empty()) names.push_back(std::move(one));
        rest.erase(0, after);
    }
    return names;
}

bool is_same_party(const Value& one, const Value& other) {
    if (one.object() == nullptr || other.object() == nullptr) return false;
    const std::string_view first = text_at(*one.object(), "identifier");
    const std::string_view second = text_at(*other.object(), "identifier");
    if (!first.empty() && !second.empty()) return first == second;
    constexpr std::size_t telling_bytes = 8;
    bool is_same = false;
    each_pair(one, other, [&](const ComparableName& a, const ComparableName& b) {
        const bool begins = a.letters.starts_with(b.letters) || b.letters.starts_with(a.letters);
        const bool is_telling = std::min(a.letters.size(), b.letters.size()) >= telling_bytes;
        if (a.letters == b.letters || (begins && is_telling && a.numerals == b.numerals)) is_same = true;
    });
    return is_same;
}

std::optional<int> spelling_distance(const Value& one, const Value& other) {
    std::optional<int> nearest;
    each_pair(one, other, [&](const ComparableName& a, const ComparableName& b) {
        if (a.numerals != b.numerals) return;
        const int between = distance(a.letters, b.letters);
        if (!nearest || between < *nearest) nearest = between;
    });
    return nearest;
}

std::optional<int> misspelling(const Value& one, const Value& other) {
    constexpr std::size_t letters_for_each = 12;
    constexpr int most = 2;
    std::optional<int> nearest;
    each_pair(one, other, [&](const ComparableName& a, const ComparableName& b) {
        if (a.numerals != b.numerals || !is_ascii(a.letters) || !is_ascii(b.letters)) return;
        const int allowed =
            std::min(most, static_cast<int>(std::min(a.letters.size(), b.letters.size()) / letters_for_each));
        if (allowed == 0) return;
        const int between = distance(a.letters, b.letters);
        if (between <= allowed && (!nearest || between < *nearest)) nearest = between;
    });
    return nearest;
}

}  // namespace xinbu::ip_status
