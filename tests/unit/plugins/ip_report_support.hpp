// Reports in tests: every text in both languages, tables whole, cells by their row and column.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/json/json.hpp"
#include "xinbu/plugin/report.hpp"

namespace xinbu::test::ip_reports {

/// A cell as a person would read it in English; "-" for nothing.
inline std::string shown(const plugin::Cell& cell) {
    if (cell.value.is_null()) return "-";
    if (const plugin::Value* english = cell.value.at("en")) return *english->text();
    return cell.value.text() != nullptr ? *cell.value.text() : json::canonical(cell.value);
}

/// What a sound model must hold: texts in both languages, rows as long as their columns, spans that end
/// behind their beginning and lie on the axis.
class ModelCheck {
public:
    static void examine(const plugin::ReportModel& model) {
        text(model.title, "title");
        for (const plugin::ReportSection& section : model.sections) {
            text(section.heading, "heading");
            for (const plugin::ReportBlock& block : section.blocks)
                std::visit([](const auto& one) { look(one); }, block);
        }
        for (const plugin::ReportSource& source : model.sources) text(source.what, "source");
    }

private:
    static void text(const plugin::Text& text, const char* what) {
        EXPECT_FALSE(text.en.empty()) << what << ": " << text.zh;
        EXPECT_FALSE(text.zh.empty()) << what << ": " << text.en;
    }
    static void optional(const plugin::Text& one, const char* what) {
        if (!one.is_empty()) text(one, what);
    }
    static void cell(const plugin::Cell& cell) {
        const plugin::Value* english = cell.value.at("en");
        if (english == nullptr) return;
        EXPECT_FALSE(english->text()->empty());
        EXPECT_FALSE(cell.value.at("zh")->text()->empty()) << *english->text();
    }
    static void look(const plugin::ReportParagraph& paragraph) { text(paragraph.text, "paragraph"); }
    static void look(const plugin::ReportFacts& facts) {
        for (const plugin::ReportFact& fact : facts.facts) {
            text(fact.label, "fact");
            optional(fact.remark, "remark");
            cell(fact.cell);
        }
    }
    static void look(const plugin::ReportTable& table) {
        optional(table.title, "table");
        optional(table.when_empty, "empty table");
        for (const plugin::ReportColumn& column : table.columns) text(column.label, "column");
        for (const auto& row : table.rows) {
            EXPECT_EQ(row.size(), table.columns.size());
            for (const plugin::Cell& one : row) cell(one);
        }
        EXPECT_TRUE(table.total.empty() || table.total.size() == table.columns.size());
        for (const plugin::Cell& one : table.total) cell(one);
        if (table.rows.empty()) text(table.when_empty, "what stands in an empty table");
    }
    static void look(const plugin::ReportCode& code) { text(code.caption, "code"); }
    static void look(const plugin::ReportTimeline& timeline) {
        EXPECT_LE(timeline.from, timeline.to);
        EXPECT_FALSE(timeline.lanes.empty());
        for (const plugin::TimelineLane& lane : timeline.lanes) {
            text(lane.label, "lane");
            for (const plugin::TimelineSpan& span : lane.spans) {
                text(span.label, "span");
                EXPECT_LE(span.from, span.to.value_or(span.from)) << span.label.en;
                EXPECT_GE(span.from, timeline.from) << span.label.en;
                EXPECT_LE(span.to.value_or(span.from), timeline.to) << span.label.en;
            }
            for (const plugin::TimelineMark& mark : lane.marks) {
                text(mark.label, "mark");
                EXPECT_GE(mark.day, timeline.from);
                EXPECT_LE(mark.day, timeline.to);
            }
        }
    }
    static void look(const plugin::ReportBars& bars) {
        for (const plugin::ReportBar& bar : bars.bars) {
            text(bar.label, "bar");
            EXPECT_GE(bar.value, 0);
        }
    }
    static void look(const plugin::ReportCurves&) {}
};

/// The first block of that type in the section of that English heading; throws where there is none.
template <class Block>
Block block_of(const plugin::ReportModel& model, std::string_view heading) {
    for (const plugin::ReportSection& section : model.sections)
        if (section.heading.en.find(heading) != std::string::npos)
            for (const plugin::ReportBlock& block : section.blocks)
                if (const Block* found = std::get_if<Block>(&block)) return *found;
    throw std::runtime_error("no such block under " + std::string(heading));
}

/// Some columns of the rows, by the English labels of the columns: "a | b".
inline std::vector<std::string> rows_of(const plugin::ReportTable& table,
                                        const std::vector<std::string>& columns) {
    std::vector<std::string> lines;
    for (const auto& row : table.rows) {
        std::string line;
        for (const std::string& wanted : columns) {
            const auto at = std::ranges::find_if(
                table.columns, [&](const plugin::ReportColumn& column) { return column.label.en == wanted; });
            if (at == table.columns.end()) {
                ADD_FAILURE() << "no column " << wanted;
                continue;
            }
            line += (line.empty() ? "" : " | ") +
                    shown(row[static_cast<std::size_t>(at - table.columns.begin())]);
        }
        lines.push_back(line);
    }
    return lines;
}

/// The value of a fact by its English label; "-" where there is none.
inline std::string fact_of(const plugin::ReportFacts& facts, std::string_view label) {
    for (const plugin::ReportFact& fact : facts.facts)
        if (fact.label.en == label) return shown(fact.cell);
    return "-";
}
inline std::string remark_of(const plugin::ReportFacts& facts, std::string_view label) {
    for (const plugin::ReportFact& fact : facts.facts)
        if (fact.label.en == label) return fact.remark.en;
    return "-";
}

/// "label from..to" and "label day" of a lane; nothing where there is no such lane.
inline std::vector<std::string> lane_of(const plugin::ReportTimeline& timeline, std::string_view label) {
    std::vector<std::string> lines;
    for (const plugin::TimelineLane& lane : timeline.lanes) {
        if (lane.label.en != label) continue;
        for (const plugin::TimelineSpan& span : lane.spans)
            lines.push_back(span.label.en + " " + span.from.text() + ".." + (span.to ? span.to->text() : ""));
        for (const plugin::TimelineMark& mark : lane.marks)
            lines.push_back(mark.label.en + " " + mark.day.text());
    }
    return lines;
}

}  // namespace xinbu::test::ip_reports
