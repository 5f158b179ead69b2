#include <filesystem>
#include <set>
#include <sstream>

#include "ip_status/adapters_common.hpp"
#include "plugins/ip_status_support.hpp"
#include "support/vectors.hpp"
#include "xinbu/readers/csv.hpp"
#include "xinbu/readers/xml.hpp"

namespace xinbu::ip_status {
namespace {

using plugin::Draft;
using test::CollectedImport;
using test::MapRow;

const std::string shared = XINBU_SHARED_DIR;

class NoRecords final : public plugin::Records {
public:
    std::optional<plugin::Record> find(std::string_view) const override { return std::nullopt; }
    std::vector<plugin::Record> referring_to(std::string_view, std::string_view) const override { return {}; }
    void for_each(std::string_view, const std::function<bool(const plugin::Record&)>&) const override {}
    plugin::Date as_of() const override { return {2026, 1, 1}; }
};

class IpImport : public ::testing::Test, protected test::RightsBench {
protected:
    IpStatus plugin;

    const plugin::Adapter& adapter(const std::string& name) const { return *bench.catalogue().adapter(name); }

    CollectedImport xml(const std::string& name, const std::string& text) const {
        std::istringstream stream(text);
        CollectedImport sink;
        readers::read_xml(stream, "inline", adapter(name).elements, [&](const plugin::XmlElement& element) {
            plugin.import_element(name, element, sink);
            return true;
        });
        return sink;
    }
    CollectedImport xml_file(const std::string& name, const std::string& path) const {
        CollectedImport sink;
        readers::read_xml(shared + "/" + path, adapter(name).elements,
                          [&](const plugin::XmlElement& element) {
                              plugin.import_element(name, element, sink);
                              return true;
                          });
        return sink;
    }
    CollectedImport csv_file(const std::string& name, const std::string& path, std::uint64_t& rows) const {
        CollectedImport sink;
        readers::CsvOptions options;
        options.required = adapter(name).columns;
        readers::CsvReader reader(shared + "/" + path, options);
        while (const readers::CsvLine* row = reader.next()) {
            ++rows;
            EXPECT_EQ(row->fault(), nullptr) << row->line();
            plugin.import_row(name, *row, sink);
        }
        return sink;
    }
    CollectedImport row(const std::string& name,
                        std::map<std::string, std::string, std::less<>> cells) const {
        CollectedImport sink;
        plugin.import_row(name, MapRow(std::move(cells)), sink);
        return sink;
    }
    /// How many different entries the drafts would be; those that the host refuses fail the test.
    std::size_t distinct(const std::vector<Draft>& drafts) {
        std::set<std::string> contents;
        const NoRecords none;
        for (const Draft& draft : drafts) {
            const auto prepared = host::prepare(bench.catalogue(), {draft}, none, bench);
            if (!prepared) {
                ADD_FAILURE() << draft.record << ": " << prepared.error().front().rule << " "
                              << prepared.error().front().message.en;
                return 0;
            }
            contents.insert(json::canonical(host::draft_json(prepared->draft)));
        }
        return contents.size();
    }
    void add_all(const std::vector<Draft>& drafts) {
        for (const Draft& draft : drafts)
            for (const std::string& rule : bench.add(draft))
                EXPECT_TRUE(rule.ends_with("?")) << draft.record << rule;
    }
};

#define XINBU_NEED(path) \
    if (!std::filesystem::exists(shared + "/" + (path))) GTEST_SKIP() << "not here: " << (path)

std::string_view data(const Draft& draft, std::string_view name) {
    return plugin::text_at(draft.data, name);
}

TEST(IpImportReaders, dates_of_offices) {
    EXPECT_EQ(source_date("20110913").date, plugin::Date(2011, 9, 13));
    EXPECT_EQ(source_date("1996-10-15-04:00").date, plugin::Date(1996, 10, 15));
    EXPECT_EQ(source_date("2011-09-13").date, plugin::Date(2011, 9, 13));
    for (const char* none : {"", "00000000", "0000-00-00"}) {
        EXPECT_FALSE(source_date(none).date) << none;
        EXPECT_FALSE(source_date(none).is_wrong) << none;
    }
    for (const char* wrong : {"19960100", "2011", "yesterday", "2011-13-01", "x"})
        EXPECT_TRUE(source_date(wrong).is_wrong) << wrong;
}

TEST(IpImportReaders, texts_are_made_fit) {
    EXPECT_EQ(one_line("  750\t\tml \n e "), "750 ml e");
    EXPECT_EQ(clipped("陶缘匠坊", 4), "陶缘匠坊");
    EXPECT_EQ(clipped("陶缘匠坊", 3), "陶缘…");
    EXPECT_EQ(parties_in("A, INC. | | B").size(), 2U);
    EXPECT_TRUE(parties_in("").empty());
}

TEST(IpImportReaders, conveyances_are_told_apart) {
    EXPECT_EQ(conveyance_event("ASSIGNMENT OF ASSIGNORS INTEREST (SEE DOCUMENT FOR DETAILS)."), "assignment");
    EXPECT_EQ(conveyance_event("Security interest"), "pledge");
    EXPECT_EQ(conveyance_event("FIRST LIEN INTELLECTUAL PROPERTY SECURITY AGREEMENT"), "pledge");
    EXPECT_EQ(conveyance_event("RELEASE BY SECURED PARTY (SEE DOCUMENT FOR DETAILS)."), "pledge_end");
    EXPECT_EQ(conveyance_event("TERMINATION AND RELEASE OF PATENT SECURITY AGREEMENT"), "pledge_end");
    EXPECT_EQ(conveyance_event("CHANGE OF NAME (SEE DOCUMENT FOR DETAILS)."), "change");
    EXPECT_EQ(conveyance_event("MERGER (SEE DOCUMENT FOR DETAILS)."), "assignment");
    EXPECT_EQ(conveyance_event("CORRECTIVE ASSIGNMENT … CONFIRMS THE SECURITY AGREEMENT."), "pledge_change");
    EXPECT_EQ(conveyance_event(""), "other");
    EXPECT_EQ(reel_frame_in("RECORDED AT R/F 015699/0355"), "015699/0355");
    EXPECT_EQ(reel_frame_in("AT REEL 022034 FRAME 0216"), "022034/0216");
    EXPECT_EQ(reel_frame_in("REEL/FRAME NO. 49111/0583"), "049111/0583");
    EXPECT_EQ(reel_frame_in("PROPERTY NUMBERS 10272849, AND 60338664"), "");
}

TEST(IpImportReaders, status_codes_are_found) {
    ASSERT_NE(uspto_status("626"), nullptr);
    EXPECT_EQ(uspto_status("626")->standing, "cancelled");
    EXPECT_EQ(uspto_status("790")->standing, "cancellation_pending");
    EXPECT_EQ(uspto_status("000")->standing, "");
    EXPECT_EQ(uspto_status("9999"), nullptr);
    EXPECT_EQ(uspto_status(""), nullptr);
}

TEST_F(IpImport, a_case_file_becomes_a_mark_and_its_events) {
    const CollectedImport sink =
        xml("uspto-trademark-daily", R"(<r><case-file><serial-number>85127660</serial-number>
      <registration-number>4062217</registration-number><transaction-date>20240925</transaction-date>
      <case-file-header><filing-date>20100912</filing-date><registration-date>20111129</registration-date>
      <status-code>800</status-code><status-date>20210311</status-date><mark-drawing-code>2</mark-drawing-code>
      </case-file-header><classifications><classification><international-code>025</international-code>
      <international-code>200</international-code></classification></classifications>
      <case-file-owners><case-file-owner><party-type>10</party-type><party-name>OLD INC.</party-name></case-file-owner>
      <case-file-owner><party-type>31</party-type><party-name>NEW INC.</party-name></case-file-owner></case-file-owners>
      <case-file-event-statements><case-file-event-statement><code>PUBO</code><description-text>PUBLISHED</description-text>
      <date>20110913</date><number>15</number></case-file-event-statement><case-file-event-statement><code>ZZZZ</code>
      <date>20119999</date></case-file-event-statement></case-file-event-statements></case-file></r>)");
    ASSERT_EQ(sink.drafts.size(), 2U);
    EXPECT_TRUE(sink.rejected.empty());
    const Draft& mark_draft = sink.drafts[0];
    EXPECT_EQ(mark_draft.record, "trademark/US-85127660");
    EXPECT_EQ(mark_draft.effective, "2011-11-29");
    EXPECT_EQ(data(mark_draft, "kind"), "figurative");
    EXPECT_EQ(data(mark_draft, "common_status"), "registered");
    EXPECT_EQ(json::canonical(*mark_draft.data.find("classes")), "[25]");
    // Neither a class of the office's own nor a step without its day is lost: the record names them.
    EXPECT_EQ(json::canonical(*mark_draft.data.find("findings")),
              R"([{"field":"classes","rule":"nice.class","value":"200"},)"
              R"({"field":"events","rule":"date.invalid","value":"ZZZZ : 20119999"}])");
    EXPECT_EQ(json::canonical(*mark_draft.data.find("owners")), R"([{"name":"NEW INC."}])");
    EXPECT_EQ(json::canonical(*mark_draft.data.find("source")),
              R"({"retrieved_on":"2024-09-25","system":"USPTO daily"})");
    EXPECT_EQ(data(sink.drafts[1], "event"), "preliminary_publication");
    EXPECT_EQ(*plugin::integer_at(sink.drafts[1].data, "sequence"), 15);
    add_all(sink.drafts);
    EXPECT_EQ(status("trademark/US-85127660", "2026-01-01"), "LIVE/REGISTRATION/Issued and Active");
}

TEST_F(IpImport, the_daily_excerpt_holds_an_expired_a_bare_and_a_live_mark) {
    XINBU_NEED("data/tm-us-daily-xml/apc_excerpt_3_records.xml");
    const CollectedImport sink =
        xml_file("uspto-trademark-daily", "data/tm-us-daily-xml/apc_excerpt_3_records.xml");
    EXPECT_EQ(sink.drafts.size(), 28U);  // three marks, 25 events
    EXPECT_TRUE(sink.rejected.empty());
    EXPECT_EQ(distinct(sink.drafts), 28U);
    add_all(sink.drafts);
    EXPECT_EQ(status("trademark/US-60146682", "2026-01-01"), "DEAD/REGISTRATION/Cancelled/Invalidated");
    EXPECT_EQ(status("trademark/US-60000001", "2026-01-01"), "DEAD/REGISTRATION/Cancelled/Invalidated");
    EXPECT_EQ(fact("trademark/US-60000001", "2026-01-01", "registration_date"), "1870-10-25");
    EXPECT_EQ(status("trademark/US-85127660", "2026-01-01"), "LIVE/REGISTRATION/Issued and Active");
    EXPECT_TRUE(xml_file("uspto-trademark-daily", "data/tm-us-daily-xml/apc_no_data_day.xml").drafts.empty());
}

TEST_F(IpImport, tsdr_documents_of_both_standards) {
    XINBU_NEED("data/tm-us-tsdr-st66-st96/sn76044902.xml");
    const CollectedImport st66 = xml_file("tsdr-st66", "data/tm-us-tsdr-st66-st96/sn76044902.xml");
    ASSERT_FALSE(st66.drafts.empty());
    EXPECT_TRUE(st66.rejected.empty());
    const Draft& python = st66.drafts[0];
    EXPECT_EQ(python.record, "trademark/US-76044902");
    EXPECT_EQ(data(python, "mark"), "PYTHON");
    EXPECT_EQ(data(python, "registration_date"), "2004-03-23");
    EXPECT_EQ(json::canonical(*python.data.find("classes")), "[9,42]");
    EXPECT_EQ(json::canonical(*python.data.find("owners")), R"([{"name":"PYTHON SOFTWARE FOUNDATION"}])");
    EXPECT_EQ(distinct(st66.drafts), st66.drafts.size());

    const CollectedImport st96 = xml_file("tsdr-st96", "data/tm-us-tsdr-st66-st96/rn2178784-ST-962.2.1.xml");
    ASSERT_FALSE(st96.drafts.empty());
    EXPECT_TRUE(st96.rejected.empty());
    const Draft& java = st96.drafts[0];
    EXPECT_EQ(java.record, "trademark/US-74631225");
    EXPECT_EQ(data(java, "mark"), "JAVA");
    EXPECT_EQ(data(java, "application_date"), "1995-02-07");
    EXPECT_EQ(json::canonical(*java.data.find("classes")), "[9]");
    EXPECT_EQ(json::canonical(*java.data.find("owners")), R"([{"name":"Oracle America, Inc."}])");
    EXPECT_EQ(distinct(st96.drafts), st96.drafts.size());
    add_all(st66.drafts);
    add_all(st96.drafts);
    EXPECT_EQ(status(java.record, "2011-01-01"), "LIVE/REGISTRATION/Issued and Active");
    // The document dates its status of 2008; the change of name of 2010 in it is told by its recordal.
    EXPECT_EQ(fact(java.record, "2009-01-01", "owners"),
              R"([{"identifier":"","name":"Oracle America, Inc."}])");
    EXPECT_EQ(fact(java.record, "2026-01-01", "owners"),
              R"([{"identifier":"","name":"ORACLE AMERICA, INC."}])");
}

TEST_F(IpImport, hostile_elements_are_rejected_and_do_no_harm) {
    plugin::XmlElement element;
    for (const char* name : {"uspto-trademark-daily", "tsdr-st66", "tsdr-st96", "euipo-csv", "no-such"}) {
        CollectedImport sink;
        plugin.import_element(name, element, sink);
        EXPECT_TRUE(sink.drafts.empty()) << name;
    }
    EXPECT_EQ(xml("tsdr-st96", "<Trademark><ApplicationNumber/></Trademark>").rejected,
              std::vector<std::string>{"ip.import.number"});
    EXPECT_EQ(xml("tsdr-st96", "<Trademark><ApplicationNumber>1</ApplicationNumber></Trademark>").rejected,
              std::vector<std::string>{"ip.import.no_date"});
    EXPECT_EQ(xml("tsdr-st66", "<TransactionData/>").rejected, std::vector<std::string>{"adapter.format"});
    EXPECT_EQ(
        xml("uspto-trademark-daily",
            "<case-file><serial-number>1</serial-number><case-file-header><filing-date>2010</filing-date>"
            "</case-file-header></case-file>")
            .rejected,
        std::vector<std::string>{"ip.import.no_date"});
    // Elements inside themselves, values of absurd length.
    std::string deep =
        "<case-file><serial-number>1</serial-number><international-code>999999999999999999999</"
        "international-code>";
    for (int level = 0; level < 50; ++level)
        deep += "<case-file-owner><party-type>99999999999999</party-type>";
    deep += "<party-name>" + std::string(5000, 'x') + "</party-name>";
    for (int level = 0; level < 50; ++level) deep += "</case-file-owner>";
    deep += "<case-file-header><filing-date>20100912</filing-date></case-file-header></case-file>";
    EXPECT_EQ(xml("uspto-trademark-daily", deep).drafts.size(), 1U);
    for (const char* name : {"uspto-patent-events", "uspto-patent-assignments", "euipo-csv"})
        EXPECT_EQ(row(name, {}).rejected.size(), 1U) << name;
}

TEST_F(IpImport, patent_events_keep_code_and_words) {
    const auto one = [&](const std::string& code) {
        const CollectedImport sink = row("uspto-patent-events", {{"application_number", "06113950"},
                                                                 {"event_date", "1990-04-26"},
                                                                 {"event_code", code},
                                                                 {"event_description", "Words"},
                                                                 {"source", "PEDS"}});
        return sink.drafts.size() == 1 ? sink.drafts.front() : Draft{};
    };
    EXPECT_EQ(data(one("M1552"), "number"), "06113950");
    EXPECT_EQ(data(one("M1552"), "event"), "annual_fee");
    EXPECT_EQ(*plugin::integer_at(one("M1552").data, "year"), 8);
    EXPECT_EQ(data(one("EXP."), "event"), "lapse_unpaid");
    EXPECT_EQ(data(one("DOCK"), "event"), "other");
    EXPECT_EQ(data(one("ABN9"), "event"), "other") << "continued examination is no abandonment";
    EXPECT_EQ(data(one("DOCK"), "office_code"), "DOCK");
    EXPECT_EQ(data(one("DOCK"), "detail"), "Words");
    EXPECT_EQ(row("uspto-patent-events", {{"application_number", "1"}, {"event_date", "soon"}}).rejected,
              std::vector<std::string>{"date.invalid"});
}

TEST_F(IpImport, every_real_patent_event_is_an_entry_of_its_own) {
    XINBU_NEED("data/patent-us-peds-odp/events.csv");
    std::uint64_t rows = 0;
    const CollectedImport sink = csv_file("uspto-patent-events", "data/patent-us-peds-odp/events.csv", rows);
    EXPECT_EQ(rows, 18806U);
    EXPECT_EQ(sink.drafts.size(), 18806U);
    EXPECT_TRUE(sink.rejected.empty());
    EXPECT_EQ(distinct(sink.drafts), 18806U);
}

TEST_F(IpImport, real_assignments_show_pledges_that_stand_and_that_were_released) {
    XINBU_NEED("data/patent-us-peds-odp/assignments.csv");
    std::uint64_t rows = 0;
    const CollectedImport sink =
        csv_file("uspto-patent-assignments", "data/patent-us-peds-odp/assignments.csv", rows);
    EXPECT_EQ(rows, 525U);
    EXPECT_EQ(sink.drafts.size() + sink.rejected.size(), 525U);
    EXPECT_EQ(distinct(sink.drafts), sink.drafts.size());
    std::map<std::string, int, std::less<>> events;
    for (const Draft& draft : sink.drafts) ++events[std::string(data(draft, "event"))];
    EXPECT_GT(events["pledge"], 60);
    EXPECT_GT(events["pledge_end"], 15);
    EXPECT_GT(events["assignment"], 300);
    add_all(sink.drafts);
    // Pledged in 2019 under 048818/0520 and 048041/0605, both released by number.
    EXPECT_EQ(overlays("patent/US-15145443", "2019-05-06").find("pledge"), 0U);
    EXPECT_EQ(fact("patent/US-06113950", "1990-01-01", "owners"),
              R"([{"identifier":"","name":"CATERPILLAR INC., A CORP. OF DE."}])");
}

TEST_F(IpImport, every_real_euipo_mark_goes_in) {
    XINBU_NEED("data/tm-eu-euipo-20k/trademarks.csv");
    std::uint64_t rows = 0;
    const CollectedImport sink = csv_file("euipo-csv", "data/tm-eu-euipo-20k/trademarks.csv", rows);
    EXPECT_EQ(rows, 14928U);
    EXPECT_EQ(sink.drafts.size(), 14928U);
    EXPECT_TRUE(sink.rejected.empty());
    EXPECT_EQ(distinct(sink.drafts), 14928U);
    std::set<std::string> records;
    for (const Draft& draft : sink.drafts) records.insert(draft.record);
    EXPECT_EQ(records.size(), 14928U);
    EXPECT_TRUE(records.contains("trademark/EM-000001123"));
    EXPECT_TRUE(records.contains("trademark/EM-W00840480"));
}

}  // namespace
}  // namespace xinbu::ip_status
