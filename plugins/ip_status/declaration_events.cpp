// The events of rights: the vocabulary's choices.
#include <algorithm>

#include "declaration.hpp"
#include "right.hpp"

namespace xinbu::ip_status {

using plugin::Choice;
using plugin::Text;

std::vector<Choice> trademark_events() {
    return {{"acceptance", {"Application accepted", "受理"}},
            {"examination", {"Substantive examination", "实质审查"}},
            {"correction_notice", {"Notice to explain or amend", "说明或修正通知"}},
            {"response", {"Answer or evidence filed", "答复或提交证据"}},
            {"preliminary_publication", {"Preliminary publication", "初步审定公告"}},
            {"opposition", {"Opposition", "异议"}},
            {"nonregistration", {"Registration refused after opposition", "不予注册决定"}},
            {"registration", {"Registration", "注册公告"}},
            {"renewal", {"Renewal", "续展"}},
            {"assignment_request", {"Assignment asked for", "转让或移转申请"}},
            {"assignment", {"Assignment or transmission", "转让或移转"}},
            {"change_request", {"Change asked for", "变更申请"}},
            {"change", {"Change of name, address or agent", "变更名义、地址或代理人"}},
            {"formality_refused", {"Assignment or change not approved", "转让或变更不予核准（视为放弃）"}},
            {"licence", {"Licence recorded", "许可备案"}},
            {"licence_end", {"Licence ended", "许可终止"}},
            {"pledge", {"Pledge registered", "质权登记"}},
            {"pledge_change", {"Pledge changed", "质权登记事项变更"}},
            {"pledge_extension", {"Pledge extended", "质权登记期限延期"}},
            {"pledge_end", {"Pledge cancelled", "质权登记注销"}},
            {"freeze", {"Frozen by a court", "法院查封"}},
            {"freeze_end", {"Freeze lifted", "解除查封"}},
            {"refusal", {"Refusal", "驳回"}},
            {"review", {"Review requested", "申请复审"}},
            {"court_action", {"Action in court", "提起行政诉讼"}},
            {"nonuse_request", {"Cancellation for non-use requested", "撤销连续三年不使用申请"}},
            {"generic_request", {"Cancellation as a generic name requested", "撤销通用名称申请"}},
            {"invalidation_request", {"Invalidation requested", "无效宣告申请"}},
            {"request_decided", {"Request decided, right maintained", "程序审结（权利维持）"}},
            {"partial_cancellation", {"Cancelled in part", "部分撤销"}},
            {"cancellation", {"Cancelled", "撤销"}},
            {"invalidation", {"Invalidated", "宣告无效"}},
            {"surrender", {"Surrendered", "申请注销"}},
            {"lapse", {"Lapsed, not renewed", "期满未续展注销"}},
            {"withdrawal", {"Withdrawn", "撤回"}},
            {"other", {"Other step of the procedure", "其他程序事项"}}};
}

std::vector<Choice> patent_events() {
    return {{"publication", {"Publication", "公布"}},
            {"examination", {"Examination", "实质审查"}},
            {"grant", {"Grant", "授权公告"}},
            {"annual_fee", {"Annual or maintenance fee paid", "缴纳年费"}},
            {"assignment", {"Assignment", "权利转移"}},
            {"change", {"Change of name, address or agent", "著录事项变更"}},
            {"licence", {"Licence recorded", "实施许可合同备案"}},
            {"licence_end", {"Licence ended", "许可备案注销"}},
            {"open_licence", {"Open licence declared", "开放许可声明"}},
            {"pledge", {"Pledge registered", "质押登记"}},
            {"pledge_change", {"Pledge changed", "质押登记变更"}},
            {"pledge_end", {"Pledge cancelled", "质押登记注销"}},
            {"freeze", {"Preservation by a court", "财产保全"}},
            {"freeze_end", {"Preservation lifted", "解除保全"}},
            {"suspension", {"Proceedings suspended", "程序中止"}},
            {"suspension_end", {"Suspension ended", "恢复程序"}},
            {"invalidation_request", {"Invalidation requested", "无效宣告请求"}},
            {"request_decided", {"Request decided, right maintained", "审查决定（维持有效）"}},
            {"partial_invalidation", {"Invalidated in part", "部分无效"}},
            {"invalidation", {"Invalidated", "宣告无效"}},
            {"abandonment", {"Abandoned", "放弃"}},
            {"lapse_unpaid", {"Lapsed for an unpaid fee", "未缴年费终止"}},
            {"expiry", {"Term expired", "期限届满终止"}},
            {"restoration", {"Restored", "权利恢复"}},
            {"term_adjustment", {"Term adjusted", "期限补偿"}},
            {"rejection", {"Application rejected", "驳回申请"}},
            {"review", {"Re-examination requested", "请求复审"}},
            {"court_action", {"Action in court", "提起行政诉讼"}},
            {"withdrawal", {"Withdrawn or deemed withdrawn", "撤回或视为撤回"}},
            {"other", {"Other step of the procedure", "其他程序事项"}}};
}

Text event_label(std::string_view kind, std::string_view event) {
    static const std::vector<Choice> of_marks = trademark_events(), of_patents = patent_events();
    const std::vector<Choice>& choices = kind == trademark_kind ? of_marks : of_patents;
    const auto at = std::ranges::find(choices, event, &Choice::id);
    return at != choices.end() ? at->label : Text{std::string(event), std::string(event)};
}

}  // namespace xinbu::ip_status
