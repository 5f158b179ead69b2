// The table, for a person or as JSON.
#pragma once

#include "measure.hpp"

namespace xinbu::bench {

void print_heading();
void print_row(const Row& row);
/// One JSON object in one line.
std::string json_of(const Row& row);

}  // namespace xinbu::bench
