// Page verification: the program's own computation against the library's, on sound and on damaged files.
#include <fcntl.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <stdexcept>
#include <thread>

#include "support.hpp"
#include "xinbu/storage/database.hpp"

namespace xinbu::storage {
namespace {

using Pages = std::set<std::int64_t>;

const crypto::Secret& key() {
    static const crypto::Secret secret(ByteView(Bytes(32, 7)));
    return secret;
}

const CipherSettings all_settings[] = {{4096, "HMAC_SHA256", "PBKDF2_HMAC_SHA512", 256000},
                                       {4096, "HMAC_SHA512", "PBKDF2_HMAC_SHA512", 256000},
                                       {8192, "HMAC_SHA256", "PBKDF2_HMAC_SHA256", 1},
                                       {8192, "HMAC_SHA512", "PBKDF2_HMAC_SHA256", 1},
                                       {65536, "HMAC_SHA256", "PBKDF2_HMAC_SHA512", 1}};

/// A registry of some 5 MB, its second half free pages, closed.
std::filesystem::path make_registry(const TemporaryFolder& folder, const CipherSettings& settings = {}) {
    std::filesystem::path file = folder / "registry.db";
    Database database = Database::open(file, key(), Mode::create, settings);
    database.execute("CREATE TABLE item(id INTEGER PRIMARY KEY, body TEXT) STRICT");
    Transaction transaction(database);
    for (int number = 0; number < 1000; ++number) {
        database.cached("INSERT INTO item VALUES(?, ?)").bind_all(number, std::string(5000, 'b')).run();
    }
    database.execute("DELETE FROM item WHERE id >= 500");
    transaction.commit();
    database.checkpoint();
    return file;
}

/// In place: the files here are too large for flip_byte, and stay open meanwhile.
void flip(const std::filesystem::path& file, std::size_t offset) {
    std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
    stream.seekg(static_cast<std::streamoff>(offset));
    const int byte = stream.get();
    stream.seekp(static_cast<std::streamoff>(offset));
    stream.put(static_cast<char>(byte ^ 0x10));
    if (!stream.flush()) ADD_FAILURE() << "cannot write " << file;
}

/// The number after the first "page " of each line.
Pages pages_named(const std::vector<std::string>& lines) {
    Pages pages;
    for (const std::string& line : lines) {
        constexpr std::string_view word = "page ";
        const std::size_t at = line.find(word);
        std::int64_t page = 0;
        if (at == std::string::npos ||
            std::from_chars(line.data() + at + word.size(), line.data() + line.size(), page).ec !=
                std::errc()) {
            ADD_FAILURE() << line;
        }
        pages.insert(page);
    }
    return pages;
}

Pages told_by_library(Database& database) {
    std::vector<std::string> lines;
    Statement check = database.prepare("PRAGMA cipher_integrity_check");
    while (check.step()) lines.emplace_back(check.text(0));
    return pages_named(lines);
}

/// What we say, the same with one thread and with several.
Pages told_by_us(Database& database) {
    const auto alone = database.verify_page_codes(1);
    EXPECT_EQ(database.verify_page_codes(3), alone);
    return pages_named(alone);
}

TEST(PageCodes, AreThoseOfTheLibraryInASoundFile) {
    for (const CipherSettings& settings : all_settings) {
        const TemporaryFolder folder;
        const auto file = make_registry(folder, settings);
        for (const Mode mode : {Mode::read_only, Mode::read_write}) {
            Database database = Database::open(file, key(), mode, settings);
            EXPECT_EQ(told_by_library(database), Pages{});
            EXPECT_EQ(database.verify_page_codes(0), std::vector<std::string>{});
            EXPECT_EQ(told_by_us(database), Pages{});
            EXPECT_EQ(database.verify_structure(), std::vector<std::string>{});
        }
    }
}

TEST(PageCodes, FlippedBytesAreToldAsByTheLibrary) {
    for (const CipherSettings& settings : all_settings) {
        const TemporaryFolder folder;
        const auto file = make_registry(folder, settings);
        const auto page_bytes = static_cast<std::size_t>(settings.page_bytes);
        const std::size_t reserve = settings.hmac == "HMAC_SHA512" ? 80 : 48;
        const auto last = static_cast<std::int64_t>(content_of(file).size() / page_bytes);
        // Opened while it is sound: a registry whose first page is damaged does not open.
        Database database = Database::open(file, key(), Mode::read_only, settings);
        Statement free_pages = database.prepare("PRAGMA freelist_count");
        ASSERT_TRUE(free_pages.step());
        ASSERT_GT(free_pages.integer(0), last / 3);  // the last page and the middle one: free, and in use
        for (const std::int64_t page : {std::int64_t{1}, std::int64_t{2}, last / 4, last - 1, last}) {
            for (const std::size_t in_page :
                 {std::size_t{16}, page_bytes / 2, page_bytes - reserve - 1, page_bytes - reserve,
                  page_bytes - reserve + 15, page_bytes - reserve + 16, page_bytes - 1}) {
                const std::size_t offset = static_cast<std::size_t>(page - 1) * page_bytes + in_page;
                flip(file, offset);
                EXPECT_EQ(told_by_library(database), Pages{page}) << page << ' ' << in_page;
                EXPECT_EQ(told_by_us(database), Pages{page}) << page << ' ' << in_page;
                flip(file, offset);
            }
        }
        EXPECT_EQ(told_by_us(database), Pages{});
    }
}

TEST(PageCodes, AnotherSaltIsTold) {
    const TemporaryFolder folder;
    const auto file = make_registry(folder);
    Database database = Database::open(file, key(), Mode::read_only);
    flip(file, 5);
    // The library kept the salt that it read first; the file does not open any more.
    EXPECT_EQ(told_by_library(database), Pages{});
    EXPECT_EQ(told_by_us(database), Pages{1});
    EXPECT_EQ(database.verify_page_codes(1).size(), 1u);
    EXPECT_EQ(code_of([&] { Database::open(file, key(), Mode::read_only); }), "not_a_registry");
    flip(file, 100);
    EXPECT_EQ(told_by_us(database), Pages{1});
    EXPECT_EQ(database.verify_page_codes(1).size(), 1u);
}

TEST(PageCodes, ACutFileIsToldAsByTheLibrary) {
    for (const CipherSettings& settings : all_settings) {
        const TemporaryFolder folder;
        const auto file = make_registry(folder, settings);
        const std::uintmax_t size = std::filesystem::file_size(file);
        const auto page_bytes = static_cast<std::uintmax_t>(settings.page_bytes);
        Database database = Database::open(file, key(), Mode::read_only, settings);
        std::filesystem::resize_file(file, size - page_bytes / 2);
        const Pages last{static_cast<std::int64_t>(size / page_bytes)};
        EXPECT_EQ(told_by_library(database), last);
        EXPECT_EQ(told_by_us(database), last);
    }
}

TEST(PageCodes, SwappedAndRepeatedPagesAreToldAsByTheLibrary) {
    const TemporaryFolder folder;
    const auto file = make_registry(folder);
    Database database = Database::open(file, key(), Mode::read_only);
    std::string content = content_of(file);
    std::swap_ranges(content.begin() + 9 * 4096, content.begin() + 10 * 4096, content.begin() + 699 * 4096);
    std::copy_n(content.begin() + 2 * 4096, 4096, content.begin() + 3 * 4096);
    put_content(file, content);
    const Pages expected{4, 10, 700};
    EXPECT_EQ(told_by_library(database), expected);
    EXPECT_EQ(told_by_us(database), expected);
}

TEST(PageCodes, ManyFaultsAreToldUpToAHundredAndInOrder) {
    const TemporaryFolder folder;
    const auto file = make_registry(folder);
    Database database = Database::open(file, key(), Mode::read_only);
    std::string content = content_of(file);
    for (std::size_t at = 4096; at < content.size(); at += 4096) content[at] ^= 1;
    put_content(file, content);
    const auto faults = database.verify_page_codes(4);
    ASSERT_EQ(faults.size(), 100u);
    const Pages pages = pages_named(faults);
    EXPECT_EQ(*pages.begin(), 2);
    EXPECT_EQ(*pages.rbegin(), 101);
    EXPECT_EQ(database.verify_pages(), faults);
}

TEST(PageCodes, ThePageOfTheLocksIsLeftOut) {
    const TemporaryFolder folder;
    const auto file = make_registry(folder);
    Database database = Database::open(file, key(), Mode::read_only);
    constexpr std::int64_t lock_page = 0x40000000 / 4096 + 1;
    std::filesystem::resize_file(file, (lock_page + 1) * 4096);
    std::vector<bool> skip(lock_page, true);
    EXPECT_EQ(pages_named(database.verify_page_codes(2, {}, skip)), Pages{lock_page + 1});
    // Far out, where a page's offset needs more than 32 bits.
    constexpr std::int64_t far = (std::int64_t{1} << 32) / 4096 + 10;
    std::filesystem::resize_file(file, far * 4096);
    skip.assign(far, true);
    EXPECT_EQ(pages_named(database.verify_page_codes(2, {}, skip)), Pages{far});
}

TEST(PageCodes, ProgressIsToldInTheCallersThread) {
    const TemporaryFolder folder;
    const auto file = make_registry(folder);
    Database database = Database::open(file, key(), Mode::read_only);
    const auto caller = std::this_thread::get_id();
    const auto all = static_cast<std::int64_t>(std::filesystem::file_size(file) / 4096);
    std::int64_t before = 0;
    const auto progress = [&](std::int64_t done, std::int64_t total) {
        EXPECT_EQ(std::this_thread::get_id(), caller);
        EXPECT_EQ(total, all);
        EXPECT_LE(before, done);
        EXPECT_LE(done, total);
        before = done;
        return true;
    };
    for (const unsigned threads : {1u, 2u, 8u, 1000u}) {
        before = 0;
        EXPECT_TRUE(database.verify_page_codes(threads, progress).empty());
        EXPECT_EQ(before, all);
    }
}

TEST(PageCodes, CanBeStoppedAndPassExceptionsOn) {
    const TemporaryFolder folder;
    const auto file = make_registry(folder);
    Database database = Database::open(file, key(), Mode::read_only);
    const Database::Progress stop = [](std::int64_t, std::int64_t) { return false; };
    const Database::Progress fail = [](std::int64_t, std::int64_t) -> bool {
        throw std::out_of_range("of the progress");
    };
    const auto check = [&] {
        for (const unsigned threads : {1u, 4u}) {
            EXPECT_EQ(code_of([&] { database.verify_page_codes(threads, stop); }), "cancelled");
            EXPECT_THROW(database.verify_page_codes(threads, fail), std::out_of_range);
        }
        EXPECT_EQ(code_of([&] { database.verify_pages(stop); }), "cancelled");
        EXPECT_THROW(database.verify_pages(fail), std::out_of_range);
    };
    check();
    EXPECT_TRUE(database.verify_pages().empty());
    flip(file, 2000);  // from here on the library is asked
    check();
    EXPECT_EQ(told_by_us(database), Pages{1});
}

TEST(Structure, CanBeStoppedAndPassesExceptionsOn) {
    const TemporaryFolder folder;
    Database database = Database::open(folder / "registry.db", key(), Mode::create);
    database.execute("CREATE TABLE item(id INTEGER PRIMARY KEY, body TEXT) STRICT");
    database.execute("CREATE INDEX by_body ON item(body)");
    // Enough rows for SQLite to ask now and then whether to go on.
    database.execute(
        "INSERT INTO item WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) "
        "SELECT i, hex(i) FROM n");
    EXPECT_EQ(code_of([&] { database.verify_structure([](std::int64_t, std::int64_t) { return false; }); }),
              "cancelled");
    EXPECT_THROW(database.verify_structure(
                     [](std::int64_t, std::int64_t) -> bool { throw std::out_of_range("of the progress"); }),
                 std::out_of_range);
    EXPECT_TRUE(database.verify_structure().empty());
}

TEST(PageReads, AreThoseOfTheDatabaseFile) {
    const TemporaryFolder folder;
    const auto file = make_registry(folder);
    const auto all = content_of(file).size() / 4096;
    Database database = Database::open(file, key(), Mode::read_only);
    EXPECT_TRUE(database.pages_read().empty());
    database.record_pages_read();
    database.record_pages_read();
    EXPECT_EQ(database.pages_read().size(), all + 1);
    {
        Statement sum = database.prepare("SELECT sum(length(body)) FROM item");
        ASSERT_TRUE(sum.step());
        EXPECT_EQ(sum.integer(0), 500 * 5000);
    }
    const std::vector<bool> read = database.pages_read();
    const auto count = std::count(read.begin(), read.end(), true);
    EXPECT_GT(count, 500);
    EXPECT_LT(count, static_cast<std::int64_t>(all) * 2 / 3);
    EXPECT_FALSE(read[0]);
    // Checking the file is no reading by SQLite, whichever way it goes.
    EXPECT_TRUE(database.verify_page_codes(2).empty());
    EXPECT_EQ(database.pages_read(), read);

    // What was read is left out, what was not is checked.
    const auto first_read = std::find(read.begin() + 2, read.end(), true) - read.begin();
    const auto last_unread = static_cast<std::int64_t>(all);
    ASSERT_FALSE(read[all]);
    for (const std::int64_t page : {first_read, last_unread}) {
        flip(file, static_cast<std::size_t>(page - 1) * 4096 + 100);
    }
    Database other = Database::open(file, key(), Mode::read_only);
    EXPECT_EQ(told_by_us(other), (Pages{first_read, last_unread}));
    EXPECT_EQ(pages_named(other.verify_page_codes(2, {}, read)), Pages{last_unread});

    flip(file, 2000);
    EXPECT_EQ(told_by_us(database), (Pages{1, first_read, last_unread}));  // as the library sees it
    EXPECT_EQ(database.pages_read(), read);
}

TEST(PageReads, EndBeforeAConnectionThatAStatementOutlives) {
    const TemporaryFolder folder;
    const auto file = make_registry(folder);
    std::optional<Database> database = Database::open(file, key(), Mode::read_only);
    database->record_pages_read();
    Statement rows = database->prepare("SELECT body FROM item");
    EXPECT_TRUE(rows.step());
    database.reset();
    EXPECT_TRUE(rows.step());
}

/// Whether another process finds the database file locked.
bool is_locked(const std::filesystem::path& file) {
    return holds_in_child([&] {
        const int descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
        struct flock lock {};
        lock.l_type = F_WRLCK;
        lock.l_whence = SEEK_SET;
        return ::fcntl(descriptor, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    });
}

TEST(PageCodes, TakeNoLockAway) {
    const TemporaryFolder folder;
    const auto file = make_registry(folder);
    Database writer = Database::open(file, key(), Mode::read_write);
    ASSERT_TRUE(is_locked(file));
    EXPECT_TRUE(writer.verify_page_codes(2).empty());
    EXPECT_TRUE(is_locked(file));
    {
        Database reader = Database::open(file, key(), Mode::read_only);
        reader.hold_snapshot();
        EXPECT_TRUE(reader.verify_page_codes(2).empty());
    }
    EXPECT_TRUE(is_locked(file));
}

}  // namespace
}  // namespace xinbu::storage
