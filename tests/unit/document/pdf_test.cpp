#include <gtest/gtest.h>

#include "support.hpp"

namespace xinbu::document::test {
namespace {

std::string text_of(const Bytes& pdf) {
    const TemporaryFile file(as_text(pdf), ".pdf");
    return output_of("pdftotext -layout '" + file.path() + "' -");
}
std::string info_of(const Bytes& pdf) {
    const TemporaryFile file(as_text(pdf), ".pdf");
    return output_of("TZ=UTC pdfinfo '" + file.path() + "'");
}
int pages_of(const Bytes& pdf) {
    const std::string info = info_of(pdf);
    return std::stoi(info.substr(info.find("Pages:") + 6));
}

TEST(Pdf, is_the_same_file_whenever_it_is_written) {
    const Bytes first = to_pdf(sample(), frame());
    EXPECT_TRUE(as_text(first).starts_with("%PDF-1.5"));
    EXPECT_EQ(to_pdf(sample(), frame()), first);
    Frame later = frame();
    later.time = "2026-09-28T07:12:06Z";
    EXPECT_NE(to_pdf(sample(), later), first);
}

TEST(Pdf, is_of_the_time_of_the_ledger) {
    XINBU_NEEDS_PROGRAM("pdfinfo");
    const std::string info = info_of(to_pdf(sample(), frame()));
    EXPECT_TRUE(holds(info, "Title:           Portfolio of rights")) << info;
    EXPECT_TRUE(holds(info, "Author:          示范银行")) << info;
    EXPECT_TRUE(holds(info, "CreationDate:    Mon Sep 28 07:12:05 2026")) << info;
    EXPECT_TRUE(holds(info, "ModDate:         Mon Sep 28 07:12:05 2026")) << info;
    EXPECT_TRUE(holds(info, "(A4)")) << info;
    Frame empty = frame();
    empty.time.clear();
    EXPECT_TRUE(holds(info_of(to_pdf(sample(), empty)), "CreationDate:    Wed Sep 30 00:00:00 2026"))
        << "a ledger without a commit has no time: the day of the question stands in for it";
}

TEST(Pdf, holds_text_that_can_be_found) {
    XINBU_NEEDS_PROGRAM("pdftotext");
    const std::string text = text_of(to_pdf(sample(), frame()));
    for (const char* wanted :
         {"Portfolio of rights", "Yixing Taoyuan Co., Ltd.", "宜兴陶缘紫砂有限公司", "陶缘", "Tao & <Yuan>",
          "CNY 123,456,789.00", "25.00 %", "Court preservation", "Fees by year", "Sources", "Page 1 of 2",
          "Register extract, as of 2026-09-20", "Valued on 2026-05-01"})
        EXPECT_TRUE(holds(text, wanted)) << wanted << "\n" << text;
    EXPECT_GE(count_of(text, frame().root), 3U) << "at the foot of each page, and at the end";
    EXPECT_GE(count_of(text, frame().origin), 3U);
}

TEST(Pdf, has_an_outline_of_its_sections) {
    XINBU_NEEDS_PROGRAM("pdftohtml");
    const TemporaryFile file(as_text(to_pdf(sample(), frame())), ".pdf");
    const std::string xml = output_of("pdftohtml -i -xml -stdout '" + file.path() + "'");
    const std::string outline = xml.substr(std::min(xml.find("<outline>"), xml.size()));
    for (const char* heading : {"Summary", "Rights", "Money", "Sources"})
        EXPECT_TRUE(holds(outline, heading)) << heading << outline;
}

TEST(Pdf, repeats_the_heading_of_a_table_on_every_page) {
    XINBU_NEEDS_PROGRAM("pdftotext");
    XINBU_NEEDS_PROGRAM("pdfinfo");
    ReportTable table = rights();
    const std::vector<std::vector<Cell>> rows = table.rows;
    for (int i = 0; table.rows.size() < 5000; ++i) {
        table.rows.push_back(rows[0]);
        table.rows.back()[1] = {"row " + std::to_string(i)};
    }
    const Bytes pdf = to_pdf(report_of(table), frame());
    const int pages = pages_of(pdf);
    EXPECT_GT(pages, 80);
    const std::string text = text_of(pdf);
    EXPECT_TRUE(holds(text, "row 4997"));
    EXPECT_TRUE(holds(text, "Page " + std::to_string(pages) + " of " + std::to_string(pages)));
    EXPECT_GE(count_of(text, "Expires"), static_cast<std::size_t>(pages) - 1);
    EXPECT_EQ(count_of(text, "row "), 4998U) << "each row once";
}

TEST(Pdf, a_heading_stands_on_the_page_of_what_it_heads) {
    XINBU_NEEDS_PROGRAM("pdftotext");
    std::string long_cell;
    for (int word = 0; word < 160; ++word) long_cell += "word" + std::to_string(word) + " ";
    for (int lines = 20; lines < 46; ++lines) {
        plugin::ReportModel model;
        model.title = {"Report", "Report"};
        plugin::ReportSection before{{"Before", "Before"}, {}};
        for (int line = 0; line < lines; ++line)
            before.blocks.emplace_back(plugin::ReportParagraph{{"line", "line"}, plugin::Tone::neutral});
        ReportTable table;
        table.columns = {{{"Column", "Column"}}};
        table.rows = {{{long_cell}}};
        model.sections = {before, {{"Behind", "Behind"}, {table}}};
        const std::string text = text_of(to_pdf(model, frame()));
        const std::size_t heading = text.find("Behind"), first = text.find("word0 ");
        ASSERT_LT(heading, first);
        EXPECT_EQ(text.substr(heading, first - heading).find('\f'), std::string::npos) << lines;
    }
}

TEST(Pdf, room_goes_to_the_columns_that_make_rows_high) {
    XINBU_NEEDS_PROGRAM("pdfinfo");
    // Two columns of text, one of them ten times as long: sharing by halves would take half as many pages
    // more.
    ReportTable table;
    table.columns = {{{"Short", "Short"}}, {{"Long", "Long"}}};
    std::string much;
    for (int word = 0; word < 120; ++word) much += "length ";
    for (int row = 0; row < 60; ++row)
        table.rows.push_back(
            {{"some words that could stand on a line of their own if there were room"}, {much}});
    ReportTable alone = table;
    alone.columns.erase(alone.columns.begin());
    for (auto& row : alone.rows) row.erase(row.begin());
    const int whole = pages_of(to_pdf(report_of(alone), frame()));
    EXPECT_LE(pages_of(to_pdf(report_of(table), frame())), whole * 5 / 4);
}

TEST(Pdf, breaks_what_is_longer_than_a_page) {
    XINBU_NEEDS_PROGRAM("pdftotext");
    XINBU_NEEDS_PROGRAM("pdfinfo");
    std::string letters, characters;
    for (int i = 0; i < 4000; ++i) letters += "word" + std::to_string(i) + " ";
    for (int i = 0; i < 5000; ++i) characters += "信";
    ReportTable table = rights();
    table.rows[0][1] = {letters};
    table.rows[1][1] = {characters};
    ReportModel model = report_of(table);
    model.sections[0].blocks.push_back(plugin::ReportParagraph{same(letters), Tone::bad});
    plugin::ReportFacts facts;
    facts.facts.push_back(fact(same("long"), {characters}, Quantity::text, same(letters)));
    model.sections[0].blocks.push_back(facts);
    const Bytes pdf = to_pdf(model, frame());
    EXPECT_GT(pages_of(pdf), 8);
    const std::string text = text_of(pdf);
    EXPECT_EQ(count_of(text, "word3999"), 3U) << "nothing is cut off";
    EXPECT_EQ(count_of(text, "信"), 10000U);
}

TEST(Pdf, puts_a_column_beneath_another_where_there_is_no_room_beside_it) {
    XINBU_NEEDS_PROGRAM("pdftotext");
    const auto table_of = [](bool goes_beneath) {
        ReportTable table;
        table.columns = {{same("Code")},
                         {same("Promisor")},
                         {same("Credit code"), Quantity::text, goes_beneath},
                         {same("Type")},
                         {same("Matter"), Quantity::text, goes_beneath},
                         {same("Made on"), Quantity::date},
                         {same("Valid until"), Quantity::date, goes_beneath},
                         {same("Accepted by")},
                         {same("Fulfilment")},
                         {same("Published on"), Quantity::date, goes_beneath}};
        table.rows = {{{"32028220260301000001"},
                       {"宜兴陶缘紫砂有限公司"},
                       {"91320282MA0000015N"},
                       {"self-discipline"},
                       {"joins the scheme of honest trade"},
                       {},
                       {"2026-12-31"},
                       {"宜兴市紫砂行业协会"},
                       {"under supervision"},
                       {"2026-03-04"}}};
        return table;
    };
    const std::string text = text_of(to_pdf(report_of(table_of(true)), frame()));
    for (const char* whole : {"32028220260301000001", "91320282MA0000015N", "self-discipline", "2026-12-31",
                              "Published on", "2026-03-04"})
        EXPECT_TRUE(holds(text, whole)) << whole << "\n" << text;
    EXPECT_TRUE(holds(text, "–")) << "what stands beneath nothing is not taken for the day above\n" << text;
    // Where there is room each has a column of its own.
    ReportTable small = table_of(true);
    small.columns.resize(3);
    small.rows[0].resize(3);
    ReportTable beside = small;
    beside.columns[2].goes_beneath = false;
    EXPECT_EQ(text_of(to_pdf(report_of(small), frame())), text_of(to_pdf(report_of(beside), frame())));
}

TEST(Pdf, holds_wide_tables_and_high_charts) {
    XINBU_NEEDS_PROGRAM("pdftotext");
    ReportTable wide;
    for (int i = 0; i < 30; ++i)
        wide.columns.push_back({same("column " + std::to_string(i)), Quantity::money});
    wide.rows.emplace_back();
    for (int i = 0; i < 30; ++i) wide.rows[0].push_back({cny(1'000'000'000 + i)});
    ReportModel model = report_of(wide);
    plugin::ReportTimeline high = timeline();
    for (int i = 0; i < 120; ++i) {
        high.lanes.push_back(high.lanes[1]);
        high.lanes.back().label = same("lane " + std::to_string(i));
    }
    plugin::ReportBars many = bars();
    for (int i = 0; i < 200; ++i) many.bars.push_back({same("bar " + std::to_string(i)), i, Tone::good});
    plugin::ReportTimeline one_lane = empty_timeline({2026, 1, 1}, {2026, 12, 31});
    one_lane.lanes.resize(1);
    for (int i = 0; i < 100; ++i)
        one_lane.lanes[0].spans.push_back({{2026, 2, 1}, std::nullopt, same("span " + std::to_string(i))});
    model.sections.push_back({same("Charts"), {high, many, one_lane}});
    const std::string text = text_of(to_pdf(model, frame()));
    for (const char* wanted : {"lane 0", "lane 119", "bar 199", "span 5"})
        EXPECT_TRUE(holds(text, wanted)) << wanted;
}

TEST(Pdf, bears_hostile_texts_and_empty_reports) {
    for (const std::string& text : hostile_texts())
        EXPECT_TRUE(as_text(to_pdf(filled_with(text), hostile_frame(text))).starts_with("%PDF")) << text;
    for (const ReportModel& model : {ReportModel{}, report_of({})})
        EXPECT_TRUE(as_text(to_pdf(model, frame())).starts_with("%PDF"));
    if (!has_program("pdftotext")) return;
    const std::string text = text_of(to_pdf(filled_with("a\xE2\x80\xAE"
                                                        "b"),
                                            frame()));
    EXPECT_TRUE(holds(text, "U+202E")) << text;
}

}  // namespace
}  // namespace xinbu::document::test
