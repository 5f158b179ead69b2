// The one form of zip file that a bundle may have (docs/decisions/exchange.md): what the writer writes, and
// nothing else is read.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/base/bytes.hpp"
#include "xinbu/storage/stream_files.hpp"

namespace xinbu::exchange {

inline constexpr std::uint64_t largest_zip_bytes = (std::uint64_t{1} << 31) - 1;
inline constexpr std::size_t largest_member_bytes = std::size_t{8} << 20;
inline constexpr std::size_t most_members = 8192;

/// Bytes somewhere, read in pieces.
class ByteSource {
public:
    virtual ~ByteSource() = default;
    virtual std::uint64_t size() const = 0;
    virtual void read(std::uint64_t offset, std::span<std::uint8_t> out) const = 0;
};
class FileSource final : public ByteSource {
public:
    explicit FileSource(const std::filesystem::path& file) : file_(file) {}
    std::uint64_t size() const override { return file_.size(); }
    void read(std::uint64_t offset, std::span<std::uint8_t> out) const override { file_.read(offset, out); }

private:
    storage::InputFile file_;
};
class MemorySource final : public ByteSource {
public:
    explicit MemorySource(ByteView bytes) : bytes_(bytes) {}
    std::uint64_t size() const override { return bytes_.size(); }
    void read(std::uint64_t offset, std::span<std::uint8_t> out) const override;

private:
    ByteView bytes_;
};

/// Whether a member may have that name: 1 to 100 letters, digits, `.`, `_`, `-` in parts between slashes,
/// none of which is empty or begins with a dot.
bool is_member_name(std::string_view name);

/// Members stored without compression, all dated 1980-01-01, names in ascending order of their bytes.
class ZipWriter {
public:
    using Sink = std::function<void(ByteView)>;
    explicit ZipWriter(Sink sink) : sink_(std::move(sink)) {}
    /// Throws Failure `internal` for a name out of order or not allowed, `too_large` beyond the limits above.
    void add(std::string_view name, ByteView content);
    void finish();  ///< the central directory
    std::uint64_t size() const { return offset_; }

private:
    void put(ByteView bytes);

    Sink sink_;
    std::uint64_t offset_ = 0;
    std::string last_name_;
    std::string directory_;
    std::size_t members_ = 0;
};

/// A zip file that is byte for byte what a ZipWriter makes of its members. The constructor reads the central
/// directory and the head of every member; contents are read one at a time.
class ZipReader {
public:
    struct Member {
        std::string name;
        std::uint64_t offset = 0;  ///< of its content
        std::uint32_t bytes = 0, crc = 0;
    };
    /// Throws Failure `bad_bundle` (refused) for whatever differs: sizes, counts, order and form of names,
    /// compression, encryption, flags, extra fields, comments, gaps, overlaps, bytes before or behind, heads
    /// that do not agree with the directory. Allocates no more than the directory needs. `source` must
    /// outlive it.
    explicit ZipReader(const ByteSource& source);
    const std::vector<Member>& members() const { return members_; }
    const Member* find(std::string_view name) const;
    /// The content, its CRC compared. Throws `bad_bundle`.
    Bytes read(const Member& member) const;

private:
    const ByteSource& source_;
    std::vector<Member> members_;
};

}  // namespace xinbu::exchange
