// What an association may not say, however it is written; and identity numbers in texts.
#include "commitments/people.hpp"
#include "commitments/wording.hpp"
#include "plugins/commitments_support.hpp"

namespace xinbu::commitments::test {
namespace {

TEST(Wording, finds_reserved_words_however_they_are_written) {
    struct Case {
        const char *text, *word;
    };
    const std::vector<Case> cases{{"认定为失信主体", "失信主体"},
                                  {"列入黑名单", "黑名单"},
                                  {"接受处罚", "处罚"},
                                  {"黑 名 单", "黑名单"},
                                  {"黑　名　单", "黑名单"},
                                  {"黑\n名单", "黑名单"},
                                  {"“黑”名单", "黑名单"},
                                  {"黑·名·单", "黑名单"},
                                  {"黑-名*单", "黑名单"},
                                  {"黑名單", "黑名单"},
                                  {"處罰", "处罚"},
                                  {"⿊名单", "黑名单"},
                                  {"失\xE2\x80\x8B信主体", "失信主体"},
                                  {"Put on a Black List", "blacklist"},
                                  {"ｂｌａｃｋｌｉｓｔ", "blacklist"},
                                  {"处以罚款", "罚款"},
                                  {"失信被执行人", "失信被执行人"},
                                  {"接受惩戒", "惩戒"}};
    for (const Case& one : cases) {
        const auto found = reserved_words_in(one.text);
        ASSERT_EQ(found.size(), 1U) << one.text;
        EXPECT_EQ(found[0]->word, one.word) << one.text;
        EXPECT_FALSE(found[0]->instead.zh.empty());
    }
    for (const char* text : {"接受协会提醒、暂停评优资格，并由协会向主管部门报告", "改进之处，罚则另定",
                             "改进之处。罚则", "违诺记录", "名单", ""})
        EXPECT_TRUE(reserved_words_in(text).empty()) << text;
}

TEST_F(CommitmentsTest, an_association_does_not_speak_like_an_authority) {
    for (const char* text : {R"("列入黑名单")", R"("认定为失信主体")", R"("接受处罚")", R"("列入黑 名 单")"})
        EXPECT_EQ(sign(with(promise(), "liability", text)), (Rules{weak[0], "commitments.wording"})) << text;
    EXPECT_EQ(sign(with(promise(), "liability", R"("接受行业惩戒")")),
              (Rules{weak[0], "commitments.wording?"}));
    // An authority may.
    const Object to_authority = with(with(promise(), "type", R"("credit_repair")"), "acceptor",
                                     R"({"name":"局","identifier":"121200004013590816"})");
    EXPECT_EQ(sign(with(to_authority, "liability", R"("依法接受处罚")")), weak);
    // A promise tells of them, and is no measure.
    EXPECT_EQ(sign(with(promise(), "content", R"("未被列入失信被执行人名单")")), weak);
}

TEST_F(CommitmentsTest, the_fault_gives_its_reason_and_another_wording) {
    plugin::Faults faults;
    check_wording(Object{{"liability", "列入黑名单"}}, "liability", "/data", faults);
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults[0].pointer, "/data/liability");
    EXPECT_NE(faults[0].message.zh.find("行政机关"), std::string::npos);
    EXPECT_NE(faults[0].message.zh.find("违诺记录"), std::string::npos);
    EXPECT_NE(faults[0].message.en.find("Suggested"), std::string::npos);
}

TEST_F(CommitmentsTest, the_measure_of_an_association_is_never_a_penalty) {
    accept();
    EXPECT_EQ(breach("2026-06-01", "minor", R"(,"association_measure":"行政处罚")"),
              Rules{"commitments.wording"});
    // What an authority did may be called so, and is kept apart.
    const std::string authority =
        R"("finder":{"name":"局","identifier":"121200004013590816"},"notice_on":"2026-06-01","statement":"s")";
    const auto found = [&](const std::string& rest) {
        return step("breach_found",
                    R"({"severity":"minor","facts":"f","fulfilment":"none","found_on":"2026-06-01",)" +
                        authority + rest + "}");
    };
    EXPECT_EQ(found(R"(,"association_measure":"处罚")"), Rules{"commitments.wording"});
    EXPECT_EQ(found(R"(,"measures":"依法处罚","public_record":"苏信-2026-1")"), Rules{});
}

// ---- identity numbers

TEST(People, are_masked_in_texts) {
    struct Case {
        const char *text, *masked;
    };
    // The valid number of a test vector, born on 1 January 1800.
    const std::vector<Case> cases{
        {"张某320102180001010010承诺", "张某320102********0010承诺"},
        {"320102 18000101 0010", "320102 ******** 0010"},
        {"３２０１０２１８０００１０１００１０", "３２０１０２********００１０"},
        {"2026-03-01 320102180001010010", "2026-03-01 320102********0010"},
        {"320102\u00A018000101\u20130010", "320102\u00A0********\u20130010"},
        {"320102\t1800/01/01\n0010", "320102\t****/**/**\n0010"},
        {"320102 - 18000101 - 0010", "320102 - ******** - 0010"},
        {"320102.18000101_0010", "320102.********_0010"},
        // What nobody sees is no sign between: mistyped, too, it is a number.
        {"110105\u200B19491231\u2060\uFEFF0021", "110105\u200B********\u2060\uFEFF0021"},
        {"11010519491231002Ⅹ", "110105********002Ⅹ"},
        // Mistyped: no valid check character, but a place and a day of birth.
        {"11010519491231002A", "11010519491231002A"},
        {"110105 19491231 0021", "110105 19491231 0021"},
        {"110105194912310021", "110105********0021"},
        {"11010519491231002x", "110105********002x"},
        // A code, a credit code, a phone number, a digest.
        {"32028220260301000001", "32028220260301000001"},
        {"91320282MA0000015N", "91320282MA0000015N"},
        {"13812345678", "13812345678"},
        {"320102.00140101.0013", "320102.00140101.0013"},
        {"", ""}};
    for (const Case& one : cases) EXPECT_EQ(without_citizen_ids(one.text), one.masked) << one.text;
}

TEST_F(CommitmentsTest, no_text_holds_an_identity_number) {
    EXPECT_EQ(sign(with(promise(), "content", R"("张某320102180001010010承诺")")),
              (Rules{"commitments.citizen_id_in_clear", weak[0]}));
    accept();
    EXPECT_EQ(step("disputed", R"({"text":"本人110105194912310021不认可"})"),
              Rules{"commitments.citizen_id_in_clear"});
}

TEST_F(CommitmentsTest, nothing_but_a_digest_may_read_like_an_identity_number) {
    EXPECT_EQ(
        rules_of_proof(
            R"({"kind":"signature","algorithm":"ed25519","public_key":"AA320102180001010010","signature":"AA=="})"),
        Rules{"commitments.citizen_id_in_clear"});
    EXPECT_EQ(
        rules_of_proof(
            R"({"kind":"signature","algorithm":"ed25519","public_key":"AAAA","signature":"AA320102180001010010"})"),
        Rules{"commitments.citizen_id_in_clear"});
    const std::string digest = "aa320102180001010010" + std::string(44, 'a');
    EXPECT_EQ(rules_of_proof((R"({"kind":"letter","signatory":"某","authority":"法定代表人","attachment":")" +
                              digest + "\"}")
                                 .c_str()),
              Rules{});
}

