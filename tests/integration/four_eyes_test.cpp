// Four eyes through the built program: what one drafts another approves, and no verifier takes less.
#include "program.hpp"

namespace xinbu::test {
namespace {

std::string rule_of_first_detail(const plugin::Value& answer) {
    const plugin::Value* error = answer.at("error");
    const plugin::Value* details = error != nullptr ? error->at("details") : nullptr;
    return details != nullptr && details->array() != nullptr && !details->array()->empty()
               ? text(details->array()->front(), "rule")
               : "";
}

constexpr const char* commitment = "commitment/32028220260301000001";

class FourEyes : public ::testing::Test {
protected:
    Workplace here;

    plugin::Value json(const std::string& name, const std::string& registry,
                       std::vector<std::string> arguments, int expected_code = 0) {
        arguments.emplace_back("--json");
        const Outcome outcome = here.as(name, registry, std::move(arguments));
        EXPECT_EQ(outcome.code, expected_code) << outcome.out << outcome.err;
        return outcome.json();
    }
    plugin::Value add(const std::string& name, const std::string& registry, const std::string& draft,
                      int expected_code = 0) {
        return json(name, registry, {"add", here.file("draft.json", draft)}, expected_code);
    }
    void enrol(const std::string& registry, const std::string& name, const std::string& role) {
        const plugin::Value added = json(
            "admin", registry,
            {"operator", "add", name, "--role", role, "--new-passphrase-file", here.passphrase_of(name)});
        EXPECT_EQ(text(added, "status"), "active");
    }
    void set_policy(const std::string& registry, const std::string& rules) {
        const plugin::Value set =
            add("admin", registry,
                R"({"type":"core.policy.set","effective":"2026-01-01","data":{"rules":)" + rules + "}}");
        EXPECT_EQ(text(set, "status"), "done");
    }
    void expect_sound(const std::string& registry) {
        const plugin::Value audit = json("admin", registry, {"audit"});
        EXPECT_EQ(*audit.at("ok")->boolean(), true);
    }
};

TEST_F(FourEyes, find_a_breach_and_repair_it) {
    here.make_registry("association", "association", "51320282MJ000000XL");
    ASSERT_EQ(here.as("admin", "association", {"add", sample("association.json").string()}).code, 0);
    ASSERT_EQ(here.as("admin", "association", {"add", sample("commitment.json").string()}).code, 0);
    enrol("association", "li", "clerk");
    enrol("association", "wang", "officer");
    set_policy("association",
               R"([{"types":"commitments.commitment.breach_found","signers":2},
                   {"types":"commitments.commitment.repaired","signers":2,"roles":["officer","admin"]}])");
    const auto step = [&](const char* name, const char* day, const std::string& data) {
        return std::string(R"({"type":"commitments.commitment.)") + name + R"(","record":")" + commitment +
               R"(","effective":")" + day + R"(","data":)" + data + "}";
    };
    EXPECT_EQ(text(add("li", "association", step("accepted", "2026-03-03", "{}")), "status"), "done");
    const std::string finder = R"("finder":{"name":"宜兴市紫砂行业协会","identifier":"51320282MJ000000XL"})";
    const plugin::Value found =
        add("li", "association",
            step("breach_found", "2026-06-20",
                 R"({"severity":"minor","facts":"拖欠工资","found_on":"2026-06-20",)" + finder + "}"));
    EXPECT_EQ(text(found, "status"), "pending");
    const std::string proposal = text(found, "proposal");
    EXPECT_EQ(text(json("li", "association", {"show", commitment}), "status"), "in_force");

    const plugin::Value waiting = json("wang", "association", {"pending"});
    ASSERT_EQ(waiting.array()->size(), 1U);
    EXPECT_EQ(text(waiting.array()->front(), "proposal"), proposal);
    EXPECT_EQ(text(waiting.array()->front(), "by"), "li");
    EXPECT_FALSE(text(waiting.array()->front(), "at").empty());
    EXPECT_EQ(waiting.array()->front().at("drafts")->array()->size(), 1U);
    EXPECT_EQ(here.as("li", "association", {"approve", proposal}).code, 4);
    EXPECT_EQ(here.as("wang", "association", {"approve", "deadbeef"}).code, 2);
    const plugin::Value approved = json("wang", "association", {"approve", proposal});
    EXPECT_EQ(text(approved, "status"), "approved");
    EXPECT_EQ(text(json("li", "association", {"show", commitment}), "status"), "breached");

    const plugin::Value history = json("li", "association", {"history", commitment});
    const plugin::Value& last = history.array()->back();
    EXPECT_EQ(text(last, "signed_by"), "li");
    EXPECT_EQ(last.at("approved_by")->array()->size(), 1U);
    EXPECT_EQ(text(last, "entry"), text(found.at("entries")->array()->front(), "id"));
    EXPECT_NE(here.as("li", "association", {"history", commitment}).out.find("li, approved by wang"),
              std::string::npos);
    expect_sound("association");

    // What two persons signed is not taken away from below by one: that waits for the second.
    const auto correction_of = [&](std::size_t at) {
        return R"({"type":"core.correction.made","effective":"2026-06-21","data":{"reason":"误录","entry":")" +
               text(history.array()->at(at), "entry") + "\"}}";
    };
    const Outcome headless = here.as("li", "association", {"add", here.file("begin.json", correction_of(0))});
    EXPECT_EQ(headless.code, 3) << headless.out;
    EXPECT_NE(headless.err.find("correction.begins"), std::string::npos)
        << "what is left would be half a record: " << headless.err;
    const Outcome stateless =
        here.as("li", "association", {"add", here.file("state.json", correction_of(1))});
    EXPECT_NE(stateless.err.find("correction.rests"), std::string::npos)
        << "a breach is found of a promise in force: " << stateless.err;
    const plugin::Value undone = add("li", "association", correction_of(2));
    EXPECT_EQ(text(undone, "status"), "pending");
    EXPECT_NE(text(json("wang", "association", {"pending"}).array()->front(), "needs").find("breach_found"),
              std::string::npos);
    EXPECT_EQ(text(json("li", "association", {"show", commitment}), "status"), "breached");
    EXPECT_EQ(
        here.as("wang", "association", {"reject", text(undone, "proposal"), "--reason", "并非误录"}).code, 0);

    // The draft's id is proven by its approval, to whoever holds nothing but the fingerprint.
    const std::string proof = (here / "breach.proof").string();
    ASSERT_EQ(here.as("wang", "association", {"prove", text(last, "entry"), "--out", proof}).code, 0);
    const std::string fingerprint = text(json("li", "association", {"info"}), "fingerprint");
    const Outcome stranger = here.xinbu({"verify", proof, "--trust", fingerprint, "--json"});
    EXPECT_EQ(stranger.code, 0) << stranger.out << stranger.err;
    EXPECT_EQ(stranger.json().at("entries")->array()->size(), 2U);

    std::string repair_promise = read_all(sample("commitment.json"));
    for (const auto& [from, to] : {std::pair<std::string, std::string>{"self_discipline", "credit_repair"},
                                   {R"("effective": "2026-03-01")", R"("effective": "2026-06-25")"},
                                   {R"("made_on": "2026-03-01")", R"("made_on": "2026-06-25")"}})
        repair_promise.replace(repair_promise.find(from), from.size(), to);
    const plugin::Value promised = add("li", "association", repair_promise);
    const std::string repair_record = text(promised.at("entries")->array()->front(), "record");
    EXPECT_EQ(text(add("li", "association",
                       R"({"type":"commitments.commitment.accepted","record":")" + repair_record +
                           R"(","effective":"2026-06-26","data":{}})"),
                   "status"),
              "done");
    add("li", "association", step("rectification_planned", "2026-06-26", R"({"on":"2026-06-26"})"));
    add("li", "association",
        step("repair_applied", "2026-07-01",
             R"({"on":"2026-07-01","proof":"已补发工资","repair_commitment":")" + repair_record + "\"}"));
    const std::string repaired = step("repaired", "2026-10-20", R"({"on":"2026-10-20",)" + finder + "}");
    const plugin::Value repair = add("wang", "association", repaired);
    ASSERT_EQ(text(repair, "status"), "pending");
    EXPECT_EQ(here.as("li", "association", {"reject", text(repair, "proposal"), "--reason", "x"}).code, 0);
    const plugin::Value again = add("wang", "association", repaired);
    EXPECT_EQ(here.as("li", "association", {"approve", text(again, "proposal")}).code, 0)
        << "an approval by somebody whose role does not count";
    EXPECT_EQ(text(json("li", "association", {"show", commitment}), "status"), "repair_applied");
    EXPECT_EQ(text(json("admin", "association", {"approve", text(again, "proposal")}), "status"), "approved");
    EXPECT_EQ(text(json("li", "association", {"show", commitment}), "status"), "repaired");
    expect_sound("association");
}

