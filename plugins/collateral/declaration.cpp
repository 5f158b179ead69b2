#include "collateral.hpp"

namespace xinbu::collateral {

using plugin::Check;
using plugin::Declaration;
using plugin::EntryType;
using plugin::Field;
using plugin::field;
using plugin::FieldKind;
using plugin::RecordType;
using plugin::Role;
using plugin::Tone;

namespace {

Field the_right() {
    return plugin::reference("right", {"Right", "权利"}, "")
        .with_help({"A trademark or a patent, such as patent/CN-202010566088.9",
                    "商标或专利，如patent/CN-202010566088.9"});
}

Field rights() {
    return plugin::list_of("rights", {"Pledged rights", "出质权利"}, the_right()).between(1, 1000);
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

Field proof(std::string id, plugin::Text label) {
    return plugin::group(
        std::move(id), std::move(label),
        {plugin::choice("kind", {"Kind of proof", "证明方式"},
                        {{"signature", {"Electronic signature", "电子签名"}},
                         {"letter", {"Signed letter", "签署的书面文件"}},
                         {"statement", {"Statement only", "仅声明"}}})
             .require(),
         field("algorithm", FieldKind::text, {"Algorithm", "签名算法"}).at_most(60),
         field("public_key", FieldKind::text, {"Public key", "公钥"}),
         field("signature", FieldKind::text, {"Signature", "签名值"}),
         field("attachment", FieldKind::sha256, {"Attached letter", "附件文件"}),
         field("signatory", FieldKind::text, {"Signatory", "签署人"}).at_most(200),
         field("authority", FieldKind::text, {"Authority to sign", "签署权限"}).at_most(200)});
}

Field acknowledgements() {
    const Field rule = field("rule", FieldKind::text, {"Rule", "规则编号"})
                           .at_most(3)
                           .with_help({"Of the eligibility check, E01 to E49", "准入检查规则，E01至E49"});
    return plugin::list_of(
               "acknowledgements", {"Acknowledgements", "知情确认"},
               plugin::group(
                   "acknowledgement", {"Acknowledgement", "知情确认"},
                   {rule.require(), field("reason", FieldKind::paragraph, {"Reason", "原因"}).require(),
                    field("by", FieldKind::party, {"Acknowledged by", "确认人"}).require(),
                    proof("proof", {"Proof", "证明"})}))
        .between(0, 100);
}

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
        {{"valid", {"Valid", "有效"}, Tone::good}, {"expired", {"Expired", "已过有效期"}, Tone::attention}}});
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
            plugin::reference("brand", {"Brand", "劳务品牌"}, "brand")};
}

void declare_loans(Declaration& declaration) {
    std::vector<Field> held = loan_fields();
    held.push_back(field("repaid_on", FieldKind::date, {"Repaid on", "结清日"}));
    held.push_back(field("repaid_amount", FieldKind::money, {"Amount repaid", "还款金额"}));
    held.push_back(field("defaulted_on", FieldKind::date, {"Defaulted on", "违约日"}));
    held.push_back(field("defaulted_amount", FieldKind::money, {"Amount in default", "违约金额"}));
    held.push_back(field("restructured_on", FieldKind::date, {"Restructured on", "重组日"}));
    declaration.records.push_back(RecordType{"loan",
                                             {"Loan", "贷款"},
                                             {"Loans", "贷款"},
                                             std::move(held),
                                             "contract",
                                             {{"open", {"Open", "存续"}, Tone::good},
                                              {"restructured", {"Restructured", "已重组"}, Tone::attention},
                                              {"defaulted", {"In default", "违约"}, Tone::bad},
                                              {"repaid", {"Repaid", "已结清"}, Tone::neutral}}});

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
                            field("due_on", FieldKind::date, {"New due date", "重组后到期日"})}};
    restructured.from = {"open", "restructured", "defaulted"};
    restructured.to = "restructured";
    for (EntryType* type : {&opened, &repaid, &defaulted, &restructured})
        declaration.entries.push_back(std::move(*type));
}

// ---- pledges
// --------------------------------------------------------------------------------------------

std::vector<Field> pledge_fields() {
    return {plugin::reference("loan", {"Loan", "贷款"}, "loan").require().search().in_table(),
            field("pledgor", FieldKind::party, {"Pledgor", "出质人"}).require().search().in_table(),
            field("pledgee", FieldKind::party, {"Pledgee", "质权人"}).require().search(),
            rights().require().search(),
            secured().require().in_table(),
            field("agreed_on", FieldKind::date, {"Agreed on", "质押合同签订日"}).require(),
            until().require().in_table(),
            field("scope", FieldKind::paragraph, {"Scope of the security", "担保范围"}),
            acknowledgements(),
            proof("pledgor_proof", {"Pledgor's proof", "出质人签署证明"})};
}

