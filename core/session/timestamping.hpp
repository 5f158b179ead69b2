// Time stamps that a ledger holds, judged. Inside session only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "xinbu/crypto/timestamp.hpp"
#include "xinbu/ledger/ledger.hpp"
#include "xinbu/ledger/timestamp.hpp"
#include "xinbu/session/types.hpp"

namespace xinbu::session {

struct HeldTimestamp {
    std::optional<ledger::TimestampEntry> entry;  ///< nothing: it is malformed
    std::uint64_t received = 0;                   ///< position of the commit that holds it
    ledger::JudgedTimestamp judged;               ///< neither stamp nor fault where only the hash is held
};
/// Judges the stamp that the entry at `position`, of type core.timestamp.received, holds. The tree and the
/// commits are taken as they are stored. Throws Failure where they cannot be read.
HeldTimestamp judge_held(ledger::Ledger& ledger, const std::string& origin, std::uint64_t position,
                         const crypto::TrustAnchors& anchors);

/// Takes over into a view what a stamp that holds says.
void set_stamp(TimestampView& view, const crypto::Timestamp& stamp);
/// What a stamp says, as a sentence without its full stop.
std::string told(std::uint64_t size, const crypto::Timestamp& stamp);
/// The rule and severity of what is said about who made a stamp that holds.
AuditFinding finding_of_trust(const crypto::Timestamp& stamp, std::uint64_t size, std::string place,
                              const crypto::TrustAnchors& anchors);

}  // namespace xinbu::session
