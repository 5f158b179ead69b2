#include "xinbu/readers/text.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "support.hpp"
#include "support/vectors.hpp"

namespace xinbu::readers {
namespace {

std::string rule_of_name(std::string_view text) {
    const auto fault = name_fault(text);
    return fault ? fault->rule : "none";
}

TEST(Utf8, OnlyTheShortestFormOfRealCodePointsIsAccepted) {
    for (const char* good : {"", "a", "é", "中", "𠮷", "\u0000", "\U0010FFFF", "\uFFFE"})
        EXPECT_TRUE(is_utf8(good));
    for (const char* bad :
         {"\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x80\xAF", "\xF0\x80\x80\xAF", "\xED\xA0\x80", "\xED\xBF\xBF",
          "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xFF", "\xE4\xB8", "\xE4", "a\xE4\xB8"}) {
        EXPECT_FALSE(is_utf8(bad)) << printable(bad);
    }
}

TEST(Nfc, ComposesAndKeepsWhatIsComposed) {
    EXPECT_EQ(nfc("e\u0301"), "é");
    EXPECT_EQ(nfc("\u1100\u1161"), "가");
    EXPECT_EQ(nfc("\u212B"), "Å");
    EXPECT_EQ(nfc("\uF900"), "\u8C48");  // a compatibility ideograph with a canonical decomposition
    EXPECT_EQ(nfc("ﬁ①"), "ﬁ①");          // compatibility forms stay
    EXPECT_EQ(nfc(""), "");
    for (const char* composed : {"", "信簿", "Ａ１（）", "é", "가", "𠮷", "ﬁ"}) EXPECT_TRUE(is_nfc(composed));
    for (const char* other : {"e\u0301", "\u1100\u1161", "\u212B", "\uF900", "a\u0323\u0301\u0323"}) {
        EXPECT_FALSE(is_nfc(other)) << other;
        EXPECT_TRUE(is_nfc(nfc(other))) << other;
    }
    EXPECT_EQ(error_of([] { nfc("\xC0"); }).code, "not_utf8");
}

TEST(CodePoints, AreCountedAndABrokenByteCountsAsOne) {
    EXPECT_EQ(code_points(""), 0u);
    EXPECT_EQ(code_points("信簿"), 2u);
    EXPECT_EQ(code_points("𠮷a"), 2u);
    EXPECT_EQ(code_points("a\xFF\xE4\xB8"), 4u);
}

TEST(NameFault, LetsNamesOfTheFieldPass) {
    for (const char* name : {"", "南京市江宁区家政服务行业协会", "“金陵阿姨”（南京）有限公司",
                             "Müller & Söhne GmbH", "𠮷野家", "阿依古丽·买买提", "Ａ１", "안녕", "नमस्ते",
                             "\U0002EBF0", "e\u0301\u0302", "\uE000", "葛\U000E0100", "100%*'\"<>"}) {
        EXPECT_EQ(rule_of_name(name), "none") << name;
    }
}

TEST(NameFault, NamesTheRuleThatIsBroken) {
    const std::vector<std::pair<std::string, std::string>> faults{
        {"a\tb", "text.control"},
        {"a\nb", "text.control"},
        {std::string("a\0b", 3), "text.control"},
        {"a\x7F", "text.control"},
        {"\u0085", "text.control"},
        {"\u2028", "text.line_separator"},
        {"\u2029", "text.line_separator"},
        {"\u00AD", "text.soft_hyphen"},
        {"\u200B", "text.invisible"},
        {"\u200D", "text.invisible"},
        {"\u2060", "text.invisible"},
        {"\uFEFF", "text.invisible"},
        {"\u3164", "text.invisible"},
        {"\u115F", "text.invisible"},
        {"\uFFA0", "text.invisible"},
        {"\u034F", "text.invisible"},
        {"\uFFF9", "text.invisible"},
        {"\U0001D173", "text.invisible"},
        {"\U000E0041", "text.tag"},
        {"\U000E007F", "text.tag"},
        {"\u2764\uFE0F", "text.variation_selector"},
        {"a\U000E0100", "text.variation_selector"},
        {"\U000E0100", "text.variation_selector"},
        {"\uFDD0", "text.noncharacter"},
        {"\uFFFF", "text.noncharacter"},
        {"\U0001FFFE", "text.noncharacter"},
        {"\u0378", "text.unassigned"},
        {"e\u0301\u0302\u0303", "text.combining"},
        {"\xC0\xAF", "text.utf8"},
        {"\xED\xA0\x80", "text.utf8"},
    };
    for (const auto& [text, rule] : faults) EXPECT_EQ(rule_of_name(text), rule) << printable(text);
}

TEST(NameFault, RefusesEveryCharacterThatTurnsTheDirection) {
    for (const char* control : {"\u202A", "\u202B", "\u202C", "\u202D", "\u202E", "\u2066", "\u2067",
                                "\u2068", "\u2069", "\u200E", "\u200F", "\u061C"}) {
        EXPECT_EQ(rule_of_name(std::string("公司") + control), "text.bidi");
        EXPECT_TRUE(paragraph_fault(control));
    }
}

TEST(NameFault, SaysWhereAndWhich) {
    const auto fault = name_fault("公司\u202Eabc");
    ASSERT_TRUE(fault);
    EXPECT_EQ(fault->offset, 6u);
    EXPECT_EQ(fault->code_point, U'\u202E');
    EXPECT_NE(fault->message().find("U+202E"), std::string::npos);
    EXPECT_EQ(fault->message().find("\u202E"), std::string::npos)
        << "the message must not do what it warns of";
    EXPECT_FALSE(name_fault("\xFF")->message().empty());
}

TEST(ParagraphFault, AllowsLinesAndTabsOnly) {
    EXPECT_FALSE(paragraph_fault("第一行\n\t第二行"));
    EXPECT_EQ(paragraph_fault("a\r\nb")->rule, "text.control");
    EXPECT_EQ(paragraph_fault("a\x1B[31m")->rule, "text.control");
    EXPECT_EQ(paragraph_fault("a\n\u200B")->rule, "text.invisible");
}

TEST(RareCharacter, FindsWhatAReaderMayNotRecognise) {
    EXPECT_FALSE(rare_character("张三"));
    EXPECT_EQ(rare_character("张\uE863"), U'\uE863');
    EXPECT_EQ(rare_character("\U000F0000"), U'\U000F0000');
    EXPECT_EQ(rare_character("葛\U000E0101"), U'\U000E0101');
    EXPECT_FALSE(rare_character("\xEE\xA1"));
}

TEST(Trim, TakesBlanksOfEveryWidthAway) {
    EXPECT_EQ(trim(" \t\r\n\u00A0\u3000公司 甲\u3000 \n"), "公司 甲");
    EXPECT_EQ(trim("\u3000\u3000"), "");
    EXPECT_EQ(trim(""), "");
    EXPECT_EQ(trim("\u200Ba"), "\u200Ba") << "what is invisible is for name_fault() to refuse";
}

TEST(CodePointName, HasFourDigitsOrMore) {
    EXPECT_EQ(code_point_name(0x41), "U+0041");
    EXPECT_EQ(code_point_name(0x1F600), "U+1F600");
    EXPECT_EQ(code_point_name(0x10FFFF), "U+10FFFF");
}

TEST(Printable, ShowsHostileBytesAsWhatTheyAre) {
    EXPECT_EQ(printable("公司 a"), "公司 a");
    EXPECT_EQ(printable("a\x1B[31m\n"), "a\\x1B[31m\\x0A");
    EXPECT_EQ(printable("\x7F"), "\\x7F");
    EXPECT_EQ(printable("\xC0\xAF"), "\\xC0\\xAF");
    EXPECT_EQ(printable("a\u202Eb\u200B"), "a⟦U+202E⟧b⟦U+200B⟧");
    EXPECT_EQ(printable("\u0085"), "⟦U+0085⟧");
    // A selector behind an escaped byte does not belong to the ideograph before that byte.
    EXPECT_EQ(printable("葛\xFF\U000E0100"), "葛\\xFF⟦U+E0100⟧");
    EXPECT_EQ(printable("葛\U000E0100"), "葛\U000E0100");
    EXPECT_EQ(printable("abcdef", 3), "abc…");
    EXPECT_EQ(printable("abc", 3), "abc");
}

TEST(Printable, NoNaughtyStringGetsThrough) {
    XINBU_READ_SHARED_JSON(strings, "vectors/naughty-strings/blns.json");
    ASSERT_GT(strings.Size(), 400u);
    for (const auto& string : strings.GetArray()) {
        const std::string text(string.GetString(), string.GetStringLength());
        const std::string shown = printable(text, 10'000);
        EXPECT_TRUE(is_utf8(shown));
        EXPECT_EQ(rule_of_name(shown), "none") << shown;
        if (is_utf8(text)) {
            EXPECT_TRUE(is_nfc(nfc(text))) << shown;
        }
    }
}

}  // namespace
}  // namespace xinbu::readers
