// Corrections: what they take out of the fold, and what they may not take from under others.
#include "session/support.hpp"

namespace xinbu::session {
namespace {

TEST(Corrections, takes_a_corrected_entry_out_of_the_fold_and_keeps_it) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    auto registry = place.writer("r");
    ASSERT_TRUE(registry->add({note("right", "note/a")}, "m"));
    const auto wrong = registry->add({note("wrong word", "note/a")}, "m");
    ASSERT_TRUE(wrong);
    const plugin::Draft correction{"core.correction.made",
                                   "registry/self",
                                   "2026-03-05",
                                   {{"entry", wrong->entries[0].id}, {"reason", "slip"}}};
    const auto corrected = registry->add({correction}, "m");
    ASSERT_TRUE(corrected) << corrected.error().why;
    EXPECT_EQ(registry->show("note/a")->title, "right");
    EXPECT_TRUE(registry->search("wrong", 10)->empty());
    EXPECT_EQ(registry->search("right", 10)->size(), 1U);
    const auto history = registry->history("note/a");
    ASSERT_EQ(history->size(), 2U);
    EXPECT_FALSE(history->at(0).corrected);
    EXPECT_TRUE(history->at(1).corrected);
    EXPECT_EQ(registry->info()->name, "某某劳务协会");
    EXPECT_TRUE(registry->audit({})->ok) << told(registry->audit({})->findings);
}

plugin::Draft correction_of(const std::string& entry) {
    return {"core.correction.made", "registry/self", "2026-03-05", {{"entry", entry}, {"reason", "slip"}}};
}

/// The rules that a refused addition breaks.
std::string rules_of(const Result<Added>& answer) {
    std::string rules;
    if (!answer)
        for (const Detail& detail : answer.error().details) rules += detail.rule + " ";
    return rules;
}

TEST(Corrections, takes_no_entry_of_the_core_for_a_day_to_come) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    auto registry = place.writer("r");
    const auto wrong = registry->add({note("wrong word", "note/a")}, "m");
    ASSERT_TRUE(wrong);
    plugin::Draft correction = correction_of(wrong->entries[0].id);
    correction.effective = "2999-01-01";
    EXPECT_EQ(rules_of(registry->add({correction}, "m")), "effective.core ");
    EXPECT_EQ(registry->show("note/a")->title, "wrong word");
}

TEST(Corrections, corrects_only_what_is_there_to_be_corrected) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    auto registry = place.writer("r");
    const std::string wrong = registry->add({note("wrong", "note/a")}, "m")->entries.at(0).id;
    EXPECT_EQ(rules_of(registry->add({correction_of(std::string(64, '0'))}, "m")), "correction.unknown ");
    const std::string core = registry->history("operator/chair")->at(0).entry;
    EXPECT_EQ(rules_of(registry->add({correction_of(core)}, "m")), "correction.core ");
    EXPECT_EQ(rules_of(registry->add({correction_of(wrong), correction_of(wrong)}, "m")), "correction.done ");
    EXPECT_FALSE(registry->history("note/a")->at(0).corrected);

    const auto corrected = registry->add({correction_of(wrong)}, "m");
    ASSERT_TRUE(corrected) << corrected.error().why;
    EXPECT_EQ(rules_of(registry->add({correction_of(wrong)}, "m")), "correction.done ");
    EXPECT_EQ(rules_of(registry->add({correction_of(corrected->entries[0].id)}, "m")), "correction.core ");
    EXPECT_EQ(registry->info()->commits, 3U);
    EXPECT_TRUE(registry->audit({})->ok) << told(registry->audit({})->findings);
}

TEST(Corrections, lets_nobody_correct_what_he_may_not_sign) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    std::string closing;
    {
        auto admin = place.writer("r");
        ASSERT_TRUE(admin->add_operator("clerk", "clerk", secret(other_words)));
        ASSERT_TRUE(admin->add({note("text", "note/a")}, "m"));
        const plugin::Draft closed{"test.note.closed", "note/a", "2026-03-02", {{"reason", "done"}}};
        closing = admin->add({closed}, "m")->entries.at(0).id;
    }
    {
        auto clerk = place.writer("r", "clerk", other_words);
        EXPECT_EQ(code_of(clerk->add({correction_of(closing)}, "m")), "not_authorised");
        EXPECT_EQ(clerk->show("note/a")->status, "closed");
        EXPECT_EQ(rules_of(clerk->add({correction_of(clerk->history("note/a")->at(0).entry)}, "m")),
                  "correction.begins ")
            << "what is left would be half a record";
    }
    auto admin = place.writer("r");
    EXPECT_TRUE(admin->add({correction_of(closing)}, "m"));
    EXPECT_TRUE(admin->audit({})->ok) << told(admin->audit({})->findings);
}

