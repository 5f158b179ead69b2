#include <gtest/gtest.h>

#include <sstream>

#include "support.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::document::test {
namespace {

TEST(Text, aligns_columns_and_counts_two_for_chinese) {
    const std::string text = to_text(report_of(rights()), frame(), 0);
    EXPECT_TRUE(
        holds(text,
              "Right           Mark          Expires                     Fees  Classes       Share\n"
              "--------------  ------------  ----------  --------------------  -------  ----------\n"
              "陶缘            Tao & <Yuan>  2030-06-13            CNY 500.00    1,200     25.00 %\n"
              "trademark/CN-2  ✗ lapsed                  ! CNY 123,456,789.00        3  ✓ 100.00 %\n"))
        << text;
    EXPECT_TRUE(holds(text, "Total")) << text;
    EXPECT_TRUE(holds(text, frame().root));
}

TEST(Text, is_no_wider_than_the_terminal) {
    std::string text = to_text(sample(), frame(), 60);
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(readers::display_width(line), 60U) << line;
    EXPECT_TRUE(holds(text, "Court preservation"));
    for (const std::size_t narrow : {1U, 5U, 20U}) EXPECT_FALSE(to_text(sample(), frame(), narrow).empty());
}

TEST(Text, is_safe_on_a_terminal) {
    for (const std::string& hostile : hostile_texts()) {
        const std::string text = to_text(filled_with(hostile), hostile_frame(hostile), 80);
        for (const char* hidden : {"\xE2\x80\xAE", "\x07", "\x1B", "\xFF", "\r"})
            EXPECT_FALSE(holds(text, hidden)) << hostile;
        EXPECT_EQ(text.find('\0'), std::string::npos);
    }
}

TEST(Text, of_cells_is_what_people_read) {
    const auto shown = [](plugin::Value value, Quantity quantity) {
        return cell_text({std::move(value)}, quantity, frame());
    };
    EXPECT_EQ(shown({}, Quantity::money), "");
    EXPECT_EQ(shown(cny(-5), Quantity::money), "CNY -0.05");
    EXPECT_EQ(shown(Object{{"amount", 1500}, {"currency", "JPY"}}, Quantity::money), "JPY 1,500");
    EXPECT_EQ(shown(-1234567, Quantity::integer), "-1,234,567");
    EXPECT_EQ(shown(INT64_MIN, Quantity::basis_points), "-92233720368547758.08 %");
    EXPECT_EQ(shown(-5, Quantity::basis_points), "-0.05 %");
    EXPECT_EQ(shown("trademark/CN-1", Quantity::record), "陶缘");
    EXPECT_EQ(shown("trademark/CN-9", Quantity::record), "trademark/CN-9");
    EXPECT_EQ(shown(plugin::both({"yes", "是"}), Quantity::text), "yes");
    EXPECT_EQ(shown(plugin::both({"none known", "未知"}), Quantity::date), "none known");
    EXPECT_EQ(shown("2026", Quantity::money), "2026") << "what is of another kind is shown as it is";
    EXPECT_EQ(shown(plugin::Array{1, "a"}, Quantity::text), "1; a");
    Frame without = frame();
    without.title_of = nullptr;
    EXPECT_EQ(cell_text({"trademark/CN-1"}, Quantity::record, without), "trademark/CN-1");
}

TEST(Text, rows_are_counted) {
    EXPECT_EQ(rows_of(sample()), 2U);
    EXPECT_EQ(rows_of({}), 0U);
}

TEST(Json, says_what_the_report_says) {
    const plugin::Value value = to_json(sample(), frame());
    EXPECT_EQ(plugin::text_at(*value.object(), "title"), "Portfolio of rights");
    EXPECT_EQ(plugin::text_at(plugin::object_at(*value.object(), "made_from"), "root"), frame().root);
    const plugin::Array& sections = plugin::array_at(*value.object(), "sections");
    ASSERT_EQ(sections.size(), 3U);
    const plugin::Array& blocks = plugin::array_at(*sections[1].object(), "blocks");
    EXPECT_EQ(plugin::text_at(*blocks[0].object(), "kind"), "table");
    const plugin::Array& row = *plugin::array_at(*blocks[0].object(), "rows")[1].array();
    EXPECT_EQ(*row[3].at("value"), plugin::Value(cny(12345678900)));
    EXPECT_EQ(*row[3].at("tone")->text(), "attention");
    EXPECT_EQ(*row[1].at("value")->text(), "lapsed");
    EXPECT_EQ(*plugin::array_at(*blocks[0].object(), "rows")[0].array()->front().at("title")->text(), "陶缘");
    EXPECT_EQ(plugin::text_at(*blocks[1].object(), "kind"), "timeline");
    EXPECT_EQ(json::text(to_json(sample(), frame())), json::text(value));
}

}  // namespace
}  // namespace xinbu::document::test
