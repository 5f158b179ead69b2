// The naming rule of the opinion: place + industry, trade or product + person.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "xinbu/plugin/api.hpp"

namespace xinbu::brands {

/// A name taken apart; a part that was not found is empty.
struct NameParts {
    std::string region;        ///< as it stands in the name
    std::vector<int> regions;  ///< codes of the divisions of that name (GB/T 2260), abolished ones included
    bool is_small_place = false;  ///< a town or an old name, as the asker said: no division of that name
    std::string industry;
    std::string person;
    /// Whether the person's title names the trade by itself, as 护工 does and 工 does not.
    bool person_names_trade = false;
    /// What stands between place and person is nothing but praise, such as 好: no trade.
    bool is_praise = false;

    bool has_industry() const { return !is_praise && (!industry.empty() || person_names_trade); }
    bool follows_rule() const { return !region.empty() && has_industry() && !person.empty(); }
};

/// Only Jiangsu's divisions, its abolished ones and the provinces are known by name: towns, historical places
/// and counties elsewhere are found only where they are given as `place`, so a missing region says nothing
/// against a name.
NameParts parse_name(std::string_view name, std::string_view place = {});

/// Whether one of two divisions lies within the other, or both are the same. Abolished ones count as what
/// they became.
bool is_within(int one, int other);

/// The division's name as brands bear it: 宜兴 for 320282; empty where Jiangsu has none of that code.
std::string_view brief_name(int division);

/// The check `brands.name` of a `name`; `region` (a code), `place`, `category`, `product` and `organisation`
/// (a record) sharpen it. Findings: D-06.region, D-06.industry, D-06.person, and D-06.mark for information.
/// Facts: `region`, `industry` and `person` (the parts found, as text), `follows_rule` (boolean),
/// `suggestions` (names that would follow the rule, at most 3; none where the name does) and `marks`
/// [{record, mark, same}] of the organisation.
plugin::CheckAnswer check_name(const plugin::Object& parameters, const plugin::Records& records);

}  // namespace xinbu::brands
