#include "deadlines.hpp"

#include <algorithm>

#include "pledge_dates.hpp"
#include "repayment.hpp"
#include "text.hpp"
#include "valuation.hpp"
#include "xinbu/plugin/law.hpp"
#include "xinbu/plugin/work_calendar.hpp"

namespace xinbu::collateral {

using plugin::Date;
using plugin::Object;
using plugin::Record;
using plugin::Records;
using plugin::Text;

namespace {

constexpr int default_days = 365;
constexpr int term_warning_days = 90;

const Text announcement_358{"Trademark pledge registration rules (CNIPA Announcement 358, 2020)",
                            "《注册商标专用权质押登记程序规定》（国家知识产权局公告第358号）"};
const Text announcement_461{"Patent pledge registration measures (CNIPA Announcement 461, 2021)",
                            "《专利权质押登记办法》（国家知识产权局公告第461号）"};
const Text publicity_rules{"Interim Regulations on Enterprise Information Publicity art. 10",
                           "《企业信息公示暂行条例》第十条"};
const Text bank_policy{"Bank policy", "银行信贷政策"};

bool is_owed(const std::optional<Record>& loan) {
    return loan && loan->status != "repaid";
}

Text counted(std::string_view from_en, std::string_view from_zh, std::string_view day, int count,
             std::string_view unit_en, std::string_view unit_zh) {
    return said("{0} {1} after {2} on {3}.", "自{4}（{3}）起{0}{5}。",
                {std::to_string(count), unit_en, from_en, day, from_zh, unit_zh});
}

void add_term(const Record& pledge, const std::optional<Record>& loan, std::vector<Due>& dues) {
    const auto ends = unsecured_from(pledge.fields);
    if (pledge.status != "registered" || !ends || !is_owed(loan)) return;
    const Date last = ends->plus_days(-1);
    dues.push_back({"CL-TERM",
                    "pledge_term",
                    {"Extend the registered term of the pledge", "办理商标质权登记期限延期"},
                    last,
                    said("The registration lapses by itself: unsecured from {0}.",
                         "登记自动失效：自{0}起无担保。", {ends->text()}),
                    announcement_358,
                    "TMPLEDGE2020",
                    false,
                    {said("The registered term ends on {0}.", "登记的质押期限至{0}。", {last.text()})},
                    {},
                    term_warning_days});
}

void add_publicity(const Record& pledge, const Records& records, std::vector<Due>& dues) {
    if (pledge.status != "registered" || pledge.fields.contains("published_on")) return;
    const plugin::WorkCalendar days(records);
    const auto due = publicity_due(pledge.fields, days);
    if (!due) return;
    dues.push_back(
        {"CL-PUBLISH",
         "publicity",
         {"Publish the pledge on the enterprise credit system", "在企业信用信息公示系统公示质押登记"},
         *due,
         {"The enterprise can be listed as abnormal.", "企业可能被列入经营异常名录。"},
         publicity_rules,
         "PUBLICITY2014",
         true,
         {counted("registration", "登记", plugin::text_at(pledge.fields, "registered_on"), publicity_days,
                  "working days", "个工作日")}});
}

void add_change(const Record& pledge, const std::optional<Record>& loan, std::vector<Due>& dues) {
    const auto due =
        pledge.status == "registered" && loan ? change_due(pledge.fields, loan->fields) : std::nullopt;
    if (!due) return;
    dues.push_back({"CL-CHANGE",
                    "pledge_change",
                    {"Register the change of the secured claim", "办理质押登记变更"},
                    *due,
                    {"The register still shows the old claim, and the registered amount prevails.",
                     "登记簿仍载原债权，以登记数额为准。"},
                    has_patents(pledge.fields) ? announcement_461 : announcement_358,
                    has_patents(pledge.fields) ? "PATPLEDGE2021" : "TMPLEDGE2020",
                    false,
                    {counted("the loan was restructured", "贷款重组",
                             plugin::text_at(loan->fields, "restructured_on"), change_days, "days", "日")}});
}

void add_release(const Record& pledge, const std::optional<Record>& loan, const Policy& policy, Date as_of,
                 std::vector<Due>& dues) {
    const auto due =
        pledge.status == "registered" && loan ? release_due(loan->fields, policy, as_of) : std::nullopt;
    const auto lapsed = unsecured_from(pledge.fields);
    const bool has_ended = due && lapsed && !has_patents(pledge.fields) && *lapsed <= *due;
    if (!due || has_ended) return;
    dues.push_back(
        {"CL-RELEASE",
         "pledge_release",
         {"Cancel the registration of the pledge", "办理质押登记注销"},
         *due,
         {"The owner can neither transfer nor license the right freely.",
          "权利人无法自由转让或者许可该权利。"},
         {"Civil Code art. 393, 436; bank policy", "《民法典》第三百九十三条、第四百三十六条；银行信贷政策"},
         "CC2020",
         false,
         {counted("repayment", "结清", due->plus_days(-static_cast<int>(policy.release_days)).text(),
                  static_cast<int>(policy.release_days), "days", "日")}});
}

/// Before the registration is filed, the extracts it rests on must be fresh.
void add_extracts(const Record& pledge, const Policy& policy, const Records& records,
                  std::vector<Due>& dues) {
    if (pledge.status != "agreed") return;
    const plugin::WorkCalendar days(records);
    const int most = static_cast<int>(policy.extract_max_age_days);
    for (const std::string& right : texts_at(pledge.fields, "rights")) {
        const auto record = records.find(right);
        const std::string_view read =
            record ? plugin::text_at(plugin::object_at(record->fields, "source"), "retrieved_on") : "";
        const auto day = Date::parse(read);
        if (!day) continue;
        dues.push_back(
            {"CL-EXTRACT",
             "register_extract",
             {"File the pledge, or read the register again", "提交质押登记，或重新查询登记簿"},
             days.after(*day, most),
             {"The extract is too old to rest a registration on.", "登记簿查询结果已超过时效。"},
             bank_policy,
             "POLICY",
             true,
             {counted("the register was read", "登记簿查询", read, most, "working days", "个工作日")},
             right});
    }
}

void add_pledge(const Record& pledge, const Records& records, std::vector<Due>& dues) {
    const auto loan = records.find(plugin::text_at(pledge.fields, "loan"));
    const Policy policy = policy_for(code_at(pledge.fields, "pledgee"), records);
    add_term(pledge, loan, dues);
    add_publicity(pledge, records, dues);
    add_change(pledge, loan, dues);
    add_release(pledge, loan, policy, records.as_of(), dues);
    add_extracts(pledge, policy, records, dues);
}

/// Instalments that are not paid in full, missed or ahead.
void add_instalments(const Record& loan, Date as_of, std::vector<Due>& dues) {
    const auto principal = money_at(loan.fields, "principal");
    const Repayment repayment(loan.fields, true, as_of);
    for (const Instalment& one : repayment.instalments()) {
        if (one.open == 0) continue;
        const std::string amount = amount_text(one.open, principal ? principal->currency : "");
        dues.push_back(
            {"CL-INSTALMENT",
             "instalment",
             said("Instalment of {0}", "分期还款{0}", {amount}),
             one.due,
             {"The loan is in arrears.", "贷款分期拖欠。"},
             {"Loan contract", "借款合同"},
             "CONTRACT",
             true,
             {said("The schedule asks for it by {0}.", "还款计划约定于{0}前偿还。", {one.due.text()})}});
    }
}

void add_loan(const Record& loan, Date as_of, std::vector<Due>& dues) {
    const auto due = date_at(loan.fields, "due_on");
    if (loan.status == "repaid" || !due) return;
    dues.push_back({"CL-LOAN",
                    "loan_due",
                    {"Repayment of the loan", "贷款清偿"},
                    *due,
                    {"The loan is overdue; the pledge may be enforced.", "贷款逾期，可实现质权。"},
                    {"Loan contract", "借款合同"},
                    "CONTRACT",
                    true,
                    {said("The contract is due on {0}.", "合同约定到期日为{0}。", {due->text()})}});
    add_instalments(loan, as_of, dues);
    const auto limitation = limitation_of(loan.fields);
    if (!limitation) return;
    dues.push_back(
        {"CL-LIMIT",
         "limitation",
         {"Claim or action before the main claim is time-barred", "在主债权诉讼时效届满前主张权利"},
         *limitation,
         {"Courts no longer support the pledge.", "行使质权不再受法院支持。"},
         {"Civil Code art. 188; SPC Interpretation on Security art. 44",
          "《民法典》第一百八十八条；担保制度解释第四十四条"},
         "CC2020",
         false,
         {counted("the due date", "到期日", due->text(), limitation_years, "years", "年"),
          {"An interruption starts it anew and is not on record here.", "时效中断后重新计算，此处未登记。"}},
         {},
         180});
}

/// Whether a loan that is owed rests on that right.
bool secures_a_loan(const std::string& right, const Records& records) {
    for (const Record& pledge : records.referring_to(right, "pledge")) {
        const bool stands = pledge.status == "agreed" || pledge.status == "registered";
        if (stands && lists(pledge.fields, "rights", right) &&
            is_owed(records.find(plugin::text_at(pledge.fields, "loan"))))
            return true;
    }
    return false;
}

void add_valuation(const Record& valuation, const Records& records, std::vector<Due>& dues) {
    const std::string right(plugin::text_at(valuation.fields, "right"));
    const auto all = valuations_of(right, records, records.as_of());
    if (all.empty() || all.front().record != valuation.id || !secures_a_loan(right, records)) return;
    const Policy policy = policy_for({}, records);
    const Date last = all.front().last_valid_day(policy);
    dues.push_back(
        {"CL-REVALUE",
         "revaluation",
         {"Have the right valued again", "重新评估"},
         last,
         {"The loan rests on a value that no longer counts.", "贷款所依据的评估价值失效。"},
         bank_policy,
         "POLICY",
         true,
         {said("Base date {0}; valid until {1}; by the policy every {2} months.",
               "评估基准日{0}，有效期至{1}；政策要求每{2}个月重新评估。",
               {all.front().base_date.text(), all.front().valid_until ? all.front().valid_until->text() : "—",
                std::to_string(policy.revalue_months)})},
         right});
}

void add_insurance(const Record& insurance, const Records& records, std::vector<Due>& dues) {
    const auto until = date_at(insurance.fields, "until");
    const auto loan = records.find(plugin::text_at(insurance.fields, "loan"));
    if (!until || !is_owed(loan)) return;
    // A later policy of the same loan takes over.
    for (const Record& other : records.referring_to(loan->id, "insurance"))
        if (date_at(other.fields, "until") > until) return;
    dues.push_back({"CL-INSURANCE",
                    "insurance_end",
                    {"Renewal of the loan's insurance", "贷款保证保险续保"},
                    *until,
                    {"The loan goes on without insurance.", "贷款将无保险保障。"},
                    bank_policy,
                    "POLICY",
                    true,
                    {said("Insured until {0}; the loan is due on {1}.", "保险期间至{0}；贷款到期日{1}。",
                          {until->text(), plugin::text_at(loan->fields, "due_on")})}});
}

std::string_view severity_of(const Due& due, Date as_of) {
    if (as_of > due.day) return "block";
    return due.day.days_since(as_of) <= due.warning_days ? "warn" : "info";
}

plugin::Severity finding_severity(std::string_view severity) {
    if (severity == "block") return plugin::Severity::block;
    return severity == "warn" ? plugin::Severity::warn : plugin::Severity::info;
}

Object fact_of(const Due& due, const std::string& record, Date as_of) {
    plugin::DeadlineFact fact{
        .id = due.id,
        .kind = due.kind,
        .what = due.what,
        .due = due.day,
        .last_day = due.day,
        .severity = severity_of(due, as_of),
        .consequence = due.consequence,
        .article = due.article,
        .law = due.law,
        .confidence = due.is_confirmed ? plugin::Confidence::confirmed : plugin::Confidence::firm,
        .is_verified = due.is_confirmed,
        .steps = due.steps,
        .more = {{"record", record}}};
    if (!due.right.empty()) fact.more.set("right", due.right);
    return fact.facts(as_of);
}

}  // namespace

std::vector<Due> dues_of(const Record& record, const Records& records) {
    std::vector<Due> dues;
    const std::string_view id = record.id;
    if (id.starts_with("pledge/")) add_pledge(record, records, dues);
    if (id.starts_with("loan/")) add_loan(record, records.as_of(), dues);
    if (id.starts_with("valuation/")) add_valuation(record, records, dues);
    if (id.starts_with("insurance/")) add_insurance(record, records, dues);
    std::stable_sort(dues.begin(), dues.end(),
                     [](const Due& left, const Due& right) { return left.day < right.day; });
    return dues;
}

plugin::CheckAnswer deadlines(const Object& parameters, const Records& records) {
    const Date as_of = records.as_of();
    const std::int64_t* days = plugin::integer_at(parameters, "days");
    const Date to = as_of.plus_days(days != nullptr ? static_cast<int>(*days) : default_days);
    plugin::CheckAnswer answer;
    plugin::Array facts;
    if (const auto record = records.find(plugin::text_at(parameters, "record"))) {
        for (const Due& due : dues_of(*record, records)) {
            if (due.day > to) continue;
            facts.emplace_back(fact_of(due, record->id, as_of));
            answer.findings.push_back(
                {std::string(due.id),
                 // That it was done may only not be recorded.
                 due.day < as_of ? plugin::FindingStatus::unknown : plugin::FindingStatus::soft,
                 finding_severity(severity_of(due, as_of)),
                 said("{0}: {2}. {3}", "{1}：{2}。{4}",
                      {due.what.en, due.what.zh, due.day.text(), due.consequence.en, due.consequence.zh}),
                 due.article,
                 {record->id}});
        }
    }
    answer.facts.set("as_of", as_of.text());
    answer.facts.set("from", as_of.text());
    answer.facts.set("to", to.text());
    answer.facts.set("deadlines", std::move(facts));
    return answer;
}

}  // namespace xinbu::collateral
