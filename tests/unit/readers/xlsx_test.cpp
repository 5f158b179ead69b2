#include "xinbu/readers/xlsx.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support.hpp"
#include "support/workbook.hpp"

namespace xinbu::readers {
namespace {

using test::rows_of;
using test::WorkbookText;
using test::zip_of;
using test::ZipPart;
using Cells = std::vector<std::string>;

struct Read {
    std::vector<Cells> rows{};
    std::vector<std::string> faults{};  ///< "7 rule: message", of faulty rows
    XlsxOutcome outcome{};
    Error error{};  ///< code "none" where it was read to its end
};

Read read_file(const std::string& file, const XlsxOptions& options = {}) {
    Read result;
    result.error = error_of([&] {
        const XlsxReader reader(file, "test.xlsx", options);
        result.outcome = reader.read([&](const XlsxRow& row) {
            if (row.fault() != nullptr) {
                result.faults.push_back(std::to_string(row.line()) + " " + row.fault()->rule + ": " +
                                        row.fault()->message);
                return true;
            }
            Cells& cells = result.rows.emplace_back();
            for (std::size_t at = 0; at < row.header().size(); ++at) cells.emplace_back(row.at(at));
            return true;
        });
    });
    return result;
}

Read read(const WorkbookText& workbook, const XlsxOptions& options = {}) {
    return read_file(workbook.file(), options);
}

std::string refused(const std::string& file, const XlsxOptions& options = {}) {
    const Read result = read_file(file, options);
    return result.error.code == "bad_xlsx" ? rule_of(result.error) : result.error.code;
}

WorkbookText with_rows(const std::vector<Cells>& rows) {
    return {rows_of(rows)};
}

TEST(Xlsx, HandsOverRowsUnderTheirHeader) {
    WorkbookText book;
    book.sheet =
        "<sheetData><row r=\"2\"><c r=\"B2\" t=\"s\"><v>0</v></c><c r=\"C2\" t=\"s\"><v>1</v></c></row>"
        "<row r=\"4\"><c r=\"B4\" t=\"inlineStr\"><is><t> 甲 </t></is></c><c r=\"C4\"><v>12</v></c></row>"
        "<row r=\"5\"><c r=\"B5\" s=\"0\"/></row>"
        "<row r=\"7\"><c r=\"C7\" t=\"str\"><v>b&amp;c</v></c></row></sheetData>";
    book.strings = "<si><t>名称</t></si><si><r><t>数 </t></r><r><t>量</t></r><rPh><t>shu</t></rPh></si>";
    const Read result = read(book);
    // A column without a heading has none here either.
    EXPECT_EQ(rule_of(result.error), "csv.header_empty") << result.error.why;
    book.sheet.replace(book.sheet.find("<c r=\"B2\""), 0,
                       "<c r=\"A2\" t=\"inlineStr\"><is><t>号</t></is></c>");
    const Read whole = read(book);
    ASSERT_EQ(whole.error.code, "none") << whole.error.why;
    EXPECT_EQ(whole.outcome.header, (Cells{"号", "名称", "数 量"}));
    EXPECT_EQ(whole.rows, (std::vector<Cells>{{"", "甲", "12"}, {"", "", "b&c"}}));
    EXPECT_TRUE(whole.outcome.remarks.empty());
}

TEST(Xlsx, CellsWithoutNamesFollowEachOther) {
    WorkbookText book;
    book.sheet =
        "<sheetData><row><c t=\"inlineStr\"><is><t>a</t></is></c><c t=\"inlineStr\"><is><t>b</t></is></c>"
        "</row><row><c><v>1</v></c><c><v>2</v></c></row></sheetData>";
    EXPECT_EQ(read(book).rows, (std::vector<Cells>{{"1", "2"}}));
}

TEST(Xlsx, TellsWhereARowIs) {
    const WorkbookText book = with_rows({{"a", "b"}, {"x", "y"}, {"x", "x"}});
    std::vector<std::string> places;
    const XlsxReader reader(book.file(), "test.xlsx", {});
    EXPECT_EQ(reader.sheet(), "名单");
    reader.read([&](const XlsxRow& row) {
        places.push_back(row.place_of("y") + "/" + row.place_of("x") + "/" + std::to_string(row.line()));
        return true;
    });
    EXPECT_EQ(places, (std::vector<std::string>{"B2/A2/2", "//3"}));
}

TEST(Xlsx, ReadsWhatEscapesAndControlsStandFor) {
    const Read result = read(with_rows(
        {{"a"}, {"x_x000D__x000A_y"}, {"_x005F_x0041_"}, {"p_x4E2D_q"}, {"n_x0000_"}, {"e\xCC\x81"}}));
    EXPECT_EQ(result.rows, (std::vector<Cells>{{"x\ny"}, {"_x0041_"}, {"p中q"}, {"é"}}));
    ASSERT_EQ(result.faults.size(), 1U);
    EXPECT_EQ(result.faults[0],
              "5 xlsx.character: sheet “名单”, cell A5: the cell holds the forbidden "
              "character U+0000");
}

TEST(Xlsx, NumbersAreTheirOwnDigits) {
    const Read result = read(with_rows({{"n"},
                                        {"=4620"},
                                        {"=4.62E3"},
                                        {"=4620.0"},
                                        {"=-0.5"},
                                        {"=0.30000000000000004"},
                                        {"=1.1E-7"},
                                        {"=123456789012345"},
                                        {"=0"},
                                        {"=9.9999999999999999"}}));
    EXPECT_EQ(result.rows, (std::vector<Cells>{{"4620"},
                                               {"4620"},
                                               {"4620"},
                                               {"-0.5"},
                                               {"0.3"},
                                               {"0.00000011"},
                                               {"123456789012345"},
                                               {"0"},
                                               {"10"}}));
    EXPECT_TRUE(result.faults.empty());
}

TEST(Xlsx, CodesThatBecameNumbersAreRefused) {
    const Read result =
        read(with_rows({{"编码"}, {"=3.2010020260415001E+19"}, {"=1234567890123456"}, {"=1E99"}, {"=12a"}}));
    ASSERT_EQ(result.faults.size(), 4U);
    EXPECT_TRUE(result.faults[0].starts_with("2 xlsx.number_lost: sheet “名单”, cell A2: "))
        << result.faults[0];
    EXPECT_TRUE(result.faults[1].starts_with("3 xlsx.number_lost")) << result.faults[1];
    EXPECT_TRUE(result.faults[2].starts_with("4 xlsx.number_lost")) << result.faults[2];
    EXPECT_TRUE(result.faults[3].starts_with("5 xlsx.number:")) << result.faults[3];
}

struct Shown {
    const char* code;
    const char* number;
    const char* expected;  ///< a text, or a rule
};

class XlsxFormats : public ::testing::TestWithParam<Shown> {};

TEST_P(XlsxFormats, ShowsWhatAPersonSees) {
    const Shown& shown = GetParam();
    WorkbookText book = with_rows({{"a"}, {std::string("=") + shown.number + ";1"}});
    const std::string code = shown.code;
    const bool is_built_in = code.find_first_not_of("0123456789") == std::string::npos;
    std::string quoted;
    for (const char c : code) quoted += c == '"' ? "&quot;" : std::string(1, c);
    book.formats = is_built_in
                       ? "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"" + code + "\"/></cellXfs>"
                       : "<numFmts><numFmt numFmtId=\"170\" formatCode=\"" + quoted +
                             "\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"170\"/></cellXfs>";
    const Read result = read(book);
    ASSERT_EQ(result.error.code, "none") << result.error.why;
    std::string got = result.rows.empty() ? "nothing" : result.rows[0][0];
    if (!result.faults.empty()) got = result.faults[0].substr(2, result.faults[0].find(':') - 2);
    EXPECT_EQ(got, shown.expected) << shown.code;
}

INSTANTIATE_TEST_SUITE_P(
    All, XlsxFormats,
    ::testing::Values(
        Shown{"14", "46082", "2026-03-01"}, Shown{"14", "46082.5", "2026-03-01"},
        Shown{"22", "46082.5", "2026-03-01 12:00:00"}, Shown{"22", "46082", "2026-03-01"},
        Shown{"22", "46082.99999999999", "2026-03-02"}, Shown{"14", "1", "1900-01-01"},
        Shown{"14", "59", "1900-02-28"}, Shown{"14", "60", "xlsx.date"}, Shown{"14", "61", "1900-03-01"},
        Shown{"14", "0", "xlsx.date"}, Shown{"14", "-3", "xlsx.date"}, Shown{"14", "2958465", "9999-12-31"},
        Shown{"14", "2958466", "xlsx.date"}, Shown{"31", "46082", "2026-03-01"},
        Shown{"57", "46082", "2026-03"}, Shown{"58", "46082", "03-01"}, Shown{"20", "0.25", "06:00:00"},
        Shown{"46", "1.5", "xlsx.date"}, Shown{"9", "0.95", "95%"},
        Shown{"10", "7.0000000000000007E-2", "7%"}, Shown{"9", "0", "0%"}, Shown{"1", "46082", "46082"},
        Shown{"49", "46082", "46082"}, Shown{"yyyy\"年\"m\"月\"d\"日\"", "46082", "2026-03-01"},
        Shown{"yyyy/m", "46082", "2026-03"}, Shown{"[$-804]yyyy-mm-dd;@", "46082", "2026-03-01"},
        Shown{"e年m月d日", "46082", "2026-03-01"}, Shown{"[$-411]ggge\"年\"", "46082", "xlsx.date_format"},
        Shown{"bbbb", "46082", "xlsx.date_format"}, Shown{"m/d", "46082", "03-01"},
        Shown{"h:mm AM/PM", "0.75", "18:00:00"}, Shown{"mm:ss", "0.5", "12:00:00"},
        Shown{"yyyy-mm-dd hh:mm", "46082.5", "2026-03-01 12:00:00"}, Shown{"#,##0.00", "1234.5", "1234.5"},
        Shown{"0.00E+00", "1234.5", "1234.5"}, Shown{"General", "46082", "46082"},
        Shown{"[Red]0.0%", "0.123", "12.3%"}, Shown{"\"day \"0", "46082", "46082"},
        Shown{"0\\d", "46082", "46082"}));

TEST(Xlsx, CountsDaysFrom1904WhereTheWorkbookSaysSo) {
    WorkbookText book = with_rows({{"a"}, {"=44620;1"}, {"=0;1"}});
    book.formats = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>";
    book.workbook = "<workbookPr date1904=\"1\"/>";
    EXPECT_EQ(read(book).rows, (std::vector<Cells>{{"2026-03-01"}, {"1904-01-01"}}));
}

TEST(Xlsx, FormulasGiveTheValueStoredWithThemOrNothing) {
    WorkbookText book;
    book.sheet =
        "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a</t></is></c></row>"
        "<row r=\"2\"><c r=\"A2\"><f>1+1</f><v>2</v></c></row><row r=\"3\"><c r=\"A3\"><f>B3</f></c></row>"
        "<row r=\"4\"><c r=\"A4\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c></row>"
        "<row r=\"5\"><c r=\"A5\" t=\"b\"><v>1</v></c></row></sheetData>";
    const Read result = read(book);
    EXPECT_EQ(result.rows, (std::vector<Cells>{{"2"}, {"true"}}));
    ASSERT_EQ(result.faults.size(), 2U);
    EXPECT_TRUE(result.faults[0].starts_with("3 xlsx.formula: sheet “名单”, cell A3: ")) << result.faults[0];
    EXPECT_TRUE(result.faults[1].starts_with("4 xlsx.error_value: ")) << result.faults[1];
    EXPECT_EQ(result.outcome.remarks.at("xlsx.formula_value").count, 2U);
    EXPECT_NE(result.outcome.remarks.at("xlsx.formula_value").first.message.find("cell A2"),
              std::string::npos);
    // Who asks for everything to be computed first has stored nothing that counts.
    book.workbook = "<calcPr fullCalcOnLoad=\"1\"/>";
    EXPECT_EQ(read(book).faults.size(), 3U);
}

TEST(Xlsx, MergedCellsLendTheirValueToNoOther) {
    WorkbookText book = with_rows(
        {{"名单"}, {"a", "b", "c"}, {"1", "x", "p"}, {"2", "", "q"}, {"3", "y", "r"}, {"4", "", ""}});
    book.sheet +=
        "<mergeCells><mergeCell ref=\"A1:C1\"/><mergeCell ref=\"B3:B4\"/><mergeCell ref=\"B6:C6\"/>"
        "</mergeCells>";
    const Read result = read(book);
    ASSERT_EQ(result.error.code, "none") << result.error.why;
    EXPECT_EQ(result.rows, (std::vector<Cells>{{"1", "x", "p"}, {"3", "y", "r"}, {"4", "", ""}}));
    ASSERT_EQ(result.faults.size(), 1U);
    EXPECT_TRUE(
        result.faults[0].starts_with("4 xlsx.merged: sheet “名单”, cell B4: the cell is merged with B3"))
        << result.faults[0];
    EXPECT_EQ(result.outcome.remarks.at("xlsx.title").count, 1U);
}

TEST(Xlsx, MergedAreasThatOverlapAreRefused) {
    WorkbookText book = with_rows({{"a", "b"}, {"1", "2"}, {"3", "4"}});
    book.sheet += "<mergeCells>";
    for (int i = 0; i < 3; ++i) book.sheet += "<mergeCell ref=\"A2:B3\"/>";
    book.sheet += "</mergeCells>";
    EXPECT_EQ(rule_of(read(book).error), "xlsx.merged_areas");
}

TEST(Xlsx, SaysWhatIsHiddenAndWhatWasNotRead) {
    WorkbookText book = with_rows({{"a", "b"}, {"1", "2"}});
    book.sheet = "<cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols>" + book.sheet;
    book.sheet.replace(book.sheet.find("<row r=\"2\""), 10, "<row r=\"2\" hidden=\"1\"");
    book.sheets = R"(<sheet name="旧" sheetId="2" state="hidden" r:id="rId2"/>)" + book.sheets +
                  R"(<sheet name="三" sheetId="3" r:id="rId2"/>)";
    const std::string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    book.relations = "<Relationship Id=\"rId2\" Type=\"" + office +
                     "worksheet\" Target=\"worksheets/sheet2.xml\"/><Relationship Id=\"rId3\" "
                     "Type=\"http://schemas.microsoft.com/office/2006/relationships/vbaProject\" "
                     "Target=\"vbaProject.bin\"/>";
    book.more.push_back(
        {"xl/worksheets/sheet2.xml", "<worksheet>" + rows_of({{"z"}, {"9"}}) + "</worksheet>"});
    const Read result = read(book);
    ASSERT_EQ(result.error.code, "none") << result.error.why;
    EXPECT_EQ(result.rows, (std::vector<Cells>{{"1", "2"}}));
    for (const char* rule : {"xlsx.hidden_row", "xlsx.hidden_column", "xlsx.macros"})
        EXPECT_EQ(result.outcome.remarks.at(rule).count, 1U) << rule;
    EXPECT_EQ(result.outcome.remarks.at("xlsx.other_sheet").count, 2U);
    XlsxOptions other;
    other.sheet = "三";
    EXPECT_EQ(read(book, other).rows, (std::vector<Cells>{{"9"}}));
    other.sheet = "四";
    EXPECT_EQ(rule_of(read(book, other).error), "xlsx.sheet");
}

TEST(Xlsx, AValueWithoutAHeadingIsAFault) {
    const Read result = read(with_rows({{"a", "b"}, {"1", "2", "3"}, {"4", "5"}}));
    EXPECT_EQ(result.rows, (std::vector<Cells>{{"4", "5"}}));
    ASSERT_EQ(result.faults.size(), 1U);
    EXPECT_TRUE(result.faults[0].starts_with("2 xlsx.cell_count: sheet “名单”, cell C2: "))
        << result.faults[0];
}

TEST(Xlsx, RefusesSheetsThatContradictThemselves) {
    const auto sheet = [](const std::string& rows) {
        return refused(WorkbookText{"<sheetData>" + rows + "</sheetData>"}.file());
    };
    const std::string head = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a</t></is></c></row>";
    EXPECT_EQ(sheet(head + "<row r=\"1\"/>"), "xlsx.row_order");
    EXPECT_EQ(sheet(head + "<row r=\"0\"/>"), "xlsx.row_order");
    EXPECT_EQ(sheet(head + "<row r=\"1048577\"/>"), "xlsx.row_order");
    EXPECT_EQ(sheet(head + "<row r=\"2\"><c r=\"A3\"/></row>"), "xlsx.cell_order");
    EXPECT_EQ(sheet(head + "<row r=\"2\"><c r=\"B2\"/><c r=\"A2\"/></row>"), "xlsx.cell_order");
    EXPECT_EQ(sheet(head + "<row r=\"2\"><c r=\"ZZZ2\"/></row>"), "xlsx.cell_order");
    EXPECT_EQ(sheet(""), "xlsx.empty");
    EXPECT_EQ(sheet(head + "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>7</v></c></row>"), "none");
}

TEST(Xlsx, KnowsNoEntitiesAndNoDoctype) {
    const WorkbookText book = with_rows({{"a"}, {"1"}});
    for (const char* part : {"xl/workbook.xml", "xl/worksheets/sheet1.xml", "_rels/.rels"}) {
        std::vector<ZipPart> parts = book.parts();
        for (ZipPart& one : parts)
            if (one.name == part)
                one.content.replace(one.content.find("?>") + 2, 0,
                                    "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>");
        const std::string rule = refused(zip_of(parts));
        EXPECT_TRUE(rule == "xml.doctype" || rule == "xml.entity_declaration") << part << rule;
    }
}

TEST(Xlsx, LooksAtClaimsBeforeItUnpacks) {
    const WorkbookText book = with_rows({{"a"}, {"1"}});
    const auto with = [&](const char* part, auto change) {
        std::vector<ZipPart> parts = book.parts();
        for (ZipPart& one : parts)
            if (one.name == part) change(one);
        return refused(zip_of(parts));
    };
    const char* const sheet = "xl/worksheets/sheet1.xml";
    EXPECT_EQ(with(sheet, [](ZipPart& one) { one.claimed_bytes = 0xF0000000U; }), "zip.part_length");
    EXPECT_EQ(with(sheet,
                   [](ZipPart& one) {
                       one.method = 8;
                       one.claimed_bytes = 900U << 20U;
                   }),
              "zip.ratio");
    EXPECT_EQ(with(sheet, [](ZipPart& one) { one.claimed_bytes = 5; }), "zip.damaged");
    EXPECT_EQ(with(sheet, [](ZipPart& one) { one.claimed_checksum = 1; }), "zip.damaged");
    EXPECT_EQ(with(sheet, [](ZipPart& one) { one.method = 8; }), "zip.damaged");
    EXPECT_EQ(with(sheet, [](ZipPart& one) { one.method = 12; }), "zip.method");
    EXPECT_EQ(with(sheet, [](ZipPart& one) { one.flags = 1; }), "zip.encrypted");
    EXPECT_EQ(with(sheet, [](ZipPart& one) { one.name = "xl/other.xml"; }), "xlsx.part_missing");
    std::vector<ZipPart> twice = book.parts();
    twice.push_back({"XL/Workbook.xml", "<workbook/>"});
    EXPECT_EQ(refused(zip_of(twice)), "zip.part_twice");
    EXPECT_EQ(refused(zip_of(book.parts(), 5000)), "zip.parts");
    EXPECT_EQ(refused(zip_of(book.parts(), 0xFFFF)), "zip.zip64");
    XlsxOptions tight;
    tight.limits.file_bytes = 100;
    EXPECT_EQ(refused(book.file(), tight), "xlsx.file_length");
}

TEST(Xlsx, NamesWhatIsNoWorkbook) {
    EXPECT_EQ(refused(""), "xlsx.format");
    EXPECT_EQ(refused("a,b\n1,2\n"), "xlsx.format");
    const Read old = read_file("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    EXPECT_EQ(rule_of(old.error), "xlsx.format");
    EXPECT_NE(old.error.why.find(".xls"), std::string::npos);
    EXPECT_EQ(refused(zip_of({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}})),
              "xlsx.format");
    const std::string whole = with_rows({{"a"}, {"1"}}).file();
    for (std::size_t cut = 4; cut < whole.size(); cut += 37)
        EXPECT_EQ(refused(whole.substr(0, cut)), "zip.format") << cut;
}

TEST(Xlsx, WantsTheColumnsThatAreAskedFor) {
    const WorkbookText book = with_rows({{"a", "b"}, {"1", "2"}});
    XlsxOptions options;
    options.required = {"a", "c"};
    EXPECT_EQ(refused(book.file(), options), "csv.header_missing");
    EXPECT_EQ(refused(with_rows({{"a", "a"}}).file()), "csv.header_duplicate");
}

TEST(Xlsx, CanBeReadAgainAndStopped) {
    const XlsxReader reader(with_rows({{"a"}, {"1"}, {"2"}}).file(), "test.xlsx", {});
    const XlsxOutcome first = reader.read([](const XlsxRow&) { return false; });
    EXPECT_FALSE(first.complete);
    EXPECT_EQ(first.rows, 1U);
    const XlsxOutcome second = reader.read([](const XlsxRow&) { return true; });
    EXPECT_TRUE(second.complete);
    EXPECT_EQ(second.rows, 2U);
}

}  // namespace
}  // namespace xinbu::readers
