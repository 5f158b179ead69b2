// What happens to a pledge after its contract: what the register says otherwise, rights that are given back.
#include "collateral_case.hpp"

namespace xinbu::collateral::test {
namespace {

class Registration : public ::testing::Test, protected CaseInOrder {
protected:
    std::string pledge;

    Registration() {
        look_up();
        pledge = agreed(pledge_draft({patent, mark}));
    }

    static Draft registration(const std::string& of, Object more = {}) {
        more.set("registration_number", "Y1");
        more.set("registered_on", "2026-10-26");
        return event("collateral.pledge.registered", of, "2026-10-26", std::move(more));
    }
    /// Warnings as "rule place"; faults with an exclamation mark.
    std::vector<std::string> told(Draft draft) {
        std::vector<std::string> all;
        for (const plugin::Fault& fault : desk.faults(std::move(draft)))
            all.push_back(fault.rule + (fault.warning ? " " : "! ") + fault.pointer);
        return all;
    }
    using Told = std::vector<std::string>;
};

TEST_F(Registration, on_the_terms_of_the_contract_says_nothing) {
    EXPECT_EQ(told(registration(pledge)), Told{});
    EXPECT_EQ(told(registration(pledge, {{"secured", yuan(330000000)}, {"until", "2028-10-19"}})), Told{});
}

TEST_F(Registration, on_other_terms_than_the_contract_is_told) {
    EXPECT_EQ(told(registration(pledge, {{"secured", yuan(320000000)}, {"until", "2028-10-18"}})),
              (Told{"pledge.other_amount /data/secured", "pledge.other_term /data/until"}));
}

TEST_F(Registration, of_a_right_that_was_frozen_or_fell_meanwhile_is_told) {
    EXPECT_EQ(desk.advice(registration(pledge)), Told{});
    overlay(patent, "freeze");
    EXPECT_EQ(desk.advice(registration(pledge)), Told{"eligibility.E12 /data/registered_on"});
    fact(patent, "overlays", Array{});
    fact(patent, "alive", false);
    EXPECT_EQ(desk.advice(registration(pledge)), Told{"eligibility.E07 /data/registered_on"});
}

TEST_F(Registration, stands_beside_the_contract_not_beside_itself) {
    const std::string other = agreed(pledge_draft({mark}));
    desk.sign(registration(pledge));
    Draft second = registration(other);
    second.data.set("registration_number", "Y2");
    EXPECT_EQ(told(second), Told{});
    EXPECT_EQ(desk.advice(second), Told{}) << "a mark may bear several pledges";
}

TEST_F(Registration, what_followed_registries_record_is_told_before_signing) {
    desk.records.today = Date(2026, 10, 20);
    EXPECT_EQ(desk.advice(pledge_draft()), Told{"eligibility.E14 /data/rights/0"})
        << "our own contract stands";
    desk.sign(
        event("collateral.pledge.withdrawn", pledge, "2026-10-20", {{"on", "2026-10-20"}, {"reason", "x"}}));
    EXPECT_EQ(desk.advice(pledge_draft()), Told{});
    const auto elsewhere = [&](const char* right) {
        return Value(Object{{"registry", "城南示范银行"},
                            {"record", "pledge/N-1"},
                            {"status", "registered"},
                            {"confirmed", true},
                            {"overlays", Array{}},
                            {"fields", Object{{"rights", Array{right}},
                                              {"pledgee", party("城南示范银行", "91320100748204660Q")},
                                              {"registration_number", "Y9"},
                                              {"registered_on", "2026-10-01"},
                                              {"secured", yuan(100000000)}}}});
    };
    desk.elsewhere = {elsewhere(patent)};
    EXPECT_EQ(desk.advice(pledge_draft()), Told{"eligibility.E14 /data/rights/0"});
    EXPECT_EQ(told(pledge_draft()), Told{}) << "what refuses is judged by one's own ledger alone";
    desk.elsewhere = {elsewhere(mark)};
    EXPECT_EQ(desk.advice(pledge_draft({patent, mark})), Told{"eligibility.E15 /data/rights/1"});
}

TEST_F(Registration, gives_back_one_right_and_keeps_the_other) {
    desk.sign(registration(pledge));
    const auto reduced = [&](Array rights, const char* day = "2026-12-01") {
        return event("collateral.pledge.reduced", pledge, day,
                     {{"on", day}, {"rights", std::move(rights)}, {"reason", "部分还款后协商解除"}});
    };
    EXPECT_EQ(told(reduced({other_patent})),
              (Told{"pledge.right_not_pledged! /data/rights/0", "pledge.released_unpaid /data/rights"}));
    EXPECT_EQ(told(reduced({mark, mark})),
              (Told{"pledge.right_twice! /data/rights/1", "pledge.released_unpaid /data/rights"}));
    EXPECT_EQ(told(reduced({mark, patent})),
              (Told{"pledge.nothing_left! /data/rights", "pledge.released_unpaid /data/rights"}));
    desk.records.today = Date(2026, 12, 1);
    desk.sign(reduced({patent}));
    const Record now = *desk.records.find(pledge);
    EXPECT_EQ(now.status, "registered");
    EXPECT_EQ(plugin::array_at(now.fields, "rights"), Array{mark});
    EXPECT_EQ(plugin::array_at(now.fields, "released_rights"),
              (Array{Object{{"on", "2026-12-01"}, {"right", patent}}}));
    parameters = Object{{"right", patent}, {"pledgor", firm}, {"pledgee", bank}};
    EXPECT_EQ(status("E14"), FindingStatus::met) << "the patent is free again";
    about_mark();
    EXPECT_EQ(status("E15"), FindingStatus::not_met) << "the mark is not";
}

TEST_F(Registration, a_contract_names_the_owner_by_name_and_code) {
    Draft draft = pledge_draft();
    draft.data.set("pledgor", party("南京别家有限公司", firm));
    const Told found = told(draft);
    EXPECT_NE(std::find(found.begin(), found.end(), "eligibility.E02! /data/rights/0"), found.end());
    draft.data.set("pledgor", party("宜兴陶缘紫砂有限公司 ", firm));
    EXPECT_EQ(told(draft), Told{"eligibility.E14! /data/rights/0"}) << "but for the contract that stands";
}

TEST_F(Registration, of_less_than_is_owed_and_enforcement_before_the_due_day_are_told) {
    desk.sign(registration(pledge));
    EXPECT_EQ(told(event("collateral.pledge.changed", pledge, "2026-11-14",
                         {{"on", "2026-11-14"}, {"secured", yuan(1)}})),
              Told{"pledge.less_than_owed /data/secured"});
    EXPECT_EQ(told(event("collateral.pledge.enforced", pledge, "2026-11-14",
                         {{"on", "2026-11-14"}, {"proceeds", yuan(990000000)}})),
              (Told{"pledge.enforced_not_due /data/on", "pledge.surplus /data/proceeds/amount"}));
}

TEST_F(Registration, what_ranks_before_is_taken_from_the_value) {
    desk.sign(registration(pledge));
    desk.records.today = Date(2026, 10, 26);
    about_mark();
    parameters.set("principal", 228000000);
    parameters.set("due", "2028-10-19");
    EXPECT_EQ(status("E35"), FindingStatus::met) << "40 % of what 3.3 million leave of nine";
    EXPECT_NE(finding("E35").message.en.find("3,300,000.00 CNY is taken up"), std::string::npos)
        << finding("E35").message.en;
    parameters.set("principal", 228000001);
    EXPECT_EQ(status("E35"), FindingStatus::not_met);
    EXPECT_NE(finding("E15").message.en.find("5,700,000.00 CNY of the value is left"), std::string::npos);
    fact(mark, "overlays", Array{Object{{"kind", "pledge"}, {"since", "2026-09-01"}, {"reference", "Y0"}}});
    EXPECT_EQ(status("E35"), FindingStatus::unknown)
        << "what the register's other pledge secures is not known";
    EXPECT_NE(finding("E15").message.en.find("is not known"), std::string::npos);
}

TEST_F(Registration, what_one_bank_took_note_of_is_no_word_of_another) {
    fact(patent, "overlays", Array{Object{{"kind", "invalidation_request"}, {"since", "2026-09-01"}}});
    Array acknowledgements =
        looked_up_on_paper({acknowledged("E16", bank), acknowledged("E16", firm), acknowledged("E42", bank)});
    desk.records.records[pledge].fields.set("acknowledgements", std::move(acknowledgements));
    parameters = Object{{"right", patent}, {"pledgor", firm}, {"pledgee", bank}};
    EXPECT_EQ(status("E16"), FindingStatus::met);
    parameters.set("pledgee", "91320100748204660Q");
    EXPECT_EQ(status("E16"), FindingStatus::not_met);
    parameters.erase("pledgee");
    EXPECT_EQ(status("E16"), FindingStatus::not_met) << "nobody asks for that bank";
}

TEST_F(Registration, states_are_told_in_the_reader_s_language) {
    fact(patent, "status", "DEAD/REGISTRATION/Lapsed - Fee Unpaid");
    fact(patent, "alive", false);
    fact(patent, "granted", true);
    EXPECT_EQ(finding("E07").message.zh, "2026-10-14权利已非有效：已失效。")
        << "where only the record speaks";
    fact(patent, "status_en", "Ended, annual fee unpaid");
    fact(patent, "status_zh", "未缴年费终止");
    EXPECT_EQ(finding("E07").message.zh, "2026-10-14权利已非有效：未缴年费终止。");
    EXPECT_EQ(finding("E06").message.zh, "权利已注册或已授权：未缴年费终止。");
}

}  // namespace
}  // namespace xinbu::collateral::test
