// What somebody does to the files of a registry, one thing at a time, and what notices it.
#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>

#include "session/support.hpp"
#include "xinbu/ledger/commit.hpp"
#include "xinbu/ledger/ledger.hpp"
#include "xinbu/ledger/merkle.hpp"

namespace xinbu::session {
namespace {

/// One registry that every test copies before it does harm to it.
class Tamper : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        place = std::make_unique<Place>();
        ASSERT_TRUE(place->create("sound"));
        auto registry = place->writer("sound");
        plugin::Draft rich = note("first of all", "note/a");
        rich.data.set("amount", plugin::Object{{"amount", 12500}, {"currency", "CNY"}});
        rich.data.set("about", "note/b");
        ASSERT_TRUE(registry->add({rich, note("second of all", "note/b")}, "one"));
        ASSERT_TRUE(registry->add_operator("clerk", "clerk", secret(other_words)));
        ASSERT_TRUE(registry->checkpoint());
        ASSERT_TRUE(registry->add({note("third of all", "note/c")}, "three"));
        ASSERT_TRUE(registry->close());
    }
    static void TearDownTestSuite() { place.reset(); }
    void SetUp() override {
        place->use_state("state");
        place->copy("sound", "r");
    }

    static storage::KeySlots slots_of(const std::string& name) {
        return storage::KeySlots::read(place->folder / name);
    }

    /// The database as who has the data key opens it.
    template <class Work>
    static void alter(const Work& work) {
        const storage::KeySlots slots = slots_of("r");
        const crypto::Secret key = take(slots.unlock("chair", secret(admin_words)));
        storage::Database database = storage::Database::open(place->folder / "r/registry.db", key,
                                                             storage::Mode::read_write, slots.cipher());
        work(database);
        database.checkpoint();
    }
    static void alter_sql(const std::string& sql) {
        alter([&](storage::Database& database) {
            database.execute(sql);
            EXPECT_NE(database.changes(), 0) << sql;
        });
    }

    static AuditView audit() {
        auto registry = place->open("r", Access::read);
        if (!registry) {
            ADD_FAILURE() << registry.error().code << ": " << registry.error().why;
            return {};
        }
        const Result<AuditView> answer = (*registry)->audit({});
        if (!answer) {
            ADD_FAILURE() << answer.error().code << ": " << answer.error().why;
            return {};
        }
        return *answer;
    }
    static void expect_error(const char* rule) {
        const AuditView answer = audit();
        EXPECT_FALSE(answer.ok) << rule;
        EXPECT_TRUE(says(answer.findings, "error", rule)) << rule << " is not among:\n"
                                                          << told(answer.findings);
    }
    static void expect_read_only() {
        auto registry = place->open("r");
        ASSERT_TRUE(registry) << registry.error().why;
        EXPECT_FALSE((*registry)->info()->writable);
        EXPECT_FALSE((*registry)->info()->read_only_reason.empty());
        EXPECT_EQ(code_of((*registry)->add({note("more")}, "m")), "read_only");
        EXPECT_EQ(code_of((*registry)->checkpoint()), "read_only");
    }

    static std::unique_ptr<Place> place;
};
std::unique_ptr<Place> Tamper::place;

TEST_F(Tamper, a_sound_registry_has_nothing_to_tell) {
    const AuditView answer = audit();
    EXPECT_TRUE(answer.ok);
    ASSERT_EQ(answer.findings.size(), 1U) << told(answer.findings);
    EXPECT_EQ(answer.findings.front().rule, "witness.none") << "a note: nobody outside has seen it";
    EXPECT_EQ(answer.commits, 4U);
    EXPECT_EQ(answer.entries, 6U);
    EXPECT_EQ(answer.signatures, 5U);
}

// ---- with the key: the ledger ----

TEST_F(Tamper, an_entry) {
    alter_sql(
        "UPDATE ledger_entry SET bytes = CAST(replace(CAST(bytes AS TEXT), 'second', 'Second') AS BLOB) "
        "WHERE position = 3");
    expect_error("ledger.entries");
}

TEST_F(Tamper, an_entry_that_is_no_entry_any_more) {
    alter_sql("UPDATE ledger_entry SET bytes = CAST('{}' AS BLOB) WHERE position = 3");
    expect_error("ledger.entry");
}

