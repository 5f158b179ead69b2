// What the checks ip.deadlines and ip.fees answer beyond the table of cases.
#include "plugins/ip_cases_support.hpp"

namespace xinbu::ip_status {
namespace {

using plugin::Object;
using plugin::text_at;
using test::Rules;

class IpDeadlines : public ::testing::Test, protected test::CasesBench {
protected:
    Rules set_calendar(int year, const std::string& holidays, const std::string& workdays) {
        return bench.add("core.calendar.set", "", "2026-01-01",
                         test::json_object(R"({"year":)" + std::to_string(year) + R"(,"holidays":[)" +
                                           holidays + R"(],"make_up_workdays":[)" + workdays + "]}"));
    }
    static std::string steps(const Object& deadline, const char* language = "en") {
        std::string all;
        for (const plugin::Value& one : plugin::array_at(deadline, "explain"))
            all += std::string(text_at(*one.object(), language)) + "\n";
        return all;
    }
    static std::int64_t amount(const Object& object, const char* name) {
        const std::int64_t* amount = plugin::integer_at(plugin::object_at(object, name), "amount");
        return amount != nullptr ? *amount : -1;
    }
    Object fees(const std::string& parameters, const std::string& day) const {
        return bench.check("ip.fees", parameters, day).facts;
    }
};

TEST_F(IpDeadlines, a_renewal_says_all_that_a_lawyer_asks) {
    record_mark(R"(,"classes":[35,41],"registration_date":"2015-08-21")", "2015-08-21");
    const Object renewal = deadline(mark, "2025-06-01", "TD-11");
    EXPECT_EQ(text_at(renewal, "right"), mark);
    EXPECT_EQ(text_at(renewal, "kind"), "renewal");
    EXPECT_EQ(text_at(renewal, "opens"), "2024-08-21");
    EXPECT_EQ(text_at(renewal, "due"), "2025-08-20");
    EXPECT_EQ(text_at(renewal, "grace_until"), "2026-02-20");
    EXPECT_EQ(text_at(renewal, "last_day"), "2026-02-20");
    EXPECT_EQ(*plugin::integer_at(renewal, "days"), 80);
    EXPECT_EQ(text_at(renewal, "severity"), "warn");
    EXPECT_EQ(text_at(renewal, "rule_status"), "verified");
    EXPECT_EQ(text_at(renewal, "confidence"), "confirmed");
    EXPECT_EQ(text_at(renewal, "law"), "TML2019");
    EXPECT_EQ(text_at(plugin::object_at(renewal, "article"), "zh"), "《商标法》（2019年修正）第四十条");
    EXPECT_EQ(text_at(plugin::object_at(renewal, "what"), "zh"), "续展注册");
    EXPECT_NE(text_at(plugin::object_at(renewal, "consequence"), "zh").find("注销"), std::string_view::npos);
    EXPECT_EQ(amount(renewal, "amount"), 100000);
    EXPECT_EQ(amount(renewal, "surcharge"), 50000);
    EXPECT_EQ(text_at(renewal, "amount_confidence"), "unsure");
    EXPECT_NE(steps(renewal).find("2035-08-20"), std::string::npos);
    EXPECT_NE(steps(renewal, "zh").find("2035-08-20"), std::string::npos);
    EXPECT_EQ(text_at(deadline(mark, "2025-09-01", "TD-12"), "severity"), "block");
    EXPECT_EQ(text_at(deadline(mark, "2024-10-01", "TD-11"), "severity"), "info");
}

TEST_F(IpDeadlines, an_annual_fee_shows_its_ladder_and_both_where_a_day_off_moves_it) {
    record_patent(R"(,"grant_date":"2023-03-10")");
    fee(3, "2023-05-06");
    const Object fourth = deadline(patent, "2024-03-01", "AF-01");
    EXPECT_EQ(*plugin::integer_at(fourth, "year"), 4);
    EXPECT_EQ(text_at(fourth, "due"), "2024-05-18");  // a Saturday
    EXPECT_EQ(text_at(fourth, "payable_by"), "2024-05-20");
    EXPECT_EQ(text_at(fourth, "grace_until"), "2024-11-18");
    EXPECT_EQ(amount(fourth, "amount"), 120000);
    EXPECT_EQ(amount(fourth, "restoration"), 120000 + 30000 + 100000);
    EXPECT_EQ(text_at(fourth, "payment"), "unpaid");
    const plugin::Array& ladder = plugin::array_at(fourth, "ladder");
    ASSERT_EQ(ladder.size(), 6U);
    const Object& second = *ladder[1].object();
    EXPECT_EQ(text_at(second, "from"), "2024-06-19");
    EXPECT_EQ(text_at(second, "until"), "2024-07-18");
    EXPECT_EQ(*plugin::integer_at(second, "percent"), 5);
    EXPECT_EQ(amount(second, "surcharge"), 6000);
    EXPECT_EQ(amount(second, "total"), 126000);
    EXPECT_EQ(text_at(*ladder[5].object(), "until"), "2024-11-18");
    EXPECT_EQ(*plugin::integer_at(*ladder[5].object(), "percent"), 25);
    const plugin::Array& moved = plugin::array_at(fourth, "ladder_from_working_day");
    ASSERT_EQ(moved.size(), 6U);
    EXPECT_EQ(text_at(*moved[1].object(), "from"), "2024-06-21");
    EXPECT_FALSE(deadline(patent, "2024-03-01", "AF-01", R"(,"from":"2026-01-01","to":"2026-12-31")")
                     .contains("ladder_from_working_day"));
}

TEST_F(IpDeadlines, a_signed_calendar_moves_the_last_day_over_holidays_onto_a_make_up_day) {
    ASSERT_EQ(record_mark(R"(,"registration_date":"2020-06-14")"), Rules{});
    ASSERT_EQ(event(mark, "nonuse_request", "2026-07-28", R"(,"received_on":"2026-08-01")"), Rules{});
    // Two months end on the National Day, of which nothing is known yet.
    Object evidence = deadline(mark, "2026-09-01", "TD-16");
    EXPECT_EQ(text_at(evidence, "due"), "2026-10-01");
    EXPECT_EQ(text_at(evidence, "last_day"), "2026-10-01");
    EXPECT_NE(steps(evidence).find("No calendar of 2026 is on file"), std::string::npos);
    ASSERT_EQ(set_calendar(2026,
                           R"("2026-10-01","2026-10-02","2026-10-05","2026-10-06","2026-10-07","2026-10-08",
                              "2026-10-09")",
                           R"("2026-10-10")"),
              Rules{});
    evidence = deadline(mark, "2026-09-01", "TD-16");
    EXPECT_EQ(text_at(evidence, "due"), "2026-10-01");
    EXPECT_EQ(text_at(evidence, "last_day"), "2026-10-10");  // a Saturday that is worked
    EXPECT_EQ(steps(evidence).find("No calendar"), std::string::npos);
    EXPECT_NE(steps(evidence, "zh").find("顺延至2026-10-10"), std::string::npos);
}

TEST_F(IpDeadlines, a_calendar_moves_the_end_of_grace_and_with_it_the_status) {
    record_patent(R"(,"grant_date":"2023-03-10","filing_date":"2021-04-01")");
    fee(5, "2025-03-12");
    EXPECT_EQ(fact(patent, "2026-10-02", "alive"), "false");
    ASSERT_EQ(set_calendar(2026, R"("2026-10-01","2026-10-02","2026-10-05","2026-10-06","2026-10-07")", ""),
              Rules{});
    EXPECT_EQ(fact(patent, "2026-10-08", "alive"), "true");
    EXPECT_EQ(fact(patent, "2026-10-08", "grace_until"), "2026-10-08");
    EXPECT_EQ(fact(patent, "2026-10-09", "alive"), "false");
    EXPECT_EQ(fact(patent, "2026-10-09", "ended_on"), "2026-04-01");
}

TEST_F(IpDeadlines, what_the_law_of_2026_may_change_is_marked_and_not_recomputed) {
    record_mark(R"(,"application_date":"2026-05-05","publication_date":"2027-01-15")", "2026-05-05");
    const Object opposition = deadline(mark, "2027-02-01", "TD-06");
    EXPECT_EQ(text_at(opposition, "due"), "2027-04-15");
    EXPECT_EQ(text_at(opposition, "unverified_due"), "2027-03-15");
    EXPECT_EQ(text_at(opposition, "rule_status"), "unverified");
    EXPECT_EQ(text_at(opposition, "law"), "TML2026");
    EXPECT_NE(steps(opposition, "zh").find("待核实"), std::string::npos);
}

TEST_F(IpDeadlines, grace_that_reaches_into_the_law_of_2026_is_in_doubt) {
    record_mark(R"(,"registration_date":"2016-10-09")", "2016-10-09");
    const Object renewal = deadline(mark, "2026-09-01", "TD-11");
    EXPECT_EQ(text_at(renewal, "due"), "2026-10-08");
    EXPECT_EQ(text_at(renewal, "grace_until"), "2027-04-08");
    EXPECT_EQ(text_at(renewal, "law"), "TML2019");
    EXPECT_EQ(text_at(renewal, "later_law"), "TML2026");
    EXPECT_EQ(text_at(renewal, "rule_status"), "unverified");
    record_mark(R"(,"registration_date":"2016-03-02")", "2016-10-10");
    EXPECT_EQ(text_at(deadline(mark, "2026-02-01", "TD-11"), "rule_status"), "verified");
}

TEST_F(IpDeadlines, evidence_of_use_moves_the_exposure_of_its_classes_alone) {
    record_mark(R"(,"classes":[35,41],"registration_date":"2015-08-21")", "2015-08-21");
    const auto file = [&](const char* day, const char* classes) {
        return bench.add("ip.use_evidence.filed", mark, day,
                         test::json_object(R"({"kind":"合同","date":")" + std::string(day) +
                                           R"(","classes":[)" + classes + "]}"));
    };
    ASSERT_EQ(file("2023-05-10", "41"), Rules{});
    EXPECT_EQ(file("2023-05-11", "3"), Rules{"ip.scope?"});
    EXPECT_EQ(deadlines(mark, "2024-06-01", R"(,"to":"2026-12-31")"),
              (std::vector<std::string>{"TD-15 2018-08-21 [35] TML art. 49; Reg art. 66",
                                        "TD-11 2025-08-20>2026-02-20 TML art. 40",
                                        "TD-15 2026-05-10 [41] TML art. 49; Reg art. 66"}));
    const Object exposed = deadline(mark, "2024-06-01", "TD-15");
    EXPECT_EQ(text_at(exposed, "severity"), "warn");
    EXPECT_FALSE(exposed.contains("last_use"));
    // Evidence of a day that has not come does not count, nor does one after the day that is asked about.
    EXPECT_EQ(deadlines(mark, "2023-01-01", R"(,"to":"2024-12-31")").size(), 2U);
}

