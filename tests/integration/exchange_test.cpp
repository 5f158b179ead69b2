// Bundles between three organisations, through the built program.
#include "program.hpp"
#include "xinbu/base/bytes.hpp"

namespace xinbu::test {
namespace {

namespace fs = std::filesystem;

std::string rules_of(const plugin::Value& answer) {
    std::string rules;
    if (const plugin::Value* findings = answer.at("findings"))
        for (const plugin::Value& finding : *findings->array()) rules += text(finding, "rule") + " ";
    return rules;
}

constexpr const char* commitment = "commitment/32028220260301000001";

class Exchange : public ::testing::Test {
protected:
    Workplace here;

    plugin::Value json(const std::string& registry, std::vector<std::string> arguments, int expected = 0) {
        arguments.emplace_back("--json");
        const Outcome outcome = here.as("admin", registry, std::move(arguments));
        EXPECT_EQ(outcome.code, expected) << outcome.out << outcome.err;
        return outcome.json();
    }
    void add(const std::string& registry, const std::string& name) {
        const Outcome added = here.as("admin", registry, {"add", sample(name).string(), "--message", name});
        ASSERT_EQ(added.code, 0) << added.out << added.err;
    }
    std::string path(const std::string& name) const { return (here / name).string(); }
    void SetUp() override {
        here.make_registry("association", "association", "51320282MJ000000XL");
        add("association", "association.json");
        add("association", "commitment.json");
        here.make_registry("bank");
        fingerprint = text(json("association", {"info"}), "fingerprint");
        origin = text(json("association", {"info"}), "registry");
    }
    plugin::Value bundle(const std::string& name, std::vector<std::string> options = {}) {
        std::vector<std::string> arguments{"bundle", "create", path(name)};
        arguments.insert(arguments.end(), options.begin(), options.end());
        return json("association", arguments);
    }
    void go_on() {
        const std::string accepted = here.file(
            "accepted.json", std::string(R"({"type":"commitments.commitment.accepted","record":")") +
                                 commitment + R"(","effective":"2026-03-03","data":{}})");
        const Outcome added = here.as("admin", "association", {"add", accepted});
        ASSERT_EQ(added.code, 0) << added.out << added.err;
    }
    std::string fingerprint, origin;
};

TEST_F(Exchange, a_bundle_is_verified_by_the_program_and_by_a_shell) {
    const plugin::Value made = bundle("all.zip", {"--all", "--recipient", "示范银行"});
    EXPECT_EQ(number(made, "commits"), 3);
    EXPECT_EQ(number(made, "entries"), number(made, "shown"));
    EXPECT_FALSE(flag(made, "sealed"));
    const Outcome stranger = here.xinbu({"verify", path("all.zip"), "--json"});
    EXPECT_EQ(stranger.code, 0) << stranger.out << stranger.err;
    EXPECT_TRUE(flag(stranger.json(), "valid"));
    EXPECT_FALSE(flag(stranger.json(), "trusted"));
    EXPECT_EQ(text(stranger.json(), "kind"), "bundle");
    EXPECT_EQ(text(stranger.json(), "fingerprint"), fingerprint);
    EXPECT_EQ(text(*stranger.json().at("bundle"), "recipient"), "示范银行");
    const Outcome friends = here.xinbu({"verify", path("all.zip"), "--trust", fingerprint});
    EXPECT_EQ(friends.code, 0) << friends.out << friends.err;
    EXPECT_EQ(here.xinbu({"verify", path("all.zip"), "--trust", std::string(64, '0')}).code, 1);

    // Unpacked by another program; nothing in reach but a shell, OpenSSL and coreutils.
    ASSERT_EQ(here.run({"python3", "-m", "zipfile", "-e", path("all.zip"), path("unpacked")}).code, 0);
    const auto by_shell = [&](const std::string& trusted) {
        return here.run({"/bin/sh", "-c",
                         "mkdir -p '" + path("bin") +
                             "' && for p in sh openssl sha256sum cat head tail od tr wc "
                             "expr mktemp rm; do ln -sf \"$(command -v $p)\" '" +
                             path("bin") + "'; done && cd '" + path("unpacked") + "' && env -i PATH='" +
                             path("bin") + "' sh verify.sh '" + trusted + "'"});
    };
    const Outcome held = by_shell(fingerprint);
    EXPECT_EQ(held.code, 0) << held.out << held.err;
    EXPECT_NE(held.out.find("handed over by admin to 示范银行"), std::string::npos) << held.out;
    EXPECT_EQ(by_shell(std::string(64, '0')).code, 1);
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(here / "unpacked")) {
        if (!entry.is_regular_file()) continue;
        const std::string content = read_all(entry.path());
        std::string altered = content;
        if (entry.path().filename() == "verify.sh") continue;  // it cannot judge itself
        if (altered.empty()) altered = "x";
        altered[altered.size() / 2] = static_cast<char>(altered[altered.size() / 2] ^ 1);
        write_all(entry.path(), altered);
        EXPECT_NE(by_shell(fingerprint).code, 0) << entry.path();
        write_all(entry.path(), content);
    }
}

