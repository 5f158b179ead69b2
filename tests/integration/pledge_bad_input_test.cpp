// What must not be signed about loans and pledges, each refused by its rule, with nothing written.
#include "program.hpp"

namespace xinbu::test {
namespace {

class PledgeBadInput : public ::testing::Test {
protected:
    Workplace here;

    void SetUp() override {
        here.make_registry("bank");
        for (const char* file : {"bank.json", "patent.json", "fee-paid.json"})
            ASSERT_EQ(here.as("admin", "bank", {"add", sample(file).string()}).code, 0) << file;
        ASSERT_EQ(here.as("admin", "bank",
                          {"import", "csv", sample("trademarks.csv").string(), "--map",
                           sample("trademarks.map.json").string()})
                      .code,
                  0);
        ASSERT_EQ(here.as("admin", "bank", {"add", sample("valuations.json").string()}).code, 0);
    }
    /// The answer to a draft; a sample with some of its text replaced.
    Outcome add(std::string draft, const std::vector<std::pair<std::string, std::string>>& changes = {}) {
        for (const auto& [from, to] : changes) {
            const std::size_t at = draft.find(from);
            EXPECT_NE(at, std::string::npos) << from;
            if (at != std::string::npos) draft.replace(at, from.size(), to);
        }
        return here.as("admin", "bank", {"add", "-"}, draft);
    }
    void refused_by(const std::string& rule, const Outcome& outcome) {
        EXPECT_EQ(outcome.code, 3) << rule << "\n" << outcome.out << outcome.err;
        EXPECT_NE(outcome.err.find(rule), std::string::npos) << rule << "\n" << outcome.err;
    }
    std::string commits() {
        const Outcome info = here.as("admin", "bank", {"info", "--json"});
        const std::size_t at = info.out.find("\"commits\"");
        return info.out.substr(at, 16);
    }
    /// What the bank looked up on paper, as the contract says it.
    static std::string looked_up(const std::string& rule) {
        return R"({"rule":")" + rule + R"(","reason":"已人工查询",
                   "by":{"name":"江南示范银行","identifier":"91320100MA0000023K"},
                   "proof":{"kind":"statement","signatory":"经办人"}})";
    }
    static std::string loan() {
        return R"({"type":"collateral.loan.opened","effective":"2026-10-20","data":{"contract":"B",
                   "lender":{"name":"江南示范银行","identifier":"91320100MA0000023K"},
                   "borrower":{"name":"宜兴陶缘紫砂有限公司","identifier":"91320282MA0000015N"},
                   "principal":{"amount":100,"currency":"CNY"},"opened_on":"2026-10-20","due_on":"2028-10-19"}})";
    }
};

TEST_F(PledgeBadInput, amounts_and_currencies_of_loans) {
    const std::string before = commits();
    refused_by("loan.principal", add(loan(), {{"\"amount\":100", "\"amount\":0"}}));
    refused_by("money.negative", add(loan(), {{"\"amount\":100", "\"amount\":-1"}}));
    refused_by("integer.too_large", add(loan(), {{"\"amount\":100", "\"amount\":9007199254740993"}}));
    refused_by("schema.type", add(loan(), {{"\"amount\":100", "\"amount\":1.5"}}));
    refused_by("loan.policy_currency", add(loan(), {{"CNY", "USD"}}));
    refused_by("loan.due_on", add(loan(), {{"2028-10-19", "2026-10-19"}}));
    refused_by("loan.schedule_sum",
               add(loan(), {{"\"opened_on\"", R"("schedule":[{"due_on":"2027-10-20","amount":{"amount":101,
                             "currency":"CNY"}}],"opened_on")"}}));
    EXPECT_EQ(commits(), before) << "nothing was written";
}

TEST_F(PledgeBadInput, pledges_that_cannot_be) {
    const std::string pledge = read_all(sample("pledge.json")), before = commits();
    refused_by("eligibility.E02", add(pledge, {{"91320282MA0000015N", "91320100748204660Q"}}));
    refused_by("pledge.secured", add(pledge, {{"330000000", "0"}}));
    refused_by("integer.too_large", add(pledge, {{"330000000", "9007199254740993"}}));
    refused_by("pledge.right_twice",
               add(pledge, {{"\"trademark/CN-40128867\"", "\"trademark/CN-40128866\""}}));
    refused_by("pledge.until", add(pledge, {{"\"until\": \"2028-10-19\"", "\"until\": \"2026-10-19\""}}));
    EXPECT_EQ(commits(), before) << "nothing was written";
    // A debt that is due after the patent ends.
    const Outcome long_loan =
        add(loan(), {{"2028-10-19", "2041-05-18"}, {"\"contract\":\"B\"", "\"contract\":\"C\""}});
    ASSERT_EQ(long_loan.code, 0) << long_loan.err;
    refused_by("eligibility.E08",
               add(pledge, {{"loan/JN-2026-0815", "loan/C"}, {"2028-10-19", "2041-05-18"}}));
}

TEST_F(PledgeBadInput, what_nobody_looked_up_and_nobody_acknowledged) {
    const std::string before = commits();
    for (const char* rule : {"E37", "E40", "E42"})
        refused_by("eligibility." + std::string(rule),
                   add(read_all(sample("pledge.json")),
                       {{"\"rule\": \"" + std::string(rule) + '"', "\"rule\": \"E49\""}}));
    EXPECT_EQ(commits(), before) << "nothing was written";
}

TEST_F(PledgeBadInput, steps_in_the_wrong_order) {
    const std::string pledge = read_all(sample("pledge.json")),
                      registered = read_all(sample("pledge-registered.json"));
    ASSERT_EQ(add(pledge).code, 0);
    const std::string release =
        R"({"type":"collateral.pledge.released","record":"pledge/JN-2026-0815-1","effective":"2026-11-01",
            "data":{"on":"2026-11-01"}})";
    refused_by("lifecycle.state", add(release));
    refused_by(
        "pledge.registered_on",
        add(R"({"type":"collateral.pledge.registered","record":"pledge/JN-2026-0815-1","effective":"2026-10-19",
                       "data":{"registration_number":"Y1","registered_on":"2026-10-19"}})"));
    ASSERT_EQ(add(registered).code, 0);
    refused_by("eligibility.E14", add(pledge));
    // Another loan on a right of its own, under the number that is taken.
    ASSERT_EQ(add(loan()).code, 0);
    const std::string other =
        R"({"type":"collateral.pledge.agreed","effective":"2026-10-28","data":{"loan":"loan/B",
        "pledgor":{"name":"宜兴陶缘紫砂有限公司","identifier":"91320282MA0000015N"},
        "pledgee":{"name":"江南示范银行","identifier":"91320100MA0000023K"},
        "rights":["trademark/CN-40128866"],"secured":{"amount":100,"currency":"CNY"},"scope":"本金",
        "acknowledgements":[)" +
        looked_up("E37") + "," + looked_up("E40") + "," + looked_up("E42") + R"(],
        "agreed_on":"2026-10-28","until":"2028-10-19"}})";
    const Outcome second = add(other);
    ASSERT_EQ(second.code, 0) << second.err;
    const std::size_t at = registered.find("\"registration_number\""), colon = registered.find(':', at),
                      begin = registered.find('"', colon) + 1;
    const std::string number = registered.substr(begin, registered.find('"', begin) - begin);
    refused_by("pledge.registration_number",
               add(R"({"type":"collateral.pledge.registered","record":"pledge/B-1","effective":"2026-10-29",
                       "data":{"registration_number":")" +
                   number + R"(","registered_on":"2026-10-29"}})"));
}

}  // namespace
}  // namespace xinbu::test
