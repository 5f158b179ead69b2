// The texts of a declaration in the language of the host.
#pragma once

#include <string>

#include "xinbu/base/i18n.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::host {

/// `text` in the language in force; the other one where that is empty.
inline const std::string& shown(const plugin::Text& text) {
    const bool chinese = language() == "zh_CN";
    const std::string& wanted = chinese ? text.zh : text.en;
    return wanted.empty() ? (chinese ? text.en : text.zh) : wanted;
}

/// The word by which entries and the command line name a role.
inline const char* role_name(plugin::Role role) {
    switch (role) {
        case plugin::Role::admin:
            return "admin";
        case plugin::Role::clerk:
            return "clerk";
        case plugin::Role::officer:
            return "officer";
        case plugin::Role::auditor:
            return "auditor";
    }
    return "";
}

}  // namespace xinbu::host
