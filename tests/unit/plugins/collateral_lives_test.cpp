// The lives of twenty pledges, and what the bank is told on which day.
#include "collateral_bench.hpp"

namespace xinbu::collateral::test {
namespace {

class PledgeLife : public ::testing::Test, protected LoanBench {
protected:
    static constexpr const char* quiet = "";

    void pay_all_fees() {
        for (int year = 7; year <= 8; ++year) pay_fee(year, std::to_string(2020 + year) + "-05-10");
    }
    void repay(const std::string& day = "2028-10-19") { event("loan.repaid", loan, day); }
    void release(const std::string& day) { event("pledge.released", pledge, day); }
};

TEST_F(PledgeLife, of_01_is_quiet_from_registration_to_release) {
    begin(patent);
    pay_all_fees();
    EXPECT_EQ(alerts("2026-11-03"), quiet);
    EXPECT_EQ(alerts("2028-09-18"), quiet);
    EXPECT_EQ(alerts("2028-09-19"), "CA-NEAR/info") << "thirty days before the loan falls due";
    EXPECT_EQ(alerts("2028-10-19"), "CA-NEAR/info");
    repay();
    EXPECT_EQ(alerts("2028-10-20"), "CA-NEAR/info") << "the pledge is to be released";
    release("2028-11-01");
    EXPECT_EQ(alerts("2028-11-02"), quiet);
}

TEST_F(PledgeLife, of_02_loses_its_patent_for_an_unpaid_fee) {
    begin(patent);
    EXPECT_EQ(alerts("2027-04-17"), quiet);
    EXPECT_EQ(alerts("2027-04-18"), "CA-NEAR/info") << "thirty days before the fee is due";
    EXPECT_EQ(alerts("2027-05-18"), "CA-NEAR/info");
    EXPECT_EQ(alerts("2027-05-19"), "CA-GRACE/warn");
    EXPECT_EQ(alerts("2027-11-18"), "CA-GRACE/warn");
    EXPECT_EQ(alerts("2027-11-19"), "CA-VALUE/block CA-ENDED/block");
    EXPECT_EQ(alerts("2026-12-01"), quiet) << "what was told on an earlier day is still what it was";
}

TEST_F(PledgeLife, of_03_pays_in_the_grace_period) {
    begin(patent);
    EXPECT_EQ(alerts("2027-08-01"), "CA-GRACE/warn");
    pay_fee(7, "2027-08-16");
    EXPECT_EQ(alerts("2027-08-15"), "CA-GRACE/warn");
    EXPECT_EQ(alerts("2027-08-16"), quiet);
}

TEST_F(PledgeLife, of_04_extends_the_term_before_it_ends) {
    begin(mark);
    EXPECT_EQ(alerts("2028-07-20"), quiet);
    EXPECT_EQ(alerts("2028-07-21"), "CA-NEAR/warn") << "ninety days before the term ends";
    EXPECT_EQ(alerts("2028-10-18"), "CA-NEAR/warn CA-NEAR/info") << "the loan is near, too";
    event("pledge.extended", pledge, "2028-10-18", R"(,"until":"2029-10-19")");
    event("loan.restructured", loan, "2028-10-17", R"(,"due_on":"2029-10-18")");
    EXPECT_EQ(alerts("2028-10-20"), quiet);
}

TEST_F(PledgeLife, of_05_lets_the_term_run_out) {
    begin(mark);
    event("loan.restructured", loan, "2028-01-10", R"(,"due_on":"2029-10-19")");
    event("pledge.changed", pledge, "2028-01-20", R"(,"secured":)" + yuan(340000000));
    EXPECT_EQ(alerts("2028-10-19"), "CA-NEAR/warn");
    EXPECT_EQ(alerts("2028-10-20"), "CA-VALUE/block CA-TERM/block");
    EXPECT_EQ(bench.status(pledge, "2028-10-20"), "lapsed");
    EXPECT_EQ(add("collateral.pledge.extended", pledge, "2028-10-20",
                  R"({"on":"2028-10-20","until":"2029-10-19"})"),
              Rules{"pledge.extended_after_term"});
}

TEST_F(PledgeLife, of_06_is_never_registered) {
    open_loan();
    agree(mark);
    EXPECT_EQ(alerts("2026-10-20"), "CA-VALUE/block CA-UNREGISTERED/warn");
    event("pledge.withdrawn", pledge, "2026-11-10", R"(,"reason":"出质人反悔")");
    EXPECT_EQ(alerts("2026-11-10"), "CA-VALUE/block");
    EXPECT_EQ(bench.status(pledge, "2026-11-10"), "withdrawn");
}

TEST_F(PledgeLife, of_07_is_published_late) {
    open_loan();
    agree(mark);
    register_pledge();
    EXPECT_EQ(alerts("2026-10-27"), "CA-NEAR/info");
    EXPECT_EQ(alerts("2026-11-23"), "CA-NEAR/info");
    EXPECT_EQ(alerts("2026-11-24"), "CA-MISSED/warn");
    event("pledge.published", pledge, "2026-11-30");
    EXPECT_EQ(alerts("2026-11-29"), "CA-MISSED/warn");
    EXPECT_EQ(alerts("2026-11-30"), quiet);
}

TEST_F(PledgeLife, of_08_registers_the_restructured_claim_late) {
    begin(mark);
    event("loan.restructured", loan, "2027-01-10", R"(,"amount":)" + yuan(280000000));
    EXPECT_EQ(alerts("2027-01-10"), "CA-NEAR/info");
    EXPECT_EQ(alerts("2027-02-09"), "CA-NEAR/info");
    EXPECT_EQ(alerts("2027-02-10"), "CA-MISSED/warn");
    event("pledge.changed", pledge, "2027-03-01", R"(,"secured":)" + yuan(300000000));
    EXPECT_EQ(alerts("2027-03-01"), quiet);
}

TEST_F(PledgeLife, of_09_is_repaid_and_released_late) {
    begin(patent);
    repay("2027-03-01");
    EXPECT_EQ(alerts("2027-03-31"), "CA-NEAR/info");
    EXPECT_EQ(alerts("2027-04-01"), "CA-MISSED/warn");
    release("2027-05-01");
    EXPECT_EQ(alerts("2027-05-01"), quiet);
}

TEST_F(PledgeLife, of_10_answers_a_request_for_non_use) {
    begin(mark);
    mark_event("nonuse_request", "2027-02-01");
    EXPECT_EQ(alerts("2027-01-31"), quiet);
    EXPECT_EQ(alerts("2027-02-01"), "CA-ATTACK/warn");
    mark_event("request_decided", "2027-09-01");
    EXPECT_EQ(alerts("2027-09-01"), quiet);
}

TEST_F(PledgeLife, of_11_loses_its_patent_to_an_invalidation) {
    begin(patent);
    patent_event("invalidation_request", "2027-02-01");
    EXPECT_EQ(alerts("2027-02-01"), "CA-ATTACK/warn");
    patent_event("invalidation", "2027-05-10");
    EXPECT_EQ(alerts("2027-05-10"), "CA-VALUE/block CA-ENDED/block");
}

TEST_F(PledgeLife, of_12_is_frozen_by_a_court_for_a_while) {
    begin(mark);
    mark_event("freeze", "2027-02-01");
    EXPECT_EQ(alerts("2027-02-01"), "CA-FREEZE/warn");
    mark_event("freeze_end", "2027-06-01");
    EXPECT_EQ(alerts("2027-06-01"), quiet);
}

TEST_F(PledgeLife, of_13_changes_hands) {
    begin(mark);
    mark_event("assignment_request", "2027-02-01");
    EXPECT_EQ(alerts("2027-02-01"), "CA-TRANSFER/warn");
    mark_event("assignment", "2027-04-01",
               R"(,"counterparty":{"name":"受让公司","identifier":"91320100748204660Q"})");
    EXPECT_EQ(alerts("2027-04-01"), "CA-OWNER/block CA-EVENT/warn");
}

TEST_F(PledgeLife, of_14_stands_behind_two_loans) {
    begin(mark);
    open_loan("B", 10000000);
    agree(mark, "B");
    EXPECT_EQ(alerts("2026-11-03", R"({"loan":"loan/A"})"), quiet);
    register_pledge("pledge/B-1", "Y2");
    publish("pledge/B-1");
    EXPECT_EQ(alerts("2026-11-03", R"({"loan":"loan/A"})"), "CA-DOUBLE/warn");
    EXPECT_EQ(alerts("2026-11-03", R"({"pledge":"pledge/B-1"})"), "CA-DOUBLE/warn");
    EXPECT_EQ(alerts("2026-11-03"), "CA-DOUBLE/warn CA-DOUBLE/warn");
}

TEST_F(PledgeLife, of_15_is_valued_again_and_found_wanting) {
    must(
        "collateral.bank_policy.set", "policy/self", "2026-02-01",
        R"({"caps":{"trademark":4000},"renewal_buffer_months":6,"extract_max_age_days":5,"revalue_months":12})");
    begin(mark);
    EXPECT_EQ(alerts("2027-08-31"), quiet);
    EXPECT_EQ(alerts("2027-09-01"), "CA-VALUE/warn CA-REVALUE/warn");
    value(mark, 740000000, "2027-09-10");
    EXPECT_EQ(alerts("2027-09-10"), "CA-VALUE/warn") << "2.96 million may be lent on it";
    value(mark, 750000000, "2027-09-11");
    EXPECT_EQ(alerts("2027-09-11"), quiet);
}

TEST_F(PledgeLife, of_16_hears_of_a_broken_commitment) {
    begin(mark);
    const std::string commitment = "commitment/32028220260301000001";
    const std::string association = R"({"name":"宜兴市紫砂行业协会","identifier":"51320282MJ000000XL"})";
    must("commitments.commitment.signed", "", "2026-03-01",
         R"({"promisor":)" + borrower() +
             R"(,"promisor_category":"organisation","type":"self_discipline","matter":"参加公约",
             "content":"遵守公约","liability":"接受协会提醒","made_on":"2026-03-01","valid_until":"2029-12-31",
             "acceptor":)" +
             association + R"(,"publication":"public","place":"320282",
             "promisor_proof":{"kind":"statement","signatory":"负责人"}})");
    must("commitments.commitment.accepted", commitment, "2026-03-03", "{}");
    EXPECT_EQ(alerts("2027-01-31"), quiet);
    must("commitments.commitment.breach_found", commitment, "2027-02-01",
         R"({"severity":"minor","facts":"未按时支付工资","found_on":"2027-02-01","finder":)" + association +
             "}");
    EXPECT_EQ(alerts("2027-02-01"), "CA-COMMITMENT/warn");
}

