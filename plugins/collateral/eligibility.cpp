#include "eligibility.hpp"

#include <algorithm>

#include "text.hpp"
#include "xinbu/plugin/identifiers.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::collateral {

using plugin::Finding;
using plugin::FindingStatus;
using plugin::Object;
using plugin::Record;

namespace {

std::string canonical_code(std::string_view text) {
    return text.find(':') == std::string_view::npos ? plugin::canonical_uscc(text) : std::string(text);
}

RightKind kind_of(const Case& subject) {
    const std::string_view named =
        subject.status ? plugin::text_at(*subject.status, "kind") : std::string_view();
    const RightKind kind = right_kind(named);
    return kind == RightKind::unknown && subject.is_mark ? RightKind::trademark : kind;
}

void ask_others(Case& subject, const plugin::AskCheck& ask) {
    if (auto answer = ask("ip.status", Object{{"right", subject.right}}))
        subject.status = std::move(answer->facts);
    if (subject.pledgor.empty()) return;
    if (auto answer = ask("commitments.standing", Object{{"organisation", subject.pledgor}}))
        subject.standing = std::move(answer->facts);
}

Case gather(const Object& parameters, const plugin::Records& records, const plugin::AskCheck& ask) {
    Case subject{records, records.as_of(), std::string(plugin::text_at(parameters, "right"))};
    subject.is_mark = is_trademark(subject.right);
    subject.is_patent = is_patent(subject.right);
    subject.pledgor = canonical_code(plugin::text_at(parameters, "pledgor"));
    subject.pledgee = canonical_code(plugin::text_at(parameters, "pledgee"));
    subject.due = date_at(parameters, "due");
    const std::int64_t* principal = plugin::integer_at(parameters, "principal");
    if (principal != nullptr && *principal > 0) subject.principal = *principal;
    ask_others(subject, ask);
    subject.kind = kind_of(subject);
    subject.register_record = records.find(subject.right);
    // Of a right that nobody recorded, the absence of pledges and seizures is no finding.
    if (!subject.register_record) subject.status.reset();
    if (!subject.pledgor.empty()) subject.organisation = records.find("organisation/" + subject.pledgor);
    subject.pledges = records.referring_to(subject.right, "pledge");
    subject.policy = policy_for(subject.pledgee, records);
    subject.valuations = valuations_of(subject.right, records);
    const auto valid = std::find_if(
        subject.valuations.begin(), subject.valuations.end(),
        [&](const Valuation& valuation) { return valuation.is_valid(subject.as_of, subject.policy); });
    if (valid != subject.valuations.end()) subject.valuation = *valid;
    subject.bundle = bundle_of(subject.right, records, ask);
    return subject;
}

Judgement judged(const Rule& rule, const Case& subject) {
    if (rule.scope == Scope::patents && subject.is_mark)
        return met(said("Does not apply to trademarks.", "不适用于商标。"));
    if (rule.scope == Scope::marks && subject.is_patent)
        return met(said("Does not apply to patents.", "不适用于专利。"));
    if (!subject.is_mark && !subject.is_patent && rule.scope != Scope::any)
        return unknown(said("“{0}” is neither a trademark nor a patent.", "“{0}”既不是商标也不是专利。",
                            {subject.right}));
    return rule.judge(subject);
}

Finding finding_of(const Rule& rule, const Case& subject) {
    Judgement judgement = judged(rule, subject);
    Finding finding;
    finding.rule = rule.id;
    finding.status = judgement.status;
    finding.severity = judgement.severity.value_or(rule.severity);
    finding.message = std::move(judgement.message);
    finding.basis = rule.basis;
    finding.evidence = std::move(judgement.evidence);
    return finding;
}

Object facts_of(const Case& subject) {
    Object facts;
    const auto cap = subject.policy.cap(subject.kind);
    if (cap) facts.set("cap_bp", cap->basis_points);
    if (!subject.valuation) return facts;
    const Valuation& valuation = *subject.valuation;
    facts.set("value", plugin::value_of(plugin::Money{valuation.amount, valuation.currency}));
    facts.set("valuation", valuation.record);
    if (subject.principal && cap && valuation.currency == "CNY")
        facts.set("ltv_bp",
                  loan_to_value(*subject.principal, valuation.amount, cap->basis_points).basis_points);
    return facts;
}

bool names_party(const Record& pledge, std::string_view role,
                 const std::vector<std::string>& acknowledged_by) {
    const std::string_view code = plugin::text_at(plugin::object_at(pledge.fields, role), "identifier");
    return !code.empty() &&
           std::find(acknowledged_by.begin(), acknowledged_by.end(), code) != acknowledged_by.end();
}

}  // namespace

Judgement met(plugin::Text message, std::vector<std::string> evidence) {
    return {FindingStatus::met, std::move(message), std::move(evidence)};
}
Judgement not_met(plugin::Text message, std::vector<std::string> evidence) {
    return {FindingStatus::not_met, std::move(message), std::move(evidence)};
}
Judgement unknown(plugin::Text message, std::vector<std::string> evidence) {
    return {FindingStatus::unknown, std::move(message), std::move(evidence)};
}

std::vector<const Object*> overlays(const Case& subject, std::string_view kind) {
    std::vector<const Object*> found;
    if (!subject.status) return found;
    for (const plugin::Value& overlay : plugin::array_at(*subject.status, "overlays"))
        if (overlay.object() != nullptr && plugin::text_at(*overlay.object(), "kind") == kind)
            found.push_back(overlay.object());
    return found;
}

std::vector<const Record*> standing_pledges(const Case& subject) {
    std::vector<const Record*> standing;
    for (const Record& pledge : subject.pledges) {
        const auto until = date_at(pledge.fields, "until");
        // Asked of the date, not of the presented status: a pledge of marks and patents lapses in part.
        const bool lapsed = subject.is_mark && until && *until < subject.as_of;
        if (pledge.status == "registered" && !lapsed) standing.push_back(&pledge);
    }
    return standing;
}

bool is_acknowledged(const Case& subject, std::string_view rule) {
    return std::any_of(subject.pledges.begin(), subject.pledges.end(), [&](const Record& pledge) {
        if (pledge.status != "agreed" && pledge.status != "registered") return false;
        std::vector<std::string> by;
        for (const plugin::Value& one : plugin::array_at(pledge.fields, "acknowledgements"))
            if (one.object() != nullptr && plugin::text_at(*one.object(), "rule") == rule)
                add_once(by, plugin::text_at(plugin::object_at(*one.object(), "by"), "identifier"));
        return names_party(pledge, "pledgor", by) && names_party(pledge, "pledgee", by);
    });
}

plugin::CheckAnswer eligibility(const Object& parameters, const plugin::Records& records,
                                const plugin::AskCheck& ask) {
    const Case subject = gather(parameters, records, ask);
    plugin::CheckAnswer answer;
    for (const auto* rules : {&party_rules(), &right_rules(), &bank_rules(), &open_rules()})
        for (const Rule& rule : *rules) answer.findings.push_back(finding_of(rule, subject));
    std::sort(answer.findings.begin(), answer.findings.end(),
              [](const Finding& left, const Finding& right) { return left.rule < right.rule; });
    answer.facts = facts_of(subject);
    return answer;
}

}  // namespace xinbu::collateral
