#include "xinbu/crypto/timestamp.hpp"

#include <gtest/gtest.h>

#include "support/timestamp_authority.hpp"
#include "xinbu/crypto/digest.hpp"

namespace xinbu::crypto {
namespace {

using test::TimestampAuthority;

constexpr std::string_view text = "xinbu/91320100MA0000023K/01234567-89ab-4cde-8f01-23456789abcd\n5\nroot\n";
const Bytes nonce{0x41, 2, 3, 4, 5, 6, 7, 0xFF};

template <class T>
std::string code_of(const Result<T>& result) {
    return result ? "none" : result.error().code;
}

class Stamping : public ::testing::Test {
protected:
    void SetUp() override { XINBU_NEEDS_TIMESTAMPS(); }

    Bytes request(const std::string& policy = {}) const {
        return take(timestamp_request(digest, nonce, policy));
    }
    Bytes token_by(const TimestampAuthority& authority) const {
        return to_bytes(as_bytes(authority.token(as_text(request()))));
    }
    static TrustAnchors anchors_in(const std::string& pem) { return take(TrustAnchors::read(as_bytes(pem))); }

    Hash digest = sha256(as_bytes(text));
};

TEST_F(Stamping, a_request_says_what_openssl_reads_in_it) {
    const TimestampAuthority authority;
    authority.put("own.tsq", as_text(request("1.2.3.4.5")));
    authority.run("ts -query -in own.tsq -text -out own.txt");
    const std::string read = authority.content("own.txt");
    for (const char* part : {"Hash Algorithm: sha256", "Policy OID: 1.2.3.4.5", "Nonce: 0x41020304050607FF",
                             "Certificate required: yes", "Extensions:"})
        EXPECT_NE(read.find(part), std::string::npos) << part << " in " << read;
    EXPECT_EQ(code_of(timestamp_request(digest, nonce, "no policy")), "bad_policy");
    EXPECT_EQ(code_of(timestamp_request(digest, nonce, "id-smime-ct-TSTInfo")), "bad_policy");
}

TEST_F(Stamping, an_answer_is_taken_apart_and_verified) {
    const TimestampAuthority authority, stranger("Another");
    const std::time_t before = std::time(nullptr);
    const Bytes token = take(timestamp_token(as_bytes(authority.answer(as_text(request())))));
    const std::time_t after = std::time(nullptr);
    const Timestamp stamp = take(verify_timestamp(token, digest, {}));
    EXPECT_GE(stamp.seconds, before);
    EXPECT_LE(stamp.seconds, after);
    EXPECT_EQ(stamp.time.size(), std::string("2026-03-03T11:00:00Z").size());
    EXPECT_EQ(stamp.policy, "1.2.3.4.1");
    EXPECT_EQ(stamp.serial, "02");
    EXPECT_EQ(stamp.nonce, nonce);
    EXPECT_EQ(stamp.authority, "CN=Test TSA,O=示范时间戳");
    EXPECT_EQ(stamp.digest, digest);
    EXPECT_FALSE(stamp.trusted);
    EXPECT_FALSE(stamp.distrust.empty());
    // A root, the authority's own certificate, one among others: each is enough. Another's is not.
    EXPECT_TRUE(take(verify_timestamp(token, digest, anchors_in(authority.content("root.pem")))).trusted);
    EXPECT_TRUE(take(verify_timestamp(token, digest, anchors_in(authority.content("tsa.pem")))).trusted);
    EXPECT_TRUE(take(verify_timestamp(token, digest,
                                      anchors_in(stranger.content("root.pem") + "a remark\n" +
                                                 authority.content("root.pem"))))
                    .trusted);
    const Timestamp foreign = take(verify_timestamp(token, digest, anchors_in(stranger.content("root.pem"))));
    EXPECT_FALSE(foreign.trusted);
    EXPECT_NE(foreign.distrust.find("ends at none"), std::string::npos) << foreign.distrust;
    EXPECT_EQ(code_of(verify_timestamp(token, sha256(as_bytes("else")), {})), "timestamp_digest");
}

TEST_F(Stamping, no_flipped_bit_says_anything_else) {
    const TimestampAuthority authority;
    const TrustAnchors anchors = anchors_in(authority.content("root.pem"));
    const Bytes token = token_by(authority);
    const Timestamp stamp = take(verify_timestamp(token, digest, anchors));
    std::size_t refused = 0;
    for (std::size_t at = 0; at < token.size(); ++at) {
        Bytes altered = token;
        altered[at] ^= static_cast<std::uint8_t>(1U << (at % 8));
        const Result<Timestamp> read = read_timestamp(altered, anchors);
        if (!read) {
            EXPECT_EQ(read.error().code, "bad_timestamp");
            ++refused;
        } else {
            EXPECT_EQ(read->digest, stamp.digest) << at;
            EXPECT_EQ(read->time + read->serial + read->policy + read->authority,
                      stamp.time + stamp.serial + stamp.policy + stamp.authority)
                << at;
        }
    }
    EXPECT_GT(refused, token.size() * 9 / 10);
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, token.size() / 2, token.size() - 1})
        EXPECT_EQ(code_of(read_timestamp(ByteView(token).first(size), anchors)), "bad_timestamp") << size;
    Bytes longer = token;
    longer.push_back(0);
    EXPECT_EQ(code_of(read_timestamp(longer, anchors)), "bad_timestamp");
}

