// Trademarks as the USPTO (daily XML, ST.66, ST.96) and the EUIPO publish them.
#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <utility>

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
using plugin::Value;
using plugin::XmlElement;

namespace {

constexpr std::size_t longest_goods = 12000;  // code points, as declared
constexpr std::size_t longest_text = 4000;

struct EventCode {
    std::string_view code, event;
};

/// Codes of the USPTO's prosecution history that say what our vocabulary says; notices about them do not.
constexpr std::array<EventCode, 62> event_codes{{{"PUBO", "preliminary_publication"},
                                                 {"OP.I", "opposition"},
                                                 {"OP.D", "request_decided"},
                                                 {"OP.T", "request_decided"},
                                                 {"OP.S", "request_decided"},
                                                 {"R.PR", "registration"},
                                                 {"R.SR", "registration"},
                                                 {"89AG", "renewal"},
                                                 {"S89G", "renewal"},
                                                 {"RNL1", "renewal"},
                                                 {"RNL2", "renewal"},
                                                 {"RNL3", "renewal"},
                                                 {"RNL4", "renewal"},
                                                 {"RNL5", "renewal"},
                                                 {"RNL6", "renewal"},
                                                 {"RNL7", "renewal"},
                                                 {"RNL8", "renewal"},
                                                 {"RNL9", "renewal"},
                                                 {"REN1", "renewal"},
                                                 {"REN2", "renewal"},
                                                 {"REN3", "renewal"},
                                                 {"REN4", "renewal"},
                                                 {"REN5", "renewal"},
                                                 {"RNWL", "renewal"},
                                                 {"ASGN", "assignment"},
                                                 {"AOUM", "assignment"},
                                                 {"PETC", "invalidation_request"},
                                                 {"CAND", "request_decided"},
                                                 {"CANG", "request_decided"},
                                                 {"CANT", "request_decided"},
                                                 {"C7..", "surrender"},
                                                 {"C8..", "cancellation"},
                                                 {"C8.T", "cancellation"},
                                                 {"C18.", "cancellation"},
                                                 {"C24.", "cancellation"},
                                                 {"C37.", "cancellation"},
                                                 {"C6AF", "cancellation"},
                                                 {"C6BF", "cancellation"},
                                                 {"C71T", "cancellation"},
                                                 {"C7P.", "partial_cancellation"},
                                                 {"C8P.", "partial_cancellation"},
                                                 {"C18P", "partial_cancellation"},
                                                 {"C37P", "partial_cancellation"},
                                                 {"C6AP", "partial_cancellation"},
                                                 {"C6BP", "partial_cancellation"},
                                                 {"C71P", "partial_cancellation"},
                                                 {"CAEX", "lapse"},
                                                 {"EXRG", "lapse"},
                                                 {"ABN0", "withdrawal"},
                                                 {"ABN1", "withdrawal"},
                                                 {"ABN2", "withdrawal"},
                                                 {"ABN3", "withdrawal"},
                                                 {"ABN4", "withdrawal"},
                                                 {"ABN5", "withdrawal"},
                                                 {"ABN6", "withdrawal"},
                                                 {"ABN7", "withdrawal"},
                                                 {"ABN8", "withdrawal"},
                                                 {"ABN9", "withdrawal"},
                                                 {"EXAB", "other"},
                                                 {"ASCK", "other"},
                                                 {"CNRT", "other"},
                                                 {"CNFR", "other"}}};

void set_text(Object& data, const char* name, std::string text) {
    if (!text.empty()) data.set(name, std::move(text));
}

/// What the three XML formats of the USPTO say of one mark, each in its own way.
struct OfficeMark {
    struct Step {
        std::string date, code, text, sequence;
    };
    struct Conveyance {
        std::string text, executed, recorded, identifier;
        Array from, to;
    };
    std::string serial, registration_number, mark, drawing_code, goods, status_code, status_text, retrieved;
    std::string application, publication, registration, status_date;
    std::string kind;  ///< where the source says more than the drawing code does
    Array classes{}, owners{};
    std::vector<Step> steps{};
    std::vector<Conveyance> conveyances{};
};

void reject_date(ImportSink& sink, const std::string& serial, std::string_view text) {
    const std::string shown = clipped(one_line(text), 40);
    sink.reject("date.invalid", {"Mark " + serial + ": “" + shown + "” is no date.",
                                 "商标" + serial + "：“" + shown + "”不是有效日期。"});
}

Object source_of(const OfficeMark& mark, const char* system) {
    Object source{{"system", system}};
    if (const SourceDate retrieved = source_date(mark.retrieved); retrieved.date)
        source.set("retrieved_on", retrieved.date->text());
    return source;
}

std::string_view kind_of_drawing(std::string_view code) {
    if (code.empty()) return {};
    switch (code.front()) {
        case '1':
        case '4':
            return "word";
        case '2':
            return "figurative";
        case '3':
        case '5':
            return "combined";
        default:
            return {};
    }
}

void set_status(const OfficeMark& mark, Object& data) {
    if (mark.status_code.empty()) return;
    data.set("status_code", mark.status_code);
    const StatusCode* known = uspto_status(mark.status_code);
    set_text(data, "status",
             !mark.status_text.empty() ? mark.status_text : std::string(known != nullptr ? known->text : ""));
    if (known != nullptr && !known->standing.empty()) data.set("common_status", known->standing);
}

/// True where all dates of the record are dates; they stand in `data` then.
bool set_dates(const OfficeMark& mark, Object& data, ImportSink& sink) {
    const std::array<std::pair<const char*, const std::string*>, 4> dates{
        {{"application_date", &mark.application},
         {"publication_date", &mark.publication},
         {"registration_date", &mark.registration},
         {"status_date", &mark.status_date}}};
    for (const auto& [name, text] : dates) {
        const SourceDate date = source_date(*text);
        if (date.is_wrong) {
            reject_date(sink, mark.serial, *text);
            return false;
        }
        if (date.date) data.set(name, date.date->text());
    }
    return true;
}

std::string effective_day(const Object& data) {
    for (const char* name : {"registration_date", "application_date", "publication_date", "status_date"})
        if (const std::string_view day = plugin::text_at(data, name); !day.empty()) return std::string(day);
    return {};
}

void emit_step(const OfficeMark& mark, const OfficeMark::Step& step, const Object& source, ImportSink& sink) {
    const SourceDate date = source_date(step.date);
    if (!date.date) {
        reject_date(sink, mark.serial, step.date);
        return;
    }
    const auto known = std::ranges::find(event_codes, step.code, &EventCode::code);
    Draft draft{
        std::string(trademark_event), right_id(trademark_kind, "US", mark.serial), date.date->text(), {}};
    draft.data.set("event", known != event_codes.end() ? known->event : "other");
    draft.data.set("date", date.date->text());
    set_text(draft.data, "office_code", step.code);
    set_text(draft.data, "detail", clipped(step.text, longest_text));
    std::int64_t sequence = -1;
    const char* end = step.sequence.data() + step.sequence.size();
    if (std::from_chars(step.sequence.data(), end, sequence).ptr == end && sequence >= 0 &&
        sequence <= 1000000)
        draft.data.set("sequence", sequence);
    draft.data.set("source", source);
    sink.draft(std::move(draft));
}

void emit_conveyance(const OfficeMark& mark, const OfficeMark::Conveyance& one, const Object& source,
                     ImportSink& sink) {
    const SourceDate executed = source_date(one.executed), recorded = source_date(one.recorded);
    const std::optional<Date> date = executed.date ? executed.date : recorded.date;
    if (!date) {
        reject_date(sink, mark.serial, one.executed);
        return;
    }
    const std::string_view event = conveyance_event(one.text);
    Draft draft{std::string(trademark_event), right_id(trademark_kind, "US", mark.serial), date->text(), {}};
    draft.data.set("event", event);
    draft.data.set("date", date->text());
    const Array& counterparties = event == "pledge_end" ? one.from : one.to;
    if (!counterparties.empty()) draft.data.set("counterparty", counterparties.front());
    if (counterparties.size() > 1) draft.data.set("counterparties", counterparties);
    set_text(draft.data, "reference", one.identifier);
    set_text(draft.data, "refers_to", reel_frame_in(one.text));
    set_text(draft.data, "detail", clipped(one.text, longest_text));
    draft.data.set("source", source);
    sink.draft(std::move(draft));
}

void emit(const OfficeMark& mark, const char* system, ImportSink& sink) {
    if (mark.serial.empty()) {
        sink.reject("uspto.number", {"The record names no serial number.", "该记录缺少申请号。"});
        return;
    }
    const Object source = source_of(mark, system);
    Draft draft{std::string(trademark_recorded), right_id(trademark_kind, "US", mark.serial), "", {}};
    Object& data = draft.data;
    data = {{"office", "US"},
            {"number", mark.serial},
            {"classes", mark.classes},
            {"owners", mark.owners},
            {"source", source}};
    if (!set_dates(mark, data, sink)) return;
    draft.effective = effective_day(data);
    if (draft.effective.empty()) {
        sink.reject("uspto.no_date", {"Mark " + mark.serial + " has no date at all.",
                                      "商标" + mark.serial + "没有任何日期。"});
        return;
    }
    set_text(data, "registration_number", mark.registration_number);
    set_text(data, "mark", clipped(mark.mark, longest_text));
    set_text(data, "goods", clipped(mark.goods, longest_goods));
    set_text(data, "kind", mark.kind.empty() ? std::string(kind_of_drawing(mark.drawing_code)) : mark.kind);
    set_status(mark, data);
    sink.draft(std::move(draft));
    for (const OfficeMark::Step& step : mark.steps) emit_step(mark, step, source, sink);
    for (const OfficeMark::Conveyance& one : mark.conveyances) emit_conveyance(mark, one, source, sink);
}

// ---- reading elements ----

std::string text_of(const XmlElement& element, std::initializer_list<std::string_view> path) {
    return one_line(element.text_at(path));
}

std::string number_of(std::string_view text) {
    return plugin::canonical_uscc(one_line(text));
}

/// Calls `use` with every element of that local name below `element`, outermost ones only.
void each_below(const XmlElement& element, std::string_view name,
                const std::function<void(const XmlElement&)>& use) {
    for (const XmlElement& child : element.children) {
        if (child.name == name)
            use(child);
        else
            each_below(child, name, use);
    }
}

/// The text of the first element of that name below `element` that has one.
std::string first_text(const XmlElement& element, std::string_view name) {
    for (const XmlElement& child : element.children) {
        if (child.name == name && !child.text.empty()) return one_line(child.text);
        if (std::string found = first_text(child, name); !found.empty()) return found;
    }
    return {};
}

/// Classes of the Nice classification; the office's own (A, B, 200) are none of them.
void add_class(Array& classes, std::string_view text) {
    std::int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end || number < 1 || number > 45) return;
    if (std::ranges::find(classes, Value(number)) == classes.end()) classes.emplace_back(number);
}

