#include "recognition.hpp"

#include <algorithm>
#include <set>

#include "declaration.hpp"
#include "figures.hpp"
#include "name.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::brands {

using plugin::Date;
using plugin::FindingStatus;
using plugin::Object;
using plugin::Record;
using plugin::Records;
using plugin::Text;
using plugin::text_at;
using plugin::Value;

namespace {

constexpr std::size_t most_named = 20;

/// What one test found.
struct Outcome {
    FindingStatus status = FindingStatus::unknown;
    Text said, todo{};
    std::vector<std::string> evidence{};
};

void append(Text& to, const Text& more) {
    if (more.is_empty()) return;
    if (!to.is_empty()) to.en += " ";
    to.en += more.en;
    to.zh += more.zh;
}

/// NOT_MET before UNKNOWN before MET.
FindingStatus worse(FindingStatus one, FindingStatus other) {
    for (const FindingStatus status : {FindingStatus::not_met, FindingStatus::unknown})
        if (one == status || other == status) return status;
    return one;
}

bool holds(Comparison comparison, std::int64_t value, std::int64_t limit) {
    switch (comparison) {
        case Comparison::at_least:
            return value >= limit;
        case Comparison::above:
            return value > limit;
        case Comparison::at_most:
            return value <= limit;
        case Comparison::below:
            break;
    }
    return value < limit;
}

bool wants_more(Comparison comparison) {
    return comparison == Comparison::at_least || comparison == Comparison::above;
}

/// "4,620 of 5,000, 380 short."
Text against(const plugin::Field& figure, std::int64_t value, const Test& test) {
    const auto show = [&](std::int64_t number) { return shown_figure(figure, number, test.currency); };
    const std::string has = show(value), limit = show(test.limit);
    const bool is_met = holds(test.comparison, value, test.limit);
    const std::int64_t gap = test.limit > value ? test.limit - value : value - test.limit;
    Text said;
    if (wants_more(test.comparison)) {
        const bool strict = test.comparison == Comparison::above;
        said = {has + (strict ? " of more than " : " of ") + limit,
                has + "／" + (strict ? "超过" : "") + limit};
        if (!is_met && gap > 0) append(said, {"(" + show(gap) + " short)", "（差" + show(gap) + "）"});
    } else {
        const bool strict = test.comparison == Comparison::below;
        said = {
            has +
                (is_met ? (strict ? ", below " : ", at most ") : (strict ? ", not below " : ", more than ")) +
                limit,
            has + (is_met ? (strict ? "，低于" : "，不超过") : (strict ? "，未低于" : "，超过")) + limit};
    }
    return {figure.label.en + ": " + said.en, figure.label.zh + "：" + said.zh};
}

class Judge {
public:
    Judge(const Record& brand, const Records& records, Date day)
        : brand_(brand),
          records_(records),
          day_(day),
          parks_(records.referring_to(brand.id, "park")),
          enterprises_(records.referring_to(brand.id, "leading-enterprise")) {
        const auto is_over = [](const Record& one) { return one.status == "ended"; };
        std::erase_if(parks_, is_over);
        std::erase_if(enterprises_, is_over);
    }

