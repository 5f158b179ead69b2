// The letter of a commitment, the register to post, the figures of a period.
#include "plugins/commitments_support.hpp"

namespace xinbu::commitments::test {
namespace {

using plugin::ReportModel;
using plugin::ReportTable;

/// Every text of a value, in Chinese where it is in both languages.
std::string shown(const plugin::Value& value) {
    if (value.text() != nullptr) return *value.text();
    if (value.integer() != nullptr) return std::to_string(*value.integer());
    return value.object() != nullptr ? std::string(plugin::text_at(*value.object(), "zh")) : std::string();
}

template <class Block>
const Block* block_of(const ReportModel& model, std::string_view heading) {
    for (const plugin::ReportSection& section : model.sections)
        if (section.heading.en == heading)
            for (const plugin::ReportBlock& block : section.blocks)
                if (const auto* found = std::get_if<Block>(&block)) return found;
    return nullptr;
}

/// The rows of the first table under that heading, cells parted by "|".
Rules rows_of(const ReportModel& model, std::string_view heading) {
    Rules rows;
    const ReportTable* table = block_of<ReportTable>(model, heading);
    EXPECT_NE(table, nullptr) << heading;
    if (table == nullptr) return rows;
    for (const auto& row : table->rows) {
        EXPECT_EQ(row.size(), table->columns.size()) << heading;
        std::string line;
        for (const plugin::Cell& cell : row) line += (&cell == &row.front() ? "" : "|") + shown(cell.value);
        rows.push_back(std::move(line));
    }
    return rows;
}

/// All that a model says, in Chinese.
std::string text_of(const ReportModel& model) {
    std::string all = model.title.zh + model.subject.zh;
    for (const plugin::ReportSection& section : model.sections) {
        all += section.heading.zh;
        for (const plugin::ReportBlock& block : section.blocks) {
            if (const auto* paragraph = std::get_if<plugin::ReportParagraph>(&block))
                all += paragraph->text.zh;
            if (const auto* facts = std::get_if<plugin::ReportFacts>(&block))
                for (const plugin::ReportFact& fact : facts->facts)
                    all += fact.label.zh + shown(fact.cell.value);
            if (const auto* table = std::get_if<ReportTable>(&block))
                for (const auto& row : table->rows)
                    for (const plugin::Cell& cell : row) all += shown(cell.value) + "\n";
        }
    }
    return all;
}

class CommitmentReports : public CommitmentsTest {
protected:
    ReportModel report(const std::string& name, const std::string& parameters, const std::string& day) const {
        std::optional<ReportModel> model = bench.report(name, parameters, day);
        EXPECT_TRUE(model) << name;
        return model.value_or(ReportModel{});
    }
    ReportModel letter(const std::string& day, const std::string& record = first) const {
        return report("commitments.letter", R"({"commitment":")" + record + "\"}", day);
    }
    ReportModel posted(const std::string& day) const { return report("commitments.register", "{}", day); }
    std::string sign_and_post(Object data) {
        EXPECT_EQ(sign(std::move(data)), weak);
        const std::string record = bench.last_record();
        EXPECT_EQ(step("accepted", "{}", "2026-03-03", record), Rules{});
        step("published", "{}", "2026-03-04", record);
        return record;
    }
};

TEST_F(CommitmentReports, the_letter_tells_the_promise_its_state_and_its_course) {
    accept();
    ASSERT_EQ(breach("2026-06-01", "general", R"(,"association_measure":"暂停评优资格")"), Rules{});
    ASSERT_EQ(plan("2026-06-02", "2026-08-31"), Rules{});
    const ReportModel model = letter("2026-06-10");
    EXPECT_EQ(model.subject.zh, "宜兴陶缘紫砂有限公司");
    const std::string all = text_of(model);
    for (const char* said :
         {"32028220260301000001", "致：宜兴市紫砂行业协会", "遵守公约", "接受协会提醒、暂停评优资格",
          "行业自律型", "弱：仅有陈述", "整改中", "监管中", "暂停评优资格", "未按时支付工资"})
        EXPECT_NE(all.find(said), std::string::npos) << said;
    EXPECT_EQ(rows_of(model, "Clocks").size(), 3U);
    EXPECT_EQ(rows_of(model, "Course"),
              (Rules{"2026-03-01|签署|", "2026-03-03|受理|", "2026-06-01|送达违诺告知书|",
                     "2026-06-01|认定违诺（一般）|未按时支付工资", "2026-06-02|提交整改计划|"}));
    const auto* line = block_of<plugin::ReportTimeline>(model, "Course");
    ASSERT_NE(line, nullptr);
    ASSERT_EQ(line->lanes.size(), 3U);
    EXPECT_EQ(line->from.text(), "2026-03-01");
    EXPECT_EQ(line->to.text(), "2027-06-01");
    EXPECT_EQ(line->lanes[2].spans.at(0).to->text(), "2027-06-01");
    EXPECT_EQ(line->today->text(), "2026-06-10");
    ASSERT_EQ(model.sources.size(), 1U);

    // As of a day before, nothing of the breach is known.
    EXPECT_EQ(text_of(letter("2026-05-31")).find("未按时支付工资"), std::string::npos);
    EXPECT_FALSE(bench.report("commitments.letter", R"({"commitment":"commitment/32028220260301000099"})",
                              "2026-06-10"));
}

TEST_F(CommitmentReports, the_letter_masks_people) {
    Object data = with(promise(), "promisor_category", R"("person")");
    data.set("promisor", Object{{"name", "张某"}, {"identifier", "citizen-id:320102********0010"}});
    ASSERT_EQ(sign(std::move(data)), weak);
    const std::string all = text_of(letter("2026-03-01"));
    EXPECT_NE(all.find("本人郑重承诺"), std::string::npos);
    EXPECT_NE(all.find("320102********0010"), std::string::npos);
}

TEST_F(CommitmentReports, the_letter_quotes_the_clauses_of_the_scheme) {
    ASSERT_EQ(bench.add("commitments.scheme.opened", "", "2026-02-01",
                        json_object(R"({"name":"公约","liability":"提醒",
                            "association":{"name":"协会","identifier":"51320282MJ000000XL"},
                            "clauses":[{"id":"1","text":"用原矿泥料","check_every":"month"},{"id":"2","text":"签订合同"}]})")),
              Rules{});
    ASSERT_EQ(sign(with(with(promise(), "scheme", R"("scheme/公约")"), "clauses", R"(["1"])")), weak);
    EXPECT_EQ(rows_of(letter("2026-03-01"), "The commitment"), Rules{"1|用原矿泥料|每月"});
}

TEST_F(CommitmentReports, the_register_holds_what_was_published) {
    EXPECT_EQ(rows_of(posted("2026-06-01"), "Published commitments"), Rules{});
    sign_and_post(promise());
    const std::string limited = sign_and_post(with(promise(), "publication", R"("limited")"));
    sign_and_post(with(promise(), "publication", R"("withheld")"));
    ASSERT_EQ(sign(), again);  // never published
    const Rules rows = rows_of(posted("2026-06-01"), "Published commitments");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0],
              "32028220260301000001|宜兴陶缘紫砂有限公司|91320282MA0000015N|行业自律型|参加公约|2026-03-01|"
              "2026-12-31|"
              "宜兴市紫砂行业协会|监管中|2026-03-04");
    EXPECT_EQ(rows[1],
              limited.substr(11) +
                  "|宜**|********|行业自律型|特定范围内公开|2026-03-01|2026-12-31|宜兴市紫砂行业协会|"
                  "监管中|2026-03-04");
}

