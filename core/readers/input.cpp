#include "input.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <istream>
#include <system_error>

#include "xinbu/base/i18n.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::readers {
namespace {

std::string title(const std::string& name) {
    return fmt::format(fmt::runtime(tr("file {}")), printable(name));
}

std::string reason(int error) {
    return std::generic_category().message(error);
}

bool same_time(const timespec& left, const timespec& right) {
    return left.tv_sec == right.tv_sec && left.tv_nsec == right.tv_nsec;
}

}  // namespace

Input::Input(const std::filesystem::path& file) : name_(file.string()) {
    // O_NONBLOCK: opening a pipe must not hang; it has no effect on the regular files that are let through.
    descriptor_ = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (descriptor_ < 0) {
        throw Failure(Category::invalid, "file_unreadable", title(name_), reason(errno),
                      tr("Check the name and the permissions of the file."));
    }
    if (::fstat(descriptor_, &opened_) != 0 || !S_ISREG(opened_.st_mode)) {
        ::close(descriptor_);
        throw Failure(Category::invalid, "file_unreadable", title(name_), tr("it is not a regular file"),
                      tr("Name a file, not a folder, a pipe or a device."));
    }
    bytes_total_ = static_cast<std::uint64_t>(opened_.st_size);
}

Input::Input(std::istream& stream, std::string name) : name_(std::move(name)), stream_(&stream) {}

Input::~Input() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::size_t Input::read(char* block, std::size_t bytes) {
    std::size_t filled = 0;
    if (stream_ != nullptr) {
        stream_->read(block, static_cast<std::streamsize>(bytes));
        filled = static_cast<std::size_t>(stream_->gcount());
        if (stream_->bad()) throw Failure(Category::storage, "io_error", title(name_), reason(EIO));
    } else {
        while (filled < bytes) {
            const ssize_t got = ::read(descriptor_, block + filled, bytes - filled);
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) throw Failure(Category::storage, "io_error", title(name_), reason(errno));
            if (got == 0) break;
            filled += static_cast<std::size_t>(got);
        }
    }
    bytes_read_ += filled;
    return filled;
}

bool Input::unchanged() const {
    if (stream_ != nullptr) return true;
    struct stat now {};
    struct stat there {};
    if (::fstat(descriptor_, &now) != 0 || ::stat(name_.c_str(), &there) != 0) return false;
    return bytes_read_ == bytes_total_ && now.st_size == opened_.st_size &&
           same_time(now.st_mtim, opened_.st_mtim) && there.st_ino == opened_.st_ino &&
           there.st_dev == opened_.st_dev;
}

Failure bad_file(std::string code, const std::string& name, std::vector<Detail> details, std::string remedy) {
    std::string why = details.front().message;
    if (details.front().line > 0) {
        why = fmt::format(fmt::runtime(tr("line {}: {}")), details.front().line, why);
    }
    return Failure(Error{Category::invalid, std::move(code), title(name), std::move(why), std::move(remedy),
                         std::move(details)});
}

}  // namespace xinbu::readers
