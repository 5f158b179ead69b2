// E09, E15, E19–E24: what only a trademark is asked.
#include "collateral_rules_support.hpp"

namespace xinbu::collateral::test {
namespace {

std::function<void(CaseInOrder&)> of_mark(std::function<void(CaseInOrder&)> more = nothing) {
    return [more](CaseInOrder& one) {
        one.about_mark();
        more(one);
    };
}
std::function<void(CaseInOrder&)> fact(const char* name, Value value) {
    return of_mark([=](auto& one) { one.fact(mark, name, value); });
}
std::function<void(CaseInOrder&)> without(const char* name) {
    return of_mark([=](auto& one) { one.desk.status[mark].erase(name); });
}
std::function<void(CaseInOrder&)> used(const char* day, Array classes) {
    return of_mark([=](auto& one) {
        one.recorded(mark).set("use_evidence", Array{Object{{"date", day}, {"classes", classes}}});
    });
}
std::function<void(CaseInOrder&)> noted(const char* rule, const char* by) {
    return [=](CaseInOrder& one) {
        one.contract(pledge_draft({mark}))
            .set("acknowledgements", Array{acknowledged(rule, by, "statement")});
    };
}

TEST(EligibilityOfMarks, E09_adds_the_buffer) {
    expect_rules({
        {"E09", "ends six months after the debt", met, fact("last_day", "2029-04-19")},
        {"E09", "ends a day sooner", not_met, fact("last_day", "2029-04-18"), Severity::warn},
        {"E09", "in grace", not_met, fact("in_grace", true), Severity::block},
        {"E09", "no term is known", unknown, without("last_day"), Severity::block},
        {"E09", "no due day", unknown, of_mark([](auto& one) { one.parameters.erase("due"); }),
         Severity::block},
        {"E09", "the policy wants no buffer", met, of_mark([](auto& one) {
             one.recorded("policy/self").set("renewal_buffer_months", 0);
             one.fact(mark, "last_day", "2028-10-19");
         })},
    });
}

TEST(EligibilityOfMarks, E15_tells_rank_and_what_is_left) {
    CaseInOrder one;
    one.pledged({mark});
    one.parameters.set("right", mark);
    one.desk.records.today = Date(2026, 10, 26);
    const Finding finding = one.finding("E15");
    EXPECT_EQ(finding.status, not_met);
    EXPECT_NE(finding.message.en.find("place 2"), std::string::npos) << finding.message.en;
    EXPECT_NE(finding.message.en.find("5,700,000.00 CNY"), std::string::npos) << finding.message.en;
}

TEST(EligibilityOfMarks, E19_and_E20_count_years) {
    expect_rules({
        {"E19", "used within three years", met, used("2023-10-14", {21})},
        {"E19", "used three years and a day ago", unknown, used("2023-10-13", {21})},
        {"E19", "used for another class", unknown, used("2026-01-01", {30})},
        {"E19", "registered less than three years ago", met, fact("registration_date", "2023-10-15")},
        {"E19", "registered three years ago", unknown, fact("registration_date", "2023-10-14")},
        {"E19", "the registration is not known", unknown, without("registration_date")},
        {"E20", "five years ago", not_met, fact("registration_date", "2021-10-14"), Severity::warn},
        {"E20", "five years and a day ago", met, fact("registration_date", "2021-10-13")},
        {"E20", "the registration is not known", unknown, without("registration_date")},
    });
}

TEST(EligibilityOfMarks, E21_wants_the_others_along_or_signed_off) {
    const auto other = [](CaseInOrder& one) {
        one.desk.records.put("trademark/CN-3", "LIVE/REGISTRATION/Issued and Active",
                             {{"mark", "陶缘"},
                              {"classes", Array{21}},
                              {"owners", Array{party("宜兴陶缘紫砂有限公司", firm)}}});
    };
    expect_rules({
        {"E21", "no other mark", met, of_mark()},
        {"E21", "another one in the class", not_met, of_mark(other), Severity::block},
        {"E21", "it is asked about, too", met, of_mark([&](auto& one) {
             other(one);
             one.parameters.set("rights", Array{"trademark/CN-3"});
         })},
        {"E21", "the contract lists it", met,
         [&](auto& one) {
             other(one);
             one.contract(pledge_draft({mark, "trademark/CN-3"}));
         }},
        {"E21", "the contract leaves it out", not_met,
         [&](auto& one) {
             other(one);
             one.contract(pledge_draft({mark}));
         }},
        {"E21", "the pledgee signed it off", met,
         [&](auto& one) {
             other(one);
             noted("E21", bank)(one);
         }},
        {"E21", "the pledgor signed it off", not_met,
         [&](auto& one) {
             other(one);
             noted("E21", firm)(one);
         }},
        {"E21", "the owner has no code", unknown, of_mark([](auto& one) {
             one.recorded(mark).set("owners", Array{party("宜兴陶缘紫砂有限公司", "")});
         })},
    });
}

TEST(EligibilityOfMarks, E22_to_E24) {
    const auto brand_makes = [](const char* product) {
        return of_mark([=](auto& one) {
            one.desk.records.put("brand/宜兴紫砂匠", "recorded",
                                 {{"lead", std::string("organisation/") + firm}, {"product", product}});
            one.recorded(mark).set("goods", "瓷器；紫砂壶；茶具");
        });
    };
    const auto kind = [](const char* name) {
        return of_mark([=](auto& one) { one.recorded(mark).set("kind", name); });
    };
    expect_rules({
        {"E22", "used within the classes", met, used("2026-01-01", {21})},
        {"E22", "used outside of them", not_met, used("2026-01-01", {21, 30}), Severity::warn},
        {"E22", "the goods name the brand's product", met, brand_makes("紫砂壶")},
        {"E22", "they do not", unknown, brand_makes("家政服务")},
        {"E22", "nothing says", unknown, of_mark(), Severity::warn},
        {"E22", "the pledgee looked", met, noted("E22", bank)},
        {"E23", "nobody looked", unknown, of_mark(), Severity::warn},
        {"E23", "the pledgee looked", met, noted("E23", bank)},
        {"E23", "the pledgor looked", unknown, noted("E23", firm)},
        {"E24", "a word mark", met, of_mark()},
        {"E24", "a collective mark", not_met, kind("collective"), Severity::block},
        {"E24", "a certification mark", not_met, kind("certification"), Severity::block},
        {"E24", "the kind is not recorded", unknown,
         of_mark([](auto& one) { one.recorded(mark).erase("kind"); }), Severity::block},
    });
}

}  // namespace
}  // namespace xinbu::collateral::test
