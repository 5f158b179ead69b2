// The naming rule of the opinion: place + industry, trade or product + person.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace xinbu::brands {

/// A name taken apart; a part that was not found is empty.
struct NameParts {
    std::string region;        ///< as it stands in the name
    std::vector<int> regions;  ///< codes of the divisions of that name (GB/T 2260)
    std::string industry;
    std::string person;
    /// Whether the person's title names the trade by itself, as 护工 does and 工 does not.
    bool person_names_trade = false;

    bool has_industry() const { return !industry.empty() || person_names_trade; }
    bool follows_rule() const { return !region.empty() && has_industry() && !person.empty(); }
};

/// Only Jiangsu's divisions and the provinces are known by name: towns, historical places and counties
/// elsewhere are not found, so a missing region says nothing against a name.
NameParts parse_name(std::string_view name);

/// Whether one of two divisions lies within the other, or both are the same.
bool is_within(int one, int other);

}  // namespace xinbu::brands
