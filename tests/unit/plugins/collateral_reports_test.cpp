// What the four reports say of scripted loans.
#include "collateral_bench.hpp"
#include "plugins/ip_report_support.hpp"

namespace xinbu::collateral::test {
namespace {

using namespace xinbu::test::ip_reports;
using plugin::ReportModel;

class LoanReports : public ::testing::Test, protected LoanBench {
protected:
    LoanReports() {
        must("brands.brand.recorded", "", "2026-01-01",
             R"({"name":"宜兴紫砂匠","category":"culture","region":"320282",
                 "lead":"organisation/91320282MA0000015N"})");
        begin(mark);
    }
    ReportModel report(const std::string& name, const std::string& parameters,
                       const std::string& day = "2026-11-03") const {
        const auto model = bench.report(name, parameters, day);
        if (!model) {
            ADD_FAILURE() << name << " is about nothing";
            return {};
        }
        ModelCheck::examine(*model);
        return *model;
    }
    static std::string association() {
        return R"({"name":"宜兴市紫砂行业协会","identifier":"51320282MJ000000XL"})";
    }
    template <class Block>
    static const Block& block(const ReportModel& model, std::size_t section, std::size_t at = 0) {
        return std::get<Block>(model.sections.at(section).blocks.at(at));
    }
    static std::string fact(const plugin::ReportFacts& facts, const std::string& label) {
        for (const plugin::ReportFact& one : facts.facts)
            if (one.label.en == label) return shown(one.cell);
        return "no such fact";
    }
};

TEST_F(LoanReports, the_runway_shows_right_pledge_and_loan_on_one_axis) {
    const ReportModel model = report("collateral.runway", R"({"record":"loan/A"})");
    const auto& line = block<plugin::ReportTimeline>(model, 1);
    EXPECT_EQ(line.from, plugin::Date(2026, 10, 20));
    EXPECT_EQ(line.today, plugin::Date(2026, 11, 3));
    ASSERT_EQ(line.lanes.size(), 3U);
    EXPECT_EQ(line.lanes[0].label.en, "Loan");
    EXPECT_EQ(line.lanes[0].spans.at(0).to, plugin::Date(2028, 10, 19));
    ASSERT_FALSE(line.lanes[1].marks.empty());
    EXPECT_EQ(line.lanes[1].marks[0].day, plugin::Date(2028, 10, 20));
    EXPECT_EQ(line.lanes[1].marks[0].label.en, "registration lapses, 2028-10-20");
    EXPECT_EQ(line.lanes[2].label.en, mark);

    const auto& chart = block<plugin::ReportCurves>(model, 1, 1);
    ASSERT_EQ(chart.curves.size(), 3U);
    EXPECT_EQ(chart.curves[0].points.front().value, 300000000);
    EXPECT_EQ(chart.curves[1].points.front().value, 0) << "before registration nothing secures the loan";
    EXPECT_EQ(chart.curves[1].points.back().value, 0) << "nor after the term";
    for (const plugin::CurvePoint& point : chart.curves[1].points)
        EXPECT_EQ(point.value,
                  point.day >= plugin::Date(2026, 10, 26) && point.day <= plugin::Date(2028, 10, 19)
                      ? 1000000000
                      : 0)
            << point.day.text();
    const auto& summary = block<plugin::ReportFacts>(model, 0);
    EXPECT_EQ(fact(summary, "Loan-to-value"), "3000");
    EXPECT_EQ(fact(summary, "Due on"), "2028-10-19");
}

TEST_F(LoanReports, the_runway_is_the_page_of_pledges_and_loans) {
    EXPECT_EQ(bench.catalogue().record_type("loan")->page, "collateral.runway");
    EXPECT_EQ(bench.catalogue().record_type("pledge")->page, "collateral.runway");
    report("collateral.runway", R"({"record":"pledge/A-1"})");
    EXPECT_FALSE(bench.report("collateral.runway", R"({"record":"loan/none"})", "2026-11-03"));
    EXPECT_FALSE(bench.report("collateral.runway", R"({"record":"policy/self"})", "2026-11-03"));
    for (const char* day : {"2026-10-20", "2028-10-20", "2035-01-01"})
        report("collateral.runway", R"({"record":"loan/A"})", day);
}

TEST_F(LoanReports, the_certificate_tells_verdict_findings_and_sources) {
    const ReportModel model = report("collateral.certificate",
                                     R"({"right":"patent/CN-202110000001.6","pledgor":"91320282MA0000015N",
        "pledgee":"91320100MA0000023K","due":"2028-10-19","principal":300000000})");
    EXPECT_EQ(model.title.zh, "质押体检证书");
    const auto& summary = block<plugin::ReportFacts>(model, 0);
    EXPECT_EQ(fact(summary, "Result"), "Eligible with reservations");
    EXPECT_EQ(fact(summary, "Loan to valuation"), "2400");
    const auto against = [&](const ReportModel& one) {
        std::string rules;
        for (const auto& row : block<plugin::ReportTable>(one, 1).rows) rules += shown(row[0]) + " ";
        return rules;
    };
    EXPECT_EQ(against(model), "E34 E37 E38 E40 E42 ") << "no valuer, no promise, and what nobody looked up";
    EXPECT_EQ(block<plugin::ReportTable>(model, 2).rows.size(), 44U);
    ASSERT_FALSE(model.sources.empty());
    EXPECT_EQ(model.sources[0].retrieved, "") << "when it was typed in is not when the register was read";
    EXPECT_EQ(model.sources[0].what.en,
              "Register extract of patent/CN-202110000001.6: undated, its age is not known; recorded on "
              "2023-03-10");
    const auto tells = [](const ReportModel& one, std::string_view what, std::string_view day) {
        return std::any_of(one.sources.begin(), one.sources.end(), [&](const plugin::ReportSource& source) {
            return source.what.en.find(what) != std::string::npos && source.retrieved == day;
        });
    };
    EXPECT_TRUE(tells(model, "base date 63 days ago", "2026-09-01"));
    EXPECT_TRUE(tells(model, "No credit report about the pledgor", ""));
    EXPECT_TRUE(tells(model, "Lending policy policy/self", ""));
    EXPECT_NE(block<plugin::ReportParagraph>(model, 3).text.zh.find("其他登记簿"), std::string::npos);

