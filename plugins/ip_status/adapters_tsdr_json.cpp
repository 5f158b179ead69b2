// Status of marks as TSDR answers in JSON.
#include <algorithm>

#include "adapters.hpp"
#include "office_mark.hpp"
#include "trademarks.hpp"

namespace xinbu::ip_status {

using plugin::array_at;
using plugin::ImportSink;
using plugin::Object;
using plugin::object_at;
using plugin::Value;

namespace {

std::string text_in(const Object& object, std::string_view name) {
    return scalar_text(object.find(name));
}

/// The office writes the common status as its path; a path that is not ours is left to the status code.
std::string common_status_of(const Object& status) {
    const std::string path = text_in(status, "tm5StatusDesc");
    for (const Standing& standing : trademark_standings())
        if (standing.is_known && standing.path == path) return std::string(standing.id);
    return {};
}

void read_status(const Object& status, OfficeMark& mark) {
    const auto is_set = [&](const char* name) {
        const Value* flag = status.find(name);
        return flag != nullptr && flag->boolean() != nullptr && *flag->boolean();
    };
    mark.serial = number_of(text_in(status, "serialNumber"));
    mark.registration_number = number_of(text_in(status, "usRegistrationNumber"));
    mark.mark = text_in(status, "markElement");
    mark.drawing_code = text_in(status, "markDrawingCd");
    mark.application = text_in(status, "filingDate");
    mark.registration = text_in(status, "usRegistrationDate");
    mark.status_code = text_in(status, "status");
    mark.status_date = text_in(status, "statusDate");
    mark.status_text = text_in(status, "extStatusDesc");
    mark.common_status = common_status_of(status);
    if (is_set("certificationMark"))
        mark.kind = "certification";
    else if (is_set("collectiveTradeMark") || is_set("collectiveServiceMark") ||
             is_set("collectiveMembershipMark"))
        mark.kind = "collective";
}

void read_goods(const Object& trademark, OfficeMark& mark) {
    for (const Value& item : array_at(trademark, "gsList")) {
        if (item.object() == nullptr) continue;
        add_goods(mark.goods, text_in(*item.object(), "description"));
        for (const Value& one : array_at(*item.object(), "internationalClasses"))
            if (one.object() != nullptr) add_class(mark, text_in(*one.object(), "code"));
    }
}

void read_owners(const Object& trademark, OfficeMark& mark) {
    OwnerSteps owners;
    for (const plugin::Member& step : object_at(object_at(trademark, "parties"), "ownerGroups"))
        if (step.value.array() != nullptr)
            for (const Value& owner : *step.value.array())
                if (owner.object() != nullptr) owners.add(step.name, text_in(*owner.object(), "name"));
    mark.owners = owners.take();
}

void import_mark(const Object& trademark, ImportSink& sink) {
    OfficeMark mark;
    read_status(object_at(trademark, "status"), mark);
    if (mark.publication.empty())
        mark.publication = text_in(object_at(trademark, "publication"), "datePublished");
    read_goods(trademark, mark);
    read_owners(trademark, mark);
    for (const Value& item : array_at(trademark, "prosecutionHistory")) {
        if (item.object() == nullptr) {
            mark.findings.add("value.missing", "events", "");
            continue;
        }
        const Object& step = *item.object();
        mark.steps.push_back({text_in(step, "entryDate"), text_in(step, "entryCode"),
                              text_in(step, "entryDesc"), text_in(step, "entryNumber")});
    }
    emit(mark, "USPTO TSDR", sink);
}

bool import_marks(const Object& holder, ImportSink& sink) {
    const plugin::Array& marks = array_at(holder, "trademarks");
    for (const Value& mark : marks)
        if (mark.object() != nullptr) import_mark(*mark.object(), sink);
    return !marks.empty();
}

}  // namespace

void import_tsdr_json(const Value& document, ImportSink& sink) {
    const Object* root = document.object();
    const bool is_known =
        root != nullptr && (root->contains("trademarks") || root->contains("transactionList") ||
                            root->contains("caseUpdateInfo"));
    if (!is_known) {
        reject_format(sink, "trademarks, transactionList", names_in(document));
        return;
    }
    bool found = import_marks(*root, sink);
    for (const Value& answer : array_at(*root, "transactionList"))
        if (answer.object() != nullptr) found = import_marks(*answer.object(), sink) || found;
    if (!found)
        sink.reject("ip.import.nothing", {"The document describes no trademark.", "该文件未包含商标信息。"});
}

}  // namespace xinbu::ip_status
