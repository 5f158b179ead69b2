// Every SQL statement of the ledger module.
#pragma once

#include <string_view>

namespace xinbu::ledger::sql {

// `ledger_entry_hash` finds an entry by the first 8 bytes of its leaf hash, as a number that sorts as they
// do; the rest is compared with the bytes themselves.
inline constexpr std::string_view create = R"sql(
CREATE TABLE ledger_commit(
  position INTEGER PRIMARY KEY CHECK(position >= 0), first_entry INTEGER NOT NULL, entries INTEGER NOT NULL,
  envelope BLOB NOT NULL) STRICT;
CREATE INDEX ledger_commit_first_entry ON ledger_commit(first_entry);
CREATE TABLE ledger_entry(position INTEGER PRIMARY KEY CHECK(position >= 0), bytes BLOB NOT NULL) STRICT;
CREATE TABLE ledger_entry_hash(hash INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY(hash, position)) STRICT, WITHOUT ROWID;
CREATE TABLE ledger_node(
  level INTEGER NOT NULL, place INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY(level, place)) STRICT, WITHOUT ROWID;
CREATE TABLE ledger_authority(position INTEGER PRIMARY KEY) STRICT;
CREATE TABLE ledger_checkpoint(size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;
CREATE TABLE ledger_secret(name TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;
)sql";

// What registries of the suite gm have beside it: the tree over SM3 and the second note of a checkpoint.
inline constexpr std::string_view create_sm3 = R"sql(
CREATE TABLE ledger_node_sm3(
  level INTEGER NOT NULL, place INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY(level, place)) STRICT, WITHOUT ROWID;
CREATE TABLE ledger_checkpoint_sm3(size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;
)sql";
inline constexpr std::string_view drop_sm3 = R"sql(
DROP TABLE ledger_node_sm3;
DROP TABLE ledger_checkpoint_sm3;
)sql";
// ?1 the name with its prefix.
inline constexpr std::string_view has_table =
    "SELECT EXISTS(SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1)";
inline constexpr std::string_view insert_node_sm3 =
    "INSERT INTO ledger_node_sm3(level, place, hash) VALUES(?1, ?2, ?3)";
inline constexpr std::string_view select_node_sm3 =
    "SELECT hash FROM ledger_node_sm3 WHERE level = ?1 AND place = ?2";
inline constexpr std::string_view select_nodes_sm3 =
    "SELECT place, hash FROM ledger_node_sm3 WHERE level = ?1 AND place >= ?2 AND place < ?3 ORDER BY place";
inline constexpr std::string_view select_nodes_outside_sm3 =
    "SELECT EXISTS(SELECT 1 FROM ledger_node_sm3 WHERE level = ?1 AND place < 0)"
    " OR EXISTS(SELECT 1 FROM ledger_node_sm3 WHERE level = ?1 AND place >= ?2)";
inline constexpr std::string_view select_levels_outside_sm3 =
    "SELECT EXISTS(SELECT 1 FROM ledger_node_sm3 WHERE level < 0) OR EXISTS(SELECT 1 FROM ledger_node_sm3 "
    "WHERE level >= ?1)";
inline constexpr std::string_view insert_checkpoint_sm3 =
    "INSERT INTO ledger_checkpoint_sm3(size, note) VALUES(?1, ?2) ON CONFLICT(size) DO UPDATE SET note = "
    "excluded.note";
inline constexpr std::string_view select_checkpoint_sm3 =
    "SELECT note FROM ledger_checkpoint_sm3 WHERE size = ?1";
// Second notes without a first one.
inline constexpr std::string_view select_lone_checkpoints_sm3 =
    "SELECT EXISTS(SELECT 1 FROM ledger_checkpoint_sm3 WHERE size NOT IN (SELECT size FROM "
    "ledger_checkpoint))";

inline constexpr std::string_view drop = R"sql(
DROP TABLE ledger_commit;
DROP TABLE ledger_entry;
DROP TABLE ledger_entry_hash;
DROP TABLE ledger_node;
DROP TABLE ledger_authority;
DROP TABLE ledger_checkpoint;
DROP TABLE ledger_secret;
)sql";

inline constexpr std::string_view insert_commit =
    "INSERT INTO ledger_commit(position, first_entry, entries, envelope) VALUES(?1, ?2, ?3, ?4)";
inline constexpr std::string_view insert_entry = "INSERT INTO ledger_entry(position, bytes) VALUES(?1, ?2)";
inline constexpr std::string_view update_entry = "UPDATE ledger_entry SET bytes = ?2 WHERE position = ?1";
inline constexpr std::string_view insert_entry_hash =
    "INSERT INTO ledger_entry_hash(hash, position) VALUES(?1, ?2)";
inline constexpr std::string_view insert_node =
    "INSERT INTO ledger_node(level, place, hash) VALUES(?1, ?2, ?3)";
inline constexpr std::string_view insert_authority =
    "INSERT OR IGNORE INTO ledger_authority(position) VALUES(?1)";
inline constexpr std::string_view insert_checkpoint =
    "INSERT INTO ledger_checkpoint(size, note) VALUES(?1, ?2) ON CONFLICT(size) DO UPDATE SET note = "
    "excluded.note";
inline constexpr std::string_view insert_secret =
    "INSERT INTO ledger_secret(name, wrapped) VALUES(?1, ?2) ON CONFLICT(name) DO UPDATE SET wrapped = "
    "excluded.wrapped";

inline constexpr std::string_view select_last_commit =
    "SELECT position, first_entry + entries FROM ledger_commit ORDER BY position DESC LIMIT 1";
inline constexpr std::string_view select_commit =
    "SELECT position, first_entry, entries, envelope FROM ledger_commit WHERE position = ?1";
