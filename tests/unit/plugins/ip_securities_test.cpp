// Releases and what they release: every pairing with its ground, and what fits nothing told.
#include "ip_status/party_names.hpp"
#include "plugins/ip_adapters_support.hpp"
#include "support/programs.hpp"

namespace xinbu::test {
namespace {

using ip_status::is_same_party;
using ip_status::misspelling;
using ip_status::spelling_distance;

plugin::Value named(const char* name) {
    return plugin::Object{{"name", name}};
}

TEST(PartyNames, a_body_is_known_by_its_name_without_signs_form_and_role) {
    for (const auto& [one, other] :
         {std::pair{"JPMORGAN CHASE BANK", "JP MORGAN CHASE BANK, N.A."},
          {"BANK OF AMERICA, N.A., AS ADMINISTRATIVE AGENT", "Bank of America, N.A."},
          {"U.S. BANK NATIONAL ASSOCIATION", "US Bank, N.A., as Adminstrative Agent"},
          {"BANK OF SCOTLAND PLC F/K/A THE GOVERNOR AND COMPANY OF THE BANK OF SCOTLAND",
           "THE GOVERNOR AND COMPANY OF THE BANK OF SCOTLAND (AS SECURITY TRUSTEE)"},
          {"RADWARE, INC. (SUCCESSOR BY MERGER TO COVELIGHT SYSTEMS, INC.)", "COVELIGHT SYSTEMS, INC."},
          {"SRBA # 5, L.P.", "SRBA #5, LP (SUCCESSOR IN INTEREST TO ENTERPRISE V, L.P.)"},
          {"江南示范银行", "江南示范银行宜兴支行"},
          {"AURORA VENTURES IV, LLC", "AURORA VENTURES IV, L.L.C."}})
        EXPECT_TRUE(is_same_party(named(one), named(other))) << one << " / " << other;
    for (const auto& [one, other] : {std::pair{"BANK OF AMERICAN, N.A.", "BANK OF AMERICA, N.A."},
                                     {"ENTERPRISE PARTNERS V, L.P.", "ENTERPRISE PARTNERS VI, L.P."},
                                     {"江南银行", "江东银行"},
                                     {"", ""}})
        EXPECT_FALSE(is_same_party(named(one), named(other))) << one << " / " << other;
}

TEST(PartyNames, letters_apart_are_counted_and_numbers_must_be_the_same) {
    EXPECT_EQ(misspelling(named("BANK OF AMERICAN, N.A."), named("BANK OF AMERICA, N.A.")), 1);
    EXPECT_EQ(misspelling(named("GOLDMAN SACH BANK USA, AS AGENT"), named("GOLDMAN SACHS BANK USA")), 1);
    EXPECT_EQ(misspelling(named("SILICNO VALLEY BANK"), named("SILICON VALLEY BANK")), 1)
        << "neighbours swapped";
    EXPECT_EQ(misspelling(named("CLMG CORP."), named("CLMH CORP.")), std::nullopt) << "too short to tell";
    EXPECT_EQ(misspelling(named("ENTERPRISE PARTNERS V, L.P."), named("ENTERPRISE PARTNERS VI, L.P.")),
              std::nullopt);
    EXPECT_EQ(
        misspelling(named("中国农业银行股份有限公司南京分行"), named("中国农业银行股份有限公司北京分行")),
        std::nullopt);
    EXPECT_EQ(spelling_distance(named("CLMG CORP."), named("CLMH CORP.")), 1);
    EXPECT_EQ(spelling_distance(named("PARTNERS V"), named("PARTNERS VI")), std::nullopt);
    EXPECT_EQ(spelling_distance(named(""), named("X")), std::nullopt);
}

class Securities : public AdapterBench {
protected:
    static constexpr const char* right = "patent/US-1";

