// The same right from two sources is one record, and the same event one event.
#include "ip_status/extracts.hpp"
#include "ip_status/identity.hpp"
#include "plugins/ip_adapters_support.hpp"

namespace xinbu::test {
namespace {

using ip_status::canonical_publication;
using ip_status::is_publication;
using ip_status::publications_of_one_right;

TEST(IpNumbers, publications_are_told_from_applications) {
    for (const auto& [office, number] : {std::pair{"CN", "CN215792497U"}, std::pair{"CN", "CN111111111A"},
                                         std::pair{"EP", "EP2400812B1"}, std::pair{"US", "US11646472B2"},
                                         std::pair{"US", "US20220230294A1"}, std::pair{"DE", "DE10027360A1"}})
        EXPECT_TRUE(is_publication(office, number)) << number;
    for (const auto& [office, number] :
         {std::pair{"CN", "202010566088.9"}, std::pair{"EP", "10167109"}, std::pair{"US", "17248024"},
          std::pair{"US", "PCT/US1361281"}, std::pair{"EP", "US11646472B2"}, std::pair{"US", "US11646472"},
          std::pair{"US", "US"}, std::pair{"US", ""}})
        EXPECT_FALSE(is_publication(office, number)) << number;
}

TEST(IpNumbers, publications_have_one_form) {
    EXPECT_EQ(canonical_publication("us 2022230294 a1"), "US20220230294A1");
    EXPECT_EQ(canonical_publication("US20220230294A1"), "US20220230294A1");
    EXPECT_EQ(canonical_publication("US11646472B2"), "US11646472B2");
    EXPECT_EQ(canonical_publication("ＣＮ111111111Ａ"), "CN111111111A");
    EXPECT_EQ(canonical_publication(""), "");
}

TEST(IpNumbers, application_and_grant_bear_one_number_where_the_office_does_so) {
    EXPECT_EQ(publications_of_one_right("CN111111111A"),
              (std::vector<std::string>{"CN111111111A", "CN111111111B", "CN111111111C"}));
    // Grants were numbered apart before.
    EXPECT_EQ(publications_of_one_right("CN100378905C"), std::vector<std::string>{"CN100378905C"});
    EXPECT_EQ(publications_of_one_right("CN1664111A"), std::vector<std::string>{"CN1664111A"});
    EXPECT_EQ(publications_of_one_right("CN215792497U"), std::vector<std::string>{"CN215792497U"});
    EXPECT_EQ(publications_of_one_right("US11646472B2"), std::vector<std::string>{"US11646472B2"});
    EXPECT_EQ(publications_of_one_right("EP2400812B1").size(), 4U);
}

class IpIdentity : public AdapterBench {
protected:
    static constexpr const char* by_application = "patent/CN-202010566088.9";
    static constexpr const char* by_publication = "patent/CN-CN111111111A";

