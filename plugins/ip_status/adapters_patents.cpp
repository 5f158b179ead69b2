// Patents as the USPTO publishes them: tables of applications, events and assignments, and grant documents.
#include <algorithm>
#include <array>

#include "adapters.hpp"
#include "office_patent.hpp"
#include "right.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::ip_status {

using plugin::CsvRow;
using plugin::Date;
using plugin::ImportSink;
using plugin::Object;
using plugin::XmlElement;

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

Object source_in(const CsvRow& row) {
    const std::string system = one_line(row.cell("source"));
    return source_of(system.empty() ? "USPTO" : system, "");
}

std::optional<std::string> patent_of(const CsvRow& row, ImportSink& sink) {
    const std::string number = plugin::canonical_uscc(row.cell("application_number"));
    if (!number.empty()) return right_id(patent_kind, "US", number);
    sink.reject("ip.import.number", {"The row names no application.", "该行缺少申请号。"});
    return std::nullopt;
}

void reject_date(ImportSink& sink, std::string_view cell) {
    const std::string shown = clipped(one_line(cell), 40);
    sink.reject("date.invalid", {shown.empty() ? "The row has no date." : "“" + shown + "” is no date.",
                                 shown.empty() ? "该行缺少日期。" : "“" + shown + "”不是有效日期。"});
}

/// Reissues, reexaminations, international and provisional applications are inventions by what they protect;
/// where a row does not say, the number may.
std::string kind_of_application(std::string_view type) {
    if (type == "Design") return "design";
    return type.empty() ? "" : "invention";
}

}  // namespace

std::string_view uspto_patent_event(std::string_view code, int& year) {
    const auto known = std::ranges::find(event_codes, code, &EventCode::code);
    if (known == event_codes.end()) return {};
    year = known->year;
    return known->event;
}

void import_patent_event(const CsvRow& row, ImportSink& sink) {
    const std::optional<std::string> record = patent_of(row, sink);
    if (!record) return;
    PatentStep step{std::string(row.cell("event_date")), "", one_line(row.cell("event_code")),
                    one_line(row.cell("event_description"))};
    step.event = uspto_patent_event(step.code, step.year);
    if (!emit(*record, step, source_in(row), sink)) reject_date(sink, row.cell("event_date"));
}

void import_patent_assignment(const CsvRow& row, ImportSink& sink) {
    const std::optional<std::string> record = patent_of(row, sink);
    if (!record) return;
    // A document binds from its execution; where that is not told, the day it was recorded is what is known.
    const SourceDate executed = source_date(row.cell("execution_date"));
    const SourceDate recorded = source_date(row.cell("recorded_date"));
    const std::optional<Date> date = executed.date ? executed.date : recorded.date;
    if (!date) {
        reject_date(sink, row.cell("execution_date"));
        return;
    }
    const std::string text = one_line(row.cell("conveyance_text"));
    const std::string assignors = one_line(row.cell("assignors")),
                      assignees = one_line(row.cell("assignees"));
    PatentStep step{date->text(), std::string(conveyance_event(text)), "", text};
    step.reference = one_line(row.cell("reel_frame"));
    step.refers_to = reel_frame_in(text);
    // The secured party grants a release; everywhere else the counterparty is who receives.
    step.counterparties = parties_in(step.event == "pledge_end" ? assignors : assignees);
    step.holders = parties_in(step.event == "pledge_end" ? assignees : assignors);
    const auto add = [&](std::string_view label, const std::string& value) {
        if (!value.empty())
            step.detail += (step.detail.empty() ? "" : "\n") + std::string(label) + " " + value;
    };
    add("reel/frame", step.reference);
    if (executed.is_wrong) add("executed", one_line(row.cell("execution_date")));
    if (recorded.date || recorded.is_wrong) add("recorded", one_line(row.cell("recorded_date")));
    add("from", assignors);
    add("to", assignees);
    emit(*record, step, source_in(row), sink);
}

void import_patent_application(const CsvRow& row, ImportSink& sink) {
    const std::optional<std::string> record = patent_of(row, sink);
    if (!record) return;
    OfficePatent patent;
    patent.office = "US";
    patent.number = plugin::canonical_uscc(row.cell("application_number"));
    patent.kind = kind_of_application(one_line(row.cell("app_type")));
    patent.title = row.cell("title");
    patent.filing = row.cell("filing_date");
    patent.grant = row.cell("grant_date");
    patent.status = row.cell("status");
    patent.status_code = one_line(row.cell("status_code"));
    patent.status_date = row.cell("status_date");
    add_owner(patent, row.cell("applicant"));
    add_number(patent, plugin::canonical_uscc(row.cell("patent_number")));
    if (!emit(patent, plugin::text_at(source_in(row), "system"), sink)) return;
    const std::string status = one_line(patent.status);
    if (const std::string_view ended = ended_by_status(status); !ended.empty())
        emit(*record, {patent.status_date, std::string(ended), "", status}, source_in(row), sink);
}

void import_patent_grant(const XmlElement& element, ImportSink& sink) {
    const XmlElement* about = element.child("us-bibliographic-data-grant");
    if (about == nullptr) {
        reject_format(sink, "us-bibliographic-data-grant", names_in(element));
        return;
    }
    OfficePatent patent;
    patent.office = "US";
    patent.number =
        plugin::canonical_uscc(about->text_at({"application-reference", "document-id", "doc-number"}));
    patent.filing = text_of(*about, {"application-reference", "document-id", "date"});
    patent.grant = text_of(*about, {"publication-reference", "document-id", "date"});
    patent.title = about->text_at({"invention-title"});
    const std::string granted = text_of(*about, {"publication-reference", "document-id", "doc-number"});
    if (!granted.empty())
        patent.publication_number =
            "US" + granted + text_of(*about, {"publication-reference", "document-id", "kind"});
    add_number(patent, granted);
    if (const XmlElement* application = about->child("application-reference"))
        patent.kind = attribute_of(*application, "appl-type") == "design" ? "design" : "invention";
    each_below(*about, "classification-ipcr", [&](const XmlElement& one) {
        add_ipc(patent, text_of(one, {"section"}) + text_of(one, {"class"}) + text_of(one, {"subclass"}) +
                            " " + text_of(one, {"main-group"}) + "/" + text_of(one, {"subgroup"}));
    });
    const auto add_parties = [&](const char* list, const char* party) {
        const XmlElement* parties = first_below(*about, list);
        if (parties == nullptr) return;
        each_below(*parties, party, [&](const XmlElement& one) {
            const std::string body = first_text(one, "orgname");
            add_owner(patent, !body.empty()
                                  ? body
                                  : first_text(one, "first-name") + " " + first_text(one, "last-name"));
        });
    };
    add_parties("assignees", "assignee");
    if (patent.owners.empty()) add_parties("us-applicants", "us-applicant");
    if (const XmlElement* related = first_below(*about, "us-related-documents"))
        each_below(*related, "parent-doc", [&](const XmlElement& parent) {
            add_parent(patent, text_of(parent, {"document-id", "date"}));
        });
    if (!emit(patent, "USPTO grant", sink)) return;
    const std::string extension = text_of(*about, {"us-term-of-grant", "us-term-extension"});
    if (extension.empty()) return;
    PatentStep step{patent.grant, "term_adjustment", "", "us-term-extension " + extension};
    step.days = days_in(extension);
    emit(right_id(patent_kind, "US", patent.number), step, source_of("USPTO grant", ""), sink);
}

}  // namespace xinbu::ip_status
