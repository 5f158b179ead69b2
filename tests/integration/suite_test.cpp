// Registries of the suite gm (SM2, SM3) through the built program, beside one of intl, and by openssl alone.
#include "program.hpp"
#include "xinbu/base/bytes.hpp"

namespace xinbu::test {
namespace {

namespace fs = std::filesystem;

class SuiteGm : public ::testing::Test {
protected:
    Workplace here;

    plugin::Value json(const std::string& name, const std::string& registry,
                       std::vector<std::string> arguments, int expected = 0) {
        arguments.emplace_back("--json");
        const Outcome outcome = here.as(name, registry, std::move(arguments));
        EXPECT_EQ(outcome.code, expected) << outcome.out << outcome.err;
        return outcome.json();
    }
    std::string path(const std::string& name) const { return (here / name).string(); }
    std::string fingerprint_of(const std::string& registry) {
        return text(json("admin", registry, {"info"}), "fingerprint");
    }
    void SetUp() override {
        const Outcome made =
            here.xinbu({"init", path("association"), "--name", "宜兴市紫砂行业协会", "--identifier",
                        "51320282MJ000000XL", "--kind", "association", "--suite", "gm", "--operator", "admin",
                        "--passphrase-file", here.passphrase_of("admin"), "--json"});
        ASSERT_EQ(made.code, 0) << made.err;
        EXPECT_EQ(text(made.json(), "suite"), "gm");
        for (const char* name : {"association.json", "commitment.json"}) {
            const Outcome added = here.as("admin", "association", {"add", sample(name).string()});
            ASSERT_EQ(added.code, 0) << added.err;
        }
        here.make_registry("bank");
    }
};

TEST_F(SuiteGm, tells_its_story_to_a_bank_of_the_other_suite_and_to_a_shell) {
    const plugin::Value info = json("admin", "association", {"info"});
    EXPECT_EQ(text(info, "suite"), "gm");
    EXPECT_NE(text(info, "checkpoint_key_sm2").find(text(info, "registry")), std::string::npos);
    json("admin", "association",
         {"operator", "add", "li", "--role", "officer", "--new-passphrase-file", here.passphrase_of("li")});
    const std::string policy = here.file(
        "policy.json",
        R"({"type":"core.policy.set","effective":"2026-01-01","data":{"rules":[{"types":"commitments.commitment.accepted","signers":2}]}})");
    json("admin", "association", {"add", policy});
    const std::string accepted = here.file(
        "accepted.json",
        R"({"type":"commitments.commitment.accepted","record":"commitment/32028220260301000001","effective":"2026-03-03","data":{}})");
    const std::string proposal = text(json("admin", "association", {"add", accepted}), "proposal");
    json("li", "association", {"approve", proposal});

    // Two notes, each good under either key.
    const plugin::Value head = json("admin", "association", {"checkpoint", "--out", path("head.note")});
    EXPECT_EQ(number(head, "signatures"), 2);
    EXPECT_EQ(text(head, "root_sm3").size(), 64U);
    for (const char* key : {"checkpoint_key", "checkpoint_key_sm2"})
        for (const char* note : {"head.note", "head.note.sm3"})
            EXPECT_EQ(here.xinbu({"verify", path(note), "--trust", text(info, key)}).code, 0) << key << note;

    const std::string fingerprint = fingerprint_of("association");
    const plugin::Value history =
        json("admin", "association", {"history", "commitment/32028220260301000001"});
    json("admin", "association",
         {"prove", text(history.array()->front(), "entry"), "--out", path("entry.proof")});
    EXPECT_TRUE(flag(here.xinbu({"verify", path("entry.proof"), "--trust", fingerprint, "--json"}).json(),
                     "trusted"));

    json("admin", "association", {"bundle", "create", path("all.zip")});
    EXPECT_TRUE(flag(json("admin", "bank", {"bundle", "import", path("all.zip"), "--trust", fingerprint}),
                     "trusted"));
    EXPECT_EQ(text(json("admin", "bank", {"show", "commitment/32028220260301000001"}), "status"), "in_force");
    const std::string vkey = text(json("admin", "bank", {"witness", "--key"}), "key");
    json("admin", "association", {"cosignatures", "name", vkey});
    json("admin", "association", {"checkpoint", "--request", path("request")});
    json("admin", "association", {"bundle", "create", path("more.zip"), "--since", "3"});
    json("admin", "bank", {"bundle", "import", path("more.zip")});
    EXPECT_TRUE(
        flag(json("admin", "bank", {"witness", path("request"), "--out", path("answer")}), "cosigned"));
    EXPECT_EQ(number(json("admin", "association", {"cosignatures", "add", path("answer")}), "signatures"), 3);
    for (const char* registry : {"association", "bank"})
        EXPECT_TRUE(flag(json("admin", registry, {"audit"}), "ok")) << registry;

    // And back: a bank of intl to an association of gm.
    json("admin", "bank", {"bundle", "create", path("bank.zip")});
    EXPECT_TRUE(flag(json("admin", "association",
                          {"bundle", "import", path("bank.zip"), "--trust", fingerprint_of("bank")}),
                     "trusted"));
    EXPECT_TRUE(flag(json("admin", "association", {"audit"}), "ok"));
}

TEST_F(SuiteGm, a_bundle_is_checked_with_openssl_alone) {
    json("admin", "association", {"bundle", "create", path("all.zip"), "--type", "brands.brand.recorded"});
    ASSERT_EQ(here.run({"python3", "-m", "zipfile", "-e", path("all.zip"), path("unpacked")}).code, 0);
    const auto by_shell = [&](const std::string& trusted) {
        return here.run(
            {"/bin/sh", "-c",
             "mkdir -p '" + path("bin") +
                 "' && for p in sh openssl sha256sum cat head tail od tr wc expr mktemp rm; do ln "
                 "-sf \"$(command -v $p)\" '" +
                 path("bin") + "'; done && cd '" + path("unpacked") + "' && env -i PATH='" + path("bin") +
                 "' sh verify.sh '" + trusted + "'"});
    };
    const Outcome held = by_shell(fingerprint_of("association"));
    EXPECT_EQ(held.code, 0) << held.out << held.err;
    EXPECT_EQ(by_shell(std::string(64, '0')).code, 1);
    // What VERIFY.md tells to type, for the first commit.
    const Outcome by_hand = here.run(
        {"/bin/sh", "-c",
         "cd '" + path("unpacked") +
             "' && head -n 1 commits/000000.ndjson | tr -d '\\n' > envelope.json"
             " && sed 's/.*\"payload\":\"\\([^\"]*\\)\".*/\\1/' envelope.json | openssl base64 -d -A > "
             "payload.json"
             " && sed 's/.*\"sig\":\"\\([^\"]*\\)\".*/\\1/' envelope.json | openssl base64 -d -A > signature"
             " && key=$(sed 's/.*\"keyid\":\"\\([^\"]*\\)\".*/\\1/' envelope.json)"
             " && printf 'DSSEv1 36 application/vnd.xinbu.commit.v1+json %d ' \"$(wc -c < payload.json)\""
             " | cat - payload.json > signed"
             " && set -- $(od -An -v -tx1 signature | tr -d ' \\n' | fold -w 64)"
             " && printf 'asn1=SEQUENCE:s\\n[s]\\nr=INTEGER:0x%s\\ns=INTEGER:0x%s\\n' \"$1\" \"$2\" > form"
             " && openssl asn1parse -genconf form -noout -out signature.der"
             " && openssl pkeyutl -verify -pubin -keyform DER -inkey keys/$key.der -rawin -digest sm3"
             " -pkeyopt distid:1234567812345678 -in signed -sigfile signature.der"});
    EXPECT_EQ(by_hand.code, 0) << by_hand.out << by_hand.err;
    EXPECT_EQ(here.xinbu({"init", path("x"), "--name", "某某", "--identifier", "91320100MA0000023K", "--kind",
                          "bank", "--suite", "sm", "--operator", "admin", "--passphrase-file",
                          here.passphrase_of("admin")})
                  .code,
              2);
    EXPECT_FALSE(fs::exists(here / "x"));
}

}  // namespace
}  // namespace xinbu::test
