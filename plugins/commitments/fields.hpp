// The fields of the entries, which their records share.
#pragma once

#include <string>
#include <vector>

#include "xinbu/plugin/api.hpp"

namespace xinbu::commitments {

plugin::Field text(std::string id, plugin::Text label, std::size_t length);
plugin::Field paragraph(std::string id, plugin::Text label, std::size_t length = 4000);
plugin::Field date(std::string id, plugin::Text label);
plugin::Field party(std::string id, plugin::Text label);

std::vector<plugin::Field> scheme_fields();
/// The items of the national template that a promise has when it is made, in its order.
std::vector<plugin::Field> commitment_fields();
std::vector<plugin::Field> remark_fields();
std::vector<plugin::Field> check_fields();
std::vector<plugin::Field> fulfilment_fields();
std::vector<plugin::Field> breach_fields();
std::vector<plugin::Field> repair_fields();
std::vector<plugin::Field> indicator_set_fields();
std::vector<plugin::Field> evaluation_fields();

}  // namespace xinbu::commitments
