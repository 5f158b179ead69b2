#include "xinbu/exchange/zip.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>

#include "refusal.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/base/result.hpp"

namespace xinbu::exchange {

namespace {

// APPNOTE 4.3.7, 4.3.12, 4.3.16.
constexpr std::uint32_t local_mark = 0x04034b50, central_mark = 0x02014b50, end_mark = 0x06054b50;
constexpr std::size_t local_bytes = 30, central_bytes = 46, end_bytes = 22;
constexpr std::uint16_t version_needed = 10, made_by_unix = 0x0314;
constexpr std::uint16_t first_day_of_1980 = 0x0021;
constexpr std::uint32_t plain_file_0644 = 0100644U << 16;
constexpr std::size_t longest_name = 100;

void put16(std::string& out, std::uint32_t number) {
    out += static_cast<char>(number & 0xFF);
    out += static_cast<char>(number >> 8 & 0xFF);
}
void put32(std::string& out, std::uint32_t number) {
    put16(out, number & 0xFFFF);
    put16(out, number >> 16);
}
std::uint32_t get16(ByteView bytes, std::size_t at) {
    return bytes[at] | static_cast<std::uint32_t>(bytes[at + 1]) << 8;
}
std::uint32_t get32(ByteView bytes, std::size_t at) {
    return get16(bytes, at) | get16(bytes, at + 2) << 16;
}

/// What head and directory say of a member in the same words.
void put_common(std::string& out, const ZipReader::Member& member) {
    put16(out, version_needed);
    put16(out, 0);  // flags
    put16(out, 0);  // stored
    put16(out, 0);  // time
    put16(out, first_day_of_1980);
    put32(out, member.crc);
    put32(out, member.bytes);
    put32(out, member.bytes);
    put16(out, static_cast<std::uint32_t>(member.name.size()));
    put16(out, 0);  // extra
}

std::string local_head(const ZipReader::Member& member) {
    std::string head;
    put32(head, local_mark);
    put_common(head, member);
    return head + member.name;
}

std::string central_head(const ZipReader::Member& member) {
    std::string head;
    put32(head, central_mark);
    put16(head, made_by_unix);
    put_common(head, member);
    put16(head, 0);  // comment
    put16(head, 0);  // disk
    put16(head, 0);  // internal attributes
    put32(head, plain_file_0644);
    put32(head, static_cast<std::uint32_t>(member.offset - local_bytes - member.name.size()));
    return head + member.name;
}

std::string end_of(std::size_t members, std::uint64_t directory_bytes, std::uint64_t directory_offset) {
    std::string end;
    put32(end, end_mark);
    put16(end, 0);
    put16(end, 0);
    put16(end, static_cast<std::uint32_t>(members));
    put16(end, static_cast<std::uint32_t>(members));
    put32(end, static_cast<std::uint32_t>(directory_bytes));
    put32(end, static_cast<std::uint32_t>(directory_offset));
    put16(end, 0);
    return end;
}

std::uint32_t crc_of(ByteView content) {
    return static_cast<std::uint32_t>(::crc32(0, content.data(), static_cast<uInt>(content.size())));
}

Bytes bytes_at(const ByteSource& source, std::uint64_t offset, std::size_t count) {
    Bytes bytes(count);
    source.read(offset, bytes);
    return bytes;
}

}  // namespace

void MemorySource::read(std::uint64_t offset, std::span<std::uint8_t> out) const {
    if (offset > bytes_.size() || out.size() > bytes_.size() - offset) refuse(tr("it ends in the middle"));
    std::ranges::copy(bytes_.subspan(static_cast<std::size_t>(offset), out.size()), out.begin());
}

bool is_member_name(std::string_view name) {
    if (name.empty() || name.size() > longest_name || name.back() == '/') return false;
    char before = '/';
    for (const char c : name) {
        const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!word && c != '.' && c != '_' && c != '-' && c != '/') return false;
        if (before == '/' && (c == '/' || c == '.' || c == '-')) return false;
        before = c;
    }
    return true;
}

void ZipWriter::put(ByteView bytes) {
    sink_(bytes);
    offset_ += bytes.size();
}

