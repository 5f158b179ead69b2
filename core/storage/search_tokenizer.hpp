// The FTS5 tokenizer `xinbu`, and the cutting of texts it shares with to_match_query. Inside storage only.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;

namespace xinbu::storage {

/// A CJK run or a word. Positions are byte offsets into the text it was cut from.
struct SearchRun {
    struct Character {
        std::string folded;  ///< UTF-8; may be several characters for a word's ligature
        std::size_t begin = 0, end = 0;
    };
    bool is_cjk = false;
    std::vector<Character> characters;
};

/// How many characters a beginning of a word may have that is a term of its own, and the mark before it in
/// the index: no word holds it.
inline constexpr std::size_t longest_beginning = 3;
inline constexpr char beginning_mark = '\x01';
/// Before a query that asks for words that begin so: U+FDD0, which separates words and so stands in none.
inline constexpr std::string_view beginning_query = "\xEF\xB7\x90";

/// Cuts `text` into runs, in order; `use` returns false to stop. Invalid UTF-8 separates runs.
void cut_into_runs(std::string_view text, const std::function<bool(const SearchRun&)>& use);

/// Registers the tokenizer in one connection. Throws Failure.
void register_search_tokenizer(sqlite3* handle);

}  // namespace xinbu::storage
