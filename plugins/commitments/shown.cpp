#include "shown.hpp"

#include <algorithm>
#include <string>

#include "clocks.hpp"

namespace xinbu::commitments {

using plugin::Record;
using plugin::text_at;

void add_overlay(Record& record, const char* overlay) {
    if (!has_overlay(record, overlay)) record.overlays.emplace_back(overlay);
}

bool has_overlay(const Record& record, std::string_view overlay) {
    return std::ranges::find(record.overlays, overlay) != record.overlays.end();
}

namespace {

bool is_over(const Record& record, std::string_view today) {
    const std::string_view until = text_at(record.fields, "valid_until");
    return !until.empty() && until < today;
}

/// What a day makes of an open breach.
void show_breach(Record& record, plugin::Date day) {
    const std::vector<BreachClock> clocks = breach_clocks(record.fields, day);
    if (const BreachClock* repair = last_to_repair(clocks))
        record.fields.set("repair_possible_from", repair->repair_from.text());
    if (const BreachClock* publication = last_to_publish(clocks))
        record.fields.set("publish_until", publication->publish_until->text());
    const std::string_view due = text_at(record.fields, "repair_due");
    if (record.status == "rectifying" && !due.empty() && due < day.text())
        add_overlay(record, "rectification_overdue");
}

/// Nothing that is merely over counts as done: an expired commitment stays under supervision.
std::string_view supervision_of(std::string_view status) {
    if (status == "draft" || status == "signed") return {};
    const bool is_done =
        status == "fulfilled" || status == "repaired" || status == "withdrawn" || status == "superseded";
    return is_done ? "done" : "under_way";
}

void show_commitment(Record& record, plugin::Date day) {
    const std::string today = day.text();
    if (record.status == "accepted" || record.status == "published" || record.status == "in_force") {
        if (is_over(record, today))
            record.status = "expired";
        else if (text_at(record.fields, "made_on") <= today)
            record.status = "in_force";
    }
    if (record.status == "signed" && is_over(record, today)) add_overlay(record, "never_accepted");
    if (is_breach_open(record.status)) show_breach(record, day);
    if (const std::string_view supervision = supervision_of(record.status); !supervision.empty())
        record.fields.set("supervision", supervision);
}

}  // namespace

void show_on(Record& record, plugin::Date day) {
    if (record.id.starts_with("commitment/")) return show_commitment(record, day);
    if (record.id.starts_with("evaluation/") && record.status == "valid" && is_over(record, day.text()))
        record.status = "expired";
}

std::optional<Record> shown_record(std::string_view id, std::string_view kind,
                                   const plugin::Records& records) {
    if (!id.starts_with(std::string(kind) + "/")) return std::nullopt;
    std::optional<Record> record = records.find(id);
    if (record) show_on(*record, records.as_of());
    return record;
}

}  // namespace xinbu::commitments