TEST_F(Tamper, an_entry_removed) {
    alter_sql("DELETE FROM ledger_entry WHERE position = 5");
    expect_error("ledger.missing");
}

TEST_F(Tamper, an_entry_added_behind_the_last) {
    alter_sql(
        "INSERT INTO ledger_entry(position, bytes) SELECT 6, bytes FROM ledger_entry WHERE position = 5");
    expect_error("ledger.stray");
}

TEST_F(Tamper, two_entries_swapped) {
    alter_sql(
        "UPDATE ledger_entry SET position = 900 WHERE position = 2; UPDATE ledger_entry SET position = 2 "
        "WHERE position = 3;"
        "UPDATE ledger_entry SET position = 3 WHERE position = 900");
    expect_error("ledger.entries");
}

/// Changes the envelope of a commit.
void change_envelope(storage::Database& database, int position,
                     const std::function<void(ledger::Envelope&)>& change) {
    storage::Statement select = database.prepare("SELECT envelope FROM ledger_commit WHERE position = ?1");
    select.bind_all(position);
    ASSERT_TRUE(select.step());
    ledger::Envelope envelope = take(ledger::decode_envelope(select.blob(0)));
    select.reset();
    change(envelope);
    database.prepare("UPDATE ledger_commit SET envelope = ?2 WHERE position = ?1")
        .bind_all(position, as_bytes(ledger::encode_envelope(envelope)))
        .run();
}

TEST_F(Tamper, a_signature) {
    alter([](storage::Database& database) {
        change_envelope(database, 1,
                        [](ledger::Envelope& envelope) { envelope.signatures[0].signature[5] ^= 1; });
    });
    expect_error("ledger.signature");
}

TEST_F(Tamper, one_of_two_signatures_stripped) {
    alter([](storage::Database& database) {
        change_envelope(database, 2, [](ledger::Envelope& envelope) { envelope.signatures.pop_back(); });
    });
    expect_error("authority.signers");
    expect_read_only();
}

TEST_F(Tamper, a_signature_of_who_may_sign_turns_it_read_only) {
    alter([](storage::Database& database) {
        change_envelope(database, 2,
                        [](ledger::Envelope& envelope) { envelope.signatures[1].signature[40] ^= 1; });
    });
    expect_read_only();
    expect_error("ledger.signature");
}

TEST_F(Tamper, a_payload) {
    alter([](storage::Database& database) {
        change_envelope(database, 1, [](ledger::Envelope& envelope) {
            ledger::Payload payload = take(ledger::decode_payload(envelope.payload));
            payload.time = "2020-01-01T00:00:00Z";
            envelope.payload = to_bytes(as_bytes(ledger::encode_payload(payload)));
        });
    });
    expect_error("ledger.signature");
}

TEST_F(Tamper, an_envelope_that_is_none_any_more) {
    alter_sql("UPDATE ledger_commit SET envelope = CAST('{}' AS BLOB) WHERE position = 1");
    expect_error("ledger.envelope");
}

TEST_F(Tamper, a_payload_that_is_none_any_more) {
    alter([](storage::Database& database) {
        change_envelope(database, 3, [](ledger::Envelope& envelope) { envelope.payload = Bytes{'{', '}'}; });
    });
    expect_error("ledger.payload");
}

TEST_F(Tamper, a_gap_between_the_entries_of_two_commits) {
    alter_sql(
        "UPDATE ledger_commit SET first_entry = 6 WHERE position = 3;"
        "UPDATE ledger_entry_hash SET position = 6 WHERE position = 5;"
        "UPDATE ledger_entry SET position = 6 WHERE position = 5");
    expect_error("ledger.order");
}

