// Four eyes through a whole registry: proposals, their decisions, and what lists, history, audit and proofs
// say.
#include "session/support.hpp"
#include "xinbu/ledger/proof.hpp"

namespace xinbu::session {
namespace {

constexpr const char* officer_words = "nine amber kettles cross the bridge";

plugin::Draft policy_draft(const std::string& types, int signers, std::vector<std::string> roles = {}) {
    plugin::Object rule{{"types", types}, {"signers", signers}};
    if (!roles.empty()) rule.set("roles", plugin::Array(roles.begin(), roles.end()));
    return {"core.policy.set", "core-policy/self", "2026-01-01", {{"rules", plugin::Array{rule}}}};
}

plugin::Draft correction(const std::string& entry) {
    return {"core.correction.made", "registry/self", "2026-05-01", {{"entry", entry}, {"reason", "slip"}}};
}

/// A registry with chair (admin), clerk and officer, and a policy: notes need two signatures.
class FourEyes : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        place = std::make_unique<Place>();
        ASSERT_TRUE(place->create("sound"));
        auto registry = place->writer("sound");
        ASSERT_TRUE(registry->add({note("before the policy", "note/old")}, "m"));
        ASSERT_TRUE(registry->add_operator("clerk", "clerk", secret(other_words)));
        ASSERT_TRUE(registry->add_operator("officer", "officer", secret(officer_words)));
        const Result<Added> set = registry->add({policy_draft("test.*", 2)}, "policy");
        ASSERT_TRUE(set) << set.error().why;
        EXPECT_EQ(set->status, "done");
    }
    static void TearDownTestSuite() { place.reset(); }
    void SetUp() override {
        place->use_state(std::string("state of ") +
                         ::testing::UnitTest::GetInstance()->current_test_info()->name());
        place->copy("sound", "r");
    }

    static std::unique_ptr<Registry> as_clerk() { return place->writer("r", "clerk", other_words); }
    static std::unique_ptr<Registry> as_officer() { return place->writer("r", "officer", officer_words); }
    static std::unique_ptr<Registry> as_chair() { return place->writer("r"); }

    static void expect_sound() {
        const auto registry = as_chair();
        const Result<AuditView> whole = registry->audit({});
        ASSERT_TRUE(whole) << whole.error().why;
        EXPECT_TRUE(whole->ok) << told(whole->findings);
        // From every position on, too.
        for (std::uint64_t since = 1; since < registry->info()->commits; ++since) {
            Registry::AuditOptions part;
            part.since = since;
            const Result<AuditView> found = registry->audit(part);
            ASSERT_TRUE(found) << found.error().why;
            EXPECT_TRUE(found->ok) << since << "\n" << told(found->findings);
        }
    }
    static std::string propose(Registry& registry, const std::vector<plugin::Draft>& drafts) {
        const Result<Added> added = registry.add(drafts, "please");
        if (!added) {
            ADD_FAILURE() << added.error().why;
            return {};
        }
        EXPECT_EQ(added->status, "pending");
        EXPECT_EQ(added->entries.size(), drafts.size());
        return added->proposal;
    }

    static std::unique_ptr<Place> place;
};
std::unique_ptr<Place> FourEyes::place;

