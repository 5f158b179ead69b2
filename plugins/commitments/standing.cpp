#include "standing.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include "clocks.hpp"
#include "shown.hpp"
#include "xinbu/plugin/elsewhere.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::commitments {

using plugin::Array;
using plugin::CheckAnswer;
using plugin::Finding;
using plugin::FindingStatus;
using plugin::Object;
using plugin::Record;
using plugin::Records;
using plugin::Severity;
using plugin::text_at;

namespace {

using Evaluations = std::vector<Record>;

constexpr std::string_view organisation_prefix = "organisation/";
constexpr std::string_view person_prefix = "person/";

/// Ids by what a commitment counts as.
struct Standing {
    std::vector<std::string> in_force, kept, partly_kept, broken, under_repair, repaired, expired, pending;
    std::vector<std::string> unfulfilled;  ///< found not fulfilled; whether that is a breach, nobody decided
    std::vector<std::string> upheld;       ///< an objection was upheld, and what it was against still stands
    std::vector<std::string> groundless;   ///< repaired on a promise that does not stand on that day
    std::vector<std::string> refused;      ///< among the broken: a repair was refused
    std::vector<std::string> disputed;     ///< beside whatever else they are
    std::vector<std::string> weak;         ///< those that count now and rest on a statement only
    Array lines;                           ///< of all, with the entry that says so
    Array breaches;                        ///< the open ones, with their clocks
    std::vector<std::string> elsewhere;    ///< among them: told by followed registries
    std::set<std::string> registries;      ///< whose
    std::vector<std::string> unconfirmed;  ///< not among them: told by registries that nobody confirmed
    std::set<std::string> strangers;       ///< whose

