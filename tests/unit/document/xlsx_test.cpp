#include <gtest/gtest.h>

#include "support.hpp"
#include "xinbu/base/result.hpp"
#include "xlsx_sheets.hpp"

namespace xinbu::document::test {
namespace {

/// A part of a workbook, such as "xl/workbook.xml".
std::string part_of(const Bytes& workbook, const std::string& part) {
    const TemporaryFile file(as_text(workbook), ".xlsx");
    return output_of(
        "python3 -c 'import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);assert z.testzip() is None;"
        "sys.stdout.buffer.write(z.read(sys.argv[2]))' '" +
        file.path() + "' '" + part + "'");
}

class Xlsx : public ::testing::Test {
protected:
    void SetUp() override { XINBU_NEEDS_PROGRAM("python3"); }
};

TEST_F(Xlsx, is_the_same_file_whenever_it_is_written) {
    const Bytes first = to_xlsx(sample(), frame());
    ::sleep(2);  // archives count time in steps of two seconds
    EXPECT_EQ(to_xlsx(sample(), frame()), first);
    EXPECT_TRUE(holds(part_of(first, "docProps/core.xml"),
                      "<dcterms:created xsi:type=\"dcterms:W3CDTF\">2026-09-28T07:12:05Z</dcterms:created>"));
}

TEST_F(Xlsx, has_a_sheet_for_the_words_and_one_for_each_table_and_chart) {
    const std::string workbook = part_of(to_xlsx(sample(), frame()), "xl/workbook.xml");
    for (const char* name :
         {"Report", "Rights", "Term and events", "Fees by year", "Debt and what secures it"})
        EXPECT_TRUE(holds(workbook, "<sheet name=\"" + std::string(name) + "\"")) << workbook;
    EXPECT_EQ(count_of(workbook, "<sheet "), 5U);
}

TEST_F(Xlsx, holds_numbers_as_numbers) {
    const Bytes file = to_xlsx(sample(), frame());
    const std::string sheet = part_of(file, "xl/worksheets/sheet2.xml"),
                      styles = part_of(file, "xl/styles.xml");
    EXPECT_TRUE(holds(sheet, "<pane ySplit=\"1\" topLeftCell=\"A2\"")) << sheet;
    EXPECT_TRUE(holds(sheet, "state=\"frozen\""));
    EXPECT_TRUE(holds(sheet, "<autoFilter ref=\"A1:F3\"/>"));
    EXPECT_TRUE(holds(sheet, "<v>47647</v>")) << "2030-06-13";
    EXPECT_TRUE(holds(sheet, "<v>500</v>")) << "CNY 500.00";
    EXPECT_TRUE(holds(sheet, "<v>123456789</v>"));
    EXPECT_TRUE(holds(sheet, "<v>1200</v>"));
    EXPECT_TRUE(holds(sheet, "<v>0.25</v>"));
    EXPECT_TRUE(holds(sheet, "<cols>"));
    for (const char* format : {"&quot;CNY&quot; #,##0.00", "yyyy-mm-dd", "0.00 %"})
        EXPECT_TRUE(holds(styles, format)) << format << styles;
}

TEST_F(Xlsx, runs_no_formula) {
    for (const std::string& text : hostile_texts()) {
        const Bytes file = to_xlsx(filled_with(text), hostile_frame(text));
        for (const char* sheet :
             {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet6.xml"}) {
            const std::string xml = part_of(file, sheet);
            EXPECT_FALSE(holds(xml, "<f>")) << text;
            EXPECT_FALSE(holds(xml, "<f ")) << text;
            EXPECT_FALSE(holds(xml, "<hyperlink")) << text;
        }
        const std::string strings = part_of(file, "xl/sharedStrings.xml");
        EXPECT_FALSE(holds(strings, "<script")) << text;
        EXPECT_FALSE(holds(strings, "\xE2\x80\xAE")) << text;
    }
    const std::string strings = part_of(to_xlsx(filled_with("=1+1"), frame()), "xl/sharedStrings.xml");
    EXPECT_TRUE(holds(strings, "<t>=1+1</t>")) << "text stays as it is written";
}

TEST_F(Xlsx, keeps_as_text_what_a_spreadsheet_would_change) {
    ReportTable table;
    table.columns = {
        {same("n"), Quantity::integer}, {same("m"), Quantity::money}, {same("d"), Quantity::date}};
    table.rows = {{{999'999'999'999'999}, {cny(999'999'999'999'999)}, {"1900-03-01"}},
                  {{1'000'000'000'000'000}, {cny(1'000'000'000'000'000)}, {"1900-02-28"}},
                  {{INT64_MIN}, {Object{{"amount", 5}, {"currency", "XAU"}}}, {"2026-02-30"}},
                  {{-3}, {cny(-1)}, {}}};
    const Bytes file = to_xlsx(report_of(table), frame());
    const std::string sheet = part_of(file, "xl/worksheets/sheet2.xml"),
                      strings = part_of(file, "xl/sharedStrings.xml");
    EXPECT_TRUE(holds(sheet, "<v>999999999999999</v>"));
    EXPECT_TRUE(holds(sheet, "<v>9999999999999.99</v>"));
    EXPECT_TRUE(holds(sheet, "<v>61</v>")) << "1 March 1900";
    EXPECT_TRUE(holds(sheet, "<v>-0.01</v>"));
    for (const char* text : {"1,000,000,000,000,000", "CNY 10,000,000,000,000.00", "1900-02-28", "2026-02-30",
                             "-9,223,372,036,854,775,808", "XAU 5"})
        EXPECT_TRUE(holds(strings, text)) << text;
}

TEST_F(Xlsx, keeps_as_much_of_a_text_as_a_cell_holds) {
    std::string rare;
    for (int i = 0; i < 20'000; ++i) rare += "𠮷";  // two UTF-16 units each
    ReportTable table;
    table.columns = {{same("a"), Quantity::text}, {same("b"), Quantity::text}};
    table.rows = {{{std::string(100'000, 'x')}, {rare}}};
    const std::string strings = part_of(to_xlsx(report_of(table), frame()), "xl/sharedStrings.xml");
    EXPECT_TRUE(holds(strings, std::string(32'766, 'x') + "…"));
    EXPECT_FALSE(holds(strings, std::string(32'767, 'x')));
    EXPECT_EQ(count_of(strings, "𠮷"), 16'383U);
}

TEST_F(Xlsx, refuses_what_no_sheet_can_hold) {
    ReportTable table;
    table.columns.resize(16'385);
    try {
        to_xlsx(report_of(table), frame());
        ADD_FAILURE() << "too many columns went in";
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.error().code, "document_failed");
    }
}

TEST(SheetNames, are_those_that_excel_takes) {
    SheetNames names;
    EXPECT_EQ(names.unique("Fees [2026]: a/b\\c*d?"), "Fees  2026   a b c d");
    EXPECT_EQ(names.unique("'quoted'"), "quoted");
    EXPECT_EQ(names.unique("QUOTED"), "QUOTED (2)");
    EXPECT_EQ(names.unique("History"), "History (2)");
    EXPECT_EQ(names.unique(""), "Table");
    EXPECT_EQ(names.unique(""), "Table (2)");
    EXPECT_EQ(names.unique("???"), "Table (3)");
    EXPECT_EQ(names.unique("Größe"), "Größe");
    EXPECT_EQ(names.unique("GRÖSSE"), "GRÖSSE (2)");
    const std::string longest(31, 'a');
    EXPECT_EQ(names.unique(std::string(200, 'a')), longest);
    EXPECT_EQ(names.unique(std::string(200, 'a')), longest.substr(0, 27) + " (2)");
    std::string rare;
    for (int i = 0; i < 40; ++i) rare += "𠮷";
    EXPECT_EQ(names.unique(rare), rare.substr(0, 15 * 4)) << "two units each";
}

}  // namespace
}  // namespace xinbu::document::test
