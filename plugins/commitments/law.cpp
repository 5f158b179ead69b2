#include "law.hpp"

#include <algorithm>

namespace xinbu::commitments {

using plugin::Date;

namespace {

RulePack& pack_in_use() {
    static RulePack pack;
    return pack;
}

}  // namespace

void use(RulePack pack) {
    pack_in_use() = std::move(pack);
}

const std::vector<Rule>& rules() {
    return pack_in_use().rules;
}

plugin::Text law_name(std::string_view law) {
    const auto found = pack_in_use().laws.find(law);
    return found != pack_in_use().laws.end() ? found->second
                                             : plugin::Text{std::string(law), std::string(law)};
}

Bearing terms_on(std::string_view severity, Date day) {
    Bearing nearest;
    for (const Rule& rule : rules()) {
        if (severity.empty() || rule.severity != severity) continue;
        const bool has_begun = !rule.valid_from || *rule.valid_from <= day;
        if (has_begun && (!rule.valid_to || day <= *rule.valid_to)) return {&rule, true};
        // The terms follow on each other without a gap, so a day without one is before the first of them or
        // behind the last.
        const bool is_nearer =
            nearest.rule == nullptr || (has_begun ? rule.valid_from > nearest.rule->valid_from
                                                  : rule.valid_from < nearest.rule->valid_from);
        if (is_nearer) nearest.rule = &rule;
    }
    return nearest;
}

const Rule& clock_rule(std::string_view id) {
    return *std::ranges::find(rules(), id, &Rule::id);
}

plugin::Object described(const Rule& rule) {
    plugin::Object object{{"id", rule.id},
                          {"law", rule.law},
                          {"law_name", plugin::both(law_name(rule.law))},
                          {"what", plugin::both(rule.what.text())},
                          {"article", plugin::both(rule.article.text())},
                          {"article_status", rule.is_article_verified ? "verified" : "unverified"},
                          {"confidence", name_of(rule.confidence)}};
    if (rule.valid_from) object.set("valid_from", rule.valid_from->text());
    if (!rule.source.empty()) object.set("source", rule.source);
    if (rule.valid_to) object.set("valid_to", rule.valid_to->text());
    if (!rule.severity.empty()) {
        object.set("severity", rule.severity);
        object.set("least_months", rule.least_months);
        object.set("most_months", rule.most_months);
        object.set("published", rule.is_published);
    }
    if (rule.days != 0) object.set(rule.counts_working_days ? "working_days" : "days", rule.days);
    return object;
}

}  // namespace xinbu::commitments
