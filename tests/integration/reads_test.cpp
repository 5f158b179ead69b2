// Who read what, through the program: purposes, the log, its anchor, and what an audit says of it.
#include <algorithm>

#include "program.hpp"
#include "xinbu/json/json.hpp"

namespace xinbu::test {
namespace {

constexpr const char* loan = "loan/JN-2026-0815";

class ReadLog : public ::testing::Test {
protected:
    void SetUp() override {
        here.make_registry("r");
        run("admin", {"add", sample("bank.json").string()});
        for (const auto& [name, role] : {std::pair("li", "clerk"), std::pair("shen", "auditor")})
            run("admin",
                {"operator", "add", name, "--role", role, "--new-passphrase-file", here.passphrase_of(name)});
    }
    Outcome run(const std::string& name, std::vector<std::string> arguments, int expected = 0) {
        Outcome outcome = here.as(name, "r", std::move(arguments));
        EXPECT_EQ(outcome.code, expected) << outcome.out << outcome.err;
        return outcome;
    }
    plugin::Value json(const std::string& name, std::vector<std::string> arguments, int expected = 0) {
        arguments.emplace_back("--json");
        return run(name, std::move(arguments), expected).json();
    }
    /// The rows, without those of the looking itself.
    std::vector<plugin::Value> rows(std::vector<std::string> arguments = {}) {
        arguments.insert(arguments.begin(), "reads");
        std::vector<plugin::Value> all = *json("shen", std::move(arguments)).array();
        std::erase_if(all, [](const plugin::Value& row) { return text(row, "action") == "reads"; });
        return all;
    }
    static std::string code_of(const plugin::Value& answer) {
        return answer.at("error") != nullptr ? text(*answer.at("error"), "code") : "none";
    }

