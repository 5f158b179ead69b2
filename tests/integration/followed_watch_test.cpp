// A bank hears of a breach, a second pledge and an end that only registries know which it follows.
#include "program.hpp"

namespace xinbu::test {
namespace {

constexpr const char* firm = R"({"name":"宜兴陶缘紫砂有限公司","identifier":"91320282MA0000015N"})";
constexpr const char* association = R"({"name":"宜兴市紫砂行业协会","identifier":"51320282MJ000000XL"})";

class FollowedWatch : public ::testing::Test {
protected:
    Workplace here;

    void SetUp() override {
        make_bank("bank");
        add("bank", read_all(sample("pledge.json")));
        add("bank", read_all(sample("pledge-registered.json")));
    }
    void make_bank(const std::string& name) {
        here.make_registry(name);
        for (const char* file : {"bank.json", "patent.json", "fee-paid.json"})
            add(name, read_all(sample(file)));
        ASSERT_EQ(here.as("admin", name,
                          {"import", "csv", sample("trademarks.csv").string(), "--map",
                           sample("trademarks.map.json").string()})
                      .code,
                  0);
        add(name, read_all(sample("valuations.json")));
    }
    void add(const std::string& registry, const std::string& drafts) {
        const Outcome outcome = here.as("admin", registry, {"add", "-"}, drafts);
        ASSERT_EQ(outcome.code, 0) << outcome.out << outcome.err << drafts;
    }
    void tell(const std::string& registry, const std::string& type, const std::string& record,
              const std::string& day, const std::string& data) {
        const std::string named = record.empty() ? std::string() : R"("record":")" + record + R"(",)";
        add(registry,
            R"({"type":")" + type + R"(",)" + named + R"("effective":")" + day + R"(","data":)" + data + "}");
    }
    void hand_over(const std::string& from) {
        const std::string file = (here / (from + std::to_string(++bundles) + ".zip")).string();
        ASSERT_EQ(here.as("admin", from, {"bundle", "create", file, "--all"}).code, 0);
        const Outcome taken = here.as("admin", "bank", {"bundle", "import", file});
        ASSERT_EQ(taken.code, 0) << taken.err;
    }
    std::string messages(const std::vector<std::string>& about, const std::string& rule,
                         const std::string& check) {
        std::vector<std::string> asked{"check", check, "--as-of", "2026-11-10", "--json"};
        asked.insert(asked.end(), about.begin(), about.end());
        std::string all;
        const plugin::Value answer = here.as("admin", "bank", asked).json();
        for (const plugin::Value& one : plugin::array_at(*answer.object(), "findings"))
            if (text(one, "rule") == rule) all += text(one, "message") + "\n";
        return all;
    }
    std::string alerts(const std::string& rule, const std::vector<std::string>& about = {}) {
        return messages(about, rule, "collateral.alerts");
    }
    std::string portfolio() {
        return here
            .as("admin", "bank",
                {"report", "collateral.portfolio", "--period", "2026-10", "--as-of", "2026-11-10"})
            .out;
    }

    int bundles = 0;
};

TEST_F(FollowedWatch, tells_a_breach_that_the_association_found) {
    const std::string before = portfolio();
    here.make_registry("association", "association", "51320282MJ000000XL");
    tell("association", "commitments.commitment.signed", "", "2026-03-01",
         std::string(R"({"promisor":)") + firm +
             R"(,"promisor_category":"organisation","matter":"按时足额支付工资","content":"按时足额支付工资",
                "liability":"接受协会提醒","acceptor":)" +
             association + R"(,"publication":"public","place":"320282","type":"self_discipline",
                "promisor_proof":{"kind":"statement","signatory":"法定代表人"},"made_on":"2026-03-01",
                "valid_until":"2029-02-28"})");
    const std::string commitment = "commitment/32028220260301000001";
    tell("association", "commitments.commitment.accepted", commitment, "2026-03-03", "{}");
    hand_over("association");
    EXPECT_EQ(alerts("CA-COMMITMENT"), "");
    tell("association", "commitments.commitment.breach_found", commitment, "2026-05-12",
         std::string(R"({"severity":"minor","facts":"4月工资延迟支付","notice_on":"2026-05-06",
                         "statement":"情况属实","found_on":"2026-05-12","finder":)") +
             association + "}");
    hand_over("association");
    for (const std::string& told :
         {alerts("CA-COMMITMENT"), alerts("CA-COMMITMENT", {"--param", "loan=loan/JN-2026-0815"}),
          alerts("CA-COMMITMENT", {"--param", "pledge=pledge/JN-2026-0815-1"}),
          messages({"--param", "pledge=pledge/JN-2026-0815-1"}, "E38", "collateral.eligibility")}) {
        EXPECT_NE(told.find(commitment), std::string::npos) << told;
        EXPECT_NE(told.find("nobody confirmed"), std::string::npos) << told;
    }
    EXPECT_EQ(portfolio(), before) << "reports are made again from one's own ledger alone";
    EXPECT_EQ(alerts("CA-COMMITMENT", {"--known-at", "99"}), "") << "nor does what was known at a commit";
}

