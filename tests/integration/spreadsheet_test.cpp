// Spreadsheets in and out through the built program.
#include <filesystem>

#include "../unit/support/workbook.hpp"
#include "members.hpp"
#include "program.hpp"

namespace xinbu::test {
namespace {

namespace fs = std::filesystem;
using Rows = std::vector<std::vector<std::string>>;

class Spreadsheets : public ::testing::Test {
protected:
    Workplace here;

    void SetUp() override {
        here.make_registry("a", "association", "51320282MJ000000XL");
        const Outcome added = here.as("admin", "a", {"add", here.file("a.json", association_drafts)});
        ASSERT_EQ(added.code, 0) << added.err;
    }
    Outcome import(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "import");
        return here.as("admin", "a", std::move(arguments));
    }
    std::string sheet(const std::string& name, const Rows& rows) const {
        return here.file(name, WorkbookText{rows_of(rows)}.file());
    }
};

TEST_F(Spreadsheets, commitments_go_in_once_and_faults_name_their_cells) {
    Rows rows{commitment_header(), commitment_row(1), commitment_row(2), commitment_row(3),
              commitment_row(1)};
    rows[2][2] = "91320282MA0000015M";  // a wrong check character
    const std::string file = sheet("list.xlsx", rows);
    const Outcome first = import({"commitments-xlsx", file, "--json"});
    EXPECT_EQ(first.code, 0) << first.out << first.err;
    EXPECT_EQ(number(first.json(), "read"), 4);
    EXPECT_EQ(number(first.json(), "added"), 4) << "signed and accepted, of two rows";
    EXPECT_EQ(number(first.json(), "rejected_count"), 1);
    EXPECT_NE(first.out.find("sheet “名单”, cell C3: "), std::string::npos) << first.out;
    EXPECT_EQ(number(first.json(), "repeated_count"), 1);
    EXPECT_NE(first.out.find("says the same as line 2"), std::string::npos) << first.out;
    const Outcome again = import({"commitments-csv", file, "--json"});
    EXPECT_EQ(number(again.json(), "added"), 0) << "a workbook is one by whatever name it comes";
    EXPECT_EQ(again.json().at("repeated"), nullptr) << "what was there before is no repetition of this file";
    EXPECT_EQ(here.as("admin", "a", {"show", "commitment/32028220260301000003"}).code, 0);
    EXPECT_EQ(here.as("admin", "a", {"audit"}).code, 0);
}

TEST_F(Spreadsheets, any_sheet_goes_in_with_a_map) {
    const std::string map = here.file("map.json", R"({
      "type": "brands.brand.figures_reported", "record": {"value": "brand/宜兴紫砂匠"},
      "effective": {"column": "截止日期"},
      "data": {"as_of": {"column": "截止日期"}, "headcount": {"column": "人数"},
               "skilled_share": {"column": "技能人员占比"}}})");
    ASSERT_EQ(here.as("admin", "a",
                      {"add",
                       here.file("brand.json", R"({"type": "brands.brand.recorded", "effective": "2026-01-06",
        "data": {"name": "宜兴紫砂匠", "category": "culture", "region": "320282"}})")})
                  .code,
              0);
    WorkbookText book{rows_of({{"截止日期", "人数", "技能人员占比"},
                               {"=46082;1", "=4620", "=0.95;2"},
                               {"=46083;1", "=4621", "=0.95"},
                               {"=46084;1", "=4621.5", "96 %"}})};
    book.formats = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"9\"/></cellXfs>";
    const Outcome outcome = import({"xlsx", here.file("figures.xlsx", book.file()), "--map", map, "--json"});
    EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
    EXPECT_EQ(number(outcome.json(), "added"), 1);
    EXPECT_NE(outcome.out.find("share.ambiguous"), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.out.find("integer.invalid"), std::string::npos) << outcome.out;
    const Outcome shown = here.as("admin", "a", {"show", "brand/宜兴紫砂匠", "--json"});
    EXPECT_NE(shown.out.find("9500"), std::string::npos) << shown.out;
    EXPECT_EQ(import({"xlsx", sheet("x.xlsx", {{"a"}, {"b"}})}).code, 2) << "no map";
    EXPECT_EQ(import({"commitments-xlsx", here.file("x.csv", "a,b\n1,2\n")}).code, 3);
}

TEST_F(Spreadsheets, lists_come_out_as_workbooks_that_go_in_again) {
    ASSERT_EQ(import({"commitments-xlsx",
                      sheet("list.xlsx", {commitment_header(), commitment_row(1), commitment_row(2)})})
                  .code,
              0);
    const std::string out = (here / "commitments.xlsx").string();
    const Outcome listed = here.as("admin", "a", {"list", "commitment", "--format", "xlsx", "--out", out});
    EXPECT_EQ(listed.code, 0) << listed.err;
    EXPECT_EQ(here.as("admin", "a", {"list", "commitment", "--format", "xlsx", "--out", out}).code, 2)
        << "nothing is overwritten unasked";
    EXPECT_EQ(here.as("admin", "a", {"list", "commitment", "--format", "xlsx"}).code, 2);
    EXPECT_EQ(here.as("admin", "a", {"list", "commitment", "--out", (here / "t").string()}).code, 2);
    const std::string map = here.file("map.json", R"({
      "type": "brands.organisation.recorded", "effective": {"column": "Made on"},
      "data": {"name": {"column": "Record"}, "identifier": {"value": "91320282MA0000015N"}}})");
    const Outcome read = import({"xlsx", out, "--map", map, "--dry-run", "--json"});
    EXPECT_EQ(read.code, 0) << read.out << read.err;
    EXPECT_EQ(number(read.json(), "read"), 2);
    EXPECT_EQ(number(read.json(), "added"), 2) << read.out;
}

