#include "xinbu/json/json.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "support/vectors.hpp"

namespace xinbu::json {
namespace {

using plugin::Value;

std::string rule_of(std::string_view text, Profile profile) {
    const Result<Value> parsed = parse(text, profile);
    return parsed ? "accepted" : parsed.error().details.at(0).rule;
}

TEST(Json, refuses_what_breaks_the_grammar) {
    for (const char* text : {"",           " ",    "{",    "[1,]",     "{\"a\":1,}", "{'a':1}", "[NaN]",
                             "[Infinity]", "[01]", "[+1]", "[1.]",     "[0x1]",      "[1]//c",  "{} {}",
                             "[1] 2",      "\"a",  "nul",  "[\"\t\"]", "{\"a\" 1}",  "{1:2}"})
        EXPECT_EQ(rule_of(text, Profile::document), "json.syntax") << text;
}

TEST(Json, refuses_texts_that_are_no_unicode) {
    EXPECT_EQ(rule_of("\xEF\xBB\xBF{}", Profile::document), "json.encoding");
    EXPECT_EQ(rule_of("[\"\xC0\xAF\"]", Profile::document), "json.encoding");
    EXPECT_EQ(rule_of("[\"\xED\xA0\x80\"]", Profile::document), "json.encoding");
    EXPECT_EQ(rule_of(R"(["\ud800"])", Profile::document), "json.encoding");
    EXPECT_EQ(rule_of(R"(["\udc00"])", Profile::document), "json.encoding");
    EXPECT_EQ(rule_of(R"(["\ud800\u0041"])", Profile::document), "json.encoding");
    EXPECT_EQ(rule_of(R"(["\u0000"])", Profile::document), "json.nul");
    EXPECT_EQ(rule_of(std::string_view("[1]\0", 4), Profile::document), "json.nul");
    EXPECT_EQ(rule_of(R"(["\ud83d\ude00"])", Profile::document), "accepted");
}

TEST(Json, refuses_a_member_that_stands_twice_and_says_where) {
    const Result<Value> parsed = parse("{\"a\":1,\n\"b\":2,\"a\":3}", Profile::document);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().details.at(0).rule, "json.duplicate");
    EXPECT_EQ(parsed.error().details.at(0).line, 2);
}

TEST(Json, bounds_the_depth) {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    EXPECT_EQ(rule_of(nested(64), Profile::document), "accepted");
    EXPECT_EQ(rule_of(nested(65), Profile::document), "json.depth");
    EXPECT_EQ(rule_of(nested(16), Profile::entry), "accepted");
    EXPECT_EQ(rule_of(nested(17), Profile::entry), "json.depth");
    EXPECT_EQ(rule_of(std::string(1'000'000, '['), Profile::document), "json.depth");
}

TEST(Json, keeps_foreign_numbers_as_they_were_written_and_signs_none_of_them) {
    for (const char* number :
         {"1.5", "1e3", "9007199254740992", "-9007199254740992", "-0", "123456789012345678901234567890"}) {
        const std::string text = std::string("[") + number + "]";
        const Result<Value> parsed = parse(text, Profile::document);
        ASSERT_TRUE(parsed) << number;
        ASSERT_NE(parsed->array()->front().decimal(), nullptr) << number;
        EXPECT_EQ(parsed->array()->front().decimal()->text, number);
        EXPECT_EQ(rule_of(text, Profile::entry), "json.number") << number;
        EXPECT_THROW(canonical(*parsed), Failure) << number;
    }
    EXPECT_EQ(rule_of("[9007199254740991,-9007199254740991]", Profile::entry), "accepted");
    EXPECT_THROW(canonical(Value(std::int64_t{9007199254740992})), Failure);
}

TEST(Json, takes_only_the_canonical_form_of_an_entry) {
    EXPECT_EQ(rule_of(R"({"a":1,"b":"é/\"\\\n"})", Profile::entry), "accepted");
    for (const char* text : {R"({"b":1,"a":2})", R"({"a": 1})", R"({"a":"\u00e9"})", R"({"a":"\/"})",
                             R"({"a":"\u000A"})", "[1] "})
        EXPECT_EQ(rule_of(text, Profile::entry), "json.canonical") << text;
    EXPECT_EQ(rule_of(R"({"é":1})", Profile::entry), "json.name");
    EXPECT_EQ(rule_of("\"" + std::string(65'534, 'a') + "\"", Profile::entry), "json.size");
    EXPECT_EQ(rule_of("\"" + std::string(65'533, 'a') + "\"", Profile::entry), "accepted");
}

TEST(Json, escapes_as_rfc_8785_says) {
    EXPECT_EQ(canonical(Value("\b\t\n\f\r\"\\\x01\x1f\x7f/é😀")),
              "\"\\b\\t\\n\\f\\r\\\"\\\\\\u0001\\u001f\x7f/é😀\"");
    EXPECT_EQ(canonical(Value()), "null");
}

TEST(Json, sorts_members_by_utf_16_code_units) {
    plugin::Object object;
    object.set("\xEF\xAC\xB3", 1);      // U+FB33
    object.set("\xF0\x9F\x98\x82", 2);  // U+1F602: D83D DE02 sorts before FB33, though its bytes do not
    object.set("a", 3);
    EXPECT_EQ(canonical(Value(object)), "{\"a\":3,\"\xF0\x9F\x98\x82\":2,\"\xEF\xAC\xB3\":1}");
}

TEST(Json, gives_the_members_of_an_object_as_they_stand_in_the_text) {
    const std::string text = R"({"":null,"a\\":[1,{"b":"}"}],"b":-7,"c":"简\n"})";
    std::vector<TopMember> members(3);
    ASSERT_TRUE(canonical_members(text, members));
    ASSERT_EQ(members.size(), 4U);
    const std::array<std::array<std::string_view, 2>, 4> expected{
        {{"", "null"}, {R"(a\\)", R"([1,{"b":"}"}])"}, {"b", "-7"}, {"c", R"("简\n")"}}};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(members[i].name, expected[i][0]);
        EXPECT_EQ(members[i].raw, expected[i][1]);
        EXPECT_TRUE(check_canonical(members[i].raw));
        EXPECT_GE(members[i].raw.data(), text.data());
        EXPECT_LE(members[i].raw.data() + members[i].raw.size(), text.data() + text.size());
    }
    EXPECT_TRUE(canonical_members("{}", members));
    EXPECT_TRUE(members.empty());
}

TEST(Json, gives_no_members_of_what_is_no_canonical_object) {
    std::vector<TopMember> members(2);
    for (const char* text : {"", "[1]", "null", "1", R"("a")", R"({"a":1}x)", R"({"a":1,})",
                             R"({"a":1,"a":1})", R"({"a":1,"b":01})", R"({"a":1)", R"({"a" :1})"}) {
        EXPECT_FALSE(canonical_members(text, members)) << text;
        EXPECT_TRUE(members.empty()) << text;
    }
}

// The published vectors of RFC 8785. Those that hold fractions lie outside the profile: they must be refused,
// not rounded.
TEST(Json, agrees_with_the_published_vectors) {
    XINBU_READ_SHARED(first, "vectors/jcs/testdata/input/arrays.json");
    EXPECT_FALSE(first.empty());
    for (const std::string name : {"arrays", "french", "unicode", "weird"}) {
        XINBU_READ_SHARED(input, "vectors/jcs/testdata/input/" + name + ".json");
        XINBU_READ_SHARED(output, "vectors/jcs/testdata/output/" + name + ".json");
        const Result<Value> parsed = parse(input, Profile::document);
        ASSERT_TRUE(parsed) << name;
        EXPECT_EQ(canonical(*parsed), output) << name;
    }
    for (const std::string name : {"structures", "values"}) {
        XINBU_READ_SHARED(input, "vectors/jcs/testdata/input/" + name + ".json");
        const Result<Value> parsed = parse(input, Profile::document);
        ASSERT_TRUE(parsed) << name;
        EXPECT_THROW(canonical(*parsed), Failure) << name;
    }
}

}  // namespace
}  // namespace xinbu::json
