// Four eyes, as every verifier judges them: threats B7 and B13, tampering classes 20 to 26.
#include "ledger/authority_support.hpp"

namespace xinbu::ledger {
namespace {

constexpr const char* breach = "commitments.commitment.breach_found";
constexpr const char* exception = "collateral.override.approved";

class FourEyes : public AuthorityRules {
protected:
    FourEyes() : officer(new_key()), second(new_key()), auditor(new_key()) {}

    static plugin::Value rule(const std::string& types, int signers, std::vector<std::string> roles = {}) {
        Object one{{"types", types}, {"signers", signers}};
        if (!roles.empty()) one.set("roles", plugin::Array(roles.begin(), roles.end()));
        return one;
    }
    static Entry policy(plugin::Array rules, const std::string& record = "core-policy/self") {
        return core("core.policy.set", record, {{"rules", std::move(rules)}});
    }
    static Entry entry(const std::string& type) {
        return {type, "thing/a", "2026-03-01", {{"text", "x"}}, {}, new_salt()};
    }
    static Entry proposed(const std::vector<Entry>& drafts) {
        std::vector<std::string> texts;
        for (const Entry& draft : drafts) texts.push_back(encode_entry(draft));
        return core("core.proposal.made", proposal_record(texts),
                    {{"drafts", plugin::Array(texts.begin(), texts.end())}});
    }
    static std::string id_of(const Entry& made) { return to_hex(leaf_hash(as_bytes(encode_entry(made)))); }
    static Entry approval(const Entry& made, bool partial = false) {
        Entry one = core("core.proposal.approved", made.record, {{"proposal", id_of(made)}});
        if (partial) one.data.set("partial", true);
        return one;
    }
    static Entry rejection(const Entry& made) {
        return core("core.proposal.rejected", made.record, {{"proposal", id_of(made)}, {"reason", "no"}});
    }
    /// chair (admin), clerk, officer, second (officer), auditor, and these rules.
    void begin_with(plugin::Array rules) {
        begin();
        ASSERT_EQ(admit(admin, {&officer}, {enrolment("officer", "officer", officer.public_key())}), "");
        ASSERT_EQ(admit(admin, {&second}, {enrolment("second", "officer", second.public_key())}), "");
        ASSERT_EQ(admit(admin, {&auditor}, {enrolment("auditor", "auditor", auditor.public_key())}), "");
        ASSERT_EQ(admit(admin, {}, {policy(std::move(rules))}), "");
    }
    std::size_t drafts_that_count() const {
        std::size_t count = 0;
        for (const auto& one : admission.approved) count += one.drafts.size();
        return count;
    }

