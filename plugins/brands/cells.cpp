#include "cells.hpp"

#include <array>

#include "xinbu/plugin/identifiers.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::brands {

using plugin::Text;

namespace {

constexpr int longest_number = 15;  // digits, so that nothing below overflows

/// A decimal number, exactly: `units` of 10^-`decimals`.
struct Number {
    std::int64_t units = 0;
    int decimals = 0;

    /// Times 10^`power` as a whole number; nothing where decimals would be left.
    std::optional<std::int64_t> scaled(int power) const {
        std::int64_t value = units;
        for (int at = decimals; at < power; ++at) {
            if (value > plugin::largest_amount / 10 || value < -plugin::largest_amount / 10)
                return std::nullopt;
            value *= 10;
        }
        for (int at = power; at < decimals; ++at) {
            if (value % 10 != 0) return std::nullopt;
            value /= 10;
        }
        return value;
    }
};

/// Half-width and without blanks.
std::string plain(std::string_view cell) {
    std::string out;
    for (const char c : plugin::half_width(cell))
        if (c != ' ' && c != '\t') out += c;
    return out;
}

bool take_ending(std::string_view& text, std::string_view ending) {
    if (!text.ends_with(ending)) return false;
    text.remove_suffix(ending.size());
    return true;
}

/// Commas only where thousands are parted, and all of them or none.
std::optional<std::string> without_commas(std::string_view whole_part) {
    if (whole_part.find(',') == std::string_view::npos) return std::string(whole_part);
    std::string out;
    std::size_t in_group = 0, group = 0;
    for (const char c : whole_part) {
        if (c == ',') {
            if (in_group == 0 || in_group > 3 || (group > 0 && in_group != 3)) return std::nullopt;
            ++group;
            in_group = 0;
        } else {
            out += c;
            ++in_group;
        }
    }
    return in_group == 3 ? std::optional(out) : std::nullopt;
}

std::optional<Number> number_of(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    const std::size_t point = std::min(text.find('.'), text.size());
    const std::optional<std::string> before = without_commas(text.substr(0, point));
    const std::string_view behind = point < text.size() ? text.substr(point + 1) : std::string_view();
    if (!before || !plugin::all_digits(*before)) return std::nullopt;
    if (point < text.size() && !plugin::all_digits(behind)) return std::nullopt;
    if (before->size() + behind.size() > longest_number) return std::nullopt;
    Number number;
    for (const std::string_view digits : {std::string_view(*before), behind})
        for (const char digit : digits) number.units = number.units * 10 + (digit - '0');
    number.decimals = static_cast<int>(behind.size());
    if (negative) number.units = -number.units;
    return number;
}

Text no_number(std::string_view cell, std::string_view en, std::string_view zh) {
    return {"“" + std::string(cell) + "” is no " + std::string(en) + ".",
            "“" + std::string(cell) + "”不是" + std::string(zh) + "。"};
}

Read<std::int64_t> share_of(const Number& number, bool says_percent, std::string_view cell, std::int64_t low,
                            std::int64_t high) {
    const auto fits = [&](const std::optional<std::int64_t>& value) {
        return value && *value >= low && *value <= high;
    };
    const std::optional<std::int64_t> percent = number.scaled(2), fraction = number.scaled(4);
    if (says_percent) {
        if (fits(percent)) return {percent, {}};
        return {{},
                no_number(cell, "share in range with at most two decimals", "有效的百分比（最多两位小数）")};
    }
    if (fits(fraction) && percent != fraction)
        return {{},
                {"“" + std::string(cell) + "” can be per cent or a fraction of 1; write it with %.",
                 "“" + std::string(cell) + "”可能是百分数，也可能是小数，含义不明；请加“%”填写。"}};
    if (fits(percent)) return {percent, {}};
    return {{}, no_number(cell, "share in range", "有效范围内的百分比")};
}

}  // namespace

Read<std::int64_t> read_share(std::string_view cell, std::int64_t low, std::int64_t high) {
    const std::string text = plain(cell);
    std::string_view rest = text;
    const bool says_percent = take_ending(rest, "%");
    const std::optional<Number> number = number_of(rest);
    if (!number) return {{}, no_number(cell, "share such as 95%", "百分比，如95%")};
    return share_of(*number, says_percent, cell, low, high);
}

Read<std::int64_t> read_count(std::string_view cell) {
    const std::string text = plain(cell);
    std::string_view rest = text;
    for (const std::string_view unit : {"人", "家", "个", "次", "名"})
        if (take_ending(rest, unit)) break;
    const int power = take_ending(rest, "万") ? 4 : 0;
    const std::optional<Number> number = number_of(rest);
    const std::optional<std::int64_t> count = number ? number->scaled(power) : std::nullopt;
    if (count && *count >= 0) return {count, {}};
    return {{}, no_number(cell, "whole number such as 4620", "整数，如4620")};
}

Read<std::int64_t> read_money(std::string_view cell) {
    const std::string text = plain(cell);
    std::string_view rest = text;
    constexpr std::array<std::pair<std::string_view, int>, 3> units{{{"亿元", 10}, {"万元", 6}, {"元", 2}}};
    for (const auto& [unit, power] : units) {
        if (!take_ending(rest, unit)) continue;
        const std::optional<Number> number = number_of(rest);
        const std::optional<std::int64_t> fen = number ? number->scaled(power) : std::nullopt;
        if (fen && *fen >= 0 && *fen <= plugin::largest_amount) return {fen, {}};
        break;
    }
    if (number_of(rest))
        return {{},
                {"“" + std::string(cell) + "” names no unit; write 元, 万元 or 亿元 behind it.",
                 "“" + std::string(cell) + "”未注明单位；请注明元、万元或亿元。"}};
    return {{}, no_number(cell, "amount such as 5000万元", "金额，如5000万元")};
}

}  // namespace xinbu::brands
