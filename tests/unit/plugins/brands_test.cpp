#include "brands/plugin.hpp"

#include "brands/name.hpp"
#include "plugins/brands_support.hpp"
#include "support/vectors.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::brands {
namespace {

using xinbu::test::Bench;
using xinbu::test::json_object;
using xinbu::test::Rules;

class BrandsTest : public ::testing::Test {
protected:
    Bench bench = test::make_bench();

    Rules organisation(const std::string& data) {
        return bench.add("brands.organisation.recorded", "", "2026-01-05", json_object(data));
    }
    Rules brand(const std::string& data) {
        return bench.add("brands.brand.recorded", "", "2026-01-06", json_object(data));
    }
    /// An entry about the brand that record_brand() recorded.
    Rules entry(const std::string& type, const std::string& data, const std::string& day = "2026-03-01") {
        return bench.add(type, "brand/宜兴紫砂匠", day, json_object(data));
    }
    void record_brand() {
        organisation(R"({"name":"宜兴陶缘紫砂有限公司","identifier":"91320282MA0000015N"})");
        ASSERT_EQ(brand(R"({"name":"宜兴紫砂匠","category":"culture","region":"320282","product":"紫砂壶",
                            "lead":"organisation/91320282MA0000015N"})"),
                  Rules{});
    }
    plugin::Record shown(const std::string& day = "2026-12-31") { return bench.at("brand/宜兴紫砂匠", day); }
};

TEST_F(BrandsTest, an_organisation_is_named_by_its_credit_code) {
    EXPECT_EQ(organisation(
                  R"({"name":"宜兴市紫砂行业协会","identifier":" 51320282mj000000xl","roles":["association"],
                               "region":"320282"})"),
              Rules{});
    EXPECT_EQ(bench.last_record(), "organisation/51320282MJ000000XL");
    EXPECT_EQ(bench.status(bench.last_record(), "2026-01-05"), "recorded");
    EXPECT_EQ(bench.status(bench.last_record(), "2026-01-04"), "");
    // A new name is recorded again, under the same code.
    EXPECT_EQ(organisation(R"({"name":"宜兴市陶瓷行业协会","identifier":"51320282MJ000000XL"})"), Rules{});
    EXPECT_EQ(plugin::text_at(bench.at("organisation/51320282MJ000000XL", "2026-02-01").fields, "name"),
              "宜兴市陶瓷行业协会");
}

TEST_F(BrandsTest, both_check_characters_of_a_credit_code_count) {
    EXPECT_EQ(organisation(R"({"name":"a","identifier":"91320282MA0000015P"})"), Rules{"identifier.uscc"});
    EXPECT_EQ(organisation(R"({"name":"a","identifier":"91320282MA0000016N"})"), Rules{"identifier.uscc"});
}

TEST_F(BrandsTest, published_vectors_of_credit_codes_hold_and_fail) {
    XINBU_READ_SHARED_JSON(vectors, "domain/identifiers-vectors.json");
    for (const auto& code : vectors["uscc"]["pass"].GetArray()) {
        const Rules rules =
            organisation(std::string(R"({"name":"a","identifier":")") + code.GetString() + "\"}");
        EXPECT_EQ(rules, Rules{}) << code.GetString();
    }
    for (const auto& code : vectors["uscc"]["fail"].GetArray()) {
        const Rules rules =
            organisation(std::string(R"({"name":"a","identifier":")") + code.GetString() + "\"}");
        EXPECT_EQ(rules, Rules{"identifier.uscc"}) << code.GetString();
    }
}

TEST_F(BrandsTest, a_credit_code_that_does_not_fit_is_worth_a_look) {
    EXPECT_EQ(organisation(R"({"name":"a","identifier":"91320282MA0000015N","roles":["association"]})"),
              Rules{"brands.organisation.role?"});
    EXPECT_EQ(organisation(R"({"name":"a","identifier":"91320282MA0000015N","roles":["park","park"]})"),
              Rules{"brands.organisation.role_twice"});
    EXPECT_EQ(organisation(R"({"name":"a","identifier":"91320282MA0000015N","region":"330100"})"),
              Rules{"brands.organisation.region?"});
    EXPECT_EQ(bench.add("brands.organisation.recorded", "organisation/x", "2026-01-05",
                        json_object(R"({"name":"a","identifier":"91320282MA0000015N"})")),
              Rules{"brands.record"});
}

