// Natural persons through the program: recorded, masked, found, erased, and proven all the same.
#include "../unit/support/pages.hpp"
#include "program.hpp"
#include "xinbu/json/json.hpp"

namespace xinbu::test {
namespace {

// Nobody's: born in 1800.
constexpr const char* number = "320102180001010010";
constexpr const char* masked_number = "320102********0010";
constexpr const char* name = "测试甲某人";
constexpr const char* record = "commitment/32028220260301000001";

const std::string header =
    "承诺编码,承诺人名称,承诺人类别,承诺人代码,承诺类型,承诺事由,承诺内容,违诺责任,承诺作出日期,承诺有效期,"
    "承诺受理单位,承诺受理单位代码,公开类型\n";
std::string row(const std::string& code, const std::string& who, const std::string& identifier) {
    return code + "," + who + ",自然人," + identifier +
           ",行业自律型,参加公约,遵守公约,接受协会提醒,2026-03-01,2099/12/31,"
           "宜兴市紫砂行业协会,51320282MJ000000XL,可向社会公开\n";
}

std::string draft(const std::string& identifier) {
    return R"({"type":"commitments.commitment.signed","effective":"2026-03-01","data":{
        "promisor":{"name":")" +
           std::string(name) + R"(","identifier":")" + identifier + R"("},
        "promisor_category":"person","type":"self_discipline","matter":"参加公约","content":"遵守公约",
        "liability":"接受协会提醒","made_on":"2026-03-01","valid_until":"2099-12-31",
        "acceptor":{"name":"宜兴市紫砂行业协会","identifier":"51320282MJ000000XL"},"publication":"public",
        "place":"320282","promisor_proof":{"kind":"statement","signatory":")" +
           name + R"("}}})";
}

class Persons : public ::testing::Test {
protected:
    void SetUp() override { here.make_registry("r", "association", "51320282MJ000000XL"); }
    Outcome run(std::vector<std::string> arguments, int expected = 0, const std::string& input = {}) {
        Outcome outcome = here.as("admin", "r", std::move(arguments), input);
        EXPECT_EQ(outcome.code, expected) << outcome.out << outcome.err;
        everything_printed += outcome.out + outcome.err;
        return outcome;
    }
    plugin::Value json(std::vector<std::string> arguments, const std::string& input = {}) {
        arguments.emplace_back("--json");
        return run(std::move(arguments), 0, input).json();
    }
    std::string text(const plugin::Value& value, std::string_view member) {
        const plugin::Value* found = value.at(member);
        return found != nullptr && found->text() != nullptr ? *found->text() : "";
    }
    std::string pages() {
        const std::string words = read_all(here.passphrase_of("admin"));
        const crypto::Secret key = data_key_of(
            here / "r", "admin", crypto::Secret(std::string_view(words).substr(0, words.find('\n'))));
        return decrypted_pages(here / "r", key);
    }
    void expect_no_trace(const std::string& of) {
        const std::string decrypted = pages();
        ASSERT_GT(hits(decrypted, "参加公约"), 0U);  // the scan sees what is there
        EXPECT_EQ(hits(decrypted, of), 0U) << of;
        EXPECT_EQ(hits(all_files(here / "r"), of), 0U) << of;
        if (std::filesystem::exists(here / "state")) {
            EXPECT_EQ(hits(all_files(here / "state"), of), 0U) << of;
        }
    }

    void expect_no_trace_of_number() {
        EXPECT_EQ(hits(pages(), number), 0U);
        EXPECT_EQ(hits(all_files(here / "r"), number), 0U);
    }

    Workplace here;
    std::string everything_printed;
};

