// The cells of one row: their bytes as the parser found them, then as text.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gb18030.hpp"
#include "xinbu/readers/csv.hpp"

namespace xinbu::readers {

using CsvColumns = std::map<std::string, std::size_t, std::less<>>;

struct CsvCells {
    struct Cell {
        std::size_t begin = 0;
        std::size_t end = 0;
        bool not_ascii = false;
        bool line_end = false;  ///< holds CR or LF
        int changed = -1;       ///< place in `changed`, where the text is not that of the bytes
    };

    std::string bytes;  ///< of all cells, quotes resolved; kept between rows for its memory
    std::vector<Cell> cells;
    std::size_t changed_count = 0;
    std::vector<std::string> changed;
    CsvColumns columns;
    long line = 0;
    std::optional<Detail> fault;

    void clear();
    std::string_view text(const Cell& cell) const;
    void change(Cell& cell, std::string text);
};

/// Turns bytes into text: decodes, checks characters, trims and normalises.
class CsvText {
public:
    explicit CsvText(const CsvOptions& options);

    /// All cells of a row. Returns the rule and message of the first fault (no file, no line).
    std::optional<Detail> finish(CsvCells& row, const std::vector<std::string>& header, CsvNotes& notes);

private:
    std::optional<Detail> decode(CsvCells& row, CsvCells::Cell& cell, const std::string& column);
    void tidy(CsvCells& row, CsvCells::Cell& cell, CsvNotes& notes) const;

    bool named_encoding_;
    bool exact_;
    bool guarded_;
    std::optional<Gb18030> gb18030_;
};

/// The first character that no cell may hold: C1 controls, U+2028, U+2029, noncharacters. C0 controls are the
/// parser's to find. Must be given well-formed UTF-8.
std::optional<char32_t> forbidden_character(std::string_view text);
/// LF for CR and CRLF.
std::string with_line_feeds(std::string_view text);

/// What is wrong with the names in a header.
std::vector<Detail> header_faults(const std::vector<std::string>& header,
                                  const std::vector<std::string>& required);

/// True where a spreadsheet may take the cell for a formula once it is opened: it begins with = + - @ TAB or
/// CR, also behind apostrophes (so that taking one apostrophe away restores every cell).
bool needs_spreadsheet_guard(std::string_view cell);

}  // namespace xinbu::readers
