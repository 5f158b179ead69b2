#include "validate.hpp"

#include <algorithm>
#include <set>

#include "collateral.hpp"
#include "pledge_dates.hpp"
#include "repayment.hpp"
#include "valuation.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::collateral {

using plugin::Date;
using plugin::Draft;
using plugin::Faults;
using plugin::Object;
using plugin::Records;
using plugin::Value;

namespace {

constexpr std::string_view parties[] = {"lender",  "borrower",    "pledgor", "pledgee", "valuer",
                                        "insurer", "beneficiary", "bank",    "subject"};

void canonical_party(Value& party) {
    Object* members = party.object();
    Value* identifier = members != nullptr ? members->find("identifier") : nullptr;
    std::string* text = identifier != nullptr ? identifier->text() : nullptr;
    if (text == nullptr) return;
    if (text->find(':') == std::string::npos && !plugin::is_masked_citizen_id(*text))
        *text = plugin::canonical_uscc(*text);
}

}  // namespace

std::string pointer(std::string_view member) {
    return "/data/" + std::string(member);
}

void require_positive(const Subject& subject, std::string_view member, std::string rule) {
    const auto money = money_at(subject.draft.data, member);
    if (money && money->amount <= 0)
        subject.fault(pointer(member) + "/amount", std::move(rule),
                      said("The amount is {0}; expected more than nothing.", "金额为{0}；应大于零。",
                           {amount_text(money->amount, money->currency)}));
}

void require_same_currency(const Subject& subject, std::string_view member, const Object& reference,
                           std::string_view reference_member, std::string rule) {
    const auto money = money_at(subject.draft.data, member);
    const auto other = money_at(reference, reference_member);
    if (money && other && money->currency != other->currency)
        subject.fault(pointer(member) + "/currency", std::move(rule),
                      said("The currency is {0}; expected {1}, as agreed before.",
                           "币种为{0}；应与原约定一致，为{1}。", {money->currency, other->currency}));
}

void require_order(const Subject& subject, std::string_view later, const Object& holder,
                   std::string_view earlier, std::string rule) {
    const auto after = date_at(subject.draft.data, later);
    const auto before = date_at(holder, earlier);
    if (after && before && *after < *before)
        subject.fault(pointer(later), std::move(rule),
                      said("{0} is before {1}, the earliest day it can be.", "{0}早于{1}，不应早于该日。",
                           {after->text(), before->text()}));
}

void require_code(const Subject& subject, std::string_view member, bool institution) {
    const Object& party = plugin::object_at(subject.draft.data, member);
    if (party.empty()) return;
    const std::string_view identifier = plugin::text_at(party, "identifier");
    const std::string at = pointer(member) + "/identifier";
    if (identifier.empty()) {
        subject.fault(at, "party.identifier_missing",
                      said("The party has no identifier; expected its unified social credit code.",
                           "缺少主体标识；应填写统一社会信用代码。"));
        return;
    }
    const auto broken =
        institution ? plugin::uscc_fault(identifier) : plugin::party_identifier_fault(identifier);
    if (broken) subject.fault(at, "identifier.uscc", *broken);
}

void require_after(const Subject& subject, std::initializer_list<std::string_view> earlier,
                   std::string rule) {
    std::string_view latest;
    for (const std::string_view name : earlier)
        if (const std::string_view day = plugin::text_at(subject.record, name);
            date_at(subject.record, name) && day > plugin::text_at(subject.record, latest))
            latest = name;
    if (!latest.empty()) require_order(subject, "on", subject.record, latest, std::move(rule));
}

void check_right(const Subject& subject, std::string at, const Value& value) {
    const std::string* right = value.text();
    if (right == nullptr || is_trademark(*right) || is_patent(*right)) return;
    subject.fault(std::move(at), "collateral.right",
                  said("“{0}” is no right that can be pledged here; expected a trademark or a patent.",
                       "“{0}”不是可在此质押的权利；应为商标或专利。", {*right}));
}

bool is_rule(std::string_view text) {
    if (text.size() != 3 || text[0] != 'E' || !plugin::all_digits(text.substr(1))) return false;
    const int number = (text[1] - '0') * 10 + (text[2] - '0');
    return number >= 1 && number <= 49;
}

