// Time stamps, and audits that are reported and recorded, through the built program.
#include <cstdlib>

#include "../unit/support/timestamp_authority.hpp"
#include "program.hpp"

namespace xinbu::test {
namespace {

namespace fs = std::filesystem;

class Stamped : public ::testing::Test {
protected:
    Workplace here;

    void SetUp() override {
        XINBU_NEEDS_TIMESTAMPS();
        here.make_registry("bank");
    }
    Outcome run(std::vector<std::string> arguments) const {
        return here.as("admin", "bank", std::move(arguments));
    }
    plugin::Value json(std::vector<std::string> arguments, int expected = 0) const {
        arguments.emplace_back("--json");
        const Outcome outcome = run(std::move(arguments));
        EXPECT_EQ(outcome.code, expected) << outcome.out << outcome.err;
        return outcome.json();
    }
    std::string path(const std::string& name) const { return (here / name).string(); }
};

TEST_F(Stamped, asked_added_shown_handed_on) {
    const TimestampAuthority authority, stranger("Another");
    const std::string trusted = authority.file("root.pem").string();
    const plugin::Value asked = json({"timestamp", "request", "--out", path("r.tsq")});
    EXPECT_EQ(number(asked, "size"), 1);
    EXPECT_EQ(run({"timestamp", "request", "--out", path("r.tsq")}).code, 2) << "nothing is overwritten";
    here.file("r.tsr", authority.answer(read_all(here / "r.tsq")));
    here.file("bad.tsr", read_all(here / "r.tsr") + "x");
    EXPECT_EQ(run({"timestamp", "add", path("bad.tsr")}).code, 1);
    EXPECT_EQ(run({"timestamp", "add", path("none.tsr")}).code, 2);
    EXPECT_EQ(run({"timestamp", "add", path("r.tsr"), "--ca", path("r.tsr")}).code, 3) << "no certificates";
    const Outcome foreign =
        run({"timestamp", "add", path("r.tsr"), "--ca", stranger.file("root.pem").string()});
    EXPECT_EQ(foreign.code, 1) << foreign.out << foreign.err;
    EXPECT_EQ(number(json({"info"}), "commits"), 1);
    const plugin::Value added = json({"timestamp", "add", path("r.tsr"), "--ca", trusted});
    EXPECT_TRUE(flag(added, "added"));
    EXPECT_TRUE(flag(added, "trusted"));
    EXPECT_EQ(number(added, "checkpoint_size"), 1);

    EXPECT_EQ(number(*json({"info"}).at("timestamped"), "commits"), 1);
    EXPECT_NE(run({"info"}).out.find("Last time stamp"), std::string::npos);
    EXPECT_NE(run({"timestamp", "list"}).out.find("authority not known"), std::string::npos);
    EXPECT_EQ(run({"timestamp", "verify"}).code, 0);
    EXPECT_EQ(run({"timestamp", "verify", "--ca", trusted}).code, 0);
    EXPECT_EQ(run({"timestamp", "verify", "--ca", stranger.file("root.pem").string()}).code, 1);
    EXPECT_TRUE(flag(json({"audit", "--ca", trusted}), "ok"));

    json({"bundle", "create", path("b.zip")});
    const Outcome verified = here.xinbu({"verify", path("b.zip"), "--ca", trusted, "--json"});
    EXPECT_EQ(verified.code, 0) << verified.out << verified.err;
    ASSERT_EQ(verified.json().at("timestamps")->array()->size(), 1U);
    EXPECT_TRUE(flag(verified.json().at("timestamps")->array()->front(), "trusted"));
}

TEST_F(Stamped, an_audit_is_written_recorded_and_compared) {
    for (const char* file : {"a.html", "a.pdf", "a.json"}) {
        EXPECT_EQ(run({"audit", "--report", path(file)}).code, 0) << file;
        const std::string first = read_all(here / file);
        EXPECT_GT(first.size(), 500U) << file;
        fs::remove(here / file);
        EXPECT_EQ(run({"audit", "--report", path(file)}).code, 0) << file;
        EXPECT_EQ(read_all(here / file), first) << file;
    }
    EXPECT_EQ(run({"audit", "--report", path("a.html")}).code, 2) << "nothing is overwritten";
    EXPECT_EQ(run({"audit", "--report", path("a.doc")}).code, 2);
    EXPECT_NE(run({"info"}).out.find("none recorded"), std::string::npos);
    const plugin::Value made = json({"audit", "--record"});
    EXPECT_TRUE(flag(made, "ok"));
    EXPECT_EQ(text(*made.at("recorded"), "verdict"), "passed");
    EXPECT_EQ(number(*made.at("recorded"), "sequence"), 1);
    EXPECT_EQ(text(*json({"info"}).at("audited"), "verdict"), "passed");
    EXPECT_NE(run({"info"}).out.find("passed, by admin at "), std::string::npos);
    EXPECT_NE(run({"--lang", "zh_CN", "info"}).out.find("通过"), std::string::npos);
    EXPECT_EQ(number(*json({"audit"}).at("previous"), "sequence"), 1);
    EXPECT_EQ(run({"audit", "--record", "--since", "1"}).code, 1) << "a part is not recorded";
}

}  // namespace
}  // namespace xinbu::test
