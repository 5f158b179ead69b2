// How a brand stands with the criteria of its province, one by one. Nothing here recognises a brand: the
// annex has no weights and no pass mark, so people decide, and sign brands.brand.recognised.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "annex.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::brands {

/// Commitments that speak for a brand: those that name it, and those of its leading organisation.
struct CommitmentCounts {
    std::int64_t in_force = 0;           ///< self-discipline, under a scheme, accepted and not over
    std::int64_t open_breaches = 0;      ///< of any type
    std::int64_t schemes = 0;            ///< of the first, how many different ones
    std::vector<std::string> records{};  ///< some of those in force, at most 20
    bool feeds() const { return in_force > 0 && schemes > 0; }
};
CommitmentCounts commitments_of(const plugin::Record& brand, const plugin::Records& records,
                                plugin::Date day);

/// One criterion, judged.
struct Judged {
    const Criterion* criterion = nullptr;
    plugin::FindingStatus status = plugin::FindingStatus::unknown;
    plugin::Text said;  ///< what there is, what is asked, and what is missing: "4,620 of 5,000, 380 short."
    plugin::Text todo;  ///< what to do; empty where nothing is
    std::vector<std::string> evidence{};  ///< records beside the brand itself
    std::vector<plugin::Object> documents{};
};

struct Recognition {
    plugin::Record brand;
    std::vector<Judged> judged;
    bool is_covered = false;  ///< the pack is of the brand's province and valid on the day
    std::size_t count(plugin::FindingStatus status) const;
};

/// Every criterion that is valid on `day` for the brand's category, in the order of the pack.
Recognition recognise(const plugin::Record& brand, const Annex& annex, const plugin::Records& records,
                      plugin::Date day);

/// The check `brands.recognition` of a `brand`. One finding for each criterion, of the criterion's id; none
/// of them blocks. Where the pack is not of the brand's province, BR-00 alone. Facts: `category`, `province`,
/// `pack` (its version), `met`, `not_met`, `unknown`, `soft` (counts), `criteria` [{id, status, said {en,
/// zh}, todo {en, zh}, confidence, documents}].
std::optional<plugin::CheckAnswer> check_recognition(const plugin::Object& parameters, const Annex& annex,
                                                     const plugin::Records& records);

/// The check `brands.annex`: every criterion of the pack, as facts `criteria`.
plugin::CheckAnswer check_annex(const Annex& annex);

plugin::Text status_label(plugin::FindingStatus status);

}  // namespace xinbu::brands
