// The watch list: signed, and without effect on what it watches.
#include "plugins/ip_status_support.hpp"

namespace xinbu::test {
namespace {

class IpWatch : public ::testing::Test, protected RightsBench {
protected:
    Rules watch(const std::string& right, const std::string& day, const std::string& what = "watched",
                const std::string& data = "{}") {
        const std::string kind = right.substr(0, right.find('/'));
        return bench.add("ip." + kind + "." + what, right, day, json_object(data));
    }
    bool is_watched(const std::string& right, const std::string& day) const {
        const plugin::Record record = bench.at(right, day);
        const plugin::Value* watched = record.fields.find("watched");
        return watched != nullptr && watched->boolean() != nullptr && *watched->boolean();
    }
};

TEST_F(IpWatch, marks_a_record_and_changes_nothing_else) {
    record_mark(R"(,"registration_date":"2020-06-14")");
    event(mark, "pledge", "2021-01-04", R"(,"until":"2027-01-04")");
    const plugin::Record before = bench.at(mark, "2022-01-01");
    EXPECT_EQ(watch(mark, "2021-06-01", "watched", R"({"reason":"质押到期前复核"})"), Rules{});
    const plugin::Record after = bench.at(mark, "2022-01-01");
    EXPECT_EQ(after.status, before.status);
    EXPECT_EQ(after.overlays, before.overlays);
    EXPECT_EQ(plugin::text_at(after.fields, "watched_since"), "2021-06-01");
    EXPECT_EQ(plugin::text_at(after.fields, "watch_reason"), "质押到期前复核");
    EXPECT_FALSE(is_watched(mark, "2021-05-31"));
    EXPECT_TRUE(is_watched(mark, "2021-06-01"));
    EXPECT_EQ(watch(mark, "2021-09-01", "unwatched"), Rules{});
    EXPECT_TRUE(is_watched(mark, "2021-08-31"));
    EXPECT_FALSE(is_watched(mark, "2021-09-01"));
    EXPECT_EQ(bench.at(mark, "2022-01-01").fields, before.fields);
}

TEST_F(IpWatch, begins_no_record) {
    EXPECT_EQ(watch(mark, "2021-06-01"), Rules{"lifecycle.unknown_record"});
    EXPECT_EQ(watch(patent, "2021-06-01"), Rules{"lifecycle.unknown_record"});
    EXPECT_EQ(bench.at(mark, "2022-01-01").id, "");
}

TEST_F(IpWatch, says_when_it_has_nothing_to_do) {
    record_patent(R"(,"grant_date":"2023-03-10")");
    EXPECT_EQ(watch(patent, "2023-06-01", "unwatched"), Rules{"ip.watch.not?"});
    EXPECT_EQ(watch(patent, "2023-06-02"), Rules{});
    EXPECT_EQ(watch(patent, "2023-06-03"), Rules{"ip.watch.already?"});
}

TEST_F(IpWatch, is_a_column_of_both_kinds) {
    for (const char* kind : {"trademark", "patent"}) {
        const auto& fields = bench.catalogue().record_type(kind)->fields;
        const auto watched = std::ranges::find(fields, "watched", &plugin::Field::id);
        ASSERT_NE(watched, fields.end());
        EXPECT_EQ(watched->kind, plugin::FieldKind::boolean);
        EXPECT_TRUE(watched->column);
    }
}

TEST_F(IpWatch, a_record_kind_takes_only_its_own_entries) {
    record_mark("");
    EXPECT_EQ(bench.add("ip.patent.watched", mark, "2021-06-01", {}), Rules{"record.kind"});
}

}  // namespace
}  // namespace xinbu::test
