// What an insider with the data key and his own signing key writes past the program: tampering classes 20
// to 26.
#include <fmt/format.h>

#include <algorithm>

#include "session/support.hpp"
#include "xinbu/ledger/authority.hpp"
#include "xinbu/ledger/commit.hpp"
#include "xinbu/ledger/ledger.hpp"
#include "xinbu/ledger/merkle.hpp"
#include "xinbu/ledger/proposal.hpp"

namespace xinbu::session {
namespace {

using ledger::Entry;
using plugin::Object;

constexpr const char* officer_words = "nine amber kettles cross the bridge";

Entry entry_of(const std::string& type, const std::string& record, Object data) {
    return {type, record, "2026-03-01", std::move(data), {}, ledger::new_salt()};
}
Entry enrolment(const std::string& name, const std::string& role, const crypto::PrivateKey& key) {
    return entry_of("core.operator.enrolled", "operator/" + name,
                    {{"name", name},
                     {"role", role},
                     {"algorithm", "ed25519"},
                     {"public_key", to_base64(key.public_key().spki())}});
}
Object rules(const std::string& types, int signers) {
    return {{"rules", plugin::Array{Object{{"types", types}, {"signers", signers}}}}};
}
Entry proposed(const Entry& draft) {
    const std::vector<std::string> texts{ledger::encode_entry(draft)};
    return entry_of("core.proposal.made", ledger::proposal_record(texts),
                    {{"drafts", plugin::Array(texts.begin(), texts.end())}});
}
Entry approval(const Entry& made) {
    return entry_of("core.proposal.approved", made.record,
                    {{"proposal", to_hex(ledger::leaf_hash(as_bytes(ledger::encode_entry(made))))}});
}

/// chair (admin), clerk, officer; notes and enrolments need two signatures, of admins and officers the
/// latter.
class AuthorityTamper : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        place = std::make_unique<Place>();
        ASSERT_TRUE(place->create("sound"));
        auto registry = place->writer("sound");
        ASSERT_TRUE(registry->add_operator("clerk", "clerk", secret(other_words)));
        ASSERT_TRUE(registry->add_operator("officer", "officer", secret(officer_words)));
        ASSERT_TRUE(registry->add({note("before", "note/a")}, "m"));
        plugin::Draft policy{"core.policy.set", "core-policy/self", "2026-01-01", rules("test.*", 2)};
        policy.data.find("rules")->array()->emplace_back(Object{
            {"types", "core.operator.*"}, {"signers", 2}, {"roles", plugin::Array{"admin", "officer"}}});
        ASSERT_TRUE(registry->add({policy}, "policy"));
    }
    static void TearDownTestSuite() { place.reset(); }
    void SetUp() override {
        place->use_state("state of the insider");
        begin();
    }
    /// A copy, in which honest work of some length goes before the harm.
    static void begin(int honest_commits = 0) {
        fs::remove_all(place->folder / "state of the insider");
        place->copy("sound", "r");
        auto registry = place->writer("r");
        for (int i = 0; i < honest_commits; ++i) ASSERT_TRUE(registry->add({note("honest work")}, "m"));
        ASSERT_TRUE(registry->close());
        slots = storage::KeySlots::read(place->folder / "r");
    }

