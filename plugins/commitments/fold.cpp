// What entries make of a record.
#include <algorithm>
#include <array>

#include "clocks.hpp"
#include "plugin.hpp"
#include "shown.hpp"

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

void append_to(Record& record, const char* list, Object element) {
    Array elements = plugin::array_at(record.fields, list);
    elements.emplace_back(std::move(element));
    record.fields.set(list, std::move(elements));
}

/// Whether what was found last speaks against the promisor.
bool is_found_against(std::string_view status) {
    return is_breach_open(status) || status == "unfulfilled" || status == "partly_fulfilled";
}

void fold_fulfilment(const Entry& entry, Record& record) {
    std::erase(record.overlays, "objection_upheld");
    const std::string_view status = text_at(entry.data, "status");
    // A later finding takes the place of the one before; that there was one is not forgotten.
    if (const std::string_view before = text_at(record.fields, "fulfilment"); !before.empty())
        append_to(record, "earlier_findings",
                  {{"fulfilment", before}, {"found_on", text_at(record.fields, "found_on")}});
    for (const char* member : {"unmet", "measures", "association_measure", "public_record"})
        record.fields.erase(member);
    for (const plugin::Member& member : entry.data)
        if (member.name != "status") record.fields.set(member.name, member.value);
    record.fields.set("fulfilment", status);
    // What makes it a breach, with its notice, its class and its clocks, is the finding of a breach.
    record.status = status == "full" ? "fulfilled" : status == "partial" ? "partly_fulfilled" : "unfulfilled";
}

void fold_breach(const Entry& entry, Record& record) {
    Object breach = entry.data;
    if (record.status == "repaired") breach.set("reopened", true);
    append_to(record, "breaches", std::move(breach));
    // A new breach opens a new repair.
    for (const char* member :
         {"repair_due", "rectification_planned_on", "repair_applied_on", "repaired_on", "repair_refused_on",
          "proof", "repair_commitment", "publication_ended_on", "measures_lifted_on"})
        record.fields.erase(member);
    record.status = "breached";
    std::erase(record.overlays, "objection_upheld");
}

/// Publication and measures end on the day of the repair and on no other: neither outlives it.
void end_breaches(std::string_view on, Record& record) {
    record.fields.erase("repair_due");
    record.fields.set("publication_ended_on", on);
    record.fields.set("measures_lifted_on", on);
    Array breaches = plugin::array_at(record.fields, "breaches");
    for (Value& breach : breaches)
        if (breach.object() != nullptr) breach.object()->insert("repaired_on", on);
    if (!breaches.empty()) record.fields.set("breaches", std::move(breaches));
}

void fold_repair(std::string_view step, const Entry& entry, Record& record) {
    const std::string_view on = text_at(entry.data, "on");
    record.fields.set(
        step == "rectification_planned" ? "rectification_planned_on" : std::string(step) + "_on", on);
    if (const Value* due = entry.data.find("due")) record.fields.set("repair_due", *due);
    for (const char* member : {"proof", "repair_commitment", "reason"})
        if (const Value* value = entry.data.find(member)) record.fields.set(member, *value);
    record.status = step == "rectification_planned" ? "rectifying" : std::string(step);
    if (step != "repaired") return;
    end_breaches(on, record);
    std::erase(record.overlays, "objection_upheld");
}

void fold_dispute(bool settled, const Entry& entry, Record& record) {
    if (!settled) {
        Object dispute = entry.data;
        dispute.set("on", entry.effective);
        append_to(record, "disputes", std::move(dispute));
        return add_overlay(record, "disputed");
    }
    // One settlement answers every objection that is open.
    Array disputes = plugin::array_at(record.fields, "disputes");
    for (Value& dispute : disputes) {
        Object* open = dispute.object();
        if (open == nullptr || open->contains("settled_on")) continue;
        open->set("settlement", text_at(entry.data, "text"));
        open->set("settled_on", entry.effective);
        for (const char* member : {"outcome", "decision"})
            if (const Value* value = entry.data.find(member)) open->set(member, *value);
    }
    record.fields.set("disputes", std::move(disputes));
    std::erase(record.overlays, "disputed");
    if (text_at(entry.data, "decision") == "upheld" && is_found_against(record.status))
        add_overlay(record, "objection_upheld");
}

void fold_commitment(const EntryType& type, std::string_view step, const Entry& entry, Record& record) {
    if (step == "fulfilment_found") return fold_fulfilment(entry, record);
    if (step == "breach_found") return fold_breach(entry, record);
    if (step == "checked") return append_to(record, "checks", entry.data);
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
    if (step == "withdrawn" || step == "superseded") record.fields.set("ended_on", entry.effective);
}

void fold_appeal(const Entry& entry, Record& record) {
    append_to(record, "appeals", {{"text", text_at(entry.data, "text")}, {"on", entry.effective}});
    add_overlay(record, "appealed");
}

void fold_appeal_decision(const Entry& entry, Record& record) {
    const std::string_view outcome = text_at(entry.data, "outcome");
    Array appeals = plugin::array_at(record.fields, "appeals");
    for (Value& appeal : appeals) {
        Object* open = appeal.object();
        if (open == nullptr || open->contains("decided_on")) continue;
        open->set("decision", text_at(entry.data, "text"));
        open->set("outcome", outcome);
        open->set("decided_on", entry.effective);
        if (outcome == "changed") open->set("grade_before", text_at(record.fields, "grade"));
    }
    record.fields.set("appeals", std::move(appeals));
    if (outcome == "changed") record.fields.set("grade", text_at(entry.data, "grade"));
    if (outcome == "revoked") record.status = "revoked";
    std::erase(record.overlays, "appealed");
}

}  // namespace

void Commitments::fold(const EntryType& type, const Entry& entry, Record& record) const {
    if (type.type.starts_with(prefix))
        return fold_commitment(type, std::string_view(type.type).substr(prefix.size()), entry, record);
    if (type.type == "commitments.evaluation.appealed") return fold_appeal(entry, record);
    if (type.type == "commitments.evaluation.appeal_decided") return fold_appeal_decision(entry, record);
    default_fold(type, entry, record);
    static constexpr std::array<std::pair<std::string_view, const char*>, 4> days{
        {{"commitments.scheme.opened", "opened_on"},
         {"commitments.scheme.closed", "closed_on"},
         {"commitments.member.invited", "invited_on"},
         {"commitments.member.declined", "declined_on"}}};
    for (const auto& [step, day] : days)
        if (type.type == step) record.fields.set(day, entry.effective);
    if (type.type == "commitments.indicator_set.published")
        record.fields.set("published_on", entry.effective);
    if (type.type == "commitments.evaluation.recorded") record.fields.set("evaluated_on", entry.effective);
}

}  // namespace xinbu::commitments
