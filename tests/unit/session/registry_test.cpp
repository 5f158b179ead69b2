#include "xinbu/session/registry.hpp"

#include <sys/wait.h>

#include "session/support.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/ledger/entry.hpp"

namespace xinbu::session {
namespace {

TEST(Registry, is_created_opened_and_closed) {
    Place place;
    const auto created = place.create("r");
    ASSERT_TRUE(created) << created.error().why;
    EXPECT_EQ(created->fingerprint.size(), 64U);
    EXPECT_EQ(code_of(place.create("r")), "folder_not_empty");

    auto registry = place.writer("r");
    const Result<Info> info = registry->info();
    ASSERT_TRUE(info);
    EXPECT_EQ(info->registry, created->registry);
    EXPECT_EQ(info->fingerprint, created->fingerprint);
    EXPECT_EQ(info->commits, 1U);
    EXPECT_EQ(info->entries, 2U);
    EXPECT_EQ(info->kind, "association");
    EXPECT_TRUE(info->writable);
    ASSERT_TRUE(registry->add({note("hello")}, "first"));
    ASSERT_TRUE(registry->close());
    EXPECT_FALSE(fs::exists(place.folder / "r/registry.db-wal"));
    EXPECT_EQ(code_of(registry->info()), "closed");
    EXPECT_EQ(code_of(registry->add({note("late")}, "")), "closed");
    EXPECT_EQ(code_of(registry->audit({})), "closed");
    EXPECT_TRUE(registry->close());
    EXPECT_EQ(place.writer("r")->info()->commits, 2U);
}

TEST(Registry, refuses_what_is_no_organisation) {
    Place place;
    const auto refused = [&](auto change) {
        NewRegistry wanted = place.wanted("new");
        change(wanted);
        const std::string code = code_of(Registry::create(std::move(wanted), place.host));
        EXPECT_FALSE(fs::exists(place.folder / "new"));
        return code;
    };
    EXPECT_EQ(refused([](NewRegistry& one) { one.identifier = "91320100748204660A"; }), "invalid_identifier");
    EXPECT_EQ(refused([](NewRegistry& one) { one.kind = "club"; }), "kind_unknown");
    EXPECT_EQ(refused([](NewRegistry& one) { one.suite = "sm"; }), "suite_unsupported");
    EXPECT_EQ(refused([](NewRegistry& one) { one.passphrase = secret("short"); }), "passphrase_weak");
    EXPECT_EQ(refused([](NewRegistry& one) { one.operator_name = "recovery"; }), "invalid_operator");
    EXPECT_EQ(refused([](NewRegistry& one) { one.name = ""; }), "invalid_name");
}

TEST(Registry, tells_no_difference_between_a_stranger_and_a_wrong_passphrase) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    const auto wrong = place.open("r", Access::write, "chair", other_words);
    const auto stranger = place.open("r", Access::write, "nobody", admin_words);
    ASSERT_FALSE(wrong);
    ASSERT_FALSE(stranger);
    EXPECT_EQ(wrong.error().code, "wrong_passphrase");
    EXPECT_EQ(wrong.error().category, Category::access);
    EXPECT_EQ(wrong.error().code, stranger.error().code);
    EXPECT_EQ(wrong.error().what, stranger.error().what);
    EXPECT_EQ(wrong.error().why, stranger.error().why);
    EXPECT_EQ(code_of(place.open("nowhere")), "keyslots_missing");
    EXPECT_FALSE(fs::exists(place.folder / "nowhere"));
    fs::create_directory(place.folder / "empty");
    EXPECT_EQ(code_of(place.open("empty")), "keyslots_missing");
    EXPECT_TRUE(fs::is_empty(place.folder / "empty"));
}

TEST(Registry, has_one_writer_and_readers_beside_it) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    auto writer = place.writer("r");
    ASSERT_TRUE(writer->add({note("one", "note/a")}, "m"));
    EXPECT_EQ(code_of(place.open("r")), "registry_locked");
    auto reader = place.open("r", Access::read);
    ASSERT_TRUE(reader) << reader.error().why;
    const Result<Info> info = (*reader)->info();
    ASSERT_TRUE(info);
    EXPECT_FALSE(info->writable);
    EXPECT_FALSE(info->read_only_reason.empty());
    EXPECT_EQ((*reader)->show("note/a")->title, "one");
    EXPECT_EQ(code_of((*reader)->add({note("two")}, "m")), "read_only");
    EXPECT_EQ(code_of((*reader)->change_passphrase(secret(other_words))), "read_only");
    EXPECT_EQ(code_of((*reader)->import("csv", {}, {})), "read_only");
    ASSERT_TRUE(writer->add({note("two", "note/b")}, "m"));
    EXPECT_EQ((*reader)->show("note/b")->title, "two");
    const Result<AuditView> audit = (*reader)->audit({});
    ASSERT_TRUE(audit) << audit.error().why;
    EXPECT_TRUE(audit->ok) << told(audit->findings);
    EXPECT_TRUE(writer->close());
    reader->reset();
    EXPECT_TRUE(place.open("r", Access::read).value()->info()->writable);
}

