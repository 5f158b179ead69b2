#include "xinbu/records/store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <tuple>

#include "fields.hpp"
#include "schema.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/ledger/entry.hpp"
#include "xinbu/storage/search_text.hpp"

namespace xinbu::records {

using plugin::Object;
using plugin::Record;
using plugin::RecordType;
using plugin::Value;

struct Store::Row {
    std::int64_t rid = 0;
    Record record;
    std::string kind;
    std::string last_effective;
    std::uint64_t entries = 0;
};

namespace {

constexpr std::size_t content_hash_bytes = 16;

std::string encode(const Record& record) {
    plugin::Array overlays;
    for (const std::string& overlay : record.overlays) overlays.emplace_back(overlay);
    Object document;
    document.set("fields", record.fields);
    document.set("overlays", std::move(overlays));
    document.set("status", record.status);
    return json::canonical(Value(std::move(document)));
}

Record decode(std::string id, ByteView bytes) {
    Value document = take(json::parse(as_text(bytes), json::Profile::document));
    Record record;
    record.id = std::move(id);
    Object* members = document.object();
    if (members == nullptr)
        throw Failure(Category::storage, "registry_damaged", record.id,
                      tr("its stored state is no JSON object"));
    record.status = std::string(plugin::text_at(*members, "status"));
    for (const Value& overlay : plugin::array_at(*members, "overlays"))
        if (overlay.text() != nullptr) record.overlays.push_back(*overlay.text());
    if (Value* fields = members->find("fields"); fields != nullptr && fields->object() != nullptr)
        record.fields = std::move(*fields->object());
    return record;
}

/// SHA-256 over an entry's bytes with its salt left out, shortened: equal for equal statements.
ByteView without_salt(ByteView bytes, ByteView& tail) {
    constexpr std::string_view name = R"("salt":")";
    constexpr std::size_t salt_digits = 32;
    const std::string_view text = as_text(bytes);
    // Members are sorted, so after the salt come only type and v: the last occurrence is the entry's own.
    const std::size_t at = text.rfind(name);
    if (at == std::string_view::npos || at + name.size() + salt_digits > text.size()) {
        tail = {};
        return bytes;
    }
    tail = bytes.subspan(at + name.size() + salt_digits);
    return bytes.first(at + name.size());
}

Hash content_hash(crypto::Hasher& hasher, ByteView entry_bytes) {
    ByteView tail;
    const ByteView head = without_salt(entry_bytes, tail);
    return hasher.update(head).update(tail).finish();
}

ByteView shortened(const Hash& hash) {
    return ByteView(hash).first(content_hash_bytes);
}

/// A digest of what of a declaration shapes the derived tables and documents.
Hash declaration_digest(const host::Provider& provider, const RecordType& type) {
    std::string text =
        provider.id + "/" + provider.version + "\n" + type.title + "\n" + sql::create_table(type);
    const auto describe = [&](const auto& self, const std::vector<plugin::Field>& fields) -> void {
        for (const plugin::Field& field : fields) {
            text += fmt::format("{} {} {}\n", field.id, static_cast<int>(field.kind), field.searched);
            self(self, field.items);
        }
    };
    describe(describe, type.fields);
    return crypto::sha256(as_bytes(text));
}

std::string key_of(std::string_view id) {
    const std::size_t slash = id.find('/');
    return std::string(slash == std::string_view::npos ? id : id.substr(slash + 1));
}

/// The first text that sorts after every text with this prefix.
std::string after_prefix(std::string_view prefix) {
    return std::string(prefix) + "\xF4\x8F\xBF\xBF";
}

}  // namespace

Store::Store(storage::Database& database, const host::Catalogue& catalogue, EntryReader ledger_entry,
             EntryFinder find_entry)
    : database_(database),
      catalogue_(catalogue),
      ledger_entry_(std::move(ledger_entry)),
      find_entry_(std::move(find_entry)) {}

void Store::create_tables() {
    database_.execute(sql::create_core);
    for (const auto& [type, provider] : catalogue_.record_types()) {
        database_.execute(sql::create_table(*type));
        database_.cached(sql::insert_digest)
            .bind_all(type->kind, ByteView(declaration_digest(*provider, *type)))
            .run();
    }
}

