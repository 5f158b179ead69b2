// One brand on one page: what it promised, what rights stand behind it, what it owes; each line with its
// colour and one reason.
#include <algorithm>

#include "pledge_dates.hpp"
#include "reports.hpp"
#include "text.hpp"

namespace xinbu::collateral {

using plugin::Date;
using plugin::Object;
using plugin::Quantity;
using plugin::Record;
using plugin::ReportModel;
using plugin::ReportTable;
using plugin::Text;
using plugin::text_at;
using plugin::Tone;

namespace {

/// Red, amber, green, and why.
struct Light {
    Tone tone = Tone::good;
    Text reason{};
};

int gravity(Tone tone) {
    return tone == Tone::bad ? 2 : tone == Tone::attention ? 1 : 0;
}

Text colour(Tone tone) {
    if (tone == Tone::bad) return {"red", "红"};
    if (tone == Tone::attention) return {"amber", "黄"};
    return tone == Tone::good ? Text{"green", "绿"} : Text{"grey", "灰"};
}

Light light_of_commitment(std::string_view counts_as, std::string_view since) {
    struct Meaning {
        std::string_view counts_as;
        Tone tone;
        const char *en, *zh;
    };
    static constexpr Meaning meanings[]{
        {"in_force", Tone::good, "in force since {0}", "自{0}起履行中"},
        {"kept", Tone::good, "found fulfilled on {0}", "{0}认定全部履行"},
        {"partly_kept", Tone::attention, "found fulfilled in part on {0}", "{0}认定部分履行"},
        {"unfulfilled", Tone::bad, "found on {0} not fulfilled at all; whether in breach is not decided",
         "{0}认定全部未履行，尚未认定是否违诺"},
        {"broken", Tone::bad, "breached, found on {0}; no repair under way", "{0}认定违诺，未在修复"},
        {"under_repair", Tone::attention, "breached; repair under way since {0}", "违诺，自{0}起修复中"},
        {"repaired", Tone::good, "breached once, repaired on {0}", "曾违诺，已于{0}修复"},
        {"expired_unverified", Tone::attention, "its validity ended on {0}, nobody found whether it was kept",
         "已于{0}到期，履行情况待认定"},
        {"pending", Tone::attention, "signed on {0}, not accepted yet", "{0}签署，尚未受理"}};
    for (const Meaning& one : meanings)
        if (one.counts_as == counts_as) return {one.tone, said(one.en, one.zh, {since})};
    return {Tone::neutral, said("{0}", "{0}", {counts_as})};
}

/// What stands against a right, the gravest first; one of them is told.
Light light_of_right(const Object& status, Date day) {
    const auto alive = boolean_at(status, "alive");
    if (!alive) return {Tone::attention, {"whether it is alive is not known here", "是否有效未知"}};
    if (!*alive) return {Tone::bad, said("ended on {0}", "已于{0}终止", {text_at(status, "ended_on")})};
    std::vector<std::string> kinds;
    for (const plugin::Value& one : plugin::array_at(status, "overlays"))
        if (one.object() != nullptr) add_once(kinds, text_at(*one.object(), "kind"));
    const auto has = [&](std::string_view kind) {
        return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
    };
    if (has("freeze")) return {Tone::bad, {"frozen by a court", "被法院保全"}};
    for (const auto& [kind, en, zh] :
         {std::tuple{"invalidation_request", "its invalidation is requested", "被请求宣告无效"},
          {"nonuse_request", "its cancellation for non-use is requested", "被申请撤销（连续三年不使用）"},
          {"generic_request", "its cancellation as a generic name is requested", "被申请撤销（通用名称）"},
          {"opposition", "it is opposed", "被提出异议"},
          {"suspension", "proceedings are suspended for a dispute of ownership", "因权属纠纷中止程序"}})
        if (has(kind)) return {Tone::bad, {en, zh}};
    if (boolean_at(status, "in_grace") == true)
        return {Tone::bad, said("in grace until {0}: renew or pay", "处于宽展（宽限）期，至{0}",
                                {text_at(status, "grace_until")})};
    if (boolean_at(status, "granted") == false)
        return {Tone::attention, {"only applied for", "尚在申请阶段"}};
    const auto last = date_at(status, "last_day");
    if (last && last->days_since(day) <= 365)
        return {Tone::attention, said("its term ends on {0}", "有效期将于{0}届满", {last->text()})};
    if (has("pledge")) return {Tone::attention, {"pledged", "已质押"}};
    if (!last) return {Tone::attention, {"alive; the end of its term is not known", "有效；届满日未知"}};
    return {Tone::good, said("alive until {0}", "有效至{0}", {last->text()})};
}

Light light_of_loan(const Exposure& exposure, const std::vector<Alert>& alerts, Date day) {
    if (!exposure.is_owed()) return {Tone::neutral, {"repaid", "已结清"}};
    if (exposure.due && *exposure.due < day)
        return {Tone::bad, said("overdue since {0}", "自{0}起逾期", {exposure.due->text()})};
    for (const plugin::Severity severity : {plugin::Severity::block, plugin::Severity::warn})
        for (const Alert& alert : alerts)
            if (alert.severity == severity) return {severity_tone(severity), alert.what};
    return {Tone::good,
            said("secured; due on {0}", "担保有效；{0}到期", {exposure.due ? exposure.due->text() : "—"})};
}

class BrandPage {
public:
    BrandPage(const Record& brand, const plugin::Records& records, const plugin::AskCheck& ask)
        : brand_(brand),
          records_(records),
          ask_(ask),
          day_(records.as_of()),
          lead_(text_at(brand.fields, "lead")) {}

