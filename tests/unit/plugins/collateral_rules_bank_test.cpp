// E30–E36, E41, E42, E44–E49: value, contract, freshness, and what is owed after signing.
#include "collateral_rules_support.hpp"

namespace xinbu::collateral::test {
namespace {

using Arrange = std::function<void(CaseInOrder&)>;

Arrange on(int year, unsigned month, unsigned day, Arrange more = nothing) {
    return [=](CaseInOrder& one) {
        one.desk.records.today = Date(year, month, day);
        more(one);
    };
}
Arrange policy(const char* name, Value value) {
    return [=](CaseInOrder& one) { one.recorded("policy/self").set(name, value); };
}
/// A contract with these members, in that state.
Arrange contract(Object members, const char* state = "agreed", Array rights = {patent}) {
    return [=](CaseInOrder& one) {
        Object& fields = one.contract(pledge_draft(rights), state);
        for (const plugin::Member& member : members) fields.set(member.name, member.value);
    };
}
const Object registration{{"registered_on", "2026-10-26"}, {"registration_number", "Y1"}};
Object registered_with(std::string name, Value value) {
    Object fields = registration;
    fields.set(std::move(name), std::move(value));
    return fields;
}
Arrange then(Arrange first, Arrange second) {
    return [=](CaseInOrder& one) {
        first(one);
        second(one);
    };
}
Arrange loan(const char* name, Value value) {
    return [=](CaseInOrder& one) { one.recorded("loan/JN-2026-0815").set(name, value); };
}

TEST(EligibilityOfContracts, E30_to_E33) {
    const Object complete{
        {"scope", "本金、利息、违约金"},
        {"clauses", Object{{"forfeiture", false}, {"fees_paid_by", "pledgor"}, {"know_how", true}}}};
    const auto clauses = [](Object held) { return contract({{"clauses", held}}); };
    expect_rules({
        {"E30", "no contract yet", soft, nothing, Severity::block},
        {"E30", "every item", met, contract(complete)},
        {"E30", "no scope", unknown, contract({{"scope", ""}}), Severity::block},
        {"E30", "the patent's title is not known", unknown,
         then(contract(complete), [](auto& one) { one.recorded(patent).erase("title"); })},
        {"E30", "a mark with every item", met, contract(complete, "agreed", {mark})},
        {"E31", "no contract yet", soft, nothing, Severity::block},
        {"E31", "the principal and more", met, contract({})},
        {"E31", "exactly the principal", met, contract({{"secured", yuan(300000000)}})},
        {"E31", "one fen less", not_met, contract({{"secured", yuan(299999999)}}), Severity::warn},
        {"E31", "another currency", not_met, contract({{"secured", yuan(330000000, "USD")}}),
         Severity::block},
        {"E31", "ends on the due day", met, contract({{"until", "2028-10-19"}})},
        {"E31", "ends a day before", not_met, contract({{"until", "2028-10-18"}}), Severity::warn},
        {"E31", "the register says another amount", not_met, contract({{"registered_secured", yuan(1)}}),
         Severity::block},
        {"E31", "the register says another term", not_met, contract({{"agreed_until", "2028-10-20"}}),
         Severity::block},
        {"E31", "the loan is not on record", unknown,
         then(contract({}), [](auto& one) { one.desk.records.records.erase("loan/JN-2026-0815"); })},
        {"E32", "no contract yet", soft, nothing, Severity::warn},
        {"E32", "no such clause", met, contract(complete)},
        {"E32", "a forfeiture clause", not_met, clauses({{"forfeiture", true}}), Severity::warn},
        {"E32", "nobody recorded it", unknown, contract({}), Severity::warn},
        {"E33", "no contract yet", soft, nothing, Severity::warn},
        {"E33", "both clauses", met, contract(complete)},
        {"E33", "no word of know-how", unknown, clauses({{"fees_paid_by", "pledgee"}}), Severity::warn},
        {"E33", "know-how is not handed over", not_met,
         clauses({{"fees_paid_by", "pledgee"}, {"know_how", false}})},
        {"E33", "a mark has no know-how", met,
         contract({{"clauses", Object{{"fees_paid_by", "pledgee"}}}}, "agreed", {mark})},
    });
}

TEST(EligibilityOfValue, E34_to_E36) {
    const auto several = [](std::int64_t principal) {
        return [=](CaseInOrder& one) {
            one.parameters.set("rights", Array{mark});
            one.parameters.set("principal", principal);
        };
    };
    const auto limited = [](const char* name, std::int64_t limit) {
        return then([](CaseInOrder& one) { one.contract(); }, then(policy(name, limit), [](CaseInOrder& one) {
                        Draft other = loan_draft();
                        other.data.set("contract", "OTHER");
                        other.data.set("principal", yuan(100000000));
                        other.data.set("borrower", party("别的公司", "91320100748204660Q"));
                        one.desk.sign(other);
                    }));
    };
    expect_rules({
        {"E34", "valid on its last day", met, on(2027, 8, 31)},
        {"E34", "over the day after", not_met, on(2027, 9, 1), Severity::warn},
        {"E34", "the policy wants it sooner", not_met, then(policy("revalue_months", 1), on(2026, 10, 1))},
        {"E34", "… and not a day before that", met, then(policy("revalue_months", 1), on(2026, 9, 30))},
        {"E34", "none", unknown,
         [](auto& one) { one.desk.records.records.erase("valuation/CN-202110000001.6-2026-09-01"); }},
        {"E35", "at the cap", met, [](auto& one) { one.parameters.set("principal", 375000000); }},
        {"E35", "a fen above", not_met, [](auto& one) { one.parameters.set("principal", 375000001); },
         Severity::block},
        {"E35", "no principal", unknown, [](auto& one) { one.parameters.erase("principal"); },
         Severity::block},
        {"E35", "two rights at their caps", met, several(735000000)},
        {"E35", "two rights, a fen above", not_met, several(735000001)},
        {"E35", "one of two has no valuation and the other carries it", met,
         then(several(375000000),
              [](auto& one) { one.desk.records.records.erase("valuation/CN-40128866-2026-09-01"); })},
        {"E35", "one of two has no valuation and is needed", unknown,
         then(several(375000001),
              [](auto& one) { one.desk.records.records.erase("valuation/CN-40128866-2026-09-01"); })},
        {"E36", "the policy sets no limit", soft, nothing, Severity::warn},
        {"E36", "there is no policy", unknown,
         [](auto& one) { one.desk.records.records.erase("policy/self"); }, Severity::warn},
        {"E36", "three quarters by patents, and so much allowed", met, limited("max_kind_share", 7500)},
        {"E36", "a basis point less of patents", not_met, limited("max_kind_share", 7499), Severity::warn},
        {"E36", "no principal", unknown, [](auto& one) { one.parameters.erase("principal"); },
         Severity::warn},
        {"E36", "three quarters by this right, and so much allowed", met, limited("max_right_share", 7500)},
        {"E36", "a basis point less", not_met, limited("max_right_share", 7499), Severity::warn},
        {"E36", "the borrower's share", not_met, limited("max_borrower_share", 7499)},
        {"E36", "no brand is named", met, limited("max_brand_share", 0)},
        {"E36", "no pledgee", unknown, [](auto& one) { one.parameters.erase("pledgee"); }, Severity::warn},
    });
}

TEST(EligibilityOfValue, E41_E42_and_E44) {
    const auto read = [](const char* day) {
        return [=](CaseInOrder& one) { one.recorded(patent).set("source", Object{{"retrieved_on", day}}); };
    };
    const auto insured = [](const char* until) {
        return [=](CaseInOrder& one) {
            one.contract();
            one.desk.sign(event("collateral.insurance.recorded", "", "2026-10-20",
                                {{"insurer", party("示范保险", bank)},
                                 {"kind", "质押贷款保证保险"},
                                 {"insured", yuan(300000000)},
                                 {"from", "2026-10-20"},
                                 {"until", until},
                                 {"loan", "loan/JN-2026-0815"}}));
        };
    };
    expect_rules({
        {"E41", "not registered", soft, nothing},
        {"E41", "registered", met, contract(registration, "registered")},
        {"E41", "agreed only", soft, contract({})},
        {"E41", "another office's right", unknown,
         [](auto& one) { one.parameters.set("right", "trademark/US-97123456"); }, Severity::block},
        {"E42", "as old as the policy allows", met, read("2026-10-07")},
        {"E42", "a working day older", not_met, read("2026-10-06"), Severity::block},
        {"E42", "read after the day of the check", unknown, read("2027-03-31"), Severity::block},
        {"E42", "typed in", unknown, nothing, Severity::block},
        {"E44", "covered to the due day", met, insured("2028-10-19")},
        {"E44", "a day short", not_met, insured("2028-10-18"), Severity::info},
        {"E44", "none", unknown, nothing},
        {"E44", "no due day", unknown, [](auto& one) { one.parameters.erase("due"); }},
    });
}

TEST(EligibilityOfDuties, E45_to_E49_follow_the_contract) {
    const Arrange asked = contract(registration, "registered");
    const Arrange mark_asked = contract(registration, "registered", {mark});
    const auto event_on = [&](const char* day) {
        return then(asked, [=](auto& one) {
            one.recorded(patent).set("events", Array{Object{{"event", "licence"}, {"date", day}}});
        });
    };
    expect_rules({
        {"E45", "not signed yet", unknown, nothing, Severity::post},
        {"E45", "on the twentieth working day", soft, then(asked, on(2026, 11, 23))},
        {"E45", "a day later", not_met, then(asked, on(2026, 11, 24)), Severity::post},
        {"E45", "a natural person publishes nothing", met,
         then(then(asked, on(2026, 11, 24)),
              [](auto& one) {
                  one.recorded("pledge/asked").set("pledgor", party("张**", "citizen-id:320282********0015"));
              })},
        {"E45", "published", met, contract(registered_with("published_on", "2026-11-02"), "registered")},
        {"E46", "not signed yet", unknown, nothing},
        {"E46", "nothing to change", met, asked},
        {"E46", "thirty days after restructuring", soft,
         then(then(asked, loan("restructured_on", "2027-01-10")), on(2027, 2, 9))},
        {"E46", "a day later", not_met,
         then(then(asked, loan("restructured_on", "2027-01-10")), on(2027, 2, 10))},
        {"E46", "the change was registered", met,
         then(then(contract(registered_with("changed_on", "2027-01-20"), "registered"),
                   loan("restructured_on", "2027-01-10")),
              on(2027, 6, 1))},
        {"E46", "a mark's term ends with the debt", met,
         then(contract(registered_with("until", "2028-10-20"), "registered", {mark}), on(2027, 1, 1))},
        {"E46", "… or sooner", soft,
         then(contract(registered_with("until", "2028-10-18"), "registered", {mark}), on(2027, 1, 1))},
        {"E46", "… or is over", not_met, then(mark_asked, on(2028, 10, 20))},
        {"E47", "not signed yet", unknown, nothing},
        {"E47", "not paid", met, asked},
        {"E47", "thirty days after payment", soft,
         then(then(asked, loan("repaid_on", "2027-01-01")), on(2027, 1, 31))},
        {"E47", "a day later", not_met, then(then(asked, loan("repaid_on", "2027-01-01")), on(2027, 2, 1))},
        {"E47", "released", met, contract(registered_with("released_on", "2027-01-20"), "released")},
        {"E48", "the last day of three years", met, then(asked, on(2031, 10, 19))},
        {"E48", "the day after", not_met, then(asked, on(2031, 10, 20)), Severity::post},
        {"E48", "no due day", unknown, [](auto& one) { one.parameters.erase("due"); }},
        {"E49", "not signed yet", unknown, nothing},
        {"E49", "no event", met, asked},
        {"E49", "an event on the day of the contract", met, then(event_on("2026-10-20"), on(2027, 1, 1))},
        {"E49", "an event a day later", soft, then(event_on("2026-10-21"), on(2027, 1, 1))},
    });
}

TEST(EligibilityOfSets, each_right_has_every_finding_and_says_which_it_is_about) {
    CaseInOrder one;
    one.parameters.set("rights", Array{mark});
    const plugin::CheckAnswer answer = one.answer();
    ASSERT_EQ(answer.findings.size(), 98U);
    EXPECT_TRUE(answer.findings.front().message.en.starts_with(patent));
    EXPECT_TRUE(answer.findings.back().message.zh.starts_with(mark));
    const Array& rules = plugin::array_at(answer.facts, "rules");
    ASSERT_EQ(rules.size(), 98U);
    EXPECT_EQ(plugin::text_at(*rules[0].object(), "rule"), "E01");
    EXPECT_EQ(plugin::text_at(*rules[7].object(), "law_since"), "2021-11-15");
    const Object& inputs = plugin::object_at(*rules[7].object(), "inputs");
    EXPECT_EQ(plugin::text_at(inputs, "last_day"), "2041-05-17");
    EXPECT_EQ(plugin::text_at(inputs, "due"), "2028-10-19");
}

TEST(EligibilityOfSets, two_officers_can_except_a_loan_from_a_rule_that_blocks) {
    CaseInOrder one;
    one.contract();
    one.fact(patent, "fee_paid", false);
    EXPECT_EQ(one.verdict(), plugin::Verdict::block);
    for (const char* name : {"li", "zhou"})
        one.desk.records.put(std::string("operator/") + name, "enrolled", {{"role", "officer"}});
    const auto policy = [&](std::int64_t signers, Array roles) {
        one.desk.records.put(
            "core-policy/self", "",
            {{"rules",
              Array{Object{{"types", "collateral.override.*"}, {"signers", signers}, {"roles", roles}}}}});
    };
    Draft exception = event("collateral.override.approved", "", "2026-10-14",
                            {{"loan", "loan/JN-2026-0815"},
                             {"right", patent},
                             {"rule", "E10"},
                             {"reason", "已预存年费"},
                             {"officers", Array{"li", "zhou"}}});
    EXPECT_TRUE(has_fault(one.desk.faults(exception), "override.policy"))
        << "who names a colleague has not his signature";
    policy(1, {"officer"});
    EXPECT_TRUE(has_fault(one.desk.faults(exception), "override.policy"));
    policy(2, {"officer", "clerk"});
    EXPECT_TRUE(has_fault(one.desk.faults(exception), "override.policy"));
    policy(2, {"officer"});
    EXPECT_EQ(one.desk.sign(exception), "override/JN-2026-0815-E10-4");
    EXPECT_EQ(one.status("E10"), not_met);
    EXPECT_EQ(one.finding("E10").severity, Severity::warn);
    EXPECT_NE(one.finding("E10").message.en.find("li, zhou"), std::string::npos);
    EXPECT_NE(one.verdict(), plugin::Verdict::block);

    exception.data.set("officers", Array{"li", "li"});
    EXPECT_TRUE(has_fault(one.desk.faults(exception), "override.same_officer"));
    EXPECT_TRUE(has_fault(one.desk.faults(exception), "override.two_officers"));
    exception.data.set("officers", Array{"li", "wang"});
    EXPECT_TRUE(has_fault(one.desk.faults(exception), "override.officer"));
    one.desk.records.put("operator/wang", "enrolled", {{"role", "clerk"}});
    EXPECT_TRUE(has_fault(one.desk.faults(exception), "override.officer"));
    one.desk.records.put("operator/wang", "revoked", {{"role", "officer"}});
    EXPECT_TRUE(has_fault(one.desk.faults(exception), "override.officer"));
    exception.data.set("rule", "E50");
    EXPECT_TRUE(has_fault(one.desk.faults(exception), "override.rule"));
}

}  // namespace
}  // namespace xinbu::collateral::test
