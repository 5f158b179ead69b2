// Signed PDF, as far as it goes without a registry: what other programs say of it.
#include <gtest/gtest.h>

#include "support.hpp"
#include "xinbu/document/signed_report.hpp"

namespace xinbu::document::test {
namespace {

class SignedPdf : public ::testing::Test {
protected:
    std::string signed_pdf(std::string_view twin = "{\"a\":1}\n") const {
        const Endorsement endorsement{key, certificate, "", {}, "示范银行", "2026-09-30T08:00:00Z"};
        return xinbu::to_text(sign_pdf(plain, twin, endorsement));
    }
    static std::string pdfsig(std::string_view pdf) {
        const TemporaryFile file(pdf, ".pdf");
        return output_of("pdfsig '" + file.path() + "' 2>&1 || true");
    }

    crypto::PrivateKey key = crypto::PrivateKey::generate(crypto::Algorithm::ecdsa_p256);
    crypto::Certificate certificate =
        crypto::issue_certificate(key, {"示范银行", "91320100MA0000023K", "xinbu"}, "2026-09-01T00:00:00Z");
    Bytes plain = to_pdf(sample(), frame());
};

TEST_F(SignedPdf, holds_for_pdfsig_until_a_byte_is_altered) {
    XINBU_NEEDS_PROGRAM("pdfsig");
    const std::string made = signed_pdf();
    const std::string told = pdfsig(made);
    EXPECT_TRUE(holds(told, "Signature is Valid.")) << told;
    EXPECT_TRUE(holds(told, "- Total document signed")) << told;
    EXPECT_TRUE(holds(told, "ETSI.CAdES.detached")) << told;
    EXPECT_TRUE(holds(told, "SHA-256")) << told;
    EXPECT_TRUE(holds(told, "示范银行")) << told;
    std::string altered = made;
    altered[made.size() / 3] = static_cast<char>(altered[made.size() / 3] ^ 1);
    EXPECT_TRUE(holds(pdfsig(altered), "Digest Mismatch"));
    EXPECT_TRUE(holds(pdfsig(made + "\n"), "Not total document signed"));
    EXPECT_FALSE(holds(pdfsig(as_text(plain)), "Signature is Valid."));
}

TEST_F(SignedPdf, is_the_unsigned_file_with_an_update_behind_it) {
    const std::string made = signed_pdf();
    EXPECT_TRUE(made.starts_with(as_text(plain)));
    EXPECT_EQ(count_of(made, "%%EOF\n"), 2U);
    EXPECT_NE(signed_pdf(), made) << "ECDSA draws a number";
    XINBU_NEEDS_PROGRAM("pdfdetach");
    XINBU_NEEDS_PROGRAM("pdftotext");
    XINBU_NEEDS_PROGRAM("pdfinfo");
    const TemporaryFile file(made, ".pdf"), before(as_text(plain), ".pdf");
    const std::string twin = file.path() + ".json";
    output_of("pdfdetach -save 1 -o '" + twin + "' '" + file.path() + "'");
    EXPECT_EQ(output_of("cat '" + twin + "'"), "{\"a\":1}\n");
    std::filesystem::remove(twin);
    EXPECT_EQ(output_of("pdftotext '" + file.path() + "' -"),
              output_of("pdftotext '" + before.path() + "' -"));
    EXPECT_TRUE(holds(output_of("pdfinfo '" + file.path() + "' 2>&1"), "Pages:           2"));
}

TEST_F(SignedPdf, is_refused_without_the_proof_of_a_registry) {
    const Result<SignedReport> report = read_signed_pdf(as_bytes(signed_pdf()));
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().category, Category::refused);
    EXPECT_EQ(report.error().why, "it has not the members of a signed report");
}

TEST_F(SignedPdf, is_made_of_our_own_files_alone) {
    const Endorsement endorsement{key, certificate, "", {}, "示范银行", "2026-09-30T08:00:00Z"};
    const Bytes made = to_bytes(as_bytes(signed_pdf()));
    for (const std::string_view wrong : {"", "%PDF-1.5\n", "%PDF-1.5\nstartxref\n9\n%%EOF\n",
                                         "xref\n0 1\nstartxref\n0\n%%EOF\n", "startxref\n99999999\n%%EOF\n"})
        EXPECT_THROW(sign_pdf(as_bytes(wrong), "{}", endorsement), Failure) << wrong;
    EXPECT_THROW(sign_pdf(made, "{}", endorsement), Failure) << "signed already";
}

}  // namespace
}  // namespace xinbu::document::test
