#include "zip_package.hpp"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <new>
#include <streambuf>
#include <utility>
#include <vector>

#include "input.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::readers {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t end_record_bytes = 22, longest_comment = 65'535, locator_bytes = 20;
constexpr std::uint64_t ratio_matters_from = 1ULL << 20;

std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t count) {
    std::uint64_t value = 0;
    for (std::size_t i = count; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

std::string folded(std::string_view name) {
    std::string made(name);
    for (char& c : made)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return made;
}

/// Unpacks a part as it is asked for, and never more than was promised.
class Unpacking final : public std::streambuf {
public:
    Unpacking(zip_file_t* file, std::uint64_t promised) : file_(file), left_(promised) {}

    /// More or fewer bytes than promised, a wrong checksum, or what is no deflated stream.
    bool is_damaged() const { return damaged_; }

protected:
    int_type underflow() override {
        if (done_) return traits_type::eof();
        const zip_int64_t got = zip_fread(file_, block_.data(), block_.size());
        const bool is_sound = got >= 0 && static_cast<std::uint64_t>(got) <= left_;
        if (!is_sound || (got == 0 && left_ > 0)) damaged_ = true;
        if (damaged_ || got == 0) {
            done_ = true;
            return traits_type::eof();
        }
        left_ -= static_cast<std::uint64_t>(got);
        setg(block_.data(), block_.data(), block_.data() + got);
        return traits_type::to_int_type(*gptr());
    }

private:
    zip_file_t* file_;
    std::uint64_t left_;
    bool damaged_ = false, done_ = false;
    std::vector<char> block_ = std::vector<char>(input_block_bytes);
};

}  // namespace

Failure bad_xlsx(const std::string& file, const char* rule, std::string message, std::string remedy) {
    if (remedy.empty()) remedy = tr("Save it again as an Excel workbook (.xlsx), or as CSV.");
    return bad_file("bad_xlsx", file, {Detail{file, 0, {}, rule, std::move(message)}}, std::move(remedy));
}

void ZipPackage::Close::operator()(zip* archive) const {
    zip_discard(archive);
}

ZipPackage::ZipPackage(std::string bytes, std::string name, std::uint64_t most_parts,
                       std::uint64_t highest_ratio)
    : bytes_(std::move(bytes)),
      name_(std::move(name)),
      most_parts_(most_parts),
      highest_ratio_(highest_ratio) {
    check_end();
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes_.data(), bytes_.size(), 0, &error);
    if (source == nullptr) throw std::bad_alloc();
    archive_.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
    if (!archive_) zip_source_free(source);
    zip_error_fini(&error);
    if (!archive_) throw bad_xlsx(name_, "zip.format", tr("the file is damaged or cut short"));
    list_parts(most_parts);
}

ZipPackage::~ZipPackage() = default;

/// The library makes room for as many parts as the end of the archive claims; so the claim is looked at
/// first. Any place that could be that end counts.
void ZipPackage::check_end() const {
    bool found = false;
    const std::size_t lowest =
        bytes_.size() - std::min(bytes_.size(), end_record_bytes + longest_comment + locator_bytes);
    for (std::size_t at = bytes_.size(); at-- > lowest;) {
        if (bytes_.size() - at < end_record_bytes || std::string_view(bytes_).substr(at, 4) != "PK\5\6"sv)
            continue;
        found = true;
        const std::uint64_t parts = number_at(bytes_, at + 10, 2);
        const bool is_large =
            parts == 0xFFFF || number_at(bytes_, at + 12, 4) == 0xFFFFFFFF ||
            number_at(bytes_, at + 16, 4) == 0xFFFFFFFF ||
            (at >= locator_bytes && std::string_view(bytes_).substr(at - locator_bytes, 4) == "PK\6\7"sv);
        if (is_large)
            throw bad_xlsx(name_, "zip.zip64",
                           tr("the archive is of the form for more than 65,535 parts or 4 GiB"));
        if (parts > most_parts_)
            throw bad_xlsx(name_, "zip.parts",
                           fmt::format(fmt::runtime(tr("the archive has {} parts; {} are allowed")), parts,
                                       most_parts_));
    }
    if (!found) throw bad_xlsx(name_, "zip.format", tr("the file is damaged or cut short"));
}

void ZipPackage::list_parts(std::uint64_t most_parts) {
    const zip_int64_t count = zip_get_num_entries(archive_.get(), 0);
    if (count < 0 || static_cast<std::uint64_t>(count) > most_parts)
        throw bad_xlsx(
            name_, "zip.parts",
            fmt::format(fmt::runtime(tr("the archive has {} parts; {} are allowed")), count, most_parts));
    for (zip_uint64_t index = 0; index < static_cast<zip_uint64_t>(count); ++index) {
        zip_stat_t stat;
        zip_stat_init(&stat);
        constexpr zip_uint64_t needed = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE |
                                        ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
        if (zip_stat_index(archive_.get(), index, 0, &stat) != 0 || (stat.valid & needed) != needed)
            throw bad_xlsx(name_, "zip.format", tr("the file is damaged or cut short"));
        const bool is_known = stat.comp_method == ZIP_CM_STORE || stat.comp_method == ZIP_CM_DEFLATE;
        const Part part{index, stat.size, stat.comp_size, stat.encryption_method != ZIP_EM_NONE, is_known};
        if (!parts_.emplace(folded(stat.name), part).second)
            throw bad_xlsx(name_, "zip.part_twice",
                           fmt::format(fmt::runtime(tr("the archive holds the part {} twice")),
                                       printable(stat.name, 60)));
    }
}

bool ZipPackage::has(std::string_view part) const {
    return parts_.contains(folded(part));
}

std::uint64_t ZipPackage::size_of(std::string_view part) const {
    const auto found = parts_.find(folded(part));
    return found == parts_.end() ? 0 : found->second.bytes;
}

void ZipPackage::read(std::string_view part, std::uint64_t most_bytes,
                      const std::function<void(std::istream&)>& use) const {
    const std::string shown = printable(part, 60);
    const auto refuse = [&](const char* rule, const char* sentence, const auto&... values) {
        throw bad_xlsx(name_, rule, fmt::format(fmt::runtime(sentence), shown, values...));
    };
    const auto found = parts_.find(folded(part));
    if (found == parts_.end()) refuse("xlsx.part_missing", tr("the workbook lacks its part {}"));
    const Part& wanted = found->second;
    if (wanted.is_encrypted) refuse("zip.encrypted", tr("the part {} is encrypted"));
    if (!wanted.is_known_method) refuse("zip.method", tr("the part {} is packed in an unknown way"));
    if (wanted.bytes > most_bytes)
        refuse("zip.part_length", tr("the part {} would unpack to {} bytes; {} are allowed"), wanted.bytes,
               most_bytes);
    if (wanted.bytes > ratio_matters_from &&
        wanted.bytes / std::max<std::uint64_t>(wanted.packed, 1) > highest_ratio_)
        refuse("zip.ratio", tr("the part {} would unpack to more than {} times its size"), highest_ratio_);
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(
        zip_fopen_index(archive_.get(), wanted.index, 0), zip_fclose);
    if (!file) refuse("zip.damaged", tr("the part {} is damaged"));
    Unpacking unpacking(file.get(), wanted.bytes);
    std::istream stream(&unpacking);
    try {
        use(stream);
    } catch (const Failure&) {
        // Whoever reads the bytes sees them end early, and says so in its own way.
        if (!unpacking.is_damaged()) throw;
    }
    if (unpacking.is_damaged()) refuse("zip.damaged", tr("the part {} is damaged"));
}

}  // namespace xinbu::readers
