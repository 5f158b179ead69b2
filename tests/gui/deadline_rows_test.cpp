#include "deadline_rows.hpp"

#include <gtest/gtest.h>

namespace xinbu::gui {
namespace {

using plugin::Date;
using plugin::Tone;

session::DeadlineView due(const char* day, const char* severity = "info") {
    session::DeadlineView deadline;
    deadline.due = day;
    deadline.severity = severity;
    return deadline;
}

std::vector<std::string> captions(const std::vector<DeadlineRow>& rows) {
    std::vector<std::string> found;
    for (const DeadlineRow& row : rows)
        if (!row.one && !row.missing) found.push_back(row.caption);
    return found;
}

TEST(DeadlineRows, ACaptionForEachMonthAndOneForWhatIsPast) {
    const std::vector<session::DeadlineView> deadlines{due("2026-09-01"), due("2026-11-24"),
                                                       due("2026-11-25"), due("2026-11-30"),
                                                       due("2027-01-02"), due("2028-01-02")};
    const std::vector<DeadlineRow> rows = grouped_by_month(deadlines, Date(2026, 11, 25));
    EXPECT_EQ(captions(rows),
              (std::vector<std::string>{"Past, and still possible  ·  2", "November 2026  ·  2",
                                        "January 2027  ·  1", "January 2028  ·  1"}));
    ASSERT_EQ(rows.size(), 10u);
    EXPECT_FALSE(rows[0].one);
    EXPECT_EQ(rows[1].one, 0u);
    EXPECT_EQ(rows[2].one, 1u);
    EXPECT_EQ(rows[4].one, 2u);
    EXPECT_EQ(rows[9].one, 5u);
}

TEST(DeadlineRows, NothingDueIsNoLine) {
    EXPECT_TRUE(grouped_by_month({}, Date(2026, 11, 25)).empty());
}

TEST(DeadlineRows, ADateThatIsNoneIsNotLost) {
    EXPECT_EQ(captions(grouped_by_month({due("soon")}, Date(2026, 11, 25))),
              (std::vector<std::string>{"Without a date  ·  1"}));
}

TEST(DeadlineRows, WhatCouldNotBeComputedStandsLast) {
    const std::vector<DeadlineRow> rows =
        grouped_by_month({due("2026-11-30")}, Date(2026, 11, 25),
                         {{"ip.office", "No rules of DE.", 11}, {"ip.office", "None of EP.", 1}});
    EXPECT_EQ(captions(rows), (std::vector<std::string>{"November 2026  ·  1", "Not computed"}));
    ASSERT_EQ(rows.size(), 5u);
    EXPECT_EQ(rows[3].missing, 0u);
    EXPECT_EQ(rows[4].missing, 1u);
}

TEST(DeadlineRows, TheMostPressingMarksTheDay) {
    const auto days = by_day({due("2026-11-30"), due("2026-11-30", "block"), due("2026-11-30", "warn"),
                              due("2026-12-01"), due("?", "block")});
    ASSERT_EQ(days.size(), 2u);
    EXPECT_EQ(days.at(Date(2026, 11, 30)).count, 3);
    EXPECT_EQ(days.at(Date(2026, 11, 30)).tone, Tone::bad);
    EXPECT_EQ(days.at(Date(2026, 12, 1)).tone, Tone::neutral);
}

}  // namespace
}  // namespace xinbu::gui
