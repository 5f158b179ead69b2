#include "verify.hpp"

#include <fmt/format.h>
#include <sqlcipher/sqlite3.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "database_impl.hpp"
#include "page_mac.hpp"
#include "sqlite_error.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::storage {
namespace {

using Progress = Database::Progress;

constexpr int most_faults_told = 100;
constexpr std::int64_t bytes_claimed_at_once = 1024 * 1024;
// SQLite reads no more than a page of the largest size in one call, and some of its versions could not.
constexpr std::int64_t bytes_read_at_once = 65536;
// Where SQLite puts its locks. The page there is never written, and so has no code.
constexpr std::int64_t lock_offset = 0x40000000;

[[noreturn]] void throw_cancelled(sqlite3* handle) {
    throw_sqlite(handle, SQLITE_INTERRUPT);
}

std::int64_t file_bytes(sqlite3* handle) {
    sqlite3_file* file = database_file(handle);
    sqlite3_int64 bytes = 0;
    if (const int result = file->pMethods->xFileSize(file, &bytes); result != SQLITE_OK) {
        throw_sqlite(handle, result);
    }
    return bytes;
}

/// Lets SQLite call a Progress: an exception must not pass through it, so that it stops the work instead and
/// comes out afterwards.
class Guarded {
public:
    explicit Guarded(const Progress& progress) : progress_(progress) {}
    bool go_on(std::int64_t done, std::int64_t total) {
        if (stopped_) return false;
        try {
            stopped_ = progress_ && !progress_(done, total);
        } catch (...) {
            stopped_ = true;
            thrown_ = std::current_exception();
        }
        return !stopped_;
    }
    void throw_if_stopped(sqlite3* handle) const {
        if (thrown_) std::rethrow_exception(thrown_);
        if (stopped_) throw_cancelled(handle);
    }

private:
    const Progress& progress_;
    bool stopped_ = false;
    std::exception_ptr thrown_;
};

/// Counts the pages that SQLCipher reads from the database file, and fails every read once it was told to
/// stop: `PRAGMA cipher_integrity_check` runs in one go and has no progress of its own. It reads past
/// PageReads, since a page with a wrong code is no failure there.
class ReadCounter : private sqlite3_io_methods {
public:
    ReadCounter(sqlite3_file* file, const sqlite3_io_methods& beneath, std::int64_t pages, Guarded& progress)
        : sqlite3_io_methods(beneath),
          file_(file),
          replaced_(file->pMethods),
          beneath_(beneath),
          pages_(pages),
          progress_(progress) {
        xRead = read;
        file_->pMethods = this;
    }
    ReadCounter(const ReadCounter&) = delete;
    ReadCounter& operator=(const ReadCounter&) = delete;
    ~ReadCounter() { file_->pMethods = replaced_; }

private:
    static int read(sqlite3_file* file, void* out, int size, sqlite3_int64 offset) {
        auto& self = *static_cast<ReadCounter*>(const_cast<sqlite3_io_methods*>(file->pMethods));
        if (self.stopped_) return SQLITE_INTERRUPT;
        constexpr std::int64_t step = 256;
        if (++self.done_ % step == 0 || self.done_ == self.pages_) {
            self.stopped_ = !self.progress_.go_on(std::min(self.done_, self.pages_), self.pages_);
        }
        return self.beneath_.xRead(file, out, size, offset);
    }

    sqlite3_file* file_;
    const sqlite3_io_methods* replaced_;
    const sqlite3_io_methods& beneath_;
    std::int64_t pages_;
    Guarded& progress_;
    std::int64_t done_ = 0;
    bool stopped_ = false;
};

/// Lets a long statement be stopped while it lives.
class StepWatch {
public:
    StepWatch(sqlite3* handle, Guarded& progress, std::int64_t pages)
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
        return self.progress_.go_on(self.pages_, self.pages_) ? 0 : 1;
    }
    sqlite3* handle_;
    Guarded& progress_;
    std::int64_t pages_;
};

std::string wrong_code(std::string_view page) {
    return fmt::format(fmt::runtime(tr("page {}: its authentication code does not match its content")), page);
}

