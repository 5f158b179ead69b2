// What registries that are followed here say of the records that a check is asked about. Inside session only.
#pragma once

#include "impl.hpp"

namespace xinbu::session {

/// Fills in host::elsewhere_parameter, where the check declares it and there is something to say: a list of
/// groups, whose id is a kind of records. Each element is a record of that kind in a followed registry that
/// refers to one of the records asked about, or to one that these refer to: `registry` (its organisation, or
/// its origin), `record`, `status` and `confirmed` (whether somebody confirmed the registry's fingerprint),
/// and of the record's own fields those that the group names. Reports are not told: they are made again from
/// one's own ledger alone, and come out the same.
void add_elsewhere(Registry::Impl& registry, const plugin::Check& check, plugin::Date day,
                   plugin::Object& parameters);

}  // namespace xinbu::session
