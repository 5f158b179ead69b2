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
    EXPECT_EQ(publications_of_one_right("US20220230294A1"), std::vector<std::string>{"US20220230294A1"});
    EXPECT_EQ(publications_of_one_right("US11646472B2"),
              (std::vector<std::string>{"US11646472B2", "US11646472A", "US11646472B1"}));
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

TEST_F(IpIdentity, an_american_patent_is_found_by_grant_and_by_published_application) {
    constexpr const char* by_grant = "patent/US-US11646472B2";
    constexpr const char* by_number = "patent/US-17248024";
    const auto listed = [&](const std::string& number) {
        for (const std::string& rule :
             bench.add("ip.patent.recorded", "", "2023-05-09",
                       json_object(R"({"office":"US","kind":"invention","owners":[],"number":")" + number +
                                   R"(","source":{"system":"a list"}})")))
            EXPECT_TRUE(rule.ends_with("?")) << rule;
        return bench.last_record();
    };
    const CollectedImport portal = document("uspto-odp-json", R"({"patentFileWrapperDataBag":[{
        "applicationNumberText":"17248024","applicationMetaData":{"filingDate":"2021-01-05",
        "grantDate":"2023-05-09","patentNumber":"11646472","inventionTitle":"Battery",
        "earliestPublicationNumber":"US20220216552A1"},
        "eventDataBag":[{"eventCode":"CTNF","eventDate":"2022-01-01","eventDescriptionText":"x"}]}]})");
    EXPECT_EQ(listed("US11646472B2"), by_grant);
    EXPECT_EQ(add_each(portal), (Records{by_grant, by_grant}));
    EXPECT_EQ(field(by_grant, "number"), "17248024");
    EXPECT_EQ(field(by_grant, "filing_date"), "2021-01-05");
    // The same files again, and lists by any of its numbers.
    EXPECT_EQ(add_each(portal), (Records{by_grant, by_grant}));
    EXPECT_EQ(listed("US11646472B1"), by_grant);
    EXPECT_EQ(listed("us 2022216552 a1"), by_grant);
    EXPECT_EQ(bench.at(by_number, "2026-01-01").id, "");
    // Another patent's number is another right.
    EXPECT_EQ(listed("US11646473B2"), "patent/US-US11646473B2");
}

TEST_F(IpIdentity, the_office_s_own_file_first_and_a_list_later) {
    constexpr const char* by_number = "patent/US-17248024";
    add_each(document("uspto-odp-json", R"({"patentFileWrapperDataBag":[{
        "applicationNumberText":"17248024","applicationMetaData":{"filingDate":"2021-01-05",
        "grantDate":"2023-05-09","patentNumber":"11646472",
        "earliestPublicationNumber":"US20220216552A1"}}]})"));
    for (const char* number : {"US11646472B2", "US20220216552A1"}) {
        bench.add("ip.patent.recorded", "", "2023-05-09",
                  json_object(R"({"office":"US","kind":"invention","owners":[],"number":")" +
                              std::string(number) + R"(","source":{"system":"a list"}})"));
        EXPECT_EQ(bench.last_record(), by_number) << number;
    }
    // An application number that somebody typed among the other numbers is no grant.
    EXPECT_EQ(bench.add("ip.patent.recorded", "", "2023-05-09",
                        json_object(R"({"office":"US","number":"16000001","kind":"invention",
                            "owners":[{"name":"A"}],"filing_date":"2018-05-09",
                            "other_numbers":["11646499"]})")),
              Rules{});
    bench.add("ip.patent.recorded", "", "2023-05-09",
              json_object(R"({"office":"US","kind":"invention","owners":[],"number":"US11646499B2",
                              "source":{"system":"a list"}})"));
    EXPECT_EQ(bench.last_record(), "patent/US-US11646499B2");
}

