// What a programme gives and what it builds on: sums, never persons; and a catalogue that is edited by
// entries.
#include <string>

#include "declaration.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::brands {

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
using plugin::State;
using plugin::Text;
using plugin::Tone;

namespace {

Field named() {
    return text("name", {"Name", "名称"}, 100).require().search().in_table();
}
Field of_brands() {
    return list_of("brands", {"Brands", "相关品牌"}, reference("brand", {"Brand", "劳务品牌"}, "brand"))
        .between(0, 200);
}
Field region() {
    return identifier("region", {"Division", "行政区划"}, "cn-division").in_table();
}

std::vector<Field> park_fields() {
    return {named(),
            choice("kind", {"Kind", "类型"},
                   {{"park", {"Characteristic park", "特色产业园区"}},
                    {"startup_base", {"Start-up demonstration base", "创业示范基地"}}})
                .require()
                .in_table(),
            region(),
            level_field("level", {"Level", "级别"}).in_table(),
            reference("operator", {"Operated by", "运营单位"}, "organisation"),
            of_brands(),
            decision_field(),
            date("since", {"Since", "设立日期"})};
}

std::vector<Field> enterprise_fields() {
    return {
        named(),
        identifier("identifier", {"Credit code", "统一社会信用代码"}, "uscc").require().search().in_table(),
        region(),
        level_field("level", {"Level", "级别"}).in_table(),
        of_brands(),
        date("as_of", {"Figures as of", "数据截止日期"}),
        field("fixed_assets", FieldKind::money, {"Fixed assets", "固定资产"}),
        field("sales", FieldKind::money, {"Sales of the year", "年销售额"}),
        field("debt_ratio", FieldKind::basis_points, {"Debt ratio", "资产负债率"})
            .between(0, 100 * whole_share)};
}

/// What the bank has not said stays empty: no limit of a product is built in.
std::vector<Field> product_fields() {
    return {
        named().with_help({"As loans name it, such as 苏岗贷", "与贷款登记中的产品名称一致，如苏岗贷"}),
        choice("kind", {"Kind", "类型"},
               {{"guaranteed", {"Guaranteed", "担保贷款"}},
                {"credit", {"On credit", "信用贷款"}},
                {"pledge", {"Pledge of rights", "知识产权质押贷款"}},
                {"other", {"Other", "其他"}}})
            .in_table(),
        text("sponsor", {"Sponsor", "主办单位"}, 200).search().in_table(),
        list_of("lenders", {"Lenders", "合作银行"}, text("lender", {"Lender", "银行"}, 200)).between(0, 100),
        field("borrowers", FieldKind::paragraph, {"Eligible borrowers", "适用对象"}).at_most(1000),
        field("max_amount", FieldKind::money, {"Largest amount", "最高额度"}).in_table(),
        field("max_months", FieldKind::integer, {"Longest term in months", "最长期限（月）"}).between(1, 600),
        share("rate", {"Highest yearly rate", "最高年利率"}),
        share("interest_subsidy", {"Share of the interest subsidised", "贴息比例"}),
        share("risk_share", {"Share of a loss borne by the risk pool", "风险补偿比例"}),
        decision_field(),
        date("valid_from", {"Offered from", "开办日期"}),
        date("valid_to", {"Offered until", "截止日期"})};
}

std::vector<Field> support_fields() {
    const Field certificate =
        group("certificate", {"Certificates", "证书"},
              {choice("level", {"Level", "等级"},
                      {{"5", {"Level 5 (elementary)", "五级/初级工"}},
                       {"4", {"Level 4 (intermediate)", "四级/中级工"}},
                       {"3", {"Level 3 (advanced)", "三级/高级工"}},
                       {"2", {"Level 2 (technician)", "二级/技师"}},
                       {"1", {"Level 1 (senior technician)", "一级/高级技师"}},
                       {"special", {"Special ability", "专项职业能力"}}})
                   .require(),
               field("count", FieldKind::integer, {"Number", "数量"}).between(1, most_people).require()});
    return {choice("kind", {"Kind", "类别"}, support_kinds()).require().in_table(),
            region().require(),
            date("from", {"From", "自"}).require().in_table(),
            date("to", {"To", "至"}).require().in_table(),
            reference("brand", {"Brand", "劳务品牌"}, "brand").in_table(),
            field("persons", FieldKind::integer, {"Persons", "人次"})
                .between(0, most_people)
                .with_help({"A sum; no person is named", "汇总数，不含个人信息"})
                .in_table(),
            field("firms", FieldKind::integer, {"Firms", "企业数"}).between(0, most_people),
            field("amount", FieldKind::money, {"Amount", "金额"}).in_table(),
            list_of("certificates", {"Certificates", "证书"}, certificate).between(0, 20),
            text("programme", {"Programme", "项目"}, 200).search(),
            decision_field(),
            field("note", FieldKind::paragraph, {"Remark", "备注"}).at_most(1000)};
}

/// The minute of a supervision: of which period, seen on which state of the ledger, by which report.
std::vector<Field> supervision_fields() {
    const Field task = group(
        "task", {"Task", "任务"},
        {text("what", {"What", "事项"}, 500).require(), text("responsible", {"Responsible", "责任单位"}, 200),
         date("due", {"Due", "期限"}), reference("record", {"About", "相关记录"}, "")});
    return {choice("cycle", {"Cycle", "周期"}, supervision_cycles()).require().in_table(),
            date("from", {"From", "自"}).require().in_table(),
            date("to", {"To", "至"}).require().in_table(),
            field("checkpoint_size", FieldKind::integer, {"Commits seen", "计入的提交数"})
                .between(1, plugin::largest_amount)
                .with_help({"As the report names it", "以报表所载为准"})
                .require(),
            field("checkpoint_root", FieldKind::sha256, {"Root of their tree", "其树根"}).require(),
            field("report", FieldKind::sha256, {"Report (SHA-256 of the file)", "报表文件（SHA-256）"}),
            list_of("participants", {"Participants", "参加单位"}, text("unit", {"Unit", "单位"}, 200))
                .between(0, 100),
            field("findings", FieldKind::paragraph, {"Findings", "检查情况"}).at_most(4000),
            list_of("tasks", {"Tasks", "任务清单"}, task).between(0, 200)};
}

/// A record of the catalogue: recorded, recorded anew when something changed, and ended.
void add_catalogue(Declaration& declaration, std::string kind, std::string entry, Text label, Text plural,
                   Text record_it, Text end_it, std::vector<Field> fields) {
    std::vector<Field> held = fields;
    held.push_back(date("ended_on", {"Ended on", "终止日期"}));
    held.push_back(reason_field());
    declaration.records.push_back(RecordType{kind,
                                             std::move(label),
                                             std::move(plural),
                                             std::move(held),
                                             "name",
                                             {State{"active", {"Active", "有效"}, Tone::good},
                                              State{"ended", {"Ended", "已终止"}, Tone::neutral}}});
    EntryType recorded{"brands." + entry + ".recorded", std::move(record_it), kind, std::move(fields)};
    recorded.creates = true;  // and again, when something changed
    declaration.entries.push_back(std::move(recorded));
    EntryType ended{"brands." + entry + ".ended", std::move(end_it), kind, {reason_field().require()}};
    ended.from = {"active"};
    ended.to = "ended";
    declaration.entries.push_back(std::move(ended));
}

}  // namespace

