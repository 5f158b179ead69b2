#include <algorithm>

#include "deadlines.hpp"
#include "events.hpp"
#include "extracts.hpp"
#include "identity.hpp"
#include "list_rows.hpp"
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

Situation situation(const Rules& rules, const RightName& name, const Object& fields,
                    std::optional<Date> day) {
    return name.is_trademark() ? trademark_situation(rules, name, fields, day)
                               : patent_situation(rules, name, fields, day);
}

/// Writes what follows from the entries beside them.
void show(const Situation& now, Record& record) {
    record.status = std::string(now.standing->path);
    record.overlays.clear();
    for (const Overlay& overlay : now.overlays) add_overlay(record, overlay.kind);
    if (!now.doubts.empty()) add_overlay(record, "doubt");
    if (!now.owners.empty()) record.fields.set("owners", now.owners);
    set_or_erase(record.fields, "last_day", now.last_day);
    if (now.fees && now.fees->is_recorded)
        record.fields.set("paid_through_year", now.fees->paid_through);
    else
        record.fields.erase("paid_through_year");
}

void set_watched(const EntryType& type, const Entry& entry, Object& fields) {
    if (type.type != trademark_watched && type.type != patent_watched) {
        for (const char* field : {"watched", "watched_since", "watch_reason"}) fields.erase(field);
        return;
    }
    fields.set("watched", true);
    fields.set("watched_since", entry.effective);
    if (const plugin::Value* reason = entry.data.find("reason"))
        fields.set("watch_reason", *reason);
    else
        fields.erase("watch_reason");
}

/// An extract, or one row of a list that tells of a right in several.
void fold_told(const RightName& name, const Entry& entry, Object& fields) {
    if (!is_further_row(entry.data, fields)) return fold_extract(name, entry, fields);
    const Object data = with_earlier_rows(entry.data, fields);
    // Rows with other dates are of the same extract all the same.
    const std::string effective(std::max(entry.effective, text_at(fields, "recorded_on")));
    fold_extract(name, {entry.type, entry.record, effective, data}, fields);
}

bool is_about_watching(std::string_view type) {
    return type == trademark_watched || type == trademark_unwatched || type == patent_watched ||
           type == patent_unwatched;
}

/// Whether an act is late without which the right has ended. A Chinese mark that is not renewed has ended by
/// the calendar; of every other right a source must tell.
bool is_uncertain(const RightOnDay& right) {
    if (!right.now.standing->is_live || (right.name.is_chinese() && right.name.is_trademark())) return false;
    return std::ranges::any_of(deadlines_of(right, right.as_of),
                               [&](const Deadline& one) { return puts_life_in_doubt(one, right.as_of); });
}

}  // namespace

void IpStatus::fold(const EntryType& type, const Entry& entry, Record& record) const {
    const std::optional<RightName> name = parse_right(record.id);
    if (!name) {
        default_fold(type, entry, record);
        record.status = "recorded";  // a standard: it has one state, and may be recorded anew
        return;
    }
    if (is_about_watching(type.type)) {
        set_watched(type, entry, record.fields);
        return;
    }
    // An office's file of events may be the first that is heard of a right: its id names it.
    record.fields.insert("office", name->office);
    record.fields.insert("number", name->number);
    if (type.type == use_evidence_filed) {
        insert_by_date(record.fields, "use_evidence", entry.data);
    } else if (type.type == trademark_event || type.type == patent_event) {
        fold_event(record.fields, entry.data);
    } else {
        fold_told(*name, entry, record.fields);
    }
    if (type.type == patent_recorded || is_publication(name->office, name->number))
        note_publications(name->office, record.fields);
    const Situation now = situation(rules_, *name, record.fields, std::nullopt);
    if (now.granted_on)
        record.fields.insert(name->is_trademark() ? "registration_date" : "grant_date",
                             now.granted_on->text());
    show(now, record);
}

void IpStatus::present(Record& record, Date day) const {
    const std::optional<RightName> name = parse_right(record.id);
    if (!name) return;
    const Situation now = situation(rules_, *name, record.fields, day);
    const WorkCalendar weekends;
    // Before show(), which moves the texts that the situation points to.
    const bool is_doubtful = is_uncertain({rules_, *name, record.fields, now, day, weekends});
    show(now, record);
    set_or_erase(record.fields, "ended_on", now.ended_on);
    set_or_erase(record.fields, "grace_until", now.in_grace ? now.grace_until : std::nullopt);
    if (now.fees && now.fees->is_known) set_or_erase(record.fields, "fee_due", now.fees->payable_by);
    if (now.in_grace) add_overlay(record, "grace");
    const bool can_renew = name->is_trademark() && now.last_day && now.standing->is_live && !now.in_grace &&
                           MarkTerms(rules_, *name).is_open_on(day, *now.last_day);
    if (can_renew) add_overlay(record, "renewal_window");
    if (is_doubtful) add_overlay(record, "uncertain");
}

}  // namespace xinbu::ip_status
