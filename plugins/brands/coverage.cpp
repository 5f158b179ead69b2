#include "coverage.hpp"

#include <algorithm>

#include "figures.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::brands {

using plugin::Array;
using plugin::CheckAnswer;
using plugin::Finding;
using plugin::FindingStatus;
using plugin::Object;
using plugin::Record;
using plugin::Severity;
using plugin::text_at;

namespace {

constexpr int jiangsu = 32;

/// What a brand adds to the counts of its places.
BrandCounts counts_of(const Record& brand, plugin::Date day) {
    const Recognised recognised = recognised_by(brand.fields, day);
    BrandCounts one;
    one.recorded = 1;
    one.in_library = brand.status == "in_library" ? 1 : 0;
    one.recognised = recognised.at_all ? 1 : 0;
    one.provincial = recognised.by_province ? 1 : 0;
    one.counted = one.in_library + one.recognised > 0 ? 1 : 0;
    return one;
}

void add(BrandCounts& to, const BrandCounts& one) {
    to.recorded += one.recorded;
    to.in_library += one.in_library;
    to.recognised += one.recognised;
    to.provincial += one.provincial;
    to.counted += one.counted;
}

/// Counts a brand's recognitions by the province, each year once.
void count_years(const Record& brand, const Target& target, Coverage& coverage) {
    bool in_programme = false;
    for (const plugin::Value& value : plugin::array_at(brand.fields, "recognitions")) {
        if (value.object() == nullptr || text_at(*value.object(), "level") != "province") continue;
        const std::int64_t* year = plugin::integer_at(*value.object(), "year");
        if (year == nullptr) continue;
        ++coverage.provincial_by_year[*year];
        if (*year == target.first_year) ++coverage.first_batch;
        in_programme =
            in_programme || target.brands == 0 || (*year >= target.first_year && *year <= target.last_year);
    }
    if (in_programme) ++coverage.provincial;
}

void place(const Record& brand, const BrandCounts& one, Coverage& coverage) {
    const std::string_view region = text_at(brand.fields, "region");
    const int code = region.size() == 6 && plugin::all_digits(region) ? plugin::detail::number_of(region) : 0;
    if (code / 10000 != jiangsu) return add(coverage.elsewhere, one);
    const int today = plugin::current_division(code);
    if (today == 0) ++coverage.unplaced;  // still of its city
    if (const auto county = coverage.by_county.find(today); county != coverage.by_county.end())
        add(county->second, one);
    const auto city = coverage.by_city.find(plugin::city_of(today != 0 ? today : code));
    add(city != coverage.by_city.end() ? city->second : coverage.province, one);
}

std::int64_t covered(const std::map<int, BrandCounts>& places) {
    return std::ranges::count_if(places, [](const auto& one) { return one.second.counted > 0; });
}

Finding against(std::string rule, std::int64_t has, std::int64_t wanted, const char* en, const char* zh) {
    const std::string of = grouped(has), all = grouped(wanted);
    plugin::Text said{std::string(en) + ": " + of + " of " + all + ".",
                      std::string(zh) + "：" + of + "／" + all + "。"};
    if (has < wanted) {
        const std::string gap = grouped(wanted - has);
        said.en += " Missing: " + gap + ".";
        said.zh += "差" + gap + "。";
    }
    return {std::move(rule),
            has >= wanted ? FindingStatus::met : FindingStatus::not_met,
            Severity::warn,
            std::move(said),
            {"Su Ren She Fa [2022] No. 40", "苏人社发〔2022〕40号"}};
}

}  // namespace

Recognised recognised_by(const Object& brand, plugin::Date day) {
    const std::string on = day.text();
    Recognised found;
    for (const plugin::Value& value : plugin::array_at(brand, "recognitions")) {
        if (value.object() == nullptr || text_at(*value.object(), "on") > on) continue;
        found.at_all = true;
        found.by_province = found.by_province || text_at(*value.object(), "level") == "province";
    }
    return found;
}

std::int64_t Coverage::covered_counties() const {
    return covered(by_county);
}
std::int64_t Coverage::covered_cities() const {
    return covered(by_city);
}

Coverage coverage_of(const Annex& annex, const plugin::Records& records) {
    Coverage coverage;
    for (const plugin::Division& division : plugin::jiangsu_divisions) {
        if (plugin::is_county_level(division))
            coverage.by_county.emplace(division.code, BrandCounts{});
        else if (division.code % 10000 != 0)
            coverage.by_city.emplace(division.code, BrandCounts{});
    }
    records.for_each("brand", [&](const Record& brand) {
        const BrandCounts one = counts_of(brand, records.as_of());
        add(coverage.all, one);
        const std::string category(text_at(brand.fields, "category"));
        ++coverage.by_category[category];
        coverage.provincial_by_category[category] += one.provincial;
        count_years(brand, annex.target, coverage);
        place(brand, one, coverage);
        return true;
    });
    return coverage;
}

CheckAnswer check_coverage(const Annex& annex, const plugin::Records& records) {
    const Coverage coverage = coverage_of(annex, records);
    const auto counties = static_cast<std::int64_t>(coverage.by_county.size());
    const auto cities = static_cast<std::int64_t>(coverage.by_city.size());
    CheckAnswer answer;
    answer.findings = {
        against("G-02", coverage.covered_counties(), counties, "Counties and districts with a brand",
                "已有品牌的县（市、区）"),
        against("G-02c", coverage.covered_cities(), cities, "Cities with a brand", "已有品牌的设区市")};
    if (annex.target.brands > 0) {
        answer.findings.push_back(against("G-04", coverage.provincial, annex.target.brands,
                                          "Provincial brands of the programme", "规划期省级劳务品牌"));
        answer.findings.push_back(against("G-04a", coverage.first_batch, annex.target.first_batch,
                                          "Provincial brands of the first year", "首批省级劳务品牌"));
    }
    Array uncovered;
    for (const auto& [code, counts] : coverage.by_county)
        if (counts.counted == 0)
            uncovered.emplace_back(
                Object{{"code", std::to_string(code)}, {"name", plugin::jiangsu_division(code)->name}});
    answer.facts = {{"counties", counties},
                    {"covered_counties", coverage.covered_counties()},
                    {"cities", cities},
                    {"covered_cities", coverage.covered_cities()},
                    {"target", annex.target.brands},
                    {"provincial", coverage.provincial},
                    {"first_batch_target", annex.target.first_batch},
                    {"first_batch", coverage.first_batch},
                    {"brands", coverage.all.recorded},
                    {"in_library", coverage.all.in_library},
                    {"recognised", coverage.all.recognised},
                    {"recognised_by_province", coverage.all.provincial},
                    {"of_province", coverage.province.recorded},
                    {"elsewhere", coverage.elsewhere.recorded},
                    {"unplaced", coverage.unplaced}};
    answer.facts.set("uncovered", std::move(uncovered));
    return answer;
}

}  // namespace xinbu::brands
