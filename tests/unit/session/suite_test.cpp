// Registries of the suite gm: the whole story, and what somebody does to their second tree.
#include <algorithm>

#include "session/support.hpp"
#include "xinbu/crypto/note.hpp"
#include "xinbu/ledger/authority.hpp"
#include "xinbu/ledger/ledger.hpp"

namespace xinbu::session {
namespace {

NewRegistry wanted(const Place& place, const std::string& name, const std::string& suite,
                   const std::string& identifier) {
    NewRegistry one;
    one.folder = place.folder / name;
    one.name = name == "bank" ? "示范银行" : "某某劳务协会";
    one.identifier = identifier;
    one.kind = name == "bank" ? "bank" : "association";
    one.suite = suite;
    one.operator_name = "chair";
    one.passphrase = secret(admin_words);
    one.cost = low_cost;
    return one;
}

constexpr const char* association_code = "91320100748204660Q";
constexpr const char* bank_code = "91320100MA0000023K";

class SuiteStory : public ::testing::Test {
protected:
    Created create(const std::string& name, const std::string& suite, const std::string& identifier) {
        return take(Registry::create(wanted(place, name, suite, identifier), place.host));
    }
    AuditView audit(const std::string& name) {
        auto registry = take(place.open(name, Access::read));
        AuditView audit = take(registry->audit({}));
        EXPECT_TRUE(audit.ok) << name << "\n" << told(audit.findings);
        return audit;
    }
    Verification verify(const std::string& content, const std::vector<std::string>& trusted = {}) {
        put_content(place.folder / "file", content);
        return take(verify_file(place.folder / "file", trusted));
    }
    BundleImported exchange(const std::string& from, const std::string& to, const std::string& trusted,
                            const BundleOptions& options = {}) {
        const fs::path file = place.folder / (from + std::to_string(++bundles) + ".zip");
        take(place.writer(from)->create_bundle(file, options));
        const Verification seen = take(verify_file(file, {trusted}));
        EXPECT_TRUE(seen.valid && seen.trusted) << told(seen.findings);
        return take(place.writer(to)->import_bundle(file, {trusted}));
    }

