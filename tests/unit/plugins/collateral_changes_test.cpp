// What changes under a pledge that stands: parts sold, new terms; and contracts judged by what was there on
// their own day.
#include "collateral_bench.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::collateral::test {
namespace {

class Changes : public ::testing::Test, protected LoanBench {
protected:
    static std::string both() { return std::string("\"") + patent + "\",\"" + mark + "\""; }
    void begin_with_both() {
        open_loan();
        must("collateral.pledge.agreed", "", "2026-10-20", contract_of(both()));
        register_pledge();
        publish();
    }
    /// Another mark of the same words and owner, in the same class.
    void record_twin(const std::string& filed, const std::string& registered, const std::string& day) {
        must("ip.trademark.recorded", "", day,
             R"({"office":"CN","number":"50000001","mark":"陶缘","kind":"word","classes":[21],)"
             R"("application_date":")" +
                 filed + R"(","registration_date":")" + registered + "\"," + owners() + "}");
    }
    Rules agree_on(const std::string& rights, const std::string& day, const std::string& typed) {
        std::string contract = contract_of(rights);
        const std::string was = R"("agreed_on":"2026-10-20")";
        contract.replace(contract.find(was), was.size(), R"("agreed_on":")" + day + "\"");
        return add("collateral.pledge.agreed", "", typed, contract);
    }
    std::int64_t owed(const std::string& day) const {
        const auto answer = bench.check("collateral.value", R"({"loan":"loan/A"})", day);
        const auto money = plugin::money_of(*answer.facts.find("principal"));
        return money ? money->amount : -1;
    }
};

TEST_F(Changes, rights_are_sold_one_by_one) {
    begin_with_both();
    event("loan.defaulted", loan, "2027-06-01", R"(,"amount":)" + yuan(300000000));
    const auto sold = [&](const std::string& rights, std::int64_t fen) {
        return add("collateral.pledge.partly_enforced", pledge, "2027-09-01",
                   R"({"on":"2027-09-01","rights":[)" + rights + R"(],"proceeds":)" + yuan(fen) + "}");
    };
    EXPECT_EQ(sold(both(), 1), Rules{"pledge.nothing_left"});
    EXPECT_EQ(sold(R"("trademark/CN-1")", 1), (Rules{"pledge.right_not_pledged", "reference.unknown?"}));
    EXPECT_EQ(sold(std::string("\"") + mark + "\"", 100000000), Rules{});
    EXPECT_EQ(bench.status(pledge, "2027-09-01"), "registered");
    EXPECT_EQ(owed("2027-08-31"), 300000000);
    EXPECT_EQ(owed("2027-09-01"), 200000000);
    const auto answer = bench.check("collateral.value", R"({"loan":"loan/A"})", "2027-09-01");
    ASSERT_EQ(plugin::array_at(answer.facts, "rights").size(), 1U);
    EXPECT_EQ(plugin::text_at(*plugin::array_at(answer.facts, "rights").front().object(), "right"), patent);

    event("pledge.enforced", pledge, "2027-12-01", R"(,"proceeds":)" + yuan(200000000));
    EXPECT_EQ(owed("2027-12-01"), 0);
}

TEST_F(Changes, new_terms_that_the_security_does_not_reach_are_told) {
    begin(mark);
    EXPECT_EQ(add("collateral.loan.restructured", loan, "2027-01-10",
                  R"({"on":"2027-01-10","due_on":"2030-12-31","amount":)" + yuan(350000000) + "}"),
              (Rules{"loan.due_after_right?", "loan.due_after_term?", "loan.more_than_secured?"}));
    const std::string after = alerts("2027-01-11");
    EXPECT_NE(after.find("CA-CLAIM/warn"), std::string::npos) << after;
    EXPECT_NE(after.find("CA-SHORT/warn"), std::string::npos) << after;
    event("pledge.changed", pledge, "2027-01-20",
          R"(,"secured":)" + yuan(350000000) + R"(,"until":"2030-12-31")");
    EXPECT_EQ(alerts("2027-01-21"), "") << "registered anew";
}

