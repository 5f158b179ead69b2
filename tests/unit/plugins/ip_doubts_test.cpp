// What is on record and cannot all be true, or leaves open what matters: no yes for it, and the reason told.
#include "plugins/ip_status_support.hpp"

namespace xinbu::ip_status {
namespace {

using plugin::FindingStatus;
using plugin::Verdict;
using test::RightsBench;
using test::Rules;

class IpDoubts : public ::testing::Test, protected RightsBench {
protected:
    plugin::CheckAnswer ask(const std::string& right, const std::string& on,
                            const std::string& check = "ip.status") const {
        return bench.check(check, R"({"right":")" + right + R"("})", on);
    }
    /// The English message of the first finding of that rule; empty where there is none.
    std::string told(const std::string& right, const std::string& on, const std::string& rule) const {
        const plugin::CheckAnswer answer = ask(right, on);
        const auto at = std::ranges::find(answer.findings, rule, &plugin::Finding::rule);
        return at != answer.findings.end() ? at->message.en : std::string();
    }
    Verdict verdict(const std::string& right, const std::string& on,
                    const std::string& check = "ip.status") const {
        return plugin::verdict_of(ask(right, on, check).findings);
    }
};

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

// ---- an end that only the calendar knows ----

TEST_F(IpDoubts, a_fee_for_want_of_which_a_patent_ended_stays_among_the_deadlines) {
    record_patent(R"(,"grant_date":"2023-03-10")");
    for (const int year : {4, 5, 6}) ASSERT_EQ(fee(year, std::to_string(2020 + year) + "-05-10"), Rules{});
    const std::string day = "2033-01-01";
    ASSERT_EQ(status(patent, day), "DEAD/REGISTRATION/Lapsed - Fee Unpaid");
    const plugin::CheckAnswer answer = ask(patent, day, "ip.deadlines");
    EXPECT_NE(plugin::verdict_of(answer.findings), Verdict::pass);
    const plugin::Array& listed = plugin::array_at(answer.facts, "deadlines");
    ASSERT_EQ(listed.size(), 1U);
    const plugin::Object& one = *listed.front().object();
    EXPECT_EQ(plugin::text_at(one, "id"), "AF-01");
    EXPECT_EQ(plugin::text_at(one, "due"), "2027-05-18");
    EXPECT_EQ(*plugin::integer_at(one, "year"), 7);
    EXPECT_EQ(*plugin::integer_at(one, "missing_through"), 12) << "grace of year 12 ended in 2032";
    ASSERT_EQ(event(patent, "lapse_unpaid", "2028-01-10"), Rules{});
    EXPECT_TRUE(plugin::array_at(ask(patent, day, "ip.deadlines").facts, "deadlines").empty())
        << "the gazette has told it";
}

TEST_F(IpDoubts, a_term_over_without_a_renewal_stays_among_the_deadlines) {
    record_mark(R"(,"registration_date":"2010-06-14")");
    const auto renewals = [&](const std::string& on) {
        std::size_t count = 0;
        const plugin::Object facts = ask(mark, on, "ip.deadlines").facts;
        for (const plugin::Value& one : plugin::array_at(facts, "deadlines"))
            count += plugin::text_at(*one.object(), "kind") == "renewal" ? 1 : 0;
        return count;
    };
    EXPECT_EQ(renewals("2035-01-01"), 1U);
    EXPECT_NE(verdict(mark, "2035-01-01", "ip.deadlines"), Verdict::pass);
    ASSERT_EQ(event(mark, "lapse", "2021-03-01"), Rules{});
    EXPECT_EQ(renewals("2035-01-01"), 0U);
    EXPECT_FALSE(has(told(mark, "2035-01-01", "IP-ALIVE"), "No source tells this end"));
}

TEST_F(IpDoubts, a_mark_that_ended_before_its_term_has_no_grace) {
    record_mark(R"(,"registration_date":"2010-06-14")");
    ASSERT_EQ(event(mark, "cancellation", "2018-01-10"), Rules{});
    EXPECT_EQ(fact(mark, "2020-08-01", "in_grace"), "false");
    EXPECT_FALSE(has(told(mark, "2025-01-01", "IP-ALIVE"), "No source tells this end"));
    const std::vector<std::string> overlays = bench.at(mark, "2020-08-01").overlays;
    EXPECT_EQ(std::ranges::count(overlays, "grace"), 0);
}

// ---- parts that add up to the whole ----

TEST_F(IpDoubts, a_mark_of_which_every_class_was_reduced_is_not_certain) {
    record_mark(R"(,"classes":[21,35],"registration_date":"2020-06-14")");
    ASSERT_EQ(event(mark, "partial_cancellation", "2022-02-01", R"(,"scope":[35])"), Rules{});
    EXPECT_EQ(status(mark, "2022-03-01").substr(0, 4), "LIVE");
    ASSERT_EQ(event(mark, "partial_cancellation", "2023-02-01", R"(,"scope":[21])"), Rules{});
    EXPECT_EQ(status(mark, "2023-03-01"), "UNKNOWN");
    EXPECT_TRUE(has(told(mark, "2023-03-01", "IP-DOUBT"), "whether anything is left"));
}

TEST_F(IpDoubts, a_mark_of_which_every_class_was_cancelled_has_ended) {
    record_mark(R"(,"classes":[21,35],"registration_date":"2020-06-14")");
    ASSERT_EQ(event(mark, "cancellation", "2022-02-01", R"(,"scope":[35])"), Rules{});
    EXPECT_EQ(status(mark, "2022-03-01").substr(0, 4), "LIVE");
    ASSERT_EQ(event(mark, "cancellation", "2023-02-01", R"(,"scope":[21])"), Rules{});
    EXPECT_EQ(status(mark, "2023-03-01").substr(0, 4), "DEAD");
}

// ---- whose it is ----

TEST_F(IpDoubts, a_source_that_names_the_owner_before_an_assignment_is_told) {
    record_patent(R"(,"grant_date":"2023-03-10")");
    ASSERT_EQ(
        event(patent, "assignment", "2024-02-01", R"(,"counterparty":{"name":"乙公司","identifier":""})"),
        Rules{});
    EXPECT_EQ(told(patent, "2024-03-01", "IP-DOUBT"), "");
    record_patent(R"(,"grant_date":"2023-03-10")", "2025-01-01");
    EXPECT_TRUE(has(told(patent, "2025-02-01", "IP-DOUBT"), "甲公司 all the same"));
    record_patent(R"(,"grant_date":"2023-03-10","owners":[{"name":"乙公司"}])", "2025-03-01");
    EXPECT_EQ(told(patent, "2025-04-01", "IP-DOUBT"), "");
}

TEST_F(IpDoubts, a_co_owner_gives_its_own_share_only) {
    const std::string both = R"(,"grant_date":"2023-03-10","owners":[{"name":"甲公司"},{"name":"乙公司"}])";
    record_patent(both);
    ASSERT_EQ(event(patent, "assignment", "2024-02-01",
                    R"(,"counterparty":{"name":"丙公司"},"shares":[{"name":"乙公司"}])"),
              Rules{});
    EXPECT_TRUE(has(told(patent, "2024-03-01", "IP-OWNER"), "甲公司; 丙公司"));
    EXPECT_EQ(told(patent, "2024-03-01", "IP-DOUBT"), "");
    ASSERT_EQ(event(patent, "assignment", "2024-02-01",
                    R"(,"counterparty":{"name":"丙公司"},"shares":[{"name":"乙公司"}])"),
              Rules{});
    EXPECT_TRUE(has(told(patent, "2024-03-01", "IP-OWNER"), "甲公司; 丙公司")) << "told by two sources";
    EXPECT_EQ(told(patent, "2024-03-01", "IP-DOUBT"), "");
    // The same, told by who gave it.
    ASSERT_EQ(event(patent, "assignment", "2024-04-01",
                    R"(,"counterparty":{"name":"丁公司"},"holders":[{"name":"甲公司"}])"),
              Rules{});
    EXPECT_TRUE(has(told(patent, "2024-05-01", "IP-OWNER"), "丙公司; 丁公司"));
    ASSERT_EQ(event(patent, "assignment", "2024-06-01",
                    R"(,"counterparty":{"name":"戊公司"},"holders":[{"name":"丙公司"},{"name":"丁公司"}])"),
              Rules{});
    EXPECT_TRUE(has(told(patent, "2024-07-01", "IP-OWNER"), "Owner: 戊公司."));
    EXPECT_EQ(told(patent, "2024-07-01", "IP-DOUBT"), "");
}

TEST_F(IpDoubts, an_assignment_by_who_was_no_owner_leaves_a_gap) {
    record_mark(R"(,"registration_date":"2020-06-14")");
    ASSERT_EQ(event(mark, "assignment", "2022-02-01",
                    R"(,"counterparty":{"name":"丙公司"},"holders":[{"name":"乙公司"}])"),
              Rules{});
    EXPECT_TRUE(has(told(mark, "2022-03-01", "IP-OWNER"), "丙公司"));
    EXPECT_TRUE(has(told(mark, "2022-03-01", "IP-DOUBT"), "the chain of title has a gap"));
}

TEST_F(IpDoubts, two_assignments_of_one_day_leave_the_owner_open) {
    record_mark(R"(,"registration_date":"2020-06-14")");
    ASSERT_EQ(event(mark, "assignment", "2022-02-01", R"(,"counterparty":{"name":"丙公司"})"), Rules{});
    EXPECT_EQ(told(mark, "2022-03-01", "IP-DOUBT"), "");
    ASSERT_EQ(event(mark, "assignment", "2022-02-01", R"(,"counterparty":{"name":"丁公司"})"), Rules{});
    EXPECT_TRUE(has(told(mark, "2022-03-01", "IP-DOUBT"), "Two assignments of 2022-02-01"));
}

TEST_F(IpDoubts, a_change_of_name_finds_its_co_owner_or_is_told) {
    record_patent(R"(,"grant_date":"2023-03-10","owners":[{"name":"甲公司"},{"name":"乙公司"}])");
    ASSERT_EQ(event(patent, "change", "2024-02-01",
                    R"(,"counterparty":{"name":"乙新公司"},"holders":[{"name":"乙公司"}])"),
              Rules{});
    EXPECT_TRUE(has(told(patent, "2024-03-01", "IP-OWNER"), "甲公司; 乙新公司"));
    ASSERT_EQ(event(patent, "change", "2024-04-01", R"(,"counterparty":{"name":"丙公司"})"), Rules{});
    EXPECT_TRUE(has(told(patent, "2024-05-01", "IP-DOUBT"), "does not tell which of the owners"));
}

TEST_F(IpDoubts, an_old_extract_that_is_entered_late_replaces_nothing) {
    record_mark(R"(,"registration_date":"2020-06-14",
                    "source":{"system":"CNIPA","retrieved_on":"2026-01-05"})",
                "2026-01-05");
    EXPECT_EQ(record_mark(R"(,"registration_date":"2020-06-14","owners":[{"name":"旧主公司"}],
                              "source":{"system":"CNIPA","retrieved_on":"2021-01-01"})",
                          "2026-02-01"),
              Rules{"ip.source.older?"});
    EXPECT_TRUE(has(told(mark, "2026-03-01", "IP-OWNER"), "甲公司"));
}

