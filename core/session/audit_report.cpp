// An audit as a report, and as an entry of the ledger.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "audit.hpp"
#include "batch.hpp"
#include "impl.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/ledger/checkpoint.hpp"
#include "xinbu/plugin/report.hpp"

namespace xinbu::session {

using plugin::Cell;
using plugin::Quantity;
using plugin::Text;
using plugin::Tone;

namespace {

constexpr std::string_view audit_type = "core.audit.recorded";
constexpr const char* passed = "passed";
constexpr const char* failed = "failed";
constexpr std::size_t most_bytes_recorded = 30'000;
constexpr std::string_view more = "more: ";

struct Remedy {
    std::string_view rule;  ///< or what rules begin with
    Text what;
};
const Text& remedy_for(std::string_view rule) {
    // The first that fits.
    static const std::array<Remedy, 25> remedies{{
        {"storage.",
         {"The file was altered or is damaged. Keep a copy as evidence, restore the last backup, and take "
          "what "
          "is missing from those who follow this registry.",
          "文件被改动或损坏。请保留副本作为证据，恢复最近备份，并向关注本登记簿的机构索取缺失部分。"}},
        {"witness.policy_short",
         {"Ask the witnesses that the policy names: `xinbu checkpoint --request`, then `xinbu cosignatures "
          "add` with what they return.",
          "请向策略所列见证方申请会签：xinbu checkpoint --request，再以xinbu cosignatures add附上其回复。"}},
        {"witness.removed",
         {"Somebody hides that an outsider saw this state. The entry still holds the line: attach it again "
          "with `xinbu cosignatures add`, and look for who had the data key.",
          "有人掩盖外部见证。条目中仍有该会签行：请以xinbu cosignatures "
          "add重新附上，并查明谁曾持有数据密钥。"}},
        {"witness.forged",
         {"Somebody pretends that an outsider saw this state. The line counts for nothing; ask that witness "
          "which heads it countersigned, and look for who had the data key.",
          "有人伪造外部见证。该会签行无效；请向该见证方核实其所会签的检查点，并查明谁曾持有数据密钥。"}},
        {"witness.", {"Have a witness countersign a checkpoint of today.", "请见证方对今日的检查点会签。"}},
        {"ledger.head_unknown",
         {"Have a witness or a time stamp: they know the last head when this machine does not.",
          "请安排见证方或时间戳：本机不掌握最新状态时，由其佐证。"}},
        {"ledger.head",
         {"This is an older or another history than was acknowledged here. Sign nothing in it; look for the "
          "newer copy, and ask witnesses and followers for the last checkpoint they hold.",
          "此处历史早于或不同于曾确认的历史。请勿在其中签名；查找较新副本，并向见证方和关注方索取其所持最新检"
          "查"
          "点。"}},
        {"ledger.clock",
         {"Ask the signer when it was; set the machine's clock. Witnesses and time stamps bracket the true "
          "time.",
          "请向签名人核实时间，并校准本机时钟；见证与时间戳可界定真实时间。"}},
        {"ledger.",
         {"History was changed past the program. Keep the folder as evidence, sign nothing in it, and "
          "compare it "
          "with a backup and with a follower's copy.",
          "历史被绕过程序改动。请保留文件夹作为证据，勿在其中签名，并与备份及关注方的副本比对。"}},
        {"authority.revoked_since",
         {"Look through what was signed with that key from there on; correct what its holder does not stand "
          "by.",
          "请逐项检查该密钥此后所签内容；对持有人不认可的内容予以更正。"}},
        {"authority.",
         {"Somebody signed what he may not, or too few did. Find out who had the key; revoke it where it is "
          "not in "
          "its holder's hands.",
          "有人越权签名，或签名人数不足。请查明密钥由谁使用；如已失控，请予撤销。"}},
        {"checkpoint.",
         {"A signed head contradicts the ledger, or its key is missing. Restore the last backup, and tell "
          "those who "
          "were given that checkpoint.",
          "已签检查点与账本矛盾，或其密钥缺失。请恢复最近备份，并告知曾收到该检查点的各方。"}},
        {"keyslots.",
         {"Take the key-slot file from a backup, or have an admin write the slots anew; whoever has a slot "
          "without "
          "a right must lose it.",
          "请从备份恢复密钥槽文件，或由管理员重新写入；对无权而持有密钥槽者应予清除。"}},
        {"persons.",
         {"The keys of persons are not as the ledger orders. Restore the last backup, and carry the erasures "
          "out "
          "again.",
          "个人密钥与账本要求不符。请恢复最近备份，并重新执行删除。"}},
        {"read_log.unanchored",
         {"Have the ledger vouch for them: xinbu reads anchor.",
          "请执行xinbu reads anchor，使账本为其作证。"}},
        {"read_log.",
         {"Somebody hid who read what. Keep the folder as evidence, and compare the read log with a backup: "
          "the "
          "rows "
          "that differ say whose readings were to be hidden.",
          "有人试图掩盖查询行为。请保留文件夹作为证据，并将查询留痕与备份比对：差异之处即为被掩盖的查询。"}},
        {"records.",
         {"What lists show was changed beside the ledger; what was signed is untouched. Restore the last "
          "backup.",
          "列表显示内容被绕过账本改动；已签内容未受影响。请恢复最近备份。"}},
        {"followed.unconfirmed",
         {"Compare its fingerprint by another way, then trust it.", "请另行核对其指纹，再予信任。"}},
        {"followed.",
         {"The copy of that ledger was altered here. Drop it, and import a bundle of the whole of it again.",
          "该账本的本地副本被改动。请取消关注，并重新导入其完整文件包。"}},
        {"cross.",
         {"Ask who is right, and look at the office's register: record what it says, and tell the other "
          "side.",
          "请查询官方登记簿核实，登记查询结果并告知对方。"}},
        {"exchange.fork",
         {"Two signed histories are evidence: show both to the organisation and to all who follow it.",
          "两份已签历史即为证据：请同时出示给该机构及其关注方。"}},
        {"timestamp.clock",
         {"Ask the signer when it was; the authority's time is the better one.",
          "请向签名人核实时间；以时间戳机构的时间为准。"}},
        {"timestamp.",
         {"Audit with the certificates of the authorities that you trust (--ca); have the checkpoint stamped "
          "again "
          "where a stamp does not hold.",
          "请提供您信任的机构证书（--ca）重新审计；对不成立的时间戳请重新申请。"}},
        {"certificate.",
         {"Audit with the certificates of the authorities that you trust (--ca). A certificate of another "
          "key, or "
          "one that was not valid, says nothing of the key: ask its holder, and enrol him anew with the "
          "right one.",
          "请提供您信任的机构证书（--"
          "ca）重新审计。证书属于其他密钥或当时无效的，对该密钥不说明任何事项：请询问持有人，并以"
          "正确的证书重新登记。"}},
        {"audit.part", {"Audit the whole, from the first commit on.", "请从首个提交起全部审计。"}},
    }};
    static const Text other{"Ask whoever looks after the program.", "请咨询程序维护人员。"};
    const auto found =
        std::ranges::find_if(remedies, [&](const Remedy& one) { return rule.starts_with(one.rule); });
    return found != remedies.end() ? found->what : other;
}

Text same(const std::string& text) {
    return {text, text};
}
Cell cell(const Text& text, Tone tone = Tone::neutral) {
    return {plugin::both(text), tone};
}
Cell text_cell(const std::string& text) {
    return {text.empty() ? plugin::Value() : plugin::Value(text)};
}
Cell count_cell(std::uint64_t number, Tone tone = Tone::neutral) {
    return {static_cast<std::int64_t>(number), tone};
}

struct Severity {
    const char* id;
    Text label;
    Tone tone;
};
const std::array<Severity, 3>& severities() {
    static const std::array<Severity, 3> all{{{"error", {"Error", "错误"}, Tone::bad},
                                              {"warning", {"Warning", "警告"}, Tone::attention},
                                              {"note", {"Remark", "提示"}, Tone::neutral}}};
    return all;
}
const Severity& severity_of(std::string_view id) {
    const auto found = std::ranges::find(severities(), id, &Severity::id);
    return found != severities().end() ? *found : severities().back();
}
std::uint64_t count_of(const AuditView& audit, const char* severity) {
    return static_cast<std::uint64_t>(std::ranges::count(audit.findings, severity, &AuditFinding::severity));
}

Text verdict_text(std::string_view verdict) {
    if (verdict == passed) return {"passed", "通过"};
    if (verdict == failed) return {"failed", "未通过"};
    return same(std::string(verdict));
}

plugin::ReportSection verdict_section(const AuditView& audit) {
    plugin::ReportParagraph verdict;
    if (audit.stopped) {
        verdict = {{"The audit was stopped before its end: it says nothing about the rest.",
                    "审计中途停止：对其余部分不作结论。"},
                   Tone::attention};
    } else if (audit.ok) {
        verdict = {{"Passed: no error was found.", "通过：未发现错误。"}, Tone::good};
    } else {
        verdict = {{"Failed: errors were found.", "未通过：发现错误。"}, Tone::bad};
    }
    plugin::ReportFacts facts;
    const auto fact = [&](Text label, Cell value, Quantity quantity) {
        facts.facts.push_back({std::move(label), std::move(value), quantity, {}});
    };
    fact({"First commit read", "起始提交"}, count_cell(audit.since), Quantity::integer);
    fact({"Commits read", "已读提交"}, count_cell(audit.commits), Quantity::integer);
    fact({"Entries read", "已读条目"}, count_cell(audit.entries), Quantity::integer);
    fact({"Signatures verified", "已验签名"}, count_cell(audit.signatures), Quantity::integer);
    fact({"Bytes read", "已读字节"}, count_cell(audit.bytes), Quantity::integer);
    for (const Severity& one : severities()) {
        const std::uint64_t number = count_of(audit, one.id);
        fact(one.label, count_cell(number, number > 0 ? one.tone : Tone::neutral), Quantity::integer);
    }
    return {{"Verdict", "结论"}, {verdict, facts}};
}

plugin::ReportSection findings_section(const AuditView& audit) {
    plugin::ReportTable table;
    table.title = {"Findings", "审计发现"};
    table.columns = {{{"Severity", "级别"}},
                     {{"Rule", "规则"}},
                     {{"Where", "位置"}},
                     {{"What was found", "发现"}},
                     {{"What to do", "处理建议"}}};
    table.when_empty = {"Nothing was found.", "无。"};
    for (const AuditFinding& finding : audit.findings) {
        const Severity& severity = severity_of(finding.severity);
        table.rows.push_back({cell(severity.label, severity.tone), text_cell(finding.rule),
                              text_cell(finding.place), text_cell(finding.message),
                              cell(remedy_for(finding.rule))});
    }
    return {{"Findings", "审计发现"}, {table}};
}

plugin::ReportSection previous_section(const AuditView& audit) {
    plugin::ReportSection section{{"Since the last audit", "与上次审计相比"}, {}};
    if (!audit.previous) {
        section.blocks.emplace_back(plugin::ReportParagraph{
            {"The ledger records no earlier audit.", "账本中没有此前的审计记录。"}, Tone::neutral});
        return section;
    }
    const AuditRecorded& last = *audit.previous;
    plugin::ReportFacts facts;
    const auto fact = [&](Text label, Cell value, Quantity quantity) {
        facts.facts.push_back({std::move(label), std::move(value), quantity, {}});
    };
    fact({"Recorded by", "记录人"}, text_cell(last.signed_by), Quantity::text);
    fact({"Recorded at", "记录时间"}, text_cell(last.signed_at), Quantity::text);
    fact({"Its verdict", "当时结论"}, cell(verdict_text(last.verdict)), Quantity::text);
    fact({"Commits then", "当时提交数"}, count_cell(last.size), Quantity::integer);
    section.blocks.emplace_back(std::move(facts));
    plugin::ReportTable table;
    table.title = {"What changed", "变化"};
    table.columns = {{{"Change", "变化"}}, {{"Finding", "审计发现"}}};
    table.when_empty = {"Nothing appeared and nothing is gone.", "无新增，亦无消除。"};
    for (const std::string& one : audit.appeared)
        table.rows.push_back({cell({"new", "新增"}, Tone::attention), text_cell(one)});
    for (const std::string& one : audit.gone)
        table.rows.push_back({cell({"gone", "已消除"}, Tone::good), text_cell(one)});
    section.blocks.emplace_back(std::move(table));
    return section;
}

/// Errors and warnings, each once, in order. Files by name: where they lie on a machine is nobody else's.
std::vector<std::string> marks_of(const std::vector<AuditFinding>& findings) {
    std::vector<std::string> marks;
    for (const AuditFinding& finding : findings) {
        if (finding.severity == "note") continue;
        const std::string place = finding.place.starts_with('/')
                                      ? std::filesystem::path(finding.place).filename().string()
                                      : finding.place;
        marks.push_back(fmt::format("{} {} {}", finding.severity, finding.rule, place));
    }
    std::ranges::sort(marks);
    marks.erase(std::unique(marks.begin(), marks.end()), marks.end());
    return marks;
}

/// So many as an entry holds, and a line that says how many more there were.
std::vector<std::string> fitting(std::vector<std::string> marks) {
    std::size_t bytes = 0, count = 0;
    for (; count < marks.size() && bytes + marks[count].size() < most_bytes_recorded; ++count)
        bytes += marks[count].size() + 1;
    if (count == marks.size()) return marks;
    const std::size_t left = marks.size() - count;
    marks.resize(count);
    marks.push_back(std::string(more) + std::to_string(left));
    return marks;
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (end > 0) lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

AuditRecorded recorded_in(ledger::Ledger& ledger, const ledger::Authority& authority,
                          std::uint64_t entry_position, const ledger::Entry& entry) {
    AuditRecorded audit;
    audit.sequence = ledger.commit_of(entry_position);
    const Bytes envelope = ledger.commit(audit.sequence).envelope;
    audit.commit = to_hex(ledger::leaf_hash(envelope));
    const ledger::Payload payload =
        take(ledger::decode_payload(take(ledger::decode_envelope(envelope)).payload));
    const ledger::Operator* author = authority.find_key(payload.author);
    audit.signed_by = author != nullptr ? author->name : payload.author;
    audit.signed_at = payload.time;
    audit.verdict = std::string(plugin::text_at(entry.data, "verdict"));
    audit.findings = lines_of(plugin::text_at(entry.data, "findings"));
    // What an auditor wrote by himself need not be a note.
    const Result<crypto::Note> note = crypto::Note::parse(plugin::text_at(entry.data, "checkpoint"));
    if (note)
        if (const Result<ledger::Checkpoint> checkpoint = ledger::parse_checkpoint(note->text))
            audit.size = checkpoint->size;
    return audit;
}

}  // namespace

std::optional<AuditRecorded> last_audit(ledger::Ledger& ledger, records::Store& store,
                                        const ledger::Authority& authority) {
    const auto self = store.find(registry_record);
    if (!self || plugin::text_at(self->record.fields, "verdict").empty()) return std::nullopt;
    std::optional<AuditRecorded> last;
    each_own_entry(ledger, store, audit_type, [&](std::uint64_t position, const ledger::Entry& entry) {
        last = recorded_in(ledger, authority, position, entry);
        return false;
    });
    return last;
}

void compare_with(AuditView& audit, std::optional<AuditRecorded> previous) {
    audit.previous = std::move(previous);
    if (!audit.previous || audit.since > 0 || audit.stopped) return;
    const std::vector<std::string> now = marks_of(audit.findings);
    std::vector<std::string> before = audit.previous->findings;
    if (!before.empty() && before.back().starts_with(more)) return;
    std::ranges::sort(before);
    std::ranges::set_difference(now, before, std::back_inserter(audit.appeared));
    std::ranges::set_difference(before, now, std::back_inserter(audit.gone));
}

std::string shown_verdict(std::string_view verdict) {
    return host::shown(verdict_text(verdict));
}

ReportView audit_report(const AuditView& audit) {
    plugin::ReportModel model;
    model.title = {"Audit of the registry", "登记簿审计报告"};
    model.subject = same(audit.organisation);
    model.sections = {verdict_section(audit), findings_section(audit), previous_section(audit)};
    // No clock: the day of the last commit is that of the state.
    const std::optional<plugin::Date> day = plugin::Date::parse(audit.time.substr(0, 10));
    document::Frame frame{.as_of = day.value_or(plugin::Date(1970, 1, 1))};
    frame.organisation = audit.organisation;
    frame.origin = audit.origin;
    frame.size = audit.size;
    frame.root = audit.root;
    frame.time = audit.time;
    frame.doubt = audit.doubt;
    return {std::move(model), std::move(frame)};
}

Result<AuditRecorded> Registry::record_audit(const AuditView& audit) {
    return impl_->guarded([&] {
        impl_->require_writable();
        impl_->require_role_for(audit_type);
        if (audit.stopped || audit.since > 0)
            throw Failure(Category::refused, "audit_part", tr("audit"),
                          tr("only an audit of the whole ledger is recorded"),
                          tr("Run it without --since, to its end."));
        ledger::Ledger& ledger = *impl_->ledger;
        if (audit.origin != impl_->slots.registry() || audit.size != ledger.size() ||
            audit.root != to_hex(ledger.root()))
            throw Failure(Category::refused, "audit_outdated", tr("audit"), tr("the ledger went on since"),
                          tr("Audit it again."));
        const CheckpointView checkpoint = checkpoint_of(*impl_);
        const auto number = [](std::uint64_t count) { return static_cast<std::int64_t>(count); };
        plugin::Object data{
            {"verdict", audit.ok ? passed : failed},
            {"checked", json::canonical(plugin::Object{{"bytes", number(audit.bytes)},
                                                       {"commits", number(audit.commits)},
                                                       {"entries", number(audit.entries)},
                                                       {"signatures", number(audit.signatures)}})},
            {"checkpoint", checkpoint.note}};
        const std::vector<std::string> marks = fitting(marks_of(audit.findings));
        if (!marks.empty()) data.set("findings", fmt::format("{}", fmt::join(marks, "\n")));
        Batch batch(*impl_);
        batch.put_core(std::string(audit_type), registry_record, std::move(data));
        batch.sign("audit recorded");
        return *last_audit(ledger, *impl_->store, impl_->authority);
    });
}

}  // namespace xinbu::session
