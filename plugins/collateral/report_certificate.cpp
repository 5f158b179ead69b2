// 质押体检证书: the answer of the eligibility check as a bank files it.
#include <algorithm>

#include "eligibility.hpp"
#include "gather.hpp"
#include "reports.hpp"
#include "text.hpp"
#include "xinbu/plugin/work_calendar.hpp"

namespace xinbu::collateral {

using plugin::Finding;
using plugin::FindingStatus;
using plugin::Object;
using plugin::Quantity;
using plugin::ReportModel;
using plugin::Severity;
using plugin::Text;
using plugin::Tone;
using plugin::Verdict;

namespace {

struct Shown {
    Text label;
    Tone tone;
};

Shown verdict_shown(Verdict verdict) {
    if (verdict == Verdict::block) return {{"Not eligible as it stands", "阻断：暂不适合质押"}, Tone::bad};
    if (verdict == Verdict::warn)
        return {{"Eligible with reservations", "有保留：须核查或确认"}, Tone::attention};
    return {{"Eligible", "通过"}, Tone::good};
}

Shown status_shown(const Finding& finding) {
    switch (finding.status) {
        case FindingStatus::met:
            return {{"Met", "符合"}, Tone::good};
        case FindingStatus::not_met:
            return {{"Not met", "不符合"}, finding.severity == Severity::block ? Tone::bad : Tone::attention};
        case FindingStatus::unknown:
            return {{"Not known", "未知"}, Tone::attention};
        case FindingStatus::soft:
            return {{"To be noted", "提示"}, Tone::neutral};
    }
    return {};
}

Text severity_name(Severity severity) {
    switch (severity) {
        case Severity::block:
            return {"blocks", "阻断"};
        case Severity::ack:
            return {"to be acknowledged", "须确认"};
        case Severity::warn:
            return {"warns", "警示"};
        case Severity::info:
            return {"informs", "信息"};
        case Severity::post:
            return {"after signing", "签约后义务"};
    }
    return {};
}

/// A rule's finding about one right.
struct About {
    std::string right;
    const Finding* finding;
};

/// The records that a finding rests on, without the right that it is about.
std::string other_evidence(const About& one) {
    std::vector<std::string> others = one.finding->evidence;
    std::erase(others, one.right);
    return joined(others);
}

/// `names_rights`: the findings are about several rights.
plugin::ReportTable finding_table(const std::vector<About>& findings, bool names_rights) {
    plugin::ReportTable table;
    table.columns = {{{"Rule", "规则"}, Quantity::text},    {{"Result", "结论"}, Quantity::text},
                     {{"Weight", "级别"}, Quantity::text},  {{"Finding", "说明"}, Quantity::text},
                     {{"Article", "依据"}, Quantity::text}, {{"Rests on", "证据记录"}, Quantity::text}};
    if (names_rights) table.columns.insert(table.columns.begin(), {{"Right", "权利"}, Quantity::text});
    table.when_empty = {"None.", "无。"};
    for (const About& one : findings) {
        const Finding& finding = *one.finding;
        const Shown shown = status_shown(finding);
        const std::string evidence = other_evidence(one);
        std::vector<plugin::Cell>& row = table.rows.emplace_back();
        if (names_rights) row.push_back(text_cell({one.right, one.right}));
        for (plugin::Cell cell : {text_cell({finding.rule, finding.rule}), text_cell(shown.label, shown.tone),
                                  text_cell(severity_name(finding.severity)), text_cell(finding.message),
                                  text_cell(finding.basis), text_cell({evidence, evidence})})
            row.push_back(std::move(cell));
    }
    return table;
}

bool counts_against(const Finding& finding) {
    const bool counts = finding.severity == Severity::block || finding.severity == Severity::ack ||
                        finding.severity == Severity::warn;
    return counts && (finding.status == FindingStatus::not_met || finding.status == FindingStatus::unknown);
}

std::int64_t count_of(const std::vector<Finding>& findings, FindingStatus status) {
    return std::count_if(findings.begin(), findings.end(),
                         [&](const Finding& one) { return one.status == status; });
}

plugin::ReportFacts summary(const Request& request, const plugin::CheckAnswer& answer, plugin::Date day) {
    const Shown verdict = verdict_shown(plugin::verdict_of(answer.findings));
    plugin::ReportFacts facts;
    const auto add = [&](Text label, plugin::Cell cell, Quantity quantity) {
        facts.facts.push_back({std::move(label), std::move(cell), quantity});
    };
    add({"Result", "结论"}, text_cell(verdict.label, verdict.tone), Quantity::text);
    add({"As of", "截至日期"}, date_cell(day), Quantity::date);
    add({"Pledgor", "出质人"}, text_cell({request.pledgor, request.pledgor}), Quantity::text);
    add({"Pledgee", "质权人"}, text_cell({request.pledgee, request.pledgee}), Quantity::text);
    if (request.contract) add({"Pledge", "质押"}, record_cell(request.contract->record), Quantity::record);
    if (request.principal)
        add({"Principal", "本金"}, money_cell(*request.principal, request.currency), Quantity::money);
    add({"Debt due on", "债务到期日"}, date_cell(request.due), Quantity::date);
    if (const auto value = money_at(answer.facts, "value"))
        add({"Valuation", "评估价值"}, money_cell(value->amount, value->currency), Quantity::money);
    if (const auto unvalued = texts_at(answer.facts, "unvalued"); !unvalued.empty())
        add({"Without a known value", "价值未知的权利"},
            text_cell({joined(unvalued), joined(unvalued)}, Tone::attention), Quantity::text);
    if (const std::int64_t* ratio = plugin::integer_at(answer.facts, "ltv_bp"))
        add({"Loan to valuation", "质押率（按评估价值）"}, share_cell(*ratio), Quantity::basis_points);
    if (const auto reckoned = money_at(answer.facts, "reckoned"))
        add({"Value on that day, by the policy's curve", "当日价值（按政策曲线）"},
            money_cell(reckoned->amount, reckoned->currency), Quantity::money);
    if (const std::int64_t* ratio = plugin::integer_at(answer.facts, "reckoned_ltv_bp"))
        add({"Loan to that value", "质押率（按当日价值）"}, share_cell(*ratio), Quantity::basis_points);
    if (const std::int64_t* cap = plugin::integer_at(answer.facts, "cap_bp"))
        add({"Cap", "质押率上限"}, share_cell(*cap), Quantity::basis_points);
    for (const auto& [status, label] : {std::pair{FindingStatus::met, Text{"Rules met", "符合项"}},
                                        std::pair{FindingStatus::not_met, Text{"Rules not met", "不符合项"}},
                                        std::pair{FindingStatus::unknown, Text{"Not known", "未知项"}},
                                        std::pair{FindingStatus::soft, Text{"To be noted", "提示项"}}})
        add(label, count_cell(count_of(answer.findings, status)), Quantity::integer);
    return facts;
}

/// "5" working days, or "more than 400".
Text age_of(plugin::Date read, const plugin::Records& records) {
    constexpr int most_days = 400;
    const int days = plugin::WorkCalendar(records).between(read, records.as_of(), most_days);
    const std::string number = std::to_string(days);
    return days < most_days ? Text{number, number} : Text{"more than " + number, "超过" + number};
}

/// When the register was read: the day on which it was typed in says nothing of that.
plugin::ReportSource extract_of(const std::string& right, const plugin::Records& records) {
    const auto record = records.find(right);
    if (!record) return {said("{0} is not on record", "{0}未登记", {right})};
    const Object& source = plugin::object_at(record->fields, "source");
    const std::string_view system = plugin::text_at(source, "system");
    const Text from =
        system.empty() ? Text{} : Text{" (" + std::string(system) + ")", "（" + std::string(system) + "）"};
    const auto read = date_at(source, "retrieved_on");
    if (!read || *read > records.as_of()) {
        const std::string_view recorded = plugin::text_at(record->fields, "recorded_on");
        return {said("Register extract of {0}{1}: undated, its age is not known; recorded on {2}",
                     "{0}登记信息{3}：未载明查询日期，时效未知；登记于{2}",
                     {right, from.en, recorded.empty() ? "?" : recorded, from.zh})};
    }
    const Text age = age_of(*read, records);
    return {said("Register extract of {0}{1}, {2} working days old", "{0}登记信息{3}，距今{4}个工作日",
                 {right, from.en, age.en, from.zh, age.zh}),
            read->text()};
}

/// The reading of each source about the pledgor.
void add_credit(const Request& request, const plugin::Records& records,
                std::vector<plugin::ReportSource>& all) {
    if (request.credit.reports.empty())
        all.push_back(
            {said("No credit report about the pledgor {0}", "无出质人{0}的信用查询记录", {request.pledgor})});
    for (const plugin::Record& report : request.credit.reports) {
        const auto read = date_at(report.fields, "read_on");
        if (!read) continue;
        const Text age = age_of(*read, records);
        all.push_back(
            {said("Credit report {0} ({1}), {2} working days old", "信用查询{0}（{1}），距今{3}个工作日",
                  {report.id, plugin::text_at(report.fields, "source"), age.en, age.zh}),
             read->text()});
    }
}

/// What the findings rest on, each with its day and age: registers, valuations, what was looked up of the
/// pledgor, loan and contract, and the policy they were held against.
std::vector<plugin::ReportSource> sources(const Request& request, const plugin::Records& records) {
    std::vector<plugin::ReportSource> all;
    for (const Security& security : request.securities) {
        all.push_back(extract_of(security.right, records));
        if (security.valuations.empty()) {
            all.push_back({said("No valuation of {0}", "{0}无价值评估", {security.right})});
            continue;
        }
        const Valuation& used = security.valuation ? *security.valuation : security.valuations.front();
        const std::string days = std::to_string(records.as_of().days_since(used.base_date));
        all.push_back({security.valuation
                           ? said("Valuation {0}, base date {1} days ago", "价值评估{0}，评估基准日距今{1}日",
                                  {used.record, days})
                           : said("Valuation {0}, no longer valid, base date {1} days ago",
                                  "价值评估{0}（已失效），评估基准日距今{1}日", {used.record, days}),
                       used.base_date.text()});
    }
    if (!request.pledgor.empty()) {
        add_credit(request, records, all);
        all.push_back({said("Commitments of {0} and its brands, by this ledger",
                            "{0}及其品牌的信用承诺（本账本）", {request.pledgor}),
                       records.as_of().text()});
    }
    if (request.contract)
        all.push_back({said("Contract {0}", "质押合同{0}", {request.contract->record}),
                       std::string(plugin::text_at(request.contract->fields, "agreed_on"))});
    if (request.loan)
        all.push_back({said("Loan {0}", "贷款{0}", {request.loan->id}),
                       std::string(plugin::text_at(request.loan->fields, "opened_on"))});
    const std::string& policy = request.policy.record;
    all.push_back({policy.empty() ? Text{"Caps that come with the product; the bank has set none",
                                         "产品默认质押率上限（银行未设定）"}
                                  : said("Lending policy {0}", "信贷政策{0}", {policy})});
    return all;
}

}  // namespace

std::optional<ReportModel> certificate(const Object& parameters, const plugin::Records& records,
                                       const plugin::AskCheck& ask) {
    const plugin::CheckAnswer answer = eligibility(parameters, records, ask, false);
    const Request request = request_asked(parameters, records, ask, records.as_of());
    if (request.rights.front().empty()) return std::nullopt;
    std::vector<About> against;
    std::vector<std::vector<About>> others(request.rights.size());
    const plugin::Array& told = plugin::array_at(answer.facts, "rules");
    for (std::size_t at = 0; at < answer.findings.size(); ++at) {
        const Finding& finding = answer.findings[at];
        const About about{std::string(plugin::text_at(*told[at].object(), "right")), &finding};
        const auto place = std::ranges::find(request.rights, about.right) - request.rights.begin();
        (counts_against(finding) ? against : others[static_cast<std::size_t>(place)]).push_back(about);
    }
    ReportModel model;
    model.title = {"Certificate of collateral", "质押体检证书"};
    const std::string rights = joined(request.rights);
    model.subject = {rights, rights};
    model.sections.push_back({{"Result", "结论"}, {summary(request, answer, records.as_of())}});
    const bool is_several = request.rights.size() > 1;
    model.sections.push_back(
        {{"What stands against it", "不符合及未知事项"}, {finding_table(against, is_several)}});
    model.sections.push_back({{"All other rules", "其他检查项"}, {}});
    for (std::size_t at = 0; at < others.size(); ++at) {
        plugin::ReportTable table = finding_table(others[at], false);
        if (is_several) table.title = {request.rights[at], request.rights[at]};
        model.sections.back().blocks.emplace_back(std::move(table));
    }
    model.sections.push_back(
        {{"What this is", "说明"},
         {plugin::ReportParagraph{
              {"The findings are computed from what this registry holds on the day named. "
               "They are no legal opinion, and do not take the place of registration. What other registries "
               "record, which this one follows, is not in them: the check itself looks there, too.",
               "本证书依据登记簿截至所载日期的记录自动计算，不构成法律意见，不替代质押登记。"
               "所关注的其他登记簿的记载不在其内，须另行执行准入检查。"}},
          plugin::ReportCode{{"The ledger and its state that this certificate was computed from, and the "
                              "SHA-256 of its JSON twin.",
                              "本证书所依据的账本及其位置，以及其 JSON 文本的 SHA-256 摘要。"}}}});
    model.sources = sources(request, records);
    return model;
}

}  // namespace xinbu::collateral