TEST_F(IpDoubts, a_transfer_that_the_office_would_not_record_is_told_until_it_shows_the_owner) {
    record_mark(R"(,"registration_date":"2020-06-14")");
    ASSERT_EQ(event(mark, "freeze", "2022-01-01", R"(,"until":"2022-12-31")"), Rules{});
    ASSERT_EQ(event(mark, "assignment", "2022-06-01", R"(,"counterparty":{"name":"丙公司"})"), Rules{});
    EXPECT_TRUE(has(told(mark, "2023-06-01", "IP-DOUBT"), "while a preservation"));
    record_mark(R"(,"registration_date":"2020-06-14","owners":[{"name":"丙公司"}])", "2023-07-01");
    EXPECT_EQ(told(mark, "2023-08-01", "IP-DOUBT"), "");
}

TEST_F(IpDoubts, a_preservation_lifted_that_fits_none_is_told) {
    record_mark(R"(,"registration_date":"2020-06-14")");
    ASSERT_EQ(event(mark, "freeze", "2022-01-01"), Rules{});
    ASSERT_EQ(event(mark, "freeze_end", "2022-06-01"), Rules{});
    ASSERT_EQ(event(mark, "freeze_end", "2022-06-01"), Rules{});
    EXPECT_EQ(told(mark, "2022-07-01", "IP-DOUBT"), "") << "told by two sources";
    ASSERT_EQ(event(mark, "freeze_end", "2022-08-01"), Rules{});
    EXPECT_TRUE(has(told(mark, "2022-09-01", "IP-DOUBT"), "none is on record"));
}

