#include "commitments/plugin.hpp"

#include "brands/plugin.hpp"
#include "plugins/support.hpp"

namespace xinbu::commitments {
namespace {

using plugin::Object;
using test::Bench;
using test::json_object;
using test::Rules;

constexpr const char* firm = "91320282MA0000015N";
constexpr const char* association = "51320282MJ000000XL";
constexpr const char* first = "commitment/32028220260301000001";
const Rules weak{"commitments.proof.weak?"};

Bench make() {
    std::vector<Bench::Loaded> plugins;
    plugins.push_back({"brands", {}, brands::make_brands()});
    plugins.push_back({"commitments", {"brands"}, make_commitments()});
    return Bench(std::move(plugins));
}

/// A promise that breaks no rule but for its weak proof.
Object promise() {
    return json_object(R"({
        "promisor": {"name": "宜兴陶缘紫砂有限公司", "identifier": "91320282MA0000015N"},
        "promisor_category": "organisation", "type": "self_discipline", "matter": "参加公约",
        "content": "遵守公约", "liability": "接受协会提醒、暂停评优资格", "made_on": "2026-03-01",
        "valid_until": "2026-12-31", "acceptor": {"name": "宜兴市紫砂行业协会", "identifier": "51320282MJ000000XL"},
        "publication": "public", "place": "320282", "promisor_proof": {"kind": "statement", "signatory": "负责人"}})");
}

Object with(Object data, std::string name, std::string_view json) {
    data.set(std::move(name), test::json_value(json));
    return data;
}

class CommitmentsTest : public ::testing::Test {
protected:
    Bench bench = make();

    Rules sign(Object data = promise(), const std::string& record = "",
               const std::string& day = "2026-03-01") {
        return bench.add("commitments.commitment.signed", record, day, std::move(data));
    }
    Rules step(const std::string& name, const std::string& data = "{}", const std::string& day = "2026-06-01",
               const std::string& record = first) {
        return bench.add("commitments.commitment." + name, record, day, json_object(data));
    }
    void accept() {
        ASSERT_EQ(sign(), weak);
        ASSERT_EQ(step("accepted", "{}", "2026-03-03"), Rules{});
    }
    Rules breach(const std::string& day = "2026-06-01", const std::string& severity = "minor") {
        return step("breach_found",
                    R"({"severity":")" + severity + R"(","facts":"未按时支付工资","found_on":")" + day +
                        R"(","finder":{"name":"协会","identifier":"51320282MJ000000XL"}})",
                    day);
    }
    std::string status(const std::string& day) const { return bench.status(first, day); }
    Rules rules_of_proof(const char* proof) { return sign(with(promise(), "promisor_proof", proof)); }
};

TEST_F(CommitmentsTest, a_code_is_place_day_and_serial) {
    EXPECT_EQ(sign(), weak);
    EXPECT_EQ(bench.last_record(), first);
    EXPECT_EQ(sign(), weak);
    EXPECT_EQ(bench.last_record(), "commitment/32028220260301000002");
    EXPECT_EQ(sign(with(promise(), "place", R"("320200")")), weak);
    EXPECT_EQ(bench.last_record(), "commitment/32020020260301000001");
    EXPECT_EQ(sign(with(promise(), "made_on", R"("2026-02-28")")), weak);
    EXPECT_EQ(bench.last_record(), "commitment/32028220260228000001");
}

