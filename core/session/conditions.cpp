#include "conditions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "xinbu/base/i18n.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::session {

using plugin::FieldKind;

namespace {

/// A value that a condition may name.
struct Allowed {
    std::string id;
    plugin::Text label;
};

std::vector<Allowed> allowed_of(const plugin::RecordType& type, const std::string& name,
                                const plugin::Field* field) {
    std::vector<Allowed> allowed;
    if (name == "status")
        for (const plugin::State& state : type.states) allowed.push_back({state.id, state.label});
    else if (field != nullptr && field->kind == FieldKind::choice)
        for (const plugin::Choice& choice : field->choices) allowed.push_back({choice.id, choice.label});
    else if (field != nullptr && field->kind == FieldKind::boolean)
        allowed = {{"true", {"yes", "是"}}, {"false", {"no", "否"}}};
    return allowed;
}

/// ASCII letters alike, whichever way they are written.
bool same_word(std::string_view left, std::string_view right) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
    return std::ranges::equal(left, right, {}, lower, lower);
}

std::string_view last_part(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::vector<const Allowed*> named_by(const std::vector<Allowed>& allowed, const std::string& text) {
    std::vector<const Allowed*> found;
    const auto look = [&](auto matches) {
        if (!found.empty()) return;
        for (const Allowed& one : allowed)
            if (matches(one)) found.push_back(&one);
    };
    look([&](const Allowed& one) { return one.id == text; });
    look([&](const Allowed& one) { return same_word(one.label.en, text) || one.label.zh == text; });
    look([&](const Allowed& one) { return same_word(last_part(one.id), text); });
    return found;
}

Failure unknown_value(const Condition& condition, std::string why, std::vector<Detail> allowed = {}) {
    return Failure(Error{Category::usage, "unknown_value",
                         readers::printable(condition.field + "=" + condition.value), std::move(why),
                         allowed.empty() ? "" : tr("Write one of those listed, by its name or its label."),
                         std::move(allowed)});
}

std::vector<Detail> listed(const std::vector<const Allowed*>& values) {
    std::vector<Detail> details;
    for (const Allowed* one : values)
        details.push_back({"", 0, "", "allowed", fmt::format("{}  {}", one->id, host::shown(one->label))});
    return details;
}

bool is_whole_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::string value_meant(const plugin::RecordType& type, const Condition& condition) {
    const std::string& text = condition.value;
    const auto at = std::ranges::find(type.fields, condition.field, &plugin::Field::id);
    const plugin::Field* field = at != type.fields.end() ? &*at : nullptr;
    if (text.empty()) return text;
    if (const std::vector<Allowed> allowed = allowed_of(type, condition.field, field); !allowed.empty()) {
        const std::vector<const Allowed*> found = named_by(allowed, text);
        if (found.size() == 1) return found.front()->id;
        if (!found.empty())
            throw unknown_value(condition, tr("more than one value goes by that"), listed(found));
        std::vector<const Allowed*> all;
        for (const Allowed& one : allowed) all.push_back(&one);
        throw unknown_value(condition, tr("there is no such value"), listed(all));
    }
    if (field == nullptr) return text;
    if (field->kind == FieldKind::date && !plugin::Date::parse(text))
        throw unknown_value(condition, tr("this is no day of the calendar, written YYYY-MM-DD"));
    if (field->kind == FieldKind::money && !is_whole_number(text))
        throw unknown_value(condition, tr("an amount is asked for in minor units, such as 12500 for 125.00"));
    if ((field->kind == FieldKind::integer || field->kind == FieldKind::basis_points) &&
        !is_whole_number(text))
        throw unknown_value(condition, tr("this is no whole number"));
    return text;
}

}  // namespace xinbu::session
