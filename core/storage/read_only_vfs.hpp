// A SQLite VFS under which a database in WAL mode is read and nothing is written. Inside storage only.
//
// SQLite's own read-only mode is not enough: it creates the -wal file where there is none, and it refuses a
// -wal file that lies without its -shm file. `immutable=1` would silently leave out what stands in the -wal
// file. Here the -wal file is opened for reading alone, and only once it exists; an existing -shm file is
// used read-only
// (`readonly_shm=1`), and where there is none SQLite keeps the index of the -wal file in memory.
#pragma once

#include <filesystem>
#include <string>

namespace xinbu::storage {

/// Registers the VFS once and returns its name.
const char* read_only_vfs();

/// The name under which sqlite3_open_v2 opens `file` in it (a `file:` URI).
std::string read_only_uri(const std::filesystem::path& file);

}  // namespace xinbu::storage
