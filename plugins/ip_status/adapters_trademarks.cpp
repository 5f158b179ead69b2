// Trademarks as the USPTO (daily XML, ST.66, ST.96) and the EUIPO publish them.
#include <algorithm>
#include <utility>

#include "adapters.hpp"
#include "office_mark.hpp"
#include "right.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::ip_status {

using plugin::Array;
using plugin::CsvRow;
using plugin::Draft;
using plugin::ImportSink;
using plugin::Object;
using plugin::XmlElement;

namespace {

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
    if (element.child("serial-number") == nullptr && element.child("case-file-header") == nullptr) {
        reject_format(sink, "serial-number, case-file-header", names_in(element));
        return;
    }
    OfficeMark mark;
    mark.serial = number_of(element.text_at({"serial-number"}));
    mark.registration_number = number_of(element.text_at({"registration-number"}));
    if (mark.registration_number.find_first_not_of('0') == std::string::npos)
        mark.registration_number.clear();
    mark.retrieved = text_of(element, {"transaction-date"});
    if (const XmlElement* header = element.child("case-file-header")) read_header(*header, mark);
    each_below(element, "international-code",
               [&](const XmlElement& code) { add_class(mark, one_line(code.text)); });
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
            add_class(mark, text_of(one, {"ClassNumber"}));
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
    if (!found) reject_format(sink, "TradeMark", names_in(element));
}

void import_st96(const XmlElement& element, ImportSink& sink) {
    if (element.child("ApplicationNumber") == nullptr) {
        reject_format(sink, "ApplicationNumber", names_in(element));
        return;
    }
    OfficeMark mark;
    read_tsdr(element, mark);
    each_below(element, "GoodsServicesClassification", [&](const XmlElement& one) {
        const std::string kind = text_of(one, {"ClassificationKindCode"});
        if (kind == "Nice" || kind == "Primary") add_class(mark, text_of(one, {"ClassNumber"}));
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
        const std::string shown = clipped(one_line(row.cell("filing_date")), 40);
        sink.reject("date.invalid", {"Mark " + number + ": “" + shown + "” is no date.",
                                     "商标" + number + "：“" + shown + "”不是有效日期。"});
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