TEST_F(FollowedWatch, tells_a_second_pledge_and_a_right_that_ended) {
    make_bank("other");
    std::string pledge = read_all(sample("pledge.json"));
    add("other", pledge);
    hand_over("other");
    EXPECT_NE(alerts("CA-DOUBLE").find("agreed only"), std::string::npos) << alerts("CA-DOUBLE");
    std::string registered = read_all(sample("pledge-registered.json"));
    registered.replace(registered.find("Y2026320000123"), 14, "Y2026320000999");
    add("other", registered);
    tell("other", "ip.trademark.event_recorded", "trademark/CN-40128867", "2026-11-05",
         R"({"event":"surrender","date":"2026-11-05"})");
    hand_over("other");
    const std::string doubles = alerts("CA-DOUBLE");
    EXPECT_NE(doubles.find("patent/CN-202110000001.6"), std::string::npos) << doubles;
    EXPECT_NE(doubles.find("Y2026320000999"), std::string::npos) << doubles;
    const std::string ended = alerts("CA-ELSEWHERE");
    EXPECT_NE(ended.find("trademark/CN-40128867"), std::string::npos) << ended;
    EXPECT_NE(ended.find("nobody confirmed"), std::string::npos) << ended;
    const plugin::Value followed = here.as("admin", "bank", {"follow", "list", "--json"}).json();
    const std::string origin = text(followed.array()->at(0), "registry");
    ASSERT_EQ(here.as("admin", "bank", {"follow", "trust", origin}).code, 0);
    EXPECT_EQ(alerts("CA-ELSEWHERE").find("nobody confirmed"), std::string::npos);
    const Outcome audit = here.as("admin", "bank", {"audit", "--json"});
    EXPECT_EQ(audit.code, 0) << "nobody is wrong by what another says";
    std::string states, told;
    const plugin::Value answer = audit.json();
    for (const plugin::Value& one : plugin::array_at(*answer.object(), "findings")) {
        if (text(one, "rule") == "cross.state")
            states += text(one, "place") + " " + text(one, "message") + "\n";
        if (text(one, "rule") == "cross.told") told += text(one, "message") + "\n";
    }
    EXPECT_NE(states.find("trademark/CN-40128867"), std::string::npos) << audit.out;
    EXPECT_NE(told.find("CA-DOUBLE"), std::string::npos) << audit.out;
    EXPECT_NE(told.find("Y2026320000999"), std::string::npos) << told;
}

TEST_F(FollowedWatch, tells_whoever_signs_a_second_pledge) {
    make_bank("other");
    std::string first = read_all(sample("pledge.json"));
    add("other", first);
    add("other", read_all(sample("pledge-registered.json")));
    here.make_registry("third");
    for (const char* file : {"bank.json", "patent.json", "fee-paid.json"})
        add("third", read_all(sample(file)));
    ASSERT_EQ(here.as("admin", "third",
                      {"import", "csv", sample("trademarks.csv").string(), "--map",
                       sample("trademarks.map.json").string()})
                  .code,
              0);
    add("third", read_all(sample("valuations.json")));
    const std::string file = (here / "other.zip").string();
    ASSERT_EQ(here.as("admin", "other", {"bundle", "create", file, "--all"}).code, 0);
    ASSERT_EQ(here.as("admin", "third", {"bundle", "import", file}).code, 0);
    const Outcome warned = here.as("admin", "third", {"add", sample("pledge.json").string()});
    EXPECT_EQ(warned.code, 0) << warned.err;
    EXPECT_NE(warned.err.find("eligibility.E14"), std::string::npos) << warned.err;
    EXPECT_NE(warned.err.find("pledge/JN-2026-0815-1"), std::string::npos) << warned.err;
}

}  // namespace
}  // namespace xinbu::test
