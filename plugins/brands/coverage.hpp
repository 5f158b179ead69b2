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

/// Whether a brand was recognised by a day: at whatever level and in whatever year, and by the province.
struct Recognised {
    bool at_all = false, by_province = false;
};
Recognised recognised_by(const plugin::Object& brand, plugin::Date day);

struct Coverage {
    std::map<int, BrandCounts> by_county{}, by_city{};  ///< every one of Jiangsu's, by code
    BrandCounts province{};     ///< of no city: the province's own, and those whose code is of none
    BrandCounts elsewhere{};    ///< outside Jiangsu
    BrandCounts all{};          ///< every brand on record: the cities, the province's own and those outside
    std::int64_t unplaced = 0;  ///< of a code that went into several counties; counted with their city
    std::int64_t provincial = 0, first_batch = 0;  ///< of the programme's years; of its first
    std::map<std::int64_t, std::int64_t> provincial_by_year{};
    std::map<std::string, std::int64_t> by_category{}, provincial_by_category{};

    std::int64_t covered_counties() const;
    std::int64_t covered_cities() const;
};

/// A county is covered by a brand that is in a library or recognised; one that is only recorded is no
/// coverage. Abolished divisions count as what they became.
Coverage coverage_of(const Annex& annex, const plugin::Records& records);

/// The check `brands.coverage`. Findings: G-02 counties, G-02c cities, G-04 the target, G-04a the first
/// batch. Facts: `counties`, `covered_counties`, `cities`, `covered_cities`, `target`, `provincial` (of the
/// programme's years), `first_batch_target`, `first_batch`, `uncovered` [{code, name}], `brands`,
/// `in_library`, `recognised` (at whatever level), `recognised_by_province` (in whatever year), `of_province`
/// (of no city), `elsewhere`, `unplaced`.
plugin::CheckAnswer check_coverage(const Annex& annex, const plugin::Records& records);

}  // namespace xinbu::brands
