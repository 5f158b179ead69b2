// Commitments that other registries keep, whose ledgers are held beside one's own.
#pragma once

#include <string>
#include <vector>

#include "xinbu/plugin/api.hpp"

namespace xinbu::commitments {

/// The parameter `elsewhere` of `commitments.standing`, which the host fills in with the commitments of
/// followed registries that refer to whom it is asked about (docs/decisions/exchange.md).
plugin::Field commitments_elsewhere();

/// A commitment as another registry's ledger tells it.
struct CommitmentElsewhere {
    plugin::Record record;      ///< as that ledger stores it, without what stands sealed in it
    std::string registry;       ///< whose ledger says so
    bool is_confirmed = false;  ///< whether somebody confirmed that ledger's fingerprint
};
std::vector<CommitmentElsewhere> commitments_told(const plugin::Object& parameters);

}  // namespace xinbu::commitments
