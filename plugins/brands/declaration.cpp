#include "declaration.hpp"

#include <string>

#include "plugin.hpp"

namespace xinbu::brands {

using plugin::Adapter;
using plugin::Check;
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

const std::vector<Criterion>& criteria() {
    static const std::vector<Criterion> all{
        {"B01", "", "Brand-building plan of the local authority", "地方出台品牌建设方案"},
        {"B02", "", "Medium- and long-term plan for the brand", "品牌中长期发展规划"},
        {"B03", "", "Independent name with evident labour character", "独立品牌名称且劳务特征明显"},
        {"B04", "", "Product or service that reflects local culture and trade",
         "形成反映地方文化与行业特点的产品或服务"},
        {"B05", "", "Reputation, credibility and market share", "知名度、美誉度、竞争力与市场份额"},
        {"B06", "", "Credit-commitment system of the industry, staff rules, satisfaction",
         "行业信用承诺制度、从业人员管理规范与满意度"},
        {"B07", "", "Leading enterprises", "龙头企业"},
        {"B08", "", "Characteristic park or start-up base", "特色产业园区或创业示范基地"},
        {"B09", "", "Workforce and contribution to economy and income", "从业规模及对经济和增收的贡献"},
        {"B10", "", "One-stop service: training, placement, further training, protection of rights",
         "培训、输出、服务、维权一体化服务"},
        {"B11", "", "Training system inside the subsidised scope", "培训体系及纳入补贴范围的培训项目"},
        {"T1", "skill", "Headcount of 5,000 or more", "从业人员5000人以上"},
        {"T2", "skill", "Wages at least 10 % above the industry's average", "工资高于行业平均水平10%以上"},
        {"T3", "skill", "At least 50 % skilled workers", "技能人员占比50%以上"},
        {"T4", "skill", "Market share of the product among the national leaders", "产品市场占有率居全国前列"},
        {"T5", "skill", "Firms around key chains, specialised “little giants”",
         "重点产业链企业与专精特新企业培育"},
        {"S1", "service", "Headcount of 10,000 or more", "从业人员1万人以上"},
        {"S2", "service", "Dedicated training project, certificates on the job", "专项培训项目与持证上岗"},
        {"S3", "service", "Standard gig market and online zone for flexible work",
         "标准化零工市场与线上灵活就业专区"},
        {"S4", "service", "Service standards and after-sales system", "服务标准与售后体系"},
        {"S5", "service", "Customer satisfaction of 95 % or more, measured by a third party",
         "第三方测评客户满意度95%以上"},
        {"C1", "culture", "Headcount of 3,000 or more", "从业人员3000人以上"},
        {"C2", "culture", "Rural craftsmen and local talents trained", "培育乡村工匠、乡土人才"},
        {"C3", "culture", "Culture or tourism product with national or provincial recognition",
         "文旅产品获国家级或省级认定"},
        {"C4", "culture", "Regular promotion and experience events", "定期开展推介、体验活动"},
        {"C5", "culture", "Studio, heritage base, workshop or craft station",
         "大师工作室、传承基地、非遗工坊等"},
        {"L1", "livelihood", "Headcount of 50,000 or more", "从业人员5万人以上"},
        {"L2a", "livelihood", "At least 70 % migrant workers", "农民工占比70%以上"},
        {"L2b", "livelihood", "At least 10 % hard-to-employ groups", "就业困难群体占比10%以上"},
        {"L3", "livelihood", "Labour income of 3 billion CNY a year or more", "年劳务收入30亿元以上"},
        {"L4", "livelihood", "Special-ability and project-based training", "专项能力与项目制培训"},
        {"L5", "livelihood", "Employment-aid workshops, rural bases, cooperatives",
         "就业帮扶车间、乡村振兴基地、示范合作社"}};
    return all;
}

const std::vector<Choice>& categories() {
    static const std::vector<Choice> all{{"skill", {"Mid and high skill", "中高端技能类"}},
                                         {"service", {"High-quality service", "高品质服务类"}},
                                         {"culture", {"Culture and tourism", "文化旅游类"}},
                                         {"livelihood", {"Livelihood", "民生保障类"}}};
    return all;
}

const std::vector<Choice>& levels() {
    static const std::vector<Choice> all{{"county", {"County", "县级"}},
                                         {"city", {"City", "市级"}},
                                         {"province", {"Province", "省级"}},
                                         {"national", {"National", "国家级"}}};
    return all;
}

const std::vector<Choice>& roles() {
    static const std::vector<Choice> all{{"leading_enterprise", {"Leading enterprise", "龙头企业"}},
                                         {"park", {"Industrial park", "特色产业园区"}},
                                         {"association", {"Industry association", "行业协会商会"}},
                                         {"bank", {"Bank", "银行"}},
                                         {"insurer", {"Insurer", "保险机构"}},
                                         {"guarantor", {"Guarantor", "担保机构"}},
                                         {"valuer", {"Valuer", "评估机构"}},
                                         {"regulator", {"Regulator", "监管部门"}},
                                         {"hr_agency", {"Human-resources agency", "人力资源服务机构"}},
                                         {"training_body", {"Training body", "培训机构"}},
                                         {"incubator", {"Incubator", "创业孵化机构"}},
                                         {"service_shareholder", {"Shareholder by service", "服务入股机构"}},
                                         {"member", {"Member enterprise", "会员单位"}},
                                         {"other", {"Other", "其他"}}};
    return all;
}

namespace {

constexpr std::int64_t whole = 10000;  // basis points
constexpr std::int64_t most_people = 1'000'000'000;

Field share(std::string id, plugin::Text label) {
    return field(std::move(id), FieldKind::basis_points, std::move(label)).between(0, whole);
}
Field count(std::string id, plugin::Text label) {
    return field(std::move(id), FieldKind::integer, std::move(label)).between(0, most_people);
}
Field level_field(std::string id, plugin::Text label) {
    return choice(std::move(id), std::move(label), levels());
}
Field decision_field() {
    return field("decision", FieldKind::text, {"Decision", "决定文号"})
        .at_most(200)
        .with_help(
            {"Number of the document, such as 苏人社发〔2024〕1号", "文件文号，如苏人社发〔2024〕1号"});
}
Field reason_field() {
    return field("reason", FieldKind::paragraph, {"Reason", "理由"}).at_most(1000);
}

std::vector<Field> organisation_fields() {
    return {
        field("name", FieldKind::text, {"Name", "名称"}).at_most(200).require().search().in_table(),
        identifier("identifier", {"Credit code", "统一社会信用代码"}, "uscc").require().search().in_table(),
        list_of("former_names", {"Former names", "曾用名"},
                field("name", FieldKind::text, {"Name", "名称"}).at_most(200))
            .between(0, 20)
            .search()
            .with_help({"Registers of rights may still hold them.", "权利登记中可能仍使用曾用名。"}),
        list_of("roles", {"Roles", "角色"}, choice("role", {"Role", "角色"}, roles()))
            .between(0, 20)
            .in_table(),
        identifier("region", {"Division", "行政区划"}, "cn-division").in_table()};
}

std::vector<Field> brand_fields() {
    return {field("name", FieldKind::text, {"Brand name", "品牌名称"})
                .at_most(100)
                .with_help({"Place, trade and person, such as 宜兴紫砂匠",
                            "地域+产业（行业、产品）+人，如宜兴紫砂匠"})
                .require()
                .search()
                .in_table(),
            choice("category", {"Category", "类别"}, categories()).require().in_table(),
            identifier("region", {"Division", "行政区划"}, "cn-division").require().in_table(),
            reference("lead", {"Leading organisation", "牵头单位"}, "organisation").in_table(),
            field("industry", FieldKind::text, {"Industry (GB/T 4754)", "国民经济行业代码"})
                .at_most(5)
                .with_help(
                    {"Letter, division, group or class, such as C307", "门类、大类、中类或小类代码，如C307"})
                .in_table(),
            field("product", FieldKind::text, {"Product or service", "产品或服务"}).at_most(200).search()};
}

std::vector<Choice> criterion_choices() {
    std::vector<Choice> choices;
    for (const Criterion& one : criteria())
        choices.push_back({std::string(one.id),
                           {std::string(one.id) + " " + std::string(one.en),
                            std::string(one.id) + " " + std::string(one.zh)}});
    return choices;
}

std::vector<Field> evidence_fields() {
    return {choice("criterion", {"Criterion", "认定条件"}, criterion_choices()).require(),
            field("met", FieldKind::boolean, {"Met", "是否符合"}).require(),
            field("statement", FieldKind::paragraph, {"Statement", "说明"}).at_most(2000)};
}

std::vector<Field> library_fields() {
    return {level_field("level", {"Level", "级别"}).require(), decision_field().require(), reason_field()};
}

std::vector<Field> recognition_fields() {
    return {level_field("level", {"Level", "级别"}).require(), decision_field().require(),
            field("year", FieldKind::integer, {"Year", "年度"}).between(2000, 2999).require()};
}

RecordType organisation() {
    return {"organisation",
            {"Organisation", "单位"},
            {"Organisations", "单位"},
            organisation_fields(),
            "name",
            {{"recorded", {"Recorded", "已登记"}, Tone::neutral}}};
}

RecordType brand() {
    RecordType type{"brand",
                    {"Brand", "劳务品牌"},
                    {"Brands", "劳务品牌"},
                    brand_fields(),
                    "name",
                    {{"recorded", {"Recorded", "已登记"}, Tone::neutral},
                     {"in_library", {"In the library", "在库"}, Tone::good},
                     {"left_library", {"Left the library", "已出库"}, Tone::attention}}};
    std::vector<Field>& fields = type.fields;
    fields.push_back(level_field("library_level", {"Library", "入库级别"}).in_table());
    fields.push_back(field("library_since", FieldKind::date, {"In the library since", "入库日期"}));
    fields.push_back(field("library_left_on", FieldKind::date, {"Left the library on", "出库日期"}));
    fields.push_back(field("library_decision", FieldKind::text, {"Decision on the library", "入出库决定"}));
    fields.push_back(field("library_reason", FieldKind::paragraph, {"Reason", "入出库理由"}));
    fields.push_back(level_field("recognised_level", {"Recognised", "认定级别"}).in_table());
    fields.push_back(field("recognised_year", FieldKind::integer, {"Recognised in", "认定年度"}).in_table());
    std::vector<Field> recognition = recognition_fields();
    recognition.push_back(field("on", FieldKind::date, {"On", "日期"}));
    fields.push_back(list_of("recognitions", {"Recognitions", "历次认定"},
                             group("recognition", {"Recognition", "认定"}, std::move(recognition))));
    fields.push_back(field("figures_as_of", FieldKind::date, {"Figures as of", "数据截止日期"}));
    for (const Field& figure : figures())
        fields.push_back(figure.id == "headcount" ? figure.in_table() : figure);
    std::vector<Field> evidence = evidence_fields();
    evidence.push_back(field("on", FieldKind::date, {"On", "日期"}));
    fields.push_back(
        list_of("evidence", {"Evidence", "认定佐证"}, group("item", {"Item", "佐证"}, std::move(evidence))));
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

std::vector<EntryType> entries() {
    EntryType organisation_recorded{"brands.organisation.recorded",
                                    {"Record an organisation", "登记单位"},
                                    "organisation",
                                    organisation_fields()};
    organisation_recorded.creates = true;  // and again, when a name or a role changed

    EntryType recorded =
        brand_entry("brands.brand.recorded", {"Record a brand", "登记劳务品牌"}, brand_fields());
    recorded.creates = true;

    std::vector<Field> reported{field("as_of", FieldKind::date, {"Figures as of", "数据截止日期"}).require()};
    reported.insert(reported.end(), figures().begin(), figures().end());

    EntryType entered = brand_entry("brands.brand.entered_library",
                                    {"Enter a brand into a library", "品牌入库"}, library_fields());
    entered.to = "in_library";
    EntryType left = brand_entry("brands.brand.left_library", {"Take a brand out of its library", "品牌出库"},
                                 library_fields());
    left.from = {"in_library"};
    left.to = "left_library";

    return {
        std::move(organisation_recorded),
        std::move(recorded),
        brand_entry("brands.brand.figures_reported", {"Report figures", "上报品牌数据"}, std::move(reported)),
        brand_entry("brands.evidence.filed", {"File evidence for a criterion", "提交认定佐证"},
                    evidence_fields()),
        std::move(entered),
        std::move(left),
        brand_entry("brands.brand.recognised", {"Recognise a brand", "认定劳务品牌"}, recognition_fields())};
}

}  // namespace

const std::vector<Field>& figures() {
    static const std::vector<Field> all{
        count("headcount", {"Headcount", "从业人数"}),
        share("skilled_share", {"Share of skilled workers", "技能人员占比"}),
        field("wage_premium", FieldKind::basis_points,
              {"Wages above the industry's average", "工资高于行业平均比例"})
            .between(-whole, 100 * whole),
        share("migrant_share", {"Share of migrant workers", "农民工占比"}),
        share("hard_to_employ_share", {"Share of hard-to-employ groups", "就业困难群体占比"}),
        field("labour_income", FieldKind::money, {"Labour income of the year", "年劳务收入"}),
        share("satisfaction", {"Customer satisfaction", "客户满意度"}),
        field("fixed_assets", FieldKind::money, {"Fixed assets", "固定资产"}),
        field("sales", FieldKind::money, {"Sales of the year", "年销售额"}),
        // Debts can be more than the assets.
        field("debt_ratio", FieldKind::basis_points, {"Debt ratio", "资产负债率"}).between(0, 100 * whole),
        count("parks", {"Parks and start-up bases", "园区、基地数"}),
        count("leading_enterprises", {"Leading enterprises", "龙头企业数"})};
    return all;
}

plugin::Declaration Brands::declare() const {
    Declaration declaration;
    declaration.records = {organisation(), brand()};
    declaration.entries = entries();
    declaration.checks = {
        Check{"brands.name",
              {"Does a name follow the naming rule?", "品牌名称是否符合命名规则"},
              {field("name", FieldKind::text, {"Brand name", "品牌名称"}).at_most(100).require()}}};
    declaration.adapters = {
        Adapter{"organisations-csv", {"Organisations, CSV", "单位名录（CSV）"}, SourceFormat::csv},
        Adapter{"brands-csv", {"Brands, CSV", "劳务品牌名录（CSV）"}, SourceFormat::csv}};
    return declaration;
}

}  // namespace xinbu::brands
