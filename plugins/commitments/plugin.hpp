// Credit commitments: schemes of an association, what members promised under them, whether it was checked,
// kept, breached and repaired, and evaluations of integrity.
//
// Stored statuses are those of the entries; present() adds what follows from dates: an accepted or published
// commitment is `in_force` from the day it was made to the last day of its validity and `expired` after it.
// An expired one was never found kept or broken, and nothing here pretends that it was. An open breach shows
// `repair_possible_from` and `publish_until`, by the terms of publication in force on the day.
#pragma once

#include <memory>

#include "xinbu/plugin/api.hpp"

namespace xinbu::commitments {

class Commitments final : public plugin::Plugin {
public:
    std::vector<plugin::RulePackType> rule_packs() const override;
    plugin::Faults use_rules(std::string_view pack, const plugin::Value& content) override;
    plugin::Declaration declare() const override;
    void normalise(plugin::Draft& draft) const override;
    /// A commitment's 20 digits: place, day on which it was made, serial of that place and day.
    std::optional<std::string> record_id(const plugin::Draft& draft,
                                         plugin::Numbering& numbers) const override;
    void validate(const plugin::Draft& draft, const plugin::Records& records,
                  plugin::Faults& faults) const override;
    void fold(const plugin::EntryType& type, const plugin::Entry& entry,
              plugin::Record& record) const override;
    void present(plugin::Record& record, plugin::Date day) const override;
    /// `commitments.standing` of an `organisation` (its credit code or record) or of a `brand` (its record;
    /// commitments of its leading organisation that name no brand count, too). Where both are given, the
    /// commitments of either. Findings:
    ///   C-01 open breaches · C-02 repairs · C-03 validity over without a finding · C-04 disputes ·
    ///   C-05 counts · C-06 commitments proven by a statement only · C-07 the integrity evaluation ·
    ///   C-08 found not fulfilled, breach not decided · C-09 counted from followed registries · C-10 told by
    ///   followed registries that nobody confirmed, and not counted
    /// Facts, integers but for the lists:
    ///   `in_force`            in force on that day
    ///   `kept`                found fulfilled in full
    ///   `partly_kept`         found fulfilled in part
    ///   `unfulfilled`         found not fulfilled at all; whether that is a breach, nobody decided
    ///   `broken`              breached, no repair under way (a refused repair included)
    ///   `under_repair`        breached, rectifying or repair applied for
    ///   `repaired`            breached once, repaired since
    ///   `expired_unverified`  validity over, no finding
    ///   `pending`             signed, not accepted yet
    ///   `open_breaches`       record ids: the broken ones and those under repair
    ///   `disputed`            record ids: those with an objection that is not settled
    ///   `commitments`         each with commitment, counts_as (one of the above), status, matter, and the
    ///                         entry type that says so with its day (entry, since); `registry` where a
    ///                         followed one tells it
    ///   `breaches`            the open ones: commitment, severity, found_on, repair_possible_from,
    ///                         publish_until, published (whether its class normally is), and the rule: id,
    ///                         law, article {en, zh}, confidence, rule_status
    ///   `evaluation`          record, grade, status, evaluated_on, valid_until, evaluator, appealed; absent
    ///                         where there is none
    ///
    /// `commitments.deadlines` of `commitment` (or an evaluation), `from` a day (that of the question) `to`
    /// another or `days` ahead (365): facts as_of, from, to and deadlines, an array by date of id (of the
    /// rule), commitment, kind (acceptance, check, validity_end, finding, rectification, repair_possible,
    /// publication_end, reopening, evaluation_end, breach_decision), what {en, zh}, due, last_day (days off
    /// passed over), days (to due; negative when past), severity (info, warn), consequence {en, zh}, article
    /// {en, zh}, law, source, confidence (confirmed, firm, unsure), rule_status (verified, unverified),
    /// standing (begins on its day and stays), explain [{en, zh}]; and by kind clauses, breach_severity,
    /// repair_commitment. What is overdue stays until it is done. One finding for each.
    ///
    /// `commitments.participation` of a `scheme`: CP-01 counts, CP-02 whether all have answered (info; warn
    /// once somebody's day is past). Facts scheme, invited, signed (of the invited), uninvited, declined,
    /// open, overdue, rate (basis points of the invited), members: each name, identifier, answer (signed,
    /// signed_uninvited, declined, open), and invitation, commitment, status, signed_on, answer_by where
    /// there.
    ///
    /// `commitments.rules`, perhaps of a `day`: one finding for each rule, and facts rules.
    std::optional<plugin::CheckAnswer> check(std::string_view name, const plugin::Object& parameters,
                                             const plugin::Records& records,
                                             const plugin::AskCheck& ask) const override;
    /// `commitments.letter`, `commitments.register`, `commitments.supervision`: see reports.hpp.
    std::optional<plugin::ReportModel> report(std::string_view name, const plugin::Object& parameters,
                                              const plugin::Records& records,
                                              const plugin::AskCheck& ask) const override;
    void import_row(std::string_view adapter, const plugin::CsvRow& row,
                    plugin::ImportSink& sink) const override;
};

std::unique_ptr<plugin::Plugin> make_commitments();

}  // namespace xinbu::commitments
