#include "xinbu/storage/tables.hpp"

#include <array>
#include <set>
#include <vector>

namespace xinbu::storage {

namespace {

enum class Kind { word, quoted, literal, other };

/// A piece of a statement; all pieces together are the statement.
struct Piece {
    Kind kind = Kind::other;
    std::string_view text;
};

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::vector<Piece> pieces_of(std::string_view sql) {
    std::vector<Piece> pieces;
    while (!sql.empty()) {
        std::size_t end = 1;
        Kind kind = Kind::other;
        if (is_word(sql.front())) {
            kind = Kind::word;
            while (end < sql.size() && is_word(sql[end])) ++end;
        } else if (sql.front() == '"' || sql.front() == '\'') {
            // A doubled mark inside makes two pieces of what is one: the second begins where the first ends.
            kind = sql.front() == '"' ? Kind::quoted : Kind::literal;
            end = std::min(sql.find(sql.front(), 1), sql.size() - 1) + 1;
        }
        pieces.push_back({kind, sql.substr(0, end)});
        sql.remove_prefix(end);
    }
    return pieces;
}

bool is_blank(const Piece& piece) {
    return piece.text == " " || piece.text == "\n";
}

/// The next piece behind `at` that is no blank; the end where there is none.
std::size_t behind(const std::vector<Piece>& pieces, std::size_t at) {
    do ++at;
    while (at < pieces.size() && is_blank(pieces[at]));
    return at;
}

bool announces_name(std::string_view word) {
    constexpr std::array<std::string_view, 8> words{"FROM",  "JOIN",  "INTO", "UPDATE",
                                                    "TABLE", "INDEX", "ON",   "BY"};
    for (const std::string_view one : words)
        if (one == word) return true;
    return false;
}

/// Words in capitals are keywords: no table has such a name.
bool is_keyword(std::string_view word) {
    for (const char c : word)
        if (c >= 'a' && c <= 'z') return false;
    return true;
}

std::set<std::string_view> names_in(const std::vector<Piece>& pieces) {
    std::set<std::string_view> names;
    const auto text_at = [&](std::size_t at) { return at < pieces.size() ? pieces[at].text : ""; };
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (pieces[i].kind != Kind::word || !announces_name(pieces[i].text)) continue;
        std::size_t at = behind(pieces, i);
        while (text_at(at) == "IF" || text_at(at) == "NOT" || text_at(at) == "EXISTS")
            at = behind(pieces, at);
        // Behind the name of a schema; of a join the ON names a table and its column.
        if (text_at(at + 1) == "." && pieces[i].text != "ON") at += 2;
        if (at >= pieces.size() || (pieces[at].kind != Kind::word && pieces[at].kind != Kind::quoted))
            continue;
        if (pieces[at].kind == Kind::word && is_keyword(pieces[at].text)) continue;
        // ORDER BY names columns, INDEXED BY an index.
        if (pieces[i].text == "BY" && (i < 2 || pieces[i - 2].text != "INDEXED")) continue;
        names.insert(pieces[at].text);
    }
    return names;
}

}  // namespace

std::string with_prefix(std::string_view sql, std::string_view prefix) {
    constexpr std::string_view automatic = "sqlite_autoindex_";
    const std::vector<Piece> pieces = pieces_of(sql);
    const std::set<std::string_view> names = names_in(pieces);
    std::string text;
    bool in_vocabulary = false;  // fts5vocab(schema, table, …) names its table in a literal
    for (const Piece& piece : pieces) {
        if (piece.kind == Kind::word && piece.text == "fts5vocab") in_vocabulary = true;
        if (piece.kind == Kind::literal && in_vocabulary && piece.text != "'main'") {
            text += "'" + std::string(prefix) + std::string(piece.text.substr(1));
            in_vocabulary = false;
        } else if (!names.contains(piece.text)) {
            text += piece.text;
        } else if (piece.kind == Kind::quoted) {
            text += '"' + std::string(prefix) + std::string(piece.text.substr(1));
        } else if (piece.text.starts_with(automatic)) {
            text += std::string(automatic) + std::string(prefix) +
                    std::string(piece.text.substr(automatic.size()));
        } else {
            text += std::string(prefix) + std::string(piece.text);
        }
    }
    return text;
}

Tables::Tables(Database& database, std::string prefix)
    : database_(&database),
      prefix_(std::move(prefix)),
      renamed_(std::make_shared<std::map<std::string, std::string, std::less<>>>()) {}

std::string_view Tables::named(std::string_view sql) {
    if (prefix_.empty()) return sql;
    auto found = renamed_->find(sql);
    if (found == renamed_->end())
        found = renamed_->emplace(std::string(sql), with_prefix(sql, prefix_)).first;
    return found->second;
}

}  // namespace xinbu::storage
