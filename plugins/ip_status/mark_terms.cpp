// How long the terms of marks last, and when they can be renewed, by the rules of their offices.
#include <algorithm>
#include <array>

#include "trademarks.hpp"

namespace xinbu::ip_status {

using plugin::Date;

namespace {

/// By which rules an office's marks go: how long a term lasts, and how it is renewed.
struct MarkRules {
    std::string_view office, term, renewal;
};
constexpr std::array<MarkRules, 3> mark_rules{
    {{"CN", "TD-10", "TD-11"}, {"US", "UT-02", "UT-02"}, {"EM", "ET-01", "ET-01"}}};
constexpr MarkRules of_other_offices{"", "", "XX-01"};

}  // namespace

MarkTerms::MarkTerms(const Rules& rules, std::string_view office) : rules_(rules) {
    const auto found = std::ranges::find(mark_rules, office, &MarkRules::office);
    const MarkRules& used = found != mark_rules.end() ? *found : of_other_offices;
    term_ = used.term;
    renewal_ = used.renewal;
}

std::optional<Date> MarkTerms::first_end(Date start) const {
    const Rule* rule = rules_.on(term_, start).rule;
    if (rule == nullptr) return std::nullopt;
    return rule->counting == Counting::validity ? term_end(start, rule->period)
                                                : period_end(start, rule->period);
}

std::optional<Date> MarkTerms::next_end(Date expiry) const {
    const Rule* rule = rules_.on(term_, expiry).rule;
    if (rule == nullptr) return std::nullopt;
    return first_end(rule->counting == Counting::validity ? expiry.plus_days(1) : expiry);
}

std::optional<Date> MarkTerms::opens(Date expiry) const {
    const Rule* rule = renewal_on(expiry).rule;
    if (rule == nullptr || rule->window.is_empty()) return std::nullopt;
    return window_begin(expiry, rule->window, rule->counting);
}

std::optional<Date> MarkTerms::nearest_end(Date registration, Date expiry) const {
    std::optional<Date> expected = first_end(registration), before;
    while (expected && *expected < expiry) {
        before = expected;
        expected = next_end(*expected);
    }
    return expected && before && expiry.days_since(*before) < expected->days_since(expiry) ? before
                                                                                           : expected;
}

Date MarkTerms::grace_end(Date expiry) const {
    const Rule* rule = renewal_on(expiry).rule;
    return rule != nullptr ? period_end(expiry, rule->extension) : expiry;
}

}  // namespace xinbu::ip_status
