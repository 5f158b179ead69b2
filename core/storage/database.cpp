#include "xinbu/storage/database.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlcipher/sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cerrno>

#include "database_impl.hpp"
#include "descriptor.hpp"
#include "page_mac.hpp"
#include "read_only_vfs.hpp"
#include "search_tokenizer.hpp"
#include "sqlite_error.hpp"
#include "verify.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::storage {
namespace {

constexpr int busy_timeout_ms = 5000;
constexpr int checkpoint_timeout_ms = 300;
constexpr int writer_cache_kib = 64 * 1024;  // lifts commits of 1000 rows from 13,000 to 20,000 rows a second
constexpr int reader_cache_kib = 8 * 1024;
constexpr std::string_view plain_magic("SQLite format 3\0", 16);

[[noreturn]] void refuse(const char* code, const std::filesystem::path& file, const char* why,
                         const char* remedy = "") {
    throw Failure(Category::storage, code, file.string(), why, remedy);
}

/// SQLite takes the mode of -wal and -shm from the database file, so it is made here with the right one.
void create_file(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        if (errno == EEXIST) {
            refuse("registry_exists", file, tr("there is a file of this name already"),
                   tr("Choose another folder."));
        }
        throw_errno(errno, file);
    }
    ::fchmod(descriptor, 0600);  // whatever the umask was
    ::close(descriptor);
    sync_folder(file.parent_path());
}

void remove_files(const std::filesystem::path& file) {
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
        std::filesystem::remove(std::filesystem::path(file.string() + suffix), ignored);
    }
}

/// What can be said about an existing file without the key.
void check_outside(const std::filesystem::path& file, Mode mode) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) {
        if (errno != ENOENT && errno != ENOTDIR) throw_errno(errno, file);
        refuse("registry_missing", file, tr("there is no such file"),
               tr("Check the registry's folder, or restore a backup."));
    }
    if (!S_ISREG(status.st_mode)) refuse("not_a_registry", file, tr("this is not a regular file"));
    if (status.st_size == 0) {
        refuse("registry_damaged", file, tr("the file is empty"), tr("Restore the registry from a backup."));
    }
    if (::access((file.string() + "-journal").c_str(), F_OK) == 0) {
        // SQLite would play it back before anything else, and this program never leaves one.
        refuse("registry_damaged", file,
               tr("a rollback journal lies beside it that this program did not write"),
               tr("Find out who put the -journal file there, keep it as evidence, and move it away."));
    }
    if (mode != Mode::read_only && (status.st_mode & 077) != 0) ::chmod(file.c_str(), 0600);
}

/// Read through SQLite's own descriptor: closing another one would drop every lock that this process holds on
/// the file (POSIX, fcntl), and a writer would then write under a reader.
void refuse_plain(sqlite3* handle, const std::filesystem::path& file) {
    sqlite3_file* opened = nullptr;
    std::array<char, plain_magic.size()> head{};
    if (sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &opened) == SQLITE_OK &&
        opened->pMethods != nullptr) {
        opened->pMethods->xRead(opened, head.data(), static_cast<int>(head.size()), 0);
    }
    if (std::string_view(head.data(), head.size()) == plain_magic) {
        refuse("not_a_registry", file, tr("this is an unencrypted database, not a registry"));
    }
}

void run_sql(sqlite3* handle, const std::string& sql) {
    if (const int result = sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr);
        result != SQLITE_OK) {
        throw_sqlite(handle, result);
    }
}

void set_key(sqlite3* handle, const crypto::Secret& key, const CipherSettings& settings) {
    constexpr std::string_view digits = "0123456789abcdef";
    crypto::Secret literal(key.size() * 2 + 3);  // x'…': taken as it is, no derivation
    auto out = literal.span();
    std::size_t at = 0;
    out[at++] = 'x';
    out[at++] = '\'';
    for (const std::uint8_t byte : key.view()) {
        out[at++] = static_cast<std::uint8_t>(digits[byte >> 4]);
        out[at++] = static_cast<std::uint8_t>(digits[byte & 15]);
    }
    out[at] = '\'';
    if (const int result = sqlite3_key_v2(handle, "main", out.data(), static_cast<int>(out.size()));
        result != SQLITE_OK) {
        throw_sqlite(handle, result);
    }
    run_sql(handle, fmt::format("PRAGMA cipher_log_level=NONE;"  // keying sets it back to lines on stderr
                                "PRAGMA cipher_page_size={};"
                                "PRAGMA cipher_use_hmac=ON;"
                                "PRAGMA cipher_hmac_algorithm={};"
                                "PRAGMA cipher_kdf_algorithm={};"
                                "PRAGMA kdf_iter={};"
                                "PRAGMA cipher_plaintext_header_size=0;"
                                "PRAGMA cipher_memory_security=OFF",
                                settings.page_bytes, settings.hmac, settings.kdf, settings.kdf_iterations));
}