    Judged judge(const Criterion& criterion) {
        Judged judged{&criterion, FindingStatus::met, {}, {}, {}, {}};
        const Object* evidence = evidence_for(criterion.id);
        if (evidence != nullptr)
            for (const Value& document : plugin::array_at(*evidence, "documents"))
                if (document.object() != nullptr) judged.documents.push_back(*document.object());
        bool is_first = true;
        for (const Outcome& outcome : outcomes(criterion, evidence)) {
            judged.status = is_first ? outcome.status : worse(judged.status, outcome.status);
            is_first = false;
            append(judged.said, outcome.said);
            // Three figures that are missing are one thing to do.
            if (judged.todo.en.find(outcome.todo.en) == std::string::npos) append(judged.todo, outcome.todo);
            judged.evidence.insert(judged.evidence.end(), outcome.evidence.begin(), outcome.evidence.end());
        }
        const bool* met = evidence != nullptr && evidence->find("met") != nullptr
                              ? evidence->find("met")->boolean()
                              : nullptr;
        if (met != nullptr && !*met) {
            judged.status = FindingStatus::not_met;
            append(judged.said,
                   {"The reviewer of " + std::string(text_at(*evidence, "on")) + " found it not met.",
                    "审核人于" + std::string(text_at(*evidence, "on")) + "认为不符合。"});
        }
        if (criterion.is_soft && judged.status == FindingStatus::not_met) judged.status = FindingStatus::soft;
        if (criterion.confidence == plugin::Confidence::unsure)
            append(judged.said, {"How the text is to be read is not settled: ask the authority.",
                                 "该条文的适用口径尚未核实，请向主管部门确认。"});
        return judged;
    }

private:
    const Object* evidence_for(std::string_view id) const {
        for (const Value& one : plugin::array_at(brand_.fields, "evidence"))
            if (one.object() != nullptr && text_at(*one.object(), "criterion") == id) return one.object();
        return nullptr;
    }

    std::vector<Outcome> outcomes(const Criterion& criterion, const Object* evidence) {
        if (criterion.per == "leading-enterprise" && !enterprises_.empty())
            return {best_enterprise(criterion)};
        std::vector<Outcome> found;
        for (const Test& test : criterion.tests) {
            switch (test.kind) {
                case Test::Kind::documents:
                    found.push_back(by_documents(test, evidence));
                    break;
                case Test::Kind::figure:
                    found.push_back(by_figures(test, brand_.fields, true));
                    break;
                case Test::Kind::name:
                    found.push_back(by_name(evidence));
                    break;
            }
        }
        return found;
    }

    // ---- figures

    Outcome by_figures(const Test& test, const Object& fields, bool may_count) {
        if (may_count && !test.counted_kind.empty()) {
            const std::vector<Record>& counted = test.counted_kind == "park" ? parks_ : enterprises_;
            if (!counted.empty()) return by_count(test, counted);
        }
        Outcome outcome;
        bool all_hold = true, none_holds = true, any = false;
        for (const std::string& name : test.figures) {
            const plugin::Field& figure = *brands::figure(name);
            const std::optional<std::int64_t> value = figure_in(fields, name, test.currency);
            if (!value) continue;
            any = true;
            const bool is_met = holds(test.comparison, *value, test.limit);
            all_hold = all_hold && is_met;
            none_holds = none_holds && !is_met;
            append(outcome.said, ended(against(figure, *value, test), as_of(fields, name)));
        }
        const plugin::Field& first = *brands::figure(test.figures.front());
        if (!any) {
            const std::string limit = shown_figure(first, test.limit, test.currency);
            outcome.said = {first.label.en + ": not reported; asked for is " + wanted_en(test) + limit + ".",
                            first.label.zh + "：未上报；要求" + wanted_zh(test) + limit + "。"};
            outcome.todo = {"Report the figure.", "请上报该项数据。"};
        } else if (all_hold) {
            outcome.status = FindingStatus::met;
        } else if (none_holds) {
            outcome.status = FindingStatus::not_met;
            outcome.todo = {"Close the gap, or report the figure anew.", "请补足差距或重新上报数据。"};
        } else {
            outcome.todo = {"The readings of the text disagree: ask which base counts.",
                            "不同口径结论不一致，请确认适用的计算基数。"};
        }
        return outcome;
    }

    Outcome by_count(const Test& test, const std::vector<Record>& counted) const {
        Outcome outcome;
        const auto count = static_cast<std::int64_t>(counted.size());
        const plugin::Field& figure = *brands::figure(test.figures.front());
        outcome.status =
            holds(test.comparison, count, test.limit) ? FindingStatus::met : FindingStatus::not_met;
        outcome.said = ended(against(figure, count, test), {"as recorded", "按登记"});
        for (const Record& one : counted)
            if (outcome.evidence.size() < most_named) outcome.evidence.push_back(one.id);
        return outcome;
    }

