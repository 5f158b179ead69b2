// Paper: letters and certificates that are signed, checked by programs that are not ours, scanned, and
// refused when a byte was altered.
#include <filesystem>

#include "program.hpp"
#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/json/json.hpp"

namespace xinbu::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* commitment = "commitment/32028220260301000001";

bool truth(const plugin::Value& value, std::string_view name) {
    const plugin::Value* member = value.at(name);
    return member != nullptr && member->boolean() != nullptr && *member->boolean();
}
bool holds(const std::string& all, const std::string& part) {
    return all.find(part) != std::string::npos;
}

class Paper : public ::testing::Test {
protected:
    Paper() {
        here.make_registry("association", "association", "51320282MJ000000XL");
        for (const char* file : {"association.json", "commitment.json"})
            EXPECT_EQ(as({"add", sample(file).string()}).code, 0);
        fingerprint = text(as({"info", "--json"}).json(), "fingerprint");
    }
    Outcome as(std::vector<std::string> arguments) {
        return here.as("admin", "association", std::move(arguments));
    }
    std::string path(const std::string& name) const { return (here / name).string(); }
    Outcome letter(const std::string& name, std::vector<std::string> more = {}) {
        std::vector<std::string> arguments{
            "report",  "commitments.letter", "--param", std::string("commitment=") + commitment,
            "--as-of", "2026-11-30",         "--out",   path(name)};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return as(std::move(arguments));
    }
    Outcome verify(const std::string& name) {
        return here.xinbu({"verify", path(name), "--trust", fingerprint, "--json"});
    }
    bool has(const std::string& program) {
        return here.run({"/bin/sh", "-c", "command -v " + program}).code == 0;
    }
    std::string shell(const std::string& command) {
        const Outcome outcome =
            here.run({"/bin/sh", "-c", "cd '" + here.folder().string() + "' && " + command});
        return outcome.out + outcome.err;
    }
    void alter(const std::string& from, const std::string& to, std::size_t at) {
        std::string content = read_all(here / from);
        ASSERT_LT(at, content.size());
        content[at] = static_cast<char>(static_cast<unsigned char>(content[at]) ^ 1U);
        write_all(here / to, content);
    }

    Workplace here;
    std::string fingerprint;
};

TEST_F(Paper, a_signed_letter_is_the_unsigned_one_with_something_behind_it) {
    ASSERT_EQ(letter("signed.pdf", {"--sign"}).code, 0);
    ASSERT_EQ(letter("plain.pdf").code, 0);
    ASSERT_EQ(letter("signed.json", {"--sign"}).code, 0);
    ASSERT_EQ(letter("plain.json").code, 0);
    const std::string plain = read_all(here / "plain.pdf"), made = read_all(here / "signed.pdf");
    EXPECT_TRUE(made.starts_with(plain));
    EXPECT_GT(made.size(), plain.size());
    const plugin::Value twin =
        take(xinbu::json::parse(read_all(here / "signed.json"), xinbu::json::Profile::document));
    EXPECT_EQ(to_text(*from_base64(text(*twin.at("envelope"), "payload"))), read_all(here / "plain.json"));
    // Signing again names no other key and adds no commit.
    const std::string commits = as({"log", "--json"}).out;
    ASSERT_EQ(letter("again.pdf", {"--sign"}).code, 0);
    EXPECT_TRUE(read_all(here / "again.pdf").starts_with(plain));
    EXPECT_EQ(as({"log", "--json"}).out, commits);
}

TEST_F(Paper, a_stranger_verifies_both_forms_without_the_registry) {
    for (const std::string ending : {".pdf", ".json"}) {
        ASSERT_EQ(letter("letter" + ending, {"--sign", "--lang", "zh_CN"}).code, 0);
        const plugin::Value answer = verify("letter" + ending).json();
        EXPECT_TRUE(truth(answer, "valid")) << ending;
        EXPECT_TRUE(truth(answer, "trusted")) << ending;
        EXPECT_EQ(text(answer, "kind"), "report");
        EXPECT_EQ(text(*answer.at("report"), "title"), "信用承诺书");
        EXPECT_EQ(text(*answer.at("report"), "as_of"), "2026-11-30");
        EXPECT_EQ(verify("letter" + ending).code, 0);
        EXPECT_EQ(here.xinbu({"verify", path("letter" + ending), "--trust", std::string(64, '0')}).code, 1);
        const Outcome blind = here.xinbu({"verify", path("letter" + ending)});
        EXPECT_EQ(blind.code, 0) << blind.err;
        EXPECT_TRUE(holds(blind.out, "origin unknown")) << blind.out;
        EXPECT_TRUE(holds(blind.out, fingerprint)) << blind.out;

        const std::size_t size = fs::file_size(here / ("letter" + ending));
        for (const std::size_t at : {size / 7, size / 2, size - size / 5}) {
            alter("letter" + ending, "altered" + ending, at);
            const Outcome refused = verify("altered" + ending);
            EXPECT_EQ(refused.code, 1) << ending << at;
            EXPECT_FALSE(truth(refused.json(), "valid"));
            EXPECT_FALSE(text(refused.json().at("findings")->array()->front(), "message").empty());
        }
    }
}

