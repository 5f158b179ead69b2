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

/// Groups of the office's list that are alike though they stand under several heads or classes, as somebody
/// recorded it.
class SimilarGoods {
public:
    explicit SimilarGoods(const plugin::Records& records) : record_(records.find("similar_goods/self")) {}

    /// The record, where it holds the two groups as alike; empty otherwise.
    std::string alike(const std::string& left, const std::string& right) const {
        if (!record_) return {};
        for (const Value& value : plugin::array_at(record_->fields, "alike")) {
            if (value.object() == nullptr) continue;
            const Object& one = *value.object();
            const std::string_view group = plugin::text_at(one, "group");
            if ((group == left && lists(one, "with", right)) || (group == right && lists(one, "with", left)))
                return record_->id;
        }
        return {};
    }

private:
    std::optional<Record> record_;
};

/// What a mark says of its goods: classes, and by class the similar groups.
struct Goods {
    std::vector<std::string> classes, groups;

    explicit Goods(const Object& fields)
        : classes(elements_of(fields, "classes")), groups(elements_of(fields, "similar_groups")) {}
    /// Whether it lists a group of that class: the first two of its four digits name it.
    bool lists_groups_of(const std::string& number) const {
        const std::string head = number.size() < 2 ? "0" + number : number;
        return std::any_of(groups.begin(), groups.end(), [&](const std::string& group) {
            return group.size() == 4 && group.starts_with(head);
        });
    }
};

void meet(const Goods& one, const Goods& other, const SimilarGoods& list, BundleMark& result) {
    result.shared = common(one.groups, other.groups);
    for (const std::string& left : one.groups)
        for (const std::string& right : other.groups)
            if (const std::string record = list.alike(left, right); left != right && !record.empty()) {
                add_once(result.shared, left + "~" + right);
                result.list = record;
            }
    result.shares_groups = !result.shared.empty();
    if (result.shares_groups) return;
    // Of a class of which either lists no group, nothing says that the goods are apart.
    for (const std::string& number : common(one.classes, other.classes))
        if (!one.lists_groups_of(number) || !other.lists_groups_of(number)) result.shared.push_back(number);
}

BundleMark compared(const Record& mark, const Record& other, const SimilarGoods& list) {
    BundleMark result;
    result.record = other.id;
    result.mark = plugin::text_at(other.fields, "mark");
    meet(Goods(mark.fields), Goods(other.fields), list, result);
    const std::string_view words = plugin::text_at(mark.fields, "mark");
    result.is_comparable = !words.empty() && !result.mark.empty();
    result.likeness = likeness(words, result.mark);
    return result;
}

/// Dead, or only applied for: the office asks for registered marks. One of unknown state counts: leaving one
/// out of a pledge costs the registration.
bool cannot_go_along(std::string_view right, const plugin::AskCheck& ask) {
    const auto answer = ask("ip.status", Object{{"right", right}});
    return answer &&
           (boolean_at(answer->facts, "alive") == false || boolean_at(answer->facts, "granted") == false);
}

void add_mark(const Record& other, const Record& mark, const SimilarGoods& list, const plugin::AskCheck& ask,
              Bundle& bundle) {
    const auto is_other = [&](const BundleMark& one) { return one.record == other.id; };
    const bool seen = std::any_of(bundle.marks.begin(), bundle.marks.end(), is_other) ||
                      std::any_of(bundle.unlike.begin(), bundle.unlike.end(), is_other);
    if (other.id == mark.id || seen) return;
    BundleMark found = compared(mark, other, list);
    if (found.shared.empty() || cannot_go_along(other.id, ask)) return;
    const bool is_candidate = found.likeness.has_value() || !found.is_comparable;
    (is_candidate ? bundle.marks : bundle.unlike).push_back(std::move(found));
}

/// Names as they are compared, of owners; of those without a code only, where that is asked.
std::vector<std::string> owner_names(const Object& fields, bool without_code_only) {
    std::vector<std::string> names;
    for (const Value& owner : plugin::array_at(fields, "owners")) {
        if (owner.object() == nullptr) continue;
        const bool has_code = !plugin::text_at(*owner.object(), "identifier").empty();
        const std::string name = comparable_name(plugin::text_at(*owner.object(), "name"));
        if (!name.empty() && !(without_code_only && has_code)) add_once(names, name);
    }
    return names;
}

