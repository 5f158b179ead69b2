// Deadlines of the USPTO and the EUIPO, boundary by boundary, and what is said of offices without rules.
#include "plugins/ip_cases_support.hpp"

namespace xinbu::ip_status {
namespace {

using plugin::Object;
using plugin::text_at;
using test::Rules;

class IpAbroad : public ::testing::Test, protected test::CasesBench {
protected:
    static constexpr const char* us_mark = "trademark/US-87123456";
    static constexpr const char* eu_mark = "trademark/EM-015432109";
    static constexpr const char* us_patent = "patent/US-14123456";

    void record(const std::string& right, const std::string& more) {
        const std::string office = right.substr(right.find('/') + 1, 2),
                          number = right.substr(right.find('-') + 1);
        const bool is_mark = right.starts_with("trademark");
        ASSERT_EQ(bench.add(is_mark ? "ip.trademark.recorded" : "ip.patent.recorded", "", "1960-01-01",
                            test::json_object(R"({"owners":[{"name":"A"}],"office":")" + office +
                                              R"(","number":")" + number + R"(",)" +
                                              (is_mark ? R"("classes":[21],)" : "") + more + "}")),
                  Rules{});
    }
    /// "opens due grace last severity" of the first deadline of that rule, "-" where there is none.
    std::string line(const char* right, const std::string& day, const char* id) const {
        const Object found = deadline(right, day, id, R"(,"to":"2060-01-01")");
        if (found.empty()) return "-";
        std::string line;
        for (const char* name : {"opens", "due", "grace_until", "last_day", "severity"})
            line += (line.empty() ? "" : " ") + std::string(text_at(found, name));
        return line;
    }
    std::vector<std::string> lacks(const std::string& check, const std::string& right) const {
        std::vector<std::string> found;
        for (const plugin::Finding& finding :
             bench.check(check, R"({"right":")" + right + R"("})", "2026-01-10").findings)
            if (finding.rule == "IP-00") {
                EXPECT_EQ(finding.status, plugin::FindingStatus::unknown);
                EXPECT_EQ(finding.severity, plugin::Severity::info);
                EXPECT_EQ(finding.evidence, std::vector<std::string>{right});
                found.push_back(finding.message.en);
            }
        return found;
    }
};

TEST_F(IpAbroad, a_declaration_of_use_is_due_between_the_fifth_and_the_sixth_year) {
    record(us_mark, R"("registration_date":"2016-05-10")");
    const auto declaration = [&](const char* day) { return line(us_mark, day, "UT-01"); };
    const std::string dates = "2021-05-10 2022-05-10 2022-11-10 2022-11-10 ";
    EXPECT_EQ(declaration("2021-01-01"), dates + "info");
    EXPECT_EQ(declaration("2022-02-08"), dates + "info");   // 91 days ahead
    EXPECT_EQ(declaration("2022-02-09"), dates + "warn");   // 90
    EXPECT_EQ(declaration("2022-05-10"), dates + "warn");   // the last day without surcharge
    EXPECT_EQ(declaration("2022-05-11"), dates + "block");  // only grace is left
    EXPECT_EQ(declaration("2022-11-10"), dates + "block");
    EXPECT_EQ(declaration("2022-11-11"), dates + "block") << "late, and nothing shows that it was filed";
    EXPECT_EQ(fact(us_mark, "2022-11-10", "alive"), "true");
    EXPECT_EQ(fact(us_mark, "2022-11-11", "alive"), "-") << "cancelled unless it was filed";
    EXPECT_EQ(fact(us_mark, "2022-11-11", "uncertain_since"), "2022-11-10");
    const Object found = deadline(us_mark, "2022-05-10", "UT-01");
    EXPECT_EQ(text_at(found, "filed"), "unknown");
    EXPECT_EQ(text_at(found, "rule_status"), "unverified");  // no source has been read for it
    EXPECT_EQ(text_at(found, "confidence"), "firm");
    // The office's own step tells that it was accepted.
    ASSERT_EQ(event(us_mark, "other", "2022-01-05", R"(,"office_code":"8.OK")"), Rules{});
    EXPECT_EQ(declaration("2022-01-04"), dates + "info");
    EXPECT_EQ(declaration("2022-01-05"), "-");
    EXPECT_EQ(fact(us_mark, "2022-11-11", "alive"), "true");
}