    bool empty() const {
        return in_force.empty() && kept.empty() && partly_kept.empty() && broken.empty() &&
               under_repair.empty() && repaired.empty() && expired.empty() && pending.empty() &&
               unfulfilled.empty();
    }
};

Object line_of(const Record& commitment, std::string_view counts_as, std::string_view registry) {
    const Saying said = saying(commitment);
    Object line{{"commitment", commitment.id}, {"counts_as", counts_as},
                {"status", commitment.status}, {"entry", "commitments.commitment." + std::string(said.entry)},
                {"since", said.day},           {"matter", text_at(commitment.fields, "matter")}};
    if (!registry.empty()) line.set("registry", registry);
    return line;
}

/// The open breaches of a commitment as facts, with what the rules of the day make of them.
void add_breaches(const Record& commitment, plugin::Date day, Array& breaches) {
    for (const BreachClock& clock : breach_clocks(commitment.fields, day)) {
        const Rule& rule = *clock.bearing.rule;
        Object fact{{"commitment", commitment.id},
                    {"severity", rule.severity},
                    {"found_on", clock.found_on.text()},
                    {"repair_possible_from", clock.repair_from.text()},
                    {"published", rule.is_published && !clock.is_withheld},
                    {"id", rule.id},
                    {"law", rule.law},
                    {"article", plugin::both(rule.article.text())},
                    {"confidence", name_of(rule.confidence)},
                    {"rule_status", clock.bearing.is_verified() ? "verified" : "unverified"}};
        if (clock.publish_until) fact.set("publish_until", clock.publish_until->text());
        breaches.emplace_back(std::move(fact));
    }
}

/// `registry`: whose ledger tells it; "" for one's own.
void count(const Record& commitment, plugin::Date day, std::string_view registry, Standing& standing) {
    struct Group {
        std::string_view status, counts_as;
        std::vector<std::string> Standing::*ids;
    };
    static constexpr std::array<Group, 13> groups{
        {{"in_force", "in_force", &Standing::in_force},
         {"accepted", "in_force", &Standing::in_force},
         {"published", "in_force", &Standing::in_force},
         {"fulfilled", "kept", &Standing::kept},
         {"partly_fulfilled", "partly_kept", &Standing::partly_kept},
         {"unfulfilled", "unfulfilled", &Standing::unfulfilled},
         {"breached", "broken", &Standing::broken},
         {"repair_refused", "broken", &Standing::broken},
         {"rectifying", "under_repair", &Standing::under_repair},
         {"repair_applied", "under_repair", &Standing::under_repair},
         {"repaired", "repaired", &Standing::repaired},
         {"expired", "expired_unverified", &Standing::expired},
         {"signed", "pending", &Standing::pending}}};
    const std::string& status = commitment.status;
    const auto group = std::ranges::find(groups, status, &Group::status);
    if (group != groups.end()) {
        (standing.*(group->ids)).push_back(commitment.id);
        standing.lines.emplace_back(line_of(commitment, group->counts_as, registry));
    }
    if (status == "repair_refused") standing.refused.push_back(commitment.id);
    if (is_breach_open(status)) add_breaches(commitment, day, standing.breaches);
    if (has_overlay(commitment, "disputed")) standing.disputed.push_back(commitment.id);
    if (has_overlay(commitment, "objection_upheld")) standing.upheld.push_back(commitment.id);
    if ((status == "in_force" || status == "signed") &&
        text_at(commitment.fields, "proof_strength") == "weak")
        standing.weak.push_back(commitment.id);
}

/// Commitments that `organisation` made, a code or of a natural person "person/" and the pseudonym; parties
/// also refer as acceptor or finder, and those are not meant.
std::vector<Record> made_by(std::string_view organisation, const Records& records, bool without_brand_only) {
    std::vector<Record> made;
    const bool is_person = organisation.starts_with(person_prefix);
    const std::string reference =
        (is_person ? "" : std::string(organisation_prefix)) + std::string(organisation);
    if (is_person) organisation.remove_prefix(person_prefix.size());
    for (Record& record : records.referring_to(reference, "commitment")) {
        if (plugin::party_key(plugin::object_at(record.fields, "promisor")) != organisation) continue;
        if (without_brand_only && record.fields.contains("brand")) continue;
        made.push_back(std::move(record));
    }
    return made;
}

std::vector<Record> of_brand(const std::string& brand, const Records& records) {
    std::vector<Record> found;
    for (Record& record : records.referring_to(brand, "commitment"))
        if (text_at(record.fields, "brand") == brand) found.push_back(std::move(record));
    const std::optional<Record> known = records.find(brand);
    const std::string_view lead = known ? text_at(known->fields, "lead") : std::string_view();
    if (lead.starts_with(organisation_prefix))
        for (Record& record : made_by(lead.substr(organisation_prefix.size()), records, true))
            found.push_back(std::move(record));
    return found;
}

/// Whether the promise stands that a repair rests on: nobody can take it away from below unseen.
bool has_ground(const Record& repaired, const Records& records) {
    const std::string_view id = text_at(repaired.fields, "repair_commitment");
    const std::optional<Record> ground = shown_record(id, "commitment", records);
    if (!ground) return false;
    return ground->status != "signed" && ground->status != "withdrawn" && ground->status != "unfulfilled" &&
           !is_breach_open(ground->status);
}

/// A code is unique inside a registry only; of one promisor it is one promise.
std::string key_of(const Record& commitment) {
    return commitment.id + " " +
           std::string(plugin::party_key(plugin::object_at(commitment.fields, "promisor")));
}

/// What followed registries tell of those whom the question is about, as made_by() and of_brand() choose
/// among one's own. Persons go by pseudonyms, which no other registry knows.
std::vector<plugin::RecordElsewhere> told_elsewhere(const std::string& organisation, const std::string& brand,
                                                    const Records& records, const plugin::AskCheck& ask) {
    std::vector<plugin::RecordElsewhere> told;
    const auto promisor_of = [](const plugin::RecordElsewhere& one) {
        return plugin::party_key(plugin::object_at(one.record.fields, "promisor"));
    };
    const auto add_of = [&](const std::string& promisor, bool without_brand_only) {
        for (plugin::RecordElsewhere& one :
             plugin::records_elsewhere(ask, "commitment", std::string(organisation_prefix) + promisor))
            if (promisor_of(one) == promisor && !(without_brand_only && one.record.fields.contains("brand")))
                told.push_back(std::move(one));
    };
    if (!organisation.empty() && !organisation.starts_with(person_prefix)) add_of(organisation, false);
    if (brand.empty()) return told;
    for (plugin::RecordElsewhere& one : plugin::records_elsewhere(ask, "commitment", brand))
        if (text_at(one.record.fields, "brand") == brand) told.push_back(std::move(one));
    const std::optional<Record> known = records.find(brand);
    const std::string_view lead = known ? text_at(known->fields, "lead") : std::string_view();
    if (lead.starts_with(organisation_prefix))
        add_of(std::string(lead.substr(organisation_prefix.size())), true);
    return told;
}

/// One's own record of a commitment comes first; what two registries tell of one counts once. Of a registry
/// whose fingerprint nobody confirmed nothing counts, and that is told.
void count_elsewhere(std::vector<plugin::RecordElsewhere> told, plugin::Date day, std::set<std::string>& seen,
                     Standing& standing) {
    std::ranges::stable_sort(told, std::ranges::greater(), &plugin::RecordElsewhere::is_confirmed);
    for (plugin::RecordElsewhere& one : told) {
        if (!seen.insert(key_of(one.record)).second) continue;
        const std::string line = one.registry + ": " + one.record.id;
        if (!one.is_confirmed) {
            standing.unconfirmed.push_back(line);
            standing.strangers.insert(one.registry);
            continue;
        }
        show_on(one.record, day);
        count(one.record, day, one.registry, standing);
        standing.elsewhere.push_back(line);
        standing.registries.insert(one.registry);
    }
}

std::vector<std::string> both(const std::vector<std::string>& one, const std::vector<std::string>& other) {
    std::vector<std::string> all = one;
    all.insert(all.end(), other.begin(), other.end());
    return all;
}

std::string number(const std::vector<std::string>& ids) {
    return std::to_string(ids.size());
}

/// What asks for commitments and for the evaluation of integrity.
plugin::Text integrity_basis() {
    return {"Su Ren She Fa [2022] No. 40, 3(6)", "苏人社发〔2022〕40号 三（六）"};
}

Finding finding(std::string rule, FindingStatus status, Severity severity, std::string en, std::string zh,
                std::vector<std::string> evidence = {}) {
    return {std::move(rule),    status, severity, {std::move(en), std::move(zh)}, integrity_basis(),
            std::move(evidence)};
}

Finding open_breaches(const Standing& standing) {
    const std::vector<std::string> open = both(standing.broken, standing.under_repair);
    if (open.empty())
        return finding("C-01", FindingStatus::met, Severity::warn, "There is no open breach.",
                       "无未了结的违诺。");
    return finding("C-01", FindingStatus::not_met, Severity::warn, "Open breaches: " + number(open) + ".",
                   "未了结的违诺" + number(open) + "项。", open);
}

Finding repairs(const Standing& standing) {
    if (!standing.refused.empty())
        return finding("C-02", FindingStatus::not_met, Severity::warn,
                       "Repairs refused: " + number(standing.refused) + ".",
                       "不予修复" + number(standing.refused) + "项。", standing.refused);
    if (!standing.under_repair.empty())
        return finding("C-02", FindingStatus::soft, Severity::info,
                       "Repairs under way: " + number(standing.under_repair) + ".",
                       "修复进行中" + number(standing.under_repair) + "项。", standing.under_repair);
    return finding("C-02", FindingStatus::met, Severity::info,
                   "No repair is outstanding; done: " + number(standing.repaired) + ".",
                   "无待完成的修复；已修复" + number(standing.repaired) + "项。", standing.repaired);
}

Finding expiries(const Standing& standing) {
    if (standing.expired.empty())
        return finding("C-03", FindingStatus::met, Severity::warn, "No commitment ended without a finding.",
                       "无到期未认定的承诺。");
    return finding("C-03", FindingStatus::unknown, Severity::warn,
                   "Ended without a finding whether they were kept: " + number(standing.expired) + ".",
                   "已到期但未认定履行状态" + number(standing.expired) + "项。", standing.expired);
}

std::string joined(const std::set<std::string>& names, std::string_view separator) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : std::string(separator)) + name;
    return text;
}

