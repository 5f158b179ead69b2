// Records: what the entries of a ledger say, folded. All of it is derived and can be thrown away and folded
// again, to the same bytes. Not thread-safe: belongs to the thread of its Database. Everything throws
// Failure.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/base/bytes.hpp"
#include "xinbu/crypto/digest.hpp"
#include "xinbu/host/catalogue.hpp"
#include "xinbu/plugin/api.hpp"
#include "xinbu/storage/database.hpp"

namespace xinbu::records {

/// Reads the bytes of an entry of the ledger whose records these are.
using EntryReader = std::function<Bytes(std::uint64_t entry_position)>;
/// The position of the entry with that leaf hash; nothing where the ledger has none.
using EntryFinder = std::function<std::optional<std::uint64_t>(const Hash&)>;

/// A record with what a table or a person needs beside its fields.
struct StoredRecord {
    plugin::Record record;
    std::string kind;
    std::string title;
    std::uint64_t entries = 0;
};

struct Selection {
    std::string kind;
    std::vector<std::pair<std::string, std::string>> where;  ///< field (or `status`, `id`) equals text
    std::string search;
    std::string sort;  ///< empty: order of first entry
    bool descending = false;
    std::optional<plugin::Date> as_of;  ///< only entries effective on or before it count
};

/// The fold of one ledger in one database.
class Store final : public plugin::Numbering {
public:
    /// `ledger_entry` and `find_entry` are kept and called while the store lives.
    Store(storage::Database& database, const host::Catalogue& catalogue, EntryReader ledger_entry,
          EntryFinder find_entry);

    /// Creates the tables of the core and of every record type the plugins declare.
    void create_tables();
    /// Drops them all. Follow it with create_tables() and a fold of every entry.
    void drop_tables();
    /// Whether a loaded plugin declares its records differently from when the tables were made, or for the
    /// first time.
    bool is_outdated();
    /// Whether the tables hold records of a plugin that is not loaded now.
    bool has_absent_kinds();

    /// Folds one entry into its record. `bytes` are the entry as signed; `position` counts the ledger's
    /// entries from 0.
    void fold(std::uint64_t position, const plugin::Entry& entry, ByteView bytes);

    /// Whether an entry of the same content was folded before: the same canonical bytes, but for the salt.
    bool has_content(ByteView entry_bytes);

    std::optional<StoredRecord> find(std::string_view id, std::optional<plugin::Date> as_of = {});
    std::vector<StoredRecord> referring_to(std::string_view id, std::string_view kind,
                                           std::optional<plugin::Date> as_of = {});
    /// Positions of the entries about a record, in ledger order, and whether a correction took each out of
    /// the fold.
    struct EntryOfRecord {
        std::uint64_t position = 0;
        bool corrected = false;
    };
    std::vector<EntryOfRecord> entries_of(std::string_view id);

    std::uint64_t count(const Selection& selection, plugin::Date shown_on);
    /// Rows `first` and on, at most `limit`. Status is as presented on `shown_on`.
    std::vector<StoredRecord> list(const Selection& selection, plugin::Date shown_on, std::uint64_t first,
                                   std::uint64_t limit);
    /// The best matches of what was typed, over all kinds.
    std::vector<StoredRecord> search(std::string_view text, std::uint64_t limit);
    std::map<std::string, std::uint64_t> counts();

    // plugin::Numbering
    std::int64_t next(std::string_view prefix) override;
    /// Must follow every rollback: what was counted on did not happen.
    void forget_numbers();

    /// The names of the derived tables in a fixed order, with the columns that make a row unique: for
    /// comparing.
    struct DerivedTable {
        std::string name, order_by;
    };
    std::vector<DerivedTable> tables() const;

    const host::Catalogue& catalogue() const { return catalogue_; }

private:
    struct Row;
    std::optional<Row> load(std::string_view id);
    plugin::Record refold(std::string_view id, std::optional<plugin::Date> as_of);
    void apply(const plugin::Entry& entry, plugin::Record& record) const;
    void save(Row& row, const plugin::Record& before, bool is_new);
    void save_table_row(const Row& row);
    void correct(std::uint64_t position, const plugin::Entry& entry);
    StoredRecord stored(Row row) const;
    std::vector<StoredRecord> read_all(storage::Statement& statement, std::optional<plugin::Date> as_of);
    std::string title_of(const plugin::Record& record) const;
    std::string searched_text(const plugin::Record& record) const;
    std::vector<std::string> references_of(const plugin::Record& record) const;
    bool needs_evaluation(const Selection& selection);
    void remember_number(std::string_view id);
    std::vector<StoredRecord> evaluate(const Selection& selection, plugin::Date shown_on);

    storage::Database& database_;
    const host::Catalogue& catalogue_;
    EntryReader ledger_entry_;
    EntryFinder find_entry_;
    crypto::Hasher hasher_;
    std::map<std::string, std::int64_t, std::less<>> highest_;  ///< per prefix asked for, kept true by fold()
};

/// A row of a derived table that is not what a second fold made.
struct Difference {
    std::string row, message;
};
/// The first differences (at most 20) between a table as stored and as folded again.
std::vector<Difference> compare_table(storage::Database& stored, storage::Database& expected,
                                      const Store::DerivedTable& table);

/// The same for the full-text index: its words, how often each stands where, and the length of every record's
/// text.
std::vector<Difference> compare_search(storage::Database& stored, storage::Database& expected);

/// The plugin's view of a store on a day.
class DayView final : public plugin::Records {
public:
    DayView(Store& store, plugin::Date as_of) : store_(store), as_of_(as_of) {}
    std::optional<plugin::Record> find(std::string_view id) const override;
    std::vector<plugin::Record> referring_to(std::string_view id, std::string_view kind) const override;
    plugin::Date as_of() const override { return as_of_; }

private:
    Store& store_;
    plugin::Date as_of_;
};

}  // namespace xinbu::records
