// What people mean by what they type: values of filters, instants, records that are none any more.
#include "../../../core/session/instants.hpp"
#include "session/support.hpp"

namespace xinbu::session {
namespace {

plugin::Draft note_on(const std::string& record, const char* day) {
    plugin::Draft draft = note("of " + record, record);
    if (day != nullptr) draft.data.set("day", day);
    return draft;
}

TEST(Asking, values_go_by_their_id_and_by_a_label_in_either_language) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    auto registry = place.writer("r");
    ASSERT_TRUE(registry->add({note("one", "note/a"), note("two", "note/b")}, "m"));
    ASSERT_TRUE(registry->add({{"test.note.closed", "note/b", "2026-04-01", {{"reason", "done"}}}}, "m"));
    const auto count = [&](const std::string& field, const std::string& value) {
        Query query;
        query.kind = "note";
        query.where = {{field, value}};
        return registry->count(query);
    };
    for (const char* open : {"open", "Open", "OPEN", "未结"})
        EXPECT_EQ(count("status", open).value(), 1U) << open;
    EXPECT_EQ(count("status", "lapsed").value(), 0U);
    for (const char* wrong : {"opened", "未", "ope"}) {
        const auto refused = count("status", wrong);
        ASSERT_FALSE(refused) << wrong;
        EXPECT_EQ(refused.error().code, "unknown_value");
        EXPECT_EQ(refused.error().category, Category::usage);
        ASSERT_EQ(refused.error().details.size(), 3U);
        EXPECT_EQ(refused.error().details[0].message, "open  Open");
    }
    for (const char* wrong : {"1.5", "many", "-"}) EXPECT_EQ(code_of(count("rank", wrong)), "unknown_value");
    EXPECT_EQ(code_of(count("amount", "125.00")), "unknown_value");
    EXPECT_EQ(code_of(count("day", "2026-02-30")), "unknown_value");
    EXPECT_EQ(count("rank", "-3").value(), 0U);
}

TEST(Asking, an_empty_value_finds_records_without_the_field) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    auto registry = place.writer("r");
    plugin::Draft ranked = note_on("note/a", "2099-12-31");
    ranked.data.set("rank", 3);
    ASSERT_TRUE(registry->add({ranked, note_on("note/b", nullptr), note_on("note/c", nullptr)}, "m"));
    for (const std::optional<plugin::Date> day : {std::optional<plugin::Date>(), {plugin::Date{2030, 1, 1}}})
        // `day` is a column, `rank` is none.
        for (const char* field : {"day", "rank"}) {
            Query query;
            query.kind = "note";
            query.as_of = day;
            query.where = {{field, ""}};
            EXPECT_EQ(registry->count(query).value(), 2U) << field;
            EXPECT_EQ(registry->list(query, 0, 10)->size(), 2U) << field;
            query.where.push_back({"text", "of note/c"});
            ASSERT_EQ(registry->list(query, 0, 10)->size(), 1U) << field;
            EXPECT_EQ(registry->list(query, 0, 10)->front().id, "note/c");
        }
}

TEST(Asking, what_takes_effect_later_is_not_shown_before) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    auto registry = place.writer("r");
    ASSERT_TRUE(registry->add({note("one", "note/a"), note("two", "note/b")}, "m"));
    plugin::Draft later = note("three", "note/c");
    later.effective = "2999-01-01";
    ASSERT_TRUE(registry->add(
        {{"test.note.closed", "note/b", "2999-01-01", {{"reason", "done"}}}, std::move(later)}, "m"));
    const plugin::Date then{2999, 1, 1};
    EXPECT_EQ(registry->show("note/b")->status, "open");
    EXPECT_EQ(registry->show("note/b", then)->status, "closed");
    const auto again =
        registry->add({{"test.note.closed", "note/b", "2026-05-01", {{"reason", "done"}}}}, "m");
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().details.front().rule, "lifecycle.state");
    EXPECT_NE(again.error().details.front().message.find("later than today"), std::string::npos);
    const auto none = registry->show("note/c");
    EXPECT_EQ(code_of(none), "unknown_record");
    EXPECT_NE(none.error().why.find("later day"), std::string::npos) << none.error().why;
    EXPECT_TRUE(registry->show("note/c", then));
    EXPECT_TRUE(registry->search("three", 10)->empty());
    EXPECT_EQ(registry->search("two", 10)->size(), 1U);
    EXPECT_EQ(registry->history("note/c")->size(), 1U);

    const auto ids = [&](const AsOf& as_of, const std::string& sort, bool descending = false) {
        Query query;
        query.kind = "note";
        query.as_of = as_of;
        query.sort = sort;
        query.descending = descending;
        std::string found;
        const std::vector<RecordView> rows = take(registry->list(query, 0, 10));
        for (const RecordView& one : rows) found += one.id.substr(5) + " ";
        EXPECT_EQ(registry->count(query).value() * 2, found.size());
        return found;
    };
    for (const char* sort : {"", "id", "text"}) {
        EXPECT_EQ(ids({}, sort), "a b ") << sort;
        EXPECT_EQ(ids({}, sort, true), "b a ") << sort;
    }
    EXPECT_EQ(ids(then, "id"), "a b c ");
    Query open;
    open.kind = "note";
    open.where = {{"status", "open"}};
    EXPECT_EQ(registry->count(open).value(), 2U);
    open.search = "two";
    EXPECT_EQ(registry->count(open).value(), 1U);
}

