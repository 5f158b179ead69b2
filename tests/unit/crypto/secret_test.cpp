#include "xinbu/crypto/secret.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <type_traits>
#include <utility>
#include <vector>

namespace xinbu::crypto {
namespace {

static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);
static_assert(std::is_nothrow_move_constructible_v<Secret> && std::is_nothrow_move_assignable_v<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);

TEST(Secret, StartsAsZeros) {
    const Secret secret(100);
    EXPECT_EQ(secret.size(), 100u);
    EXPECT_TRUE(std::all_of(secret.view().begin(), secret.view().end(), [](auto byte) { return byte == 0; }));
}

TEST(Secret, EmptyOnesHoldNothing) {
    EXPECT_TRUE(Secret().empty());
    EXPECT_TRUE(Secret("").empty());
    EXPECT_TRUE(Secret("").clone().empty());
}

TEST(Secret, KeepsItsBytesAndClonesThem) {
    Secret secret("correct horse");
    const Secret copy = secret.clone();
    secret.span()[0] = 'C';
    EXPECT_EQ(as_text(secret.view()), "Correct horse");
    EXPECT_EQ(as_text(copy.view()), "correct horse");
}

TEST(Secret, MovingLeavesTheSourceEmpty) {
    Secret source("one");
    Secret target(std::move(source));
    EXPECT_TRUE(source.empty());  // NOLINT(bugprone-use-after-move): this is what is tested
    Secret other("two");
    other = std::move(target);
    EXPECT_TRUE(target.empty());  // NOLINT(bugprone-use-after-move)
    EXPECT_EQ(as_text(other.view()), "one");
    Secret& same = other;
    other = std::move(same);
    EXPECT_EQ(as_text(other.view()), "one");
}

TEST(Secret, MoreThanTheSecureHeapHoldsIsStillKept) {
    std::vector<Secret> many;
    for (int i = 0; i < 40; ++i) many.emplace_back(std::size_t{60'000});
    many.emplace_back(std::size_t{3'000'000});
    for (auto& secret : many) std::fill(secret.span().begin(), secret.span().end(), std::uint8_t{7});
    for (const auto& secret : many) EXPECT_EQ(secret.view().back(), 7);
}

TEST(Cleanse, OverwritesWithZeros) {
    Bytes bytes{1, 2, 3};
    cleanse(bytes);
    EXPECT_EQ(bytes, Bytes(3, 0));
    cleanse({});
}

}  // namespace
}  // namespace xinbu::crypto
