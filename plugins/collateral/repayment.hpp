// What is owed of a loan from day to day: the principal, less what was paid, less what its schedule asks for.
#pragma once

#include <optional>
#include <vector>

#include "xinbu/plugin/api.hpp"

namespace xinbu::collateral {

/// A part of the principal that the contract asks for by a day.
struct Instalment {
    plugin::Date due;
    std::int64_t amount = 0;  ///< minor units of the loan's currency
    std::int64_t open = 0;    ///< of that, what is not paid; payments count towards the earliest first
};

/// A loan's repayment as of a day. What is scheduled later is taken to be paid when it is due; what is in
/// arrears is taken to stay unpaid, and what the schedule leaves over falls due with the loan.
class Repayment {
public:
    Repayment() = default;
    /// `loan`: the fields of its record. `is_open`: it is neither repaid nor settled otherwise.
    /// `proceeds`: what enforced pledges brought, in the loan's currency.
    Repayment(const plugin::Object& loan, bool is_open, plugin::Date today, std::int64_t proceeds = 0);

    /// Minor units, never negative. Days before today are answered as today.
    std::int64_t owed_on(plugin::Date day) const;
    std::int64_t owed_today() const { return principal_ - paid_; }
    std::int64_t paid() const { return paid_; }
    /// What was due before today and is not paid; since when.
    std::int64_t arrears() const { return arrears_; }
    std::optional<plugin::Date> arrears_since() const { return arrears_since_; }
    /// All instalments, by day.
    const std::vector<Instalment>& instalments() const { return instalments_; }
    /// The next one that is not paid in full, today's included.
    const Instalment* next() const;

private:
    plugin::Date today_{1970, 1, 1};
    std::int64_t principal_ = 0, paid_ = 0, arrears_ = 0;
    std::optional<plugin::Date> arrears_since_{};
    std::vector<Instalment> instalments_{};
};

/// What the loan's pledges brought that were enforced until today, in its currency.
std::int64_t enforced_proceeds(const plugin::Record& loan, const plugin::Records& records);
/// What is owed after all that was ever paid or enforced, whenever; nothing once the loan is repaid.
std::int64_t owed_in_all(const plugin::Record& loan, const plugin::Records& records);
/// The day of the payment with which everything was paid of a loan that is not recorded as repaid.
std::optional<plugin::Date> settled_on(const plugin::Object& loan, plugin::Date today);

}  // namespace xinbu::collateral
