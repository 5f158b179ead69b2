// The names inside a bundle, and its lines. Inside exchange only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace xinbu::exchange {

inline constexpr std::string_view manifest_name = "MANIFEST.json", envelope_name = "MANIFEST.dsse",
                                  text_name = "VERIFY.md", script_name = "verify.sh",
                                  note_name = "checkpoint.note", consistency_name = "consistency.txt",
                                  subtrees_name = "subtrees.txt";
/// In the suite gm: what the three say of the tree over SM3.
inline constexpr std::string_view sm3_note_name = "checkpoint-sm3.note",
                                  sm3_consistency_name = "consistency-sm3.txt",
                                  sm3_subtrees_name = "subtrees-sm3.txt";
/// Numbered parts, one line each for a commit's envelope, and for an entry's bytes or its hash in
/// hexadecimal (in the suite gm followed by the one over SM3): `cat commits/*.ndjson` gives all.
inline constexpr std::string_view commits_folder = "commits/", entries_folder = "entries/";
/// Commits of authority before the range, whole, and a line for each with its position and the hashes of its
/// inclusion proof.
inline constexpr std::string_view old_commits_name = "authority/commits.ndjson",
                                  old_entries_name = "authority/entries.ndjson",
                                  old_paths_name = "authority/paths.txt",
                                  sm3_old_paths_name = "authority/paths-sm3.txt";
/// Tokens of time stamps over trees of the range, whose hashes its entries name.
inline constexpr std::string_view timestamps_folder = "timestamps/", timestamp_ending = ".tst";
inline constexpr std::string_view keys_folder = "keys/", key_ending = ".der", part_ending = ".ndjson";
inline constexpr std::size_t part_bytes = std::size_t{4}
                                          << 20;  ///< a part ends after the line that reaches it

/// "000000", "000001", …
inline std::string part_name(std::string_view folder, std::uint64_t number) {
    std::string digits = std::to_string(number);
    digits.insert(0, digits.size() < 6 ? 6 - digits.size() : 0, '0');
    return std::string(folder) + digits + std::string(part_ending);
}

}  // namespace xinbu::exchange
