// A person's identity number stands in clear in no plugin's entries; official numbers do.
#include "plugins/collateral_bench.hpp"

namespace xinbu::collateral::test {
namespace {

// Nobody's: born in 1800.
constexpr const char* number = "320102180001010010";
const Rules refused{"citizen_id.in_clear"};

class ClearNumbersOf : public testing::Test {
protected:
    /// The rules broken; no message repeats the number.
    Rules rules(const std::string& type, const std::string& record, const std::string& day,
                const std::string& data) {
        Rules broken = bank.add(type, record, day, data);
        std::erase_if(broken, [](const std::string& rule) { return rule.ends_with("?"); });
        for (const plugin::Fault& fault : bank.bench.last_faults())
            EXPECT_EQ((fault.message.en + fault.message.zh).find("18000101"), std::string::npos)
                << fault.message.en;
        return broken;
    }

    LoanBench bank;
};

TEST_F(ClearNumbersOf, brands) {
    bank.must("brands.brand.recorded", "", "2026-01-06",
              R"({"name":"宜兴紫砂匠","region":"320282","category":"culture"})");
    const auto evidence = [&](const std::string& statement) {
        return rules("brands.evidence.filed", "brand/宜兴紫砂匠", "2026-03-01",
                     R"({"criterion":"B01","met":true,"documents":[{"title":"文件"}],"statement":")" +
                         statement + R"("})");
    };
    EXPECT_EQ(evidence("带头人王某，身份证320102 18000101 0010"), refused);
    EXPECT_EQ(evidence("带头人王某，身份证320102********0010，协会51320282MJ000000XL"), Rules{});
    EXPECT_EQ(rules("brands.organisation.recorded", "", "2026-01-06",
                    std::string(R"({"name":"王某)") + number + R"(","identifier":"91320282MA0000015N"})"),
              refused);
}

TEST_F(ClearNumbersOf, ip_status) {
    const auto event = [&](const std::string& more) {
        return rules("ip.trademark.event_recorded", LoanBench::mark, "2026-03-01",
                     R"({"event":"change","date":"2026-03-01",)" + more + "}");
    };
    EXPECT_EQ(event(std::string(R"("detail":"经办人)") + number + "\""), refused);
    EXPECT_EQ(event(R"("detail":"202110000001.6、40128866、320102202603010013、121200004013590816")"),
              Rules{});
    EXPECT_EQ(event(R"("reference":"320102202603010013")"), Rules{});
    const std::string patent = R"({"office":"CN","number":"202110000002.0","kind":"invention",
                                   "filing_date":"2021-05-18","title":"烧结方法","owners":[{"name":"王某)";
    EXPECT_EQ(rules("ip.patent.recorded", "", "2023-03-10", patent + number + R"("}]})"), refused);
    // An owner who is named by the number stands sealed.
    EXPECT_EQ(rules("ip.patent.recorded", "", "2023-03-10",
                    patent + R"(","identifier":"citizen-id:)" + number + R"("}]})"),
              Rules{});
}

TEST_F(ClearNumbersOf, collateral) {
    const auto loan = [&](const std::string& contract, const std::string& product) {
        return rules("collateral.loan.opened", "", "2026-10-20",
                     R"({"contract":")" + contract + R"(","lender":)" + LoanBench::lender() +
                         R"(,"borrower":)" + LoanBench::borrower() + R"(,"principal":)" +
                         LoanBench::yuan(100) +
                         R"(,"opened_on":"2026-10-20","due_on":"2028-10-19","product":")" + product + "\"}");
    };
    EXPECT_EQ(loan("A", std::string("经办人") + number), refused);
    // The contract names the record as well.
    EXPECT_EQ(loan(number, "苏岗贷"), (Rules{refused[0], refused[0]}));
    EXPECT_EQ(loan("320102202603010013", "苏岗贷"), Rules{});
}

}  // namespace
}  // namespace xinbu::collateral::test