    Workplace here;
};

TEST_F(ReadLog, names_every_command_that_shows_a_loan) {
    run("li", {"list", "trademark"});
    run("li", {"show", "brand/宜兴紫砂匠"});
    EXPECT_TRUE(rows().empty());

    run("li", {"show", loan, "--purpose", "post_loan"});
    run("li", {"history", loan, "--reveal"});
    run("li", {"list", "loan"});
    run("li", {"list", "loan", "--format", "csv", "--where", "contract=JN-2026-0815"});
    run("li", {"list", "loan", "--format", "xlsx", "--out", (here / "loans.xlsx").string()});
    run("li", {"search", "JN-2026"});
    run("li", {"deadlines", "--within", "9y"});
    run("li", {"report", "collateral.portfolio", "--period", "2026-Q4"});
    run("li",
        {"report", "collateral.portfolio", "--period", "2026-Q4", "--out", (here / "book.pdf").string()});
    run("admin", {"bundle", "create", (here / "all.zip").string()});
    const std::vector<plugin::Value> all = rows();
    std::vector<std::string> actions;
    for (auto row = all.rbegin(); row != all.rend(); ++row) actions.push_back(text(*row, "action"));
    EXPECT_EQ(actions, (std::vector<std::string>{"show", "history", "list", "export", "export", "search",
                                                 "deadlines", "report", "export", "bundle"}));
    const plugin::Value& first = all.back();
    EXPECT_EQ(text(first, "operator"), "li");
    EXPECT_EQ(text(first, "role"), "clerk");
    EXPECT_EQ(text(first, "purpose"), "post_loan");
    EXPECT_EQ(*first.at("records")->array()->front().text(), loan);
    EXPECT_EQ(number(first, "count"), 1);
    EXPECT_EQ(number(first, "sequence"), 2) << "after the looking itself";
    EXPECT_EQ(text(first, "hash").size(), 64U);
    EXPECT_TRUE(flag(all[all.size() - 2], "unsealed"));
    EXPECT_EQ(text(all[all.size() - 2], "purpose"), "unstated");

    EXPECT_EQ(rows({"--by", "admin"}).size(), 1U);
    EXPECT_EQ(rows({"--record", loan}).size(), all.size());
    EXPECT_TRUE(rows({"--until", "2020-01-01"}).empty());
    EXPECT_EQ(json("shen", {"reads", "--limit", "2"}).array()->size(), 2U);
    const Outcome chinese = run("shen", {"reads", "--by", "li", "--lang", "zh_CN"});
    EXPECT_NE(chinese.out.find("贷后管理"), std::string::npos) << chinese.out;
    EXPECT_NE(chinese.out.find("查看记录"), std::string::npos);
}

TEST_F(ReadLog, is_for_auditors_and_admins_who_stand_in_it) {
    run("li", {"show", loan});
    EXPECT_EQ(code_of(json("li", {"reads"}, 4)), "not_authorised");
    run("admin", {"reads"});
    run("shen", {"reads", "--summary"});
    const plugin::Value all = json("shen", {"reads"});
    ASSERT_EQ(all.array()->size(), 3U);
    EXPECT_EQ(text(all.array()->at(0), "operator"), "shen");
    EXPECT_EQ(text(all.array()->at(1), "operator"), "admin");

    const plugin::Value summary = json("shen", {"reads", "--summary"});
    EXPECT_EQ(number(summary, "records"), 1);
    EXPECT_EQ(text(summary.at("readers")->array()->front(), "operator"), "li");
    EXPECT_EQ(number(summary, "unstated"), number(summary, "readings"));
    EXPECT_EQ(code_of(json("li", {"show", loan, "--purpose", "curiosity"}, 2)), "unknown_purpose");
}

TEST_F(ReadLog, wants_a_purpose_where_the_policy_does) {
    run("admin", {"add", here.file("policy.json",
                                   R"({"type":"core.policy.set","effective":"2026-01-01",
                                       "data":{"rules":[],"reading":{"purpose_required":true}}})")});
    const plugin::Value refused = json("li", {"show", loan}, 2);
    EXPECT_EQ(code_of(refused), "purpose_required");
    EXPECT_EQ(refused.at("error")->at("details")->array()->size(), 6U) << "names the purposes there are";
    run("li", {"list", "loan"}, 2);
    run("li", {"list", "trademark"});
    run("li", {"show", loan, "--purpose", "own_task"});
    EXPECT_EQ(
        here.run({"/usr/bin/env", "XINBU_PURPOSE=audit", XINBU_PROGRAM, "--registry", (here / "r").string(),
                  "--operator", "li", "--passphrase-file", here.passphrase_of("li"), "show", loan})
            .code,
        0);
    EXPECT_EQ(code_of(json("shen", {"reads"}, 2)), "purpose_required") << "nobody is above it";
    EXPECT_EQ(json("shen", {"reads", "--purpose", "audit"}).array()->size(), 2U);
}

TEST_F(ReadLog, is_vouched_for_by_the_ledger_and_audited) {
    run("li", {"show", loan});
    const plugin::Value anchored = json("li", {"reads", "anchor"});
    EXPECT_TRUE(flag(anchored, "added"));
    EXPECT_EQ(number(anchored, "last"), 1);
    EXPECT_FALSE(flag(json("li", {"reads", "anchor"}), "added"));
    run("shen", {"reads"});
    EXPECT_TRUE(flag(json("shen", {"audit"}), "ok"));

    // A stranger takes an anchor that a clerk signed: by our verifier, and by one that is not ours.
    run("admin", {"bundle", "create", (here / "all.zip").string()});
    EXPECT_EQ(here.xinbu({"verify", (here / "all.zip").string()}).code, 0);
    const Outcome other =
        here.run({"python3", std::string(XINBU_SOURCE_DIR) + "/tests/independent/verify_bundle.py", "--trust",
                  text(json("admin", {"info"}), "fingerprint"), (here / "all.zip").string()});
    EXPECT_EQ(other.code, 0) << other.out << other.err;
}

TEST_F(ReadLog, bulk_exports_need_a_second_person_and_are_marked) {
    run("admin", {"add", here.file("policy.json",
                                   R"({"type":"core.policy.set","effective":"2026-01-01",
                                       "data":{"rules":[],"reading":{"export_limit":0}}})")});
    const auto path = [&](const char* name) { return (here / name).string(); };
    const plugin::Value refused = json("li", {"list", "loan", "--format", "csv", "--out", path("a.csv")}, 2);
    EXPECT_EQ(code_of(refused), "usage") << "--json prints";
    run("li", {"list", "loan", "--format", "csv", "--out", path("a.csv")}, 4);
    run("li", {"report", "collateral.portfolio", "--period", "2026-Q4", "--out", path("a.pdf")}, 4);
    run("li", {"bundle", "create", path("a.zip")}, 4);
    run("li", {"list", "trademark", "--format", "csv", "--out", path("marks.csv")});
    for (const char* name : {"a.csv", "a.pdf", "a.zip"}) EXPECT_FALSE(std::filesystem::exists(here / name));
    EXPECT_EQ(read_all(here / "marks.csv").find("Exported by"), std::string::npos);

    for (const char* what : {"loan", "collateral.portfolio", "loan"}) {
        const plugin::Value asked =
            json("li", {"export-request", what, "--records", "50", "--reason", "年度检查"});
        EXPECT_EQ(text(asked, "status"), "pending");
        run("li", {"approve", text(asked, "proposal")}, 4);
        run("shen", {"approve", text(asked, "proposal")}, 4);
        run("admin", {"approve", text(asked, "proposal")});
    }
    run("li", {"list", "loan", "--format", "csv", "--out", path("loans.csv")});
    const std::string csv = read_all(here / "loans.csv");
    EXPECT_NE(csv.find("Exported by li at "), std::string::npos) << csv;
    run("li", {"list", "loan", "--format", "xlsx", "--out", path("loans.xlsx")});
    run("li", {"list", "loan", "--format", "xlsx", "--out", path("again.xlsx")}, 4);
    run("li", {"report", "collateral.portfolio", "--period", "2026-Q4", "--out", path("book.html")});
    EXPECT_NE(read_all(here / "book.html").find("Exported by li at "), std::string::npos);
    EXPECT_TRUE(flag(json("shen", {"audit"}), "ok"));
}

}  // namespace
}  // namespace xinbu::test
