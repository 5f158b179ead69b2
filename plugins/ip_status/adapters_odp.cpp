// Patents as the USPTO's Open Data Portal answers in JSON.
#include <algorithm>
#include <array>

#include "adapters.hpp"
#include "office_patent.hpp"
#include "right.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::ip_status {

using plugin::Array;
using plugin::array_at;
using plugin::ImportSink;
using plugin::Object;
using plugin::object_at;
using plugin::Value;

namespace {

constexpr const char* system_name = "USPTO ODP";

/// Members are written "filingDate" in the office's answers, "FilingDate" in what some clients make of them.
const Value* member_of(const Object& object, std::string_view name) {
    if (const Value* value = object.find(name)) return value;
    std::string capitalised(name);
    if (!capitalised.empty() && capitalised[0] >= 'a' && capitalised[0] <= 'z')
        capitalised[0] = static_cast<char>(capitalised[0] - 'a' + 'A');
    return object.find(capitalised);
}

std::string text_in(const Object& object, std::string_view name) {
    return scalar_text(member_of(object, name));
}

void read_applicants(const Array& list, OfficePatent& patent) {
    for (const Value& one : list) {
        if (one.object() == nullptr) continue;
        std::string name = text_in(*one.object(), "applicantNameText");
        if (name.empty())
            name = one_line(text_in(*one.object(), "firstName") + " " + text_in(*one.object(), "lastName"));
        add_owner(patent, name);
    }
}

void read_meta(const Object& meta, OfficePatent& patent) {
    const std::string type = text_in(meta, "applicationTypeLabelName");
    if (!type.empty()) patent.kind = type == "Design" ? "design" : "invention";
    patent.title = text_in(meta, "inventionTitle");
    patent.filing = text_in(meta, "filingDate");
    patent.grant = text_in(meta, "grantDate");
    patent.published = text_in(meta, "earliestPublicationDate");
    patent.publication_number = text_in(meta, "earliestPublicationNumber");
    patent.status = text_in(meta, "applicationStatusDescriptionText");
    patent.status_code = text_in(meta, "applicationStatusCode");
    patent.status_date = text_in(meta, "applicationStatusDate");
    read_applicants(array_at(meta, "applicantBag"), patent);
    read_applicants(array_at(meta, "Applicants"), patent);
    if (patent.owners.empty()) add_owner(patent, text_in(meta, "firstApplicantName"));
    add_number(patent, text_in(meta, "patentNumber"));
}

void import_events(const Object& wrapper, const std::string& record, ImportSink& sink) {
    for (const Value& item : array_at(wrapper, "eventDataBag")) {
        if (item.object() == nullptr) continue;
        PatentStep step{text_in(*item.object(), "eventDate"), "", text_in(*item.object(), "eventCode"),
                        text_in(*item.object(), "eventDescriptionText")};
        step.event = uspto_patent_event(step.code, step.year);
        if (!emit(record, step, source_of(system_name, ""), sink))
            sink.reject("date.invalid",
                        {"Event " + step.code + " of " + record + " has no valid date: “" +
                             clipped(step.date, 40) + "”.",
                         record + "的事项" + step.code + "没有有效日期：“" + clipped(step.date, 40) + "”。"});
    }
}

Array names_in(const Object& holder, const char* bag, const char* name) {
    Array parties;
    for (const Value& one : array_at(holder, bag))
        if (one.object() != nullptr)
            if (const std::string text = text_in(*one.object(), name); !text.empty())
                parties.push_back(party(text));
    return parties;
}

/// The day on which the last assignor signed; empty where none tells it.
std::string executed_on(const Object& assignment) {
    std::string last;
    for (const Value& one : array_at(assignment, "assignorBag"))
        if (one.object() != nullptr)
            if (const SourceDate day = source_date(text_in(*one.object(), "executionDate")); day.date)
                last = std::max(last, day.date->text());
    return last;
}

void import_assignments(const Object& wrapper, const std::string& record, ImportSink& sink) {
    for (const Value& item : array_at(wrapper, "assignmentBag")) {
        if (item.object() == nullptr) continue;
        const Object& assignment = *item.object();
        const std::string text = text_in(assignment, "conveyanceText");
        const std::string executed = executed_on(assignment);
        PatentStep step{executed.empty() ? text_in(assignment, "assignmentRecordedDate") : executed,
                        std::string(conveyance_event(text)), "", text};
        step.reference = text_in(assignment, "reelAndFrameNumber");
        step.refers_to = reel_frame_in(text);
        const Array from = names_in(assignment, "assignorBag", "assignorName");
        const Array to = names_in(assignment, "assigneeBag", "assigneeNameText");
        step.counterparties = step.event == "pledge_end" ? from : to;
        step.holders = step.event == "pledge_end" ? to : from;
        const auto add = [&](std::string_view label, const std::string& value) {
            if (!value.empty()) step.detail += "\n" + std::string(label) + " " + value;
        };
        add("recorded", text_in(assignment, "assignmentRecordedDate"));
        for (const Value& one : from) add("from", std::string(plugin::text_at(*one.object(), "name")));
        for (const Value& one : to) add("to", std::string(plugin::text_at(*one.object(), "name")));
        if (!emit(record, step, source_of(system_name, ""), sink))
            sink.reject("date.invalid", {"Assignment " + step.reference + " of " + record + " has no date.",
                                         record + "的转让登记" + step.reference + "没有日期。"});
    }
}

/// The adjustment is told in days; which day the term ends on depends on earlier applications, too.
void import_adjustment(const Object& wrapper, const std::string& record, ImportSink& sink) {
    const Object& adjustment = object_at(wrapper, "patentTermAdjustmentData");
    const std::string days = text_in(adjustment, "adjustmentTotalQuantity");
    if (days.empty() || days == "0") return;
    std::string decided;
    for (const Value& step : array_at(adjustment, "patentTermAdjustmentHistoryDataBag"))
        if (step.object() != nullptr)
            if (const SourceDate day = source_date(text_in(*step.object(), "eventDate")); day.date)
                decided = std::max(decided, day.date->text());
    PatentStep step{decided, "term_adjustment", "", "adjustmentTotalQuantity " + days};
    step.days = days_in(days);
    emit(record, step, source_of(system_name, ""), sink);
}

/// What in a wrapper becomes entries.
bool says_something(const Object& wrapper) {
    return std::ranges::any_of(
        std::array{"applicationMetaData", "eventDataBag", "assignmentBag", "patentTermAdjustmentData"},
        [&](const char* name) { return wrapper.contains(name); });
}

void reject_as_empty(ImportSink& sink) {
    sink.reject("ip.import.nothing",
                {"The document says nothing of a patent's data, events, assignments or term.",
                 "该文件未包含专利的著录项目、事项、转让或期限信息。"});
}

void import_wrapper(const Object& wrapper, ImportSink& sink) {
    const std::string number = plugin::canonical_uscc(text_in(wrapper, "applicationNumberText"));
    if (number.empty()) {
        sink.reject("ip.import.number", {"The record names no application number.", "该记录缺少申请号。"});
        return;
    }
    if (!says_something(wrapper)) {
        reject_as_empty(sink);
        return;
    }
    const std::string record = right_id(patent_kind, "US", number);
    if (wrapper.contains("applicationMetaData")) {
        OfficePatent patent;
        patent.office = "US";
        patent.number = number;
        read_meta(object_at(wrapper, "applicationMetaData"), patent);
        patent.retrieved = text_in(wrapper, "lastIngestionDateTime");
        for (const Value& parent : array_at(wrapper, "parentContinuityBag"))
            if (parent.object() != nullptr && text_in(*parent.object(), "claimParentageTypeCode") != "PRO")
                add_parent(patent, text_in(*parent.object(), "parentApplicationFilingDate"));
        const std::string status = patent.status, status_date = patent.status_date;
        if (!emit(patent, system_name, sink)) return;
        if (const std::string_view ended = ended_by_status(status); !ended.empty())
            emit(record, {status_date, std::string(ended), "", status}, source_of(system_name, ""), sink);
    }
    import_events(wrapper, record, sink);
    import_assignments(wrapper, record, sink);
    import_adjustment(wrapper, record, sink);
}

/// Answers of the portal hold a bag of something, or name the application that they are about.
bool is_of_the_portal(const Object& root) {
    return std::ranges::any_of(root, [](const plugin::Member& member) {
        return member.name.ends_with("Bag") || member.name == "patentdata" ||
               member.name == "ApplicationNumber";
    });
}

}  // namespace

void import_odp_json(const Value& document, ImportSink& sink) {
    if (document.object() == nullptr || !is_of_the_portal(*document.object())) {
        reject_format(sink, "patentFileWrapperDataBag", names_in(document));
        return;
    }
    const Object& root = *document.object();
    const Value* bag = root.find("patentFileWrapperDataBag");
    if (bag == nullptr) bag = root.find("patentdata");
    if (bag != nullptr && bag->array() != nullptr) {
        for (const Value& wrapper : *bag->array())
            if (wrapper.object() != nullptr) import_wrapper(*wrapper.object(), sink);
    } else if (root.contains("ApplicationNumber") && root.contains("InventionTitle")) {
        OfficePatent patent;
        patent.office = "US";
        patent.number = plugin::canonical_uscc(text_in(root, "applicationNumber"));
        read_meta(root, patent);
        emit(patent, system_name, sink);
    } else {
        reject_as_empty(sink);
    }
}

}  // namespace xinbu::ip_status
