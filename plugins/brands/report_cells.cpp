#include "declaration.hpp"
#include "reports.hpp"
#include "xinbu/plugin/divisions.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::brands {

using plugin::Cell;
using plugin::Text;

Cell share_cell(std::int64_t part, std::int64_t whole, plugin::Tone tone) {
    constexpr std::int64_t basis = 10'000;
    if (whole <= 0 || part < 0 || part > INT64_MAX / basis) return {};
    return {plugin::Value(part * basis / whole), tone};
}

Text division_name(std::string_view code) {
    if (code.size() != 6 || !plugin::all_digits(code)) return same(code);
    const int number = plugin::detail::number_of(code);
    std::string name(code);
    if (const plugin::Division* division = plugin::jiangsu_division(number))
        return same(name.append(" ").append(division->name));
    if (const plugin::FormerDivision* former = plugin::former_jiangsu_division(number)) {
        name.append(" ").append(former->name);
        const std::string year = std::to_string(former->last_year);
        return {name + " (abolished in " + year + ")", name + "（" + year + "年撤销）"};
    }
    const plugin::Division* province = plugin::province_of(number / 10000);
    return same(province != nullptr ? name.append(" ").append(province->name) : name);
}

Text label_at(const plugin::Object& fields, std::string_view member,
              const std::vector<plugin::Choice>& choices) {
    const std::string_view id = plugin::text_at(fields, member);
    return id.empty() ? Text{} : label_of(choices, id);
}

}  // namespace xinbu::brands
