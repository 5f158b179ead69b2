#include <string>

#include "campaign.hpp"
#include "choices.hpp"
#include "fields.hpp"
#include "plugin.hpp"

namespace xinbu::commitments {

using plugin::Adapter;
using plugin::Check;
using plugin::choice;
using plugin::Declaration;
using plugin::EntryType;
using plugin::Field;
using plugin::field;
using plugin::FieldKind;
using plugin::group;
using plugin::list_of;
using plugin::RecordType;
using plugin::reference;
using plugin::Report;
using plugin::SourceFormat;
using plugin::Text;
using plugin::Tone;

namespace {

void append(std::vector<Field>& fields, std::vector<Field> more) {
    for (Field& one : more) fields.push_back(std::move(one));
}

RecordType scheme() {
    std::vector<Field> fields = scheme_fields();
    fields.push_back(date("opened_on", {"Opened on", "启动日期"}).in_table());
    fields.push_back(date("closed_on", {"Closed on", "终止日期"}).in_table());
    fields.push_back(paragraph("reason", {"Reason", "理由"}, 1000));
    fields.push_back(reference("replaced_by", {"Replaced by", "替代公约"}, "scheme"));
    RecordType type{
        "scheme",
        {"Commitment scheme", "承诺公约"},
        {"Commitment schemes", "承诺公约"},
        std::move(fields),
        "name",
        {{"open", {"Open", "实施中"}, Tone::good}, {"closed", {"Closed", "已终止"}, Tone::neutral}}};
    type.life_begin = "opened_on";
    type.life_end = "closed_on";
    return type;
}

RecordType indicator_set() {
    std::vector<Field> fields = indicator_set_fields();
    fields.push_back(date("published_on", {"Published on", "发布日期"}).in_table());
    return {"indicator-set",
            {"Indicator set", "评价指标体系"},
            {"Indicator sets", "评价指标体系"},
            std::move(fields),
            "name",
            {{"published", {"Published", "已发布"}, Tone::good}}};
}

RecordType evaluation() {
    std::vector<Field> fields = evaluation_fields();
    fields.push_back(date("evaluated_on", {"Evaluated on", "评价日期"}).in_table());
    fields.push_back(list_of("appeals", {"Appeals", "申诉"},
                             group("appeal", {"Appeal", "申诉"},
                                   {paragraph("text", {"Appeal", "申诉内容"}), date("on", {"On", "日期"}),
                                    paragraph("decision", {"Decision", "处理意见"}),
                                    choice("outcome", {"Outcome", "处理结果"}, appeal_outcomes()),
                                    text("grade_before", {"Grade before", "原等级"}, 50),
                                    date("decided_on", {"Decided on", "处理日期"})})));
    RecordType type{"evaluation",
                    {"Integrity evaluation", "诚信评价"},
                    {"Integrity evaluations", "诚信评价"},
                    std::move(fields),
                    "subject",
                    {{"valid", {"Valid", "有效"}, Tone::good},
                     {"expired", {"Expired", "已过有效期"}, Tone::neutral},
                     {"revoked", {"Revoked", "已撤销"}, Tone::neutral}}};
    type.life_begin = "evaluated_on";
    type.life_end = "valid_until";
    return type;
}

/// What its later entries make of a commitment.
std::vector<Field> course_fields() {
    std::vector<Field> fields{
        date("accepted_on", {"Accepted on", "受理日期"}),
        date("published_on", {"Published on", "公开日期"}),
        paragraph("note", {"Note", "备注"}, 512),
        paragraph("reason", {"Reason", "理由"}, 1000),
        date("ended_on", {"Withdrawn or superseded on", "撤回或替代日期"}),
        list_of("checks", {"Checks", "履行检查"}, group("check", {"Check", "检查"}, check_fields())),
        choice("fulfilment", {"Fulfilment", "承诺履行状态"}, fulfilments()).in_table()};
    for (Field& found : fulfilment_fields())
        if (found.id != "status") fields.push_back(std::move(found));
    fields.push_back(list_of("earlier_findings", {"Earlier findings", "此前认定"},
                             group("finding", {"Finding", "认定"},
                                   {choice("fulfilment", {"Fulfilment", "承诺履行状态"}, fulfilments()),
                                    date("found_on", {"Found on", "履行状态认定日期"})})));
    std::vector<Field> breach = breach_fields();
    breach.push_back(date("repaired_on", {"Repaired on", "修复日期"}));
    breach.push_back(field("reopened", FieldKind::boolean, {"After a repair", "修复后再次违诺"}));
    fields.push_back(
        list_of("breaches", {"Breaches", "违诺记录"}, group("breach", {"Breach", "违诺"}, std::move(breach)))
            .search());
    append(fields,
           {date("repair_due", {"Rectification due", "整改期限"}).in_table(),
            date("rectification_planned_on", {"Rectification planned on", "整改计划日期"}),
            date("repair_applied_on", {"Repair applied for on", "申请修复日期"}),
            date("repaired_on", {"Repaired on", "修复日期"}),
            date("repair_refused_on", {"Repair refused on", "不予修复日期"}),
            date("publication_ended_on", {"Publication of the breach ended on", "违诺信息终止公示日期"}),
            date("measures_lifted_on", {"Measures lifted on", "自律措施解除日期"}),
            paragraph("proof", {"Proof of rectification", "整改证明材料"}),
            reference("repair_commitment", {"Repair commitment", "信用修复承诺"}, "commitment"),
            list_of("disputes", {"Disputes", "异议"},
                    group("dispute", {"Dispute", "异议"},
                          {paragraph("text", {"Objection", "异议内容"}), date("on", {"On", "日期"}),
                           paragraph("settlement", {"Settlement", "处理情况"}),
                           paragraph("outcome", {"Outcome", "处理结果"}),
                           choice("decision", {"Decision", "处理结论"}, dispute_decisions()),
                           date("settled_on", {"Settled on", "处理日期"})}))});
    return fields;
}

/// What a day makes of it: shown, never stored.
std::vector<Field> shown_fields() {
    return {choice("supervision", {"Supervision", "监管状态"}, supervisions()),
            date("repair_possible_from", {"Repair possible from", "可申请修复日期"}),
            date("publish_until", {"Breach published until at most", "违诺信息最迟公示至"})};
}

RecordType commitment() {
    std::vector<Field> fields = commitment_fields();
    fields.push_back(
        choice("proof_strength", {"Strength of the proof", "证明力"}, proof_strengths()).in_table());
    append(fields, course_fields());
    append(fields, shown_fields());
    RecordType type{"commitment", {"Commitment", "信用承诺"}, {"Commitments", "信用承诺"}, std::move(fields),
                    "matter",     commitment_states()};
    type.page = "commitments.letter";
    type.life_begin = "made_on";
    type.life_end = "valid_until";
    return type;
}

EntryType entry(std::string type, Text label, std::vector<Field> fields, std::vector<std::string> from,
                std::string to) {
    EntryType made;
    made.type = "commitments.commitment." + std::move(type);
    made.label = std::move(label);
    made.record = "commitment";
    made.fields = std::move(fields);
    made.from = std::move(from);
    made.to = std::move(to);
    return made;
}

/// A record is looked at as of a day, so every list names the presented states beside the stored ones.
std::vector<EntryType> commitment_entries() {
    const std::vector<std::string> live{"accepted", "published", "in_force"};
    const auto live_and = [&](std::initializer_list<std::string> more) {
        std::vector<std::string> states = live;
        states.insert(states.end(), more);
        return states;
    };
    EntryType made =
        entry("signed", {"Sign a commitment", "签署信用承诺"}, commitment_fields(), {"draft"}, "signed");
    made.creates = true;
    return {
        std::move(made),
        entry("accepted", {"Accept a commitment", "受理信用承诺"}, remark_fields(), {"signed"}, "accepted"),
        entry("published", {"Publish a commitment", "公开信用承诺"}, remark_fields(),
              {"accepted", "in_force"}, "published"),
        entry("withdrawn", {"Withdraw a commitment", "撤回信用承诺"}, remark_fields(), live_and({"signed"}),
              "withdrawn"),
        entry("superseded", {"Supersede a commitment", "替代信用承诺"}, remark_fields(),
              live_and({"signed", "expired"}), "superseded"),
        // A check finds nothing in law: it is how the association looks after the clauses.
        entry("checked", {"Record a check", "登记履行检查"}, check_fields(),
              live_and({"expired", "partly_fulfilled", "unfulfilled", "rectifying"}), ""),
        // Nothing found in full may be found otherwise later: a mistake is corrected, not overwritten. Where
        // it leads depends on the finding.
        entry("fulfilment_found", {"Find how a commitment was fulfilled", "认定履行状态"},
              fulfilment_fields(), live_and({"expired", "partly_fulfilled", "unfulfilled"}), ""),
        entry("breach_found", {"Find a breach", "认定违诺"}, breach_fields(),
              live_and({"expired", "partly_fulfilled", "unfulfilled", "breached", "rectifying", "repaired",
                        "repair_refused"}),
              "breached"),
        entry("rectification_planned", {"Plan a rectification", "提交整改计划"}, repair_fields(),
              {"breached", "repair_refused"}, "rectifying"),
        entry("repair_applied", {"Apply for repair", "申请信用修复"}, repair_fields(), {"rectifying"},
              "repair_applied"),
        entry("repaired", {"Grant the repair", "准予信用修复"}, repair_fields(), {"repair_applied"},
              "repaired"),
        entry("repair_refused", {"Refuse the repair", "不予信用修复"}, repair_fields(), {"repair_applied"},
              "repair_refused"),
        entry("disputed", {"Record an objection", "登记异议"},
              {paragraph("text", {"Objection", "异议内容"}).require(),
               paragraph("outcome", {"Outcome sought", "请求结果"}, 1000)},
              {}, ""),
        entry("dispute_settled", {"Settle an objection", "处理异议"},
              {paragraph("text", {"Settlement", "处理情况"}).require(),
               paragraph("outcome", {"Outcome", "处理结果"}, 1000),
               choice("decision", {"Decision", "处理结论"}, dispute_decisions())},
              {}, "")};
}

EntryType first_entry(std::string type, Text label, std::string record, std::vector<Field> fields,
                      std::string to) {
    EntryType made{std::move(type), std::move(label), std::move(record), std::move(fields)};
    made.creates = true;
    made.to = std::move(to);
    return made;
}

/// Of a cycle of evaluation: by what, with which result, and what the subject says to it.
std::vector<EntryType> evaluation_entries() {
    return {
        first_entry("commitments.indicator_set.published", {"Publish an indicator set", "发布评价指标体系"},
                    "indicator-set", indicator_set_fields(), "published"),
        first_entry("commitments.evaluation.recorded", {"Record an evaluation", "登记诚信评价"}, "evaluation",
                    evaluation_fields(), "valid"),
        EntryType{"commitments.evaluation.appealed",
                  {"Record an appeal", "登记评价申诉"},
                  "evaluation",
                  {paragraph("text", {"Appeal", "申诉内容"}).require()}},
        EntryType{"commitments.evaluation.appeal_decided",
                  {"Decide an appeal", "处理评价申诉"},
                  "evaluation",
                  {paragraph("text", {"Decision", "处理意见"}).require(),
                   choice("outcome", {"Outcome", "处理结果"}, appeal_outcomes()).require(),
                   text("grade", {"New grade", "变更后等级"}, 50)}}};
}

std::vector<EntryType> entries() {
    std::vector<EntryType> all{first_entry("commitments.scheme.opened", {"Open a scheme", "启动承诺公约"},
                                           "scheme", scheme_fields(), "open")};
    for (EntryType& one : campaign_entries()) all.push_back(std::move(one));
    for (EntryType& one : commitment_entries()) all.push_back(std::move(one));
    for (EntryType& one : evaluation_entries()) all.push_back(std::move(one));
    return all;
}

std::vector<Check> checks() {
    return {
        {"commitments.standing",
         {"How does it stand with its commitments?", "信用承诺履行情况"},
         {text("organisation", {"Organisation (credit code)", "单位（统一社会信用代码）"}, 200),
          reference("brand", {"Brand", "劳务品牌"}, "brand")}},
        // Evaluations end, too, so the record may be of any kind.
        {"commitments.deadlines",
         {"What falls due", "期限"},
         {reference("commitment", {"Commitment or evaluation", "信用承诺或诚信评价"}, "").require(),
          date("from", {"From", "自"}), date("to", {"To", "至"}),
          field("days", FieldKind::integer, {"Days ahead", "未来天数"}).between(0, 36500)}},
        {"commitments.participation",
         {"Who has signed a scheme, and who has not", "公约参与情况"},
         {reference("scheme", {"Scheme", "承诺公约"}, "scheme").require()}},
        {"commitments.rules", {"The rules in use", "适用规则"}, {date("day", {"In force on", "施行日期"})}}};
}

std::vector<Report> reports() {
    const Field scheme = reference("scheme", {"Scheme", "承诺公约"}, "scheme");
    return {
        Report{"commitments.letter",
               {"Commitment letter", "信用承诺书"},
               {reference("commitment", {"Commitment", "信用承诺"}, "commitment").require()}},
        Report{"commitments.participation",
               {"Participation in a scheme", "公约参与情况"},
               {reference("scheme", {"Scheme", "承诺公约"}, "scheme").require()}},
        Report{"commitments.template",
               {"Commitments in the national field order", "信用承诺信息（国家统一字段）"},
               {scheme}},
        Report{"commitments.register", {"Register of commitments to post", "信用承诺公示表"}, {scheme}},
        Report{
            "commitments.supervision", {"Supervision of commitments", "信用承诺监管报表"}, {scheme}, true}};
}

}  // namespace

Declaration Commitments::declare() const {
    Declaration declaration;
    declaration.records = {scheme(), invitation(), commitment(), indicator_set(), evaluation()};
    declaration.entries = entries();
    declaration.checks = checks();
    declaration.adapters = {
        Adapter{"commitments-csv",
                {"Commitments in the national field order, CSV", "信用承诺信息（国家统一字段，CSV）"},
                SourceFormat::csv},
        Adapter{"invitations-csv",
                {"Members invited to a scheme, CSV", "公约邀请会员名单（CSV）"},
                SourceFormat::csv}};
    declaration.reports = reports();
    declaration.overlays = {
        {"disputed", {"Disputed", "异议处理中"}, Tone::attention},
        {"objection_upheld", {"Objection upheld", "异议成立，待更正"}, Tone::attention},
        {"never_accepted", {"Ended before it was accepted", "到期未受理"}, Tone::attention},
        {"rectification_overdue", {"Rectification overdue", "整改逾期"}, Tone::bad},
        {"appealed", {"Appealed", "申诉处理中"}, Tone::attention}};
    return declaration;
}

}  // namespace xinbu::commitments
