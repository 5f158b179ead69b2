// Operators whose signing keys are in tokens.
#include "../../../core/session/instants.hpp"
#include "../../../core/session/key_certificates.hpp"
#include "session/support.hpp"
#include "support/soft_token.hpp"
#include "support/timestamp_authority.hpp"
#include "xinbu/crypto/key_certificate.hpp"

namespace xinbu::session {
namespace {

crypto::Secret right_pin(const std::string&) {
    return secret(test::token_pin);
}
crypto::Secret wrong_pin(const std::string&) {
    return secret("0000-0000");
}

class OperatorWithToken : public ::testing::Test {
protected:
    void SetUp() override {
        XINBU_NEEDS_SOFTHSM();
        token.emplace();
        token->add_key("clerk", "a1");
        token->add_key("chair", "a2", "p256");
        created = std::make_unique<Created>(take(place.create("r")));
    }
    void enrol_clerk() {
        const OperatorView added =
            take(place.writer("r")->add_operator("clerk", "clerk", secret(other_words), in_token("clerk")));
        EXPECT_EQ(added.status, "active");
        EXPECT_EQ(added.token, take(crypto::checked_token_uri(token->uri("clerk"))));
    }
    NewKey in_token(const std::string& object) const { return {token->uri(object), right_pin, {}, {}}; }
    std::unique_ptr<Registry> as_clerk(const crypto::AskPin& ask = right_pin,
                                       std::string_view words = other_words) {
        auto registry = place.writer("r", "clerk", words);
        registry->ask_pin_by(ask);
        return registry;
    }
    storage::KeySlot slot_of(const std::string& holder) {
        return *storage::KeySlots::read(place.folder / "r").find(holder);
    }
    void expect_sound() {
        const AuditView audit = take(place.writer("r")->audit({}));
        EXPECT_TRUE(audit.ok) << told(audit.findings);
    }

