#include "xinbu/storage/files.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

#include "support.hpp"

namespace xinbu::storage {
namespace {

mode_t mode_of(const std::filesystem::path& file) {
    struct stat status {};
    return ::stat(file.c_str(), &status) == 0 ? status.st_mode & 07777 : 0;
}

/// Root may write anywhere, so what a folder forbids is tried as nobody.
bool become_nobody() {
    return ::geteuid() != 0 || (::setegid(65534) == 0 && ::seteuid(65534) == 0);
}

TEST(ReadFile, GivesTheWholeFileOrNothing) {
    const TemporaryFolder folder;
    EXPECT_FALSE(read_file(folder / "absent", 100));
    EXPECT_FALSE(read_file(folder.path() / "absent" / "deeper", 100));
    put_content(folder / "file", "");
    EXPECT_EQ(read_file(folder / "file", 0), Bytes());
    const std::string text(200'000, 'x');
    put_content(folder / "file", text);
    EXPECT_EQ(as_text(*read_file(folder / "file", 1'000'000)), text);
    EXPECT_EQ(as_text(*read_file(folder / "file", 200'000)), text);
}

TEST(ReadFile, RefusesMoreThanTheLimit) {
    const TemporaryFolder folder;
    put_content(folder / "file", "12345");
    EXPECT_EQ(code_of([&] { read_file(folder / "file", 4); }), "too_large");
    EXPECT_EQ(code_of([&] { read_file(folder / "file", 0); }), "too_large");
}

TEST(ReadFile, ReadsOnlyRegularFiles) {
    const TemporaryFolder folder;
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(code_of([&] { read_file(folder / "pipe", 100); }), "io_error");
    EXPECT_EQ(code_of([&] { read_file(folder.path(), 100); }), "io_error");
    EXPECT_EQ(code_of([&] { read_file("/dev/zero", 100); }), "io_error");
}

TEST(WriteFileAtomically, CreatesAndReplacesPrivateFiles) {
    const TemporaryFolder folder;
    const mode_t old_mask = ::umask(0);
    write_file_atomically(folder / "file", as_bytes("first"));
    ::umask(0777);
    EXPECT_EQ(content_of(folder / "file"), "first");
    EXPECT_EQ(mode_of(folder / "file"), 0600u);
    write_file_atomically(folder / "file", as_bytes("second, longer"));
    ::umask(old_mask);
    EXPECT_EQ(content_of(folder / "file"), "second, longer");
    EXPECT_EQ(mode_of(folder / "file"), 0600u);
    write_file_atomically(folder / "file", {});
    EXPECT_EQ(content_of(folder / "file"), "");
    EXPECT_EQ(files_in(folder.path()), 1u);
}

TEST(WriteFileAtomically, TakesALongNameAndAPathWithoutFolder) {
    const TemporaryFolder folder;
    const std::string name(255, 'n');
    write_file_atomically(folder / name.c_str(), as_bytes("x"));
    EXPECT_EQ(content_of(folder / name.c_str()), "x");
    EXPECT_TRUE(holds_in_child([&] {
        std::filesystem::current_path(folder.path());
        write_file_atomically("bare", as_bytes("y"));
        return content_of(folder / "bare") == "y";
    }));
}

TEST(WriteFileAtomically, ReplacesALinkAndNotItsTarget) {
    const TemporaryFolder folder;
    put_content(folder / "elsewhere", "untouched");
    std::filesystem::create_symlink(folder / "elsewhere", folder / "file");
    write_file_atomically(folder / "file", as_bytes("new"));
    EXPECT_EQ(content_of(folder / "elsewhere"), "untouched");
    EXPECT_FALSE(std::filesystem::is_symlink(folder / "file"));
}

TEST(WriteFileAtomically, LeavesNoTemporaryFileWhenRenamingFails) {
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder / "file");
    EXPECT_EQ(code_of([&] { write_file_atomically(folder / "file", as_bytes("new")); }), "io_error");
    EXPECT_TRUE(std::filesystem::is_directory(folder / "file"));
    EXPECT_EQ(files_in(folder.path()), 1u);
}

TEST(WriteFileAtomically, LeavesTheOldContentInAFolderThatCannotBeWritten) {
    const TemporaryFolder folder;
    put_content(folder / "file", "old");
    std::filesystem::permissions(folder.path(), std::filesystem::perms(0555));
    EXPECT_TRUE(holds_in_child([&] {
        return become_nobody() &&
               code_of([&] { write_file_atomically(folder / "file", as_bytes("new")); }) == "io_error";
    }));
    std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
    EXPECT_EQ(content_of(folder / "file"), "old");
    EXPECT_EQ(files_in(folder.path()), 1u);
    EXPECT_EQ(code_of([&] { write_file_atomically(folder.path() / "absent" / "file", {}); }), "io_error");
}

TEST(WriteFileAtomically, LeavesTheOldContentWhenThereIsNoRoom) {
    const TemporaryFolder folder;
    put_content(folder / "file", "old");
    EXPECT_TRUE(holds_in_child([&] {
        // A limit on file sizes fails in the middle of writing, as a full disk does.
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{1000, 1000};
        return ::setrlimit(RLIMIT_FSIZE, &limit) == 0 &&
               code_of([&] { write_file_atomically(folder / "file", Bytes(5000)); }) == "disk_full";
    }));
    EXPECT_EQ(content_of(folder / "file"), "old");
    EXPECT_EQ(files_in(folder.path()), 1u);
}

TEST(FolderLock, MakesOneWriter) {
    const TemporaryFolder folder;
    {
        const FolderLock lock(folder.path());
        EXPECT_TRUE(holds_in_child([&] {
            try {
                const FolderLock second(folder.path());
            } catch (const Failure& failure) {
                // It says who holds it.
                return failure.error().code == "registry_locked" &&
                       failure.error().category == Category::storage &&
                       failure.error().why.find(std::to_string(::getppid())) != std::string::npos;
            }
            return false;
        }));
        EXPECT_EQ(code_of([&] { const FolderLock same_process(folder.path()); }), "registry_locked");
        EXPECT_EQ(mode_of(folder / "lock"), 0600u);
        EXPECT_TRUE(content_of(folder / "lock").starts_with(std::to_string(::getpid()) + " "));
    }
    EXPECT_TRUE(holds_in_child([&] {
        const FolderLock next(folder.path());
        return content_of(folder / "lock").starts_with(std::to_string(::getpid()) + " ");
    }));
}

TEST(FolderLock, EndsWithItsProcess) {
    const TemporaryFolder folder;
    EXPECT_TRUE(holds_in_child([&] {
        new FolderLock(folder.path());  // never released
        return true;
    }));
    EXPECT_EQ(code_of([&] { const FolderLock lock(folder.path()); }), "none");
}

TEST(FolderLock, MovesWithItsOwner) {
    const TemporaryFolder folder;
    const TemporaryFolder other_folder;
    FolderLock first(folder.path());
    FolderLock moved(std::move(first));
    EXPECT_EQ(code_of([&] { const FolderLock again(folder.path()); }), "registry_locked");
    {
        FolderLock other(other_folder.path());
        moved = std::move(other);
    }
    EXPECT_EQ(code_of([&] { const FolderLock again(folder.path()); }), "none");
    EXPECT_EQ(code_of([&] { const FolderLock again(other_folder.path()); }), "registry_locked");
}

TEST(FolderLock, IsNotMisledByWhatStandsInTheFile) {
    const TemporaryFolder folder;
    const FolderLock lock(folder.path());
    for (const std::string& text :
         {std::string(), std::string("x"), std::string("12 \x1b[31mhost"), std::string("-1 host"),
          std::string(100'000, '7'), std::string("12 host\nmore"), std::string("\0\0 \0", 4)}) {
        put_content(folder / "lock", text);
        try {
            const FolderLock second(folder.path());
            ADD_FAILURE() << "locked twice";
        } catch (const Failure& failure) {
            EXPECT_EQ(failure.error().code, "registry_locked");
            EXPECT_EQ(failure.error().why, "another process has it open for writing");
        }
    }
}

TEST(FolderLock, TellsAMissingFolderAndALinkInItsPlace) {
    const TemporaryFolder folder;
    EXPECT_EQ(code_of([&] { const FolderLock lock(folder / "absent"); }), "registry_missing");
    put_content(folder / "victim", "precious");
    std::filesystem::create_symlink(folder / "victim", folder / "lock");
    EXPECT_EQ(code_of([&] { const FolderLock lock(folder.path()); }), "io_error");
    EXPECT_EQ(content_of(folder / "victim"), "precious");
}

}  // namespace
}  // namespace xinbu::storage
