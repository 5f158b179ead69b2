// Real registers of real offices, as they are. Skipped, saying so, where the files are not at hand.
#include <filesystem>
#include <map>
#include <regex>

#include "program.hpp"

namespace xinbu::test {
namespace {

namespace fs = std::filesystem;

class RealRecords : public ::testing::Test {
protected:
    Workplace here;

    static std::string data(const std::string& name) {
        return (fs::path(XINBU_SHARED_DIR) / "data" / name).string();
    }

    void SetUp() override {
        if (!fs::exists(data("tm-eu-euipo-20k/trademarks.csv")))
            GTEST_SKIP() << "no real records at " << XINBU_SHARED_DIR << "/data";
        here.make_registry("bank");
    }
    plugin::Value import(const std::string& format, const std::string& file, int expected_code = 0) {
        const Outcome outcome = here.as("admin", "bank", {"import", format, data(file), "--json"});
        EXPECT_EQ(outcome.code, expected_code) << outcome.out << outcome.err;
        return outcome.json();
    }
    bool finds(const std::string& text, const std::string& id) {
        const Outcome outcome = here.as("admin", "bank", {"search", text, "--json"});
        return outcome.code == 0 && outcome.out.find("\"" + id + "\"") != std::string::npos;
    }
    void audit_is_clean() {
        const Outcome audit = here.as("admin", "bank", {"audit", "--json"});
        EXPECT_EQ(audit.code, 0) << audit.out << audit.err;
    }
};

TEST_F(RealRecords, the_marks_of_the_european_office_go_in_once_and_are_found) {
    const plugin::Value first = import("euipo-csv", "tm-eu-euipo-20k/trademarks.csv");
    EXPECT_EQ(number(first, "read"), 14928);
    EXPECT_EQ(number(first, "added"), 14928);
    EXPECT_EQ(number(first, "rejected_count"), 0);
    const plugin::Value again = import("euipo-csv", "tm-eu-euipo-20k/trademarks.csv");
    EXPECT_EQ(number(again, "added"), 0);
    EXPECT_EQ(number(again, "unchanged"), 14928);
    EXPECT_TRUE(finds("SETA", "trademark/EM-000001123"));
    const Outcome page =
        here.as("admin", "bank", {"list", "trademark", "--search", "seta", "--json", "--limit", "5"});
    EXPECT_NE(page.out.find("trademark/EM-000001123"), std::string::npos) << page.out;
    audit_is_clean();
}

TEST_F(RealRecords, the_events_and_assignments_of_american_patents_go_in_once) {
    const plugin::Value events = import("uspto-patent-events", "patent-us-peds-odp/events.csv");
    EXPECT_EQ(number(events, "read"), 18806);
    EXPECT_EQ(number(events, "added"), 18806);
    EXPECT_EQ(number(import("uspto-patent-events", "patent-us-peds-odp/events.csv"), "added"), 0);
    const plugin::Value assignments =
        import("uspto-patent-assignments", "patent-us-peds-odp/assignments.csv");
    EXPECT_EQ(number(assignments, "read"), 525);
    EXPECT_EQ(number(assignments, "added"), 525);
    EXPECT_TRUE(finds("06113950", "patent/US-06113950"));
    const Outcome counted = here.run({"python3", std::string(XINBU_SOURCE_DIR) + "/tests/count_shared.py",
                                      "--securities", std::string(XINBU_SHARED_DIR)});
    if (counted.code == 0) {
        const Outcome report = here.as("admin", "bank", {"report", "ip.securities", "--as-of", "2026-01-01"});
        EXPECT_EQ(report.code, 0) << report.err;
        const plugin::Value figures = counted.json();
        for (const auto& [label, figure] : {std::pair{"Interests", "interests"}, {"Of these open", "open"}})
            EXPECT_TRUE(std::regex_search(
                report.out,
                std::regex(std::string(label) + " +" + std::to_string(number(figures, figure)) + "\\s")))
                << label << report.out.substr(0, 1500);
    }
    audit_is_clean();
}

TEST_F(RealRecords, the_documents_of_the_american_trademark_office_go_in_once) {
    for (const auto& [format, file] :
         {std::pair<std::string, std::string>{"uspto-trademark-daily",
                                              "tm-us-daily-xml/apc_excerpt_3_records.xml"},
          {"tsdr-st66", "tm-us-tsdr-st66-st96/sn76044902.xml"},
          {"tsdr-st96", "tm-us-tsdr-st66-st96/rn2178784-ST-962.2.1.xml"}}) {
        const plugin::Value first = import(format, file);
        EXPECT_GT(number(first, "added"), 0) << format;
        EXPECT_EQ(number(first, "rejected_count"), 0) << format;
        EXPECT_EQ(number(import(format, file), "added"), 0) << format;
    }
    EXPECT_EQ(number(import("uspto-trademark-daily", "tm-us-daily-xml/apc_no_data_day.xml"), "read"), 0);
    audit_is_clean();
}

TEST_F(RealRecords, every_file_holds_what_an_independent_count_finds) {
    const Outcome counted = here.run(
        {"python3", std::string(XINBU_SOURCE_DIR) + "/tests/count_shared.py", std::string(XINBU_SHARED_DIR)});
    if (counted.code == Outcome().code) GTEST_SKIP() << "no Python 3 to count with";
    ASSERT_EQ(counted.code, 0) << counted.err;
    struct Expected {
        std::vector<std::string> files{};
        std::int64_t entries = 0, nothing = 0;
        std::int64_t other = 0;  ///< files of the same service that hold none of the format's elements
    };
    std::map<std::string, Expected> adapters;
    const plugin::Value counts = counted.json();
    for (const plugin::Member& file : *counts.object()) {
        Expected& expected = adapters[std::string(plugin::text_at(*file.value.object(), "adapter"))];
        expected.files.push_back(data(file.name));
        expected.entries += number(file.value, "records") + number(file.value, "events");
        expected.nothing += number(file.value, "nothing");
        const bool is_bare =
            number(file.value, "records") + number(file.value, "events") + number(file.value, "nothing") == 0;
        // A day without data says so itself.
        if (is_bare && file.name != "tm-us-daily-xml/apc_no_data_day.xml") ++expected.other;
    }
    // The two largest files have their own tests.
    adapters.erase("euipo-csv");
    adapters.erase("uspto-patent-events");
    EXPECT_EQ(adapters.size(), 11U);
    for (const auto& [adapter, expected] : adapters) {
        std::vector<std::string> command{"import", adapter};
        command.insert(command.end(), expected.files.begin(), expected.files.end());
        command.emplace_back("--json");
        const Outcome outcome = here.as("admin", "bank", command);
        // Of each something was good; where a file held nothing of the format, that is told at the end.
        EXPECT_EQ(outcome.code, expected.nothing + expected.other > 0 ? 3 : 0) << adapter << outcome.err;
        const plugin::Value first = outcome.json();
        EXPECT_EQ(number(first, "added") + number(first, "unchanged"), expected.entries) << adapter;
        EXPECT_EQ(number(first, "rejected_count"), expected.nothing + expected.other) << adapter;
        const plugin::Value again = here.as("admin", "bank", command).json();
        EXPECT_EQ(number(again, "added"), 0) << adapter;
        EXPECT_EQ(number(again, "unchanged"), expected.entries) << adapter;
    }
    audit_is_clean();
}

}  // namespace
}  // namespace xinbu::test
