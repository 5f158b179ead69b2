// What a draft must hold beyond its declared fields and the states that it may follow.
#include <algorithm>
#include <array>
#include <set>

#include "plugin.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::commitments {

using plugin::Array;
using plugin::Draft;
using plugin::Faults;
using plugin::Object;
using plugin::object_at;
using plugin::Record;
using plugin::Records;
using plugin::text_at;
using plugin::Value;

namespace {

void refuse(Faults& faults, std::string pointer, std::string rule, std::string en, std::string zh) {
    faults.push_back({std::move(pointer), std::move(rule), {std::move(en), std::move(zh)}, false});
}
void warn(Faults& faults, std::string pointer, std::string rule, std::string en, std::string zh) {
    faults.push_back({std::move(pointer), std::move(rule), {std::move(en), std::move(zh)}, true});
}

std::string quoted(std::string_view text) {
    return "“" + std::string(text) + "”";
}

/// Dates are written YYYY-MM-DD, so their text sorts as they do.
void check_order(std::string_view earlier, std::string_view later, const std::string& pointer,
                 std::string rule, std::string en, std::string zh, Faults& faults) {
    if (!earlier.empty() && !later.empty() && later < earlier)
        refuse(faults, pointer, std::move(rule), std::move(en), std::move(zh));
}

// ---- wording

/// An association is no authority: it warns, suspends honours and reports, but declares nobody dishonest,
/// keeps no blacklist and punishes nobody.
void check_wording(const Object& object, std::string_view member, const std::string& pointer,
                   Faults& faults) {
    static constexpr std::array<std::string_view, 3> reserved{"失信主体", "黑名单", "处罚"};
    for (const std::string_view word : reserved) {
        if (text_at(object, member).find(word) == std::string_view::npos) continue;
        refuse(faults, pointer + "/" + std::string(member), "commitments.wording",
               quoted(word) +
                   " is for authorities; an association may remind, suspend honours or report to the "
                   "competent body.",
               quoted(word) + "属于行政机关用语；协会可提醒、暂停评优资格或向主管部门报告。");
    }
}

/// Whether the party is an authority, which may speak of penalties.
bool is_authority(const Object& party) {
    const std::string_view category = plugin::uscc_category(text_at(party, "identifier"));
    return category == "state_organ" || category == "public_institution";
}

// ---- schemes

void check_scheme(const Draft& draft, Faults& faults) {
    const Object& data = draft.data;
    const std::string_view identifier = text_at(object_at(data, "association"), "identifier");
    if (plugin::uscc_fault(identifier))
        refuse(faults, "/data/association/identifier", "commitments.association",
               "An association is named by its credit code.", "协会应填写统一社会信用代码。");
    else if (!identifier.starts_with("51"))
        warn(faults, "/data/association/identifier", "commitments.association_prefix",
             "The credit code does not begin with 51, as those of associations do.",
             "统一社会信用代码不以51（社会团体）开头。");
    check_wording(data, "liability", "/data", faults);
    std::set<std::string_view> seen;
    const Array& clauses = plugin::array_at(data, "clauses");
    for (std::size_t at = 0; at < clauses.size(); ++at) {
        const Object* clause = clauses[at].object();
        if (clause == nullptr) continue;
        const std::string pointer = "/data/clauses/" + std::to_string(at);
        if (!seen.insert(text_at(*clause, "id")).second)
            refuse(faults, pointer + "/id", "commitments.clause_twice", "Two clauses have this number.",
                   "条款编号重复。");
        check_wording(*clause, "text", pointer, faults);
    }
}

/// The numbers of a scheme's clauses; nothing where the scheme is not known.
std::optional<std::set<std::string>> clauses_of(std::string_view scheme, const Records& records) {
    const std::optional<Record> found = scheme.empty() ? std::nullopt : records.find(scheme);
    if (!found) return std::nullopt;
    std::set<std::string> ids;
    for (const Value& clause : plugin::array_at(found->fields, "clauses"))
        if (clause.object() != nullptr) ids.emplace(text_at(*clause.object(), "id"));
    return ids;
}

void check_clauses(const Object& data, const std::optional<std::set<std::string>>& known, Faults& faults) {
    const Array& clauses = plugin::array_at(data, "clauses");
    std::set<std::string> seen;
    for (std::size_t at = 0; at < clauses.size(); ++at) {
        const std::string* id = clauses[at].text();
        if (id == nullptr) continue;
        const std::string pointer = "/data/clauses/" + std::to_string(at);
        if (!seen.insert(*id).second)
            refuse(faults, pointer, "commitments.clause_twice", "This clause stands there twice.",
                   "条款重复。");
        if (known && !known->contains(*id))
            refuse(faults, pointer, "commitments.clause", "There is no clause " + quoted(*id) + ".",
                   "没有编号为" + quoted(*id) + "的条款。");
    }
}

// ---- who promised, and to whom

void check_person(std::string_view identifier, Faults& faults) {
    constexpr std::string_view scheme = "citizen-id:";
    const std::string_view bare =
        identifier.starts_with(scheme) ? identifier.substr(scheme.size()) : identifier;
    if (plugin::is_masked_citizen_id(bare)) return;
    // Neither text quotes the value: faults are shown and may be logged.
    if (!plugin::citizen_id_fault(bare))
        refuse(faults, "/data/promisor/identifier", "commitments.citizen_id_in_clear",
               "An identity number never goes into the ledger in clear: mask it like 320102********0010, or "
               "seal it.",
               "公民身份号码不得以明文记入账本：请按320102********0010的形式脱敏，或加密封存。");
    else
        refuse(faults, "/data/promisor/identifier", "commitments.promisor_identifier",
               "A person is named by a masked identity number, such as 320102********0010, or a sealed one.",
               "自然人应填写脱敏的公民身份号码（如320102********0010）或加密封存的号码。");
}

void check_body(std::string_view identifier, bool is_trader, Faults& faults) {
    const std::string pointer = "/data/promisor/identifier";
    if (plugin::uscc_fault(identifier)) {
        refuse(faults, pointer, "commitments.promisor_identifier",
               "An organisation or sole trader is named by its credit code.",
               "法人、非法人组织和个体工商户应填写统一社会信用代码。");
        return;
    }
    const bool has_trader_code = plugin::uscc_category(identifier) == "sole_trader";
    if (is_trader != has_trader_code)
        warn(faults, pointer, "commitments.promisor_prefix",
             is_trader ? "The credit code does not begin with 92, as those of sole traders do."
                       : "The credit code begins with 92: this promisor is a sole trader.",
             is_trader ? "统一社会信用代码不以92（个体工商户）开头。"
                       : "统一社会信用代码以92开头，承诺人应为个体工商户。");
}

void check_promisor(const Object& data, Faults& faults) {
    const Value* identifier = object_at(data, "promisor").find("identifier");
    // Sealed, in whole or in part: what is inside is for those who hold its key.
    const bool is_sealed = object_at(data, "promisor").contains("sealed") ||
                           (identifier != nullptr && identifier->at("sealed") != nullptr);
    const std::string_view category = text_at(data, "promisor_category");
    const std::string_view text = text_at(object_at(data, "promisor"), "identifier");
    if (category == "person") {
        if (!is_sealed) check_person(text, faults);
    } else {
        check_body(text, category == "sole_trader", faults);
    }
}

void check_acceptor(const Object& data, Faults& faults) {
    const std::string_view acceptor = text_at(object_at(data, "acceptor"), "identifier");
    const std::string pointer = "/data/acceptor/identifier";
    if (plugin::uscc_fault(acceptor)) {
        refuse(faults, pointer, "commitments.acceptor",
               "Who accepts a commitment is named by its credit code.",
               "承诺受理单位应填写统一社会信用代码。");
        return;
    }
    if (acceptor == text_at(object_at(data, "promisor"), "identifier"))
        refuse(faults, pointer, "commitments.acceptor_is_promisor", "Nobody accepts a promise of their own.",
               "承诺受理单位不能是承诺人本身。");
    if (text_at(data, "type") == "self_discipline" && !acceptor.starts_with("51"))
        warn(faults, pointer, "commitments.acceptor_prefix",
             "Self-discipline commitments go to an association, whose credit code begins with 51.",
             "行业自律型承诺一般由行业协会商会受理，其统一社会信用代码以51开头。");
}

// ---- proof

bool is_base64(std::string_view text) {
    if (text.empty() || text.size() % 4 != 0) return false;
    const std::size_t end = text.find('=');
    const std::string_view body = text.substr(0, end);
    const std::string_view padding = end == std::string_view::npos ? std::string_view() : text.substr(end);
    return (padding.empty() || padding == "=" || padding == "==") && std::ranges::all_of(body, [](char c) {
               return plugin::is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' ||
                      c == '/';
           });
}

struct ProofKind {
    std::string_view kind;
    std::array<std::string_view, 3> needed;   ///< "" where there are fewer
    std::array<std::string_view, 2> allowed;  ///< beside those
};

constexpr std::array<ProofKind, 3> proof_kinds{
    {{"signature", {"algorithm", "public_key", "signature"}, {"signatory", "authority"}},
     {"letter", {"attachment", "signatory", "authority"}, {"", ""}},
     {"statement", {"signatory", "", ""}, {"", ""}}}};

void check_proof(const Object& proof, Faults& faults) {
    const std::string pointer = "/data/promisor_proof";
    const auto kind = std::ranges::find(proof_kinds, text_at(proof, "kind"), &ProofKind::kind);
    if (kind == proof_kinds.end()) return;
    for (const std::string_view needed : kind->needed)
        if (!needed.empty() && text_at(proof, needed).empty())
            refuse(faults, pointer + "/" + std::string(needed), "commitments.proof.missing",
                   "A proof of kind " + quoted(kind->kind) + " needs this.", "该证明方式须填写此项。");
    for (const plugin::Member& member : proof) {
        const bool belongs = member.name == "kind" ||
                             std::ranges::find(kind->needed, member.name) != kind->needed.end() ||
                             std::ranges::find(kind->allowed, member.name) != kind->allowed.end();
        if (!belongs)
            refuse(faults, pointer + "/" + member.name, "commitments.proof.unfit",
                   "A proof of kind " + quoted(kind->kind) + " has no such part.", "该证明方式不含此项。");
    }
    for (const std::string_view encoded : {"public_key", "signature"}) {
        const std::string_view text = text_at(proof, encoded);
        if (!text.empty() && !is_base64(text))
            refuse(faults, pointer + "/" + std::string(encoded), "commitments.proof.base64",
                   "Expected standard base64 with its padding.", "应为带填充的标准Base64编码。");
    }
    if (kind->kind == "statement")
        warn(faults, pointer + "/kind", "commitments.proof.weak",
             "Nothing but a statement proves this promise, and its promisor may deny it; better: a signature "
             "or a "
             "sealed letter.",
             "该承诺仅有陈述，承诺人可能否认；建议补充电子签名或签章承诺书。");
}

// ---- signing

void check_code(const Draft& draft, Faults& faults) {
    constexpr std::string_view kind = "commitment/";
    const std::string_view record = draft.record;
    if (!record.starts_with(kind)) return;  // the host's to say
    const std::string_view code = record.substr(kind.size());
    if (const auto fault = plugin::commitment_code_fault(code)) {
        refuse(faults, "/record", "commitments.code", fault->en, fault->zh);
        return;
    }
    std::string expected(text_at(draft.data, "place"));
    for (const char c : text_at(draft.data, "made_on"))
        if (c != '-') expected += c;
    if (code.substr(0, 14) != expected)
        refuse(faults, "/record", "commitments.code",
               "The code begins with " + quoted(code.substr(0, 14)) + "; its place and day make it " +
                   quoted(expected) + ".",
               "承诺编码前14位为" + quoted(code.substr(0, 14)) + "；按受理地和作出日期应为" +
                   quoted(expected) + "。");
}

void check_signed(const Draft& draft, const Records& records, Faults& faults) {
    const Object& data = draft.data;
    check_code(draft, faults);
    check_promisor(data, faults);
    check_acceptor(data, faults);
    check_proof(object_at(data, "promisor_proof"), faults);
    const std::string_view made_on = text_at(data, "made_on");
    check_order(made_on, draft.effective, "/data/made_on", "commitments.made_on",
                "The commitment was made after the entry's date.", "承诺作出日期晚于条目日期。", faults);
    check_order(made_on, text_at(data, "valid_until"), "/data/valid_until", "commitments.valid_until",
                "The commitment ends before it was made.", "承诺有效期早于承诺作出日期。", faults);
    if (!is_authority(object_at(data, "acceptor"))) check_wording(data, "liability", "/data", faults);
    if (text_at(data, "type") == "other" && text_at(data, "type_text").empty())
        warn(faults, "/data/type_text", "commitments.type_text", "Say in words what type “other” means here.",
             "类型为“其他”时应说明具体类型。");
    check_clauses(data, clauses_of(text_at(data, "scheme"), records), faults);
}

// ---- findings

/// A finding or step is of a day between the promise and the entry.
void check_day(const Draft& draft, std::string_view member, const std::optional<Record>& commitment,
               Faults& faults) {
    const std::string pointer = "/data/" + std::string(member);
    const std::string_view day = text_at(draft.data, member);
    check_order(day, draft.effective, pointer, "commitments.date", "This day is after the entry's date.",
                "该日期晚于条目日期。", faults);
    if (commitment)
        check_order(text_at(commitment->fields, "made_on"), day, pointer, "commitments.date",
                    "This day is before the commitment was made.", "该日期早于承诺作出日期。", faults);
}

void check_finder(const Object& data, const std::optional<Record>& commitment, Faults& faults) {
    const std::string_view finder = text_at(object_at(data, "finder"), "identifier");
    if (!commitment || finder.empty()) return;
    if (finder == text_at(object_at(commitment->fields, "promisor"), "identifier"))
        refuse(faults, "/data/finder/identifier", "commitments.finder_is_promisor",
               "The promisor cannot find whether its own promise was kept.",
               "承诺人不能认定自己的履行情况。");
}

void check_fulfilment(const Draft& draft, const std::optional<Record>& commitment, Faults& faults) {
    const Object& data = draft.data;
    const bool full = text_at(data, "status") == "full";
    for (const std::string_view member : {"unmet", "measures"}) {
        const bool given = !text_at(data, member).empty();
        const std::string pointer = "/data/" + std::string(member);
        if (full && given)
            refuse(faults, pointer, "commitments.fulfilment.full",
                   "Fulfilled in full: nothing is left to say here.", "全部履行时不填此项。");
        if (!full && !given)
            refuse(faults, pointer, "commitments.fulfilment.missing",
                   "Required unless it was fulfilled in full.", "非全部履行时必填。");
    }
    check_day(draft, "found_on", commitment, faults);
    check_finder(data, commitment, faults);
    if (!is_authority(object_at(data, "finder"))) check_wording(data, "measures", "/data", faults);
}

void check_breach(const Draft& draft, const std::optional<Record>& commitment, const Records& records,
                  Faults& faults) {
    check_day(draft, "found_on", commitment, faults);
    check_finder(draft.data, commitment, faults);
    // What happened may well have been penalised by an authority; the association's measures are its own.
    if (!is_authority(object_at(draft.data, "finder")))
        check_wording(draft.data, "measures", "/data", faults);
    if (!commitment) return;
    std::optional<std::set<std::string>> known = clauses_of(text_at(commitment->fields, "scheme"), records);
    if (const Array& promised = plugin::array_at(commitment->fields, "clauses"); !promised.empty()) {
        known.emplace();
        for (const Value& clause : promised)
            if (clause.text() != nullptr) known->insert(*clause.text());
    }
    check_clauses(draft.data, known, faults);
}

// ---- repair

/// The shortest time for which a breach of that severity stays on record before its repair (NDRC Order 36),
/// in months.
int least_months(std::string_view severity) {
    return severity == "serious" ? 12 : severity == "general" ? 3 : 0;
}

void check_repair_clock(const Draft& draft, const Record& commitment, Faults& faults) {
    const Array& breaches = plugin::array_at(commitment.fields, "breaches");
    const Object* breach = breaches.empty() ? nullptr : breaches.back().object();
    if (breach == nullptr) return;
    const std::optional<plugin::Date> found = plugin::Date::parse(text_at(*breach, "found_on"));
    if (!found) return;
    const std::string earliest = found->plus_months(least_months(text_at(*breach, "severity"))).text();
    if (text_at(draft.data, "on") < earliest)
        warn(faults, "/data/on", "commitments.repair.early",
             "A breach of this severity is repaired from " + earliest + " on (shortest term of publication).",
             "该违诺程度的最短公示期至" + earliest + "届满，此前一般不予修复。");
}

void check_repair_commitment(const Draft& draft, const Records& records, Faults& faults) {
    const std::string_view id = text_at(draft.data, "repair_commitment");
    const std::string pointer = "/data/repair_commitment";
    if (id.empty()) return;
    if (id == draft.record) {
        refuse(faults, pointer, "commitments.repair.commitment",
               "A breached commitment does not repair itself.", "被违反的承诺不能作为自身的修复承诺。");
        return;
    }
    const std::optional<Record> repair = records.find(id);
    if (repair && text_at(repair->fields, "type") != "credit_repair")
        refuse(faults, pointer, "commitments.repair.commitment",
               "This is no commitment of the type credit repair.", "该承诺不是信用修复型承诺。");
}

void check_repair(const Draft& draft, const std::optional<Record>& commitment, const Records& records,
                  Faults& faults) {
    check_day(draft, "on", commitment, faults);
    check_order(text_at(draft.data, "on"), text_at(draft.data, "due"), "/data/due", "commitments.repair.due",
                "It is due before it begins.", "期限早于开始日期。", faults);
    check_repair_commitment(draft, records, faults);
    if (draft.type == "commitments.commitment.repair_applied") {
        for (const std::string_view member : {"proof", "repair_commitment"})
            if (text_at(draft.data, member).empty())
                warn(faults, "/data/" + std::string(member), "commitments.repair.incomplete",
                     "An application has a proof of performance and a repair commitment.",
                     "申请信用修复应附履行证明和信用修复承诺。");
    }
    const bool is_clocked = draft.type == "commitments.commitment.repair_applied" ||
                            draft.type == "commitments.commitment.repaired";
    if (is_clocked && commitment) check_repair_clock(draft, *commitment, faults);
}

// ---- the rest

void check_publication(const std::optional<Record>& commitment, Faults& faults) {
    if (!commitment) return;
    if (text_at(commitment->fields, "publication") == "withheld")
        refuse(faults, "/record", "commitments.publication", "This commitment is not to be published.",
               "该承诺的公开类型为“不可公开”。");
    if (commitment->fields.contains("published_on"))
        refuse(faults, "/record", "commitments.published_already", "This commitment is published already.",
               "该承诺已公开。");
}

void check_settlement(const std::optional<Record>& commitment, Faults& faults) {
    if (!commitment || std::ranges::find(commitment->overlays, "disputed") != commitment->overlays.end())
        return;
    refuse(faults, "/record", "commitments.not_disputed", "There is no objection to settle.",
           "没有待处理的异议。");
}

void check_ending(const Draft& draft, Faults& faults) {
    if (text_at(draft.data, "reason").empty())
        warn(faults, "/data/reason", "commitments.reason", "No reason is given.", "未填写理由。");
}

/// The host knows the stored status; that the validity is over follows from the day.
void check_not_over(const Draft& draft, const std::optional<Record>& commitment, Faults& faults) {
    if (!commitment) return;
    const std::string_view until = text_at(commitment->fields, "valid_until");
    check_order(
        draft.effective, until, "/record", "commitments.over",
        "The commitment ended on " + std::string(until) + "; what is left is to find whether it was kept.",
        "该承诺已于" + std::string(until) + "到期，应先认定履行状态。", faults);
}

void check_evaluation(const Draft& draft, Faults& faults) {
    const std::string_view subject = text_at(draft.data, "subject");
    if (!subject.starts_with("organisation/") && !subject.starts_with("brand/"))
        refuse(faults, "/data/subject", "commitments.evaluation.subject",
               "Organisations and brands are evaluated, nothing else.", "评价对象应为单位或劳务品牌。");
    const std::string evaluator(text_at(object_at(draft.data, "evaluator"), "identifier"));
    if (!evaluator.empty() && subject == "organisation/" + evaluator)
        refuse(faults, "/data/evaluator/identifier", "commitments.evaluation.self",
               "Nobody evaluates itself.", "评价机构不能是评价对象本身。");
    check_order(draft.effective, text_at(draft.data, "valid_until"), "/data/valid_until",
                "commitments.valid_until", "It ends before it begins.", "有效期早于评价日期。", faults);
}

}  // namespace

void Commitments::validate(const Draft& draft, const Records& records, Faults& faults) const {
    constexpr std::string_view prefix = "commitments.commitment.";
    if (draft.type == "commitments.scheme.opened") return check_scheme(draft, faults);
    if (draft.type == "commitments.evaluation.recorded") return check_evaluation(draft, faults);
    if (!draft.type.starts_with(prefix)) return;
    const std::string_view step = std::string_view(draft.type).substr(prefix.size());
    if (step == "signed") return check_signed(draft, records, faults);

    const std::optional<Record> commitment = records.find(draft.record);
    if (step == "published" || step == "accepted" || step == "withdrawn")
        check_not_over(draft, commitment, faults);
    if (step == "published") return check_publication(commitment, faults);
    if (step == "fulfilment_found") return check_fulfilment(draft, commitment, faults);
    if (step == "breach_found") return check_breach(draft, commitment, records, faults);
    if (step == "dispute_settled") return check_settlement(commitment, faults);
    if (step == "withdrawn" || step == "superseded") return check_ending(draft, faults);
    if (step == "rectification_planned" || step.starts_with("repair"))
        check_repair(draft, commitment, records, faults);
}

}  // namespace xinbu::commitments