    Place place;
    std::optional<test::SoftToken> token;
    std::unique_ptr<Created> created;
};

TEST_F(OperatorWithToken, signs_and_everything_holds) {
    enrol_clerk();
    const storage::KeySlot slot = slot_of("clerk");
    EXPECT_TRUE(slot.signing_key.empty());
    EXPECT_EQ(slot.token.find("pin"), std::string::npos);
    EXPECT_EQ(to_hex(crypto::sha256(slot.public_key)), slot.signing_key_id);
    std::string entry;
    {
        auto clerk = as_clerk();
        EXPECT_TRUE(clerk->signs_with_token());
        const Added added = take(clerk->add({note("one", "note/a")}, "m"));
        entry = added.entries.front().id;
        EXPECT_TRUE(clerk->add({note("two", "note/a")}, "m")) << "the PIN is asked for once";
        EXPECT_EQ(take(clerk->history("note/a")).front().signed_by, "clerk");
    }
    EXPECT_FALSE(place.writer("r")->signs_with_token());
    put_content(place.folder / "proof", take(place.writer("r")->prove(entry)));
    const Verification seen = take(verify_file(place.folder / "proof", {created->fingerprint}));
    EXPECT_TRUE(seen.valid && seen.trusted) << told(seen.findings);
    expect_sound();
}

TEST_F(OperatorWithToken, may_have_a_key_over_p256) {
    take(place.writer("r")->add_operator("second", "admin", secret(other_words), in_token("chair")));
    auto second = place.writer("r", "second", other_words);
    second->ask_pin_by(right_pin);
    EXPECT_TRUE(second->add({note("one")}, "m"));
    // Two tokens at one table: whoever enrols and who is enrolled.
    EXPECT_TRUE(second->add_operator("clerk", "clerk", secret(other_words), in_token("clerk")));
    second.reset();
    expect_sound();
}

TEST_F(OperatorWithToken, writes_nothing_where_the_token_says_no) {
    enrol_clerk();
    const std::uint64_t commits = place.writer("r")->info()->commits;
    EXPECT_EQ(code_of(as_clerk(wrong_pin)->add({note("one")}, "m")), "wrong_pin");
    EXPECT_EQ(code_of(as_clerk({})->add({note("one")}, "m")), "pin_missing");
    EXPECT_EQ(code_of(as_clerk(wrong_pin)->unlock_signing_key()), "wrong_pin");
    token->unplug();
    EXPECT_EQ(code_of(as_clerk()->add({note("one")}, "m")), "token_absent");
    EXPECT_TRUE(as_clerk()->search("one", 10)) << "reading needs no token";
    token->plug_in();
    {
        auto chair = place.writer("r");
        NewKey key = in_token("chair");
        key.ask_pin = wrong_pin;
        EXPECT_EQ(code_of(chair->add_operator("second", "admin", secret(other_words), key)), "wrong_pin");
        key = in_token("nothing");
        EXPECT_EQ(code_of(chair->add_operator("second", "admin", secret(other_words), key)),
                  "token_key_missing");
        key.token = "pkcs11:token=office;object=chair?pin-value=1&module-name=softhsm2";
        EXPECT_EQ(code_of(chair->add_operator("second", "admin", secret(other_words), key)), "token_uri");
        // The key is somebody's already.
        EXPECT_FALSE(chair->add_operator("second", "admin", secret(other_words), in_token("clerk")));
        EXPECT_EQ(chair->info()->commits, commits);
        EXPECT_EQ(take(chair->operators()).size(), 2U);
    }
    EXPECT_EQ(storage::KeySlots::read(place.folder / "r").find("second"), nullptr);
    EXPECT_EQ(slot_of("clerk").token, take(crypto::checked_token_uri(token->uri("clerk"))));
    EXPECT_TRUE(as_clerk()->add({note("one")}, "m"));
    expect_sound();
}

TEST_F(OperatorWithToken, is_told_where_another_key_bears_the_name) {
    enrol_clerk();
    const test::SoftToken other;
    other.add_key("clerk", "b1");
    EXPECT_EQ(code_of(as_clerk()->add({note("one")}, "m")), "token_other_key");
    token->use();
    EXPECT_TRUE(as_clerk()->add({note("one")}, "m"));
}

TEST_F(OperatorWithToken, changes_the_passphrase_and_outlives_an_exchange_of_the_data_key) {
    enrol_clerk();
    constexpr const char* new_words = "quiet river stones keep their moss";
    EXPECT_EQ(code_of(as_clerk(wrong_pin)->change_passphrase(secret(new_words))), "wrong_pin");
    ASSERT_TRUE(as_clerk()->change_passphrase(secret(new_words)));
    EXPECT_FALSE(place.open("r", Access::read, "clerk", other_words));
    ASSERT_TRUE(place.writer("r")->exchange_data_key());
    EXPECT_TRUE(as_clerk(right_pin, new_words)->add({note("one")}, "m"));
    expect_sound();
}

TEST_F(OperatorWithToken, is_refused_in_a_registry_of_gm) {
    NewRegistry wanted = place.wanted("gm");
    wanted.suite = "gm";
    wanted.token = token->uri("chair");
    wanted.ask_pin = right_pin;
    const auto refused = Registry::create(std::move(wanted), place.host);
    EXPECT_EQ(code_of(refused), "token_suite");
    EXPECT_FALSE(fs::exists(place.folder / "gm"));
}

TEST_F(OperatorWithToken, moves_the_enrolled_key_into_a_token) {
    // Out of the key slot, as whoever knows the passphrase can take it.
    const storage::KeySlot slot = slot_of("chair");
    {
        std::ofstream file(place.folder / "chair.der", std::ios::binary);
        file.write(reinterpret_cast<const char*>(slot.signing_key.data()),
                   static_cast<std::streamsize>(slot.signing_key.size()));
    }
    test::output_of("openssl pkcs8 -inform DER -in " + (place.folder / "chair.der").string() +
                    " -passin 'pass:" + admin_words + "' -out " + (place.folder / "chair.pem").string());
    token->import_key((place.folder / "chair.pem").string(), "moved", "a9");
    auto chair = place.writer("r");
    chair->ask_pin_by(right_pin);
    EXPECT_EQ(code_of(chair->use_token(token->uri("clerk"))), "token_other_key");
    EXPECT_FALSE(slot_of("chair").signing_key.empty());
    ASSERT_TRUE(chair->use_token(token->uri("moved")));
    EXPECT_TRUE(chair->add({note("one")}, "m"));
    chair.reset();
    for (const char* holder : {"chair", ""}) {
        EXPECT_TRUE(slot_of(holder).signing_key.empty()) << "the recovery slot would still sign: " << holder;
        EXPECT_EQ(slot_of(holder).signing_key_id, slot.signing_key_id);
    }
    chair = place.writer("r");
    EXPECT_EQ(code_of(chair->add({note("two")}, "m")), "pin_missing");
    chair.reset();
    // The recovery passphrase is half of it: the token is the other.
    const auto recover = [&](const crypto::AskPin& ask) {
        auto registry =
            take(place.open("r", Access::write, "recovery", as_text(created->recovery_passphrase.view())));
        registry->ask_pin_by(ask);
        return code_of(registry->recover(created->recovery_passphrase, secret(other_words)));
    };
    EXPECT_EQ(recover(wrong_pin), "wrong_pin");
    EXPECT_EQ(recover(right_pin), "none");
    chair = place.writer("r", "chair", other_words);
    chair->ask_pin_by(right_pin);
    EXPECT_TRUE(chair->add({note("two")}, "m"));
    EXPECT_TRUE(chair->renew_recovery());
}

TEST_F(OperatorWithToken, may_be_the_first_of_a_registry) {
    const auto create = [&](const crypto::AskPin& ask) {
        NewRegistry wanted = place.wanted("bank");
        wanted.token = token->uri("chair");
        wanted.ask_pin = ask;
        return Registry::create(std::move(wanted), place.host);
    };
    EXPECT_EQ(code_of(create(wrong_pin)), "wrong_pin");
    EXPECT_FALSE(fs::exists(place.folder / "bank")) << "nothing half made";
    ASSERT_TRUE(create(right_pin));
    auto chair = place.writer("bank");
    chair->ask_pin_by(right_pin);
    EXPECT_TRUE(chair->add({note("one")}, "m"));
    EXPECT_TRUE(take(chair->audit({})).ok);
}

/// With certificates of an authority on the keys in the token.
class CertifiedOperator : public OperatorWithToken {
protected:
    void SetUp() override {
        OperatorWithToken::SetUp();
        if (IsSkipped()) return;
        ca.emplace("Test CA");
        ca->certify_key((*token / "clerk.pem"), "clerk", "/O=示范银行/CN=clerk");
        ca->certify_key((*token / "chair.pem"), "chair", "/CN=chair");
        ca->certify_key((*token / "clerk.pem"), "expired", "/CN=clerk", -3L * 86'400, -86'400L);
    }
    NewKey certified(const std::string& file, const crypto::TrustAnchors& anchors = {}) const {
        const std::string content = ca->content(file);
        return {token->uri("clerk"), right_pin, to_bytes(as_bytes(content)), anchors};
    }
    crypto::TrustAnchors root() const {
        const std::string content = ca->content("root.pem");
        return take(crypto::TrustAnchors::read(as_bytes(content)));
    }
    std::string add(const NewKey& key) {
        return code_of(place.writer("r")->add_operator("clerk", "clerk", secret(other_words), key));
    }

