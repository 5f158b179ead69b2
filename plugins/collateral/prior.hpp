// What other pledges of a right secure before the one that is asked about.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "xinbu/plugin/api.hpp"

namespace xinbu::collateral {

/// The pledge before which others may rank: by registration (Civil Code art. 414). One that is not registered
/// yet ranks behind all that are.
struct Rank {
    std::string pledge{};         ///< its record; empty for a draft or a mere question
    std::string loan{};           ///< whose other pledges secure the same debt
    std::string registered_on{};  ///< empty where it is not registered
};

/// Minor units that pledges registered before, and standing on `day`, secure for other debts: of one's own
/// records, of the office's register (`status`, facts of ip.status) and of followed registries that were
/// confirmed. Nothing where one of them tells no amount, or one in another currency.
std::optional<std::int64_t> prior_claims(std::string_view right, const Rank& rank, std::string_view currency,
                                         const plugin::Object& status, const plugin::Records& records,
                                         const plugin::AskCheck& ask, plugin::Date day);

}  // namespace xinbu::collateral