TEST_F(IpDoubts, a_pledge_that_is_over_or_of_another_share_hinders_no_transfer) {
    record_mark(R"(,"registration_date":"2020-06-14")");
    ASSERT_EQ(event(mark, "pledge", "2021-01-01", R"(,"until":"2022-01-01")"), Rules{});
    ASSERT_EQ(event(mark, "assignment", "2023-01-01", R"(,"counterparty":{"name":"丙公司"})"), Rules{});
    EXPECT_EQ(told(mark, "2023-02-01", "IP-DOUBT"), "");
    record_patent(R"(,"grant_date":"2023-03-10","owners":[{"name":"甲公司"},{"name":"乙公司"}])");
    ASSERT_EQ(event(patent, "pledge", "2023-04-01", R"(,"shares":[{"name":"甲公司"}])"), Rules{});
    ASSERT_EQ(event(patent, "assignment", "2023-05-01",
                    R"(,"counterparty":{"name":"丙公司"},"shares":[{"name":"乙公司"}])"),
              Rules{});
    EXPECT_EQ(told(patent, "2023-06-01", "IP-DOUBT"), "");
}

TEST_F(IpDoubts, a_change_of_a_name_that_is_not_the_owners_is_told) {
    record_mark(R"(,"registration_date":"2020-06-14")");
    ASSERT_EQ(event(mark, "change", "2021-01-01",
                    R"(,"counterparty":{"name":"丁公司"},"holders":[{"name":"丙公司"}])"),
              Rules{});
    EXPECT_TRUE(has(told(mark, "2021-02-01", "IP-OWNER"), "甲公司"));
    EXPECT_TRUE(has(told(mark, "2021-02-01", "IP-DOUBT"), "which of the owners on record"));
}

