// Parts of the plugin's declaration, and fields that several of its entries share.
#pragma once

#include "xinbu/plugin/api.hpp"

namespace xinbu::collateral {

plugin::Field the_right();
plugin::Field on(plugin::Text label);
plugin::Field reason();
plugin::Field secured();
plugin::Field until();

void declare_pledges(plugin::Declaration& declaration);
std::vector<plugin::Check> checks();
std::vector<plugin::Report> reports();
std::vector<plugin::Overlay> overlays();

}  // namespace xinbu::collateral
