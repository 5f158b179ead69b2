// Alerts about what is not certain, and about what others tell: the register, a credit report, registries
// that are followed.
#include "collateral_case.hpp"

namespace xinbu::collateral::test {
namespace {

class Watch : public ::testing::Test, protected CaseInOrder {
protected:
    Watch() {
        agreed(pledge_draft());
        registered("pledge/JN-2026-0815-1");
        desk.sign(event("collateral.pledge.published", "pledge/JN-2026-0815-1", "2026-11-02",
                        {{"on", "2026-11-02"}}));
        desk.records.today = Date(2026, 11, 3);
    }

    std::vector<Finding> alerts() const { return desk.check("collateral.alerts", {}).findings; }
    /// "CA-DOUBLE/block CA-DOUBT/warn"
    std::string ids() const {
        std::string all;
        for (const Finding& one : alerts()) {
            static constexpr const char* names[] = {"block", "ack", "warn", "info", "post"};
            all += (all.empty() ? "" : " ") + one.rule + "/" + names[static_cast<int>(one.severity)];
        }
        return all;
    }
    std::string zh() const {
        std::string all;
        for (const Finding& one : alerts()) all += one.message.zh;
        return all;
    }
    static Value told(const char* record, const char* state, Object fields, bool confirmed = true) {
        return Object{{"registry", "城南示范银行"}, {"record", record},    {"status", state},
                      {"confirmed", confirmed},     {"overlays", Array{}}, {"fields", std::move(fields)}};
    }
    void add_event(const char* kind, const char* day, const char* holder) {
        Array events = plugin::array_at(recorded(patent), "events");
        events.emplace_back(Object{{"event", kind}, {"date", day}, {"counterparty", party(holder, "")}});
        recorded(patent).set("events", std::move(events));
    }
};

TEST_F(Watch, are_silent_where_all_is_well) {
    EXPECT_EQ(ids(), "");
}

TEST_F(Watch, a_right_of_which_nobody_knows_whether_it_lives) {
    desk.status[patent].erase("alive");
    fact(patent, "uncertain_since", "2026-11-01");
    EXPECT_EQ(ids(), "CA-UNCERTAIN/block");
    EXPECT_NE(zh().find("2026-11-01"), std::string::npos);
    desk.status[patent].erase("uncertain_since");
    EXPECT_EQ(ids(), "CA-UNCERTAIN/block") << "nor why";
    desk.status.erase(patent);
    EXPECT_NE(ids().find("CA-UNCERTAIN/block"), std::string::npos) << "a right that is not on record at all";
}

TEST_F(Watch, sources_that_contradict_each_other) {
    fact(patent, "doubts",
         Array{Object{{"rule", "IP-DOUBT"}, {"en", "The owner is in doubt."}, {"zh", "权利人存疑。"}}});
    EXPECT_EQ(ids(), "CA-DOUBT/warn");
    EXPECT_NE(zh().find("权利人存疑"), std::string::npos);
}

TEST_F(Watch, a_pledge_of_another_on_the_register) {
    const auto overlay = [&](const char* since, const char* holder, const char* number) {
        fact(patent, "overlays",
             Array{Object{{"kind", "pledge"},
                          {"since", since},
                          {"reference", number},
                          {"counterparty", party(holder, "")}}});
        return ids();
    };
    EXPECT_EQ(overlay("2026-10-26", "江南示范银行", ""), "") << "our own registration";
    EXPECT_EQ(overlay("2026-10-30", "另一银行", "Y2026320000123"), "") << "by its number";
    EXPECT_EQ(overlay("2026-10-30", "另一银行", "Y9"), "CA-DOUBLE/block");
    EXPECT_EQ(overlay("2026-10-26", "另一银行", ""), "CA-DOUBLE/block CA-VALUE/warn")
        << "of the same day, and what it secures is not known";
    EXPECT_NE(zh().find("另一银行"), std::string::npos);
}

TEST_F(Watch, a_pledge_that_the_office_cancelled) {
    add_event("pledge_end", "2026-10-20", "江南示范银行");
    add_event("pledge_end", "2026-10-30", "另一银行");
    EXPECT_EQ(ids(), "") << "before ours was registered, and another's";
    add_event("pledge_end", "2026-11-01", "江南示范银行宜兴支行");
    EXPECT_EQ(ids(), "CA-VALUE/block CA-CANCELLED/block") << "and is worth nothing from then on";
    desk.records.today = Date(2026, 10, 31);
    EXPECT_EQ(ids(), "");
}

TEST_F(Watch, a_loan_in_default_and_what_its_pledge_brought) {
    desk.sign(event("collateral.loan.defaulted", "loan/JN-2026-0815", "2026-11-02", {{"on", "2026-11-02"}}));
    EXPECT_EQ(ids(), "CA-DEFAULT/block");
    desk.sign(event("collateral.pledge.enforced", "pledge/JN-2026-0815-1", "2026-11-03",
                    {{"on", "2026-11-03"}, {"proceeds", yuan(200000000)}}));
    EXPECT_NE(zh().find("1,000,000.00 CNY"), std::string::npos) << zh();
    EXPECT_EQ(ids(), "CA-VALUE/block CA-DEFAULT/block");
}

TEST_F(Watch, a_value_that_is_not_known_covers_nothing) {
    desk.sign(event("collateral.pledge.agreed", "", "2026-10-20", pledge_draft({mark}).data));
    desk.sign(event("collateral.pledge.registered", "pledge/JN-2026-0815-2", "2026-10-27",
                    {{"registration_number", "Y5"}, {"registered_on", "2026-10-27"}}));
    desk.sign(
        event("collateral.pledge.published", "pledge/JN-2026-0815-2", "2026-11-02", {{"on", "2026-11-02"}}));
    std::erase_if(desk.records.records,
                  [](const auto& one) { return one.first.starts_with("valuation/CN-4"); });
    EXPECT_EQ(ids(), "") << "the patent alone carries the loan";
    for (auto& [id, record] : desk.records.records)
        if (id.starts_with("valuation/")) record.fields.set("value", yuan(200000000));
    EXPECT_EQ(ids(), "CA-VALUE/warn");
    EXPECT_NE(zh().find("1项权利无有效价值"), std::string::npos) << zh();
}

TEST_F(Watch, a_pledge_whose_loan_is_gone) {
    desk.records.records.erase("loan/JN-2026-0815");
    const auto all = desk.check("collateral.alerts", {});
    ASSERT_EQ(all.findings.size(), 1U);
    EXPECT_EQ(all.findings.front().rule, "CA-ORPHAN");
    EXPECT_EQ(all.findings.front().severity, plugin::Severity::block);
    EXPECT_NE(all.findings.front().message.zh.find("loan/JN-2026-0815"), std::string::npos);
}

TEST_F(Watch, a_loan_recorded_as_repaid_that_was_not) {
    auto& loan = desk.records.records["loan/JN-2026-0815"];
    const auto told = [&] {
        std::string all;
        for (const auto& one : desk.check("collateral.alerts", {}).findings) all += one.rule + " ";
        return all;
    };
    loan.status = "repaid";
    loan.fields.set("repaid_on", "2026-11-01");
    loan.fields.set("repaid_amount", loan.fields.find("principal")->object() != nullptr
                                         ? *loan.fields.find("principal")
                                         : Value());
    EXPECT_EQ(told().find("CA-UNPAID"), std::string::npos) << told();
    loan.fields.set("repaid_amount", yuan(1));
    EXPECT_NE(told().find("CA-UNPAID"), std::string::npos) << told();
}

TEST_F(Watch, a_right_whose_owner_nobody_knows_any_more) {
    desk.status[patent].set("owners", Array{});
    EXPECT_NE(ids().find("CA-OWNER/warn"), std::string::npos) << ids();
}

TEST_F(Watch, what_the_check_would_block_today) {
    desk.sign(event("collateral.pledge.changed", "pledge/JN-2026-0815-1", "2026-11-03",
                    {{"on", "2026-11-03"}, {"secured", yuan(1)}}));
    EXPECT_EQ(ids(), "CA-CLAIM/warn");
    desk.sign(event("collateral.loan.restructured", "loan/JN-2026-0815", "2026-11-03",
                    {{"on", "2026-11-03"}, {"due_on", "2045-01-01"}}));
    EXPECT_NE(ids().find("CA-RULE/warn"), std::string::npos) << ids();
    EXPECT_NE(zh().find("E08"), std::string::npos) << "the patent ends in 2041";
}

TEST_F(Watch, what_happened_before_the_contract_and_was_learnt_after_it) {
    add_event("partial_invalidation", "2026-10-15", "");
    add_event("change", "2026-10-15", "");
    EXPECT_EQ(ids(), "CA-EVENT/warn") << "the value is of September";
}

TEST_F(Watch, what_is_paid_in_full_is_released) {
    Object paid{{"on", "2026-11-03"}, {"amount", yuan(300000000)}};
    EXPECT_EQ(desk.faults(event("collateral.loan.instalment_paid", "loan/JN-2026-0815", "2026-11-03", paid))
                  .at(0)
                  .rule,
              "loan.settled");
    desk.sign(event("collateral.loan.instalment_paid", "loan/JN-2026-0815", "2026-11-03", paid));
    desk.records.today = Date(2026, 12, 4);
    EXPECT_EQ(ids(), "CA-SETTLED/warn CA-MISSED/warn") << "the pledge was to be released by 2026-12-03";
    EXPECT_NE(zh().find("2026-12-03"), std::string::npos) << zh();
}

TEST_F(Watch, a_borrower_on_the_lists) {
    const auto report = [&](const char* day, const char* list, const char* source = "信用中国") {
        Object data{{"subject", party("宜兴陶缘紫砂有限公司", firm)}, {"read_on", day}, {"source", source}};
        for (const char* one : {"serious_dishonesty", "enforcement", "abnormal", "insolvency"})
            data.set(one, std::string_view(one) == list);
        desk.sign(event("collateral.credit_report.recorded", "", day, std::move(data)));
        return ids();
    };
    EXPECT_EQ(report("2026-10-30", ""), "");
    EXPECT_EQ(report("2026-10-31", "enforcement"), "CA-CREDIT/warn");
    EXPECT_EQ(report("2026-11-01", "insolvency"), "CA-CREDIT/block");
    EXPECT_EQ(report("2026-11-02", "", "执行信息公开网"), "CA-CREDIT/block")
        << "only its source lifts a list";
    EXPECT_EQ(report("2026-11-02", ""), "") << "the latest counts";
}

TEST_F(Watch, what_registries_tell_that_are_followed) {
    desk.elsewhere = {told("pledge/N-1", "registered",
                           {{"rights", Array{patent}},
                            {"pledgee", party("城南示范银行", "91320100748204660Q")},
                            {"registered_on", "2026-10-28"},
                            {"registration_number", "Y7"}},
                           false)};
    EXPECT_EQ(ids(), "CA-DOUBLE/block");
    EXPECT_NE(zh().find("城南示范银行：pledge/N-1"), std::string::npos) << zh();
    EXPECT_NE(zh().find("指纹未核对"), std::string::npos) << zh();
    desk.elsewhere = {told("commitment/7", "breached",
                           {{"promisor", party("宜兴陶缘紫砂有限公司", firm)}, {"matter", "按时支付工资"}})};
    EXPECT_EQ(ids(), "CA-COMMITMENT/warn");
    EXPECT_EQ(alerts().front().evidence, std::vector<std::string>{"commitment/7"});
    EXPECT_EQ(zh().find("指纹未核对"), std::string::npos) << "somebody confirmed it";
    desk.elsewhere = {told("commitment/7", "breached",
                           {{"promisor", party("另一企业", "91320100748204660Q")},
                            {"finder", party("宜兴陶缘紫砂有限公司", firm)}})};
    EXPECT_EQ(ids(), "") << "another's promise";
    desk.elsewhere = {told(patent, "DEAD/REGISTRATION/Lapsed", {})};
    EXPECT_EQ(ids(), "CA-ELSEWHERE/block");
    desk.elsewhere = {told(patent, "DEAD/REGISTRATION/Lapsed", {}, false)};
    EXPECT_EQ(ids(), "CA-ELSEWHERE/warn") << "nobody knows who says so";
}

}  // namespace
}  // namespace xinbu::collateral::test