    ReportModel take() {
        ReportTable commitments = commitments_table(), rights = rights_table(), loans = loans_table();
        ReportModel model;
        model.title = {"A brand: promises, rights and loans", "劳务品牌：承诺、权利与贷款"};
        const std::string name(text_at(brand_.fields, "name"));
        model.subject = {name, name};
        model.sections.push_back({{"In short", "概况"}, {summary()}});
        model.sections.push_back({{"Commitments", "信用承诺"}, {std::move(commitments)}});
        model.sections.push_back({{"Rights", "商标与专利"}, {std::move(rights)}});
        model.sections.push_back({{"Loans", "贷款"}, {std::move(loans)}});
        return model;
    }

private:
    static ReportTable table_of(Text what, Text when_empty) {
        ReportTable table;
        table.columns = {{std::move(what), Quantity::record},
                         {{"Colour", "状态色"}, Quantity::text},
                         {{"Reason", "理由"}, Quantity::text}};
        table.when_empty = std::move(when_empty);
        return table;
    }
    /// Keeps the gravest line of the whole page with its place.
    void add(ReportTable& table, const std::string& record, const Light& light) {
        table.rows.push_back(
            {record_cell(record), text_cell(colour(light.tone), light.tone), text_cell(light.reason)});
        if (gravity(light.tone) <= gravity(worst_.tone)) return;
        worst_ = {light.tone, said("{0}: {1}", "{0}：{2}", {record, light.reason.en, light.reason.zh})};
    }
    static void gravest_first(ReportTable& table) {
        const auto rank = [](const std::vector<plugin::Cell>& row) { return -gravity(row[1].tone); };
        std::ranges::stable_sort(table.rows, {}, rank);
    }

    ReportTable commitments_table() {
        ReportTable table = table_of({"Commitment", "承诺"}, {"No commitment is on record.", "未登记承诺。"});
        const auto answer = ask_("commitments.standing", Object{{"brand", brand_.id}});
        if (!answer) return table;
        for (const plugin::Value& one : plugin::array_at(answer->facts, "commitments"))
            if (one.object() != nullptr)
                add(table, std::string(text_at(*one.object(), "commitment")),
                    light_of_commitment(text_at(*one.object(), "counts_as"),
                                        text_at(*one.object(), "since")));
        gravest_first(table);
        return table;
    }

    /// Those of the organisation that leads the brand; not those it only holds in pledge.
    ReportTable rights_table() {
        ReportTable table = table_of({"Right", "权利"}, {"No right is on record.", "未登记商标或专利。"});
        const std::string code(key_of(lead_));
        for (const std::string_view kind : {"trademark", "patent"})
            for (const Record& right : records_.referring_to(lead_, kind)) {
                if (!owns(right, code)) continue;
                const auto answer = ask_("ip.status", Object{{"right", right.id}});
                add(table, right.id, light_of_right(answer ? answer->facts : Object(), day_));
            }
        gravest_first(table);
        return table;
    }
    static bool owns(const Record& right, std::string_view code) {
        const plugin::Array& owners = plugin::array_at(right.fields, "owners");
        return std::any_of(owners.begin(), owners.end(), [&](const plugin::Value& owner) {
            return owner.object() != nullptr && text_at(*owner.object(), "identifier") == code;
        });
    }

    ReportTable loans_table() {
        ReportTable table = table_of({"Loan", "贷款"}, {"No loan is on record.", "未登记贷款。"});
        table.columns.insert(table.columns.begin() + 1, {{"Owed", "贷款余额"}, Quantity::money});
        std::vector<std::string> seen;
        const auto look_at = [&](const Record& loan) {
            if (std::find(seen.begin(), seen.end(), loan.id) != seen.end()) return;
            seen.push_back(loan.id);
            const Exposure exposure = exposure_of(loan, records_, ask_);
            add(table, loan.id, light_of_loan(exposure, alerts_of(exposure, records_, ask_), day_));
            table.rows.back().insert(table.rows.back().begin() + 1,
                                     money_cell(exposure.principal.amount, exposure.principal.currency));
        };
        for (const Record& loan : records_.referring_to(brand_.id, "loan")) look_at(loan);
        for (const Record& loan : records_.referring_to(lead_, "loan"))
            if (code_at(loan.fields, "borrower") == key_of(lead_) && text_at(loan.fields, "brand").empty())
                look_at(loan);
        std::ranges::stable_sort(table.rows, {}, [](const auto& row) { return -gravity(row[2].tone); });
        return table;
    }

    plugin::ReportFacts summary() const {
        plugin::ReportFacts facts;
        const auto lead = records_.find(lead_);
        const std::string category(text_at(brand_.fields, "category"));
        facts.facts.push_back(
            {{"Led by", "牵头单位"}, record_cell(lead ? lead->id : std::string()), Quantity::record});
        facts.facts.push_back(
            {{"Colour", "状态色"}, text_cell(colour(worst_.tone), worst_.tone), Quantity::text});
        facts.facts.push_back(
            {{"Because", "理由"},
             text_cell(worst_.reason.is_empty()
                           ? Text{"nothing on record stands against it", "在案记录无不利事项"}
                           : worst_.reason),
             Quantity::text});
        facts.facts.push_back({{"As of", "截至日期"}, date_cell(day_), Quantity::date});
        return facts;
    }

    const Record& brand_;
    const plugin::Records& records_;
    const plugin::AskCheck& ask_;
    Date day_;
    std::string lead_;
    Light worst_{};
};

}  // namespace

std::optional<ReportModel> brand_page(const Object& parameters, const plugin::Records& records,
                                      const plugin::AskCheck& ask) {
    const std::string_view id = text_at(parameters, "brand");
    const auto brand = id.starts_with("brand/") ? records.find(id) : std::nullopt;
    if (!brand) return std::nullopt;
    return BrandPage(*brand, records, ask).take();
}

}  // namespace xinbu::collateral
