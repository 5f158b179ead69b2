#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support.hpp"
#include "xinbu/storage/keyslots.hpp"

namespace xinbu::storage {
namespace {

const std::string origin = "xinbu:ledger:test";

RememberedHead head_of(std::uint64_t size) {
    RememberedHead head{size, {}};
    head.root.fill(static_cast<std::uint8_t>(size));
    return head;
}

class HeadFolder : public ::testing::Test {
protected:
    void SetUp() override {
        keep("XDG_STATE_HOME", old_state);
        keep("HOME", old_home);
        ::setenv("XDG_STATE_HOME", (folder / "state").c_str(), 1);
        ::setenv("HOME", folder.path().c_str(), 1);
    }
    void TearDown() override {
        restore("XDG_STATE_HOME", old_state);
        restore("HOME", old_home);
    }
    static void keep(const char* name, std::optional<std::string>& value) {
        if (const char* found = std::getenv(name)) value = found;
    }
    static void restore(const char* name, const std::optional<std::string>& value) {
        if (value) {
            ::setenv(name, value->c_str(), 1);
        } else {
            ::unsetenv(name);
        }
    }
    HeadFile open() const { return HeadFile(origin, key); }
    std::string read_code() const {
        return code_of([&] { open().read(); });
    }
    std::filesystem::path file() const { return open().file(); }

