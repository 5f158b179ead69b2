// What the check of a name answers: the parts, what is missing, what would follow the rule, and what the name
// is not: a mark.
#include <algorithm>
#include <array>

#include "name.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::brands {

using plugin::Array;
using plugin::CheckAnswer;
using plugin::Finding;
using plugin::FindingStatus;
using plugin::Object;
using plugin::Severity;
using plugin::text_at;

namespace {

plugin::Text naming_basis() {
    return {"Su Ren She Fa [2022] No. 40, 2(4)", "苏人社发〔2022〕40号 二（四）"};
}
plugin::Text mark_basis() {
    return {"Trademark Law (2019) art. 10(2)", "《商标法》（2019年修正）第十条第二款"};
}
constexpr std::size_t most_suggestions = 3;

std::string quoted(std::string_view text) {
    return "“" + std::string(text) + "”";
}

Finding finding(std::string rule, FindingStatus status, std::string en, std::string zh) {
    return {std::move(rule), status, Severity::warn, {std::move(en), std::move(zh)}, naming_basis()};
}

Finding about_region(const NameParts& parts) {
    if (parts.region.empty())
        return finding(
            "D-06.region", FindingStatus::unknown,
            "No known division stands at the beginning; it may be a town or an old name of a place: "
            "say it as place.",
            "开头不是已知的行政区划名称，可能是乡镇名或历史地名，可在“乡镇或历史地名”中注明。");
    if (parts.is_small_place)
        return finding("D-06.region", FindingStatus::met,
                       "The place is " + quoted(parts.region) + ", as given.",
                       "地域为所注明的" + quoted(parts.region) + "。");
    const plugin::FormerDivision* former = plugin::former_jiangsu_division(parts.regions.front());
    if (former != nullptr)
        return finding("D-06.region", FindingStatus::met,
                       "The place is " + quoted(parts.region) + ", a division until " +
                           std::to_string(former->last_year) + ".",
                       "地域为" + quoted(parts.region) + "，该行政区划已于" +
                           std::to_string(former->last_year) + "年撤销。");
    return finding("D-06.region", FindingStatus::met, "The place is " + quoted(parts.region) + ".",
                   "地域为" + quoted(parts.region) + "。");
}

Finding about_industry(const NameParts& parts) {
    if (parts.is_praise)
        return finding("D-06.industry", FindingStatus::not_met,
                       quoted(parts.industry) + " is praise; the rule wants a trade or a product there.",
                       quoted(parts.industry) + "为修饰语，此处应为产业、行业或产品。");
    if (!parts.has_industry())
        return finding("D-06.industry", FindingStatus::not_met, "The name says no trade or product.",
                       "名称中缺少产业、行业或产品。");
    const std::string& trade = parts.industry.empty() ? parts.person : parts.industry;
    return finding("D-06.industry", FindingStatus::met, "The trade or product is " + quoted(trade) + ".",
                   "产业、行业或产品为" + quoted(trade) + "。");
}

Finding about_person(const NameParts& parts) {
    if (parts.person.empty())
        return finding("D-06.person", FindingStatus::not_met,
                       "The name ends with no known title of a person, such as 工, 匠, 师 or 员.",
                       "名称末尾不是表示人员的称谓，如工、匠、师、员。");
    return finding("D-06.person", FindingStatus::met, "The person is " + quoted(parts.person) + ".",
                   "人员称谓为" + quoted(parts.person) + "。");
}

/// The titles that go with a category, the usual one first.
std::array<std::string_view, most_suggestions> titles_for(std::string_view category) {
    if (category == "skill") return {"技师", "工匠", "技工"};
    if (category == "service") return {"管家", "师傅", "护理员"};
    if (category == "culture") return {"匠", "工匠", "师傅"};
    if (category == "livelihood") return {"工", "师傅", "铁军"};
    return {"工匠", "师傅", "技师"};
}

/// Names with the missing parts put in, where the asker told enough to put them in.
Array suggestions(const NameParts& parts, const Object& parameters) {
    Array names;
    if (parts.follows_rule()) return names;
    const std::string_view code = text_at(parameters, "region");
    std::string region = parts.region;
    if (region.empty() && !text_at(parameters, "place").empty()) region = text_at(parameters, "place");
    if (region.empty() && code.size() == 6 && plugin::all_digits(code))
        region = brief_name(plugin::detail::number_of(code));
    std::string industry = parts.is_praise ? std::string() : parts.industry;
    if (industry.empty() && !parts.person_names_trade) industry = text_at(parameters, "product");
    const bool says_trade = !industry.empty() || parts.person_names_trade;
    if (region.empty() || !says_trade) return names;
    if (!parts.person.empty()) {
        names.emplace_back(region + industry + parts.person);
        return names;
    }
    for (const std::string_view title : titles_for(text_at(parameters, "category")))
        names.emplace_back(region + industry + std::string(title));
    return names;
}

/// A brand's name is no mark, and with a place in it hardly becomes one.
void add_mark(const std::string& name, const NameParts& parts, const Object& parameters,
              const plugin::Records& records, CheckAnswer& answer) {
    Finding mark{"D-06.mark", FindingStatus::soft, Severity::info, {}, mark_basis(), {}};
    const bool is_place = !parts.regions.empty();
    mark.message = is_place ? plugin::Text{"The brand's name is not a mark. It holds a place of county level or "
                                           "above, so it can normally not be registered as an ordinary mark: "
                                           "register the distinctive part or the device, or a collective or "
                                           "certification mark.",
                                           "品牌名称不等于商标。名称含县级以上行政区划地名，一般不得作为普通商标注册；可注册"
                                           "显著部分或图形，或申请集体商标、证明商标。"}
                            : plugin::Text{"The brand's name is not a mark: what is registered is recorded as a "
                                           "trademark of its owner.",
                                           "品牌名称不等于商标；已注册的商标应作为权利人的商标登记。"};
    const std::string_view owner = text_at(parameters, "organisation");
    Array marks;
    if (!owner.empty())
        for (const plugin::Record& right : records.referring_to(owner, "trademark")) {
            const std::string_view text = text_at(right.fields, "mark");
            mark.evidence.push_back(right.id);
            marks.emplace_back(Object{{"record", right.id}, {"mark", text}, {"same", text == name}});
        }
    answer.facts.set("marks", std::move(marks));
    answer.findings.push_back(std::move(mark));
}

}  // namespace

CheckAnswer check_name(const Object& parameters, const plugin::Records& records) {
    const std::string name(text_at(parameters, "name"));
    const NameParts parts = parse_name(name, text_at(parameters, "place"));
    CheckAnswer answer;
    answer.findings = {about_region(parts), about_industry(parts), about_person(parts)};
    Array names = suggestions(parts, parameters);
    if (!names.empty()) {
        std::string list;
        for (const plugin::Value& one : names) list += (list.empty() ? "" : "、") + *one.text();
        for (Finding& one : answer.findings)
            if (one.status != FindingStatus::met) {
                one.message.en += " Following the rule: " + list + ".";
                one.message.zh += "符合规则的写法如" + list + "。";
                break;
            }
    }
    answer.facts = {{"region", parts.region},
                    {"industry", parts.industry},
                    {"person", parts.person},
                    {"follows_rule", parts.follows_rule()},
                    {"suggestions", std::move(names)}};
    add_mark(name, parts, parameters, records, answer);
    return answer;
}

}  // namespace xinbu::brands
