// E01–E05, E37–E40, E43: who pledges, for whom, and what is known of them.
#include "collateral_rules_support.hpp"

namespace xinbu::collateral::test {
namespace {

constexpr const char* other_firm = "91320100748204660Q";

void credit(CaseInOrder& one, const char* listed, const char* read = "2026-10-14",
            const char* source = "信用中国") {
    Object report{{"subject", party("宜兴陶缘紫砂有限公司", firm)},
                  {"read_on", read},
                  {"source", source},
                  {"serious_dishonesty", false},
                  {"enforcement", false},
                  {"abnormal", false},
                  {"insolvency", false},
                  {"state_owned", false}};
    if (*listed != '\0') report.set(listed, true);
    one.desk.sign(event("collateral.credit_report.recorded", "", read, std::move(report)));
}

void co_owned(CaseInOrder& one) {
    one.fact(patent, "owners", Array{party("宜兴陶缘紫砂有限公司", firm), party("合作公司", other_firm)});
}

void for_another(CaseInOrder& one, Object resolution) {
    Object& contract = one.contract();
    one.recorded("loan/JN-2026-0815").set("borrower", party("另一公司", other_firm));
    if (!resolution.empty()) contract.set("resolution", std::move(resolution));
}

TEST(EligibilityOfParties, E01_to_E04) {
    expect_rules({
        {"E01", "the check character is right", met, nothing},
        {"E01", "the check character is wrong", not_met,
         [](auto& one) { one.parameters.set("pledgor", "91320282MA0000015P"); }},
        {"E01", "one character is missing", not_met,
         [](auto& one) { one.parameters.set("pledgor", "91320282MA0000015"); }},
        {"E01", "no pledgor is given", unknown, [](auto& one) { one.parameters.erase("pledgor"); }},
        {"E02", "the code is the owner's", met, nothing},
        {"E02", "the code is another's", not_met,
         [](auto& one) { one.fact(patent, "owners", Array{party("宜兴陶缘紫砂有限公司", other_firm)}); }},
        {"E02", "only the name is on the register", met,
         [](auto& one) { one.fact(patent, "owners", Array{party("宜兴陶缘紫砂有限公司", "")}); }},
        {"E02", "no owner is known", unknown, [](auto& one) { one.fact(patent, "owners", Array{}); }},
        {"E03", "the register has the present name", met, nothing},
        {"E03", "the register has an old name", not_met,
         [](auto& one) { one.fact(patent, "owners", Array{party("宜兴旧名有限公司", firm)}); }},
        {"E03", "the names differ in width only", met,
         [](auto& one) { one.fact(patent, "owners", Array{party("宜兴陶缘紫砂 有限公司", firm)}); }},
        {"E03", "the pledgor is not recorded", unknown,
         [](auto& one) { one.desk.records.records.erase(std::string("organisation/") + firm); }},
        {"E04", "there is one owner", met, nothing},
        {"E04", "two owners and no contract", unknown, co_owned, Severity::block},
        {"E04", "the other owner has consented", met,
         [](auto& one) {
             co_owned(one);
             one.contract().set("acknowledgements", Array{acknowledged("E04", other_firm)});
         }},
        {"E04", "the consent is about another rule", unknown,
         [](auto& one) {
             co_owned(one);
             one.contract().set("acknowledgements", Array{acknowledged("E05", other_firm)});
         }},
        {"E04", "the parties sign that an agreement is on file", met,
         [](auto& one) {
             co_owned(one);
             one.contract().set("acknowledgements",
                                Array{acknowledged("E04", firm), acknowledged("E04", bank, "letter")});
         }},
        {"E04", "no owner is known", unknown, [](auto& one) { one.fact(patent, "owners", Array{}); }},
    });
}

TEST(EligibilityOfParties, E05_wants_a_resolution_for_anothers_debt) {
    const Object board{{"body", "board"}, {"on", "2026-10-01"}, {"quorum", true}};
    expect_rules({
        {"E05", "no other debtor is named", met, nothing},
        {"E05", "another debtor, no contract", unknown,
         [](auto& one) { one.parameters.set("debtor", other_firm); }, Severity::block},
        {"E05", "the loan's borrower is the pledgor", met, [](auto& one) { one.contract(); }},
        {"E05", "no resolution", unknown, [](auto& one) { for_another(one, {}); }, Severity::block},
        {"E05", "a resolution with its quorum", met, [&](auto& one) { for_another(one, board); }},
        {"E05", "no word of the quorum", unknown,
         [](auto& one) {
             for_another(one, {{"body", "board"}, {"on", "2026-10-01"}});
         }},
        {"E05", "the board resolves for an owner", not_met,
         [&](auto& one) {
             Object resolution = board;
             resolution.set("for_owner", true);
             for_another(one, resolution);
         }},
        {"E05", "the shareholders resolve and the owner votes", not_met,
         [](auto& one) {
             for_another(
                 one,
                 {{"body", "shareholders"}, {"on", "2026-10-01"}, {"quorum", true}, {"for_owner", true}});
         }},
        {"E05", "the shareholders resolve without the owner", met,
         [](auto& one) {
             for_another(one, {{"body", "shareholders"},
                               {"on", "2026-10-01"},
                               {"quorum", true},
                               {"for_owner", true},
                               {"owner_excluded", true}});
         }},
        {"E05", "the loan is not on record", unknown,
         [](auto& one) {
             one.contract();
             one.desk.records.records.erase("loan/JN-2026-0815");
         }},
        {"E05", "no pledgor is given", unknown, [](auto& one) { one.parameters.erase("pledgor"); }},
    });
}

TEST(EligibilityOfParties, E37_E40_and_E43_read_the_credit_report) {
    expect_rules({
        {"E37", "no report", unknown, nothing, Severity::block},
        {"E37", "no pledgor", unknown, [](auto& one) { one.parameters.erase("pledgor"); }, Severity::block},
        {"E37", "on no list", met, [](auto& one) { credit(one, ""); }},
        {"E37", "seriously dishonest", not_met, [](auto& one) { credit(one, "serious_dishonesty"); },
         Severity::block},
        {"E37", "under enforcement", not_met, [](auto& one) { credit(one, "enforcement"); }, Severity::block},
        {"E37", "abnormal", not_met, [](auto& one) { credit(one, "abnormal"); }, Severity::warn},
        {"E37", "five working days old", met, [](auto& one) { credit(one, "", "2026-10-07"); }},
        {"E37", "six working days old", unknown, [](auto& one) { credit(one, "", "2026-10-06"); },
         Severity::block},
        {"E37", "a later report counts", met,
         [](auto& one) {
             credit(one, "enforcement", "2026-10-12");
             credit(one, "", "2026-10-13");
         }},
        {"E40", "no report", unknown, nothing, Severity::block},
        {"E37", "a list that another source does not show", not_met,
         [](auto& one) {
             credit(one, "enforcement", "2026-10-12", "执行信息公开网");
             credit(one, "", "2026-10-13");
         },
         Severity::block},
        {"E37", "a list that its own source no longer shows", met,
         [](auto& one) {
             credit(one, "enforcement", "2026-10-12", "执行信息公开网");
             credit(one, "", "2026-10-13");
             credit(one, "", "2026-10-14", "执行信息公开网");
         }},
        {"E37", "a list of long ago that nobody looked at again", not_met,
         [](auto& one) { credit(one, "enforcement", "2024-10-12"); }, Severity::block},
        {"E40", "not insolvent", met, [](auto& one) { credit(one, ""); }},
        {"E40", "insolvent", not_met, [](auto& one) { credit(one, "insolvency"); }, Severity::block},
        {"E40", "the debt is older than the pledge", not_met,
         [](auto& one) {
             one.contract();
             one.recorded("loan/JN-2026-0815").set("opened_on", "2026-10-19");
             credit(one, "");
         },
         Severity::warn},
        {"E40", "… and nobody looked up the pledgor", unknown,
         [](auto& one) {
             one.contract();
             one.recorded("loan/JN-2026-0815").set("opened_on", "2026-10-19");
         },
         Severity::block},
        {"E40", "… and a year has passed", met,
         [](auto& one) {
             one.contract();
             one.recorded("loan/JN-2026-0815").set("opened_on", "2026-10-19");
             one.desk.records.today = Date(2027, 10, 21);
             credit(one, "", "2027-10-21");
         }},
        {"E40", "… and the year ends today", not_met,
         [](auto& one) {
             one.contract();
             one.recorded("loan/JN-2026-0815").set("opened_on", "2026-10-19");
             one.desk.records.today = Date(2027, 10, 20);
             credit(one, "", "2027-10-20");
         }},
        {"E43", "no report", unknown, nothing, Severity::info},
        {"E43", "not state-owned", met, [](auto& one) { credit(one, ""); }},
        {"E43", "state-owned", not_met, [](auto& one) { credit(one, "state_owned"); }, Severity::info},
        {"E43", "a foreign party", not_met,
         [](auto& one) { one.parameters.set("pledgor", "lei:529900T8BM49AURSDO55"); }},
    });
}

TEST(EligibilityOfParties, E38_and_E39_read_commitments_and_brands) {
    const auto standing = [](Object facts) {
        return [facts](CaseInOrder& one) { one.desk.standing[firm] = facts; };
    };
    const auto brand = [](Object fields) {
        return [fields](CaseInOrder& one) {
            Object all = fields;
            all.set("lead", std::string("organisation/") + firm);
            one.desk.records.put("brand/宜兴紫砂匠", "recorded", all);
        };
    };
    expect_rules({
        {"E38", "nothing is broken", met, nothing},
        {"E38", "a breach is open", not_met, standing({{"open_breaches", Array{"commitment/1"}}}),
         Severity::warn},
        {"E38", "signed, and never accepted", unknown,
         [](auto& one) {
             one.desk.standing[firm] = Object{{"pending", 1}};
         }},
        {"E38", "found not fulfilled at all", not_met, standing({{"unfulfilled", 1}})},
        {"E38", "a repair is under way", not_met, standing({{"under_repair", 1}})},
        {"E38", "nothing is known", unknown, [](auto& one) { one.desk.standing.clear(); }},
        {"E39", "no brand", unknown, nothing, Severity::info},
        {"E39", "a brand in no library", soft, brand({})},
        {"E39", "a brand in a library", met, brand({{"library_level", "county"}})},
        {"E39", "a recognised brand", met, brand({{"recognised_level", "city"}})},
    });
}

}  // namespace
}  // namespace xinbu::collateral::test
