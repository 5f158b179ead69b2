#include "elsewhere.hpp"

#include <algorithm>

#include "eligibility.hpp"
#include "pledge_dates.hpp"
#include "text.hpp"

namespace xinbu::collateral {

using plugin::field;
using plugin::FieldKind;
using plugin::Object;
using plugin::text_at;

plugin::Field elsewhere_parameter() {
    const auto line = [](std::string id, plugin::Text label) {
        return field(std::move(id), FieldKind::text, std::move(label));
    };
    return plugin::list_of(
        "elsewhere", {"Pledges in registries that are followed", "所关注登记簿中的质押"},
        plugin::group("pledge", {"Pledge", "质押"},
                      {line("registry", {"Registry", "登记簿"}), line("record", {"Record", "记录"}),
                       line("status", {"Status", "状态"}),
                       field("confirmed", FieldKind::boolean, {"Fingerprint confirmed", "指纹已核对"}),
                       plugin::list_of("rights", {"Rights", "权利"}, line("right", {"Right", "权利"})),
                       field("pledgee", FieldKind::party, {"Pledgee", "质权人"}),
                       field("secured", FieldKind::money, {"Secured amount", "担保数额"}),
                       field("until", FieldKind::date, {"Term ends", "期限届满日"}),
                       line("registration_number", {"Registration number", "登记号"}),
                       field("registered_on", FieldKind::date, {"Registered on", "登记日"})}));
}

plugin::Text PledgeElsewhere::line() const {
    std::string tail = pledge;
    for (const std::string& part : {number, registered_on})
        if (!part.empty()) tail += " · " + part;
    plugin::Text text{registry + ": " + tail, registry + "：" + tail};
    if (!is_registered) {
        text.en += ", agreed only";
        text.zh += "（仅签约）";
    }
    if (!is_confirmed) {
        text.en += ", by a registry that nobody confirmed";
        text.zh += "（该登记簿指纹未核对）";
    }
    return text;
}

std::vector<PledgeElsewhere> pledges_elsewhere(const plugin::Array& told, std::string_view right,
                                               plugin::Date day,
                                               const std::vector<std::string>& own_numbers) {
    std::vector<PledgeElsewhere> found;
    for (const plugin::Value& value : told) {
        if (value.object() == nullptr || !pledges_right(*value.object(), right)) continue;
        const Object& one = *value.object();
        const std::string_view status = text_at(one, "status"), number = text_at(one, "registration_number");
        const bool is_registered = status == "registered";
        const auto last = last_pledged_day(one, right);
        const bool is_over = is_registered && last && *last < day;
        const bool is_own = !number.empty() && std::ranges::find(own_numbers, number) != own_numbers.end();
        if ((!is_registered && status != "agreed") || is_over || is_own) continue;
        found.push_back({std::string(text_at(one, "registry")), boolean_at(one, "confirmed") == true,
                         std::string(text_at(one, "record")), is_registered,
                         std::string(text_at(plugin::object_at(one, "pledgee"), "name")),
                         is_registered ? std::string(text_at(one, "registered_on")) : std::string(),
                         std::string(number), money_at(one, "secured")});
    }
    std::ranges::stable_sort(found, {}, [](const PledgeElsewhere& one) {
        return std::pair(!one.is_registered, one.registered_on);
    });
    return found;
}

}  // namespace xinbu::collateral