TEST_F(Exchange, a_choice_of_records_withholds_the_others) {
    const plugin::Value made = bundle("some.zip", {"--record", commitment});
    EXPECT_GT(number(made, "entries"), number(made, "shown"));
    const std::string zip = read_all(here / "some.zip");
    EXPECT_NE(zip.find(commitment), std::string::npos);
    EXPECT_EQ(zip.find("宜兴紫砂匠\",\"type\":\"brands"), std::string::npos);
    const Outcome verified = here.xinbu({"verify", path("some.zip"), "--json"});
    EXPECT_EQ(verified.code, 0) << verified.out;
    EXPECT_NE(rules_of(verified.json()).find("bundle.withheld"), std::string::npos);
    EXPECT_EQ(here.as("admin", "association", {"bundle", "create", path("x"), "--record", "brand/none"}).code,
              2);
    EXPECT_EQ(here.as("admin", "association", {"bundle", "create", path("x"), "--type", "a.b.c"}).code, 2);
    EXPECT_EQ(here.as("admin", "association", {"bundle", "create", path("x"), "--since", "99"}).code, 2);
    EXPECT_EQ(here.as("admin", "association", {"bundle", "create", path("some.zip")}).code, 2) << "it exists";
    EXPECT_FALSE(fs::exists(here / "x"));
}

TEST_F(Exchange, a_followed_ledger_stands_beside_ones_own) {
    bundle("1.zip");
    const plugin::Value taken = json("bank", {"bundle", "import", path("1.zip"), "--trust", fingerprint});
    EXPECT_EQ(number(taken, "commits"), 3);
    EXPECT_EQ(text(taken, "registry"), origin);
    EXPECT_TRUE(flag(taken, "trusted"));
    const plugin::Value shown = json("bank", {"show", commitment});
    EXPECT_EQ(text(shown, "origin"), origin);
    EXPECT_EQ(text(shown, "status"), "signed");
    EXPECT_EQ(text(json("bank", {"history", commitment}).array()->front(), "signed_by"), "admin");
    const plugin::Value hits = json("bank", {"search", "紫砂匠"});
    ASSERT_FALSE(hits.array()->empty());
    EXPECT_EQ(text(hits.array()->front(), "origin"), origin);
    const plugin::Value list = json("bank", {"follow", "list"});
    ASSERT_EQ(list.array()->size(), 1U);
    EXPECT_EQ(number(list.array()->front(), "size"), 3);
    EXPECT_EQ(text(list.array()->front(), "kind"), "association");
    EXPECT_NE(here.as("admin", "bank", {"list", "brand"}).out.find("Recorded by"), std::string::npos);

    // Twice changes nothing.
    const std::string before = read_all(here / "bank" / "registry.db");
    EXPECT_EQ(number(json("bank", {"bundle", "import", path("1.zip")}), "commits"), 0);
    EXPECT_EQ(read_all(here / "bank" / "registry.db"), before);

    // The same record in one's own: that one first, the other by its origin.
    add("bank", "bank.json");
    const plugin::Value own = json("bank", {"show", "organisation/91320282MA0000015N"});
    EXPECT_NE(text(own, "origin"), origin);
    ASSERT_NE(own.at("elsewhere"), nullptr);
    EXPECT_EQ(text(json("bank", {"show", "organisation/91320282MA0000015N", "--origin", origin}), "origin"),
              origin);

    // A later bundle goes on where the first one ended.
    go_on();
    bundle("2.zip", {"--since", "3"});
    EXPECT_EQ(number(json("bank", {"bundle", "import", path("2.zip")}), "commits"), 1);
    EXPECT_EQ(text(json("bank", {"show", commitment}), "status"), "in_force");
    EXPECT_EQ(flag(json("bank", {"audit"}), "ok"), true);

    EXPECT_EQ(here.as("admin", "bank", {"follow", "drop", origin}).code, 0);
    EXPECT_EQ(json("bank", {"follow", "list"}).array()->size(), 0U);
    EXPECT_EQ(here.as("admin", "bank", {"show", commitment}).code, 2);
    EXPECT_EQ(flag(json("bank", {"audit"}), "ok"), true);
}