TEST_F(IpDoubts, an_assignment_in_one_state_leaves_the_right_where_it_is) {
    record_patent(R"(,"grant_date":"2023-03-10")");
    ASSERT_EQ(
        event(patent, "assignment", "2023-05-01", R"(,"territory":"HK","counterparty":{"name":"丙公司"})"),
        Rules{});
    EXPECT_TRUE(has(told(patent, "2023-06-01", "IP-OWNER"), "甲公司"));
}

TEST_F(IpDoubts, applicants_stand_against_no_later_assignment) {
    const std::string right = "patent/US-15332709";
    bench.add(
        "ip.patent.recorded", "", "2018-10-23",
        test::json_object(R"({"office":"US","number":"15332709","kind":"invention","filing_date":"2016-10-24",
                  "grant_date":"2018-10-23","owners":[{"name":"Evolution Well Services, LLC"}],
                  "source":{"system":"PEDS"}})"));
    ASSERT_EQ(event(right, "assignment", "2018-05-24",
                    R"(,"counterparty":{"name":"TYPHON TECHNOLOGY SOLUTIONS, LLC"},
                        "holders":[{"name":"EVOLUTION WELL SERVICES LLC"}])"),
              Rules{});
    EXPECT_TRUE(has(told(right, "2019-01-01", "IP-OWNER"), "TYPHON"));
    EXPECT_EQ(told(right, "2019-01-01", "IP-DOUBT"), "");
}

// ---- decisions ----

TEST_F(IpDoubts, a_decision_whose_words_say_otherwise_upholds_nothing) {
    record_patent(R"(,"grant_date":"2023-03-10")");
    ASSERT_EQ(event(patent, "invalidation_request", "2023-05-01"), Rules{});
    ASSERT_EQ(event(patent, "request_decided", "2024-01-10", R"(,"detail":"宣告专利权全部无效")"), Rules{});
    EXPECT_EQ(status(patent, "2024-02-01"), "UNKNOWN");
    record_mark(R"(,"registration_date":"2020-06-14")");
    ASSERT_EQ(event(mark, "nonuse_request", "2023-07-01"), Rules{});
    ASSERT_EQ(event(mark, "request_decided", "2024-01-10", R"(,"detail":"驳回撤销申请，维持注册")"), Rules{});
    EXPECT_EQ(status(mark, "2024-02-01").substr(0, 4), "LIVE");
}

// ---- parts of a mark ----

