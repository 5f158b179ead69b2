// From UTF-8 to the window and back, and the few sentences that several windows share.
#pragma once

#include <wx/string.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "xinbu/base/result.hpp"

namespace xinbu::gui {

/// For the screen. Control characters and those that reorder text are shown as U+FFFD, so that nothing a
/// record or a file name holds can pose as something else; line breaks and tabs stay.
wxString to_wx(std::string_view utf8);
std::string to_utf8(const wxString& text);

/// What failed and why, the remedy, and the details, each on a line of its own.
wxString sentences(const Error& error);
/// One detail: its message, with file, line and rule where it has them.
wxString sentence(const Detail& detail);

/// 1234567 → "1,234,567", in every language.
std::string grouped(std::uint64_t number);

}  // namespace xinbu::gui
