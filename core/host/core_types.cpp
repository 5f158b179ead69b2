#include "core_types.hpp"

#include <algorithm>
#include <set>

namespace xinbu::host {

using plugin::Choice;
using plugin::EntryType;
using plugin::Field;
using plugin::FieldKind;
using plugin::RecordType;
using plugin::Role;

namespace {

constexpr std::string_view own_registry = "registry/self";
constexpr std::int64_t first_year = 1000;
constexpr std::int64_t last_year = 9999;
constexpr std::int64_t most_days = 366;
constexpr std::int64_t most_witnesses = 16;

/// Only the core writes entries of these types; no draft of anybody is accepted.
const std::vector<Role> nobody{};

Field text(std::string id, plugin::Text label) {
    return plugin::field(std::move(id), FieldKind::text, std::move(label));
}

Field paragraph(std::string id, plugin::Text label) {
    return plugin::field(std::move(id), FieldKind::paragraph, std::move(label));
}

Field reason() {
    return paragraph("reason", {"Reason", "原因"}).require();
}

Field registry_name() {
    return text("name", {"Name", "名称"}).at_most(200);
}
Field registry_identifier() {
    return plugin::identifier("identifier", {"Credit code", "统一社会信用代码"}, "uscc");
}
Field registry_kind() {
    return plugin::choice("kind", {"Kind", "类型"},
                          {{"association", {"Association", "行业协会"}},
                           {"bank", {"Bank", "银行"}},
                           {"regulator", {"Regulator", "监管部门"}},
                           {"enterprise", {"Enterprise", "企业"}}});
}
Field suite() {
    return plugin::choice(
        "suite", {"Signature suite", "签名套件"},
        {{"intl", {"International (Ed25519)", "国际算法（Ed25519）"}},
         {"gm", {"Chinese commercial cryptography (SM2, SM3)", "商用密码算法（SM2、SM3）"}}});
}
Field checkpoint_key() {
    return text("checkpoint_key", {"Checkpoint key", "检查点密钥"});
}
Field checkpoint_key_sm2() {
    return text("checkpoint_key_sm2", {"SM2 checkpoint key", "SM2检查点密钥"});
}
Field document_key() {
    return text("document_key", {"Document key", "文件签名密钥"});
}
Field document_certificate() {
    return paragraph("document_certificate", {"Certificate of the document key", "文件签名证书"});
}
Field role() {
    return plugin::choice("role", {"Role", "角色"},
                          {{"admin", {"Administrator", "管理员"}},
                           {"clerk", {"Clerk", "经办人"}},
                           {"officer", {"Officer", "负责人"}},
                           {"auditor", {"Auditor", "审计员"}}});
}
Field verdict() {
    return text("verdict", {"Verdict of the audit", "审计结论"}).at_most(200);
}
Field checked() {
    return text("checked", {"What was checked", "审计范围"});
}
Field audited_checkpoint() {
    return paragraph("checkpoint", {"Audited checkpoint", "审计检查点"});
}
Field stamped_size() {
    return plugin::field("checkpoint_size", FieldKind::integer,
                         {"Commits under the time stamp", "时间戳所含提交数"})
        .between(0, INT64_MAX);
}
Field token_hash() {
    return plugin::field("token_sha256", FieldKind::sha256,
                         {"SHA-256 of the time stamp", "时间戳令牌SHA-256"});
}
Field operator_name() {
    return text("name", {"Name", "姓名"}).at_most(200);
}
Field algorithm() {
    return text("algorithm", {"Algorithm", "算法"}).at_most(64);
}
Field public_key() {
    return text("public_key", {"Public key", "公钥"});
}
Field year() {
    return plugin::field("year", FieldKind::integer, {"Year", "年份"}).between(first_year, last_year);
}
Field days(std::string id, plugin::Text label) {
    return plugin::list_of(std::move(id), std::move(label),
                           plugin::field("day", FieldKind::date, {"Day", "日期"}))
        .between(0, most_days);
}
Field holidays() {
    return days("holidays", {"Public holidays", "法定节假日"});
}
Field make_up_workdays() {
    return days("make_up_workdays", {"Make-up working days", "调休工作日"});
}
Field rules() {
    return plugin::list_of(
        "rules", {"Rules", "规则"},
        plugin::group(
            "rule", {"Rule", "规则"},
            {text("types", {"Entry types", "条目类型"})
                 .with_help({"A type such as commitments.commitment.breach_found, or what it begins "
                             "with and a *",
                             "条目类型，如commitments.commitment.breach_found，或其开头加*"})
                 .require(),
             plugin::field("signers", FieldKind::integer, {"Number of signers", "签名人数"})
                 .between(1, 16)
                 .require(),
             plugin::list_of("roles", {"Their roles", "签名人角色"}, role())}));
}
/// What the policy wants of whoever reads about persons and loans (查询留痕).
Field reading() {
    const auto hour = [](std::string id, plugin::Text label) {
        return plugin::field(std::move(id), FieldKind::integer, std::move(label)).between(0, 24);
    };
    return plugin::group(
        "reading", {"Reading of persons and loans", "个人及贷款信息查询"},
        {plugin::field("purpose_required", FieldKind::boolean,
                       {"A purpose must be stated", "须说明查询用途"}),
         plugin::field("export_limit", FieldKind::integer,
                       {"Records that one person may export", "单人可导出记录数上限"})
             .between(0, INT64_MAX)
             .with_help({"More records of persons or loans leave only with a second person's approval.",
                         "超过该数量的个人或贷款记录，须经第二人批准方可导出。"}),
         hour("hours_from", {"Working hours begin (hour)", "工作时间起（时）"}),
         hour("hours_until", {"Working hours end (hour)", "工作时间止（时）"})});
}
/// How many of which witnesses must countersign the heads of the ledger.
Field witnessing() {
    return plugin::group(
        "witnesses", {"Witnesses that must countersign", "须会签的见证方"},
        {plugin::field("required", FieldKind::integer, {"So many of them", "至少会签方数"})
             .between(1, most_witnesses)
             .require(),
         plugin::list_of("keys", {"Their keys", "见证方密钥"}, text("key", {"Key", "密钥"}))
             .between(1, most_witnesses)
             .with_help({"Of witnesses that the ledger names; `xinbu cosignatures require` writes them all.",
                         "须为账本已指定的见证方；可用xinbu cosignatures require自动写入。"})
             .require(),
         plugin::field("within_days", FieldKind::integer, {"Within days", "期限（天）"}).between(1, 3650)});
}
Field proposal() {
    return plugin::field("proposal", FieldKind::sha256, {"Proposal", "提案"});
}
Field drafts() {
    return plugin::list_of("drafts", {"Proposed entries", "拟议条目"}, paragraph("draft", {"Draft", "草稿"}));
}

RecordType registry_record() {
    return {"registry",
            {"Registry", "登记簿"},
            {"Registries", "登记簿"},
            {registry_name().search().in_table(), registry_identifier().in_table(), registry_kind(), suite(),
             checkpoint_key(), document_key(), document_certificate(), verdict(), checked(),
             audited_checkpoint(), stamped_size(), token_hash()},
            "name",
            {}};
}

RecordType operator_record() {
    return {"operator",
            {"Operator", "操作员"},
            {"Operators", "操作员"},
            {operator_name().search().in_table(), role().in_table(), algorithm(), public_key()},
            "name",
            {{"enrolled", {"Enrolled", "已登记"}, plugin::Tone::good},
             {"revoked", {"Revoked", "已撤销"}, plugin::Tone::bad}}};
}

RecordType policy_record() {
    return {"core-policy",
            {"Signing policy", "签名策略"},
            {"Signing policies", "签名策略"},
            {rules(), reading(), witnessing()},
            "",
            {}};
}

RecordType witness_record() {
    return {"witness",
            {"Witness", "见证方"},
            {"Witnesses", "见证方"},
            {text("name", {"Name", "名称"}).search().in_table(), text("key", {"Key", "密钥"})},
            "name",
            {}};
}

RecordType proposal_record() {
    return {"proposal",
            {"Proposal", "提案"},
            {"Proposals", "提案"},
            {drafts(), proposal(), paragraph("reason", {"Reason", "原因"})},
            "",
            {{"open", {"Open", "待审批"}, plugin::Tone::attention},
             {"approved", {"Approved", "已批准"}, plugin::Tone::good},
             {"rejected", {"Rejected", "已驳回"}, plugin::Tone::bad}}};
}

RecordType calendar_record() {
    return {"calendar",
            {"Calendar", "工作日历"},
            {"Calendars", "工作日历"},
            {year().in_table(), holidays(), make_up_workdays()},
            "",
            {}};
}

std::vector<EntryType> registry_entries() {
    EntryType created{"core.registry.created",
                      {"Registry created", "登记簿创建"},
                      "registry",
                      {registry_name().require(), registry_identifier().require(), registry_kind().require(),
                       suite().require(), checkpoint_key().require(), checkpoint_key_sm2()},
                      nobody,
                      true};
    EntryType rotated{"core.checkpoint_key.rotated",
                      {"Checkpoint key rotated", "检查点密钥轮换"},
                      "registry",
                      {checkpoint_key().require(), checkpoint_key_sm2(), reason()},
                      nobody};
    EntryType audited{"core.audit.recorded",
                      {"Audit recorded", "审计记录"},
                      "registry",
                      {verdict().require(), checked().require(), audited_checkpoint().require(),
                       paragraph("findings", {"Findings", "审计发现"})},
                      {Role::auditor}};
    EntryType erased{
        "core.subject.erased",
        {"Personal data erased", "个人信息删除"},
        "registry",
        {text("subject_key", {"Subject key", "主体密钥"})
             .with_help({"The pseudonym of the person, as records show it.", "个人的假名编号，见相关记录。"})
             .require(),
         reason()},
        {Role::admin}};
    EntryType stamped{
        "core.timestamp.received",
        {"Time stamp received", "收到时间戳"},
        "registry",
        {stamped_size().require(), token_hash().require(), paragraph("token", {"Token", "时间戳令牌"})},
        nobody};
    EntryType corrected{"core.correction.made",
                        {"Correction", "更正"},
                        "registry",
                        {plugin::field("entry", FieldKind::sha256, {"Corrected entry", "被更正的条目"})
                             .with_help({"The id of the entry that no longer counts; nothing is deleted.",
                                         "不再生效的条目编号；原条目不会被删除。"})
                             .require(),
                         reason()}};
    EntryType documents{
        "core.document_key.named",
        {"Document key named", "文件签名密钥指定"},
        "registry",
        {document_key().require(), document_certificate().require(), paragraph("reason", {"Reason", "原因"})},
        nobody};
    EntryType anchored{
        "core.read_log.anchored",
        {"Read log anchored", "查询留痕入账"},
        "registry",
        {plugin::field("day", FieldKind::date, {"Day", "日期"}).require(),
         plugin::field("first", FieldKind::integer, {"First reading", "起始查询序号"})
             .between(1, INT64_MAX)
             .require(),
         plugin::field("last", FieldKind::integer, {"Last reading", "末尾查询序号"})
             .between(1, INT64_MAX)
             .require(),
         plugin::field("count", FieldKind::integer, {"Readings", "查询次数"}).between(1, INT64_MAX).require(),
         plugin::field("root", FieldKind::sha256, {"Hash of the last reading", "末条查询的哈希值"})
             .require()},
        nobody};
    EntryType allowed{"core.export.allowed",
                      {"Export allowed", "允许导出"},
                      "registry",
                      {text("operator", {"Who may export", "导出人"}).require(),
                       text("what", {"List, report or bundle", "列表、报告或文件包"}).require(),
                       plugin::field("records", FieldKind::integer, {"Records at most", "记录数上限"})
                           .between(1, INT64_MAX)
                           .require(),
                       plugin::field("until", FieldKind::date, {"Until", "有效期至"}).require(), reason()},
                      nobody};
    EntryType seen{"core.checkpoint.seen",
                   {"Checkpoint of another registry seen", "见到其他登记簿检查点"},
                   "registry",
                   {text("origin", {"Registry", "登记簿"}).require(),
                    plugin::field("fingerprint", FieldKind::sha256, {"Fingerprint", "指纹"}).require(),
                    checkpoint_key().require(),
                    paragraph("note", {"Checkpoint as it was signed", "检查点签名原文"}).require()},
                   nobody};
    return {created, rotated, documents, audited, erased, stamped, corrected, anchored, allowed, seen};
}

std::vector<EntryType> operator_entries() {
    EntryType enrolled{"core.operator.enrolled",
                       {"Operator enrolled", "操作员登记"},
                       "operator",
                       {operator_name().require(), role().require(), algorithm().require(),
                        public_key().require(), paragraph("certificate", {"Certificate", "证书"})},
                       nobody,
                       true,
                       {},
                       "enrolled"};
    EntryType revoked{"core.operator.revoked",
                      {"Operator revoked", "操作员撤销"},
                      "operator",
                      {operator_name().require(), text("key", {"Key", "密钥"}).require(), reason(),
                       plugin::field("since", FieldKind::integer, {"Since ledger position", "起始账本位置"})
                           .between(0, INT64_MAX)},
                      nobody,
                      false,
                      {"enrolled"},
                      "revoked"};
    return {enrolled, revoked};
}

std::vector<EntryType> proposal_entries() {
    EntryType made{"core.proposal.made",
                   {"Proposal made", "提案提出"},
                   "proposal",
                   {drafts().require()},
                   nobody,
                   true,
                   {},
                   "open"};
    EntryType approved{
        "core.proposal.approved",
        {"Proposal approved", "提案批准"},
        "proposal",
        {proposal().require(),
         plugin::field("partial", FieldKind::boolean, {"Further approvals are needed", "尚需其他人批准"})},
        nobody,
        false,
        {"open"},
        "approved"};
    EntryType rejected{"core.proposal.rejected",
                       {"Proposal rejected", "提案驳回"},
                       "proposal",
                       {proposal().require(), reason()},
                       nobody,
                       false,
                       {"open"},
                       "rejected"};
    return {made, approved, rejected};
}

std::vector<EntryType> other_entries() {
    EntryType policy{"core.policy.set", {"Signing policy set", "签名策略设定"},
                     "core-policy",     {rules().require(), reading(), witnessing()},
                     {Role::admin},     true};
    EntryType witness{"core.witness.named",
                      {"Witness named", "见证方指定"},
                      "witness",
                      {text("name", {"Name", "名称"}).require(), text("key", {"Key", "密钥"}).require()},
                      nobody,
                      true};
    EntryType calendar{"core.calendar.set",
                       {"Calendar set", "工作日历设定"},
                       "calendar",
                       {year().require(), holidays().require(), make_up_workdays().require()}};
    calendar.creates = true;
    EntryType countersigned{"core.witness.countersigned",
                            {"Countersignature received", "收到会签"},
                            "witness",
                            {text("name", {"Name", "名称"}).require(),
                             plugin::field("checkpoint_size", FieldKind::integer,
                                           {"Commits under the checkpoint", "检查点所含提交数"})
                                 .between(1, INT64_MAX)
                                 .require(),
                             paragraph("line", {"The witness's line", "见证方会签行"}).require()},
                            nobody};
    return {policy, witness, countersigned, calendar};
}

/// Adds a fault for every day of the list that lies outside the year or was named before.
void check_days(const plugin::Draft& draft, std::string_view list, std::string_view year,
                std::set<std::string>& seen, plugin::Faults& faults) {
    std::size_t at = 0;
    for (const plugin::Value& day : plugin::array_at(draft.data, list)) {
        const std::string pointer = "/data/" + std::string(list) + "/" + std::to_string(at++);
        if (day.text()->substr(0, 4) != year)
            faults.push_back({pointer, "calendar.year", {"Lies outside the year.", "不在该年份内。"}});
        if (!seen.insert(*day.text()).second)
            faults.push_back({pointer, "calendar.twice", {"This day is named twice.", "该日期重复出现。"}});
    }
}

/// What a rule names: a type, or the beginning of some and a star.
bool is_type_pattern(std::string_view text) {
    if (text.ends_with('*')) text.remove_suffix(1);
    return std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    });
}