TEST_F(IpAbroad, what_an_office_said_later_shows_what_was_done_before) {
    record(us_mark, R"("registration_date":"2006-11-21","common_status":"registered",
                       "status_date":"2009-01-01","source":{"system":"X","retrieved_on":"2018-02-03"})");
    EXPECT_EQ(line(us_mark, "2018-02-03", "UT-01"), "-");
    EXPECT_EQ(line(us_mark, "2018-02-03", "UT-02"), "2025-11-21 2026-11-21 2027-05-21 2027-05-21 info");
    EXPECT_EQ(line(us_mark, "2017-06-01", "UT-02").substr(0, 10), "2015-11-21") << "not known by then";
    EXPECT_EQ(fact(us_mark, "2018-02-03", "alive"), "true");
}

TEST_F(IpAbroad, the_term_counts_from_the_earliest_application_whose_benefit_is_claimed) {
    record(us_patent, R"("kind":"invention","filing_date":"2014-01-15","grant_date":"2016-03-01",
                         "benefit_date":"2004-04-14")");
    event(us_patent, "annual_fee", "2019-04-10", R"(,"year":4)");
    event(us_patent, "annual_fee", "2023-04-10", R"(,"year":8)");
    EXPECT_EQ(fact(us_patent, "2024-04-14", "computed_last_day"), "2024-04-14");
    EXPECT_EQ(fact(us_patent, "2024-04-14", "alive"), "true");
    EXPECT_EQ(fact(us_patent, "2024-04-15", "alive"), "-") << "over by the rules of its office";
    EXPECT_EQ(fact(us_patent, "2024-04-15", "uncertain_since"), "2024-04-14");
}

TEST_F(IpAbroad, an_adjustment_told_in_days_moves_the_end) {
    record(us_patent, R"("kind":"invention","filing_date":"2014-01-15","grant_date":"2016-03-01")");
    EXPECT_EQ(fact(us_patent, "2017-01-01", "computed_last_day"), "2034-01-15");
    ASSERT_EQ(event(us_patent, "term_adjustment", "2016-03-01", R"(,"days":430)"), Rules{});
    EXPECT_EQ(fact(us_patent, "2017-01-01", "computed_last_day"), "2035-03-21");
    const Object end = deadline(us_patent, "2017-01-01", "UP-01", R"(,"to":"2060-01-01")");
    EXPECT_EQ(text_at(end, "due"), "2035-03-21");
    EXPECT_NE(json::canonical(*end.find("explain")).find("Adjusted by 430 days"), std::string::npos);
    EXPECT_EQ(json::canonical(*end.find("explain")).find("an adjustment of the term or"), std::string::npos);
}

TEST_F(IpAbroad, a_us_registration_is_renewed_every_ten_years) {
    record(us_mark, R"("registration_date":"2006-11-21")");
    const auto renewal = [&](const char* day) { return line(us_mark, day, "UT-02"); };
    EXPECT_EQ(renewal("2015-11-20"),
              "2015-11-21 2016-11-21 2017-05-21 2017-05-22 info");  // grace ends on a Sunday
    EXPECT_EQ(renewal("2017-05-22"), "2015-11-21 2016-11-21 2017-05-21 2017-05-22 block");
    EXPECT_EQ(renewal("2017-05-23"), "2015-11-21 2016-11-21 2017-05-21 2017-05-22 block");
    EXPECT_EQ(fact(us_mark, "2017-05-22", "uncertain_since"), "2013-05-21") << "nor was a declaration filed";
    EXPECT_EQ(fact(us_mark, "2017-05-23", "computed_last_day"), "-") << "it may have ended";
    // Renewed in its window, the next term stands there at once.
    ASSERT_EQ(event(us_mark, "renewal", "2016-03-01"), Rules{});
    EXPECT_EQ(renewal("2016-03-01"), "2025-11-21 2026-11-21 2027-05-21 2027-05-21 info");
}

