#include "measure.hpp"

#include <algorithm>
#include <cmath>

namespace xinbu::bench {

double Samples::quantile(double share) const {
    if (values_.empty()) return 0;
    std::vector<double> sorted = values_;
    std::ranges::sort(sorted);
    const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
    return sorted[std::min(rank == 0 ? 0 : rank - 1, sorted.size() - 1)];
}

double Samples::median() const {
    if (values_.empty()) return 0;
    std::vector<double> sorted = values_;
    std::ranges::sort(sorted);
    const std::size_t middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

Spread spread_of(const Samples& samples) {
    return {samples.median(), samples.lowest(), samples.highest()};
}

std::optional<double> Row::ratio() const {
    if (!floor || floor->value <= 0) return std::nullopt;
    return value.value / floor->value;
}

bool Row::is_met() const {
    const std::optional<double> measured = on_ratio ? ratio() : std::optional(value.value);
    if (!measured) return false;
    return bound == Bound::at_least ? *measured >= target : *measured <= target;
}

}  // namespace xinbu::bench
