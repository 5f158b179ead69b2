// All pledge loans of a bank: what is owed, what carries it, when it falls due, what stands against it.
#include <algorithm>
#include <map>

#include "reports.hpp"
#include "text.hpp"
#include "xinbu/plugin/divisions.hpp"
#include "xinbu/plugin/identifiers.hpp"
#include "xinbu/plugin/period.hpp"

namespace xinbu::collateral {

using plugin::Date;
using plugin::Object;
using plugin::Quantity;
using plugin::Record;
using plugin::ReportModel;
using plugin::Text;
using plugin::Tone;

namespace {

/// A line of a breakdown; sums are of one currency.
struct Group {
    Text label;
    std::string currency;
    std::int64_t loans = 0, owed = 0, value = 0, unknown = 0;
};

/// Where a loan stands by its loan-to-value.
struct Band {
    const char *en, *zh;
    std::int64_t up_to;  ///< basis points
    Tone tone;
};
constexpr Band bands[] = {{"up to 15 %", "15%以内", 1500, Tone::good},
                          {"15 to 30 %", "15%至30%", 3000, Tone::good},
                          {"30 to 40 %", "30%至40%", 4000, Tone::neutral},
                          {"40 to 60 %", "40%至60%", 6000, Tone::attention},
                          {"60 to 100 %", "60%至100%", 10000, Tone::attention},
                          {"above 100 %", "100%以上", INT64_MAX - 1, Tone::bad}};

struct Horizon {
    const char *en, *zh;
    int days;  ///< from today, included
};
constexpr Horizon horizons[] = {{"within 30 days", "30日内", 30},
                                {"within 90 days", "90日内", 90},
                                {"within 180 days", "180日内", 180},
                                {"within a year", "一年内", 365},
                                {"later", "一年以后", INT32_MAX}};

class Portfolio {
public:
    Portfolio(const Object& parameters, const plugin::Records& records, const plugin::AskCheck& ask)
        : records_(records),
          ask_(ask),
          day_(records.as_of()),
          lender_(canonical_code(plugin::text_at(parameters, "lender"))),
          product_(plugin::text_at(parameters, "product")),
          from_(date_at(parameters, "from")),
          to_(date_at(parameters, "to")) {}

    ReportModel take() {
        records_.for_each("loan", [&](const Record& loan) {
            if (is_meant(loan)) look_at(loan);
            return true;
        });
        std::stable_sort(alerts_.begin(), alerts_.end(), [](const Alert& left, const Alert& right) {
            return left.severity < right.severity;
        });
        ReportModel model;
        model.title = {"Portfolio of pledge loans", "质押贷款组合报告"};
        model.subject = subject();
        model.sections.push_back({{"Summary", "概要"}, {totals(), counts()}});
        if (from_ && to_) model.sections.push_back({{"In the period", "本期变动"}, {period()}});
        model.sections.push_back({{"Loan-to-value", "质押率分布"}, {distribution()}});
        model.sections.push_back({{"Due dates", "到期分布"}, {due_dates()}});
        model.sections.push_back({{"By product, brand and region", "按产品、品牌和地区"},
                                  {breakdown({"Product", "贷款产品"}, by_product_),
                                   breakdown({"Brand category", "品牌类别"}, by_category_),
                                   breakdown({"Region", "地区"}, by_region_)}});
        model.sections.push_back({{"Exposures", "贷款明细"}, {std::move(exposures_)}});
        model.sections.push_back({{"Alerts", "预警"}, {alert_table(alerts_)}});
        model.sections.push_back({{"Concentration", "集中度"}, {concentration()}});
        return model;
    }

private:
    bool is_meant(const Record& loan) const {
        return (lender_.empty() || canonical_code(code_at(loan.fields, "lender")) == lender_) &&
               (product_.empty() || plugin::text_at(loan.fields, "product") == product_);
    }

    Text subject() const {
        Text text{lender_.empty() ? "All lenders" : lender_, lender_.empty() ? "全部贷款人" : lender_};
        if (!product_.empty()) {
            text.en += ", " + product_;
            text.zh += "，" + product_;
        }
        if (from_ && to_) {
            const Text period = plugin::Period{*from_, *to_}.heading(day_);
            text.en += ", " + period.en;
            text.zh += "，" + period.zh;
        }
        return text;
    }

