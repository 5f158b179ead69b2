// What tests and hosts that bring their plugins along need of this one.
#pragma once

#include <memory>

#include "xinbu/plugin/api.hpp"

namespace xinbu::collateral {

std::unique_ptr<plugin::Plugin> make_collateral();

}  // namespace xinbu::collateral