std::string mac_fault(std::string_view line) {
    constexpr std::string_view known = "HMAC verification failed for page ";
    if (line.substr(0, known.size()) != known) return std::string(line);
    return wrong_code(line.substr(known.size()));
}

/// Adds to `faults` and tells whether there is room for more.
bool add(std::vector<std::string>& faults, std::string fault) {
    if (faults.size() < most_faults_told) faults.push_back(std::move(fault));
    return faults.size() < most_faults_told;
}

/// The file as several threads read it: through SQLite's own descriptor, one at a time. Closing a descriptor
/// of our own would drop every lock that this process holds on the file (POSIX, fcntl), those of other
/// connections too; and SQLite's file has one position and one last error, so that two threads must not be in
/// it at once. A turn is a copy from the page cache, a third of the time that the codes take.
class SharedFile {
public:
    SharedFile(sqlite3_file* file, const sqlite3_io_methods& methods) : file_(file), methods_(methods) {}
    /// Whether all could be read; what lies past the end of the file is zero, and is not.
    bool read(std::span<std::uint8_t> out, std::int64_t offset) {
        const std::scoped_lock mine(turn_);
        bool complete = true;
        while (!out.empty()) {
            const auto piece = out.first(std::min(out.size(), static_cast<std::size_t>(bytes_read_at_once)));
            const int size = static_cast<int>(piece.size());
            complete = methods_.xRead(file_, piece.data(), size, offset) == SQLITE_OK && complete;
            out = out.subspan(piece.size());
            offset += size;
        }
        return complete;
    }

private:
    std::mutex turn_;
    sqlite3_file* file_;
    const sqlite3_io_methods& methods_;
};

/// What all threads share, and what each of them does: claims a range of pages, reads it, checks it.
class CodeCheck {
public:
    CodeCheck(SharedFile& file, const Database::Impl& impl, std::int64_t pages, const std::vector<bool>& skip)
        : file_(file),
          impl_(impl),
          page_bytes_(impl.cipher.page_bytes),
          pages_(pages),
          lock_page_(lock_offset / page_bytes_ + 1),
          skip_(skip) {}

    /// The pages that do not hold, in order; none where it was stopped.
    std::vector<std::int64_t> run(unsigned threads, const Progress& progress) {
        const std::int64_t ranges = (pages_ + pages_claimed() - 1) / pages_claimed();
        const auto others = std::min<std::int64_t>(threads == 0 ? 0 : threads - 1, ranges - 1);
        {
            std::vector<std::jthread> crew;
            // Goes before the crew, whose threads are then waited for: whatever is thrown here.
            const Halt halt{stop_};
            for (std::int64_t hired = 0; hired < others; ++hired) {
                try {
                    crew.emplace_back([this] { work_aside(); });
                } catch (const std::system_error&) {
                    break;  // no more threads to be had: those there are do it
                }
            }
            work([&] { return !progress || progress(std::min(done_.load(), pages_), pages_); });
            if (!stop_) {
                for (std::jthread& thread : crew) thread.join();
            }
        }
        if (failed_) std::rethrow_exception(failed_);
        std::sort(suspects_.begin(), suspects_.end());
        return std::move(suspects_);
    }
    bool was_stopped() const { return told_to_stop_; }

private:
    struct Halt {
        std::atomic<bool>& stop;
        ~Halt() { stop = true; }
    };

    std::int64_t pages_claimed() const { return bytes_claimed_at_once / page_bytes_; }
    bool is_left_out(std::int64_t page) const {
        return page == lock_page_ ||
               (static_cast<std::size_t>(page) < skip_.size() && skip_[static_cast<std::size_t>(page)]);
    }

    template <class GoOn>
    void work(const GoOn& go_on) {
        PageMac mac(impl_.mac_key, impl_.cipher);
        Bytes buffer(static_cast<std::size_t>(pages_claimed() * page_bytes_));
        while (!stop_) {
            const std::int64_t first = next_.fetch_add(pages_claimed()) + 1;
            if (first > pages_) return;
            const std::int64_t end = std::min(first + pages_claimed(), pages_ + 1);
            check(first, end, mac, buffer);
            done_ += end - first;
            if (!go_on()) told_to_stop_ = stop_ = true;
        }
    }