/// Takes away what a registry never needs and an altered file could use.
void harden(sqlite3* handle) {
    const auto configure = [handle](int option, int value) {
        if (const int result = sqlite3_db_config(handle, option, value, nullptr); result != SQLITE_OK) {
            throw_sqlite(handle, result);
        }
    };
    configure(SQLITE_DBCONFIG_DEFENSIVE, 1);
    configure(SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0);
    configure(SQLITE_DBCONFIG_ENABLE_TRIGGER, 0);
    configure(SQLITE_DBCONFIG_ENABLE_VIEW, 0);
    configure(SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0);
    configure(SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0);
    configure(SQLITE_DBCONFIG_DQS_DDL, 0);
    configure(SQLITE_DBCONFIG_DQS_DML, 0);
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 256 * 1024 * 1024);
    sqlite3_limit(handle, SQLITE_LIMIT_SQL_LENGTH, 1024 * 1024);
    sqlite3_limit(handle, SQLITE_LIMIT_EXPR_DEPTH, 200);
    sqlite3_limit(handle, SQLITE_LIMIT_COMPOUND_SELECT, 50);
    sqlite3_limit(handle, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000);
    sqlite3_limit(handle, SQLITE_LIMIT_VARIABLE_NUMBER, 1000);
    sqlite3_limit(handle, SQLITE_LIMIT_TRIGGER_DEPTH, 1);
    sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(handle, SQLITE_LIMIT_WORKER_THREADS, 0);
}

constexpr char forbid_writing[] = "PRAGMA query_only=ON";
constexpr char allow_writing[] = "PRAGMA query_only=OFF";

bool is_for_reading(Mode mode) {
    return mode == Mode::read_only || mode == Mode::beside;
}

void set_pragmas(sqlite3* handle, Mode mode) {
    run_sql(handle, fmt::format("PRAGMA temp_store=MEMORY;"
                                "PRAGMA mmap_size=0;"
                                "PRAGMA cell_size_check=ON;"
                                "PRAGMA foreign_keys=OFF;"
                                "PRAGMA recursive_triggers=OFF;"
                                "PRAGMA secure_delete=ON;"
                                "PRAGMA threads=0;"
                                "PRAGMA cache_size=-{}",
                                is_for_reading(mode) ? reader_cache_kib : writer_cache_kib));
    switch (mode) {
        case Mode::read_only:
            run_sql(handle, forbid_writing);
            break;
        case Mode::beside:
            run_sql(handle, "PRAGMA synchronous=FULL;PRAGMA wal_autocheckpoint=0");
            sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
            run_sql(handle, forbid_writing);
            break;
        case Mode::scratch:
            run_sql(handle,
                    "PRAGMA auto_vacuum=NONE;PRAGMA locking_mode=EXCLUSIVE;PRAGMA journal_mode=MEMORY;"
                    "PRAGMA synchronous=OFF");
            break;
        case Mode::create:
            // The change to WAL is a write of its own, which would leave a -journal file if it were cut
            // short.
            run_sql(handle, "PRAGMA auto_vacuum=NONE;PRAGMA journal_mode=MEMORY");
            [[fallthrough]];
        case Mode::read_write:
            run_sql(handle,
                    "PRAGMA synchronous=FULL;PRAGMA journal_mode=WAL;PRAGMA wal_autocheckpoint=8000;"
                    "PRAGMA journal_size_limit=67108864");
            break;
    }
}

std::int64_t pragma_integer(Database& database, std::string_view sql) {
    Statement statement = database.prepare(sql);
    return statement.step() ? statement.integer(0) : 0;
}

std::string pragma_text(Database& database, std::string_view sql) {
    Statement statement = database.prepare(sql);
    return statement.step() ? std::string(statement.text(0)) : std::string();
}

void check_inside(Database& database, const std::filesystem::path& file) {
    if (pragma_integer(database, "PRAGMA application_id") != database_application_id) {
        refuse("not_a_registry", file, tr("the database belongs to another program"));
    }
    const std::int64_t format = pragma_integer(database, "PRAGMA user_version");
    if (format > database_format) {
        refuse("registry_newer", file, tr("a newer version of this program wrote the registry"),
               tr("Update the program."));
    }
    if (format > 0 && format < database_format) {
        refuse("registry_older", file,
               tr("a version of this program before its first release wrote the registry"),
               tr("Create a new registry and add its drafts and imports again."));
    }
    if (format != database_format || pragma_text(database, "PRAGMA journal_mode") != "wal" ||
        pragma_integer(database, "PRAGMA auto_vacuum") != 0) {
        refuse("registry_damaged", file, tr("the settings inside the database were altered"),
               tr("Restore the registry from a backup; change nothing in it until then."));
    }
}

}  // namespace

