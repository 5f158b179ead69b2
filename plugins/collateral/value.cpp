// The check collateral.value: what secures a loan today, and until when.
#include "citations.hpp"
#include "exposure.hpp"
#include "text.hpp"

namespace xinbu::collateral {

using plugin::Date;
using plugin::FindingStatus;
using plugin::Object;
using plugin::Severity;
using plugin::Text;
using plugin::Value;

namespace {

Text value_basis() {
    return both_of(bank_policy(), notice_128());
}

Text security_basis() {
    return both_of({"Civil Code (2020) art. 433", "《民法典》（2020年）第四百三十三条"}, mark_pledge());
}

class ValueAnswer {
public:
    ValueAnswer(const Exposure& exposure, Date day) : exposure_(exposure), day_(day) {}

    plugin::CheckAnswer take() {
        tell_today();
        tell_life();
        tell_end();
        tell_valuations();
        tell_instalments();
        tell_claims();
        return std::move(answer_);
    }

private:
    void add(std::string rule, FindingStatus status, Severity severity, Text message, Text basis) {
        answer_.findings.push_back(
            {std::move(rule), status, severity, std::move(message), std::move(basis), evidence_});
    }

    std::string amount(std::int64_t minor_units) const {
        return amount_text(minor_units, exposure_.principal.currency);
    }
    Value money(std::int64_t minor_units) const {
        return plugin::value_of(plugin::Money{minor_units, exposure_.principal.currency});
    }

    void tell_today() {
        evidence_.push_back(exposure_.loan.id);
        const Worth worth = exposure_.worth_on(day_);
        tell_rights();
        Object& facts = answer_.facts;
        facts.set("as_of", day_.text());
        facts.set("loan", exposure_.loan.id);
        facts.set("principal", money(exposure_.principal.amount));
        facts.set("paid", money(exposure_.repayment.paid()));
        if (worth.is_known()) {
            facts.set("value", money(worth.value));
            facts.set("lendable", money(worth.lendable));
            if (worth.value > 0) facts.set("ltv_bp", ratio_of(exposure_.principal.amount, worth.value));
        }
        const std::string owed = amount(exposure_.principal.amount), value = amount(worth.value);
        if (!exposure_.is_owed()) {
            add("V-01", FindingStatus::met, Severity::block, said("Nothing is owed.", "贷款已无余额。"),
                value_basis());
        } else if (!worth.is_known()) {
            add("V-01", FindingStatus::unknown, Severity::block,
                said("{0} rights have no valid valuation in the loan's currency; the others are worth {1}.",
                     "有{0}项权利无同币种的有效评估；其余价值{1}。", {std::to_string(worth.unknown), value}),
                value_basis());
        } else if (worth.value == 0) {
            add("V-01", FindingStatus::not_met, Severity::block,
                said("{0} is owed and no right of any value secures it on {1}.",
                     "{1}贷款余额{0}，无有价值的权利担保。", {owed, day_.text()}),
                value_basis());
        } else {
            const bool is_within = exposure_.principal.amount <= worth.lendable;
            add("V-01", is_within ? FindingStatus::met : FindingStatus::not_met, Severity::block,
                said("{0} owed of a value of {1} is {2}; the caps allow {3}.",
                     "贷款余额{0}／价值{1}＝{2}；质押率上限允许{3}。",
                     {owed, value, percent(ratio_of(exposure_.principal.amount, worth.value)),
                      amount(worth.lendable)}),
                value_basis());
        }
    }

    void tell_rights() {
        plugin::Array rights;
        for (const Cover& cover : exposure_.covers) {
            evidence_.push_back(cover.right);
            Object one{{"right", cover.right}, {"pledge", cover.pledge}, {"stands", cover.stands_on(day_)}};
            if (cover.valuation) evidence_.push_back(cover.valuation->record);
            if (cover.latest) {
                one.set("valuation", cover.latest->record);
                one.set("revalue_on", cover.latest->last_valid_day(exposure_.policy).plus_days(1).text());
            }
            if (cover.cap) one.set("cap_bp", cover.cap->basis_points);
            if (const auto value = cover.value_on(day_, exposure_.policy)) {
                one.set("value", money(*value));
                if (cover.cap) one.set("lendable", money(share_of(*value, cover.cap->basis_points)));
            }
            if (cover.last_day) one.set("last_day", cover.last_day->text());
            if (cover.pledged_until) one.set("pledged_until", cover.pledged_until->text());
            if (cover.prior.value_or(0) > 0) one.set("prior", money(*cover.prior));
            rights.emplace_back(std::move(one));
        }
        answer_.facts.set("rights", std::move(rights));
    }

