#include "collateral.hpp"

XINBU_PLUGIN(xinbu::collateral::Collateral, "collateral", "1.0.0")
