#include "plugins/commitments_support.hpp"

namespace xinbu::commitments::test {
namespace {

TEST_F(CommitmentsTest, a_code_is_place_day_and_serial) {
    EXPECT_EQ(sign(), weak);
    EXPECT_EQ(bench.last_record(), first);
    EXPECT_EQ(sign(), again);
    EXPECT_EQ(bench.last_record(), "commitment/32028220260301000002");
    EXPECT_EQ(sign(with(promise(), "place", R"("320200")")), weak);
    EXPECT_EQ(bench.last_record(), "commitment/32020020260301000001");
    EXPECT_EQ(sign(with(promise(), "made_on", R"("2026-02-28")")), weak);
    EXPECT_EQ(bench.last_record(), "commitment/32028220260228000001");
}

TEST_F(CommitmentsTest, a_code_given_elsewhere_must_fit) {
    EXPECT_EQ(sign(promise(), "commitment/32028220260301000777"), weak);
    EXPECT_EQ(sign(), again);
    EXPECT_EQ(bench.last_record(), "commitment/32028220260301000778");
    EXPECT_EQ(sign(promise(), "commitment/32028220260302000001"),
              (Rules{"commitments.code", "commitments.proof.weak?", "commitments.said_before?"}));
    EXPECT_EQ(sign(promise(), "commitment/x"),
              (Rules{"commitments.code", "commitments.proof.weak?", "commitments.said_before?"}));
    EXPECT_EQ(sign(promise(), "commitment/32028220260301000777"), Rules{"lifecycle.state"});
}

TEST_F(CommitmentsTest, a_day_and_place_have_no_more_than_six_digits_of_serials) {
    EXPECT_EQ(sign(promise(), "commitment/32028220260301999999"), weak);
    EXPECT_EQ(sign(), Rules{"record.missing"});
}

TEST_F(CommitmentsTest, dates_stand_in_order) {
    EXPECT_EQ(sign(with(promise(), "made_on", R"("2026-03-02")")),
              (Rules{"commitments.made_on", "commitments.proof.weak?"}));
    EXPECT_EQ(sign(with(promise(), "valid_until", R"("2026-02-28")")),
              (Rules{"commitments.proof.weak?", "commitments.valid_until"}));
}

TEST_F(CommitmentsTest, the_promisor_fits_its_category) {
    int promises = 0;
    const auto promisor = [&](const std::string& identifier, const std::string& category) {
        Object data = with(promise(), "promisor_category", "\"" + category + "\"");
        data.set("promisor", Object{{"name", "某"}, {"identifier", identifier}});
        data.set("matter", "第" + std::to_string(++promises) + "项");
        return sign(std::move(data));
    };
    const auto and_weak = [](std::string rule) { return Rules{std::move(rule), weak[0]}; };
    EXPECT_EQ(promisor("92340602MA2PBQAH7E", "sole_trader"), weak);
    EXPECT_EQ(promisor("92340602MA2PBQAH7E", "organisation"),
              (Rules{"commitments.promisor_prefix?", "commitments.proof.weak?"}));
    EXPECT_EQ(promisor(firm, "sole_trader"),
              (Rules{"commitments.promisor_prefix?", "commitments.proof.weak?"}));
    EXPECT_EQ(promisor("lei:213800KUD8LAJWSQ9D15", "organisation"),
              and_weak("commitments.promisor_identifier"));
    EXPECT_EQ(promisor("", "organisation"), and_weak("commitments.promisor_identifier"));
    EXPECT_EQ(promisor("320102********0010", "person"), weak);
    EXPECT_EQ(promisor("citizen-id:320102********0010", "person"), weak);
    EXPECT_EQ(promisor("citizen-id:320102180001010010", "person"), weak);
    EXPECT_EQ(promisor("320102 18000101 0010", "person"), weak);
    EXPECT_EQ(promisor("passport:E1", "person"), and_weak("commitments.promisor_identifier"));
    EXPECT_EQ(promisor("320102180001010011", "person"), Rules{"party.identifier"});
    EXPECT_EQ(promisor("320102180001010010", "organisation"), Rules{"party.identifier"});
}

TEST_F(CommitmentsTest, no_fault_quotes_an_identity_number) {
    const Commitments plugin;
    Object data = with(promise(), "promisor_category", R"("person")");
    data.set("promisor", Object{{"name", "某"}, {"identifier", "320102180001010010"}});
    class Nothing final : public plugin::Records {
        std::optional<plugin::Record> find(std::string_view) const override { return std::nullopt; }
        std::vector<plugin::Record> referring_to(std::string_view, std::string_view) const override {
            return {};
        }
        void for_each(std::string_view, const std::function<bool(const plugin::Record&)>&) const override {}
        plugin::Date as_of() const override { return {2026, 3, 1}; }
    } nothing;
    plugin::Faults faults;
    plugin.validate({"commitments.commitment.signed", first, "2026-03-01", data}, nothing, faults);
    // Bare, as no draft reaches it: the host names the scheme before.
    ASSERT_EQ(rules_of(faults),
              (Rules{"commitments.citizen_id_in_clear", "commitments.promisor_identifier", weak[0]}));
    for (const plugin::Fault& fault : faults)
        EXPECT_EQ((fault.message.en + fault.message.zh).find("320102180001010010"), std::string::npos);
}

TEST_F(CommitmentsTest, a_wrong_check_character_is_named_with_the_right_one) {
    Object data = with(promise(), "promisor_category", R"("person")");
    data.set("promisor", Object{{"name", "某"}, {"identifier", "32010218000101001X"}});
    ASSERT_EQ(sign(std::move(data)), Rules{"party.identifier"});
    const plugin::Text& text = bench.last_faults().front().message;
    const std::string message = text.en + text.zh;
    EXPECT_NE(message.find("“X”"), std::string::npos) << message;
    EXPECT_NE(message.find("“0”"), std::string::npos) << message;
    EXPECT_EQ(message.find("32010218"), std::string::npos) << message;
}

TEST_F(CommitmentsTest, the_acceptor_is_another_body) {
    EXPECT_EQ(sign(with(promise(), "acceptor", R"({"name":"a","identifier":""})")),
              (Rules{"commitments.acceptor", weak[0]}));
    EXPECT_EQ(sign(with(promise(), "acceptor", R"({"name":"a","identifier":"91320282MA0000015N"})")),
              (Rules{"commitments.acceptor_is_promisor", "commitments.acceptor_prefix?", weak[0]}));
}

TEST_F(CommitmentsTest, a_proof_has_the_parts_of_its_kind) {
    const std::string digest(64, 'a');
    EXPECT_EQ(rules_of_proof(
                  R"({"kind":"signature","algorithm":"ed25519","public_key":"AAAA","signature":"AA=="})"),
              Rules{});
    EXPECT_EQ(plugin::text_at(bench.at(bench.last_record(), "2026-03-01").fields, "proof_strength"),
              "strong");
    EXPECT_EQ(
        rules_of_proof(R"({"kind":"signature","algorithm":"ed25519","public_key":"A","signature":"AA=="})"),
        Rules{"commitments.proof.base64"});
    EXPECT_EQ(
        rules_of_proof(R"({"kind":"signature","algorithm":"rot13","public_key":"AAAA","signature":"AAAA"})"),
        Rules{"choice.unknown"});
    EXPECT_EQ(rules_of_proof(R"({"kind":"signature","public_key":"AAAA","signature":"AAAA"})"),
              Rules{"commitments.proof.missing"});
    EXPECT_EQ(rules_of_proof((R"({"kind":"letter","signatory":"某","authority":"法定代表人","attachment":")" +
                              digest + "\"}")
                                 .c_str()),
              Rules{});
    EXPECT_EQ(plugin::text_at(bench.at(bench.last_record(), "2026-03-01").fields, "proof_strength"),
              "documented");
    EXPECT_EQ(rules_of_proof(R"({"kind":"letter","signatory":"某","authority":"法定代表人"})"),
              Rules{"commitments.proof.missing"});
    EXPECT_EQ(rules_of_proof(R"({"kind":"statement"})"), (Rules{"commitments.proof.missing", weak[0]}));
    EXPECT_EQ(rules_of_proof(R"({"kind":"statement","signatory":"某","signature":"AAAA"})"),
              (Rules{"commitments.proof.unfit", weak[0]}));
    EXPECT_EQ(sign(), weak);
    EXPECT_EQ(plugin::text_at(bench.at(bench.last_record(), "2026-03-01").fields, "proof_strength"), "weak");
}

TEST_F(CommitmentsTest, the_type_other_wants_words) {
    EXPECT_EQ(sign(with(promise(), "type", R"("other")")), (Rules{weak[0], "commitments.type_text?"}));
    EXPECT_EQ(sign(with(with(promise(), "type", R"("other")"), "type_text", R"("专项")")), weak);
}

TEST_F(CommitmentsTest, a_scheme_has_clauses_and_promises_keep_to_them) {
    const auto open = [&](const std::string& record, const std::string& clauses,
                          const std::string& liability) {
        return bench.add(
            "commitments.scheme.opened", record, "2026-02-01",
            json_object(
                R"({"name":"公约 2026","association":{"name":"协会","identifier":"51320282MJ000000XL"},
                                         "liability":")" +
                liability + R"(","clauses":)" + clauses + "}"));
    };
    const std::string clauses =
        R"([{"id":"1","text":"用原矿泥料","check_every":"quarter"},{"id":"2","text":"签订合同"}])";
    EXPECT_EQ(open("", clauses, "提醒"), Rules{});
    EXPECT_EQ(bench.last_record(), "scheme/公约 2026");
    EXPECT_EQ(bench.status("scheme/公约 2026", "2026-02-01"), "open");
    EXPECT_EQ(open("", clauses, "提醒"), Rules{"lifecycle.exists"});
    EXPECT_EQ(open("scheme/b", clauses, "处罚"), Rules{"commitments.wording"});
    EXPECT_EQ(open("scheme/b", R"([{"id":"1","text":"a"},{"id":"1","text":"黑名单"}])", "提醒"),
              (Rules{"commitments.clause_twice", "commitments.wording"}));
    EXPECT_EQ(open("scheme/b", "[]", "提醒"), Rules{"list.too_short"});

    const Object under = with(promise(), "scheme", R"("scheme/公约 2026")");
    EXPECT_EQ(sign(with(under, "clauses", R"(["1","3"])")), (Rules{"commitments.clause", weak[0]}));
    EXPECT_EQ(sign(with(under, "clauses", R"(["1","1"])")), (Rules{"commitments.clause_twice", weak[0]}));
    EXPECT_EQ(sign(with(under, "clauses", R"(["1"])")), weak);
    EXPECT_EQ(step("accepted"), Rules{});
    // Only what was promised can be broken.
    EXPECT_EQ(step("breach_found", R"({"severity":"minor","facts":"f","found_on":"2026-06-01","clauses":["2"],
                                       "fulfilment":"partial","measures":"m",
                                       "finder":{"name":"协会","identifier":"51320282MJ000000XL"}})"),
              (Rules{"commitments.breach.notice?", "commitments.clause"}));
    EXPECT_EQ(step("checked", R"({"on":"2026-06-01","result":"kept","clauses":["2"],
                                  "checker":{"name":"协会","identifier":"51320282MJ000000XL"}})"),
              Rules{"commitments.clause"});
}

