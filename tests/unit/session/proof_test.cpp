#include "xinbu/ledger/proof.hpp"
#include "session/support.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/ledger/checkpoint.hpp"

namespace xinbu::session {
namespace {

class Proofs : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        place = std::make_unique<Place>();
        created = std::make_unique<Created>(take(place->create("r")));
        registry = place->writer("r");
        ASSERT_TRUE(registry->add(
            {note("first", "note/a"), note("second", "note/b"), note("third", "note/c")}, "notes"));
        ASSERT_TRUE(registry->add_operator("clerk", "clerk", secret(other_words)));
        ASSERT_TRUE(registry->add({note("last", "note/d")}, "more"));
        ASSERT_TRUE(registry->revoke_operator("clerk", "left"));
    }
    static void TearDownTestSuite() {
        registry.reset();
        created.reset();
        place.reset();
    }

    static Verification verify(const std::string& text, const std::vector<std::string>& trusted = {}) {
        const fs::path file = place->folder / "file";
        put_content(file, text);
        const Result<Verification> answer = verify_file(file, trusted);
        if (answer) return *answer;
        ADD_FAILURE() << answer.error().code << ": " << answer.error().why;
        return {};
    }
    static std::string proof_of(const std::string& record) {
        return take(registry->prove(registry->history(record)->back().entry));
    }

    static std::unique_ptr<Place> place;
    static std::unique_ptr<Created> created;
    static std::unique_ptr<Registry> registry;
};
std::unique_ptr<Place> Proofs::place;
std::unique_ptr<Created> Proofs::created;
std::unique_ptr<Registry> Proofs::registry;

TEST_F(Proofs, hold_for_every_entry) {
    std::size_t proved = 0;
    for (const char* record :
         {"registry/self", "operator/chair", "operator/clerk", "note/a", "note/b", "note/c", "note/d"}) {
        for (const HistoryItem& item : take(registry->history(record))) {
            const Result<std::string> proof = registry->prove(item.entry);
            ASSERT_TRUE(proof) << proof.error().why;
            const Verification blind = verify(*proof);
            EXPECT_TRUE(blind.valid) << item.type << "\n" << told(blind.findings);
            EXPECT_FALSE(blind.trusted);
            EXPECT_EQ(blind.kind, "proof");
            EXPECT_EQ(blind.fingerprint, created->fingerprint);
            ASSERT_EQ(blind.entries.size(), 1U);
            EXPECT_EQ(blind.entries[0].id, item.entry);
            EXPECT_EQ(blind.entries[0].bytes, item.bytes);
            EXPECT_EQ(blind.entries[0].record, record);
            ASSERT_FALSE(blind.signers.empty());
            EXPECT_TRUE(verify(*proof, {"other", created->fingerprint}).trusted);
            EXPECT_FALSE(verify(*proof, {std::string(64, '0')}).trusted);
            ++proved;
        }
    }
    EXPECT_EQ(proved, registry->info()->entries);
    EXPECT_EQ(code_of(registry->prove(std::string(64, '0'))), "unknown_entry");
    EXPECT_EQ(code_of(registry->prove("xyz")), "bad_entry_id");
}

TEST_F(Proofs, never_hold_for_altered_content) {
    const std::string proof = proof_of("note/b");
    const std::string bytes = registry->history("note/b")->back().bytes;
    for (std::size_t at = 0; at < proof.size(); at += 3) {
        std::string altered = proof;
        altered[at] = static_cast<char>(static_cast<unsigned char>(altered[at]) ^ (1U << (at % 7)));
        const Result<ledger::ProofReading> reading = ledger::read_proof(altered);
        if (!reading) {
            EXPECT_EQ(reading.error().category, Category::refused) << at << " " << reading.error().code;
            continue;
        }
        // What still holds says exactly the same.
        if (!reading->faults.empty()) continue;
        EXPECT_EQ(reading->entry_bytes, bytes) << at;
        EXPECT_EQ(to_hex(reading->fingerprint), created->fingerprint) << at;
        EXPECT_EQ(reading->checkpoint.origin, created->registry) << at;
    }
    for (std::size_t length = 0; length < proof.size(); length += 101)
        EXPECT_FALSE(ledger::read_proof(std::string_view(proof).substr(0, length))) << length;
    EXPECT_FALSE(verify("c2sp.org/tlog-proof@v2\n" + proof.substr(proof.find('\n') + 1)).valid);
}

