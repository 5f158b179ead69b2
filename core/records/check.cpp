#include "xinbu/records/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "fields.hpp"
#include "hashing.hpp"
#include "rows.hpp"
#include "schema.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/ledger/entry.hpp"
#include "xinbu/storage/search_text.hpp"

namespace xinbu::records {

using plugin::Record;
using plugin::RecordType;

namespace {

constexpr std::size_t most_differences = 20;

/// The bytes under which something is added to a sum.
class Element {
public:
    Element& start() {
        bytes_.clear();
        return *this;
    }
    Element& add(std::int64_t number) {
        const auto bits = static_cast<std::uint64_t>(number);
        for (int shift = 0; shift < 64; shift += 8) bytes_ += static_cast<char>(bits >> shift & 0xFF);
        return *this;
    }
    Element& add(std::string_view text) {
        add(static_cast<std::int64_t>(text.size()));
        bytes_ += text;
        return *this;
    }
    Element& add(const std::string& text) { return add(std::string_view(text)); }
    Element& add(const Cell& cell) {
        bytes_ += static_cast<char>('0' + cell.index());
        if (const std::int64_t* number = std::get_if<std::int64_t>(&cell)) return add(*number);
        if (const std::string* text = std::get_if<std::string>(&cell)) return add(std::string_view(*text));
        return *this;
    }
    ByteView view() const { return as_bytes(bytes_); }

private:
    std::string bytes_;
};

Cell cell_at(const storage::Statement& row, int column) {
    if (row.is_integer(column)) return row.integer(column);
    if (row.is_text(column)) return std::string(row.text(column));
    return {};
}

void tell(std::vector<Difference>& differences, std::string place, std::string message) {
    if (differences.size() < most_differences) differences.push_back({std::move(place), std::move(message)});
}

const char* not_what_entries_say() {
    return tr("it is not what the entries say");
}

/// The number of words as FTS5 writes the length of a text: big end first, seven bits a byte.
std::string length_bytes(std::uint64_t words) {
    std::string bytes(1, static_cast<char>(words & 0x7F));
    for (words >>= 7; words != 0; words >>= 7)
        bytes.insert(bytes.begin(), static_cast<char>(0x80 | (words & 0x7F)));
    return bytes;
}

std::map<std::string, std::int64_t> numbers_of_kinds(storage::Tables database) {
    std::map<std::string, std::int64_t> numbers;
    storage::Statement select = database.prepare(sql::check_kinds);
    while (select.step()) numbers.emplace(select.text(1), select.integer(0));
    return numbers;
}

/// Rows of one table in order of rid, one at a time.
class Cursor {
public:
    Cursor(storage::Statement statement, std::int64_t first, std::int64_t last)
        : statement_(std::move(statement)) {
        statement_.bind_all(first, last);
        next();
    }
    void next() { more_ = statement_.step(); }
    bool more() const { return more_; }
    std::int64_t rid() const { return statement_.integer(0); }
    const storage::Statement& row() const { return statement_; }

private:
    storage::Statement statement_;
    bool more_ = false;
};

}  // namespace

/// One range of records on its way.
class Check::Range {
public:
    Range(const Check& check, storage::Tables database, EntryReader entry_at, std::int64_t first,
          std::int64_t last)
        : check_(check),
          database_(database),
          entry_at_(std::move(entry_at)),
          first_(first),
          last_(last),
          numbers_(numbers_of_kinds(database)),
          entries_(database.prepare(sql::check_record_entries), first, last) {}

    Part run() {
        std::int64_t expected = first_;
        for (Cursor records(database_.prepare(sql::check_records), first_, last_); records.more();
             records.next(), ++expected) {
            if (records.rid() != expected) {
                tell(part_.differences, fmt::format("record {}", records.row().text(1)),
                     tr("it is not numbered in the order of first entries"));
                expected = records.rid();
            }
            examine(records.row());
        }
        while (entries_.more()) stray_entry();
        for (auto& [kind, rows] : rows_)
            while (rows.more()) stray_row(kind, rows);
        return std::move(part_);
    }

private:
    /// What a record is by its entries.
    struct Folded {
        Record record;
        std::set<std::string> references;
        std::int64_t last_effective = INT64_MIN;
        bool is_one_entry = false;
    };

