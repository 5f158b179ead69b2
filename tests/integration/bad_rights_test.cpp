// Rights as bad files tell them: what is refused, what is kept and told of, and an import that was killed.
#include <signal.h>
#include <sys/wait.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "program.hpp"

namespace xinbu::test {
namespace {

namespace fs = std::filesystem;

bool says(const Outcome& outcome, std::string_view words) {
    return (outcome.out + outcome.err).find(words) != std::string::npos;
}

class BadRights : public ::testing::Test {
protected:
    Workplace here;

    void SetUp() override { here.make_registry("bank"); }
    Outcome run(std::vector<std::string> arguments) { return here.as("admin", "bank", std::move(arguments)); }
    Outcome add(const std::string& type, const std::string& effective, const std::string& data) {
        return run({"add", here.file("draft.json", R"({"type":")" + type + R"(","effective":")" + effective +
                                                       R"(","data":)" + data + "}")});
    }
    /// A list of marks as CNIPA's agents write them.
    Outcome import_marks(const std::string& rows, const std::vector<std::string>& more = {}) {
        std::vector<std::string> arguments{
            "import", "cnipa-csv",
            here.file("marks.csv",
                      "注册号,商标名称,国际分类,申请人名称(中文),申请日期,注册公告日期\n" + rows)};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }
    std::string status_of(const std::string& right) {
        return run({"check", "ip.status", "--param", "right=" + right, "--all"}).out;
    }
};

TEST_F(BadRights, a_wrong_check_digit_is_refused_with_the_right_one) {
    const Outcome outcome = add("ip.patent.recorded", "2022-03-01",
                                R"({"office":"CN","number":"ZL202010566088.8","kind":"invention",
                                    "filing_date":"2020-06-19","owners":[{"name":"甲公司"}]})");
    EXPECT_EQ(outcome.code, 3) << outcome.out;
    EXPECT_TRUE(says(outcome, "The check digit is “8”; expected “9”.")) << outcome.err;
    EXPECT_EQ(add("ip.patent.recorded", "2022-03-01",
                  R"({"office":"ＣＮ","number":"ＺＬ２０２０１０５６６０８８．９","kind":"invention",
                      "filing_date":"2020-06-19","owners":[{"name":"甲公司"}]})")
                  .code,
              0);
    EXPECT_TRUE(says(run({"list", "patent"}), "202010566088.9"));
}

TEST_F(BadRights, a_class_that_there_is_not_is_refused_where_typed_and_told_of_where_imported) {
    const Outcome typed = add("ip.trademark.recorded", "2020-06-14",
                              R"({"office":"CN","number":"40128866","mark":"陶缘","classes":[46],
                                  "owners":[{"name":"甲公司"}],"registration_date":"2020-06-14"})");
    EXPECT_EQ(typed.code, 3) << typed.out;
    EXPECT_TRUE(says(typed, "at most 45")) << typed.err;
    EXPECT_EQ(import_marks("40128866,陶缘,46,甲公司,2019-08-05,2020-06-14\n").code, 0);
    EXPECT_NE(status_of("trademark/CN-40128866").find("“46”"), std::string::npos);
}

TEST_F(BadRights, days_that_contradict_each_other_are_findings_on_the_record) {
    const Outcome outcome = import_marks(
        "1,甲,21,甲公司,2019-08-05,2018-06-14\n"
        "2,乙,21,甲公司,2019-08-05,2099-06-14\n"
        "3,丙,21,甲公司,2019-02-30,2020-06-14\n",
        {"--json"});
    EXPECT_EQ(number(outcome.json(), "added"), 3) << outcome.out << outcome.err;
    for (const char* remark : {"ip.date.order", "effective.future"})
        EXPECT_TRUE(says(outcome, remark)) << remark << outcome.out;
    EXPECT_NE(status_of("trademark/CN-1").find("2018-06-14 < 2019-08-05"), std::string::npos);
    EXPECT_NE(status_of("trademark/CN-3").find("2019-02-30"), std::string::npos);
    EXPECT_EQ(run({"check", "ip.status", "--param", "right=trademark/CN-2"}).code, 1)
        << "not yet in effect: nothing to say yes to";
    // What an extract tells of the time after it was drawn.
    const Outcome ahead = add("ip.trademark.recorded", "2020-06-14",
                              R"({"office":"CN","number":"4","classes":[21],"owners":[{"name":"甲公司"}],
                                  "registration_date":"2020-06-14",
                                  "source":{"system":"CNIPA","retrieved_on":"2020-01-01"}})");
    EXPECT_EQ(ahead.code, 0) << ahead.err;
    EXPECT_TRUE(says(ahead, "ip.date.ahead")) << ahead.err;
}

