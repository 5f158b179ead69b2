// Rules about the contract of pledge, and about what is owed once it is signed.
#include <algorithm>

#include "citations.hpp"
#include "eligibility.hpp"
#include "pledge_dates.hpp"
#include "text.hpp"
#include "xinbu/plugin/work_calendar.hpp"

namespace xinbu::collateral {

using plugin::Object;
using plugin::Severity;

namespace {

/// Before there is a contract, a rule about it lacks no input: there is nothing to look at yet. Signing asks
/// it.
Judgement no_contract(std::string_view en, std::string_view zh) {
    return soft(said("To be checked in the contract: {0}.", "签约时核对：{1}。", {en, zh}));
}

const Object& clauses_of(const Case& subject) {
    return plugin::object_at(*subject.contract(), "clauses");
}

std::vector<std::string> evidence_of(const Case& subject) {
    std::vector<std::string> evidence;
    if (!subject.asked.contract->record.empty()) evidence.push_back(subject.asked.contract->record);
    if (subject.asked.loan) evidence.push_back(subject.asked.loan->id);
    return evidence;
}

/// What the office wants to read of each right, by the names of its record.
struct Item {
    std::string_view field, en, zh;
};
constexpr Item mark_items[] = {{"number", "registration number", "注册号"},
                               {"classes", "classes", "类别"},
                               {"last_day", "term of validity", "有效期"}};
constexpr Item patent_items[] = {{"number", "patent number", "专利号"},
                                 {"title", "title", "名称"},
                                 {"filing_date", "day of filing", "申请日"},
                                 {"grant_date", "day of grant", "授权公告日"}};

bool holds(const Case& subject, std::string_view name) {
    return register_fields(subject).contains(name) || facts_of(subject).contains(name);
}

Judgement e30_items(const Case& subject) {
    if (subject.contract() == nullptr)
        return no_contract("it has every item that the office demands", "合同必备条款是否齐全");
    if (!pledges_right(*subject.contract(), subject.right))
        return not_met(said("{0} is not among the rights of this pledge.", "{0}不在本质押的权利清单中。",
                            {subject.right}),
                       evidence_of(subject));
    if (const std::string& state = subject.asked.contract->status;
        state == "released" || state == "enforced" || state == "withdrawn" || state == "lapsed")
        return not_met(said("This pledge does not stand any more.", "本质押已不存续。"),
                       evidence_of(subject));
    std::vector<std::string> en, zh;
    const auto look_for = [&](const Item& item) {
        if (holds(subject, item.field)) return;
        en.emplace_back(item.en);
        zh.emplace_back(item.zh);
    };
    if (subject.is_mark) std::for_each(std::begin(mark_items), std::end(mark_items), look_for);
    if (subject.is_patent) std::for_each(std::begin(patent_items), std::end(patent_items), look_for);
    if (plugin::text_at(*subject.contract(), "scope").empty()) {
        en.emplace_back("scope of the security");
        zh.emplace_back("担保范围");
    }
    if (!subject.asked.loan) {
        en.emplace_back("the claim");
        zh.emplace_back("主债权");
    }
    if (en.empty())
        return met(said("Parties, claim, amount, term, scope and the particulars of the right are on record.",
                        "当事人、主债权、数额、期限、担保范围及权利事项均已登记。"),
                   evidence_of(subject));
    // What is not recorded may well stand in the paper.
    return unknown(said("Not on record, to be checked in the contract: {0}.", "未登记、须核对合同文本：{1}。",
                        {joined(en), joined(zh, "、")}),
                   evidence_of(subject));
}

Judgement e31_amounts(const Case& subject) {
    if (subject.contract() == nullptr)
        return no_contract("amounts and periods are the same in loan contract, pledge contract and form",
                           "主合同、质押合同与申请表的金额和期限是否一致");
    const Object& contract = *subject.contract();
    const auto secured = money_at(contract, "secured");
    const auto owed = subject.asked.loan ? money_at(subject.asked.loan->fields, "principal") : std::nullopt;
    if (!secured || !owed)
        return unknown(said("The loan of the contract is not on record.", "质押合同对应的贷款未登记。"),
                       evidence_of(subject));
    const std::string amount = amount_text(secured->amount, secured->currency),
                      principal = amount_text(owed->amount, owed->currency);
    if (secured->currency != owed->currency)
        return not_met(said("The pledge secures {0}, the loan is {1}.", "担保数额{0}与贷款{1}币种不一致。",
                            {amount, principal}),
                       evidence_of(subject));
    const auto registered = money_at(contract, "registered_secured");
    if (registered && *registered != *secured)
        return not_met(said("The contract secures {0}, the register {1}: the registered amount prevails.",
                            "合同担保数额{0}，登记数额{1}：以登记为准。",
                            {amount, amount_text(registered->amount, registered->currency)}),
                       evidence_of(subject));
    const auto agreed_until = date_at(contract, "agreed_until"), until = date_at(contract, "until");
    if (agreed_until && until && *agreed_until != *until && !contract.contains("extended_on") &&
        !contract.contains("changed_on"))
        return not_met(said("The contract runs until {0}, the registration until {1}.",
                            "合同期限至{0}，登记期限至{1}，不一致。", {agreed_until->text(), until->text()}),
                       evidence_of(subject));
    if (secured->amount < owed->amount)
        return not_met(said("The pledge secures {0}, less than the principal of {1}.",
                            "担保数额{0}低于贷款本金{1}。", {amount, principal}),
                       evidence_of(subject))
            .as(Severity::warn);
    if (until && subject.asked.due && *until < *subject.asked.due)
        return not_met(
                   said("The term of the pledge ends on {0}, before the debt falls due on {1}.",
                        "质押期限于{0}届满，早于债务到期日{1}。", {until->text(), subject.asked.due->text()}),
                   evidence_of(subject))
            .as(Severity::warn);
    return met(said("The pledge secures {0}, not less than the principal of {1}, to the end of its term.",
                    "担保数额{0}不低于贷款本金{1}，期限相符。", {amount, principal}),
               evidence_of(subject));
}

Judgement e32_forfeiture(const Case& subject) {
    if (subject.contract() == nullptr)
        return no_contract("it has no forfeiture clause", "合同是否含流质条款");
    const auto forfeits = boolean_at(clauses_of(subject), "forfeiture");
    if (!forfeits)
        return unknown(said("Whether the contract has a forfeiture clause is not on record.",
                            "未登记合同是否含流质条款。"),
                       evidence_of(subject));
    return *forfeits
               ? not_met(said("A forfeiture clause gives only priority over the proceeds: replace it by a "
                              "clause on sale and price.",
                              "流质条款仅产生优先受偿效力，应改为变价及作价条款。"),
                         evidence_of(subject))
               : met(said("No forfeiture clause.", "合同无流质条款。"), evidence_of(subject));
}

Judgement e33_clauses(const Case& subject) {
    if (subject.contract() == nullptr)
        return no_contract("clauses on who pays the fees and on handing over know-how",
                           "合同是否约定费用负担与技术资料交付");
    const Object& clauses = clauses_of(subject);
    std::vector<std::string> en, zh;
    if (plugin::text_at(clauses, "fees_paid_by").empty()) {
        en.emplace_back("who pays the fees");
        zh.emplace_back("费用负担");
    }
    const auto hand_over = boolean_at(clauses, "know_how");
    if (subject.is_patent && !hand_over) {
        en.emplace_back("handing over of know-how");
        zh.emplace_back("技术资料交付");
    }
    if (!en.empty())
        return unknown(said("Not on record, to be checked in the contract: {0}.",
                            "未登记、须核对合同文本：{1}。", {joined(en), joined(zh, "、")}),
                       evidence_of(subject));
    if (subject.is_patent && !*hand_over)
        return not_met(said("The contract does not say how know-how is handed over on enforcement.",
                            "合同未约定实现质权时技术资料的交付。"),
                       evidence_of(subject));
    return met(said("The contract has these clauses.", "合同已有相应约定。"), evidence_of(subject));
}

Judgement e41_registry(const Case& subject) {
    const std::string_view office = office_of(subject.right);
    if (!office.empty() && office != "CN")
        return unknown(
            said("CNIPA registers pledges of Chinese rights only; this right is of the office {0}, "
                 "whose law decides.",
                 "国家知识产权局仅办理中国权利的质押登记；该权利属{0}，须依其法律办理。", {office}),
            {subject.right});
    const bool is_registered =
        subject.contract() != nullptr && subject.asked.contract->status == "registered";
    const auto pledges = standing_pledges(subject);
    if (is_registered || !pledges.empty()) {
        const Object& fields = is_registered ? *subject.contract() : pledges.front()->fields;
        return met(said("A pledge is registered under {0}; only registration with CNIPA creates it.",
                        "质押已登记，登记号{0}；质权自国家知识产权局登记时设立。",
                        {plugin::text_at(fields, "registration_number")}),
                   {is_registered ? subject.asked.contract->record : pledges.front()->id});
    }
    return soft(
        said("Register with CNIPA only: an entry in the movable-property registry (中登网) is not "
             "enough.",
             "须在国家知识产权局办理登记；仅在中登网登记不发生设立效力。"));
}

// ---- duties after signing

/// What is owed once the pledge is signed: nothing to decide before.
Judgement duty(std::string_view en, std::string_view zh) {
    return unknown(said("After signing: {0}.", "签约后：{1}。", {en, zh}));
}

bool is_registered(const Case& subject) {
    return subject.contract() != nullptr && subject.asked.contract->status == "registered";
}

Judgement e45_publicity(const Case& subject) {
    if (subject.contract() != nullptr && is_of_person(*subject.contract()))
        return met(said("Does not apply: the pledgor is no enterprise.", "不适用：出质人不是企业。"));
    const plugin::WorkCalendar days(subject.records);
    const auto due = is_registered(subject) ? publicity_due(*subject.contract(), days) : std::nullopt;
    if (!due)
        return duty("the pledgor publishes the pledge on the enterprise credit system within 20 working days",
                    "出质人应于20个工作日内在国家企业信用信息公示系统公示质押登记");
    if (const auto done = date_at(*subject.contract(), "published_on"))
        return met(said("Published on {0}; it was due by {1}.", "已于{0}公示（期限{1}）。",
                        {done->text(), due->text()}),
                   evidence_of(subject));
    if (subject.as_of <= *due)
        return soft(said("To be published by {0}.", "应于{0}前公示。", {due->text()}), evidence_of(subject));
    return not_met(said("Was to be published by {0}; no publication is on record.",
                        "应于{0}前公示，未见公示记录。", {due->text()}),
                   evidence_of(subject));
}

Judgement e46_changes(const Case& subject) {
    const bool can_tell = is_registered(subject) && subject.asked.loan.has_value();
    if (!can_tell)
        return subject.is_mark
                   ? duty(
                         "register changes of amount or name, and extend the term before it ends: the "
                         "registration lapses with it",
                         "金额或名称变更应办理变更登记；应在登记期限届满前办理延期，逾期登记失效")
                   : duty("register changes of claim, amount or scope within 30 days",
                          "债权种类、数额或担保范围变更应于30日内办理变更登记");
    if (const auto due = change_due(*subject.contract(), subject.asked.loan->fields)) {
        const plugin::Text message = said("The loan was restructured; the change is to be registered by {0}.",
                                          "贷款已重组，应于{0}前办理质押变更登记。", {due->text()});
        return subject.as_of <= *due ? soft(message, evidence_of(subject))
                                     : not_met(message, evidence_of(subject));
    }
    const auto ends = subject.is_mark ? unsecured_from(*subject.contract()) : std::nullopt;
    if (ends && subject.as_of >= *ends)
        return not_met(said("The registered term ended; unsecured from {0}.",
                            "登记期限已届满，自{0}起无担保。", {ends->text()}),
                       evidence_of(subject));
    if (ends && subject.asked.due && *ends <= *subject.asked.due)
        return soft(said("Extend the registration before {0}: the debt falls due on {1}.",
                         "应于{0}前办理登记延期：债务于{1}到期。", {ends->text(), subject.asked.due->text()}),
                    evidence_of(subject));
    return met(said("No change is waiting to be registered.", "无待办的变更或延期登记。"),
               evidence_of(subject));
}

Judgement e47_release(const Case& subject) {
    if (subject.contract() == nullptr || !subject.asked.loan)
        return duty("cancel the registration once the debt is paid", "债务清偿后应及时办理质押登记注销");
    if (subject.asked.contract->status == "released")
        return met(said("The registration was cancelled on {0}.", "质押登记已于{0}注销。",
                        {plugin::text_at(*subject.contract(), "released_on")}),
                   evidence_of(subject));
    const auto due = release_due(subject.asked.loan->fields, subject.asked.policy, subject.as_of);
    if (!due) return met(said("The debt is not paid yet.", "债务尚未清偿。"), evidence_of(subject));
    const plugin::Text message = said("The debt is paid: cancel the registration by {0}.",
                                      "债务已清偿，应于{0}前办理质押登记注销。", {due->text()});
    return subject.as_of <= *due ? soft(message, evidence_of(subject))
                                 : not_met(message, evidence_of(subject));
}

Judgement e48_limitation(const Case& subject) {
    if (!subject.asked.due)
        return duty("watch the limitation of the main claim: after it, courts do not support the pledge",
                    "关注主债权诉讼时效：时效届满后行使质权不受法院支持");
    const std::string last = subject.asked.due->plus_years(limitation_years).text();
    std::vector<std::string> evidence;
    if (subject.asked.loan) evidence.push_back(subject.asked.loan->id);
    if (subject.asked.loan && subject.asked.loan->status == "repaid")
        return met(said("The debt is paid.", "债务已清偿。"), evidence);
    if (subject.as_of.text() <= last)
        return met(said("The limitation of the main claim runs until {0}, unless it is interrupted.",
                        "主债权诉讼时效至{0}（未计中断、中止）。", {last}),
                   evidence);
    return not_met(
        said("The limitation of the main claim ended on {0}: without an interruption courts no longer "
             "support the pledge.",
             "主债权诉讼时效已于{0}届满：无中断事由的，行使质权不受法院支持。", {last}),
        evidence);
}

/// The words of ip_status for what happens to a right while it is pledged.
struct EventWord {
    std::string_view kind;
    const char *en, *zh;
};
constexpr EventWord event_words[] = {
    {"abandonment", "abandoned", "放弃专利权"},
    {"annual_fee", "annual fee paid", "缴纳年费"},
    {"assignment", "assigned", "权利转移"},
    {"assignment_request", "assignment requested", "申请转让"},
    {"cancellation", "cancelled", "撤销"},
    {"change", "change of name, address or agent", "著录事项变更"},
    {"change_request", "change requested", "申请变更"},
    {"court_action", "action in court", "提起行政诉讼"},
    {"expiry", "term ended", "期限届满终止"},
    {"freeze", "frozen by a court", "法院查封"},
    {"freeze_end", "freeze lifted", "解除查封"},
    {"generic_request", "cancellation as a generic name requested", "撤销通用名称申请"},
    {"invalidation", "invalidated", "宣告无效"},
    {"invalidation_request", "invalidation requested", "请求宣告无效"},
    {"lapse", "lapsed", "权利终止"},
    {"lapse_unpaid", "lapsed, annual fee unpaid", "未缴年费终止"},
    {"licence", "licence recorded", "许可备案"},
    {"licence_end", "licence ended", "许可备案注销"},
    {"nonuse_request", "cancellation for non-use requested", "撤销连续三年不使用申请"},
    {"open_licence", "open licence declared", "声明开放许可"},
    {"opposition", "opposed", "被提出异议"},
    {"partial_cancellation", "cancelled in part", "部分撤销"},
    {"partial_invalidation", "invalidated in part", "部分无效"},
    {"pledge", "pledge registered", "质押登记"},
    {"pledge_change", "pledge changed", "质押登记变更"},
    {"pledge_end", "pledge cancelled", "质押登记注销"},
    {"pledge_extension", "pledge extended", "质押登记延期"},
    {"renewal", "renewed", "续展"},
    {"request_decided", "request decided, right maintained", "程序审结（权利维持）"},
    {"restoration", "restored", "恢复权利"},
    {"review", "review requested", "申请复审"},
    {"surrender", "surrendered", "申请注销"},
    {"suspension", "proceedings suspended", "程序中止"},
    {"suspension_end", "suspension ended", "恢复程序"},
};

plugin::Text word_for(std::string_view kind) {
    for (const EventWord& word : event_words)
        if (word.kind == kind) return {word.en, word.zh};
    return {"another step of the procedure", "其他程序事项"};
}

Judgement e49_watch(const Case& subject) {
    const auto signed_on =
        subject.contract() != nullptr ? date_at(*subject.contract(), "agreed_on") : std::nullopt;
    if (!signed_on)
        return duty("run this check again after every event on the right",
                    "权利发生任何状态事件后应重新执行本检查");
    std::vector<plugin::Text> events;
    for (const plugin::Value& value : plugin::array_at(register_fields(subject), "events")) {
        const auto date = value.object() != nullptr ? date_at(*value.object(), "date") : std::nullopt;
        if (!date || *date <= *signed_on || *date > subject.as_of) continue;
        const plugin::Text word = word_for(plugin::text_at(*value.object(), "event"));
        events.push_back({date->text() + " " + word.en, date->text() + word.zh});
    }
    if (events.empty())
        return met(said("No event of the right is on record since {0}.", "自{0}起无权利状态事件。",
                        {signed_on->text()}),
                   {subject.right});
    const plugin::Text told = joined_texts(events);
    return soft(said("Events of the right since {0}: {1}.", "自{0}起的权利状态事件：{2}。",
                     {signed_on->text(), told.en, told.zh}),
                {subject.right});
}

}  // namespace

const std::vector<Rule>& contract_rules() {
    static const std::vector<Rule> rules{
        {"E30", Severity::block, Scope::any,
         both_of(patent_pledge("refusal ground 7", "不予登记情形（七）"), mark_pledge("art. 5", "第五条")),
         "2021-11-15", "contract loan number title classes filing_date grant_date last_day", e30_items},
        {"E31",
         Severity::block,
         Scope::any,
         {"SPC Interpretation on Security (2020) art. 15", "最高人民法院担保制度解释（2020年）第十五条"},
         "2021-01-01",
         "contract loan principal due",
         e31_amounts},
        {"E32",
         Severity::warn,
         Scope::any,
         {"Civil Code (2020) art. 428", "《民法典》（2020年）第四百二十八条"},
         "2021-01-01",
         "contract",
         e32_forfeiture},
        {"E33", Severity::warn, Scope::any, patent_pledge("art. 9", "第九条"), "2021-11-15", "contract",
         e33_clauses},
        {"E41",
         Severity::block,
         Scope::any,
         {"SPC Interpretation on Security (2020) art. 63; Civil Code (2020) art. 444(1)",
          "最高人民法院担保制度解释（2020年）第六十三条；《民法典》（2020年）第四百四十四条第一款"},
         "2021-01-01",
         "contract",
         e41_registry},
    };
    return rules;
}

const std::vector<Rule>& duty_rules() {
    static const std::vector<Rule> rules{
        {"E45",
         Severity::post,
         Scope::any,
         {"Interim Regulations on Publicity of Enterprise Information, art. 10",
          "《企业信息公示暂行条例》第十条"},
         "2014-10-01",
         "contract",
         e45_publicity},
        {"E46", Severity::post, Scope::any, both_of(patent_pledge(), mark_pledge()), "2021-11-15",
         "contract loan due", e46_changes},
        {"E47",
         Severity::post,
         Scope::any,
         {"Civil Code (2020) art. 393, 436", "《民法典》（2020年）第三百九十三条、第四百三十六条"},
         "2021-01-01",
         "contract loan",
         e47_release},
        {"E48",
         Severity::post,
         Scope::any,
         {"SPC Interpretation on Security (2020) art. 44; Civil Code art. 188",
          "最高人民法院担保制度解释（2020年）第四十四条；《民法典》第一百八十八条"},
         "2021-01-01",
         "loan due",
         e48_limitation},
        {"E49",
         Severity::post,
         Scope::any,
         {"Status watch of ip_status", "知识产权状态监测"},
         "",
         "contract",
         e49_watch},
    };
    return rules;
}

}  // namespace xinbu::collateral