    void work_aside() {
        try {
            work([] { return true; });
        } catch (...) {
            const std::scoped_lock mine(result_turn_);
            failed_ = std::current_exception();
            stop_ = true;
        }
    }

    /// Checks the pages from `first` up to `end`, reading what lies together at once.
    void check(std::int64_t first, std::int64_t end, PageMac& mac, Bytes& buffer) {
        while (first < end) {
            if (is_left_out(first)) {
                ++first;
                continue;
            }
            std::int64_t last = first;
            while (last < end && !is_left_out(last)) ++last;
            const std::span bytes =
                std::span(buffer).first(static_cast<std::size_t>((last - first) * page_bytes_));
            const bool complete = file_.read(bytes, (first - 1) * page_bytes_);
            for (std::int64_t page = first; page < last; ++page) {
                const auto at = static_cast<std::size_t>((page - first) * page_bytes_);
                const ByteView content = bytes.subspan(at, static_cast<std::size_t>(page_bytes_));
                if (complete && mac.matches(page, content)) continue;
                const std::scoped_lock mine(result_turn_);
                suspects_.push_back(page);
            }
            first = last;
        }
    }

    SharedFile& file_;
    const Database::Impl& impl_;
    const std::int64_t page_bytes_, pages_, lock_page_;
    const std::vector<bool>& skip_;
    std::atomic<std::int64_t> next_{0}, done_{0};
    std::atomic<bool> stop_{false};
    bool told_to_stop_ = false;  ///< of the caller's thread
    std::mutex result_turn_;
    std::vector<std::int64_t> suspects_;
    std::exception_ptr failed_;
};

const sqlite3_io_methods& methods_beneath(const Database::Impl& impl) {
    return impl.reads ? impl.reads->beneath() : *database_file(impl.handle)->pMethods;
}

/// One page, read by itself; what is wrong with it, or nothing.
std::string page_fault(std::int64_t number, PageMac& mac, SharedFile& file, int page_bytes) {
    Bytes page(static_cast<std::size_t>(page_bytes));
    if (!file.read(page, (number - 1) * page_bytes)) {
        return fmt::format(fmt::runtime(tr("page {}: it cannot be read")), number);
    }
    return mac.matches(number, page) ? std::string() : wrong_code(std::to_string(number));
}

/// The library's own check, in one thread.
void ask_library(Database& database, const Database::Impl& impl, std::int64_t pages, const Progress& progress,
                 std::vector<std::string>& faults) {
    Guarded guarded(progress);
    const ReadCounter counter(database_file(impl.handle), methods_beneath(impl), pages, guarded);
    // It reads all pages while it is prepared.
    Statement check = database.prepare("PRAGMA cipher_integrity_check");
    guarded.throw_if_stopped(impl.handle);
    while (check.step()) {
        std::string fault = mac_fault(check.text(0));
        if (!faults.empty() && faults.back() == fault) continue;
        if (!add(faults, std::move(fault))) return;
    }
}

}  // namespace

sqlite3_file* database_file(sqlite3* handle) {
    sqlite3_file* file = nullptr;
    const int result = sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (result != SQLITE_OK) throw_sqlite(handle, result);
    return file;
}

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
    // A last piece that is no whole page is one fault more; the page of SQLite's locks is never one.
    std::int64_t checked = (bytes + page_bytes - 1) / page_bytes;
    if (bytes >= lock_offset + page_bytes) --checked;
    return result == SQLITE_OK && faults < checked;
}

PageReads::PageReads(sqlite3_file* file, int page_bytes)
    : sqlite3_io_methods(*file->pMethods), file_(file), beneath_(file->pMethods), page_bytes_(page_bytes) {
    sqlite3_int64 bytes = 0;
    if (beneath_->xFileSize(file, &bytes) != SQLITE_OK) bytes = 0;
    // Sized once: nothing may be thrown from within SQLite. What a writer adds later is not noted.
    pages_.resize(static_cast<std::size_t>(bytes / page_bytes) + 1);
    xRead = read;
    file_->pMethods = this;
}

PageReads::~PageReads() {
    file_->pMethods = beneath_;
}

