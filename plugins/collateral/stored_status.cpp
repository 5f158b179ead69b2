#include "stored_status.hpp"

#include <algorithm>

#include "text.hpp"

namespace xinbu::collateral {

using plugin::Date;
using plugin::Object;
using plugin::Record;

namespace {

constexpr int grace_months = 6;

const Object* latest_event(const Object& fields, std::string_view kind) {
    const Object* latest = nullptr;
    for (const plugin::Value& event : plugin::array_at(fields, "events"))
        if (event.object() != nullptr && plugin::text_at(*event.object(), "event") == kind)
            latest = event.object();
    return latest;
}

bool speaks_of_later(const Object& fields, Date day) {
    for (const plugin::Value& event : plugin::array_at(fields, "events")) {
        const auto date = event.object() != nullptr ? date_at(*event.object(), "date") : std::nullopt;
        if (date && *date > day) return true;
    }
    return false;
}

plugin::Array overlays_of(const Record& record) {
    plugin::Array overlays;
    for (const std::string& kind : record.overlays) {
        Object overlay{{"kind", kind}};
        if (const Object* event = latest_event(record.fields, kind)) {
            overlay.set("since", plugin::text_at(*event, "date"));
            if (const plugin::Value* party = event->find("counterparty")) overlay.set("counterparty", *party);
        }
        overlays.emplace_back(std::move(overlay));
    }
    return overlays;
}

/// The year of the patent's life: the first one begins on the day of filing.
int patent_year(Date filing, Date day) {
    int year = 1;
    while (year < 25 && filing.plus_years(year) <= day) ++year;
    return year;
}

void set_state(const Record& record, Date day, Object& facts) {
    const bool is_live = record.status.starts_with("LIVE/");
    if (!is_live && !record.status.starts_with("DEAD/")) return;
    const bool is_granted = record.status.find("/REGISTRATION/") != std::string::npos;
    const auto last = date_at(record.fields, "last_day");
    const bool is_over = last && *last < day;
    const bool in_grace =
        is_live && is_over && is_trademark(record.id) && day <= last->plus_months(grace_months);
    facts.set("granted", is_granted);
    // What the sources contradict themselves in is no life.
    const bool is_doubtful = is_live && std::ranges::find(record.overlays, "doubt") != record.overlays.end();
    if (!is_doubtful) facts.set("alive", is_live && (!is_over || in_grace));
    facts.set("in_grace", in_grace);
    if (is_live && is_over && !in_grace) facts.set("ended_on", last->text());
}

void set_fees(const Object& fields, Date day, Object& facts) {
    const std::int64_t* paid = plugin::integer_at(fields, "paid_through_year");
    const auto filing = date_at(fields, "filing_date");
    if (paid == nullptr || !filing) return;
    facts.set("fee_paid", *paid >= patent_year(*filing, day));
    if (*paid < 1 || *paid > 19) return;
    facts.set("fee_year", *paid + 1);
    facts.set("fee_due", filing->plus_years(static_cast<int>(*paid)).text());
}

void copy(const Object& fields, std::string_view from, std::string_view to, Object& facts) {
    if (const plugin::Value* value = fields.find(from)) facts.set(std::string(to), *value);
}

Object facts_from(const Record& record, Date day) {
    const bool is_mark = is_trademark(record.id);
    Object facts;
    if (is_mark)
        facts.set("kind", "trademark");
    else
        copy(record.fields, "kind", "kind", facts);
    copy(record.fields, "filing_date", "filing_date", facts);
    copy(record.fields, is_mark ? "registration_date" : "grant_date", "registration_date", facts);
    copy(record.fields, "last_day", "last_day", facts);
    if (speaks_of_later(record.fields, day)) return facts;
    facts.set("status", record.status);
    copy(record.fields, "owners", "owners", facts);
    facts.set("overlays", overlays_of(record));
    set_state(record, day, facts);
    if (!is_mark) set_fees(record.fields, day, facts);
    return facts;
}

}  // namespace

plugin::AskCheck stored_answers(const plugin::Records& records, Date day) {
    return [&records, day](std::string_view name,
                           const Object& parameters) -> std::optional<plugin::CheckAnswer> {
        const std::string_view right = plugin::text_at(parameters, "right");
        if (name != "ip.status" || (!is_trademark(right) && !is_patent(right))) return std::nullopt;
        // As it stood on that day: what happened later is no reason to know nothing of it.
        const std::optional<Record> record = record_on(records, day, right);
        if (!record) return std::nullopt;
        return plugin::CheckAnswer{{}, facts_from(*record, day)};
    };
}

}  // namespace xinbu::collateral
