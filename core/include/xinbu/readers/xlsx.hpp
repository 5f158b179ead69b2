// Spreadsheets (ECMA-376, .xlsx), read as tables: one sheet, row by row. Nothing is computed, nothing is run,
// nothing is fetched.
//
// A sheet shows one thing and may hold another. What is handed over is what a person sees where the two can
// be told apart exactly: a number in its own digits, a date as far as its format shows it. Where they cannot,
// the row comes with its fault.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/base/result.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::readers {

/// Looked at before anything is unpacked, and again while it is.
struct XlsxLimits {
    std::uint64_t file_bytes = 64ULL << 20;      ///< the file as it is, all of it in memory
    std::uint64_t parts = 4096;                  ///< in the package
    std::uint64_t sheet_bytes = 1ULL << 30;      ///< the sheet, unpacked; never all of it in memory
    std::uint64_t strings_bytes = 128ULL << 20;  ///< the texts that cells share, unpacked; held in memory
    std::uint64_t part_bytes = 16ULL << 20;      ///< any other part, unpacked
    std::uint64_t ratio = 400;                   ///< unpacked by packed, of parts over a megabyte
    std::uint64_t strings = 4'000'000;
    std::uint64_t merged_areas = 100'000;
};

struct XlsxOptions {
    std::string sheet{};                  ///< by its name; empty: the first one that is not hidden
    std::vector<std::string> required{};  ///< columns that the header must have, in any order
    XlsxLimits limits{};
};

/// Something that was read all the same, and that a person may want to know of: how often, and where first.
struct XlsxRemark {
    std::uint64_t count = 0;
    Detail first;
};

/// One row. Cells are UTF-8, NFC, without outer blanks, line ends inside are LF. Numbers stand in plain
/// digits, shares as "95%", dates as YYYY-MM-DD (YYYY-MM or MM-DD where the format shows no more, with
/// hh:mm:ss where it shows a time of day), truth values as "true" and "false". Valid until the handler
/// returns.
class XlsxRow final : public plugin::CsvRow {
public:
    /// The cell of a column by its name; "" where there is no such column and in a faulty row.
    std::string_view cell(std::string_view column) const override;
    /// The cell at a position, from 0; "" behind the last one.
    std::string_view at(std::size_t index) const;
    const std::vector<std::string>& header() const { return *header_; }
    /// The number of the row in its sheet, from 1.
    long line() const { return line_; }
    /// Why the row must not be used, its place (sheet and cell) in the message; null for a good row. Rules:
    /// `xlsx.error_value`, `xlsx.formula` (never computed), `xlsx.number_lost` (more digits than a
    /// spreadsheet keeps), `xlsx.number`, `xlsx.date`, `xlsx.date_format`, `xlsx.string`, `xlsx.character`,
    /// `xlsx.cell_length`, `xlsx.merged` (the value stands in another row or column), `xlsx.cell_count`.
    const Detail* fault() const { return fault_ ? &*fault_ : nullptr; }
    /// Such as "B7": where exactly one cell of the row holds that text; else empty.
    std::string place_of(std::string_view text) const;

private:
    friend class XlsxTable;
    const std::vector<std::string>* header_ = nullptr;
    const std::map<std::string, std::size_t, std::less<>>* columns_ = nullptr;
    std::vector<std::string> cells_;
    std::optional<Detail> fault_;
    long line_ = 0;
};

/// Takes one row, good or faulty; returns false to end the reading. May throw: it comes out of read().
using XlsxHandler = std::function<bool(const XlsxRow&)>;
/// Told the bytes unpacked and those of the whole sheet now and then; returns false to end the reading.
using XlsxProgress = std::function<bool(std::uint64_t, std::uint64_t)>;

/// What read() met.
struct XlsxOutcome {
    std::vector<std::string> header;
    std::uint64_t rows = 0;  ///< handed over, faulty ones included; empty rows are passed over
    bool complete = true;    ///< false where the handler or the progress function ended it
    /// By rule: `xlsx.formula_value` (the value that was stored with a formula was taken), `xlsx.hidden_row`,
    /// `xlsx.hidden_column`, `xlsx.hidden_sheet`, `xlsx.other_sheet` (not read), `xlsx.title` (a line above
    /// the header, merged across it), `xlsx.macros` (not run), `xlsx.time_of_day` (not shown by its format,
    /// left out).
    std::map<std::string, XlsxRemark> remarks;
};

/// A workbook with its sheet chosen and checked. Not thread-safe.
class XlsxReader {
public:
    /// Opens a regular file. Throws Failure `file_unreadable`, `io_error`, or `bad_xlsx` with one detail:
    /// `xlsx.format` (no workbook of this kind; a locked or older one is named as such), `xlsx.file_length`,
    /// `xlsx.changed`, `zip.format`, `zip.zip64`, `zip.parts`, `zip.part_twice`, `zip.encrypted`,
    /// `zip.method`, `zip.part_length`, `zip.ratio`, `zip.damaged`, `xlsx.part_missing`, `xlsx.sheet` (no
    /// sheet of that name), `xlsx.merged_areas`, `xlsx.strings`, or a rule of read_xml().
    XlsxReader(const std::filesystem::path& file, XlsxOptions options);
    /// The same over the bytes of a file; `name` stands for it in faults.
    XlsxReader(std::string bytes, std::string name, XlsxOptions options);
    XlsxReader(XlsxReader&&) noexcept;
    ~XlsxReader();

    /// The name of the sheet that is read.
    const std::string& sheet() const;

    /// Hands over every row below the header. May be called again. Throws Failure `bad_xlsx`: as above, with
    /// `xlsx.empty`, `xlsx.row_order`, `xlsx.cell_order`, or a rule of a header (see CsvReader).
    XlsxOutcome read(const XlsxHandler& on_row, const XlsxProgress& progress = {}) const;

private:
    class Workbook;
    std::unique_ptr<Workbook> workbook_;
};

/// Whether the file begins as a ZIP archive does. False where it cannot be read.
bool is_zip(const std::filesystem::path& file);

}  // namespace xinbu::readers
