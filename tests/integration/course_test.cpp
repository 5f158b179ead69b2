// The course of a commitment and of an evaluation through the built program: what falls due, what a finding
// needs, what an appeal changes.
#include "members.hpp"
#include "program.hpp"

namespace xinbu::test {
namespace {

constexpr const char* commitment = "commitment/32028220260301000001";
constexpr const char* association = R"({"name": "宜兴市紫砂行业协会", "identifier": "51320282MJ000000XL"})";

class Course : public ::testing::Test {
protected:
    Workplace here;

    void SetUp() override {
        here.make_registry("a", "association", "51320282MJ000000XL");
        ASSERT_EQ(run({"add", here.file("a.json", association_drafts)}).code, 0);
        std::vector<std::vector<std::string>> rows{commitment_header(), commitment_row(1)};
        rows[0].emplace_back("承诺有效期");
        rows[1].emplace_back("2026-12-31");
        ASSERT_EQ(run({"import", "commitments-csv", here.file("c.csv", csv_of(rows))}).code, 0);
    }
    Outcome run(std::vector<std::string> arguments) const {
        return here.as("admin", "a", std::move(arguments));
    }
    Outcome add(const std::string& type, const std::string& record, const std::string& day,
                const std::string& data) const {
        return run(
            {"add", "--json",
             here.file("draft.json", R"({"type": ")" + type + R"(", "record": ")" + record +
                                         R"(", "effective": ")" + day + R"(", "data": )" + data + "}")});
    }
    /// "kind due" of everything that falls due on a record, asked for on a day.
    std::vector<std::string> due(const std::string& day, const std::string& record = commitment) const {
        const Outcome asked =
            run({"deadlines", "--record", record, "--within", "1y", "--as-of", day, "--json"});
        EXPECT_EQ(asked.code, 0) << asked.err;
        std::vector<std::string> found;
        const plugin::Value answer = asked.json();
        if (answer.array() == nullptr) return found;
        for (const plugin::Value& one : *answer.array())
            found.push_back(std::string(plugin::text_at(*one.object(), "kind")) + " " +
                            std::string(plugin::text_at(*one.object(), "due")));
        return found;
    }
    std::string status(const std::string& record, const std::string& day) const {
        const plugin::Value shown = run({"show", record, "--as-of", day, "--json"}).json();
        return shown.object() != nullptr ? std::string(plugin::text_at(*shown.object(), "status")) : "";
    }
    using Due = std::vector<std::string>;
};

TEST_F(Course, clauses_fall_due_in_their_rhythm_and_an_end_asks_for_a_finding) {
    EXPECT_EQ(due("2026-03-05"), (Due{"check 2026-06-01", "validity_end 2026-12-31"}));
    const std::string check = R"({"on": "2026-05-20", "result": "kept", "clauses": ["1"], "checker": )" +
                              std::string(association) + "}";
    ASSERT_EQ(add("commitments.commitment.checked", commitment, "2026-05-20", check).code, 0);
    EXPECT_EQ(due("2026-05-21"), (Due{"check 2026-08-20", "validity_end 2026-12-31"}));
    EXPECT_EQ(due("2026-09-01"), (Due{"check 2026-08-20", "validity_end 2026-12-31"})) << "overdue stays";
    EXPECT_EQ(status(commitment, "2027-01-01"), "expired") << "which is no fulfilment";
    EXPECT_EQ(due("2027-01-01"), Due{"finding 2027-01-30"});

    const auto found = [&](const std::string& more) {
        return add("commitments.commitment.fulfilment_found", commitment, "2027-01-10",
                   R"({"status": "partial", "found_on": "2027-01-10", "finder": )" +
                       std::string(association) + more + "}");
    };
    const Outcome bare = found("");
    EXPECT_EQ(bare.code, 3);
    for (const char* needed : {"/data/unmet", "/data/measures", "commitments.fulfilment.missing"})
        EXPECT_NE(bare.out.find(needed), std::string::npos) << needed << bare.out;
    ASSERT_EQ(found(R"(, "unmet": "第1条", "measures": "提醒")").code, 0);
    EXPECT_EQ(status(commitment, "2027-01-10"), "partly_fulfilled");
    EXPECT_EQ(due("2027-01-11"), Due{});
}

TEST_F(Course, an_evaluation_goes_by_its_set_and_may_be_appealed) {
    const std::string firm = "organisation/" + credit_code(1);
    ASSERT_EQ(
        add("commitments.indicator_set.published", "indicator-set/2026", "2026-06-01",
            R"({"name": "诚信评价指标", "association": )" + std::string(association) +
                R"(, "indicators": [{"name": "承诺履行", "weight": 6000}, {"name": "工资支付", "weight": 4000}],
                          "grades": ["A", "B", "C"]})")
            .code,
        0);
    const auto evaluate = [&](const std::string& grade, const std::string& indicators) {
        return add(
            "commitments.evaluation.recorded", "evaluation/e1", "2026-07-01",
            R"({"subject": ")" + firm + R"(", "grade": ")" + grade + R"(", "indicators": )" + indicators +
                R"(, "evaluator": )" + association +
                R"(, "valid_until": "2027-06-30", "indicator_set": "indicator-set/2026", "cycle": "2026"})");
    };
    const std::string both =
        R"([{"name": "承诺履行", "result": "良"}, {"name": "工资支付", "result": "良"}])";
    EXPECT_EQ(evaluate("D", both).code, 3) << "no such grade";
    EXPECT_EQ(evaluate("B", R"([{"name": "承诺履行", "result": "良"}])").code, 3)
        << "an indicator is missing";
    ASSERT_EQ(evaluate("B", both).code, 0);
    EXPECT_EQ(due("2027-01-01", "evaluation/e1"), Due{"evaluation_end 2027-06-30"});
    EXPECT_EQ(status("evaluation/e1", "2027-07-01"), "expired");
    const auto decide = [&] {
        return add("commitments.evaluation.appeal_decided", "evaluation/e1", "2026-07-20",
                   R"({"text": "复核后调整", "outcome": "changed", "grade": "A"})");
    };
    EXPECT_EQ(decide().code, 3) << "nobody appealed";
    ASSERT_EQ(
        add("commitments.evaluation.appealed", "evaluation/e1", "2026-07-10", R"({"text": "工资均按时支付"})")
            .code,
        0);
    EXPECT_NE(run({"show", "evaluation/e1", "--json"}).out.find("\"appealed\""), std::string::npos);
    ASSERT_EQ(decide().code, 0);
    const Outcome standing = run({"check", "commitments.standing", "--param",
                                  "organisation=" + credit_code(1), "--as-of", "2026-08-01", "--json"});
    EXPECT_NE(standing.out.find("\"grade\":\"A\""), std::string::npos) << standing.out;
}

TEST_F(Course, the_rules_come_from_a_signed_pack) {
    const Outcome plugins = run({"plugins", "--json"});
    EXPECT_NE(plugins.out.find("commitments.CN"), std::string::npos) << plugins.out;
    EXPECT_EQ(run({"plugins", "schema", "commitments.CN"}).code, 0);
    const Outcome rules = run({"check", "commitments.rules", "--param", "day=2026-05-01", "--json"});
    EXPECT_NE(rules.out.find("\"article_status\":\"unverified\""), std::string::npos) << rules.out;
}

}  // namespace
}  // namespace xinbu::test
