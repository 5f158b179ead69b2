#include "xinbu/crypto/key_certificate.hpp"

#include <gtest/gtest.h>

#include <ctime>

#include "support/timestamp_authority.hpp"

namespace xinbu::crypto {
namespace {

std::string instant(long seconds_from_now = 0) {
    const std::time_t when = std::time(nullptr) + seconds_from_now;
    std::tm parts{};
    ::gmtime_r(&when, &parts);
    std::string text(32, '\0');
    text.resize(std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts));
    return text;
}

template <class T>
std::string code_of(const Result<T>& result) {
    return result ? "none" : result.error().code;
}

constexpr long day = 86'400;

class Certified : public ::testing::Test {
protected:
    void SetUp() override {
        XINBU_NEEDS_TIMESTAMPS();
        ca.emplace("Test CA");
        ca->run("genpkey -algorithm ed25519 -out key.pem");
        ca->run("genpkey -algorithm ed25519 -out other.pem");
    }
    PublicKey key_in(const std::string& file) const {
        ca->run("pkey -in " + file + " -pubout -outform DER -out spki");
        const std::string der = ca->content("spki");
        return take(PublicKey::from_spki(as_bytes(der)));
    }
    std::string certified(const std::string& subject = "/O=示范银行/CN=wang", long begins = -day,
                          long ends = day, const std::string& section = "plain",
                          const std::string& issuer = "root") const {
        ca->certify_key(ca->file("key.pem"), "leaf", subject, begins, ends, section, issuer);
        return ca->content("leaf.pem");
    }
    TrustAnchors anchors(const std::string& file = "root.pem") const {
        const std::string content = ca->content(file);
        return take(TrustAnchors::read(as_bytes(content)));
    }
    static std::string chain(const std::string& file) { return take(read_chain(as_bytes(file))); }

    std::optional<test::TimestampAuthority> ca;
};

TEST_F(Certified, SaysWhoseItIsAndWhoseWord) {
    const PublicKey key = key_in("key.pem");
    const std::string pem = chain(certified());
    const KeyCertificate said = take(judge_chain(pem, key, instant(), anchors()));
    EXPECT_TRUE(said.trusted) << said.distrust;
    EXPECT_EQ(said.subject, "CN=wang,O=示范银行");
    EXPECT_NE(said.issuer.find("Root of Test CA"), std::string::npos);
    EXPECT_EQ(said.sha256.size(), 64U);
    EXPECT_LT(said.valid_from, instant());
    EXPECT_GT(said.valid_until, instant());
    const KeyCertificate unknown = take(judge_chain(pem, key, instant(), {}));
    EXPECT_FALSE(unknown.trusted);
    const test::TimestampAuthority stranger("Another");
    const std::string other_root = stranger.content("root.pem");
    EXPECT_FALSE(
        take(judge_chain(pem, key, instant(), take(TrustAnchors::read(as_bytes(other_root))))).trusted);
}

TEST_F(Certified, IsJudgedAsOfTheMomentOfTheEnrolment) {
    const PublicKey key = key_in("key.pem");
    const std::string expired = chain(certified("/CN=wang", -3 * day, -day));
    EXPECT_EQ(code_of(judge_chain(expired, key, instant(), {})), "certificate_time");
    EXPECT_EQ(code_of(judge_chain(expired, key, instant(-4 * day), {})), "certificate_time");
    // The root is younger than that, so only the certificate itself is asked for.
    EXPECT_EQ(code_of(judge_chain(expired, key, instant(-2 * day), {})), "none")
        << "long expired, and valid then";
    const auto then = take(judge_chain(expired, key, instant(-2 * day), anchors()));
    EXPECT_FALSE(then.trusted) << "its root was not there yet";
    for (const char* bad : {"", "yesterday", "2026-13-01T00:00:00Z"})
        EXPECT_EQ(code_of(judge_chain(expired, key, bad, {})), "certificate_form") << bad;
}

TEST_F(Certified, MustBeOverThisKeyAndForSignatures) {
    EXPECT_EQ(code_of(judge_chain(chain(certified()), key_in("other.pem"), instant(), anchors())),
              "certificate_key");
    ca->run("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem");
    const PublicKey key = key_in("key.pem");
    EXPECT_EQ(code_of(judge_chain(chain(certified()), key, instant(), anchors())), "none");
    EXPECT_EQ(code_of(judge_chain(chain(certified("/CN=wang", -day, day, "agreement")), key, instant(), {})),
              "certificate_use");
}

TEST_F(Certified, NeedsTheChainBetween) {
    ca->run("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out middle.key");
    ca->certify_key(ca->file("middle.key"), "middle", "/CN=Issuing CA", -day, day, "root");
    const std::string leaf = certified("/CN=wang", -day, day, "plain", "middle");
    const PublicKey key = key_in("key.pem");
    EXPECT_FALSE(take(judge_chain(chain(leaf), key, instant(), anchors())).trusted);
    const std::string whole = chain("Whose it is:\n" + leaf + "and above it\n" + ca->content("middle.pem"));
    EXPECT_TRUE(take(judge_chain(whole, key, instant(), anchors())).trusted);
    EXPECT_TRUE(take(judge_chain(whole, key, instant(), anchors("middle.pem"))).trusted);
    // The key's own stands first.
    EXPECT_EQ(code_of(judge_chain(chain(ca->content("middle.pem") + leaf), key, instant(), {})),
              "certificate_key");
}

TEST_F(Certified, HasOneSpellingAndASize) {
    const std::string leaf = certified();
    const PublicKey key = key_in("key.pem");
    ca->run("x509 -in leaf.pem -outform DER -out leaf.der");
    EXPECT_EQ(chain(ca->content("leaf.der")), chain(leaf));
    EXPECT_EQ(chain(chain(leaf)), chain(leaf));
    for (const std::string& text : {leaf + "\n", " " + leaf, leaf + "x", std::string("x"), std::string()})
        if (text != chain(leaf)) {
            EXPECT_EQ(code_of(judge_chain(text, key, instant(), {})), "certificate_form");
        }
    std::string six;
    for (int i = 0; i < 6; ++i) six += leaf;
    EXPECT_EQ(code_of(read_chain(as_bytes(six))), "bad_certificate");
    EXPECT_EQ(code_of(read_chain(
                  as_bytes(leaf + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"))),
              "bad_certificate");
    EXPECT_EQ(code_of(read_chain({})), "bad_certificate");
    EXPECT_EQ(code_of(read_chain(Bytes(100'000, 'x'))), "bad_certificate");
}

TEST_F(Certified, NoFlippedBitIsTrusted) {
    certified();
    const PublicKey key = key_in("key.pem");
    ca->run("x509 -in leaf.pem -outform DER -out leaf.der");
    const std::string der = ca->content("leaf.der");
    const TrustAnchors root = anchors();
    for (std::size_t bit = 0; bit < der.size() * 8; ++bit) {
        std::string altered = der;
        altered[bit / 8] =
            static_cast<char>(static_cast<unsigned char>(altered[bit / 8]) ^ (1U << (bit % 8)));
        const auto pem = read_chain(as_bytes(altered));
        if (!pem) continue;
        const auto said = judge_chain(*pem, key, instant(), root);
        EXPECT_FALSE(said && said->trusted) << "bit " << bit;
    }
}

}  // namespace
}  // namespace xinbu::crypto
