#include "search_tokenizer.hpp"

#include <sqlcipher/sqlite3.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <new>

#include "sqlite_error.hpp"
#include "xinbu/base/result.hpp"

namespace xinbu::storage {
namespace {

using CodePoint = utf8proc_int32_t;

struct Range {
    CodePoint first, last;
};

/// What is written without spaces between words. Marks and punctuation inside are sorted out by category
/// before.
constexpr Range cjk_ranges[] = {
    {0x1100, 0x11ff},    // hangul, conjoining
    {0x2e80, 0x2fd5},    // radicals
    {0x3005, 0x3007},    // 々〆〇
    {0x3021, 0x3035},    // Hangzhou numerals, kana repeat marks
    {0x3038, 0x303c},    // further numerals, marks
    {0x3041, 0x318f},    // kana, bopomofo, hangul for compatibility
    {0x31a0, 0x31bf},    // bopomofo
    {0x31f0, 0x31ff},    // kana
    {0x3400, 0x4dbf},    // Han
    {0x4e00, 0x9fff},    // Han
    {0xa960, 0xa97f},    // hangul, conjoining
    {0xac00, 0xd7ff},    // hangul
    {0xf900, 0xfaff},    // Han for compatibility
    {0xff66, 0xffdc},    // kana and hangul of half width
    {0x1aff0, 0x1b16f},  // kana
};
/// Planes of Han alone; what a later Unicode assigns there (rare names) needs no new table.
constexpr Range han_planes{0x20000, 0x3fffd};
/// Han characters by another code, which Unicode calls symbols.
constexpr Range radicals{0x2e80, 0x2fd5};

bool lies_in(CodePoint point, Range range) {
    return point >= range.first && point <= range.last;
}

bool is_cjk(CodePoint point) {
    if (lies_in(point, han_planes)) return true;
    return std::ranges::any_of(cjk_ranges, [point](Range range) { return lies_in(point, range); });
}

bool is_plain_han(CodePoint point) {
    return lies_in(point, {0x4e00, 0x9fff}) || lies_in(point, {0x3400, 0x4dbf});
}

bool is_ascii_alphanumeric(CodePoint point) {
    return lies_in(point, {'0', '9'}) || lies_in(point, {'a', 'z'}) || lies_in(point, {'A', 'Z'});
}

enum class Kind { separator, ignored, content };

Kind kind_of(CodePoint point) {
    if (lies_in(point, han_planes) || lies_in(point, radicals)) return Kind::content;
    switch (utf8proc_category(point)) {
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LL:
        case UTF8PROC_CATEGORY_LT:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_LO:
        case UTF8PROC_CATEGORY_ND:
        case UTF8PROC_CATEGORY_NL:
        case UTF8PROC_CATEGORY_NO:
            return Kind::content;
        case UTF8PROC_CATEGORY_MN:
        case UTF8PROC_CATEGORY_MC:
        case UTF8PROC_CATEGORY_ME:
        case UTF8PROC_CATEGORY_CF:
            return Kind::ignored;  // accents, variation selectors, soft hyphens: inside a run, not between
                                   // two
        default:
            return Kind::separator;
    }
}

/// Parts of one character that Unicode can also write as one code point: voicing of kana, vowels and finals
/// of hangul.
bool completes_cjk(CodePoint point) {
    return lies_in(point, {0x3099, 0x309a}) || lies_in(point, {0xff9e, 0xff9f}) ||
           lies_in(point, {0x1160, 0x11ff}) || lies_in(point, {0xd7b0, 0xd7fb});
}

/// Reads the text code point by code point; a byte that is no UTF-8 is a code point -1.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) { advance(); }
    bool at_end() const { return begin_ == text_.size(); }
    CodePoint point() const { return point_; }
    std::size_t begin() const { return begin_; }
    std::size_t end() const { return end_; }
    void advance() {
        begin_ = end_;
        if (at_end()) return;
        const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text_.data()) + begin_;
        const utf8proc_ssize_t used =
            utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text_.size() - begin_), &point_);
        if (used <= 0) point_ = -1;
        end_ = begin_ + static_cast<std::size_t>(std::max<utf8proc_ssize_t>(used, 1));
    }

private:
    std::string_view text_;
    std::size_t begin_ = 0, end_ = 0;
    CodePoint point_ = -1;
};

/// A few code points that are one character, and what folding makes of them.
class Cluster {
public:
    void add(CodePoint point) {
        if (size_ < points_.size()) points_[size_++] = point;
    }

