// What the checks about recognition answer.
#include "declaration.hpp"
#include "recognition.hpp"

namespace xinbu::brands {

using plugin::Array;
using plugin::both;
using plugin::CheckAnswer;
using plugin::Finding;
using plugin::FindingStatus;
using plugin::Object;
using plugin::Record;
using plugin::Severity;
using plugin::Text;
using plugin::text_at;

namespace {

std::string_view word_of(FindingStatus status) {
    switch (status) {
        case FindingStatus::met:
            return "met";
        case FindingStatus::not_met:
            return "not_met";
        case FindingStatus::soft:
            return "soft";
        case FindingStatus::unknown:
            break;
    }
    return "unknown";
}

Text joined(const Text& one, const Text& other) {
    if (other.is_empty()) return one;
    return {one.en + " " + other.en, one.zh + other.zh};
}

Finding finding_of(const Judged& judged, const Record& brand) {
    const Criterion& criterion = *judged.criterion;
    const Text said = joined(judged.said, judged.todo);
    Finding finding{criterion.id,
                    judged.status,
                    criterion.is_soft ? Severity::info : Severity::warn,
                    {criterion.what.en + ". " + said.en, criterion.what.zh + "。" + said.zh},
                    criterion.article};
    finding.evidence.push_back(brand.id);
    finding.evidence.insert(finding.evidence.end(), judged.evidence.begin(), judged.evidence.end());
    return finding;
}

Object facts_of(const Judged& judged) {
    Array documents;
    for (const Object& document : judged.documents) documents.emplace_back(document);
    Object facts{{"id", judged.criterion->id},
                 {"status", word_of(judged.status)},
                 {"said", both(judged.said)},
                 {"confidence", plugin::name_of(judged.criterion->confidence)}};
    if (!judged.todo.is_empty()) facts.set("todo", both(judged.todo));
    facts.set("documents", std::move(documents));
    return facts;
}

}  // namespace

Text status_label(FindingStatus status) {
    switch (status) {
        case FindingStatus::met:
            return {"Met", "符合"};
        case FindingStatus::not_met:
            return {"Not met", "不符合"};
        case FindingStatus::soft:
            return {"Striven for", "力争达到"};
        case FindingStatus::unknown:
            break;
    }
    return {"Unknown", "待核实"};
}

std::optional<CheckAnswer> check_recognition(const Object& parameters, const Annex& annex,
                                             const plugin::Records& records) {
    const std::optional<Record> brand = records.find(text_at(parameters, "brand"));
    if (!brand || !brand->id.starts_with("brand/")) return std::nullopt;
    const Recognition recognition = recognise(*brand, annex, records, records.as_of());
    CheckAnswer answer;
    Array criteria;
    for (const Judged& judged : recognition.judged) {
        answer.findings.push_back(finding_of(judged, *brand));
        criteria.emplace_back(facts_of(judged));
    }
    if (!recognition.is_covered)
        answer.findings.push_back(
            {"BR-00",
             FindingStatus::unknown,
             Severity::warn,
             {"No criteria are loaded for the brand's province on this day; nothing is judged.",
              "未加载该品牌所在省份在该日期适用的认定条件，未作判断。"},
             {},
             {brand->id}});
    const auto count = [&](FindingStatus status) {
        return static_cast<std::int64_t>(recognition.count(status));
    };
    answer.facts = {{"category", text_at(brand->fields, "category")},
                    {"province", std::to_string(annex.province)},
                    {"pack", annex.version},
                    {"met", count(FindingStatus::met)},
                    {"not_met", count(FindingStatus::not_met)},
                    {"unknown", count(FindingStatus::unknown)},
                    {"soft", count(FindingStatus::soft)}};
    answer.facts.set("criteria", std::move(criteria));
    return answer;
}

CheckAnswer check_annex(const Annex& annex) {
    CheckAnswer answer;
    Array criteria;
    for (const Criterion& criterion : annex.criteria) {
        const std::string confidence(plugin::name_of(criterion.confidence));
        const Text law = annex.law(criterion.law);
        answer.findings.push_back(
            {criterion.id,
             FindingStatus::met,
             Severity::info,
             {criterion.what.en + " (" + confidence + ").", criterion.what.zh + "（" + confidence + "）。"},
             law,
             {}});
        Object facts{{"id", criterion.id},
                     {"what", both(criterion.what)},
                     {"article", both(criterion.article)},
                     {"law", both(law)},
                     {"sources", criterion.sources},
                     {"confidence", confidence},
                     {"soft", criterion.is_soft},
                     {"valid_from", criterion.valid_from.text()}};
        if (!criterion.category.empty()) facts.set("category", criterion.category);
        criteria.emplace_back(std::move(facts));
    }
    answer.facts = {{"province", std::to_string(annex.province)}, {"pack", annex.version}};
    answer.facts.set("criteria", std::move(criteria));
    return answer;
}

}  // namespace xinbu::brands
