// A text cut into its characters, so that what is written full-width or with blanks between is still seen.
// Header-only: plugins and hosts share it.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace xinbu::plugin {

struct Character {
    char32_t point = 0;      ///< full-width letters, digits and signs as their half-width ones
    std::size_t begin = 0;   ///< of its bytes in the text
    std::size_t length = 0;  ///< in bytes
};

namespace detail {

/// How many bytes the first one announces; 1 where it begins no sequence.
inline std::size_t announced_bytes(unsigned char first) {
    if (first >= 0xF0 && first < 0xF8) return 4;
    if (first >= 0xE0) return first < 0xF0 ? 3 : 1;
    return first >= 0xC0 ? 2 : 1;
}

inline char32_t half_width_point(char32_t point) {
    if (point >= 0xFF01 && point <= 0xFF5E) return point - 0xFEE0;
    return point == 0x3000 ? U' ' : point;
}

}  // namespace detail

/// `text` is UTF-8; a byte that begins no character stands for itself.
inline std::vector<Character> characters_of(std::string_view text) {
    std::vector<Character> characters;
    characters.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const unsigned char first = static_cast<unsigned char>(text[at]);
        std::size_t length = detail::announced_bytes(first);
        char32_t point = length == 1 ? first : first & (0xFFU >> (length + 1));
        for (std::size_t ahead = 1; ahead < length; ++ahead) {
            const unsigned char next =
                at + ahead < text.size() ? static_cast<unsigned char>(text[at + ahead]) : 0U;
            if ((next & 0xC0U) != 0x80) {
                length = 1;
                point = first;
                break;
            }
            point = point << 6 | (next & 0x3FU);
        }
        characters.push_back({detail::half_width_point(point), at, length});
        at += length;
    }
    return characters;
}

}  // namespace xinbu::plugin