void Store::drop_tables() {
    std::vector<std::string> kinds;
    storage::Statement& select = database_.cached(sql::select_kinds);
    while (select.step()) kinds.emplace_back(select.text(0));
    select.reset();
    for (const std::string& kind : kinds) database_.execute(sql::drop_table(kind));
    database_.execute(sql::drop_core);
    highest_.clear();
}

bool Store::is_outdated() {
    for (const auto& [type, provider] : catalogue_.record_types()) {
        storage::Statement& select = database_.cached(sql::select_digest);
        select.bind_all(type->kind);
        const Hash wanted = declaration_digest(*provider, *type);
        const bool same = select.step() && std::ranges::equal(select.blob(0), wanted);
        select.reset();
        if (!same) return true;
    }
    return false;
}

bool Store::has_absent_kinds() {
    bool absent = false;
    storage::Statement& select = database_.cached(sql::select_kinds);
    while (!absent && select.step()) absent = catalogue_.record_type(select.text(0)) == nullptr;
    select.reset();
    return absent;
}

// ---- folding ----

void Store::apply(const plugin::Entry& entry, Record& record) const {
    if (catalogue_.entry_type(entry.type) != nullptr) {
        catalogue_.fold(entry, record);
        return;
    }
    // A type of a plugin that is absent: its data is kept and shown under its ids.
    for (const plugin::Member& member : entry.data) record.fields.set(member.name, member.value);
}

void Store::fold(std::uint64_t position, const plugin::Entry& entry, ByteView bytes) {
    std::optional<Row> found = load(entry.record);
    const bool is_new = !found;
    Row row = is_new ? Row{} : std::move(*found);
    if (is_new) {
        row.record.id = std::string(entry.record);
        row.kind = std::string(host::kind_of(entry.record));
    }
    const Record before = row.record;
    apply(entry, row.record);
    row.last_effective = std::max(row.last_effective, std::string(entry.effective));
    ++row.entries;
    save(row, before, is_new);
    database_.cached(sql::insert_record_entry).bind_all(row.rid, static_cast<std::int64_t>(position)).run();
    database_.cached(sql::insert_content).bind_all(shortened(content_hash(hasher_, bytes))).run();
    if (entry.type == ledger::correction_type) correct(position, entry);
}

void Store::save(Row& row, const Record& before, bool is_new) {
    const std::string document = encode(row.record);
    const auto entries = static_cast<std::int64_t>(row.entries);
    if (is_new) {
        database_.cached(sql::insert_record)
            .bind_all(row.record.id, row.kind, row.last_effective, entries, as_bytes(document))
            .run();
        row.rid = database_.last_insert_rowid();
        database_.cached(sql::increment_count).bind_all(row.kind).run();
        remember_number(row.record.id);
    } else {
        database_.cached(sql::update_record)
            .bind_all(row.rid, row.last_effective, entries, as_bytes(document))
            .run();
    }
    save_table_row(row);

    // What a record referred to once stays: on an earlier day it still does. Who asks looks at the record
    // itself.
    const std::vector<std::string> earlier = is_new ? std::vector<std::string>{} : references_of(before);
    for (const std::string& target : references_of(row.record))
        if (!std::ranges::binary_search(earlier, target))
            database_.cached(sql::insert_reference).bind_all(target, row.kind, row.rid).run();

    const std::string text = searched_text(row.record);
    if (is_new) {
        database_.cached(sql::insert_text).bind_all(row.rid, text).run();
    } else if (text != searched_text(before)) {
        database_.cached(sql::delete_text).bind_all(row.rid).run();
        database_.cached(sql::insert_text).bind_all(row.rid, text).run();
    }
}

void Store::save_table_row(const Row& row) {
    const RecordType* type = catalogue_.record_type(row.kind);
    if (type == nullptr) return;
    storage::Statement& upsert = database_.cached(sql::upsert_row(*type));
    upsert.bind_all(row.rid, row.record.status);
    int parameter = 2;
    for (const plugin::Field& field : type->fields)
        if (field.column) bind_cell(upsert, ++parameter, field, row.record.fields.find(field.id));
    upsert.run();
}