void declare_support(Declaration& declaration) {
    add_catalogue(declaration, "park", "park", {"Park or base", "园区（基地）"},
                  {"Parks and bases", "园区（基地）"}, {"Record a park or base", "登记园区（基地）"},
                  {"End a park or base", "终止园区（基地）"}, park_fields());
    add_catalogue(declaration, "leading-enterprise", "leading_enterprise", {"Leading enterprise", "龙头企业"},
                  {"Leading enterprises", "龙头企业"}, {"Record a leading enterprise", "登记龙头企业"},
                  {"A firm leads no longer", "取消龙头企业"}, enterprise_fields());
    add_catalogue(declaration, "loan-product", "loan_product", {"Loan product", "贷款产品"},
                  {"Loan products", "贷款产品"}, {"Record a loan product", "登记贷款产品"},
                  {"End a loan product", "停办贷款产品"}, product_fields());
    declaration.records.push_back(RecordType{"support",
                                             {"Supporting measure", "扶持措施"},
                                             {"Supporting measures", "扶持措施"},
                                             support_fields(),
                                             "kind",
                                             {{"recorded", {"Recorded", "已登记"}, Tone::neutral}}});
    EntryType support{
        "brands.support.recorded", {"Record support given", "登记扶持措施"}, "support", support_fields()};
    support.creates = true;
    support.to = "recorded";
    declaration.entries.push_back(std::move(support));
    declaration.records.push_back(RecordType{"supervision",
                                             {"Minute of a supervision", "监管纪要"},
                                             {"Minutes of supervisions", "监管纪要"},
                                             supervision_fields(),
                                             "cycle",
                                             {{"held", {"Held", "已开展"}, Tone::good}}});
    EntryType held{"brands.supervision.held",
                   {"Sign the minute of a supervision", "签署监管纪要"},
                   "supervision",
                   supervision_fields()};
    held.creates = true;
    held.to = "held";
    declaration.entries.push_back(std::move(held));
}

}  // namespace xinbu::brands
