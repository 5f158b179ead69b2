// The law as data: which rule, by which article, from when until when, and how sure we are of it.
//
// Rules come from signed packs, one for each office (docs/rule-packs.md). A rule is asked for by its id and a
// day. What is not verified says so, is shown so, and never changes a date: where a new law's text is not
// certain, the old law's period stands, marked.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "periods.hpp"
#include "right.hpp"
#include "xinbu/plugin/api.hpp"
#include "xinbu/plugin/law.hpp"

namespace xinbu::ip_status {

using plugin::Confidence;
using plugin::Words;

struct Rule {
    std::string id;    ///< TD-01…, PD-01…, AF-01…; one id has a rule for each law and kind
    std::string law;   ///< TML2019, TML2026, PL2020, PR2023, …
    std::string kind;  ///< of patent; empty where it concerns all
    plugin::Text what;
    plugin::Text article;
    std::string source;  ///< of the pack's list of sources, parted by blanks
    Confidence confidence = Confidence::confirmed;
    Counting counting = Counting::ordinary;
    Period period{};                   ///< the period it sets; a term of protection in months
    Period window{};                   ///< how long before its last day the act can be done
    Period extension{};                ///< grace behind it, or by how much it may be prolonged
    std::vector<int> surcharges{};     ///< per cent of the fee, for each month of grace
    std::optional<Period> proposed{};  ///< heard of and not verified: told, never computed with
    plugin::Date valid_from{1000, 1, 1};
    std::optional<plugin::Date> valid_to{};
};

/// A rule as it bears on a day.
struct Bearing {
    const Rule* rule = nullptr;
    bool is_in_force = false;  ///< else the nearest one is given: the pack holds none of that day
    bool is_verified() const { return is_in_force && rule->confidence == Confidence::confirmed; }
};

/// An official fee.
struct Fee {
    std::string id;        ///< annual, restoration, renewal, renewal_late
    std::string kind;      ///< of right
    int last_year = 0;     ///< up to this patent year; 0 where years do not matter
    std::int64_t fen = 0;  ///< minor units of CNY
    std::string source{};
    Confidence confidence = Confidence::confirmed;
};

/// The rules and fees of every pack that was taken in. Pointers to them hold once all packs are in.
class Rules {
public:
    /// Takes in the content of a pack. Everything wrong with it; then nothing of it was taken.
    plugin::Faults take(std::string_view pack, const plugin::Value& content);

    /// The rule of that id in force on the day; of several kinds the one asked for. Rules on terms of patents
    /// go by the day of filing. Null only where no pack has the id, or not for that kind.
    Bearing on(std::string_view id, plugin::Date day, std::string_view kind = {}) const;
    /// The law that follows on the rule's, where the day lies in its time already; null while the rule holds.
    const Rule* successor_on(const Rule& rule, plugin::Date day) const;
    /// The fee of that id and kind of right that covers the year; null where there is none.
    const Fee* fee(std::string_view id, std::string_view kind, int year = 0) const;
    /// The law as people call it; its id where no pack names it.
    plugin::Text law_name(std::string_view law) const;
    /// Whether the deadlines of the right's office are computed: its rules on such rights are here.
    bool cover(const RightName& name) const;

    const std::vector<Rule>& all() const { return rules_; }

private:
    std::vector<Rule> rules_;  ///< by id
    std::vector<Fee> fees_;
    std::map<std::string, plugin::Text, std::less<>> laws_;
    std::vector<std::string> packs_;  ///< taken in
};

/// A rule for the screen and for scripts.
plugin::Object described(const Rule& rule);

}  // namespace xinbu::ip_status
