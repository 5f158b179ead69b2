#include "xinbu/base/i18n.hpp"

#include <gtest/gtest.h>

#include <array>
#include <clocale>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace xinbu {
namespace {

void append_u32(std::string& bytes, std::size_t number) {
    const auto value = static_cast<std::uint32_t>(number);
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

/// A compiled catalogue (GNU gettext manual, "MO Files"): header, two tables of (length, offset), texts.
std::string catalogue(const std::vector<std::pair<std::string, std::string>>& sorted_messages) {
    const std::size_t count = sorted_messages.size();
    const std::size_t table_bytes = count * 8;
    const std::size_t header_bytes = 28;
    std::string ids;
    std::string texts;
    std::string id_table;
    std::string text_table;
    std::size_t id_total = 0;
    for (const auto& message : sorted_messages) id_total += message.first.size() + 1;
    const std::size_t ids_at = header_bytes + 2 * table_bytes;
    for (const auto& [id, text] : sorted_messages) {
        append_u32(id_table, id.size());
        append_u32(id_table, ids_at + ids.size());
        append_u32(text_table, text.size());
        append_u32(text_table, ids_at + id_total + texts.size());
        ids.append(id).push_back('\0');
        texts.append(text).push_back('\0');
    }
    std::string bytes;
    for (const std::size_t number :
         std::array<std::size_t, 7>{0x950412de, 0, count, header_bytes, header_bytes + table_bytes, 0, 0}) {
        append_u32(bytes, number);
    }
    return bytes + id_table + text_table + ids + texts;
}

class Language : public testing::Test {
protected:
    void SetUp() override {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        folder_ = std::filesystem::path(testing::TempDir()) /
                  ("xinbu-i18n-" + std::string(test->name()) + '-' + std::to_string(std::rand()));
        const auto messages = folder_ / "zh_CN" / "LC_MESSAGES";
        std::filesystem::create_directories(messages);
        std::ofstream(messages / "xinbu.mo", std::ios::binary)
            << catalogue({{"", "Content-Type: text/plain; charset=UTF-8\n"}, {"registry", "登记库"}});
        for (const char* name : names) {
            const char* value = std::getenv(name);
            saved_.emplace_back(name, value != nullptr ? value : "");
            unsetenv(name);
        }
    }
    void TearDown() override {
        for (const auto& [name, value] : saved_) {
            if (value.empty()) {
                unsetenv(name.c_str());
            } else {
                setenv(name.c_str(), value.c_str(), 1);
            }
        }
        set_language("en", folder_.string());
        std::filesystem::remove_all(folder_);
    }
    void use(const char* language) { set_language(language, folder_.string()); }

    static constexpr std::array names{"LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"};
    std::filesystem::path folder_;
    std::vector<std::pair<std::string, std::string>> saved_;
};

TEST_F(Language, ChineseComesFromTheCatalogueWithoutAChineseLocale) {
    use("zh_CN");
    EXPECT_EQ(language(), "zh_CN");
    EXPECT_STREQ(tr("registry"), "登记库");
}

TEST_F(Language, EnglishIsTheMessageItself) {
    use("en");
    EXPECT_EQ(language(), "en");
    EXPECT_STREQ(tr("registry"), "registry");
}

TEST_F(Language, CanBeSwitchedBothWays) {
    use("en");
    EXPECT_STREQ(tr("registry"), "registry");
    use("zh_CN");
    EXPECT_STREQ(tr("registry"), "登记库");
    use("en");
    EXPECT_STREQ(tr("registry"), "registry");
    use("zh_CN");
    EXPECT_STREQ(tr("registry"), "登记库");
}

TEST_F(Language, AMissingTranslationOrCatalogueLeavesEnglish) {
    use("zh_CN");
    EXPECT_STREQ(tr("no such message"), "no such message");
    EXPECT_STREQ(tr(""), "");
    set_language("zh_CN", (folder_ / "nowhere").string());
    EXPECT_STREQ(tr("registry"), "registry");
}

TEST_F(Language, EmptyFollowsTheEnvironmentInOrder) {
    use("");
    EXPECT_EQ(language(), "en");
    setenv("LANG", "zh_CN.UTF-8", 1);
    use("");
    EXPECT_EQ(language(), "zh_CN");
    setenv("LC_MESSAGES", "en_GB.UTF-8", 1);
    use("");
    EXPECT_EQ(language(), "en");
    setenv("LC_ALL", "zh_SG", 1);
    use("");
    EXPECT_EQ(language(), "zh_CN");
    setenv("LC_ALL", "", 1);
    use("");
    EXPECT_EQ(language(), "en");
}

TEST_F(Language, AnUnknownLanguageIsEnglish) {
    use("fr_FR");
    EXPECT_EQ(language(), "en");
}

TEST_F(Language, NumbersDoNotDependOnIt) {
    use("zh_CN");
    EXPECT_STREQ(std::localeconv()->decimal_point, ".");
    EXPECT_STREQ(std::localeconv()->thousands_sep, "");
}

}  // namespace
}  // namespace xinbu
