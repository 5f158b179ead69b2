// The pack of terms and clocks: what is taken, and what is refused with the place of the fault.
#include <functional>

#include "commitments/law.hpp"
#include "plugins/commitments_support.hpp"

namespace xinbu::commitments::test {
namespace {

using plugin::Array;
using plugin::Date;
using plugin::Value;

/// The faults of the pack after `spoil` worked on it, as "rule pointer".
Rules faults_of(const std::function<void(Object&)>& spoil) {
    Value content = own_pack();
    spoil(*content.object());
    plugin::Faults faults;
    read_rule_pack(content, faults);
    Rules found;
    for (const plugin::Fault& fault : faults) {
        EXPECT_FALSE(fault.message.en.empty() || fault.message.zh.empty());
        found.push_back(fault.rule + " " + fault.pointer);
    }
    return found;
}

Object& term(Object& pack, std::size_t at) {
    return *(*pack.find("terms")->array())[at].object();
}
Object& clock(Object& pack, std::size_t at) {
    return *(*pack.find("clocks")->array())[at].object();
}

TEST(CommitmentRulePack, is_taken_as_it_lies_in_the_source) {
    EXPECT_EQ(faults_of([](Object&) {}), Rules{});
    EXPECT_EQ(Commitments().rule_packs().at(0).id, pack_id);
}

TEST(CommitmentRulePack, says_where_no_article_was_looked_up) {
    const Bearing bearing = terms_on("general", {2026, 4, 1});
    EXPECT_TRUE(bearing.is_verified()) << "the term itself was read in its source";
    EXPECT_FALSE(bearing.rule->is_article_verified);
    EXPECT_TRUE(bearing.rule->article.en.ends_with("(article not verified)")) << bearing.rule->article.en;
    EXPECT_EQ(plugin::text_at(described(*bearing.rule), "article_status"), "unverified");
    EXPECT_FALSE(terms_on("general", {2026, 3, 31}).is_verified()) << "its predecessor was not";
    EXPECT_TRUE(clock_rule("CD-03").is_article_verified);
}

TEST(CommitmentRulePack, names_the_place_of_each_fault) {
    struct Case {
        const char* fault;
        std::function<void(Object&)> spoil;
    };
    const Case cases[]{
        {"rules.pack /pack", [](Object& pack) { pack.set("pack", "ip_status.CN"); }},
        {"rules.pack /office", [](Object& pack) { pack.set("office", "US"); }},
        {"rules.version /version", [](Object& pack) { pack.set("version", "2026-11-29"); }},
        {"rules.date /version", [](Object& pack) { pack.set("version", "2026-02-30"); }},
        {"rules.member /note", [](Object& pack) { pack.set("note", "x"); }},
        {"rules.required /terms", [](Object& pack) { pack.erase("terms"); }},
        {"rules.type /clocks", [](Object& pack) { pack.set("clocks", Object{}); }},
        {"rules.law /terms/0/law", [](Object& pack) { term(pack, 0).set("law", "NDRC99"); }},
        {"rules.source /terms/3/sources/0", [](Object& pack) { term(pack, 3).set("sources", Array{"S99"}); }},
        {"rules.source /terms/3/sources", [](Object& pack) { term(pack, 3).set("sources", Array{}); }},
        {"rules.severity /terms/0/severity", [](Object& pack) { term(pack, 0).set("severity", "grave"); }},
        {"rules.number /terms/0/most_months", [](Object& pack) { term(pack, 0).set("most_months", -1); }},
        {"rules.period /terms/2/most_months", [](Object& pack) { term(pack, 2).set("most_months", 11); }},
        {"rules.type /terms/0/published", [](Object& pack) { term(pack, 0).set("published", "no"); }},
        {"rules.validity /terms/0/valid_to",
         [](Object& pack) { term(pack, 0).set("valid_to", "2023-04-30"); }},
        {"rules.overlap /terms", [](Object& pack) { term(pack, 0).set("valid_to", "2026-03-30"); }},
        {"rules.overlap /terms", [](Object& pack) { term(pack, 0).set("valid_to", "2026-04-01"); }},
        {"rules.confidence /clocks/0/confidence",
         [](Object& pack) { clock(pack, 0).set("confidence", "high"); }},
        {"rules.period /clocks/0/working_days", [](Object& pack) { clock(pack, 0).set("days", 5); }},
        {"rules.needed /clocks", [](Object& pack) { clock(pack, 0).erase("working_days"); }},
        {"rules.needed /clocks", [](Object& pack) { clock(pack, 3).set("id", "CD-99"); }},
        {"rules.text /clocks/2/what/zh",
         [](Object& pack) { clock(pack, 2).find("what")->object()->set("zh", ""); }}};
    for (const Case& one : cases) EXPECT_EQ(faults_of(one.spoil), Rules{one.fault});
}

TEST(CommitmentRulePack, a_newer_pack_changes_the_clocks) {
    Value content = own_pack();
    term(*content.object(), 4).set("least_months", 6);
    Commitments plugin;
    ASSERT_TRUE(plugin.use_rules(pack_id, content).empty());
    EXPECT_EQ(terms_on("general", {2026, 5, 1}).rule->least_months, 6);
    ASSERT_TRUE(plugin.use_rules(pack_id, own_pack()).empty());
    EXPECT_EQ(terms_on("general", {2026, 5, 1}).rule->least_months, 3);
}

}  // namespace
}  // namespace xinbu::commitments::test