/// In a process of its own: audits, and half-way through tells so and waits to be told to go on.
[[noreturn]] void audit_in_steps(Place& place, int told, int tell) {
    char step = 0;
    if (::read(told, &step, 1) != 1) ::_exit(2);
    auto reader = place.open("r", Access::read);
    if (!reader || (*reader)->info()->writable) ::_exit(3);
    bool waited = false;
    const auto audit = (*reader)->audit({}, [&](const ProgressReport& report) {
        if (waited || report.what != "Verifying the ledger") return true;
        waited = true;
        return ::write(tell, "x", 1) == 1 && ::read(told, &step, 1) == 1;
    });
    if (!audit || !waited) ::_exit(4);
    ::_exit(audit->ok ? 0 : 5);
}

TEST(Registry, keeps_what_an_audit_reads_while_a_writer_goes_on_and_ends) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    // Everything lies in the database file: the reader needs nothing of the -wal file, which is written over
    // it.
    ASSERT_TRUE(place.writer("r")->add({note("before", "note/a")}, "m"));
    int to_reader[2], to_writer[2];
    ASSERT_EQ(::pipe(to_reader), 0);
    ASSERT_EQ(::pipe(to_writer), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        ::close(to_writer[0]);
        ::close(to_reader[1]);
        audit_in_steps(place, to_reader[0], to_writer[1]);
    }
    ::close(to_reader[0]);
    ::close(to_writer[1]);
    {
        auto writer = place.writer("r");
        EXPECT_EQ(::write(to_reader[1], "x", 1), 1);
        char step = 0;
        EXPECT_EQ(::read(to_writer[0], &step, 1), 1);
        for (int i = 0; i < 8; ++i) EXPECT_TRUE(writer->add({note("meanwhile")}, "m"));
        EXPECT_TRUE(writer->close());
        EXPECT_TRUE(fs::exists(place.folder / "r/registry.db-wal")) << "written over under the reader";
    }
    EXPECT_EQ(::write(to_reader[1], "x", 1), 1);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ::close(to_reader[1]);
    ::close(to_writer[0]);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
    EXPECT_TRUE(place.writer("r")->audit({})->ok);
}

