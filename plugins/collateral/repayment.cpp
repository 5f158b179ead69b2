#include "repayment.hpp"

#include <algorithm>

#include "text.hpp"
#include "valuation.hpp"

namespace xinbu::collateral {

using plugin::Date;
using plugin::Object;

Repayment::Repayment(const Object& loan, bool is_open, Date today) : today_(today) {
    const auto principal = money_at(loan, "principal");
    if (!is_open || !principal || principal->amount <= 0) return;
    principal_ = principal->amount;
    for (const plugin::Value& one : plugin::array_at(loan, "payments")) {
        const auto on = one.object() != nullptr ? date_at(*one.object(), "on") : std::nullopt;
        const auto amount = one.object() != nullptr ? money_at(*one.object(), "amount") : std::nullopt;
        if (on && *on <= today && amount) paid_ = capped_sum(paid_, amount->amount);
    }
    paid_ = std::min(paid_, principal_);
    for (const plugin::Value& one : plugin::array_at(loan, "schedule")) {
        const auto due = one.object() != nullptr ? date_at(*one.object(), "due_on") : std::nullopt;
        const auto amount = one.object() != nullptr ? money_at(*one.object(), "amount") : std::nullopt;
        if (due && amount) instalments_.push_back({*due, amount->amount, amount->amount});
    }
    std::ranges::stable_sort(instalments_, {}, &Instalment::due);
    std::int64_t left = paid_;
    for (Instalment& one : instalments_) {
        const std::int64_t covered = std::min(left, one.amount);
        one.open -= covered;
        left -= covered;
        if (one.open == 0 || one.due >= today_) continue;
        arrears_ = capped_sum(arrears_, one.open);
        if (!arrears_since_) arrears_since_ = one.due;
    }
}

std::int64_t Repayment::owed_on(Date day) const {
    std::int64_t owed = principal_ - paid_;
    for (const Instalment& one : instalments_)
        if (one.due >= today_ && one.due < day) owed -= one.open;
    return std::max<std::int64_t>(0, owed);
}

const Instalment* Repayment::next() const {
    const auto at = std::ranges::find_if(
        instalments_, [&](const Instalment& one) { return one.open > 0 && one.due >= today_; });
    return at != instalments_.end() ? &*at : nullptr;
}

}  // namespace xinbu::collateral
