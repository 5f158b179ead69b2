#include "replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <variant>
#include <vector>

#include "../../core/records/fields.hpp"
#include "measure.hpp"
#include "workshop.hpp"
#include "xinbu/ledger/entry.hpp"

namespace xinbu::bench {

namespace {

using Cell = std::variant<std::monostate, std::int64_t, std::string, Bytes>;
using Cells = std::vector<Cell>;

Cells cells_of(const storage::Statement& row, int columns) {
    Cells cells;
    cells.reserve(static_cast<std::size_t>(columns));
    for (int column = 0; column < columns; ++column) {
        if (row.is_null(column)) {
            cells.emplace_back();
        } else if (row.is_integer(column)) {
            cells.emplace_back(row.integer(column));
        } else if (row.is_text(column)) {
            cells.emplace_back(std::string(row.text(column)));
        } else {
            cells.emplace_back(to_bytes(row.blob(column)));
        }
    }
    return cells;
}

void bind(storage::Statement& statement, const Cells& cells) {
    int parameter = 0;
    for (const Cell& cell : cells) {
        ++parameter;
        if (const auto* number = std::get_if<std::int64_t>(&cell)) {
            statement.bind(parameter, *number);
        } else if (const auto* text = std::get_if<std::string>(&cell)) {
            statement.bind(parameter, std::string_view(*text));
        } else if (const auto* blob = std::get_if<Bytes>(&cell)) {
            statement.bind(parameter, ByteView(*blob));
        } else {
            statement.bind(parameter, nullptr);
        }
    }
}

/// How the rows of a table belong to entries: its last column says to which, in that order.
struct Plan {
    std::string table;
    std::string select;
    bool by_first_column = false;  ///< within a batch, as an index is filled
};

bool is_rows_of_records(const std::string& table) {
    return table.starts_with("t_") || table == "record" || table == "record_entry" ||
           table == "record_reference";
}
/// Few rows that no import adds to, or that are counters: all of them go in at once.
bool is_small(const std::string& table) {
    return table == "ledger_authority" || table == "ledger_checkpoint" || table == "ledger_secret" ||
           table == "record_kind" || table == "corrected" || table == "derived_from";
}

/// The rows of one table, batch after batch.
class Feed {
public:
    Feed(storage::Database& source, storage::Database& target, Plan plan)
        : plan_(std::move(plan)), select_(source.prepare(plan_.select)) {
        columns_ = select_.columns() - 1;
        std::string parameters = "?1";
        for (int column = 2; column <= columns_; ++column) parameters += fmt::format(", ?{}", column);
        insert_.emplace(
            target.prepare(fmt::format("INSERT INTO \"{}\" VALUES({})", plan_.table, parameters)));
        standing_ = select_.step();
    }
    /// Reads all rows that belong to entries before `end`.
    void read(std::int64_t end) {
        rows_.clear();
        for (; standing_ && select_.integer(columns_) < end; standing_ = select_.step())
            rows_.push_back(cells_of(select_, columns_));
        if (plan_.by_first_column)
            std::ranges::sort(rows_, {}, [](const Cells& cells) { return cells.front(); });
    }
    void insert() {
        for (const Cells& cells : rows_) {
            bind(*insert_, cells);
            insert_->run();
        }
    }
    const std::vector<Cells>& rows() const { return rows_; }
    const std::string& table() const { return plan_.table; }
    bool is_done() const { return !standing_; }

private:
    Plan plan_;
    storage::Statement select_;
    std::optional<storage::Statement> insert_;
    int columns_ = 0;
    bool standing_ = false;
    std::vector<Cells> rows_;
};

Plan plan_of(const std::string& table) {
    if (table == "ledger_entry") return {table, "SELECT *, position FROM ledger_entry ORDER BY position"};
    if (table == "ledger_entry_hash")
        return {table, "SELECT *, position FROM ledger_entry_hash ORDER BY position", true};
    if (table == "ledger_commit")
        return {table, "SELECT *, first_entry + entries - 1 FROM ledger_commit ORDER BY position"};
    if (table == "ledger_node")
        return {table,
                "SELECT n.*, c.first_entry + c.entries - 1 FROM ledger_node AS n JOIN ledger_commit AS c ON "
                "c.position "
                "= ((n.place + 1) << n.level) - 1 ORDER BY c.position, n.level"};
    if (table == "record_entry") return {table, "SELECT *, entry FROM record_entry ORDER BY entry"};
    if (table == "approved_draft") return {table, "SELECT *, entry FROM approved_draft ORDER BY entry"};
    if (is_rows_of_records(table)) {
        return {table,
                fmt::format("SELECT t.*, (SELECT min(entry) FROM record_entry AS e WHERE e.rid = t.rid) FROM "
                            "\"{}\" AS t ORDER BY t.rid",
                            table)};
    }
    give_up("schema", "the bench does not know how the rows of the table " + table + " are made");
}

/// The searchable text of the records of some entries: it is stored nowhere, so it is derived again.
struct Texts {
    std::vector<std::pair<std::int64_t, std::string>> rows;

