// All that one walk over the records finds out for the supervision of a period.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "xinbu/plugin/api.hpp"
#include "xinbu/plugin/period.hpp"

namespace xinbu::brands {

/// Sums by currency, in minor units.
using Sums = std::map<std::string, std::int64_t>;

/// What happened, each counted in a period.
enum Event {
    recorded,
    entered,
    promoted,
    demoted,
    left,
    recognised,
    figures_reported,
    evidence_filed,
    commitments_made,
    breaches_found,
    repairs_granted,
    loans_opened,
    pledges_registered,
    pledges_released,
    events
};

/// How things stand on a day.
struct Standing {
    std::int64_t brands = 0, recognised = 0, provincial = 0, headcount = 0, reporting = 0;
    std::map<std::string, std::int64_t> in_library{};  ///< by level
    std::int64_t in_all_libraries() const;
};

/// States of commitments that belong together.
enum Keeping { pending, in_force, kept, partly_kept, unfulfilled, open_breach, repaired, unverified, ended, keepings };

struct RightCounts {
    std::int64_t all = 0, alive = 0, granted = 0, pledged = 0;
};

struct PledgeCounts {
    std::int64_t count = 0;
    Sums secured{};
};

struct LoanCounts {
    std::int64_t open = 0, for_brands = 0;
    Sums principal{};
};

struct SupportCounts {
    std::int64_t entries = 0, persons = 0, firms = 0, certificates = 0;
    Sums amount{};
};

struct Survey {
    plugin::Period period, earlier;
    plugin::Date day;  ///< the records are as of it
    std::int64_t now[events] = {}, then[events] = {};
    Standing at_end{}, at_start{};  ///< on the last day of the period that was seen,
                                    ///< and on that before its first
    std::int64_t commitments[keepings] = {};
    std::vector<plugin::Record> breached{};  ///< commitments with a breach found or repaired in the period
    RightCounts marks{}, patents{};          ///< linked to brands, or of their leading organisations
    std::map<std::string, PledgeCounts> pledges{};  ///< by state
    std::map<std::string, LoanCounts> loans{};      ///< those owed, by product
    std::map<std::string, SupportCounts> support{},
        support_before{};  ///< by kind; of periods that end in ours
    std::int64_t parks = 0, leading_enterprises = 0, loan_products = 0;  ///< active
};

Survey survey(plugin::Period period, const plugin::Records& records);

}  // namespace xinbu::brands
