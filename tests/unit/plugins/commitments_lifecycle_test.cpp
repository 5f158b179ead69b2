// Which entry may follow which state, and what each step needs.
#include "plugins/commitments_support.hpp"

namespace xinbu::commitments::test {
namespace {

/// The steps after the signature, in the order of the columns below.
const std::vector<std::string> steps{"accepted",         "published",    "checked",
                                     "fulfilment_found", "breach_found", "rectification_planned",
                                     "repair_applied",   "repaired",     "repair_refused",
                                     "withdrawn",        "superseded",   "disputed"};

struct StateRow {
    const char* state;
    const char* allowed;  ///< y for each step that may follow; o where the end of validity speaks against it
};

//                                            a p c f b r a r r w s d
//                                            c u h u r e p e e i u i
const std::vector<StateRow> table{
    {"signed", "y . . . . . . . . y y y"},         {"accepted", ". y y y y . . . . y y y"},
    {"published", ". . y y y . . . . y y y"},      {"expired", ". o y y y . . . . o y y"},
    {"fulfilled", ". . . . . . . . . . . y"},      {"partly_fulfilled", ". . y y y . . . . . . y"},
    {"unfulfilled", ". . y y y . . . . . . y"},
    {"breached", ". . . . y y . . . . . y"},       {"rectifying", ". . y . y . y . . . . y"},
    {"repair_applied", ". . . . . . . y y . . y"}, {"repaired", ". . . . y . . . . . . y"},
    {"repair_refused", ". . . . y y . . . . . y"}, {"withdrawn", ". . . . . . . . . . . y"},
    {"superseded", ". . . . . . . . . . . y"}};

class Lifecycle : public CommitmentsTest {
protected:
    /// A day late enough for every clock of a minor breach, and for an expired one after its end.
    static std::string day_of(const std::string& state) {
        return state == "expired" ? "2027-01-10" : "2026-10-01";
    }

    Rules valid(const std::string& name, const std::string& day) {
        const std::string on = R"({"on":")" + day + "\"";
        if (name == "checked")
            return step(
                name, on + R"(,"result":"kept","checker":{"name":"协会","identifier":"51320282MJ000000XL"}})",
                day);
        if (name == "fulfilment_found")
            return step(name, R"({"status":"full","found_on":")" + day + "\"," + finder + "}", day);
        if (name == "breach_found") return breach(day);
        if (name == "rectification_planned") return plan(day, "2027-12-31");
        if (name == "repair_applied") {
            if (repair_.empty()) repair_ = sign_repair("2026-06-01");
            return apply(day, repair_);
        }
        if (name == "repaired" || name == "repair_refused") return step(name, on + "}", day);
        if (name == "withdrawn" || name == "superseded") return step(name, R"({"reason":"会员退会"})", day);
        if (name == "disputed") return step(name, R"({"text":"不认可"})", day);
        return step(name, "{}", day);
    }

    Rules find_nothing_kept() {
        return step(
            "fulfilment_found",
            std::string(R"({"status":"none","unmet":"全部","measures":"提醒","found_on":"2026-06-01",)") +
                finder + "}");
    }

