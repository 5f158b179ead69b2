// What registries that are followed here record. Inside session only.
#pragma once

#include "impl.hpp"

namespace xinbu::session {

/// Answers plugin::ask_elsewhere as of that day, for checks. Reports are not told: they are made again from
/// one's own ledger alone, and come out the same.
host::Catalogue::Elsewhere elsewhere_on(Registry::Impl& registry, plugin::Date day);

}  // namespace xinbu::session