    const ReportModel unpaid = report("collateral.certificate",
                                      R"({"right":"patent/CN-202110000001.6","pledgor":"91320282MA0000015N",
        "pledgee":"91320100MA0000023K","due":"2028-10-19","principal":300000000})",
                                      "2027-06-01");
    EXPECT_EQ(fact(block<plugin::ReportFacts>(unpaid, 0), "Result"), "Not eligible as it stands");
    EXPECT_EQ(against(unpaid), "E10 E34 E37 E38 E40 E42 ");
    const ReportModel of_pledge = report("collateral.certificate", R"({"pledge":"pledge/A-1"})");
    EXPECT_TRUE(tells(of_pledge, "Contract pledge/A-1", "2026-10-20"));
    EXPECT_TRUE(tells(of_pledge, "Loan loan/A", "2026-10-20"));
    must("ip.patent.recorded", patent, "2026-11-02",
         R"({"office":"CN","number":"202110000001.6",
             "kind":"invention","title":"紫砂坯体烧结方法","filing_date":"2021-05-18","grant_date":"2023-03-10",
             "source":{"system":"CNIPA","retrieved_on":"2026-11-02"},)" +
             owners() + "}");
    EXPECT_TRUE(tells(report("collateral.certificate", R"({"right":"patent/CN-202110000001.6"})"),
                      "(CNIPA), 1 working days old", "2026-11-02"));
    EXPECT_FALSE(bench.report("collateral.certificate", "{}", "2026-11-03"));
}

TEST_F(LoanReports, the_portfolio_counts_and_groups) {
    open_loan("B", 50000000);
    const ReportModel model = report("collateral.portfolio", R"({"from":"2026-10-01","to":"2026-10-31"})");
    const auto& totals = block<plugin::ReportTable>(model, 0);
    ASSERT_EQ(totals.rows.size(), 1U);
    EXPECT_EQ(shown(totals.rows[0][1]), "2");
    EXPECT_EQ(shown(totals.rows[0][2]), R"({"amount":350000000,"currency":"CNY"})");
    const auto& counts = block<plugin::ReportFacts>(model, 0, 1);
    EXPECT_EQ(fact(counts, "Loans without any security of value"), "1");
    EXPECT_EQ(fact(block<plugin::ReportFacts>(model, 1), "Loans opened"), "2");
    EXPECT_EQ(fact(block<plugin::ReportFacts>(model, 1), "Pledges registered"), "1");
    std::int64_t loans = 0;
    for (const plugin::ReportBar& bar : block<plugin::ReportBars>(model, 2).bars) loans += bar.value;
    EXPECT_EQ(loans, 2) << "every loan stands in one band";
    EXPECT_EQ(block<plugin::ReportBars>(model, 2).bars[1].value, 1) << "30 % is up to 30 %";
    EXPECT_EQ(shown(block<plugin::ReportTable>(model, 4).rows.at(0)[0]), "苏岗贷");
    EXPECT_EQ(shown(block<plugin::ReportTable>(model, 4, 2).rows.at(0)[0]), "320282 宜兴市");
    EXPECT_EQ(block<plugin::ReportTable>(model, 5).rows.size(), 2U);

    const ReportModel none = report(
        "collateral.portfolio", R"({"lender":"91320282MA0000015N","from":"2026-10-01","to":"2026-10-31"})");
    EXPECT_TRUE(block<plugin::ReportTable>(none, 0).rows.empty());
    const ReportModel product =
        report("collateral.portfolio", R"({"product":"苏农贷","from":"2026-10-01","to":"2026-10-31"})");
    EXPECT_TRUE(block<plugin::ReportTable>(product, 5).rows.empty());
}

