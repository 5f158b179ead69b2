#include "xinbu/readers/xlsx.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>

#include "input.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/readers/text.hpp"
#include "xlsx_table.hpp"
#include "zip_package.hpp"

namespace xinbu::readers {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view zip_begin = "PK\3\4"sv;
constexpr std::string_view compound_begin = "\xD0\xCF\x11\xE0"sv;  // of .xls and of workbooks with a password

std::string content_of(const std::filesystem::path& file, std::uint64_t most_bytes) {
    Input input(file);
    const auto refuse_length = [&] {
        throw bad_xlsx(file.string(), "xlsx.file_length",
                       fmt::format(fmt::runtime(tr("the file is longer than {} bytes")), most_bytes),
                       tr("Save it as CSV, or divide it."));
    };
    if (input.bytes_total() > most_bytes) refuse_length();
    // One byte more than there should be, to see whether the file grew.
    std::string bytes(static_cast<std::size_t>(input.bytes_total()) + 1, '\0');
    bytes.resize(input.read(bytes.data(), bytes.size()));
    if (!input.unchanged())
        throw bad_xlsx(file.string(), "xlsx.changed", tr("the file changed while it was read"),
                       tr("Wait until it is complete and read it again."));
    return bytes;
}

std::string checked(std::string bytes, const std::string& name, std::uint64_t most_bytes) {
    if (bytes.size() > most_bytes)
        throw bad_xlsx(name, "xlsx.file_length",
                       fmt::format(fmt::runtime(tr("the file is longer than {} bytes")), most_bytes));
    if (bytes.starts_with(compound_begin))
        throw bad_xlsx(name, "xlsx.format",
                       tr("the file is an older Excel file (.xls), or one that is locked with a password"),
                       tr("Save it as an Excel workbook (.xlsx) without a password."));
    if (!bytes.starts_with(zip_begin))
        throw bad_xlsx(name, "xlsx.format", tr("the file is no Excel workbook (.xlsx)"));
    return bytes;
}

}  // namespace

class XlsxReader::Workbook {
public:
    Workbook(std::string bytes, std::string name, XlsxOptions options)
        : options_(std::move(options)),
          package_(checked(std::move(bytes), name, options_.limits.file_bytes), name, options_.limits.parts,
                   options_.limits.ratio),
          parts_(workbook_of(package_, options_.limits)) {
        choose_sheet();
        if (!parts_.strings.empty()) texts_ = SharedTexts(package_, parts_.strings, options_.limits);
        if (!parts_.styles.empty()) formats_ = cell_formats(package_, parts_.styles, options_.limits);
        if (look_for_merged()) read_merged();
    }

    const std::string& sheet() const { return sheet_->name; }

    XlsxOutcome read(const XlsxHandler& on_row, const XlsxProgress& progress) const {
        XlsxOutcome outcome;
        remark_on_workbook(outcome);
        SheetContext context{package_.name(), sheet_->name, texts_, formats_, options_.required, merged_};
        context.counts_from_1904 = parts_.counts_from_1904;
        context.is_uncomputed = parts_.is_uncomputed;
        XlsxTable table(std::move(context), on_row, outcome);
        XmlProgress told;
        if (progress)
            told = [&](std::uint64_t done, std::uint64_t) {
                return progress(done, package_.size_of(sheet_->part));
            };
        outcome.complete = read_part(
                               package_, sheet_->part, options_.limits.sheet_bytes, {"col", "row"},
                               [&](const plugin::XmlElement& one) { return table.take(one); }, told)
                               .complete;
        if (outcome.complete) table.finish();
        return outcome;
    }

private:
    void choose_sheet() {
        const std::string& wanted = options_.sheet;
        sheet_ = std::ranges::find_if(parts_.sheets, [&](const SheetPart& one) {
            return wanted.empty() ? !one.is_hidden : one.name == wanted;
        });
        if (sheet_ != parts_.sheets.end()) return;
        std::string names;
        for (const SheetPart& one : parts_.sheets)
            names += fmt::format("{}“{}”", names.empty() ? "" : ", ", printable(one.name, 40));
        throw bad_xlsx(package_.name(), "xlsx.sheet",
                       wanted.empty() ? fmt::format(fmt::runtime(tr("all its sheets are hidden: {}")), names)
                                      : fmt::format(fmt::runtime(tr("it has no sheet “{}”; it has {}")),
                                                    printable(wanted, 40), names),
                       tr("Name one of them with --sheet."));
    }

