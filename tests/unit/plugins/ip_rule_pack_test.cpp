// Rule packs: what the plugin takes, and what it refuses with the place of the fault.
#include "ip_status/rule_pack.hpp"

#include <functional>

#include "ip_status/trademarks.hpp"

#include "plugins/ip_status_support.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::ip_status {
namespace {

using plugin::Array;
using plugin::Object;
using plugin::Value;

/// The faults of a pack after `spoil` worked on it, as "rule pointer".
std::vector<std::string> faults_of(const std::string& id, const std::function<void(Object&)>& spoil) {
    Value content = test::rule_pack(id);
    spoil(*content.object());
    std::vector<std::string> found;
    for (const plugin::Fault& fault : Rules().take(id, content)) {
        EXPECT_FALSE(fault.message.en.empty() || fault.message.zh.empty());
        EXPECT_TRUE(fault.message.en.ends_with('.') && fault.message.zh.ends_with("。"));
        found.push_back(fault.rule + " " + fault.pointer);
    }
    return found;
}
using Faults = std::vector<std::string>;

Array& rules_in(Object& pack) {
    return *pack.find("rules")->array();
}
Object& rule_in(Object& pack, std::size_t at) {
    return *rules_in(pack)[at].object();
}
/// The place of the first rule of that id.
std::size_t place_of(Object& pack, std::string_view id) {
    std::size_t at = 0;
    while (plugin::text_at(rule_in(pack, at), "id") != id) ++at;
    return at;
}

TEST(IpRulePack, of_every_office_is_taken_as_it_lies_in_the_source) {
    for (const PackSpec& spec : pack_specs()) {
        EXPECT_EQ(faults_of(std::string(spec.id), [](Object&) {}), Faults{}) << spec.id;
        const Value content = test::rule_pack(std::string(spec.id));
        EXPECT_EQ(plugin::text_at(*content.object(), "version"), spec.oldest.text())
            << "an older pack than that of the source would be taken";
    }
}

TEST(IpRulePack, names_the_place_of_each_fault) {
    struct Case {
        const char* fault;
        std::function<void(Object&)> spoil;
    };
    const Case cases[]{
        {"rules.pack /pack", [](Object& pack) { pack.set("pack", "ip_status.CN"); }},
        {"rules.pack /office", [](Object& pack) { pack.set("office", "CN"); }},
        {"rules.required /office", [](Object& pack) { pack.erase("office"); }},
        {"rules.member /note", [](Object& pack) { pack.set("note", "x"); }},
        {"rules.member /a~1b", [](Object& pack) { pack.set("a/b", "x"); }},
        {"rules.date /version", [](Object& pack) { pack.set("version", "2026-02-29"); }},
        {"rules.version /version", [](Object& pack) { pack.set("version", "2026-11-19"); }},
        {"rules.type /valid", [](Object& pack) { pack.set("valid", "always"); }},
        {"rules.required /valid/from", [](Object& pack) { pack.set("valid", Object{}); }},
        {"rules.validity /valid/to",
         [](Object& pack) {
             pack.set("valid", Object{{"from", "1947-07-05"}, {"to", "1947-07-04"}});
         }},
        {"rules.type /rules", [](Object& pack) { pack.set("rules", Object{}); }},
        {"rules.type /rules/0", [](Object& pack) { rules_in(pack)[0] = 7; }},
        {"rules.member /rules/0/amount", [](Object& pack) { rule_in(pack, 0).set("amount", 1); }},
        {"rules.text /rules/0/what/zh",
         [](Object& pack) { rule_in(pack, 0).find("what")->object()->set("zh", ""); }},
        {"rules.text /rules/0/article/en",
         [](Object& pack) { rule_in(pack, 0).find("article")->object()->set("en", "a\nb"); }},
        {"rules.id /rules/0/id", [](Object& pack) { rule_in(pack, 0).set("id", "U T"); }},
        {"rules.law /rules/0/law", [](Object& pack) { rule_in(pack, 0).set("law", "TML2019"); }},
        {"rules.source /rules/0/sources/0",
         [](Object& pack) { rule_in(pack, 0).set("sources", Array{Value("S3")}); }},
        {"rules.confidence /rules/0/confidence",
         [](Object& pack) { rule_in(pack, 0).set("confidence", "sure"); }},
        {"rules.kind /rules/0/kind", [](Object& pack) { rule_in(pack, 0).set("kind", "plant"); }},
        {"rules.counting /rules/0/counting", [](Object& pack) { rule_in(pack, 0).set("counting", "maybe"); }},
        {"rules.number /rules/0/period/months",
         [](Object& pack) {
             rule_in(pack, 0).set("period", Object{{"months", -72}});
         }},
        {"rules.number /rules/0/period/months",
         [](Object& pack) {
             rule_in(pack, 0).set("period", Object{{"months", plugin::Decimal{"7.5"}}});
         }},
        {"rules.period /rules/0/period", [](Object& pack) { rule_in(pack, 0).set("period", Object{}); }},
        {"rules.surcharge /rules/0/surcharge_percent",
         [](Object& pack) {
             rule_in(pack, 0).set("surcharge_percent", Array{Value(0), Value(5)});
         }},
        {"rules.date /rules/0/valid_from",
         [](Object& pack) { rule_in(pack, 0).set("valid_from", "1989-11-31"); }},
        {"rules.validity /rules/0/valid_to",
         [](Object& pack) { rule_in(pack, 0).set("valid_to", "1947-07-04"); }},
        {"rules.validity /rules/0/valid_from",
         [](Object& pack) { rule_in(pack, 0).set("valid_from", "1947-07-04"); }},
        {"rules.overlap /rules/2/valid_from",
         [](Object& pack) { rule_in(pack, 2).set("valid_from", "1989-11-15"); }},
        {"rules.missing /rules", [](Object& pack) { rules_in(pack).erase(rules_in(pack).begin()); }},
        {"rules.period /rules", [](Object& pack) { rule_in(pack, 0).erase("extension"); }},
    };
    for (const Case& one : cases)
        EXPECT_EQ(faults_of("ip_status.US", one.spoil), Faults{one.fault}) << one.fault;
}

TEST(IpRulePack, that_is_no_object_is_refused) {
    for (const Value& content : {Value(), Value(7), Value(Array{}), Value("pack")}) {
        const plugin::Faults faults = Rules().take("ip_status.CN", content);
        ASSERT_EQ(faults.size(), 1U);
        EXPECT_EQ(faults.front().rule, "rules.type");
        EXPECT_EQ(faults.front().pointer, "");
    }
    EXPECT_EQ(Rules().take("ip_status.XX", Object{}).size(), 1U);
}

TEST(IpRulePack, of_china_has_every_fee_and_kind_that_is_asked_for) {
    const auto fees_in = [](Object& pack) -> Array& { return *pack.find("fees")->array(); };
    // The last step of inventions, years 16 to 20.
    EXPECT_EQ(
        faults_of("ip_status.CN", [&](Object& pack) { fees_in(pack).erase(fees_in(pack).begin() + 5); }),
        Faults{"rules.missing /fees"});
    EXPECT_EQ(
        faults_of("ip_status.CN", [&](Object& pack) { fees_in(pack)[1].object()->set("last_year", 3); }),
        Faults{"rules.overlap /fees/1"});
    EXPECT_EQ(
        faults_of("ip_status.CN",
                  [&](Object& pack) {
                      fees_in(pack)[0].object()->set("amount", plugin::value_of(plugin::Money{1, "USD"}));
                  }),
        Faults{"rules.fee /fees/0/amount"});
    EXPECT_EQ(faults_of("ip_status.CN",
                        [](Object& pack) {
                            const std::size_t at = place_of(pack, "PD-01");
                            rules_in(pack).erase(rules_in(pack).begin() + static_cast<std::ptrdiff_t>(at));
                        }),
              Faults{"rules.missing /rules"});
    EXPECT_EQ(faults_of("ip_status.CN",
                        [](Object& pack) {
                            rule_in(pack, place_of(pack, "TD-10")).set("period", Object{{"days", 3650}});
                        })
                  .front()
                  .substr(0, 14),
              "rules.counting");
}

TEST(IpRulePack, takes_no_rule_of_another_office_over) {
    Rules rules;
    ASSERT_TRUE(rules.take("ip_status.CN", test::rule_pack("ip_status.CN")).empty());
    Value american = test::rule_pack("ip_status.US");
    Value copy = rules_in(*american.object())[0];
    copy.object()->set("id", "TD-11");
    rules_in(*american.object()).push_back(std::move(copy));
    const plugin::Faults faults = rules.take("ip_status.US", american);
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults.front().rule, "rules.overlap");
    EXPECT_EQ(rules.on("UT-01", plugin::Date(2026, 1, 1)).rule, nullptr);  // nothing of it was taken
    EXPECT_FALSE(rules.take("ip_status.CN", test::rule_pack("ip_status.CN")).empty());
}