TEST_F(CommitmentsTest, a_code_given_elsewhere_must_fit) {
    EXPECT_EQ(sign(promise(), "commitment/32028220260301000777"), weak);
    EXPECT_EQ(sign(), weak);
    EXPECT_EQ(bench.last_record(), "commitment/32028220260301000778");
    EXPECT_EQ(sign(promise(), "commitment/32028220260302000001"),
              (Rules{"commitments.code", "commitments.proof.weak?"}));
    EXPECT_EQ(sign(promise(), "commitment/x"), (Rules{"commitments.code", "commitments.proof.weak?"}));
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
    const auto promisor = [&](const std::string& identifier, const std::string& category) {
        Object data = with(promise(), "promisor_category", "\"" + category + "\"");
        data.set("promisor", Object{{"name", "某"}, {"identifier", identifier}});
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
    EXPECT_EQ(promisor("citizen-id:320102180001010010", "person"),
              and_weak("commitments.citizen_id_in_clear"));
    EXPECT_EQ(promisor("passport:E1", "person"), and_weak("commitments.promisor_identifier"));
    EXPECT_EQ(promisor("320102180001010010", "person"), Rules{"party.identifier"});
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
        plugin::Date as_of() const override { return {2026, 3, 1}; }
    } nothing;
    plugin::Faults faults;
    plugin.validate({"commitments.commitment.signed", first, "2026-03-01", data}, nothing, faults);
    ASSERT_EQ(test::rules_of(faults), (Rules{"commitments.citizen_id_in_clear", weak[0]}));
    for (const plugin::Fault& fault : faults)
        EXPECT_EQ((fault.message.en + fault.message.zh).find("320102180001010010"), std::string::npos);
    faults.clear();
    data.set("promisor", Object{{"sealed", Object{{"alg", "A256GCM"}}}});
    plugin.validate({"commitments.commitment.signed", first, "2026-03-01", data}, nothing, faults);
    EXPECT_EQ(test::rules_of(faults), weak);
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

TEST_F(CommitmentsTest, an_association_does_not_speak_like_an_authority) {
    for (const char* text : {R"("列入黑名单")", R"("认定为失信主体")", R"("接受处罚")"})
        EXPECT_EQ(sign(with(promise(), "liability", text)), (Rules{weak[0], "commitments.wording"})) << text;
    // An authority may.
    const Object to_authority = with(with(promise(), "type", R"("credit_repair")"), "acceptor",
                                     R"({"name":"局","identifier":"121200004013590816"})");
    EXPECT_EQ(sign(with(to_authority, "liability", R"("依法接受处罚")")), weak);
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
                                       "finder":{"name":"协会","identifier":"51320282MJ000000XL"}})"),
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
    EXPECT_EQ(found(R"("status":"full")"), Rules{});
    const plugin::Record record = bench.at(first, "2027-01-10");
    EXPECT_EQ(record.status, "fulfilled");
    EXPECT_EQ(plugin::text_at(record.fields, "fulfilment"), "full");
    EXPECT_FALSE(record.fields.contains("unmet"));
    EXPECT_FALSE(record.fields.contains("status"));
    EXPECT_EQ(found(R"("status":"full")"), Rules{"lifecycle.state"});
}

TEST_F(CommitmentsTest, nobody_judges_itself) {
    accept();
    EXPECT_EQ(step("breach_found", R"({"severity":"minor","facts":"f","found_on":"2026-06-01",
                                       "finder":{"name":"陶缘","identifier":"91320282MA0000015N"}})"),
              Rules{"commitments.finder_is_promisor"});
    EXPECT_EQ(step("breach_found", R"({"severity":"minor","facts":"f","found_on":"2026-02-01",
                                       "finder":{"name":"协会","identifier":"51320282MJ000000XL"}})"),
              Rules{"commitments.date"});
}

TEST_F(CommitmentsTest, a_breach_is_repaired_step_by_step) {
    accept();
    EXPECT_EQ(breach("2026-06-01", "general"), Rules{});
    EXPECT_EQ(status("2026-06-01"), "breached");
    EXPECT_EQ(step("withdrawn", R"({"reason":"r"})"), Rules{"lifecycle.state"});
    EXPECT_EQ(step("repaired", R"({"on":"2026-06-01"})"), Rules{"lifecycle.state"});
    EXPECT_EQ(step("rectification_planned", R"({"on":"2026-06-01","due":"2026-05-01"})"),
              Rules{"commitments.repair.due"});
    EXPECT_EQ(step("rectification_planned", R"({"on":"2026-06-01","due":"2026-08-31"})"), Rules{});
    EXPECT_EQ(status("2026-06-02"), "rectifying");
    EXPECT_EQ(step("repair_applied", R"({"on":"2026-07-01"})", "2026-07-01"),
              (Rules{"commitments.repair.early?", "commitments.repair.incomplete?",
                     "commitments.repair.incomplete?"}));
    EXPECT_EQ(step("repair_refused", R"({"on":"2026-07-02"})", "2026-07-02"), Rules{});
    EXPECT_EQ(step("rectification_planned", R"({"on":"2026-07-03"})", "2026-07-03"), Rules{});

    // A repair rests on a commitment of that type.
    EXPECT_EQ(sign(), weak);
    EXPECT_EQ(
        step("repair_applied",
             R"({"on":"2026-09-01","proof":"已补发","repair_commitment":"commitment/32028220260301000002"})",
             "2026-09-01"),
        Rules{"commitments.repair.commitment"});
    EXPECT_EQ(
        step("repair_applied",
             R"({"on":"2026-09-01","proof":"已补发","repair_commitment":"commitment/32028220260301000001"})",
             "2026-09-01"),
        Rules{"commitments.repair.commitment"});
    EXPECT_EQ(sign(with(promise(), "type", R"("credit_repair")")), weak);
    EXPECT_EQ(
        step("repair_applied",
             R"({"on":"2026-09-01","proof":"已补发","repair_commitment":"commitment/32028220260301000003"})",
             "2026-09-01"),
        Rules{});
    EXPECT_EQ(step("repaired", R"({"on":"2026-09-10"})", "2026-09-10"), Rules{});
    const plugin::Record record = bench.at(first, "2026-09-10");
    EXPECT_EQ(record.status, "repaired");
    ASSERT_EQ(plugin::array_at(record.fields, "breaches").size(), 1U);
    EXPECT_EQ(plugin::text_at(*plugin::array_at(record.fields, "breaches")[0].object(), "repaired_on"),
              "2026-09-10");
    EXPECT_EQ(step("breach_found", R"({"severity":"serious","facts":"f","found_on":"2026-10-01",
                                       "finder":{"name":"协会","identifier":"51320282MJ000000XL"}})",
                   "2026-10-01"),
              Rules{});
    EXPECT_EQ(status("2026-10-01"), "breached");
    EXPECT_EQ(status("2026-09-30"), "repaired");
}