    /// Unpacks the whole sheet once, so that nothing is taken of one that is damaged further on.
    bool look_for_merged() const {
        constexpr std::string_view name = "mergeCell";
        bool found = false;
        package_.read(sheet_->part, options_.limits.sheet_bytes, [&](std::istream& stream) {
            std::string held;
            std::vector<char> block(input_block_bytes);
            while (stream.read(block.data(), static_cast<std::streamsize>(block.size())),
                   stream.gcount() > 0) {
                held.append(block.data(), static_cast<std::size_t>(stream.gcount()));
                found = found || held.find(name) != std::string::npos;
                held.erase(0, held.size() - std::min(held.size(), name.size()));
            }
        });
        return found;
    }

    void read_merged() {
        const auto take = [&](const plugin::XmlElement& one) {
            if (merged_.size() == options_.limits.merged_areas)
                throw bad_xlsx(package_.name(), "xlsx.merged_areas",
                               fmt::format(fmt::runtime(tr("the sheet has more than {} merged areas")),
                                           options_.limits.merged_areas));
            const std::string_view area = attribute(one, "ref");
            const std::size_t colon = area.find(':');
            const std::optional<CellPlace> first = place_of(area.substr(0, colon));
            const std::optional<CellPlace> last =
                colon == std::string_view::npos ? first : place_of(area.substr(colon + 1));
            if (first && last) merged_.push_back({first->row, last->row, first->column, last->column});
            return true;
        };
        read_part(package_, sheet_->part, options_.limits.sheet_bytes, {"mergeCell"}, take);
        std::ranges::stable_sort(merged_, {}, &MergedArea::first_row);
    }

    void remark_on_workbook(XlsxOutcome& outcome) const {
        const auto remark = [&](const char* rule, std::string message) {
            XlsxRemark& same = outcome.remarks[rule];
            if (++same.count == 1) same.first = Detail{package_.name(), 0, {}, rule, std::move(message)};
        };
        if (parts_.has_macros) remark("xlsx.macros", tr("the workbook holds macros; they were not run"));
        if (sheet_->is_hidden)
            remark("xlsx.hidden_sheet",
                   fmt::format(fmt::runtime(tr("the sheet “{}” is hidden")), printable(sheet_->name, 40)));
        if (!options_.sheet.empty()) return;
        for (const SheetPart& one : parts_.sheets)
            if (&one != &*sheet_)
                remark("xlsx.other_sheet",
                       fmt::format(fmt::runtime(tr("the sheet “{}” was read, the sheet “{}” was not; --sheet "
                                                   "names another one")),
                                   printable(sheet_->name, 40), printable(one.name, 40)));
    }

    XlsxOptions options_;
    ZipPackage package_;
    WorkbookParts parts_;
    std::vector<SheetPart>::const_iterator sheet_;
    SharedTexts texts_;
    std::vector<NumberFormat> formats_;
    std::vector<MergedArea> merged_;
};

XlsxReader::XlsxReader(const std::filesystem::path& file, XlsxOptions options) {
    const std::uint64_t most = options.limits.file_bytes;
    workbook_ = std::make_unique<Workbook>(content_of(file, most), file.string(), std::move(options));
}

XlsxReader::XlsxReader(std::string bytes, std::string name, XlsxOptions options)
    : workbook_(std::make_unique<Workbook>(std::move(bytes), std::move(name), std::move(options))) {}

XlsxReader::XlsxReader(XlsxReader&&) noexcept = default;
XlsxReader::~XlsxReader() = default;

const std::string& XlsxReader::sheet() const {
    return workbook_->sheet();
}

XlsxOutcome XlsxReader::read(const XlsxHandler& on_row, const XlsxProgress& progress) const {
    return workbook_->read(on_row, progress);
}

bool is_zip(const std::filesystem::path& file) {
    std::array<char, zip_begin.size()> begin{};
    std::ifstream stream(file, std::ios::binary);
    return stream.read(begin.data(), begin.size()) &&
           std::string_view(begin.data(), begin.size()) == zip_begin;
}

}  // namespace xinbu::readers
