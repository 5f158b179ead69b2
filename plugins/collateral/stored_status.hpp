// What ip.status would say, as far as the record of a right tells it: for validating an entry, when no other
// plugin can be asked. It reads what plugins/ip_status/plugin.hpp promises of a right's record.
#pragma once

#include "xinbu/plugin/api.hpp"

namespace xinbu::collateral {

/// Answers ip.status of recorded rights with the facts kind, status, granted, alive, ended_on, last_day,
/// in_grace, owners, filing_date, registration_date, overlays and fee_paid, as of `day`; nothing else. Of a
/// right whose record speaks of later events the state on that day is not known, and the answer says only
/// what cannot change: kind and dates.
plugin::AskCheck stored_answers(const plugin::Records& records, plugin::Date day);

}  // namespace xinbu::collateral
