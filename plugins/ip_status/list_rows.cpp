#include "list_rows.hpp"

#include <algorithm>
#include <array>

#include "adapters_common.hpp"
#include "office_mark.hpp"

namespace xinbu::ip_status {

using plugin::Array;
using plugin::array_at;
using plugin::Object;
using plugin::text_at;
using plugin::Value;

namespace {

constexpr std::array<std::string_view, 9> single_facts{
    "mark",        "kind",   "owners",     "application_date", "publication_date", "registration_date",
    "expiry_date", "status", "status_date"};

/// The text, or the names of the parties.
std::string shown(const Value& value) {
    if (value.text() != nullptr) return *value.text();
    std::string names;
    if (value.array() != nullptr)
        for (const Value& party : *value.array())
            if (party.object() != nullptr)
                names += (names.empty() ? "" : "; ") + std::string(text_at(*party.object(), "name"));
    return names;
}

/// Names without their codes, since a list may have them in some rows only.
bool is_told_otherwise(const Value& before, const Value& now) {
    const std::string first = shown(before), second = shown(now);
    return !first.empty() && !second.empty() && first != second;
}

/// Where another source told the value, the list's rows do not contradict each other.
bool is_of_another_extract(const Object& fields, std::string_view field) {
    return std::ranges::any_of(array_at(fields, "older_values"), [&](const Value& one) {
        return one.object() != nullptr && text_at(*one.object(), "field") == field;
    });
}

std::string_view retrieved_on(const Object& object) {
    return text_at(plugin::object_at(object, "source"), "retrieved_on");
}

bool is_in(const Array& list, const Value& item) {
    return std::ranges::find(list, item) != list.end();
}

/// The list of the rows before with what this row adds; nothing where neither says anything.
Array added_up(const Object& fields, const Object& data, std::string_view name) {
    Array all = array_at(fields, name);
    for (const Value& one : array_at(data, name))
        if (!is_in(all, one)) all.push_back(one);
    return all;
}

/// The lines of the rows before, and those of this row that are not among them.
std::string goods_added_up(std::string_view before, std::string_view now) {
    std::string all(before);
    for (std::size_t start = 0; start < now.size();) {
        const std::size_t end = std::min(now.find('\n', start), now.size());
        const std::string line(now.substr(start, end - start));
        if (("\n" + all + "\n").find("\n" + line + "\n") == std::string::npos) add_goods(all, line);
        start = end + 1;
    }
    return clipped(std::move(all), longest_goods);
}

}  // namespace

bool is_further_row(const Object& data, const Object& fields) {
    const auto is_cnipa = [](const Object& object) {
        return text_at(plugin::object_at(object, "source"), "system") == cnipa_system;
    };
    return is_cnipa(data) && is_cnipa(fields) && retrieved_on(data) == retrieved_on(fields);
}

std::vector<RowContradiction> row_contradictions(const Object& data, const Object& fields) {
    std::vector<RowContradiction> found;
    for (const std::string_view field : single_facts) {
        // The present owners may be others by events since.
        const Value* before = fields.find(field == "owners" ? "recorded_owners" : field);
        const Value* now = data.find(field);
        if (before == nullptr || now == nullptr || is_of_another_extract(fields, field)) continue;
        const bool is_same_status = field == "status" && !text_at(data, "common_status").empty() &&
                                    text_at(data, "common_status") == text_at(fields, "common_status");
        if (!is_same_status && is_told_otherwise(*before, *now))
            found.push_back({field, shown(*before), shown(*now)});
    }
    return found;
}

Object with_earlier_rows(Object data, const Object& fields) {
    constexpr std::size_t most_findings = 100;  // as declared
    Array findings = added_up(fields, data, "findings");
    for (const RowContradiction& one : row_contradictions(data, fields)) {
        Findings contradiction;
        contradiction.add(rows_differ, one.field, one.before + " ≠ " + one.now);
        Object finding;
        contradiction.write(finding);
        for (const Value& item : array_at(finding, "findings"))
            if (!is_in(findings, item)) findings.push_back(item);
    }
    // Of two statuses neither is the mark's: one of its classes may have ended.
    if (std::ranges::any_of(findings, [](const Value& one) {
            return one.object() != nullptr && text_at(*one.object(), "rule") == rows_differ &&
                   text_at(*one.object(), "field") == "status";
        }))
        data.erase("common_status");
    if (findings.size() > most_findings) findings.resize(most_findings);
    if (!findings.empty()) data.set("findings", std::move(findings));

    Array classes = added_up(fields, data, "classes");
    std::ranges::sort(classes, {},
                      [](const Value& one) { return one.integer() != nullptr ? *one.integer() : 0; });
    data.set("classes", std::move(classes));
    if (Array groups = added_up(fields, data, "similar_groups"); !groups.empty())
        data.set("similar_groups", std::move(groups));
    set_text(data, "goods", goods_added_up(text_at(fields, "goods"), text_at(data, "goods")));
    return data;
}

}  // namespace xinbu::ip_status