TEST_F(IpDeadlines, span_and_order) {
    record_patent(R"(,"grant_date":"2023-03-10")");
    fee(5, "2025-05-12");
    const std::string to_the_end = R"(,"from":"2026-01-01","to":"2041-12-31")";
    const std::vector<std::string> all = deadlines(patent, "2025-11-25", to_the_end);
    ASSERT_EQ(all.size(), 16U);  // years 6 to 20 and the end of the term
    EXPECT_EQ(all.front(), "AF-01 2026-05-18>2026-11-18 PR r. 115");
    EXPECT_EQ(all[14], "AF-01 2040-05-18>2040-11-19 PR r. 115");
    EXPECT_EQ(all.back(), "PD-01 2041-05-17 PL art. 42");
    EXPECT_TRUE(deadlines(patent, "2025-11-25", R"(,"days":90)").empty());
    EXPECT_EQ(deadlines(patent, "2026-03-25", R"(,"days":90)").size(), 1U);
    EXPECT_TRUE(deadlines(patent, "2025-11-25", R"(,"from":"2030-01-01","to":"2029-01-01")").empty());
}

TEST_F(IpDeadlines, all_rights_of_an_owner_are_asked_at_once) {
    record_mark(R"(,"registration_date":"2015-08-21")", "2015-08-21");
    record_patent(R"(,"grant_date":"2023-03-10")");
    fee(5, "2025-05-12");
    const plugin::CheckAnswer answer = bench.check(
        "ip.deadlines", R"({"owner":"organisation/91320282MA0000015N","to":"2026-06-30"})", "2025-11-25");
    std::vector<std::string> lines;
    for (const plugin::Value& one : plugin::array_at(answer.facts, "deadlines"))
        lines.push_back(test::deadline_line(*one.object()));
    EXPECT_EQ(lines, (std::vector<std::string>{"TD-15 2018-08-21 [21] TML art. 49; Reg art. 66",
                                               "TD-12 2025-08-20>2026-02-20 TML art. 40",
                                               "AF-01 2026-05-18>2026-11-18 PR r. 115"}));
    ASSERT_EQ(answer.findings.size(), 3U);
    EXPECT_EQ(answer.findings[1].rule, "TD-12");
    EXPECT_EQ(answer.findings[1].evidence, std::vector<std::string>{mark});
    EXPECT_EQ(plugin::verdict_of(answer.findings), plugin::Verdict::pass);
}

