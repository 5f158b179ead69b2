#include "canvas.hpp"

#include <cairo.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace xinbu::document {

using plugin::Tone;

namespace {

/// Keeps the state of a context for the length of a block.
class Saved {
public:
    explicit Saved(cairo_t* cairo) : cairo_(cairo) { cairo_save(cairo_); }
    ~Saved() { cairo_restore(cairo_); }
    Saved(const Saved&) = delete;
    Saved& operator=(const Saved&) = delete;

private:
    cairo_t* cairo_;
};

void path_of(cairo_t* cairo, const Box& box) {
    const double radius = std::min({2.0, box.width / 2, box.height / 2});
    constexpr double quarter = std::numbers::pi / 2;
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, box.x + box.width - radius, box.y + radius, radius, -quarter, 0);
    cairo_arc(cairo, box.x + box.width - radius, box.y + box.height - radius, radius, 0, quarter);
    cairo_arc(cairo, box.x + radius, box.y + box.height - radius, radius, quarter, 2 * quarter);
    cairo_arc(cairo, box.x + radius, box.y + radius, radius, 2 * quarter, 3 * quarter);
    cairo_close_path(cairo);
}

/// Slanting lines across a box, at 45 degrees. They hang on the surface, not on the box, so that they run on
/// through boxes that touch.
void slant(cairo_t* cairo, const Box& box, double distance, bool rising) {
    const double begin = std::floor((box.x - box.height) / distance) * distance;
    for (double x = begin; x < box.x + box.width + box.height; x += distance) {
        cairo_move_to(cairo, x, rising ? box.y + box.height : box.y);
        cairo_line_to(cairo, x + box.height, rising ? box.y : box.y + box.height);
    }
    cairo_stroke(cairo);
}

}  // namespace

Colour mix(const Colour& from, const Colour& to, double share) {
    const auto between = [share](double a, double b) { return a + (b - a) * share; };
    return {between(from.red, to.red), between(from.green, to.green), between(from.blue, to.blue)};
}

void Canvas::colour(const Colour& colour) const {
    cairo_set_source_rgb(cairo_, colour.red, colour.green, colour.blue);
}

void Canvas::line(double x1, double y1, double x2, double y2, const Colour& with, double thickness) const {
    colour(with);
    cairo_set_line_width(cairo_, thickness);
    cairo_move_to(cairo_, x1, y1);
    cairo_line_to(cairo_, x2, y2);
    cairo_stroke(cairo_);
}

void Canvas::dashed_line(double x1, double y1, double x2, double y2, const Colour& with) const {
    const Saved saved(cairo_);
    const double dashes[]{4, 3};
    cairo_set_dash(cairo_, dashes, 2, 0);
    line(x1, y1, x2, y2, with, 1.2);
}

void Canvas::fill(const Box& box, const Colour& with) const {
    colour(with);
    cairo_rectangle(cairo_, box.x, box.y, box.width, box.height);
    cairo_fill(cairo_);
}

void Canvas::bar(const Box& box, Tone tone, double strength) const {
    if (box.width <= 0 || box.height <= 0) return;
    const Colour full = style_.of(tone);
    // Neutral is the one without hatching and sign; it is paler so that it can be told from good in grey,
    // too.
    const Colour body = mix(style_.paper, full, (tone == Tone::neutral ? 0.55 : 1) * strength);
    const Saved saved(cairo_);
    path_of(cairo_, box);
    colour(body);
    cairo_fill_preserve(cairo_);
    if (tone == Tone::attention || tone == Tone::bad) {
        const Saved clipped(cairo_);
        cairo_clip_preserve(cairo_);
        cairo_new_path(cairo_);
        colour(mix(body, style_.paper, 0.6));
        cairo_set_line_width(cairo_, 1.3);
        slant(cairo_, box, 6, true);
        if (tone == Tone::bad) slant(cairo_, box, 6, false);
    }
    cairo_new_path(cairo_);
    path_of(cairo_, {box.x + 0.5, box.y + 0.5, std::max(box.width - 1, 0.1), box.height - 1});
    colour(mix(style_.paper, full, strength < 1 ? 0.75 : 1));
    cairo_set_line_width(cairo_, 1);
    cairo_stroke(cairo_);
}

