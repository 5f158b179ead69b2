#include "declaration.hpp"
#include "recognition.hpp"
#include "reports.hpp"
#include "xinbu/plugin/divisions.hpp"

namespace xinbu::brands {

using plugin::Cell;
using plugin::FindingStatus;
using plugin::Object;
using plugin::Quantity;
using plugin::Record;
using plugin::ReportFacts;
using plugin::ReportModel;
using plugin::ReportParagraph;
using plugin::ReportSection;
using plugin::ReportTable;
using plugin::Text;
using plugin::text_at;
using plugin::Tone;
using plugin::Value;

namespace {

Tone tone_of(FindingStatus status) {
    switch (status) {
        case FindingStatus::met:
            return Tone::good;
        case FindingStatus::not_met:
            return Tone::bad;
        case FindingStatus::unknown:
            return Tone::attention;
        case FindingStatus::soft:
            break;
    }
    return Tone::neutral;
}

constexpr FindingStatus statuses[]{FindingStatus::met, FindingStatus::not_met, FindingStatus::unknown,
                                   FindingStatus::soft};

ReportFacts summary(const Recognition& recognition, const Annex& annex) {
    const Object& fields = recognition.brand.fields;
    ReportFacts facts;
    const auto add = [&](Text label, Cell cell, Quantity quantity = Quantity::text, Text remark = {}) {
        facts.facts.push_back({std::move(label), std::move(cell), quantity, std::move(remark)});
    };
    add({"Brand", "劳务品牌"}, cell(recognition.brand.id), Quantity::record);
    add({"Category", "类别"}, cell(label_at(fields, "category", categories())));
    add({"Division", "行政区划"}, cell(division_name(text_at(fields, "region"))));
    if (!text_at(fields, "lead").empty())
        add({"Leading organisation", "牵头单位"}, cell(text_at(fields, "lead")), Quantity::record);
    if (!text_at(fields, "figures_as_of").empty())
        add({"Latest figures as of", "最新数据截止日期"}, cell(text_at(fields, "figures_as_of")),
            Quantity::date);
    if (!text_at(fields, "library_level").empty())
        add({"In the library", "入库级别"}, cell(label_at(fields, "library_level", levels())), Quantity::text,
            same(text_at(fields, "library_since")));
    const plugin::Division* province = plugin::province_of(annex.province);
    const std::string name(province != nullptr ? province->name : std::string_view());
    add({"Criteria", "认定条件"}, cell(same(name)), Quantity::text,
        {"edition of " + annex.version, annex.version + "版"});
    for (const FindingStatus status : statuses)
        add(status_label(status), cell(static_cast<std::int64_t>(recognition.count(status)), tone_of(status)),
            Quantity::integer);
    return facts;
}

ReportTable gaps(const Recognition& recognition) {
    ReportTable table{{},
                      {{{"Criterion", "条件"}},
                       {{"What is asked", "要求"}},
                       {{"State", "状态"}},
                       {{"What there is", "现状与差距"}},
                       {{"What to do", "下一步"}}},
                      {},
                      {},
                      {"Nothing is missing.", "无差距。"}};
    // What fails comes first, then what nobody knows yet, then what is only striven for.
    for (const FindingStatus status : {FindingStatus::not_met, FindingStatus::unknown, FindingStatus::soft})
        for (const Judged& judged : recognition.judged)
            if (judged.status == status)
                table.rows.push_back({cell(judged.criterion->id), cell(judged.criterion->what),
                                      cell(status_label(judged.status), tone_of(judged.status)),
                                      cell(judged.said), cell(judged.todo)});
    return table;
}

ReportTable met(const Recognition& recognition) {
    ReportTable table{{},
                      {{{"Criterion", "条件"}},
                       {{"What is asked", "要求"}},
                       {{"What there is", "现状"}},
                       {{"Basis", "依据"}}},
                      {},
                      {},
                      {"No criterion is met yet.", "尚无符合的条件。"}};
    for (const Judged& judged : recognition.judged)
        if (judged.status == FindingStatus::met)
            table.rows.push_back({cell(judged.criterion->id), cell(judged.criterion->what), cell(judged.said),
                                  cell(judged.criterion->article)});
    return table;
}

ReportTable documents(const Recognition& recognition) {
    ReportTable table{{},
                      {{{"Criterion", "条件"}},
                       {{"Document", "文件"}},
                       {{"Number", "文号"}},
                       {{"Date", "日期"}, Quantity::date},
                       {{"Issued by", "出具单位"}}},
                      {},
                      {},
                      {"No document is filed.", "尚无佐证文件。"}};
    for (const Judged& judged : recognition.judged)
        for (const Object& document : judged.documents)
            table.rows.push_back({cell(judged.criterion->id), cell(text_at(document, "title")),
                                  cell(text_at(document, "number")), cell(text_at(document, "date")),
                                  cell(text_at(document, "issuer"))});
    return table;
}

ReportSection decisions(const Record& brand) {
    ReportTable table{{},
                      {{{"On", "日期"}, Quantity::date},
                       {{"Level", "级别"}},
                       {{"Year", "年度"}},
                       {{"Form", "形式"}},
                       {{"Decision", "决定文号"}},
                       {{"Panel", "评审组"}},
                       {{"Opinion", "评审意见"}},
                       {{"Not met, and recognised nevertheless", "未符合但予以认定的条件"}}},
                      {},
                      {},
                      {"Nobody has decided yet.", "尚无认定决定。"}};
    for (const Value& one : plugin::array_at(brand.fields, "recognitions")) {
        if (one.object() == nullptr) continue;
        const Object& decision = *one.object();
        std::string panel, exceptions;
        for (const Value& member : plugin::array_at(decision, "panel"))
            if (member.object() != nullptr)
                panel += (panel.empty() ? "" : "、") + std::string(text_at(*member.object(), "name"));
        for (const Value& exception : plugin::array_at(decision, "exceptions"))
            if (exception.object() != nullptr)
                exceptions += (exceptions.empty() ? "" : "; ") +
                              std::string(text_at(*exception.object(), "criterion")) + " " +
                              std::string(text_at(*exception.object(), "reason"));
        const std::int64_t* year = plugin::integer_at(decision, "year");
        table.rows.push_back({cell(text_at(decision, "on")), cell(label_at(decision, "level", levels())),
                              cell(year != nullptr ? std::to_string(*year) : std::string()),
                              cell(label_at(decision, "form", recognition_forms())),
                              cell(text_at(decision, "decision")), cell(panel),
                              cell(text_at(decision, "opinion")), cell(exceptions)});
    }
    return {{"Decisions", "认定决定"},
            {ReportParagraph{
                 {"The criteria have no weights and no pass mark: people decide, and sign the decision.",
                  "认定条件未设权重和及格线，由评审组作出决定并签署。"}},
             std::move(table)}};
}

}  // namespace

std::optional<ReportModel> report_recognition(const Object& parameters, const Annex& annex,
                                              const plugin::Records& records) {
    const std::optional<Record> brand = records.find(text_at(parameters, "brand"));
    if (!brand || !brand->id.starts_with("brand/")) return std::nullopt;
    const Recognition recognition = recognise(*brand, annex, records, records.as_of());
    ReportModel model;
    model.title = {"Gaps to recognition", "品牌认定差距报告"};
    model.subject = same(text_at(brand->fields, "name"));
    ReportSection first{{"Summary", "概要"}, {summary(recognition, annex)}};
    if (!recognition.is_covered)
        first.blocks.emplace_back(ReportParagraph{
            {"No criteria are loaded for the brand's province on this day; nothing is judged.",
             "未加载该品牌所在省份在该日期适用的认定条件，未作判断。"},
            Tone::attention});
    model.sections = {std::move(first),
                      {{"Gaps", "差距"}, {gaps(recognition)}},
                      {{"Met", "已符合"}, {met(recognition)}},
                      {{"Documents", "佐证文件"}, {documents(recognition)}},
                      decisions(*brand)};
    for (const auto& [id, law] : annex.laws) model.sources.push_back({law, {}});
    return model;
}

}  // namespace xinbu::brands
