#include "xlsx_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "csv_cells.hpp"
#include "input.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::readers {

using plugin::XmlElement;

namespace {

constexpr long most_rows = 1'048'576;
constexpr std::size_t most_columns = 16'384;
constexpr std::size_t cell_limit_bytes = 128 * 1024;  // 32,767 characters, of three bytes each

bool is_letter(char c) {
    return c >= 'A' && c <= 'Z';
}

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || stop != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

/// C0 controls beside tab and line ends: XML knows none, but a text may escape them.
std::optional<char32_t> control_in(std::string_view text) {
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F) return byte;
    }
    return std::nullopt;
}

/// "2026-03-01T00:00:00Z" is a day; whatever else stands in a cell of that kind stays as it is.
std::string without_midnight(std::string_view text) {
    const std::size_t end = text.find('T');
    if (end == std::string_view::npos) return std::string(text);
    const std::string_view clock = text.substr(end + 1);
    const bool is_midnight = clock.find_first_not_of("0:.Z") == std::string_view::npos;
    return std::string(is_midnight ? text.substr(0, end) : text);
}

}  // namespace

std::optional<CellPlace> place_of(std::string_view reference) {
    CellPlace made;
    std::size_t at = 0, column = 0;
    for (; at < reference.size() && is_letter(reference[at]); ++at) {
        column = column * 26 + static_cast<std::size_t>(reference[at] - 'A' + 1);
        if (column > most_columns) return std::nullopt;
    }
    const std::optional<std::int64_t> row = whole_number(reference.substr(at));
    if (column == 0 || !row || *row < 1 || *row > most_rows) return std::nullopt;
    made.column = column - 1;
    made.row = static_cast<long>(*row) - 1;
    return made;
}

std::string column_name(std::size_t column) {
    std::string name;
    for (std::size_t left = column + 1; left > 0; left = (left - 1) / 26)
        name.insert(name.begin(), static_cast<char>('A' + (left - 1) % 26));
    return name;
}

// ---- rows as they are handed over

std::string_view XlsxRow::cell(std::string_view column) const {
    const auto found = columns_->find(column);
    return found == columns_->end() || fault_ ? std::string_view() : at(found->second);
}

std::string_view XlsxRow::at(std::size_t index) const {
    return index < cells_.size() ? std::string_view(cells_[index]) : std::string_view();
}

std::string XlsxRow::place_of(std::string_view text) const {
    const auto found = std::ranges::find(cells_, text);
    if (text.empty() || found == cells_.end() || std::find(found + 1, cells_.end(), text) != cells_.end())
        return {};
    return column_name(static_cast<std::size_t>(found - cells_.begin())) + std::to_string(line_);
}

// ---- the table

XlsxTable::XlsxTable(SheetContext context, const XlsxHandler& on_row, XlsxOutcome& outcome)
    : context_(std::move(context)), on_row_(on_row), outcome_(outcome) {
    line_.columns_ = &columns_;
    line_.header_ = &outcome_.header;
}

std::string XlsxTable::place(std::size_t column, long row) const {
    return fmt::format(fmt::runtime(tr("sheet “{}”, cell {}")), printable(context_.sheet, 40),
                       column_name(column) + std::to_string(row + 1));
}

std::string XlsxTable::row_place(long row) const {
    return fmt::format(fmt::runtime(tr("sheet “{}”, row {}")), printable(context_.sheet, 40), row + 1);
}

void XlsxTable::refuse(const char* rule, const std::string& where, const std::string& message) const {
    throw bad_xlsx(context_.file, rule, where + ": " + message);
}

void XlsxTable::fault(const char* rule, std::size_t column, const std::string& message) {
    if (line_.fault_) return;
    line_.fault_ = Detail{context_.file, row_ + 1, {}, rule, place(column, row_) + ": " + message};
}

void XlsxTable::remark(const char* rule, const std::string& where, const std::string& message) {
    XlsxRemark& same = outcome_.remarks[rule];
    if (++same.count == 1) same.first = Detail{context_.file, row_ + 1, {}, rule, where + ": " + message};
}

bool XlsxTable::take(const XmlElement& element) {
    if (element.name == "col") {
        note_columns(element);
        return true;
    }
    const std::string_view number = attribute(element, "r");
    const std::optional<std::int64_t> given = number.empty() ? row_ + 2 : whole_number(number);
    if (!given || *given <= row_ + 1 || *given > most_rows)
        refuse("xlsx.row_order", row_place(row_), tr("the row behind it has a number that cannot be"));
    row_ = static_cast<long>(*given) - 1;
    line_.line_ = row_ + 1;
    line_.fault_.reset();
    take_cells(element);
    if (cells_.empty() && !line_.fault_) return true;
    if (has_header_) return take_row(is_set(attribute(element, "hidden")));
    if (line_.fault_) throw bad_file("bad_xlsx", context_.file, {*line_.fault_}, tr("Correct the cell."));
    if (is_title()) {
        remark("xlsx.title", row_place(row_), tr("this line above the header was passed over"));
    } else {
        take_header();
    }
    return true;
}

