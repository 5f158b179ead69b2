// Credit commitments: schemes of an association, what members promised under them, whether it was kept,
// breached and repaired, and evaluations of integrity.
//
// Stored statuses are those of the entries; present() adds what follows from dates: an accepted or published
// commitment is `in_force` from the day it was made to the last day of its validity and `expired` after it.
// An expired one was never found kept or broken, and nothing here pretends that it was.
#pragma once

#include <memory>

#include "xinbu/plugin/api.hpp"

namespace xinbu::commitments {

class Commitments final : public plugin::Plugin {
public:
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
    ///   C-05 counts · C-06 commitments proven by a statement only
    /// Facts, integers but for the lists of record ids:
    ///   `in_force`            in force on that day
    ///   `kept`                found fulfilled in full
    ///   `partly_kept`         found fulfilled in part
    ///   `broken`              breached, no repair under way (a refused repair included)
    ///   `under_repair`        breached, rectifying or repair applied for
    ///   `repaired`            breached once, repaired since
    ///   `expired_unverified`  validity over, no finding
    ///   `pending`             signed, not accepted yet
    ///   `open_breaches`       list: the broken ones and those under repair
    ///   `disputed`            list: those with an objection that is not settled
    std::optional<plugin::CheckAnswer> check(std::string_view name, const plugin::Object& parameters,
                                             const plugin::Records& records,
                                             const plugin::AskCheck& ask) const override;
    void import_row(std::string_view adapter, const plugin::CsvRow& row,
                    plugin::ImportSink& sink) const override;
};

std::unique_ptr<plugin::Plugin> make_commitments();

}  // namespace xinbu::commitments