TEST_F(LoanReports, the_stress_run_says_what_is_left_without_these_rights) {
    const auto outcome = [&](const std::string& parameters) {
        const ReportModel model = report("collateral.stress", parameters);
        const auto& table = block<plugin::ReportTable>(model, 1);
        return table.rows.empty() ? std::string("none") : shown(table.rows[0][5]);
    };
    EXPECT_EQ(outcome(R"({"rights":["trademark/CN-40128866"]})"), "Unsecured");
    EXPECT_EQ(outcome(R"({"rights":["patent/CN-202110000001.6"]})"), "none");
    EXPECT_EQ(outcome(R"({"kind":"trademark"})"), "Unsecured");
    EXPECT_EQ(outcome(R"({"kind":"invention"})"), "none");
    EXPECT_EQ(outcome(R"({"office":"CN"})"), "Unsecured");
    EXPECT_EQ(outcome(R"({"office":"US"})"), "none");
    EXPECT_EQ(outcome(R"({"office":"CN","kind":"design"})"), "none");
    EXPECT_FALSE(bench.report("collateral.stress", "{}", "2026-11-03"));
    must("collateral.pledge.agreed", "", "2026-10-20", contract_of('"' + std::string(patent) + '"'));
    register_pledge("pledge/A-2", "Y2");
    EXPECT_EQ(outcome(R"({"kind":"trademark"})"), "Still within the caps");
}

TEST_F(LoanReports, the_page_of_a_brand_has_its_colour_from_its_gravest_line) {
    const std::string asked = R"({"brand":"brand/宜兴紫砂匠"})";
    const auto colour = [&](const char* day) {
        return fact(block<plugin::ReportFacts>(report("collateral.brand", asked, day), 0), "Colour");
    };
    const auto because = [&](const char* day) {
        return fact(block<plugin::ReportFacts>(report("collateral.brand", asked, day), 0), "Because");
    };
    const ReportModel calm = report("collateral.brand", asked);
    EXPECT_EQ(calm.subject.zh, "宜兴紫砂匠");
    EXPECT_TRUE(block<plugin::ReportTable>(calm, 1).rows.empty()) << "nothing was promised";
    const auto& rights = block<plugin::ReportTable>(calm, 2);
    ASSERT_EQ(rights.rows.size(), 2U);
    for (const auto& row : rights.rows) EXPECT_EQ(shown(row[1]), "green") << shown(row[0]);
    ASSERT_EQ(block<plugin::ReportTable>(calm, 3).rows.size(), 1U);
    EXPECT_EQ(shown(block<plugin::ReportTable>(calm, 3).rows[0][2]), "green");
    EXPECT_EQ(colour("2026-11-03"), "green");
    EXPECT_EQ(because("2026-11-03"), "nothing on record stands against it");

    // A promise, and its breach.
    must("commitments.commitment.signed", "", "2026-03-01",
         R"({"promisor":{"name":"宜兴陶缘紫砂有限公司","identifier":"91320282MA0000015N"},
             "promisor_category":"organisation","type":"self_discipline","matter":"参加公约","content":"遵守公约",
             "liability":"接受协会提醒","made_on":"2026-03-01","valid_until":"2029-02-28","acceptor":)" +
             association() + R"(,"publication":"public","place":"320282","brand":"brand/宜兴紫砂匠",
             "promisor_proof":{"kind":"statement","signatory":"负责人"}})");
    const std::string commitment = "commitment/32028220260301000001";
    EXPECT_EQ(colour("2026-11-03"), "amber") << "not accepted yet";
    must("commitments.commitment.accepted", commitment, "2026-03-03", "{}");
    EXPECT_EQ(colour("2026-11-03"), "green");
    must("commitments.commitment.breach_found", commitment, "2026-11-05",
         R"({"severity":"minor","facts":"工资延迟支付","notice_on":"2026-10-30","statement":"情况属实",
             "found_on":"2026-11-05","finder":)" +
             association() + "}");
    EXPECT_EQ(colour("2026-11-04"), "green") << "as of the day before";
    EXPECT_EQ(colour("2026-11-05"), "red");
    EXPECT_NE(because("2026-11-05").find(commitment), std::string::npos) << because("2026-11-05");
    const ReportModel broken = report("collateral.brand", asked, "2026-11-05");
    const auto& promises = block<plugin::ReportTable>(broken, 1);
    ASSERT_EQ(promises.rows.size(), 1U);
    EXPECT_EQ(shown(promises.rows[0][1]), "red");

    // A right that ended stands first among them, and a repaid loan no longer counts.
    patent_event("lapse_unpaid", "2026-11-06");
    const ReportModel lapsed = report("collateral.brand", asked, "2026-11-06");
    const auto& after = block<plugin::ReportTable>(lapsed, 2);
    EXPECT_EQ(shown(after.rows[0][0]), patent);
    EXPECT_EQ(shown(after.rows[0][1]), "red");
    event("loan.repaid", loan, "2026-11-07");
    EXPECT_EQ(
        shown(block<plugin::ReportTable>(report("collateral.brand", asked, "2026-11-07"), 3).rows[0][3]),
        "repaid");
    EXPECT_FALSE(bench.report("collateral.brand", R"({"brand":"brand/没有"})", "2026-11-03"));
    EXPECT_FALSE(bench.report("collateral.brand", R"({"brand":"loan/A"})", "2026-11-03"));
}

}  // namespace
}  // namespace xinbu::collateral::test
