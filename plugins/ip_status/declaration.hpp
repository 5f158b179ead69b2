// What the plugin declares: record types, entry types, the check and the adapters.
#pragma once

#include "xinbu/plugin/api.hpp"

namespace xinbu::ip_status {

plugin::Declaration declaration();

}  // namespace xinbu::ip_status
