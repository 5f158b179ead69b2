// From SQLite's result codes to the errors that a person reads. Inside storage only.
#pragma once

#include <filesystem>
#include <string>

struct sqlite3;

namespace xinbu::storage {

/// Throws Failure for a result code of SQLite; std::bad_alloc where memory ran out.
[[noreturn]] void throw_sqlite(sqlite3* database, int result);

/// Throws Failure `disk_full` or `io_error` for an errno value; `what` is the file concerned.
[[noreturn]] void throw_errno(int error, const std::filesystem::path& what);

}  // namespace xinbu::storage
