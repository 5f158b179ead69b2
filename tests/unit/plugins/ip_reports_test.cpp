// What the reports say of scripted rights, line by line.
#include "brands/plugin.hpp"
#include "plugins/ip_report_support.hpp"
#include "plugins/ip_rules_support.hpp"
#include "plugins/support.hpp"

namespace xinbu::test {
namespace {

using namespace ip_reports;
using plugin::ReportBars;
using plugin::ReportFacts;
using plugin::ReportModel;
using plugin::ReportParagraph;
using plugin::ReportTable;
using plugin::ReportTimeline;
using Lines = std::vector<std::string>;

constexpr const char* owner = "organisation/91320282MA0000015N";
constexpr const char* mark = "trademark/CN-40128866";
constexpr const char* patent = "patent/CN-202110000001.6";

class IpReports : public ::testing::Test {
protected:
    IpReports() : bench(make()) {
        add("brands.organisation.recorded", "", "2019-01-01",
            R"({"name":"宜兴陶缘匠坊有限公司","identifier":"91320282MA0000015N","former_names":["宜兴陶器厂"]})");
        add("ip.trademark.recorded", "", "2020-06-14",
            R"({"office":"CN","number":"40128866","classes":[21,35],
            "mark":"陶缘匠坊","kind":"word","application_date":"2019-08-05","registration_date":"2020-06-14",
            "owners":[{"name":"宜兴陶缘匠坊有限公司","identifier":"91320282MA0000015N"}],
            "source":{"system":"CNIPA","retrieved_on":"2026-11-10"}})");
        add("ip.trademark.event_recorded", mark, "2024-03-01", R"({"event":"pledge","date":"2024-03-01",
            "until":"2028-02-29","reference":"Y2024-1","counterparty":{"name":"宜兴农商银行"}})");
        add("ip.patent.recorded", "", "2023-03-10", R"({"office":"CN","number":"202110000001.6",
            "kind":"invention","title":"紫砂泥料","filing_date":"2021-05-18","grant_date":"2023-03-10",
            "owners":[{"name":"宜兴陶缘匠坊有限公司","identifier":"91320282MA0000015N"}],
            "source":{"system":"CNIPA","retrieved_on":"2026-11-23"}})");
        for (int year = 3; year <= 5; ++year)
            add("ip.patent.event_recorded", patent, std::to_string(2020 + year) + "-05-10",
                R"({"event":"annual_fee","date":")" + std::to_string(2020 + year) + R"(-05-10","year":)" +
                    std::to_string(year + 1) + R"(,"source":{"system":"receipts"}})");
    }

    static Bench make() {
        std::vector<Bench::Loaded> plugins;
        plugins.push_back({"brands", {}, brands::make_brands()});
        plugins.push_back({"ip_status", {}, ip_status_with_rules()});
        return Bench(std::move(plugins));
    }
    void add(const std::string& type, const std::string& record, const std::string& day,
             const std::string& data) {
        for (const std::string& rule : bench.add(type, record, day, json_object(data)))
            EXPECT_TRUE(rule.ends_with("?")) << type << " " << rule;
    }
    ReportModel report(const std::string& name, const std::string& parameters, const std::string& day) const {
        const std::optional<ReportModel> model = bench.report(name, parameters, day);
        if (!model) {
            ADD_FAILURE() << name << " is about nothing";
            return {};
        }
        ModelCheck::examine(*model);
        return *model;
    }
    ReportModel certificate(const std::string& right, const std::string& day) const {
        return report("ip.certificate", R"({"right":")" + right + "\"}", day);
    }

    Bench bench;
};

// ---- the certificate ----

