// The rows of one sheet as a table under a header.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "xlsx_parts.hpp"

namespace xinbu::readers {

/// Cells shown as one, rows and columns from 0. Only the first of them holds a value.
struct MergedArea {
    long first_row = 0, last_row = 0;
    std::size_t first_column = 0, last_column = 0;
    bool has_value = false;
};

/// "B7" as column 1 and row 6; nothing where it is none, or beyond what a sheet has.
struct CellPlace {
    std::size_t column = 0;
    long row = 0;
};
std::optional<CellPlace> place_of(std::string_view reference);
/// "B" for 1.
std::string column_name(std::size_t column);

/// What the rows of a sheet are read with.
struct SheetContext {
    const std::string& file;
    const std::string& sheet;
    const SharedTexts& texts;
    const std::vector<NumberFormat>& formats;
    const std::vector<std::string>& required;
    std::vector<MergedArea> merged{};  ///< by first row
    bool counts_from_1904 = false, is_uncomputed = false;
};

/// Takes the rows of a sheet one after the other and makes lines of a table of them.
class XlsxTable {
public:
    XlsxTable(SheetContext context, const XlsxHandler& on_row, XlsxOutcome& outcome);

    /// A `row` or `col` element. False where the handler ended the reading.
    bool take(const plugin::XmlElement& element);
    /// Throws Failure `bad_xlsx` where there was no header.
    void finish() const;

private:
    struct Cell {
        std::size_t column = 0;
        std::string text;
    };
    std::string place(std::size_t column, long row) const;
    std::string row_place(long row) const;
    [[noreturn]] void refuse(const char* rule, const std::string& where, const std::string& message) const;
    void fault(const char* rule, std::size_t column, const std::string& message);
    void remark(const char* rule, const std::string& where, const std::string& message);

    void note_columns(const plugin::XmlElement& element);
    void take_cells(const plugin::XmlElement& row);
    std::size_t column_of(const plugin::XmlElement& cell, std::size_t next) const;
    std::string value_of(const plugin::XmlElement& cell, std::size_t column);
    std::string number_of(const plugin::XmlElement& cell, std::string_view stored, std::size_t column);
    std::string tidy(std::string text, std::size_t column);
    bool is_title() const;
    void take_header();
    bool take_row(bool is_hidden);
    void check_merged();

    SheetContext context_;
    const XlsxHandler& on_row_;
    XlsxOutcome& outcome_;
    std::map<std::string, std::size_t, std::less<>> columns_;
    std::vector<std::pair<std::size_t, std::size_t>> hidden_columns_;
    std::vector<Cell> cells_;    // of the row that is read; those with a text
    std::size_t next_area_ = 0;  // of the merged ones, the first that lies wholly below
    std::vector<std::size_t> open_areas_;
    long row_ = -1;
    bool has_header_ = false;
    XlsxRow line_;
};

}  // namespace xinbu::readers
