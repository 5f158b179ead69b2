#include "xinbu/plugin/date.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/vectors.hpp"
#include "xinbu/plugin/period.hpp"

namespace xinbu::plugin {
namespace {

Date day(std::string_view text) {
    const auto date = Date::parse(text);
    EXPECT_TRUE(date) << text;
    return date.value_or(Date(1000, 1, 1));
}

TEST(Date, OneFormIsReadAndWritten) {
    for (const char* text :
         {"2024-02-29", "2026-12-31", "1000-01-01", "9999-12-31", "1899-12-31", "2000-02-29"}) {
        const auto date = Date::parse(text);
        ASSERT_TRUE(date) << text;
        EXPECT_EQ(date->text(), text);
    }
    EXPECT_EQ(day("2026-01-05").year(), 2026);
    EXPECT_EQ(day("2026-01-05").month(), 1u);
    EXPECT_EQ(day("2026-01-05").day(), 5u);
}

TEST(Date, EveryOtherFormIsRefused) {
    for (const char* text : {"",
                             "2026-02-29",
                             "1900-02-29",
                             "2026-13-01",
                             "2026-00-10",
                             "2026-04-31",
                             "2026-01-00",
                             "2026-01-32",
                             "0000-01-01",
                             "0999-12-31",
                             "10000-01-01",
                             "26-1-5",
                             "2026-1-5",
                             "2026/01/05",
                             "2026.01.05",
                             "20260105",
                             "2026-0105",
                             "2026年1月5日",
                             "２０２６-01-05",
                             "民国115年",
                             "正月初五",
                             "45678",
                             "1767571200",
                             "2026-01-05T00:00:00",
                             "2026-01-05Z",
                             " 2026-01-05",
                             "2026-01-05 ",
                             "+026-01-05",
                             "-026-01-05",
                             "2026-+1-05",
                             "2026- 1-05",
                             "2026-01-0x",
                             "2026-01-05\n",
                             "05-01-2026"}) {
        EXPECT_FALSE(Date::parse(text)) << text;
    }
    EXPECT_FALSE(Date::parse(std::string_view("2026-01-0\0", 10)));
}

TEST(Date, MonthsEndOnTheirLastDayAtMost) {
    EXPECT_EQ(day("2026-01-31").plus_months(1).text(), "2026-02-28");
    EXPECT_EQ(day("2024-01-31").plus_months(1).text(), "2024-02-29");
    EXPECT_EQ(day("2026-08-31").plus_months(6).text(), "2027-02-28");
    EXPECT_EQ(day("2026-03-31").plus_months(-1).text(), "2026-02-28");
    EXPECT_EQ(day("2026-11-30").plus_months(3).text(), "2027-02-28");
    EXPECT_EQ(day("2024-02-29").plus_years(1).text(), "2025-02-28");
    EXPECT_EQ(day("2024-02-29").plus_years(4).text(), "2028-02-29");
    EXPECT_EQ(day("2026-12-15").plus_months(1).text(), "2027-01-15");
    EXPECT_EQ(day("2026-12-15").plus_months(0).text(), "2026-12-15");
}

TEST(Date, DaysAreCounted) {
    EXPECT_EQ(day("2026-02-28").plus_days(1).text(), "2026-03-01");
    EXPECT_EQ(day("2026-01-01").plus_days(-1).text(), "2025-12-31");
    EXPECT_EQ(day("2026-03-01").days_since(day("2024-03-01")), 730);
    EXPECT_EQ(day("2024-03-01").days_since(day("2024-02-28")), 2);
    EXPECT_EQ(day("2024-02-28").days_since(day("2024-03-01")), -2);
    Date date(1000, 1, 1);
    for (int count = 0; count < 20'000; ++count) {
        const Date next = date.plus_days(1);
        ASSERT_GT(next, date);
        ASSERT_EQ(next.days_since(date), 1);
        ASSERT_EQ(Date::parse(next.text()), next);
        date = next;
    }
}

TEST(Date, KnowsTheWeekend) {
    EXPECT_TRUE(day("2026-11-28").is_weekend());
    EXPECT_TRUE(day("2026-11-29").is_weekend());
    EXPECT_FALSE(day("2026-11-30").is_weekend());
    EXPECT_FALSE(day("2025-05-30").is_weekend()) << "a Friday";
}

TEST(Date, IsOrdered) {
    EXPECT_LT(day("2026-01-31"), day("2026-02-01"));
    EXPECT_LT(day("2025-12-31"), day("2026-01-01"));
    EXPECT_EQ(day("2026-01-01"), Date(2026, 1, 1));
}

// The term of a trademark: ten years, to the eve of the corresponding day.
TEST(Date, TrademarkTermsAgreeWithTheVectors) {
    XINBU_READ_SHARED_JSON(vectors, "domain/identifiers-vectors.json");
    for (const auto& vector : vectors["tm_dates"].GetArray()) {
        const Date registered = day(test::text_of(vector, "registered"));
        const Date expires = registered.plus_years(10).plus_days(-1);
        if (registered.text() == "2016-02-29") {
            // The corresponding day is missing, so the term ends with the last day of the month itself.
            EXPECT_EQ(registered.plus_years(10).text(), test::text_of(vector, "expires"));
            continue;
        }
        EXPECT_EQ(expires.text(), test::text_of(vector, "expires"));
        EXPECT_EQ(expires.plus_months(-12).plus_days(1).text(), test::text_of(vector, "window_opens"));
        EXPECT_EQ(expires.plus_months(6).text(), test::text_of(vector, "grace_ends"));
    }
}

TEST(Date, PatentTermsAgreeWithTheVectors) {
    XINBU_READ_SHARED_JSON(vectors, "domain/identifiers-vectors.json");
    for (const auto& vector : vectors["patent_terms"].GetArray()) {
        const Date filed = day(test::text_of(vector, "filed"));
        const bool design = test::text_of(vector, "kind") == "design";
        const int years = design && filed >= Date(2021, 6, 1) ? 15 : 10;
        EXPECT_EQ(filed.plus_years(years).plus_days(-1).text(), test::text_of(vector, "last_day"));
    }
    const auto& fee = vectors["annual_fee"];
    const Date due = day(test::text_of(fee, "filed")).plus_years(5);
    EXPECT_EQ(due.text(), test::text_of(fee, "due_year6"));
    int month = 0;
    for (const auto& step : fee["ladder"].GetArray()) {
        EXPECT_EQ(due.plus_months(month).plus_days(1).text(), test::text_of(step, "from"));
        EXPECT_EQ(due.plus_months(++month).text(), test::text_of(step, "to"));
    }
}

TEST(Period, HasOneOfItsLengthBeforeIt) {
    const auto before = [](Date from, Date to) { return Period{from, to}.before().text(); };
    EXPECT_EQ(before({2026, 3, 1}, {2026, 3, 31}), "2026-02-01 – 2026-02-28");
    EXPECT_EQ(before({2024, 4, 1}, {2024, 6, 30}), "2024-01-01 – 2024-03-31");
    EXPECT_EQ(before({2026, 1, 1}, {2026, 12, 31}), "2025-01-01 – 2025-12-31");
    EXPECT_EQ(before({2026, 3, 5}, {2026, 3, 14}), "2026-02-23 – 2026-03-04");
    EXPECT_EQ(before({2026, 3, 1}, {2026, 3, 1}), "2026-02-28 – 2026-02-28");
}

TEST(Period, OfAReportIsThatOfItsParameters) {
    EXPECT_EQ(period_in({{"from", "2026-04-01"}, {"to", "2026-06-30"}}, Date(2026, 11, 30)).text(),
              "2026-04-01 – 2026-06-30");
    EXPECT_EQ(period_in({}, Date(2026, 11, 30)).text(), "2026-11-01 – 2026-11-30");
    EXPECT_FALSE((Period{Date(2026, 1, 1), Date(2026, 1, 31)}.holds({{"on", "2026-02-01"}}, "on")));
    EXPECT_TRUE((Period{Date(2026, 1, 1), Date(2026, 1, 31)}.holds({{"on", "2026-01-31"}}, "on")));
    EXPECT_FALSE((Period{Date(2026, 1, 1), Date(2026, 1, 31)}.holds({}, "on")));
}

}  // namespace
}  // namespace xinbu::plugin
