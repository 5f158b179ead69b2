#include "plugin.hpp"

#include "bundle.hpp"
#include "collateral.hpp"
#include "eligibility.hpp"

namespace xinbu::collateral {

std::unique_ptr<plugin::Plugin> make_collateral() {
    return std::make_unique<Collateral>();
}

std::optional<plugin::CheckAnswer> Collateral::check(std::string_view name, const plugin::Object& parameters,
                                                     const plugin::Records& records,
                                                     const plugin::AskCheck& ask) const {
    if (name == "collateral.eligibility") return eligibility(parameters, records, ask);
    if (name == "collateral.bundle") return bundle(parameters, records, ask);
    return std::nullopt;
}

}  // namespace xinbu::collateral
