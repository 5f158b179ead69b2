#include "xinbu/storage/search_text.hpp"

#include <gtest/gtest.h>

#include <set>

#include "support.hpp"
#include "xinbu/storage/database.hpp"

namespace xinbu::storage {
namespace {

using Rows = std::set<std::int64_t>;

class Search : public ::testing::Test {
protected:
    Search() {
        // The same options as the registry's own index.
        database.execute(
            "CREATE VIRTUAL TABLE t USING fts5(body, content='', contentless_delete=1, tokenize='xinbu')");
    }
    void add(std::int64_t row, std::string_view body) {
        database.cached("INSERT INTO t(rowid, body) VALUES(?, ?)").bind_all(row, body).run();
    }
    Rows match(std::string_view expression) {
        Statement& statement = database.cached("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rowid");
        statement.bind(1, expression);
        Rows rows;
        while (statement.step()) rows.insert(statement.integer(0));
        return rows;
    }
    Rows find(std::string_view typed) {
        const std::string query = to_match_query(typed);
        return query.empty() ? Rows{} : match(query);
    }

    TemporaryFolder folder;
    crypto::Secret key{ByteView(Bytes(32, 4))};
    Database database = Database::open(folder / "scratch.db", key, Mode::scratch);
};

TEST_F(Search, FindsEveryPartOfAChineseText) {
    const std::string_view characters[] = {"江", "苏", "省", "南", "京", "市"};
    std::string text;
    for (const auto character : characters) text += character;
    add(1, text);
    add(2, "浙江省杭州市");
    for (std::size_t first = 0; first < 6; ++first) {
        std::string part;
        for (std::size_t last = first; last < 6; ++last) {
            part += characters[last];
            EXPECT_TRUE(find(part).contains(1)) << part;
        }
    }
    EXPECT_EQ(find("江苏"), Rows{1});
    EXPECT_EQ(find("江"), (Rows{1, 2}));
    EXPECT_EQ(find("市"), (Rows{1, 2}));
    EXPECT_EQ(find("州"), Rows{2});
    EXPECT_EQ(find("江省"), Rows{2});
    EXPECT_EQ(find("苏江"), Rows{});
    EXPECT_EQ(find("江苏市"), Rows{});
    EXPECT_EQ(find("省 市"), (Rows{1, 2}));
    EXPECT_EQ(find("南京，江苏"), Rows{1});
}

TEST_F(Search, JoinsNothingAcrossAnInterruption) {
    add(1, "江苏。省会");
    add(2, "江苏 省会");
    add(3, "江苏A省会");
    EXPECT_EQ(find("江苏省会"), Rows{});
    EXPECT_EQ(find("苏省"), Rows{});
    EXPECT_EQ(find("江苏"), (Rows{1, 2, 3}));
}

TEST_F(Search, FindsWordsAndTheBeginningOfTheLast) {
    add(1, "Jiangsu Labour Services Co., Ltd.");
    add(2, "jiangxi labour");
    add(3, "CAFÉ Straße ﬁnance");
    EXPECT_EQ(find("jiang"), (Rows{1, 2}));
    EXPECT_EQ(find("JIANGSU"), Rows{1});
    EXPECT_EQ(find("labour jiang"), (Rows{1, 2}));
    EXPECT_EQ(find("lab jiangsu"), Rows{}) << "only the last word is a prefix";
    EXPECT_EQ(find("labour ser"), Rows{1});
    EXPECT_EQ(find("cafe"), Rows{3});
    EXPECT_EQ(find("café"), Rows{3});
    EXPECT_EQ(find("cafe\xcc\x81"), Rows{3});
    EXPECT_EQ(find("STRASSE"), Rows{3});
    EXPECT_EQ(find("finance"), Rows{3});
    EXPECT_EQ(find("iangsu"), Rows{});
}

TEST_F(Search, FoldsWidthAndCompatibilityForms) {
    add(1, "ＡＢＣ１２３ 商标");
    add(2, "ｶﾞｽ会社");
    add(3, "한국어");
    add(4, "⼭东");  // U+2F2D, the radical
    EXPECT_EQ(find("abc123"), Rows{1});
    EXPECT_EQ(find("ＡＢＣ１"), Rows{1});
    EXPECT_EQ(find("ガス"), Rows{2});
    EXPECT_EQ(find("\xe3\x82\xab\xe3\x82\x99\xe3\x82\xb9"), Rows{2}) << "decomposed";
    EXPECT_EQ(find("カス"), Rows{});
    EXPECT_EQ(find("국어"), Rows{3});
    EXPECT_EQ(find("\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab\xea\xb5\xad"), Rows{3}) << "conjoining";
    EXPECT_EQ(find("山东"), Rows{4});
}

TEST_F(Search, MixesScripts) {
    add(1, "华为HUAWEI技术2024年");
    EXPECT_EQ(find("华为hua"), Rows{1});
    EXPECT_EQ(find("技术 2024"), Rows{1});
    EXPECT_EQ(find("huawei技术"), Rows{1});
    EXPECT_EQ(find("年"), Rows{1});
    EXPECT_EQ(find("024"), Rows{});
}

TEST_F(Search, KnowsRareCharactersAndInvisibleOnes) {
    add(1, "𠮷野家𬭎𰻝");  // beyond the basic plane
    add(2, "葛\U000E0100飾区");    // with a variation selector
    add(3, "第\u200b一\ufeff人民");
    EXPECT_EQ(find("𠮷野"), Rows{1});
    EXPECT_EQ(find("𬭎𰻝"), Rows{1});
    EXPECT_EQ(find("𰻝"), Rows{1});
    EXPECT_EQ(find("葛飾"), Rows{2});
    EXPECT_EQ(find("第一人"), Rows{3});
    EXPECT_EQ(find("一\u200b人"), Rows{3});
}

TEST_F(Search, IsNeverASyntaxError) {
    add(1, "江苏 abc and or not near");
    for (const std::string& typed : {std::string(),
                                     std::string(" "),
                                     std::string("\""),
                                     std::string("\"\"\""),
                                     std::string("*"),
                                     std::string("a*b"),
                                     std::string("AND"),
                                     std::string("OR OR"),
                                     std::string("NOT"),
                                     std::string("NEAR(a b"),
                                     std::string("body:abc"),
                                     std::string("-abc"),
                                     std::string("^abc"),
                                     std::string("a + b"),
                                     std::string("{body} : x"),
                                     std::string("(("),
                                     std::string("'; DROP TABLE t; --"),
                                     std::string("a\0b", 3),
                                     std::string("\0", 1),
                                     std::string("\xff\xfe"),
                                     std::string("江\xe8苏"),
                                     std::string("\xf0\x9f\x98\x80"),
                                     std::string("\xed\xa0\x80"),
                                     std::string("\u0301\u0301"),
                                     std::string("\u200b"),
                                     std::string("ﷺ"),
                                     std::string("½ ² ㈠"),
                                     std::string("abc\" OR \"江苏"),
                                     std::string(100'000, 'x'),
                                     std::string(100'000, '"')}) {
        EXPECT_EQ(code_of([&] { find(typed); }), "none") << typed.substr(0, 50);
    }
    EXPECT_EQ(find("abc and not near"), Rows{1}) << "operators are words";
    EXPECT_EQ(find("\"abc"), Rows{1});
    EXPECT_EQ(to_match_query("\"*^+-:(){}'!?。，"), "");
    EXPECT_EQ(to_match_query("江苏 abc"),
              "\"江苏\" AND \"\xEF\xB7\x90"
              "abc\"");
    EXPECT_EQ(to_match_query("省"), "\"省\"*");
}

TEST_F(Search, FindsWordsByTheirBeginningsOfAnyLength) {
    add(1, "Taoyuan 40128866");
    add(2, "tao");
    add(3, "Tango");
    add(4, "陶Tao");
    EXPECT_EQ(find("t"), (Rows{1, 2, 3, 4}));
    EXPECT_EQ(find("TA"), (Rows{1, 2, 3, 4}));
    EXPECT_EQ(find("tao"), (Rows{1, 2, 4}));
    EXPECT_EQ(find("taoy"), Rows{1});
    EXPECT_EQ(find("401"), Rows{1});
    EXPECT_EQ(find("陶 ta"), Rows{4});
    EXPECT_EQ(find("taoyuan 4"), Rows{1});
    EXPECT_EQ(find("\xEF\xB7\x90tao taoy"), find("tao taoy"))
        << "the mark of a beginning is nothing that one can type";
    EXPECT_TRUE(find("\x01tao x").empty());
}

TEST_F(Search, HoldsWithoutAnIndexWhatItFindsWithOne) {
    const std::vector<std::string> documents{"宜兴陶缘紫砂有限公司", "Taoyuan 40128866", "陶Tao 缘", "ＴＡＯ",
                                             "a b"};
    for (std::size_t i = 0; i < documents.size(); ++i) add(static_cast<std::int64_t>(i) + 1, documents[i]);
    for (const std::string typed :
         {"陶缘",   "陶",     "司",     "兴陶缘", "缘陶", "tao", "TAO", "taoyuan", "taoy", "40",
          "401288", "陶 tao", "tao 陶", "缘",     "b a",  "a",   "x",   "",        "?",    "tao taoyuan"}) {
        const Rows found = find(typed);
        for (std::size_t i = 0; i < documents.size(); ++i)
            EXPECT_EQ(holds_search_text(documents[i], typed),
                      found.contains(static_cast<std::int64_t>(i) + 1))
                << typed << " in " << documents[i];
    }
}

TEST_F(Search, EveryByteAndPairOfBytesIsHarmless) {
    add(1, "x");
    for (int first = 0; first < 256; ++first) {
        for (const int second : {0, 34, 39, 42, 65, 128, 191, 194, 228, 240, 255}) {
            const std::string typed{'a', static_cast<char>(first), static_cast<char>(second), 'b'};
            ASSERT_EQ(code_of([&] { find(typed); }), "none") << first << ' ' << second;
        }
    }
}

TEST_F(Search, LeavesOutWhatIsTooMuch) {
    std::string many, long_han;
    for (int number = 0; number < 40; ++number) many += "w" + std::to_string(number) + " ";
    for (int number = 0; number < 100; ++number) long_han += "江苏";
    add(1, many);
    add(2, long_han);
    add(3, std::string(200, 'y'));
    EXPECT_EQ(find(many + " absent"), Rows{1}) << "the 33rd term and all behind it do not count";
    EXPECT_EQ(find(long_han + "省"), Rows{2});
    EXPECT_EQ(find(std::string(200, 'y')), Rows{3});
    EXPECT_EQ(find(std::string(200, 'y') + " y"), Rows{3}) << "a word that was cut is a prefix";
    EXPECT_EQ(find(std::string(65, 'y') + "z"), Rows{3});
}

TEST_F(Search, TakesLongTextsAndForgetsDeletedOnes) {
    std::string text;
    for (int number = 0; number < 100'000; ++number) text += "劳务";
    add(1, text + "品牌");
    add(2, std::string(3'000'000, 'z'));
    std::string accents = "e";
    for (int number = 0; number < 200'000; ++number) accents += number % 2 == 0 ? "\u0301" : "\u0323";
    add(3, accents);
    EXPECT_EQ(find("务品牌"), Rows{1});
    EXPECT_EQ(find("zzz"), Rows{2});
    EXPECT_EQ(find("e"), Rows{3});
    database.execute("DELETE FROM t WHERE rowid = 1");
    EXPECT_EQ(find("品牌"), Rows{});
}

TEST_F(Search, TokenizerTakesNoArguments) {
    EXPECT_NE(code_of([&] { database.execute("CREATE VIRTUAL TABLE u USING fts5(a, tokenize='xinbu x')"); }),
              "none");
}

}  // namespace
}  // namespace xinbu::storage