TEST_F(BrandsTest, a_code_from_no_province_is_worth_a_look) {
    std::string code = "91990000MA000001";
    code += plugin::organisation_check_digit(std::string_view(code).substr(8, 8));
    code += plugin::uscc_check_digit(code);
    EXPECT_EQ(organisation(R"({"name":"a","identifier":")" + code + "\"}"),
              Rules{"brands.organisation.division?"});
}

TEST_F(BrandsTest, a_brand_is_named_by_its_name) {
    record_brand();
    EXPECT_EQ(bench.last_record(), "brand/宜兴紫砂匠");
    EXPECT_EQ(shown().status, "recorded");
    EXPECT_EQ(bench.add("brands.brand.recorded", "brand/别的", "2026-01-06",
                        json_object(R"({"name":"宜兴紫砂匠","category":"culture","region":"320282"})")),
              Rules{"brands.record"});
    EXPECT_EQ(brand(R"({"name":"宜兴紫砂匠","category":"art","region":"320282"})"), Rules{"choice.unknown"});
    EXPECT_EQ(brand(R"({"name":"宜兴紫砂匠","category":"culture","region":"320299"})"),
              Rules{"identifier.cn-division"});
    EXPECT_EQ(brand(R"({"name":"宜兴紫砂匠","category":"culture","region":"320282","lead":"brand/x"})"),
              Rules{"reference.kind"});
}

TEST_F(BrandsTest, an_unusual_name_is_worth_a_look_and_no_more) {
    const auto named = [&](const std::string& name, const std::string& region) {
        return brand(R"({"category":"skill","region":")" + region + R"(","name":")" + name + "\"}");
    };
    EXPECT_EQ(named("江宁智造技师", "320115"), Rules{});
    EXPECT_EQ(named("江宁智造技师", "320100"), Rules{});
    EXPECT_EQ(named("江宁智造技师", "320282"), Rules{"brands.name.other_region?"});
    EXPECT_EQ(named("卯酉好管家", "320904"), Rules{"brands.name.region?"});
    EXPECT_EQ(named("天镇保姆", "140222"), Rules{});
    EXPECT_EQ(named("扬州三把刀", "321000"), Rules{"brands.name.person?"});
    EXPECT_EQ(named("宜兴匠", "320282"), Rules{"brands.name.industry?"});
}

TEST_F(BrandsTest, names_with_hidden_characters_are_refused) {
    const auto named = [&](const std::string& name) {
        return brand(R"({"category":"culture","region":"320282","name":")" + name + "\"}");
    };
    EXPECT_EQ(named("宜兴\xE2\x80\xAE紫砂匠"), Rules{"text.forbidden_character"});
    EXPECT_EQ(named("宜兴\xE2\x80\x8B紫砂匠"), Rules{"text.forbidden_character"});
}

TEST_F(BrandsTest, a_town_or_an_old_name_is_a_place_where_it_is_given) {
    const auto named = [&](const std::string& name, const std::string& place, const std::string& region) {
        return brand(R"({"category":"livelihood","region":")" + region + R"(","name":")" + name +
                     R"(","place":")" + place + "\"}");
    };
    EXPECT_EQ(named("大龙抛丸机师傅", "大龙", "320904"), Rules{});
    EXPECT_EQ(named("大龙抛丸机师傅", "小龙", "320904"),
              (Rules{"brands.name.place?", "brands.name.region?"}));
    EXPECT_EQ(named("卯酉好管家", "卯酉", "320904"), Rules{"brands.name.industry?"}) << "praise is no trade";
    EXPECT_EQ(named("白下绒花匠", "绒花", "320104"), Rules{"brands.name.place?"}) << "an abolished district";
}

TEST_F(BrandsTest, an_abolished_division_stays_legal_and_is_worth_a_look_later) {
    const auto in = [&](const std::string& region, const std::string& day) {
        return bench.add(
            "brands.brand.recorded", "", day,
            json_object(R"({"name":"海安木工","category":"livelihood","region":")" + region + "\"}"));
    };
    EXPECT_EQ(in("320621", "2017-06-30"), Rules{});
    EXPECT_EQ(in("320621", "2018-12-31"), Rules{}) << "the year in which it became a city";
    EXPECT_EQ(in("320621", "2019-01-01"), Rules{"brands.region.abolished?"});
    EXPECT_EQ(in("320685", "2019-01-01"), Rules{});
    EXPECT_EQ(in("320699", "2019-01-01"), Rules{"identifier.cn-division"});
    EXPECT_EQ(bench.add("brands.organisation.recorded", "", "2026-01-05",
                        json_object(R"({"name":"a","identifier":"91320282MA0000015N","region":"320586"})")),
              Rules{"brands.region.abolished?"});
}

