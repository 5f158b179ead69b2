// The criteria of recognition, each at its boundary; what feeds them; what the panel signs.
#include "brands/recognition.hpp"

#include "plugins/brands_support.hpp"

namespace xinbu::brands::test {
namespace {

using plugin::FindingStatus;
using enum plugin::FindingStatus;

struct Boundary {
    const char *criterion, *category;
    const char *below, *equal, *above;  ///< figures
    FindingStatus at_below, at_equal, at_above;
};

const Boundary boundaries[]{
    {"T1", "skill", R"("headcount":4999)", R"("headcount":5000)", R"("headcount":5001)", not_met, met, met},
    {"T2", "skill", R"("wage_premium":999)", R"("wage_premium":1000)", R"("wage_premium":1001)", not_met, met,
     met},
    {"T3", "skill", R"("skilled_share":4999)", R"("skilled_share":5000)", R"("skilled_share":5001)", not_met,
     met, met},
    {"S1", "service", R"("headcount":9999)", R"("headcount":10000)", R"("headcount":10001)", not_met, met,
     met},
    {"C1", "culture", R"("headcount":2999)", R"("headcount":3000)", R"("headcount":3001)", not_met, met, met},
    {"C2", "culture", R"("craftsmen_trained":0)", R"("craftsmen_trained":1)", R"("craftsmen_trained":2)",
     not_met, met, met},
    {"C4", "culture", R"("promotion_events":0)", R"("promotion_events":1)", R"("promotion_events":2)",
     not_met, met, met},
    {"C5", "culture", R"("studios":0)", R"("studios":1)", R"("studios":2)", not_met, met, met},
    {"L1", "livelihood", R"("headcount":49999)", R"("headcount":50000)", R"("headcount":50001)", not_met, met,
     met},
    {"L2a", "livelihood", R"("migrant_share":6999)", R"("migrant_share":7000)", R"("migrant_share":7001)",
     not_met, met, met},
    {"L2b", "livelihood", R"("hard_to_employ_share":999)", R"("hard_to_employ_share":1000)",
     R"("hard_to_employ_share":1001)", not_met, met, met},
    {"L3", "livelihood", R"("labour_income":{"amount":299999999999,"currency":"CNY"})",
     R"("labour_income":{"amount":300000000000,"currency":"CNY"})",
     R"("labour_income":{"amount":300000000001,"currency":"CNY"})", not_met, met, met},
    {"B08", "culture", R"("parks":0)", R"("parks":1)", R"("parks":2)", not_met, met, met}};

class Criteria : public BrandRecords {};

TEST_F(Criteria, hold_at_their_number_and_above_and_not_one_below) {
    for (const Boundary& one : boundaries) {
        for (const auto& [figures, expected] :
             {std::pair{one.below, one.at_below}, std::pair{one.equal, one.at_equal},
              std::pair{one.above, one.at_above}}) {
            bench = make_bench();
            record_brand(one.category);
            EXPECT_EQ(status(one.criterion), unknown) << one.criterion << " without a figure";
            report(figures);
            EXPECT_EQ(status(one.criterion), expected) << one.criterion << " " << figures;
        }
    }
}

TEST_F(Criteria, of_other_categories_are_not_asked) {
    record_brand("skill");
    for (const plugin::Finding& finding : recognition().findings)
        EXPECT_TRUE(finding.rule.starts_with("B") || finding.rule.starts_with("T")) << finding.rule;
    EXPECT_EQ(recognition().findings.size(), 16U);
}

TEST_F(Criteria, tell_the_gap_in_words) {
    record_brand("skill");
    report(R"("headcount":4620,"skilled_share":4999)");
    EXPECT_EQ(criterion("T1").message.en,
              "Headcount of 5,000 or more. Headcount: 4,620 of 5,000 (380 short), as of 2025-12-31. Close "
              "the gap, or "
              "report the figure anew.");
    EXPECT_NE(criterion("T1").message.zh.find("从业人数：4,620／5,000（差380）（截至2025-12-31）。"),
              std::string::npos)
        << criterion("T1").message.zh;
    EXPECT_NE(criterion("T3").message.en.find("49.99 % of 50 % (0.01 % short)"), std::string::npos)
        << criterion("T3").message.en;
    EXPECT_NE(criterion("T2").message.en.find("not reported; asked for is at least 10 %"), std::string::npos)
        << criterion("T2").message.en;
}

TEST_F(Criteria, of_satisfaction_want_the_figure_and_the_report_of_a_third_party) {
    record_brand("service");
    report(R"("satisfaction":9500)");
    EXPECT_EQ(status("S5"), unknown);
    file("S5", R"("third_party_report")");
    EXPECT_EQ(status("S5"), met);
    report(R"("satisfaction":9499)", "2026-04-01");
    EXPECT_EQ(status("S5"), not_met);
}

TEST_F(Criteria, about_leading_enterprises_are_striven_for) {
    record_brand();
    const auto figures = [&](std::int64_t assets, std::int64_t sales, int debts) {
        report(R"("fixed_assets":{"currency":"CNY","amount":)" + std::to_string(assets) +
               R"(},"sales":{"currency":"CNY","amount":)" + std::to_string(sales) + R"(},"debt_ratio":)" +
               std::to_string(debts));
        return status("B07");
    };
    EXPECT_EQ(status("B07"), unknown);
    EXPECT_EQ(figures(5'000'000'000, 20'000'000'000, 5999), met);
    EXPECT_EQ(figures(4'999'999'999, 20'000'000'000, 5999), soft);
    EXPECT_EQ(figures(5'000'000'000, 19'999'999'999, 5999), soft);
    EXPECT_EQ(figures(5'000'000'001, 20'000'000'001, 6000), soft) << "60 % is not below 60 %";
    EXPECT_EQ(figures(5'000'000'000, 20'000'000'000, 6001), soft);
    EXPECT_EQ(criterion("B07").severity, plugin::Severity::info) << "it counts against nobody";
    // One enterprise alone must pass all three.
    const auto enterprise = [&](const std::string& code, const std::string& rest) {
        add("brands.leading_enterprise.recorded",
            R"({"name":")" + code + R"(","identifier":")" + code +
                R"(","brands":["brand/宜兴紫砂匠"],"as_of":"2025-12-31",)" + rest + "}",
            "2026-03-02", "");
    };
    enterprise("91320282MA0000015N", R"("fixed_assets":{"currency":"CNY","amount":9000000000},
               "sales":{"currency":"CNY","amount":1},"debt_ratio":1)");
    EXPECT_EQ(status("B07"), soft);
    enterprise("91320100MA0000023K", R"("fixed_assets":{"currency":"CNY","amount":5000000000},
               "sales":{"currency":"CNY","amount":20000000000},"debt_ratio":5999)");
    EXPECT_EQ(status("B07"), met);
    EXPECT_EQ(criterion("B07").evidence.back(), "leading-enterprise/91320100MA0000023K");
}

