#include "declaration.hpp"

#include <string>

#include "plugin.hpp"

namespace xinbu::commitments {

using plugin::Adapter;
using plugin::Check;
using plugin::Choice;
using plugin::choice;
using plugin::Declaration;
using plugin::EntryType;
using plugin::Field;
using plugin::field;
using plugin::FieldKind;
using plugin::group;
using plugin::identifier;
using plugin::list_of;
using plugin::RecordType;
using plugin::reference;
using plugin::SourceFormat;
using plugin::Text;
using plugin::Tone;

const std::vector<Choice>& promisor_categories() {
    static const std::vector<Choice> all{
        {"organisation", {"Legal person or other organisation", "法人及非法人组织"}},
        {"sole_trader", {"Sole trader", "个体工商户"}},
        {"person", {"Natural person", "自然人"}}};
    return all;
}

const std::vector<Choice>& commitment_types() {
    static const std::vector<Choice> all{
        {"approval_replacing", {"In place of an approval", "审批替代型"}},
        {"deficiency_tolerant", {"Documents to follow", "容缺受理型"}},
        {"certificate_replacing", {"In place of a certificate", "证明事项型"}},
        {"credit_repair", {"Credit repair", "信用修复型"}},
        {"self_discipline", {"Self-discipline of an industry", "行业自律型"}},
        {"voluntary", {"Voluntary", "主动型"}},
        {"other", {"Other", "其他"}}};
    return all;
}

const std::vector<Choice>& publications() {
    static const std::vector<Choice> all{{"public", {"Public", "可向社会公开"}},
                                         {"limited", {"Within a limited circle", "特定范围内公开"}},
                                         {"withheld", {"Not to be published", "不可公开"}}};
    return all;
}

const std::vector<Choice>& fulfilments() {
    static const std::vector<Choice> all{{"full", {"Fulfilled in full", "全部履行"}},
                                         {"partial", {"Fulfilled in part", "部分履行"}},
                                         {"none", {"Not fulfilled at all", "全部未履行"}}};
    return all;
}

namespace {

Field text(std::string id, Text label, std::size_t length) {
    return field(std::move(id), FieldKind::text, std::move(label)).at_most(length);
}
Field paragraph(std::string id, Text label, std::size_t length = 4000) {
    return field(std::move(id), FieldKind::paragraph, std::move(label)).at_most(length);
}
Field date(std::string id, Text label) {
    return field(std::move(id), FieldKind::date, std::move(label));
}
Field party(std::string id, Text label) {
    return field(std::move(id), FieldKind::party, std::move(label));
}

std::vector<Field> scheme_fields() {
    const std::vector<Choice> rhythms{
        {"week", {"Every week", "每周"}},         {"month", {"Every month", "每月"}},
        {"quarter", {"Every quarter", "每季度"}}, {"half_year", {"Every half year", "每半年"}},
        {"year", {"Every year", "每年"}},         {"once", {"Once", "一次"}}};
    const Field clause = group(
        "clause", {"Clause", "条款"},
        {text("id", {"Number", "编号"}, 20).require(), paragraph("text", {"Text", "内容"}, 2000).require(),
         choice("check_every", {"Checked", "检查频次"}, rhythms)});
    return {text("name", {"Name", "名称"}, 200).require().search().in_table(),
            party("association", {"Association", "行业协会商会"}).require().search().in_table(),
            list_of("clauses", {"Clauses", "条款"}, clause).between(1, 200).require(),
            paragraph("liability", {"Liability for a breach", "违诺责任"}).require(),
            text("campaign", {"Campaign", "承诺行动"}, 200).search().in_table()};
}

/// Who vouches for the promise and how; which members it needs depends on the kind.
Field proof_field() {
    const std::vector<Choice> kinds{{"signature", {"Electronic signature of the promisor", "承诺人电子签名"}},
                                    {"letter", {"Signed and sealed letter", "签章承诺书"}},
                                    {"statement", {"Statement without a document", "仅口头或登记陈述"}}};
    return group(
        "promisor_proof", {"Proof of the promisor", "承诺人证明"},
        {choice("kind", {"Kind", "方式"}, kinds).require(),
         choice("algorithm", {"Algorithm", "签名算法"},
                {{"ed25519", {"Ed25519", "Ed25519"}}, {"ecdsa-p256", {"ECDSA P-256", "ECDSA P-256"}}}),
         text("public_key", {"Public key (base64)", "公钥（Base64）"}, 1000),
         text("signature", {"Signature (base64)", "签名值（Base64）"}, 1000),
         field("attachment", FieldKind::sha256,
               {"Letter (SHA-256 of the attachment)", "承诺书附件（SHA-256）"}),
         text("signatory", {"Signatory", "签署人"}, 100),
         text("authority", {"Authority of the signatory", "签署权限"}, 200)});
}

/// The items of the national template that a promise has when it is made, in its order.
std::vector<Field> commitment_fields() {
    return {party("promisor", {"Promisor", "承诺人"}).require().search().in_table(),
            choice("promisor_category", {"Promisor category", "承诺人类别"}, promisor_categories())
                .require()
                .in_table(),
            choice("type", {"Type", "承诺类型"}, commitment_types()).require().in_table(),
            text("type_text", {"Type in words", "其他类型说明"}, 100)
                .with_help({"For the type “other”", "类型为“其他”时填写"}),
            text("matter", {"Matter", "承诺事由"}, 512).require().search().in_table(),
            paragraph("content", {"Content", "承诺内容"}).require().search(),
            paragraph("liability", {"Liability for a breach", "违诺责任"}).require(),
            date("made_on", {"Made on", "承诺作出日期"}).require().in_table(),
            date("valid_until", {"Valid until", "承诺有效期"})
                .with_help({"Empty: until it is fulfilled", "空：至履行完毕"})
                .in_table(),
            party("acceptor", {"Accepted by", "承诺受理单位"}).require().in_table(),
            choice("publication", {"Publication", "公开类型"}, publications()).require(),
            identifier("place", {"Place (division)", "受理地行政区划"}, "cn-division").require(),
            proof_field().require(),
            reference("brand", {"Brand", "劳务品牌"}, "brand").in_table(),
            reference("scheme", {"Scheme", "承诺公约"}, "scheme"),
            list_of("clauses", {"Clauses of the scheme", "公约条款编号"},
                    text("clause", {"Clause", "条款编号"}, 20))
                .between(0, 200)};
}

Field public_record_field() {
    return text("public_record", {"Public credit record", "公共信用记录编号"}, 200)
        .with_help({"Where an authority keeps one; an association's measures are no part of it",
                    "有关部门记录的编号；协会的自律措施不属于公共信用记录"});
}

std::vector<Field> fulfilment_fields() {
    return {choice("status", {"Fulfilment", "承诺履行状态"}, fulfilments()).require(),
            date("found_on", {"Found on", "履行状态认定日期"}).require(),
            party("finder", {"Found by", "认定单位"}).require(),
            paragraph("unmet", {"What was not fulfilled", "未履行的承诺内容"}),
            paragraph("measures", {"Measures taken", "违诺责任追究内容"}),
            public_record_field()};
}

std::vector<Field> breach_fields() {
    const std::vector<Choice> severities{
        {"minor", {"Minor", "轻微"}}, {"general", {"General", "一般"}}, {"serious", {"Serious", "严重"}}};
    return {choice("severity", {"Severity", "违诺程度"}, severities).require(),
            paragraph("facts", {"Facts", "违诺事实"}).require(),
            date("found_on", {"Found on", "认定日期"}).require(),
            party("finder", {"Found by", "认定单位"}).require(),
            list_of("clauses", {"Clauses", "涉及条款"}, text("clause", {"Clause", "条款编号"}, 20))
                .between(0, 200),
            paragraph("measures", {"Measures taken", "违诺责任追究内容"}),
            public_record_field()};
}

std::vector<Field> repair_fields() {
    return {date("on", {"On", "日期"}).require(), date("due", {"Due", "期限"}),
            paragraph("proof", {"Proof", "证明材料"}),
            reference("repair_commitment", {"Repair commitment", "信用修复承诺"}, "commitment")};
}

std::vector<Field> remark_fields() {
    return {paragraph("note", {"Note", "备注"}, 512), paragraph("reason", {"Reason", "理由"}, 1000)};
}

std::vector<Field> evaluation_fields() {
    const Field indicator = group("indicator", {"Indicator", "指标"},
                                  {text("name", {"Indicator", "指标"}, 200).require(),
                                   text("result", {"Result", "结果"}, 500).require()});
    return {reference("subject", {"Subject", "评价对象"}, "").require().in_table(),
            text("grade", {"Grade", "等级"}, 50).require().search().in_table(),
            list_of("indicators", {"Indicators", "评价指标"}, indicator).between(1, 200).require(),
            party("evaluator", {"Evaluator", "评价机构"}).require().search().in_table(),
            date("valid_until", {"Valid until", "有效期至"}).in_table()};
}

RecordType scheme() {
    std::vector<Field> fields = scheme_fields();
    fields.push_back(date("opened_on", {"Opened on", "启动日期"}).in_table());
    return {"scheme",
            {"Commitment scheme", "承诺公约"},
            {"Commitment schemes", "承诺公约"},
            std::move(fields),
            "name",
            {{"open", {"Open", "实施中"}, Tone::good}}};
}

RecordType evaluation() {
    std::vector<Field> fields = evaluation_fields();
    fields.push_back(date("evaluated_on", {"Evaluated on", "评价日期"}).in_table());
    return {
        "evaluation",
        {"Integrity evaluation", "诚信评价"},
        {"Integrity evaluations", "诚信评价"},
        std::move(fields),
        "subject",
        {{"valid", {"Valid", "有效"}, Tone::good}, {"expired", {"Expired", "已过有效期"}, Tone::neutral}}};
}

std::vector<Field> commitment_record_fields() {
    std::vector<Field> fields = commitment_fields();
    const std::vector<Choice> strengths{
        {"strong", {"Strong: the promisor's own signature", "强：承诺人电子签名"}},
        {"documented", {"Documented: a sealed letter", "中：签章承诺书"}},
        {"weak", {"Weak: a statement only", "弱：仅有陈述"}}};
    fields.push_back(choice("proof_strength", {"Strength of the proof", "证明力"}, strengths).in_table());
    fields.push_back(date("accepted_on", {"Accepted on", "受理日期"}));
    fields.push_back(date("published_on", {"Published on", "公开日期"}));
    fields.push_back(paragraph("note", {"Note", "备注"}, 512));
    fields.push_back(paragraph("reason", {"Reason", "理由"}, 1000));
    fields.push_back(choice("fulfilment", {"Fulfilment", "承诺履行状态"}, fulfilments()).in_table());
    for (const Field& found : fulfilment_fields())
        if (found.id != "status") fields.push_back(found);
    std::vector<Field> breach = breach_fields();
    breach.push_back(date("repaired_on", {"Repaired on", "修复日期"}));
    fields.push_back(
        list_of("breaches", {"Breaches", "违诺记录"}, group("breach", {"Breach", "违诺"}, std::move(breach)))
            .search());
    fields.push_back(date("repair_due", {"Rectification due", "整改期限"}).in_table());
    fields.push_back(date("rectification_planned_on", {"Rectification planned on", "整改计划日期"}));
    fields.push_back(date("repair_applied_on", {"Repair applied for on", "申请修复日期"}));
    fields.push_back(date("repaired_on", {"Repaired on", "修复日期"}));
    fields.push_back(date("repair_refused_on", {"Repair refused on", "不予修复日期"}));
    fields.push_back(paragraph("proof", {"Proof of rectification", "整改证明材料"}));
    fields.push_back(reference("repair_commitment", {"Repair commitment", "信用修复承诺"}, "commitment"));
    fields.push_back(list_of("disputes", {"Disputes", "异议"},
                             group("dispute", {"Dispute", "异议"},
                                   {paragraph("text", {"Objection", "异议内容"}), date("on", {"On", "日期"}),
                                    paragraph("settlement", {"Settlement", "处理情况"}),
                                    paragraph("outcome", {"Outcome", "处理结果"}),
                                    date("settled_on", {"Settled on", "处理日期"})})));
    return fields;
}

RecordType commitment() {
    return {"commitment",
            {"Commitment", "信用承诺"},
            {"Commitments", "信用承诺"},
            commitment_record_fields(),
            "matter",
            {{"draft", {"Draft", "草稿"}, Tone::neutral},
             {"signed", {"Signed", "已签署"}, Tone::neutral},
             {"accepted", {"Accepted", "已受理"}, Tone::good},
             {"published", {"Published", "已公开"}, Tone::good},
             {"in_force", {"In force", "履行中"}, Tone::good},
             {"fulfilled", {"Fulfilled", "全部履行"}, Tone::good},
             {"partly_fulfilled", {"Partly fulfilled", "部分履行"}, Tone::attention},
             {"breached", {"Breached", "已违诺"}, Tone::bad},
             {"rectifying", {"Rectifying", "整改中"}, Tone::attention},
             {"repair_applied", {"Repair applied for", "已申请修复"}, Tone::attention},
             {"repaired", {"Repaired", "已修复"}, Tone::good},
             {"repair_refused", {"Repair refused", "不予修复"}, Tone::bad},
             {"withdrawn", {"Withdrawn", "已撤回"}, Tone::neutral},
             {"expired", {"Expired, not verified", "已到期待认定"}, Tone::attention},
             {"superseded", {"Superseded", "已被替代"}, Tone::neutral}}};
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
        // Nothing found in full may be found otherwise later: a mistake is corrected, not overwritten. Where
        // it leads depends on the finding.
        entry("fulfilment_found", {"Find how a commitment was fulfilled", "认定履行状态"},
              fulfilment_fields(), live_and({"expired", "partly_fulfilled"}), ""),
        entry(
            "breach_found", {"Find a breach", "认定违诺"}, breach_fields(),
            live_and({"expired", "partly_fulfilled", "breached", "rectifying", "repaired", "repair_refused"}),
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
               paragraph("outcome", {"Outcome", "处理结果"}, 1000)},
              {}, "")};
}

