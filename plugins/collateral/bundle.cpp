#include "bundle.hpp"

#include <algorithm>

#include "citations.hpp"
#include "text.hpp"

namespace xinbu::collateral {

using plugin::Finding;
using plugin::FindingStatus;
using plugin::Object;
using plugin::Record;
using plugin::Severity;
using plugin::Value;

namespace {

std::vector<std::string> elements_of(const Object& fields, std::string_view name) {
    std::vector<std::string> elements;
    for (const Value& value : plugin::array_at(fields, name)) {
        if (value.text() != nullptr) add_once(elements, *value.text());
        if (value.integer() != nullptr) add_once(elements, std::to_string(*value.integer()));
    }
    return elements;
}

std::vector<std::string> common(const std::vector<std::string>& left, const std::vector<std::string>& right) {
    std::vector<std::string> shared;
    for (const std::string& element : left)
        if (std::find(right.begin(), right.end(), element) != right.end()) shared.push_back(element);
    return shared;
}

BundleMark compared(const Record& mark, const Record& other) {
    BundleMark result;
    result.record = other.id;
    result.mark = plugin::text_at(other.fields, "mark");
    const auto groups = elements_of(mark.fields, "similar_groups");
    const auto other_groups = elements_of(other.fields, "similar_groups");
    result.shares_groups = !groups.empty() && !other_groups.empty();
    result.shared = result.shares_groups
                        ? common(groups, other_groups)
                        : common(elements_of(mark.fields, "classes"), elements_of(other.fields, "classes"));
    const std::string_view words = plugin::text_at(mark.fields, "mark");
    result.is_comparable = !words.empty() && !result.mark.empty();
    result.likeness = likeness(words, result.mark);
    return result;
}

/// A mark of unknown state counts as living: leaving one out of a pledge costs the registration.
bool is_dead(std::string_view right, const plugin::AskCheck& ask) {
    const auto answer = ask("ip.status", Object{{"right", right}});
    return answer && boolean_at(answer->facts, "alive") == false;
}

void add_marks_of(const std::string& owner, const Record& mark, const plugin::Records& records,
                  const plugin::AskCheck& ask, Bundle& bundle) {
    for (const Record& other : records.referring_to("organisation/" + owner, "trademark")) {
        const auto is_other = [&](const BundleMark& one) { return one.record == other.id; };
        const bool seen = std::any_of(bundle.marks.begin(), bundle.marks.end(), is_other) ||
                          std::any_of(bundle.unlike.begin(), bundle.unlike.end(), is_other);
        if (other.id == mark.id || seen) continue;
        BundleMark found = compared(mark, other);
        if (found.shared.empty()) continue;
        if (is_dead(other.id, ask)) continue;
        const bool is_candidate = found.likeness.has_value() || !found.is_comparable;
        (is_candidate ? bundle.marks : bundle.unlike).push_back(std::move(found));
    }
}

Finding finding_for(const BundleMark& mark) {
    Finding finding;
    finding.rule = "E21";
    finding.status = FindingStatus::unknown;
    finding.severity = Severity::block;
    finding.basis = bundle_basis();
    finding.evidence = {mark.record};
    const std::string shared = joined(mark.shared);
    const std::string_view words = mark.mark.empty() ? std::string_view("—") : std::string_view(mark.mark);
    const plugin::Text goods = mark.shares_groups
                                   ? said("shares the similar groups {0}", "类似群{0}重合", {shared})
                                   : said("shares class {0}", "同属第{0}类", {shared});
    if (mark.likeness) {
        const plugin::Text alike = likeness_label(*mark.likeness);
        finding.message =
            said("{0} ({1}) {2} and is alike: {3}. Pledge it too, or sign it off with a reason.",
                 "{0}（{1}）{4}，且{5}：须一并质押，或者逐件说明理由确认不近似。",
                 {mark.record, words, goods.en, alike.en, goods.zh, alike.zh});
    } else {
        finding.message = said(
            "{0} ({1}) {2}, and one of the two has no words to compare: a person must judge "
            "whether the marks are similar; if so, pledge it too.",
            "{0}（{1}）{3}，但其一无文字可比：须人工判断商标是否近似，近似的须一并质押。",
            {mark.record, words, goods.en, goods.zh});
    }
    return finding;
}

Finding finding_without_marks(std::string_view right, const Bundle& bundle) {
    Finding finding;
    finding.rule = "E21";
    finding.severity = Severity::block;
    finding.basis = bundle_basis();
    finding.evidence = {std::string(right)};
    if (!is_trademark(right)) {
        finding.status = FindingStatus::met;
        finding.message = said("Does not apply to patents.", "不适用于专利。");
    } else if (!bundle.is_known) {
        finding.message = said(
            "{0} is not recorded here with an owner who has a code; its owner's other marks are "
            "not known.",
            "{0}未登记或其权利人未载明代码，无法检索同一权利人的其他商标。", {right});
    } else {
        finding.status = FindingStatus::met;
        finding.message = said(
            "No other live mark of the owner on record is alike and shares a class or similar group with "
            "{0}.",
            "登记在册的同一权利人其他有效商标中，无与{0}相同或近似且类别或类似群重合者。", {right});
    }
    return finding;
}

}  // namespace

plugin::Text bundle_basis() {
    return both_of(mark_pledge("art. 3", "第三条"),
                   {"Trademark Law (2019) art. 42", "《商标法》（2019年）第四十二条"});
}

Bundle bundle_of(std::string_view right, const plugin::Records& records, const plugin::AskCheck& ask) {
    Bundle bundle;
    const auto mark = is_trademark(right) ? records.find(right) : std::nullopt;
    if (!mark) return bundle;
    for (const Value& owner : plugin::array_at(mark->fields, "owners")) {
        const Object* party = owner.object();
        const std::string identifier(party != nullptr ? plugin::text_at(*party, "identifier") : "");
        if (identifier.empty()) continue;
        bundle.is_known = true;
        add_marks_of(identifier, *mark, records, ask, bundle);
    }
    return bundle;
}

plugin::CheckAnswer bundle(const plugin::Object& parameters, const plugin::Records& records,
                           const plugin::AskCheck& ask) {
    const std::string_view right = plugin::text_at(parameters, "right");
    const Bundle found = bundle_of(right, records, ask);
    plugin::CheckAnswer answer;
    const auto texts = [](const std::vector<std::string>& elements) {
        plugin::Array array;
        for (const std::string& element : elements) array.emplace_back(element);
        return array;
    };
    plugin::Array marks, others;
    for (const BundleMark& mark : found.marks) {
        answer.findings.push_back(finding_for(mark));
        const bool is_identical = mark.likeness && mark.likeness->ground == "identical";
        Object fact{{"right", mark.record},
                    {"mark", mark.mark},
                    {"shared", texts(mark.shared)},
                    {"identical", is_identical}};
        if (mark.likeness) {
            fact.set("ground", mark.likeness->ground);
            fact.set("distance", mark.likeness->distance);
        }
        marks.emplace_back(std::move(fact));
    }
    for (const BundleMark& mark : found.unlike)
        others.emplace_back(
            Object{{"right", mark.record}, {"mark", mark.mark}, {"shared", texts(mark.shared)}});
    if (!others.empty()) answer.facts.set("others", std::move(others));
    if (found.marks.empty()) answer.findings.push_back(finding_without_marks(right, found));
    answer.facts.set("marks", std::move(marks));
    return answer;
}

}  // namespace xinbu::collateral