void Store::correct(std::uint64_t position, const plugin::Entry& entry) {
    const std::optional<Hash> hash = hash_from_hex(plugin::text_at(entry.data, "entry"));
    const std::optional<std::uint64_t> wrong = hash ? find_entry_(*hash) : std::nullopt;
    if (!wrong || *wrong >= position) return;
    const ledger::Entry corrected = take(ledger::decode_entry(ledger_entry_(*wrong)));
    if (corrected.type.starts_with("core."))
        return;  // who may sign, and what was corrected, stays as it was said
    database_.cached(sql::insert_corrected).bind_all(static_cast<std::int64_t>(*wrong)).run();
    std::optional<Row> row = load(corrected.record);
    if (!row) return;
    const Record before = row->record;
    row->record = refold(corrected.record, std::nullopt);
    save(*row, before, false);
}

Record Store::refold(std::string_view id, std::optional<plugin::Date> as_of) {
    Record record;
    record.id = std::string(id);
    const std::string last_day = as_of ? as_of->text() : std::string();
    for (const EntryOfRecord& of_record : entries_of(id)) {
        if (of_record.corrected) continue;
        const ledger::Entry entry = take(ledger::decode_entry(ledger_entry_(of_record.position)));
        if (as_of && entry.effective > last_day) continue;
        apply(plugin::Entry{entry.type, entry.record, entry.effective, entry.data}, record);
    }
    return record;
}

bool Store::has_content(ByteView entry_bytes) {
    storage::Statement& select = database_.cached(sql::select_content);
    select.bind_all(shortened(content_hash(hasher_, entry_bytes)));
    const bool found = select.step();
    select.reset();
    return found;
}

// ---- reading ----

std::optional<Store::Row> Store::load(std::string_view id) {
    storage::Statement& select = database_.cached(sql::select_record);
    select.bind_all(id);
    if (!select.step()) {
        select.reset();
        return std::nullopt;
    }
    Row row;
    row.rid = select.integer(0);
    row.kind = std::string(select.text(2));
    row.last_effective = std::string(select.text(3));
    row.entries = static_cast<std::uint64_t>(select.integer(4));
    row.record = decode(std::string(select.text(1)), select.blob(5));
    select.reset();
    return row;
}

StoredRecord Store::stored(Row row) const {
    StoredRecord result;
    result.title = title_of(row.record);
    result.record = std::move(row.record);
    result.kind = std::move(row.kind);
    result.entries = row.entries;
    return result;
}

std::optional<StoredRecord> Store::find(std::string_view id, std::optional<plugin::Date> as_of) {
    std::optional<Row> row = load(id);
    if (!row) return std::nullopt;
    if (as_of && row->last_effective > as_of->text()) {
        row->record = refold(id, as_of);
        if (row->record.fields.empty() && row->record.status.empty()) return std::nullopt;
    }
    return stored(std::move(*row));
}

std::vector<StoredRecord> Store::read_all(storage::Statement& statement, std::optional<plugin::Date> as_of) {
    std::vector<Row> rows;
    while (statement.step()) {
        Row row;
        row.rid = statement.integer(0);
        row.kind = std::string(statement.text(2));
        row.last_effective = std::string(statement.text(3));
        row.entries = static_cast<std::uint64_t>(statement.integer(4));
        row.record = decode(std::string(statement.text(1)), statement.blob(5));
        rows.push_back(std::move(row));
    }
    statement.reset();
    std::vector<StoredRecord> result;
    const std::string day = as_of ? as_of->text() : std::string();
    for (Row& row : rows) {
        if (as_of && row.last_effective > day) {
            row.record = refold(row.record.id, as_of);
            if (row.record.fields.empty() && row.record.status.empty()) continue;
        }
        result.push_back(stored(std::move(row)));
    }
    return result;
}

std::vector<StoredRecord> Store::referring_to(std::string_view id, std::string_view kind,
                                              std::optional<plugin::Date> as_of) {
    storage::Statement& select = database_.cached(sql::select_referring);
    select.bind_all(id, kind);
    std::vector<StoredRecord> found = read_all(select, as_of);
    std::erase_if(found, [&](const StoredRecord& record) {
        return !std::ranges::binary_search(references_of(record.record), std::string(id));
    });
    return found;
}

std::vector<Store::EntryOfRecord> Store::entries_of(std::string_view id) {
    std::vector<EntryOfRecord> entries;
    storage::Statement& by_id = database_.cached(sql::select_record);
    by_id.bind_all(id);
    const std::optional<std::int64_t> rid = by_id.step() ? std::optional(by_id.integer(0)) : std::nullopt;
    by_id.reset();
    if (!rid) return entries;
    storage::Statement& select = database_.cached(sql::select_record_entries);
    select.bind_all(*rid);
    while (select.step())
        entries.push_back({static_cast<std::uint64_t>(select.integer(0)), select.integer(1) != 0});
    select.reset();
    return entries;
}

