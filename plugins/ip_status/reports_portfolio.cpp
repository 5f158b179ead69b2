// The rights of an owner: what they are, what they will cost, what threatens them, and which others may be
// the owner's too.
#include <algorithm>
#include <map>

#include "deadlines.hpp"
#include "events.hpp"
#include "owners.hpp"
#include "reports.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::ip_status {

using plugin::Array;
using plugin::array_at;
using plugin::Cell;
using plugin::Date;
using plugin::Object;
using plugin::Quantity;
using plugin::Record;
using plugin::ReportBars;
using plugin::ReportFacts;
using plugin::ReportModel;
using plugin::ReportParagraph;
using plugin::ReportTable;
using plugin::Text;
using plugin::text_at;
using plugin::Tone;
using plugin::Value;

namespace {

constexpr int usual_years = 5;
constexpr const char* currency = "CNY";

Cell money(std::int64_t fen) {
    return {plugin::value_of(plugin::Money{fen, currency})};
}

std::int64_t fen_of(const Object& item) {
    const std::int64_t* amount = plugin::integer_at(plugin::object_at(item, "amount"), "amount");
    return amount != nullptr ? *amount : 0;
}

/// How little sure a confidence is, for the weakest of several.
int doubt_of(std::string_view confidence) {
    return confidence == "confirmed" ? 0 : confidence == "firm" ? 1 : 2;
}

Text label_of_fee(const Object& item) {
    const std::int64_t* year = plugin::integer_at(item, "year");
    return fee_label(text_at(item, "kind"), year != nullptr ? static_cast<int>(*year) : 0);
}

/// Whose portfolio is asked for.
struct Asked {
    std::string owner;
    std::string brand{};  ///< whose leading organisation it is
};

std::optional<Asked> asked_for(const ReportDesk& desk, const Object& parameters) {
    if (const std::string_view owner = text_at(parameters, "owner"); owner.starts_with("organisation/"))
        return Asked{std::string(owner)};
    const std::string_view brand = text_at(parameters, "brand");
    const std::optional<Record> record =
        brand.starts_with("brand/") ? desk.records().find(brand) : std::nullopt;
    if (!record) return std::nullopt;
    return Asked{std::string(text_at(record->fields, "lead")), std::string(brand)};
}

class Portfolio {
public:
    Portfolio(const ReportDesk& desk, Asked asked, int years)
        : desk_(desk),
          asked_(std::move(asked)),
          years_(years),
          to_(desk.today().plus_years(years)),
          found_(ownership_of(asked_.owner, desk.records())) {
        for (const IdentifiedRight& one : found_.by_identifier) read(one.right);
    }

    ReportModel make() {
        ReportModel model;
        model.title = {"Portfolio of intellectual property", "知识产权清单"};
        model.subject = subject();
        const std::string day = desk_.today().text();
        model.sections.push_back({{"As of " + day, "截至" + day}, {summary()}});
        if (asked_.owner.empty()) {
            model.sections.front().blocks = {ReportParagraph{
                {"The brand names no leading organisation: whose rights are meant is not known.",
                 "该品牌未登记牵头单位，无法确定权利人。"},
                Tone::attention}};
            return model;
        }
        if (!rights_.empty()) model.sections.front().blocks.emplace_back(states());
        model.sections.push_back({{"Rights", "权利"}, {table()}});
        model.sections.push_back(fees());
        model.sections.push_back(
            {{"Exposure to cancellation for non-use", "撤销连续三年不使用的风险"}, {exposures()}});
        model.sections.push_back(by_name());
        model.sources = sources_.take();
        return model;
    }

private:
    struct Right {
        Record record;
        Object status;
        Array deadlines, fees;
        bool has_unknown_fees = false;
        plugin::State state;
    };