TEST_F(FourEyes, turn_drafts_into_a_proposal_that_counts_once_approved) {
    std::string proposal;
    std::vector<AddedEntry> entries;
    {
        const auto clerk = as_clerk();
        const Result<Added> added = clerk->add({note("one", "note/a"), note("two", "note/b")}, "please");
        ASSERT_TRUE(added) << added.error().why;
        EXPECT_EQ(added->status, "pending");
        proposal = added->proposal;
        entries = added->entries;
        ASSERT_EQ(entries.size(), 2U);
        EXPECT_EQ(entries[1].record, "note/b");
        EXPECT_EQ(code_of(clerk->show("note/a")), "unknown_record");
        const auto waiting = take(clerk->pending());
        ASSERT_EQ(waiting.size(), 1U);
        EXPECT_EQ(waiting[0].proposal, proposal);
        EXPECT_EQ(waiting[0].by, "clerk");
        EXPECT_FALSE(waiting[0].may_decide);
        EXPECT_FALSE(waiting[0].needs.empty());
        ASSERT_EQ(waiting[0].drafts.size(), 2U);
        EXPECT_EQ(waiting[0].drafts[0].id, entries[0].id);
        EXPECT_EQ(code_of(clerk->approve(proposal)), "self_approval");
        EXPECT_EQ(code_of(clerk->reject(proposal, "mine")), "self_approval");
    }
    expect_sound();
    const auto officer = as_officer();
    const std::uint64_t before = officer->info()->commits;
    ASSERT_TRUE(take(officer->pending())[0].may_decide);
    const Result<Decided> decided = officer->approve(proposal.substr(0, 8));
    ASSERT_TRUE(decided) << decided.error().why;
    EXPECT_EQ(decided->proposal.status, "approved");
    EXPECT_EQ(decided->sequence, before);
    EXPECT_TRUE(take(officer->pending()).empty());
    EXPECT_EQ(code_of(officer->approve(proposal)), "unknown_proposal");

    EXPECT_EQ(take(officer->show("note/a")).status, "open");
    EXPECT_EQ(plugin::text_at(take(officer->show("note/b")).fields, "text"), "two");
    const auto history = take(officer->history("note/a"));
    ASSERT_EQ(history.size(), 1U);
    EXPECT_EQ(history[0].entry, entries[0].id);
    EXPECT_EQ(history[0].sequence, before);
    EXPECT_EQ(history[0].signed_by, "clerk");
    EXPECT_EQ(history[0].approved_by, std::vector<std::string>{"officer"});
    EXPECT_EQ(history[0].proposal, proposal);
    EXPECT_EQ(history[0].message, "please");

    // What was known by then: nothing before the approval.
    EXPECT_EQ(code_of(officer->show("note/a", AsOf({}, before))), "unknown_record");
    EXPECT_EQ(take(officer->show("note/a", AsOf({}, before + 1))).status, "open");
    EXPECT_EQ(code_of(officer->show("note/a", plugin::Date(2026, 2, 28))), "unknown_record");
    Query query;
    query.kind = "note";
    EXPECT_EQ(take(officer->count(query)), 3U);
    query.search = "two";
    EXPECT_EQ(take(officer->list(query, 0, 10)).size(), 1U);
    query.as_of = AsOf({}, before);
    EXPECT_EQ(take(officer->count(query)), 0U);

    const auto story = take(officer->history(decided->proposal.record));
    ASSERT_EQ(story.size(), 2U);
    EXPECT_EQ(story[0].type, "core.proposal.made");
    EXPECT_EQ(story[1].type, "core.proposal.approved");
    EXPECT_EQ(take(officer->show(decided->proposal.record)).status, "approved");
    ASSERT_TRUE(officer->close());
    expect_sound();
}

TEST_F(FourEyes, fold_again_to_the_same) {
    const std::string proposal =
        propose(*as_clerk(), {note("one", "note/a"), note("again", "note/a"), note("changed", "note/old")});
    ASSERT_TRUE(as_officer()->approve(proposal));
    ASSERT_EQ(take(as_chair()->history("note/a")).size(), 2U);
    {
        const storage::KeySlots slots = storage::KeySlots::read(place->folder / "r");
        const crypto::Secret key = take(slots.unlock("chair", secret(admin_words)));
        storage::Database database = storage::Database::open(place->folder / "r/registry.db", key,
                                                             storage::Mode::read_write, slots.cipher());
        database.execute("UPDATE derived_from SET digest = zeroblob(32) WHERE kind = 'note'");
        database.checkpoint();
    }
    EXPECT_EQ(plugin::text_at(take(as_chair()->show("note/old")).fields, "text"), "changed");
    EXPECT_EQ(take(as_chair()->history("note/a")).size(), 2U);
    expect_sound();
}

TEST_F(FourEyes, leave_what_was_rejected_without_effect) {
    const std::string proposal = propose(*as_clerk(), {note("one", "note/a")});
    const auto officer = as_officer();
    EXPECT_EQ(code_of(officer->reject(proposal, "")), "bad_reason");
    const Result<Decided> decided = officer->reject(proposal, "not yet");
    ASSERT_TRUE(decided) << decided.error().why;
    EXPECT_EQ(decided->proposal.status, "rejected");
    EXPECT_TRUE(take(officer->pending()).empty());
    EXPECT_EQ(code_of(officer->show("note/a")), "unknown_record");
    EXPECT_EQ(plugin::text_at(take(officer->show(decided->proposal.record)).fields, "reason"), "not yet");
    ASSERT_TRUE(officer->close());
    expect_sound();
}

