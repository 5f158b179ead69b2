// Rules for text from outside: what is shown must be what is signed. All positions are in bytes of UTF-8.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace xinbu::readers {

/// True for well-formed UTF-8 (RFC 3629): no overlong form, no surrogate, nothing above U+10FFFF.
/// Noncharacters are well-formed; name_fault() refuses them.
bool is_utf8(std::string_view bytes);

/// True when nfc() would return the same text. Must be given well-formed UTF-8.
bool is_nfc(std::string_view text);

/// Normalization Form C (UAX 15). Text that is not well-formed UTF-8 throws Failure `not_utf8`.
std::string nfc(std::string_view text);

/// As `text`, but without what tells upper and lower case apart (UAX 44, full case folding), in NFC: for
/// comparing names. Text that is not well-formed UTF-8 throws Failure `not_utf8`.
std::string case_folded(std::string_view text);

/// The number of code points; each byte that does not belong to well-formed UTF-8 counts as one.
std::size_t code_points(std::string_view text);

/// The first character of a text that is not empty: its bytes, and the columns of a terminal that it takes:
/// two for most Chinese characters, none for what combines with the one before it. A byte that belongs to no
/// well-formed UTF-8 takes one.
struct Glyph {
    std::size_t bytes = 0, columns = 0;
};
Glyph next_glyph(std::string_view text);

/// Columns of a terminal that a text takes.
std::size_t display_width(std::string_view text);

/// A character that a text may not hold.
struct TextFault {
    std::string rule;         ///< stable id: one of those at name_fault()
    char32_t code_point = 0;  ///< the character; 0 where the bytes are no UTF-8
    std::size_t offset = 0;   ///< byte position in the text
    /// A sentence in the user's language that names the character, such as "… U+202E …".
    std::string message() const;
};

/// The first fault of a name or code: `text.utf8`, `text.control` (C0, DEL, C1), `text.line_separator`
/// (U+2028, U+2029), `text.bidi` (bidirectional controls), `text.soft_hyphen`, `text.invisible` (zero width,
/// fillers, other default ignorable or format characters), `text.tag` (U+E0000 to U+E007F),
/// `text.variation_selector` (all but ideographic ones, U+E0100 to U+E01EF, behind an ideograph),
/// `text.noncharacter`, `text.unassigned`, `text.combining` (a third combining mark in a row). Private use is
/// no fault: see rare_character().
std::optional<TextFault> name_fault(std::string_view text);

/// As name_fault() for text of several lines: line feed and tab are allowed too, carriage return is not.
std::optional<TextFault> paragraph_fault(std::string_view text);

/// The first character that a reader may not recognise and a person should see the code of: private use (rare
/// Chinese characters in old files) or an ideographic variation selector.
std::optional<char32_t> rare_character(std::string_view text);

/// Without blanks, tabs, line ends, U+00A0 and U+3000 (the full-width blank) at both ends.
std::string_view trim(std::string_view text);

/// "U+202E": at least four hexadecimal digits.
std::string code_point_name(char32_t code_point);

/// Hostile bytes, safe to show on a terminal, in a log or in a window: C0 controls, DEL and bytes that are no
/// UTF-8 as \xNN, all other characters that name_fault() refuses as ⟦U+NNNN⟧, the rest as it is. What follows
/// after `limit` code points is replaced by "…".
std::string printable(std::string_view text, std::size_t limit = 200);

}  // namespace xinbu::readers