void add_goods(std::string& goods, const std::string& text) {
    if (text.empty()) return;
    if (!goods.empty()) goods += '\n';
    goods += text;
}

/// Owners follow each other in numbered steps (10 to 16 before publication, 20, 30 at registration, 31 and on
/// after it): the highest step is who owns the mark now.
class OwnerSteps {
public:
    void add(std::string_view step, std::string_view name) {
        if (one_line(name).empty()) return;
        int number = 0;
        std::from_chars(step.data(), step.data() + step.size(), number);
        if (number < highest_) return;
        if (number > highest_) latest_.clear();
        highest_ = number;
        const Value owner = party(name);
        if (std::ranges::find(latest_, owner) == latest_.end()) latest_.push_back(owner);
    }
    Array take() { return std::move(latest_); }

private:
    int highest_ = 0;
    Array latest_;
};

std::string name_in(const XmlElement& element) {
    for (const char* name :
         {"EntityName", "OrganizationStandardName", "PersonFullName", "FreeFormatNameLine"})
        if (std::string found = first_text(element, name); !found.empty()) return found;
    return {};
}

void read_assignment(const XmlElement& element, OfficeMark& mark) {
    OfficeMark::Conveyance one;
    one.text = first_text(element, "AssignmentConveyanceCategory");
    one.executed = first_text(element, "AssignmentExecutedDate");
    if (one.executed.empty()) one.executed = first_text(element, "AssignmentExecutionDate");
    one.recorded = first_text(element, "AssignmentRecordedDate");
    one.identifier = first_text(element, "AssignmentIdentifier");
    const auto add_to = [](Array& parties) {
        return [&parties](const XmlElement& who) {
            if (const std::string name = name_in(who); !name.empty()) parties.push_back(party(name));
        };
    };
    each_below(element, "Assignor", add_to(one.from));
    each_below(element, "Assignee", add_to(one.to));
    mark.conveyances.push_back(std::move(one));
}

