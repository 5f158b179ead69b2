// Owners by identifier and by name: what matches, what must not, and the evidence.
#include "ip_status/owner_names.hpp"
#include "plugins/ip_status_support.hpp"

namespace xinbu::test {
namespace {

using ip_status::match_names;
using ip_status::name_key;

struct Pair {
    const char *one, *other;
    const char* match;  ///< "-": different bodies
};

TEST(IpOwnerNames, match_where_only_the_writing_differs) {
    for (const Pair& pair : {
             Pair{"宜兴陶缘匠坊有限公司", "宜兴陶缘匠坊有限公司", "identical"},
             Pair{"宜兴陶缘匠坊（集团）有限公司", "宜兴陶缘匠坊(集团)有限公司", "spelling"},
             Pair{"宜兴 陶缘匠坊\u3000有限公司", "宜兴陶缘匠坊有限公司", "spelling"},
             Pair{"ＡＢＣ（中国）有限公司", "abc(中国)有限公司", "spelling"},
             Pair{"江苏·紫砂有限公司", "江苏紫砂有限公司", "spelling"},
             Pair{"宜興陶緣匠坊有限公司", "宜兴陶缘匠坊有限公司", "script"},
             Pair{"宜興陶緣匠坊有限責任公司", "宜兴陶缘匠坊有限公司", "legal_form"},
             Pair{"宜兴陶缘匠坊有限责任公司", "宜兴陶缘匠坊有限公司", "legal_form"},
             Pair{"Yixing Pottery Co., Ltd.", "YIXING POTTERY CO LTD", "spelling"},
             Pair{"Yixing Pottery Co.,Ltd", "Yixing Pottery Co. Ltd.", "spelling"},
             Pair{"Yixing Pottery Company Limited", "YIXING POTTERY CO., LTD.", "legal_form"},
             Pair{"Smith & Sons, Inc.", "SMITH AND SONS INC", "spelling"},
             Pair{"CATERPILLAR INCORPORATED", "Caterpillar Inc.", "legal_form"},
             Pair{"Müller GmbH", "MÜLLER GMBH", "spelling"},
             Pair{"9Solutions L.L.C.", "9SOLUTIONS LLC", "spelling"},
             Pair{"Nokia Corporation", "NOKIA CORP.", "legal_form"},
         }) {
        const auto match = match_names(pair.one, pair.other);
        ASSERT_TRUE(match) << pair.one << " / " << pair.other;
        EXPECT_EQ(match->id(), pair.match) << pair.one << " / " << pair.other;
        EXPECT_FALSE(match->text().en.empty());
        EXPECT_FALSE(match->text().zh.empty());
        EXPECT_EQ(name_key(pair.one), name_key(pair.other));
        const auto back = match_names(pair.other, pair.one);
        ASSERT_TRUE(back);
        EXPECT_EQ(back->id(), pair.match);
    }
}

TEST(IpOwnerNames, do_not_match_where_a_name_says_another_body) {
    for (const Pair& pair : {
             Pair{"宜兴陶缘匠坊有限公司", "宜兴陶缘匠坊股份有限公司", "-"},
             Pair{"宜兴陶缘匠坊有限公司", "宜兴陶缘匠坊集团有限公司", "-"},
             Pair{"宜兴陶缘匠坊有限公司", "宜兴陶缘有限公司", "-"},
             Pair{"宜兴紫砂有限公司", "宜兴紫砂工艺有限公司", "-"},
             Pair{"江苏紫砂有限公司", "江西紫砂有限公司", "-"},
             Pair{"宜兴陶缘匠坊有限公司", "宜兴陶缘匠坊有限公司上海分公司", "-"},
             Pair{"甲公司", "乙公司", "-"},
             Pair{"甲有限公司", "甲公司", "-"},
             Pair{"Yixing Pottery Co., Ltd.", "Yixing Pottery Ltd.", "-"},
             Pair{"ABC Inc.", "ABC LLC", "-"},
             Pair{"ABC Holdings Ltd", "ABC Ltd", "-"},
             Pair{"Caterpillar Inc.", "Caterpillar Tractor Inc.", "-"},
             Pair{"A+ Ltd", "A Ltd", "-"},
             Pair{"", "", "-"},
             Pair{"（）", "()", "-"},
         }) {
        EXPECT_FALSE(match_names(pair.one, pair.other)) << pair.one << " / " << pair.other;
        EXPECT_TRUE(name_key(pair.one).empty() || name_key(pair.one) != name_key(pair.other)) << pair.one;
    }
}

TEST(IpOwnerNames, broken_text_is_only_another_name) {
    EXPECT_FALSE(match_names("\xE5\xAE", "宜兴"));
    EXPECT_TRUE(match_names("\xFF\xFE x", "\xFF\xFE X"));
}

constexpr const char* pottery = "91320282MA0000015N";

class IpOwners : public ::testing::Test {
protected:
    std::string mark(const std::string& number, const std::string& name, const std::string& identifier = "") {
        const std::string id = "trademark/CN-" + number;
        const std::string with = identifier.empty() ? "" : R"(,"identifier":")" + identifier + R"(")";
        const Rules broken = rights.bench.add(
            "ip.trademark.recorded", id, "2020-06-14",
            json_object(R"({"office":"CN","number":")" + number + R"(","classes":[21],"owners":[{"name":")" +
                        name + "\"" + with + R"(}],"registration_date":"2020-06-14"})"));
        EXPECT_EQ(broken, Rules{}) << number;
        return id;
    }
    plugin::CheckAnswer ask(const std::string& day = "2026-01-01") const {
        return rights.bench.check("ip.owner", std::string(R"({"owner":"organisation/)") + pottery + "\"}",
                                  day);
    }
    static std::vector<std::string> lines(const plugin::CheckAnswer& answer, const char* fact) {
        std::vector<std::string> all;
        for (const plugin::Value& one : plugin::array_at(answer.facts, fact)) {
            const plugin::Object& object = *one.object();
            std::string line(plugin::text_at(object, "right"));
            if (object.contains("match"))
                line += " " + std::string(plugin::text_at(object, "match")) + " " +
                        std::string(plugin::text_at(object, "name_kind"));
            all.push_back(line);
        }
        return all;
    }
    static std::size_t count(const plugin::CheckAnswer& answer, std::string_view rule) {
        return static_cast<std::size_t>(std::ranges::count(answer.findings, rule, &plugin::Finding::rule));
    }
    using Lines = std::vector<std::string>;

