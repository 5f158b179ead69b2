#include "choices.hpp"

#include <algorithm>
#include <string>

namespace xinbu::commitments {

using plugin::Choice;
using plugin::State;
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

const std::vector<Choice>& severities() {
    static const std::vector<Choice> all{
        {"minor", {"Minor", "轻微"}}, {"general", {"General", "一般"}}, {"serious", {"Serious", "严重"}}};
    return all;
}

const std::vector<Choice>& rhythms() {
    static const std::vector<Choice> all{
        {"week", {"Every week", "每周"}},         {"month", {"Every month", "每月"}},
        {"quarter", {"Every quarter", "每季度"}}, {"half_year", {"Every half year", "每半年"}},
        {"year", {"Every year", "每年"}},         {"once", {"Once", "一次"}}};
    return all;
}

const std::vector<Choice>& proof_kinds() {
    static const std::vector<Choice> all{
        {"signature", {"Electronic signature of the promisor", "承诺人电子签名"}},
        {"letter", {"Signed and sealed letter", "签章承诺书"}},
        {"statement", {"Statement without a document", "仅口头或登记陈述"}}};
    return all;
}

const std::vector<Choice>& proof_strengths() {
    static const std::vector<Choice> all{
        {"strong", {"Strong: the promisor's own signature", "强：承诺人电子签名"}},
        {"documented", {"Documented: the hash of a sealed letter", "中：签章承诺书（登记其哈希值）"}},
        {"weak", {"Weak: a statement only", "弱：仅有陈述"}}};
    return all;
}

const std::vector<Choice>& check_results() {
    static const std::vector<Choice> all{{"kept", {"Kept", "履行正常"}},
                                         {"shortcomings", {"Shortcomings", "发现问题"}}};
    return all;
}

const std::vector<Choice>& supervisions() {
    static const std::vector<Choice> all{{"under_way", {"Under supervision", "监管中"}},
                                         {"done", {"Supervision done", "监管完成"}}};
    return all;
}

const std::vector<Choice>& appeal_outcomes() {
    static const std::vector<Choice> all{{"upheld", {"The evaluation stands", "维持原评价"}},
                                         {"changed", {"The grade is changed", "变更等级"}},
                                         {"revoked", {"The evaluation is revoked", "撤销评价"}}};
    return all;
}

const std::vector<Choice>& dispute_decisions() {
    static const std::vector<Choice> all{{"upheld", {"The objection is upheld", "异议成立"}},
                                         {"rejected", {"The objection is rejected", "异议不成立"}}};
    return all;
}

const std::vector<Choice>& extents() {
    static const std::vector<Choice> all{{"partial", {"Fulfilled in part", "部分履行"}},
                                         {"none", {"Not fulfilled at all", "全部未履行"}}};
    return all;
}

const std::vector<State>& commitment_states() {
    static const std::vector<State> all{
        {"draft", {"Draft", "草稿"}, Tone::neutral},
        {"signed", {"Signed", "已签署"}, Tone::neutral},
        {"accepted", {"Accepted", "已受理"}, Tone::good},
        {"published", {"Published", "已公开"}, Tone::good},
        {"in_force", {"In force", "履行中"}, Tone::good},
        {"fulfilled", {"Fulfilled", "全部履行"}, Tone::good},
        {"partly_fulfilled", {"Partly fulfilled", "部分履行"}, Tone::attention},
        {"unfulfilled", {"Not fulfilled, breach not found yet", "全部未履行（待认定违诺）"}, Tone::bad},
        {"breached", {"Breached", "已违诺"}, Tone::bad},
        {"rectifying", {"Rectifying", "整改中"}, Tone::attention},
        {"repair_applied", {"Repair applied for", "已申请修复"}, Tone::attention},
        {"repaired", {"Repaired", "已修复"}, Tone::good},
        {"repair_refused", {"Repair refused", "不予修复"}, Tone::bad},
        {"withdrawn", {"Withdrawn", "已撤回"}, Tone::neutral},
        {"expired", {"Expired, not verified", "已到期待认定"}, Tone::attention},
        {"superseded", {"Superseded", "已被替代"}, Tone::neutral}};
    return all;
}

Text label_of(const std::vector<Choice>& choices, std::string_view id) {
    const auto found = std::ranges::find(choices, id, &Choice::id);
    return found != choices.end() ? found->label : Text{std::string(id), std::string(id)};
}

Text label_of(const std::vector<State>& states, std::string_view id) {
    const auto found = std::ranges::find(states, id, &State::id);
    return found != states.end() ? found->label : Text{std::string(id), std::string(id)};
}

Tone tone_of(const std::vector<State>& states, std::string_view id) {
    const auto found = std::ranges::find(states, id, &State::id);
    return found != states.end() ? found->tone : Tone::neutral;
}

}  // namespace xinbu::commitments
