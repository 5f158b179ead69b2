// The one story that everything serves: an association's commitment, a bank's pledge, a regulator's audit.
#include "program.hpp"
#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/json/json.hpp"

namespace xinbu::test {
namespace {

std::string status_of(const plugin::Value& answer, std::string_view rule) {
    const plugin::Value* findings = answer.at("findings");
    if (findings == nullptr || findings->array() == nullptr) return "no findings";
    for (const plugin::Value& finding : *findings->array())
        if (text(finding, "rule") == rule) return text(finding, "status");
    return "no such rule";
}

constexpr const char* firm = "91320282MA0000015N";
constexpr const char* bank_code = "91320100MA0000023K";

class Story : public ::testing::Test {
protected:
    Workplace here;

    plugin::Value json(const std::string& name, const std::string& registry,
                       std::vector<std::string> arguments, int expected_code = 0) {
        arguments.emplace_back("--json");
        const Outcome outcome = here.as(name, registry, std::move(arguments));
        EXPECT_EQ(outcome.code, expected_code) << outcome.out << outcome.err;
        return outcome.json();
    }
    void add(const std::string& registry, const std::string& sample_file) {
        const Outcome outcome =
            here.as("admin", registry, {"add", sample(sample_file).string(), "--message", sample_file});
        ASSERT_EQ(outcome.code, 0) << sample_file << "\n" << outcome.out << outcome.err;
    }
    plugin::Value eligibility(const std::string& right, const std::string& day, int expected_code) {
        return json("admin", "bank",
                    {"check", "collateral.eligibility", "--param", "right=" + right, "--param",
                     std::string("pledgor=") + firm, "--param", std::string("pledgee=") + bank_code,
                     "--param", "due=2028-10-19", "--param", "principal=300000000", "--as-of", day},
                    expected_code);
    }
    void build_bank() {
        here.make_registry("bank");
        add("bank", "bank.json");
        add("bank", "patent.json");
        const Outcome imported = here.as("admin", "bank",
                                         {"import", "csv", sample("trademarks.csv").string(), "--map",
                                          sample("trademarks.map.json").string()});
        ASSERT_EQ(imported.code, 0) << imported.out << imported.err;
        add("bank", "valuations.json");
        add("bank", "commitment.json");
        const std::string accepted = here.file(
            "accepted.json",
            R"({"type":"commitments.commitment.accepted","record":"commitment/32028220260301000001","effective":"2026-03-03","data":{}})");
        const Outcome outcome = here.as("admin", "bank", {"add", accepted});
        ASSERT_EQ(outcome.code, 0) << outcome.out << outcome.err;
    }
};

TEST_F(Story, an_association_signs_a_commitment_and_shows_who_promised_what) {
    here.make_registry("association", "association", "51320282MJ000000XL");
    add("association", "association.json");
    const Outcome signed_commitment =
        here.as("admin", "association", {"add", sample("commitment.json").string(), "--json"});
    ASSERT_EQ(signed_commitment.code, 0) << signed_commitment.out << signed_commitment.err;
    const plugin::Value added = signed_commitment.json();
    ASSERT_NE(added.at("entries"), nullptr);
    EXPECT_EQ(text(added.at("entries")->array()->front(), "record"), "commitment/32028220260301000001");

    const plugin::Value shown = json("admin", "association", {"show", "commitment/32028220260301000001"});
    EXPECT_EQ(text(shown, "status"), "signed");
    const plugin::Value history =
        json("admin", "association", {"history", "commitment/32028220260301000001"});
    ASSERT_EQ(history.array()->size(), 1U);
    EXPECT_EQ(text(history.array()->front(), "signed_by"), "admin");
    const plugin::Value hits = json("admin", "association", {"search", "紫砂匠"});
    ASSERT_FALSE(hits.array()->empty());
    EXPECT_EQ(text(hits.array()->front(), "id"), "brand/宜兴紫砂匠");
}

TEST_F(Story, a_bank_is_blocked_by_an_unpaid_fee_and_passes_once_it_is_paid) {
    build_bank();
    const std::string patent = "patent/CN-202110000001.6";
    const plugin::Value blocked = eligibility(patent, "2026-10-12", 1);
    EXPECT_EQ(text(blocked, "verdict"), "block");
    EXPECT_EQ(status_of(blocked, "E10"), "NOT_MET");
    EXPECT_EQ(status_of(blocked, "E01"), "MET");

    add("bank", "fee-paid.json");
    const plugin::Value passed = eligibility(patent, "2026-10-14", 0);
    // What nobody looked up yet (the pledgor's credit, how old the extract is) leaves a warning, and no more.
    EXPECT_EQ(text(passed, "verdict"), "warn") << here.as("admin", "bank", {"show", patent}).out;
    for (const char* rule : {"E37", "E40", "E42"}) EXPECT_EQ(status_of(passed, rule), "UNKNOWN") << rule;
    for (const char* rule : {"E01", "E02", "E06", "E07", "E08", "E09", "E10", "E12", "E14", "E35", "E38"})
        EXPECT_EQ(status_of(passed, rule), "MET") << rule;
    EXPECT_EQ(text(eligibility("trademark/CN-40128866", "2026-10-14", 0), "verdict"), "warn");
    // Looked up, the patent passes.
    const std::string looked_up =
        here.file("looked-up.json",
                  R"([{"type":"collateral.credit_report.recorded","effective":"2026-10-14","data":{
             "subject":{"name":"宜兴陶缘紫砂有限公司","identifier":"91320282MA0000015N"},"read_on":"2026-10-14",
             "source":"信用中国","serious_dishonesty":false,"enforcement":false,"abnormal":false,"insolvency":false}},
            {"type":"ip.patent.recorded","effective":"2026-10-14","data":{"office":"CN","number":"202110000001.6",
             "kind":"invention","title":"一种紫砂坯体的梯度烧结方法","filing_date":"2021-05-18","grant_date":"2023-03-10",
             "owners":[{"name":"宜兴陶缘紫砂有限公司","identifier":"91320282MA0000015N"}],
             "source":{"system":"CNIPA","retrieved_on":"2026-10-14"}}}])");
    ASSERT_EQ(here.as("admin", "bank", {"add", looked_up}).code, 0);
    EXPECT_EQ(text(eligibility(patent, "2026-10-14", 0), "verdict"), "pass");
    // The day before the payment is still what it was: the question takes a day.
    EXPECT_EQ(text(eligibility(patent, "2026-10-12", 1), "verdict"), "block");

    add("bank", "pledge.json");
    add("bank", "pledge-registered.json");
    EXPECT_EQ(text(json("admin", "bank", {"show", "pledge/JN-2026-0815-1"}), "status"), "registered");
    // Patent Pledge Measures: no second pledge while one stands (E14).
    EXPECT_EQ(status_of(eligibility(patent, "2026-10-27", 1), "E14"), "NOT_MET");
}

