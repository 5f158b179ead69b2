// In what marks are alike, and E21: each that is alike goes along or is signed off by itself.
#include "collateral/likeness.hpp"
#include "collateral/pinyin.hpp"
#include "collateral_case.hpp"

namespace xinbu::collateral::test {
namespace {

std::string ground(std::string_view one, std::string_view other) {
    const auto found = likeness(one, other);
    const auto back = likeness(other, one);
    EXPECT_EQ(found.has_value(), back.has_value()) << one << " / " << other;
    if (!found || !back) return "-";
    EXPECT_EQ(found->ground, back->ground) << one << " / " << other;
    return std::string(found->ground) + (found->distance > 0 ? " " + std::to_string(found->distance) : "");
}

TEST(Pinyin, characters_are_read_in_every_way_that_dictionaries_know) {
    using List = std::vector<std::string>;
    EXPECT_EQ(spoken(U"陶缘"), (List{"taoyuan", "yaoyuan"})) << "as in 皋陶";
    EXPECT_EQ(initials(U"宜兴紫砂"), (List{"yxzs"}));
    const List music = spoken(U"乐");
    EXPECT_EQ(music.front(), "le") << "the customary reading first";
    EXPECT_NE(std::find(music.begin(), music.end(), "yue"), music.end());
    EXPECT_EQ(spoken(U"绿"), (List{"lv", "lu"}));
    EXPECT_TRUE(spoken(U"陶A").empty()) << "a letter is no character with a reading";
    EXPECT_TRUE(spoken(U"").empty());
    EXPECT_LE(spoken(U"乐乐乐乐乐乐乐乐乐乐").size(), 64U);
    EXPECT_EQ(simplified(U'緣'), U'缘');
    EXPECT_EQ(simplified(U'缘'), U'缘');
    EXPECT_TRUE(is_han(U'陶'));
    EXPECT_FALSE(is_han(U'A'));
    EXPECT_EQ(characters_of("陶A"), U"陶A");
}

TEST(Likeness, names_its_strongest_ground) {
    struct Row {
        const char *one, *other, *ground;
    };
    for (const Row& row : {Row{"陶缘", "陶 缘", "identical"},
                           {"TaoYuan", "TAO-YUAN", "identical"},
                           {"陶缘", "陶緣", "script"},
                           {"陶缘", "陶缘 TAOYUAN", "characters"},
                           {"陶缘 PURPLE", "紫砂PURPLE", "characters"},
                           {"陶缘", "桃园", "sound"},
                           {"陶乐", "陶越", "sound"},
                           {"陶缘", "TAOYUAN", "pinyin"},
                           {"陶缘", "TaoYuan Pottery", "pinyin"},
                           {"陶缘匠", "匠缘陶", "order"},
                           {"陶缘", "陶缘匠坊", "contains"},
                           {"PURPLECLAY", "PURPLE CLAY HOME", "contains"},
                           {"陶缘匠", "陶缘师", "spelling 1"},
                           {"SUMSUNG", "SAMSUNG", "spelling 1"},
                           {"陶元", "桃云", "near_sound 1"},
                           {"陶缘匠坊", "桃园酱房", "sound"},
                           {"陶缘匠坊", "天元家福", "initials"},
                           {"陶缘匠坊", "TYJF", "initials"},
                           {"陶缘", "石雕", "-"},
                           {"陶缘", "STONE", "-"},
                           {"陶缘", "", "-"},
                           {"", "", "-"},
                           {"＊＊", "！！", "-"},
                           {"AB", "AC", "-"},
                           {"ABC", "ABD", "-"}})
        EXPECT_EQ(ground(row.one, row.other), row.ground) << row.one << " / " << row.other;
}

TEST(Likeness, long_words_are_compared_within_bounds) {
    std::string many;
    for (int count = 0; count < 1000; ++count) many += "乐";
    EXPECT_EQ(ground(many, many), "identical");
    EXPECT_NO_THROW(likeness(many, many + "A"));
    EXPECT_NO_THROW(likeness("\xE9\x99", "\xFF\xFE"));
}

class Bundle : public ::testing::Test, protected CaseInOrder {
protected:
    Bundle() { about_mark(); }
    void other(const char* number, const char* words, Array classes = {21}) {
        Object fields{{"classes", std::move(classes)},
                      {"owners", Array{party("宜兴陶缘紫砂有限公司", firm)}}};
        if (*words != '\0') fields.set("mark", words);
        desk.records.put(std::string("trademark/CN-") + number, "LIVE/REGISTRATION/Issued and Active",
                         std::move(fields));
    }
    static Value note(const char* about, const char* by = bank) {
        Value value = acknowledged("E21", by, "statement");
        if (*about != '\0') value.object()->set("about", std::string("trademark/CN-") + about);
        return value;
    }
    FindingStatus with_notes(Array notes) {
        contract(pledge_draft({mark})).set("acknowledgements", std::move(notes));
        return status("E21");
    }
};

TEST_F(Bundle, marks_that_are_alike_block_and_others_do_not) {
    other("2", "石雕");
    EXPECT_EQ(status("E21"), FindingStatus::met) << "alike in nothing";
    const auto answer = desk.check("collateral.bundle", {{"right", mark}});
    EXPECT_EQ(plugin::array_at(answer.facts, "others").size(), 1U) << "but told";
    other("3", "桃园", {30});
    EXPECT_EQ(status("E21"), FindingStatus::met) << "on other goods";
    other("4", "TAOYUAN");
    EXPECT_EQ(status("E21"), FindingStatus::not_met);
    EXPECT_EQ(finding("E21").severity, Severity::block);
    EXPECT_EQ(finding("E21").evidence, std::vector<std::string>{"trademark/CN-4"});
    desk.status["trademark/CN-4"] = Object{{"alive", false}};
    EXPECT_EQ(status("E21"), FindingStatus::met);
}

TEST_F(Bundle, a_figure_takes_an_eye) {
    other("2", "");
    EXPECT_EQ(status("E21"), FindingStatus::unknown);
    EXPECT_EQ(finding("E21").severity, Severity::block);
}

TEST_F(Bundle, each_candidate_is_signed_off_by_itself) {
    other("2", "桃园");
    EXPECT_EQ(with_notes({note("")}), FindingStatus::met) << "there is only one that can be meant";
    other("3", "TAOYUAN");
    EXPECT_EQ(with_notes({note("")}), FindingStatus::not_met) << "which of the two?";
    EXPECT_EQ(with_notes({note("2")}), FindingStatus::not_met);
    EXPECT_EQ(with_notes({note("2"), note("3", firm)}), FindingStatus::not_met) << "the pledgor's word";
    EXPECT_EQ(with_notes({note("2"), note("3")}), FindingStatus::met);
    EXPECT_NE(finding("E21").message.zh.find("已核查"), std::string::npos) << "the reason is told";
}

TEST_F(Bundle, a_contract_is_signed_only_with_every_candidate) {
    other("2", "桃园");
    other("3", "");
    desk.sign(loan_draft());
    Draft draft = pledge_draft({mark});
    EXPECT_TRUE(has_fault(desk.faults(draft), "eligibility.E21"));
    draft.data.set("acknowledgements", Array{note("2")});
    EXPECT_TRUE(has_fault(desk.faults(draft), "eligibility.E21")) << "the figure is open";
    draft.data.set("acknowledgements", Array{note("2"), note("3")});
    EXPECT_FALSE(has_fault(desk.faults(draft), "eligibility.E21"));
    draft.data.erase("acknowledgements");
    draft.data.set("rights", Array{mark, "trademark/CN-2", "trademark/CN-3"});
    EXPECT_FALSE(has_fault(desk.faults(draft), "eligibility.E21")) << "all go along";
}

}  // namespace
}  // namespace xinbu::collateral::test