TEST_F(Criteria, count_only_documents) {
    record_brand();
    EXPECT_EQ(rules("brands.evidence.filed", R"({"criterion":"B02","met":true,"statement":"有规划"})"),
              Rules{"brands.evidence.document?"});
    EXPECT_EQ(status("B02"), unknown);
    file("B02");
    EXPECT_EQ(status("B02"), met);
    add("brands.evidence.filed", R"({"criterion":"B02","met":false,"documents":[{"title":"复核意见"}]})",
        "2026-05-01");
    EXPECT_EQ(status("B02"), not_met) << "a reviewer has the last word";
    EXPECT_EQ(status("B02", "2026-04-30"), met);
}

TEST_F(Criteria, want_everything_shown_that_they_name) {
    record_brand();
    file("B10", R"("initial_training","placement","further_training")");
    EXPECT_EQ(status("B10"), unknown);
    EXPECT_NE(criterion("B10").message.en.find("Still to be shown: protection of rights."),
              std::string::npos);
    file("B10", R"("initial_training","placement","further_training","rights")");
    EXPECT_EQ(status("B10"), met);
    file("C3", R"("provincial")");
    EXPECT_EQ(status("C3"), met) << "one of the two is enough";
    EXPECT_EQ(rules("brands.evidence.filed",
                    R"({"criterion":"B10","met":true,"documents":[{"title":"x"}],"covers":["provincial"]})"),
              Rules{"brands.criterion.cover"});
}

