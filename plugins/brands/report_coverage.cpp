#include "coverage.hpp"
#include "declaration.hpp"
#include "reports.hpp"

namespace xinbu::brands {

using plugin::Cell;
using plugin::Quantity;
using plugin::ReportBars;
using plugin::ReportFacts;
using plugin::ReportModel;
using plugin::ReportTable;
using plugin::Text;
using plugin::Tone;

namespace {

Tone tone_of(const BrandCounts& counts) {
    return counts.counted > 0 ? Tone::good : counts.recorded > 0 ? Tone::attention : Tone::bad;
}

Text word_of(const BrandCounts& counts) {
    if (counts.counted > 0) return {"covered", "已覆盖"};
    if (counts.recorded > 0) return {"recorded only", "仅登记"};
    return {"none", "空白"};
}

ReportFacts summary(const Coverage& coverage, const Target& target) {
    ReportFacts facts;
    const auto add = [&](Text label, std::int64_t has, std::int64_t wanted) {
        Text remark{"of " + std::to_string(wanted), "共" + std::to_string(wanted)};
        if (has < wanted) {
            remark.en += ", " + std::to_string(wanted - has) + " missing";
            remark.zh += "，差" + std::to_string(wanted - has);
        }
        facts.facts.push_back({std::move(label), cell(has, has >= wanted ? Tone::good : Tone::attention),
                               Quantity::integer, std::move(remark)});
    };
    add({"Counties and districts with a brand", "已有品牌的县（市、区）"}, coverage.covered_counties(),
        static_cast<std::int64_t>(coverage.by_county.size()));
    add({"Cities with a brand", "已有品牌的设区市"}, coverage.covered_cities(),
        static_cast<std::int64_t>(coverage.by_city.size()));
    if (target.brands > 0) {
        const std::string years = std::to_string(target.first_year) + "–" + std::to_string(target.last_year);
        add({"Recognised by the province in " + years, years + "年认定的省级劳务品牌"}, coverage.provincial,
            target.brands);
        add({"Recognised by the province in " + std::to_string(target.first_year),
             std::to_string(target.first_year) + "年首批认定的省级劳务品牌"},
            coverage.first_batch, target.first_batch);
    }
    const auto count = [&](Text label, std::int64_t number) {
        facts.facts.push_back({std::move(label), cell(number), Quantity::integer, {}});
    };
    count({"Brands on record", "登记品牌"}, coverage.all.recorded);
    if (coverage.province.recorded > 0)
        count({"of them the province's own", "其中省本级"}, coverage.province.recorded);
    if (coverage.elsewhere.recorded > 0)
        count({"of them outside Jiangsu", "其中江苏省外"}, coverage.elsewhere.recorded);
    if (coverage.unplaced > 0)
        count({"of them in abolished divisions that went into several", "其中原行政区划已分属多地"},
              coverage.unplaced);
    count({"In the libraries", "在库品牌"}, coverage.all.in_library);
    count(recognised_label, coverage.all.recognised);
    count(by_province_label, coverage.all.provincial);
    return facts;
}

ReportTable by_city(const Coverage& coverage) {
    ReportTable table{{},
                      {{{"City", "设区市"}},
                       {{"Counties and districts", "县（市、区）"}, Quantity::integer},
                       {{"With a brand", "已覆盖"}, Quantity::integer},
                       {{"Coverage", "覆盖率"}, Quantity::basis_points},
                       {{"On record", "登记品牌"}, Quantity::integer},
                       {{"In a library", "在库"}, Quantity::integer},
                       {{"Recognised", "已认定"}, Quantity::integer},
                       {{"of them by the province", "其中省级"}, Quantity::integer}},
                      {}};
    const auto row_of = [](Cell place, const BrandCounts& counts) {
        return std::vector<Cell>{std::move(place),
                                 {},
                                 {},
                                 {},
                                 cell(counts.recorded),
                                 cell(counts.in_library),
                                 cell(counts.recognised),
                                 cell(counts.provincial)};
    };
    std::int64_t all_counties = 0, all_covered = 0;
    for (const auto& [city, counts] : coverage.by_city) {
        std::int64_t counties = 0, covered = 0;
        for (const auto& [county, of_county] : coverage.by_county) {
            if (plugin::city_of(county) != city) continue;
            ++counties;
            if (of_county.counted > 0) ++covered;
        }
        std::vector<Cell> row = row_of(cell(plugin::jiangsu_division(city)->name), counts);
        row[1] = cell(counties);
        row[2] = cell(covered);
        row[3] = share_cell(covered, counties, covered == counties ? Tone::good : Tone::attention);
        table.rows.push_back(std::move(row));
        all_counties += counties;
        all_covered += covered;
    }
    // These cover no county and no city, and are brands of the library all the same.
    table.rows.push_back(row_of(cell(Text{"The province itself", "省本级"}), coverage.province));
    if (coverage.elsewhere.recorded > 0)
        table.rows.push_back(row_of(cell(Text{"Outside Jiangsu", "江苏省外"}), coverage.elsewhere));
    table.total = row_of(cell(Text{"All", "合计"}), coverage.all);
    table.total[1] = cell(all_counties);
    table.total[2] = cell(all_covered);
    table.total[3] = share_cell(all_covered, all_counties);
    return table;
}

ReportTable by_county(const Coverage& coverage) {
    ReportTable table{{},
                      {{{"Code", "代码"}},
                       {{"County or district", "县（市、区）"}},
                       {{"City", "设区市"}},
                       {{"State", "状态"}},
                       {{"On record", "登记品牌"}, Quantity::integer},
                       {{"In a library", "在库"}, Quantity::integer},
                       {{"Recognised", "已认定"}, Quantity::integer},
                       {{"of them by the province", "其中省级"}, Quantity::integer}},
                      {}};
    for (const auto& [code, counts] : coverage.by_county)
        table.rows.push_back({cell(std::to_string(code)), cell(plugin::jiangsu_division(code)->name),
                              cell(plugin::jiangsu_division(plugin::city_of(code))->name),
                              cell(word_of(counts), tone_of(counts)), cell(counts.recorded),
                              cell(counts.in_library), cell(counts.recognised), cell(counts.provincial)});
    return table;
}

ReportTable by_category(const Coverage& coverage) {
    ReportTable table{{},
                      {{{"Category", "类别"}},
                       {{"On record", "登记品牌"}, Quantity::integer},
                       {{"By the province", "省级"}, Quantity::integer}},
                      {}};
    for (const plugin::Choice& category : categories()) {
        const auto all = coverage.by_category.find(category.id);
        const auto provincial = coverage.provincial_by_category.find(category.id);
        table.rows.push_back(
            {cell(category.label), cell(all != coverage.by_category.end() ? all->second : 0),
             cell(provincial != coverage.provincial_by_category.end() ? provincial->second : 0)});
    }
    return table;
}

ReportTable by_year(const Coverage& coverage) {
    ReportTable table{{},
                      {{{"Year", "年度"}}, {{"Provincial brands", "省级劳务品牌"}, Quantity::integer}},
                      {},
                      {},
                      {"The province has recognised none yet.", "尚无省级认定。"}};
    for (const auto& [year, count] : coverage.provincial_by_year)
        table.rows.push_back({cell(std::to_string(year)), cell(count)});
    return table;
}

ReportBars bars(const Coverage& coverage) {
    ReportBars bars{{"Counties and districts with a brand, by city", "各设区市已覆盖县（市、区）数"},
                    Quantity::integer,
                    {},
                    {}};
    for (const auto& [city, counts] : coverage.by_city) {
        std::int64_t covered = 0;
        for (const auto& [county, of_county] : coverage.by_county)
            if (plugin::city_of(county) == city && of_county.counted > 0) ++covered;
        bars.bars.push_back(
            {same(plugin::jiangsu_division(city)->name), covered, covered > 0 ? Tone::good : Tone::bad});
    }
    return bars;
}

}  // namespace

ReportModel report_coverage(const Annex& annex, const plugin::Records& records) {
    const Coverage coverage = coverage_of(annex, records);
    ReportModel model;
    model.title = {"Coverage of counties and cities", "劳务品牌覆盖报告"};
    model.subject = {"Jiangsu, " + records.as_of().text(), "江苏省，" + records.as_of().text()};
    model.sections = {
        {{"Summary", "概要"},
         {summary(coverage, annex.target),
          plugin::ReportParagraph{
              {"A county is covered by a brand that is in a library or recognised. Abolished "
               "divisions count as what they became.",
               "有在库或已认定品牌的县（市、区）视为已覆盖；已撤销的行政区划按现行区划统计。"}}}},
        {{"By city", "分设区市"}, {bars(coverage), by_city(coverage)}},
        {{"By category and year", "分类别和年度"}, {by_category(coverage), by_year(coverage)}},
        {{"By county", "分县（市、区）"}, {by_county(coverage)}}};
    for (const auto& [id, law] : annex.laws) model.sources.push_back({law, {}});
    return model;
}

}  // namespace xinbu::brands
