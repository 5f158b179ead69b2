#include "life.hpp"

#include <gtest/gtest.h>

namespace xinbu::gui {
namespace {

using plugin::Date;
using plugin::Tone;
using Stage = LifeLeft::Stage;

Date day(std::string_view text) {
    return *Date::parse(text);
}

session::RecordView right(std::string_view begin, std::string_view end, Tone tone = Tone::good) {
    session::RecordView record;
    record.life_begin = Date::parse(begin);
    record.life_end = Date::parse(end);
    record.tone = tone;
    record.status_label = "Registered";
    return record;
}

TEST(Life, WithoutALastDayThereIsNothingToShow) {
    EXPECT_FALSE(life_left(right("2020-01-01", ""), day("2026-01-01")));
}

TEST(Life, TheLastYearBeginsTwelveMonthsBeforeTheLastDay) {
    const session::RecordView record = right("2017-03-15", "2027-03-14");
    const auto stage_on = [&](std::string_view text) { return life_left(record, day(text))->stage; };
    EXPECT_EQ(stage_on("2026-03-13"), Stage::running);
    EXPECT_EQ(stage_on("2026-03-14"), Stage::last_year);
    EXPECT_EQ(stage_on("2027-03-14"), Stage::last_year);
    EXPECT_EQ(stage_on("2027-03-15"), Stage::over);
}

TEST(Life, TheLastYearOf29FebruaryIsClampedAsLawDoes) {
    const session::RecordView record = right("2018-03-01", "2028-02-29");
    EXPECT_EQ(life_left(record, day("2027-02-28"))->stage, Stage::running);
    EXPECT_EQ(life_left(record, day("2027-03-01"))->stage, Stage::last_year);
}

TEST(Life, ThePartLeftGoesFromWholeToNothing) {
    const session::RecordView record = right("2020-01-01", "2030-01-01");
    EXPECT_EQ(life_left(record, day("2019-06-01"))->left, 1000);
    EXPECT_EQ(life_left(record, day("2020-01-01"))->left, 1000);
    EXPECT_NEAR(*life_left(record, day("2025-01-01"))->left, 500, 1);
    EXPECT_EQ(life_left(record, day("2030-01-01"))->left, 0);
    EXPECT_EQ(life_left(record, day("2031-01-01"))->left, 0);
}

TEST(Life, WithoutABeginNoPartIsDrawn) {
    EXPECT_FALSE(life_left(right("", "2030-01-01"), day("2026-01-01"))->left);
    EXPECT_FALSE(life_left(right("2030-01-01", "2030-01-01"), day("2026-01-01"))->left);
}

TEST(Life, WhatHasEndedHasNothingLeftThoughItsTermWouldRun) {
    const LifeLeft life = *life_left(right("2020-01-01", "2030-01-01", Tone::bad), day("2026-01-01"));
    EXPECT_EQ(life.stage, Stage::ended);
    EXPECT_EQ(life.left, 0);
    EXPECT_EQ(life.words, "Registered; the term would have run until 2030-01-01");
    EXPECT_EQ(life_left(right("2020-01-01", "2025-01-01", Tone::bad), day("2026-01-01"))->words,
              "Registered; the term ended on 2025-01-01");
}

TEST(Life, WordsSayHowMuchAndUntilWhen) {
    const session::RecordView record = right("2024-05-01", "2034-05-01");
    EXPECT_EQ(life_left(record, day("2026-02-01"))->words, "8 years 3 months left, until 2034-05-01");
    EXPECT_EQ(life_left(record, day("2026-02-01"))->brief, "8 years");
    EXPECT_EQ(life_left(record, day("2033-01-31"))->brief, "15 months");
    EXPECT_EQ(life_left(record, day("2034-04-12"))->words, "19 days left, until 2034-05-01");
    EXPECT_EQ(life_left(record, day("2034-04-30"))->brief, "1 day");
    EXPECT_EQ(life_left(record, day("2034-05-01"))->words, "ends today, 2034-05-01");
}

TEST(Life, SpansInWholeMonths) {
    EXPECT_EQ(span_in_words(day("2026-01-31"), day("2026-02-28")), "1 month");
    EXPECT_EQ(span_in_words(day("2026-01-31"), day("2026-02-27")), "27 days");
    EXPECT_EQ(span_in_words(day("2026-01-01"), day("2027-01-01")), "1 year");
    EXPECT_EQ(span_in_words(day("2026-01-01"), day("2028-02-01")), "2 years 1 month");
}

TEST(Badges, ThoseThatFitLeaveRoomForTheirRemark) {
    const std::vector<int> widths{40, 40, 40};
    EXPECT_EQ(badges_that_fit(widths, 130, 5, 20), 3u);  // 40+5+40+5+40
    EXPECT_EQ(badges_that_fit(widths, 129, 5, 20), 2u);
    EXPECT_EQ(badges_that_fit(widths, 110, 5, 20), 2u);  // 40+5+40+5+20
    EXPECT_EQ(badges_that_fit(widths, 109, 5, 20), 1u);
    EXPECT_EQ(badges_that_fit(widths, 65, 5, 20), 1u);
    EXPECT_EQ(badges_that_fit(widths, 64, 5, 20), 0u);
    EXPECT_EQ(badges_that_fit({40}, 40, 5, 20), 1u);
    EXPECT_EQ(badges_that_fit({}, 10, 5, 20), 0u);
}

}  // namespace
}  // namespace xinbu::gui
