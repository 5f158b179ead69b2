#include "read_log.hpp"

#include <algorithm>

#include "schema.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/plugin/value.hpp"

namespace xinbu::session {

namespace {

plugin::Array array_of(const std::vector<std::string>& texts) {
    return {texts.begin(), texts.end()};
}

std::int64_t number(std::uint64_t value) {
    return static_cast<std::int64_t>(value);
}

ReadLog::Stored row_of(const storage::Statement& row) {
    ReadLog::Stored stored;
    ReadView& view = stored.row;
    view.sequence = static_cast<std::uint64_t>(row.integer(0));
    view.time = row.text(1);
    view.operator_name = row.text(2);
    view.key = row.text(3);
    view.role = row.text(4);
    view.action = row.text(5);
    view.question = row.text(6);
    const Result<plugin::Value> records = json::parse(row.text(7), json::Profile::entry);
    if (records && records->array() != nullptr) {
        for (const plugin::Value& one : *records->array()) {
            if (one.text() == nullptr) stored.well_formed = false;
            view.records.push_back(one.text() != nullptr ? *one.text() : std::string());
        }
    } else {
        stored.well_formed = false;
    }
    view.count = static_cast<std::uint64_t>(row.integer(8));
    view.purpose = row.text(9);
    view.unsealed = row.integer(10) != 0;
    view.commits = static_cast<std::uint64_t>(row.integer(11));
    if (row.blob(12).size() == sizeof(Hash)) std::ranges::copy(row.blob(12), stored.hash.emplace().begin());
    if (stored.hash) view.hash = to_hex(*stored.hash);
    // What counts as one and the same number must be one and the same row.
    stored.well_formed = stored.well_formed && row.integer(8) >= 0 && row.integer(11) >= 0 &&
                         (row.integer(10) == 0 || row.integer(10) == 1);
    return stored;
}

}  // namespace

std::optional<ReadsAnchor> anchor_in(std::string_view type, const plugin::Object& data) {
    if (type != reads_anchored_type) return std::nullopt;
    const std::int64_t *first = plugin::integer_at(data, "first"), *last = plugin::integer_at(data, "last"),
                       *count = plugin::integer_at(data, "count");
    const std::optional<Hash> root = hash_from_hex(plugin::text_at(data, "root"));
    if (first == nullptr || last == nullptr || count == nullptr || !root || *first < 1 || *last < *first)
        return std::nullopt;
    return ReadsAnchor{std::string(plugin::text_at(data, "day")), static_cast<std::uint64_t>(*first),
                       static_cast<std::uint64_t>(*last), static_cast<std::uint64_t>(*count), *root};
}

ReadLog::ReadLog(storage::Database& database, std::string_view origin)
    : database_(database), beginning_(crypto::sha256(as_bytes(origin))) {}

void ReadLog::create_table(storage::Database& database) {
    database.execute(sql::create_read_log);
}

bool ReadLog::has_table() {
    storage::Statement tables = database_.prepare(sql::select_has_read_log);
    return tables.step() && tables.integer(0) == 1;
}

ReadLog::Head ReadLog::head() {
    storage::Statement& last = database_.cached(sql::select_last_reading);
    Head head{0, beginning_};
    if (last.step()) {
        head.sequence = static_cast<std::uint64_t>(last.integer(0));
        if (last.blob(1).size() == sizeof(Hash)) std::ranges::copy(last.blob(1), head.hash.begin());
    }
    last.reset();
    return head;
}

std::optional<Hash> ReadLog::hash_of(std::uint64_t sequence) {
    storage::Statement& select = database_.cached(sql::select_reading_hash);
    select.bind_all(number(sequence));
    std::optional<Hash> hash;
    if (select.step() && select.blob(0).size() == sizeof(Hash))
        std::ranges::copy(select.blob(0), hash.emplace().begin());
    select.reset();
    return hash;
}

std::optional<std::string> ReadLog::time_of(std::uint64_t sequence) {
    storage::Statement& select = database_.cached(sql::select_reading_time);
    select.bind_all(number(sequence));
    std::optional<std::string> time;
    if (select.step()) time = std::string(select.text(0));
    select.reset();
    return time;
}

Hash ReadLog::hash_of(const ReadView& row, const Hash& previous) {
    return crypto::sha256(as_bytes(json::canonical(plugin::Object{{"action", row.action},
                                                                  {"commits", number(row.commits)},
                                                                  {"count", number(row.count)},
                                                                  {"key", row.key},
                                                                  {"operator", row.operator_name},
                                                                  {"previous", to_hex(previous)},
                                                                  {"purpose", row.purpose},
                                                                  {"question", row.question},
                                                                  {"records", array_of(row.records)},
                                                                  {"role", row.role},
                                                                  {"sequence", number(row.sequence)},
                                                                  {"time", row.time},
                                                                  {"unsealed", row.unsealed},
                                                                  {"v", 1}})));
}

ReadLog::Head ReadLog::append(ReadView& row) {
    const Head last = head();
    row.sequence = last.sequence + 1;
    const Hash hash = hash_of(row, last.hash);
    row.hash = to_hex(hash);
    const std::string records = json::canonical(array_of(row.records));
    database_.cached(sql::insert_reading)
        .bind_all(number(row.sequence), row.time, row.operator_name, row.key, row.role, row.action,
                  row.question, records, number(row.count), row.purpose, row.unsealed ? 1 : 0,
                  number(row.commits), ByteView(hash))
        .run();
    return {row.sequence, hash};
}

void ReadLog::for_each(const std::function<bool(const Stored&)>& visit) {
    storage::Statement rows = database_.prepare(sql::select_readings);
    while (rows.step())
        if (!visit(row_of(rows))) return;
}

void ReadLog::for_each_backwards(std::string_view since, std::string_view until,
                                 std::string_view operator_name,
                                 const std::function<bool(const Stored&)>& visit) {
    storage::Statement rows = database_.prepare(sql::select_readings_backwards);
    rows.bind_all(since, until, operator_name);
    while (rows.step())
        if (!visit(row_of(rows))) return;
}

}  // namespace xinbu::session
