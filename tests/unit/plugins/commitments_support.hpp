// A registry with the plugins brands and commitments, and a promise in it.
#pragma once

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "brands/plugin.hpp"
#include "commitments/plugin.hpp"
#include "plugins/support.hpp"

namespace xinbu::commitments::test {

using plugin::Object;
using xinbu::test::Bench;
using xinbu::test::CollectedImport;
using xinbu::test::json_object;
using xinbu::test::json_value;
using xinbu::test::MapRow;
using xinbu::test::Rules;
using xinbu::test::rules_of;

inline constexpr const char* firm = "91320282MA0000015N";
inline constexpr const char* association = "51320282MJ000000XL";
inline constexpr const char* first = "commitment/32028220260301000001";
inline const Rules weak{"commitments.proof.weak?"};
/// Of a promise that is on record already.
inline const Rules again{"commitments.proof.weak?", "commitments.said_before?"};

/// The rule pack as it lies in the source folder, before anybody signs it.
inline plugin::Value own_pack() {
    std::ifstream file(std::string(XINBU_RULES_DIR) + "/../../commitments/rules/commitments.CN.rules.json",
                       std::ios::binary);
    return json_value(std::string(std::istreambuf_iterator<char>(file), {}));
}
/// Taken in before any test runs: the plugin has one pack for all of its library.
inline const bool has_rules = [] {
    for (const plugin::Fault& fault : make_commitments()->use_rules("commitments.CN", own_pack()))
        throw std::runtime_error(fault.pointer + ": " + fault.message.en);
    return true;
}();

inline Bench make() {
    std::vector<Bench::Loaded> plugins;
    plugins.push_back({"brands", {}, brands::make_brands()});
    plugins.push_back({"commitments", {"brands"}, make_commitments()});
    return Bench(std::move(plugins));
}

/// A promise that breaks no rule but for its weak proof.
inline Object promise() {
    return json_object(R"({
        "promisor": {"name": "宜兴陶缘紫砂有限公司", "identifier": "91320282MA0000015N"},
        "promisor_category": "organisation", "type": "self_discipline", "matter": "参加公约",
        "content": "遵守公约", "liability": "接受协会提醒、暂停评优资格", "made_on": "2026-03-01",
        "valid_until": "2026-12-31", "acceptor": {"name": "宜兴市紫砂行业协会", "identifier": "51320282MJ000000XL"},
        "publication": "public", "place": "320282", "promisor_proof": {"kind": "statement", "signatory": "负责人"}})");
}

inline Object with(Object data, std::string name, std::string_view json) {
    data.set(std::move(name), json_value(json));
    return data;
}

/// What the finder of a fulfilment or breach is named in these tests.
inline constexpr const char* finder =
    R"("finder":{"name":"宜兴市紫砂行业协会","identifier":"51320282MJ000000XL"})";

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
    /// Found after a notice to which the promisor answered.
    Rules breach(const std::string& day = "2026-06-01", const std::string& severity = "minor",
                 const std::string& more = "", const std::string& record = first) {
        return step("breach_found",
                    R"({"severity":")" + severity + R"(","facts":"未按时支付工资","notice_on":")" + day +
                        R"(","statement":"情况属实","fulfilment":"none","measures":"提醒","found_on":")" +
                        day + "\"," + finder + more + "}",
                    day, record);
    }
    Rules plan(const std::string& day, const std::string& due = "2026-12-31") {
        return step("rectification_planned", R"({"on":")" + day + R"(","due":")" + due + "\"}", day);
    }
    /// An accepted commitment of the type credit repair by the same firm; its record.
    std::string sign_repair(const std::string& day = "2026-06-01") {
        Object data = with(promise(), "type", R"("credit_repair")");
        data.set("made_on", day);
        data.erase("valid_until");
        EXPECT_EQ(sign(std::move(data), "", day), weak);
        const std::string record = bench.last_record();
        EXPECT_EQ(step("accepted", "{}", day, record), Rules{});
        return record;
    }
    Rules apply(const std::string& day, const std::string& repair) {
        return step("repair_applied",
                    R"({"on":")" + day + R"(","proof":"已补发工资","repair_commitment":")" + repair + "\"}",
                    day);
    }
    Rules rules_of_proof(const char* proof) {
        Object data = with(promise(), "promisor_proof", proof);
        data.set("matter", "第" + std::to_string(++proofs_) + "项");
        return sign(std::move(data));
    }
    std::string status(const std::string& day) const { return bench.status(first, day); }
    std::string field(const char* name, const std::string& day, const std::string& record = first) const {
        return std::string(plugin::text_at(bench.at(record, day).fields, name));
    }

private:
    int proofs_ = 0;
};

/// An integer fact of an answer; -1 where it has none of that name.
inline std::int64_t fact(const plugin::CheckAnswer& answer, std::string_view name) {
    const std::int64_t* value = plugin::integer_at(answer.facts, name);
    return value != nullptr ? *value : -1;
}

inline const plugin::Finding& finding(const plugin::CheckAnswer& answer, std::string_view rule) {
    static const plugin::Finding none{};
    const auto found = std::ranges::find(answer.findings, rule, &plugin::Finding::rule);
    EXPECT_NE(found, answer.findings.end()) << rule;
    return found != answer.findings.end() ? *found : none;
}

}  // namespace xinbu::commitments::test
