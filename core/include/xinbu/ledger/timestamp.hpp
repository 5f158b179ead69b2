// Time stamps in the ledger: that an authority saw a checkpoint of it at a time (core.timestamp.received;
// docs/decisions/time-stamps.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/base/bytes.hpp"
#include "xinbu/crypto/timestamp.hpp"
#include "xinbu/ledger/authority.hpp"
#include "xinbu/ledger/checkpoint.hpp"
#include "xinbu/ledger/entry.hpp"

namespace xinbu::ledger {

inline constexpr std::string_view timestamp_type = "core.timestamp.received";

/// What is stamped: SHA-256 of the checkpoint's text, exactly the bytes that the registry's checkpoint key
/// signs. Whoever has the tree can write it again.
Hash stamped_digest(const Checkpoint& checkpoint);

/// What such an entry says; nothing is verified.
struct TimestampEntry {
    std::uint64_t size = 0;  ///< commits that the checkpoint covers, at least 1
    Hash sha256{};           ///< of the token
    std::optional<Bytes> token;
};
/// Nothing where the entry is of another form.
std::optional<TimestampEntry> timestamp_in(const Entry& entry);
plugin::Object timestamp_data(std::uint64_t size, ByteView token);

/// What is known of a stamp besides its token.
struct TimestampPlace {
    Checkpoint checkpoint;       ///< of the tree at the size that it names
    std::uint64_t received = 0;  ///< position of the commit that holds the entry
    std::string received_time;   ///< what that commit states
    std::string last_time{};     ///< what the last commit under the checkpoint states; empty: not known
};
/// What became of one stamp.
struct JudgedTimestamp {
    std::optional<crypto::Timestamp> stamp;  ///< where it holds
    /// `timestamp.entry`, `timestamp.hash`, `timestamp.token`, `timestamp.imprint`: it does not hold.
    std::vector<AuthorityFault> faults;
    /// `timestamp.clock`: it holds, but the clock of a commit tells another story, by more than the five
    /// minutes that clocks of offices differ.
    std::vector<AuthorityFault> suspicions;
};
/// Judges a stamp whose token is `token`, all at once: the hash in the entry, the token itself, that it is
/// over the checkpoint, that it was there before the commit that holds it.
JudgedTimestamp judge_timestamp(const TimestampEntry& entry, ByteView token, const TimestampPlace& place,
                                const crypto::TrustAnchors& anchors);

}  // namespace xinbu::ledger
