// One entry: an immutable statement about one record, as canonical JSON (docs/decisions/ledger.md).
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/json/json.hpp"
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

/// Where an entry that counts stands: in the ledger itself, or as the `draft`-th (from 1) of the entries that
/// the approval at `position` made count.
struct EntryPlace {
    std::uint64_t position = 0;
    std::uint32_t draft = 0;  ///< 0: the ledger's own entry

    EntryPlace() = default;
    EntryPlace(std::uint64_t at, std::uint32_t of_proposal = 0) : position(at), draft(of_proposal) {}
    auto operator<=>(const EntryPlace&) const = default;
};

/// The entry in bytes that are exactly its canonical form (RFC 8785, strict profile: `json::Profile::entry`).
/// Refuses unknown and missing members, other versions than 1, dates that do not exist, and malformed salts.
/// Codes: `bad_json`, `bad_entry` (category invalid).
Result<Entry> decode_entry(ByteView bytes);

/// Reads entries by the million: whether bytes are an entry by all the rules of decode_entry(), and of which
/// type, without building their data. One per thread.
class EntryScanner {
public:
    bool scan(ByteView bytes);
    /// The type of the entry that was scanned last and held; lives as long as its bytes and this scanner.
    std::string_view type() const { return type_; }

private:
    std::vector<json::TopMember> members_;
    std::string_view type_;
    std::string kept_type_;
};

/// An entry whose parts lie elsewhere.
struct EntryParts {
    std::string_view type, record, effective;
    const plugin::Object& data;
    const plugin::Array& attachments;
    std::string_view salt;
};

/// Canonical bytes. Throws Failure `bad_entry` where they would be longer than 65,535 or deeper than 16
/// levels.
std::string encode_parts(const EntryParts& parts);
inline std::string encode_entry(const Entry& entry) {
    return encode_parts(
        EntryParts{entry.type, entry.record, entry.effective, entry.data, entry.attachments, entry.salt});
}

/// 16 fresh random bytes in hex, for every entry other ones; drawn some at a time.
class Salts {
public:
    std::string next();

private:
    Bytes drawn_;
};
inline std::string new_salt() {
    return Salts().next();
}

}  // namespace xinbu::ledger
