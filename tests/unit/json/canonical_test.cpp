// The quick reader of entries against the one that writes again and compares: they must agree on every text.
#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "../../../core/json/readers.hpp"
#include "xinbu/json/json.hpp"

namespace xinbu::json {
namespace {

using plugin::Array;
using plugin::Object;
using plugin::Value;

/// Whether both readers take the text, having failed the test where they differ in anything.
bool is_taken(std::string_view text) {
    const Result<Value> compared = read_and_compare(text, Profile::entry);
    Value value;
    const bool taken = read_canonical(text, value);
    EXPECT_EQ(taken, compared.has_value()) << text;
    EXPECT_EQ(check_canonical(text), compared.has_value()) << text;
    std::vector<TopMember> members;
    EXPECT_EQ(canonical_members(text, members), compared.has_value() && compared->object() != nullptr)
        << text;
    if (!taken || !compared) return false;
    EXPECT_EQ(value, *compared) << text;
    EXPECT_EQ(canonical(value), text);
    EXPECT_EQ(members.size(), value.object() != nullptr ? value.object()->size() : 0) << text;
    return true;
}

std::string in_quotes(std::string_view characters) {
    return '"' + std::string(characters) + '"';
}

std::string nested(std::size_t depth, std::string_view open, std::string_view inner, char close) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += open;
    return text.append(inner).append(depth, close);
}

TEST(CanonicalReader, takes_what_is_canonical) {
    for (const char* text :
         {"null", "true", "false", "0", "7", "-1", "10", "9007199254740991", "-9007199254740991", R"("")",
          "[]", "{}", "[[],{}]", "[null,true,false,0,\"a\"]", R"({"":0})",
          R"({"A":1,"B":2,"a":3,"aa":4,"ab":5})", R"({"a":{"b":1,"c":[{"d":"e"}]},"b":2})",
          R"(["\"\\\b\t\n\f\r\u0001\u001f\u000b"])", "[\"/\x7F'<>&\"]"})
        EXPECT_TRUE(is_taken(text)) << text;
}

TEST(CanonicalReader, refuses_what_is_not) {
    for (const char* text : {"",
                             " ",
                             "-",
                             "+1",
                             "01",
                             "-0",
                             "-01",
                             "00",
                             "1.0",
                             "1e3",
                             "1E3",
                             "0x1",
                             ".5",
                             "1.",
                             "nul",
                             "nullx",
                             "True",
                             "tru",
                             "NaN",
                             "[",
                             "]",
                             "[1",
                             "[1,",
                             "[1,]",
                             "[,1]",
                             "[1 ]",
                             "[ 1]",
                             "[]]",
                             "[1]\n",
                             "{",
                             "}",
                             "{\"a\"",
                             "{\"a\":",
                             "{\"a\":1",
                             "{\"a\":}",
                             "{a:1}",
                             "{1:2}",
                             "\"",
                             "\"a",
                             "'a'",
                             "{\"a\":1,",
                             "\t1",
                             "1 ",
                             "{\"a\"1}",
                             "[1}",
                             "{\"a\":1]",
                             "[1]//",
                             "--1",
                             "[1,,2]",
                             "{,}",
                             "null,",
                             "12345678901234567890",
                             "9007199254740992",
                             "-9007199254740992",
                             "10000000000000000",
                             "99999999999999999"})
        EXPECT_FALSE(is_taken(text)) << text;
}

TEST(CanonicalReader, wants_members_in_the_order_of_their_names) {
    EXPECT_FALSE(is_taken(R"({"b":1,"a":2})"));
    EXPECT_FALSE(is_taken(R"({"a":1,"a":1})"));
    EXPECT_FALSE(is_taken(R"({"aa":1,"a":1})"));
    EXPECT_FALSE(is_taken(R"({"a":1,"":1})"));
    EXPECT_FALSE(is_taken(R"({"a":1,"b":1,"ab":1})"));
    EXPECT_FALSE(is_taken(R"({"a":{"c":1,"b":1}})"));
    EXPECT_FALSE(is_taken(R"({"é":1})"));
    EXPECT_FALSE(is_taken(R"({"a":1,"公":1})"));
    // An escape sorts as the character that it spells.
    EXPECT_TRUE(is_taken(R"({"\n":1,"A":2})"));
    EXPECT_TRUE(is_taken(R"({"A":1,"\\":2,"a":3})"));
    EXPECT_TRUE(is_taken(R"({"\u0001":1,"\t":2,"\n":3,"\u000b":4,"!":5,"\"":6,"#":7})"));
    EXPECT_FALSE(is_taken(R"({"A":1,"\n":2})"));
    EXPECT_FALSE(is_taken(R"({"a":1,"\\":2})"));
    EXPECT_FALSE(is_taken(R"({"\t":1,"\u0001":2})"));
    EXPECT_FALSE(is_taken(R"({"\n":1,"\n":2})"));
}

