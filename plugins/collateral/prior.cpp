#include "prior.hpp"

#include <algorithm>
#include <vector>

#include "eligibility.hpp"
#include "elsewhere.hpp"
#include "pledge_dates.hpp"
#include "text.hpp"
#include "valuation.hpp"

namespace xinbu::collateral {

using plugin::Object;
using plugin::Record;
using plugin::text_at;

namespace {

class Priors {
public:
    Priors(std::string_view right, const Rank& rank, std::string_view currency)
        : right_(right), rank_(rank), currency_(currency) {}

    bool is_before(std::string_view registered, std::string_view id) const {
        return rank_.registered_on.empty() || registered < rank_.registered_on ||
               (registered == rank_.registered_on && id < rank_.pledge);
    }
    void add(const std::optional<plugin::Money>& secured) {
        if (!secured || secured->currency != currency_) {
            is_known_ = false;
        } else {
            sum_ = capped_sum(sum_, secured->amount);
        }
    }

    /// One's own; answers all of them, for what other sources tell of the same.
    std::vector<Record> add_own(const plugin::Records& records, plugin::Date day) {
        std::vector<Record> own = records.referring_to(right_, "pledge");
        for (const Record& other : own) {
            const auto until = last_pledged_day(other.fields, right_);
            const bool stands = is_registered_on(other.fields, day) && (!until || *until >= day);
            const bool is_same_debt = !rank_.loan.empty() && text_at(other.fields, "loan") == rank_.loan;
            if (stands && other.id != rank_.pledge && !is_same_debt && pledges_right(other.fields, right_) &&
                is_before(text_at(other.fields, "registered_on"), other.id))
                add(claim_of(other.fields));
        }
        return own;
    }
    void add_followed(const std::vector<PledgeElsewhere>& followed) {
        for (const PledgeElsewhere& one : followed)
            if (one.is_registered && one.is_confirmed && is_before(one.registered_on, one.pledge))
                add(one.secured);
    }
    /// The register tells no amounts.
    void add_register(const Object& status, const std::vector<Record>& own,
                      const std::vector<PledgeElsewhere>& followed) {
        for (const plugin::Value& one : plugin::array_at(status, "overlays")) {
            const Object* overlay = one.object();
            if (overlay == nullptr || text_at(*overlay, "kind") != "pledge") continue;
            const bool is_own = std::any_of(own.begin(), own.end(), [&](const Record& pledge) {
                return pledge.status != "agreed" && is_registration_of(*overlay, pledge.fields);
            });
            const bool is_followed =
                std::any_of(followed.begin(), followed.end(), [&](const PledgeElsewhere& pledge) {
                    return is_same_number(text_at(*overlay, "reference"), pledge.number);
                });
            if (!is_own && !is_followed && is_before(text_at(*overlay, "since"), {})) add(std::nullopt);
        }
    }

    std::optional<std::int64_t> sum() const { return is_known_ ? std::optional(sum_) : std::nullopt; }

private:
    std::string_view right_;
    const Rank& rank_;
    std::string_view currency_;
    std::int64_t sum_ = 0;
    bool is_known_ = true;
};

}  // namespace

std::optional<std::int64_t> prior_claims(std::string_view right, const Rank& rank, std::string_view currency,
                                         const Object& status, const plugin::Records& records,
                                         const plugin::AskCheck& ask, plugin::Date day) {
    Priors priors(right, rank, currency);
    const std::vector<Record> own = priors.add_own(records, day);
    const std::vector<PledgeElsewhere> followed = pledges_elsewhere(ask, right, day, own_registrations(own));
    priors.add_followed(followed);
    priors.add_register(status, own, followed);
    return priors.sum();
}

}  // namespace xinbu::collateral
