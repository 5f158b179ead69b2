// Events and assignments of patents as the USPTO publishes them, in tables.
#include <algorithm>
#include <array>

#include "adapters.hpp"
#include "adapters_common.hpp"
#include "right.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::ip_status {

using plugin::Array;
using plugin::CsvRow;
using plugin::Date;
using plugin::Draft;
using plugin::ImportSink;
using plugin::Object;

namespace {

struct EventCode {
    std::string_view code, event;
    int year = 0;
};

/// Codes of the USPTO that say what our vocabulary says. A step that only looks like one (a mailed copy of a
/// decision, a case disposed of for continued examination) is not among them.
constexpr std::array<EventCode, 48> event_codes{
    {{"M1551", "annual_fee", 4}, {"M1552", "annual_fee", 8},  {"M1553", "annual_fee", 12},
     {"M2551", "annual_fee", 4}, {"M2552", "annual_fee", 8},  {"M2553", "annual_fee", 12},
     {"M3551", "annual_fee", 4}, {"M3552", "annual_fee", 8},  {"M3553", "annual_fee", 12},
     {"M170", "annual_fee", 4},  {"M171", "annual_fee", 8},   {"M172", "annual_fee", 12},
     {"M173", "annual_fee", 4},  {"M174", "annual_fee", 8},   {"M175", "annual_fee", 12},
     {"M183", "annual_fee", 4},  {"M184", "annual_fee", 8},   {"M185", "annual_fee", 12},
     {"M283", "annual_fee", 4},  {"M284", "annual_fee", 8},   {"M285", "annual_fee", 12},
     {"EXP.", "lapse_unpaid"},   {"EXPRO", "expiry"},         {"PGM/", "grant"},
     {"EPG/", "grant"},          {"PG-ISSUE", "publication"}, {"CTNF", "examination"},
     {"CTFR", "examination"},    {"CTRS", "examination"},     {"CTEQ", "examination"},
     {"ABN1", "abandonment"},    {"ABN2", "abandonment"},     {"ABN3", "abandonment"},
     {"ABN4", "abandonment"},    {"ABN5", "abandonment"},     {"ABN6", "abandonment"},
     {"ABN7", "abandonment"},    {"ABN8", "abandonment"},     {"ABN10", "abandonment"},
     {"ABNX", "abandonment"},    {"NRAB", "restoration"},     {"PREV", "restoration"},
     {"PMFG", "restoration"},    {"WPABN", "restoration"},    {"TRIALPET", "invalidation_request"},
     {"C.AD", "change"},         {"C.ADB", "change"},         {"PA..", "change"}}};

plugin::Value system_of(const CsvRow& row) {
    const std::string system = one_line(row.cell("source"));
    return Object{{"system", system.empty() ? "USPTO" : system}};
}

std::optional<std::string> patent_of(const CsvRow& row, ImportSink& sink) {
    const std::string number = plugin::canonical_uscc(row.cell("application_number"));
    if (!number.empty()) return right_id(patent_kind, "US", number);
    sink.reject("uspto.number", {"The row names no application.", "该行缺少申请号。"});
    return std::nullopt;
}

void reject_date(ImportSink& sink, std::string_view cell) {
    const std::string shown = clipped(one_line(cell), 40);
    sink.reject("date.invalid", {shown.empty() ? "The row has no date." : "“" + shown + "” is no date.",
                                 shown.empty() ? "该行缺少日期。" : "“" + shown + "”不是有效日期。"});
}

void set_text(Object& data, const char* name, std::string text) {
    if (!text.empty()) data.set(name, std::move(text));
}

}  // namespace

void import_patent_event(const CsvRow& row, ImportSink& sink) {
    const std::optional<std::string> record = patent_of(row, sink);
    if (!record) return;
    const SourceDate date = source_date(row.cell("event_date"));
    if (!date.date) {
        reject_date(sink, row.cell("event_date"));
        return;
    }
    const std::string code = one_line(row.cell("event_code"));
    const auto known = std::ranges::find(event_codes, code, &EventCode::code);
    Draft draft{std::string(patent_event), *record, date.date->text(), {}};
    draft.data.set("event", known != event_codes.end() ? known->event : "other");
    draft.data.set("date", date.date->text());
    if (known != event_codes.end() && known->year > 0) draft.data.set("year", known->year);
    set_text(draft.data, "office_code", code);
    set_text(draft.data, "detail", one_line(row.cell("event_description")));
    draft.data.set("source", system_of(row));
    sink.draft(std::move(draft));
}

void import_patent_assignment(const CsvRow& row, ImportSink& sink) {
    const std::optional<std::string> record = patent_of(row, sink);
    if (!record) return;
    // A document binds from its execution; where that is not told, the day it was recorded is what is known.
    const SourceDate executed = source_date(row.cell("execution_date"));
    const SourceDate recorded = source_date(row.cell("recorded_date"));
    const std::optional<Date> date = executed.date ? executed.date : recorded.date;
    if (!date || executed.is_wrong || recorded.is_wrong) {
        reject_date(sink,
                    executed.is_wrong || !date ? row.cell("execution_date") : row.cell("recorded_date"));
        return;
    }
    const std::string text = one_line(row.cell("conveyance_text"));
    const std::string_view event = conveyance_event(text);
    const std::string assignors = one_line(row.cell("assignors")),
                      assignees = one_line(row.cell("assignees"));
    const std::string reel_frame = one_line(row.cell("reel_frame"));

    Draft draft{std::string(patent_event), *record, date->text(), {}};
    draft.data.set("event", event);
    draft.data.set("date", date->text());
    // The secured party grants a release; everywhere else the counterparty is who receives.
    const Array counterparties = parties_in(event == "pledge_end" ? assignors : assignees);
    if (!counterparties.empty()) draft.data.set("counterparty", counterparties.front());
    if (counterparties.size() > 1) draft.data.set("counterparties", counterparties);
    set_text(draft.data, "reference", reel_frame);
    set_text(draft.data, "refers_to", reel_frame_in(text));

    std::string detail = text;
    const auto add = [&](std::string_view label, const std::string& value) {
        if (!value.empty()) detail += (detail.empty() ? "" : "\n") + std::string(label) + " " + value;
    };
    add("reel/frame", reel_frame);
    if (recorded.date) add("recorded", recorded.date->text());
    add("from", assignors);
    add("to", assignees);
    constexpr std::size_t longest_detail = 4000;
    set_text(draft.data, "detail", clipped(std::move(detail), longest_detail));
    draft.data.set("source", system_of(row));
    sink.draft(std::move(draft));
}

}  // namespace xinbu::ip_status