    void read(const std::string& id) {
        std::optional<Record> record = desk_.records().find(id);
        if (!record) return;
        Right right;
        right.status = desk_.status_of(id);
        right.deadlines = desk_.deadlines_of(id, to_);
        const plugin::CheckAnswer fees =
            desk_.ask("ip.fees", {{"from", desk_.today().text()}, {"right", id}, {"to", to_.text()}});
        right.fees = array_at(fees.facts, "items");
        const std::int64_t* unknown = plugin::integer_at(fees.facts, "unknown");
        right.has_unknown_fees = unknown != nullptr && *unknown > 0;
        right.state = state_of(kind_of(id), text_at(right.status, "status"));
        sources_.add_record(*record);
        right.record = *std::move(record);
        rights_.push_back(std::move(right));
    }

    static std::string_view kind_of(std::string_view id) { return id.substr(0, id.find('/')); }

    Text subject() const {
        const std::string name = found_.name.empty() ? asked_.owner : found_.name;
        if (asked_.brand.empty()) return plain(name);
        const std::string brand = asked_.brand.substr(asked_.brand.find('/') + 1);
        if (name.empty()) return plain(brand);
        return {name + ", leading organisation of “" + brand + "”", name + "（“" + brand + "”牵头单位）"};
    }

    ReportFacts summary() const {
        std::int64_t alive = 0, burdened = 0, exposed = 0, total = 0;
        for (const Right& right : rights_) {
            if (is_set(right.status, "alive")) ++alive;
            if (!array_at(right.status, "overlays").empty()) ++burdened;
            for (const Value& fee : right.fees)
                if (fee.object() != nullptr) total += fen_of(*fee.object());
            for (const Value& one : right.deadlines)
                if (is_exposed_now(one)) ++exposed;
        }
        const auto count = [](std::size_t number) { return Cell{static_cast<std::int64_t>(number)}; };
        const std::string years = std::to_string(years_);
        ReportFacts facts;
        facts.facts = {{{"Owner", "权利人"}, cell(found_.name.empty() ? asked_.owner : found_.name)},
                       {{"Identifier", "识别码"}, cell(found_.identifier)},
                       {{"Rights that bear its identifier", "载有其识别码的权利"},
                        count(rights_.size()),
                        Quantity::integer},
                       {{"Of these alive", "其中有效"}, {alive}, Quantity::integer},
                       {{"Of these with something beside the status", "其中有负担或未决程序"},
                        {burdened},
                        Quantity::integer},
                       {{"Classes exposed to cancellation for non-use", "现可被撤三的类别"},
                        {exposed, exposed > 0 ? Tone::attention : Tone::neutral},
                        Quantity::integer},
                       {{"Official fees of the next " + years + " years", "未来" + years + "年官费"},
                        total > 0 || unknown_fees() == 0 ? money(total) : not_known(),
                        Quantity::money,
                        fee_remark()},
                       {{"Rights that only bear its name", "仅名称相符的权利"},
                        count(found_.by_name.size()),
                        Quantity::integer,
                        {"listed apart, not counted above", "另列，不计入上述合计"}}};
        return facts;
    }

    std::size_t unknown_fees() const {
        return static_cast<std::size_t>(std::ranges::count_if(rights_, &Right::has_unknown_fees));
    }
    static Cell not_known() { return cell(Text{"not known", "无法得知"}, Tone::attention); }

    Text fee_remark() const {
        const std::string count = std::to_string(unknown_fees());
        if (unknown_fees() == 0) return {"without reductions", "未计费用减缴"};
        return {"without reductions; leaves out " + count +
                    (count == "1" ? " right whose fees are not known here"
                                  : " rights whose fees are not known here"),
                "未计费用减缴；" + count + "项权利的官费标准未载入，未计入"};
    }

    ReportBars states() const {
        ReportBars bars;
        bars.title = {"Rights by status", "按状态统计"};
        for (const Right& right : rights_) {
            const auto at = std::ranges::find_if(bars.bars, [&](const plugin::ReportBar& bar) {
                return bar.label.en == right.state.label.en;
            });
            if (at != bars.bars.end())
                ++at->value;
            else
                bars.bars.push_back({right.state.label, 1, right.state.tone});
        }
        return bars;
    }

