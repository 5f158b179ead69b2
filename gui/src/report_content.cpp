#include "report_content.hpp"

#include <fmt/format.h>

#include "texts.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/document/report.hpp"
#include "xinbu/host/label.hpp"

namespace xinbu::gui {
namespace {

using plugin::Quantity;

constexpr std::size_t digits_of_root = 12;

/// Whatever a plugin puts into a report is one line here, unless it is a paragraph.
wxString line_of(std::string_view text) {
    wxString line = to_wx(text);
    line.Replace("\n", " ");
    line.Replace("\t", " ");
    return line;
}

ShownCell shown_cell(const plugin::Cell& cell, Quantity quantity, const document::Frame& frame) {
    ShownCell shown{line_of(document::cell_text(cell, quantity, frame)), cell.tone};
    const std::string* record = cell.value.text();
    if (quantity == Quantity::record && record != nullptr) shown.record = *record;
    return shown;
}

bool is_number(Quantity quantity) {
    return quantity == Quantity::money || quantity == Quantity::integer || quantity == Quantity::basis_points;
}

ShownBlock shown_block(const plugin::ReportParagraph& paragraph, const document::Frame&) {
    return ShownParagraph{to_wx(host::shown(paragraph.text)), paragraph.tone};
}

ShownBlock shown_block(const plugin::ReportFacts& facts, const document::Frame& frame) {
    ShownFacts shown;
    for (const plugin::ReportFact& fact : facts.facts)
        shown.facts.push_back({line_of(host::shown(fact.label)), shown_cell(fact.cell, fact.quantity, frame),
                               line_of(host::shown(fact.remark))});
    return shown;
}

ShownBlock shown_block(const plugin::ReportTable& table, const document::Frame& frame) {
    ShownTable shown;
    shown.title = line_of(host::shown(table.title));
    shown.when_empty = to_wx(host::shown(table.when_empty));
    for (const plugin::ReportColumn& column : table.columns)
        shown.columns.push_back({line_of(host::shown(column.label)), is_number(column.quantity)});
    const auto add = [&](const std::vector<plugin::Cell>& cells) {
        std::vector<ShownCell>& row = shown.rows.emplace_back(table.columns.size());
        for (std::size_t i = 0; i < std::min(cells.size(), row.size()); ++i)
            row[i] = shown_cell(cells[i], table.columns[i].quantity, frame);
    };
    for (const auto& row : table.rows) add(row);
    shown.has_total = !table.total.empty();
    if (shown.has_total) add(table.total);
    return shown;
}

ShownBlock shown_chart(document::Chart chart) {
    wxString words = to_wx(document::chart_words(chart));
    return ShownChart{std::move(chart), std::move(words)};
}
ShownBlock shown_block(const plugin::ReportTimeline& timeline, const document::Frame&) {
    return shown_chart(timeline);
}
ShownBlock shown_block(const plugin::ReportBars& bars, const document::Frame&) {
    return shown_chart(bars);
}
ShownBlock shown_block(const plugin::ReportCurves& curves, const document::Frame&) {
    return shown_chart(curves);
}

/// On the screen there is nothing to scan: what the code says, in letters.
ShownBlock shown_code(const plugin::ReportCode& code, const session::ReportView& report) {
    return ShownParagraph{to_wx(host::shown(code.caption) + "\n" +
                                document::code_content(code, report.model, report.frame, true))};
}

wxString shown_source(const plugin::ReportSource& source) {
    const std::string& what = host::shown(source.what);
    return line_of(source.retrieved.empty()
                       ? what
                       : fmt::format(fmt::runtime(tr("{} (of {})")), what, source.retrieved));
}

}  // namespace

ShownReport prepared(session::ReportView report) {
    ShownReport shown{std::move(report)};
    const plugin::ReportModel& model = shown.made.model;
    const document::Frame& frame = shown.made.frame;
    shown.title = line_of(host::shown(model.title));
    shown.subject = line_of(host::shown(model.subject));
    shown.doubt = to_wx(frame.doubt);
    for (const plugin::ReportSection& section : model.sections) {
        ShownSection& made = shown.sections.emplace_back();
        made.heading = line_of(host::shown(section.heading));
        for (const plugin::ReportBlock& block : section.blocks)
            made.blocks.push_back(std::visit(
                [&](const auto& one) {
                    if constexpr (std::is_same_v<decltype(one), const plugin::ReportCode&>)
                        return shown_code(one, shown.made);
                    else
                        return shown_block(one, frame);
                },
                block));
    }
    for (const plugin::ReportSource& source : model.sources) shown.sources.push_back(shown_source(source));
    shown.made_from =
        line_of(fmt::format(fmt::runtime(tr("As of {}  ·  {} commits  ·  root {}")), frame.as_of.text(),
                            grouped(frame.size), frame.root.substr(0, digits_of_root)));
    return shown;
}

wxString as_text(const ShownTable& table, const std::vector<std::size_t>& rows) {
    wxString text;
    const auto add_cell = [&](bool is_first, const wxString& cell) {
        text += (is_first ? wxString() : wxString("\t")) + cell;
    };
    for (std::size_t i = 0; i < table.columns.size(); ++i) add_cell(i == 0, table.columns[i].label);
    text += "\n";
    for (const std::size_t row : rows) {
        if (row >= table.rows.size()) continue;
        for (std::size_t i = 0; i < table.rows[row].size(); ++i) add_cell(i == 0, table.rows[row][i].text);
        text += "\n";
    }
    return text;
}

wxString sign_of(plugin::Tone tone) {
    switch (tone) {
        case plugin::Tone::good:
            return wxString::FromUTF8("✓ ");
        case plugin::Tone::attention:
            return wxString::FromUTF8("▲ ");
        case plugin::Tone::bad:
            return wxString::FromUTF8("✕ ");
        case plugin::Tone::neutral:
            break;
    }
    return {};
}

}  // namespace xinbu::gui
