#include "xinbu/records/store.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "support/note_plugin.hpp"
#include "xinbu/ledger/entry.hpp"
#include "xinbu/ledger/merkle.hpp"
#include "xinbu/ledger/proposal.hpp"
#include "xinbu/records/check.hpp"

namespace xinbu::records {
namespace {

using plugin::Date;
using plugin::Object;

storage::Database new_database() {
    const std::filesystem::path file =
        std::filesystem::temp_directory_path() / ("xinbu-records-" + to_hex(crypto::random_bytes(16)));
    return storage::Database::open(file, crypto::random_secret(32), storage::Mode::scratch);
}

class Records : public ::testing::Test {
protected:
    Records()
        : catalogue(std::vector<host::Provider>{test::note_provider(notes)}),
          database(new_database()),
          store(open(database)) {
        store.create_tables();
    }

    Store open(storage::Database& where) {
        return Store(where, catalogue, reader(), [this](const Hash& hash) { return find(hash); });
    }
    std::optional<std::uint64_t> find(const Hash& hash) const {
        for (std::uint64_t i = 0; i < ledger.size(); ++i)
            if (ledger::leaf_hash(as_bytes(ledger[i])) == hash) return i;
        return std::nullopt;
    }
    EntryReader reader() {
        return [this](const ledger::EntryPlace& place) {
            return ledger::entry_at(
                place, [this](std::uint64_t position) { return to_bytes(as_bytes(ledger.at(position))); },
                [this](const Hash& hash) { return find(hash); });
        };
    }
    /// What is wrong in all that is derived, one line each.
    std::string check() {
        const Check all(catalogue, ledger.size(), approved, corrections);
        std::vector<Check::Part> parts;
        parts.push_back(all.check_range(database, reader(), 1, Check::last_record(database)));
        std::string text;
        for (const Difference& one : all.finish(database, std::move(parts)))
            text += one.place + ": " + one.message + "\n";
        return text;
    }
    void fold(Store& into, std::uint64_t position) {
        const ledger::Entry entry = take(ledger::decode_entry(as_bytes(ledger.at(position))));
        into.fold(position, plugin::Entry{entry.type, entry.record, entry.effective, entry.data},
                  as_bytes(ledger[position]));
    }
    std::string put(const std::string& type, const std::string& record, const std::string& day, Object data) {
        ledger.push_back(ledger::encode_entry({type, record, day, std::move(data), {}, ledger::new_salt()}));
        fold(store, ledger.size() - 1);
        return to_hex(ledger::leaf_hash(as_bytes(ledger.back())));
    }
    std::string note(const std::string& key, const std::string& day, const std::string& text,
                     const std::string& about = {}) {
        Object data{{"text", text}};
        if (!about.empty()) data.set("about", about);
        return put("test.note.written", "note/" + key, day, data);
    }
    /// Some history of every sort.
    void fill() {
        for (int i = 0; i < 20; ++i) {
            Object data{{"text", "note number " + std::to_string(i)},
                        {"amount", Object{{"amount", (i * 7919) % 20000}, {"currency", "CNY"}}},
                        {"day", "2026-0" + std::to_string(1 + i % 9) + "-15"},
                        {"about", "note/k" + std::to_string((i + 1) % 20)}};
            put("test.note.written", "note/k" + std::to_string(i),
                "2026-0" + std::to_string(1 + i % 9) + "-01", data);
        }
        const std::uint64_t at = ledger.size();
        const std::string wrong = note("k3", "2026-05-01", "a slip", "note/k9");
        note("k4", "2026-01-01", "later entry of an earlier day");
        put("test.note.closed", "note/k5", "2026-08-01", {{"reason", "done"}});
        put("core.correction.made", "registry/self", "2026-06-01", {{"entry", wrong}, {"reason", "slip"}});
        corrections.push_back({at, ledger.size() - 1});
        put("absent.thing.happened", "thing/x", "2026-06-02", {{"what", "by a plugin that is absent"}});
        note("k3", "2026-07-01", "after the slip");
    }
    static std::vector<std::string> ids(const std::vector<StoredRecord>& rows) {
        std::vector<std::string> found;
        for (const StoredRecord& row : rows) found.push_back(row.record.id);
        return found;
    }

