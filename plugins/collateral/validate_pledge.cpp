// What an entry about a pledge must hold to.
#include <algorithm>
#include <set>

#include "eligibility.hpp"
#include "pledge_dates.hpp"
#include "repayment.hpp"
#include "validate.hpp"

namespace xinbu::collateral {

using plugin::Object;

namespace {

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

/// One code, two names: a slip of the pen in one of them, or in the code.
void compare_pledgee(const Subject& subject, const Object& lender) {
    const Object& pledgee = plugin::object_at(subject.draft.data, "pledgee");
    const std::string code = canonical_code(plugin::text_at(pledgee, "identifier"));
    const std::string_view name = plugin::text_at(pledgee, "name");
    std::string_view other = plugin::text_at(lender, "name");
    const auto organisation = subject.records.find("organisation/" + code);
    if (is_alike_name(name, other) && organisation) other = plugin::text_at(organisation->fields, "name");
    if (!name.empty() && !other.empty() && !is_alike_name(name, other))
        subject.warning("/data/pledgee/name", "pledge.pledgee_name",
                        said("{0} is named “{1}” in the contract and “{2}” on record.",
                             "{0}在合同中名称为“{1}”，在案名称为“{2}”。", {code, name, other}));
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
    else
        compare_pledgee(subject, plugin::object_at(loan->fields, "lender"));
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

/// What the eligibility check holds against the contract: nothing that blocks may stand in the way, and what
/// is not known must be acknowledged.
void check_eligibility(const Subject& subject) {
    for (const Obstacle& obstacle : obstacles(subject.draft.data, subject.records)) {
        const plugin::Finding& finding = obstacle.finding;
        plugin::Text message = finding.message;
        if (finding.status == plugin::FindingStatus::unknown) {
            message.en += " Record what is missing, or let the pledgee acknowledge " + finding.rule + ".";
            message.zh += "请补充登记，或由质权人在合同中对" + finding.rule + "作知情确认。";
        }
        subject.fault("/data/rights/" + std::to_string(obstacle.right), "eligibility." + finding.rule,
                      std::move(message));
    }
}

bool is_empty(const plugin::Faults& faults) {
    return std::all_of(faults.begin(), faults.end(),
                       [](const plugin::Fault& fault) { return fault.warning; });
}

/// Two registrations under one number: one of them is not what it says.
void check_number(const Subject& subject) {
    const std::string_view number = plugin::text_at(subject.draft.data, "registration_number");
    if (number.empty()) return;
    subject.records.for_each("pledge", [&](const plugin::Record& other) {
        if (other.id == subject.draft.record ||
            !is_same_number(plugin::text_at(other.fields, "registration_number"), number))
            return true;
        subject.fault(
            "/data/registration_number", "pledge.registration_number",
            said("{0} is registered under {1} already.", "登记号{1}已用于{0}。", {other.id, number}));
        return false;
    });
}

/// A patent bears one registered pledge: a second one is refused by the office (Announcement 461).
void check_patents_are_free(const Subject& subject) {
    for (const std::string& right : texts_at(subject.record, "rights")) {
        if (!is_patent(right)) continue;
        for (const plugin::Record& other : subject.records.referring_to(right, "pledge"))
            if (other.id != subject.draft.record && other.status == "registered" &&
                pledges_right(other.fields, right))
                subject.fault(
                    "/data/registered_on", "pledge.patent_pledged",
                    said("{0} is pledged and registered under {1} already, and no second pledge of a "
                         "patent is registered while one stands: record its release first.",
                         "{0}已由{1}办理质押登记，存续期间不予办理新的专利权质押登记：应先登记注销。",
                         {right, other.id}));
    }
}

/// After the registered term of a pledge of marks alone nothing is left to change or to enforce.
void require_standing(const Subject& subject) {
    const auto on = date_at(subject.draft.data, "on");
    const auto ended = unsecured_from(subject.record);
    if (on && ended && *on >= *ended && !has_patents(subject.record))
        subject.fault(
            "/data/on", "pledge.lapsed",
            said("The registration lapsed with its term: unsecured from {0} (CNIPA Announcement 358).",
                 "质权登记已因期限届满失效：自{0}起无担保（国家知识产权局公告第358号）。", {ended->text()}));
}

}  // namespace

namespace {

/// What is secured, by the contract or by the register, is all that is secured.
void tell_less_than_owed(const Subject& subject, const Object& loan_named_by) {
    const auto secured = money_at(subject.draft.data, "secured");
    const auto loan = subject.records.find(plugin::text_at(loan_named_by, "loan"));
    const auto principal = loan ? money_at(loan->fields, "principal") : std::nullopt;
    if (!secured || !principal || secured->currency != principal->currency) return;
    const std::int64_t owed = owed_in_all(*loan, subject.records);
    if (secured->amount < owed)
        subject.warning(
            "/data/secured", "pledge.less_than_owed",
            said("{0} is secured and {1} is owed: what is registered prevails (SPC Interpretation "
                 "on Security art. 15).",
                 "担保数额{0}低于尚欠本金{1}：以登记为准（担保制度解释第十五条）。",
                 {amount_text(secured->amount, secured->currency), amount_text(owed, principal->currency)}));
}

}  // namespace

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
    tell_less_than_owed(subject, data);
    // A contract that is wrong in itself is not worth examining.
    if (is_empty(subject.faults)) check_eligibility(subject);
}

namespace {

/// What the register says prevails over the contract (SPC Interpretation on Security art. 15): told where
/// they differ, for the office may be right and the contract then needs a change.
void compare_with_contract(const Subject& subject) {
    const auto registered = money_at(subject.draft.data, "secured");
    const auto agreed = money_at(subject.record, "secured");
    if (registered && agreed && registered->currency == agreed->currency &&
        registered->amount != agreed->amount)
        subject.warning("/data/secured", "pledge.other_amount",
                        said("{0} is registered, {1} was agreed: what is registered prevails (SPC "
                             "Interpretation on Security art. 15).",
                             "登记数额{0}，合同约定{1}：以登记为准（担保制度解释第十五条）。",
                             {amount_text(registered->amount, registered->currency),
                              amount_text(agreed->amount, agreed->currency)}));
    const auto until = date_at(subject.draft.data, "until");
    const auto agreed_until = date_at(subject.record, "until");
    if (until && agreed_until && *until != *agreed_until)
        subject.warning("/data/until", "pledge.other_term",
                        said("The registered term ends on {0}, the agreed one on {1}.",
                             "登记的质押期限至{0}，合同约定至{1}。", {until->text(), agreed_until->text()}));
}

}  // namespace

void validate_registered(const Subject& subject) {
    require_order(subject, "registered_on", subject.record, "agreed_on", "pledge.registered_on");
    require_order(subject, "until", subject.draft.data, "registered_on", "pledge.until");
    require_positive(subject, "secured", "pledge.secured");
    require_same_currency(subject, "secured", subject.record, "secured", "pledge.currency");
    check_number(subject);
    check_patents_are_free(subject);
    compare_with_contract(subject);
    tell_less_than_owed(subject, subject.record);
}

namespace {

/// After its term the pledge of the marks is gone; what stands of it, of patents, has no term to change.
void require_term_running(const Subject& subject) {
    const auto until = date_at(subject.draft.data, "until");
    const auto before = date_at(subject.record, "until");
    const auto on = date_at(subject.draft.data, "on");
    if (until && has_marks(subject.record) && on && before && *on > *before)
        subject.fault(
            "/data/on", "pledge.extended_after_term",
            said("The registered term ended on {0}; the pledge of a trademark can be extended only before "
                 "that day (CNIPA Announcement 358).",
                 "登记期限已于{0}届满；商标质权应在期限届满前办理延期（国家知识产权局公告第358号）。",
                 {before->text()}));
}

}  // namespace

void validate_changed(const Subject& subject) {
    require_standing(subject);
    require_term_running(subject);
    tell_less_than_owed(subject, subject.record);
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
    if (until && before && *until <= *before)
        subject.fault("/data/until", "pledge.not_longer",
                      said("The term already runs to {0}; an extension ends later.",
                           "现有期限至{0}；延期后的届满日应晚于该日。", {before->text()}));
    require_term_running(subject);
}

namespace {

/// Rights of the pledge, and not all of them: `all` says what then to record.
void check_some_rights(const Subject& subject, plugin::Text all) {
    const plugin::Array& released = plugin::array_at(subject.draft.data, "rights");
    std::set<std::string_view> seen;
    for (std::size_t index = 0; index < released.size(); ++index) {
        const std::string* right = released[index].text();
        if (right == nullptr) continue;
        const std::string at = "/data/rights/" + std::to_string(index);
        if (!pledges_right(subject.record, *right))
            subject.fault(at, "pledge.right_not_pledged",
                          said("“{0}” is not among the rights of this pledge.",
                               "“{0}”不在本质押的权利清单中。", {*right}));
        if (!seen.insert(*right).second)
            subject.fault(at, "pledge.right_twice",
                          said("“{0}” stands in the list twice.", "“{0}”在清单中重复出现。", {*right}));
    }
    if (subject.faults.empty() && seen.size() == plugin::array_at(subject.record, "rights").size())
        subject.fault("/data/rights", "pledge.nothing_left", std::move(all));
}

}  // namespace

void validate_reduced(const Subject& subject) {
    require_standing(subject);
    check_some_rights(subject, said("These are all rights of the pledge: record its release.",
                                    "所列即为本质押的全部权利：应登记质押解除。"));
    const auto loan = subject.records.find(plugin::text_at(subject.record, "loan"));
    if (loan && loan->status != "repaid")
        subject.warning("/data/rights", "pledge.released_unpaid",
                        said("The loan {0} is not repaid: from here on these rights do not secure it.",
                             "贷款{0}尚未结清：解除后所列权利不再担保该贷款。", {loan->id}));
}

void validate_released(const Subject& subject) {
    const auto loan = subject.records.find(plugin::text_at(subject.record, "loan"));
    if (loan && loan->status != "repaid")
        subject.warning("/data/on", "pledge.released_unpaid",
                        said("The loan {0} is not repaid: from here on nothing of this pledge secures it.",
                             "贷款{0}尚未结清：解除后本质押不再担保该贷款。", {loan->id}));
}

void validate_published(const Subject& subject) {
    require_standing(subject);
}

void validate_enforced(const Subject& subject) {
    require_standing(subject);
    require_same_currency(subject, "proceeds", subject.record, "secured", "pledge.currency");
    const auto loan = subject.records.find(plugin::text_at(subject.record, "loan"));
    const auto on = date_at(subject.draft.data, "on");
    if (!loan || !on) return;
    const auto due = date_at(loan->fields, "due_on");
    if (loan->status != "defaulted" && due && *due >= *on)
        subject.warning("/data/on", "pledge.enforced_not_due",
                        said("The loan {0} is neither due nor in default: what is the pledge enforced for?",
                             "贷款{0}既未到期也未违约：请核实实现质权的事由。", {loan->id}));
    const auto proceeds = money_at(subject.draft.data, "proceeds");
    const auto principal = money_at(loan->fields, "principal");
    if (!proceeds || !principal || proceeds->currency != principal->currency) return;
    const std::int64_t owed = owed_in_all(*loan, subject.records);
    if (proceeds->amount > owed)
        subject.warning("/data/proceeds/amount", "pledge.surplus",
                        said("{0} is more than the principal of {1} still owed: note how interest and costs "
                             "were settled; the rest is the pledgor's.",
                             "处置所得{0}超过尚欠本金{1}：请注明利息和费用的清偿情况，余额归出质人。",
                             {amount_text(proceeds->amount, proceeds->currency),
                              amount_text(owed, principal->currency)}));
}

void validate_partly_enforced(const Subject& subject) {
    check_some_rights(subject, said("These are all rights of the pledge: record that it is enforced.",
                                    "所列即为本质押的全部权利：应登记实现质权。"));
    const auto on = date_at(subject.draft.data, "on");
    for (const std::string& right : texts_at(subject.draft.data, "rights"))
        if (const auto last = last_pledged_day(subject.record, right); on && last && *on > *last)
            subject.fault(
                "/data/rights", "pledge.lapsed",
                said("The registration of {0} lapsed with its term on {1} (CNIPA Announcement 358): "
                     "there is no pledge of it to enforce.",
                     "{0}的质权登记已于{1}期限届满失效（国家知识产权局公告第358号），无质权可实现。",
                     {right, last->text()}));
    validate_enforced(subject);
}

}  // namespace xinbu::collateral
