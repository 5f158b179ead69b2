#include "name.hpp"

#include <algorithm>
#include <array>

#include "xinbu/plugin/divisions.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::brands {

namespace {

struct Person {
    std::string_view suffix;
    bool names_trade;
};

// The list is open (the opinion ends it with 等); the longest that fits is taken.
constexpr std::array<Person, 38> persons{
    {{"工匠", false},   {"巧匠", false},   {"师傅", false}, {"技师", false}, {"技工", false},
     {"技术员", false}, {"操作员", false}, {"管家", true},  {"保姆", true},  {"护工", true},
     {"护理员", true},  {"焊工", true},    {"厨师", true},  {"月嫂", true},  {"绣娘", true},
     {"渔工", true},    {"船工", true},    {"瓦工", true},  {"木工", true},  {"铁军", false},
     {"裁缝", true},    {"阿姨", true},    {"飞手", true},  {"大嫂", false}, {"妹", false},
     {"客", false},     {"工", false},     {"匠", false},   {"师", false},   {"员", false},
     {"厨", true},      {"嫂", false},     {"娘", false},   {"哥", false},   {"姐", false},
     {"郎", false},     {"农", false},     {"人", false}}};

// Words of praise that say no trade.
constexpr std::array<std::string_view, 12> praise{"好",   "新",   "老",   "巧",   "优",   "美",
                                                  "金牌", "优秀", "放心", "满意", "幸福", "新时代"};

constexpr std::array<std::string_view, 9> kinds{
    "特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市", "县", "区"};

/// The name without the kind of division, but for names of which only one character would remain.
std::string_view stem_of(std::string_view division) {
    for (const std::string_view kind : kinds) {
        if (!division.ends_with(kind)) continue;
        const std::string_view stem = division.substr(0, division.size() - kind.size());
        return plugin::detail::length_of(stem) < 2 ? division : stem;
    }
    return division;
}

void try_division(std::string_view name, std::string_view division, int code, NameParts& parts) {
    // "宜兴市紫砂匠" says the place in full, "宜兴紫砂匠" briefly.
    for (const std::string_view written : {division, stem_of(division)}) {
        if (!name.starts_with(written) || written.size() < parts.region.size()) continue;
        if (written.size() > parts.region.size()) parts.regions.clear();
        parts.region = written;
        parts.regions.push_back(code);
        return;
    }
}

void find_region(std::string_view name, std::string_view place, NameParts& parts) {
    for (const plugin::Division& division : plugin::jiangsu_divisions)
        try_division(name, division.name, division.code, parts);
    for (const plugin::Division& province : plugin::provinces)
        if (province.code != 32) try_division(name, province.name, province.code * 10000, parts);
    // 吴县 and 白下 are still said; but 海安 is the city of today before it is the county of yesterday.
    if (parts.region.empty())
        for (const plugin::FormerDivision& former : plugin::former_jiangsu_divisions)
            try_division(name, former.name, former.code, parts);
    if (place.size() <= parts.region.size() || !name.starts_with(place)) return;
    parts.region = place;
    parts.regions.clear();
    parts.is_small_place = true;
}

}  // namespace

NameParts parse_name(std::string_view name, std::string_view place) {
    NameParts parts;
    find_region(name, place, parts);
    std::string_view rest = name.substr(parts.region.size());
    for (const Person& person : persons) {
        if (!rest.ends_with(person.suffix) || person.suffix.size() <= parts.person.size()) continue;
        parts.person = person.suffix;
        parts.person_names_trade = person.names_trade;
    }
    rest.remove_suffix(parts.person.size());
    parts.industry = rest;
    parts.is_praise = std::ranges::find(praise, rest) != praise.end();
    return parts;
}

bool is_within(int one, int other) {
    const auto today = [](int code) {
        const int current = plugin::current_division(code);
        return current != 0 ? current : plugin::city_of(code);
    };
    const auto covers = [](int wide, int narrow) {
        if (wide % 10000 == 0) return wide / 10000 == narrow / 10000;
        if (wide % 100 == 0) return wide / 100 == narrow / 100;
        return wide == narrow;
    };
    one = today(one);
    other = today(other);
    return covers(one, other) || covers(other, one);
}

std::string_view brief_name(int division) {
    const plugin::Division* found = plugin::jiangsu_division(plugin::current_division(division));
    return found != nullptr ? stem_of(found->name) : std::string_view();
}

}  // namespace xinbu::brands
