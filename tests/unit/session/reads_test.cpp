// The read log: what is written down before an answer is given, and what an audit finds in it afterwards.

#include "session/support.hpp"
#include "support/loan_plugin.hpp"
#include "support/promise_plugin.hpp"
#include "xinbu/storage/files.hpp"

namespace xinbu::session {
namespace {

// Nobody's: born in 1800.
constexpr const char* number = "320102180001010010";

plugin::Draft lending(const std::string& contract, const std::string& kind = "lending") {
    return {"test." + kind + ".made", {}, "2026-03-01", {{"contract", contract}}};
}

class Reads : public ::testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(place.create("r"));
        auto registry = place.writer("r");
        ASSERT_TRUE(
            registry->add({lending("A1"), lending("A2"), lending("A3"), lending("B1", "branch")}, "one"));
        ASSERT_TRUE(registry->add_operator("clerk", "clerk", secret(other_words)));
    }

    static std::vector<ReadView> rows(Registry& registry, const ReadsQuery& query = {}) {
        auto read = registry.reads(query);
        EXPECT_TRUE(read) << (read ? "" : read.error().why);
        std::vector<ReadView> all = read ? *read : std::vector<ReadView>();
        std::erase_if(all, [](const ReadView& row) { return row.action == "reads"; });
        return all;
    }
    static Query of(const std::string& kind) {
        Query query;
        query.kind = kind;
        return query;
    }
    void alter(const std::string& sql) {
        const storage::KeySlots slots = storage::KeySlots::read(place.folder / "r");
        storage::Database database = storage::Database::open(place.folder / "r/registry.db",
                                                             take(slots.unlock("chair", secret(admin_words))),
                                                             storage::Mode::read_write, slots.cipher());
        database.execute(sql);
        database.checkpoint();
    }
    AuditView audit() {
        auto registry = place.open("r", Access::read);
        if (!registry) {
            ADD_FAILURE() << registry.error().why;
            return {};
        }
        return take((*registry)->audit({}));
    }
    /// Three readings of the clerk, and what the ledger says of them.
    void read_and_anchor() {
        auto registry = place.writer("r", "clerk", other_words);
        for (const char* record : {"lending/N-1", "lending/N-2", "lending/N-3"})
            ASSERT_TRUE(registry->show(record));
        ASSERT_TRUE(take(registry->anchor_reads()).added);
    }

    test::LoanPlugin loans;
    Place place{test::loan_provider(loans)};
};

TEST_F(Reads, one_row_for_each_answer_about_a_loan) {
    auto registry = place.writer("r");
    ASSERT_TRUE(registry->show("branch/N-1"));
    ASSERT_TRUE(registry->list(of("branch"), 0, 10));
    EXPECT_TRUE(rows(*registry).empty()) << "branches concern nobody";

    ASSERT_TRUE(registry->set_purpose("post_loan"));
    ASSERT_TRUE(registry->show("lending/N-2"));
    ASSERT_TRUE(registry->history("lending/N-2", {}, Numbers::revealed));
    ASSERT_TRUE(registry->search("A1", 10));
    ASSERT_TRUE(registry->report("test.book", {}, {}));
    ASSERT_TRUE(registry->report("test.book", {}, {}, Use::exported));
    const std::vector<ReadView> all = rows(*registry);
    ASSERT_EQ(all.size(), 5U);
    EXPECT_EQ(all[4].action, "show");
    EXPECT_EQ(all[4].records, std::vector<std::string>{"lending/N-2"});
    EXPECT_EQ(all[4].operator_name, "chair");
    EXPECT_EQ(all[4].role, "admin");
    EXPECT_EQ(all[4].key.size(), 64U);
    EXPECT_EQ(all[4].purpose, "post_loan");
    EXPECT_EQ(all[4].commits, 3U);
    EXPECT_FALSE(all[4].unsealed);
    EXPECT_EQ(all[3].action, "history");
    EXPECT_TRUE(all[3].unsealed);
    EXPECT_EQ(all[2].action, "search");
    EXPECT_EQ(all[2].records, std::vector<std::string>{"lending/N-1"});
    EXPECT_EQ(all[1].action, "report");
    EXPECT_EQ(all[1].question, "test.book");
    EXPECT_EQ(all[1].count, 3U);
    EXPECT_EQ(all[0].action, "export");
    EXPECT_EQ(code_of(registry->set_purpose("curiosity")), "unknown_purpose");
}

