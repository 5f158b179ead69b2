#include "xlsx_sheets.hpp"

#include <fmt/format.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cmath>

#include "xinbu/base/i18n.hpp"
#include "xinbu/plugin/money.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::document {

using plugin::Date;
using plugin::Quantity;
using plugin::Value;

namespace {

constexpr std::size_t longest_name = 31, longest_text = 32767;  // UTF-16 units
constexpr std::int64_t exact_up_to = 999'999'999'999'999;       // Excel shows 15 digits
constexpr double narrowest = 9, widest = 60;                    // columns, in digits

/// The begin of a text that takes at most so many UTF-16 units.
std::string_view first_units(std::string_view text, std::size_t units) {
    std::size_t bytes = 0;
    while (bytes < text.size()) {
        const std::size_t next = readers::next_glyph(text.substr(bytes)).bytes;
        const std::size_t taken = next == 4 ? 2 : 1;
        if (taken > units) break;
        units -= taken;
        bytes += next;
    }
    return text.substr(0, bytes);
}

std::uint32_t rgb(const Colour& colour) {
    const auto part = [](double share) { return static_cast<std::uint32_t>(std::lround(share * 255)); };
    return part(colour.red) << 16 | part(colour.green) << 8 | part(colour.blue);
}

/// What a text column of a chart's table holds.
plugin::Cell both_cell(const plugin::Text& text, plugin::Tone tone = plugin::Tone::neutral) {
    return {plugin::both(text), tone};
}
plugin::Text label(const char* text) {
    return {text, text};
}
plugin::Cell tone_cell(plugin::Tone tone) {
    return {tone_word(tone), tone};
}
plugin::Cell value_cell(std::int64_t value, Quantity quantity, const std::string& currency) {
    if (quantity != Quantity::money) return {value, plugin::Tone::neutral};
    return {plugin::value_of(plugin::Money{value, currency}), plugin::Tone::neutral};
}

plugin::ReportTable rows_of(const plugin::ReportTimeline& timeline) {
    plugin::ReportTable table;
    table.columns = {{label(tr("Lane")), Quantity::text},
                     {label(tr("What")), Quantity::text},
                     {label(tr("From")), Quantity::date},
                     {label(tr("To")), Quantity::date},
                     {label(tr("State")), Quantity::text}};
    for (const plugin::TimelineLane& lane : timeline.lanes) {
        for (const plugin::TimelineSpan& span : lane.spans)
            table.rows.push_back({both_cell(lane.label),
                                  both_cell(span.label),
                                  {span.from.text()},
                                  {span.to ? Value(span.to->text()) : Value()},
                                  tone_cell(span.tone)});
        for (const plugin::TimelineMark& mark : lane.marks)
            table.rows.push_back({both_cell(lane.label),
                                  both_cell(mark.label),
                                  {mark.day.text()},
                                  {mark.day.text()},
                                  tone_cell(mark.tone)});
    }
    return table;
}

plugin::ReportTable rows_of(const plugin::ReportBars& bars) {
    plugin::ReportTable table;
    table.columns = {{label(tr("What")), Quantity::text},
                     {label(tr("Value")), bars.quantity},
                     {label(tr("State")), Quantity::text}};
    for (const plugin::ReportBar& bar : bars.bars)
        table.rows.push_back(
            {both_cell(bar.label), value_cell(bar.value, bars.quantity, bars.currency), tone_cell(bar.tone)});
    return table;
}

plugin::ReportTable rows_of(const plugin::ReportCurves& curves) {
    plugin::ReportTable table;
    table.columns = {{label(tr("Curve")), Quantity::text},
                     {label(tr("Day")), Quantity::date},
                     {label(tr("Value")), curves.quantity}};
    for (const plugin::ReportCurve& curve : curves.curves)
        for (const plugin::CurvePoint& point : curve.points)
            table.rows.push_back({both_cell(curve.label),
                                  {point.day.text()},
                                  value_cell(point.value, curves.quantity, curves.currency)});
    return table;
}

}  // namespace