TEST_F(Criteria, about_the_name_need_a_reviewer) {
    record_brand();
    EXPECT_EQ(status("B03"), unknown);
    add("brands.evidence.filed", R"({"criterion":"B03","met":true})");
    EXPECT_EQ(status("B03"), met);
}

TEST_F(Criteria, that_can_be_read_in_two_ways_are_unknown_where_the_readings_disagree) {
    record_brand("livelihood");
    report(R"("hard_to_employ_share":900,"hard_to_employ_of_migrants":1200)");
    EXPECT_EQ(status("L2b"), unknown);
    report(R"("hard_to_employ_share":1000)", "2026-04-01");
    EXPECT_EQ(status("L2b"), met);
    EXPECT_NE(criterion("L2b").message.en.find("not settled"), std::string::npos) << "an unsure rule says so";
}

TEST_F(Criteria, about_parks_count_those_on_record) {
    record_brand();
    report(R"("parks":0)");
    EXPECT_EQ(status("B08"), not_met);
    add("brands.park.recorded", R"({"name":"宜兴陶瓷产业园","kind":"park","brands":["brand/宜兴紫砂匠"]})",
        "2026-04-01", "");
    EXPECT_EQ(status("B08"), met);
    EXPECT_EQ(status("B08", "2026-03-31"), not_met);
    add("brands.park.ended", R"({"reason":"撤销"})", "2026-05-01", "park/宜兴陶瓷产业园");
    EXPECT_EQ(status("B08"), not_met);
}

TEST_F(Criteria, about_commitments_are_fed_by_those_in_force) {
    record_brand();
    file("B06", R"("staff_rules","satisfaction")");
    EXPECT_EQ(status("B06"), unknown);
    ASSERT_EQ(bench.add("commitments.scheme.opened", "", "2026-03-01",
                        json_object(R"({"name":"诚信公约","association":{"name":"宜兴市紫砂行业协会",
                            "identifier":"51320282MJ000000XL"},"liability":"提醒",
                            "clauses":[{"id":"1","text":"明码标价"}]})")),
              Rules{});
    const std::string scheme = bench.last_record();
    Rules broken = bench.add("commitments.commitment.signed", "", "2026-03-02",
                             json_object(R"({
        "promisor":{"name":"宜兴陶缘紫砂有限公司","identifier":"91320282MA0000015N"},
        "promisor_category":"organisation","type":"self_discipline","matter":"诚信经营","content":"遵守公约",
        "liability":"接受提醒","made_on":"2026-03-02","valid_until":"2026-12-31","brand":"brand/宜兴紫砂匠",
        "acceptor":{"name":"宜兴市紫砂行业协会","identifier":"51320282MJ000000XL"},"publication":"public",
        "place":"320282","promisor_proof":{"kind":"statement","signatory":"负责人"},"scheme":")" +
                                         scheme + "\"}"));
    std::erase_if(broken, [](const std::string& rule) { return rule.ends_with('?'); });
    ASSERT_EQ(broken, Rules{});
    EXPECT_EQ(status("B06"), unknown) << "not accepted yet";
    add("commitments.commitment.accepted", "{}", "2026-03-05", bench.last_record());
    EXPECT_EQ(status("B06", "2026-03-04"), unknown);
    EXPECT_EQ(status("B06", "2026-12-31"), met);
    EXPECT_EQ(status("B06", "2027-01-01"), unknown) << "its validity is over";
    EXPECT_EQ(criterion("B06").evidence.back(), bench.last_record());
    EXPECT_NE(criterion("B06").message.en.find("commitments in force: 1, under schemes: 1"),
              std::string::npos);
}