bool is_known(const CipherSettings& settings) {
    return settings.page_bytes >= 1024 && settings.page_bytes <= 65536 &&
           std::has_single_bit(static_cast<unsigned>(settings.page_bytes)) &&
           (settings.hmac == "HMAC_SHA256" || settings.hmac == "HMAC_SHA512") &&
           (settings.kdf == "PBKDF2_HMAC_SHA256" || settings.kdf == "PBKDF2_HMAC_SHA512") &&
           settings.kdf_iterations >= 1 && settings.kdf_iterations <= 10'000'000;
}

Database::Impl::~Impl() {
    statements.clear();
    reads.reset();
    sqlite3_close_v2(handle);
}

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Database Database::open(const std::filesystem::path& file, const crypto::Secret& data_key, Mode mode,
                        const CipherSettings& settings) {
    if (!is_known(settings)) {
        refuse("cipher_settings", file, tr("its cipher settings are unknown to this program"),
               tr("Update the program."));
    }
    if (data_key.size() != 32) {
        throw Failure(Category::internal, "bad_key", file.string(), "the data key must have 32 bytes");
    }
    const bool is_new = mode == Mode::create || mode == Mode::scratch;
    if (is_new) {
        create_file(file);
    } else {
        check_outside(file, mode);
    }
    try {
        auto impl = std::make_unique<Impl>();
        impl->file = file;
        impl->mode = mode;
        impl->cipher = settings;
        const bool reader = mode == Mode::read_only;
        const std::string name = reader ? read_only_uri(file) : std::filesystem::absolute(file).string();
        const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                          (reader ? SQLITE_OPEN_READONLY | SQLITE_OPEN_URI : SQLITE_OPEN_READWRITE);
        const int result =
            sqlite3_open_v2(name.c_str(), &impl->handle, flags, reader ? read_only_vfs() : nullptr);
        if (result != SQLITE_OK) throw_sqlite(impl->handle, result);
        sqlite3* handle = impl->handle;
        sqlite3_busy_timeout(handle, busy_timeout_ms);
        if (!is_new) refuse_plain(handle, file);
        set_key(handle, data_key, settings);
        harden(handle);
        if (!is_new) {
            // The first read: tells another key or a foreign file from a registry.
            const int first =
                sqlite3_exec(handle, "SELECT count(*) FROM sqlite_schema", nullptr, nullptr, nullptr);
            if (first == SQLITE_NOTADB) {
                if (has_authentic_page(handle, settings.page_bytes)) throw_sqlite(handle, SQLITE_CORRUPT);
                refuse("not_a_registry", file, tr("this is no registry, or one with another key"),
                       tr("Check that database and keyslots.json belong together."));
            }
            if (first != SQLITE_OK) throw_sqlite(handle, first);
        }
        set_pragmas(handle, mode);
        register_search_tokenizer(handle);
        Database database(std::move(impl));
        if (mode == Mode::create) {
            database.execute(fmt::format("PRAGMA application_id={};PRAGMA user_version={}",
                                         database_application_id, database_format));
            database.checkpoint();
        }
        if (mode == Mode::scratch) {
            // Written once, so that the file exists for SQLite; then without a name, so that nothing can stay
            // behind.
            database.execute(fmt::format("PRAGMA application_id={}", database_application_id));
            remove_files(file);
        } else {
            check_inside(database, file);
        }
        if (auto salt = from_hex(pragma_text(database, "PRAGMA cipher_salt"));
            salt && salt->size() == salt_bytes_of_file) {
            database.impl_->mac_key = page_mac_key(data_key, *salt, settings);
            database.impl_->salt = std::move(*salt);
        }
        return database;
    } catch (...) {
        if (is_new) remove_files(file);
        throw;
    }
}

Statement Database::prepare(std::string_view sql) {
    sqlite3_stmt* handle = nullptr;
    const int result =
        sqlite3_prepare_v3(impl_->handle, sql.data(), static_cast<int>(sql.size()), 0, &handle, nullptr);
    if (result != SQLITE_OK) throw_sqlite(impl_->handle, result);
    return Statement(handle);
}