    void stray_entry() {
        tell(part_.differences, fmt::format("record_entry {}/{}", entries_.rid(), entries_.row().integer(1)),
             tr("this row follows from no entry"));
        entries_.next();
    }
    void stray_row(const std::string& kind, Cursor& rows) {
        tell(part_.differences, fmt::format("t_{} {}", kind, rows.rid()),
             tr("this row follows from no entry"));
        rows.next();
    }

    void examine(const storage::Statement& row) {
        const std::int64_t rid = row.integer(0);
        const std::string id(row.text(1));
        const std::string place = fmt::format("record {}", id);
        const std::vector<std::uint64_t> positions = positions_of(rid);
        if (positions.empty()) {
            tell(part_.differences, place, tr("this row follows from no entry"));
            return;
        }
        const auto first_entry = static_cast<std::int64_t>(positions.front());
        if (part_.first_entry < 0) part_.first_entry = first_entry;
        if (first_entry <= part_.last_first_entry)
            tell(part_.differences, place, tr("it is not numbered in the order of first entries"));
        part_.last_first_entry = first_entry;

        const std::optional<Folded> folded = fold(id, positions, place);
        if (!folded) return;
        const bool same_state =
            folded->is_one_entry ? row.is_integer(4) && row.integer(4) == first_entry
                                 : !row.is_integer(4) && as_text(row.blob(4)) == encode_state(folded->record);
        if (!same_state || row.integer(2) != folded->last_effective ||
            row.integer(3) != static_cast<std::int64_t>(positions.size()))
            tell(part_.differences, place, not_what_entries_say());
        count(id, rid, *folded);
    }

    /// The entries of a record by the table that lists them, in order.
    std::vector<std::uint64_t> positions_of(std::int64_t rid) {
        while (entries_.more() && entries_.rid() < rid) stray_entry();
        std::vector<std::uint64_t> positions;
        contents_.clear();
        for (; entries_.more() && entries_.rid() == rid; entries_.next()) {
            positions.push_back(static_cast<std::uint64_t>(entries_.row().integer(1)));
            contents_.push_back(entries_.row().integer(2));
        }
        part_.entries += positions.size();
        return positions;
    }

    std::optional<Folded> fold(const std::string& id, const std::vector<std::uint64_t>& positions,
                               const std::string& place) {
        Folded folded;
        std::vector<ledger::Entry> entries;
        bool corrected = false;
        for (std::size_t i = 0; i < positions.size(); ++i) {
            if (positions[i] >= check_.entries_) {
                tell(part_.differences, place, tr("it lists an entry that the ledger does not have"));
                return std::nullopt;
            }
            const Bytes bytes = entry_at_(positions[i]);
            ledger::Entry entry = take(ledger::decode_entry(bytes));
            if (entry.record != id) {
                tell(part_.differences, place, tr("it lists an entry of another record"));
                return std::nullopt;
            }
            if (content_key(bytes) != contents_[i]) tell(part_.differences, place, not_what_entries_say());
            folded.last_effective = std::max(folded.last_effective, day_number(entry.effective));
            corrected = corrected || check_.corrected_.contains(positions[i]);
            entries.push_back(std::move(entry));
        }
        folded.is_one_entry = entries.size() == 1 && !corrected;
        if (corrected) {
            replay(id, positions, entries, folded);
        } else {
            replay(id, entries, folded);
        }
        return folded;
    }

    void apply(const ledger::Entry& entry, Record& record) const {
        apply_entry(check_.catalogue_, {entry.type, entry.record, entry.effective, entry.data}, record);
    }

    void refer(Folded& folded) const {
        const RecordType* type = check_.catalogue_.record_type(host::kind_of(folded.record.id));
        for (std::string& target : derive(type, folded.record).references)
            folded.references.insert(std::move(target));
    }

    void replay(const std::string& id, const std::vector<ledger::Entry>& entries, Folded& folded) const {
        folded.record.id = id;
        for (std::size_t i = 0; i < entries.size(); ++i) {
            apply(entries[i], folded.record);
            // What it referred to in between stays known; the last state is looked at by count().
            if (i + 1 < entries.size()) refer(folded);
        }
    }

