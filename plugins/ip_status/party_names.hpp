// Whether two names in a register mean the same body: a bank is written with and without its commas, its
// legal form and its role, and now and then with a letter too few.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/plugin/api.hpp"

namespace xinbu::ip_status {

/// One name as it is compared: upper case, legal forms in one spelling, without signs, blanks, an article and
/// what tells a role ("… BANK, AS COLLATERAL AGENT").
struct ComparableName {
    std::string letters;
    std::vector<std::string> numerals;  ///< numbers and Roman ones: "PARTNERS V" is not "PARTNERS VI"
};

/// The names that a text gives a body: "X PLC F/K/A Y" and "X (SUCCESSOR BY MERGER TO Y)" give two.
std::vector<ComparableName> comparable_names(std::string_view name);

/// Whether two parties are the same: by identifier where both have one, else by name. A name may go on where
/// the other one ends ("… BANK", "… BANK OF NEW YORK BRANCH"), once it is long enough to mean one body.
bool is_same_party(const plugin::Value& one, const plugin::Value& other);

/// How many letters stand between the two names at their nearest: insertions, losses, exchanges and swaps of
/// neighbours. Nothing where either has no name, or where a number in them differs.
std::optional<int> spelling_distance(const plugin::Value& one, const plugin::Value& other);
/// The same, where it is so small beside the length of the names that one may be the other misspelt: one in
/// twelve letters, at most two. Never of Chinese names, where one character tells two banks apart.
std::optional<int> misspelling(const plugin::Value& one, const plugin::Value& other);

}  // namespace xinbu::ip_status