    /// Compatibility forms folded, lower case, marks stripped or composed; letters and digits only.
    std::string folded(bool strip_marks) const {
        const int way = strip_marks ? UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK : UTF8PROC_COMPOSE;
        const auto options =
            static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | way);
        std::array<CodePoint, 64> out{};
        utf8proc_ssize_t count = 0;
        int boundary = 0;
        for (std::size_t index = 0; index < size_; ++index) {
            const auto room = static_cast<utf8proc_ssize_t>(out.size()) - count;
            const utf8proc_ssize_t more =
                utf8proc_decompose_char(points_[index], out.data() + count, room, options, &boundary);
            if (more < 0 || more > room) return {};
            count += more;
        }
        count = utf8proc_normalize_utf32(out.data(), count, options);
        std::string text;
        for (utf8proc_ssize_t index = 0; index < count; ++index) {
            const CodePoint point = out[static_cast<std::size_t>(index)];
            if (kind_of(point) == Kind::content) append(text, point);
        }
        return text;
    }

private:
    static void append(std::string& text, CodePoint point) {
        std::array<utf8proc_uint8_t, 4> bytes{};
        const utf8proc_ssize_t size = utf8proc_encode_char(point, bytes.data());
        text.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(size));
    }

    std::array<CodePoint, 3> points_{};
    std::size_t size_ = 0;
};

bool begins_with_cjk(std::string_view folded) {
    return is_cjk(Reader(folded).point());
}

struct Folded {
    SearchRun::Character character;
    bool is_cjk = false;
};

/// The character that begins where `reader` stands; the reader moves behind it. Empty where nothing is left
/// of it.
Folded fold_next(Reader& reader, std::string_view text) {
    const CodePoint point = reader.point();
    Folded result;
    result.character.begin = reader.begin();
    result.character.end = reader.end();
    const std::string_view bytes = text.substr(reader.begin(), reader.end() - reader.begin());
    reader.advance();
    if (is_ascii_alphanumeric(point)) {
        result.character.folded = static_cast<char>(lies_in(point, {'A', 'Z'}) ? point - 'A' + 'a' : point);
        return result;
    }
    if (is_plain_han(point)) {
        result.character.folded = bytes;
        result.is_cjk = true;
        return result;
    }
    Cluster cluster;
    cluster.add(point);
    if (is_cjk(point)) {
        for (int more = 0; more < 2 && !reader.at_end() && completes_cjk(reader.point()); ++more) {
            cluster.add(reader.point());
            result.character.end = reader.end();
            reader.advance();
        }
    }
    result.character.folded = cluster.folded(false);
    result.is_cjk = begins_with_cjk(result.character.folded);
    if (!result.is_cjk) result.character.folded = cluster.folded(true);
    return result;
}

// ---- FTS5 ----

struct Sink {
    void* context;
    int flags;
    int (*token)(void*, int, const char*, int, int, int);
    int result = SQLITE_OK;

    bool is_query() const { return (flags & FTS5_TOKENIZE_QUERY) != 0; }
    bool put(std::string_view term, std::size_t begin, std::size_t end, bool same_place = false) {
        result = token(context, same_place ? FTS5_TOKEN_COLOCATED : 0, term.data(),
                       static_cast<int>(term.size()), static_cast<int>(begin), static_cast<int>(end));
        return result == SQLITE_OK;
    }
};

/// A word, and in a document its first one, two and three characters as terms of their own: who has typed so
/// much of a word asks for one term, where a prefix would ask for thousands.
bool put_word(Sink& sink, const SearchRun& run) {
    const std::size_t begin = run.characters.front().begin, end = run.characters.back().end;
    std::string word;
    for (const auto& character : run.characters) word += character.folded;
    if (!sink.put(word, begin, end)) return false;
    if (sink.is_query()) return true;
    std::string beginning(1, beginning_mark);
    for (std::size_t i = 0; i < run.characters.size() && i < longest_beginning; ++i) {
        beginning += run.characters[i].folded;
        if (!sink.put(beginning, begin, end, true)) return false;
    }
    return true;
}

/// The query for words that begin so.
bool put_beginning(Sink& sink, const SearchRun& run) {
    std::string beginning(1, beginning_mark);
    for (const auto& character : run.characters) beginning += character.folded;
    return sink.put(beginning, run.characters.front().begin, run.characters.back().end);
}

