#include <algorithm>
#include <cmath>

#include "drawings.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::document {

using plugin::Date;
using plugin::Tone;

namespace {

constexpr double lane_column_share = 0.24;    ///< of the width, at most
constexpr double longest_label_share = 0.55;  ///< of the axis
constexpr double gap_between_labels = 8;
constexpr std::size_t most_rows = 40;  ///< of spans or marks in one lane; what comes after has no label

struct Extent {
    double begin = 0, end = 0;
};

/// Puts things that may not touch into rows: each into the first in which it has room.
class Rows {
public:
    std::size_t place(const Extent& extent) {
        for (std::size_t row = 0; row < taken_.size(); ++row)
            if (has_room(taken_[row], extent)) {
                taken_[row].push_back(extent);
                return row;
            }
        if (taken_.size() == most_rows) return most_rows;
        taken_.push_back({extent});
        return taken_.size() - 1;
    }
    std::size_t count() const { return taken_.size(); }

private:
    static bool has_room(const std::vector<Extent>& row, const Extent& wanted) {
        return std::ranges::all_of(row, [&](const Extent& there) {
            return wanted.end + gap_between_labels <= there.begin ||
                   there.end + gap_between_labels <= wanted.begin;
        });
    }
    std::vector<std::vector<Extent>> taken_;
};

double lane_column(const plugin::ReportTimeline& timeline, double width, const Typesetter& type,
                   const Font& font) {
    double widest = 0;
    for (const plugin::TimelineLane& lane : timeline.lanes)
        widest = std::max(widest, type.width_of(label_of(lane.label), font));
    return widest == 0 ? 0 : std::min(widest, width * lane_column_share) + font.size;
}

}  // namespace

TimelineDrawing::TimelineDrawing(const plugin::ReportTimeline& timeline, double width,
                                 const ChartStyle& style)
    : width_(width),
      sizes_(style),
      type_(style.font),
      axis_(timeline.from, timeline.to, lane_column(timeline, width, type_, sizes_.text), 0) {
    const double left = axis_.left();
    axis_ = DateAxis(timeline.from, timeline.to, left, width - left - 1);
    double y = 0;
    if (!timeline.title.is_empty()) {
        title_ = type_.paragraph(label_of(timeline.title), sizes_.title, width);
        y += title_.height() + sizes_.gap;
    }
    axis_y_ = y;
    ticks_ = axis_.ticks([&](const std::string& label) { return type_.width_of(label, sizes_.small); });
    for (const Tick& tick : ticks_) tick_labels_.push_back(type_.line(tick.label, sizes_.small));
    lanes_begin_ = height_ = y + type_.line_height(sizes_.small) + sizes_.gap * 0.6;
    for (const plugin::TimelineLane& lane : timeline.lanes) place(lane);
    if (timeline.lanes.empty()) {
        nothing_ = type_.line(nothing_to_show(), sizes_.text);
        height_ += sizes_.gap * 2 + nothing_.height();
    }
    lanes_end_ = height_;
    if (timeline.today && axis_.holds(*timeline.today)) {
        today_ = timeline.today;
        today_label_ = type_.line(std::string(tr("Today")) + " " + today_->text(), sizes_.small);
        height_ += sizes_.gap * 0.4 + today_label_.height();
    }
    height_ = std::ceil(height_ + 1);
}

void TimelineDrawing::place(const plugin::TimelineLane& lane) {
    PlacedLane placed;
    placed.y = height_;
    placed.label =
        type_.paragraph(label_of(lane.label), sizes_.text, std::max(axis_.left() - sizes_.gap, 1.0), 2);
    const double top = placed.y + sizes_.gap;
    double bottom = place_spans(lane, placed, top);
    bottom = place_marks(lane, placed, bottom);
    placed.height = std::max(bottom, top + placed.label.height()) + sizes_.gap - placed.y;
    height_ += placed.height;
    lanes_.push_back(std::move(placed));
}

