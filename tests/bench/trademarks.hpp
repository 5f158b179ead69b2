// Trademarks from a seed: the same rows on every machine.
#pragma once

#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "xinbu/plugin/api.hpp"

namespace xinbu::bench {

inline constexpr const char* kind = "trademark";
inline constexpr const char* recorded = "ip.trademark.recorded";

/// The trademark of that number, whatever else is made.
struct Trademark {
    std::string number, mark, mark_class, owner, uscc, goods, applied, registered, expires;
};
Trademark trademark(std::uint64_t index);
plugin::Draft draft_of(const Trademark& mark);

/// The trademarks `first` and on as CSV, and the map that `import csv` takes for it.
void write_csv(const std::filesystem::path& file, std::uint64_t first, std::uint64_t count);
void write_map(const std::filesystem::path& file);

/// Two Chinese characters side by side, or three Latin letters or digits that begin a word: each occurs in a
/// trademark below `count`.
std::string chinese_pair(std::mt19937_64& random, std::uint64_t count);
std::string latin_triple(std::mt19937_64& random, std::uint64_t count);

}  // namespace xinbu::bench
