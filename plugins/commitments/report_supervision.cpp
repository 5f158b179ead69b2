#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "campaign.hpp"
#include "choices.hpp"
#include "clocks.hpp"
#include "reports.hpp"
#include "shown.hpp"
#include "xinbu/plugin/identifiers.hpp"
#include "xinbu/plugin/period.hpp"

namespace xinbu::commitments {

using plugin::Cell;
using plugin::Date;
using plugin::Object;
using plugin::object_at;
using plugin::Period;
using plugin::Quantity;
using plugin::Record;
using plugin::Records;
using plugin::ReportSection;
using plugin::ReportTable;
using plugin::Text;
using plugin::text_at;
using plugin::Tone;
using plugin::Value;

namespace {

enum Happening {
    made,
    accepted,
    published,
    checked,
    kept,
    kept_partly,
    not_kept,
    broken,
    repaired,
    ended,
    lapsed
};
constexpr std::size_t happenings = 11;

const std::array<Text, happenings>& happening_labels() {
    static const std::array<Text, happenings> all{
        {{"New commitments", "新增承诺"},
         {"Accepted", "受理"},
         {"Published", "公开"},
         {"Checks", "履行检查（次）"},
         {"Found fulfilled in full", "认定全部履行"},
         {"Found fulfilled in part", "认定部分履行"},
         {"Found not fulfilled at all", "认定全部未履行"},
         {"Breaches found", "认定违诺"},
         {"Repairs granted", "准予信用修复"},
         {"Withdrawn or superseded", "撤回或替代"},
         {"Validity over, nothing found by then", "到期时尚未认定"}}};
    return all;
}

using Counts = std::array<std::size_t, happenings>;

/// The day at whose end its validity was over and nothing was found yet: its last one, or that on which it
/// was accepted where that is later. What is found afterwards changes nothing about that day, so that the
/// months of a year add up to it, whenever each was counted. Nothing where it came to another end before.
std::optional<Date> lapsed_on(const Record& shown) {
    const Object& fields = shown.fields;
    const std::optional<Date> until = date_at(fields, "valid_until"), since = date_at(fields, "accepted_on");
    if (!until || !since) return std::nullopt;
    const Date last = std::max(*until, *since);
    const auto is_earlier = [&](const Object& from, std::string_view member) {
        const std::optional<Date> day = date_at(from, member);
        return day && *day <= last;
    };
    const auto has_earlier = [&](std::string_view list) {
        return std::ranges::any_of(plugin::array_at(fields, list), [&](const Value& one) {
            return one.object() != nullptr && is_earlier(*one.object(), "found_on");
        });
    };
    if (is_earlier(fields, "ended_on") || is_earlier(fields, "found_on") || has_earlier("earlier_findings") ||
        has_earlier("breaches"))
        return std::nullopt;
    return last;
}

void count_finding(const Object& finding, Period period, Counts& counts) {
    const std::string_view found = text_at(finding, "fulfilment");
    if (!found.empty() && period.holds(finding, "found_on"))
        ++counts[found == "full" ? kept : found == "partial" ? kept_partly : not_kept];
}

/// Counts what happened to a commitment in a period, up to `today`.
void count(const Record& shown, Period period, Date today, Counts& counts) {
    const Object& fields = shown.fields;
    const auto add = [&](Happening what, const Object& from, std::string_view member) {
        if (period.holds(from, member)) ++counts[what];
    };
    add(made, fields, "made_on");
    add(accepted, fields, "accepted_on");
    add(published, fields, "published_on");
    add(ended, fields, "ended_on");
    for (const Value& one : plugin::array_at(fields, "checks"))
        if (one.object() != nullptr) add(checked, *one.object(), "on");
    count_finding(fields, period, counts);
    for (const Value& one : plugin::array_at(fields, "earlier_findings"))
        if (one.object() != nullptr) count_finding(*one.object(), period, counts);
    for (const Value& one : plugin::array_at(fields, "breaches")) {
        if (one.object() == nullptr) continue;
        add(broken, *one.object(), "found_on");
        add(repaired, *one.object(), "repaired_on");
    }
    const std::optional<Date> end = lapsed_on(shown);
    if (end && *end <= today && period.holds(end)) ++counts[lapsed];
}

struct SchemeFigures {
    std::size_t commitments = 0, added = 0, kept = 0, open_breaches = 0;
    std::set<std::string> promisors;
};

/// All that one walk over the commitments finds out.
struct Survey {
    Period period, earlier;
    Counts now{}, then{};
    std::map<std::string, std::size_t, std::less<>> by_state{};
    std::map<std::string, SchemeFigures, std::less<>> by_scheme{};
    std::vector<std::vector<Cell>> breaches{}, tasks{};
    std::size_t commitments = 0;
};

std::string promisor_key(const Record& commitment) {
    const std::string_view identifier = plugin::party_key(object_at(commitment.fields, "promisor"));
    return identifier.empty() ? commitment.id : std::string(identifier);
}

void add_scheme(const Record& shown, Survey& survey) {
    const std::string_view scheme = text_at(shown.fields, "scheme");
    if (scheme.empty()) return;
    SchemeFigures& figures = survey.by_scheme[std::string(scheme)];
    ++figures.commitments;
    if (survey.period.holds(shown.fields, "made_on")) ++figures.added;
    if (shown.status == "fulfilled") ++figures.kept;
    if (is_breach_open(shown.status)) ++figures.open_breaches;
    if (shown.status != "withdrawn" && shown.status != "superseded")
        figures.promisors.insert(promisor_key(shown));
}

void add_breaches(const Record& shown, Survey& survey) {
    for (const Value& value : plugin::array_at(shown.fields, "breaches")) {
        if (value.object() == nullptr) continue;
        const Object& breach = *value.object();
        const bool is_meant =
            survey.period.holds(breach, "found_on") || survey.period.holds(breach, "repaired_on");
        if (!is_meant) continue;
        survey.breaches.push_back({cell(shown.id), cell(name_of_party(shown.fields, "promisor")),
                                   cell(label_of(severities(), text_at(breach, "severity")), Tone::bad),
                                   cell(text_at(breach, "found_on")), cell(name_of_party(breach, "finder")),
                                   cell(text_at(breach, "repaired_on"), Tone::good)});
    }
}

std::string_view upheld_on(const Record& shown) {
    std::string_view on;
    for (const Value& dispute : plugin::array_at(shown.fields, "disputes"))
        if (dispute.object() != nullptr && text_at(*dispute.object(), "decision") == "upheld")
            on = text_at(*dispute.object(), "settled_on");
    return on;
}

void add_tasks(const Record& shown, Survey& survey) {
    const auto add = [&](Text what, std::string_view since) {
        survey.tasks.push_back({cell(shown.id), cell(name_of_party(shown.fields, "promisor")),
                                cell(what, Tone::attention), cell(since)});
    };
    if (shown.status == "expired")
        add({"Find whether it was kept", "认定履行状态"}, text_at(shown.fields, "valid_until"));
    if (shown.status == "unfulfilled")
        add({"Decide on the breach", "认定是否违诺"}, text_at(shown.fields, "found_on"));
    if (has_overlay(shown, "objection_upheld"))
        add({"Objection upheld: correct the finding", "异议成立，更正认定"}, upheld_on(shown));
    if (has_overlay(shown, "rectification_overdue"))
        add({"Rectification overdue", "整改逾期"}, text_at(shown.fields, "repair_due"));
    if (has_overlay(shown, "disputed")) {
        const plugin::Array& disputes = plugin::array_at(shown.fields, "disputes");
        const Object* last = disputes.empty() ? nullptr : disputes.back().object();
        add({"Settle the objection", "处理异议"},
            last != nullptr ? text_at(*last, "on") : std::string_view());
    }
}

Survey survey_of(const Object& parameters, const Records& records) {
    const Date today = records.as_of();
    const Period period = plugin::period_in(parameters, today);
    Survey survey{period, period.before()};
    const std::string_view scheme = text_at(parameters, "scheme");
    records.for_each("commitment", [&](const Record& stored) {
        if (!scheme.empty() && text_at(stored.fields, "scheme") != scheme) return true;
        Record shown = stored;
        show_on(shown, today);
        ++survey.commitments;
        ++survey.by_state[shown.status];
        count(shown, survey.period, today, survey.now);
        count(shown, survey.earlier, today, survey.then);
        add_scheme(shown, survey);
        add_breaches(shown, survey);
        add_tasks(shown, survey);
        return true;
    });
    return survey;
}

ReportSection happened(const Survey& survey, Date today) {
    ReportTable table{{},
                      {{{"What", "事项"}},
                       {{"In the period", "本期"}, Quantity::integer},
                       {{"In the period before", "上期"}, Quantity::integer}},
                      {}};
    for (std::size_t at = 0; at < happenings; ++at)
        table.rows.push_back({cell(happening_labels()[at]), cell(survey.now[at]), cell(survey.then[at])});
    return {{"What happened", "本期情况"},
            {plugin::ReportParagraph{survey.period.beside_the_one_before(today)}, std::move(table)}};
}

ReportSection states(const Survey& survey, Date today) {
    ReportTable table{{},
                      {{{"State", "状态"}}, {{"Commitments", "承诺数"}, Quantity::integer}},
                      {},
                      {},
                      {"There are no commitments.", "暂无信用承诺。"}};
    plugin::ReportBars bars;
    bars.title = {"Commitments by state", "各状态承诺数"};
    for (const plugin::State& state : commitment_states()) {
        const auto found = survey.by_state.find(state.id);
        if (found == survey.by_state.end()) continue;
        table.rows.push_back({cell(state.label, state.tone), cell(found->second)});
        bars.bars.push_back({state.label, static_cast<std::int64_t>(found->second), state.tone});
    }
    ReportSection section{{"States on " + today.text(), today.text() + "状态"}, {}};
    if (!table.rows.empty()) {
        table.total = {cell(Text{"All", "合计"}), cell(survey.commitments)};
        section.blocks.emplace_back(std::move(bars));
    }
    section.blocks.emplace_back(std::move(table));
    return section;
}

ReportSection participation(const Survey& survey, std::string_view only, const Records& records) {
    ReportTable table{{},
                      {{{"Scheme", "承诺公约"}, Quantity::record},
                       {{"Invited", "邀请会员数"}, Quantity::integer},
                       {{"Members that signed", "签署会员数"}, Quantity::integer},
                       {{"Participation", "参与率"}, Quantity::basis_points},
                       {{"New in the period", "本期新增"}, Quantity::integer},
                       {{"Kept", "全部履行"}, Quantity::integer},
                       {{"Open breaches", "未了结违诺"}, Quantity::integer}},
                      {},
                      {},
                      {"There is no scheme.", "暂无承诺公约。"}};
    records.for_each("scheme", [&](const Record& scheme) {
        if (!only.empty() && scheme.id != only) return true;
        static const SchemeFigures none;
        const auto found = survey.by_scheme.find(scheme.id);
        const SchemeFigures& figures = found != survey.by_scheme.end() ? found->second : none;
        // Those who were invited by name; else the number that the scheme itself gives.
        const Participation named = participation_in(scheme.id, records);
        const auto by_name = static_cast<std::int64_t>(named.invited);
        const std::int64_t* invited = by_name > 0 ? &by_name : plugin::integer_at(scheme.fields, "invited");
        // Who came uninvited has signed, too, and makes the share of the invited no greater.
        const std::size_t counted = by_name > 0 ? named.signed_by_invited : figures.promisors.size();
        Cell rate;
        if (invited != nullptr && *invited > 0)
            rate.value = static_cast<std::int64_t>(counted) * 10'000 / *invited;
        table.rows.push_back({cell(scheme.id), invited != nullptr ? Cell{Value(*invited)} : Cell{},
                              cell(figures.promisors.size()), rate, cell(figures.added), cell(figures.kept),
                              cell(figures.open_breaches)});
        return true;
    });
    return {{"Participation by scheme", "各公约参与情况"}, {std::move(table)}};
}

}  // namespace

plugin::ReportModel supervision(const Object& parameters, const Records& records) {
    const Survey survey = survey_of(parameters, records);
    const std::string_view scheme = text_at(parameters, "scheme");
    plugin::ReportModel model;
    model.title = {"Supervision of credit commitments", "信用承诺监管报表"};
    model.subject = survey.period.heading(records.as_of());
    ReportTable breaches{{},
                         {{{"Commitment", "信用承诺"}, Quantity::record},
                          {{"Promisor", "承诺人"}},
                          {{"Severity", "违诺程度"}},
                          {{"Found on", "认定日期"}, Quantity::date},
                          {{"Found by", "认定单位"}},
                          {{"Repaired on", "修复日期"}, Quantity::date}},
                         survey.breaches,
                         {},
                         {"No breach was found or repaired.", "本期无违诺认定或修复。"}};
    ReportTable tasks{{},
                      {{{"Commitment", "信用承诺"}, Quantity::record},
                       {{"Promisor", "承诺人"}},
                       {{"What", "事项"}},
                       {{"Since", "自"}, Quantity::date}},
                      survey.tasks,
                      {},
                      {"Nothing is left to do.", "无待办事项。"}};
    model.sections = {happened(survey, records.as_of()),
                      states(survey, records.as_of()),
                      participation(survey, scheme, records),
                      {{"Breaches and repairs", "违诺与修复"}, {std::move(breaches)}},
                      {{"Left to do", "待办事项"}, {std::move(tasks)}}};
    return model;
}

}  // namespace xinbu::commitments