TEST_F(Persons, are_masked_found_erased_and_proven) {
    const plugin::Value added = json({"add", here.file("draft.json", draft(number))});
    const std::string entry = text(added.at("entries")->array()->at(0), "id");

    const plugin::Value shown = json({"show", record});
    const plugin::Value& promisor = *shown.at("fields")->at("promisor");
    EXPECT_EQ(text(promisor, "identifier"), masked_number);
    EXPECT_EQ(text(promisor, "name"), name);
    EXPECT_EQ(text(*shown.at("fields")->at("promisor_proof"), "signatory"), name);
    EXPECT_EQ(text(json({"search", number}).array()->at(0), "id"), record);
    EXPECT_EQ(text(json({"search", name}).array()->at(0), "id"), record);
    run({"show", record});
    run({"list", "commitment"});
    run({"list", "commitment", "--format", "csv"});
    run({"list", "commitment", "--json", "--where", std::string("promisor=") + name});
    run({"history", record, "--json"});
    run({"report", "commitments.letter", "--param", std::string("commitment=") + record});
    run({"report", "commitments.register"});
    EXPECT_GT(hits(run({"check", "commitments.standing", "--param", std::string("organisation=") + number,
                        "--json", "--as-of", "2026-03-02"})
                       .out,
                   record),
              0U);
    EXPECT_EQ(hits(everything_printed, number), 0U);
    EXPECT_GT(hits(everything_printed, masked_number), 3U);
    for (const char* command : {"show", "history"})
        EXPECT_EQ(hits(run({command, record, "--reveal", "--json"}).out, number), 1U) << command;
    EXPECT_EQ(hits(run({"list", "commitment", "--reveal"}).out, number), 1U);

    const std::string before = (here / "before.tlog-proof").string(),
                      after = (here / "after.tlog-proof").string();
    run({"prove", entry, "--out", before});
    // The name is nowhere in what was stored, even before anything is erased.
    expect_no_trace(name);
    expect_no_trace(number);

    // An identity number is handed over on standard input, where nobody can list it.
    const plugin::Value erased = json({"erase", "-", "--reason", "本人申请"}, std::string(number) + "\n");
    EXPECT_EQ(*erased.at("subjects")->array()->at(0).text(), text(promisor, "person"));
    everything_printed.clear();
    EXPECT_EQ(text(*json({"show", record}).at("fields")->at("promisor"), "name"), "[erased]");
    run({"show", record, "--reveal"});
    run({"history", record, "--reveal", "--json"});
    run({"list", "commitment", "--reveal"});
    run({"report", "commitments.letter", "--param", std::string("commitment=") + record});
    EXPECT_TRUE(json({"search", number}).array()->empty());
    EXPECT_TRUE(json({"search", name}).array()->empty());
    EXPECT_EQ(hits(everything_printed, name) + hits(everything_printed, number), 0U);
    run({"prove", entry, "--out", after});
    const std::string fingerprint = text(json({"info"}), "fingerprint");
    for (const std::string& proof : {before, after})
        EXPECT_EQ(here.xinbu({"verify", proof, "--trust", fingerprint}).code, 0);
    EXPECT_EQ(*json({"audit"}).at("ok")->boolean(), true);
    expect_no_trace(name);
    expect_no_trace(number);
    // Signing went on, and what is recorded of somebody else is as before.
    run({"erase", record, "--reason", "again"}, 2);
    run({"erase", "commitment/32028220260301000009", "--reason", "none"}, 2);
}

TEST_F(Persons, are_imported_and_not_twice) {
    const std::string file =
        here.file("people.csv", header + row("32028220260301000001", name, number) +
                                    row("32028220260301000002", "测试乙某人", "320583189912310023") +
                                    row("32028220260301000003", "测试丙某人", masked_number) +
                                    row("32028220260301000004", "测试丁某人", "32010218000101001X"));
    const Outcome first = run({"import", "commitments-csv", file, "--json"});
    const plugin::Value result = first.json();
    EXPECT_EQ(*result.at("added")->integer(), 6);
    EXPECT_EQ(*result.at("rejected_count")->integer(), 1);
    const plugin::Value& fault = result.at("rejected")->array()->at(0);
    EXPECT_EQ(*fault.at("line")->integer(), 5);
    EXPECT_NE(text(fault, "message").find("“X”; expected “0”"), std::string::npos) << text(fault, "message");
    EXPECT_EQ(hits(first.out, "32010218000101001X"), 0U);

    const plugin::Value again = json({"import", "commitments-csv", file});
    EXPECT_EQ(*again.at("added")->integer(), 0);
    EXPECT_EQ(*again.at("unchanged")->integer(), 6);

    // Whoever was erased is not brought back by the same file.
    run({"erase", record, "--reason", "本人申请"});
    const plugin::Value third = json({"import", "commitments-csv", file});
    EXPECT_EQ(*third.at("added")->integer(), 0);
    EXPECT_TRUE(json({"search", number}).array()->empty());
    EXPECT_EQ(text(json({"search", "320583189912310023"}).array()->at(0), "id"),
              "commitment/32028220260301000002");
    EXPECT_EQ(*json({"audit"}).at("ok")->boolean(), true);
    expect_no_trace(name);
    expect_no_trace("测试丙某人");
}