    std::optional<test::TimestampAuthority> ca;
};

TEST_F(CertifiedOperator, is_named_by_the_authority_wherever_the_signature_is_shown) {
    ASSERT_EQ(add(certified("clerk.pem", root())), "none");
    const std::string entry = take(as_clerk()->add({note("one", "note/a")}, "m")).entries.front().id;
    const auto chair = place.writer("r");
    const std::vector<OperatorView> listed = take(chair->operators(root()));
    EXPECT_FALSE(listed.front().certificate);
    ASSERT_TRUE(listed.back().certificate);
    EXPECT_TRUE(listed.back().certificate->valid && listed.back().certificate->trusted);
    EXPECT_EQ(listed.back().certificate->subject, "CN=clerk,O=示范银行");
    EXPECT_FALSE(take(chair->operators()).back().certificate->trusted);
    EXPECT_NE(json_text(take(chair->history("operator/clerk")).front().data).find("BEGIN CERTIFICATE"),
              std::string::npos);

    put_content(place.folder / "proof", take(chair->prove(entry)));
    ASSERT_TRUE(chair->create_bundle(place.folder / "bundle", {}));
    for (const char* file : {"proof", "bundle"}) {
        Verification seen = take(verify_file(place.folder / file, {created->fingerprint}, root()));
        EXPECT_TRUE(seen.valid && says(seen.findings, "note", "certificate.trusted")) << told(seen.findings);
        seen = take(verify_file(place.folder / file, {created->fingerprint}));
        EXPECT_TRUE(seen.valid && says(seen.findings, "note", "certificate.unknown_authority"));
    }
    Registry::AuditOptions options;
    options.anchors = root();
    AuditView audit = take(chair->audit(options));
    EXPECT_TRUE(audit.ok && says(audit.findings, "note", "certificate.trusted")) << told(audit.findings);
    const test::TimestampAuthority stranger("Another");
    const std::string other = stranger.content("root.pem");
    options.anchors = take(crypto::TrustAnchors::read(as_bytes(other)));
    audit = take(chair->audit(options));
    EXPECT_TRUE(audit.ok && says(audit.findings, "warning", "certificate.untrusted")) << told(audit.findings);
}

TEST_F(CertifiedOperator, is_enrolled_only_where_it_is_of_that_key_and_holds) {
    const test::TimestampAuthority stranger("Another");
    const std::string other = stranger.content("root.pem");
    EXPECT_EQ(add(certified("chair.pem")), "certificate_key");
    EXPECT_EQ(add(certified("expired.pem")), "certificate_time");
    EXPECT_EQ(add(certified("clerk.csr")), "bad_certificate");
    EXPECT_EQ(add(certified("clerk.pem", take(crypto::TrustAnchors::read(as_bytes(other))))),
              "certificate_untrusted");
    NewKey made_here = certified("clerk.pem");
    made_here.token.clear();
    EXPECT_EQ(add(made_here), "certificate_no_token");
    EXPECT_EQ(storage::KeySlots::read(place.folder / "r").find("clerk"), nullptr);
    EXPECT_EQ(place.writer("r")->info()->commits, 1U);
    EXPECT_EQ(add(certified("clerk.pem")), "none")
        << "of an authority that nobody named, as with time stamps";
    expect_sound();
}

TEST(KeyCertificates, that_another_program_wrote_wrongly_are_findings) {
    XINBU_NEEDS_TIMESTAMPS();
    const test::TimestampAuthority ca("Test CA");
    ca.run("genpkey -algorithm ed25519 -out key.pem");
    ca.run("pkey -in key.pem -pubout -outform DER -out spki");
    ca.certify_key(ca.file("key.pem"), "good", "/CN=x");
    const std::string spki = ca.content("spki"), file = ca.content("good.pem");
    const crypto::PublicKey key = take(crypto::PublicKey::from_spki(as_bytes(spki)));
    const crypto::PublicKey another = crypto::PrivateKey::generate(crypto::Algorithm::ed25519).public_key();
    const auto rule = [&](const crypto::PublicKey& of, const std::string& at,
                          const std::string& certificate) {
        const auto finding = finding_of_certificate({"x", "clerk", of, 0, {}, 0, at, certificate}, {});
        return finding ? finding->severity + " " + finding->rule : "none";
    };
    const std::string chain = take(crypto::read_chain(as_bytes(file))), now = now_instant();
    EXPECT_EQ(rule(key, now, ""), "none");
    EXPECT_EQ(rule(key, now, chain), "note certificate.unknown_authority");
    EXPECT_EQ(rule(another, now, chain), "error certificate.key");
    EXPECT_EQ(rule(key, "2001-01-01T00:00:00Z", chain), "error certificate.time");
    EXPECT_EQ(rule(key, now, chain + "\n"), "error certificate.form");
}

}  // namespace
}  // namespace xinbu::session
