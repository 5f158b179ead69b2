#include "standing_elsewhere.hpp"

#include <algorithm>

#include "choices.hpp"
#include "fields.hpp"

namespace xinbu::commitments {

using plugin::field;
using plugin::Field;
using plugin::FieldKind;
using plugin::list_of;
using plugin::Object;
using plugin::text_at;

namespace {

/// What of a commitment decides how it stands: all that standing.cpp, shown.cpp and clocks.cpp ask for.
std::vector<Field> told_fields() {
    std::vector<Field> fields{text("registry", {"Registry", "登记簿"}, 400),
                              text("record", {"Record", "记录"}, 400),
                              text("status", {"Status", "状态"}, 50),
                              field("confirmed", FieldKind::boolean, {"Fingerprint confirmed", "指纹已核对"}),
                              date("accepted_on", {"Accepted on", "受理日期"}),
                              date("found_on", {"Found on", "履行状态认定日期"}),
                              date("ended_on", {"Withdrawn or superseded on", "撤回或替代日期"}),
                              date("rectification_planned_on", {"Rectification planned on", "整改计划日期"}),
                              date("repair_applied_on", {"Repair applied for on", "申请修复日期"}),
                              date("repaired_on", {"Repaired on", "修复日期"}),
                              date("repair_refused_on", {"Repair refused on", "不予修复日期"}),
                              date("repair_due", {"Rectification due", "整改期限"}),
                              text("proof_strength", {"Strength of the proof", "证明力"}, 50)};
    for (Field& one : commitment_fields())
        if (one.id == "promisor" || one.id == "matter" || one.id == "made_on" || one.id == "valid_until" ||
            one.id == "publication" || one.id == "brand" || one.id == "acceptor")
            fields.push_back(std::move(one));
    // What stands sealed there is not told.
    for (Field& one : fields) one.required = false;
    std::vector<Field> breach{choice("severity", {"Severity", "违诺程度"}, severities()),
                              date("found_on", {"Found on", "认定日期"}),
                              date("repaired_on", {"Repaired on", "修复日期"}),
                              field("reopened", FieldKind::boolean, {"After a repair", "修复后再次违诺"})};
    fields.push_back(
        list_of("breaches", {"Breaches", "违诺记录"}, plugin::group("breach", {"Breach", "违诺"}, breach)));
    fields.push_back(list_of("overlays", {"Overlays", "标记"}, text("overlay", {"Overlay", "标记"}, 50)));
    return fields;
}

bool is_true(const Object& told, std::string_view member) {
    const plugin::Value* value = told.find(member);
    return value != nullptr && value->boolean() != nullptr && *value->boolean();
}

}  // namespace

Field commitments_elsewhere() {
    return list_of("elsewhere", {"Commitments in registries that are followed", "所关注登记簿中的承诺"},
                   plugin::group("commitment", {"Commitment", "信用承诺"}, told_fields()));
}

std::vector<CommitmentElsewhere> commitments_told(const Object& parameters) {
    std::vector<CommitmentElsewhere> told;
    for (const plugin::Value& value : plugin::array_at(parameters, "elsewhere")) {
        if (value.object() == nullptr) continue;
        CommitmentElsewhere& one = told.emplace_back();
        one.record.fields = *value.object();
        one.record.id = std::string(text_at(one.record.fields, "record"));
        one.record.status = std::string(text_at(one.record.fields, "status"));
        for (const plugin::Value& overlay : plugin::array_at(one.record.fields, "overlays"))
            if (overlay.text() != nullptr) one.record.overlays.push_back(*overlay.text());
        one.registry = std::string(text_at(one.record.fields, "registry"));
        one.is_confirmed = is_true(one.record.fields, "confirmed");
    }
    return told;
}

}  // namespace xinbu::commitments
