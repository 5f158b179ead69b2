// Files as other offices write them, of the trademarks of trademarks.hpp: the same on every machine.
#pragma once

#include <cstdint>
#include <filesystem>

namespace xinbu::bench {

/// Each writes the rights `first` and on. Daily XML of the USPTO: `case-file` with header, goods, owner and
/// three steps.
void write_daily_xml(const std::filesystem::path& file, std::uint64_t first, std::uint64_t count);
/// Open Data Portal of the USPTO: one wrapper a patent, with three events and an assignment.
void write_portal_json(const std::filesystem::path& file, std::uint64_t first, std::uint64_t count);
/// A list of marks under CNIPA's headings.
void write_chinese_list(const std::filesystem::path& file, std::uint64_t first, std::uint64_t count);
/// Register of the DPMA: `TradeMark` with applicant, classes and two records.
void write_german_register(const std::filesystem::path& file, std::uint64_t first, std::uint64_t count);

}  // namespace xinbu::bench
