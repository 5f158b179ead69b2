#include "ip_status/trademarks.hpp"

#include "plugins/ip_status_support.hpp"
#include "support/vectors.hpp"

namespace xinbu::ip_status {
namespace {

using plugin::Date;
using test::RightsBench;
using test::Rules;

Date day(std::string_view text) {
    return Date::parse(text).value_or(Date(1000, 1, 1));
}

const MarkTerms terms(test::packed_rules(), china);

class IpTrademark : public ::testing::Test, protected RightsBench {};

TEST(TrademarkTerms, end_on_the_day_before_the_anniversary_or_the_months_last_day) {
    struct Vector {
        const char *registered, *expires, *opens, *grace;
    };
    for (const Vector& one : {Vector{"2015-08-21", "2025-08-20", "2024-08-21", "2026-02-20"},
                              Vector{"2016-03-01", "2026-02-28", "2025-03-01", "2026-08-28"},
                              Vector{"2016-02-29", "2026-02-28", "2025-03-01", "2026-08-28"},
                              Vector{"2014-12-01", "2024-11-30", "2023-12-01", "2025-05-30"}}) {
        const Date expiry = *terms.first_end(day(one.registered));
        EXPECT_EQ(expiry.text(), one.expires) << one.registered;
        EXPECT_EQ(terms.opens(expiry)->text(), one.opens) << one.registered;
        EXPECT_EQ(terms.grace_end(expiry).text(), one.grace) << one.registered;
    }
    EXPECT_EQ(terms.next_end(day("2025-08-20"))->text(), "2035-08-20");
    EXPECT_EQ(terms.next_end(day("2026-02-28"))->text(), "2036-02-29");
}

TEST(TrademarkTerms, agree_with_the_published_vectors) {
    XINBU_READ_SHARED_JSON(vectors, "domain/identifiers-vectors.json");
    ASSERT_TRUE(vectors["tm_dates"].IsArray());
    for (const auto& one : vectors["tm_dates"].GetArray()) {
        const Date expiry = *terms.first_end(day(test::text_of(one, "registered")));
        EXPECT_EQ(expiry.text(), test::text_of(one, "expires"));
        EXPECT_EQ(terms.opens(expiry)->text(), test::text_of(one, "window_opens"));
        EXPECT_EQ(terms.grace_end(expiry).text(), test::text_of(one, "grace_ends"));
    }
}

TEST_F(IpTrademark, number_office_and_classes_are_checked) {
    EXPECT_EQ(record_mark(R"(,"classes":[35,35])"), Rules{"nice.duplicate"});
    EXPECT_EQ(record_mark(R"(,"classes":[46])"), Rules{"schema.maximum"});
    EXPECT_EQ(record_mark(R"(,"classes":[],"owners":[])"), (Rules{"ip.owners.missing?", "nice.missing?"}));
    const auto number = [&](const std::string& office, const std::string& text) {
        return bench.add("ip.trademark.recorded", "", "2020-01-01",
                         test::json_object(R"({"office":")" + office + R"(","number":")" + text +
                                           R"(","classes":[1],"owners":[{"name":"a"}]})"));
    };
    for (const char* good : {"1", "12345678", "1234567A", "G123456", "G1234567", "ｇ１２３４５６７"})
        EXPECT_EQ(number("CN", good), Rules{}) << good;
    EXPECT_EQ(bench.last_record(), "trademark/CN-G1234567");
    for (const char* bad : {"123456789", "12A4", "G12345", "H1234567"})
        EXPECT_EQ(number("CN", bad), Rules{"ip.trademark.number"}) << bad;
    EXPECT_EQ(number("us", "97123456"), Rules{});
    EXPECT_EQ(bench.last_record(), "trademark/US-97123456");
    EXPECT_EQ(number("US", "971_23456"), Rules{"ip.number"});
    EXPECT_EQ(number("U1", "971"), Rules{"ip.record"});
}

TEST_F(IpTrademark, dates_must_follow_each_other) {
    EXPECT_EQ(record_mark(R"(,"application_date":"2020-07-01","registration_date":"2020-06-14")"),
              Rules{"ip.date.order"});
    EXPECT_EQ(record_mark(R"(,"registration_date":"2020-06-14","expiry_date":"2030-06-14")"),
              Rules{"ip.trademark.term?"});
    EXPECT_EQ(record_mark(R"(,"registration_date":"2010-06-14","expiry_date":"2030-06-13")"), Rules{});
}

TEST_F(IpTrademark, lives_from_registration_through_grace) {
    ASSERT_EQ(record_mark(R"(,"application_date":"2019-08-05","publication_date":"2020-03-13",
                              "registration_date":"2020-06-14","expiry_date":"2030-06-13")"),
              Rules{});
    EXPECT_EQ(status(mark, "2026-10-14"), "LIVE/REGISTRATION/Issued and Active");
    EXPECT_EQ(fact(mark, "2026-10-14", "alive"), "true");
    EXPECT_EQ(fact(mark, "2026-10-14", "last_day"), "2030-06-13");
    EXPECT_EQ(fact(mark, "2030-06-13", "in_grace"), "false");
    EXPECT_EQ(fact(mark, "2030-06-14", "in_grace"), "true");
    EXPECT_EQ(fact(mark, "2030-12-13", "alive"), "true");
    EXPECT_EQ(fact(mark, "2030-12-13", "grace_until"), "2030-12-13");
    EXPECT_EQ(status(mark, "2030-12-14"), "DEAD/REGISTRATION/Expired");
    EXPECT_EQ(fact(mark, "2030-12-14", "ended_on"), "2030-06-14");
    EXPECT_EQ(bench.at(mark, "2029-06-14").overlays, std::vector<std::string>{"renewal_window"});
    EXPECT_TRUE(bench.at(mark, "2029-06-13").overlays.empty());
    EXPECT_EQ(bench.at(mark, "2030-07-01").overlays, std::vector<std::string>{"grace"});
}

TEST_F(IpTrademark, a_renewal_counts_once_however_often_it_is_told) {
    ASSERT_EQ(record_mark(R"(,"registration_date":"2015-08-21")", "2015-08-21"), Rules{});
    ASSERT_EQ(event(mark, "renewal", "2025-03-01"), Rules{});
    ASSERT_EQ(event(mark, "renewal", "2025-03-20"), Rules{});
    EXPECT_EQ(fact(mark, "2026-12-01", "last_day"), "2035-08-20");
    EXPECT_EQ(fact(mark, "2025-02-28", "last_day"), "2025-08-20");
    EXPECT_EQ(status(mark, "2026-12-01"), "LIVE/REGISTRATION/Issued and Active");
}

TEST_F(IpTrademark, a_pending_attack_never_turns_a_live_right_dead) {
    ASSERT_EQ(record_mark(R"(,"registration_date":"2020-06-14")"), Rules{});
    event(mark, "nonuse_request", "2024-01-10");
    event(mark, "invalidation_request", "2024-02-10");
    EXPECT_EQ(status(mark, "2024-03-01"), "LIVE/REGISTRATION/Cancellation-Invalidation Pending");
    EXPECT_EQ(fact(mark, "2024-03-01", "alive"), "true");
    EXPECT_EQ(overlays(mark, "2024-03-01"), "nonuse_request invalidation_request");
    // The renewal date does not vanish behind it.
    EXPECT_EQ(fact(mark, "2024-03-01", "last_day"), "2030-06-13");
    event(mark, "cancellation", "2025-01-10");
    EXPECT_EQ(status(mark, "2025-01-10"), "DEAD/REGISTRATION/Cancelled/Invalidated");
    EXPECT_EQ(fact(mark, "2025-01-10", "ended_on"), "2025-01-10");
    EXPECT_EQ(overlays(mark, "2025-01-10"), "");
    EXPECT_EQ(status(mark, "2025-01-09"), "LIVE/REGISTRATION/Cancellation-Invalidation Pending");
}

TEST_F(IpTrademark, a_decided_request_leaves_the_mark_as_it_was) {
    record_mark(R"(,"registration_date":"2020-06-14")");
    event(mark, "nonuse_request", "2024-01-10");
    event(mark, "request_decided", "2024-12-01");
    EXPECT_EQ(status(mark, "2024-12-02"), "LIVE/REGISTRATION/Issued and Active");
    EXPECT_EQ(overlays(mark, "2024-12-02"), "");
}

TEST_F(IpTrademark, a_decision_about_some_classes_leaves_the_others_alive) {
    record_mark(R"(,"classes":[35,41],"registration_date":"2020-06-14")");
    event(mark, "cancellation", "2024-01-10", R"(,"scope":[41])");
    EXPECT_EQ(status(mark, "2024-12-02"), "LIVE/REGISTRATION/Issued and Active");
    event(mark, "cancellation", "2025-01-10", R"(,"scope":[35,41])");
    EXPECT_EQ(status(mark, "2025-12-02"), "DEAD/REGISTRATION/Cancelled/Invalidated");
}

TEST_F(IpTrademark, an_application_goes_its_way) {
    ASSERT_EQ(record_mark(R"(,"application_date":"2024-01-02")", "2024-01-02"), Rules{});
    EXPECT_EQ(status(mark, "2024-02-01"), "LIVE/APPLICATION/Awaiting Examination");
    EXPECT_EQ(fact(mark, "2024-02-01", "granted"), "false");
    event(mark, "refusal", "2024-06-03");
    EXPECT_EQ(status(mark, "2024-06-20"), "LIVE/APPLICATION/Under Examination");
    EXPECT_EQ(status(mark, "2024-08-01"), "DEAD/APPLICATION/Refused/Dismissed or Invalidated");
    event(mark, "review", "2024-06-15");
    EXPECT_EQ(status(mark, "2024-08-01"), "LIVE/APPLICATION/Appeal of Refusal Pending");
    event(mark, "preliminary_publication", "2025-01-06");
    EXPECT_EQ(status(mark, "2025-02-01"), "LIVE/APPLICATION/Published for Opposition");
    event(mark, "opposition", "2025-03-03");
    EXPECT_EQ(status(mark, "2025-04-01"), "LIVE/APPLICATION/Opposition Pending");
    event(mark, "registration", "2026-02-07");
    EXPECT_EQ(status(mark, "2026-02-08"), "LIVE/REGISTRATION/Issued and Active");
    EXPECT_EQ(fact(mark, "2026-02-08", "last_day"), "2036-02-06");
    EXPECT_EQ(fact(mark, "2026-02-08", "registration_date"), "2026-02-07");
    EXPECT_EQ(overlays(mark, "2026-02-08"), "");
}

TEST_F(IpTrademark, pledges_and_freezes_end_by_event_or_by_term) {
    record_mark(R"(,"registration_date":"2020-06-14")");
    event(mark, "pledge", "2024-01-10", R"(,"until":"2025-01-09","counterparty":{"name":"江南示范银行"})");
    event(mark, "freeze", "2024-03-01", R"(,"until":"2025-02-28")");
    EXPECT_EQ(overlays(mark, "2024-04-01"), "pledge freeze");
    EXPECT_EQ(status(mark, "2024-04-01"), "LIVE/REGISTRATION/Issued and Active");
    EXPECT_EQ(overlays(mark, "2025-01-10"), "freeze");
    event(mark, "pledge_extension", "2024-12-20", R"(,"until":"2026-01-09")");
    EXPECT_EQ(overlays(mark, "2025-01-10"), "pledge freeze");
    event(mark, "pledge_end", "2025-06-01", R"(,"counterparty":{"name":"别家银行"})");
    EXPECT_EQ(overlays(mark, "2025-06-02"), "pledge") << "another bank's release frees nothing";
    event(mark, "pledge_end", "2025-07-01");
    EXPECT_EQ(overlays(mark, "2025-07-02"), "");
    const plugin::Object facts = this->facts(mark, "2024-12-31");
    const plugin::Object& pledge = *plugin::array_at(facts, "overlays").front().object();
    EXPECT_EQ(plugin::text_at(pledge, "since"), "2024-01-10");
    EXPECT_EQ(plugin::text_at(pledge, "date"), "2024-12-20");
    EXPECT_EQ(plugin::text_at(pledge, "until"), "2026-01-09");
    EXPECT_EQ(plugin::text_at(plugin::object_at(pledge, "counterparty"), "name"), "江南示范银行");
}

TEST_F(IpTrademark, events_out_of_order_give_the_same_answer) {
    record_mark(R"(,"registration_date":"2015-08-21")", "2015-08-21");
    event(mark, "nonuse_request", "2024-01-10");
    event(mark, "assignment", "2022-05-05", R"(,"counterparty":{"name":"乙公司"})");
    event(mark, "request_decided", "2024-10-10");
    event(mark, "renewal", "2025-05-05");
    RightsBench other;
    other.event(mark, "renewal", "2025-05-05");
    other.event(mark, "request_decided", "2024-10-10");
    other.event(mark, "nonuse_request", "2024-01-10");
    other.event(mark, "assignment", "2022-05-05", R"(,"counterparty":{"name":"乙公司"})");
    other.record_mark(R"(,"registration_date":"2015-08-21")", "2015-08-21");
    for (const char* on : {"2021-01-01", "2023-01-01", "2024-06-01", "2026-01-01", "2036-06-01"})
        EXPECT_EQ(json::canonical(facts(mark, on)), json::canonical(other.facts(mark, on))) << on;
    EXPECT_EQ(fact(mark, "2023-01-01", "owners"), R"([{"identifier":"","name":"乙公司"}])");
    EXPECT_EQ(fact(mark, "2022-05-04", "owners"), R"([{"identifier":"91320282MA0000015N","name":"甲公司"}])");
}

TEST_F(IpTrademark, an_event_may_be_the_first_that_is_heard_of_a_mark) {
    ASSERT_EQ(event("trademark/CN-１２３４５６７", "renewal", "2024-01-10"), Rules{});
    EXPECT_EQ(bench.last_record(), "trademark/CN-1234567");
    const plugin::Record record = bench.at("trademark/CN-1234567", "2024-02-01");
    EXPECT_EQ(plugin::text_at(record.fields, "number"), "1234567");
    EXPECT_EQ(record.status, "LIVE/REGISTRATION/Issued and Active");
    EXPECT_EQ(fact("trademark/CN-1234567", "2024-02-01", "last_day"), "-");
    EXPECT_EQ(bench.add("ip.use_evidence.filed", "trademark/CN-999", "2024-01-01",
                        test::json_object(R"({"date":"2024-01-01","classes":[35],"kind":"合同"})")),
              Rules{"lifecycle.unknown_record"});
    EXPECT_EQ(bench.add("ip.use_evidence.filed", "trademark/CN-1234567", "2024-02-01",
                        test::json_object(R"({"date":"2024-01-01","classes":[35],"kind":"合同"})")),
              Rules{});
    EXPECT_EQ(plugin::array_at(bench.at("trademark/CN-1234567", "2024-03-01").fields, "use_evidence").size(),
              1U);
}

TEST_F(IpTrademark, silence_of_a_file_is_not_life) {
    ASSERT_EQ(bench.add("ip.trademark.recorded", "", "1996-04-01",
                        test::json_object(R"({"office":"EM","number":"000001123","classes":[],"owners":[],
                                              "application_date":"1996-04-01"})")),
              (Rules{"ip.owners.missing?", "nice.missing?"}));
    EXPECT_EQ(status("trademark/EM-000001123", "2026-01-01"), "UNKNOWN");
    EXPECT_EQ(fact("trademark/EM-000001123", "2026-01-01", "alive"), "-");
    EXPECT_EQ(fact("trademark/EM-000001123", "2026-01-01", "granted"), "-");
}

TEST_F(IpTrademark, an_unknown_right_is_an_answer_and_no_error) {
    const plugin::CheckAnswer answer =
        bench.check("ip.status", R"({"right":"trademark/CN-1"})", "2026-01-01");
    ASSERT_EQ(answer.findings.size(), 1U);
    EXPECT_EQ(answer.findings.front().rule, "IP-KNOWN");
    EXPECT_EQ(answer.findings.front().status, plugin::FindingStatus::not_met);
    EXPECT_EQ(answer.findings.front().severity, plugin::Severity::block);
    EXPECT_EQ(plugin::verdict_of(answer.findings), plugin::Verdict::block) << "no yes of a right unheard of";
    EXPECT_TRUE(answer.facts.empty());
}

TEST_F(IpTrademark, what_contradicts_itself_gets_no_yes) {
    const auto doubts = [&](const std::string& on) {
        const auto answer = bench.check("ip.status", std::string(R"({"right":")") + mark + R"("})", on);
        const auto count = std::ranges::count(answer.findings, "IP-DOUBT", &plugin::Finding::rule);
        if (count > 0) {
            EXPECT_NE(plugin::verdict_of(answer.findings), plugin::Verdict::pass);
        }
        return count;
    };
    record_mark(R"(,"registration_date":"2020-06-14")");
    EXPECT_EQ(doubts("2026-01-01"), 0);
    // Five years early: not the renewal of this term, nor of one before it.
    ASSERT_EQ(event(mark, "renewal", "2025-03-01"), Rules{});
    EXPECT_EQ(fact(mark, "2026-01-01", "last_day"), "2030-06-13");
    EXPECT_EQ(doubts("2025-02-28"), 0);
    EXPECT_EQ(doubts("2026-01-01"), 1);
}

TEST_F(IpTrademark, a_status_in_words_counts_however_it_came_in) {
    const auto verdict = [&](const std::string& on) {
        return plugin::verdict_of(
            bench.check("ip.status", std::string(R"({"right":")") + mark + R"("})", on).findings);
    };
    record_mark(R"(,"registration_date":"2020-06-14","status":"注册")");
    EXPECT_EQ(status(mark, "2026-01-01").substr(0, 4), "LIVE");
    EXPECT_EQ(verdict("2026-01-01"), plugin::Verdict::pass);
    record_mark(R"(,"registration_date":"2020-06-14","status":"已撤销")", "2025-01-01");
    EXPECT_EQ(status(mark, "2026-01-01"), "UNKNOWN") << "since when, nobody says";
    record_mark(R"(,"registration_date":"2020-06-14","status":"质押")", "2025-02-01");
    EXPECT_EQ(status(mark, "2026-01-01"), "UNKNOWN");
    record_mark(R"(,"registration_date":"2020-06-14","status":"注销","status_date":"2025-03-01")",
                "2025-03-01");
    EXPECT_EQ(status(mark, "2025-03-01").substr(0, 4), "DEAD");
    record_mark(R"(,"registration_date":"2020-06-14","status":"撤销申请审查中","status_date":"2025-04-01")",
                "2025-04-01");
    EXPECT_EQ(status(mark, "2025-05-01").substr(0, 4), "LIVE");
    EXPECT_EQ(verdict("2025-05-01"), plugin::Verdict::warn) << "an attack told by the status alone";
}

TEST_F(IpTrademark, what_is_left_of_a_mark_or_whose_it_is_gets_no_yes_where_it_is_open) {
    const auto told = [&](const std::string& on) {
        std::string rules;
        for (const plugin::Finding& one :
             bench.check("ip.status", std::string(R"({"right":")") + mark + R"("})", on).findings)
            if (one.rule == "IP-DOUBT" || one.rule == "IP-REDUCED") rules += one.rule + " ";
        return rules;
    };
    record_mark(R"(,"classes":[21,35],"registration_date":"2020-06-14")");
    EXPECT_EQ(told("2022-01-01"), "");
    ASSERT_EQ(event(mark, "partial_cancellation", "2022-02-01", R"(,"scope":[35])"), Rules{});
    EXPECT_EQ(told("2022-02-01"), "IP-REDUCED ");
    ASSERT_EQ(event(mark, "assignment", "2022-03-01"), Rules{});
    EXPECT_EQ(told("2022-03-01"), "IP-REDUCED IP-DOUBT ");
    // Contested and decided, and nobody says how.
    ASSERT_EQ(event(mark, "cancellation", "2023-01-01"), Rules{});
    ASSERT_EQ(event(mark, "review", "2023-02-01"), Rules{});
    EXPECT_EQ(status(mark, "2023-02-01").substr(0, 4), "LIVE");
    ASSERT_EQ(event(mark, "request_decided", "2023-06-01"), Rules{});
    EXPECT_EQ(status(mark, "2023-06-01"), "UNKNOWN");
}

TEST_F(IpTrademark, dates_that_cannot_all_be_true_are_told_after_the_import_too) {
    const auto doubts = [&] {
        const auto answer =
            bench.check("ip.status", std::string(R"({"right":")") + mark + R"("})", "2026-01-01");
        return std::ranges::count(answer.findings, "IP-DOUBT", &plugin::Finding::rule);
    };
    record_mark(R"(,"registration_date":"2020-06-14","expiry_date":"2032-06-13")");
    EXPECT_EQ(doubts(), 1) << "no ten years end there";
    record_mark(R"(,"registration_date":"2020-06-14","expiry_date":"2030-06-13")", "2020-06-15");
    EXPECT_EQ(doubts(), 0);
    record_mark(
        R"(,"registration_date":"2020-06-14","expiry_date":"2030-06-13","application_date":"2021-01-01",
           "source":{"system":"CNIPA","retrieved_on":"2026-01-01"})",
        "2020-06-16");
    EXPECT_EQ(doubts(), 1) << "registered before it was filed";
}

TEST_F(IpTrademark, a_renewal_that_the_end_on_record_counts_already_is_no_contradiction) {
    record_mark(R"(,"registration_date":"2010-06-14","expiry_date":"2030-06-13")");
    ASSERT_EQ(event(mark, "renewal", "2020-03-01"), Rules{});
    const auto answer = bench.check("ip.status", std::string(R"({"right":")") + mark + R"("})", "2026-01-01");
    EXPECT_EQ(std::ranges::count(answer.findings, "IP-DOUBT", &plugin::Finding::rule), 0);
    EXPECT_EQ(fact(mark, "2026-01-01", "last_day"), "2030-06-13");
}

TEST_F(IpTrademark, a_term_over_is_no_end_where_the_office_says_later_that_it_lives) {
    record_mark(R"(,"registration_date":"2010-06-14","common_status":"registered","status_date":"2022-01-05",
                    "status":"注册")");
    EXPECT_EQ(status(mark, "2020-12-31"), "DEAD/REGISTRATION/Expired") << "by the dates, as known then";
    EXPECT_EQ(status(mark, "2022-01-05"), "UNKNOWN");
    const auto ended = [&](const std::string& on) {
        const auto answer = bench.check("ip.status", std::string(R"({"right":")") + mark + R"("})", on);
        return std::ranges::find(answer.findings, "IP-ALIVE", &plugin::Finding::rule)->message.en;
    };
    EXPECT_NE(ended("2020-12-31").find("No source tells this end"), std::string::npos) << ended("2020-12-31");
    ASSERT_EQ(event(mark, "renewal", "2020-03-01"), Rules{});
    EXPECT_EQ(status(mark, "2022-01-05").substr(0, 4), "LIVE");
}

TEST_F(IpTrademark, from_2027_the_new_law_is_flagged) {
    record_mark(R"(,"registration_date":"2020-06-14")");
    const auto has_law = [&](const std::string& on) {
        const auto answer = bench.check("ip.status", std::string(R"({"right":")") + mark + R"("})", on);
        return std::ranges::any_of(answer.findings, [](const auto& one) { return one.rule == "IP-LAW"; });
    };
    EXPECT_FALSE(has_law("2026-12-31"));
    EXPECT_TRUE(has_law("2027-01-01"));
}

TEST_F(IpTrademark, the_term_of_a_madrid_mark_rests_on_the_regulations) {
    const std::string madrid = "trademark/CN-G1234567";
    ASSERT_EQ(
        record_mark(R"(,"number":"G1234567","application_date":"2016-12-01","registration_date":"2017-06-14",
                             "expiry_date":"2027-01-15")"),
        Rules{});
    const auto basis = [&](const std::string& on, std::string_view rule) {
        const auto answer = bench.check("ip.status", R"({"right":")" + madrid + R"("})", on);
        const auto told = std::ranges::find(answer.findings, rule, &plugin::Finding::rule);
        return told != answer.findings.end() ? told->basis.en : "-";
    };
    for (const char* rule : {"IP-TERM", "IP-RENEWAL", "IP-ALIVE"})
        EXPECT_EQ(basis("2026-11-30", rule), "Implementing Regulations (2014) art. 45, 46") << rule;
}

TEST_F(IpTrademark, a_term_that_ends_a_day_late_is_told_with_the_nearer_end) {
    EXPECT_EQ(record_mark(R"(,"registration_date":"2017-06-14","expiry_date":"2027-06-14")"),
              Rules{"ip.trademark.term?"});
    EXPECT_NE(bench.last_faults().front().message.en.find("expected 2027-06-13"), std::string::npos);
}

TEST_F(IpTrademark, events_are_warned_about_and_scopes_checked) {
    record_mark(R"(,"application_date":"2019-08-05","registration_date":"2020-06-14")");
    // Whenever the entry takes effect.
    EXPECT_EQ(event(mark, "change", "2019-01-01"), Rules{"ip.event.before_filing?"});
    EXPECT_EQ(bench.add("ip.trademark.event_recorded", mark, "2021-01-01",
                        test::json_object(R"({"event":"change","date":"2019-01-02"})")),
              Rules{"ip.event.before_filing?"});
    EXPECT_EQ(event(mark, "cancellation", "2024-01-01", R"(,"scope":[21,21])"), Rules{"nice.duplicate"});
    EXPECT_EQ(event(mark, "pledge", "2024-01-01", R"(,"until":"2023-01-01")"), Rules{"ip.date.order"});
    EXPECT_EQ(event(mark, "eaten", "2024-01-01"), Rules{"choice.unknown"});
}

}  // namespace
}  // namespace xinbu::ip_status
