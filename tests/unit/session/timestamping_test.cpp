// Time stamps in a registry: asked for, taken over, listed, audited, handed on.
#include "session/insider.hpp"
#include "support/timestamp_authority.hpp"
#include "xinbu/crypto/digest.hpp"
#include "xinbu/ledger/ledger.hpp"
#include "xinbu/ledger/timestamp.hpp"

namespace xinbu::session {
namespace {

using test::TimestampAuthority;

class Timestamping : public ::testing::Test {
protected:
    void SetUp() override {
        XINBU_NEEDS_TIMESTAMPS();
        ASSERT_TRUE(place.create("r"));
        registry = place.writer("r");
        ASSERT_TRUE(registry->add({note("first")}, "m"));
    }
    static crypto::TrustAnchors anchors_of(const TimestampAuthority& authority) {
        return take(crypto::TrustAnchors::read(as_bytes(authority.content("root.pem"))));
    }
    std::string asked(const std::string& policy = {}) {
        return to_text(take(registry->timestamp_request(policy)).request);
    }
    std::string code_of_adding(const std::string& reply, const crypto::TrustAnchors& anchors = {},
                               const std::string& policy = {}) {
        return code_of(registry->add_timestamp(as_bytes(reply), anchors, policy));
    }
    AuditView audit(const crypto::TrustAnchors& anchors = {}) {
        Registry::AuditOptions options;
        options.anchors = anchors;
        return take(registry->audit(options));
    }