TEST_F(FourEyes, check_again_what_waited_for_long) {
    const plugin::Draft filed{"test.note.filed", "note/f", "2026-03-01", {{"text", "first"}}};
    const std::string first = propose(*as_clerk(), {filed}), second = propose(*as_clerk(), {filed});
    const auto officer = as_officer();
    ASSERT_TRUE(officer->approve(first));
    const Result<Decided> refused = officer->approve(second);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "invalid_draft");
    ASSERT_FALSE(refused.error().details.empty());
    EXPECT_EQ(refused.error().details[0].rule, "lifecycle.exists");
    EXPECT_EQ(take(officer->pending()).size(), 1U) << "nothing was decided";
}

TEST_F(FourEyes, give_no_number_twice_to_what_waits) {
    const auto clerk = as_clerk();
    const Result<Added> one = clerk->add({note("one")}, "m"), two = clerk->add({note("two")}, "m");
    ASSERT_TRUE(one && two);
    EXPECT_EQ(one->entries[0].record, "note/N-1");
    EXPECT_EQ(two->entries[0].record, "note/N-2");
}

TEST_F(FourEyes, bind_corrections_of_what_needed_two) {
    const std::string proposal = propose(*as_clerk(), {note("wrong", "note/a")});
    ASSERT_TRUE(as_officer()->approve(proposal));
    const std::string entry = take(as_chair()->history("note/a"))[0].entry;
    // One alone takes nothing back that two said.
    const std::string taking_back = propose(*as_clerk(), {correction(entry)});
    EXPECT_EQ(take(as_chair()->show("note/a")).status, "open");
    ASSERT_TRUE(as_officer()->approve(taking_back));
    EXPECT_TRUE(take(as_chair()->show("note/a")).undone.has_value());
    EXPECT_TRUE(take(as_chair()->history("note/a"))[0].corrected);
    expect_sound();
}

TEST_F(FourEyes, refuse_imports_of_such_types) {
    const fs::path csv = place->folder / "notes.csv", map = place->folder / "notes.map.json";
    put_content(csv, "text,day\nimported,2026-03-01\n");
    put_content(
        map,
        R"({"type":"test.note.written","effective":{"column":"day"},"data":{"text":{"column":"text"}}})");
    ImportOptions options;
    options.map = map;
    const Result<Imported> imported = as_clerk()->import("csv", {csv}, options);
    ASSERT_TRUE(imported) << imported.error().why;
    EXPECT_EQ(imported->added, 0U);
    ASSERT_EQ(imported->rejected.size(), 1U);
    EXPECT_EQ(imported->rejected[0].rule, "policy.signers");
    EXPECT_EQ(imported->rejected[0].line, 2);
}

TEST_F(FourEyes, say_so_before_signing) {
    const Result<Preview> preview = as_clerk()->preview(note("one"));
    ASSERT_TRUE(preview);
    EXPECT_FALSE(preview->waits.empty());
    const Result<Added> dry = as_clerk()->add({note("one", "note/a")}, "m", true);
    ASSERT_TRUE(dry);
    EXPECT_EQ(dry->status, "pending");
    EXPECT_TRUE(take(as_clerk()->pending()).empty());
}

// Class 26, threat B13.
TEST_F(FourEyes, change_the_policy_with_the_old_quorum_only) {
    const std::string proposal = propose(*as_chair(), {policy_draft("test.*", 1)});
    EXPECT_EQ(as_clerk()->add({note("one", "note/a")}, "m")->status, "pending") << "the old one is in force";
    EXPECT_EQ(code_of(as_chair()->approve(proposal)), "self_approval");
    EXPECT_EQ(code_of(as_clerk()->add({policy_draft("test.*", 1)}, "m")), "not_authorised");
    ASSERT_TRUE(as_clerk()->approve(proposal));
    EXPECT_EQ(as_clerk()->add({note("one", "note/b")}, "m")->status, "done");
    // A policy that nobody can fulfil would never be changed again.
    const Result<Added> unreachable = as_chair()->add({policy_draft("test.*", 4)}, "m");
    ASSERT_FALSE(unreachable);
    EXPECT_EQ(unreachable.error().details[0].rule, "policy.unreachable");
    expect_sound();
}

