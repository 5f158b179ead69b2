// How the rules here say what is wrong.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "people.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::commitments {

inline void refuse(plugin::Faults& faults, std::string pointer, std::string rule, std::string en,
                   std::string zh) {
    faults.push_back({std::move(pointer), std::move(rule), {std::move(en), std::move(zh)}, false});
}
inline void warn(plugin::Faults& faults, std::string pointer, std::string rule, std::string en,
                 std::string zh) {
    faults.push_back({std::move(pointer), std::move(rule), {std::move(en), std::move(zh)}, true});
}

/// A fault is shown and may be logged, so identity numbers stand masked in it.
inline std::string quoted(std::string_view text) {
    return "“" + without_citizen_ids(text) + "”";
}

/// Dates are written YYYY-MM-DD, so their text sorts as they do. One that is missing breaks no order.
inline void check_order(std::string_view earlier, std::string_view later, const std::string& pointer,
                        std::string rule, std::string en, std::string zh, plugin::Faults& faults) {
    if (!earlier.empty() && !later.empty() && later < earlier)
        refuse(faults, pointer, std::move(rule), std::move(en), std::move(zh));
}

}  // namespace xinbu::commitments
