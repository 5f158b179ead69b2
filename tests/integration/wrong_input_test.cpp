// What is wrong with what was given, in words that help: files of another format, files that end too early,
// values that nothing has.
#include <filesystem>

#include "program.hpp"

namespace xinbu::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* case_file =
    "<case-file><serial-number>{}</serial-number><case-file-header><filing-date>20200105</filing-date>"
    "<mark-identification>KILN</mark-identification></case-file-header></case-file>\n";

std::string case_files(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        std::string one = case_file;
        one.replace(one.find("{}"), 2, std::to_string(90'000'000 + i));
        text += one;
    }
    return text;
}

bool says(const Outcome& outcome, std::string_view words) {
    return (outcome.out + outcome.err).find(words) != std::string::npos;
}

class WrongInput : public ::testing::Test {
protected:
    Workplace here;

    void SetUp() override { here.make_registry("bank"); }
    Outcome run(std::vector<std::string> arguments) { return here.as("admin", "bank", std::move(arguments)); }
    Outcome import(const std::string& format, const std::string& name, const std::string& content,
                   const std::vector<std::string>& more = {}) {
        std::vector<std::string> arguments{"import", format, here.file(name, content)};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }
    std::int64_t commits() { return number(run({"info", "--json"}).json(), "commits"); }
    void add_mark() {
        const std::string draft =
            here.file("mark.json", R"({"type":"ip.trademark.recorded","effective":"2020-06-14",
            "data":{"office":"CN","number":"40128866","mark":"陶缘","classes":[21],
            "owners":[{"name":"宜兴陶缘紫砂有限公司","identifier":"91320282MA0000015N"}],
            "application_date":"2019-08-05","registration_date":"2020-06-14","expiry_date":"2030-06-13"}})");
        ASSERT_EQ(run({"add", draft}).code, 0);
    }
};

TEST_F(WrongInput, xml_of_another_format_is_refused_with_what_was_expected_and_found) {
    const Outcome outcome =
        import("uspto-trademark-daily", "feed.xml", "<feed><entry>1</entry><entry>2</entry></feed>");
    EXPECT_EQ(outcome.code, 3) << outcome.out << outcome.err;
    for (const char* words : {"feed.xml", "<case-file>", "<feed>", "[import.format]", "nothing was written"})
        EXPECT_TRUE(says(outcome, words)) << words << "\n" << outcome.err;
    const Outcome json = import("dpma-register", "feed.xml", "<feed><entry/></feed>", {"--json"});
    EXPECT_EQ(json.code, 3);
    const plugin::Value answer = json.json();
    const plugin::Value* error = answer.at("error");
    ASSERT_NE(error, nullptr) << json.out;
    EXPECT_EQ(plugin::text_at(*error->object(), "code"), "file_broken");
    EXPECT_EQ(error->at("details")->array()->size(), 1U);
    EXPECT_EQ(number(json.json(), "read"), 0);
    EXPECT_EQ(commits(), 1);
}

TEST_F(WrongInput, a_file_without_records_of_the_right_format_is_no_fault) {
    const Outcome day = import(
        "uspto-trademark-daily", "none.xml",
        "<trademark-applications-daily><application-information><data-available-code>N</data-available-code>"
        "</application-information></trademark-applications-daily>",
        {"--json"});
    EXPECT_EQ(day.code, 0) << day.out << day.err;
    EXPECT_EQ(number(day.json(), "read"), 0);
    const Outcome hits = import("dpma-register", "hits.xml",
                                "<HitList HitCount=\"0\"><Counter><DocumentHits>0</DocumentHits></Counter>"
                                "</HitList>");
    EXPECT_EQ(hits.code, 0) << hits.err;
    const Outcome bag =
        import("uspto-odp-json", "bag.json", R"({"count":0,"patentFileWrapperDataBag":[]})", {"--json"});
    EXPECT_EQ(bag.code, 0) << bag.err;
    EXPECT_EQ(number(bag.json(), "read"), 0);
    const Outcome list = import("cnipa-csv", "list.csv", "注册号,商标名称,申请日期\n");
    EXPECT_EQ(list.code, 0) << list.err;
}

TEST_F(WrongInput, json_of_another_shape_is_refused_with_its_members) {
    const Outcome outcome = import("uspto-odp-json", "other.json", R"({"rows":[1,2],"total":2})", {"--json"});
    EXPECT_EQ(outcome.code, 3) << outcome.out << outcome.err;
    for (const char* words : {"rows, total", "patentFileWrapperDataBag", "adapter.format"})
        EXPECT_TRUE(says(outcome, words)) << words << outcome.out;
    const plugin::Value answer = outcome.json();
    EXPECT_EQ(number(answer, "rejected_count"), 1);
    EXPECT_EQ(answer.at("rejected")->array()->size(), 1U) << "told once: " << outcome.out;
    EXPECT_EQ(answer.at("error")->at("details")->array()->size(), 1U) << outcome.out;
    EXPECT_TRUE(says(import("tsdr-json", "list.json", "[1]"), "found a list"));
}

