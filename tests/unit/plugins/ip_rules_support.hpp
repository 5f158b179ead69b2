// The rule packs as they lie in the source folder, before anybody signs them.
#pragma once

#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>

#include "ip_status/plugin.hpp"
#include "ip_status/rules.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/json/json.hpp"

namespace xinbu::test {

/// The content of `<id>.rules.json`.
inline plugin::Value rule_pack(const std::string& id) {
    std::ifstream file(std::string(XINBU_RULES_DIR) + "/" + id + ".rules.json", std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    return take(json::parse(text, json::Profile::document));
}

/// Gives a plugin every pack that it asks for.
inline void give_rules(plugin::Plugin& plugin) {
    for (const plugin::RulePackType& type : plugin.rule_packs())
        for (const plugin::Fault& fault : plugin.use_rules(type.id, rule_pack(type.id)))
            throw std::runtime_error(type.id + " " + fault.pointer + ": " + fault.message.en);
}

inline std::unique_ptr<plugin::Plugin> ip_status_with_rules() {
    std::unique_ptr<plugin::Plugin> plugin = ip_status::make_ip_status();
    give_rules(*plugin);
    return plugin;
}

/// The rules of all packs, for tests below the plugin.
inline const ip_status::Rules& packed_rules() {
    static const ip_status::Rules rules = [] {
        ip_status::Rules made;
        for (const plugin::RulePackType& type : ip_status::IpStatus().rule_packs())
            for (const plugin::Fault& fault : made.take(type.id, rule_pack(type.id)))
                throw std::runtime_error(type.id + " " + fault.pointer + ": " + fault.message.en);
        return made;
    }();
    return rules;
}

}  // namespace xinbu::test