    bool in_period(const Object& fields, std::string_view name) const {
        const auto day = date_at(fields, name);
        return from_ && to_ && day && *day >= *from_ && *day <= *to_;
    }

    void look_at(const Record& loan) {
        opened_ += in_period(loan.fields, "opened_on") ? 1 : 0;
        repaid_ += in_period(loan.fields, "repaid_on") ? 1 : 0;
        defaulted_ += in_period(loan.fields, "defaulted_on") ? 1 : 0;
        restructured_ += in_period(loan.fields, "restructured_on") ? 1 : 0;
        for (const Record& pledge : records_.referring_to(loan.id, "pledge")) {
            registered_ += in_period(pledge.fields, "registered_on") ? 1 : 0;
            released_ += in_period(pledge.fields, "released_on") ? 1 : 0;
        }
        const Exposure exposure = exposure_of(loan, records_, ask_);
        std::vector<Alert> alerts = alerts_of(exposure, records_, ask_);
        if (exposure.is_owed()) add(exposure, alerts);
        for (Alert& alert : alerts) alerts_.push_back(std::move(alert));
    }

    void add(const Exposure& exposure, const std::vector<Alert>& alerts) {
        const Worth worth = exposure.worth_on(day_);
        const std::string& currency = exposure.principal.currency;
        const Object& loan = exposure.loan.fields;
        add_to(all_, {currency, currency}, exposure, worth);
        const std::string product(plugin::text_at(loan, "product"));
        add_to(by_product_, product.empty() ? Text{"not named", "未注明"} : Text{product, product}, exposure,
               worth);
        const auto brand = records_.find(plugin::text_at(loan, "brand"));
        add_to(by_category_, category_of(brand), exposure, worth);
        add_to(by_region_, region_of(brand, loan), exposure, worth);
        const std::string borrower(plugin::text_at(plugin::object_at(loan, "borrower"), "name"));
        add_to(by_borrower_, {borrower, borrower}, exposure, worth);
        const std::string name(brand ? plugin::text_at(brand->fields, "name") : "");
        add_to(by_brand_, brand ? Text{name, name} : Text{"no brand named", "未关联品牌"}, exposure, worth);
        for (const RightKind kind : kinds_behind(exposure))
            add_to(by_kind_, kind_label(kind), exposure, worth);
        place(exposure, worth);
        exposures_.rows.push_back(
            {record_cell(exposure.loan.id),
             text_cell(said("{0}", "{0}", {plugin::text_at(plugin::object_at(loan, "borrower"), "name")})),
             text_cell({product, product}), money_cell(exposure.principal.amount, currency),
             worth.is_known() ? money_cell(worth.value, currency) : plugin::Cell{},
             worth.is_known() && worth.value > 0
                 ? share_cell(ratio_of(exposure.principal.amount, worth.value), tone_of(exposure, worth))
                 : plugin::Cell{},
             date_cell(exposure.due, exposure.due && *exposure.due < day_ ? Tone::bad : Tone::neutral),
             count_cell(static_cast<std::int64_t>(alerts.size()))});
    }

    /// A loan that rests on rights of two kinds counts with both.
    static std::vector<RightKind> kinds_behind(const Exposure& exposure) {
        std::vector<RightKind> kinds;
        for (const Cover& cover : exposure.covers)
            if (std::find(kinds.begin(), kinds.end(), cover.kind) == kinds.end()) kinds.push_back(cover.kind);
        return kinds;
    }

    /// The greatest part of what is owed in that currency.
    plugin::ReportTable concentration() const {
        plugin::ReportTable table;
        table.columns = {{{"Of what is owed", "余额分布"}, Quantity::text},
                         {{"Name", "名称"}, Quantity::text},
                         {{"Loans", "笔数"}, Quantity::integer},
                         {{"Owed", "贷款余额"}, Quantity::money},
                         {{"Share", "占比"}, Quantity::basis_points}};
        table.when_empty = {"No loan is owed.", "无存续贷款。"};
        const auto add = [&](const Text& what, const std::map<std::string, Group>& groups) {
            for (const auto& [key, group] : groups) {
                const auto all = all_.find(group.currency + '\n' + group.currency);
                table.rows.push_back({text_cell(what), text_cell(group.label), count_cell(group.loans),
                                      money_cell(group.owed, group.currency),
                                      all != all_.end() ? share_cell(ratio_of(group.owed, all->second.owed))
                                                        : plugin::Cell{}});
            }
        };
        add({"Borrower", "借款人"}, by_borrower_);
        add({"Brand", "劳务品牌"}, by_brand_);
        add({"Kind of right", "权利种类"}, by_kind_);
        return table;
    }