TEST_F(BrandsTest, industries_are_codes_of_the_standard) {
    const auto industry = [&](const std::string& code) {
        return brand(R"({"name":"宜兴紫砂匠","category":"culture","region":"320282","industry":")" + code +
                     "\"}");
    };
    for (const char* code : {"C", "C30", "C307", "C3074", "3074", "30", "S91", "T97", "A01", "O801", "726"})
        EXPECT_EQ(industry(code), Rules{}) << code;
    for (const char* code : {"U", "C44", "A06", "C3", "98", "00", "307a", "T96", "C3O7", "128", "C138"})
        EXPECT_EQ(industry(code), Rules{"brands.industry"}) << code;
    for (const char* code : {"7263", "O8010", "A0111", "0190", "5299", "T9700"})
        EXPECT_EQ(industry(code), Rules{}) << code;
    for (const char* code : {"7260", "C3077", "0110", "T9701"})
        EXPECT_EQ(industry(code), Rules{"brands.industry.class?"}) << code << ": the list is a class off";
    EXPECT_EQ(industry("7207"), Rules{"brands.industry"}) << "the group is told first";
}

TEST_F(BrandsTest, figures_keep_to_their_ranges) {
    record_brand();
    const std::string type = "brands.brand.figures_reported";
    EXPECT_EQ(entry(type, R"({"as_of":"2025-12-31","headcount":4620,"skilled_share":5000,"wage_premium":-100,
                              "labour_income":{"amount":1,"currency":"CNY"},"debt_ratio":12000})"),
              Rules{});
    EXPECT_EQ(entry(type, R"({"as_of":"2025-12-31","skilled_share":10001})"), Rules{"schema.maximum"});
    EXPECT_EQ(entry(type, R"({"as_of":"2025-12-31","headcount":-1})"), Rules{"schema.minimum"});
    EXPECT_EQ(entry(type, R"({"as_of":"2026-03-02","parks":1})"), Rules{"brands.figures.date"});
    EXPECT_EQ(entry(type, R"({"as_of":"2025-12-31"})"), Rules{"brands.figures.empty"});
}

TEST_F(BrandsTest, older_figures_fill_gaps_and_replace_nothing) {
    record_brand();
    const std::string type = "brands.brand.figures_reported";
    entry(type, R"({"as_of":"2025-12-31","headcount":4620})");
    EXPECT_EQ(entry(type, R"({"as_of":"2024-12-31","headcount":1,"parks":2})"),
              Rules{"brands.figures.older?"});
    const plugin::Record record = shown();
    EXPECT_EQ(*plugin::integer_at(record.fields, "headcount"), 4620);
    EXPECT_EQ(*plugin::integer_at(record.fields, "parks"), 2);
    EXPECT_EQ(plugin::text_at(record.fields, "figures_as_of"), "2025-12-31");
    EXPECT_FALSE(record.fields.contains("as_of"));
}

TEST_F(BrandsTest, evidence_is_kept_per_criterion) {
    record_brand();
    const std::string type = "brands.evidence.filed";
    EXPECT_EQ(entry(type, R"({"criterion":"B06","met":false})"), Rules{});
    EXPECT_EQ(entry(type, R"({"criterion":"C1","met":true,"statement":"社保记录"})"), Rules{});
    EXPECT_EQ(entry(type, R"({"criterion":"B06","met":true,"documents":[{"title":"公约"}]})"), Rules{});
    EXPECT_EQ(entry(type, R"({"criterion":"T1","met":true})"), Rules{"brands.criterion.category"});
    EXPECT_EQ(entry(type, R"({"criterion":"B12","met":true})"), Rules{"choice.unknown"});
    const plugin::Record record = shown();
    const plugin::Array& evidence = plugin::array_at(record.fields, "evidence");
    ASSERT_EQ(evidence.size(), 2U);
    EXPECT_EQ(plugin::text_at(*evidence.back().object(), "criterion"), "B06");
    EXPECT_TRUE(*evidence.back().at("met")->boolean());
    EXPECT_FALSE(record.fields.contains("criterion"));
}