    ReportTable table() const {
        ReportTable table;
        table.columns = {{{"Right", "权利"}, Quantity::record},
                         {{"Number", "号码"}},
                         {{"Office", "受理局"}},
                         {{"Kind or classes", "类型或类别"}},
                         {{"Status", "状态"}},
                         {{"Last day", "届满日"}, Quantity::date},
                         {{"Beside the status", "负担与程序"}},
                         {{"Next deadline", "下一期限"}}};
        for (const Right& right : rights_)
            table.rows.push_back({{right.record.id},
                                  cell_in(right.record.fields, "number"),
                                  cell_in(right.record.fields, "office"),
                                  cell(kind_or_classes(right)),
                                  cell(right.state.label, right.state.tone),
                                  cell_in(right.status, "last_day"),
                                  cell(overlays_text(right.status), Tone::attention),
                                  cell(next_deadline(right.deadlines))});
        table.when_empty = {"No right on record bears the identifier of this owner.",
                            "没有载有该权利人识别码的权利。"};
        return table;
    }

    static Text kind_or_classes(const Right& right) {
        const std::string_view kind = kind_of(right.record.id);
        if (kind == patent_kind) return choice_label(kind, "kind", text_at(right.record.fields, "kind"));
        const std::string classes = numbers_in(right.status, "classes");
        return classes.empty() ? Text{} : classes_text(classes);
    }

    // ---- fees ----

    struct Year {
        std::int64_t fen = 0, count = 0;
        std::string confidence = "confirmed";
    };

    /// By calendar year; what is late already counts in this one.
    std::map<int, Year> fees_by_year() const {
        std::map<int, Year> years;
        for (int year = desk_.today().year(); year <= to_.year(); ++year) years.try_emplace(year);
        for (const Right& right : rights_)
            for (const Value& item : right.fees) {
                const std::optional<Date> due =
                    item.object() != nullptr ? date_at(*item.object(), "due") : std::nullopt;
                if (!due) continue;
                Year& year = years[std::max(due->year(), desk_.today().year())];
                year.fen += fen_of(*item.object());
                ++year.count;
                const std::string_view confidence = text_at(*item.object(), "confidence");
                if (doubt_of(confidence) > doubt_of(year.confidence)) year.confidence = confidence;
            }
        return years;
    }

    plugin::ReportSection fees() const {
        const std::map<int, Year> years = fees_by_year();
        ReportBars bars{{"Official fees by year", "年度官费"}, Quantity::money, currency, {}};
        ReportTable table;
        table.columns = {{{"Year", "年度"}},
                         {{"Fees", "笔数"}, Quantity::integer},
                         {{"Amount", "金额"}, Quantity::money},
                         {{"The amounts are", "金额可靠程度"}}};
        Year total;
        for (const auto& [number, year] : years) {
            const std::string text = std::to_string(number);
            bars.bars.push_back({plain(text), year.fen});
            table.rows.push_back({cell(text),
                                  {year.count},
                                  money(year.fen),
                                  year.count > 0 ? confidence_cell(year.confidence) : Cell{}});
            total.fen += year.fen;
            total.count += year.count;
        }
        table.total = {cell(Text{"Total", "合计"}), {total.count}, money(total.fen), {}};
        plugin::ReportSection section{{"Fee forecast", "官费预测"}, {std::move(bars), std::move(table)}};
        if (total.count > 0) section.blocks.emplace_back(fees_one_by_one());
        if (unknown_fees() > 0)
            section.blocks.insert(
                section.blocks.begin(),
                ReportParagraph{{"Official fees " + fee_remark().en + ".", "官费" + fee_remark().zh + "。"},
                                Tone::attention});
        return section;
    }

    static Cell confidence_cell(std::string_view confidence) {
        return cell(confidence_label(confidence), doubt_of(confidence) > 1 ? Tone::attention : Tone::neutral);
    }

