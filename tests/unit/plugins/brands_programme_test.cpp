// Coverage, the library's report, supporting measures and the supervision of a period.
#include "plugins/brands_support.hpp"

namespace xinbu::brands::test {
namespace {

using plugin::ReportModel;
using plugin::ReportTable;

std::string shown(const plugin::Value& value) {
    if (value.text() != nullptr) return *value.text();
    if (value.integer() != nullptr) return std::to_string(*value.integer());
    if (value.at("amount") != nullptr) return std::to_string(*value.at("amount")->integer());
    return value.object() != nullptr ? std::string(plugin::text_at(*value.object(), "en")) : std::string();
}

/// The rows of table number `at` under a heading, cells parted by "|".
Rules rows_of(const ReportModel& model, std::string_view heading, std::size_t at = 0) {
    Rules rows;
    for (const plugin::ReportSection& section : model.sections) {
        if (section.heading.en != heading) continue;
        for (const plugin::ReportBlock& block : section.blocks) {
            const auto* table = std::get_if<ReportTable>(&block);
            if (table == nullptr || at-- != 0) continue;
            for (const auto& row : table->rows) {
                EXPECT_EQ(row.size(), table->columns.size()) << heading;
                std::string line;
                for (const plugin::Cell& cell : row)
                    line += (&cell == &row.front() ? "" : "|") + shown(cell.value);
                rows.push_back(std::move(line));
            }
            return rows;
        }
    }
    ADD_FAILURE() << "no table under " << heading;
    return rows;
}
bool has(const Rules& rows, const std::string& row) {
    return std::ranges::find(rows, row) != rows.end();
}

class Programme : public BrandRecords {
protected:
    void brand(const std::string& name, const std::string& region, const std::string& day = "2022-06-01") {
        add("brands.brand.recorded",
            R"({"name":")" + name + R"(","region":")" + region + R"(","category":"culture"})", day, "");
    }
    void recognise(const std::string& name, int year, const std::string& level = "province") {
        add("brands.brand.recognised",
            R"({"level":")" + level + R"(","decision":"1号","batch":1,"year":)" + std::to_string(year) + "}",
            std::to_string(year) + "-12-01", "brand/" + name);
    }
    std::int64_t fact(const std::string& name, const std::string& day = "2026-12-31") const {
        const auto answer = bench.check("brands.coverage", "{}", day);
        const std::int64_t* value = plugin::integer_at(answer.facts, name);
        return value != nullptr ? *value : -1;
    }
    ReportModel report_of(const std::string& name, const std::string& parameters,
                          const std::string& day) const {
        const auto model = bench.report(name, parameters, day);
        EXPECT_TRUE(model) << name;
        return model.value_or(ReportModel{});
    }
};

TEST_F(Programme, coverage_counts_counties_with_a_brand_that_counts) {
    EXPECT_EQ(fact("counties"), 95);
    EXPECT_EQ(fact("cities"), 13);
    brand("宜兴紫砂匠", "320282");
    EXPECT_EQ(fact("covered_counties"), 0) << "recorded only";
    add("brands.brand.entered_library", R"({"level":"county","decision":"1号"})", "2022-07-01");
    EXPECT_EQ(fact("covered_counties"), 1);
    EXPECT_EQ(fact("covered_counties", "2022-06-30"), 0);
    brand("海安木工", "320621", "2018-06-01");  // a county until 2018, counted as the city of today
    recognise("海安木工", 2022);
    brand("南京管家", "320100");
    recognise("南京管家", 2023);
    EXPECT_EQ(fact("covered_counties"), 2) << "a city's own brand covers no county";
    EXPECT_EQ(fact("covered_cities"), 3);
    EXPECT_EQ(fact("provincial"), 2);
    EXPECT_EQ(fact("first_batch"), 1);
    EXPECT_EQ(fact("target"), 200);
    EXPECT_EQ(fact("first_batch_target"), 50);
    const auto answer = bench.check("brands.coverage", "{}", "2026-12-31");
    EXPECT_EQ(plugin::array_at(answer.facts, "uncovered").size(), 93U);
    EXPECT_EQ(answer.findings[0].message.en, "Counties and districts with a brand: 2 of 95. Missing: 93.");
    const Rules rows = rows_of(report_of("brands.coverage", "{}", "2026-12-31"), "By county");
    EXPECT_EQ(rows.size(), 95U);
    EXPECT_TRUE(has(rows, "320685|海安市|南通市|covered|1|0|1|1"));
    EXPECT_TRUE(has(rows, "320102|玄武区|南京市|none|0|0|0|0"));
    const Rules cities = rows_of(report_of("brands.coverage", "{}", "2026-12-31"), "By city");
    EXPECT_EQ(cities.size(), 14U);
    EXPECT_TRUE(has(cities, "南京市|11|0|0|1|0|1|1"));
    EXPECT_TRUE(has(cities, "无锡市|7|1|1428|1|1|0|0"));
}

TEST_F(Programme, coverage_takes_a_brand_for_the_programme_in_its_years) {
    brand("宜兴紫砂匠", "320282", "2020-01-01");
    recognise("宜兴紫砂匠", 2021);
    EXPECT_EQ(fact("provincial"), 0);
    recognise("宜兴紫砂匠", 2022);
    EXPECT_EQ(fact("provincial"), 1);
    recognise("宜兴紫砂匠", 2025);
    EXPECT_EQ(fact("provincial"), 1) << "one brand is one";
}

TEST_F(Programme, the_library_shows_a_day_and_the_batch_of_a_year) {
    brand("宜兴紫砂匠", "320282");
    add("brands.brand.entered_library", R"({"level":"county","decision":"1号","batch":2})", "2022-07-01");
    add("brands.brand.entered_library", R"({"level":"city","decision":"2号"})", "2023-07-01");
    add("brands.brand.left_library", R"({"level":"city","decision":"3号","reason":"停业"})", "2024-07-01");
    recognise("宜兴紫砂匠", 2023);
    const auto library = [&](const std::string& parameters, const std::string& day) {
        return report_of("brands.library", parameters, day);
    };
    const Rules county{"brand/宜兴紫砂匠|County|Culture and tourism|320282 宜兴市|2022-07-01|1号"};
    EXPECT_EQ(rows_of(library("{}", "2023-06-30"), "In the libraries"), county);
    EXPECT_EQ(rows_of(library(R"({"level":"city"})", "2023-06-30"), "In the libraries"), Rules{});
    EXPECT_EQ(rows_of(library("{}", "2024-07-01"), "In the libraries"), Rules{});
    EXPECT_EQ(rows_of(library("{}", "2024-07-01"), "Left"),
              Rules{"brand/宜兴紫砂匠|City|2024-07-01|3号|停业"});
    EXPECT_EQ(rows_of(library(R"({"year":2022})", "2024-12-31"), "Changes of 2022"),
              Rules{"2022-07-01|brand/宜兴紫砂匠|Entered|County|2|1号|"});
    EXPECT_EQ(rows_of(library(R"({"year":2023})", "2024-12-31"), "Recognised"),
              Rules{"brand/宜兴紫砂匠|Province|2023|1||1号"});
    EXPECT_EQ(rows_of(library(R"({"year":2024})", "2024-12-31"), "Recognised"), Rules{});
}

TEST_F(Programme, support_is_sums_of_a_period_that_is_over) {
    const std::string type = "brands.support.recorded";
    const auto support = [&](const std::string& rest) {
        return rules(type, R"({"kind":"training","region":"320282","from":"2026-01-01",)" + rest + "}",
                     "2026-04-01", "");
    };
    EXPECT_EQ(support(R"("to":"2026-03-31","persons":120)"), Rules{});
    EXPECT_EQ(bench.last_record(), "support/2026-1");
    EXPECT_EQ(support(R"("to":"2026-03-31","certificates":[{"level":"3","count":40}])"), Rules{});
    EXPECT_EQ(bench.last_record(), "support/2026-2");
    EXPECT_EQ(support(R"("to":"2026-03-31")"), Rules{"brands.support.empty"});
    EXPECT_EQ(support(R"("to":"2025-12-31","persons":1)"), Rules{"brands.period"});
    EXPECT_EQ(support(R"("to":"2026-04-02","persons":1)"), Rules{"brands.support.future"});
}

TEST_F(Programme, the_catalogue_is_edited_by_entries) {
    const std::string type = "brands.loan_product.recorded";
    EXPECT_EQ(rules(type, R"({"name":"苏岗贷","kind":"credit","sponsor":"省人社厅"})", "2026-01-01", ""),
              Rules{});
    EXPECT_EQ(bench.last_record(), "loan-product/苏岗贷");
    EXPECT_EQ(rules(type, R"({"name":"苏岗贷","max_months":36})", "2026-02-01", ""), Rules{});
    const plugin::Record product = bench.at("loan-product/苏岗贷", "2026-03-01");
    EXPECT_EQ(product.status, "active");
    EXPECT_FALSE(product.fields.contains("sponsor")) << "it is what its latest entry says";
    EXPECT_EQ(rules("brands.loan_product.ended", R"({"reason":"停办"})", "2026-04-01", "loan-product/苏岗贷"),
              Rules{});
    EXPECT_EQ(bench.status("loan-product/苏岗贷", "2026-04-01"), "ended");
    EXPECT_EQ(rules(type, R"({"name":"苏农贷","valid_from":"2026-02-01","valid_to":"2026-01-01"})",
                    "2026-02-01", ""),
              Rules{"brands.period"});
}

TEST_F(Programme, the_minute_of_a_supervision_names_the_state_that_was_seen) {
    const auto held = [&](const std::string& cycle, const std::string& from, const std::string& to,
                          const std::string& day = "2026-12-31") {
        return rules(
            "brands.supervision.held",
            R"({"checkpoint_size":7,"checkpoint_root":")" + std::string(64, 'a') + R"(","cycle":")" + cycle +
                R"(","from":")" + from + R"(","to":")" + to +
                R"(","tasks":[{"what":"补报数据","responsible":"宜兴市人社局","due":"2027-01-31"}]})",
            day, "");
    };
    EXPECT_EQ(held("month", "2026-02-01", "2026-02-28"), Rules{});
    EXPECT_EQ(bench.last_record(), "supervision/2026-02-01--2026-02-28");
    EXPECT_EQ(held("quarter", "2026-04-01", "2026-06-30"), Rules{});
    EXPECT_EQ(held("year", "2026-01-01", "2026-12-31"), Rules{});
    EXPECT_EQ(held("month", "2026-01-01", "2026-01-30"), Rules{"brands.supervision.period"});
    EXPECT_EQ(held("quarter", "2026-02-01", "2026-04-30"), Rules{"brands.supervision.period"});
    EXPECT_EQ(held("year", "2025-02-01", "2026-01-31"), Rules{"brands.supervision.period"});
    EXPECT_EQ(held("month", "2026-03-01", "2026-03-31", "2026-03-30"), Rules{"brands.supervision.future"});
    EXPECT_EQ(held("month", "2026-02-01", "2026-02-28"), Rules{"lifecycle.exists"}) << "once";
}