RecordType pledge_record() {
    std::vector<Field> held = pledge_fields();
    held.push_back(
        field("registration_number", FieldKind::text, {"Registration number", "登记号"}).search().in_table());
    held.push_back(field("registered_on", FieldKind::date, {"Registered on", "登记日"}).in_table());
    held.push_back(field("changed_on", FieldKind::date, {"Changed on", "变更日"}));
    held.push_back(field("extended_on", FieldKind::date, {"Extended on", "延期日"}));
    held.push_back(field("released_on", FieldKind::date, {"Released on", "解除日"}));
    held.push_back(field("enforced_on", FieldKind::date, {"Enforced on", "实现质权日"}));
    held.push_back(reason());
    held.push_back(field("proceeds", FieldKind::money, {"Proceeds", "处置所得"}));
    return RecordType{"pledge",
                      {"Pledge", "质押"},
                      {"Pledges", "质押"},
                      std::move(held),
                      "pledgor",
                      {{"agreed", {"Agreed, not registered", "已签约，未登记"}, Tone::attention},
                       {"registered", {"Registered", "已登记"}, Tone::good},
                       {"lapsed", {"Registration lapsed", "登记已失效"}, Tone::bad},
                       {"released", {"Released", "已解除"}, Tone::neutral},
                       {"enforced", {"Enforced", "质权已实现"}, Tone::neutral}}};
}

void declare_pledges(Declaration& declaration) {
    declaration.records.push_back(pledge_record());
    const auto later = [&](std::string type, plugin::Text label, std::vector<Field> fields,
                           std::vector<std::string> from, std::string to) {
        EntryType entry{std::move(type), std::move(label), "pledge", std::move(fields)};
        entry.from = std::move(from);
        entry.to = std::move(to);
        declaration.entries.push_back(std::move(entry));
    };
    EntryType agreed{
        "collateral.pledge.agreed", {"Pledge agreed", "签订质押合同"}, "pledge", pledge_fields()};
    agreed.creates = true;
    agreed.to = "agreed";
    declaration.entries.push_back(std::move(agreed));
    later("collateral.pledge.registered", {"Pledge registered", "质押登记"},
          {field("registration_number", FieldKind::text, {"Registration number", "登记号"})
               .require()
               .at_most(100),
           field("registered_on", FieldKind::date, {"Registered on", "登记日"}).require(), until()},
          {"agreed"}, "registered");
    later("collateral.pledge.changed", {"Pledge changed", "质押登记变更"},
          {on({"Changed on", "变更日"}), secured(), until(), reason()}, {"registered"}, "registered");
    later("collateral.pledge.extended", {"Pledge extended", "质押登记延期"},
          {on({"Extended on", "延期日"}), until().require(), reason()}, {"registered"}, "registered");
    later("collateral.pledge.released", {"Pledge released", "质押登记注销"},
          {on({"Released on", "解除日"}), reason()}, {"registered"}, "released");
    later("collateral.pledge.enforced", {"Pledge enforced", "实现质权"},
          {on({"Enforced on", "实现质权日"}), reason(),
           field("proceeds", FieldKind::money, {"Proceeds", "处置所得"})},
          {"registered"}, "enforced");
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
                                              {"expired", {"Expired", "已到期"}, Tone::attention}}});
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

std::vector<Check> checks() {
    return {
        Check{"collateral.eligibility",
              {"Eligibility as collateral", "质押准入检查"},
              {the_right().require(),
               field("pledgor", FieldKind::text, {"Pledgor's credit code", "出质人统一社会信用代码"})
                   .at_most(100),
               field("pledgee", FieldKind::text, {"Pledgee's credit code", "质权人统一社会信用代码"})
                   .at_most(100),
               field("due", FieldKind::date, {"Debt due on", "债务到期日"}),
               field("principal", FieldKind::integer, {"Principal in minor units of CNY", "本金（人民币分）"})
                   .between(1, 9007199254740991)}},
        Check{"collateral.bundle",
              {"Marks to pledge together", "应一并质押的商标"},
              {plugin::reference("right", {"Trademark", "商标"}, "").require()}}};
}

}  // namespace

Declaration Collateral::declare() const {
    Declaration declaration;
    declare_valuations(declaration);
    declare_loans(declaration);
    declare_pledges(declaration);
    declare_insurance(declaration);
    declare_policy(declaration);
    declaration.checks = checks();
    return declaration;
}

}  // namespace xinbu::collateral