TEST_F(Paper, pdfsig_says_so_too) {
    if (!has("pdfsig")) GTEST_SKIP() << "not here: the program pdfsig";
    ASSERT_EQ(letter("letter.pdf", {"--sign"}).code, 0);
    const std::string told = shell("pdfsig letter.pdf");
    EXPECT_TRUE(holds(told, "Signature is Valid.")) << told;
    EXPECT_TRUE(holds(told, "Total document signed")) << told;
    EXPECT_FALSE(holds(told, "Not total document signed")) << told;
    EXPECT_TRUE(holds(told, "ETSI.CAdES.detached")) << told;
    EXPECT_TRUE(holds(told, "SHA-256")) << told;

    alter("letter.pdf", "altered.pdf", fs::file_size(here / "letter.pdf") / 3);
    const std::string refused = shell("pdfsig altered.pdf");
    EXPECT_TRUE(holds(refused, "Digest Mismatch")) << refused;
    shell("(cat letter.pdf; echo) > longer.pdf");
    const std::string longer = shell("pdfsig longer.pdf");
    EXPECT_TRUE(holds(longer, "Not total document signed")) << longer;
}

TEST_F(Paper, openssl_says_so_too) {
    ASSERT_EQ(letter("letter.pdf", {"--sign"}).code, 0);
    ASSERT_EQ(as({"document-key", "--out", path("certificate.pem")}).code, 0);
    // As docs/verify-by-hand.md has it.
    const std::string told = shell(R"(
        set -- $(grep -ao '/ByteRange \[[0-9 ]*' letter.pdf | tail -n 1 | tr -dc '0-9 ')
        [ $(($3 + $4)) = $(wc -c < letter.pdf) ] || echo 'something was put behind it'
        (head -c $2 letter.pdf; tail -c +$(($3 + 1)) letter.pdf) > covered
        head -c $(($3 - 1)) letter.pdf | tail -c +$(($2 + 2)) | perl -ne 'print pack "H*", $_' > signature.der
        openssl cms -verify -binary -inform DER -in signature.der -content covered -CAfile certificate.pem \
            -purpose any -out /dev/null)");
    EXPECT_FALSE(holds(told, "behind it")) << told;
    EXPECT_TRUE(holds(told, "successful")) << told;
    shell("echo >> covered");
    const std::string refused = shell(
        "openssl cms -verify -binary -inform DER -in signature.der -content covered "
        "-CAfile certificate.pem -purpose any -out /dev/null");
    EXPECT_TRUE(holds(refused, "failure")) << refused;
}

TEST_F(Paper, openssl_confirms_the_twin) {
    if (!has("jq")) GTEST_SKIP() << "not here: the program jq";
    ASSERT_EQ(letter("xinbu-report.json", {"--sign"}).code, 0);
    // As docs/verify-by-hand.md has it.
    const std::string told = shell(
        "jq -j .proof xinbu-report.json > key.tlog-proof\n"
        "jq -j .envelope.payload xinbu-report.json | base64 -d > report.json\n"
        "printf 'DSSEv1 36 application/vnd.xinbu.report.v1+json %d ' \"$(wc -c < report.json)\" | "
        "cat - report.json > signed\n"
        "sed -n 's/^extra //p' key.tlog-proof | base64 -d | "
        "jq -j '.entry.bytes | fromjson | .data.document_key' | base64 -d > key.der\n"
        "jq -j '.envelope.signatures[0].sig' xinbu-report.json | base64 -d | perl -0777 -ne '\n"
        "  printf \"asn1=SEQUENCE:s\\n[s]\\nr=INTEGER:0x%s\\ns=INTEGER:0x%s\\n\", unpack(\"H64 H64\", $_)' "
        "> numbers\n"
        "openssl asn1parse -genconf numbers -noout -out signature.der\n"
        "openssl dgst -sha256 -verify key.der -keyform DER -signature signature.der signed");
    EXPECT_EQ(told, "Verified OK\n");
    EXPECT_EQ(here.xinbu({"verify", path("key.tlog-proof"), "--trust", fingerprint}).code, 0);
}

