#include "xinbu/plugin/value.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <type_traits>
#include <vector>

namespace xinbu::plugin {
namespace {

std::vector<std::string> names_of(const Object& object) {
    std::vector<std::string> names;
    for (const Member& member : object) names.push_back(member.name);
    return names;
}

TEST(Value, IsOfOneKind) {
    EXPECT_TRUE(Value().is_null());
    EXPECT_TRUE(Value(nullptr).is_null());
    EXPECT_EQ(*Value(true).boolean(), true);
    EXPECT_EQ(*Value(-5).integer(), -5);
    EXPECT_EQ(*Value(std::numeric_limits<std::int64_t>::min()).integer(),
              std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(*Value("公司").text(), "公司");
    EXPECT_EQ(*Value(std::string_view("ab\0c", 4)).text(), std::string("ab\0c", 4));
    EXPECT_EQ(Value(Decimal{"1.50"}).decimal()->text, "1.50");
    EXPECT_EQ(Value(Array{1, 2}).array()->size(), 2u);
    EXPECT_EQ(Value(Object{{"a", 1}}).object()->size(), 1u);
    const Value number(1);
    EXPECT_EQ(number.text(), nullptr);
    EXPECT_EQ(number.boolean(), nullptr);
    EXPECT_EQ(number.object(), nullptr);
    EXPECT_EQ(number.at("a"), nullptr);
}

TEST(Value, EqualMeansTheSameKindAndContent) {
    EXPECT_EQ(Value("a"), Value(std::string("a")));
    EXPECT_NE(Value(1), Value("1"));
    EXPECT_NE(Value(1), Value(true));
    EXPECT_NE(Value(Decimal{"1.0"}), Value(Decimal{"1.00"}));
    EXPECT_EQ(Value(Object{{"b", 1}, {"a", Array{2}}}), Value(Object{{"a", Array{2}}, {"b", 1}}));
    EXPECT_NE(Value(Array{1, 2}), Value(Array{2, 1}));
}

TEST(Value, FindsMembersInside) {
    const Value value = Object{{"a", Object{{"b", 7}}}};
    ASSERT_NE(value.at("a"), nullptr);
    EXPECT_EQ(*value.at("a")->at("b")->integer(), 7);
    EXPECT_EQ(value.at("b"), nullptr);
}

TEST(Object, KeepsItsMembersSortedAndUnique) {
    Object object{{"b", 1}, {"a", 2}, {"b", 3}};
    EXPECT_EQ(names_of(object), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(*object.find("b")->integer(), 3);
    object.set("aa", 4);
    object.set("", 5);
    object.set("B", 6);
    EXPECT_EQ(names_of(object), (std::vector<std::string>{"", "B", "a", "aa", "b"}));
    EXPECT_FALSE(object.insert("a", 9));
    EXPECT_EQ(*object.find("a")->integer(), 2);
    EXPECT_TRUE(object.insert("c", 9));
    EXPECT_TRUE(object.erase("a"));
    EXPECT_FALSE(object.erase("a"));
    EXPECT_FALSE(object.contains("a"));
    EXPECT_EQ(object.size(), 5u);
    EXPECT_TRUE(Object().empty());
}

TEST(Object, CanHoldItself) {
    Object object{{"a", 1}};
    object.set("copy", object);
    EXPECT_EQ(*object.find("copy")->at("a")->integer(), 1);
    EXPECT_EQ(object.find("copy")->object()->size(), 1u);
}

TEST(Object, HelpersAnswerForWhatIsMissing) {
    const Object object{{"text", "t"}, {"number", 1}, {"list", Array{1}}, {"inner", Object{{"x", 2}}}};
    EXPECT_EQ(text_at(object, "text"), "t");
    EXPECT_EQ(text_at(object, "number"), "");
    EXPECT_EQ(text_at(object, "absent"), "");
    EXPECT_EQ(*integer_at(object, "number"), 1);
    EXPECT_EQ(integer_at(object, "text"), nullptr);
    EXPECT_EQ(array_at(object, "list").size(), 1u);
    EXPECT_TRUE(array_at(object, "text").empty());
    EXPECT_EQ(object_at(object, "inner").size(), 1u);
    EXPECT_TRUE(object_at(object, "absent").empty());
}

}  // namespace
}  // namespace xinbu::plugin
