// The terms of publication and repair, and the other clocks of a commitment: by which rule, from when until
// when, and how sure we are of it. They come from a signed pack (docs/rule-packs.md).
//
// The terms of publication are those of public credit. An association's notice of a breach is none of it, yet
// takes them as its measure: it does not outlast what an authority could publish.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/plugin/api.hpp"
#include "xinbu/plugin/law.hpp"

namespace xinbu::commitments {

using plugin::Confidence;
using plugin::Words;

/// A text of a pack.
struct RuleText {
    std::string en, zh;
    plugin::Text text() const { return {en, zh}; }
};

struct Rule {
    std::string id;        ///< RC-01…RC-03: terms by severity; CD-01…: the other clocks
    std::string law;       ///< NDRC36, NDRC58; TEMPLATE (the national one); SCHEME; HOUSE (what an
                           ///< association sets)
    std::string severity;  ///< of a breach; empty where it concerns none
    RuleText what;
    RuleText article;    ///< with a remark where nobody has looked up its number
    std::string source;  ///< of the pack's list of sources, parted by blanks
    Confidence confidence = Confidence::confirmed;
    bool is_article_verified = true;
    int least_months = 0;       ///< a breach is published for this long before its repair
    int most_months = 0;        ///< and for no longer than this; 0: not at all
    bool is_published = false;  ///< else it normally is not
    int days = 0;               ///< the period of a clock that is no term of publication
    bool counts_working_days = false;
    std::optional<plugin::Date> valid_from{}, valid_to{};  ///< nothing where it has no such end
};

/// The pack that this plugin works by.
inline constexpr std::string_view pack_id = "commitments.CN";

/// What a pack holds: the terms by severity, later orders behind earlier ones, then the clocks.
struct RulePack {
    std::vector<Rule> rules;
    std::map<std::string, plugin::Text, std::less<>> laws;
};
/// Reads a pack strictly: no unknown member, every date and period sound, for each severity no two terms in
/// force on one day and no day between them without, everything there that the code asks for. Adds a fault
/// for each thing that is wrong, up to 20.
RulePack read_rule_pack(const plugin::Value& content, plugin::Faults& faults);
/// JSON Schema (2020-12) of the pack's file.
plugin::Object schema_of_pack();

/// Takes a pack in, for all of this library. The host loads each copy of a plugin as a library of its own and
/// hands it its packs before anything else, so nothing that is in use is ever replaced.
void use(RulePack pack);

const std::vector<Rule>& rules();
/// The law as people call it; its id where no pack names it.
plugin::Text law_name(std::string_view law);

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

/// A rule for scripts.
plugin::Object described(const Rule& rule);
/// What a rule says, and from when until when, in one sentence for people.
plugin::Text said(const Rule& rule);
/// Where it says so: the article and its source; and that nobody has verified it where that is so.
plugin::Text basis_of(const Rule& rule);

}  // namespace xinbu::commitments