TEST_F(IpReports, a_certificate_says_what_a_mark_is_and_why) {
    const ReportModel model = certificate(mark, "2026-11-25");
    EXPECT_EQ(model.subject.en, "“陶缘匠坊”, trademark CN 40128866");
    EXPECT_EQ(block_of<ReportParagraph>(model, "Status on 2026-11-25").text.en, "Registered and in force");
    EXPECT_EQ(block_of<ReportParagraph>(model, "Status on").tone, plugin::Tone::good);
    const Lines why = rows_of(block_of<ReportTable>(model, "Status on"), {"Statement"});
    EXPECT_TRUE(std::ranges::any_of(
        why, [](const std::string& line) { return line.starts_with("Alive on 2026-11-25"); }));
    const auto facts = block_of<ReportFacts>(model, "Facts");
    EXPECT_EQ(fact_of(facts, "Owner"), "宜兴陶缘匠坊有限公司 (91320282MA0000015N)");
    EXPECT_EQ(fact_of(facts, "Classes"), "21, 35");
    EXPECT_EQ(fact_of(facts, "Last day of the term"), "2030-06-13");
    EXPECT_EQ(fact_of(facts, "Kind"), "Word");
    // The 10th is a Tuesday; to Wednesday the 25th are eleven working days.
    EXPECT_EQ(remark_of(facts, "Registered on"),
              "as of the extract of 2026-11-10 (CNIPA), 11 working days old");
    EXPECT_EQ(rows_of(block_of<ReportTable>(model, "beside the status"),
                      {"What", "Since", "Until", "Scope", "Counterparty"}),
              Lines{"Pledged | 2024-03-01 | 2028-02-29 | the whole right | 宜兴农商银行"});
    EXPECT_EQ(rows_of(block_of<ReportTable>(model, "Events"), {"Date", "Event", "Reference"}),
              Lines{"2024-03-01 | Pledge registered | Y2024-1"});
    ASSERT_FALSE(model.sources.empty());
    EXPECT_EQ(model.sources.front().what.en, "Register extract: CNIPA");
    EXPECT_EQ(model.sources.front().retrieved, "2026-11-10");
}

TEST_F(IpReports, a_value_without_the_day_it_was_retrieved_has_no_age) {
    add("ip.trademark.recorded", "", "2016-12-01", R"({"office":"CN","number":"5001","classes":[21],
        "owners":[{"name":"甲公司"}],"registration_date":"2016-12-01","source":{"system":"list"}})");
    add("ip.trademark.recorded", "", "2016-12-01", R"({"office":"CN","number":"5002","classes":[21],
        "owners":[{"name":"甲公司"}],"registration_date":"2016-12-01"})");
    add("ip.trademark.event_recorded", "trademark/CN-5001", "2020-01-06",
        R"({"event":"assignment","date":"2020-01-06","counterparty":{"name":"乙公司"},"source":{"system":"gazette"}})");
    const auto facts = block_of<ReportFacts>(certificate("trademark/CN-5001", "2026-11-25"), "Facts");
    EXPECT_EQ(remark_of(facts, "Classes"), "as list told it; when that was retrieved is not recorded");
    EXPECT_EQ(remark_of(facts, "Owner"), "told by the event of 2020-01-06 (gazette)");
    EXPECT_EQ(remark_of(facts, "Last day of the term"),
              "computed; what it counts from: as list told it; when that was retrieved is not recorded");
    const auto typed = block_of<ReportFacts>(certificate("trademark/CN-5002", "2026-11-25"), "Facts");
    EXPECT_EQ(remark_of(typed, "Classes"), "its source is not recorded");
}

TEST_F(IpReports, the_age_counts_days_off_by_the_calendar) {
    add("core.calendar.set", "calendar/2026", "2026-01-01",
        R"({"year":2026,"holidays":["2026-11-16","2026-11-17"],"make_up_workdays":["2026-11-21"]})");
    const auto facts = block_of<ReportFacts>(certificate(mark, "2026-11-25"), "Facts");
    EXPECT_EQ(remark_of(facts, "Registered on"),
              "as of the extract of 2026-11-10 (CNIPA), 10 working days old");
}

TEST_F(IpReports, the_timeline_of_a_mark_runs_from_filing_to_the_end_of_grace) {
    const auto timeline = block_of<ReportTimeline>(certificate(mark, "2026-11-25"), "Timeline");
    EXPECT_EQ(timeline.from.text(), "2019-08-05");
    EXPECT_EQ(timeline.to.text(), "2030-12-13");
    EXPECT_EQ(timeline.today->text(), "2026-11-25");
    EXPECT_EQ(lane_of(timeline, "Protection"),
              (Lines{"application 2019-08-05..2020-06-13", "in force 2020-06-14..2030-06-13",
                     "grace 2030-06-14..2030-12-13"}));
    EXPECT_EQ(lane_of(timeline, "Renewal"), Lines{"renewal can be asked for 2029-06-14..2030-06-13"});
    EXPECT_EQ(lane_of(timeline, "Pledged"), Lines{"宜兴农商银行 2024-03-01..2028-02-29"});
    EXPECT_EQ(lane_of(timeline, "Events"), Lines{"Pledge registered 2024-03-01"});
}

