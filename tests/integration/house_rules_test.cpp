// The rules of the house that a compiler does not check (docs/decisions, README "Map of the folders").
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

#include "program.hpp"

namespace xinbu::test {
namespace {

namespace fs = std::filesystem;

struct Line {
    std::string file, text;
};

/// Every line of our sources below the named folders.
std::vector<Line> lines_of(const std::vector<std::string>& folders) {
    std::vector<Line> lines;
    const fs::path root = XINBU_SOURCE_DIR;
    for (const std::string& folder : folders) {
        if (!fs::exists(root / folder)) continue;
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / folder)) {
            const std::string extension = entry.path().extension().string();
            if (extension != ".cpp" && extension != ".hpp") continue;
            std::ifstream stream(entry.path());
            for (std::string text; std::getline(stream, text);)
                lines.push_back({fs::relative(entry.path(), root).string(), text});
        }
    }
    return lines;
}

const std::vector<std::string> all_code{"crypto", "core", "plugins", "cli", "gui"};

struct Door {
    const char* what;
    const char* include;               ///< regular expression over an include line
    std::vector<std::string> allowed;  ///< folders behind the door
};

TEST(HouseRules, each_foreign_library_has_one_door) {
    const std::vector<Line> lines = lines_of(all_code);
    ASSERT_GT(lines.size(), 5000U);
    const std::vector<Door> doors{{"OpenSSL", R"(#include <openssl/)", {"crypto/"}},
                                  {"SQLCipher", R"(#include <(sqlcipher/)?sqlite3)", {"core/storage/"}},
                                  {"wxWidgets", R"(#include <wx/)", {"gui/"}},
                                  {"Boost.DLL", R"(#include <boost/dll)", {"core/host/"}},
                                  {"libxml2", R"(#include <libxml/)", {"core/readers/"}},
                                  {"libzip", R"(#include <zip\.h)", {"core/readers/"}},
                                  {"RapidJSON", R"(#include <rapidjson/)", {"core/json/"}},
                                  {"xxhash", R"(#include <xxhash)", {"core/records/"}},
                                  {"Cairo and Pango", R"(#include <(cairo|pango))", {"core/document/"}},
                                  {"libxlsxwriter", R"(#include <xlsxwriter)", {"core/document/"}},
                                  {"libqrencode", R"(#include <qrencode)", {"core/document/"}},
                                  {"CLI11", R"(#include <CLI/)", {"cli/"}}};
    for (const Door& door : doors) {
        const std::regex pattern(door.include);
        std::size_t used = 0;
        for (const Line& line : lines) {
            if (!std::regex_search(line.text, pattern)) continue;
            ++used;
            EXPECT_TRUE(std::ranges::any_of(
                door.allowed, [&](const std::string& folder) { return line.file.starts_with(folder); }))
                << line.file << " includes " << door.what;
        }
        EXPECT_GT(used, 0U) << door.what << ": the pattern matches nothing, so it guards nothing";
    }
}

TEST(HouseRules, arrows_point_down) {
    // From the bottom up; a layer includes headers of its own and of those before it.
    const std::vector<std::string> layers{"base",   "crypto",   "plugin", "json",     "storage", "readers",
                                          "ledger", "exchange", "host",   "document", "records", "session"};
    const auto rank = [&](const std::string& layer) {
        return std::ranges::find(layers, layer) - layers.begin();
    };
    const std::regex include(R"re(#include "xinbu/([a-z_]+)/)re");
    const std::regex public_header(R"(^(crypto|core)/include/xinbu/([a-z_]+)/)"),
        source(R"(^core/([a-z_]+)/)");
    for (const Line& line : lines_of({"crypto", "core"})) {
        std::smatch included, place;
        if (!std::regex_search(line.text, included, include)) continue;
        std::string own = "crypto";
        if (std::regex_search(line.file, place, public_header)) {
            own = place[2];
        } else if (std::regex_search(line.file, place, source)) {
            own = place[1];
        }
        ASSERT_LT(rank(own), static_cast<std::ptrdiff_t>(layers.size())) << line.file;
        EXPECT_LE(rank(included[1]), rank(own)) << line.file << ": " << line.text;
    }
    for (const Line& line : lines_of({"plugins"})) {
        std::smatch included;
        if (!std::regex_search(line.text, included, include)) continue;
        EXPECT_EQ(included[1], "plugin") << line.file << ": " << line.text;
    }
}