TEST_F(Reads, further_pages_of_a_list_are_the_same_reading) {
    auto registry = place.writer("r");
    Query query = of("lending");
    query.limit = 3;
    for (const std::uint64_t first : {0U, 1U, 2U}) ASSERT_TRUE(registry->list(query, first, 1));
    std::vector<ReadView> all = rows(*registry);
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].count, 3U) << "all that the list has";
    EXPECT_EQ(all[0].question, "lending");
    EXPECT_EQ(all[0].records, std::vector<std::string>{"lending/N-1"});

    query.where = {{"contract", "A3"}};
    ASSERT_TRUE(registry->list(query, 0, 10));
    all = rows(*registry);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].question, "lending contract") << "which field was asked for, never what was typed";
    EXPECT_EQ(all[0].count, 1U);

    ReadsQuery whose;
    whose.record = "lending/N-3";
    all = rows(*registry, whose);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_TRUE(all[0].certain);
    EXPECT_FALSE(all[1].certain) << "among three, of which one is named";
    whose.record = "branch/N-1";
    EXPECT_TRUE(rows(*registry, whose).empty());
}

TEST_F(Reads, only_auditors_and_admins_look_and_they_are_logged) {
    {
        auto clerk = place.writer("r", "clerk", other_words);
        ASSERT_TRUE(clerk->show("lending/N-1"));
        EXPECT_EQ(code_of(clerk->reads({})), "not_authorised");
        EXPECT_EQ(code_of(clerk->summarise_reads({})), "not_authorised");
    }
    auto registry = place.writer("r");
    ASSERT_TRUE(registry->reads({}));
    const std::vector<ReadView> all = take(registry->reads({}));
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].action, "reads");
    EXPECT_EQ(all[0].operator_name, "chair");
    EXPECT_EQ(all[1].operator_name, "clerk");

    ReadsQuery by;
    by.operator_name = "clerk";
    EXPECT_EQ(take(registry->reads(by)).size(), 1U);
    by.until = today().plus_days(-1);
    EXPECT_TRUE(take(registry->reads(by)).empty());
    const ReadsSummary summary = take(registry->summarise_reads({}));
    ASSERT_EQ(summary.readers.size(), 2U);
    EXPECT_EQ(summary.readers[0].operator_name, "clerk") << "read a record; the log is none";
    EXPECT_EQ(summary.readers[0].unstated, 1U);
    EXPECT_EQ(summary.records, 1U);
    EXPECT_EQ(summary.unstated, summary.readings);
}

TEST_F(Reads, a_policy_may_want_a_purpose) {
    auto registry = place.writer("r");
    EXPECT_FALSE(take(registry->needs_purpose()));
    ASSERT_TRUE(registry->add(
        {{"core.policy.set",
          {},
          today().text(),
          {{"rules", plugin::Array{}}, {"reading", plugin::Object{{"purpose_required", true}}}}}},
        "purposes"));
    EXPECT_TRUE(take(registry->needs_purpose()));
    EXPECT_EQ(code_of(registry->show("lending/N-1")), "purpose_required");
    EXPECT_EQ(code_of(registry->list(of("lending"), 0, 10)), "purpose_required");
    EXPECT_TRUE(registry->show("branch/N-1"));
    ASSERT_TRUE(registry->set_purpose("audit"));
    EXPECT_TRUE(registry->show("lending/N-1"));
    EXPECT_EQ(rows(*registry).size(), 1U);
}

