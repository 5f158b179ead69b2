// Sheets of a workbook, cell by cell. Inside document only.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "cells.hpp"

struct lxw_workbook;
struct lxw_worksheet;
struct lxw_format;

namespace xinbu::document {

/// How a cell looks.
struct CellLook {
    std::string number_format{};
    plugin::Tone tone = plugin::Tone::neutral;
    bool bold = false, heading = false, total = false, faint = false, wrapped = true;
    int size = 11;
    auto operator<=>(const CellLook&) const = default;
};

/// Names as Excel takes them: at most 31 UTF-16 units, none of []:*?/\, no apostrophe at either end, no two
/// that differ by case alone, and not "History".
class SheetNames {
public:
    std::string unique(std::string_view wanted);

private:
    std::set<std::string> taken_{"history"};
};

/// As part of a report, or alone: without a total, a filter, or a line that says that there is nothing.
enum class TableLook { report, bare };

/// A chart as the numbers that it draws.
plugin::ReportTable table_of(const Chart& chart);

class Sheets {
public:
    Sheets(lxw_workbook* workbook, const Frame& frame) : workbook_(workbook), frame_(frame) {}

    lxw_worksheet* add(const std::string& name);
    /// A table with its heading in the first row, which stays in sight and filters.
    void add_table(const plugin::ReportTable& table, const std::string& name,
                   TableLook look = TableLook::report);

    /// Text stays text, whatever it begins with; Excel's longest text is what is kept of a longer one.
    void write_text(lxw_worksheet* sheet, std::uint32_t row, std::uint16_t column, const std::string& text,
                    const CellLook& look);
    /// Days, counts, shares and amounts become numbers where Excel's numbers hold them exactly.
    void write_cell(lxw_worksheet* sheet, std::uint32_t row, std::uint16_t column, const plugin::Cell& cell,
                    plugin::Quantity quantity, CellLook look = {});

private:
    lxw_format* format(const CellLook& look);
    bool write_number(lxw_worksheet* sheet, std::uint32_t row, std::uint16_t column,
                      const plugin::Value& value, plugin::Quantity quantity, CellLook look);

    lxw_workbook* workbook_;
    const Frame& frame_;
    std::map<CellLook, lxw_format*> formats_;
};

}  // namespace xinbu::document