/// What only some have: nothing to say of the others.
void tell_particulars(const Standing& standing, CheckAnswer& answer) {
    const auto tell = [&](const std::vector<std::string>& ids, std::string rule, FindingStatus status,
                          Severity severity, std::string en, std::string zh) {
        if (!ids.empty())
            answer.findings.push_back(
                finding(std::move(rule), status, severity, std::move(en), std::move(zh), ids));
    };
    tell(standing.unfulfilled, "C-08", FindingStatus::not_met, Severity::warn,
         "Found not fulfilled at all, and nobody has decided yet whether that is a breach: " +
             number(standing.unfulfilled) + ".",
         "已认定全部未履行、尚未认定是否违诺" + number(standing.unfulfilled) + "项。");
    tell(standing.groundless, "C-02", FindingStatus::unknown, Severity::warn,
         "Repairs whose repair commitment is not accepted, taken back, or broken: " +
             number(standing.groundless) + ".",
         "信用修复所依据的承诺未受理、已撤销或已违反的" + number(standing.groundless) + "项。");
    tell(standing.upheld, "C-04", FindingStatus::unknown, Severity::warn,
         "Objections upheld, but what they were against was not corrected yet: " + number(standing.upheld) +
             ".",
         "异议成立、原认定尚未更正" + number(standing.upheld) + "项。");
    tell(standing.elsewhere, "C-09", FindingStatus::soft, Severity::info,
         "Counted from followed registries: " + number(standing.elsewhere) + " (" +
             joined(standing.registries, ", ") + ").",
         "其中" + number(standing.elsewhere) + "项来自所关注的登记簿（" + joined(standing.registries, "、") +
             "）。");
    tell(standing.unconfirmed, "C-10", FindingStatus::unknown, Severity::warn,
         "Told by registries whose fingerprint nobody confirmed, and not counted: " +
             number(standing.unconfirmed) + " (" + joined(standing.strangers, ", ") + ").",
         "来自指纹未核对的登记簿、未计入" + number(standing.unconfirmed) + "项（" +
             joined(standing.strangers, "、") + "）。");
}

