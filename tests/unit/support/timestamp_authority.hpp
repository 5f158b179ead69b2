// A time-stamping authority for one test: openssl's, in a folder of its own.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <thread>

#include "programs.hpp"
#include "temporary_folder.hpp"

namespace xinbu::test {

class TimestampAuthority {
public:
    /// Its certificate is valid from `begins` to `ends`, in seconds from now.
    explicit TimestampAuthority(const std::string& name = "Test TSA", long begins = -3600,
                                long ends = 365L * 86'400) {
        ends_ = std::time(nullptr) + ends;
        put("openssl.cnf",
            "[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN=x\n"
            "[root]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n"
            "subjectKeyIdentifier=hash\n"
            "[tsa]\nbasicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
            "extendedKeyUsage=critical,timeStamping\n"
            "[plain]\nbasicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
            "[agreement]\nbasicConstraints=critical,CA:FALSE\nkeyUsage=critical,keyAgreement\n"
            "[ca]\ndatabase=index.txt\nnew_certs_dir=.\npolicy=any\ndefault_md=sha256\nrand_serial=yes\n"
            "unique_subject=no\n[any]\norganizationName=optional\ncommonName=supplied\n"
            "[ts]\nserial=serial\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\nother_policies=1.2.3.4.5\n"
            "digests=sha256\naccuracy=secs:1\nclock_precision_digits=3\ness_cert_id_alg=sha256\n");
        put("index.txt", "");
        put("serial", "01\n");
        run("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout root.key -out root.pem "
            "-days 3650 -config openssl.cnf -extensions root -subj '/CN=Root of " +
            name + "'");
        certify("tsa", "/O=示范时间戳/CN=" + name, "tsa", begins, ends);
    }

    /// A certificate `what`.pem of its root, with its key, for the use that the section names.
    void certify(const std::string& what, const std::string& subject, const std::string& section,
                 long begins = -3600, long ends = 365L * 86'400) const {
        run("req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -utf8 -keyout " + what +
            ".key -out " + what + ".csr -config openssl.cnf -subj '" + subject + "'");
        run("ca -batch -notext -utf8 -config openssl.cnf -name ca -cert root.pem -keyfile root.key "
            "-extensions " +
            section + " -startdate " + moment(begins) + " -enddate " + moment(ends) + " -in " + what +
            ".csr -out " + what + ".pem");
    }

    /// A certificate `what`.pem over the key in that file, issued by `issuer`.
    void certify_key(const std::filesystem::path& key, const std::string& what, const std::string& subject,
                     long begins = -3600, long ends = 365L * 86'400, const std::string& section = "plain",
                     const std::string& issuer = "root") const {
        run("req -new -key '" + key.string() + "' -utf8 -out " + what + ".csr -config openssl.cnf -subj '" +
            subject + "'");
        run("ca -batch -notext -utf8 -config openssl.cnf -name ca -cert " + issuer + ".pem -keyfile " +
            issuer + ".key -extensions " + section + " -startdate " + moment(begins) + " -enddate " +
            moment(ends) + " -in " + what + ".csr -out " + what + ".pem");
    }

    /// What it answers to a request, both in DER.
    std::string answer(std::string_view request) const {
        put("request.tsq", request);
        run("ts -reply -config openssl.cnf -section ts -queryfile request.tsq -signer tsa.pem -inkey tsa.key "
            "-out answer.tsr");
        return content("answer.tsr");
    }
    std::string token(std::string_view request) const {
        answer(request);
        run("ts -reply -config openssl.cnf -in answer.tsr -token_out -out token.tst");
        return content("token.tst");
    }
    /// A token that says the same, signed with the certificate `what`.
    std::string forged(std::string_view token, const std::string& what) const {
        put("token.tst", token);
        run("cms -verify -noverify -inform DER -in token.tst -out statement");
        run("cms -sign -binary -nodetach -cades -md sha256 -econtent_type id-smime-ct-TSTInfo -in statement "
            "-signer " +
            what + ".pem -inkey " + what + ".key -outform DER -out forged.tst");
        return content("forged.tst");
    }

    std::filesystem::path file(const std::string& name) const { return folder_ / name; }
    std::string content(const std::string& name) const {
        std::ifstream stream(file(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }
    void put(const std::string& name, std::string_view content) const {
        std::ofstream stream(file(name), std::ios::binary | std::ios::trunc);
        stream.write(content.data(), static_cast<std::streamsize>(content.size()));
    }
    /// Until its certificate is valid no more.
    void wait_for_its_end() const {
        while (std::time(nullptr) <= ends_ + 1) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }

    /// Runs openssl in its folder; a failure ends the test's expectations with what it said.
    void run(const std::string& arguments) const {
        const std::string command =
            "cd '" + folder_.path().string() + "' && openssl " + arguments + " >said 2>&1 </dev/null";
        EXPECT_EQ(std::system(command.c_str()), 0) << arguments << "\n" << content("said");
    }

private:
    static std::string moment(long seconds) {
        const std::time_t when = std::time(nullptr) + seconds;
        std::tm parts{};
        ::gmtime_r(&when, &parts);
        std::string text(32, '\0');
        text.resize(std::strftime(text.data(), text.size(), "%Y%m%d%H%M%SZ", &parts));
        return text;
    }

    TemporaryFolder folder_;
    std::time_t ends_ = 0;
};

}  // namespace xinbu::test

/// Skips a test where openssl cannot stamp.
#define XINBU_NEEDS_TIMESTAMPS()    \
    XINBU_NEEDS_PROGRAM("openssl"); \
    if (std::system("openssl ts -help >/dev/null 2>&1") != 0) GTEST_SKIP() << "not here: openssl ts"
