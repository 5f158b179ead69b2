#include "plugin_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "xinbu/base/i18n.hpp"

namespace xinbu::host {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse_unsafe(const std::string& name) {
    refuse_plugin("unsafe_file", fmt::format(fmt::runtime(tr("{} is a link or no regular file")), name),
                  tr("Put the file itself into the folder."));
}
[[noreturn]] void refuse_unreadable(const std::string& name) {
    refuse_plugin("unreadable", fmt::format("{}: {}", name, std::generic_category().message(errno)),
                  tr("Make the file readable for you."));
}

}  // namespace

void refuse_plugin(const char* code, std::string why, const char* remedy) {
    throw Failure(Category::access, code, "plugin", std::move(why), remedy);
}

const char* install_again() {
    return tr("Install the plugin again from where this program came from.");
}
const char* build_together() {
    return tr("Build the plugin again, together with this program.");
}
const char* tell_its_maker() {
    return tr("Report this to whoever made the plugin.");
}

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
Descriptor::~Descriptor() {
    if (number_ >= 0) ::close(number_);
}

PluginFolder::PluginFolder(const std::string& path)
    : descriptor_(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (descriptor_.number() < 0 && (errno == ENOENT || errno == ENOTDIR))
        refuse_plugin("folder_missing", tr("there is no such folder"),
                      tr("Install the program again, or name another folder."));
    struct stat status {};
    if (descriptor_.number() < 0 || ::fstat(descriptor_.number(), &status) != 0)
        refuse_plugin("folder_unreadable", std::generic_category().message(errno),
                      tr("Make the folder readable for you."));
    if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        refuse_plugin("folder_writable", tr("others than its owner may write into the folder"),
                      tr("Take the right to write from group and others (chmod go-w), then look at what lies "
                         "there."));
}

std::vector<std::string> PluginFolder::names() const {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator at(fmt::format("/proc/self/fd/{}", descriptor_.number()), error), end;
         !error && at != end; at.increment(error))
        names.push_back(at->path().filename().string());
    if (error) refuse_plugin("folder_unreadable", error.message(), tr("Make the folder readable for you."));
    std::ranges::sort(names);
    return names;
}

std::optional<Bytes> PluginFolder::read(const std::string& name, std::size_t limit) const {
    const Descriptor file(
        ::openat(descriptor_.number(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (file.number() < 0 && errno == ENOENT) return std::nullopt;
    if (file.number() < 0 && (errno == ELOOP || errno == ENXIO)) refuse_unsafe(name);
    struct stat status {};
    if (file.number() < 0 || ::fstat(file.number(), &status) != 0) refuse_unreadable(name);
    if (!S_ISREG(status.st_mode)) refuse_unsafe(name);
    Bytes bytes;
    std::uint8_t buffer[1 << 16];
    for (;;) {
        const ssize_t got = ::read(file.number(), buffer, sizeof buffer);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) refuse_unreadable(name);
        if (got == 0) return bytes;
        bytes.insert(bytes.end(), buffer, buffer + got);
        if (bytes.size() > limit)
            refuse_plugin("too_large",
                          fmt::format(fmt::runtime(tr("{} is larger than such a file may be")), name),
                          install_again());
    }
}

}  // namespace xinbu::host