std::vector<EntryType> entries() {
    std::vector<EntryType> all = commitment_entries();
    EntryType opened{
        "commitments.scheme.opened", {"Open a scheme", "启动承诺公约"}, "scheme", scheme_fields()};
    opened.creates = true;
    opened.to = "open";
    all.insert(all.begin(), std::move(opened));
    EntryType evaluated{"commitments.evaluation.recorded",
                        {"Record an evaluation", "登记诚信评价"},
                        "evaluation",
                        evaluation_fields()};
    evaluated.creates = true;
    evaluated.to = "valid";
    all.push_back(std::move(evaluated));
    return all;
}

}  // namespace

plugin::Declaration Commitments::declare() const {
    Declaration declaration;
    declaration.records = {scheme(), commitment(), evaluation()};
    declaration.entries = entries();
    declaration.checks = {
        Check{"commitments.standing",
              {"How does it stand with its commitments?", "信用承诺履行情况"},
              {text("organisation", {"Organisation (credit code)", "单位（统一社会信用代码）"}, 200),
               reference("brand", {"Brand", "劳务品牌"}, "brand")}}};
    declaration.adapters = {
        Adapter{"commitments-csv",
                {"Commitments in the national field order, CSV", "信用承诺信息（国家统一字段，CSV）"},
                SourceFormat::csv}};
    return declaration;
}

}  // namespace xinbu::commitments
