// What the records of commitments say for a brand.
//
// The plugin of commitments requires this one, so this one cannot ask its checks. It reads the records
// themselves, by the names that are promised to outsiders (states, made_on, valid_until, type, scheme); where
// that plugin is not there, there are no such records, and the counts are nought.
#include <algorithm>
#include <set>

#include "recognition.hpp"
#include "states.hpp"

namespace xinbu::brands {

using plugin::Record;
using plugin::text_at;

namespace {

constexpr std::size_t most_named = 20;

}  // namespace

CommitmentCounts commitments_of(const Record& brand, const plugin::Records& records, plugin::Date day) {
    CommitmentCounts counts;
    std::set<std::string> seen, schemes;
    const auto look_at = [&](const Record& commitment) {
        if (!seen.insert(commitment.id).second) return;
        const std::string_view state = commitment_state(commitment, day);
        if (is_open_breach(state)) ++counts.open_breaches;
        const std::string_view scheme = text_at(commitment.fields, "scheme");
        if (state != "in_force" || text_at(commitment.fields, "type") != "self_discipline" || scheme.empty())
            return;
        if (!records.find(scheme)) return;
        ++counts.in_force;
        schemes.emplace(scheme);
        if (counts.records.size() < most_named) counts.records.push_back(commitment.id);
    };
    const std::string lead(text_at(brand.fields, "lead"));
    for (const std::string& id : {brand.id, lead}) {
        if (id.empty()) continue;
        for (const Record& commitment : records.referring_to(id, "commitment")) {
            // Another brand's commitment says nothing for this one.
            const std::string_view of = text_at(commitment.fields, "brand");
            if (of.empty() || of == brand.id) look_at(commitment);
        }
    }
    counts.schemes = static_cast<std::int64_t>(schemes.size());
    return counts;
}

}  // namespace xinbu::brands
