#include <algorithm>

#include "citations.hpp"
#include "eligibility.hpp"
#include "repayment.hpp"
#include "text.hpp"
#include "xinbu/plugin/work_calendar.hpp"

namespace xinbu::collateral {

using plugin::Date;
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
    if (subject.security.valuations.empty()) return no_valuation(subject);
    if (!subject.security.valuation) {
        const Valuation& latest = subject.security.valuations.front();
        const Date again = latest.revalue_on(subject.asked.policy);
        return not_met(said("No valuation is valid on {0}: the latest has base date {1}, is valid until {2} "
                            "and was to be renewed by {3}.",
                            "截至{0}无有效评估：最近评估基准日{1}，有效期至{2}，应于{3}前重新评估。",
                            {subject.as_of.text(), latest.base_date.text(),
                             latest.valid_until ? latest.valid_until->text() : "—", again.text()}),
                       {latest.record});
    }
    const Valuation& used = *subject.security.valuation;
    const bool is_own_value = used.method == "internal" || used.method == "agreed";
    if (is_own_value && subject.asked.principal && subject.asked.currency == "CNY" &&
        *subject.asked.principal > pilot_limit)
        return not_met(
            said("The value was set by the parties ({0}); above a principal of {1} a valuer's report is "
                 "expected, and the principal is {2}.",
                 "该价值为{3}；本金超过{1}应有评估报告，本笔本金为{2}。",
                 {used.method, amount_text(pilot_limit, "CNY"), amount_text(*subject.asked.principal, "CNY"),
                  method_in_chinese(used.method)}),
            {used.record});
    if (!is_own_value && !used.has_valuer)
        return unknown(
            said("Valued at {0} with base date {1} ({2}), and no valuer is named: a person must look "
                 "at the report.",
                 "评估价值{0}，评估基准日{1}（{3}），未载明评估机构：须人工核对评估报告。",
                 {amount_text(used.amount, used.currency), used.base_date.text(), used.method,
                  method_in_chinese(used.method)}),
            {used.record});
    return met(said("Valued at {0} with base date {1} ({2}).", "评估价值{0}，评估基准日{1}（{3}）。",
                    {amount_text(used.amount, used.currency), used.base_date.text(), used.method,
                     method_in_chinese(used.method)}),
               {used.record});
}

/// What the bank lends on all rights together that have a valid valuation.
struct Lendable {
    std::int64_t value = 0, amount = 0;
    std::vector<std::string> valued, missing;  ///< valuations; rights without one that counts
};

Lendable lendable(const Request& asked) {
    Lendable sum;
    for (const Security& one : asked.securities) {
        const auto left = one.left();
        if (!left || !one.cap || one.valuation->currency != asked.currency) {
            sum.missing.push_back(one.right);
            continue;
        }
        sum.value = capped_sum(sum.value, *left);
        sum.amount = capped_sum(sum.amount, share_of(*left, one.cap->basis_points));
        sum.valued.push_back(one.valuation->record);
    }
    return sum;
}

Judgement of_all_rights(const Case& subject) {
    const Request& asked = subject.asked;
    Lendable sum = lendable(asked);
    const std::string missing = joined(sum.missing);
    if (sum.valued.empty())
        return unknown(said("None of the rights has a valuation that counts: {0}.",
                            "各权利均无有效评估：{0}。", {missing}));
    if (!asked.policy.record.empty()) sum.valued.push_back(asked.policy.record);
    const std::string principal = amount_text(*asked.principal, asked.currency),
                      most = amount_text(sum.amount, asked.currency),
                      value = amount_text(sum.value, asked.currency);
    const std::string share = percent(ratio_of(*asked.principal, sum.value));
    if (*asked.principal <= sum.amount)
        return met(said("{0} of {1} is {2}; the caps of the rights together allow {3}.",
                        "本金{0}／价值合计{1}＝{2}，未超过各权利质押率上限合计{3}。",
                        {principal, value, share, most}),
                   sum.valued);
    if (!sum.missing.empty())
        return unknown(
            said("The caps of the valued rights together allow {0}, less than {1}; without a valuation "
                 "that counts: {2}.",
                 "已评估权利按质押率上限合计{0}，低于本金{1}；无有效评估：{2}。", {most, principal, missing}),
            sum.valued);
    return not_met(
        said("{0} of {1} is {2}; the caps of the rights together allow only {3}.",
             "本金{0}／价值合计{1}＝{2}，超过各权利质押率上限合计{3}。", {principal, value, share, most}),
        sum.valued);
}

