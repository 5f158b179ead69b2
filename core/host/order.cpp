#include "order.hpp"

#include <algorithm>
#include <map>

namespace xinbu::host {

namespace {

enum class Place { waiting, sorted, lacking };

}  // namespace

Order in_order(const std::vector<Requirement>& wanted) {
    std::map<std::string, std::size_t> by_id;
    for (std::size_t at = 0; at < wanted.size(); ++at) by_id.emplace(wanted[at].id, at);
    std::vector<Place> places(wanted.size(), Place::waiting);
    Order order;
    const auto settle = [&](std::size_t at) {
        bool ready = true;
        for (const std::string& id : wanted[at].required) {
            const auto found = by_id.find(id);
            if (found == by_id.end() || places[found->second] == Place::lacking) {
                places[at] = Place::lacking;
                order.lacking.emplace_back(at, id);
                return true;
            }
            ready = ready && places[found->second] == Place::sorted;
        }
        if (!ready) return false;
        places[at] = Place::sorted;
        order.sorted.push_back(at);
        return true;
    };
    for (bool moved = true; moved;) {
        moved = false;
        for (const auto& [id, at] : by_id)
            if (places[at] == Place::waiting) moved = settle(at) || moved;
    }
    for (const auto& [id, at] : by_id)
        if (places[at] == Place::waiting) order.circular.push_back(at);
    return order;
}

}  // namespace xinbu::host
