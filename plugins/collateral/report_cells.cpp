#include "reports.hpp"
#include "text.hpp"

namespace xinbu::collateral {

using plugin::Cell;
using plugin::Quantity;
using plugin::Severity;
using plugin::Text;
using plugin::Tone;

Cell text_cell(Text text, Tone tone) {
    if (text.is_empty()) return {};
    return {plugin::both(text), tone};
}

Cell record_cell(std::string_view record, Tone tone) {
    if (record.empty()) return {};
    return {record, tone};
}

Cell money_cell(std::int64_t amount, const std::string& currency, Tone tone) {
    return {plugin::value_of(plugin::Money{amount, currency}), tone};
}

Cell date_cell(const std::optional<plugin::Date>& date, Tone tone) {
    if (!date) return {};
    return {date->text(), tone};
}

Cell count_cell(std::int64_t count) {
    return {count};
}

Cell share_cell(std::int64_t basis_points, Tone tone) {
    return {basis_points, tone};
}

Text severity_label(Severity severity) {
    if (severity == Severity::block) return {"Act today", "立即处理"};
    if (severity == Severity::warn) return {"Act in time", "限期处理"};
    return {"Note", "提示"};
}

Tone severity_tone(Severity severity) {
    if (severity == Severity::block) return Tone::bad;
    return severity == Severity::warn ? Tone::attention : Tone::neutral;
}

plugin::ReportTable alert_table(const std::vector<Alert>& alerts) {
    plugin::ReportTable table;
    table.columns = {
        {{"How grave", "级别"}, Quantity::text}, {{"Since", "起始日"}, Quantity::date},
        {{"Loan", "贷款"}, Quantity::record},    {{"Right or pledge", "权利或质押"}, Quantity::record},
        {{"What", "事项"}, Quantity::text},      {{"What to do", "处理"}, Quantity::text}};
    table.when_empty = {"Nothing stands against these loans today.", "目前无预警事项。"};
    for (const Alert& alert : alerts) {
        const Tone tone = severity_tone(alert.severity);
        table.rows.push_back({text_cell(severity_label(alert.severity), tone),
                              date_cell(plugin::Date::parse(alert.since)), record_cell(alert.loan),
                              record_cell(alert.right.empty() ? alert.pledge : alert.right),
                              text_cell(alert.what), text_cell(alert.todo)});
    }
    return table;
}

}  // namespace xinbu::collateral
