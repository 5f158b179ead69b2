#include "table_grid.hpp"

#include <wx/button.h>
#include <wx/clipbrd.h>
#include <wx/sizer.h>
#include <wx/statline.h>

#include <algorithm>
#include <numeric>

#include "flowing_text.hpp"
#include "style.hpp"
#include "texts.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::gui {
namespace {

constexpr std::size_t most_cells = 240;
constexpr std::size_t rows_measured = 60;

}  // namespace

bool TableGrid::fits(const ShownTable& table) {
    return table.rows.size() * table.columns.size() <= most_cells;
}

TableGrid::TableGrid(wxWindow* parent, const ShownTable& table, const wxString& id, const Open& open)
    : wxPanel(parent), table_(table) {
    identify(this, id, table.title.empty() ? to_wx(tr("Table")) : table.title);
    auto* column = new wxBoxSizer(wxVERTICAL);
    const auto add_line = [&](const std::vector<FlowingText*>& cells) {
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        for (FlowingText* cell : cells)
            row->Add(cell, wxSizerFlags().Border(wxRIGHT, cell == cells.back() ? 0 : gap(this, 2)));
        column->Add(row, wxSizerFlags().Border(wxTOP | wxBOTTOM, gap(this) * 3 / 4));
        column->Add(new wxStaticLine(this), wxSizerFlags().Expand());
        lines_.push_back(cells);
    };
    std::vector<FlowingText*> headings;
    for (const ShownTable::Column& heading : table.columns) {
        auto* label = new FlowingText(this, heading.label);
        label->SetForegroundColour(quiet_ink());
        if (heading.is_number) label->end_at_the_right();
        headings.push_back(label);
    }
    add_line(headings);
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        std::vector<FlowingText*> cells;
        const bool is_total = table.has_total && row + 1 == table.rows.size();
        for (std::size_t i = 0; i < table.rows[row].size(); ++i)
            cells.push_back(add_cell(table.rows[row][i], table.columns[i], is_total, open));
        add_line(cells);
    }
    auto* copy = new wxButton(this, wxID_ANY, to_wx(tr("Copy the table")), wxDefaultPosition, wxDefaultSize,
                              wxBORDER_NONE | wxBU_EXACTFIT);
    identify(copy, id + ".copy");
    copy->SetForegroundColour(quiet_ink());
    copy->SetFont(copy->GetFont().MakeSmaller());
    copy->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { copy_to_clipboard(text()); });
    column->Add(copy, wxSizerFlags().Right());
    SetSizer(column);
}

FlowingText* TableGrid::add_cell(const ShownCell& cell, const ShownTable::Column& column, bool is_total,
                                 const Open& open) {
    FlowingText* label = nullptr;
    if (cell.record.empty()) {
        label = new FlowingText(this, sign_of(cell.tone) + cell.text);
        label->SetForegroundColour(ink(cell.tone));
    } else {
        label = new FlowingLink(this, cell.text, [open, record = cell.record] { open(record); });
        label->SetToolTip(to_wx(cell.record));
    }
    if (is_total) label->SetFont(label->GetFont().Bold());
    if (column.is_number) label->end_at_the_right();
    return label;
}

void TableGrid::lay_out(int width) {
    const std::vector<int> widths = column_widths(this, table_, width, gap(this, 2));
    for (const std::vector<FlowingText*>& line : lines_)
        for (std::size_t i = 0; i < line.size(); ++i)
            line[i]->fill(widths[i] - (i + 1 < line.size() ? gap(this, 2) : 0));
    SetMinSize(wxDefaultSize);
    SetMinSize(wxSize(width, GetSizer()->CalcMin().GetHeight()));
}

wxString TableGrid::text() const {
    std::vector<std::size_t> rows(table_.rows.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    return as_text(table_, rows);
}

void copy_to_clipboard(const wxString& text) {
    wxClipboardLocker clipboard;
    if (!!clipboard) wxTheClipboard->SetData(new wxTextDataObject(text));
}

std::vector<int> column_widths(const wxWindow* window, const ShownTable& table, int width, int padding) {
    std::vector<int> widths;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        int widest = window->GetTextExtent(table.columns[i].label).GetWidth();
        for (std::size_t row = 0; row < std::min(rows_measured, table.rows.size()); ++row) {
            const ShownCell& cell = table.rows[row][i];
            widest = std::max(widest, window->GetTextExtent(sign_of(cell.tone) + cell.text).GetWidth());
        }
        widths.push_back(widest + padding);
    }
    if (widths.empty()) return widths;
    // What is too wide is taken from the widest columns, down to a width that words can be read in; what is
    // to spare goes to the widest, which has most use for it.
    int over = std::accumulate(widths.begin(), widths.end(), 0) - width;
    const int narrowest = std::max(window->GetCharWidth() * 8, width / 5);
    while (over > 0) {
        const auto widest = std::ranges::max_element(widths);
        if (*widest <= narrowest) break;
        const int taken = std::min({over, *widest - narrowest, std::max(1, over / 4)});
        *widest -= taken;
        over -= taken;
    }
    if (over < 0) *std::ranges::max_element(widths) -= over;
    return widths;
}

}  // namespace xinbu::gui
