// The story of the field from its beginning to its end, through the command line: a campaign, a breach, its
// repair, a pledge of a mark and two patents, a fee that was missed, the alert, a term that is extended, the
// release, the audit.
#include "program.hpp"

namespace xinbu::test {
namespace {

constexpr const char* firm = R"({"name":"宜兴陶缘紫砂有限公司","identifier":"91320282MA0000015N"})";
constexpr const char* bank = R"({"name":"江南示范银行","identifier":"91320100MA0000023K"})";
constexpr const char* association = R"({"name":"宜兴市紫砂行业协会","identifier":"51320282MJ000000XL"})";
constexpr const char* mark = "trademark/CN-40128866";
constexpr const char* first_patent = "patent/CN-202110000001.6";
constexpr const char* second_patent = "patent/CN-202110000002.0";
constexpr const char* commitment = "commitment/32028220260301000001";
constexpr const char* loan = "loan/JN-2026-0815";
constexpr const char* pledge = "pledge/JN-2026-0815-1";

class PledgeStory : public ::testing::Test {
protected:
    Workplace here;

    /// One entry; `data` is JSON in which $F, $B and $A stand for firm, bank and association.
    void tell(const std::string& type, const std::string& record, const std::string& day, std::string data,
              int code = 0) {
        for (const auto& [sign, party] : {std::pair{"$F", firm}, {"$B", bank}, {"$A", association}})
            for (std::size_t at = data.find(sign); at != std::string::npos; at = data.find(sign))
                data.replace(at, 2, party);
        const std::string named = record.empty() ? std::string() : R"("record":")" + record + R"(",)";
        const Outcome outcome = here.as(
            "admin", "bank", {"add", "-"},
            R"({"type":")" + type + R"(",)" + named + R"("effective":")" + day + R"(","data":)" + data + "}");
        EXPECT_EQ(outcome.code, code) << type << " " << day << "\n" << outcome.out << outcome.err;
        last_error = outcome.err;
    }
    void on(const std::string& type, const std::string& record, const std::string& day,
            const std::string& more = "") {
        tell(type, record, day, R"({"on":")" + day + "\"" + more + "}");
    }
    void fee(const char* right, int year, const std::string& day) {
        tell("ip.patent.event_recorded", right, day,
             R"({"event":"annual_fee","date":")" + day + R"(","year":)" + std::to_string(year) + "}");
    }
    plugin::Value json(std::vector<std::string> arguments, int code = 0) {
        arguments.emplace_back("--json");
        const Outcome outcome = here.as("admin", "bank", std::move(arguments));
        EXPECT_EQ(outcome.code, code) << outcome.out << outcome.err;
        return outcome.json();
    }
    std::string status(const std::string& record, const std::string& day) {
        const plugin::Value shown = json({"show", record, "--as-of", day});
        return std::string(plugin::text_at(*shown.object(), "status"));
    }
    std::string finding(const std::string& rule, const std::string& day, int code = 0) {
        const plugin::Value answer =
            json({"check", "collateral.eligibility", "--param", std::string("right=") + mark, "--param",
                  "pledgor=91320282MA0000015N", "--param", "pledgee=91320100MA0000023K", "--param",
                  "due=2028-10-19", "--param", "principal=300000000", "--as-of", day},
                 code);
        for (const plugin::Value& one : plugin::array_at(*answer.object(), "findings"))
            if (plugin::text_at(*one.object(), "rule") == rule)
                return std::string(plugin::text_at(*one.object(), "status"));
        return "no such rule";
    }
    /// The alerts of that day, "CA-GRACE CA-MISSED".
    std::string alerts(const std::string& day) {
        const Outcome outcome = here.as(
            "admin", "bank",
            {"check", "collateral.alerts", "--param", std::string("loan=") + loan, "--as-of", day, "--json"});
        const plugin::Value answer = outcome.json();
        std::string all;
        for (const plugin::Value& one : plugin::array_at(*answer.object(), "findings")) {
            const std::string rule(plugin::text_at(*one.object(), "rule"));
            if (all.find(rule) == std::string::npos) all += (all.empty() ? "" : " ") + rule;
        }
        return all;
    }
    bool has_deadline(const std::string& kind, const std::string& day) {
        const plugin::Value all = json({"deadlines", "--within", "400d", "--as-of", day});
        for (const plugin::Value& one : *all.array())
            if (plugin::text_at(*one.object(), "kind") == kind) return true;
        return false;
    }