TEST(CanonicalReader, knows_one_spelling_of_each_character) {
    for (const char* characters :
         {R"(\/)",     R"(\u0041)", R"(\u00e9)", R"(\u001F)",       R"(\u000B)", R"(\u0008)",
          R"(\u0009)", R"(\u000a)", R"(\u000c)", R"(\u000d)",       R"(\u0020)", R"(\u0022)",
          R"(\u005c)", R"(\u007f)", R"(\u0000)", R"(\ud83d\ude00)", R"(\ud800)", R"(\udc00)",
          R"(\U0001)", R"(\u001)",  R"(\u00)",   R"(\u)",           R"(\x01)",   R"(\a)",
          R"(\)",      R"(\u 001)", R"(\u00g1)", R"(\u001g)",       "\t",        "\n",
          "\x01",      "\x1F"})
        EXPECT_FALSE(is_taken(in_quotes(characters))) << characters;
    EXPECT_FALSE(is_taken(std::string_view("\"a\0b\"", 5)));
    EXPECT_FALSE(is_taken(std::string_view("1\0", 2)));
    for (unsigned byte = 0; byte < 0x20; ++byte) {
        const std::string text = canonical(Value(std::string(1, static_cast<char>(byte))));
        EXPECT_EQ(is_taken(text), byte != 0) << text;
    }
}

TEST(CanonicalReader, wants_well_formed_utf_8) {
    for (const char* characters :
         {"\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF",
          "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF", "信用簿", "a信b用c簿", "é信😀é😀信"})
        EXPECT_TRUE(is_taken(in_quotes(characters))) << characters;
    for (const char* characters : {"\x80",
                                   "\xBF",
                                   "\xC0\x80",
                                   "\xC1\xBF",
                                   "\xC2",
                                   "\xC2\x41",
                                   "\xC2\xC2",
                                   "\xE0\x9F\xBF",
                                   "\xE0\x80\x80",
                                   "\xE4\xBF",
                                   "\xE4\xBF\x41",
                                   "\xE4\x41\xBF",
                                   "\xED\xA0\x80",
                                   "\xED\xBF\xBF",
                                   "\xF0\x8F\xBF\xBF",
                                   "\xF0\x90\x80",
                                   "\xF0\x90\x80\x41",
                                   "\xF4\x90\x80\x80",
                                   "\xF5\x80\x80\x80",
                                   "\xFF",
                                   "\xFE",
                                   "\xF8\x88\x80\x80\x80",
                                   "信\x80",
                                   "信\xE4\xBF"}) {
        EXPECT_FALSE(is_taken(in_quotes(characters))) << characters;
        EXPECT_FALSE(is_taken('"' + std::string(characters))) << characters;
    }
    EXPECT_FALSE(is_taken("\xEF\xBB\xBF{}"));
    EXPECT_FALSE(is_taken("\"\xE4\xBF"));
}

// A run of plain characters is passed eight at a time: what ends it may stand at any place of the eight.
TEST(CanonicalReader, sees_what_ends_a_run_at_every_place) {
    for (std::size_t before = 0; before < 20; ++before)
        for (std::size_t behind = 0; behind < 10; ++behind)
            for (int byte = 0; byte < 256; ++byte) {
                const std::string text =
                    in_quotes(std::string(before, 'a') + static_cast<char>(byte) + std::string(behind, '!'));
                const bool is_plain = byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
                EXPECT_EQ(check_canonical(text), is_plain) << text;
            }
}