TEST_F(IpDeadlines, a_pledgee_and_a_former_owner_own_nothing) {
    record_mark(R"(,"registration_date":"2015-08-21")", "2015-08-21");
    const std::string pledgee = "91320100MA0000023K", owner = "91320282MA0000015N",
                      next = "51320282MJ000000XL";
    const auto met = [&](const char* kind, const char* day, const std::string& whom) {
        return event(mark, kind, day, R"(,"counterparty":{"name":"某单位","identifier":")" + whom + R"("})");
    };
    const auto asked = [&](const char* check, const std::string& whom, const std::string& day) {
        const Object facts =
            bench.check(check, R"({"owner":"organisation/)" + whom + R"(","days":3650})", day).facts;
        return std::pair(
            plugin::array_at(facts, "deadlines").size() + plugin::array_at(facts, "items").size(),
            amount(facts, "total"));
    };
    ASSERT_EQ(met("pledge", "2024-01-10", pledgee), Rules{});
    EXPECT_EQ(asked("ip.deadlines", pledgee, "2025-06-01").first, 0U);
    EXPECT_EQ(asked("ip.fees", pledgee, "2025-06-01"), (std::pair<std::size_t, std::int64_t>(0, 0)));
    EXPECT_GT(asked("ip.deadlines", owner, "2025-06-01").first, 0U);
    EXPECT_GT(asked("ip.fees", owner, "2025-06-01").second, 0);
    ASSERT_EQ(met("assignment", "2025-07-01", next), Rules{});
    EXPECT_EQ(asked("ip.deadlines", owner, "2025-08-01").first, 0U);
    EXPECT_GT(asked("ip.deadlines", next, "2025-08-01").first, 0U);
    EXPECT_GT(asked("ip.deadlines", owner, "2025-06-01").first, 0U) << "on that day it was still its own";
}