TEST_F(FourEyes, let_two_officers_grant_an_exception) {
    here.make_registry("bank");
    for (const char* file : {"bank.json", "patent.json"})
        ASSERT_EQ(here.as("admin", "bank", {"add", sample(file).string()}).code, 0);
    enrol("bank", "li", "officer");
    enrol("bank", "zhou", "officer");
    enrol("bank", "clerk", "clerk");
    set_policy("bank", R"([{"types":"collateral.override.approved","signers":2,"roles":["officer"]}])");
    const std::string exception =
        R"({"type":"collateral.override.approved","effective":"2026-10-21","data":{"loan":"loan/JN-2026-0815",
            "right":"patent/CN-202110000001.6","rule":"E10","reason":"已预存年费","officers":["li","zhou"]}})";
    EXPECT_EQ(here.as("clerk", "bank", {"add", here.file("x.json", exception)}).code, 4);
    const plugin::Value proposed = add("li", "bank", exception);
    EXPECT_EQ(text(proposed, "status"), "pending");
    const std::string record = text(proposed.at("entries")->array()->front(), "record");
    EXPECT_EQ(here.as("clerk", "bank", {"approve", text(proposed, "proposal")}).code, 4);
    EXPECT_EQ(here.as("admin", "bank", {"approve", text(proposed, "proposal")}).code, 4);
    EXPECT_EQ(here.as("li", "bank", {"show", record}).code, 2);
    EXPECT_EQ(text(json("zhou", "bank", {"approve", text(proposed, "proposal")}), "status"), "approved");
    EXPECT_EQ(text(json("li", "bank", {"show", record}), "status"), "approved");
    // Lowering the rule takes the officers whom it binds; an admin alone may only ask.
    const plugin::Value lowered =
        add("admin", "bank", R"({"type":"core.policy.set","effective":"2026-11-01","data":{"rules":[]}})");
    EXPECT_EQ(text(lowered, "status"), "pending");
    EXPECT_EQ(text(json("li", "bank", {"approve", text(lowered, "proposal")}), "status"), "open");
    EXPECT_EQ(text(json("zhou", "bank", {"approve", text(lowered, "proposal")}), "status"), "approved");
    EXPECT_EQ(rule_of_first_detail(add("li", "bank", exception, 3)), "override.policy")
        << "one officer alone excepts nobody from a rule that blocks";
    expect_sound("bank");
}