TEST_F(Exchange, how_a_firm_stands_with_a_followed_association_is_counted_once_it_is_confirmed) {
    go_on();
    bundle("1.zip");
    const auto standing = [&] {
        return json("bank", {"check", "commitments.standing", "--param", "organisation=91320282MA0000015N",
                             "--as-of", "2026-10-01"});
    };
    EXPECT_EQ(rules_of(standing()).find("C-09"), std::string::npos);
    ASSERT_TRUE(flag(json("bank", {"bundle", "import", path("1.zip")}), "taken"));
    const plugin::Value unconfirmed = standing();
    EXPECT_EQ(text(unconfirmed, "verdict"), "warn");
    EXPECT_EQ(number(*unconfirmed.at("facts"), "in_force"), 0);
    EXPECT_NE(rules_of(unconfirmed).find("C-10"), std::string::npos);

    ASSERT_EQ(here.as("admin", "bank", {"follow", "trust", origin}).code, 0);
    const plugin::Value confirmed = standing();
    EXPECT_EQ(text(confirmed, "verdict"), "pass");
    EXPECT_EQ(number(*confirmed.at("facts"), "in_force"), 1);
    const plugin::Value& line = confirmed.at("facts")->at("commitments")->array()->front();
    EXPECT_EQ(text(line, "commitment"), commitment);
    EXPECT_EQ(text(line, "registry"), text(json("association", {"info"}), "name"));

    // What is found there, the bank's own rules count, too.
    const std::string found =
        here.file("found.json",
                  std::string(R"({"type":"commitments.commitment.breach_found","record":")") + commitment +
                      R"(","effective":"2026-06-20","data":{"severity":"minor","facts":"拖欠工资",)"
                      R"("found_on":"2026-06-20","finder":{"name":"宜兴市紫砂行业协会",)"
                      R"("identifier":"51320282MJ000000XL"}}})");
    ASSERT_EQ(here.as("admin", "association", {"add", found}).code, 0);
    bundle("2.zip", {"--since", "4"});
    ASSERT_TRUE(flag(json("bank", {"bundle", "import", path("2.zip")}), "taken"));
    const plugin::Value broken = standing();
    EXPECT_EQ(text(broken, "verdict"), "warn");
    EXPECT_EQ(number(*broken.at("facts"), "broken"), 1);
    EXPECT_EQ(broken.at("facts")->at("open_breaches")->array()->front(), plugin::Value(commitment));
    add("bank", "bank.json");
    add("bank", "patent.json");
    const plugin::Value eligibility =
        json("bank",
             {"check", "collateral.eligibility", "--param", "right=patent/CN-202110000001.6", "--param",
              "pledgor=91320282MA0000015N", "--as-of", "2026-10-01"},
             1);
    // A set of rights: the parameter again for each, or commas between.
    for (const std::vector<std::string>& rights :
         {std::vector<std::string>{"--param", "rights=patent/CN-202110000001.6,patent/CN-1"},
          {"--param", "rights=patent/CN-202110000001.6", "--param", "rights=patent/CN-1"}}) {
        std::vector<std::string> question{"check", "collateral.eligibility", "--as-of", "2026-10-01"};
        question.insert(question.end(), rights.begin(), rights.end());
        const plugin::Value answer = json("bank", question, 1);
        std::set<std::string> named;
        for (const plugin::Value& one : *answer.at("facts")->at("rules")->array())
            named.insert(text(one, "right"));
        EXPECT_TRUE(named.contains("patent/CN-202110000001.6") && named.contains("patent/CN-1"));
    }
    for (const plugin::Value& one : *eligibility.at("findings")->array()) {
        if (text(one, "rule") != "E38") continue;
        EXPECT_EQ(text(one, "status"), "NOT_MET");
        EXPECT_NE(text(one, "message").find(commitment), std::string::npos);
    }
}

