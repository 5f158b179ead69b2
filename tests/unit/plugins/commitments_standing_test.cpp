#include "plugins/commitments_support.hpp"

namespace xinbu::commitments::test {
namespace {

TEST_F(CommitmentsTest, standing_follows_the_day) {
    accept();
    const std::string by_code = R"({"organisation":"91320282MA0000015N"})";
    plugin::CheckAnswer answer = bench.check("commitments.standing", by_code, "2026-05-01");
    EXPECT_EQ(fact(answer, "in_force"), 1);
    EXPECT_EQ(fact(answer, "broken"), 0);
    EXPECT_EQ(finding(answer, "C-01").status, plugin::FindingStatus::met);
    EXPECT_EQ(plugin::verdict_of(answer.findings), plugin::Verdict::pass);

    answer = bench.check("commitments.standing", by_code, "2027-01-01");
    EXPECT_EQ(fact(answer, "expired_unverified"), 1);
    EXPECT_EQ(fact(answer, "kept"), 0);
    EXPECT_EQ(finding(answer, "C-03").status, plugin::FindingStatus::unknown);

    breach();
    answer = bench.check("commitments.standing", R"({"organisation":"organisation/91320282MA0000015N"})",
                         "2026-06-01");
    EXPECT_EQ(fact(answer, "broken"), 1);
    EXPECT_EQ(fact(answer, "in_force"), 0);
    EXPECT_EQ(plugin::array_at(answer.facts, "open_breaches"), plugin::Array{first});
    EXPECT_EQ(finding(answer, "C-01").status, plugin::FindingStatus::not_met);
    EXPECT_EQ(finding(answer, "C-01").evidence, std::vector<std::string>{first});
    EXPECT_EQ(plugin::verdict_of(answer.findings), plugin::Verdict::warn);
    EXPECT_EQ(fact(bench.check("commitments.standing", by_code, "2026-05-31"), "broken"), 0);

    plan("2026-06-02");
    step("disputed", R"({"text":"t"})", "2026-06-02");
    answer = bench.check("commitments.standing", by_code, "2026-06-02");
    EXPECT_EQ(fact(answer, "under_repair"), 1);
    EXPECT_EQ(fact(answer, "broken"), 0);
    EXPECT_EQ(plugin::array_at(answer.facts, "open_breaches"), plugin::Array{first});
    EXPECT_EQ(finding(answer, "C-04").evidence, std::vector<std::string>{first});

    const std::string repair = sign_repair();
    apply("2026-06-03", repair);
    step("repair_refused", R"({"on":"2026-06-04"})", "2026-06-04");
    EXPECT_EQ(finding(bench.check("commitments.standing", by_code, "2026-06-04"), "C-02").status,
              plugin::FindingStatus::not_met);
    plan("2026-06-05");
    apply("2026-06-06", repair);
    step("repaired", R"({"on":"2026-06-07"})", "2026-06-07");
    answer = bench.check("commitments.standing", by_code, "2026-06-07");
    EXPECT_EQ(fact(answer, "repaired"), 1);
    EXPECT_EQ(finding(answer, "C-01").status, plugin::FindingStatus::met);
}

/// The line of a commitment in the facts: what it counts as, the entry that says so and its day.
std::string line_of(const plugin::CheckAnswer& answer, const std::string& record) {
    for (const plugin::Value& one : plugin::array_at(answer.facts, "commitments"))
        if (one.object() != nullptr && plugin::text_at(*one.object(), "commitment") == record)
            return std::string(plugin::text_at(*one.object(), "counts_as")) + " by " +
                   std::string(plugin::text_at(*one.object(), "entry")) + " of " +
                   std::string(plugin::text_at(*one.object(), "since"));
    return {};
}

TEST_F(CommitmentsTest, standing_names_the_entry_that_says_so) {
    const auto line = [&](const std::string& day) {
        return line_of(bench.check("commitments.standing", R"({"organisation":"91320282MA0000015N"})", day),
                       first);
    };
    accept();
    EXPECT_EQ(line("2026-03-01"), "pending by commitments.commitment.signed of 2026-03-01");
    EXPECT_EQ(line("2026-03-03"), "in_force by commitments.commitment.accepted of 2026-03-03");
    EXPECT_EQ(line("2027-01-01"), "expired_unverified by commitments.commitment.signed of 2026-12-31");
    ASSERT_EQ(breach("2026-06-01", "general"), Rules{});
    EXPECT_EQ(line("2026-06-01"), "broken by commitments.commitment.breach_found of 2026-06-01");
    ASSERT_EQ(plan("2026-06-02"), Rules{});
    EXPECT_EQ(line("2026-06-02"),
              "under_repair by commitments.commitment.rectification_planned of 2026-06-02");
}

TEST_F(CommitmentsTest, standing_tells_the_clocks_of_open_breaches) {
    accept();
    ASSERT_EQ(breach("2026-06-01", "serious"), Rules{});
    const plugin::CheckAnswer answer =
        bench.check("commitments.standing", R"({"organisation":"91320282MA0000015N"})", "2026-06-01");
    ASSERT_EQ(plugin::array_at(answer.facts, "breaches").size(), 1U);
    const Object& fact = *plugin::array_at(answer.facts, "breaches")[0].object();
    EXPECT_EQ(plugin::text_at(fact, "commitment"), first);
    EXPECT_EQ(plugin::text_at(fact, "repair_possible_from"), "2027-06-01");
    EXPECT_EQ(plugin::text_at(fact, "publish_until"), "2029-06-01");
    EXPECT_EQ(plugin::text_at(fact, "law"), "NDRC36");
    EXPECT_EQ(plugin::text_at(fact, "rule_status"), "verified");
}

TEST_F(CommitmentsTest, standing_counts_promises_and_not_those_who_took_them) {
    accept();
    EXPECT_EQ(
        fact(bench.check("commitments.standing", R"({"organisation":"51320282MJ000000XL"})", "2026-05-01"),
             "in_force"),
        0);
    EXPECT_EQ(finding(bench.check("commitments.standing", "{}", "2026-05-01"), "C-05").status,
              plugin::FindingStatus::unknown);
}

/// A commitment as the host tells it of a followed registry.
Object told(const std::string& record, const std::string& status, bool confirmed,
            const std::string& promisor = firm) {
    return {{"registry", "某市行业协会"},
            {"record", record},
            {"status", status},
            {"confirmed", confirmed},
            {"overlays", plugin::Array{}},
            {"fields", Object{{"promisor", Object{{"name", "某公司"}, {"identifier", promisor}}},
                              {"matter", "参加公约"},
                              {"made_on", "2026-03-01"},
                              {"accepted_on", "2026-03-03"},
                              {"valid_until", "2026-12-31"}}}};
}

TEST_F(CommitmentsTest, standing_counts_what_followed_registries_tell) {
    accept();
    const auto ask = [&](plugin::Array elsewhere) {
        return bench.check("commitments.standing", R"({"organisation":"91320282MA0000015N"})", "2026-06-01",
                           [&](const Object& asked) {
                               EXPECT_EQ(plugin::text_at(asked, "kind"), "commitment");
                               EXPECT_EQ(plugin::text_at(asked, "about"), "organisation/91320282MA0000015N");
                               return plugin::CheckAnswer{{}, Object{{"records", elsewhere}}};
                           });
    };
    const std::string other = "commitment/32050020260301000007";
    Object broken = told(other, "breached", true);
    broken.find("fields")->object()->set(
        "breaches", plugin::Array{Object{{"severity", "general"}, {"found_on", "2026-05-01"}}});
    plugin::CheckAnswer answer =
        ask({broken, told(first, "fulfilled", true),
             told("commitment/32050020260301000008", "accepted", true, association)});
    EXPECT_EQ(fact(answer, "broken"), 1);
    EXPECT_EQ(fact(answer, "in_force"), 1) << "its own record comes first; somebody else's is not meant";
    EXPECT_EQ(fact(answer, "kept"), 0);
    EXPECT_EQ(plugin::array_at(answer.facts, "open_breaches"), plugin::Array{other});
    EXPECT_EQ(plugin::array_at(answer.facts, "breaches").size(), 1U);
    EXPECT_EQ(finding(answer, "C-09").evidence, std::vector<std::string>{"某市行业协会: " + other});
    EXPECT_EQ(plugin::verdict_of(answer.findings), plugin::Verdict::warn);

    // Of a ledger that nobody confirmed nothing counts, and that is told.
    answer = ask({told(other, "fulfilled", false)});
    EXPECT_EQ(fact(answer, "kept"), 0);
    EXPECT_EQ(fact(answer, "in_force"), 1);
    EXPECT_EQ(finding(answer, "C-10").status, plugin::FindingStatus::unknown);
    EXPECT_EQ(plugin::verdict_of(answer.findings), plugin::Verdict::warn);
    // Two registries tell of one: the one that was confirmed counts.
    answer = ask({told(other, "breached", false), told(other, "fulfilled", true)});
    EXPECT_EQ(fact(answer, "kept"), 1);
    EXPECT_EQ(fact(answer, "broken"), 0);
}

TEST_F(CommitmentsTest, the_standing_of_nobody_is_no_clean_record) {
    for (const char* text : {"320102********0010", "某某公司", "91320282MA0000015X"}) {
        const plugin::CheckAnswer answer = bench.check(
            "commitments.standing", std::string(R"({"organisation":")") + text + "\"}", "2026-05-01");
        EXPECT_EQ(finding(answer, "C-05").status, plugin::FindingStatus::unknown) << text;
        EXPECT_EQ(plugin::verdict_of(answer.findings), plugin::Verdict::warn) << text;
    }
}

TEST_F(CommitmentsTest, the_standing_of_a_brand_includes_its_lead) {
    bench.add("brands.brand.recorded", "", "2026-01-06",
              json_object(R"({"name":"宜兴紫砂匠","category":"culture","region":"320282",
                              "lead":"organisation/91320282MA0000015N"})"));
    bench.add("brands.brand.recorded", "", "2026-01-06",
              json_object(R"({"name":"宜兴陶工","category":"culture","region":"320282"})"));
    sign();
    step("accepted", "{}", "2026-03-03");
    sign(with(promise(), "brand", R"("brand/宜兴紫砂匠")"));
    step("accepted", "{}", "2026-03-03", "commitment/32028220260301000002");
    sign(with(promise(), "brand", R"("brand/宜兴陶工")"));
    step("accepted", "{}", "2026-03-03", "commitment/32028220260301000003");
    const auto in_force = [&](const char* parameters) {
        return fact(bench.check("commitments.standing", parameters, "2026-05-01"), "in_force");
    };
    EXPECT_EQ(in_force(R"({"brand":"brand/宜兴紫砂匠"})"), 2);
    EXPECT_EQ(in_force(R"({"brand":"brand/宜兴陶工"})"), 1);
    EXPECT_EQ(in_force(R"({"brand":"brand/宜兴紫砂匠","organisation":"91320282MA0000015N"})"), 3);
}

// ---- integrity evaluation

TEST_F(CommitmentsTest, an_evaluation_is_numbered_and_ends) {
    const auto evaluate = [&](const std::string& subject, const std::string& evaluator) {
        return bench.add(
            "commitments.evaluation.recorded", "", "2026-04-01",
            json_object(R"({"subject":")" + subject + R"(","grade":"AA","valid_until":"2027-03-31",
                                         "indicators":[{"name":"履约率","result":"100%"}],
                                         "evaluator":{"name":"协会","identifier":")" +
                        evaluator + "\"}}"));
    };
    EXPECT_EQ(evaluate("organisation/91320282MA0000015N", association), Rules{"reference.unknown?"});
    EXPECT_EQ(bench.last_record(), "evaluation/91320282MA0000015N-1");
    EXPECT_EQ(evaluate("organisation/91320282MA0000015N", association), Rules{"reference.unknown?"});
    EXPECT_EQ(bench.last_record(), "evaluation/91320282MA0000015N-2");
    EXPECT_EQ(bench.status("evaluation/91320282MA0000015N-1", "2027-03-31"), "valid");
    EXPECT_EQ(bench.status("evaluation/91320282MA0000015N-1", "2027-04-01"), "expired");
    EXPECT_EQ(evaluate("organisation/51320282MJ000000XL", association),
              (Rules{"commitments.evaluation.self", "reference.unknown?"}));
    EXPECT_EQ(evaluate("scheme/a", association),
              (Rules{"commitments.evaluation.subject", "reference.unknown?"}));
}

class Evaluations : public CommitmentsTest {
protected:
    void SetUp() override {
        ASSERT_EQ(
            bench.add("brands.organisation.recorded", "", "2026-01-05",
                      json_object(R"({"name":"宜兴陶缘紫砂有限公司","identifier":"91320282MA0000015N"})")),
            Rules{});
    }
    Rules publish(const std::string& indicators, const std::string& grades = R"(["AAA","AA","A"])") {
        return bench.add("commitments.indicator_set.published", "", "2026-01-10",
                         json_object(R"({"name":"诚信指标","version":"2026","grades":)" + grades +
                                     R"(,"association":{"name":"协会","identifier":"51320282MJ000000XL"},)" +
                                     R"("indicators":)" + indicators + "}"));
    }
    Rules evaluate(const std::string& more, const std::string& grade = "AA",
                   const std::string& indicators = R"([{"name":"履约率","result":"100%"}])") {
        return bench.add("commitments.evaluation.recorded", "", "2026-04-01",
                         json_object(R"({"subject":"organisation/91320282MA0000015N","grade":")" + grade +
                                     R"(","evaluator":{"name":"协会","identifier":"51320282MJ000000XL"},)" +
                                     R"("indicators":)" + indicators + more + "}"));
    }
    Rules later(const std::string& name, const std::string& data, const std::string& day) {
        return bench.add("commitments.evaluation." + name, "evaluation/91320282MA0000015N-1", day,
                         json_object(data));
    }
    std::string grade(const std::string& day) const {
        return field("grade", day, "evaluation/91320282MA0000015N-1");
    }
};

TEST_F(Evaluations, an_indicator_set_is_sound) {
    EXPECT_EQ(publish(R"([{"name":"履约率","weight":6000},{"name":"工资支付","weight":4000}])"), Rules{});
    EXPECT_EQ(bench.last_record(), "indicator-set/诚信指标@2026");
    bench = make();
    EXPECT_EQ(publish(R"([{"name":"履约率","weight":6000},{"name":"工资支付","weight":3999}])"),
              Rules{"commitments.evaluation.weights"});
    EXPECT_EQ(publish(R"([{"name":"履约率","weight":10000},{"name":"工资支付"}])"),
              Rules{"commitments.evaluation.weights"});
    EXPECT_EQ(publish(R"([{"name":"履约率"},{"name":"履约率"}])"),
              Rules{"commitments.evaluation.indicator_twice"});
    EXPECT_EQ(publish(R"([{"name":"履约率"}])", R"(["A","A"])"), Rules{"commitments.evaluation.grade_twice"});
    EXPECT_EQ(publish(R"([{"name":"履约率"}])", R"(["A","黑名单"])"), Rules{"commitments.wording"});
}

TEST_F(Evaluations, a_published_set_binds_the_evaluator) {
    ASSERT_EQ(publish(R"([{"name":"履约率"},{"name":"工资支付"}])"), Rules{});
    const std::string by_set = R"(,"indicator_set":"indicator-set/诚信指标@2026")";
    const std::string both = R"([{"name":"履约率","result":"100%"},{"name":"工资支付","result":"按时"}])";
    EXPECT_EQ(evaluate(by_set), Rules{"commitments.evaluation.indicator"});
    EXPECT_EQ(evaluate(by_set, "B", both), Rules{"commitments.evaluation.grade"});
    EXPECT_EQ(
        evaluate(
            by_set, "AA",
            R"([{"name":"履约率","result":"1"},{"name":"工资支付","result":"1"},{"name":"其他","result":"1"}])"),
        Rules{"commitments.evaluation.indicator"});
    EXPECT_EQ(evaluate(by_set, "AA", both), Rules{});
}

TEST_F(Evaluations, a_grade_is_no_blacklist) {
    EXPECT_EQ(evaluate("", "黑 名 单"), Rules{"commitments.wording"});
}

TEST_F(Evaluations, the_lead_of_a_brand_does_not_evaluate_it) {
    bench.add("brands.brand.recorded", "", "2026-01-06",
              json_object(R"({"name":"宜兴紫砂匠","category":"culture","region":"320282",
                              "lead":"organisation/51320282MJ000000XL"})"));
    EXPECT_EQ(bench.add("commitments.evaluation.recorded", "", "2026-04-01",
                        json_object(R"({"subject":"brand/宜兴紫砂匠","grade":"A",
                                        "indicators":[{"name":"履约率","result":"100%"}],
                                        "evaluator":{"name":"协会","identifier":"51320282MJ000000XL"}})")),
              Rules{"commitments.evaluation.self"});
}

TEST_F(Evaluations, an_appeal_is_marked_until_it_is_decided) {
    ASSERT_EQ(evaluate(""), Rules{});
    EXPECT_EQ(later("appeal_decided", R"({"text":"维持","outcome":"upheld"})", "2026-04-10"),
              Rules{"commitments.evaluation.not_appealed"});
    ASSERT_EQ(later("appealed", R"({"text":"工资已按时支付"})", "2026-04-10"), Rules{});
    const std::string subject = R"({"organisation":"91320282MA0000015N"})";
    EXPECT_EQ(bench.at("evaluation/91320282MA0000015N-1", "2026-04-10").overlays, Rules{"appealed"});
    EXPECT_EQ(finding(bench.check("commitments.standing", subject, "2026-04-10"), "C-07").status,
              plugin::FindingStatus::soft);
    EXPECT_EQ(later("appeal_decided", R"({"text":"变更","outcome":"changed"})", "2026-04-20"),
              Rules{"commitments.evaluation.new_grade"});
    EXPECT_EQ(later("appeal_decided", R"({"text":"维持","outcome":"upheld","grade":"AAA"})", "2026-04-20"),
              Rules{"commitments.evaluation.new_grade"});
    ASSERT_EQ(later("appeal_decided", R"({"text":"变更","outcome":"changed","grade":"AAA"})", "2026-04-20"),
              Rules{});
    EXPECT_EQ(grade("2026-04-19"), "AA");
    EXPECT_EQ(grade("2026-04-20"), "AAA");
    EXPECT_TRUE(bench.at("evaluation/91320282MA0000015N-1", "2026-04-20").overlays.empty());
    EXPECT_EQ(finding(bench.check("commitments.standing", subject, "2026-04-20"), "C-07").status,
              plugin::FindingStatus::met);
    const Object answer =
        plugin::object_at(bench.check("commitments.standing", subject, "2026-04-20").facts, "evaluation");
    EXPECT_EQ(plugin::text_at(answer, "grade"), "AAA");
}

TEST_F(Evaluations, a_revoked_one_says_nothing) {
    ASSERT_EQ(evaluate(""), Rules{});
    ASSERT_EQ(later("appealed", R"({"text":"t"})", "2026-04-10"), Rules{});
    ASSERT_EQ(later("appeal_decided", R"({"text":"撤销","outcome":"revoked"})", "2026-04-20"), Rules{});
    EXPECT_EQ(bench.status("evaluation/91320282MA0000015N-1", "2026-04-20"), "revoked");
    EXPECT_EQ(later("appealed", R"({"text":"t"})", "2026-04-21"), Rules{"commitments.evaluation.revoked"});
    EXPECT_FALSE(bench.check("commitments.standing", R"({"organisation":"91320282MA0000015N"})", "2026-04-20")
                     .facts.contains("evaluation"));
}

}  // namespace
}  // namespace xinbu::commitments::test
