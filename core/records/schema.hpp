// Every SQL statement of the records module.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "xinbu/plugin/api.hpp"

namespace xinbu::records::sql {

// `record` holds every record whole; `t_<kind>` repeats what tables sort and filter by, typed and indexed.
inline constexpr std::string_view create_core = R"sql(
CREATE TABLE record(
  rid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, last_effective TEXT NOT NULL,
  entries INTEGER NOT NULL, doc BLOB NOT NULL) STRICT;
CREATE INDEX record_last_effective ON record(last_effective);
CREATE TABLE record_entry(rid INTEGER NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY(rid, entry)) STRICT, WITHOUT ROWID;
CREATE TABLE record_reference(
  target TEXT NOT NULL, kind TEXT NOT NULL, rid INTEGER NOT NULL, PRIMARY KEY(target, kind, rid)) STRICT, WITHOUT ROWID;
CREATE TABLE record_count(kind TEXT PRIMARY KEY, records INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE content(hash BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE corrected(entry INTEGER PRIMARY KEY) STRICT;
CREATE TABLE derived_from(kind TEXT PRIMARY KEY, digest BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE record_text USING fts5(body, content='', contentless_delete=1, tokenize='xinbu');
)sql";
inline constexpr std::string_view drop_core = R"sql(
DROP TABLE IF EXISTS record;
DROP TABLE IF EXISTS record_entry;
DROP TABLE IF EXISTS record_reference;
DROP TABLE IF EXISTS record_count;
DROP TABLE IF EXISTS content;
DROP TABLE IF EXISTS corrected;
DROP TABLE IF EXISTS derived_from;
DROP TABLE IF EXISTS record_text;
)sql";

inline constexpr std::string_view insert_digest = "INSERT INTO derived_from(kind, digest) VALUES(?1, ?2)";
inline constexpr std::string_view select_digest = "SELECT digest FROM derived_from WHERE kind = ?1";
inline constexpr std::string_view select_kinds = "SELECT kind FROM derived_from ORDER BY kind";

inline constexpr std::string_view select_record =
    "SELECT rid, id, kind, last_effective, entries, doc FROM record WHERE id = ?1";
inline constexpr std::string_view select_record_by_rid =
    "SELECT rid, id, kind, last_effective, entries, doc FROM record WHERE rid = ?1";
inline constexpr std::string_view select_records_of_kind =
    "SELECT rid, id, kind, last_effective, entries, doc FROM record WHERE rid > ?1 AND kind = ?2 ORDER BY "
    "rid LIMIT 256";
inline constexpr std::string_view insert_record =
    "INSERT INTO record(id, kind, last_effective, entries, doc) VALUES(?1, ?2, ?3, ?4, ?5)";
inline constexpr std::string_view update_record =
    "UPDATE record SET last_effective = ?2, entries = ?3, doc = ?4 WHERE rid = ?1";
inline constexpr std::string_view later_than = "SELECT 1 FROM record WHERE last_effective > ?1 LIMIT 1";
inline constexpr std::string_view select_ids_with_prefix = "SELECT id FROM record WHERE id >= ?1 AND id < ?2";

inline constexpr std::string_view insert_record_entry = "INSERT INTO record_entry(rid, entry) VALUES(?1, ?2)";
inline constexpr std::string_view select_record_entries =
    "SELECT entry, EXISTS(SELECT 1 FROM corrected WHERE corrected.entry = record_entry.entry) FROM "
    "record_entry"
    " WHERE rid = ?1 ORDER BY entry";

inline constexpr std::string_view insert_reference =
    "INSERT OR IGNORE INTO record_reference(target, kind, rid) VALUES(?1, ?2, ?3)";
inline constexpr std::string_view select_referring =
    "SELECT record.rid, id, record.kind, last_effective, entries, doc FROM record_reference JOIN record "
    "USING(rid)"
    " WHERE target = ?1 AND record_reference.kind = ?2 ORDER BY id";

inline constexpr std::string_view increment_count =
    "INSERT INTO record_count(kind, records) VALUES(?1, 1) ON CONFLICT(kind) DO UPDATE SET records = records "
    "+ 1";
inline constexpr std::string_view select_counts = "SELECT kind, records FROM record_count ORDER BY kind";

inline constexpr std::string_view insert_content = "INSERT OR IGNORE INTO content(hash) VALUES(?1)";
inline constexpr std::string_view select_content = "SELECT 1 FROM content WHERE hash = ?1";
inline constexpr std::string_view insert_corrected = "INSERT OR IGNORE INTO corrected(entry) VALUES(?1)";

inline constexpr std::string_view insert_text = "INSERT INTO record_text(rowid, body) VALUES(?1, ?2)";
inline constexpr std::string_view delete_text = "DELETE FROM record_text WHERE rowid = ?1";
inline constexpr std::string_view search_text =
    "SELECT record.rid, id, kind, last_effective, entries, doc FROM record_text JOIN record ON record.rid = "
    "record_text.rowid"
    " WHERE record_text MATCH ?1 ORDER BY record_text.rowid LIMIT ?2";

/// Fields of a record type that stand in its table, in declared order.
std::vector<plugin::Field> columns_of(const plugin::RecordType& type);
std::string table_name(std::string_view kind);  ///< quoted
std::string create_table(const plugin::RecordType& type);
std::string drop_table(std::string_view kind);
/// Parameters: rid, status, then the columns in declared order.
std::string upsert_row(const plugin::RecordType& type);

/// Every row of a table, in a fixed order.
std::string select_whole(std::string_view table, std::string_view order_by);

/// The words of the full-text index: a table that lives with the connection, over which the index itself is
/// read. A connection for reading takes no table at all unless it is let to for a moment.
inline constexpr std::string_view allow_own_tables = "PRAGMA query_only=OFF";
inline constexpr std::string_view forbid_writing = "PRAGMA query_only=ON";
inline constexpr std::string_view create_words =
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.record_words USING fts5vocab('main', 'record_text', 'row')";
inline constexpr std::string_view select_words = "SELECT term, doc, cnt FROM temp.record_words";
inline constexpr std::string_view select_text_lengths = "SELECT id, sz FROM record_text_docsize ORDER BY id";

/// A select over one kind's table: what to fetch, what it must equal, in which order.
struct RowQuery {
    const plugin::RecordType* type = nullptr;
    std::vector<std::string> equals;  ///< columns or "id", one parameter each, from ?1
    bool search = false;              ///< the next parameter is a MATCH expression
    std::string sort;                 ///< empty, "id", "status" or a column
    bool descending = false;
};
std::string count_rows(const RowQuery& query);
std::string select_rows(const RowQuery& query);  ///< the last two parameters are limit and offset

}  // namespace xinbu::records::sql