    Place place;
    std::unique_ptr<Registry> registry;
};

TEST_F(Timestamping, a_token_goes_into_a_later_commit) {
    const TimestampAuthority authority, stranger("Another");
    EXPECT_FALSE(take(registry->info()).timestamped);
    const TimestampRequest wanted = take(registry->timestamp_request());
    EXPECT_EQ(wanted.checkpoint.size, 2U);
    const std::size_t end = wanted.checkpoint.note.find("\n\n");
    EXPECT_EQ(wanted.digest, to_hex(crypto::sha256(as_bytes(wanted.checkpoint.note.substr(0, end + 1)))))
        << "the text that the checkpoint key signs";
    EXPECT_EQ(asked(), to_text(wanted.request)) << "asked again, the same request";
    ASSERT_TRUE(registry->add({note("meanwhile")}, "m"));
    const std::string reply = authority.answer(to_text(wanted.request));
    const TimestampAdded made = take(registry->add_timestamp(as_bytes(reply), anchors_of(authority)));
    EXPECT_TRUE(made.added);
    EXPECT_TRUE(made.stamp.valid);
    EXPECT_TRUE(made.stamp.trusted);
    EXPECT_EQ(made.stamp.size, 2U);
    EXPECT_EQ(made.stamp.received, 3U);
    EXPECT_EQ(made.stamp.authority, "CN=Test TSA,O=示范时间戳");
    EXPECT_TRUE(made.stamp.findings.empty()) << told(made.stamp.findings);
    const CommitView commit = take(registry->log(1)).front();
    EXPECT_EQ(commit.sequence, 3U);
    EXPECT_EQ(commit.commit, made.commit);

    // The same once more changes nothing.
    const TimestampAdded again = take(registry->add_timestamp(as_bytes(reply)));
    EXPECT_FALSE(again.added);
    EXPECT_EQ(again.stamp.token_sha256, made.stamp.token_sha256);
    EXPECT_EQ(take(registry->info()).commits, 4U);

    const Info info = take(registry->info());
    ASSERT_TRUE(info.timestamped);
    EXPECT_EQ(info.timestamped->size, 2U);
    EXPECT_EQ(info.timestamped->commits, 2U);
    EXPECT_EQ(info.timestamped->days, 0U);
    EXPECT_EQ(info.timestamped->time, made.stamp.time);
    EXPECT_EQ(take(registry->show("registry/self")).fields.find("token"), nullptr);

    // Whoever is not told whom to trust is told so; whoever trusts another is warned.
    const std::vector<TimestampView> unknown = take(registry->timestamps());
    ASSERT_EQ(unknown.size(), 1U);
    EXPECT_TRUE(unknown.front().valid);
    EXPECT_FALSE(unknown.front().trusted);
    EXPECT_TRUE(says(unknown.front().findings, "note", "timestamp.unknown_authority"));
    EXPECT_TRUE(says(take(registry->timestamps(anchors_of(stranger))).front().findings, "warning",
                     "timestamp.untrusted"));
    EXPECT_TRUE(says(audit().findings, "note", "timestamp.unknown_authority"));
    EXPECT_TRUE(says(audit(anchors_of(stranger)).findings, "warning", "timestamp.untrusted"));
    const AuditView sound = audit(anchors_of(authority));
    EXPECT_TRUE(sound.ok) << told(sound.findings);
    for (const AuditFinding& finding : sound.findings)
        EXPECT_FALSE(finding.rule.starts_with("timestamp.")) << told(sound.findings);
}

TEST_F(Timestamping, what_does_not_hold_is_refused_and_nothing_written) {
    const TimestampAuthority authority, stranger("Another");
    ASSERT_TRUE(place.create("other"));
    const std::string request = asked("1.2.3.4.5");
    const std::string reply = authority.answer(request);
    const std::uint64_t commits = take(registry->info()).commits;
    EXPECT_EQ(code_of_adding("nonsense"), "bad_timestamp");
    EXPECT_EQ(code_of_adding(reply + "x"), "bad_timestamp");
    EXPECT_EQ(code_of_adding(authority.answer(asked("1.2.3.9"))), "timestamp_refused");
    EXPECT_EQ(code_of_adding(reply, {}, "1.2.3.4.1"), "timestamp_policy");
    EXPECT_EQ(code_of_adding(reply, anchors_of(stranger)), "timestamp_untrusted");
    const auto other = place.writer("other");
    EXPECT_EQ(code_of_adding(authority.answer(to_text(take(other->timestamp_request()).request))),
              "timestamp_digest");
    // Over the right checkpoint, but asked for by somebody else.
    authority.put("text", [&] {
        const std::string note = take(registry->timestamp_request()).checkpoint.note;
        return note.substr(0, note.find("\n\n") + 1);
    }());
    for (const char* nonce : {"", "-no_nonce"}) {
        authority.run(std::string("ts -query -data text -sha256 -cert ") + nonce + " -out by-hand.tsq");
        EXPECT_EQ(code_of_adding(authority.answer(authority.content("by-hand.tsq"))), "timestamp_nonce");
    }
    std::string altered = reply;
    altered[altered.size() - 10] = static_cast<char>(altered[altered.size() - 10] ^ 1);
    EXPECT_EQ(code_of_adding(altered), "bad_timestamp");
    EXPECT_EQ(take(registry->info()).commits, commits);
    EXPECT_TRUE(take(registry->timestamps()).empty());
    EXPECT_EQ(code_of_adding(reply, anchors_of(authority), "1.2.3.4.5"), "none");

    ASSERT_TRUE(registry->add_operator("clerk", "clerk", secret(other_words)));
    ASSERT_TRUE(registry->close());
    registry = place.writer("r", "clerk", other_words);
    EXPECT_EQ(code_of(registry->timestamp_request()), "not_authorised");
    EXPECT_EQ(code_of_adding(reply), "not_authorised");
}

TEST_F(Timestamping, a_bundle_carries_them) {
    const TimestampAuthority authority;
    ASSERT_TRUE(registry->add_timestamp(as_bytes(authority.answer(asked())), {}));
    ASSERT_TRUE(registry->add({note("after")}, "m"));
    const std::string fingerprint = take(registry->info()).fingerprint;
    const auto verified = [&](const BundleOptions& options) {
        const fs::path file = place.folder / "b.zip";
        fs::remove(file);
        take(registry->create_bundle(file, options));
        return take(verify_file(file, {fingerprint}, anchors_of(authority)));
    };
    const Verification whole = verified({});
    EXPECT_TRUE(whole.trusted);
    ASSERT_EQ(whole.timestamps.size(), 1U);
    EXPECT_TRUE(whole.timestamps.front().trusted);
    EXPECT_EQ(whole.timestamps.front().size, 2U);
    EXPECT_TRUE(says(whole.findings, "note", "timestamp.trusted")) << told(whole.findings);
    BundleOptions chosen;
    chosen.records = {"registry/self"};
    EXPECT_EQ(verified(chosen).timestamps.size(), 1U) << "never withheld";
    BundleOptions late;
    late.since = 2;
    EXPECT_EQ(verified(late).timestamps.size(), 1U) << "over the tree that the range begins with";
    late.since = 3;
    EXPECT_TRUE(verified(late).timestamps.empty());
    EXPECT_FALSE(says(verified(late).findings, "note", "timestamp.older")) << "its entry lies before, too";
}

TEST_F(Timestamping, an_audit_finds_what_an_insider_wrote) {
    const TimestampAuthority authority;
    const std::string token = authority.token(asked());
    ASSERT_TRUE(registry->close());
    registry.reset();
    const auto append = [&](const plugin::Object& data, const std::string& time) {
        append_past_the_program(place, "r",
                                {std::string(ledger::timestamp_type),
                                 "registry/self",
                                 "2026-03-01",
                                 data,
                                 {},
                                 ledger::new_salt()},
                                time);
    };
    const std::string late = "2126-12-31T00:00:00Z";
    const plugin::Object sound = ledger::timestamp_data(2, as_bytes(token));
    append(sound, "2020-01-01T00:00:00Z");                     // dated back
    append(ledger::timestamp_data(3, as_bytes(token)), late);  // over another tree, and before one from 2126
    append(ledger::timestamp_data(2, as_bytes("no token")), late);
    append(ledger::timestamp_data(99, as_bytes(token)), late);
    plugin::Object other = sound;
    other.set("token_sha256", std::string(64, '0'));
    append(other, late);
    plugin::Object bare = sound;
    bare.erase("token");
    append(bare, late);

    registry = place.writer("r");
    const AuditView found = audit();
    EXPECT_FALSE(found.ok);
    for (const char* rule : {"timestamp.imprint", "timestamp.token", "timestamp.entry", "timestamp.hash"})
        EXPECT_TRUE(says(found.findings, "error", rule)) << rule << "\n" << told(found.findings);
    EXPECT_TRUE(says(found.findings, "warning", "timestamp.clock")) << told(found.findings);
    EXPECT_TRUE(says(found.findings, "note", "timestamp.hash_only")) << told(found.findings);
    EXPECT_EQ(code_of(registry->create_bundle(place.folder / "b.zip", {})), "registry_damaged");
    EXPECT_FALSE(fs::exists(place.folder / "b.zip"));
}

}  // namespace
}  // namespace xinbu::session