    RightsBench rights;
};

TEST_F(IpOwners, the_identifier_tells_and_names_only_suggest) {
    const std::string own = mark("1001", "宜兴陶缘匠坊有限公司", pottery);
    const std::string same = mark("1002", "宜兴陶缘匠坊有限公司");
    const std::string wide = mark("1003", "宜兴陶缘匠坊有限责任公司");
    mark("1004", "宜兴陶缘匠坊股份有限公司");
    const std::string others = mark("1005", "宜兴陶缘匠坊有限公司", "91320100748204660Q");
    const plugin::CheckAnswer answer = ask();
    EXPECT_EQ(lines(answer, "by_identifier"), Lines{own});
    EXPECT_EQ(lines(answer, "by_name"), (Lines{same + " identical current", wide + " legal_form current"}));
    EXPECT_EQ(count(answer, "IP-OWNER-ID"), 1U);
    EXPECT_EQ(count(answer, "IP-OWNER-NAME"), 2U);
    EXPECT_EQ(count(answer, "IP-OWNER-OTHER"), 1U);
    EXPECT_EQ(plugin::verdict_of(answer.findings), plugin::Verdict::warn);
    for (const plugin::Finding& finding : answer.findings) {
        EXPECT_FALSE(finding.message.en.empty());
        EXPECT_FALSE(finding.message.zh.empty());
        EXPECT_TRUE(finding.rule != "IP-OWNER-OTHER" || finding.evidence == std::vector<std::string>{others});
    }
}

TEST_F(IpOwners, an_assigned_right_is_the_former_owners_no_more) {
    const std::string sold = mark("1001", "宜兴陶缘匠坊有限公司", pottery);
    rights.event(sold, "assignment", "2023-02-01",
                 R"(,"counterparty":{"name":"乙公司","identifier":"91320100748204660Q"})");
    EXPECT_EQ(lines(ask("2023-01-31"), "by_identifier"), Lines{sold});
    EXPECT_EQ(lines(ask("2023-02-01"), "by_identifier"), Lines{});
    // Who took it in pledge does not own it.
    const std::string pledged = mark("1002", "丙公司");
    rights.event(
        pledged, "pledge", "2023-02-01",
        std::string(R"(,"counterparty":{"name":"宜兴陶缘匠坊有限公司","identifier":")") + pottery + "\"}");
    EXPECT_EQ(lines(ask(), "by_identifier"), Lines{});
}

TEST_F(IpOwners, a_change_of_name_makes_the_old_one_a_former_name) {
    const std::string renamed = mark("1001", "宜兴陶器厂", pottery);
    rights.event(
        renamed, "change", "2022-05-05",
        std::string(R"(,"counterparty":{"name":"宜兴陶缘匠坊有限公司","identifier":")") + pottery + "\"}");
    const std::string left_behind = mark("1002", "宜兴陶器厂");
    const plugin::CheckAnswer answer = ask();
    EXPECT_EQ(lines(answer, "by_name"), Lines{left_behind + " identical former"});
    const plugin::Object& first = *plugin::array_at(answer.facts, "by_name")[0].object();
    const std::string evidence(plugin::text_at(plugin::object_at(first, "evidence"), "en"));
    EXPECT_NE(evidence.find(renamed), std::string::npos);
    EXPECT_NE(evidence.find("2022-05-05"), std::string::npos);
    EXPECT_EQ(lines(ask("2022-05-04"), "by_name"), Lines{left_behind + " identical current"});
}

TEST_F(IpOwners, names_are_followed_back_through_changes_of_rights_without_identifier) {
    mark("1001", "宜兴陶缘匠坊有限公司", pottery);
    const std::string changed = mark("1002", "宜兴陶瓷厂");
    rights.event(changed, "change", "2021-01-01", R"(,"counterparty":{"name":"宜兴陶器厂","identifier":""})");
    rights.event(changed, "change", "2022-01-01",
                 R"(,"counterparty":{"name":"宜兴陶缘匠坊有限公司","identifier":""})");
    const std::string oldest = mark("1003", "宜兴陶瓷厂");
    // Renamed by another body's identifier: no evidence about this one.
    const std::string foreign = mark("1004", "无关厂");
    rights.event(foreign, "change", "2022-01-01",
                 R"(,"counterparty":{"name":"宜兴陶缘匠坊有限公司","identifier":"91320100748204660Q"})");
    mark("1005", "无关厂");
    EXPECT_EQ(lines(ask(), "by_name"), (Lines{changed + " identical current", oldest + " identical former"}));
}

TEST_F(IpOwners, an_unknown_owner_has_no_rights) {
    mark("1001", "甲公司");
    const plugin::CheckAnswer answer = ask();
    EXPECT_EQ(lines(answer, "by_identifier"), Lines{});
    EXPECT_EQ(lines(answer, "by_name"), Lines{});
    EXPECT_EQ(count(answer, "IP-OWNER-KNOWN"), 1U);
}

}  // namespace
}  // namespace xinbu::test
