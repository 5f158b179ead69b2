#include <cairo.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "drawings.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::document {

using plugin::Date;

namespace {

constexpr double plot_share = 0.4;  ///< of the width
constexpr double lowest_plot = 11;  ///< in letters
constexpr double highest_plot = 24;
constexpr std::size_t most_marked = 40;  ///< points of a curve that get marks of their own

/// Curves of one tone differ by their dashes.
constexpr std::array<std::array<double, 4>, 4> dashes{
    {{0, 0, 0, 0}, {7, 3, 7, 3}, {2, 3, 2, 3}, {9, 3, 2, 3}}};

void set_dash(cairo_t* cairo, std::size_t index) {
    const auto& dash = dashes[index % dashes.size()];
    cairo_set_dash(cairo, dash.data(), index % dashes.size() == 0 ? 0 : 4, 0);
}

struct Range {
    Date from{9999, 12, 31}, to{1000, 1, 1};
    std::int64_t lowest = 0, highest = 0;
    bool is_empty = true;
};

Range range_of(const plugin::ReportCurves& curves) {
    Range range;
    const auto reach = [&](Date day) {
        range.from = std::min(range.from, day);
        range.to = std::max(range.to, day);
    };
    for (const plugin::ReportCurve& curve : curves.curves)
        for (const plugin::CurvePoint& point : curve.points) {
            range.lowest = range.is_empty ? point.value : std::min(range.lowest, point.value);
            range.highest = range.is_empty ? point.value : std::max(range.highest, point.value);
            range.is_empty = false;
            reach(point.day);
        }
    if (!range.is_empty && curves.today) reach(*curves.today);
    return range;
}

}  // namespace

CurvesDrawing::CurvesDrawing(const plugin::ReportCurves& curves, double width, const ChartStyle& style)
    : sizes_(style), type_(style.font) {
    if (!curves.title.is_empty()) {
        title_ = type_.paragraph(label_of(curves.title), sizes_.title, width);
        height_ += title_.height() + sizes_.gap;
    }
    height_ = place_legend(curves, width, height_);
    if (range_of(curves).is_empty) {
        nothing_ = type_.line(nothing_to_show(), sizes_.text);
        caption_y_ = height_;
        height_ = std::ceil(height_ + nothing_.height() + 1);
        return;
    }
    place_points(curves, width);
}

/// Names of the curves in as many rows as they take; returns where they end.
double CurvesDrawing::place_legend(const plugin::ReportCurves& curves, double width, double y) {
    const double sample = sizes_.text.size * 2.6, row = type_.line_height(sizes_.text) + sizes_.gap * 0.3;
    double x = 0;
    for (const plugin::ReportCurve& curve : curves.curves) {
        PlacedCurve placed;
        placed.tone = curve.tone;
        placed.stepped = curve.stepped;
        placed.label = type_.line(label_of(curve.label), sizes_.text, width - sample);
        if (x > 0 && x + sample + placed.label.width() > width) {
            x = 0;
            y += row;
        }
        placed.label_x = x + sample;
        placed.label_y = y;
        x += sample + placed.label.width() + sizes_.text.size * 1.6;
        curves_.push_back(std::move(placed));
    }
    return curves.curves.empty() ? y : y + row + sizes_.gap * 0.5;
}

void CurvesDrawing::place_points(const plugin::ReportCurves& curves, double width) {
    const Range range = range_of(curves);
    const ValueAxis values = value_axis(range.lowest, range.highest, curves.quantity, curves.currency);
    caption_y_ = height_;
    if (!values.caption.empty()) {
        caption_ = type_.line(values.caption, sizes_.small);
        height_ += caption_.height() + sizes_.gap * 0.5;
    }
    double label_width = 0;
    for (const std::string& label : values.labels) {
        value_labels_.push_back(type_.line(label, sizes_.small));
        label_width = std::max(label_width, value_labels_.back().width());
    }
    plot_.x = label_width + sizes_.gap;
    plot_.y = height_ + value_labels_.front().height() / 2;
    plot_.width = width - plot_.x - sizes_.gap;
    plot_.height =
        std::clamp(width * plot_share, sizes_.text.size * lowest_plot, sizes_.text.size * highest_plot);
    const auto height_of = [&](double value) {
        return plot_.y + plot_.height * (1 - (value - values.low) / (values.high - values.low));
    };
    for (const double tick : values.ticks) value_lines_.push_back(height_of(tick));

    const DateAxis axis(range.from, range.to, plot_.x, plot_.width);
    days_ = axis.ticks([&](const std::string& label) { return type_.width_of(label, sizes_.small); });
    for (const Tick& tick : days_) day_labels_.push_back(type_.line(tick.label, sizes_.small));
    height_ = plot_.y + plot_.height + sizes_.gap + type_.line_height(sizes_.small);
    if (curves.today) {
        today_x_ = axis.begin_of(*curves.today);
        today_label_ = type_.line(std::string(tr("Today")) + " " + curves.today->text(), sizes_.small);
        height_ += today_label_.height();
    }
    height_ = std::ceil(height_ + 1);

    for (std::size_t i = 0; i < curves.curves.size(); ++i) {
        std::vector<plugin::CurvePoint> points = curves.curves[i].points;
        std::ranges::stable_sort(points, {}, &plugin::CurvePoint::day);
        for (const plugin::CurvePoint& point : points)
            curves_[i].points.emplace_back(axis.begin_of(point.day),
                                           height_of(static_cast<double>(point.value)));
    }
}