TEST_F(Spreadsheets, the_national_field_order_goes_out_and_in_again) {
    ASSERT_EQ(import({"commitments-xlsx",
                      sheet("list.xlsx", {commitment_header(), commitment_row(1), commitment_row(2)})})
                  .code,
              0);
    here.make_registry("b", "association", "51320282MJ000000XL");
    std::string first;
    for (const char* ending : {"xlsx", "csv"}) {
        const std::string out = (here / ("template." + std::string(ending))).string();
        const Outcome exported = here.as("admin", "a", {"export", "commitments.template", "--out", out});
        ASSERT_EQ(exported.code, 0) << exported.err;
        const Outcome taken =
            here.as("admin", "b", {"import", "commitments-" + std::string(ending), out, "--json"});
        EXPECT_EQ(taken.code, 0) << taken.out << taken.err;
        EXPECT_EQ(number(taken.json(), "read"), 2);
        EXPECT_EQ(number(taken.json(), "rejected_count"), 0) << taken.out;
        EXPECT_EQ(number(taken.json(), first.empty() ? "added" : "unchanged"), 4) << taken.out;
        first = taken.out;
    }
    EXPECT_EQ(here.as("admin", "a",
                      {"export", "commitments.letter", "--param",
                       "commitment=commitment/32028220260301000001", "--out", (here / "l.csv").string()})
                  .code,
              2)
        << "a letter is no table";
}

TEST_F(Spreadsheets, a_workbook_of_another_office_is_read_whole) {
    const fs::path file =
        fs::path(XINBU_SHARED_DIR) / "data/inpadoc-legal-event-codes/legal_code_descriptions_202417.xlsx";
    if (!fs::exists(file)) GTEST_SKIP() << "no workbook at " << file;
    const std::string map = here.file("map.json", R"({
      "type": "ip.standard.recorded", "effective": {"value": "2026-01-05"},
      "data": {"number": {"column": "Event-code"}, "title": {"column": "Description ENG"}}})");
    const Outcome read = import({"xlsx", file.string(), "--map", map, "--dry-run", "--json"});
    EXPECT_EQ(number(read.json(), "read"), 4397) << read.out.substr(0, 2000);
}

}  // namespace
}  // namespace xinbu::test