TEST_F(WrongInput, a_file_that_is_cut_off_is_told_with_its_line_and_with_what_went_in) {
    const std::string whole = "<trademark-applications-daily>\n" + case_files(5);
    const Outcome outcome =
        import("uspto-trademark-daily", "cut.xml", whole + "<case-file><serial-num", {"--batch", "2"});
    EXPECT_EQ(outcome.code, 3) << outcome.out << outcome.err;
    EXPECT_TRUE(says(outcome, "cut.xml:7:")) << outcome.err;
    EXPECT_TRUE(says(outcome, "5 entries in 3 commits")) << outcome.err;
    EXPECT_FALSE(says(outcome, "nothing was written")) << outcome.err;
    EXPECT_EQ(commits(), 4);

    const Outcome again = import("uspto-trademark-daily", "cut.xml", whole, {"--json"});
    EXPECT_EQ(again.code, 3) << again.out << again.err;
    EXPECT_EQ(number(again.json(), "unchanged"), 5);
    EXPECT_NE(again.json().at("error"), nullptr);
    EXPECT_TRUE(says(again, "nothing was written")) << again.err;
    ASSERT_EQ(again.json().at("rejected")->array()->size(), 1U);
    EXPECT_GT(number(again.json().at("rejected")->array()->front(), "line"), 0) << again.out;

    const Outcome mended =
        import("uspto-trademark-daily", "cut.xml", whole + "</trademark-applications-daily>");
    EXPECT_EQ(mended.code, 0) << mended.err;
    const Outcome csv = import("euipo-csv", "cut.csv",
                               "trademark_id,filing_date,text,vienna_codes\n000001123,1996-04-01,A,\n"
                               "000001124,1996-04-01,\"B,\n");
    EXPECT_EQ(csv.code, 3) << csv.err;
    EXPECT_TRUE(says(csv, "cut.csv:3:")) << csv.err;
    EXPECT_TRUE(says(csv, "1 entries in 1 commits")) << csv.err;
}

TEST_F(WrongInput, headings_that_are_missing_are_told_once) {
    std::string rows;
    for (int i = 0; i < 50; ++i) rows += "陶缘,21,2019-08-05\n";
    const Outcome marks = import("cnipa-csv", "marks.csv", "商标名称,类别,申请日期\n" + rows, {"--json"});
    EXPECT_EQ(marks.code, 3) << marks.out << marks.err;
    const plugin::Array rejected = *marks.json().at("rejected")->array();
    ASSERT_EQ(rejected.size(), 1U) << marks.out;
    EXPECT_EQ(plugin::text_at(*rejected[0].object(), "rule"), "csv.header_missing");
    EXPECT_EQ(number(rejected[0], "line"), 1);
    const std::string message(plugin::text_at(*rejected[0].object(), "message"));
    for (const char* column : {"`注册号`", "`申请号`", "`商标名称`", "`类别`"})
        EXPECT_NE(message.find(column), std::string::npos) << column << message;

    std::string firms;
    for (int i = 0; i < 50; ++i) firms += "好公司,宜兴\n";
    const Outcome organisations = import("organisations-csv", "firms.csv", "名称,地址\n" + firms);
    EXPECT_EQ(organisations.code, 3) << organisations.err;
    for (const char* words : {"`统一社会信用代码`", "`登记日期`", "`名称`, `地址`", "nothing was written"})
        EXPECT_TRUE(says(organisations, words)) << words << organisations.err;
    EXPECT_EQ(organisations.err.find("brands.import.missing"), std::string::npos) << organisations.err;

    const Outcome declared = import("euipo-csv", "euipo.csv", "id,date\n1,2\n");
    EXPECT_TRUE(says(declared, "`trademark_id`, `filing_date`, `text`, `vienna_codes`; it has `id`, `date`"))
        << declared.err;
    EXPECT_EQ(commits(), 1);
}