    ReportTable fees_one_by_one() const {
        ReportTable table;
        table.title = {"One by one", "逐笔明细"};
        table.columns = {{{"Due", "期限"}, Quantity::date},
                         {{"Right", "权利"}, Quantity::record},
                         {{"Fee", "费用"}},
                         {{"Amount", "金额"}, Quantity::money},
                         {{"The amount is", "金额可靠程度"}}};
        for (const Right& right : rights_)
            for (const Value& item : right.fees) {
                if (item.object() == nullptr) continue;
                const bool is_late = text_at(*item.object(), "due") < desk_.today().text();
                table.rows.push_back({cell_in(*item.object(), "due", is_late ? Tone::bad : Tone::neutral),
                                      {right.record.id},
                                      cell(label_of_fee(*item.object())),
                                      cell_in(*item.object(), "amount"),
                                      confidence_cell(text_at(*item.object(), "confidence"))});
            }
        std::ranges::stable_sort(table.rows, {}, [](const std::vector<Cell>& row) {
            const std::string* due = row.front().value.text();
            return due != nullptr ? *due : std::string();
        });
        return table;
    }

    // ---- exposures ----

    static bool is_exposure(const Value& deadline) {
        return deadline.object() != nullptr && text_at(*deadline.object(), "kind") == "nonuse_exposure";
    }
    bool is_exposed_now(const Value& deadline) const {
        return is_exposure(deadline) && text_at(*deadline.object(), "due") <= desk_.today().text();
    }

    ReportTable exposures() const {
        ReportTable table;
        table.columns = {{{"Right", "权利"}, Quantity::record},
                         {{"Class", "类别"}},
                         {{"Exposed from", "可被申请撤销之日"}, Quantity::date},
                         {{"Last use on file", "最近使用证据"}, Quantity::date},
                         {{"On the day of the report", "当前情况"}}};
        for (const Right& right : rights_)
            for (const Value& one : right.deadlines) {
                if (!is_exposure(one)) continue;
                const bool is_now = is_exposed_now(one);
                table.rows.push_back({{right.record.id},
                                      cell(numbers_in(*one.object(), "classes")),
                                      cell_in(*one.object(), "due", is_now ? Tone::attention : Tone::neutral),
                                      cell_in(*one.object(), "last_use"),
                                      is_now ? cell(Text{"exposed", "存在风险"}, Tone::attention)
                                             : cell(Text{"not yet", "尚未开始"})});
            }
        table.when_empty = {"No mark of this owner can be cancelled for non-use within the forecast.",
                            "预测期内没有可被申请撤三的商标。"};
        return table;
    }

    // ---- by name ----

    plugin::ReportSection by_name() const {
        ReportTable table;
        table.columns = {{{"Right", "权利"}, Quantity::record},
                         {{"Status", "状态"}},
                         {{"Owner as recorded", "登记的权利人"}},
                         {{"Evidence", "匹配依据"}}};
        for (const NamedRight& one : found_.by_name) {
            const plugin::State state =
                state_of(kind_of(one.right), text_at(desk_.status_of(one.right), "status"));
            table.rows.push_back({{one.right},
                                  cell(state.label, state.tone),
                                  cell(one.name),
                                  cell(one.evidence(), Tone::attention)});
        }
        table.when_empty = {"None.", "无。"};
        return {
            {"Matched by name only", "仅名称相符的权利"},
            {ReportParagraph{{"These rights bear no identifier. Whether they are this owner's a person must "
                              "find out; they are counted nowhere above.",
                              "以下权利未登记识别码，是否属于该权利人须人工核实，均未计入上述统计。"}},
             std::move(table)}};
    }

    const ReportDesk& desk_;
    Asked asked_;
    int years_;
    Date to_;
    Ownership found_;
    std::vector<Right> rights_;
    SourceList sources_;
};

}  // namespace

std::optional<ReportModel> portfolio(const ReportDesk& desk, const Object& parameters) {
    std::optional<Asked> asked = asked_for(desk, parameters);
    if (!asked) return std::nullopt;
    const std::int64_t* years = plugin::integer_at(parameters, "years");
    return Portfolio(desk, *std::move(asked), years != nullptr ? static_cast<int>(*years) : usual_years)
        .make();
}

}  // namespace xinbu::ip_status
