// Value over time: exact, never rounded in favour of the loan, at every step of right and pledge.
#include "collateral/valuation.hpp"

#include "collateral_case.hpp"

namespace xinbu::collateral::test {
namespace {

Valuation valued(std::int64_t amount, const char* base = "2026-01-01") {
    return {"valuation/1", amount, "CNY", "income", *Date::parse(base), std::nullopt};
}

TEST(ValueCurve, a_straight_line_ends_the_day_after_the_last) {
    const Policy policy;
    const Valuation hundred = valued(100);
    const Date last = Date(2026, 1, 1).plus_days(99);  // a hundred days of life
    const auto on = [&](int day) {
        return value_on(hundred, Curve::straight_line, policy, last, Date(2026, 1, 1).plus_days(day));
    };
    EXPECT_EQ(on(-5), 100) << "before its base date nothing is lost";
    EXPECT_EQ(on(0), 100);
    EXPECT_EQ(on(1), 99);
    EXPECT_EQ(on(99), 1);
    EXPECT_EQ(on(100), 0);
    EXPECT_EQ(value_on(hundred, Curve::straight_line, policy, std::nullopt, Date(2026, 1, 2)), std::nullopt);
}

TEST(ValueCurve, a_flat_one_holds_to_the_end_and_not_beyond) {
    const Policy policy;
    const auto on = [&](Date day) { return value_on(valued(7), Curve::flat, policy, Date(2026, 6, 1), day); };
    EXPECT_EQ(on(Date(2026, 6, 1)), 7);
    EXPECT_EQ(on(Date(2026, 6, 2)), 0);
    EXPECT_EQ(value_on(valued(7), Curve::flat, policy, std::nullopt, Date(2099, 1, 1)), 7);
}

TEST(ValueCurve, a_declining_one_loses_its_share_each_year_and_evenly_within) {
    Policy policy;
    policy.yearly_decline = 2000;
    const auto on = [&](Date day) {
        return value_on(valued(1000000), Curve::declining, policy, std::nullopt, day);
    };
    EXPECT_EQ(on(Date(2026, 1, 1)), 1000000);
    EXPECT_EQ(on(Date(2027, 1, 1)), 800000);
    EXPECT_EQ(on(Date(2028, 1, 1)), 640000);
    EXPECT_EQ(on(Date(2026, 1, 2)), 999452) << "rounded down: 200000 / 365 = 547.9";
    for (int day = 1; day < 4000; ++day) {
        const Date now = Date(2026, 1, 1).plus_days(day);
        ASSERT_LE(*on(now), *on(now.plus_days(-1))) << now.text();
        ASSERT_GE(*on(now), 0);
    }
}

TEST(ValueCurve, the_largest_figures_do_not_overflow) {
    Policy policy;
    const std::int64_t largest = 9007199254740991;
    EXPECT_EQ(value_on(valued(largest), Curve::straight_line, policy, Date(9999, 12, 31), Date(2026, 1, 1)),
              largest);
    EXPECT_LT(*value_on(valued(largest), Curve::straight_line, policy, Date(9999, 12, 31), Date(9999, 1, 1)),
              largest);
    EXPECT_EQ(share_of(largest, 10000), largest);
    EXPECT_EQ(share_of(largest, 1), 900719925474);
    EXPECT_EQ(capped_sum(INT64_MAX, 1), INT64_MAX);
    EXPECT_EQ(ratio_of(largest, 1), INT64_MAX);
    EXPECT_EQ(ratio_of(1, largest), 1) << "rounded up";
    EXPECT_EQ(ratio_of(1, 0), INT64_MAX);
}

class LoanValue : public ::testing::Test, protected CaseInOrder {
protected:
    std::string loan = "loan/JN-2026-0815";