    /// As replay(), with corrections in their turn: each folds anew what it leaves.
    void replay(const std::string& id, const std::vector<std::uint64_t>& positions,
                const std::vector<ledger::Entry>& entries, Folded& folded) const {
        std::map<std::uint64_t, std::optional<std::size_t>> turns;  // by position: an entry, or a correction
        for (std::size_t i = 0; i < positions.size(); ++i) {
            turns[positions[i]] = i;
            if (const auto one = check_.corrected_.find(positions[i]); one != check_.corrected_.end())
                turns.emplace(one->second, std::nullopt);
        }
        folded.record.id = id;
        for (const auto& [position, entry] : turns) {
            if (entry) {
                apply(entries[*entry], folded.record);
            } else {
                folded.record = Record{id, {}, {}, {}};
                for (std::size_t i = 0; i < positions.size() && positions[i] < position; ++i) {
                    const auto one = check_.corrected_.find(positions[i]);
                    if (one == check_.corrected_.end() || one->second > position)
                        apply(entries[i], folded.record);
                }
            }
            refer(folded);
        }
    }

    /// Compares the record's row in its table, and adds what it puts into the indexes.
    void count(const std::string& id, std::int64_t rid, Folded folded) {
        const std::string kind(host::kind_of(id));
        const RecordType* type = check_.catalogue_.record_type(kind);
        const Derived derived = derive(type, folded.record);
        const SetSum::Key& key = check_.key_;
        Part::Kind& counted = part_.kinds[kind];
        if (counted.records++ == 0) counted.first_record = rid;
        counted.last_effective = std::max(counted.last_effective, folded.last_effective);
        part_.ids.add(key, element_.start().add(id).add(rid).view());
        for (const std::string& target : derived.references) folded.references.insert(target);
        for (const std::string& target : folded.references)
            part_.references.add(key,
                                 element_.start().add(text_key(target)).add(numbers_[kind]).add(rid).view());

        std::uint64_t words = 0;
        storage::for_each_search_word(derived.text, [&](std::string_view word, std::uint64_t place) {
            part_.words.add(key,
                            element_.start().add(word).add(rid).add(static_cast<std::int64_t>(place)).view());
            words = place + 1;
        });
        part_.lengths.add(key, element_.start().add(rid).add(length_bytes(words)).view());
        if (type != nullptr) compare_row(*type, rid, derived.cells);
    }

    void compare_row(const RecordType& type, std::int64_t rid, const std::vector<Cell>& cells) {
        auto at = rows_.find(type.kind);
        if (at == rows_.end())
            at = rows_.emplace(type.kind, Cursor(database_.prepare(sql::check_rows(type)), first_, last_))
                     .first;
        Cursor& rows = at->second;
        while (rows.more() && rows.rid() < rid) stray_row(type.kind, rows);
        const std::string place = fmt::format("t_{} {}", type.kind, rid);
        if (!rows.more() || rows.rid() != rid) {
            tell(part_.differences, place, tr("this row is missing"));
        } else {
            bool same = rows.row().columns() == static_cast<int>(cells.size()) + 1;
            for (std::size_t i = 0; same && i < cells.size(); ++i)
                same = holds(rows.row(), static_cast<int>(i) + 1, cells[i]);
            if (!same) tell(part_.differences, place, not_what_entries_say());
            rows.next();
        }
        std::vector<SetSum*>& sums = columns_of(type);
        for (std::size_t i = 0; i < cells.size() && i < sums.size(); ++i)
            sums[i]->add(check_.key_, element_.start().add(cells[i]).add(rid).view());
    }

    std::vector<SetSum*>& columns_of(const RecordType& type) {
        std::vector<SetSum*>& sums = columns_[type.kind];
        if (!sums.empty()) return sums;
        sums.push_back(&part_.columns[{type.kind, ""}]);
        for (const plugin::Field& field : type.fields)
            if (field.column) sums.push_back(&part_.columns[{type.kind, field.id}]);
        return sums;
    }