TEST_F(Programme, supervision_tells_what_changed_since_the_period_before) {
    brand("宜兴紫砂匠", "320282", "2026-01-06");
    add("brands.brand.entered_library", R"({"level":"county","decision":"1号"})", "2026-02-10");
    add("brands.brand.figures_reported", R"({"as_of":"2026-03-31","headcount":3000})", "2026-03-31");
    add("brands.brand.entered_library", R"({"level":"city","decision":"2号"})", "2026-04-10");
    add("brands.brand.figures_reported", R"({"as_of":"2026-06-30","headcount":3500})", "2026-06-30");
    add("brands.support.recorded",
        R"({"kind":"training_subsidy","region":"320282","from":"2026-04-01","to":"2026-06-30","persons":120,
            "amount":{"amount":6000000,"currency":"CNY"}})",
        "2026-06-30", "");
    const ReportModel model =
        report_of("brands.supervision", R"({"from":"2026-04-01","to":"2026-06-30"})", "2026-06-30");
    const Rules figures = rows_of(model, "Figures");
    EXPECT_TRUE(has(figures, "Brands on record|1|1|0"));
    EXPECT_TRUE(has(figures, "of them County|1|0|-1"));
    EXPECT_TRUE(has(figures, "of them City|0|1|1"));
    EXPECT_TRUE(has(figures, "Workforce reported|3000|3500|500"));
    const Rules happened = rows_of(model, "What happened");
    EXPECT_TRUE(has(happened, "Promoted|1|0|1"));
    EXPECT_TRUE(has(happened, "Entered a library|0|1|-1"));
    EXPECT_TRUE(has(happened, "Brands recorded|0|1|-1"));
    EXPECT_TRUE(has(happened, "Reports of figures|1|1|0"));
    EXPECT_EQ(rows_of(model, "Supporting measures"), Rules{"Training subsidy|1|120|0|0|6000000"});
    EXPECT_EQ(rows_of(model, "Supporting measures", 1), Rules{});
    EXPECT_EQ(rows_of(model, "Commitments"), Rules{}) << "none on record";
}

