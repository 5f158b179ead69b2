#include "collateral.hpp"
#include "pledge_dates.hpp"
#include "text.hpp"

namespace xinbu::collateral {

using plugin::Entry;
using plugin::EntryType;
using plugin::Record;

namespace {

/// Members of later entries that the record keeps under a name of their own: `on` means another day in each.
struct Renamed {
    std::string_view type, member, field;
};
constexpr Renamed renamed[] = {
    {"collateral.loan.repaid", "on", "repaid_on"},
    {"collateral.loan.repaid", "amount", "repaid_amount"},
    {"collateral.loan.defaulted", "on", "defaulted_on"},
    {"collateral.loan.defaulted", "amount", "defaulted_amount"},
    {"collateral.loan.restructured", "on", "restructured_on"},
    {"collateral.loan.restructured", "amount", "principal"},
    {"collateral.pledge.changed", "on", "changed_on"},
    {"collateral.pledge.extended", "on", "extended_on"},
    {"collateral.pledge.registered", "secured", "registered_secured"},
    {"collateral.pledge.published", "on", "published_on"},
    {"collateral.pledge.withdrawn", "on", "withdrawn_on"},
    {"collateral.pledge.released", "on", "released_on"},
    {"collateral.pledge.enforced", "on", "enforced_on"},
};

std::string field_for(std::string_view type, std::string_view member) {
    for (const Renamed& one : renamed)
        if (one.type == type && one.member == member) return std::string(one.field);
    return std::string(member);
}

/// Days before the end of a registered term on which it is called near.
constexpr int warning_days = 90;

void present_pledge(Record& record, plugin::Date day) {
    const auto ends = unsecured_from(record.fields);
    if (record.status != "registered" || !ends) return;
    // The registration of a mark's pledge lapses with its registered term (Announcement 358); a patent's
    // pledge has no term of its own and stands until it is cancelled.
    record.fields.set("unsecured_from", ends->text());
    const bool marks_only = !has_patents(record.fields);
    if (day >= *ends && marks_only)
        record.status = "lapsed";
    else if (day >= *ends)
        add_once(record.overlays, "trademarks_lapsed");
    else if (ends->days_since(day) <= warning_days)
        add_once(record.overlays, "term_ending");
}

void present_loan(Record& record, plugin::Date day) {
    const auto due = date_at(record.fields, "due_on");
    if (due && *due < day && (record.status == "open" || record.status == "restructured"))
        add_once(record.overlays, "overdue");
}

void present_insurance(Record& record, plugin::Date day) {
    const auto from = date_at(record.fields, "from");
    const auto until = date_at(record.fields, "until");
    if (until && *until < day)
        record.status = "expired";
    else if (from && *from > day)
        record.status = "upcoming";
}

void present_valuation(Record& record, plugin::Date day) {
    const auto until = date_at(record.fields, "valid_until");
    if (until && *until < day) record.status = "expired";
}

}  // namespace

namespace {

/// The rights that an entry names leave the list of those that secure the loan.
std::vector<std::string> take_rights(const Entry& entry, Record& record) {
    std::vector<std::string> taken;
    plugin::Array left;
    for (const plugin::Value& right : plugin::array_at(record.fields, "rights")) {
        if (right.text() != nullptr && lists(entry.data, "rights", *right.text()))
            taken.push_back(*right.text());
        else
            left.push_back(right);
    }
    record.fields.set("rights", std::move(left));
    return taken;
}

void release_some(const Entry& entry, Record& record) {
    plugin::Array released = plugin::array_at(record.fields, "released_rights");
    const std::string_view on = plugin::text_at(entry.data, "on");
    for (const std::string& right : take_rights(entry, record))
        released.emplace_back(plugin::Object{{"on", on}, {"right", right}});
    record.fields.set("released_rights", std::move(released));
}

void enforce_some(const Entry& entry, Record& record) {
    plugin::Array enforced = plugin::array_at(record.fields, "enforced_rights"), rights;
    for (std::string& right : take_rights(entry, record)) rights.emplace_back(std::move(right));
    plugin::Object one{{"on", plugin::text_at(entry.data, "on")}, {"rights", std::move(rights)}};
    if (const plugin::Value* proceeds = entry.data.find("proceeds")) one.set("proceeds", *proceeds);
    enforced.emplace_back(std::move(one));
    record.fields.set("enforced_rights", std::move(enforced));
}

}  // namespace

void Collateral::fold(const EntryType& type, const Entry& entry, Record& record) const {
    // What the contract says stays beside what the register makes of it.
    if (entry.type == "collateral.pledge.registered" && entry.data.contains("until"))
        if (const plugin::Value* agreed = record.fields.find("until"))
            record.fields.insert("agreed_until", *agreed);
    if (entry.type == "collateral.pledge.reduced") return release_some(entry, record);
    if (entry.type == "collateral.pledge.partly_enforced") return enforce_some(entry, record);
    if (entry.type == "collateral.loan.instalment_paid") {
        plugin::Array payments = plugin::array_at(record.fields, "payments");
        payments.emplace_back(entry.data);
        record.fields.set("payments", std::move(payments));
        return;
    }
    // A new principal is what is owed from then on: what was paid before, and how, is in it already.
    if (entry.type == "collateral.loan.restructured" && entry.data.contains("amount")) {
        record.fields.erase("payments");
        record.fields.erase("schedule");
        record.fields.set("principal_since", plugin::text_at(entry.data, "on"));
    }
    for (const plugin::Member& member : entry.data)
        record.fields.set(field_for(entry.type, member.name), member.value);
    // A change is registered: the register shows the new amount from then on.
    if (entry.type == "collateral.pledge.changed" && record.fields.contains("registered_secured"))
        if (const plugin::Value* secured = entry.data.find("secured"))
            record.fields.set("registered_secured", *secured);
    if (!type.to.empty()) record.status = type.to;
}

void Collateral::present(Record& record, plugin::Date day) const {
    const std::string_view id = record.id;
    if (id.starts_with("pledge/")) present_pledge(record, day);
    if (id.starts_with("loan/")) present_loan(record, day);
    if (id.starts_with("insurance/")) present_insurance(record, day);
    if (id.starts_with("valuation/")) present_valuation(record, day);
}

}  // namespace xinbu::collateral
