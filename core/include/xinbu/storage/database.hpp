// A thin typed layer over SQLCipher: connections, prepared statements, transactions. No SQL lives here but
// the settings; each module keeps its own statements in one schema file. Everything below throws Failure.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/crypto/secret.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace xinbu::storage {

class Database;

/// One prepared statement. Parameters are numbered from 1, columns from 0, as in SQLite. Views that a column
/// accessor returns live until the next step or reset. Not thread-safe; belongs to its Database's thread.
class Statement {
public:
    Statement(Statement&&) noexcept;
    Statement& operator=(Statement&&) noexcept;
    ~Statement();

    Statement& bind(int index, std::int64_t value);
    Statement& bind(int index, int value) { return bind(index, static_cast<std::int64_t>(value)); }
    Statement& bind(int index, std::string_view text);  ///< copied
    Statement& bind(int index, const char* text) { return bind(index, std::string_view(text)); }
    Statement& bind(int index, ByteView blob);  ///< copied
    Statement& bind(int index, std::nullptr_t);
    /// Binds all from parameter 1 on.
    template <class... Values>
    Statement& bind_all(const Values&... values) {
        int index = 0;
        (bind(++index, values), ...);
        return *this;
    }

    bool step();   ///< true: a row stands ready; false: done
    void reset();  ///< ready to run again; bindings are cleared
    void run();    ///< steps to the end, then resets: for statements without rows

    int columns() const;
    bool is_null(int column) const;
    bool is_integer(int column) const;
    bool is_text(int column) const;
    std::int64_t integer(int column) const;
    std::string_view text(int column) const;
    ByteView blob(int column) const;

private:
    friend class Database;
    explicit Statement(sqlite3_stmt* handle) : handle_(handle) {}
    sqlite3_stmt* handle_;
};

enum class Mode {
    create,      ///< refuses an existing file
    read_write,  ///< the one writer: take a FolderLock first
    read_only,   ///< never writes: no -wal or -shm file appears, a -wal file left by a crash is read and not
                 ///< recovered
    beside,      ///< for reading, beside another process that writes; writes where WritingAllowed stands, and
                 ///< leaves the -wal file to that process
    scratch,     ///< a throw-away database: no sync, no journal kept; its file has no name once it is open
};

/// What stands in every registry's file header (PRAGMA application_id and user_version).
inline constexpr std::int64_t database_application_id = 0x58494e42;  // "XINB"
inline constexpr std::int64_t database_format = 2;

/// The cipher and file settings, given explicitly at every open so that a registry opens under any later
/// library.
struct CipherSettings {
    int page_bytes = 4096;
    std::string hmac = "HMAC_SHA256";  ///< SHA-NI makes it a third of SHA-512's cost (docs/decisions)
    std::string kdf = "PBKDF2_HMAC_SHA512";
    int kdf_iterations = 256000;  ///< without effect: the key is raw
};

/// One connection to an encrypted database. Opened with: raw 256-bit key, WAL, synchronous=FULL,
/// secure_delete, temp_store=MEMORY, trusted_schema off, no triggers, views, ATTACH or extensions, tight
/// limits.
/// The full-text tokenizer `xinbu` (search_text.hpp) is registered in every connection.
class Database {
public:
    /// Codes: `registry_missing`, `registry_exists`, `registry_damaged`, `registry_newer`, `registry_older`,
    /// `not_a_registry` (a plain or foreign database, or another key), `registry_locked` (after 5 s),
    /// `disk_full`, `io_error`, `cipher_settings` (outside `is_known`). A scratch database replaces nothing:
    /// its file must not exist.
    static Database open(const std::filesystem::path& file, const crypto::Secret& data_key, Mode mode,
                         const CipherSettings& settings = {});
    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;
    ~Database();

    Statement prepare(std::string_view sql);
    void execute(std::string_view sql);  ///< one or more statements without parameters or rows
    /// A statement prepared once per connection and kept; reset before it is returned.
    Statement& cached(std::string_view sql);
    std::int64_t last_insert_rowid() const;
    std::int64_t changes() const;
    /// Differs from an earlier answer where this or another connection may have changed the database.
    struct Version {
        std::int64_t others = 0, own = 0;
        bool operator==(const Version&) const = default;
    };
    Version version();
    bool in_transaction() const;
    bool is_read_only() const;  ///< Mode::read_only or beside
    Mode mode() const;

    /// Writes everything into the database file and empties the -wal file.
    void checkpoint();
    /// Writes all that is in this database into a new one under another key, page by page; durable when it
    /// returns. The file must not exist. Codes as open(), and `cancelled`.
    void copy_to(const std::filesystem::path& file, const crypto::Secret& data_key,
                 const CipherSettings& settings,
                 const std::function<bool(std::int64_t done, std::int64_t total)>& progress = {});
    /// Asks a running statement of another thread to stop; it then throws `cancelled`. Safe from any thread.
    void interrupt();
    /// From here on this connection reads one state of the database, whatever others add. For connections
    /// that only read; it ends with the connection.
    void hold_snapshot();

    /// Called with pages done and pages in all; false stops the work, which then throws `cancelled`. Always
    /// called from the thread that asked for the work; what it throws comes out of there.
    using Progress = std::function<bool(std::int64_t done, std::int64_t total)>;
    /// What does not hold in the file, one line each: verify_page_codes, and verify_structure where every
    /// code holds (b-trees over altered pages tell nothing more). Empty: sound.
    std::vector<std::string> verify_pages(const Progress& progress = {});
    /// The authentication code of every page of the database file, free pages included, on `threads` threads
    /// (at least one, the caller's among them). Pages whose element in `skip` is set are left out; the first
    /// page never is.
    std::vector<std::string> verify_page_codes(unsigned threads, const Progress& progress = {},
                                               const std::vector<bool>& skip = {});
    /// The b-trees with their indexes, and foreign schema objects. Progress has no measure here: it is called
    /// with all pages as done.
    std::vector<std::string> verify_structure(const Progress& progress = {});
    /// From here on this connection notes which pages it reads from the database file (not the -wal file).
    /// SQLCipher checks the code of each such page and fails the statement where it does not hold: as long as
    /// no statement has failed, they are pages that verify_page_codes may skip.
    void record_pages_read();
    /// The pages noted, by number; element 0 stands for none, and pages past the end were not read.
    const std::vector<bool>& pages_read() const;
    /// Tables, indexes, triggers and views as (type, name, sql), sorted by name; SQLite's own left out.
    struct SchemaObject {
        std::string type, name, sql;
        bool operator==(const SchemaObject&) const = default;
    };
    std::vector<SchemaObject> schema();
    std::int64_t size_bytes();

    struct Impl;

private:
    explicit Database(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
    friend class Statement;
};

/// Lets a connection of Mode::beside write while it stands; does nothing to others.
class WritingAllowed {
public:
    explicit WritingAllowed(Database& database);
    WritingAllowed(const WritingAllowed&) = delete;
    WritingAllowed& operator=(const WritingAllowed&) = delete;
    ~WritingAllowed();

private:
    Database& database_;
};

/// A write transaction (BEGIN IMMEDIATE). Rolls back unless commit() was called; a second commit throws. The
/// Database must neither move nor end before it.
class Transaction {
public:
    explicit Transaction(Database& database);
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();
    void commit();  ///< returns only after the data is on disk (synchronous=FULL)

private:
    Database& database_;
    bool open_ = true;
};

}  // namespace xinbu::storage