TEST_F(Criteria, of_another_province_judge_nothing) {
    ASSERT_EQ(rules("brands.brand.recorded",
                    R"({"name":"宜兴紫砂匠","region":"330100","category":"culture"})", "2026-01-06", ""),
              Rules{"brands.name.other_region?"});
    const plugin::CheckAnswer answer = recognition();
    ASSERT_EQ(answer.findings.size(), 1U);
    EXPECT_EQ(answer.findings[0].rule, "BR-00");
    EXPECT_EQ(plugin::verdict_of(answer.findings), plugin::Verdict::warn);
}

TEST_F(Criteria, are_valid_from_their_day) {
    record_brand();
    add("brands.brand.recorded", R"({"name":"宜兴陶工","region":"320282","category":"culture"})",
        "2022-04-17", "");
    const auto on = [&](const char* day) {
        return bench.check("brands.recognition", R"({"brand":"brand/宜兴陶工"})", day).findings.size();
    };
    EXPECT_EQ(on("2022-04-17"), 1U) << "BR-00";
    EXPECT_EQ(on("2022-04-18"), 16U);
}

TEST_F(Criteria, that_are_not_met_are_named_where_a_panel_recognises_nevertheless) {
    record_brand();
    report(R"("headcount":2999)");
    const std::string decision =
        R"({"level":"province","decision":"1号","year":2026,"panel":[{"name":"甲","vote":"for"}])";
    EXPECT_EQ(rules("brands.brand.recognised", decision + "}", "2026-04-01"),
              Rules{"brands.recognised.not_met?"});
    EXPECT_EQ(
        rules(
            "brands.brand.recognised",
            R"({"level":"province","decision":"2号","year":2025,"exceptions":[{"criterion":"C1","reason":"就近达标"}]})",
            "2026-04-01"),
        Rules{});
    EXPECT_EQ(
        rules("brands.brand.recognised", R"({"level":"city","decision":"3号","year":2025})", "2026-04-01"),
        Rules{});
}

TEST_F(Criteria, make_a_report_that_says_what_is_missing) {
    record_brand();
    report(R"("headcount":2999)");
    const auto model = bench.report("brands.recognition", R"({"brand":"brand/宜兴紫砂匠"})", "2026-12-31");
    ASSERT_TRUE(model);
    ASSERT_EQ(model->sections.size(), 5U);
    const auto& gaps = std::get<plugin::ReportTable>(model->sections[1].blocks[0]);
    bool found = false;
    for (const auto& row : gaps.rows) {
        EXPECT_EQ(row.size(), gaps.columns.size());
        if (*row[0].value.text() != "C1") continue;
        found = true;
        EXPECT_EQ(row[2].tone, plugin::Tone::bad);
        EXPECT_EQ(plugin::text_at(*row[3].value.object(), "en"),
                  "Headcount: 2,999 of 3,000 (1 short), as of 2025-12-31.");
    }
    EXPECT_TRUE(found);
    EXPECT_FALSE(
        bench.report("brands.recognition", R"({"brand":"organisation/51320282MJ000000XL"})", "2026-12-31"));
}

TEST(Annex, is_taken_as_it_lies_in_the_source) {
    plugin::Faults faults;
    const Annex annex = read_annex(annex_content(), faults);
    EXPECT_TRUE(faults.empty());
    EXPECT_EQ(annex.criteria.size(), 32U);
    EXPECT_EQ(annex.target.brands, 200);
    EXPECT_EQ(annex.target.first_batch, 50);
    EXPECT_EQ(annex.province, 32);
}