TEST_F(WrongInput, rows_that_are_wrong_under_right_headings_stay_faults_of_rows) {
    const std::string header = "名称,统一社会信用代码,登记日期\n";
    const Outcome outcome = import("organisations-csv", "firms.csv",
                                   header + "甲公司,,2026-01-05\n乙公司,,2026-01-05\n", {"--json"});
    EXPECT_EQ(outcome.code, 3) << outcome.err;
    EXPECT_EQ(number(outcome.json(), "rejected_count"), 2);
    EXPECT_FALSE(says(outcome, "csv.header_missing")) << outcome.out;
    const Outcome half = import("organisations-csv", "firms.csv",
                                header + "甲公司,,2026-01-05\n好公司,91320282MA0000015N,2026-01-05\n");
    EXPECT_EQ(half.code, 0) << half.err;
}

TEST_F(WrongInput, a_check_of_a_record_that_is_not_there_is_refused) {
    add_mark();
    const auto check = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "check");
        return run(std::move(arguments));
    };
    for (const char* name : {"ip.status", "ip.deadlines", "collateral.eligibility"}) {
        const Outcome outcome = check({name, "--param", "right=trademark/CN-1"});
        EXPECT_EQ(outcome.code, 3) << name << outcome.out;
        EXPECT_TRUE(says(outcome, "no such record: trademark/CN-1")) << outcome.err;
    }
    const Outcome answered = check({"collateral.eligibility", "--param", "right=trademark/CN-40128866"});
    EXPECT_NE(answered.code, 3) << answered.err;
    // Before it was recorded it is a record all the same; of that day nothing is known, which is no yes.
    EXPECT_EQ(check({"ip.status", "--param", "right=trademark/CN-40128866", "--as-of", "2000-01-01"}).code,
              1);
    // Its owner was never recorded, but is known as its owner.
    const Outcome owner = check({"ip.deadlines", "--param", "owner=organisation/91320282MA0000015N"});
    EXPECT_EQ(owner.code, 0) << owner.err;
    EXPECT_EQ(check({"ip.deadlines", "--param", "owner=organisation/91320100MA0000023K"}).code, 3);
    EXPECT_TRUE(says(check({"ip.status", "--param", "right=CN-1"}), "reference.invalid"));
    EXPECT_EQ(check({"ip.status", "--param", "right="}).code, 2);
}

TEST_F(WrongInput, filters_take_ids_labels_and_last_parts_and_list_what_they_know) {
    add_mark();
    const auto found = [&](const std::string& condition, const std::string& language = "en") {
        const Outcome outcome =
            run({"list", "trademark", "--where", condition, "--json", "--lang", language});
        EXPECT_EQ(outcome.code, 0) << condition << outcome.err;
        return !outcome.out.empty();
    };
    const plugin::Value mark = run({"show", "trademark/CN-40128866", "--json"}).json();
    const std::string status(plugin::text_at(*mark.object(), "status"));
    EXPECT_TRUE(found("status=" + status));
    EXPECT_TRUE(found("status=issued AND active"));
    EXPECT_FALSE(found("expiry_date=")) << "it has one";
    EXPECT_TRUE(found("kind="));
    EXPECT_TRUE(found("office=CN"));
    const Outcome shown = run({"show", "trademark/CN-40128866", "--lang", "zh_CN"});
    const std::size_t at = shown.out.find("状态");
    ASSERT_NE(at, std::string::npos) << shown.out;
    const std::size_t label = shown.out.find_first_not_of(' ', at + std::string_view("状态").size());
    const std::string chinese = shown.out.substr(label, shown.out.find('\n', label) - label);
    EXPECT_TRUE(found("status=" + chinese)) << chinese;

    const Outcome unknown = run({"list", "trademark", "--where", "status=alive", "--json"});
    EXPECT_EQ(unknown.code, 2) << unknown.err;
    for (const char* words : {"status=alive", "LIVE/REGISTRATION/Issued and Active", "unknown_value"})
        EXPECT_TRUE(says(unknown, words)) << words << unknown.err;
    EXPECT_EQ(run({"list", "trademark", "--where", "expiry_date=soon"}).code, 2);
    EXPECT_EQ(run({"list", "trademark", "--where", "nothing=1"}).code, 2);
}

TEST_F(WrongInput, empty_values_and_impossible_numbers_are_usage) {
    const auto told = [&](std::vector<std::string> arguments, const char* words) {
        const Outcome outcome = run(arguments);
        EXPECT_EQ(outcome.code, 2) << arguments[0] << outcome.out << outcome.err;
        EXPECT_TRUE(says(outcome, words)) << words << "\n" << outcome.err;
        EXPECT_EQ(outcome.out, "");
    };
    told({"search", ""}, "empty");
    told({"search", " ?! "}, "no letter");
    told({"list", "trademark", "--search", "…"}, "no letter");
    told({"list", "trademark", "--as-of", ""}, "--as-of");
    told({"show", ""}, "empty");
    for (const char* limit : {"-1", "0", "99999999999999999999", "3.5", "many"})
        told({"list", "trademark", "--limit", limit}, "no whole number from 1 to 1000000000");
    told({"log", "--limit", "-1"}, "no whole number");
    told({"search", "x", "--limit", "0"}, "no whole number");
    const Outcome nowhere = here.xinbu({"info", "--registry", ""});
    EXPECT_EQ(nowhere.code, 2);
    EXPECT_TRUE(says(nowhere, "--registry: an empty text was given")) << nowhere.err;
}