    TemporaryFolder folder;
    crypto::Secret key{ByteView(Bytes(32, 4))};
    std::optional<std::string> old_state, old_home;
};

TEST_F(HeadFolder, RemembersTheLastHead) {
    EXPECT_EQ(open().read(), std::nullopt);
    EXPECT_EQ(files_in(folder.path()), 0u) << "reading must leave nothing behind";
    HeadFile head = open();
    for (std::uint64_t size = 0; size < 10; ++size) {
        head.write(head_of(size));
        EXPECT_EQ(head.read(), head_of(size));
        EXPECT_EQ(open().read(), head_of(size));
    }
    HeadFile next = open();
    next.write(head_of(3));  // what is smaller is remembered too: whether it may be is asked elsewhere
    EXPECT_EQ(open().read(), head_of(3));
    next.write({UINT64_MAX, Hash{}});
    EXPECT_EQ(open().read()->size, UINT64_MAX);
}

TEST_F(HeadFolder, LiesInTheStateFolderForTheUserAlone) {
    open().write(head_of(1));
    const auto name = to_hex(crypto::sha256(as_bytes(origin)));
    EXPECT_EQ(file(), folder.path() / "state" / "xinbu" / "heads" / name);
    struct stat status {};
    ASSERT_EQ(::stat(file().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777u, 0600u);
    ASSERT_EQ(::stat(file().parent_path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777u, 0700u);
    EXPECT_NE(HeadFile("xinbu:ledger:other", key).file(), file());
}

TEST_F(HeadFolder, FollowsTheBaseDirectorySpecification) {
    const auto usual = folder.path() / ".local" / "state" / "xinbu" / "heads";
    ::unsetenv("XDG_STATE_HOME");
    EXPECT_EQ(file().parent_path(), usual);
    ::setenv("XDG_STATE_HOME", "", 1);
    EXPECT_EQ(file().parent_path(), usual);
    ::setenv("XDG_STATE_HOME", "relative/path", 1);
    EXPECT_EQ(file().parent_path(), usual);
    for (const std::string& home : {std::string(), std::string("relative"), (folder / "absent").string()}) {
        ::setenv("HOME", home.c_str(), 1);
        HeadFile head = open();
        EXPECT_TRUE(head.file().empty()) << home;
        head.write(head_of(1));
        EXPECT_EQ(head.read(), std::nullopt);
    }
    EXPECT_EQ(files_in(folder.path()), 0u);
}

TEST_F(HeadFolder, ATornWriteLeavesTheOlderHead) {
    HeadFile head = open();
    head.write(head_of(1));
    head.write(head_of(2));
    const std::string before = content_of(file());
    head.write(head_of(3));
    const std::string after = content_of(file());
    ASSERT_EQ(before.size(), after.size());
    // The third write replaced the first head; it may have stopped after any byte.
    const auto first_change = static_cast<std::size_t>(
        std::mismatch(before.begin(), before.end(), after.begin()).first - before.begin());
    const std::size_t block = first_change / 4096 * 4096;
    for (std::size_t size = 0; size <= 88; ++size) {
        std::string torn = before;
        torn.replace(block, size, after, block, size);
        put_content(file(), torn);
        const auto read = open().read();
        ASSERT_TRUE(read == head_of(2) || read == head_of(3)) << size;
        ASSERT_TRUE(size < 88 || read == head_of(3));
        // And the next write repairs it.
        open().write(head_of(4));
        ASSERT_EQ(open().read(), head_of(4));
    }
}

TEST_F(HeadFolder, RefusesAForgedFile) {
    HeadFile head = open();
    head.write(head_of(1));
    const std::string whole = content_of(file());
    const std::size_t block = 4096;  // counter 1
    for (std::size_t place = 0; place < 88; ++place) {
        put_content(file(), whole);
        flip_byte(file(), block + place);
        ASSERT_EQ(read_code(), "head_forged") << place;
        ASSERT_EQ(code_of([&] { open().write(head_of(2)); }), "head_forged") << place;
    }
    put_content(file(), std::string(8192, 'x'));
    EXPECT_EQ(read_code(), "head_forged");
    put_content(file(), "x");
    EXPECT_EQ(read_code(), "head_forged");
    // A record in the other's place.
    put_content(file(), whole.substr(block) + whole.substr(0, block));
    EXPECT_EQ(read_code(), "head_forged");
    put_content(file(), whole);
    EXPECT_EQ(code_of([&] { HeadFile(origin, crypto::Secret(ByteView(Bytes(32, 5)))).read(); }),
              "head_forged");
    EXPECT_EQ(read_code(), "none");
}

TEST_F(HeadFolder, TakesAnEmptyFileForNone) {
    open().write(head_of(1));
    for (const std::string& content : {std::string(), std::string(10, '\0'), std::string(8192, '\0')}) {
        put_content(file(), content);
        EXPECT_EQ(open().read(), std::nullopt);
        open().write(head_of(7));
        EXPECT_EQ(open().read(), head_of(7));
    }
}

TEST_F(HeadFolder, SurvivesTheRemovalOfItsFile) {
    HeadFile head = open();
    head.write(head_of(1));
    std::filesystem::remove_all(folder / "state");
    head.write(head_of(2));
    EXPECT_EQ(open().read(), head_of(2));
}

TEST_F(HeadFolder, FollowsNoLinkAndTakesNoPipe) {
    std::filesystem::create_directories(file().parent_path());
    put_content(folder / "victim", "precious");
    std::filesystem::create_symlink(folder / "victim", file());
    EXPECT_EQ(code_of([&] { open().write(head_of(1)); }), "io_error");
    EXPECT_EQ(content_of(folder / "victim"), "precious");
    std::filesystem::remove(file());
    ASSERT_EQ(::mkfifo(file().c_str(), 0600), 0);
    EXPECT_EQ(read_code(), "io_error");
    EXPECT_EQ(code_of([&] { open().write(head_of(1)); }), "io_error");
    std::filesystem::remove_all(folder / "state");
    put_content(folder / "state", "a file where the folder should be");
    EXPECT_EQ(read_code(), "none");
    EXPECT_EQ(code_of([&] { open().write(head_of(1)); }), "io_error");
}

TEST_F(HeadFolder, MovesWithItsOwner) {
    HeadFile first = open();
    first.write(head_of(1));
    HeadFile second(std::move(first));
    second.write(head_of(2));
    HeadFile third("xinbu:ledger:other", key);
    third = std::move(second);
    third.write(head_of(3));
    EXPECT_EQ(open().read(), head_of(3));
}

}  // namespace
}  // namespace xinbu::storage
