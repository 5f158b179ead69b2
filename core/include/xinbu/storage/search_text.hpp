// Full-text search over Chinese and Latin text: how texts are cut into terms, and what a user typed as a
// query.
//
// Runs of Han, kana, hangul and bopomofo give overlapping pairs of characters, and their last character
// alone: so 江苏省 is indexed as 江苏, 苏省, 省, every part of it is a phrase of pairs, and one character is
// a prefix of pairs. All other letters and digits form words: compatibility forms (full width) folded, lower
// case, without marks.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace xinbu::storage {

/// What a user typed, as an expression for FTS5's MATCH on a table with `tokenize='xinbu'`: all terms must
/// occur, runs of CJK characters as they stand, the last Latin word as a prefix. Never a syntax error,
/// whatever was typed; empty where nothing can be searched (do not run MATCH then: FTS5 finds nothing for
/// it). At most 32 terms of at most 64 characters count, the rest is left out.
std::string to_match_query(std::string_view text);

/// Whether a document holds what was typed, by the same rules but without an index: for a document that is
/// not the one in the index. Nothing holds where nothing can be searched.
bool holds_search_text(std::string_view document, std::string_view typed);

/// Every term that the tokenizer makes of a document, with the place it stands at in the index, in the order
/// in which they are added.
void for_each_search_word(std::string_view text,
                          const std::function<void(std::string_view term, std::uint64_t place)>& use);

}  // namespace xinbu::storage
