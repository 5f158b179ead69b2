// The terms of publication and repair, and the other clocks of a commitment, as data: by which rule, from
// when until when, and how sure we are of it.
//
// The terms of publication are those of public credit. An association's notice of a breach is none of it, yet
// takes them as its measure: it does not outlast what an authority could publish.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "xinbu/plugin/api.hpp"
#include "xinbu/plugin/law.hpp"

namespace xinbu::commitments {

using plugin::Confidence;
using plugin::Words;

struct Rule {
    std::string_view id;        ///< RC-01…RC-03: terms by severity; CD-01…: the other clocks
    std::string_view law;       ///< NDRC36, NDRC58; TEMPLATE (the national one); SCHEME; HOUSE (what an
                                ///< association sets)
    std::string_view severity;  ///< of a breach; empty where it concerns none
    Words what;
    Words article;
    std::string_view source;  ///< of the list of sources
    Confidence confidence = Confidence::confirmed;
    int least_months = 0;      ///< a breach is published for this long before its repair
    int most_months = 0;       ///< and for no longer than this; 0: not at all
    bool is_published = true;  ///< else it normally is not
    int days = 0;              ///< the period of a clock that is no term of publication
    bool counts_working_days = false;
    std::optional<plugin::Date> valid_from{}, valid_to{};  ///< nothing where it has no such end
};

const std::vector<Rule>& rules();

/// A rule as it bears on a day.
struct Bearing {
    const Rule* rule = nullptr;
    bool is_in_force = false;  ///< else the nearest one is given: none of that day is on file
    bool is_verified() const { return is_in_force && rule->confidence == Confidence::confirmed; }
};

/// The terms for a breach of that severity by the rules in force on the day; the rule is null for a severity
/// that does not exist.
Bearing terms_on(std::string_view severity, plugin::Date day);

/// The clock of that id, which does not change with the day.
const Rule& clock_rule(std::string_view id);

/// A rule for the screen and for scripts.
plugin::Object described(const Rule& rule);

}  // namespace xinbu::commitments
