// Right, pledge, loan and value on one axis of dates.
#include <algorithm>

#include "deadlines.hpp"
#include "pledge_dates.hpp"
#include "reports.hpp"
#include "text.hpp"

namespace xinbu::collateral {

using plugin::Date;
using plugin::Object;
using plugin::Quantity;
using plugin::Record;
using plugin::ReportModel;
using plugin::ReportSection;
using plugin::Text;
using plugin::TimelineLane;
using plugin::Tone;

namespace {

class Runway {
public:
    Runway(const Exposure& exposure, const plugin::Records& records, const plugin::AskCheck& ask)
        : exposure_(exposure), records_(records), ask_(ask), day_(records.as_of()), from_(day_), to_(day_) {
        from_ = std::min(exposure.opened.value_or(day_), day_);
        to_ = std::max(exposure.horizon(day_), exposure.due.value_or(day_));
        // A right may live for decades after the loan: the axis shows one year of that.
        if (exposure.due) to_ = std::min(to_, std::max(*exposure.due, day_).plus_years(1));
        if (to_ <= from_) to_ = from_.plus_days(1);
    }

    ReportModel take() {
        ReportModel model;
        model.title = {"Runway of the loan", "贷款与权利期限图"};
        model.subject = {exposure_.loan.id, exposure_.loan.id};
        model.sections.push_back(summary());
        model.sections.push_back({{"On one axis", "时间轴"}, {timeline(), curves()}});
        model.sections.push_back({{"Rights behind the loan", "担保权利"}, {rights()}});
        model.sections.push_back({{"What falls due", "期限与费用"}, {dues(), fees()}});
        model.sections.push_back({{"Alerts", "预警"}, {alert_table(alerts_of(exposure_, records_, ask_))}});
        model.sources = sources();
        return model;
    }

private:
    std::string amount(std::int64_t minor_units) const {
        return amount_text(minor_units, exposure_.principal.currency);
    }

    ReportSection summary() const {
        const Worth worth = exposure_.worth_on(day_);
        plugin::ReportFacts facts;
        const std::string& currency = exposure_.principal.currency;
        facts.facts.push_back(
            {{"Owed", "贷款余额"}, money_cell(exposure_.principal.amount, currency), Quantity::money});
        facts.facts.push_back({{"Due on", "到期日"}, date_cell(exposure_.due), Quantity::date});
        if (worth.is_known()) {
            const bool is_within = exposure_.principal.amount <= worth.lendable;
            const Tone tone = is_within ? Tone::good : worth.value > 0 ? Tone::attention : Tone::bad;
            facts.facts.push_back(
                {{"Value today", "当前价值"}, money_cell(worth.value, currency), Quantity::money});
            facts.facts.push_back({{"Lent by the caps", "按质押率上限可贷"},
                                   money_cell(worth.lendable, currency),
                                   Quantity::money});
            if (worth.value > 0 && exposure_.is_owed())
                facts.facts.push_back({{"Loan-to-value", "质押率"},
                                       share_cell(ratio_of(exposure_.principal.amount, worth.value), tone),
                                       Quantity::basis_points});
        } else {
            facts.facts.push_back(
                {{"Value today", "当前价值"},
                 text_cell({"not known", "未知"}, Tone::attention),
                 Quantity::text,
                 {"A right has no valid valuation in the loan's currency.", "有权利缺少同币种的有效评估。"}});
        }
        ReportSection section{{"Summary", "概要"}, {facts}};
        section.blocks.push_back(unsecured_line());
        return section;
    }

    plugin::ReportParagraph unsecured_line() const {
        if (!exposure_.is_owed()) return {{"Nothing is owed.", "贷款已无余额。"}, Tone::neutral};
        const auto end = exposure_.unsecured_from(day_, exposure_.horizon(day_));
        if (!end)
            return {{"No day is known from which the loan is unsecured.", "未发现无担保起始日。"},
                    Tone::neutral};
        const bool is_early = *end == day_ || !exposure_.due || *end <= *exposure_.due;
        if (!is_early)
            return {said("Secured until {0}, after the loan falls due.", "担保持续至{0}，晚于贷款到期日。",
                         {end->plus_days(-1).text()}),
                    Tone::good};
        return {said("Unsecured from {0}, {1} days from now.", "自{0}起无担保（尚有{1}日）。",
                     {end->text(), std::to_string(end->days_since(day_))}),
                Tone::bad};
    }

    void add_span(TimelineLane& lane, const std::optional<Date>& from, std::optional<Date> to, Text label,
                  Tone tone) const {
        if (!from || *from > to_ || (to && *to < from_)) return;
        lane.spans.push_back({std::max(*from, from_), to ? std::min(*to, to_) : to, std::move(label), tone});
    }
    void add_mark(TimelineLane& lane, Date day, Text label, Tone tone) const {
        if (day >= from_ && day <= to_) lane.marks.push_back({day, std::move(label), tone});
    }

