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
    plugin::Record& right = desk.records.records[patent];
    right.overlays = {"freeze"};
    EXPECT_EQ(told(registration(pledge)), Told{"eligibility.E12 /data/registered_on"});
    right.overlays.clear();
    right.status = "DEAD/REGISTRATION/Lapsed - Fee Unpaid";
    EXPECT_EQ(told(registration(pledge)), Told{"eligibility.E07 /data/registered_on"});
}

TEST_F(Registration, stands_beside_the_contract_not_beside_itself) {
    const std::string other = agreed(pledge_draft({mark}));
    desk.sign(registration(pledge));
    Draft second = registration(other);
    second.data.set("registration_number", "Y2");
    EXPECT_EQ(told(second), Told{}) << "a mark may bear several pledges";
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
    fact(patent, "overlays", Array{});
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

TEST_F(Registration, what_one_bank_took_note_of_is_no_word_of_another) {
    desk.records.records[patent].status = "";
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
