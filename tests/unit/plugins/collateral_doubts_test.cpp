// No pass on what is in doubt: sources that contradict each other, contracts that may be registered first,
// registries that record otherwise, goods that nobody can tell apart.
#include "collateral_rules_support.hpp"

namespace xinbu::collateral::test {
namespace {

Value doubt(const char* rule) {
    return Object{{"rule", rule}, {"en", "The sources disagree."}, {"zh", "来源不一致。"}};
}
Value told(const char* record, const char* state, Object fields, bool confirmed = true) {
    return Object{{"registry", "宜兴市紫砂行业协会"}, {"record", record},    {"status", state},
                  {"confirmed", confirmed},           {"overlays", Array{}}, {"fields", std::move(fields)}};
}
Value commitment(const char* state, bool confirmed = true) {
    return told("commitment/1", state,
                {{"promisor", party("宜兴陶缘紫砂有限公司", firm)}, {"matter", "按时支付工资"}}, confirmed);
}
bool says(const Finding& finding, std::string_view en, std::string_view zh) {
    return finding.message.en.find(en) != std::string::npos &&
           finding.message.zh.find(zh) != std::string::npos;
}

TEST(Doubts, what_the_sources_leave_open_is_no_life_and_no_freedom_of_pledges) {
    const auto doubted = [](const char* right, const char* rule) {
        return [=](CaseInOrder& one) {
            one.parameters.set("right", right);
            one.fact(right, "doubts", Array{doubt(rule)});
        };
    };
    expect_rules({
        {"E07", "sources contradict each other", unknown, doubted(patent, "IP-DOUBT"), Severity::block},
        {"E07", "a fee may be short", unknown, doubted(patent, "IP-FEE-LATE"), Severity::block},
        {"E07", "a release is in doubt", met, doubted(patent, "IP-RELEASE")},
        {"E14", "a release is in doubt", unknown, doubted(patent, "IP-RELEASE"), Severity::block},
        {"E14", "paired by spelling", unknown, doubted(patent, "IP-PAIRING"), Severity::block},
        {"E14", "another doubt", met, doubted(patent, "IP-DOUBT")},
        {"E15", "recorded twice", unknown, doubted(mark, "IP-TWIN"), Severity::warn},
    });
    CaseInOrder one;
    one.look_up();
    one.fact(patent, "doubts", Array{doubt("IP-DOUBT")});
    EXPECT_EQ(one.verdict(), plugin::Verdict::warn);
    EXPECT_TRUE(says(one.finding("E07"), "The sources disagree.", "来源不一致。"));
}

TEST(Doubts, nobody_signs_on_sources_that_contradict_each_other) {
    CaseInOrder one;
    one.desk.sign(loan_draft());
    EXPECT_FALSE(has_fault(one.desk.faults(pledge_draft()), "eligibility.E07"));
    one.desk.records.records[patent].overlays = {"doubt"};
    EXPECT_TRUE(has_fault(one.desk.faults(pledge_draft()), "eligibility.E07"));
    Draft noted = pledge_draft();
    noted.data.set("acknowledgements", looked_up_on_paper({acknowledged("E07", bank)}));
    EXPECT_FALSE(has_fault(one.desk.faults(noted), "eligibility.E07"));
}

TEST(Doubts, another_contract_may_be_registered_first) {
    CaseInOrder one;
    const std::string first = one.agreed(pledge_draft());
    one.desk.records.today = Date(2026, 10, 21);
    EXPECT_EQ(one.status("E14"), unknown);
    EXPECT_EQ(one.finding("E14").evidence, std::vector<std::string>{first});
    EXPECT_TRUE(has_fault(one.desk.faults(pledge_draft()), "eligibility.E14"));
    Draft noted = pledge_draft();
    noted.data.set("acknowledgements", looked_up_on_paper({acknowledged("E14", bank)}));
    const std::string second = one.agreed(noted);
    const auto registration = [](const std::string& id, const char* number) {
        return event("collateral.pledge.registered", id, "2026-10-26",
                     {{"registration_number", number}, {"registered_on", "2026-10-26"}});
    };
    one.desk.sign(registration(first, "Y1"));
    EXPECT_TRUE(has_fault(one.desk.faults(registration(second, "Y2")), "pledge.patent_pledged"));
    EXPECT_TRUE(has_fault(one.desk.faults(registration(second, "ｙ 1")), "pledge.registration_number"))
        << "the same number in other writing";
    one.parameters = Object{{"pledge", first}};
    EXPECT_EQ(one.status("E14"), met) << "the one that is registered fears no other contract";
    one.desk.sign(event("collateral.pledge.released", first, "2026-10-27", {{"on", "2026-10-27"}}));
    one.desk.sign(registration(second, "Y2"));
}

TEST(Doubts, nothing_is_recorded_before_it_has_happened) {
    CaseInOrder one;
    const std::string pledge = one.agreed(pledge_draft());
    const auto registration = [&](const char* on) {
        return event("collateral.pledge.registered", pledge, "2026-10-26",
                     {{"registration_number", "Y1"}, {"registered_on", on}});
    };
    EXPECT_TRUE(has_fault(one.desk.faults(registration("2026-10-27")), "collateral.day_ahead"));
    one.desk.sign(registration("2026-10-26"));
    const auto release = [&](const char* on) {
        return event("collateral.pledge.released", pledge, "2026-10-27", {{"on", on}});
    };
    EXPECT_TRUE(has_fault(one.desk.faults(release("2027-06-30")), "collateral.day_ahead"));
    EXPECT_FALSE(has_fault(one.desk.faults(release("2026-10-27")), "collateral.day_ahead"));
    one.desk.records.today = Date(2026, 10, 26);
    EXPECT_EQ(one.status("E14"), not_met);
}

TEST(Doubts, who_secures_a_debt_to_himself_secures_nothing) {
    CaseInOrder one;
    one.parameters.set("pledgee", firm);
    EXPECT_EQ(one.status("E01"), not_met);
    EXPECT_EQ(one.verdict(), plugin::Verdict::block);
}

TEST(Doubts, what_followed_registries_say_of_the_right) {
    CaseInOrder one;
    one.desk.elsewhere = {told(patent, "DEAD/REGISTRATION/Lapsed", {}, false)};
    EXPECT_EQ(one.status("E07"), unknown);
    EXPECT_TRUE(says(one.finding("E07"), "that nobody confirmed", "指纹未核对"));
    EXPECT_TRUE(says(one.finding("E07"), "宜兴市紫砂行业协会", "已终止"));
    Value frozen = told(patent, "LIVE/REGISTRATION/Granted", {});
    frozen.object()->set("overlays", Array{"freeze", "renewal_window"});
    one.desk.elsewhere = {frozen};
    EXPECT_EQ(one.status("E07"), unknown);
    EXPECT_TRUE(says(one.finding("E07"), "frozen by a court", "被法院查封"));
    one.overlay(patent, "freeze");
    EXPECT_EQ(one.status("E07"), met) << "it is known here, and E12 says so";
    one.desk.elsewhere = {told(patent, "LIVE/REGISTRATION/Granted", {})};
    EXPECT_EQ(one.status("E07"), met);
}

TEST(Doubts, commitments_that_nobody_made_or_another_registry_saw_broken) {
    const auto standing = [](Object figures) {
        return [=](CaseInOrder& one) { one.desk.standing[firm] = figures; };
    };
    expect_rules({
        {"E38", "nothing was ever promised", unknown, standing({{"in_force", 0}, {"open_breaches", Array{}}}),
         Severity::warn},
        {"E38", "one ran out and nobody looked", unknown, standing({{"kept", 1}, {"expired_unverified", 1}})},
        {"E38", "one was kept", met, standing({{"kept", 1}})},
        {"E38", "the association has one in force", met,
         [&](auto& one) {
             one.desk.standing[firm] = Object{};
             one.desk.elsewhere = {commitment("in_force")};
         }},
        {"E38", "the association found a breach", not_met,
         [](auto& one) { one.desk.elsewhere = {commitment("breached")}; }, Severity::warn},
        {"E38", "whose repair was refused", not_met,
         [](auto& one) { one.desk.elsewhere = {commitment("repair_refused")}; }},
        {"E38", "that was repaired", met, [](auto& one) { one.desk.elsewhere = {commitment("repaired")}; }},
    });
    CaseInOrder one;
    one.desk.standing[firm] = Object{};
    one.desk.elsewhere = {commitment("in_force", false)};
    EXPECT_EQ(one.status("E38"), unknown) << "anybody can send a bundle";
    one.desk.elsewhere = {commitment("rectifying", false)};
    EXPECT_EQ(one.status("E38"), unknown);
    EXPECT_TRUE(says(one.finding("E38"), "宜兴市紫砂行业协会", "指纹未核对"));
    EXPECT_EQ(one.finding("E38").evidence, std::vector<std::string>{"commitment/1"});
}

TEST(Doubts, consent_of_a_co_owner_takes_his_signature) {
    CaseInOrder one;
    one.fact(patent, "owners",
             Array{party("宜兴陶缘紫砂有限公司", firm), party("示范大学", "12320000466007023X")});
    Object& contract = one.contract();
    contract.set("acknowledgements", Array{acknowledged("E04", "12320000466007023X", "statement")});
    EXPECT_EQ(one.status("E04"), unknown);
    contract.set("acknowledgements", Array{acknowledged("E04", "12320000466007023X", "letter")});
    EXPECT_EQ(one.status("E04"), met);
}

TEST(Doubts, a_value_that_names_no_valuer) {
    const auto valued = [](const char* method, bool by_somebody) {
        return [=](CaseInOrder& one) {
            for (auto& [id, record] : one.desk.records.records) {
                if (!id.starts_with("valuation/")) continue;
                record.fields.set("method", method);
                if (!by_somebody) record.fields.erase("valuer");
            }
        };
    };
    expect_rules({
        {"E34", "a valuer is named", met, valued("income", true)},
        {"E34", "none is named", unknown, valued("income", false), Severity::warn},
        {"E34", "the bank's own value needs none", met, valued("internal", false)},
    });
}

TEST(Doubts, amounts_are_told_in_their_own_currency) {
    CaseInOrder one;
    Draft loan = loan_draft();
    loan.data.set("principal", yuan(300000000, "USD"));
    one.desk.records.records["policy/self"].fields.set("currency", "USD");
    one.desk.sign(loan);
    for (auto& [id, record] : one.desk.records.records)
        if (id.starts_with("valuation/")) record.fields.set("value", yuan(1250000000, "USD"));
    Draft pledge = pledge_draft();
    pledge.data.set("secured", yuan(330000000, "USD"));
    one.contract(pledge);
    EXPECT_EQ(one.status("E35"), met);
    EXPECT_TRUE(says(one.finding("E35"), "12,500,000.00 USD", "12,500,000.00 USD"));
    EXPECT_EQ(one.finding("E35").message.en.find("CNY"), std::string::npos) << one.finding("E35").message.en;
}

TEST(Doubts, a_registered_change_of_the_amount_is_what_the_register_shows) {
    CaseInOrder one;
    const std::string id = one.agreed(pledge_draft({mark}));
    one.desk.sign(event(
        "collateral.pledge.registered", id, "2026-10-26",
        {{"registration_number", "Y1"}, {"registered_on", "2026-10-26"}, {"secured", yuan(330000000)}}));
    one.desk.sign(event("collateral.pledge.changed", id, "2026-11-02",
                        {{"on", "2026-11-02"}, {"secured", yuan(400000000)}}));
    one.desk.records.today = Date(2026, 11, 3);
    one.parameters = Object{{"pledge", id}};
    EXPECT_EQ(one.status("E31"), met) << one.finding("E31").message.en;
}

TEST(Doubts, a_class_without_groups_keeps_goods_together) {
    CaseInOrder one;
    one.recorded(mark).set("classes", Array{21, 30});
    one.recorded(mark).set("similar_groups", Array{"2103"});
    const auto other = [&](Array classes, Array groups) {
        one.desk.records.put("trademark/CN-3", "LIVE/REGISTRATION/Issued and Active",
                             {{"mark", "陶缘"},
                              {"classes", std::move(classes)},
                              {"similar_groups", std::move(groups)},
                              {"owners", Array{party("宜兴陶缘紫砂有限公司", firm)}}});
        return one.status("E21");
    };
    one.about_mark();
    EXPECT_EQ(other({21}, {"2101"}), met) << "both list their groups of the class";
    EXPECT_EQ(other({30}, {"3005"}), not_met) << "of class 30 the mark lists none";
    EXPECT_EQ(other({21}, {"3005"}), not_met) << "a group of another class says nothing of class 21";
    EXPECT_EQ(other({21}, {"2103"}), not_met);
    EXPECT_EQ(other({25}, {"2501"}), met);
    const Draft list = event("collateral.similar_goods.set", "", "2026-01-05",
                             {{"edition", "NCL13-2026"},
                              {"source", "区分表"},
                              {"read_on", "2026-01-05"},
                              {"alike", Array{Object{{"group", "2501"}, {"with", Array{"2103"}}}}}});
    one.desk.sign(list);
    EXPECT_EQ(other({25}, {"2501"}), not_met) << "the list holds them as alike";
    const auto bundle = one.desk.check("collateral.bundle", {{"right", mark}});
    EXPECT_EQ(bundle.findings.front().evidence,
              (std::vector<std::string>{"trademark/CN-3", "similar_goods/self"}));
    EXPECT_EQ(other({25}, {"2502"}), met);
    for (const char* wrong : {"250", "4601", "0001", "25O1"}) {
        Draft bad = list;
        bad.data.set("alike", Array{Object{{"group", "2501"}, {"with", Array{wrong}}}});
        EXPECT_TRUE(has_fault(one.desk.faults(bad), "similar_goods.group")) << wrong;
    }
}

TEST(Doubts, a_mark_whose_register_gives_no_code_goes_by_the_name) {
    CaseInOrder one;
    one.about_mark();
    const auto other = [&](const char* name) {
        one.desk.records.put("trademark/CN-3", "LIVE/REGISTRATION/Issued and Active",
                             {{"mark", "陶缘"}, {"classes", Array{21}}, {"owners", Array{party(name, "")}}});
        return one.status("E21");
    };
    EXPECT_EQ(other("宜兴陶缘紫砂有限公司"), not_met);
    EXPECT_EQ(other("宜兴 陶缘紫砂有限公司"), not_met) << "blanks aside";
    EXPECT_EQ(other("无锡另一紫砂有限公司"), met);
}

}  // namespace
}  // namespace xinbu::collateral::test