TEST_F(CommitmentReports, the_register_shows_a_breach_no_longer_than_it_may) {
    struct Case {
        const char *severity, *day, *shown;
    };
    for (const Case& one :
         {Case{"minor", "2026-06-01", "监管中"}, Case{"general", "2026-06-01", "已认定违诺"},
          Case{"general", "2027-06-01", "已认定违诺"}, Case{"general", "2027-06-02", "监管中"},
          Case{"serious", "2029-06-01", "已认定违诺"}, Case{"serious", "2029-06-02", "监管中"}}) {
        bench = make();
        sign_and_post(promise());
        ASSERT_EQ(breach("2026-06-01", one.severity), Rules{});
        const Rules rows = rows_of(posted(one.day), "Published commitments");
        ASSERT_EQ(rows.size(), 1U);
        EXPECT_NE(rows[0].find(std::string("|") + one.shown + "|"), std::string::npos)
            << one.severity << one.day;
    }
}

TEST_F(CommitmentReports, a_repaired_breach_is_taken_down_at_once) {
    sign_and_post(promise());
    ASSERT_EQ(breach("2026-06-01", "general"), Rules{});
    ASSERT_EQ(plan("2026-06-02"), Rules{});
    ASSERT_EQ(apply("2026-09-01", sign_repair()), Rules{});
    EXPECT_NE(text_of(posted("2026-09-01")).find("已认定违诺"), std::string::npos);
    ASSERT_EQ(step("repaired", R"({"on":"2026-09-02"})", "2026-09-02"), Rules{});
    EXPECT_EQ(text_of(posted("2026-09-02")).find("违诺\n"), std::string::npos);
    EXPECT_NE(text_of(posted("2026-09-02")).find("监管完成"), std::string::npos);
}

