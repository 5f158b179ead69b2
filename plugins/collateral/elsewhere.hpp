// Pledges that other registries record, whose ledgers are held beside one's own.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/plugin/api.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::collateral {

/// The parameter `elsewhere` of a check, which the host fills in with the pledges of followed registries that
/// refer to what is asked about (docs/decisions/plugins.md).
plugin::Field elsewhere_parameter();

/// A pledge of one right in another registry, agreed or registered, its registered term not over.
struct PledgeElsewhere {
    std::string registry;       ///< whose ledger says so
    bool is_confirmed = false;  ///< whether somebody confirmed that ledger's fingerprint
    std::string pledge;         ///< its id there
    bool is_registered = false;
    std::string pledgee, registered_on, number;
    std::optional<plugin::Money> secured{};

    /// "江南银行: pledge/A-1 · Y1 · 2026-10-26"
    plugin::Text line() const;
};

/// Those of a right that stand on that day; the ones that were registered first. `own_numbers` are
/// registration numbers of one's own pledges: the same registration, told by another, is no other pledge.
std::vector<PledgeElsewhere> pledges_elsewhere(const plugin::Array& told, std::string_view right,
                                               plugin::Date day, const std::vector<std::string>& own_numbers);

}  // namespace xinbu::collateral