TEST_F(Tamper, a_whole_history_signed_again_by_somebody_else) {
    // The last commit, re-signed by the clerk as its author, with all hashes and nodes set right.
    alter([](storage::Database& database) {
        const crypto::PrivateKey stranger = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
        change_envelope(database, 3, [&](ledger::Envelope& envelope) {
            ledger::Payload payload = take(ledger::decode_payload(envelope.payload));
            payload.author = stranger.public_key().id();
            payload.required = {payload.author};
            envelope = ledger::sign_payload(payload, {&stranger});
        });
        storage::Statement select = database.prepare("SELECT envelope FROM ledger_commit WHERE position = 3");
        ASSERT_TRUE(select.step());
        const Hash leaf = ledger::leaf_hash(select.blob(0));
        select.reset();
        const auto node = [&](int level, int place_of_it) {
            storage::Statement row =
                database.prepare("SELECT hash FROM ledger_node WHERE level = ?1 AND place = ?2");
            row.bind_all(level, place_of_it);
            Hash hash{};
            if (row.step()) std::ranges::copy(row.blob(0), hash.begin());
            return hash;
        };
        const auto set = [&](int level, int place_of_it, const Hash& hash) {
            database.prepare("UPDATE ledger_node SET hash = ?3 WHERE level = ?1 AND place = ?2")
                .bind_all(level, place_of_it, ByteView(hash))
                .run();
        };
        crypto::Hasher hasher;
        set(0, 3, leaf);
        set(1, 1, ledger::node_hash(hasher, node(0, 2), leaf));
        set(2, 0, ledger::node_hash(hasher, node(1, 0), node(1, 1)));
    });
    expect_error("authority.unknown_key");
    expect_error("ledger.head");
    expect_read_only();
}

TEST_F(Tamper, a_node_of_the_tree) {
    alter_sql("UPDATE ledger_node SET hash = zeroblob(32) WHERE level = 1 AND place = 0");
    expect_error("ledger.node");
}

TEST_F(Tamper, the_index_of_entry_hashes) {
    alter_sql("DELETE FROM ledger_entry_hash WHERE position = 3");
    expect_error("ledger.index");
    place->copy("sound", "r");
    alter_sql("INSERT INTO ledger_entry_hash(hash, position) VALUES(0, 3)");
    expect_error("ledger.index");
    place->copy("sound", "r");
    alter_sql("UPDATE ledger_entry_hash SET position = 9 - position WHERE position IN (4, 5)");
    expect_error("ledger.index");
}

TEST_F(Tamper, the_list_of_commits_of_authority) {
    alter_sql("DELETE FROM ledger_authority WHERE position = 2");
    expect_error("ledger.authority");
}

TEST_F(Tamper, a_checkpoint) {
    alter_sql(
        "UPDATE ledger_checkpoint SET note = replace(note, char(10) || '3' || char(10), char(10) || '2' || "
        "char(10))");
    expect_error("checkpoint.signature");
}

TEST_F(Tamper, a_checkpoint_moved_to_another_size) {
    alter_sql("UPDATE ledger_checkpoint SET size = 4");
    expect_error("checkpoint.root");
}

/// Takes the entries of a commit away as if they had never been, and has the records derived again.
std::string erase_entries(int commit, int first, int count) {
    const std::string past = fmt::format("position >= {} AND position < {}", first, first + count);
    const std::string behind = fmt::format("SET position = position - {} WHERE position >= {}", count, first);
    std::string sql = fmt::format("UPDATE ledger_commit SET entries = 0 WHERE position = {};", commit);
    sql += fmt::format("UPDATE ledger_commit SET first_entry = first_entry - {} WHERE position > {};", count,
                       commit);
    for (const char* table : {"ledger_entry", "ledger_entry_hash"})
        sql += fmt::format("DELETE FROM {0} WHERE {1}; UPDATE {0} {2};", table, past, behind);
    return sql + "UPDATE derived_from SET digest = zeroblob(32) WHERE kind = 'note'";
}

TEST_F(Tamper, the_entries_of_a_commit_erased) {
    place->use_state("state of the erasure");
    alter_sql(erase_entries(1, 2, 2));
    EXPECT_EQ(code_of(place->writer("r")->show("note/a")), "unknown_record") << "the erasure is not whole";
    expect_error("ledger.entries");
    // A part is read like the whole; what lies before it is not read.
    Registry::AuditOptions since;
    since.since = 1;
    const auto part = place->writer("r")->audit(since);
    ASSERT_TRUE(part) << part.error().why;
    EXPECT_TRUE(says(part->findings, "error", "ledger.entries")) << told(part->findings);
}