TEST_F(PledgeLife, of_17_falls_due_is_enforced_and_settled) {
    begin(patent);
    pay_all_fees();
    EXPECT_EQ(alerts("2028-10-20"), "CA-MISSED/block");
    event("loan.defaulted", loan, "2028-11-20");
    event("pledge.enforced", pledge, "2029-03-01", R"(,"proceeds":)" + yuan(310000000));
    EXPECT_EQ(alerts("2029-03-01"), "CA-SETTLED/warn") << "what it brought was enough";
    repay("2029-03-05");
    EXPECT_EQ(alerts("2029-03-05"), quiet);
}

TEST_F(PledgeLife, of_18_outlives_its_insurance) {
    begin(mark);
    const auto insure = [&](const char* from, const char* until) {
        must("collateral.insurance.recorded", "", from,
             std::string(R"({"insurer":)") + lender() + R"(,"kind":"质押贷款保证保险","insured":)" +
                 yuan(300000000) + R"(,"from":")" + from + R"(","until":")" + until +
                 R"(","loan":"loan/A"})");
    };
    insure("2026-10-20", "2027-10-19");
    EXPECT_EQ(alerts("2027-09-18"), quiet);
    EXPECT_EQ(alerts("2027-09-19"), "CA-NEAR/info");
    EXPECT_EQ(alerts("2027-10-20"), "CA-MISSED/warn");
    insure("2027-11-01", "2028-12-31");
    EXPECT_EQ(alerts("2027-11-01"), quiet);
}