TEST_F(BadRights, what_is_left_out_of_a_row_is_told_with_its_line_and_its_words) {
    const std::string file =
        here.file("odd.csv",
                  "注册号,国际分类,申请人,统一社会信用代码,申请日期,注册日期\n"
                  "1,46,甲公司,91320282MA0000015N,2019-08-05,2020-06-14\n"
                  "2,47,甲公司,91320282MA0000015A,2019-02-30,2020-06-14\n"
                  "3,46,甲公司,91320282MA0000015N 91320282MA0000015N,2019-08-05,2020-06-14\n"
                  "4,,甲公司,,2019-08-05,2020-06-14\n");
    const Outcome outcome = run({"import", "cnipa-csv", file});
    EXPECT_EQ(outcome.code, 0);
    EXPECT_TRUE(says(outcome, "4 records read, 4 entries added in 1 commit,")) << outcome.out;
    for (const char* words :
         {"2 times: Classes: “46” is no class of the Nice classification (1 to 45) and was left out. First "
          "at ",
          "odd.csv:3: remark: Classes: “47” is no class",
          "odd.csv:3: remark: Filed on: “2019-02-30” is no day", "[nice.class]", "[date.invalid]",
          "odd.csv:3: remark: Owners: “91320282MA0000015A” is no credit code",
          "(place 18, GB 32100) is “A”; expected “N”. [identifier.uscc]", "odd.csv:4: remark: Owners: ",
          "[party.identifier]", "odd.csv:5: remark: The source names no class. [nice.missing]"})
        EXPECT_TRUE(says(outcome, words)) << words << "\n" << outcome.err;
    EXPECT_EQ(outcome.err.find("names no class."), outcome.err.rfind("names no class.")) << outcome.err;
}

TEST_F(BadRights, a_mark_told_in_a_row_for_each_class_has_all_of_them) {
    const std::string rows =
        "1,陶缘,21,甲公司,2019-08-05,2020-06-14\n"
        "1,陶缘,35,甲公司,2019-08-05,2020-06-14\n"
        "1,陶缘,30,乙公司,2019-08-05,2020-06-14\n";
    const Outcome first = import_marks(rows);
    EXPECT_EQ(first.code, 0) << first.err;
    EXPECT_TRUE(says(first, "marks.csv:4")) << first.err;
    EXPECT_TRUE(says(first, "[ip.rows.differ]")) << first.err;
    const auto classes = [&] {
        return run({"show", "trademark/CN-1", "--json"}).json().at("fields")->at("classes")->array()->size();
    };
    EXPECT_EQ(classes(), 3U);
    EXPECT_EQ(number(import_marks(rows, {"--json"}).json(), "added"), 0) << "the second time nothing is new";
    EXPECT_EQ(classes(), 3U);
    EXPECT_NE(status_of("trademark/CN-1").find("甲公司 ≠ 乙公司"), std::string::npos);
    EXPECT_EQ(run({"audit"}).code, 0);
}

TEST_F(BadRights, every_remark_and_every_fault_goes_into_a_file_that_a_spreadsheet_opens) {
    constexpr int marks = 30;  // more wordings than are printed
    std::string rows = "40129000,坏,46,甲公司,2019-13-01,2020-06-14\n,无号,21,甲公司,2019-08-05,2020-06-14\n";
    for (int one = 0; one < marks; ++one)
        rows += std::to_string(40128800 + one) + ",陶缘,21,甲公司,2019-08-" + std::to_string(10 + one % 20) +
                ",2018-06-" + std::to_string(10 + one / 2) + "\n";
    const std::string file = (here / "findings.csv").string();
    const Outcome outcome = import_marks(rows, {"--findings", file});
    EXPECT_TRUE(says(outcome, "more such remarks, in other words")) << outcome.err;
    const std::string told = read_all(file);
    EXPECT_TRUE(told.starts_with("File,Line,")) << told.substr(0, 60);
    for (int one = 0; one < marks; ++one) {
        const std::string line = "marks.csv," + std::to_string(one + 4) + ",";
        EXPECT_NE(told.find(line), std::string::npos) << line;
    }
    EXPECT_NE(told.find("marks.csv,3,rejected,"), std::string::npos) << told;
    EXPECT_EQ(import_marks(rows, {"--findings", file}).code, 2) << "the file is there already";
}

TEST_F(BadRights, a_verdict_with_reservations_is_a_no_where_one_is_asked_to_be_strict) {
    ASSERT_EQ(add("ip.trademark.recorded", "2020-06-14",
                  R"({"office":"CN","number":"40128866","classes":[21],"owners":[],
                      "registration_date":"2020-06-14"})")
                  .code,
              0);
    const std::vector<std::string> ask{"check",   "ip.status",  "--param", "right=trademark/CN-40128866",
                                       "--as-of", "2026-01-01", "--json"};
    const Outcome lenient = run(ask);
    EXPECT_EQ(text(lenient.json(), "verdict"), "warn");
    EXPECT_EQ(lenient.code, 0);
    std::vector<std::string> strict = ask;
    strict.emplace_back("--strict");
    EXPECT_EQ(run(strict).code, 1);
}