TEST_F(WrongInput, what_was_known_later_than_the_ledger_tells_is_said_to_be) {
    add_mark();
    const auto show = [&](const std::string& known_at) {
        return run({"show", "trademark/CN-40128866", "--known-at", known_at});
    };
    EXPECT_EQ(show("1").err, "");
    const Outcome beyond = show("7");
    EXPECT_EQ(beyond.code, 0);
    EXPECT_TRUE(says(beyond, "--known-at 7: the ledger ends with commit 1")) << beyond.err;
    EXPECT_TRUE(says(show("99999999999999999999999"), "the ledger ends with commit 1"));
    EXPECT_TRUE(says(show("9999-12-31"), "has not come yet"));
    EXPECT_EQ(show("2001-01-01T00:00:00+08:00").code, 2) << "nothing was known then";
    EXPECT_EQ(show("9998-01-01T00:00:00+08:00").code, 0);
    for (const char* wrong : {"2026-03-03T11:00:00", "2026-03-03T11:00:00+8", "2026-03-03T25:00:00Z"})
        EXPECT_EQ(show(wrong).code, 2) << wrong;
}

TEST_F(WrongInput, a_record_that_was_taken_back_says_so) {
    add_mark();
    const plugin::Value history = run({"history", "trademark/CN-40128866", "--json"}).json();
    const std::string entry(plugin::text_at(*history.array()->front().object(), "entry"));
    const std::string correction =
        here.file("correction.json",
                  R"({"type":"core.correction.made","record":"registry/self","effective":"2026-03-05",
        "data":{"entry":")" +
                      entry + R"(","reason":"typed into the wrong register"}})");
    ASSERT_EQ(run({"add", correction}).code, 0);
    const Outcome text = run({"show", "trademark/CN-40128866"});
    EXPECT_EQ(text.code, 0) << text.err;
    for (const char* words : {"taken back", "commit 2", "admin", "typed into the wrong register"})
        EXPECT_TRUE(says(text, words)) << words << "\n" << text.out;
    const plugin::Value json = run({"show", "trademark/CN-40128866", "--json"}).json();
    ASSERT_NE(json.at("undone"), nullptr);
    EXPECT_EQ(number(*json.at("undone"), "sequence"), 2);
    EXPECT_EQ(plugin::text_at(*json.object(), "status"), "");
    EXPECT_EQ(run({"check", "ip.status", "--param", "right=trademark/CN-40128866"}).code, 3);
}

TEST_F(WrongInput, a_long_cell_is_cut_on_a_terminal_and_nowhere_else) {
    std::string name;
    for (int i = 0; i < 60; ++i) name += "陶";
    const std::string draft = here.file(
        "mark.json", R"({"type":"ip.trademark.recorded","effective":"2020-06-14","data":{"office":"CN",
        "number":"40128866","mark":")" +
                         name + R"(","classes":[21],"owners":[{"name":"甲"}],
        "registration_date":"2020-06-14"}})");
    ASSERT_EQ(run({"add", draft}).code, 0);
    EXPECT_NE(run({"list", "trademark"}).out.find(name), std::string::npos) << "a pipe gets all of it";
    const std::string command = "stty cols 100; \"$XINBU\" list trademark --registry " +
                                (here / "bank").string() + " --operator admin --passphrase-file " +
                                here.passphrase_of("admin");
    const Outcome seen =
        here.run({"/bin/sh", "-c", "XINBU=\"$0\" script -qec \"$1\" /dev/null", XINBU_PROGRAM, command});
    ASSERT_EQ(seen.code, 0) << seen.out << seen.err;
    EXPECT_EQ(seen.out.find(name), std::string::npos) << seen.out;
    EXPECT_NE(seen.out.find("陶…"), std::string::npos) << seen.out;
}

TEST_F(WrongInput, a_reader_that_has_had_enough_is_no_error) {
    const std::string code = (here / "code").string();
    const Outcome outcome =
        here.run({"/bin/sh", "-c", "{ \"$0\" types --json; echo $? > \"$1\"; } | true", XINBU_PROGRAM, code});
    EXPECT_EQ(outcome.err, "");
    EXPECT_EQ(read_all(code), "141\n");
}

}  // namespace
}  // namespace xinbu::test
