// What can be asked of the plugin, and what it reports.
#include "declaration.hpp"

namespace xinbu::collateral {

using plugin::Check;
using plugin::Field;
using plugin::field;
using plugin::FieldKind;
using plugin::Report;
using plugin::Tone;

namespace {

Field loan() {
    return plugin::reference("loan", {"Loan", "贷款"}, "loan");
}
Field pledge() {
    return plugin::reference("pledge", {"Pledge", "质押"}, "pledge");
}
Field rights_asked() {
    return plugin::list_of("rights", {"Rights", "权利"}, the_right()).between(1, 1000);
}
Field code(std::string id, plugin::Text label) {
    return field(std::move(id), FieldKind::text, std::move(label)).at_most(100);
}

/// Of the eligibility check and of the certificate that shows its answer.
std::vector<Field> eligibility_parameters() {
    return {
        the_right(),
        code("pledgor", {"Pledgor's credit code", "出质人统一社会信用代码"}),
        code("pledgee", {"Pledgee's credit code", "质权人统一社会信用代码"}),
        field("due", FieldKind::date, {"Debt due on", "债务到期日"}),
        field("principal", FieldKind::integer, {"Principal in minor units of CNY", "本金（人民币分）"})
            .between(1, 9007199254740991),
        code("debtor", {"Debtor's credit code, if not the pledgor", "债务人代码（非出质人时）"}),
        pledge().with_help({"A pledge on record: its parties, rights and loan stand in for what is left open",
                            "在案质押：未填参数取自该质押及其贷款"}),
        rights_asked().with_help({"Several rights at once", "同时检查多项权利"})};
}

}  // namespace

std::vector<Check> checks() {
    return {
        Check{"collateral.eligibility",
              {"Eligibility as collateral", "质押准入检查"},
              eligibility_parameters()},
        Check{"collateral.bundle",
              {"Marks to pledge together", "应一并质押的商标"},
              {plugin::reference("right", {"Trademark", "商标"}, "").require()}},
        Check{"collateral.value",
              {"Value and loan-to-value over the loan's life", "价值与质押率（贷款存续期）"},
              {loan(), pledge()}},
        Check{"collateral.deadlines",
              {"What falls due on loans and pledges", "贷款与质押期限"},
              {plugin::reference("record", {"Record", "记录"}, "").require(),
               field("days", FieldKind::integer, {"Days ahead", "未来天数"}).between(0, 36500)}},
        Check{"collateral.alerts",
              {"Alerts on loans and what secures them", "贷款与质押物预警"},
              {loan(), pledge()},
              true},
        Check{
            "collateral.ranking", {"Pledges of a right by rank", "权利的质押顺位"}, {the_right().require()}},
        Check{"collateral.pledged",
              {"Rights that stand in pledges", "存续质押的权利"},
              {code("pledgee", {"Pledgee's credit code", "质权人统一社会信用代码"})}}};
}

std::vector<Report> reports() {
    const Field record = plugin::reference("record", {"Pledge or loan", "质押或贷款"}, "").require();
    return {Report{"collateral.runway", {"Runway of a loan", "贷款与权利期限图"}, {record}},
            Report{"collateral.certificate",
                   {"Certificate of collateral", "质押体检证书"},
                   eligibility_parameters()},
            Report{"collateral.brand",
                   {"A brand: promises, rights and loans", "劳务品牌：承诺、权利与贷款"},
                   {plugin::reference("brand", {"Brand", "劳务品牌"}, "brand").require()}},
            Report{"collateral.portfolio",
                   {"Portfolio of pledge loans", "质押贷款组合报告"},
                   {code("lender", {"Lender's credit code", "贷款人统一社会信用代码"}),
                    field("product", FieldKind::text, {"Product", "贷款产品"}).at_most(200)},
                   true},
            Report{"collateral.stress",
                   {"Stress: what if these rights lapse", "压力测试：权利失效影响"},
                   {rights_asked(),
                    field("office", FieldKind::text, {"All rights of an office", "某局全部权利"})
                        .at_most(2)
                        .with_help({"Two letters by WIPO ST.3, such as CN", "WIPO ST.3两位代码，如CN"}),
                    plugin::choice("kind", {"All rights of a kind", "某类全部权利"},
                                   {{"invention", {"Invention patents", "发明专利"}},
                                    {"utility_model", {"Utility models", "实用新型专利"}},
                                    {"design", {"Designs", "外观设计专利"}},
                                    {"trademark", {"Trademarks", "注册商标"}}})}}};
}

std::vector<plugin::Overlay> overlays() {
    return {{"overdue", {"Overdue", "逾期"}, Tone::bad},
            {"term_ending", {"Registered term ends soon", "登记期限将届满"}, Tone::attention},
            {"trademarks_lapsed", {"Pledge of the trademarks lapsed", "商标质权登记已失效"}, Tone::bad}};
}

}  // namespace xinbu::collateral
