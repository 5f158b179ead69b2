#include "likeness.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "pinyin.hpp"
#include "text.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::collateral {

namespace {

/// The words of a mark, taken apart.
struct Words {
    std::u32string whole;   ///< as written: half-width, upper case, without blanks and signs
    std::u32string simple;  ///< the same in simplified characters
    std::u32string han;     ///< its Chinese characters, simplified
    std::string latin;      ///< its letters and digits, lower case
};

Words words_of(std::string_view mark) {
    Words words;
    for (char32_t one : characters_of(plugin::half_width(mark))) {
        if (one < 0x80) {
            const char c = static_cast<char>(one);
            const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!is_letter && !plugin::is_digit(c)) continue;
            const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            words.latin += small;
            words.whole += static_cast<char32_t>(small);
            words.simple += static_cast<char32_t>(small);
            continue;
        }
        const bool is_sign = (one >= 0x2000 && one <= 0x206F) || (one >= 0x3000 && one <= 0x303F) ||
                             one == 0xB7 || one == 0x30FB;
        if (is_sign) continue;
        words.whole += one;
        one = simplified(one);
        words.simple += one;
        if (is_han(one)) words.han += one;
    }
    return words;
}

/// Insertions, losses and exchanges, and swaps of neighbours.
template <class String>
int distance(const String& one, const String& other) {
    std::vector<std::vector<int>> cost(one.size() + 1, std::vector<int>(other.size() + 1));
    for (std::size_t row = 0; row <= one.size(); ++row)
        for (std::size_t column = 0; column <= other.size(); ++column) {
            int& here = cost[row][column];
            if (row == 0 || column == 0) {
                here = static_cast<int>(row + column);
                continue;
            }
            const int exchanged = cost[row - 1][column - 1] + (one[row - 1] == other[column - 1] ? 0 : 1);
            here = std::min({cost[row - 1][column] + 1, cost[row][column - 1] + 1, exchanged});
            if (row > 1 && column > 1 && one[row - 1] == other[column - 2] &&
                one[row - 2] == other[column - 1])
                here = std::min(here, cost[row - 2][column - 2] + 1);
        }
    return cost.back().back();
}

template <class String>
bool is_within(const String& part, const String& whole, std::size_t least) {
    return part.size() >= least && whole.find(part) != String::npos;
}

bool have_common(const std::vector<std::string>& some, const std::vector<std::string>& others) {
    return std::ranges::any_of(
        some, [&](const std::string& one) { return std::ranges::find(others, one) != others.end(); });
}

template <class String>
String sorted(String text) {
    std::ranges::sort(text);
    return text;
}

constexpr std::size_t longest_compared = 64;  // beyond it a mark is a sentence, and comparing costs too much

/// How far apart words may be and still be taken for each other: of Chinese ones one in three characters, of
/// Latin ones one in four letters.
template <class String>
std::optional<int> near_spelling(const String& one, const String& other, std::size_t for_each) {
    const std::size_t shorter = std::min(one.size(), other.size());
    if (shorter < for_each || std::max(one.size(), other.size()) > longest_compared) return std::nullopt;
    const int allowed = std::min(2, static_cast<int>(shorter / for_each));
    const int between = distance(one, other);
    return between <= allowed ? std::optional(between) : std::nullopt;
}

std::optional<int> near_sound(const std::vector<std::string>& some, const std::vector<std::string>& others) {
    constexpr std::size_t least = 5;
    for (const std::string& one : some)
        for (const std::string& other : others)
            if (std::min(one.size(), other.size()) >= least && distance(one, other) <= 1) return 1;
    return std::nullopt;
}

/// Whether the Latin words of the one are how the Chinese ones of the other are read.
bool is_reading(const std::string& latin, const std::vector<std::string>& sounds) {
    constexpr std::size_t telling = 4;
    return std::ranges::any_of(sounds, [&](const std::string& sound) {
        return latin == sound || is_within(sound, latin, telling) || is_within(latin, sound, telling);
    });
}

struct Spoken {
    std::vector<std::string> sounds, initials;
};

Spoken spoken_of(const Words& words) {
    if (words.han.size() > longest_compared) return {};
    return {spoken(words.han), initials(words.han)};
}

}  // namespace

std::optional<Likeness> likeness(std::string_view first, std::string_view second) {
    constexpr std::size_t telling_characters = 2, telling_letters = 4, telling_initials = 3;
    const Words one = words_of(first), other = words_of(second);
    if (one.whole.empty() || other.whole.empty()) return std::nullopt;
    if (one.whole == other.whole) return Likeness{"identical"};
    if (one.simple == other.simple) return Likeness{"script"};
    const bool both_han = !one.han.empty() && !other.han.empty();
    if (both_han && one.han == other.han) return Likeness{"characters"};
    if (one.latin == other.latin && one.latin.size() >= telling_letters) return Likeness{"characters"};
    const Spoken said_one = spoken_of(one), said_other = spoken_of(other);
    if (both_han && have_common(said_one.sounds, said_other.sounds)) return Likeness{"sound"};
    if (is_reading(one.latin, said_other.sounds) || is_reading(other.latin, said_one.sounds))
        return Likeness{"pinyin"};
    if (one.han.size() >= telling_characters && sorted(one.han) == sorted(other.han))
        return Likeness{"order"};
    if (is_within(one.han, other.han, telling_characters) ||
        is_within(other.han, one.han, telling_characters) ||
        is_within(one.latin, other.latin, telling_letters) ||
        is_within(other.latin, one.latin, telling_letters))
        return Likeness{"contains"};
    if (const auto apart = near_spelling(one.han, other.han, 3)) return Likeness{"spelling", *apart};
    if (const auto apart = near_spelling(one.latin, other.latin, 4)) return Likeness{"spelling", *apart};
    constexpr std::size_t longest_heard = 12;  // every reading is compared with every other
    if (both_han && one.han.size() == other.han.size() && one.han.size() <= longest_heard)
        if (const auto apart = near_sound(said_one.sounds, said_other.sounds))
            return Likeness{"near_sound", *apart};
    const auto is_abbreviated = [&](const std::string& latin, const Spoken& said) {
        return latin.size() >= telling_characters &&
               std::ranges::find(said.initials, latin) != said.initials.end();
    };
    const bool same_initials = std::min(one.han.size(), other.han.size()) >= telling_initials &&
                               have_common(said_one.initials, said_other.initials);
    if (same_initials || is_abbreviated(one.latin, said_other) || is_abbreviated(other.latin, said_one))
        return Likeness{"initials"};
    return std::nullopt;
}

plugin::Text likeness_label(const Likeness& likeness) {
    const std::string_view ground = likeness.ground;
    const std::string apart = std::to_string(likeness.distance);
    if (ground == "identical") return {"the same words", "文字相同"};
    if (ground == "script")
        return {"the same words in traditional and simplified characters", "文字相同（繁简体）"};
    if (ground == "characters") return {"the same characters beside others", "主要文字相同"};
    if (ground == "sound") return {"other characters, read the same", "读音相同"};
    if (ground == "pinyin") return {"the one is how the other is read", "一为另一之拼音"};
    if (ground == "order") return {"the same characters in another order", "文字相同而顺序不同"};
    if (ground == "contains") return {"the one is part of the other", "一方包含另一方"};
    if (ground == "spelling") return said("{0} characters apart", "相差{0}个字符", {apart});
    if (ground == "near_sound") return {"read the same but for one letter", "读音近似（拼音相差一个字母）"};
    if (ground == "initials") return {"the same initials of their readings", "拼音首字母相同"};
    return {std::string(ground), std::string(ground)};
}

}  // namespace xinbu::collateral
