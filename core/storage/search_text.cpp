#include "xinbu/storage/search_text.hpp"

#include <algorithm>
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

bool holds_search_text(std::string_view document, std::string_view typed) {
    struct Run {
        bool is_cjk = false;
        std::string folded;
    };
    const auto runs_of = [](std::string_view text, std::size_t most) {
        std::vector<Run> runs;
        cut_into_runs(text, [&](const SearchRun& run) {
            Run& one = runs.emplace_back(Run{run.is_cjk, {}});
            for (const auto& character : run.characters) one.folded += character.folded;
            return runs.size() < most;
        });
        return runs;
    };
    const std::vector<Run> wanted = runs_of(typed, most_terms), held = runs_of(document, SIZE_MAX);
    const auto last_word =
        std::find_if(wanted.rbegin(), wanted.rend(), [](const Run& run) { return !run.is_cjk; });
    return !wanted.empty() && std::ranges::all_of(wanted, [&](const Run& run) {
        const bool is_prefix = last_word != wanted.rend() && &run == &*last_word;
        return std::ranges::any_of(held, [&](const Run& one) {
            if (one.is_cjk != run.is_cjk) return false;
            if (run.is_cjk) return one.folded.find(run.folded) != std::string::npos;
            return is_prefix ? one.folded.starts_with(run.folded) : one.folded == run.folded;
        });
    });
}

}  // namespace xinbu::storage