TEST_F(CommitmentsTest, an_association_is_named_by_its_code) {
    const auto by = [&](const std::string& identifier) {
        return bench.add("commitments.scheme.opened", "scheme/a", "2026-02-01",
                         json_object(R"({"name":"公约","liability":"提醒","clauses":[{"id":"1","text":"t"}],
                                         "association":{"name":"协会","identifier":")" +
                                     identifier + "\"}}"));
    };
    EXPECT_EQ(by(""), Rules{"commitments.association"});
    EXPECT_EQ(by(firm), Rules{"commitments.association_prefix?"});
}

TEST_F(CommitmentsTest, acceptance_puts_it_in_force_until_its_last_day) {
    accept();
    EXPECT_EQ(status("2026-03-02"), "signed");
    EXPECT_EQ(status("2026-03-03"), "in_force");
    EXPECT_EQ(status("2026-12-31"), "in_force");
    EXPECT_EQ(status("2027-01-01"), "expired");
    EXPECT_EQ(step("published"), Rules{});
    EXPECT_EQ(status("2026-06-01"), "in_force");
    EXPECT_EQ(step("published"), Rules{"lifecycle.state"});
}

TEST_F(CommitmentsTest, nothing_is_found_before_acceptance) {
    sign();
    EXPECT_EQ(breach(), Rules{"lifecycle.state"});
    EXPECT_EQ(step("fulfilment_found",
                   R"({"status":"full","found_on":"2026-06-01","finder":{"name":"协会","identifier":""}})"),
              Rules{"lifecycle.state"});
    EXPECT_EQ(step("published"), Rules{"lifecycle.state"});
    EXPECT_EQ(step("rectification_planned", R"({"on":"2026-06-01"})"), Rules{"lifecycle.state"});
    EXPECT_EQ(step("accepted", "{}", "2027-01-01"), Rules{"commitments.over"});
}

TEST_F(CommitmentsTest, what_is_withheld_is_not_published) {
    EXPECT_EQ(sign(with(promise(), "publication", R"("withheld")")), weak);
    EXPECT_EQ(step("accepted"), Rules{});
    EXPECT_EQ(step("published"), Rules{"commitments.publication"});
}

TEST_F(CommitmentsTest, fulfilment_in_part_says_what_is_missing) {
    accept();
    const auto found = [&](const std::string& rest, const std::string& day = "2027-01-10") {
        return step(
            "fulfilment_found",
            R"({"finder":{"name":"协会","identifier":"51320282MJ000000XL"},"found_on":"2027-01-10",)" + rest +
                "}",
            day);
    };
    EXPECT_EQ(found(R"("status":"partial")"),
              (Rules{"commitments.fulfilment.missing", "commitments.fulfilment.missing"}));
    EXPECT_EQ(found(R"("status":"full","unmet":"x")"), Rules{"commitments.fulfilment.full"});
    EXPECT_EQ(found(R"("status":"partial","unmet":"x","measures":"处罚")"), Rules{"commitments.wording"});
    EXPECT_EQ(found(R"("status":"full")", "2027-01-09"), Rules{"commitments.date"});
    EXPECT_EQ(found(R"("status":"partial","unmet":"x","measures":"提醒")"), Rules{});
    EXPECT_EQ(status("2027-01-10"), "partly_fulfilled");
    EXPECT_EQ(step("fulfilment_found",
                   std::string(R"({"status":"full","found_on":"2027-01-09",)") + finder + "}", "2027-01-11"),
              Rules{"commitments.date"})
        << "an earlier finding does not replace a later one";
    EXPECT_EQ(found(R"("status":"full")"), Rules{});
    const plugin::Record record = bench.at(first, "2027-01-10");
    EXPECT_EQ(record.status, "fulfilled");
    EXPECT_EQ(plugin::text_at(record.fields, "fulfilment"), "full");
    EXPECT_FALSE(record.fields.contains("unmet"));
    EXPECT_FALSE(record.fields.contains("status"));
    EXPECT_EQ(found(R"("status":"full")"), Rules{"lifecycle.state"});
}

TEST_F(CommitmentsTest, the_same_promise_twice_is_told) {
    ASSERT_EQ(sign(), weak);
    EXPECT_EQ(sign(with(promise(), "matter", R"("另一事项")")), weak);
    EXPECT_EQ(sign(with(promise(), "valid_until", R"("2027-12-31")")), weak);
    EXPECT_EQ(sign(), again);
    ASSERT_EQ(step("withdrawn", R"({"reason":"重复登记"})", "2026-03-02"), Rules{});
    EXPECT_EQ(sign(), again) << "the second one still stands";
}

TEST_F(CommitmentsTest, nobody_judges_itself) {
    accept();
    EXPECT_EQ(step("breach_found", R"({"severity":"minor","facts":"f","found_on":"2026-06-01",
                                       "finder":{"name":"陶缘","identifier":"91320282MA0000015N"}})"),
              (Rules{"commitments.breach.notice?", "commitments.breach.template?",
                     "commitments.breach.template?", "commitments.finder_is_promisor"}));
    EXPECT_EQ(step("breach_found", R"({"severity":"minor","facts":"f","found_on":"2026-02-01",
                                       "finder":{"name":"协会","identifier":"51320282MJ000000XL"}})"),
              (Rules{"commitments.breach.notice?", "commitments.breach.template?",
                     "commitments.breach.template?", "commitments.date"}));
    EXPECT_EQ(step("checked", R"({"on":"2026-06-01","result":"kept",
                                  "checker":{"name":"陶缘","identifier":"91320282MA0000015N"}})"),
              Rules{"commitments.finder_is_promisor"});
}

