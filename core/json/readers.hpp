// The two readers behind parse(): one that only knows the canonical form of an entry, and one that knows all
// of JSON and can say what is wrong.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "xinbu/json/json.hpp"

namespace xinbu::json {

constexpr std::size_t entry_bytes = 65'535;
constexpr std::size_t entry_depth = 16;
constexpr std::int64_t largest_integer = (std::int64_t{1} << 53) - 1;

/// Whether `text` is the canonical form of an entry, read in one pass; `value` holds it then.
bool read_canonical(std::string_view text, plugin::Value& value);

/// What parse() means, and its errors: reads any JSON and, for an entry, writes it again and compares.
Result<plugin::Value> read_and_compare(std::string_view text, Profile profile);

}  // namespace xinbu::json
