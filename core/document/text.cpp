// Reports for a terminal.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "cells.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::document {

using plugin::Tone;

namespace {

constexpr std::size_t narrowest_column = 6;
constexpr std::size_t between_columns = 2;

/// Cuts a line at `width` columns, at a blank where there is one; of Chinese text at any character.
std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string_view rest = text.substr(at, end - at);
        while (width > 0 && readers::display_width(rest) > width) {
            std::size_t cut = 0, blank = 0, taken = 0;  // bytes, bytes, columns
            while (cut < rest.size()) {
                const readers::Glyph glyph = readers::next_glyph(rest.substr(cut));
                if (taken + glyph.columns > width && cut > 0) break;
                if (rest[cut] == ' ') blank = cut;
                taken += glyph.columns;
                cut += glyph.bytes;
            }
            // A blank near the begin would leave most of the line empty.
            if (blank > cut / 2 && cut < rest.size()) cut = blank;
            lines.emplace_back(rest.substr(0, cut));
            rest.remove_prefix(cut);
            while (rest.starts_with(' ')) rest.remove_prefix(1);
        }
        lines.emplace_back(rest);
        at = end + 1;
    }
    return lines;
}

void pad(std::string& line, std::size_t columns) {
    line.append(columns, ' ');
}

using Row = std::vector<std::string>;

struct Layout {
    std::vector<std::size_t> widths;
    std::vector<bool> to_the_right;
};

/// Each column as wide as its widest cell; where that is more than there is room for, the widest are cut.
Layout layout_of(std::span<const Row> rows, std::vector<bool> to_the_right, std::size_t room) {
    Layout layout{std::vector<std::size_t>(to_the_right.size()), std::move(to_the_right)};
    for (const Row& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            for (const std::string& line : wrapped(row[i], 0))
                layout.widths[i] = std::max(layout.widths[i], readers::display_width(line));
    if (room == 0 || layout.widths.empty()) return layout;
    const auto all = [&] {
        std::size_t sum = (layout.widths.size() - 1) * between_columns;
        for (const std::size_t width : layout.widths) sum += width;
        return sum;
    };
    while (all() > room) {
        const auto widest = std::ranges::max_element(layout.widths);
        if (*widest <= narrowest_column) break;
        *widest -= std::min(all() - room, std::max<std::size_t>(*widest / 8, 1));
        *widest = std::max(*widest, narrowest_column);
    }
    return layout;
}

void add_row(std::string& out, const Row& row, const Layout& layout) {
    std::vector<std::vector<std::string>> cells;
    std::size_t height = 1;
    for (std::size_t i = 0; i < row.size(); ++i) {
        cells.push_back(wrapped(row[i], layout.widths[i]));
        height = std::max(height, cells.back().size());
    }
    for (std::size_t line = 0; line < height; ++line) {
        std::string text;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const std::string& part = line < cells[i].size() ? cells[i][line] : std::string();
            const std::size_t left =
                layout.widths[i] - std::min(layout.widths[i], readers::display_width(part));
            if (layout.to_the_right[i]) pad(text, left);
            text += part;
            if (!layout.to_the_right[i]) pad(text, left);
            if (i + 1 < cells.size()) pad(text, between_columns);
        }
        text.erase(text.find_last_not_of(' ') + 1);
        out += text + '\n';
    }
}

class TextWriter {
public:
    TextWriter(const plugin::ReportModel& model, const Frame& frame, std::size_t columns)
        : model_(model), frame_(frame), columns_(columns) {}

