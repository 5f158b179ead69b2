// Every step that a loan or a pledge may take, and every one that it may not.
#include "collateral_bench.hpp"

namespace xinbu::collateral::test {
namespace {

struct Step {
    const char* type;
    const char* data;
};
const Step registered{"collateral.pledge.registered",
                      R"({"registration_number":"Y1","registered_on":"2026-10-26"})"};

constexpr const char* day = "2027-02-01";
const std::vector<Step>& pledge_steps() {
    static const std::vector<Step> steps{
        {"collateral.pledge.agreed", ""},
        {"collateral.pledge.registered", R"({"registration_number":"Y2","registered_on":"2027-02-01"})"},
        {"collateral.pledge.withdrawn", R"({"on":"2027-02-01","reason":"撤回"})"},
        {"collateral.pledge.published", R"({"on":"2027-02-01"})"},
        {"collateral.pledge.changed",
         R"({"on":"2027-02-01","secured":{"amount":310000000,"currency":"CNY"}})"},
        {"collateral.pledge.extended", R"({"on":"2027-02-01","until":"2030-01-01"})"},
        {"collateral.pledge.reduced", R"({"on":"2027-02-01","rights":["trademark/CN-1"]})"},
        {"collateral.pledge.released", R"({"on":"2027-02-01"})"},
        {"collateral.pledge.enforced", R"({"on":"2027-02-01"})"}};
    return steps;
}

/// A pledge led into a state; with an early end, its registered term is over on the day of the step.
void lead(LoanBench& bench, const std::string& state) {
    bench.open_loan();
    if (state.empty()) return;
    const bool is_over = state == "lapsed";
    bench.must("collateral.pledge.agreed", "pledge/A-1", "2026-10-20",
               LoanBench::contract_of('"' + std::string(LoanBench::mark) + '"', "A",
                                      is_over ? "2027-01-31" : "2028-10-19"));
    if (state == "agreed") return;
    if (state == "withdrawn")
        return bench.event("pledge.withdrawn", "pledge/A-1", "2026-10-25", R"(,"reason":"撤回")");
    bench.register_pledge();
    if (state == "released") bench.event("pledge.released", "pledge/A-1", "2026-12-01");
    if (state == "enforced") bench.event("pledge.enforced", "pledge/A-1", "2026-12-01");
}

/// The rules that a step breaks, without warnings; "ok" where there is none.
std::string broken(const Rules& rules) {
    std::string all;
    for (const std::string& rule : rules)
        if (!rule.ends_with("?")) all += (all.empty() ? "" : " ") + rule;
    return all.empty() ? "ok" : all;
}

TEST(PledgeLifecycle, allows_and_refuses_by_the_table) {
    struct Row {
        const char* state;
        std::vector<std::string> outcome;  ///< by pledge_steps()
    };
    const std::string no = "lifecycle.state", exists = "lifecycle.exists", none = "lifecycle.unknown_record";
    const std::vector<Row> table{
        //             agreed  registered withdrawn published changed extended reduced released enforced
        {"", {"ok", none, none, none, none, none, none, none, none}},
        {"agreed", {exists, "ok", "ok", no, no, no, no, no, no}},
        {"withdrawn", {exists, no, no, no, no, no, no, no, no}},
        {"registered", {exists, no, no, "ok", "ok", "ok", "pledge.right_not_pledged", "ok", "ok"}},
        {"lapsed",
         {exists, no, no, "pledge.lapsed", "pledge.lapsed", "pledge.extended_after_term",
          "pledge.lapsed pledge.right_not_pledged", "ok", "pledge.lapsed"}},
        {"released", {exists, no, no, no, no, no, no, no, no}},
        {"enforced", {exists, no, no, no, no, no, no, no, no}},
    };
    for (const Row& row : table) {
        for (std::size_t at = 0; at < pledge_steps().size(); ++at) {
            LoanBench bench;
            lead(bench, row.state);
            ASSERT_EQ(bench.bench.status("pledge/A-1", day), row.state);
            const Step& step = pledge_steps()[at];
            const std::string data = *step.data != '\0'
                                         ? step.data
                                         : LoanBench::contract_of('"' + std::string(LoanBench::mark) + '"');
            EXPECT_EQ(broken(bench.add(step.type, "pledge/A-1", day, data)), row.outcome[at])
                << row.state << " → " << step.type;
        }
    }
}

TEST(PledgeLifecycle, a_contract_is_judged_by_its_own_day) {
    const std::string of_patent = '"' + std::string(LoanBench::patent) + '"';
    const auto broken_by = [&](LoanBench& bench) {
        return broken(bench.add("collateral.pledge.agreed", "", "2026-10-26", LoanBench::contract_of(of_patent)));
    };
    {
        LoanBench bench;
        bench.open_loan();
        bench.patent_event("freeze", "2026-10-19");
        bench.patent_event("change", "2026-10-25");
        EXPECT_EQ(broken_by(bench), "eligibility.E12") << "what came later makes nothing unknown";
    }
    LoanBench bench;
    bench.open_loan();
    bench.patent_event("freeze", "2026-10-22");
    bench.pay_fee(7, "2026-10-25");
    EXPECT_EQ(broken_by(bench), "ok") << "signed on 2026-10-20, typed in later";
}

TEST(LoanLifecycle, allows_and_refuses_by_the_table) {
    const std::vector<Step> steps{{"opened", ""},
                                  {"restructured", R"({"on":"2027-02-01","due_on":"2029-01-01"})"},
                                  {"defaulted", R"({"on":"2027-02-01"})"},
                                  {"repaid", R"({"on":"2027-02-01"})"}};
    struct Row {
        const char* state;
        std::vector<std::string> outcome;
    };
    const std::string no = "lifecycle.state", exists = "lifecycle.exists", none = "lifecycle.unknown_record";
    for (const Row& row : {Row{"", {"ok", none, none, none}}, Row{"open", {exists, "ok", "ok", "ok"}},
                           Row{"restructured", {exists, "ok", "ok", "ok"}},
                           Row{"defaulted", {exists, "ok", no, "ok"}}, Row{"repaid", {exists, no, no, no}}}) {
        for (std::size_t at = 0; at < steps.size(); ++at) {
            LoanBench bench;
            const std::string state = row.state;
            if (!state.empty()) bench.open_loan();
            if (state == "restructured" || state == "defaulted" || state == "repaid")
                bench.event("loan." + state, "loan/A", "2027-01-01");
            Rules rules;
            if (at == 0) {
                rules = bench.add("collateral.loan.opened", "loan/A", "2026-10-20",
                                  R"({"contract":"A","lender":)" + LoanBench::lender() + R"(,"borrower":)" +
                                      LoanBench::borrower() + R"(,"principal":)" + LoanBench::yuan(1) +
                                      R"(,"opened_on":"2026-10-20","due_on":"2028-10-19"})");
            } else {
                rules = bench.add(std::string("collateral.loan.") + steps[at].type, "loan/A", day,
                                  steps[at].data);
            }
            EXPECT_EQ(broken(rules), row.outcome[at]) << state << " → " << steps[at].type;
        }
    }
}

class BadInput : public ::testing::Test, protected LoanBench {
protected:
    std::string loan_with(const std::string& principal) {
        return broken(add("collateral.loan.opened", "", "2026-10-20",
                          R"({"contract":"B","lender":)" + lender() + R"(,"borrower":)" + borrower() +
                              R"(,"principal":)" + principal +
                              R"(,"opened_on":"2026-10-20","due_on":"2028-10-19"})"));
    }
};

TEST_F(BadInput, amounts_that_are_none) {
    EXPECT_EQ(loan_with(R"({"amount":0,"currency":"CNY"})"), "loan.principal");
    EXPECT_NE(loan_with(R"({"amount":-1,"currency":"CNY"})"), "ok");
    EXPECT_EQ(loan_with(R"({"amount":100,"currency":"USD"})"), "loan.policy_currency");
    EXPECT_EQ(loan_with(R"({"amount":9007199254740991,"currency":"CNY"})"), "ok");
    EXPECT_NE(loan_with(R"({"amount":9007199254740992,"currency":"CNY"})"), "ok");
    EXPECT_NE(loan_with(R"({"amount":1e3,"currency":"CNY"})"), "ok");
}

TEST_F(BadInput, a_debt_that_outlives_the_right_and_a_right_of_somebody_else) {
    must("ip.patent.recorded", "", "2010-03-10",
         R"({"office":"CN","number":"200710000001.6",
         "kind":"invention","title":"旧法","filing_date":"2007-10-19","grant_date":"2010-03-10",)" +
             owners() + "}");
    open_loan();
    const Rules rules =
        add("collateral.pledge.agreed", "", "2026-10-20", contract_of("\"patent/CN-200710000001.6\""));
    EXPECT_NE(std::ranges::find(rules, "eligibility.E08"), rules.end());
    must("ip.trademark.recorded", "", "2020-06-14", R"({"office":"CN","number":"40128899","mark":"他人",
         "kind":"word","classes":[21],"registration_date":"2020-06-14","expiry_date":"2030-06-13",
         "owners":[{"name":"别的公司","identifier":"91320100748204660Q"}]})");
    const Rules others =
        add("collateral.pledge.agreed", "", "2026-10-20", contract_of("\"trademark/CN-40128899\""));
    EXPECT_NE(std::ranges::find(others, "eligibility.E02"), others.end());
}

TEST_F(BadInput, registration_out_of_order_or_under_a_number_that_is_taken) {
    open_loan();
    EXPECT_EQ(broken(add("collateral.pledge.registered", pledge, "2026-10-26", registered.data)),
              "lifecycle.unknown_record");
    agree(mark);
    EXPECT_EQ(broken(add("collateral.pledge.registered", pledge, "2026-10-26",
                         R"({"registration_number":"Y1","registered_on":"2026-10-19"})")),
              "pledge.registered_on");
    EXPECT_EQ(broken(add("collateral.pledge.released", pledge, "2026-10-26", R"({"on":"2026-10-26"})")),
              "lifecycle.state");
    register_pledge();
    agree(patent);
    EXPECT_EQ(broken(add("collateral.pledge.registered", "pledge/A-2", "2026-10-27",
                         R"({"registration_number":"Y1","registered_on":"2026-10-27"})")),
              "pledge.registration_number");
    EXPECT_EQ(broken(add("collateral.pledge.released", pledge, "2026-10-26", R"({"on":"2026-10-25"})")),
              "pledge.event_date");
}

}  // namespace
}  // namespace xinbu::collateral::test
