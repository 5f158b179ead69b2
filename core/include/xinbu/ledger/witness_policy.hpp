// How many of which witnesses must countersign a registry's heads: told by its own entries, like who may
// sign.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/crypto/note.hpp"
#include "xinbu/plugin/value.hpp"

namespace xinbu::ledger {

/// The member of a `core.policy.set` that says so.
inline constexpr std::string_view witness_policy_member = "witnesses";

/// It stands in the policy with the witnesses' keys, not their names: whoever holds one proof, and with it
/// the entries that say who may sign, can count their lines and needs nothing else.
struct WitnessPolicy {
    std::string record;                    ///< of the policy; its next entry replaces what this one asks
    std::uint64_t position = 0;            ///< of the commit from which on it holds
    std::optional<std::uint64_t> until{};  ///< of the commit that replaced it; nothing while it holds
    std::uint64_t required = 1;            ///< so many of them
    std::vector<crypto::NoteVerifier> witnesses{};  ///< each with a name and a key of its own
    std::optional<std::uint64_t> within_days{};     ///< of the signing of a commit
};
/// What the member says; nothing where it is malformed, names a witness twice, or asks for more than it
/// names. Record and position are left to the caller.
std::optional<WitnessPolicy> witness_policy_in(const plugin::Object& data);

}  // namespace xinbu::ledger
