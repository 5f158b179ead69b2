// The facts of the check ip.status, by which other checks and reports compute.
#pragma once

#include "deadlines.hpp"

namespace xinbu::ip_status {

/// What a right is on the day: the members that plugin.hpp lists, without those about the source.
void add_status_facts(const RightOnDay& right, plugin::Object& facts);

/// The surcharge on an annual fee that is paid on that day, in percent; the highest one after its last step.
int surcharge_on(const Rules& rules, plugin::Date due, plugin::Date day);

}  // namespace xinbu::ip_status
