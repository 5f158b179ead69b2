#include "xinbu/crypto/document_signature.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "xinbu/crypto/digest.hpp"

namespace xinbu::crypto {
namespace {

constexpr const char* begin = "2026-09-28T07:12:05Z";

class DocumentSignature : public ::testing::Test {
protected:
    static Certificate certificate_of(const PrivateKey& key, const std::string& organisation = "示范银行") {
        return issue_certificate(key,
                                 {organisation, "91320100MA0000023K",
                                  "xinbu/91320100MA0000023K/01234567-89ab-4cde-8f01-23456789abcd"},
                                 begin);
    }
    static bool holds(const Hash& hash, const Bytes& cms) { return verify_detached(hash, cms).has_value(); }

    PrivateKey key = PrivateKey::generate(Algorithm::ecdsa_p256);
    Certificate certificate = certificate_of(key);
    Hash digest = sha256(as_bytes("a document"));
    Bytes cms = sign_detached(digest, key, certificate);
};

TEST_F(DocumentSignature, certificates_say_whose_they_are) {
    EXPECT_EQ(certificate.key().id(), key.public_key().id());
    const std::string& subject = certificate.subject();
    for (const char* part : {"CN=示范银行", "O=示范银行", "C=CN", "NTRCN-91320100MA0000023K",
                             "OU=xinbu/91320100MA0000023K/01234567-89ab-4cde-8f01-23456789abcd"})
        EXPECT_NE(subject.find(part), std::string::npos) << part << " in " << subject;
    EXPECT_TRUE(certificate.pem().starts_with("-----BEGIN CERTIFICATE-----\n"));
    const Result<Certificate> again = Certificate::from_der(certificate.der());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->subject(), subject);
}

TEST_F(DocumentSignature, names_that_are_too_long_are_cut_between_characters) {
    std::string longest;
    for (int i = 0; i < 200; ++i) longest += "信";
    const std::string subject = certificate_of(key, longest).subject();
    EXPECT_NE(subject.find("CN=" + longest.substr(0, 64 * 3) + ","), std::string::npos) << subject;
}

TEST_F(DocumentSignature, certificates_are_whole_and_of_known_keys) {
    EXPECT_EQ(Certificate::from_der({}).error().code, "bad_certificate");
    Bytes longer = certificate.der();
    longer.push_back(0);
    EXPECT_FALSE(Certificate::from_der(longer));
    for (std::size_t size = 0; size < certificate.der().size(); size += 7)
        EXPECT_FALSE(Certificate::from_der(ByteView(certificate.der()).first(size))) << size;
    EXPECT_THROW(certificate_of(PrivateKey::generate(Algorithm::ed25519)), Failure);
}

TEST_F(DocumentSignature, holds_over_its_content_alone) {
    const Result<Certificate> signer = verify_detached(digest, cms);
    ASSERT_TRUE(signer) << signer.error().why;
    EXPECT_EQ(signer->der(), certificate.der());
    EXPECT_EQ(verify_detached(sha256(as_bytes("another document")), cms).error().why,
              "the content is not what was signed");
    Bytes padded = cms;
    padded.resize(padded.size() + 100);
    EXPECT_TRUE(holds(digest, padded));
    padded.back() = 1;
    EXPECT_FALSE(holds(digest, padded));
}

TEST_F(DocumentSignature, never_names_another_signer_whatever_byte_is_altered) {
    for (std::size_t at = 0; at < cms.size(); ++at)
        for (const unsigned bit : {1U, 0x20U, 0x80U}) {
            Bytes altered = cms;
            altered[at] = static_cast<std::uint8_t>(altered[at] ^ bit);
            const Result<Certificate> signer = verify_detached(digest, altered);
            // The certificate's own signature, and what surrounds the signed attributes, is not under it.
            if (signer) {
                EXPECT_EQ(signer->key().id(), key.public_key().id()) << at;
            }
        }
    for (std::size_t size = 0; size < cms.size(); ++size)
        EXPECT_FALSE(verify_detached(digest, ByteView(cms).first(size))) << size;
}

TEST_F(DocumentSignature, wants_the_certificate_of_its_key) {
    const PrivateKey other = PrivateKey::generate(Algorithm::ecdsa_p256);
    EXPECT_THROW(sign_detached(digest, other, certificate), Failure);
    // Another certificate over the same key does not take its place. An ECDSA signature is of one of three
    // sizes, so it takes a few to find one that fits.
    Certificate second = certificate_of(key, "另家银行");
    while (second.der().size() != certificate.der().size()) second = certificate_of(key, "另家银行");
    Bytes swapped = cms;
    const auto at =
        std::search(swapped.begin(), swapped.end(), certificate.der().begin(), certificate.der().end());
    ASSERT_NE(at, swapped.end());
    std::copy(second.der().begin(), second.der().end(), at);
    EXPECT_FALSE(holds(digest, swapped));
}

}  // namespace
}  // namespace xinbu::crypto
