#include "plugin.hpp"

#include <algorithm>

#include "name.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::brands {

using plugin::Array;
using plugin::CheckAnswer;
using plugin::Draft;
using plugin::Entry;
using plugin::EntryType;
using plugin::Finding;
using plugin::FindingStatus;
using plugin::Object;
using plugin::Record;
using plugin::Severity;
using plugin::text_at;
using plugin::Value;

namespace {

constexpr std::string_view organisation_prefix = "organisation/";

void rewrite(Object& data, std::string_view member, std::string (*canonical)(std::string_view)) {
    Value* value = data.find(member);
    if (value != nullptr && value->text() != nullptr) *value = canonical(*value->text());
}

/// A bare credit code names an organisation as well as its record does.
std::string canonical_lead(std::string_view text) {
    const bool is_record = text.find('/') != std::string_view::npos;
    if (is_record && !text.starts_with(organisation_prefix)) return std::string(text);
    if (is_record) text.remove_prefix(organisation_prefix.size());
    return text.empty() ? std::string() : std::string(organisation_prefix) + plugin::canonical_uscc(text);
}

void add_overlay(Record& record, std::string_view overlay) {
    if (std::ranges::find(record.overlays, overlay) == record.overlays.end())
        record.overlays.emplace_back(overlay);
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
}

void fold_evidence(const Entry& entry, Record& record) {
    Array evidence = plugin::array_at(record.fields, "evidence");
    const std::string_view criterion = text_at(entry.data, "criterion");
    std::erase_if(evidence, [&](const Value& one) {
        return one.object() != nullptr && text_at(*one.object(), "criterion") == criterion;
    });
    Object item = entry.data;
    item.set("on", entry.effective);
    evidence.emplace_back(std::move(item));
    record.fields.set("evidence", std::move(evidence));
}

void fold_library(const Entry& entry, bool enters, Record& record) {
    Object& fields = record.fields;
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
    Array recognitions = plugin::array_at(record.fields, "recognitions");
    Object recognition = entry.data;
    recognition.set("on", entry.effective);
    recognitions.emplace_back(std::move(recognition));
    record.fields.set("recognitions", std::move(recognitions));
    const std::int64_t* year = plugin::integer_at(entry.data, "year");
    const std::int64_t* earlier = plugin::integer_at(record.fields, "recognised_year");
    if (year != nullptr && (earlier == nullptr || *year >= *earlier)) {
        record.fields.set("recognised_year", *year);
        record.fields.set("recognised_level", text_at(entry.data, "level"));
    }
    add_overlay(record, "recognised");
}

constexpr const char* naming_basis = "苏人社发〔2022〕40号 二（四）";

Finding name_finding(std::string rule, FindingStatus status, std::string en, std::string zh) {
    return {std::move(rule), status, Severity::warn, {std::move(en), std::move(zh)}, naming_basis};
}

CheckAnswer check_name(std::string_view name) {
    const NameParts parts = parse_name(name);
    CheckAnswer answer;
    answer.findings.push_back(
        parts.region.empty()
            ? name_finding(
                  "D-06.region", FindingStatus::unknown,
                  "No known division stands at the beginning; it may be a town or an old name of a place.",
                  "开头不是已知的行政区划名称，可能是乡镇名或历史地名。")
            : name_finding("D-06.region", FindingStatus::met, "The place is “" + parts.region + "”.",
                           "地域为“" + parts.region + "”。"));
    if (parts.has_industry()) {
        const std::string& trade = parts.industry.empty() ? parts.person : parts.industry;
        answer.findings.push_back(name_finding("D-06.industry", FindingStatus::met,
                                               "The trade or product is “" + trade + "”.",
                                               "产业、行业或产品为“" + trade + "”。"));
    } else {
        answer.findings.push_back(name_finding("D-06.industry", FindingStatus::not_met,
                                               "The name says no trade or product.",
                                               "名称中缺少产业、行业或产品。"));
    }
    answer.findings.push_back(
        parts.person.empty()
            ? name_finding("D-06.person", FindingStatus::not_met,
                           "The name ends with no known title of a person, such as 工, 匠, 师 or 员.",
                           "名称末尾不是表示人员的称谓，如工、匠、师、员。")
            : name_finding("D-06.person", FindingStatus::met, "The person is “" + parts.person + "”.",
                           "人员称谓为“" + parts.person + "”。"));
    answer.facts = {{"region", parts.region},
                    {"industry", parts.industry},
                    {"person", parts.person},
                    {"follows_rule", parts.follows_rule()}};
    return answer;
}

}  // namespace

void Brands::normalise(Draft& draft) const {
    rewrite(draft.data, "identifier", plugin::canonical_uscc);
    rewrite(draft.data, "region", plugin::canonical_uscc);
    rewrite(draft.data, "industry", plugin::canonical_uscc);
    rewrite(draft.data, "lead", canonical_lead);
}

std::optional<std::string> Brands::record_id(const Draft& draft, plugin::Numbering&) const {
    const bool is_organisation = draft.type == "brands.organisation.recorded";
    if (!is_organisation && draft.type != "brands.brand.recorded") return std::nullopt;
    const std::string_view key = text_at(draft.data, is_organisation ? "identifier" : "name");
    if (key.empty()) return std::nullopt;
    return (is_organisation ? "organisation/" : "brand/") + std::string(key);
}

void Brands::fold(const EntryType& type, const Entry& entry, Record& record) const {
    if (type.type == "brands.brand.figures_reported") {
        fold_figures(entry, record);
    } else if (type.type == "brands.evidence.filed") {
        fold_evidence(entry, record);
    } else if (type.type == "brands.brand.entered_library" || type.type == "brands.brand.left_library") {
        fold_library(entry, type.type == "brands.brand.entered_library", record);
    } else if (type.type == "brands.brand.recognised") {
        fold_recognition(entry, record);
    } else {
        default_fold(type, entry, record);
    }
    // Recording a brand again changes what it is, not where it stands.
    if (record.status.empty()) record.status = "recorded";
}

std::optional<CheckAnswer> Brands::check(std::string_view name, const Object& parameters,
                                         const plugin::Records&, const plugin::AskCheck&) const {
    if (name != "brands.name") return std::nullopt;
    return check_name(text_at(parameters, "name"));
}

std::unique_ptr<plugin::Plugin> make_brands() {
    return std::make_unique<Brands>();
}

}  // namespace xinbu::brands
