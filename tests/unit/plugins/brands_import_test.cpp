// Lists of organisations and brands, and what may stand in their cells.
#include "brands/cells.hpp"
#include "plugins/brands_support.hpp"

namespace xinbu::brands::test {
namespace {

using xinbu::test::CollectedImport;
using xinbu::test::MapRow;

using Cells = std::map<std::string, std::string, std::less<>>;

CollectedImport taken(const std::string& adapter, Cells cells) {
    CollectedImport sink;
    Brands().import_row(adapter, MapRow(std::move(cells)), sink);
    return sink;
}

Cells brand_row(Cells more) {
    more.insert({{"品牌名称", "宜兴紫砂匠"},
                 {"类别", "文化旅游类"},
                 {"行政区划代码", "320282"},
                 {"登记日期", "2026-01-06"}});
    return more;
}

TEST(BrandCells, shares_are_taken_only_where_they_are_clear) {
    constexpr std::int64_t whole = 10'000;
    const auto share = [](const char* cell) { return read_share(cell, 0, whole).value.value_or(-1); };
    EXPECT_EQ(share("95%"), 9500);
    EXPECT_EQ(share("95 %"), 9500);
    EXPECT_EQ(share("９５．５％"), 9550);
    EXPECT_EQ(share("95.55%"), 9555);
    EXPECT_EQ(share("0.95%"), 95);
    EXPECT_EQ(share("95"), 9500) << "no share of 9,500 %";
    EXPECT_EQ(share("100"), 10'000);
    EXPECT_EQ(share("1.01"), 101);
    EXPECT_EQ(share("0"), 0) << "nought is nought";
    EXPECT_EQ(share("0.00"), 0);
    for (const char* cell :
         {"0.95", "1", "1.00", "0.5",   "0.955", "95.555%", "100.01%", "101", "-1%", "95‰", "九五",
          "",     "%", "95%%", "9 5 x", "1,5",   "0x5",     "1e2",     ".5",  "5.",  "+5%"})
        EXPECT_EQ(share(cell), -1) << cell;
    const Read<std::int64_t> ambiguous = read_share("0.95", 0, whole);
    EXPECT_NE(ambiguous.fault.en.find("per cent or a fraction"), std::string::npos);
    // Where more than the whole is possible, a bare number is never clear.
    EXPECT_FALSE(read_share("10", -whole, 100 * whole).value);
    EXPECT_EQ(read_share("-10%", -whole, 100 * whole).value, -1000);
}

TEST(BrandCells, counts_and_amounts) {
    const auto count = [](const char* cell) { return read_count(cell).value.value_or(-1); };
    EXPECT_EQ(count("4620"), 4620);
    EXPECT_EQ(count("4,620"), 4620);
    EXPECT_EQ(count("1,234,567"), 1'234'567);
    EXPECT_EQ(count("4620人"), 4620);
    EXPECT_EQ(count("1.2万"), 12'000);
    EXPECT_EQ(count("1.2万人"), 12'000);
    for (const char* cell :
         {"46,20", "4,6200", ",620", "4620.5", "-1", "约5000", "1.23456万", "99999999999999999999"})
        EXPECT_EQ(count(cell), -1) << cell;
    const auto fen = [](const char* cell) { return read_money(cell).value.value_or(-1); };
    EXPECT_EQ(fen("5000万元"), 5'000'000'000);
    EXPECT_EQ(fen("2亿元"), 20'000'000'000);
    EXPECT_EQ(fen("1,000.50元"), 100'050);
    EXPECT_EQ(fen("0.000001亿元"), 10'000);
    for (const char* cell : {"5000", "5000.5", "5000美元", "-1元", "0.001元", "元", "10000000000000亿元"})
        EXPECT_EQ(fen(cell), -1) << cell;
    EXPECT_NE(read_money("5000").fault.en.find("names no unit"), std::string::npos);
}

TEST(BrandsImport, reads_lists_in_either_language) {
    const CollectedImport organisation =
        taken("organisations-csv", {{"名称", "江南示范银行"},
                                    {"统一社会信用代码", "91320100MA0000023K"},
                                    {"角色", "银行、评估机构"},
                                    {"登记日期", "2026/1/5"}});
    ASSERT_EQ(organisation.drafts.size(), 1U);
    EXPECT_EQ(organisation.drafts[0].effective, "2026-01-05");
    EXPECT_EQ(plugin::array_at(organisation.drafts[0].data, "roles"), (plugin::Array{"bank", "valuer"}));
    const CollectedImport brand = taken("brands-csv", {{"name", "宜兴紫砂匠"},
                                                       {"category", "文化旅游类"},
                                                       {"region", "320282"},
                                                       {"lead", "91320282MA0000015N"},
                                                       {"effective", "20260106"}});
    ASSERT_EQ(brand.drafts.size(), 1U);
    EXPECT_EQ(plugin::text_at(brand.drafts[0].data, "category"), "culture");
    Bench bench = make_bench();
    EXPECT_EQ(bench.add(organisation.drafts[0]), Rules{});
    EXPECT_EQ(bench.add(brand.drafts[0]), Rules{"reference.unknown?"});
    EXPECT_EQ(plugin::text_at(bench.at("brand/宜兴紫砂匠", "2026-02-01").fields, "lead"),
              "organisation/91320282MA0000015N");
}

TEST(BrandsImport, one_row_reports_enters_and_recognises) {
    const CollectedImport row = taken("brands-csv", brand_row({{"从业人数", "4,620人"},
                                                               {"客户满意度", "95%"},
                                                               {"年劳务收入", "30亿元"},
                                                               {"数据截止日期", "2025年12月31日"},
                                                               {"入库级别", "市级"},
                                                               {"入库日期", "2026-02-01"},
                                                               {"入库文号", "锡人社发〔2026〕1号"},
                                                               {"认定级别", "省级"},
                                                               {"认定年度", "2026年"},
                                                               {"认定日期", "2026-03-01"},
                                                               {"认定文号", "苏人社发〔2026〕1号"}}));
    EXPECT_EQ(row.rejected, Rules{});
    ASSERT_EQ(row.drafts.size(), 4U);
    Bench bench = make_bench();
    for (const plugin::Draft& draft : row.drafts) EXPECT_EQ(bench.add(draft), Rules{}) << draft.type;
    const plugin::Record record = bench.at("brand/宜兴紫砂匠", "2026-12-31");
    EXPECT_EQ(*plugin::integer_at(record.fields, "headcount"), 4620);
    EXPECT_EQ(*plugin::integer_at(record.fields, "satisfaction"), 9500);
    EXPECT_EQ(plugin::text_at(record.fields, "library_level"), "city");
    EXPECT_EQ(*plugin::integer_at(record.fields, "recognised_year"), 2026);
}

TEST(BrandsImport, a_row_with_a_fault_is_refused_whole) {
    const auto rejected = [](Cells more) {
        const CollectedImport row = taken("brands-csv", brand_row(std::move(more)));
        EXPECT_EQ(row.drafts.empty(), !row.rejected.empty());
        return row.rejected;
    };
    EXPECT_EQ(rejected({}), Rules{});
    EXPECT_EQ(rejected({{"客户满意度", "0.95"}, {"数据截止日期", "2025-12-31"}}),
              Rules{"brands.import.figure"});
    EXPECT_EQ(rejected({{"客户满意度", "95%"}}), Rules{"brands.import.missing"}) << "as of which day?";
    EXPECT_EQ(rejected({{"入库级别", "市级"}}), Rules{"brands.import.missing"});
    EXPECT_EQ(rejected({{"认定级别", "省级"}, {"认定文号", "1号"}, {"认定年度", "24"}}),
              Rules{"brands.import.year"});
    EXPECT_EQ(taken("brands-csv", {{"name", "宜兴紫砂匠"}, {"category", "T"}}).rejected,
              Rules{"brands.import.missing"});
    EXPECT_EQ(taken("brands-csv", {{"名称", ""}, {"统一社会信用代码", "91320100MA0000023K"}}).rejected,
              Rules{"brands.import.template"});
    EXPECT_EQ(taken("organisations-csv", {{"品牌名称", "宜兴紫砂匠"}}).rejected,
              Rules{"brands.import.template"});
}

}  // namespace
}  // namespace xinbu::brands::test