    /// Leads a new commitment into the state by steps that are right themselves.
    void lead_to(const std::string& state) {
        repair_.clear();
        ASSERT_EQ(sign(), weak);
        if (state == "signed") return;
        ASSERT_EQ(step("accepted", "{}", "2026-03-03"), Rules{});
        static const std::map<std::string, std::vector<std::string>> ways{
            {"published", {"published"}},
            {"fulfilled", {"fulfilment_found"}},
            {"breached", {"breach_found"}},
            {"rectifying", {"breach_found", "rectification_planned"}},
            {"repair_applied", {"breach_found", "rectification_planned", "repair_applied"}},
            {"repaired", {"breach_found", "rectification_planned", "repair_applied", "repaired"}},
            {"repair_refused", {"breach_found", "rectification_planned", "repair_applied", "repair_refused"}},
            {"withdrawn", {"withdrawn"}},
            {"superseded", {"superseded"}}};
        if (state == "partly_fulfilled") {
            ASSERT_EQ(
                step(
                    "fulfilment_found",
                    std::string(
                        R"({"status":"partial","unmet":"第2条","measures":"提醒","found_on":"2026-06-01",)") +
                        finder + "}"),
                Rules{});
            return;
        }
        if (state == "unfulfilled") {
            ASSERT_EQ(find_nothing_kept(), Rules{"commitments.fulfilment.breach?"});
            return;
        }
        const auto way = ways.find(state);
        if (way == ways.end()) return;
        for (const std::string& name : way->second) ASSERT_EQ(valid(name, "2026-06-01"), Rules{}) << name;
    }

    std::string repair_;  ///< the commitment that it rests on
};

TEST_F(Lifecycle, every_transition_is_allowed_or_refused) {
    for (const StateRow& row : table) {
        for (std::size_t column = 0; column < steps.size(); ++column) {
            bench = make();
            lead_to(row.state);
            const char mark = row.allowed[2 * column];
            const Rules expected = mark == 'y'   ? Rules{}
                                   : mark == 'o' ? Rules{"commitments.over"}
                                                 : Rules{"lifecycle.state"};
            EXPECT_EQ(valid(steps[column], day_of(row.state)), expected)
                << row.state << " → " << steps[column];
        }
    }
}

TEST_F(Lifecycle, an_entry_leads_to_its_state) {
    struct Leads {
        const char *from, *step, *to;
    };
    const std::vector<Leads> all{{"accepted", "published", "in_force"},
                                 {"accepted", "checked", "in_force"},
                                 {"accepted", "fulfilment_found", "fulfilled"},
                                 {"accepted", "breach_found", "breached"},
                                 {"breached", "rectification_planned", "rectifying"},
                                 {"rectifying", "repair_applied", "repair_applied"},
                                 {"repair_applied", "repaired", "repaired"},
                                 {"repair_applied", "repair_refused", "repair_refused"},
                                 {"repair_refused", "rectification_planned", "rectifying"},
                                 {"repaired", "breach_found", "breached"},
                                 {"accepted", "withdrawn", "withdrawn"},
                                 {"accepted", "superseded", "superseded"},
                                 {"breached", "disputed", "breached"}};
    for (const Leads& one : all) {
        bench = make();
        lead_to(one.from);
        ASSERT_EQ(valid(one.step, "2026-10-01"), Rules{}) << one.from << " → " << one.step;
        EXPECT_EQ(status("2026-10-01"), one.to) << one.from << " → " << one.step;
    }
}

TEST_F(Lifecycle, expiry_is_never_fulfilment) {
    accept();
    EXPECT_EQ(status("2026-12-31"), "in_force");
    EXPECT_EQ(status("2027-01-01"), "expired");
    EXPECT_EQ(field("fulfilment", "2027-01-01"), "");
    EXPECT_EQ(field("supervision", "2027-01-01"), "under_way");
    ASSERT_EQ(valid("fulfilment_found", "2027-01-10"), Rules{});
    EXPECT_EQ(status("2027-01-10"), "fulfilled");
    EXPECT_EQ(field("supervision", "2027-01-10"), "done");
}

TEST_F(Lifecycle, a_withdrawal_gives_its_reason_and_comes_before_reliance) {
    accept();
    EXPECT_EQ(step("withdrawn", R"({"reason":"r"})", "2027-01-01"), Rules{"commitments.over"});
    EXPECT_EQ(step("withdrawn"), Rules{"commitments.reason"});
    EXPECT_EQ(step("superseded"), Rules{"commitments.reason?"});

    // An authority that accepted it has given what was asked for.
    for (const char* type : {"approval_replacing", "deficiency_tolerant", "certificate_replacing"}) {
        ASSERT_EQ(sign(with(promise(), "type", "\"" + std::string(type) + "\"")), weak);
        const std::string record = bench.last_record();
        ASSERT_EQ(step("accepted", "{}", "2026-03-03", record), Rules{});
        EXPECT_EQ(step("withdrawn", R"({"reason":"r"})", "2026-06-01", record),
                  Rules{"commitments.relied_on"})
            << type;
    }
}