    void record_the_firm() {
        const Outcome added = here.as("admin", "bank", {"add", sample("bank.json").string()});
        ASSERT_EQ(added.code, 0) << added.err;
        const Outcome patents = here.as("admin", "bank", {"add", sample("patent.json").string()});
        ASSERT_EQ(patents.code, 0) << patents.err;
        const Outcome marks = here.as("admin", "bank",
                                      {"import", "csv", sample("trademarks.csv").string(), "--map",
                                       sample("trademarks.map.json").string()});
        ASSERT_EQ(marks.code, 0) << marks.err;
        tell("ip.patent.recorded", "", "2023-03-10",
             R"({"office":"CN","number":"202110000002.0","kind":"invention","title":"一种紫砂泥料的陈腐方法",
                 "filing_date":"2021-05-18","grant_date":"2023-03-10","owners":[$F]})");
        for (const char* right : {first_patent, second_patent}) {
            if (right == second_patent)
                for (int year = 3; year <= 5; ++year)
                    fee(right, year, std::to_string(2020 + year) + "-05-10");
            fee(right, 6, "2026-05-11");
        }
        for (const auto& [right, value] :
             {std::pair{first_patent, "800000000"}, {second_patent, "400000000"}, {mark, "500000000"}})
            tell("collateral.valuation.recorded", "", "2026-09-15",
                 std::string(R"({"right":")") + right + R"(","value":{"amount":)" + value +
                     R"(,"currency":"CNY"},"method":"income","base_date":"2026-09-01"})");
    }