    Object facts() { return desk.check("collateral.value", {{"loan", loan}}).facts; }
    Finding finding_of(std::string_view rule) {
        for (const Finding& one : desk.check("collateral.value", {{"loan", loan}}).findings)
            if (one.rule == rule) return one;
        return {};
    }
    std::int64_t money(std::string_view name) {
        const Object held = facts();
        const std::int64_t* amount = plugin::integer_at(plugin::object_at(held, name), "amount");
        return amount != nullptr ? *amount : -1;
    }
};

TEST_F(LoanValue, an_agreed_pledge_secures_nothing_a_registered_one_does) {
    const std::string id = agreed(pledge_draft({mark}));
    desk.records.today = Date(2026, 10, 26);
    EXPECT_EQ(money("value"), 0);
    EXPECT_EQ(finding_of("V-01").status, FindingStatus::not_met);
    EXPECT_EQ(finding_of("V-01").severity, Severity::block);
    registered(id);
    EXPECT_EQ(money("value"), 900000000);
    EXPECT_EQ(money("lendable"), 360000000);
    EXPECT_EQ(*plugin::integer_at(facts(), "ltv_bp"), 3334);
    EXPECT_EQ(finding_of("V-01").status, FindingStatus::met);
    EXPECT_EQ(finding_of("V-02").status, FindingStatus::met);
}

TEST_F(LoanValue, the_term_of_a_marks_pledge_ends_the_security) {
    pledged({mark});
    desk.records.today = Date(2026, 10, 27);
    EXPECT_EQ(plugin::text_at(facts(), "unsecured_from"), "2028-10-20");
    EXPECT_EQ(finding_of("V-03").status, FindingStatus::met) << "the day after the loan falls due";
    recorded("pledge/JN-2026-0815-1").set("until", "2028-10-18");
    EXPECT_EQ(plugin::text_at(facts(), "unsecured_from"), "2028-10-19");
    EXPECT_EQ(finding_of("V-03").status, FindingStatus::not_met);
    EXPECT_EQ(plugin::text_at(facts(), "over_cap_from"), "2028-10-19");
    desk.records.today = Date(2028, 10, 19);
    EXPECT_EQ(finding_of("V-03").severity, Severity::block);
}

TEST_F(LoanValue, a_right_that_dies_is_worth_nothing) {
    pledged({mark});
    desk.records.today = Date(2027, 3, 1);
    fact(mark, "alive", false);
    fact(mark, "ended_on", "2027-03-01");
    EXPECT_EQ(money("value"), 0);
}

TEST_F(LoanValue, a_patent_loses_value_as_its_life_runs_down) {
    fact(patent, "last_day", "2029-05-17");
    pledged({patent});
    desk.records.today = Date(2026, 10, 27);
    // 990 days from the base date to the end, 934 of them ahead: 12.5 million × 934 / 990.
    EXPECT_EQ(money("value"), 1179292929);
    EXPECT_EQ(finding_of("V-01").status, FindingStatus::met);
    const std::string over(plugin::text_at(facts(), "over_cap_from"));
    ASSERT_FALSE(over.empty());
    desk.records.today = Date::parse(over)->plus_days(-1);
    EXPECT_GE(money("lendable"), 300000000);
    desk.records.today = *Date::parse(over);
    EXPECT_LT(money("lendable"), 300000000);
}

TEST_F(LoanValue, what_was_pledged_before_comes_first) {
    pledged({mark});
    Draft second = loan_draft();
    second.data.set("contract", "SECOND");
    second.data.set("principal", yuan(100000000));
    loan = desk.sign(second);
    Draft behind = pledge_draft({mark});
    behind.data.set("loan", loan);
    behind.data.set("secured", yuan(100000000));
    const std::string id = desk.sign(behind);
    desk.sign(event("collateral.pledge.registered", id, "2026-10-27",
                    {{"registration_number", "Y2"}, {"registered_on", "2026-10-27"}}));
    desk.records.today = Date(2026, 10, 28);
    EXPECT_EQ(money("value"), 570000000) << "nine million less the 3.3 million secured before";
    loan = "loan/JN-2026-0815";
    EXPECT_EQ(money("value"), 900000000);
}

TEST_F(LoanValue, a_value_that_is_not_known_is_not_counted_as_nothing) {
    pledged({mark});
    desk.records.today = Date(2027, 9, 1);
    EXPECT_EQ(money("value"), -1);
    EXPECT_EQ(finding_of("V-01").status, FindingStatus::unknown);
    EXPECT_EQ(finding_of("V-04").status, FindingStatus::not_met);
    EXPECT_FALSE(facts().contains("ltv_bp"));
    desk.records.today = Date(2027, 8, 31);
    EXPECT_EQ(money("value"), 900000000);
    EXPECT_EQ(plugin::text_at(facts(), "revalue_on"), "2027-09-01");
}

TEST_F(LoanValue, nothing_is_owed_once_it_is_repaid_and_nothing_is_told_of_no_loan) {
    pledged({mark});
    desk.sign(event("collateral.loan.repaid", loan, "2027-01-01", {{"on", "2027-01-01"}}));
    desk.records.today = Date(2027, 1, 2);
    EXPECT_EQ(finding_of("V-01").status, FindingStatus::met);
    loan = "loan/none";
    EXPECT_EQ(finding_of("V-00").status, FindingStatus::unknown);
    EXPECT_EQ(desk.check("collateral.value", {}).findings.front().rule, "V-00");
}

TEST_F(LoanValue, odd_records_and_answers_do_no_harm) {
    pledged({mark, patent});
    const std::vector<std::string> touched{"loan/JN-2026-0815", "pledge/JN-2026-0815-1", "policy/self",
                                           "valuation/CN-40128866-2026-09-01", mark};
    for (const std::string& record : touched) {
        const Object sound = recorded(record.c_str());
        for (const plugin::Member& member : sound) {
            for (const Value& odd : {Value(), Value(-7), Value("x"), Value("9999-12-31"), Value("1000-01-01"),
                                     Value(Array{1, "a", nullptr}), Value(Object{{"amount", INT64_MIN}}),
                                     yuan(INT64_MAX), yuan(-1)}) {
                recorded(record.c_str()) = sound;
                recorded(record.c_str()).set(member.name, odd);
                for (const char* name : {"collateral.eligibility", "collateral.value", "collateral.alerts"})
                    desk.check(name, {{"pledge", "pledge/JN-2026-0815-1"}});
                for (const std::string& one : touched) desk.check("collateral.deadlines", {{"record", one}});
                desk.check("collateral.alerts", {});
                desk.report("collateral.runway", {{"record", loan}});
                desk.report("collateral.certificate", {{"pledge", "pledge/JN-2026-0815-1"}});
                desk.report("collateral.portfolio", {{"from", "2026-01-01"}, {"to", "2026-12-31"}});
                desk.report("collateral.stress", {{"kind", "trademark"}});
            }
        }
        recorded(record.c_str()) = sound;
    }
}

}  // namespace
}  // namespace xinbu::collateral::test