    void read(const host::Catalogue& catalogue, const std::vector<Cells>& records,
              const std::vector<Cells>& entries, std::int64_t first_entry) {
        rows.clear();
        for (const Cells& record : records) {
            const auto* rid = std::get_if<std::int64_t>(&record.front());
            const auto* position = std::get_if<std::int64_t>(&record.back());
            if (rid == nullptr || position == nullptr || *position < first_entry ||
                static_cast<std::size_t>(*position - first_entry) >= entries.size())
                give_up("registry", "a record is not the fold of one entry of its batch");
            const auto& bytes =
                std::get<Bytes>(entries[static_cast<std::size_t>(*position - first_entry)].back());
            const ledger::Entry entry = take(ledger::decode_entry(bytes));
            plugin::Record folded;
            folded.id = entry.record;
            catalogue.fold(plugin::Entry{entry.type, entry.record, entry.effective, entry.data}, folded);
            const std::string_view name = std::string_view(entry.record).substr(0, entry.record.find('/'));
            rows.emplace_back(*rid, records::derive(catalogue.record_type(name), folded).text);
        }
    }
};

void copy_whole(storage::Database& source, storage::Database& target, const std::string& table) {
    storage::Statement select = source.prepare(fmt::format("SELECT * FROM \"{}\"", table));
    std::optional<storage::Statement> insert;
    while (select.step()) {
        const Cells cells = cells_of(select, select.columns());
        if (!insert) {
            std::string parameters = "?1";
            for (std::size_t i = 2; i <= cells.size(); ++i) parameters += fmt::format(", ?{}", i);
            insert.emplace(
                target.prepare(fmt::format("INSERT OR REPLACE INTO \"{}\" VALUES({})", table, parameters)));
        }
        bind(*insert, cells);
        insert->run();
    }
}

/// The tables of the schema that are replayed, once made in the target.
std::vector<std::string> make_schema(storage::Database& source, storage::Database& target,
                                     bool with_records) {
    const auto schema = source.schema();
    std::vector<std::string> tables, virtual_tables;
    for (const auto& object : schema)
        if (object.type == "table" && object.sql.starts_with("CREATE VIRTUAL TABLE"))
            virtual_tables.push_back(object.name);
    const auto is_shadow = [&](const std::string& name) {
        return std::ranges::any_of(virtual_tables,
                                   [&](const std::string& one) { return name.starts_with(one + "_"); });
    };
    for (const char* type : {"table", "index"})
        for (const auto& object : schema) {
            // Keys of persons, of whom these entries name none; and who read what, which is no import.
            if (object.name.starts_with("subject_") || object.name.starts_with("read_log")) continue;
            const bool of_ledger = object.name.starts_with("ledger_");
            if (object.type != type || is_shadow(object.name) || object.sql.empty() ||
                (!of_ledger && !with_records))
                continue;
            target.execute(object.sql);
            if (object.type == "table" &&
                std::ranges::find(virtual_tables, object.name) == virtual_tables.end())
                tables.push_back(object.name);
        }
    if (!with_records) return tables;
    for (const std::string& name : virtual_tables) {
        if (name != "record_text") give_up("schema", "the bench does not know the table " + name);
        storage::Statement options =
            source.prepare("SELECT k, v FROM record_text_config WHERE k <> 'version'");
        while (options.step())
            target.prepare("INSERT INTO record_text(record_text, rank) VALUES(?1, ?2)")
                .bind_all(options.text(0), options.integer(1))
                .run();
    }
    return tables;
}

}  // namespace

Replay replay(storage::Database& source, const storage::CipherSettings& cipher,
              const std::filesystem::path& file, std::uint64_t first, const host::Catalogue* catalogue) {
    storage::Database target =
        storage::Database::open(file, crypto::random_secret(32), storage::Mode::create, cipher);
    std::vector<Feed> feeds;
    std::vector<std::string> small;
    {
        storage::Transaction transaction(target);
        // In the order in which the program fills them.
        std::vector<std::string> tables = make_schema(source, target, catalogue != nullptr);
        const std::vector<std::string> order{"ledger_entry", "ledger_entry_hash", "record", "record_entry",
                                             "record_reference"};
        std::ranges::stable_sort(tables, {}, [&](const std::string& table) {
            return std::ranges::find(order, table) - order.begin();
        });
        for (const std::string& table : tables) {
            if (is_small(table)) {
                copy_whole(source, target, table);
            } else {
                feeds.emplace_back(source, target, plan_of(table));
            }
        }
        transaction.commit();
    }
    const auto feed_of = [&](std::string_view table) -> const Feed& {
        return *std::ranges::find(feeds, table, &Feed::table);
    };
    std::optional<storage::Statement> insert_text, count_records;
    if (catalogue != nullptr) {
        insert_text.emplace(target.prepare("INSERT INTO record_text(rowid, body) VALUES(?1, ?2)"));
        count_records.emplace(
            target.prepare("UPDATE record_kind SET records = ?1, last_effective = last_effective "
                           "WHERE kind = 'trademark'"));
    }
    Replay result;
    Texts texts;
    bool timed = false;
    std::int64_t begin = 0, end = static_cast<std::int64_t>(first);
    do {
        for (Feed& feed : feeds) feed.read(end);
        if (catalogue != nullptr && timed) {
            texts.read(*catalogue, feed_of("record").rows(), feed_of("ledger_entry").rows(), begin);
            if (texts.rows.size() != feed_of("ledger_entry").rows().size())
                give_up("registry", "an entry of the import made no record");
        }
        const double seconds = seconds_of([&] {
            storage::Transaction transaction(target);
            for (Feed& feed : feeds) feed.insert();
            for (const auto& [rid, text] : texts.rows) insert_text->bind_all(rid, text).run();
            if (count_records) count_records->bind_all(end).run();
            transaction.commit();
        });
        if (timed) {
            result.seconds += seconds;
            result.entries += feed_of("ledger_entry").rows().size();
        }
        timed = true;
        begin = end;
        end += static_cast<std::int64_t>(commit_entries);
    } while (!feed_of("ledger_entry").is_done());
    return result;
}

}  // namespace xinbu::bench