Finding finding_for(const BundleMark& mark) {
    Finding finding;
    finding.rule = "E21";
    finding.status = FindingStatus::unknown;
    finding.severity = Severity::block;
    finding.basis = bundle_basis();
    finding.evidence = {mark.record};
    if (!mark.list.empty()) finding.evidence.push_back(mark.list);
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

namespace {

/// Marks as they stood on a day. What was recorded later was there on that day, unless it was filed later.
class MarksThen {
public:
    MarksThen(const plugin::Records& records, plugin::Date day) : records_(records), day_(day) {}

    std::optional<Record> find(std::string_view right) const {
        std::optional<Record> mark = record_on(records_, day_, right);
        return mark ? mark : records_.find(right);
    }
    std::vector<Record> of(const std::string& organisation) const {
        std::vector<Record> marks;
        records_.on(
            day_, [&](const plugin::Records& then) { marks = then.referring_to(organisation, "trademark"); });
        for (Record& mark : records_.referring_to(organisation, "trademark"))
            if (came_later_to_light(mark)) marks.push_back(std::move(mark));
        return marks;
    }
    template <typename Visit>
    void for_each(const Visit& visit) const {
        records_.on(day_, [&](const plugin::Records& then) {
            then.for_each("trademark", [&](const Record& mark) {
                visit(mark);
                return true;
            });
        });
        if (records_.as_of() == day_) return;
        records_.for_each("trademark", [&](const Record& mark) {
            if (came_later_to_light(mark)) visit(mark);
            return true;
        });
    }

private:
    bool came_later_to_light(const Record& mark) const {
        if (records_.as_of() == day_ || record_on(records_, day_, mark.id)) return false;
        const auto filed = date_at(mark.fields, "application_date");
        const auto begun = filed ? filed : date_at(mark.fields, "registration_date");
        return !begun || *begun <= day_;
    }

    const plugin::Records& records_;
    plugin::Date day_;
};

}  // namespace

std::vector<Record> marks_by_name(const std::vector<std::string>& rights, const plugin::Records& records,
                                  plugin::Date day) {
    const MarksThen marks(records, day);
    std::vector<std::string> names;
    for (const std::string& right : rights)
        if (const auto mark = is_trademark(right) ? marks.find(right) : std::nullopt)
            for (const std::string& name : owner_names(mark->fields, false)) add_once(names, name);
    std::vector<Record> found;
    if (names.empty()) return found;
    marks.for_each([&](const Record& mark) {
        if (!common(owner_names(mark.fields, true), names).empty()) found.push_back(mark);
    });
    return found;
}

Bundle bundle_of(std::string_view right, const std::vector<Record>& named, const plugin::Records& records,
                 const plugin::AskCheck& ask, plugin::Date day) {
    Bundle bundle;
    const MarksThen marks(records, day);
    const auto mark = is_trademark(right) ? marks.find(right) : std::nullopt;
    if (!mark) return bundle;
    const SimilarGoods list(records);
    for (const Value& owner : plugin::array_at(mark->fields, "owners")) {
        const Object* party = owner.object();
        const std::string identifier(party != nullptr ? plugin::text_at(*party, "identifier") : "");
        if (identifier.empty()) continue;
        bundle.is_known = true;
        for (const Record& other : marks.of("organisation/" + identifier))
            add_mark(other, *mark, list, ask, bundle);
    }
    const std::vector<std::string> names = owner_names(mark->fields, false);
    for (const Record& other : named)
        if (!common(owner_names(other.fields, true), names).empty())
            add_mark(other, *mark, list, ask, bundle);
    return bundle;
}

plugin::CheckAnswer bundle(const plugin::Object& parameters, const plugin::Records& records,
                           const plugin::AskCheck& ask) {
    const std::string_view right = plugin::text_at(parameters, "right");
    const plugin::Date day = records.as_of();
    const Bundle found =
        bundle_of(right, marks_by_name({std::string(right)}, records, day), records, ask, day);
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
