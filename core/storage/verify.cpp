#include "verify.hpp"

#include <fmt/format.h>
#include <sqlcipher/sqlite3.h>

#include <string_view>
#include <utility>

#include "database_impl.hpp"
#include "sqlite_error.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::storage {
namespace {

using Progress = std::function<bool(std::int64_t, std::int64_t)>;

constexpr int most_faults_told = 100;

sqlite3_file* database_file(sqlite3* handle) {
    sqlite3_file* file = nullptr;
    const int result = sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (result != SQLITE_OK) throw_sqlite(handle, result);
    return file;
}

/// Counts the pages that SQLCipher reads from the database file, and fails every read once it was told to
/// stop: `PRAGMA cipher_integrity_check` runs in one go and has no progress of its own.
class ReadCounter {
public:
    ReadCounter(sqlite3_file* file, std::int64_t pages, const Progress& progress)
        : file_(file),
          original_(file->pMethods),
          methods_(*file->pMethods),
          pages_(pages),
          progress_(progress) {
        methods_.xRead = read;
        file_->pMethods = &methods_;
        current = this;
    }
    ReadCounter(const ReadCounter&) = delete;
    ReadCounter& operator=(const ReadCounter&) = delete;
    ~ReadCounter() {
        file_->pMethods = original_;
        current = nullptr;
    }
    bool stopped() const { return stopped_; }

private:
    static int read(sqlite3_file* file, void* out, int size, sqlite3_int64 offset) {
        ReadCounter& self = *current;
        if (self.stopped_) return SQLITE_INTERRUPT;
        constexpr std::int64_t step = 256;
        if (++self.done_ % step == 0 || self.done_ == self.pages_) {
            self.stopped_ = !self.progress_(self.done_, self.pages_);
        }
        return self.original_->xRead(file, out, size, offset);
    }

    static thread_local ReadCounter* current;
    sqlite3_file* file_;
    const sqlite3_io_methods* original_;
    sqlite3_io_methods methods_;
    std::int64_t pages_;
    const Progress& progress_;
    std::int64_t done_ = 0;
    bool stopped_ = false;
};

thread_local ReadCounter* ReadCounter::current = nullptr;

/// Lets a long statement be stopped while it lives.
class StepWatch {
public:
    StepWatch(sqlite3* handle, const Progress& progress, std::int64_t pages)
        : handle_(handle), progress_(progress), pages_(pages) {
        constexpr int operations_between_calls = 200'000;
        sqlite3_progress_handler(handle_, operations_between_calls, proceed, this);
    }
    StepWatch(const StepWatch&) = delete;
    StepWatch& operator=(const StepWatch&) = delete;
    ~StepWatch() { sqlite3_progress_handler(handle_, 0, nullptr, nullptr); }

private:
    static int proceed(void* data) {
        const auto& self = *static_cast<const StepWatch*>(data);
        return self.progress_(self.pages_, self.pages_) ? 0 : 1;
    }
    sqlite3* handle_;
    const Progress& progress_;
    std::int64_t pages_;
};

[[noreturn]] void throw_cancelled(sqlite3* handle) {
    throw_sqlite(handle, SQLITE_INTERRUPT);
}

std::string mac_fault(std::string_view line) {
    constexpr std::string_view known = "HMAC verification failed for page ";
    if (line.substr(0, known.size()) != known) return std::string(line);
    return fmt::format(fmt::runtime(tr("page {}: its authentication code does not match its content")),
                       line.substr(known.size()));
}

/// Adds to `faults` and tells whether there is room for more.
bool add(std::vector<std::string>& faults, std::string fault) {
    if (faults.size() < most_faults_told) faults.push_back(std::move(fault));
    return faults.size() < most_faults_told;
}

}  // namespace

bool has_authentic_page(sqlite3* handle, int page_bytes) {
    sqlite3_file* file = database_file(handle);
    sqlite3_int64 bytes = 0;
    if (file->pMethods == nullptr || file->pMethods->xFileSize(file, &bytes) != SQLITE_OK) return false;
    std::int64_t faults = 0;
    const auto count = [](void* counter, int, char**, char**) {
        ++*static_cast<std::int64_t*>(counter);
        return 0;
    };
    const int result = sqlite3_exec(handle, "PRAGMA cipher_integrity_check", count, &faults, nullptr);
    // A last piece that is no whole page is one fault more.
    return result == SQLITE_OK && faults < (bytes + page_bytes - 1) / page_bytes;
}

std::vector<std::string> Database::verify_pages(const Progress& progress) {
    sqlite3* handle = impl_->handle;
    std::vector<std::string> faults;
    if (impl_->mode == Mode::read_write || impl_->mode == Mode::create) {
        const int result =
            sqlite3_wal_checkpoint_v2(handle, "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
        // A reader that stands in the way is no fault of the file, and a damaged page is told below.
        if (result == SQLITE_NOMEM || (result & 0xff) == SQLITE_FULL) throw_sqlite(handle, result);
    }
    Statement page_size = prepare("PRAGMA page_size");
    page_size.step();
    sqlite3_file* file = database_file(handle);
    sqlite3_int64 bytes = 0;
    if (const int result = file->pMethods->xFileSize(file, &bytes); result != SQLITE_OK) {
        throw_sqlite(handle, result);
    }
    const std::int64_t pages = bytes / page_size.integer(0);

    // Called from within SQLite, which no exception may pass through: one that is thrown stops the work.
    const Progress go_on = [&progress](std::int64_t done, std::int64_t total) {
        try {
            return !progress || progress(done, total);
        } catch (...) {
            return false;
        }
    };
    {
        const ReadCounter counter(file, pages, go_on);
        Statement check =
            prepare("PRAGMA cipher_integrity_check");  // it reads all pages while it is prepared
        if (counter.stopped()) throw_cancelled(handle);
        while (check.step() && add(faults, mac_fault(check.text(0)))) {
        }
    }
    if (!faults.empty()) return faults;  // b-trees over altered pages tell nothing more

    try {
        const StepWatch watch(handle, go_on, pages);
        Statement check = prepare("PRAGMA integrity_check(100)");
        while (check.step()) {
            if (check.text(0) != "ok" && !add(faults, std::string(check.text(0)))) break;
        }
    } catch (const Failure& failure) {
        if (failure.error().code != "registry_damaged") throw;
        add(faults, failure.error().why);
    }

    for (const SchemaObject& object : schema()) {
        if (object.type == "trigger" || object.type == "view") {
            add(faults,
                fmt::format(fmt::runtime(tr("{} {}: a registry has none")), object.type, object.name));
        }
    }
    return faults;
}

}  // namespace xinbu::storage
