#include "xinbu/crypto/aead.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/vectors.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/crypto/digest.hpp"

namespace xinbu::crypto {
namespace {

struct Vector {
    std::string key, nonce, plaintext, associated, ciphertext, tag;
};

Bytes hex(const std::string& text) {
    return from_hex(text).value();
}

// Test cases 13 to 16 of McGrew and Viega, "The Galois/Counter Mode of Operation (GCM)", submitted to NIST.
const std::string key_of_pattern = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";
const std::vector<Vector>& published() {
    static const std::vector<Vector> vectors{
        {std::string(64, '0'), std::string(24, '0'), "", "", "", "530f8afbc74536b9a963b4f1c4cb738b"},
        {std::string(64, '0'), std::string(24, '0'), std::string(32, '0'), "",
         "cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919"},
        {key_of_pattern, "cafebabefacedbaddecaf888",
         "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16"
         "aedf"
         "5aa0de657ba637b391aafd255",
         "",
         "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f"
         "61e6"
         "393ba7a0abcc9f662898015ad",
         "b094dac5d93471bdec1a502270e3cc6c"},
        {key_of_pattern, "cafebabefacedbaddecaf888",
         "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16"
         "aedf"
         "5aa0de657ba637b39",
         "feedfacedeadbeeffeedfacedeadbeefabaddad2",
         "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f"
         "61e6"
         "393ba7a0abcc9f662",
         "76fc6ece0f4e1768cddf8853bb2d551b"}};
    return vectors;
}

TEST(Gcm, agrees_with_the_published_vectors) {
    for (const Vector& one : published()) {
        const Secret key(hex(one.key));
        const Bytes sealed = seal_gcm(key, hex(one.nonce), hex(one.plaintext), hex(one.associated));
        EXPECT_EQ(to_hex(sealed), one.ciphertext + one.tag);
        const auto opened = open_gcm(key, hex(one.nonce), sealed, hex(one.associated));
        ASSERT_TRUE(opened);
        EXPECT_EQ(to_hex(opened->view()), one.plaintext);
    }
}

TEST(Gcm, opens_nothing_that_was_altered) {
    const Vector& one = published().back();
    const Secret key(hex(one.key));
    const Bytes sealed = hex(one.ciphertext + one.tag), nonce = hex(one.nonce),
                associated = hex(one.associated);
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
        Bytes other = sealed;
        other[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        EXPECT_FALSE(open_gcm(key, nonce, other, associated)) << bit;
    }
    for (std::size_t size = 0; size < sealed.size(); ++size)
        EXPECT_FALSE(open_gcm(key, nonce, ByteView(sealed).first(size), associated)) << size;
    Bytes other_nonce = nonce, other_data = associated;
    other_nonce.back() ^= 1;
    other_data.front() ^= 1;
    EXPECT_FALSE(open_gcm(key, other_nonce, sealed, associated));
    EXPECT_FALSE(open_gcm(key, nonce, sealed, other_data));
    EXPECT_FALSE(open_gcm(key, nonce, sealed, {}));
    EXPECT_FALSE(open_gcm(random_secret(gcm_key_bytes), nonce, sealed, associated));
    EXPECT_FALSE(open_gcm(key, ByteView(nonce).first(11), sealed, associated));
}

TEST(Gcm, refuses_keys_and_nonces_of_other_lengths) {
    const Bytes nonce(gcm_nonce_bytes), text(5);
    EXPECT_THROW(seal_gcm(Secret(16), nonce, text, {}), Failure);
    EXPECT_THROW(static_cast<void>(open_gcm(Secret(16), nonce, text, {})), Failure);
    EXPECT_THROW(seal_gcm(Secret(gcm_key_bytes), Bytes(16), text, {}), Failure);
}

TEST(Wycheproof, AesGcmAgrees) {
    XINBU_READ_SHARED_JSON(file, "vectors/wycheproof/testvectors_v1/aes_gcm_test.json");
    int held = 0, refused = 0;
    for (const auto& group : file["testGroups"].GetArray()) {
        if (group["keySize"].GetInt() != 256 || group["ivSize"].GetInt() != 96 ||
            group["tagSize"].GetInt() != 128)
            continue;
        for (const auto& test : group["tests"].GetArray()) {
            const Secret key(hex(test::text_of(test, "key")));
            const Bytes sealed = hex(test::text_of(test, "ct") + test::text_of(test, "tag"));
            const bool opens =
                open_gcm(key, hex(test::text_of(test, "iv")), sealed, hex(test::text_of(test, "aad")))
                    .has_value();
            EXPECT_EQ(opens, test::text_of(test, "result") == "valid") << test["tcId"].GetInt();
            ++(opens ? held : refused);
        }
    }
    EXPECT_GT(held, 10);
    EXPECT_GT(refused, 5);
}

}  // namespace
}  // namespace xinbu::crypto