TEST_F(IpDeadlines, of_an_unknown_right_nothing_is_claimed) {
    for (const char* right : {"trademark/CN-1", "pledge/7", "trademark/CN"}) {
        const plugin::CheckAnswer answer =
            bench.check("ip.deadlines", R"({"right":")" + std::string(right) + R"("})", "2026-01-01");
        ASSERT_EQ(answer.findings.size(), 1U) << right;
        EXPECT_EQ(answer.findings.front().rule, "IP-KNOWN");
        EXPECT_TRUE(plugin::array_at(answer.facts, "deadlines").empty());
    }
    EXPECT_EQ(bench.check("ip.deadlines", "{}", "2026-01-01").findings.front().rule, "IP-ASKED");
}

TEST_F(IpDeadlines, chinese_holidays_do_not_move_the_dates_of_other_offices) {
    ASSERT_EQ(set_calendar(2026, R"("2026-11-10","2026-11-11")", ""), Rules{});
    const std::string foreign = "trademark/US-87123456";
    ASSERT_EQ(bench.add("ip.trademark.recorded", "", "2016-05-10",
                        test::json_object(R"({"office":"US","number":"87123456","classes":[21],
                                              "owners":[{"name":"A"}],"registration_date":"2016-05-10",
                                              "expiry_date":"2026-05-10"})")),
              Rules{});
    EXPECT_EQ(text_at(deadline(foreign, "2026-04-01", "UT-02"), "last_day"), "2026-11-10");
    EXPECT_EQ(fact(foreign, "2026-06-01", "grace_until"), "2026-11-10");
    EXPECT_EQ(fact(foreign, "2026-11-11", "alive"), "false");
}

