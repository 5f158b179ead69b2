// What people are asked for when they ask a check.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "xinbu/plugin/api.hpp"

namespace xinbu::host {

/// The parameter that people never give: a check that declares it gets there what followed registries say.
inline constexpr std::string_view elsewhere_parameter = "elsewhere";

/// The parameters of a check without it, as they are listed and asked for.
inline std::vector<plugin::Field> check_parameters(const plugin::Check& check) {
    std::vector<plugin::Field> fields = check.parameters;
    std::erase_if(fields, [](const plugin::Field& field) { return field.id == elsewhere_parameter; });
    return fields;
}

}  // namespace xinbu::host