/// Places the spans of a lane below `y`; returns where they end.
double TimelineDrawing::place_spans(const plugin::TimelineLane& lane, PlacedLane& placed, double y) const {
    std::vector<const plugin::TimelineSpan*> spans;
    for (const plugin::TimelineSpan& span : lane.spans)
        if (span.from <= axis_.to() && (!span.to || *span.to >= axis_.from())) spans.push_back(&span);
    std::ranges::stable_sort(spans, {}, [](const plugin::TimelineSpan* span) { return span->from; });
    const double bar_height = sizes_.text.size * 0.75;
    const bool labelled =
        std::ranges::any_of(spans, [](const plugin::TimelineSpan* span) { return !span->label.is_empty(); });
    const double label_height = labelled ? type_.line_height(sizes_.small) : 0;
    const double row_height = label_height + bar_height + sizes_.gap;
    Rows rows;
    for (const plugin::TimelineSpan* span : spans) {
        PlacedSpan one = placed_span(*span);
        Extent extent{one.bar.x, one.bar.x + one.bar.width};
        if (!one.label.is_empty())
            extent = {std::min(extent.begin, one.label_x),
                      std::max(extent.end, one.label_x + one.label.width() + sizes_.text.size)};
        const std::size_t row = rows.place(extent);
        if (row == most_rows) one.label = {};
        const double top = y + static_cast<double>(std::min(row, most_rows - 1)) * row_height;
        one.label_y = top;
        one.bar.y = top + label_height;
        one.bar.height = bar_height;
        placed.spans.push_back(std::move(one));
    }
    return y + static_cast<double>(rows.count()) * row_height;
}

TimelineDrawing::PlacedSpan TimelineDrawing::placed_span(const plugin::TimelineSpan& span) const {
    PlacedSpan placed;
    placed.tone = span.tone;
    placed.from_before = span.from < axis_.from();
    placed.goes_on = !span.to || *span.to > axis_.to();
    const double begin = axis_.begin_of(span.from);
    const double end = span.to ? axis_.end_of(*span.to) : axis_.right();
    constexpr double thinnest = 3;  // a day on an axis of two hundred years is still to be seen
    placed.bar.width = std::max(end - begin, thinnest);
    placed.bar.x = std::min(begin, axis_.right() - placed.bar.width);
    if (!span.label.is_empty()) {
        const double axis_width = axis_.right() - axis_.left();
        placed.label = type_.line(label_of(span.label), sizes_.small, axis_width * longest_label_share);
        const double sign = span.tone == Tone::neutral ? 0 : sizes_.small.size;
        placed.label_x = std::clamp(placed.bar.x, axis_.left(),
                                    std::max(axis_.left(), axis_.right() - placed.label.width() - sign - 2));
    }
    return placed;
}

/// Places the marks of a lane below `y`; returns where they end.
double TimelineDrawing::place_marks(const plugin::TimelineLane& lane, PlacedLane& placed, double y) const {
    std::vector<const plugin::TimelineMark*> marks;
    for (const plugin::TimelineMark& mark : lane.marks)
        if (axis_.holds(mark.day)) marks.push_back(&mark);
    std::ranges::stable_sort(marks, {}, [](const plugin::TimelineMark* mark) { return mark->day; });
    const double row_height = type_.line_height(sizes_.small) + sizes_.gap * 0.3;
    const double half = sizes_.text.size * 0.4;
    Rows rows;
    for (const plugin::TimelineMark* mark : marks) {
        PlacedMark one = placed_mark(*mark);
        Extent extent{one.x - half, one.x + half};
        if (!one.label.is_empty())
            extent = {std::min(extent.begin, one.label_x),
                      std::max(extent.end, one.label_x + one.label.width())};
        const std::size_t row = rows.place(extent);
        if (row == most_rows) one.label = {};
        one.label_y = y + static_cast<double>(std::min(row, most_rows - 1)) * row_height;
        one.y = one.label_y + type_.line_height(sizes_.small) / 2;
        placed.marks.push_back(std::move(one));
    }
    return y + static_cast<double>(rows.count()) * row_height;
}

TimelineDrawing::PlacedMark TimelineDrawing::placed_mark(const plugin::TimelineMark& mark) const {
    PlacedMark placed;
    placed.tone = mark.tone;
    const double distance = sizes_.text.size * 0.7;
    placed.x =
        std::clamp(axis_.begin_of(mark.day), axis_.left() + distance * 0.6, axis_.right() - distance * 0.6);
    const double to_the_right = axis_.right() - placed.x - distance;
    const double to_the_left = placed.x - distance - axis_.left();
    const double axis_width = axis_.right() - axis_.left();
    placed.label =
        type_.line(label_of(mark.label), sizes_.small,
                   std::min(std::max(to_the_right, to_the_left), axis_width * longest_label_share));
    placed.label_x = placed.label.width() <= to_the_right ? placed.x + distance
                                                          : placed.x - distance - placed.label.width();
    return placed;
}

