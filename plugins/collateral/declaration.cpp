#include "declaration.hpp"

#include "collateral.hpp"

namespace xinbu::collateral {

using plugin::Declaration;
using plugin::EntryType;
using plugin::Field;
using plugin::field;
using plugin::FieldKind;
using plugin::RecordType;
using plugin::Role;
using plugin::Tone;

Field the_right() {
    return plugin::reference("right", {"Right", "权利"}, "")
        .with_help({"A trademark or a patent, such as patent/CN-202010566088.9",
                    "商标或专利，如patent/CN-202010566088.9"});
}

Field on(plugin::Text label) {
    return field("on", FieldKind::date, std::move(label)).require();
}

Field reason() {
    return field("reason", FieldKind::paragraph, {"Reason", "原因"});
}

Field secured() {
    return field("secured", FieldKind::money, {"Secured amount", "担保债权数额"});
}

Field until() {
    return field("until", FieldKind::date, {"Pledge term ends", "质押期限届满日"});
}

namespace {

Field caps() {
    const auto cap = [](std::string kind, plugin::Text label) {
        return field(std::move(kind), FieldKind::basis_points, std::move(label)).between(0, 10000);
    };
    return plugin::group(
        "caps", {"Loan-to-value caps", "质押率上限"},
        {cap("invention", {"Invention patent", "发明专利"}),
         cap("utility_model", {"Utility model", "实用新型专利"}),
         cap("design", {"Design patent", "外观设计专利"}), cap("trademark", {"Trademark", "注册商标"})});
}

/// How a kind's value runs over its life.
Field curves() {
    const auto curve = [](std::string kind, plugin::Text label) {
        return plugin::choice(std::move(kind), std::move(label),
                              {{"flat", {"Holds to the end", "保持不变至期满"}},
                               {"straight_line", {"Falls evenly to the end", "直线递减至期满"}},
                               {"declining", {"Loses a share each year", "按年比例递减"}}});
    };
    return plugin::group(
        "curves", {"Value over the life", "价值曲线"},
        {curve("invention", {"Invention patent", "发明专利"}),
         curve("utility_model", {"Utility model", "实用新型专利"}),
         curve("design", {"Design patent", "外观设计专利"}), curve("trademark", {"Trademark", "注册商标"})});
}

Field share(std::string id, plugin::Text label) {
    return field(std::move(id), FieldKind::basis_points, std::move(label)).between(0, 10000);
}

// ---- valuations
// -----------------------------------------------------------------------------------------

std::vector<Field> valuation_fields() {
    return {the_right().require().search().in_table(),
            field("value", FieldKind::money, {"Value", "评估价值"}).require().in_table(),
            plugin::choice("method", {"Method", "评估方法"},
                           {{"income", {"Income", "收益法"}},
                            {"cost", {"Cost", "成本法"}},
                            {"market", {"Market", "市场法"}},
                            {"internal", {"Internal evaluation", "银行内部评估"}},
                            {"agreed", {"Agreed by the parties", "双方协商作价"}}})
                .require()
                .in_table(),
            field("base_date", FieldKind::date, {"Base date", "评估基准日"}).require().in_table(),
            field("valid_until", FieldKind::date, {"Valid until", "有效期至"}).in_table(),
            field("valuer", FieldKind::party, {"Valuer", "评估机构"}).search()};
}

void declare_valuations(Declaration& declaration) {
    declaration.records.push_back(RecordType{
        "valuation",
        {"Valuation", "价值评估"},
        {"Valuations", "价值评估"},
        valuation_fields(),
        "right",
        {{"valid", {"Valid", "有效"}, Tone::good}, {"expired", {"Expired", "已过有效期"}, Tone::attention}},
        "",
        "base_date",
        "valid_until"});
    EntryType recorded{"collateral.valuation.recorded",
                       {"Valuation recorded", "登记价值评估"},
                       "valuation",
                       valuation_fields()};
    recorded.creates = true;
    recorded.to = "valid";
    declaration.entries.push_back(std::move(recorded));
}

// ---- loans
// ----------------------------------------------------------------------------------------------

/// Parts of the principal by the day on which each is due; what they leave over is due with the loan.
Field schedule() {
    return plugin::list_of("schedule", {"Repayment schedule", "还款计划"},
                           plugin::group("instalment", {"Instalment", "分期"},
                                         {field("due_on", FieldKind::date, {"Due on", "应还日"}).require(),
                                          field("amount", FieldKind::money, {"Amount", "金额"}).require()}))
        .between(0, 600);
}

std::vector<Field> loan_fields() {
    return {field("contract", FieldKind::text, {"Contract number", "合同编号"})
                .require()
                .at_most(100)
                .search()
                .in_table(),
            field("lender", FieldKind::party, {"Lender", "贷款人"}).require().search(),
            field("borrower", FieldKind::party, {"Borrower", "借款人"}).require().search().in_table(),
            field("principal", FieldKind::money, {"Principal", "本金"}).require().in_table(),
            field("opened_on", FieldKind::date, {"Opened on", "放款日"}).require().in_table(),
            field("due_on", FieldKind::date, {"Due on", "到期日"}).require().in_table(),
            field("product", FieldKind::text, {"Product", "贷款产品"}).at_most(200).search(),
            field("rate", FieldKind::basis_points, {"Yearly rate", "年利率"}).between(0, 10000),
            plugin::reference("brand", {"Brand", "劳务品牌"}, "brand"),
            schedule()};
}

void declare_loans(Declaration& declaration) {
    std::vector<Field> held = loan_fields();
    held.push_back(field("repaid_on", FieldKind::date, {"Repaid on", "结清日"}));
    held.push_back(field("repaid_amount", FieldKind::money, {"Amount repaid", "还款金额"}));
    held.push_back(field("defaulted_on", FieldKind::date, {"Defaulted on", "违约日"}));
    held.push_back(field("defaulted_amount", FieldKind::money, {"Amount in default", "违约金额"}));
    held.push_back(field("restructured_on", FieldKind::date, {"Restructured on", "重组日"}));
    held.push_back(field("principal_since", FieldKind::date, {"Principal agreed on", "现本金约定日"}));
    held.push_back(
        plugin::list_of("payments", {"Instalments paid", "已还分期"},
                        plugin::group("payment", {"Payment", "还款"},
                                      {field("on", FieldKind::date, {"Paid on", "还款日"}).require(),
                                       field("amount", FieldKind::money, {"Amount", "金额"}).require()})));
    declaration.records.push_back(RecordType{"loan",
                                             {"Loan", "贷款"},
                                             {"Loans", "贷款"},
                                             std::move(held),
                                             "contract",
                                             {{"open", {"Open", "存续"}, Tone::good},
                                              {"restructured", {"Restructured", "已重组"}, Tone::attention},
                                              {"defaulted", {"In default", "违约"}, Tone::bad},
                                              {"repaid", {"Repaid", "已结清"}, Tone::neutral}},
                                             "collateral.runway",
                                             "opened_on",
                                             "due_on"});

    EntryType opened{"collateral.loan.opened", {"Loan opened", "发放贷款"}, "loan", loan_fields()};
    opened.creates = true;
    opened.to = "open";
    EntryType repaid{"collateral.loan.repaid",
                     {"Loan repaid", "贷款结清"},
                     "loan",
                     {on({"Repaid on", "结清日"}), field("amount", FieldKind::money, {"Amount", "金额"})}};
    repaid.from = {"open", "restructured", "defaulted"};
    repaid.to = "repaid";
    EntryType defaulted{
        "collateral.loan.defaulted",
        {"Loan in default", "贷款违约"},
        "loan",
        {on({"Defaulted on", "违约日"}), field("amount", FieldKind::money, {"Amount", "金额"})}};
    defaulted.from = {"open", "restructured"};
    defaulted.to = "defaulted";
    EntryType restructured{"collateral.loan.restructured",
                           {"Loan restructured", "贷款重组"},
                           "loan",
                           {on({"Restructured on", "重组日"}),
                            field("amount", FieldKind::money, {"New principal", "重组后本金"}),
                            field("due_on", FieldKind::date, {"New due date", "重组后到期日"}), schedule()}};
    restructured.from = {"open", "restructured", "defaulted"};
    restructured.to = "restructured";
    EntryType paid{
        "collateral.loan.instalment_paid",
        {"Instalment paid", "偿还分期"},
        "loan",
        {on({"Paid on", "还款日"}), field("amount", FieldKind::money, {"Amount", "金额"}).require()}};
    paid.from = {"open", "restructured", "defaulted"};
    for (EntryType* type : {&opened, &paid, &repaid, &defaulted, &restructured})
        declaration.entries.push_back(std::move(*type));
}

// ---- insurance and policy
// -------------------------------------------------------------------------------

std::vector<Field> insurance_fields() {
    return {field("insurer", FieldKind::party, {"Insurer", "保险人"}).require().search().in_table(),
            field("kind", FieldKind::text, {"Kind of insurance", "险种"})
                .require()
                .at_most(100)
                .search()
                .in_table(),
            field("insured", FieldKind::money, {"Sum insured", "保险金额"}).require().in_table(),
            field("from", FieldKind::date, {"From", "保险起期"}).require().in_table(),
            field("until", FieldKind::date, {"Until", "保险止期"}).require().in_table(),
            field("beneficiary", FieldKind::party, {"Beneficiary", "受益人"}).search(),
            plugin::reference("loan", {"Loan", "贷款"}, "loan")};
}

void declare_insurance(Declaration& declaration) {
    declaration.records.push_back(RecordType{"insurance",
                                             {"Insurance", "保险"},
                                             {"Insurance policies", "保险"},
                                             insurance_fields(),
                                             "kind",
                                             {{"in_force", {"In force", "有效"}, Tone::good},
                                              {"upcoming", {"Not yet begun", "未起保"}, Tone::neutral},
                                              {"expired", {"Expired", "已到期"}, Tone::attention}},
                                             "",
                                             "from",
                                             "until"});
    EntryType recorded{
        "collateral.insurance.recorded", {"Insurance recorded", "登记保险"}, "insurance", insurance_fields()};
    recorded.creates = true;
    recorded.to = "in_force";
    declaration.entries.push_back(std::move(recorded));
}

std::vector<Field> policy_fields() {
    return {
        caps().require(),
        field("renewal_buffer_months", FieldKind::integer, {"Renewal buffer in months", "续展缓冲期（月）"})
            .require()
            .between(0, 120)
            .in_table(),
        field("extract_max_age_days", FieldKind::integer,
              {"Register extract: greatest age in working days", "登记簿副本最长时效（工作日）"})
            .require()
            .between(0, 365)
            .in_table(),
        field("revalue_months", FieldKind::integer, {"Re-value every … months", "重新评估间隔（月）"})
            .between(1, 120)
            .in_table(),
        curves(),
        share("yearly_decline", {"Yearly share lost by the declining curve", "按年递减比例"}),
        field("currency", FieldKind::text, {"Currency lent in", "贷款币种"})
            .at_most(3)
            .with_help({"ISO 4217; CNY where empty", "ISO 4217代码；未填为CNY"}),
        share("max_right_share", {"Greatest share secured by one right", "单一权利集中度上限"}),
        share("max_brand_share", {"Greatest share lent to one brand", "单一品牌集中度上限"}),
        share("max_borrower_share", {"Greatest share lent to one borrower", "单一借款人集中度上限"}),
        share("max_kind_share", {"Greatest share secured by one kind of right", "单一权利种类集中度上限"}),
        field("release_days", FieldKind::integer,
              {"Days to cancel the pledge of a repaid loan", "结清后注销质押的天数"})
            .between(0, 365),
        field("bank", FieldKind::party, {"Bank", "银行"})
            .search()
            .with_help({"Whose policy it is, where it is not one's own", "非本机构政策时填写所属银行"})};
}

void declare_policy(Declaration& declaration) {
    declaration.records.push_back(RecordType{"policy",
                                             {"Lending policy", "信贷政策"},
                                             {"Lending policies", "信贷政策"},
                                             policy_fields(),
                                             "bank",
                                             {{"set", {"In force", "生效"}, Tone::good}}});
    EntryType set{
        "collateral.bank_policy.set", {"Lending policy set", "设定信贷政策"}, "policy", policy_fields()};
    set.signers = {Role::admin, Role::officer};
    set.creates = true;
    set.from = {"set"};  // a later policy takes the place of an earlier one
    set.to = "set";
    declaration.entries.push_back(std::move(set));
}

// ---- which similar groups are alike
// -----------------------------------------------------------------------------------------------

std::vector<Field> similar_goods_fields() {
    const Field group =
        field("group", FieldKind::text, {"Similar group", "类似群"})
            .at_most(4)
            .with_help({"Four digits, the first two are the class: 2103", "四位数字，前两位为类别：2103"});
    return {field("edition", FieldKind::text, {"Edition of the list", "区分表版本"})
                .at_most(200)
                .require()
                .search()
                .in_table(),
            field("source", FieldKind::text, {"Where it was read", "来源"}).at_most(200).require(),
            field("read_on", FieldKind::date, {"Read on", "查询日期"}).require().in_table(),
            plugin::list_of(
                "alike", {"Groups that are alike", "互为类似的类似群"},
                plugin::group("pair", {"Group", "类似群"},
                              {group.require(),
                               plugin::list_of("with", {"Alike with", "与之类似"}, group).between(1, 500)}))
                .between(1, 1000)
                .require()};
}

void declare_similar_goods(Declaration& declaration) {
    declaration.records.push_back(RecordType{"similar_goods",
                                             {"List of similar goods", "类似商品和服务区分表"},
                                             {"Lists of similar goods", "类似商品和服务区分表"},
                                             similar_goods_fields(),
                                             "edition",
                                             {{"set", {"In force", "生效"}, Tone::good}}});
    EntryType set{"collateral.similar_goods.set",
                  {"List of similar goods set", "设定类似商品和服务区分表"},
                  "similar_goods",
                  similar_goods_fields()};
    set.signers = {Role::admin, Role::officer};
    set.creates = true;
    set.from = {"set"};  // a later edition takes the place of an earlier one
    set.to = "set";
    declaration.entries.push_back(std::move(set));
}

// ---- what a bank looked up, and what its officers excepted
// -----------------------------------------------

std::vector<Field> credit_fields() {
    const auto listed = [](std::string id, plugin::Text label) {
        return field(std::move(id), FieldKind::boolean, std::move(label));
    };
    return {
        field("subject", FieldKind::party, {"Whom it is about", "查询对象"}).require().search().in_table(),
        field("read_on", FieldKind::date, {"Read on", "查询日期"}).require().in_table(),
        field("source", FieldKind::text, {"Where it was read", "查询渠道"}).at_most(200).require(),
        listed("serious_dishonesty", {"Listed for serious dishonesty", "严重失信主体"}).require(),
        listed("enforcement", {"Under enforcement", "被执行人"}).require(),
        listed("abnormal", {"On the list of abnormal enterprises", "经营异常名录"}).require(),
        listed("insolvency", {"In bankruptcy or liquidation", "破产或者清算程序"}).require(),
        listed("state_owned", {"State-owned", "国有企业"})};
}

void declare_credit(Declaration& declaration) {
    declaration.records.push_back(RecordType{"credit_report",
                                             {"Credit report", "信用查询"},
                                             {"Credit reports", "信用查询"},
                                             credit_fields(),
                                             "subject",
                                             {{"read", {"Read", "已查询"}, Tone::neutral}}});
    EntryType recorded{"collateral.credit_report.recorded",
                       {"Credit report recorded", "登记信用查询"},
                       "credit_report",
                       credit_fields()};
    recorded.creates = true;
    recorded.to = "read";
    declaration.entries.push_back(std::move(recorded));
}

std::vector<Field> override_fields() {
    return {plugin::reference("loan", {"Loan", "贷款"}, "loan").require().search().in_table(),
            the_right().require().search().in_table(),
            field("rule", FieldKind::text, {"Rule", "规则编号"}).at_most(3).require().in_table(),
            field("reason", FieldKind::paragraph, {"Reason", "理由"}).require(),
            plugin::list_of("officers", {"Officers", "批准负责人"},
                            field("officer", FieldKind::text, {"Officer", "负责人"}).at_most(200))
                .between(2, 10)
                .require()
                .with_help({"Two officers enrolled in this registry; let the signing policy ask both to sign",
                            "本登记簿内登记的两名负责人；应由签名策略要求其共同签署"})};
}

void declare_overrides(Declaration& declaration) {
    declaration.records.push_back(RecordType{"override",
                                             {"Exception from a blocking rule", "阻断规则例外"},
                                             {"Exceptions from blocking rules", "阻断规则例外"},
                                             override_fields(),
                                             "rule",
                                             {{"approved", {"Approved", "已批准"}, Tone::attention}}});
    EntryType approved{
        "collateral.override.approved", {"Exception approved", "批准例外"}, "override", override_fields()};
    approved.signers = {Role::officer};
    approved.creates = true;
    approved.to = "approved";
    declaration.entries.push_back(std::move(approved));
}

}  // namespace

Declaration Collateral::declare() const {
    Declaration declaration;
    declare_valuations(declaration);
    declare_loans(declaration);
    declare_pledges(declaration);
    declare_insurance(declaration);
    declare_policy(declaration);
    declare_similar_goods(declaration);
    declare_credit(declaration);
    declare_overrides(declaration);
    declaration.checks = checks();
    declaration.reports = reports();
    declaration.overlays = overlays();
    // What a bank knows of its borrowers; valuations, policies and lists of goods are of nobody.
    for (RecordType& type : declaration.records)
        for (const std::string_view kind : {"loan", "pledge", "insurance", "credit_report", "override"})
            if (type.kind == kind) type.reads_logged = true;
    return declaration;
}

}  // namespace xinbu::collateral