TEST_F(Lifecycle, a_repair_commitment_stays_once_a_repair_rests_on_it) {
    lead_to("rectifying");
    const std::string repair = sign_repair();
    EXPECT_EQ(apply("2026-06-02", repair), Rules{});
    EXPECT_EQ(step("withdrawn", R"({"reason":"r"})", "2026-06-03", repair), Rules{"commitments.relied_on"});
}

// ---- the hearing before a finding

TEST_F(Lifecycle, a_breach_is_found_after_the_promisor_could_speak) {
    accept();
    const auto found = [&](const std::string& more, const std::string& day) {
        return step("breach_found",
                    R"({"severity":"minor","facts":"f","fulfilment":"partial","measures":"m","found_on":")" +
                        day + "\"," + finder + more + "}",
                    day);
    };
    const std::string notice = R"(,"notice_on":"2026-06-01")";
    const std::string window = notice + R"(,"statement_until":"2026-06-15")";
    EXPECT_EQ(found(window, "2026-06-15"), Rules{"commitments.breach.window"});
    EXPECT_EQ(found(notice, "2026-05-31"), (Rules{"commitments.breach.window?", "commitments.date"}));
    EXPECT_EQ(found(notice + R"(,"statement_until":"2026-05-31")", "2026-06-16"), Rules{"commitments.date"});
    // Ten working days from Monday 1 June end on Monday 15 June.
    EXPECT_EQ(found(notice, "2026-06-15"), Rules{"commitments.breach.window?"});
    EXPECT_EQ(found(notice, "2026-06-16"), Rules{});
    EXPECT_EQ(found(window, "2026-06-16"), Rules{});
    EXPECT_EQ(found(window + R"(,"statement":"情况属实")", "2026-06-02"), Rules{});
    EXPECT_EQ(found(notice + R"(,"statement_until":"2026-06-02")", "2026-06-20"),
              Rules{"commitments.breach.window?"})
        << "one day";
    EXPECT_EQ(found("", "2026-06-20"), Rules{"commitments.breach.notice?"});
}

// ---- repair

TEST_F(Lifecycle, a_repair_needs_its_file) {
    lead_to("rectifying");
    const std::string repair = sign_repair();
    const auto applied = [&](const std::string& rest) {
        return step("repair_applied", R"({"on":"2026-07-01")" + rest + "}", "2026-07-01");
    };
    const std::string proof = R"(,"proof":"已补发")";
    const auto resting_on = [](const std::string& record) {
        return R"(,"repair_commitment":")" + record + "\"";
    };
    EXPECT_EQ(applied(""), (Rules{"commitments.repair.incomplete", "commitments.repair.incomplete"}));
    EXPECT_EQ(applied(proof), Rules{"commitments.repair.incomplete"});
    EXPECT_EQ(applied(resting_on(repair)), Rules{"commitments.repair.incomplete"});
    EXPECT_EQ(applied(proof + resting_on(first)), Rules{"commitments.repair.commitment"});
    EXPECT_EQ(applied(proof + resting_on("commitment/32028220260301000099")),
              (Rules{"commitments.repair.commitment", "reference.unknown?"}));

    // Of another type, of somebody else, withdrawn: none of these repairs anything.
    ASSERT_EQ(sign(), again);
    EXPECT_EQ(applied(proof + resting_on(bench.last_record())), Rules{"commitments.repair.commitment"});
    Object other = with(promise(), "type", R"("credit_repair")");
    other.set("promisor", Object{{"name", "协会会员"}, {"identifier", "91320100MA0000023K"}});
    ASSERT_EQ(sign(other), weak);
    EXPECT_EQ(applied(proof + resting_on(bench.last_record())), Rules{"commitments.repair.commitment"});
    const std::string withdrawn = sign_repair("2026-06-02");
    ASSERT_EQ(step("withdrawn", R"({"reason":"r"})", "2026-06-03", withdrawn), Rules{});
    EXPECT_EQ(applied(proof + resting_on(withdrawn)), Rules{"commitments.repair.commitment"});

    EXPECT_EQ(applied(proof + resting_on(repair)), Rules{});
}