/// What ST.66 and ST.96 write alike.
void read_tsdr(const XmlElement& element, OfficeMark& mark) {
    const XmlElement* application = element.child("ApplicationNumber");
    if (application != nullptr) {
        const std::string text = first_text(*application, "ApplicationNumberText");
        mark.serial = number_of(text.empty() ? application->text : text);
    }
    mark.registration_number = number_of(element.text_at({"RegistrationNumber"}));
    mark.application = text_of(element, {"ApplicationDate"});
    mark.registration = text_of(element, {"RegistrationDate"});
    mark.publication = first_text(element, "PublicationDate");
    mark.status_code = text_of(element, {"MarkCurrentStatusCode"});
    mark.status_date = text_of(element, {"MarkCurrentStatusDate"});
    mark.status_text = clipped(first_text(element, "MarkCurrentStatusExternalDescriptionText"), 500);
    mark.mark = first_text(element, "MarkVerbalElementText");
    mark.drawing_code = first_text(element, "MarkFeatureCode");
    each_below(element, "MarkEvent", [&](const XmlElement& event) {
        std::string text = first_text(event, "MarkEventDescriptionText");
        if (text.empty()) text = first_text(event, "MarkEventInternalDescriptionText");
        mark.steps.push_back({first_text(event, "MarkEventDate"), first_text(event, "MarkEventCode"),
                              std::move(text), first_text(event, "MarkEventEntryNumber")});
    });
    each_below(element, "Assignment", [&](const XmlElement& one) { read_assignment(one, mark); });
}