TEST_F(IpDoubts, a_registration_refused_in_part_or_by_parts) {
    record_mark(R"(,"classes":[21,35],"application_date":"2018-06-07")");
    ASSERT_EQ(event(mark, "nonregistration", "2020-07-01", R"(,"scope":[35])"), Rules{});
    EXPECT_EQ(status(mark, "2022-01-01").substr(0, 4), "LIVE");
    ASSERT_EQ(event(mark, "refusal", "2020-08-01", R"(,"scope":[21])"), Rules{});
    EXPECT_EQ(status(mark, "2022-01-01").substr(0, 4), "DEAD") << "both classes are gone";
}

TEST_F(IpDoubts, a_part_refused_and_contested_is_left_open) {
    record_mark(R"(,"classes":[21,35],"application_date":"2018-06-07")");
    ASSERT_EQ(event(mark, "refusal", "2020-07-01", R"(,"scope":[35])"), Rules{});
    ASSERT_EQ(event(mark, "review", "2020-07-10"), Rules{});
    ASSERT_EQ(event(mark, "registration", "2021-12-14"), Rules{});
    EXPECT_EQ(fact(mark, "2022-01-01", "classes"), "[21,35]");
    EXPECT_TRUE(has(told(mark, "2022-01-01", "IP-DOUBT"), "that was contested"));
}

TEST_F(IpDoubts, a_renewal_of_a_later_term_shows_the_one_before) {
    record_mark(R"(,"registration_date":"2005-06-14")");
    ASSERT_EQ(event(mark, "renewal", "2025-03-01"), Rules{});
    EXPECT_EQ(status(mark, "2026-01-01").substr(0, 4), "LIVE");
    EXPECT_EQ(fact(mark, "2026-01-01", "last_day"), "2035-06-13");
    EXPECT_TRUE(has(told(mark, "2026-01-01", "IP-DOUBT"), "2015-06-13 is not on record"));
}

TEST_F(IpDoubts, a_share_of_a_mark_given_up_leaves_it_alive) {
    record_mark(R"(,"registration_date":"2020-06-14","owners":[{"name":"甲公司"},{"name":"乙公司"}])");
    ASSERT_EQ(event(mark, "surrender", "2022-01-01", R"(,"shares":[{"name":"乙公司"}])"), Rules{});
    EXPECT_EQ(status(mark, "2022-02-01").substr(0, 4), "LIVE");
}

TEST_F(IpDoubts, a_renewal_of_some_classes_renews_no_others) {
    record_mark(R"(,"classes":[21,35],"registration_date":"2015-06-14")");
    ASSERT_EQ(event(mark, "renewal", "2025-03-01", R"(,"scope":[21])"), Rules{});
    EXPECT_EQ(fact(mark, "2025-07-01", "classes"), "[21,35]") << "35 is in grace";
    EXPECT_TRUE(has(told(mark, "2025-07-01", "IP-DOUBT"), "leaves out class 35"));
    EXPECT_EQ(fact(mark, "2026-07-01", "classes"), "[21]");
    EXPECT_EQ(fact(mark, "2026-07-01", "last_day"), "2035-06-13");
    ASSERT_EQ(event(mark, "renewal", "2025-09-01", R"(,"scope":[35])"), Rules{});
    EXPECT_EQ(fact(mark, "2026-07-01", "classes"), "[21,35]");
    EXPECT_EQ(fact(mark, "2026-07-01", "last_day"), "2035-06-13") << "counted once";
    EXPECT_EQ(told(mark, "2026-07-01", "IP-DOUBT"), "");
}

TEST_F(IpDoubts, a_class_that_was_refused_is_not_registered) {
    record_mark(R"(,"classes":[21,35],"application_date":"2018-06-07")");
    ASSERT_EQ(event(mark, "refusal", "2020-07-01", R"(,"scope":[35])"), Rules{});
    ASSERT_EQ(event(mark, "preliminary_publication", "2020-09-01"), Rules{});
    ASSERT_EQ(event(mark, "registration", "2020-12-14"), Rules{});
    EXPECT_EQ(fact(mark, "2022-01-01", "classes"), "[21]");
    EXPECT_TRUE(has(told(mark, "2022-01-01", "IP-DOUBT"), "Class 35 was refused"));
    record_mark(R"(,"classes":[21,35],"application_date":"2018-06-07","registration_date":"2020-12-14")",
                "2022-02-01");
    EXPECT_EQ(fact(mark, "2022-03-01", "classes"), "[21,35]") << "a later extract says so";
    EXPECT_EQ(told(mark, "2022-03-01", "IP-DOUBT"), "");
}

