#include "xinbu/storage/database.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support.hpp"

namespace xinbu::storage {
namespace {

crypto::Secret key_of(std::uint8_t fill) {
    return crypto::Secret(ByteView(Bytes(32, fill)));
}
const crypto::Secret& key() {
    static const crypto::Secret secret = key_of(7);
    return secret;
}

std::int64_t integer_of(Database& database, std::string_view sql) {
    Statement statement = database.prepare(sql);
    return statement.step() ? statement.integer(0) : -1;
}

/// A registry of some thirty pages, closed, with everything in the database file.
std::filesystem::path make_registry(const TemporaryFolder& folder) {
    const std::filesystem::path file = folder / "registry.db";
    Database database = Database::open(file, key(), Mode::create);
    database.execute("CREATE TABLE item(id INTEGER PRIMARY KEY, body TEXT) STRICT");
    Transaction transaction(database);
    for (int number = 0; number < 100; ++number) {
        database.cached("INSERT INTO item VALUES(?, ?)").bind_all(number, std::string(1000, 'b')).run();
    }
    transaction.commit();
    database.checkpoint();
    return file;
}

std::string open_code(const std::filesystem::path& file, Mode mode = Mode::read_write) {
    return code_of([&] { Database::open(file, key(), mode); });
}

TEST(Database, CreatesAndOpensAgain) {
    const TemporaryFolder folder;
    const auto file = make_registry(folder);
    EXPECT_EQ(content_of(file).find("SQLite format"), std::string::npos);
    EXPECT_EQ(content_of(file).find(std::string(50, 'b')), std::string::npos);
    struct stat status {};
    ASSERT_EQ(::stat(file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777u, 0600u);
    Database database = Database::open(file, key(), Mode::read_write);
    EXPECT_EQ(integer_of(database, "SELECT count(*) FROM item"), 100);
    EXPECT_EQ(integer_of(database, "PRAGMA application_id"), database_application_id);
    EXPECT_TRUE(database.verify_pages().empty());
    EXPECT_FALSE(database.is_read_only());
    ASSERT_EQ(database.schema().size(), 1u);
    EXPECT_EQ(database.schema().front().name, "item");
}

TEST(Database, RefusesToReplaceAFile) {
    const TemporaryFolder folder;
    const auto file = make_registry(folder);
    const std::string before = content_of(file);
    EXPECT_EQ(open_code(file, Mode::create), "registry_exists");
    EXPECT_EQ(open_code(file, Mode::scratch), "registry_exists");
    EXPECT_EQ(content_of(file), before);
}

TEST(Database, ReadOnlyWritesNothingAndMakesNoFile) {
    const TemporaryFolder folder;
    const auto file = make_registry(folder);
    const std::string before = content_of(file);
    const std::size_t files = files_in(folder.path());
    {
        Database database = Database::open(file, key(), Mode::read_only);
        EXPECT_TRUE(database.is_read_only());
        EXPECT_EQ(integer_of(database, "SELECT count(*) FROM item"), 100);
        EXPECT_EQ(code_of([&] { database.execute("DELETE FROM item"); }), "read_only");
        EXPECT_TRUE(database.verify_pages().empty());
        EXPECT_EQ(files_in(folder.path()), files);
    }
    EXPECT_EQ(files_in(folder.path()), files);
    EXPECT_EQ(content_of(file), before);
}

TEST(Database, ReadOnlySeesWhatAWriterCommits) {
    const TemporaryFolder folder;
    const auto file = make_registry(folder);
    Database writer = Database::open(file, key(), Mode::read_write);
    Database reader = Database::open(file, key(), Mode::read_only);
    writer.execute("DELETE FROM item WHERE id >= 10");
    EXPECT_EQ(integer_of(reader, "SELECT count(*) FROM item"), 10);
}

TEST(Database, ScratchLeavesNoFile) {
    const TemporaryFolder folder;
    Database database = Database::open(folder / "scratch.db", key(), Mode::scratch);
    database.execute("CREATE TABLE t(a); INSERT INTO t VALUES(1)");
    EXPECT_EQ(integer_of(database, "SELECT a FROM t"), 1);
    EXPECT_EQ(files_in(folder.path()), 0u);
}

TEST(Database, RefusesAnotherKey) {
    const TemporaryFolder folder;
    const auto file = make_registry(folder);
    for (const Mode mode : {Mode::read_write, Mode::read_only}) {
        EXPECT_EQ(code_of([&] { Database::open(file, key_of(8), mode); }), "not_a_registry");
    }
    EXPECT_EQ(code_of([&] { Database::open(file, crypto::Secret("short"), Mode::read_write); }), "bad_key");
}

TEST(Database, RefusesUnknownCipherSettings) {
    const TemporaryFolder folder;
    const auto file = make_registry(folder);
    for (const CipherSettings& settings :
         {CipherSettings{0, "HMAC_SHA256", "PBKDF2_HMAC_SHA512", 1},
          CipherSettings{4095, "HMAC_SHA256", "PBKDF2_HMAC_SHA512", 1},
          CipherSettings{4096, "HMAC_SHA1", "PBKDF2_HMAC_SHA512", 1},
          CipherSettings{4096, "HMAC_SHA256;DROP TABLE item", "PBKDF2_HMAC_SHA512", 1},
          CipherSettings{4096, "HMAC_SHA256", "", 1},
          CipherSettings{4096, "HMAC_SHA256", "PBKDF2_HMAC_SHA512", 0}}) {
        EXPECT_EQ(code_of([&] { Database::open(file, key(), Mode::read_write, settings); }),
                  "cipher_settings");
    }
}

TEST(Database, OpensUnderOtherKnownSettings) {
    const TemporaryFolder folder;
    const CipherSettings settings{8192, "HMAC_SHA512", "PBKDF2_HMAC_SHA256", 1000};
    { Database::open(folder / "r.db", key(), Mode::create, settings).execute("CREATE TABLE t(a)"); }
    Database database = Database::open(folder / "r.db", key(), Mode::read_write, settings);
    EXPECT_EQ(integer_of(database, "PRAGMA page_size"), 8192);
    EXPECT_EQ(open_code(folder / "r.db"), "not_a_registry");
}

TEST(Database, RefusesWhatIsNoRegistry) {
    const TemporaryFolder folder;
    EXPECT_EQ(open_code(folder / "absent"), "registry_missing");
    EXPECT_EQ(open_code(folder.path()), "not_a_registry");
    put_content(folder / "empty", "");
    EXPECT_EQ(open_code(folder / "empty"), "registry_damaged");
    put_content(folder / "plain", std::string("SQLite format 3\0", 16) + std::string(4080, '\0'));
    EXPECT_EQ(open_code(folder / "plain"), "not_a_registry");
    for (const std::size_t size :
         {std::size_t{1}, std::size_t{100}, std::size_t{4096}, std::size_t{10'000}}) {
        put_content(folder / "noise", std::string(as_text(crypto::random_bytes(size))));
        EXPECT_EQ(open_code(folder / "noise"), "not_a_registry") << size;
        EXPECT_EQ(open_code(folder / "noise", Mode::read_only), "not_a_registry") << size;
    }
}

TEST(Database, RefusesARollbackJournalBesideIt) {
    const TemporaryFolder folder;
    const auto file = make_registry(folder);
    put_content(file.string() + "-journal", "planted");
    EXPECT_EQ(open_code(file), "registry_damaged");
}

TEST(Database, NoticesThatTheFileWasCutShort) {
    const TemporaryFolder folder;
    const auto file = make_registry(folder);
    const std::string whole = content_of(file);
    ASSERT_GT(whole.size(), 20u * 4096);
    for (const std::size_t size : {whole.size() - 1, whole.size() - 4096, whole.size() / 2, std::size_t{4096},
                                   std::size_t{4095}, std::size_t{1}}) {
        put_content(file, whole.substr(0, size));
        std::string code;
        std::vector<std::string> faults;
        try {
            Database database = Database::open(file, key(), Mode::read_only);
            faults = database.verify_pages();
        } catch (const Failure& failure) {
            code = failure.error().code;
        }
        EXPECT_TRUE(!faults.empty() || code == "registry_damaged" || code == "not_a_registry")
            << size << code;
    }
}

TEST(Database, NoticesAFlippedByteInTheFirstPage) {
    const TemporaryFolder folder;
    const auto file = make_registry(folder);
    // The salt, the encrypted header and content, the IV, the MAC.
    for (const std::size_t offset :
         {0u, 15u, 16u, 40u, 100u, 2000u, 4096u - 48u, 4096u - 40u, 4096u - 32u, 4095u}) {
        flip_byte(file, offset);
        for (const Mode mode : {Mode::read_write, Mode::read_only}) {
            const std::string code = open_code(file, mode);
            if (offset < 16) {
                // The salt goes into the MAC's key: with another one no page is authentic.
                EXPECT_EQ(code, "not_a_registry") << offset;
            } else {
                EXPECT_EQ(code, "registry_damaged") << offset;
            }
        }
        flip_byte(file, offset);
        EXPECT_EQ(open_code(file), "none");
    }
}

TEST(Database, NoticesAFlippedByteInAnotherPage) {
    const TemporaryFolder folder;
    const auto file = make_registry(folder);
    for (const std::size_t page : {3u, 10u}) {
        for (const std::size_t offset : {0u, 7u, 2000u, 4096u - 48u, 4096u - 32u, 4095u}) {
            flip_byte(file, (page - 1) * 4096 + offset, 0x80);
            Database database = Database::open(file, key(), Mode::read_only);
            const auto faults = database.verify_pages();
            ASSERT_EQ(faults.size(), 1u) << page << ' ' << offset;
            EXPECT_NE(faults.front().find("page " + std::to_string(page)), std::string::npos)
                << faults.front();
            EXPECT_EQ(code_of([&] { integer_of(database, "SELECT sum(length(body)) FROM item"); }),
                      "registry_damaged");
            flip_byte(file, (page - 1) * 4096 + offset, 0x80);
        }
    }
}

TEST(Database, NoticesForeignTriggersAndViews) {
    const TemporaryFolder folder;
    const auto file = make_registry(folder);
    Database database = Database::open(file, key(), Mode::read_write);
    database.execute(
        "CREATE TRIGGER spy AFTER INSERT ON item BEGIN DELETE FROM item; END;"
        "CREATE VIEW look AS SELECT * FROM item");
    const auto faults = database.verify_pages();
    ASSERT_EQ(faults.size(), 2u);
    EXPECT_NE(faults[0].find("look"), std::string::npos);
    EXPECT_NE(faults[1].find("spy"), std::string::npos);
    // And the trigger does not run.
    database.execute("INSERT INTO item VALUES(1000, 'x')");
    EXPECT_EQ(integer_of(database, "SELECT count(*) FROM item"), 101);
}

TEST(Database, VerifyingCanBeStopped) {
    const TemporaryFolder folder;
    const auto file = make_registry(folder);
    Database database = Database::open(file, key(), Mode::read_only);
    std::int64_t last = 0;
    EXPECT_TRUE(database
                    .verify_pages([&](std::int64_t done, std::int64_t total) {
                        EXPECT_LE(done, total);
                        last = done;
                        return true;
                    })
                    .empty());
    EXPECT_GT(last, 0);
    EXPECT_EQ(code_of([&] { database.verify_pages([](std::int64_t, std::int64_t) { return false; }); }),
              "cancelled");
    EXPECT_EQ(integer_of(database, "SELECT count(*) FROM item"), 100);
}

TEST(Database, TakesNoAttachedDatabaseAndNoExtension) {
    const TemporaryFolder folder;
    const auto file = make_registry(folder);
    Database database = Database::open(file, key(), Mode::read_write);
    EXPECT_NE(code_of([&] { database.execute("ATTACH '" + (folder / "other").string() + "' AS o KEY ''"); }),
              "none");
    EXPECT_NE(code_of([&] { database.execute("SELECT load_extension('x')"); }), "none");
    EXPECT_FALSE(std::filesystem::exists(folder / "other"));
}

TEST(Database, OpensBesideALogThatEndsWithItsHeader) {
    // So it lies there after a kill between the header of a new log and its first page.
    const TemporaryFolder folder;
    const std::filesystem::path file = make_registry(folder), log = file.string() + "-wal";
    std::string header;
    {
        Database writer = Database::open(file, key(), Mode::read_write);
        writer.execute("INSERT INTO item(body) VALUES('more')");
        header = content_of(log).substr(0, 32);
        writer.checkpoint();
    }
    ASSERT_EQ(header.size(), 32U);
    put_content(log, header);
    {
        Database reader = Database::open(file, key(), Mode::read_only);
        EXPECT_EQ(integer_of(reader, "SELECT count(*) FROM item"), 101);
    }
    put_content(log, header.substr(0, 20));
    EXPECT_EQ(open_code(file, Mode::read_only), "none");
    EXPECT_EQ(open_code(file), "none");
}

TEST(Statement, GivesBackWhatWasBound) {
    const TemporaryFolder folder;
    Database database = Database::open(folder / "scratch.db", key(), Mode::scratch);
    Statement statement = database.prepare("SELECT ?, ?, ?, ?, ?, ?");
    const Bytes blob{0, 1, 255};
    statement.bind_all(std::int64_t{-5}, std::string_view("a\0b", 3), blob, nullptr, std::string_view(),
                       ByteView());
    ASSERT_TRUE(statement.step());
    EXPECT_EQ(statement.columns(), 6);
    EXPECT_EQ(statement.integer(0), -5);
    EXPECT_EQ(statement.text(1), std::string_view("a\0b", 3));
    EXPECT_EQ(to_bytes(statement.blob(2)), blob);
    EXPECT_TRUE(statement.is_null(3));
    EXPECT_FALSE(statement.is_null(4));
    EXPECT_FALSE(statement.is_null(5));
    EXPECT_FALSE(statement.step());
}

TEST(Transaction, RollsBackUnlessCommitted) {
    const TemporaryFolder folder;
    const auto file = make_registry(folder);
    Database database = Database::open(file, key(), Mode::read_write);
    {
        const Transaction transaction(database);
        database.execute("DELETE FROM item");
        EXPECT_TRUE(database.in_transaction());
    }
    EXPECT_FALSE(database.in_transaction());
    EXPECT_EQ(integer_of(database, "SELECT count(*) FROM item"), 100);
    EXPECT_THROW(
        {
            const Transaction transaction(database);
            database.execute("DELETE FROM item");
            database.execute("this is no SQL");
        },
        Failure);
    EXPECT_EQ(integer_of(database, "SELECT count(*) FROM item"), 100);
    {
        Transaction transaction(database);
        database.execute("DELETE FROM item WHERE id < 50");
        transaction.commit();
        EXPECT_EQ(code_of([&] { transaction.commit(); }), "transaction_closed");
    }
    EXPECT_EQ(integer_of(database, "SELECT count(*) FROM item"), 50);
}

TEST(Transaction, OfAProcessThatDiesLeavesNothing) {
    const TemporaryFolder folder;
    const auto file = make_registry(folder);
    EXPECT_TRUE(holds_in_child([&] {
        auto* database = new Database(Database::open(file, key(), Mode::read_write));
        {
            Transaction transaction(*database);
            database->execute("DELETE FROM item WHERE id < 10");
            transaction.commit();
        }
        new Transaction(*database);
        database->execute("DELETE FROM item");
        return true;  // ends without closing anything
    }));
    const std::size_t files = files_in(folder.path());
    {
        // A reader sees what was committed, without recovering the files.
        Database reader = Database::open(file, key(), Mode::read_only);
        EXPECT_EQ(integer_of(reader, "SELECT count(*) FROM item"), 90);
    }
    EXPECT_EQ(files_in(folder.path()), files);
    Database database = Database::open(file, key(), Mode::read_write);
    EXPECT_EQ(integer_of(database, "SELECT count(*) FROM item"), 90);
    EXPECT_TRUE(database.verify_pages().empty());
}

}  // namespace
}  // namespace xinbu::storage