    Place place;
    int bundles = 0;
};

TEST_F(SuiteStory, of_gm_from_the_first_commit_to_the_audit) {
    const Created created = create("r", "gm", association_code);
    EXPECT_EQ(created.suite, "gm");
    {
        auto registry = place.writer("r");
        ASSERT_TRUE(registry->add({note("one", "note/a"), note("two", "note/b")}, "notes"));
        const OperatorView clerk = take(registry->add_operator("clerk", "officer", secret(other_words)));
        EXPECT_EQ(clerk.status, "active");
        ASSERT_TRUE(registry->add(
            {{"core.policy.set",
              "",
              "2026-01-01",
              {{"rules", plugin::Array{plugin::Object{{"types", "test.note.written"}, {"signers", 2}}}}}}},
            "two persons"));
        const Added waits = take(registry->add({note("three", "note/c")}, "waits"));
        ASSERT_EQ(waits.status, "pending");
        ASSERT_TRUE(registry->close());
        auto other = place.writer("r", "clerk", other_words);
        const Result<Decided> approved = other->approve(waits.proposal);
        ASSERT_TRUE(approved) << approved.error().why;
        EXPECT_TRUE(other->show("note/c"));
    }
    auto registry = place.writer("r");
    const CheckpointView head = take(registry->checkpoint());
    EXPECT_EQ(head.signatures, 2);
    EXPECT_FALSE(head.note_sm3.empty());
    EXPECT_NE(head.root_sm3, head.root);
    EXPECT_EQ(take(registry->checkpoint()).note_sm3, head.note_sm3) << "nothing came since";

    const Info info = take(registry->info());
    EXPECT_EQ(info.suite, "gm");
    for (const std::string& vkey : {info.checkpoint_key, info.checkpoint_key_sm2}) {
        ASSERT_FALSE(vkey.empty());
        EXPECT_TRUE(verify(head.note, {vkey}).valid) << vkey;
        EXPECT_TRUE(verify(head.note_sm3, {vkey}).valid) << vkey;
        EXPECT_EQ(verify(head.note_sm3, {vkey}).root, head.root_sm3);
    }
    std::size_t proved = 0;
    for (const char* record : {"registry/self", "operator/chair", "operator/clerk", "note/a", "note/c"})
        for (const HistoryItem& item : take(registry->history(record))) {
            const std::string proof = take(registry->prove(item.entry));
            const Verification seen = verify(proof, {created.fingerprint});
            EXPECT_TRUE(seen.valid && seen.trusted) << item.type << "\n" << told(seen.findings);
            ++proved;
        }
    EXPECT_GE(proved, 5U);

    // The data key may change, the keys stay.
    ASSERT_TRUE(registry->exchange_data_key());
    ASSERT_TRUE(registry->revoke_operator("clerk", "left"));
    EXPECT_EQ(take(registry->checkpoint()).signatures, 2);
    ASSERT_TRUE(registry->close());
    EXPECT_EQ(audit("r").commits, 7U);
    auto again = place.writer("r");
    Registry::AuditOptions later;
    later.since = 3;
    EXPECT_TRUE(take(again->audit(later)).ok);
}

TEST_F(SuiteStory, registries_of_both_suites_follow_and_witness_each_other) {
    const Created association = create("association", "intl", association_code);
    const Created bank = create("bank", "gm", bank_code);
    const auto write = [&](const std::string& name, const std::string& text) {
        ASSERT_TRUE(place.writer(name)->add({note(text, "note/a"), note(text, "note/b")}, "notes"));
    };
    write("association", "of the association");
    write("bank", "of the bank");
    EXPECT_TRUE(exchange("association", "bank", association.fingerprint).taken);
    BundleOptions some;
    some.records = {"note/a"};
    EXPECT_TRUE(exchange("bank", "association", bank.fingerprint, some).taken);
    audit("association");
    audit("bank");

    // What was withheld is shown later, and the ledger goes on.
    write("bank", "later");
    some.records.clear();
    const BundleImported all = exchange("bank", "association", bank.fingerprint, some);
    EXPECT_TRUE(all.taken) << told(all.findings);
    EXPECT_EQ(all.disclosed, 1U);
    EXPECT_EQ(all.commits, 1U);
    BundleOptions part;
    part.since = 3;
    write("bank", "still later");
    EXPECT_EQ(exchange("bank", "association", bank.fingerprint, part).commits, 1U);
    audit("association");

    // Each countersigns the other.
    for (const auto& [asking, witness] :
         {std::pair<std::string, std::string>{"bank", "association"}, {"association", "bank"}}) {
        const std::string vkey = take(place.writer(witness)->witness_vkey());
        ASSERT_TRUE(place.writer(asking)->name_witness(vkey));
        const std::string request = take(place.writer(asking)->witness_request({}));
        const Cosigned cosigned = take(place.writer(witness)->witness(request));
        ASSERT_TRUE(cosigned.cosigned) << told(cosigned.findings);
        const CheckpointView seen = take(place.writer(asking)->add_cosignatures(cosigned.line));
        EXPECT_EQ(seen.signatures, asking == "bank" ? 3 : 2);
        // Without the line of SM2 it is no checkpoint of a registry of gm.
        if (asking != "bank") continue;
        crypto::Note note = take(crypto::Note::parse(seen.note));
        std::erase_if(note.signatures, [](const crypto::NoteSignature& one) {
            return one.name.find(bank_code) != std::string::npos && one.signature.size() == 64;
        });
        EXPECT_FALSE(take(place.writer(witness)->witness("old 5\n\n" + note.encode())).cosigned);
    }
    audit("association");
    audit("bank");
}

/// A registry of gm that every test copies before it does harm to it.
class TamperOfGm : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        place = std::make_unique<Place>();
        created = std::make_unique<Created>(
            take(Registry::create(wanted(*place, "sound", "gm", association_code), place->host)));
        auto registry = place->writer("sound");
        ASSERT_TRUE(registry->add({note("one", "note/a"), note("two", "note/b")}, "notes"));
        ASSERT_TRUE(registry->checkpoint());
        ASSERT_TRUE(registry->add({note("three", "note/c")}, "more"));
        ASSERT_TRUE(registry->close());
    }
    static void TearDownTestSuite() {
        created.reset();
        place.reset();
    }
    void SetUp() override {
        place->use_state("state");
        place->copy("sound", "r");
    }
    template <class Work>
    static void alter(const Work& work) {
        const storage::KeySlots slots = storage::KeySlots::read(place->folder / "r");
        const crypto::Secret key = take(slots.unlock("chair", secret(admin_words)));
        storage::Database database = storage::Database::open(place->folder / "r/registry.db", key,
                                                             storage::Mode::read_write, slots.cipher());
        work(database);
        database.checkpoint();
    }
    static std::string errors() {
        auto registry = place->open("r", Access::read);
        if (!registry) return registry.error().code;
        const Result<AuditView> audit = (*registry)->audit({});
        if (!audit) return audit.error().code;
        return audit->ok ? "" : told(audit->findings);
    }
    static void expect(const std::string& rule, const std::string& sql) {
        alter([&](storage::Database& database) { database.execute(sql); });
        EXPECT_NE(errors().find(rule), std::string::npos) << rule << " is not among:\n" << errors();
    }
    /// Appends a commit of chair's own, whose payload was changed before he signed it.
    static void append(const std::function<void(ledger::Payload&)>& change) {
        const storage::KeySlots slots = storage::KeySlots::read(place->folder / "r");
        const crypto::PrivateKey key =
            take(crypto::PrivateKey::from_pkcs8(slots.find("chair")->signing_key, secret(admin_words)));
        alter([&](storage::Database& database) {
            ledger::Ledger ledger(database);
            const std::vector<std::string> entries{ledger::encode_entry(
                {"test.note.written", "note/d", "2026-03-01", {{"text", "x"}}, {}, ledger::new_salt()})};
            const std::vector<Hash> leaves{ledger::leaf_hash(as_bytes(entries[0]))},
                leaves_sm3{ledger::leaf_hash(as_bytes(entries[0]), ledger::Digest::sm3)};
            ledger::Payload payload;
            payload.author = key.public_key().id();
            payload.required = {payload.author};
            payload.entry_count = 1;
            payload.entry_root = leaves[0];
            payload.entry_root_sm3 = leaves_sm3[0];
            payload.origin = slots.registry();
            payload.parent_root = ledger.root();
            payload.parent_root_sm3 = ledger.root_sm3();
            payload.parent_size = ledger.size();
            payload.time = "2026-12-31T00:00:00Z";
            ledger::Payload stated = payload;
            change(stated);
            const std::string envelope = ledger::encode_envelope(ledger::sign_payload(stated, {&key}));
            storage::Transaction transaction(database);
            ledger.append(payload, as_bytes(envelope), entries, leaves, leaves_sm3);
            transaction.commit();
        });
    }

