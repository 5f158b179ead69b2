// The parameters of a check or a report as they were typed. Inside session only.
#pragma once

#include <string>
#include <vector>

#include "persons.hpp"
#include "xinbu/records/store.hpp"
#include "xinbu/session/types.hpp"

namespace xinbu::session {

/// Texts as values of their fields, NFC; an identity number as "person/" and the pseudonym under which
/// records know that person. What fits no field stays text and is named when the question is
/// asked. Throws Failure `usage` for a parameter that was given twice, `unknown_record` (invalid) for a
/// reference to what the registry does not know; `name` is what was asked.
plugin::Object typed_parameters(records::Store& store, Persons& persons, const std::string& name,
                                const std::vector<plugin::Field>& fields,
                                const std::vector<Condition>& given);

}  // namespace xinbu::session