TEST_F(Persons, sign_a_scheme_once_however_they_are_written) {
    run({"add", "-"}, 0,
        R"({"type":"commitments.scheme.opened","record":"scheme/s","effective":"2026-02-01","data":{"name":"公约",
            "association":{"name":"宜兴市紫砂行业协会","identifier":"51320282MJ000000XL"},"liability":"提醒",
            "clauses":[{"id":"1","text":"诚信经营"}]}})");
    const auto under_scheme = [](std::string text, const std::string& who = name) {
        text.insert(text.find("\"promisor_category\""), "\"scheme\":\"scheme/s\",");
        for (std::size_t at = 0; (at = text.find(name, at)) != std::string::npos; at += who.size())
            text.replace(at, std::string(name).size(), who);
        return text;
    };
    const auto refused = [&](const std::string& text) {
        const Outcome outcome = run({"add", "-"}, 3, text);
        EXPECT_NE(outcome.err.find("commitments.signed_twice"), std::string::npos) << outcome.err;
        EXPECT_NE(outcome.err.find(record), std::string::npos) << outcome.err;
    };
    run({"add", "-"}, 0, under_scheme(draft(number)));
    refused(under_scheme(draft(number)));
    refused(under_scheme(draft(number), "测试甲某"));  // a whole number is one person's, whatever the name
    refused(under_scheme(draft(masked_number)));
    EXPECT_EQ(hits(everything_printed, number), 0U);
    // Somebody else of that mask, and others of that number's likeness, may sign.
    run({"add", "-"}, 0, under_scheme(draft(masked_number), "测试戊某人"));
    run({"add", "-"}, 3, under_scheme(draft(masked_number), "测试戊某人"));
    run({"add", "-"}, 0, under_scheme(draft("320583189912310023")));
    // Both at once, in one commit.
    const std::string other = under_scheme(draft("320102********0036"), "测试己某人");
    run({"add", "-"}, 3, "[" + other + "," + other + "]");
    run({"add", "-"}, 0, other);
    // A promise under no scheme is another matter; so is one after the first was withdrawn.
    run({"add", "-"}, 0, draft(number));
    run({"add", "-"}, 0,
        R"({"type":"commitments.commitment.withdrawn","record":")" + std::string(record) +
            R"(","effective":"2026-03-02","data":{"reason":"误签"}})");
    run({"add", "-"}, 0, under_scheme(draft(number)));
}

TEST_F(Persons, are_invited_by_a_number_that_stands_nowhere) {
    run({"add", "-"}, 0,
        R"({"type":"commitments.scheme.opened","record":"scheme/s","effective":"2026-02-01","data":{"name":"参加公约",
            "association":{"name":"宜兴市紫砂行业协会","identifier":"51320282MJ000000XL"},"liability":"提醒",
            "clauses":[{"id":"1","text":"诚信经营"}]}})");
    // Masked, the first two look the same.
    const std::string other = "320102180002080010", other_name = "测试乙某人";
    const std::string file =
        here.file("invited.csv", "姓名,身份证号\n" + std::string(name) + "," + number + "\n" + other_name +
                                     ",citizen-id:" + other + "\n" + "测试丙某人,320583********0023\n" +
                                     "测试丁某人,32010218000101001X\n");
    const std::vector<std::string> command{"import", "invitations-csv",    file, "--set", "承诺公约=s",
                                           "--set",  "邀请日期=2026-02-10"};
    const plugin::Value first = json(command);
    EXPECT_EQ(*first.at("added")->integer(), 3);
    EXPECT_EQ(*first.at("rejected_count")->integer(), 1) << "a wrong check character";
    const plugin::Value again = json(command);
    EXPECT_EQ(*again.at("added")->integer(), 0);
    EXPECT_EQ(*again.at("unchanged")->integer(), 3);
    const auto invitation = [](const std::string& who, const std::string& identifier) {
        return R"({"type":"commitments.member.invited","effective":"2026-02-11","data":{"scheme":"scheme/s",
            "member":{"name":")" +
               who + R"(","identifier":")" + identifier + "\"}}}";
    };
    for (const std::string& identifier : {std::string(number), std::string(masked_number)}) {
        const Outcome twice = run({"add", "-"}, 3, invitation(name, identifier));
        EXPECT_NE(twice.err.find("invitation/s:person-1"), std::string::npos) << twice.err;
    }

    std::string signed_one = draft(other);
    signed_one.insert(signed_one.find("\"promisor_category\""), "\"scheme\":\"scheme/s\",");
    for (std::size_t at = 0; (at = signed_one.find(name, at)) != std::string::npos; at += other_name.size())
        signed_one.replace(at, std::string(name).size(), other_name);
    run({"add", "-"}, 0, signed_one);
    const plugin::Value answer = run({"check", "commitments.participation", "--param", "scheme=scheme/s",
                                      "--as-of", "2026-03-05", "--json"})
                                     .json();
    const plugin::Value& facts = *answer.at("facts");
    EXPECT_EQ(*facts.at("invited")->integer(), 3);
    EXPECT_EQ(*facts.at("signed")->integer(), 1);
    EXPECT_EQ(*facts.at("uninvited")->integer(), 0);
    for (const plugin::Value& member : *facts.at("members")->array())
        EXPECT_EQ(text(member, "answer"), text(member, "name") == other_name ? "signed" : "open");
    run({"report", "commitments.participation", "--param", "scheme=scheme/s"});
    run({"list", "invitation"});
    EXPECT_EQ(hits(everything_printed, number) + hits(everything_printed, other), 0U);
    expect_no_trace(number);
    expect_no_trace(other);
    expect_no_trace(other_name);
    // Whoever is erased leaves an invitation without a name, and the figures as they were.
    run({"erase", "-", "--reason", "本人申请"}, 0, other + "\n");
    const plugin::Value after = run({"check", "commitments.participation", "--param", "scheme=scheme/s",
                                     "--as-of", "2026-03-05", "--json"})
                                    .json();
    EXPECT_EQ(*after.at("facts")->at("signed")->integer(), 1);
    EXPECT_EQ(*json({"audit"}).at("ok")->boolean(), true);
}

