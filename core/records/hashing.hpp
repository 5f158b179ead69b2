// Short keys of long things, and sums by which two sets are compared without sorting either. XXH3 (xxhash) is
// quick and stable, but no cryptographic hash: every key found is compared with what it stands for, and sums
// are keyed with a secret that is drawn for one audit, so nobody can have prepared a file for it. Inside
// records only.
#pragma once

#include <cstdint>
#include <string_view>

#include "xinbu/base/bytes.hpp"

namespace xinbu::records {

/// The key under which a text stands in an index of numbers.
std::int64_t text_key(std::string_view text);

/// The parts of an entry's bytes before and behind the digits of its salt.
struct WithoutSalt {
    ByteView head, tail;
    bool operator==(const WithoutSalt& other) const;
};
WithoutSalt without_salt(ByteView entry_bytes);
/// The same for equal statements, whatever their salt.
std::int64_t content_key(ByteView entry_bytes);

}  // namespace xinbu::records
