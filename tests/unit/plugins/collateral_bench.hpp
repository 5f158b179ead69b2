// A bank's registry in memory with all plugins at work: entries go the host's one way in.
#pragma once

#include "brands/plugin.hpp"
#include "collateral/plugin.hpp"
#include "commitments/plugin.hpp"
#include "plugins/ip_rules_support.hpp"
#include "plugins/support.hpp"

namespace xinbu::collateral::test {

using xinbu::test::Bench;
using xinbu::test::json_object;
using xinbu::test::Rules;

/// A firm with a patent and a mark of its own, valued, and a bank with a policy that wants a new value every
/// three years. The loan of three million runs from 2026-10-20 to 2028-10-19.
class LoanBench {
public:
    static constexpr const char* patent = "patent/CN-202110000001.6";
    static constexpr const char* mark = "trademark/CN-40128866";
    static constexpr const char* loan = "loan/A";
    static constexpr const char* pledge = "pledge/A-1";

    LoanBench() : bench(make()) {
        must("brands.organisation.recorded", "", "2020-01-01",
             R"({"name":"宜兴陶缘紫砂有限公司","identifier":"91320282MA0000015N","region":"320282"})");
        must("collateral.bank_policy.set", "", "2026-01-01",
             R"({"caps":{"invention":3000,"utility_model":1500,"design":1500,"trademark":4000},
                 "renewal_buffer_months":6,"extract_max_age_days":5,"revalue_months":36})");
        must("ip.patent.recorded", "", "2023-03-10",
             R"({"office":"CN","number":"202110000001.6",
             "kind":"invention","title":"紫砂坯体烧结方法","filing_date":"2021-05-18","grant_date":"2023-03-10",)" +
                 owners() + "}");
        for (int year = 3; year <= 6; ++year) pay_fee(year, std::to_string(2020 + year) + "-05-10");
        must("ip.trademark.recorded", "", "2020-06-14", R"({"office":"CN","number":"40128866","mark":"陶缘",
             "kind":"word","classes":[21],"application_date":"2019-08-05","registration_date":"2020-06-14",
             "expiry_date":"2030-06-13",)" + owners() + "}");
        value(patent, 1250000000, "2026-09-01");
        value(mark, 1000000000, "2026-09-01");
    }

    Rules add(const std::string& type, const std::string& record, const std::string& day,
              const std::string& data) {
        return bench.add(type, record, day, json_object(data));
    }
    /// Adds what breaks no rule; warnings are let pass.
    void must(const std::string& type, const std::string& record, const std::string& day,
              const std::string& data) {
        for (const std::string& rule : add(type, record, day, data))
            EXPECT_TRUE(rule.ends_with("?")) << type << " " << day << ": " << rule;
    }

    void value(const std::string& right, std::int64_t fen, const std::string& base) {
        must("collateral.valuation.recorded", "", base,
             R"({"right":")" + right + R"(","value":)" + yuan(fen) + R"(,"method":"income","base_date":")" +
                 base + "\"}");
    }
    void pay_fee(int year, const std::string& day) {
        patent_event("annual_fee", day, R"(,"year":)" + std::to_string(year));
    }
    void patent_event(const std::string& event, const std::string& day, const std::string& more = "") {
        must("ip.patent.event_recorded", patent, day,
             R"({"event":")" + event + R"(","date":")" + day + "\"" + more + "}");
    }
    void mark_event(const std::string& event, const std::string& day, const std::string& more = "") {
        must("ip.trademark.event_recorded", mark, day,
             R"({"event":")" + event + R"(","date":")" + day + "\"" + more + "}");
    }
    void open_loan(const std::string& contract = "A", std::int64_t fen = 300000000) {
        must("collateral.loan.opened", "", "2026-10-20",
             R"({"contract":")" + contract + R"(","lender":)" + lender() + R"(,"borrower":)" + borrower() +
                 R"(,"principal":)" + yuan(fen) +
                 R"(,"opened_on":"2026-10-20","due_on":"2028-10-19","product":"苏岗贷"})");
    }
    static std::string contract_of(const std::string& rights, const std::string& of = "A",
                                   const std::string& until = "2028-10-19") {
        return R"({"loan":"loan/)" + of + R"(","pledgor":)" + borrower() + R"(,"pledgee":)" + lender() +
               R"(,"rights":[)" + rights + R"(],"secured":)" + yuan(330000000) +
               R"(,"scope":"本金、利息和实现质权的费用","acknowledgements":[)" + looked_up("E37") + "," +
               looked_up("E40") + "," + looked_up("E42") + R"(],"agreed_on":"2026-10-20","until":")" + until +
               "\"}";
    }
    /// What the bank looked up on paper.
    static std::string looked_up(const std::string& rule) {
        return R"({"rule":")" + rule + R"(","reason":"已人工查询","by":)" + lender() +
               R"(,"proof":{"kind":"statement","signatory":"信贷经办人"}})";
    }
    void agree(const std::string& right, const std::string& of = "A") {
        must("collateral.pledge.agreed", "", "2026-10-20", contract_of('"' + right + '"', of));
    }
    void register_pledge(const std::string& record = pledge, const std::string& number = "Y1") {
        must("collateral.pledge.registered", record, "2026-10-26",
             R"({"registration_number":")" + number + R"(","registered_on":"2026-10-26"})");
    }
    void publish(const std::string& record = pledge) {
        must("collateral.pledge.published", record, "2026-11-02", R"({"on":"2026-11-02"})");
    }
    /// The loan opened, the pledge agreed, registered and published.
    void begin(const std::string& right) {
        open_loan();
        agree(right);
        register_pledge();
        publish();
    }
    void event(const std::string& type, const std::string& record, const std::string& day,
               const std::string& more = "") {
        must("collateral." + type, record, day, R"({"on":")" + day + "\"" + more + "}");
    }

    /// "CA-GRACE/warn CA-NEAR/info": the gravest first; empty where there is none.
    std::string alerts(const std::string& day, const std::string& parameters = "{}") const {
        std::string all;
        for (const plugin::Finding& one : bench.check("collateral.alerts", parameters, day).findings) {
            static constexpr const char* names[] = {"block", "ack", "warn", "info", "post"};
            all += (all.empty() ? "" : " ") + one.rule + "/" + names[static_cast<int>(one.severity)];
        }
        return all;
    }

    static std::string yuan(std::int64_t fen) {
        return R"({"amount":)" + std::to_string(fen) + R"(,"currency":"CNY"})";
    }
    static std::string borrower() {
        return R"({"name":"宜兴陶缘紫砂有限公司","identifier":"91320282MA0000015N"})";
    }
    static std::string lender() { return R"({"name":"江南示范银行","identifier":"91320100MA0000023K"})"; }
    static std::string owners() { return R"("owners":[)" + borrower() + "]"; }

    Bench bench;

private:
    static Bench make() {
        std::vector<Bench::Loaded> plugins;
        plugins.push_back({"brands", {}, brands::make_brands()});
        plugins.push_back({"commitments", {"brands"}, commitments::make_commitments()});
        plugins.push_back({"ip_status", {}, xinbu::test::ip_status_with_rules()});
        plugins.push_back({"collateral", {"ip_status", "commitments", "brands"}, make_collateral()});
        return Bench(std::move(plugins));
    }
};

}  // namespace xinbu::collateral::test