TEST_F(Reads, larger_exports_need_a_second_person_and_bear_who_took_them) {
    auto registry = place.writer("r");
    ASSERT_TRUE(
        registry->add({{"core.policy.set",
                        {},
                        today().text(),
                        {{"rules", plugin::Array{}}, {"reading", plugin::Object{{"export_limit", 2}}}}}},
                      "limit"));
    Query query = of("lending");
    query.exported = true;
    query.limit = 2;
    ASSERT_TRUE(registry->list(query, 0, 1));
    EXPECT_TRUE(registry->export_mark().empty()) << "two are few enough";
    query.limit = 0;
    EXPECT_EQ(code_of(registry->list(query, 0, 1)), "export_needs_approval") << "the whole list counts";
    EXPECT_EQ(code_of(registry->report("test.book", {}, {}, Use::exported)), "export_needs_approval");
    EXPECT_EQ(code_of(registry->create_bundle(place.folder / "b.zip", {})), "export_needs_approval");
    EXPECT_FALSE(fs::exists(place.folder / "b.zip"));
    EXPECT_TRUE(registry->report("test.book", {}, {}));
    EXPECT_EQ(code_of(registry->request_export("lending", 3, "")), "bad_request");

    const Added asked = take(registry->request_export("lending", 3, "年度检查"));
    EXPECT_EQ(asked.status, "pending");
    EXPECT_EQ(code_of(registry->list(query, 0, 10)), "export_needs_approval") << "nobody approved yet";
    EXPECT_EQ(code_of(registry->approve(asked.proposal)), "self_approval");
    registry.reset();
    ASSERT_TRUE(place.writer("r", "clerk", other_words)->approve(asked.proposal));
    EXPECT_EQ(code_of(place.writer("r", "clerk", other_words)->list(query, 0, 10)), "export_needs_approval")
        << "it is the other one's";

    registry = place.writer("r");
    EXPECT_EQ(code_of(registry->report("test.book", {}, {}, Use::exported)), "export_needs_approval")
        << "another export";
    ASSERT_TRUE(registry->list(query, 0, 2));
    ASSERT_TRUE(registry->list(query, 2, 2)) << "the rest of the same list";
    const std::string mark = registry->export_mark();
    EXPECT_NE(mark.find("chair"), std::string::npos) << mark;
    const ReadView row = rows(*registry).front();
    EXPECT_EQ(row.action, "export");
    EXPECT_NE(row.question.find(asked.entries.front().id.substr(0, 16)), std::string::npos) << row.question;
    EXPECT_EQ(code_of(registry->list(query, 0, 2)), "export_needs_approval") << "once";

    const Added more = take(registry->request_export("test.book", 3, "年度检查"));
    registry.reset();
    ASSERT_TRUE(place.writer("r", "clerk", other_words)->approve(more.proposal));
    registry = place.writer("r");
    const ReportView taken = take(registry->report("test.book", {}, {}, Use::exported));
    EXPECT_NE(taken.frame.mark.find("chair"), std::string::npos);
    EXPECT_TRUE(take(registry->report("test.book", {}, {})).frame.mark.empty());
    ASSERT_TRUE(registry->close());
    const AuditView found = audit();
    EXPECT_TRUE(found.ok) << told(found.findings);
}

TEST_F(Reads, beside_a_writer_are_logged_all_the_same) {
    auto writer = place.writer("r");
    auto reader = place.open("r", Access::read, "clerk", other_words);
    ASSERT_TRUE(reader) << reader.error().why;
    EXPECT_FALSE(take((*reader)->info()).writable);
    ASSERT_TRUE((*reader)->show("lending/N-1"));
    ASSERT_TRUE(writer->show("lending/N-2"));
    ASSERT_TRUE((*reader)->show("lending/N-3"));
    const std::vector<ReadView> all = rows(*writer);
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0].operator_name, "clerk");
    EXPECT_EQ(all[1].operator_name, "chair");
    ASSERT_TRUE(writer->add({lending("A4")}, "goes on"));
    EXPECT_TRUE((*reader)->show("lending/N-4"));
    ASSERT_TRUE((*reader)->close());
    ASSERT_TRUE(writer->close());
    const AuditView found = audit();
    EXPECT_TRUE(found.ok) << told(found.findings);
}

