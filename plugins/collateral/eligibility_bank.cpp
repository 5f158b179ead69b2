#include <algorithm>

#include "eligibility.hpp"
#include "text.hpp"

namespace xinbu::collateral {

using plugin::Date;
using plugin::Object;
using plugin::Record;
using plugin::Severity;

namespace {

/// Up to this principal a lender of the pilot may go by a value of its own or one agreed with the pledgor:
/// ten million yuan.
constexpr std::int64_t pilot_limit = 1'000'000'000;

std::string_view method_in_chinese(std::string_view method) {
    if (method == "income") return "收益法";
    if (method == "cost") return "成本法";
    if (method == "market") return "市场法";
    if (method == "internal") return "银行内部评估";
    if (method == "agreed") return "双方协商作价";
    return method;
}

Judgement no_valuation(const Case& subject) {
    return unknown(said("No valuation of {0} is on file on {1}.", "截至{1}无{0}的价值评估在案。",
                        {subject.right, subject.as_of.text()}));
}

Judgement e34_valuation(const Case& subject) {
    if (subject.valuations.empty()) return no_valuation(subject);
    if (!subject.valuation) {
        const Valuation& latest = subject.valuations.front();
        const Date again = latest.revalue_on(subject.policy);
        return not_met(said("No valuation is valid on {0}: the latest has base date {1}, is valid until {2} "
                            "and was to be renewed by {3}.",
                            "截至{0}无有效评估：最近评估基准日{1}，有效期至{2}，应于{3}前重新评估。",
                            {subject.as_of.text(), latest.base_date.text(),
                             latest.valid_until ? latest.valid_until->text() : "—", again.text()}),
                       {latest.record});
    }
    const Valuation& used = *subject.valuation;
    const bool is_own_value = used.method == "internal" || used.method == "agreed";
    if (is_own_value && subject.principal && *subject.principal > pilot_limit)
        return not_met(
            said("The value was set by the parties ({0}); above a principal of {1} a valuer's report is "
                 "expected, and the principal is {2}.",
                 "该价值为{3}；本金超过{1}应有评估报告，本笔本金为{2}。",
                 {used.method, amount_text(pilot_limit, "CNY"), amount_text(*subject.principal, "CNY"),
                  method_in_chinese(used.method)}),
            {used.record});
    return met(said("Valued at {0} with base date {1} ({2}).", "评估价值{0}，评估基准日{1}（{3}）。",
                    {amount_text(used.amount, used.currency), used.base_date.text(), used.method,
                     method_in_chinese(used.method)}),
               {used.record});
}

Judgement e35_loan_to_value(const Case& subject) {
    if (!subject.principal) return unknown(said("The principal is not given.", "未提供贷款本金。"));
    if (subject.valuations.empty()) return no_valuation(subject);
    if (!subject.valuation)
        return unknown(said("No valuation of {0} is valid on {1}.", "截至{1}，{0}无有效评估。",
                            {subject.right, subject.as_of.text()}),
                       {subject.valuations.front().record});
    const Valuation& used = *subject.valuation;
    if (used.currency != "CNY")
        return unknown(said("The value is in {0}, the principal in CNY: they cannot be compared exactly.",
                            "评估价值币种为{0}，本金为人民币，无法精确比较。", {used.currency}),
                       {used.record});
    const auto cap = subject.policy.cap(subject.kind);
    if (!cap)
        return unknown(said("The kind of the right is not known, so no cap applies.",
                            "权利种类未知，无法确定质押率上限。"));
    const LoanToValue ratio = loan_to_value(*subject.principal, used.amount, cap->basis_points);
    const plugin::Text kind = kind_label(subject.kind);
    const std::string principal = amount_text(*subject.principal, "CNY"),
                      value = amount_text(used.amount, "CNY");
    const std::string share = percent(ratio.basis_points), limit = percent(cap->basis_points);
    plugin::Text message = ratio.within ? said("{0} of {1} is {2}; the cap for {3} is {4}.",
                                               "本金{0}／价值{1}＝{2}，未超过{5}质押率上限{4}。",
                                               {principal, value, share, kind.en, limit, kind.zh})
                                        : said("{0} of {1} is {2}, above the cap of {4} for {3}.",
                                               "本金{0}／价值{1}＝{2}，超过{5}质押率上限{4}。",
                                               {principal, value, share, kind.en, limit, kind.zh});
    if (cap->is_default) {
        message.en += " The bank has set no cap; this one comes with the product.";
        message.zh += "银行未设定上限，此处采用产品默认值。";
    }
    std::vector<std::string> evidence{used.record};
    if (!subject.policy.record.empty()) evidence.push_back(subject.policy.record);
    return ratio.within ? met(std::move(message), std::move(evidence))
                        : not_met(std::move(message), std::move(evidence));
}

bool lists_day(const Object& calendar, std::string_view member, const std::string& day) {
    const plugin::Array& days = plugin::array_at(calendar, member);
    return std::any_of(days.begin(), days.end(),
                       [&](const plugin::Value& one) { return one.text() != nullptr && *one.text() == day; });
}

bool is_working_day(const Case& subject, Date day) {
    const auto calendar = subject.records.find("calendar/" + std::to_string(day.year()));
    if (calendar && lists_day(calendar->fields, "make_up_workdays", day.text())) return true;
    if (calendar && lists_day(calendar->fields, "holidays", day.text())) return false;
    return !day.is_weekend();
}

/// Whether more than `limit` working days passed after `from` until the day of the case.
bool is_older_than(const Case& subject, Date from, std::int64_t limit) {
    std::int64_t passed = 0;
    for (Date day = from.plus_days(1); day <= subject.as_of; day = day.plus_days(1))
        if (is_working_day(subject, day) && ++passed > limit) return true;
    return false;
}

Judgement e42_freshness(const Case& subject) {
    static const Object none;
    const Object& fields = subject.register_record ? subject.register_record->fields : none;
    const auto retrieved = date_at(plugin::object_at(fields, "source"), "retrieved_on");
    const std::string limit = std::to_string(subject.policy.extract_max_age_days);
    if (!retrieved) {
        // Typed in by hand: nothing to measure, and nothing that speaks against the right.
        Judgement judgement = unknown(
            said("The record does not say when the register was read; a person must check that the extract "
                 "is at most "
                 "{0} working days old and signed.",
                 "记录未载明登记簿查询日期；须人工核对登记簿副本不超过{0}个工作日且已签章。", {limit}),
            {subject.right});
        judgement.severity = Severity::info;
        return judgement;
    }
    if (is_older_than(subject, *retrieved, subject.policy.extract_max_age_days))
        return not_met(said("The register was read on {0}, more than {1} working days ago.",
                            "登记簿查询日期为{0}，已超过{1}个工作日。", {retrieved->text(), limit}),
                       {subject.right});
    return met(said("The register was read on {0}, within {1} working days.",
                    "登记簿查询日期为{0}，未超过{1}个工作日。", {retrieved->text(), limit}),
               {subject.right});
}

bool concerns_lender(const Case& subject, const Record& loan) {
    return subject.pledgee.empty() ||
           plugin::text_at(plugin::object_at(loan.fields, "lender"), "identifier") == subject.pledgee;
}

/// The insurance of the pledgor's loans that are still owed.
std::vector<Record> insurance_of(const Case& subject) {
    std::vector<Record> found;
    for (const Record& loan : subject.records.referring_to("organisation/" + subject.pledgor, "loan")) {
        const bool is_borrower =
            plugin::text_at(plugin::object_at(loan.fields, "borrower"), "identifier") == subject.pledgor;
        if (!is_borrower || !concerns_lender(subject, loan) || loan.status == "repaid") continue;
        for (Record& insurance : subject.records.referring_to(loan.id, "insurance"))
            found.push_back(std::move(insurance));
    }
    return found;
}

Judgement e44_insurance(const Case& subject) {
    if (!subject.due || subject.pledgor.empty())
        return unknown(
            said("The pledgor or the day the debt falls due is not given.", "未提供出质人或债务到期日。"));
    const auto policies = insurance_of(subject);
    for (const Record& insurance : policies) {
        const auto from = date_at(insurance.fields, "from");
        const auto until = date_at(insurance.fields, "until");
        if (from && until && *until >= *subject.due)
            return met(said("{0} covers {1} to {2}; the debt falls due on {3}.",
                            "{0}保险期间{1}至{2}，债务于{3}到期。",
                            {insurance.id, from->text(), until->text(), subject.due->text()}),
                       {insurance.id});
    }
    if (policies.empty())
        return unknown(
            said("No insurance of a loan to the pledgor is on file.", "未见出质人贷款的保证保险。"));
    return not_met(said("No insurance on file covers the term until {0}.", "在案保险均未覆盖至{0}。",
                        {subject.due->text()}),
                   {policies.front().id});
}

}  // namespace

const std::vector<Rule>& bank_rules() {
    static const std::vector<Rule> rules{
        {"E34", Severity::warn, Scope::any, "财资〔2025〕128号", e34_valuation},
        {"E35", Severity::block, Scope::any, "Bank policy; 财资〔2025〕128号", e35_loan_to_value},
        {"E42", Severity::block, Scope::any, "Bank policy", e42_freshness},
        {"E44", Severity::info, Scope::any, "Bank policy", e44_insurance},
    };
    return rules;
}

}  // namespace xinbu::collateral