TEST_F(IpReports, the_timeline_of_a_patent_shows_what_is_paid_and_what_is_due) {
    const auto timeline = block_of<ReportTimeline>(certificate(patent, "2027-06-20"), "Timeline");
    EXPECT_EQ(timeline.from.text(), "2021-05-18");
    EXPECT_EQ(timeline.to.text(), "2041-05-17");
    Lines fees = lane_of(timeline, "Annual fees");
    // Year 7 was payable by 18 May 2027 and is in its grace; years 8 to 20 are to come.
    ASSERT_EQ(fees.size(), 1U + 3U + 14U);
    fees.resize(6);
    EXPECT_EQ(fees, (Lines{"grace of year 7 2027-05-19..2027-11-18", "year 4 paid 2023-05-10",
                           "year 5 paid 2024-05-10", "year 6 paid 2025-05-10", "year 7 due 2027-05-18",
                           "year 8 due 2028-05-18"}));
    // What nobody paid for is not told as paid.
    const Lines before =
        lane_of(block_of<ReportTimeline>(certificate(patent, "2024-05-09"), "Timeline"), "Annual fees");
    EXPECT_EQ(before.front(), "year 4 paid 2023-05-10");
    EXPECT_EQ(std::ranges::find(before, "year 5 paid 2024-05-10"), before.end());
}

TEST_F(IpReports, deadlines_come_with_article_and_what_is_not_verified_is_marked) {
    const auto table =
        block_of<ReportTable>(certificate(mark, "2027-01-15"), "Deadlines of the next three years");
    const Lines rows = rows_of(table, {"Due", "At the latest", "The rule is"});
    ASSERT_FALSE(rows.empty());
    EXPECT_TRUE(
        std::ranges::any_of(rows, [](const std::string& row) { return row.ends_with("| not verified"); }));
    for (const std::string& article : rows_of(table, {"Article"})) EXPECT_NE(article, "-");
}

TEST_F(IpReports, a_dead_right_is_certified_as_dead) {
    add("ip.trademark.event_recorded", mark, "2025-01-06", R"({"event":"cancellation","date":"2025-01-06"})");
    const ReportModel model = certificate(mark, "2026-11-25");
    EXPECT_EQ(block_of<ReportParagraph>(model, "Status on").tone, plugin::Tone::bad);
    const auto facts = block_of<ReportFacts>(model, "Facts");
    EXPECT_EQ(fact_of(facts, "Ended on"), "2025-01-06");
    EXPECT_EQ(fact_of(facts, "Last day of the term, had the right not ended before"), "2030-06-13");
    EXPECT_EQ(
        lane_of(block_of<ReportTimeline>(model, "Timeline"), "Protection"),
        (Lines{"application 2019-08-05..2020-06-13", "in force 2020-06-14..2025-01-05", "ended 2025-01-06"}));
}

TEST_F(IpReports, what_is_hardly_known_makes_a_certificate_too) {
    add("ip.trademark.event_recorded", "trademark/US-97000001", "2022-01-01",
        R"({"event":"other","date":"2022-01-01","office_code":"ZZZZ"})");
    const ReportModel model = certificate("trademark/US-97000001", "2026-11-25");
    EXPECT_EQ(block_of<ReportParagraph>(model, "Status on").text.en, "Status unknown");
    EXPECT_EQ(fact_of(block_of<ReportFacts>(model, "Facts"), "Owner"), "not recorded");
}

TEST_F(IpReports, there_is_no_certificate_of_nothing) {
    for (const char* right : {"trademark/CN-1", "organisation/91320282MA0000015N", "", "patent/"})
        EXPECT_FALSE(
            bench.report("ip.certificate", std::string(R"({"right":")") + right + "\"}", "2026-11-25"))
            << right;
    // Before it was recorded there was none.
    EXPECT_FALSE(bench.report("ip.certificate", std::string(R"({"right":")") + mark + "\"}", "2019-01-01"));
    EXPECT_FALSE(bench.report("ip.portfolio", R"({"owner":"trademark/CN-1"})", "2026-11-25"));
    EXPECT_FALSE(bench.report("ip.portfolio", "{}", "2026-11-25"));
    EXPECT_FALSE(bench.report("ip.portfolio", R"({"brand":"brand/无此品牌"})", "2026-11-25"));
}