TEST_F(Changes, less_secured_than_owed_is_told_from_the_start) {
    open_loan("A", 400000000);
    EXPECT_EQ(add("collateral.pledge.agreed", "", "2026-10-20", contract_of(std::string("\"") + mark + "\"")),
              Rules{"pledge.less_than_owed?"});
    register_pledge();
    publish();
    EXPECT_EQ(alerts("2026-11-03"), "CA-CLAIM/warn");
    const auto value = bench.check("collateral.value", R"({"loan":"loan/A"})", "2026-11-03");
    const auto claims = std::ranges::find(value.findings, "V-06", &plugin::Finding::rule);
    ASSERT_NE(claims, value.findings.end());
    EXPECT_EQ(claims->status, plugin::FindingStatus::not_met);
    event("loan.instalment_paid", loan, "2026-12-01", R"(,"amount":)" + yuan(70000000));
    EXPECT_EQ(alerts("2026-12-02"), "") << "what is left is secured";
}

TEST_F(Changes, one_code_and_two_names_are_told) {
    open_loan();
    std::string contract = contract_of(std::string("\"") + patent + "\"");
    const std::string was = R"("pledgee":{"name":"江南示范银行")";
    ASSERT_NE(contract.find(was), std::string::npos);
    contract.replace(contract.find(was), was.size(), R"("pledgee":{"name":"江北农村商业银行")");
    const Rules told = add("collateral.pledge.agreed", "", "2026-10-20", contract);
    EXPECT_NE(std::ranges::find(told, "pledge.pledgee_name?"), told.end());
}

TEST_F(Changes, a_mark_filed_after_the_contract_need_not_go_along) {
    open_loan();
    record_twin("2026-11-15", "2027-02-20", "2027-03-01");
    EXPECT_EQ(agree_on(std::string("\"") + mark + "\"", "2026-10-20", "2027-04-01"), Rules{});
}

TEST_F(Changes, a_mark_that_came_late_to_light_must_go_along) {
    open_loan();
    record_twin("2026-01-15", "2026-09-30", "2027-03-01");
    EXPECT_EQ(agree_on(std::string("\"") + mark + "\"", "2026-10-20", "2027-04-01"),
              Rules{"eligibility.E21"});
}

TEST_F(Changes, a_mark_given_away_after_the_contract_had_to_go_along) {
    open_loan();
    record_twin("2019-01-15", "2020-01-14", "2020-01-15");
    must("ip.trademark.event_recorded", "trademark/CN-50000001", "2027-02-01",
         R"({"event":"assignment","date":"2027-02-01","counterparty":)"
         R"({"name":"另一家公司","identifier":"91320100MA0000023K"}})");
    EXPECT_EQ(agree_on(std::string("\"") + mark + "\"", "2026-10-20", "2027-04-01"),
              Rules{"eligibility.E21"});
}

TEST_F(Changes, a_mark_only_applied_for_cannot_go_along) {
    open_loan();
    must("ip.trademark.recorded", "", "2026-06-01",
         R"({"office":"CN","number":"50000002","mark":"陶缘","kind":"word","classes":[21],)"
         R"("application_date":"2026-05-15",)" +
             owners() + "}");
    EXPECT_EQ(agree_on(std::string("\"") + mark + "\"", "2026-10-20", "2026-10-20"), Rules{});
}

TEST_F(Changes, no_new_term_brings_back_the_marks_of_a_mixed_pledge) {
    begin_with_both();
    const auto later = [&](const std::string& type, const std::string& more) {
        return add("collateral.pledge." + type, pledge, "2028-10-20", R"({"on":"2028-10-20",)" + more + "}");
    };
    EXPECT_EQ(later("changed", R"("until":"2029-10-19")"), Rules{"pledge.extended_after_term"});
    EXPECT_EQ(later("partly_enforced", std::string(R"("rights":[")") + mark + "\"]"), Rules{"pledge.lapsed"});
    EXPECT_EQ(later("partly_enforced", std::string(R"("rights":[")") + patent + "\"]"), Rules{})
        << "its pledge has no term";
}

