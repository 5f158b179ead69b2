#include "typed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "xinbu/base/i18n.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/plugin/money.hpp"
#include "xinbu/session/registry.hpp"

namespace xinbu::gui {

using plugin::Field;
using plugin::FieldKind;
using plugin::Value;

namespace {

std::string without_outer_blanks(const std::string& text) {
    constexpr const char* blanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::optional<std::int64_t> whole_number(const std::string& text) {
    std::int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stop != end) return std::nullopt;
    return number;
}

std::optional<std::int64_t> hundredths(std::string text) {
    if (text.ends_with('%')) text = without_outer_blanks(text.substr(0, text.size() - 1));
    // The exact reader for money of two decimals is what a percentage needs, too.
    return plugin::parse_figures(text, "CNY");
}

/// A first entry that leads into a state begins a life; it comes again only where it says after what.
bool may_follow(const plugin::EntryType& type, const std::string& status) {
    if (type.from.empty()) return !type.creates || type.to.empty();
    return std::ranges::find(type.from, status) != type.from.end();
}

}  // namespace

tl::expected<Value, std::string> typed_value(const Field& field, const std::string& text) {
    const std::string typed = without_outer_blanks(text);
    switch (field.kind) {
        case FieldKind::date:
            if (!plugin::Date::parse(typed))
                return tl::unexpected(std::string(tr("Write the day as YYYY-MM-DD, such as 2026-03-01.")));
            return Value(typed);
        case FieldKind::integer:
            if (const auto number = whole_number(typed)) return Value(*number);
            return tl::unexpected(std::string(tr("Write a whole number in digits.")));
        case FieldKind::basis_points:
            if (const auto points = hundredths(typed)) return Value(*points);
            return tl::unexpected(
                std::string(tr("Write a percentage with at most two decimals, such as 3.85.")));
        default:
            return Value(typed);
    }
}

tl::expected<Value, std::string> typed_money(const std::string& figures, const std::string& currency) {
    if (!plugin::currency_decimals(currency))
        return tl::unexpected(std::string(tr("Choose a currency by its ISO 4217 code, such as CNY.")));
    std::string plain = without_outer_blanks(figures);
    std::erase(plain, ',');
    const std::optional<std::int64_t> amount = plugin::parse_figures(plain, currency);
    if (!amount) return tl::unexpected(std::string(tr("Write the amount in figures, such as 3,000,000.00.")));
    return plugin::value_of(plugin::Money{*amount, currency});
}

std::string text_to_edit(const Field& field, const Value& value) {
    if (value.text() != nullptr) return *value.text();
    const std::int64_t* number = value.integer();
    if (number == nullptr) return {};
    if (field.kind != FieldKind::basis_points) return std::to_string(*number);
    std::string text = plugin::figures(*number, "CNY");
    std::erase(text, ',');
    return text;
}

std::string hint_for(const Field& field) {
    switch (field.kind) {
        case FieldKind::date:
            return tr("YYYY-MM-DD");
        case FieldKind::money:
            return "0.00";
        case FieldKind::reference:
            return field.target.empty() ? std::string() : field.target + "/…";
        default:
            return {};
    }
}

std::vector<session::Condition> as_conditions(const plugin::Object& parameters) {
    std::vector<session::Condition> conditions;
    for (const plugin::Member& member : parameters) {
        std::string text;
        if (member.value.text() != nullptr) {
            text = *member.value.text();
        } else if (member.value.integer() != nullptr) {
            text = std::to_string(*member.value.integer());
        } else {
            text = session::json_text(member.value);
            while (text.ends_with('\n')) text.pop_back();
        }
        conditions.push_back({member.name, std::move(text)});
    }
    return conditions;
}

std::vector<const plugin::EntryType*> entry_types_for(const std::vector<const plugin::EntryType*>& of_kind,
                                                      const std::optional<std::string>& status,
                                                      const std::string& role) {
    std::vector<const plugin::EntryType*> allowed;
    for (const plugin::EntryType* type : of_kind) {
        const bool fits = status ? may_follow(*type, *status) : type->creates;
        const bool may_sign = role.empty() || std::ranges::any_of(type->signers, [&](plugin::Role signer) {
                                  return role == host::role_name(signer);
                              });
        if (fits && may_sign) allowed.push_back(type);
    }
    return allowed;
}

}  // namespace xinbu::gui
