#include "industry.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::brands {

using plugin::Text;

namespace {

struct Section {
    int last_division;  ///< it begins after that of the section before
    std::string_view en, zh;
};

constexpr std::array<Section, 20> sections{
    {{5, "Agriculture, forestry, animal husbandry and fishery", "农、林、牧、渔业"},
     {12, "Mining", "采矿业"},
     {43, "Manufacturing", "制造业"},
     {46, "Electricity, heat, gas and water", "电力、热力、燃气及水生产和供应业"},
     {50, "Construction", "建筑业"},
     {52, "Wholesale and retail trade", "批发和零售业"},
     {60, "Transport, storage and post", "交通运输、仓储和邮政业"},
     {62, "Accommodation and catering", "住宿和餐饮业"},
     {65, "Information, software and IT services", "信息传输、软件和信息技术服务业"},
     {69, "Finance", "金融业"},
     {70, "Real estate", "房地产业"},
     {72, "Leasing and business services", "租赁和商务服务业"},
     {75, "Research and technical services", "科学研究和技术服务业"},
     {79, "Water, environment and public facilities", "水利、环境和公共设施管理业"},
     {82, "Services to households, repair and other services", "居民服务、修理和其他服务业"},
     {83, "Education", "教育"},
     {85, "Health and social work", "卫生和社会工作"},
     {90, "Culture, sports and entertainment", "文化、体育和娱乐业"},
     {96, "Public administration, social security and organisations", "公共管理、社会保障和社会组织"},
     {97, "International organisations", "国际组织"}}};

/// The groups of each division, 01 to 97: of each its third digit, and behind it the fourth digits of its
/// classes.
constexpr std::array<std::string_view, 97> groups{
    "11239 2123 31234 41239 512349 612349 719 812 90",
    "112 20 312 412 512",
    "1123459 21239 30 9129",
    "112 212",
    "1123459 21239 3129 419",
    "10 20 90",
    "112 212",
    "10 20 90",
    "112345679 2129 31239",
    "11239 20 30 91239",
    "10 20 90",
    "00",
    "112349 219 312 40 5123 61239 7123 91239",
    "119 212 31239 4129 51239 6129 9123459",
    "1123459 2123459 30",
    "10 20 90",
    "1123 2123 3123 4123 512 6123 71239 812349",
    "119 219 30",
    "10 21239 3129 412 512349",
    "11239 21239 3123459 41239",
    "10 20 30 40 90",
    "112 2123 319",
    "1129 20 30",
    "112349 21239 3123456789 412349 51234569 6129",
    "119 212349 30 412",
    "112349 2123459 312 4123456 51239 612345679 712 812349",
    "10 20 30 40 50 612 70 80",
    "112 21234569 312",
    "11234569 2123456789",
    "112 212349 312349 4129 512345679 612 71234569 8129 919",
    "10 20 30 40",
    "1123456789 2129 3129 40 512349",
    "112 212349 3123 40 51239 60 71239 81239 912349",
    "1123459 2123459 312345679 4123456 51239 61234567 7123459 812349 91239",
    "11234567 2123459 31234 41234569 51234 61239 712345679 812345679 912345679",
    "112 20 30 40 50 60 70",
    "11234569 20 312345679 412349 512 612 70 80 9129",
    "11239 2123459 312349 412349 512345679 6129 712349 919",
    "1123459 212 312349 40 5123 612349 71234569 8123459 90",
    "11234569 2123456789 30 40 50 90",
    "119 20 90",
    "10 20",
    "10 20 30 41239 50 60 90",
    "112345679 20 30",
    "1123 20",
    "10 20 30 90",
    "10 20 90",
    "112349 2123 312349 40 5123 6123 7123459 91239",
    "10 20 919",
    "1123 212 30 90",
    "112345679 2123456789 3123456789 412345679 51234 6123456789 7123456789 812349 91239",
    "11239 212345679 3123456789 4123456789 512345 61234567 712349 812345679 912345679",
    "1123 20 31239",
    "112349 2129 3123456789 41239",
    "1123 2123 3129",
    "112 21239 3129",
    "10 20",
    "10 2129",
    "10 20 30 4129 5129 60 90",
    "10 20 90",
    "10 219 30 40 90",
    "10 20 31239 412 919",
    "1129 212 319",
    "10 2129 312349 40 50 90",
    "11239 20 312 40 50 60 7129 919",
    "10 212349 312345679 40 50",
    "112 20 3129 419 50 60 90",
    "11234 20 30 40 5123 60 70 90",
    "119 20 30 40 50 919",
    "10 20 30 40 90",
    "1123459 2123459 30",
    "1123459 212349 3129 41234569 519 612349 7129 812349 9123456789",
    "10 20 30 40 50",
    "10 20 3129 419 5123459 6123 712345 8123456 91239",
    "112345679 20 30 40 90",
    "10 20 30 40 90",
    "11234569 212345679",
    "10 20 30 40 50 6129",
    "10 20 30 40 90",
    "10 20 30 40 5123 60 70 80 90",
    "11234 2129 312 91239",
    "119 212349 90",
    "10 212 3123456 412 50 912349",
    "1123456 212345 3123456 9129",
    "11234569 2129",
    "10 21234569",
    "10 20 30 40 50 60 70",
    "10 20 312 40 50 60 70 90",
    "1129 219 30 9129",
    "11239 20 30 4129 512349 90",
    "00",
    "10 2123456 312 919",
    "10 20",
    "1123459 20 90",
    "11239 2129 30 412",
    "10 20",
    "00"};

/// The third digit and the fourth ones of a group; nothing where the division has none of that third digit.
std::optional<std::string_view> group_in(std::string_view division, char third) {
    while (!division.empty()) {
        const std::size_t end = std::min(division.find(' '), division.size());
        if (division[0] == third) return division.substr(0, end);
        division.remove_prefix(std::min(end + 1, division.size()));
    }
    return std::nullopt;
}

/// The third digits of a division's groups.
std::string thirds_of(std::string_view division) {
    std::string thirds;
    for (std::size_t at = 0; at < division.size(); ++at)
        if (at == 0 || division[at - 1] == ' ') thirds += division[at];
    return thirds;
}

bool has_letter(std::string_view code) {
    return !code.empty() && code[0] >= 'A' && code[0] <= 'T';
}

/// The place of a division's section in `sections`.
std::size_t section_of(int division) {
    std::size_t at = 0;
    while (sections[at].last_division < division) ++at;
    return at;
}

int division_of(std::string_view digits) {
    return plugin::detail::number_of(digits.substr(0, 2));
}

Text shape_fault() {
    return {"No code of GB/T 4754; expected a letter A to T, 2 to 4 digits, or both, such as C307.",
            "不是国民经济行业代码（GB/T 4754）；应为门类字母A至T、2至4位数字，或两者组合，如C307。"};
}

Text group_fault(std::string_view digits, std::string_view known) {
    std::string list;
    for (const char third : known)
        list += (list.empty() ? "" : ", ") + std::string(digits.substr(0, 2)) + third;
    return {"GB/T 4754-2017 has no group " + std::string(digits.substr(0, 3)) +
                "; those of the division are " + list + ".",
            "GB/T 4754-2017没有中类" + std::string(digits.substr(0, 3)) + "；该大类的中类为" + list + "。"};
}

}  // namespace