TEST_F(FourEyes, refuse_an_import_whose_types_need_two) {
    here.make_registry("bank");
    enrol("bank", "li", "clerk");
    set_policy("bank", R"([{"types":"ip.*","signers":2}])");
    const Outcome refused = here.as("li", "bank",
                                    {"import", "csv", sample("trademarks.csv").string(), "--map",
                                     sample("trademarks.map.json").string(), "--json"});
    EXPECT_EQ(refused.code, 3) << refused.out << refused.err;
    EXPECT_NE(refused.out.find("policy.signers"), std::string::npos) << refused.out;
}

TEST_F(FourEyes, take_back_a_stolen_key_from_an_earlier_commit_on) {
    here.make_registry("bank");
    enrol("bank", "li", "officer");
    for (const char* file : {"bank.json", "patent.json"})
        ASSERT_EQ(here.as("li", "bank", {"add", sample(file).string()}).code, 0);
    EXPECT_EQ(
        here.as("admin", "bank", {"operator", "revoke", "li", "--reason", "stolen", "--since", "9"}).code, 2);
    const plugin::Value revoked =
        json("admin", "bank", {"operator", "revoke", "li", "--reason", "key stolen", "--since", "3"});
    EXPECT_EQ(text(revoked, "status"), "revoked");
    EXPECT_EQ(*revoked.at("revoked_since")->integer(), 3);
    EXPECT_EQ(here.as("li", "bank", {"info"}).code, 4);
    // The window is told, nothing is dropped.
    const plugin::Value audit = json("admin", "bank", {"audit"});
    std::vector<std::string> places;
    for (const plugin::Value& finding : *audit.at("findings")->array())
        if (text(finding, "rule") == "authority.revoked_since") places.push_back(text(finding, "place"));
    EXPECT_EQ(places, std::vector<std::string>{"commit 3"});
    EXPECT_EQ(json("admin", "bank", {"history", "patent/CN-202110000001.6"}).array()->size(), 5U);
}

TEST_F(FourEyes, know_a_bad_policy) {
    here.make_registry("bank");
    const plugin::Value refused = add(
        "admin", "bank",
        R"({"type":"core.policy.set","effective":"2026-01-01","data":{"rules":[{"types":"ip.*","signers":2}]}})",
        3);
    EXPECT_EQ(rule_of_first_detail(refused), "policy.unreachable");
    enrol("bank", "li", "clerk");
    EXPECT_EQ(
        rule_of_first_detail(add(
            "admin", "bank",
            R"({"type":"core.policy.set","effective":"2026-01-01","data":{"rules":[{"types":"I P","signers":2}]}})",
            3)),
        "policy.types");
    EXPECT_EQ(here.as("li", "bank",
                      {"add", here.file("p.json", R"({"type":"core.policy.set","effective":"2026-01-01",
                                                      "data":{"rules":[]}})")})
                  .code,
              4);
}

}  // namespace
}  // namespace xinbu::test
