#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "xinbu/crypto/signature.hpp"

namespace xinbu::crypto {
namespace {

constexpr Algorithm algorithms[] = {Algorithm::ed25519, Algorithm::ecdsa_p256, Algorithm::sm2};

std::string code_of(ByteView der, std::string_view passphrase) {
    const auto key = PrivateKey::from_pkcs8(der, Secret(passphrase));
    return key ? "none" : key.error().code;
}

/// `der` with the first place of `from` replaced by as many bytes of `to`.
Bytes replaced(Bytes der, const Bytes& from, const Bytes& to) {
    const auto place = std::search(der.begin(), der.end(), from.begin(), from.end());
    if (place == der.end() || from.size() != to.size()) {
        ADD_FAILURE() << "nothing to replace: " << to_hex(from);
        return der;
    }
    std::copy(to.begin(), to.end(), place);
    return der;
}

const Bytes scrypt_oid{0x06, 0x09, 0x2b, 0x06, 0x01, 0x04, 0x01, 0xda, 0x47, 0x04, 0x0b};
/// N = 2^14, r = 8, p = 1 in DER.
const Bytes floor_cost{0x02, 0x02, 0x40, 0x00, 0x02, 0x01, 0x08, 0x02, 0x01, 0x01};

TEST(EncryptedKey, OpensWithItsPassphrase) {
    for (const auto algorithm : algorithms) {
        const PrivateKey key = PrivateKey::generate(algorithm);
        const Bytes der = key.to_pkcs8(Secret("a passphrase 口令"), scrypt_floor);
        const auto back = PrivateKey::from_pkcs8(der, Secret("a passphrase 口令"));
        ASSERT_TRUE(back) << back.error().why;
        EXPECT_EQ(back->public_key().id(), key.public_key().id());
        EXPECT_TRUE(key.public_key().verify(as_bytes("m"), back->sign(as_bytes("m"))));
    }
}

TEST(EncryptedKey, IsWrittenAtTheDefaultCostUnlessTold) {
    const PrivateKey key = PrivateKey::generate(Algorithm::ed25519);
    const Bytes der = key.to_pkcs8(Secret("p"));
    const Bytes default_cost{0x02, 0x03, 0x02, 0x00, 0x00, 0x02, 0x01, 0x08, 0x02, 0x01, 0x01};
    EXPECT_NE(std::search(der.begin(), der.end(), default_cost.begin(), default_cost.end()), der.end());
    EXPECT_EQ(code_of(der, "p"), "none");
}

TEST(EncryptedKey, IsNeverTheSameFileTwice) {
    const PrivateKey key = PrivateKey::generate(Algorithm::ed25519);
    EXPECT_NE(key.to_pkcs8(Secret("p"), scrypt_floor), key.to_pkcs8(Secret("p"), scrypt_floor));
}

TEST(EncryptedKey, TellsAWrongPassphrase) {
    const Bytes der = PrivateKey::generate(Algorithm::ed25519).to_pkcs8(Secret("right"), scrypt_floor);
    for (const char* wrong : {"", "Right", "right ", "righ"}) {
        const auto key = PrivateKey::from_pkcs8(der, Secret(wrong));
        ASSERT_FALSE(key) << wrong;
        EXPECT_EQ(key.error().code, "wrong_passphrase");
        EXPECT_EQ(key.error().category, Category::access);
    }
}

TEST(EncryptedKey, RefusesAWeakenedOrExcessiveCostUnderived) {
    const Bytes der = PrivateKey::generate(Algorithm::ed25519).to_pkcs8(Secret("p"), scrypt_floor);
    for (const Bytes& cost : {
             Bytes{0x02, 0x02, 0x20, 0x00, 0x02, 0x01, 0x08, 0x02, 0x01, 0x01},  // N = 2^13
             Bytes{0x02, 0x02, 0x40, 0x01, 0x02, 0x01, 0x08, 0x02, 0x01, 0x01},  // N no power of two
             Bytes{0x02, 0x02, 0xc0, 0x00, 0x02, 0x01, 0x08, 0x02, 0x01, 0x01},  // N negative
             Bytes{0x02, 0x02, 0x40, 0x00, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01},  // r = 1
             Bytes{0x02, 0x02, 0x40, 0x00, 0x02, 0x01, 0x7f, 0x02, 0x01, 0x01},  // r = 127
             Bytes{0x02, 0x02, 0x40, 0x00, 0x02, 0x01, 0x08, 0x02, 0x01, 0x00},  // p = 0
             Bytes{0x02, 0x02, 0x40, 0x00, 0x02, 0x01, 0x08, 0x02, 0x01, 0x7f},  // p = 127
         }) {
        EXPECT_EQ(code_of(replaced(der, floor_cost, cost), "p"), "kdf_parameters") << to_hex(cost);
    }
}

TEST(EncryptedKey, RefusesACostOfManyBytes) {
    // The salt gives its bytes to N, so that every length in the file stays as it was.
    const Bytes der = PrivateKey::generate(Algorithm::ed25519).to_pkcs8(Secret("p"), scrypt_floor);
    const auto place = std::search(der.begin(), der.end(), floor_cost.begin(), floor_cost.end());
    ASSERT_NE(place, der.end());
    for (const std::size_t taken : {5, 7}) {
        const auto cost_at = static_cast<std::size_t>(place - der.begin());
        Bytes altered = der;
        const std::size_t salt_at = cost_at - 16 - 2;
        ASSERT_EQ(altered[salt_at], 0x04);
        altered[salt_at + 1] = static_cast<std::uint8_t>(16 - taken);
        const std::size_t n_at = cost_at - taken;
        altered[n_at] = 0x02;
        altered[n_at + 1] = static_cast<std::uint8_t>(2 + taken);
        std::fill_n(altered.begin() + static_cast<std::ptrdiff_t>(n_at + 2), 2 + taken, std::uint8_t{0x40});
        EXPECT_EQ(code_of(altered, "p"), "kdf_parameters") << taken;
    }
}

TEST(EncryptedKey, RefusesOtherAlgorithms) {
    const Bytes der = PrivateKey::generate(Algorithm::ed25519).to_pkcs8(Secret("p"), scrypt_floor);
    Bytes other = scrypt_oid;
    other.back() = 0x0c;
    EXPECT_EQ(code_of(replaced(der, scrypt_oid, other), "p"), "bad_private_key");
    const Bytes aes_256_cbc{0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2a};
    Bytes aes_128_cbc = aes_256_cbc;
    aes_128_cbc.back() = 0x02;
    EXPECT_EQ(code_of(replaced(der, aes_256_cbc, aes_128_cbc), "p"), "bad_private_key");
    const Bytes pbes2{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d};
    Bytes pbes1 = pbes2;
    pbes1.back() = 0x0a;
    EXPECT_EQ(code_of(replaced(der, pbes2, pbes1), "p"), "bad_private_key");
}

TEST(EncryptedKey, RefusesWhatIsCutOffOrTooLong) {
    const Bytes der = PrivateKey::generate(Algorithm::ed25519).to_pkcs8(Secret("p"), scrypt_floor);
    for (std::size_t size = 0; size < der.size(); ++size) {
        EXPECT_EQ(code_of(ByteView(der).first(size), "p"), "bad_private_key") << size;
    }
    Bytes longer = der;
    longer.push_back(0);
    EXPECT_EQ(code_of(longer, "p"), "bad_private_key");
    EXPECT_EQ(code_of(Bytes(20'000, 0x30), "p"), "bad_private_key");
}

TEST(EncryptedKey, RefusesAnAlteredVectorOrCiphertext) {
    const PrivateKey key = PrivateKey::generate(Algorithm::ed25519);
    const Bytes der = key.to_pkcs8(Secret("p"), scrypt_floor);
    // The last byte is in the padding's block, the vector changes the head of the plaintext.
    Bytes altered = der;
    ++altered.back();
    EXPECT_NE(code_of(altered, "p"), "none");
    const Bytes cbc_and_vector_head{0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2a, 0x04, 0x10};
    const auto vector =
        std::search(der.begin(), der.end(), cbc_and_vector_head.begin(), cbc_and_vector_head.end());
    ASSERT_NE(vector, der.end());
    altered = der;
    ++altered[static_cast<std::size_t>(vector - der.begin()) + cbc_and_vector_head.size()];
    EXPECT_NE(code_of(altered, "p"), "none");
}

TEST(EncryptedKey, IsNotWrittenAtAnUnacceptableCost) {
    const PrivateKey key = PrivateKey::generate(Algorithm::ed25519);
    EXPECT_THROW(static_cast<void>(key.to_pkcs8(Secret("p"), {1u << 10, 8, 1})), Failure);
}

class OpensslCommand : public testing::Test {
protected:
    void SetUp() override {
        if (std::system("openssl version >/dev/null 2>&1") != 0)
            GTEST_SKIP() << "the command openssl is not here";
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        folder_ = std::filesystem::path(testing::TempDir()) /
                  ("xinbu-pkcs8-" + std::string(test->name()) + '-' + to_hex(random_bytes(8)));
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override {
        if (!folder_.empty()) std::filesystem::remove_all(folder_);
    }
    std::string path(const char* name) const { return (folder_ / name).string(); }
    static Bytes read(const std::string& path) {
        std::ifstream file(path, std::ios::binary);
        return to_bytes(as_bytes(std::string(std::istreambuf_iterator<char>(file), {})));
    }
    static void write(const std::string& path, ByteView bytes) {
        std::ofstream(path, std::ios::binary) << as_text(bytes);
    }
    bool run(const std::string& arguments) const {
        return std::system(("openssl " + arguments + " >" + path("out") + " 2>&1").c_str()) == 0;
    }

    std::filesystem::path folder_;
};

TEST_F(OpensslCommand, ReadsOurFiles) {
    for (const auto algorithm : algorithms) {
        const PrivateKey key = PrivateKey::generate(algorithm);
        write(path("key.der"), key.to_pkcs8(Secret("secret words"), scrypt_floor));
        ASSERT_TRUE(run("pkey -inform DER -passin 'pass:secret words' -in " + path("key.der") +
                        " -pubout -outform DER -out " + path("public.der")));
        EXPECT_EQ(read(path("public.der")), key.public_key().spki());
        EXPECT_FALSE(run("pkey -inform DER -passin pass:wrong -noout -in " + path("key.der")));
    }
}

TEST_F(OpensslCommand, WritesFilesThatWeRead) {
    for (const char* kind : {"ED25519", "EC -pkeyopt ec_paramgen_curve:P-256"}) {
        ASSERT_TRUE(run(std::string("genpkey -algorithm ") + kind + " -out " + path("plain.pem")));
        ASSERT_TRUE(
            run("pkcs8 -topk8 -scrypt -v2 aes-256-cbc -passout 'pass:secret words' -outform DER -in " +
                path("plain.pem") + " -out " + path("key.der")));
        ASSERT_TRUE(
            run("pkey -pubout -outform DER -in " + path("plain.pem") + " -out " + path("public.der")));
        const auto key = PrivateKey::from_pkcs8(read(path("key.der")), Secret("secret words"));
        ASSERT_TRUE(key) << kind << ": " << key.error().why;
        EXPECT_EQ(key->public_key().spki(), read(path("public.der")));
        EXPECT_EQ(code_of(read(path("key.der")), "other words"), "wrong_passphrase");
    }
}

TEST_F(OpensslCommand, MayEncryptKeysThatAreNotOurs) {
    for (const char* kind :
         {"X25519", "EC -pkeyopt ec_paramgen_curve:P-384", "EC -pkeyopt ec_paramgen_curve:secp256k1"}) {
        ASSERT_TRUE(run(std::string("genpkey -algorithm ") + kind + " -out " + path("plain.pem")));
        ASSERT_TRUE(run("pkcs8 -topk8 -scrypt -v2 aes-256-cbc -passout pass:p -outform DER -in " +
                        path("plain.pem") + " -out " + path("key.der")));
        EXPECT_EQ(code_of(read(path("key.der")), "p"), "bad_private_key") << kind;
    }
}

TEST_F(OpensslCommand, MayEncryptInWaysThatWeRefuse) {
    ASSERT_TRUE(run("genpkey -algorithm ED25519 -out " + path("plain.pem")));
    for (const char* way : {"-v2 aes-256-cbc", "-scrypt -v2 aes-128-cbc",
                            "-scrypt -v2 aes-256-cbc -scrypt_N 1024", "-nocrypt"}) {
        ASSERT_TRUE(run(std::string("pkcs8 -topk8 ") + way + " -passout pass:p -outform DER -in " +
                        path("plain.pem") + " -out " + path("key.der")))
            << way;
        EXPECT_NE(code_of(read(path("key.der")), "p"), "none") << way;
    }
}

TEST_F(OpensslCommand, VerifiesOurSignatures) {
    const PrivateKey key = PrivateKey::generate(Algorithm::ed25519);
    write(path("public.der"), key.public_key().spki());
    write(path("message"), as_bytes("message"));
    write(path("signature"), key.sign(as_bytes("message")));
    const std::string command = "pkeyutl -verify -rawin -pubin -keyform DER -inkey " + path("public.der") +
                                " -sigfile " + path("signature") + " -in ";
    EXPECT_TRUE(run(command + path("message")));
    EXPECT_FALSE(run(command + path("signature")));
}

}  // namespace
}  // namespace xinbu::crypto
