// The drawings of reports, on any Cairo surface: the screen, a PDF page, an SVG file. The same painter for
// all, so that what was seen is what is printed.
#pragma once

#include <string>
#include <variant>

#include "xinbu/plugin/report.hpp"

typedef struct _cairo cairo_t;

namespace xinbu::document {

struct Colour {
    double red = 0, green = 0, blue = 0;
};

/// How a drawing looks. Lengths are in units of the surface.
struct ChartStyle {
    std::string font = "sans";  ///< a family, as Pango knows it
    double text_size = 12;
    Colour text{0.13, 0.14, 0.16}, faint{0.45, 0.47, 0.50}, line{0.82, 0.83, 0.85}, paper{1, 1, 1};
    Colour neutral{0.36, 0.48, 0.62}, good{0.13, 0.55, 0.35}, attention{0.80, 0.52, 0.05},
        bad{0.76, 0.18, 0.18};
    const Colour& of(plugin::Tone tone) const;
};

using Chart = std::variant<plugin::ReportTimeline, plugin::ReportBars, plugin::ReportCurves>;

/// How high the drawing is at that width.
double chart_height(const Chart& chart, double width, const ChartStyle& style);
/// Draws it with its upper left corner at the origin. Tones differ by hatching and by a sign too, so that
/// the drawing can be read without colour. Texts are in the language in force.
void draw_chart(cairo_t* cairo, const Chart& chart, double width, const ChartStyle& style);

/// A file of its own (SVG 1.1).
std::string chart_svg(const Chart& chart, double width, const ChartStyle& style);

/// The same in words, one sentence or line for each thing drawn: for screen readers and for text.
std::string chart_words(const Chart& chart);

}  // namespace xinbu::document