TEST_F(Programme, coverage_and_supervision_count_the_same_brands) {
    brand("江苏管家", "320000", "2018-06-01");
    recognise("江苏管家", 2020);
    add("brands.brand.entered_library", R"({"level":"province","decision":"1号"})", "2022-07-01",
        "brand/江苏管家");
    brand("宜兴紫砂匠", "320282");
    recognise("宜兴紫砂匠", 2023, "city");
    brand("海安木工", "320621", "2018-06-01");
    add("brands.brand.entered_library", R"({"level":"county","decision":"1号"})", "2022-07-01",
        "brand/海安木工");
    recognise("海安木工", 2022);
    brand("上海管家", "310115");
    recognise("上海管家", 2023, "city");
    for (const char* day : {"2021-12-31", "2022-12-31", "2026-12-31"}) {
        const ReportModel coverage = report_of("brands.coverage", "{}", day);
        const ReportModel supervision =
            report_of("brands.supervision", R"({"from":"2018-01-01","to":")" + std::string(day) + "\"}", day);
        const Rules figures = rows_of(supervision, "Figures");
        const auto& facts = std::get<plugin::ReportFacts>(coverage.sections[0].blocks[0]);
        int compared = 0;
        for (const plugin::ReportFact& one : facts.facts)
            for (const std::string& figure : figures) {
                if (!figure.starts_with(one.label.en + "|")) continue;
                ++compared;
                EXPECT_TRUE(figure.starts_with(one.label.en + "|0|" + shown(one.cell.value) + "|"))
                    << figure << " beside " << shown(one.cell.value);
            }
        EXPECT_EQ(compared, 4) << "on record, in the libraries, recognised, by the province";
        // And so does the sum of the places.
        const auto& cities = std::get<ReportTable>(coverage.sections[1].blocks[1]);
        for (std::size_t column = 4; column < cities.columns.size(); ++column) {
            std::int64_t sum = 0;
            for (const auto& row : cities.rows) sum += *row[column].value.integer();
            EXPECT_EQ(sum, *cities.total[column].value.integer()) << cities.columns[column].label.en;
        }
    }
    const Rules places = rows_of(report_of("brands.coverage", "{}", "2026-12-31"), "By city");
    EXPECT_TRUE(has(places, "The province itself||||1|1|1|1"));
    EXPECT_TRUE(has(places, "Outside Jiangsu||||1|0|1|0"));
    EXPECT_EQ(fact("recognised"), 4);
    EXPECT_EQ(fact("recognised_by_province"), 2);
    EXPECT_EQ(fact("provincial"), 1) << "of the years of the programme";
    EXPECT_EQ(fact("of_province"), 1);
    EXPECT_EQ(fact("covered_counties"), 2);
}