TEST_F(Tamper, a_revocation_erased) {
    place->use_state("state of the revocation");
    ASSERT_TRUE(place->writer("r")->revoke_operator("clerk", "left"));
    alter_sql("DELETE FROM ledger_authority WHERE position = 4;" + erase_entries(4, 6, 1));
    expect_error("ledger.entries");
}

TEST_F(Tamper, a_commit_without_entries_signed_by_nobody) {
    place->use_state("state of the empty commit");
    alter([](storage::Database& database) {
        ledger::Ledger ledger(database);
        ledger::Envelope envelope = take(ledger::decode_envelope(ledger.commit(3).envelope));
        ledger::Payload payload = take(ledger::decode_payload(envelope.payload));
        payload.parent_size = ledger.size();
        payload.parent_root = ledger.root();
        envelope.payload = to_bytes(as_bytes(ledger::encode_payload(payload)));
        const std::string bytes = ledger::encode_envelope(envelope);
        database
            .prepare(
                "INSERT INTO ledger_commit(position, first_entry, entries, envelope) VALUES(4, 6, 0, ?1)")
            .bind_all(as_bytes(bytes))
            .run();
        database.prepare("INSERT INTO ledger_node(level, place, hash) VALUES(0, 4, ?1)")
            .bind_all(ByteView(ledger::leaf_hash(as_bytes(bytes))))
            .run();
    });
    expect_error("ledger.entries");
    expect_error("ledger.signature");
}

TEST_F(Tamper, rows_outside_the_ledger) {
    for (const char* sql :
         {"INSERT INTO ledger_node(level, place, hash) VALUES(0, 4, zeroblob(32))",
          "INSERT INTO ledger_entry(position, bytes) SELECT 6, bytes FROM ledger_entry WHERE position = 5",
          "INSERT INTO ledger_node(level, place, hash) VALUES(7, 0, zeroblob(32))",
          "INSERT INTO ledger_checkpoint(size, note) SELECT 9, note FROM ledger_checkpoint"}) {
        SCOPED_TRACE(sql);
        place->copy("sound", "r");
        alter_sql(sql);
        expect_error("ledger.stray");
    }
}

TEST_F(Tamper, the_checkpoint_key) {
    for (const char* sql : {"DELETE FROM ledger_secret", "UPDATE ledger_secret SET wrapped = zeroblob(0)",
                            "UPDATE ledger_secret SET wrapped = zeroblob(32)"}) {
        SCOPED_TRACE(sql);
        place->copy("sound", "r");
        alter_sql(sql);
        expect_error("checkpoint.key");
    }
}

// ---- with the key: what is derived ----

TEST_F(Tamper, a_record) {
    alter_sql(
        "UPDATE record SET state = CAST(replace(CAST(state AS TEXT), 'first', 'First') AS BLOB) WHERE id = "
        "'note/a'");
    expect_error("records.differ");
}

TEST_F(Tamper, a_record_told_from_the_entry_of_another) {
    alter_sql("UPDATE record SET state = 2 WHERE id = 'note/b'");
    EXPECT_EQ(code_of(place->writer("r")->show("note/b")), "registry_damaged");
    expect_error("records.differ");
}

TEST_F(Tamper, a_record_dropped) {
    alter_sql("DELETE FROM record WHERE id = 'note/b'");
    expect_error("records.differ");
}

TEST_F(Tamper, everything_else_that_is_derived) {
    for (const char* sql :
         {"UPDATE t_note SET f_amount = 1 WHERE f_amount = 12500", "DELETE FROM record_entry WHERE entry = 3",
          "DELETE FROM record_reference", "UPDATE record_kind SET records = 1 WHERE kind = 'note'",
          "UPDATE record_entry SET content = content + 1", "UPDATE record SET last_effective = 0",
          "INSERT INTO corrected(entry, draft, by, by_draft) VALUES(3, 0, 5, 0)",
          "UPDATE derived_from SET digest = zeroblob(32) WHERE kind = 'operator'",
          "DELETE FROM record_text WHERE rowid = 3",
          "INSERT INTO record_text(rowid, body) VALUES(99, 'planted')",
          "INSERT OR REPLACE INTO record_text(rowid, body) VALUES(4, 'b planted of all')"}) {
        place->copy("sound", "r");
        alter_sql(sql);
        auto registry = place->open("r", Access::read);
        ASSERT_TRUE(registry) << sql;
        const auto answer = (*registry)->audit({});
        ASSERT_TRUE(answer) << sql << ": " << answer.error().why;
        // A digest that does not fit is mended when the registry is opened.
        const bool mended = std::string_view(sql).find("derived_from") != std::string_view::npos;
        EXPECT_EQ(answer->ok, mended) << sql << "\n" << told(answer->findings);
        EXPECT_EQ(says(answer->findings, "error", "records.differ"), !mended) << sql << "\n"
                                                                              << told(answer->findings);
    }
}

