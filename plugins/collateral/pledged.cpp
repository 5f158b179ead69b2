#include "pledged.hpp"

#include <set>

#include "pledge_dates.hpp"
#include "text.hpp"

namespace xinbu::collateral {

plugin::CheckAnswer pledged(const plugin::Object& parameters, const plugin::Records& records) {
    const std::string pledgee = canonical_code(plugin::text_at(parameters, "pledgee"));
    std::set<std::string> rights;
    records.for_each("pledge", [&](const plugin::Record& pledge) {
        const bool is_theirs =
            pledgee.empty() || canonical_code(code_at(pledge.fields, "pledgee")) == pledgee;
        if (!is_theirs || (pledge.status != "agreed" && pledge.status != "registered")) return true;
        for (const std::string& right : texts_at(pledge.fields, "rights")) {
            const auto last = last_pledged_day(pledge.fields, right);
            const bool is_over = pledge.status == "registered" && last && *last < records.as_of();
            if (!is_over) rights.insert(right);
        }
        return true;
    });
    plugin::CheckAnswer answer;
    plugin::Array values;
    for (const std::string& right : rights) values.emplace_back(right);
    answer.findings.push_back({"CP-01",
                               plugin::FindingStatus::met,
                               plugin::Severity::info,
                               said("{0} rights stand in pledges on record.", "在案存续质押涉及权利{0}项。",
                                    {std::to_string(rights.size())}),
                               {},
                               {}});
    answer.facts.set("values", std::move(values));
    return answer;
}

}  // namespace xinbu::collateral
