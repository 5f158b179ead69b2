// Date arithmetic against a model that walks day by day, and the calendar of working days.
#include "ip_status/periods.hpp"

#include <random>
#include <set>

#include "ip_status/patents.hpp"
#include "ip_status/trademarks.hpp"
#include "plugins/ip_status_support.hpp"

namespace xinbu::ip_status {
namespace {

using plugin::Date;
using test::RightsBench;
using test::Rules;

constexpr int rounds = 4000;

bool is_leap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}
unsigned days_in(int year, unsigned month) {
    if (month == 2) return is_leap(year) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/// A day as three numbers that only knows how to become the next one.
struct Walker {
    int year;
    unsigned month, day;
    void step() {
        if (++day <= days_in(year, month)) return;
        day = 1;
        if (++month <= 12) return;
        month = 1;
        ++year;
    }
    Date date() const { return Date(year, month, day); }
};

/// Walks until the month is the `months`-th one behind and the day is the corresponding or the last one.
Date walked_months(Date from, int months) {
    Walker walker{from.year(), from.month(), from.day()};
    int passed = 0;
    while (passed < months ||
           (walker.day != from.day() && walker.day != days_in(walker.year, walker.month))) {
        walker.step();
        if (walker.day == 1) ++passed;
    }
    return walker.date();
}

/// The term's last day: the one whose follower is the corresponding day; else the month's last.
Date walked_term(Date start, int years) {
    Walker walker{start.year(), start.month(), start.day()};
    for (;;) {
        const Walker today = walker;
        walker.step();
        if (walker.year == start.year() + years && walker.month == start.month() && walker.day == start.day())
            return today.date();
        const bool month_is_over = today.year == start.year() + years && today.month == start.month() &&
                                   walker.month != start.month();
        if (month_is_over) return today.date();
    }
}

class RandomDays {
public:
    Date day() {
        // Ends of months and 29 February come up more often than chance would have them.
        const int year = std::uniform_int_distribution<int>(1985, 2060)(engine_);
        const auto month = std::uniform_int_distribution<unsigned>(1, 12)(engine_);
        switch (number(0, 5)) {
            case 0:
                return Date(year, month, days_in(year, month));
            case 1:
                return Date(year - year % 4, 2, is_leap(year - year % 4) ? 29 : 28);
            default:
                return Date(year, month,
                            std::uniform_int_distribution<unsigned>(1, days_in(year, month))(engine_));
        }
    }
    int number(int low, int high) { return std::uniform_int_distribution<int>(low, high)(engine_); }

private:
    std::mt19937 engine_{20261125};
};

/// Records that hold calendars and nothing else.
class Calendars final : public plugin::Records {
public:
    std::map<int, std::pair<std::set<Date>, std::set<Date>>> years;  ///< holidays, make-up workdays

    std::optional<plugin::Record> find(std::string_view id) const override {
        for (const auto& [year, days] : years) {
            if (id != "calendar/" + std::to_string(year)) continue;
            plugin::Record record{std::string(id), "", {}, {}};
            record.fields.set("holidays", list(days.first));
            record.fields.set("make_up_workdays", list(days.second));
            return record;
        }
        return std::nullopt;
    }
    std::vector<plugin::Record> referring_to(std::string_view, std::string_view) const override { return {}; }
    void for_each(std::string_view, const std::function<bool(const plugin::Record&)>&) const override {}
    Date as_of() const override { return Date(2026, 1, 1); }

private:
    static plugin::Array list(const std::set<Date>& days) {
        plugin::Array array;
        for (const Date day : days) array.emplace_back(day.text());
        return array;
    }
};

TEST(Periods, of_months_agree_with_a_walk_day_by_day) {
    RandomDays random;
    for (int round = 0; round < rounds; ++round) {
        const Date from = random.day();
        const int months = random.number(0, 40);
        ASSERT_EQ(period_end(from, {months, 0}), walked_months(from, months)) << from.text() << " " << months;
    }
}

TEST(Periods, of_days_do_not_count_the_first) {
    RandomDays random;
    for (int round = 0; round < rounds; ++round) {
        const Date from = random.day();
        const int days = random.number(0, 200);
        Walker walker{from.year(), from.month(), from.day()};
        for (int step = 0; step < days; ++step) walker.step();
        ASSERT_EQ(period_end(from, {0, days}), walker.date()) << from.text() << " " << days;
    }
}

TEST(Periods, of_validity_agree_with_a_walk_day_by_day) {
    RandomDays random;
    for (int round = 0; round < rounds / 10; ++round) {
        const Date from = random.day();
        for (const int years : {10, 15, 20})
            ASSERT_EQ(term_end(from, {12 * years, 0}), walked_term(from, years))
                << from.text() << " " << years;
    }
}

TEST(Periods, clamp_to_the_end_of_a_month) {
    EXPECT_EQ(period_end(Date(2023, 11, 30), {3, 0}).text(), "2024-02-29");
    EXPECT_EQ(period_end(Date(2022, 11, 30), {3, 0}).text(), "2023-02-28");
    EXPECT_EQ(period_end(Date(2024, 2, 29), {12, 0}).text(), "2025-02-28");
    EXPECT_EQ(period_end(Date(2024, 2, 28), {12, 0}).text(), "2025-02-28");
    EXPECT_EQ(period_end(Date(2026, 8, 31), {6, 0}).text(), "2027-02-28");
    EXPECT_EQ(period_end(Date(2026, 3, 16), {0, 15}).text(), "2026-03-31");
}

TEST(Periods, of_validity_are_not_moved_by_a_day_off) {
    // 2026-02-28 is a Saturday and stays what it is.
    EXPECT_EQ(MarkTerms(test::packed_rules(), china).first_end(Date(2016, 3, 1))->text(), "2026-02-28");
    EXPECT_TRUE(MarkTerms(test::packed_rules(), china).first_end(Date(2016, 3, 1))->is_weekend());
    EXPECT_EQ(term_end(Date(1999, 9, 6), {120, 0}).text(), "2009-09-05");
    EXPECT_TRUE(term_end(Date(1999, 9, 6), {120, 0}).is_weekend());
}

TEST(WorkCalendar, knows_weekends_without_a_record) {
    const WorkCalendar calendar;
    EXPECT_FALSE(calendar.is_known(2026));
    EXPECT_EQ(calendar.moved(Date(2026, 10, 10)).text(), "2026-10-12");
    EXPECT_EQ(calendar.moved(Date(2026, 10, 11)).text(), "2026-10-12");
    EXPECT_EQ(calendar.moved(Date(2026, 10, 12)).text(), "2026-10-12");
    EXPECT_EQ(calendar.moved(Date(2026, 10, 1)).text(), "2026-10-01");
}

TEST(WorkCalendar, moves_over_holidays_into_the_next_year_and_onto_a_make_up_day) {
    Calendars records;
    records.years[2030].first = {Date(2030, 12, 30), Date(2030, 12, 31)};
    records.years[2031].first = {Date(2031, 1, 1), Date(2031, 1, 2), Date(2031, 1, 3)};
    records.years[2031].second = {Date(2031, 1, 4)};  // a Saturday
    const WorkCalendar calendar(records);
    EXPECT_TRUE(calendar.is_known(2030));
    EXPECT_FALSE(calendar.is_known(2032));
    EXPECT_EQ(calendar.moved(Date(2030, 12, 28)).text(), "2031-01-04");
    EXPECT_EQ(calendar.moved(Date(2031, 1, 4)).text(), "2031-01-04");
    EXPECT_EQ(calendar.moved(Date(2031, 1, 5)).text(), "2031-01-06");
}

TEST(WorkCalendar, agrees_with_a_walk_over_random_holidays_and_make_up_days) {
    RandomDays random;
    for (int round = 0; round < 300; ++round) {
        Calendars records;
        const Date from = random.day();
        for (int year = from.year(); year <= from.year() + 1; ++year) {
            auto& [holidays, workdays] = records.years[year];
            for (int one = 0; one < 30; ++one)
                holidays.insert(Date(year, 1, 1).plus_days(random.number(0, 364)));
            for (int one = 0; one < 10; ++one) {
                const Date day = Date(year, 1, 1).plus_days(random.number(0, 364));
                if (day.is_weekend() && !holidays.contains(day)) workdays.insert(day);
            }
        }
        const WorkCalendar calendar(records);
        for (int offset = 0; offset < 40; ++offset) {
            const Date start = from.plus_days(offset);
            if (!records.years.contains(start.plus_days(31).year())) break;
            Date expected = start;
            const auto is_off = [&](Date day) {
                const auto& [holidays, workdays] = records.years.at(day.year());
                return holidays.contains(day) || (day.is_weekend() && !workdays.contains(day));
            };
            while (is_off(expected)) expected = expected.plus_days(1);
            ASSERT_EQ(calendar.moved(start), expected) << start.text();
        }
    }
}

TEST(WorkCalendar, a_year_without_a_working_day_moves_nothing) {
    Calendars records;
    for (int day = 0; day < 366; ++day) records.years[2028].first.insert(Date(2028, 1, 1).plus_days(day));
    EXPECT_EQ(WorkCalendar(records).moved(Date(2028, 3, 1)).text(), "2028-03-01");
}

class IpCalendar : public ::testing::Test, protected RightsBench {};

TEST_F(IpCalendar, a_signed_calendar_moves_the_end_of_grace) {
    Calendars records;
    ASSERT_EQ(record_patent(R"(,"grant_date":"2023-03-10","filing_date":"2021-04-01")"), Rules{});
    fee(5, "2025-03-12");
    // The sixth year's fee is due on 2026-04-01, its grace ends on the National Day.
    EXPECT_EQ(fact(patent, "2026-09-01", "grace_until"), "2026-10-01");
    EXPECT_EQ(fact(patent, "2026-10-08", "alive"), "false");
    for (const char* day : {"2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"})
        records.years[2026].first.insert(*Date::parse(day));
    const WorkCalendar calendar(records);
    const plugin::Object fields = bench.at(patent, "2026-09-01").fields;
    const RightName name = *parse_right(patent);
    const Situation now = patent_situation(test::packed_rules(), name, fields, Date(2026, 10, 8), calendar);
    EXPECT_TRUE(now.standing->is_live);
    EXPECT_EQ(now.grace_until->text(), "2026-10-08");
    EXPECT_FALSE(
        patent_situation(test::packed_rules(), name, fields, Date(2026, 10, 9), calendar).standing->is_live);
}

}  // namespace
}  // namespace xinbu::ip_status
