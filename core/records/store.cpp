#include "xinbu/records/store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "fields.hpp"
#include "hashing.hpp"
#include "rows.hpp"
#include "schema.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/crypto/digest.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/ledger/entry.hpp"
#include "xinbu/ledger/ledger.hpp"
#include "xinbu/ledger/merkle.hpp"
#include "xinbu/ledger/proposal.hpp"
#include "xinbu/plugin/identifiers.hpp"
#include "xinbu/storage/search_text.hpp"

namespace xinbu::records {

using plugin::Object;
using plugin::Record;
using plugin::RecordType;
using plugin::Value;

std::string encode_state(const Record& record) {
    plugin::Array overlays;
    for (const std::string& overlay : record.overlays) overlays.emplace_back(overlay);
    Object document;
    document.set("fields", record.fields);
    document.set("overlays", std::move(overlays));
    document.set("status", record.status);
    return json::canonical(Value(std::move(document)));
}

namespace {

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

/// Rises where the tables of the core itself change, so that they are made again.
constexpr int derived_format = 2;

/// A digest of what of a declaration and its rules shapes the derived tables and documents.
Hash declaration_digest(const host::Provider& provider, const RecordType& type) {
    std::string text = fmt::format("{}\n{}/{}\n{}\n{}", derived_format, provider.id, provider.version,
                                   type.title, sql::create_table(type));
    const auto describe = [&](const auto& self, const std::vector<plugin::Field>& fields) -> void {
        for (const plugin::Field& field : fields) {
            text += fmt::format("{} {} {}", field.id, static_cast<int>(field.kind), field.searched);
            for (const plugin::Choice& choice : field.choices) text += " " + choice.id;
            text += "\n";
            self(self, field.items);
        }
    };
    describe(describe, type.fields);
    for (const plugin::State& state : type.states) text += state.id + "\n";
    // What a fold makes of an entry may follow from them.
    for (const host::RulePack& pack : provider.rules) text += pack.id + " " + to_hex(pack.sha256) + "\n";
    return crypto::sha256(as_bytes(text));
}

/// The first text that sorts after every text with this prefix.
std::string after_prefix(std::string_view prefix) {
    return std::string(prefix) + "\xF4\x8F\xBF\xBF";
}

}  // namespace

Store::Store(storage::Tables database, const host::Catalogue& catalogue, EntryReader ledger_entry,
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
    forget();
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

void apply_entry(const host::Catalogue& catalogue, const plugin::Entry& entry, Record& record) {
    if (catalogue.entry_type(entry.type) != nullptr) {
        catalogue.fold(entry, record);
        return;
    }
    // A type of a plugin that is absent: its data is kept and shown under its ids.
    for (const plugin::Member& member : entry.data) record.fields.set(member.name, member.value);
}

void Store::apply(const plugin::Entry& entry, Record& record) const {
    apply_entry(catalogue_, entry, record);
}

void Store::fold(std::uint64_t position, const plugin::Entry& entry, ByteView bytes) {
    const bool is_approval = entry.type == ledger::proposal_approved_type;
    // Whoever decides on what was decided breaks a rule that every verifier tells; it counts once all the
    // same.
    const std::optional<Row> proposal = is_approval ? load(entry.record) : std::nullopt;
    fold_at(position, entry, bytes);
    if (proposal && proposal->record.status == ledger::open_proposal) fold_drafts(position, entry);
}

void Store::fold_at(const ledger::EntryPlace& place, const plugin::Entry& entry, ByteView bytes) {
    const bool is_new = entry.record == absent_ || !rid_of(entry.record);
    Kind& kind = kind_for(host::kind_of(entry.record), day_number(entry.effective));
    Row row;
    if (is_new) {
        row.record.id = std::string(entry.record);
    } else {
        row = *load(entry.record);
    }
    const std::optional<Record> before = is_new ? std::nullopt : std::optional(row.record);
    apply(entry, row.record);
    row.last_effective = std::max(row.last_effective, day_number(entry.effective));
    ++row.entries;
    save(row, kind, before ? &*before : nullptr, is_new ? std::optional(place) : std::nullopt);
    database_.cached(sql::insert_record_entry)
        .bind_all(row.rid, static_cast<std::int64_t>(place.position), static_cast<std::int64_t>(place.draft),
                  content_key(bytes))
        .run();
    if (entry.type == ledger::correction_type) correct(place, entry);
}

/// A record is new with its first entry, of which it is the fold; later its state is written down whole.
void Store::save(Row& row, Kind& kind, const Record* before, std::optional<ledger::EntryPlace> first) {
    absent_.clear();
    const bool is_new = first.has_value();
    const auto entries = static_cast<std::int64_t>(row.entries);
    if (is_new) {
        storage::Statement& insert = database_.cached(sql::insert_record);
        if (first->draft == 0) {
            insert.bind_all(row.record.id, row.last_effective, entries,
                            static_cast<std::int64_t>(first->position));
        } else {
            insert.bind_all(row.record.id, row.last_effective, entries, as_bytes(encode_state(row.record)));
        }
        insert.run();
        row.rid = database_.last_insert_rowid();
        database_.cached(sql::count_record).bind_all(kind.number).run();
        remember_number(row.record.id);
    } else {
        database_.cached(sql::update_record)
            .bind_all(row.rid, row.last_effective, entries, as_bytes(encode_state(row.record)))
            .run();
    }
    const Derived now = derive(kind.type, row.record);
    const Derived then = before != nullptr ? derive(kind.type, *before) : Derived{};
    if (kind.upsert != nullptr && (is_new || now.cells != then.cells)) {
        kind.upsert->bind(1, row.rid);
        int parameter = 1;
        for (const Cell& cell : now.cells) records::bind(*kind.upsert, ++parameter, cell);
        kind.upsert->run();
    }

    // What a record referred to once stays: on an earlier day it still does. Who asks looks at the record
    // itself.
    for (const std::string& target : now.references)
        if (!std::ranges::binary_search(then.references, target))
            database_.cached(sql::insert_reference).bind_all(text_key(target), kind.number, row.rid).run();

    if (is_new) {
        database_.cached(sql::insert_text).bind_all(row.rid, now.text).run();
    } else if (now.text != then.text) {
        database_.cached(sql::delete_text).bind_all(row.rid).run();
        database_.cached(sql::insert_text).bind_all(row.rid, now.text).run();
    }
}

Store::Kind* Store::find_kind(std::string_view kind) {
    if (const auto known = kinds_.find(kind); known != kinds_.end()) return &known->second;
    storage::Statement& select = database_.cached(sql::select_kind);
    select.bind_all(kind);
    if (!select.step()) {
        select.reset();
        return nullptr;
    }
    Kind found{select.integer(0), select.integer(1), catalogue_.record_type(kind), nullptr};
    select.reset();
    if (found.type != nullptr && !database_.is_read_only())
        found.upsert = &database_.cached(sql::upsert_row(*found.type));
    return &kinds_.emplace(std::string(kind), found).first->second;
}

/// The kind of a record that gets an entry of that day.
Store::Kind& Store::kind_for(std::string_view kind, std::int64_t effective) {
    Kind* found = find_kind(kind);
    if (found == nullptr) {
        database_.cached(sql::insert_kind).bind_all(kind, effective).run();
        found = find_kind(kind);
    } else if (effective > found->last_effective) {
        database_.cached(sql::update_last_effective).bind_all(found->number, effective).run();
        found->last_effective = effective;
    }
    return *found;
}

Record Store::refold(std::string_view id, const Moment& as_of) {
    Record record;
    record.id = std::string(id);
    const std::string last_day = as_of.day ? as_of.day->text() : std::string();
    for (const EntryOfRecord& of_record : entries_of(id)) {
        if (of_record.position >= as_of.known) break;
        if (of_record.corrected_by && of_record.corrected_by->position < as_of.known) continue;
        const ledger::Entry entry = take(ledger::decode_entry(ledger_entry_(of_record.place())));
        if (as_of.day && entry.effective > last_day) continue;
        apply(plugin::Entry{entry.type, entry.record, entry.effective, entry.data}, record);
    }
    return record;
}

std::optional<std::uint64_t> Store::find_content(std::string_view record, ByteView entry_bytes) {
    const std::optional<std::int64_t> rid = rid_of(record);
    if (!rid) return std::nullopt;
    std::vector<ledger::EntryPlace> candidates;
    storage::Statement& select = database_.cached(sql::select_entries_of_content);
    select.bind_all(*rid, content_key(entry_bytes));
    while (select.step())
        candidates.emplace_back(static_cast<std::uint64_t>(select.integer(0)),
                                static_cast<std::uint32_t>(select.integer(1)));
    select.reset();
    const WithoutSalt wanted = without_salt(entry_bytes);
    const auto found = std::ranges::find_if(candidates, [&](const ledger::EntryPlace& place) {
        const Bytes stored = ledger_entry_(place);
        return without_salt(stored) == wanted;
    });
    return found == candidates.end() ? std::nullopt : std::optional(found->position);
}

// ---- reading ----

std::optional<std::int64_t> Store::rid_of(std::string_view id) {
    storage::Statement& select = database_.cached(sql::select_rid);
    select.bind_all(id);
    const std::optional<std::int64_t> rid = select.step() ? std::optional(select.integer(0)) : std::nullopt;
    select.reset();
    if (!rid) absent_ = std::string(id);
    return rid;
}

Store::Stored Store::stored_of(const storage::Statement& row) {
    Stored stored;
    stored.rid = row.integer(0);
    stored.id = std::string(row.text(1));
    stored.last_effective = row.integer(2);
    stored.entries = static_cast<std::uint64_t>(row.integer(3));
    if (row.is_integer(4)) {
        stored.only_entry = static_cast<std::uint64_t>(row.integer(4));
    } else {
        stored.document = to_bytes(row.blob(4));
    }
    return stored;
}

Record Store::fold_of(std::string id, std::uint64_t position) {
    const ledger::Entry entry = take(ledger::decode_entry(ledger_entry_(position)));
    if (entry.record != id)
        throw Failure(Category::storage, "registry_damaged", id,
                      tr("its stored state names the entry of another record"),
                      tr("`xinbu audit` says more."));
    Record record;
    record.id = std::move(id);
    apply(plugin::Entry{entry.type, entry.record, entry.effective, entry.data}, record);
    return record;
}

Store::Row Store::open(Stored stored) {
    Row row;
    row.rid = stored.rid;
    row.last_effective = stored.last_effective;
    row.entries = stored.entries;
    row.record = stored.only_entry ? fold_of(std::move(stored.id), *stored.only_entry)
                                   : decode(std::move(stored.id), stored.document);
    return row;
}

std::optional<Store::Row> Store::load(std::string_view id) {
    storage::Statement& select = database_.cached(sql::select_record);
    select.bind_all(id);
    std::optional<Stored> found = select.step() ? std::optional(stored_of(select)) : std::nullopt;
    select.reset();
    if (found) return open(std::move(*found));
    absent_ = std::string(id);
    return std::nullopt;
}

/// The record as of a day; nothing where it was none then.
std::optional<StoredRecord> Store::shown(Row row, const Moment& as_of) {
    if (!as_of.knows_all() || (as_of.day && row.last_effective > day_number(*as_of.day))) {
        row.record = refold(row.record.id, as_of);
        if (row.record.fields.empty() && row.record.status.empty()) return std::nullopt;
    }
    StoredRecord result;
    result.title = title_of(row.record);
    result.kind = std::string(host::kind_of(row.record.id));
    result.record = std::move(row.record);
    result.entries = row.entries;
    return result;
}

std::optional<StoredRecord> Store::find(std::string_view id, const Moment& as_of) {
    std::optional<Row> row = load(id);
    return row ? shown(std::move(*row), as_of) : std::nullopt;
}

std::vector<StoredRecord> Store::open_all(std::vector<Stored> rows, const Moment& as_of) {
    std::vector<StoredRecord> result;
    result.reserve(rows.size());
    for (Stored& stored : rows)
        if (std::optional<StoredRecord> record = shown(open(std::move(stored)), as_of))
            result.push_back(std::move(*record));
    return result;
}

std::vector<StoredRecord> Store::rows_of(const std::vector<std::int64_t>& rids, const Moment& as_of) {
    std::vector<Stored> rows;
    storage::Statement& select = database_.cached(sql::select_record_by_rid);
    for (const std::int64_t rid : rids) {
        select.bind_all(rid);
        if (select.step()) rows.push_back(stored_of(select));
        select.reset();
    }
    return open_all(std::move(rows), as_of);
}

std::vector<StoredRecord> Store::referring_to(std::string_view id, std::string_view kind,
                                              const Moment& as_of) {
    const Kind* referring = find_kind(kind);
    if (referring == nullptr) return {};
    storage::Statement& select = database_.cached(sql::select_referring);
    select.bind_all(text_key(id), referring->number);
    std::vector<Stored> rows;
    while (select.step()) rows.push_back(stored_of(select));
    select.reset();
    std::vector<StoredRecord> found = open_all(std::move(rows), as_of);
    // The key is short, and the reference may be one of another day.
    std::erase_if(found, [&](const StoredRecord& record) {
        return !std::ranges::binary_search(derive(referring->type, record.record).references,
                                           std::string(id));
    });
    return found;
}

std::vector<std::string> Store::persons_meant(std::string_view id) const {
    constexpr std::string_view party = "organisation/";
    if (!finder_ || !id.starts_with(party) || plugin::citizen_id_in(id.substr(party.size())).empty())
        return {};
    std::vector<std::string> persons = finder_(id.substr(party.size()));
    for (std::string& person : persons) person.insert(0, "person/");
    return persons;
}

std::vector<Store::EntryOfRecord> Store::entries_of(std::string_view id) {
    std::vector<EntryOfRecord> entries;
    const std::optional<std::int64_t> rid = rid_of(id);
    if (!rid) return entries;
    storage::Statement& select = database_.cached(sql::select_record_entries);
    select.bind_all(*rid);
    while (select.step()) {
        EntryOfRecord& one = entries.emplace_back();
        one.position = static_cast<std::uint64_t>(select.integer(0));
        one.draft = static_cast<std::uint32_t>(select.integer(1));
        if (!select.is_null(2))
            one.corrected_by = {static_cast<std::uint64_t>(select.integer(2)),
                                static_cast<std::uint32_t>(select.integer(3))};
    }
    select.reset();
    return entries;
}

std::vector<StoredRecord> Store::search(std::string_view text, std::uint64_t limit, const Moment& as_of) {
    const std::string match = storage::to_match_query(text);
    if (match.empty()) return {};
    storage::Statement& select = database_.cached(sql::search_text);
    select.bind_all(match, static_cast<std::int64_t>(std::min<std::uint64_t>(limit, INT64_MAX)));
    std::vector<std::int64_t> rids;
    while (select.step()) rids.push_back(select.integer(0));
    select.reset();
    return rows_of(rids, as_of);
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

std::vector<std::string> Store::numbered(std::string_view prefix) {
    std::vector<std::string> ids;
    storage::Statement& select = database_.cached(sql::select_ids_with_prefix);
    select.bind_all(prefix, after_prefix(prefix));
    while (select.step())
        if (number_after(select.text(0), prefix)) ids.emplace_back(select.text(0));
    select.reset();
    std::ranges::sort(ids);
    return ids;
}

std::int64_t Store::next(std::string_view prefix) {
    constexpr std::size_t most_prefixes_kept = 256;
    if (const auto known = highest_.find(prefix); known != highest_.end()) return known->second + 1;
    std::int64_t highest = 0;
    for (const std::string& id : numbered(prefix)) highest = std::max(highest, *number_after(id, prefix));
    if (highest_.size() >= most_prefixes_kept) highest_.clear();
    highest_.emplace(std::string(prefix), highest);
    return highest + 1;
}

void Store::remember_number(std::string_view id) {
    for (auto& [prefix, highest] : highest_)
        if (const auto number = number_after(id, prefix)) highest = std::max(highest, *number);
}

void Store::forget() {
    highest_.clear();
    kinds_.clear();
    absent_.clear();
    orders_.clear();
}

// ---- what a record's declaration says ----

std::string Store::title_of(const Record& record) const {
    const RecordType* type = catalogue_.record_type(host::kind_of(record.id));
    const std::string_view title =
        type != nullptr ? plugin::text_at(record.fields, type->title) : std::string_view();
    return title.empty() ? key_of(record.id) : std::string(title);
}

// ---- a day's view ----

std::optional<Record> DayView::find(std::string_view id) const {
    std::optional<StoredRecord> found = store_.find(id, {as_of_, known_});
    if (!found || is_undone(found->record)) return std::nullopt;
    store_.show_persons(found->record);
    return std::move(found->record);
}

std::vector<Record> DayView::referring_to(std::string_view id, std::string_view kind) const {
    std::vector<Record> records;
    const auto add = [&](std::string_view target) {
        for (StoredRecord& found : store_.referring_to(target, kind, {as_of_, known_})) {
            store_.show_persons(found.record);
            records.push_back(std::move(found.record));
        }
    };
    add(id);
    const std::vector<std::string> persons = store_.persons_meant(id);
    if (persons.empty()) return records;
    for (const std::string& person : persons) add(person);
    std::ranges::sort(records, {}, &Record::id);
    const auto end = std::unique(records.begin(), records.end(),
                                 [](const Record& one, const Record& other) { return one.id == other.id; });
    records.erase(end, records.end());
    return records;
}

void DayView::for_each(std::string_view kind, const std::function<bool(const Record&)>& visit) const {
    store_.for_each(kind, {as_of_, known_}, visit);
}

}  // namespace xinbu::records
