#include "xinbu/session/render.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "xinbu/base/i18n.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::session {

using plugin::Field;
using plugin::FieldKind;
using plugin::Value;

namespace {

std::string plain(const Value& value) {
    if (value.text() != nullptr) return *value.text();
    if (value.integer() != nullptr) return std::to_string(*value.integer());
    if (value.boolean() != nullptr) return *value.boolean() ? tr("yes") : tr("no");
    if (const plugin::Array* elements = value.array()) {
        std::string text;
        for (const Value& element : *elements) text += (text.empty() ? "" : "; ") + plain(element);
        return text;
    }
    if (const plugin::Object* members = value.object()) {
        std::string text;
        for (const plugin::Member& member : *members)
            text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", member.name, plain(member.value));
        return text;
    }
    return {};
}

std::string money(const Value& value) {
    const std::optional<plugin::Money> amount = plugin::money_of(value);
    if (!amount) return plain(value);
    std::string text =
        fmt::format("{} {}", amount->currency, plugin::figures(amount->amount, amount->currency));
    if (amount->currency == "CNY")
        if (const std::string capitals = chinese_capitals(amount->amount); !capitals.empty())
            text += " (" + capitals + ")";
    return text;
}

}  // namespace

std::string render_value(const Field& field, const Value& value) {
    switch (field.kind) {
        case FieldKind::money:
            return money(value);
        case FieldKind::choice:
            for (const plugin::Choice& choice : field.choices)
                if (value.text() != nullptr && choice.id == *value.text()) return host::shown(choice.label);
            return plain(value);
        case FieldKind::basis_points:
            if (const std::int64_t* points = value.integer())
                return fmt::format("{}{}.{:02} %", *points < 0 ? "-" : "", std::abs(*points) / 100,
                                   std::abs(*points) % 100);
            return plain(value);
        case FieldKind::party:
            if (const plugin::Object* party = value.object()) {
                const std::string_view identifier = plugin::text_at(*party, "identifier");
                return identifier.empty()
                           ? std::string(plugin::text_at(*party, "name"))
                           : fmt::format("{} ({})", plugin::text_at(*party, "name"), identifier);
            }
            return plain(value);
        case FieldKind::list: {
            if (value.array() == nullptr || field.items.empty()) return plain(value);
            std::string text;
            for (const Value& element : *value.array())
                text += (text.empty() ? "" : "; ") + render_value(field.items.front(), element);
            return text;
        }
        case FieldKind::group: {
            if (value.object() == nullptr) return plain(value);
            std::string text;
            for (const auto& [label, line] : render(field.items, *value.object()))
                text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", label, line);
            return text;
        }
        default:
            return plain(value);
    }
}

Lines render(const std::vector<Field>& fields, const plugin::Object& data) {
    Lines lines;
    for (const Field& field : fields)
        if (const Value* value = data.find(field.id))
            lines.emplace_back(host::shown(field.label), render_value(field, *value));
    for (const plugin::Member& member : data)
        if (std::ranges::find(fields, member.name, &Field::id) == fields.end())
            lines.emplace_back(member.name, plain(member.value));
    return lines;
}

std::string chinese_capitals(std::int64_t fen) {
    static constexpr std::array<const char*, 10> digits{"零", "壹", "贰", "叁", "肆",
                                                        "伍", "陆", "柒", "捌", "玖"};
    static constexpr std::array<const char*, 4> places{"", "拾", "佰", "仟"};
    static constexpr std::array<const char*, 3> groups{"", "万", "亿"};
    constexpr std::int64_t limit = 100'000'000'000'000;  // a million million yuan
    if (fen < 0 || fen >= limit) return {};
    const std::int64_t yuan = fen / 100;
    const auto jiao = static_cast<std::size_t>(fen / 10 % 10);
    const auto odd_fen = static_cast<std::size_t>(fen % 10);

    std::string text;
    bool zero_pending = false;
    for (std::size_t group = groups.size(); group-- > 0;) {
        std::int64_t divisor = 1;
        for (std::size_t i = 0; i < group; ++i) divisor *= 10'000;
        const auto part = static_cast<std::size_t>(yuan / divisor % 10'000);
        if (part == 0) {
            zero_pending = !text.empty();
            continue;
        }
        std::size_t place_value = 1000;
        for (std::size_t place = places.size(); place-- > 0; place_value /= 10) {
            const std::size_t digit = part / place_value % 10;
            if (digit == 0) {
                zero_pending = !text.empty();
                continue;
            }
            if (zero_pending) text += digits[0];
            zero_pending = false;
            text += digits[digit];
            text += places[place];
        }
        text += groups[group];
    }
    if (text.empty() && jiao == 0 && odd_fen == 0) return "零元整";
    if (!text.empty()) text += "元";
    if (jiao == 0 && odd_fen == 0) return text + "整";
    if (jiao != 0) {
        if (!text.empty() && yuan % 10 == 0) text += digits[0];
        text += std::string(digits[jiao]) + "角";
    } else if (!text.empty()) {
        text += digits[0];
    }
    return odd_fen != 0 ? text + digits[odd_fen] + "分" : text + "整";
}

std::string signers_text(const HistoryItem& item) {
    if (item.approved_by.empty()) return item.signed_by;
    return fmt::format(fmt::runtime(tr("{}, approved by {}")), item.signed_by,
                       fmt::join(item.approved_by, ", "));
}

}  // namespace xinbu::session
