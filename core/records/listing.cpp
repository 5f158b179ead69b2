// Lists: any page of any selection.
#include <fmt/format.h>

#include <algorithm>

#include "fields.hpp"
#include "rows.hpp"
#include "schema.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/records/store.hpp"
#include "xinbu/storage/search_text.hpp"

namespace xinbu::records {

using plugin::Record;
using plugin::RecordType;
using plugin::Value;

namespace {

constexpr std::int64_t rows_at_once = 256;

/// Up to here a page is counted off from the begin or the end of an index; further inside it is cut from the
/// whole order.
constexpr std::uint64_t near = 1024;
constexpr std::size_t most_orders_kept = 16;

sql::RowQuery row_query(const RecordType& type, const Selection& selection, const std::string& match) {
    sql::RowQuery query;
    query.type = &type;
    for (const auto& [field, text] : selection.where)
        (text.empty() && field != "id" ? query.empty : query.equals).push_back(field);
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
        if (text.empty() && name != "id") continue;
        const plugin::Field* field = field_of(type, name);
        records::bind(statement, ++parameter, field != nullptr ? sought_cell(*field, text) : Cell(text));
    }
    if (!match.empty()) statement.bind(++parameter, std::string_view(match));
}

/// Everything that decides which records are listed, and in which order.
std::string name_of(const Selection& selection, plugin::Date shown_on) {
    std::string name = selection.kind;
    const auto add = [&](std::string_view part) {
        name += fmt::format("\n{} ", part.size());
        name += part;
    };
    for (const auto& [field, value] : selection.where) {
        add(field);
        add(value);
    }
    add("search");
    add(selection.search);
    add(selection.sort);
    add(selection.as_of.day ? selection.as_of.day->text() : "");
    add(std::to_string(selection.as_of.known));
    add(shown_on.text());
    return name;
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
    if (!selection.as_of.knows_all()) return true;
    if (!selection.as_of.day) return false;
    storage::Statement& select = database_.cached(sql::select_kind);
    select.bind_all(selection.kind);
    const bool later = select.step() && select.integer(1) > day_number(*selection.as_of.day);
    select.reset();
    return later;
}

std::vector<std::int64_t> Store::evaluate(const Selection& selection, plugin::Date shown_on) {
    const RecordType& type = known_type(catalogue_, selection.kind);
    const std::string match = storage::to_match_query(selection.search);
    if (!selection.search.empty() && match.empty()) return {};
    std::vector<std::int64_t> matching;
    if (!match.empty()) {
        storage::Statement& select = database_.cached(sql::search_text);
        select.bind_all(match, -1);
        while (select.step()) matching.push_back(select.integer(0));
        select.reset();
    }
    const auto holds = [&](const Record& presented, const std::pair<std::string, std::string>& condition) {
        const auto& [name, text] = condition;
        if (name == "status") return presented.status == text;  // as it is shown, so it is found
        if (name == "id") return presented.id == text;
        const plugin::Field& field = *field_of(type, name);
        const Cell cell = cell_of(field, presented.fields.find(name));
        return text.empty() ? is_empty(cell) : cell == sought_cell(field, text);
    };
    const auto key_of = [&](const Record& record) -> Cell {
        if (selection.sort.empty()) return {};
        if (selection.sort == "id") return record.id;
        if (selection.sort == "status") return status_cell(type, record.status);
        return cell_of(*field_of(type, selection.sort), record.fields.find(selection.sort));
    };

    std::vector<std::pair<Cell, std::int64_t>> kept;
    storage::Statement& select = database_.cached(sql::select_records_of(type));
    std::int64_t last = 0;
    for (bool more = true; more;) {
        std::vector<Stored> rows;
        select.bind_all(last, rows_at_once);
        while (select.step()) rows.push_back(stored_of(select));
        select.reset();
        more = !rows.empty();
        for (Stored& stored : rows) {
            last = stored.rid;
            // The index holds what is known today; what was known then is looked at itself.
            const bool is_of_today =
                selection.as_of.knows_all() &&
                (!selection.as_of.day || stored.last_effective <= day_number(*selection.as_of.day));
            if (is_of_today && !match.empty() && !std::ranges::binary_search(matching, stored.rid)) continue;
            // Nothing in it decides anything: one entry of a later day must not have all others read.
            if (is_of_today && selection.where.empty() && selection.sort.empty()) {
                kept.emplace_back(Cell{}, last);
                continue;
            }
            std::optional<StoredRecord> found = shown(open(std::move(stored)), selection.as_of);
            if (!found) continue;
            if (!is_of_today && !match.empty() &&
                !storage::holds_search_text(derive(&type, found->record).text, selection.search))
                continue;
            Cell key = key_of(found->record);
            if (!is_undone(found->record)) catalogue_.present(found->record, shown_on);
            if (std::ranges::all_of(selection.where,
                                    [&](const auto& condition) { return holds(found->record, condition); }))
                kept.emplace_back(std::move(key), last);
        }
    }
    if (!selection.sort.empty()) std::ranges::sort(kept);
    std::vector<std::int64_t> rids;
    rids.reserve(kept.size());
    for (const auto& [key, rid] : kept) rids.push_back(rid);
    return rids;
}

void Store::for_each(std::string_view kind, const Moment& as_of,
                     const std::function<bool(const plugin::Record&)>& visit) {
    const RecordType* type = catalogue_.record_type(kind);
    if (type == nullptr) return;
    storage::Statement& select = database_.cached(sql::select_records_of(*type));
    std::int64_t last = 0;
    for (bool more = true; more;) {
        std::vector<Stored> rows;
        select.bind_all(last, rows_at_once);
        while (select.step()) rows.push_back(stored_of(select));
        select.reset();  // before anything is visited: a visitor may ask for records of the same kind
        more = !rows.empty();
        for (Stored& stored : rows) {
            last = stored.rid;
            std::optional<StoredRecord> found = shown(open(std::move(stored)), as_of);
            if (!found || is_undone(found->record)) continue;
            show_persons(found->record);
            if (!visit(found->record)) return;
        }
    }
}

std::optional<std::string> Store::record_with(std::string_view kind, std::string_view field,
                                              std::string_view value) {
    const RecordType* type = catalogue_.record_type(kind);
    const plugin::Field* column = type != nullptr ? field_of(*type, field) : nullptr;
    if (column == nullptr || !column->column) return std::nullopt;
    sql::RowQuery query;
    query.type = type;
    query.equals = {column->id};
    storage::Statement& select = database_.cached(sql::select_rids(query));
    records::bind(select, 1, sought_cell(*column, value));
    constexpr std::int64_t enough_to_doubt = 2;
    select.bind(2, enough_to_doubt);
    select.bind(3, std::int64_t{0});
    std::vector<std::int64_t> rids;
    while (select.step()) rids.push_back(select.integer(0));
    select.reset();
    if (rids.size() != 1) return std::nullopt;
    storage::Statement& record = database_.cached(sql::select_record_by_rid);
    record.bind_all(rids.front());
    std::optional<std::string> id;
    if (record.step()) id = std::string(record.text(1));
    record.reset();
    return id;
}

std::vector<std::int64_t> Store::select_rids(const Selection& selection, std::uint64_t first,
                                             std::uint64_t limit) {
    const RecordType& type = known_type(catalogue_, selection.kind);
    const std::string match = storage::to_match_query(selection.search);
    std::vector<std::int64_t> rids;
    if (!selection.search.empty() && match.empty()) return rids;
    storage::Statement& select = database_.cached(sql::select_rids(row_query(type, selection, match)));
    int parameter = 0;
    bind_selection(select, type, selection, match, parameter);
    select.bind(++parameter, static_cast<std::int64_t>(std::min<std::uint64_t>(limit, INT64_MAX)));
    select.bind(++parameter, static_cast<std::int64_t>(first));
    while (select.step()) rids.push_back(select.integer(0));
    select.reset();
    return rids;
}

/// The whole result, first to last; what is asked for last to first is its reverse.
const std::vector<std::uint32_t>& Store::whole_order(Selection selection, plugin::Date shown_on) {
    selection.descending = false;
    const storage::Database::Version version = database_.version();
    if (version != orders_version_) orders_.clear();
    orders_version_ = version;
    std::string name = name_of(selection, shown_on);
    if (const auto known = std::ranges::find(orders_, name, &Order::selection); known != orders_.end())
        return known->rids;
    const std::vector<std::int64_t> rids =
        needs_evaluation(selection) ? evaluate(selection, shown_on) : select_rids(selection, 0, UINT64_MAX);
    if (orders_.size() == most_orders_kept) orders_.pop_front();
    // A database holds 2^32 pages at most, and so fewer records.
    return orders_.emplace_back(Order{std::move(name), {rids.begin(), rids.end()}}).rids;
}

std::uint64_t Store::records_of(const std::string& kind) {
    const auto all = counts();
    const auto at = all.find(kind);
    return at == all.end() ? 0 : at->second;
}

std::uint64_t Store::count(const Selection& selection, plugin::Date shown_on) {
    const RecordType& type = known_type(catalogue_, selection.kind);
    check_selection(type, selection);
    if (needs_evaluation(selection)) return whole_order(selection, shown_on).size();
    const std::string match = storage::to_match_query(selection.search);
    if (!selection.search.empty() && match.empty()) return 0;
    if (selection.where.empty() && match.empty()) return records_of(selection.kind);
    storage::Statement& select = database_.cached(sql::count_rows(row_query(type, selection, match)));
    int parameter = 0;
    bind_selection(select, type, selection, match, parameter);
    select.step();
    const auto rows = static_cast<std::uint64_t>(select.integer(0));
    select.reset();
    return rows;
}

std::vector<std::int64_t> Store::page_of(const Selection& selection, plugin::Date shown_on,
                                         std::uint64_t first, std::uint64_t limit) {
    const bool is_near = first <= near && limit <= near && !needs_evaluation(selection);
    if (is_near) return select_rids(selection, first, limit);
    if (selection.where.empty() && selection.search.empty() && !needs_evaluation(selection)) {
        const std::uint64_t records = records_of(selection.kind);
        if (first >= records) return {};
        const std::uint64_t end = first + std::min(limit, records - first);
        if (records - first <= near) {
            Selection backwards = selection;
            backwards.descending = !selection.descending;
            std::vector<std::int64_t> rids = select_rids(backwards, records - end, end - first);
            std::ranges::reverse(rids);
            return rids;
        }
    }
    const std::vector<std::uint32_t>& all = whole_order(selection, shown_on);
    std::vector<std::int64_t> rids;
    for (std::uint64_t i = first; i < all.size() && rids.size() < limit; ++i)
        rids.push_back(all[selection.descending ? all.size() - 1 - i : i]);
    return rids;
}

std::vector<StoredRecord> Store::list(const Selection& selection, plugin::Date shown_on, std::uint64_t first,
                                      std::uint64_t limit) {
    check_selection(known_type(catalogue_, selection.kind), selection);
    std::vector<StoredRecord> rows = rows_of(page_of(selection, shown_on, first, limit), selection.as_of);
    for (StoredRecord& row : rows)
        if (!is_undone(row.record)) catalogue_.present(row.record, shown_on);
    return rows;
}

}  // namespace xinbu::records
