#include <algorithm>
#include <cmath>

#include "cells.hpp"
#include "drawings.hpp"

namespace xinbu::document {

namespace {

constexpr double label_column_share = 0.36;  ///< of the width, at most

}  // namespace

BarsDrawing::BarsDrawing(const plugin::ReportBars& bars, double width, const ChartStyle& style)
    : sizes_(style), type_(style.font) {
    if (!bars.title.is_empty()) {
        title_ = type_.paragraph(label_of(bars.title), sizes_.title, width);
        height_ += title_.height() + sizes_.gap;
    }
    bars_begin_ = height_;
    if (bars.bars.empty()) {
        nothing_ = type_.line(nothing_to_show(), sizes_.text);
        height_ += nothing_.height();
    }
    double label_width = 0, value_width = 0;
    std::int64_t highest = 0;
    for (const plugin::ReportBar& bar : bars.bars) {
        PlacedBar placed;
        placed.tone = bar.tone;
        placed.value = type_.line(quantity_text(bar.value, bars.quantity, bars.currency), sizes_.text);
        label_width = std::max(label_width, type_.width_of(label_of(bar.label), sizes_.text));
        value_width = std::max(value_width, placed.value.width());
        highest = std::max(highest, bar.value);
        bars_.push_back(std::move(placed));
    }
    label_width = std::min(label_width, width * label_column_share);
    bars_left_ = label_width + sizes_.text.size;
    // Behind each bar there is room for its sign and its value.
    const double sign = sizes_.text.size * 1.2;
    const double room = std::max(width - bars_left_ - value_width - sign - sizes_.gap, 1.0);
    const double thickness = sizes_.text.size * 1.05;
    for (std::size_t i = 0; i < bars_.size(); ++i) {
        PlacedBar& placed = bars_[i];
        placed.label =
            type_.paragraph(label_of(bars.bars[i].label), sizes_.text, std::max(label_width, 1.0), 2);
        placed.y = height_;
        placed.height = std::max({placed.label.height(), placed.value.height(), thickness}) + sizes_.gap;
        const double share = highest == 0
                                 ? 0.0
                                 : static_cast<double>(std::max<std::int64_t>(bars.bars[i].value, 0)) /
                                       static_cast<double>(highest);
        placed.bar = {bars_left_, placed.y + (placed.height - thickness) / 2, share * room, thickness};
        height_ += placed.height;
    }
    height_ = std::ceil(height_ + 1);
}

void BarsDrawing::draw(const Canvas& canvas) const {
    const ChartStyle& style = canvas.style();
    title_.draw(canvas.cairo(), 0, 0, style.text);
    nothing_.draw(canvas.cairo(), 0, bars_begin_, style.faint);
    for (const PlacedBar& bar : bars_) {
        const double middle = bar.y + bar.height / 2;
        bar.label.draw(canvas.cairo(), 0, middle - bar.label.height() / 2, style.text);
        canvas.bar(bar.bar, bar.tone);
        double x = bar.bar.x + bar.bar.width + sizes_.gap;
        if (bar.tone != plugin::Tone::neutral) {
            const double size = sizes_.text.size * 0.8;
            canvas.sign(bar.tone, x, middle - size / 2, size);
            x += sizes_.text.size * 1.1;
        }
        bar.value.draw(canvas.cairo(), x, middle - bar.value.height() / 2, style.text);
    }
    if (!bars_.empty())
        canvas.line(bars_left_ - 0.5, bars_begin_, bars_left_ - 0.5, height_ - 1, style.faint);
}

}  // namespace xinbu::document
