// The national field order, for whoever reads commitments by program: the twenty items and nothing else.
#include "choices.hpp"
#include "people.hpp"
#include "reports.hpp"
#include "shown.hpp"

namespace xinbu::commitments {

using plugin::Array;
using plugin::Cell;
using plugin::Object;
using plugin::object_at;
using plugin::Quantity;
using plugin::Record;
using plugin::Records;
using plugin::ReportTable;
using plugin::Text;
using plugin::text_at;

namespace {

/// Other programs know the items by their Chinese names, whatever language is in force.
Text always(std::string_view zh) {
    return same(zh);
}

Cell zh(const Text& label) {
    return cell(label.zh);
}

std::vector<plugin::ReportColumn> items() {
    return {{always("承诺编码")},
            {always("承诺人名称")},
            {always("承诺人类别")},
            {always("承诺人代码")},
            {always("承诺类型")},
            {always("承诺事由")},
            {always("承诺内容")},
            {always("违诺责任")},
            {always("承诺作出日期"), Quantity::date},
            {always("承诺有效期"), Quantity::date},
            {always("承诺履行状态")},
            {always("未履行的承诺内容")},
            {always("违诺责任追究内容")},
            {always("履行状态认定日期"), Quantity::date},
            {always("认定单位")},
            {always("认定单位代码")},
            {always("承诺受理单位")},
            {always("承诺受理单位代码")},
            {always("公开类型")},
            {always("备注")}};
}

/// Items 11 to 16. What nobody found stays empty: an end of validity is no fulfilment, and a breach that does
/// not say how much was left undone leaves that open.
struct Found {
    std::string_view status, unmet, measures, on;
    const Object* finder = nullptr;
};

/// Item 13 has one column for whatever was done; an association's own measures stand there, too.
std::string_view measures_in(const Object& finding) {
    const std::string_view measures = text_at(finding, "measures");
    return measures.empty() ? text_at(finding, "association_measure") : measures;
}

Found found_on(const Record& commitment) {
    const Object& fields = commitment.fields;
    const std::string_view fulfilment = text_at(fields, "fulfilment");
    const Array& breaches = plugin::array_at(fields, "breaches");
    const Object* breach = breaches.empty() ? nullptr : breaches.back().object();
    if (breach != nullptr && breach->contains("repaired_on")) breach = nullptr;
    const bool is_breach_later = breach != nullptr && !text_at(*breach, "fulfilment").empty() &&
                                 text_at(fields, "found_on") <= text_at(*breach, "found_on");
    if (!fulfilment.empty() && !is_breach_later)
        return {fulfilment, text_at(fields, "unmet"), measures_in(fields), text_at(fields, "found_on"),
                &object_at(fields, "finder")};
    if (breach == nullptr) return {};
    return {text_at(*breach, "fulfilment"), text_at(*breach, "facts"), measures_in(*breach),
            text_at(*breach, "found_on"), &object_at(*breach, "finder")};
}

std::vector<Cell> row_of(const Record& commitment) {
    const Object& fields = commitment.fields;
    const auto words = [&](std::string_view member) {
        return cell(without_citizen_ids(text_at(fields, member)));
    };
    const Found found = found_on(commitment);
    const Object none;
    const Object& finder = found.finder != nullptr ? *found.finder : none;
    return {cell(code_of(commitment.id)),
            cell(name_of_party(fields, "promisor")),
            zh(label_of(promisor_categories(), text_at(fields, "promisor_category"))),
            cell(shown_identifier(object_at(fields, "promisor"))),
            zh(label_of(commitment_types(), text_at(fields, "type"))),
            words("matter"),
            words("content"),
            words("liability"),
            cell(text_at(fields, "made_on")),
            cell(text_at(fields, "valid_until")),
            found.status.empty() ? Cell{} : zh(label_of(fulfilments(), found.status)),
            cell(without_citizen_ids(found.unmet)),
            cell(without_citizen_ids(found.measures)),
            cell(found.on),
            cell(text_at(finder, "name")),
            cell(text_at(finder, "identifier")),
            cell(name_of_party(fields, "acceptor")),
            cell(text_at(object_at(fields, "acceptor"), "identifier")),
            zh(label_of(publications(), text_at(fields, "publication"))),
            words("note")};
}

}  // namespace

plugin::ReportModel national_template(const Object& parameters, const Records& records) {
    const std::string_view scheme = text_at(parameters, "scheme");
    ReportTable table;
    table.columns = items();
    table.when_empty = {"No commitment is accepted.", "暂无已受理的信用承诺。"};
    std::size_t pending = 0;
    records.for_each("commitment", [&](const Record& commitment) {
        if (!scheme.empty() && text_at(commitment.fields, "scheme") != scheme) return true;
        if (commitment.fields.contains("accepted_on"))
            table.rows.push_back(row_of(commitment));
        else
            ++pending;
        return true;
    });
    const std::string count = std::to_string(table.rows.size()), left = std::to_string(pending);
    plugin::ReportModel model;
    model.title = {"Commitments in the national field order", "信用承诺信息（国家统一字段）"};
    if (const auto known = shown_record(scheme, "scheme", records))
        model.subject = same(text_at(known->fields, "name"));
    model.sections = {{{"Commitments", "信用承诺"},
                       {plugin::ReportParagraph{
                            {count + " accepted commitments; not accepted yet, and left out: " + left + ".",
                             "已受理" + count + "项；尚未受理、未列入" + left + "项。"}},
                        std::move(table)}}};
    return model;
}

}  // namespace xinbu::commitments
