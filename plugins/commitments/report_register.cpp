#include "choices.hpp"
#include "clocks.hpp"
#include "people.hpp"
#include "reports.hpp"
#include "shown.hpp"

namespace xinbu::commitments {

using plugin::Cell;
using plugin::Object;
using plugin::object_at;
using plugin::Quantity;
using plugin::Record;
using plugin::Records;
using plugin::ReportTable;
using plugin::Text;
using plugin::text_at;
using plugin::Tone;

namespace {

/// The first character of a name and no more.
std::string masked_name(std::string_view name) {
    std::size_t end = name.empty() ? 0 : 1;
    while (end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80) ++end;
    return std::string(name.substr(0, end)) + "**";
}

bool is_posted(const Record& commitment) {
    const std::string_view publication = text_at(commitment.fields, "publication");
    return commitment.fields.contains("published_on") &&
           (publication == "public" || publication == "limited");
}

/// Whether a breach of it stands before the public on the day: its class is published, and its term runs.
bool is_breach_posted(const Record& commitment, plugin::Date day) {
    for (const BreachClock& clock : breach_clocks(commitment.fields, day))
        if (clock.bearing.rule->is_published && clock.publish_until && day <= *clock.publish_until)
            return true;
    return false;
}

/// What the public may read of its fulfilment: template item 11, or that nothing was found yet.
Cell fulfilment(const Record& commitment, plugin::Date day) {
    const std::string& status = commitment.status;
    Text text{"under supervision", "监管中"};
    Tone tone = Tone::neutral;
    if (status == "fulfilled" || status == "partly_fulfilled") {
        text = label_of(fulfilments(), text_at(commitment.fields, "fulfilment"));
        tone = status == "fulfilled" ? Tone::good : Tone::attention;
    } else if (status == "withdrawn" || status == "superseded") {
        text = label_of(commitment_states(), status);
    } else if (status == "unfulfilled") {
        text = {"under supervision: found not fulfilled", "监管中（认定全部未履行）"};
        tone = Tone::bad;
    } else if (status == "repaired") {
        text = {"supervision done", "监管完成"};
    } else if (is_breach_open(status) && is_breach_posted(commitment, day)) {
        const std::string_view found = text_at(commitment.fields, "fulfilment");
        text = found.empty() ? Text{"breach found", "已认定违诺"} : label_of(fulfilments(), found);
        tone = Tone::bad;
    }
    if (has_overlay(commitment, "disputed")) {
        text.en += " (disputed)";
        text.zh += "（异议处理中）";
    }
    return cell(text, tone);
}

std::vector<Cell> row_of(const Record& commitment, plugin::Date day) {
    const Object& fields = commitment.fields;
    const bool is_limited = text_at(fields, "publication") == "limited";
    const std::string_view name = name_of_party(fields, "promisor");
    return {cell(code_of(commitment.id)),
            is_limited ? cell(masked_name(name)) : cell(name),
            is_limited ? cell(std::string_view("********"))
                       : cell(shown_identifier(object_at(fields, "promisor"))),
            cell(label_of(commitment_types(), text_at(fields, "type"))),
            is_limited ? cell(Text{"within a limited circle", "特定范围内公开"})
                       : cell(without_citizen_ids(text_at(fields, "matter"))),
            cell(text_at(fields, "made_on")),
            cell(text_at(fields, "valid_until")),
            cell(name_of_party(fields, "acceptor")),
            fulfilment(commitment, day),
            cell(text_at(fields, "published_on"))};
}

}  // namespace

plugin::ReportModel posted_register(const Object& parameters, const Records& records) {
    const plugin::Date day = records.as_of();
    const std::string_view scheme = text_at(parameters, "scheme");
    ReportTable table{{},
                      {{{"Code", "承诺编码"}},
                       {{"Promisor", "承诺人名称"}},
                       {{"Promisor's code", "承诺人代码"}, Quantity::text, true},
                       {{"Type", "承诺类型"}},
                       {{"Matter", "承诺事由"}, Quantity::text, true},
                       {{"Made on", "承诺作出日期"}, Quantity::date},
                       {{"Valid until", "承诺有效期"}, Quantity::date, true},
                       {{"Accepted by", "承诺受理单位"}, Quantity::text, true},
                       {{"Fulfilment", "承诺履行状态"}},
                       {{"Published on", "公开日期"}, Quantity::date, true}},
                      {},
                      {},
                      {"No commitment is published.", "暂无已公开的信用承诺。"}};
    records.for_each("commitment", [&](const Record& stored) {
        if (!is_posted(stored) || (!scheme.empty() && text_at(stored.fields, "scheme") != scheme))
            return true;
        Record commitment = stored;
        show_on(commitment, day);
        table.rows.push_back(row_of(commitment, day));
        return true;
    });
    const std::string count = std::to_string(table.rows.size());
    plugin::ReportModel model;
    model.title = {"Register of credit commitments", "信用承诺公示表"};
    if (const auto known = shown_record(scheme, "scheme", records))
        model.subject = same(text_at(known->fields, "name"));
    model.sections = {
        {{"Published commitments", "已公开的信用承诺"},
         {plugin::ReportParagraph{{"On " + day.text() + ": " + count + " commitments.",
                                   "截至" + day.text() + "，共" + count + "项。"}},
          std::move(table),
          plugin::ReportParagraph{
              {"Commitments for a limited circle stand without name and matter. A self-discipline commitment "
               "is no public credit information. Whoever is named may object, or ask for repair, at the "
               "accepting body.",
               "特定范围内公开的承诺隐去承诺人及事由。行业自律承诺不属于公共信用信息。当事人可向受理单位提出"
               "异议或申请信用修复。"}}}}};
    return model;
}

}  // namespace xinbu::commitments
