// The choices of the national template, which imports need, too.
#pragma once

#include <vector>

#include "xinbu/plugin/api.hpp"

namespace xinbu::commitments {

const std::vector<plugin::Choice>& promisor_categories();
const std::vector<plugin::Choice>& commitment_types();
const std::vector<plugin::Choice>& publications();
const std::vector<plugin::Choice>& fulfilments();

}  // namespace xinbu::commitments