    static std::unique_ptr<Place> place;
    static std::unique_ptr<Created> created;
};
std::unique_ptr<Place> TamperOfGm::place;
std::unique_ptr<Created> TamperOfGm::created;

TEST_F(TamperOfGm, a_sound_registry_has_nothing_to_tell) {
    EXPECT_EQ(errors(), "");
}

TEST_F(TamperOfGm, a_node_of_the_second_tree) {
    expect("ledger.node", "UPDATE ledger_node_sm3 SET hash = zeroblob(32) WHERE level = 0 AND place = 1");
}

TEST_F(TamperOfGm, a_node_that_its_edge_rests_on) {
    expect("ledger.node", "UPDATE ledger_node_sm3 SET hash = zeroblob(32) WHERE level = 1 AND place = 0");
}

TEST_F(TamperOfGm, the_second_tree_taken_away) {
    expect("ledger.node", "DROP TABLE ledger_node_sm3; DROP TABLE ledger_checkpoint_sm3");
}

TEST_F(TamperOfGm, nodes_that_it_has_not) {
    expect("ledger.stray", "INSERT INTO ledger_node_sm3 VALUES(0, 77, zeroblob(32))");
}

TEST_F(TamperOfGm, the_second_note_taken_away) {
    expect("checkpoint.sm3", "DELETE FROM ledger_checkpoint_sm3");
}