TEST_F(IpIdentity, a_european_patent_is_found_by_any_of_its_documents) {
    const CollectedImport epo = xml("epo-ops", R"(<f><family-member><publication-reference>
        <document-id document-id-type="docdb"><country>EP</country><doc-number>2400812</doc-number>
        <kind>A1</kind><date>20111228</date></document-id></publication-reference>
        <application-reference><document-id document-id-type="docdb"><country>EP</country>
        <doc-number>10167109</doc-number><kind>A</kind><date>20100624</date></document-id>
        </application-reference><legal code="AK" desc="states" infl="+"><L001EP>EP</L001EP>
        <L002EP>F</L002EP><L003EP>10167109</L003EP><L007EP>2011-12-28</L007EP></legal>
        </family-member></f>)");
    for (const std::string& rule :
         bench.add("ip.patent.recorded", "", "2019-11-27",
                   json_object(R"({"office":"EP","kind":"invention","owners":[],"number":"EP2400812B1",
                                   "source":{"system":"a list"}})")))
        EXPECT_TRUE(rule.ends_with("?")) << rule;
    EXPECT_EQ(add_each(epo), (Records{"patent/EP-EP2400812B1", "patent/EP-EP2400812B1"}));
    EXPECT_EQ(field("patent/EP-EP2400812B1", "number"), "10167109");
}

TEST_F(IpIdentity, two_records_of_one_right_are_named_by_its_status) {
    add_each(list());
    const std::string bare = R"({"office":"CN","number":"202010566088.9","kind":"invention",
        "filing_date":"2020-06-19","owners":[{"name":"甲公司","identifier":""}])";
    bench.add("ip.patent.recorded", "", "2022-03-01", json_object(bare + "}"));
    bench.add("ip.patent.recorded", "", "2022-03-02",
              json_object(bare + R"(,"publication_number":"CN111111111B"})"));
    const auto answer =
        bench.check("ip.status", R"({"right":")" + std::string(by_application) + R"("})", "2023-01-01");
    const auto same = std::ranges::find(answer.findings, "IP-SAME", &xinbu::plugin::Finding::rule);
    ASSERT_NE(same, answer.findings.end());
    EXPECT_EQ(same->evidence, (Records{by_application, by_publication}));
    EXPECT_NE(same->message.en.find(by_publication), std::string::npos);
    EXPECT_NE(same->message.en.find(by_application), std::string::npos);
}

TEST_F(IpIdentity, a_source_without_a_day_says_so) {
    add_each(list());
    const auto source = [&](const char* record, const char* day) {
        const auto answer = bench.check("ip.status", R"({"right":")" + std::string(record) + R"("})", day);
        const auto found = std::ranges::find(answer.findings, "IP-SOURCE", &xinbu::plugin::Finding::rule);
        return found == answer.findings.end() ? std::string() : found->message.en;
    };
    const std::string undated = source(by_publication, "2026-01-01");
    EXPECT_NE(undated.find("(CNIPA publications) is undated"), std::string::npos) << undated;
    EXPECT_EQ(undated.find("1985"), std::string::npos) << undated;
    EXPECT_FALSE(
        bench.check("ip.status", R"({"right":")" + std::string(by_publication) + R"("})", "2026-01-01")
            .facts.contains("extract_of"));
    bench.add("ip.patent.recorded", "", "2024-05-17",
              json_object(R"({"office":"CN","number":"202010566088.9","kind":"invention","owners":[],
                              "filing_date":"2020-06-19","publication_number":"CN111111111A",
                              "source":{"system":"CNIPA","retrieved_on":"2024-05-17"}})"));
    EXPECT_EQ(source(by_publication, "2024-05-21"), "As of the extract of 2024-05-17, 2 working days old.");
    EXPECT_NE(source(by_publication, "2024-05-17").find("0 working days"), std::string::npos);
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
        if (right_of(draft) == "patent/US-16123456") {
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
          Wrong{"tsdr-json", "[1]", "trademarks", "a list"},
          Wrong{"tsdr-json", "null", "trademarks", "a single value"},
          Wrong{"tsdr-json", "{}", "trademarks", "nothing"},
          Wrong{"uspto-odp-json", R"({"trademarks":[]})", "patentFileWrapperDataBag", "trademarks"},
          Wrong{"uspto-odp-json", R"("text")", "patentFileWrapperDataBag", "a single value"}}) {
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