TEST_F(CommitmentReports, supervision_counts_a_period) {
    ASSERT_EQ(bench.add("commitments.scheme.opened", "", "2026-02-01",
                        json_object(R"({"name":"公约","liability":"提醒","invited":4,
                            "association":{"name":"协会","identifier":"51320282MJ000000XL"},
                            "clauses":[{"id":"1","text":"用原矿泥料"}]})")),
              Rules{});
    const Object under = with(promise(), "scheme", R"("scheme/公约")");
    sign_and_post(under);
    const std::string kept =
        sign_and_post(with(under, "promisor", R"({"name":"宜兴陶器厂","identifier":"91320100748204660Q"})"));
    ASSERT_EQ(breach("2026-06-01", "general"), Rules{});
    ASSERT_EQ(
        step("fulfilment_found", std::string(R"({"status":"full","found_on":"2026-05-31",)") + finder + "}",
             "2026-05-31", kept),
        Rules{});
    const ReportModel june =
        report("commitments.supervision", R"({"from":"2026-06-01","to":"2026-06-30"})", "2026-06-30");
    EXPECT_EQ(rows_of(june, "What happened"),
              (Rules{"新增承诺|0|0", "受理|0|0", "公开|0|0", "履行检查（次）|0|0", "认定全部履行|0|1",
                     "认定部分履行|0|0", "认定全部未履行|0|0", "认定违诺|1|0", "准予信用修复|0|0",
                     "撤回或替代|0|0", "到期时尚未认定|0|0"}));
    EXPECT_EQ(rows_of(june, "States on 2026-06-30"), (Rules{"全部履行|1", "已违诺|1"}));
    EXPECT_EQ(rows_of(june, "Participation by scheme"), Rules{"scheme/公约|4|2|5000|0|1|1"});
    EXPECT_EQ(rows_of(june, "Breaches and repairs"),
              Rules{std::string(first) + "|宜兴陶缘紫砂有限公司|一般|2026-06-01|宜兴市紫砂行业协会|"});
    EXPECT_EQ(rows_of(june, "Left to do"), Rules{});

    const ReportModel march =
        report("commitments.supervision", R"({"from":"2026-03-01","to":"2026-03-31"})", "2026-06-30");
    EXPECT_EQ(rows_of(march, "What happened").at(0), "新增承诺|2|0");
    // A quarter is set against the one before it.
    const ReportModel quarter =
        report("commitments.supervision", R"({"from":"2026-04-01","to":"2026-06-30"})", "2026-06-30");
    EXPECT_EQ(rows_of(quarter, "What happened").at(0), "新增承诺|0|2");
    EXPECT_NE(text_of(quarter).find("2026-01-01 – 2026-03-31"), std::string::npos);
}

