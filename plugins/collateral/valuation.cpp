#include "valuation.hpp"

#include <algorithm>
#include <tuple>

#include "text.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::collateral {

namespace {

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

Policy policy_from(const plugin::Record& record) {
    Policy policy;
    policy.record = record.id;
    policy.caps = plugin::object_at(record.fields, "caps");
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
    return Valuation{record.id,       money->amount,
                     money->currency, std::string(plugin::text_at(record.fields, "method")),
                     *base,           date_at(record.fields, "valid_until")};
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

bool Valuation::is_valid(plugin::Date day, const Policy& policy) const {
    return amount > 0 && (!valid_until || *valid_until >= day) && day < revalue_on(policy);
}

std::vector<Valuation> valuations_of(std::string_view right, const plugin::Records& records) {
    std::vector<Valuation> found;
    for (const plugin::Record& record : records.referring_to(right, "valuation"))
        if (plugin::text_at(record.fields, "right") == right)
            if (auto valuation = valuation_from(record, records.as_of()))
                found.push_back(std::move(*valuation));
    std::stable_sort(found.begin(), found.end(), [](const Valuation& left, const Valuation& right_hand) {
        return std::tie(right_hand.base_date, left.amount) < std::tie(left.base_date, right_hand.amount);
    });
    return found;
}

LoanToValue loan_to_value(std::int64_t principal, std::int64_t value, std::int64_t cap_basis_points) {
    if (principal <= 0 || value <= 0) return {};
    __extension__ using Wide = __int128;
    const Wide scaled = static_cast<Wide>(principal) * 10000;
    const Wide ratio = (scaled + value - 1) / value;
    return {scaled <= static_cast<Wide>(value) * cap_basis_points,
            ratio > INT64_MAX ? INT64_MAX : static_cast<std::int64_t>(ratio)};
}

}  // namespace xinbu::collateral