TEST_F(CommitmentsTest, an_objection_stands_beside_the_status_until_it_is_settled) {
    accept();
    EXPECT_EQ(step("dispute_settled", R"({"text":"t"})"), Rules{"commitments.not_disputed"});
    EXPECT_EQ(step("disputed", R"({"text":"不认可"})"), Rules{});
    EXPECT_EQ(bench.at(first, "2026-06-01").overlays, std::vector<std::string>{"disputed"});
    EXPECT_EQ(status("2026-06-01"), "in_force");
    EXPECT_EQ(step("dispute_settled", R"({"text":"维持","outcome":"不成立"})", "2026-06-10"), Rules{});
    const plugin::Record record = bench.at(first, "2026-06-10");
    EXPECT_TRUE(record.overlays.empty());
    const Object& dispute = *plugin::array_at(record.fields, "disputes").at(0).object();
    EXPECT_EQ(plugin::text_at(dispute, "text"), "不认可");
    EXPECT_EQ(plugin::text_at(dispute, "outcome"), "不成立");
}

TEST_F(CommitmentsTest, folding_twice_gives_the_same) {
    accept();
    breach();
    step("disputed", R"({"text":"t"})", "2026-06-02");
    EXPECT_EQ(bench.at(first, "2026-07-01").fields, bench.at(first, "2026-07-01").fields);
    EXPECT_EQ(bench.at(first, "2026-07-01").overlays, bench.at(first, "2026-07-01").overlays);
}

}  // namespace
}  // namespace xinbu::commitments::test