void TimelineDrawing::draw(const Canvas& canvas) const {
    const ChartStyle& style = canvas.style();
    title_.draw(canvas.cairo(), 0, 0, style.text);
    draw_axis(canvas);
    nothing_.draw(canvas.cairo(), axis_.left(), lanes_begin_ + sizes_.gap, style.faint);
    for (const PlacedLane& lane : lanes_)
        for (const PlacedSpan& span : lane.spans) draw_bar(canvas, span);
    if (today_) draw_today(canvas);
    for (const PlacedLane& lane : lanes_) {
        lane.label.draw(canvas.cairo(), 0, lane.y + sizes_.gap, style.text);
        for (const PlacedSpan& span : lane.spans) draw_label(canvas, span);
        for (const PlacedMark& mark : lane.marks) {
            draw_on_paper(canvas, mark.label, mark.label_x, mark.label_y);
            canvas.mark(mark.tone, mark.x, mark.y, sizes_.text.size * 0.72);
        }
    }
}

void TimelineDrawing::draw_today(const Canvas& canvas) const {
    const double x = axis_.begin_of(*today_);
    canvas.dashed_line(x, lanes_begin_, x, lanes_end_, canvas.style().text);
    const double half = today_label_.width() / 2;
    today_label_.draw(canvas.cairo(), std::clamp(x, std::min(half, width_ / 2), width_ - half),
                      lanes_end_ + sizes_.gap * 0.4, canvas.style().text, Align::centre);
}

/// No line of the axis runs through the letters.
void TimelineDrawing::draw_on_paper(const Canvas& canvas, const Lines& label, double x, double y) const {
    if (label.is_empty()) return;
    canvas.fill({x - 2, y + 1, label.width() + 4, label.height() - 2}, canvas.style().paper);
    label.draw(canvas.cairo(), x, y, canvas.style().text);
}

void TimelineDrawing::draw_axis(const Canvas& canvas) const {
    const ChartStyle& style = canvas.style();
    double taken = -1e9;
    for (std::size_t i = 0; i < ticks_.size(); ++i) {
        const double x = std::floor(ticks_[i].at) + 0.5;
        canvas.line(x, lanes_begin_, x, lanes_end_, style.line);
        const double width = tick_labels_[i].width();
        const double label_x = std::clamp(x - width / 2, 0.0, std::max(axis_.right() - width, 0.0));
        if (label_x < taken) continue;
        tick_labels_[i].draw(canvas.cairo(), label_x, axis_y_, style.faint);
        taken = label_x + width + 4;
    }
    canvas.line(0, lanes_begin_, width_, lanes_begin_, style.line);
    for (const PlacedLane& lane : lanes_)
        canvas.line(0, std::floor(lane.y + lane.height) + 0.5, width_, std::floor(lane.y + lane.height) + 0.5,
                    style.line);
}

void TimelineDrawing::draw_bar(const Canvas& canvas, const PlacedSpan& span) const {
    // What lies behind today is paler: it is expected, not past.
    const double now = today_ ? axis_.end_of(*today_) : axis_.right();
    const double end = span.bar.x + span.bar.width;
    Box past = span.bar, ahead = span.bar;
    past.width = std::clamp(now - span.bar.x, 0.0, span.bar.width);
    ahead.x = span.bar.x + past.width;
    ahead.width = end - ahead.x;
    canvas.bar(ahead, span.tone, 0.45);
    canvas.bar(past, span.tone);
    const double fading = std::min(sizes_.text.size * 2.4, span.bar.width / 2);
    if (span.goes_on) canvas.fade({end - fading, span.bar.y, fading, span.bar.height}, span.tone, true);
    if (span.from_before) canvas.fade({span.bar.x, span.bar.y, fading, span.bar.height}, span.tone, false);
}

void TimelineDrawing::draw_label(const Canvas& canvas, const PlacedSpan& span) const {
    if (span.label.is_empty()) return;
    double x = span.label_x;
    if (span.tone != Tone::neutral) {
        canvas.fill({x - 2, span.label_y + 1, sizes_.small.size, span.label.height() - 2},
                    canvas.style().paper);
        const double size = sizes_.small.size * 0.75;
        canvas.sign(span.tone, x, span.label_y + (span.label.line_height() - size) / 2, size);
        x += sizes_.small.size;
    }
    draw_on_paper(canvas, span.label, x, span.label_y);
}

}  // namespace xinbu::document