std::string SheetNames::unique(std::string_view wanted) {
    std::string clean = readers::printable(wanted, longest_name);
    for (char& c : clean)
        if (std::string_view("[]:*?/\\").find(c) != std::string_view::npos) c = ' ';
    while (clean.starts_with('\'') || clean.starts_with(' ')) clean.erase(0, 1);
    const auto shortened = [&](const std::string& end) {
        std::string name(first_units(clean, longest_name - end.size()));
        while (name.ends_with('\'') || name.ends_with(' ')) name.pop_back();
        return name + end;
    };
    if (shortened("").empty()) clean = tr("Table");
    for (int number = 1;; ++number) {
        std::string name = shortened(number == 1 ? "" : fmt::format(" ({})", number));
        if (taken_.insert(readers::case_folded(name)).second) return name;
    }
}

plugin::ReportTable table_of(const Chart& chart) {
    return std::visit([](const auto& one) { return rows_of(one); }, chart);
}

namespace {

/// The page's number; on the left who took the table out, where that is to be told.
std::string page_footer(const Frame& frame) {
    std::string footer;
    for (const char c : shown_lines(frame.mark)) footer += c == '&' ? std::string("&&") : std::string(1, c);
    return (footer.empty() ? std::string() : "&L" + footer) + "&R&P / &N";
}

}  // namespace

lxw_worksheet* Sheets::add(const std::string& name) {
    lxw_worksheet* sheet = workbook_add_worksheet(workbook_, name.c_str());
    if (sheet == nullptr) drawing_failed(name);
    constexpr std::uint8_t a4 = 9;
    worksheet_set_paper(sheet, a4);
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_set_footer(sheet, page_footer(frame_).c_str());
    return sheet;
}

lxw_format* Sheets::format(const CellLook& look) {
    const auto [at, is_new] = formats_.try_emplace(look);
    if (!is_new) return at->second;
    lxw_format* made = at->second = workbook_add_format(workbook_);
    const ChartStyle colours;
    if (look.wrapped) format_set_text_wrap(made);
    format_set_align(made, LXW_ALIGN_VERTICAL_TOP);
    format_set_font_size(made, look.size);
    if (!look.number_format.empty()) format_set_num_format(made, look.number_format.c_str());
    if (look.bold || look.heading || look.total) format_set_bold(made);
    if (look.heading) {
        format_set_bg_color(made, rgb({0.93, 0.94, 0.95}));
        format_set_bottom(made, LXW_BORDER_THIN);
    }
    if (look.total) format_set_top(made, LXW_BORDER_THIN);
    if (look.faint) format_set_font_color(made, rgb(colours.faint));
    if (look.tone != plugin::Tone::neutral) format_set_font_color(made, rgb(colours.of(look.tone)));
    return made;
}

void Sheets::write_text(lxw_worksheet* sheet, std::uint32_t row, std::uint16_t column,
                        const std::string& text, const CellLook& look) {
    if (text.empty()) return;
    std::string kept(first_units(text, longest_text));
    if (kept.size() < text.size()) kept = std::string(first_units(text, longest_text - 1)) + "…";
    const lxw_error error = worksheet_write_string(sheet, row, column, kept.c_str(), format(look));
    if (error != LXW_NO_ERROR) drawing_failed(lxw_strerror(error));
}

void Sheets::write_cell(lxw_worksheet* sheet, std::uint32_t row, std::uint16_t column,
                        const plugin::Cell& cell, Quantity quantity, CellLook look) {
    look.tone = cell.tone;
    if (!write_number(sheet, row, column, cell.value, quantity, look))
        write_text(sheet, row, column, cell_text(cell, quantity, frame_), look);
}