inline constexpr std::string_view select_first_entry =
    "SELECT first_entry FROM ledger_commit WHERE position = ?1";
inline constexpr std::string_view select_commits_from =
    "SELECT position, first_entry, entries, envelope FROM ledger_commit WHERE position >= ?1 ORDER BY "
    "position";
inline constexpr std::string_view select_commit_of =
    "SELECT position, first_entry + entries FROM ledger_commit WHERE first_entry <= ?1 ORDER BY first_entry "
    "DESC LIMIT 1";
inline constexpr std::string_view select_entry = "SELECT bytes FROM ledger_entry WHERE position = ?1";
inline constexpr std::string_view select_entries_from =
    "SELECT position, bytes FROM ledger_entry WHERE position >= ?1 ORDER BY position";
inline constexpr std::string_view select_entry_hash =
    "SELECT position FROM ledger_entry_hash WHERE hash = ?1";
inline constexpr std::string_view select_entry_hash_range =
    "SELECT position FROM ledger_entry_hash WHERE hash >= ?1 AND hash <= ?2 ORDER BY hash LIMIT 3";
inline constexpr std::string_view select_index = "SELECT hash, position FROM ledger_entry_hash";
// Tables with rows about commits and entries that there are not: whoever reads a table from its first to its
// last row needs no count of it. ?1 commits, ?2 entries.
inline constexpr std::string_view select_outside =
    "SELECT 'ledger_commit' WHERE EXISTS(SELECT 1 FROM ledger_commit WHERE position < 0)"
    " OR EXISTS(SELECT 1 FROM ledger_commit WHERE position >= ?1)"
    " UNION ALL SELECT 'ledger_entry' WHERE EXISTS(SELECT 1 FROM ledger_entry WHERE position < 0)"
    " OR EXISTS(SELECT 1 FROM ledger_entry WHERE position >= ?2)"
    " UNION ALL SELECT 'ledger_authority' WHERE EXISTS(SELECT 1 FROM ledger_authority WHERE position < 0)"
    " OR EXISTS(SELECT 1 FROM ledger_authority WHERE position >= ?1)"
    " UNION ALL SELECT 'ledger_checkpoint' WHERE EXISTS(SELECT 1 FROM ledger_checkpoint WHERE size < 1)"
    " OR EXISTS(SELECT 1 FROM ledger_checkpoint WHERE size > ?1)";
// ?1 a level of the tree, ?2 how many complete subtrees it has.
inline constexpr std::string_view select_nodes_outside =
    "SELECT EXISTS(SELECT 1 FROM ledger_node WHERE level = ?1 AND place < 0)"
    " OR EXISTS(SELECT 1 FROM ledger_node WHERE level = ?1 AND place >= ?2)";
inline constexpr std::string_view select_levels_outside =
    "SELECT EXISTS(SELECT 1 FROM ledger_node WHERE level < 0) OR EXISTS(SELECT 1 FROM ledger_node WHERE "
    "level "
    ">= ?1)";
inline constexpr std::string_view select_nodes =
    "SELECT place, hash FROM ledger_node WHERE level = ?1 AND place >= ?2 AND place < ?3 ORDER BY place";
inline constexpr std::string_view select_node =
    "SELECT hash FROM ledger_node WHERE level = ?1 AND place = ?2";
inline constexpr std::string_view select_authority =
    "SELECT position FROM ledger_authority ORDER BY position";
inline constexpr std::string_view select_last_checkpoint =
    "SELECT note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1";
inline constexpr std::string_view select_checkpoints =
    "SELECT size, note FROM ledger_checkpoint ORDER BY size";
inline constexpr std::string_view select_secret = "SELECT wrapped FROM ledger_secret WHERE name = ?1";

// The keys of natural persons, and by which keyed hashes of numbers and names each is found. Rows are only
// ever added at the end and overwritten in their place: a row that moved would leave a copy of itself behind.
inline constexpr std::string_view create_subjects = R"sql(
CREATE TABLE IF NOT EXISTS subject_key(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, wrapped BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS subject_lookup(number INTEGER PRIMARY KEY, hash BLOB NOT NULL, subject INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS subject_lookup_hash ON subject_lookup(hash);
CREATE INDEX IF NOT EXISTS subject_lookup_subject ON subject_lookup(subject);
)sql";
inline constexpr std::string_view select_subject_tables =
    "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('subject_key', 'subject_lookup')";
inline constexpr std::string_view insert_subject = "INSERT INTO subject_key(id, wrapped) VALUES(?1, ?2)";
inline constexpr std::string_view insert_subject_lookup =
    "INSERT INTO subject_lookup(hash, subject) SELECT ?1, number FROM subject_key WHERE id = ?2";
inline constexpr std::string_view select_subject = "SELECT wrapped FROM subject_key WHERE id = ?1";
inline constexpr std::string_view select_subjects_by_lookup =
    "SELECT id FROM subject_lookup JOIN subject_key ON subject_key.number = subject"
    " WHERE hash = ?1 ORDER BY subject";
inline constexpr std::string_view destroy_subject =
    "UPDATE subject_key SET wrapped = zeroblob(length(wrapped)) WHERE id = ?1";
inline constexpr std::string_view destroy_subject_lookups =
    "UPDATE subject_lookup SET hash = zeroblob(length(hash))"
    " WHERE subject = (SELECT number FROM subject_key WHERE id = ?1)";
inline constexpr std::string_view select_destroyed_subjects =
    "SELECT id FROM subject_key WHERE wrapped = zeroblob(length(wrapped)) ORDER BY number";

}  // namespace xinbu::ledger::sql