void Canvas::fade(const Box& end, Tone tone, bool to_the_right) const {
    const double outer = to_the_right ? end.x + end.width : end.x;
    const double inner = to_the_right ? end.x : end.x + end.width;
    {
        const Saved saved(cairo_);
        cairo_pattern_t* paper = cairo_pattern_create_linear(inner, 0, outer, 0);
        const Colour& white = style_.paper;
        cairo_pattern_add_color_stop_rgba(paper, 0, white.red, white.green, white.blue, 0);
        cairo_pattern_add_color_stop_rgba(paper, 0.8, white.red, white.green, white.blue, 1);
        cairo_pattern_add_color_stop_rgba(paper, 1, white.red, white.green, white.blue, 1);
        cairo_rectangle(cairo_, std::min(inner, outer), end.y - 0.5, end.width + 1, end.height + 1);
        cairo_set_source(cairo_, paper);
        cairo_fill(cairo_);
        cairo_pattern_destroy(paper);
    }
    const double reach = end.height * 0.45, middle = end.y + end.height / 2;
    const double tip = to_the_right ? outer - 1 : outer + 1;
    const double back = to_the_right ? tip - reach : tip + reach;
    const Saved saved(cairo_);
    colour(style_.of(tone));
    cairo_set_line_width(cairo_, 1.6);
    cairo_set_line_join(cairo_, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(cairo_, CAIRO_LINE_CAP_ROUND);
    cairo_move_to(cairo_, back, middle - reach);
    cairo_line_to(cairo_, tip, middle);
    cairo_line_to(cairo_, back, middle + reach);
    cairo_stroke(cairo_);
}

void Canvas::sign(Tone tone, double x, double y, double size) const {
    const Saved saved(cairo_);
    colour(style_.of(tone));
    cairo_set_line_width(cairo_, std::max(size * 0.17, 1.0));
    cairo_set_line_cap(cairo_, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cairo_, CAIRO_LINE_JOIN_ROUND);
    const auto at = [&](double across, double down) { return std::pair(x + across * size, y + down * size); };
    const auto move = [&](std::pair<double, double> to) { cairo_move_to(cairo_, to.first, to.second); };
    const auto draw = [&](std::pair<double, double> to) { cairo_line_to(cairo_, to.first, to.second); };
    switch (tone) {
        case Tone::neutral:
            break;
        case Tone::good:
            move(at(0.12, 0.55));
            draw(at(0.4, 0.82));
            draw(at(0.88, 0.2));
            break;
        case Tone::attention:
            move(at(0.5, 0.14));
            draw(at(0.5, 0.6));
            move(at(0.5, 0.86));
            draw(at(0.5, 0.87));
            break;
        case Tone::bad:
            move(at(0.18, 0.18));
            draw(at(0.82, 0.82));
            move(at(0.82, 0.18));
            draw(at(0.18, 0.82));
            break;
    }
    cairo_stroke(cairo_);
}

void Canvas::mark(Tone tone, double x, double y, double size) const {
    const Saved saved(cairo_);
    const double half = size / 2;
    cairo_new_path(cairo_);
    switch (tone) {
        case Tone::neutral:
            cairo_arc(cairo_, x, y, half * 0.85, 0, 2 * std::numbers::pi);
            break;
        case Tone::good:
            cairo_rectangle(cairo_, x - half * 0.8, y - half * 0.8, half * 1.6, half * 1.6);
            break;
        case Tone::attention:
            cairo_move_to(cairo_, x, y - half);
            cairo_line_to(cairo_, x + half, y + half * 0.8);
            cairo_line_to(cairo_, x - half, y + half * 0.8);
            cairo_close_path(cairo_);
            break;
        case Tone::bad:
            cairo_move_to(cairo_, x, y - half);
            cairo_line_to(cairo_, x + half, y);
            cairo_line_to(cairo_, x, y + half);
            cairo_line_to(cairo_, x - half, y);
            cairo_close_path(cairo_);
            break;
    }
    colour(tone == Tone::neutral ? style_.paper : style_.of(tone));
    cairo_fill_preserve(cairo_);
    colour(style_.of(tone));
    cairo_set_line_width(cairo_, 1.4);
    cairo_stroke(cairo_);
}

}  // namespace xinbu::document
