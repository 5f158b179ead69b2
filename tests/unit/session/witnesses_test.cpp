// Witnesses: what a policy asks of them, lines that were removed or forged (tampering classes 32 and 33), and
// what registries tell each other of a third.
#include "session/insider.hpp"
#include "xinbu/crypto/digest.hpp"
#include "xinbu/crypto/note.hpp"
#include "xinbu/ledger/commit.hpp"
#include "xinbu/ledger/entry.hpp"
#include "xinbu/ledger/ledger.hpp"
#include "xinbu/ledger/merkle.hpp"

namespace xinbu::session {
namespace {

std::string rules_of(const std::vector<AuditFinding>& findings, std::string_view beginning) {
    std::string rules;
    for (const AuditFinding& one : findings)
        if (one.rule.starts_with(beginning)) rules += one.severity + " " + one.rule + "; ";
    return rules;
}

/// Registries of some organisations, and what they hand each other.
class Organisations : public ::testing::Test {
protected:
    void create(const std::string& name) {
        fingerprints[name] = take(place.create(name)).fingerprint;
        write(name);
    }
    void write(const std::string& name, const std::string& text = "a note") {
        ASSERT_TRUE(place.writer(name)->add({note(text)}, "m"));
    }
    fs::path bundle(const std::string& of) {
        const fs::path file = place.folder / (of + std::to_string(files++) + ".zip");
        EXPECT_TRUE(place.writer(of)->create_bundle(file, {}));
        return file;
    }
    BundleImported import(const std::string& by, const fs::path& file, const std::string& fingerprint) {
        const Result<BundleImported> taken = place.writer(by)->import_bundle(file, {fingerprint});
        if (taken) return *taken;
        ADD_FAILURE() << taken.error().code << ": " << taken.error().why;
        return {};
    }
    BundleImported follow(const std::string& by, const std::string& whom) {
        return import(by, bundle(whom), fingerprints.at(whom));
    }
    AuditView audit(const std::string& name) {
        return take(place.open(name, Access::read).value()->audit({}));
    }
    std::string cosign(const std::string& of, const std::string& by) {
        const std::string name = take(place.open(by, Access::read).value()->info()).registry;
        const std::string request = take(place.writer(of)->witness_request({}, name));
        const Cosigned cosigned = take(place.writer(by)->witness(request));
        EXPECT_TRUE(cosigned.cosigned) << told(cosigned.findings);
        EXPECT_TRUE(place.writer(of)->add_cosignatures(cosigned.line));
        return cosigned.line;
    }
    WitnessPolicyView policy_of(const std::string& name) {
        const Info info = take(place.open(name, Access::read).value()->info());
        EXPECT_EQ(info.witness_policies.size(), 1U);
        return info.witness_policies.empty() ? WitnessPolicyView() : info.witness_policies.front();
    }
    template <class Work>
    void alter(const std::string& name, const Work& work) {
        const storage::KeySlots slots = storage::KeySlots::read(place.folder / name);
        const crypto::Secret key = take(slots.unlock("chair", secret(admin_words)));
        storage::Database database = storage::Database::open(place.folder / name / "registry.db", key,
                                                             storage::Mode::read_write, slots.cipher());
        work(database);
        database.checkpoint();
    }
    /// Appends a commit that the program did not make, far in the future, signed by the admin.
    void append(const std::string& name, const ledger::Entry& entry) {
        append_past_the_program(place, name, entry, "2199-12-31T00:00:00Z");
    }
    /// Changes the note over the largest tree.
    void alter_note(const std::string& name, const std::function<void(crypto::Note&)>& change) {
        alter(name, [&](storage::Database& database) {
            ledger::Ledger ledger(database);
            const auto [size, text] = ledger.checkpoints().back();
            crypto::Note altered = take(crypto::Note::parse(text));
            change(altered);
            ledger.store_checkpoint(size, altered.encode());
        });
    }