int PageReads::read(sqlite3_file* file, void* out, int size, sqlite3_int64 offset) {
    auto& self = *static_cast<PageReads*>(const_cast<sqlite3_io_methods*>(file->pMethods));
    const int result = self.beneath_->xRead(file, out, size, offset);
    if (result == SQLITE_OK && size == self.page_bytes_ && offset % size == 0) {
        const auto page = static_cast<std::size_t>(offset / size + 1);
        if (page < self.pages_.size()) self.pages_[page] = true;
    }
    return result;
}

std::vector<std::string> Database::verify_page_codes(unsigned threads, const Progress& progress,
                                                     const std::vector<bool>& skip) {
    sqlite3* handle = impl_->handle;
    std::vector<std::string> faults;
    if (impl_->mode == Mode::read_write || impl_->mode == Mode::create) {
        const int result =
            sqlite3_wal_checkpoint_v2(handle, "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
        // A reader that stands in the way is no fault of the file, and a damaged page is told below.
        if (result == SQLITE_NOMEM || (result & 0xff) == SQLITE_FULL) throw_sqlite(handle, result);
    }
    const int page_bytes = impl_->cipher.page_bytes;
    const std::int64_t bytes = file_bytes(handle);
    const std::int64_t pages = bytes / page_bytes;
    SharedFile file(database_file(handle), methods_beneath(*impl_));

    // The library took the salt when it opened the file and covers it by no code. Another one now is a file
    // that does not open any more.
    Bytes salt(salt_bytes_of_file);
    if (pages > 0 && !impl_->salt.empty() && (!file.read(salt, 0) || salt != impl_->salt)) {
        add(faults, wrong_code("1"));
    }
    if (impl_->mac_key.empty()) {
        ask_library(*this, *impl_, pages, progress, faults);
        return faults;
    }
    PageMac mac(impl_->mac_key, impl_->cipher);
    // The connection could be opened, so that a first page which does not hold is a rare thing: either it is
    // damaged, or a later library computes its codes in another way. It knows.
    if (pages > 0 && !page_fault(1, mac, file, page_bytes).empty()) {
        ask_library(*this, *impl_, pages, progress, faults);
        return faults;
    }
    CodeCheck check(file, *impl_, pages, skip);
    const std::vector<std::int64_t> suspects = check.run(threads, progress);
    if (check.was_stopped() || (progress && pages > 0 && !progress(pages, pages))) throw_cancelled(handle);
    for (const std::int64_t page : suspects) {
        // Read again, by itself: another process may have been writing it, or its neighbour is the one that
        // cannot be read.
        std::string fault = page_fault(page, mac, file, page_bytes);
        if (!fault.empty() && !add(faults, std::move(fault))) return faults;
    }
    if (bytes % page_bytes != 0) {
        add(faults, fmt::format(fmt::runtime(tr("page {}: it has {} bytes instead of {}")), pages + 1,
                                bytes % page_bytes, page_bytes));
    }
    return faults;
}

std::vector<std::string> Database::verify_structure(const Progress& progress) {
    sqlite3* handle = impl_->handle;
    const std::int64_t pages = file_bytes(handle) / impl_->cipher.page_bytes;
    std::vector<std::string> faults;
    Guarded guarded(progress);
    try {
        const StepWatch watch(handle, guarded, pages);
        Statement check = prepare("PRAGMA integrity_check(100)");
        while (check.step()) {
            if (check.text(0) != "ok" && !add(faults, std::string(check.text(0)))) break;
        }
    } catch (const Failure& failure) {
        guarded.throw_if_stopped(handle);
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

std::vector<std::string> Database::verify_pages(const Progress& progress) {
    std::vector<std::string> faults = verify_page_codes(1, progress);
    return faults.empty() ? verify_structure(progress) : faults;
}

void Database::record_pages_read() {
    if (!impl_->reads) {
        impl_->reads = std::make_unique<PageReads>(database_file(impl_->handle), impl_->cipher.page_bytes);
    }
}

const std::vector<bool>& Database::pages_read() const {
    static const std::vector<bool> none;
    return impl_->reads ? impl_->reads->pages() : none;
}

}  // namespace xinbu::storage