void CurvesDrawing::draw(const Canvas& canvas) const {
    const ChartStyle& style = canvas.style();
    title_.draw(canvas.cairo(), 0, 0, style.text);
    for (std::size_t i = 0; i < curves_.size(); ++i) {
        const PlacedCurve& curve = curves_[i];
        curve.label.draw(canvas.cairo(), curve.label_x, curve.label_y, style.text);
        const double y = curve.label_y + curve.label.line_height() / 2;
        PlacedCurve sample = curve;
        sample.points = {{curve.label_x - sizes_.text.size * 2.6, y},
                         {curve.label_x - sizes_.text.size * 0.5, y}};
        draw_curve(canvas, sample, i);
    }
    nothing_.draw(canvas.cairo(), 0, caption_y_, style.faint);
    if (value_lines_.empty()) return;
    draw_grid(canvas);
    for (std::size_t i = 0; i < curves_.size(); ++i) draw_curve(canvas, curves_[i], i);
}

void CurvesDrawing::draw_grid(const Canvas& canvas) const {
    const ChartStyle& style = canvas.style();
    caption_.draw(canvas.cairo(), 0, caption_y_, style.faint);
    for (std::size_t i = 0; i < value_lines_.size(); ++i) {
        const double y = std::floor(value_lines_[i]) + 0.5;
        canvas.line(plot_.x, y, plot_.x + plot_.width, y, style.line);
        value_labels_[i].draw(canvas.cairo(), plot_.x - sizes_.gap, y - value_labels_[i].height() / 2,
                              style.faint, Align::right);
    }
    const double bottom = plot_.y + plot_.height;
    double taken = -1e9;
    for (std::size_t i = 0; i < days_.size(); ++i) {
        canvas.line(days_[i].at, bottom, days_[i].at, bottom + sizes_.gap * 0.6, style.faint);
        const double width = day_labels_[i].width();
        const double x = std::clamp(days_[i].at - width / 2, 0.0,
                                    std::max(plot_.x + plot_.width + sizes_.gap - width, 0.0));
        if (x < taken) continue;
        day_labels_[i].draw(canvas.cairo(), x, bottom + sizes_.gap * 0.7, style.faint);
        taken = x + width + 4;
    }
    if (!today_x_) return;
    canvas.dashed_line(*today_x_, plot_.y, *today_x_, bottom, style.text);
    const double half = today_label_.width() / 2;
    const double right = plot_.x + plot_.width + sizes_.gap;
    today_label_.draw(canvas.cairo(), std::clamp(*today_x_, std::min(half, right / 2), right - half),
                      bottom + sizes_.gap * 0.7 + type_.line_height(sizes_.small), style.text, Align::centre);
}

void CurvesDrawing::draw_curve(const Canvas& canvas, const PlacedCurve& curve, std::size_t index) const {
    if (curve.points.empty()) return;
    cairo_t* cairo = canvas.cairo();
    cairo_save(cairo);
    const Colour& colour = canvas.style().of(curve.tone);
    cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue);
    cairo_set_line_width(cairo, 2);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    set_dash(cairo, index);
    double last_y = curve.points.front().second;
    for (const auto& [x, y] : curve.points) {
        if (curve.stepped) cairo_line_to(cairo, x, last_y);  // begins the path at its first point, too
        cairo_line_to(cairo, x, y);
        last_y = y;
    }
    cairo_stroke(cairo);
    cairo_restore(cairo);
    if (curve.points.size() > most_marked) return;
    for (const auto& [x, y] : curve.points) canvas.mark(curve.tone, x, y, sizes_.text.size * 0.45);
}

}  // namespace xinbu::document
