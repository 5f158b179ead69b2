// Identity numbers of people as this plugin seeks and shows them. A promise is written about people, so here
// a mistyped number is sought as well as a sound one.
#pragma once

#include <string>

#include "xinbu/plugin/people.hpp"
#include "xinbu/plugin/value.hpp"

namespace xinbu::commitments {

using plugin::holds_citizen_id;
using plugin::without_citizen_ids;

/// A party's identifier as a person may see it: that of a natural person always masked.
std::string shown_identifier(const plugin::Object& party);

}  // namespace xinbu::commitments
