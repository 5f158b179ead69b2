// Reports as PDF.
#include <cairo-pdf.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <deque>

#include "cells.hpp"
#include "drawings.hpp"
#include "pdf_table.hpp"
#include "qr_code.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::document {

namespace {

constexpr const char* family = "sans";
constexpr double code_side = 118;    ///< of a QR code with its quiet zone: 42 mm
constexpr double label_share = 0.3;  ///< of the width, for the names of facts

struct Heading {
    std::string text;
    std::size_t page = 1;
    double y = 0;
};

/// A report laid out: written twice, once to count its pages and once to draw them.
class Printed {
public:
    Printed(const plugin::ReportModel& model, const Frame& frame)
        : model_(model), frame_(frame), type_(family) {
        for (const plugin::ReportSection& section : model.sections)
            for (const plugin::ReportBlock& block : section.blocks)
                if (const auto* table = std::get_if<plugin::ReportTable>(&block))
                    tables_.emplace_back(*table, frame, type_);
    }

    /// Writes all of it; `cairo` is null to count only. Returns the number of pages.
    std::size_t write(cairo_t* cairo, std::size_t total) {
        Pages pages(cairo, type_, model_, frame_, total);
        headings_.clear();
        next_table_ = 0;
        write_title(pages);
        for (const plugin::ReportSection& section : model_.sections) {
            write_heading(pages, shown_lines(section.heading), beginning_of(section));
            for (const plugin::ReportBlock& block : section.blocks) write_block(pages, block);
        }
        write_sources(pages);
        return pages.number();
    }
    const std::vector<Heading>& headings() const { return headings_; }

private:
    void write_title(Pages& pages) const {
        const ChartStyle& style = pages.style();
        const auto put = [&](const std::string& text, const Font& font, const Colour& colour, double behind) {
            if (text.empty()) return;
            pages.write(type_.paragraph(text, font, Print::width), Print::side, colour);
            pages.move(behind);
        };
        put(shown_lines(frame_.organisation), Print::text, style.faint, 6);
        put(shown_lines(model_.title), Print::title, style.text, 4);
        put(shown_lines(model_.subject), {12, false}, style.text, 4);
        put(std::string(tr("As of")) + " " + frame_.as_of.text(), Print::text, style.faint, 6);
        put(doubt_sentence(frame_), Print::caption, style.bad, 6);
        if (pages.draws())
            pages.canvas().line(Print::side, pages.y(), Print::side + Print::width, pages.y(), style.text,
                                1.2);
        pages.move(6);
    }

    static constexpr double some_lines = 48;

    /// What of a section must stand on the page of its heading, which is never alone at the foot of a page.
    double beginning_of(const plugin::ReportSection& section) const {
        if (section.blocks.empty()) return some_lines;
        const plugin::ReportBlock& block = section.blocks.front();
        if (std::holds_alternative<plugin::ReportTable>(block))
            return std::clamp(tables_[next_table_].beginning(type_), some_lines, Pages::whole() / 2);
        if (const std::optional<Chart> chart = chart_in(block))
            return std::clamp(chart_height(*chart, Print::width, ChartStyle()) + 9, some_lines,
                              Pages::whole() - 2 * some_lines);
        return some_lines;
    }

    /// `behind`: the room that what follows needs on the same page.
    void write_heading(Pages& pages, const std::string& text, double behind = some_lines) {
        if (text.empty()) return pages.move(10);
        const Lines lines = type_.paragraph(text, Print::heading, Print::width);
        pages.need(14 + lines.height() + 5 + behind);
        pages.move(14);
        headings_.push_back({text, pages.number(), pages.y()});
        pages.write(lines, Print::side, pages.style().text);
        pages.move(5);
    }

    void write_block(Pages& pages, const plugin::ReportBlock& block) {
        if (const auto* paragraph = std::get_if<plugin::ReportParagraph>(&block)) {
            write(pages, *paragraph);
        } else if (const auto* facts = std::get_if<plugin::ReportFacts>(&block)) {
            for (const plugin::ReportFact& fact : facts->facts) write(pages, fact);
            pages.move(10);
        } else if (std::holds_alternative<plugin::ReportTable>(block)) {
            const PdfTable& laid_out = tables_[next_table_++];
            const auto& table = std::get<plugin::ReportTable>(block);
            if (laid_out.is_too_wide() && !table.rows.empty()) {
                write_one_by_one(pages, table);
            } else {
                laid_out.write(pages);
            }
        } else if (const std::optional<ShownCode> code = code_in(block, model_, frame_)) {
            write(pages, *code);
        } else if (const std::optional<Chart> chart = chart_in(block)) {
            write(pages, *chart);
        }
    }