TEST_F(BrandsTest, a_brand_enters_rises_and_leaves_a_library) {
    record_brand();
    const std::string in = "brands.brand.entered_library", out = "brands.brand.left_library";
    EXPECT_EQ(entry(out, R"({"level":"county","decision":"1号"})"), Rules{"lifecycle.state"});
    EXPECT_EQ(entry(in, R"({"level":"county","decision":"1号"})"), Rules{});
    EXPECT_EQ(entry(in, R"({"level":"county","decision":"2号"})"), Rules{"brands.library.already"});
    EXPECT_EQ(entry(in, R"({"level":"city","decision":"2号"})"), Rules{});
    EXPECT_EQ(plugin::text_at(shown().fields, "library_level"), "city");
    EXPECT_EQ(entry(out, R"({"level":"county","decision":"3号","reason":"r"})"),
              Rules{"brands.library.level"});
    EXPECT_EQ(entry(out, R"({"level":"city","decision":"3号","reason":"r"})", "2026-02-28"),
              Rules{"brands.library.date"})
        << "before it entered";
    EXPECT_EQ(entry(out, R"({"level":"city","decision":"3号"})", "2026-05-01"),
              Rules{"brands.library.reason?"});
    EXPECT_EQ(shown("2026-04-30").status, "in_library");
    EXPECT_EQ(shown().status, "left_library");
    EXPECT_FALSE(shown().fields.contains("library_level"));
    const plugin::Record left = shown();
    const plugin::Array& history = plugin::array_at(left.fields, "library_history");
    ASSERT_EQ(history.size(), 3U);
    EXPECT_EQ(plugin::text_at(*history[0].object(), "step"), "entered");
    EXPECT_EQ(plugin::text_at(*history[1].object(), "step"), "promoted");
    EXPECT_EQ(plugin::text_at(*history[2].object(), "step"), "left");
    // Recording it again, say with a new product, does not undo where it stands.
    brand(R"({"name":"宜兴紫砂匠","category":"culture","region":"320282","product":"紫砂"})");
    EXPECT_EQ(shown().status, "left_library");
    EXPECT_EQ(entry(in, R"({"level":"city","decision":"4号"})", "2026-06-01"), Rules{});
    EXPECT_EQ(entry(in, R"({"level":"county","decision":"5号"})", "2026-07-01"),
              Rules{"brands.library.reason?"});
    EXPECT_EQ(plugin::text_at(*plugin::array_at(shown().fields, "library_history").back().object(), "step"),
              "demoted");
    EXPECT_EQ(entry(in, R"({"level":"national","decision":"6号"})", "2026-08-01"),
              Rules{"brands.library.national?"});
    EXPECT_EQ(plugin::text_at(shown("2026-06-30").fields, "library_level"), "city") << "as of any day";
}

TEST_F(BrandsTest, a_recognition_stands_beside_the_status) {
    record_brand();
    const std::string type = "brands.brand.recognised";
    EXPECT_EQ(entry(type, R"({"level":"province","decision":"1号","year":2024})"), Rules{});
    EXPECT_EQ(entry(type, R"({"level":"province","decision":"1号","year":2024})"),
              Rules{"brands.recognised.twice"});
    EXPECT_EQ(entry(type, R"({"level":"province","decision":"1号","year":2027})"),
              Rules{"brands.recognised.year"});
    EXPECT_EQ(entry(type, R"({"level":"city","decision":"0号","year":2022})"), Rules{});
    const plugin::Record record = shown();
    EXPECT_EQ(record.status, "recorded");
    EXPECT_EQ(record.overlays, std::vector<std::string>{"recognised"});
    EXPECT_EQ(plugin::text_at(record.fields, "recognised_level"), "province");
    EXPECT_EQ(*plugin::integer_at(record.fields, "recognised_year"), 2024);
    EXPECT_EQ(plugin::array_at(record.fields, "recognitions").size(), 2U);
}

TEST_F(BrandsTest, a_recognition_moves_to_no_other_county_unseen) {
    record_brand();
    const std::string moved = R"({"name":"宜兴紫砂匠","category":"culture","region":"320281"})";
    EXPECT_EQ(brand(moved), Rules{"brands.name.other_region?"}) << "nothing stands that could move";
    record_brand();
    ASSERT_EQ(entry("brands.brand.recognised", R"({"level":"province","decision":"1号","year":2024})"),
              Rules{});
    EXPECT_EQ(brand(moved), (Rules{"brands.name.other_region?", "brands.region.moved?"}));
}

TEST_F(BrandsTest, folding_twice_gives_the_same) {
    record_brand();
    entry("brands.brand.figures_reported", R"({"as_of":"2025-12-31","headcount":4620})");
    entry("brands.brand.recognised", R"({"level":"city","decision":"0号","year":2022})");
    EXPECT_EQ(shown().fields, shown().fields);
    EXPECT_EQ(shown().status, shown().status);
}