    plugin::ReportTimeline timeline() const {
        plugin::ReportTimeline line{{"Right, pledge and loan", "权利、质押与贷款"}, from_, to_, day_, {}};
        TimelineLane loan{{"Loan", "贷款"}};
        add_span(loan, exposure_.opened, exposure_.due,
                 said("{0} until {1}", "{0}，至{1}",
                      {amount(exposure_.principal.amount), exposure_.due ? exposure_.due->text() : "—"}),
                 exposure_.due && *exposure_.due < day_ && exposure_.is_owed() ? Tone::bad : Tone::neutral);
        for (const Instalment& one : exposure_.repayment.instalments())
            add_mark(loan, one.due, said("instalment {0}", "分期还款{0}", {amount(one.amount)}),
                     one.open > 0 && one.due < day_ ? Tone::bad : Tone::neutral);
        line.lanes.push_back(std::move(loan));
        for (const Record& pledge : exposure_.pledges) line.lanes.push_back(pledge_lane(pledge));
        std::vector<std::string> seen;
        for (const Cover& cover : exposure_.covers) {
            if (std::find(seen.begin(), seen.end(), cover.right) != seen.end()) continue;
            seen.push_back(cover.right);
            line.lanes.push_back(right_lane(cover));
        }
        for (const Record& insurance : records_.referring_to(exposure_.loan.id, "insurance")) {
            TimelineLane lane{{"Insurance", "保险"}};
            add_span(lane, date_at(insurance.fields, "from"), date_at(insurance.fields, "until"),
                     said("{0}", "{0}", {plugin::text_at(insurance.fields, "kind")}), Tone::neutral);
            line.lanes.push_back(std::move(lane));
        }
        return line;
    }

    TimelineLane pledge_lane(const Record& pledge) const {
        TimelineLane lane{said("Pledge {0}", "质押{0}", {pledge.id})};
        const auto registered = date_at(pledge.fields, "registered_on");
        const auto until = date_at(pledge.fields, "until");
        const auto ends = unsecured_from(pledge.fields);
        if (!registered) {
            add_span(lane, date_at(pledge.fields, "agreed_on"), until,
                     {"agreed, not registered", "已签约未登记"}, Tone::attention);
            return lane;
        }
        const std::string last = until ? until->text() : "—";
        add_span(lane, registered, until, said("registered, term until {0}", "已登记，期限至{0}", {last}),
                 ends && *ends <= day_ ? Tone::bad : Tone::good);
        if (ends)
            add_mark(lane, *ends, said("registration lapses, {0}", "登记失效（{0}）", {ends->text()}),
                     Tone::bad);
        return lane;
    }

    TimelineLane right_lane(const Cover& cover) const {
        TimelineLane lane{said("{0}", "{0}", {cover.right})};
        const auto begin = date_at(cover.status, "registration_date");
        const bool is_over = cover.last_day && *cover.last_day < day_;
        add_span(lane, begin ? begin : date_at(cover.status, "filing_date"), cover.last_day,
                 cover.last_day ? said("protected until {0}", "保护期至{0}", {cover.last_day->text()})
                                : Text{"its end is not known", "届满日未知"},
                 is_over ? Tone::bad : Tone::good);
        if (const auto answer = ask_fees(cover))
            for (const plugin::Value& item : plugin::array_at(answer->facts, "items"))
                if (item.object() != nullptr)
                    if (const auto due = date_at(*item.object(), "due"))
                        add_mark(lane, *due, fee_label(*item.object()), Tone::neutral);
        if (cover.latest)
            add_mark(lane, cover.latest->last_valid_day(exposure_.policy).plus_days(1),
                     {"new valuation due", "应重新评估"}, Tone::attention);
        return lane;
    }

    static Text fee_label(const Object& item) {
        const auto money = money_at(item, "amount");
        const std::string amount = money ? amount_text(money->amount, money->currency) : std::string();
        const std::int64_t* year = plugin::integer_at(item, "year");
        if (year == nullptr) return said("renewal {0}", "续展{0}", {amount});
        return said("fee of year {0} {1}", "第{0}年度年费{1}", {std::to_string(*year), amount});
    }

    std::optional<plugin::CheckAnswer> ask_fees(const Cover& cover) const {
        return ask_("ip.fees", Object{{"right", cover.right}, {"from", day_.text()}, {"to", to_.text()}});
    }

    plugin::ReportCurves curves() const {
        plugin::ReportCurves chart{
            {"Debt and security", "债务与担保价值"}, Quantity::money, exposure_.principal.currency, day_, {}};
        plugin::ReportCurve debt{{"Owed", "贷款余额"}, Tone::attention, true, {}};
        plugin::ReportCurve value{
            {"Value by today's valuations", "价值（按现有评估）"}, Tone::good, false, {}};
        plugin::ReportCurve lendable{{"Lent by the caps", "按上限可贷"}, Tone::neutral, false, {}};
        for (const Date day : chart_days(exposure_, from_, to_)) {
            const bool is_open = exposure_.is_owed() && (!exposure_.opened || day >= *exposure_.opened);
            debt.points.push_back({day, is_open ? exposure_.owed_on(day) : 0});
            const Worth worth = exposure_.worth_on(day);
            if (!worth.is_known()) {
                // No line is drawn across days of which nothing is known.
                value.points.clear();
                lendable.points.clear();
                continue;
            }
            value.points.push_back({day, worth.value});
            lendable.points.push_back({day, worth.lendable});
        }
        chart.curves = {std::move(debt), std::move(value), std::move(lendable)};
        return chart;
    }

