#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <string>
#include <utility>

#include "descriptor.hpp"
#include "sqlite_error.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/storage/files.hpp"

namespace xinbu::storage {
namespace {

std::string host_name() {
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0 || name[0] == '\0') return "localhost";
    return name.data();
}

bool is_printable(std::string_view text) {
    for (const char character : text) {
        if (character <= ' ' || character > '~') return false;
    }
    return !text.empty();
}

/// The sentence about who holds the lock, from what the file says; anybody may have written there.
std::string told_holder(int descriptor, const std::filesystem::path& file) {
    std::array<std::uint8_t, 512> content{};
    std::string_view text = as_text({content.data(), read_at(descriptor, content, 0, file)});
    if (!text.empty() && text.back() == '\n') text.remove_suffix(1);
    const std::size_t space = text.find(' ');
    if (space != std::string_view::npos) {
        const std::string_view process = text.substr(0, space);
        const std::string_view host = text.substr(space + 1);
        if (process.find_first_not_of("0123456789") == std::string_view::npos && is_printable(process) &&
            is_printable(host)) {
            return fmt::format(fmt::runtime(tr("process {} on {} has it open for writing")), process, host);
        }
    }
    return tr("another process has it open for writing");
}

Descriptor open_lock(const std::filesystem::path& file) {
    const int number = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
    if (number < 0) {
        if (errno == ENOENT || errno == ENOTDIR) {
            throw Failure(Category::storage, "registry_missing", file.parent_path().string(),
                          tr("there is no such folder"),
                          tr("Check the registry's folder, or restore a backup."));
        }
        throw_errno(errno, file);
    }
    return Descriptor(number);
}

/// Whether the path still leads to the open file: whoever removed it would lock a new one beside us.
bool is_still(int descriptor, const std::filesystem::path& file) {
    struct stat ours {
    }, theirs{};
    return ::fstat(descriptor, &ours) == 0 && ::lstat(file.c_str(), &theirs) == 0 &&
           ours.st_dev == theirs.st_dev && ours.st_ino == theirs.st_ino;
}

}  // namespace

FolderLock::FolderLock(const std::filesystem::path& folder) {
    const std::filesystem::path file = folder / "lock";
    constexpr int attempts = 10;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        Descriptor lock = open_lock(file);
        int result = 0;
        do {
            result = ::flock(lock.number(), LOCK_EX | LOCK_NB);
        } while (result != 0 && errno == EINTR);
        if (result != 0 && errno != EWOULDBLOCK) throw_errno(errno, file);
        if (result != 0) {
            throw Failure(Category::storage, "registry_locked", folder.string(),
                          told_holder(lock.number(), file),
                          tr("Close the other window or wait until its work is done, then try again."));
        }
        if (!is_still(lock.number(), file)) continue;
        if (::ftruncate(lock.number(), 0) != 0) throw_errno(errno, file);
        write_at(lock.number(), as_bytes(fmt::format("{} {}\n", ::getpid(), host_name())), 0, file);
        descriptor_ = lock.release();
        return;
    }
    throw Failure(Category::storage, "registry_locked", folder.string(),
                  tr("another process keeps removing the lock file"));
}

FolderLock::FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

FolderLock::~FolderLock() {
    // The file stays: removing it would let two processes lock two files of one name.
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace xinbu::storage