TEST_F(IpAbroad, terms_of_the_old_us_law_were_of_twenty_years) {
    record(us_mark, R"("registration_date":"1989-11-15")");
    EXPECT_EQ(text_at(deadline(us_mark, "2009-01-01", "UT-02"), "due"), "2009-11-15");
    EXPECT_EQ(text_at(deadline(us_mark, "2019-06-01", "UT-02"), "due"), "2009-11-15");
    const char* newer = "trademark/US-73811111";
    record(newer, R"("registration_date":"1989-11-16")");
    EXPECT_EQ(text_at(deadline(newer, "1999-01-01", "UT-02"), "due"), "1999-11-16");
}

TEST_F(IpAbroad, a_recorded_end_goes_before_a_computed_one) {
    record(us_mark, R"("registration_date":"2016-05-10","expiry_date":"2026-06-30")");
    EXPECT_EQ(line(us_mark, "2026-01-10", "UT-02"), "2025-06-30 2026-06-30 2026-12-30 2026-12-30 info");
    EXPECT_FALSE(deadline(us_mark, "2026-01-10", "UT-02").contains("filed"));
}

TEST_F(IpAbroad, an_eu_trade_mark_is_renewed_ten_years_from_filing) {
    record(eu_mark, R"("application_date":"2016-04-01","registration_date":"2016-08-20")");
    const auto renewal = [&](const char* day) { return line(eu_mark, day, "ET-01"); };
    const std::string dates = "2025-10-01 2026-04-01 2026-10-01 2026-10-01 ";
    EXPECT_EQ(renewal("2025-06-01"), dates + "info");
    EXPECT_EQ(renewal("2026-04-01"), dates + "warn");
    EXPECT_EQ(renewal("2026-04-02"), dates + "block");
    EXPECT_EQ(renewal("2026-10-01"), dates + "block");
    EXPECT_EQ(renewal("2026-10-02"), dates + "block");
    EXPECT_EQ(fact(eu_mark, "2026-10-01", "computed_last_day"), "2026-04-01");
    EXPECT_EQ(fact(eu_mark, "2026-10-02", "computed_last_day"), "-");
    EXPECT_EQ(deadlines(eu_mark, "2026-01-10"),
              std::vector<std::string>{"ET-01 2026-04-01>2026-10-01? Regulation (EU) 2017/1001 art. 52, 53"});
}

TEST_F(IpAbroad, the_renewal_window_of_a_listed_mark_is_that_of_its_office) {
    record(eu_mark,
           R"("application_date":"2016-04-01","registration_date":"2016-08-20","expiry_date":"2026-04-01")");
    const auto is_open = [&](const char* day) {
        const std::vector<std::string> overlays = bench.at(eu_mark, day).overlays;
        return std::ranges::find(overlays, "renewal_window") != overlays.end();
    };
    EXPECT_FALSE(is_open("2025-09-30"));
    EXPECT_TRUE(is_open("2025-10-01"));
    EXPECT_TRUE(is_open("2026-04-01"));
    EXPECT_FALSE(is_open("2026-04-02"));
}

TEST_F(IpAbroad, a_us_patent_ends_twenty_years_from_filing_or_seventeen_from_grant) {
    struct Case {
        const char *right, *dates, *id, *end;
    };
    for (const Case& one : {Case{"patent/US-14000001",
                                 R"("kind":"invention","filing_date":"2014-01-15","grant_date":"2016-03-01")",
                                 "UP-01", "2034-01-15"},
                            Case{"patent/US-08000002",
                                 R"("kind":"invention","filing_date":"1995-06-08","grant_date":"1999-02-02")",
                                 "UP-01", "2015-06-08"},
                            Case{"patent/US-08000003",
                                 R"("kind":"invention","filing_date":"1995-06-07","grant_date":"1999-02-02")",
                                 "UP-02", "2016-02-02"},
                            Case{"patent/US-08000004",
                                 R"("kind":"invention","filing_date":"1995-06-07","grant_date":"1997-02-02")",
                                 "UP-01", "2015-06-07"},
                            Case{"patent/US-29000005",
                                 R"("kind":"design","filing_date":"2015-05-12","grant_date":"2016-02-02")",
                                 "UP-15", "2030-02-02"},
                            Case{"patent/US-29000006",
                                 R"("kind":"design","filing_date":"2015-05-13","grant_date":"2016-02-02")",
                                 "UP-15", "2031-02-02"}}) {
        record(one.right, one.dates);
        const Object end = deadline(one.right, "2014-12-31", one.id, R"(,"to":"2060-01-01")");
        const Object later =
            deadline(one.right, "2016-12-31", one.id, R"(,"to":"2060-01-01","from":"2014-12-31")");
        EXPECT_EQ(text_at(end.empty() ? later : end, "due"), one.end) << one.right;
    }
}

