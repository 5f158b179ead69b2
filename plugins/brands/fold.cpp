// What entries make of a record.
#include <algorithm>

#include "declaration.hpp"
#include "plugin.hpp"

namespace xinbu::brands {

using plugin::Array;
using plugin::Entry;
using plugin::EntryType;
using plugin::Object;
using plugin::Record;
using plugin::text_at;
using plugin::Value;

namespace {

void add_overlay(Record& record, std::string_view overlay) {
    if (std::ranges::find(record.overlays, overlay) == record.overlays.end())
        record.overlays.emplace_back(overlay);
}

void append_to(Record& record, const char* list, Object element) {
    Array elements = plugin::array_at(record.fields, list);
    elements.emplace_back(std::move(element));
    record.fields.set(list, std::move(elements));
}

/// Takes the elements off a list whose member `name` is `value`.
Array without(const Array& list, std::string_view name, std::string_view value) {
    Array kept = list;
    std::erase_if(kept, [&](const Value& one) {
        return one.object() != nullptr && text_at(*one.object(), name) == value;
    });
    return kept;
}

/// A later report replaces figures; an older one that comes in late only fills what is missing.
void fold_figures(const Entry& entry, Record& record) {
    const std::string_view as_of = text_at(entry.data, "as_of");
    const bool is_latest = as_of >= text_at(record.fields, "figures_as_of");
    for (const plugin::Member& member : entry.data) {
        if (member.name == "as_of") continue;
        if (is_latest)
            record.fields.set(member.name, member.value);
        else
            record.fields.insert(member.name, member.value);
    }
    if (is_latest) record.fields.set("figures_as_of", as_of);
    Object report = entry.data;
    report.set("on", entry.effective);
    append_to(record, "figures_history", std::move(report));
}

void fold_evidence(const Entry& entry, Record& record) {
    Array evidence =
        without(plugin::array_at(record.fields, "evidence"), "criterion", text_at(entry.data, "criterion"));
    Object item = entry.data;
    item.set("on", entry.effective);
    evidence.emplace_back(std::move(item));
    record.fields.set("evidence", std::move(evidence));
}

std::string_view step_of(bool enters, std::string_view before, std::string_view level) {
    if (!enters) return "left";
    if (before.empty()) return "entered";
    return rank_of_level(level) > rank_of_level(before) ? "promoted" : "demoted";
}

void fold_library(const Entry& entry, bool enters, Record& record) {
    Object& fields = record.fields;
    Object step = entry.data;
    step.set("on", entry.effective);
    step.set("step", step_of(enters, text_at(fields, "library_level"), text_at(entry.data, "level")));
    append_to(record, "library_history", std::move(step));
    if (enters) {
        fields.set("library_level", text_at(entry.data, "level"));
        fields.set("library_since", entry.effective);
        fields.erase("library_left_on");
    } else {
        fields.erase("library_level");
        fields.set("library_left_on", entry.effective);
    }
    fields.set("library_decision", text_at(entry.data, "decision"));
    fields.erase("library_reason");
    if (const Value* reason = entry.data.find("reason")) fields.set("library_reason", *reason);
    record.status = enters ? "in_library" : "left_library";
}

void fold_recognition(const Entry& entry, Record& record) {
    Object recognition = entry.data;
    recognition.set("on", entry.effective);
    append_to(record, "recognitions", std::move(recognition));
    const std::int64_t* year = plugin::integer_at(entry.data, "year");
    const std::int64_t* earlier = plugin::integer_at(record.fields, "recognised_year");
    if (year != nullptr && (earlier == nullptr || *year >= *earlier)) {
        record.fields.set("recognised_year", *year);
        record.fields.set("recognised_level", text_at(entry.data, "level"));
    }
    add_overlay(record, "recognised");
}

void fold_right(const Entry& entry, bool links, Record& record) {
    Array rights = without(plugin::array_at(record.fields, "rights"), "right", text_at(entry.data, "right"));
    if (links) {
        Object right = entry.data;
        right.set("on", entry.effective);
        rights.emplace_back(std::move(right));
    }
    if (rights.empty())
        record.fields.erase("rights");
    else
        record.fields.set("rights", std::move(rights));
}

bool is_catalogue(std::string_view kind) {
    return kind == "park" || kind == "leading-enterprise" || kind == "loan-product";
}

/// A record of the catalogue is what its latest entry says, and no more.
void fold_catalogue(const EntryType& type, const Entry& entry, Record& record) {
    if (type.to == "ended") {
        record.fields.set("ended_on", entry.effective);
        return;
    }
    record.fields = {};
    record.status = "active";
}

}  // namespace

void Brands::fold(const EntryType& type, const Entry& entry, Record& record) const {
    const std::string_view name = type.type;
    if (name == "brands.brand.figures_reported") {
        fold_figures(entry, record);
    } else if (name == "brands.evidence.filed") {
        fold_evidence(entry, record);
    } else if (name == "brands.brand.entered_library" || name == "brands.brand.left_library") {
        fold_library(entry, name == "brands.brand.entered_library", record);
    } else if (name == "brands.brand.recognised") {
        fold_recognition(entry, record);
    } else if (name == "brands.brand.right_linked" || name == "brands.brand.right_unlinked") {
        fold_right(entry, name == "brands.brand.right_linked", record);
    } else {
        if (is_catalogue(type.record)) fold_catalogue(type, entry, record);
        default_fold(type, entry, record);
        if (name == "brands.brand.recorded") record.fields.insert("recorded_on", entry.effective);
    }
    // Recording a brand again changes what it is, not where it stands.
    if (record.status.empty()) record.status = "recorded";
}

}  // namespace xinbu::brands