    /// A table that is too wide for paper: each row as a list of what it holds.
    void write_one_by_one(Pages& pages, const plugin::ReportTable& table) const {
        const auto put = [&](const std::string& text, double room) {
            const Lines title = type_.paragraph(text, Print::caption, Print::width);
            pages.need(title.height() + room);
            pages.write(title, Print::side, pages.style().text);
            pages.move(2);
        };
        const auto put_row = [&](const std::vector<plugin::Cell>& row) {
            for (std::size_t i = 0; i < table.columns.size(); ++i) {
                const plugin::ReportColumn& column = table.columns[i];
                plugin::ReportFact fact{column.label, cell_at(row, i), column.quantity};
                if (!cell_text(fact.cell, fact.quantity, frame_).empty()) write(pages, fact);
            }
            pages.move(12);
        };
        constexpr double some_facts = 60;
        if (!table.title.is_empty()) put(shown_lines(table.title), 2 * some_facts);
        for (std::size_t at = 0; at < table.rows.size(); ++at) {
            put(fmt::format("{} / {}", at + 1, table.rows.size()), some_facts);
            put_row(table.rows[at]);
        }
        if (!table.total.empty()) put_row(table.total);
    }

    /// The code, and beside it what it is for and the same in letters. It never parts over two pages.
    void write(Pages& pages, const ShownCode& code) const {
        const std::optional<QrCode> drawn = QrCode::of(code.content);
        const double side = drawn ? code_side : 0, gap = drawn ? 14 : 0;
        const double width = Print::width - side - gap;
        const Lines caption = type_.paragraph(code.caption, Print::text, width);
        const Lines content = type_.paragraph(code.content, Print::small, width);
        const double words = caption.height() + 4 + content.height();
        pages.need(std::max(side, words) + 8);
        pages.move(4);
        const std::size_t page = pages.number();
        const double top = pages.y();
        if (drawn && pages.draws()) {
            const double scale = side / drawn->size();
            cairo_save(pages.cairo());
            cairo_translate(pages.cairo(), Print::side, top);
            cairo_scale(pages.cairo(), scale, scale);
            cairo_set_source_rgb(pages.cairo(), 0, 0, 0);
            drawn->draw(pages.cairo());
            cairo_restore(pages.cairo());
        }
        pages.move(std::max((side - words) / 2, 0.0));
        pages.write(caption, Print::side + side + gap, pages.style().text);
        pages.move(4);
        pages.write(content, Print::side + side + gap, pages.style().faint);
        if (pages.number() == page) pages.move(std::max(top + side - pages.y(), 0.0));
        pages.move(8);
    }

    static double sign_width(plugin::Tone tone) {
        return tone == plugin::Tone::neutral ? 0 : Print::text.size * 1.05;
    }
    static void draw_sign(Pages& pages, plugin::Tone tone, double x, double line_height) {
        const double size = Print::text.size * 0.75;
        if (pages.draws()) pages.canvas().sign(tone, x, pages.y() + (line_height - size) / 2, size);
    }

    void write(Pages& pages, const plugin::ReportParagraph& paragraph) const {
        const double sign = sign_width(paragraph.tone);
        const Lines lines = type_.paragraph(shown_lines(paragraph.text), Print::text, Print::width - sign);
        pages.need(std::min(lines.height(), 3 * lines.line_height()));
        draw_sign(pages, paragraph.tone, Print::side, lines.line_height());
        pages.write(lines, Print::side + sign, pages.style().text);
        pages.move(7);
    }

    void write(Pages& pages, const plugin::ReportFact& fact, const Font& font = Print::text) const {
        const double left = Print::side + Print::width * label_share;
        const double sign = sign_width(fact.cell.tone);
        const Lines label =
            type_.paragraph(shown_lines(fact.label), Print::text, Print::width * label_share - 10);
        const double width = Print::width * (1 - label_share) - sign;
        const Lines value = type_.paragraph(cell_text(fact.cell, fact.quantity, frame_), font, width);
        const Lines remark = type_.paragraph(shown_lines(fact.remark), Print::small, width);
        const double beside = value.height() + remark.height();
        pages.need(std::max(label.height(), beside) + 7);
        pages.move(3.5);
        const std::size_t page = pages.number();
        const double top = pages.y();
        if (pages.draws()) label.draw(pages.cairo(), Print::side, top, pages.style().faint);
        draw_sign(pages, fact.cell.tone, left, value.line_height());
        pages.write(value, left + sign, pages.style().text);
        pages.write(remark, left + sign, pages.style().faint);
        if (pages.number() == page) pages.move(std::max(top + label.height() - pages.y(), 0.0));
        pages.move(3.5);
        if (pages.draws())
            pages.canvas().line(Print::side, pages.y(), Print::side + Print::width, pages.y(),
                                pages.style().line, 0.5);
    }

    void write_origin(Pages& pages, const std::string& label, const std::string& value) const {
        plugin::ReportFact fact;
        fact.label = {label, label};
        fact.cell.value = value;
        write(pages, fact, Print::small);  // a root in one line: it is compared letter by letter
    }

