// The terms of publication and repair by the rules of the day, and what falls due.
#include "commitments/law.hpp"
#include "plugins/commitments_support.hpp"

namespace xinbu::commitments::test {
namespace {

using plugin::Date;

TEST(CommitmentTerms, follow_the_rules_in_force) {
    struct Terms {
        Date day;
        const char* severity;
        const char* law;
        int least, most;
        bool in_force, verified;
    };
    const std::vector<Terms> all{{{2026, 4, 1}, "minor", "NDRC36", 0, 3, true, true},
                                 {{2026, 4, 1}, "general", "NDRC36", 3, 12, true, true},
                                 {{2026, 4, 1}, "serious", "NDRC36", 12, 36, true, true},
                                 {{2030, 1, 1}, "general", "NDRC36", 3, 12, true, true},
                                 {{2026, 3, 31}, "minor", "NDRC58", 0, 0, true, false},
                                 {{2026, 3, 31}, "general", "NDRC58", 3, 36, true, false},
                                 {{2023, 5, 1}, "serious", "NDRC58", 12, 36, true, false},
                                 {{2023, 4, 30}, "general", "NDRC58", 3, 36, false, false}};
    for (const Terms& one : all) {
        const Bearing bearing = terms_on(one.severity, one.day);
        ASSERT_NE(bearing.rule, nullptr);
        EXPECT_EQ(bearing.rule->law, one.law) << one.day.text() << one.severity;
        EXPECT_EQ(bearing.rule->least_months, one.least) << one.day.text() << one.severity;
        EXPECT_EQ(bearing.rule->most_months, one.most) << one.day.text() << one.severity;
        EXPECT_EQ(bearing.is_in_force, one.in_force) << one.day.text() << one.severity;
        EXPECT_EQ(bearing.is_verified(), one.verified) << one.day.text() << one.severity;
    }
    EXPECT_EQ(terms_on("grave", {2026, 4, 1}).rule, nullptr);
    EXPECT_EQ(terms_on("", {2026, 4, 1}).rule, nullptr);
}

TEST_F(CommitmentsTest, the_rules_can_be_asked_for) {
    const auto count = [&](const char* parameters) {
        return plugin::array_at(bench.check("commitments.rules", parameters, "2026-06-01").facts, "rules")
            .size();
    };
    EXPECT_EQ(count("{}") - count(R"({"day":"2026-06-01"})"), 3U);  // those of Order 58
    EXPECT_EQ(count(R"({"day":"2026-03-31"})"), count(R"({"day":"2026-04-01"})"));
}

TEST_F(CommitmentsTest, each_rule_says_what_it_says_from_when_and_why) {
    const plugin::CheckAnswer answer = bench.check("commitments.rules", "{}", "2026-06-01");
    EXPECT_EQ(answer.findings.size(), plugin::array_at(answer.facts, "rules").size());
    EXPECT_EQ(plugin::verdict_of(answer.findings), plugin::Verdict::pass);
    Rules said;
    for (const plugin::Finding& one : answer.findings) {
        EXPECT_FALSE(one.basis.en.empty() || one.basis.zh.empty()) << one.rule;
        said.push_back(one.rule + " " + one.message.en + " [" + one.basis.en + "]");
        said.push_back(one.message.zh);
    }
    const std::vector<std::string> wanted{
        "RC-02 Publication and repair of a breach of the general class: published for 3 months at least and "
        "12 months at most, repair after the shortest term; in force from 2026-04-01 [NDRC Order 36 (2025), "
        "Measures for Credit Repair, terms of publication (article not verified); source S30]",
        "CD-01 Acceptance: 5 working days; on any day [Usual period, which an association may set otherwise; "
        "the rule is not verified]",
        "轻微违诺的公示与修复期限：原则上不公示；公示的，最长3个月，履行义务后即可申请修复；自2026-04-"
        "01起施行",
        "到期后认定履行状态：30日；不限日期"};
    for (const std::string& one : wanted) EXPECT_NE(std::ranges::find(said, one), said.end()) << one;
}

struct Clock {
    const char *severity, *from, *until;
};

TEST_F(CommitmentsTest, a_breach_shows_its_clocks) {
    const std::vector<Clock> clocks{{"minor", "2026-06-30", "2026-09-30"},
                                    {"general", "2026-09-30", "2027-06-30"},
                                    {"serious", "2027-06-30", "2029-06-30"}};
    for (const Clock& clock : clocks) {
        bench = make();
        accept();
        ASSERT_EQ(breach("2026-06-30", clock.severity), Rules{});
        EXPECT_EQ(field("repair_possible_from", "2026-06-29"), "");
        EXPECT_EQ(field("repair_possible_from", "2026-06-30"), clock.from) << clock.severity;
        EXPECT_EQ(field("publish_until", "2026-06-30"), clock.until) << clock.severity;
    }
}

TEST_F(CommitmentsTest, a_month_without_that_day_ends_with_its_last) {
    ASSERT_EQ(sign(with(with(promise(), "made_on", R"("2026-01-01")"), "valid_until", R"("2028-12-31")"), "",
                   "2026-01-01"),
              weak);
    const std::string record = bench.last_record();
    ASSERT_EQ(step("accepted", "{}", "2026-01-02", record), Rules{});
    ASSERT_EQ(breach("2026-11-30", "general", "", record), Rules{});
    EXPECT_EQ(field("repair_possible_from", "2026-12-01", record), "2027-02-28");
}

TEST_F(CommitmentsTest, terms_are_those_of_the_day_that_is_asked_for) {
    ASSERT_EQ(sign(), weak);
    ASSERT_EQ(step("accepted", "{}", "2026-03-03"), Rules{});
    ASSERT_EQ(breach("2026-03-10", "general"), Rules{});
    EXPECT_EQ(field("publish_until", "2026-03-31"), "2029-03-10");
    EXPECT_EQ(field("publish_until", "2026-04-01"), "2027-03-10");
}

TEST_F(CommitmentsTest, what_is_withheld_has_no_publication) {
    ASSERT_EQ(sign(with(promise(), "publication", R"("withheld")")), weak);
    ASSERT_EQ(step("accepted"), Rules{});
    ASSERT_EQ(breach("2026-06-01", "general"), Rules{});
    EXPECT_EQ(field("publish_until", "2026-06-01"), "");
    EXPECT_EQ(field("repair_possible_from", "2026-06-01"), "2026-09-01");
}

TEST_F(CommitmentsTest, of_several_breaches_the_longest_term_counts) {
    accept();
    ASSERT_EQ(breach("2026-06-01", "serious"), Rules{});
    ASSERT_EQ(breach("2026-07-01", "general"), Rules{});
    EXPECT_EQ(field("repair_possible_from", "2026-07-01"), "2027-06-01");
    EXPECT_EQ(field("publish_until", "2026-07-01"), "2029-06-01");
}

TEST_F(CommitmentsTest, a_repair_waits_for_the_shortest_term) {
    for (const Clock& clock : {Clock{"minor", "2026-06-01", ""}, Clock{"general", "2026-09-01", ""},
                               Clock{"serious", "2027-06-01", ""}}) {
        bench = make();
        accept();
        ASSERT_EQ(breach("2026-06-01", clock.severity), Rules{});
        ASSERT_EQ(plan("2026-06-01"), Rules{});
        const std::string repair = sign_repair();
        if (std::string_view(clock.severity) != "minor") {
            const std::string too_early = Date::parse(clock.from)->plus_days(-1).text();
            EXPECT_EQ(apply(too_early, repair), Rules{"commitments.repair.early"}) << clock.severity;
        }
        EXPECT_EQ(apply(clock.from, repair), Rules{}) << clock.severity;
    }
}

// ---- deadlines

class Deadlines : public CommitmentsTest {
protected:
    plugin::Array facts(const std::string& day, const std::string& record = first, int days = 365) const {
        return plugin::array_at(
            bench
                .check("commitments.deadlines",
                       R"({"commitment":")" + record + R"(","days":)" + std::to_string(days) + "}", day)
                .facts,
            "deadlines");
    }
    /// kind and due date of each, by date
    Rules dues(const std::string& day, const std::string& record = first, int days = 365) const {
        Rules all;
        for (const plugin::Value& one : facts(day, record, days))
            all.push_back(std::string(plugin::text_at(*one.object(), "kind")) + " " +
                          std::string(plugin::text_at(*one.object(), "due")));
        return all;
    }
    Object one(const std::string& day, const std::string& kind, const std::string& record = first) const {
        for (const plugin::Value& fact : facts(day, record))
            if (plugin::text_at(*fact.object(), "kind") == kind) return *fact.object();
        ADD_FAILURE() << "no " << kind << " on " << day;
        return {};
    }
    void open_scheme() {
        ASSERT_EQ(bench.add("commitments.scheme.opened", "", "2026-02-01",
                            json_object(R"({"name":"公约","liability":"提醒",
                                "association":{"name":"协会","identifier":"51320282MJ000000XL"},
                                "clauses":[{"id":"1","text":"用原矿泥料","check_every":"month"},
                                           {"id":"2","text":"签订合同","check_every":"quarter"},
                                           {"id":"3","text":"按时支付","check_every":"quarter"},
                                           {"id":"4","text":"年报","check_every":"once"},
                                           {"id":"5","text":"其他"}]})")),
                  Rules{});
        ASSERT_EQ(sign(with(promise(), "scheme", R"("scheme/公约")")), weak);
        ASSERT_EQ(step("accepted", "{}", "2026-03-03"), Rules{});
    }
    Rules look(const std::string& day, const std::string& clauses) {
        return step("checked",
                    R"({"on":")" + day + R"(","result":"kept","clauses":)" + clauses +
                        R"(,"checker":{"name":"协会","identifier":"51320282MJ000000XL"}})",
                    day);
    }
};

TEST_F(Deadlines, a_signed_one_is_accepted_within_five_working_days) {
    ASSERT_EQ(sign(with(promise(), "made_on", R"("2026-04-30")"), "", "2026-04-30"), weak);
    const std::string record = bench.last_record();
    EXPECT_EQ(dues("2026-04-30", record), Rules{"acceptance 2026-05-07"});
    EXPECT_EQ(plugin::text_at(one("2026-04-30", "acceptance", record), "rule_status"), "unverified");
}

TEST_F(Deadlines, days_ahead_are_counted_from_the_first_day_that_is_asked_for) {
    accept();
    const auto asked = [&](const char* more) {
        const Object facts =
            bench
                .check("commitments.deadlines",
                       R"({"commitment":")" + std::string(first) + R"(","days":30)" + more + "}",
                       "2026-06-01")
                .facts;
        return std::string(plugin::text_at(facts, "from")) + " " + std::string(plugin::text_at(facts, "to")) +
               " " + std::to_string(plugin::array_at(facts, "deadlines").size());
    };
    EXPECT_EQ(asked(""), "2026-06-01 2026-07-01 0");
    EXPECT_EQ(asked(R"(,"from":"2026-12-10")"), "2026-12-10 2027-01-09 1");
}

TEST_F(Deadlines, an_end_without_a_finding_becomes_a_task) {
    accept();
    EXPECT_EQ(dues("2026-06-01"), Rules{"validity_end 2026-12-31"});
    EXPECT_EQ(dues("2026-06-01", first, 30), Rules{});
    EXPECT_EQ(plugin::text_at(one("2026-12-01", "validity_end"), "severity"), "warn");
    EXPECT_EQ(plugin::text_at(one("2026-11-30", "validity_end"), "severity"), "info");

    // Thirty days from 31 December end on Saturday 30 January 2027.
    EXPECT_EQ(dues("2027-01-01"), Rules{"finding 2027-01-30"});
    const Object task = one("2027-01-01", "finding");
    EXPECT_EQ(plugin::text_at(task, "last_day"), "2027-02-01");
    EXPECT_EQ(*plugin::integer_at(task, "days"), 29);
    EXPECT_EQ(plugin::text_at(task, "commitment"), first);
    EXPECT_EQ(plugin::text_at(task, "id"), "CD-04");
    for (const char* both : {"what", "consequence", "article"})
        for (const char* language : {"en", "zh"})
            EXPECT_FALSE(plugin::text_at(plugin::object_at(task, both), language).empty()) << both;
    EXPECT_GE(plugin::array_at(task, "explain").size(), 3U);
    // It stays until somebody finds.
    EXPECT_EQ(dues("2028-01-01"), Rules{"finding 2027-01-30"});
    ASSERT_EQ(step("fulfilment_found",
                   std::string(R"({"status":"full","found_on":"2028-01-02",)") + finder + "}", "2028-01-02"),
              Rules{});
    EXPECT_EQ(dues("2028-01-02"), Rules{});
}

TEST_F(Deadlines, clauses_are_checked_in_their_rhythm) {
    open_scheme();
    EXPECT_EQ(dues("2026-03-03"),
              (Rules{"check 2026-04-03", "check 2026-06-03", "check 2026-12-31", "validity_end 2026-12-31"}));
    EXPECT_EQ(plugin::array_at(one("2026-03-03", "check"), "clauses"), plugin::Array{"1"});
    const plugin::Array all = facts("2026-03-03");
    EXPECT_EQ(plugin::array_at(*all[1].object(), "clauses"), (plugin::Array{"2", "3"}));

    // An overdue check stays; the next one is reckoned from the check that was made.
    EXPECT_EQ(*plugin::integer_at(one("2026-04-10", "check"), "days"), -7);
    ASSERT_EQ(look("2026-04-10", R"(["1","2"])"), Rules{});
    EXPECT_EQ(dues("2026-04-10"), (Rules{"check 2026-05-10", "check 2026-06-03", "check 2026-07-10",
                                         "check 2026-12-31", "validity_end 2026-12-31"}));
    // A check without clauses is one of all of them.
    ASSERT_EQ(look("2026-06-01", "[]"), Rules{});
    EXPECT_EQ(dues("2026-06-01"), (Rules{"check 2026-07-01", "check 2026-09-01", "validity_end 2026-12-31"}));
    // Where the end comes first, the finding takes the place of the check.
    ASSERT_EQ(look("2026-12-15", "[]"), Rules{});
    EXPECT_EQ(dues("2026-12-15"), Rules{"validity_end 2026-12-31"});
}

TEST_F(Deadlines, only_the_clauses_promised_are_checked) {
    open_scheme();
    // Another member: nobody signs a scheme twice.
    const Object other =
        with(promise(), "promisor", R"({"name":"宜兴陶器厂","identifier":"91320100748204660Q"})");
    ASSERT_EQ(sign(with(with(other, "scheme", R"("scheme/公约")"), "clauses", R"(["2"])")), weak);
    const std::string record = bench.last_record();
    ASSERT_EQ(step("accepted", "{}", "2026-03-03", record), Rules{});
    EXPECT_EQ(dues("2026-03-03", record), (Rules{"check 2026-06-03", "validity_end 2026-12-31"}));
}

TEST_F(Deadlines, a_breach_has_its_own) {
    accept();
    ASSERT_EQ(breach("2026-06-01", "general"), Rules{});
    EXPECT_EQ(dues("2026-06-01"), (Rules{"repair_possible 2026-09-01", "publication_end 2027-06-01"}));
    const Object repair = one("2026-06-01", "repair_possible");
    EXPECT_EQ(plugin::text_at(repair, "id"), "RC-02");
    EXPECT_EQ(plugin::text_at(repair, "law"), "NDRC36");
    EXPECT_EQ(plugin::text_at(repair, "confidence"), "confirmed");
    EXPECT_EQ(plugin::text_at(repair, "source"), "S30");
    EXPECT_TRUE(*repair.find("standing")->boolean());

    ASSERT_EQ(plan("2026-06-02", "2026-08-31"), Rules{});
    EXPECT_EQ(dues("2026-06-02"), (Rules{"rectification 2026-08-31", "repair_possible 2026-09-01",
                                         "publication_end 2027-06-01"}));
    EXPECT_EQ(plugin::text_at(one("2026-09-15", "rectification"), "severity"), "warn");
    ASSERT_EQ(apply("2026-09-20", sign_repair()), Rules{});
    EXPECT_EQ(dues("2026-09-20"), Rules{"publication_end 2027-06-01"});
    ASSERT_EQ(step("repaired", R"({"on":"2026-09-21"})", "2026-09-21"), Rules{});
    EXPECT_EQ(dues("2026-09-21"), Rules{});
}

TEST_F(Deadlines, a_broken_repair_commitment_calls_for_a_new_finding) {
    accept();
    ASSERT_EQ(breach("2026-06-01"), Rules{});
    ASSERT_EQ(plan("2026-06-01"), Rules{});
    const std::string repair = sign_repair();
    ASSERT_EQ(apply("2026-06-02", repair), Rules{});
    ASSERT_EQ(step("repaired", R"({"on":"2026-06-03"})", "2026-06-03"), Rules{});
    breach("2026-08-01", "general", "", repair);
    EXPECT_EQ(dues("2026-07-31"), Rules{});
    EXPECT_EQ(dues("2026-08-01"), Rules{"reopening 2026-08-01"});
}

TEST_F(Deadlines, an_evaluation_is_renewed) {
    const auto evaluate = [&](const std::string& day, const std::string& until) {
        bench.add("commitments.evaluation.recorded", "", day,
                  json_object(R"({"subject":"organisation/91320282MA0000015N","grade":"AA",
                                  "valid_until":")" +
                              until + R"(","indicators":[{"name":"履约率","result":"100%"}],
                                  "evaluator":{"name":"协会","identifier":"51320282MJ000000XL"}})"));
    };
    const std::string record = "evaluation/91320282MA0000015N-1";
    evaluate("2026-04-01", "2027-03-31");
    EXPECT_EQ(dues("2026-06-01", record), Rules{"evaluation_end 2027-03-31"});
    EXPECT_EQ(dues("2027-05-01", record), Rules{"evaluation_end 2027-03-31"});
    evaluate("2027-04-15", "2028-03-31");
    EXPECT_EQ(dues("2027-05-01", record), Rules{});
    EXPECT_EQ(dues("2027-05-01", "evaluation/91320282MA0000015N-2"), Rules{"evaluation_end 2028-03-31"});
}

TEST_F(Deadlines, other_records_have_none) {
    open_scheme();
    EXPECT_EQ(dues("2026-06-01", "scheme/公约"), Rules{});
    EXPECT_EQ(dues("2026-06-01", "commitment/32028220260301000099"), Rules{});
}

}  // namespace
}  // namespace xinbu::commitments::test
