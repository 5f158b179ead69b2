#include "ip_status/patents.hpp"

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

std::string last_day(std::string_view kind, std::string_view filed) {
    return term_end(day(filed), patent_term_rule(test::packed_rules(), kind, day(filed)).rule->period).text();
}

class IpPatent : public ::testing::Test, protected RightsBench {
protected:
    /// Granted in patent year 2, fees paid up to year 5: the patent of the sample.
    void record_with_fees() {
        ASSERT_EQ(record_patent(R"(,"grant_date":"2023-03-10")"), Rules{});
        ASSERT_EQ(event(patent, "grant", "2023-03-10"), Rules{});
        ASSERT_EQ(fee(3, "2023-05-06"), Rules{});
        ASSERT_EQ(fee(4, "2024-05-08"), Rules{});
        ASSERT_EQ(fee(5, "2025-05-12"), Rules{});
    }
};

TEST(PatentTerms, run_from_filing_to_the_day_before_the_anniversary) {
    EXPECT_EQ(last_day("utility_model", "1999-09-06"), "2009-09-05");
    EXPECT_EQ(last_day("design", "2021-05-31"), "2031-05-30");
    EXPECT_EQ(last_day("design", "2021-06-01"), "2036-05-31");
    EXPECT_EQ(last_day("invention", "2021-05-18"), "2041-05-17");
    EXPECT_EQ(last_day("utility_model", "2016-02-29"), "2026-02-28");
}

TEST(PatentTerms, agree_with_the_published_vectors) {
    XINBU_READ_SHARED_JSON(vectors, "domain/identifiers-vectors.json");
    ASSERT_TRUE(vectors["patent_terms"].IsArray());
    for (const auto& one : vectors["patent_terms"].GetArray()) {
        const std::string kind = test::text_of(one, "kind");
        EXPECT_EQ(last_day(kind == "UM" ? "utility_model" : kind, test::text_of(one, "filed")),
                  test::text_of(one, "last_day"));
    }
    const auto& fee = vectors["annual_fee"];
    const Date filed = day(test::text_of(fee, "filed"));
    EXPECT_EQ(patent_year(filed, day(test::text_of(fee, "granted"))), 5);
    const Date due = annual_fee_due(filed, 6);
    EXPECT_EQ(due.text(), test::text_of(fee, "due_year6"));
    for (const auto& step : fee["ladder"].GetArray()) {
        EXPECT_EQ(surcharge_percent(test::packed_rules(), due, day(test::text_of(step, "from"))),
                  step["pct"].GetInt());
        EXPECT_EQ(surcharge_percent(test::packed_rules(), due, day(test::text_of(step, "to"))),
                  step["pct"].GetInt());
    }
}

TEST(PatentFees, climb_the_ladder_of_surcharges) {
    const Date due(2002, 6, 3);
    EXPECT_EQ(surcharge_percent(test::packed_rules(), due, due), 0);
    EXPECT_EQ(surcharge_percent(test::packed_rules(), due, Date(2002, 7, 3)), 0);
    EXPECT_EQ(surcharge_percent(test::packed_rules(), due, Date(2002, 7, 4)), 5);
    EXPECT_EQ(surcharge_percent(test::packed_rules(), due, Date(2002, 8, 4)), 10);
    EXPECT_EQ(surcharge_percent(test::packed_rules(), due, Date(2002, 9, 4)), 15);
    EXPECT_EQ(surcharge_percent(test::packed_rules(), due, Date(2002, 10, 4)), 20);
    EXPECT_EQ(surcharge_percent(test::packed_rules(), due, Date(2002, 12, 3)), 25);
    EXPECT_EQ(surcharge_percent(test::packed_rules(), due, Date(2002, 12, 4)), std::nullopt);
}