void read_header(const XmlElement& header, OfficeMark& mark) {
    const auto is_set = [&](std::string_view flag) { return header.text_at({flag}) == "T"; };
    mark.application = text_of(header, {"filing-date"});
    mark.registration = text_of(header, {"registration-date"});
    mark.publication = text_of(header, {"published-for-opposition-date"});
    mark.status_code = text_of(header, {"status-code"});
    mark.status_date = text_of(header, {"status-date"});
    mark.mark = text_of(header, {"mark-identification"});
    mark.drawing_code = text_of(header, {"mark-drawing-code"});
    if (is_set("certification-mark-in"))
        mark.kind = "certification";
    else if (is_set("collective-trademark-in") || is_set("collective-service-mark-in") ||
             is_set("collective-membership-mark-in"))
        mark.kind = "collective";
    else if (is_set("drawing-3d-current-in"))
        mark.kind = "three_dimensional";
}

}  // namespace

void import_case_file(const XmlElement& element, ImportSink& sink) {
    OfficeMark mark;
    mark.serial = number_of(element.text_at({"serial-number"}));
    mark.registration_number = number_of(element.text_at({"registration-number"}));
    if (mark.registration_number.find_first_not_of('0') == std::string::npos)
        mark.registration_number.clear();
    mark.retrieved = text_of(element, {"transaction-date"});
    if (const XmlElement* header = element.child("case-file-header")) read_header(*header, mark);
    each_below(element, "international-code",
               [&](const XmlElement& code) { add_class(mark.classes, one_line(code.text)); });
    each_below(element, "case-file-statement", [&](const XmlElement& statement) {
        if (statement.text_at({"type-code"}).starts_with("GS"))
            add_goods(mark.goods, text_of(statement, {"text"}));
    });
    OwnerSteps owners;
    each_below(element, "case-file-owner", [&](const XmlElement& owner) {
        owners.add(text_of(owner, {"party-type"}), owner.text_at({"party-name"}));
    });
    mark.owners = owners.take();
    each_below(element, "case-file-event-statement", [&](const XmlElement& step) {
        mark.steps.push_back({text_of(step, {"date"}), text_of(step, {"code"}),
                              text_of(step, {"description-text"}), text_of(step, {"number"})});
    });
    emit(mark, "USPTO daily", sink);
}

