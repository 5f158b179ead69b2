// Which rights stand in pledges on record.
#pragma once

#include "xinbu/plugin/api.hpp"

namespace xinbu::collateral {

/// The check `collateral.pledged`, of one `pledgee` or of all. Fact: `values`, the ids of the rights that are
/// agreed or registered to be pledged on that day, each once and sorted. A mark whose registered term is over
/// is not among them.
plugin::CheckAnswer pledged(const plugin::Object& parameters, const plugin::Records& records);

}  // namespace xinbu::collateral