TEST_F(BadRights, an_office_that_there_is_not_is_kept_and_told_of) {
    const auto mark_of = [&](const std::string& office) {
        return add("ip.trademark.recorded", "2020-06-14",
                   R"({"office":")" + office + R"(","number":"40128866","classes":[21],
                       "owners":[{"name":"A"}],"registration_date":"2020-06-14"})");
    };
    const Outcome unknown = mark_of("XQ");
    EXPECT_EQ(unknown.code, 0) << unknown.err;
    EXPECT_TRUE(says(unknown, "ip.office.unknown")) << unknown.err;
    EXPECT_FALSE(says(mark_of("KR"), "ip.office.unknown"));
    EXPECT_EQ(mark_of("CHN").code, 3);
    EXPECT_EQ(mark_of("C1").code, 3);
    EXPECT_NE(status_of("trademark/XQ-40128866").find("IP-00"), std::string::npos);
}

TEST_F(BadRights, a_row_in_another_encoding_is_refused_with_its_place) {
    const std::string other = "\xCC\xD5\xD4\xB5";  // 陶缘 in GB 18030
    const Outcome outcome = import_marks("1,陶缘,21,甲公司,2019-08-05,2020-06-14\n2," + other +
                                         ",21,甲公司,2019-08-05,2020-06-14\n"
                                         "3,陶缘,21,甲公司,2019-08-05,2020-06-14\n");
    EXPECT_TRUE(says(outcome, "marks.csv:3:")) << outcome.err;
    EXPECT_TRUE(says(outcome, "gb18030")) << outcome.err;
    EXPECT_TRUE(says(outcome, "is not UTF-8: \\xCC\\xD5\\xD4\\xB5 (")) << outcome.err;
    EXPECT_TRUE(says(outcome, "2 entries added")) << outcome.out;
}

TEST_F(BadRights, what_is_told_twice_or_in_any_order_is_the_same) {
    const std::string one = "1,陶缘,21,甲公司,2019-08-05,2020-06-14\n";
    EXPECT_EQ(number(import_marks(one + one, {"--json"}).json(), "added"), 1);
    const auto events = [&](const std::string& name, const std::vector<std::string>& rows) {
        std::string text = "application_number,event_date,event_code,event_description,source\n";
        for (const std::string& row : rows) text += row + "\n";
        return number(run({"import", "uspto-patent-events", here.file(name, text), "--json"}).json(),
                      "added");
    };
    const std::string filed = "16000001,2018-05-09,IEXX,Initial Exam,PEDS",
                      lapsed = "16000001,2026-01-01,EXP.,Patent Expired,PEDS",
                      granted = "16000001,2020-05-05,PGM/,Grant Mailed,PEDS";
    EXPECT_EQ(events("a.csv", {lapsed, filed, lapsed, granted}), 3);
    EXPECT_EQ(events("b.csv", {granted, filed, lapsed}), 0) << "in another order they are the same";
    const plugin::Value shown = run({"show", "patent/US-16000001", "--json"}).json();
    std::string before;
    for (const plugin::Value& event : *shown.at("fields")->at("events")->array()) {
        const std::string day(plugin::text_at(*event.object(), "date"));
        EXPECT_LE(before, day);
        before = day;
    }
}

TEST_F(BadRights, an_event_that_is_added_once_more_is_told_to_be_there) {
    import_marks("1,陶缘,21,甲公司,2019-08-05,2020-06-14\n");
    const auto change = [&](const std::string& day) {
        return run(
            {"add", here.file("event.json", R"({"type":"ip.trademark.event_recorded","effective":")" + day +
                                                R"(","record":"trademark/CN-1","data":{"event":"change",
                                                       "date":")" +
                                                day + R"("}})")});
    };
    EXPECT_FALSE(says(change("2024-03-01"), "entry.repeated"));
    EXPECT_FALSE(says(change("2024-03-02"), "entry.repeated"));
    const Outcome again = change("2024-03-01");
    EXPECT_EQ(again.code, 0) << again.err;
    EXPECT_TRUE(says(again, "An entry of trademark/CN-1 says the very same already")) << again.err;
    EXPECT_TRUE(says(again, "[entry.repeated]")) << again.err;
    // Twice in one file.
    const std::string draft = R"({"type":"ip.trademark.event_recorded","effective":"2024-03-03",
        "record":"trademark/CN-1","data":{"event":"change","date":"2024-03-03"}})";
    EXPECT_TRUE(says(run({"add", here.file("two.json", "[" + draft + "," + draft + "]")}), "entry.repeated"));
}