TEST_F(CommitmentReports, the_months_of_a_year_add_up_to_it) {
    const auto until = [](const char* day) {
        return with(promise(), "valid_until", "\"" + std::string(day) + "\"");
    };
    const auto find = [&](const std::string& status, const std::string& day, const std::string& record) {
        const std::string left = status == "full" ? "" : R"("unmet":"第2条","measures":"提醒",)";
        EXPECT_EQ(step("fulfilment_found",
                       R"({"status":")" + status + R"(","found_on":")" + day + "\"," + left + finder + "}",
                       day, record),
                  Rules{})
            << day;
    };
    sign_and_post(until("2026-03-31"));  // over with its month, and with nothing found
    const std::string late = sign_and_post(until("2026-06-30"));
    const std::string twice = sign_and_post(until("2026-07-31"));
    const std::string in_time = sign_and_post(until("2026-09-30"));
    sign_and_post(until("2026-12-31"));
    find("full", "2026-07-10", late);
    find("partial", "2026-05-31", twice);
    find("full", "2026-08-31", twice);
    find("full", "2026-09-30", in_time);

    const auto counts = [&](const std::string& from, const std::string& to) {
        std::map<std::string, int> counted;
        const ReportModel model =
            report("commitments.supervision", R"({"from":")" + from + R"(","to":")" + to + "\"}", to);
        for (const std::string& row : rows_of(model, "What happened"))
            counted[row.substr(0, row.find('|'))] = std::stoi(row.substr(row.find('|') + 1));
        return counted;
    };
    std::map<std::string, int> sums;
    for (unsigned month = 1; month <= 12; ++month) {
        const plugin::Date begin(2026, month, 1);
        for (const auto& [what, count] : counts(begin.text(), begin.plus_months(1).plus_days(-1).text()))
            sums[what] += count;
    }
    EXPECT_EQ(sums, counts("2026-01-01", "2026-12-31"));
    EXPECT_EQ(sums["新增承诺"], 5);
    EXPECT_EQ(sums["到期时尚未认定"], 3);
    EXPECT_EQ(sums["认定部分履行"], 1);
    EXPECT_EQ(sums["认定全部履行"], 3);
    EXPECT_EQ(counts("2026-03-01", "2026-03-31")["到期时尚未认定"], 1) << "on its last day";
    EXPECT_EQ(counts("2026-04-01", "2026-04-30")["到期时尚未认定"], 0);
}

TEST_F(CommitmentReports, supervision_of_a_period_that_is_not_over_says_so) {
    const auto march = [&](const std::string& day) {
        return report("commitments.supervision", R"({"from":"2026-03-01","to":"2026-03-31"})", day);
    };
    EXPECT_EQ(march("2026-03-31").subject.zh, "2026-03-01 – 2026-03-31");
    EXPECT_EQ(march("2026-03-12").subject.zh, "2026-03-01 – 2026-03-12（本期至2026-03-31，尚未结束）");
    EXPECT_NE(text_of(march("2026-03-12")).find("上期为完整期间"), std::string::npos);
    EXPECT_EQ(text_of(march("2026-04-12")).find("尚未"), text_of(march("2026-04-12")).find("尚未认定"));
}

TEST_F(CommitmentReports, supervision_names_what_is_left_to_do) {
    accept();
    const ReportModel year =
        report("commitments.supervision", R"({"from":"2027-01-01","to":"2027-12-31"})", "2027-01-15");
    EXPECT_EQ(rows_of(year, "Left to do"),
              Rules{std::string(first) + "|宜兴陶缘紫砂有限公司|认定履行状态|2026-12-31"});
}

}  // namespace
}  // namespace xinbu::commitments::test
