// Bytes and their text forms. The text forms are strict: what decodes, encodes back to the same text.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace xinbu {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
using Hash = std::array<std::uint8_t, 32>;  ///< a SHA-256 or SM3 digest

inline ByteView as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes to_bytes(ByteView view) {
    return {view.begin(), view.end()};
}
inline std::string to_text(ByteView view) {
    return std::string(as_text(view));
}

/// Lower-case hexadecimal (RFC 4648 section 8, in lower case).
std::string to_hex(ByteView bytes);
/// The bytes of lower-case hexadecimal text; nothing for odd length, upper case or other characters.
std::optional<Bytes> from_hex(std::string_view text);
/// As from_hex, for exactly 32 bytes.
std::optional<Hash> hash_from_hex(std::string_view text);

/// Standard base64 with padding (RFC 4648 section 4), no line breaks.
std::string to_base64(ByteView bytes);
/// The bytes of canonical padded base64; nothing for anything else, non-zero trailing bits included.
std::optional<Bytes> from_base64(std::string_view text);

}  // namespace xinbu