TEST_F(TamperOfGm, a_second_note_about_nothing) {
    expect("ledger.stray", "INSERT INTO ledger_checkpoint_sm3 VALUES(1, 'x')");
}

TEST_F(TamperOfGm, the_second_note_altered) {
    expect("checkpoint.sm3", "UPDATE ledger_checkpoint_sm3 SET note = replace(note, '/sm3', '/sm4')");
}

TEST_F(TamperOfGm, the_first_note_without_its_line_of_sm2) {
    alter([](storage::Database& database) {
        ledger::Ledger ledger(database);
        auto [size, text] = ledger.checkpoints().front();
        crypto::Note note = take(crypto::Note::parse(text));
        note.signatures.pop_back();
        ledger.store_checkpoint(size, note.encode());
    });
    EXPECT_NE(errors().find("checkpoint.signature"), std::string::npos) << errors();
}

TEST_F(TamperOfGm, the_key_of_checkpoints_taken_away) {
    expect("checkpoint.key", "DELETE FROM ledger_secret WHERE name = 'checkpoint-key-sm2'");
}

TEST_F(TamperOfGm, a_commit_as_it_should_be) {
    place->use_state("state of the right one");
    append([](ledger::Payload&) {});
    EXPECT_EQ(errors().find("ledger."), std::string::npos) << errors();
}

TEST_F(TamperOfGm, a_commit_without_sm3_roots) {
    place->use_state("state of the bare commit");
    append([](ledger::Payload& payload) {
        payload.entry_root_sm3.reset();
        payload.parent_root_sm3.reset();
    });
    EXPECT_NE(errors().find("authority.suite"), std::string::npos) << errors();
}

TEST_F(TamperOfGm, a_commit_with_a_wrong_root_of_its_entries) {
    place->use_state("state of the wrong entries");
    append([](ledger::Payload& payload) { (*payload.entry_root_sm3)[5] ^= 1; });
    EXPECT_NE(errors().find("ledger.entries"), std::string::npos) << errors();
}

TEST_F(TamperOfGm, a_commit_with_a_wrong_root_of_its_parent) {
    place->use_state("state of the wrong parent");
    append([](ledger::Payload& payload) { payload.parent_root_sm3 = payload.parent_root; });
    EXPECT_NE(errors().find("ledger.parent"), std::string::npos) << errors();
}

TEST_F(TamperOfGm, a_proof_of_it) {
    auto registry = place->writer("r");
    const std::string proof = take(registry->prove(registry->history("note/b")->back().entry));
    const auto verify = [&](const std::string& text) {
        put_content(place->folder / "proof", text);
        return take(verify_file(place->folder / "proof", {created->fingerprint}));
    };
    ASSERT_TRUE(verify(proof).trusted);
    const std::string mark = "\nextra ";
    const std::size_t begin = proof.find(mark) + mark.size(), end = proof.find('\n', begin);
    const std::string extra = to_text(*from_base64(proof.substr(begin, end - begin)));
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string changed = extra;
        const std::size_t at = changed.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        changed.replace(at, from.size(), to);
        return proof.substr(0, begin) + to_base64(as_bytes(changed)) + proof.substr(end);
    };
    EXPECT_FALSE(verify(with("\"note_sm3\"", "\"note_sm4\"")).valid);
    EXPECT_FALSE(verify(with("/sm3\\n", "/sm4\\n")).valid);
    EXPECT_FALSE(verify(with("\"path_sm3\"", "\"path_sm4\"")).valid);
    // The paths over SM3 of the entry itself and of its commit, which stand last.
    for (const char* name : {"\"entry\":{", "\"note_sm3\":"}) {
        const std::size_t at = extra.find("\"path_sm3\":[\"", extra.find(name));
        ASSERT_NE(at, std::string::npos) << name;
        std::string changed = extra;
        char& letter = changed[at + 15];
        letter = letter == 'A' ? 'B' : 'A';
        EXPECT_FALSE(verify(proof.substr(0, begin) + to_base64(as_bytes(changed)) + proof.substr(end)).valid)
            << name;
    }
}

}  // namespace
}  // namespace xinbu::session
