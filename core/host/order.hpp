// The order in which plugins that require each other are loaded.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace xinbu::host {

struct Requirement {
    std::string id;
    std::vector<std::string> required;
};

struct Order {
    std::vector<std::size_t> sorted;  ///< indices, each behind those that it requires, otherwise by id
    /// Index of what cannot be loaded, and the id that is missing.
    std::vector<std::pair<std::size_t, std::string>> lacking;
    std::vector<std::size_t> circular;  ///< indices of those that stand in a circle or wait for one
};

/// Whatever requires something that is lacking is lacking too. Ids are unique.
Order in_order(const std::vector<Requirement>& wanted);

}  // namespace xinbu::host
