#include "xinbu/storage/stream_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "descriptor.hpp"
#include "sqlite_error.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/crypto/digest.hpp"

namespace xinbu::storage {

struct InputFile::State {
    std::filesystem::path file;
    Descriptor descriptor;
    std::uint64_t size = 0;
};

InputFile::InputFile(const std::filesystem::path& file) {
    // O_NONBLOCK: a named pipe in the file's place must not hold the program up.
    Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!descriptor.is_open()) {
        if (errno == ENOENT || errno == ENOTDIR)
            throw Failure(Category::usage, "file_missing", file.string(), tr("there is no such file"));
        throw_errno(errno, file);
    }
    struct stat status {};
    if (::fstat(descriptor.number(), &status) != 0) throw_errno(errno, file);
    if (!S_ISREG(status.st_mode)) throw_errno(S_ISDIR(status.st_mode) ? EISDIR : EINVAL, file);
    state_ = std::make_unique<State>(
        State{file, std::move(descriptor), static_cast<std::uint64_t>(status.st_size)});
}

InputFile::InputFile(InputFile&&) noexcept = default;
InputFile& InputFile::operator=(InputFile&&) noexcept = default;
InputFile::~InputFile() = default;

std::uint64_t InputFile::size() const {
    return state_->size;
}

void InputFile::read(std::uint64_t offset, std::span<std::uint8_t> out) const {
    const std::size_t got =
        read_at(state_->descriptor.number(), out, static_cast<off_t>(offset), state_->file);
    if (got != out.size())
        throw Failure(Category::storage, "io_error", state_->file.string(),
                      tr("it became shorter while it was read"), tr("Copy the file again."));
}

struct OutputFile::State {
    std::filesystem::path file, temporary;
    Descriptor folder, descriptor;
    std::uint64_t size = 0;
    bool renamed = false;
};

OutputFile::OutputFile(const std::filesystem::path& file) {
    // Held open throughout, so that every step happens in one folder even if its path comes to mean another.
    Descriptor folder = open_folder(file.parent_path());
    const std::filesystem::path name = ".xinbu-" + to_hex(crypto::random_bytes(8)) + ".tmp";
    Descriptor descriptor(
        ::openat(folder.number(), name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!descriptor.is_open()) throw_errno(errno, file);
    ::fchmod(descriptor.number(), 0600);  // whatever the umask was
    state_ = std::make_unique<State>(
        State{file, file.parent_path() / name, std::move(folder), std::move(descriptor)});
}

OutputFile::~OutputFile() {
    if (state_ && !state_->renamed)
        ::unlinkat(state_->folder.number(), state_->temporary.filename().c_str(), 0);
}

void OutputFile::write(ByteView content) {
    write_at(state_->descriptor.number(), content, static_cast<off_t>(state_->size), state_->file);
    state_->size += content.size();
}

std::uint64_t OutputFile::size() const {
    return state_->size;
}

const std::filesystem::path& OutputFile::temporary() const {
    return state_->temporary;
}

void OutputFile::commit() {
    sync_file(state_->descriptor.number(), state_->file);
    if (::renameat(state_->folder.number(), state_->temporary.filename().c_str(), state_->folder.number(),
                   state_->file.filename().c_str()) != 0)
        throw_errno(errno, state_->file);
    state_->renamed = true;
    sync_folder(state_->folder.number(), state_->file.parent_path());
}

}  // namespace xinbu::storage