CheckAnswer answer_of(const Standing& standing) {
    CheckAnswer answer;
    answer.findings = {open_breaches(standing), repairs(standing), expiries(standing)};
    tell_particulars(standing, answer);
    if (!standing.disputed.empty())
        answer.findings.push_back(finding("C-04", FindingStatus::soft, Severity::info,
                                          "Objections not settled yet: " + number(standing.disputed) + ".",
                                          "异议处理中" + number(standing.disputed) + "项。",
                                          standing.disputed));
    answer.findings.push_back(
        standing.empty()
            ? finding("C-05", FindingStatus::unknown, Severity::warn, "No commitment is recorded.",
                      "未登记信用承诺。")
            : finding("C-05", FindingStatus::soft, Severity::info,
                      "In force: " + number(standing.in_force) + "; kept: " + number(standing.kept) +
                          "; kept in part: " + number(standing.partly_kept) + "; broken: " +
                          number(standing.broken) + "; under repair: " + number(standing.under_repair) +
                          "; repaired: " + number(standing.repaired) + ".",
                      "履行中" + number(standing.in_force) + "项，全部履行" + number(standing.kept) +
                          "项，部分履行" + number(standing.partly_kept) + "项，违诺" +
                          number(standing.broken) + "项，修复中" + number(standing.under_repair) +
                          "项，已修复" + number(standing.repaired) + "项。"));
    if (!standing.weak.empty())
        answer.findings.push_back(finding("C-06", FindingStatus::soft, Severity::info,
                                          "Proven by a statement only: " + number(standing.weak) + ".",
                                          "仅有陈述、无签名或承诺书的" + number(standing.weak) + "项。",
                                          standing.weak));

    const auto figure = [](const std::vector<std::string>& ids) {
        return static_cast<std::int64_t>(ids.size());
    };
    const auto list = [](const std::vector<std::string>& ids) { return Array(ids.begin(), ids.end()); };
    answer.facts = {{"in_force", figure(standing.in_force)},
                    {"kept", figure(standing.kept)},
                    {"partly_kept", figure(standing.partly_kept)},
                    {"unfulfilled", figure(standing.unfulfilled)},
                    {"broken", figure(standing.broken)},
                    {"under_repair", figure(standing.under_repair)},
                    {"repaired", figure(standing.repaired)},
                    {"expired_unverified", figure(standing.expired)},
                    {"pending", figure(standing.pending)},
                    {"open_breaches", list(both(standing.broken, standing.under_repair))},
                    {"disputed", list(standing.disputed)},
                    {"commitments", standing.lines},
                    {"breaches", standing.breaches}};
    return answer;
}

