#include <algorithm>
#include <set>

#include "collateral.hpp"
#include "text.hpp"
#include "xinbu/plugin/identifiers.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::collateral {

using plugin::Date;
using plugin::Draft;
using plugin::Fault;
using plugin::Faults;
using plugin::Object;
using plugin::Record;
using plugin::Records;
using plugin::Text;
using plugin::Value;

namespace {

constexpr std::string_view parties[] = {"lender", "borrower", "pledgor",     "pledgee",
                                        "valuer", "insurer",  "beneficiary", "bank"};

void canonical_party(Value& party) {
    Object* members = party.object();
    Value* identifier = members != nullptr ? members->find("identifier") : nullptr;
    std::string* text = identifier != nullptr ? identifier->text() : nullptr;
    if (text == nullptr) return;
    if (text->find(':') == std::string::npos && !plugin::is_masked_citizen_id(*text))
        *text = plugin::canonical_uscc(*text);
}

/// One draft under validation: what it says, the record it is about, and where the faults go.
struct Subject {
    const Draft& draft;
    const Records& records;
    Faults& faults;
    Object record;  ///< fields of the record so far; empty for its first entry

    void fault(std::string pointer, std::string rule, Text message) const {
        faults.push_back(Fault{std::move(pointer), std::move(rule), std::move(message)});
    }
    void warning(std::string pointer, std::string rule, Text message) const {
        faults.push_back(Fault{std::move(pointer), std::move(rule), std::move(message), true});
    }
};

std::string pointer(std::string_view member) {
    return "/data/" + std::string(member);
}

std::optional<plugin::Money> money_at(const Object& object, std::string_view name) {
    const Value* value = object.find(name);
    return value != nullptr ? plugin::money_of(*value) : std::nullopt;
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

/// The date member `later` of the draft is not before `earlier`, which stands in the draft or the record.
void require_order(const Subject& subject, std::string_view later, const Object& holder,
                   std::string_view earlier, std::string rule) {
    const auto after = date_at(subject.draft.data, later);
    const auto before = date_at(holder, earlier);
    if (after && before && *after < *before)
        subject.fault(pointer(later), std::move(rule),
                      said("{0} is before {1}, the earliest day it can be.", "{0}早于{1}，不应早于该日。",
                           {after->text(), before->text()}));
}

/// A party whose identity decides rights must carry its code; an institution must carry a credit code.
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

void check_right(const Subject& subject, std::string at, const Value& value) {
    const std::string* right = value.text();
    if (right == nullptr || is_trademark(*right) || is_patent(*right)) return;
    subject.fault(std::move(at), "collateral.right",
                  said("“{0}” is no right that can be pledged here; expected a trademark or a patent.",
                       "“{0}”不是可在此质押的权利；应为商标或专利。", {*right}));
}

void check_proof(const Subject& subject, const Object& proof, const std::string& at) {
    const std::string_view kind = plugin::text_at(proof, "kind");
    const auto require = [&](std::initializer_list<std::string_view> members) {
        for (const std::string_view member : members)
            if (plugin::text_at(proof, member).empty())
                subject.fault(
                    at + "/" + std::string(member), "proof.incomplete",
                    said("A proof of kind “{0}” needs “{1}”.", "“{0}”类证明须填写“{1}”。", {kind, member}));
    };
    if (kind == "signature") require({"algorithm", "public_key", "signature"});
    if (kind == "letter") require({"attachment", "signatory", "authority"});
    if (kind == "statement") require({"signatory"});
}

bool is_rule(std::string_view text) {
    if (text.size() != 3 || text[0] != 'E' || !plugin::all_digits(text.substr(1))) return false;
    const int number = (text[1] - '0') * 10 + (text[2] - '0');
    return number >= 1 && number <= 49;
}

void check_acknowledgements(const Subject& subject) {
    const plugin::Array& all = plugin::array_at(subject.draft.data, "acknowledgements");
    for (std::size_t index = 0; index < all.size(); ++index) {
        const Object* one = all[index].object();
        if (one == nullptr) continue;
        const std::string at = "/data/acknowledgements/" + std::to_string(index);
        const std::string_view rule = plugin::text_at(*one, "rule");
        if (!is_rule(rule))
            subject.fault(at + "/rule", "acknowledgement.rule",
                          said("“{0}” is no rule of the eligibility check; expected E01 to E49.",
                               "“{0}”不是准入检查规则；应为E01至E49。", {rule}));
        check_proof(subject, plugin::object_at(*one, "proof"), at + "/proof");
    }
}

void check_rights(const Subject& subject) {
    const plugin::Array& rights = plugin::array_at(subject.draft.data, "rights");
    if (rights.empty())
        subject.fault("/data/rights", "pledge.no_rights",
                      said("A pledge needs at least one right.", "质押合同至少应包含一项权利。"));
    std::set<std::string_view> seen;
    for (std::size_t index = 0; index < rights.size(); ++index) {
        const std::string at = "/data/rights/" + std::to_string(index);
        check_right(subject, at, rights[index]);
        const std::string* right = rights[index].text();
        if (right != nullptr && !seen.insert(*right).second)
            subject.fault(at, "pledge.right_twice",
                          said("“{0}” stands in the list twice.", "“{0}”在清单中重复出现。", {*right}));
    }
}

void compare_with_loan(const Subject& subject) {
    const auto loan = subject.records.find(plugin::text_at(subject.draft.data, "loan"));
    if (!loan) return;
    require_same_currency(subject, "secured", loan->fields, "principal", "pledge.currency");
    const std::string_view pledgee =
        plugin::text_at(plugin::object_at(subject.draft.data, "pledgee"), "identifier");
    const std::string_view lender = plugin::text_at(plugin::object_at(loan->fields, "lender"), "identifier");
    if (!pledgee.empty() && !lender.empty() && pledgee != lender)
        subject.warning("/data/pledgee", "pledge.other_pledgee",
                        said("The pledgee {0} is not the lender {1}.", "质权人{0}与贷款人{1}不一致。",
                             {pledgee, lender}));
    if (loan->status == "repaid")
        subject.fault(
            "/data/loan", "pledge.loan_repaid",
            said("The loan is repaid; there is nothing left to secure.", "该贷款已结清，无债权可担保。"));
    const auto until = date_at(subject.draft.data, "until");
    const auto due = date_at(loan->fields, "due_on");
    if (until && due && *until < *due)
        subject.warning("/data/until", "pledge.shorter_than_loan",
                        said("The pledge ends on {0}, before the loan falls due on {1}.",
                             "质押期限于{0}届满，早于贷款到期日{1}。", {until->text(), due->text()}));
}

void validate_valuation(const Subject& subject) {
    const Object& data = subject.draft.data;
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

void validate_loan(const Subject& subject) {
    const Object& data = subject.draft.data;
    require_code(subject, "lender", true);
    require_code(subject, "borrower", false);
    require_positive(subject, "principal", "loan.principal");
    require_order(subject, "due_on", data, "opened_on", "loan.due_on");
    const std::string_view contract = plugin::text_at(data, "contract");
    const std::string_view key = key_of(subject.draft.record);
    if (!key.empty() && key != contract)
        subject.fault("/record", "loan.key",
                      said("The record is named after the contract: expected “loan/{0}”.",
                           "记录编号应与合同编号一致：应为“loan/{0}”。", {contract}));
}

void validate_loan_event(const Subject& subject) {
    require_order(subject, "on", subject.record, "opened_on", "loan.event_date");
    require_positive(subject, "amount", "loan.amount");
    require_same_currency(subject, "amount", subject.record, "principal", "loan.currency");
    require_order(subject, "due_on", subject.draft.data, "on", "loan.due_on");
}

void validate_agreed(const Subject& subject) {
    const Object& data = subject.draft.data;
    require_code(subject, "pledgor", false);
    require_code(subject, "pledgee", true);
    require_positive(subject, "secured", "pledge.secured");
    require_order(subject, "until", data, "agreed_on", "pledge.until");
    check_rights(subject);
    check_acknowledgements(subject);
    check_proof(subject, plugin::object_at(data, "pledgor_proof"), "/data/pledgor_proof");
    compare_with_loan(subject);
}

void validate_registered(const Subject& subject) {
    require_order(subject, "registered_on", subject.record, "agreed_on", "pledge.registered_on");
    require_order(subject, "until", subject.draft.data, "registered_on", "pledge.until");
}

void validate_changed(const Subject& subject) {
    require_positive(subject, "secured", "pledge.secured");
    require_same_currency(subject, "secured", subject.record, "secured", "pledge.currency");
    require_order(subject, "until", subject.draft.data, "on", "pledge.until");
    if (!subject.draft.data.contains("secured") && !subject.draft.data.contains("until"))
        subject.fault("/data", "pledge.nothing_changed",
                      said("A change names a new secured amount, a new term, or both.",
                           "变更应载明新的担保数额或新的期限。"));
}

void validate_extended(const Subject& subject) {
    const auto until = date_at(subject.draft.data, "until");
    const auto before = date_at(subject.record, "until");
    const auto on = date_at(subject.draft.data, "on");
    if (until && before && *until <= *before)
        subject.fault("/data/until", "pledge.not_longer",
                      said("The term already runs to {0}; an extension ends later.",
                           "现有期限至{0}；延期后的届满日应晚于该日。", {before->text()}));
    const plugin::Array& rights = plugin::array_at(subject.record, "rights");
    const bool of_marks = std::any_of(rights.begin(), rights.end(), [](const Value& right) {
        return right.text() != nullptr && is_trademark(*right.text());
    });
    if (of_marks && on && before && *on > *before)
        subject.fault(
            "/data/on", "pledge.extended_after_term",
            said("The registered term ended on {0}; the pledge of a trademark can be extended only before "
                 "that day (CNIPA Announcement 358).",
                 "登记期限已于{0}届满；商标质权应在期限届满前办理延期（国家知识产权局公告第358号）。",
                 {before->text()}));
}

void validate_enforced(const Subject& subject) {
    require_same_currency(subject, "proceeds", subject.record, "secured", "pledge.currency");
}

void validate_insurance(const Subject& subject) {
    require_code(subject, "insurer", true);
    require_positive(subject, "insured", "insurance.insured");
    require_order(subject, "until", subject.draft.data, "from", "insurance.until");
    const auto loan = subject.records.find(plugin::text_at(subject.draft.data, "loan"));
    if (loan) require_same_currency(subject, "insured", loan->fields, "principal", "insurance.currency");
}

void validate_policy(const Subject& subject) {
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

using Validator = void (*)(const Subject&);
struct Rule {
    std::string_view type;
    Validator validate;
};
constexpr Rule rules[] = {
    {"collateral.valuation.recorded", validate_valuation}, {"collateral.loan.opened", validate_loan},
    {"collateral.loan.repaid", validate_loan_event},       {"collateral.loan.defaulted", validate_loan_event},
    {"collateral.loan.restructured", validate_loan_event}, {"collateral.pledge.agreed", validate_agreed},
    {"collateral.pledge.registered", validate_registered}, {"collateral.pledge.changed", validate_changed},
    {"collateral.pledge.extended", validate_extended},     {"collateral.pledge.enforced", validate_enforced},
    {"collateral.insurance.recorded", validate_insurance}, {"collateral.bank_policy.set", validate_policy},
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
    if (draft.type == "collateral.bank_policy.set") return "policy/self";
    return std::nullopt;
}

void Collateral::validate(const Draft& draft, const Records& records, Faults& faults) const {
    const auto record = draft.record.empty() ? std::nullopt : records.find(draft.record);
    const Subject subject{draft, records, faults, record ? record->fields : Object()};
    const bool later_pledge_event = draft.type.starts_with("collateral.pledge.") &&
                                    draft.type != "collateral.pledge.agreed" &&
                                    draft.type != "collateral.pledge.registered";
    if (later_pledge_event)
        require_order(subject, "on", subject.record, "registered_on", "pledge.event_date");
    for (const Rule& rule : rules)
        if (rule.type == draft.type) rule.validate(subject);
}

}  // namespace xinbu::collateral
