// Gathers what the rules of eligibility look at.
#include <algorithm>
#include <map>

#include "eligibility.hpp"
#include "gather.hpp"
#include "pledge_dates.hpp"
#include "prior.hpp"
#include "repayment.hpp"
#include "text.hpp"

namespace xinbu::collateral {

using plugin::Date;
using plugin::Object;
using plugin::Record;

namespace {

/// A code from the parameters, else from the party of the contract.
std::string code_of(const Object& parameters, std::string_view name, const Object& contract,
                    std::string_view party) {
    const std::string_view given = plugin::text_at(parameters, name);
    return canonical_code(given.empty() ? code_at(contract, party) : given);
}

void add_brand(std::vector<Record>& brands, Record brand) {
    const bool is_known =
        std::any_of(brands.begin(), brands.end(), [&](const Record& one) { return one.id == brand.id; });
    if (!is_known) brands.push_back(std::move(brand));
}

void know_parties(Request& request, const plugin::Records& records, const plugin::AskCheck& ask, Date day) {
    const std::string brand(request.loan ? plugin::text_at(request.loan->fields, "brand")
                                         : std::string_view());
    if (!brand.empty())
        if (auto record = records.find(brand)) add_brand(request.brands, std::move(*record));
    if (request.pledgor.empty()) return;
    const std::string organisation = "organisation/" + request.pledgor;
    request.organisation = records.find(organisation);
    request.credit = credit_of(organisation, records, day);
    for (Record& one : records.referring_to(organisation, "brand")) add_brand(request.brands, std::move(one));
    Object about{{"organisation", request.pledgor}};
    if (!brand.empty()) about.set("brand", brand);
    if (auto answer = ask("commitments.standing", about)) request.standing = std::move(answer->facts);
    request.promised_elsewhere = commitments_elsewhere(ask, request.pledgor, brand);
}

RightKind kind_of(const std::string& right, const Object& status) {
    const RightKind kind = right_kind(plugin::text_at(status, "kind"));
    return kind == RightKind::unknown && is_trademark(right) ? RightKind::trademark : kind;
}

/// The last day on which the right lives, as far as the register tells: a mark in grace can still be renewed.
std::optional<Date> last_living_day(const Object& status, Date as_of) {
    if (boolean_at(status, "alive") == false) {
        const auto ended = date_at(status, "ended_on");
        return (ended && *ended <= as_of ? *ended : as_of).plus_days(-1);
    }
    if (boolean_at(status, "in_grace") == true && plugin::text_at(status, "kind") == "trademark")
        if (const auto grace = date_at(status, "grace_until")) return grace;
    return date_at(status, "last_day");
}

std::optional<Object> status_of(const std::string& right, const plugin::AskCheck& ask) {
    if (right.empty()) return std::nullopt;
    auto answer = ask("ip.status", Object{{"right", right}});
    return answer ? std::optional<Object>(std::move(answer->facts)) : std::nullopt;
}

}  // namespace

std::optional<std::int64_t> Security::left_on(Date day, const Policy& policy) const {
    if (!valuation || !prior) return std::nullopt;
    const auto value = value_on(*valuation, policy.curve(kind), policy, last_day, day);
    if (!value) return std::nullopt;
    return std::max<std::int64_t>(0, *value - *prior);
}

const Record* Credit::listing(std::initializer_list<std::string_view> lists) const {
    for (const Record& report : reports)
        for (const std::string_view list : lists)
            if (boolean_at(report.fields, list) == true) return &report;
    return nullptr;
}

Credit credit_of(const std::string& organisation, const plugin::Records& records, Date day) {
    Credit credit;
    for (Record& report : records.referring_to(organisation, "credit_report")) {
        const auto read = date_at(report.fields, "read_on");
        const bool is_of_it =
            "organisation/" + std::string(code_at(report.fields, "subject")) == organisation;
        if (is_of_it && read && *read <= day) credit.reports.push_back(std::move(report));
    }
    const auto read_on = [](const Record& one) { return plugin::text_at(one.fields, "read_on"); };
    std::stable_sort(credit.reports.begin(), credit.reports.end(),
                     [&](const Record& left, const Record& right) { return read_on(left) > read_on(right); });
    // What a source was read for on one day it says together; what it said before is over.
    std::map<std::string, std::string> read_last;
    std::erase_if(credit.reports, [&](const Record& report) {
        const auto [last, is_first] = read_last.try_emplace(
            comparable_name(plugin::text_at(report.fields, "source")), std::string(read_on(report)));
        return !is_first && last->second != read_on(report);
    });
    return credit;
}

Security security_of(const std::string& right, const Object& status, const Policy& policy,
                     const plugin::Records& records, Date day) {
    Security security{right, kind_of(right, status)};
    security.cap = policy.cap(security.kind);
    security.last_day = last_living_day(status, day);
    security.valuations = valuations_of(right, records, day);
    const auto valid =
        std::find_if(security.valuations.begin(), security.valuations.end(), [&](const Valuation& valuation) {
            return valuation.is_valid(day, policy) && valuation.currency == policy.currency;
        });
    if (valid != security.valuations.end()) {
        security.valuation = *valid;
        return security;
    }
    // One in another currency is still to be told of.
    const auto other =
        std::find_if(security.valuations.begin(), security.valuations.end(),
                     [&](const Valuation& valuation) { return valuation.is_valid(day, policy); });
    if (other != security.valuations.end()) security.valuation = *other;
    return security;
}

Request request_of(const Object& parameters, std::optional<Contract> contract, const plugin::Records& records,
                   const plugin::AskCheck& ask, Date day) {
    Request request;
    request.contract = std::move(contract);
    static const Object none;
    const Object& fields = request.contract ? request.contract->fields : none;
    if (const std::string_view right = plugin::text_at(parameters, "right"); !right.empty())
        request.rights.emplace_back(right);
    for (const std::string& right : texts_at(parameters, "rights")) add_once(request.rights, right);
    if (request.rights.empty()) request.rights = texts_at(fields, "rights");
    if (request.rights.empty()) request.rights.emplace_back();
    request.pledgor = code_of(parameters, "pledgor", fields, "pledgor");
    request.pledgee = code_of(parameters, "pledgee", fields, "pledgee");
    request.loan = records.find(plugin::text_at(fields, "loan"));
    const Object& loan = request.loan ? request.loan->fields : none;
    // Who names no other debtor says that the pledgor owes the debt itself.
    request.debtor = code_of(parameters, "debtor", loan, "borrower");
    if (request.debtor.empty() && !request.contract) request.debtor = request.pledgor;
    request.due = date_at(parameters, "due");
    if (!request.due) request.due = date_at(loan, "due_on");
    const std::int64_t* principal = plugin::integer_at(parameters, "principal");
    if (principal != nullptr && *principal > 0) {
        request.principal = *principal;
    } else if (const auto owed = money_at(loan, "principal"); owed && owed->amount > 0) {
        // What was paid back needs no security any more.
        const std::int64_t left =
            Repayment(loan, true, day, request.loan ? enforced_proceeds(*request.loan, records) : 0)
                .owed_today();
        request.principal = left > 0 ? left : owed->amount;
        request.currency = owed->currency;
    }
    request.named_marks = marks_by_name(request.rights, records, day);
    request.policy = policy_for(request.pledgee, records);
    know_parties(request, records, ask, day);
    const bool is_registered = request.contract && request.contract->status == "registered";
    const Rank rank{request.contract ? request.contract->record : std::string(),
                    request.loan ? request.loan->id : std::string(),
                    is_registered ? std::string(plugin::text_at(fields, "registered_on")) : std::string()};
    for (const std::string& right : request.rights) {
        const Object status = status_of(right, ask).value_or(Object());
        Security security = security_of(right, status, request.policy, records, day);
        const std::string currency = security.valuation ? security.valuation->currency : request.currency;
        security.prior = prior_claims(right, rank, currency, status, records, ask, day);
        request.securities.push_back(std::move(security));
    }
    return request;
}

Request request_asked(const Object& parameters, const plugin::Records& records, const plugin::AskCheck& ask,
                      Date day) {
    std::optional<Contract> contract;
    if (auto record = records.find(plugin::text_at(parameters, "pledge")))
        contract = Contract{record->id, record->status, std::move(record->fields)};
    return request_of(parameters, std::move(contract), records, ask, day);
}

Case case_of(const Request& request, std::size_t index, const plugin::Records& records,
             const plugin::AskCheck& ask, Date day) {
    Case subject{records, request, day, request.rights[index]};
    subject.is_mark = is_trademark(subject.right);
    subject.is_patent = is_patent(subject.right);
    subject.security = request.securities[index];
    subject.kind = subject.security.kind;
    subject.register_record = record_on(records, day, subject.right);
    if (!subject.register_record) subject.register_record = records.find(subject.right);
    // Of a right that nobody recorded, the absence of pledges and seizures is no finding.
    if (subject.register_record) subject.status = status_of(subject.right, ask);
    if (subject.status && request.due && *request.due > day) {
        const Object span{{"right", subject.right}, {"from", day.text()}, {"to", request.due->text()}};
        if (auto answer = ask("ip.fees", span)) subject.fees = std::move(answer->facts);
    }
    subject.pledges = records.referring_to(subject.right, "pledge");
    subject.pledged_elsewhere =
        pledges_elsewhere(ask, subject.right, day, own_registrations(subject.pledges));
    if (subject.status) subject.told_elsewhere = right_elsewhere(ask, subject.right, *subject.status);
    subject.bundle = bundle_of(subject.right, request.named_marks, records, ask, day);
    return subject;
}

// ---- what several groups of rules ask for

Judgement met(plugin::Text message, std::vector<std::string> evidence) {
    return {plugin::FindingStatus::met, std::move(message), std::move(evidence)};
}
Judgement not_met(plugin::Text message, std::vector<std::string> evidence) {
    return {plugin::FindingStatus::not_met, std::move(message), std::move(evidence)};
}
Judgement unknown(plugin::Text message, std::vector<std::string> evidence) {
    return {plugin::FindingStatus::unknown, std::move(message), std::move(evidence)};
}
Judgement soft(plugin::Text message, std::vector<std::string> evidence) {
    return {plugin::FindingStatus::soft, std::move(message), std::move(evidence)};
}

const Object& facts_of(const Case& subject) {
    static const Object none;
    return subject.status ? *subject.status : none;
}

const Object& register_fields(const Case& subject) {
    static const Object none;
    return subject.register_record ? subject.register_record->fields : none;
}

Judgement status_not_known(const Case& subject) {
    return unknown(
        said("The register status of {0} is not known here.", "{0}的登记状态未知。", {subject.right}),
        {subject.right});
}

std::optional<Judgement> due_before(const Case& subject) {
    if (subject.contract() != nullptr || !subject.asked.due || *subject.asked.due >= subject.as_of)
        return std::nullopt;
    return not_met(said("The debt fell due on {0} already: there is no term that a new pledge could secure.",
                        "债务已于{0}到期，无从为其新设质押。", {subject.asked.due->text()}),
                   {subject.right});
}

Judgement due_not_given() {
    return unknown(said("The day the debt falls due is not given.", "未提供债务到期日。"));
}

std::vector<const Object*> overlays(const Case& subject, std::string_view kind) {
    std::vector<const Object*> found;
    for (const plugin::Value& overlay : plugin::array_at(facts_of(subject), "overlays"))
        if (overlay.object() != nullptr && plugin::text_at(*overlay.object(), "kind") == kind)
            found.push_back(overlay.object());
    return found;
}

std::string overlay_text(const std::vector<const Object*>& found) {
    std::vector<std::string> lines;
    for (const Object* overlay : found) {
        std::string line(plugin::text_at(*overlay, "since"));
        const std::string_view plain = plugin::text_at(*overlay, "counterparty");
        const std::string_view name =
            plain.empty() ? plugin::text_at(plugin::object_at(*overlay, "counterparty"), "name") : plain;
        if (!name.empty()) line += (line.empty() ? "" : " ") + std::string(name);
        lines.push_back(line.empty() ? "—" : line);
    }
    return joined(lines);
}

Judgement absent(const Case& subject, std::initializer_list<std::string_view> kinds, plugin::Text none,
                 std::string_view some_en, std::string_view some_zh) {
    if (!facts_of(subject).contains("overlays")) return status_not_known(subject);
    std::vector<const Object*> found;
    for (const std::string_view kind : kinds)
        for (const Object* overlay : overlays(subject, kind)) found.push_back(overlay);
    if (found.empty()) return met(std::move(none), {subject.right});
    return not_met(said(some_en, some_zh, {overlay_text(found)}), {subject.right});
}

std::vector<const Record*> standing_pledges(const Case& subject) {
    std::vector<const Record*> standing;
    for (const Record& pledge : subject.pledges) {
        if (subject.asked.contract && pledge.id == subject.asked.contract->record) continue;
        const auto until = date_at(pledge.fields, "until");
        // Asked of the date, not of the presented status: a pledge of marks and patents lapses in part.
        const bool lapsed = subject.is_mark && until && *until < subject.as_of;
        if (is_registered_on(pledge.fields, subject.as_of) && !lapsed &&
            pledges_right(pledge.fields, subject.right))
            standing.push_back(&pledge);
    }
    std::stable_sort(standing.begin(), standing.end(), [](const Record* left, const Record* right) {
        return plugin::text_at(left->fields, "registered_on") <
               plugin::text_at(right->fields, "registered_on");
    });
    return standing;
}

namespace {

std::string line_of(const Record& pledge) {
    std::string line = pledge.id;
    for (const std::string_view member : {"registration_number", "registered_on"})
        if (const std::string_view value = plugin::text_at(pledge.fields, member); !value.empty())
            line += " · " + std::string(value);
    return line;
}

void add_agreed(const Case& subject, Pledges& pledges) {
    for (const Record& pledge : subject.pledges) {
        const bool is_asked = subject.asked.contract && pledge.id == subject.asked.contract->record;
        if (is_asked || !is_only_agreed_on(pledge.fields, subject.as_of) ||
            !pledges_right(pledge.fields, subject.right))
            continue;
        pledges.agreed.push_back({pledge.id, pledge.id});
        pledges.agreed_evidence.push_back(pledge.id);
    }
}

}  // namespace

Pledges pledges_of(const Case& subject) {
    Pledges pledges;
    pledges.is_known = facts_of(subject).contains("overlays");
    for (const Record* pledge : standing_pledges(subject)) {
        const std::string line = line_of(*pledge);
        pledges.shown.push_back({line, line});
        pledges.evidence.push_back(pledge->id);
    }
    const bool is_registered = subject.asked.contract && subject.asked.contract->status == "registered";
    std::vector<const Object*> registered;
    for (const Object* overlay : overlays(subject, "pledge"))
        if (!is_registered || !is_registration_of(*overlay, *subject.contract()))
            registered.push_back(overlay);
    if (!registered.empty()) {
        const std::string line = subject.right + " · " + overlay_text(registered);
        pledges.shown.push_back({line, line});
        pledges.evidence.push_back(subject.right);
    }
    add_agreed(subject, pledges);
    for (const PledgeElsewhere& one : subject.pledged_elsewhere) {
        const bool is_sure = one.is_registered && one.is_confirmed;
        (is_sure             ? pledges.shown
         : one.is_registered ? pledges.unconfirmed
                             : pledges.agreed)
            .push_back(one.line());
        (is_sure             ? pledges.evidence
         : one.is_registered ? pledges.unconfirmed_evidence
                             : pledges.agreed_evidence)
            .push_back(one.pledge);
    }
    return pledges;
}

std::optional<Judgement> doubt_of_pledges(const Case& subject, const Pledges& pledges) {
    const bool is_registered = subject.asked.contract && subject.asked.contract->status == "registered";
    if (!is_registered && !pledges.agreed.empty()) {
        const plugin::Text agreed = joined_texts(pledges.agreed);
        return unknown(said("Another contract pledges it and may be registered first: {0}.",
                            "另有质押合同尚未登记，可能先于本次登记：{1}。", {agreed.en, agreed.zh}),
                       pledges.agreed_evidence);
    }
    if (!pledges.unconfirmed.empty()) {
        const plugin::Text told = joined_texts(pledges.unconfirmed);
        return unknown(said("Followed registries tell of a registered pledge: {0}.",
                            "所关注登记簿载有已登记的质押：{1}。", {told.en, told.zh}),
                       pledges.unconfirmed_evidence);
    }
    const plugin::Text doubts = doubts_of(subject, true);
    if (doubts.en.empty()) return std::nullopt;
    return unknown(said("No pledge stands by what is recorded, but: {0}", "现有记录无存续质押，但：{1}",
                        {doubts.en, doubts.zh}),
                   {subject.right});
}

plugin::Text doubts_of(const Case& subject, bool about_pledges) {
    plugin::Text text;
    for (const plugin::Value& value : plugin::array_at(facts_of(subject), "doubts")) {
        if (value.object() == nullptr) continue;
        const std::string_view rule = plugin::text_at(*value.object(), "rule");
        const bool is_of_pledges = rule == "IP-RELEASE" || rule == "IP-PAIRING" || rule == "IP-TWIN";
        if (is_of_pledges != about_pledges) continue;
        text.en.append(text.en.empty() ? "" : " ").append(plugin::text_at(*value.object(), "en"));
        text.zh += plugin::text_at(*value.object(), "zh");
    }
    return text;
}

bool pledges_right(const Object& pledge, std::string_view right) {
    return lists(pledge, "rights", right);
}

bool is_signed(const Object& acknowledgement) {
    const std::string_view kind = plugin::text_at(plugin::object_at(acknowledgement, "proof"), "kind");
    return kind == "signature" || kind == "letter";
}

namespace {

/// Whether that party of the contract acknowledged the rule, of that record where one is meant; the reason it
/// gave.
std::optional<std::string> acknowledged_by(const Object& contract, std::string_view party,
                                           std::string_view rule, bool must_be_signed,
                                           std::optional<std::string_view> about = std::nullopt) {
    const std::string_view code = code_at(contract, party);
    if (code.empty()) return std::nullopt;
    for (const plugin::Value& value : plugin::array_at(contract, "acknowledgements")) {
        const Object* one = value.object();
        if (one == nullptr || plugin::text_at(*one, "rule") != rule || code_at(*one, "by") != code) continue;
        if (about && plugin::text_at(*one, "about") != *about) continue;
        if (!must_be_signed || is_signed(*one)) return std::string(plugin::text_at(*one, "reason"));
    }
    return std::nullopt;
}

/// Contracts whose acknowledgements count: the one asked about, else those living ones of this right that are
/// with the pledgee asked about. What another bank took note of is no word of this one.
std::vector<const Object*> contracts_of(const Case& subject) {
    if (subject.contract() != nullptr) return {subject.contract()};
    std::vector<const Object*> contracts;
    if (subject.asked.pledgee.empty()) return contracts;
    for (const Record& pledge : subject.pledges) {
        const bool is_living = pledge.status == "agreed" || pledge.status == "registered";
        if (is_living && canonical_code(code_at(pledge.fields, "pledgee")) == subject.asked.pledgee)
            contracts.push_back(&pledge.fields);
    }
    return contracts;
}

}  // namespace

bool is_acknowledged(const Case& subject, std::string_view rule) {
    const auto contracts = contracts_of(subject);
    return std::any_of(contracts.begin(), contracts.end(), [&](const Object* contract) {
        return acknowledged_by(*contract, "pledgor", rule, true) &&
               acknowledged_by(*contract, "pledgee", rule, true);
    });
}

std::optional<std::string> noted_by_pledgee(const Case& subject, std::string_view rule) {
    for (const Object* contract : contracts_of(subject))
        if (auto reason = acknowledged_by(*contract, "pledgee", rule, false)) return reason;
    return std::nullopt;
}

std::optional<std::string> noted_by_pledgee(const Case& subject, std::string_view rule,
                                            std::string_view about) {
    for (const Object* contract : contracts_of(subject))
        if (auto reason = acknowledged_by(*contract, "pledgee", rule, false, about)) return reason;
    return std::nullopt;
}

}  // namespace xinbu::collateral