    void pledge(const std::string& day, const std::string& number, const std::string& bank,
                const std::string& holder = "ACME INC.", const std::string& more = "") {
        tell("pledge", day, number, bank, holder, more);
    }
    void release(const std::string& day, const std::string& number, const std::string& bank,
                 const std::string& holder = "ACME INC.", const std::string& more = "") {
        tell("pledge_end", day, number, bank, holder, more);
    }
    void tell(const std::string& kind, const std::string& day, const std::string& number,
              const std::string& party, const std::string& holder, const std::string& more = "") {
        std::string members = R"(,"reference":")" + number + "\"" + more;
        if (!party.empty()) members += R"(,"counterparty":{"name":")" + party + R"("})";
        if (!holder.empty()) members += R"(,"holders":[{"name":")" + holder + R"("}])";
        EXPECT_EQ(event(right, kind, day, members), Rules{}) << members;
    }
    /// "1/1 open", "1/1 9/9 parties 0" of each interest, by day.
    std::vector<std::string> interests() {
        std::vector<std::string> lines;
        const plugin::Object all = facts(right, "2026-01-01");
        for (const plugin::Value& one : plugin::array_at(all, "securities")) {
            const plugin::Object& fact = *one.object();
            std::string line(plugin::text_at(fact, "reference"));
            if (plugin::text_at(fact, "state") == "open") {
                line += " open";
                if (fact.contains("twin")) line += " like " + std::string(plugin::text_at(fact, "twin"));
            } else {
                line += " " + std::string(plugin::text_at(fact, "release")) + " " +
                        std::string(plugin::text_at(fact, "paired_by")) + " " +
                        std::to_string(*plugin::integer_at(fact, "distance"));
            }
            lines.push_back(std::move(line));
        }
        return lines;
    }
    /// Rules of the findings about securities, with those that count against the right marked.
    Rules told() {
        Rules rules;
        for (const plugin::Finding& one :
             bench.check("ip.status", R"({"right":"patent/US-1"})", "2026-01-01").findings)
            if (one.rule == "IP-RELEASE" || one.rule == "IP-PAIRING" || one.rule == "IP-TWIN")
                rules.push_back(one.rule + (one.status == plugin::FindingStatus::unknown ? "!" : ""));
        return rules;
    }
    using Lines = std::vector<std::string>;
};

TEST_F(Securities, a_release_ends_what_it_names_and_nothing_else) {
    pledge("2019-01-01", "1/1", "FIRST BANK");
    pledge("2019-02-01", "1/2", "FIRST BANK");
    release("2020-01-01", "9/9", "FIRST BANK", "ACME INC.", R"(,"refers_to":"1/2")");
    EXPECT_EQ(interests(), (Lines{"1/1 open", "1/2 9/9 reference 0"}));
    EXPECT_EQ(told(), Rules{});
    release("2021-01-01", "9/10", "FIRST BANK", "ACME INC.", R"(,"refers_to":"7/7")");
    EXPECT_EQ(interests(), (Lines{"1/1 open", "1/2 9/9 reference 0"})) << "7/7 is not on record";
    EXPECT_EQ(told(), Rules{"IP-RELEASE!"});
    release("2021-02-01", "9/11", "FIRST BANK", "ACME INC.", R"(,"refers_to":"1/2")");
    EXPECT_EQ(told(), Rules{"IP-RELEASE!"}) << "1/2 was released already: told again";
}

TEST_F(Securities, party_and_holder_tell_one_interest_from_another) {
    pledge("2011-02-28", "1/1", "SILICON VALLEY BANK", "TW BREACH, INC.");
    pledge("2012-02-23", "1/2", "SILICON VALLEY BANK", "TRUSTWAVE, INC.");
    release("2012-07-09", "9/1", "SILICON VALLEY BANK", "TW BREACH, INC.");
    EXPECT_EQ(interests(), (Lines{"1/1 9/1 parties 0", "1/2 open"}));
    release("2012-07-09", "9/2", "SILICON VALLEY BANK", "TRUSTWAVE, INC.");
    EXPECT_EQ(interests(), (Lines{"1/1 9/1 parties 0", "1/2 9/2 parties 0"}));
    EXPECT_EQ(told(), Rules{});
}

TEST_F(Securities, a_holder_that_changed_its_name_is_the_same_and_a_later_one_its_successor) {
    pledge("2010-01-01", "1/1", "FIRST BANK", "OLD NAME LTD");
    tell("change", "2010-06-01", "2/1", "NEW NAME LTD", "OLD NAME LTD");
    release("2011-01-01", "9/1", "FIRST BANK", "NEW NAME LTD");
    pledge("2012-01-01", "1/2", "FIRST BANK", "NEW NAME LTD");
    tell("assignment", "2012-06-01", "2/2", "BUYER LTD", "NEW NAME LTD");
    release("2013-01-01", "9/2", "FIRST BANK", "BUYER LTD");
    pledge("2014-01-01", "1/3", "FIRST BANK", "BUYER LTD");
    release("2015-01-01", "9/3", "FIRST BANK", "SOMEBODY ELSE LTD");
    EXPECT_EQ(interests(), (Lines{"1/1 9/1 parties 0", "1/2 9/2 successor 0", "1/3 9/3 other_holder 0"}));
    EXPECT_EQ(told(), Rules{"IP-PAIRING!"}) << "another holder: a person must look";
}

TEST_F(Securities, a_misspelt_bank_is_paired_and_told) {
    pledge("2010-01-01", "1/1", "BANK OF AMERICAN, N.A.");
    release("2011-01-01", "9/1", "BANK OF AMERICA, N.A.");
    EXPECT_EQ(interests(), (Lines{"1/1 9/1 spelling 1"}));
    EXPECT_EQ(told(), Rules{"IP-PAIRING!"});
    EXPECT_EQ(overlays(right, "2012-01-01"), "");
}

TEST_F(Securities, a_misspelt_bank_frees_nothing_of_another_holder_or_of_none) {
    pledge("2010-01-01", "1/1", "BANK OF AMERICAN, N.A.");
    release("2011-01-01", "9/1", "BANK OF AMERICA, N.A.", "SOMEBODY ELSE LTD");
    release("2011-02-01", "9/2", "BANK OF AMERICA, N.A.", "");
    EXPECT_EQ(interests(), (Lines{"1/1 open"}));
    EXPECT_EQ(told(), (Rules{"IP-RELEASE!", "IP-RELEASE!"}));
    const plugin::Object all = facts(right, "2026-01-01");
    const plugin::Object& unpaired = *plugin::array_at(all, "unpaired_releases").front().object();
    EXPECT_EQ(plugin::text_at(unpaired, "nearest"), "1/1");
    EXPECT_EQ(*plugin::integer_at(unpaired, "distance"), 1);
}

TEST_F(Securities, what_is_recorded_twice_is_told_and_stays_open_where_the_release_names_one) {
    pledge("2019-01-07", "1/1", "U.S. BANK NATIONAL ASSOCIATION, AS ADMINISTRATIVE AGENT");
    pledge("2019-01-07", "1/2", "U.S. BANK NATIONAL ASSOCIATION, AS ADMINSTRATIVE AGENT");
    release("2019-05-07", "9/1", "U.S. BANK NATIONAL ASSOCIATION", "ACME INC.", R"(,"refers_to":"1/1")");
    EXPECT_EQ(interests(), (Lines{"1/1 9/1 reference 0", "1/2 open like 1/1"}));
    EXPECT_EQ(told(), Rules{"IP-TWIN!"});
    EXPECT_EQ(overlays(right, "2020-01-01"), "pledge");
}

TEST_F(Securities, what_is_recorded_twice_goes_with_its_twin_where_no_number_is_named) {
    pledge("2003-07-31", "1/1", "BANK OF AMERICAN, N.A.");
    pledge("2003-07-31", "1/2", "BANK OF AMERICA, N.A., AS ADMINISTRATIVE AGENT");
    release("2016-08-23", "9/1", "BANK OF AMERICA, N.A.");
    EXPECT_EQ(interests(), (Lines{"1/1 9/1 spelling 1", "1/2 9/1 parties 0"}));
    EXPECT_EQ(told(), Rules{"IP-PAIRING!"});
}

TEST_F(Securities, a_release_that_names_nobody_ends_the_only_one_and_no_other) {
    pledge("2010-01-01", "1/1", "FIRST BANK");
    release("2011-01-01", "9/1", "", "");
    EXPECT_EQ(interests(), (Lines{"1/1 9/1 only_one 0"}));
    EXPECT_EQ(told(), Rules{"IP-PAIRING!"});
    pledge("2012-01-01", "1/2", "FIRST BANK");
    pledge("2013-01-01", "1/3", "SECOND BANK");
    release("2014-01-01", "9/2", "", "");
    EXPECT_EQ(interests(), (Lines{"1/1 9/1 only_one 0", "1/2 open", "1/3 open"}));
    release("2015-01-01", "9/3", "THIRD BANK");
    EXPECT_EQ(told(), (Rules{"IP-RELEASE!", "IP-RELEASE!", "IP-PAIRING!"}));
}

TEST_F(Securities, a_correction_is_another_number_of_the_same_interest) {
    pledge("2012-02-23", "1/1", "SILICON VALLEY BANK");
    tell("pledge_change", "2012-02-23", "1/2", "SILICON VALLEY BANK", "ACME INC.", R"(,"refers_to":"1/1")");
    release("2013-01-01", "9/1", "SILICON VALLEY BANK", "ACME INC.", R"(,"refers_to":"1/2")");
    EXPECT_EQ(interests(), (Lines{"1/1 9/1 reference 0"}));
    EXPECT_EQ(told(), Rules{});
}

TEST_F(Securities, a_release_before_any_pledge_is_a_finding) {
    release("2010-01-01", "9/1", "FIRST BANK");
    EXPECT_EQ(interests(), Lines{});
    EXPECT_EQ(told(), Rules{"IP-RELEASE!"});
}

TEST_F(Securities, real_recordals_pair_as_an_independent_reading_pairs_them) {
    if (!std::filesystem::exists(shared("data/patent-us-peds-odp/assignments.csv"))) GTEST_SKIP();
    XINBU_NEEDS_PROGRAM("python3");
    const std::string counted =
        output_of("python3 '" XINBU_COUNT_SCRIPT "' --securities '" + std::string(XINBU_SHARED_DIR) + "'");
    const CollectedImport sink = file("uspto-patent-assignments", "data/patent-us-peds-odp/assignments.csv");
    std::set<std::string> records;
    for (const plugin::Draft& draft : sink.drafts) {
        add_all({draft});
        records.insert(bench.last_record());
    }
    std::map<std::string, std::int64_t, std::less<>> found{
        {"rights", 0}, {"interests", 0}, {"open", 0}, {"unpaired", 0}};
    for (const std::string& record : records) {
        const plugin::Object all = facts(record, "2026-01-01");
        const plugin::Array& securities = plugin::array_at(all, "securities");
        const plugin::Array& unpaired = plugin::array_at(all, "unpaired_releases");
        found["rights"] += securities.empty() && unpaired.empty() ? 0 : 1;
        found["interests"] += static_cast<std::int64_t>(securities.size());
        found["unpaired"] += static_cast<std::int64_t>(unpaired.size());
        for (const plugin::Value& one : securities) {
            const bool is_open = plugin::text_at(*one.object(), "state") == "open";
            ++found[std::string(is_open ? "open" : plugin::text_at(*one.object(), "paired_by"))];
        }
    }
    const plugin::Object figures = json_object(counted);
    EXPECT_GE(figures.size(), 6U);
    for (const plugin::Member& figure : figures)
        EXPECT_EQ(found[figure.name], *figure.value.integer()) << figure.name;
}

}  // namespace
}  // namespace xinbu::test
