// What is told to whoever signs, beyond the rules that refuse: it may rest on what others record.
#include "collateral.hpp"
#include "eligibility.hpp"
#include "text.hpp"

namespace xinbu::collateral {

using plugin::Draft;
using plugin::Records;

namespace {

/// What is asked of the day of signing only, not of the day on which somebody types it in.
bool is_of_another_day(std::string_view rule) {
    return rule == "E37" || rule == "E40" || rule == "E42";
}

void warn(const Obstacle& one, std::string pointer, plugin::Faults& faults) {
    plugin::Text message = said("As far as is known that day: {0}", "截至当日所知：{1}",
                                {one.finding.message.en, one.finding.message.zh});
    faults.push_back({std::move(pointer), "eligibility." + one.finding.rule, std::move(message), true});
}

}  // namespace

void Collateral::advise(const Draft& draft, const Records& records, const plugin::AskCheck& ask,
                        plugin::Faults& faults) const {
    if (draft.type == "collateral.pledge.agreed") {
        for (const Obstacle& one : obstacles_by(ask, draft.data, records))
            if (!is_of_another_day(one.finding.rule))
                warn(one, "/data/rights/" + std::to_string(one.right), faults);
    }
    if (draft.type != "collateral.pledge.registered") return;
    // Between contract and registration a right may be frozen, pledged or ended. The office has registered
    // it, but can revoke that again.
    const auto pledge = records.find(draft.record);
    if (!pledge) return;
    for (const Obstacle& one : blocked_now(ask, Contract{draft.record, "agreed", pledge->fields}, records))
        if (!is_of_another_day(one.finding.rule)) warn(one, "/data/registered_on", faults);
}

}  // namespace xinbu::collateral
