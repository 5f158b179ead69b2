// What a draft must hold beyond its declared fields and the states that it may follow, by entry.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "xinbu/plugin/api.hpp"

namespace xinbu::commitments {

/// The numbers of a scheme's clauses; nothing where the scheme is not known.
std::optional<std::set<std::string>> clauses_of(std::string_view scheme, const plugin::Records& records);
/// The clauses that a commitment is about: those it names, else all of its scheme.
std::optional<std::set<std::string>> clauses_promised(const plugin::Object& commitment,
                                                      const plugin::Records& records);
/// Whether `clauses` names each once, and only those that are known.
void check_clauses(const plugin::Object& data, const std::optional<std::set<std::string>>& known,
                   plugin::Faults& faults);

void check_scheme(const plugin::Draft& draft, plugin::Faults& faults);
void check_signed(const plugin::Draft& draft, const plugin::Records& records, plugin::Faults& faults);
/// Every later entry about a commitment; `step` is the last part of its type.
void check_step(std::string_view step, const plugin::Draft& draft, const plugin::Records& records,
                plugin::Faults& faults);
void check_repair(std::string_view step, const plugin::Draft& draft, const plugin::Record& commitment,
                  const plugin::Records& records, plugin::Faults& faults);
void check_indicator_set(const plugin::Draft& draft, plugin::Faults& faults);
void check_evaluation(const plugin::Draft& draft, const plugin::Records& records, plugin::Faults& faults);
void check_appeal(const plugin::Draft& draft, const plugin::Records& records, plugin::Faults& faults);

/// That the day in `member` is not after the entry's, and the commitment was made by then.
void check_day(const plugin::Draft& draft, std::string_view member, const plugin::Record& commitment,
               plugin::Faults& faults);

}  // namespace xinbu::commitments