TEST_F(BadRights, questions_about_an_owner_take_its_name_and_tell_the_answer) {
    const Outcome added = add("brands.organisation.recorded", "2020-01-01",
                              R"({"name":"甲公司","identifier":"91320282MA0000015N"})");
    ASSERT_EQ(added.code, 0) << added.err;
    ASSERT_EQ(add("ip.trademark.recorded", "2017-06-14",
                  R"({"office":"US","number":"85000001","classes":[21],"registration_date":"2017-06-14",
                      "owners":[{"name":"甲公司","identifier":"91320282MA0000015N"}]})")
                  .code,
              0);
    const Outcome nameless = run({"report", "ip.portfolio"});
    EXPECT_EQ(nameless.code, 2);
    EXPECT_TRUE(says(nameless, "it is about a record, and none was named: owner=…, brand=…")) << nameless.err;
    const Outcome nobody = run({"report", "ip.portfolio", "--param", "owner=丙公司"});
    EXPECT_EQ(nobody.code, 3);
    EXPECT_TRUE(says(nobody, "“丙公司” is neither the id of a record nor the name of just one"))
        << nobody.err;
    const Outcome portfolio = run({"report", "ip.portfolio", "--param", "owner=甲公司"});
    EXPECT_EQ(portfolio.code, 0) << portfolio.err;
    EXPECT_TRUE(says(portfolio, "not known")) << portfolio.out;
    EXPECT_TRUE(says(portfolio, "leaves out 1 right whose fees are not known here")) << portfolio.out;

    const std::string owner = "owner=organisation/91320282MA0000015N";
    const Outcome fees = run({"check", "ip.fees", "--param", owner});
    EXPECT_TRUE(says(fees, "not known. Left out, since their fees are not known here: 1 right.")) << fees.out;
    EXPECT_TRUE(says(run({"check", "ip.owner", "--param", owner}),
                     "Its identifier stands with trademark/US-85000001"));
    EXPECT_TRUE(says(run({"check", "ip.owner", "--param", "owner=91320282MA0000015N"}),
                     "Its identifier stands with trademark/US-85000001"))
        << "the bare credit code";
    EXPECT_TRUE(says(run({"check", "ip.rules"}), "TD-13"));
    const Outcome reversed =
        run({"check", "ip.fees", "--param", owner, "--param", "from=2027-01-01", "--param", "to=2026-01-01"});
    EXPECT_EQ(reversed.code, 2) << reversed.out;
    EXPECT_TRUE(says(reversed, "the span ends before it begins")) << reversed.err;
    EXPECT_EQ(
        run({"check", "ip.fees", "--param", owner, "--param", "to=2020-01-01", "--as-of", "2026-01-01"}).code,
        1);
    EXPECT_TRUE(
        says(run({"show", "trademark/US-85000001", "--known-at", "foo"}), "nor a day such as 2026-03-03"));
    EXPECT_TRUE(says(run({"--lang", "zh_CN", "import", "--help"}), "用法: xinbu import [选项]"));
}

TEST_F(BadRights, an_import_that_was_killed_goes_on_where_it_was) {
    constexpr int count = 12000;
    std::string rows;
    for (int i = 0; i < count; ++i)
        rows += std::to_string(50'000'000 + i) + ",陶缘,21,甲公司,2019-08-05,2020-06-14\n";
    const std::string file =
        here.file("many.csv", "注册号,商标名称,国际分类,申请人名称(中文),申请日期,注册公告日期\n" + rows);
    const int process =
        here.start("admin", "bank", {"import", "cnipa-csv", file, "--batch", "500"}, here / "out");
    ASSERT_GT(process, 0);
    // Once it has begun to write.
    const fs::path log = here / "bank" / "registry.db-wal";
    std::error_code none;
    for (int waited = 0; waited < 3000 && (!fs::exists(log) || fs::file_size(log, none) < (4U << 20));
         ++waited)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    ::kill(process, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(process, &status, 0), process);
    ASSERT_TRUE(WIFSIGNALED(status)) << "it had ended before";

    const plugin::Value again = run({"import", "cnipa-csv", file, "--json"}).json();
    EXPECT_GT(number(again, "unchanged"), 0) << "some was there";
    EXPECT_GT(number(again, "added"), 0) << "and some was not";
    EXPECT_EQ(number(again, "unchanged") + number(again, "added"), count);
    EXPECT_EQ(number(run({"import", "cnipa-csv", file, "--json"}).json(), "unchanged"), count);
    EXPECT_EQ(run({"audit"}).code, 0);
}

}  // namespace
}  // namespace xinbu::test
