// What a correction may take away: not what others rest on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "impl.hpp"

namespace xinbu::session {

/// A draft of core.correction.made, looked at before it is folded.
struct Correction {
    plugin::Faults faults;
    std::vector<std::string> types;  ///< whose quorums it needs
};
/// The entry must be there, must be a plugin's, and must be the operator's own to sign: else a clerk could
/// annul what only an officer may say, or hide who was enrolled. Throws `not_authorised`, unless
/// `asks_role` is false: a proposal's drafts are approved by others.
Correction look_at_correction(Registry::Impl& registry, const plugin::Draft& draft, bool asks_role);

/// Asked of each draft once all drafts of its commit are folded: where it is a correction that took away what
/// a record began with, and other records name that record, they would rest on nothing.
plugin::Faults left_without(Registry::Impl& registry, std::string_view type, const plugin::Object& data);

}  // namespace xinbu::session
