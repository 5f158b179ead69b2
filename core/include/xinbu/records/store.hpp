// Records: what the entries of a ledger say, folded. All of it is derived and can be thrown away and folded
// again, to the same bytes. Not thread-safe: belongs to the thread of its Database. Everything throws
// Failure.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/base/bytes.hpp"
#include "xinbu/host/catalogue.hpp"
#include "xinbu/ledger/entry.hpp"
#include "xinbu/plugin/api.hpp"
#include "xinbu/storage/tables.hpp"

namespace xinbu::records {

/// Reads the bytes of an entry of the ledger whose records these are, or of a draft that was approved there
/// (ledger::entry_at()).
using EntryReader = std::function<Bytes(const ledger::EntryPlace& place)>;
/// Opens what of a record is sealed, for whoever looks at it (session: Persons).
using PersonsShower = std::function<void(plugin::Record&)>;
/// The pseudonyms of those who go by an identity number, whole or masked, under which they stand in
/// references (session: Persons).
using PersonsFinder = std::function<std::vector<std::string>(std::string_view identifier)>;
/// The position of the ledger's own entry with that leaf hash; nothing where it has none.
using EntryFinder = std::function<std::optional<std::uint64_t>(const Hash&)>;

/// Which entries count: those effective on or before a day, and apart from that those that stood in the
/// ledger by then. Whatever is not given does not limit.
struct Moment {
    Moment() = default;
    Moment(std::optional<plugin::Date> as_of, std::uint64_t known_entries = UINT64_MAX)
        : day(as_of), known(known_entries) {}
    Moment(plugin::Date as_of, std::uint64_t known_entries = UINT64_MAX) : day(as_of), known(known_entries) {}
    bool knows_all() const { return known == UINT64_MAX; }

    std::optional<plugin::Date> day;
    std::uint64_t known = UINT64_MAX;  ///< the first so many entries of the ledger
};

/// A record with what a table or a person needs beside its fields.
struct StoredRecord {
    plugin::Record record;
    std::string kind;
    std::string title;
    std::uint64_t entries = 0;
};

struct Selection {
    std::string kind;
    /// Field (or `status`, `id`) equals text; an empty text asks for records where the field holds nothing.
    std::vector<std::pair<std::string, std::string>> where;
    std::string search;
    std::string sort;  ///< empty: order of first entry
    bool descending = false;
    Moment as_of;
};

/// Whether every entry of a record was corrected: then there is none, and it may begin anew.
inline bool is_undone(const plugin::Record& record) {
    return record.fields.empty() && record.status.empty();
}

/// The fold of one ledger in one database.
class Store final : public plugin::Numbering {
public:
    /// `ledger_entry` and `find_entry` are kept and called while the store lives.
    Store(storage::Tables database, const host::Catalogue& catalogue, EntryReader ledger_entry,
          EntryFinder find_entry);

    /// How persons are shown to plugins (DayView, for_each()). Everything that is stored or compared here
    /// keeps them sealed, so that it follows from the entries alone, whether their keys are there or not.
    void show_persons_by(PersonsShower shower) { shower_ = std::move(shower); }
    void show_persons(plugin::Record& record) const {
        if (shower_) shower_(record);
    }

    /// How persons whom a plugin names by their number are found (DayView::referring_to()).
    void find_persons_by(PersonsFinder finder) { finder_ = std::move(finder); }
    /// As what else a record may be referred to: for a party "organisation/…" that is a natural person,
    /// "person/…" with the pseudonym; else nothing.
    std::vector<std::string> persons_meant(std::string_view id) const;

    /// Creates the tables of the core and of every record type the plugins declare.
    void create_tables();
    /// Drops them all. Follow it with create_tables() and a fold of every entry.
    void drop_tables();
    /// Whether a loaded plugin declares its records differently from when the tables were made, works by
    /// other rules, or is loaded for the first time.
    bool is_outdated();
    /// Whether the tables hold records of a plugin that is not loaded now.
    bool has_absent_kinds();

    /// Folds one entry into its record, and with the approval of a proposal the drafts that it makes count.
    /// `bytes` are the entry as signed; `position` counts the ledger's entries from 0.
    void fold(std::uint64_t position, const plugin::Entry& entry, ByteView bytes);

    /// The position of an entry of the same content that was folded into that record before: the same
    /// canonical bytes, but for the salt. Nothing where there is none.
    std::optional<std::uint64_t> find_content(std::string_view record, ByteView entry_bytes);

    std::optional<StoredRecord> find(std::string_view id, const Moment& as_of = {});
    std::vector<StoredRecord> referring_to(std::string_view id, std::string_view kind,
                                           const Moment& as_of = {});
    /// Every record of `kind` as of then, in the order of their first entries, until `visit` returns false.
    /// `visit` may ask for other records; nothing may be folded meanwhile.
    void for_each(std::string_view kind, const Moment& as_of,
                  const std::function<bool(const plugin::Record&)>& visit);
    /// Positions of the entries about a record, in ledger order, and that of the correction that took each
    /// out of the fold, where one did.
    struct EntryOfRecord {
        std::uint64_t position = 0;  ///< of the entry, or of the approval from which on a draft counts
        std::uint32_t draft = 0;     ///< which draft; 0: the ledger's own entry
        std::optional<ledger::EntryPlace> corrected_by;
        ledger::EntryPlace place() const { return {position, draft}; }
    };
    std::vector<EntryOfRecord> entries_of(std::string_view id);
    /// Where the entry with that leaf hash stands: the ledger's own, or an approved draft.
    std::optional<ledger::EntryPlace> place_of(const Hash& hash);
    /// Approved drafts whose hash begins with these hexadecimal digits (2 or more).
    std::vector<ledger::EntryPlace> drafts_with(std::string_view hex_prefix);
    /// The ids of the records of a kind that are in that stored state, in the order of their first entries.
    std::vector<std::string> in_state(std::string_view kind, std::string_view status);

