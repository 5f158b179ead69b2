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

namespace xinbu::commitments {

using plugin::Cell;
using plugin::Date;
using plugin::Object;
using plugin::object_at;
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

struct Period {
    Date from, to;  ///< both included
    bool holds(std::optional<Date> day) const { return day && from <= *day && *day <= to; }
};

bool ends_month(Date day) {
    return day.plus_days(1).day() == 1;
}

/// As long as the period and just before it: whole months before whole months, else days before days.
Period before(Period period) {
    const Date last = period.from.plus_days(-1);
    if (period.from.day() != 1 || !ends_month(period.to))
        return {last.plus_days(period.from.days_since(period.to)), last};
    const Date next = period.to.plus_days(1);
    const int months = (next.year() - period.from.year()) * 12 + static_cast<int>(next.month()) -
                       static_cast<int>(period.from.month());
    return {period.from.plus_months(-months), last};
}

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
    static const std::array<Text, happenings> all{{{"New commitments", "新增承诺"},
                                                   {"Accepted", "受理"},
                                                   {"Published", "公开"},
                                                   {"Checks", "履行检查（次）"},
                                                   {"Found fulfilled in full", "认定全部履行"},
                                                   {"Found fulfilled in part", "认定部分履行"},
                                                   {"Found not fulfilled at all", "认定全部未履行"},
                                                   {"Breaches found", "认定违诺"},
                                                   {"Repairs granted", "准予信用修复"},
                                                   {"Withdrawn or superseded", "撤回或替代"},
                                                   {"Ended without a finding", "到期未认定"}}};
    return all;
}

using Counts = std::array<std::size_t, happenings>;

/// Counts what happened to a commitment in a period.
void count(const Record& shown, Period period, Counts& counts) {
    const Object& fields = shown.fields;
    const auto add = [&](Happening what, const Object& from, std::string_view member) {
        if (period.holds(date_at(from, member))) ++counts[what];
    };
    add(made, fields, "made_on");
    add(accepted, fields, "accepted_on");
    add(published, fields, "published_on");
    add(ended, fields, "ended_on");
    for (const Value& one : plugin::array_at(fields, "checks"))
        if (one.object() != nullptr) add(checked, *one.object(), "on");
    const std::string_view found = text_at(fields, "fulfilment");
    if (!found.empty())
        add(found == "full" ? kept : found == "partial" ? kept_partly : not_kept, fields, "found_on");
    for (const Value& one : plugin::array_at(fields, "breaches")) {
        if (one.object() == nullptr) continue;
        add(broken, *one.object(), "found_on");
        add(repaired, *one.object(), "repaired_on");
    }
    if (shown.status == "expired") add(lapsed, fields, "valid_until");
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
    if (survey.period.holds(date_at(shown.fields, "made_on"))) ++figures.added;
    if (shown.status == "fulfilled") ++figures.kept;
    if (is_breach_open(shown.status)) ++figures.open_breaches;
    if (shown.status != "withdrawn" && shown.status != "superseded")
        figures.promisors.insert(promisor_key(shown));
}

void add_breaches(const Record& shown, Survey& survey) {
    for (const Value& value : plugin::array_at(shown.fields, "breaches")) {
        if (value.object() == nullptr) continue;
        const Object& breach = *value.object();
        const bool is_meant = survey.period.holds(date_at(breach, "found_on")) ||
                              survey.period.holds(date_at(breach, "repaired_on"));
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
    const Date to = date_at(parameters, "to").value_or(today);
    const Date from = date_at(parameters, "from").value_or(Date(to.year(), to.month(), 1));
    const Period period{std::min(from, to), std::max(from, to)};
    Survey survey{period, before(period)};
    const std::string_view scheme = text_at(parameters, "scheme");
    records.for_each("commitment", [&](const Record& stored) {
        if (!scheme.empty() && text_at(stored.fields, "scheme") != scheme) return true;
        Record shown = stored;
        show_on(shown, today);
        ++survey.commitments;
        ++survey.by_state[shown.status];
        count(shown, survey.period, survey.now);
        count(shown, survey.earlier, survey.then);
        add_scheme(shown, survey);
        add_breaches(shown, survey);
        add_tasks(shown, survey);
        return true;
    });
    return survey;
}

std::string span_text(Period period) {
    return period.from.text() + " – " + period.to.text();
}

ReportSection happened(const Survey& survey) {
    ReportTable table{{},
                      {{{"What", "事项"}},
                       {{"In the period", "本期"}, Quantity::integer},
                       {{"In the period before", "上期"}, Quantity::integer}},
                      {}};
    for (std::size_t at = 0; at < happenings; ++at)
        table.rows.push_back({cell(happening_labels()[at]), cell(survey.now[at]), cell(survey.then[at])});
    const std::string period = span_text(survey.period), earlier = span_text(survey.earlier);
    return {{"What happened", "本期情况"},
            {plugin::ReportParagraph{{"Period: " + period + "; the period before: " + earlier + ".",
                                      "本期：" + period + "；上期：" + earlier + "。"}},
             std::move(table)}};
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
    model.subject = same(span_text(survey.period));
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
    model.sections = {happened(survey),
                      states(survey, records.as_of()),
                      participation(survey, scheme, records),
                      {{"Breaches and repairs", "违诺与修复"}, {std::move(breaches)}},
                      {{"Left to do", "待办事项"}, {std::move(tasks)}}};
    return model;
}

}  // namespace xinbu::commitments
