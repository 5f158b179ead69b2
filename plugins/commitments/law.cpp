#include "law.hpp"

#include <algorithm>

namespace xinbu::commitments {

using plugin::Date;

namespace {

constexpr Date order_58_from{2023, 5, 1};
constexpr Date order_36_from{2026, 4, 1};

constexpr Words terms_minor{"Publication and repair of a minor breach", "轻微违诺的公示与修复期限"};
constexpr Words terms_general{"Publication and repair of a breach of the general class",
                              "一般违诺的公示与修复期限"};
constexpr Words terms_serious{"Publication and repair of a serious breach", "严重违诺的公示与修复期限"};

/// NDRC Order 36 has three classes and counts from the day of the finding.
Rule order_36(std::string_view id, std::string_view severity, Words what, int least, int most,
              bool is_published) {
    Rule rule{id, "NDRC36", severity, what, {}, "S30"};
    rule.article = {"NDRC Order 36 (2025), Measures for Credit Repair, terms of publication",
                    "《信用修复管理办法》（国家发展改革委令第36号）关于公示期限的规定"};
    rule.least_months = least;
    rule.most_months = most;
    rule.is_published = is_published;
    rule.valid_from = order_36_from;
    return rule;
}

/// Order 58 had no such classes: warnings and summary penalties were not published, others for three months
/// to three years, those of food, drugs, safety and fire for one year at least. Which class of ours stands
/// for which of them is our reading.
Rule order_58(std::string_view id, std::string_view severity, Words what, int least, int most,
              bool is_published) {
    Rule rule = order_36(id, severity, what, least, most, is_published);
    rule.law = "NDRC58";
    rule.source = "";
    rule.confidence = Confidence::unsure;
    rule.article = {
        "NDRC Order 58 (2023), Measures for the Repair of Credit Information (trial), terms of "
        "publication; the class is our reading",
        "《失信行为纠正后的信用信息修复管理办法（试行）》（国家发展改革委令第58号）关于公示期限的"
        "规定；类别对应关系待核实"};
    rule.valid_from = order_58_from;
    rule.valid_to = order_36_from.plus_days(-1);
    return rule;
}

Rule clock(std::string_view id, std::string_view law, Words what, Words article, std::string_view source,
           Confidence confidence, int days = 0, bool counts_working_days = false) {
    Rule rule{id, law, "", what, article, source, confidence};
    rule.days = days;
    rule.counts_working_days = counts_working_days;
    return rule;
}

std::vector<Rule> clocks() {
    constexpr Words house{"Usual period, which an association may set otherwise", "通常做法，协会可另行规定"};
    return {clock("CD-01", "HOUSE", {"Acceptance", "受理"}, house, "", Confidence::unsure, 5, true),
            clock("CD-02", "SCHEME", {"Check of the clauses", "条款履行检查"},
                  {"The scheme's own rhythm of checks", "公约约定的检查频次"}, "", Confidence::confirmed),
            clock("CD-03", "TEMPLATE", {"End of validity", "承诺有效期届满"},
                  {"National template of commitments, item 10", "信用承诺信息国家统一模板第10项"}, "S31",
                  Confidence::confirmed),
            clock("CD-04", "HOUSE", {"Finding after the end of validity", "到期后认定履行状态"}, house, "",
                  Confidence::firm, 30),
            clock("CD-05", "HOUSE", {"Rectification", "整改"}, {"The plan of the promisor", "承诺人整改计划"},
                  "", Confidence::confirmed),
            clock("CD-06", "HOUSE", {"Statement of the promisor before a finding", "认定前陈述申辩"}, house,
                  "", Confidence::unsure, 10, true),
            clock("CD-07", "TEMPLATE", {"The repair commitment is broken", "信用修复承诺被违反"},
                  {"National template of commitments, item 13", "信用承诺信息国家统一模板第13项"}, "S31",
                  Confidence::confirmed),
            clock("CD-08", "HOUSE", {"End of an evaluation", "诚信评价有效期届满"},
                  {"The evaluation itself", "评价结果载明的有效期"}, "", Confidence::confirmed)};
}

std::vector<Rule> all_rules() {
    std::vector<Rule> all{order_36("RC-01", "minor", terms_minor, 0, 3, false),
                          order_36("RC-02", "general", terms_general, 3, 12, true),
                          order_36("RC-03", "serious", terms_serious, 12, 36, true),
                          order_58("RC-01", "minor", terms_minor, 0, 0, false),
                          order_58("RC-02", "general", terms_general, 3, 36, true),
                          order_58("RC-03", "serious", terms_serious, 12, 36, true)};
    for (Rule& rule : clocks()) all.push_back(std::move(rule));
    return all;
}

}  // namespace

const std::vector<Rule>& rules() {
    static const std::vector<Rule> all = all_rules();
    return all;
}

Bearing terms_on(std::string_view severity, Date day) {
    Bearing nearest;
    for (const Rule& rule : rules()) {
        if (severity.empty() || rule.severity != severity) continue;
        const bool has_begun = !rule.valid_from || *rule.valid_from <= day;
        if (has_begun && (!rule.valid_to || day <= *rule.valid_to)) return {&rule, true};
        // The orders follow on each other without a gap, so a day without a rule is before the first of them.
        if (nearest.rule == nullptr || rule.valid_from < nearest.rule->valid_from) nearest.rule = &rule;
    }
    return nearest;
}

const Rule& clock_rule(std::string_view id) {
    return *std::ranges::find(rules(), id, &Rule::id);
}

plugin::Object described(const Rule& rule) {
    plugin::Object object{{"id", rule.id},
                          {"law", rule.law},
                          {"what", plugin::both(rule.what.text())},
                          {"article", plugin::both(rule.article.text())},
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
