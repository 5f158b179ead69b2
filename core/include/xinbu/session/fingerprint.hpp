// Fingerprints of registries as people pass them on: read out on the telephone, typed, scanned.
#pragma once

#include <string>
#include <string_view>

#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"

namespace xinbu::session {

/// A word for each byte, and one more that shows whether one of them was misheard or two changed places:
/// English nouns with blanks between, or Chinese characters of which no two are read alike, also by who says
/// z for zh, l for n, or n for ng; in groups of four.
enum class Words { english, chinese };
std::string fingerprint_words(const Hash& fingerprint, Words words);
/// In the language of the program.
std::string fingerprint_words(const Hash& fingerprint);

/// A fingerprint in any of its forms: 64 hexadecimal digits, with or without blanks between, words of either
/// language, or what a scanner reads from its QR code. Code `bad_fingerprint` (usage), which says which word
/// is none.
Result<Hash> read_fingerprint(std::string_view text);

/// Its QR code, which holds "<origin> fingerprint=<hex>" as the codes on paper hold what they are about, as a
/// picture in the format that the file's name ends with: `.svg` or `.png`. Code `unknown_format` (usage).
Result<Bytes> fingerprint_picture(const std::string& origin, const Hash& fingerprint,
                                  std::string_view file_name);

}  // namespace xinbu::session
