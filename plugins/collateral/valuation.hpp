// What a right is worth to a bank on a day, and how much of that it lends.
//
// All figures are integers: money in minor units, shares in basis points, products in 128 bits. Values are
// rounded down and ratios up, so that no rounding ever speaks for the loan.
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

/// How a value runs from its base date to the last day of protection. After that day it is nothing.
enum class Curve {
    flat,           ///< holds to the end
    straight_line,  ///< falls evenly, to nothing on the day after the last
    declining       ///< loses the policy's yearly share of what is left
};

/// A bank's lending policy; what it leaves open is filled from the defaults that come with the product.
struct Policy {
    std::string record;  ///< id of the record it rests on; empty: all defaults
    plugin::Object caps, curves;
    std::string currency = "CNY";
    std::int64_t renewal_buffer_months = 6;
    std::int64_t extract_max_age_days = 3;  ///< working days
    std::int64_t revalue_months = 12;
    std::int64_t yearly_decline = 2000;       ///< basis points, of the declining curve
    std::int64_t release_days = 30;           ///< within which a repaid loan's pledge is cancelled
    std::optional<std::int64_t> max_right{};  ///< basis points of the exposure that one right may secure
    std::optional<std::int64_t> max_brand{};  ///< and that one brand may owe
    std::optional<std::int64_t> max_owner{};  ///< and that one borrower may owe
    std::optional<std::int64_t> max_kind{};   ///< and that rights of one kind may secure

    struct Cap {
        std::int64_t basis_points = 0;
        bool is_default = false;
    };
    /// Nothing for an unknown kind.
    std::optional<Cap> cap(RightKind kind) const;
    /// Patents run out and fall evenly; a mark can be renewed and holds, unless the policy says otherwise.
    Curve curve(RightKind kind) const;
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
    bool has_valuer = false;  ///< whether it says who valued

    /// Within its own term, and not older than the policy lets a value grow.
    bool is_valid(plugin::Date day, const Policy& policy) const;
    /// The first day on which the policy asks for a new one.
    plugin::Date revalue_on(const Policy& policy) const;
    /// The last day on which it is valid: its own term and the policy's, whichever ends first.
    plugin::Date last_valid_day(const Policy& policy) const;
};

/// Valuations of `right` whose base date is not after `day`: latest base date first, of one day the lowest
/// value first.
std::vector<Valuation> valuations_of(std::string_view right, const plugin::Records& records,
                                     plugin::Date day);

/// What a valuation is worth on `day` by the curve, when protection ends with `last_day`. Without a known
/// end, only the flat curve gives a value.
std::optional<std::int64_t> value_on(const Valuation& valuation, Curve curve, const Policy& policy,
                                     std::optional<plugin::Date> last_day, plugin::Date day);

/// amount × basis points / 10000, rounded down; neither is negative.
std::int64_t share_of(std::int64_t amount, std::int64_t basis_points);
/// The sum, or the largest figure there is.
std::int64_t capped_sum(std::int64_t left, std::int64_t right);
/// part / whole in basis points, rounded up; the largest figure there is where the whole is nothing.
std::int64_t ratio_of(std::int64_t part, std::int64_t whole);

/// Whether principal / value <= cap, and the ratio rounded up to a basis point, so that it exceeds the cap
/// exactly when the loan does. `value` and `principal` are positive.
struct LoanToValue {
    bool within = false;
    std::int64_t basis_points = 0;
};
LoanToValue loan_to_value(std::int64_t principal, std::int64_t value, std::int64_t cap_basis_points);

}  // namespace xinbu::collateral
