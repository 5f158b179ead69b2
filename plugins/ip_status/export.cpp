#include "plugin.hpp"

XINBU_PLUGIN(xinbu::ip_status::IpStatus, "ip_status", "1.0.0")
