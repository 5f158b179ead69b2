// JSON, read strictly and written canonically (RFC 8259, RFC 8785). Every document of ours and of others
// passes here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "xinbu/base/result.hpp"
#include "xinbu/plugin/value.hpp"

namespace xinbu::json {

enum class Profile {
    /// What is signed: the text must be its own canonical form, at most 65,535 bytes, depth at most 16,
    /// integers of at most 53 bits, ASCII member names.
    entry,
    /// Any other document: depth at most 64, white space allowed; numbers that an entry cannot hold become a
    /// Decimal.
    document,
};

/// Strict in both profiles: valid UTF-8 without byte order mark, no duplicate member, no lone surrogate, no
/// U+0000, no comment, no trailing comma, nothing behind the value. Code `bad_json` (category invalid) with
/// one detail whose rule is one of `json.syntax`, `json.encoding`, `json.duplicate`, `json.depth`,
/// `json.number`, `json.name`, `json.size`, `json.canonical`, `json.nul`; the message names the byte offset,
/// `line` the line.
Result<plugin::Value> parse(std::string_view text, Profile profile);

/// Whether parse() would take `text` as an entry, found without building a value.
bool check_canonical(std::string_view text);

/// A member of an object that stays text: views into it.
struct TopMember {
    std::string_view name;  ///< as it stands between its quotes
    std::string_view raw;   ///< the canonical text of its value
};

/// Checks as check_canonical() does that `text` is canonical, and that the whole is an object; fills
/// `members` with its members, in order. False, and `members` empty, where it is not. For many texts one
/// after another: `members` keeps its memory.
bool canonical_members(std::string_view text, std::vector<TopMember>& members);

/// RFC 8785 text of a value: members sorted by UTF-16 code units, no white space. Throws Failure `bad_json`
/// for a Decimal and for an integer beyond 53 bits.
std::string canonical(const plugin::Value& value);
/// The same, behind what `out` holds.
void append_canonical(std::string& out, const plugin::Object& object);
void append_canonical(std::string& out, std::string_view text);

/// JSON text for output that nobody signs: as canonical(), but a Decimal stands as it was written.
std::string text(const plugin::Value& value);

}  // namespace xinbu::json
