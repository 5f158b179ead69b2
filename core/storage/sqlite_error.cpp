#include "sqlite_error.hpp"

#include <fmt/format.h>
#include <sqlcipher/sqlite3.h>

#include <cerrno>
#include <new>
#include <string_view>
#include <system_error>

#include "xinbu/base/i18n.hpp"
#include "xinbu/base/result.hpp"

namespace xinbu::storage {
namespace {

bool means_disk_full(int error) {
    return error == ENOSPC || error == EDQUOT || error == EFBIG;
}

[[noreturn]] void throw_disk_full(std::string what) {
    throw Failure(Category::storage, "disk_full", std::move(what), tr("there is no space left on the disk"),
                  tr("Free some space and try again; what was saved before is unharmed."));
}

std::string name_of(sqlite3* database) {
    const char* file = database != nullptr ? sqlite3_db_filename(database, "main") : nullptr;
    return file != nullptr && *file != '\0' ? file : "database";
}

[[noreturn]] void throw_damaged(std::string what, const char* why) {
    throw Failure(Category::storage, "registry_damaged", std::move(what), why,
                  tr("Restore the registry from a backup; change nothing in it until then."));
}

}  // namespace

void throw_errno(int error, const std::filesystem::path& what) {
    if (means_disk_full(error)) throw_disk_full(what.string());
    throw Failure(Category::storage, "io_error", what.string(), std::generic_category().message(error),
                  tr("Check that the disk is attached and that you may read and write there."));
}

void throw_sqlite(sqlite3* database, int result) {
    const std::string what = name_of(database);
    const std::string message = database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(result);
    const int system_error = database != nullptr ? sqlite3_system_errno(database) : 0;
    switch (result & 0xff) {
        case SQLITE_NOMEM:
            throw std::bad_alloc();
        case SQLITE_FULL:
            throw_disk_full(what);
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            if (means_disk_full(system_error)) throw_disk_full(what);
            throw Failure(Category::storage, "io_error", what,
                          system_error != 0 ? std::generic_category().message(system_error) : message,
                          tr("Check that the disk is attached and that you may read and write there."));
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            throw Failure(Category::storage, "registry_locked", what,
                          tr("the registry is in use by another process"),
                          tr("Close the other window or wait until its work is done, then try again."));
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            throw_damaged(what, tr("the database is damaged or was altered"));
        case SQLITE_READONLY:
            if (result == SQLITE_READONLY_DBMOVED)
                throw Failure(Category::storage, "registry_replaced", what,
                              tr("the registry was replaced by another file while it was open"),
                              tr("Open it again."));
            throw Failure(Category::storage, "read_only", what, tr("the registry is open for reading only"),
                          tr("Open it for writing."));
        case SQLITE_INTERRUPT:
            throw Failure(Category::refused, "cancelled", what, tr("the work was stopped at your request"));
        default:
            // SQLCipher reports a page whose MAC fails as the bare SQLITE_ERROR, without a message of its
            // own.
            if (result == SQLITE_ERROR && message == sqlite3_errstr(SQLITE_ERROR)) {
                throw_damaged(what, tr("a page of the database is damaged or was altered"));
            }
            throw Failure(Category::internal, "sql", what, fmt::format("{} ({})", message, result));
    }
}

}  // namespace xinbu::storage
