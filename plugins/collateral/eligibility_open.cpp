#include "eligibility.hpp"
#include "text.hpp"

namespace xinbu::collateral {

using plugin::Severity;

namespace {

/// A rule that this version cannot decide: it says so, and says what a person must look at. It counts neither
/// for nor against the right.
Judgement by_hand(std::string_view en, std::string_view zh) {
    return unknown(said("Not checked by this version; a person must check: {0}.",
                        "本版本不自动核查，须人工核对：{1}。", {en, zh}));
}

/// What is owed once the pledge is signed: nothing to decide before.
Judgement duty(std::string_view en, std::string_view zh) {
    return unknown(said("After signing: {0}.", "签约后：{1}。", {en, zh}));
}

Judgement e41_registry(const Case& subject) {
    const auto pledges = standing_pledges(subject);
    if (!pledges.empty())
        return met(said("A pledge is registered under {0}; only registration with CNIPA creates it.",
                        "质押已登记，登记号{0}；质权自国家知识产权局登记时设立。",
                        {plugin::text_at(pledges.front()->fields, "registration_number")}),
                   {pledges.front()->id});
    return unknown(
        said("Register with CNIPA only: an entry in the movable-property registry (中登网) is not enough.",
             "须在国家知识产权局办理登记；仅在中登网登记不发生设立效力。"));
}

}  // namespace

const std::vector<Rule>& open_rules() {
    static const std::vector<Rule> rules{
        {"E05", Severity::info, Scope::any, "Company Law (2023) art. 15",
         [](const Case&) {
             return by_hand(
                 "where the pledgor is not the debtor, the resolution of its board or shareholders, and "
                 "the quorum",
                 "出质人与债务人不一致时，公司决议及表决程序");
         }},
        {"E22", Severity::info, Scope::marks, "Trademark Law (2019) art. 56",
         [](const Case&) {
             return by_hand("the listed classes cover the services that the brand really renders",
                            "核定类别是否覆盖品牌实际提供的服务");
         }},
        {"E23", Severity::info, Scope::marks,
         "Trademark Law (2019) art. 49; from 2027-01-01 Trademark Law (2026) art. 56",
         [](const Case&) {
             return by_hand("the mark is used as it is registered", "商标实际使用样式与注册样式是否一致");
         }},
        {"E25", Severity::info, Scope::patents,
         "《专利权质押登记办法》 (CNIPA Announcement 461, 2021) refusal ground 10; Patent Law (2020) art. 9",
         [](const Case&) {
             return by_hand(
                 "whether an invention and a utility model were filed on the same day for the same thing",
                 "是否存在同日申请的发明与实用新型");
         }},
        {"E29", Severity::info, Scope::any, "Register identity of pledgor and right",
         [](const Case&) {
             return by_hand("no transfer or change of name is pending at the office",
                            "登记机关是否有待办的转移或名称变更");
         }},
        {"E30", Severity::info, Scope::any,
         "《专利权质押登记办法》 (CNIPA Announcement 461, 2021) refusal ground 7; "
         "《注册商标专用权质押登记程序规定》 (CNIPA Announcement 358, 2020) art. 5",
         [](const Case&) {
             return by_hand("the contract has every item that the office demands",
                            "质押合同必备条款是否齐全");
         }},
        {"E31", Severity::info, Scope::any, "SPC Interpretation on Security (2020) art. 15",
         [](const Case&) {
             return by_hand("amounts and periods are the same in loan contract, pledge contract and form",
                            "主合同、质押合同与申请表的金额和期限是否一致");
         }},
        {"E32", Severity::info, Scope::any, "Civil Code (2020) art. 428",
         [](const Case&) { return by_hand("the contract has no forfeiture clause", "合同是否含流质条款"); }},
        {"E33", Severity::info, Scope::any, "《专利权质押登记办法》 (CNIPA Announcement 461, 2021) art. 9",
         [](const Case&) {
             return by_hand("clauses on who pays the fees and on handing over know-how",
                            "合同是否约定费用负担与技术秘密交付");
         }},
        {"E36", Severity::info, Scope::any, "Bank policy",
         [](const Case&) {
             return by_hand("the share of one asset and one brand in the bank's exposure",
                            "单一资产及单一品牌的集中度");
         }},
        {"E37", Severity::info, Scope::any, "Bank policy",
         [](const Case&) {
             return by_hand("the pledgor is on no list of dishonest debtors or abnormal enterprises",
                            "出质人是否被列入失信被执行人或经营异常名录");
         }},
        {"E40", Severity::info, Scope::any, "Enterprise Bankruptcy Law (2006) art. 31",
         [](const Case&) {
             return by_hand(
                 "the pledgor is not in bankruptcy or liquidation, and no old unsecured debt is secured",
                 "出质人是否处于破产或清算程序，是否为既有无担保债务提供担保");
         }},
        {"E41", Severity::info, Scope::any,
         "SPC Interpretation on Security (2020) art. 63; Civil Code (2020) art. 444(1)", e41_registry},
        {"E43", Severity::info, Scope::any, "Rules on state assets and on foreign applicants",
         [](const Case&) {
             return by_hand("state-owned or foreign parties: approval, valuation filing, agent",
                            "涉及国有资产或境外主体的，审批、评估备案及委托代理");
         }},
        {"E45", Severity::post, Scope::any, "《企业信息公示暂行条例》 art. 10",
         [](const Case&) {
             return duty(
                 "the pledgor publishes the pledge on the enterprise credit system within 20 working days",
                 "出质人应于20个工作日内在国家企业信用信息公示系统公示质押登记");
         }},
        {"E46", Severity::post, Scope::any,
         "《专利权质押登记办法》 (CNIPA Announcement 461, 2021); "
         "《注册商标专用权质押登记程序规定》 (CNIPA Announcement 358, 2020)",
         [](const Case& subject) {
             return subject.is_mark
                        ? duty(
                              "register changes of amount or name, and extend the term before it ends: the "
                              "registration lapses with it",
                              "金额或名称变更应办理变更登记；应在登记期限届满前办理延期，逾期登记失效")
                        : duty("register changes of claim, amount or scope within 30 days",
                               "债权种类、数额或担保范围变更应于30日内办理变更登记");
         }},
        {"E47", Severity::post, Scope::any, "Civil Code (2020) art. 393, 436",
         [](const Case&) {
             return duty("cancel the registration once the debt is paid", "债务清偿后应及时办理质押登记注销");
         }},
        {"E48", Severity::post, Scope::any, "SPC Interpretation on Security (2020) art. 44",
         [](const Case&) {
             return duty("watch the limitation of the main claim: after it, courts do not support the pledge",
                         "关注主债权诉讼时效：时效届满后行使质权不受法院支持");
         }},
        {"E49", Severity::post, Scope::any, "Status watch of ip_status",
         [](const Case&) {
             return duty("run this check again after every event on the right",
                         "权利发生任何状态事件后应重新执行本检查");
         }},
    };
    return rules;
}

}  // namespace xinbu::collateral
