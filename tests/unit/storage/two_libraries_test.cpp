// GTK brings a plain libsqlite3 into the process (threats D9). It must neither answer for ours nor be
// answered by it.
#include <dlfcn.h>
#include <gtest/gtest.h>

#include "support.hpp"
#include "xinbu/storage/database.hpp"

namespace xinbu::storage {
namespace {

struct PlainConnection;

class PlainLibrary {
public:
    PlainLibrary() : handle_(::dlopen("libsqlite3.so.0", RTLD_NOW | RTLD_GLOBAL)) {}
    bool is_there() const { return handle_ != nullptr; }
    template <class Function>
    Function find(const char* name) const {
        return reinterpret_cast<Function>(::dlsym(handle_, name));
    }

private:
    void* handle_;
};

TEST(TwoLibraries, KeepOutOfEachOthersWay) {
    const PlainLibrary plain;
    if (!plain.is_there()) GTEST_SKIP() << "no libsqlite3.so.0 here";
    const auto open = plain.find<int (*)(const char*, PlainConnection**)>("sqlite3_open");
    const auto close = plain.find<int (*)(PlainConnection*)>("sqlite3_close");
    const auto execute =
        plain
            .find<int (*)(PlainConnection*, const char*, int (*)(void*, int, char**, char**), void*, char**)>(
                "sqlite3_exec");
    ASSERT_TRUE(open != nullptr && close != nullptr && execute != nullptr);

    const TemporaryFolder folder;
    const crypto::Secret key(ByteView(Bytes(32, 5)));
    Database ours = Database::open(folder / "ours.db", key, Mode::create);
    PlainConnection* theirs = nullptr;
    ASSERT_EQ(open((folder / "theirs.db").c_str(), &theirs), 0);
    const auto theirs_runs = [&](const char* sql) {
        return execute(theirs, sql, nullptr, nullptr, nullptr) == 0;
    };

    ours.execute("CREATE TABLE t(a)");
    ASSERT_TRUE(theirs_runs("PRAGMA journal_mode=WAL; CREATE TABLE t(a)"));
    for (int round = 0; round < 50; ++round) {
        ours.execute("INSERT INTO t VALUES('of ours')");
        ASSERT_TRUE(theirs_runs("INSERT INTO t VALUES('of theirs')"));
    }
    Statement count = ours.prepare("SELECT count(*) FROM t WHERE a = 'of ours'");
    ASSERT_TRUE(count.step());
    EXPECT_EQ(count.integer(0), 50);
    count.reset();
    std::string their_count;
    ASSERT_EQ(execute(
                  theirs, "SELECT count(*) FROM t WHERE a = 'of theirs'",
                  [](void* out, int, char** values, char**) {
                      *static_cast<std::string*>(out) = values[0];
                      return 0;
                  },
                  &their_count, nullptr),
              0);
    EXPECT_EQ(their_count, "50");
    EXPECT_EQ(close(theirs), 0);
    ours.execute("INSERT INTO t VALUES('of ours')");
    EXPECT_TRUE(ours.verify_pages().empty());
    ours.checkpoint();

    EXPECT_TRUE(content_of(folder / "theirs.db").starts_with("SQLite format 3"));
    EXPECT_EQ(content_of(folder / "ours.db").find("SQLite format 3"), std::string::npos);
}

TEST(TwoLibraries, ShareNoSymbol) {
    const PlainLibrary plain;
    if (!plain.is_there()) GTEST_SKIP() << "no libsqlite3.so.0 here";
    for (const char* name :
         {"sqlite3_open", "sqlite3_open_v2", "sqlite3_exec", "sqlite3_step", "sqlite3_malloc"}) {
        void* found = ::dlsym(RTLD_DEFAULT, name);
        ASSERT_NE(found, nullptr) << name;
        Dl_info info{};
        ASSERT_NE(::dladdr(found, &info), 0) << name;
        EXPECT_NE(std::string(info.dli_fname).find("libsqlite3.so"), std::string::npos)
            << name << info.dli_fname;
    }
    // What only SQLCipher has is seen by nobody.
    for (const char* name :
         {"sqlite3_key", "sqlite3_key_v2", "sqlite3_rekey", "sqlcipher_register_provider"}) {
        EXPECT_EQ(::dlsym(RTLD_DEFAULT, name), nullptr) << name;
    }
}

}  // namespace
}  // namespace xinbu::storage
