// Campaigns: a scheme, its invitations, who signs and who does not, its end; and the list of it all.
#include "plugins/commitments_support.hpp"

namespace xinbu::commitments::test {
namespace {

constexpr const char* scheme = "scheme/紫砂诚信公约";
constexpr const char* other_firm = "91320100MA0000023K";
const Rules twice{"commitments.proof.weak?", "commitments.signed_twice"};

class Campaign : public CommitmentsTest {
protected:
    void SetUp() override {
        ASSERT_EQ(bench.add("commitments.scheme.opened", "", "2026-01-10", json_object(R"({
            "name": "紫砂诚信公约", "association": {"name": "宜兴市紫砂行业协会", "identifier": "51320282MJ000000XL"},
            "clauses": [{"id": "1", "text": "按时支付工资", "check_every": "quarter"}],
            "liability": "接受协会提醒"})")),
                  Rules{});
        ASSERT_EQ(bench.last_record(), scheme);
    }
    Rules invite(const std::string& name, const std::string& identifier,
                 const std::string& day = "2026-02-01", const std::string& answer_by = "2026-03-31") {
        return bench.add("commitments.member.invited", "", day,
                         Object{{"scheme", scheme},
                                {"member", Object{{"name", name}, {"identifier", identifier}}},
                                {"answer_by", answer_by}});
    }
    Object under_scheme() const { return with(promise(), "scheme", "\"" + std::string(scheme) + "\""); }
    plugin::CheckAnswer ask(const std::string& day) const {
        return bench.check("commitments.participation", "{\"scheme\":\"" + std::string(scheme) + "\"}", day);
    }
};

TEST_F(Campaign, knows_who_has_signed_and_who_has_not) {
    ASSERT_EQ(invite("宜兴陶缘紫砂有限公司", firm), Rules{});
    ASSERT_EQ(invite("另一家公司", other_firm), Rules{});
    EXPECT_EQ(ask("2026-02-02").facts.find("open")->integer()[0], 2);
    ASSERT_EQ(sign(under_scheme()), weak);
    const plugin::CheckAnswer in_time = ask("2026-03-31");
    EXPECT_EQ(fact(in_time, "invited"), 2);
    EXPECT_EQ(fact(in_time, "signed"), 1);
    EXPECT_EQ(fact(in_time, "open"), 1);
    EXPECT_EQ(fact(in_time, "overdue"), 0);
    EXPECT_EQ(fact(in_time, "rate"), 5000);
    EXPECT_EQ(plugin::verdict_of(in_time.findings), plugin::Verdict::pass);
    const plugin::CheckAnswer late = ask("2026-04-01");
    EXPECT_EQ(fact(late, "overdue"), 1);
    EXPECT_EQ(plugin::verdict_of(late.findings), plugin::Verdict::warn);
    ASSERT_EQ(bench.add("commitments.member.declined", "invitation/紫砂诚信公约:" + std::string(other_firm),
                        "2026-04-02", Object{}),
              Rules{});
    const plugin::CheckAnswer answered = ask("2026-04-02");
    EXPECT_EQ(fact(answered, "declined"), 1);
    EXPECT_EQ(fact(answered, "open"), 0);
    EXPECT_EQ(finding(answered, "CP-02").status, plugin::FindingStatus::met);
}

TEST_F(Campaign, takes_each_member_once) {
    ASSERT_EQ(invite("宜兴陶缘紫砂有限公司", firm), Rules{});
    EXPECT_EQ(invite("陶缘紫砂", firm, "2026-02-05"), Rules{"lifecycle.exists"});
    EXPECT_EQ(invite("协会", association), Rules{"commitments.member"});
    EXPECT_EQ(invite("错号公司", "91320282MA0000015M"), Rules{"party.identifier"});
    ASSERT_EQ(sign(under_scheme()), weak);
    EXPECT_EQ(sign(under_scheme()), twice);
    // Under no scheme it is another promise; and so is one after a withdrawal.
    EXPECT_EQ(sign(promise()), weak);
    ASSERT_EQ(step("withdrawn", R"({"reason":"重新签署"})"), Rules{});
    EXPECT_EQ(sign(under_scheme()), weak);
}

TEST_F(Campaign, ends_when_the_scheme_is_closed) {
    const auto close = [&](const std::string& day, const std::string& data) {
        return bench.add("commitments.scheme.closed", scheme, day, json_object(data));
    };
    EXPECT_EQ(close("2026-06-30", "{}"), Rules{"schema.required"});
    EXPECT_EQ(close("2026-01-09", R"({"reason":"到期"})"), Rules{"commitments.date"});
    ASSERT_EQ(close("2026-06-30", R"({"reason":"到期"})"), Rules{});
    EXPECT_EQ(close("2026-07-30", R"({"reason":"到期"})"), Rules{"lifecycle.state"});
    EXPECT_EQ(bench.status(scheme, "2026-06-29"), "open");
    EXPECT_EQ(bench.status(scheme, "2026-06-30"), "closed");
    EXPECT_EQ(invite("另一家公司", other_firm, "2026-07-01", "2026-08-01"),
              Rules{"commitments.scheme_closed"});
    EXPECT_EQ(invite("另一家公司", other_firm, "2026-06-30", "2026-08-01"), Rules{});
    Object late = under_scheme();
    late.set("made_on", "2026-07-01");
    EXPECT_EQ(sign(std::move(late), "", "2026-07-01"),
              (Rules{"commitments.proof.weak?", "commitments.scheme_closed"}));
    EXPECT_EQ(sign(under_scheme()), weak) << "made while it was open, recorded whenever";
}

TEST_F(Campaign, reports_every_member_once) {
    ASSERT_EQ(invite("宜兴陶缘紫砂有限公司", firm), Rules{});
    ASSERT_EQ(invite("另一家公司", other_firm), Rules{});
    ASSERT_EQ(sign(under_scheme()), weak);
    const auto report = bench.report("commitments.participation",
                                     "{\"scheme\":\"" + std::string(scheme) + "\"}", "2026-04-01");
    ASSERT_TRUE(report.has_value());
    const auto& table = std::get<plugin::ReportTable>(report->sections[1].blocks[0]);
    ASSERT_EQ(table.rows.size(), 2U);
    EXPECT_EQ(*table.rows[1][1].value.text(), firm);
    EXPECT_EQ(*table.rows[1][5].value.text(), "32028220260301000001");
    EXPECT_EQ(plugin::text_at(*table.rows[0][2].value.object(), "zh"), "逾期未回复");
    EXPECT_FALSE(bench.report("commitments.participation", R"({"scheme":"scheme/无"})", "2026-04-01"));
}

TEST_F(Campaign, lists_of_members_become_invitations) {
    const Commitments plugin;
    CollectedImport taken;
    plugin.import_row("invitations-csv",
                      MapRow({{"会员名称", "宜兴陶缘紫砂有限公司"},
                              {"统一社会信用代码", std::string(firm)},
                              {"承诺公约", "紫砂诚信公约"},
                              {"邀请日期", "2026/2/1"},
                              {"回复截止日期", "20260331"}}),
                      taken);
    plugin.import_row("invitations-csv", MapRow({{"会员名称", "无码公司"}, {"承诺公约", "紫砂诚信公约"}}),
                      taken);
    EXPECT_EQ(taken.rejected, Rules{"commitments.import.missing"});
    ASSERT_EQ(taken.drafts.size(), 1U);
    EXPECT_EQ(bench.add(taken.drafts[0]), Rules{});
    EXPECT_EQ(bench.last_record(), "invitation/紫砂诚信公约:" + std::string(firm));
    EXPECT_EQ(fact(ask("2026-02-01"), "invited"), 1);
}

// Nobody's: born in 1800. Masked they look the same.
constexpr const char* one_person = "citizen-id:320102180001010010";
constexpr const char* other_person = "citizen-id:320102180002080010";

TEST_F(Campaign, invites_two_people_whose_masked_numbers_are_the_same) {
    ASSERT_EQ(invite("测试甲某人", one_person), Rules{});
    EXPECT_EQ(bench.last_record(), "invitation/紫砂诚信公约:person-1");
    ASSERT_EQ(invite("测试乙某人", other_person), Rules{});
    EXPECT_EQ(bench.last_record(), "invitation/紫砂诚信公约:person-2");
    EXPECT_EQ(invite("另一写法", one_person), Rules{"commitments.invited_twice"});
    EXPECT_EQ(fact(ask("2026-02-02"), "invited"), 2);
    const auto sign_as = [&](const char* name, const char* identifier) {
        Object data = with(under_scheme(), "promisor_category", R"("person")");
        data.set("promisor", Object{{"name", name}, {"identifier", identifier}});
        return sign(std::move(data));
    };
    ASSERT_EQ(sign_as("测试乙某人", "320102180002080010"), weak);
    const plugin::CheckAnswer answer = ask("2026-03-02");
    EXPECT_EQ(fact(answer, "signed"), 1);
    EXPECT_EQ(fact(answer, "open"), 1);
    EXPECT_EQ(fact(answer, "uninvited"), 0);
    for (const plugin::Value& member : plugin::array_at(answer.facts, "members")) {
        EXPECT_EQ(plugin::text_at(*member.object(), "identifier"), "320102********0010");
        EXPECT_EQ(plugin::text_at(*member.object(), "answer"),
                  plugin::text_at(*member.object(), "name") == "测试乙某人" ? "signed" : "open");
    }
    // Who signs under a masked number is known by the name, too.
    ASSERT_EQ(sign_as("测试甲某人", "320102********0010"), weak);
    EXPECT_EQ(fact(ask("2026-03-02"), "signed"), 2);
    EXPECT_EQ(fact(ask("2026-03-02"), "uninvited"), 0);
}

TEST_F(Campaign, lists_of_people_become_invitations) {
    const Commitments plugin;
    CollectedImport taken;
    const auto row = [&](const char* name, const char* column, const char* identifier, const char* category) {
        plugin.import_row("invitations-csv",
                          MapRow({{"姓名", name},
                                  {column, identifier},
                                  {"会员类别", category},
                                  {"公约", "紫砂诚信公约"},
                                  {"邀请日期", "2026-02-01"}}),
                          taken);
    };
    row("测试甲某人", "身份证号", "320102180001010010", "");
    row("测试乙某人", "identifier", "citizen-id:320102180002080010", "");
    row("测试丙某人", "公民身份号码", "320102********0036", "自然人");
    row("测试丁某人", "身份证号码", "320102180001010011", "自然人");  // a wrong check character
    ASSERT_EQ(taken.drafts.size(), 4U);
    for (const std::size_t good : {0U, 1U, 2U}) EXPECT_EQ(bench.add(taken.drafts[good]), Rules{}) << good;
    EXPECT_EQ(bench.add(taken.drafts[3]), Rules{"party.identifier"});
    for (const plugin::Fault& fault : bench.last_faults())
        EXPECT_EQ(fault.message.en.find("18000101"), std::string::npos) << fault.message.en;
    EXPECT_EQ(fact(ask("2026-02-01"), "invited"), 3);
}

TEST_F(Campaign, the_national_template_gives_back_what_it_took) {
    const Commitments plugin;
    accept();
    ASSERT_EQ(step("fulfilment_found",
                   R"({"status":"partial","unmet":"第2条","measures":"提醒","found_on":"2026-12-01",)" +
                       std::string(finder) + "}",
                   "2026-12-01"),
              Rules{});
    const auto table_of = [](const Bench& of) {
        const auto report = of.report("commitments.template", "{}", "2026-12-31");
        return std::get<plugin::ReportTable>(report->sections[0].blocks[1]);
    };
    const plugin::ReportTable table = table_of(bench);
    ASSERT_EQ(table.rows.size(), 1U);
    ASSERT_EQ(table.columns.size(), 20U);
    std::map<std::string, std::string, std::less<>> row;
    for (std::size_t at = 0; at < table.columns.size(); ++at) {
        EXPECT_EQ(table.columns[at].label.en, table.columns[at].label.zh) << "the same in every language";
        const std::string* text = table.rows[0][at].value.text();
        row[table.columns[at].label.zh] = text != nullptr ? *text : "";
    }
    EXPECT_EQ(row["承诺编码"], "32028220260301000001");
    EXPECT_EQ(row["承诺履行状态"], "部分履行");
    CollectedImport taken;
    plugin.import_row("commitments-csv", MapRow(row), taken);
    EXPECT_TRUE(taken.rejected.empty());
    Bench again = make();
    for (const plugin::Draft& draft : taken.drafts) again.add(draft);
    const plugin::ReportTable second = table_of(again);
    ASSERT_EQ(second.rows.size(), 1U);
    for (std::size_t at = 0; at < table.columns.size(); ++at) {
        const std::string *before = table.rows[0][at].value.text(), *after = second.rows[0][at].value.text();
        EXPECT_EQ(before != nullptr ? *before : "", after != nullptr ? *after : "")
            << table.columns[at].label.zh;
    }
}

TEST_F(Campaign, a_breach_is_exported_with_what_it_leaves_and_what_was_done) {
    accept();
    ASSERT_EQ(breach("2026-06-01", "general"), Rules{});
    const auto items = [&](const std::string& day) {
        const auto report = bench.report("commitments.template", "{}", day);
        const auto& table = std::get<plugin::ReportTable>(report->sections[0].blocks[1]);
        std::vector<std::string> texts;
        for (const std::size_t item : {10U, 11U, 12U, 13U}) {
            const std::string* text = table.rows[0][item].value.text();
            texts.push_back(text != nullptr ? *text : "");
        }
        return texts;
    };
    EXPECT_EQ(items("2026-06-02"),
              (std::vector<std::string>{"全部未履行", "未按时支付工资", "提醒", "2026-06-01"}));
    // A graver finding behind a lighter one: the later says what is left.
    bench = make();
    accept();
    ASSERT_EQ(step("fulfilment_found",
                   std::string(R"({"status":"partial","unmet":"第2条","association_measure":"约谈",)"
                               R"("measures":"提醒","found_on":"2026-05-01",)") +
                       finder + "}",
                   "2026-05-01"),
              Rules{});
    EXPECT_EQ(items("2026-05-02"), (std::vector<std::string>{"部分履行", "第2条", "提醒", "2026-05-01"}));
    ASSERT_EQ(breach("2026-06-01", "general"), Rules{});
    EXPECT_EQ(items("2026-06-02")[0], "全部未履行");
}

TEST_F(Campaign, an_end_of_validity_is_exported_as_nothing_found) {
    accept();
    const auto report = bench.report("commitments.template", "{}", "2027-06-01");
    const auto& table = std::get<plugin::ReportTable>(report->sections[0].blocks[1]);
    EXPECT_EQ(bench.status(first, "2027-06-01"), "expired");
    for (const std::size_t item : {10U, 11U, 12U, 13U})
        EXPECT_TRUE(table.rows[0][item].value.text() == nullptr) << item;
}

}  // namespace
}  // namespace xinbu::commitments::test
