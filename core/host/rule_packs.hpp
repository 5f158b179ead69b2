// The rule packs of a plugin: signed data beside its library, verified before the plugin sees it.
#pragma once

#include <string>
#include <vector>

#include "plugin_folder.hpp"
#include "rule_pack_head.hpp"
#include "xinbu/host/catalogue.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::host {

/// Runs `work`, a call into a plugin that is being started. What it throws becomes Failure `broken`.
template <class F>
auto start_plugin(const std::string& plugin_id, F&& work) -> decltype(work()) {
    try {
        return call_plugin(plugin_id, work);
    } catch (const Failure& failure) {
        refuse_plugin("broken", failure.error().why, tell_its_maker());
    }
}

/// Ids of the packs that the plugin asks for, in its order. Throws Failure `broken` where it asks for one
/// that no file beside it can be: ids are the plugin's own, or begin with it and a point.
std::vector<std::string> rule_packs_asked(const std::string& plugin_id, const plugin::Plugin& plugin);

/// Reads, verifies and hands over those packs. Throws Failure `rules_missing`, `rules_unsigned`,
/// `bad_rules_signature`, `bad_rules` (with the place and the sentence), or one of PluginFolder::read().
std::vector<RulePack> take_rule_packs(const PluginFolder& folder, const std::string& plugin_id,
                                      const std::vector<std::string>& packs, plugin::Plugin& plugin);

}  // namespace xinbu::host