    static crypto::PrivateKey key_of(const std::string& name, std::string_view words) {
        return take(crypto::PrivateKey::from_pkcs8(slots->find(name)->signing_key, secret(words)));
    }
    static storage::Database database() {
        const storage::KeySlots now = storage::KeySlots::read(place->folder / "r");
        const crypto::Secret key = take(now.unlock("chair", secret(admin_words)));
        return storage::Database::open(place->folder / "r/registry.db", key, storage::Mode::read_write,
                                       now.cipher());
    }
    /// Appends a commit that hashes and signatures say nothing against, whoever may sign it or not.
    static void append(const std::vector<const crypto::PrivateKey*>& keys,
                       const std::vector<Entry>& entries) {
        storage::Database where = database();
        ledger::Ledger ledger(where);
        std::vector<std::string> bytes;
        std::vector<Hash> leaves;
        bool of_authority = false;
        for (const Entry& entry : entries) {
            bytes.push_back(ledger::encode_entry(entry));
            leaves.push_back(ledger::leaf_hash(as_bytes(bytes.back())));
            of_authority = of_authority || ledger::is_authority_type(entry.type);
        }
        ledger::Payload payload;
        payload.author = keys.front()->public_key().id();
        payload.entry_count = entries.size();
        payload.entry_root = ledger::tree_root(leaves);
        payload.origin = slots->registry();
        payload.parent_root = ledger.root();
        payload.parent_size = ledger.size();
        for (const crypto::PrivateKey* key : keys) payload.required.push_back(key->public_key().id());
        std::ranges::sort(payload.required);
        payload.time = "2026-12-31T00:00:00Z";
        const std::string envelope = ledger::encode_envelope(ledger::sign_payload(payload, keys));
        storage::Transaction transaction(where);
        ledger.append(payload, as_bytes(envelope), bytes, leaves);
        if (of_authority) ledger.note_authority(payload.parent_size);
        transaction.commit();
        where.checkpoint();
    }
    static void expect_error(const char* rule) {
        auto registry = place->open("r", Access::read);
        ASSERT_TRUE(registry) << registry.error().why;
        const AuditView audit = take((*registry)->audit({}));
        EXPECT_FALSE(audit.ok) << rule;
        EXPECT_TRUE(says(audit.findings, "error", rule)) << rule << " is not among:\n"
                                                         << told(audit.findings);
    }

    static std::unique_ptr<Place> place;
    static std::optional<storage::KeySlots> slots;
};
std::unique_ptr<Place> AuthorityTamper::place;
std::optional<storage::KeySlots> AuthorityTamper::slots;

TEST_F(AuthorityTamper, with_nothing_done_there_is_nothing_to_tell) {
    const AuditView audit = take(place->open("r", Access::read).value()->audit({}));
    EXPECT_TRUE(audit.ok) << told(audit.findings);
}

TEST_F(AuthorityTamper, class_20_a_key_enrolled_without_the_quorum) {
    const crypto::PrivateKey chair = key_of("chair", admin_words);
    const crypto::PrivateKey puppet = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
    append({&chair, &puppet}, {enrolment("puppet", "officer", puppet)});
    expect_error("authority.policy");
    // The registry opens for reading only: who may sign is not soundly told.
    EXPECT_FALSE(place->open("r").value()->info()->writable);
}

TEST_F(AuthorityTamper, class_21_a_revoked_key_used) {
    const crypto::PrivateKey clerk = key_of("clerk", other_words);
    const std::string proposal = take(place->writer("r")->revoke_operator("clerk", "left")).proposal;
    ASSERT_TRUE(place->writer("r", "officer", officer_words)->approve(proposal));
    append(
        {&clerk},
        {entry_of("core.calendar.set", "calendar/2026",
                  {{"year", 2026}, {"holidays", plugin::Array{}}, {"make_up_workdays", plugin::Array{}}})});
    expect_error("authority.revoked");
}

TEST_F(AuthorityTamper, class_22_a_key_used_before_its_enrolment) {
    const crypto::PrivateKey chair = key_of("chair", admin_words), officer = key_of("officer", officer_words);
    const crypto::PrivateKey fresh = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
    append({&fresh, &officer}, {entry_of("test.note.written", "note/b", {{"text", "too early"}})});
    append({&chair, &officer, &fresh}, {enrolment("fresh", "clerk", fresh)});
    expect_error("authority.unknown_key");
}

TEST_F(AuthorityTamper, class_23_a_revocation_moved) {
    const crypto::PrivateKey chair = key_of("chair", admin_words), officer = key_of("officer", officer_words);
    append({&chair, &officer}, {entry_of("test.note.written", "note/b", {{"text", "the last honest one"}})});
    append({&chair, &officer}, {entry_of("core.operator.revoked", "operator/clerk",
                                         {{"name", "clerk"},
                                          {"key", key_of("clerk", other_words).public_key().id()},
                                          {"reason", "left"}})});
    {
        storage::Database where = database();
        // The two last commits change places, with their entries.
        where.execute(
            "UPDATE ledger_commit SET position = 900 WHERE position = 5; UPDATE ledger_commit SET position = "
            "5 "
            "WHERE position = 6; UPDATE ledger_commit SET position = 6 WHERE position = 900;"
            "UPDATE ledger_commit SET first_entry = 13 - first_entry WHERE position IN (5, 6);"
            "UPDATE ledger_entry SET position = 900 WHERE position = 6; UPDATE ledger_entry SET position = 6 "
            "WHERE position = 7; UPDATE ledger_entry SET position = 7 WHERE position = 900;"
            "UPDATE ledger_authority SET position = 5 WHERE position = 6");
        where.checkpoint();
    }
    expect_error("ledger.parent");
}