/// So must be what it asks of witnesses: of more than there are nobody could ever have the lines.
void check_witnesses(const plugin::Draft& draft, const plugin::Records& records, plugin::Faults& faults) {
    const plugin::Object& wanted = plugin::object_at(draft.data, "witnesses");
    if (wanted.empty()) return;
    std::set<std::string> named, given;
    records.for_each("witness", [&](const plugin::Record& one) {
        named.emplace(plugin::text_at(one.fields, "key"));
        return true;
    });
    std::size_t at = 0;
    for (const plugin::Value& key : plugin::array_at(wanted, "keys")) {
        const std::string pointer = "/data/witnesses/keys/" + std::to_string(at++);
        if (!named.contains(*key.text()))
            faults.push_back(
                {pointer,
                 "policy.witness",
                 {"Is the key of no witness that the ledger names.", "不是账本所指定见证方的密钥。"}});
        if (!given.insert(*key.text()).second)
            faults.push_back(
                {pointer, "policy.witness", {"This witness stands there twice.", "该见证方重复出现。"}});
    }
    if (static_cast<std::uint64_t>(*plugin::integer_at(wanted, "required")) > given.size())
        faults.push_back({"/data/witnesses/required",
                          "policy.unreachable",
                          {"Asks for more witnesses than it names: nobody could fulfil it.",
                           "要求的会签方数多于所列见证方，无法满足。"}});
}

