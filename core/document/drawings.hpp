// The three kinds of drawings, each laid out once and then drawn. Inside document only.
#pragma once

#include <optional>
#include <vector>

#include "axis.hpp"
#include "canvas.hpp"
#include "typesetter.hpp"
#include "xinbu/document/chart.hpp"

namespace xinbu::document {

/// The sizes that all drawings share.
struct Sizes {
    explicit Sizes(const ChartStyle& style)
        : title{style.text_size * 1.1, true},
          text{style.text_size, false},
          small{style.text_size * 0.9, false},
          gap(style.text_size * 0.5) {}
    Font title, text, small;
    double gap;
};

/// A label of one line, hostile characters made visible.
std::string label_of(const plugin::Text& text);

/// What stands where nothing is to be drawn.
std::string nothing_to_show();

/// Lanes on one axis of dates. Labels stand above their spans and beside their marks, in as many rows as it
/// takes that none covers another.
class TimelineDrawing {
public:
    TimelineDrawing(const plugin::ReportTimeline& timeline, double width, const ChartStyle& style);
    double height() const { return height_; }
    void draw(const Canvas& canvas) const;

private:
    struct PlacedSpan {
        Box bar;
        Lines label;
        double label_x = 0, label_y = 0;
        bool from_before = false, goes_on = false;
        plugin::Tone tone = plugin::Tone::neutral;
    };
    struct PlacedMark {
        double x = 0, y = 0;
        Lines label;
        double label_x = 0, label_y = 0;
        plugin::Tone tone = plugin::Tone::neutral;
    };
    struct PlacedLane {
        Lines label;
        double y = 0, height = 0;
        std::vector<PlacedSpan> spans;
        std::vector<PlacedMark> marks;
    };
    void place(const plugin::TimelineLane& lane);
    double place_spans(const plugin::TimelineLane& lane, PlacedLane& placed, double y) const;
    double place_marks(const plugin::TimelineLane& lane, PlacedLane& placed, double y) const;
    PlacedSpan placed_span(const plugin::TimelineSpan& span) const;
    PlacedMark placed_mark(const plugin::TimelineMark& mark) const;
    void draw_axis(const Canvas& canvas) const;
    void draw_bar(const Canvas& canvas, const PlacedSpan& span) const;
    void draw_label(const Canvas& canvas, const PlacedSpan& span) const;
    void draw_today(const Canvas& canvas) const;
    void draw_on_paper(const Canvas& canvas, const Lines& label, double x, double y) const;

    double width_;
    Sizes sizes_;
    Typesetter type_;
    Lines title_, nothing_;
    DateAxis axis_;
    std::vector<Tick> ticks_;
    std::vector<Lines> tick_labels_;
    std::vector<PlacedLane> lanes_;
    std::optional<plugin::Date> today_;
    Lines today_label_;
    double axis_y_ = 0, lanes_begin_ = 0, lanes_end_ = 0, height_ = 0;
};

/// Bars from left to right, one below the other, each with its value.
class BarsDrawing {
public:
    BarsDrawing(const plugin::ReportBars& bars, double width, const ChartStyle& style);
    double height() const { return height_; }
    void draw(const Canvas& canvas) const;

private:
    struct PlacedBar {
        Lines label, value;
        Box bar;
        double y = 0, height = 0;
        plugin::Tone tone = plugin::Tone::neutral;
    };
    Sizes sizes_;
    Typesetter type_;
    Lines title_, nothing_;
    std::vector<PlacedBar> bars_;
    double bars_begin_ = 0, bars_left_ = 0, height_ = 0;
};

/// Lines over dates, from zero up.
class CurvesDrawing {
public:
    CurvesDrawing(const plugin::ReportCurves& curves, double width, const ChartStyle& style);
    double height() const { return height_; }
    void draw(const Canvas& canvas) const;

private:
    struct PlacedCurve {
        Lines label;
        double label_x = 0, label_y = 0;
        std::vector<std::pair<double, double>> points;
        bool stepped = false;
        plugin::Tone tone = plugin::Tone::neutral;
    };
    double place_legend(const plugin::ReportCurves& curves, double width, double y);
    void place_points(const plugin::ReportCurves& curves, double width);
    void draw_grid(const Canvas& canvas) const;
    void draw_curve(const Canvas& canvas, const PlacedCurve& curve, std::size_t index) const;

    Sizes sizes_;
    Typesetter type_;
    Lines title_, nothing_, caption_, today_label_;
    std::vector<PlacedCurve> curves_;
    std::vector<Tick> days_;
    std::vector<Lines> day_labels_, value_labels_;
    std::vector<double> value_lines_;
    std::optional<double> today_x_;
    Box plot_;
    double caption_y_ = 0, height_ = 0;
};

}  // namespace xinbu::document