TEST(Registry, gives_every_role_its_right_and_no_more) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    {
        auto admin = place.writer("r");
        for (const char* role : {"clerk", "auditor", "admin"}) {
            const auto enrolled = admin->add_operator(std::string("the-") + role, role, secret(other_words));
            ASSERT_TRUE(enrolled) << enrolled.error().why;
            EXPECT_EQ(enrolled->status, "active");
        }
        EXPECT_EQ(code_of(admin->add_operator("the-clerk", "clerk", secret(other_words))), "operator_exists");
        EXPECT_EQ(code_of(admin->add_operator("boss", "king", secret(other_words))), "role_unknown");
        EXPECT_EQ(code_of(admin->add_operator("Boss", "clerk", secret(other_words))), "invalid_operator");
        EXPECT_EQ(code_of(admin->add_operator("boss", "clerk", secret("too short"))), "passphrase_weak");
    }
    {
        auto clerk = place.writer("r", "the-clerk", other_words);
        ASSERT_TRUE(clerk->add({note("by a clerk", "note/a")}, "m"));
        const plugin::Draft closing{"test.note.closed", "note/a", "2026-03-02", {{"reason", "done"}}};
        EXPECT_EQ(code_of(clerk->add({closing}, "m")), "not_authorised");
        EXPECT_EQ(clerk->show("note/a")->status, "open");
        EXPECT_EQ(code_of(clerk->add_operator("friend", "admin", secret(other_words))), "not_authorised");
        EXPECT_EQ(code_of(clerk->revoke_operator("chair", "why not")), "not_authorised");
        EXPECT_EQ(clerk->history("note/a")->front().signed_by, "the-clerk");
    }
    {
        auto auditor = place.writer("r", "the-auditor", other_words);
        EXPECT_EQ(code_of(auditor->add({note("by an auditor")}, "m")), "not_authorised");
        EXPECT_EQ(auditor->info()->commits, 5U);
        EXPECT_TRUE(auditor->audit({})->ok);
    }
    auto admin = place.writer("r");
    ASSERT_TRUE(admin->revoke_operator("the-clerk", "left"));
    ASSERT_TRUE(admin->revoke_operator("the-admin", "left"));
    EXPECT_EQ(code_of(admin->revoke_operator("chair", "left")), "last_admin");
    EXPECT_EQ(code_of(admin->revoke_operator("the-clerk", "again")), "operator_unknown");
    EXPECT_TRUE(admin->audit({})->ok) << told(admin->audit({})->findings);
    EXPECT_EQ(admin->operators()->size(), 4U);
    admin.reset();
    EXPECT_EQ(code_of(place.open("r", Access::read, "the-clerk", other_words)), "wrong_passphrase");
}

TEST(Registry, refuses_a_revoked_operator_who_kept_the_old_key_slots) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    auto admin = place.writer("r");
    ASSERT_TRUE(admin->add_operator("clerk", "clerk", secret(other_words)));
    const std::string slots = content_of(place.folder / "r/keyslots.json");
    ASSERT_TRUE(admin->revoke_operator("clerk", "left"));
    admin.reset();
    put_content(place.folder / "r/keyslots.json", slots);
    put_content(place.folder / "r/keyslots.bak.json", slots);
    EXPECT_EQ(code_of(place.open("r", Access::read, "clerk", other_words)), "revoked_operator");
}

TEST(Registry, lets_an_admin_go_who_revoked_himself) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    auto admin = place.writer("r");
    ASSERT_TRUE(admin->add_operator("next", "admin", secret(other_words)));
    ASSERT_TRUE(admin->revoke_operator("chair", "end of term"));
    EXPECT_EQ(code_of(admin->add({note("still here")}, "m")), "not_authorised");
    EXPECT_EQ(code_of(admin->add_operator("friend", "clerk", secret(other_words))), "not_authorised");
    EXPECT_EQ(code_of(admin->change_passphrase(secret(other_words))), "revoked_operator");
    EXPECT_TRUE(admin->audit({})->ok);
    admin.reset();
    EXPECT_EQ(code_of(place.open("r")), "wrong_passphrase");
    EXPECT_TRUE(place.open("r", Access::write, "next", other_words));
}

