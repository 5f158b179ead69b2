#include <algorithm>

#include "events.hpp"
#include "patents.hpp"
#include "plugin.hpp"
#include "trademarks.hpp"

namespace xinbu::ip_status {

using plugin::Date;
using plugin::Entry;
using plugin::EntryType;
using plugin::Object;
using plugin::Record;
using plugin::text_at;

namespace {

void set_or_erase(Object& fields, std::string_view name, const std::optional<Date>& date) {
    if (date)
        fields.set(std::string(name), date->text());
    else
        fields.erase(name);
}

void add_overlay(Record& record, std::string_view overlay) {
    if (std::ranges::find(record.overlays, overlay) == record.overlays.end())
        record.overlays.emplace_back(overlay);
}

Situation situation(const RightName& name, const Object& fields, std::optional<Date> day) {
    return name.is_trademark() ? trademark_situation(name, fields, day) : patent_situation(name, fields, day);
}

/// Writes what follows from the entries beside them.
void show(const Situation& now, Record& record) {
    record.status = std::string(now.standing->path);
    record.overlays.clear();
    for (const Overlay& overlay : now.overlays) add_overlay(record, overlay.kind);
    if (!now.owners.empty()) record.fields.set("owners", now.owners);
    set_or_erase(record.fields, "last_day", now.last_day);
    if (now.fees && now.fees->is_known)
        record.fields.set("paid_through_year", now.fees->paid_through);
    else
        record.fields.erase("paid_through_year");
}

/// The day up to which a recorded extract speaks, as far as it tells.
std::string extract_day(const Entry& entry) {
    const std::string_view retrieved = text_at(plugin::object_at(entry.data, "source"), "retrieved_on");
    return std::string(std::max({retrieved, text_at(entry.data, "status_date"), entry.effective}));
}

/// A later extract replaces what an earlier one said; an older one that comes in late only fills gaps.
void fold_recorded(const Entry& entry, Record& record) {
    Object& fields = record.fields;
    const std::string day = extract_day(entry);
    const bool is_latest = day >= text_at(fields, "recorded_on");
    for (const plugin::Member& member : entry.data) {
        const bool is_owners = member.name == "owners";
        // Owners that the source does not name are not none.
        if (is_owners && plugin::array_at(entry.data, "owners").empty() && fields.contains("owners"))
            continue;
        if (is_latest)
            fields.set(member.name, member.value);
        else
            fields.insert(member.name, member.value);
        if (!is_owners) continue;
        if (is_latest)
            fields.set("recorded_owners", member.value);
        else
            fields.insert("recorded_owners", member.value);
    }
    if (is_latest) fields.set("recorded_on", day);
}

}  // namespace

void IpStatus::fold(const EntryType& type, const Entry& entry, Record& record) const {
    const std::optional<RightName> name = parse_right(record.id);
    if (!name) {
        default_fold(type, entry, record);
        record.status = "recorded";  // a standard: it has one state, and may be recorded anew
        return;
    }
    // An office's file of events may be the first that is heard of a right: its id names it.
    record.fields.insert("office", name->office);
    record.fields.insert("number", name->number);
    if (type.type == use_evidence_filed) {
        insert_by_date(record.fields, "use_evidence", entry.data);
    } else if (type.type == trademark_event || type.type == patent_event) {
        insert_by_date(record.fields, "events", entry.data);
    } else {
        fold_recorded(entry, record);
    }
    const Situation now = situation(*name, record.fields, std::nullopt);
    if (now.granted_on)
        record.fields.insert(name->is_trademark() ? "registration_date" : "grant_date",
                             now.granted_on->text());
    show(now, record);
}

void IpStatus::present(Record& record, Date day) const {
    const std::optional<RightName> name = parse_right(record.id);
    if (!name) return;
    const Situation now = situation(*name, record.fields, day);
    show(now, record);
    set_or_erase(record.fields, "ended_on", now.ended_on);
    set_or_erase(record.fields, "grace_until", now.in_grace ? now.grace_until : std::nullopt);
    if (now.fees && now.fees->is_known) set_or_erase(record.fields, "fee_due", now.fees->payable_by);
    if (now.in_grace) add_overlay(record, "grace");
    const bool can_renew = name->is_trademark() && now.last_day && now.standing->is_live && !now.in_grace &&
                           day >= renewal_opens(*now.last_day);
    if (can_renew) add_overlay(record, "renewal_window");
}

}  // namespace xinbu::ip_status