    crypto::PrivateKey officer, second, auditor;
};

TEST_F(FourEyes, let_nobody_sign_alone_what_needs_two) {
    begin_with({rule(breach, 2), rule("test.*", 2)});
    EXPECT_EQ(admit(officer, {}, {entry(breach)}), "authority.policy");
    EXPECT_EQ(admit(clerk, {}, {note()}), "authority.policy");
    EXPECT_EQ(admit(officer, {}, {entry("commitments.commitment.accepted")}), "");
    // People at one table sign one commit.
    EXPECT_EQ(admit(officer, {&clerk}, {entry(breach)}), "");
    EXPECT_EQ(admit(officer, {&auditor}, {entry(breach)}), "authority.policy")
        << "an auditor signs no breach";
}

TEST_F(FourEyes, count_drafts_from_the_approval_on) {
    begin_with({rule(breach, 2)});
    const Entry made = proposed({entry(breach), note()});
    ASSERT_EQ(admit(clerk, {}, {made}), "");
    EXPECT_EQ(drafts_that_count(), 0U);
    ASSERT_EQ(admit(officer, {}, {approval(made)}), "");
    EXPECT_EQ(drafts_that_count(), 2U);
    EXPECT_FALSE(admission.of_authority);
    // Once.
    EXPECT_EQ(admit(second, {}, {approval(made)}), "authority.proposal");
    EXPECT_EQ(admit(second, {}, {rejection(made)}), "authority.proposal");
    EXPECT_EQ(drafts_that_count(), 0U);
}

TEST_F(FourEyes, take_a_rejection_for_the_end) {
    begin_with({rule(breach, 2)});
    const Entry made = proposed({entry(breach)});
    ASSERT_EQ(admit(clerk, {}, {made}), "");
    EXPECT_EQ(admit(clerk, {}, {rejection(made)}), "authority.self_approval");
    const Entry again = proposed({entry(breach)});
    ASSERT_EQ(admit(clerk, {}, {again}), "");
    ASSERT_EQ(admit(officer, {}, {rejection(again)}), "");
    EXPECT_EQ(admit(second, {}, {approval(again)}), "authority.proposal");
}

// Class 24, threat B7.
TEST_F(FourEyes, refuse_who_approves_his_own) {
    begin_with({rule(breach, 2)});
    for (const crypto::PrivateKey* person : {&admin, &clerk, &officer, &second}) {
        const Entry made = proposed({entry(breach)});
        ASSERT_EQ(admit(*person, {}, {made}), "");
        EXPECT_EQ(admit(*person, {}, {approval(made)}), "authority.policy authority.self_approval");
    }
    // Nor where the policy asks for no second person at all: a proposal is for somebody else to decide on.
    const Entry free = proposed({note()});
    ASSERT_EQ(admit(clerk, {}, {free}), "");
    EXPECT_EQ(admit(clerk, {}, {approval(free)}), "authority.policy authority.self_approval");
}

// Class 25, threat B7: two keys of one person are one person.
TEST_F(FourEyes, count_persons_and_not_keys) {
    begin_with({rule(breach, 2)});
    const crypto::PrivateKey later = new_key();
    // With his old key he proposes, with his new one he would approve.
    const Entry made = proposed({entry(breach)});
    ASSERT_EQ(admit(clerk, {}, {made}), "");
    ASSERT_EQ(admit(admin, {}, {revocation("clerk", clerk.public_key())}), "");
    ASSERT_EQ(admit(admin, {&later}, {enrolment("clerk", "clerk", later.public_key())}), "");
    EXPECT_EQ(admit(later, {}, {approval(made)}), "authority.policy authority.self_approval");
    // Nor may one person have two keys at a time.
    const crypto::PrivateKey twin = new_key();
    EXPECT_EQ(admit(admin, {&twin}, {enrolment("officer", "officer", twin.public_key())}),
              "authority.enrolment");
}

TEST_F(FourEyes, want_the_roles_that_the_policy_names) {
    begin_with({rule(exception, 2, {"officer"})});
    EXPECT_EQ(admit(officer, {&admin}, {entry(exception)}), "authority.policy");
    EXPECT_EQ(admit(officer, {&second}, {entry(exception)}), "");
    const Entry made = proposed({entry(exception)});
    ASSERT_EQ(admit(officer, {}, {made}), "");
    EXPECT_EQ(admit(admin, {}, {approval(made)}), "authority.policy");
    const Entry again = proposed({entry(exception)});
    ASSERT_EQ(admit(officer, {}, {again}), "");
    EXPECT_EQ(admit(second, {}, {approval(again)}), "");
    EXPECT_EQ(drafts_that_count(), 1U);
}

TEST_F(FourEyes, gather_as_many_approvals_as_it_takes) {
    begin_with({rule(breach, 3), rule(breach, 1, {"officer"})});
    const Entry made = proposed({entry(breach)});
    ASSERT_EQ(admit(clerk, {}, {made}), "");
    EXPECT_EQ(admit(admin, {}, {approval(made, true)}), "");
    EXPECT_EQ(drafts_that_count(), 0U);
    EXPECT_EQ(admit(admin, {}, {approval(made, true)}), "authority.self_approval") << "he did already";
    EXPECT_EQ(admit(officer, {}, {approval(made, true)}), "authority.proposal") << "it completes the quorum";
    const Entry again = proposed({entry(breach)});
    ASSERT_EQ(admit(clerk, {}, {again}), "");
    EXPECT_EQ(admit(officer, {}, {approval(again)}), "authority.policy") << "two are not three";
    const Entry third = proposed({entry(breach)});
    ASSERT_EQ(admit(clerk, {}, {third}), "");
    ASSERT_EQ(admit(admin, {}, {approval(third, true)}), "");
    EXPECT_EQ(admit(officer, {}, {approval(third)}), "");
    EXPECT_EQ(drafts_that_count(), 1U);
}

// Class 26, threat B13.
TEST_F(FourEyes, change_the_policy_with_the_old_quorum_only) {
    begin_with({rule(exception, 2, {"officer"}), rule(breach, 2)});
    EXPECT_EQ(admit(admin, {}, {policy({})}), "authority.policy");
    authority = Authority();
    position = 0;
    begin_with({rule(exception, 2, {"officer"}), rule(breach, 2)});
    EXPECT_EQ(admit(admin, {}, {policy({rule("test.*", 2)}, "core-policy/other")}), "authority.policy");
    EXPECT_EQ(admit(admin, {&officer}, {policy({})}), "authority.policy");
    EXPECT_EQ(admit(officer, {&second}, {policy({})}), "authority.role") << "an admin proposes it";

    authority = Authority();
    position = 0;
    begin_with({rule(exception, 2, {"officer"}), rule(breach, 2)});
    const Entry made = proposed({policy({})});
    ASSERT_EQ(admit(admin, {}, {made}), "");
    EXPECT_TRUE(admission.of_authority);
    EXPECT_EQ(admit(officer, {}, {entry(breach)}), "authority.policy");
    ASSERT_EQ(admit(officer, {}, {approval(made, true)}), "");
    EXPECT_EQ(authority.rules().size(), 2U);
    ASSERT_EQ(admit(second, {}, {approval(made)}), "");
    EXPECT_TRUE(admission.of_authority);
    EXPECT_TRUE(authority.rules().empty());
    EXPECT_EQ(admit(officer, {}, {entry(breach)}), "");
}

// Class 20, threat B7: enrolment needs a second signature where the policy says so.
TEST_F(FourEyes, enrol_nobody_without_the_quorum) {
    begin_with({rule("core.operator.*", 2)});
    const crypto::PrivateKey puppet = new_key(), fresh = new_key();
    EXPECT_EQ(admit(admin, {&puppet}, {enrolment("puppet", "officer", puppet.public_key())}),
              "authority.policy")
        << "a key that is being enrolled is nobody's second opinion";
    const Entry made = proposed({enrolment("fresh", "clerk", fresh.public_key())});
    EXPECT_EQ(admit(admin, {}, {made}), "authority.enrolment") << "the new key must sign, too";

    authority = Authority();
    position = 0;
    begin_with({rule("core.operator.*", 2)});
    ASSERT_EQ(admit(admin, {&fresh}, {made}), "");
    EXPECT_EQ(verified, 2U) << "both signatures are verified";
    EXPECT_EQ(authority.find_active("fresh"), nullptr);
    EXPECT_EQ(admit(fresh, {}, {note()}), "authority.unknown_key");
    EXPECT_EQ(admit(second, {}, {approval(made)}), "authority.policy authority.role")
        << "an officer enrols nobody";
    authority = Authority();
    position = 0;
    begin_with({rule("core.operator.*", 2, {"admin", "officer"})});
    ASSERT_EQ(admit(admin, {&fresh}, {made}), "");
    const std::uint64_t at = position;
    ASSERT_EQ(admit(second, {}, {approval(made)}), "");
    ASSERT_NE(authority.find_active("fresh"), nullptr);
    EXPECT_EQ(authority.find_active("fresh")->enrolled, at);
    EXPECT_EQ(admit(fresh, {}, {note()}), "");
    // A revocation waits likewise.
    EXPECT_EQ(admit(admin, {}, {revocation("fresh", fresh.public_key())}), "authority.policy");
    EXPECT_EQ(admit(admin, {&officer}, {revocation("clerk", clerk.public_key())}), "");
}

// Classes 21 to 23: keys count by position, whatever is proposed or approved.
TEST_F(FourEyes, know_whose_key_counted_where) {
    begin_with({rule(breach, 2)});
    const crypto::PrivateKey stranger = new_key();
    const Entry made = proposed({entry(breach)});
    ASSERT_EQ(admit(clerk, {}, {made}), "");
    EXPECT_EQ(admit(stranger, {}, {approval(made)}), "authority.unknown_key");
    ASSERT_EQ(admit(admin, {}, {revocation("officer", officer.public_key())}), "");
    EXPECT_EQ(admit(officer, {}, {approval(made)}), "authority.policy authority.revoked");
    // Who proposed it turns out to have had no right to: his key was stolen before.
    const Entry theft = proposed({entry(breach)});
    const std::uint64_t at = position;
    ASSERT_EQ(admit(clerk, {}, {theft}), "");
    Entry stolen = revocation("clerk", clerk.public_key());
    stolen.data.set("since", static_cast<std::int64_t>(at));
    ASSERT_EQ(admit(admin, {}, {stolen}), "");
    EXPECT_EQ(admit(second, {}, {approval(theft)}), "authority.policy authority.revoked");
}

TEST_F(FourEyes, refuse_malformed_proposals_and_policies) {
    begin_with({rule(breach, 2)});
    Entry moved = proposed({note()});
    moved.record = "proposal/other";
    EXPECT_EQ(admit(clerk, {}, {moved}), "authority.entry");
    EXPECT_EQ(admit(clerk, {}, {proposed({})}), "authority.entry");
    EXPECT_EQ(admit(clerk, {}, {proposed({proposed({note()})})}), "authority.entry");
    EXPECT_EQ(admit(clerk, {}, {core("core.proposal.made", "proposal/x", {{"drafts", plugin::Array{1}}})}),
              "authority.entry");
    EXPECT_EQ(admit(clerk, {}, {proposed({policy({})})}), "authority.role") << "no clerk proposes a policy";
    EXPECT_EQ(admit(officer, {}, {core("core.proposal.approved", "proposal/x", {{"proposal", "none"}})}),
              "authority.proposal");
    for (const plugin::Value& bad :
         {rule("", 2), rule("test.*", 0), rule("test.*", 17), rule("te*st", 2), rule("test.*", 2, {"king"})})
        EXPECT_EQ(admit(admin, {&clerk}, {policy({bad})}), "authority.entry");
    EXPECT_EQ(admit(admin, {&clerk}, {policy({}, "policy/self")}), "authority.entry");
}

TEST_F(FourEyes, bind_corrections_to_the_rule_of_what_they_correct) {
    Authority::Lookup lookup;
    lookup.corrected = [](const Hash&) { return Authority::Corrected{breach, "test/1", {}}; };
    authority = Authority({}, lookup);
    begin_with({rule(breach, 2)});
    const Entry correction =
        core("core.correction.made", "registry/self", {{"entry", std::string(64, 'a')}, {"reason", "slip"}});
    EXPECT_EQ(admit(clerk, {}, {correction}), "authority.policy");
    EXPECT_EQ(admit(clerk, {&officer}, {correction}), "");
    const Entry made = proposed({correction});
    ASSERT_EQ(admit(clerk, {}, {made}), "");
    EXPECT_EQ(admit(officer, {}, {approval(made)}), "");
}

TEST_F(FourEyes, bind_corrections_to_the_rules_of_what_rests_on_the_entry) {
    Authority::Lookup lookup;
    std::vector<Authority::Corrected::Later> later;
    lookup.corrected = [&](const Hash&) { return Authority::Corrected{"test.noted", "test/1", later}; };
    authority = Authority({}, lookup);
    begin_with({rule(breach, 2, {"officer", "admin"})});
    const Entry correction =
        core("core.correction.made", "registry/self", {{"entry", std::string(64, 'a')}, {"reason", "slip"}});
    EXPECT_EQ(admit(clerk, {}, {correction}), "") << "nothing rests on it";
    const Entry made = proposed({correction});
    ASSERT_EQ(admit(clerk, {}, {made}), "");
    later = {{{}, breach}};
    EXPECT_EQ(admit(clerk, {}, {correction}), "authority.policy");
    EXPECT_EQ(admit(clerk, {&officer}, {correction}), "authority.policy") << "a clerk does not count";
    EXPECT_EQ(admit(officer, {&admin}, {correction}), "");
    // What rests on it when it is approved counts, not what did when it was proposed.
    EXPECT_EQ(admit(officer, {}, {approval(made)}), "authority.policy");
}

TEST_F(FourEyes, are_recalled_from_the_ledger_where_they_are_not_remembered) {
    const Entry made = proposed({entry(breach)});
    Payload payload;
    payload.author = clerk.public_key().id();
    const std::vector<EnvelopeSignature> signatures{{payload.author, Bytes(64)}};
    const std::set<std::string> types{"core.proposal.made"};
    const std::vector<Entry> entries{made};
    Authority::Lookup lookup;
    lookup.recall = [&](const Hash& hash, Authority& into) {
        if (to_hex(hash) == id_of(made)) into.recall({6, payload, signatures, types, entries});
    };
    authority = Authority({}, lookup);
    begin_with({rule(breach, 2)});
    ++position;  // where it was made
    EXPECT_EQ(admit(clerk, {}, {approval(made)}), "authority.policy authority.self_approval");
    EXPECT_EQ(admit(officer, {}, {approval(made)}), "");
    EXPECT_EQ(drafts_that_count(), 1U);
}

TEST(PolicyPattern, names_types) {
    EXPECT_TRUE(names_type(breach, breach));
    EXPECT_TRUE(names_type("commitments.*", breach));
    EXPECT_TRUE(names_type("*", breach));
    EXPECT_FALSE(names_type("commitments", breach));
    EXPECT_FALSE(names_type("collateral.*", breach));
    EXPECT_FALSE(names_type("*", "core.operator.enrolled")) << "the core's own types are named on purpose";
    EXPECT_TRUE(names_type("core.*", "core.operator.enrolled"));
    EXPECT_FALSE(names_type("core.*", "core.proposal.approved")) << "nobody could ever approve anything";
}

}  // namespace
}  // namespace xinbu::ledger
