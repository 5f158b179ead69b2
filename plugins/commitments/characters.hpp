// A text cut into its characters, so that what is written full-width or with blanks between is still seen.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace xinbu::commitments {

struct Character {
    char32_t point = 0;      ///< full-width letters, digits and signs as their half-width ones
    std::size_t begin = 0;   ///< of its bytes in the text
    std::size_t length = 0;  ///< in bytes
};

/// `text` is UTF-8; a byte that begins no character stands for itself.
std::vector<Character> characters_of(std::string_view text);

}  // namespace xinbu::commitments
