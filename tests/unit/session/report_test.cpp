// Reports of an open registry: parameters, days, and the state of the ledger that they name.
#include "session/support.hpp"

namespace xinbu::session {
namespace {

plugin::Draft dated(const std::string& key, const std::string& day, const std::string& text) {
    plugin::Draft draft = note(text, "note/" + key, "2026-01-05");
    draft.data.set("day", day);
    return draft;
}

class Reports : public ::testing::Test {
protected:
    Reports() {
        EXPECT_TRUE(place.create("r"));
        registry = place.writer("r");
        EXPECT_TRUE(
            registry->add({dated("a", "2026-02-10", "first"), dated("b", "2026-08-01", "second")}, "one"));
        EXPECT_TRUE(registry->add({dated("c", "2026-03-31", "third")}, "two"));
    }
    /// The records in the report's only table.
    static std::string rows(const Result<ReportView>& report) {
        if (!report) return report.error().code;
        std::string ids;
        for (const auto& row : std::get<plugin::ReportTable>(report->model.sections.at(0).blocks.at(0)).rows)
            ids += *row.at(0).value.text() + " ";
        return ids;
    }
    std::vector<Condition> quarter() const { return {{"from", "2026-01-01"}, {"to", "2026-03-31"}}; }

    Place place;
    std::unique_ptr<Registry> registry;
};

TEST_F(Reports, are_listed) {
    const std::vector<ReportInfo> reports = registry->reports();
    ASSERT_EQ(reports.size(), 2U);
    EXPECT_EQ(reports[0].name, "test.notes");
    EXPECT_EQ(reports[0].plugin, "test");
    EXPECT_TRUE(reports[0].periodic);
    EXPECT_TRUE(reports[0].parameters.empty());
    EXPECT_FALSE(reports[1].periodic);
    EXPECT_EQ(reports[1].parameters.size(), 1U);
}

TEST_F(Reports, take_parameters_as_they_were_typed) {
    EXPECT_EQ(rows(registry->report("test.notes", quarter(), {})), "note/a note/c ");
    EXPECT_EQ(rows(registry->report("test.page", {{"note", "note/b"}}, {})), "note/b ");
    EXPECT_EQ(rows(registry->report("test.notes", {}, {})), "bad_parameters");
    EXPECT_EQ(rows(registry->report("test.page", {{"note", "note/none"}}, {})), "unknown_record");
    EXPECT_EQ(rows(registry->report("test.page", {{"note", "note/b"}, {"note", "note/a"}}, {})), "usage");
    EXPECT_EQ(rows(registry->report("test.none", {}, {})), "unknown_report");
    EXPECT_EQ(rows(registry->report("test.page", {{"note", "note/b"}}, plugin::Date{2025, 12, 31})),
              "no_report");
}

TEST_F(Reports, name_the_state_that_they_were_made_from) {
    const Result<ReportView> now = registry->report("test.notes", quarter(), {});
    ASSERT_TRUE(now);
    EXPECT_EQ(now->frame.organisation, "某某劳务协会");
    EXPECT_EQ(now->frame.size, 3U);
    const CheckpointView checkpoint = take(registry->checkpoint());
    EXPECT_EQ(now->frame.root, checkpoint.root);
    EXPECT_EQ(now->frame.origin, checkpoint.origin);
    const std::vector<CommitView> log = take(registry->log(10));
    EXPECT_EQ(now->frame.time, log[0].signed_at);
    EXPECT_EQ(now->frame.doubt, "");

    ASSERT_TRUE(registry->add({dated("d", "2026-01-09", "fourth")}, "three"));
    EXPECT_EQ(rows(registry->report("test.notes", quarter(), {})), "note/a note/c note/d ");
    const Result<ReportView> again = registry->report("test.notes", quarter(), AsOf({}, 3));
    EXPECT_EQ(rows(again), "note/a note/c ");
    EXPECT_EQ(again->frame.root, now->frame.root);
    EXPECT_EQ(again->frame.time, now->frame.time);
    EXPECT_EQ(again->frame.size, 3U);
    for (const auto& [one, other] : {std::pair(&*now, &*again)}) {
        EXPECT_EQ(document::to_html(one->model, one->frame), document::to_html(other->model, other->frame));
        EXPECT_EQ(document::to_pdf(one->model, one->frame), document::to_pdf(other->model, other->frame));
        EXPECT_EQ(document::to_xlsx(one->model, one->frame), document::to_xlsx(other->model, other->frame));
    }
    const Result<ReportView> before = registry->report("test.notes", quarter(), AsOf({}, 0));
    ASSERT_TRUE(before);
    EXPECT_EQ(before->frame.size, 0U);
    EXPECT_EQ(before->frame.root, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(before->frame.time, "");
}

TEST_F(Reports, of_a_period_that_is_over_are_as_of_its_end) {
    EXPECT_EQ(registry->report("test.notes", quarter(), {})->frame.as_of.text(), "2026-03-31");
    EXPECT_EQ(registry->report("test.notes", quarter(), plugin::Date{2026, 2, 1})->frame.as_of.text(),
              "2026-02-01");
    const std::vector<Condition> ahead{{"from", "2026-01-01"}, {"to", "9000-12-31"}};
    EXPECT_EQ(registry->report("test.notes", ahead, {})->frame.as_of, today());
    EXPECT_EQ(registry->report("test.page", {{"note", "note/a"}}, {})->frame.as_of, today());
}

TEST_F(Reports, know_the_titles_of_their_records_when_the_registry_is_closed) {
    const Result<ReportView> report = registry->report("test.page", {{"note", "note/b"}}, {});
    ASSERT_TRUE(report);
    ASSERT_TRUE(registry->close());
    registry.reset();
    EXPECT_EQ(report->frame.title_of("note/b"), "second");
    EXPECT_EQ(report->frame.title_of("note/a"), "") << "not in this report";
    EXPECT_NE(document::to_text(report->model, report->frame, 0).find("second"), std::string::npos);
}

TEST(Periods, are_years_quarters_and_months) {
    const auto span = [](std::string_view text) {
        const std::optional<Period> period = period_of(text);
        return period ? period->from.text() + " " + period->to.text() : "none";
    };
    EXPECT_EQ(span("2026"), "2026-01-01 2026-12-31");
    EXPECT_EQ(span("2026-Q1"), "2026-01-01 2026-03-31");
    EXPECT_EQ(span("2026-Q4"), "2026-10-01 2026-12-31");
    EXPECT_EQ(span("2024-02"), "2024-02-01 2024-02-29");
    EXPECT_EQ(span("2026-12"), "2026-12-01 2026-12-31");
    EXPECT_EQ(span("9998"), "9998-01-01 9998-12-31");
    for (const char* wrong :
         {"", "26", "202", "20261", "2026-", "2026-Q", "2026-Q0", "2026-Q5", "2026-q1", "2026-00", "2026-13",
          "2026-1", "2026-011", "2026-Q11", " 2026", "9999", "0000", "２０２６", "2026-0x"})
        EXPECT_EQ(span(wrong), "none") << wrong;
}

}  // namespace
}  // namespace xinbu::session