bool put_pairs(Sink& sink, const SearchRun& run) {
    const auto& characters = run.characters;
    std::string pair;
    for (std::size_t index = 0; index + 1 < characters.size(); ++index) {
        pair = characters[index].folded;
        pair += characters[index + 1].folded;
        if (!sink.put(pair, characters[index].begin, characters[index + 1].end)) return false;
    }
    // In a query the pairs say it all, and the last character alone would ask for the end of a run.
    if (sink.is_query() && characters.size() > 1) return true;
    return sink.put(characters.back().folded, characters.back().begin, characters.back().end);
}

int tokenize(Fts5Tokenizer*, void* context, int flags, const char* text, int size,
             int (*token)(void*, int, const char*, int, int, int)) {
    if (text == nullptr || size <= 0) return SQLITE_OK;
    try {
        Sink sink{context, flags, token};
        std::string_view all(text, static_cast<std::size_t>(size));
        const bool is_beginning = sink.is_query() && all.starts_with(beginning_query);
        if (is_beginning) all.remove_prefix(beginning_query.size());
        cut_into_runs(all, [&](const SearchRun& run) {
            if (run.is_cjk) return put_pairs(sink, run);
            return is_beginning ? put_beginning(sink, run) : put_word(sink, run);
        });
        return sink.result == SQLITE_DONE ? SQLITE_OK : sink.result;
    } catch (const std::bad_alloc&) {
        return SQLITE_NOMEM;
    } catch (...) {
        return SQLITE_ERROR;
    }
}

int create_tokenizer(void*, const char**, int arguments, Fts5Tokenizer** out) {
    // It has no state: any address that is not null tells FTS5 that there is one.
    static char nothing = 0;
    *out = reinterpret_cast<Fts5Tokenizer*>(&nothing);
    return arguments == 0 ? SQLITE_OK : SQLITE_ERROR;
}

fts5_api* fts5_of(sqlite3* handle) {
    fts5_api* api = nullptr;
    sqlite3_stmt* statement = nullptr;
    int result = sqlite3_prepare_v2(handle, "SELECT fts5(?1)", -1, &statement, nullptr);
    if (result == SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
        sqlite3_step(statement);
        result = sqlite3_finalize(statement);
    }
    if (result != SQLITE_OK) throw_sqlite(handle, result);
    if (api == nullptr) {
        throw Failure(Category::internal, "no_fts5", "database", "the SQLCipher library has no FTS5");
    }
    return api;
}

}  // namespace

void cut_into_runs(std::string_view text, const std::function<bool(const SearchRun&)>& use) {
    constexpr std::size_t longest_run = 64 * 1024;  // bounds memory; no text of a person comes near
    SearchRun run;
    const auto flush = [&] {
        const bool go_on = run.characters.empty() || use(run);
        run.characters.clear();
        return go_on;
    };
    Reader reader(text);
    while (!reader.at_end()) {
        const Kind kind = reader.point() < 0 ? Kind::separator : kind_of(reader.point());
        if (kind != Kind::content) {
            reader.advance();
            if (kind == Kind::separator && !flush()) return;
            continue;
        }
        Folded next = fold_next(reader, text);
        if (next.character.folded.empty()) {
            if (!flush()) return;
            continue;
        }
        if ((next.is_cjk != run.is_cjk || run.characters.size() == longest_run) && !flush()) return;
        run.is_cjk = next.is_cjk;
        run.characters.push_back(std::move(next.character));
    }
    flush();
}

void for_each_search_word(std::string_view text,
                          const std::function<void(std::string_view, std::uint64_t)>& use) {
    struct Counter {
        const std::function<void(std::string_view, std::uint64_t)>& use;
        std::uint64_t words = 0;
    } counter{use};
    const auto count = [](void* context, int flags, const char* term, int size, int, int) {
        auto& self = *static_cast<Counter*>(context);
        if ((flags & FTS5_TOKEN_COLOCATED) == 0) ++self.words;
        self.use({term, static_cast<std::size_t>(size)}, self.words - 1);
        return SQLITE_OK;
    };
    if (tokenize(nullptr, &counter, FTS5_TOKENIZE_DOCUMENT, text.data(), static_cast<int>(text.size()),
                 count) == SQLITE_NOMEM)
        throw std::bad_alloc();
}

void register_search_tokenizer(sqlite3* handle) {
    fts5_tokenizer tokenizer{create_tokenizer, [](Fts5Tokenizer*) {}, tokenize};
    fts5_api* api = fts5_of(handle);
    if (const int result = api->xCreateTokenizer(api, "xinbu", nullptr, &tokenizer, nullptr);
        result != SQLITE_OK) {
        throw_sqlite(handle, result);
    }
}

}  // namespace xinbu::storage