/// In processes of their own: connections of one process share what SQLite keeps of a database.
TEST_F(Reads, beside_another_process_are_logged_all_the_same) {
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    constexpr int readers = 3;
    pid_t children[readers];
    for (pid_t& child : children) {
        child = ::fork();
        ASSERT_GE(child, 0);
        if (child != 0) continue;
        char signal = 0;
        if (::read(ready[0], &signal, 1) != 1) ::_exit(9);
        int answer = 0;
        {
            auto reader = place.open("r", Access::read, "clerk", other_words);
            if (!reader) ::_exit(8);
            if (!(*reader)->show("lending/N-1")) ++answer;
            if ((*reader)->add({lending("A9")}, "no")) answer += 2;
            if (!(*reader)->show("lending/N-2")) answer += 4;
        }
        ::_exit(answer);
    }
    auto writer = place.writer("r");
    ASSERT_TRUE(writer->add({lending("A4")}, "the -wal file is in use"));
    ASSERT_EQ(::write(ready[1], "123", readers), readers);
    for (const pid_t child : children) {
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        EXPECT_EQ(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 0);
    }
    for (const int end : ready) ::close(end);
    ASSERT_TRUE(writer->add({lending("A5")}, "and goes on"));
    EXPECT_EQ(rows(*writer).size(), 2U * readers);
    ASSERT_TRUE(writer->close());
    const AuditView found = audit();
    EXPECT_TRUE(found.ok) << told(found.findings);
}

TEST_F(Reads, what_cannot_be_logged_is_not_shown) {
    place.copy("r", "older");
    {
        auto registry = place.writer("r");
        ASSERT_TRUE(registry->add({lending("A4")}, "later"));
    }
    place.copy("older", "r");
    auto registry = place.open("r", Access::read);
    ASSERT_TRUE(registry);
    EXPECT_FALSE((*registry)->doubt().empty());
    EXPECT_EQ(code_of((*registry)->show("lending/N-1")), "reading_not_logged");
    EXPECT_EQ(code_of((*registry)->list(of("lending"), 0, 10)), "reading_not_logged");
    EXPECT_EQ(code_of((*registry)->report("test.book", {}, {})), "reading_not_logged");
    EXPECT_TRUE((*registry)->show("branch/N-1"));
}

TEST_F(Reads, the_ledger_vouches_for_the_log) {
    read_and_anchor();
    auto registry = place.writer("r");
    const ReadsAnchored again = take(registry->anchor_reads());
    EXPECT_FALSE(again.added);
    EXPECT_EQ(again.first, 1U);
    EXPECT_EQ(again.last, 3U);
    ASSERT_TRUE(registry->show("lending/N-1"));
    const ReadsAnchored more = take(registry->anchor_reads());
    EXPECT_TRUE(more.added);
    EXPECT_EQ(more.first, 4U);
    EXPECT_EQ(more.last, 4U);
    ASSERT_TRUE(registry->close());
    const AuditView found = audit();
    EXPECT_TRUE(found.ok) << told(found.findings);
}

/// As if a row had been written on an earlier day: everything but the time is sound.
TEST_F(Reads, the_first_commit_of_a_day_vouches_for_the_days_before) {
    {
        auto registry = place.writer("r", "clerk", other_words);
        ASSERT_TRUE(registry->show("lending/N-1"));
        ASSERT_TRUE(registry->add({lending("A4")}, "same day"));
        EXPECT_EQ(take(registry->log(1)).front().entries, 1U);
    }
    alter("UPDATE read_log SET time = '2026-01-05T01:00:00Z'");
    {
        auto registry = place.writer("r", "clerk", other_words);
        ASSERT_TRUE(registry->add({lending("A5")}, "next day"));
        EXPECT_EQ(take(registry->log(1)).front().entries, 2U);
        ASSERT_TRUE(registry->add({lending("A6")}, "once a day"));
        EXPECT_EQ(take(registry->log(1)).front().entries, 1U);
        EXPECT_EQ(code_of(registry->add({{"core.read_log.anchored",
                                          "registry/self",
                                          today().text(),
                                          {{"day", today().text()},
                                           {"first", 1},
                                           {"last", 1},
                                           {"count", 1},
                                           {"root", std::string(64, '0')}}}},
                                        "by hand")),
                  "invalid_draft");
    }
    EXPECT_TRUE(says(audit().findings, "error", "read_log.altered"));
}

TEST_F(Reads, a_commit_of_a_later_day_without_an_anchor_is_told) {
    {
        auto registry = place.writer("r");
        ASSERT_TRUE(registry->show("lending/N-1"));
    }
    alter("UPDATE read_log SET time = '2026-01-05T01:00:00Z'");
    EXPECT_TRUE(says(audit().findings, "warning", "read_log.unanchored"));
}

