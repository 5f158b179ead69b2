// The rule pack: every rule of the domain's lists, one at a time, and what is in doubt says so.
#include "ip_status/rules.hpp"

#include <set>

#include "ip_status/patents.hpp"
#include "ip_status/trademarks.hpp"
#include "plugins/ip_status_support.hpp"

namespace xinbu::ip_status {
namespace {

using plugin::Date;

const Rules& rules = test::packed_rules();
constexpr Date in_2026{2026, 11, 25};
constexpr Date in_2027{2027, 1, 1};

std::string numbered(const char* prefix, int number) {
    return std::string(prefix) + (number < 10 ? "0" : "") + std::to_string(number);
}

TEST(IpRules, hold_every_number_of_the_lists) {
    for (int number = 1; number <= 27; ++number)
        EXPECT_TRUE(rules.on(numbered("TD-", number), in_2026).is_in_force) << number;
    for (int number = 1; number <= 20; ++number) {
        const bool is_early_design = number == 2;
        const Bearing found = rules.on(numbered("PD-", number), is_early_design ? Date(2020, 1, 1) : in_2026,
                                       is_early_design ? "design" : "invention");
        EXPECT_TRUE(found.is_in_force) << number;
    }
    EXPECT_EQ(rules.on("TD-99", in_2026).rule, nullptr);
}

TEST(IpRules, of_one_id_and_kind_never_hold_on_the_same_day) {
    for (const Rule& one : rules.all())
        for (const Rule& other : rules.all()) {
            if (&one == &other || one.id != other.id || one.kind != other.kind) continue;
            const bool is_before = one.valid_to && *one.valid_to < other.valid_from;
            const bool is_behind = other.valid_to && *other.valid_to < one.valid_from;
            EXPECT_TRUE(is_before || is_behind) << one.id << " " << one.law << " " << other.law;
        }
}

TEST(IpRules, say_everything_in_both_languages) {
    for (const Rule& rule : rules.all()) {
        EXPECT_FALSE(rule.what.en.empty() || rule.what.zh.empty()) << rule.id;
        EXPECT_FALSE(rule.article.en.empty() || rule.article.zh.empty()) << rule.id;
        EXPECT_FALSE(rule.confidence == Confidence::confirmed && rule.source.empty() && rule.law != "record")
            << rule.id << " is confirmed by nothing";
    }
}

TEST(IpRules, the_law_of_2026_follows_on_that_of_2019_and_changes_no_period) {
    for (int number = 1; number <= 27; ++number) {
        const std::string id = numbered("TD-", number);
        const Bearing old_law = rules.on(id, Date(2026, 12, 31)), new_law = rules.on(id, in_2027);
        EXPECT_EQ(old_law.rule->law, "TML2019");
        EXPECT_EQ(new_law.rule->law, "TML2026");
        EXPECT_FALSE(new_law.is_verified()) << id;
        EXPECT_EQ(new_law.rule->period, old_law.rule->period) << id;
        EXPECT_EQ(new_law.rule->extension, old_law.rule->extension) << id;
        EXPECT_EQ(rules.successor_on(*old_law.rule, in_2027), new_law.rule);
        EXPECT_EQ(rules.successor_on(*old_law.rule, Date(2026, 12, 31)), nullptr);
        EXPECT_EQ(rules.successor_on(*new_law.rule, in_2027), nullptr);
    }
    EXPECT_EQ(rules.on("TD-06", in_2027).rule->proposed, Period({2, 0}));
    EXPECT_EQ(rules.on("TD-06", in_2026).rule->proposed, std::nullopt);
}

TEST(IpRules, of_a_day_before_the_pack_are_the_nearest_and_not_verified) {
    const Bearing renewal = rules.on("TD-11", Date(2015, 1, 1));
    EXPECT_EQ(renewal.rule->law, "TML2019");
    EXPECT_FALSE(renewal.is_in_force);
    EXPECT_FALSE(renewal.is_verified());
}

TEST(IpRules, terms_of_patents_go_by_the_day_of_filing) {
    EXPECT_EQ(patent_term_rule(rules, "design", Date(2021, 5, 31)).rule->id, "PD-02");
    EXPECT_FALSE(patent_term_rule(rules, "design", Date(2021, 5, 31)).is_verified());
    EXPECT_EQ(patent_term_rule(rules, "design", Date(2021, 6, 1)).rule->id, "PD-01");
    EXPECT_TRUE(patent_term_rule(rules, "design", Date(2021, 6, 1)).is_verified());
    EXPECT_EQ(patent_term_years(rules, "design", Date(2021, 5, 31)), 10);
    EXPECT_EQ(patent_term_years(rules, "design", Date(2021, 6, 1)), 15);
    EXPECT_EQ(patent_term_years(rules, "invention", Date(1999, 9, 6)), 20);
    EXPECT_EQ(patent_term_years(rules, "utility_model", Date(1999, 9, 6)), 10);
    EXPECT_EQ(patent_term_years(rules, "", Date(1999, 9, 6)), 0);
}

TEST(IpRules, fees_cover_every_year_of_every_kind) {
    struct Kind {
        const char* id;
        int years;
        std::int64_t yuan;  ///< over the whole term
    };
    // The sums were added up by hand from the table of the domain's page.
    for (const Kind& kind : {Kind{"invention", 20, 2700 + 3600 + 6000 + 12000 + 18000 + 40000},
                             Kind{"utility_model", 10, 1800 + 1800 + 3600 + 4000},
                             Kind{"design", 15, 1800 + 1800 + 3600 + 4000 + 15000}}) {
        std::int64_t sum = 0;
        for (int year = 1; year <= kind.years; ++year) sum += annual_fee(rules, kind.id, year).value_or(0);
        EXPECT_EQ(sum, kind.yuan * 100) << kind.id;
        EXPECT_EQ(annual_fee(rules, kind.id, kind.years + 1), std::nullopt);
    }
    EXPECT_EQ(rules.fee("renewal", "trademark")->fen, 50000);
    EXPECT_EQ(rules.fee("renewal", "trademark")->confidence, Confidence::unsure);
    EXPECT_EQ(rules.fee("restoration", "patent")->fen, 100000);
    EXPECT_EQ(rules.fee("nothing", "patent"), nullptr);
}

class IpRulesCheck : public ::testing::Test, protected test::RightsBench {};

TEST_F(IpRulesCheck, lists_the_pack_and_what_holds_on_a_day) {
    const auto listed = [&](const char* parameters) {
        const plugin::Object facts = bench.check("ip.rules", parameters, "2026-11-25").facts;
        return plugin::array_at(facts, "rules");
    };
    EXPECT_EQ(listed("{}").size(), test::packed_rules().all().size());
    std::set<std::string> laws;
    for (const plugin::Value& one : listed(R"({"day":"2027-01-01"})"))
        laws.insert(std::string(plugin::text_at(*one.object(), "law")));
    EXPECT_FALSE(laws.contains("TML2019"));
    EXPECT_TRUE(laws.contains("TML2026"));
    EXPECT_TRUE(laws.contains("PL2020"));
}

}  // namespace
}  // namespace xinbu::ip_status
