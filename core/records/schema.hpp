// Every SQL statement of the records module.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "xinbu/plugin/api.hpp"

namespace xinbu::records::sql {

// `record` names every record, in the order of their first entries: its state is the position of the entry
// that it is the fold of, or the folded document once there are several. `t_<kind>` holds what tables sort
// and filter by, typed and indexed (fields.hpp: Cell). Targets of references and contents of entries stand as
// short keys (hashing.hpp); `corrected` says which entry took which out of the fold. An entry is named by its
// position in the ledger and `draft` 0; the n-th draft of a proposal by the position of the approval and n,
// and is found by the first 8 bytes of its leaf hash in `approved_draft`.
inline constexpr std::string_view create_core = R"sql(
CREATE TABLE record(
  rid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, last_effective INTEGER NOT NULL, entries INTEGER NOT NULL,
  state ANY NOT NULL) STRICT;
CREATE TABLE record_entry(
  rid INTEGER NOT NULL, entry INTEGER NOT NULL, draft INTEGER NOT NULL, content INTEGER NOT NULL,
  PRIMARY KEY(rid, entry, draft)) STRICT, WITHOUT ROWID;
CREATE TABLE record_reference(
  target INTEGER NOT NULL, kind INTEGER NOT NULL, rid INTEGER NOT NULL, PRIMARY KEY(target, kind, rid)) STRICT, WITHOUT ROWID;
CREATE TABLE record_kind(
  number INTEGER PRIMARY KEY, kind TEXT NOT NULL UNIQUE, records INTEGER NOT NULL, last_effective INTEGER NOT NULL) STRICT;
CREATE TABLE corrected(
  entry INTEGER NOT NULL, draft INTEGER NOT NULL, by INTEGER NOT NULL, by_draft INTEGER NOT NULL,
  PRIMARY KEY(entry, draft)) STRICT, WITHOUT ROWID;
CREATE TABLE approved_draft(
  hash INTEGER NOT NULL, entry INTEGER NOT NULL, draft INTEGER NOT NULL, PRIMARY KEY(hash, entry, draft)) STRICT, WITHOUT ROWID;
CREATE TABLE derived_from(kind TEXT PRIMARY KEY, digest BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE record_text USING fts5(body, content='', contentless_delete=1, tokenize='xinbu');
)sql";
inline constexpr std::string_view drop_core = R"sql(
DROP TABLE IF EXISTS record;
DROP TABLE IF EXISTS record_entry;
DROP TABLE IF EXISTS record_reference;
DROP TABLE IF EXISTS record_kind;
DROP TABLE IF EXISTS corrected;
DROP TABLE IF EXISTS approved_draft;
DROP TABLE IF EXISTS derived_from;
DROP TABLE IF EXISTS record_text;
)sql";

inline constexpr std::string_view insert_digest = "INSERT INTO derived_from(kind, digest) VALUES(?1, ?2)";
inline constexpr std::string_view select_digest = "SELECT digest FROM derived_from WHERE kind = ?1";
inline constexpr std::string_view select_kinds = "SELECT kind FROM derived_from ORDER BY kind";

inline constexpr std::string_view select_record =
    "SELECT rid, id, last_effective, entries, state FROM record WHERE id = ?1";
inline constexpr std::string_view select_record_by_rid =
    "SELECT rid, id, last_effective, entries, state FROM record WHERE rid = ?1";
inline constexpr std::string_view select_rid = "SELECT rid FROM record WHERE id = ?1";
inline constexpr std::string_view insert_record =
    "INSERT INTO record(id, last_effective, entries, state) VALUES(?1, ?2, ?3, ?4)";
inline constexpr std::string_view update_record =
    "UPDATE record SET last_effective = ?2, entries = ?3, state = ?4 WHERE rid = ?1";
inline constexpr std::string_view select_ids_with_prefix = "SELECT id FROM record WHERE id >= ?1 AND id < ?2";

inline constexpr std::string_view insert_record_entry =
    "INSERT INTO record_entry(rid, entry, draft, content) VALUES(?1, ?2, ?3, ?4)";
inline constexpr std::string_view select_record_entries =
    "SELECT record_entry.entry, record_entry.draft, by, by_draft FROM record_entry LEFT JOIN corrected"
    " ON corrected.entry = record_entry.entry AND corrected.draft = record_entry.draft"
    " WHERE rid = ?1 ORDER BY record_entry.entry, record_entry.draft";
inline constexpr std::string_view select_entries_of_content =
    "SELECT entry, draft FROM record_entry WHERE rid = ?1 AND content = ?2";

inline constexpr std::string_view insert_approved_draft =
    "INSERT INTO approved_draft(hash, entry, draft) VALUES(?1, ?2, ?3)";
inline constexpr std::string_view select_approved_drafts =
    "SELECT entry, draft FROM approved_draft WHERE hash >= ?1 AND hash <= ?2 ORDER BY hash, entry, draft";

inline constexpr std::string_view insert_reference =
    "INSERT OR IGNORE INTO record_reference(target, kind, rid) VALUES(?1, ?2, ?3)";