void XlsxTable::finish() const {
    if (!has_header_)
        throw bad_xlsx(
            context_.file, "xlsx.empty",
            fmt::format(fmt::runtime(tr("the sheet “{}” is empty")), printable(context_.sheet, 40)),
            tr("A header row with column names is needed."));
}

void XlsxTable::note_columns(const XmlElement& element) {
    const std::optional<std::int64_t> low = whole_number(attribute(element, "min"));
    const std::optional<std::int64_t> high = whole_number(attribute(element, "max"));
    constexpr std::size_t most_noted = 1000;
    if (is_set(attribute(element, "hidden")) && low && high && *low > 0 &&
        hidden_columns_.size() < most_noted)
        hidden_columns_.emplace_back(*low - 1, *high - 1);
}

// ---- cells

void XlsxTable::take_cells(const XmlElement& row) {
    cells_.clear();
    std::size_t next = 0;
    for (const XmlElement& cell : row.children) {
        if (cell.name != "c") continue;
        const std::size_t column = column_of(cell, next);
        next = column + 1;
        const bool is_noted = has_header_ && column >= outcome_.header.size();
        const std::optional<Detail> before = line_.fault_;
        std::string text = value_of(cell, column);
        if (is_noted && !before && (line_.fault_ || !text.empty())) {
            // What stands outside the table, or a value without a heading.
            line_.fault_.reset();
            fault("xlsx.cell_count", column, tr("the header names no column for this value"));
        }
        if (!text.empty()) cells_.push_back({column, std::move(text)});
    }
}

std::size_t XlsxTable::column_of(const XmlElement& cell, std::size_t next) const {
    const std::string_view reference = attribute(cell, "r");
    if (reference.empty() && next < most_columns) return next;
    const std::optional<CellPlace> at = place_of(reference);
    if (!at || at->row != row_ || at->column < next)
        refuse("xlsx.cell_order", row_place(row_),
               fmt::format(fmt::runtime(tr("a cell calls itself “{}”, which cannot be there")),
                           printable(reference, 20)));
    return at->column;
}

std::string XlsxTable::value_of(const XmlElement& cell, std::size_t column) {
    const std::string_view type = attribute(cell, "t");
    const XmlElement* const value = cell.child("v");
    if (cell.child("f") != nullptr) {
        if (context_.is_uncomputed || (value == nullptr && type != "inlineStr")) {
            fault("xlsx.formula", column,
                  tr("this formula was never computed; open the file in a spreadsheet and save it there"));
            return {};
        }
        remark("xlsx.formula_value", place(column, row_),
               tr("this is a formula; the value stored with it was taken"));
    }
    if (type == "inlineStr") {
        const XmlElement* const texts = cell.child("is");
        return texts != nullptr ? tidy(text_of(*texts), column) : std::string();
    }
    if (value == nullptr) return {};
    const std::string_view stored = trim(value->text);
    if (type == "s") {
        const std::optional<std::int64_t> index = whole_number(stored);
        if (index && static_cast<std::size_t>(*index) < context_.texts.size())
            return tidy(std::string(context_.texts.at(static_cast<std::size_t>(*index))), column);
        fault("xlsx.string", column, tr("the workbook does not hold the text of this cell"));
        return {};
    }
    if (type == "str") return tidy(without_escapes(value->text), column);
    if (type == "b") return is_set(stored) ? "true" : "false";
    if (type == "d") return without_midnight(stored);
    if (type == "e") {
        fault("xlsx.error_value", column,
              fmt::format(fmt::runtime(tr("the cell shows the error {}")), printable(stored, 20)));
        return {};
    }
    return stored.empty() ? std::string() : number_of(cell, stored, column);
}

std::string XlsxTable::number_of(const XmlElement& cell, std::string_view stored, std::size_t column) {
    const std::optional<std::int64_t> style = whole_number(attribute(cell, "s"));
    NumberFormat format;
    if (style && static_cast<std::size_t>(*style) < context_.formats.size())
        format = context_.formats[static_cast<std::size_t>(*style)];
    ShownNumber shown = shown_number(stored, format, context_.counts_from_1904);
    if (shown.rule != nullptr) fault(shown.rule, column, shown.message);
    if (shown.has_hidden_time)
        remark("xlsx.time_of_day", place(column, row_),
               tr("the time of day in this cell is not shown and was left out"));
    return std::move(shown.text);
}

