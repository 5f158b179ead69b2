// What a bank must hear of during the life of a loan: computed anew on every day from what is on record, so
// that an alert is gone once its cause is. Beside one's own records it looks at what registries that are
// followed record of the rights and of the commitments: such an alert names the registry, and says so where
// nobody confirmed its fingerprint. Reports show the alerts of one's own ledger alone.
//
// The check `collateral.alerts` of a `loan`, of a `pledge`, or, without either, of every loan that is owed or
// still pledged for. Facts: as_of and `alerts`, the gravest first: id, severity (block: act today; warn: act
// in time; info), since, loan, pledge and right where they are concerned, what {en, zh}, todo {en, zh},
// evidence [record ids]. One finding for each.
#pragma once

#include <string>
#include <vector>

#include "exposure.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::collateral {

struct Alert {
    std::string_view id;  ///< CA-ENDED, CA-GRACE, …
    plugin::Severity severity = plugin::Severity::warn;
    std::string since{};  ///< civil date; empty where it is not known
    std::string loan{}, pledge{}, right{};
    plugin::Text what{}, todo{};
    std::vector<std::string> evidence{};
};

/// The alerts of one exposure, the gravest first; of one severity the oldest first.
std::vector<Alert> alerts_of(const Exposure& exposure, const plugin::Records& records,
                             const plugin::AskCheck& ask);
/// Calls `visit` for every loan that is owed, or whose pledge still stands.
void for_each_exposure(const plugin::Records& records, const plugin::AskCheck& ask,
                       const std::function<void(const Exposure&)>& visit);

plugin::CheckAnswer alerts(const plugin::Object& parameters, const plugin::Records& records,
                           const plugin::AskCheck& ask);

std::string_view name_of(plugin::Severity severity);

}  // namespace xinbu::collateral
