// Entries with which a registry only says what it holds or saw, and which change nothing: they travel with
// the next commit that is made for something else.
#pragma once

#include <string_view>

namespace xinbu::ledger {

/// A witness's line under one of the registry's own checkpoints: once it stands here, the line cannot be
/// taken out of the note unseen.
inline constexpr std::string_view countersigned_type = "core.witness.countersigned";
/// Another registry's checkpoint, as it was shown to this one: who follows both compares it with his own
/// (gossip).
inline constexpr std::string_view checkpoint_seen_type = "core.checkpoint.seen";

/// Whether whoever commits signs entries of that type, of every role, and no policy asks for more: they
/// decide nothing. The anchors of the read log are of this kind, too.
bool decides_nothing(std::string_view type);

}  // namespace xinbu::ledger
