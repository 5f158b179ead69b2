// What reader and writer share about the characters of a string: which stand for themselves (runs of them are
// passed eight bytes at a time), and how the others are escaped.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace xinbu::json {

/// The characters that have an escape of two characters, and behind the same index what stands behind its
/// backslash.
constexpr std::string_view escaped_shortly = "\"\\\b\t\n\f\r";
constexpr std::string_view escape_letters = "\"\\btnfr";

enum class Beyond { stops, passes };  ///< what bytes beyond ASCII do to a run

/// Whether a byte of a string stands for itself: no quote, no backslash, no control character.
template <Beyond beyond>
constexpr bool is_plain(unsigned char byte) {
    return byte >= 0x20 && byte != '"' && byte != '\\' && (beyond == Beyond::passes || byte < 0x80);
}

/// The high bit of every byte of the word that is_plain() denies. A borrow may mark more bytes, but none
/// below the first that is denied.
template <Beyond beyond>
constexpr std::uint64_t not_plain(std::uint64_t word) {
    constexpr std::uint64_t each = 0x0101010101010101, high = 0x80 * each;
    const std::uint64_t quote = word ^ (each * '"'), backslash = word ^ (each * '\\');
    const std::uint64_t marked = (word - each * 0x20) | (quote - each) | (backslash - each);
    return beyond == Beyond::passes ? marked & ~word & high : (marked | word) & high;
}

/// Where the run that begins at `at` ends: the first byte that is_plain() denies, or `end`.
template <Beyond beyond>
const char* run_end(const char* at, const char* end) {
    if constexpr (std::endian::native == std::endian::little) {
        while (end - at >= 8) {
            std::uint64_t word;
            std::memcpy(&word, at, sizeof word);
            if (const std::uint64_t marks = not_plain<beyond>(word)) return at + std::countr_zero(marks) / 8;
            at += 8;
        }
    }
    while (at != end && is_plain<beyond>(static_cast<unsigned char>(*at))) ++at;
    return at;
}

}  // namespace xinbu::json
