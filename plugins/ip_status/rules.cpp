#include "rules.hpp"

#include <algorithm>

#include "rule_pack.hpp"

namespace xinbu::ip_status {

using plugin::Date;
using plugin::Object;

namespace {

std::string_view id_of(const Rule& rule) {
    return rule.id;
}

bool holds_on(const Rule& rule, Date day) {
    return rule.valid_from <= day && (!rule.valid_to || day <= *rule.valid_to);
}

int days_away(const Rule& rule, Date day) {
    if (day < rule.valid_from) return rule.valid_from.days_since(day);
    return rule.valid_to && *rule.valid_to < day ? day.days_since(*rule.valid_to) : 0;
}

void set_period(Object& object, std::string_view name, Period period) {
    if (period.is_empty()) return;
    object.set(std::string(name), Object{{"days", period.days}, {"months", period.months}});
}

}  // namespace

plugin::Faults Rules::take(std::string_view pack, const plugin::Value& content) {
    const PackSpec* spec = pack_spec(pack);
    if (spec == nullptr || std::ranges::find(packs_, pack) != packs_.end())
        return {{"/pack",
                 "rules.pack",
                 {"This plugin does not ask for such a pack, or has it already.",
                  "本插件不需要该规则包，或已载入。"}}};
    plugin::Faults faults;
    RulePack read = read_rule_pack(*spec, content, faults);
    for (const Rule& rule : read.rules)
        if (std::ranges::binary_search(rules_, std::string_view(rule.id), {}, id_of))
            faults.push_back({"/rules",
                              "rules.overlap",
                              {"The rule " + rule.id + " belongs to another pack.",
                               "规则" + rule.id + "属于另一规则包。"}});
    if (!faults.empty()) return faults;
    std::ranges::move(read.rules, std::back_inserter(rules_));
    std::ranges::stable_sort(rules_, {}, id_of);
    std::ranges::move(read.fees, std::back_inserter(fees_));
    laws_.merge(read.laws);
    packs_.emplace_back(pack);
    return {};
}

Bearing Rules::on(std::string_view id, Date day, std::string_view kind) const {
    Bearing nearest;
    for (auto at = std::ranges::lower_bound(rules_, id, {}, id_of); at != rules_.end() && at->id == id;
         ++at) {
        const Rule& rule = *at;
        if (!rule.kind.empty() && rule.kind != kind) continue;
        if (holds_on(rule, day)) return {&rule, true};
        if (nearest.rule == nullptr || days_away(rule, day) < days_away(*nearest.rule, day))
            nearest.rule = &rule;
    }
    return nearest;
}

const Rule* Rules::successor_on(const Rule& rule, Date day) const {
    if (!rule.valid_to || day <= *rule.valid_to) return nullptr;
    const Bearing next = on(rule.id, day, rule.kind);
    return next.rule != &rule && next.is_in_force ? next.rule : nullptr;
}

const Fee* Rules::fee(std::string_view id, std::string_view kind, int year) const {
    for (const Fee& fee : fees_)
        if (fee.id == id && fee.kind == kind && (fee.last_year == 0 || year <= fee.last_year)) return &fee;
    return nullptr;
}

plugin::Text Rules::law_name(std::string_view law) const {
    const auto found = laws_.find(law);
    return found != laws_.end() ? found->second : plugin::Text{std::string(law), std::string(law)};
}

bool Rules::cover(const RightName& name) const {
    return std::ranges::any_of(packs_, [&](const std::string& pack) {
        const PackSpec& spec = *pack_spec(pack);
        return spec.office == name.office && (name.is_trademark() || spec.has_patents);
    });
}

Object described(const Rule& rule) {
    const auto words = [](const plugin::Text& both) { return Object{{"en", both.en}, {"zh", both.zh}}; };
    Object object{{"article", words(rule.article)},
                  {"confidence", name_of(rule.confidence)},
                  {"id", rule.id},
                  {"law", rule.law},
                  {"source", rule.source},
                  {"valid_from", rule.valid_from.text()},
                  {"what", words(rule.what)}};
    if (!rule.kind.empty()) object.set("kind", rule.kind);
    if (rule.valid_to) object.set("valid_to", rule.valid_to->text());
    set_period(object, "period", rule.period);
    set_period(object, "window", rule.window);
    set_period(object, "extension", rule.extension);
    if (rule.proposed) set_period(object, "proposed", *rule.proposed);
    return object;
}

}  // namespace xinbu::ip_status
