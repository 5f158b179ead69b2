// What can be asked of rights: checks and reports; and what may hold beside a status.
#include <algorithm>

#include "declaration.hpp"

namespace xinbu::ip_status {

using plugin::Check;
using plugin::field;
using plugin::Field;
using plugin::FieldKind;
using plugin::Overlay;
using plugin::reference;
using plugin::Report;
using plugin::Text;
using plugin::Tone;

namespace {

Field date(std::string id, Text label) {
    return field(std::move(id), FieldKind::date, std::move(label));
}
/// Of no declared kind: organisations are another plugin's, which may be absent.
Field owner() {
    return reference("owner", {"Owner", "权利人"}, "");
}

/// Whose deadlines or fees, and of which span of time.
std::vector<Field> span_parameters() {
    return {reference("right", {"Trademark or patent", "商标或专利"}, ""),
            reference("owner", {"All rights of", "权利人（全部权利）"}, ""), date("from", {"From", "自"}),
            date("to", {"To", "至"}),
            field("days", FieldKind::integer, {"Days ahead", "未来天数"}).between(0, 36500)};
}

}  // namespace

std::vector<Check> checks() {
    return {{"ip.status",
             {"Is the right alive, whose is it, until when", "权利是否有效、归谁所有、至何时"},
             {reference("right", {"Trademark or patent", "商标或专利"}, "").require()}},
            {"ip.deadlines", {"What falls due", "期限"}, span_parameters()},
            {"ip.fees", {"Official fees ahead", "应缴官费预测"}, span_parameters()},
            {"ip.owner",
             {"Which rights are the organisation's, which may be", "哪些权利属于该单位、哪些可能属于该单位"},
             {owner().require()}},
            {"ip.rules", {"The rules in use", "适用规则"}, {date("day", {"In force on", "施行日期"})}}};
}

std::vector<Report> reports() {
    return {{certificate_report,
             {"Status certificate of a right", "权利状态说明"},
             {reference("right", {"Trademark or patent", "商标或专利"}, "").require()}},
            {"ip.portfolio",
             {"Portfolio of an owner", "权利人的知识产权清单"},
             {owner().with_help(
                  {"organisation/… ; left out, a brand says whose.", "单位记录编号；也可改填劳务品牌。"}),
              reference("brand", {"Rights behind a brand", "劳务品牌的权利"}, "")
                  .with_help(
                      {"The rights of the organisation that leads the brand.", "即该品牌牵头单位的权利。"}),
              field("years", FieldKind::integer, {"Years of forecast", "预测年数"}).between(1, 20)}},
            {"ip.deadlines",
             {"Deadlines of all rights", "全部权利的期限"},
             {field("days", FieldKind::integer, {"Days ahead", "未来天数"}).between(1, 3660)}},
            {"ip.watch", {"Watch list", "关注清单"}},
            {"ip.securities",
             {"Pledges and security interests on record", "质押与担保登记清单"},
             {reference("right", {"Trademark or patent", "商标或专利"}, "")}}};
}

std::vector<Overlay> overlays() {
    return {{"pledge", {"Pledged", "已质押"}, Tone::attention},
            {"freeze", {"Frozen by a court", "法院保全"}, Tone::bad},
            {"licence", {"Licensed", "许可备案"}, Tone::neutral},
            {"open_licence", {"Open licence", "开放许可"}, Tone::neutral},
            {"suspension", {"Proceedings suspended", "程序中止"}, Tone::attention},
            {"nonuse_request", {"Non-use asserted", "被申请撤三"}, Tone::bad},
            {"generic_request", {"Genericness asserted", "被申请撤销（通用名称）"}, Tone::bad},
            {"invalidation_request", {"Invalidation requested", "被请求宣告无效"}, Tone::bad},
            {"opposition", {"Opposed", "异议中"}, Tone::attention},
            {"review", {"Under review", "复审中"}, Tone::attention},
            {"court_action", {"Before the court", "诉讼中"}, Tone::attention},
            {"assignment_request", {"Assignment pending", "转让审查中"}, Tone::attention},
            {"change_request", {"Change pending", "变更审查中"}, Tone::neutral},
            {"grace", {"In grace", "宽展（宽限）期内"}, Tone::bad},
            {"renewal_window", {"Renewal open", "可续展"}, Tone::attention},
            {"uncertain", {"Not certain", "效力待核实"}, Tone::attention},
            {"doubt", {"Sources contradict each other", "来源相互矛盾"}, Tone::attention}};
}

namespace {

const Overlay* find_overlay(std::string_view id) {
    static const std::vector<Overlay> all = overlays();
    const auto at = std::ranges::find(all, id, &Overlay::id);
    return at != all.end() ? &*at : nullptr;
}

}  // namespace

Text overlay_label(std::string_view id) {
    const Overlay* overlay = find_overlay(id);
    return overlay != nullptr ? overlay->label : Text{std::string(id), std::string(id)};
}

Tone overlay_tone(std::string_view id) {
    const Overlay* overlay = find_overlay(id);
    return overlay != nullptr ? overlay->tone : Tone::attention;
}

}  // namespace xinbu::ip_status