Judgement e35_loan_to_value(const Case& subject) {
    if (subject.asked.principal && subject.asked.securities.size() > 1) return of_all_rights(subject);
    if (!subject.asked.principal) return unknown(said("The principal is not given.", "未提供贷款本金。"));
    if (subject.security.valuations.empty()) return no_valuation(subject);
    if (!subject.security.valuation)
        return unknown(said("No valuation of {0} is valid on {1}.", "截至{1}，{0}无有效评估。",
                            {subject.right, subject.as_of.text()}),
                       {subject.security.valuations.front().record});
    const Valuation& used = *subject.security.valuation;
    const std::string& currency = subject.asked.currency;
    if (used.currency != currency)
        return unknown(said("The value is in {0}, the principal in {1}: they cannot be compared exactly.",
                            "评估价值币种为{0}，本金币种为{1}，无法精确比较。", {used.currency, currency}),
                       {used.record});
    const auto& cap = subject.security.cap;
    if (!cap)
        return unknown(said("The kind of the right is not known, so no cap applies.",
                            "权利种类未知，无法确定质押率上限。"));
    const auto left = subject.security.left();
    if (!left)
        return unknown(
            said("Pledges registered before it secure other debts, and not of all is the amount known: "
                 "what is left of the value cannot be told.",
                 "在先登记的质押担保其他债务，其中有数额未知者，无法确定剩余价值。"),
            {used.record});
    const std::string principal = amount_text(*subject.asked.principal, currency),
                      value = amount_text(*left, used.currency);
    if (*left == 0)
        return not_met(said("Pledges registered before it take up the whole value of {0}.",
                            "在先登记的质押已占用全部价值{0}。", {amount_text(used.amount, currency)}),
                       {used.record});
    const LoanToValue ratio = loan_to_value(*subject.asked.principal, *left, cap->basis_points);
    const plugin::Text kind = kind_label(subject.kind);
    const std::string share = percent(ratio.basis_points), limit = percent(cap->basis_points);
    plugin::Text message = ratio.within ? said("{0} of {1} is {2}; the cap for {3} is {4}.",
                                               "本金{0}／价值{1}＝{2}，未超过{5}质押率上限{4}。",
                                               {principal, value, share, kind.en, limit, kind.zh})
                                        : said("{0} of {1} is {2}, above the cap of {4} for {3}.",
                                               "本金{0}／价值{1}＝{2}，超过{5}质押率上限{4}。",
                                               {principal, value, share, kind.en, limit, kind.zh});
    if (*left < used.amount) {
        const std::string prior = amount_text(used.amount - *left, currency);
        message.en += " Of the value, " + prior + " is taken up by pledges registered before.";
        message.zh += "价值中已扣除在先登记质押担保的" + prior + "。";
    }
    if (cap->is_default) {
        message.en += " The bank has set no cap; this one comes with the product.";
        message.zh += "银行未设定上限，此处采用产品默认值。";
    }
    std::vector<std::string> evidence{used.record};
    if (!subject.asked.policy.record.empty()) evidence.push_back(subject.asked.policy.record);
    return ratio.within ? met(std::move(message), std::move(evidence))
                        : not_met(std::move(message), std::move(evidence));
}

