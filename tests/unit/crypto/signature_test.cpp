#include "xinbu/crypto/signature.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace xinbu::crypto {
namespace {

Bytes hex(std::string_view text) {
    return from_hex(text).value();
}

constexpr Algorithm algorithms[] = {Algorithm::ed25519, Algorithm::ecdsa_p256, Algorithm::sm2};
constexpr std::string_view p256_order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
constexpr std::string_view p256_prime = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
constexpr std::string_view p256_base_x = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";
constexpr std::string_view p256_base_y = "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";

void expect_refused(Algorithm algorithm, std::string_view raw) {
    const auto key = PublicKey::from_raw(algorithm, hex(raw));
    ASSERT_FALSE(key) << raw;
    EXPECT_EQ(key.error().code, "bad_public_key") << raw;
    EXPECT_EQ(key.error().category, Category::invalid);
    EXPECT_FALSE(key.error().why.empty());
}

/// n - s, by hand, so that the test does not lean on the code it checks.
Bytes negated_s(Bytes signature) {
    const Bytes order = hex(p256_order);
    int borrow = 0;
    for (std::size_t i = 32; i-- > 0;) {
        const int digit = order[i] - signature[32 + i] - borrow;
        borrow = digit < 0 ? 1 : 0;
        signature[32 + i] = static_cast<std::uint8_t>(digit + 256 * borrow);
    }
    return signature;
}

TEST(AlgorithmName, ComesBack) {
    EXPECT_EQ(name_of(Algorithm::ed25519), "ed25519");
    EXPECT_EQ(name_of(Algorithm::ecdsa_p256), "ecdsa-p256");
    EXPECT_EQ(name_of(Algorithm::sm2), "sm2");
    for (const auto algorithm : algorithms) EXPECT_EQ(algorithm_of(name_of(algorithm)), algorithm);
    for (const char* name : {"", "Ed25519", "ecdsa", "SM2"}) EXPECT_FALSE(algorithm_of(name)) << name;
}

TEST(Signature, HoldsForItsMessageAndKeyOnly) {
    for (const auto algorithm : algorithms) {
        const PrivateKey key = PrivateKey::generate(algorithm);
        const PrivateKey other = PrivateKey::generate(algorithm);
        const Bytes signature = key.sign(as_bytes("message"));
        ASSERT_EQ(signature.size(), 64u);
        EXPECT_EQ(key.public_key().algorithm(), algorithm);
        EXPECT_TRUE(key.public_key().verify(as_bytes("message"), signature));
        EXPECT_TRUE(key.public_key().verify_strict(as_bytes("message"), signature));
        EXPECT_FALSE(key.public_key().verify(as_bytes("messagf"), signature));
        EXPECT_FALSE(key.public_key().verify({}, signature));
        EXPECT_FALSE(other.public_key().verify(as_bytes("message"), signature));
        EXPECT_FALSE(other.public_key().verify_strict(as_bytes("message"), signature));
    }
}

TEST(Signature, HoldsOverTheEmptyMessage) {
    for (const auto algorithm : algorithms) {
        const PrivateKey key = PrivateKey::generate(algorithm);
        EXPECT_TRUE(key.public_key().verify({}, key.sign({})));
    }
}

TEST(Signature, EveryAlteredBitIsNoticed) {
    for (const auto algorithm : algorithms) {
        const PrivateKey key = PrivateKey::generate(algorithm);
        const Bytes signature = key.sign(as_bytes("message"));
        for (std::size_t bit = 0; bit < 512; ++bit) {
            Bytes altered = signature;
            altered[bit / 8] = static_cast<std::uint8_t>(altered[bit / 8] ^ (1u << (bit % 8)));
            EXPECT_FALSE(key.public_key().verify(as_bytes("message"), altered)) << bit;
        }
    }
}

TEST(Signature, OfAnotherLengthIsRefused) {
    for (const auto algorithm : algorithms) {
        const PrivateKey key = PrivateKey::generate(algorithm);
        Bytes signature = key.sign(as_bytes("message"));
        for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{32}, std::size_t{63}}) {
            EXPECT_FALSE(key.public_key().verify(as_bytes("message"), ByteView(signature).first(size)));
            EXPECT_FALSE(
                key.public_key().verify_strict(as_bytes("message"), ByteView(signature).first(size)));
        }
        signature.push_back(0);
        EXPECT_FALSE(key.public_key().verify(as_bytes("message"), signature));
    }
}

