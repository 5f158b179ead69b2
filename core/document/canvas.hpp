// The shapes that charts are made of. Inside document only.
#pragma once

#include "typesetter.hpp"
#include "xinbu/document/chart.hpp"

namespace xinbu::document {

struct Box {
    double x = 0, y = 0, width = 0, height = 0;
};

/// Between two colours: 0 is the first, 1 the second.
Colour mix(const Colour& from, const Colour& to, double share);

class Canvas {
public:
    Canvas(cairo_t* cairo, const ChartStyle& style) : cairo_(cairo), style_(style) {}

    cairo_t* cairo() const { return cairo_; }
    const ChartStyle& style() const { return style_; }

    void line(double x1, double y1, double x2, double y2, const Colour& colour, double thickness = 1) const;
    void dashed_line(double x1, double y1, double x2, double y2, const Colour& colour) const;
    void fill(const Box& box, const Colour& colour) const;
    /// A bar in the colour and the hatching of a tone; paler where `strength` is below 1.
    void bar(const Box& box, plugin::Tone tone, double strength = 1) const;
    /// Lets a bar fade out towards its left or right end, with an arrow: it goes on beyond.
    void fade(const Box& end, plugin::Tone tone, bool to_the_right) const;
    /// What stands for a tone where colour cannot: a tick, an exclamation mark, a cross; nothing for neutral.
    void sign(plugin::Tone tone, double x, double y, double size) const;
    /// A mark on a day: another shape for each tone.
    void mark(plugin::Tone tone, double x, double y, double size) const;

private:
    void colour(const Colour& colour) const;

    cairo_t* cairo_;
    const ChartStyle& style_;
};

}  // namespace xinbu::document