Judgement e42_freshness(const Case& subject) {
    const auto retrieved = date_at(plugin::object_at(register_fields(subject), "source"), "retrieved_on");
    const int most = static_cast<int>(subject.asked.policy.extract_max_age_days);
    const std::string limit = std::to_string(most);
    // Typed in by hand: nothing to measure, so a person must look.
    if (!retrieved)
        return unknown(
            said("The record does not say when the register was read; a person must check that "
                 "the extract is at most {0} working days old and signed.",
                 "记录未载明登记簿查询日期；须人工核对登记簿副本不超过{0}个工作日且已签章。", {limit}),
            {subject.right});
    if (*retrieved > subject.as_of)
        return unknown(said("The register is said to have been read on {0}, after the day of this check.",
                            "登记簿查询日期{0}晚于本次检查日期。", {retrieved->text()}),
                       {subject.right});
    if (plugin::WorkCalendar(subject.records).between(*retrieved, subject.as_of, most + 1) > most)
        return not_met(said("The register was read on {0}, more than {1} working days ago.",
                            "登记簿查询日期为{0}，已超过{1}个工作日。", {retrieved->text(), limit}),
                       {subject.right});
    return met(said("The register was read on {0}, within {1} working days.",
                    "登记簿查询日期为{0}，未超过{1}个工作日。", {retrieved->text(), limit}),
               {subject.right});
}

bool is_owed(const Record& loan) {
    return loan.status != "repaid";
}

/// What a bank has lent and not got back, in one currency; and the parts of it that hang together with the
/// case.
struct Concentration {
    std::int64_t all = 0, right = 0, brand = 0, borrower = 0, kind = 0;
};

std::string brand_of(const Request& asked) {
    if (asked.loan) return std::string(plugin::text_at(asked.loan->fields, "brand"));
    return asked.brands.empty() ? std::string() : asked.brands.front().id;
}

bool secures(const Case& subject, const std::string& loan) {
    return std::any_of(subject.pledges.begin(), subject.pledges.end(), [&](const Record& pledge) {
        return plugin::text_at(pledge.fields, "loan") == loan &&
               (pledge.status == "agreed" || pledge.status == "registered");
    });
}

RightKind recorded_kind(const std::string& right, const plugin::Records& records) {
    if (is_trademark(right)) return RightKind::trademark;
    const auto record = records.find(right);
    return record ? right_kind(plugin::text_at(record->fields, "kind")) : RightKind::unknown;
}

/// Whether a right of the same kind stands behind that loan.
bool rests_on_kind(const Case& subject, const std::string& loan) {
    for (const Record& pledge : subject.records.referring_to(loan, "pledge")) {
        if (pledge.status != "agreed" && pledge.status != "registered") continue;
        for (const std::string& right : texts_at(pledge.fields, "rights"))
            if (recorded_kind(right, subject.records) == subject.kind) return true;
    }
    return false;
}

Concentration concentration_of(const Case& subject) {
    const Request& asked = subject.asked;
    Concentration sum;
    const std::string brand = brand_of(asked);
    const auto add = [&](std::int64_t amount, bool by_right, bool by_brand, bool by_borrower, bool by_kind) {
        sum.all = capped_sum(sum.all, amount);
        if (by_right) sum.right = capped_sum(sum.right, amount);
        if (by_brand) sum.brand = capped_sum(sum.brand, amount);
        if (by_borrower) sum.borrower = capped_sum(sum.borrower, amount);
        if (by_kind) sum.kind = capped_sum(sum.kind, amount);
    };
    subject.records.for_each("loan", [&](const Record& loan) {
        const auto owed = money_at(loan.fields, "principal");
        const bool is_asked = asked.loan && asked.loan->id == loan.id;
        if (!owed || owed->currency != asked.currency || !is_owed(loan) ||
            code_at(loan.fields, "lender") != asked.pledgee)
            return true;
        add(Repayment(loan.fields, true, subject.as_of).owed_today(), is_asked || secures(subject, loan.id),
            !brand.empty() && plugin::text_at(loan.fields, "brand") == brand,
            code_at(loan.fields, "borrower") == asked.debtor, is_asked || rests_on_kind(subject, loan.id));
        return true;
    });
    if (!asked.loan) add(*asked.principal, true, !brand.empty(), true, true);
    return sum;
}