void Database::execute(std::string_view sql) {
    run_sql(impl_->handle, std::string(sql));
}

Statement& Database::cached(std::string_view sql) {
    auto found = impl_->statements.find(sql);
    if (found == impl_->statements.end()) {
        found = impl_->statements.emplace(std::string(sql), prepare(sql)).first;
    }
    found->second.reset();
    return found->second;
}

std::int64_t Database::last_insert_rowid() const {
    return sqlite3_last_insert_rowid(impl_->handle);
}
std::int64_t Database::changes() const {
    return sqlite3_changes64(impl_->handle);
}
Database::Version Database::version() {
    Statement& seen = cached("PRAGMA data_version");
    const Version version{seen.step() ? seen.integer(0) : 0, sqlite3_total_changes64(impl_->handle)};
    seen.reset();
    return version;
}
bool Database::in_transaction() const {
    return sqlite3_get_autocommit(impl_->handle) == 0;
}
Mode Database::mode() const {
    return impl_->mode;
}
bool Database::is_read_only() const {
    return is_for_reading(impl_->mode);
}

void Database::checkpoint() {
    // Only readers can stand in the way, and may stand there for long: nobody waits for them on closing.
    sqlite3_busy_timeout(impl_->handle, checkpoint_timeout_ms);
    const int result =
        sqlite3_wal_checkpoint_v2(impl_->handle, "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    sqlite3_busy_timeout(impl_->handle, busy_timeout_ms);
    if (result != SQLITE_OK) throw_sqlite(impl_->handle, result);
}

void Database::copy_to(const std::filesystem::path& file, const crypto::Secret& data_key,
                       const CipherSettings& settings, const Progress& progress) {
    constexpr int pages_at_once = 4096;
    try {
        Database copy = open(file, data_key, Mode::create, settings);
        {
            struct End {
                void operator()(sqlite3_backup* backup) const { sqlite3_backup_finish(backup); }
            };
            const std::unique_ptr<sqlite3_backup, End> backup(
                sqlite3_backup_init(copy.impl_->handle, "main", impl_->handle, "main"));
            if (backup == nullptr) throw_sqlite(copy.impl_->handle, sqlite3_errcode(copy.impl_->handle));
            int result = SQLITE_OK;
            while ((result = sqlite3_backup_step(backup.get(), pages_at_once)) == SQLITE_OK) {
                const std::int64_t total = sqlite3_backup_pagecount(backup.get());
                if (progress && !progress(total - sqlite3_backup_remaining(backup.get()), total))
                    throw Failure(Category::refused, "cancelled", file.string(),
                                  tr("the work was stopped at your request"));
            }
            if (result != SQLITE_DONE) throw_sqlite(copy.impl_->handle, result);
        }
        copy.checkpoint();
    } catch (...) {
        remove_files(file);
        throw;
    }
}

void Database::interrupt() {
    sqlite3_interrupt(impl_->handle);
}

std::vector<Database::SchemaObject> Database::schema() {
    std::vector<SchemaObject> objects;
    Statement statement = prepare(
        "SELECT type, name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE "
        "'\\' "
        "ORDER BY name");
    while (statement.step()) {
        objects.push_back(
            {std::string(statement.text(0)), std::string(statement.text(1)), std::string(statement.text(2))});
    }
    return objects;
}

void Database::hold_snapshot() {
    execute("BEGIN");
    static_cast<void>(size_bytes());  // the state is taken at the first read, not at BEGIN
}

std::int64_t Database::size_bytes() {
    return pragma_integer(*this, "PRAGMA page_count") * pragma_integer(*this, "PRAGMA page_size");
}

WritingAllowed::WritingAllowed(Database& database) : database_(database) {
    if (database_.mode() == Mode::beside) database_.execute(allow_writing);
}

WritingAllowed::~WritingAllowed() {
    if (database_.mode() != Mode::beside) return;
    try {
        database_.execute(forbid_writing);
    } catch (...) {
        // The connection is past help; what it may write is the caller's care, too.
    }
}

Transaction::Transaction(Database& database) : database_(database) {
    database_.cached("BEGIN IMMEDIATE").run();
}

Transaction::~Transaction() {
    if (!open_ || !database_.in_transaction()) return;
    try {
        database_.cached("ROLLBACK").run();
    } catch (...) {
        // The connection is past help; the file keeps what was committed.
    }
}

void Transaction::commit() {
    if (!open_) {
        throw Failure(Category::internal, "transaction_closed", "database",
                      "the transaction has ended already");
    }
    database_.cached("COMMIT").run();
    open_ = false;
}

}  // namespace xinbu::storage