TEST_F(Reads, class_44_removed_rows_are_found) {
    read_and_anchor();
    place.copy("r", "sound");
    const struct {
        const char* sql;
        const char* rule;
    } tries[] = {{"DELETE FROM read_log WHERE sequence = 1", "read_log.removed"},
                 {"DELETE FROM read_log WHERE sequence = 2", "read_log.removed"},
                 {"DELETE FROM read_log WHERE sequence = 3", "read_log.anchor"},
                 {"DELETE FROM read_log WHERE sequence > 1", "read_log.anchor"},
                 {"DELETE FROM read_log", "read_log.off"},
                 {"DELETE FROM read_log WHERE sequence = 1; UPDATE read_log SET sequence = sequence - 1",
                  "read_log.altered"}};
    for (const auto& one : tries) {
        place.copy("sound", "r");
        alter(one.sql);
        const AuditView found = audit();
        EXPECT_FALSE(found.ok) << one.sql;
        EXPECT_TRUE(says(found.findings, "error", one.rule)) << one.sql << "\n" << told(found.findings);
    }
}

TEST_F(Reads, every_altered_cell_is_found) {
    read_and_anchor();
    place.copy("r", "sound");
    for (const char* set :
         {"time = '2026-01-05T01:00:00Z'", "operator = 'chair'", "key = ''", "role = 'admin'",
          "action = 'list'", "question = 'x'", "records = '[]'", "records = '[1]'", "records = 'x'",
          "count = 2", "purpose = 'audit'", "unsealed = 1", "unsealed = 2", "commits = 1",
          "hash = zeroblob(32)", "hash = x'00'"}) {
        place.copy("sound", "r");
        alter(std::string("UPDATE read_log SET ") + set + " WHERE sequence = 2");
        const AuditView found = audit();
        EXPECT_TRUE(says(found.findings, "error", "read_log.altered")) << set << "\n" << told(found.findings);
    }
}

/// Who holds the data key can make a whole chain anew; the ledger and the memory outside know better.
TEST_F(Reads, a_chain_made_anew_is_found) {
    const auto forge = [&](const char* name) {
        const storage::KeySlots slots = storage::KeySlots::read(place.folder / "r");
        storage::Database database = storage::Database::open(place.folder / "r/registry.db",
                                                             take(slots.unlock("chair", secret(admin_words))),
                                                             storage::Mode::read_write, slots.cipher());
        // What another clerk's three readings would have left, taken from a registry of the same origin.
        storage::Database donor = storage::Database::open(place.folder / name / "registry.db",
                                                          take(slots.unlock("chair", secret(admin_words))),
                                                          storage::Mode::read_only, slots.cipher());
        storage::Statement rows = donor.prepare("SELECT * FROM read_log ORDER BY sequence");
        database.execute("DELETE FROM read_log");
        storage::Statement insert =
            database.prepare("INSERT INTO read_log VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)");
        while (rows.step()) {
            for (int column = 0; column < 13; ++column) {
                if (rows.is_integer(column))
                    insert.bind(column + 1, rows.integer(column));
                else if (rows.is_text(column))
                    insert.bind(column + 1, rows.text(column));
                else
                    insert.bind(column + 1, rows.blob(column));
            }
            insert.run();
        }
        database.checkpoint();
    };
    place.copy("r", "donor");
    place.use_state("donor-state");
    {
        auto other = place.writer("donor");
        for (int i = 0; i < 3; ++i) ASSERT_TRUE(other->show("lending/N-1"));
    }
    place.use_state("state");
    {
        auto registry = place.writer("r", "clerk", other_words);
        for (const char* record : {"lending/N-1", "lending/N-2", "lending/N-3"})
            ASSERT_TRUE(registry->show(record));
    }
    place.copy("r", "unanchored");
    forge("donor");
    EXPECT_TRUE(says(audit().findings, "error", "read_log.head")) << told(audit().findings);

    place.copy("unanchored", "r");
    ASSERT_TRUE(take(place.writer("r")->anchor_reads()).added);
    forge("donor");
    place.use_state("a machine that remembers nothing");
    EXPECT_TRUE(says(audit().findings, "error", "read_log.anchor")) << told(audit().findings);
}