    /// What the EPO tells of the Chinese patent: bibliography and a pledge.
    CollectedImport family() const {
        return xml("epo-ops", R"(<f><family-member><publication-reference>
            <document-id document-id-type="docdb"><country>CN</country><doc-number>111111111</doc-number>
            <kind>B</kind><date>20220301</date></document-id></publication-reference>
            <application-reference><document-id document-id-type="docdb"><country>CN</country>
            <doc-number>202010566088</doc-number><kind>A</kind><date>20200619</date></document-id>
            </application-reference><legal code="PE01" desc="pledge" infl="+"><L001EP>CN</L001EP>
            <L002EP>F</L002EP><L003EP>202010566088</L003EP><L007EP>2023-03-01</L007EP></legal>
            </family-member></f>)");
    }
    CollectedImport list(const std::string& number = "CN111111111A") const {
        return row("cn-publications-csv", {{"publication_numbers", number}, {"title_zh", "陶瓷窑炉"}});
    }
    std::vector<std::string> add_each(const CollectedImport& import) {
        std::vector<std::string> records;
        for (const xinbu::plugin::Draft& draft : import.drafts) {
            for (const std::string& rule : bench.add(draft)) EXPECT_TRUE(rule.ends_with("?")) << rule;
            records.push_back(bench.last_record());
        }
        return records;
    }
    std::string field(const std::string& record, const std::string& name) const {
        const xinbu::plugin::Record found = bench.at(record, "2026-01-01");
        const xinbu::plugin::Value* value = found.fields.find(name);
        if (value == nullptr) return "-";
        return value->text() != nullptr ? *value->text() : json::canonical(*value);
    }
    using Records = std::vector<std::string>;
};

TEST_F(IpIdentity, a_list_of_publications_finds_the_patent_that_bears_one) {
    EXPECT_EQ(add_each(family()), (Records{by_application, by_application}));
    EXPECT_EQ(add_each(list()), Records{by_application});
    EXPECT_EQ(bench.at(by_publication, "2026-01-01").id, "");
    EXPECT_EQ(field(by_application, "number"), "202010566088.9");
    EXPECT_EQ(field(by_application, "title"), "陶瓷窑炉");
    EXPECT_EQ(field(by_application, "publication_number"), "CN111111111B");
    EXPECT_NE(field(by_application, "other_numbers").find("CN111111111A"), std::string::npos);
    EXPECT_EQ(fact(by_application, "2026-01-01", "last_day"), "2040-06-18");
    // The list says nothing of its age; its title stands beside values of another source.
    const std::string older = field(by_application, "older_values");
    EXPECT_NE(older.find(R"("field":"title")"), std::string::npos) << older;
    EXPECT_NE(older.find("CNIPA publications"), std::string::npos);
}

TEST_F(IpIdentity, the_full_extract_finds_the_patent_that_a_list_named_by_its_publication) {
    EXPECT_EQ(add_each(list()), Records{by_publication});
    EXPECT_EQ(add_each(family()), (Records{by_publication, by_publication}));
    EXPECT_EQ(bench.at(by_application, "2026-01-01").id, "");
    EXPECT_EQ(field(by_publication, "number"), "202010566088.9");
    EXPECT_EQ(field(by_publication, "filing_date"), "2020-06-19");
    EXPECT_EQ(overlays(by_publication, "2024-01-01"), "pledge");
    // From now on the application number alone finds it, too; the import of the same files adds nothing new.
    EXPECT_EQ(add_each(family()), (Records{by_publication, by_publication}));
    EXPECT_EQ(bench.add("ip.patent.event_recorded", "", "2024-02-02",
                        json_object(R"({"office":"CN","number":"ZL202010566088.9","event":"freeze",
                                        "date":"2024-02-02"})")),
              Rules{});
    EXPECT_EQ(bench.last_record(), by_publication);
}

TEST_F(IpIdentity, another_application_is_another_right_whatever_its_publication_says) {
    add_each(family());
    const std::string other = R"({"office":"CN","number":"201510958772.0","kind":"invention","owners":[],
        "filing_date":"2015-12-18","publication_number":"CN111111111A"})";
    for (const std::string& rule : bench.add("ip.patent.recorded", "", "2016-01-01", json_object(other)))
        EXPECT_TRUE(rule.ends_with("?")) << rule;
    EXPECT_EQ(bench.last_record(), "patent/CN-201510958772.0");
    // Now two records bear the number: nobody can say which of them a list means.
    EXPECT_EQ(add_each(list()), Records{by_publication});
}

TEST_F(IpIdentity, a_publication_whose_record_has_another_application_number_is_refused) {
    add_each(list());
    add_each(family());
    const std::string other = R"({"office":"CN","number":"201510958772.0","kind":"invention","owners":[],
        "filing_date":"2015-12-18","publication_number":"CN111111111A"})";
    const Rules rules = bench.add("ip.patent.recorded", "", "2016-01-01", json_object(other));
    EXPECT_NE(std::ranges::find(rules, "ip.record.mismatch"), rules.end());
}

