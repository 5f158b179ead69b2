// The rule pack E01–E49: may this right secure that debt?
//
// Asked of one `right`, of several `rights`, or of a `pledge` on record, whose parties, rights, loan and
// clauses then stand in for parameters that are not given. Each right has one finding for every rule, in the
// order of the rules; of several rights each message begins with the right it is about. A rule about the
// contract has nothing to look at before there is one: it is UNKNOWN then and only informs.
//
// Facts of the answer, of all rights together: `value` (money; what pledges that rank before leave of the
// valuations used), `ltv_bp` (the principal against it, rounded up), where the policy's curve makes less of
// it by that day `reckoned` and `reckoned_ltv_bp`, `unvalued` (rights whose value is not known and not
// counted); of a single right `valuation` (record id) and `cap_bp`, too. Each is absent where it is not
// known. `rules`: for every finding `rule`, `right`, `status`, `inputs` (what the rule looked at, by name),
// `law_since` (since when what it cites is in force) and `source_date` (the day on which the register was
// read, where the record says so).
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bundle.hpp"
#include "elsewhere.hpp"
#include "valuation.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::collateral {

/// Of several rights each message begins with the right, unless `names_rights` is false; the fact `rules` has
/// the right of each finding, in the same order.
plugin::CheckAnswer eligibility(const plugin::Object& parameters, const plugin::Records& records,
                                const plugin::AskCheck& ask, bool names_rights = true);

/// What stands against signing a contract of pledge: a BLOCK rule that is not met, one that is UNKNOWN and
/// that the pledgee has not acknowledged, an ACK rule that not both parties have acknowledged. Judged by
/// what the records of the rights hold, for no other plugin can be asked when an entry is signed.
struct Obstacle {
    std::size_t right = 0;  ///< its place in the contract's list
    plugin::Finding finding;
};
std::vector<Obstacle> obstacles(const plugin::Object& contract, const plugin::Records& records);

/// A pledge on record, or one that is being drafted.
struct Contract {
    std::string record{};  ///< its id; empty for a draft
    std::string status{};  ///< stored; empty for a draft
    plugin::Object fields{};
};

/// The same of what everybody tells who can be asked, on the day of `records`; and other pledges of a mark.
std::vector<Obstacle> obstacles_by(const plugin::AskCheck& ask, const plugin::Object& contract,
                                   const plugin::Records& records);
/// The BLOCK rules that are not met on the day of `records` for a contract on record.
std::vector<Obstacle> blocked_now(const plugin::AskCheck& ask, const Contract& contract,
                                  const plugin::Records& records);

/// A right as it counts towards the loan: what it was valued at and how much of that is lent.
struct Security {
    std::string right;
    RightKind kind = RightKind::unknown;
    std::vector<Valuation> valuations{};   ///< latest first
    std::optional<Valuation> valuation{};  ///< the latest that is valid
    std::optional<Policy::Cap> cap{};
    /// Minor units that pledges before this one secure for other debts; nothing where that is not known.
    std::optional<std::int64_t> prior = 0;
    std::optional<plugin::Date> last_day{};  ///< on which the right still lives

    /// What is left of the valuation behind them; nothing where either is not known.
    std::optional<std::int64_t> left() const {
        if (!valuation || !prior) return std::nullopt;
        return std::max<std::int64_t>(0, valuation->amount - *prior);
    }
    /// The same of what the valuation comes to on `day` by the policy's curve, as `collateral.value` reckons.
    std::optional<std::int64_t> left_on(plugin::Date day, const Policy& policy) const;
};

/// What the latest reading of each source says of an organisation. A list counts until the source that showed
/// it was read again: that another one does not show it takes nothing away.
struct Credit {
    std::vector<plugin::Record> reports{};  ///< one of each source, latest first

    const plugin::Record* latest() const { return reports.empty() ? nullptr : &reports.front(); }
    /// The latest that says so of one of these lists; null where none does.
    const plugin::Record* listing(std::initializer_list<std::string_view> lists) const;
};

/// What is asked: which rights shall secure which debt of whom; and what is known of the parties.
struct Request {
    std::vector<std::string> rights{};
    std::string pledgor{}, pledgee{}, debtor{};  ///< canonical codes; empty where not given
    std::optional<plugin::Date> due{};
    std::optional<std::int64_t> principal{};  ///< minor units
    std::string currency = "CNY";             ///< of the principal
    std::optional<Contract> contract{};
    std::optional<plugin::Record> loan{};

    std::optional<plugin::Object> standing{};      ///< facts of commitments.standing about the pledgor
    std::optional<plugin::Record> organisation{};  ///< the pledgor as recorded
    Credit credit{};                               ///< of the pledgor
    std::vector<plugin::Record> brands{};          ///< of the pledgor, and the one the loan is for
    std::vector<plugin::Record> named_marks{};     ///< of marks_by_name()
    Policy policy{};
    std::vector<Security> securities{};         ///< one for each of `rights`
    CommitmentsElsewhere promised_elsewhere{};  ///< of the pledgor and the loan's brand
};

/// Everything the rules look at, gathered for one right.
struct Case {
    const plugin::Records& records;
    const Request& asked;
    plugin::Date as_of;
    std::string right;
    bool is_mark = false, is_patent = false;
    RightKind kind = RightKind::unknown;

