#include "pledge_dates.hpp"

#include <algorithm>

#include "repayment.hpp"
#include "text.hpp"

namespace xinbu::collateral {

using plugin::Date;
using plugin::Object;

namespace {

bool has_right(const Object& pledge, bool (*is_kind)(std::string_view)) {
    const plugin::Array& rights = plugin::array_at(pledge, "rights");
    return std::any_of(rights.begin(), rights.end(), [&](const plugin::Value& right) {
        return right.text() != nullptr && is_kind(*right.text());
    });
}

}  // namespace

bool is_of_person(const Object& pledge) {
    return code_at(pledge, "pledgor").starts_with("citizen-id:");
}

bool has_marks(const Object& pledge) {
    return has_right(pledge, is_trademark);
}

bool has_patents(const Object& pledge) {
    return has_right(pledge, is_patent);
}

std::optional<Date> unsecured_from(const Object& pledge) {
    const auto until = date_at(pledge, "until");
    if (!until || !has_marks(pledge)) return std::nullopt;
    return until->plus_days(1);
}

std::optional<Date> last_pledged_day(const Object& pledge, std::string_view right) {
    return is_trademark(right) ? date_at(pledge, "until") : std::nullopt;
}

bool is_registration_of(const Object& overlay, const Object& pledge) {
    if (is_same_number(plugin::text_at(overlay, "reference"), plugin::text_at(pledge, "registration_number")))
        return true;
    const std::string_view since = plugin::text_at(overlay, "since");
    if (!since.empty() && since != plugin::text_at(pledge, "registered_on")) return false;
    const Object& holder = plugin::object_at(overlay, "counterparty");
    const std::string_view code = plugin::text_at(holder, "identifier"),
                           name = plugin::text_at(holder, "name");
    if (!code.empty()) return canonical_code(code) == canonical_code(code_at(pledge, "pledgee"));
    if (!name.empty())
        return is_alike_name(name, plugin::text_at(plugin::object_at(pledge, "pledgee"), "name"));
    return !since.empty();
}

namespace {

bool has_come(const Object& pledge, std::string_view member, Date day) {
    const auto on = date_at(pledge, member);
    return on && *on <= day;
}

}  // namespace

bool is_registered_on(const Object& pledge, Date day) {
    return has_come(pledge, "registered_on", day) && !has_come(pledge, "released_on", day) &&
           !has_come(pledge, "enforced_on", day);
}

bool is_only_agreed_on(const Object& pledge, Date day) {
    return has_come(pledge, "agreed_on", day) && !has_come(pledge, "registered_on", day) &&
           !has_come(pledge, "withdrawn_on", day);
}

std::optional<plugin::Money> claim_of(const Object& pledge) {
    const auto registered = money_at(pledge, "registered_secured");
    return registered ? registered : money_at(pledge, "secured");
}

std::optional<Date> publicity_due(const Object& pledge, const plugin::WorkCalendar& days) {
    const auto registered = date_at(pledge, "registered_on");
    if (!registered || is_of_person(pledge)) return std::nullopt;
    return days.after(*registered, publicity_days);
}

std::optional<Date> change_due(const Object& pledge, const Object& loan) {
    const auto registered = date_at(pledge, "registered_on");
    const auto restructured = date_at(loan, "restructured_on");
    if (!registered || !restructured || *restructured <= *registered) return std::nullopt;
    for (const std::string_view later : {"changed_on", "extended_on"})
        if (const auto day = date_at(pledge, later); day && *day >= *restructured) return std::nullopt;
    return restructured->plus_days(change_days);
}

std::optional<Date> release_due(const Object& loan, const Policy& policy, Date today) {
    auto repaid = date_at(loan, "repaid_on");
    if (!repaid) repaid = settled_on(loan, today);
    if (!repaid) return std::nullopt;
    return repaid->plus_days(static_cast<int>(policy.release_days));
}

std::optional<Date> limitation_of(const Object& loan) {
    const auto due = date_at(loan, "due_on");
    if (!due) return std::nullopt;
    return due->plus_years(limitation_years);
}

}  // namespace xinbu::collateral