Judgement e36_concentration(const Case& subject) {
    const Request& asked = subject.asked;
    if (asked.pledgee.empty() || !asked.principal)
        return unknown(said("The pledgee or the principal is not given.", "未提供质权人或贷款本金。"));
    const Policy& policy = asked.policy;
    if (policy.record.empty())
        return unknown(
            said("No lending policy is on file, so no limit for one right, one brand or one "
                 "borrower is known.",
                 "未登记信贷政策，单一权利、单一品牌或单一借款人的集中度上限未知。"));
    if (!policy.max_right && !policy.max_brand && !policy.max_owner && !policy.max_kind)
        return soft(said("The policy sets no limit for one right, one brand, one borrower or one kind.",
                         "信贷政策未设定单一权利、单一品牌、单一借款人或单一权利种类的集中度上限。"),
                    {policy.record});
    const Concentration sum = concentration_of(subject);
    std::vector<std::string> en, zh;
    bool is_within = true;
    const auto compare = [&](const std::optional<std::int64_t>& limit, std::int64_t part, const char* name_en,
                             const char* name_zh) {
        if (!limit) return;
        const std::int64_t share = ratio_of(part, sum.all);
        if (share > *limit) is_within = false;
        en.push_back(std::string(name_en) + " " + percent(share) + " of at most " + percent(*limit));
        zh.push_back(std::string(name_zh) + percent(share) + "，上限" + percent(*limit));
    };
    compare(policy.max_right, sum.right, "this right", "单一权利");
    compare(policy.max_brand, sum.brand, "this brand", "单一品牌");
    compare(policy.max_owner, sum.borrower, "this borrower", "单一借款人");
    compare(policy.max_kind, sum.kind, "this kind of right", "单一权利种类");
    const plugin::Text message = said("Of {0} lent: {1}.", "贷款余额{0}中：{2}。",
                                      {amount_text(sum.all, asked.currency), joined(en), joined(zh, "；")});
    return is_within ? met(message, {policy.record}) : not_met(message, {policy.record});
}

bool concerns_lender(const Case& subject, const Record& loan) {
    return subject.asked.pledgee.empty() || code_at(loan.fields, "lender") == subject.asked.pledgee;
}

/// The insurance of the loan, or where none is named, of the pledgor's loans that are still owed.
std::vector<Record> insurance_of(const Case& subject) {
    if (subject.asked.loan) return subject.records.referring_to(subject.asked.loan->id, "insurance");
    std::vector<Record> found;
    const std::string& pledgor = subject.asked.pledgor;
    for (const Record& loan : subject.records.referring_to("organisation/" + pledgor, "loan")) {
        if (code_at(loan.fields, "borrower") != pledgor || !concerns_lender(subject, loan) || !is_owed(loan))
            continue;
        for (Record& insurance : subject.records.referring_to(loan.id, "insurance"))
            found.push_back(std::move(insurance));
    }
    return found;
}

Judgement e44_insurance(const Case& subject) {
    if (!subject.asked.due || subject.asked.pledgor.empty())
        return unknown(
            said("The pledgor or the day the debt falls due is not given.", "未提供出质人或债务到期日。"));
    const auto policies = insurance_of(subject);
    for (const Record& insurance : policies) {
        const auto from = date_at(insurance.fields, "from");
        const auto until = date_at(insurance.fields, "until");
        if (from && until && *until >= *subject.asked.due)
            return met(said("{0} covers {1} to {2}; the debt falls due on {3}.",
                            "{0}保险期间{1}至{2}，债务于{3}到期。",
                            {insurance.id, from->text(), until->text(), subject.asked.due->text()}),
                       {insurance.id});
    }
    if (policies.empty())
        return unknown(
            said("No insurance of a loan to the pledgor is on file.", "未见出质人贷款的保证保险。"));
    return not_met(said("No insurance on file covers the term until {0}.", "在案保险均未覆盖至{0}。",
                        {subject.asked.due->text()}),
                   {policies.front().id});
}

}  // namespace

const std::vector<Rule>& bank_rules() {
    static const std::vector<Rule> rules{
        {"E34", Severity::warn, Scope::any, notice_128(), "", "valuation principal", e34_valuation},
        {"E35", Severity::block, Scope::any, both_of(bank_policy(), notice_128()), "",
         "valuation principal cap_bp policy", e35_loan_to_value},
        {"E36", Severity::warn, Scope::any, bank_policy(), "", "pledgee principal policy", e36_concentration},
        {"E42", Severity::block, Scope::any, bank_policy(), "", "source extract_max_age_days", e42_freshness},
        {"E44", Severity::info, Scope::any, bank_policy(), "", "loan pledgor due", e44_insurance},
    };
    return rules;
}

}  // namespace xinbu::collateral
