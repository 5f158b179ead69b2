#include "clocks.hpp"

#include <algorithm>

namespace xinbu::commitments {

using plugin::Date;
using plugin::Object;
using plugin::Text;
using plugin::text_at;

namespace {

Text months(int count) {
    return {std::to_string(count) + (count == 1 ? " month" : " months"), std::to_string(count) + "个月"};
}

std::optional<BreachClock> clock_of(const Object& breach, std::string_view publication, Date day) {
    const std::optional<Date> found_on = date_at(breach, "found_on");
    const Bearing bearing = terms_on(text_at(breach, "severity"), day);
    if (!found_on || bearing.rule == nullptr) return std::nullopt;
    const Rule& rule = *bearing.rule;
    BreachClock clock{bearing, *found_on, found_on->plus_months(rule.least_months)};
    if (rule.most_months != 0) clock.publish_until = found_on->plus_months(rule.most_months);
    const plugin::Value* reopened = breach.find("reopened");
    clock.is_reopened = reopened != nullptr && reopened->boolean() != nullptr && *reopened->boolean();
    if (clock.is_reopened && clock.publish_until) clock.repair_from = *clock.publish_until;
    clock.is_withheld = publication == "withheld";
    if (clock.is_withheld) clock.publish_until.reset();
    clock.is_older_than_rule = rule.valid_from && *found_on < *rule.valid_from;
    return clock;
}

}  // namespace

bool is_breach_open(std::string_view status) {
    return status == "breached" || status == "rectifying" || status == "repair_applied" ||
           status == "repair_refused";
}

std::vector<Text> BreachClock::explain() const {
    const Rule& rule = *bearing.rule;
    const Text least = months(rule.least_months), most = months(rule.most_months);
    std::vector<Text> steps{{"Counted from the day of the finding, " + found_on.text() + ".",
                             "自认定之日（" + found_on.text() + "）起计算。"}};
    if (is_reopened)
        steps.push_back({"It was repaired once and broken again: the longest term of " + most.en +
                             " applies, until " + repair_from.text() + ".",
                         "修复后再次违诺，按最长期限" + most.zh + "计算，至" + repair_from.text() + "。"});
    else if (rule.least_months == 0)
        steps.push_back({"No shortest term: it may be repaired as soon as the duties are done.",
                         "无最短公示期，履行完毕即可申请修复。"});
    else
        steps.push_back({"The shortest term of " + least.en + " ends on " + repair_from.text() + ".",
                         "最短公示期" + least.zh + "，至" + repair_from.text() + "届满。"});
    if (is_withheld)
        steps.push_back({"The commitment is not to be published, so its breach is not either.",
                         "该承诺不可公开，其违诺信息亦不公示。"});
    else if (!rule.is_published)
        steps.push_back({"It is normally not published.", "原则上不予公示。"});
    if (publish_until)
        steps.push_back({"The longest term of " + most.en + " ends on " + publish_until->text() + ".",
                         "最长公示期" + most.zh + "，至" + publish_until->text() + "届满。"});
    if (!bearing.is_in_force)
        steps.push_back({"No rule of that day is on file; the earliest one is shown.",
                         "未收录当日适用的规则，暂按最早收录的规则列示。"});
    if (is_older_than_rule)
        steps.push_back(
            {"The finding is older than the rule in force; whether it covers such findings is not "
             "verified.",
             "认定日期早于现行规则施行日，是否适用待核实。"});
    return steps;
}

std::vector<BreachClock> breach_clocks(const Object& fields, Date day) {
    std::vector<BreachClock> clocks;
    for (const plugin::Value& value : plugin::array_at(fields, "breaches")) {
        const Object* breach = value.object();
        if (breach == nullptr || breach->contains("repaired_on")) continue;
        if (auto clock = clock_of(*breach, text_at(fields, "publication"), day))
            clocks.push_back(std::move(*clock));
    }
    return clocks;
}

const BreachClock* last_to_repair(const std::vector<BreachClock>& clocks) {
    const auto last = std::ranges::max_element(clocks, {}, &BreachClock::repair_from);
    return last != clocks.end() ? &*last : nullptr;
}

const BreachClock* last_to_publish(const std::vector<BreachClock>& clocks) {
    const auto last = std::ranges::max_element(clocks, {}, &BreachClock::publish_until);
    return last != clocks.end() && last->publish_until ? &*last : nullptr;
}

}  // namespace xinbu::commitments