TEST_F(IpAbroad, maintenance_fees_are_due_after_three_seven_and_eleven_and_a_half_years) {
    record(us_patent, R"("kind":"invention","filing_date":"2014-01-15","grant_date":"2016-03-01")");
    const auto fee = [&](const char* day, const char* id) { return line(us_patent, day, id); };
    const std::string first = "2019-03-01 2019-09-01 2020-03-01 2020-03-02 ";  // due and grace end on Sundays
    EXPECT_EQ(fee("2016-03-01", "UP-03"), first + "info");
    EXPECT_EQ(fee("2019-09-02", "UP-03"), first + "warn");  // a Monday: still in time
    EXPECT_EQ(fee("2019-09-03", "UP-03"), first + "block");
    EXPECT_EQ(fee("2020-03-02", "UP-03"), first + "block");
    EXPECT_EQ(fee("2020-03-03", "UP-03"), first + "block");  // lapsed, or paid: no payment is recorded
    EXPECT_EQ(fact(us_patent, "2020-03-02", "alive"), "true");
    EXPECT_EQ(fact(us_patent, "2020-03-03", "alive"), "-");
    EXPECT_EQ(text_at(deadline(us_patent, "2019-08-01", "UP-03"), "payable_by"), "2019-09-02");
    EXPECT_EQ(fee("2016-03-01", "UP-07"), "2023-03-01 2023-09-01 2024-03-01 2024-03-01 info");
    EXPECT_EQ(fee("2016-03-01", "UP-11"), "2027-03-01 2027-09-01 2028-03-01 2028-03-01 info");
    ASSERT_EQ(event(us_patent, "annual_fee", "2019-04-10", R"(,"year":4)"), Rules{});
    EXPECT_EQ(fee("2019-04-10", "UP-03"), "-");
    EXPECT_NE(fee("2019-04-10", "UP-07"), "-");
    EXPECT_NE(fee("2019-04-09", "UP-03"), "-");
}

TEST_F(IpAbroad, neither_designs_nor_old_patents_of_the_us_know_maintenance_fees) {
    record("patent/US-29000006", R"("kind":"design","filing_date":"2015-05-13","grant_date":"2016-02-02")");
    EXPECT_EQ(line("patent/US-29000006", "2017-01-01", "UP-03"), "-");
    record("patent/US-06000001",
           R"("kind":"invention","filing_date":"1980-12-11","grant_date":"1982-02-02")");
    EXPECT_EQ(line("patent/US-06000001", "1983-01-01", "UP-03"), "-");
    record("patent/US-06000002",
           R"("kind":"invention","filing_date":"1980-12-12","grant_date":"1982-02-02")");
    EXPECT_NE(line("patent/US-06000002", "1983-01-01", "UP-03"), "-");
}