TEST(PatentFees, are_those_of_kind_and_year) {
    EXPECT_EQ(annual_fee(test::packed_rules(), "invention", 1), 90000);
    EXPECT_EQ(annual_fee(test::packed_rules(), "invention", 6), 120000);
    EXPECT_EQ(annual_fee(test::packed_rules(), "invention", 20), 800000);
    EXPECT_EQ(annual_fee(test::packed_rules(), "invention", 21), std::nullopt);
    EXPECT_EQ(annual_fee(test::packed_rules(), "utility_model", 5), 90000);
    EXPECT_EQ(annual_fee(test::packed_rules(), "utility_model", 11), std::nullopt);
    EXPECT_EQ(annual_fee(test::packed_rules(), "design", 15), 300000);
    EXPECT_EQ(annual_fee(test::packed_rules(), "invention", 0), std::nullopt);
}

TEST_F(IpPatent, number_check_digit_and_kind_agree) {
    const auto number = [&](const std::string& text, const std::string& kind) {
        return bench.add("ip.patent.recorded", "", "2024-01-01",
                         test::json_object(R"({"office":"CN","kind":")" + kind + R"(","number":")" + text +
                                           R"(","filing_date":"1997-01-02","owners":[{"name":"a"}]})"));
    };
    EXPECT_EQ(number("ZL 2020 1 0566088.9", "invention"), Rules{});
    EXPECT_EQ(bench.last_record(), "patent/CN-202010566088.9");
    EXPECT_EQ(number("ＣＮ９５１１５６０８．ｘ", "invention"), Rules{});
    EXPECT_EQ(bench.last_record(), "patent/CN-95115608.X");
    EXPECT_EQ(number("202322865413.3", "utility_model"), Rules{});
    EXPECT_EQ(number("202322865413.3", "invention"), Rules{"ip.patent.kind"});
    EXPECT_EQ(number("202310123456.7", "invention"), Rules{"identifier.cn-patent"});
    EXPECT_EQ(event("patent/CN-ZL202010566088.9", "examination", "2021-01-01"), Rules{});
    EXPECT_EQ(bench.last_record(), "patent/CN-202010566088.9");
    EXPECT_EQ(event("patent/CN-202010566088.8", "examination", "2021-01-01"), Rules{"identifier.cn-patent"});
    EXPECT_EQ(record_patent(R"(,"grant_date":"2020-01-01")"), Rules{"ip.date.order"});
}

TEST_F(IpPatent, a_fee_is_paid_due_in_grace_and_lapsed_by_the_day) {
    record_with_fees();
    EXPECT_EQ(fact(patent, "2026-05-17", "fee_paid"), "true");
    EXPECT_EQ(fact(patent, "2026-05-17", "fee_due"), "2026-05-18");
    EXPECT_EQ(fact(patent, "2026-05-17", "fee_year"), "6");
    EXPECT_EQ(fact(patent, "2026-05-17", "fee_amount"), R"({"amount":120000,"currency":"CNY"})");
    // On the due day the sixth year has begun and is not paid, but nothing is late.
    EXPECT_EQ(fact(patent, "2026-05-18", "fee_paid"), "false");
    EXPECT_EQ(fact(patent, "2026-05-18", "in_grace"), "false");
    EXPECT_EQ(fact(patent, "2026-05-19", "in_grace"), "true");
    EXPECT_EQ(fact(patent, "2026-10-12", "fee_paid"), "false");
    EXPECT_EQ(fact(patent, "2026-10-12", "alive"), "true");
    EXPECT_EQ(fact(patent, "2026-10-12", "grace_until"), "2026-11-18");
    EXPECT_EQ(fact(patent, "2026-10-12", "fee_surcharge"), R"({"amount":24000,"currency":"CNY"})");
    EXPECT_EQ(status(patent, "2026-11-18"), "LIVE/REGISTRATION/In Force");
    EXPECT_EQ(status(patent, "2026-11-19"), "DEAD/REGISTRATION/Lapsed - Fee Unpaid");
    EXPECT_EQ(fact(patent, "2026-11-19", "ended_on"), "2026-05-18");
    EXPECT_EQ(fact(patent, "2026-11-19", "fee_paid"), "-");
}