    test::NotePlugin notes;
    host::Catalogue catalogue;
    std::vector<std::string> ledger;
    std::vector<Correction> corrections;
    std::uint64_t approved = 0;
    storage::Database database;
    Store store;
};

TEST_F(Records, are_what_their_entries_say) {
    fill();
    EXPECT_EQ(check(), "");
    store.drop_tables();
    store.create_tables();
    for (std::uint64_t i = 0; i < ledger.size(); ++i) fold(store, i);
    EXPECT_EQ(check(), "");
}

TEST_F(Records, are_checked_in_parts_as_well) {
    fill();
    const Check check_all(catalogue, ledger.size(), approved, corrections);
    std::vector<Check::Part> parts;
    const std::int64_t last = Check::last_record(database);
    for (std::int64_t first = 1; first <= last; first += 3)
        parts.push_back(check_all.check_range(database, reader(), first, std::min(last, first + 2)));
    EXPECT_TRUE(check_all.finish(database, std::move(parts)).empty());
    EXPECT_TRUE(
        check_all.check_some(database, reader(), {"note/k3", "note/k5", "registry/self", "thing/x"}).empty());
    EXPECT_FALSE(check_all.check_some(database, reader(), {"note/none"}).empty());
    database.execute("UPDATE t_note SET status = 7 WHERE rid = 4");
    EXPECT_FALSE(check_all.check_some(database, reader(), {"note/k3"}).empty());
}

/// Each of these leaves a database that reads well and says something else.
TEST_F(Records, are_not_what_their_entries_say_after_any_change) {
    fill();
    const std::vector<std::string> changes{
        "UPDATE t_note SET f_text = 'else' WHERE rid = 7",
        "UPDATE t_note SET status = 1 WHERE rid = 7",
        "DELETE FROM t_note WHERE rid = 3",
        "INSERT INTO t_note(rid, status) VALUES(99, 0)",
        "DELETE FROM record WHERE rid = 2",
        "DELETE FROM record WHERE rid = (SELECT max(rid) FROM record)",
        "UPDATE record SET id = 'note/other' WHERE rid = 2",
        "UPDATE record SET state = 5 WHERE rid = 2",
        "UPDATE record SET state = 1 WHERE rid = 4",
        "UPDATE record SET entries = 7 WHERE rid = 2",
        "UPDATE record SET last_effective = last_effective - 1 WHERE rid = 2",
        "UPDATE record SET rid = 500 WHERE rid = 2",
        "DELETE FROM record_entry WHERE entry = 4",
        "UPDATE record_entry SET content = content + 1 WHERE entry = 4",
        "UPDATE record_entry SET rid = 6 WHERE entry = 4",
        "INSERT INTO record_entry(rid, entry, draft, content) VALUES(77, 4, 0, 0)",
        "INSERT INTO record_entry(rid, entry, draft, content) VALUES(6, 4000, 0, 0)",
        "DELETE FROM record_reference WHERE rid = 9",
        "UPDATE record_reference SET target = target + 1 WHERE rid = 9",
        "INSERT INTO record_reference(target, kind, rid) VALUES(1, 1, 9)",
        "UPDATE record_kind SET records = records - 1",
        "UPDATE record_kind SET last_effective = 0",
        "INSERT INTO record_kind(kind, records, last_effective) VALUES('ghost', 0, 0)",
        "DELETE FROM corrected",
        "UPDATE corrected SET by = by + 1",
        "INSERT INTO corrected(entry, draft, by, by_draft) VALUES(1, 0, 2, 0)",
        "DELETE FROM record_text WHERE rowid = 4",
        "DELETE FROM record_text WHERE rowid = 5; INSERT INTO record_text(rowid, body) VALUES(5, 'k4 else')",
        "INSERT INTO record_text(rowid, body) VALUES(1000, 'nobody')"};
    for (const std::string& change : changes) {
        SCOPED_TRACE(change);
        database.execute("SAVEPOINT sound");
        database.execute(change);
        EXPECT_NE(check(), "");
        database.execute("ROLLBACK TO sound");
        database.execute("RELEASE sound");
    }
    EXPECT_EQ(check(), "");
}

TEST_F(Records, are_folded_to_a_day) {
    note("a", "2026-03-01", "march");
    note("a", "2026-01-01", "january, told late");
    EXPECT_EQ(store.find("note/a")->title, "january, told late");  // ledger order decides, not the day
    EXPECT_EQ(store.find("note/a", Date{2026, 2, 1})->title, "january, told late");
    EXPECT_FALSE(store.find("note/a", Date{2025, 12, 31}));
    EXPECT_FALSE(store.find("note/none"));
    put("test.note.closed", "note/a", "2026-05-01", {{"reason", "done"}});
    EXPECT_EQ(store.find("note/a", Date{2026, 4, 1})->record.status, "open");
    EXPECT_EQ(store.find("note/a", Date{2026, 5, 1})->record.status, "closed");
    EXPECT_EQ(store.find("note/a")->entries, 3U);
}

TEST_F(Records, are_found_by_what_they_refer_to_on_that_day) {
    note("a", "2026-01-01", "x", "note/old");
    note("a", "2026-06-01", "x", "note/new");
    EXPECT_EQ(ids(store.referring_to("note/new", "note")), (std::vector<std::string>{"note/a"}));
    EXPECT_TRUE(store.referring_to("note/old", "note").empty());
    EXPECT_EQ(ids(store.referring_to("note/old", "note", Date{2026, 3, 1})),
              (std::vector<std::string>{"note/a"}));
    EXPECT_TRUE(store.referring_to("note/new", "note", Date{2026, 3, 1}).empty());
    EXPECT_TRUE(store.referring_to("note/old", "other").empty());
}

TEST_F(Records, are_counted_listed_and_sorted) {
    fill();
    EXPECT_EQ(store.counts()["note"], 20U);
    EXPECT_EQ(store.counts()["thing"], 1U);
    Selection selection;
    selection.kind = "note";
    const Date day{2026, 1, 1};
    EXPECT_EQ(store.count(selection, day), 20U);
    EXPECT_EQ(ids(store.list(selection, day, 18, 5)), (std::vector<std::string>{"note/k18", "note/k19"}));
    EXPECT_TRUE(store.list(selection, day, 100, 5).empty());
    selection.descending = true;
    EXPECT_EQ(ids(store.list(selection, day, 0, 1)), (std::vector<std::string>{"note/k19"}));

    // By a typed column, and the same as of a day on which not all had happened.
    selection.descending = false;
    selection.sort = "amount";
    const std::vector<std::string> by_column = ids(store.list(selection, day, 0, 100));
    selection.where = {{"status", "open"}};
    std::vector<std::string> evaluated = ids(store.list(selection, day, 0, 100));
    std::vector<std::string> expected = by_column;
    std::erase(expected, "note/k5");
    EXPECT_EQ(evaluated, expected);
    selection.where = {{"amount", "7919"}};
    EXPECT_EQ(store.count(selection, day), 1U);
    selection.where = {{"amount", "99999999999999999999"}};
    EXPECT_EQ(store.count(selection, day), 0U);
    selection.where = {{"id", "note/k7"}, {"text", "note number 7"}};
    EXPECT_EQ(store.count(selection, day), 1U);
    selection.where = {{"text", "' OR ''='"}};
    EXPECT_EQ(store.count(selection, day), 0U);
}

TEST_F(Records, are_searched) {
    fill();
    EXPECT_EQ(ids(store.search("number", 3)).size(), 3U);
    EXPECT_EQ(ids(store.search("absent", 10)).size(), 0U);  // nobody says what of it is searched
    EXPECT_EQ(ids(store.search("slip", 10)), (std::vector<std::string>{"note/k3"}));
    EXPECT_TRUE(store.search("", 10).empty());
    EXPECT_TRUE(store.search("\"*()", 10).empty());
    Selection selection;
    selection.kind = "note";
    selection.search = "later entry";
    EXPECT_EQ(ids(store.list(selection, {2026, 1, 1}, 0, 10)), (std::vector<std::string>{"note/k4"}));
    EXPECT_EQ(store.count(selection, {2026, 1, 1}), 1U);
}

TEST_F(Records, know_what_was_said_before) {
    note("a", "2026-01-01", "same");
    const auto said = [&](const std::string& text) {
        return store.find_content(
            "note/a",
            as_bytes(ledger::encode_entry(
                {"test.note.written", "note/a", "2026-01-01", {{"text", text}}, {}, ledger::new_salt()})));
    };
    EXPECT_EQ(said("same"), 0U) << "the first entry of the ledger";
    EXPECT_EQ(said("other"), std::nullopt);
    EXPECT_EQ(said("\"salt\":\"00000000000000000000000000000000"), std::nullopt);
}

TEST_F(Records, are_numbered_without_gaps_or_repeats) {
    EXPECT_EQ(store.next("note/N-"), 1);
    note("N-1", "2026-01-01", "x");
    EXPECT_EQ(store.next("note/N-"), 2);
    note("N-9", "2026-01-01", "x");
    note("N-x", "2026-01-01", "x");
    note("N-10a", "2026-01-01", "x");
    EXPECT_EQ(store.next("note/N-"), 10);
    EXPECT_EQ(store.next("note/"), 1);
    {
        const storage::Transaction transaction(database);
        note("N-50", "2026-01-01", "x");
        EXPECT_EQ(store.next("note/N-"), 51);
    }
    store.forget();
    EXPECT_EQ(store.next("note/N-"), 10);
}

TEST_F(Records, are_known_by_another_of_their_numbers) {
    note("a", "2026-01-01", "alpha", "note/x");
    note("b", "2026-01-01", "beta", "note/x");
    put("test.note.written", "note/c", "2026-01-01", {{"text", "gamma"}, {"day", "2026-02-03"}, {"rank", 7}});
    EXPECT_EQ(store.record_with("note", "text", "beta"), "note/b");
    EXPECT_EQ(store.record_with("note", "day", "2026-02-03"), "note/c") << "typed as its column is";
    EXPECT_EQ(store.record_with("note", "about", "note/x"), std::nullopt) << "two records have it";
    EXPECT_EQ(store.record_with("note", "text", "delta"), std::nullopt);
    EXPECT_EQ(store.record_with("note", "text", ""), std::nullopt);
    EXPECT_EQ(store.record_with("note", "rank", "7"), std::nullopt) << "no column";
    EXPECT_EQ(store.record_with("note", "other", "beta"), std::nullopt);
    EXPECT_EQ(store.record_with("ghost", "text", "beta"), std::nullopt);
    EXPECT_EQ(store.record_with("note", "text", "' OR ''='"), std::nullopt);
    note("b", "2026-01-02", "renamed");
    EXPECT_EQ(store.record_with("note", "text", "beta"), std::nullopt) << "it goes by another now";
    EXPECT_EQ(store.record_with("note", "text", "renamed"), "note/b");
}

TEST_F(Records, tell_when_they_were_made_by_others) {
    EXPECT_FALSE(store.is_outdated());
    EXPECT_FALSE(store.has_absent_kinds());
    const host::Catalogue alone;
    Store without(database, alone, {}, {});
    EXPECT_TRUE(without.has_absent_kinds());
    EXPECT_FALSE(without.is_outdated());
    host::Provider newer = test::note_provider(notes);
    newer.version = "2.0.0";
    const host::Catalogue updated(std::vector<host::Provider>{newer});
    EXPECT_TRUE(Store(database, updated, {}, {}).is_outdated());
}

TEST_F(Records, are_outdated_when_a_plugin_works_by_other_rules) {
    const auto outdated_under = [&](const char* id, std::uint8_t digest) {
        host::Provider ruled = test::note_provider(notes);
        ruled.rules.push_back({id, "2026-11-20", {}, {}, Hash{digest}});
        const host::Catalogue other(std::vector<host::Provider>{std::move(ruled)});
        return Store(database, other, {}, {}).is_outdated();
    };
    EXPECT_TRUE(outdated_under("note.CN", 1));
    {
        host::Provider ruled = test::note_provider(notes);
        ruled.rules.push_back({"note.CN", "2026-11-20", {}, {}, Hash{1}});
        const host::Catalogue first(std::vector<host::Provider>{std::move(ruled)});
        Store remade(database, first, {}, {});
        remade.drop_tables();
        remade.create_tables();
    }
    EXPECT_FALSE(outdated_under("note.CN", 1));
    EXPECT_TRUE(outdated_under("note.CN", 2));
    EXPECT_TRUE(outdated_under("note.US", 1));
}

}  // namespace
}  // namespace xinbu::records