TEST_F(Programme, supervision_of_a_period_that_is_not_over_says_so) {
    brand("宜兴紫砂匠", "320282", "2026-03-05");
    brand("海安木工", "320685", "2026-03-20");
    const ReportModel model =
        report_of("brands.supervision", R"({"from":"2026-03-01","to":"2026-03-31"})", "2026-03-12");
    EXPECT_EQ(model.subject.en, "2026-03-01 – 2026-03-12, period not over (ends on 2026-03-31)");
    const auto& table = std::get<ReportTable>(model.sections[0].blocks[0]);
    EXPECT_EQ(table.columns[2].label.en, "On 2026-03-12");
    EXPECT_TRUE(has(rows_of(model, "Figures"), "Brands on record|0|1|1"));
    const ReportModel over =
        report_of("brands.supervision", R"({"from":"2026-03-01","to":"2026-03-31"})", "2026-04-12");
    EXPECT_EQ(over.subject.en, "2026-03-01 – 2026-03-31");
    const ReportModel ahead =
        report_of("brands.supervision", R"({"from":"2026-05-01","to":"2026-05-31"})", "2026-04-12");
    EXPECT_EQ(ahead.subject.en, "2026-05-01 – 2026-05-31, not begun on 2026-04-12");
}

}  // namespace
}  // namespace xinbu::brands::test