    Place place;
    std::map<std::string, std::string> fingerprints;
    int files = 0;
};

class Witnesses : public Organisations {
protected:
    void SetUp() override {
        for (const char* name : {"a", "b", "c", "d"}) create(name);
        for (const char* witness : {"b", "c", "d"}) {
            follow(witness, "a");
            ASSERT_TRUE(place.writer("a")->name_witness(take(place.writer(witness)->witness_vkey())));
        }
    }
    Verification verified(const fs::path& file) { return take(verify_file(file, {fingerprints.at("a")})); }
};

TEST_F(Witnesses, fulfil_a_policy_when_enough_of_them_countersigned) {
    ASSERT_TRUE(place.writer("a")->require_witnesses(2, std::nullopt));
    EXPECT_EQ(shown_witness_policy(policy_of("a")),
              "0 of 3 witnesses, policy asks 2: not fulfilled for 1 commits");
    EXPECT_EQ(rules_of(audit("a").findings, "witness.policy"), "warning witness.policy_short; ");
    cosign("a", "b");
    EXPECT_EQ(policy_of("a").countersigned, 1U);
    EXPECT_FALSE(policy_of("a").fulfilled());
    EXPECT_EQ(rules_of(verified(bundle("a")).findings, "checkpoint.policy"),
              "warning checkpoint.policy_short; ");
    cosign("a", "d");
    EXPECT_EQ(shown_witness_policy(policy_of("a")), "2 of 3 witnesses, policy asks 2: fulfilled");
    EXPECT_EQ(rules_of(audit("a").findings, "witness."), "note witness.policy; ");
    EXPECT_EQ(rules_of(verified(bundle("a")).findings, "checkpoint.policy"), "note checkpoint.policy; ");

    // One proof is enough to count by, for it names the keys.
    {
        auto registry = place.writer("a");
        const std::string entry = take(registry->history("operator/chair")).front().entry;
        put_content(place.folder / "proof", take(registry->prove(entry)));
        const Verification proof = verified(place.folder / "proof");
        EXPECT_TRUE(proof.valid);
        EXPECT_EQ(rules_of(proof.findings, "checkpoint.policy"), "note checkpoint.policy; ");
    }
    EXPECT_EQ(code_of(place.writer("a")->witness_request({}, "nobody")), "unknown_witness");
    // What comes after was seen by nobody; and who saw a later head saw all before it.
    write("a");
    EXPECT_EQ(policy_of("a").covered, 6U);
    EXPECT_EQ(policy_of("a").open, 1U);
    cosign("a", "c");
    EXPECT_EQ(policy_of("a").countersigned, 1U);
    cosign("a", "b");
    EXPECT_TRUE(policy_of("a").fulfilled());
}

TEST_F(Witnesses, have_the_days_that_a_policy_gives_them) {
    ASSERT_TRUE(place.writer("a")->require_witnesses(3, 7));
    EXPECT_FALSE(policy_of("a").overdue);
    EXPECT_EQ(rules_of(audit("a").findings, "witness.policy"), "note witness.policy; ");
    // A commit long after: by an insider's hand, since nobody can wait so long here.
    append("a", {"test.note.written", "note/late", "2026-03-01", {{"text", "late"}}, {}, ledger::new_salt()});
    const AuditView late = audit("a");
    EXPECT_EQ(rules_of(late.findings, "witness.policy"), "warning witness.policy_short; ")
        << told(late.findings);
    // The next honest commit lies before it, by its own clock (class 36).
    write("a");
    EXPECT_TRUE(says(audit("a").findings, "warning", "ledger.clock")) << told(audit("a").findings);
}

TEST_F(Witnesses, are_never_asked_for_more_than_there_are) {
    auto registry = place.writer("a");
    const Result<Added> four = registry->require_witnesses(4, std::nullopt);
    ASSERT_FALSE(four);
    EXPECT_EQ(four.error().category, Category::invalid);
    EXPECT_EQ(four.error().details.at(0).rule, "policy.unreachable");
    EXPECT_EQ(code_of(place.writer("b")->require_witnesses(1, std::nullopt)), "no_witness");
    EXPECT_EQ(code_of(registry->require_witnesses(0, std::nullopt)), "no_witness_policy");
    // Nor may a policy name a stranger, or one of them twice.
    const auto rule_of = [&](plugin::Array keys) {
        const plugin::Draft draft{
            "core.policy.set",
            "core-policy/self",
            "2026-03-01",
            {{"rules", plugin::Array{}},
             {"witnesses", plugin::Object{{"keys", std::move(keys)}, {"required", 1}}}}};
        const Result<Added> added = registry->add({draft}, "m");
        return added ? std::string("none") : added.error().details.at(0).rule;
    };
    const std::string stranger = take(registry->info()).checkpoint_key;
    const std::string known = take(registry->info()).witnesses.front().key;
    EXPECT_EQ(rule_of({stranger}), "policy.witness");
    EXPECT_EQ(rule_of({known, known}), "policy.witness");
    EXPECT_EQ(rule_of({known}), "none");
    // A policy beside it asks, too; it is lifted by its own record only.
    ASSERT_TRUE(registry->require_witnesses(3, 30));
    EXPECT_EQ(take(registry->info()).witness_policies.size(), 2U);
    ASSERT_TRUE(registry->require_witnesses(0, std::nullopt));
    EXPECT_EQ(take(registry->info()).witness_policies.size(), 1U);
}

TEST_F(Witnesses, class_32_a_line_that_was_removed_is_missed) {
    const std::string line = cosign("a", "b");
    cosign("a", "c");
    place.copy("a", "before");
    // The next commit says that they were received.
    write("a");
    EXPECT_EQ(rules_of(audit("a").findings, "witness."), "note witness.since; ");
    const auto remove_first = [](crypto::Note& note) { note.signatures.erase(note.signatures.begin() + 1); };
    alter_note("a", remove_first);
    const AuditView without = audit("a");
    EXPECT_FALSE(without.ok);
    EXPECT_EQ(rules_of(without.findings, "witness."), "error witness.removed; note witness.since; ");
    // The witness, or the entry, still has it.
    ASSERT_TRUE(place.writer("a")->add_cosignatures(line));
    EXPECT_TRUE(audit("a").ok);
    write("a");
    std::uint64_t said = 0;
    for (const WitnessView& one : take(place.writer("a")->info()).witnesses)
        for (const HistoryItem& item : take(place.writer("a")->history("witness/" + one.name)))
            said += item.type == "core.witness.countersigned" ? 1 : 0;
    EXPECT_EQ(said, 2U) << "each line once";
    alter("a", [](storage::Database& database) { database.execute("DELETE FROM ledger_checkpoint"); });
    EXPECT_EQ(rules_of(audit("a").findings, "witness."),
              "error witness.removed; error witness.removed; note witness.none; ");

    // Before that commit nothing here remembers it.
    place.use_state("state of before");
    alter_note("before", remove_first);
    EXPECT_TRUE(audit("before").ok);
}

TEST_F(Witnesses, class_33_a_forged_line_is_named) {
    cosign("a", "b");
    place.copy("a", "sound");
    alter_note("a", [](crypto::Note& note) { note.signatures.back().signature[30] ^= 1; });
    EXPECT_EQ(rules_of(audit("a").findings, "witness."), "error witness.forged; note witness.none; ");
    // Back in time by a year, by whom the ledger names, with a key of somebody else.
    place.copy("sound", "a");
    const crypto::PrivateKey forger = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
    const std::string witness = take(place.writer("a")->info()).witnesses.front().name;
    alter_note("a", [&](crypto::Note& note) { crypto::cosign_note(note, witness, forger, 1'700'000'000); });
    EXPECT_EQ(rules_of(audit("a").findings, "witness."), "error witness.forged; ");
    place.copy("sound", "a");
    alter_note("a", [&](crypto::Note& note) { crypto::cosign_note(note, "nobody", forger, 1'700'000'000); });
    EXPECT_EQ(rules_of(audit("a").findings, "witness."), "error witness.forged; ");
}

/// "third" shows one history to "b" and, from a copy of itself, another one to "a".
class Gossip : public Organisations {
protected:
    /// As on the other machine, which remembers the other head.
    template <class Work>
    auto as_twin(const Work& work) {
        place.use_state("state of the twin");
        struct Back {
            Place& place;
            ~Back() { place.use_state("state"); }
        } back{place};
        return work();
    }
    void SetUp() override {
        for (const char* name : {"a", "b", "third"}) create(name);
        place.copy("third", "twin");
        fingerprints["twin"] = fingerprints["third"];
        as_twin([&] { write("twin", "said to a"); });
        write("third", "said to b");
        EXPECT_TRUE(follow("b", "third").taken);
        write("b");
    }
    void follow_twin(const std::string& by) {
        const fs::path file = as_twin([&] { return bundle("twin"); });
        EXPECT_TRUE(import(by, file, fingerprints.at("third")).taken);
    }
    std::uint64_t forks_of_third(const std::string& by) {
        for (const FollowedView& one : take(place.writer(by)->followed()))
            if (one.fingerprint == fingerprints.at("third")) return one.forks;
        return 0;
    }
};

TEST_F(Gossip, travels_with_the_next_commit) {
    auto registry = place.writer("b");
    std::vector<HistoryItem> seen;
    for (const HistoryItem& item : take(registry->history("registry/self")))
        if (item.type == "core.checkpoint.seen") seen.push_back(item);
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_EQ(plugin::text_at(seen[0].data, "fingerprint"), fingerprints.at("third"));
    // The commit names it among its anchors: whoever has the note finds by its hash that it was seen.
    const Hash hash = crypto::sha256(as_bytes(plugin::text_at(seen[0].data, "note")));
    std::vector<std::string> anchors;
    alter("b", [&](storage::Database& database) {
        ledger::Ledger ledger(database);
        const auto envelope = take(ledger::decode_envelope(ledger.commit(seen[0].sequence).envelope));
        anchors = take(ledger::decode_payload(envelope.payload)).anchors;
    });
    EXPECT_EQ(anchors, std::vector<std::string>{to_hex(hash)});
    // Once, and not of whom nobody confirmed.
    ASSERT_TRUE(registry->add({session::note("once more")}, "m"));
    EXPECT_EQ(take(registry->history("registry/self")).size(), 2U);
    ASSERT_TRUE(registry->close());
    const fs::path file = bundle("b");
    ASSERT_TRUE(place.writer("a")->import_bundle(file, {}));
    write("a");
    EXPECT_EQ(take(place.writer("a")->history("registry/self")).size(), 1U);
    ASSERT_TRUE(place.writer("a")->trust(fingerprints.at("b")));
    write("a");
    EXPECT_EQ(take(place.writer("a")->history("registry/self")).size(), 2U);
    EXPECT_TRUE(audit("a").ok) << told(audit("a").findings);
    EXPECT_TRUE(audit("b").ok) << told(audit("b").findings);
}

TEST_F(Gossip, is_audited_with_the_ledger_that_it_is_about) {
    ASSERT_TRUE(place.writer("a")->import_bundle(bundle("third"), {}));
    EXPECT_TRUE(says(audit("a").findings, "note", "followed.unconfirmed"));
    place.copy("a", "sound");
    const auto altered = [&](const char* sql) {
        place.copy("sound", "a");
        alter("a", [&](storage::Database& database) {
            database.execute(sql);
            EXPECT_NE(database.changes(), 0) << sql;
        });
        return rules_of(audit("a").findings, "followed.");
    };
    EXPECT_EQ(altered("UPDATE f1_ledger_entry SET bytes = CAST(replace(CAST(bytes AS TEXT), 'said', 'Said') "
                      "AS BLOB) WHERE position = 3"),
              "error followed.altered; note followed.unconfirmed; ");
    EXPECT_EQ(altered("UPDATE f1_ledger_checkpoint SET note = replace(note, char(10) || '3' || char(10), "
                      "char(10) || '2' || char(10))"),
              "error followed.checkpoint; note followed.unconfirmed; ");
}

TEST_F(Gossip, finds_nothing_where_everybody_saw_the_same) {
    EXPECT_TRUE(follow("a", "third").findings.empty());
    EXPECT_TRUE(follow("a", "b").findings.empty());
    write("third");
    write("a");
    EXPECT_TRUE(follow("b", "third").findings.empty());
    EXPECT_TRUE(follow("b", "a").findings.empty());
    write("b");
    EXPECT_TRUE(follow("a", "b").findings.empty()) << "b has seen more than a";
    EXPECT_EQ(rules_of(audit("a").findings, "exchange."), "");
    EXPECT_TRUE(audit("a").ok);
}

TEST_F(Gossip, finds_two_histories_shown_to_two_registries) {
    follow_twin("a");
    EXPECT_EQ(forks_of_third("a"), 0U);
    const BundleImported taken = follow("a", "b");
    EXPECT_TRUE(taken.taken) << "b did nothing wrong";
    EXPECT_EQ(rules_of(taken.findings, "exchange."), "warning exchange.fork; ") << told(taken.findings);
    EXPECT_EQ(forks_of_third("a"), 1U);
    EXPECT_EQ(rules_of(audit("a").findings, "exchange."), "warning exchange.fork; ");
    // Who destroys the evidence that was kept does not destroy what b says.
    alter("a", [](storage::Database& database) { database.execute("DELETE FROM fork"); });
    EXPECT_EQ(rules_of(audit("a").findings, "exchange."), "warning exchange.fork; ");
    // The other way round: b's word was there first.
    create("e");
    EXPECT_TRUE(follow("e", "b").findings.empty());
    const fs::path file = as_twin([&] { return bundle("twin"); });
    EXPECT_EQ(rules_of(import("e", file, fingerprints.at("third")).findings, "exchange."),
              "warning exchange.fork; ");
}

TEST_F(Gossip, finds_them_by_the_word_of_two_others_alone) {
    follow_twin("a");
    write("a");
    create("reader");
    EXPECT_TRUE(follow("reader", "a").findings.empty());
    EXPECT_EQ(rules_of(follow("reader", "b").findings, "exchange."), "warning exchange.fork; ");
    EXPECT_EQ(rules_of(audit("reader").findings, "exchange."), "warning exchange.fork; ");
    // Two that nobody confirmed may have made it up together.
    create("doubter");
    ASSERT_TRUE(place.writer("doubter")->import_bundle(bundle("a"), {}));
    const auto second = place.writer("doubter")->import_bundle(bundle("b"), {});
    EXPECT_EQ(rules_of(take(second).findings, "exchange."), "warning exchange.unconfirmed; ");
}

TEST_F(Gossip, tells_a_registry_that_it_is_an_older_or_another_one) {
    const fs::path of_b = bundle("b");
    as_twin([&] {
        const BundleImported taken = import("twin", of_b, fingerprints.at("b"));
        EXPECT_EQ(rules_of(taken.findings, "ledger."), "error ledger.head; ") << told(taken.findings);
        EXPECT_FALSE(audit("twin").ok);
        EXPECT_TRUE(says(audit("twin").findings, "error", "ledger.head"));
    });
    // Class 48: folder, key slots and state all went back together.
    place.copy("third", "old");
    place.use_state("state of the old");
    write("third", "said to nobody yet");
    follow("b", "third");
    write("b");
    place.use_state("state of the restored");
    const BundleImported taken = import("old", bundle("b"), fingerprints.at("b"));
    EXPECT_EQ(rules_of(taken.findings, "ledger."), "error ledger.head; ") << told(taken.findings);
    EXPECT_TRUE(says(audit("old").findings, "error", "ledger.head"));
    EXPECT_EQ(rules_of(audit("old").findings, "exchange."), "") << "that is no fork yet";
}

TEST_F(Gossip, believes_nothing_that_the_third_did_not_sign) {
    follow_twin("a");
    const std::string third = take(place.writer("third")->info()).registry;
    const crypto::PrivateKey forger = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
    crypto::Note forged{third + "\n2\n" + to_base64(Hash{}) + "\n", {}};
    crypto::sign_note(forged, third, forger);
    create("liar");
    append("liar", {"core.checkpoint.seen",
                    "registry/self",
                    "2026-03-01",
                    {{"checkpoint_key", crypto::NoteVerifier(third, forger.public_key()).vkey()},
                     {"fingerprint", fingerprints.at("third")},
                     {"note", forged.encode()},
                     {"origin", third}},
                    {},
                    ledger::new_salt()});
    EXPECT_TRUE(follow("a", "liar").findings.empty());
    EXPECT_EQ(forks_of_third("a"), 0U);
}

}  // namespace
}  // namespace xinbu::session