TEST(Asking, instants_have_a_zone) {
    const auto utc = [](std::string_view text) { return utc_instant_of(text).value_or("none"); };
    EXPECT_EQ(utc("2026-03-03T11:00:00Z"), "2026-03-03T11:00:00Z");
    EXPECT_EQ(utc("2026-03-03T19:00:00+08:00"), "2026-03-03T11:00:00Z");
    EXPECT_EQ(utc("2026-03-01T03:15:09+08:00"), "2026-02-28T19:15:09Z");
    EXPECT_EQ(utc("2024-12-31T20:30:00-05:30"), "2025-01-01T02:00:00Z");
    EXPECT_EQ(utc("2026-03-03t11:00:00.999z"), "2026-03-03T11:00:00Z");
    EXPECT_EQ(utc("2026-03-03 11:00:00+00:00"), "2026-03-03T11:00:00Z");
    EXPECT_EQ(utc("2026-03-03"), "2026-03-03T23:59:59Z");
    for (const char* wrong :
         {"", "yesterday", "2026-03-03T11:00:00", "2026-03-03T11:00Z", "2026-03-03T11:00:00+8",
          "2026-03-03T11:00:00+0800", "2026-03-03T11:00:00+24:00", "2026-03-03T11:00:00+08:60",
          "2026-03-03T24:00:00Z", "2026-02-30T11:00:00Z", "2026-03-03T11:00:00.Z", "2026-03-03T11:00:00ZZ",
          "9999-12-31T23:00:00-08:00", "1000-01-01T00:00:00+08:00"})
        EXPECT_EQ(utc(wrong), "none") << wrong;
}

TEST(Asking, what_lies_behind_the_ledger_is_remarked_on) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    auto registry = place.writer("r");
    const auto remark_on = [&](const std::string& text) {
        std::string remark;
        EXPECT_EQ(registry->known_at(text, &remark).value(), 1U) << text;
        return remark;
    };
    EXPECT_EQ(remark_on("0"), "");
    EXPECT_NE(remark_on("1"), "");
    EXPECT_NE(remark_on(std::string(40, '9')), "");
    EXPECT_NE(remark_on("9000-01-01T00:00:00Z"), "");
    EXPECT_NE(remark_on("9000-01-01"), "");
    const std::string now = take(registry->log(1)).front().signed_at;
    EXPECT_EQ(remark_on(now), "");
    EXPECT_EQ(remark_on(now.substr(0, 10)), "") << "a day that has begun";
}

TEST(Asking, a_record_whose_entries_were_all_corrected_tells_by_what) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    auto registry = place.writer("r");
    std::vector<std::string> entries;
    for (const char* text : {"one", "two"})
        entries.push_back(registry->add({note(text, "note/a")}, "m")->entries[0].id);
    EXPECT_FALSE(registry->show("note/a")->undone);
    for (const std::string& entry : entries)
        ASSERT_TRUE(registry->add(
            {{"core.correction.made", "registry/self", "2026-03-05", {{"entry", entry}, {"reason", "slip"}}}},
            "m"));
    const auto shown = registry->show("note/a");
    ASSERT_TRUE(shown);
    ASSERT_TRUE(shown->undone);
    EXPECT_EQ(shown->undone->sequence, 4U);
    EXPECT_EQ(shown->undone->signed_by, "chair");
    EXPECT_EQ(shown->undone->reason, "slip");
    EXPECT_EQ(shown->status, "");
    ASSERT_TRUE(registry->add({note("anew", "note/a")}, "m"));
    EXPECT_FALSE(registry->show("note/a")->undone);
}

}  // namespace
}  // namespace xinbu::session
