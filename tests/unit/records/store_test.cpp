#include "xinbu/records/store.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "support/note_plugin.hpp"
#include "xinbu/ledger/entry.hpp"
#include "xinbu/ledger/merkle.hpp"

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
        return Store(
            where, catalogue,
            [this](std::uint64_t position) { return to_bytes(as_bytes(ledger.at(position))); },
            [this](const Hash& hash) -> std::optional<std::uint64_t> {
                for (std::uint64_t i = 0; i < ledger.size(); ++i)
                    if (ledger::leaf_hash(as_bytes(ledger[i])) == hash) return i;
                return std::nullopt;
            });
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
        const std::string wrong = note("k3", "2026-05-01", "a slip", "note/k9");
        note("k4", "2026-01-01", "later entry of an earlier day");
        put("test.note.closed", "note/k5", "2026-08-01", {{"reason", "done"}});
        put("core.correction.made", "registry/self", "2026-06-01", {{"entry", wrong}, {"reason", "slip"}});
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
    storage::Database database;
    Store store;
};

TEST_F(Records, come_out_the_same_when_they_are_folded_again) {
    fill();
    storage::Database second = new_database();
    Store again = open(second);
    again.create_tables();
    for (std::uint64_t i = 0; i < ledger.size(); ++i) fold(again, i);
    const auto compare = [&] {
        for (const Store::DerivedTable& table : again.tables())
            for (const Difference& one : compare_table(database, second, table))
                ADD_FAILURE() << table.name << " " << one.row << ": " << one.message;
        for (const Difference& one : compare_search(database, second))
            ADD_FAILURE() << one.row << ": " << one.message;
    };
    compare();
    store.drop_tables();
    store.create_tables();
    for (std::uint64_t i = 0; i < ledger.size(); ++i) fold(store, i);
    compare();

    second.execute("UPDATE t_note SET f_text = 'else' WHERE rid = 7");
    EXPECT_EQ(compare_table(database, second, {"t_note", "rid"}).size(), 1U);
    second.execute("DELETE FROM record WHERE rid = 2");
    EXPECT_EQ(compare_table(database, second, {"record", "rid"}).size(), 1U);
    second.execute("DELETE FROM record_text WHERE rowid = 4");
    EXPECT_FALSE(compare_search(database, second).empty());
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
        return store.has_content(as_bytes(ledger::encode_entry(
            {"test.note.written", "note/a", "2026-01-01", {{"text", text}}, {}, ledger::new_salt()})));
    };
    EXPECT_TRUE(said("same"));
    EXPECT_FALSE(said("other"));
    EXPECT_FALSE(said("\"salt\":\"00000000000000000000000000000000"));
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
    store.forget_numbers();
    EXPECT_EQ(store.next("note/N-"), 10);
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

}  // namespace
}  // namespace xinbu::records
