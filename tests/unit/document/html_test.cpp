#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "support.hpp"

namespace xinbu::document::test {
namespace {

TEST(Html, is_one_page_that_fetches_nothing) {
    const std::string page = to_html(sample(), frame());
    EXPECT_TRUE(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
    EXPECT_TRUE(holds(page, "default-src 'none'"));
    EXPECT_FALSE(std::regex_search(page, std::regex(R"re((src|href)="[^#])re")))
        << "only links within the page";
    EXPECT_FALSE(holds(page, "<script"));
    EXPECT_FALSE(holds(page, "@import"));
    EXPECT_EQ(count_of(page, "<svg "), 3U);
    EXPECT_TRUE(holds(page, "@media print"));
}

TEST(Html, has_tables_that_a_screen_reader_follows) {
    const std::string page = to_html(sample(), frame());
    EXPECT_TRUE(holds(page, "<caption>Rights</caption>"));
    EXPECT_TRUE(holds(page, "<th scope=\"col\">Right</th>"));
    EXPECT_TRUE(holds(page, "<th scope=\"col\" class=\"number\">Fees</th>"));
    EXPECT_TRUE(holds(page, "<th scope=\"row\">Owner</th>"));
    EXPECT_TRUE(holds(page, "<tfoot>"));
    EXPECT_TRUE(holds(page, "<time datetime=\"2030-06-13\">2030-06-13</time>"));
    EXPECT_TRUE(holds(page, "aria-label=\"needs attention\">!</span>"));
    EXPECT_TRUE(holds(page, "<span title=\"trademark/CN-1\">陶缘</span>")) << "by title, the id behind it";
    EXPECT_TRUE(holds(page, ">trademark/CN-2</span>")) << "by id where there is no title";
    EXPECT_TRUE(holds(page, "CNY 123,456,789.00"));
    EXPECT_TRUE(holds(page, "25.00 %"));
    EXPECT_TRUE(holds(page, "1,200"));
    EXPECT_TRUE(holds(page, "Court preservation: from 2026-02-01 on [adverse]")) << "drawings have words";
}

TEST(Html, names_what_it_was_made_from) {
    const std::string page = to_html(sample(), frame());
    EXPECT_TRUE(holds(page, frame().root));
    EXPECT_TRUE(holds(page, frame().origin));
    EXPECT_TRUE(holds(page, "<code>1234</code>"));
    EXPECT_TRUE(holds(page, "Register extract, as of 2026-09-20"));
    Frame doubtful = frame();
    doubtful.doubt = "an older copy was opened";
    EXPECT_FALSE(holds(page, "role=\"alert\""));
    EXPECT_TRUE(holds(to_html(sample(), doubtful), "role=\"alert\">This may not be the whole"));
}

TEST(Html, is_the_same_page_whenever_it_is_written) {
    const std::string first = to_html(sample(), frame());
    EXPECT_EQ(to_html(sample(), frame()), first);
    std::set<std::string> ids;
    const std::regex id(R"re( id="([^"]*)")re");
    for (std::sregex_iterator at(first.begin(), first.end(), id), end; at != end; ++at)
        EXPECT_TRUE(ids.insert((*at)[1]).second) << (*at)[1];
}

TEST(Html, takes_no_text_for_markup) {
    for (const std::string& text : hostile_texts()) {
        const std::string page = to_html(filled_with(text), hostile_frame(text));
        EXPECT_FALSE(holds(page, "<script")) << text;
        EXPECT_FALSE(holds(page, "<img")) << text;
        for (const char* hidden : {"\xE2\x80\xAE", "\xE2\x80\x8B", "\x07", "\x1B", "\xFF", "\r"})
            EXPECT_FALSE(holds(page, hidden)) << text;
        EXPECT_EQ(page.find('\0'), std::string::npos) << text;
    }
    EXPECT_TRUE(holds(to_html(filled_with("a\xE2\x80\xAE"
                                          "b"),
                              frame()),
                      "a⟦U+202E⟧b"));
    EXPECT_TRUE(holds(to_html(filled_with("<script>"), frame()), "&lt;script&gt;"));
}

TEST(Html, is_well_formed) {
    XINBU_NEEDS_PROGRAM("python3");
    // Every element but the void ones is closed, in order.
    const std::string checker =
        "import sys\n"
        "from html.parser import HTMLParser\n"
        "class P(HTMLParser):\n"
        "    open=[]\n"
        "    def handle_starttag(self,t,a):\n"
        "        if t not in ('meta','br','img'): self.open.append(t)\n"
        "    def handle_endtag(self,t):\n"
        "        assert self.open and self.open.pop()==t, t\n"
        "p=P(); p.feed(open(sys.argv[1],encoding='utf-8').read()); assert not p.open, p.open\n";
    const TemporaryFile program(checker, ".py");
    for (const ReportModel& model : {sample(), filled_with("<b>\"&'"), ReportModel{}}) {
        const TemporaryFile file(to_html(model, frame()), ".html");
        output_of("python3 '" + program.path() + "' '" + file.path() + "'");
    }
}

TEST(Html, shows_a_table_without_rows_and_rows_that_are_too_short) {
    ReportTable table = rights();
    table.rows.clear();
    table.total.clear();
    EXPECT_TRUE(
        holds(to_html(report_of(table), frame()), "<td class=\"empty\" colspan=\"6\">Nothing to show.</td>"));
    table.when_empty = same("No rights.");
    EXPECT_TRUE(holds(to_html(report_of(table), frame()), "No rights."));
    table.rows = {{{"trademark/CN-1"}}};
    EXPECT_EQ(count_of(to_html(report_of(table), frame()), "<td"), 6U + 6U) << "and those of the frame";
    EXPECT_TRUE(holds(to_html(report_of(ReportTable{}), frame()), "<thead>"));
}

}  // namespace
}  // namespace xinbu::document::test