    static Tone tone_of(const Exposure& exposure, const Worth& worth) {
        return exposure.principal.amount <= worth.lendable ? Tone::good : Tone::attention;
    }

    static void add_to(std::map<std::string, Group>& groups, const Text& label, const Exposure& exposure,
                       const Worth& worth) {
        const std::string& currency = exposure.principal.currency;
        Group& group = groups[label.en + '\n' + currency];
        group.label = label;
        group.currency = currency;
        ++group.loans;
        group.owed = capped_sum(group.owed, exposure.principal.amount);
        group.value = capped_sum(group.value, worth.value);
        if (!worth.is_known()) ++group.unknown;
    }

    static Text category_of(const std::optional<Record>& brand) {
        const std::string_view category = brand ? plugin::text_at(brand->fields, "category") : "";
        if (category == "skill") return {"mid and high skill", "中高端技能类"};
        if (category == "service") return {"high-quality service", "高品质服务类"};
        if (category == "culture") return {"culture and tourism", "文化旅游类"};
        if (category == "livelihood") return {"livelihood", "民生保障类"};
        return {"no brand named", "未关联品牌"};
    }

    /// Of the brand, else of the borrower where it is recorded.
    Text region_of(const std::optional<Record>& brand, const Object& loan) const {
        std::string code(brand ? plugin::text_at(brand->fields, "region") : "");
        if (code.empty())
            if (const auto borrower = records_.find("organisation/" + std::string(code_at(loan, "borrower"))))
                code = plugin::text_at(borrower->fields, "region");
        if (code.empty()) return {"not known", "未知"};
        const bool is_number = code.size() == 6 && plugin::all_digits(code);
        const plugin::Division* division = is_number ? plugin::jiangsu_division(std::stoi(code)) : nullptr;
        const std::string name = division != nullptr ? code + " " + std::string(division->name) : code;
        return {name, name};
    }

    void place(const Exposure& exposure, const Worth& worth) {
        if (!worth.is_known()) {
            ++without_value_;
        } else if (worth.value == 0) {
            ++unsecured_;
        } else {
            const std::int64_t ratio = ratio_of(exposure.principal.amount, worth.value);
            for (std::size_t at = 0; at < std::size(bands); ++at)
                if (ratio <= bands[at].up_to || at + 1 == std::size(bands)) {
                    ++in_band_[at];
                    break;
                }
        }
        if (!exposure.due) return;
        const int ahead = exposure.due->days_since(day_);
        if (ahead < 0) ++overdue_;
        for (std::size_t at = 0; ahead >= 0 && at < std::size(horizons); ++at)
            if (ahead <= horizons[at].days) {
                ++falling_due_[at];
                break;
            }
    }

    plugin::ReportTable totals() const { return breakdown({"Currency", "币种"}, all_); }

    plugin::ReportFacts counts() const {
        const auto grave = std::count_if(alerts_.begin(), alerts_.end(), [](const Alert& alert) {
            return alert.severity == plugin::Severity::block;
        });
        plugin::ReportFacts facts;
        facts.facts = {{{"As of", "截至日期"}, date_cell(day_), Quantity::date},
                       {{"Loans without any security of value", "无有效担保的贷款"},
                        count_cell(unsecured_),
                        Quantity::integer},
                       {{"Loans whose security has no known value", "担保价值未知的贷款"},
                        count_cell(without_value_),
                        Quantity::integer},
                       {{"Overdue", "逾期贷款"}, count_cell(overdue_), Quantity::integer},
                       {{"Alerts that want something done today", "须立即处理的预警"},
                        count_cell(grave),
                        Quantity::integer},
                       {{"Alerts in all", "预警总数"},
                        count_cell(static_cast<std::int64_t>(alerts_.size())),
                        Quantity::integer}};
        return facts;
    }

