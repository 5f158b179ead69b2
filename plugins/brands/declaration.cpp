#include "declaration.hpp"

#include <algorithm>
#include <string>

namespace xinbu::brands {

using plugin::Adapter;
using plugin::Choice;
using plugin::choice;
using plugin::Declaration;
using plugin::EntryType;
using plugin::Field;
using plugin::field;
using plugin::FieldKind;
using plugin::group;
using plugin::identifier;
using plugin::list_of;
using plugin::RecordType;
using plugin::reference;
using plugin::SourceFormat;
using plugin::Tone;

Field share(std::string id, plugin::Text label) {
    return field(std::move(id), FieldKind::basis_points, std::move(label)).between(0, whole_share);
}
Field date(std::string id, plugin::Text label) {
    return field(std::move(id), FieldKind::date, std::move(label));
}
Field text(std::string id, plugin::Text label, std::size_t longest) {
    return field(std::move(id), FieldKind::text, std::move(label)).at_most(longest);
}

namespace {

Field count(std::string id, plugin::Text label) {
    return field(std::move(id), FieldKind::integer, std::move(label)).between(0, most_people);
}

std::vector<Field> organisation_fields() {
    return {
        text("name", {"Name", "名称"}, 200).require().search().in_table(),
        identifier("identifier", {"Credit code", "统一社会信用代码"}, "uscc").require().search().in_table(),
        list_of("former_names", {"Former names", "曾用名"}, text("name", {"Name", "名称"}, 200))
            .between(0, 20)
            .search()
            .with_help({"Registers of rights may still hold them.", "权利登记中可能仍使用曾用名。"}),
        list_of("roles", {"Roles", "角色"}, choice("role", {"Role", "角色"}, roles()))
            .between(0, 20)
            .in_table(),
        identifier("region", {"Division", "行政区划"}, "cn-division").in_table()};
}

std::vector<Field> brand_fields() {
    return {text("name", {"Brand name", "品牌名称"}, 100)
                .with_help({"Place, trade and person, such as 宜兴紫砂匠",
                            "地域+产业（行业、产品）+人，如宜兴紫砂匠"})
                .require()
                .search()
                .in_table(),
            choice("category", {"Category", "类别"}, categories()).require().in_table(),
            identifier("region", {"Division", "行政区划"}, "cn-division").require().in_table(),
            text("place", {"Town, street or old name of the place", "乡镇或历史地名"}, 30)
                .with_help({"Where the name begins with no division, such as 大龙",
                            "名称以乡镇、街道或历史地名开头时填写，如大龙"}),
            reference("lead", {"Leading organisation", "牵头单位"}, "organisation").in_table(),
            text("industry", {"Industry (GB/T 4754)", "国民经济行业代码"}, 5)
                .with_help(
                    {"Letter, division, group or class, such as C307", "门类、大类、中类或小类代码，如C307"})
                .in_table(),
            text("product", {"Product or service", "产品或服务"}, 200).search()};
}

// ---- evidence

std::vector<Choice> criterion_choices(const Annex& annex) {
    std::vector<Choice> choices;
    for (const Criterion& one : annex.criteria)
        if (std::ranges::find(choices, one.id, &Choice::id) == choices.end())
            choices.push_back({one.id, {one.id + " " + one.what.en, one.id + " " + one.what.zh}});
    return choices;
}

/// By its choices; as a text where no pack was taken, which no host allows and tests of other plugins do.
Field criterion_field(const Annex& annex) {
    const plugin::Text label{"Criterion", "认定条件"};
    std::vector<Choice> choices = criterion_choices(annex);
    if (choices.empty()) return text("criterion", label, 40).require();
    return choice("criterion", label, std::move(choices)).require();
}

/// What documents can show, of all criteria; which of it belongs to a criterion is a rule.
std::vector<Choice> cover_choices(const Annex& annex) {
    std::vector<Choice> choices;
    for (const Criterion& criterion : annex.criteria)
        for (const Test& test : criterion.tests)
            for (const Cover& cover : test.covers)
                if (std::ranges::find(choices, cover.id, &Choice::id) == choices.end())
                    choices.push_back({cover.id, cover.what});
    return choices;
}

std::vector<Field> evidence_fields(const Annex& annex) {
    std::vector<Field> fields{
        criterion_field(annex), field("met", FieldKind::boolean, {"Met", "是否符合"}).require(),
        field("statement", FieldKind::paragraph, {"Statement", "说明"}).at_most(2000),
        list_of(
            "documents", {"Documents", "佐证文件"},
            group("document", {"Document", "文件"},
                  {text("title", {"Title", "名称"}, 200).require(), text("number", {"Number", "文号"}, 100),
                   date("date", {"Date", "日期"}), text("issuer", {"Issued by", "出具单位"}, 200),
                   field("attachment", FieldKind::sha256,
                         {"File (SHA-256 of the attachment)", "文件附件（SHA-256）"})}))
            .between(0, 50)};
    if (std::vector<Choice> covers = cover_choices(annex); !covers.empty())
        fields.push_back(list_of("covers", {"The documents show", "佐证内容"},
                                 choice("cover", {"Content", "内容"}, std::move(covers)))
                             .between(0, 20));
    return fields;
}

// ---- library and recognition

std::vector<Field> library_fields() {
    return {level_field("level", {"Level", "级别"}).require(), decision_field().require(), reason_field(),
            field("batch", FieldKind::integer, {"Batch of the year", "年度批次"}).between(1, 99)};
}

Field library_history() {
    return list_of("library_history", {"History in the libraries", "入出库记录"},
                   group("step", {"Step", "变动"},
                         {date("on", {"On", "日期"}), choice("step", {"Step", "变动"}, library_steps()),
                          level_field("level", {"Level", "级别"}), decision_field(), reason_field(),
                          field("batch", FieldKind::integer, {"Batch of the year", "年度批次"})}));
}

std::vector<Field> recognition_fields(const Annex& annex) {
    return {
        level_field("level", {"Level", "级别"}).require(),
        decision_field().require(),
        field("year", FieldKind::integer, {"Year", "年度"}).between(2000, 2999).require(),
        field("batch", FieldKind::integer, {"Batch of the year", "年度批次"}).between(1, 99),
        choice("form", {"Form", "形式"}, recognition_forms()),
        list_of("panel", {"Panel", "评审组"},
                group("member", {"Member", "成员"},
                      {text("name", {"Name", "姓名"}, 100).require(), text("unit", {"Unit", "单位"}, 200),
                       choice("vote", {"Vote", "意见"},
                              {{"for", {"For", "同意"}},
                               {"against", {"Against", "不同意"}},
                               {"abstained", {"Abstained", "弃权"}}})}))
            .between(0, 50),
        field("opinion", FieldKind::paragraph, {"Opinion of the panel", "评审意见"}).at_most(2000),
        list_of("exceptions", {"Not met, and recognised nevertheless", "未符合但予以认定的条件"},
                group("exception", {"Exception", "例外"}, {criterion_field(annex), reason_field().require()}))
            .between(0, 50)};
}

Field linked_rights() {
    return list_of("rights", {"Rights", "相关权利"},
                   group("right", {"Right", "权利"},
                         {reference("right", {"Right", "权利"}, ""),
                          choice("role", {"Role", "作用"}, right_roles()), date("on", {"On", "日期"})}));
}

RecordType organisation() {
    return {"organisation",
            {"Organisation", "单位"},
            {"Organisations", "单位"},
            organisation_fields(),
            "name",
            {{"recorded", {"Recorded", "已登记"}, Tone::neutral}}};
}

Field figures_history() {
    std::vector<Field> reported{date("as_of", {"Figures as of", "数据截止日期"}),
                                date("on", {"Reported on", "上报日期"})};
    reported.insert(reported.end(), figures().begin(), figures().end());
    return list_of("figures_history", {"Figures reported", "历次上报数据"},
                   group("report", {"Report", "上报"}, std::move(reported)));
}

RecordType brand(const Annex& annex) {
    RecordType type{"brand",
                    {"Brand", "劳务品牌"},
                    {"Brands", "劳务品牌"},
                    brand_fields(),
                    "name",
                    {{"recorded", {"Recorded", "已登记"}, Tone::neutral},
                     {"in_library", {"In the library", "在库"}, Tone::good},
                     {"left_library", {"Left the library", "已出库"}, Tone::attention}}};
    type.page = "brands.recognition";
    std::vector<Field>& fields = type.fields;
    fields.push_back(date("recorded_on", {"Recorded on", "登记日期"}));
    fields.push_back(level_field("library_level", {"Library", "入库级别"}).in_table());
    fields.push_back(date("library_since", {"In the library since", "入库日期"}));
    fields.push_back(date("library_left_on", {"Left the library on", "出库日期"}));
    fields.push_back(field("library_decision", FieldKind::text, {"Decision on the library", "入出库决定"}));
    fields.push_back(field("library_reason", FieldKind::paragraph, {"Reason", "入出库理由"}));
    fields.push_back(library_history());
    fields.push_back(level_field("recognised_level", {"Recognised", "认定级别"}).in_table());
    fields.push_back(field("recognised_year", FieldKind::integer, {"Recognised in", "认定年度"}).in_table());
    std::vector<Field> recognition = recognition_fields(annex);
    recognition.push_back(date("on", {"On", "日期"}));
    fields.push_back(list_of("recognitions", {"Recognitions", "历次认定"},
                             group("recognition", {"Recognition", "认定"}, std::move(recognition))));
    fields.push_back(date("figures_as_of", {"Figures as of", "数据截止日期"}));
    for (const Field& figure : figures())
        fields.push_back(figure.id == "headcount" ? figure.in_table() : figure);
    fields.push_back(figures_history());
    std::vector<Field> evidence = evidence_fields(annex);
    evidence.push_back(date("on", {"On", "日期"}));
    fields.push_back(
        list_of("evidence", {"Evidence", "认定佐证"}, group("item", {"Item", "佐证"}, std::move(evidence))));
    fields.push_back(linked_rights());
    return type;
}

EntryType brand_entry(std::string type, plugin::Text label, std::vector<Field> fields) {
    EntryType made;
    made.type = std::move(type);
    made.label = std::move(label);
    made.record = "brand";
    made.fields = std::move(fields);
    return made;
}

std::vector<EntryType> entries(const Annex& annex) {
    EntryType organisation_recorded{"brands.organisation.recorded",
                                    {"Record an organisation", "登记单位"},
                                    "organisation",
                                    organisation_fields()};
    organisation_recorded.creates = true;  // and again, when a name or a role changed

    EntryType recorded =
        brand_entry("brands.brand.recorded", {"Record a brand", "登记劳务品牌"}, brand_fields());
    recorded.creates = true;

    std::vector<Field> reported{date("as_of", {"Figures as of", "数据截止日期"}).require()};
    reported.insert(reported.end(), figures().begin(), figures().end());

    EntryType entered = brand_entry("brands.brand.entered_library",
                                    {"Enter a brand into a library", "品牌入库"}, library_fields());
    entered.to = "in_library";
    EntryType left = brand_entry("brands.brand.left_library", {"Take a brand out of its library", "品牌出库"},
                                 library_fields());
    left.from = {"in_library"};
    left.to = "left_library";

    const Field right = reference("right", {"Right", "权利"}, "").require();
    return {
        std::move(organisation_recorded),
        std::move(recorded),
        brand_entry("brands.brand.figures_reported", {"Report figures", "上报品牌数据"}, std::move(reported)),
        brand_entry("brands.evidence.filed", {"File evidence for a criterion", "提交认定佐证"},
                    evidence_fields(annex)),
        std::move(entered),
        std::move(left),
        brand_entry("brands.brand.recognised", {"Recognise a brand", "认定劳务品牌"},
                    recognition_fields(annex)),
        brand_entry("brands.brand.right_linked", {"Link a right to a brand", "关联权利"},
                    {right, choice("role", {"Role", "作用"}, right_roles()).require()}),
        brand_entry("brands.brand.right_unlinked", {"Take a right off a brand", "取消关联权利"},
                    {right, reason_field()})};
}

}  // namespace

Field level_field(std::string id, plugin::Text label) {
    return choice(std::move(id), std::move(label), levels());
}
Field decision_field() {
    return text("decision", {"Decision", "决定文号"}, 200)
        .with_help(
            {"Number of the document, such as 苏人社发〔2024〕1号", "文件文号，如苏人社发〔2024〕1号"});
}
Field reason_field() {
    return field("reason", FieldKind::paragraph, {"Reason", "理由"}).at_most(1000);
}

const std::vector<Field>& figures() {
    static const std::vector<Field> all{
        count("headcount", {"Headcount", "从业人数"}),
        share("skilled_share", {"Share of skilled workers", "技能人员占比"}),
        field("wage_premium", FieldKind::basis_points,
              {"Wages above the industry's average", "工资高于行业平均比例"})
            .between(-whole_share, 100 * whole_share),
        share("migrant_share", {"Share of migrant workers", "农民工占比"}),
        share("hard_to_employ_share", {"Share of hard-to-employ groups", "就业困难群体占比"}),
        // The text leaves open of whom: both are asked for.
        share("hard_to_employ_of_migrants",
              {"Share of hard-to-employ groups among the migrant workers", "农民工中就业困难群体占比"}),
        field("labour_income", FieldKind::money, {"Labour income of the year", "年劳务收入"}),
        share("satisfaction", {"Customer satisfaction", "客户满意度"}),
        field("fixed_assets", FieldKind::money, {"Fixed assets", "固定资产"}),
        field("sales", FieldKind::money, {"Sales of the year", "年销售额"}),
        // Debts can be more than the assets.
        field("debt_ratio", FieldKind::basis_points, {"Debt ratio", "资产负债率"})
            .between(0, 100 * whole_share),
        count("parks", {"Parks and start-up bases", "园区、基地数"}),
        count("leading_enterprises", {"Leading enterprises", "龙头企业数"}),
        count("designated_firms", {"Firms above designated size around key chains", "重点产业链规上企业数"}),
        count("craftsmen_trained", {"Rural craftsmen and local talents trained", "培育乡村工匠、乡土人才数"}),
        count("promotion_events", {"Promotion and experience events of the year", "年度推介体验活动次数"}),
        count("studios",
              {"Studios, heritage bases, workshops and craft stations", "工作室、传承基地、工坊数"})};
    return all;
}

const Field* figure(std::string_view id) {
    const auto found = std::ranges::find(figures(), id, &Field::id);
    return found != figures().end() ? &*found : nullptr;
}

plugin::Text label_of(const std::vector<Choice>& choices, std::string_view id) {
    const auto found = std::ranges::find(choices, id, &Choice::id);
    if (found != choices.end()) return found->label;
    return {std::string(id), std::string(id)};
}

int rank_of_level(std::string_view level) {
    for (std::size_t at = 0; at < levels().size(); ++at)
        if (levels()[at].id == level) return static_cast<int>(at);
    return -1;
}

Declaration declaration(const Annex& annex) {
    Declaration declaration;
    declaration.records = {organisation(), brand(annex)};
    declaration.entries = entries(annex);
    declare_support(declaration);
    declaration.checks = checks();
    declaration.reports = reports();
    declaration.adapters = {
        Adapter{"organisations-csv", {"Organisations, CSV", "单位名录（CSV）"}, SourceFormat::csv},
        Adapter{"brands-csv", {"Brands, CSV", "劳务品牌名录（CSV）"}, SourceFormat::csv}};
    declaration.overlays = {{"recognised", {"Recognised", "已认定"}, Tone::good}};
    return declaration;
}

}  // namespace xinbu::brands
