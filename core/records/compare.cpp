#include <fmt/format.h>

#include <algorithm>

#include "schema.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/records/store.hpp"

namespace xinbu::records {

namespace {

constexpr std::size_t most_differences = 20;

std::string name_of_row(const storage::Statement& row, bool by_id) {
    const int column = by_id && row.columns() > 1 ? 1 : 0;
    const ByteView cell = row.blob(column);
    const bool plain =
        std::ranges::all_of(cell, [](std::uint8_t byte) { return byte >= 0x20 && byte != 0x7F; });
    return plain && cell.size() <= 200 ? to_text(cell)
                                       : to_hex(cell.first(std::min<std::size_t>(cell.size(), 16)));
}

bool equal_rows(const storage::Statement& a, const storage::Statement& b) {
    for (int column = 0; column < a.columns(); ++column)
        if (a.is_null(column) != b.is_null(column) || !std::ranges::equal(a.blob(column), b.blob(column)))
            return false;
    return true;
}

bool equal_keys(const storage::Statement& a, const storage::Statement& b) {
    return std::ranges::equal(a.blob(0), b.blob(0));
}

}  // namespace

std::vector<Difference> compare_table(storage::Database& stored, storage::Database& expected,
                                      const Store::DerivedTable& table) {
    std::vector<Difference> differences;
    const std::string select = sql::select_whole(table.name, table.order_by);
    storage::Statement have = stored.prepare(select), want = expected.prepare(select);
    const bool by_id = table.name == "record";
    while (differences.size() < most_differences) {
        const bool more = have.step(), wanted = want.step();
        if (!more && !wanted) break;
        if (more != wanted || have.columns() != want.columns() || !equal_keys(have, want)) {
            const bool surplus =
                more && (!wanted || std::ranges::lexicographical_compare(have.blob(0), want.blob(0)));
            differences.push_back(
                {name_of_row(surplus ? have : want, by_id),
                 surplus ? tr("this row follows from no entry; rows behind it were not compared")
                         : tr("this row is missing; rows behind it were not compared")});
            break;
        }
        if (!equal_rows(have, want))
            differences.push_back({name_of_row(have, by_id), tr("it is not what the entries say")});
    }
    return differences;
}

namespace {

/// Runs the same select on both and names the first row that differs.
void compare_rows(storage::Database& stored, storage::Database& expected, std::string_view select,
                  std::string_view what, std::vector<Difference>& differences) {
    storage::Statement have = stored.prepare(select), want = expected.prepare(select);
    while (true) {
        const bool more = have.step(), wanted = want.step();
        if (!more && !wanted) return;
        if (more == wanted && equal_rows(have, want)) continue;
        const storage::Statement& row = wanted ? want : have;
        differences.push_back(
            {fmt::format("{} {}", what, name_of_row(row, false)), tr("it is not what the entries say")});
        return;
    }
}

void open_words(storage::Database& database) {
    database.execute(sql::allow_own_tables);  // this one is no part of the file
    database.execute(sql::create_words);
    if (database.is_read_only()) database.execute(sql::forbid_writing);
}

}  // namespace

std::vector<Difference> compare_search(storage::Database& stored, storage::Database& expected) {
    std::vector<Difference> differences;
    compare_rows(stored, expected, sql::select_text_lengths, "record", differences);
    open_words(stored);
    open_words(expected);
    compare_rows(stored, expected, sql::select_words, "word", differences);
    return differences;
}

}  // namespace xinbu::records
