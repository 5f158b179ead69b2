// What a day makes of a record: a status and days that follow from the calendar alone. Never stored.
#pragma once

#include <string_view>

#include "xinbu/plugin/api.hpp"

namespace xinbu::commitments {

/// An accepted commitment is `in_force` until the last day of its validity and `expired` after it; one that
/// nobody accepted bears an overlay from then on; an open breach shows `repair_possible_from` and
/// `publish_until`, and an overlay once its rectification is overdue. Shown twice it is the same.
void show_on(plugin::Record& record, plugin::Date day);

/// The record of that id as of the records' day; nothing where there is none, or none of that kind.
std::optional<plugin::Record> shown_record(std::string_view id, std::string_view kind,
                                           const plugin::Records& records);

void add_overlay(plugin::Record& record, const char* overlay);
bool has_overlay(const plugin::Record& record, std::string_view overlay);

}  // namespace xinbu::commitments
