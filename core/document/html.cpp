// Reports as one page of HTML.
#include <fmt/format.h>

#include "cells.hpp"
#include "qr_code.hpp"
#include "svg.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::document {

using plugin::Tone;

namespace {

constexpr double chart_width = 800;

// Nothing is fetched: system fonts, no script, no picture from elsewhere.
constexpr std::string_view style = R"css(
:root { color-scheme: light; --text: #1f2328; --faint: #5c636c; --line: #d0d7de; --good: #187247; --attention: #8a5800; --bad: #b42323; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2.5rem 1.5rem; max-width: 62rem; color: var(--text); background: #fff;
  font: 15px/1.55 system-ui, "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei", sans-serif; }
header { border-bottom: 2px solid var(--text); padding-bottom: 1rem; margin-bottom: 1.5rem; }
header p { margin: 0; color: var(--faint); }
h1 { font-size: 1.75rem; line-height: 1.25; margin: .25rem 0; }
h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; }
h1, h2, p, td, th, dd, li, figcaption, caption { overflow-wrap: anywhere; white-space: pre-line; }
.subject { font-size: 1.1rem; color: var(--text); }
.doubt { border: 2px solid var(--bad); padding: .6rem .8rem; color: var(--bad); font-weight: 600; }
table { border-collapse: collapse; width: 100%; margin: .8rem 0 1.2rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { padding: .35rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { border-bottom: 2px solid var(--faint); color: var(--faint); font-weight: 600; }
.number { text-align: right; white-space: nowrap; }
tfoot td { border-top: 2px solid var(--faint); border-bottom: 0; font-weight: 700; }
.facts th { width: 16rem; font-weight: 400; color: var(--faint); }
.remark { display: block; color: var(--faint); font-size: .87em; }
.sign { font-weight: 700; }
.good { color: var(--good); } .attention { color: var(--attention); } .bad { color: var(--bad); }
.empty { color: var(--faint); }
figure { margin: 1rem 0 1.4rem; }
figure svg { display: block; width: 100%; height: auto; max-width: 800px; }
.code { display: flex; gap: 1rem; align-items: center; }
.code svg { width: 9.5rem; flex: none; background: #fff; }
.code code { font-size: .8em; color: var(--faint); }
details { color: var(--faint); font-size: .87em; }
footer { margin-top: 3rem; border-top: 2px solid var(--text); font-size: .87em; }
code { font: .95em ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
@page { size: A4; margin: 18mm 16mm; }
@media print {
  body { padding: 0; max-width: none; font-size: 10pt; }
  h1, h2, caption { break-after: avoid; }
  tr, figure { break-inside: avoid; }
  thead { display: table-header-group; } tfoot { display: table-row-group; }
  details { display: none; }
}
)css";

const char* class_of(Tone tone) {
    switch (tone) {
        case Tone::good:
            return "good";
        case Tone::attention:
            return "attention";
        case Tone::bad:
            return "bad";
        case Tone::neutral:
            break;
    }
    return "";
}

class HtmlWriter {
public:
    HtmlWriter(const plugin::ReportModel& model, const Frame& frame) : model_(model), frame_(frame) {}

    std::string write() {
        const std::string title = text(model_.title);
        add("<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n",
            language() == "zh_CN" ? "zh-CN" : "en");
        add("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
            "'unsafe-inline'\">\n");
        add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        add("<meta name=\"generator\" content=\"{}\">\n<title>{}</title>\n<style>", program_name, title);
        html_ += style;
        add("</style>\n</head>\n<body>\n<header>\n<p>{}</p>\n<h1>{}</h1>\n",
            escaped(shown_lines(frame_.organisation)), title);
        if (!model_.subject.is_empty()) add("<p class=\"subject\">{}</p>\n", text(model_.subject));
        add("<p>{} <time datetime=\"{}\">{}</time></p>\n</header>\n", escaped(tr("As of")),
            frame_.as_of.text(), frame_.as_of.text());
        if (const std::string doubt = doubt_sentence(frame_); !doubt.empty())
            add("<p class=\"doubt\" role=\"alert\">{}</p>\n", escaped(doubt));
        add("<main>\n");
        for (const plugin::ReportSection& section : model_.sections) write_section(section);
        add("</main>\n");
        write_footer();
        add("</body>\n</html>\n");
        return std::move(html_);
    }

private:
    template <class... Arguments>
    void add(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
        fmt::format_to(std::back_inserter(html_), format, std::forward<Arguments>(arguments)...);
    }
    static std::string text(const plugin::Text& both) { return escaped(shown_lines(both)); }

    void write_section(const plugin::ReportSection& section) {
        add("<section>\n");
        if (!section.heading.is_empty()) add("<h2>{}</h2>\n", text(section.heading));
        for (const plugin::ReportBlock& block : section.blocks) {
            if (const auto* paragraph = std::get_if<plugin::ReportParagraph>(&block)) {
                write(*paragraph);
            } else if (const auto* facts = std::get_if<plugin::ReportFacts>(&block)) {
                write(*facts);
            } else if (const auto* table = std::get_if<plugin::ReportTable>(&block)) {
                write(*table);
            } else if (const std::optional<ShownCode> code = code_in(block, model_, frame_)) {
                write(*code);
            } else if (const std::optional<Chart> chart = chart_in(block)) {
                write(*chart);
            }
        }
        add("</section>\n");
    }

    /// A sign before what it marks; it has a name, since a colour and a glyph alone tell nothing to who hears
    /// the page.
    static std::string sign(Tone tone) {
        if (tone == Tone::neutral) return {};
        return fmt::format("<span class=\"sign\" role=\"img\" aria-label=\"{}\">{}</span> ",
                           escaped(tone_word(tone)), tone_sign(tone));
    }

    void write(const plugin::ReportParagraph& paragraph) {
        add("<p class=\"{}\">{}{}</p>\n", class_of(paragraph.tone), sign(paragraph.tone),
            text(paragraph.text));
    }

    std::string cell(const plugin::Cell& cell, plugin::Quantity quantity) const {
        const std::string shown = escaped(cell_text(cell, quantity, frame_));
        const std::string* raw = cell.value.text();
        if (quantity == plugin::Quantity::date && raw != nullptr && plugin::Date::parse(*raw))
            return fmt::format("{}<time datetime=\"{}\">{}</time>", sign(cell.tone), shown, shown);
        if (quantity == plugin::Quantity::record && raw != nullptr)
            return fmt::format("{}<span title=\"{}\">{}</span>", sign(cell.tone), escaped(shown_lines(*raw)),
                               shown);
        return sign(cell.tone) + shown;
    }

    std::string class_attribute(const plugin::Cell& cell, plugin::Quantity quantity) const {
        std::string names = is_number(quantity) ? "number" : "";
        if (cell.tone != Tone::neutral)
            names += (names.empty() ? "" : " ") + std::string(class_of(cell.tone));
        return names.empty() ? names : fmt::format(" class=\"{}\"", names);
    }

    void write(const plugin::ReportFacts& facts) {
        if (facts.facts.empty()) return;
        add("<table class=\"facts\">\n<tbody>\n");
        for (const plugin::ReportFact& fact : facts.facts) {
            const char* tone = class_of(fact.cell.tone);
            add("<tr><th scope=\"row\">{}</th><td class=\"{}\">{}", text(fact.label), tone,
                cell(fact.cell, fact.quantity));
            if (!fact.remark.is_empty()) add("<span class=\"remark\">{}</span>", text(fact.remark));
            add("</td></tr>\n");
        }
        add("</tbody>\n</table>\n");
    }

    void write_row(const plugin::ReportTable& table, const std::vector<plugin::Cell>& row) {
        add("<tr>");
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const plugin::Cell& one = cell_at(row, i);
            const plugin::Quantity quantity = table.columns[i].quantity;
            add("<td{}>{}</td>", class_attribute(one, quantity), cell(one, quantity));
        }
        add("</tr>\n");
    }

    void write(const plugin::ReportTable& table) {
        add("<table>\n");
        if (!table.title.is_empty()) add("<caption>{}</caption>\n", text(table.title));
        add("<thead>\n<tr>");
        for (const plugin::ReportColumn& column : table.columns)
            add("<th scope=\"col\"{}>{}</th>", is_number(column.quantity) ? " class=\"number\"" : "",
                text(column.label));
        add("</tr>\n</thead>\n<tbody>\n");
        for (const auto& row : table.rows) write_row(table, row);
        if (table.rows.empty())
            add("<tr><td class=\"empty\" colspan=\"{}\">{}</td></tr>\n",
                std::max<std::size_t>(table.columns.size(), 1), escaped(when_empty(table)));
        add("</tbody>\n");
        if (!table.total.empty()) {
            add("<tfoot>\n");
            write_row(table, table.total);
            add("</tfoot>\n");
        }
        add("</table>\n");
    }

    void write(const Chart& chart) {
        add("<figure>\n");
        html_ += inline_svg(chart, chart_width, {}, fmt::format("c{}-", ++charts_));
        add("<details><summary>{}</summary><p>{}</p></details>\n</figure>\n", escaped(tr("In words")),
            escaped(chart_words(chart)));
    }

    void write(const ShownCode& code) {
        add("<figure class=\"code\">\n");
        if (const std::optional<QrCode> drawn = QrCode::of(code.content))
            add("<svg viewBox=\"0 0 {0} {0}\" role=\"img\" aria-label=\"{1}\" shape-rendering=\"crispEdges\">"
                "<path d=\"{2}\"/></svg>\n",
                drawn->size(), escaped(tr("QR code")), drawn->svg_path());
        add("<figcaption>{}\n<code>{}</code></figcaption>\n</figure>\n", escaped(code.caption),
            escaped(code.content));
    }

    void write_footer() {
        add("<footer>\n");
        if (!model_.sources.empty()) {
            add("<h2>{}</h2>\n<ul>\n", escaped(tr("Sources")));
            for (const plugin::ReportSource& source : model_.sources)
                add("<li>{}</li>\n", escaped(source_line(source)));
            add("</ul>\n");
        }
        add("<h2>{}</h2>\n<table class=\"facts\">\n<tbody>\n", escaped(tr("What it was made from")));
        for (const auto& [label, value] : provenance(frame_))
            add("<tr><th scope=\"row\">{}</th><td><code>{}</code></td></tr>\n", escaped(label),
                escaped(value));
        add("</tbody>\n</table>\n</footer>\n");
    }

    const plugin::ReportModel& model_;
    const Frame& frame_;
    std::string html_;
    int charts_ = 0;
};

}  // namespace

std::string to_html(const plugin::ReportModel& model, const Frame& frame) {
    return HtmlWriter(model, frame).write();
}

}  // namespace xinbu::document