TEST_F(Exchange, what_does_not_fit_is_refused_and_nothing_is_written) {
    bundle("1.zip");
    go_on();
    bundle("later.zip", {"--since", "3"});
    const std::string before = read_all(here / "bank" / "registry.db");
    EXPECT_NE(rules_of(json("bank", {"bundle", "import", path("later.zip")}, 1)).find("exchange.gap"),
              std::string::npos);
    EXPECT_NE(rules_of(json("bank", {"bundle", "import", path("1.zip"), "--trust", std::string(64, '0')}, 1))
                  .find("exchange.untrusted"),
              std::string::npos);
    EXPECT_NE(rules_of(json("association", {"bundle", "import", path("1.zip")}, 1)).find("exchange.own"),
              std::string::npos);
    std::string altered = read_all(here / "1.zip");
    altered[altered.size() / 2] = static_cast<char>(altered[altered.size() / 2] ^ 4);
    here.file("altered.zip", altered);
    EXPECT_NE(rules_of(json("bank", {"bundle", "import", path("altered.zip")}, 1)).find("bad_bundle"),
              std::string::npos);
    EXPECT_NE(here.as("admin", "bank", {"bundle", "import", path("none.zip")}).code, 0);
    EXPECT_EQ(read_all(here / "bank" / "registry.db"), before);
    EXPECT_EQ(json("bank", {"follow", "list"}).array()->size(), 0U);
}

TEST_F(Exchange, a_fork_is_refused_and_kept_as_evidence) {
    fs::copy(here / "association", here / "twin", fs::copy_options::recursive);
    fs::copy(here / "state", here / "state-of-twin", fs::copy_options::recursive);
    go_on();
    bundle("one.zip");
    EXPECT_EQ(number(json("bank", {"bundle", "import", path("one.zip")}), "commits"), 4);

    // The copy goes on otherwise, on a machine that remembers the old head.
    fs::remove_all(here / "state");
    fs::rename(here / "state-of-twin", here / "state");
    const std::string other =
        here.file("other.json", std::string(R"({"type":"commitments.commitment.accepted","record":")") +
                                    commitment + R"(","effective":"2026-03-09","data":{}})");
    ASSERT_EQ(here.as("admin", "twin", {"add", other}).code, 0);
    ASSERT_EQ(here.as("admin", "twin", {"bundle", "create", path("two.zip")}).code, 0);
    const plugin::Value refused = json("bank", {"bundle", "import", path("two.zip")}, 1);
    EXPECT_NE(rules_of(refused).find("exchange.fork"), std::string::npos) << rules_of(refused);
    EXPECT_EQ(number(json("bank", {"follow", "list"}).array()->front(), "forks"), 1);
    EXPECT_EQ(number(json("bank", {"follow", "list"}).array()->front(), "size"), 4);
    json("bank", {"bundle", "import", path("two.zip")}, 1);
    EXPECT_EQ(number(json("bank", {"follow", "list"}).array()->front(), "forks"), 1) << "once is enough";
    EXPECT_NE(rules_of(json("bank", {"audit"})).find("exchange.fork"), std::string::npos);
}