    std::optional<plugin::Object> status{};           ///< facts of ip.status
    std::optional<plugin::Object> fees{};             ///< facts of ip.fees until the debt falls due
    std::optional<plugin::Record> register_record{};  ///< the right as recorded
    std::vector<plugin::Record> pledges{};            ///< of this right, in any state
    std::vector<PledgeElsewhere> pledged_elsewhere{};
    std::vector<ToldElsewhere> told_elsewhere{};  ///< of the state of the right
    Security security{};
    Bundle bundle{};

    const plugin::Object* contract() const { return asked.contract ? &asked.contract->fields : nullptr; }
};

/// How one rule came out.
struct Judgement {
    plugin::FindingStatus status = plugin::FindingStatus::unknown;
    plugin::Text message;
    std::vector<std::string> evidence{};
    std::optional<plugin::Severity> severity{};  ///< where it differs from the rule's own

    /// The same, counted otherwise.
    Judgement as(plugin::Severity other) const {
        Judgement copy = *this;
        copy.severity = other;
        return copy;
    }
};

Judgement met(plugin::Text message, std::vector<std::string> evidence = {});
Judgement not_met(plugin::Text message, std::vector<std::string> evidence = {});
Judgement unknown(plugin::Text message, std::vector<std::string> evidence = {});
Judgement soft(plugin::Text message, std::vector<std::string> evidence = {});

enum class Scope { any, patents, marks };

struct Rule {
    std::string_view id;
    plugin::Severity severity;  ///< the gravest that it can have
    Scope scope;
    plugin::Text basis;
    std::string_view since;   ///< the day on which the latest of what it cites came into force; may be empty
    std::string_view inputs;  ///< names of what it looks at, between blanks
    Judgement (*judge)(const Case&);
};

const std::vector<Rule>& party_rules();     ///< who pledges, what it promised
const std::vector<Rule>& right_rules();     ///< what the registers say
const std::vector<Rule>& mark_rules();      ///< of trademarks alone
const std::vector<Rule>& bank_rules();      ///< value, policy, insurance
const std::vector<Rule>& contract_rules();  ///< what the contract says
const std::vector<Rule>& duty_rules();      ///< after signing

// ---- what several groups of rules ask for

/// Facts of ip.status; an empty object where the right is not known.
const plugin::Object& facts_of(const Case& subject);
/// Fields of the right's record; an empty object where it is not recorded.
const plugin::Object& register_fields(const Case& subject);
Judgement status_not_known(const Case& subject);
Judgement due_not_given();
/// Why a debt that is due already cannot be secured anew; nothing where it is not, or a contract stands.
std::optional<Judgement> due_before(const Case& subject);
/// Overlays of that kind in the facts of ip.status.
std::vector<const plugin::Object*> overlays(const Case& subject, std::string_view kind);
/// A rule that is met while the register shows nothing of those kinds.
Judgement absent(const Case& subject, std::initializer_list<std::string_view> kinds, plugin::Text none,
                 std::string_view some_en, std::string_view some_zh);
/// "2026-01-02 江南银行, 2026-03-04": since when, and with whom.
std::string overlay_text(const std::vector<const plugin::Object*>& found);
/// Pledges of this right, but for the one asked about, that are registered and neither released, enforced
/// nor lapsed; by registration.
std::vector<const plugin::Record*> standing_pledges(const Case& subject);
/// Pledges of this right from the office's register, from our own records and from those of registries that
/// are followed, but for the one asked about.
struct Pledges {
    std::vector<plugin::Text> shown;
    std::vector<std::string> evidence;
    bool is_known = false;  ///< whether those on the register are known
    /// Contracts that may be registered first: signed, and no pledge yet.
    std::vector<plugin::Text> agreed{};
    std::vector<std::string> agreed_evidence{};
    /// Told by registries whose fingerprint nobody confirmed.
    std::vector<plugin::Text> unconfirmed{};
    std::vector<std::string> unconfirmed_evidence{};
};
Pledges pledges_of(const Case& subject);
/// Why it is not known whether the right bears a pledge, though none stands: another contract may be
/// registered first, or the sources of the register leave it open. Nothing where it is known.
std::optional<Judgement> doubt_of_pledges(const Case& subject, const Pledges& pledges);
/// What a source of the right leaves open or contradicts, of its pledges or of all else; empty where nothing.
plugin::Text doubts_of(const Case& subject, bool about_pledges);

/// Whether an acknowledgement rests on a signature or a signed letter, not on a statement of another.
bool is_signed(const plugin::Object& acknowledgement);
/// Whether both parties of a pledge of this right acknowledged that rule in its contract, each over a
/// signature or a signed letter.
bool is_acknowledged(const Case& subject, std::string_view rule);
/// Why the pledgee took note of that rule in the contract; nothing where it did not.
std::optional<std::string> noted_by_pledgee(const Case& subject, std::string_view rule);
/// The same of a note about one record (`about` of the acknowledgement), or, where it is empty, about none.
std::optional<std::string> noted_by_pledgee(const Case& subject, std::string_view rule,
                                            std::string_view about);
/// Whether a record of a pledge holds that right.
bool pledges_right(const plugin::Object& pledge, std::string_view right);

}  // namespace xinbu::collateral
