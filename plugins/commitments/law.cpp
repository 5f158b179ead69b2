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

namespace {

/// What of a rule is a length of time; nothing where its day follows from the commitment itself.
plugin::Text length_of(const Rule& rule) {
    const auto count = [](int number, const char* one, const char* unit) {
        return std::to_string(number) + " " + one + (number == 1 ? "" : "s") + unit;
    };
    const std::string days = std::to_string(rule.days), least = std::to_string(rule.least_months),
                      most = std::to_string(rule.most_months);
    if (rule.severity.empty()) {
        if (rule.days == 0) return {};
        if (rule.counts_working_days) return {count(rule.days, "working day", ""), days + "个工作日"};
        return {count(rule.days, "day", ""), days + "日"};
    }
    if (!rule.is_published && rule.most_months == 0)
        return {"not published, repair as soon as the duties are done", "不予公示，履行义务后即可申请修复"};
    if (!rule.is_published)
        return {"normally not published, else for " + count(rule.most_months, "month", " at most") +
                    ", repair as soon as the duties are done",
                "原则上不公示；公示的，最长" + most + "个月，履行义务后即可申请修复"};
    return {"published for " + count(rule.least_months, "month", " at least") + " and " +
                count(rule.most_months, "month", " at most") + ", repair after the shortest term",
            "最短公示" + least + "个月、最长" + most + "个月，最短公示期满后可申请修复"};
}

}  // namespace

plugin::Text said(const Rule& rule) {
    plugin::Text text = rule.what.text();
    if (const plugin::Text length = length_of(rule); !length.is_empty()) {
        text.en += ": " + length.en;
        text.zh += "：" + length.zh;
    }
    if (rule.valid_from) {
        text.en += "; in force from " + rule.valid_from->text();
        text.zh += "；自" + rule.valid_from->text() + "起";
        if (rule.valid_to) {
            text.en += " to " + rule.valid_to->text();
            text.zh += "至" + rule.valid_to->text();
        }
        text.zh += "施行";
    } else {
        text.en += "; on any day";
        text.zh += "；不限日期";
    }
    return text;
}

plugin::Text basis_of(const Rule& rule) {
    plugin::Text text = rule.article.text();
    if (!rule.source.empty()) {
        text.en += "; source " + rule.source;
        text.zh += "；来源" + rule.source;
    }
    if (rule.confidence == Confidence::unsure) {
        text.en += "; the rule is not verified";
        text.zh += "；规则待核实";
    }
    return text;
}

}  // namespace xinbu::commitments
