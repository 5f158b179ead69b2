#include "xinbu/base/instant.hpp"

#include <gtest/gtest.h>

namespace xinbu {
namespace {

TEST(Instant, is_so_many_seconds_after_1970) {
    EXPECT_EQ(seconds_of("1970-01-01T00:00:00Z"), 0);
    EXPECT_EQ(seconds_of("1969-12-31T23:59:59Z"), -1);
    EXPECT_EQ(seconds_of("2000-02-29T12:30:45Z"), 951827445);
    EXPECT_EQ(seconds_of("2026-03-01T08:00:00Z"), 1772352000);
    EXPECT_EQ(seconds_of("9999-12-31T23:59:59Z"), 253402300799);
}

TEST(Instant, has_one_form) {
    for (const char* text :
         {"", "2026-03-01", "2026-03-01T08:00:00", "2026-03-01T08:00:00z", "2026-03-01 08:00:00Z",
          "2026-03-01T08:00:00+00:00", "2026-03-01T08:00:00.0Z", "2026-02-29T08:00:00Z",
          "2026-13-01T08:00:00Z", "2026-00-01T08:00:00Z", "2026-03-01T24:00:00Z", "2026-03-01T08:60:00Z",
          "2026-03-01T08:00:60Z", "0999-03-01T08:00:00Z", "2026-03-0 T08:00:00Z", "-026-03-01T08:00:00Z"})
        EXPECT_FALSE(is_instant(text)) << text;
    EXPECT_TRUE(is_instant("1000-01-01T00:00:00Z"));
}

}  // namespace
}  // namespace xinbu
