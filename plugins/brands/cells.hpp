// What offices type into spreadsheets, read exactly or not at all.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "xinbu/plugin/api.hpp"

namespace xinbu::brands {

/// A value, or what is wrong with the cell.
template <class T>
struct Read {
    std::optional<T> value{};
    plugin::Text fault{};
};

/// A share in basis points. "95%" and "95 ％" are 95 %. A bare number counts only where one reading of it, as
/// per cent or as a fraction of 1, lies between `low` and `high` (basis points), or both say the same: 95 is
/// 95 %, and 0.95 is refused. No more than two decimals of a per cent.
Read<std::int64_t> read_share(std::string_view cell, std::int64_t low, std::int64_t high);

/// A count: "4620", "4,620", "4620人", "1.2万".
Read<std::int64_t> read_count(std::string_view cell);

/// An amount in fen of CNY: "2亿元", "5000万元", "1,000,000.50元". A bare number is refused, for offices
/// write 元 and 万元 in the same column.
Read<std::int64_t> read_money(std::string_view cell);

}  // namespace xinbu::brands