TEST_F(PledgeLife, of_19_lapses_in_part) {
    open_loan();
    must("collateral.pledge.agreed", "", "2026-10-20",
         contract_of('"' + std::string(patent) + "\",\"" + mark + '"'));
    register_pledge();
    publish();
    pay_all_fees();
    event("loan.restructured", loan, "2028-01-10", R"(,"due_on":"2029-10-19")");
    event("pledge.changed", pledge, "2028-01-20", R"(,"secured":)" + yuan(340000000));
    EXPECT_EQ(alerts("2028-10-19"), "CA-NEAR/warn");
    EXPECT_EQ(alerts("2028-10-20"), "CA-TERM/block") << "the patent still carries the loan";
    EXPECT_EQ(bench.status(pledge, "2028-10-20"), "registered");
    EXPECT_EQ(bench.at(pledge, "2028-10-20").overlays, std::vector<std::string>{"trademarks_lapsed"});
}

TEST_F(PledgeLife, of_20_renews_its_mark_in_grace) {
    must("ip.trademark.recorded", "", "2017-06-14",
         R"({"office":"CN","number":"20128866","mark":"老陶",
         "kind":"word","classes":[30],"registration_date":"2017-06-14","expiry_date":"2027-06-13",)" +
             owners() + "}");
    const std::string old = "trademark/CN-20128866";
    value(old, 1000000000, "2026-09-01");
    begin(old);
    EXPECT_EQ(alerts("2026-12-14"), quiet);
    EXPECT_EQ(alerts("2026-12-15"), "CA-NEAR/info");
    EXPECT_EQ(alerts("2027-06-13"), "CA-NEAR/info");
    EXPECT_EQ(alerts("2027-06-14"), "CA-GRACE/warn");
    must("ip.trademark.event_recorded", old, "2027-09-01", R"({"event":"renewal","date":"2027-09-01"})");
    EXPECT_EQ(alerts("2027-09-01"), quiet);
    must("ip.trademark.event_recorded", old, "2028-01-05",
         R"({"event":"licence","date":"2028-01-05","counterparty":{"name":"被许可公司"}})");
    EXPECT_EQ(alerts("2028-01-05"), "CA-EVENT/warn");
}

TEST_F(PledgeLife, an_alert_names_what_it_is_about_and_what_to_do) {
    begin(mark);
    mark_event("nonuse_request", "2027-02-01");
    const plugin::CheckAnswer answer = bench.check("collateral.alerts", R"({"loan":"loan/A"})", "2027-02-03");
    const plugin::Array& all = plugin::array_at(answer.facts, "alerts");
    ASSERT_EQ(all.size(), 1U);
    const plugin::Object& alert = *all.front().object();
    EXPECT_EQ(plugin::text_at(alert, "since"), "2027-02-01");
    EXPECT_EQ(plugin::text_at(alert, "right"), mark);
    EXPECT_EQ(plugin::text_at(alert, "pledge"), pledge);
    EXPECT_EQ(plugin::text_at(alert, "loan"), loan);
    for (const char* text : {"what", "todo"})
        for (const char* language : {"en", "zh"})
            EXPECT_FALSE(plugin::text_at(plugin::object_at(alert, text), language).empty());
    EXPECT_EQ(bench.check("collateral.alerts", R"({"loan":"loan/none"})", "2027-02-03").findings.front().rule,
              "CA-00");
}

}  // namespace
}  // namespace xinbu::collateral::test
