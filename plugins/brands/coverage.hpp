// Which of Jiangsu's 95 counties and 13 cities have a brand, against the target of the programme.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "annex.hpp"
#include "xinbu/plugin/divisions.hpp"

namespace xinbu::brands {

/// Brands of one division: of a county its own, of a city those of its counties and those of the city itself.
struct BrandCounts {
    std::int64_t recorded = 0;  ///< all
    std::int64_t in_library = 0;
    std::int64_t recognised = 0;  ///< at whatever level
    std::int64_t provincial = 0;  ///< recognised by the province, or taken into its list
    std::int64_t counted = 0;     ///< in a library or recognised: what covers
};

struct Coverage {
    std::map<int, BrandCounts> by_county{}, by_city{};     ///< every one of Jiangsu's, by code
    std::int64_t brands = 0, elsewhere = 0, unplaced = 0;  ///< unplaced: of a code that went into several
    std::int64_t provincial = 0, first_batch = 0;          ///< of the programme's years; of its first
    std::map<std::int64_t, std::int64_t> provincial_by_year{};
    std::map<std::string, std::int64_t> by_category{}, provincial_by_category{};

    std::int64_t covered_counties() const;
    std::int64_t covered_cities() const;
};

/// A county is covered by a brand that is in a library or recognised; one that is only recorded is no
/// coverage. Abolished divisions count as what they became.
Coverage coverage_of(const Annex& annex, const plugin::Records& records);

/// The check `brands.coverage`. Findings: G-02 counties, G-02c cities, G-04 the target, G-04a the first
/// batch. Facts: `counties`, `covered_counties`, `cities`, `covered_cities`, `target`, `provincial`,
/// `first_batch_target`, `first_batch`, `uncovered` [{code, name}], `brands`, `elsewhere`, `unplaced`.
plugin::CheckAnswer check_coverage(const Annex& annex, const plugin::Records& records);

}  // namespace xinbu::brands
