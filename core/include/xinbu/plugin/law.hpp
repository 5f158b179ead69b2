// What plugins say of rules and of what falls due by them, in one form for all.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/plugin/api.hpp"

namespace xinbu::plugin {

/// A text that stands in the code.
struct Words {
    std::string_view en, zh;
    Text text() const { return {std::string(en), std::string(zh)}; }
};

/// How sure a rule is: read in its source, known without having been read again, or in doubt.
enum class Confidence { confirmed, firm, unsure };

inline std::string_view name_of(Confidence confidence) {
    switch (confidence) {
        case Confidence::confirmed:
            return "confirmed";
        case Confidence::firm:
            return "firm";
        case Confidence::unsure:
            break;
    }
    return "unsure";
}

/// One thing that falls due, as the facts of a check `<plugin>.deadlines` hold it in `deadlines`: the hosts
/// list what every plugin answers.
struct DeadlineFact {
    std::string_view id;    ///< of the rule
    std::string_view kind;  ///< what kind of act or end it is, permanent
    Text what;
    Date due;                           ///< the civil date of the rule
    std::optional<Date> grace_until{};  ///< the civil end of the grace behind it
    Date last_day;                      ///< grace counted, days off passed over
    std::string_view severity;          ///< info; warn; block, once only grace is left or it is missed
    Text consequence;
    Text article;
    std::string_view law;
    std::string_view source{};
    Confidence confidence = Confidence::confirmed;
    bool is_verified = false;   ///< else the date stands on a rule that nobody has read for that day
    bool is_standing = false;   ///< begins on its day and stays; no act of anybody
    std::vector<Text> steps{};  ///< how it was reckoned, one sentence each
    Object more{};              ///< the check's own members, such as the record it is about

    /// `as_of` is the day of the question.
    Object facts(Date as_of) const {
        Object fact = more;
        fact.set("article", both(article));
        fact.set("confidence", name_of(confidence));
        fact.set("consequence", both(consequence));
        fact.set("days", due.days_since(as_of));
        fact.set("due", due.text());
        if (grace_until) fact.set("grace_until", grace_until->text());
        fact.set("id", id);
        fact.set("kind", kind);
        fact.set("last_day", last_day.text());
        fact.set("law", law);
        fact.set("rule_status", is_verified ? "verified" : "unverified");
        fact.set("severity", severity);
        if (!source.empty()) fact.set("source", source);
        fact.set("standing", is_standing);
        fact.set("what", both(what));
        Array explained;
        for (const Text& step : steps) explained.emplace_back(both(step));
        fact.set("explain", std::move(explained));
        return fact;
    }
};

}  // namespace xinbu::plugin
