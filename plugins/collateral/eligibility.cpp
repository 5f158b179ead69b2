#include "eligibility.hpp"

#include <algorithm>

#include "gather.hpp"
#include "stored_status.hpp"
#include "text.hpp"

namespace xinbu::collateral {

using plugin::Date;
using plugin::Finding;
using plugin::FindingStatus;
using plugin::Object;
using plugin::Severity;
using plugin::Value;

namespace {

const std::vector<const Rule*>& all_rules() {
    static const std::vector<const Rule*> sorted = [] {
        std::vector<const Rule*> all;
        for (const auto* rules :
             {&party_rules(), &right_rules(), &mark_rules(), &bank_rules(), &contract_rules(), &duty_rules()})
            for (const Rule& rule : *rules) all.push_back(&rule);
        std::sort(all.begin(), all.end(),
                  [](const Rule* left, const Rule* right) { return left->id < right->id; });
        return all;
    }();
    return sorted;
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

void append(plugin::Text& message, plugin::Text more) {
    message.en += ' ' + more.en;
    message.zh += more.zh;
}

/// A BLOCK rule that two officers overrode for this loan and right no longer blocks; it still counts against.
void heed_override(const Rule& rule, const Case& subject, Judgement& judgement) {
    const Severity severity = judgement.severity.value_or(rule.severity);
    if (judgement.status != FindingStatus::not_met || severity != Severity::block || !subject.asked.loan)
        return;
    for (const plugin::Record& one : subject.records.referring_to(subject.asked.loan->id, "override")) {
        if (plugin::text_at(one.fields, "rule") != rule.id ||
            plugin::text_at(one.fields, "right") != subject.right)
            continue;
        judgement.severity = Severity::warn;
        judgement.evidence.push_back(one.id);
        append(judgement.message,
               said("Overridden by {0}: {1}", "经{0}批准例外：{1}",
                    {joined(texts_at(one.fields, "officers")), plugin::text_at(one.fields, "reason")}));
        return;
    }
}

Finding finding_of(const Rule& rule, const Case& subject) {
    Judgement judgement = judged(rule, subject);
    heed_override(rule, subject, judgement);
    if (judgement.status == FindingStatus::unknown)
        if (const auto reason = noted_by_pledgee(subject, rule.id))
            append(judgement.message,
                   said("Acknowledged by the pledgee: {0}", "质权人已确认知情：{0}", {*reason}));
    Finding finding;
    finding.rule = rule.id;
    finding.status = judgement.status;
    finding.severity = judgement.severity.value_or(rule.severity);
    finding.message = std::move(judgement.message);
    finding.basis = rule.basis;
    finding.evidence = std::move(judgement.evidence);
    return finding;
}

std::string_view name_of(FindingStatus status) {
    switch (status) {
        case FindingStatus::met:
            return "met";
        case FindingStatus::not_met:
            return "not_met";
        case FindingStatus::unknown:
            return "unknown";
        case FindingStatus::soft:
            return "soft";
    }
    return {};
}

/// What the rules call by these names: of the request, of the policy, of the register.
Value input_of(const Case& subject, std::string_view name) {
    const Request& asked = subject.asked;
    if (name == "pledgor") return asked.pledgor;
    if (name == "pledgee") return asked.pledgee;
    if (name == "debtor") return asked.debtor;
    if (name == "due") return asked.due ? Value(asked.due->text()) : Value();
    if (name == "principal")
        return asked.principal ? plugin::value_of(plugin::Money{*asked.principal, asked.currency}) : Value();
    if (name == "policy") return asked.policy.record;
    if (name == "valuation")
        return subject.security.valuation ? Value(subject.security.valuation->record) : Value();
    if (name == "cap_bp") return subject.security.cap ? Value(subject.security.cap->basis_points) : Value();
    if (name == "renewal_buffer_months") return asked.policy.renewal_buffer_months;
    if (name == "extract_max_age_days") return asked.policy.extract_max_age_days;
    if (name == "contract") return asked.contract ? Value(asked.contract->record) : Value();
    if (name == "loan") return asked.loan ? Value(asked.loan->id) : Value();
    if (name == "credit_report")
        return asked.credit.latest() != nullptr ? Value(asked.credit.latest()->id) : Value();
    if (name == "mark_kind") return plugin::text_at(register_fields(subject), "kind");
    for (const Object* holder : {&facts_of(subject), &register_fields(subject)})
        if (const Value* value = holder->find(name)) return *value;
    return {};
}

Object inputs_of(const Rule& rule, const Case& subject) {
    Object inputs;
    for (std::string_view rest = rule.inputs; !rest.empty();) {
        const std::size_t blank = std::min(rest.find(' '), rest.size());
        const std::string_view name = rest.substr(0, blank);
        inputs.set(std::string(name), input_of(subject, name));
        rest.remove_prefix(std::min(blank + 1, rest.size()));
    }
    return inputs;
}

Object rule_facts(const Rule& rule, const Case& subject, const Finding& finding) {
    Object facts{{"inputs", inputs_of(rule, subject)},
                 {"right", subject.right},
                 {"rule", rule.id},
                 {"status", name_of(finding.status)}};
    if (!rule.since.empty()) facts.set("law_since", rule.since);
    // The day on which it was typed in says nothing of its age.
    const Object& source = plugin::object_at(register_fields(subject), "source");
    if (const auto read = plugin::text_at(source, "retrieved_on"); !read.empty())
        facts.set("source_date", read);
    return facts;
}

/// Of all rights together: what is left of their valuations behind pledges that rank before.
void tell_value(const Request& asked, Date day, Object& facts) {
    std::int64_t value = 0, reckoned = 0;
    plugin::Array unvalued;
    for (const Security& one : asked.securities) {
        const auto left = one.left();
        if (!left || one.valuation->currency != asked.currency) {
            unvalued.emplace_back(one.right);
            continue;
        }
        value = capped_sum(value, *left);
        reckoned = capped_sum(reckoned, one.left_on(day, asked.policy).value_or(0));
    }
    if (asked.securities.size() == 1) {
        const Security& only = asked.securities.front();
        if (only.cap) facts.set("cap_bp", only.cap->basis_points);
        if (only.valuation) facts.set("valuation", only.valuation->record);
    }
    if (unvalued.size() < asked.securities.size())
        facts.set("value", plugin::value_of(plugin::Money{value, asked.currency}));
    if (!unvalued.empty()) facts.set("unvalued", std::move(unvalued));
    if (asked.principal && value > 0) facts.set("ltv_bp", ratio_of(*asked.principal, value));
    if (reckoned == 0 || reckoned == value) return;
    facts.set("reckoned", plugin::value_of(plugin::Money{reckoned, asked.currency}));
    if (asked.principal) facts.set("reckoned_ltv_bp", ratio_of(*asked.principal, reckoned));
}

void name_right(const std::string& right, Finding& finding) {
    finding.message.en = right + ": " + finding.message.en;
    finding.message.zh = right + "：" + finding.message.zh;
}

bool hinders(const Finding& finding, const Rule& rule, const Case& subject) {
    if (finding.severity == Severity::ack) return finding.status == FindingStatus::not_met;
    if (finding.severity != Severity::block) return false;
    if (finding.status == FindingStatus::not_met) return true;
    if (finding.status != FindingStatus::unknown) return false;
    // Marks that may have to go along are signed off one by one; then the rule is met.
    return (rule.id == "E21" && subject.bundle.is_known) || !noted_by_pledgee(subject, rule.id);
}

}  // namespace

plugin::CheckAnswer eligibility(const Object& parameters, const plugin::Records& records,
                                const plugin::AskCheck& ask, bool names_rights) {
    const plugin::Date day = records.as_of();
    const Request request = request_asked(parameters, records, ask, day);
    plugin::CheckAnswer answer;
    plugin::Array told;
    for (std::size_t index = 0; index < request.rights.size(); ++index) {
        const Case subject = case_of(request, index, records, ask, day);
        for (const Rule* rule : all_rules()) {
            Finding finding = finding_of(*rule, subject);
            told.emplace_back(rule_facts(*rule, subject, finding));
            if (names_rights && request.rights.size() > 1) name_right(subject.right, finding);
            answer.findings.push_back(std::move(finding));
        }
    }
    tell_value(request, day, answer.facts);
    answer.facts.set("rules", std::move(told));
    return answer;
}

namespace {

/// The rules that may hinder a contract, asked of what is known on that day, where `counts` says so.
template <typename Counts>
std::vector<Obstacle> obstacles_on(Date day, const Contract& contract, const plugin::Records& records,
                                   const plugin::AskCheck& ask, const Counts& counts) {
    std::vector<Obstacle> found;
    const Request request = request_of({}, contract, records, ask, day);
    for (std::size_t index = 0; index < request.rights.size(); ++index) {
        const Case subject = case_of(request, index, records, ask, day);
        for (const Rule* rule : all_rules()) {
            const bool may_count =
                rule->severity == Severity::block || rule->severity == Severity::ack || rule->id == "E15";
            if (!may_count) continue;
            Finding finding = finding_of(*rule, subject);
            if (counts(finding, *rule, subject)) found.push_back({index, std::move(finding)});
        }
    }
    return found;
}

/// Other pledges of a mark are no bar, and whoever signs must know of them.
bool is_bar_or_pledge(const Finding& finding, const Rule& rule, const Case& subject) {
    const bool is_pledged = rule.id == "E15" && finding.status == FindingStatus::not_met;
    return is_pledged || hinders(finding, rule, subject);
}

}  // namespace

std::vector<Obstacle> obstacles(const Object& contract, const plugin::Records& records) {
    const auto agreed = date_at(contract, "agreed_on");
    if (!agreed) return {};
    return obstacles_on(*agreed, Contract{{}, {}, contract}, records, stored_answers(records, *agreed),
                        hinders);
}

std::vector<Obstacle> obstacles_by(const plugin::AskCheck& ask, const Object& contract,
                                   const plugin::Records& records) {
    return obstacles_on(records.as_of(), Contract{{}, {}, contract}, records, ask, is_bar_or_pledge);
}

std::vector<Obstacle> blocked_now(const plugin::AskCheck& ask, const Contract& contract,
                                  const plugin::Records& records) {
    return obstacles_on(
        records.as_of(), contract, records, ask, [](const Finding& finding, const Rule&, const Case&) {
            return finding.severity == Severity::block && finding.status == FindingStatus::not_met;
        });
}

}  // namespace xinbu::collateral