TEST_F(Tamper, a_record_under_a_kind_that_nobody_declares) {
    // What hinders the comparison may not hide what it would have found.
    alter_sql("INSERT INTO derived_from(kind, digest) VALUES('zzz', x'00')");
    alter_sql("UPDATE record SET entries = 9");
    expect_error("records.outdated");
}

TEST_F(Tamper, a_table_added) {
    alter([](storage::Database& database) { database.execute("CREATE TABLE extra(x)"); });
    expect_error("storage.schema");
}

TEST_F(Tamper, an_index_dropped) {
    alter([](storage::Database& database) { database.execute("DROP INDEX ledger_commit_first_entry"); });
    expect_error("storage.schema");
}

TEST_F(Tamper, a_trigger_added) {
    place->use_state("state of the trigger");
    alter([](storage::Database& database) {
        database.execute("CREATE TRIGGER sly AFTER INSERT ON ledger_entry BEGIN DELETE FROM record; END");
    });
    auto registry = place->open("r", Access::read);
    if (!registry) {
        EXPECT_EQ(registry.error().code, "registry_damaged");
        return;
    }
    // It never fires, and the audit names it.
    ASSERT_TRUE((*registry)->add({note("more", "note/d")}, "m"));
    EXPECT_EQ((*registry)->show("note/a")->title, "first of all");
    const auto answer = (*registry)->audit({});
    ASSERT_TRUE(answer);
    EXPECT_FALSE(answer->ok);
    EXPECT_TRUE(says(answer->findings, "error", "storage.schema")) << told(answer->findings);
}

// ---- with the key: what mathematics in one file cannot see ----

constexpr const char* drop_last_commit =
    "DELETE FROM ledger_entry_hash WHERE position >= (SELECT first_entry FROM ledger_commit WHERE position = "
    "3);"
    "DELETE FROM ledger_entry WHERE position >= (SELECT first_entry FROM ledger_commit WHERE position = 3);"
    "DELETE FROM ledger_node WHERE ((place + 1) << level) > 3;"
    "DELETE FROM ledger_commit WHERE position = 3";

TEST_F(Tamper, the_last_commit_dropped) {
    alter_sql(drop_last_commit);
    expect_read_only();
    expect_error("ledger.head");
    // Known to the key slots alone, too.
    place->use_state("another machine");
    expect_read_only();
    expect_error("ledger.head");
}

TEST_F(Tamper, an_older_copy_put_back) {
    place->copy("r", "older");
    place->use_state("state of the rollback");
    ASSERT_TRUE(place->writer("r")->add({note("acknowledged", "note/d")}, "m"));
    place->copy("older", "r");
    expect_read_only();
    expect_error("ledger.head");
}

TEST_F(Tamper, a_forked_history) {
    place->copy("r", "older");
    place->use_state("state of the fork");
    ASSERT_TRUE(place->writer("r")->add({note("this way", "note/d")}, "m"));
    place->use_state("elsewhere");
    place->copy("older", "r");
    ASSERT_TRUE(place->writer("r")->add({note("that way", "note/d")}, "m"));
    place->use_state("state of the fork");
    expect_read_only();
    expect_error("ledger.head");
}

TEST_F(Tamper, a_fork_that_grew_longer) {
    place->copy("r", "older");
    place->use_state("state of the long fork");
    ASSERT_TRUE(place->writer("r")->add({note("this way", "note/d")}, "m"));
    place->use_state("where the long fork grew");
    for (const char* text : {"that way", "and on"})
        ASSERT_TRUE(place->writer("older")->add({note(text, "note/d")}, "m"));
    place->copy("older", "r");
    place->use_state("state of the long fork");
    expect_read_only();
    expect_error("ledger.head");
}

