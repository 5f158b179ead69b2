// What falls due, record by record, on the day itself and the day after.
#include "collateral_case.hpp"

namespace xinbu::collateral::test {
namespace {

class LoanDeadlines : public ::testing::Test, protected CaseInOrder {
protected:
    std::string pledge;

    LoanDeadlines() { pledge = pledged({mark}); }

    Object deadline(const std::string& record, std::string_view id, const char* day) {
        desk.records.today = *Date::parse(day);
        const plugin::CheckAnswer answer =
            desk.check("collateral.deadlines", {{"record", record}, {"days", 3650}});
        for (const Value& one : plugin::array_at(answer.facts, "deadlines"))
            if (plugin::text_at(*one.object(), "id") == id) return *one.object();
        return {};
    }
    std::string due(const std::string& record, std::string_view id, const char* day = "2026-10-27") {
        return std::string(plugin::text_at(deadline(record, id, day), "due"));
    }
    std::string severity(const std::string& record, std::string_view id, const char* day) {
        return std::string(plugin::text_at(deadline(record, id, day), "severity"));
    }
};

TEST_F(LoanDeadlines, the_registered_term_of_a_mark) {
    EXPECT_EQ(due(pledge, "CL-TERM"), "2028-10-19");
    EXPECT_EQ(severity(pledge, "CL-TERM", "2028-07-20"), "info");
    EXPECT_EQ(severity(pledge, "CL-TERM", "2028-07-21"), "warn");
    EXPECT_EQ(severity(pledge, "CL-TERM", "2028-10-19"), "warn");
    EXPECT_EQ(severity(pledge, "CL-TERM", "2028-10-20"), "block");
    const std::string of_patent = desk.sign(pledge_draft({patent}));
    desk.sign(event("collateral.pledge.registered", of_patent, "2026-10-26",
                    {{"registration_number", "2"}, {"registered_on", "2026-10-26"}}));
    EXPECT_EQ(due(of_patent, "CL-TERM"), "") << "a patent's pledge has no term of its own";
}

TEST_F(LoanDeadlines, publication_in_twenty_working_days) {
    EXPECT_EQ(due(pledge, "CL-PUBLISH"), "2026-11-23");
    desk.records.put("calendar/2026", "", {{"holidays", Array{"2026-11-02"}}, {"make_up_workdays", Array{}}});
    EXPECT_EQ(due(pledge, "CL-PUBLISH"), "2026-11-24");
    desk.records.put("calendar/2026", "", {{"holidays", Array{}}, {"make_up_workdays", Array{"2026-11-01"}}});
    EXPECT_EQ(due(pledge, "CL-PUBLISH"), "2026-11-20");
    desk.sign(event("collateral.pledge.published", pledge, "2026-11-02", {{"on", "2026-11-02"}}));
    EXPECT_EQ(due(pledge, "CL-PUBLISH"), "");
    EXPECT_EQ(desk.records.find(pledge)->status, "registered");
}

TEST_F(LoanDeadlines, what_nobody_recorded_in_time_is_not_known_to_be_done) {
    const auto verdict = [&](const char* day) {
        desk.records.today = *Date::parse(day);
        return plugin::verdict_of(desk.check("collateral.deadlines", {{"record", pledge}}).findings);
    };
    EXPECT_EQ(verdict("2026-11-23"), plugin::Verdict::pass);
    EXPECT_EQ(verdict("2026-11-24"), plugin::Verdict::warn);
}

TEST_F(LoanDeadlines, a_change_in_thirty_days_and_release_after_repayment) {
    EXPECT_EQ(due(pledge, "CL-CHANGE"), "");
    desk.sign(event("collateral.loan.restructured", "loan/JN-2026-0815", "2027-01-10",
                    {{"on", "2027-01-10"}, {"due_on", "2029-10-19"}}));
    EXPECT_EQ(due(pledge, "CL-CHANGE"), "2027-02-09");
    desk.sign(event("collateral.pledge.changed", pledge, "2027-01-20",
                    {{"on", "2027-01-20"}, {"secured", yuan(310000000)}}));
    EXPECT_EQ(due(pledge, "CL-CHANGE"), "");
    EXPECT_EQ(due(pledge, "CL-RELEASE"), "");
    desk.sign(event("collateral.loan.repaid", "loan/JN-2026-0815", "2027-06-01", {{"on", "2027-06-01"}}));
    EXPECT_EQ(due(pledge, "CL-RELEASE"), "2027-07-01");
    EXPECT_EQ(due(pledge, "CL-TERM"), "") << "nothing is left to secure";
    recorded("policy/self").set("release_days", 5);
    EXPECT_EQ(due(pledge, "CL-RELEASE"), "2027-06-06");
    desk.sign(event("collateral.pledge.released", pledge, "2027-06-05", {{"on", "2027-06-05"}}));
    EXPECT_EQ(due(pledge, "CL-RELEASE"), "");
}

TEST_F(LoanDeadlines, loan_limitation_insurance_and_valuation) {
    const std::string loan = "loan/JN-2026-0815";
    EXPECT_EQ(due(loan, "CL-LOAN"), "2028-10-19");
    EXPECT_EQ(due(loan, "CL-LIMIT"), "2031-10-19");
    EXPECT_EQ(severity(loan, "CL-LOAN", "2028-10-20"), "block");
    const std::string valuation = "valuation/CN-40128866-2026-09-01";
    EXPECT_EQ(due(valuation, "CL-REVALUE"), "2027-08-31");
    EXPECT_EQ(due("valuation/CN-202110000002.0-2026-09-01", "CL-REVALUE"), "")
        << "of a right that is not pledged";
    Draft later = valuation_draft(mark, 1);
    later.data.set("base_date", "2026-09-10");
    later.data.erase("valid_until");
    const std::string newer = desk.sign(later);
    EXPECT_EQ(due(valuation, "CL-REVALUE"), "");
    EXPECT_EQ(due(newer, "CL-REVALUE"), "2027-09-09") << "twelve months by the policy";
    const auto insure = [&](const char* until) {
        return desk.sign(event("collateral.insurance.recorded", "", "2026-10-20",
                               {{"insurer", party("示范保险", bank)},
                                {"kind", "质押贷款保证保险"},
                                {"insured", yuan(300000000)},
                                {"from", "2026-10-20"},
                                {"until", until},
                                {"loan", loan}}));
    };
    const std::string first = insure("2027-10-19");
    EXPECT_EQ(due(first, "CL-INSURANCE"), "2027-10-19");
    const std::string second = insure("2028-10-19");
    EXPECT_EQ(due(first, "CL-INSURANCE"), "") << "another takes over";
    EXPECT_EQ(due(second, "CL-INSURANCE"), "2028-10-19");
    desk.sign(event("collateral.loan.repaid", loan, "2027-06-01", {{"on", "2027-06-01"}}));
    for (const auto& [record, id] :
         {std::pair{loan, "CL-LOAN"}, {loan, "CL-LIMIT"}, {newer, "CL-REVALUE"}, {second, "CL-INSURANCE"}})
        EXPECT_EQ(due(record, id), "") << id;
}

TEST_F(LoanDeadlines, an_extract_that_ages_before_the_pledge_is_filed) {
    recorded(other_patent).set("source", Object{{"retrieved_on", "2026-10-19"}});
    const std::string id = desk.sign(pledge_draft({other_patent}));
    EXPECT_EQ(due(id, "CL-EXTRACT"), "2026-10-26") << "five working days";
    EXPECT_EQ(severity(id, "CL-EXTRACT", "2026-10-27"), "block");
    desk.sign(event("collateral.pledge.registered", id, "2026-10-26",
                    {{"registration_number", "2"}, {"registered_on", "2026-10-26"}}));
    EXPECT_EQ(due(id, "CL-EXTRACT"), "");
}

TEST_F(LoanDeadlines, every_one_is_whole_and_other_records_have_none) {
    for (const std::string& record : {pledge, std::string("loan/JN-2026-0815")}) {
        desk.records.today = Date(2026, 10, 27);
        const plugin::CheckAnswer answer =
            desk.check("collateral.deadlines", {{"record", record}, {"days", 36500}});
        const Array& all = plugin::array_at(answer.facts, "deadlines");
        ASSERT_FALSE(all.empty());
        ASSERT_EQ(all.size(), answer.findings.size());
        for (const Value& one : all) {
            for (const char* name :
                 {"id", "kind", "due", "last_day", "severity", "law", "confidence", "rule_status"})
                EXPECT_FALSE(plugin::text_at(*one.object(), name).empty()) << name;
            for (const char* name : {"what", "consequence", "article"}) {
                EXPECT_FALSE(plugin::text_at(plugin::object_at(*one.object(), name), "en").empty()) << name;
                EXPECT_FALSE(plugin::text_at(plugin::object_at(*one.object(), name), "zh").empty()) << name;
            }
            EXPECT_FALSE(plugin::array_at(*one.object(), "explain").empty());
        }
    }
    for (const char* record : {"policy/self", "pledge/none", "brand/1"})
        EXPECT_TRUE(
            plugin::array_at(desk.check("collateral.deadlines", {{"record", record}}).facts, "deadlines")
                .empty())
            << record;
}

}  // namespace
}  // namespace xinbu::collateral::test
