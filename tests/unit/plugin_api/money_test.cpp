#include "xinbu/plugin/money.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <string>

namespace xinbu::plugin {
namespace {

std::string without_commas(std::string text) {
    std::erase(text, ',');
    return text;
}

TEST(Currencies, HaveTheirDecimals) {
    EXPECT_EQ(currency_decimals("CNY"), 2);
    EXPECT_EQ(currency_decimals("JPY"), 0);
    EXPECT_EQ(currency_decimals("KWD"), 3);
    EXPECT_EQ(currency_decimals("CLF"), 4);
    for (const char* code : {"", "cny", "CN", "CNYX", "XAU", "XTS", "DEM", "NY ", "D E", "RMB", "人民币"}) {
        EXPECT_FALSE(currency_decimals(code)) << code;
    }
}

TEST(Figures, HaveCommasBetweenThousands) {
    EXPECT_EQ(figures(300'000'000, "CNY"), "3,000,000.00");
    EXPECT_EQ(figures(0, "CNY"), "0.00");
    EXPECT_EQ(figures(5, "CNY"), "0.05");
    EXPECT_EQ(figures(-5, "CNY"), "-0.05");
    EXPECT_EQ(figures(99'999, "CNY"), "999.99");
    EXPECT_EQ(figures(100'000, "CNY"), "1,000.00");
    EXPECT_EQ(figures(1'234'567, "JPY"), "1,234,567");
    EXPECT_EQ(figures(1'234, "KWD"), "1.234");
    EXPECT_EQ(figures(1'234, "???"), "1,234");
    EXPECT_EQ(figures(largest_amount, "CNY"), "90,071,992,547,409.91");
    EXPECT_EQ(figures(std::numeric_limits<std::int64_t>::min(), "CNY"), "-92,233,720,368,547,758.08");
}

TEST(ParseFigures, ReadsPlainFiguresExactly) {
    EXPECT_EQ(parse_figures("3000000", "CNY"), 300'000'000);
    EXPECT_EQ(parse_figures("3000000.5", "CNY"), 300'000'050);
    EXPECT_EQ(parse_figures("3000000.00", "CNY"), 300'000'000);
    EXPECT_EQ(parse_figures("0", "CNY"), 0);
    EXPECT_EQ(parse_figures("0.01", "CNY"), 1);
    EXPECT_EQ(parse_figures("-0.01", "CNY"), -1);
    EXPECT_EQ(parse_figures("-12", "JPY"), -12);
    EXPECT_EQ(parse_figures("1.234", "KWD"), 1'234);
    EXPECT_EQ(parse_figures("90071992547409.91", "CNY"), largest_amount);
}

TEST(ParseFigures, RefusesEveryOtherForm) {
    for (const char* text : {"",
                             "-",
                             ".",
                             ".5",
                             "5.",
                             "00",
                             "01",
                             "-0",
                             "-0.00",
                             "--5",
                             "+5",
                             "1,000",
                             "1.000,00",
                             "1,000.00",
                             "1e3",
                             "1E3",
                             "0x10",
                             "Ⅴ",
                             "五千",
                             "１２３",
                             "٣",
                             "1 000",
                             " 1",
                             "1 ",
                             "¥5",
                             "5元",
                             "300万",
                             "1/3",
                             "NaN",
                             "Infinity",
                             "1.2.3",
                             "1.234",
                             "1.000",
                             "1.-5",
                             "90071992547409.92",
                             "1234567890123456789",
                             "99999999999999999999",
                             "1\n"}) {
        EXPECT_FALSE(parse_figures(text, "CNY")) << text;
    }
    EXPECT_FALSE(parse_figures(std::string_view("1\0", 2), "CNY"));
    EXPECT_FALSE(parse_figures("1.0", "JPY"));
    EXPECT_FALSE(parse_figures("1", "XAU"));
    EXPECT_FALSE(parse_figures("1", ""));
}

TEST(ParseFigures, TakesBackWhatFiguresWrites) {
    std::mt19937_64 random(20261124);
    std::uniform_int_distribution<std::int64_t> amounts(-largest_amount, largest_amount);
    for (int count = 0; count < 20'000; ++count) {
        const std::int64_t amount = amounts(random) >> (count % 50);
        for (const char* currency : {"CNY", "JPY", "KWD", "CLF"}) {
            ASSERT_EQ(parse_figures(without_commas(figures(amount, currency)), currency), amount) << currency;
        }
    }
}

TEST(Money, IsAnObjectOfTwoMembers) {
    const Money money{12'345, "CNY"};
    EXPECT_EQ(money_of(value_of(money)), money);
    EXPECT_FALSE(money_of(Value(5)));
    EXPECT_FALSE(money_of(Object{{"amount", 1}}));
    EXPECT_FALSE(money_of(Object{{"amount", "1"}, {"currency", "CNY"}}));
    EXPECT_FALSE(money_of(Object{{"amount", Decimal{"1.5"}}, {"currency", "CNY"}}));
    EXPECT_FALSE(money_of(Object{{"amount", 1}, {"currency", "CNY"}, {"note", "x"}}));
}

}  // namespace
}  // namespace xinbu::plugin