// ---- without the key ----

TEST_F(Tamper, any_page) {
    constexpr std::size_t page_bytes = 4096, pages_tried = 24;
    const fs::path file = place->folder / "r/registry.db";
    const std::string sound = content_of(file);
    const std::size_t pages = sound.size() / page_bytes;
    const std::size_t stride = std::max<std::size_t>(1, pages / pages_tried);
    for (std::size_t page = 0; page < pages; page += page == 0 ? 1 : stride) {
        std::string altered = sound;
        altered[page * page_bytes + (page * 997 + 31) % page_bytes] ^= 4;
        put_content(file, altered);
        const Result<AuditView> answer =
            Registry::audit_damaged(place->folder / "r", "chair", secret(admin_words));
        if (!answer) {
            EXPECT_TRUE(answer.error().code == "registry_damaged" || answer.error().code == "not_a_registry")
                << page << ": " << answer.error().code;
            continue;
        }
        EXPECT_FALSE(answer->ok) << page;
        EXPECT_TRUE(says(answer->findings, "error", "storage.page") ||
                    answer->findings.at(0).place == "page 1")
            << page << "\n"
            << told(answer->findings);
    }
    put_content(file, sound);
    EXPECT_TRUE(audit().ok);
}

TEST_F(Tamper, a_database_cut_short_emptied_or_exchanged) {
    const fs::path file = place->folder / "r/registry.db";
    const std::string sound = content_of(file);
    put_content(file, sound.substr(0, sound.size() / 2));
    const auto half = place->open("r", Access::read);
    EXPECT_TRUE(!half || !(*half)->audit({})->ok);
    put_content(file, "");
    EXPECT_EQ(code_of(place->open("r")), "registry_damaged");
    put_content(file, std::string("SQLite format 3\0", 16) + std::string(4080, '\0'));
    EXPECT_EQ(code_of(place->open("r")), "not_a_registry");
    put_content(file, std::string(8192, 'x'));
    EXPECT_EQ(code_of(place->open("r")), "not_a_registry");
    fs::remove(file);
    EXPECT_EQ(code_of(place->open("r")), "registry_missing");
}

TEST_F(Tamper, the_key_slots) {
    const fs::path file = place->folder / "r/keyslots.json", second = place->folder / "r/keyslots.bak.json";
    const std::string sound = content_of(file);
    for (std::size_t at = 0; at < sound.size(); at += 7) {
        std::string altered = sound;
        altered[at] ^= 1;
        put_content(file, altered);
        EXPECT_EQ(slots_of("r").damaged_copies().size(), 1U) << at;
    }
    const AuditView answer = audit();
    EXPECT_TRUE(answer.ok) << told(answer.findings);
    EXPECT_TRUE(says(answer.findings, "warning", "keyslots.copy"));
    flip_byte(second, sound.size() / 2);
    EXPECT_EQ(code_of(place->open("r")), "keyslots_damaged");
    fs::remove(file);
    fs::remove(second);
    EXPECT_EQ(code_of(place->open("r")), "keyslots_missing");
}

TEST_F(Tamper, key_slots_of_somebody_else) {
    // Sound in themselves, but for a data key that is not this registry's.
    auto registry = place->open("r", Access::read);
    ASSERT_TRUE(registry);
    const crypto::Secret wrong_key = crypto::random_secret(32);
    storage::KeySlots forged = storage::KeySlots::create(slots_of("r").registry(), {});
    const storage::KeySlots slots = slots_of("r");
    const storage::KeySlot& own = *slots.find("chair");
    forged.put("chair", secret(admin_words), wrong_key, own.signing_key, own.signing_key_id, low_cost);
    forged.write(place->folder / "r", wrong_key);
    forged.write(place->folder / "r", wrong_key);
    const auto answer = (*registry)->audit({});
    ASSERT_TRUE(answer);
    EXPECT_TRUE(says(answer->findings, "error", "keyslots.forged")) << told(answer->findings);
}

