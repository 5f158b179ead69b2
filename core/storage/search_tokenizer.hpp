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

/// Cuts `text` into runs, in order; `use` returns false to stop. Invalid UTF-8 separates runs.
void cut_into_runs(std::string_view text, const std::function<bool(const SearchRun&)>& use);

/// Registers the tokenizer in one connection. Throws Failure.
void register_search_tokenizer(sqlite3* handle);

}  // namespace xinbu::storage
