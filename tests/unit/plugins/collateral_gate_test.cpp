// A contract of pledge is signed only where nothing stands in its way.
#include "collateral_case.hpp"

namespace xinbu::collateral::test {
namespace {

std::vector<std::string> held_against(const Faults& faults) {
    std::vector<std::string> rules;
    for (const plugin::Fault& fault : faults)
        if (!fault.warning) rules.push_back(fault.rule);
    return rules;
}

class PledgeGate : public ::testing::Test, protected CaseInOrder {
protected:
    Draft draft = pledge_draft();

    PledgeGate() {
        desk.sign(loan_draft());
        look_up();
        draft.data.erase("acknowledgements");
    }

    std::vector<std::string> faults() { return held_against(desk.faults(draft)); }
    void acknowledge(std::initializer_list<const char*> rules, const char* by = bank) {
        const plugin::Value* held = draft.data.find("acknowledgements");
        Array all = held != nullptr ? *held->array() : Array{};
        for (const char* rule : rules) all.push_back(acknowledged(rule, by));
        draft.data.set("acknowledgements", std::move(all));
    }
};
using Rules = std::vector<std::string>;

TEST_F(PledgeGate, a_contract_in_order_passes) {
    EXPECT_EQ(faults(), Rules{});
    draft = pledge_draft({patent, mark});
    EXPECT_EQ(faults(), Rules{});
}

TEST_F(PledgeGate, what_blocks_is_refused_by_its_rule_and_cannot_be_acknowledged_away) {
    struct Row {
        const char* rule;
        std::function<void(Object&)> arrange;
    };
    const auto sets = [](const char* name, Value value) {
        return [=](Object& fields) { fields.set(name, value); };
    };
    const std::vector<Row> rows{
        {"eligibility.E02", sets("owners", Array{party("别的公司", bank)})},
        {"eligibility.E08", sets("last_day", "2028-10-18")},
        {"eligibility.E10", sets("paid_through_year", 5)},
    };
    for (const Row& row : rows) {
        const Object before = recorded(patent);
        row.arrange(recorded(patent));
        const Rules found = faults();
        EXPECT_NE(std::find(found.begin(), found.end(), row.rule), found.end()) << row.rule;
        acknowledge({"E02", "E03", "E08", "E10"});
        EXPECT_FALSE(faults().empty()) << row.rule;
        draft.data.erase("acknowledgements");
        recorded(patent) = before;
    }
    EXPECT_EQ(faults(), Rules{});
}

TEST_F(PledgeGate, a_right_that_ends_on_the_due_day_and_a_fee_paid_for_the_year_pass) {
    recorded(patent).set("last_day", "2028-10-19");
    recorded(patent).set("paid_through_year", 6);
    EXPECT_EQ(faults(), Rules{});
}

TEST_F(PledgeGate, a_dead_applied_for_or_encumbered_right_is_refused) {
    plugin::Record& right = desk.records.records[patent];
    right.status = "DEAD/REGISTRATION/Lapsed - Fee Unpaid";
    EXPECT_EQ(faults(), Rules{"eligibility.E07"});
    right.status = "LIVE/APPLICATION/Published";
    EXPECT_EQ(faults(), Rules{"eligibility.E06"});
    right.status = "LIVE/REGISTRATION/In Force";
    for (const auto& [kind, rule] : {std::pair{"freeze", "eligibility.E12"},
                                     {"suspension", "eligibility.E13"},
                                     {"assignment_request", "eligibility.E29"}}) {
        right.overlays = {kind};
        EXPECT_EQ(faults(), Rules{rule});
    }
    right.overlays = {"pledge"};
    EXPECT_EQ(faults(), (Rules{"eligibility.E14", "eligibility.E35"}))
        << "nor is known what it leaves of the value";
}

TEST_F(PledgeGate, an_ACK_rule_takes_both_parties) {
    desk.records.records[patent].overlays = {"invalidation_request"};
    EXPECT_EQ(faults(), Rules{"eligibility.E16"});
    acknowledge({"E16"});
    EXPECT_EQ(faults(), Rules{"eligibility.E16"});
    acknowledge({"E16"}, firm);
    EXPECT_EQ(faults(), Rules{});
}

TEST_F(PledgeGate, what_is_not_known_is_recorded_or_acknowledged_by_the_pledgee) {
    desk.records.records.erase(patent);
    const Rules wanted{"eligibility.E02", "eligibility.E03", "eligibility.E04", "eligibility.E06",
                       "eligibility.E07", "eligibility.E08", "eligibility.E10", "eligibility.E12",
                       "eligibility.E13", "eligibility.E14", "eligibility.E29", "eligibility.E30",
                       "eligibility.E35", "eligibility.E42"};
    EXPECT_EQ(faults(), wanted);
    const std::initializer_list<const char*> all{"E02", "E03", "E04", "E06", "E07", "E08", "E10",
                                                 "E12", "E13", "E14", "E29", "E30", "E35", "E42"};
    acknowledge(all, firm);
    EXPECT_EQ(faults(), wanted) << "the pledgor's word is not the bank's";
    draft.data.erase("acknowledgements");
    acknowledge(all);
    EXPECT_EQ(faults(), Rules{});
}

TEST_F(PledgeGate, what_nobody_looked_up_is_acknowledged_rule_by_rule) {
    desk.records.records.erase(std::string("credit_report/") + firm + "-2026-10-14-1");
    recorded(patent).erase("source");
    draft.data.erase("scope");
    const Rules wanted{"eligibility.E30", "eligibility.E37", "eligibility.E40", "eligibility.E42"};
    EXPECT_EQ(faults(), wanted);
    acknowledge({"E30", "E37", "E40"});
    EXPECT_EQ(faults(), Rules{"eligibility.E42"});
    acknowledge({"E42"}, firm);
    EXPECT_EQ(faults(), Rules{"eligibility.E42"}) << "the pledgor's word is not the bank's";
    acknowledge({"E42"});
    EXPECT_EQ(faults(), Rules{});
}

TEST_F(PledgeGate, a_record_that_speaks_of_later_events_says_nothing_of_the_day) {
    recorded(patent).set("events", Array{Object{{"event", "annual_fee"}, {"date", "2026-10-20"}}});
    EXPECT_EQ(faults(), Rules{});
    recorded(patent).set("events", Array{Object{{"event", "lapse_unpaid"}, {"date", "2026-10-21"}}});
    desk.records.records[patent].status = "DEAD/REGISTRATION/Lapsed - Fee Unpaid";
    const Rules found = faults();
    EXPECT_NE(std::find(found.begin(), found.end(), "eligibility.E07"), found.end());
    acknowledge({"E02", "E03", "E04", "E06", "E07", "E10", "E12", "E13", "E14", "E29"});
    EXPECT_EQ(faults(), Rules{});
}

TEST_F(PledgeGate, a_loan_above_the_caps_is_refused_and_an_exception_of_two_officers_lets_it_through) {
    desk.records.records["loan/JN-2026-0815"].fields.set("principal", yuan(375000001));
    EXPECT_EQ(faults(), Rules{"eligibility.E35"});
    desk.records.put(
        "override/1", "approved",
        {{"loan", "loan/JN-2026-0815"}, {"right", patent}, {"rule", "E35"}, {"reason", "追加保证"}});
    EXPECT_EQ(faults(), Rules{});
}

TEST_F(PledgeGate, a_contract_that_is_wrong_in_itself_is_not_examined) {
    desk.records.records.erase(patent);
    draft.data.set("until", "2026-10-19");
    EXPECT_EQ(faults(), Rules{"pledge.until"});
}

TEST_F(PledgeGate, a_number_stands_for_one_registration) {
    const std::string first = registered(desk.sign(draft));
    draft = pledge_draft({other_patent});
    const std::string second = desk.sign(draft);
    Draft again = event("collateral.pledge.registered", second, "2026-10-27",
                        {{"registration_number", "Y2026320000123"}, {"registered_on", "2026-10-27"}});
    EXPECT_EQ(held_against(desk.faults(again)), Rules{"pledge.registration_number"});
    again.data.set("registration_number", "Y2026320000124");
    EXPECT_EQ(held_against(desk.faults(again)), Rules{});
}

TEST_F(PledgeGate, a_loan_is_lent_in_the_currency_of_the_policy) {
    Draft foreign = loan_draft();
    foreign.data.set("principal", yuan(100, "USD"));
    EXPECT_EQ(held_against(desk.faults(foreign)), Rules{"loan.policy_currency"});
    recorded("policy/self").set("currency", "USD");
    EXPECT_EQ(held_against(desk.faults(foreign)), Rules{});
    EXPECT_EQ(held_against(desk.faults(loan_draft())), Rules{"loan.policy_currency"});
}

}  // namespace
}  // namespace xinbu::collateral::test