TEST_F(IpReports, two_records_of_one_publication_are_named_on_the_certificate) {
    add("ip.patent.recorded", "", "2022-01-01",
        R"({"office":"CN","number":"CN111111111A","kind":"invention","owners":[],"source":{"system":"list"}})");
    add("ip.patent.recorded", patent, "2023-04-01", R"({"office":"CN","number":"202110000001.6",
        "kind":"invention","filing_date":"2021-05-18","owners":[],"publication_number":"CN111111111B"})");
    const Lines why =
        rows_of(block_of<ReportTable>(certificate(patent, "2026-11-25"), "Status on"), {"Statement"});
    EXPECT_TRUE(std::ranges::any_of(why, [](const std::string& line) {
        return line.starts_with("patent/CN-CN111111111A is named by CN111111111A");
    }));
    const Lines other =
        rows_of(block_of<ReportTable>(certificate("patent/CN-CN111111111A", "2026-11-25"), "Status on"),
                {"Statement"});
    EXPECT_TRUE(std::ranges::any_of(other, [](const std::string& line) {
        return line.starts_with("Known by its publication number only");
    }));
}

// ---- the portfolio ----

TEST_F(IpReports, a_portfolio_counts_states_fees_and_exposures) {
    const ReportModel model =
        report("ip.portfolio", std::string(R"({"owner":")") + owner + R"(","years":3})", "2026-05-01");
    EXPECT_EQ(model.subject.en, "宜兴陶缘匠坊有限公司");
    const auto summary = block_of<ReportFacts>(model, "As of 2026-05-01");
    EXPECT_EQ(fact_of(summary, "Rights that bear its identifier"), "2");
    EXPECT_EQ(fact_of(summary, "Of these alive"), "2");
    EXPECT_EQ(fact_of(summary, "Of these with something beside the status"), "1");
    EXPECT_EQ(fact_of(summary, "Classes exposed to cancellation for non-use"), "2");
    const auto states = block_of<ReportBars>(model, "As of");
    ASSERT_EQ(states.bars.size(), 2U);
    EXPECT_EQ(states.bars[0].label.en, "Registered and in force");
    EXPECT_EQ(states.bars[0].value, 1);
    EXPECT_EQ(rows_of(block_of<ReportTable>(model, "Rights"),
                      {"Right", "Kind or classes", "Status", "Last day", "Beside the status"}),
              (Lines{"trademark/CN-40128866 | classes 21, 35 | Registered and in force | 2030-06-13 | "
                     "Pledged until 2028-02-29",
                     "patent/CN-202110000001.6 | Invention | In force | 2041-05-17 | -"}));
}

TEST_F(IpReports, the_fee_forecast_adds_up) {
    const ReportModel model =
        report("ip.portfolio", std::string(R"({"owner":")") + owner + R"(","years":5})", "2026-05-01");
    const auto table = block_of<ReportTable>(model, "Fee forecast");
    const auto bars = block_of<ReportBars>(model, "Fee forecast");
    // Years 6 to 11 of an invention are due on 18 May 2026 to 2030 but for year 6, which is paid; two classes
    // of the mark are renewed in 2030.
    EXPECT_EQ(rows_of(table, {"Year", "Fees", "Amount"}),
              (Lines{R"(2026 | 0 | {"amount":0,"currency":"CNY"})",
                     R"(2027 | 1 | {"amount":200000,"currency":"CNY"})",
                     R"(2028 | 1 | {"amount":200000,"currency":"CNY"})",
                     R"(2029 | 1 | {"amount":200000,"currency":"CNY"})",
                     R"(2030 | 2 | {"amount":500000,"currency":"CNY"})",
                     R"(2031 | 0 | {"amount":0,"currency":"CNY"})"}));
    std::int64_t sum = 0;
    for (const plugin::ReportBar& bar : bars.bars) sum += bar.value;
    EXPECT_EQ(shown(table.total[2]), R"({"amount":)" + std::to_string(sum) + R"(,"currency":"CNY"})");
    EXPECT_EQ(bars.currency, "CNY");
    EXPECT_EQ(bars.quantity, plugin::Quantity::money);
}

TEST_F(IpReports, rights_by_name_stand_apart) {
    add("ip.trademark.recorded", "", "2021-01-04", R"({"office":"CN","number":"5001","classes":[21],
        "owners":[{"name":"宜兴陶器厂","identifier":""}],"registration_date":"2021-01-04"})");
    const ReportModel model =
        report("ip.portfolio", std::string(R"({"owner":")") + owner + "\"}", "2026-11-25");
    EXPECT_EQ(fact_of(block_of<ReportFacts>(model, "As of"), "Rights that bear its identifier"), "2");
    EXPECT_EQ(fact_of(block_of<ReportFacts>(model, "As of"), "Rights that only bear its name"), "1");
    const auto table = block_of<ReportTable>(model, "Matched by name only");
    ASSERT_EQ(table.rows.size(), 1U);
    EXPECT_EQ(shown(table.rows[0][0]), "trademark/CN-5001");
    EXPECT_NE(shown(table.rows[0][3]).find("a former name on the organisation's record"), std::string::npos);
}

TEST_F(IpReports, a_brand_shows_the_rights_of_its_leading_organisation) {
    add("brands.brand.recorded", "", "2022-01-01", std::string(R"({"name":"宜兴紫砂匠","category":"culture",
        "region":"320282","lead":")") + owner + "\"}");
    const ReportModel model = report("ip.portfolio", R"({"brand":"brand/宜兴紫砂匠"})", "2026-11-25");
    EXPECT_EQ(model.subject.en, "宜兴陶缘匠坊有限公司, leading organisation of “宜兴紫砂匠”");
    EXPECT_EQ(block_of<ReportTable>(model, "Rights").rows.size(), 2U);
    add("brands.brand.recorded", "", "2022-01-01",
        R"({"name":"宜兴紫砂嫂","category":"culture","region":"320282"})");
    const ReportModel nobody = report("ip.portfolio", R"({"brand":"brand/宜兴紫砂嫂"})", "2026-11-25");
    EXPECT_EQ(block_of<ReportParagraph>(nobody, "As of").tone, plugin::Tone::attention);
}

TEST_F(IpReports, an_owner_without_rights_has_an_empty_portfolio) {
    const ReportModel model =
        report("ip.portfolio", R"({"owner":"organisation/91320100748204660Q"})", "2026-11-25");
    EXPECT_EQ(model.subject.en, "organisation/91320100748204660Q");
    EXPECT_TRUE(block_of<ReportTable>(model, "Rights").rows.empty());
}

// ---- all deadlines, the watch list ----

TEST_F(IpReports, deadlines_of_all_rights_stand_by_date) {
    const auto due = [&](const std::string& day, const std::string& days) {
        return rows_of(block_of<ReportTable>(report("ip.deadlines", days, day), "By date"), {"Due", "Right"});
    };
    const std::string fee = std::string("2027-05-18 | ") + patent;
    const auto has = [](const Lines& lines, const std::string& line) {
        return std::ranges::find(lines, line) != lines.end();
    };
    EXPECT_TRUE(has(due("2027-02-17", "{}"), fee));   // ninety days ahead
    EXPECT_FALSE(has(due("2027-02-16", "{}"), fee));  // ninety-one
    EXPECT_TRUE(has(due("2027-02-16", R"({"days":91})"), fee));
    EXPECT_TRUE(has(due("2027-11-18", R"({"days":1})"), fee));  // the last day of grace
    EXPECT_TRUE(has(due("2027-11-19", R"({"days":1})"), fee)) << "over, and no record shows the act";
    const Lines year = due("2026-11-25", R"({"days":1500})");
    EXPECT_TRUE(std::ranges::is_sorted(year));
    // An exposure that began long ago is told with the right, not here.
    for (const std::string& line : year) EXPECT_GE(line, "2026-11-25");
    const auto facts =
        block_of<ReportFacts>(report("ip.deadlines", R"({"days":1})", "2027-06-01"), "In short");
    EXPECT_EQ(fact_of(facts, "Of these past, only grace is left"), "1");
}

TEST_F(IpReports, the_watch_list_tells_status_deadline_and_what_happened) {
    const auto watched = [&](const std::string& day) {
        return rows_of(block_of<ReportTable>(report("ip.watch", "{}", day), "Watched rights"),
                       {"Right", "Status", "Beside the status", "Watched since", "Reason"});
    };
    EXPECT_EQ(watched("2024-04-01"), Lines{});
    add("ip.trademark.watched", mark, "2024-02-01", R"({"reason":"质押物"})");
    EXPECT_EQ(watched("2024-04-01"),
              Lines{std::string(mark) +
                    " | Registered and in force | Pledged until 2028-02-29 | 2024-02-01 | 质押物"});
    const auto events = [&](const std::string& day) {
        return rows_of(block_of<ReportTable>(report("ip.watch", "{}", day), "Events of the last 90 days"),
                       {"Date", "Right", "Event"});
    };
    EXPECT_EQ(events("2024-05-30"), Lines{std::string("2024-03-01 | ") + mark + " | Pledge registered"});
    EXPECT_EQ(events("2024-05-31"), Lines{});
    add("ip.trademark.unwatched", mark, "2024-06-01", "{}");
    EXPECT_EQ(watched("2024-06-01"), Lines{});
}

}  // namespace
}  // namespace xinbu::test
