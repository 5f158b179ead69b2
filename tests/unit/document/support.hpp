// What the tests of documents share: a report with something of everything, hostile texts, and other programs
// that read what was written.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "support/programs.hpp"
#include "xinbu/document/chart.hpp"
#include "xinbu/document/report.hpp"

namespace xinbu::document::test {

using plugin::Cell;
using plugin::Date;
using plugin::Object;
using plugin::Quantity;
using plugin::ReportModel;
using plugin::ReportTable;
using plugin::Text;
using plugin::Tone;

inline Text same(const std::string& text) {
    return {text, text};
}

inline Frame frame() {
    Frame frame{.as_of = {2026, 9, 30}};
    frame.organisation = "示范银行";
    frame.origin = "xinbu/91320100MA0000023K/0e9c7a52-54f1-4f0e-9c55-1f6c6d0f6b11";
    frame.size = 1234;
    frame.root = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef";
    frame.time = "2026-09-28T07:12:05Z";
    frame.title_of = [](std::string_view record) {
        return record == "trademark/CN-1" ? std::string("陶缘") : std::string();
    };
    return frame;
}

inline Object cny(std::int64_t fen) {
    return {{"amount", fen}, {"currency", "CNY"}};
}

inline plugin::ReportFact fact(const Text& label, const Cell& cell, Quantity quantity,
                               const Text& remark = {}) {
    plugin::ReportFact made;
    made.label = label;
    made.cell = cell;
    made.quantity = quantity;
    made.remark = remark;
    return made;
}

inline ReportTable rights() {
    ReportTable table;
    table.title = {"Rights", "权利"};
    table.columns = {{{"Right", "权利"}, Quantity::record},    {{"Mark", "名称"}, Quantity::text},
                     {{"Expires", "届满"}, Quantity::date},    {{"Fees", "费用"}, Quantity::money},
                     {{"Classes", "类别"}, Quantity::integer}, {{"Share", "份额"}, Quantity::basis_points}};
    table.rows = {{{"trademark/CN-1"}, {"Tao & <Yuan>"}, {"2030-06-13"}, {cny(50000)}, {1200}, {2500}},
                  {{"trademark/CN-2"},
                   {plugin::both({"lapsed", "已失效"}), Tone::bad},
                   {},
                   {cny(12345678900), Tone::attention},
                   {3},
                   {10000, Tone::good}}};
    table.total = {{}, {"Total"}, {}, {cny(12345728900)}, {1203}, {}};
    return table;
}

inline plugin::ReportTimeline empty_timeline(Date from, Date to, const Text& title = {}) {
    return {title, from, to, {}, {}};
}
inline plugin::ReportBars empty_bars(const Text& title, const std::string& currency = "CNY") {
    return {title, Quantity::money, currency, {}};
}
inline plugin::ReportCurves empty_curves(const Text& title, const std::string& currency = "CNY") {
    return {title, Quantity::money, currency, {}, {}};
}

inline plugin::ReportTimeline timeline() {
    plugin::ReportTimeline one =
        empty_timeline({2018, 1, 1}, {2032, 12, 31}, {"Term and events", "期限与事件"});
    one.today = Date{2026, 9, 30};
    one.lanes = {{{"Registration", "注册"},
                  {{{2020, 6, 14}, Date{2030, 6, 13}, {"Registered", "注册有效"}, Tone::good}},
                  {{{2019, 8, 5}, {"Application", "申请"}}, {{2020, 3, 13}, {"Published", "初审公告"}}}},
                 {{"Claims of others", "他人权利"},
                  {{{2022, 3, 1}, Date{2025, 2, 28}, {"Pledge to Bank A", "质押给甲银行"}, Tone::attention},
                   {{2026, 2, 1}, std::nullopt, {"Court preservation", "法院保全"}, Tone::bad}},
                  {}},
                 {{"Deadlines", "期限"},
                  {},
                  {{{2030, 6, 13}, {"Renewal due", "续展"}, Tone::attention},
                   {{2030, 12, 13}, {"Grace ends", "宽展期满"}, Tone::bad}}}};
    return one;
}

inline plugin::ReportBars bars() {
    plugin::ReportBars one = empty_bars({"Fees by year", "年度费用"});
    one.bars = {{same("2026"), 120000, Tone::neutral},
                {same("2027"), 480000, Tone::attention},
                {same("2028"), 960000, Tone::bad},
                {same("2029"), 0, Tone::good}};
    return one;
}

inline plugin::ReportCurves curves() {
    plugin::ReportCurves one = empty_curves({"Debt and what secures it", "债权与担保"});
    one.today = Date{2026, 9, 30};
    one.curves = {{{"Debt", "债权"},
                   Tone::bad,
                   true,
                   {{{2025, 1, 1}, 300000000}, {{2026, 1, 1}, 200000000}, {{2027, 1, 1}, 0}}},
                  {{"Value of the rights", "权利价值"},
                   Tone::good,
                   false,
                   {{{2025, 1, 1}, 520000000}, {{2026, 6, 1}, 450000000}, {{2027, 6, 1}, 410000000}}}};
    return one;
}

inline ReportModel sample() {
    ReportModel model;
    model.title = {"Portfolio of rights", "权利组合报告"};
    model.subject = {"Yixing Taoyuan Co., Ltd.", "宜兴陶缘紫砂有限公司"};
    plugin::ReportFacts facts;
    facts.facts.push_back(fact({"Owner", "权利人"}, {"宜兴陶缘紫砂有限公司"}, Quantity::text));
    facts.facts.push_back(fact({"Value", "价值"}, {cny(300000000), Tone::good}, Quantity::money,
                               {"Valued on 2026-05-01", "2026年5月1日评估"}));
    model.sections = {
        {{"Summary", "概要"},
         {plugin::ReportParagraph{{"Two rights, one of them lapsed.", "共两项权利，其中一项已失效。"},
                                  Tone::attention},
          facts}},
        {{"Rights", "权利"}, {rights(), timeline()}},
        {{"Money", "资金"}, {bars(), curves()}}};
    model.sources = {{{"Register extract", "登记簿副本"}, "2026-09-20"}, {{"Trademark Law", "商标法"}, ""}};
    return model;
}

/// A report of one table in one section.
inline ReportModel report_of(ReportTable table) {
    ReportModel model;
    model.title = same("Table");
    model.sections = {{same("Section"), {std::move(table)}}};
    return model;
}

/// Markup, formulas, bidirectional and invisible characters, broken bytes, quotes and entities.
inline const std::vector<std::string>& hostile_texts() {
    static const std::vector<std::string> texts{"<script>alert(1)</script>",
                                                "\"><img src=x onerror=alert(1)>",
                                                "=HYPERLINK(\"http://x\",\"y\")",
                                                "+1+1",
                                                "@SUM(A1)",
                                                "-2+3",
                                                "]]>&amp;&#x3c;",
                                                "safe\xE2\x80\xAE"
                                                "exe.fdp",
                                                "zero\xE2\x80\x8Bwidth",
                                                "bell\x07 escape\x1B[31m",
                                                "broken\xFF\xC3(",
                                                "two\nlines\r\nthree",
                                                "'quoted'",
                                                "%n%s{}{0}",
                                                std::string("nul\0inside", 10),
                                                "\xEF\xBF\xBE noncharacter"};
    return texts;
}

/// A model that holds `text` wherever a text can stand.
inline ReportModel filled_with(const std::string& text) {
    const Text both = same(text);
    ReportModel model;
    model.title = model.subject = both;
    ReportTable table;
    table.title = table.when_empty = both;
    table.columns = {{both, Quantity::text},    {both, Quantity::date},         {both, Quantity::money},
                     {both, Quantity::integer}, {both, Quantity::basis_points}, {both, Quantity::record}};
    std::vector<Cell> row(6, Cell{text, Tone::bad});
    row[2].value = Object{{"amount", 5}, {"currency", text}};
    table.rows = {row, std::vector<Cell>(6, Cell{plugin::both(both), Tone::good}), {}};
    table.total = row;
    ReportTable empty = table;
    empty.rows.clear();
    plugin::ReportTimeline lanes = empty_timeline({2026, 1, 1}, {2026, 12, 31}, both);
    lanes.lanes = {
        {both, {{{2026, 2, 1}, std::nullopt, both, Tone::bad}}, {{{2026, 5, 1}, both, Tone::good}}}};
    plugin::ReportBars few = empty_bars(both, text);
    few.bars = {{both, 3, Tone::attention}};
    plugin::ReportCurves one = empty_curves(both, text);
    one.curves = {{both, Tone::good, true, {{{2026, 1, 1}, 5}, {{2026, 2, 1}, 9}}}};
    plugin::ReportFacts facts;
    facts.facts.push_back(fact(both, {text, Tone::good}, Quantity::text, both));
    model.sections = {{both,
                       {plugin::ReportParagraph{both, Tone::bad}, facts, table, empty, lanes, few, one,
                        plugin::ReportCode{both}, plugin::ReportCode{both, text, text}}},
                      {both, {}}};
    model.sources = {{both, text}};
    return model;
}

inline Frame hostile_frame(const std::string& text) {
    Frame one = frame();
    one.organisation = one.origin = one.root = one.time = one.doubt = text;
    one.title_of = [text](std::string_view) { return text; };
    one.entry_of = [text](std::string_view, std::string_view) { return text; };
    return one;
}

/// A file that is there while this lives.
class TemporaryFile {
public:
    TemporaryFile(std::string_view content, const std::string& ending)
        : path_((std::filesystem::temp_directory_path() /
                 ("xinbu-document-" + std::to_string(::getpid()) + "-" + std::to_string(++count_) + ending))
                    .string()) {
        std::ofstream(path_, std::ios::binary) << content;
    }
    ~TemporaryFile() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    const std::string& path() const { return path_; }

private:
    static inline int count_ = 0;
    std::string path_;
};

using xinbu::test::has_program;
using xinbu::test::output_of;

inline std::size_t count_of(std::string_view text, std::string_view wanted) {
    std::size_t count = 0;
    for (std::size_t at = text.find(wanted); at != std::string_view::npos; at = text.find(wanted, at + 1))
        ++count;
    return count;
}
inline bool holds(std::string_view text, std::string_view wanted) {
    return text.find(wanted) != std::string_view::npos;
}

}  // namespace xinbu::document::test
