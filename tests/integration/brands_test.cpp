// A province's brands through the command line: lists in, criteria, coverage, and reports that can be made
// again.
#include <algorithm>
#include <filesystem>

#include "program.hpp"

namespace xinbu::test {
namespace {

std::size_t alike(const std::string& one, const std::string& other) {
    const std::size_t shorter = std::min(one.size(), other.size());
    std::size_t at = 0;
    while (at < shorter && one[at] == other[at]) ++at;
    return at;
}

class BrandsCommand : public ::testing::Test {
protected:
    BrandsCommand() {
        here.make_registry("office", "association", "51320282MJ000000XL");
        const Outcome imported = office({"import", "brands-csv", sample("brands.csv").string()});
        EXPECT_EQ(imported.code, 0) << imported.out << imported.err;
    }
    Outcome office(const std::vector<std::string>& arguments, const std::string& input = {}) const {
        return here.as("admin", "office", arguments, input);
    }
    std::string path(const std::string& name) const { return (here / name).string(); }

    Workplace here;
};

TEST_F(BrandsCommand, judges_a_brand_by_the_criteria_of_its_province) {
    const Outcome answer = office({"check", "brands.recognition", "--param", "brand=brand/江宁智造技师",
                                   "--as-of", "2026-06-30", "--json"});
    EXPECT_EQ(answer.code, 0) << answer.err;
    bool found = false;
    const plugin::Value json = answer.json();
    for (const plugin::Value& one : plugin::array_at(*json.object(), "findings")) {
        if (plugin::text_at(*one.object(), "rule") != "T1") continue;
        found = true;
        EXPECT_EQ(plugin::text_at(*one.object(), "status"), "NOT_MET");
        EXPECT_NE(plugin::text_at(*one.object(), "message").find("4,620 of 5,000"), std::string::npos);
    }
    EXPECT_TRUE(found) << answer.out;
    EXPECT_EQ(plugin::text_at(*json.object(), "verdict"), "warn");
}

TEST_F(BrandsCommand, shows_the_pack_of_criteria_and_its_schema) {
    EXPECT_NE(here.xinbu({"plugins", "--json"}).out.find("brands.recognition"), std::string::npos);
    const Outcome schema = here.xinbu({"plugins", "schema", "brands.recognition"});
    EXPECT_EQ(schema.code, 0) << schema.err;
    EXPECT_NE(schema.out.find("hard_to_employ_of_migrants"), std::string::npos);
}

TEST_F(BrandsCommand, names_the_row_of_a_share_that_can_be_read_in_two_ways) {
    const std::string header = "品牌名称,类别,行政区划代码,登记日期,客户满意度,数据截止日期\n";
    const Outcome outcome =
        office({"import", "brands-csv",
                here.file("shares.csv", header + "盱眙龙虾厨师,S,320830,2026-01-06,95 %,2025-12-31\n"
                                                 "海安家纺工,S,320685,2026-01-06,0.95,2025-12-31\n")});
    EXPECT_NE(outcome.out.find("2 entries added"), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.err.find("shares.csv:3"), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.err.find("“0.95” can be per cent or a fraction of 1"), std::string::npos)
        << outcome.err;
}

TEST_F(BrandsCommand, makes_the_reports_of_a_period_again_byte_by_byte) {
    const auto report = [&](const std::string& file, std::vector<std::string> more) {
        std::vector<std::string> arguments{"report",  "brands.supervision", "--period", "2026-Q1",
                                           "--as-of", "2026-03-31",         "--out",    path(file)};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const Outcome outcome = office(arguments);
        EXPECT_EQ(outcome.code, 0) << outcome.err;
    };
    const std::vector<std::string> forms{".html", ".pdf", ".xlsx", ".txt", ".json"};
    const Outcome checkpoint = office({"checkpoint", "--json"});
    const std::int64_t size = number(checkpoint.json(), "size");
    ASSERT_GT(size, 0) << checkpoint.out;
    for (const std::string& form : forms) report("first" + form, {});
    const Outcome added = office({"add", sample("loan-products.json").string()});
    EXPECT_EQ(added.code, 0) << added.err;
    for (const std::string& form : forms) {
        const std::string first = read_all(path("first" + form));
        EXPECT_FALSE(first.empty()) << form;
        report("again" + form, {"--known-at", std::to_string(size - 1)});
        const std::string again = read_all(path("again" + form));
        EXPECT_TRUE(again == first) << form << ": " << first.size() << " bytes, then " << again.size()
                                    << ", alike up to byte " << alike(first, again);
        report("later" + form, {});
        EXPECT_TRUE(read_all(path("later" + form)) != first) << form << " says nothing of its state";
    }
}

TEST_F(BrandsCommand, writes_the_reports_of_month_quarter_and_year) {
    for (const char* period : {"2026-02", "2026-Q1", "2026"}) {
        const Outcome outcome =
            office({"report", "brands.supervision", "--period", period, "--as-of", "2026-12-31", "--json"});
        ASSERT_EQ(outcome.code, 0) << outcome.err;
        const plugin::Value twin = outcome.json();
        EXPECT_NE(plugin::integer_at(plugin::object_at(*twin.object(), "made_from"), "size"), nullptr);
        EXPECT_EQ(plugin::array_at(*twin.object(), "sections").size(), 7U);
    }
    for (const char* name : {"brands.library", "brands.coverage"})
        EXPECT_EQ(office({"report", name, "--as-of", "2026-12-31"}).code, 0) << name;
}

TEST_F(BrandsCommand, the_four_loan_products_are_catalogue_data) {
    EXPECT_EQ(office({"add", sample("loan-products.json").string()}).code, 0);
    const Outcome list = office({"list", "loan-product", "--json"});
    for (const char* name : {"苏岗贷", "苏农贷", "苏科贷", "小微贷"})
        EXPECT_NE(list.out.find(name), std::string::npos) << list.out;
}

}  // namespace
}  // namespace xinbu::test
