// The parts of the declaration that rules and imports need, too.
#pragma once

#include <string_view>
#include <vector>

#include "annex.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::brands {

const std::vector<plugin::Choice>& categories();
const std::vector<plugin::Choice>& levels();  ///< from the lowest to the highest
const std::vector<plugin::Choice>& roles();
const std::vector<plugin::Choice>& recognition_forms();
const std::vector<plugin::Choice>& library_steps();
const std::vector<plugin::Choice>& right_roles();
const std::vector<plugin::Choice>& support_kinds();
const std::vector<plugin::Choice>& supervision_cycles();

/// The fields of brands.brand.figures_reported but for `as_of`.
const std::vector<plugin::Field>& figures();
/// Null where there is none of that name.
const plugin::Field* figure(std::string_view id);

/// The label of a choice; the id itself where there is none.
plugin::Text label_of(const std::vector<plugin::Choice>& choices, std::string_view id);
/// The place of a level among levels(), from 0; -1 where it is none.
int rank_of_level(std::string_view level);

inline constexpr std::int64_t whole_share = 10000;  ///< 100 %, in basis points
inline constexpr std::int64_t most_people = 1'000'000'000;
plugin::Field share(std::string id, plugin::Text label);  ///< from 0 to the whole
plugin::Field date(std::string id, plugin::Text label);
plugin::Field text(std::string id, plugin::Text label, std::size_t longest);
plugin::Field level_field(std::string id, plugin::Text label);
plugin::Field decision_field();
plugin::Field reason_field();

/// Subsidies, training and certificates as sums; parks, leading enterprises and loan products as a catalogue.
void declare_support(plugin::Declaration& declaration);

std::vector<plugin::Report> reports();
std::vector<plugin::Check> checks();

plugin::Declaration declaration(const Annex& annex);

}  // namespace xinbu::brands
