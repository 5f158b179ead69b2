// Identity numbers of people where they do not belong: in a text that somebody typed or imported.
#pragma once

#include <string>
#include <string_view>

#include "xinbu/plugin/value.hpp"

namespace xinbu::commitments {

/// The text with every identity number in it masked like 320102********0010; the text itself where it holds
/// none. A number counts as one by its province and day of birth, its check character right or not, for a
/// mistyped number may still be somebody's; with blanks, dashes or dots inside, only with the right one.
/// Digits may be full-width, and what nobody sees may stand between them.
std::string without_citizen_ids(std::string_view text);
inline bool holds_citizen_id(std::string_view text) {
    return without_citizen_ids(text) != text;
}

/// A party's identifier as a person may see it: that of a natural person always masked.
std::string shown_identifier(const plugin::Object& party);

}  // namespace xinbu::commitments
