// Reports for scripts: the model itself, texts in the language in force.
#include <fmt/format.h>

#include "cells.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/json/json.hpp"

namespace xinbu::document {

using plugin::Array;
using plugin::Object;
using plugin::Quantity;
using plugin::Value;

namespace {

const char* name_of(Quantity quantity) {
    switch (quantity) {
        case Quantity::text:
            return "text";
        case Quantity::date:
            return "date";
        case Quantity::money:
            return "money";
        case Quantity::integer:
            return "integer";
        case Quantity::basis_points:
            return "basis_points";
        case Quantity::record:
            return "record";
    }
    return "";
}

const char* name_of(plugin::Tone tone) {
    switch (tone) {
        case plugin::Tone::neutral:
            return "neutral";
        case plugin::Tone::good:
            return "good";
        case plugin::Tone::attention:
            return "attention";
        case plugin::Tone::bad:
            return "bad";
    }
    return "";
}

class JsonWriter {
public:
    JsonWriter(const plugin::ReportModel& model, const Frame& frame) : model_(model), frame_(frame) {}

    Value write() const {
        Array sections, sources;
        for (const plugin::ReportSection& section : model_.sections) {
            Array blocks;
            for (const plugin::ReportBlock& block : section.blocks)
                blocks.push_back(std::visit([this](const auto& one) { return json_of(one); }, block));
            sections.push_back(Object{{"heading", shown(section.heading)}, {"blocks", std::move(blocks)}});
        }
        for (const plugin::ReportSource& source : model_.sources) {
            Object one{{"what", shown(source.what)}};
            if (!source.retrieved.empty()) one.set("retrieved", source.retrieved);
            sources.push_back(std::move(one));
        }
        return Object{{"title", shown(model_.title)},
                      {"subject", shown(model_.subject)},
                      {"made_from", made_from()},
                      {"sections", std::move(sections)},
                      {"sources", std::move(sources)}};
    }

private:
    static Value shown(const plugin::Text& text) { return host::shown(text); }

    Value made_from() const {
        Object made{{"organisation", frame_.organisation},
                    {"origin", frame_.origin},
                    {"size", static_cast<std::int64_t>(frame_.size)},
                    {"root", frame_.root},
                    {"time", frame_.time},
                    {"as_of", frame_.as_of.text()}};
        if (!frame_.doubt.empty()) made.set("doubt", frame_.doubt);
        if (!frame_.mark.empty()) made.set("mark", frame_.mark);
        return made;
    }

    /// Numbers, amounts and days as they are; texts in one language; records with their titles.
    Value json_of(const plugin::Cell& cell, Quantity quantity) const {
        Object object;
        const bool is_text = cell.value.at("en") != nullptr || quantity == Quantity::record;
        object.set("value", is_text && quantity != Quantity::record ? Value(cell_text(cell, quantity, frame_))
                                                                    : cell.value);
        if (quantity == Quantity::record && cell.value.text() != nullptr && frame_.title_of)
            object.set("title", frame_.title_of(*cell.value.text()));
        if (cell.tone != plugin::Tone::neutral) object.set("tone", name_of(cell.tone));
        return object;
    }

    Value json_of(const plugin::ReportParagraph& paragraph) const {
        return Object{
            {"kind", "paragraph"}, {"text", shown(paragraph.text)}, {"tone", name_of(paragraph.tone)}};
    }

    Value json_of(const plugin::ReportFacts& facts) const {
        Array all;
        for (const plugin::ReportFact& fact : facts.facts) {
            Object one{{"label", shown(fact.label)},
                       {"quantity", name_of(fact.quantity)},
                       {"cell", json_of(fact.cell, fact.quantity)}};
            if (!fact.remark.is_empty()) one.set("remark", shown(fact.remark));
            all.push_back(std::move(one));
        }
        return Object{{"kind", "facts"}, {"facts", std::move(all)}};
    }

