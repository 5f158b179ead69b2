// The words that entries choose from, with what a person reads for them: those of the national template
// first.
#pragma once

#include <string_view>
#include <vector>

#include "xinbu/plugin/api.hpp"

namespace xinbu::commitments {

const std::vector<plugin::Choice>& promisor_categories();
const std::vector<plugin::Choice>& commitment_types();
const std::vector<plugin::Choice>& publications();
const std::vector<plugin::Choice>& fulfilments();
const std::vector<plugin::Choice>& severities();
const std::vector<plugin::Choice>& rhythms();
const std::vector<plugin::Choice>& proof_kinds();
const std::vector<plugin::Choice>& proof_strengths();
const std::vector<plugin::Choice>& check_results();
const std::vector<plugin::Choice>& supervisions();
const std::vector<plugin::Choice>& appeal_outcomes();
const std::vector<plugin::Choice>& dispute_decisions();
/// What a breach leaves of the promise: item 11 of the national template.
const std::vector<plugin::Choice>& extents();

/// Every status of a commitment.
const std::vector<plugin::State>& commitment_states();

/// What a person reads for a choice or a state; the id itself where there is none.
plugin::Text label_of(const std::vector<plugin::Choice>& choices, std::string_view id);
plugin::Text label_of(const std::vector<plugin::State>& states, std::string_view id);
plugin::Tone tone_of(const std::vector<plugin::State>& states, std::string_view id);

}  // namespace xinbu::commitments