TEST(Signature, IsVerifiedByManyThreadsWithOneKey) {
    for (const auto algorithm : algorithms) {
        const PrivateKey key = PrivateKey::generate(algorithm);
        const Bytes signature = key.sign(as_bytes("message"));
        // A fresh import, so that the threads are the first to use it.
        const PublicKey shared = PublicKey::from_spki(key.public_key().spki()).value();
        std::atomic<int> held = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&, copy = shared] {
                for (int round = 0; round < 50; ++round) {
                    if (copy.verify(as_bytes("message"), signature)) ++held;
                    if (copy.verify(as_bytes("other"), signature)) held -= 1000;
                }
            });
        }
        for (auto& thread : threads) thread.join();
        EXPECT_EQ(held, 200);
    }
}

TEST(Ed25519, AgreesWithTheExamplesOfRfc8032) {
    const PublicKey key =
        PublicKey::from_raw(Algorithm::ed25519,
                            hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"))
            .value();
    EXPECT_TRUE(key.verify({}, hex("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                                   "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")));
    EXPECT_EQ(to_hex(key.spki()),
              "302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    EXPECT_EQ(key.id(), to_hex(sha256(key.spki())));
}

TEST(Ed25519, RefusesLowOrderPointsWithEitherSign) {
    for (const char* y : {"0000000000000000000000000000000000000000000000000000000000000000",
                          "0000000000000000000000000000000000000000000000000000000000000080",
                          "0100000000000000000000000000000000000000000000000000000000000000",
                          "0100000000000000000000000000000000000000000000000000000000000080",
                          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"}) {
        expect_refused(Algorithm::ed25519, y);
    }
}

TEST(Ed25519, RefusesEveryUnreducedEncoding) {
    for (int low = 0xed; low <= 0xff; ++low) {
        for (const int high : {0x7f, 0xff}) {
            Bytes y(32, 0xff);
            y.front() = static_cast<std::uint8_t>(low);
            y.back() = static_cast<std::uint8_t>(high);
            expect_refused(Algorithm::ed25519, to_hex(y));
        }
    }
}

TEST(Ed25519, RefusesPointsOffTheCurve) {
    // Whether y^2 - 1 over d y^2 + 1 is a square was computed apart from this code for y = 2, 3, 4 and so on.
    for (const int y : {2, 7, 8}) {
        Bytes raw(32, 0);
        raw.front() = static_cast<std::uint8_t>(y);
        expect_refused(Algorithm::ed25519, to_hex(raw));
    }
    for (const int y : {3, 4, 5, 6}) {
        Bytes raw(32, 0);
        raw.front() = static_cast<std::uint8_t>(y);
        EXPECT_TRUE(PublicKey::from_raw(Algorithm::ed25519, raw)) << y;
    }
}

TEST(Ed25519, RefusesOtherLengths) {
    for (const std::size_t size : {0, 31, 33, 65})
        expect_refused(Algorithm::ed25519, std::string(2 * size, '3'));
}

TEST(EcdsaP256, MakesLowSOnly) {
    const PrivateKey key = PrivateKey::generate(Algorithm::ecdsa_p256);
    for (int i = 0; i < 40; ++i) {
        const Bytes signature = key.sign(as_bytes("message"));
        EXPECT_LT(to_hex(signature).substr(64),
                  "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a9");
        EXPECT_TRUE(key.public_key().verify(as_bytes("message"), signature));
    }
}

TEST(EcdsaP256, ANegatedSignatureHoldsButNotStrictly) {
    const PrivateKey key = PrivateKey::generate(Algorithm::ecdsa_p256);
    const Bytes negated = negated_s(key.sign(as_bytes("message")));
    EXPECT_TRUE(key.public_key().verify(as_bytes("message"), negated));
    EXPECT_FALSE(key.public_key().verify_strict(as_bytes("message"), negated));
}

TEST(EcdsaP256, RefusesNumbersOutsideTheirRange) {
    const PrivateKey key = PrivateKey::generate(Algorithm::ecdsa_p256);
    const Bytes signature = key.sign(as_bytes("message"));
    for (const std::string& number : {std::string(64, '0'), std::string(p256_order), std::string(64, 'f')}) {
        for (const std::size_t place : {0, 32}) {
            Bytes altered = signature;
            const Bytes bytes = hex(number);
            std::copy(bytes.begin(), bytes.end(), altered.begin() + static_cast<std::ptrdiff_t>(place));
            EXPECT_FALSE(key.public_key().verify(as_bytes("message"), altered)) << number << ' ' << place;
        }
    }
}

TEST(EcdsaP256, RefusesPointsThatAreNone) {
    const std::string x(p256_base_x);
    const std::string y(p256_base_y);
    EXPECT_TRUE(PublicKey::from_raw(Algorithm::ecdsa_p256, hex("04" + x + y)));
    std::string off = y;
    off.back() = '6';
    expect_refused(Algorithm::ecdsa_p256, "04" + x + off);
    expect_refused(Algorithm::ecdsa_p256, "04" + std::string(128, '0'));
    expect_refused(Algorithm::ecdsa_p256, "04" + std::string(p256_prime) + y);
    expect_refused(Algorithm::ecdsa_p256, "04" + std::string(128, 'f'));
    expect_refused(Algorithm::ecdsa_p256, "00");
    expect_refused(Algorithm::ecdsa_p256, "03" + x);
    expect_refused(Algorithm::ecdsa_p256, "06" + x + y);
    expect_refused(Algorithm::ecdsa_p256, "07" + x + y);
    expect_refused(Algorithm::ecdsa_p256, "04" + x + y + "00");
}

TEST(SubjectPublicKeyInfo, ComesBackAsTheSameKey) {
    for (const auto algorithm : algorithms) {
        const PrivateKey key = PrivateKey::generate(algorithm);
        const auto back = PublicKey::from_spki(key.public_key().spki());
        ASSERT_TRUE(back);
        EXPECT_EQ(back->algorithm(), algorithm);
        EXPECT_EQ(back->raw(), key.public_key().raw());
        EXPECT_EQ(back->id(), key.public_key().id());
        EXPECT_TRUE(back->verify(as_bytes("m"), key.sign(as_bytes("m"))));
    }
}

TEST(SubjectPublicKeyInfo, RefusesWhatIsNotExactlyThat) {
    for (const auto algorithm : algorithms) {
        const Bytes spki = PrivateKey::generate(algorithm).public_key().spki();
        for (std::size_t size = 0; size < spki.size(); ++size) {
            EXPECT_FALSE(PublicKey::from_spki(ByteView(spki).first(size))) << size;
        }
        Bytes longer = spki;
        longer.push_back(0);
        EXPECT_FALSE(PublicKey::from_spki(longer));
        const std::size_t head = spki.size() - (algorithm == Algorithm::ed25519 ? 32 : 65);
        for (std::size_t place = 0; place < head; ++place) {
            Bytes altered = spki;
            ++altered[place];
            EXPECT_FALSE(PublicKey::from_spki(altered)) << place;
        }
    }
    // X25519 looks the same but for one byte.
    EXPECT_FALSE(PublicKey::from_spki(
        hex("302a300506032b656e032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")));
}

}  // namespace
}  // namespace xinbu::crypto
