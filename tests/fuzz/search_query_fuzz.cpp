// Texts to be indexed and texts that a user types: never a syntax error of FTS5, and a text is found by
// itself. Run it with -detect_leaks=0: the database stays open between inputs, in memory of SQLCipher that
// the search for leaks does not see.
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "xinbu/storage/database.hpp"
#include "xinbu/storage/search_text.hpp"

using namespace xinbu;

namespace {

storage::Database open_index() {
    const auto file =
        std::filesystem::temp_directory_path() / ("xinbu-search-fuzz-" + std::to_string(::getpid()) + ".db");
    const crypto::Secret key(ByteView(Bytes(32, 1)));
    auto database = storage::Database::open(file, key, storage::Mode::scratch);
    database.execute("CREATE VIRTUAL TABLE t USING fts5(body, tokenize='xinbu')");
    return database;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static storage::Database database = open_index();
    const std::string_view text = as_text({data, size});
    const std::string query = storage::to_match_query(text);
    if (query.empty()) return 0;
    database.cached("DELETE FROM t").run();
    database.cached("INSERT INTO t(rowid, body) VALUES(1, ?)").bind(1, text).run();
    auto& search = database.cached("SELECT rowid FROM t WHERE t MATCH ?").bind(1, std::string_view(query));
    if (!search.step()) std::abort();
    search.reset();
    return 0;
}
