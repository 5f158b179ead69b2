// Charts as words: one line for each thing that is drawn.
#include <fmt/format.h>

#include "cells.hpp"
#include "drawings.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::document {

namespace {

/// What a tone adds to a line; nothing for neutral.
std::string aside(plugin::Tone tone) {
    const std::string word = tone_word(tone);
    return word.empty() ? word : fmt::format(" [{}]", word);
}

std::string span_words(const plugin::TimelineSpan& span) {
    const std::string days =
        span.to ? fmt::format(fmt::runtime(tr("{} to {}")), span.from.text(), span.to->text())
                : fmt::format(fmt::runtime(tr("from {} on")), span.from.text());
    const std::string label = label_of(span.label);
    return (label.empty() ? days : label + ": " + days) + aside(span.tone);
}

std::string words_of(const plugin::ReportTimeline& timeline) {
    std::string words;
    if (timeline.today) words += fmt::format("{}: {}\n", tr("Today"), timeline.today->text());
    for (const plugin::TimelineLane& lane : timeline.lanes) {
        const std::string label = label_of(lane.label);
        const std::string name = label.empty() ? "" : label + ": ";
        for (const plugin::TimelineSpan& span : lane.spans) words += name + span_words(span) + "\n";
        for (const plugin::TimelineMark& mark : lane.marks)
            words += name + mark.day.text() + " " + label_of(mark.label) + aside(mark.tone) + "\n";
        if (lane.spans.empty() && lane.marks.empty()) words += name + tr("nothing") + "\n";
    }
    return words;
}

std::string words_of(const plugin::ReportBars& bars) {
    std::string words;
    for (const plugin::ReportBar& bar : bars.bars)
        words += fmt::format("{}: {}{}\n", label_of(bar.label),
                             quantity_text(bar.value, bars.quantity, bars.currency), aside(bar.tone));
    return words;
}

std::string words_of(const plugin::ReportCurves& curves) {
    std::string words;
    for (const plugin::ReportCurve& curve : curves.curves) {
        const std::string label = label_of(curve.label);
        for (const plugin::CurvePoint& point : curve.points)
            words +=
                fmt::format("{}: {} {}{}\n", label, point.day.text(),
                            quantity_text(point.value, curves.quantity, curves.currency), aside(curve.tone));
    }
    return words;
}

}  // namespace

const plugin::Text& title_of(const Chart& chart) {
    return std::visit([](const auto& one) -> const plugin::Text& { return one.title; }, chart);
}

std::string chart_words(const Chart& chart) {
    std::string words = std::visit([](const auto& one) { return words_of(one); }, chart);
    if (words.empty()) return nothing_to_show();
    words.pop_back();
    return words;
}

}  // namespace xinbu::document