namespace {

sql::RowQuery row_query(const RecordType& type, const Selection& selection, const std::string& match) {
    sql::RowQuery query;
    query.type = &type;
    for (const auto& condition : selection.where) query.equals.push_back(condition.first);
    query.search = !match.empty();
    query.sort = selection.sort;
    query.descending = selection.descending;
    return query;
}

const plugin::Field* field_of(const RecordType& type, std::string_view id) {
    const auto at = std::ranges::find(type.fields, id, &plugin::Field::id);
    return at == type.fields.end() ? nullptr : &*at;
}

const RecordType& known_type(const host::Catalogue& catalogue, const std::string& kind) {
    const RecordType* type = catalogue.record_type(kind);
    if (type == nullptr)
        throw Failure(Category::usage, "unknown_record_type", kind,
                      tr("no loaded plugin has a record type of that name"), tr("`xinbu types` lists them"));
    return *type;
}

void check_selection(const RecordType& type, const Selection& selection) {
    const auto unknown = [&](const std::string& field) {
        throw Failure(Category::usage, "unknown_field", field,
                      fmt::format(fmt::runtime(tr("records of type {} have no such field")), type.kind),
                      tr("`xinbu types` lists what they have"));
    };
    for (const auto& [field, value] : selection.where)
        if (field != "id" && field != "status" && field_of(type, field) == nullptr) unknown(field);
    if (!selection.sort.empty() && selection.sort != "id" && selection.sort != "status" &&
        field_of(type, selection.sort) == nullptr)
        unknown(selection.sort);
}

void bind_selection(storage::Statement& statement, const RecordType& type, const Selection& selection,
                    const std::string& match, int& parameter) {
    for (const auto& [name, text] : selection.where) {
        const plugin::Field* field = field_of(type, name);
        std::int64_t number = 0;
        const char* end = text.data() + text.size();
        const bool numeric = field != nullptr && (field->kind == plugin::FieldKind::integer ||
                                                  field->kind == plugin::FieldKind::basis_points ||
                                                  field->kind == plugin::FieldKind::money);
        const auto [stop, error] = std::from_chars(text.data(), end, number);
        if (field != nullptr && field->kind == plugin::FieldKind::boolean) {
            statement.bind(++parameter, text == "true" || text == "1" ? 1 : 0);
        } else if (numeric && error == std::errc{} && stop == end) {
            statement.bind(++parameter, number);
        } else {
            statement.bind(++parameter, std::string_view(text));
        }
    }
    if (!match.empty()) statement.bind(++parameter, std::string_view(match));
}

}  // namespace

bool Store::needs_evaluation(const Selection& selection) {
    const RecordType& type = known_type(catalogue_, selection.kind);
    for (const auto& [name, text] : selection.where) {
        if (name == "status") return true;  // may follow from the day alone
        const plugin::Field* field = field_of(type, name);
        if (field != nullptr && !field->column) return true;
    }
    if (!selection.sort.empty() && selection.sort != "id" && selection.sort != "status" &&
        !field_of(type, selection.sort)->column)
        return true;
    if (!selection.as_of) return false;
    storage::Statement& later = database_.cached(sql::later_than);
    later.bind_all(selection.as_of->text());
    const bool any = later.step();
    later.reset();
    return any;
}