/// False where the value is none of its quantity, or more than a cell holds exactly.
bool Sheets::write_number(lxw_worksheet* sheet, std::uint32_t row, std::uint16_t column, const Value& value,
                          Quantity quantity, CellLook look) {
    const auto write = [&](double number, std::string number_format) {
        look.number_format = std::move(number_format);
        return worksheet_write_number(sheet, row, column, number, format(look)) == LXW_NO_ERROR;
    };
    const auto is_exact = [](std::int64_t number) { return -exact_up_to <= number && number <= exact_up_to; };
    const std::int64_t* integer = value.integer();
    if (quantity == Quantity::integer && integer != nullptr && is_exact(*integer))
        return write(static_cast<double>(*integer), "#,##0");
    if (quantity == Quantity::basis_points && integer != nullptr && is_exact(*integer))
        return write(static_cast<double>(*integer) / 10'000, "0.00 %");
    if (quantity == Quantity::money) {
        const std::optional<plugin::Money> money = plugin::money_of(value);
        const std::optional<int> decimals = money ? plugin::currency_decimals(money->currency) : std::nullopt;
        if (!decimals || !is_exact(money->amount)) return false;
        const std::string digits =
            *decimals == 0 ? "" : "." + std::string(static_cast<std::size_t>(*decimals), '0');
        return write(static_cast<double>(money->amount) / std::pow(10, *decimals),
                     fmt::format("\"{}\" #,##0{}", money->currency, digits));
    }
    if (quantity == Quantity::date && value.text() != nullptr) {
        // Excel counts from 1900 and takes that year for a leap year: what lies before March stays text.
        const std::optional<Date> day = Date::parse(*value.text());
        if (!day || *day < Date{1900, 3, 1}) return false;
        return write(day->days_since(Date{1899, 12, 30}), "yyyy-mm-dd");
    }
    return false;
}

void Sheets::add_table(const plugin::ReportTable& table, const std::string& name, TableLook look) {
    if (table.rows.size() + 2 > LXW_ROW_MAX || table.columns.size() > LXW_COL_MAX)
        drawing_failed(tr("a table has more rows or columns than a spreadsheet can hold"));
    lxw_worksheet* sheet = add(name);
    std::uint32_t row = 0;
    const auto columns = static_cast<std::uint16_t>(table.columns.size());
    std::vector<double> widths(table.columns.size(), narrowest);
    const auto widen = [&](std::uint16_t column, const std::string& text) {
        const auto wide = static_cast<double>(readers::display_width(text)) + 2;
        widths[column] = std::clamp(std::max(widths[column], wide), narrowest, widest);
    };
    const auto write_row = [&](const std::vector<plugin::Cell>& cells, const CellLook& cell_look) {
        for (std::uint16_t i = 0; i < columns; ++i) {
            const plugin::Cell& cell = cell_at(cells, i);
            widen(i, cell_text(cell, table.columns[i].quantity, frame_));
            write_cell(sheet, row, i, cell, table.columns[i].quantity, cell_look);
        }
        ++row;
    };
    CellLook heading, total;
    heading.heading = true;
    total.total = true;
    for (std::uint16_t i = 0; i < columns; ++i) {
        const std::string text = shown_lines(table.columns[i].label);
        widen(i, text);
        write_text(sheet, 0, i, text, heading);
    }
    ++row;
    for (const auto& cells : table.rows) write_row(cells, {});
    if (look == TableLook::bare) {
        // Nothing but rows, for whoever reads them.
    } else if (table.rows.empty()) {
        CellLook faint;
        faint.faint = true;
        write_text(sheet, row++, 0, when_empty(table), faint);
    } else if (columns > 0) {
        worksheet_autofilter(sheet, 0, 0, row - 1, static_cast<std::uint16_t>(columns - 1));
    }
    if (!table.total.empty() && look == TableLook::report) write_row(table.total, total);
    worksheet_freeze_panes(sheet, 1, 0);
    worksheet_repeat_rows(sheet, 0, 0);
    for (std::uint16_t i = 0; i < columns; ++i) worksheet_set_column(sheet, i, i, widths[i], nullptr);
}

}  // namespace xinbu::document
