#include "figures.hpp"

#include "xinbu/plugin/money.hpp"

namespace xinbu::brands {

using plugin::FieldKind;

std::string grouped(std::int64_t number) {
    return plugin::figures(number, "");
}

std::string percent(std::int64_t basis_points) {
    const bool negative = basis_points < 0;
    const std::uint64_t size =
        negative ? 0 - static_cast<std::uint64_t>(basis_points) : static_cast<std::uint64_t>(basis_points);
    std::string text = (negative ? "-" : "") + std::to_string(size / 100);
    if (const std::uint64_t rest = size % 100; rest != 0) {
        text += rest < 10 ? ".0" : ".";
        text += std::to_string(rest % 10 == 0 ? rest / 10 : rest);
    }
    return text + " %";
}

std::string shown_figure(const plugin::Field& figure, std::int64_t value, const std::string& currency) {
    if (figure.kind == FieldKind::money) return plugin::figures(value, currency) + " " + currency;
    return figure.kind == FieldKind::basis_points ? percent(value) : grouped(value);
}

std::optional<std::int64_t> figure_in(const plugin::Object& fields, const std::string& name,
                                      const std::string& currency) {
    const plugin::Value* value = fields.find(name);
    if (value == nullptr) return std::nullopt;
    if (value->integer() != nullptr) return *value->integer();
    const std::optional<plugin::Money> money = plugin::money_of(*value);
    if (!money || money->currency != currency) return std::nullopt;
    return money->amount;
}

}  // namespace xinbu::brands