std::optional<Text> industry_fault(std::string_view code) {
    const bool lettered = has_letter(code);
    const std::string_view digits = lettered ? code.substr(1) : code;
    if (digits.empty()) return lettered ? std::nullopt : std::optional(shape_fault());
    if (!plugin::all_digits(digits) || digits.size() < 2 || digits.size() > 4) return shape_fault();
    const int division = division_of(digits);
    if (division < 1 || division > sections.back().last_division)
        return Text{"GB/T 4754-2017 has the divisions 01 to 97; there is no " +
                        std::string(digits.substr(0, 2)) + ".",
                    "GB/T 4754-2017的大类为01至97，没有" + std::string(digits.substr(0, 2)) + "。"};
    const std::size_t section = section_of(division);
    const char letter = static_cast<char>('A' + section);
    if (lettered && code[0] != letter)
        return Text{"Division " + std::string(digits.substr(0, 2)) + " is of section " + letter + ", not " +
                        code[0] + " (GB/T 4754-2017).",
                    "大类" + std::string(digits.substr(0, 2)) + "属于门类" + letter + "，而非" + code[0] +
                        "（GB/T 4754-2017）。"};
    const std::string_view known = groups[static_cast<std::size_t>(division - 1)];
    if (digits.size() > 2 && !group_in(known, digits[2])) return group_fault(digits, thirds_of(known));
    return std::nullopt;
}

std::optional<Text> industry_doubt(std::string_view code) {
    const std::string_view digits = has_letter(code) ? code.substr(1) : code;
    if (industry_fault(code) || digits.size() < 4) return std::nullopt;
    const auto group = group_in(groups[static_cast<std::size_t>(division_of(digits) - 1)], digits[2]);
    const std::string_view fourths = group ? group->substr(1) : std::string_view();
    if (fourths.find(digits[3]) != std::string_view::npos) return std::nullopt;
    std::string list;
    for (const char fourth : fourths)
        list += (list.empty() ? "" : ", ") + std::string(digits.substr(0, 3)) + fourth;
    return Text{"No class " + std::string(digits) +
                    " of GB/T 4754-2017 is known here; those of the group are " + list + ".",
                "未见GB/T 4754-2017小类" + std::string(digits) + "；该中类的小类为" + list + "。"};
}

Text industry_section(std::string_view code) {
    if (industry_fault(code)) return {};
    const std::size_t at =
        has_letter(code) ? static_cast<std::size_t>(code[0] - 'A') : section_of(division_of(code));
    const std::string letter(1, static_cast<char>('A' + at));
    return {letter + " " + std::string(sections[at].en), letter + " " + std::string(sections[at].zh)};
}

}  // namespace xinbu::brands
