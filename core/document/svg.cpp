#include "svg.hpp"

#include <cairo-svg.h>
#include <fmt/format.h>

#include <map>

#include "cells.hpp"
#include "drawings.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/base/result.hpp"

namespace xinbu::document {

namespace {

cairo_status_t append(void* text, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

std::string drawn_by_cairo(const Chart& chart, double width, const ChartStyle& style) {
    std::string svg;
    cairo_surface_t* surface =
        cairo_svg_surface_create_for_stream(append, &svg, width, chart_height(chart, width, style));
    cairo_svg_surface_restrict_to_version(surface, CAIRO_SVG_VERSION_1_1);
    cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX);
    cairo_t* cairo = cairo_create(surface);
    draw_chart(cairo, chart, width, style);
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    const cairo_status_t status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    if (status != CAIRO_STATUS_SUCCESS) drawing_failed(cairo_status_to_string(status));
    return svg;
}

/// Cairo counts its surfaces through the life of the process, and names things after that number: here they
/// are numbered anew, in the order of their appearance.
class Renamed {
public:
    Renamed(std::string_view svg, std::string_view prefix) : prefix_(prefix) {
        for (std::size_t at = 0; at < svg.size();) {
            const std::size_t length = name_behind(svg, at);
            if (length == 0) {
                text_ += svg[at++];
                continue;
            }
            text_ += new_name(svg.substr(at, length));
            at += length;
        }
    }
    std::string take() { return std::move(text_); }

private:
    /// The length of the id that begins at `at`; 0 where none does.
    static std::size_t name_behind(std::string_view svg, std::size_t at) {
        const std::string_view before = svg.substr(0, at);
        if (before.ends_with(" id=\"") || before.ends_with("href=\"#")) return svg.find('"', at) - at;
        if (before.ends_with("url(#")) return svg.find(')', at) - at;
        return 0;
    }
    std::string new_name(std::string_view old) {
        const auto [at, is_new] = names_.try_emplace(std::string(old));
        if (is_new) at->second = fmt::format("{}{}", prefix_, names_.size());
        return at->second;
    }

    std::string_view prefix_;
    std::map<std::string, std::string, std::less<>> names_;
    std::string text_;
};

/// A title and a description inside the drawing, for screen readers.
void describe(std::string& svg, const Chart& chart, std::string_view prefix) {
    const std::size_t tag = svg.find("<svg ");
    const std::size_t end = svg.find('>', tag);
    if (tag == std::string::npos || end == std::string::npos) drawing_failed("svg");
    const std::string title = label_of(title_of(chart));
    svg.insert(end + 1,
               fmt::format("\n<title id=\"{0}title\">{1}</title>\n<desc id=\"{0}words\">{2}</desc>", prefix,
                           escaped(title.empty() ? tr("Chart") : title), escaped(chart_words(chart))));
    svg.insert(tag + 5, fmt::format("role=\"img\" aria-labelledby=\"{0}title {0}words\" ", prefix));
}

}  // namespace

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char c : text) {
        switch (c) {
            case '&':
                safe += "&amp;";
                break;
            case '<':
                safe += "&lt;";
                break;
            case '>':
                safe += "&gt;";
                break;
            case '"':
                safe += "&quot;";
                break;
            case '\'':
                safe += "&#39;";
                break;
            default:
                safe += c;
        }
    }
    return safe;
}

std::string chart_svg(const Chart& chart, double width, const ChartStyle& style) {
    std::string svg = Renamed(drawn_by_cairo(chart, width, style), "n").take();
    describe(svg, chart, "n-");
    return svg;
}

std::string inline_svg(const Chart& chart, double width, const ChartStyle& style, std::string_view prefix) {
    const std::string drawn = drawn_by_cairo(chart, width, style);
    const std::size_t begin = drawn.find("<svg ");
    if (begin == std::string::npos) drawing_failed("svg");
    std::string svg = Renamed(std::string_view(drawn).substr(begin), prefix).take();
    describe(svg, chart, fmt::format("{}-", prefix));
    return svg;
}

}  // namespace xinbu::document
