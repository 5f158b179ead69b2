#include "strength.hpp"

#include <gtest/gtest.h>

namespace xinbu::gui {
namespace {

TEST(Strength, WordsThatEverybodyKnowsAreWeakHoweverLong) {
    EXPECT_EQ(strength_of("passwordpassword1", {}).tone, plugin::Tone::bad);
    EXPECT_EQ(strength_of("qwertyuiopasdfgh", {}).tone, plugin::Tone::bad);
}

TEST(Strength, SixWordsThatDoNotBelongTogetherAreStrong) {
    const Strength strength = strength_of("seven kilns under an old camphor tree", {});
    EXPECT_EQ(strength.tone, plugin::Tone::good);
    EXPECT_NE(strength.words.find(std::to_string(strength.bits)), std::string::npos);
}

TEST(Strength, NamesThatAreKnownCountLittle) {
    const std::string name = "jiangnanshifanyinhang";
    EXPECT_LT(strength_of(name, {name}).bits, strength_of(name, {}).bits);
}

TEST(Strength, TheMeterStaysInItsRange) {
    EXPECT_EQ(strength_of("", {}).per_mille, 0);
    EXPECT_LE(strength_of(std::string(5000, 'x') + "7&/(kL=?)93jd.,-", {}).per_mille, 1000);
}

}  // namespace
}  // namespace xinbu::gui
