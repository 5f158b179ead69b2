// How a question about eligibility becomes what the rules look at.
#pragma once

#include "eligibility.hpp"

namespace xinbu::collateral {

/// What `parameters` leave open is taken from the contract and its loan.
Request request_of(const plugin::Object& parameters, std::optional<Contract> contract,
                   const plugin::Records& records, const plugin::AskCheck& ask, plugin::Date day);
/// The same, with the contract on record that `parameters` name.
Request request_asked(const plugin::Object& parameters, const plugin::Records& records,
                      const plugin::AskCheck& ask, plugin::Date day);
/// The case of the right at `index`; `request` outlives it.
Case case_of(const Request& request, std::size_t index, const plugin::Records& records,
             const plugin::AskCheck& ask, plugin::Date day);
/// What was looked up about that organisation on or before `day`.
Credit credit_of(const std::string& organisation, const plugin::Records& records, plugin::Date day);
/// A right with its valuations as of `day`, and the cap of its kind; `status`: facts of ip.status.
Security security_of(const std::string& right, const plugin::Object& status, const Policy& policy,
                     const plugin::Records& records, plugin::Date day);

}  // namespace xinbu::collateral