TEST_F(IpAbroad, of_an_office_without_rules_it_is_said_that_nothing_is_computed) {
    const char* german = "trademark/DE-302016101234";
    record(german, R"("registration_date":"2016-05-10","expiry_date":"2026-05-10")");
    record("patent/EP-1234567", R"("kind":"invention","filing_date":"2014-01-15","grant_date":"2016-03-01")");
    record(us_mark, R"("registration_date":"2016-05-10")");
    record(us_patent, R"("kind":"invention","filing_date":"2014-01-15","grant_date":"2016-03-01")");
    for (const char* check : {"ip.deadlines", "ip.status"}) {
        EXPECT_EQ(lacks(check, german),
                  std::vector<std::string>{
                      "No rules of the office DE are loaded; deadlines are not computed. Only an "
                      "end that is recorded is shown."});
        EXPECT_EQ(lacks(check, "patent/EP-1234567").size(), 1U);
        EXPECT_TRUE(lacks(check, us_mark).empty());
        EXPECT_TRUE(lacks(check, us_patent).empty());
    }
    // What the office itself recorded, with the grace of the Paris Convention.
    EXPECT_EQ(deadlines(german, "2026-01-10"),
              std::vector<std::string>{"XX-01 2026-05-10>2026-11-10? Paris Convention art. 5bis"});
    EXPECT_TRUE(deadlines("patent/EP-1234567", "2026-01-10").empty());
    // A sum of fees that leaves a right out says so.
    EXPECT_EQ(lacks("ip.fees", german).size(), 1U);
    EXPECT_EQ(lacks("ip.fees", us_patent).size(), 1U);
}

TEST_F(IpAbroad, of_a_madrid_mark_in_the_us_nothing_is_computed) {
    const char* madrid = "trademark/US-79012345";
    record(madrid, R"("registration_date":"2016-05-10")");
    EXPECT_TRUE(deadlines(madrid, "2021-06-01").empty());
    EXPECT_EQ(lacks("ip.deadlines", madrid).size(), 1U);
    // Nor for one of the EUIPO's; and no article of the office's own law is cited for either.
    for (const char* one : {"trademark/US-79012346", "trademark/EM-W00840480"}) {
        record(one, R"("registration_date":"2016-05-10","expiry_date":"2026-05-10")");
        EXPECT_EQ(deadlines(one, "2026-01-10"),
                  std::vector<std::string>{"XX-01 2026-05-10>2026-11-10? Paris Convention art. 5bis"});
        EXPECT_EQ(lacks("ip.deadlines", one).size(), 1U) << one;
        EXPECT_TRUE(bench.at(one, "2025-12-01").overlays.empty()) << "when WIPO takes a renewal is not known";
        const auto answer =
            bench.check("ip.status", R"({"right":")" + std::string(one) + R"("})", "2026-06-10");
        for (const plugin::Finding& finding : answer.findings)
            EXPECT_EQ(finding.basis.en.find("U.S.C."), std::string::npos) << finding.rule;
        EXPECT_EQ(std::ranges::count(answer.findings, "IP-00", &plugin::Finding::rule), 1);
        event(one, "renewal", "2026-05-01");
        EXPECT_EQ(fact(one, "2027-01-01", "alive"), "true");
        EXPECT_EQ(fact(one, "2027-01-01", "last_day"), "-") << "the new term is not guessed";
    }
}

TEST_F(IpAbroad, a_mark_known_by_its_registration_alone_may_have_come_through_madrid) {
    const char* known = "trademark/US-4062217";
    record(known, R"("registration_date":"2016-05-10")");
    const Object declaration = deadline(known, "2021-06-01", "UT-01");
    const plugin::Array& steps = plugin::array_at(declaration, "explain");
    ASSERT_FALSE(steps.empty());
    EXPECT_NE(text_at(*steps.back().object(), "en").find("through Madrid"), std::string_view::npos);
}

TEST_F(IpAbroad, dead_and_unknown_rights_owe_nothing) {
    record(us_mark, R"("registration_date":"2016-05-10")");
    event(us_mark, "cancellation", "2022-12-01");
    EXPECT_TRUE(deadlines(us_mark, "2025-06-01", R"(,"to":"2060-01-01")").empty());
    record(us_patent, R"("kind":"invention","filing_date":"2014-01-15")");
    EXPECT_TRUE(deadlines(us_patent, "2025-06-01", R"(,"to":"2060-01-01")").empty());
}

}  // namespace
}  // namespace xinbu::ip_status
