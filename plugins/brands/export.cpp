#include "plugin.hpp"

XINBU_PLUGIN(xinbu::brands::Brands, "brands", "1.0.0")
