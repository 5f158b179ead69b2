// Which of the overlays of a record type one is: what stands beside a status, as a badge, has its own hue.
#pragma once

#include <cstddef>
#include <string>

#include "xinbu/host/catalogue.hpp"

namespace xinbu::gui {

/// Its place among those that the plugin of that record kind declares; behind the last where none does.
inline std::size_t number_of_overlay(const host::Catalogue& catalogue, const std::string& kind,
                                     const std::string& overlay) {
    const host::Provider* provider = catalogue.provider_of_kind(kind);
    if (provider == nullptr) return 0;
    const auto& declared = provider->declaration.overlays;
    std::size_t at = 0;
    while (at < declared.size() && declared[at].id != overlay) ++at;
    return at;
}

}  // namespace xinbu::gui
