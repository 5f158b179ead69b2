#include "ledger/authority_support.hpp"

namespace xinbu::ledger {
namespace {

TEST_F(AuthorityRules, follow_a_sound_history) {
    begin();
    EXPECT_EQ(verified, 2U);
    EXPECT_EQ(authority.identity().origin, origin);
    EXPECT_EQ(authority.identity().kind, "association");
    EXPECT_EQ(admit(clerk, {}, {note()}), "");
    EXPECT_EQ(authority.find_active("clerk")->key.id(), clerk.public_key().id());
    EXPECT_EQ(authority.find_active("nobody"), nullptr);
    EXPECT_EQ(authority.checkpoint_key(0), nullptr);
    EXPECT_EQ(authority.checkpoint_key(3)->id(), checkpoint.public_key().id());
    EXPECT_EQ(admit(admin, {}, {revocation("clerk", clerk.public_key())}), "");
    EXPECT_EQ(authority.find_active("clerk"), nullptr);
    // The name may have a new key, and never the old one.
    EXPECT_EQ(admit(admin, {&clerk}, {enrolment("clerk", "clerk", clerk.public_key())}),
              "authority.enrolment authority.revoked");
    const crypto::PrivateKey again = new_key();
    EXPECT_EQ(admit(admin, {&again}, {enrolment("clerk", "officer", again.public_key())}), "");
    EXPECT_EQ(authority.find_active("clerk")->role, "officer");
}

TEST_F(AuthorityRules, begin_with_a_genesis_and_nothing_else) {
    EXPECT_EQ(admit(admin, {}, {created()}), "authority.genesis authority.unknown_key");
    position = 0;
    authority = Authority();
    EXPECT_EQ(admit(admin, {}, {created(), enrolment("chair", "admin", admin.public_key()), note()}),
              "authority.genesis");
    position = 0;
    authority = Authority();
    EXPECT_EQ(
        admit(admin, {}, {created("91320100748204660X"), enrolment("chair", "admin", admin.public_key())}),
        "authority.genesis");
    position = 0;
    authority = Authority();
    EXPECT_EQ(admit(clerk, {}, {created(), enrolment("chair", "clerk", clerk.public_key())}),
              "authority.genesis authority.role");
    position = 0;
    authority = Authority();
    // The first operator does not sign: somebody else does.
    EXPECT_NE(admit(clerk, {}, {created(), enrolment("chair", "admin", admin.public_key())})
                  .find("authority.genesis"),
              std::string::npos);
}

TEST_F(AuthorityRules, create_a_registry_once) {
    begin();
    EXPECT_EQ(admit(admin, {}, {created()}), "authority.entry");
    EXPECT_EQ(authority.checkpoint_key(10)->id(), checkpoint.public_key().id());
}

TEST_F(AuthorityRules, know_their_own_registry) {
    begin();
    EXPECT_EQ(admit(admin, {}, {note()},
                    [](Payload& payload, auto&) {
                        payload.origin = "xinbu/91320100748204660Q/11234567-89ab-4cde-8f01-23456789abcd";
                    }),
              "authority.origin");
}

TEST_F(AuthorityRules, miss_a_stripped_or_surplus_signature) {
    begin();
    const auto strip = [](Payload&, std::vector<EnvelopeSignature>& signatures) { signatures.pop_back(); };
    EXPECT_EQ(admit(admin, {&clerk}, {note()}, strip), "authority.signers");
    const auto surplus = [&](Payload& payload, auto&) { payload.required = {payload.author}; };
    EXPECT_EQ(admit(admin, {&clerk}, {note()}, surplus), "authority.signers");
}

TEST_F(AuthorityRules, refuse_a_key_that_was_never_enrolled) {
    begin();
    const crypto::PrivateKey stranger = new_key();
    EXPECT_EQ(admit(stranger, {}, {note()}), "authority.unknown_key");
    EXPECT_EQ(verified, 0U);
    EXPECT_EQ(admit(admin, {&stranger}, {note()}), "authority.unknown_key");
}

TEST_F(AuthorityRules, refuse_a_revoked_key) {
    begin();
    ASSERT_EQ(admit(admin, {}, {revocation("clerk", clerk.public_key())}), "");
    EXPECT_EQ(admit(clerk, {}, {note()}), "authority.revoked");
    EXPECT_EQ(admit(admin, {}, {revocation("clerk", clerk.public_key())}), "authority.entry");
}

TEST_F(AuthorityRules, take_a_key_out_from_an_earlier_position_on) {
    begin();
    ASSERT_EQ(admit(clerk, {}, {note()}), "");
    Entry stolen = revocation("clerk", clerk.public_key());
    stolen.data.set("since", 2);
    ASSERT_EQ(admit(admin, {}, {stolen}), "");
    const Operator& one = *authority.find_key(clerk.public_key().id());
    EXPECT_TRUE(Authority::is_valid_at(one, 1));
    EXPECT_FALSE(Authority::is_valid_at(one, 2));
    EXPECT_FALSE(Authority::is_valid_at(one, 0));
    const crypto::PrivateKey third = new_key();
    ASSERT_EQ(admit(admin, {&third}, {enrolment("third", "clerk", third.public_key())}), "");
    Entry future = revocation("third", third.public_key());
    future.data.set("since", 1000);
    EXPECT_EQ(admit(admin, {}, {future}), "authority.entry");
}

TEST_F(AuthorityRules, keep_every_role_to_its_own) {
    begin();
    const crypto::PrivateKey auditor = new_key(), friendly = new_key();
    ASSERT_EQ(admit(admin, {&auditor}, {enrolment("auditor", "auditor", auditor.public_key())}), "");
    EXPECT_EQ(admit(auditor, {}, {note()}), "authority.role");
    EXPECT_EQ(admit(auditor, {}, {core("core.audit.recorded", "registry/self", {{"verdict", "ok"}})}), "");
    EXPECT_EQ(admit(clerk, {}, {core("core.audit.recorded", "registry/self", {{"verdict", "ok"}})}),
              "authority.role");
    EXPECT_EQ(admit(clerk, {}, {core("core.policy.set", "core-policy/self", {{"rules", plugin::Array{}}})}),
              "authority.role");
    EXPECT_EQ(admit(clerk, {&friendly}, {enrolment("friend", "admin", friendly.public_key())}),
              "authority.role");
    EXPECT_EQ(admit(clerk, {}, {revocation("chair", admin.public_key())}), "authority.role");
}

TEST_F(AuthorityRules, ask_who_may_sign_a_plugins_entries) {
    authority = Authority([](std::string_view role, std::string_view type) {
        return role == "admin" || type != "test.note.written";
    });
    begin();
    EXPECT_EQ(admit(clerk, {}, {note()}), "authority.role");
    EXPECT_EQ(admit(admin, {}, {note()}), "");
}

TEST_F(AuthorityRules, demand_that_a_new_key_signs_and_an_old_one_vouches) {
    begin();
    const crypto::PrivateKey fresh = new_key(), second = new_key();
    EXPECT_EQ(admit(admin, {}, {enrolment("silent", "clerk", fresh.public_key())}), "authority.enrolment");
    EXPECT_EQ(admit(second, {}, {enrolment("himself", "admin", second.public_key())}), "authority.enrolment");
}

TEST_F(AuthorityRules, give_each_key_one_use) {
    begin();
    EXPECT_EQ(admit(admin, {&clerk}, {enrolment("twin", "clerk", clerk.public_key())}),
              "authority.enrolment");
    const crypto::PrivateKey fresh = new_key();
    EXPECT_EQ(admit(admin, {&fresh}, {enrolment("clerk", "clerk", fresh.public_key())}),
              "authority.enrolment");
    EXPECT_EQ(admit(admin, {&checkpoint}, {enrolment("log", "clerk", checkpoint.public_key())}),
              "authority.enrolment authority.unknown_key");
    const auto rotate = [](const crypto::PrivateKey& key) {
        return core("core.checkpoint_key.rotated", "registry/self",
                    {{"checkpoint_key", to_base64(key.public_key().spki())}, {"reason", "yearly"}});
    };
    EXPECT_EQ(admit(admin, {}, {rotate(admin)}), "authority.entry");
    const crypto::PrivateKey next = new_key();
    const std::uint64_t at = position;
    EXPECT_EQ(admit(admin, {}, {rotate(next)}), "");
    EXPECT_EQ(authority.checkpoint_key(at)->id(), checkpoint.public_key().id());
    EXPECT_EQ(authority.checkpoint_key(at + 1)->id(), next.public_key().id());
}

TEST_F(AuthorityRules, name_the_key_that_documents_are_signed_with) {
    begin();
    const auto certified = [](const crypto::PrivateKey& key) {
        return crypto::issue_certificate(key, {"某某劳务协会", "91320100748204660Q", "xinbu"},
                                         "2026-01-01T00:00:00Z");
    };
    const auto named = [&](const crypto::PrivateKey& key, const crypto::Certificate& certificate) {
        return core(std::string(document_key_type), "registry/self",
                    {{"document_key", to_base64(key.public_key().spki())},
                     {"document_certificate", to_base64(certificate.der())}});
    };
    const crypto::PrivateKey first = crypto::PrivateKey::generate(crypto::Algorithm::ecdsa_p256),
                             second = crypto::PrivateKey::generate(crypto::Algorithm::ecdsa_p256);
    EXPECT_EQ(authority.document_key(position), nullptr);
    const crypto::PrivateKey third = crypto::PrivateKey::generate(crypto::Algorithm::ecdsa_p256);
    Authority before = authority;
    EXPECT_EQ(admit(clerk, {}, {named(third, certified(third))}), "authority.role");
    authority = std::move(before);
    EXPECT_EQ(admit(admin, {}, {named(first, certified(second))}), "authority.entry")
        << "the certificate is of another key";
    EXPECT_EQ(authority.document_key(position), nullptr);
    const std::uint64_t at = position;
    EXPECT_EQ(admit(admin, {}, {named(first, certified(first))}), "");
    EXPECT_EQ(authority.document_key(at), nullptr);
    ASSERT_NE(authority.document_key(at + 1), nullptr);
    EXPECT_EQ(authority.document_key(at + 1)->certificate.key().id(), first.public_key().id());
    EXPECT_EQ(admit(admin, {}, {named(first, certified(first))}), "authority.entry") << "a key is named once";
    EXPECT_EQ(admit(admin, {}, {named(second, certified(second))}), "");
    EXPECT_EQ(authority.document_key(at + 1)->certificate.key().id(), first.public_key().id());
    EXPECT_EQ(authority.document_key(position)->certificate.key().id(), second.public_key().id());
    EXPECT_EQ(admit(admin, {&first}, {enrolment("clerk2", "clerk", first.public_key())}),
              "authority.enrolment authority.unknown_key");
}

TEST_F(AuthorityRules, refuse_malformed_enrolments) {
    begin();
    const crypto::PrivateKey fresh = new_key();
    const auto changed = [&](const char* member, plugin::Value value) {
        Entry entry = enrolment("fresh", "clerk", fresh.public_key());
        entry.data.set(member, std::move(value));
        return admit(admin, {}, {entry});
    };
    EXPECT_EQ(changed("role", "king"), "authority.entry");
    EXPECT_EQ(changed("role", 7), "authority.entry");
    EXPECT_EQ(changed("name", "Other"), "authority.entry");
    EXPECT_EQ(changed("name", "other"), "authority.entry");  // the record is another's
    EXPECT_EQ(changed("algorithm", "sm2"), "authority.entry");
    EXPECT_EQ(changed("public_key", "AAAA"), "authority.entry");
    EXPECT_EQ(changed("public_key", "!"), "authority.entry");
    // The neutral point of the curve: everybody could sign for it.
    Bytes small = fresh.public_key().spki();
    std::fill(small.end() - 32, small.end(), std::uint8_t{0});
    small[small.size() - 32] = 1;
    EXPECT_EQ(changed("public_key", to_base64(small)), "authority.entry");
    EXPECT_EQ(authority.operators().size(), 2U);
}

/// The same rules on a registry of the suite gm.
class AuthorityOfGm : public AuthorityRules {
protected:
    AuthorityOfGm() : second(crypto::PrivateKey::generate(crypto::Algorithm::sm2)) {
        admin = crypto::PrivateKey::generate(crypto::Algorithm::sm2);
        clerk = crypto::PrivateKey::generate(crypto::Algorithm::sm2);
    }
    static void with_sm3(Payload& payload, std::vector<EnvelopeSignature>&) {
        payload.entry_root_sm3 = payload.parent_root_sm3 = Hash{};
    }
    std::string admit_gm(const crypto::PrivateKey& author, std::vector<const crypto::PrivateKey*> others,
                         std::vector<Entry> entries) {
        return admit(author, std::move(others), std::move(entries), with_sm3);
    }
    Entry created_gm() {
        Entry entry = created();
        entry.data.set("suite", "gm");
        entry.data.set("checkpoint_key_sm2", to_base64(second.public_key().spki()));
        return entry;
    }
    void begin_gm() {
        ASSERT_EQ(admit_gm(admin, {}, {created_gm(), enrolment("chair", "admin", admin.public_key())}), "");
        ASSERT_EQ(admit_gm(admin, {&clerk}, {enrolment("clerk", "clerk", clerk.public_key())}), "");
    }
    crypto::PrivateKey second;  ///< of checkpoints
};

TEST_F(AuthorityOfGm, takes_sm2_keys_and_sm3_roots) {
    begin_gm();
    EXPECT_TRUE(authority.identity().is_gm());
    ASSERT_TRUE(authority.checkpoint_key(1)->sm2);
    EXPECT_EQ(authority.checkpoint_key(1)->sm2->id(), second.public_key().id());
    EXPECT_EQ(admit_gm(clerk, {}, {note()}), "");
    EXPECT_EQ(admit(clerk, {}, {note()}), "authority.suite");
    for (const crypto::Algorithm algorithm : {crypto::Algorithm::ed25519, crypto::Algorithm::ecdsa_p256}) {
        const crypto::PrivateKey key = crypto::PrivateKey::generate(algorithm);
        const std::string name(crypto::name_of(algorithm));
        EXPECT_EQ(admit_gm(admin, {&key}, {enrolment(name, "clerk", key.public_key())}),
                  "authority.enrolment");
    }
    EXPECT_EQ(admit_gm(admin, {&second}, {enrolment("log", "clerk", second.public_key())}),
              "authority.enrolment authority.unknown_key");
}

TEST_F(AuthorityOfGm, names_two_checkpoint_keys) {
    const auto first_commit = [&](Entry entry) {
        authority = Authority();
        position = 0;
        return admit_gm(admin, {}, {std::move(entry), enrolment("chair", "admin", admin.public_key())});
    };
    Entry bare = created_gm();
    bare.data.set("checkpoint_key_sm2", "AAAA");
    EXPECT_EQ(first_commit(bare), "authority.entry");
    bare.data.set("checkpoint_key_sm2", to_base64(checkpoint.public_key().spki()));
    EXPECT_EQ(first_commit(bare), "authority.entry") << "it is no SM2 key";
    bare.data.set("checkpoint_key_sm2", to_base64(admin.public_key().spki()));
    EXPECT_EQ(first_commit(bare), "authority.entry") << "it is a person's";
    bare.data.set("suite", "sm9");
    EXPECT_EQ(first_commit(bare), "authority.enrolment authority.entry authority.genesis authority.suite");

    ASSERT_EQ(first_commit(created_gm()), "");
    const auto rotated = [](plugin::Object data) {
        return core("core.checkpoint_key.rotated", "registry/self", std::move(data));
    };
    const crypto::PrivateKey next = new_key(),
                             next_sm2 = crypto::PrivateKey::generate(crypto::Algorithm::sm2);
    EXPECT_EQ(admit_gm(admin, {}, {rotated({{"checkpoint_key", to_base64(next.public_key().spki())}})}),
              "authority.entry");
    EXPECT_EQ(admit_gm(admin, {},
                       {rotated({{"checkpoint_key", to_base64(next.public_key().spki())},
                                 {"checkpoint_key_sm2", to_base64(next_sm2.public_key().spki())}})}),
              "");
    EXPECT_EQ(authority.checkpoint_key(position)->sm2->id(), next_sm2.public_key().id());
}

TEST_F(AuthorityRules, of_intl_know_no_sm2_key_and_no_sm3_root) {
    begin();
    const crypto::PrivateKey key = crypto::PrivateKey::generate(crypto::Algorithm::sm2);
    EXPECT_EQ(admit(admin, {&key}, {enrolment("guest", "clerk", key.public_key())}), "authority.enrolment");
    EXPECT_EQ(admit(clerk, {}, {note()},
                    [](Payload& payload, std::vector<EnvelopeSignature>&) {
                        payload.entry_root_sm3 = payload.parent_root_sm3 = Hash{};
                    }),
              "authority.suite");
    EXPECT_EQ(admit(admin, {},
                    {core("core.checkpoint_key.rotated", "registry/self",
                          {{"checkpoint_key", to_base64(new_key().public_key().spki())},
                           {"checkpoint_key_sm2", to_base64(key.public_key().spki())}})}),
              "authority.entry");
}

TEST(OperatorName, is_short_and_plain) {
    for (const char* good : {"chair", "li.ming", "王芳", "a", "x-1_2"})
        EXPECT_TRUE(is_operator_name(good)) << good;
    for (const char* bad : {"", "Chair", "a b", "a/b", "a\nb", "a+b"})
        EXPECT_FALSE(is_operator_name(bad)) << bad;
    EXPECT_FALSE(is_operator_name(std::string(65, 'a')));
    EXPECT_TRUE(is_operator_name(std::string(64, 'a')));
}

}  // namespace
}  // namespace xinbu::ledger
