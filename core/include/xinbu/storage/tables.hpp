// One set of tables among several of the same form in one database: every table and index that a statement
// names gets a prefix, so that the statements themselves are written once.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "xinbu/storage/database.hpp"

namespace xinbu::storage {

/// The statement with `prefix` before every table and index that it names behind FROM, JOIN, INTO, UPDATE,
/// TABLE, INDEX, ON and INDEXED BY, wherever that name stands in it; keywords are written in capitals, and no
/// column has the name of a table of the same statement.
std::string with_prefix(std::string_view sql, std::string_view prefix);

/// A database as one module sees it. Cheap to copy; the Database must outlive it and stay where it is.
class Tables {
public:
    Tables(Database& database) : database_(&database) {}
    /// `prefix` of lower-case letters, digits and underscores; empty: the names as they are written.
    Tables(Database& database, std::string prefix);

    Database& database() const { return *database_; }
    const std::string& prefix() const { return prefix_; }

    Statement prepare(std::string_view sql) { return database_->prepare(named(sql)); }
    void execute(std::string_view sql) { database_->execute(named(sql)); }
    Statement& cached(std::string_view sql) { return database_->cached(named(sql)); }
    std::int64_t last_insert_rowid() const { return database_->last_insert_rowid(); }
    Database::Version version() { return database_->version(); }
    bool is_read_only() const { return database_->is_read_only(); }

private:
    std::string_view named(std::string_view sql);

    Database* database_;
    std::string prefix_;
    std::shared_ptr<std::map<std::string, std::string, std::less<>>> renamed_;
};

}  // namespace xinbu::storage
