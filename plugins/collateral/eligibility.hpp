// The rule pack E01–E49: may this right secure that debt?
//
// Facts of the answer: `value` (money) and `valuation` (record id) of the valuation used, `cap_bp`, `ltv_bp`
// (rounded up, so that it exceeds the cap exactly when the loan does); each is absent where it is not known.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bundle.hpp"
#include "valuation.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::collateral {

plugin::CheckAnswer eligibility(const plugin::Object& parameters, const plugin::Records& records,
                                const plugin::AskCheck& ask);

/// Everything the rules look at, gathered once.
struct Case {
    const plugin::Records& records;
    plugin::Date as_of;
    std::string right;
    bool is_mark = false, is_patent = false;
    RightKind kind = RightKind::unknown;

    std::string pledgor{}, pledgee{};  ///< canonical codes; empty where not given
    std::optional<plugin::Date> due{};
    std::optional<std::int64_t> principal{};  ///< minor units of CNY

    std::optional<plugin::Object> status{};           ///< facts of ip.status
    std::optional<plugin::Object> standing{};         ///< facts of commitments.standing about the pledgor
    std::optional<plugin::Record> register_record{};  ///< the right as recorded
    std::optional<plugin::Record> organisation{};     ///< the pledgor as recorded
    std::vector<plugin::Record> pledges{};            ///< of this right, in any state
    std::vector<Valuation> valuations{};              ///< latest first
    std::optional<Valuation> valuation{};             ///< the latest that is valid
    Policy policy{};
    Bundle bundle{};
};

/// How one rule came out.
struct Judgement {
    plugin::FindingStatus status = plugin::FindingStatus::unknown;
    plugin::Text message;
    std::vector<std::string> evidence{};
    std::optional<plugin::Severity> severity{};  ///< where it differs from the rule's own
};

Judgement met(plugin::Text message, std::vector<std::string> evidence = {});
Judgement not_met(plugin::Text message, std::vector<std::string> evidence = {});
Judgement unknown(plugin::Text message, std::vector<std::string> evidence = {});

enum class Scope { any, patents, marks };

struct Rule {
    std::string_view id;
    plugin::Severity severity;
    Scope scope;
    std::string_view basis;
    Judgement (*judge)(const Case&);
};

const std::vector<Rule>& party_rules();  ///< who pledges, what it promised
const std::vector<Rule>& right_rules();  ///< what the registers say
const std::vector<Rule>& bank_rules();   ///< value, policy, insurance
const std::vector<Rule>& open_rules();   ///< what a person must check, and duties after signing

/// Overlays of that kind in the facts of ip.status.
std::vector<const plugin::Object*> overlays(const Case& subject, std::string_view kind);
/// Pledges of this right that are registered and neither released, enforced nor lapsed.
std::vector<const plugin::Record*> standing_pledges(const Case& subject);
/// Whether both parties of a pledge of this right acknowledged that rule in its contract.
bool is_acknowledged(const Case& subject, std::string_view rule);

}  // namespace xinbu::collateral
