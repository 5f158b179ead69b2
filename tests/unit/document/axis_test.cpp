#include "axis.hpp"

#include <gtest/gtest.h>

#include "support.hpp"

namespace xinbu::document {
namespace {

using test::Date;

/// Letters of seven units.
double width_of(const std::string& text) {
    return 7.0 * static_cast<double>(text.size());
}

std::vector<std::string> labels(Date from, Date to, double width) {
    std::vector<std::string> found;
    for (const Tick& tick : DateAxis(from, to, 0, width).ticks(width_of)) found.push_back(tick.label);
    return found;
}

TEST(DateAxis, counts_both_ends) {
    const DateAxis axis({2026, 1, 1}, {2026, 1, 10}, 100, 500);
    EXPECT_DOUBLE_EQ(axis.begin_of({2026, 1, 1}), 100);
    EXPECT_DOUBLE_EQ(axis.end_of({2026, 1, 10}), 600);
    EXPECT_DOUBLE_EQ(axis.begin_of({2026, 1, 6}), 350);
    EXPECT_DOUBLE_EQ(axis.begin_of({1999, 1, 1}), 100) << "clamped";
    EXPECT_DOUBLE_EQ(axis.end_of({2999, 1, 1}), 600);
    EXPECT_TRUE(axis.holds({2026, 1, 1}));
    EXPECT_FALSE(axis.holds({2026, 1, 11}));
}

TEST(DateAxis, has_ticks_where_people_look_for_them) {
    EXPECT_EQ(labels({2026, 9, 30}, {2026, 9, 30}, 600), (std::vector<std::string>{"2026-09-30"}));
    EXPECT_EQ(labels({2026, 9, 28}, {2026, 9, 30}, 600),
              (std::vector<std::string>{"2026-09-28", "2026-09-29", "2026-09-30"}));
    EXPECT_EQ(labels({2026, 1, 15}, {2026, 4, 20}, 300),
              (std::vector<std::string>{"2026-02", "2026-03", "2026-04"}));
    EXPECT_EQ(labels({2025, 2, 1}, {2026, 12, 31}, 600),
              (std::vector<std::string>{"2025 Q2", "2025 Q3", "2025 Q4", "2026 Q1", "2026 Q2", "2026 Q3",
                                        "2026 Q4"}));
    EXPECT_EQ(labels({2020, 6, 14}, {2026, 6, 13}, 400),
              (std::vector<std::string>{"2021", "2022", "2023", "2024", "2025", "2026"}));
    EXPECT_EQ(labels({1900, 1, 1}, {2099, 12, 31}, 500).front(), "1900");
    EXPECT_EQ(labels({1900, 1, 1}, {2099, 12, 31}, 500)[1], "1920");
}

TEST(DateAxis, has_a_tick_and_no_labels_on_top_of_each_other_at_any_length) {
    for (const double width : {60.0, 200.0, 500.0, 2000.0})
        for (const int days : {0, 1, 6, 13, 30, 45, 90, 200, 366, 800, 3000, 20'000, 73'000, 500'000}) {
            const Date from{1901, 3, 17};
            const std::vector<Tick> ticks = DateAxis(from, from.plus_days(days), 0, width).ticks(width_of);
            ASSERT_FALSE(ticks.empty()) << days << " days on " << width;
            for (std::size_t i = 1; i < ticks.size(); ++i)
                EXPECT_GT(ticks[i].at - ticks[i - 1].at,
                          (width_of(ticks[i].label) + width_of(ticks[i - 1].label)) / 2)
                    << days << " days on " << width;
        }
}

TEST(ValueAxis, ends_at_round_numbers_and_holds_zero) {
    const ValueAxis axis = value_axis(120'000'000, 520'000'000, plugin::Quantity::money, "CNY");
    EXPECT_EQ(axis.caption, "CNY million");
    EXPECT_EQ(axis.labels, (std::vector<std::string>{"0", "2", "4", "6"}));
    EXPECT_DOUBLE_EQ(axis.low, 0);
    EXPECT_DOUBLE_EQ(axis.high, 600'000'000);
    const ValueAxis share = value_axis(0, 10000, plugin::Quantity::basis_points, "");
    EXPECT_EQ(share.caption, "%");
    EXPECT_EQ(share.labels, (std::vector<std::string>{"0", "20", "40", "60", "80", "100"}));
    EXPECT_EQ(value_axis(0, 3, plugin::Quantity::integer, "").labels,
              (std::vector<std::string>{"0", "1", "2", "3"}))
        << "no halves of what is counted";
    EXPECT_EQ(value_axis(-50, 100, plugin::Quantity::integer, "").labels,
              (std::vector<std::string>{"-50", "0", "50", "100"}));
    EXPECT_EQ(value_axis(0, 0, plugin::Quantity::integer, "").labels, (std::vector<std::string>{"0", "1"}));
    EXPECT_EQ(value_axis(0, 150'000, plugin::Quantity::money, "JPY").caption, "JPY thousand");
}

TEST(ValueAxis, bears_the_largest_numbers) {
    for (const auto& [low, high] : {std::pair<std::int64_t, std::int64_t>{INT64_MIN, INT64_MAX},
                                    {INT64_MIN, INT64_MIN},
                                    {0, INT64_MAX}}) {
        const ValueAxis axis = value_axis(low, high, plugin::Quantity::money, "CNY");
        EXPECT_GE(axis.ticks.size(), 2U);
        EXPECT_LE(axis.ticks.size(), 12U);
        EXPECT_LT(axis.low, axis.high);
    }
}

}  // namespace
}  // namespace xinbu::document
