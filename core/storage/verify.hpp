// Page authentication, read straight from the file. Inside storage only.
#pragma once

#include <sqlcipher/sqlite3.h>

#include <cstdint>
#include <vector>

namespace xinbu::storage {

/// SQLite's file of the main database.
sqlite3_file* database_file(sqlite3* handle);

/// Whether at least one page of the file carries a MAC made with the connection's key: such a file is
/// damaged, one without is foreign. Reads the whole file; for the way of failure only.
bool has_authentic_page(sqlite3* handle, int page_bytes);

/// Stands in the place of a file's methods while it lives and notes which whole pages are read through them.
/// Like the file, it belongs to one connection and so to one thread at a time.
class PageReads : private sqlite3_io_methods {
public:
    PageReads(sqlite3_file* file, int page_bytes);
    PageReads(const PageReads&) = delete;
    PageReads& operator=(const PageReads&) = delete;
    ~PageReads();
    const std::vector<bool>& pages() const { return pages_; }  ///< by number; element 0 stands for none
    const sqlite3_io_methods& beneath() const { return *beneath_; }

private:
    static int read(sqlite3_file* file, void* out, int size, sqlite3_int64 offset);

    sqlite3_file* file_;
    const sqlite3_io_methods* beneath_;
    int page_bytes_;
    std::vector<bool> pages_;
};

}  // namespace xinbu::storage
