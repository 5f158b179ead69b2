#include "text.hpp"

#include <algorithm>

#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::collateral {

namespace {

std::string filled(std::string_view pattern, std::initializer_list<std::string_view> arguments) {
    std::string text;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (pattern[at] == '{' && at + 2 < pattern.size() && pattern[at + 2] == '}' &&
            plugin::is_digit(pattern[at + 1])) {
            const auto number = static_cast<std::size_t>(pattern[at + 1] - '0');
            if (number < arguments.size()) text += *(arguments.begin() + number);
            at += 2;
        } else {
            text += pattern[at];
        }
    }
    return text;
}

}  // namespace

plugin::Text said(std::string_view en, std::string_view zh,
                  std::initializer_list<std::string_view> arguments) {
    return {filled(en, arguments), filled(zh, arguments)};
}

std::optional<bool> boolean_at(const plugin::Object& object, std::string_view name) {
    const plugin::Value* value = object.find(name);
    const bool* held = value != nullptr ? value->boolean() : nullptr;
    return held != nullptr ? std::optional<bool>(*held) : std::nullopt;
}

std::optional<plugin::Money> money_at(const plugin::Object& object, std::string_view name) {
    const plugin::Value* value = object.find(name);
    return value != nullptr ? plugin::money_of(*value) : std::nullopt;
}

std::string_view code_at(const plugin::Object& object, std::string_view name) {
    return plugin::text_at(plugin::object_at(object, name), "identifier");
}

std::vector<std::string> texts_at(const plugin::Object& object, std::string_view name) {
    std::vector<std::string> texts;
    for (const plugin::Value& value : plugin::array_at(object, name))
        if (value.text() != nullptr) add_once(texts, *value.text());
    return texts;
}

bool lists(const plugin::Object& object, std::string_view name, std::string_view text) {
    const plugin::Array& all = plugin::array_at(object, name);
    return std::any_of(all.begin(), all.end(), [&](const plugin::Value& one) {
        return one.text() != nullptr && *one.text() == text;
    });
}

std::string amount_text(std::int64_t minor_units, std::string_view currency) {
    return plugin::figures(minor_units, currency) + ' ' + std::string(currency);
}

std::string percent(std::int64_t basis_points) {
    const std::string fraction = std::to_string(basis_points % 100);
    return std::to_string(basis_points / 100) + '.' + (fraction.size() < 2 ? "0" : "") + fraction + " %";
}

plugin::Text joined_texts(const std::vector<plugin::Text>& elements) {
    plugin::Text text;
    for (const plugin::Text& element : elements) {
        text.en += (text.en.empty() ? "" : ", ") + element.en;
        text.zh += (text.zh.empty() ? "" : "，") + element.zh;
    }
    return text;
}

std::string joined(const std::vector<std::string>& elements, std::string_view separator) {
    std::string text;
    for (const std::string& element : elements) {
        if (!text.empty()) text += separator;
        text += element;
    }
    return text;
}

std::string comparable_name(std::string_view name) {
    return plugin::canonical_uscc(name);
}

bool holds_words(std::string_view text, std::string_view words) {
    const std::string wanted = comparable_name(words);
    return !wanted.empty() && comparable_name(text).find(wanted) != std::string::npos;
}

bool is_alike_name(std::string_view left, std::string_view right) {
    return holds_words(left, right) || holds_words(right, left);
}

bool is_same_number(std::string_view left, std::string_view right) {
    return !left.empty() && comparable_name(left) == comparable_name(right);
}

std::string canonical_code(std::string_view text) {
    const bool is_plain = text.find_first_of(":/*") == std::string_view::npos;
    return is_plain ? plugin::canonical_uscc(text) : std::string(text);
}

bool is_party(const plugin::Object& party, std::string_view code) {
    if (code.empty()) return false;
    const std::string_view identifier = plugin::text_at(party, "identifier");
    if (plugin::party_key(party) == code || canonical_code(identifier) == canonical_code(code)) return true;
    const std::string_view own = plugin::citizen_id_in(identifier), other = plugin::citizen_id_in(code);
    const bool is_masked = plugin::is_masked_citizen_id(own) || plugin::is_masked_citizen_id(other);
    return is_masked && std::ranges::equal(own, other, [](char one, char another) {
               return one == another || one == '*' || another == '*';
           });
}

bool is_trademark(std::string_view right) {
    return right.starts_with("trademark/");
}

bool is_patent(std::string_view right) {
    return right.starts_with("patent/");
}

std::string_view key_of(std::string_view record) {
    const auto slash = record.find('/');
    return slash == std::string_view::npos ? std::string_view() : record.substr(slash + 1);
}

std::string_view office_of(std::string_view right) {
    const std::string_view key = key_of(right);
    return key.size() > 3 && key[2] == '-' ? key.substr(0, 2) : std::string_view();
}

void add_once(std::vector<std::string>& values, std::string_view value) {
    if (std::find(values.begin(), values.end(), value) == values.end()) values.emplace_back(value);
}

std::optional<plugin::Record> record_on(const plugin::Records& records, plugin::Date day,
                                        std::string_view id) {
    std::optional<plugin::Record> record;
    records.on(day, [&](const plugin::Records& then) { record = then.find(id); });
    return record;
}

}  // namespace xinbu::collateral
