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

#include "xinbu/plugin/api.hpp"

namespace xinbu::ip_status {

class IpStatus final : public plugin::Plugin {
public:
    plugin::Declaration declare() const override;
    void normalise(plugin::Draft& draft) const override;
    std::optional<std::string> record_id(const plugin::Draft& draft, plugin::Numbering&) const override;
    void validate(const plugin::Draft& draft, const plugin::Records& records,
                  plugin::Faults& faults) const override;
    void fold(const plugin::EntryType& type, const plugin::Entry& entry,
              plugin::Record& record) const override;
    void present(plugin::Record& record, plugin::Date day) const override;
    /// `ip.status` of `right`: findings IP-…, and facts kind, office, status, granted, alive, ended_on,
    /// last_day, grace_until, in_grace, owners, overlays, filing_date, registration_date, for patents of
    /// China also fee_paid, fee_due, fee_year, fee_amount, fee_surcharge. A fact that is not known is absent.
    std::optional<plugin::CheckAnswer> check(std::string_view name, const plugin::Object& parameters,
                                             const plugin::Records& records,
                                             const plugin::AskCheck& ask) const override;
    void import_row(std::string_view adapter, const plugin::CsvRow& row,
                    plugin::ImportSink& sink) const override;
    void import_element(std::string_view adapter, const plugin::XmlElement& element,
                        plugin::ImportSink& sink) const override;
};

std::unique_ptr<plugin::Plugin> make_ip_status();

}  // namespace xinbu::ip_status
