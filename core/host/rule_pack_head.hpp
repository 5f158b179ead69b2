// What host and signing tool read of a rule pack: which one it is, and of which day.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "xinbu/plugin/date.hpp"
#include "xinbu/plugin/value.hpp"

namespace xinbu::host {

inline constexpr std::string_view rules_ending = ".rules.json";
inline constexpr std::string_view rules_signature_ending = ".rules.sig";

struct RulePackHead {
    std::string id;       ///< member `pack`
    std::string version;  ///< member `version`, a civil date
};

/// Nothing where the content is no object with both of them.
inline std::optional<RulePackHead> rule_pack_head(const plugin::Value& content) {
    const plugin::Object* root = content.object();
    if (root == nullptr) return std::nullopt;
    RulePackHead head{std::string(plugin::text_at(*root, "pack")),
                      std::string(plugin::text_at(*root, "version"))};
    if (head.id.empty() || !plugin::Date::parse(head.version)) return std::nullopt;
    return head;
}

}  // namespace xinbu::host