TEST_F(Tamper, older_key_slots_put_back) {
    const auto slots = [] { return content_of(place->folder / "r/keyslots.json"); };
    const auto put_back = [](const std::string& content) {
        for (const char* copy : {"r/keyslots.json", "r/keyslots.bak.json"})
            put_content(place->folder / copy, content);
    };
    place->use_state("state of the slots");
    const std::string before = slots();
    ASSERT_TRUE(place->writer("r")->revoke_operator("clerk", "left"));
    const std::string after = slots();
    put_back(before);
    expect_read_only();
    put_back(after);
    EXPECT_TRUE(place->writer("r")->info()->writable);

    const std::string old_words = slots();
    ASSERT_TRUE(place->writer("r")->change_passphrase(secret(other_words)));
    put_back(old_words);
    expect_read_only();
}

TEST_F(Tamper, the_log_that_a_killed_program_left) {
    place->use_state("state of the log");
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        auto registry = place->open("r");
        if (!registry) ::_exit(3);
        for (int i = 0; i < 6; ++i)
            if (!(*registry)->add({note("acknowledged")}, "m")) ::_exit(4);
        if (::write(ends[1], "x", 1) != 1) ::_exit(5);
        while (true) ::pause();
    }
    ::close(ends[1]);
    char ready = 0;
    const bool was_told = ::read(ends[0], &ready, 1) == 1;
    ::close(ends[0]);
    ::kill(child, SIGKILL);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    ASSERT_TRUE(was_told);

    const fs::path log = place->folder / "r/registry.db-wal", file = place->folder / "r/registry.db";
    flip_byte(log, content_of(log).size() / 2);
    const std::string evidence = content_of(log), database = content_of(file);
    expect_read_only();
    expect_error("ledger.head");
    EXPECT_TRUE(content_of(log) == evidence);
    EXPECT_TRUE(content_of(file) == database);
}

TEST_F(Tamper, class_49_a_key_slot_of_whom_the_ledger_gives_no_right) {
    storage::KeySlots slots = slots_of("r");
    const crypto::Secret key = take(slots.unlock("chair", secret(admin_words)));
    const crypto::PrivateKey own = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
    slots.put("guest", secret(other_words), key, own.to_pkcs8(secret(other_words), low_cost),
              own.public_key().id(), low_cost);
    slots.remove("");
    slots.write(place->folder / "r", key);
    const AuditView answer = audit();
    EXPECT_TRUE(answer.ok) << "a slot alone lets nobody in:\n" << told(answer.findings);
    EXPECT_TRUE(says(answer.findings, "warning", "keyslots.stranger")) << told(answer.findings);
    EXPECT_TRUE(says(answer.findings, "warning", "keyslots.recovery")) << told(answer.findings);
    EXPECT_EQ(code_of(place->open("r", Access::read, "guest", other_words)), "revoked_operator");
}

TEST_F(Tamper, a_machine_that_remembers_nothing_says_so) {
    place->use_state("state of nobody");
    auto registry = place->open("r", Access::read);
    ASSERT_TRUE(registry) << registry.error().why;
    // What opening wrote down there is lost while it is open.
    fs::remove_all(place->folder / "state of nobody");
    const AuditView answer = take((*registry)->audit({}));
    EXPECT_TRUE(answer.ok);
    EXPECT_TRUE(says(answer.findings, "note", "ledger.head_unknown")) << told(answer.findings);
}

TEST_F(Tamper, the_remembered_head) {
    place->use_state("state of the head");
    ASSERT_TRUE(place->writer("r")->add({note("one", "note/d")}, "m"));
    ASSERT_TRUE(place->writer("r")->add({note("two", "note/e")}, "m"));
    const fs::path heads = place->folder / "state of the head/xinbu/heads";
    const fs::path file = fs::directory_iterator(heads)->path();
    const std::string sound = content_of(file);
    for (const std::size_t block : {0U, 4096U}) {
        put_content(file, sound);
        flip_byte(file, block + 20);
        EXPECT_TRUE(place->open("r").value()->info()->writable);  // the other one serves
    }
    put_content(file, sound);
    flip_byte(file, 20);
    flip_byte(file, 4096 + 20);
    expect_read_only();
    expect_error("ledger.head");
    fs::remove(file);
    EXPECT_TRUE(place->open("r").value()->info()->writable);  // what the key slots remember is enough
}

}  // namespace
}  // namespace xinbu::session