TEST(Corrections, corrects_and_says_it_anew_in_one_commit) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    auto registry = place.writer("r");
    const plugin::Draft filed{"test.note.filed", "note/a", "2026-03-01", {{"text", "right"}}};
    plugin::Draft slip = filed;
    slip.data.set("text", "slip");
    const std::string first = registry->add({slip}, "m")->entries.at(0).id;
    EXPECT_EQ(rules_of(registry->add({filed}, "m")), "lifecycle.exists ");

    // The record is folded again with what the same commit says of it.
    const auto both = registry->add({note("further", "note/a"), correction_of(first)}, "m");
    ASSERT_TRUE(both) << both.error().why;
    EXPECT_EQ(registry->show("note/a")->title, "further");
    const auto anew = registry->add({correction_of(both->entries[0].id), filed}, "m");
    ASSERT_TRUE(anew) << anew.error().why << " " << rules_of(anew);
    EXPECT_EQ(registry->show("note/a")->title, "right");
    EXPECT_EQ(registry->history("note/a")->size(), 3U);
    EXPECT_TRUE(registry->audit({})->ok) << told(registry->audit({})->findings);
}

TEST(Corrections, takes_no_state_from_under_what_follows_it) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    auto registry = place.writer("r");
    const plugin::Draft filed{"test.note.filed", "note/a", "2026-03-01", {{"text", "one"}}};
    const plugin::Draft closed{"test.note.closed", "note/a", "2026-03-02", {{"reason", "done"}}};
    const std::string again = registry->add({filed, note("two", "note/a")}, "m")->entries.at(1).id;
    const std::string closing = registry->add({closed}, "m")->entries.at(0).id;
    EXPECT_TRUE(registry->add({correction_of(again)}, "m")) << "the note is open without it, too";
    EXPECT_EQ(rules_of(registry->add({correction_of(registry->history("note/a")->at(0).entry)}, "m")),
              "correction.begins ");
    ASSERT_TRUE(registry->add({correction_of(closing)}, "m"));
    EXPECT_TRUE(registry->add({correction_of(registry->history("note/a")->at(0).entry)}, "m"));
    EXPECT_EQ(registry->show("note/a")->status, "");
    EXPECT_TRUE(registry->audit({})->ok) << told(registry->audit({})->findings);
}

TEST(Corrections, takes_no_record_from_under_those_that_name_it) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    auto registry = place.writer("r");
    const plugin::Draft filed{"test.note.filed", "note/a", "2026-03-01", {{"text", "right"}}};
    const std::string named = registry->add({filed}, "m")->entries.at(0).id;
    plugin::Draft about = note("about it", "note/b");
    about.data.set("about", "note/a");
    const std::string naming = registry->add({about}, "m")->entries.at(0).id;

    const auto refused = registry->add({correction_of(named)}, "m");
    EXPECT_EQ(rules_of(refused), "correction.referred ");
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().details.at(0).message.find("note/b"), std::string::npos);
    EXPECT_EQ(rules_of(registry->add({correction_of(named), note("other", "note/c")}, "m")),
              "correction.referred ");
    const auto anew = registry->add({correction_of(named), filed}, "m");
    ASSERT_TRUE(anew) << "said anew in the same commit: " << rules_of(anew);
    EXPECT_TRUE(registry->add({correction_of(naming), correction_of(anew->entries[1].id)}, "m"))
        << "both taken away together";
    EXPECT_EQ(registry->show("note/a")->status, "");
    EXPECT_TRUE(registry->audit({})->ok) << told(registry->audit({})->findings);
}

TEST(Corrections, takes_no_beginning_from_a_record_that_others_name) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    auto registry = place.writer("r");
    const plugin::Draft filed{"test.note.filed", "note/a", "2026-03-01", {{"text", "right"}}};
    const auto both = registry->add({filed, note("and more", "note/a")}, "m");
    ASSERT_TRUE(both);
    plugin::Draft about = note("about it", "note/b");
    about.data.set("about", "note/a");
    ASSERT_TRUE(registry->add({about}, "m"));
    EXPECT_EQ(rules_of(registry->add({correction_of(both->entries[0].id)}, "m")), "correction.referred ");
    EXPECT_TRUE(registry->add({correction_of(both->entries[1].id)}, "m")) << "what came later may go";
}

}  // namespace
}  // namespace xinbu::session