TEST_F(IpDeadlines, a_fee_forecast_adds_up_over_any_span) {
    record_patent(R"(,"grant_date":"2023-03-10")");
    fee(5, "2025-05-12");
    const std::string span = R"({"right":"patent/CN-202110000001.6","from":"2026-01-01","to":)";
    EXPECT_EQ(amount(fees(span + R"("2026-05-17"})", "2025-11-25"), "total"), 0);
    EXPECT_EQ(amount(fees(span + R"("2026-05-18"})", "2025-11-25"), "total"), 120000);
    // Years 6 to 20: 1,200 once, 2,000, 4,000 and 6,000 thrice, 8,000 five times.
    EXPECT_EQ(amount(fees(span + R"("2041-12-31"})", "2025-11-25"), "total"),
              100 * (1200 + 3 * (2000 + 4000 + 6000) + 5 * 8000));
    record_mark(R"(,"classes":[35,41],"registration_date":"2015-08-21")", "2015-08-21");
    const Object renewals =
        fees(R"({"right":"trademark/CN-40128866","from":"2025-01-01","to":"2045-12-31"})", "2025-01-01");
    EXPECT_EQ(plugin::array_at(renewals, "items").size(), 3U);
    EXPECT_EQ(amount(renewals, "total"), 3 * 2 * 50000);
    const Object late = fees(R"({"right":"trademark/CN-40128866","to":"2026-12-31"})", "2025-10-01");
    EXPECT_EQ(amount(late, "total"), 2 * (50000 + 25000));
}

TEST_F(IpDeadlines, overlays_carry_classes_and_shares) {
    record_mark(R"(,"classes":[35,41],"registration_date":"2020-06-14")");
    ASSERT_EQ(event(mark, "licence", "2024-01-10", R"(,"scope":[41],"until":"2026-01-09")"), Rules{});
    ASSERT_EQ(event(mark, "freeze", "2024-02-10", R"(,"shares":[{"name":"乙公司"}])"), Rules{});
    ASSERT_EQ(event(mark, "freeze", "2024-02-10", R"(,"shares":[{"name":"乙公司"}])"),
              Rules{});  // told twice
    const Object facts = this->facts(mark, "2024-03-01");
    const plugin::Array& open = plugin::array_at(facts, "overlays");
    ASSERT_EQ(open.size(), 2U);
    EXPECT_EQ(json::canonical(*open[0].at("classes")), "[41]");
    EXPECT_EQ(json::canonical(*open[1].at("shares")), R"([{"name":"乙公司"}])");
    const auto answer = bench.check("ip.status", R"({"right":"trademark/CN-40128866"})", "2024-03-01");
    const auto freeze = std::ranges::find(answer.findings, "IP-FREEZE", &plugin::Finding::rule);
    ASSERT_NE(freeze, answer.findings.end());
    EXPECT_EQ(freeze->message.zh, "法院保全（查封），自2024-02-10起，涉及乙公司的份额。");
}