    /// The leading enterprise that comes closest: it alone must pass.
    Outcome best_enterprise(const Criterion& criterion) {
        Outcome best;
        bool is_first = true;
        for (const Record& enterprise : enterprises_) {
            Outcome whole{FindingStatus::met, {}, {}, {enterprise.id}};
            const std::string_view named = text_at(enterprise.fields, "name");
            const std::string name(named.empty() ? std::string_view(enterprise.id) : named);
            whole.said = {name + ":", name + "："};
            for (const Test& test : criterion.tests) {
                if (test.kind != Test::Kind::figure) continue;
                const Outcome one = by_figures(test, enterprise.fields, false);
                whole.status = worse(whole.status, one.status);
                append(whole.said, one.said);
            }
            const bool is_better =
                is_first || (best.status != FindingStatus::met && whole.status == FindingStatus::met) ||
                (best.status == FindingStatus::not_met && whole.status == FindingStatus::unknown);
            if (is_better) best = std::move(whole);
            is_first = false;
        }
        return best;
    }

    /// The day of which a figure is, in words.
    static Text as_of(const Object& fields, const std::string& name) {
        std::string_view day = text_at(fields, "as_of");
        for (const Value& report : plugin::array_at(fields, "figures_history"))
            if (report.object() != nullptr && report.object()->contains(name) &&
                text_at(*report.object(), "as_of") >= day)
                day = text_at(*report.object(), "as_of");
        if (day.empty()) return {};
        return {"as of " + std::string(day), "截至" + std::string(day)};
    }
    static Text ended(Text said, const Text& remark) {
        if (!remark.is_empty()) {
            said.en += ", " + remark.en;
            said.zh += "（" + remark.zh + "）";
        }
        said.en += ".";
        said.zh += "。";
        return said;
    }
    static std::string wanted_en(const Test& test) {
        constexpr const char* words[]{"at least ", "more than ", "at most ", "less than "};
        return words[static_cast<std::size_t>(test.comparison)];
    }
    static std::string wanted_zh(const Test& test) {
        constexpr const char* words[]{"不低于", "超过", "不超过", "低于"};
        return words[static_cast<std::size_t>(test.comparison)];
    }

    // ---- documents

    Outcome by_documents(const Test& test, const Object* evidence) {
        const bool has_document = evidence != nullptr && !plugin::array_at(*evidence, "documents").empty();
        std::set<std::string_view> covered;
        if (has_document)
            for (const Value& one : plugin::array_at(*evidence, "covers"))
                if (one.text() != nullptr) covered.insert(*one.text());
        Outcome outcome;
        std::size_t shown = 0;
        Text missing;
        for (const Cover& cover : test.covers) {
            if (covered.contains(cover.id) || (cover.fed_by_commitments && fed(outcome))) {
                ++shown;
                continue;
            }
            missing.en += (missing.en.empty() ? "" : "; ") + cover.what.en;
            missing.zh += (missing.zh.empty() ? "" : "、") + cover.what.zh;
        }
        const bool is_met = test.covers.empty() ? has_document
                            : test.any_cover    ? shown > 0
                                                : missing.is_empty();
        if (is_met) {
            outcome.status = FindingStatus::met;
            append(outcome.said, has_document ? filed(*evidence) : Text{});
            return outcome;
        }
        if (evidence == nullptr)
            append(outcome.said, {"No evidence is filed.", "尚未提交佐证。"});
        else if (!has_document)
            append(outcome.said, {"Evidence is filed without a document.", "已提交说明，但未附佐证文件。"});
        else
            append(outcome.said, filed(*evidence));
        if (missing.is_empty())
            outcome.todo = {"File evidence with a document.", "请提交附有文件的佐证。"};
        else if (test.any_cover)
            outcome.todo = {"File a document that shows one of: " + missing.en + ".",
                            "请提交证明以下任一项的文件：" + missing.zh + "。"};
        else
            outcome.todo = {"Still to be shown: " + missing.en + ".", "尚缺：" + missing.zh + "。"};
        return outcome;
    }

