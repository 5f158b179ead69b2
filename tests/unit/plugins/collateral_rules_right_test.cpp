// E06–E29 but for the party's and the mark's own: what the registers say.
#include "collateral_rules_support.hpp"

namespace xinbu::collateral::test {
namespace {

std::function<void(CaseInOrder&)> fact(const char* name, Value value, const char* right = patent) {
    return [=](CaseInOrder& one) {
        one.parameters.set("right", right);
        one.fact(right, name, value);
    };
}
std::function<void(CaseInOrder&)> without(const char* name, const char* right = patent) {
    return [=](CaseInOrder& one) {
        one.parameters.set("right", right);
        one.desk.status[right].erase(name);
    };
}
std::function<void(CaseInOrder&)> overlay(const char* kind, const char* right = patent) {
    return [=](CaseInOrder& one) {
        one.parameters.set("right", right);
        one.overlay(right, kind);
    };
}

TEST(EligibilityOfRights, E06_to_E08) {
    expect_rules({
        {"E06", "granted", met, nothing},
        {"E06", "applied for", not_met, fact("granted", false), Severity::block},
        {"E06", "a mark applied for", not_met, fact("granted", false, mark)},
        {"E06", "not known", unknown, without("granted"), Severity::block},
        {"E07", "alive", met, nothing},
        {"E07", "dead", not_met, fact("alive", false), Severity::block},
        {"E07", "not known", unknown, without("alive"), Severity::block},
        {"E07", "nobody recorded it", unknown, [](auto& one) { one.desk.records.records.erase(patent); }},
        {"E08", "ends on the due day", met, fact("last_day", "2028-10-19")},
        {"E08", "ends the day before", not_met, fact("last_day", "2028-10-18"), Severity::block},
        {"E08", "a mark can be renewed", met, fact("last_day", "2027-01-01", mark)},
        {"E08", "the debt fell due before the check", not_met,
         [](auto& one) { one.parameters.set("due", "1990-01-01"); }, Severity::block},
        {"E08", "the end is not known", unknown, without("last_day")},
        {"E08", "no due day", unknown, [](auto& one) { one.parameters.erase("due"); }},
    });
}

TEST(EligibilityOfRights, E10_and_E11) {
    expect_rules({
        {"E10", "paid", met, nothing},
        {"E10", "unpaid", not_met, fact("fee_paid", false), Severity::block},
        {"E10", "in grace", not_met, fact("in_grace", true)},
        {"E10", "not known", unknown, without("fee_paid")},
        {"E11", "fees are listed", met, nothing},
        {"E11", "a mark's renewal is listed", met, fact("last_day", "2027-06-13", mark)},
        {"E11", "no day of filing", unknown, without("filing_date")},
        {"E11", "no due day", unknown, [](auto& one) { one.parameters.erase("due"); }, Severity::info},
    });
    CaseInOrder one;
    one.desk.fees[patent] = Object{{"total", yuan(320000)}};
    EXPECT_NE(one.finding("E11").message.en.find("3,200.00 CNY"), std::string::npos);
    one.contract().set("clauses", Object{{"fees_paid_by", "escrow"}});
    EXPECT_NE(one.finding("E11").message.en.find("escrow"), std::string::npos);
}

TEST(EligibilityOfRights, E12_to_E18_E27_to_E29) {
    struct Row {
        const char *rule, *right, *kind;
        Severity severity;
    };
    for (const Row& row :
         {Row{"E12", patent, "freeze", Severity::block}, Row{"E12", mark, "freeze", Severity::block},
          Row{"E13", patent, "suspension", Severity::block}, Row{"E14", patent, "pledge", Severity::block},
          Row{"E15", mark, "pledge", Severity::warn},
          Row{"E16", patent, "invalidation_request", Severity::ack},
          Row{"E17", mark, "invalidation_request", Severity::warn},
          Row{"E18", mark, "nonuse_request", Severity::warn},
          Row{"E18", mark, "generic_request", Severity::warn}, Row{"E27", patent, "licence", Severity::warn},
          Row{"E28", patent, "open_licence", Severity::warn},
          Row{"E29", patent, "assignment_request", Severity::block},
          Row{"E29", mark, "change_request", Severity::block}}) {
        const char* other = "court_action";
        expect_rules({
            {row.rule, "nothing on the register", met,
             [&](auto& one) { one.parameters.set("right", row.right); }},
            {row.rule, "something else", met, overlay(other, row.right)},
            {row.rule, row.kind, not_met, overlay(row.kind, row.right), row.severity},
            {row.rule, "the register is not known", unknown, without("overlays", row.right), row.severity},
        });
    }
}

TEST(EligibilityOfRights, E25_looks_for_a_filing_of_the_same_day) {
    const auto filed = [](const char* kind, const char* day, const char* title) {
        return [=](CaseInOrder& one) {
            one.desk.records.put("patent/CN-202120000003.7", "LIVE/REGISTRATION/In Force",
                                 {{"kind", kind},
                                  {"filing_date", day},
                                  {"title", title},
                                  {"owners", Array{party("宜兴陶缘紫砂有限公司", firm)}}});
        };
    };
    const char* title = "一种紫砂坯体的烧结方法";
    expect_rules({
        {"E25", "no other filing", met, nothing},
        {"E25", "the same title on the same day", not_met, filed("utility_model", "2021-05-18", title),
         Severity::ack},
        {"E25", "the same title a day later", met, filed("utility_model", "2021-05-19", title)},
        {"E25", "another invention of that day", met, filed("invention", "2021-05-18", title)},
        {"E25", "another title on the same day", unknown, filed("utility_model", "2021-05-18", "茶壶"),
         Severity::ack},
        {"E25", "acknowledged by both", met,
         [&](auto& one) {
             filed("utility_model", "2021-05-18", title)(one);
             one.contract().set("acknowledgements",
                                Array{acknowledged("E25", firm), acknowledged("E25", bank)});
         }},
        {"E25", "a design", met, fact("kind", "design")},
        {"E25", "the day of filing is not known", unknown, without("filing_date")},
    });
}

TEST(EligibilityOfRights, E26_asks_for_a_report_on_what_was_not_examined) {
    expect_rules({
        {"E26", "an invention", met, nothing},
        {"E26", "a utility model", unknown, fact("kind", "utility_model"), Severity::warn},
        {"E26", "a design", unknown, fact("kind", "design")},
        {"E26", "the pledgee saw the report", met,
         [](auto& one) {
             one.fact(patent, "kind", "utility_model");
             one.contract().set("acknowledgements", Array{acknowledged("E26", bank, "statement")});
         }},
        {"E26", "the pledgor says so", unknown,
         [](auto& one) {
             one.fact(patent, "kind", "utility_model");
             one.contract().set("acknowledgements", Array{acknowledged("E26", firm)});
         }},
        {"E26", "the kind is not known", unknown, without("kind")},
    });
}

}  // namespace
}  // namespace xinbu::collateral::test
