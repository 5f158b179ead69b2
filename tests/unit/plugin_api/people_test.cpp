#include "xinbu/plugin/people.hpp"

#include <gtest/gtest.h>

#include <string>

namespace xinbu::plugin {
namespace {

// Nobody's: born in 1800.
constexpr const char* number = "320102180001010010";

bool is_sound(std::string_view text) {
    return holds_citizen_id(text, IdentityNumbers::sound);
}

TEST(IdentityNumbersOfPeople, are_sound_as_people_group_their_digits) {
    for (const char* text :
         {"320102180001010010", "张某320102180001010010承诺", "320102 18000101 0010",
          "320102-1800-01-01-0010", "320102 180001010010", "32010218000101 0010", "3201 0218 0001 0100 10",
          "3 2 0 1 0 2 1 8 0 0 0 1 0 1 0 0 1 0", "３２０１０２１８０００１０１００１０",
          "32010218\u200B0001010010", "1 320102180001010010", "2026-03-01 320102180001010010"}) {
        EXPECT_TRUE(is_sound(text)) << text;
        EXPECT_TRUE(holds_citizen_id(text)) << text;
    }
}

TEST(IdentityNumbersOfPeople, are_likely_but_not_sound_mistyped_or_parted_otherwise) {
    for (const char* text : {"110105194912310021", "320102 180001 010010", "32010 2180001 010010"}) {
        EXPECT_FALSE(is_sound(text)) << text;
        EXPECT_TRUE(holds_citizen_id(text)) << text;
        EXPECT_EQ(without_citizen_ids(text, IdentityNumbers::sound), text);
    }
}

TEST(IdentityNumbersOfPeople, are_no_official_numbers) {
    for (const char* text : {"202010566088.9", "91320282MA0000015N", "121200004013590816",
                             "32028220260301000001", "32028220260301000001 2", "1320102180001010010",
                             "320102 18000101", "", "01234567890123456", "32010218000101001"}) {
        EXPECT_FALSE(holds_citizen_id(text)) << text;
        EXPECT_EQ(without_citizen_ids(text), text);
    }
}

TEST(IdentityNumbersOfPeople, are_masked_however_many_stand_there) {
    const std::string two = std::string(number) + "、" + number;
    EXPECT_EQ(without_citizen_ids(two), "320102********0010、320102********0010");
    EXPECT_EQ(without_citizen_ids(std::string("\xFF") + number + "\xE9"),
              "\xFF"
              "320102********0010\xE9");
}

}  // namespace
}  // namespace xinbu::plugin
