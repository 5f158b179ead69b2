// Four eyes: entries that wait inside `core.proposal.made` until another person approves them
// (docs/decisions/four-eyes.md).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/base/bytes.hpp"
#include "xinbu/ledger/entry.hpp"

namespace xinbu::ledger {

class Ledger;

inline constexpr std::string_view proposal_made_type = "core.proposal.made";
inline constexpr std::string_view proposal_approved_type = "core.proposal.approved";
inline constexpr std::string_view proposal_rejected_type = "core.proposal.rejected";
/// The status of a proposal's record until somebody decides (declared in core/host/core_types.cpp).
inline constexpr std::string_view open_proposal = "open";
bool is_proposal_type(std::string_view type);

/// The record of a proposal: `proposal/` and the RFC 6962 root over its drafts, in hex.
std::string proposal_record(std::span<const std::string> drafts);
/// The drafts of a `core.proposal.made`: each is the canonical bytes of an entry, salt included. Empty where
/// one of them is no text.
std::vector<std::string> draft_texts(const Entry& made);
/// The same as entries. Nothing where one is no entry, where there is none, where one is a proposal itself or
/// creates a registry, or where the record is not that of these drafts.
std::optional<std::vector<Entry>> drafts_of(const Entry& made);

/// The proposal that an approval or rejection names; nothing where it names none.
std::optional<Hash> proposal_named_by(const Entry& decision);
/// Whether an approval is the one from which on the drafts count: every one that is not marked `partial`,
/// which those are that leave the quorum wanting.
bool is_deciding(const Entry& approval);

/// Bytes of the ledger's own entries, and where an entry of that leaf hash stands.
using OwnEntryReader = std::function<Bytes(std::uint64_t position)>;
using OwnEntryFinder = std::function<std::optional<std::uint64_t>(const Hash&)>;
/// The `core.proposal.made` that the approval or rejection `decision` is about; nothing where there is none
/// before `position`.
std::optional<Entry> proposal_of(const Entry& decision, std::uint64_t position, const OwnEntryReader& entry,
                                 const OwnEntryFinder& find);
/// The bytes of the entry at `place`. Throws Failure `registry_damaged` where there is no such draft.
Bytes entry_at(const EntryPlace& place, const OwnEntryReader& entry, const OwnEntryFinder& find);
Bytes entry_at(Ledger& ledger, const EntryPlace& place);

}  // namespace xinbu::ledger