TEST(Annex, names_the_place_of_each_fault) {
    using plugin::Array;
    using plugin::Object;
    using plugin::Value;
    const auto faults_of = [](const std::function<void(Object&)>& spoil) {
        Value content = annex_content();
        spoil(*content.object());
        plugin::Faults faults;
        read_annex(content, faults);
        std::vector<std::string> found;
        for (const plugin::Fault& fault : faults) {
            EXPECT_FALSE(fault.message.en.empty() || fault.message.zh.empty());
            found.push_back(fault.rule + " " + fault.pointer);
        }
        return found.empty() ? std::string() : found.front();
    };
    const auto criterion = [](Object& pack, std::size_t at) -> Object& {
        return *(*pack.find("criteria")->array())[at].object();
    };
    const auto test = [&](Object& pack, std::size_t at) -> Object& {
        return *(*criterion(pack, at).find("tests")->array())[0].object();
    };
    EXPECT_EQ(faults_of([](Object&) {}), "");
    EXPECT_EQ(faults_of([](Object& pack) { pack.set("pack", "brands.other"); }), "rules.word /pack");
    EXPECT_EQ(faults_of([](Object& pack) { pack.set("version", "2026-11-29"); }), "rules.version /version");
    EXPECT_EQ(faults_of([](Object& pack) { pack.set("province", 99); }), "rules.number /province");
    EXPECT_EQ(faults_of([](Object& pack) { pack.set("province", 16); }), "rules.number /province");
    EXPECT_EQ(faults_of([](Object& pack) { pack.set("note", "x"); }), "rules.member /note");
    EXPECT_EQ(faults_of([](Object& pack) { pack.erase("criteria"); }), "rules.required /criteria");
    EXPECT_EQ(faults_of([](Object& pack) { pack.set("criteria", Array{}); }), "rules.missing /criteria");
    EXPECT_EQ(faults_of([](Object& pack) {
                  pack.set("target", Object{{"brands", 0}});
              }),
              "rules.number /target/brands");
    EXPECT_EQ(faults_of([&](Object& pack) { criterion(pack, 0).set("law", "X"); }),
              "rules.law /criteria/0/law");
    EXPECT_EQ(faults_of([&](Object& pack) { criterion(pack, 1).set("id", "B01"); }),
              "rules.overlap /criteria/1/id");
    EXPECT_EQ(faults_of([&](Object& pack) { criterion(pack, 0).set("category", "art"); }),
              "rules.word /criteria/0/category");
    EXPECT_EQ(faults_of([&](Object& pack) { criterion(pack, 0).set("tests", Array{}); }),
              "rules.missing /criteria/0/tests");
    EXPECT_EQ(faults_of([&](Object& pack) { criterion(pack, 0).set("valid_from", "2020-01-01"); }),
              "rules.validity /criteria/0/valid_from");
    EXPECT_EQ(faults_of([&](Object& pack) { criterion(pack, 0).set("sources", Array{Value("S9")}); }),
              "rules.source /criteria/0/sources/0");
    EXPECT_EQ(faults_of([&](Object& pack) { test(pack, 7).set("figures", Array{Value("beauty")}); }),
              "rules.figure /criteria/7/tests/0/figures/0");
    EXPECT_EQ(faults_of([&](Object& pack) { test(pack, 7).set("below", 7); }),
              "rules.limit /criteria/7/tests/0");
    EXPECT_EQ(faults_of([&](Object& pack) { test(pack, 6).set("at_least", 7); }),
              "rules.money /criteria/6/tests/0/at_least");
}

TEST(Annex, may_be_missing_where_other_plugins_are_tested) {
    std::vector<Bench::Loaded> plugins;
    plugins.push_back({"brands", {}, make_brands()});
    Bench bench(std::move(plugins));
    EXPECT_EQ(bench.add("brands.brand.recorded", "", "2026-01-06",
                        json_object(R"({"name":"宜兴紫砂匠","region":"320282","category":"culture"})")),
              Rules{});
}

TEST(Annex, of_another_province_replaces_ours) {
    plugin::Value content = annex_content();
    content.object()->set("province", 52);
    content.object()->erase("target");
    std::vector<Bench::Loaded> plugins;
    plugins.push_back({"brands", {}, make_brands()});
    ASSERT_TRUE(plugins[0].plugin->use_rules(annex_pack, content).empty());
    Bench bench(std::move(plugins));
    ASSERT_EQ(bench.add("brands.brand.recorded", "", "2026-01-06",
                        json_object(R"({"name":"贵州绣娘","region":"520100","category":"culture"})")),
              Rules{});
    const auto answer = bench.check("brands.recognition", R"({"brand":"brand/贵州绣娘"})", "2026-12-31");
    EXPECT_EQ(answer.findings.size(), 16U);
}

}  // namespace
}  // namespace xinbu::brands::test
