// What falls due on all rights, and how the watched ones stand.
#include <algorithm>
#include <tuple>

#include "declaration.hpp"
#include "events.hpp"
#include "reports.hpp"

namespace xinbu::ip_status {

using plugin::Array;
using plugin::Date;
using plugin::Object;
using plugin::Quantity;
using plugin::Record;
using plugin::ReportFacts;
using plugin::ReportModel;
using plugin::ReportTable;
using plugin::Text;
using plugin::text_at;
using plugin::Tone;
using plugin::Value;

namespace {

constexpr int days_of_events = 90;  // that the watch list tells
constexpr int days_of_deadlines = 365;

std::vector<std::string> rights_where(const ReportDesk& desk, bool (*is_wanted)(const Record&)) {
    std::vector<std::string> ids;
    for (const std::string_view kind : {trademark_kind, patent_kind})
        desk.records().for_each(kind, [&](const Record& record) {
            if (is_wanted(record)) ids.push_back(record.id);
            return true;
        });
    return ids;
}

/// An exposure that began long ago stays for ever: it belongs to the right, and would bury what falls due.
bool is_old_exposure(const Object& deadline) {
    const std::int64_t* days = plugin::integer_at(deadline, "days");
    return is_set(deadline, "standing") && days != nullptr && *days < 0;
}

bool is_watched(const Record& record) {
    return is_set(record.fields, "watched");
}

ReportFacts counts_of(const std::vector<const Object*>& deadlines) {
    std::int64_t missed = 0, only_grace = 0, near = 0, unverified = 0;
    for (const Object* one : deadlines) {
        const bool is_missed = is_set(*one, "missed");
        const Tone tone = is_missed ? Tone::neutral : tone_of_deadline(*one);
        if (is_missed) ++missed;
        if (tone == Tone::bad) ++only_grace;
        if (tone == Tone::attention) ++near;
        if (text_at(*one, "rule_status") != "verified") ++unverified;
    }
    ReportFacts facts;
    facts.facts = {
        {{"Deadlines", "期限合计"}, {static_cast<std::int64_t>(deadlines.size())}, Quantity::integer},
        {{"Of these over, and no record shows the act", "其中已届满、无已办理记录"},
         {missed, missed > 0 ? Tone::bad : Tone::neutral},
         Quantity::integer},
        {{"Of these past, only grace is left", "其中已逾期、仅余宽限期"},
         {only_grace, only_grace > 0 ? Tone::bad : Tone::neutral},
         Quantity::integer},
        {{"Of these near", "其中临近"},
         {near, near > 0 ? Tone::attention : Tone::neutral},
         Quantity::integer},
        {{"Of these by a rule that is not verified", "其中规则待核实"}, {unverified}, Quantity::integer}};
    return facts;
}

// ---- the watch list ----

struct Watched {
    Record record;
    Object status;
    Array deadlines;
};

ReportTable watched_table(const std::vector<Watched>& rights) {
    ReportTable table;
    table.columns = {{{"Right", "权利"}, Quantity::record},
                     {{"Number", "号码"}},
                     {{"Status", "状态"}},
                     {{"Beside the status", "负担与程序"}},
                     {{"Last day", "届满日"}, Quantity::date},
                     {{"Next deadline", "下一期限"}},
                     {{"Watched since", "关注起始日"}, Quantity::date},
                     {{"Reason", "理由"}}};
    for (const Watched& one : rights) {
        const std::string_view kind = std::string_view(one.record.id).substr(0, one.record.id.find('/'));
        const plugin::State state = state_of(kind, text_at(one.status, "status"));
        const Object& fields = one.record.fields;
        table.rows.push_back({{one.record.id},
                              cell_in(fields, "number"),
                              cell(state.label, state.tone),
                              cell(overlays_text(one.status), Tone::attention),
                              cell_in(one.status, "last_day"),
                              cell(next_deadline(one.deadlines)),
                              cell_in(fields, "watched_since"),
                              cell_in(fields, "watch_reason")});
    }
    table.when_empty = {"No right is watched.", "没有关注任何权利。"};
    return table;
}

ReportTable recent_events(const std::vector<Watched>& rights, Date today) {
    ReportTable table;
    table.columns = {{{"Date", "日期"}, Quantity::date},
                     {{"Right", "权利"}, Quantity::record},
                     {{"Event", "事项"}},
                     {{"Counterparty", "相对方"}},
                     {{"Source", "来源"}}};
    const Date from = today.plus_days(-days_of_events);
    for (const Watched& one : rights) {
        const std::string_view kind = std::string_view(one.record.id).substr(0, one.record.id.find('/'));
        for (const Event& event : events_of(one.record.fields, today)) {
            if (event.date < from) continue;
            Text label = event_label(kind, event.kind);
            if (const std::string code(text_at(*event.data, "office_code"));
                event.kind == "other" && !code.empty())
                label = {label.en + " (" + code + ")", label.zh + "（" + code + "）"};
            table.rows.push_back(
                {cell(event.date.text()),
                 {one.record.id},
                 cell(label),
                 cell(party_in(*event.data, "counterparty")),
                 cell(std::string(text_at(plugin::object_at(*event.data, "source"), "system")))});
        }
    }
    std::ranges::stable_sort(table.rows, std::ranges::greater{},
                             [](const std::vector<plugin::Cell>& row) { return *row.front().value.text(); });
    table.when_empty = {"No event is recorded in that time.", "该期间未记录任何事项。"};
    return table;
}

}  // namespace

ReportModel deadlines_report(const ReportDesk& desk, int days) {
    const Date to = desk.today().plus_days(days);
    std::vector<Array> kept;
    SourceList sources;
    for (const std::string& right : rights_where(desk, [](const Record&) { return true; }))
        if (Array deadlines = desk.deadlines_of(right, to); !deadlines.empty())
            kept.push_back(std::move(deadlines));
    std::vector<const Object*> listed;
    for (const Array& deadlines : kept)
        for (const Value& one : deadlines)
            if (one.object() != nullptr && !is_old_exposure(*one.object())) listed.push_back(one.object());
    std::ranges::stable_sort(listed, {}, [](const Object* one) {
        return std::tuple(text_at(*one, "due"), text_at(*one, "right"), text_at(*one, "id"));
    });
    for (const Object* one : listed) sources.add_article(*one);
    ReportModel model;
    model.title = {"Deadlines", "期限清单"};
    const std::string from_text = desk.today().text(), to_text = to.text();
    model.subject = {from_text + " to " + to_text, from_text + "至" + to_text};
    model.sections.push_back({{"In short", "概况"}, {counts_of(listed)}});
    model.sections.push_back({{"By date", "按日期"}, {deadline_table(listed, true)}});
    model.sources = sources.take();
    return model;
}

ReportModel watch_report(const ReportDesk& desk) {
    std::vector<Watched> rights;
    SourceList sources;
    for (const std::string& right : rights_where(desk, is_watched)) {
        std::optional<Record> record = desk.records().find(right);
        if (!record) continue;
        sources.add_record(*record);
        rights.push_back({*std::move(record), desk.status_of(right),
                          desk.deadlines_of(right, desk.today().plus_days(days_of_deadlines))});
    }
    ReportModel model;
    model.title = {"Watch list", "关注清单"};
    const std::string day = desk.today().text(), days = std::to_string(days_of_events);
    model.subject = {"as of " + day, "截至" + day};
    model.sections.push_back({{"Watched rights", "关注的权利"}, {watched_table(rights)}});
    model.sections.push_back({{"Events of the last " + days + " days", "近" + days + "日事项"},
                              {recent_events(rights, desk.today())}});
    model.sources = sources.take();
    return model;
}

}  // namespace xinbu::ip_status
