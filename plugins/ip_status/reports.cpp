#include "reports.hpp"

#include "declaration.hpp"

namespace xinbu::ip_status {

std::optional<plugin::ReportModel> IpStatus::report(std::string_view name, const plugin::Object& parameters,
                                                    const plugin::Records& records,
                                                    const plugin::AskCheck& ask) const {
    const ReportDesk desk(*this, records, ask);
    if (name == certificate_report) return certificate(desk, plugin::text_at(parameters, "right"));
    if (name == "ip.portfolio") return portfolio(desk, parameters);
    if (name == "ip.deadlines") {
        constexpr int usual_days = 90;
        const std::int64_t* days = plugin::integer_at(parameters, "days");
        return deadlines_report(desk, days != nullptr ? static_cast<int>(*days) : usual_days);
    }
    if (name == "ip.watch") return watch_report(desk);
    if (name == "ip.securities") return securities_report(desk, plugin::text_at(parameters, "right"));
    return std::nullopt;
}

}  // namespace xinbu::ip_status
