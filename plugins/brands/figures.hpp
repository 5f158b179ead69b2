// Figures as people read them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "xinbu/plugin/api.hpp"

namespace xinbu::brands {

/// "4,620".
std::string grouped(std::int64_t number);
/// "94.99 %" for 9499 basis points.
std::string percent(std::int64_t basis_points);
/// A figure in its own unit: a count, a share, an amount with its currency.
std::string shown_figure(const plugin::Field& figure, std::int64_t value, const std::string& currency);

/// The figure of that name among fields; of money the amount, only where its currency is `currency`.
std::optional<std::int64_t> figure_in(const plugin::Object& fields, const std::string& name,
                                      const std::string& currency);

}  // namespace xinbu::brands