namespace {

void validate_valuation(const Subject& subject) {
    const Object& data = subject.draft.data;
    const auto value = money_at(data, "value");
    const Policy policy = policy_for({}, subject.records);
    if (value && !policy.record.empty() && value->currency != policy.currency)
        subject.warning("/data/value/currency", "valuation.policy_currency",
                        said("The value is in {0}; the bank's policy lends in {1} and counts no other.",
                             "评估价值币种为{0}；银行信贷政策币种为{1}，其他币种不予计算。",
                             {value->currency, policy.currency}));
    if (const Value* right = data.find("right")) check_right(subject, "/data/right", *right);
    require_positive(subject, "value", "valuation.value");
    require_order(subject, "valid_until", data, "base_date", "valuation.valid_until");
    const auto base = date_at(data, "base_date");
    const auto effective = Date::parse(subject.draft.effective);
    if (base && effective && *base > *effective)
        subject.fault("/data/base_date", "valuation.base_date",
                      said("The base date {0} is after the day of the entry, {1}.",
                           "评估基准日{0}晚于记载日{1}。", {base->text(), effective->text()}));
    const std::string_view before = plugin::text_at(subject.record, "right");
    if (!before.empty() && before != plugin::text_at(data, "right"))
        subject.fault("/data/right", "valuation.other_right",
                      said("This valuation is of {0}; another right needs a valuation of its own.",
                           "该评估对应权利{0}；其他权利应另行登记评估。", {before}));
}

/// Days that go up, amounts of the loan's currency, and no more of them than the principal. `loan` holds
/// principal and dates where the draft does not.
void validate_schedule(const Subject& subject, std::string_view principal_member, const Object& loan) {
    const Object& data = subject.draft.data;
    const auto given = money_at(data, principal_member);
    const auto principal = given ? given : money_at(loan, "principal");
    const auto due = data.contains("due_on") ? date_at(data, "due_on") : date_at(loan, "due_on");
    const auto begin = data.contains("opened_on") ? date_at(data, "opened_on") : date_at(data, "on");
    const plugin::Array& schedule = plugin::array_at(data, "schedule");
    std::int64_t sum = 0;
    std::optional<Date> before = begin;
    for (std::size_t index = 0; index < schedule.size(); ++index) {
        const Object* one = schedule[index].object();
        const auto day = one != nullptr ? date_at(*one, "due_on") : std::nullopt;
        const auto amount = one != nullptr ? money_at(*one, "amount") : std::nullopt;
        if (!day || !amount) continue;
        const std::string at = "/data/schedule/" + std::to_string(index);
        if (before && *day <= *before)
            subject.fault(at + "/due_on", "loan.schedule_order",
                          said("{0} is not after {1}: instalments fall due one after the other.",
                               "{0}不晚于{1}：分期应还日应依次递增。", {day->text(), before->text()}));
        if (due && *day > *due)
            subject.fault(at + "/due_on", "loan.schedule_due",
                          said("{0} is after the loan falls due on {1}.", "{0}晚于贷款到期日{1}。",
                               {day->text(), due->text()}));
        if (amount->amount <= 0)
            subject.fault(at + "/amount/amount", "loan.schedule_amount",
                          said("The amount is {0}; expected more than nothing.", "金额为{0}；应大于零。",
                               {amount_text(amount->amount, amount->currency)}));
        if (principal && amount->currency != principal->currency)
            subject.fault(at + "/amount/currency", "loan.schedule_currency",
                          said("The currency is {0}; the loan's is {1}.", "币种为{0}；贷款币种为{1}。",
                               {amount->currency, principal->currency}));
        sum = capped_sum(sum, amount->amount);
        before = day;
    }
    if (principal && sum > principal->amount)
        subject.fault(
            "/data/schedule", "loan.schedule_sum",
            said("The instalments come to {0}, more than the principal of {1}.", "分期合计{0}，超过本金{1}。",
                 {amount_text(sum, principal->currency),
                  amount_text(principal->amount, principal->currency)}));
}

void validate_loan(const Subject& subject) {
    const Object& data = subject.draft.data;
    require_code(subject, "lender", true);
    require_code(subject, "borrower", false);
    require_positive(subject, "principal", "loan.principal");
    require_order(subject, "due_on", data, "opened_on", "loan.due_on");
    validate_schedule(subject, "principal", data);
    const Policy policy = policy_for(code_at(data, "lender"), subject.records);
    const auto principal = money_at(data, "principal");
    if (!policy.record.empty() && principal && principal->currency != policy.currency)
        subject.fault(
            "/data/principal/currency", "loan.policy_currency",
            said("The currency is {0}; the bank's policy lends in {1}.",
                 "币种为{0}；银行信贷政策规定的币种为{1}。", {principal->currency, policy.currency}));
    const std::string_view contract = plugin::text_at(data, "contract");
    const std::string_view key = key_of(subject.draft.record);
    if (!key.empty() && key != contract)
        subject.fault("/record", "loan.key",
                      said("The record is named after the contract: expected “loan/{0}”.",
                           "记录编号应与合同编号一致：应为“loan/{0}”。", {contract}));
}

void compare_with_right(const Subject& subject, const std::string& right, Date due) {
    const auto record = subject.records.find(right);
    const auto last = record ? date_at(record->fields, "last_day") : std::nullopt;
    if (!last || *last >= due) return;
    subject.warning("/data/due_on", "loan.due_after_right",
                    is_trademark(right)
                        ? said("The pledged mark {0} is protected until {1}: it must be renewed by then.",
                               "出质商标{0}有效期至{1}：届时须续展。", {right, last->text()})
                        : said("The pledged right {0} is protected until {1} only.",
                               "出质权利{0}的保护期仅至{1}。", {right, last->text()}));
}

/// What secures the loan must reach to the new due date, and cover the new amount.
void compare_with_pledges(const Subject& subject) {
    const auto due = date_at(subject.draft.data, "due_on");
    const auto amount = money_at(subject.draft.data, "amount");
    std::optional<std::int64_t> secured;
    for (const plugin::Record& pledge : subject.records.referring_to(subject.draft.record, "pledge")) {
        if (pledge.status != "agreed" && pledge.status != "registered") continue;
        const auto claim = claim_of(pledge.fields);
        if (amount && claim && claim->currency == amount->currency)
            secured = capped_sum(secured.value_or(0), claim->amount);
        if (!due) continue;
        for (const std::string& right : texts_at(pledge.fields, "rights"))
            compare_with_right(subject, right, *due);
        const auto until = has_marks(pledge.fields) ? date_at(pledge.fields, "until") : std::nullopt;
        if (until && *until < *due)
            subject.warning(
                "/data/due_on", "loan.due_after_term",
                said("The registered term of {0} ends on {1}: from then on its marks secure "
                     "nothing, unless it is extended before.",
                     "{0}登记期限至{1}：届满前未延期的，其商标不再提供担保。", {pledge.id, until->text()}));
    }
    if (secured && *secured < amount->amount)
        subject.warning("/data/amount/amount", "loan.more_than_secured",
                        said("{0} is owed from now on and {1} is secured: have the change registered "
                             "within {2} days.",
                             "变更后债务{0}，担保数额{1}：应在{2}日内办理登记变更。",
                             {amount_text(amount->amount, amount->currency),
                              amount_text(*secured, amount->currency), std::to_string(change_days)}));
}

/// What is recorded has happened: else a release of next year would free the right today.
void require_past(const Subject& subject) {
    const auto effective = Date::parse(subject.draft.effective);
    for (const std::string_view member : {"on", "registered_on", "opened_on"}) {
        const auto day = date_at(subject.draft.data, member);
        if (!effective || !day || *day <= *effective) continue;
        subject.fault("/data/" + std::string(member), "collateral.day_ahead",
                      said("{0} is after the entry's day {1}: what has not happened yet is not recorded.",
                           "{0}晚于条目日期{1}：尚未发生的事项不予登记。", {day->text(), effective->text()}));
    }
}

std::int64_t owed_of(const Subject& subject) {
    return owed_in_all({subject.draft.record, {}, {}, subject.record}, subject.records);
}

/// Repaid is what was owed: a loan settled for less is no reason to give up its security.
void require_all_repaid(const Subject& subject) {
    const auto paid = money_at(subject.draft.data, "amount");
    const std::int64_t owed = owed_of(subject);
    if (paid && paid->amount < owed)
        subject.fault("/data/amount/amount", "loan.repaid_amount",
                      said("{0} is less than the {1} still owed: record it as a payment.",
                           "{0}少于尚欠本金{1}：应登记为还款。",
                           {amount_text(paid->amount, paid->currency), amount_text(owed, paid->currency)}));
}

void validate_loan_event(const Subject& subject) {
    if (subject.draft.type == "collateral.loan.repaid") require_all_repaid(subject);
    require_after(subject, {"opened_on", "restructured_on", "defaulted_on"}, "loan.event_date");
    require_positive(subject, "amount", "loan.amount");
    require_same_currency(subject, "amount", subject.record, "principal", "loan.currency");
    require_order(subject, "due_on", subject.draft.data, "on", "loan.due_on");
    if (subject.draft.type != "collateral.loan.restructured") return;
    validate_schedule(subject, "amount", subject.record);
    compare_with_pledges(subject);
}

void validate_payment(const Subject& subject) {
    require_after(subject, {"opened_on", "restructured_on"}, "loan.event_date");
    require_positive(subject, "amount", "loan.amount");
    require_same_currency(subject, "amount", subject.record, "principal", "loan.currency");
    const auto paid = money_at(subject.draft.data, "amount");
    const std::int64_t owed = owed_of(subject);
    if (paid && paid->amount > owed)
        subject.fault(
            "/data/amount/amount", "loan.overpaid",
            said("{0} is more than the {1} still owed; the last payment is recorded as repayment of "
                 "the loan.",
                 "{0}超过尚欠本金{1}；末次还款应登记为贷款结清。",
                 {amount_text(paid->amount, paid->currency), amount_text(owed, paid->currency)}));
    if (paid && paid->amount == owed)
        subject.warning("/data/amount/amount", "loan.settled",
                        said("Nothing is owed any more: record the loan as repaid, and release its pledges.",
                             "至此已无欠款：应登记贷款结清并解除质押。"));
}

void validate_insurance(const Subject& subject) {
    require_code(subject, "insurer", true);
    require_positive(subject, "insured", "insurance.insured");
    require_order(subject, "until", subject.draft.data, "from", "insurance.until");
    const auto loan = subject.records.find(plugin::text_at(subject.draft.data, "loan"));
    if (loan) require_same_currency(subject, "insured", loan->fields, "principal", "insurance.currency");
}

void validate_currency(const Subject& subject) {
    const std::string_view currency = plugin::text_at(subject.draft.data, "currency");
    if (!currency.empty() && !plugin::currency_decimals(currency))
        subject.fault("/data/currency", "policy.currency",
                      said("“{0}” is no currency; expected a code of ISO 4217, such as CNY.",
                           "“{0}”不是货币代码；应为ISO 4217代码，如CNY。", {currency}));
}

void validate_policy(const Subject& subject) {
    validate_currency(subject);
    const Object& given = plugin::object_at(subject.draft.data, "caps");
    if (given.empty())
        subject.fault("/data/caps", "policy.no_caps",
                      said("A policy sets at least one cap.", "信贷政策至少应设定一项质押率上限。"));
    for (const plugin::Member& cap : given) {
        const std::int64_t* share = cap.value.integer();
        if (share == nullptr || *share < 0 || *share > 10000)
            subject.fault("/data/caps/" + cap.name, "policy.cap",
                          said("A cap is a share of the value, from 0 to 10000 basis points.",
                               "质押率上限为评估价值的比例，取值0至10000个基点。"));
    }
}

bool is_group(std::string_view text) {
    if (text.size() != 4 || !plugin::all_digits(text)) return false;
    const int number = (text[0] - '0') * 10 + (text[1] - '0');
    return number >= 1 && number <= 45;
}

void check_group(const Subject& subject, std::string at, std::string_view text) {
    if (!is_group(text))
        subject.fault(
            std::move(at), "similar_goods.group",
            said("“{0}” is no similar group; expected four digits, the first two a class from 01 to 45.",
                 "“{0}”不是类似群；应为四位数字，前两位为01至45的类别。", {text}));
}

void validate_similar_goods(const Subject& subject) {
    const plugin::Array& alike = plugin::array_at(subject.draft.data, "alike");
    for (std::size_t index = 0; index < alike.size(); ++index) {
        if (alike[index].object() == nullptr) continue;
        const std::string at = "/data/alike/" + std::to_string(index);
        check_group(subject, at + "/group", plugin::text_at(*alike[index].object(), "group"));
        const plugin::Array& with = plugin::array_at(*alike[index].object(), "with");
        for (std::size_t place = 0; place < with.size(); ++place)
            if (with[place].text() != nullptr)
                check_group(subject, at + "/with/" + std::to_string(place), *with[place].text());
    }
}

void validate_credit(const Subject& subject) {
    require_code(subject, "subject", false);
    const auto read = date_at(subject.draft.data, "read_on");
    const auto effective = Date::parse(subject.draft.effective);
    if (read && effective && *read > *effective)
        subject.fault("/data/read_on", "credit.read_on",
                      said("The lists were read on {0}, after the day of the entry, {1}.",
                           "查询日期{0}晚于记载日{1}。", {read->text(), effective->text()}));
}

/// Whether the registry's signing policy lets nobody but two officers sign an entry of that type.
bool wants_two_officers(const Records& records, std::string_view type) {
    bool is_wanted = false;
    records.for_each("core-policy", [&](const plugin::Record& policy) {
        for (const Value& value : plugin::array_at(policy.fields, "rules")) {
            const Object* rule = value.object();
            if (rule == nullptr) continue;
            const std::string_view pattern = plugin::text_at(*rule, "types");
            const bool is_meant = pattern.ends_with('*')
                                      ? type.starts_with(pattern.substr(0, pattern.size() - 1))
                                      : pattern == type;
            const std::int64_t* signers = plugin::integer_at(*rule, "signers");
            const auto roles = texts_at(*rule, "roles");
            is_wanted = is_wanted || (is_meant && signers != nullptr && *signers >= 2 &&
                                      roles == std::vector<std::string>{"officer"});
        }
        return !is_wanted;
    });
    return is_wanted;
}

/// Two officers, each enrolled here as one; who names a colleague has not his signature yet, so the signing
/// policy must ask for both.
void validate_override(const Subject& subject) {
    const Object& data = subject.draft.data;
    if (const Value* right = data.find("right")) check_right(subject, "/data/right", *right);
    const std::string_view rule = plugin::text_at(data, "rule");
    if (!is_rule(rule))
        subject.fault("/data/rule", "override.rule",
                      said("“{0}” is no rule of the eligibility check; expected E01 to E49.",
                           "“{0}”不是准入检查规则；应为E01至E49。", {rule}));
    const plugin::Array& officers = plugin::array_at(data, "officers");
    std::set<std::string_view> seen;
    for (std::size_t index = 0; index < officers.size(); ++index) {
        const std::string* name = officers[index].text();
        if (name == nullptr) continue;
        const std::string at = "/data/officers/" + std::to_string(index);
        if (!seen.insert(*name).second) {
            subject.fault(at, "override.same_officer",
                          said("“{0}” is named twice; two officers must agree.",
                               "“{0}”重复；应由两名负责人批准。", {*name}));
            continue;
        }
        const auto found = subject.records.find("operator/" + *name);
        if (!found || found->status == "revoked" || plugin::text_at(found->fields, "role") != "officer")
            subject.fault(at, "override.officer",
                          said("“{0}” is not enrolled here as an officer.", "“{0}”未在本登记簿登记为负责人。",
                               {*name}));
    }
    if (!wants_two_officers(subject.records, subject.draft.type))
        subject.fault(
            "/data/officers", "override.policy",
            said("The signing policy of this registry does not ask two officers to sign exceptions: set a "
                 "rule for collateral.override.approved with 2 signers of the role officer first.",
                 "本登记簿的签名策略未要求两名负责人共同签署例外：应先为collateral.override.approved设定"
                 "2名负责人签署的规则。"));
    if (seen.size() < 2)
        subject.fault("/data/officers", "override.two_officers",
                      said("An exception from a rule that blocks takes two officers.",
                           "突破阻断规则须由两名负责人批准。"));
}

using Validator = void (*)(const Subject&);
struct Validation {
    std::string_view type;
    Validator validate;
};
constexpr Validation validations[] = {
    {"collateral.valuation.recorded", validate_valuation},
    {"collateral.loan.opened", validate_loan},
    {"collateral.loan.instalment_paid", validate_payment},
    {"collateral.loan.repaid", validate_loan_event},
    {"collateral.loan.defaulted", validate_loan_event},
    {"collateral.loan.restructured", validate_loan_event},
    {"collateral.pledge.agreed", validate_agreed},
    {"collateral.pledge.registered", validate_registered},
    {"collateral.pledge.changed", validate_changed},
    {"collateral.pledge.reduced", validate_reduced},
    {"collateral.pledge.extended", validate_extended},
    {"collateral.pledge.published", validate_published},
    {"collateral.pledge.released", validate_released},
    {"collateral.pledge.enforced", validate_enforced},
    {"collateral.pledge.partly_enforced", validate_partly_enforced},
    {"collateral.insurance.recorded", validate_insurance},
    {"collateral.bank_policy.set", validate_policy},
    {"collateral.similar_goods.set", validate_similar_goods},
    {"collateral.credit_report.recorded", validate_credit},
    {"collateral.override.approved", validate_override},
};

}  // namespace

