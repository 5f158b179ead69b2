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

/// The third digits of the groups of each division, 01 to 97.
constexpr std::array<std::string_view, 97> groups{
    "123456789", "12345",     "1239",      "12",        "1234",      "129",       "12",        "129",
    "123",       "1239",      "129",       "0",         "12345679",  "1234569",   "123",       "129",
    "12345678",  "123",       "12345",     "1234",      "12349",     "123",       "123",       "123456",
    "1234",      "12345678",  "12345678",  "123",       "12",        "123456789", "1234",      "12345",
    "123456789", "123456789", "123456789", "1234567",   "123456789", "12345679",  "123456789", "123459",
    "129",       "12",        "1234569",   "123",       "12",        "1239",      "129",       "12345679",
    "129",       "1239",      "123456789", "123456789", "123",       "1234",      "123",       "123",
    "12",        "12",        "1234569",   "129",       "12349",     "12349",     "123",       "123459",
    "12345679",  "12345",     "1234569",   "12345679",  "123459",    "12349",     "123",       "123456789",
    "12345",     "123456789", "12349",     "12349",     "12",        "123456",    "12349",     "123456789",
    "1239",      "129",       "123459",    "1239",      "12",        "12",        "1234567",   "12345679",
    "1239",      "123459",    "0",         "1239",      "12",        "129",       "1234",      "12",
    "0"};

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
    if (digits.size() > 2 && known.find(digits[2]) == std::string_view::npos)
        return group_fault(digits, known);
    return std::nullopt;
}

Text industry_section(std::string_view code) {
    if (industry_fault(code)) return {};
    const std::size_t at =
        has_letter(code) ? static_cast<std::size_t>(code[0] - 'A') : section_of(division_of(code));
    const std::string letter(1, static_cast<char>('A' + at));
    return {letter + " " + std::string(sections[at].en), letter + " " + std::string(sections[at].zh)};
}

}  // namespace xinbu::brands