TEST_F(Exchange, a_sealed_bundle_opens_for_its_recipient_alone) {
    const auto certificate = [&](const std::string& name) {
        const Outcome made = here.run({"openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout",
                                       path(name + ".key"), "-out", path(name + ".pem"), "-days", "365",
                                       "-subj", "/CN=" + name});
        EXPECT_EQ(made.code, 0) << made.err;
        return path(name + ".pem");
    };
    certificate("stranger");
    const plugin::Value made =
        bundle("sealed", {"--seal-to", certificate("bank"), "--seal-to", certificate("regulator")});
    EXPECT_TRUE(flag(made, "sealed"));
    EXPECT_EQ(read_all(here / "sealed").find(commitment), std::string::npos);
    const Outcome closed = here.xinbu({"verify", path("sealed"), "--json"});
    EXPECT_EQ(closed.code, 1);
    EXPECT_EQ(text(closed.json(), "kind"), "sealed");
    const auto open_as = [&](const std::string& name) {
        return here
            .run({"openssl", "cms", "-decrypt", "-binary", "-inform", "DER", "-in", path("sealed"), "-inkey",
                  path(name + ".key"), "-recip", path(name + ".pem"), "-out", path("opened-" + name)})
            .code;
    };
    EXPECT_EQ(open_as("bank"), 0);
    EXPECT_EQ(open_as("regulator"), 0);
    EXPECT_NE(open_as("stranger"), 0);
    EXPECT_EQ(here.xinbu({"verify", path("opened-bank"), "--trust", fingerprint}).code, 0);
    EXPECT_EQ(read_all(here / "opened-bank"), read_all(here / "opened-regulator"));
    std::string altered = read_all(here / "sealed");
    altered[altered.size() / 2] = static_cast<char>(altered[altered.size() / 2] ^ 1);
    write_all(here / "sealed", altered);
    EXPECT_NE(open_as("bank"), 0) << "GCM tells that it was altered";
    const std::string nonsense = here.file("nonsense.pem", "no certificate");
    EXPECT_EQ(here.as("admin", "association", {"bundle", "create", path("x"), "--seal-to", nonsense}).code,
              3);
    EXPECT_FALSE(fs::exists(here / "x"));
}

TEST_F(Exchange, a_fingerprint_goes_by_telephone_and_on_paper) {
    bundle("1.zip");
    const plugin::Value info = json("association", {"info", "--qr", path("code.svg")});
    const std::string english = text(*info.at("fingerprint_words"), "en"),
                      chinese = text(*info.at("fingerprint_words"), "zh");
    EXPECT_NE(read_all(here / "code.svg").find("<svg "), std::string::npos);
    EXPECT_EQ(here.as("admin", "association", {"info", "--qr", path("code.svg")}).code, 2) << "it is there";
    EXPECT_EQ(here.as("admin", "association", {"info", "--qr", path("code.gif")}).code, 2);
    EXPECT_NE(here.as("admin", "association", {"info"}).out.find(english), std::string::npos);
    EXPECT_NE(here.as("admin", "association", {"info", "--lang", "zh_CN"}).out.find(chinese),
              std::string::npos);
    for (const std::string& told : {english, chinese, origin + " fingerprint=" + fingerprint})
        EXPECT_TRUE(flag(here.xinbu({"verify", path("1.zip"), "--trust", told, "--json"}).json(), "trusted"))
            << told;
    // Two words exchanged are no other fingerprint: nothing is judged by them.
    const std::string swapped =
        english.substr(english.find(' ') + 1) + " " + english.substr(0, english.find(' '));
    const Outcome misheard = here.xinbu({"verify", path("1.zip"), "--trust", swapped});
    EXPECT_EQ(misheard.code, 2) << misheard.out;
    EXPECT_EQ(here.as("admin", "bank", {"bundle", "import", path("1.zip"), "--trust", swapped}).code, 2);
    EXPECT_TRUE(flag(json("bank", {"bundle", "import", path("1.zip"), "--trust", chinese}), "trusted"));
    json("bank", {"follow", "drop", english});
    EXPECT_NE(here.as("admin", "bank", {"bundle", "import", path("1.zip")}).out.find(english),
              std::string::npos);
    EXPECT_TRUE(flag(json("bank", {"follow", "trust", english}), "trusted"));
}

