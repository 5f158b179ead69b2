#include "commitments/people.hpp"
#include "plugins/commitments_support.hpp"

namespace xinbu::commitments::test {
namespace {

std::map<std::string, std::string, std::less<>> template_row() {
    return {{"承诺编码", "32028220260301000001"},
            {"承诺人名称", "宜兴陶缘紫砂有限公司"},
            {"承诺人类别", "法人及非法人组织"},
            {"承诺人代码", firm},
            {"承诺类型", "行业自律型"},
            {"承诺事由", "参加公约"},
            {"承诺内容", "遵守公约"},
            {"违诺责任", "接受协会提醒"},
            {"承诺作出日期", "2026-03-01"},
            {"承诺有效期", "2099/12/31"},
            {"承诺履行状态", "部分履行"},
            {"未履行的承诺内容", "第2条"},
            {"违诺责任追究内容", "提醒"},
            {"履行状态认定日期", "2026年12月1日"},
            {"认定单位", "宜兴市紫砂行业协会"},
            {"认定单位代码", association},
            {"承诺受理单位", "宜兴市紫砂行业协会"},
            {"承诺受理单位代码", association},
            {"公开类型", "可向社会公开"},
            {"备注", "第一批"}};
}

TEST(CommitmentsImport, takes_the_national_field_order) {
    Bench bench = make();
    const Commitments plugin;
    CollectedImport taken;
    plugin.import_row("commitments-csv", MapRow(template_row()), taken);
    ASSERT_EQ(taken.drafts.size(), 3U);
    EXPECT_TRUE(taken.rejected.empty());
    EXPECT_EQ(bench.add(taken.drafts[0]), weak);
    EXPECT_EQ(bench.add(taken.drafts[1]), Rules{});
    EXPECT_EQ(bench.add(taken.drafts[2]), Rules{});
    const plugin::Record record = bench.at(first, "2026-12-01");
    EXPECT_EQ(record.status, "partly_fulfilled");
    EXPECT_EQ(plugin::text_at(record.fields, "unmet"), "第2条");
    EXPECT_EQ(plugin::text_at(record.fields, "note"), "第一批");
    EXPECT_FALSE(record.fields.contains("valid_until"));
}

/// Imports the row of a natural person with that number and adds the draft in which it stands to be sealed.
void import_person(Bench& bench, std::map<std::string, std::string, std::less<>>& row, const char* number) {
    row["承诺人类别"] = "自然人";
    row["承诺人代码"] = number;
    row["承诺履行状态"] = "";
    CollectedImport taken;
    Commitments().import_row("commitments-csv", MapRow(row), taken);
    ASSERT_EQ(taken.drafts.size(), 2U);
    EXPECT_EQ(plugin::text_at(plugin::object_at(taken.drafts[0].data, "promisor"), "identifier"),
              "320102180001010010");
    EXPECT_EQ(bench.add(taken.drafts[0]), weak);
}

TEST(CommitmentsImport, hands_identity_numbers_on_to_be_sealed) {
    Bench bench = make();
    const Commitments plugin;
    CollectedImport taken;
    auto row = template_row();
    import_person(bench, row, "320102180001010010");
    // In the cell of an organisation it is a mistake, and nothing would seal it.
    row["承诺人类别"] = "法人及非法人组织";
    plugin.import_row("commitments-csv", MapRow(row), taken);
    ASSERT_EQ(taken.drafts.size(), 2U);
    EXPECT_EQ(plugin::text_at(plugin::object_at(taken.drafts[0].data, "promisor"), "identifier"),
              "320102********0010");
}

TEST(CommitmentsImport, names_what_is_missing) {
    const Commitments plugin;
    CollectedImport taken;
    auto row = template_row();
    row.erase("承诺内容");
    plugin.import_row("commitments-csv", MapRow(row), taken);
    row = template_row();
    row.erase("承诺编码");
    plugin.import_row("commitments-csv", MapRow(row), taken);
    row["受理地行政区划代码"] = "320282";
    plugin.import_row("commitments-csv", MapRow(row), taken);
    row = template_row();
    row.erase("认定单位");
    plugin.import_row("commitments-csv", MapRow(row), taken);
    EXPECT_EQ(taken.rejected,
              (std::vector<std::string>{"commitments.import.missing", "commitments.import.missing",
                                        "commitments.import.code", "commitments.import.finding"}));
    EXPECT_EQ(taken.drafts.size(), 3U);
    // What was found stands in other cells, but the status is missing.
    taken = {};
    row = template_row();
    row.erase("承诺履行状态");
    plugin.import_row("commitments-csv", MapRow(row), taken);
    EXPECT_EQ(taken.rejected, std::vector<std::string>{"commitments.import.finding"});
    EXPECT_EQ(taken.drafts.size(), 2U);
}

TEST(CommitmentsImport, knows_the_headers_of_the_public_shapes) {
    Bench bench = make();
    const Commitments plugin;
    const std::map<std::string, std::string> departments{
        {"承诺人名称", "PROMISOR_NAME"},       {"承诺人类别", "PROMISOR_TYPE"},
        {"承诺人代码", "PROMISOR_NUM"},        {"承诺类型", "COMMITMENT_TYPE"},
        {"承诺作出日期", "COMMIT_DATE"},       {"承诺受理单位", "ACCEPTANCE_UNIT"},
        {"承诺履行状态", "PERFORMANCE_STATUS"}};
    const std::map<std::string, std::string> platforms{
        {"承诺人名称", "企业名称"},   {"承诺人代码", "统一社会信用代码"}, {"承诺事由", "承诺事项"},
        {"承诺作出日期", "承诺时间"}, {"承诺受理单位", "受理单位"},       {"承诺履行状态", "履行状态"}};
    for (const auto& aliases : {departments, platforms}) {
        CollectedImport taken;
        auto row = template_row();
        for (const auto& [name, alias] : aliases) {
            auto cell = row.extract(name);
            cell.key() = alias;
            row.insert(std::move(cell));
        }
        plugin.import_row("commitments-csv", MapRow(row), taken);
        EXPECT_TRUE(taken.rejected.empty());
        ASSERT_EQ(taken.drafts.size(), 3U);
        EXPECT_EQ(plugin::text_at(plugin::object_at(taken.drafts[0].data, "promisor"), "identifier"), firm);
    }
}

TEST(CommitmentsImport, tells_the_category_by_the_code) {
    const Commitments plugin;
    const auto category = [&](const std::string& code) {
        CollectedImport taken;
        auto row = template_row();
        row.erase("承诺人类别");
        row["承诺人代码"] = code;
        plugin.import_row("commitments-csv", MapRow(row), taken);
        if (taken.drafts.empty()) return taken.rejected.at(0);
        return std::string(plugin::text_at(taken.drafts[0].data, "promisor_category"));
    };
    EXPECT_EQ(category(firm), "organisation");
    EXPECT_EQ(category("92340602MA2PBQAH7E"), "sole_trader");
    EXPECT_EQ(category("320102********0010"), "person");
    EXPECT_EQ(category("320102180001010010"), "person");
    EXPECT_EQ(category("某"), "commitments.import.category");
}

TEST(CommitmentsImport, an_end_that_is_none_is_left_out) {
    const Commitments plugin;
    for (const char* end : {"2099/12/31", "9999-12-31", "长期", "至履行完毕", ""}) {
        CollectedImport taken;
        auto row = template_row();
        row["承诺有效期"] = end;
        plugin.import_row("commitments-csv", MapRow(row), taken);
        ASSERT_FALSE(taken.drafts.empty());
        EXPECT_FALSE(taken.drafts[0].data.contains("valid_until")) << end;
    }
}

/// The texts of a draft, the end of a text marked.
void add_texts(const plugin::Value& value, std::string& texts) {
    if (value.text() != nullptr) texts += *value.text() + "|";
    if (value.array() != nullptr)
        for (const plugin::Value& one : *value.array()) add_texts(one, texts);
    if (value.object() != nullptr)
        for (const plugin::Member& one : *value.object()) add_texts(one.value, texts);
}

TEST(CommitmentsImport, no_column_lets_an_identity_number_through) {
    const Commitments plugin;
    // The second and the last have a wrong check character: they are numbers once their blanks are out.
    for (const char* number :
         {"320102180001010010", "110105194912310021", "320102 18000101 0010", "320102-18000101-0010",
          "320102\t18000101\t0010", "１１０１０５１９４９１２３１００２１", "1 320102180001010010",
          "110105 19491231\u00A00021", "11919219190324379 4"})
        for (const auto& [column, unused] : template_row()) {
            CollectedImport taken;
            auto row = template_row();
            row[column] = number;
            plugin.import_row("commitments-csv", MapRow(row), taken);
            for (const plugin::Draft& draft : taken.drafts) {
                std::string texts = draft.record + "|" + draft.effective + "|";
                add_texts(draft.data, texts);
                const bool is_whole_as_typed = texts.find(number) != std::string::npos;
                for (const std::string_view digits :
                     {"320102180001010010", "110105194912310021", "119192191903243794"})
                    EXPECT_EQ(texts.find(digits), std::string::npos) << column << ": " << number;
                // A text in which blanks stand between the digits of no sound number stays as it is.
                EXPECT_TRUE(!is_whole_as_typed || !holds_citizen_id(number)) << column << ": " << number;
            }
        }
}

TEST(CommitmentsImport, a_person_with_blanks_in_the_number_is_sealed_all_the_same) {
    Bench bench = make();
    auto row = template_row();
    import_person(bench, row, "320102 1800 0101 0010");
}

}  // namespace
}  // namespace xinbu::commitments::test
