// All pledges and security interests on record, each with its end and the ground on which the two were
// paired.
#include <algorithm>

#include "declaration.hpp"
#include "reports.hpp"
#include "securities.hpp"

namespace xinbu::ip_status {

using plugin::Array;
using plugin::Cell;
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

struct Burdened {
    std::string right;
    Array securities, unpaired;
};

bool tells_of_security(const Record& record) {
    return std::ranges::any_of(plugin::array_at(record.fields, "events"), [](const Value& one) {
        return one.object() != nullptr && text_at(*one.object(), "event").starts_with("pledge");
    });
}

std::vector<Burdened> burdened_rights(const ReportDesk& desk, std::string_view only, SourceList& sources) {
    std::vector<Burdened> rights;
    for (const std::string_view kind : {trademark_kind, patent_kind})
        desk.records().for_each(kind, [&](const Record& record) {
            if ((!only.empty() && record.id != only) || !tells_of_security(record)) return true;
            const Object status = desk.status_of(record.id);
            rights.push_back({record.id, plugin::array_at(status, "securities"),
                              plugin::array_at(status, "unpaired_releases")});
            sources.add_record(record);
            return true;
        });
    return rights;
}

Text ground_label(std::string_view ground) {
    if (ground == "reference") return {"names the recordal", "指明登记号"};
    if (ground == "parties") return {"same secured party and holder", "担保权人与权利人均一致"};
    if (ground == "secured_party") return {"same secured party", "担保权人一致"};
    if (ground == "successor") return {"same secured party, later holder", "担保权人一致，权利人为其后手"};
    if (ground == "other_holder") return {"same secured party, another holder", "担保权人一致，权利人不同"};
    if (ground == "spelling") return {"secured party spelt alike", "担保权人名称近似"};
    if (ground == "only_one") return {"the only interest that was open", "当时唯一存续的担保"};
    return {std::string(ground), std::string(ground)};
}

bool is_weak(std::string_view ground) {
    return ground == "other_holder" || ground == "spelling" || ground == "only_one";
}

/// Letters between two names, where there is anything to tell.
Cell letters_in(const Object& fact, std::string_view name) {
    const std::int64_t* letters = plugin::integer_at(fact, name);
    return letters != nullptr && *letters > 0 ? Cell{*letters, Tone::attention} : Cell{};
}

Cell parties_cell(const Object& fact, std::string_view name) {
    return cell(names_of(plugin::array_at(fact, name)));
}

ReportTable interests_table(const std::vector<Burdened>& rights) {
    ReportTable table;
    table.columns = {{{"Right", "权利"}, Quantity::record},
                     {{"Given on", "设定日"}, Quantity::date},
                     {{"Recordal", "登记号"}},
                     {{"Given by", "出质人"}},
                     {{"Secured party", "担保权人"}},
                     {{"State", "状态"}},
                     {{"Released on", "解除日"}, Quantity::date},
                     {{"Release", "解除登记号"}},
                     {{"Paired because", "对应依据"}},
                     {{"Letters apart", "名称相差字母"}, Quantity::integer},
                     {{"Recorded again as", "重复登记"}}};
    for (const Burdened& right : rights)
        for (const Value& one : right.securities) {
            const Object& fact = *one.object();
            const bool is_open = text_at(fact, "state") == "open";
            const std::string_view ground = text_at(fact, "paired_by");
            table.rows.push_back(
                {{right.right},
                 cell_in(fact, "since"),
                 cell_in(fact, "reference"),
                 parties_cell(fact, "holders"),
                 parties_cell(fact, "secured"),
                 is_open ? cell(Text{"Open", "存续"}, Tone::attention) : cell(Text{"Released", "已解除"}),
                 cell_in(fact, "released_on"),
                 cell_in(fact, "release"),
                 is_open ? Cell{}
                         : cell(ground_label(ground), is_weak(ground) ? Tone::attention : Tone::neutral),
                 letters_in(fact, is_open ? "twin_distance" : "distance"),
                 cell_in(fact, "twin", Tone::attention)});
        }
    table.when_empty = {"No security interest is on record.", "没有担保权登记。"};
    return table;
}

ReportTable unpaired_table(const std::vector<Burdened>& rights) {
    ReportTable table;
    table.columns = {{{"Right", "权利"}, Quantity::record},
                     {{"Date", "日期"}, Quantity::date},
                     {{"Release", "解除登记号"}},
                     {{"Names the recordal", "所指登记号"}},
                     {{"Released by", "解除人"}},
                     {{"Released to", "受让返还人"}},
                     {{"Interests open then", "当时存续担保"}, Quantity::integer},
                     {{"Nearest in spelling", "名称最接近的登记号"}},
                     {{"Letters apart", "名称相差字母"}, Quantity::integer}};
    for (const Burdened& right : rights)
        for (const Value& one : right.unpaired) {
            const Object& fact = *one.object();
            table.rows.push_back({{right.right},
                                  cell_in(fact, "date"),
                                  cell_in(fact, "reference"),
                                  cell_in(fact, "refers_to"),
                                  parties_cell(fact, "secured"),
                                  parties_cell(fact, "holders"),
                                  cell_in(fact, "open"),
                                  cell_in(fact, "nearest"),
                                  letters_in(fact, "distance")});
        }
    table.when_empty = {"Every release was paired.", "全部解除登记均已对应。"};
    return table;
}

ReportFacts counts_of(const std::vector<Burdened>& rights) {
    std::int64_t interests = 0, open = 0, weak = 0, twins = 0, unpaired = 0;
    for (const Burdened& right : rights) {
        unpaired += static_cast<std::int64_t>(right.unpaired.size());
        for (const Value& one : right.securities) {
            const Object& fact = *one.object();
            ++interests;
            if (text_at(fact, "state") == "open") ++open;
            if (is_weak(text_at(fact, "paired_by"))) ++weak;
            if (fact.contains("twin")) ++twins;
        }
    }
    const auto warned = [](std::int64_t count) {
        return Cell{count, count > 0 ? Tone::attention : Tone::neutral};
    };
    ReportFacts facts;
    facts.facts = {{{"Rights", "权利数"}, {static_cast<std::int64_t>(rights.size())}, Quantity::integer},
                   {{"Interests", "担保登记"}, {interests}, Quantity::integer},
                   {{"Of these open", "其中存续"}, {open}, Quantity::integer},
                   {{"Released on a ground that a person must look at", "解除依据须人工核对"},
                    warned(weak),
                    Quantity::integer},
                   {{"Perhaps recorded twice", "疑似重复登记"}, warned(twins), Quantity::integer},
                   {{"Releases that fit none", "不能对应的解除登记"}, warned(unpaired), Quantity::integer}};
    return facts;
}

}  // namespace

ReportModel securities_report(const ReportDesk& desk, std::string_view right) {
    SourceList sources;
    const std::vector<Burdened> rights = burdened_rights(desk, right, sources);
    ReportModel model;
    model.title = {"Pledges and security interests on record", "质押与担保登记清单"};
    const std::string day = desk.today().text();
    model.subject = right.empty() ? Text{"as of " + day, "截至" + day} : plain(std::string(right));
    model.sections.push_back({{"In short", "概况"}, {counts_of(rights)}});
    model.sections.push_back({{"Interests", "担保登记"}, {interests_table(rights)}});
    model.sections.push_back({{"Releases that fit none", "不能对应的解除登记"}, {unpaired_table(rights)}});
    model.sources = sources.take();
    return model;
}

}  // namespace xinbu::ip_status