TEST_F(Changes, what_was_sold_before_new_terms_stays_paid) {
    begin_with_both();
    event("loan.defaulted", loan, "2027-06-01");
    must("collateral.pledge.partly_enforced", pledge, "2027-09-01",
         R"({"on":"2027-09-01","rights":[")" + std::string(mark) + R"("],"proceeds":)" + yuan(100000000) +
             "}");
    event("loan.restructured", loan, "2027-10-01", R"(,"due_on":"2029-10-19")");
    EXPECT_EQ(owed("2027-10-02"), 200000000) << "only the day was agreed anew";
    event("loan.restructured", loan, "2027-11-01", R"(,"amount":)" + yuan(180000000));
    EXPECT_EQ(owed("2027-11-02"), 180000000);
}

TEST_F(Changes, a_certificate_is_about_rights_of_its_pledge) {
    begin(patent);
    const auto status = [&](const std::string& right, const std::string& day) {
        const auto answer =
            bench.check("collateral.eligibility", R"({"pledge":"pledge/A-1","right":")" + right + "\"}", day);
        return std::ranges::find(answer.findings, "E30", &plugin::Finding::rule)->status;
    };
    EXPECT_EQ(status(patent, "2026-11-03"), plugin::FindingStatus::met);
    EXPECT_EQ(status(mark, "2026-11-03"), plugin::FindingStatus::not_met);
    event("pledge.released", pledge, "2027-01-10");
    EXPECT_EQ(status(patent, "2027-01-11"), plugin::FindingStatus::not_met) << "given back";
}

TEST_F(Changes, a_pledge_for_another_than_the_lender_is_watched) {
    open_loan();
    std::string contract = contract_of(std::string("\"") + patent + "\"");
    const std::string lender_code = "91320100MA0000023K", other = "51320282MJ000000XL";
    for (std::size_t at = 0; (at = contract.find(lender_code, at)) != std::string::npos; at += other.size())
        contract.replace(at, lender_code.size(), other);
    must("collateral.pledge.agreed", "", "2026-10-20", contract);
    register_pledge();
    publish();
    const std::string told = alerts("2026-11-03");
    EXPECT_NE(told.find("CA-PLEDGEE/warn"), std::string::npos) << told;
}

TEST_F(Changes, a_later_pledge_is_no_bar_to_an_earlier_contract) {
    open_loan();
    agree(patent);
    register_pledge();
    // Of the same day another contract stands, which the pledgee must have known.
    EXPECT_EQ(agree_on(std::string("\"") + patent + "\"", "2026-10-20", "2027-04-01"),
              Rules{"eligibility.E14"});
    EXPECT_EQ(agree_on(std::string("\"") + patent + "\"", "2026-10-19", "2027-04-01"), Rules{});
}

TEST_F(Changes, one_day_has_one_value_under_two_names) {
    begin(patent);
    const auto eligible = bench.check("collateral.eligibility", R"({"pledge":"pledge/A-1"})", "2026-12-01");
    const auto value = bench.check("collateral.value", R"({"loan":"loan/A"})", "2026-12-01");
    ASSERT_TRUE(eligible.facts.contains("reckoned"));
    EXPECT_EQ(*eligible.facts.find("reckoned"), *value.facts.find("value"));
    EXPECT_EQ(*eligible.facts.find("reckoned_ltv_bp"), *value.facts.find("ltv_bp"));
    EXPECT_NE(*eligible.facts.find("value"), *eligible.facts.find("reckoned")) << "as valued";
}

}  // namespace
}  // namespace xinbu::collateral::test