inline constexpr std::string_view select_referring =
    "SELECT record.rid, id, last_effective, entries, state FROM record_reference JOIN record USING(rid)"
    " WHERE target = ?1 AND record_reference.kind = ?2 ORDER BY id";

inline constexpr std::string_view select_kind =
    "SELECT number, last_effective FROM record_kind WHERE kind = ?1";
inline constexpr std::string_view insert_kind =
    "INSERT INTO record_kind(kind, records, last_effective) VALUES(?1, 0, ?2)";
inline constexpr std::string_view count_record =
    "UPDATE record_kind SET records = records + 1 WHERE number = ?1";
inline constexpr std::string_view update_last_effective =
    "UPDATE record_kind SET last_effective = ?2 WHERE number = ?1";
inline constexpr std::string_view select_counts = "SELECT kind, records FROM record_kind ORDER BY kind";

inline constexpr std::string_view insert_corrected =
    "INSERT OR IGNORE INTO corrected(entry, draft, by, by_draft) VALUES(?1, ?2, ?3, ?4)";

inline constexpr std::string_view insert_text = "INSERT INTO record_text(rowid, body) VALUES(?1, ?2)";
inline constexpr std::string_view delete_text = "DELETE FROM record_text WHERE rowid = ?1";
inline constexpr std::string_view search_text =
    "SELECT rowid FROM record_text WHERE record_text MATCH ?1 ORDER BY rowid LIMIT ?2";

/// Fields of a record type that stand in its table, in declared order.
std::vector<plugin::Field> columns_of(const plugin::RecordType& type);
std::string table_name(std::string_view kind);  ///< quoted
std::string create_table(const plugin::RecordType& type);
std::string drop_table(std::string_view kind);
/// Parameters: rid, status, then the columns in declared order.
std::string upsert_row(const plugin::RecordType& type);

// What a check of everything derived reads, each in the order of its own tree. Ranges of rid: ?1 to ?2.
inline constexpr std::string_view check_records =
    "SELECT rid, id, last_effective, entries, state FROM record WHERE rid BETWEEN ?1 AND ?2 ORDER BY rid";
inline constexpr std::string_view check_record_entries =
    "SELECT rid, entry, draft, content FROM record_entry WHERE rid BETWEEN ?1 AND ?2 ORDER BY rid, entry, "
    "draft";
inline constexpr std::string_view check_approved_drafts = "SELECT hash, entry, draft FROM approved_draft";
inline constexpr std::string_view check_record_ids =
    "SELECT id, rid FROM record INDEXED BY sqlite_autoindex_record_1 ORDER BY id";
inline constexpr std::string_view check_references = "SELECT target, kind, rid FROM record_reference";
inline constexpr std::string_view check_kinds =
    "SELECT number, kind, records, last_effective FROM record_kind ORDER BY number";
inline constexpr std::string_view check_corrected =
    "SELECT entry, draft, by, by_draft FROM corrected ORDER BY entry, draft";
inline constexpr std::string_view check_text_lengths = "SELECT id, sz FROM record_text_docsize ORDER BY id";
inline constexpr std::string_view select_last_rid = "SELECT coalesce(max(rid), 0) FROM record";
inline constexpr std::string_view select_first_rid = "SELECT coalesce(min(rid), 1) FROM record";
inline constexpr std::string_view select_record_entries_outside =
    "SELECT EXISTS(SELECT 1 FROM record_entry WHERE rid < 1) OR EXISTS(SELECT 1 FROM record_entry WHERE rid "
    "> ?1)";
std::string check_rows(const plugin::RecordType& type);
/// The ids of the records of one kind in a stored state, by rid; parameter: the state's cell.
std::string select_in_state(const plugin::RecordType& type);
/// The rows of the index over one column, in its order: the cell, then rid. No field: the status.
std::string check_index(const plugin::RecordType& type, const plugin::Field* field);

/// The words of the full-text index: a table that lives with the connection, over which the index itself is
/// read. A connection for reading takes no table at all unless it is let to for a moment.
inline constexpr std::string_view allow_own_tables = "PRAGMA query_only=OFF";
inline constexpr std::string_view forbid_writing = "PRAGMA query_only=ON";
inline constexpr std::string_view create_words =
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.record_words USING fts5vocab('main', 'record_text', 'instance')";
inline constexpr std::string_view check_words = "SELECT term, doc, \"offset\" FROM temp.record_words";

/// A select of rids over one kind's table: what must hold, in which order.
struct RowQuery {
    const plugin::RecordType* type = nullptr;
    std::vector<std::string> equals;  ///< columns or "id", one parameter each, from ?1
    std::vector<std::string> empty;   ///< columns that hold nothing
    bool search = false;              ///< the next parameter is a MATCH expression
    std::string sort;                 ///< empty, "id", "status" or a column
    bool descending = false;
};
std::string count_rows(const RowQuery& query);
std::string select_rids(const RowQuery& query);  ///< the last two parameters are limit and offset
/// Records of one kind behind a rid, by rid: rid, id, last_effective, entries, state; parameters: rid, limit.
std::string select_records_of(const plugin::RecordType& type);

}  // namespace xinbu::records::sql
