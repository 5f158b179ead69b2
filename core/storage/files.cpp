#include "xinbu/storage/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "descriptor.hpp"
#include "sqlite_error.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/crypto/digest.hpp"

namespace xinbu::storage {
namespace {

/// A new file of an unused name that removes itself, unless it was given its final name.
class TemporaryFile {
public:
    TemporaryFile(int folder, const std::filesystem::path& target)
        : folder_(folder),
          // Of fixed length: a long target name must not make one that the file system refuses.
          name_(".xinbu-" + to_hex(crypto::random_bytes(8)) + ".tmp"),
          descriptor_(::openat(folder, name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) {
        if (!descriptor_.is_open()) throw_errno(errno, target);
        ::fchmod(descriptor_.number(), 0600);  // whatever the umask was
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile() {
        if (!renamed_) ::unlinkat(folder_, name_.c_str(), 0);
    }
    int number() const { return descriptor_.number(); }
    void rename_to(const std::filesystem::path& target) {
        if (::renameat(folder_, name_.c_str(), folder_, target.filename().c_str()) != 0) {
            throw_errno(errno, target);
        }
        renamed_ = true;
    }

private:
    int folder_;
    std::string name_;
    Descriptor descriptor_;
    bool renamed_ = false;
};

}  // namespace

std::size_t read_at(int descriptor, std::span<std::uint8_t> out, off_t offset,
                    const std::filesystem::path& file) {
    std::size_t done = 0;
    while (done < out.size()) {
        const ssize_t got =
            ::pread(descriptor, out.data() + done, out.size() - done, offset + static_cast<off_t>(done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw_errno(errno, file);
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

void write_at(int descriptor, ByteView content, off_t offset, const std::filesystem::path& file) {
    std::size_t done = 0;
    while (done < content.size()) {
        const ssize_t put = ::pwrite(descriptor, content.data() + done, content.size() - done,
                                     offset + static_cast<off_t>(done));
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) throw_errno(errno, file);
        done += static_cast<std::size_t>(put);
    }
}

void sync_file(int descriptor, const std::filesystem::path& file) {
    if (::fsync(descriptor) != 0) throw_errno(errno, file);
}

void sync_folder(int descriptor, const std::filesystem::path& folder) {
    if (::fsync(descriptor) != 0 && errno != EINVAL) {  // EINVAL: the file system knows no such sync
        throw_errno(errno, folder);
    }
}

void sync_folder(const std::filesystem::path& folder) {
    sync_folder(open_folder(folder).number(), folder);
}

Descriptor open_folder(const std::filesystem::path& folder) {
    const int number = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (number < 0) throw_errno(errno, folder);
    return Descriptor(number);
}

std::optional<Bytes> read_file(const std::filesystem::path& file, std::size_t limit_bytes) {
    // O_NONBLOCK: a named pipe in the file's place must not hold the program up.
    const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!descriptor.is_open()) {
        if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
        throw_errno(errno, file);
    }
    struct stat status {};
    if (::fstat(descriptor.number(), &status) != 0) throw_errno(errno, file);
    if (!S_ISREG(status.st_mode)) throw_errno(S_ISDIR(status.st_mode) ? EISDIR : EINVAL, file);

    // The size is what the file had a moment ago: enough to reserve, not enough to rely on.
    Bytes content;
    const auto announced = static_cast<std::size_t>(std::max<off_t>(status.st_size, 0));
    std::size_t room = announced < limit_bytes ? announced + 1 : limit_bytes;
    for (;;) {
        const std::size_t old_size = content.size();
        content.resize(old_size + room);
        const std::size_t got = read_at(descriptor.number(), std::span(content).subspan(old_size),
                                        static_cast<off_t>(old_size), file);
        content.resize(old_size + got);
        if (got < room) return content;
        if (content.size() >= limit_bytes) break;
        room = std::min<std::size_t>(limit_bytes - content.size(), 64 * 1024);
    }
    std::uint8_t more = 0;
    if (read_at(descriptor.number(), {&more, 1}, static_cast<off_t>(content.size()), file) == 0)
        return content;
    throw Failure(Category::invalid, "too_large", file.string(),
                  fmt::format(fmt::runtime(tr("the file has more than {} bytes")), limit_bytes));
}

void replace_file(const std::filesystem::path& from, const std::filesystem::path& to) {
    {
        const Descriptor opened(::open(from.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
        if (!opened.is_open()) throw_errno(errno, from);
        sync_file(opened.number(), from);
    }
    if (::rename(from.c_str(), to.c_str()) != 0) throw_errno(errno, to);
    sync_folder(to.parent_path());
}

void write_file_atomically(const std::filesystem::path& file, ByteView content) {
    const std::filesystem::path folder = file.parent_path();
    // Held open throughout, so that every step happens in one folder even if its path comes to mean another.
    const Descriptor place = open_folder(folder);
    {
        TemporaryFile temporary(place.number(), file);
        write_at(temporary.number(), content, 0, file);
        sync_file(temporary.number(), file);
        temporary.rename_to(file);
    }
    sync_folder(place.number(), folder);
}

}  // namespace xinbu::storage
