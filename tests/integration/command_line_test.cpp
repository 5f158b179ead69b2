// The contract of the command line: exit codes, what is said, and that nothing is half done.
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "program.hpp"

namespace xinbu::test {
namespace {

namespace fs = std::filesystem;

class CommandLine : public ::testing::Test {
protected:
    Workplace here;

    std::string info(const std::string& registry) {
        const Outcome outcome = here.as("admin", registry, {"info", "--json"});
        EXPECT_EQ(outcome.code, 0) << outcome.err;
        return outcome.out;
    }
};

TEST_F(CommandLine, usage_is_2_and_says_what_helps) {
    for (const std::vector<std::string>& arguments : {std::vector<std::string>{},
                                                      {"frobnicate"},
                                                      {"list"},
                                                      {"info", "--frobnicate"},
                                                      {"list", "trademark", "--format", "pdf"}}) {
        const Outcome outcome = here.xinbu(arguments);
        EXPECT_EQ(outcome.code, 2) << outcome.out << outcome.err;
        EXPECT_NE(outcome.err.find("--help"), std::string::npos) << outcome.err;
    }
    EXPECT_EQ(here.xinbu({"--help"}).code, 0);
    EXPECT_EQ(here.xinbu({"--version"}).code, 0);
    const Outcome broken = here.xinbu({"search", "\xFF\xFE"});
    EXPECT_EQ(broken.code, 2);
    const Outcome json = here.xinbu({"frobnicate", "--json"});
    EXPECT_EQ(json.code, 2);
    EXPECT_NE(json.json().at("error"), nullptr);
}

TEST_F(CommandLine, speaks_chinese_when_asked_to) {
    const Outcome outcome = here.xinbu({"--lang", "zh_CN", "info"});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_NE(outcome.err.find("登记簿"), std::string::npos) << outcome.err;
    const Outcome types = here.xinbu({"types", "--lang", "zh_CN"});
    EXPECT_NE(types.out.find("商标"), std::string::npos) << types.out;
}

TEST_F(CommandLine, what_the_parser_says_is_in_the_language_asked_for) {
    struct Case {
        std::vector<std::string> arguments;
        const char *en, *zh;
    };
    const Case cases[]{
        {{"list"}, "type is missing", "缺少type"},
        {{"bundle"}, "a command is missing", "缺少命令"},
        {{"info", "--frobnicate"}, "not expected here: --frobnicate", "此处不应有：--frobnicate"},
        {{"list", "patent", "--format", "pdf"},
         "--format: pdf is none of table,csv,xlsx",
         "--format：pdf 不属于 table,csv,xlsx"},
        {{"import", "--batch", "0", "a", "b"}, "--batch: 0 is not within 1", "--batch：0 不在 1"},
        {{"info", "--json=maybe"}, "it cannot be read as a value of its kind", "无法按其类型解读"}};
    for (const Case& one : cases) {
        std::vector<std::string> arguments = one.arguments;
        const Outcome english = here.xinbu(arguments);
        EXPECT_EQ(english.code, 2);
        EXPECT_NE(english.err.find(one.en), std::string::npos) << english.err;
        arguments.insert(arguments.begin(), {"--lang", "zh_CN"});
        const Outcome chinese = here.xinbu(arguments);
        EXPECT_NE(chinese.err.find(one.zh), std::string::npos) << chinese.err;
    }
    EXPECT_EQ(here.xinbu({"--lang", "zh_CN", "list", "--help"}).out.find("TEXT"), std::string::npos);
}

TEST_F(CommandLine, a_wrong_passphrase_and_an_unknown_operator_are_told_alike) {
    here.make_registry("bank");
    const std::string wrong = here.file("wrong", "some other words that open nothing\n");
    const auto answer = [&](const std::string& name) {
        return here.xinbu(
            {"info", "--registry", (here / "bank").string(), "--operator", name, "--passphrase-file", wrong});
    };
    const Outcome known = answer("admin"), unknown = answer("nobody");
    EXPECT_EQ(known.code, 4);
    EXPECT_EQ(unknown.code, 4);
    EXPECT_EQ(known.err, unknown.err);
}

TEST_F(CommandLine, an_invalid_draft_is_3_names_every_fault_and_writes_nothing) {
    here.make_registry("bank");
    const std::string before = info("bank");
    const std::string drafts = here.file("drafts.json", R"([
      {"type":"brands.organisation.recorded","effective":"2026-01-05","data":{"name":"好公司","identifier":"91320282MA0000015N"}},
      {"type":"brands.organisation.recorded","effective":"2026-02-30","data":{"name":"","identifier":"91320282MA0000015X","size":3}}])");
    const Outcome outcome = here.as("admin", "bank", {"add", drafts, "--json"});
    EXPECT_EQ(outcome.code, 3) << outcome.out << outcome.err;
    for (const char* pointer : {"/1/effective", "/1/data/name", "/1/data/identifier", "/1/data/size"})
        EXPECT_NE(outcome.out.find(pointer), std::string::npos) << pointer << outcome.out;
    EXPECT_EQ(info("bank"), before);
    for (const char* hostile : {"", "[]", "{", "{\"type\":\"a\",\"type\":\"b\"}", "[{\"type\":1e9}]",
                                "{\"x\":\"\\ud800\"}", "nul"}) {
        const Outcome refused = here.as("admin", "bank", {"add", here.file("hostile.json", hostile)});
        EXPECT_EQ(refused.code, 3) << hostile << refused.err;
    }
    const Outcome deep = here.as("admin", "bank", {"add", here.file("deep.json", std::string(100'000, '['))});
    EXPECT_EQ(deep.code, 3) << deep.err;
    EXPECT_EQ(here.as("admin", "bank", {"add", (here / "absent.json").string()}).code, 2);
    EXPECT_EQ(info("bank"), before);
}

TEST_F(CommandLine, drafts_come_from_standard_input_and_line_by_line) {
    here.make_registry("bank");
    const std::string lines =
        R"({"type":"brands.organisation.recorded","effective":"2026-01-05","data":{"name":"甲公司","identifier":"91320282MA0000015N"}})"
        "\n"
        R"({"type":"brands.organisation.recorded","effective":"2026-01-05","data":{"name":"乙协会","identifier":"51320282MJ000000XL"}})"
        "\n";
    const Outcome dry = here.as("admin", "bank", {"add", "-", "--dry-run", "--json"}, lines);
    EXPECT_EQ(dry.code, 0) << dry.err;
    EXPECT_NE(info("bank").find("\"commits\":1,"), std::string::npos);
    const Outcome outcome = here.as("admin", "bank", {"add", "-", "--json"}, lines);
    EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
    EXPECT_EQ(outcome.json().at("entries")->array()->size(), 2U);
    EXPECT_NE(info("bank").find("\"commits\":2,"), std::string::npos);
}

TEST_F(CommandLine, what_is_not_a_registry_is_5_and_stays_as_it_was) {
    here.make_registry("bank");
    const auto opened = [&](const std::string& registry) { return here.as("admin", registry, {"info"}); };
    EXPECT_EQ(opened("nowhere").code, 5);

    fs::copy(here / "bank", here / "cut", fs::copy_options::recursive);
    fs::resize_file(here / "cut" / "registry.db", 5000);
    EXPECT_EQ(opened("cut").code, 5) << opened("cut").err;

    fs::copy(here / "bank", here / "plain", fs::copy_options::recursive);
    write_all(here / "plain" / "registry.db", std::string("SQLite format 3\0", 16) + std::string(8000, 'x'));
    EXPECT_EQ(opened("plain").code, 5);
    EXPECT_NE(opened("plain").err.find("unencrypted"), std::string::npos);

    fs::copy(here / "bank", here / "keyless", fs::copy_options::recursive);
    fs::remove(here / "keyless" / "keyslots.json");
    EXPECT_EQ(opened("keyless").code, 0) << "the second copy serves";
    fs::remove(here / "keyless" / "keyslots.json");
    fs::remove(here / "keyless" / "keyslots.bak.json");
    EXPECT_EQ(opened("keyless").code, 5);

    const Outcome again = here.xinbu({"init", (here / "bank").string(), "--name", "又一家", "--identifier",
                                      "91320100MA0000023K", "--kind", "bank", "--operator", "admin",
                                      "--passphrase-file", here.passphrase_of("admin")});
    EXPECT_EQ(again.code, 2) << again.err;
    EXPECT_EQ(opened("bank").code, 0);
}

TEST_F(CommandLine, files_are_private_and_whole_after_every_command) {
    const Outcome made = here.run(
        {"/bin/sh", "-c", "umask 000; exec \"$0\" \"$@\"", XINBU_PROGRAM, "init", (here / "bank").string(),
         "--name", "示范银行", "--identifier", "91320100MA0000023K", "--kind", "bank", "--operator", "admin",
         "--passphrase-file", here.passphrase_of("admin"), "--recovery-file", (here / "recovery").string()});
    ASSERT_EQ(made.code, 0) << made.err;
    for (const char* name :
         {"bank/registry.db", "bank/keyslots.json", "bank/keyslots.bak.json", "bank/lock", "recovery"}) {
        struct stat status {};
        ASSERT_EQ(stat((here / name).c_str(), &status), 0) << name;
        EXPECT_EQ(status.st_mode & 0777, 0600U) << name;
    }
    EXPECT_FALSE(fs::exists(here / "bank/registry.db-wal"));
}

TEST_F(CommandLine, weak_passphrases_and_wrong_codes_make_no_registry) {
    const auto init = [&](const std::string& identifier, const std::string& passphrase) {
        return here.xinbu({"init", (here / "new").string(), "--name", "示范银行", "--identifier", identifier,
                           "--kind", "bank", "--operator", "admin", "--passphrase-file",
                           here.file("pass", passphrase)});
    };
    EXPECT_EQ(init("91320100MA0000023X", "three boats under one old bridge").code, 3);
    EXPECT_EQ(init("91320100MA0000023K", "short").code, 3);
    EXPECT_EQ(init("91320100MA0000023K", "aaaaaaaaaaaaaaaaaaaaaa").code, 3);
    EXPECT_FALSE(fs::exists(here / "new"));
}

TEST_F(CommandLine, hostile_files_are_refused_with_file_line_and_rule) {
    here.make_registry("bank");
    const auto import = [&](const std::string& format, const std::string& name, const std::string& content,
                            std::vector<std::string> more = {}) {
        std::vector<std::string> arguments{"import", format, here.file(name, content), "--json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return here.as("admin", "bank", arguments);
    };
    const Outcome entity = import("uspto-trademark-daily", "entity.xml",
                                  "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY x SYSTEM "
                                  "\"file:///etc/passwd\">]>\n<a><case-file>&x;</case-file></a>");
    EXPECT_EQ(entity.code, 3) << entity.out << entity.err;
    EXPECT_NE(entity.out.find("xml.entity"), std::string::npos) << entity.out;
    const Outcome columns = import("euipo-csv", "columns.csv", "id,date\n1,2\n");
    EXPECT_EQ(columns.code, 3) << columns.out << columns.err;
    EXPECT_NE(columns.out.find("csv.header_missing"), std::string::npos) << columns.out;
    const Outcome encoding =
        import("euipo-csv", "encoding.csv",
               "trademark_id,filing_date,text,vienna_codes\n000001123,1996-04-01,\xD6\xD0\xB9\xFA,\n");
    EXPECT_EQ(encoding.code, 3) << encoding.out << encoding.err;
    EXPECT_NE(encoding.out.find("csv.encoding"), std::string::npos) << encoding.out;
    const Outcome named =
        import("euipo-csv", "encoding.csv",
               "trademark_id,filing_date,text,vienna_codes\n000001123,1996-04-01,\xD6\xD0\xB9\xFA,\n",
               {"--encoding", "gb18030"});
    EXPECT_EQ(named.code, 0) << named.out << named.err;
    EXPECT_NE(here.as("admin", "bank", {"show", "trademark/EM-000001123"}).out.find("中国"),
              std::string::npos);
    const Outcome bom =
        import("euipo-csv", "bom.csv",
               "\xEF\xBB\xBFtrademark_id,filing_date,text,vienna_codes\r\n000001124,1996-04-01,A,\r\n");
    EXPECT_EQ(bom.code, 0) << bom.out << bom.err;
}

TEST_F(CommandLine, a_second_writer_waits_for_nobody_and_is_told_who_writes) {
    here.make_registry("bank");
    // A shell holds the lock as another process would.
    const Outcome outcome = here.run(
        {"/bin/sh", "-c", "exec 9<>\"$1/lock\"; flock -x 9 || exit 99; shift; exec \"$@\" 9>&-", "sh",
         (here / "bank").string(), XINBU_PROGRAM, "add", "-", "--registry", (here / "bank").string(),
         "--operator", "admin", "--passphrase-file", here.passphrase_of("admin")},
        R"({"type":"brands.organisation.recorded","effective":"2026-01-05","data":{"name":"甲公司","identifier":"91320282MA0000015N"}})");
    // `9>&-` gives the lock back before the program starts: the exit code tells that a free lock is taken.
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    const Outcome held = here.run(
        {"/bin/sh", "-c", "exec 9<>\"$1/lock\"; flock -x 9 || exit 99; shift; \"$@\"", "sh",
         (here / "bank").string(), XINBU_PROGRAM, "add", "-", "--registry", (here / "bank").string(),
         "--operator", "admin", "--passphrase-file", here.passphrase_of("admin")},
        R"({"type":"brands.organisation.recorded","effective":"2026-01-05","data":{"name":"甲公司","identifier":"51320282MJ000000XL"}})");
    EXPECT_EQ(held.code, 5) << held.err;
}

TEST_F(CommandLine, tells_what_falls_due_and_what_was_known_by_then) {
    here.make_registry("bank");
    const std::string draft =
        here.file("mark.json", R"({"type":"ip.trademark.recorded","effective":"2020-06-14",
        "data":{"office":"CN","number":"40128866","mark":"陶缘","classes":[21],
        "owners":[{"name":"宜兴陶缘紫砂有限公司"}],"application_date":"2019-08-05",
        "registration_date":"2020-06-14","expiry_date":"2030-06-13"}})");
    ASSERT_EQ(here.as("admin", "bank", {"add", draft}).code, 0);
    const auto due = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"deadlines", "--json"});
        const Outcome outcome = here.as("admin", "bank", arguments);
        EXPECT_EQ(outcome.code, 0) << outcome.err;
        std::vector<std::string> found;
        const plugin::Value answer = outcome.json();
        for (const plugin::Value& one : *answer.array()) {
            EXPECT_EQ(plugin::text_at(*one.object(), "record"), "trademark/CN-40128866");
            for (const char* member : {"due", "last_day", "severity", "basis", "rule_status", "what"})
                EXPECT_NE(plugin::text_at(*one.object(), member), "") << member;
            EXPECT_FALSE(plugin::array_at(*one.object(), "explain").empty());
            found.push_back(std::string(plugin::text_at(*one.object(), "kind")) + " " +
                            std::string(plugin::text_at(*one.object(), "due")));
        }
        return found;
    };
    const auto has = [](const std::vector<std::string>& found, const std::string& one) {
        return std::ranges::find(found, one) != found.end();
    };
    EXPECT_TRUE(has(due({"--as-of", "2030-01-01", "--within", "1y"}), "renewal 2030-06-13"));
    EXPECT_TRUE(has(due({"--as-of", "2030-09-01", "--within", "1d"}), "renewal 2030-06-13"))
        << "in its grace";
    EXPECT_FALSE(has(due({"--as-of", "2030-01-01", "--within", "30d"}), "renewal 2030-06-13"));
    EXPECT_TRUE(due({"--as-of", "2030-01-01", "--known-at", "0"}).empty()) << "nobody knew of it";
    EXPECT_EQ(here.as("admin", "bank", {"deadlines", "--within", "soon"}).code, 2);
    EXPECT_EQ(here.as("admin", "bank", {"deadlines", "--record", "trademark/CN-1"}).code, 2);

    const auto shows = [&](const std::string& known_at) {
        return here.as("admin", "bank", {"show", "trademark/CN-40128866", "--known-at", known_at}).code;
    };
    EXPECT_EQ(shows("1"), 0);
    EXPECT_EQ(shows("0"), 2);
    EXPECT_EQ(shows("2001-01-01"), 2);
    EXPECT_EQ(shows("9999-12-31"), 0);
    EXPECT_EQ(here.as("admin", "bank", {"list", "trademark", "--json", "--known-at", "0"}).out, "");
}

TEST_F(CommandLine, a_full_output_is_an_error) {
    const Outcome outcome =
        here.run({"/bin/sh", "-c", "exec \"$0\" types --json > /dev/full", XINBU_PROGRAM});
    EXPECT_EQ(outcome.code, 5) << outcome.err;
}

}  // namespace
}  // namespace xinbu::test