TEST_F(BrandsTest, the_check_of_a_name_names_its_parts) {
    const plugin::CheckAnswer good = bench.check("brands.name", R"({"name":"盱眙龙虾厨师"})", "2026-01-01");
    EXPECT_EQ(plugin::text_at(good.facts, "region"), "盱眙");
    EXPECT_EQ(plugin::text_at(good.facts, "industry"), "龙虾");
    EXPECT_EQ(plugin::text_at(good.facts, "person"), "厨师");
    EXPECT_TRUE(*good.facts.find("follows_rule")->boolean());
    EXPECT_EQ(plugin::verdict_of(good.findings), plugin::Verdict::pass);
    const plugin::CheckAnswer odd = bench.check("brands.name", R"({"name":"扬州三把刀"})", "2026-01-01");
    EXPECT_EQ(odd.findings.at(2).rule, "D-06.person");
    EXPECT_EQ(odd.findings.at(2).status, plugin::FindingStatus::not_met);
    EXPECT_EQ(plugin::verdict_of(odd.findings), plugin::Verdict::warn);
    EXPECT_TRUE(plugin::array_at(good.facts, "suggestions").empty());
}

TEST_F(BrandsTest, the_check_of_a_name_suggests_what_would_follow_the_rule) {
    const auto suggested = [&](const std::string& parameters) {
        std::vector<std::string> names;
        const auto answer = bench.check("brands.name", parameters, "2026-01-01");
        for (const plugin::Value& one : plugin::array_at(answer.facts, "suggestions"))
            names.push_back(*one.text());
        return names;
    };
    using Names = std::vector<std::string>;
    EXPECT_EQ(suggested(R"({"name":"紫砂匠","region":"320282"})"), Names{"宜兴紫砂匠"});
    EXPECT_EQ(suggested(R"({"name":"扬州三把刀","category":"service"})"),
              (Names{"扬州三把刀管家", "扬州三把刀师傅", "扬州三把刀护理员"}));
    EXPECT_EQ(suggested(R"({"name":"海安匠","product":"木雕"})"), Names{"海安木雕匠"});
    EXPECT_EQ(suggested(R"({"name":"海安匠"})"), Names{}) << "no trade is invented";
    EXPECT_EQ(suggested(R"({"name":"卯酉好管家","place":"卯酉"})"), Names{"卯酉管家"});
}

TEST_F(BrandsTest, a_brand_name_is_no_mark) {
    const auto answer = bench.check("brands.name", R"({"name":"宜兴紫砂匠"})", "2026-01-01");
    const plugin::Finding& mark = answer.findings.back();
    EXPECT_EQ(mark.rule, "D-06.mark");
    EXPECT_EQ(mark.severity, plugin::Severity::info);
    EXPECT_NE(mark.message.en.find("can normally not be registered"), std::string::npos);
}

TEST_F(BrandsTest, rights_are_linked_and_taken_off) {
    record_brand();
    const std::string link = "brands.brand.right_linked";
    EXPECT_EQ(entry(link, R"({"right":"trademark/CN-1","role":"mark"})"), Rules{"reference.unknown?"});
    entry(link, R"({"right":"trademark/CN-1","role":"device"})");
    EXPECT_EQ(plugin::array_at(shown().fields, "rights").size(), 1U);
    entry("brands.brand.right_unlinked", R"({"right":"trademark/CN-1"})", "2026-04-01");
    EXPECT_FALSE(shown().fields.contains("rights"));
    EXPECT_TRUE(shown("2026-03-31").fields.contains("rights"));
}

TEST(BrandName, is_taken_apart) {
    const NameParts shared = parse_name("鼓楼家政月嫂");
    EXPECT_EQ(shared.regions, (std::vector<int>{320106, 320302}));
    EXPECT_EQ(shared.person, "月嫂");
    const NameParts full = parse_name("宜兴市紫砂匠");
    EXPECT_EQ(full.region, "宜兴市");
    EXPECT_EQ(full.industry, "紫砂");
    EXPECT_EQ(parse_name("连云港海员").region, "连云港");
    EXPECT_EQ(parse_name("内蒙古奶茶师").region, "内蒙古");
    EXPECT_EQ(parse_name("沛县建筑工").region, "沛县");
    EXPECT_EQ(parse_name("仙桃裁缝").person, "裁缝");
    EXPECT_EQ(parse_name("大足雕客").person, "客");
    EXPECT_FALSE(parse_name("").follows_rule());
    EXPECT_FALSE(parse_name("工").follows_rule());
    EXPECT_FALSE(parse_name("\xFF\xFE").follows_rule());
}

}  // namespace
}  // namespace xinbu::brands