// Class 20, threat B7.
TEST_F(FourEyes, enrol_with_a_second_signature_where_the_policy_says_so) {
    const std::string policy =
        propose(*as_chair(), {policy_draft("core.operator.*", 2, {"admin", "officer"})});
    ASSERT_TRUE(as_clerk()->approve(policy));
    constexpr const char* new_words = "quiet river stones keep their moss";
    const Result<OperatorView> added = as_chair()->add_operator("newcomer", "clerk", secret(new_words));
    ASSERT_TRUE(added) << added.error().why;
    EXPECT_EQ(added->status, "pending");
    EXPECT_EQ(code_of(place->open("r", Access::read, "newcomer", new_words)), "revoked_operator");
    EXPECT_EQ(code_of(as_chair()->add_operator("newcomer", "clerk", secret(new_words))), "operator_exists");
    EXPECT_EQ(code_of(as_chair()->approve(added->proposal)), "self_approval");
    EXPECT_EQ(code_of(as_clerk()->approve(added->proposal)), "not_authorised");
    ASSERT_TRUE(as_officer()->approve(added->proposal));
    EXPECT_TRUE(place->writer("r", "newcomer", new_words)->add({note("mine", "note/n")}, "m"));
    // A revocation waits as well, and takes the key slot with it.
    const Result<OperatorView> revoked = as_chair()->revoke_operator("newcomer", "left", 2);
    ASSERT_FALSE(revoked) << "the key was enrolled later";
    const Result<OperatorView> leaving = as_chair()->revoke_operator("newcomer", "left");
    ASSERT_TRUE(leaving) << leaving.error().why;
    EXPECT_EQ(leaving->status, "active");
    EXPECT_FALSE(leaving->proposal.empty());
    EXPECT_TRUE(place->open("r", Access::read, "newcomer", new_words));
    ASSERT_TRUE(as_officer()->approve(leaving->proposal));
    EXPECT_EQ(code_of(place->open("r", Access::read, "newcomer", new_words)), "wrong_passphrase");
    // Who was not wanted keeps no slot either.
    const auto refused = take(as_chair()->add_operator("stranger", "clerk", secret(new_words)));
    ASSERT_TRUE(as_officer()->reject(refused.proposal, "unknown"));
    EXPECT_EQ(code_of(place->open("r", Access::read, "stranger", new_words)), "wrong_passphrase");
    expect_sound();
}

TEST_F(FourEyes, are_proven_to_a_stranger) {
    const std::string fingerprint = as_chair()->info()->fingerprint;
    const std::string proposal = propose(*as_clerk(), {note("one", "note/a")});
    const auto officer = as_officer();
    const fs::path file = place->folder / "proof";
    put_content(file, take(officer->prove(proposal)));
    Verification open = take(verify_file(file, {fingerprint}));
    EXPECT_TRUE(open.valid) << told(open.findings);
    EXPECT_TRUE(says(open.findings, "note", "proposal.open")) << told(open.findings);
    ASSERT_TRUE(officer->approve(proposal));
    // The draft's own id leads to the approval, with the draft beside it.
    const std::string entry = take(officer->history("note/a"))[0].entry;
    const std::string proof = take(officer->prove(entry));
    put_content(file, proof);
    const Verification answer = take(verify_file(file, {fingerprint}));
    EXPECT_TRUE(answer.valid && answer.trusted) << told(answer.findings);
    ASSERT_EQ(answer.entries.size(), 2U);
    EXPECT_EQ(answer.entries[0].type, "core.proposal.approved");
    EXPECT_EQ(answer.entries[1].id, entry);
    EXPECT_EQ(answer.entries[1].record, "note/a");
    EXPECT_EQ(answer.entries[1].bytes, take(officer->history("note/a"))[0].bytes);
}

TEST_F(FourEyes, keep_their_state_between_sessions_with_three_signers) {
    const std::string policy = propose(*as_chair(), {policy_draft("test.*", 3)});
    ASSERT_TRUE(as_officer()->approve(policy));
    const std::string proposal = propose(*as_clerk(), {note("one", "note/a")});
    const Result<Decided> first = as_officer()->approve(proposal);
    ASSERT_TRUE(first) << first.error().why;
    EXPECT_EQ(first->proposal.status, "open");
    EXPECT_EQ(first->proposal.approved_by, std::vector<std::string>{"officer"});
    EXPECT_EQ(code_of(as_officer()->approve(proposal)), "self_approval");
    EXPECT_EQ(code_of(as_chair()->show("note/a")), "unknown_record");
    const Result<Decided> last = as_chair()->approve(proposal);
    ASSERT_TRUE(last) << last.error().why;
    EXPECT_EQ(last->proposal.status, "approved");
    EXPECT_EQ(take(as_chair()->history("note/a"))[0].approved_by,
              (std::vector<std::string>{"officer", "chair"}));
    expect_sound();
}

}  // namespace
}  // namespace xinbu::session