TEST_F(AuthorityTamper, class_24_who_approves_his_own) {
    // At several positions, by everybody who may propose.
    int honest = 0;
    for (const auto& [name, words] : std::vector<std::pair<const char*, const char*>>{
             {"chair", admin_words}, {"clerk", other_words}, {"officer", officer_words}}) {
        SCOPED_TRACE(name);
        begin(honest += 3);
        const crypto::PrivateKey key = key_of(name, words);
        const Entry made = proposed(entry_of("test.note.written", "note/x", {{"text", "alone"}}));
        append({&key}, {made});
        append({&key}, {approval(made)});
        expect_error("authority.self_approval");
        expect_error("authority.policy");
    }
}

TEST_F(AuthorityTamper, class_25_two_keys_of_one_person) {
    const crypto::PrivateKey chair = key_of("chair", admin_words), officer = key_of("officer", officer_words);
    const crypto::PrivateKey twin = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
    append({&chair, &officer, &twin}, {enrolment("officer", "officer", twin)});
    const Entry made = proposed(entry_of("test.note.written", "note/x", {{"text", "alone"}}));
    append({&officer}, {made});
    append({&twin}, {approval(made)});
    expect_error("authority.enrolment");
    expect_error("authority.self_approval");
}

TEST_F(AuthorityTamper, class_26_the_threshold_lowered_without_the_old_quorum) {
    const crypto::PrivateKey chair = key_of("chair", admin_words);
    append({&chair}, {entry_of("core.policy.set", "core-policy/self", rules("test.*", 1))});
    expect_error("authority.policy");
    // Nor by a proposal that he approves himself, nor in another record.
    begin();
    const Entry made = proposed(entry_of("core.policy.set", "core-policy/self", rules("test.*", 1)));
    append({&chair}, {made});
    append({&chair}, {approval(made)});
    expect_error("authority.self_approval");
    begin();
    append({&chair}, {entry_of("core.policy.set", "core-policy/other", rules("*", 1))});
    expect_error("authority.policy");
}

TEST_F(AuthorityTamper, an_entry_of_two_signed_by_one) {
    const crypto::PrivateKey clerk = key_of("clerk", other_words);
    append({&clerk}, {entry_of("test.note.written", "note/x", {{"text", "alone"}})});
    expect_error("authority.policy");
}

TEST_F(AuthorityTamper, an_approved_draft_exchanged) {
    {
        const std::string proposal =
            place->writer("r", "clerk", other_words)->add({note("one", "note/x")}, "m")->proposal;
        ASSERT_TRUE(place->writer("r", "officer", officer_words)->approve(proposal));
    }
    {
        storage::Database where = database();
        where.execute("DELETE FROM approved_draft");
        where.checkpoint();
    }
    expect_error("records.differ");
    begin();
    {
        const std::string proposal =
            place->writer("r", "clerk", other_words)->add({note("one", "note/x")}, "m")->proposal;
        ASSERT_TRUE(place->writer("r", "officer", officer_words)->approve(proposal));
        storage::Database where = database();
        where.execute("UPDATE record_entry SET draft = 2 WHERE draft = 1");
        where.checkpoint();
    }
    expect_error("records.differ");
    // A draft that waits does not count, whatever the tables say.
    begin();
    {
        static_cast<void>(place->writer("r", "clerk", other_words)->add({note("one", "note/x")}, "m"));
        storage::Database where = database();
        where.execute("UPDATE t_proposal SET status = 1");
        where.checkpoint();
    }
    expect_error("records.differ");
}

}  // namespace
}  // namespace xinbu::session