    const Check& check_;
    storage::Tables database_;
    EntryReader entry_at_;
    std::int64_t first_, last_;
    std::map<std::string, std::int64_t> numbers_;
    Cursor entries_;
    std::vector<std::int64_t> contents_;  ///< of the entries that positions_of() gave last
    std::map<std::string, Cursor> rows_;
    std::map<std::string, std::vector<SetSum*>> columns_;
    Element element_;
    Part part_;
};

Check::Check(const host::Catalogue& catalogue, std::uint64_t entries, std::vector<Correction> corrections)
    : catalogue_(catalogue), entries_(entries), key_(SetSum::new_key()) {
    for (const Correction& one : corrections) corrected_.emplace(one.entry, one.by);
}

std::int64_t Check::last_record(storage::Tables database) {
    storage::Statement select = database.prepare(sql::select_last_rid);
    return select.step() ? select.integer(0) : 0;
}

Check::Part Check::check_range(storage::Tables database, EntryReader entry_at, std::int64_t first,
                               std::int64_t last) const {
    return Range(*this, database, std::move(entry_at), first, last).run();
}

std::vector<Difference> Check::check_some(storage::Tables database, EntryReader entry_at,
                                          const std::set<std::string>& ids) const {
    std::vector<Difference> differences;
    for (const std::string& id : ids) {
        storage::Statement& select = database.cached(sql::select_rid);
        select.bind_all(id);
        const std::optional<std::int64_t> rid =
            select.step() ? std::optional(select.integer(0)) : std::nullopt;
        select.reset();
        if (!rid) {
            tell(differences, fmt::format("record {}", id), tr("it is missing"));
            continue;
        }
        Part part = check_range(database, entry_at, *rid, *rid);
        for (Difference& difference : part.differences)
            tell(differences, std::move(difference.place), std::move(difference.message));
    }
    return differences;
}

void Check::Part::merge(Part&& other) {
    for (Difference& difference : other.differences) differences.push_back(std::move(difference));
    ids.merge(other.ids);
    references.merge(other.references);
    words.merge(other.words);
    lengths.merge(other.lengths);
    for (const auto& [column, sum] : other.columns) columns[column].merge(sum);
    for (const auto& [name, kind] : other.kinds) {
        Kind& here = kinds[name];
        if (here.records == 0) here.first_record = kind.first_record;
        here.records += kind.records;
        here.last_effective = std::max(here.last_effective, kind.last_effective);
    }
    entries += other.entries;
    if (other.first_entry >= 0) {
        if (other.first_entry <= last_first_entry)
            tell(differences, "record", tr("records are not numbered in the order of first entries"));
        if (first_entry < 0) first_entry = other.first_entry;
        last_first_entry = other.last_first_entry;
    }
}

namespace {

/// Adds up one index or table in its own order, which must be ascending.
template <class Key, class Read>
void compare_order(storage::Tables database, std::string_view select, const std::string& place,
                   const SetSum& expected, const SetSum::Key& key, std::vector<Difference>& differences,
                   const Read& read) {
    storage::Statement rows = database.prepare(select);
    SetSum found;
    Element element;
    std::optional<Key> last;
    bool ascending = true;
    while (rows.step()) {
        Key one = read(rows, element.start());
        found.add(key, element.view());
        ascending = ascending && (!last || *last < one);
        last = std::move(one);
    }
    if (!ascending) tell(differences, place, tr("its rows are not in order"));
    if (!(found == expected)) tell(differences, place, tr("it holds other rows than the entries make"));
}

template <class Read>
void compare_set(storage::Tables database, std::string_view select, const std::string& place,
                 const SetSum& expected, const SetSum::Key& key, std::vector<Difference>& differences,
                 const Read& read) {
    storage::Statement rows = database.prepare(select);
    SetSum found;
    Element element;
    while (rows.step()) {
        read(rows, element.start());
        found.add(key, element.view());
    }
    if (!(found == expected)) tell(differences, place, tr("it holds other rows than the entries make"));
}

void open_words(storage::Tables database) {
    database.execute(sql::allow_own_tables);  // this one is no part of the file
    database.execute(sql::create_words);
    if (database.is_read_only()) database.execute(sql::forbid_writing);
}

}  // namespace

std::vector<Difference> Check::finish(storage::Tables database, std::vector<Part> parts) const {
    Part all;
    for (Part& part : parts) all.merge(std::move(part));
    std::vector<Difference>& differences = all.differences;

    if (all.entries != entries_)
        tell(differences, "record_entry", tr("not every entry of the ledger belongs to a record"));
    storage::Statement outside = database.prepare(sql::select_record_entries_outside);
    outside.bind_all(last_record(database));
    storage::Statement first = database.prepare(sql::select_first_rid);
    if ((outside.step() && outside.integer(0) != 0) || (first.step() && first.integer(0) < 1))
        tell(differences, "record", tr("this row follows from no entry"));

    compare_order<std::string>(database, sql::check_record_ids, "record", all.ids, key_, differences,
                               [](const storage::Statement& row, Element& element) {
                                   element.add(row.text(0)).add(row.integer(1));
                                   return std::string(row.text(0));
                               });
    using Three = std::array<std::int64_t, 3>;
    compare_order<Three>(database, sql::check_references, "record_reference", all.references, key_,
                         differences, [](const storage::Statement& row, Element& element) {
                             const Three one{row.integer(0), row.integer(1), row.integer(2)};
                             for (const std::int64_t number : one) element.add(number);
                             return one;
                         });
    for (const auto& [declared, provider] : catalogue_.record_types()) {
        const auto compare = [&, type = declared](const plugin::Field* field) {
            const std::string id = field != nullptr ? field->id : "";
            compare_order<std::pair<Cell, std::int64_t>>(
                database, sql::check_index(*type, field), fmt::format("t_{} {}", type->kind, id),
                all.columns[{type->kind, id}], key_, differences,
                [](const storage::Statement& row, Element& element) {
                    std::pair<Cell, std::int64_t> one{cell_at(row, 0), row.integer(1)};
                    element.add(one.first).add(one.second);
                    return one;
                });
        };
        compare(nullptr);
        for (const plugin::Field& field : declared->fields)
            if (field.column) compare(&field);
    }

    std::vector<std::pair<std::int64_t, std::string>> in_order;
    for (const auto& [name, kind] : all.kinds) in_order.emplace_back(kind.first_record, name);
    std::ranges::sort(in_order);
    storage::Statement kinds = database.prepare(sql::check_kinds);
    std::size_t number = 0;
    for (; kinds.step(); ++number) {
        const bool known = number < in_order.size() && in_order[number].second == kinds.text(1);
        const Part::Kind expected = known ? all.kinds[in_order[number].second] : Part::Kind{};
        if (!known || kinds.integer(0) != static_cast<std::int64_t>(number) + 1 ||
            kinds.integer(2) != static_cast<std::int64_t>(expected.records) ||
            kinds.integer(3) != expected.last_effective)
            tell(differences, fmt::format("record_kind {}", kinds.text(1)), not_what_entries_say());
    }
    if (number != in_order.size()) tell(differences, "record_kind", tr("this row is missing"));

    auto expected = corrected_.begin();
    storage::Statement corrected = database.prepare(sql::check_corrected);
    bool same = true;
    while (same && corrected.step()) {
        same = expected != corrected_.end() &&
               corrected.integer(0) == static_cast<std::int64_t>(expected->first) &&
               corrected.integer(1) == static_cast<std::int64_t>(expected->second);
        if (same) ++expected;
    }
    if (!same || expected != corrected_.end()) tell(differences, "corrected", not_what_entries_say());

    compare_set(database, sql::check_text_lengths, "record_text", all.lengths, key_, differences,
                [](const storage::Statement& row, Element& element) {
                    element.add(row.integer(0)).add(as_text(row.blob(1)));
                });
    open_words(database);
    compare_set(database, sql::check_words, "record_text", all.words, key_, differences,
                [](const storage::Statement& row, Element& element) {
                    element.add(row.text(0)).add(row.integer(1)).add(row.integer(2));
                });
    return std::move(differences);
}

}  // namespace xinbu::records