    std::string write() {
        add_heading(shown_lines(model_.title), '=');
        if (!model_.subject.is_empty()) add_text(shown_lines(model_.subject));
        add_text(
            fmt::format("{}  {} {}", shown_lines(frame_.organisation), tr("As of"), frame_.as_of.text()));
        if (const std::string doubt = doubt_sentence(frame_); !doubt.empty()) add_text("! " + doubt);
        for (const plugin::ReportSection& section : model_.sections) {
            out_ += '\n';
            if (!section.heading.is_empty()) add_heading(shown_lines(section.heading), '-');
            for (std::size_t i = 0; i < section.blocks.size(); ++i) {
                if (i > 0) out_ += '\n';
                write(section.blocks[i]);
            }
        }
        if (!model_.sources.empty()) {
            out_ += '\n';
            add_heading(tr("Sources"), '-');
            for (const plugin::ReportSource& source : model_.sources) add_text(source_line(source));
        }
        out_ += '\n';
        add_heading(tr("What it was made from"), '-');
        std::vector<Row> rows;
        for (const auto& [label, value] : provenance(frame_)) rows.push_back({label, value});
        add_rows(rows, {false, false});
        return std::move(out_);
    }

private:
    void add_text(std::string_view text) {
        for (const std::string& line : wrapped(text, columns_)) out_ += line + '\n';
    }
    void add_heading(std::string_view text, char under) {
        std::size_t widest = 0;
        for (const std::string& line : wrapped(text, columns_)) {
            out_ += line + '\n';
            widest = std::max(widest, readers::display_width(line));
        }
        out_.append(widest, under);
        out_ += '\n';
    }
    void add_rows(std::span<const Row> rows, std::vector<bool> to_the_right) {
        const Layout layout = layout_of(rows, std::move(to_the_right), columns_);
        for (const Row& row : rows) add_row(out_, row, layout);
    }

    static std::string with_sign(Tone tone, std::string text) {
        const std::string_view sign = tone_sign(tone);
        return sign.empty() ? text : std::string(sign) + " " + text;
    }
    std::string cell(const plugin::Cell& cell, plugin::Quantity quantity) const {
        return with_sign(cell.tone, cell_text(cell, quantity, frame_));
    }

    void write(const plugin::ReportBlock& block) {
        if (const auto* paragraph = std::get_if<plugin::ReportParagraph>(&block)) {
            add_text(with_sign(paragraph->tone, shown_lines(paragraph->text)));
        } else if (const auto* facts = std::get_if<plugin::ReportFacts>(&block)) {
            write(*facts);
        } else if (const auto* table = std::get_if<plugin::ReportTable>(&block)) {
            write(*table);
        } else if (const std::optional<ShownCode> code = code_in(block, model_, frame_)) {
            add_text(code->caption);
            add_text(code->content);
        } else if (const std::optional<Chart> chart = chart_in(block)) {
            if (!title_of(*chart).is_empty()) add_text(shown_lines(title_of(*chart)));
            add_text(chart_words(*chart));
        }
    }

    void write(const plugin::ReportFacts& facts) {
        std::vector<Row> rows;
        for (const plugin::ReportFact& fact : facts.facts) {
            std::string value = cell(fact.cell, fact.quantity);
            if (!fact.remark.is_empty()) value += " (" + shown_lines(fact.remark) + ")";
            rows.push_back({shown_lines(fact.label), std::move(value)});
        }
        add_rows(rows, {false, false});
    }

    void write(const plugin::ReportTable& table) {
        if (!table.title.is_empty()) add_text(shown_lines(table.title));
        std::vector<bool> to_the_right;
        std::vector<Row> rows(1);
        for (const plugin::ReportColumn& column : table.columns) {
            rows.front().push_back(shown_lines(column.label));
            to_the_right.push_back(is_number(column.quantity));
        }
        const auto row_of = [&](const std::vector<plugin::Cell>& cells) {
            Row row;
            for (std::size_t i = 0; i < table.columns.size(); ++i)
                row.push_back(cell(cell_at(cells, i), table.columns[i].quantity));
            return row;
        };
        for (const auto& cells : table.rows) rows.push_back(row_of(cells));
        if (!table.total.empty()) rows.push_back(row_of(table.total));
        const Layout layout = layout_of(rows, to_the_right, columns_);
        const auto rule = [&] {
            Row row;
            for (const std::size_t width : layout.widths) row.emplace_back(width, '-');
            add_row(out_, row, layout);
        };
        add_row(out_, rows.front(), layout);
        rule();
        for (std::size_t i = 1; i <= table.rows.size(); ++i) add_row(out_, rows[i], layout);
        if (table.rows.empty()) add_text(when_empty(table));
        if (table.total.empty()) return;
        rule();
        add_row(out_, rows.back(), layout);
    }

    const plugin::ReportModel& model_;
    const Frame& frame_;
    std::size_t columns_;
    std::string out_;
};

}  // namespace

std::string to_text(const plugin::ReportModel& model, const Frame& frame, std::size_t columns) {
    return TextWriter(model, frame, columns).write();
}

}  // namespace xinbu::document
