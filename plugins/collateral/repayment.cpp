#include "repayment.hpp"

#include <algorithm>

#include "text.hpp"
#include "valuation.hpp"

namespace xinbu::collateral {

using plugin::Date;
using plugin::Object;

Repayment::Repayment(const Object& loan, bool is_open, Date today, std::int64_t proceeds) : today_(today) {
    const auto principal = money_at(loan, "principal");
    if (!is_open || !principal || principal->amount <= 0) return;
    principal_ = principal->amount;
    for (const plugin::Value& one : plugin::array_at(loan, "payments")) {
        const auto on = one.object() != nullptr ? date_at(*one.object(), "on") : std::nullopt;
        const auto amount = one.object() != nullptr ? money_at(*one.object(), "amount") : std::nullopt;
        if (on && *on <= today && amount) paid_ = capped_sum(paid_, amount->amount);
    }
    paid_ = std::min(capped_sum(paid_, proceeds), principal_);
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

std::int64_t enforced_proceeds(const plugin::Record& loan, const plugin::Records& records) {
    const auto principal = money_at(loan.fields, "principal");
    const auto restructured = date_at(loan.fields, "principal_since");
    std::int64_t sum = 0;
    const auto add = [&](const Object& fields, std::string_view day) {
        const auto on = date_at(fields, day);
        const auto brought = money_at(fields, "proceeds");
        // A principal agreed later has it in already.
        const bool is_over = restructured && on && *on < *restructured;
        const bool counts = on && *on <= records.as_of() && !is_over && brought && principal &&
                            brought->currency == principal->currency;
        if (counts) sum = capped_sum(sum, brought->amount);
    };
    for (const plugin::Record& pledge : records.referring_to(loan.id, "pledge")) {
        add(pledge.fields, "enforced_on");
        for (const plugin::Value& part : plugin::array_at(pledge.fields, "enforced_rights"))
            if (part.object() != nullptr) add(*part.object(), "on");
    }
    return sum;
}

std::int64_t owed_in_all(const plugin::Record& loan, const plugin::Records& records) {
    return Repayment(loan.fields, loan.status != "repaid", Date(9999, 12, 31),
                     enforced_proceeds(loan, records))
        .owed_today();
}

std::optional<Date> settled_on(const Object& loan, Date today) {
    const bool is_owed = Repayment(loan, true, today).owed_today() > 0;
    std::optional<Date> last;
    for (const plugin::Value& one : plugin::array_at(loan, "payments")) {
        const auto on = one.object() != nullptr ? date_at(*one.object(), "on") : std::nullopt;
        if (on && *on <= today && (!last || *on > *last)) last = on;
    }
    return is_owed ? std::nullopt : last;
}

const Instalment* Repayment::next() const {
    const auto at = std::ranges::find_if(
        instalments_, [&](const Instalment& one) { return one.open > 0 && one.due >= today_; });
    return at != instalments_.end() ? &*at : nullptr;
}

}  // namespace xinbu::collateral
