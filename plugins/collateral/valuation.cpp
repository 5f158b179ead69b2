#include "valuation.hpp"

#include <algorithm>
#include <tuple>

#include "text.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::collateral {

namespace {

__extension__ using Wide = __int128;
constexpr std::int64_t whole = 10000;  // basis points

struct KindEntry {
    RightKind kind;
    std::string_view name;
    const char *en, *zh;
    std::int64_t default_cap;  ///< shipped as an editable policy, never as law
};
constexpr KindEntry kinds[] = {
    {RightKind::invention, "invention", "invention patents", "发明专利", 3000},
    {RightKind::utility_model, "utility_model", "utility models", "实用新型专利", 1500},
    {RightKind::design, "design", "design patents", "外观设计专利", 1500},
    {RightKind::trademark, "trademark", "trademarks", "注册商标", 4000},
};

void take(const plugin::Object& fields, std::string_view name, std::int64_t low, std::int64_t high,
          std::int64_t& into) {
    const std::int64_t* value = plugin::integer_at(fields, name);
    if (value != nullptr && *value >= low && *value <= high) into = *value;
}

void take(const plugin::Object& fields, std::string_view name, std::optional<std::int64_t>& into) {
    const std::int64_t* value = plugin::integer_at(fields, name);
    if (value != nullptr && *value >= 0 && *value <= whole) into = *value;
}

Policy policy_from(const plugin::Record& record) {
    Policy policy;
    policy.record = record.id;
    policy.caps = plugin::object_at(record.fields, "caps");
    policy.curves = plugin::object_at(record.fields, "curves");
    if (const auto currency = plugin::text_at(record.fields, "currency"); !currency.empty())
        policy.currency = currency;
    take(record.fields, "yearly_decline", 0, whole, policy.yearly_decline);
    take(record.fields, "release_days", 0, 365, policy.release_days);
    take(record.fields, "max_right_share", policy.max_right);
    take(record.fields, "max_brand_share", policy.max_brand);
    take(record.fields, "max_borrower_share", policy.max_owner);
    take(record.fields, "max_kind_share", policy.max_kind);
    take(record.fields, "renewal_buffer_months", 0, 120, policy.renewal_buffer_months);
    take(record.fields, "extract_max_age_days", 0, 365, policy.extract_max_age_days);
    take(record.fields, "revalue_months", 1, 120, policy.revalue_months);
    return policy;
}

std::optional<Valuation> valuation_from(const plugin::Record& record, plugin::Date day) {
    const plugin::Value* value = record.fields.find("value");
    const auto money = value != nullptr ? plugin::money_of(*value) : std::nullopt;
    const auto base = date_at(record.fields, "base_date");
    if (!money || !base || *base > day) return std::nullopt;
    return Valuation{record.id,
                     money->amount,
                     money->currency,
                     std::string(plugin::text_at(record.fields, "method")),
                     *base,
                     date_at(record.fields, "valid_until"),
                     !plugin::object_at(record.fields, "valuer").empty()};
}

}  // namespace

RightKind right_kind(std::string_view name) {
    for (const KindEntry& entry : kinds)
        if (entry.name == name) return entry.kind;
    return RightKind::unknown;
}

std::string_view cap_name(RightKind kind) {
    for (const KindEntry& entry : kinds)
        if (entry.kind == kind) return entry.name;
    return {};
}

plugin::Text kind_label(RightKind kind) {
    for (const KindEntry& entry : kinds)
        if (entry.kind == kind) return {entry.en, entry.zh};
    return {"rights of an unknown kind", "种类不明的权利"};
}

std::optional<Policy::Cap> Policy::cap(RightKind kind) const {
    for (const KindEntry& entry : kinds) {
        if (entry.kind != kind) continue;
        const std::int64_t* set = plugin::integer_at(caps, entry.name);
        if (set != nullptr && *set >= 0 && *set <= 10000) return Cap{*set, false};
        return Cap{entry.default_cap, true};
    }
    return std::nullopt;
}

Curve Policy::curve(RightKind kind) const {
    const std::string_view named = plugin::text_at(curves, cap_name(kind));
    if (named == "flat") return Curve::flat;
    if (named == "straight_line") return Curve::straight_line;
    if (named == "declining") return Curve::declining;
    return kind == RightKind::trademark ? Curve::flat : Curve::straight_line;
}