std::vector<StoredRecord> Store::evaluate(const Selection& selection, plugin::Date shown_on) {
    const RecordType& type = known_type(catalogue_, selection.kind);
    const std::string match = storage::to_match_query(selection.search);
    std::vector<StoredRecord> kept;
    if (!selection.search.empty() && match.empty()) return kept;
    std::vector<std::int64_t> matching;
    if (!match.empty()) {
        storage::Statement& select = database_.cached(sql::search_text);
        select.bind_all(match, -1);
        while (select.step()) matching.push_back(select.integer(0));
        select.reset();
    }
    std::int64_t last = 0;
    for (bool more = true; more;) {
        std::vector<Row> rows;
        storage::Statement& select = database_.cached(sql::select_records_of_kind);
        select.bind_all(last, selection.kind);
        while (select.step()) {
            Row row;
            row.rid = last = select.integer(0);
            row.kind = std::string(select.text(2));
            row.last_effective = std::string(select.text(3));
            row.entries = static_cast<std::uint64_t>(select.integer(4));
            row.record = decode(std::string(select.text(1)), select.blob(5));
            rows.push_back(std::move(row));
        }
        select.reset();
        more = !rows.empty();
        for (Row& row : rows) {
            if (!match.empty() && !std::ranges::binary_search(matching, row.rid)) continue;
            if (selection.as_of && row.last_effective > selection.as_of->text()) {
                row.record = refold(row.record.id, selection.as_of);
                if (row.record.fields.empty() && row.record.status.empty()) continue;
            }
            Record presented = row.record;
            catalogue_.present(presented, shown_on);
            const bool holds = std::ranges::all_of(selection.where, [&](const auto& condition) {
                const auto& [name, text] = condition;
                if (name == "status") return presented.status == text;  // as it is shown, so it is found
                if (name == "id") return presented.id == text;
                const plugin::Field& field = *field_of(type, name);
                const Value* value = presented.fields.find(name);
                if (field.kind == plugin::FieldKind::boolean && value != nullptr &&
                    value->boolean() != nullptr)
                    return *value->boolean() == (text == "true" || text == "1");
                return value != nullptr && filter_text(field, *value) == text;
            });
            if (holds) kept.push_back(stored(std::move(row)));
        }
    }
    if (selection.sort.empty()) {
        if (selection.descending) std::ranges::reverse(kept);
        return kept;
    }
    // As SQLite sorts the typed columns: what is missing first, then numbers by size, then texts.
    const auto key = [&](const StoredRecord& record) -> std::tuple<int, std::int64_t, std::string> {
        if (selection.sort == "id") return {2, 0, record.record.id};
        if (selection.sort == "status") return {2, 0, record.record.status};
        const Value* value = record.record.fields.find(selection.sort);
        if (value == nullptr || value->is_null()) return {0, 0, {}};
        if (const auto number = number_of(*field_of(type, selection.sort), *value)) return {1, *number, {}};
        return {2, 0, cell_text(*value)};
    };
    std::ranges::stable_sort(kept, [&](const StoredRecord& a, const StoredRecord& b) {
        return selection.descending ? key(b) < key(a) : key(a) < key(b);
    });
    return kept;
}

std::uint64_t Store::count(const Selection& selection, plugin::Date shown_on) {
    const RecordType& type = known_type(catalogue_, selection.kind);
    check_selection(type, selection);
    if (needs_evaluation(selection)) return evaluate(selection, shown_on).size();
    const std::string match = storage::to_match_query(selection.search);
    if (!selection.search.empty() && match.empty()) return 0;
    if (selection.where.empty() && match.empty()) {
        const auto all = counts();
        const auto at = all.find(selection.kind);
        return at == all.end() ? 0 : at->second;
    }
    storage::Statement& select = database_.cached(sql::count_rows(row_query(type, selection, match)));
    int parameter = 0;
    bind_selection(select, type, selection, match, parameter);
    select.step();
    const auto rows = static_cast<std::uint64_t>(select.integer(0));
    select.reset();
    return rows;
}

std::vector<StoredRecord> Store::list(const Selection& selection, plugin::Date shown_on, std::uint64_t first,
                                      std::uint64_t limit) {
    const RecordType& type = known_type(catalogue_, selection.kind);
    check_selection(type, selection);
    std::vector<StoredRecord> rows;
    if (needs_evaluation(selection)) {
        std::vector<StoredRecord> all = evaluate(selection, shown_on);
        for (std::uint64_t i = first; i < all.size() && rows.size() < limit; ++i)
            rows.push_back(std::move(all[i]));
    } else {
        const std::string match = storage::to_match_query(selection.search);
        if (!selection.search.empty() && match.empty()) return rows;
        storage::Statement& select = database_.cached(sql::select_rows(row_query(type, selection, match)));
        int parameter = 0;
        bind_selection(select, type, selection, match, parameter);
        const auto most = static_cast<std::int64_t>(std::min<std::uint64_t>(limit, INT64_MAX));
        select.bind(++parameter, most);
        select.bind(++parameter, static_cast<std::int64_t>(first));
        rows = read_all(select, std::nullopt);
    }
    for (StoredRecord& row : rows) catalogue_.present(row.record, shown_on);
    return rows;
}

