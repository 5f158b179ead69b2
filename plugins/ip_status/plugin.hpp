// Trademarks and patents: is this right alive, whose is it, until when, as of a day, by which law.
//
// A right's record holds what was recorded and `events`, in the order of their dates. What follows from them
// stands beside: `owners` (the present ones; as recorded they are in `recorded_owners`), `last_day` (of the
// term), `paid_through_year` (annual fees of a Chinese patent). Status is a path, LIVE or DEAD, APPLICATION
// or REGISTRATION, and a word; it is UNKNOWN where the sources do not say. What holds beside the status, such
// as `pledge`, `freeze` or `nonuse_request`, is an overlay named after the event that opened it, so that an
// attack that is pending never makes a live right look dead.
//
// What follows from the calendar alone (expired, in grace, lapsed for an unpaid fee) is shown by present()
// and told by the check `ip.status`; it is never stored.
#pragma once

#include <memory>

#include "rules.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::ip_status {

class IpStatus final : public plugin::Plugin {
public:
    std::vector<plugin::RulePackType> rule_packs() const override;
    plugin::Faults use_rules(std::string_view pack, const plugin::Value& content) override;
    plugin::Declaration declare() const override;
    void normalise(plugin::Draft& draft) const override;
    std::optional<std::string> record_id(const plugin::Draft& draft,
                                         plugin::Numbering& numbers) const override;
    void validate(const plugin::Draft& draft, const plugin::Records& records,
                  plugin::Faults& faults) const override;
    void fold(const plugin::EntryType& type, const plugin::Entry& entry,
              plugin::Record& record) const override;
    void present(plugin::Record& record, plugin::Date day) const override;
    /// `ip.status` of `right`: findings IP-…, and facts kind, office, status, granted, alive, ended_on,
    /// last_day, grace_until, in_grace, owners, filing_date, registration_date; overlays (kind, since, date,
    /// until, counterparty, classes, shares); stage (standard, state, stage, previous_stage, category,
    /// key_event); of marks tm5 (number, confidence), classes (those still in force), of Chinese ones
    /// cn_states (id, en, zh; all that hold, the foremost first); of patents of China fee_paid, fee_due,
    /// fee_year, fee_amount, fee_surcharge; extract_of (the day on which it was retrieved) and
    /// extract_age_working_days; doubts (rule, en, zh: each finding that says where the sources contradict
    /// themselves or leave something open), uncertain_since (a day: an act without which the right has ended
    /// had its last day then, and no record shows it; `alive` is absent) and computed_last_day (the end of
    /// the term by the rules of its office, where no source tells it). A fact that is not known is absent.
    /// What stands against the right beside its life (a freeze, an attack, an assignment under way) makes the
    /// verdict `warn`; so does what the sources contradict themselves in, and nothing on record is `block`.
    ///
    /// `ip.deadlines` of `right`, or of all rights of `owner` (organisation/…), `from` a day (the day of the
    /// question) `to` another or `days` ahead (365): facts as_of, from, to and deadlines, an array by date of
    /// id (of the rule), right, kind, what {en, zh}, due and grace_until (civil dates), last_day (grace
    /// counted, days off passed over), opens, days (to due; negative when past), severity (info, warn; block
    /// when only grace is left), consequence {en, zh}, article {en, zh}, law, later_law, source, confidence
    /// (confirmed, firm, unsure), rule_status (verified, unverified), standing (an exposure that stays),
    /// explain [{en, zh}]; and by kind amount, surcharge, amount_confidence, restoration, year, payable_by,
    /// payment, ladder, ladder_from_working_day, classes, last_use, receipt, counterparty, reference,
    /// prolonged_until, unverified_due, filed, missed (true: its last day is past, and no record shows the
    /// act; such a deadline stays until one does), missing_through (the last year without a fee on record
    /// whose grace is over). One finding for each, and IP-00 for each right of an office without rules.
    ///
    /// `ip.fees`, with the same parameters: facts from, to, items (right, kind annual_fee, annual_fee_late
    /// (the surcharge if paid on the day of the question), renewal or renewal_late, year, due, amount,
    /// confidence), unknown (how many rights have fees that are not known here) and total, in CNY, absent
    /// where no fee is known. `ip.owner` of `owner`: by_identifier (right, name, identifier), by_name (right,
    /// name, matched_name, name_kind current or former, match identical, spelling, script or legal_form,
    /// evidence {en, zh}), names (name, kind, evidence, record). `ip.rules`, perhaps of a `day`: facts rules.
    std::optional<plugin::CheckAnswer> check(std::string_view name, const plugin::Object& parameters,
                                             const plugin::Records& records,
                                             const plugin::AskCheck& ask) const override;
    /// `ip.certificate` of `right`, `ip.portfolio` of `owner` or `brand` over `years`, `ip.deadlines` over
    /// `days`, `ip.watch`.
    std::optional<plugin::ReportModel> report(std::string_view name, const plugin::Object& parameters,
                                              const plugin::Records& records,
                                              const plugin::AskCheck& ask) const override;
    void import_row(std::string_view adapter, const plugin::CsvRow& row,
                    plugin::ImportSink& sink) const override;
    void import_element(std::string_view adapter, const plugin::XmlElement& element,
                        plugin::ImportSink& sink) const override;
    void import_document(std::string_view adapter, const plugin::Value& document,
                         plugin::ImportSink& sink) const override;

private:
    Rules rules_;  ///< of every pack, since use_rules(): nothing but import and normalise works without
};

std::unique_ptr<plugin::Plugin> make_ip_status();

}  // namespace xinbu::ip_status
