// An open file that closes itself, and whole reads and writes on it. Inside storage only.
#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <filesystem>
#include <utility>

#include "xinbu/base/bytes.hpp"

namespace xinbu::storage {

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
    Descriptor& operator=(Descriptor&&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    int number() const { return number_; }
    bool is_open() const { return number_ >= 0; }
    int release() { return std::exchange(number_, -1); }

private:
    int number_;
};

/// Reads from `offset` until `out` is full or the file ends; how much it was. Throws Failure (`io_error`).
std::size_t read_at(int descriptor, std::span<std::uint8_t> out, off_t offset,
                    const std::filesystem::path& file);

/// Writes all of `content` at `offset`. Throws Failure (`disk_full`, `io_error`).
void write_at(int descriptor, ByteView content, off_t offset, const std::filesystem::path& file);

/// Makes content and size durable. Throws Failure.
void sync_file(int descriptor, const std::filesystem::path& file);

/// Makes the folder's entries durable, where the file system knows such a thing. Throws Failure.
void sync_folder(int descriptor, const std::filesystem::path& folder);
void sync_folder(const std::filesystem::path& folder);

/// The folder, opened to work in it; "" is the current one. Throws Failure.
Descriptor open_folder(const std::filesystem::path& folder);

}  // namespace xinbu::storage