TEST(IpRulePack, tells_no_more_faults_than_a_person_reads) {
    const Faults faults = faults_of("ip_status.CN", [](Object& pack) {
        for (Value& rule : rules_in(pack)) rule.object()->set("confidence", "sure");
    });
    EXPECT_EQ(faults.size(), 20U);
}

TEST(IpRulePack, with_an_end_ends_every_rule) {
    Rules rules;
    Value content = test::rule_pack("ip_status.EM");
    content.object()->find("valid")->object()->set("to", "2030-12-31");
    ASSERT_TRUE(rules.take("ip_status.EM", content).empty());
    EXPECT_TRUE(rules.on("ET-01", plugin::Date(2030, 12, 31)).is_in_force);
    EXPECT_FALSE(rules.on("ET-01", plugin::Date(2031, 1, 1)).is_in_force);
}

TEST(IpRulePack, a_replaced_one_moves_dates) {
    // An office doubled the grace for renewals: the plugin follows without being built again.
    Value content = test::rule_pack("ip_status.CN");
    for (Value& rule : rules_in(*content.object()))
        if (plugin::text_at(*rule.object(), "id") == "TD-11")
            rule.object()->set("extension", Object{{"months", 12}});
    Rules rules;
    ASSERT_TRUE(rules.take("ip_status.CN", content).empty());
    EXPECT_EQ(MarkTerms(rules, china).grace_end(plugin::Date(2025, 8, 20)), plugin::Date(2026, 8, 20));
    EXPECT_EQ(MarkTerms(test::packed_rules(), china).grace_end(plugin::Date(2025, 8, 20)),
              plugin::Date(2026, 2, 20));
}

TEST(IpRulePack, has_a_schema_that_names_every_member) {
    const Object schema = schema_of_pack(*pack_spec("ip_status.CN"));
    const Object& rule = plugin::object_at(
        plugin::object_at(plugin::object_at(plugin::object_at(schema, "properties"), "rules"), "items"),
        "properties");
    const Value content = test::rule_pack("ip_status.CN");
    for (const Value& one : plugin::array_at(*content.object(), "rules"))
        for (const plugin::Member& member : *one.object())
            EXPECT_TRUE(rule.contains(member.name)) << member.name;
    EXPECT_EQ(plugin::text_at(schema, "$schema"), "https://json-schema.org/draft/2020-12/schema");
}

}  // namespace
}  // namespace xinbu::ip_status
