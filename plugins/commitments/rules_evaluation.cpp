// Cycles of integrity evaluation: by published indicators, by somebody else, open to appeal.
#include <algorithm>
#include <set>

#include "faults.hpp"
#include "rules.hpp"
#include "shown.hpp"
#include "wording.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::commitments {

using plugin::Array;
using plugin::Draft;
using plugin::Faults;
using plugin::Object;
using plugin::object_at;
using plugin::Record;
using plugin::Records;
using plugin::text_at;

namespace {

constexpr std::string_view organisation_prefix = "organisation/";
constexpr std::int64_t whole = 10'000;

std::set<std::string_view> names_of(const Array& indicators) {
    std::set<std::string_view> names;
    for (const plugin::Value& one : indicators)
        if (one.object() != nullptr) names.insert(text_at(*one.object(), "name"));
    return names;
}

bool holds(const Array& texts, std::string_view wanted) {
    return std::ranges::any_of(
        texts, [&](const plugin::Value& one) { return one.text() != nullptr && *one.text() == wanted; });
}

void check_names_once(const Array& indicators, Faults& faults) {
    std::set<std::string_view> seen;
    for (std::size_t at = 0; at < indicators.size(); ++at) {
        const Object* indicator = indicators[at].object();
        if (indicator != nullptr && !seen.insert(text_at(*indicator, "name")).second)
            refuse(faults, "/data/indicators/" + std::to_string(at) + "/name",
                   "commitments.evaluation.indicator_twice", "This indicator stands there twice.",
                   "指标重复。");
    }
}

/// Weights are given for all indicators or for none, and make up the whole.
void check_weights(const Array& indicators, Faults& faults) {
    std::int64_t sum = 0;
    std::size_t given = 0;
    for (const plugin::Value& one : indicators) {
        const std::int64_t* weight =
            one.object() != nullptr ? plugin::integer_at(*one.object(), "weight") : nullptr;
        if (weight == nullptr) continue;
        sum += *weight;
        ++given;
    }
    if (given == 0) return;
    if (given != indicators.size())
        refuse(faults, "/data/indicators", "commitments.evaluation.weights",
               "Some indicators have a weight and others have none.", "部分指标未填写权重。");
    else if (sum != whole)
        refuse(faults, "/data/indicators", "commitments.evaluation.weights",
               "The weights add up to " + std::to_string(sum) + " basis points; expected 10000.",
               "权重合计为" + std::to_string(sum) + "个基点，应为10000。");
}

/// A published set binds whoever evaluates by it: its indicators, all of them, and its grades.
void check_by_set(const Object& data, const Record& set, Faults& faults) {
    const Array& published = plugin::array_at(set.fields, "indicators");
    const std::set<std::string_view> expected = names_of(published);
    const Array& given = plugin::array_at(data, "indicators");
    for (std::size_t at = 0; at < given.size(); ++at) {
        const std::string_view name =
            given[at].object() != nullptr ? text_at(*given[at].object(), "name") : std::string_view();
        if (!expected.contains(name))
            refuse(faults, "/data/indicators/" + std::to_string(at) + "/name",
                   "commitments.evaluation.indicator", "The indicator set has no " + quoted(name) + ".",
                   "评价指标体系中没有" + quoted(name) + "。");
    }
    const std::set<std::string_view> names = names_of(given);
    for (const std::string_view name : expected)
        if (!names.contains(name))
            refuse(faults, "/data/indicators", "commitments.evaluation.indicator",
                   "The result of " + quoted(name) + " is missing.", "缺少指标" + quoted(name) + "的结果。");
    if (const Array& grades = plugin::array_at(set.fields, "grades"); !holds(grades, text_at(data, "grade")))
        refuse(faults, "/data/grade", "commitments.evaluation.grade",
               "The indicator set has no grade " + quoted(text_at(data, "grade")) + ".",
               "评价指标体系中没有等级" + quoted(text_at(data, "grade")) + "。");
}

bool is_self(std::string_view subject, std::string_view evaluator, const Records& records) {
    if (evaluator.empty()) return false;
    const std::string organisation = std::string(organisation_prefix) + std::string(evaluator);
    if (subject == organisation) return true;
    const std::optional<Record> brand = shown_record(subject, "brand", records);
    return brand && text_at(brand->fields, "lead") == organisation;
}

}  // namespace