TEST_F(Lifecycle, what_the_plan_holds_need_not_be_said_again) {
    lead_to("breached");
    const std::string repair = sign_repair();
    ASSERT_EQ(step("rectification_planned",
                   R"({"on":"2026-06-02","due":"2026-06-30","proof":"已补发","repair_commitment":")" +
                       repair + "\"}",
                   "2026-06-02"),
              Rules{});
    EXPECT_EQ(step("repair_applied", R"({"on":"2026-06-05"})", "2026-06-05"), Rules{});
}

TEST_F(Lifecycle, a_plan_says_by_when) {
    lead_to("breached");
    EXPECT_EQ(step("rectification_planned", R"({"on":"2026-06-02","due":"2026-06-01"})", "2026-06-02"),
              Rules{"commitments.repair.due"});
    EXPECT_EQ(step("rectification_planned", R"({"on":"2026-06-02"})", "2026-06-02"),
              Rules{"commitments.repair.plan?"});
}

TEST_F(Lifecycle, steps_follow_each_other_in_time) {
    lead_to("breached");  // on 2026-06-01
    EXPECT_EQ(step("rectification_planned", R"({"on":"2026-05-31","due":"2026-12-31"})", "2026-06-02"),
              Rules{"commitments.date"});
    ASSERT_EQ(plan("2026-06-10"), Rules{});
    EXPECT_EQ(step("repair_applied",
                   R"({"on":"2026-06-09","proof":"已补发","repair_commitment":")" + sign_repair() + "\"}",
                   "2026-06-15"),
              Rules{"commitments.date"});
}

TEST_F(Lifecycle, overdue_rectification_is_marked) {
    lead_to("breached");
    ASSERT_EQ(plan("2026-06-02", "2026-06-30"), Rules{});
    EXPECT_TRUE(bench.at(first, "2026-06-30").overlays.empty());
    EXPECT_EQ(bench.at(first, "2026-07-01").overlays, Rules{"rectification_overdue"});
}

TEST_F(Lifecycle, who_found_the_breach_decides_on_its_repair) {
    lead_to("repair_applied");
    const auto decided = [&](const std::string& identifier) {
        return step("repaired",
                    R"({"on":"2026-06-02","finder":{"name":"某","identifier":")" + identifier + "\"}}",
                    "2026-06-02");
    };
    EXPECT_EQ(decided("121200004013590816"), Rules{"commitments.repair.decider"});
    EXPECT_EQ(decided(association), Rules{});
}