// ---- evaluations

Evaluations evaluations_of(const std::string& subject, const Records& records) {
    Evaluations found;
    for (Record& record : records.referring_to(subject, "evaluation")) {
        if (text_at(record.fields, "subject") != subject) continue;
        show_on(record, records.as_of());
        found.push_back(std::move(record));
    }
    return found;
}

/// The one that counts: the latest that is valid; where none is, the latest that was.
const Record* present_evaluation(const Evaluations& evaluations) {
    const Record* best = nullptr;
    for (const Record& one : evaluations) {
        if (one.status == "revoked") continue;
        const auto rank = [](const Record& record) {
            return std::pair(record.status == "valid", text_at(record.fields, "evaluated_on"));
        };
        if (best == nullptr || rank(one) >= rank(*best)) best = &one;
    }
    return best;
}

void tell_evaluation(const Evaluations& evaluations, CheckAnswer& answer) {
    const Record* present = present_evaluation(evaluations);
    if (present == nullptr) return;
    const Object& fields = present->fields;
    const std::string grade(text_at(fields, "grade")), until(text_at(fields, "valid_until"));
    const bool is_valid = present->status == "valid", is_appealed = has_overlay(*present, "appealed");
    answer.facts.set("evaluation", Object{{"record", present->id},
                                          {"grade", grade},
                                          {"status", present->status},
                                          {"evaluated_on", text_at(fields, "evaluated_on")},
                                          {"valid_until", until},
                                          {"evaluator", plugin::object_at(fields, "evaluator")},
                                          {"appealed", is_appealed}});
    plugin::Text message{
        "Integrity evaluation: " + grade + (is_valid ? "" : ", no longer valid") +
            (until.empty() ? "" : " (until " + until + ")") + (is_appealed ? "; an appeal is open." : "."),
        "诚信评价等级：" + grade + (is_valid ? "" : "（已过有效期）") +
            (until.empty() ? "" : "，有效期至" + until) + (is_appealed ? "；申诉处理中。" : "。")};
    answer.findings.push_back({"C-07",
                               is_valid && !is_appealed ? FindingStatus::met : FindingStatus::soft,
                               Severity::info,
                               std::move(message),
                               integrity_basis(),
                               {present->id}});
}

CheckAnswer nobody_named() {
    CheckAnswer answer = answer_of({});
    answer.findings = {finding("C-05", FindingStatus::unknown, Severity::warn,
                               "Name an organisation or a brand.", "请指定单位或劳务品牌。")};
    return answer;
}