void Collateral::normalise(Draft& draft) const {
    for (const std::string_view name : parties)
        if (Value* party = draft.data.find(name)) canonical_party(*party);
    Value* all = draft.data.find("acknowledgements");
    if (all == nullptr || all->array() == nullptr) return;
    for (Value& one : *all->array())
        if (one.object() != nullptr)
            if (Value* by = one.object()->find("by")) canonical_party(*by);
}

std::optional<std::string> Collateral::record_id(const Draft& draft, plugin::Numbering& numbers) const {
    const auto numbered = [&](const std::string& prefix) {
        return prefix + std::to_string(numbers.next(prefix));
    };
    const Object& data = draft.data;
    if (draft.type == "collateral.valuation.recorded") {
        const std::string_view right = key_of(plugin::text_at(data, "right"));
        const std::string_view base = plugin::text_at(data, "base_date");
        if (right.empty() || base.empty()) return std::nullopt;
        return "valuation/" + std::string(right) + "-" + std::string(base);
    }
    if (draft.type == "collateral.loan.opened") {
        const std::string_view contract = plugin::text_at(data, "contract");
        if (contract.empty()) return std::nullopt;
        return "loan/" + std::string(contract);
    }
    const std::string contract(key_of(plugin::text_at(data, "loan")));
    if (draft.type == "collateral.pledge.agreed") {
        if (contract.empty()) return std::nullopt;
        return numbered("pledge/" + contract + "-");
    }
    if (draft.type == "collateral.insurance.recorded") {
        const std::string insurer(plugin::text_at(plugin::object_at(data, "insurer"), "identifier"));
        const std::string& named = contract.empty() ? insurer : contract;
        if (named.empty()) return std::nullopt;
        return numbered("insurance/" + named + "-");
    }
    if (draft.type == "collateral.override.approved") {
        const std::string_view rule = plugin::text_at(data, "rule");
        if (contract.empty() || rule.empty()) return std::nullopt;
        return numbered("override/" + contract + "-" + std::string(rule) + "-");
    }
    if (draft.type == "collateral.credit_report.recorded") {
        const std::string_view code = code_at(data, "subject");
        const std::string_view read = plugin::text_at(data, "read_on");
        if (code.empty() || read.empty()) return std::nullopt;
        return numbered("credit_report/" + std::string(code) + "-" + std::string(read) + "-");
    }
    if (draft.type == "collateral.bank_policy.set") return "policy/self";
    if (draft.type == "collateral.similar_goods.set") return "similar_goods/self";
    return std::nullopt;
}

void Collateral::validate(const Draft& draft, const Records& records, Faults& faults) const {
    const auto record = draft.record.empty() ? std::nullopt : records.find(draft.record);
    const Subject subject{draft, records, faults, record ? record->fields : Object()};
    require_past(subject);
    if (draft.type.starts_with("collateral.pledge."))
        require_after(subject, {"agreed_on", "registered_on", "changed_on", "extended_on"},
                      "pledge.event_date");
    for (const Validation& one : validations)
        if (one.type == draft.type) one.validate(subject);
}

}  // namespace xinbu::collateral