Policy policy_for(std::string_view pledgee, const plugin::Records& records) {
    if (!pledgee.empty()) {
        if (const auto own = records.find("policy/" + std::string(pledgee))) return policy_from(*own);
        const auto of_bank = records.referring_to("organisation/" + std::string(pledgee), "policy");
        if (!of_bank.empty()) return policy_from(of_bank.front());
    }
    const auto own = records.find("policy/self");
    return own ? policy_from(*own) : Policy();
}

plugin::Date Valuation::revalue_on(const Policy& policy) const {
    return base_date.plus_months(static_cast<int>(policy.revalue_months));
}

plugin::Date Valuation::last_valid_day(const Policy& policy) const {
    const plugin::Date by_policy = revalue_on(policy).plus_days(-1);
    return valid_until ? std::min(*valid_until, by_policy) : by_policy;
}

bool Valuation::is_valid(plugin::Date day, const Policy& policy) const {
    return amount > 0 && (!valid_until || *valid_until >= day) && day < revalue_on(policy);
}

std::vector<Valuation> valuations_of(std::string_view right, const plugin::Records& records,
                                     plugin::Date day) {
    std::vector<Valuation> found;
    for (const plugin::Record& record : records.referring_to(right, "valuation"))
        if (plugin::text_at(record.fields, "right") == right)
            if (auto valuation = valuation_from(record, day)) found.push_back(std::move(*valuation));
    std::stable_sort(found.begin(), found.end(), [](const Valuation& left, const Valuation& right_hand) {
        return std::tie(right_hand.base_date, left.amount) < std::tie(left.base_date, right_hand.amount);
    });
    return found;
}

std::int64_t share_of(std::int64_t amount, std::int64_t basis_points) {
    return static_cast<std::int64_t>(static_cast<Wide>(amount) * basis_points / whole);
}

std::int64_t capped_sum(std::int64_t left, std::int64_t right) {
    std::int64_t sum = 0;
    return __builtin_add_overflow(left, right, &sum) ? INT64_MAX : sum;
}

std::int64_t ratio_of(std::int64_t part, std::int64_t of) {
    if (of <= 0) return INT64_MAX;
    const Wide ratio = (static_cast<Wide>(part) * whole + of - 1) / of;
    return ratio > INT64_MAX ? INT64_MAX : static_cast<std::int64_t>(ratio);
}

namespace {

/// Year by year, evenly within each.
std::int64_t declined(std::int64_t amount, std::int64_t yearly, plugin::Date from, plugin::Date to) {
    constexpr int most_years = 100;
    int years = 0;
    while (years < most_years && amount > 0 && from.plus_years(years + 1) <= to) {
        amount = share_of(amount, whole - yearly);
        ++years;
    }
    const plugin::Date begun = from.plus_years(years);
    const int length = from.plus_years(years + 1).days_since(begun);
    const int passed = std::min(to.days_since(begun), length);
    const Wide lost = static_cast<Wide>(amount) * yearly * passed;
    const Wide divisor = static_cast<Wide>(whole) * length;
    return amount - static_cast<std::int64_t>((lost + divisor - 1) / divisor);
}

}  // namespace

std::optional<std::int64_t> value_on(const Valuation& valuation, Curve curve, const Policy& policy,
                                     std::optional<plugin::Date> last_day, plugin::Date day) {
    if (last_day && day > *last_day) return 0;
    if (day <= valuation.base_date || curve == Curve::flat) return valuation.amount;
    if (curve == Curve::declining)
        return declined(valuation.amount, policy.yearly_decline, valuation.base_date, day);
    if (!last_day) return std::nullopt;
    const int left = last_day->days_since(day) + 1, all = last_day->days_since(valuation.base_date) + 1;
    return static_cast<std::int64_t>(static_cast<Wide>(valuation.amount) * left / all);
}

LoanToValue loan_to_value(std::int64_t principal, std::int64_t value, std::int64_t cap_basis_points) {
    if (principal <= 0 || value <= 0) return {};
    const bool within = static_cast<Wide>(principal) * whole <= static_cast<Wide>(value) * cap_basis_points;
    return {within, ratio_of(principal, value)};
}

}  // namespace xinbu::collateral