TEST_F(Stamping, it_holds_long_after_the_certificate_expired) {
    const TimestampAuthority authority("Short-lived", -3600, 2);
    const Bytes token = token_by(authority);
    authority.wait_for_its_end();
    const Timestamp stamp = take(verify_timestamp(token, digest, anchors_in(authority.content("root.pem"))));
    EXPECT_TRUE(stamp.trusted);
    EXPECT_LE(stamp.time, stamp.valid_until);
    // Stamped by a certificate that is none any more, or none yet.
    const auto refused = [&](const TimestampAuthority& one) {
        const Result<Timestamp> late = read_timestamp(token_by(one), {});
        return late ? "" : late.error().why;
    };
    EXPECT_NE(refused(authority).find("was not valid"), std::string::npos) << refused(authority);
    EXPECT_NE(refused(TimestampAuthority("Early", 3600)).find("was not valid"), std::string::npos);
}

TEST_F(Stamping, a_certificate_for_something_else_stamps_nothing) {
    const TimestampAuthority authority;
    const Bytes token = token_by(authority);
    authority.certify("plain", "/CN=Test TSA", "plain");
    const std::string forged = authority.forged(as_text(token), "plain");
    const Result<Timestamp> read =
        read_timestamp(as_bytes(forged), anchors_in(authority.content("root.pem")));
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().why.find("not one for time stamps"), std::string::npos) << read.error().why;
    // The same way of forging, by the authority itself: so it was the certificate that was refused.
    const std::string own = authority.forged(as_text(token), "tsa");
    EXPECT_TRUE(read_timestamp(as_bytes(own), anchors_in(authority.content("root.pem"))));
}

TEST_F(Stamping, a_refusal_is_told_and_nonsense_refused) {
    const TimestampAuthority authority;
    const Result<Bytes> refused = timestamp_token(as_bytes(authority.answer(as_text(request("1.2.3.9")))));
    EXPECT_EQ(code_of(refused), "timestamp_refused");
    EXPECT_NE(refused.error().why.find("policy"), std::string::npos) << refused.error().why;
    EXPECT_TRUE(timestamp_token(as_bytes(authority.answer(as_text(request("1.2.3.4.5"))))));
    const std::string answer = authority.answer(as_text(request()));
    for (const std::string& bad :
         {std::string(), std::string("<html>"), answer + "x", answer.substr(0, answer.size() - 1),
          std::string(largest_timestamp_reply + 1, '0'), std::string("\x30\x80", 2) + answer,
          std::string(60'000, '\x30')})
        EXPECT_EQ(code_of(timestamp_token(as_bytes(bad))), "bad_timestamp") << bad.size();
    EXPECT_EQ(code_of(read_timestamp(Bytes(largest_timestamp_token + 1), {})), "bad_timestamp");
}

TEST_F(Stamping, anchors_are_certificates) {
    const TimestampAuthority authority;
    const std::string pem = authority.content("root.pem");
    authority.run("x509 -in root.pem -outform DER -out root.der");
    EXPECT_EQ(take(TrustAnchors::read(as_bytes(authority.content("root.der")))).certificates(),
              anchors_in(pem).certificates());
    std::string many;
    for (int i = 0; i < 101; ++i) many += pem;
    for (const std::string& bad : {std::string(), std::string("nothing"), authority.content("tsa.key"),
                                   pem.substr(0, pem.size() / 2), pem + pem.substr(0, pem.size() / 2), many})
        EXPECT_EQ(code_of(TrustAnchors::read(as_bytes(bad))), "bad_certificate") << bad.size();
    EXPECT_TRUE(TrustAnchors().empty());
}

}  // namespace
}  // namespace xinbu::crypto
