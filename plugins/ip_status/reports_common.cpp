#include <algorithm>
#include <array>

#include "adapters_common.hpp"
#include "declaration.hpp"
#include "events.hpp"
#include "reports.hpp"

namespace xinbu::ip_status {

using plugin::Array;
using plugin::array_at;
using plugin::Cell;
using plugin::CheckAnswer;
using plugin::Date;
using plugin::Object;
using plugin::Quantity;
using plugin::Record;
using plugin::ReportColumn;
using plugin::ReportTable;
using plugin::Text;
using plugin::text_at;
using plugin::Tone;
using plugin::Value;

namespace {

const plugin::Declaration& own_declaration() {
    static const plugin::Declaration declared = declaration();
    return declared;
}

const plugin::RecordType* record_type(std::string_view kind) {
    const auto& types = own_declaration().records;
    const auto at = std::ranges::find(types, kind, &plugin::RecordType::kind);
    return at != types.end() ? &*at : nullptr;
}

struct Office {
    std::string_view code, en, zh;
};
constexpr std::array<Office, 9> offices{{{"CN", "CNIPA", "国家知识产权局"},
                                         {"US", "USPTO", "美国专利商标局"},
                                         {"EM", "EUIPO", "欧盟知识产权局"},
                                         {"EP", "EPO", "欧洲专利局"},
                                         {"DE", "DPMA", "德国专利商标局"},
                                         {"JP", "JPO", "日本特许厅"},
                                         {"KR", "KIPO", "韩国知识产权局"},
                                         {"IB", "WIPO", "世界知识产权组织"},
                                         {"WO", "WIPO", "世界知识产权组织"}}};

}  // namespace

// ---- asking

CheckAnswer ReportDesk::ask(std::string_view check, const Object& parameters) const {
    return plugin_.check(check, parameters, records_, ask_).value_or(CheckAnswer{});
}

Object ReportDesk::status_of(const std::string& right) const {
    return ask("ip.status", {{"right", right}}).facts;
}

Array ReportDesk::deadlines_of(const std::string& right, Date to) const {
    const Date last = std::max(to, today());
    CheckAnswer answer = ask("ip.deadlines", {{"right", right}, {"to", last.text()}});
    return array_at(answer.facts, "deadlines");
}

Text ReportDesk::age_of(const Origin& origin) const {
    const std::optional<Date> day = Date::parse(origin.as_of);
    if (!day) return {"the source is not dated", "来源未注明日期"};
    const std::string& system = origin.system;
    const std::string who = system.empty() ? "" : " (" + system + ")";
    const std::string who_zh = system.empty() ? "" : "（" + system + "）";
    Text text;
    if (origin.is_event) {
        text = {"told by the event of " + origin.as_of + who, "依据" + origin.as_of + "的事项" + who_zh};
    } else if (origin.is_retrieved) {
        text = {"as of the extract of " + origin.as_of + who, "依据" + origin.as_of + "的登记信息" + who_zh};
    } else if (system.empty()) {
        return {"its source is not recorded", "未记录来源"};
    } else {
        // The day on which such a record takes effect says nothing of its age.
        return {"as " + system + " told it; when that was retrieved is not recorded",
                "依据" + system + "，未记录获取日期"};
    }
    if (!origin.is_retrieved || *day > today()) return text;
    constexpr int longest_counted = 400;  // beyond a year and a month nobody asks for the exact number
    const int working_days = calendar_.between(*day, today(), longest_counted);
    const bool is_cut = working_days == longest_counted;
    const std::string count = std::to_string(working_days);
    text.en += std::string(", ") + (is_cut ? "more than " : "") + count +
               (working_days == 1 ? " working day old" : " working days old");
    text.zh += std::string("，距今") + (is_cut ? "超过" : "") + count + "个工作日";
    return text;
}

// ---- words

Text office_label(std::string_view office) {
    const auto at = std::ranges::find(offices, office, &Office::code);
    if (at == offices.end()) return plain(std::string(office));
    const std::string code(office);
    return {std::string(at->en) + " (" + code + ")", std::string(at->zh) + "（" + code + "）"};
}

plugin::State state_of(std::string_view kind, std::string_view status) {
    if (const plugin::RecordType* type = record_type(kind)) {
        const auto at = std::ranges::find(type->states, status, &plugin::State::id);
        if (at != type->states.end()) return *at;
    }
    return {std::string(status), plain(std::string(status)), Tone::attention};
}

Text choice_label(std::string_view kind, std::string_view field, std::string_view id) {
    if (const plugin::RecordType* type = record_type(kind)) {
        const auto declared = std::ranges::find(type->fields, field, &plugin::Field::id);
        if (declared != type->fields.end()) {
            const auto at = std::ranges::find(declared->choices, id, &plugin::Choice::id);
            if (at != declared->choices.end()) return at->label;
        }
    }
    return plain(std::string(id));
}

Text joined(const std::vector<Text>& texts) {
    Text all;
    for (const Text& one : texts) {
        if (one.is_empty()) continue;
        all.en += (all.en.empty() ? "" : "; ") + one.en;
        all.zh += (all.zh.empty() ? "" : "；") + one.zh;
    }
    return all;
}

Text plain(std::string text) {
    return {text, text};
}

Text text_in(const Object& fact, std::string_view name) {
    const Object& both = plugin::object_at(fact, name);
    return {std::string(text_at(both, "en")), std::string(text_at(both, "zh"))};
}

std::string party_in(const Object& object, std::string_view name) {
    return std::string(text_at(plugin::object_at(object, name), "name"));
}

Text classes_text(const std::string& numbers) {
    const bool is_one = numbers.find(',') == std::string::npos;
    return {(is_one ? "class " : "classes ") + numbers, "第" + numbers + "类"};
}

std::string numbers_in(const Object& object, std::string_view name) {
    std::string list;
    for (const Value& one : array_at(object, name))
        if (one.integer() != nullptr) list += (list.empty() ? "" : ", ") + std::to_string(*one.integer());
    return list;
}

bool is_set(const Object& object, std::string_view name) {
    const Value* value = object.find(name);
    return value != nullptr && value->boolean() != nullptr && *value->boolean();
}

std::string title_of(const Record& record) {
    const std::string_view title =
        text_at(record.fields, record.id.starts_with(trademark_kind) ? "mark" : "title");
    constexpr std::size_t longest_title = 120;
    return clipped(std::string(title), longest_title);
}

Text confidence_label(std::string_view confidence) {
    if (confidence == "confirmed") return {"read in its source", "已据来源核实"};
    if (confidence == "firm") return {"known, not read again", "已知，未再核对"};
    return {"in doubt", "存疑，待核实"};
}

Text overlay_scope(const Object& overlay) {
    std::vector<Text> parts;
    if (const std::string classes = numbers_in(overlay, "classes"); !classes.empty())
        parts.push_back(classes_text(classes));
    for (const Value& share : array_at(overlay, "shares"))
        if (share.object() != nullptr) {
            const std::string name(text_at(*share.object(), "name"));
            parts.push_back({"share of " + name, name + "的份额"});
        }
    return joined(parts);
}

Text overlays_text(const Object& status) {
    std::vector<Text> texts;
    for (const Value& one : array_at(status, "overlays")) {
        if (one.object() == nullptr) continue;
        Text text = overlay_label(text_at(*one.object(), "kind"));
        if (const Text scope = overlay_scope(*one.object()); !scope.is_empty()) {
            text.en += ", " + scope.en;
            text.zh += "，" + scope.zh;
        }
        if (const std::string until(text_at(*one.object(), "until")); !until.empty()) {
            text.en += " until " + until;
            text.zh += "，至" + until;
        }
        texts.push_back(std::move(text));
    }
    return joined(texts);
}

// ---- cells and tables

Cell cell(const Text& text, Tone tone) {
    return text.is_empty() ? Cell{} : Cell{plugin::both(text), tone};
}

Cell cell(std::string text, Tone tone) {
    return text.empty() ? Cell{} : Cell{Value(std::move(text)), tone};
}

Cell cell_in(const Object& object, std::string_view name, Tone tone) {
    const Value* value = object.find(name);
    return value != nullptr ? Cell{*value, tone} : Cell{};
}

Tone tone_of_deadline(const Object& deadline) {
    const std::string_view severity = text_at(deadline, "severity");
    return severity == "block" ? Tone::bad : severity == "warn" ? Tone::attention : Tone::neutral;
}

Text what_of(const Object& deadline) {
    Text what = text_in(deadline, "what");
    if (const std::int64_t* year = plugin::integer_at(deadline, "year")) {
        what.en += ", year " + std::to_string(*year);
        what.zh += "，第" + std::to_string(*year) + "年度";
    }
    if (text_at(deadline, "payment") != "unknown" || is_set(deadline, "missed")) return what;
    return {what.en + " (whether it is paid is not known)", what.zh + "（缴费情况不明）"};
}

Text next_deadline(const Array& deadlines) {
    for (const Value& one : deadlines) {
        if (one.object() == nullptr || is_set(*one.object(), "standing")) continue;
        const Text what = what_of(*one.object());
        const std::string due(text_at(*one.object(), "due"));
        return {due + ": " + what.en, due + "：" + what.zh};
    }
    return {};
}

ReportTable deadline_table(const std::vector<const Object*>& deadlines, bool with_right) {
    ReportTable table;
    table.columns = {{{"Due", "期限"}, Quantity::date}};
    if (with_right)
        for (ReportColumn column : {ReportColumn{{"Right", "权利"}, Quantity::record},
                                    ReportColumn{{"Number", "号码"}, Quantity::text}})
            table.columns.push_back(std::move(column));
    const std::array<ReportColumn, 6> others{{{{"What", "事项"}},
                                              {{"At the latest", "最迟"}, Quantity::date},
                                              {{"Official fee", "官费"}, Quantity::money},
                                              {{"If it is missed", "逾期后果"}},
                                              {{"Article", "依据条款"}},
                                              {{"The rule is", "规则状态"}}}};
    table.columns.insert(table.columns.end(), others.begin(), others.end());
    for (const Object* deadline : deadlines) {
        const Tone tone = tone_of_deadline(*deadline);
        const bool is_verified = text_at(*deadline, "rule_status") == "verified";
        std::vector<Cell> row{cell_in(*deadline, "due")};
        if (with_right) {
            // Several rights may bear one name.
            const std::string right(text_at(*deadline, "right"));
            row.push_back(cell_in(*deadline, "right"));
            row.push_back(cell(right.substr(right.find('/') + 1)));
        }
        row.push_back(cell(what_of(*deadline), tone));
        row.push_back(cell_in(*deadline, "last_day"));
        row.push_back(cell_in(*deadline, "amount"));
        row.push_back(cell(text_in(*deadline, "consequence")));
        row.push_back(cell(text_in(*deadline, "article")));
        row.push_back(is_verified ? cell(Text{"verified", "已核实"})
                                  : cell(Text{"not verified", "待核实"}, Tone::attention));
        table.rows.push_back(std::move(row));
    }
    table.when_empty = {"Nothing falls due in that time, by what is recorded here.",
                        "按现有记录，该期间内没有到期事项。"};
    return table;
}

// ---- sources

void SourceList::add(plugin::ReportSource source) {
    const bool is_known = std::ranges::any_of(list_, [&](const plugin::ReportSource& one) {
        return one.what.en == source.what.en && one.retrieved == source.retrieved;
    });
    if (!is_known) list_.push_back(std::move(source));
}

void SourceList::add_record(const Record& record) {
    const Object& fields = record.fields;
    const auto add_extract = [&](std::string_view system, std::string_view day) {
        if (system.empty()) return;
        add({{"Register extract: " + std::string(system), "登记信息：" + std::string(system)},
             std::string(day)});
    };
    const Object& source = plugin::object_at(fields, "source");
    add_extract(text_at(source, "system"), text_at(source, "retrieved_on"));
    for (const Value& older : array_at(fields, "older_values"))
        if (older.object() != nullptr)
            add_extract(text_at(*older.object(), "system"),
                        is_set(*older.object(), "retrieved") ? text_at(*older.object(), "as_of") : "");
    for (const Value& event : array_at(fields, "events")) {
        if (event.object() == nullptr) continue;
        const std::string system(text_at(plugin::object_at(*event.object(), "source"), "system"));
        if (!system.empty()) add({{"Events: " + system, "事项：" + system}});
    }
}

void SourceList::add_article(const Object& deadline) {
    if (const Text article = text_in(deadline, "article"); !article.is_empty()) add({article});
}

}  // namespace xinbu::ip_status
