#include <algorithm>

#include "choices.hpp"
#include "clocks.hpp"
#include "deadlines.hpp"
#include "people.hpp"
#include "reports.hpp"
#include "rules.hpp"
#include "shown.hpp"
#include "standing.hpp"

namespace xinbu::commitments {

using plugin::Array;
using plugin::Cell;
using plugin::Date;
using plugin::Object;
using plugin::object_at;
using plugin::Quantity;
using plugin::Record;
using plugin::Records;
using plugin::ReportFacts;
using plugin::ReportParagraph;
using plugin::ReportSection;
using plugin::ReportTable;
using plugin::ReportTimeline;
using plugin::Text;
using plugin::text_at;
using plugin::TimelineLane;
using plugin::Tone;
using plugin::Value;

namespace {

/// Something that happened to the commitment.
struct Event {
    Date day;
    Text what;
    Text detail{};
    Tone tone = Tone::neutral;
};

/// Where the validity has no end, the axis goes on for so long.
constexpr int open_axis_days = 90;

void add(ReportFacts& facts, Text label, Cell value, Quantity quantity = Quantity::text) {
    if (!value.value.is_null()) facts.facts.push_back({std::move(label), std::move(value), quantity});
}

void add_day(ReportFacts& facts, Text label, const Object& fields, std::string_view member) {
    add(facts, std::move(label), cell(text_at(fields, member)), Quantity::date);
}

std::optional<Record> scheme_of(const Object& fields, const Records& records) {
    return shown_record(text_at(fields, "scheme"), "scheme", records);
}

// ---- the letter itself

ReportFacts head(const Record& commitment) {
    const Object& fields = commitment.fields;
    ReportFacts facts;
    add(facts, {"Commitment code", "承诺编码"}, cell(code_of(commitment.id)));
    add(facts, {"Promisor", "承诺人名称"}, cell(name_of_party(fields, "promisor")));
    add(facts, {"Category", "承诺人类别"},
        cell(label_of(promisor_categories(), text_at(fields, "promisor_category"))));
    add(facts, {"Promisor's code", "承诺人代码"}, cell(shown_identifier(object_at(fields, "promisor"))));
    const std::string_view in_words = text_at(fields, "type_text");
    add(facts, {"Type", "承诺类型"},
        in_words.empty() ? cell(label_of(commitment_types(), text_at(fields, "type"))) : cell(in_words));
    add(facts, {"Matter", "承诺事由"}, cell(text_at(fields, "matter")));
    add_day(facts, {"Made on", "承诺作出日期"}, fields, "made_on");
    if (text_at(fields, "valid_until").empty())
        add(facts, {"Valid until", "承诺有效期"}, cell(Text{"until it is fulfilled", "至履行完毕"}));
    else
        add_day(facts, {"Valid until", "承诺有效期"}, fields, "valid_until");
    add(facts, {"Accepted by", "承诺受理单位"}, cell(name_of_party(fields, "acceptor")));
    add(facts, {"Acceptor's code", "承诺受理单位代码"},
        cell(text_at(object_at(fields, "acceptor"), "identifier")));
    add(facts, {"Publication", "公开类型"}, cell(label_of(publications(), text_at(fields, "publication"))));
    add(facts, {"Scheme", "承诺公约"}, cell(text_at(fields, "scheme")), Quantity::record);
    add(facts, {"Brand", "劳务品牌"}, cell(text_at(fields, "brand")), Quantity::record);
    return facts;
}

/// The clauses that it is about, in the scheme's own words.
std::optional<ReportTable> clauses(const Object& fields, const Records& records) {
    const std::optional<Record> scheme = scheme_of(fields, records);
    const auto promised = clauses_promised(fields, records);
    if (!scheme || !promised) return std::nullopt;
    ReportTable table{{"Clauses", "承诺条款"},
                      {{{"Number", "编号"}}, {{"Clause", "条款内容"}}, {{"Checked", "检查频次"}}},
                      {}};
    for (const Value& value : plugin::array_at(scheme->fields, "clauses")) {
        if (value.object() == nullptr || !promised->contains(std::string(text_at(*value.object(), "id"))))
            continue;
        const std::string_view rhythm = text_at(*value.object(), "check_every");
        table.rows.push_back({cell(text_at(*value.object(), "id")), cell(text_at(*value.object(), "text")),
                              rhythm.empty() ? Cell{} : cell(label_of(rhythms(), rhythm))});
    }
    return table;
}

ReportSection wording(const Record& commitment, const Records& records) {
    const Object& fields = commitment.fields;
    const std::string acceptor(name_of_party(fields, "acceptor"));
    const bool is_person = text_at(fields, "promisor_category") == "person";
    ReportSection section{{"The commitment", "承诺书正文"}, {}};
    section.blocks.emplace_back(head(commitment));
    section.blocks.emplace_back(ReportParagraph{{"To " + acceptor + ":", "致：" + acceptor}});
    section.blocks.emplace_back(ReportParagraph{is_person
                                                    ? Text{"I solemnly promise:", "本人郑重承诺："}
                                                    : Text{"We solemnly promise:", "本单位郑重承诺："}});
    section.blocks.emplace_back(ReportParagraph{same(text_at(fields, "content"))});
    if (auto table = clauses(fields, records)) section.blocks.emplace_back(std::move(*table));
    section.blocks.emplace_back(ReportParagraph{{"Liability for a breach:", "违诺责任："}});
    section.blocks.emplace_back(ReportParagraph{same(text_at(fields, "liability"))});
    return section;
}

ReportSection signature(const Object& fields) {
    const Object& proof = object_at(fields, "promisor_proof");
    const std::string promisor(name_of_party(fields, "promisor"));
    const std::string made_on(text_at(fields, "made_on"));
    const std::string_view strength = text_at(fields, "proof_strength");
    ReportSection section{{"Signature of the promisor", "承诺人签章"}, {}};
    ReportFacts facts;
    add(facts, {"Proof", "承诺人证明"}, cell(label_of(proof_kinds(), text_at(proof, "kind"))));
    add(facts, {"Strength of the proof", "证明力"},
        cell(label_of(proof_strengths(), strength), strength == "weak" ? Tone::attention : Tone::good));
    add(facts, {"Signatory", "签署人"}, cell(text_at(proof, "signatory")));
    add(facts, {"Authority", "签署权限"}, cell(text_at(proof, "authority")));
    add(facts, {"Letter (SHA-256)", "承诺书附件（SHA-256）"}, cell(text_at(proof, "attachment")));
    add(facts, {"Public key", "公钥"}, cell(text_at(proof, "public_key")));
    add(facts, {"Signature", "签名值"}, cell(text_at(proof, "signature")));
    section.blocks.emplace_back(std::move(facts));
    section.blocks.emplace_back(
        ReportParagraph{{"Promisor (seal): " + promisor + "    Signed by: ____________    Date: " + made_on,
                         "承诺人（盖章）：" + promisor +
                             "    法定代表人或授权代表（签字）：____________    日期：" + made_on}});
    return section;
}

/// By which the paper is found in the ledger, whoever holds it.
ReportSection entry_code(const Record& commitment) {
    return {{"In the ledger", "账本索引"},
            {plugin::ReportCode{
                {"The signed entry that this letter was printed from. Ask the accepting organisation for its "
                 "proof, and compare the number behind “entry=” with it, digit by digit.",
                 "本承诺书所依据的签名条目。可向受理单位索取该条目的证明文件，并逐位核对“entry=”后的编号。"},
                commitment.id,
                "commitments.commitment.signed"}}};
}

// ---- its state

ReportSection state(const Record& commitment) {
    const Object& fields = commitment.fields;
    ReportSection section{{"State", "当前状态"}, {}};
    ReportFacts facts;
    add(facts, {"State", "状态"},
        cell(label_of(commitment_states(), commitment.status),
             tone_of(commitment_states(), commitment.status)));
    add(facts, {"Since", "自"}, cell(saying(commitment).day), Quantity::date);
    if (const std::string_view supervised = text_at(fields, "supervision"); !supervised.empty())
        add(facts, {"Supervision", "监管状态"}, cell(label_of(supervisions(), supervised)));
    if (const std::string_view found = text_at(fields, "fulfilment"); !found.empty())
        add(facts, {"Fulfilment", "承诺履行状态"}, cell(label_of(fulfilments(), found)));
    add_day(facts, {"Found on", "履行状态认定日期"}, fields, "found_on");
    add(facts, {"Found by", "认定单位"}, cell(name_of_party(fields, "finder")));
    add(facts, {"Not fulfilled", "未履行的承诺内容"}, cell(text_at(fields, "unmet")));
    add(facts, {"Measures taken", "违诺责任追究内容"}, cell(text_at(fields, "measures")));
    add(facts, {"Measure of the association", "协会自律措施"}, cell(text_at(fields, "association_measure")));
    add(facts, {"Public credit record", "公共信用记录编号"}, cell(text_at(fields, "public_record")));
    add_day(facts, {"Repair possible from", "可申请修复日期"}, fields, "repair_possible_from");
    add_day(facts, {"Breach published until at most", "违诺信息最迟公示至"}, fields, "publish_until");
    add_day(facts, {"Publication ended on", "违诺信息终止公示日期"}, fields, "publication_ended_on");
    add_day(facts, {"Measures lifted on", "自律措施解除日期"}, fields, "measures_lifted_on");
    section.blocks.emplace_back(std::move(facts));
    if (has_overlay(commitment, "disputed"))
        section.blocks.emplace_back(
            ReportParagraph{{"The subject objects; the entry stays visible and marked until that is decided.",
                             "当事人已提出异议；处理完毕前该信息继续显示并标注“异议处理中”。"},
                            Tone::attention});
    if (has_overlay(commitment, "rectification_overdue"))
        section.blocks.emplace_back(
            ReportParagraph{{"The rectification is overdue.", "整改已逾期。"}, Tone::bad});
    return section;
}

ReportSection clocks(const Record& commitment, const Records& records) {
    ReportTable table{{},
                      {{{"What", "事项"}},
                       {{"Due", "期限"}, Quantity::date},
                       {{"Last day", "最后一日"}, Quantity::date},
                       {{"Basis", "依据"}},
                       {{"If it passes", "届期后果"}}},
                      {},
                      {},
                      {"Nothing is due.", "无待办期限。"}};
    for (const Deadline& one : deadlines_of(commitment, records)) {
        Text basis = one.bearing.rule->article.text();
        if (!one.bearing.is_verified()) {
            basis.en += " (not verified)";
            basis.zh += "（待核实）";
        }
        const bool is_pressing = severity_of(one, records.as_of()) != "info";
        table.rows.push_back({cell(one.what, is_pressing ? Tone::attention : Tone::neutral),
                              cell(one.due.text()), cell(one.last_day.text()), cell(basis),
                              cell(one.consequence.text())});
    }
    return {{"Clocks", "期限"}, {std::move(table)}};
}

// ---- its course

void add_event(std::vector<Event>& events, const Object& from, std::string_view member, Text what,
               Tone tone = Tone::neutral, Text detail = {}) {
    if (const std::optional<Date> day = date_at(from, member))
        events.push_back({*day, std::move(what), std::move(detail), tone});
}

void add_breach_events(const Object& fields, std::vector<Event>& events) {
    for (const Value& value : plugin::array_at(fields, "breaches")) {
        if (value.object() == nullptr) continue;
        const Object& breach = *value.object();
        const Text severity = label_of(severities(), text_at(breach, "severity"));
        add_event(events, breach, "notice_on", {"Notice of a breach served", "送达违诺告知书"});
        add_event(events, breach, "found_on",
                  {"Breach found: " + severity.en, "认定违诺（" + severity.zh + "）"}, Tone::bad,
                  same(text_at(breach, "facts")));
        add_event(events, breach, "repaired_on", {"Repaired", "准予信用修复"}, Tone::good);
    }
}

std::vector<Event> events_of(const Record& commitment) {
    const Object& fields = commitment.fields;
    std::vector<Event> events;
    add_event(events, fields, "made_on", {"Signed", "签署"});
    add_event(events, fields, "accepted_on", {"Accepted", "受理"}, Tone::good);
    add_event(events, fields, "published_on", {"Published", "公开"}, Tone::good);
    for (const Value& value : plugin::array_at(fields, "checks"))
        if (value.object() != nullptr) {
            const std::string_view result = text_at(*value.object(), "result");
            const Text label = label_of(check_results(), result);
            add_event(events, *value.object(), "on", {"Checked: " + label.en, "履行检查：" + label.zh},
                      result == "kept" ? Tone::good : Tone::attention,
                      same(text_at(*value.object(), "remark")));
        }
    if (const std::string_view found = text_at(fields, "fulfilment"); !found.empty())
        add_event(events, fields, "found_on", label_of(fulfilments(), found),
                  found == "full"      ? Tone::good
                  : found == "partial" ? Tone::attention
                                       : Tone::bad,
                  same(text_at(fields, "unmet")));
    add_breach_events(fields, events);
    add_event(events, fields, "rectification_planned_on", {"Rectification planned", "提交整改计划"},
              Tone::attention);
    add_event(events, fields, "repair_applied_on", {"Repair applied for", "申请信用修复"}, Tone::attention);
    add_event(events, fields, "repair_refused_on", {"Repair refused", "不予信用修复"}, Tone::bad);
    for (const Value& value : plugin::array_at(fields, "disputes"))
        if (value.object() != nullptr) {
            add_event(events, *value.object(), "on", {"Objection", "提出异议"}, Tone::attention,
                      same(text_at(*value.object(), "text")));
            add_event(events, *value.object(), "settled_on", {"Objection settled", "异议处理完毕"},
                      Tone::neutral, same(text_at(*value.object(), "settlement")));
        }
    if (commitment.status == "withdrawn" || commitment.status == "superseded")
        add_event(events, fields, "ended_on", label_of(commitment_states(), commitment.status), Tone::neutral,
                  same(text_at(fields, "reason")));
    std::ranges::stable_sort(events, {}, &Event::day);
    return events;
}

TimelineLane validity_lane(const Object& fields, Date begin) {
    return {{"Validity", "有效期"}, {{begin, date_at(fields, "valid_until"), {"Valid", "有效"}, Tone::good}}};
}

/// How long each breach is or was before the public, if it was to be.
TimelineLane breach_lane(const Object& fields, Date today) {
    TimelineLane lane{{"Breach on record", "违诺公示"}};
    for (const Value& value : plugin::array_at(fields, "breaches")) {
        if (value.object() == nullptr) continue;
        const std::optional<Date> found = date_at(*value.object(), "found_on");
        const std::optional<Date> repaired = date_at(*value.object(), "repaired_on");
        if (found && repaired)
            lane.spans.push_back({*found, repaired, {"Breach, repaired", "违诺（已修复）"}, Tone::neutral});
    }
    for (const BreachClock& clock : breach_clocks(fields, today)) {
        lane.spans.push_back({clock.found_on, clock.publish_until, {"Breach", "违诺"}, Tone::bad});
        lane.marks.push_back({clock.repair_from, {"Repair possible", "可申请修复"}, Tone::attention});
    }
    return lane;
}

ReportTimeline timeline(const Record& commitment, const std::vector<Event>& events, Date today) {
    const Date begin = date_at(commitment.fields, "made_on").value_or(today);
    ReportTimeline line{{"Timeline", "时间轴"}, begin, begin, today, {}};
    line.lanes.push_back(validity_lane(commitment.fields, begin));
    TimelineLane course{{"Course", "办理过程"}};
    for (const Event& event : events) course.marks.push_back({event.day, event.what, event.tone});
    line.lanes.push_back(std::move(course));
    if (TimelineLane breaches = breach_lane(commitment.fields, today);
        !breaches.spans.empty() || !breaches.marks.empty())
        line.lanes.push_back(std::move(breaches));
    const auto reach = [&](Date day) {
        line.from = std::min(line.from, day);
        line.to = std::max(line.to, day);
    };
    reach(today);
    for (const TimelineLane& lane : line.lanes) {
        for (const plugin::TimelineMark& mark : lane.marks) reach(mark.day);
        for (const plugin::TimelineSpan& span : lane.spans) {
            reach(span.from);
            reach(span.to.value_or(std::max(today, span.from).plus_days(open_axis_days)));
        }
    }
    return line;
}

ReportSection course(const Record& commitment, Date today) {
    const std::vector<Event> events = events_of(commitment);
    ReportTable table{{}, {{{"Day", "日期"}, Quantity::date}, {{"What", "事项"}}, {{"Detail", "说明"}}}, {}};
    for (const Event& event : events)
        table.rows.push_back({cell(event.day.text()), cell(event.what, event.tone), cell(event.detail)});
    return {{"Course", "办理过程"}, {timeline(commitment, events, today), std::move(table)}};
}

ReportTable breaches(const Object& fields) {
    ReportTable table{{},
                      {{{"Found on", "认定日期"}, Quantity::date},
                       {{"Severity", "违诺程度"}},
                       {{"Facts", "违诺事实"}},
                       {{"Found by", "认定单位"}},
                       {{"Measure of the association", "协会自律措施"}},
                       {{"Public credit record", "公共信用记录"}},
                       {{"Repaired on", "修复日期"}, Quantity::date}},
                      {}};
    for (const Value& value : plugin::array_at(fields, "breaches")) {
        if (value.object() == nullptr) continue;
        const Object& breach = *value.object();
        const std::string_view own = text_at(breach, "association_measure");
        table.rows.push_back({cell(text_at(breach, "found_on")),
                              cell(label_of(severities(), text_at(breach, "severity"))),
                              cell(text_at(breach, "facts")), cell(name_of_party(breach, "finder")),
                              cell(own.empty() ? text_at(breach, "measures") : own),
                              cell(text_at(breach, "public_record")), cell(text_at(breach, "repaired_on"))});
    }
    return table;
}

}  // namespace

std::optional<plugin::ReportModel> letter(const Object& parameters, const Records& records) {
    const std::optional<Record> commitment =
        shown_record(text_at(parameters, "commitment"), "commitment", records);
    if (!commitment) return std::nullopt;
    const Date today = records.as_of();
    plugin::ReportModel model;
    model.title = {"Letter of commitment", "信用承诺书"};
    model.subject = same(name_of_party(commitment->fields, "promisor"));
    model.sections = {wording(*commitment, records), signature(commitment->fields), entry_code(*commitment),
                      state(*commitment), clocks(*commitment, records)};
    if (ReportTable table = breaches(commitment->fields); !table.rows.empty())
        model.sections.push_back({{"Breaches", "违诺记录"}, {std::move(table)}});
    model.sections.push_back(course(*commitment, today));
    for (const BreachClock& clock : breach_clocks(commitment->fields, today))
        model.sources.push_back({clock.bearing.rule->article.text()});
    return model;
}

}  // namespace xinbu::commitments
