// Small files that must never be half written, and the lock that makes one writer.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"

namespace xinbu::storage {

/// The whole file, or nothing where it does not exist. Throws Failure (`io_error`, `too_large` above
/// `limit_bytes`).
std::optional<Bytes> read_file(const std::filesystem::path& file, std::size_t limit_bytes);

/// Replaces the file in one step: temporary file in the same folder, mode 0600, fsync, rename, fsync of the
/// folder. After a failure the old content stands and no temporary file is left. Throws Failure (`disk_full`,
/// `io_error`).
void write_file_atomically(const std::filesystem::path& file, ByteView content);

/// Puts `from` in the place of `to` in one step, both in the same folder; durable when it returns. Throws
/// Failure `io_error`.
void replace_file(const std::filesystem::path& from, const std::filesystem::path& to);

/// The exclusive lock of a registry folder, held while it lives (flock on `lock`). The file names process and
/// host. Throws Failure `registry_locked`, saying who holds it.
class FolderLock {
public:
    explicit FolderLock(const std::filesystem::path& folder);
    FolderLock(FolderLock&&) noexcept;
    FolderLock& operator=(FolderLock&&) noexcept;
    ~FolderLock();

private:
    int descriptor_ = -1;
};

}  // namespace xinbu::storage
