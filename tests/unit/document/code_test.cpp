// QR codes: what they hold, and that a scanner reads them from paper and from the page.
#include <gtest/gtest.h>

#include "support.hpp"
#include "xinbu/base/bytes.hpp"
#include "xinbu/crypto/digest.hpp"
#include "xinbu/document/qr_picture.hpp"
#include "xinbu/json/json.hpp"

namespace xinbu::document::test {
namespace {

constexpr const char* entry_id = "0f5ad1e4a51cbb1ba6ab4c5ba77f8a4ad50a79c4d2a2ae0b9f3b7a7b1f0c9d2e";

Frame frame_with_entries() {
    Frame one = frame();
    one.entry_of = [](std::string_view record, std::string_view type) {
        return record == "note/a" && type == "test.note.written" ? std::string(entry_id) : std::string();
    };
    return one;
}

ReportModel with_codes() {
    ReportModel model = sample();
    model.sections.push_back(
        {{"On paper", "纸面核验"},
         {plugin::ReportCode{{"The report", "本报告"}},
          plugin::ReportCode{{"The entry", "签名条目"}, "note/a", "test.note.written"}}});
    return model;
}

std::string about_entry() {
    return frame().origin + " entry=" + entry_id;
}
std::string about_report() {
    const std::string json = to_json_text(with_codes(), frame_with_entries());
    return frame().origin + " size=1234 root=" + frame().root +
           " report=" + to_hex(crypto::sha256(as_bytes(json)));
}

/// What a scanner finds in a picture, one code a line.
std::string scanned(const std::string& png) {
    return output_of("zbarimg --quiet --raw -Sdisable -Sqrcode.enable '" + png + "'");
}

TEST(Codes, name_the_ledger_and_the_entry_or_the_report) {
    const std::string text = to_text(with_codes(), frame_with_entries(), 0);
    EXPECT_TRUE(holds(text, "The entry\n" + about_entry() + "\n")) << text;
    EXPECT_TRUE(holds(text, "The report\n" + about_report() + "\n")) << text;
    const std::string html = to_html(with_codes(), frame_with_entries());
    EXPECT_TRUE(holds(html, "<code>" + about_entry() + "</code>"));
    EXPECT_TRUE(holds(html, "<code>" + about_report() + "</code>"));
    EXPECT_TRUE(holds(html, "aria-label=\"QR code\""));
    Frame nothing_known = frame();
    EXPECT_TRUE(holds(to_text(with_codes(), nothing_known, 0), frame().origin + " entry=\n"));
}

TEST(Codes, stand_alone_as_pictures) {
    XINBU_NEEDS_PROGRAM("zbarimg");
    const std::string content = about_entry();
    const TemporaryFile file(as_text(qr_png(content)), ".png");
    EXPECT_EQ(scanned(file.path()), content + "\n");
    EXPECT_TRUE(holds(qr_svg(content), "viewBox=\"0 0 "));
    EXPECT_THROW(qr_svg(""), Failure);
    EXPECT_THROW(qr_png(std::string(3000, 'x')), Failure);
}

TEST(Codes, bear_the_digest_of_the_json_form_which_bears_none) {
    const std::string json = to_json_text(with_codes(), frame_with_entries());
    EXPECT_TRUE(holds(json, "\"content\":\"" + about_entry() + "\""));
    EXPECT_TRUE(holds(json, "\"content\":\"" + frame().origin + " size=1234 root=" + frame().root + "\""));
    EXPECT_EQ(json, json::text(to_json(with_codes(), frame_with_entries())) + "\n");
    ReportModel other = with_codes();
    other.title = same("Something else");
    EXPECT_FALSE(holds(to_text(other, frame_with_entries(), 0), about_report()));
}

TEST(Codes, are_read_by_a_scanner_from_paper) {
    XINBU_NEEDS_PROGRAM("pdftoppm");
    XINBU_NEEDS_PROGRAM("zbarimg");
    const TemporaryFile pdf(as_text(to_pdf(with_codes(), frame_with_entries())), ".pdf");
    output_of("pdftoppm -r 110 -png '" + pdf.path() + "' '" + pdf.path() + "'");
    std::string found;
    for (const char* page : {"-1", "-2", "-3"})
        if (std::filesystem::exists(pdf.path() + page + ".png")) {
            const std::string png = pdf.path() + page + ".png";
            found += output_of("zbarimg --quiet --raw -Sdisable -Sqrcode.enable '" + png + "' || true");
            std::filesystem::remove(png);
        }
    EXPECT_TRUE(holds(found, about_entry() + "\n")) << found;
    EXPECT_TRUE(holds(found, about_report() + "\n")) << found;
}

TEST(Codes, are_read_by_a_scanner_from_the_page) {
    XINBU_NEEDS_PROGRAM("rsvg-convert");
    XINBU_NEEDS_PROGRAM("zbarimg");
    ReportModel model;
    model.title = same("Code");
    model.sections = {{{}, {plugin::ReportCode{same("The report")}}}};
    const std::string html = to_html(model, frame());
    const std::size_t begin = html.find("<svg "), end = html.find("</svg>");
    ASSERT_NE(begin, std::string::npos);
    std::string svg = html.substr(begin, end + 6 - begin);
    svg.insert(5, "xmlns=\"http://www.w3.org/2000/svg\" ");
    const TemporaryFile file(svg, ".svg");
    output_of("rsvg-convert -w 400 -b white -o '" + file.path() + ".png' '" + file.path() + "'");
    EXPECT_EQ(scanned(file.path() + ".png"),
              frame().origin + " size=1234 root=" + frame().root +
                  " report=" + to_hex(crypto::sha256(as_bytes(to_json_text(model, frame())))) + "\n");
    std::filesystem::remove(file.path() + ".png");
}

TEST(Codes, too_much_for_any_code_is_still_there_in_letters) {
    Frame endless = frame();
    endless.origin = std::string(4000, 'o');
    ReportModel model;
    model.title = same("Code");
    model.sections = {{{}, {plugin::ReportCode{same("The report")}}}};
    EXPECT_TRUE(holds(to_html(model, endless), endless.origin));
    EXPECT_FALSE(holds(to_html(model, endless), "QR code"));
    EXPECT_FALSE(to_pdf(model, endless).empty());
}

}  // namespace
}  // namespace xinbu::document::test
