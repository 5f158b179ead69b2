// An association's campaign through the built program: 200 members invited in one commit, 20,000 commitments
// in one import.
#include <chrono>
#include <iostream>

#include "../unit/support/workbook.hpp"
#include "members.hpp"
#include "program.hpp"

namespace xinbu::test {
namespace {

using Rows = std::vector<std::vector<std::string>>;
using Clock = std::chrono::steady_clock;

class Campaigns : public ::testing::Test {
protected:
    Workplace here;

    void SetUp() override {
        here.make_registry("a", "association", "51320282MJ000000XL");
        const Outcome added = here.as("admin", "a", {"add", here.file("a.json", association_drafts)});
        ASSERT_EQ(added.code, 0) << added.err;
    }
    Outcome run(std::vector<std::string> arguments) const {
        return here.as("admin", "a", std::move(arguments));
    }

    static Rows members(int count) {
        Rows rows{{"会员名称", "统一社会信用代码"}};
        for (int i = 1; i <= count; ++i)
            rows.push_back({"宜兴第" + std::to_string(i) + "号紫砂坊", credit_code(i)});
        return rows;
    }
    plugin::Value participation() const {
        const Outcome asked = run({"check", "commitments.participation", "--param",
                                   "scheme=scheme/zisha-2026", "--as-of", "2026-03-05", "--json"});
        EXPECT_LT(asked.code, 2) << asked.err;
        const plugin::Value answer = asked.json();
        return answer.at("facts") != nullptr ? *answer.at("facts") : plugin::Value();
    }
};

TEST_F(Campaigns, two_hundred_members_are_invited_in_one_commit) {
    Rows list = members(200);
    list.push_back(list[7]);                             // the same member once more
    list.push_back({"另一个名称", credit_code(9)});      // under another name
    list.push_back({"错号公司", "91320282MA0000015M"});  // a wrong check character
    const std::string file = here.file("members.xlsx", WorkbookText{rows_of(list)}.file());
    const std::vector<std::string> command{
        "import", "invitations-xlsx",    file,    "--set", "承诺公约=zisha-2026",
        "--set",  "邀请日期=2026-02-10", "--json"};
    const Outcome invited = run(command);
    ASSERT_EQ(invited.code, 0) << invited.out << invited.err;
    EXPECT_EQ(number(invited.json(), "added"), 200);
    EXPECT_EQ(number(invited.json(), "commits"), 1);
    EXPECT_EQ(number(invited.json(), "repeated_count"), 1);
    EXPECT_NE(invited.out.find("says the same as line 8"), std::string::npos) << invited.out;
    EXPECT_EQ(number(invited.json(), "rejected_count"), 2);
    EXPECT_NE(invited.out.find("sheet “名单”, row 203: "), std::string::npos) << invited.out;
    EXPECT_NE(invited.out.find("sheet “名单”, cell B204: "), std::string::npos) << invited.out;
    EXPECT_EQ(number(participation(), "open"), 200);

    Rows signed_by{commitment_header()};
    for (int i = 1; i <= 150; ++i) signed_by.push_back(commitment_row(i));
    const Outcome taken =
        run({"import", "commitments-csv", here.file("signed.csv", csv_of(signed_by)), "--json"});
    EXPECT_EQ(number(taken.json(), "added"), 300) << taken.out << taken.err;
    EXPECT_EQ(number(taken.json(), "commits"), 1);
    const plugin::Value facts = participation();
    EXPECT_EQ(number(facts, "invited"), 200);
    EXPECT_EQ(number(facts, "signed"), 150);
    EXPECT_EQ(number(facts, "open"), 50);
    EXPECT_EQ(number(facts, "rate"), 7500);
    const std::string report = (here / "participation.xlsx").string();
    EXPECT_EQ(
        run({"export", "commitments.participation", "--param", "scheme=scheme/zisha-2026", "--out", report})
            .code,
        0);

    EXPECT_EQ(run({"add", here.file("close.json", R"({"type": "commitments.scheme.closed",
        "record": "scheme/zisha-2026", "effective": "2026-12-31", "data": {"reason": "公约到期"}})")})
                  .code,
              0);
    std::vector<std::string> late = command;
    late[6] = "邀请日期=2027-01-10";
    EXPECT_EQ(run(late).code, 3) << "the scheme is closed";
}

TEST_F(Campaigns, Large_twenty_thousand_commitments_in_one_import) {
    constexpr int count = 20'000;
    Rows rows{commitment_header()};
    for (int i = 1; i <= count; ++i) rows.push_back(commitment_row(i));
    const std::string file = here.file("all.xlsx", WorkbookText{rows_of(rows)}.file());
    const auto timed = [&](const char* what, std::vector<std::string> arguments) {
        const Clock::time_point begin = Clock::now();
        Outcome outcome = run(std::move(arguments));
        std::cout << what << ": " << std::chrono::duration<double>(Clock::now() - begin).count() << " s\n";
        return outcome;
    };
    const Outcome taken = timed("import", {"import", "commitments-xlsx", file, "--json"});
    ASSERT_EQ(taken.code, 0) << taken.out.substr(0, 2000) << taken.err;
    EXPECT_EQ(number(taken.json(), "read"), count);
    EXPECT_EQ(number(taken.json(), "added"), 2 * count);
    EXPECT_EQ(number(taken.json(), "rejected_count"), 0);
    const Outcome found = timed("search", {"search", "第19999号", "--json"});
    EXPECT_NE(found.out.find("commitment/32028220260301019999"), std::string::npos) << found.out;
    EXPECT_EQ(number(participation(), "uninvited"), count);
    EXPECT_EQ(timed("report", {"report", "commitments.participation", "--param", "scheme=scheme/zisha-2026",
                               "--out", (here / "p.xlsx").string()})
                  .code,
              0);
    EXPECT_EQ(timed("export", {"export", "commitments.template", "--out", (here / "t.xlsx").string()}).code,
              0);
    EXPECT_EQ(
        timed("list", {"list", "commitment", "--format", "xlsx", "--out", (here / "l.xlsx").string()}).code,
        0);
    EXPECT_EQ(timed("audit", {"audit"}).code, 0);
    const Outcome again =
        timed("import again", {"import", "commitments-xlsx", (here / "t.xlsx").string(), "--json"});
    EXPECT_EQ(number(again.json(), "read"), count);
}

}  // namespace
}  // namespace xinbu::test