TEST_F(CommitmentsTest, no_record_is_named_by_an_identity_number) {
    const auto open = [&](const std::string& record) {
        return bench.add(
            "commitments.scheme.opened", record, "2026-02-01",
            json_object(R"({"name":"公约","clauses":[{"id":"1","text":"按时"}],"liability":"提醒",
                             "association":{"name":"协会","identifier":"51320282MJ000000XL"}})"));
    };
    EXPECT_EQ(open("scheme/320102 18000101 0010"), Rules{"commitments.citizen_id_in_clear"});
    EXPECT_EQ(open("scheme/320102********0010"), Rules{});
}

TEST_F(CommitmentsTest, a_fault_quotes_texts_with_their_numbers_masked) {
    EXPECT_EQ(sign(with(with(promise(), "scheme", R"("scheme/a")"), "clauses", R"(["320102180001010010"])")),
              (Rules{"commitments.citizen_id_in_clear", weak[0], "reference.unknown?"}));
    ASSERT_EQ(bench.add("commitments.scheme.opened", "scheme/a", "2026-02-01",
                        json_object(R"({"name":"公约","clauses":[{"id":"1","text":"按时"}],"liability":"提醒",
                            "association":{"name":"协会","identifier":"51320282MJ000000XL"}})")),
              Rules{});
    EXPECT_EQ(sign(with(with(promise(), "scheme", R"("scheme/a")"), "clauses", R"(["320102180001010010"])")),
              (Rules{"commitments.citizen_id_in_clear", "commitments.clause", weak[0]}));
    EXPECT_EQ(bench.add("commitments.member.invited", "invitation/x", "2026-03-01",
                        json_object(R"({"scheme":"scheme/a",
                            "member":{"name":"某","identifier":"citizen-id:320102180001010010"}})")),
              Rules{"commitments.invitation"});
    for (const plugin::Fault& fault : bench.last_faults())
        EXPECT_FALSE(holds_citizen_id(fault.message.en + fault.message.zh)) << fault.rule;
}

}  // namespace
}  // namespace xinbu::commitments::test
