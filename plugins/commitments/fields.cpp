#include "fields.hpp"

#include "choices.hpp"

namespace xinbu::commitments {

using plugin::choice;
using plugin::Field;
using plugin::field;
using plugin::FieldKind;
using plugin::group;
using plugin::identifier;
using plugin::list_of;
using plugin::reference;
using plugin::Text;

Field text(std::string id, Text label, std::size_t length) {
    return field(std::move(id), FieldKind::text, std::move(label)).at_most(length);
}
Field paragraph(std::string id, Text label, std::size_t length) {
    return field(std::move(id), FieldKind::paragraph, std::move(label)).at_most(length);
}
Field date(std::string id, Text label) {
    return field(std::move(id), FieldKind::date, std::move(label));
}
Field party(std::string id, Text label) {
    return field(std::move(id), FieldKind::party, std::move(label));
}

namespace {

constexpr std::int64_t most_clauses = 200;

Field clause_numbers(Text label) {
    return list_of("clauses", std::move(label), text("clause", {"Clause", "条款编号"}, 20))
        .between(0, most_clauses);
}

/// Who vouches for the promise and how; which members it needs depends on the kind.
Field proof_field() {
    return group("promisor_proof", {"Proof of the promisor", "承诺人证明"},
                 {choice("kind", {"Kind", "方式"}, proof_kinds()).require(),
                  choice("algorithm", {"Algorithm", "签名算法"},
                         {{"ed25519", {"Ed25519", "Ed25519"}},
                          {"ecdsa-p256", {"ECDSA P-256", "ECDSA P-256"}},
                          {"sm2", {"SM2 with SM3", "SM2（SM3）"}}}),
                  text("public_key", {"Public key (base64)", "公钥（Base64）"}, 1000),
                  text("signature", {"Signature (base64)", "签名值（Base64）"}, 1000),
                  field("attachment", FieldKind::sha256,
                        {"Letter (SHA-256 of the attachment)", "承诺书附件（SHA-256）"}),
                  // Who signs for a person is that person; who signs for an organisation acts as its organ.
                  text("signatory", {"Signatory", "签署人"}, 100).about("promisor"),
                  text("authority", {"Authority of the signatory", "签署权限"}, 200)});
}

/// What an association does of its own, and what an authority keeps: two things, in two fields.
Field association_measure_field() {
    return paragraph("association_measure", {"Measure of the association", "协会自律措施"}, 1000)
        .with_help({"A reminder, suspended honours, a lower grade, a report to the competent body",
                    "如提醒、暂停评优资格、下调评价等级、向主管部门报告"});
}
Field public_record_field() {
    return text("public_record", {"Public credit record", "公共信用记录编号"}, 200)
        .with_help({"Where an authority keeps one; an association's measures are no part of it",
                    "有关部门记录的编号；协会的自律措施不属于公共信用记录"});
}

}  // namespace

std::vector<Field> scheme_fields() {
    const Field clause = group(
        "clause", {"Clause", "条款"},
        {text("id", {"Number", "编号"}, 20).require(), paragraph("text", {"Text", "内容"}, 2000).require(),
         choice("check_every", {"Checked", "检查频次"}, rhythms())});
    return {text("name", {"Name", "名称"}, 200).require().search().in_table(),
            party("association", {"Association", "行业协会商会"}).require().search().in_table(),
            list_of("clauses", {"Clauses", "条款"}, clause).between(1, most_clauses).require(),
            paragraph("liability", {"Liability for a breach", "违诺责任"}).require(),
            text("campaign", {"Campaign", "承诺行动"}, 200).search().in_table(),
            text("version", {"Version", "版本"}, 50),
            reference("replaces", {"Replaces", "替代的公约"}, "scheme"),
            field("invited", FieldKind::integer, {"Members invited", "邀请会员数"})
                .between(1, 1'000'000)
                .with_help({"What participation is measured by", "用于计算参与率"})};
}

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
            clause_numbers({"Clauses of the scheme", "公约条款编号"})};
}

std::vector<Field> remark_fields() {
    return {paragraph("note", {"Note", "备注"}, 512), paragraph("reason", {"Reason", "理由"}, 1000)};
}

