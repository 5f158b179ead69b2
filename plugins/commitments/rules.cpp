#include "rules.hpp"

#include <algorithm>
#include <array>

#include "campaign.hpp"
#include "faults.hpp"
#include "people.hpp"
#include "plugin.hpp"
#include "wording.hpp"
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
    for (const std::string_view member : {"name", "campaign", "liability"})
        check_wording(data, member, "/data", faults);
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

std::optional<std::set<std::string>> clauses_of(std::string_view scheme, const Records& records) {
    const std::optional<Record> found = scheme.empty() ? std::nullopt : records.find(scheme);
    if (!found) return std::nullopt;
    std::set<std::string> ids;
    for (const Value& clause : plugin::array_at(found->fields, "clauses"))
        if (clause.object() != nullptr) ids.emplace(text_at(*clause.object(), "id"));
    return ids;
}

std::optional<std::set<std::string>> clauses_promised(const Object& commitment, const Records& records) {
    const Array& named = plugin::array_at(commitment, "clauses");
    if (named.empty()) return clauses_of(text_at(commitment, "scheme"), records);
    std::set<std::string> ids;
    for (const Value& clause : named)
        if (clause.text() != nullptr) ids.insert(*clause.text());
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

namespace {

// ---- who promised, and to whom

/// The host has checked the number, and seals it with the name: whole is better than masked, for a masked one
/// may be somebody else's, too.
void check_person(std::string_view identifier, Faults& faults) {
    if (!plugin::citizen_id_in(identifier).empty()) return;
    refuse(faults, "/data/promisor/identifier", "commitments.promisor_identifier",
           "A person is named by the identity number, whole, which is then sealed, or masked like "
           "320102********0010.",
           "自然人应填写公民身份号码：完整号码（将加密封存），或按320102********0010的形式脱敏。");
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
    const std::string_view category = text_at(data, "promisor_category");
    const std::string_view identifier = text_at(object_at(data, "promisor"), "identifier");
    if (category == "person")
        check_person(identifier, faults);
    else
        check_body(identifier, category == "sole_trader", faults);
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

/// The same promise signed again gets another code, and would have to be kept twice.
void check_said_before(const Draft& draft, const Records& records, Faults& faults) {
    const Object& who = object_at(draft.data, "promisor");
    const std::string promisor(text_at(who, "identifier"));
    if (promisor.empty()) return;
    for (const Record& other : records.referring_to("organisation/" + promisor, "commitment")) {
        const bool is_same = std::ranges::all_of(
            std::array{"made_on", "place", "type", "type_text", "matter", "content", "publication", "valid_until", "scheme", "brand"},
            [&](const char* member) { return text_at(draft.data, member) == text_at(other.fields, member); });
        if (!is_same || other.id == draft.record || other.status == "withdrawn" ||
            other.status == "superseded" ||
            object_at(other.fields, "promisor") != who)
            continue;
        warn(faults, "", "commitments.said_before",
             "The same promise is on record already: " + other.id + ". Signed again, it is a second one.",
             "相同内容的承诺已登记：" + other.id + "。再次签署将成为另一项承诺。");
        return;
    }
}

}  // namespace

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
    if (!check_joining(draft, records, faults)) check_said_before(draft, records, faults);
}

// ---- everything

namespace {

/// Whether identity numbers are sought there: everywhere but where the host seals them, and in what may read
/// like one by chance, a sound credit code and the digest of a file.
bool is_searched(const plugin::Member& member) {
    if (member.value.text() == nullptr) return true;
    const std::string_view text = *member.value.text();
    if (member.name == "attachment") return plugin::sha256_fault(text).has_value();
    if (member.name != "identifier") return true;
    return plugin::citizen_id_in(text).empty() && plugin::uscc_fault(text).has_value();
}

void refuse_number(const std::string& pointer, Faults& faults) {
    refuse(faults, pointer, "commitments.citizen_id_in_clear",
           "Holds an identity number in clear: mask it like 320102********0010.",
           "含有明文公民身份号码：请按320102********0010的形式脱敏。");
}

/// Identity numbers in clear. The fault does not quote them.
void check_people(const Value& value, const std::string& pointer, Faults& faults) {
    if (value.text() != nullptr && holds_citizen_id(*value.text())) refuse_number(pointer, faults);
    if (value.array() != nullptr)
        for (std::size_t at = 0; at < value.array()->size(); ++at)
            check_people((*value.array())[at], pointer + "/" + std::to_string(at), faults);
    if (value.object() == nullptr) return;
    for (const plugin::Member& member : *value.object()) {
        const std::string inner = pointer + "/" + member.name;
        if (is_searched(member)) check_people(member.value, inner, faults);
    }
}

/// A record is named in clear wherever it is referred to. One that is there already is not named anew, and an
/// invitation is named by what its data hold.
void check_name_of_record(const Draft& draft, const Records& records, Faults& faults) {
    if (draft.type == "commitments.member.invited" || !holds_citizen_id(draft.record)) return;
    if (!records.find(draft.record)) refuse_number("/record", faults);
}

}  // namespace

void Commitments::validate(const Draft& draft, const Records& records, Faults& faults) const {
    constexpr std::string_view prefix = "commitments.commitment.";
    const std::string_view type = draft.type;
    check_people(draft.data, "/data", faults);
    check_name_of_record(draft, records, faults);
    if (type == "commitments.scheme.opened") return check_scheme(draft, faults);
    if (type == "commitments.scheme.closed") return check_closing(draft, records, faults);
    if (type == "commitments.member.invited") return check_invitation(draft, records, faults);
    if (type == "commitments.indicator_set.published") return check_indicator_set(draft, faults);
    if (type == "commitments.evaluation.recorded") return check_evaluation(draft, records, faults);
    if (type.starts_with("commitments.evaluation.")) return check_appeal(draft, records, faults);
    if (!type.starts_with(prefix)) return;
    const std::string_view step = type.substr(prefix.size());
    if (step == "signed") return check_signed(draft, records, faults);
    check_step(step, draft, records, faults);
}

}  // namespace xinbu::commitments