void check_indicator_set(const Draft& draft, Faults& faults) {
    const Object& data = draft.data;
    if (plugin::uscc_fault(text_at(object_at(data, "association"), "identifier")))
        refuse(faults, "/data/association/identifier", "commitments.association",
               "An association is named by its credit code.", "协会应填写统一社会信用代码。");
    const Array& indicators = plugin::array_at(data, "indicators");
    check_names_once(indicators, faults);
    check_weights(indicators, faults);
    const Array& grades = plugin::array_at(data, "grades");
    std::set<std::string> seen;
    for (std::size_t at = 0; at < grades.size(); ++at) {
        const std::string* grade = grades[at].text();
        if (grade == nullptr) continue;
        const std::string place = std::to_string(at);
        if (!seen.insert(*grade).second)
            refuse(faults, "/data/grades/" + place, "commitments.evaluation.grade_twice",
                   "This grade stands there twice.", "等级重复。");
        check_wording(Object{{place, *grade}}, place, "/data/grades", faults);
    }
}

void check_evaluation(const Draft& draft, const Records& records, Faults& faults) {
    const Object& data = draft.data;
    const std::string_view subject = text_at(data, "subject");
    if (!subject.starts_with(organisation_prefix) && !subject.starts_with("brand/"))
        refuse(faults, "/data/subject", "commitments.evaluation.subject",
               "Organisations and brands are evaluated, nothing else.", "评价对象应为单位或劳务品牌。");
    if (is_self(subject, text_at(object_at(data, "evaluator"), "identifier"), records))
        refuse(faults, "/data/evaluator/identifier", "commitments.evaluation.self",
               "Nobody evaluates itself.", "评价机构不能是评价对象本身。");
    check_order(draft.effective, text_at(data, "valid_until"), "/data/valid_until", "commitments.valid_until",
                "It ends before it begins.", "有效期早于评价日期。", faults);
    check_names_once(plugin::array_at(data, "indicators"), faults);
    if (!is_authority(object_at(data, "evaluator"))) check_wording(data, "grade", "/data", faults);
    if (const auto set = shown_record(text_at(data, "indicator_set"), "indicator-set", records))
        check_by_set(data, *set, faults);
}

void check_appeal(const Draft& draft, const Records& records, Faults& faults) {
    const std::optional<Record> evaluation = records.find(draft.record);
    if (!evaluation) return;  // the host's to say
    if (draft.type == "commitments.evaluation.appealed") {
        if (evaluation->status == "revoked")
            refuse(faults, "/record", "commitments.evaluation.revoked", "This evaluation is revoked already.",
                   "该评价已撤销。");
        return;
    }
    if (!has_overlay(*evaluation, "appealed"))
        refuse(faults, "/record", "commitments.evaluation.not_appealed", "There is no appeal to decide.",
               "没有待处理的申诉。");
    const std::string_view grade = text_at(draft.data, "grade");
    const bool is_changed = text_at(draft.data, "outcome") == "changed";
    if (is_changed == grade.empty())
        refuse(faults, "/data/grade", "commitments.evaluation.new_grade",
               is_changed ? "A changed grade is named." : "The grade stays, so none is named.",
               is_changed ? "变更等级时应填写新等级。" : "未变更等级时不填此项。");
    if (!is_authority(object_at(evaluation->fields, "evaluator")))
        check_wording(draft.data, "grade", "/data", faults);
    const std::optional<Record> set =
        shown_record(text_at(evaluation->fields, "indicator_set"), "indicator-set", records);
    if (is_changed && set && !holds(plugin::array_at(set->fields, "grades"), grade))
        refuse(faults, "/data/grade", "commitments.evaluation.grade",
               "The indicator set has no grade " + quoted(grade) + ".",
               "评价指标体系中没有等级" + quoted(grade) + "。");
}

}  // namespace xinbu::commitments
