// Reports through the command line: forms, files, and that asking again gives the same bytes.
#include <sys/stat.h>

#include <filesystem>

#include "program.hpp"

namespace xinbu::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* mark = R"({"type":"ip.trademark.recorded","effective":"2020-06-14",
    "data":{"office":"CN","number":"40128866","mark":"陶缘","classes":[21],
    "owners":[{"name":"宜兴陶缘紫砂有限公司"}],"application_date":"2019-08-05",
    "registration_date":"2020-06-14","expiry_date":"2030-06-13"}})";

class ReportCommand : public ::testing::Test {
protected:
    ReportCommand() {
        here.make_registry("bank");
        EXPECT_EQ(here.as("admin", "bank", {"add", here.file("mark.json", mark)}).code, 0);
    }
    /// The certificate of the mark, on a day.
    Outcome certificate(std::vector<std::string> more) {
        std::vector<std::string> arguments{
            "report", "ip.certificate", "--param", "right=trademark/CN-40128866", "--as-of", "2026-10-14"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return here.as("admin", "bank", arguments);
    }
    std::string path(const std::string& name) const { return (here / name).string(); }

    Workplace here;
};

TEST_F(ReportCommand, names_the_reports) {
    const Outcome list = here.xinbu({"report", "--list", "--json"});
    ASSERT_EQ(list.code, 0) << list.err;
    bool found = false;
    const plugin::Value reports = list.json();
    for (const plugin::Value& one : *reports.array())
        if (plugin::text_at(*one.object(), "name") == "ip.certificate") {
            found = true;
            EXPECT_EQ(plugin::text_at(*one.object(), "plugin"), "ip_status");
            EXPECT_EQ(plugin::array_at(*one.object(), "parameters").size(), 1U);
        }
    EXPECT_TRUE(found) << list.out;
    EXPECT_NE(here.xinbu({"report", "--list", "--lang", "zh_CN"}).out.find("ip.certificate"),
              std::string::npos);
}

TEST_F(ReportCommand, prints_text_and_json) {
    const Outcome text = certificate({});
    ASSERT_EQ(text.code, 0) << text.err;
    EXPECT_NE(text.out.find("陶缘"), std::string::npos) << text.out;
    EXPECT_NE(text.out.find("As of 2026-10-14"), std::string::npos) << text.out;
    const Outcome json = certificate({"--json"});
    ASSERT_EQ(json.code, 0) << json.err;
    const plugin::Value twin = json.json();
    EXPECT_EQ(*plugin::integer_at(plugin::object_at(*twin.object(), "made_from"), "size"), 2);
    EXPECT_FALSE(plugin::array_at(*twin.object(), "sections").empty());
}

TEST_F(ReportCommand, writes_each_form_by_its_ending_and_privately) {
    for (const auto& [ending, begin] : {std::pair<std::string, std::string>{".html", "<!DOCTYPE html>"},
                                        {".pdf", "%PDF-"},
                                        {".xlsx", "PK\x03\x04"},
                                        {".txt", ""},
                                        {".json", "{"},
                                        {".PDF", "%PDF-"}}) {
        const std::string file = path("report" + ending);
        const Outcome outcome = certificate({"--out", file, "--json"});
        ASSERT_EQ(outcome.code, 0) << outcome.err;
        EXPECT_EQ(text(outcome.json(), "file"), file);
        EXPECT_GE(number(outcome.json(), "rows"), 0);
        const std::string content = read_all(file);
        EXPECT_GT(content.size(), 200U);
        EXPECT_TRUE(content.starts_with(begin)) << ending;
        struct stat status {};
        ASSERT_EQ(stat(file.c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 0777, 0600U);
    }
    EXPECT_NE(certificate({"--out", path("said.pdf")}).out.find("2 commits"), std::string::npos);
}

TEST_F(ReportCommand, writes_the_same_bytes_again_from_the_same_state) {
    for (const char* ending : {".html", ".pdf", ".xlsx", ".txt", ".json"})
        ASSERT_EQ(certificate({"--out", path(std::string("first") + ending)}).code, 0);
    const std::string other =
        R"({"type":"brands.organisation.recorded","effective":"2026-01-05","data":{"name":"甲公司","identifier":"91320282MA0000015N"}})";
    ASSERT_EQ(here.as("admin", "bank", {"add", "-"}, other).code, 0);
    for (const std::string ending : {".html", ".pdf", ".xlsx", ".txt", ".json"}) {
        ASSERT_EQ(certificate({"--known-at", "1", "--out", path("again" + ending)}).code, 0);
        EXPECT_EQ(read_all(path("again" + ending)), read_all(path("first" + ending))) << ending;
        ASSERT_EQ(certificate({"--out", path("later" + ending)}).code, 0);
        EXPECT_NE(read_all(path("later" + ending)), read_all(path("first" + ending)))
            << ending << " names another state of the ledger";
    }
}

TEST_F(ReportCommand, says_what_is_wrong_and_writes_nothing) {
    const auto wrong = [&](std::vector<std::string> more, int code, const std::string& part) {
        const Outcome outcome = certificate(std::move(more));
        EXPECT_EQ(outcome.code, code) << outcome.err;
        EXPECT_NE(outcome.err.find(part), std::string::npos) << outcome.err;
    };
    wrong({"--out", path("x.docx")}, 2, ".html, .pdf, .xlsx, .txt, .json");
    wrong({"--out", path("x")}, 2, ".html");
    wrong({"--out", path("nowhere/x.pdf")}, 5, "nowhere");
    wrong({"--period", "2026"}, 2, "not about a period");
    wrong({"--param", "right=trademark/CN-1"}, 2, "twice");
    wrong({"--param", "colour=red"}, 3, "/colour");
    wrong({"--param", "right"}, 2, "NAME=VALUE");
    here.file("there.pdf", "something else");
    wrong({"--out", path("there.pdf")}, 2, "exists already");
    EXPECT_EQ(read_all(path("there.pdf")), "something else");
    EXPECT_EQ(here.as("admin", "bank", {"report", "none.such"}).code, 2);
    EXPECT_EQ(here.as("admin", "bank", {"report"}).code, 2);
    EXPECT_EQ(here.as("admin", "bank", {"report", "ip.certificate", "--param", "right=trademark/CN-1"}).code,
              3);
    EXPECT_EQ(here.as("admin", "bank", {"report", "ip.certificate"}).code, 3);
    std::size_t files = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator(here.folder()))
        if (entry.path().extension() != ".json" && entry.path().stem() != "there" && entry.is_regular_file())
            files += entry.path().filename().string().starts_with("x") ? 1U : 0U;
    EXPECT_EQ(files, 0U);
}

TEST_F(ReportCommand, a_full_disk_leaves_no_half_of_a_file) {
    const Outcome outcome = here.run({"/bin/sh", "-c", "ulimit -f 8; exec \"$0\" \"$@\"", XINBU_PROGRAM,
                                      "report", "ip.certificate", "--param", "right=trademark/CN-40128866",
                                      "--registry", path("bank"), "--operator", "admin", "--passphrase-file",
                                      here.passphrase_of("admin"), "--out", path("big.html")});
    EXPECT_EQ(outcome.code, 5) << outcome.out << outcome.err;
    EXPECT_FALSE(fs::exists(path("big.html")));
}

}  // namespace
}  // namespace xinbu::test