std::string XlsxTable::tidy(std::string text, std::size_t column) {
    if (text.size() > cell_limit_bytes) {
        fault("xlsx.cell_length", column,
              fmt::format(fmt::runtime(tr("the cell is longer than {} bytes")), cell_limit_bytes));
        return {};
    }
    std::optional<char32_t> forbidden = control_in(text);
    if (!forbidden) forbidden = forbidden_character(text);
    if (forbidden) {
        fault("xlsx.character", column,
              fmt::format(fmt::runtime(tr("the cell holds the forbidden character {}")),
                          code_point_name(*forbidden)));
        return {};
    }
    if (text.find('\r') != std::string::npos) text = with_line_feeds(text);
    const std::string_view trimmed = trim(text);
    if (trimmed.size() != text.size()) text = std::string(trimmed);
    return is_nfc(text) ? text : nfc(text);
}

// ---- lines

/// One cell alone, merged over the columns beside it.
bool XlsxTable::is_title() const {
    constexpr std::uint64_t most_titles = 20;
    const auto titles = outcome_.remarks.find("xlsx.title");
    const bool is_enough = titles != outcome_.remarks.end() && titles->second.count >= most_titles;
    if (cells_.size() != 1 || is_enough) return false;
    return std::ranges::any_of(context_.merged, [&](const MergedArea& area) {
        return area.first_row == row_ && area.first_column == cells_[0].column &&
               area.last_column > area.first_column;
    });
}

void XlsxTable::take_header() {
    std::vector<std::string>& header = outcome_.header;
    if (cells_.back().column >= csv_column_limit)
        refuse("csv.columns", row_place(row_),
               fmt::format(fmt::runtime(tr("the header has more than {} columns")), csv_column_limit));
    header.resize(cells_.back().column + 1);
    for (Cell& cell : cells_) header[cell.column] = std::move(cell.text);
    std::vector<Detail> faults = header_faults(header, context_.required);
    for (Detail& detail : faults) {
        detail.file = context_.file;
        detail.line = row_ + 1;
        detail.message = row_place(row_) + ": " + detail.message;
    }
    if (!faults.empty())
        throw bad_file("bad_xlsx", context_.file, std::move(faults),
                       tr("Correct the first row: it names the columns."));
    for (std::size_t index = 0; index < header.size(); ++index) columns_.emplace(header[index], index);
    has_header_ = true;
    for (const auto& [low, high] : hidden_columns_)
        for (std::size_t column = low; column <= high && column < header.size(); ++column)
            remark("xlsx.hidden_column", place(column, row_), tr("this column is hidden and was read too"));
}

/// The cells under a merged area are empty, whatever they seem to show.
void XlsxTable::check_merged() {
    std::vector<MergedArea>& areas = context_.merged;
    for (; next_area_ < areas.size() && areas[next_area_].first_row <= row_; ++next_area_)
        if (areas[next_area_].first_column < outcome_.header.size()) open_areas_.push_back(next_area_);
    std::erase_if(open_areas_, [&](std::size_t index) { return areas[index].last_row < row_; });
    // No two may overlap, so a row meets one for each column at most.
    if (open_areas_.size() > outcome_.header.size())
        refuse(
            "xlsx.merged_areas", row_place(row_),
            fmt::format(fmt::runtime(tr("the sheet has more than {} merged areas")), outcome_.header.size()));
    for (const std::size_t index : open_areas_) {
        MergedArea& area = areas[index];
        if (area.first_row == row_)
            area.has_value = std::ranges::find(cells_, area.first_column, &Cell::column) != cells_.end();
        const std::size_t last = std::min(area.last_column, outcome_.header.size() - 1);
        const bool is_first = area.first_row == row_;
        if (!area.has_value || (is_first && last == area.first_column)) continue;
        fault("xlsx.merged", is_first ? area.first_column + 1 : area.first_column,
              fmt::format(fmt::runtime(tr("the cell is merged with {} and has no value of its own; undo the "
                                          "merging and fill every cell")),
                          column_name(area.first_column) + std::to_string(area.first_row + 1)));
    }
}

bool XlsxTable::take_row(bool is_hidden) {
    check_merged();
    if (is_hidden) remark("xlsx.hidden_row", row_place(row_), tr("this row is hidden and was read too"));
    line_.cells_.assign(outcome_.header.size(), {});
    for (Cell& cell : cells_)
        if (cell.column < line_.cells_.size()) line_.cells_[cell.column] = std::move(cell.text);
    ++outcome_.rows;
    return on_row_(line_);
}

}  // namespace xinbu::readers