/// A policy must be one that the operators there are can fulfil: nobody could change it any more.
void check_policy(const plugin::Draft& draft, const plugin::Records& records, plugin::Faults& faults) {
    std::vector<std::string> active;  // roles, one for each person
    records.for_each("operator", [&](const plugin::Record& one) {
        if (one.status == "enrolled") active.emplace_back(plugin::text_at(one.fields, "role"));
        return true;
    });
    constexpr std::string_view enrolment = "core.operator.enrolled";
    bool guards_enrolment = false, wants_several = false;
    std::size_t at = 0;
    for (const plugin::Value& value : plugin::array_at(draft.data, "rules")) {
        const plugin::Object& rule = *value.object();
        const std::string pointer = "/data/rules/" + std::to_string(at++);
        const std::string types(plugin::text_at(rule, "types"));
        if (!is_type_pattern(types))
            faults.push_back({pointer + "/types",
                              "policy.types",
                              {"Is no entry type; expected one such as collateral.override.approved, or its "
                               "beginning and a star.",
                               "不是条目类型；应为collateral.override.approved之类，或其开头加星号。"}});
        const plugin::Array& roles = plugin::array_at(rule, "roles");
        const auto counts = [&](const std::string& role) {
            if (roles.empty()) return role != "auditor";
            return std::ranges::any_of(roles, [&](const plugin::Value& one) { return *one.text() == role; });
        };
        const std::int64_t signers = *plugin::integer_at(rule, "signers");
        if (std::ranges::count_if(active, counts) < signers)
            faults.push_back({pointer + "/signers",
                              "policy.unreachable",
                              {"There are fewer operators whose signatures would count; enrol them first.",
                               "可计入的操作员人数不足；请先登记。"}});
        wants_several = wants_several || signers > 1;
        const bool names_enrolment =
            types == enrolment || (types.starts_with("core.") && types.ends_with('*') &&
                                   enrolment.starts_with(types.substr(0, types.size() - 1)));
        guards_enrolment = guards_enrolment || (signers > 1 && names_enrolment);
    }
    if (wants_several && !guards_enrolment)
        faults.push_back(
            {"/data/rules",
             "policy.enrolment",
             {"An admin alone can still enrol persons who then count as signers; name "
              "core.operator.enrolled, too.",
              "管理员仍可单独登记操作员并使其计入签名人数；建议同时列入core.operator.enrolled。"},
             true});
}

