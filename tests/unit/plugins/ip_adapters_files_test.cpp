// Every real file against an independent count of it (tests/count_shared.py).
#include <filesystem>

#include "plugins/ip_adapters_support.hpp"
#include "support/programs.hpp"

namespace xinbu::test {
namespace {

class IpAdapterFiles : public AdapterBench {};

TEST_F(IpAdapterFiles, hold_what_an_independent_count_finds) {
    if (!std::filesystem::exists(shared("data/tm-de-dpma"))) GTEST_SKIP() << "not here: " << shared("data");
    XINBU_NEEDS_PROGRAM("python3");
    const std::string counts =
        output_of("python3 '" XINBU_COUNT_SCRIPT "' '" + std::string(XINBU_SHARED_DIR) + "'");
    const plugin::Object files = json_object(counts);
    EXPECT_GE(files.size(), 80U);
    for (const plugin::Member& counted : files) {
        const plugin::Object& expected = *counted.value.object();
        const std::string name(plugin::text_at(expected, "adapter"));
        const CollectedImport sink = file(name, "data/" + counted.name);
        const std::size_t records = records_in(sink);
        EXPECT_EQ(static_cast<std::int64_t>(records), *plugin::integer_at(expected, "records"))
            << counted.name;
        EXPECT_EQ(static_cast<std::int64_t>(sink.drafts.size() - records),
                  *plugin::integer_at(expected, "events"))
            << counted.name;
        EXPECT_EQ(static_cast<std::int64_t>(sink.rejected.size()), *plugin::integer_at(expected, "nothing"))
            << counted.name;
        EXPECT_EQ(refused(sink.drafts), Rules{}) << counted.name;
    }
}

TEST_F(IpAdapterFiles, the_family_with_legal_events_keeps_a_lapse_to_its_state) {
    XINBU_READ_SHARED(content, "data/patent-epo-ops/ex_get_family_with_legal.xml");
    const CollectedImport sink = xml("epo-ops", content);
    const std::string european = "patent/EP-10167109";
    add_all(sink.drafts);
    // 32 states lapsed, the grant and the other states stand.
    EXPECT_EQ(status(european, "2024-01-01"), "LIVE/REGISTRATION/In Force");
    EXPECT_EQ(fact(european, "2024-01-01", "granted"), "true");
    std::set<std::string> lapsed;
    for (const plugin::Draft& draft : sink.drafts)
        if (text(draft, "office_code") == "PG25") {
            EXPECT_EQ(text(draft, "event"), "other");
            lapsed.insert(text(draft, "territory"));
        }
    EXPECT_EQ(lapsed.size(), 32U);
    // docdb's number of the American member is the office's own with the year before it.
    const plugin::Draft assigned = event_of(sink, "assignment");
    EXPECT_EQ(right_of(assigned), "patent/US-13167395");
    EXPECT_EQ(text(assigned, "date"), "2011-10-31");
    EXPECT_EQ(text(assigned, "reference"), "027221/0655");
    EXPECT_EQ(text(assigned, "counterparty"), R"({"name":"9SOLUTIONS OY, FINLAND"})");
    const plugin::Draft paid = event_of(sink, "annual_fee");
    EXPECT_EQ(text(paid, "year"), "4");
    EXPECT_EQ(text(paid, "office_code"), "MAFP");
}

TEST_F(IpAdapterFiles, the_european_register_tells_owner_and_status) {
    XINBU_READ_SHARED(content, "data/patent-epo-ops/ex_get_register_biblio.xml");
    const CollectedImport sink = xml("epo-ops", content);
    ASSERT_EQ(sink.drafts.size(), 1U);
    const plugin::Draft& one = sink.drafts.front();
    EXPECT_EQ(right_of(one), "patent/EP-10167109");
    EXPECT_EQ(text(one, "publication_number"), "EP2400812B1");
    EXPECT_EQ(text(one, "grant_date"), "2019-11-27");
    EXPECT_EQ(text(one, "status"), "No opposition filed within time limit");
    EXPECT_NE(text(one, "owners"), "[]");
}

TEST_F(IpAdapterFiles, the_german_register_of_marks_in_full_and_as_hits_is_one_right) {
    XINBU_READ_SHARED(full, "data/tm-de-dpma/trademark_info.xml");
    XINBU_READ_SHARED(hits, "data/tm-de-dpma/trademark_search.xml");
    const CollectedImport one = xml("dpma-register", full), list = xml("dpma-register", hits);
    ASSERT_FALSE(one.drafts.empty());
    ASSERT_EQ(list.drafts.size(), 3U);
    EXPECT_EQ(one.drafts[0].record, "trademark/DE-919224");
    EXPECT_EQ(list.drafts[0].record, "trademark/DE-919224");
    EXPECT_EQ(text(one.drafts[0], "other_numbers"), R"(["E17341"])");
    EXPECT_EQ(text(list.drafts[0], "owners"), text(one.drafts[0], "owners"));
    EXPECT_EQ(text(one.drafts[0], "status"), "Akte vernichtet");
    add_all(one.drafts);
    add_all(list.drafts);
    EXPECT_EQ(status("trademark/DE-919224", "2010-01-01"), "LIVE/REGISTRATION/Issued and Active");
    EXPECT_EQ(status("trademark/DE-919224", "2020-01-01"), "DEAD/REGISTRATION/Expired");
    EXPECT_EQ(fact("trademark/DE-919224", "2020-01-01", "ended_on"), "2014-02-01");
}

TEST_F(IpAdapterFiles, german_designs_and_patents_end_as_the_register_says) {
    XINBU_READ_SHARED(design, "data/patent-design-de-dpma/design_info.xml");
    XINBU_READ_SHARED(invention, "data/patent-design-de-dpma/patent_info.xml");
    add_all(xml("dpma-register", design).drafts);
    add_all(xml("dpma-register", invention).drafts);
    EXPECT_EQ(status("patent/DE-M8800174-0001", "1990-01-01"), "LIVE/REGISTRATION/In Force");
    EXPECT_EQ(status("patent/DE-M8800174-0001", "1995-01-01"), "DEAD/REGISTRATION/Expired");
    EXPECT_EQ(fact("patent/DE-10027360", "2006-01-01", "filing_date"), "2000-06-02");
    EXPECT_EQ(status("patent/DE-10027360", "2008-01-01").substr(0, 4), "DEAD");
}

TEST_F(IpAdapterFiles, the_office_tells_the_common_status_of_a_mark_itself) {
    XINBU_READ_SHARED(one, "data/tm-us-tsdr-json/get_trademark_status.json");
    XINBU_READ_SHARED(many, "data/tm-us-tsdr-json/get_trademark_multi_status.json");
    const CollectedImport first = document("tsdr-json", one), second = document("tsdr-json", many);
    ASSERT_EQ(first.drafts.size(), 19U);
    EXPECT_EQ(first.drafts[0].record, "trademark/US-97123456");
    EXPECT_EQ(text(first.drafts[0], "common_status"), "refused");
    EXPECT_EQ(text(first.drafts[0], "classes"), "[9]");
    EXPECT_EQ(text(first.drafts[0], "owners"), R"([{"name":"CHIRU LABS, INC."}])");
    // The answer about several marks leaves the owners out; its steps are the same.
    EXPECT_EQ(text(second.drafts[0], "owners"), "[]");
    EXPECT_EQ(first.drafts[5].data, second.drafts[5].data);
    add_all(first.drafts);
    add_all(second.drafts);
    EXPECT_EQ(status("trademark/US-97123456", "2026-01-01"),
              "DEAD/APPLICATION/Refused/Dismissed or Invalidated");
    EXPECT_NE(fact("trademark/US-97123456", "2026-01-01", "owners").find("CHIRU"), std::string::npos);
}

TEST_F(IpAdapterFiles, grant_and_portal_tell_of_one_patent) {
    XINBU_READ_SHARED(grant, "data/patent-us-grant-xml/grant_us11646472b2_17248024.xml");
    XINBU_READ_SHARED(wrapper, "data/patent-us-odp-json/get_patent.json");
    const CollectedImport granted = xml("uspto-patent-grant", grant);
    const CollectedImport portal = document("uspto-odp-json", wrapper);
    ASSERT_EQ(granted.drafts.size(), 2U);
    EXPECT_EQ(right_of(granted.drafts[0]), "patent/US-17248024");
    EXPECT_EQ(right_of(portal.drafts[0]), "patent/US-17248024");
    EXPECT_EQ(text(granted.drafts[0], "publication_number"), "US11646472B2");
    EXPECT_EQ(text(granted.drafts[0], "grant_date"), text(portal.drafts[0], "grant_date"));
    EXPECT_EQ(text(granted.drafts[1], "event"), "term_adjustment");
    EXPECT_EQ(text(granted.drafts[1], "detail"), "us-term-extension 304");
    EXPECT_EQ(text(event_of(portal, "term_adjustment"), "detail"), "adjustmentTotalQuantity 304");
    add_all(granted.drafts);
    add_all(portal.drafts);
    EXPECT_EQ(status("patent/US-17248024", "2024-01-01"), "LIVE/REGISTRATION/In Force");
    // A division, two continuations and a continuation in part back to 2004: twenty years, and 304 days.
    EXPECT_EQ(text(granted.drafts[0], "benefit_date"), "2004-04-14");
    EXPECT_EQ(text(portal.drafts[0], "benefit_date"), "2004-04-14");
    EXPECT_EQ(fact("patent/US-17248024", "2025-02-12", "computed_last_day"), "2025-02-12");
    EXPECT_EQ(fact("patent/US-17248024", "2025-02-12", "alive"), "true");
    EXPECT_EQ(fact("patent/US-17248024", "2025-02-13", "alive"), "-");
}

TEST_F(IpAdapterFiles, a_status_that_ended_an_application_ends_it_here) {
    if (!std::filesystem::exists(shared("data/patent-us-peds-odp/patents.csv"))) GTEST_SKIP();
    const CollectedImport sink = file("uspto-patent-applications", "data/patent-us-peds-odp/patents.csv");
    add_all(sink.drafts);
    const plugin::Draft lapsed = event_of(sink, "lapse_unpaid");
    EXPECT_EQ(status(right_of(lapsed), "2026-01-01"), "DEAD/REGISTRATION/Lapsed - Fee Unpaid");
}

TEST_F(IpAdapterFiles, security_interests_open_and_releases_close_overlays) {
    if (!std::filesystem::exists(shared("data/patent-us-peds-odp/assignments.csv"))) GTEST_SKIP();
    const CollectedImport sink = file("uspto-patent-assignments", "data/patent-us-peds-odp/assignments.csv");
    add_all(sink.drafts);
    // Of every right that was ever pledged: before its first pledge there is none, on that day there is one.
    std::map<std::string, std::string> first_pledge;
    for (const plugin::Draft& draft : sink.drafts)
        if (text(draft, "event") == "pledge") {
            std::string& day = first_pledge[right_of(draft)];
            if (day.empty() || text(draft, "date") < day) day = text(draft, "date");
        }
    EXPECT_GT(first_pledge.size(), 30U);
    for (const auto& [record, day] : first_pledge) {
        const std::string before = plugin::Date::parse(day)->plus_days(-1).text();
        EXPECT_EQ(overlays(record, before).find("pledge"), std::string::npos) << record;
    }
    std::size_t released = 0, pledged = 0;
    for (const auto& [record, day] : first_pledge)
        ++(overlays(record, "2025-12-31").find("pledge") == std::string::npos ? released : pledged);
    EXPECT_GT(released, 0U);
    EXPECT_GT(pledged, 0U);
}

}  // namespace
}  // namespace xinbu::test