TEST_F(IpPatent, a_payment_in_grace_saves_the_right_and_a_later_one_does_not) {
    record_with_fees();
    ASSERT_EQ(fee(6, "2026-10-13"), Rules{});
    EXPECT_EQ(fact(patent, "2026-10-14", "fee_paid"), "true");
    EXPECT_EQ(fact(patent, "2026-10-14", "in_grace"), "false");
    EXPECT_EQ(fact(patent, "2026-10-12", "fee_paid"), "false") << "the question takes a day";
    EXPECT_EQ(status(patent, "2026-12-01"), "LIVE/REGISTRATION/In Force");
    RightsBench late;
    late.record_patent(R"(,"grant_date":"2023-03-10")");
    late.fee(5, "2025-05-12");
    late.fee(6, "2026-11-20");
    EXPECT_EQ(late.status(patent, "2026-12-01"), "DEAD/REGISTRATION/Lapsed - Fee Unpaid");
    late.event(patent, "restoration", "2027-01-15");
    EXPECT_EQ(late.status(patent, "2027-01-15"), "LIVE/REGISTRATION/In Force");
    EXPECT_EQ(late.fact(patent, "2027-01-15", "fee_paid"), "true");
    EXPECT_EQ(late.fact(patent, "2027-01-15", "fee_due"), "2027-05-18");
}

TEST_F(IpPatent, a_due_day_on_a_weekend_moves_on) {
    ASSERT_EQ(record_patent(R"(,"grant_date":"2023-03-10")"), Rules{});
    fee(3, "2023-05-06");
    // 2024-05-18 is a Saturday.
    EXPECT_EQ(fact(patent, "2024-05-17", "fee_due"), "2024-05-20");
    EXPECT_EQ(fact(patent, "2024-05-20", "in_grace"), "false");
    EXPECT_EQ(fact(patent, "2024-05-21", "in_grace"), "true");
}

