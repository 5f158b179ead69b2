// The figures of a month, a quarter or a year: counts, what changed since the period before, coverage,
// commitments, rights, pledges and support. What was found about single commitments is told by the report of
// their own plugin.
#include <array>

#include "coverage.hpp"
#include "declaration.hpp"
#include "reports.hpp"
#include "survey.hpp"

namespace xinbu::brands {

using plugin::Cell;
using plugin::Object;
using plugin::Quantity;
using plugin::ReportBars;
using plugin::ReportModel;
using plugin::ReportParagraph;
using plugin::ReportSection;
using plugin::ReportTable;
using plugin::Text;
using plugin::text_at;
using plugin::Tone;
using plugin::Value;

namespace {

constexpr std::array<plugin::Words, events> event_words{{{"Brands recorded", "新登记品牌"},
                                                         {"Entered a library", "入库"},
                                                         {"Promoted", "升级"},
                                                         {"Demoted", "降级"},
                                                         {"Left a library", "出库"},
                                                         {"Recognitions", "认定"},
                                                         {"Reports of figures", "数据上报（次）"},
                                                         {"Evidence filed", "提交佐证（项）"},
                                                         {"Commitments made", "新增信用承诺"},
                                                         {"Breaches found", "认定违诺"},
                                                         {"Repairs granted", "准予信用修复"},
                                                         {"Loans opened", "新发放贷款"},
                                                         {"Pledges registered", "登记质押"},
                                                         {"Pledges released", "解除质押"}}};

struct KeepingWords {
    plugin::Words words;
    Tone tone;
};
constexpr std::array<KeepingWords, keepings> keeping_words{
    {{{"Signed, not accepted yet", "已签署待受理"}, Tone::neutral},
     {{"In force", "有效"}, Tone::good},
     {{"Fulfilled", "全部履行"}, Tone::good},
     {{"Partly fulfilled", "部分履行"}, Tone::attention},
     {{"Not fulfilled, breach not decided", "全部未履行待认定违诺"}, Tone::bad},
     {{"Breach open", "违诺未了结"}, Tone::bad},
     {{"Repaired", "已修复"}, Tone::neutral},
     {{"Ended without a finding", "到期未认定"}, Tone::attention},
     {{"Withdrawn or superseded", "撤回或替代"}, Tone::neutral}}};

struct PledgeWords {
    std::string_view state;
    plugin::Words words;
    Tone tone;
};
constexpr std::array<PledgeWords, 6> pledge_words{
    {{"agreed", {"Agreed, not registered", "已签约，未登记"}, Tone::attention},
     {"registered", {"Registered", "已登记"}, Tone::good},
     {"lapsed", {"Registered term over", "登记期限已届满"}, Tone::bad},
     {"released", {"Released", "已解除"}, Tone::neutral},
     {"enforced", {"Enforced", "质权已实现"}, Tone::neutral},
     {"withdrawn", {"Withdrawn", "登记前撤回"}, Tone::neutral}}};

Cell money_cell(std::int64_t amount, const std::string& currency) {
    return {plugin::Value(Object{{"amount", amount}, {"currency", currency}})};
}

/// One line for each currency; one without an amount where there is none.
template <class Row>
void add_by_currency(ReportTable& table, const Sums& sums, Row row) {
    if (sums.empty()) table.rows.push_back(row(Cell{}, true));
    bool is_first = true;
    for (const auto& [currency, amount] : sums) {
        table.rows.push_back(row(money_cell(amount, currency), is_first));
        is_first = false;
    }
}

ReportSection standing(const Survey& survey) {
    const std::string before = survey.period.from.plus_days(-1).text();
    // Of a period that is not over, how things stand on the day of the question.
    const std::string end = std::min(survey.period.to, survey.day).text();
    ReportTable table{{},
                      {{{"What", "事项"}},
                       {{"On " + before, before}, Quantity::integer},
                       {{"On " + end, end}, Quantity::integer},
                       {{"Change", "变化"}, Quantity::integer}},
                      {}};
    const auto add = [&](Text what, std::int64_t then, std::int64_t now) {
        table.rows.push_back({cell(what), cell(then), cell(now), cell(now - then)});
    };
    const Standing &then = survey.at_start, &now = survey.at_end;
    add({"Brands on record", "登记品牌"}, then.brands, now.brands);
    add({"In the libraries", "在库品牌"}, then.in_all_libraries(), now.in_all_libraries());
    for (const plugin::Choice& level : levels()) {
        const auto at = [&](const Standing& one) {
            const auto found = one.in_library.find(level.id);
            return found != one.in_library.end() ? found->second : 0;
        };
        if (at(then) == 0 && at(now) == 0) continue;
        add({"of them " + level.label.en, "其中" + level.label.zh}, at(then), at(now));
    }
    add(recognised_label, then.recognised, now.recognised);
    add(by_province_label, then.provincial, now.provincial);
    add({"Workforce reported", "上报从业人数"}, then.headcount, now.headcount);
    add({"Brands that reported it", "上报从业人数的品牌"}, then.reporting, now.reporting);
    return {{"Figures", "总体情况"}, {std::move(table)}};
}

ReportSection happened(const Survey& survey) {
    ReportTable table{{},
                      {{{"What", "事项"}},
                       {{"In the period", "本期"}, Quantity::integer},
                       {{"In the period before", "上期"}, Quantity::integer},
                       {{"Change", "变化"}, Quantity::integer}},
                      {}};
    for (std::size_t at = 0; at < events; ++at)
        table.rows.push_back({cell(event_words[at].text()), cell(survey.now[at]), cell(survey.then[at]),
                              cell(survey.now[at] - survey.then[at])});
    return {{"What happened", "本期情况"},
            {ReportParagraph{survey.period.beside_the_one_before(survey.day)}, std::move(table)}};
}

/// For what is told of the day of the question, whatever the period.
ReportParagraph told_of(plugin::Date day) {
    return {{"On " + day.text() + ".", "截至" + day.text() + "。"}};
}

ReportSection covered(const Coverage& coverage, const Target& target, plugin::Date day) {
    plugin::ReportFacts facts;
    const auto add = [&](Text label, std::int64_t has, std::int64_t wanted) {
        facts.facts.push_back({std::move(label),
                               cell(has, has >= wanted ? Tone::good : Tone::attention),
                               Quantity::integer,
                               {"of " + std::to_string(wanted), "共" + std::to_string(wanted)}});
    };
    add({"Counties and districts with a brand", "已有品牌的县（市、区）"}, coverage.covered_counties(),
        static_cast<std::int64_t>(coverage.by_county.size()));
    add({"Cities with a brand", "已有品牌的设区市"}, coverage.covered_cities(),
        static_cast<std::int64_t>(coverage.by_city.size()));
    const std::string years = std::to_string(target.first_year) + "–" + std::to_string(target.last_year);
    if (target.brands > 0)
        add({"Recognised by the province in " + years, years + "年认定的省级劳务品牌"}, coverage.provincial,
            target.brands);
    ReportBars bars{{"Brands in a library or recognised, by city", "各设区市在库或已认定品牌"},
                    Quantity::integer,
                    {},
                    {}};
    for (const auto& [city, counts] : coverage.by_city)
        bars.bars.push_back({same(plugin::jiangsu_division(city)->name), counts.counted,
                             counts.counted > 0 ? Tone::good : Tone::attention});
    if (coverage.province.counted > 0)
        bars.bars.push_back({{"The province itself", "省本级"}, coverage.province.counted, Tone::good});
    return {{"Coverage", "覆盖情况"}, {told_of(day), std::move(facts), std::move(bars)}};
}

ReportSection commitments(const Survey& survey) {
    ReportTable states{{},
                       {{{"State", "状态"}}, {{"Commitments", "承诺数"}, Quantity::integer}},
                       {},
                       {},
                       {"There are no commitments.", "暂无信用承诺。"}};
    std::int64_t all = 0;
    for (std::size_t at = 0; at < keepings; ++at) {
        if (survey.commitments[at] == 0) continue;
        states.rows.push_back(
            {cell(keeping_words[at].words.text(), keeping_words[at].tone), cell(survey.commitments[at])});
        all += survey.commitments[at];
    }
    if (all > 0) states.total = {cell(Text{"All", "合计"}), cell(all)};
    ReportTable breaches{{"Breaches and repairs of the period", "本期违诺与修复"},
                         {{{"Commitment", "信用承诺"}, Quantity::record},
                          {{"Promisor", "承诺人"}},
                          {{"Found on", "认定日期"}, Quantity::date},
                          {{"Repaired on", "修复日期"}, Quantity::date}},
                         {},
                         {},
                         {"No breach was found or repaired.", "本期无违诺认定或修复。"}};
    for (const plugin::Record& commitment : survey.breached)
        for (const Value& one : plugin::array_at(commitment.fields, "breaches")) {
            if (one.object() == nullptr) continue;
            const Object& breach = *one.object();
            if (!survey.period.holds(breach, "found_on") && !survey.period.holds(breach, "repaired_on"))
                continue;
            breaches.rows.push_back(
                {cell(commitment.id), cell(text_at(plugin::object_at(commitment.fields, "promisor"), "name")),
                 cell(text_at(breach, "found_on")), cell(text_at(breach, "repaired_on"), Tone::good)});
        }
    return {{"Commitments", "信用承诺"}, {told_of(survey.day), std::move(states), std::move(breaches)}};
}

ReportSection rights(const Survey& survey) {
    ReportTable table{{},
                      {{{"Kind", "类别"}},
                       {{"All", "总数"}, Quantity::integer},
                       {{"Alive", "有效"}, Quantity::integer},
                       {{"Registered or granted", "已注册或授权"}, Quantity::integer},
                       {{"Pledged", "已质押"}, Quantity::integer}},
                      {}};
    const auto add = [&](Text kind, const RightCounts& counts) {
        table.rows.push_back(
            {cell(kind), cell(counts.all), cell(counts.alive), cell(counts.granted), cell(counts.pledged)});
    };
    add({"Trademarks", "商标"}, survey.marks);
    add({"Patents", "专利"}, survey.patents);
    return {{"Intellectual property", "知识产权"},
            {told_of(survey.day),
             ReportParagraph{{"Rights linked to brands, and those of their leading organisations; each once.",
                              "与品牌关联的权利及牵头单位名下的权利，不重复计算。"}},
             std::move(table)}};
}

ReportSection pledges(const Survey& survey) {
    ReportTable by_state{{"Pledges", "质押"},
                         {{{"State", "状态"}},
                          {{"Pledges", "质押数"}, Quantity::integer},
                          {{"Secured", "担保债权数额"}, Quantity::money}},
                         {},
                         {},
                         {"There are no pledges.", "暂无质押。"}};
    for (const PledgeWords& state : pledge_words) {
        const auto found = survey.pledges.find(std::string(state.state));
        if (found == survey.pledges.end()) continue;
        add_by_currency(by_state, found->second.secured, [&](Cell amount, bool is_first) {
            return std::vector<Cell>{cell(state.words.text(), state.tone),
                                     is_first ? cell(found->second.count) : Cell{}, std::move(amount)};
        });
    }
    ReportTable by_product{{"Loans owed, by product", "存续贷款（按产品）"},
                           {{{"Product", "贷款产品"}},
                            {{"Loans", "笔数"}, Quantity::integer},
                            {{"for brands", "涉及品牌"}, Quantity::integer},
                            {{"Owed", "余额"}, Quantity::money}},
                           {},
                           {},
                           {"No loan is owed.", "无存续贷款。"}};
    for (const auto& [product, loans] : survey.loans)
        add_by_currency(
            by_product, loans.principal, [&, name = product, &loans = loans](Cell amount, bool is_first) {
                return std::vector<Cell>{name.empty() ? cell(Text{"not named", "未注明"}) : cell(name),
                                         is_first ? cell(loans.open) : Cell{},
                                         is_first ? cell(loans.for_brands) : Cell{}, std::move(amount)};
            });
    return {{"Pledges and loans", "质押与贷款"},
            {told_of(survey.day), std::move(by_state), std::move(by_product)}};
}

ReportTable support_table(Text title, const std::map<std::string, SupportCounts>& by_kind) {
    ReportTable table{std::move(title),
                      {{{"Kind", "类别"}},
                       {{"Entries", "登记数"}, Quantity::integer},
                       {{"Persons", "人次"}, Quantity::integer},
                       {{"Firms", "企业数"}, Quantity::integer},
                       {{"Certificates", "证书数"}, Quantity::integer},
                       {{"Amount", "金额"}, Quantity::money}},
                      {},
                      {},
                      {"No support is recorded.", "无扶持措施登记。"}};
    for (const plugin::Choice& kind : support_kinds()) {
        const auto found = by_kind.find(kind.id);
        if (found == by_kind.end()) continue;
        const SupportCounts& counts = found->second;
        add_by_currency(table, counts.amount, [&](Cell amount, bool is_first) {
            const auto once = [&](std::int64_t count) { return is_first ? cell(count) : Cell{}; };
            return std::vector<Cell>{cell(kind.label),   once(counts.entries),      once(counts.persons),
                                     once(counts.firms), once(counts.certificates), std::move(amount)};
        });
    }
    return table;
}

ReportSection support(const Survey& survey) {
    plugin::ReportFacts catalogue;
    const auto add = [&](Text label, std::int64_t count) {
        catalogue.facts.push_back({std::move(label), cell(count), Quantity::integer, {}});
    };
    add({"Parks and bases", "园区（基地）"}, survey.parks);
    add({"Leading enterprises", "龙头企业"}, survey.leading_enterprises);
    add({"Loan products", "贷款产品"}, survey.loan_products);
    return {{"Supporting measures", "扶持措施"},
            {std::move(catalogue), support_table({"In the period", "本期"}, survey.support),
             support_table({"In the period before", "上期"}, survey.support_before)}};
}

}  // namespace

ReportModel report_supervision(const Object& parameters, const Annex& annex, const plugin::Records& records) {
    const Survey found = survey(plugin::period_in(parameters, records.as_of()), records);
    ReportModel model;
    model.title = {"Supervision of labour-service brands", "劳务品牌工作监管报表"};
    model.subject = found.period.heading(found.day);
    model.sections = {
        standing(found),    happened(found), covered(coverage_of(annex, records), annex.target, found.day),
        commitments(found), rights(found),   pledges(found),
        support(found)};
    return model;
}

}  // namespace xinbu::brands