TEST_F(Persons, and_organisations_are_imported_once_without_a_code) {
    // The number is the registry's to give: what is known is known by what it says.
    const std::string header_of_these =
        "承诺人名称,承诺人类别,承诺人代码,承诺类型,承诺事由,承诺内容,违诺责任,承诺作出日期,承诺有效期,"
        "承诺受理单位,承诺受理单位代码,公开类型,受理地行政区划代码\n";
    const auto line = [](const std::string& who, const std::string& category, const std::string& identifier,
                         const std::string& matter) {
        return who + "," + category + "," + identifier + ",行业自律型," + matter +
               ",遵守公约,接受协会提醒,2026-03-01,2099/12/"
               "31,宜兴市紫砂行业协会,51320282MJ000000XL,可向社会公开,320282\n";
    };
    const std::string person = line(name, "自然人", number, "参加公约"),
                      masked = line("测试丙某人", "自然人", masked_number, "参加公约"),
                      firm =
                          line("宜兴陶缘紫砂有限公司", "法人及非法人组织", "91320282MA0000015N", "参加公约");
    const std::string file = here.file("uncoded.csv", header_of_these + person + masked + firm + firm);
    const plugin::Value first = json({"import", "commitments-csv", file});
    EXPECT_EQ(*first.at("added")->integer(), 3);
    EXPECT_EQ(*first.at("unchanged")->integer(), 1);
    EXPECT_EQ(*first.at("repeated_count")->integer(), 1) << "the same firm twice in one file";
    for (const char* batch : {"1000", "1"}) {
        const plugin::Value again = json({"import", "commitments-csv", file, "--batch", batch});
        EXPECT_EQ(*again.at("added")->integer(), 0) << batch;
        EXPECT_EQ(*again.at("unchanged")->integer(), 4) << batch;
    }
    // Another promise of the same firm is another one.
    const std::string more = here.file("more.csv", header_of_these + firm +
                                                       line("宜兴陶缘紫砂有限公司", "法人及非法人组织",
                                                            "91320282MA0000015N", "按时支付工资"));
    const plugin::Value second = json({"import", "commitments-csv", more, "--batch", "1"});
    EXPECT_EQ(*second.at("added")->integer(), 1);
    EXPECT_EQ(*second.at("unchanged")->integer(), 1);
    EXPECT_EQ(hits(run({"list", "commitment", "--json"}).out, "\"id\":\"commitment/"), 4U);
    EXPECT_EQ(*json({"audit"}).at("ok")->boolean(), true);

    // Who is erased is nobody that a row could be compared with: it is new, and the import says why.
    run({"erase", record, "--reason", "撤回同意"});
    const Outcome announced = run({"import", "commitments-csv", file, "--dry-run"});
    EXPECT_EQ(hits(announced.out + announced.err, "erase again"), 1U) << announced.out << announced.err;
    const plugin::Value after = json({"import", "commitments-csv", file});
    EXPECT_EQ(*after.at("added")->integer(), 1);
    EXPECT_EQ(*after.at("unchanged")->integer(), 3);
    const plugin::Value* remarks = after.at("remarks");
    ASSERT_NE(remarks, nullptr) << run({"import", "commitments-csv", file, "--json"}).out;
    EXPECT_EQ(hits(run({"list", "commitment", "--json"}).out, "\"id\":\"commitment/"), 5U);
    EXPECT_EQ(*json({"import", "commitments-csv", file}).at("unchanged")->integer(), 4);
}

