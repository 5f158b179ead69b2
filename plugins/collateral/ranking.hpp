// In which order several pledges of one right are satisfied.
#pragma once

#include "xinbu/plugin/api.hpp"

namespace xinbu::collateral {

/// The check `collateral.ranking` of a `right`: the pledges that stand on the day, by the time of
/// registration (Civil Code art. 414; those of one day share a rank), those that are agreed only behind them
/// and without a rank; those of registries that are followed among them (`elsewhere`). Fact: `ranks` [{rank
/// (absent where there is none), pledge (absent for what only the register tells), registry (only of those
/// elsewhere), pledgee, registered_on, registration_number, secured, left}]; `left` is what remains of a
/// valid valuation behind those that rank before, in its currency, absent where that cannot be reckoned.
/// Finding CR-01: a patent bears one pledge (Announcement 461, ground 9), a mark several.
plugin::CheckAnswer ranking(const plugin::Object& parameters, const plugin::Records& records,
                            const plugin::AskCheck& ask);

}  // namespace xinbu::collateral
