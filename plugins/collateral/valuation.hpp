// What a right is worth to a bank on a day, and how much of that it lends.
#pragma once

#include "xinbu/plugin/api.hpp"

namespace xinbu::collateral {

/// The kinds of right that a policy tells apart.
enum class RightKind { unknown, invention, utility_model, design, trademark };

/// From "invention", "utility_model", "design", "trademark".
RightKind right_kind(std::string_view name);
/// The member of a policy's `caps`; empty for an unknown kind.
std::string_view cap_name(RightKind kind);
plugin::Text kind_label(RightKind kind);

/// A bank's lending policy; what it leaves open is filled from the defaults that come with the product.
struct Policy {
    std::string record;  ///< id of the record it rests on; empty: all defaults
    plugin::Object caps;
    std::int64_t renewal_buffer_months = 6;
    std::int64_t extract_max_age_days = 3;
    std::int64_t revalue_months = 12;

    struct Cap {
        std::int64_t basis_points = 0;
        bool is_default = false;
    };
    /// Nothing for an unknown kind.
    std::optional<Cap> cap(RightKind kind) const;
};

/// The policy of the pledgee where one is on file, else one's own ("policy/self"), else the defaults.
Policy policy_for(std::string_view pledgee, const plugin::Records& records);

struct Valuation {
    std::string record;
    std::int64_t amount = 0;
    std::string currency;
    std::string method;
    plugin::Date base_date;
    std::optional<plugin::Date> valid_until;

    /// Within its own term, and not older than the policy lets a value grow.
    bool is_valid(plugin::Date day, const Policy& policy) const;
    /// The first day on which the policy asks for a new one.
    plugin::Date revalue_on(const Policy& policy) const;
};

/// Valuations of `right` whose base date is not after the day of `records`: latest base date first, of one
/// day the lowest value first.
std::vector<Valuation> valuations_of(std::string_view right, const plugin::Records& records);

/// Whether principal / value <= cap, and the ratio rounded up to a basis point, so that it exceeds the cap
/// exactly when the loan does. `value` and `principal` are positive.
struct LoanToValue {
    bool within = false;
    std::int64_t basis_points = 0;
};
LoanToValue loan_to_value(std::int64_t principal, std::int64_t value, std::int64_t cap_basis_points);

}  // namespace xinbu::collateral
