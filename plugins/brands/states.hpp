// What records of other plugins are on a day, by the states that are promised to outsiders.
#pragma once

#include <string_view>

#include "xinbu/plugin/api.hpp"

namespace xinbu::brands {

/// The state of a commitment as it is shown on a day: what is accepted or published is `in_force` from the
/// day it was made to its last day, and `expired` behind it.
inline std::string_view commitment_state(const plugin::Record& commitment, plugin::Date day) {
    const std::string_view stored = commitment.status;
    if (stored != "accepted" && stored != "published" && stored != "in_force") return stored;
    const std::string today = day.text();
    const std::string_view until = plugin::text_at(commitment.fields, "valid_until");
    if (!until.empty() && until < today) return "expired";
    return plugin::text_at(commitment.fields, "made_on") <= today ? "in_force" : stored;
}

inline bool is_open_breach(std::string_view state) {
    return state == "breached" || state == "rectifying" || state == "repair_applied" ||
           state == "repair_refused";
}

}  // namespace xinbu::brands
