#include "xinbu/storage/search_text.hpp"

#include <optional>
#include <vector>

#include "search_tokenizer.hpp"

namespace xinbu::storage {
namespace {

constexpr std::size_t most_terms = 32;
constexpr std::size_t longest_term = 64;

struct Term {
    std::string_view text;  // a slice of what was typed: the tokenizer folds it as it folded the documents
    bool is_prefix = false;
    bool is_beginning = false;  // short enough to be a term of its own
};

Term term_of(const SearchRun& run, std::string_view text) {
    const auto& characters = run.characters;
    const bool is_cut = characters.size() > longest_term;
    const std::size_t count = is_cut ? longest_term : characters.size();
    const std::size_t begin = characters.front().begin;
    Term term;
    term.text = text.substr(begin, characters[count - 1].end - begin);
    term.is_beginning = !run.is_cjk && count <= longest_beginning;
    // One character is the beginning of a pair; of a word that was cut only the beginning is known.
    term.is_prefix = run.is_cjk ? count == 1 : is_cut;
    return term;
}

}  // namespace

std::string to_match_query(std::string_view text) {
    std::vector<Term> terms;
    std::optional<std::size_t> last_word;
    cut_into_runs(text, [&](const SearchRun& run) {
        if (!run.is_cjk) last_word = terms.size();
        terms.push_back(term_of(run, text));
        return terms.size() < most_terms;
    });
    if (last_word) terms[*last_word].is_prefix = true;

    std::string query;
    for (const Term& term : terms) {
        if (!query.empty()) query += " AND ";
        // No quotation mark can stand inside: it would have separated two runs.
        const bool is_beginning = term.is_prefix && term.is_beginning;
        query += '"';
        if (is_beginning) query += beginning_query;
        query += term.text;
        query += term.is_prefix && !is_beginning ? "\"*" : "\"";
    }
    return query;
}

}  // namespace xinbu::storage