    void tell_life() {
        if (!exposure_.is_owed() || !exposure_.due || *exposure_.due < day_) return;
        plugin::Array curve;
        for (const Date day : chart_days(exposure_, day_, *exposure_.due)) {
            const Worth worth = exposure_.worth_on(day);
            Object point{{"day", day.text()}, {"owed", money(exposure_.owed_on(day))}};
            if (worth.is_known()) {
                point.set("value", money(worth.value));
                point.set("lendable", money(worth.lendable));
                if (worth.value > 0) point.set("ltv_bp", ratio_of(exposure_.owed_on(day), worth.value));
            }
            curve.emplace_back(std::move(point));
        }
        answer_.facts.set("curve", std::move(curve));
        const std::string due = exposure_.due->text();
        const auto over = exposure_.over_cap_from(day_, *exposure_.due);
        if (over) {
            answer_.facts.set("over_cap_from", over->text());
            add("V-02", FindingStatus::not_met, Severity::warn,
                said("From {0} the value no longer carries the loan by the caps; it falls due on {1}.",
                     "自{0}起价值按质押率上限不再覆盖贷款；贷款于{1}到期。", {over->text(), due}),
                value_basis());
        } else if (exposure_.worth_on(*exposure_.due).is_known()) {
            add("V-02", FindingStatus::met, Severity::warn,
                said("The value carries the loan by the caps until it falls due on {0}.",
                     "至到期日{0}，价值按质押率上限始终覆盖贷款。", {due}),
                value_basis());
        } else {
            add("V-02", FindingStatus::unknown, Severity::warn,
                said("The value until {0} is not known.", "至{0}的价值无法推算。", {due}), value_basis());
        }
    }

    void tell_end() {
        if (!exposure_.is_owed()) return;
        const auto end = exposure_.unsecured_from(day_, exposure_.horizon(day_));
        if (!end) return;
        answer_.facts.set("unsecured_from", end->text());
        const bool is_now = *end == day_;
        const bool is_early = is_now || !exposure_.due || *end <= *exposure_.due;
        add("V-03", is_early ? FindingStatus::not_met : FindingStatus::met,
            is_now ? Severity::block : Severity::warn,
            is_early ? said("Unsecured from {0}, {1} days from now; the loan falls due on {2}.",
                            "自{0}起无担保（尚有{1}日）；贷款于{2}到期。",
                            {end->text(), std::to_string(end->days_since(day_)),
                             exposure_.due ? exposure_.due->text() : "—"})
                     : said("Secured until {0}, after the loan falls due.", "担保持续至{0}，晚于贷款到期日。",
                            {end->plus_days(-1).text()}),
            security_basis());
    }

    void tell_valuations() {
        std::optional<Date> first;
        for (const Cover& cover : exposure_.covers) {
            if (!cover.latest || !exposure_.is_owed()) continue;
            const Date again = cover.latest->last_valid_day(exposure_.policy).plus_days(1);
            if (!first || again < *first) first = again;
        }
        if (!first) return;
        answer_.facts.set("revalue_on", first->text());
        const bool is_late = *first <= day_;
        add("V-04", is_late ? FindingStatus::not_met : FindingStatus::met, Severity::warn,
            is_late ? said("A valuation ran out: a new one was due on {0}.",
                           "有评估已失效：应于{0}重新评估。", {first->text()})
                    : said("The next valuation is due on {0}.", "下次评估应于{0}进行。", {first->text()}),
            value_basis());
    }

    /// Nothing where the contract has no schedule.
    void tell_instalments() {
        const Repayment& repayment = exposure_.repayment;
        if (repayment.instalments().empty() || !exposure_.is_owed()) return;
        if (const Instalment* next = repayment.next())
            answer_.facts.set("next_instalment",
                              Object{{"amount", money(next->open)}, {"due", next->due.text()}});
        if (repayment.arrears() > 0) {
            const std::string since = repayment.arrears_since()->text();
            answer_.facts.set("arrears", money(repayment.arrears()));
            answer_.facts.set("arrears_since", since);
            add("V-05", FindingStatus::not_met, Severity::warn,
                said("In arrears with {0} since {1}.", "自{1}起拖欠分期还款{0}。",
                     {amount(repayment.arrears()), since}),
                {"Loan contract", "借款合同"});
        } else {
            const Instalment* next = repayment.next();
            add("V-05", FindingStatus::met, Severity::warn,
                next != nullptr
                    ? said("No instalment is in arrears; the next, {0}, is due on {1}.",
                           "无拖欠的分期还款；下期{0}应于{1}偿还。", {amount(next->open), next->due.text()})
                    : said("No instalment is in arrears, none is left.", "分期还款均已清偿。"),
                {"Loan contract", "借款合同"});
        }
    }

    /// What is registered is all that is secured, whatever the rights are worth.
    void tell_claims() {
        const auto secured = exposure_.registered_claims();
        if (!secured || !exposure_.is_owed()) return;
        const bool is_covered = *secured >= exposure_.principal.amount;
        add("V-06", is_covered ? FindingStatus::met : FindingStatus::not_met, Severity::block,
            said("{0} is secured by what is registered, {1} is owed.", "登记担保数额{0}，尚欠{1}。",
                 {amount(*secured), amount(exposure_.principal.amount)}),
            {"SPC Interpretation on Security (2020) art. 15", "最高人民法院担保制度解释（2020年）第十五条"});
    }

    const Exposure& exposure_;
    Date day_;
    std::vector<std::string> evidence_;
    plugin::CheckAnswer answer_;
};

}  // namespace

plugin::CheckAnswer value(const Object& parameters, const plugin::Records& records,
                          const plugin::AskCheck& ask) {
    const Asked asked = loan_asked(parameters, records);
    if (asked.loan)
        return ValueAnswer(exposure_of(*asked.loan, records, ask, asked.pledge), records.as_of()).take();
    plugin::CheckAnswer answer;
    answer.findings.push_back({"V-00",
                               FindingStatus::unknown,
                               Severity::block,
                               said("Name a loan or a pledge that is on record.", "请指定在案的贷款或质押。"),
                               {},
                               {}});
    return answer;
}

}  // namespace xinbu::collateral