TEST_F(IpDoubts, a_share_or_some_claims_given_up_leave_the_patent_alive) {
    record_patent(R"(,"grant_date":"2023-03-10")");
    ASSERT_EQ(event(patent, "abandonment", "2023-04-01", R"(,"claims":[1,2])"), Rules{});
    EXPECT_EQ(status(patent, "2023-04-10").substr(0, 4), "LIVE");
    EXPECT_NE(told(patent, "2023-04-10", "IP-REDUCED"), "");
    ASSERT_EQ(event(patent, "abandonment", "2023-05-01"), Rules{});
    EXPECT_EQ(status(patent, "2023-05-10").substr(0, 4), "DEAD");
}

// ---- sources that contradict each other ----

TEST_F(IpDoubts, sources_that_tell_different_dates_leave_the_term_in_doubt) {
    record_patent(R"(,"grant_date":"2023-03-10","source":{"system":"A","retrieved_on":"2023-04-01"})",
                  "2023-04-01");
    EXPECT_EQ(told(patent, "2023-05-01", "IP-DOUBT"), "");
    record_patent(R"(,"grant_date":"2023-03-10","filing_date":"2020-05-18",
                      "source":{"system":"B","retrieved_on":"2023-05-02"})",
                  "2023-05-02");
    EXPECT_TRUE(has(told(patent, "2023-05-10", "IP-DOUBT"), "2020-05-18 by the latest source, 2021-05-18"));
    record_mark(R"(,"registration_date":"2020-06-14")");
    ASSERT_EQ(event(mark, "registration", "2021-06-14"), Rules{});
    EXPECT_TRUE(has(told(mark, "2022-01-01", "IP-DOUBT"), "once more on 2021-06-14"));
}

TEST_F(IpDoubts, a_word_that_no_table_has_is_no_life_of_a_patent_either) {
    for (const char* word : {"冻结", "等待缴费", "已转让", "审中", "无权", "Expired"}) {
        EXPECT_EQ(record_patent(R"(,"grant_date":"2023-03-10","status":")" + std::string(word) + "\""),
                  Rules{"code.unknown?"})
            << word;
        EXPECT_EQ(status(patent, "2023-04-01"), "UNKNOWN") << word;
    }
    for (const char* word : {"授权", "有效"}) {
        EXPECT_EQ(record_patent(R"(,"grant_date":"2023-03-10","status":")" + std::string(word) + "\""),
                  Rules{});
        EXPECT_EQ(status(patent, "2023-04-01").substr(0, 4), "LIVE") << word;
    }
}

TEST_F(IpDoubts, a_withdrawal_beside_a_grant_is_told) {
    record_patent(R"(,"grant_date":"2023-03-10")");
    ASSERT_EQ(event(patent, "withdrawal", "2023-04-01"), Rules{});
    EXPECT_TRUE(has(told(patent, "2023-04-10", "IP-DOUBT"), "no request that it could end"));
}

TEST_F(IpDoubts, a_grant_behind_a_withdrawal_is_told) {
    record_patent("");
    ASSERT_EQ(event(patent, "withdrawal", "2022-04-01"), Rules{});
    ASSERT_EQ(event(patent, "grant", "2023-03-10"), Rules{});
    EXPECT_TRUE(has(told(patent, "2023-04-10", "IP-DOUBT"), "after the application had ended"));
}

TEST_F(IpDoubts, what_was_declared_invalid_never_was) {
    record_mark(R"(,"registration_date":"2020-06-14")");
    ASSERT_EQ(event(mark, "invalidation", "2022-02-01"), Rules{});
    EXPECT_TRUE(has(told(mark, "2023-01-01", "IP-ALIVE"), "deemed never to have existed"));
    const plugin::CheckAnswer answer = ask(mark, "2023-01-01");
    EXPECT_EQ(std::ranges::find(answer.findings, "IP-ALIVE", &plugin::Finding::rule)->basis.en,
              "Trademark Law (2019) art. 44; Trademark Law (2019) art. 45");
}