void import_st66(const XmlElement& element, ImportSink& sink) {
    bool found = false;
    each_below(element, "TradeMark", [&](const XmlElement& trademark) {
        found = true;
        OfficeMark mark;
        read_tsdr(trademark, mark);
        each_below(trademark, "ClassDescription", [&](const XmlElement& one) {
            add_class(mark.classes, text_of(one, {"ClassNumber"}));
            add_goods(mark.goods, text_of(one, {"GoodsServicesDescription"}));
        });
        // The applicants stand beside the mark in some versions, inside of it in others.
        OwnerSteps owners;
        each_below(element, "Applicant", [&](const XmlElement& applicant) {
            owners.add(first_text(applicant, "PartyTypeCode"), name_in(applicant));
        });
        mark.owners = owners.take();
        emit(mark, "USPTO TSDR", sink);
    });
    if (!found)
        sink.reject("uspto.no_mark", {"The document describes no trademark.", "该文件未包含商标信息。"});
}

void import_st96(const XmlElement& element, ImportSink& sink) {
    OfficeMark mark;
    read_tsdr(element, mark);
    each_below(element, "GoodsServicesClassification", [&](const XmlElement& one) {
        const std::string kind = text_of(one, {"ClassificationKindCode"});
        if (kind == "Nice" || kind == "Primary") add_class(mark.classes, text_of(one, {"ClassNumber"}));
    });
    each_below(element, "ClassDescription", [&](const XmlElement& one) {
        add_goods(mark.goods, text_of(one, {"GoodsServicesDescriptionText"}));
    });
    OwnerSteps owners;
    each_below(element, "Applicant", [&](const XmlElement& applicant) {
        std::string_view step;
        for (const plugin::Member& attribute : applicant.attributes)
            if (attribute.name.ends_with("sequenceNumber") && attribute.value.text() != nullptr)
                step = *attribute.value.text();
        owners.add(step, name_in(applicant));
    });
    mark.owners = owners.take();
    emit(mark, "USPTO TSDR", sink);
}

void import_euipo_mark(const CsvRow& row, ImportSink& sink) {
    // Also the designations of the EU by a Madrid registration are rights of the EUIPO's register, under its
    // own number, W and eight digits.
    const std::string number = number_of(row.cell("trademark_id"));
    if (number.empty()) {
        sink.reject("euipo.number", {"The row names no trademark.", "该行缺少商标号。"});
        return;
    }
    const SourceDate filed = source_date(row.cell("filing_date"));
    if (!filed.date) {
        reject_date(sink, number, row.cell("filing_date"));
        return;
    }
    const std::string text = clipped(one_line(row.cell("text")), longest_text);
    Draft draft{
        std::string(trademark_recorded), right_id(trademark_kind, "EM", number), filed.date->text(), {}};
    draft.data = {{"office", "EM"},
                  {"number", number},
                  {"classes", Array{}},
                  {"owners", Array{}},
                  {"application_date", filed.date->text()},
                  {"source", Object{{"system", "EUIPO"}}}};
    set_text(draft.data, "mark", text);
    Array vienna;
    const std::string codes = one_line(row.cell("vienna_codes"));
    for (std::size_t start = 0; start < codes.size();) {
        const std::size_t end = std::min(codes.find(' ', start), codes.size());
        vienna.emplace_back(codes.substr(start, end - start));
        start = end + 1;
    }
    // Codes of the Vienna classification say that there is a figure.
    draft.data.set("kind", vienna.empty() ? "word" : text.empty() ? "figurative" : "combined");
    if (!vienna.empty()) draft.data.set("vienna", std::move(vienna));
    sink.draft(std::move(draft));
}

}  // namespace xinbu::ip_status