TEST_F(Exchange, a_policy_asks_for_witnesses_and_everybody_can_count) {
    bundle("1.zip");
    json("bank", {"bundle", "import", path("1.zip"), "--trust", fingerprint});
    EXPECT_EQ(here.as("admin", "association", {"cosignatures", "require", "1"}).code, 3) << "none is named";
    json("association", {"cosignatures", "name", text(json("bank", {"witness", "--key"}), "key")});
    EXPECT_EQ(here.as("admin", "association", {"cosignatures", "require", "2"}).code, 3);
    EXPECT_EQ(text(json("association", {"cosignatures", "require", "1", "--within-days", "30"}), "status"),
              "done");
    const auto policy = [&] {
        const plugin::Value info = json("association", {"info"});
        return info.at("witness_policies")->array()->at(0);
    };
    EXPECT_FALSE(flag(policy(), "fulfilled"));
    EXPECT_FALSE(flag(policy(), "overdue"));
    bundle("2.zip");
    const auto verified = [&](const char* file) {
        const Outcome outcome = here.xinbu({"verify", path(file), "--trust", fingerprint, "--json"});
        EXPECT_EQ(outcome.code, 0);
        return rules_of(outcome.json());
    };
    EXPECT_NE(verified("2.zip").find("checkpoint.policy_short"), std::string::npos);
    json("association", {"checkpoint", "--request", path("request")});
    json("bank", {"witness", path("request"), "--out", path("answer")});
    json("association", {"cosignatures", "add", path("answer")});
    EXPECT_TRUE(flag(policy(), "fulfilled"));
    bundle("3.zip");
    EXPECT_NE(verified("3.zip").find("checkpoint.policy "), std::string::npos);
    EXPECT_NE(
        here.as("admin", "association", {"info"}).out.find("1 of 1 witnesses, policy asks 1: fulfilled"),
        std::string::npos);
    // The second verifier reads the policy, and the entries that a clerk's commit carries.
    go_on();
    bundle("4.zip");
    for (const char* file : {"3.zip", "4.zip"}) {
        const Outcome second =
            here.run({"python3", std::string(XINBU_SOURCE_DIR) + "/tests/independent/verify_bundle.py",
                      "--trust", fingerprint, path(file)});
        EXPECT_EQ(second.code, 0) << second.out << second.err;
    }
    EXPECT_EQ(text(json("association", {"cosignatures", "require", "0"}), "status"), "done");
    EXPECT_TRUE(json("association", {"info"}).at("witness_policies")->array()->empty());
}