void ZipWriter::add(std::string_view name, ByteView content) {
    if (!is_member_name(name) || (members_ > 0 && !(last_name_ < name)))
        throw Failure(Category::internal, "internal", std::string(name), "a member out of order");
    if (content.size() > largest_member_bytes || ++members_ > most_members ||
        offset_ + content.size() > largest_zip_bytes - (std::uint64_t{2} << 20))
        throw Failure(Category::invalid, "too_large", tr("bundle"),
                      tr("it would be larger than any that this program reads"),
                      tr("Choose a later --since, or fewer records."));
    ZipReader::Member member{std::string(name), offset_ + local_bytes + name.size(),
                             static_cast<std::uint32_t>(content.size()), crc_of(content)};
    put(as_bytes(local_head(member)));
    put(content);
    directory_ += central_head(member);
    last_name_ = std::move(member.name);
}

void ZipWriter::finish() {
    const std::uint64_t start = offset_;
    put(as_bytes(directory_));
    put(as_bytes(end_of(members_, directory_.size(), start)));
}

ZipReader::ZipReader(const ByteSource& source) : source_(source) {
    const std::uint64_t size = source.size();
    if (size < end_bytes || size > largest_zip_bytes) refuse(tr("it has not the size of a bundle"));
    const Bytes end = bytes_at(source, size - end_bytes, end_bytes);
    const std::size_t count = get16(end, 10), directory_bytes = get32(end, 12);
    const std::uint64_t directory_offset = get32(end, 16);
    if (directory_offset + directory_bytes + end_bytes != size || count > most_members ||
        directory_bytes > count * (central_bytes + longest_name) ||
        as_text(end) != end_of(count, directory_bytes, directory_offset))
        refuse(
            tr("its end is not that of a bundle: bytes before, between or behind, a comment, or too many "
               "members"));
    const Bytes directory = bytes_at(source, directory_offset, directory_bytes);
    members_.reserve(count);
    std::size_t at = 0;
    std::uint64_t next = 0;  // where the head of the next member must stand
    for (std::size_t i = 0; i < count; ++i) {
        if (directory_bytes - at < central_bytes) refuse(tr("its directory ends in the middle"));
        const ByteView row = ByteView(directory).subspan(at);
        const std::size_t name_bytes = get16(row, 28);
        if (row.size() - central_bytes < name_bytes) refuse(tr("its directory ends in the middle"));
        Member member;
        member.name = as_text(row.subspan(central_bytes, name_bytes));
        if (!is_member_name(member.name)) refuse(tr("a member has a name that no bundle has"));
        if (!members_.empty() && !(members_.back().name < member.name))
            refuse(tr("its members are not in order, or one stands there twice"));
        member.crc = get32(row, 16);
        member.bytes = get32(row, 20);
        member.offset = next + local_bytes + name_bytes;
        if (member.bytes > largest_member_bytes || member.offset + member.bytes > directory_offset)
            refuse(fmt::format(fmt::runtime(tr("{} is larger than it may be")), member.name));
        const std::string expected = central_head(member);
        if (as_text(row.first(expected.size())) != expected)
            refuse(fmt::format(fmt::runtime(tr("the directory describes {} otherwise than bundles do")),
                               member.name));
        if (as_text(bytes_at(source, next, local_bytes + name_bytes)) != local_head(member))
            refuse(fmt::format(fmt::runtime(tr("the head of {} and the directory differ")), member.name));
        at += expected.size();
        next = member.offset + member.bytes;
        members_.push_back(std::move(member));
    }
    if (at != directory_bytes || next != directory_offset) refuse(tr("there are bytes between its members"));
}

const ZipReader::Member* ZipReader::find(std::string_view name) const {
    const auto at = std::ranges::lower_bound(members_, name, {}, &Member::name);
    return at != members_.end() && at->name == name ? &*at : nullptr;
}

Bytes ZipReader::read(const Member& member) const {
    Bytes content = bytes_at(source_, member.offset, member.bytes);
    if (crc_of(content) != member.crc)
        refuse(fmt::format(fmt::runtime(tr("the checksum of {} does not hold")), member.name));
    return content;
}

}  // namespace xinbu::exchange