TEST(Registry, changes_a_passphrase_and_recovers_without_any) {
    Place place;
    const auto created = place.create("r");
    ASSERT_TRUE(created);
    auto registry = place.writer("r");
    EXPECT_EQ(code_of(registry->change_passphrase(secret("aaaaaaaaaaaaaaaaaaaa"))), "passphrase_weak");
    ASSERT_TRUE(registry->change_passphrase(secret(other_words)));
    ASSERT_TRUE(registry->add({note("after", "note/a")}, "m"));
    registry.reset();
    EXPECT_EQ(code_of(place.open("r")), "wrong_passphrase");
    ASSERT_TRUE(place.writer("r", "chair", other_words)->add({note("again", "note/b")}, "m"));

    auto recovery = place.open("r", Access::write, "recovery", as_text(created->recovery_passphrase.view()));
    ASSERT_TRUE(recovery) << recovery.error().why;
    EXPECT_FALSE((*recovery)->info()->writable);
    EXPECT_EQ((*recovery)->show("note/a")->title, "after");
    EXPECT_EQ(code_of((*recovery)->add({note("no")}, "m")), "read_only");
    EXPECT_EQ(code_of((*recovery)->checkpoint()), "read_only");
}

TEST(Registry, keeps_the_old_passphrase_where_the_new_one_cannot_be_written) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    const fs::path second = place.folder / "r/keyslots.bak.json";
    auto registry = place.writer("r");
    fs::remove(second);
    fs::create_directory(second);
    EXPECT_FALSE(registry->change_passphrase(secret(other_words)));
    registry.reset();
    EXPECT_TRUE(place.open("r"));
    EXPECT_EQ(code_of(place.open("r", Access::write, "chair", other_words)), "wrong_passphrase");
    fs::remove(second);
    EXPECT_TRUE(place.writer("r")->info()->writable);
    EXPECT_TRUE(place.writer("r")->change_passphrase(secret(other_words)));
    EXPECT_TRUE(place.open("r", Access::write, "chair", other_words));
}

TEST(Registry, adds_all_drafts_or_none) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    auto registry = place.writer("r");
    plugin::Draft bad = note("x", "note/b");
    bad.data.set("surplus", 1);
    bad.data.set("day", "2026-02-30");
    const auto refused = registry->add({note("fine", "note/a"), bad}, "m");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().category, Category::invalid);
    ASSERT_EQ(refused.error().details.size(), 2U);
    for (const Detail& detail : refused.error().details)
        EXPECT_TRUE(detail.pointer == "/1/data/surplus" || detail.pointer == "/1/data/day") << detail.pointer;
    const auto alone = registry->add({bad}, "m");
    ASSERT_FALSE(alone);
    EXPECT_EQ(alone.error().details.front().pointer.rfind("/data/", 0), 0U);
    EXPECT_EQ(code_of(registry->show("note/a")), "unknown_record");
    EXPECT_EQ(registry->info()->commits, 1U);
    EXPECT_EQ(code_of(registry->add({}, "m")), "no_draft");
    EXPECT_EQ(code_of(registry->add({note("x")}, "two\nlines")), "bad_message");

    const auto tried = registry->add({note("fine"), note("second")}, "m", true);
    ASSERT_TRUE(tried) << tried.error().why;
    EXPECT_TRUE(tried->commit.empty());
    EXPECT_EQ(tried->entries.at(0).record, "note/N-1");
    EXPECT_EQ(tried->entries.at(1).record, "note/N-2");
    EXPECT_EQ(registry->info()->commits, 1U);
    EXPECT_EQ(registry->info()->records["note"], 0U);

    const auto added = registry->add({note("fine"), note("second")}, "m");
    ASSERT_TRUE(added);
    EXPECT_EQ(added->sequence, 1U);
    EXPECT_EQ(added->entries.at(0).record, "note/N-1");
    EXPECT_EQ(registry->add({note("third")}, "m")->entries.at(0).record, "note/N-3");
    EXPECT_TRUE(registry->audit({})->ok);
}

