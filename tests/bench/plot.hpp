// Cost per entry over the size of a registry, as a picture.
#pragma once

#include <filesystem>

#include "workshop.hpp"

namespace xinbu::bench {

/// Measures import, audit and refold at every power of ten from 1,000 up to the workshop's entries, and draws
/// them.
void plot_cost_per_entry(Workshop& workshop, const std::filesystem::path& file);

}  // namespace xinbu::bench