TEST_F(Exchange, a_witness_countersigns_what_extends_what_it_saw) {
    bundle("1.zip");
    json("bank", {"bundle", "import", path("1.zip"), "--trust", fingerprint});
    const std::string vkey = text(json("bank", {"witness", "--key"}), "key");
    json("association", {"cosignatures", "name", vkey});
    json("association", {"checkpoint", "--request", path("1.request")});
    const plugin::Value first = json("bank", {"witness", path("1.request"), "--out", path("1.cosig")});
    EXPECT_TRUE(flag(first, "cosigned"));
    EXPECT_EQ(number(first, "size"), 4);
    EXPECT_EQ(number(json("association", {"cosignatures", "add", path("1.cosig")}), "signatures"), 2);
    const plugin::Value info = json("association", {"info"});
    ASSERT_NE(info.at("witnessed")->object(), nullptr);
    EXPECT_EQ(number(*info.at("witnessed"), "commits"), 0);
    go_on();
    EXPECT_EQ(number(*json("association", {"info"}).at("witnessed"), "commits"), 1);
    EXPECT_NE(rules_of(json("association", {"audit"})).find("witness.since"), std::string::npos);
    EXPECT_NE(rules_of(json("bank", {"audit"})).find("witness.none"), std::string::npos);

    // The next request begins where the witness stands; an older one is answered with what is remembered.
    json("association", {"checkpoint", "--request", path("2.request")});
    EXPECT_TRUE(read_all(here / "2.request").starts_with("old 4\n"));
    json("association", {"checkpoint", "--request", path("0.request"), "--old", "0"});
    EXPECT_NE(rules_of(json("bank", {"witness", path("0.request")}, 1)).find("witness.remembered"),
              std::string::npos);
    EXPECT_TRUE(flag(json("bank", {"witness", path("2.request"), "--out", path("2.cosig")}), "cosigned"));
    json("association", {"cosignatures", "add", path("2.cosig")});
    EXPECT_EQ(number(*json("association", {"info"}).at("witnessed"), "commits"), 0);
    bundle("2.zip");
    const Outcome verified =
        here.xinbu({"verify", path("2.zip"), "--trust", fingerprint, "--trust", vkey, "--json"});
    EXPECT_EQ(verified.code, 0) << verified.out;
    EXPECT_NE(rules_of(verified.json()).find("checkpoint.witnessed"), std::string::npos);
    EXPECT_EQ(rules_of(json("association", {"audit"})).find("witness."), std::string::npos);
    const std::string entry = text(json("association", {"history", commitment}).array()->front(), "entry");
    json("association", {"prove", entry, "--out", path("2.proof")});
    const auto of_proof = [&](std::vector<std::string> trusted) {
        std::vector<std::string> arguments{"verify", path("2.proof"), "--json"};
        for (std::string& one : trusted) arguments.insert(arguments.end(), {"--trust", std::move(one)});
        return rules_of(here.xinbu(std::move(arguments)).json());
    };
    EXPECT_NE(of_proof({fingerprint}).find("checkpoint.unwitnessed"), std::string::npos);
    EXPECT_NE(of_proof({fingerprint, vkey}).find("checkpoint.witnessed"), std::string::npos);

    // Nobody signs for strangers, and nobody takes what a stranger signed.
    here.make_registry("other", "regulator", "113200000140000016");
    EXPECT_NE(rules_of(json("other", {"witness", path("2.request")}, 1)).find("witness.unknown_origin"),
              std::string::npos);
    EXPECT_EQ(here.as("admin", "bank", {"cosignatures", "add", path("2.cosig")}).code, 1);
    std::string forged = read_all(here / "2.request");
    forged.replace(forged.find("\n5\n"), 3, "\n6\n");
    EXPECT_NE(rules_of(json("bank", {"witness", here.file("forged", forged)}, 1)).find("witness.signature"),
              std::string::npos);
    EXPECT_EQ(flag(json("association", {"audit"}), "ok"), true);
    EXPECT_EQ(flag(json("bank", {"audit"}), "ok"), true);
    EXPECT_EQ(rules_of(json("bank", {"bundle", "import", path("2.zip")})), "");
    EXPECT_NE(rules_of(json("bank", {"bundle", "import", path("1.zip")})).find("exchange.older"),
              std::string::npos)
        << "a shorter history is told, though it changes nothing";
}

TEST_F(Exchange, a_person_stays_sealed_for_whoever_follows) {
    // Nobody's number: born in 1800.
    const std::string name = "测试甲某人", citizen = "320102180001010010";
    const std::string draft =
        here.file("person.json",
                  R"({"type":"commitments.commitment.signed","effective":"2026-03-01","data":{
        "promisor":{"name":")" +
                      name + R"(","identifier":")" + citizen + R"("},
        "promisor_category":"person","type":"self_discipline","matter":"参加公约","content":"遵守公约",
        "liability":"接受协会提醒","made_on":"2026-03-01","valid_until":"2099-12-31",
        "acceptor":{"name":"宜兴市紫砂行业协会","identifier":"51320282MJ000000XL"},"publication":"public",
        "place":"320282","promisor_proof":{"kind":"statement","signatory":")" +
                      name + R"("}}})");
    const std::string record =
        text(json("association", {"add", draft}).at("entries")->array()->front(), "record");
    bundle("all.zip");
    const std::string zip = read_all(here / "all.zip");
    EXPECT_EQ(zip.find(name), std::string::npos);
    EXPECT_EQ(zip.find(citizen), std::string::npos);
    json("bank", {"bundle", "import", path("all.zip"), "--trust", fingerprint});
    const Outcome shown = here.as("admin", "bank", {"show", record, "--json"});
    EXPECT_EQ(shown.code, 0) << shown.err;
    EXPECT_EQ(text(shown.json(), "origin"), origin);
    EXPECT_EQ(text(shown.json(), "status"), "signed");
    EXPECT_EQ(shown.out.find(name), std::string::npos);
    EXPECT_EQ(flag(json("bank", {"audit"}), "ok"), true);
}

