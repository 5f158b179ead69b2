// Which loans become unsecured if these rights lapse.
#include <algorithm>

#include "reports.hpp"
#include "text.hpp"

namespace xinbu::collateral {

using plugin::Object;
using plugin::Quantity;
using plugin::ReportModel;
using plugin::Text;
using plugin::Tone;

namespace {

struct Loss {
    std::vector<std::string> rights{};
    std::string_view office{};
    RightKind kind = RightKind::unknown;

    bool is_named() const { return !rights.empty() || !office.empty() || kind != RightKind::unknown; }
    bool takes(const Cover& cover) const {
        if (std::find(rights.begin(), rights.end(), cover.right) != rights.end()) return true;
        if (office.empty() && kind == RightKind::unknown) return false;
        return (office.empty() || office_of(cover.right) == office) &&
               (kind == RightKind::unknown || cover.kind == kind);
    }
};

Text outcome_of(const Exposure& exposure, const Worth& after, Tone& tone) {
    if (!after.is_known()) {
        tone = Tone::attention;
        return {"Not known", "未知"};
    }
    tone = Tone::bad;
    if (after.value == 0) return {"Unsecured", "无担保"};
    if (after.lendable >= exposure.principal.amount) {
        tone = Tone::good;
        return {"Still within the caps", "仍在上限内"};
    }
    tone = Tone::attention;
    return after.value >= exposure.principal.amount ? Text{"Above the caps", "超过质押率上限"}
                                                    : Text{"Worth less than the debt", "价值低于债务"};
}

class Stress {
public:
    Stress(Loss loss, plugin::Date day) : loss_(std::move(loss)), day_(day) {
        table_.columns = {{{"Loan", "贷款"}, Quantity::record},
                          {{"Owed", "余额"}, Quantity::money},
                          {{"Value today", "当前价值"}, Quantity::money},
                          {{"Value without them", "失效后价值"}, Quantity::money},
                          {{"Loan-to-value then", "失效后质押率"}, Quantity::basis_points},
                          {{"Outcome", "结果"}, Quantity::text},
                          {{"Rights lost", "失效权利"}, Quantity::text}};
        table_.when_empty = {"No loan that is owed rests on these rights.", "无存续贷款由这些权利担保。"};
    }

    void look_at(const Exposure& exposure) {
        Exposure after = exposure;
        std::vector<std::string> lost;
        std::erase_if(after.covers, [&](const Cover& cover) {
            if (!loss_.takes(cover)) return false;
            if (cover.stands_on(day_)) add_once(lost, cover.right);
            return true;
        });
        if (lost.empty() || !exposure.is_owed()) return;
        ++hit_;
        const Worth before = exposure.worth_on(day_), then = after.worth_on(day_);
        if (then.is_known() && then.value == 0) ++unsecured_;
        const std::string& currency = exposure.principal.currency;
        Tone tone = Tone::neutral;
        const Text outcome = outcome_of(exposure, then, tone);
        table_.rows.push_back({record_cell(exposure.loan.id), money_cell(exposure.principal.amount, currency),
                               before.is_known() ? money_cell(before.value, currency) : plugin::Cell{},
                               then.is_known() ? money_cell(then.value, currency) : plugin::Cell{},
                               then.is_known() && then.value > 0
                                   ? share_cell(ratio_of(exposure.principal.amount, then.value))
                                   : plugin::Cell{},
                               text_cell(outcome, tone), text_cell({joined(lost), joined(lost)})});
    }

    ReportModel take() {
        ReportModel model;
        model.title = {"Stress: what if these rights lapse", "压力测试：权利失效影响"};
        model.subject = subject();
        plugin::ReportFacts facts;
        facts.facts = {
            {{"As of", "截至日期"}, date_cell(day_), Quantity::date},
            {{"Loans that rest on them", "受影响贷款"}, count_cell(hit_), Quantity::integer},
            {{"Of these unsecured then", "其中将无担保"}, count_cell(unsecured_), Quantity::integer}};
        model.sections.push_back({{"Summary", "概要"}, {std::move(facts)}});
        model.sections.push_back({{"Loan by loan", "逐笔结果"}, {std::move(table_)}});
        return model;
    }

private:
    Text subject() const {
        std::vector<std::string> en = loss_.rights, zh = loss_.rights;
        const Text kind = kind_label(loss_.kind);
        if (!loss_.office.empty() || loss_.kind != RightKind::unknown) {
            const bool is_all = loss_.kind == RightKind::unknown;
            const std::string office(loss_.office);
            en.push_back("all " + (is_all ? std::string("rights") : kind.en) +
                         (office.empty() ? "" : " of " + office));
            zh.push_back((office.empty() ? "" : office + "局") + "全部" + (is_all ? "权利" : kind.zh));
        }
        return {joined(en), joined(zh, "、")};
    }

    Loss loss_;
    plugin::Date day_;
    plugin::ReportTable table_;
    std::int64_t hit_ = 0, unsecured_ = 0;
};

}  // namespace

std::optional<ReportModel> stress(const Object& parameters, const plugin::Records& records,
                                  const plugin::AskCheck& ask) {
    Loss loss{texts_at(parameters, "rights"), plugin::text_at(parameters, "office"),
              right_kind(plugin::text_at(parameters, "kind"))};
    if (!loss.is_named()) return std::nullopt;
    Stress report(std::move(loss), records.as_of());
    for_each_exposure(records, ask, [&](const Exposure& exposure) { report.look_at(exposure); });
    return report.take();
}

}  // namespace xinbu::collateral
