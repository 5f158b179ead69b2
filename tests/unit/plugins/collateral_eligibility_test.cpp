#include "collateral_case.hpp"

namespace xinbu::collateral::test {
namespace {

constexpr FindingStatus met = FindingStatus::met, not_met = FindingStatus::not_met,
                        unknown = FindingStatus::unknown, soft = FindingStatus::soft;

class Eligibility : public ::testing::Test, protected CaseInOrder {};

TEST_F(Eligibility, every_rule_of_the_pack_has_one_finding_in_order) {
    for (const char* right : {patent, mark}) {
        parameters.set("right", right);
        const auto findings = answer().findings;
        ASSERT_EQ(findings.size(), 49U);
        for (std::size_t at = 0; at < findings.size(); ++at) {
            const std::string number = std::to_string(at + 1);
            EXPECT_EQ(findings[at].rule, "E" + std::string(number.size() < 2 ? "0" : "") + number);
            EXPECT_FALSE(findings[at].message.en.empty() || findings[at].message.zh.empty())
                << findings[at].rule;
            EXPECT_FALSE(findings[at].basis.is_empty()) << findings[at].rule;
            EXPECT_EQ(findings[at].message.en.find('{'), std::string::npos) << findings[at].message.en;
            EXPECT_EQ(findings[at].message.zh.find('{'), std::string::npos) << findings[at].message.zh;
        }
    }
}

TEST_F(Eligibility, a_right_in_order_passes) {
    EXPECT_EQ(verdict(), plugin::Verdict::warn) << "nobody looked up the pledgor or the register";
    for (const char* rule : {"E37", "E40", "E42"}) EXPECT_EQ(status(rule), unknown) << rule;
    look_up();
    EXPECT_EQ(verdict(), plugin::Verdict::pass);
    for (const char* rule : {"E01", "E02", "E03", "E04", "E06", "E07", "E08", "E09", "E10", "E12",
                             "E13", "E14", "E16", "E20", "E26", "E27", "E28", "E34", "E35", "E38"})
        EXPECT_EQ(status(rule), met) << rule;
    about_mark();
    EXPECT_EQ(verdict(), plugin::Verdict::warn) << "whether it is used as registered takes an eye";
    for (const char* rule : {"E22", "E23"}) EXPECT_EQ(status(rule), unknown) << rule;
    for (const char* rule : {"E09", "E10", "E14", "E15", "E17", "E18", "E20", "E21", "E24", "E35"})
        EXPECT_EQ(status(rule), met) << rule;
    EXPECT_EQ(finding("E10").message.en, "Does not apply to trademarks.");
    parameters.set("right", patent);
    EXPECT_EQ(finding("E09").message.en, "Does not apply to patents.");
}

TEST_F(Eligibility, what_is_not_given_is_unknown_and_never_blocks) {
    parameters = Object{{"right", patent}};
    EXPECT_EQ(verdict(), plugin::Verdict::warn);
    for (const char* rule : {"E01", "E02", "E03", "E08", "E35", "E38"})
        EXPECT_EQ(status(rule), unknown) << rule;
    desk.status.clear();
    for (const char* rule : {"E06", "E07", "E10", "E12", "E13", "E14", "E16", "E27"})
        EXPECT_EQ(status(rule), unknown) << rule;
    EXPECT_EQ(verdict(), plugin::Verdict::warn);
    parameters = Object{{"right", "patent/CN-9"}};
    desk.status["patent/CN-9"] = Object{{"overlays", Array{}}};
    EXPECT_EQ(status("E12"), unknown) << "nothing recorded is not the same as nothing against it";
    parameters = Object{};
    EXPECT_EQ(answer().findings.size(), 49U);
    EXPECT_EQ(verdict(), plugin::Verdict::warn);
}

TEST_F(Eligibility, E01_wants_a_code_with_right_check_characters) {
    parameters.set("pledgor", "91320282MA0000015P");
    EXPECT_EQ(status("E01"), not_met);
    parameters.set("pledgor", "９１３２０２８２MA0000015n");
    EXPECT_EQ(status("E01"), met);
    EXPECT_EQ(status("E02"), met);
}

TEST_F(Eligibility, E02_compares_codes_before_names) {
    fact(patent, "owners", Array{party("宜兴陶缘紫砂有限公司", bank)});
    EXPECT_EQ(status("E02"), not_met);
    EXPECT_EQ(verdict(), plugin::Verdict::block);
    fact(patent, "owners", Array{party("宜兴陶缘 紫砂有限公司", "")});
    EXPECT_EQ(status("E02"), met);
    fact(patent, "owners", Array{party("另一公司", "")});
    EXPECT_EQ(status("E02"), not_met);
    desk.records.records.erase(std::string("organisation/") + firm);
    EXPECT_EQ(status("E02"), unknown);
    fact(patent, "owners", Array{});
    EXPECT_EQ(status("E02"), unknown);
}

TEST_F(Eligibility, E02_takes_full_width_and_half_width_brackets_for_the_same) {
    desk.records.put(std::string("organisation/") + firm, "", {{"name", "陶缘（宜兴）有限公司"}});
    fact(patent, "owners", Array{party("陶缘(宜兴)有限公司", "")});
    EXPECT_EQ(status("E02"), met);
}

TEST_F(Eligibility, E03_wants_a_change_of_name_on_the_register) {
    fact(patent, "owners", Array{party("宜兴旧名有限公司", firm)});
    EXPECT_EQ(status("E02"), met);
    EXPECT_EQ(status("E03"), not_met);
    EXPECT_EQ(finding("E03").severity, Severity::block);
}

TEST_F(Eligibility, E04_asks_for_the_consent_of_co_owners) {
    fact(patent, "owners", Array{party("宜兴陶缘紫砂有限公司", firm), party("江南示范银行", bank)});
    EXPECT_EQ(status("E04"), unknown);
    EXPECT_EQ(verdict(), plugin::Verdict::warn);
}

TEST_F(Eligibility, E06_and_E07_want_a_granted_right_in_force) {
    fact(patent, "granted", false);
    EXPECT_EQ(status("E06"), not_met);
    fact(patent, "alive", false);
    fact(patent, "ended_on", "2026-05-18");
    EXPECT_EQ(status("E07"), not_met);
    EXPECT_NE(finding("E07").message.en.find("2026-05-18"), std::string::npos);
}

TEST_F(Eligibility, E08_wants_protection_up_to_the_day_the_debt_falls_due) {
    fact(patent, "last_day", "2028-10-19");
    EXPECT_EQ(status("E08"), met);
    fact(patent, "last_day", "2028-10-18");
    EXPECT_EQ(status("E08"), not_met);
}

TEST_F(Eligibility, E09_adds_the_buffer_and_blocks_in_grace) {
    about_mark();
    fact(mark, "last_day", "2029-04-19");
    EXPECT_EQ(status("E09"), met);
    fact(mark, "last_day", "2029-04-18");
    EXPECT_EQ(status("E09"), not_met);
    EXPECT_EQ(verdict(), plugin::Verdict::warn);
    fact(mark, "in_grace", true);
    EXPECT_EQ(finding("E09").severity, Severity::block);
    EXPECT_EQ(verdict(), plugin::Verdict::block);
}

TEST_F(Eligibility, E10_counts_the_grace_period_as_unpaid) {
    fact(patent, "fee_paid", false);
    fact(patent, "fee_year", 6);
    fact(patent, "fee_due", "2026-05-18");
    fact(patent, "fee_amount", yuan(120000));
    fact(patent, "in_grace", true);
    fact(patent, "grace_until", "2026-11-18");
    const Finding unpaid = finding("E10");
    EXPECT_EQ(unpaid.status, not_met);
    for (const char* part : {"year 6", "2026-05-18", "2026-11-18", "1,200.00 CNY"})
        EXPECT_NE(unpaid.message.en.find(part), std::string::npos) << unpaid.message.en;
    EXPECT_EQ(verdict(), plugin::Verdict::block);
    desk.status[patent].erase("fee_paid");
    EXPECT_EQ(status("E10"), not_met);
    desk.status[patent].erase("in_grace");
    EXPECT_EQ(status("E10"), unknown);
}

TEST_F(Eligibility, E11_lists_the_fees_of_the_loan_term) {
    const Finding dues = finding("E11");
    EXPECT_EQ(dues.status, met);
    EXPECT_NE(dues.message.en.find("2027-05-18, 2028-05-18"), std::string::npos) << dues.message.en;
}

TEST_F(Eligibility, E12_to_E18_E27_and_E28_look_at_what_holds_beside_the_status) {
    struct Row {
        const char *right, *kind, *rule;
    };
    for (const Row& row :
         {Row{patent, "freeze", "E12"}, Row{mark, "freeze", "E12"}, Row{patent, "suspension", "E13"},
          Row{patent, "pledge", "E14"}, Row{mark, "pledge", "E15"},
          Row{patent, "invalidation_request", "E16"}, Row{mark, "invalidation_request", "E17"},
          Row{mark, "nonuse_request", "E18"}, Row{mark, "generic_request", "E18"},
          Row{patent, "licence", "E27"}, Row{patent, "open_licence", "E28"}}) {
        parameters.set("right", row.right);
        EXPECT_EQ(status(row.rule), met) << row.rule;
        overlay(row.right, row.kind);
        EXPECT_EQ(status(row.rule), not_met) << row.rule;
        EXPECT_NE(finding(row.rule).message.en.find("2026-01-02"), std::string::npos) << row.rule;
        fact(row.right, "overlays", Array{});
    }
}

TEST_F(Eligibility, E14_sees_our_own_pledge_from_registration_to_release) {
    desk.sign(loan_draft());
    const std::string id = desk.sign(pledge_draft());
    EXPECT_EQ(status("E14"), met) << "not agreed on yet";
    desk.records.today = Date(2026, 10, 20);
    EXPECT_EQ(status("E14"), unknown) << "it may be registered first";
    desk.sign(event("collateral.pledge.registered", id, "2026-10-26",
                    {{"registration_number", "Y2026320000123"}, {"registered_on", "2026-10-26"}}));
    EXPECT_EQ(status("E14"), unknown) << "not registered on that day";
    desk.records.today = Date(2026, 10, 26);
    EXPECT_EQ(status("E14"), not_met);
    EXPECT_EQ(finding("E14").evidence, std::vector<std::string>{id});
    EXPECT_EQ(verdict(), plugin::Verdict::block);
    EXPECT_EQ(status("E41"), met);
    desk.records.today = Date(2030, 1, 1);
    EXPECT_EQ(status("E14"), not_met) << "a patent's pledge has no term of its own";
    desk.sign(event("collateral.pledge.released", id, "2026-11-26", {{"on", "2026-11-26"}}));
    EXPECT_EQ(status("E14"), met);
}

TEST_F(Eligibility, E01_to_E05_know_natural_persons) {
    const char* masked = "citizen-id:320282********1235";
    desk.status[patent].set("owners", Array{party("张三", masked)});
    parameters.set("pledgor", "citizen-id:320282199001011235");
    for (const char* rule : {"E01", "E02", "E05"}) EXPECT_EQ(status(rule), met) << rule;
    parameters.set("pledgor", masked);
    for (const char* rule : {"E01", "E02", "E05"}) EXPECT_EQ(status(rule), met) << rule;
    parameters.set("pledgor", "citizen-id:320282********1236");
    EXPECT_EQ(status("E02"), not_met);
}

TEST_F(Eligibility, E03_says_which_of_two_names_may_be_the_old_one) {
    desk.status[patent].set("owners", Array{party("宜兴陶缘集团有限公司", firm)});
    EXPECT_EQ(status("E03"), not_met);
    recorded(patent).set("events", Array{Object{{"event", "change"}, {"date", "2026-10-01"}}});
    EXPECT_EQ(status("E03"), unknown) << "the register was changed";
}

TEST_F(Eligibility, E14_does_not_hold_a_pledge_against_itself) {
    const std::string id = pledged({patent});
    overlay(patent, "pledge");
    EXPECT_EQ(status("E14"), not_met);
    parameters = Object{{"pledge", id}};
    desk.status[patent].set("overlays", Array{Object{{"kind", "pledge"}, {"since", "2026-10-26"}}});
    EXPECT_EQ(status("E14"), met);
    desk.status[patent].set(
        "overlays",
        Array{Object{{"kind", "pledge"}, {"since", "2026-10-30"}, {"counterparty", party("另一银行", "")}}});
    EXPECT_EQ(status("E14"), not_met);
}

TEST_F(Eligibility, E15_forgets_the_pledge_of_a_mark_after_its_term) {
    about_mark();
    pledged({patent, mark});
    desk.records.today = Date(2026, 10, 26);
    EXPECT_EQ(status("E15"), not_met);
    EXPECT_EQ(finding("E15").severity, Severity::warn);
    desk.records.today = Date(2028, 10, 19);
    EXPECT_EQ(status("E15"), not_met);
    desk.records.today = Date(2028, 10, 20);
    EXPECT_EQ(status("E15"), met);
}

TEST_F(Eligibility, E16_is_met_once_both_parties_acknowledged_it_over_their_signatures) {
    overlay(patent, "invalidation_request");
    EXPECT_EQ(finding("E16").severity, Severity::ack);
    EXPECT_EQ(verdict(), plugin::Verdict::warn);
    Draft draft = pledge_draft();
    draft.data.set("acknowledgements", looked_up_on_paper({acknowledged("E16", firm)}));
    agreed(draft);
    EXPECT_EQ(status("E16"), not_met) << "one signature is not enough";
    draft.data.set("acknowledgements",
                   looked_up_on_paper({acknowledged("E14", bank), acknowledged("E16", firm),
                                       acknowledged("E16", bank, "statement")}));
    desk.sign(draft);
    EXPECT_EQ(status("E16"), not_met) << "a statement is no signature";
    draft.data.set("acknowledgements",
                   looked_up_on_paper({acknowledged("E14", bank), acknowledged("E16", firm),
                                       acknowledged("E16", bank, "letter")}));
    desk.sign(draft);
    EXPECT_EQ(status("E16"), met);
}

TEST_F(Eligibility, E19_warns_of_missing_use_evidence) {
    about_mark();
    EXPECT_EQ(status("E19"), unknown);
    desk.records.records[mark].fields.set("use_evidence",
                                          Array{Object{{"date", "2025-03-01"}, {"classes", Array{21}}}});
    EXPECT_EQ(status("E19"), met);
    desk.records.records[mark].fields.set("use_evidence",
                                          Array{Object{{"date", "2023-10-13"}, {"classes", Array{21}}}});
    EXPECT_EQ(status("E19"), unknown) << "more than three years ago";
    fact(mark, "registration_date", "2023-10-15");
    EXPECT_EQ(status("E19"), met);
}

TEST_F(Eligibility, E20_warns_for_five_years_after_registration) {
    about_mark();
    fact(mark, "registration_date", "2021-10-14");
    EXPECT_EQ(status("E20"), not_met);
    fact(mark, "registration_date", "2021-10-13");
    EXPECT_EQ(status("E20"), met);
    desk.status[mark].erase("registration_date");
    EXPECT_EQ(status("E20"), unknown);
}

TEST_F(Eligibility, E24_and_E26_depend_on_the_kind) {
    about_mark();
    desk.records.records[mark].fields.set("kind", "collective");
    EXPECT_EQ(status("E24"), not_met);
    EXPECT_EQ(verdict(), plugin::Verdict::block);
    desk.records.records[mark].fields.erase("kind");
    EXPECT_EQ(status("E24"), unknown);
    parameters.set("right", patent);
    fact(patent, "kind", "utility_model");
    EXPECT_EQ(status("E26"), unknown);
}

TEST_F(Eligibility, E34_wants_a_valuation_that_is_valid_on_the_day) {
    desk.records.today = Date(2027, 8, 31);
    EXPECT_EQ(status("E34"), met);
    desk.records.today = Date(2027, 9, 1);
    EXPECT_EQ(status("E34"), not_met);
    EXPECT_EQ(status("E35"), unknown);
    desk.records.records.erase("valuation/CN-202110000001.6-2026-09-01");
    EXPECT_EQ(status("E34"), unknown);
    EXPECT_EQ(status("E35"), unknown);
}

TEST_F(Eligibility, E34_accepts_a_value_of_the_parties_up_to_the_pilot_limit) {
    Draft own = valuation_draft(patent, 9000000000);
    own.data.set("method", "agreed");
    desk.sign(own);
    parameters.set("principal", 1000000000);
    EXPECT_EQ(status("E34"), met);
    parameters.set("principal", 1000000001);
    EXPECT_EQ(status("E34"), not_met);
}

TEST_F(Eligibility, E35_is_exact_at_the_cap) {
    parameters.set("principal", 375000000);
    EXPECT_EQ(status("E35"), met) << "30 % exactly";
    EXPECT_EQ(*plugin::integer_at(answer().facts, "ltv_bp"), 3000);
    parameters.set("principal", 374999999);
    EXPECT_EQ(status("E35"), met) << "29.99… %";
    EXPECT_EQ(*plugin::integer_at(answer().facts, "ltv_bp"), 3000);
    parameters.set("principal", 375000001);
    EXPECT_EQ(status("E35"), not_met);
    EXPECT_EQ(*plugin::integer_at(answer().facts, "ltv_bp"), 3001);
    EXPECT_EQ(verdict(), plugin::Verdict::block);
}

TEST_F(Eligibility, E35_does_not_overflow) {
    parameters.set("principal", 9007199254740991);
    EXPECT_EQ(status("E35"), not_met);
    desk.sign(valuation_draft(patent, 1));
    EXPECT_EQ(status("E35"), not_met);
    EXPECT_EQ(*plugin::integer_at(answer().facts, "ltv_bp"), INT64_MAX);
    parameters.set("principal", 1);
    desk.sign(valuation_draft(patent, 9007199254740991));
    EXPECT_EQ(status("E35"), met);
}

TEST_F(Eligibility, E35_tells_the_figures) {
    const auto answered = answer();
    EXPECT_EQ(*plugin::integer_at(answered.facts, "ltv_bp"), 2400);
    EXPECT_EQ(*plugin::integer_at(answered.facts, "cap_bp"), 3000);
    EXPECT_EQ(*answered.facts.find("value"), yuan(1250000000));
    EXPECT_NE(finding("E35").message.en.find("24.00 %"), std::string::npos) << finding("E35").message.en;
    about_mark();
    EXPECT_EQ(*plugin::integer_at(answer().facts, "ltv_bp"), 3334);
}

TEST_F(Eligibility, E35_uses_the_latest_valid_valuation_and_of_one_day_the_lower) {
    Draft later = valuation_draft(patent, 900000000);
    later.data.set("base_date", "2026-09-10");
    desk.sign(later);
    EXPECT_EQ(*answer().facts.find("value"), yuan(900000000));
    Draft same_day = later;
    same_day.record = "valuation/second";
    same_day.data.set("value", yuan(800000000));
    desk.sign(same_day);
    EXPECT_EQ(*answer().facts.find("value"), yuan(800000000));
}

TEST_F(Eligibility, E35_falls_back_to_shipped_caps_and_says_so) {
    desk.records.records.erase("policy/self");
    EXPECT_EQ(status("E35"), met);
    EXPECT_NE(finding("E35").message.en.find("comes with the product"), std::string::npos);
    parameters.set("principal", 375000001);
    EXPECT_EQ(status("E35"), not_met);
}

TEST_F(Eligibility, E35_prefers_the_policy_of_the_pledgee) {
    Draft theirs = policy_draft();
    theirs.record = std::string("policy/") + bank;
    theirs.data.set("caps", Object{{"invention", 2000}});
    desk.sign(theirs);
    EXPECT_EQ(status("E35"), not_met);
    parameters.erase("pledgee");
    EXPECT_EQ(status("E35"), met);
}

TEST_F(Eligibility, E35_cannot_compare_currencies) {
    Draft foreign = valuation_draft(patent, 900000000);
    foreign.data.set("value", yuan(900000000, "USD"));
    desk.sign(foreign);
    EXPECT_EQ(status("E35"), unknown);
    EXPECT_FALSE(answer().facts.contains("ltv_bp"));
}

TEST_F(Eligibility, E38_warns_of_open_breaches_and_unfinished_repairs) {
    desk.standing[firm] = Object{{"open_breaches", Array{"commitment/32028220260301000001"}}};
    EXPECT_EQ(status("E38"), not_met);
    EXPECT_EQ(finding("E38").evidence, std::vector<std::string>{"commitment/32028220260301000001"});
    EXPECT_EQ(verdict(), plugin::Verdict::warn);
    desk.standing[firm] = Object{{"open_breaches", Array{}}, {"under_repair", 1}};
    EXPECT_EQ(status("E38"), not_met);
    desk.standing.clear();
    EXPECT_EQ(status("E38"), unknown);
}

TEST_F(Eligibility, E39_and_E44_inform) {
    look_up();
    EXPECT_EQ(status("E39"), unknown);
    desk.records.put("brand/宜兴紫砂匠", "recorded", {{"lead", std::string("organisation/") + firm}});
    EXPECT_EQ(status("E39"), soft);
    desk.records.records["brand/宜兴紫砂匠"].fields.set("library_level", "city");
    EXPECT_EQ(status("E39"), met);

    EXPECT_EQ(status("E44"), unknown);
    desk.sign(loan_draft());
    Draft insured = event("collateral.insurance.recorded", "", "2026-10-20",
                          {{"insurer", party("示范保险", bank)},
                           {"kind", "质押贷款保证保险"},
                           {"insured", yuan(300000000)},
                           {"from", "2026-10-20"},
                           {"until", "2028-10-18"},
                           {"loan", "loan/JN-2026-0815"}});
    desk.sign(insured);
    EXPECT_EQ(status("E44"), not_met);
    EXPECT_EQ(verdict(), plugin::Verdict::pass) << "it informs, it does not count";
    insured.data.set("until", "2028-10-19");
    desk.sign(insured);
    EXPECT_EQ(status("E44"), met);
}

TEST_F(Eligibility, E42_counts_working_days) {
    EXPECT_EQ(status("E42"), unknown);
    EXPECT_EQ(finding("E42").severity, Severity::block);
    const auto retrieved = [&](const char* day) {
        desk.records.records[patent].fields.set("source", Object{{"system", "CNIPA"}, {"retrieved_on", day}});
        return status("E42");
    };
    EXPECT_EQ(retrieved("2026-10-07"), met) << "five working days before Wednesday the 14th";
    EXPECT_EQ(retrieved("2026-10-06"), not_met);
    desk.records.put("calendar/2026", "", {{"holidays", Array{"2026-10-07"}}, {"make_up_workdays", Array{}}});
    EXPECT_EQ(retrieved("2026-10-06"), met);
    desk.records.put("calendar/2026", "", {{"holidays", Array{}}, {"make_up_workdays", Array{"2026-10-10"}}});
    EXPECT_EQ(retrieved("2026-10-07"), not_met);
    EXPECT_EQ(retrieved("1000-01-01"), not_met);
}

TEST_F(Eligibility, E21_and_the_bundle_find_marks_on_goods_that_meet) {
    about_mark();
    const auto other = [&](std::string id, Object fields) {
        fields.set("owners", Array{party("宜兴陶缘紫砂有限公司", firm)});
        desk.records.put("trademark/" + id, "", std::move(fields));
    };
    other("CN-2", {{"mark", "陶缘匠坊"}, {"classes", Array{35, 41}}});
    EXPECT_EQ(status("E21"), met);
    EXPECT_EQ(plugin::verdict_of(desk.check("collateral.bundle", {{"right", mark}}).findings),
              plugin::Verdict::pass);
    other("CN-3", {{"mark", "陶 缘"}, {"classes", Array{21, 30}}});
    const Finding found = finding("E21");
    EXPECT_EQ(found.status, not_met);
    EXPECT_EQ(found.evidence, std::vector<std::string>{"trademark/CN-3"});
    const auto bundle = desk.check("collateral.bundle", {{"right", mark}});
    EXPECT_EQ(plugin::verdict_of(bundle.findings), plugin::Verdict::warn);
    ASSERT_EQ(plugin::array_at(bundle.facts, "marks").size(), 1U);
    EXPECT_EQ(*plugin::array_at(bundle.facts, "marks")[0].at("identical")->boolean(), true);

    Draft both = pledge_draft({mark, "trademark/CN-3"});
    Array noted = looked_up_on_paper();
    for (const char* rule : {"E06", "E07", "E09", "E12", "E13", "E24", "E29", "E30"})
        noted.push_back(acknowledged(rule, bank));
    both.data.set("acknowledgements", noted);
    agreed(both);
    EXPECT_EQ(status("E21"), met) << "it is pledged along";
    desk.status["trademark/CN-3"] = Object{{"alive", false}};
    EXPECT_TRUE(plugin::array_at(desk.check("collateral.bundle", {{"right", mark}}).facts, "marks").empty());
}

TEST_F(Eligibility, the_bundle_compares_similar_groups_where_both_marks_list_them) {
    desk.records.records[mark].fields.set("similar_groups", Array{"2103"});
    desk.records.put("trademark/CN-3", "LIVE",
                     {{"mark", "陶缘"},
                      {"classes", Array{21}},
                      {"similar_groups", Array{"2101"}},
                      {"owners", Array{party("宜兴陶缘紫砂有限公司", firm)}}});
    EXPECT_TRUE(plugin::array_at(desk.check("collateral.bundle", {{"right", mark}}).facts, "marks").empty());
    desk.records.records["trademark/CN-3"].fields.set("similar_groups", Array{"2103"});
    EXPECT_EQ(plugin::array_at(desk.check("collateral.bundle", {{"right", mark}}).facts, "marks").size(), 1U);
    EXPECT_EQ(desk.check("collateral.bundle", {{"right", patent}}).findings.front().status, met);
    EXPECT_EQ(desk.check("collateral.bundle", {{"right", "trademark/CN-9"}}).findings.front().status,
              unknown);
}

TEST_F(Eligibility, odd_answers_of_other_plugins_do_no_harm) {
    for (const Value& odd :
         {Value(), Value(7), Value("x"), Value(Array{1, "a", nullptr}), Value(Object{{"kind", 1}})}) {
        for (const char* right : {patent, mark}) {
            for (const plugin::Member& member : Object(desk.status[right]))
                fact(right, member.name.c_str(), odd);
            desk.standing[firm] = Object{{"open_breaches", odd}, {"under_repair", odd}};
            parameters.set("right", right);
            EXPECT_EQ(answer().findings.size(), 49U);
        }
    }
    EXPECT_FALSE(desk.collateral->check("collateral.other", {}, desk.records, {}));
}

}  // namespace
}  // namespace xinbu::collateral::test