TEST_F(Exchange, what_four_eyes_approved_counts_for_whoever_follows) {
    for (const auto& [name, role] : {std::pair("li", "clerk"), std::pair("wang", "officer")})
        json("association",
             {"operator", "add", name, "--role", role, "--new-passphrase-file", here.passphrase_of(name)});
    const auto add_draft = [&](const std::string& who, const std::string& draft) {
        const Outcome added = here.as(who, "association", {"add", here.file("draft.json", draft), "--json"});
        EXPECT_EQ(added.code, 0) << added.out << added.err;
        return added.json();
    };
    add_draft("admin", R"({"type":"core.policy.set","effective":"2026-01-01","data":{"rules":[
        {"types":"commitments.commitment.breach_found","signers":2}]}})");
    go_on();
    const plugin::Value waiting = add_draft(
        "li",
        std::string(R"({"type":"commitments.commitment.breach_found","record":")") + commitment +
            R"(","effective":"2026-06-20","data":{"severity":"minor","facts":"拖欠工资","found_on":"2026-06-20",
                  "finder":{"name":"宜兴市紫砂行业协会","identifier":"51320282MJ000000XL"}}})");
    ASSERT_EQ(text(waiting, "status"), "pending");
    const std::int64_t size = number(bundle("1.zip"), "to");
    json("bank", {"bundle", "import", path("1.zip"), "--trust", fingerprint});
    EXPECT_NE(text(json("bank", {"show", commitment}), "status"), "breached");
    ASSERT_EQ(here.as("wang", "association", {"approve", text(waiting, "proposal")}).code, 0);

    // The decision alone: what it rests on lies before the range, and stands beside it.
    bundle("2.zip", {"--since", std::to_string(size)});
    EXPECT_EQ(here.xinbu({"verify", path("2.zip"), "--trust", fingerprint}).code, 0);
    EXPECT_EQ(number(json("bank", {"bundle", "import", path("2.zip")}), "commits"), 1);
    EXPECT_EQ(text(json("bank", {"show", commitment}), "status"), "breached");
    EXPECT_EQ(flag(json("bank", {"audit"}), "ok"), true);
    bundle("all.zip");
    const std::string second = std::string(XINBU_SOURCE_DIR) + "/tests/independent/verify_bundle.py";
    const Outcome agreed =
        here.run({"python3", second, "--trust", fingerprint, path("1.zip"), path("2.zip"), path("all.zip")});
    EXPECT_EQ(agreed.code, 0) << agreed.out << agreed.err;
}

TEST_F(Exchange, the_second_verifier_agrees) {
    bundle("all.zip");
    bundle("some.zip", {"--record", commitment});
    const std::string script = std::string(XINBU_SOURCE_DIR) + "/tests/independent/verify_bundle.py";
    const Outcome agreed =
        here.run({"python3", script, "--trust", fingerprint, path("all.zip"), path("some.zip")});
    EXPECT_EQ(agreed.code, 0) << agreed.out << agreed.err;
    EXPECT_EQ(here.run({"python3", script, "--trust", std::string(64, '0'), path("all.zip")}).code, 1);
}

TEST_F(Exchange, what_was_withheld_may_be_shown_later) {
    bundle("some.zip", {"--record", commitment});
    EXPECT_EQ(number(json("bank", {"bundle", "import", path("some.zip")}), "commits"), 3);
    EXPECT_EQ(here.as("admin", "bank", {"show", "brand/宜兴紫砂匠"}).code, 2);
    EXPECT_EQ(text(json("bank", {"show", commitment}), "origin"), origin);
    EXPECT_EQ(flag(json("bank", {"audit"}), "ok"), true);
    bundle("all.zip");
    const plugin::Value taken = json("bank", {"bundle", "import", path("all.zip")});
    EXPECT_EQ(number(taken, "commits"), 0);
    EXPECT_GT(number(taken, "disclosed"), 0);
    EXPECT_EQ(text(json("bank", {"show", "brand/宜兴紫砂匠"}), "origin"), origin);
    EXPECT_EQ(number(json("bank", {"follow", "list"}).array()->front(), "withheld"), 0);
    EXPECT_EQ(flag(json("bank", {"audit"}), "ok"), true);
}

}  // namespace
}  // namespace xinbu::test