    /// A chart stands on one page; one of many lanes or bars is taken in parts, and what is still too high is
    /// drawn smaller.
    void write(Pages& pages, const Chart& chart) const {
        const double height = chart_height(chart, Print::width, pages.style());
        if (height > Pages::whole()) {
            if (const std::optional<std::pair<Chart, Chart>> halves = halves_of(chart)) {
                write(pages, halves->first);
                return write(pages, halves->second);
            }
        }
        const double scale = std::min(1.0, (Pages::whole() - 8) / height);
        pages.need(height * scale + 6);
        pages.move(3);
        if (pages.draws()) {
            cairo_save(pages.cairo());
            cairo_translate(pages.cairo(), Print::side, pages.y());
            cairo_scale(pages.cairo(), scale, scale);
            draw_chart(pages.cairo(), chart, Print::width, pages.style());
            cairo_restore(pages.cairo());
        }
        pages.move(height * scale + 12);
    }

    template <class T>
    static std::pair<std::vector<T>, std::vector<T>> split(const std::vector<T>& all) {
        const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
        return {{all.begin(), middle}, {middle, all.end()}};
    }
    static std::optional<std::pair<Chart, Chart>> halves_of(const Chart& chart) {
        if (const auto* timeline = std::get_if<plugin::ReportTimeline>(&chart)) {
            if (timeline->lanes.size() < 2) return std::nullopt;
            plugin::ReportTimeline first = *timeline, second = *timeline;
            std::tie(first.lanes, second.lanes) = split(timeline->lanes);
            return std::pair<Chart, Chart>(std::move(first), std::move(second));
        }
        if (const auto* bars = std::get_if<plugin::ReportBars>(&chart)) {
            if (bars->bars.size() < 2) return std::nullopt;
            plugin::ReportBars first = *bars, second = *bars;
            std::tie(first.bars, second.bars) = split(bars->bars);
            return std::pair<Chart, Chart>(std::move(first), std::move(second));
        }
        return std::nullopt;
    }

    void write_sources(Pages& pages) {
        if (!model_.sources.empty()) {
            write_heading(pages, tr("Sources"));
            for (const plugin::ReportSource& source : model_.sources)
                write(pages, plugin::ReportParagraph{{source_line(source), source_line(source)},
                                                     plugin::Tone::neutral});
        }
        write_heading(pages, tr("What it was made from"));
        for (const auto& [label, value] : provenance(frame_)) write_origin(pages, label, value);
    }

    const plugin::ReportModel& model_;
    const Frame& frame_;
    Typesetter type_;
    std::deque<PdfTable> tables_;
    std::size_t next_table_ = 0;
    std::vector<Heading> headings_;
};

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int length) {
    static_cast<Bytes*>(bytes)->insert(static_cast<Bytes*>(bytes)->end(), data, data + length);
    return CAIRO_STATUS_SUCCESS;
}

void set_metadata(cairo_surface_t* surface, const plugin::ReportModel& model, const Frame& frame) {
    const auto set = [&](cairo_pdf_metadata_t what, const std::string& text) {
        if (!text.empty()) cairo_pdf_surface_set_metadata(surface, what, text.c_str());
    };
    set(CAIRO_PDF_METADATA_TITLE, label_of(model.title));
    set(CAIRO_PDF_METADATA_SUBJECT, label_of(model.subject));
    set(CAIRO_PDF_METADATA_AUTHOR, label_of({frame.organisation, frame.organisation}));
    set(CAIRO_PDF_METADATA_KEYWORDS,
        fmt::format("{} {} {}", shown_lines(frame.origin), frame.size, shown_lines(frame.root)));
    set(CAIRO_PDF_METADATA_CREATOR, program_name);
    // Cairo would write down the present moment.
    set(CAIRO_PDF_METADATA_CREATE_DATE, document_time(frame));
    set(CAIRO_PDF_METADATA_MOD_DATE, document_time(frame));
}

void set_outline(cairo_surface_t* surface, const std::vector<Heading>& headings) {
    for (const Heading& heading : headings) {
        const std::string place = fmt::format("page={} pos=[{:.1f} {:.1f}]", heading.page, Print::side,
                                              std::max(heading.y - 8, 0.0));
        cairo_pdf_surface_add_outline(surface, CAIRO_PDF_OUTLINE_ROOT,
                                      label_of({heading.text, heading.text}).c_str(), place.c_str(),
                                      CAIRO_PDF_OUTLINE_FLAG_OPEN);
    }
}

}  // namespace

Bytes to_pdf(const plugin::ReportModel& model, const Frame& frame) {
    Printed printed(model, frame);
    const std::size_t pages = printed.write(nullptr, 0);

    Bytes bytes;
    cairo_surface_t* surface =
        cairo_pdf_surface_create_for_stream(append, &bytes, Print::page_width, Print::page_height);
    set_metadata(surface, model, frame);
    cairo_t* cairo = cairo_create(surface);
    printed.write(cairo, pages);
    set_outline(surface, printed.headings());
    const cairo_status_t drawn = cairo_status(cairo);
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    const cairo_status_t written = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    if (drawn != CAIRO_STATUS_SUCCESS) drawing_failed(cairo_status_to_string(drawn));
    if (written != CAIRO_STATUS_SUCCESS) drawing_failed(cairo_status_to_string(written));
    return bytes;
}

}  // namespace xinbu::document
