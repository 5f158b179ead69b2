#include "xinbu/base/bytes.hpp"

#include <gtest/gtest.h>

#include <string>

namespace xinbu {
namespace {

TEST(Hex, IsLowerCaseAndComesBack) {
    const Bytes bytes{0x00, 0x0f, 0xa5, 0xff};
    EXPECT_EQ(to_hex(bytes), "000fa5ff");
    EXPECT_EQ(from_hex("000fa5ff"), bytes);
    EXPECT_EQ(to_hex({}), "");
    EXPECT_EQ(from_hex(""), Bytes{});
}

TEST(Hex, RefusesUpperCaseOddLengthAndForeignCharacters) {
    for (const char* text : {"0F", "abc", "0g", " 00", "0x00", "00\n", "/0", ":0", "`0"}) {
        EXPECT_FALSE(from_hex(text)) << text;
    }
}

TEST(Hex, OfAHashHasExactly64Digits) {
    const std::string digits(64, 'a');
    ASSERT_TRUE(hash_from_hex(digits));
    EXPECT_EQ(to_hex(*hash_from_hex(digits)), digits);
    EXPECT_FALSE(hash_from_hex(digits.substr(2)));
    EXPECT_FALSE(hash_from_hex(digits + "aa"));
    EXPECT_FALSE(hash_from_hex(digits.substr(1) + "A"));
}

TEST(Base64, AgreesWithTheExamplesOfRfc4648) {
    const std::pair<const char*, const char*> examples[] = {{"", ""},
                                                            {"f", "Zg=="},
                                                            {"fo", "Zm8="},
                                                            {"foo", "Zm9v"},
                                                            {"foob", "Zm9vYg=="},
                                                            {"fooba", "Zm9vYmE="},
                                                            {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, encoded] : examples) {
        EXPECT_EQ(to_base64(as_bytes(plain)), encoded);
        const auto decoded = from_base64(encoded);
        ASSERT_TRUE(decoded) << encoded;
        EXPECT_EQ(as_text(*decoded), plain);
    }
}

TEST(Base64, EveryByteAtEveryPlaceComesBack) {
    for (std::size_t size = 1; size <= 4; ++size) {
        for (int value = 0; value < 256; ++value) {
            Bytes bytes(size, 0x5a);
            bytes.back() = static_cast<std::uint8_t>(value);
            EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
        }
    }
}

TEST(Base64, RefusesWhatIsNotCanonical) {
    for (const char* text :
         {"Zg", "Zg=", "Zg===", "Z===", "====", "Zh==", "Zm9=", "Zm8=Zm8=", "Zg==Zm9v", "Zm 9v", "Zm9v\n",
          "\nZm9v", "Zm9v\n\n\n\n", "    Zm9v", "Zm-_", "Z=g=", "=Zg=", "Zm9v----", "Zm9\x80"}) {
        EXPECT_FALSE(from_base64(text)) << text;
    }
    EXPECT_FALSE(from_base64(std::string("Zm9\0", 4)));
}

}  // namespace
}  // namespace xinbu