TEST_F(Persons, stand_in_clear_in_no_entry_whoever_declares_it) {
    const auto refused = [&](const std::string& text, const std::string& place) {
        const Outcome outcome = run({"add", "-"}, 3, text);
        EXPECT_NE(outcome.err.find(place), std::string::npos) << outcome.err;
        EXPECT_NE(outcome.err.find("citizen_id.in_clear"), std::string::npos) << outcome.err;
    };
    const auto organisation = [](const std::string& of_name) {
        return R"({"type":"brands.organisation.recorded","effective":"2026-03-01","data":{"name":")" +
               of_name + R"(","identifier":"91320282MA0000015N"}})";
    };
    const auto mark = [](const std::string& goods) {
        return R"({"type":"ip.trademark.recorded","effective":"2026-03-01","data":{"office":"CN",
            "number":"40128866","classes":[21],"owners":[{"name":"某公司"}],"goods":")" +
               goods + R"("}})";
    };
    const std::string loan =
        R"({"type":"collateral.loan.opened","effective":"2026-03-01","data":{"contract":"A",
            "lender":{"name":"某银行","identifier":"91320100MA0000023K"},
            "borrower":{"name":"某公司","identifier":"91320282MA0000015N"},
            "principal":{"amount":100,"currency":"CNY"},"opened_on":"2026-03-01","due_on":"2027-03-01",
            "product":"经办人320102-18000101-0010"}})";
    refused(organisation(std::string("王某") + number), "/data/name");
    refused(mark("工匠320102 18000101 0010制"), "/data/goods");
    refused(loan, "/data/product");
    refused(R"({"type":"brands.brand.recorded","effective":"2026-03-01","data":{"name":")" +
                std::string(number) + R"(","category":"culture","region":"320282"}})",
            "/record");
    // What is said of a record that is named so shows the name masked.
    const Outcome unknown =
        run({"add", "-"}, 3,
            R"({"type":"brands.brand.figures_reported","record":"brand/)" + std::string(number) +
                R"(","effective":"2026-03-01","data":{"as_of":"2025-12-31"}})");
    EXPECT_NE(unknown.err.find("lifecycle.unknown_record"), std::string::npos) << unknown.err;
    EXPECT_NE(unknown.err.find(masked_number), std::string::npos) << unknown.err;
    run({"add", "-", "--message", std::string("见") + number}, 3, organisation("某公司"));
    EXPECT_EQ(hits(everything_printed, number) + hits(everything_printed, "18000101"), 0U);
    expect_no_trace_of_number();
    // Official numbers, and figures that only look like it, are none.
    run({"add", "-"}, 0, mark("202110000001.6、320102202603010013、150701 190703 260315"));
    run({"add", "-"}, 0, organisation("某公司"));
}

TEST_F(Persons, a_wrong_number_is_named_by_its_check_character) {
    const Outcome wrong = run({"add", here.file("draft.json", draft("320102180001010019"))}, 3);
    EXPECT_NE(wrong.err.find("“9”; expected “0”"), std::string::npos) << wrong.err;
    EXPECT_EQ(hits(wrong.out + wrong.err, "320102180001010019"), 0U);
    const Outcome month = run({"add", here.file("draft.json", draft("320102180013010016"))}, 3);
    EXPECT_NE(month.err.find("no date of birth"), std::string::npos) << month.err;
    run({"add", here.file("draft.json", draft("")), "--dry-run"}, 3);
}

TEST_F(Persons, name_no_operator_by_their_number) {
    const Outcome added = here.as(
        "admin", "r",
        {"operator", "add", number, "--role", "clerk", "--new-passphrase-file", here.passphrase_of("li")});
    EXPECT_EQ(added.code, 3) << added.out;
    EXPECT_EQ((added.out + added.err).find(number), std::string::npos) << added.err;
}

}  // namespace
}  // namespace xinbu::test
