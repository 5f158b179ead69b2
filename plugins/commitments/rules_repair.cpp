// The way back after a breach: a plan, an application with its proofs, a decision.
#include <algorithm>
#include <array>

#include "clocks.hpp"
#include "faults.hpp"
#include "rules.hpp"
#include "shown.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::commitments {

using plugin::Draft;
using plugin::Faults;
using plugin::Object;
using plugin::object_at;
using plugin::Record;
using plugin::Records;
using plugin::text_at;

namespace {

const Object* last_breach(const Record& commitment) {
    const plugin::Array& breaches = plugin::array_at(commitment.fields, "breaches");
    return breaches.empty() ? nullptr : breaches.back().object();
}

/// A step is not of a day before the one that it follows.
void check_sequence(const Draft& draft, const Record& commitment, Faults& faults) {
    std::string_view latest = text_at(commitment.fields, "found_on");
    if (const Object* breach = last_breach(commitment))
        latest = std::max(latest, text_at(*breach, "found_on"));
    for (const char* step : {"rectification_planned_on", "repair_applied_on", "repair_refused_on"})
        latest = std::max(latest, text_at(commitment.fields, step));
    check_order(latest, text_at(draft.data, "on"), "/data/on", "commitments.date",
                "This day is before the step that it follows, of " + std::string(latest) + ".",
                "该日期早于上一环节日期" + std::string(latest) + "。", faults);
}

/// The shortest term is served on the day of the step, by the rules in force then.
void check_term(const Draft& draft, const Record& commitment, Faults& faults) {
    const std::optional<plugin::Date> on = date_at(draft.data, "on");
    if (!on) return;
    const std::vector<BreachClock> clocks = breach_clocks(commitment.fields, *on);
    const BreachClock* clock = last_to_repair(clocks);
    if (clock == nullptr) {
        warn(faults, "/record", "commitments.repair.severity",
             "No class of the breach was found, so its shortest term is not known: find the breach first.",
             "尚未认定违诺程度，无法确定最短公示期：应先认定违诺。");
        return;
    }
    const std::string earliest = clock->repair_from.text();
    if (*on < clock->repair_from)
        refuse(faults, "/data/on", "commitments.repair.early",
               "The shortest term of publication ends on " + earliest +
                   "; repair is possible from then on (" + std::string(clock->bearing.rule->article.en) +
                   ").",
               "最短公示期至" + earliest + "届满，此前不予修复（" +
                   std::string(clock->bearing.rule->article.zh) + "）。");
}

/// What is known of a repair commitment speaks against it, or nothing.
std::optional<plugin::Text> weakness(const Record& repair, const Record& commitment) {
    const auto promisor = [](const Record& record) {
        return plugin::party_key(object_at(record.fields, "promisor"));
    };
    if (text_at(repair.fields, "type") != "credit_repair")
        return plugin::Text{"This is no commitment of the type credit repair.", "该承诺不是信用修复型承诺。"};
    if (promisor(repair) != promisor(commitment))
        return plugin::Text{"This repair commitment is somebody else's.",
                            "该信用修复承诺不是由同一承诺人作出。"};
    static constexpr std::array<std::string_view, 6> sound{"signed",   "accepted",  "published",
                                                           "in_force", "fulfilled", "partly_fulfilled"};
    if (std::ranges::find(sound, repair.status) == sound.end())
        return plugin::Text{"This repair commitment is broken or has ended.",
                            "该信用修复承诺已被违反或已终止。"};
    if (text_at(repair.fields, "publication") == "withheld")
        return plugin::Text{"This repair commitment is not to be published, and a repair wants a public one.",
                            "信用修复须公开作出信用承诺，该承诺的公开类型为“不可公开”。"};
    const Object* breach = last_breach(commitment);
    if (breach != nullptr && text_at(repair.fields, "made_on") < text_at(*breach, "found_on"))
        return plugin::Text{
            "This repair commitment was made before the breach was found: it cannot be about it.",
            "该信用修复承诺作出于违诺认定之前，不能作为本次修复的依据。"};
    return std::nullopt;
}

/// Until it is granted, a repair may rest on a promise that nobody accepted yet.
void check_repair_commitment(std::string_view id, std::string_view step, const Draft& draft,
                             const Record& commitment, const Records& records, bool is_needed,
                             Faults& faults) {
    const std::string pointer = "/data/repair_commitment";
    if (id.empty()) return;
    if (id == commitment.id) {
        refuse(faults, pointer, "commitments.repair.commitment",
               "A breached commitment does not repair itself.", "被违反的承诺不能作为自身的修复承诺。");
        return;
    }
    std::optional<Record> repair;
    if (id.starts_with("commitment/")) repair = records.find(id);
    if (!repair) {
        if (is_needed)
            refuse(faults, pointer, "commitments.repair.commitment",
                   "The repair commitment is not on record: sign it first.",
                   "尚未登记该信用修复承诺：请先签署。");
        return;
    }
    // As it stands on the day of the step: a rule sees all days, and behind its term every promise has ended.
    if (const auto day = plugin::Date::parse(draft.effective)) show_on(*repair, *day);
    if (const auto fault = weakness(*repair, commitment))
        refuse(faults, pointer, "commitments.repair.commitment", fault->en, fault->zh);
    else if (step == "repaired" && text_at(repair->fields, "accepted_on") > text_at(draft.data, "on"))
        refuse(faults, pointer, "commitments.date",
               "This repair commitment was accepted on " +
                   std::string(text_at(repair->fields, "accepted_on")) + ", after the day of the repair.",
               "该信用修复承诺于" + std::string(text_at(repair->fields, "accepted_on")) +
                   "受理，晚于修复日期。");
    else if (step == "repaired" && repair->status == "signed")
        refuse(faults, pointer, "commitments.repair.commitment",
               "Nobody has accepted this repair commitment: accept " + repair->id + " first.",
               "该信用修复承诺尚未受理：请先受理" + repair->id + "。");
}

/// Given in this entry, or in an earlier one of the same repair.
std::string_view given(const Draft& draft, const Record& commitment, std::string_view member) {
    const std::string_view now = text_at(draft.data, member);
    return now.empty() ? text_at(commitment.fields, member) : now;
}

void check_file(const Draft& draft, const Record& commitment, Faults& faults) {
    if (given(draft, commitment, "proof").empty())
        refuse(faults, "/data/proof", "commitments.repair.incomplete",
               "A repair needs a proof that the duties are done.", "信用修复应附履行义务的证明材料。");
    if (given(draft, commitment, "repair_commitment").empty())
        refuse(faults, "/data/repair_commitment", "commitments.repair.incomplete",
               "A repair needs a repair commitment.", "信用修复应附信用修复承诺。");
}

/// Who found the breach decides on its repair.
void check_decider(const Draft& draft, const Record& commitment, Faults& faults) {
    const std::string_view decider = text_at(object_at(draft.data, "finder"), "identifier");
    if (decider.empty()) return;
    const Object* breach = last_breach(commitment);
    const Object& finder = object_at(breach != nullptr ? *breach : commitment.fields, "finder");
    const std::string_view found_by = text_at(finder, "identifier");
    if (!found_by.empty() && found_by != decider)
        refuse(faults, "/data/finder/identifier", "commitments.repair.decider",
               "Who found the breach decides on its repair: " + std::string(text_at(finder, "name")) + ".",
               "谁认定、谁修复：应由" + std::string(text_at(finder, "name")) + "决定。");
}

}  // namespace

void check_repair(std::string_view step, const Draft& draft, const Record& commitment, const Records& records,
                  Faults& faults) {
    check_day(draft, "on", commitment, faults);
    check_sequence(draft, commitment, faults);
    check_order(text_at(draft.data, "on"), text_at(draft.data, "due"), "/data/due", "commitments.repair.due",
                "It is due before it begins.", "期限早于开始日期。", faults);
    if (step == "rectification_planned" && text_at(draft.data, "due").empty())
        warn(faults, "/data/due", "commitments.repair.plan",
             "The plan names no day by which it is done, so nothing can remind of it.",
             "整改计划未写明完成期限，无法提醒。");
    const bool is_file_needed = step == "repair_applied" || step == "repaired";
    check_repair_commitment(is_file_needed ? given(draft, commitment, "repair_commitment")
                                           : text_at(draft.data, "repair_commitment"),
                            step, draft, commitment, records, is_file_needed, faults);
    if (is_file_needed) {
        check_file(draft, commitment, faults);
        check_term(draft, commitment, faults);
    }
    if (step == "repaired" || step == "repair_refused") check_decider(draft, commitment, faults);
}

}  // namespace xinbu::commitments
