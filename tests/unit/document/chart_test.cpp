#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "support.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::document::test {
namespace {

const ChartStyle style;

std::vector<Chart> samples() {
    return {timeline(), bars(), curves()};
}

TEST(Charts, are_the_same_file_whenever_they_are_drawn) {
    for (const Chart& chart : samples()) {
        const std::string first = chart_svg(chart, 640, style);
        (void)chart_svg(timeline(), 300, style);  // Cairo's counters move on
        EXPECT_EQ(chart_svg(chart, 640, style), first);
    }
}

TEST(Charts, are_svg_that_other_programs_draw) {
    XINBU_NEEDS_PROGRAM("rsvg-convert");
    for (const Chart& chart : samples()) {
        const TemporaryFile file(chart_svg(chart, 640, style), ".svg");
        const std::string png = output_of("rsvg-convert '" + file.path() + "'");
        EXPECT_GT(png.size(), 4000U);
        EXPECT_EQ(png.substr(1, 3), "PNG");
    }
}

TEST(Charts, name_every_part_once) {
    for (const Chart& chart : samples()) {
        const std::string svg = chart_svg(chart, 640, style);
        std::set<std::string> ids;
        const std::regex id(R"re( id="([^"]*)")re"), use(R"re((?:href="#|url\(#)([^")]*))re");
        for (std::sregex_iterator at(svg.begin(), svg.end(), id), end; at != end; ++at)
            EXPECT_TRUE(ids.insert((*at)[1]).second) << (*at)[1];
        for (std::sregex_iterator at(svg.begin(), svg.end(), use), end; at != end; ++at)
            EXPECT_TRUE(ids.contains((*at)[1])) << (*at)[1];
        EXPECT_TRUE(holds(svg, "role=\"img\""));
        EXPECT_TRUE(holds(svg, "<title "));
    }
}

TEST(Charts, say_in_words_all_that_they_draw) {
    EXPECT_EQ(chart_words(timeline()),
              "Today: 2026-09-30\n"
              "Registration: Registered: 2020-06-14 to 2030-06-13 [in order]\n"
              "Registration: 2019-08-05 Application\n"
              "Registration: 2020-03-13 Published\n"
              "Claims of others: Pledge to Bank A: 2022-03-01 to 2025-02-28 [needs attention]\n"
              "Claims of others: Court preservation: from 2026-02-01 on [adverse]\n"
              "Deadlines: 2030-06-13 Renewal due [needs attention]\n"
              "Deadlines: 2030-12-13 Grace ends [adverse]");
    EXPECT_EQ(chart_words(bars()),
              "2026: CNY 1,200.00\n2027: CNY 4,800.00 [needs attention]\n2028: CNY 9,600.00 [adverse]\n"
              "2029: CNY 0.00 [in order]");
    EXPECT_TRUE(holds(chart_words(curves()), "Debt: 2026-01-01 CNY 2,000,000.00 [adverse]\n"));
    EXPECT_EQ(chart_words(plugin::ReportBars{}), "Nothing to show.");
    EXPECT_EQ(chart_words(plugin::ReportCurves{}), "Nothing to show.");
}

TEST(Charts, take_the_height_that_their_rows_need) {
    plugin::ReportBars few = bars(), many = bars();
    for (int i = 0; i < 40; ++i) many.bars.push_back(few.bars[0]);
    EXPECT_GT(chart_height(many, 600, style), chart_height(few, 600, style) * 5);
    plugin::ReportTimeline lane = empty_timeline({2026, 1, 1}, {2026, 12, 31});
    lane.lanes = {{same("lane"), {}, {{{2026, 6, 1}, same("a mark with a long label")}}}};
    const double one = chart_height(lane, 500, style);
    for (int i = 0; i < 4; ++i)
        lane.lanes[0].marks.push_back({{2026, 6, 2}, same("a mark with a long label")});
    EXPECT_GT(chart_height(lane, 500, style), one + 3 * style.text_size) << "labels on one day are staggered";
    plugin::ReportTimeline apart = empty_timeline({2026, 1, 1}, {2026, 12, 31});
    apart.lanes = {{same("lane"), {}, {{{2026, 2, 1}, same("first")}, {{2026, 9, 1}, same("last")}}}};
    EXPECT_DOUBLE_EQ(chart_height(apart, 500, style), one) << "and where there is room they are not";
}

TEST(Charts, of_nothing_say_so) {
    for (const Chart& chart : std::vector<Chart>{empty_bars(same("none")), empty_curves(same("none")),
                                                 empty_timeline({2026, 1, 1}, {2026, 1, 1}, same("none"))}) {
        EXPECT_GT(chart_height(chart, 400, style), 10);
        EXPECT_TRUE(holds(chart_svg(chart, 400, style), "<svg "));
    }
}

TEST(Charts, of_one_day_and_of_two_hundred_years_and_of_none) {
    for (const auto& [from, to] : {std::pair<Date, Date>{{2026, 9, 30}, {2026, 9, 30}},
                                   {{1850, 1, 1}, {2049, 12, 31}},
                                   {{1000, 1, 1}, {9999, 12, 31}},
                                   {{2026, 9, 30}, {2020, 1, 1}}}) {
        plugin::ReportTimeline one = timeline();
        one.from = from;
        one.to = to;
        for (const double width : {0.0, 1.0, 90.0, 600.0, 4000.0}) {
            const double height = chart_height(one, width, style);
            EXPECT_GT(height, 20);
            EXPECT_LT(height, 3000);
            EXPECT_TRUE(holds(chart_svg(one, width, style), "</svg>"));
        }
    }
}

TEST(Charts, bear_values_of_any_size) {
    plugin::ReportBars many = empty_bars(same("many"));
    for (const std::int64_t value : {std::int64_t{0}, INT64_MAX, INT64_MIN, std::int64_t{-5}})
        many.bars.push_back({same("bar"), value, Tone::bad});
    EXPECT_TRUE(holds(chart_svg(many, 500, style), "</svg>"));
    plugin::ReportCurves steep = empty_curves({});
    steep.curves = {{same("a"), Tone::bad, true, {{{2026, 1, 1}, INT64_MIN}, {{2026, 1, 2}, INT64_MAX}}},
                    {same("b"), Tone::good, false, {{{2026, 1, 1}, 0}}},
                    {same("c"), Tone::good, false, {}}};
    EXPECT_TRUE(holds(chart_svg(steep, 500, style), "</svg>"));
}

TEST(Charts, bear_hostile_labels) {
    for (const std::string& text : hostile_texts()) {
        const ReportModel model = filled_with(text);
        for (const plugin::ReportBlock& block : model.sections[0].blocks) {
            std::optional<Chart> chart;
            if (const auto* one = std::get_if<plugin::ReportTimeline>(&block)) chart = *one;
            if (const auto* one = std::get_if<plugin::ReportBars>(&block)) chart = *one;
            if (const auto* one = std::get_if<plugin::ReportCurves>(&block)) chart = *one;
            if (!chart) continue;
            const std::string svg = chart_svg(*chart, 400, style);
            EXPECT_FALSE(holds(svg, "<script")) << text;
            EXPECT_FALSE(holds(svg, "<img")) << text;
            EXPECT_FALSE(holds(svg, "\xE2\x80\xAE")) << text;
            EXPECT_FALSE(holds(svg, "\x1B")) << text;
        }
    }
}

TEST(Charts, with_more_spans_than_a_lane_can_show_stay_of_a_bearable_height) {
    plugin::ReportTimeline crowded = empty_timeline({2026, 1, 1}, {2026, 12, 31});
    crowded.lanes.resize(1);
    for (int i = 0; i < 2000; ++i) {
        crowded.lanes[0].spans.push_back({{2026, 2, 1}, std::nullopt, same("span " + std::to_string(i))});
        crowded.lanes[0].marks.push_back({{2026, 5, 1}, same("mark " + std::to_string(i))});
    }
    EXPECT_LT(chart_height(crowded, 600, style), 5000);
    EXPECT_TRUE(holds(chart_words(crowded), "span 1999"));
}

}  // namespace
}  // namespace xinbu::document::test
