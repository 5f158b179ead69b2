// What somebody meant by FIELD=VALUE.
#pragma once

#include <string>

#include "xinbu/plugin/api.hpp"
#include "xinbu/session/types.hpp"

namespace xinbu::session {

/// The value as records hold it (Query::where). Fields that the type does not have, and texts, are left as
/// they are. Throws Failure `unknown_value`.
std::string value_meant(const plugin::RecordType& type, const Condition& condition);

}  // namespace xinbu::session
