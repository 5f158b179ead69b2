// One entry: an immutable statement about one record, as canonical JSON (docs/decisions/ledger.md).
#pragma once

#include <string>
#include <string_view>

#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/plugin/value.hpp"

namespace xinbu::ledger {

inline constexpr std::size_t largest_entry_bytes = 65'535;
inline constexpr std::size_t salt_bytes = 16;
/// The entry that takes another one out of the fold; nothing is deleted.
inline constexpr std::string_view correction_type = "core.correction.made";

struct Entry {
    std::string type;       ///< `plugin.thing.happened`
    std::string record;     ///< `kind/key`
    std::string effective;  ///< civil date, YYYY-MM-DD
    plugin::Object data;
    plugin::Array attachments{};  ///< `[{"bytes","media","name","sha256"}]`; left out where empty
    std::string salt;             ///< 32 lower-case hex digits
};

/// The entry in bytes that are exactly its canonical form (RFC 8785, strict profile: `json::Profile::entry`).
/// Refuses unknown and missing members, other versions than 1, dates that do not exist, and malformed salts.
/// Codes: `bad_json`, `bad_entry` (category invalid).
Result<Entry> decode_entry(ByteView bytes);

/// Canonical bytes. Throws Failure `bad_entry` where they would be longer than 65,535 or deeper than 16
/// levels.
std::string encode_entry(const Entry& entry);

/// 16 fresh random bytes in hex.
std::string new_salt();

}  // namespace xinbu::ledger