TEST_F(IpIdentity, two_records_of_what_may_be_one_right_are_pointed_out) {
    add_each(list());
    // Recorded by application alone, and only then with the publication.
    const std::string bare = R"({"office":"CN","number":"202010566088.9","kind":"invention",
        "filing_date":"2020-06-19","owners":[{"name":"甲公司","identifier":""}])";
    EXPECT_EQ(bench.add("ip.patent.recorded", "", "2022-03-01", json_object(bare + "}")), Rules{});
    const Rules rules = bench.add("ip.patent.recorded", "", "2022-03-02",
                                  json_object(bare + R"(,"publication_number":"CN111111111B"})"));
    EXPECT_EQ(rules, Rules{"ip.same_right?"});
    EXPECT_EQ(bench.last_record(), by_application);
}

TEST_F(IpIdentity, a_wrong_check_digit_is_refused_under_any_name) {
    add_each(list());
    const Rules rules = bench.add("ip.patent.recorded", "", "2022-03-01",
                                  json_object(R"({"office":"CN","number":"202010566088.8","kind":"invention",
        "owners":[],"filing_date":"2020-06-19","publication_number":"CN111111111B"})"));
    EXPECT_NE(std::ranges::find(rules, "identifier.cn-patent"), rules.end());
}

TEST_F(IpIdentity, an_american_registration_number_finds_the_mark) {
    EXPECT_EQ(bench.add("ip.trademark.recorded", "", "2011-11-29",
                        json_object(R"({"office":"US","number":"85127660","classes":[25],
            "owners":[{"name":"A, INC."}],"registration_number":"4062217"})")),
              Rules{});
    EXPECT_EQ(bench.add("ip.trademark.event_recorded", "", "2021-11-29",
                        json_object(R"({"office":"US","number":"4,062,217","event":"renewal",
            "date":"2021-11-29"})")),
              Rules{});
    EXPECT_EQ(bench.last_record(), "trademark/US-85127660");
    // A serial number is one, known or not.
    EXPECT_EQ(bench.add("ip.trademark.event_recorded", "", "2021-11-29",
                        json_object(R"({"office":"US","number":"97000001","event":"renewal",
            "date":"2021-11-29"})")),
              Rules{});
    EXPECT_EQ(bench.last_record(), "trademark/US-97000001");
}

// ---- events ----

class IpSameEvent : public IpIdentity {
protected:
    void told(const std::string& system, const std::string& more = "", const std::string& code = "CTNF") {
        EXPECT_EQ(bench.add("ip.patent.event_recorded", "patent/US-16123456", "2019-02-02",
                            json_object(R"({"event":"examination","date":"2019-02-02","office_code":")" +
                                        code + R"(","source":{"system":")" + system + R"("})" + more + "}")),
                  Rules{});
    }
    std::size_t events() const {
        const xinbu::plugin::Record record = bench.at("patent/US-16123456", "2026-01-01");
        return xinbu::plugin::array_at(record.fields, "events").size();
    }
};

TEST_F(IpSameEvent, of_two_sources_is_one) {
    told("PEDS");
    told("ODP", R"(,"detail":"Non-Final Rejection")");
    ASSERT_EQ(events(), 1U);
    const std::string list = field("patent/US-16123456", "events");
    EXPECT_NE(list.find(R"("also_in":["ODP"])"), std::string::npos) << list;
    EXPECT_NE(list.find("Non-Final Rejection"), std::string::npos);
    told("USPTO ODP");
    EXPECT_EQ(events(), 1U);
}

TEST_F(IpSameEvent, told_twice_by_each_source_is_two) {
    told("PEDS", R"(,"detail":"first")");
    told("PEDS", R"(,"detail":"second")");
    told("ODP");
    told("ODP", R"(,"detail":"x")");
    EXPECT_EQ(events(), 2U);
    told("ODP", R"(,"detail":"y")");
    EXPECT_EQ(events(), 3U);
}