std::vector<Field> check_fields() {
    return {date("on", {"On", "检查日期"}).require(), party("checker", {"Checked by", "检查单位"}).require(),
            choice("result", {"Result", "检查结果"}, check_results()).require(),
            clause_numbers({"Clauses checked", "检查条款"}).with_help({"Empty: all of them", "空：全部条款"}),
            paragraph("remark", {"Remark", "检查情况"}, 2000)};
}

std::vector<Field> fulfilment_fields() {
    return {choice("status", {"Fulfilment", "承诺履行状态"}, fulfilments()).require(),
            date("found_on", {"Found on", "履行状态认定日期"}).require(),
            party("finder", {"Found by", "认定单位"}).require(),
            paragraph("unmet", {"What was not fulfilled", "未履行的承诺内容"}),
            paragraph("measures", {"Measures taken", "违诺责任追究内容"}),
            association_measure_field(),
            public_record_field()};
}

std::vector<Field> breach_fields() {
    return {choice("severity", {"Severity", "违诺程度"}, severities()).require(),
            paragraph("facts", {"Facts", "违诺事实"}).require(),
            date("found_on", {"Found on", "认定日期"}).require(),
            party("finder", {"Found by", "认定单位"}).require(),
            date("notice_on", {"Notice served on", "告知书送达日期"}),
            date("statement_until", {"Statement possible until", "陈述申辩截止日期"}),
            paragraph("statement", {"Statement of the promisor", "承诺人陈述申辩"}),
            clause_numbers({"Clauses", "涉及条款"}),
            choice("fulfilment", {"Fulfilment", "承诺履行状态"}, extents())
                .with_help({"What is left of the promise: item 11 of the national template",
                            "对应国家统一模板第11项“承诺履行状态”"}),
            paragraph("measures", {"Measures taken", "违诺责任追究内容"}),
            association_measure_field(),
            public_record_field()};
}

std::vector<Field> repair_fields() {
    return {date("on", {"On", "日期"}).require(),
            date("due", {"Due", "期限"}),
            paragraph("proof", {"Proof", "证明材料"}),
            reference("repair_commitment", {"Repair commitment", "信用修复承诺"}, "commitment"),
            party("finder", {"Decided by", "决定单位"})
                .with_help({"Who found the breach decides on its repair", "谁认定、谁修复"}),
            paragraph("reason", {"Reason", "理由"}, 1000)};
}

std::vector<Field> indicator_set_fields() {
    const Field indicator =
        group("indicator", {"Indicator", "指标"},
              {text("name", {"Indicator", "指标"}, 200).require(),
               field("weight", FieldKind::basis_points, {"Weight", "权重"}).between(0, 10000),
               paragraph("method", {"How it is measured", "评价方法"}, 1000)});
    return {text("name", {"Name", "名称"}, 200).require().search().in_table(),
            party("association", {"Set by", "制定单位"}).require().search().in_table(),
            text("version", {"Version", "版本"}, 50).in_table(),
            list_of("indicators", {"Indicators", "评价指标"}, indicator).between(1, most_clauses).require(),
            list_of("grades", {"Grades, the best first", "等级（由高到低）"},
                    text("grade", {"Grade", "等级"}, 50))
                .between(2, 20)
                .require()};
}

std::vector<Field> evaluation_fields() {
    const Field indicator = group("indicator", {"Indicator", "指标"},
                                  {text("name", {"Indicator", "指标"}, 200).require(),
                                   text("result", {"Result", "结果"}, 500).require()});
    return {reference("subject", {"Subject", "评价对象"}, "").require().in_table(),
            text("grade", {"Grade", "等级"}, 50).require().search().in_table(),
            list_of("indicators", {"Indicators", "评价指标"}, indicator).between(1, most_clauses).require(),
            party("evaluator", {"Evaluator", "评价机构"}).require().search().in_table(),
            date("valid_until", {"Valid until", "有效期至"}).in_table(),
            reference("indicator_set", {"Indicator set", "评价指标体系"}, "indicator-set"),
            text("cycle", {"Cycle", "评价周期"}, 50).in_table()};
}

}  // namespace xinbu::commitments
