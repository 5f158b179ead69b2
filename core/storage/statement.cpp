#include <sqlcipher/sqlite3.h>

#include <utility>

#include "sqlite_error.hpp"
#include "xinbu/storage/database.hpp"

namespace xinbu::storage {
namespace {

void check_bind(sqlite3_stmt* handle, int result) {
    if (result != SQLITE_OK) throw_sqlite(sqlite3_db_handle(handle), result);
}

}  // namespace

Statement::Statement(Statement&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}

Statement& Statement::operator=(Statement&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
}

Statement::~Statement() {
    sqlite3_finalize(handle_);
}

Statement& Statement::bind(int index, std::int64_t value) {
    check_bind(handle_, sqlite3_bind_int64(handle_, index, value));
    return *this;
}

Statement& Statement::bind(int index, std::string_view text) {
    // A null pointer would bind NULL, and an empty view may hold one.
    check_bind(handle_, sqlite3_bind_text64(handle_, index, text.empty() ? "" : text.data(), text.size(),
                                            SQLITE_TRANSIENT, SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind(int index, ByteView blob) {
    check_bind(handle_, blob.empty() ? sqlite3_bind_zeroblob(handle_, index, 0)
                                     : sqlite3_bind_blob64(handle_, index, blob.data(), blob.size(),
                                                           SQLITE_TRANSIENT));
    return *this;
}

Statement& Statement::bind(int index, std::nullptr_t) {
    check_bind(handle_, sqlite3_bind_null(handle_, index));
    return *this;
}

bool Statement::step() {
    const int result = sqlite3_step(handle_);
    if (result == SQLITE_ROW) return true;
    if (result == SQLITE_DONE) return false;
    try {
        throw_sqlite(sqlite3_db_handle(handle_), result);
    } catch (...) {
        // A failed statement must not keep its locks, nor stand in the way of the rollback.
        sqlite3_reset(handle_);
        throw;
    }
}

void Statement::reset() {
    sqlite3_reset(handle_);
    sqlite3_clear_bindings(handle_);
}

void Statement::run() {
    while (step()) {
    }
    reset();
}

int Statement::columns() const {
    return sqlite3_column_count(handle_);
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

bool Statement::is_integer(int column) const {
    return sqlite3_column_type(handle_, column) == SQLITE_INTEGER;
}

bool Statement::is_text(int column) const {
    return sqlite3_column_type(handle_, column) == SQLITE_TEXT;
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(handle_, column);
}

std::string_view Statement::text(int column) const {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, column));
    return data != nullptr ? std::string_view(data, size) : std::string_view();
}

ByteView Statement::blob(int column) const {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, column));
    return data != nullptr ? ByteView(data, size) : ByteView();
}

}  // namespace xinbu::storage