    plugin::ReportFacts period() const {
        plugin::ReportFacts facts;
        const auto add = [&](Text label, std::int64_t count) {
            facts.facts.push_back({std::move(label), count_cell(count), Quantity::integer});
        };
        add({"Loans opened", "新发放贷款"}, opened_);
        add({"Loans repaid", "结清贷款"}, repaid_);
        add({"Loans restructured", "重组贷款"}, restructured_);
        add({"Loans in default", "违约贷款"}, defaulted_);
        add({"Pledges registered", "登记质押"}, registered_);
        add({"Pledges released", "解除质押"}, released_);
        return facts;
    }

    plugin::ReportBars distribution() const {
        plugin::ReportBars chart{{"Loans by loan-to-value", "按质押率的贷款笔数"}, Quantity::integer, {}, {}};
        for (std::size_t at = 0; at < std::size(bands); ++at)
            chart.bars.push_back({{bands[at].en, bands[at].zh}, in_band_[at], bands[at].tone});
        chart.bars.push_back({{"unsecured", "无担保"}, unsecured_, Tone::bad});
        chart.bars.push_back({{"not known", "未知"}, without_value_, Tone::attention});
        return chart;
    }

    plugin::ReportBars due_dates() const {
        plugin::ReportBars chart{{"Loans by due date", "按到期日的贷款笔数"}, Quantity::integer, {}, {}};
        chart.bars.push_back({{"overdue", "已逾期"}, overdue_, Tone::bad});
        for (std::size_t at = 0; at < std::size(horizons); ++at)
            chart.bars.push_back({{horizons[at].en, horizons[at].zh},
                                  falling_due_[at],
                                  at == 0 ? Tone::attention : Tone::neutral});
        return chart;
    }

    static plugin::ReportTable breakdown(Text title, const std::map<std::string, Group>& groups) {
        plugin::ReportTable table;
        table.columns = {{title, Quantity::text},
                         {{"Loans", "笔数"}, Quantity::integer},
                         {{"Owed", "贷款余额"}, Quantity::money},
                         {{"Known value", "已知价值"}, Quantity::money},
                         {{"Owed / known value", "余额／已知价值"}, Quantity::basis_points},
                         {{"Value not known", "价值未知"}, Quantity::integer}};
        table.when_empty = {"No loan is owed.", "无存续贷款。"};
        table.title = std::move(title);
        for (const auto& [key, group] : groups)
            table.rows.push_back(
                {text_cell(group.label), count_cell(group.loans), money_cell(group.owed, group.currency),
                 money_cell(group.value, group.currency),
                 group.value > 0 ? share_cell(ratio_of(group.owed, group.value)) : plugin::Cell{},
                 count_cell(group.unknown)});
        return table;
    }

    static plugin::ReportTable empty_exposures() {
        plugin::ReportTable table;
        table.columns = {
            {{"Loan", "贷款"}, Quantity::record},  {{"Borrower", "借款人"}, Quantity::text},
            {{"Product", "产品"}, Quantity::text}, {{"Owed", "余额"}, Quantity::money},
            {{"Value", "价值"}, Quantity::money},  {{"Loan-to-value", "质押率"}, Quantity::basis_points},
            {{"Due", "到期日"}, Quantity::date},   {{"Alerts", "预警"}, Quantity::integer}};
        table.when_empty = {"No loan is owed.", "无存续贷款。"};
        return table;
    }

    const plugin::Records& records_;
    const plugin::AskCheck& ask_;
    Date day_;
    std::string lender_, product_;
    std::optional<Date> from_, to_;
    std::map<std::string, Group> all_, by_product_, by_category_, by_region_, by_borrower_, by_brand_,
        by_kind_;
    std::int64_t in_band_[std::size(bands)] = {}, falling_due_[std::size(horizons)] = {};
    std::int64_t unsecured_ = 0, without_value_ = 0, overdue_ = 0;
    std::int64_t opened_ = 0, repaid_ = 0, restructured_ = 0, defaulted_ = 0, registered_ = 0, released_ = 0;
    plugin::ReportTable exposures_ = empty_exposures();
    std::vector<Alert> alerts_;
};

}  // namespace

std::optional<ReportModel> portfolio(const Object& parameters, const plugin::Records& records,
                                     const plugin::AskCheck& ask) {
    return Portfolio(parameters, records, ask).take();
}

}  // namespace xinbu::collateral
