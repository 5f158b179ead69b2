#include <set>

#include "collateral_support.hpp"

namespace xinbu::collateral::test {
namespace {

class CollateralRecords : public ::testing::Test {
protected:
    Desk desk;

    void SetUp() override { desk.settle(); }

    static Draft with(Draft draft, const std::string& member, Value value) {
        draft.data.set(member, std::move(value));
        return draft;
    }
    std::string registered_pledge(Array rights) {
        desk.sign(loan_draft());
        const std::string id = desk.sign(pledge_draft(std::move(rights)));
        desk.sign(event("collateral.pledge.registered", id, "2026-10-26",
                        {{"registration_number", "Y2026320000123"},
                         {"registered_on", "2026-10-26"},
                         {"until", "2028-10-19"}}));
        return id;
    }
};

TEST_F(CollateralRecords, every_label_stands_in_both_languages_and_every_state_is_declared) {
    std::set<std::string> types;
    for (const plugin::EntryType& entry : desk.declaration.entries) {
        EXPECT_TRUE(types.insert(entry.type).second) << entry.type;
        EXPECT_FALSE(entry.label.en.empty() || entry.label.zh.empty()) << entry.type;
        const auto record = std::find_if(desk.declaration.records.begin(), desk.declaration.records.end(),
                                         [&](const auto& one) { return one.kind == entry.record; });
        ASSERT_NE(record, desk.declaration.records.end()) << entry.type;
        const auto declares = [&](const std::string& state) {
            return std::any_of(record->states.begin(), record->states.end(),
                               [&](const plugin::State& one) { return one.id == state; });
        };
        EXPECT_TRUE(entry.to.empty() || declares(entry.to)) << entry.type;
        for (const std::string& state : entry.from) EXPECT_TRUE(declares(state)) << entry.type << state;
        for (const plugin::Field& field : entry.fields)
            EXPECT_FALSE(field.label.en.empty() || field.label.zh.empty()) << entry.type << field.id;
    }
    EXPECT_EQ(types.size(), 21U);
}

TEST_F(CollateralRecords, what_is_known_of_borrowers_is_read_under_watch) {
    std::string logged;
    for (const plugin::RecordType& one : desk.declaration.records) {
        if (one.reads_logged) logged += one.kind + " ";
        EXPECT_FALSE(one.is_shared) << one.kind << ": no office gives it its id";
    }
    EXPECT_EQ(logged, "loan pledge insurance credit_report override ");
}

TEST_F(CollateralRecords, records_are_named_after_what_they_hold) {
    EXPECT_EQ(desk.sign(loan_draft()), "loan/JN-2026-0815");
    EXPECT_EQ(desk.sign(pledge_draft()), "pledge/JN-2026-0815-1");
    EXPECT_EQ(desk.sign(pledge_draft({mark})), "pledge/JN-2026-0815-2");
    EXPECT_EQ(desk.sign(valuation_draft(patent, 1250000000)), "valuation/CN-202110000001.6-2026-09-01");
    EXPECT_EQ(desk.sign(policy_draft()), "policy/self");
    EXPECT_EQ(desk.sign(event("collateral.insurance.recorded", "", "2026-10-20",
                              {{"insurer", party("示范保险", bank)},
                               {"kind", "质押贷款保证保险"},
                               {"insured", yuan(300000000)},
                               {"from", "2026-10-20"},
                               {"until", "2028-12-31"},
                               {"loan", "loan/JN-2026-0815"}})),
              "insurance/JN-2026-0815-1");
}

TEST_F(CollateralRecords, a_draft_without_what_names_it_gets_no_name) {
    EXPECT_FALSE(desk.collateral->record_id({"collateral.loan.opened", "", "", {}}, desk.numbers));
    EXPECT_FALSE(desk.collateral->record_id({"collateral.pledge.agreed", "", "", {}}, desk.numbers));
    EXPECT_FALSE(desk.collateral->record_id({"collateral.valuation.recorded", "", "", {}}, desk.numbers));
    EXPECT_FALSE(desk.collateral->record_id({"collateral.insurance.recorded", "", "", {}}, desk.numbers));
}

TEST_F(CollateralRecords, codes_of_parties_are_brought_into_canonical_form) {
    Draft draft = with(loan_draft(), "lender", party("江南示范银行", "９１３２０１００ma0000023k"));
    desk.collateral->normalise(draft);
    EXPECT_EQ(plugin::text_at(plugin::object_at(draft.data, "lender"), "identifier"), bank);
}

TEST_F(CollateralRecords, a_loan_needs_parties_with_codes_an_amount_and_dates_in_order) {
    EXPECT_TRUE(desk.faults(loan_draft()).empty());
    EXPECT_TRUE(
        has_fault(desk.faults(with(loan_draft(), "lender", party("银行", ""))), "party.identifier_missing"));
    EXPECT_TRUE(has_fault(desk.faults(with(loan_draft(), "lender", party("银行", "91320100MA0000023L"))),
                          "identifier.uscc"));
    EXPECT_TRUE(has_fault(desk.faults(with(loan_draft(), "principal", yuan(0))), "loan.principal"));
    EXPECT_TRUE(has_fault(desk.faults(with(loan_draft(), "due_on", "2026-10-19")), "loan.due_on"));
    EXPECT_TRUE(desk.faults(with(loan_draft(), "due_on", "2026-10-20")).empty());
    Draft renamed = loan_draft();
    renamed.record = "loan/other";
    EXPECT_TRUE(has_fault(desk.faults(renamed), "loan.key"));
}

TEST_F(CollateralRecords, a_pledge_lists_each_right_once_and_only_rights) {
    desk.sign(loan_draft());
    EXPECT_TRUE(desk.faults(pledge_draft({patent, mark})).empty());
    EXPECT_TRUE(has_fault(desk.faults(pledge_draft({patent, patent})), "pledge.right_twice"));
    EXPECT_TRUE(has_fault(desk.faults(pledge_draft({"brand/宜兴紫砂匠"})), "collateral.right"));
    EXPECT_TRUE(has_fault(desk.faults(pledge_draft(Array{})), "pledge.no_rights"));
}

TEST_F(CollateralRecords, a_pledge_fits_its_loan) {
    desk.sign(loan_draft());
    EXPECT_TRUE(has_fault(desk.faults(with(pledge_draft(), "secured", yuan(1, "USD"))), "pledge.currency"));
    EXPECT_TRUE(has_fault(desk.faults(with(pledge_draft(), "secured", yuan(0))), "pledge.secured"));
    EXPECT_TRUE(has_fault(desk.faults(with(pledge_draft(), "until", "2026-10-19")), "pledge.until"));
    const Faults shorter = desk.faults(with(pledge_draft(), "until", "2028-10-18"));
    ASSERT_EQ(shorter.size(), 1U);
    EXPECT_EQ(shorter[0].rule, "pledge.shorter_than_loan");
    EXPECT_TRUE(shorter[0].warning);
    desk.sign(event("collateral.loan.repaid", "loan/JN-2026-0815", "2028-10-19", {{"on", "2028-10-19"}}));
    EXPECT_TRUE(has_fault(desk.faults(pledge_draft()), "pledge.loan_repaid"));
}

TEST_F(CollateralRecords, an_acknowledgement_names_a_rule_and_a_complete_proof) {
    desk.sign(loan_draft());
    const auto acknowledged = [&](std::string rule, Object proof) {
        return desk.faults(with(pledge_draft({mark}), "acknowledgements",
                                looked_up_on_paper({Object{{"rule", std::move(rule)},
                                                           {"reason", "知悉"},
                                                           {"by", party("银行", bank)},
                                                           {"proof", std::move(proof)}}})));
    };
    EXPECT_TRUE(acknowledged("E16", {{"kind", "statement"}, {"signatory", "王"}}).empty());
    EXPECT_TRUE(
        has_fault(acknowledged("E50", {{"kind", "statement"}, {"signatory", "王"}}), "acknowledgement.rule"));
    EXPECT_TRUE(
        has_fault(acknowledged("X", {{"kind", "statement"}, {"signatory", "王"}}), "acknowledgement.rule"));
    EXPECT_TRUE(
        has_fault(acknowledged("E16", {{"kind", "letter"}, {"signatory", "王"}}), "proof.incomplete"));
    EXPECT_TRUE(has_fault(acknowledged("E16", {{"kind", "signature"}}), "proof.incomplete"));
}

TEST_F(CollateralRecords, a_pledge_lives_from_contract_to_release) {
    const std::string id = registered_pledge({patent});
    EXPECT_EQ(desk.records.find(id)->status, "registered");
    EXPECT_EQ(desk.type("collateral.pledge.released")->from, std::vector<std::string>{"registered"});
    EXPECT_EQ(desk.type("collateral.pledge.registered")->from, std::vector<std::string>{"agreed"});
    desk.sign(event("collateral.pledge.changed", id, "2027-01-05",
                    {{"on", "2027-01-05"}, {"secured", yuan(300000000)}}));
    EXPECT_EQ(desk.records.find(id)->status, "registered");
    EXPECT_EQ(*plugin::integer_at(plugin::object_at(desk.records.find(id)->fields, "secured"), "amount"),
              300000000);
    desk.sign(event("collateral.pledge.extended", id, "2028-10-01",
                    {{"on", "2028-10-01"}, {"until", "2029-10-19"}}));
    EXPECT_EQ(plugin::text_at(desk.records.find(id)->fields, "until"), "2029-10-19");
    desk.sign(event("collateral.pledge.released", id, "2029-10-20", {{"on", "2029-10-20"}}));
    const Record released = *desk.records.find(id);
    EXPECT_EQ(released.status, "released");
    EXPECT_EQ(plugin::text_at(released.fields, "released_on"), "2029-10-20");
    EXPECT_EQ(plugin::text_at(released.fields, "changed_on"), "2027-01-05");
}

TEST_F(CollateralRecords, later_events_of_a_pledge_are_checked_against_it) {
    desk.sign(loan_draft());
    const std::string id = desk.sign(pledge_draft({mark}));
    const auto registered_on = [&](const char* day) {
        return event("collateral.pledge.registered", id, day,
                     {{"registration_number", "1"}, {"registered_on", day}});
    };
    EXPECT_TRUE(has_fault(desk.faults(registered_on("2026-10-19")), "pledge.registered_on"));
    desk.sign(registered_on("2026-10-26"));
    EXPECT_TRUE(has_fault(desk.faults(event("collateral.pledge.released", id, "", {{"on", "2026-10-25"}})),
                          "pledge.event_date"));
    EXPECT_TRUE(has_fault(desk.faults(event("collateral.pledge.changed", id, "", {{"on", "2026-11-01"}})),
                          "pledge.nothing_changed"));
    EXPECT_TRUE(has_fault(desk.faults(event("collateral.pledge.extended", id, "",
                                            {{"on", "2026-11-01"}, {"until", "2028-10-19"}})),
                          "pledge.not_longer"));
    EXPECT_TRUE(has_fault(desk.faults(event("collateral.pledge.extended", id, "",
                                            {{"on", "2028-10-20"}, {"until", "2029-10-19"}})),
                          "pledge.extended_after_term"));
    EXPECT_TRUE(has_fault(desk.faults(event("collateral.pledge.enforced", id, "",
                                            {{"on", "2028-10-20"}, {"proceeds", yuan(1, "USD")}})),
                          "pledge.currency"));
}

TEST_F(CollateralRecords, only_the_pledge_of_a_mark_lapses_with_its_term) {
    const std::string of_mark = registered_pledge({mark});
    EXPECT_EQ(desk.shown(of_mark, Date(2028, 10, 19)).status, "registered");
    EXPECT_EQ(desk.shown(of_mark, Date(2028, 10, 20)).status, "lapsed");
    EXPECT_TRUE(desk.shown(of_mark, Date(2028, 7, 21)).overlays.empty());
    EXPECT_EQ(desk.shown(of_mark, Date(2028, 7, 22)).overlays, std::vector<std::string>{"term_ending"});

    const std::string of_patent = desk.sign(pledge_draft({other_patent}));
    desk.sign(event("collateral.pledge.registered", of_patent, "2026-10-26",
                    {{"registration_number", "1"}, {"registered_on", "2026-10-26"}}));
    EXPECT_EQ(desk.shown(of_patent, Date(2028, 10, 20)).status, "registered");

    const std::string of_both = desk.sign(pledge_draft({patent, mark}));
    EXPECT_EQ(plugin::text_at(desk.shown(of_mark, Date(2027, 1, 1)).fields, "unsecured_from"), "2028-10-20");
    desk.sign(event("collateral.pledge.registered", of_both, "2026-10-26",
                    {{"registration_number", "2"}, {"registered_on", "2026-10-26"}}));
    const Record both = desk.shown(of_both, Date(2028, 10, 20));
    EXPECT_EQ(both.status, "registered");
    EXPECT_EQ(both.overlays, std::vector<std::string>{"trademarks_lapsed"});
}

TEST_F(CollateralRecords, a_loan_is_restructured_overdue_and_repaid) {
    const std::string id = desk.sign(loan_draft());
    EXPECT_TRUE(desk.shown(id, Date(2028, 10, 19)).overlays.empty());
    EXPECT_EQ(desk.shown(id, Date(2028, 10, 20)).overlays, std::vector<std::string>{"overdue"});
    EXPECT_TRUE(has_fault(desk.faults(event("collateral.loan.restructured", id, "",
                                            {{"on", "2028-10-20"}, {"due_on", "2028-10-19"}})),
                          "loan.due_on"));
    desk.sign(event("collateral.loan.restructured", id, "2028-10-20",
                    {{"on", "2028-10-20"}, {"amount", yuan(200000000)}, {"due_on", "2029-10-19"}}));
    const Record restructured = desk.shown(id, Date(2028, 10, 21));
    EXPECT_EQ(restructured.status, "restructured");
    EXPECT_TRUE(restructured.overlays.empty());
    EXPECT_EQ(*plugin::integer_at(plugin::object_at(restructured.fields, "principal"), "amount"), 200000000);
    desk.sign(event("collateral.loan.defaulted", id, "2029-10-20", {{"on", "2029-10-20"}}));
    desk.sign(event("collateral.loan.repaid", id, "2029-12-01",
                    {{"on", "2029-12-01"}, {"amount", yuan(200000000)}}));
    EXPECT_EQ(desk.shown(id, Date(2030, 1, 1)).status, "repaid");
    EXPECT_TRUE(desk.shown(id, Date(2030, 1, 1)).overlays.empty());
    EXPECT_EQ(desk.type("collateral.loan.defaulted")->from,
              (std::vector<std::string>{"open", "restructured"}));
}

TEST_F(CollateralRecords, valuations_have_a_right_a_value_and_dates_that_can_be) {
    EXPECT_TRUE(desk.faults(valuation_draft(patent, 1)).empty());
    EXPECT_TRUE(has_fault(desk.faults(valuation_draft(patent, 0)), "valuation.value"));
    EXPECT_TRUE(has_fault(desk.faults(valuation_draft("loan/1", 1)), "collateral.right"));
    EXPECT_TRUE(has_fault(desk.faults(with(valuation_draft(patent, 1), "valid_until", "2026-08-31")),
                          "valuation.valid_until"));
    EXPECT_TRUE(has_fault(desk.faults(with(valuation_draft(patent, 1), "base_date", "2026-09-16")),
                          "valuation.base_date"));
    const std::string id = desk.sign(valuation_draft("patent/US-1", 1));
    EXPECT_TRUE(has_fault(desk.faults(valuation_draft("trademark/US-1", 1)), "valuation.other_right"));
    EXPECT_EQ(desk.shown(id, Date(2027, 8, 31)).status, "valid");
    EXPECT_EQ(desk.shown(id, Date(2027, 9, 1)).status, "expired");
}

TEST_F(CollateralRecords, insurance_is_shown_by_its_dates) {
    const Draft draft = event("collateral.insurance.recorded", "insurance/1", "2026-10-20",
                              {{"insurer", party("示范保险", bank)},
                               {"kind", "质押贷款保证保险"},
                               {"insured", yuan(1)},
                               {"from", "2026-10-20"},
                               {"until", "2027-10-19"}});
    EXPECT_TRUE(has_fault(desk.faults(with(draft, "until", "2026-10-19")), "insurance.until"));
    desk.sign(draft);
    EXPECT_EQ(desk.shown("insurance/1", Date(2026, 10, 19)).status, "upcoming");
    EXPECT_EQ(desk.shown("insurance/1", Date(2027, 10, 19)).status, "in_force");
    EXPECT_EQ(desk.shown("insurance/1", Date(2027, 10, 20)).status, "expired");
}

TEST_F(CollateralRecords, caps_are_shares_of_the_value) {
    EXPECT_TRUE(desk.faults(policy_draft()).empty());
    EXPECT_TRUE(has_fault(desk.faults(with(policy_draft(), "caps", Object{})), "policy.no_caps"));
    EXPECT_TRUE(
        has_fault(desk.faults(with(policy_draft(), "caps", Object{{"design", 10001}})), "policy.cap"));
    EXPECT_TRUE(has_fault(desk.faults(with(policy_draft(), "caps", Object{{"design", -1}})), "policy.cap"));
    EXPECT_TRUE(desk.faults(with(policy_draft(), "caps", Object{{"design", 10000}})).empty());
}

TEST_F(CollateralRecords, hostile_data_is_no_reason_to_fail) {
    for (const plugin::EntryType& entry : desk.declaration.entries)
        for (const Value& odd :
             {Value(), Value(7), Value("x"), Value(Array{1, nullptr}), Value(Object{{"kind", 1}})}) {
            Draft draft{entry.type, "", "nonsense", {}};
            for (const plugin::Field& field : entry.fields) draft.data.set(field.id, odd);
            desk.faults(draft);
            Record record{"pledge/1", "registered", {}, draft.data};
            desk.collateral->present(record, Date(2030, 1, 1));
        }
}

}  // namespace
}  // namespace xinbu::collateral::test
