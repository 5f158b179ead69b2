// What entries make of a commitment, and what a day makes of its status.
#include <algorithm>

#include "plugin.hpp"

namespace xinbu::commitments {

using plugin::Array;
using plugin::Entry;
using plugin::EntryType;
using plugin::Object;
using plugin::Record;
using plugin::text_at;
using plugin::Value;

namespace {

constexpr std::string_view prefix = "commitments.commitment.";

std::string_view strength_of(const Object& proof) {
    const std::string_view kind = text_at(proof, "kind");
    return kind == "signature" ? "strong" : kind == "letter" ? "documented" : "weak";
}

void fold_fulfilment(const Entry& entry, Record& record) {
    const std::string_view status = text_at(entry.data, "status");
    for (const char* member : {"unmet", "measures", "public_record"}) record.fields.erase(member);
    for (const plugin::Member& member : entry.data)
        if (member.name != "status") record.fields.set(member.name, member.value);
    record.fields.set("fulfilment", status);
    record.status = status == "full" ? "fulfilled" : status == "partial" ? "partly_fulfilled" : "breached";
}

void fold_breach(const Entry& entry, Record& record) {
    Array breaches = plugin::array_at(record.fields, "breaches");
    breaches.emplace_back(entry.data);
    record.fields.set("breaches", std::move(breaches));
    // A new breach opens a new repair.
    for (const char* member : {"repair_due", "rectification_planned_on", "repair_applied_on", "repaired_on",
                               "repair_refused_on", "proof", "repair_commitment"})
        record.fields.erase(member);
    record.status = "breached";
}

void fold_repair(std::string_view step, const Entry& entry, Record& record) {
    const std::string_view on = text_at(entry.data, "on");
    record.fields.set(
        step == "rectification_planned" ? "rectification_planned_on" : std::string(step) + "_on", on);
    if (const Value* due = entry.data.find("due")) record.fields.set("repair_due", *due);
    for (const char* member : {"proof", "repair_commitment"})
        if (const Value* value = entry.data.find(member)) record.fields.set(member, *value);
    record.status = step == "rectification_planned" ? "rectifying" : std::string(step);
    if (step != "repaired") return;
    record.fields.erase("repair_due");
    Array breaches = plugin::array_at(record.fields, "breaches");
    for (Value& breach : breaches)
        if (breach.object() != nullptr) breach.object()->insert("repaired_on", on);
    if (!breaches.empty()) record.fields.set("breaches", std::move(breaches));
}

void fold_dispute(bool settled, const Entry& entry, Record& record) {
    Array disputes = plugin::array_at(record.fields, "disputes");
    if (settled) {
        // One settlement answers every objection that is open.
        for (Value& dispute : disputes) {
            Object* open = dispute.object();
            if (open == nullptr || open->contains("settled_on")) continue;
            open->set("settlement", text_at(entry.data, "text"));
            open->set("settled_on", entry.effective);
            if (const Value* outcome = entry.data.find("outcome")) open->set("outcome", *outcome);
        }
        std::erase(record.overlays, "disputed");
    } else {
        Object dispute = entry.data;
        dispute.set("on", entry.effective);
        disputes.emplace_back(std::move(dispute));
        if (std::ranges::find(record.overlays, "disputed") == record.overlays.end())
            record.overlays.emplace_back("disputed");
    }
    record.fields.set("disputes", std::move(disputes));
}

void fold_commitment(const EntryType& type, std::string_view step, const Entry& entry, Record& record) {
    if (step == "fulfilment_found") return fold_fulfilment(entry, record);
    if (step == "breach_found") return fold_breach(entry, record);
    if (step == "disputed" || step == "dispute_settled")
        return fold_dispute(step == "dispute_settled", entry, record);
    if (step == "rectification_planned" || step == "repair_applied" || step == "repaired" ||
        step == "repair_refused")
        return fold_repair(step, entry, record);
    plugin::Plugin::default_fold(type, entry, record);
    if (step == "signed")
        record.fields.set("proof_strength", strength_of(plugin::object_at(entry.data, "promisor_proof")));
    if (step == "accepted" || step == "published")
        record.fields.set(std::string(step) + "_on", entry.effective);
}

}  // namespace

void Commitments::fold(const EntryType& type, const Entry& entry, Record& record) const {
    if (type.type.starts_with(prefix))
        return fold_commitment(type, std::string_view(type.type).substr(prefix.size()), entry, record);
    default_fold(type, entry, record);
    if (type.type == "commitments.scheme.opened") record.fields.set("opened_on", entry.effective);
    if (type.type == "commitments.evaluation.recorded") record.fields.set("evaluated_on", entry.effective);
}

void Commitments::present(Record& record, plugin::Date day) const {
    const std::string today = day.text();
    const std::string_view until = text_at(record.fields, "valid_until");
    const bool over = !until.empty() && until < today;
    if (record.id.starts_with("evaluation/")) {
        if (record.status == "valid" && over) record.status = "expired";
    } else if (record.status == "accepted" || record.status == "published" || record.status == "in_force") {
        if (over)
            record.status = "expired";
        else if (text_at(record.fields, "made_on") <= today)
            record.status = "in_force";
    }
}

}  // namespace xinbu::commitments
