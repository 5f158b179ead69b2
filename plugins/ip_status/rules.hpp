// The law as data: which rule, by which article, from when until when, and how sure we are of it.
//
// A rule is asked for by its id and a day. What is not verified says so, is shown so, and never changes a
// date: where a new law's text is not certain, the old law's period stands, marked.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "periods.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::ip_status {

/// A text that lives as long as the plugin.
struct Words {
    std::string_view en, zh;
    plugin::Text text() const { return {std::string(en), std::string(zh)}; }
};

/// How sure a rule is: read in its source, known without having been read again, or in doubt.
enum class Confidence { confirmed, firm, unsure };
std::string_view name_of(Confidence confidence);

struct Rule {
    std::string_view id;    ///< TD-01…, PD-01…, AF-01…; one id has a rule for each law and kind
    std::string_view law;   ///< TML2019, TML2026, PL2020, PR2023, …
    std::string_view kind;  ///< of patent; empty where it concerns all
    Words what;
    Words article;
    std::string_view source;  ///< of the list of sources
    Confidence confidence = Confidence::confirmed;
    Period period{};                   ///< the period it sets; a term of protection in months
    Period extension{};                ///< grace behind it, or by how much it may be prolonged
    std::optional<Period> proposed{};  ///< heard of and not verified: told, never computed with
    plugin::Date valid_from;
    std::optional<plugin::Date> valid_to{};
};

const std::vector<Rule>& rules();

/// A rule as it bears on a day.
struct Bearing {
    const Rule* rule = nullptr;
    bool is_in_force = false;  ///< else the nearest one is given: the pack holds none of that day
    bool is_verified() const { return is_in_force && rule->confidence == Confidence::confirmed; }
};

/// The rule of that id in force on the day; of several kinds the one asked for. Rules on terms of patents go
/// by the day of filing. The rule is never null for an id of the pack.
Bearing rule_on(std::string_view id, plugin::Date day, std::string_view kind = {});

/// The law that follows on the rule's, where the day lies in its time already; null while the rule holds.
const Rule* successor_on(const Rule& rule, plugin::Date day);

/// An official fee.
struct Fee {
    std::string_view id;    ///< annual, restoration, renewal, renewal_late
    std::string_view kind;  ///< of right
    int last_year;          ///< up to this patent year; 0 where years do not matter
    std::int64_t fen;
    std::string_view source;
    Confidence confidence;
};
std::span<const Fee> fees();
/// The fee of that id and kind of right that covers the year; null where there is none.
const Fee* fee_of(std::string_view id, std::string_view kind, int year = 0);

/// A rule for the screen and for scripts.
plugin::Object described(const Rule& rule);

}  // namespace xinbu::ip_status