TEST_F(IpDeadlines, a_freeze_without_an_end_is_told_past_its_year) {
    record_mark(R"(,"registration_date":"2020-06-14")");
    ASSERT_EQ(event(mark, "freeze", "2024-02-10"), Rules{});
    const auto told = [&](const char* day) {
        const auto answer = bench.check("ip.status", R"({"right":"trademark/CN-40128866"})", day);
        EXPECT_EQ(plugin::verdict_of(answer.findings), plugin::Verdict::warn) << "no yes while it is frozen";
        return std::ranges::find(answer.findings, "IP-FREEZE", &plugin::Finding::rule)->message.en;
    };
    EXPECT_EQ(told("2025-02-10"), "Frozen by a court since 2024-02-10.");
    EXPECT_NE(told("2025-02-11").find("One order lasts until 2025-02-10 at most (TD-25)"), std::string::npos);
    EXPECT_EQ(text_at(deadline(mark, "2025-02-10", "TD-25"), "missed"), "");
    EXPECT_FALSE(deadline(mark, "2025-02-10", "TD-25").contains("missed"));
    EXPECT_TRUE(deadline(mark, "2026-01-01", "TD-25").contains("missed"));
    ASSERT_EQ(event(mark, "freeze_end", "2025-03-01"), Rules{});
    EXPECT_TRUE(deadline(mark, "2026-01-01", "TD-25").empty());
    EXPECT_EQ(plugin::verdict_of(
                  bench.check("ip.status", R"({"right":"trademark/CN-40128866"})", "2025-03-02").findings),
              plugin::Verdict::pass);
}

TEST_F(IpDeadlines, an_unanswered_request_stays_late) {
    record_mark(R"(,"registration_date":"2020-06-14")");
    ASSERT_EQ(event(mark, "nonuse_request", "2024-02-10", R"(,"received_on":"2024-03-01")"), Rules{});
    EXPECT_TRUE(deadline(mark, "2024-09-01", "TD-16").contains("missed"));
    ASSERT_EQ(event(mark, "response", "2024-04-01"), Rules{});
    EXPECT_TRUE(deadline(mark, "2024-09-01", "TD-16").empty());
}

TEST_F(IpDeadlines, a_late_annual_fee_is_summed_with_its_surcharge) {
    record_patent(R"(,"grant_date":"2023-03-10")");
    fee(5, "2025-05-12");
    const std::string asked = R"({"right":"patent/CN-202110000001.6","to":"2027-01-01"})";
    EXPECT_EQ(amount(fees(asked, "2026-05-18"), "total"), 120000);
    EXPECT_EQ(amount(fees(asked, "2026-06-10"), "total"), 120000) << "the first month is free of it";
    EXPECT_EQ(amount(fees(asked, "2026-06-19"), "total"), 120000 + 6000);
    EXPECT_EQ(amount(fees(asked, "2026-11-18"), "total"), 120000 + 30000);
}

TEST_F(IpDeadlines, goods_may_go_where_their_class_stays) {
    record_mark(R"(,"classes":[21],"registration_date":"2020-06-14")");
    ASSERT_EQ(event(mark, "partial_cancellation", "2024-01-10", R"(,"scope":[21])"), Rules{});
    EXPECT_EQ(fact(mark, "2024-02-01", "classes"), "[21]");
    EXPECT_EQ(states(mark, "2024-02-01"), "partly_valid");
    EXPECT_EQ(fact(mark, "2024-02-01", "alive"), "true");
    ASSERT_EQ(event(mark, "cancellation", "2025-01-10"), Rules{});
    EXPECT_EQ(fact(mark, "2025-02-01", "alive"), "false");
}

TEST_F(IpDeadlines, the_common_descriptors_are_numbered) {
    record_mark(R"(,"registration_date":"2020-06-14")");
    EXPECT_EQ(fact(mark, "2024-01-01", "tm5"), R"({"confidence":"confirmed","number":8})");
    event(mark, "invalidation_request", "2024-02-10");
    EXPECT_EQ(fact(mark, "2024-03-01", "tm5"), R"({"confidence":"firm","number":9})");
    event(mark, "cancellation", "2025-02-10");
    EXPECT_EQ(fact(mark, "2025-03-01", "tm5"), R"({"confidence":"confirmed","number":12})");
}

}  // namespace
}  // namespace xinbu::ip_status
