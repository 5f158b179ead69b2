// Two banks find out which pledged rights both hold, and nothing of the others.
#include "program.hpp"

namespace xinbu::test {
namespace {

namespace fs = std::filesystem;

class OverlapOfBanks : public ::testing::Test {
protected:
    Workplace here;

    std::string path(const std::string& name) { return (here / name).string(); }
    Outcome overlap(const std::string& registry, std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "overlap");
        arguments.emplace_back("--json");
        return here.as("admin", registry, std::move(arguments));
    }
    plugin::Value done(const std::string& registry, std::vector<std::string> arguments) {
        const Outcome outcome = overlap(registry, std::move(arguments));
        EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
        return outcome.json();
    }
    std::string refused(const std::string& registry, std::vector<std::string> arguments, int code) {
        const Outcome outcome = overlap(registry, std::move(arguments));
        EXPECT_EQ(outcome.code, code) << outcome.out << outcome.err;
        const plugin::Value answer = outcome.json();
        const plugin::Value* error = answer.at("error");
        return error != nullptr ? std::string(plugin::text_at(*error->object(), "code")) : outcome.out;
    }
    void make_bank(const std::string& name, const std::string& rights) {
        here.make_registry(name);
        add(name, sample("bank.json").string());
        add(name, sample("patent.json").string());
        add(name, sample("fee-paid.json").string());
        const Outcome imported = here.as("admin", name,
                                         {"import", "csv", sample("trademarks.csv").string(), "--map",
                                          sample("trademarks.map.json").string()});
        ASSERT_EQ(imported.code, 0) << imported.err;
        add(name, sample("valuations.json").string());
        std::string pledge = read_all(sample("pledge.json"));
        const std::size_t begin = pledge.find("[\"patent/"), end = pledge.find(']', begin);
        pledge.replace(begin, end - begin + 1, rights);
        add(name, here.file(name + ".pledge.json", pledge));
    }
    void add(const std::string& registry, const std::string& file) {
        const Outcome outcome = here.as("admin", registry, {"add", file});
        ASSERT_EQ(outcome.code, 0) << file << "\n" << outcome.out << outcome.err;
    }
    static std::string both(const plugin::Value& answer) {
        std::string all;
        for (const plugin::Value& one : plugin::array_at(*answer.object(), "both")) all += *one.text() + " ";
        return all;
    }
    static std::int64_t number(const plugin::Value& answer, std::string_view name) {
        const std::int64_t* value = plugin::integer_at(*answer.object(), name);
        return value != nullptr ? *value : -1;
    }
};

TEST_F(OverlapOfBanks, both_learn_the_same_rights_in_two_rounds) {
    make_bank("one", R"(["patent/CN-202110000001.6","trademark/CN-40128866"])");
    make_bank("two", R"(["trademark/CN-40128866","trademark/CN-40128867"])");
    const plugin::Value question = done("one", {"start", "--as-of", "2026-10-21", "--out", path("q")});
    EXPECT_EQ(number(question, "own"), 2);
    const plugin::Value answer =
        done("two", {"answer", path("q"), "--as-of", "2026-10-21", "--pad-to", "20", "--out", path("a")});
    EXPECT_EQ(number(answer, "own"), 2);
    EXPECT_EQ(number(answer, "theirs"), 2);
    EXPECT_EQ(answer.at("both"), nullptr) << "who answers knows nothing yet";
    const plugin::Value asked = done("one", {"finish", path("a"), "--out", path("c")});
    EXPECT_EQ(both(asked), "trademark/CN-40128866 ");
    EXPECT_EQ(number(asked, "theirs"), 20) << "padding hides how many there are";
    const plugin::Value closed = done("two", {"finish", path("c")});
    EXPECT_EQ(both(closed), "trademark/CN-40128866 ");

    // No file names a right, in clear or as the digest of its id.
    for (const char* name : {"q", "a", "c"}) {
        const std::string file = read_all(here / name);
        for (const char* right : {"40128866", "40128867", "202110000001"})
            EXPECT_EQ(file.find(right), std::string::npos) << name;
    }
    EXPECT_EQ(here.as("admin", "one", {"audit"}).code, 0);
    EXPECT_EQ(here.as("admin", "two", {"audit"}).code, 0);

    // Each file serves once.
    EXPECT_EQ(refused("one", {"finish", path("a"), "--out", path("c2")}, 1), "overlap_closed");
    EXPECT_FALSE(fs::exists(here / "c2"));
    EXPECT_EQ(refused("two", {"answer", path("q"), "--out", path("a2")}, 1), "overlap_answered");
    EXPECT_EQ(refused("two", {"finish", path("c")}, 1), "overlap_closed");
}

TEST_F(OverlapOfBanks, another_question_shows_other_points) {
    make_bank("one", R"(["trademark/CN-40128866","trademark/CN-40128867"])");
    done("one", {"start", "--as-of", "2026-10-21", "--out", path("q1")});
    done("one", {"start", "--as-of", "2026-10-21", "--out", path("q2")});
    EXPECT_NE(read_all(here / "q1"), read_all(here / "q2"));
    // Nothing is overwritten, a file of the wrong step or of nobody here is refused.
    EXPECT_EQ(refused("one", {"start", "--out", path("q1")}, 2), "output_exists");
    EXPECT_EQ(refused("one", {"finish", path("q1")}, 1), "overlap_step");
    EXPECT_EQ(refused("one", {"answer", path("q1"), "--out", path("a")}, 1), "overlap_answered")
        << "one's own question";
    EXPECT_EQ(refused("one", {"answer", path("missing"), "--out", path("a")}, 2), "file_missing");
    std::string altered = read_all(here / "q1");
    altered[altered.size() / 2] = altered[altered.size() / 2] == 'A' ? 'B' : 'A';
    write_all(here / "altered", altered);
    EXPECT_EQ(refused("one", {"answer", path("altered"), "--out", path("a")}, 3), "bad_overlap_file");
    EXPECT_EQ(refused("one", {"start", "--check", "ip.rules", "--out", path("q3")}, 2), "no_values");
}

TEST_F(OverlapOfBanks, a_right_pledged_at_a_followed_bank_is_found) {
    make_bank("one", R"(["patent/CN-202110000001.6","trademark/CN-40128866"])");
    here.make_registry("two");
    for (const char* file : {"bank.json", "patent.json", "fee-paid.json"}) add("two", sample(file).string());
    ASSERT_EQ(here.as("admin", "two",
                      {"import", "csv", sample("trademarks.csv").string(), "--map",
                       sample("trademarks.map.json").string()})
                  .code,
              0);
    add("two", sample("valuations.json").string());
    const auto eligibility = [&](const std::string& right, const std::string& rule) {
        const plugin::Value answer = here.as("admin", "two",
                                             {"check", "collateral.eligibility", "--param", "right=" + right,
                                              "--as-of", "2026-10-28", "--json"})
                                         .json();
        for (const plugin::Value& one : plugin::array_at(*answer.object(), "findings"))
            if (plugin::text_at(*one.object(), "rule") == rule)
                return std::string(plugin::text_at(*one.object(), "status")) + ": " +
                       std::string(plugin::text_at(*one.object(), "message"));
        return std::string("no such finding");
    };
    EXPECT_TRUE(eligibility("patent/CN-202110000001.6", "E14").starts_with("MET"));
    const auto hand_over = [&](const std::string& file) {
        ASSERT_EQ(here.as("admin", "one", {"bundle", "create", path(file), "--all"}).code, 0);
        const Outcome taken = here.as("admin", "two", {"bundle", "import", path(file)});
        ASSERT_EQ(taken.code, 0) << taken.err;
    };
    hand_over("agreed.zip");
    EXPECT_TRUE(eligibility("patent/CN-202110000001.6", "E14").starts_with("UNKNOWN"))
        << "agreed only: it may be registered first";
    add("one", sample("pledge-registered.json").string());
    hand_over("registered.zip");
    for (const auto& [right, rule] :
         {std::pair{"patent/CN-202110000001.6", "E14"}, {"trademark/CN-40128866", "E15"}}) {
        const std::string found = eligibility(right, rule);
        EXPECT_TRUE(found.starts_with("UNKNOWN")) << "anybody can send a bundle: " << found;
        EXPECT_NE(found.find("pledge/JN-2026-0815-1"), std::string::npos) << found;
        EXPECT_NE(found.find("nobody confirmed"), std::string::npos) << found;
    }
    const plugin::Value followed = here.as("admin", "two", {"follow", "list", "--json"}).json();
    ASSERT_EQ(here.as("admin", "two", {"follow", "trust", text(followed.array()->at(0), "registry")}).code,
              0);
    for (const auto& [right, rule] :
         {std::pair{"patent/CN-202110000001.6", "E14"}, {"trademark/CN-40128866", "E15"}}) {
        const std::string found = eligibility(right, rule);
        EXPECT_TRUE(found.starts_with("NOT_MET")) << found;
        EXPECT_EQ(found.find("nobody confirmed"), std::string::npos) << found;
    }
    EXPECT_TRUE(eligibility("trademark/CN-40128867", "E15").starts_with("MET"));
    const plugin::Value ranking =
        here.as("admin", "two",
                {"check", "collateral.ranking", "--param", "right=patent/CN-202110000001.6", "--as-of",
                 "2026-10-28", "--json"})
            .json();
    EXPECT_EQ(ranking.at("facts")->at("ranks")->array()->size(), 1U);
    // Of what was known here before, the others are no part; and nobody types what the host tells.
    const Outcome before =
        here.as("admin", "two",
                {"check", "collateral.ranking", "--param", "right=patent/CN-202110000001.6", "--as-of",
                 "2026-10-28", "--known-at", "2", "--json"});
    EXPECT_EQ(before.json().at("facts")->at("ranks")->array()->size(), 0U) << before.out;
    EXPECT_EQ(here.as("admin", "two", {"check", "--list"}).out.find("elsewhere"), std::string::npos);

    // All rights that both banks hold, at once.
    EXPECT_EQ(done("two", {"followed", "--as-of", "2026-10-28"}).array()->size(), 0U)
        << "this bank pledges nothing yet";
    std::string own = read_all(sample("pledge.json"));
    const std::string pledged_there = "\"patent/CN-202110000001.6\", ";
    own.erase(own.find(pledged_there), pledged_there.size());
    add("two", here.file("own.json", own));
    const plugin::Value shared = done("two", {"followed", "--as-of", "2026-10-28"});
    ASSERT_EQ(shared.array()->size(), 1U);
    EXPECT_EQ(both(shared.array()->at(0)), "trademark/CN-40128866 ");
    EXPECT_EQ(*shared.array()->at(0).at("confirmed")->boolean(), true);
    EXPECT_EQ(here.as("admin", "two", {"audit"}).code, 0);
}

}  // namespace
}  // namespace xinbu::test