TEST(CanonicalReader, bounds_depth_and_size) {
    for (const std::size_t depth : {1U, 15U, 16U, 17U, 64U, 1000U}) {
        EXPECT_EQ(is_taken(nested(depth, "[", "", ']')), depth <= 16) << depth;
        EXPECT_EQ(is_taken(nested(depth, "[", "1", ']')), depth <= 16) << depth;
        EXPECT_EQ(is_taken(nested(depth, "{\"a\":", "1", '}')), depth <= 16) << depth;
        EXPECT_EQ(is_taken(nested(depth, "{\"a\":", "{}", '}')), depth <= 15) << depth;
    }
    EXPECT_TRUE(is_taken(in_quotes(std::string(65'533, 'a'))));
    EXPECT_FALSE(is_taken(in_quotes(std::string(65'534, 'a'))));
}

/// Values and characters at random, the rare ones often enough.
class Chance {
public:
    explicit Chance(unsigned seed) : engine_(seed) {}

    std::size_t below(std::size_t bound) {
        return std::uniform_int_distribution<std::size_t>(0, bound - 1)(engine_);
    }
    std::string characters(bool ascii_only) {
        static constexpr std::array<std::string_view, 18> some{
            "a",    "type", "z", "/",          "\"", "\\",           "\n",       "\t", "\x01",
            "\x1F", "\x7F", " ", "0123456789", "é",  "\xEF\xBF\xBF", "劳务品牌", "龙", "😀"};
        std::string text;
        for (std::size_t count = below(6); count > 0; --count)
            text += some[below(ascii_only ? 13 : some.size())];
        return text;
    }
    std::int64_t integer() {
        const auto bits =
            std::uniform_int_distribution<std::int64_t>(-largest_integer, largest_integer)(engine_);
        return bits >> below(54);
    }
    Value value(std::size_t levels) {
        switch (below(levels == 0 ? 4 : 8)) {
            case 0:
                return {};
            case 1:
                return below(2) == 0;
            case 2:
                return integer();
            case 3:
                return characters(false);
            case 4:
            case 5: {
                Array elements;
                for (std::size_t count = below(5); count > 0; --count) elements.push_back(value(levels - 1));
                return elements;
            }
            default: {
                Object object;
                for (std::size_t count = below(6); count > 0; --count)
                    object.set(characters(true), value(levels - 1));
                return object;
            }
        }
    }
    /// `text` with one byte changed, taken away, added or swapped with the next.
    std::string mutated(std::string text) {
        static constexpr std::string_view telling =
            "\"\\{}[]:,0123-9.eEbtnfru/ \n\x80\xBF\xC2\xE0\xED\xF0\xF4";
        const std::size_t at = below(text.size());
        const char byte = below(4) == 0 ? static_cast<char>(below(256)) : telling[below(telling.size())];
        switch (below(4)) {
            case 0:
                text[at] = byte;
                break;
            case 1:
                text.erase(at, 1);
                break;
            case 2:
                text.insert(at, 1, byte);
                break;
            default:
                std::swap(text[at], text[(at + 1) % text.size()]);
        }
        return text;
    }

private:
    std::mt19937 engine_;
};

TEST(CanonicalReader, agrees_with_the_comparing_reader_on_random_values_and_their_mutations) {
    Chance chance(20'250'601);
    int refused = 0;
    for (int round = 0; round < 3'000; ++round) {
        const Value value = chance.value(4);
        const std::string text = canonical(value);
        ASSERT_TRUE(is_taken(text)) << text;
        ASSERT_EQ(*parse(text, Profile::entry), value) << text;
        for (int i = 0; i < 8; ++i) refused += is_taken(chance.mutated(text)) ? 0 : 1;
        if (HasFailure()) break;
    }
    EXPECT_GT(refused, 5'000);
}

TEST(CanonicalReader, leaves_it_to_the_other_reader_to_say_what_is_wrong) {
    Chance chance(7);
    for (int round = 0; round < 500; ++round) {
        const std::string text = chance.mutated(canonical(chance.value(3)));
        const Result<Value> parsed = parse(text, Profile::entry);
        const Result<Value> compared = read_and_compare(text, Profile::entry);
        ASSERT_EQ(parsed.has_value(), compared.has_value()) << text;
        if (parsed) continue;
        EXPECT_EQ(parsed.error().why, compared.error().why) << text;
        EXPECT_EQ(parsed.error().details.at(0).rule, compared.error().details.at(0).rule) << text;
        EXPECT_EQ(parsed.error().details.at(0).message, compared.error().details.at(0).message) << text;
        EXPECT_EQ(parsed.error().details.at(0).line, compared.error().details.at(0).line) << text;
    }
}

TEST(Object, appends_members_that_come_in_order_and_sets_those_that_do_not) {
    Object object;
    object.append("b", 1);
    object.append("d", 2);
    object.append("c", 3);
    object.append("d", 4);
    object.append("a", 5);
    EXPECT_EQ(object, (Object{{"a", 5}, {"b", 1}, {"c", 3}, {"d", 4}}));
}

}  // namespace
}  // namespace xinbu::json