TEST_F(Story, a_regulator_audits_a_copy_and_finds_a_flipped_byte) {
    build_bank();
    here.passphrase_of("regulator");
    const Outcome enrolled = here.as("admin", "bank",
                                     {"operator", "add", "regulator", "--role", "auditor",
                                      "--new-passphrase-file", here.passphrase_of("regulator")});
    ASSERT_EQ(enrolled.code, 0) << enrolled.err;
    ASSERT_EQ(here.as("admin", "bank", {"checkpoint", "--out", (here / "bank.note").string()}).code, 0);

    const plugin::Value clean = json("regulator", "bank", {"audit"});
    EXPECT_EQ(*clean.at("ok")->boolean(), true);
    EXPECT_EQ(number(*clean.at("checked"), "commits"), 8);

    EXPECT_FALSE(std::filesystem::exists(here / "bank" / "registry.db-wal"));
    std::filesystem::copy(here / "bank", here / "copy", std::filesystem::copy_options::recursive);
    std::string bytes = read_all(here / "copy" / "registry.db");
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    write_all(here / "copy" / "registry.db", bytes);
    const Outcome damaged = here.as("regulator", "copy", {"audit"});
    EXPECT_TRUE(damaged.code == 1 || damaged.code == 5) << damaged.code << damaged.out << damaged.err;
    EXPECT_NE((damaged.out + damaged.err).find("page"), std::string::npos) << damaged.out << damaged.err;
}

