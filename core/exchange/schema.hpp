// Every SQL statement of the exchange module.
#pragma once

#include <string_view>

namespace xinbu::exchange::sql {

// `followed` names the registries whose ledgers lie beside one's own, each in tables whose names begin with
// "f<number>_". `fork` keeps what proves that a registry showed two histories; `witnessed` the heads that
// were countersigned for others.
inline constexpr std::string_view create = R"sql(
CREATE TABLE IF NOT EXISTS followed(
  number INTEGER PRIMARY KEY, origin TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL,
  fingerprint BLOB NOT NULL, trusted INTEGER NOT NULL, received TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS fork(
  number INTEGER PRIMARY KEY, origin TEXT NOT NULL, found TEXT NOT NULL, position INTEGER, held_note TEXT NOT NULL,
  other_note TEXT NOT NULL, held_commit BLOB, other_commit BLOB) STRICT;
CREATE TABLE IF NOT EXISTS witnessed(
  origin TEXT PRIMARY KEY, size INTEGER NOT NULL, note TEXT NOT NULL) STRICT, WITHOUT ROWID;
)sql";
inline constexpr std::string_view exists =
    "SELECT EXISTS(SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'followed')";

inline constexpr std::string_view select_followed =
    "SELECT number, origin, name, kind, fingerprint, trusted, received FROM followed ORDER BY number";
inline constexpr std::string_view insert_followed =
    "INSERT INTO followed(number, origin, name, kind, fingerprint, trusted, received)"
    " VALUES((SELECT coalesce(max(number), 0) + 1 FROM followed), ?1, ?2, ?3, ?4, ?5, ?6)";
inline constexpr std::string_view update_trusted = "UPDATE followed SET trusted = ?2 WHERE number = ?1";
inline constexpr std::string_view update_received = "UPDATE followed SET received = ?2 WHERE number = ?1";
inline constexpr std::string_view delete_followed = "DELETE FROM followed WHERE number = ?1";

inline constexpr std::string_view select_forks =
    "SELECT origin, found, position, held_note, other_note, held_commit, other_commit FROM fork ORDER BY "
    "number";
inline constexpr std::string_view select_same_fork =
    "SELECT EXISTS(SELECT 1 FROM fork WHERE origin = ?1 AND other_note = ?2)";
inline constexpr std::string_view insert_fork =
    "INSERT INTO fork(origin, found, position, held_note, other_note, held_commit, other_commit)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)";

inline constexpr std::string_view select_witnessed = "SELECT note FROM witnessed WHERE origin = ?1";
inline constexpr std::string_view select_all_witnessed = "SELECT origin, note FROM witnessed ORDER BY origin";
inline constexpr std::string_view upsert_witnessed =
    "INSERT INTO witnessed(origin, size, note) VALUES(?1, ?2, ?3) ON CONFLICT(origin) DO UPDATE SET size = "
    "?2, "
    "note = ?3";

}  // namespace xinbu::exchange::sql
