// A rule pack: what must be in it, how it is read, and the schema for whoever writes one.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::ip_status {

/// A rule that the code asks for: without it, or without what it computes with, a pack is refused.
struct NeededRule {
    std::string_view id;
    std::string_view kind{};  ///< of patent; empty where it concerns all
    bool period = false, window = false, extension = false;
};

/// A fee that the code asks for; where years matter, for every year up to the last one.
struct NeededFee {
    std::string_view id, kind;
    int last_year = 0;
};

/// A pack as this plugin was built for it.
struct PackSpec {
    std::string_view id, office;
    Words label;
    bool has_patents = false;  ///< whether its rules speak of patents, too
    plugin::Date oldest;       ///< its version then: an older one is refused
    std::span<const NeededRule> rules;
    std::span<const NeededFee> fees;
};

/// Every pack this plugin works by.
std::span<const PackSpec> pack_specs();
/// Null where there is none of that id.
const PackSpec* pack_spec(std::string_view id);

struct RulePack {
    std::vector<Rule> rules;
    std::vector<Fee> fees;
    std::map<std::string, plugin::Text, std::less<>> laws;
};

/// Reads a pack strictly: no unknown member, every date and period sound, no two rules of one id and kind in
/// force on one day, everything there that the code asks for. Adds a fault for each thing that is wrong, up
/// to 20.
RulePack read_rule_pack(const PackSpec& spec, const plugin::Value& content, plugin::Faults& faults);

/// JSON Schema (2020-12) of the pack's file.
plugin::Object schema_of_pack(const PackSpec& spec);

}  // namespace xinbu::ip_status
