// Every SQL statement of the session module: the read log.
#pragma once

#include <string_view>

namespace xinbu::session::sql {

// One row for each reading of records that concern a natural person or a loan. `hash` covers the row and the
// hash of the row before it (read_log.hpp); `records` is a canonical JSON array of ids.
inline constexpr std::string_view create_read_log = R"sql(
CREATE TABLE IF NOT EXISTS read_log(
  sequence INTEGER PRIMARY KEY CHECK(sequence >= 1), time TEXT NOT NULL, operator TEXT NOT NULL, key TEXT NOT NULL,
  role TEXT NOT NULL, action TEXT NOT NULL, question TEXT NOT NULL, records TEXT NOT NULL, count INTEGER NOT NULL,
  purpose TEXT NOT NULL, unsealed INTEGER NOT NULL, commits INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;
)sql";

inline constexpr std::string_view select_has_read_log =
    "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'read_log'";
inline constexpr std::string_view insert_reading =
    "INSERT INTO read_log(sequence, time, operator, key, role, action, question, records, count, purpose,"
    " unsealed, commits, hash) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
inline constexpr std::string_view select_last_reading =
    "SELECT sequence, hash FROM read_log ORDER BY sequence DESC LIMIT 1";
inline constexpr std::string_view select_reading_hash = "SELECT hash FROM read_log WHERE sequence = ?1";
inline constexpr std::string_view select_reading_time = "SELECT time FROM read_log WHERE sequence = ?1";
inline constexpr std::string_view select_readings =
    "SELECT sequence, time, operator, key, role, action, question, records, count, purpose, unsealed, "
    "commits,"
    " hash FROM read_log ORDER BY sequence";
inline constexpr std::string_view select_readings_backwards =
    "SELECT sequence, time, operator, key, role, action, question, records, count, purpose, unsealed, "
    "commits,"
    " hash FROM read_log WHERE time >= ?1 AND time < ?2 AND (?3 = '' OR operator = ?3) ORDER BY sequence "
    "DESC";

}  // namespace xinbu::session::sql