    std::string last_error;
};

TEST_F(PledgeStory, from_the_campaign_to_the_audit) {
    here.make_registry("bank");
    record_the_firm();

    // The association's campaign; the firm promises, breaks its promise, and repairs it.
    tell("commitments.scheme.opened", "scheme/zisha-2026", "2026-02-01",
         R"({"name":"紫砂行业诚信自律公约 2026","association":$A,"campaign":"2026诚信经营承诺活动",
             "clauses":[{"id":"1","text":"按时足额支付工资","check_every":"month"}],"liability":"提醒、暂停评优资格"})");
    const std::string promise =
        R"({"promisor":$F,"promisor_category":"organisation","matter":"参加公约","content":"按时足额支付工资",
            "liability":"接受协会提醒","acceptor":$A,"publication":"public","place":"320282",
            "promisor_proof":{"kind":"statement","signatory":"法定代表人"},"brand":"brand/宜兴紫砂匠",)";
    tell(
        "commitments.commitment.signed", "", "2026-03-01",
        promise +
            R"("scheme":"scheme/zisha-2026","type":"self_discipline","made_on":"2026-03-01","valid_until":"2029-02-28"})");
    tell("commitments.commitment.accepted", commitment, "2026-03-03", "{}");
    EXPECT_EQ(status(commitment, "2026-03-04"), "in_force");
    EXPECT_EQ(finding("E38", "2026-04-01"), "MET");
    tell("commitments.commitment.breach_found", commitment, "2026-05-12",
         R"({"severity":"minor","facts":"4月工资延迟支付","notice_on":"2026-05-06","statement":"情况属实",
             "found_on":"2026-05-12","finder":$A})");
    EXPECT_EQ(status(commitment, "2026-05-13"), "breached");
    EXPECT_EQ(finding("E38", "2026-05-13"), "NOT_MET");
    on("commitments.commitment.rectification_planned", commitment, "2026-05-14", R"(,"due":"2026-06-30")");
    tell("commitments.commitment.signed", "", "2026-05-14",
         promise + R"("type":"credit_repair","made_on":"2026-05-14"})");
    tell("commitments.commitment.accepted", "commitment/32028220260514000001", "2026-05-15", "{}");
    on("commitments.commitment.repair_applied", commitment, "2026-06-10",
       R"(,"proof":"已补发工资","repair_commitment":"commitment/32028220260514000001")");
    on("commitments.commitment.repaired", commitment, "2026-06-20");
    EXPECT_EQ(status(commitment, "2026-06-21"), "repaired");
    EXPECT_EQ(finding("E38", "2026-06-21"), "MET");

    // The same brand pledges a mark and two patents.
    // What no register told, somebody looked up on paper, and the contract says so.
    std::string looked_up;
    for (const char* rule : {"E37", "E40", "E42"})
        looked_up += (looked_up.empty() ? "" : ",") + (R"({"rule":")" + std::string(rule)) +
                     R"(","reason":"已人工查询","by":$B,"proof":{"kind":"statement","signatory":"经办人"}})";
    const std::string contract =
        R"({"acknowledgements":[)" + looked_up +
        R"(],"loan":"loan/JN-2026-0815","pledgor":$F,"pledgee":$B,"secured":{"amount":330000000,"currency":"CNY"},
            "agreed_on":"2026-10-20","scope":"本金、利息、违约金和实现质权的费用","clauses":{"forfeiture":false,
            "fees_paid_by":"pledgor","know_how":true},"rights":[)" +
        (std::string("\"") + mark + "\",\"" + first_patent + "\",\"" + second_patent + "\"],");
    tell("collateral.pledge.agreed", "", "2026-10-20", contract + R"("until":"2027-12-31"})");
    tell("collateral.pledge.registered", pledge, "2026-10-26",
         R"({"registration_number":"Y2026320000123","registered_on":"2026-10-26"})");
    on("collateral.pledge.published", pledge, "2026-11-09");
    EXPECT_EQ(status(pledge, "2026-11-10"), "registered");
    EXPECT_EQ(alerts("2026-11-10"), "CA-SHORT") << "as was agreed, and worth knowing";
    // No second pledge of the patents while this one stands.
    tell("collateral.pledge.agreed", "", "2026-11-12", contract + R"("until":"2028-10-19"})", 3);
    EXPECT_NE(last_error.find("eligibility.E14"), std::string::npos) << last_error;

    // The seventh annual fee is missed, the alert comes, the fee is paid in the months of grace.
    fee(first_patent, 7, "2027-05-10");
    EXPECT_EQ(alerts("2027-05-18").find("CA-GRACE"), std::string::npos);
    EXPECT_NE(alerts("2027-06-01").find("CA-GRACE"), std::string::npos) << alerts("2027-06-01");
    EXPECT_TRUE(has_deadline("annual_fee", "2027-06-01"));
    fee(second_patent, 7, "2027-09-20");
    EXPECT_EQ(alerts("2027-09-21").find("CA-GRACE"), std::string::npos) << alerts("2027-09-21");

    // The registered term of the mark's pledge would end before the loan: told, and extended.
    EXPECT_TRUE(has_deadline("pledge_term", "2027-10-15"));
    EXPECT_NE(alerts("2027-10-15").find("CA-NEAR"), std::string::npos) << alerts("2027-10-15");
    on("collateral.pledge.extended", pledge, "2027-11-30", R"(,"until":"2029-04-30")");
    EXPECT_FALSE(has_deadline("pledge_term", "2027-12-05"));
    EXPECT_EQ(alerts("2027-12-05").find("CA-SHORT"), std::string::npos) << alerts("2027-12-05");

    // Repaid, the release is due, and done.
    for (const char* right : {first_patent, second_patent}) fee(right, 8, "2028-05-10");
    on("collateral.loan.repaid", loan, "2028-10-18", R"(,"amount":{"amount":300000000,"currency":"CNY"})");
    EXPECT_TRUE(has_deadline("pledge_release", "2028-10-20"));
    on("collateral.pledge.released", pledge, "2028-11-01");
    EXPECT_EQ(status(pledge, "2028-11-02"), "released");
    EXPECT_FALSE(has_deadline("pledge_release", "2028-11-02"));
    // The question takes a day: what it was before the release, it still was.
    EXPECT_EQ(status(pledge, "2027-06-01"), "registered");

    // The brand on one page, on the day of its record and at the end.
    const auto page = [&](const std::string& day) {
        return here
            .as("admin", "bank",
                {"report", "collateral.brand", "--param", "brand=brand/宜兴紫砂匠", "--as-of", day})
            .out;
    };
    EXPECT_NE(page("2026-08-03").find("repaired on 2026-06-20"), std::string::npos) << page("2026-08-03");
    const std::string end = page("2028-11-02");
    EXPECT_EQ(end.find(" red "), std::string::npos) << end;
    EXPECT_NE(end.find("repaired on 2026-06-20"), std::string::npos) << end;

    // An auditor verifies everything, and takes one entry away.
    ASSERT_EQ(here.as("admin", "bank",
                      {"operator", "add", "auditor", "--role", "auditor", "--new-passphrase-file",
                       here.passphrase_of("auditor")})
                  .code,
              0);
    const Outcome audit = here.as("auditor", "bank", {"audit", "--json"});
    EXPECT_EQ(audit.code, 0) << audit.out << audit.err;
    const plugin::Value history = json({"history", pledge});
    ASSERT_EQ(history.array()->size(), 5U);
    const std::string entry(plugin::text_at(*history.array()->front().object(), "entry"));
    ASSERT_EQ(here.as("admin", "bank", {"prove", entry, "--out", (here / "pledge.proof").string()}).code, 0);
    EXPECT_EQ(here.xinbu({"verify", (here / "pledge.proof").string()}).code, 0);
}

}  // namespace
}  // namespace xinbu::test
