#include "office_mark.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "right.hpp"
#include "trademarks.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::ip_status {

using plugin::Array;
using plugin::Date;
using plugin::Draft;
using plugin::ImportSink;
using plugin::Object;
using plugin::Value;

namespace {

struct EventCode {
    std::string_view code, event;
};

/// Codes of the USPTO's prosecution history that say what our vocabulary says; notices about them do not.
constexpr std::array<EventCode, 79> event_codes{{{"PUBO", "preliminary_publication"},
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
                                                 {"CNFR", "other"},
                                                 {"71AG", "other"},
                                                 {"8.OK", "other"},
                                                 {"8.PR", "other"},
                                                 {"8OKT", "other"},
                                                 {"8PRT", "other"},
                                                 {"C15A", "other"},
                                                 {"C15P", "other"},
                                                 {"C75A", "other"},
                                                 {"C75P", "other"},
                                                 {"S71A", "other"},
                                                 {"S85A", "other"},
                                                 {"S85R", "other"},
                                                 {"S86A", "other"},
                                                 {"S89R", "other"},
                                                 {"S8OA", "other"},
                                                 {"SP1A", "other"},
                                                 {"SP6A", "other"}}};

std::string record_of(const OfficeMark& mark) {
    return right_id(trademark_kind, mark.office, mark.serial);
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

void set_status(OfficeMark& mark, Object& data) {
    set_text(data, "status_code", clipped(mark.status_code, 20));
    // The codes are the USPTO's; other offices say their status in words only.
    const StatusCode* known = mark.office == "US" ? uspto_status(mark.status_code) : nullptr;
    set_text(data, "status",
             clipped(!mark.status_text.empty() ? mark.status_text
                                               : std::string(known != nullptr ? known->text : ""),
                     500));
    if (!mark.common_status.empty())
        data.set("common_status", mark.common_status);
    else if (known != nullptr && !known->standing.empty())
        data.set("common_status", known->standing);
    if (mark.office == "US" && known == nullptr && !mark.status_code.empty())
        mark.findings.add(unknown_code, "status_code", mark.status_code);
}

void set_dates(OfficeMark& mark, Object& data) {
    set_date(data, "application_date", mark.application, mark.findings);
    set_date(data, "publication_date", mark.publication, mark.findings);
    set_date(data, "registration_date", mark.registration, mark.findings);
    set_date(data, "expiry_date", mark.expiry, mark.findings);
    set_date(data, "status_date", mark.status_date, mark.findings);
    note_order(data, "application_date", "publication_date", mark.findings);
    note_order(data, "application_date", "registration_date", mark.findings);
    note_order(data, "registration_date", "expiry_date", mark.findings);
}

std::string effective_day(const Object& data) {
    for (const char* name : {"registration_date", "application_date", "publication_date", "status_date"})
        if (const std::string_view day = plugin::text_at(data, name); !day.empty()) return std::string(day);
    return {};
}

void set_counterparties(Object& data, const Array& counterparties) {
    if (!counterparties.empty()) data.set("counterparty", counterparties.front());
    if (counterparties.size() > 1) data.set("counterparties", counterparties);
}

void set_sequence(Object& data, const std::string& text) {
    std::int64_t sequence = -1;
    const char* end = text.data() + text.size();
    const bool is_number = std::from_chars(text.data(), end, sequence).ptr == end && !text.empty();
    if (is_number && sequence >= 0 && sequence <= 1000000) data.set("sequence", sequence);
}

/// A step without its day can be no entry: the record says that it was there.
std::vector<Draft> drafts_of_steps(OfficeMark& mark, const Object& source) {
    std::vector<Draft> drafts;
    for (const OfficeMark::Step& step : mark.steps) {
        const SourceDate date = source_date(step.date);
        if (!date.date) {
            mark.findings.add("date.invalid", "events", step.code + " " + step.text + ": " + step.date);
            continue;
        }
        std::string_view event = step.event;
        if (event.empty() && mark.office == "US") event = uspto_mark_event(step.code);
        Draft draft{std::string(trademark_event), record_of(mark), date.date->text(), {}};
        draft.data.set("event", event.empty() ? "other" : event);
        draft.data.set("date", date.date->text());
        set_text(draft.data, "office_code", clipped(step.code, 100));
        set_text(draft.data, "reference", clipped(step.reference, 100));
        set_text(draft.data, "detail", clipped(step.text, longest_text));
        if (const SourceDate until = source_date(step.until); until.date)
            draft.data.set("until", until.date->text());
        set_counterparties(draft.data, step.counterparties);
        set_sequence(draft.data, step.sequence);
        draft.data.set("source", source);
        drafts.push_back(std::move(draft));
    }
    return drafts;
}

std::vector<Draft> drafts_of_conveyances(OfficeMark& mark, const Object& source) {
    std::vector<Draft> drafts;
    for (const OfficeMark::Conveyance& one : mark.conveyances) {
        const SourceDate executed = source_date(one.executed), recorded = source_date(one.recorded);
        const std::optional<Date> date = executed.date ? executed.date : recorded.date;
        if (executed.is_wrong || !date)
            mark.findings.add("date.invalid", "events",
                              one.identifier + " " + one.text + ": " + one.executed);
        if (!date) continue;
        const std::string_view event = conveyance_event(one.text);
        Draft draft{std::string(trademark_event), record_of(mark), date->text(), {}};
        draft.data.set("event", event);
        draft.data.set("date", date->text());
        // The secured party grants a release; everywhere else the counterparty is who receives.
        set_counterparties(draft.data, event == "pledge_end" ? one.from : one.to);
        if (const Array& holders = event == "pledge_end" ? one.to : one.from; !holders.empty())
            draft.data.set("holders", holders);
        set_text(draft.data, "reference", clipped(one.identifier, 100));
        set_text(draft.data, "refers_to", reel_frame_in(one.text));
        set_text(draft.data, "detail", clipped(one.text, longest_text));
        draft.data.set("source", source);
        drafts.push_back(std::move(draft));
    }
    return drafts;
}

}  // namespace

std::string_view uspto_mark_event(std::string_view code) {
    const auto known = std::ranges::find(event_codes, code, &EventCode::code);
    return known != event_codes.end() ? known->event : std::string_view();
}

std::string number_of(std::string_view text) {
    return plugin::canonical_uscc(one_line(text));
}

void emit(OfficeMark& mark, const char* system, ImportSink& sink) {
    if (mark.serial.empty()) {
        sink.reject("ip.import.number", {"The record names no number.", "该记录缺少申请号或注册号。"});
        return;
    }
    const Object source = source_of(mark, system);
    Draft draft{std::string(trademark_recorded), record_of(mark), "", {}};
    Object& data = draft.data;
    data = {{"office", mark.office},
            {"number", mark.serial},
            {"classes", mark.classes},
            {"owners", mark.owners},
            {"source", source}};
    set_dates(mark, data);
    draft.effective = effective_day(data);
    if (draft.effective.empty()) draft.effective = mark.undated;
    if (draft.effective.empty()) {
        sink.reject("ip.import.no_date", {"Mark " + mark.serial + " has no date at all.",
                                          "商标" + mark.serial + "没有任何有效日期。"});
        return;
    }
    set_text(data, "registration_number", clipped(mark.registration_number, 50));
    set_text(data, "mark", clipped(mark.mark, longest_text));
    set_text(data, "goods", clipped(mark.goods, longest_goods));
    set_text(data, "kind", mark.kind.empty() ? std::string(kind_of_drawing(mark.drawing_code)) : mark.kind);
    if (!mark.similar_groups.empty()) data.set("similar_groups", mark.similar_groups);
    if (!mark.other_numbers.empty()) data.set("other_numbers", mark.other_numbers);
    set_status(mark, data);
    // An event is the same in every later extract: the day of this one stays out of it.
    const Object system_only{{"system", system}};
    std::vector<Draft> steps = drafts_of_steps(mark, system_only);
    std::vector<Draft> conveyances = drafts_of_conveyances(mark, system_only);
    mark.findings.write(data);
    sink.draft(std::move(draft));
    for (Draft& step : steps) sink.draft(std::move(step));
    for (Draft& one : conveyances) sink.draft(std::move(one));
}

void add_class(OfficeMark& mark, std::string_view text) {
    std::int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end || number < 1 || number > 45) {
        if (!text.empty()) mark.findings.add("nice.class", "classes", text);
        return;
    }
    if (std::ranges::find(mark.classes, Value(number)) == mark.classes.end())
        mark.classes.emplace_back(number);
}

void leave_out_registration(OfficeMark& mark) {
    const SourceDate registered = source_date(mark.registration);
    if (!registered.date) {
        mark.findings.add(undated_status, "status", mark.status_text);
        return;
    }
    mark.findings.add(undated_status, "registration_date", mark.registration);
    mark.undated = registered.date->text();
    mark.registration.clear();
}

void add_goods(std::string& goods, const std::string& text) {
    if (text.empty()) return;
    if (!goods.empty()) goods += '\n';
    goods += text;
}

void OwnerSteps::add(std::string_view step, std::string_view name) {
    if (one_line(name).empty()) return;
    int number = 0;
    std::from_chars(step.data(), step.data() + step.size(), number);
    if (number < highest_) return;
    if (number > highest_) latest_.clear();
    highest_ = number;
    const Value owner = party(name);
    if (std::ranges::find(latest_, owner) == latest_.end()) latest_.push_back(owner);
}

}  // namespace xinbu::ip_status