TEST_F(Lifecycle, a_repair_ends_publication_and_measures_on_one_day) {
    lead_to("accepted");
    ASSERT_EQ(breach("2026-06-01", "general", R"(,"association_measure":"暂停评优资格")"), Rules{});
    ASSERT_EQ(plan("2026-06-02"), Rules{});
    EXPECT_EQ(field("publish_until", "2026-08-31"), "2027-06-01");
    ASSERT_EQ(apply("2026-09-01", sign_repair()), Rules{});
    ASSERT_EQ(step("repaired", R"({"on":"2026-09-10"})", "2026-09-10"), Rules{});
    EXPECT_EQ(status("2026-09-10"), "repaired");
    EXPECT_EQ(field("publication_ended_on", "2026-09-10"), "2026-09-10");
    EXPECT_EQ(field("measures_lifted_on", "2026-09-10"), "2026-09-10");
    EXPECT_EQ(field("publish_until", "2026-09-10"), "");
    EXPECT_EQ(field("repair_possible_from", "2026-09-10"), "");
    EXPECT_EQ(field("repair_due", "2026-09-10"), "");
    const plugin::Record record = bench.at(first, "2026-09-10");
    ASSERT_EQ(plugin::array_at(record.fields, "breaches").size(), 1U);
    EXPECT_EQ(plugin::text_at(*plugin::array_at(record.fields, "breaches")[0].object(), "repaired_on"),
              "2026-09-10");
    // As of the day before nothing of it is known.
    EXPECT_EQ(status("2026-09-09"), "repair_applied");
    EXPECT_EQ(field("publish_until", "2026-09-09"), "2027-06-01");
}

TEST_F(Lifecycle, a_broken_repair_commitment_takes_the_repair_with_it) {
    lead_to("rectifying");
    const std::string repair = sign_repair();
    ASSERT_EQ(apply("2026-06-02", repair), Rules{});
    ASSERT_EQ(step("repaired", R"({"on":"2026-06-03"})", "2026-06-03"), Rules{});
    EXPECT_EQ(breach("2026-08-01", "general", "", repair), Rules{"commitments.repair_rests_on_it?"});

    // Found again, it runs for the longest term, and may be repaired no earlier.
    ASSERT_EQ(breach("2026-08-03", "general"), Rules{});
    EXPECT_EQ(field("publish_until", "2026-08-03"), "2027-08-03");
    EXPECT_EQ(field("repair_possible_from", "2026-08-03"), "2027-08-03");
    EXPECT_EQ(field("repaired_on", "2026-08-03"), "");
}

TEST_F(Lifecycle, who_kept_nothing_is_in_breach_once_that_is_found) {
    lead_to("unfulfilled");
    EXPECT_EQ(status("2026-06-01"), "unfulfilled");
    EXPECT_EQ(field("supervision", "2026-06-01"), "under_way");
    EXPECT_EQ(plan("2026-06-02"), Rules{"lifecycle.state"}) << "nothing to repair yet";
    const std::string about = R"({"commitment": "commitment/32028220260301000001"})";
    const plugin::CheckAnswer due = bench.check("commitments.deadlines", about, "2026-06-02");
    ASSERT_EQ(plugin::array_at(due.facts, "deadlines").size(), 1U);
    const Object& task = *plugin::array_at(due.facts, "deadlines")[0].object();
    EXPECT_EQ(plugin::text_at(task, "kind"), "breach_decision");
    EXPECT_EQ(plugin::text_at(task, "due"), "2026-07-01");
    const plugin::CheckAnswer standing =
        bench.check("commitments.standing", R"({"organisation":"91320282MA0000015N"})", "2026-06-02");
    EXPECT_EQ(fact(standing, "unfulfilled"), 1);
    EXPECT_EQ(fact(standing, "broken"), 0);
    EXPECT_EQ(finding(standing, "C-08").status, plugin::FindingStatus::not_met);
    EXPECT_EQ(plugin::verdict_of(standing.findings), plugin::Verdict::warn);

    ASSERT_EQ(breach("2026-06-20", "general"), Rules{});
    EXPECT_EQ(status("2026-06-20"), "breached");
    EXPECT_EQ(field("fulfilment", "2026-06-20"), "none");
    EXPECT_EQ(field("repair_possible_from", "2026-06-20"), "2026-09-20");
}

