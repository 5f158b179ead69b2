// Instants in the one form that entries and files have: YYYY-MM-DDThh:mm:ssZ.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace xinbu {

/// Seconds since 1970; nothing where the text is no instant of that form, of the years 1000 to 9999.
std::optional<std::int64_t> seconds_of(std::string_view instant);

/// "YYYY-MM-DDThh:mm:ssZ" and nothing else.
inline bool is_instant(std::string_view text) {
    return seconds_of(text).has_value();
}

}  // namespace xinbu