    std::uint64_t count(const Selection& selection, plugin::Date shown_on);
    /// Rows `first` and on, at most `limit`. Status is as presented on `shown_on`.
    std::vector<StoredRecord> list(const Selection& selection, plugin::Date shown_on, std::uint64_t first,
                                   std::uint64_t limit);
    /// The best matches of what was typed, over all kinds: by the words that records hold by all their
    /// entries, shown as of then; what begins later is left out.
    std::vector<StoredRecord> search(std::string_view text, std::uint64_t limit, const Moment& as_of = {});
    std::map<std::string, std::uint64_t> counts();

    /// The ids that are `prefix` and a number, in the order of their bytes.
    std::vector<std::string> numbered(std::string_view prefix);

    // plugin::Numbering
    std::int64_t next(std::string_view prefix) override;
    std::optional<std::string> record_with(std::string_view kind, std::string_view field,
                                           std::string_view value) override;
    /// Must follow every rollback: what was counted on did not happen.
    void forget();

    const host::Catalogue& catalogue() const { return catalogue_; }

private:
    struct Row;
    struct Stored;
    /// What is known of a kind of records; one of a plugin that is absent has no type.
    struct Kind {
        std::int64_t number = 0, last_effective = 0;
        const plugin::RecordType* type = nullptr;
        storage::Statement* upsert = nullptr;
    };
    Kind* find_kind(std::string_view kind);
    Kind& kind_for(std::string_view kind, std::int64_t effective);
    std::optional<std::int64_t> rid_of(std::string_view id);
    static Stored stored_of(const storage::Statement& row);
    Row open(Stored stored);
    std::optional<Row> load(std::string_view id);
    plugin::Record refold(std::string_view id, const Moment& as_of);
    plugin::Record fold_of(std::string id, std::uint64_t position);
    void apply(const plugin::Entry& entry, plugin::Record& record) const;
    void fold_at(const ledger::EntryPlace& place, const plugin::Entry& entry, ByteView bytes);
    void fold_drafts(std::uint64_t position, const plugin::Entry& approval);
    /// `first` is the entry that a new record begins with; nothing for one that is there already.
    void save(Row& row, Kind& kind, const plugin::Record* before, std::optional<ledger::EntryPlace> first);
    void correct(const ledger::EntryPlace& place, const plugin::Entry& entry);
    std::optional<StoredRecord> shown(Row row, const Moment& as_of);
    std::vector<StoredRecord> open_all(std::vector<Stored> rows, const Moment& as_of);
    std::vector<StoredRecord> rows_of(const std::vector<std::int64_t>& rids, const Moment& as_of);
    std::string title_of(const plugin::Record& record) const;
    void remember_number(std::string_view id);

    // Lists.
    bool needs_evaluation(const Selection& selection);
    std::vector<std::int64_t> evaluate(const Selection& selection, plugin::Date shown_on);
    std::vector<std::int64_t> select_rids(const Selection& selection, std::uint64_t first,
                                          std::uint64_t limit);
    const std::vector<std::uint32_t>& whole_order(Selection selection, plugin::Date shown_on);
    std::vector<std::int64_t> page_of(const Selection& selection, plugin::Date shown_on, std::uint64_t first,
                                      std::uint64_t limit);
    std::uint64_t records_of(const std::string& kind);

    storage::Tables database_;
    const host::Catalogue& catalogue_;
    EntryReader ledger_entry_;
    EntryFinder find_entry_;
    PersonsShower shower_;
    PersonsFinder finder_;
    std::map<std::string, Kind, std::less<>> kinds_;
    std::string absent_;  ///< the id that was looked for last and not found, until something is folded
    std::map<std::string, std::int64_t, std::less<>> highest_;  ///< per prefix asked for, kept true by fold()
    /// A whole result in its order, as rids: any page of it is a slice. Forgotten with the first change.
    struct Order {
        std::string selection;
        std::vector<std::uint32_t> rids;
    };
    std::deque<Order> orders_;
    storage::Database::Version orders_version_;
};

/// The plugin's view of a store on a day, with the ledger as it stood after so many entries.
class DayView final : public plugin::Records {
public:
    DayView(Store& store, plugin::Date as_of, std::uint64_t known_entries = UINT64_MAX)
        : store_(store), as_of_(as_of), known_(known_entries) {}
    std::optional<plugin::Record> find(std::string_view id) const override;
    std::vector<plugin::Record> referring_to(std::string_view id, std::string_view kind) const override;
    void for_each(std::string_view kind,
                  const std::function<bool(const plugin::Record&)>& visit) const override;
    plugin::Date as_of() const override { return as_of_; }
    void on(plugin::Date day, const std::function<void(const plugin::Records&)>& look) const override {
        look(DayView(store_, day, known_));
    }

private:
    Store& store_;
    plugin::Date as_of_;
    std::uint64_t known_;
};

}  // namespace xinbu::records