TEST_F(CommitmentsTest, it_is_withdrawn_or_superseded_while_it_runs) {
    accept();
    EXPECT_EQ(step("withdrawn", R"({"reason":"r"})", "2027-01-01"), Rules{"commitments.over"});
    EXPECT_EQ(step("withdrawn"), Rules{"commitments.reason?"});
    EXPECT_EQ(status("2026-06-01"), "withdrawn");
    EXPECT_EQ(step("superseded", R"({"reason":"r"})"), Rules{"lifecycle.state"});
    EXPECT_EQ(status("2027-06-01"), "withdrawn");
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

TEST_F(CommitmentsTest, an_evaluation_is_numbered_and_ends) {
    const auto evaluate = [&](const std::string& subject, const std::string& evaluator) {
        return bench.add(
            "commitments.evaluation.recorded", "", "2026-04-01",
            json_object(R"({"subject":")" + subject + R"(","grade":"AA","valid_until":"2027-03-31",
                                         "indicators":[{"name":"履约率","result":"100%"}],
                                         "evaluator":{"name":"协会","identifier":")" +
                        evaluator + "\"}}"));
    };
    EXPECT_EQ(evaluate("organisation/91320282MA0000015N", association), Rules{"reference.unknown?"});
    EXPECT_EQ(bench.last_record(), "evaluation/91320282MA0000015N-1");
    EXPECT_EQ(evaluate("organisation/91320282MA0000015N", association), Rules{"reference.unknown?"});
    EXPECT_EQ(bench.last_record(), "evaluation/91320282MA0000015N-2");
    EXPECT_EQ(bench.status("evaluation/91320282MA0000015N-1", "2027-03-31"), "valid");
    EXPECT_EQ(bench.status("evaluation/91320282MA0000015N-1", "2027-04-01"), "expired");
    EXPECT_EQ(evaluate("organisation/51320282MJ000000XL", association),
              (Rules{"commitments.evaluation.self", "reference.unknown?"}));
    EXPECT_EQ(evaluate("scheme/a", association),
              (Rules{"commitments.evaluation.subject", "reference.unknown?"}));
}

// ---- standing

std::int64_t fact(const plugin::CheckAnswer& answer, std::string_view name) {
    const std::int64_t* value = plugin::integer_at(answer.facts, name);
    return value != nullptr ? *value : -1;
}

const plugin::Finding& finding(const plugin::CheckAnswer& answer, std::string_view rule) {
    static const plugin::Finding none{};
    const auto found = std::ranges::find(answer.findings, rule, &plugin::Finding::rule);
    EXPECT_NE(found, answer.findings.end()) << rule;
    return found != answer.findings.end() ? *found : none;
}

TEST_F(CommitmentsTest, standing_follows_the_day) {
    accept();
    const std::string by_code = R"({"organisation":"91320282MA0000015N"})";
    plugin::CheckAnswer answer = bench.check("commitments.standing", by_code, "2026-05-01");
    EXPECT_EQ(fact(answer, "in_force"), 1);
    EXPECT_EQ(fact(answer, "broken"), 0);
    EXPECT_EQ(finding(answer, "C-01").status, plugin::FindingStatus::met);
    EXPECT_EQ(plugin::verdict_of(answer.findings), plugin::Verdict::pass);

    answer = bench.check("commitments.standing", by_code, "2027-01-01");
    EXPECT_EQ(fact(answer, "expired_unverified"), 1);
    EXPECT_EQ(fact(answer, "kept"), 0);
    EXPECT_EQ(finding(answer, "C-03").status, plugin::FindingStatus::unknown);

    breach();
    answer = bench.check("commitments.standing", R"({"organisation":"organisation/91320282MA0000015N"})",
                         "2026-06-01");
    EXPECT_EQ(fact(answer, "broken"), 1);
    EXPECT_EQ(fact(answer, "in_force"), 0);
    EXPECT_EQ(plugin::array_at(answer.facts, "open_breaches"), plugin::Array{first});
    EXPECT_EQ(finding(answer, "C-01").status, plugin::FindingStatus::not_met);
    EXPECT_EQ(finding(answer, "C-01").evidence, std::vector<std::string>{first});
    EXPECT_EQ(plugin::verdict_of(answer.findings), plugin::Verdict::warn);
    EXPECT_EQ(fact(bench.check("commitments.standing", by_code, "2026-05-31"), "broken"), 0);

    step("rectification_planned", R"({"on":"2026-06-02"})", "2026-06-02");
    step("disputed", R"({"text":"t"})", "2026-06-02");
    answer = bench.check("commitments.standing", by_code, "2026-06-02");
    EXPECT_EQ(fact(answer, "under_repair"), 1);
    EXPECT_EQ(fact(answer, "broken"), 0);
    EXPECT_EQ(plugin::array_at(answer.facts, "open_breaches"), plugin::Array{first});
    EXPECT_EQ(finding(answer, "C-04").evidence, std::vector<std::string>{first});

    step("repair_applied", R"({"on":"2026-06-03"})", "2026-06-03");
    step("repair_refused", R"({"on":"2026-06-04"})", "2026-06-04");
    EXPECT_EQ(finding(bench.check("commitments.standing", by_code, "2026-06-04"), "C-02").status,
              plugin::FindingStatus::not_met);
    step("rectification_planned", R"({"on":"2026-06-05"})", "2026-06-05");
    step("repair_applied", R"({"on":"2026-06-06"})", "2026-06-06");
    step("repaired", R"({"on":"2026-06-07"})", "2026-06-07");
    answer = bench.check("commitments.standing", by_code, "2026-06-07");
    EXPECT_EQ(fact(answer, "repaired"), 1);
    EXPECT_EQ(finding(answer, "C-01").status, plugin::FindingStatus::met);
}

TEST_F(CommitmentsTest, standing_counts_promises_and_not_those_who_took_them) {
    accept();
    EXPECT_EQ(
        fact(bench.check("commitments.standing", R"({"organisation":"51320282MJ000000XL"})", "2026-05-01"),
             "in_force"),
        0);
    EXPECT_EQ(finding(bench.check("commitments.standing", "{}", "2026-05-01"), "C-05").status,
              plugin::FindingStatus::unknown);
}

TEST_F(CommitmentsTest, the_standing_of_a_brand_includes_its_lead) {
    bench.add("brands.brand.recorded", "", "2026-01-06",
              json_object(R"({"name":"宜兴紫砂匠","category":"culture","region":"320282",
                              "lead":"organisation/91320282MA0000015N"})"));
    bench.add("brands.brand.recorded", "", "2026-01-06",
              json_object(R"({"name":"宜兴陶工","category":"culture","region":"320282"})"));
    sign();
    step("accepted", "{}", "2026-03-03");
    sign(with(promise(), "brand", R"("brand/宜兴紫砂匠")"));
    step("accepted", "{}", "2026-03-03", "commitment/32028220260301000002");
    sign(with(promise(), "brand", R"("brand/宜兴陶工")"));
    step("accepted", "{}", "2026-03-03", "commitment/32028220260301000003");
    const auto in_force = [&](const char* parameters) {
        return fact(bench.check("commitments.standing", parameters, "2026-05-01"), "in_force");
    };
    EXPECT_EQ(in_force(R"({"brand":"brand/宜兴紫砂匠"})"), 2);
    EXPECT_EQ(in_force(R"({"brand":"brand/宜兴陶工"})"), 1);
    EXPECT_EQ(in_force(R"({"brand":"brand/宜兴紫砂匠","organisation":"91320282MA0000015N"})"), 3);
}

TEST_F(CommitmentsTest, folding_twice_gives_the_same) {
    accept();
    breach();
    step("disputed", R"({"text":"t"})", "2026-06-02");
    EXPECT_EQ(bench.at(first, "2026-07-01").fields, bench.at(first, "2026-07-01").fields);
    EXPECT_EQ(bench.at(first, "2026-07-01").overlays, bench.at(first, "2026-07-01").overlays);
}

// ---- import

std::map<std::string, std::string, std::less<>> template_row() {
    return {{"承诺编码", "32028220260301000001"},
            {"承诺人名称", "宜兴陶缘紫砂有限公司"},
            {"承诺人类别", "法人及非法人组织"},
            {"承诺人代码", firm},
            {"承诺类型", "行业自律型"},
            {"承诺事由", "参加公约"},
            {"承诺内容", "遵守公约"},
            {"违诺责任", "接受协会提醒"},
            {"承诺作出日期", "2026-03-01"},
            {"承诺有效期", "2099/12/31"},
            {"承诺履行状态", "部分履行"},
            {"未履行的承诺内容", "第2条"},
            {"违诺责任追究内容", "提醒"},
            {"履行状态认定日期", "2026年12月1日"},
            {"认定单位", "宜兴市紫砂行业协会"},
            {"认定单位代码", association},
            {"承诺受理单位", "宜兴市紫砂行业协会"},
            {"承诺受理单位代码", association},
            {"公开类型", "可向社会公开"},
            {"备注", "第一批"}};
}

TEST(CommitmentsImport, takes_the_national_field_order) {
    Bench bench = make();
    const Commitments plugin;
    test::CollectedImport taken;
    plugin.import_row("commitments-csv", test::MapRow(template_row()), taken);
    ASSERT_EQ(taken.drafts.size(), 3U);
    EXPECT_TRUE(taken.rejected.empty());
    EXPECT_EQ(bench.add(taken.drafts[0]), weak);
    EXPECT_EQ(bench.add(taken.drafts[1]), Rules{});
    EXPECT_EQ(bench.add(taken.drafts[2]), Rules{});
    const plugin::Record record = bench.at(first, "2026-12-01");
    EXPECT_EQ(record.status, "partly_fulfilled");
    EXPECT_EQ(plugin::text_at(record.fields, "unmet"), "第2条");
    EXPECT_EQ(plugin::text_at(record.fields, "note"), "第一批");
    EXPECT_FALSE(record.fields.contains("valid_until"));
}

TEST(CommitmentsImport, masks_identity_numbers) {
    Bench bench = make();
    const Commitments plugin;
    test::CollectedImport taken;
    auto row = template_row();
    row["承诺人类别"] = "自然人";
    row["承诺人代码"] = "320102180001010010";
    row["承诺履行状态"] = "";
    plugin.import_row("commitments-csv", test::MapRow(row), taken);
    ASSERT_EQ(taken.drafts.size(), 2U);
    EXPECT_EQ(plugin::text_at(plugin::object_at(taken.drafts[0].data, "promisor"), "identifier"),
              "320102********0010");
    EXPECT_EQ(bench.add(taken.drafts[0]), weak);
}

TEST(CommitmentsImport, names_what_is_missing) {
    const Commitments plugin;
    test::CollectedImport taken;
    auto row = template_row();
    row.erase("承诺内容");
    plugin.import_row("commitments-csv", test::MapRow(row), taken);
    row = template_row();
    row.erase("承诺编码");
    plugin.import_row("commitments-csv", test::MapRow(row), taken);
    row["受理地行政区划代码"] = "320282";
    plugin.import_row("commitments-csv", test::MapRow(row), taken);
    row = template_row();
    row.erase("认定单位");
    plugin.import_row("commitments-csv", test::MapRow(row), taken);
    EXPECT_EQ(taken.rejected,
              (std::vector<std::string>{"commitments.import.missing", "commitments.import.missing",
                                        "commitments.import.finding"}));
    EXPECT_EQ(taken.drafts.size(), 3U);
}

}  // namespace
}  // namespace xinbu::commitments
