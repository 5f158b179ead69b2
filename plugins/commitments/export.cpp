#include "plugin.hpp"

XINBU_PLUGIN(xinbu::commitments::Commitments, "commitments", "1.0.0")