TEST_F(Proofs, show_every_commit_of_authority_whole) {
    const std::string proof = proof_of("note/a"), extra = "\nextra ";
    const std::size_t start = proof.find(extra) + extra.size(), end = proof.find('\n', start);
    const Bytes bytes = *from_base64(std::string_view(proof).substr(start, end - start));
    plugin::Value value = take(json::parse(as_text(bytes), json::Profile::document));
    plugin::Array& authority = *value.object()->find("authority")->array();
    ASSERT_EQ(authority.size(), 3U);
    // Without the last one's only entry nobody would have been revoked.
    authority.back().object()->set("entries", plugin::Array{});
    const std::string altered =
        proof.substr(0, start) + to_base64(as_bytes(json::canonical(value))) + proof.substr(end);
    EXPECT_EQ(code_of(ledger::read_proof(altered)), "bad_proof");
    EXPECT_FALSE(verify(altered).valid);
}

TEST_F(Proofs, tell_that_no_witness_signed) {
    EXPECT_TRUE(says(verify(proof_of("note/a")).findings, "note", "checkpoint.unwitnessed"));
}

TEST_F(Proofs, of_one_registry_say_nothing_of_another) {
    const Result<Created> other = place->create("other");
    ASSERT_TRUE(other);
    auto foreign = place->writer("other");
    ASSERT_TRUE(foreign->add({note("first", "note/a")}, "m"));
    const std::string theirs = take(foreign->prove(foreign->history("note/a")->back().entry));
    const Verification answer = verify(theirs, {created->fingerprint});
    EXPECT_TRUE(answer.valid);
    EXPECT_FALSE(answer.trusted);

    // The checkpoint of one under the proof of the other.
    const std::string ours = proof_of("note/a");
    const std::string mixed = ours.substr(0, ours.find("\n\n") + 2) + theirs.substr(theirs.find("\n\n") + 2);
    EXPECT_FALSE(verify(mixed, {created->fingerprint}).valid);
}

TEST_F(Proofs, checkpoints_hold_under_the_key_that_one_trusts) {
    const CheckpointView checkpoint = take(registry->checkpoint());
    const std::string vkey = registry->info()->checkpoint_key;
    EXPECT_EQ(checkpoint.size, registry->info()->commits);
    EXPECT_EQ(take(registry->checkpoint()).note, checkpoint.note);
    const Verification answer = verify(checkpoint.note, {vkey});
    EXPECT_TRUE(answer.valid && answer.trusted) << told(answer.findings);
    EXPECT_EQ(answer.kind, "checkpoint");
    EXPECT_EQ(answer.root, checkpoint.root);

    EXPECT_TRUE(says(verify(checkpoint.note).findings, "error", "checkpoint.key"));
    EXPECT_FALSE(verify(checkpoint.note, {created->fingerprint}).valid);
    const crypto::PrivateKey thief = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
    const std::string forged =
        ledger::sign_checkpoint({checkpoint.origin, checkpoint.size + 1, Hash{}}, thief).encode();
    const Verification refused = verify(forged, {vkey});
    EXPECT_FALSE(refused.valid);
    EXPECT_TRUE(says(refused.findings, "error", "checkpoint.signature")) << told(refused.findings);
    for (std::size_t at = 0; at < checkpoint.note.size(); ++at) {
        std::string altered = checkpoint.note;
        altered[at] = static_cast<char>(static_cast<unsigned char>(altered[at]) ^ 1U);
        EXPECT_FALSE(verify(altered, {vkey}).valid) << at;
    }
    EXPECT_EQ(code_of(verify_file(place->folder / "none", {})), "file_missing");
    EXPECT_FALSE(verify("").valid);
    EXPECT_FALSE(verify(std::string(1000, '\0')).valid);
}

}  // namespace
}  // namespace xinbu::session
