// What happened to a right, and what it is on a day: status, overlays, the states of CNIPA, state, stage and
// category of ST.27, and what falls due within a year, with the article. Ends of periods pass over weekends
// only: these cases have no calendar on file.
#include "plugins/ip_cases.hpp"
#include "plugins/ip_cases_support.hpp"

namespace xinbu::test {

void PrintTo(const Case& one, std::ostream* out) {
    *out << one.name;
}

}  // namespace xinbu::test

namespace xinbu::ip_status {
namespace {

using test::Case;
using test::Rules;

std::vector<Case> cases() {
    std::vector<Case> all;
    for (const auto* table : {&test::applied_marks(), &test::registered_marks(), &test::patents()})
        all.insert(all.end(), table->begin(), table->end());
    return all;
}

class IpCase : public ::testing::TestWithParam<Case>, protected test::CasesBench {
protected:
    void play(const Case& one) {
        const std::string right = one.right;
        const bool is_mark = right.starts_with("trademark");
        const std::string office = right.substr(right.find('/') + 1, 2),
                          number = right.substr(right.find('-') + 1);
        plugin::Object data = test::json_object(R"({"owners":[{"name":"甲公司"}],"office":")" + office +
                                                R"(","number":")" + number + R"(",)" + one.record + "}");
        ASSERT_EQ(bench.add(is_mark ? "ip.trademark.recorded" : "ip.patent.recorded", "", "1999-01-01", data),
                  Rules{});
        for (const char* line : one.events) {
            plugin::Object event = test::event_of(line);
            const std::string date(plugin::text_at(event, "date"));
            ASSERT_EQ(bench.add(is_mark ? "ip.trademark.event_recorded" : "ip.patent.event_recorded", right,
                                date, std::move(event)),
                      Rules{})
                << line;
        }
    }
};

TEST_P(IpCase, has_this_status_and_these_deadlines) {
    const Case& one = GetParam();
    play(one);
    EXPECT_EQ(fact(one.right, one.day, "status"), one.status);
    EXPECT_EQ(overlays(one.right, one.day), one.overlays);
    EXPECT_EQ(states(one.right, one.day), one.states);
    EXPECT_EQ(stage(one.right, one.day), one.stage);
    const std::vector<std::string> expected(one.deadlines.begin(), one.deadlines.end());
    EXPECT_EQ(deadlines(one.right, one.day), expected);
    // The record as it is listed agrees with the check.
    EXPECT_EQ(status(one.right, one.day), one.status);
}

INSTANTIATE_TEST_SUITE_P(OfTheTable, IpCase, ::testing::ValuesIn(cases()),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(IpCases, are_sixty_at_least) {
    EXPECT_GE(cases().size(), 60U);
}

}  // namespace
}  // namespace xinbu::ip_status
