// CSV (RFC 4180), read as a stream in constant memory and written for other programs.
//
// A fault of one row does not end the reading: the row comes with its fault and the next one follows. Only
// where nobody can tell any more where the next row begins, the rest of the file is refused.
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/base/result.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::readers {

inline constexpr std::size_t csv_line_limit_bytes =
    1024 * 1024;  ///< one row, with the line ends in its cells
inline constexpr std::size_t csv_cell_limit_bytes = 64 * 1024;
inline constexpr std::size_t csv_column_limit = 1000;

struct CsvOptions {
    /// "utf-8" (with or without byte order mark), "gb18030" (GBK and GB2312 are parts of it), or empty:
    /// UTF-8, and anything else is refused with the advice to name its encoding. Nothing is ever guessed.
    std::string encoding{};
    char separator = ',';                 ///< one of , ; TAB
    std::vector<std::string> required{};  ///< columns that the header must have, in any order
    bool exact = false;        ///< cells as they were written: not trimmed, not NFC, line ends inside kept
    bool bare_quotes = false;  ///< a quote inside an unquoted cell is taken as it stands (inches, seconds)
    bool guarded = false;      ///< the file is of the spreadsheet profile: takes its guard away again
};

/// What the reader has met so far, for the preview of an import.
struct CsvNotes {
    std::uint64_t rows = 0;  ///< rows handed over, faulty ones included
    std::uint64_t faulty_rows = 0;
    std::uint64_t changed_cells =
        0;  ///< cells that were trimmed, brought to NFC or got LF for other line ends
    std::uint64_t formula_cells = 0;  ///< cells that a spreadsheet would run: = + @, or - without a digit
    bool mixed_line_ends = false;     ///< CR, LF and CRLF in one file
};

struct CsvCells;  // the reader's own

/// One row. Cells are UTF-8, NFC, without outer blanks, line ends inside are LF (all of it unless `exact`).
/// Valid until the next call of CsvReader::next().
class CsvLine final : public plugin::CsvRow {
public:
    /// The cell of a column by its name; "" where there is no such column and in a faulty row.
    std::string_view cell(std::string_view column) const override;
    /// The cell at a position, from 0; "" behind the last one and in a faulty row.
    std::string_view at(std::size_t index) const;
    /// The line on which the row begins, from 1.
    long line() const;
    /// Why the row must not be used; null for a good row. Rules: `csv.cell_count`, `csv.quote`,
    /// `csv.character`, `csv.encoding`, `csv.cell_length`, `csv.line_length`.
    const Detail* fault() const;

private:
    friend class CsvReader;
    const CsvCells* cells_ = nullptr;
};

/// Reads one CSV file from its beginning to its end. Not thread-safe; one reader per file.
class CsvReader {
public:
    /// Opens a regular file and reads its header. Throws Failure: `file_unreadable`, or `bad_csv` with
    /// details of the rules `csv.empty`, `csv.encoding`, `csv.utf16`, `csv.header_empty`,
    /// `csv.header_duplicate`, `csv.header_missing` (all of them in one detail, with those that are there),
    /// `csv.header_look_alike`, `csv.header_character`, `csv.columns`, or of a row's rules met in the header;
    /// `bad_option` for an unknown encoding or separator.
    CsvReader(const std::filesystem::path& file, CsvOptions options);
    /// The same over a stream that outlives the reader; `name` stands for the file in faults.
    CsvReader(std::istream& stream, std::string name, CsvOptions options);
    CsvReader(CsvReader&&) noexcept;
    ~CsvReader();

    /// The columns as they stand in the file.
    const std::vector<std::string>& header() const;

    /// The next row, good or faulty; null at the end. Lines without any character are passed over. Throws
    /// Failure `bad_csv` where the rest of the file cannot be trusted (`csv.quote_open`, `csv.quote`,
    /// `csv.line_length`, `csv.changed`: the file changed while it was read), `io_error` where reading fails.
    const CsvLine* next();

    std::uint64_t bytes_read() const;
    std::uint64_t bytes_total() const;  ///< 0 where it is unknown (a stream)
    const CsvNotes& notes() const;

private:
    class Parser;
    std::unique_ptr<Parser> parser_;
    CsvLine line_;
};

enum class CsvProfile {
    exact,        ///< the cells and nothing else
    spreadsheet,  ///< a cell that a spreadsheet would take for a formula gets a leading apostrophe
};

/// Adds one row to `out`, ended by CRLF (RFC 4180). Cells with separator, quote, line end or outer blank are
/// quoted. The spreadsheet profile guards cells that begin with = + - @ TAB or CR, also behind apostrophes,
/// so that CsvOptions::guarded restores every cell.
void append_csv_row(std::string& out, std::span<const std::string> cells,
                    CsvProfile profile = CsvProfile::exact, char separator = ',');

}  // namespace xinbu::readers