TEST_F(Reads, rows_cut_off_since_the_last_anchor_are_remembered_outside) {
    {
        auto registry = place.writer("r");
        ASSERT_TRUE(registry->show("lending/N-1"));
        ASSERT_TRUE(registry->show("lending/N-2"));
    }
    alter("DELETE FROM read_log WHERE sequence = 2");
    EXPECT_TRUE(says(audit().findings, "error", "read_log.head"));
    // Nor does another reading in the place of the one that was cut off make it good.
    {
        auto registry = place.writer("r");
        ASSERT_TRUE(registry->show("lending/N-3"));
    }
    EXPECT_TRUE(says(audit().findings, "error", "read_log.head"));
}

TEST_F(Reads, class_45_a_log_that_was_switched_off_is_found) {
    read_and_anchor();
    alter("DROP TABLE read_log");
    {
        // Another process has the lock, so that nothing puts the table back.
        const storage::FolderLock lock(place.folder / "r");
        const AuditView found = audit();
        EXPECT_TRUE(says(found.findings, "error", "read_log.off")) << told(found.findings);
    }
    // Put back by the next opening, it is empty, and the ledger knows of rows.
    { place.writer("r"); }
    EXPECT_TRUE(says(audit().findings, "error", "read_log.off"));

    // A trigger that swallows what is written is no object of ours, and does not run.
    alter("CREATE TRIGGER quiet AFTER INSERT ON read_log BEGIN DELETE FROM read_log; END");
    {
        auto registry = place.writer("r");
        ASSERT_TRUE(registry->show("lending/N-1"));
        EXPECT_EQ(rows(*registry).size(), 1U);
    }
    EXPECT_TRUE(says(audit().findings, "error", "storage.schema") ||
                says(audit().findings, "error", "storage.structure"));
}

TEST(ReadsOfPersons, are_logged_where_something_opens) {
    const test::PromisePlugin promises;
    Place place(test::promise_provider(promises));
    ASSERT_TRUE(place.create("r"));
    auto registry = place.writer("r");
    const auto promise = [](const std::string& name, const std::string& identifier) {
        return plugin::Draft{"test.promise.made",
                             {},
                             "2026-03-01",
                             {{"promisor", plugin::Object{{"identifier", identifier}, {"name", name}}},
                              {"matter", "a promise"}}};
    };
    ASSERT_TRUE(registry->add({promise("测试甲某人", std::string("citizen-id:") + number),
                               promise("某某公司", "91320100748204660Q")},
                              "two"));
    const auto logged = [&] {
        std::vector<ReadView> all = take(registry->reads({}));
        std::erase_if(all, [](const ReadView& row) { return row.action == "reads"; });
        return all;
    };
    ASSERT_TRUE(registry->show("promise/P-2"));
    EXPECT_TRUE(logged().empty()) << "an organisation's";
    ASSERT_TRUE(registry->show("promise/P-1", {}, {}, Numbers::revealed));
    ASSERT_TRUE(registry->search(number, 10));
    Query all;
    all.kind = "promise";
    all.where = {{"promisor", "测试甲某人"}};
    ASSERT_TRUE(registry->list(all, 0, 100));
    ASSERT_TRUE(registry->check("test.promises", {}, {}));
    std::vector<ReadView> rows = logged();
    ASSERT_EQ(rows.size(), 4U);
    for (const ReadView& row : rows) {
        EXPECT_EQ(row.records, std::vector<std::string>{"promise/P-1"}) << row.action;
        EXPECT_EQ(row.question.find(number), std::string::npos);
        EXPECT_EQ(row.question.find("测试"), std::string::npos) << "a log of names could not be erased";
    }
    EXPECT_TRUE(rows[3].unsealed);
    EXPECT_EQ(rows[0].action, "check");

    ASSERT_TRUE(registry->erase("promise/P-1", "本人申请"));
    ASSERT_TRUE(registry->show("promise/P-1"));
    EXPECT_EQ(logged().size(), 4U) << "nothing opens any more";
}

}  // namespace
}  // namespace xinbu::session
