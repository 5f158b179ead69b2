// The check collateral.alerts: of one loan or pledge, or of all.
#include <algorithm>

#include "alerts.hpp"
#include "exposure.hpp"
#include "repayment.hpp"
#include "text.hpp"
#include "xinbu/plugin/report.hpp"

namespace xinbu::collateral {

using plugin::Object;
using plugin::Severity;

std::string_view name_of(Severity severity) {
    if (severity == Severity::block) return "block";
    return severity == Severity::warn ? "warn" : "info";
}

namespace {

Object fact_of(const Alert& alert) {
    plugin::Array evidence;
    for (const std::string& id : alert.evidence) evidence.emplace_back(id);
    Object fact{{"evidence", std::move(evidence)},
                {"id", alert.id},
                {"loan", alert.loan},
                {"severity", name_of(alert.severity)},
                {"todo", plugin::both(alert.todo)},
                {"what", plugin::both(alert.what)}};
    if (!alert.since.empty()) fact.set("since", alert.since);
    if (!alert.pledge.empty()) fact.set("pledge", alert.pledge);
    if (!alert.right.empty()) fact.set("right", alert.right);
    return fact;
}

void tell(const std::vector<Alert>& alerts, plugin::CheckAnswer& answer, plugin::Array& facts) {
    for (const Alert& alert : alerts) {
        facts.emplace_back(fact_of(alert));
        const std::string where =
            alert.loan + (alert.loan.empty() || alert.pledge.empty() ? "" : " · ") + alert.pledge;
        answer.findings.push_back({std::string(alert.id),
                                   plugin::FindingStatus::not_met,
                                   alert.severity,
                                   said("{4}: {0} {1}", "{4}：{2}{3}",
                                        {alert.what.en, alert.todo.en, alert.what.zh, alert.todo.zh, where}),
                                   {},
                                   alert.evidence});
    }
}

/// A pledge whose loan is not on record, not even of a later day, stands behind nothing that anybody watches.
std::vector<Alert> orphans(const plugin::Records& records) {
    std::vector<Alert> found;
    records.for_each("pledge", [&](const plugin::Record& pledge) {
        const std::string_view loan = plugin::text_at(pledge.fields, "loan");
        const bool is_living = pledge.status == "agreed" || pledge.status == "registered";
        if (!is_living || record_on(records, plugin::Date(9999, 12, 31), loan)) return true;
        Alert alert{"CA-ORPHAN", Severity::block};
        alert.pledge = pledge.id;
        alert.evidence = {pledge.id};
        alert.what = said("Its loan {0} is not on record.", "其贷款{0}未登记或已被更正撤销。", {loan});
        alert.todo = {"Find out who took it away (`history`), and record it again.",
                      "查明缘由（见history），并重新登记贷款。"};
        found.push_back(std::move(alert));
        return true;
    });
    return found;
}

/// Recorded as repaid, and by what is on record it was not: a payment was corrected away since.
std::vector<Alert> unpaid(const plugin::Records& records) {
    std::vector<Alert> found;
    records.for_each("loan", [&](const plugin::Record& loan) {
        const auto last = money_at(loan.fields, "repaid_amount");
        if (loan.status != "repaid" || !last) return true;
        const std::int64_t owed =
            Repayment(loan.fields, true, records.as_of(), enforced_proceeds(loan, records)).owed_today();
        if (owed <= last->amount) return true;
        Alert alert{"CA-UNPAID", Severity::block, std::string(plugin::text_at(loan.fields, "repaid_on"))};
        alert.loan = loan.id;
        alert.evidence = {loan.id};
        alert.what =
            said("It is recorded as repaid, and of what was owed {0} is not on record as paid.",
                 "已登记结清，但在案还款尚缺{0}。", {amount_text(owed - last->amount, last->currency)});
        alert.todo = {"Find out which payment was taken away (`history`), and correct the repayment.",
                      "查明被更正的还款（见history），并更正结清登记。"};
        found.push_back(std::move(alert));
        return true;
    });
    return found;
}

}  // namespace

plugin::CheckAnswer alerts(const Object& parameters, const plugin::Records& records,
                           const plugin::AskCheck& ask) {
    plugin::CheckAnswer answer;
    plugin::Array facts;
    const bool is_all = !parameters.contains("loan") && !parameters.contains("pledge");
    const Asked asked = loan_asked(parameters, records);
    if (is_all) {
        tell(orphans(records), answer, facts);
        tell(unpaid(records), answer, facts);
        for_each_exposure(records, ask, [&](const Exposure& exposure) {
            tell(alerts_of(exposure, records, ask), answer, facts);
        });
        std::stable_sort(answer.findings.begin(), answer.findings.end(),
                         [](const auto& left, const auto& right) { return left.severity < right.severity; });
        std::stable_sort(facts.begin(), facts.end(),
                         [](const plugin::Value& left, const plugin::Value& right) {
                             // block, info, warn stand in the alphabet as they do not in gravity.
                             const auto rank = [](const plugin::Value& one) {
                                 const std::string_view severity = plugin::text_at(*one.object(), "severity");
                                 return severity == "block" ? 0 : severity == "warn" ? 1 : 2;
                             };
                             return rank(left) < rank(right);
                         });
    } else if (asked.loan) {
        tell(alerts_of(exposure_of(*asked.loan, records, ask, asked.pledge), records, ask), answer, facts);
    } else {
        answer.findings.push_back({"CA-00",
                                   plugin::FindingStatus::unknown,
                                   Severity::block,
                                   said("That loan or pledge is not on record.", "该贷款或质押未登记。"),
                                   {},
                                   {}});
    }
    answer.facts.set("as_of", records.as_of().text());
    answer.facts.set("alerts", std::move(facts));
    return answer;
}

}  // namespace xinbu::collateral