TEST_F(IpDoubts, a_mark_told_to_have_ended_and_told_alive_later_is_doubtful) {
    const std::string ended =
        R"(,"registration_date":"2020-06-14","status":"撤销","status_date":"2024-03-01")";
    record_mark(ended, "2024-03-01");
    ASSERT_EQ(status(mark, "2024-04-01").substr(0, 4), "DEAD");
    record_mark(R"(,"registration_date":"2020-06-14","status":"注册","status_date":"2024-09-01")",
                "2024-09-01");
    EXPECT_EQ(status(mark, "2024-10-01").substr(0, 4), "LIVE");
    EXPECT_TRUE(has(told(mark, "2024-10-01", "IP-DOUBT"), "“撤销”"));
    EXPECT_EQ(verdict(mark, "2024-10-01"), Verdict::warn);
    ASSERT_EQ(event(mark, "request_decided", "2024-08-01"), Rules{});
    EXPECT_EQ(told(mark, "2024-10-01", "IP-DOUBT"), "") << "an event says why";
}

TEST_F(IpDoubts, a_rejection_after_the_grant_is_told) {
    record_patent(R"(,"grant_date":"2025-03-10")");
    EXPECT_EQ(told(patent, "2025-12-01", "IP-DOUBT"), "");
    ASSERT_EQ(event(patent, "rejection", "2025-06-01"), Rules{});
    EXPECT_EQ(status(patent, "2025-12-01").substr(0, 4), "LIVE");
    EXPECT_TRUE(has(told(patent, "2025-12-01", "IP-DOUBT"), "after the grant"));
    record_mark(R"(,"registration_date":"2020-06-14")");
    ASSERT_EQ(event(mark, "refusal", "2021-06-01"), Rules{});
    EXPECT_TRUE(has(told(mark, "2022-01-01", "IP-DOUBT"), "after the registration"));
}

TEST_F(IpDoubts, an_event_of_a_day_to_come_is_told_before_it_counts) {
    record_mark(R"(,"registration_date":"2020-06-14")");
    ASSERT_EQ(bench.add("ip.trademark.event_recorded", mark, "2024-01-05",
                        test::json_object(R"({"event":"cancellation","date":"2024-06-01"})")),
              Rules{"ip.event.effective?"});
    EXPECT_EQ(status(mark, "2024-02-01").substr(0, 4), "LIVE");
    EXPECT_TRUE(has(told(mark, "2024-02-01", "IP-AHEAD"), "2024-06-01"));
    EXPECT_EQ(verdict(mark, "2024-02-01"), Verdict::warn);
    EXPECT_EQ(told(mark, "2024-06-01", "IP-AHEAD"), "");
    EXPECT_EQ(status(mark, "2024-06-01").substr(0, 4), "DEAD");
}

TEST_F(IpDoubts, a_grant_that_only_the_status_tells_is_a_grant_of_an_unknown_day) {
    const std::string right = "patent/US-17248024";
    const auto record = [&](const std::string& status) {
        return bench.add(
            "ip.patent.recorded", "", "2023-06-01",
            test::json_object(R"({"office":"US","number":"17248024","kind":"invention","owners":[],
                             "filing_date":"2021-01-05","status_date":"2023-05-09",
                             "source":{"system":"USPTO","retrieved_on":"2023-06-01"},"status":")" +
                              status + R"("})"));
    };
    record("Non Final Action Mailed");
    EXPECT_FALSE(status(right, "2024-01-01").starts_with("LIVE/REGISTRATION"));
    record("Patented Case");
    EXPECT_TRUE(status(right, "2024-01-01").starts_with("LIVE/REGISTRATION"));
    EXPECT_TRUE(has(told(right, "2024-01-01", "IP-GRANTED"), "day of the grant is not recorded"));
    EXPECT_TRUE(has(told(right, "2024-01-01", "IP-FEE"), "day of the grant is not recorded"));
    EXPECT_FALSE(status(right, "2023-05-01").starts_with("LIVE/REGISTRATION")) << "before that day";
}

// ---- fees ----

TEST_F(IpDoubts, a_late_fee_short_of_its_surcharge_is_told) {
    record_patent(R"(,"grant_date":"2023-03-10")");
    const std::string money = R"(,"year":4,"amount":{"currency":"CNY","amount":)";
    ASSERT_EQ(event(patent, "annual_fee", "2024-08-20", money + "120000}"), Rules{});
    EXPECT_TRUE(has(told(patent, "2024-09-01", "IP-FEE-LATE"), "less than the full fee"));
    EXPECT_EQ(verdict(patent, "2024-09-01"), Verdict::warn);
}

