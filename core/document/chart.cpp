#include "xinbu/document/chart.hpp"

#include <cairo.h>

#include <algorithm>

#include "drawings.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::document {

namespace {

/// Below this there is no room for an axis and its labels.
constexpr double least_width_in_letters = 16;

/// Lays a chart out and hands it to `use`.
template <class Use>
auto with_drawing(const Chart& chart, double width, const ChartStyle& style, Use&& use) {
    const double wide = std::max(width, style.text_size * least_width_in_letters);
    if (const auto* timeline = std::get_if<plugin::ReportTimeline>(&chart))
        return use(TimelineDrawing(*timeline, wide, style));
    if (const auto* bars = std::get_if<plugin::ReportBars>(&chart))
        return use(BarsDrawing(*bars, wide, style));
    return use(CurvesDrawing(std::get<plugin::ReportCurves>(chart), wide, style));
}

}  // namespace

const Colour& ChartStyle::of(plugin::Tone tone) const {
    switch (tone) {
        case plugin::Tone::good:
            return good;
        case plugin::Tone::attention:
            return attention;
        case plugin::Tone::bad:
            return bad;
        case plugin::Tone::neutral:
            break;
    }
    return neutral;
}

double chart_height(const Chart& chart, double width, const ChartStyle& style) {
    return with_drawing(chart, width, style, [](const auto& drawing) { return drawing.height(); });
}

void draw_chart(cairo_t* cairo, const Chart& chart, double width, const ChartStyle& style) {
    cairo_save(cairo);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_BUTT);
    cairo_set_dash(cairo, nullptr, 0, 0);
    const Canvas canvas(cairo, style);
    with_drawing(chart, width, style, [&](const auto& drawing) { drawing.draw(canvas); });
    cairo_restore(cairo);
}

std::string label_of(const plugin::Text& text) {
    std::string line = host::shown(text);
    std::ranges::replace(line, '\n', ' ');
    constexpr std::size_t longest = 400;  // more is elided in any drawing
    return readers::printable(line, longest);
}

std::string nothing_to_show() {
    return tr("Nothing to show.");
}

}  // namespace xinbu::document