class CoreTypes final : public plugin::Plugin {
public:
    plugin::Declaration declare() const override {
        plugin::Declaration declaration;
        declaration.records = {registry_record(), operator_record(), policy_record(),
                               witness_record(),  proposal_record(), calendar_record()};
        for (const auto& some : {registry_entries(), operator_entries(), proposal_entries(), other_entries()})
            declaration.entries.insert(declaration.entries.end(), some.begin(), some.end());
        return declaration;
    }

    std::optional<std::string> record_id(const plugin::Draft& draft, plugin::Numbering&) const override {
        if (draft.type == "core.calendar.set") {
            const std::int64_t* year = plugin::integer_at(draft.data, "year");
            return year != nullptr ? std::optional("calendar/" + std::to_string(*year)) : std::nullopt;
        }
        if (draft.type == "core.policy.set") return "core-policy/self";
        return std::string(own_registry);
    }

    void validate(const plugin::Draft& draft, const plugin::Records& records,
                  plugin::Faults& faults) const override {
        if (draft.type == "core.calendar.set") {
            const std::string year = std::to_string(*plugin::integer_at(draft.data, "year"));
            if (draft.record != "calendar/" + year)
                faults.push_back({"/record",
                                  "calendar.record",
                                  {"The record of this calendar is calendar/" + year + ".",
                                   "该日历的记录应为calendar/" + year + "。"}});
            std::set<std::string> seen;
            check_days(draft, "holidays", year, seen, faults);
            check_days(draft, "make_up_workdays", year, seen, faults);
        } else if (draft.type == "core.policy.set") {
            check_policy(draft, records, faults);
            check_witnesses(draft, records, faults);
        } else if (draft.record != own_registry) {
            faults.push_back(
                {"/record",
                 "core.record",
                 {"Entries of this type are about registry/self.", "此类条目的记录应为registry/self。"}});
        }
    }

    void fold(const EntryType& type, const plugin::Entry& entry, plugin::Record& record) const override {
        // Facts about an entry or a person; the registry itself stays what it was.
        if (type.type == "core.correction.made" || type.type == "core.subject.erased" ||
            type.type == "core.read_log.anchored" || type.type == "core.export.allowed" ||
            type.type == "core.witness.countersigned" || type.type == "core.checkpoint.seen")
            return;
        // What a policy no more asks of witnesses is asked no more.
        if (type.type == "core.policy.set") record.fields.erase("witnesses");
        default_fold(type, entry, record);
        // The token itself stays in its entry.
        if (type.type == "core.timestamp.received") record.fields.erase("token");
        // Until the last approval that it needs, a proposal stays open.
        const plugin::Value* partial = record.fields.find("partial");
        if (partial == nullptr) return;
        if (partial->boolean() != nullptr && *partial->boolean()) record.status = "open";
        record.fields.erase("partial");
    }
};

}  // namespace

Provider core_provider() {
    static const CoreTypes types;
    return Provider{std::string(core_id), "1", {}, &types, types.declare()};
}

}  // namespace xinbu::host
