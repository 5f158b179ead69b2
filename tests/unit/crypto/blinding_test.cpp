// The published vectors of hash_to_curve, and what blinding promises.
#include "xinbu/crypto/blinding.hpp"

#include <gtest/gtest.h>

#include <string>

#include "xinbu/base/result.hpp"

namespace xinbu::crypto {
namespace {

Bytes bytes_of(std::string_view text) {
    return to_bytes(as_bytes(text));
}

/// RFC 9380 appendix K.1: expand_message_xmd with SHA-256.
TEST(Blinding, expands_messages_as_published) {
    constexpr std::string_view dst = "QUUX-V01-CS02-with-expander-SHA256-128";
    EXPECT_EQ(to_hex(expand_message({}, dst, 32)),
              "68a985b87eb6b46952128911f2a4412bbc302a9d759667f87f7a21d803f07235");
    EXPECT_EQ(to_hex(expand_message(bytes_of("abc"), dst, 32)),
              "d8ccab23b5985ccea865c6c97b6e5b8350e794e603b4b97902f53a8a0d605615");
    EXPECT_EQ(to_hex(expand_message({}, dst, 128)).substr(0, 64),
              "af84c27ccfd45d41914fdff5df25293e221afc53d8ad2ac06d5e3e29485dadbe");
}

/// RFC 9380 appendix J.1.1: P256_XMD:SHA-256_SSWU_RO_.
TEST(Blinding, hashes_to_the_curve_as_published) {
    constexpr std::string_view dst = "QUUX-V01-CS02-with-P256_XMD:SHA-256_SSWU_RO_";
    struct Vector {
        std::string message, x, y;
    };
    const Vector vectors[]{
        {"", "2c15230b26dbc6fc9a37051158c95b79656e17a1a920b11394ca91c44247d3e4",
         "8a7a74985cc5c776cdfe4b1f19884970453912e9d31528c060be9ab5c43e8415"},
        {"abc", "0bb8b87485551aa43ed54f009230450b492fead5f1cc91658775dac4a3388a0f",
         "5c41b3d0731a27a7b14bc0bf0ccded2d8751f83493404c84a88e71ffd424212e"},
        {"abcdef0123456789", "65038ac8f2b1def042a5df0b33b1f4eca6bff7cb0f9c6c1526811864e544ed80",
         "cad44d40a656e7aff4002a8de287abc8ae0482b5ae825822bb870d6df9b56ca3"},
        {"q128_" + std::string(128, 'q'), "4be61ee205094282ba8a2042bcb48d88dfbb609301c49aa8b078533dc65a0b5d",
         "98f8df449a072c4721d241a3b1236d3caccba603f916ca680f4539d2bfb3c29e"},
        {"a512_" + std::string(512, 'a'), "457ae2981f70ca85d8e24c308b14db22f3e3862c5ea0f652ca38b5e49cd64bc5",
         "ecb9f0eadc9aeed232dabc53235368c1394c78de05dd96893eefa62b0f4757dc"}};
    for (const Vector& one : vectors) {
        const CurvePoint point = hash_to_curve(bytes_of(one.message), dst);
        // Compressed: 2 or 3 by the last bit of y, then x.
        const bool is_odd = from_hex(one.y)->back() % 2 == 1;
        EXPECT_EQ(to_hex(point), (is_odd ? "03" : "02") + one.x) << one.message.substr(0, 20);
    }
}

constexpr std::string_view tag = "XINBU-TEST";

TEST(Blinding, factors_commute_and_hide) {
    const Blinder a(Secret(std::string_view("0123456789abcdef0123456789abcdef"))),
        b(Secret(std::string_view("fedcba9876543210fedcba9876543210")));
    const CurvePoint point = hash_to_curve(bytes_of("patent/CN-202110000001.6"), tag);
    const CurvePoint other = hash_to_curve(bytes_of("patent/CN-202110000002.0"), tag);
    EXPECT_EQ(*b.blind(*a.blind(point)), *a.blind(*b.blind(point)));
    EXPECT_NE(*b.blind(*a.blind(point)), *a.blind(*b.blind(other)));
    EXPECT_NE(*a.blind(point), point);
    EXPECT_NE(*a.blind(point), *b.blind(point));
    const Blinder again(Secret(std::string_view("0123456789abcdef0123456789abcdef")));
    EXPECT_EQ(*again.blind(point), *a.blind(point));
}

TEST(Blinding, refuses_what_is_no_point) {
    const Blinder a(Secret(std::string_view("0123456789abcdef0123456789abcdef")));
    CurvePoint none{};
    EXPECT_FALSE(a.blind(none)) << "all zeros, as infinity would begin";
    none.fill(0xFF);
    EXPECT_FALSE(a.blind(none));
    CurvePoint point = hash_to_curve(bytes_of("x"), tag);
    point[0] = 4;
    EXPECT_FALSE(a.blind(point)) << "an uncompressed point has 65 bytes";
    // Half of all x have no point above them.
    int refused = 0;
    for (int step = 0; step < 64; ++step) {
        point = hash_to_curve(bytes_of(std::to_string(step)), tag);
        point[32] = static_cast<std::uint8_t>(point[32] ^ 0x55U);
        refused += a.blind(point) ? 0 : 1;
    }
    EXPECT_GT(refused, 10);
    EXPECT_LT(refused, 54);
}

TEST(Blinding, wants_a_tag_and_a_size_that_the_standard_allows) {
    EXPECT_THROW(expand_message({}, "", 32), Failure);
    EXPECT_THROW(expand_message({}, std::string(256, 'x'), 32), Failure);
    EXPECT_THROW(expand_message({}, tag, 255 * 32 + 1), Failure);
    EXPECT_EQ(expand_message({}, tag, 255 * 32).size(), 8160U);
}

}  // namespace
}  // namespace xinbu::crypto
