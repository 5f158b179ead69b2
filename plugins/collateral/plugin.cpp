#include "plugin.hpp"

#include "alerts.hpp"
#include "bundle.hpp"
#include "collateral.hpp"
#include "deadlines.hpp"
#include "eligibility.hpp"
#include "exposure.hpp"
#include "pledged.hpp"
#include "ranking.hpp"
#include "reports.hpp"

namespace xinbu::collateral {

std::unique_ptr<plugin::Plugin> make_collateral() {
    return std::make_unique<Collateral>();
}

std::optional<plugin::CheckAnswer> Collateral::check(std::string_view name, const plugin::Object& parameters,
                                                     const plugin::Records& records,
                                                     const plugin::AskCheck& ask) const {
    if (name == "collateral.eligibility") return eligibility(parameters, records, ask);
    if (name == "collateral.bundle") return bundle(parameters, records, ask);
    if (name == "collateral.value") return value(parameters, records, ask);
    if (name == "collateral.deadlines") return deadlines(parameters, records);
    if (name == "collateral.alerts") return alerts(parameters, records, ask);
    if (name == "collateral.ranking") return ranking(parameters, records, ask);
    if (name == "collateral.pledged") return pledged(parameters, records);
    return std::nullopt;
}

std::optional<plugin::ReportModel> Collateral::report(std::string_view name, const plugin::Object& parameters,
                                                      const plugin::Records& records,
                                                      const plugin::AskCheck& ask) const {
    if (name == "collateral.runway") return runway(parameters, records, ask);
    if (name == "collateral.certificate") return certificate(parameters, records, ask);
    if (name == "collateral.portfolio") return portfolio(parameters, records, ask);
    if (name == "collateral.stress") return stress(parameters, records, ask);
    if (name == "collateral.brand") return brand_page(parameters, records, ask);
    return std::nullopt;
}

}  // namespace xinbu::collateral
