// The bytes of a file or stream, in blocks, and whether the file stayed the same meanwhile.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <string>

#include "xinbu/base/result.hpp"

namespace xinbu::readers {

inline constexpr std::size_t input_block_bytes = 256 * 1024;

class Input {
public:
    /// Opens a regular file. Throws Failure `file_unreadable`.
    explicit Input(const std::filesystem::path& file);
    Input(std::istream& stream, std::string name);
    Input(const Input&) = delete;
    Input& operator=(const Input&) = delete;
    ~Input();

    /// Fills the block; less only at the end. Throws Failure `io_error`.
    std::size_t read(char* block, std::size_t bytes);
    /// False where the file at the path is no longer the one that was opened, byte for byte. Always true of a
    /// stream. To be asked at the end.
    bool unchanged() const;

    const std::string& name() const { return name_; }
    std::uint64_t bytes_read() const { return bytes_read_; }
    std::uint64_t bytes_total() const { return bytes_total_; }

private:
    std::string name_;
    std::istream* stream_ = nullptr;
    int descriptor_ = -1;
    struct stat opened_ {};
    std::uint64_t bytes_read_ = 0;
    std::uint64_t bytes_total_ = 0;
};

/// The Failure of a file that breaks a rule; its reason is that of the first detail.
Failure bad_file(std::string code, const std::string& name, std::vector<Detail> details, std::string remedy);

}  // namespace xinbu::readers
