// Identity numbers of people that a draft would carry into the ledger in clear, and those that a message
// about a draft would show (docs/decisions/persons.md). No plugin can forget either.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "xinbu/host/draft.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::host {

/// Adds a fault `citizen_id.in_clear` for each text of the draft that holds a sound number and will not stand
/// sealed: data, names of attachments, the record's name. A place at which something hinders already gets no
/// second fault. What bears such a name from earlier days may still be named. `input` is not changed.
void check_clear_numbers(const plugin::EntryType& type, DraftInput& input, const plugin::Records& records,
                         plugin::Faults& faults);

/// Masks every number, sound or likely, in what the faults say and in their pointers.
void mask_numbers(plugin::Faults& faults);

/// What was typed, as a message may quote it: masked before it is cut, so that no piece of a number remains.
std::string quotable(std::string_view text, std::size_t limit);

}  // namespace xinbu::host
