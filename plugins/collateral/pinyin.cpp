#include "pinyin.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace xinbu::collateral {

namespace {

struct Character {
    char32_t code, simplified;  ///< 0: it has no other form
    std::array<std::uint16_t, 4> syllables;
};

#include "readings.inc"  // syllables[], characters[] by code

const Character* find(char32_t code) {
    const auto* const at = std::ranges::lower_bound(characters, code, {}, &Character::code);
    return at != std::end(characters) && at->code == code ? at : nullptr;
}

constexpr std::size_t most_readings = 64;

/// Every combination of one of each character's parts.
std::vector<std::string> combined(std::u32string_view text, bool only_initials) {
    std::vector<std::string> made{""};
    for (const char32_t character : text) {
        std::vector<std::string_view> parts;
        for (std::string_view one : readings(character)) {
            if (only_initials) one = one.substr(0, 1);
            if (std::ranges::find(parts, one) == parts.end()) parts.push_back(one);
        }
        if (parts.empty()) return {};
        if (made.size() * parts.size() > most_readings) parts.resize(1);
        std::vector<std::string> longer;
        for (const std::string& begun : made)
            for (const std::string_view part : parts) longer.push_back(begun + std::string(part));
        made = std::move(longer);
    }
    std::vector<std::string> once;
    for (std::string& one : made)
        if (std::ranges::find(once, one) == once.end()) once.push_back(std::move(one));
    return text.empty() ? std::vector<std::string>{} : once;
}

}  // namespace

std::u32string characters_of(std::string_view utf8) {
    std::u32string out;
    for (std::size_t at = 0; at < utf8.size();) {
        const auto byte = [&](std::size_t ahead) {
            return at + ahead < utf8.size() ? static_cast<unsigned char>(utf8[at + ahead]) : 0U;
        };
        const unsigned first = byte(0);
        // Texts of entries are valid UTF-8; should one not be, its bytes stand for themselves.
        const std::size_t length = first < 0x80    ? 1
                                   : first >= 0xF0 ? 4
                                   : first >= 0xE0 ? 3
                                   : first >= 0xC0 ? 2
                                                   : 1;
        char32_t code = length == 1 ? first : first & (0xFFU >> (length + 1));
        for (std::size_t ahead = 1; ahead < length; ++ahead) code = code << 6 | (byte(ahead) & 0x3FU);
        out += code;
        at += length;
    }
    return out;
}

bool is_han(char32_t character) {
    const Character* known = find(character);
    return known != nullptr && known->syllables.front() != 0;
}

char32_t simplified(char32_t character) {
    const Character* known = find(character);
    return known != nullptr && known->simplified != 0 ? known->simplified : character;
}

std::vector<std::string_view> readings(char32_t character) {
    std::vector<std::string_view> found;
    if (const Character* known = find(character))
        for (const std::uint16_t syllable : known->syllables)
            if (syllable != 0) found.push_back(syllables[syllable]);
    return found;
}

std::vector<std::string> spoken(std::u32string_view text) {
    return combined(text, false);
}

std::vector<std::string> initials(std::u32string_view text) {
    return combined(text, true);
}

}  // namespace xinbu::collateral