TEST(Registry, previews_the_bytes_that_are_signed) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    auto registry = place.writer("r");
    plugin::Draft draft = note("e\xCC\x81");  // comes out composed
    draft.data.set("amount", plugin::Object{{"amount", 12500}, {"currency", "CNY"}});
    const Result<Preview> preview = registry->preview(draft);
    ASSERT_TRUE(preview) << preview.error().why;
    EXPECT_EQ(preview->draft.record, "note/N-1");
    EXPECT_EQ(preview->lines.at(1).second, "CNY 125.00 (壹佰贰拾伍元整)");
    EXPECT_EQ(registry->info()->entries, 2U);

    ASSERT_TRUE(registry->add({preview->draft}, "m"));
    const Result<std::vector<HistoryItem>> history = registry->history("note/N-1");
    ASSERT_TRUE(history);
    std::string stored = history->at(0).bytes;
    const std::size_t salt = stored.find("\"salt\":\"");
    ASSERT_NE(salt, std::string::npos);
    stored.erase(salt, std::string_view("\"salt\":\"\",").size() + 32);
    EXPECT_EQ(stored, preview->canonical);
    EXPECT_NE(stored.find("\xC3\xA9"), std::string::npos);
}

TEST(Registry, shows_and_lists_as_of_a_day) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    auto registry = place.writer("r");
    const auto noted = [](const char* record, const char* day, std::int64_t fen, const char* about) {
        plugin::Draft draft = note(std::string("as of ") + day, record, day);
        draft.data.set("amount", plugin::Object{{"amount", fen}, {"currency", "CNY"}});
        draft.data.set("about", about);
        return draft;
    };
    ASSERT_TRUE(registry->add(
        {noted("note/a", "2026-01-10", 900, "note/b"), noted("note/b", "2026-01-20", 10'000, "note/a")},
        "m"));
    ASSERT_TRUE(registry->add({noted("note/a", "2026-06-01", 20'000, "note/c")}, "m"));
    ASSERT_TRUE(registry->add({{"test.note.closed", "note/b", "2026-07-01", {{"reason", "over"}}}}, "m"));

    const plugin::Date february{2026, 2, 1}, before{2026, 1, 1}, august{2026, 8, 1};
    EXPECT_EQ(registry->show("note/a", february)->title, "as of 2026-01-10");
    EXPECT_EQ(registry->show("note/a")->title, "as of 2026-06-01");
    EXPECT_EQ(registry->show("note/b", february)->status, "open");
    EXPECT_EQ(registry->show("note/b", august)->status, "closed");
    EXPECT_EQ(code_of(registry->show("note/a", before)), "unknown_record");

    Query query;
    query.kind = "note";
    query.as_of = february;
    query.where = {{"status", "open"}};
    EXPECT_EQ(registry->count(query).value(), 2U);
    query.as_of = august;
    EXPECT_EQ(registry->count(query).value(), 1U);
    query.where.clear();
    query.as_of = before;
    EXPECT_EQ(registry->count(query).value(), 0U);

    // Amounts are ordered and compared as numbers on every day, whichever way the rows are read.
    for (const plugin::Date& day : {february, august}) {
        query.as_of = day;
        query.sort = "amount";
        query.where.clear();
        const auto rows = registry->list(query, 0, 10);
        ASSERT_TRUE(rows);
        ASSERT_EQ(rows->size(), 2U);
        EXPECT_EQ(rows->at(0).id, day == february ? "note/a" : "note/b");
        query.where = {{"amount", "10000"}};
        EXPECT_EQ(registry->count(query).value(), 1U);
        query.where = {{"amount", ""}};
        EXPECT_EQ(registry->count(query).value(), 0U);
    }
    query.sort = "nothing";
    EXPECT_EQ(code_of(registry->list(query, 0, 10)), "unknown_field");
    query.kind = "nothing";
    EXPECT_EQ(code_of(registry->list(query, 0, 10)), "unknown_record_type");
    EXPECT_TRUE(registry->audit({})->ok) << told(registry->audit({})->findings);
}

TEST(Registry, answers_history_log_and_search) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    auto registry = place.writer("r");
    ASSERT_TRUE(registry->add({note("陶缘商标", "note/a"), note("harbour crane", "note/b")}, "two notes"));
    ASSERT_TRUE(
        registry->add({{"test.note.closed", "note/a", "2026-04-01", {{"reason", "done"}}}}, "closing"));
    const auto log = registry->log(2);
    ASSERT_TRUE(log);
    ASSERT_EQ(log->size(), 2U);
    EXPECT_EQ(log->at(0).message, "closing");
    EXPECT_EQ(log->at(0).sequence, 2U);
    EXPECT_EQ(log->at(1).entries, 2U);
    EXPECT_EQ(log->at(1).signed_by, "chair");
    EXPECT_EQ(registry->log(100)->size(), 3U);
    const auto history = registry->history("note/a");
    ASSERT_EQ(history->size(), 2U);
    EXPECT_EQ(history->at(1).type, "test.note.closed");
    EXPECT_EQ(history->at(1).commit, log->at(0).commit);
    EXPECT_EQ(to_hex(crypto::sha256(as_bytes(std::string(1, '\0') + history->at(1).bytes))),
              history->at(1).entry);
    EXPECT_EQ(code_of(registry->history("note/none")), "unknown_record");
    const auto hits = registry->search("商标", 10);
    ASSERT_EQ(hits->size(), 1U);
    EXPECT_EQ(hits->at(0).id, "note/a");
    EXPECT_TRUE(registry->search("\"' OR 1=1 --", 10)->empty());
    EXPECT_EQ(registry->search("harbour", 10)->at(0).label, "harbour crane");
}

TEST(Registry, imports_a_mapped_csv_once) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    auto registry = place.writer("r");
    put_content(place.folder / "map.json",
                R"({"type":"test.note.filed","record":{"column":"id"},"effective":{"column":"day"},)"
                R"("data":{"text":{"column":"text"},"amount":{"column":"sum","currency":"CNY"}}})");
    put_content(place.folder / "notes.csv",
                "id,day,text,sum\n"
                "note/a,2026/3/1,first,12.50\n"
                "note/b,20260302,second,\n"
                "note/c,2026-02-30,no such day,\n"
                "note/d,2026-03-03,bad sum,1e9\n"
                "note/e,2026-03-04\n"
                "note/f,2026-03-05,last,0.01\n");
    ImportOptions options;
    options.map = place.folder / "map.json";
    options.batch = 2;
    options.dry_run = true;
    const auto tried = registry->import("csv", {place.folder / "notes.csv"}, options);
    ASSERT_TRUE(tried) << tried.error().why;
    EXPECT_EQ(tried->added, 3U);
    EXPECT_EQ(registry->info()->commits, 1U);

    options.dry_run = false;
    const auto first = registry->import("csv", {place.folder / "notes.csv"}, options);
    ASSERT_TRUE(first) << first.error().why;
    EXPECT_EQ(first->read, 6U);
    EXPECT_EQ(first->added, 3U);
    EXPECT_EQ(first->commits, 2U);
    EXPECT_EQ(first->rejected_count, 3U);
    std::vector<long> lines;
    for (const Detail& detail : first->rejected) {
        EXPECT_EQ(detail.file, (place.folder / "notes.csv").string());
        EXPECT_FALSE(detail.rule.empty());
        lines.push_back(detail.line);
    }
    EXPECT_EQ(lines, (std::vector<long>{4, 5, 6}));

    const auto second = registry->import("csv", {place.folder / "notes.csv"}, options);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->added, 0U);
    EXPECT_EQ(second->unchanged, 3U);
    EXPECT_EQ(second->rejected_count, 3U);
    EXPECT_EQ(second->commits, 0U);
    EXPECT_EQ(registry->info()->records["note"], 3U);
    EXPECT_EQ(code_of(registry->import("csv", {place.folder / "none.csv"}, options)), "file_missing");
    EXPECT_EQ(code_of(registry->import("xls", {}, options)), "unknown_format");
    EXPECT_TRUE(registry->audit({})->ok);
}

TEST(Registry, is_derived_again_where_a_plugin_declares_something_else) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    ASSERT_TRUE(place.writer("r")->add({note("kept", "note/a")}, "m"));
    host::Provider newer = test::note_provider(place.notes);
    newer.version = "1.1.0";
    {
        const host::Host other{std::vector<host::Provider>{newer}};
        auto registry =
            Registry::open(place.folder / "r", "chair", secret(admin_words), Access::write, other);
        ASSERT_TRUE(registry) << registry.error().why;
        EXPECT_EQ((*registry)->show("note/a")->title, "kept");
        EXPECT_TRUE((*registry)->audit({})->ok);
    }
    // Without the plugin everything can be read, and the audit says that it did not compare.
    const host::Host none;
    auto registry = Registry::open(place.folder / "r", "chair", secret(admin_words), Access::read, none);
    ASSERT_TRUE(registry) << registry.error().why;
    EXPECT_EQ((*registry)->history("note/a")->size(), 1U);
    const auto audit = (*registry)->audit({});
    ASSERT_TRUE(audit);
    EXPECT_FALSE(audit->ok) << "what was not compared may not look sound";
    EXPECT_TRUE(says(audit->findings, "error", "records.outdated"));
}

TEST(Registry, answers_with_what_was_known_by_then) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    auto registry = place.writer("r");
    const auto wrong = registry->add({note("a slip", "note/a", "2026-02-01")}, "1");
    ASSERT_TRUE(wrong);
    ASSERT_TRUE(registry->add({note("told late", "note/a", "2026-01-01"), note("other", "note/b")}, "2"));
    ASSERT_TRUE(registry->add({{"core.correction.made",
                                "registry/self",
                                "2026-02-02",
                                {{"entry", wrong->entries.front().id}, {"reason", "slip"}}}},
                              "3"));
    const auto title = [&](const AsOf& as_of) {
        const auto shown = registry->show("note/a", as_of);
        return shown ? shown->title : shown.error().code;
    };
    // Genesis is commit 0.
    EXPECT_EQ(title({std::nullopt, 1}), "unknown_record");
    EXPECT_EQ(title({std::nullopt, 2}), "a slip");
    EXPECT_EQ(title({std::nullopt, 3}), "told late");
    EXPECT_EQ(title({plugin::Date{2026, 1, 15}, 2}), "unknown_record") << "known then, but not for that day";
    EXPECT_EQ(title({plugin::Date{2026, 1, 15}, 3}), "told late");
    EXPECT_EQ(registry->history("note/a")->size(), 2U);
    EXPECT_TRUE(registry->history("note/a")->front().corrected);
    Query query;
    query.kind = "note";
    EXPECT_EQ(take(registry->count(query)), 2U);
    query.as_of.known_commits = 2;
    EXPECT_EQ(take(registry->count(query)), 1U);
    EXPECT_EQ(take(registry->list(query, 0, 10)).front().title, "a slip");
    query.search = "slip";
    EXPECT_EQ(take(registry->count(query)), 1U) << "what was known then is searched, not what is known now";
    query.search = "late";
    EXPECT_EQ(take(registry->count(query)), 0U);
    EXPECT_EQ(take(registry->known_at("1")), 2U);
    EXPECT_EQ(take(registry->known_at("99")), 4U);
    EXPECT_EQ(take(registry->known_at("2000-01-01T00:00:00Z")), 0U);
    EXPECT_EQ(take(registry->known_at("9999-12-31")), 4U);
    EXPECT_EQ(code_of(registry->known_at("yesterday")), "bad_moment");
    EXPECT_EQ(code_of(registry->known_at("")), "bad_moment");
}

TEST(Registry, stops_an_audit_when_told_to) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    auto registry = place.writer("r");
    ASSERT_TRUE(registry->add({note("one")}, "m"));
    const auto audit = registry->audit({}, [](const ProgressReport&) { return false; });
    ASSERT_TRUE(audit) << audit.error().why;
    EXPECT_TRUE(audit->stopped);
    EXPECT_FALSE(audit->ok);
    Registry::AuditOptions since;
    since.since = 1;
    const auto part = registry->audit(since);
    ASSERT_TRUE(part);
    EXPECT_TRUE(part->ok) << told(part->findings);
    EXPECT_EQ(part->commits, 1U);
    since.since = 3;
    EXPECT_EQ(code_of(registry->audit(since)), "bad_since") << "there are two";
}

}  // namespace
}  // namespace xinbu::session
