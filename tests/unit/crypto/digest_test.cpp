#include "xinbu/crypto/digest.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "xinbu/crypto/dsse.hpp"

namespace xinbu::crypto {
namespace {

Bytes hex(std::string_view text) {
    return from_hex(text).value();
}
Secret secret_hex(std::string_view text) {
    return Secret(ByteView(hex(text)));
}

constexpr std::string_view digest_of_nothing =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr std::string_view digest_of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST(Sha256, AgreesWithTheExamplesOfFips180) {
    EXPECT_EQ(to_hex(sha256({})), digest_of_nothing);
    EXPECT_EQ(to_hex(sha256(as_bytes("abc"))), digest_of_abc);
    EXPECT_EQ(to_hex(sha256(as_bytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha256, IsTheSameOnManyThreads) {
    std::vector<std::string> digests(4);
    std::vector<std::thread> threads;
    for (auto& digest : digests) {
        threads.emplace_back([&digest] {
            for (int i = 0; i < 1000; ++i) digest = to_hex(sha256(as_bytes("abc")));
        });
    }
    for (auto& thread : threads) thread.join();
    for (const auto& digest : digests) EXPECT_EQ(digest, digest_of_abc);
}

TEST(Hasher, TakesPiecesAndStartsAfresh) {
    Hasher hasher;
    EXPECT_EQ(to_hex(hasher.finish()), digest_of_nothing);
    hasher.update(as_bytes("a")).update(ByteView{}).update(std::uint8_t{'b'}).update(as_bytes("c"));
    EXPECT_EQ(to_hex(hasher.finish()), digest_of_abc);
    EXPECT_EQ(to_hex(hasher.update(as_bytes("abc")).finish()), digest_of_abc);
    Hasher moved = std::move(hasher);
    EXPECT_EQ(to_hex(moved.finish()), digest_of_nothing);
}

TEST(Hmac, AgreesWithTheExamplesOfRfc4231) {
    EXPECT_EQ(to_hex(hmac_sha256(Bytes(20, 0x0b), as_bytes("Hi There"))),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(to_hex(hmac_sha256(as_bytes("Jefe"), as_bytes("what do ya want for nothing?"))),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(to_hex(hmac_sha256(Bytes(131, 0xaa),
                                 as_bytes("Test Using Larger Than Block-Size Key - Hash Key First"))),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Hmac, TakesAnEmptyKeyAndAnEmptyMessage) {
    EXPECT_EQ(to_hex(hmac_sha256({}, {})),
              "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(ConstantTimeComparison, SeesLengthAndContent) {
    EXPECT_TRUE(equal_in_constant_time(as_bytes("abc"), as_bytes("abc")));
    EXPECT_TRUE(equal_in_constant_time({}, {}));
    EXPECT_FALSE(equal_in_constant_time(as_bytes("abc"), as_bytes("abd")));
    EXPECT_FALSE(equal_in_constant_time(as_bytes("abc"), as_bytes("ab")));
}

TEST(Hkdf, AgreesWithRfc5869WithoutSaltAndInfo) {
    const Secret derived = derive_key(Secret(ByteView(Bytes(22, 0x0b))), "", 42);
    EXPECT_EQ(to_hex(derived.view()),
              "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(Hkdf, GivesEachPurposeItsOwnKey) {
    const Secret key("a key");
    const Secret one = derive_key(key, "one");
    EXPECT_EQ(one.size(), 32u);
    EXPECT_EQ(to_hex(one.view()), to_hex(derive_key(key, "one").view()));
    EXPECT_NE(to_hex(one.view()), to_hex(derive_key(key, "two").view()));
    EXPECT_NE(to_hex(one.view()), to_hex(derive_key(Secret("another"), "one").view()));
}

TEST(Hkdf, RefusesLengthsOutsideItsRange) {
    EXPECT_EQ(derive_key(Secret("k"), "x", 8160).size(), 8160u);
    EXPECT_THROW(derive_key(Secret("k"), "x", 8161), Failure);
    EXPECT_THROW(derive_key(Secret("k"), "x", 0), Failure);
}

TEST(RandomBytes, DoNotRepeat) {
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        seen.insert(to_hex(random_bytes(16)));
        seen.insert(to_hex(random_secret(16).view()));
    }
    EXPECT_EQ(seen.size(), 200u);
    EXPECT_TRUE(random_bytes(0).empty());
    EXPECT_TRUE(random_secret(0).empty());
}

TEST(ScryptCost, IsAcceptedBetweenFloorAndCeilingOnly) {
    EXPECT_TRUE(is_acceptable({}));
    EXPECT_TRUE(is_acceptable(scrypt_floor));
    EXPECT_TRUE(is_acceptable(scrypt_ceiling));
    const ScryptCost refused[] = {{1u << 13, 8, 1},
                                  {1u << 21, 8, 1},
                                  {(1u << 14) + 1, 8, 1},
                                  {3u << 14, 8, 1},
                                  {0, 8, 1},
                                  {1, 8, 1},
                                  {std::numeric_limits<std::uint64_t>::max(), 8, 1},
                                  {std::uint64_t{1} << 63, 8, 1},
                                  {1u << 14, 7, 1},
                                  {1u << 14, 0, 1},
                                  {1u << 14, 17, 1},
                                  {1u << 14, std::numeric_limits<std::uint32_t>::max(), 1},
                                  {1u << 14, 8, 0},
                                  {1u << 14, 8, 5},
                                  {1u << 14, 8, std::numeric_limits<std::uint32_t>::max()}};
    for (const auto& cost : refused) {
        EXPECT_FALSE(is_acceptable(cost)) << cost.n << ' ' << cost.r << ' ' << cost.p;
        const auto key = scrypt(Secret("p"), as_bytes("salt"), cost);
        ASSERT_FALSE(key);
        EXPECT_EQ(key.error().code, "kdf_parameters");
    }
}

TEST(Scrypt, AgreesWithRfc7914) {
    // The example with N = 16384 has 64 bytes of output; ours are the first 32.
    const auto key = scrypt(Secret("pleaseletmein"), as_bytes("SodiumChloride"), scrypt_floor);
    ASSERT_TRUE(key) << key.error().why;
    EXPECT_EQ(to_hex(key->view()), "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2");
}

TEST(Scrypt, WorksAboveTheMemoryThatOpensslGrantsByDefault) {
    const auto key = scrypt(Secret(""), as_bytes(""), {1u << 16, 8, 2});
    ASSERT_TRUE(key) << key.error().why;
    EXPECT_EQ(key->size(), 32u);
}

TEST(KeyWrap, AgreesWithRfc3394) {
    const Secret wrapping = secret_hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    const Secret key = secret_hex("00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f");
    const Bytes wrapped = wrap_key(wrapping, key);
    EXPECT_EQ(to_hex(wrapped),
              "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21");
    const auto back = unwrap_key(wrapping, wrapped);
    ASSERT_TRUE(back);
    EXPECT_EQ(to_hex(back->view()), to_hex(key.view()));
}

TEST(KeyWrap, EveryAlteredBitIsNoticed) {
    const Secret wrapping = random_secret(32);
    const Bytes wrapped = wrap_key(wrapping, random_secret(32));
    for (std::size_t bit = 0; bit < wrapped.size() * 8; ++bit) {
        Bytes altered = wrapped;
        altered[bit / 8] = static_cast<std::uint8_t>(altered[bit / 8] ^ (1u << (bit % 8)));
        EXPECT_FALSE(unwrap_key(wrapping, altered)) << bit;
    }
}

TEST(KeyWrap, AnotherKeyOrAnotherLengthUnwrapsNothing) {
    const Secret wrapping = random_secret(32);
    const Bytes wrapped = wrap_key(wrapping, random_secret(32));
    EXPECT_FALSE(unwrap_key(random_secret(32), wrapped));
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{8}, std::size_t{16}, std::size_t{32}, std::size_t{39}}) {
        EXPECT_FALSE(unwrap_key(wrapping, ByteView(wrapped).first(size))) << size;
    }
    EXPECT_FALSE(unwrap_key(wrapping, Bytes(std::size_t{1} << 20)));
}

TEST(KeyWrap, RefusesKeysThatCannotBeWrapped) {
    const Secret wrapping = random_secret(32);
    for (const std::size_t size : {0, 8, 31, 33})
        EXPECT_THROW(wrap_key(wrapping, Secret(size)), Failure) << size;
    EXPECT_THROW(wrap_key(random_secret(16), random_secret(32)), Failure);
    EXPECT_THROW(unwrap_key(random_secret(31), Bytes(40)), Failure);
}

TEST(DssePae, CountsBytesNotCharacters) {
    EXPECT_EQ(as_text(dsse_pae("类", as_bytes("登记"))), "DSSEv1 3 类 6 登记");
    EXPECT_EQ(as_text(dsse_pae("", {})), "DSSEv1 0  0 ");
}

}  // namespace
}  // namespace xinbu::crypto