TEST_F(IpSameEvent, differs_by_code_and_number_in_the_file) {
    told("PEDS", R"(,"sequence":1)");
    told("ODP", R"(,"sequence":2)");
    told("ODP", "", "CTFR");
    EXPECT_EQ(events(), 3U);
}

TEST_F(IpSameEvent, of_the_real_files_is_one) {
    if (!std::filesystem::exists(shared("data/patent-us-peds-odp/events.csv"))) GTEST_SKIP();
    const CollectedImport sink = file("uspto-patent-events", "data/patent-us-peds-odp/events.csv");
    std::size_t drafts = 0;
    for (const xinbu::plugin::Draft& draft : sink.drafts)
        if (draft.record == "patent/US-16123456") {
            ++drafts;
            bench.add(draft);
        }
    // 58 events stand in the file twice, once for each source.
    EXPECT_GT(drafts, 58U);
    EXPECT_EQ(events(), drafts - 58U);
}

// ---- whose value it is ----

TEST_F(IpIdentity, a_value_keeps_the_source_that_told_it) {
    const auto recorded = [&](const std::string& system, const std::string& day, const std::string& more) {
        for (const std::string& rule :
             bench.add("ip.patent.recorded", "", day,
                       json_object(R"({"office":"CN","number":"202010566088.9","kind":"invention","owners":[],
                                      "filing_date":"2020-06-19","source":{"system":")" +
                                   system + R"(","retrieved_on":")" + day + "\"}" + more + "}")))
            EXPECT_TRUE(rule.ends_with("?")) << rule;
    };
    const auto origin = [&](const char* name) {
        const ip_status::Origin found =
            ip_status::origin_of(bench.at(by_application, "2026-01-01").fields, name);
        return found.system + " " + found.as_of + (found.is_retrieved ? "" : " ?") +
               (found.is_event ? " event" : "");
    };
    recorded("CNIPA", "2024-01-10", R"(,"title":"陶瓷窑炉","status":"授权")");
    recorded("EPO OPS", "2024-05-20", R"(,"publication_number":"CN111111111B")");
    recorded("old list", "2023-01-01", R"(,"ipc":["F27B 9/00"],"title":"窑")");
    EXPECT_EQ(origin("filing_date"), "EPO OPS 2024-05-20");
    EXPECT_EQ(origin("publication_number"), "EPO OPS 2024-05-20");
    EXPECT_EQ(origin("title"), "CNIPA 2024-01-10");
    EXPECT_EQ(origin("status"), "CNIPA 2024-01-10");
    EXPECT_EQ(origin("ipc"), "old list 2023-01-01");
    EXPECT_EQ(origin("last_day"), "EPO OPS 2024-05-20");
    bench.add("ip.patent.event_recorded", by_application, "2024-06-01",
              json_object(R"({"event":"assignment","date":"2024-06-01","counterparty":{"name":"乙公司"},
                              "source":{"system":"gazette"}})"));
    EXPECT_EQ(origin("owners"), "gazette 2024-06-01 ? event");
    recorded("CNIPA", "2024-07-01", R"(,"title":"陶瓷窑炉","status":"授权","ipc":["F27B 9/00"],
                                      "publication_number":"CN111111111B")");
    EXPECT_EQ(field(by_application, "older_values"), "-");
}

TEST_F(IpIdentity, an_extract_that_names_no_owner_takes_none_away) {
    const auto recorded = [&](const std::string& day, const std::string& owners) {
        for (const std::string& rule : bench.add(
                 "ip.patent.recorded", "", day,
                 json_object(R"({"office":"CN","number":"202010566088.9","kind":"invention","owners":[)" +
                             owners + R"(],"filing_date":"2020-06-19","source":{"system":"S"}})")))
            EXPECT_TRUE(rule.ends_with("?")) << rule;
    };
    const auto owner = [&] { return fact(by_application, "2026-01-01", "owners"); };
    recorded("2023-01-01", "");
    recorded("2022-01-01", R"({"name":"甲公司"})");  // older, and the first to name one
    EXPECT_NE(owner().find("甲公司"), std::string::npos);
    bench.add("ip.patent.event_recorded", by_application, "2023-06-01",
              json_object(R"({"event":"assignment","date":"2023-06-01","counterparty":{"name":"乙公司"}})"));
    EXPECT_NE(owner().find("乙公司"), std::string::npos);
    // Later and silent about owners: the assignment stands.
    recorded("2024-01-01", "");
    EXPECT_NE(owner().find("乙公司"), std::string::npos) << owner();
    recorded("2025-01-01", R"({"name":"丙公司"})");
    EXPECT_NE(owner().find("丙公司"), std::string::npos) << owner();
}

// ---- the wrong format ----

class IpAdapterFormats : public AdapterBench {
protected:
    struct Rejections final : xinbu::plugin::ImportSink {
        std::vector<std::pair<std::string, xinbu::plugin::Text>> all;
        void draft(xinbu::plugin::Draft) override {}
        void reject(std::string rule, xinbu::plugin::Text message) override {
            all.emplace_back(std::move(rule), std::move(message));
        }
    };
    std::pair<std::string, xinbu::plugin::Text> rejection(const std::string& name,
                                                          const std::string& text) const {
        Rejections sink;
        plugin.import_document(name, json_value(text), sink);
        EXPECT_EQ(sink.all.size(), 1U);
        return sink.all.empty() ? std::pair<std::string, xinbu::plugin::Text>() : sink.all.front();
    }
};

TEST_F(IpAdapterFormats, what_is_not_of_the_format_says_what_was_expected_and_found) {
    struct Wrong {
        const char *adapter, *text, *expected, *found;
    };
    for (const Wrong& wrong :
         {Wrong{"tsdr-json", R"({"patentFileWrapperDataBag":[]})", "trademarks", "patentFileWrapperDataBag"},
          Wrong{"tsdr-json", "[1]", "trademarks", "[…]"}, Wrong{"tsdr-json", "null", "trademarks", "nothing"},
          Wrong{"uspto-odp-json", R"({"trademarks":[]})", "patentFileWrapperDataBag", "trademarks"},
          Wrong{"uspto-odp-json", R"("text")", "patentFileWrapperDataBag", "text"}}) {
        const auto [rule, message] = rejection(wrong.adapter, wrong.text);
        EXPECT_EQ(rule, "adapter.format") << wrong.text;
        EXPECT_NE(message.en.find(wrong.expected), std::string::npos) << message.en;
        EXPECT_NE(message.en.find(wrong.found), std::string::npos) << message.en;
        EXPECT_NE(message.zh.find(wrong.expected), std::string::npos) << message.zh;
    }
    // An answer of the service that holds nothing of ours is of the format.
    EXPECT_EQ(rejection("tsdr-json", R"({"caseUpdateInfo":[]})").first, "ip.import.nothing");
    EXPECT_EQ(rejection("uspto-odp-json", R"({"count":1,"documentBag":[]})").first, "ip.import.nothing");
}

TEST_F(IpAdapterFormats, elements_that_are_something_else_are_named) {
    for (const auto& [adapter, text] : std::map<std::string, std::string>{
             {"uspto-trademark-daily", "<x><case-file><patent/></case-file></x>"},
             {"tsdr-st66", "<x><TransactionData><Design/></TransactionData></x>"},
             {"tsdr-st96", "<x><Trademark><Name/></Trademark></x>"},
             {"uspto-patent-grant", "<x><us-patent-grant><claims/></us-patent-grant></x>"},
             {"dpma-register", "<x><dpma-patent-document><y/></dpma-patent-document></x>"}})
        EXPECT_EQ(xml(adapter, text).rejected, Rules{"adapter.format"}) << adapter;
}

}  // namespace
}  // namespace xinbu::test