TEST_F(Lifecycle, an_upheld_objection_asks_for_the_correction) {
    lead_to("breached");
    ASSERT_EQ(step("disputed", R"({"text":"已按时支付"})", "2026-06-02"), Rules{});
    ASSERT_EQ(step("dispute_settled", R"({"text":"异议成立","decision":"upheld"})", "2026-06-10"),
              Rules{"commitments.dispute.upheld?"});
    EXPECT_EQ(bench.at(first, "2026-06-10").overlays, std::vector<std::string>{"objection_upheld"});
    const plugin::CheckAnswer answer =
        bench.check("commitments.standing", R"({"organisation":"91320282MA0000015N"})", "2026-06-10");
    EXPECT_EQ(finding(answer, "C-04").status, plugin::FindingStatus::unknown);
    EXPECT_EQ(finding(answer, "C-04").evidence, std::vector<std::string>{first});
    EXPECT_EQ(breach("2026-07-01"), Rules{}) << "found again, after the objection was heard";
    EXPECT_TRUE(bench.at(first, "2026-07-01").overlays.empty());

    bench = make();
    lead_to("breached");
    ASSERT_EQ(step("disputed", R"({"text":"t"})", "2026-06-02"), Rules{});
    ASSERT_EQ(step("dispute_settled", R"({"text":"t","decision":"rejected"})", "2026-06-10"), Rules{});
    EXPECT_TRUE(bench.at(first, "2026-06-10").overlays.empty());
}

TEST_F(Lifecycle, a_repair_rests_on_a_public_promise_that_was_accepted) {
    lead_to("rectifying");
    Object secret = with(promise(), "type", R"("credit_repair")");
    secret.set("made_on", "2026-06-01");
    secret.set("publication", "withheld");
    ASSERT_EQ(sign(secret, "", "2026-06-01"), weak);
    EXPECT_EQ(apply("2026-06-03", bench.last_record()), Rules{"commitments.repair.commitment"});
    secret.set("publication", "public");
    secret.set("matter", "信用修复");
    ASSERT_EQ(sign(secret, "", "2026-06-01"), weak);
    const std::string repair = bench.last_record();
    ASSERT_EQ(apply("2026-06-03", repair), Rules{});
    const auto grant = [&] { return step("repaired", R"({"on":"2026-06-10"})", "2026-06-10"); };
    EXPECT_EQ(grant(), Rules{"commitments.repair.commitment"}) << "nobody accepted it";
    ASSERT_EQ(step("accepted", "{}", "2026-06-11", repair), Rules{});
    EXPECT_EQ(grant(), Rules{"commitments.date"}) << "accepted the day after";
    ASSERT_EQ(step("repaired", R"({"on":"2026-06-11"})", "2026-06-11"), Rules{})
        << "its own term ends later";
    const auto doubts = [&](const std::string& day) {
        const plugin::CheckAnswer answer =
            bench.check("commitments.standing", R"({"organisation":"91320282MA0000015N"})", day);
        return std::ranges::count_if(answer.findings, [](const plugin::Finding& one) {
            return one.rule == "C-02" && one.status == plugin::FindingStatus::unknown;
        });
    };
    EXPECT_EQ(doubts("2026-06-11"), 0);
    breach("2026-08-01", "general", "", repair);
    EXPECT_EQ(doubts("2026-08-01"), 1) << "the repair rests on a broken promise";
}

TEST_F(Lifecycle, what_nobody_accepted_in_time_says_so) {
    ASSERT_EQ(sign(), weak);
    EXPECT_TRUE(bench.at(first, "2026-12-31").overlays.empty());
    EXPECT_EQ(bench.at(first, "2027-01-01").overlays, std::vector<std::string>{"never_accepted"});
    EXPECT_EQ(status("2027-01-01"), "signed");
}

TEST_F(Lifecycle, a_person_is_published_after_a_second_look) {
    Object data = with(promise(), "promisor_category", R"("person")");
    data.set("promisor", Object{{"name", "某"}, {"identifier", "320102********0010"}});
    ASSERT_EQ(sign(std::move(data)), weak);
    ASSERT_EQ(step("accepted"), Rules{});
    EXPECT_EQ(step("published"), Rules{"commitments.publication.person?"});
}

}  // namespace
}  // namespace xinbu::commitments::test
