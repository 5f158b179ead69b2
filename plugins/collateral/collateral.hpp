// Trademarks and patents as security for loans: valuations, loans, pledges, insurance and the bank's policy.
#pragma once

#include "xinbu/plugin/api.hpp"

namespace xinbu::collateral {

class Collateral final : public plugin::Plugin {
public:
    plugin::Declaration declare() const override;
    void normalise(plugin::Draft& draft) const override;
    std::optional<std::string> record_id(const plugin::Draft& draft,
                                         plugin::Numbering& numbers) const override;
    void validate(const plugin::Draft& draft, const plugin::Records& records,
                  plugin::Faults& faults) const override;
    void advise(const plugin::Draft& draft, const plugin::Records& records, const plugin::AskCheck& ask,
                plugin::Faults& faults) const override;
    void fold(const plugin::EntryType& type, const plugin::Entry& entry,
              plugin::Record& record) const override;
    void present(plugin::Record& record, plugin::Date day) const override;
    std::optional<plugin::CheckAnswer> check(std::string_view name, const plugin::Object& parameters,
                                             const plugin::Records& records,
                                             const plugin::AskCheck& ask) const override;
    std::optional<plugin::ReportModel> report(std::string_view name, const plugin::Object& parameters,
                                              const plugin::Records& records,
                                              const plugin::AskCheck& ask) const override;
};

}  // namespace xinbu::collateral