TEST_F(IpDoubts, a_late_fee_with_its_surcharge_is_only_noted) {
    record_patent(R"(,"grant_date":"2023-03-10")");
    const std::string money = R"(,"year":4,"amount":{"currency":"CNY","amount":)";
    ASSERT_EQ(event(patent, "annual_fee", "2024-08-20", money + "138000}"), Rules{});
    EXPECT_TRUE(has(told(patent, "2024-09-01", "IP-FEE-LATE"), "a surcharge of 15 % was due"));
    EXPECT_EQ(verdict(patent, "2024-09-01"), Verdict::pass);
}

TEST_F(IpDoubts, a_receipt_that_shows_nothing_is_not_counted) {
    record_patent(R"(,"grant_date":"2023-03-10")");
    ASSERT_EQ(fee(9, "2023-05-10"), Rules{});
    EXPECT_TRUE(has(told(patent, "2023-06-01", "IP-DOUBT"), "years ahead"));
    EXPECT_TRUE(has(told(patent, "2023-06-01", "IP-FEE"), "whether it is paid is not known"));
    ASSERT_EQ(
        event(patent, "annual_fee", "2024-05-10", R"(,"year":4,"amount":{"currency":"CNY","amount":100})"),
        Rules{});
    EXPECT_EQ(verdict(patent, "2024-06-01"), Verdict::warn) << "one yuan";
}

TEST_F(IpDoubts, a_fee_that_fell_due_while_proceedings_were_stopped_ends_nothing_for_certain) {
    record_patent(R"(,"grant_date":"2023-03-10")");
    ASSERT_EQ(fee(4, "2024-05-10"), Rules{});
    ASSERT_EQ(event(patent, "freeze", "2025-05-01", R"(,"until":"2026-04-30")"), Rules{});
    EXPECT_EQ(status(patent, "2026-01-01"), "UNKNOWN");
    EXPECT_TRUE(has(told(patent, "2026-01-01", "IP-DOUBT"), "proceedings were stopped"));
}

TEST_F(IpDoubts, a_fee_paid_in_parts_adds_up) {
    record_patent(R"(,"grant_date":"2023-03-10")");
    const auto part = [&](const std::string& on, int amount) {
        return event(patent, "annual_fee", on,
                     R"(,"year":4,"amount":{"currency":"CNY","amount":)" + std::to_string(amount) + "}");
    };
    ASSERT_EQ(part("2024-08-20", 120000), Rules{});
    ASSERT_EQ(part("2024-08-21", 18000), Rules{});
    EXPECT_EQ(verdict(patent, "2024-09-01"), Verdict::pass);
}

TEST_F(IpDoubts, a_fee_paid_before_the_right_was_restored_is_no_contradiction) {
    record_patent(R"(,"grant_date":"2023-03-10")");
    ASSERT_EQ(fee(4, "2024-05-10"), Rules{});
    ASSERT_EQ(fee(5, "2026-01-10"), Rules{});
    EXPECT_NE(told(patent, "2026-01-20", "IP-DOUBT"), "");
    ASSERT_EQ(event(patent, "restoration", "2026-02-01"), Rules{});
    EXPECT_EQ(told(patent, "2026-03-01", "IP-DOUBT"), "");
}

TEST_F(IpDoubts, the_fee_of_the_year_of_the_grant_is_never_late) {
    record_patent(R"(,"grant_date":"2023-07-10")");
    ASSERT_EQ(fee(3, "2023-07-20"), Rules{});
    EXPECT_EQ(told(patent, "2023-08-01", "IP-FEE-LATE"), "");
    EXPECT_EQ(told(patent, "2023-08-01", "IP-DOUBT"), "");
}

TEST_F(IpDoubts, an_amount_that_is_no_fee_of_the_office_is_told) {
    record_patent(R"(,"grant_date":"2023-03-10")");
    ASSERT_EQ(
        event(patent, "annual_fee", "2024-05-10", R"(,"year":4,"amount":{"currency":"USD","amount":120000})"),
        Rules{});
    EXPECT_TRUE(has(told(patent, "2024-06-01", "IP-DOUBT"), "no fee of this office"));
}

TEST_F(IpDoubts, fees_of_nothing_are_no_sum) {
    const plugin::CheckAnswer answer = bench.check("ip.fees", "{}", "2024-01-01");
    ASSERT_EQ(answer.findings.size(), 1U);
    EXPECT_EQ(answer.findings.front().rule, "IP-ASKED");
    EXPECT_FALSE(answer.facts.contains("total"));
}

}  // namespace
}  // namespace xinbu::ip_status