TEST_F(Paper, a_scanner_reads_the_entry_from_the_letter) {
    if (!has("pdftoppm") || !has("zbarimg")) GTEST_SKIP() << "not here: the programs pdftoppm, zbarimg";
    ASSERT_EQ(letter("letter.pdf", {"--sign", "--lang", "zh_CN"}).code, 0);
    const plugin::Value history = as({"history", commitment, "--json"}).json();
    const std::string entry = text(history.array()->front(), "entry");
    const std::string origin = text(as({"info", "--json"}).json(), "registry");
    shell("pdftoppm -r 110 -png letter.pdf page");
    const std::string scanned =
        shell("for page in page*.png; do zbarimg --quiet --raw -Sdisable -Sqrcode.enable \"$page\" 2>/dev/null; done");
    EXPECT_EQ(scanned, origin + " entry=" + entry + "\n");
    const std::string attached = shell("pdfdetach -list letter.pdf");
    EXPECT_TRUE(holds(attached, "xinbu-report.json")) << attached;
    shell("pdfdetach -saveall letter.pdf");
    EXPECT_EQ(verify("xinbu-report.json").code, 0);
}

TEST_F(Paper, a_certificate_names_its_ledger_and_its_twin) {
    here.make_registry("bank");
    for (const char* file : {"bank.json", "patent.json"})
        ASSERT_EQ(here.as("admin", "bank", {"add", sample(file).string()}).code, 0) << file;
    const auto certificate = [&](const std::string& name) {
        return here.as("admin", "bank",
                       {"report", "collateral.certificate", "--param", "right=patent/CN-202110000001.6",
                        "--param", "pledgor=91320282MA0000015N", "--param", "pledgee=91320100MA0000023K",
                        "--param", "due=2028-10-19", "--param", "principal=300000000", "--as-of",
                        "2026-10-12", "--out", path(name), "--sign"});
    };
    const Outcome made = certificate("certificate.pdf");
    ASSERT_EQ(made.code, 0) << made.err;
    const Outcome verified = here.xinbu({"verify", path("certificate.pdf"), "--json"});
    ASSERT_EQ(verified.code, 0) << verified.out;
    const plugin::Value answer = verified.json(), report = *answer.at("report");
    if (!has("pdftoppm") || !has("zbarimg")) GTEST_SKIP() << "not here: the programs pdftoppm, zbarimg";
    shell("pdftoppm -r 110 -png certificate.pdf page");
    const std::string scanned =
        shell("for page in page*.png; do zbarimg --quiet --raw -Sdisable -Sqrcode.enable \"$page\" 2>/dev/null; done");
    EXPECT_EQ(scanned, text(answer, "origin") + " size=" + std::to_string(*report.at("size")->integer()) +
                           " root=" + text(report, "root") + " report=" + text(report, "sha256") + "\n");
}

TEST_F(Paper, says_what_cannot_be_signed_and_by_whom) {
    EXPECT_EQ(letter("letter.html", {"--sign"}).code, 2);
    EXPECT_EQ(
        as({"report", "commitments.letter", "--param", std::string("commitment=") + commitment, "--sign"})
            .code,
        2);
    EXPECT_FALSE(fs::exists(here / "letter.html"));
    EXPECT_EQ(as({"document-key"}).code, 1);
    for (const auto& [name, role] : {std::pair{"clerk", "clerk"}, std::pair{"auditor", "auditor"}}) {
        here.passphrase_of(name);
        ASSERT_EQ(
            as({"operator", "add", name, "--role", role, "--new-passphrase-file", here.passphrase_of(name)})
                .code,
            0);
    }
    const auto letter_by = [&](const std::string& name) {
        return here.as(name, "association",
                       {"report", "commitments.letter", "--param", std::string("commitment=") + commitment,
                        "--out", path(name + ".pdf"), "--sign"});
    };
    EXPECT_EQ(letter_by("clerk").code, 4) << "nobody named a key yet";
    EXPECT_EQ(as({"document-key", "--new"}).code, 0);
    EXPECT_EQ(letter_by("clerk").code, 0);
    EXPECT_EQ(letter_by("auditor").code, 4);
    EXPECT_FALSE(fs::exists(here / "auditor.pdf"));
    EXPECT_EQ(as({"document-key", "--new"}).code, 2) << "a reason is wanted";
    EXPECT_EQ(as({"document-key", "--new", "--reason", "replaced"}).code, 0);
    EXPECT_EQ(letter("after.pdf", {"--sign"}).code, 0);
    EXPECT_EQ(verify("after.pdf").code, 0);
    EXPECT_EQ(as({"audit"}).code, 0);
}

}  // namespace
}  // namespace xinbu::test