/// Of a text that is nobody's code, nothing on record would look like a clean record.
CheckAnswer nobody_meant(const std::string& text) {
    CheckAnswer answer = answer_of({});
    answer.findings = {finding("C-05", FindingStatus::unknown, Severity::warn,
                               "“" + text +
                                   "” is no credit code, nor a person on record: whose standing is "
                                   "meant is not known.",
                               "“" + text + "”既非统一社会信用代码，也非在案个人，无法确定查询对象。")};
    return answer;
}

std::string identifier_of(std::string_view organisation) {
    if (organisation.starts_with(person_prefix)) return std::string(organisation);
    if (organisation.starts_with(organisation_prefix)) organisation.remove_prefix(organisation_prefix.size());
    return organisation.find(':') == std::string_view::npos ? plugin::canonical_uscc(organisation)
                                                            : std::string(organisation);
}

}  // namespace

Saying saying(const Record& commitment) {
    const Object& fields = commitment.fields;
    const std::string& status = commitment.status;
    if (status == "fulfilled" || status == "partly_fulfilled" || status == "unfulfilled")
        return {"fulfilment_found", text_at(fields, "found_on")};
    if (status == "breached") {
        const Array& breaches = plugin::array_at(fields, "breaches");
        const Object* breach = breaches.empty() ? nullptr : breaches.back().object();
        if (breach == nullptr) return {"fulfilment_found", text_at(fields, "found_on")};
        return {"breach_found", text_at(*breach, "found_on")};
    }
    if (status == "rectifying") return {"rectification_planned", text_at(fields, "rectification_planned_on")};
    if (status == "repair_applied") return {"repair_applied", text_at(fields, "repair_applied_on")};
    if (status == "repaired") return {"repaired", text_at(fields, "repaired_on")};
    if (status == "repair_refused") return {"repair_refused", text_at(fields, "repair_refused_on")};
    if (status == "withdrawn" || status == "superseded") return {status, text_at(fields, "ended_on")};
    if (status == "in_force") return {"accepted", text_at(fields, "accepted_on")};
    // Its own last day speaks against it.
    if (status == "expired") return {"signed", text_at(fields, "valid_until")};
    return {"signed", text_at(fields, "made_on")};
}

CheckAnswer answer_standing(const Object& parameters, const Records& records, const plugin::AskCheck& ask) {
    const std::string organisation = identifier_of(text_at(parameters, "organisation"));
    const std::string brand(text_at(parameters, "brand"));
    if (organisation.empty() && brand.empty()) return nobody_named();
    // A person's number that nobody on record has stays as it was typed.
    const bool is_unknown_person = organisation.starts_with("citizen-id:");
    const bool has_scheme = organisation.find(':') != std::string::npos && !is_unknown_person;
    if (!organisation.empty() && !organisation.starts_with(person_prefix) && !has_scheme &&
        plugin::uscc_fault(organisation))
        return nobody_meant(organisation);

    std::vector<Record> found;
    if (!organisation.empty()) found = made_by(organisation, records, false);
    if (!brand.empty())
        for (Record& record : of_brand(brand, records)) found.push_back(std::move(record));

    Standing standing;
    std::set<std::string> seen;
    for (Record& record : found) {
        if (!seen.insert(key_of(record)).second) continue;
        show_on(record, records.as_of());
        count(record, records.as_of(), "", standing);
        if (record.status == "repaired" && !has_ground(record, records))
            standing.groundless.push_back(record.id);
    }
    count_elsewhere(told_elsewhere(organisation, brand, records, ask), records.as_of(), seen, standing);
    CheckAnswer answer = answer_of(standing);
    tell_evaluation(
        evaluations_of(brand.empty() ? std::string(organisation_prefix) + organisation : brand, records),
        answer);
    return answer;
}

}  // namespace xinbu::commitments
