// Amounts of money: ISO 4217 currencies and exact figures. Header-only: plugins and hosts share it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "xinbu/plugin/value.hpp"

namespace xinbu::plugin {

/// The largest amount an entry can hold, in minor units (2^53 - 1).
inline constexpr std::int64_t largest_amount = 9007199254740991;

namespace detail {
// Active alphabetic codes of ISO 4217 that have minor units, by their number of decimals.
inline constexpr std::string_view currencies_of_0 =
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
inline constexpr std::string_view currencies_of_2 =
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF "
    "CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL "
    "HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU "
    "MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR "
    "SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED "
    "VES WST XAD XCD XCG YER ZAR ZMW ZWG";
inline constexpr std::string_view currencies_of_3 = "BHD IQD JOD KWD LYD OMR TND";
inline constexpr std::string_view currencies_of_4 = "CLF UYW";

constexpr bool lists(std::string_view codes, std::string_view code) {
    for (std::size_t at = 0; at + 3 <= codes.size(); at += 4)
        if (codes.substr(at, 3) == code) return true;
    return false;
}
}  // namespace detail

/// Decimals of a currency by its ISO 4217 alphabetic code ("CNY" 2, "JPY" 0); nothing for codes that are
/// unknown, withdrawn or without minor units (gold, testing).
constexpr std::optional<int> currency_decimals(std::string_view code) {
    if (code.size() != 3) return std::nullopt;
    if (detail::lists(detail::currencies_of_2, code)) return 2;
    if (detail::lists(detail::currencies_of_0, code)) return 0;
    if (detail::lists(detail::currencies_of_3, code)) return 3;
    if (detail::lists(detail::currencies_of_4, code)) return 4;
    return std::nullopt;
}

struct Money {
    std::int64_t amount = 0;  ///< minor units
    std::string currency;     ///< ISO 4217
    bool operator==(const Money&) const = default;
};

/// From `{"amount","currency"}`; nothing for anything else.
inline std::optional<Money> money_of(const Value& value) {
    const Value* amount = value.at("amount");
    const Value* currency = value.at("currency");
    if (amount == nullptr || currency == nullptr || value.object()->size() != 2 ||
        amount->integer() == nullptr || currency->text() == nullptr)
        return std::nullopt;
    return Money{*amount->integer(), *currency->text()};
}
inline Value value_of(const Money& money) {
    return Object{{"amount", money.amount}, {"currency", money.currency}};
}

/// "3,000,000.00" for 300000000 in CNY: a point before the decimals, commas between thousands in every
/// language. For an unknown currency the bare number of minor units.
inline std::string figures(std::int64_t amount, std::string_view currency) {
    const auto decimals = static_cast<std::size_t>(currency_decimals(currency).value_or(0));
    const bool negative = amount < 0;
    // The magnitude of INT64_MIN has no signed counterpart.
    std::string digits = std::to_string(negative ? 0 - static_cast<std::uint64_t>(amount)
                                                 : static_cast<std::uint64_t>(amount));
    if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
    const std::size_t whole = digits.size() - decimals;
    std::string text = negative ? "-" : "";
    for (std::size_t at = 0; at < whole; ++at) {
        if (at != 0 && (whole - at) % 3 == 0) text += ',';
        text += digits[at];
    }
    if (decimals != 0) text.append(".").append(digits, whole, decimals);
    return text;
}

/// Minor units from plain figures: "3000000", "3000000.5", "3000000.00"; a leading minus is read, too. Exact:
/// nothing for more decimals than the currency has (trailing zeros included), separators, blanks, leading
/// zeros,
/// "-0", signs or exponents, an unknown currency, or more than largest_amount.
inline std::optional<std::int64_t> parse_figures(std::string_view text, std::string_view currency) {
    const std::optional<int> decimals = currency_decimals(currency);
    if (!decimals) return std::nullopt;
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    const std::size_t point = std::min(text.find('.'), text.size());
    std::string digits(text.substr(0, point));
    const std::string_view fraction = point < text.size() ? text.substr(point + 1) : std::string_view();
    if (digits.empty() || (digits.size() > 1 && digits[0] == '0')) return std::nullopt;
    if (point < text.size() && fraction.empty()) return std::nullopt;
    if (fraction.size() > static_cast<std::size_t>(*decimals) || digits.size() > 18) return std::nullopt;
    digits.append(fraction).append(static_cast<std::size_t>(*decimals) - fraction.size(), '0');
    std::int64_t amount = 0;
    for (const char digit : digits) {
        if (digit < '0' || digit > '9') return std::nullopt;
        if (amount > largest_amount / 10) return std::nullopt;
        amount = amount * 10 + (digit - '0');
    }
    if (amount > largest_amount || (negative && amount == 0)) return std::nullopt;
    return negative ? -amount : amount;
}

}  // namespace xinbu::plugin