TEST(HouseRules, plugins_are_pure) {
    const std::regex impure(
        R"(#include <(fstream|filesystem|thread|mutex|random|ctime|unistd\.h|sys/)|system_clock|std::getenv|\btime\(nullptr\))");
    for (const Line& line : lines_of({"plugins"})) {
        if (line.file.find("/tools/") != std::string::npos)
            continue;  // run while building, part of no plugin
        EXPECT_FALSE(std::regex_search(line.text, impure)) << line.file << ": " << line.text;
    }
}

TEST(HouseRules, no_floating_point_in_rules_and_money) {
    const std::regex floating(R"(\b(double|float)\b)");
    for (const Line& line :
         lines_of({"plugins", "core/include/xinbu/plugin", "core/ledger", "core/records", "core/host"}))
        EXPECT_FALSE(std::regex_search(line.text, floating)) << line.file << ": " << line.text;
}

TEST(HouseRules, sql_stands_in_storage_and_schema_files_only) {
    const std::regex sql(R"re("(SELECT|INSERT|UPDATE|DELETE|CREATE TABLE|CREATE INDEX|DROP|PRAGMA) )re");
    for (const Line& line : lines_of(all_code)) {
        if (line.file.starts_with("core/storage/") || line.file.find("/schema.") != std::string::npos)
            continue;
        EXPECT_FALSE(std::regex_search(line.text, sql)) << line.file << ": " << line.text;
    }
}

TEST(HouseRules, every_text_is_translated) {
    const Workplace here;
    const fs::path root = XINBU_SOURCE_DIR;
    const Outcome missing = here.run(
        {"/bin/sh", "-c", "cd '" + root.string() + "' && core/po/collect --missing core/po/zh_CN.po"});
    EXPECT_EQ(missing.code, 0) << missing.err;
    EXPECT_EQ(missing.out, "") << "texts without a translation; `cmake --build … --target po` collects them";
}

/// The rule of every finding and warning that the plugin of rights can write.
std::vector<std::string> findings_of_rights() {
    std::string code;
    for (const Line& line : lines_of({"plugins/ip_status"})) code += line.text + "\n";
    std::vector<std::string> rules;
    const auto collect = [&](const std::regex& pattern) {
        for (std::sregex_iterator at(code.begin(), code.end(), pattern), end; at != end; ++at)
            rules.push_back((*at)[1].str());
    };
    collect(std::regex(
        R"re(\b(?:warn|complain)\(faults,[^;"]*(?:"/[a-z_/]*"[^;"]*)*"([a-z_]+(?:\.[a-z_]+)+)")re"));
    collect(std::regex(R"re(\bfindings\.add\("([a-z_.]+)")re"));
    collect(std::regex(R"re(std::string_view (?:unknown_code|undated_status|rows_differ) = "([a-z_.]+)")re"));
    return rules;
}

TEST(HouseRules, every_finding_on_a_right_is_explained) {
    const std::string table = read_all(fs::path(XINBU_SOURCE_DIR) / "docs" / "imports.md");
    const std::vector<std::string> rules = findings_of_rights();
    EXPECT_GT(rules.size(), 20U);
    for (const char* sure :
         {"ip.term.until", "nice.class", "ip.rows.differ", "ip.date.ahead", "ip.date.order"})
        EXPECT_NE(std::ranges::find(rules, sure), rules.end()) << sure << " is not found, so nothing may be";
    for (const std::string& rule : rules)
        EXPECT_NE(table.find("`" + rule + "`"), std::string::npos)
            << rule << " stands in no table of docs/imports.md";
}

}  // namespace
}  // namespace xinbu::test
