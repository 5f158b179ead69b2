// The quick answers about texts that a million drafts ask for.
#pragma once

#include <algorithm>
#include <string_view>

namespace xinbu::host {

/// Printable ASCII: its own NFC, and free of everything that names may not hold.
inline bool is_plain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
}

}  // namespace xinbu::host