std::vector<StoredRecord> Store::search(std::string_view text, std::uint64_t limit) {
    const std::string match = storage::to_match_query(text);
    if (match.empty()) return {};
    storage::Statement& select = database_.cached(sql::search_text);
    select.bind_all(match, static_cast<std::int64_t>(std::min<std::uint64_t>(limit, INT64_MAX)));
    return read_all(select, std::nullopt);
}

std::map<std::string, std::uint64_t> Store::counts() {
    std::map<std::string, std::uint64_t> counts;
    storage::Statement& select = database_.cached(sql::select_counts);
    while (select.step()) counts.emplace(select.text(0), static_cast<std::uint64_t>(select.integer(1)));
    select.reset();
    return counts;
}

// ---- numbers ----

namespace {

std::optional<std::int64_t> number_after(std::string_view id, std::string_view prefix) {
    if (!id.starts_with(prefix) || id.size() == prefix.size()) return std::nullopt;
    std::int64_t number = 0;
    const char* end = id.data() + id.size();
    const auto [stop, error] = std::from_chars(id.data() + prefix.size(), end, number);
    if (error != std::errc{} || stop != end || number < 0) return std::nullopt;
    return number;
}

}  // namespace

std::int64_t Store::next(std::string_view prefix) {
    constexpr std::size_t most_prefixes_kept = 256;
    if (const auto known = highest_.find(prefix); known != highest_.end()) return known->second + 1;
    std::int64_t highest = 0;
    storage::Statement& select = database_.cached(sql::select_ids_with_prefix);
    select.bind_all(prefix, after_prefix(prefix));
    while (select.step())
        if (const auto number = number_after(select.text(0), prefix)) highest = std::max(highest, *number);
    select.reset();
    if (highest_.size() >= most_prefixes_kept) highest_.clear();
    highest_.emplace(std::string(prefix), highest);
    return highest + 1;
}

void Store::remember_number(std::string_view id) {
    for (auto& [prefix, highest] : highest_)
        if (const auto number = number_after(id, prefix)) highest = std::max(highest, *number);
}

void Store::forget_numbers() {
    highest_.clear();
}

// ---- what a record's declaration says ----

std::string Store::title_of(const Record& record) const {
    const RecordType* type = catalogue_.record_type(host::kind_of(record.id));
    const std::string_view title =
        type != nullptr ? plugin::text_at(record.fields, type->title) : std::string_view();
    return title.empty() ? key_of(record.id) : std::string(title);
}

std::string Store::searched_text(const Record& record) const {
    const RecordType* type = catalogue_.record_type(host::kind_of(record.id));
    std::string text = key_of(record.id) + "\n";
    if (type != nullptr) text += records::searched_text(type->fields, record.fields);
    return text;
}

std::vector<std::string> Store::references_of(const Record& record) const {
    const RecordType* type = catalogue_.record_type(host::kind_of(record.id));
    return type != nullptr ? references_in(type->fields, record.fields) : std::vector<std::string>{};
}

std::vector<Store::DerivedTable> Store::tables() const {
    std::vector<DerivedTable> tables{{"record", "rid"},
                                     {"record_entry", "rid, entry"},
                                     {"record_reference", "target, kind, rid"},
                                     {"record_count", "kind"},
                                     {"content", "hash"},
                                     {"corrected", "entry"},
                                     {"derived_from", "kind"}};
    for (const auto& declared : catalogue_.record_types())
        tables.push_back({sql::table_name(declared.type->kind), "rid"});
    return tables;
}

// ---- a day's view ----

std::optional<Record> DayView::find(std::string_view id) const {
    std::optional<StoredRecord> found = store_.find(id, as_of_);
    // A record of which every entry was corrected is none: it may begin anew.
    if (!found || (found->record.fields.empty() && found->record.status.empty())) return std::nullopt;
    return std::move(found->record);
}

std::vector<Record> DayView::referring_to(std::string_view id, std::string_view kind) const {
    std::vector<Record> records;
    for (StoredRecord& found : store_.referring_to(id, kind, as_of_))
        records.push_back(std::move(found.record));
    return records;
}

}  // namespace xinbu::records
