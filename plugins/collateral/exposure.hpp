// A loan and what secures it, on a day and on the days after it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "repayment.hpp"
#include "valuation.hpp"
#include "xinbu/plugin/api.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::collateral {

/// A right that a pledge lays behind a loan.
struct Cover {
    std::string right, pledge;
    bool is_registered = false;                  ///< only then the pledge exists (Civil Code art. 444)
    std::optional<plugin::Date> pledged_from{};  ///< the day of registration
    std::optional<plugin::Date>
        pledged_until{};  ///< the last day of the registered term, where it ends the pledge
    std::optional<plugin::Date> cancelled_on{};  ///< as the register tells, though no release is on record
    plugin::Object status{};                     ///< facts of ip.status; empty where nothing is known
    std::optional<plugin::Date> last_day{};      ///< on which the right still lives
    RightKind kind = RightKind::unknown;
    std::optional<Valuation> latest{};     ///< the latest valuation, valid or not
    std::optional<Valuation> valuation{};  ///< the latest that is valid and in the loan's currency
    std::optional<Policy::Cap> cap{};
    /// Minor units that pledges registered before secure for other loans; nothing where that cannot be
    /// reckoned in the loan's currency.
    std::optional<std::int64_t> prior = 0;

    /// Whether right and pledge both stand.
    bool stands_on(plugin::Date day) const;
    /// What it is worth to this loan; nothing where that is not known.
    std::optional<std::int64_t> value_on(plugin::Date day, const Policy& policy) const;
};

/// What all covers together are worth, in the loan's currency.
struct Worth {
    std::int64_t value = 0;
    std::int64_t lendable = 0;  ///< by the caps
    int unknown = 0;            ///< covers that stand and whose value is not known
    bool is_known() const { return unknown == 0; }
};

struct Exposure {
    plugin::Record loan;
    plugin::Money principal;  ///< what is owed today: nothing once it is repaid
    Repayment repayment{};
    std::optional<plugin::Date> opened{}, due{};
    Policy policy{};
    std::vector<plugin::Record> pledges{};  ///< agreed or registered, by id
    std::vector<Cover> covers{};

    bool is_owed() const { return principal.amount > 0; }
    /// What is owed on a day ahead, by the schedule; what is due on a day is still owed on it.
    std::int64_t owed_on(plugin::Date day) const { return repayment.owed_on(day); }
    Worth worth_on(plugin::Date day) const;
    /// What the registered pledges secure together: what is registered is all that is secured. Nothing where
    /// none is registered, or one of them in another currency.
    std::optional<std::int64_t> registered_claims() const;
    /// The first day from `from` to `to` on which `fails`. Between two instalments it stays so once it is:
    /// values only fall.
    std::optional<plugin::Date> first_day(plugin::Date from, plugin::Date to,
                                          const std::function<bool(plugin::Date)>& fails) const;
    /// The first day from `from` to `to` on which nothing of value secures what is owed. Nothing while any
    /// value is not known.
    std::optional<plugin::Date> unsecured_from(plugin::Date from, plugin::Date to) const;
    /// The first such day on which the caps no longer allow what is owed.
    std::optional<plugin::Date> over_cap_from(plugin::Date from, plugin::Date to) const;
    /// The last day worth looking at: the loan's due date, or the end of the last right or term behind it.
    plugin::Date horizon(plugin::Date from) const;
};

/// Every pledge of the loan, or the one of that id only.
Exposure exposure_of(const plugin::Record& loan, const plugin::Records& records, const plugin::AskCheck& ask,
                     std::string_view only_pledge = {});
/// What a check or report is about: its parameters name a loan, or a pledge, or (`record`) either.
struct Asked {
    std::optional<plugin::Record> loan{};
    std::string pledge{};  ///< set where a pledge was named
};
Asked loan_asked(const plugin::Object& parameters, const plugin::Records& records);

/// The check `collateral.value`. Facts: `as_of`, `loan`, `principal` (owed), `paid`, `value`, `lendable`
/// (money), `ltv_bp`, where they are not nothing `arrears` (money), `arrears_since` and `next_instalment`
/// {due, amount}, `rights` [{right, pledge, valuation, value, cap_bp, lendable, last_day, pledged_until,
/// revalue_on, prior}], `curve` [{day, owed, value, lendable, ltv_bp}] up to the due date, and where there is
/// one `over_cap_from`, `unsecured_from`, `revalue_on`. A figure that is not known is absent.
plugin::CheckAnswer value(const plugin::Object& parameters, const plugin::Records& records,
                          const plugin::AskCheck& ask);
/// Days on which a chart of the exposure has a point: its first and last, each quarter, and the day before
/// and after every step.
std::vector<plugin::Date> chart_days(const Exposure& exposure, plugin::Date from, plugin::Date to);

}  // namespace xinbu::collateral
