#include "xinbu/ledger/witness_policy.hpp"

#include <algorithm>

namespace xinbu::ledger {

namespace {

constexpr std::size_t most_witnesses = 16;
constexpr std::int64_t most_days = 3650;

}  // namespace

std::optional<WitnessPolicy> witness_policy_in(const plugin::Object& data) {
    const plugin::Value* member = data.find(witness_policy_member);
    if (member == nullptr || member->object() == nullptr) return std::nullopt;
    const plugin::Object& said = *member->object();
    WitnessPolicy policy;
    for (const plugin::Value& one : plugin::array_at(said, "keys")) {
        if (one.text() == nullptr || policy.witnesses.size() == most_witnesses) return std::nullopt;
        Result<crypto::NoteVerifier> witness = crypto::NoteVerifier::parse(*one.text());
        if (!witness || witness->kind() != crypto::NoteKind::cosignature) return std::nullopt;
        // One organisation under two names would be two witnesses, and so would two keys of it.
        if (std::ranges::any_of(policy.witnesses, [&](const crypto::NoteVerifier& other) {
                return other.name() == witness->name() || other.key().id() == witness->key().id();
            }))
            return std::nullopt;
        policy.witnesses.push_back(std::move(*witness));
    }
    const std::int64_t* required = plugin::integer_at(said, "required");
    if (required == nullptr || *required < 1 ||
        static_cast<std::uint64_t>(*required) > policy.witnesses.size())
        return std::nullopt;
    policy.required = static_cast<std::uint64_t>(*required);
    if (said.find("within_days") != nullptr) {
        const std::int64_t* days = plugin::integer_at(said, "within_days");
        if (days == nullptr || *days < 1 || *days > most_days) return std::nullopt;
        policy.within_days = static_cast<std::uint64_t>(*days);
    }
    return policy;
}

}  // namespace xinbu::ledger