TEST_F(Story, a_stranger_verifies_one_entry_without_the_registry) {
    build_bank();
    const plugin::Value history = json("admin", "bank", {"history", "trademark/CN-40128866"});
    const std::string entry = text(history.array()->front(), "entry");
    const std::string proof = (here / "mark.proof").string();
    ASSERT_EQ(here.as("admin", "bank", {"prove", entry, "--out", proof}).code, 0);
    const std::string fingerprint = text(json("admin", "bank", {"info"}), "fingerprint");

    const Outcome stranger = here.xinbu({"verify", proof, "--json"});
    EXPECT_EQ(stranger.code, 0) << stranger.out << stranger.err;
    EXPECT_EQ(*stranger.json().at("valid")->boolean(), true);
    EXPECT_EQ(*stranger.json().at("trusted")->boolean(), false);
    const Outcome knowing = here.xinbu({"verify", proof, "--trust", fingerprint, "--json"});
    EXPECT_EQ(*knowing.json().at("trusted")->boolean(), true);
    EXPECT_EQ(text(knowing.json().at("entries")->array()->front(), "record"), "trademark/CN-40128866");

    std::string altered = read_all(proof);
    altered[altered.size() / 3] = altered[altered.size() / 3] == 'A' ? 'B' : 'A';
    const Outcome refused = here.xinbu({"verify", here.file("altered.proof", altered)});
    EXPECT_EQ(refused.code, 1) << refused.out << refused.err;
}

// What the ledger's format promises: a signature and an entry's id are checked with tools that are not ours.
TEST_F(Story, openssl_and_sha256sum_confirm_what_was_signed) {
    here.make_registry("bank");
    add("bank", "bank.json");
    const plugin::Value history = json("admin", "bank", {"history", "loan/JN-2026-0815"});
    const std::string entry = text(history.array()->front(), "entry");
    ASSERT_EQ(
        here.as("admin", "bank", {"prove", entry.substr(0, 12), "--out", (here / "loan.proof").string()})
            .code,
        0);

    const std::string proof = read_all(here / "loan.proof");
    const std::size_t begin = proof.find("extra ") + 6;
    const auto extra_bytes =
        from_base64(std::string_view(proof).substr(begin, proof.find('\n', begin) - begin));
    ASSERT_TRUE(extra_bytes);
    const plugin::Value extra =
        take(xinbu::json::parse(as_text(*extra_bytes), xinbu::json::Profile::document));
    const plugin::Value envelope =
        take(xinbu::json::parse(text(extra, "envelope"), xinbu::json::Profile::document));
    const std::string payload = to_text(*from_base64(text(envelope, "payload")));
    const std::string type = text(envelope, "payloadType");
    const std::string signed_text = "DSSEv1 " + std::to_string(type.size()) + " " + type + " " +
                                    std::to_string(payload.size()) + " " + payload;
    const plugin::Value& enrolled = extra.at("authority")->array()->front().at("entries")->array()->at(1);
    const plugin::Value enrolment =
        take(xinbu::json::parse(text(enrolled, "bytes"), xinbu::json::Profile::document));

    const std::string key =
        here.file("key.der", to_text(*from_base64(text(*enrolment.at("data"), "public_key"))));
    const std::string message = here.file("message", signed_text);
    const std::string signature = here.file(
        "signature", to_text(*from_base64(text(envelope.at("signatures")->array()->front(), "sig"))));
    const Outcome verified = here.run({"openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey",
                                       key, "-rawin", "-in", message, "-sigfile", signature});
    EXPECT_EQ(verified.code, 0) << verified.out << verified.err;
    const std::string other = here.file("message", signed_text + " ");
    EXPECT_NE(here.run({"openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", key, "-rawin",
                        "-in", other, "-sigfile", signature})
                  .code,
              0);

    const std::string bytes = here.file("entry.json", text(*extra.at("entry"), "bytes"));
    const Outcome hashed = here.run({"/bin/sh", "-c", "printf '\\000' | cat - \"$0\" | sha256sum", bytes});
    EXPECT_EQ(hashed.out.substr(0, 64), entry);
}

}  // namespace
}  // namespace xinbu::test