    static Text filed(const Object& evidence) {
        const std::string count = std::to_string(plugin::array_at(evidence, "documents").size());
        const std::string on(text_at(evidence, "on"));
        return {"Documents filed on " + on + ": " + count + ".", on + "提交佐证文件" + count + "份。"};
    }

    /// Whether commitments in force show the system; says so, once.
    bool fed(Outcome& outcome) {
        if (!has_counted_) counts_ = commitments_of(brand_, records_, day_);
        has_counted_ = true;
        if (!counts_.feeds()) return false;
        const std::string count = grouped(counts_.in_force), schemes = grouped(counts_.schemes);
        Text said{"Self-discipline commitments in force: " + count + ", under schemes: " + schemes + ".",
                  "有效的行业自律承诺" + count + "项，涉及承诺公约" + schemes + "个。"};
        if (counts_.open_breaches > 0) {
            const std::string open = grouped(counts_.open_breaches);
            append(said, {"Open breaches: " + open + ".", "未了结违诺" + open + "项。"});
        }
        append(outcome.said, said);
        outcome.evidence.insert(outcome.evidence.end(), counts_.records.begin(), counts_.records.end());
        return true;
    }

    // ---- the name

    Outcome by_name(const Object* evidence) {
        const std::string_view name = text_at(brand_.fields, "name");
        const bool follows = parse_name(name, text_at(brand_.fields, "place")).follows_rule();
        Outcome outcome;
        outcome.said = follows ? Text{"The name follows the rule place + trade + person.",
                                      "名称符合“地域+产业（行业、产品）+人”规则。"}
                               : Text{"The name does not plainly follow the rule place + trade + person.",
                                      "名称未明显符合“地域+产业（行业、产品）+人”规则。"};
        const Value* met = evidence != nullptr ? evidence->find("met") : nullptr;
        if (met != nullptr && met->boolean() != nullptr && *met->boolean()) {
            outcome.status = FindingStatus::met;
            append(outcome.said,
                   {"A reviewer found its labour character evident.", "审核人认为劳务特征明显。"});
        } else {
            outcome.todo = {"A reviewer says whether its labour character is evident.",
                            "请审核人判断劳务特征是否明显。"};
        }
        return outcome;
    }

    const Record& brand_;
    const Records& records_;
    Date day_;
    std::vector<Record> parks_, enterprises_;
    CommitmentCounts counts_{};
    bool has_counted_ = false;
};

bool is_covered_by(const Annex& annex, const Record& brand) {
    const std::string_view region = text_at(brand.fields, "region");
    return region.size() == 6 && plugin::all_digits(region) &&
           plugin::detail::number_of(region.substr(0, 2)) == annex.province;
}

}  // namespace

std::size_t Recognition::count(FindingStatus status) const {
    return static_cast<std::size_t>(std::ranges::count(judged, status, &Judged::status));
}

Recognition recognise(const Record& brand, const Annex& annex, const Records& records, Date day) {
    Recognition recognition{brand, {}, false};
    const std::string_view category = text_at(brand.fields, "category");
    if (!is_covered_by(annex, brand)) return recognition;
    Judge judge(brand, records, day);
    for (const Criterion& criterion : annex.criteria) {
        const bool is_meant = criterion.category.empty() || criterion.category == category;
        if (is_meant && criterion.is_valid_on(day)) recognition.judged.push_back(judge.judge(criterion));
    }
    recognition.is_covered = !recognition.judged.empty();
    return recognition;
}

}  // namespace xinbu::brands
