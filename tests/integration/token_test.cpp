// Signing keys in tokens, through the built program.
#include <cstdlib>

#include "../unit/support/soft_token.hpp"
#include "../unit/support/timestamp_authority.hpp"
#include "program.hpp"

namespace xinbu::test {
namespace {

class Tokens : public ::testing::Test {
protected:
    void SetUp() override {
        XINBU_NEEDS_SOFTHSM();
        token.emplace();
        token->add_key("boss", "a1", "p256");
        token->add_key("clerk", "a2");
        pin = here.file("pin", std::string(token_pin) + "\n");
        wrong = here.file("wrong", "1357-plum\n");
    }
    plugin::Value json(const Outcome& outcome, int code = 0) const {
        EXPECT_EQ(outcome.code, code) << outcome.out << outcome.err;
        return outcome.json();
    }

    Workplace here;
    std::optional<SoftToken> token;
    std::string pin, wrong;
};

TEST_F(Tokens, sign_from_the_first_commit_to_the_proof) {
    const auto init = [&](std::vector<std::string> more) {
        std::vector<std::string> words{"init",
                                       (here / "bank").string(),
                                       "--name",
                                       "示范银行",
                                       "--identifier",
                                       "91320100MA0000023K",
                                       "--kind",
                                       "bank",
                                       "--operator",
                                       "boss",
                                       "--passphrase-file",
                                       here.passphrase_of("boss"),
                                       "--recovery-file",
                                       (here / "recovery").string(),
                                       "--token",
                                       token->uri("boss"),
                                       "--json"};
        words.insert(words.end(), more.begin(), more.end());
        return here.xinbu(words);
    };
    EXPECT_EQ(text(*json(init({}), 2).at("error"), "code"), "pin_missing") << "no terminal to ask on";
    EXPECT_EQ(text(*json(init({"--pin-file", wrong}), 4).at("error"), "code"), "wrong_pin");
    EXPECT_FALSE(std::filesystem::exists(here / "bank"));
    EXPECT_FALSE(std::filesystem::exists(here / "recovery"));
    const std::string fingerprint = text(json(init({"--pin-file", pin})), "fingerprint");

    const auto boss = [&](std::vector<std::string> words) {
        words.insert(words.end(), {"--pin-file", pin, "--json"});
        return here.as("boss", "bank", words);
    };
    const Outcome added = boss({"operator", "add", "clerk", "--role", "clerk", "--token", token->uri("clerk"),
                                "--new-pin-file", pin, "--new-passphrase-file", here.passphrase_of("clerk")});
    EXPECT_EQ(text(json(added), "status"), "active");
    const Outcome listed = here.as("boss", "bank", {"operator", "list", "--json"});
    EXPECT_NE(listed.out.find("pkcs11:"), std::string::npos) << "reading asks for no PIN";
    EXPECT_EQ(listed.code, 0) << listed.err;

    const std::string draft = here.file(
        "draft.json",
        R"({"type":"brands.organisation.recorded","effective":"2026-03-01","data":{"name":"某某劳务公司","identifier":"91320100748204660Q"}})");
    const Outcome refused = here.as("clerk", "bank", {"add", draft, "--pin-file", wrong, "--json"});
    EXPECT_EQ(text(*json(refused, 4).at("error"), "code"), "wrong_pin");
    token->unplug();
    EXPECT_EQ(
        text(*json(here.as("clerk", "bank", {"add", draft, "--pin-file", pin, "--json"}), 4).at("error"),
             "code"),
        "token_absent");
    token->plug_in();
    EXPECT_EQ(number(json(boss({"info"})), "commits"), 2) << "nothing was half written";
    const Outcome signed_one = here.as("clerk", "bank", {"add", draft, "--pin-file", pin, "--json"});
    const plugin::Value commit = json(signed_one);
    const std::string entry = text(commit.at("entries")->array()->front(), "id");
    EXPECT_EQ(boss({"prove", entry, "--out", (here / "proof").string()}).code, 0);
    const Outcome verified =
        here.xinbu({"verify", (here / "proof").string(), "--trust", fingerprint, "--json"});
    EXPECT_TRUE(flag(json(verified), "trusted"));
    EXPECT_TRUE(flag(json(boss({"audit"})), "ok"));
    EXPECT_EQ(boss({"bundle", "create", (here / "b.zip").string()}).code, 0);
    EXPECT_TRUE(
        flag(json(here.xinbu({"verify", (here / "b.zip").string(), "--trust", fingerprint, "--json"})),
             "trusted"));
    for (const Outcome& one : {added, listed, refused, signed_one, verified})
        EXPECT_EQ((one.out + one.err).find(token_pin), std::string::npos) << "a PIN was printed";
    EXPECT_EQ(read_all(here / "bank/keyslots.json").find(token_pin), std::string::npos);
}

TEST_F(Tokens, are_described_in_the_users_words) {
    here.make_registry("bank");
    const auto add = [&](const std::string& uri, std::vector<std::string> more = {}) {
        std::vector<std::string> words{"operator",
                                       "add",
                                       "clerk",
                                       "--role",
                                       "clerk",
                                       "--token",
                                       uri,
                                       "--new-pin-file",
                                       pin,
                                       "--new-passphrase-file",
                                       here.passphrase_of("clerk")};
        words.insert(words.end(), more.begin(), more.end());
        return here.as("admin", "bank", words);
    };
    EXPECT_EQ(add("pkcs11:token=office;object=clerk").code, 2);
    EXPECT_EQ(add("pkcs11:token=office;object=clerk?module-name=softhsm2&pin-value=1").code, 2);
    const Outcome missing = add("pkcs11:token=office;object=clerk?module-name=nowhere");
    EXPECT_EQ(missing.code, 4);
    EXPECT_NE(missing.err.find("not installed"), std::string::npos) << missing.err;
    const Outcome chinese = add("pkcs11:token=office;object=clerk?module-name=nowhere", {"--lang", "zh_CN"});
    EXPECT_EQ(chinese.err.find("not installed"), std::string::npos) << chinese.err;
    EXPECT_EQ(number(here.as("admin", "bank", {"info", "--json"}).json(), "commits"), 1);
    EXPECT_EQ(here.as("admin", "bank", {"operator", "token", token->uri("clerk"), "--pin-file", pin}).code, 4)
        << "another key than the enrolled one";
}

TEST_F(Tokens, may_bear_the_certificate_of_an_authority) {
    here.make_registry("bank");
    const TimestampAuthority ca("Test CA"), stranger("Another");
    ca.certify_key(*token / "clerk.pem", "clerk", "/O=示范银行/CN=clerk");
    ca.certify_key(*token / "boss.pem", "boss", "/CN=boss");
    const std::string root = ca.file("root.pem").string();
    const auto add = [&](const std::string& certificate, const std::string& anchors) {
        return here.as("admin", "bank",
                       {"operator", "add", "clerk", "--role", "clerk", "--token", token->uri("clerk"),
                        "--new-pin-file", pin, "--new-passphrase-file", here.passphrase_of("clerk"),
                        "--certificate", ca.file(certificate).string(), "--ca", anchors, "--json"});
    };
    EXPECT_EQ(text(*json(add("boss.pem", root), 1).at("error"), "code"), "certificate_key");
    EXPECT_EQ(text(*json(add("clerk.pem", stranger.file("root.pem").string()), 1).at("error"), "code"),
              "certificate_untrusted");
    EXPECT_EQ(add("nothing.pem", root).code, 2);
    EXPECT_EQ(add("clerk.csr", root).code, 3);
    const plugin::Value added = json(add("clerk.pem", root));
    EXPECT_EQ(text(*added.at("certificate"), "subject"), "CN=clerk,O=示范银行");

    const Outcome listed = here.as("admin", "bank", {"operator", "list", "--ca", root, "--json"});
    EXPECT_TRUE(flag(*json(listed).array()->back().at("certificate"), "trusted"));
    EXPECT_NE(here.as("admin", "bank", {"operator", "list"}).out.find("CN=clerk,O=示范银行 ("),
              std::string::npos);
    EXPECT_NE(here.as("admin", "bank", {"audit", "--ca", root}).out.find("[certificate.trusted]"),
              std::string::npos);
    EXPECT_EQ(here.as("admin", "bank",
                      {"audit", "--report", (here / "audit.html").string(), "--ca",
                       stranger.file("root.pem").string()})
                  .code,
              0);
    EXPECT_NE(read_all(here / "audit.html").find("certificate.untrusted"), std::string::npos);
    // What stands in the entry is what openssl reads, without us.
    const Outcome history = here.as("admin", "bank", {"history", "operator/clerk", "--json"});
    const plugin::Value told = json(history);
    here.file("chain.pem", text(*told.array()->front().at("data"), "certificate"));
    EXPECT_EQ(here.run({"openssl", "verify", "-CAfile", root, (here / "chain.pem").string()}).code, 0);
}

}  // namespace
}  // namespace xinbu::test