TEST_F(IpPatent, where_no_fee_is_recorded_nothing_is_claimed) {
    ASSERT_EQ(record_patent(R"(,"grant_date":"2023-03-10")"), Rules{});
    EXPECT_EQ(fact(patent, "2023-05-01", "fee_paid"), "true");  // the grant's own fee
    EXPECT_FALSE(bench.at(patent, "2023-05-01").fields.contains("paid_through_year"));
    const auto answer =
        bench.check("ip.status", std::string(R"({"right":")") + patent + R"("})", "2023-05-01");
    const auto told = std::ranges::find(answer.findings, "IP-FEE", &plugin::Finding::rule);
    ASSERT_NE(told, answer.findings.end());
    EXPECT_TRUE(told->message.en.starts_with("No payment of an annual fee is recorded;")) << told->message.en;
    EXPECT_EQ(fact(patent, "2026-01-01", "fee_paid"), "-");
    EXPECT_EQ(status(patent, "2026-01-01"), "LIVE/REGISTRATION/In Force");
    EXPECT_EQ(fact(patent, "2026-01-01", "in_grace"), "false");
}

TEST_F(IpPatent, fees_of_which_nothing_is_known_leave_its_life_uncertain) {
    record_patent(R"(,"grant_date":"2023-03-10")");
    // Year 2 was paid with the grant; the grace of year 3 ends on 2023-11-20, a Monday.
    EXPECT_EQ(fact(patent, "2023-11-20", "alive"), "true");
    EXPECT_EQ(fact(patent, "2023-11-21", "alive"), "-");
    EXPECT_EQ(fact(patent, "2023-11-21", "uncertain_since"), "2023-11-20");
    EXPECT_EQ(bench.at(patent, "2023-11-20").overlays, std::vector<std::string>{});
    EXPECT_EQ(bench.at(patent, "2023-11-21").overlays, std::vector<std::string>{"uncertain"});
    const auto answer = bench.check("ip.status", R"({"right":"patent/CN-202110000001.6"})", "2025-11-25");
    const auto alive = std::ranges::find(answer.findings, "IP-ALIVE", &plugin::Finding::rule);
    ASSERT_NE(alive, answer.findings.end());
    EXPECT_EQ(alive->status, plugin::FindingStatus::unknown);
    EXPECT_NE(alive->message.en.find("of year 3, due 2023-05-18, at the latest 2023-11-20"),
              std::string::npos)
        << alive->message.en;
    fee(5, "2025-05-12");
    EXPECT_EQ(fact(patent, "2025-11-25", "alive"), "true");
}

TEST_F(IpPatent, what_contradicts_itself_gets_no_yes) {
    const auto doubts = [&](const std::string& on) {
        const auto answer = bench.check("ip.status", R"({"right":"patent/CN-202110000001.6"})", on);
        return std::ranges::count(answer.findings, "IP-DOUBT", &plugin::Finding::rule);
    };
    record_patent(R"(,"grant_date":"2023-03-10")");
    // Year 4 was due on 2024-05-18, and its grace ended on 2024-11-18.
    ASSERT_EQ(fee(4, "2025-03-01"), Rules{});
    ASSERT_EQ(fee(5, "2025-05-12"), Rules{});
    EXPECT_EQ(doubts("2025-02-28"), 0);
    EXPECT_EQ(doubts("2025-06-01"), 1);
    ASSERT_EQ(event(patent, "invalidation", "2025-07-01"), Rules{});
    ASSERT_EQ(event(patent, "court_action", "2025-08-01"), Rules{});
    ASSERT_EQ(event(patent, "request_decided", "2025-10-01"), Rules{});
    EXPECT_EQ(status(patent, "2025-10-01"), "UNKNOWN") << "decided, and nobody says how";
    record_patent(R"(,"grant_date":"2023-03-10","status":"专利权终止")", "2025-11-01");
    EXPECT_EQ(status(patent, "2025-11-01"), "UNKNOWN");
}

TEST_F(IpPatent, a_term_adjusted_in_days) {
    record_patent(R"(,"grant_date":"2023-03-10")");
    EXPECT_EQ(event(patent, "term_adjustment", "2023-06-01"), Rules{"ip.term.until?"});
    ASSERT_EQ(event(patent, "term_adjustment", "2023-07-01", R"(,"days":30)"), Rules{});
    EXPECT_EQ(fact(patent, "2023-06-30", "last_day"), "2041-05-17");
    EXPECT_EQ(fact(patent, "2023-07-01", "last_day"), "2041-06-16");
}

TEST_F(IpPatent, what_is_paid_stands_in_the_record_once_a_payment_does) {
    record_with_fees();
    const plugin::Record record = bench.at(patent, "2026-01-01");
    ASSERT_NE(plugin::integer_at(record.fields, "paid_through_year"), nullptr);
    EXPECT_EQ(*plugin::integer_at(record.fields, "paid_through_year"), 5);
}

TEST_F(IpPatent, expires_with_its_term_or_the_adjusted_one) {
    record_with_fees();
    fee(20, "2040-05-01");
    EXPECT_EQ(fact(patent, "2041-05-17", "alive"), "true");
    EXPECT_EQ(status(patent, "2041-05-18"), "DEAD/REGISTRATION/Expired");
    EXPECT_EQ(fact(patent, "2041-05-18", "ended_on"), "2041-05-18");
    ASSERT_EQ(event(patent, "term_adjustment", "2024-01-01", R"(,"until":"2041-09-30")"), Rules{});
    EXPECT_EQ(fact(patent, "2041-05-18", "alive"), "true");
    EXPECT_EQ(fact(patent, "2041-05-18", "last_day"), "2041-09-30");
    EXPECT_EQ(status(patent, "2041-10-01"), "DEAD/REGISTRATION/Expired");
}

TEST_F(IpPatent, an_invalidation_request_is_pending_until_it_is_decided) {
    record_with_fees();
    event(patent, "invalidation_request", "2025-06-01");
    EXPECT_EQ(status(patent, "2025-07-01"), "LIVE/REGISTRATION/Invalidation Pending");
    EXPECT_EQ(overlays(patent, "2025-07-01"), "invalidation_request");
    event(patent, "request_decided", "2025-12-01");
    EXPECT_EQ(status(patent, "2025-12-01"), "LIVE/REGISTRATION/In Force");
    event(patent, "invalidation", "2026-02-01");
    EXPECT_EQ(status(patent, "2026-02-01"), "DEAD/REGISTRATION/Invalidated");
    EXPECT_EQ(fact(patent, "2026-02-01", "alive"), "false");
}

TEST_F(IpPatent, a_pledge_stands_until_it_is_cancelled_whatever_its_term) {
    record_with_fees();
    event(patent, "pledge", "2024-01-10", R"(,"until":"2025-01-09","counterparty":{"name":"甲银行"})");
    event(patent, "suspension", "2024-03-01", R"(,"until":"2025-02-28")");
    EXPECT_EQ(overlays(patent, "2025-03-01"), "pledge");
    event(patent, "pledge_end", "2025-05-01");
    EXPECT_EQ(overlays(patent, "2025-05-01"), "");
}

TEST_F(IpPatent, a_lapse_in_the_gazette_dates_back_to_the_due_day) {
    record_with_fees();
    event(patent, "lapse_unpaid", "2027-01-20");
    EXPECT_EQ(status(patent, "2027-02-01"), "DEAD/REGISTRATION/Lapsed - Fee Unpaid");
    EXPECT_EQ(fact(patent, "2027-02-01", "ended_on"), "2026-05-18");
}

TEST_F(IpPatent, applications_of_china_and_records_of_other_offices) {
    ASSERT_EQ(record_patent("", "2021-05-18"), Rules{});
    EXPECT_EQ(status(patent, "2021-06-01"), "LIVE/APPLICATION/Filed");
    event(patent, "publication", "2022-01-05");
    EXPECT_EQ(status(patent, "2022-01-05"), "LIVE/APPLICATION/Published");
    event(patent, "examination", "2022-03-05");
    EXPECT_EQ(status(patent, "2022-04-05"), "LIVE/APPLICATION/Under Examination");
    event(patent, "withdrawal", "2022-06-05");
    EXPECT_EQ(status(patent, "2022-06-05"), "DEAD/APPLICATION/Withdrawn-Abandoned");

    const std::string foreign = "patent/US-06113950";
    ASSERT_EQ(event(foreign, "other", "1981-03-20"), Rules{});
    EXPECT_EQ(status(foreign, "1982-01-01"), "UNKNOWN");
    event(foreign, "grant", "1983-04-26");
    EXPECT_EQ(status(foreign, "1990-01-01"), "LIVE/REGISTRATION/In Force");
    EXPECT_EQ(fact(foreign, "1990-01-01", "fee_paid"), "-");
    EXPECT_EQ(fact(foreign, "1990-01-01", "kind"), "invention");
    EXPECT_EQ(status(foreign, "2026-01-01"), "UNKNOWN") << "beyond every term nothing is claimed";
}

TEST_F(IpPatent, a_fee_needs_its_year) {
    EXPECT_EQ(event(patent, "annual_fee", "2024-05-08"), Rules{"ip.fee.year"});
    EXPECT_EQ(event(patent, "term_adjustment", "2024-05-08"), Rules{"ip.term.until?"});
}

TEST_F(IpPatent, owners_follow_assignments_and_changes_of_name) {
    record_with_fees();
    event(patent, "change", "2024-02-01", R"(,"counterparty":{"name":"甲股份公司"})");
    EXPECT_EQ(fact(patent, "2024-03-01", "owners"),
              R"([{"identifier":"91320282MA0000015N","name":"甲股份公司"}])");
    event(patent, "assignment", "2025-02-01", R"(,"counterparty":{"name":"乙公司"},
          "counterparties":[{"name":"乙公司"},{"name":"丙公司"}])");
    EXPECT_EQ(plugin::array_at(facts(patent, "2025-02-01"), "owners").size(), 2U);
    EXPECT_EQ(plugin::array_at(facts(patent, "2025-01-31"), "owners").size(), 1U);
}

TEST_F(IpPatent, a_standard_names_its_patents) {
    const std::string data =
        R"({"number":"GB/T 33250-2016","title":"t","patents":["patent/CN-202110000001.6"]})";
    EXPECT_EQ(bench.add("ip.standard.recorded", "", "2024-01-01", test::json_object(data)),
              Rules{"reference.unknown?"});
    EXPECT_EQ(bench.last_record(), "standard/GB/T 33250-2016");
    EXPECT_EQ(bench.status(bench.last_record(), "2024-01-01"), "recorded");
    EXPECT_EQ(bench.add("ip.standard.recorded", "", "2024-02-01", test::json_object(data)),
              Rules{"reference.unknown?"});
}

}  // namespace
}  // namespace xinbu::ip_status
