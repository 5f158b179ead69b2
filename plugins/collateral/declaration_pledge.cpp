// The entries of a pledge and the record that they make.
#include "declaration.hpp"

namespace xinbu::collateral {

using plugin::Declaration;
using plugin::EntryType;
using plugin::Field;
using plugin::field;
using plugin::FieldKind;
using plugin::RecordType;
using plugin::Tone;

namespace {

Field rights(plugin::Text label = {"Pledged rights", "出质权利"}) {
    return plugin::list_of("rights", std::move(label), the_right()).between(1, 1000);
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
               plugin::group("acknowledgement", {"Acknowledgement", "知情确认"},
                             {rule.require(),
                              plugin::reference("about", {"About", "所涉记录"}, "")
                                  .with_help({"Of E21, the mark that need not go along",
                                              "E21：确认无须一并质押的商标"}),
                              field("reason", FieldKind::paragraph, {"Reason", "原因"}).require(),
                              field("by", FieldKind::party, {"Acknowledged by", "确认人"}).require(),
                              proof("proof", {"Proof", "证明"})}))
        .between(0, 100);
}

/// What the contract says on points that the eligibility check asks about.
Field clauses() {
    const auto has = [](std::string id, plugin::Text label) {
        return field(std::move(id), FieldKind::boolean, std::move(label));
    };
    return plugin::group("clauses", {"Clauses of the contract", "合同条款"},
                         {has("forfeiture", {"Forfeiture clause", "流质条款"}),
                          plugin::choice("fees_paid_by", {"Fees paid by", "费用承担方"},
                                         {{"pledgor", {"Pledgor", "出质人"}},
                                          {"pledgee", {"Pledgee", "质权人"}},
                                          {"escrow", {"Escrow account", "专用账户"}}}),
                          has("know_how", {"Know-how handed over on enforcement", "实现质权时交付技术资料"}),
                          has("self_help_sale", {"Pledgee may sell by itself", "约定自行变价"})});
}

/// The decision by which a company secures another's debt (Company Law art. 15).
Field resolution() {
    return plugin::group(
        "resolution", {"Resolution of the pledgor", "担保决议"},
        {plugin::choice("body", {"Who resolved", "决议机构"},
                        {{"board", {"Board", "董事会"}}, {"shareholders", {"Shareholders", "股东会"}}})
             .require(),
         field("on", FieldKind::date, {"On", "决议日期"}).require(),
         field("quorum", FieldKind::boolean, {"Quorum reached", "表决达到规定比例"}),
         field("for_owner", FieldKind::boolean,
               {"The debtor owns or controls the pledgor", "债务人为股东或者实际控制人"}),
         field("owner_excluded", FieldKind::boolean, {"The debtor did not vote", "债务人回避表决"}),
         field("attachment", FieldKind::sha256, {"Attached resolution", "决议附件"})});
}

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
            clauses(),
            resolution(),
            proof("pledgor_proof", {"Pledgor's proof", "出质人签署证明"})};
}

RecordType pledge_record() {
    std::vector<Field> held = pledge_fields();
    held.push_back(
        field("registration_number", FieldKind::text, {"Registration number", "登记号"}).search().in_table());
    held.push_back(field("registered_on", FieldKind::date, {"Registered on", "登记日"}).in_table());
    held.push_back(field("registered_secured", FieldKind::money, {"Amount registered", "登记担保数额"}));
    held.push_back(field("agreed_until", FieldKind::date, {"Term agreed", "合同约定质押期限届满日"}));
    held.push_back(field("unsecured_from", FieldKind::date, {"Unsecured from", "自该日起无担保"}));
    held.push_back(field("published_on", FieldKind::date, {"Published on", "公示日"}));
    held.push_back(field("withdrawn_on", FieldKind::date, {"Withdrawn on", "撤回日"}));
    held.push_back(field("changed_on", FieldKind::date, {"Changed on", "变更日"}));
    held.push_back(field("extended_on", FieldKind::date, {"Extended on", "延期日"}));
    held.push_back(plugin::list_of("released_rights", {"Rights released before", "已部分解除的权利"},
                                   plugin::group("released_right", {"Right released", "解除的权利"},
                                                 {the_right().require(), on({"Released on", "解除日"})}))
                       .between(0, 1000));
    held.push_back(
        plugin::list_of(
            "enforced_rights", {"Rights enforced before", "已部分实现质权的权利"},
            plugin::group("enforced_right", {"Enforcement", "实现质权"},
                          {on({"Enforced on", "实现质权日"}), rights({"Rights enforced", "实现质权的权利"}),
                           field("proceeds", FieldKind::money, {"Proceeds", "处置所得"})}))
            .between(0, 1000));
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
                       {"enforced", {"Enforced", "质权已实现"}, Tone::neutral},
                       {"withdrawn", {"Withdrawn, never registered", "未登记即撤回"}, Tone::neutral}},
                      "collateral.runway",
                      "registered_on",
                      "until"};
}

}  // namespace

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
    later(
        "collateral.pledge.registered", {"Pledge registered", "质押登记"},
        {field("registration_number", FieldKind::text, {"Registration number", "登记号"})
             .require()
             .at_most(100),
         field("registered_on", FieldKind::date, {"Registered on", "登记日"}).require(), until(), secured()},
        {"agreed"}, "registered");
    later("collateral.pledge.withdrawn", {"Pledge withdrawn before registration", "登记前撤回质押"},
          {on({"Withdrawn on", "撤回日"}), reason().require()}, {"agreed"}, "withdrawn");
    later("collateral.pledge.published", {"Pledge published", "公示质押登记"},
          {on({"Published on", "公示日"})}, {"registered"}, "registered");
    later("collateral.pledge.changed", {"Pledge changed", "质押登记变更"},
          {on({"Changed on", "变更日"}), secured(), until(), reason()}, {"registered"}, "registered");
    later("collateral.pledge.extended", {"Pledge extended", "质押登记延期"},
          {on({"Extended on", "延期日"}), until().require(), reason()}, {"registered"}, "registered");
    later("collateral.pledge.reduced", {"Some of the rights released", "部分解除质押"},
          {on({"Released on", "解除日"}), rights({"Rights released", "解除质押的权利"}).require(), reason()},
          {"registered"}, "registered");
    later("collateral.pledge.released", {"Pledge released", "质押登记注销"},
          {on({"Released on", "解除日"}), reason()}, {"registered"}, "released");
    later("collateral.pledge.partly_enforced", {"Pledge of some rights enforced", "部分实现质权"},
          {on({"Enforced on", "实现质权日"}), rights({"Rights enforced", "实现质权的权利"}).require(),
           reason(), field("proceeds", FieldKind::money, {"Proceeds", "处置所得"})},
          {"registered"}, "registered");
    later("collateral.pledge.enforced", {"Pledge enforced", "实现质权"},
          {on({"Enforced on", "实现质权日"}), reason(),
           field("proceeds", FieldKind::money, {"Proceeds", "处置所得"})},
          {"registered"}, "enforced");
}

}  // namespace xinbu::collateral
