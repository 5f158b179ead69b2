// In which order pledges of one right are satisfied, those of the register and of followed registries among
// them.
#include "collateral_case.hpp"

namespace xinbu::collateral::test {
namespace {

class Ranking : public ::testing::Test, protected CaseInOrder {
protected:
    Ranking() { desk.records.today = Date(2026, 11, 10); }

    plugin::CheckAnswer ranking(const char* right, Array elsewhere = {}) {
        desk.elsewhere = std::move(elsewhere);
        return desk.check("collateral.ranking", Object{{"right", right}});
    }
    /// "1 pledge/A-1, 1 pledge/A-2, - pledge/A-3": rank and pledge of each; a pledgee where it has no id.
    static std::string order(const plugin::CheckAnswer& answer) {
        std::string all;
        for (const Value& value : plugin::array_at(answer.facts, "ranks")) {
            const Object& one = *value.object();
            const std::int64_t* rank = plugin::integer_at(one, "rank");
            const std::string_view pledge = plugin::text_at(one, "pledge");
            all += (all.empty() ? "" : ", ") + (rank != nullptr ? std::to_string(*rank) : "-") + " " +
                   std::string(pledge.empty() ? plugin::text_at(one, "pledgee") : pledge);
        }
        return all;
    }
    static std::vector<std::int64_t> left(const plugin::CheckAnswer& answer) {
        std::vector<std::int64_t> all;
        for (const Value& value : plugin::array_at(answer.facts, "ranks")) {
            const std::int64_t* amount =
                plugin::integer_at(plugin::object_at(*value.object(), "left"), "amount");
            all.push_back(amount != nullptr ? *amount : -1);
        }
        return all;
    }
    static FindingStatus outcome(const plugin::CheckAnswer& answer) { return answer.findings.at(0).status; }
    void register_on(const std::string& pledge, const char* day, const char* number) {
        desk.sign(event("collateral.pledge.registered", pledge, day,
                        {{"registration_number", number}, {"registered_on", day}}));
    }
    static Value foreign(const char* record, const char* status, const char* registered, const char* number,
                         const char* right = mark, const char* pledgee = "91320100748204660Q") {
        Object fields{{"rights", Array{right}},
                      {"pledgee", party("城南示范银行", pledgee)},
                      {"secured", yuan(100000000)},
                      {"until", "2028-10-19"}};
        if (*registered != '\0') fields.set("registered_on", registered);
        if (*number != '\0') fields.set("registration_number", number);
        return Object{{"registry", "城南示范银行"},
                      {"record", record},
                      {"status", status},
                      {"confirmed", true},
                      {"fields", std::move(fields)}};
    }
};

TEST_F(Ranking, says_that_there_is_none) {
    const plugin::CheckAnswer answer = ranking(mark);
    EXPECT_EQ(order(answer), "");
    EXPECT_EQ(outcome(answer), FindingStatus::met);
    EXPECT_EQ(answer.findings.at(0).rule, "CR-01");
}

TEST_F(Ranking, goes_by_registration_and_one_day_is_one_rank) {
    std::vector<std::string> ids;
    for (int i = 0; i < 4; ++i) ids.push_back(agreed(pledge_draft({mark})));
    register_on(ids[2], "2026-10-26", "Y3");
    register_on(ids[1], "2026-10-26", "Y2");
    register_on(ids[0], "2026-10-27", "Y1");
    const plugin::CheckAnswer answer = ranking(mark);
    EXPECT_EQ(order(answer), "1 " + ids[1] + ", 1 " + ids[2] + ", 3 " + ids[0] + ", - " + ids[3]);
    EXPECT_EQ(left(answer), (std::vector<std::int64_t>{900000000, 570000000, 240000000, 0}))
        << "3.3 million each, and never less than nothing";
    EXPECT_EQ(outcome(answer), FindingStatus::met) << "a mark may bear several";
    EXPECT_EQ(answer.findings.at(0).evidence.size(), 4U);
}

TEST_F(Ranking, of_a_patent_only_one_stands) {
    Draft later = pledge_draft();
    later.data.set("acknowledgements", looked_up_on_paper({acknowledged("E14", bank)}));
    const std::string first = agreed(pledge_draft()), second = agreed(later);
    register_on(first, "2026-10-26", "Y1");
    const plugin::CheckAnswer two = ranking(patent);
    EXPECT_EQ(outcome(two), FindingStatus::not_met);
    EXPECT_EQ(two.findings.at(0).severity, Severity::block);
    desk.sign(event("collateral.pledge.withdrawn", second, "2026-11-02",
                    {{"on", "2026-11-02"}, {"reason", "撤回"}}));
    EXPECT_EQ(outcome(ranking(patent)), FindingStatus::met);
    EXPECT_EQ(order(ranking(patent)), "1 " + first);
}

TEST_F(Ranking, forgets_what_was_released_and_a_mark_after_its_term) {
    const std::string first = agreed(pledge_draft({mark})), second = agreed(pledge_draft({mark}));
    register_on(first, "2026-10-26", "Y1");
    register_on(second, "2026-10-27", "Y2");
    desk.sign(event("collateral.pledge.released", first, "2026-11-05", {{"on", "2026-11-05"}}));
    EXPECT_EQ(order(ranking(mark)), "1 " + second);
    desk.records.today = Date(2028, 10, 19);
    EXPECT_EQ(order(ranking(mark)), "1 " + second);
    desk.records.today = Date(2028, 10, 20);
    EXPECT_EQ(order(ranking(mark)), "");
}

TEST_F(Ranking, takes_in_what_only_the_register_tells) {
    const std::string own = agreed(pledge_draft({mark}));
    register_on(own, "2026-10-26", "Y1");
    const auto told = [&](const char* since, const char* number) {
        return Value(Object{{"kind", "pledge"},
                            {"since", since},
                            {"reference", number},
                            {"counterparty", party("另一银行", "")}});
    };
    Value ours = told("2026-10-26", "");
    ours.object()->set("counterparty", party("江南示范银行宜兴支行", ""));
    fact(mark, "overlays", Array{ours, told("2026-10-20", "Y0"), told("2026-11-01", "Y 1")});
    EXPECT_EQ(order(ranking(mark)), "1 另一银行, 2 " + own) << "ours by its day and by its number";
    EXPECT_EQ(left(ranking(mark)), (std::vector<std::int64_t>{900000000, -1}))
        << "what the register secures is not known";
}

TEST_F(Ranking, another_bank_that_registers_on_the_same_day_is_another_bank) {
    const std::string own = agreed(pledge_draft({mark}));
    register_on(own, "2026-10-26", "Y1");
    fact(mark, "overlays",
         Array{Object{{"kind", "pledge"}, {"since", "2026-10-26"}, {"counterparty", party("另一银行", "")}}});
    EXPECT_EQ(order(ranking(mark)), "1 " + own + ", 1 另一银行");
    parameters = Object{{"pledge", own}};
    EXPECT_EQ(status("E15"), FindingStatus::not_met)
        << "what the contract rests on is its own registration only";
}

TEST_F(Ranking, takes_in_what_followed_registries_record) {
    const std::string own = agreed(pledge_draft({mark}));
    register_on(own, "2026-10-26", "Y1");
    const Array told{foreign("pledge/N-1", "registered", "2026-10-25", "Y7"),
                     foreign("pledge/N-2", "agreed", "", ""),
                     foreign("pledge/N-3", "registered", "2026-10-24", "Y1", mark, bank),
                     foreign("pledge/N-4", "released", "2026-10-23", "Y8"),
                     foreign("pledge/N-5", "registered", "2026-10-22", "Y9", patent)};
    const plugin::CheckAnswer answer = ranking(mark, told);
    EXPECT_EQ(order(answer), "1 pledge/N-1, 2 " + own + ", - pledge/N-2")
        << "not our own registration again, nor what is over, nor of another right";
    EXPECT_EQ(left(answer), (std::vector<std::int64_t>{900000000, 800000000, 470000000}));
    EXPECT_EQ(order(ranking(mark, {foreign("pledge/N-3", "registered", "2026-10-24", "Y1")})),
              "1 pledge/N-3, 2 " + own)
        << "our number with another pledgee is no registration of ours";
    EXPECT_NE(answer.findings.at(0).message.zh.find("城南示范银行：pledge/N-1"), std::string::npos);
    EXPECT_EQ(outcome(ranking(patent, {foreign("pledge/N-5", "registered", "2026-10-22", "Y9", patent)})),
              FindingStatus::met)
        << "one";
    agreed(pledge_draft());
    EXPECT_EQ(outcome(ranking(patent, {foreign("pledge/N-5", "registered", "2026-10-22", "Y9", patent)})),
              FindingStatus::not_met);
    desk.records.today = Date(2028, 10, 20);
    EXPECT_EQ(order(ranking(mark, told)), "- pledge/N-2") << "the term of the mark's pledges is over";
}

TEST_F(Ranking, a_right_pledged_elsewhere_is_no_good_collateral) {
    desk.elsewhere = {foreign("pledge/N-5", "agreed", "", "", patent)};
    EXPECT_EQ(status("E14"), FindingStatus::unknown) << "it may be registered first";
    EXPECT_EQ(finding("E14").evidence, std::vector<std::string>{"pledge/N-5"});
    desk.elsewhere = {foreign("pledge/N-5", "registered", "2026-10-22", "Y9", patent)};
    EXPECT_EQ(status("E14"), FindingStatus::not_met);
    EXPECT_EQ(finding("E14").evidence, std::vector<std::string>{"pledge/N-5"});
    EXPECT_EQ(verdict(), plugin::Verdict::block);
    Value unconfirmed = foreign("pledge/N-1", "registered", "2026-10-25", "Y7");
    unconfirmed.object()->set("confirmed", false);
    about_mark();
    desk.elsewhere = {unconfirmed};
    EXPECT_EQ(status("E15"), FindingStatus::unknown);
    EXPECT_NE(finding("E15").message.en.find("nobody confirmed"), std::string::npos);
}

}  // namespace
}  // namespace xinbu::collateral::test