    Value json_of(const plugin::ReportTable& table, const std::vector<plugin::Cell>& row) const {
        Array cells;
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            cells.push_back(json_of(cell_at(row, i), table.columns[i].quantity));
        return cells;
    }

    Value json_of(const plugin::ReportTable& table) const {
        Array columns, rows;
        for (const plugin::ReportColumn& column : table.columns)
            columns.push_back(Object{{"label", shown(column.label)}, {"quantity", name_of(column.quantity)}});
        for (const auto& row : table.rows) rows.push_back(json_of(table, row));
        Object object{{"kind", "table"},
                      {"title", shown(table.title)},
                      {"columns", std::move(columns)},
                      {"rows", std::move(rows)}};
        if (!table.total.empty()) object.set("total", json_of(table, table.total));
        return object;
    }

    Value json_of(const plugin::ReportTimeline& timeline) const {
        Array lanes;
        for (const plugin::TimelineLane& lane : timeline.lanes) {
            Array spans, marks;
            for (const plugin::TimelineSpan& span : lane.spans)
                spans.push_back(Object{{"from", span.from.text()},
                                       {"to", span.to ? Value(span.to->text()) : Value()},
                                       {"label", shown(span.label)},
                                       {"tone", name_of(span.tone)}});
            for (const plugin::TimelineMark& mark : lane.marks)
                marks.push_back(Object{
                    {"day", mark.day.text()}, {"label", shown(mark.label)}, {"tone", name_of(mark.tone)}});
            lanes.push_back(Object{
                {"label", shown(lane.label)}, {"spans", std::move(spans)}, {"marks", std::move(marks)}});
        }
        return Object{{"kind", "timeline"},
                      {"title", shown(timeline.title)},
                      {"from", timeline.from.text()},
                      {"to", timeline.to.text()},
                      {"today", day_or_null(timeline.today)},
                      {"lanes", std::move(lanes)}};
    }

    Value json_of(const plugin::ReportBars& bars) const {
        Array all;
        for (const plugin::ReportBar& bar : bars.bars)
            all.push_back(
                Object{{"label", shown(bar.label)}, {"value", bar.value}, {"tone", name_of(bar.tone)}});
        return Object{{"kind", "bars"},
                      {"title", shown(bars.title)},
                      {"quantity", name_of(bars.quantity)},
                      {"currency", bars.currency},
                      {"bars", std::move(all)}};
    }

    Value json_of(const plugin::ReportCurves& curves) const {
        Array all;
        for (const plugin::ReportCurve& curve : curves.curves) {
            Array points;
            for (const plugin::CurvePoint& point : curve.points)
                points.push_back(Object{{"day", point.day.text()}, {"value", point.value}});
            all.push_back(Object{{"label", shown(curve.label)},
                                 {"tone", name_of(curve.tone)},
                                 {"stepped", curve.stepped},
                                 {"points", std::move(points)}});
        }
        return Object{{"kind", "curves"},
                      {"title", shown(curves.title)},
                      {"quantity", name_of(curves.quantity)},
                      {"currency", curves.currency},
                      {"today", day_or_null(curves.today)},
                      {"curves", std::move(all)}};
    }

    Value json_of(const plugin::ReportCode& code) const {
        return Object{{"kind", "code"},
                      {"caption", shown(code.caption)},
                      {"content", code_content(code, model_, frame_, false)}};
    }

    static Value day_or_null(const std::optional<plugin::Date>& day) {
        return day ? Value(day->text()) : Value();
    }

    const plugin::ReportModel& model_;
    const Frame& frame_;
};

}  // namespace

Value to_json(const plugin::ReportModel& model, const Frame& frame) {
    return JsonWriter(model, frame).write();
}

std::string to_json_text(const plugin::ReportModel& model, const Frame& frame) {
    return json::text(to_json(model, frame)) + "\n";
}

}  // namespace xinbu::document
