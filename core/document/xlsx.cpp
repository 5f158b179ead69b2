// Reports as workbooks.
#include <fmt/format.h>
#include <xlsxwriter.h>

#include <string>
#include <vector>

#include "drawings.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/document/table.hpp"
#include "xinbu/readers/csv.hpp"
#include "xlsx_file.hpp"
#include "xlsx_sheets.hpp"

namespace xinbu::document {

namespace {

class Workbook {
public:
    Workbook(const plugin::ReportModel& model, const Frame& frame)
        : model_(model), frame_(frame), sheets_(file_.handle(), frame) {}

    Bytes write() {
        file_.set_properties(label_of(model_.title), label_of(model_.subject), frame_);
        first_ = sheets_.add(names_.unique(tr("Report")));
        worksheet_set_column(first_, 0, 0, 32, nullptr);
        worksheet_set_column(first_, 1, 1, 72, nullptr);
        write_title();
        for (const plugin::ReportSection& section : model_.sections) write_section(section);
        write_sources();
        return file_.close();
    }

private:
    /// A line that runs over both columns.
    void put(const std::string& text, CellLook look = {}) {
        if (text.empty()) return;
        look.wrapped = false;
        sheets_.write_text(first_, row_++, 0, text, look);
    }
    void put_pair(const std::string& label, const plugin::Cell& cell, plugin::Quantity quantity) {
        CellLook faint;
        faint.faint = true;
        sheets_.write_text(first_, row_, 0, label, faint);
        sheets_.write_cell(first_, row_, 1, cell, quantity);
        ++row_;
    }
    void put_heading(const std::string& text) {
        ++row_;
        CellLook look;
        look.bold = true;
        look.size = 13;
        put(text, look);
    }

    void write_title() {
        CellLook title;
        title.bold = true;
        title.size = 16;
        put(shown_lines(model_.title), title);
        put(shown_lines(model_.subject));
        CellLook warning;
        warning.bold = true;
        warning.tone = plugin::Tone::bad;
        put(doubt_sentence(frame_), warning);
    }

    void write_section(const plugin::ReportSection& section) {
        put_heading(shown_lines(section.heading));
        for (const plugin::ReportBlock& block : section.blocks) {
            if (const auto* paragraph = std::get_if<plugin::ReportParagraph>(&block)) {
                CellLook look;
                look.tone = paragraph->tone;
                sheets_.write_text(first_, row_++, 1, shown_lines(paragraph->text), look);
            } else if (const auto* facts = std::get_if<plugin::ReportFacts>(&block)) {
                write(*facts);
            } else if (const auto* table = std::get_if<plugin::ReportTable>(&block)) {
                write(*table, table->title, section);
            } else if (const std::optional<ShownCode> code = code_in(block, model_, frame_)) {
                put_pair(code->caption, {code->content, plugin::Tone::neutral}, plugin::Quantity::text);
            } else if (const std::optional<Chart> chart = chart_in(block)) {
                write(table_of(*chart), title_of(*chart), section);
            }
        }
    }

    void write(const plugin::ReportFacts& facts) {
        CellLook faint;
        faint.faint = true;
        for (const plugin::ReportFact& fact : facts.facts) {
            put_pair(shown_lines(fact.label), fact.cell, fact.quantity);
            if (!fact.remark.is_empty())
                sheets_.write_text(first_, row_++, 1, shown_lines(fact.remark), faint);
        }
    }

    /// A table has a sheet of its own; the first sheet says which.
    void write(const plugin::ReportTable& table, const plugin::Text& title,
               const plugin::ReportSection& section) {
        const std::string wanted = label_of(title.is_empty() ? section.heading : title);
        const std::string name = names_.unique(wanted);
        put(fmt::format("→ {}", name));
        sheets_.add_table(table, name);
    }

    void write_sources() {
        if (!model_.sources.empty()) put_heading(tr("Sources"));
        for (const plugin::ReportSource& source : model_.sources) put(source_line(source));
        put_heading(tr("What it was made from"));
        for (const auto& [label, value] : provenance(frame_))
            put_pair(label, {value, plugin::Tone::neutral}, plugin::Quantity::text);
    }

    const plugin::ReportModel& model_;
    const Frame& frame_;
    WorkbookFile file_;
    Sheets sheets_;
    SheetNames names_;
    lxw_worksheet* first_ = nullptr;
    std::uint32_t row_ = 0;
};

}  // namespace

Bytes to_xlsx(const plugin::ReportModel& model, const Frame& frame) {
    return Workbook(model, frame).write();
}

Bytes table_xlsx(const plugin::ReportTable& table, const std::string& name, const Frame& frame) {
    WorkbookFile file;
    file.set_properties(label_of({name, name}), "", frame);
    Sheets(file.handle(), frame).add_table(table, SheetNames().unique(name), TableLook::bare);
    return file.close();
}

std::string table_csv(const plugin::ReportTable& table, const Frame& frame) {
    std::string out;
    std::vector<std::string> cells;
    for (const plugin::ReportColumn& column : table.columns) cells.push_back(shown_lines(column.label));
    readers::append_csv_row(out, cells, readers::CsvProfile::spreadsheet);
    for (const std::vector<plugin::Cell>& row : table.rows) {
        cells.clear();
        for (std::size_t at = 0; at < table.columns.size(); ++at)
            cells.push_back(cell_text(cell_at(row, at), table.columns[at].quantity, frame));
        readers::append_csv_row(out, cells, readers::CsvProfile::spreadsheet);
    }
    if (!frame.mark.empty())
        readers::append_csv_row(out, std::vector<std::string>{shown_lines(frame.mark)},
                                readers::CsvProfile::spreadsheet);
    return out;
}

}  // namespace xinbu::document
