// What is owed from day to day where a contract has a schedule, and what hangs on it.
#include "collateral/repayment.hpp"
#include "collateral/text.hpp"
#include "collateral_support.hpp"

namespace xinbu::collateral::test {
namespace {

Value part(const char* due, std::int64_t fen, const char* currency = "CNY") {
    return Object{{"due_on", due}, {"amount", yuan(fen, currency)}};
}
Value paid(const char* on, std::int64_t fen) {
    return Object{{"on", on}, {"amount", yuan(fen)}};
}
Object loan_of(std::int64_t principal, Array schedule, Array payments = {}) {
    return {
        {"principal", yuan(principal)}, {"schedule", std::move(schedule)}, {"payments", std::move(payments)}};
}

const Array two{part("2027-06-30", 100), part("2027-12-31", 100)};

TEST(Repayment, follows_the_schedule_and_leaves_the_rest_to_the_end) {
    const Repayment plan(loan_of(300, two), true, Date(2027, 1, 1));
    EXPECT_EQ(plan.owed_today(), 300);
    EXPECT_EQ(plan.owed_on(Date(2027, 6, 30)), 300) << "due that day, owed that day";
    EXPECT_EQ(plan.owed_on(Date(2027, 7, 1)), 200);
    EXPECT_EQ(plan.owed_on(Date(2028, 1, 1)), 100);
    EXPECT_EQ(plan.owed_on(Date(2020, 1, 1)), 300);
    EXPECT_EQ(plan.next()->due, Date(2027, 6, 30));
    EXPECT_EQ(plan.arrears(), 0);
}

TEST(Repayment, payments_count_towards_the_earliest) {
    const Repayment plan(loan_of(300, two, {paid("2027-06-01", 130)}), true, Date(2027, 7, 1));
    EXPECT_EQ(plan.owed_today(), 170);
    EXPECT_EQ(plan.arrears(), 0);
    EXPECT_EQ(plan.next()->open, 70);
    EXPECT_EQ(plan.owed_on(Date(2028, 1, 1)), 100);
}

TEST(Repayment, what_is_in_arrears_stays_owed) {
    const Repayment plan(loan_of(300, two, {paid("2027-07-01", 40)}), true, Date(2027, 7, 2));
    EXPECT_EQ(plan.arrears(), 60);
    EXPECT_EQ(*plan.arrears_since(), Date(2027, 6, 30));
    EXPECT_EQ(plan.owed_today(), 260);
    EXPECT_EQ(plan.owed_on(Date(2028, 1, 1)), 160);
    const Repayment on_the_day(loan_of(300, two), true, Date(2027, 6, 30));
    EXPECT_EQ(on_the_day.arrears(), 0) << "the day is not over";
    EXPECT_EQ(on_the_day.next()->due, Date(2027, 6, 30));
    const Repayment later(loan_of(300, two, {paid("2027-08-01", 100)}), true, Date(2027, 7, 2));
    EXPECT_EQ(later.arrears(), 100) << "not paid yet on that day";
}

TEST(Repayment, odd_records_do_no_harm) {
    for (const Value& odd : {Value(), Value(7), Value("x"), Value(Array{1, Object{{"due_on", 3}}})}) {
        const Object loan{{"principal", yuan(10)}, {"schedule", odd}, {"payments", odd}};
        EXPECT_EQ(Repayment(loan, true, Date(2027, 1, 1)).owed_on(Date(2028, 1, 1)), 10);
    }
    EXPECT_EQ(Repayment(Object{}, true, Date(2027, 1, 1)).owed_today(), 0);
    EXPECT_EQ(Repayment(loan_of(300, two), false, Date(2027, 1, 1)).owed_today(), 0);
    EXPECT_EQ(Repayment(loan_of(300, two, {paid("2026-01-01", 900)}), true, Date(2027, 1, 1)).owed_today(),
              0);
    EXPECT_EQ(Repayment().owed_on(Date(2027, 1, 1)), 0);
}

class Schedules : public ::testing::Test {
protected:
    Desk desk;
    Schedules() { desk.settle(); }
    Draft loan(Array schedule) {
        Draft draft = loan_draft();
        draft.data.set("schedule", std::move(schedule));
        return draft;
    }
    std::vector<std::string> refused(Draft draft) {
        std::vector<std::string> rules;
        for (const plugin::Fault& fault : desk.faults(std::move(draft)))
            if (!fault.warning) rules.push_back(fault.pointer + " " + fault.rule);
        return rules;
    }
    using Refused = std::vector<std::string>;
};

TEST_F(Schedules, each_rule_of_a_schedule_refuses_by_itself) {
    EXPECT_EQ(refused(loan({part("2027-10-20", 100000000), part("2028-10-19", 200000000)})), Refused{});
    EXPECT_EQ(refused(loan({part("2027-10-20", 1), part("2027-10-20", 1)})),
              Refused{"/data/schedule/1/due_on loan.schedule_order"});
    EXPECT_EQ(refused(loan({part("2026-10-20", 1)})), Refused{"/data/schedule/0/due_on loan.schedule_order"});
    EXPECT_EQ(refused(loan({part("2028-10-20", 1)})), Refused{"/data/schedule/0/due_on loan.schedule_due"});
    EXPECT_EQ(refused(loan({part("2027-10-20", 0)})),
              Refused{"/data/schedule/0/amount/amount loan.schedule_amount"});
    EXPECT_EQ(refused(loan({part("2027-10-20", 1, "USD")})),
              Refused{"/data/schedule/0/amount/currency loan.schedule_currency"});
    EXPECT_EQ(refused(loan({part("2027-10-20", 300000000), part("2028-10-19", 1)})),
              Refused{"/data/schedule loan.schedule_sum"});
}

TEST_F(Schedules, a_payment_is_positive_of_the_currency_and_no_more_than_is_owed) {
    const std::string id = desk.sign(loan({part("2027-10-20", 100000000)}));
    const auto pays = [&](std::int64_t fen, const char* on = "2027-10-20", const char* currency = "CNY") {
        return refused(
            event("collateral.loan.instalment_paid", id, on, {{"on", on}, {"amount", yuan(fen, currency)}}));
    };
    EXPECT_EQ(pays(100000000), Refused{});
    EXPECT_EQ(pays(0), Refused{"/data/amount/amount loan.amount"});
    EXPECT_EQ(pays(1, "2026-10-19"), Refused{"/data/on loan.event_date"});
    EXPECT_EQ(pays(1, "2027-10-20", "USD"), Refused{"/data/amount/currency loan.currency"});
    EXPECT_EQ(pays(300000001), Refused{"/data/amount/amount loan.overpaid"});
    desk.sign(event("collateral.loan.instalment_paid", id, "2027-10-20",
                    {{"on", "2027-10-20"}, {"amount", yuan(100000000)}}));
    EXPECT_EQ(pays(200000001), Refused{"/data/amount/amount loan.overpaid"});
    EXPECT_EQ(pays(200000000), Refused{});
    EXPECT_EQ(desk.records.find(id)->status, "open");
}

TEST_F(Schedules, a_new_principal_takes_the_place_of_schedule_and_payments) {
    const std::string id = desk.sign(loan({part("2027-10-20", 100000000)}));
    desk.sign(event("collateral.loan.instalment_paid", id, "2027-10-20",
                    {{"on", "2027-10-20"}, {"amount", yuan(100000000)}}));
    desk.sign(event("collateral.loan.restructured", id, "2027-11-01",
                    {{"on", "2027-11-01"}, {"amount", yuan(150000000)}, {"due_on", "2029-10-19"}}));
    const Record record = *desk.records.find(id);
    EXPECT_EQ(Repayment(record.fields, true, Date(2027, 11, 2)).owed_today(), 150000000);
    EXPECT_TRUE(Repayment(record.fields, true, Date(2027, 11, 2)).instalments().empty());
}

TEST_F(Schedules, value_over_the_life_falls_with_what_is_owed) {
    // A patent that falls evenly to 2041 carries three million now, and later only what is left of it.
    desk.status[patent] =
        Object{{"kind", "invention"}, {"alive", true}, {"last_day", "2030-12-31"}, {"overlays", Array{}}};
    desk.records.records["policy/self"].fields.set("revalue_months", 60);
    desk.records.records["valuation/CN-202110000001.6-2026-09-01"].fields.erase("valid_until");
    const auto over_cap = [&](Array schedule) {
        const std::string id = desk.sign(loan(std::move(schedule)));
        desk.records.put("pledge/1", "registered",
                         {{"loan", id}, {"rights", Array{patent}}, {"registered_on", "2026-10-26"}});
        desk.records.today = Date(2026, 10, 27);
        const auto answer = desk.check("collateral.value", {{"loan", id}});
        return std::string(plugin::text_at(answer.facts, "over_cap_from"));
    };
    const std::string flat = over_cap({});
    ASSERT_FALSE(flat.empty());
    EXPECT_LT(flat, "2028-10-19");
    EXPECT_EQ(over_cap({part("2027-03-31", 150000000)}), "") << "half of it is paid before";
    EXPECT_EQ(over_cap({part("2028-10-01", 150000000)}), flat) << "too late";
}

TEST_F(Schedules, arrears_are_told_by_value_deadlines_and_alerts) {
    const std::string id = desk.sign(loan({part("2027-03-31", 100000000), part("2027-09-30", 100000000)}));
    desk.records.today = Date(2027, 4, 15);
    const auto value = desk.check("collateral.value", {{"loan", id}});
    EXPECT_EQ(plugin::text_at(value.facts, "arrears_since"), "2027-03-31");
    EXPECT_EQ(money_at(value.facts, "arrears")->amount, 100000000);
    EXPECT_EQ(plugin::text_at(plugin::object_at(value.facts, "next_instalment"), "due"), "2027-09-30");
    std::vector<std::string> dues;
    const auto deadlines = desk.check("collateral.deadlines", {{"record", id}});
    for (const Value& one : plugin::array_at(deadlines.facts, "deadlines"))
        if (plugin::text_at(*one.object(), "kind") == "instalment")
            dues.push_back(std::string(plugin::text_at(*one.object(), "due")) + " " +
                           std::string(plugin::text_at(*one.object(), "severity")));
    EXPECT_EQ(dues, (std::vector<std::string>{"2027-03-31 block", "2027-09-30 info"}));
    const auto alerts = desk.check("collateral.alerts", {{"loan", id}});
    EXPECT_TRUE(std::any_of(alerts.findings.begin(), alerts.findings.end(),
                            [](const Finding& one) { return one.rule == "CA-ARREARS"; }));
    desk.sign(event("collateral.loan.instalment_paid", id, "2027-04-15",
                    {{"on", "2027-04-15"}, {"amount", yuan(100000000)}}));
    const auto after = desk.check("collateral.alerts", {{"loan", id}});
    EXPECT_FALSE(std::any_of(after.findings.begin(), after.findings.end(),
                             [](const Finding& one) { return one.rule == "CA-ARREARS"; }));
}

}  // namespace
}  // namespace xinbu::collateral::test