    plugin::ReportTable rights() const {
        plugin::ReportTable table;
        table.columns = {
            {{"Right", "权利"}, Quantity::record},           {{"Lives until", "有效至"}, Quantity::date},
            {{"Pledged until", "质押至"}, Quantity::date},   {{"Value today", "当前价值"}, Quantity::money},
            {{"Cap", "上限"}, Quantity::basis_points},       {{"Valuation", "评估"}, Quantity::record},
            {{"Value again by", "应重估日"}, Quantity::date}};
        table.when_empty = {"No right is pledged for this loan.", "本贷款无出质权利。"};
        for (const Cover& cover : exposure_.covers) {
            const auto value = cover.value_on(day_, exposure_.policy);
            const bool stands = cover.stands_on(day_);
            table.rows.push_back(
                {record_cell(cover.right, stands ? Tone::good : Tone::bad), date_cell(cover.last_day),
                 date_cell(cover.pledged_until),
                 value ? money_cell(*value, exposure_.principal.currency) : plugin::Cell{},
                 cover.cap ? share_cell(cover.cap->basis_points) : plugin::Cell{},
                 record_cell(cover.latest ? cover.latest->record : std::string()),
                 date_cell(cover.latest
                               ? std::optional(cover.latest->last_valid_day(exposure_.policy).plus_days(1))
                               : std::nullopt)});
        }
        return table;
    }

    plugin::ReportTable dues() const {
        plugin::ReportTable table;
        table.columns = {{{"By", "期限"}, Quantity::date},
                         {{"What", "事项"}, Quantity::text},
                         {{"If missed", "后果"}, Quantity::text},
                         {{"Article", "依据"}, Quantity::text}};
        table.when_empty = {"Nothing falls due.", "无到期事项。"};
        std::vector<Due> all = dues_of(exposure_.loan, records_);
        for (const Record& pledge : exposure_.pledges)
            for (Due& due : dues_of(pledge, records_)) all.push_back(std::move(due));
        std::stable_sort(all.begin(), all.end(),
                         [](const Due& left, const Due& right) { return left.day < right.day; });
        for (const Due& due : all) {
            const Tone tone = due.day < day_ ? Tone::bad : Tone::neutral;
            table.rows.push_back({date_cell(due.day, tone), text_cell(due.what), text_cell(due.consequence),
                                  text_cell(due.article)});
        }
        return table;
    }

    plugin::ReportTable fees() const {
        plugin::ReportTable table{
            {"Official fees until the end of the axis", "时间轴内应缴官费"}, {}, {}, {}, {}};
        table.columns = {{{"Right", "权利"}, Quantity::record},
                         {{"By", "期限"}, Quantity::date},
                         {{"What", "事项"}, Quantity::text},
                         {{"Amount", "金额"}, Quantity::money}};
        table.when_empty = {"No fee is known to fall due.", "无已知应缴费用。"};
        std::int64_t total = 0;
        for (const Cover& cover : exposure_.covers) {
            const auto answer = ask_fees(cover);
            if (!answer) continue;
            for (const plugin::Value& value : plugin::array_at(answer->facts, "items")) {
                const auto money =
                    value.object() != nullptr ? money_at(*value.object(), "amount") : std::nullopt;
                if (!money) continue;
                total = capped_sum(total, money->amount);
                table.rows.push_back({record_cell(cover.right), date_cell(date_at(*value.object(), "due")),
                                      text_cell(fee_label(*value.object())),
                                      money_cell(money->amount, money->currency)});
            }
        }
        if (!table.rows.empty())
            table.total = {text_cell({"Together", "合计"}), {}, {}, money_cell(total, "CNY")};
        return table;
    }

    std::vector<plugin::ReportSource> sources() const {
        std::vector<plugin::ReportSource> all;
        for (const Cover& cover : exposure_.covers)
            if (const auto extract = plugin::text_at(cover.status, "extract_of"); !extract.empty())
                all.push_back({said("Register of {0}", "{0}登记信息", {cover.right}), std::string(extract)});
        if (!exposure_.policy.record.empty())
            all.push_back({said("Lending policy {0}", "信贷政策{0}", {exposure_.policy.record})});
        return all;
    }

    const Exposure& exposure_;
    const plugin::Records& records_;
    const plugin::AskCheck& ask_;
    Date day_, from_, to_;
};

}  // namespace

std::optional<ReportModel> runway(const Object& parameters, const plugin::Records& records,
                                  const plugin::AskCheck& ask) {
    const Asked asked = loan_asked(parameters, records);
    if (!asked.loan) return std::nullopt;
    return Runway(exposure_of(*asked.loan, records, ask, asked.pledge), records, ask).take();
}

}  // namespace xinbu::collateral
