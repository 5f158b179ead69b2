// When two numbers mean one right: application and publication of a patent, serial and registration of a
// mark.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "right.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::ip_status {

/// Half-width, upper case, no blanks; American publications with the zero that docdb leaves out
/// ("US2022230294A1" is US20220230294A1).
std::string canonical_publication(std::string_view text);

/// "CN111111111A", "EP2400812B1": the code of the office, digits and the kind of document.
bool is_publication(std::string_view office, std::string_view number);

/// The publications that are one right's with this one, itself first: application and grant bear one number
/// in Europe, in China since its numbers have nine digits; in America a grant and what later certificates
/// make of it.
std::vector<std::string> publications_of_one_right(const std::string& publication);

/// The publications that a right bears by its data (number, publication_number, other_numbers), each with
/// those that are one right's with it. American registers tell the number of a grant without its kind.
std::vector<std::string> publications_in(std::string_view office, const plugin::Object& data);

/// One text for all publications of publications_of_one_right(): records are looked up by it.
std::string publication_key(const std::string& publication);

/// Sets `published_as` and `also_published_as` of a patent's record, by which it is found: the keys of the
/// publications that it is known to bear. A third number stays among the others.
void note_publications(std::string_view office, plugin::Object& fields);

/// The record of a right that `data` names by office and number: the one that has the number already under
/// another of its names, else the one that the number itself names. Nothing without office and number.
std::optional<std::string> record_of_right(std::string_view kind, const plugin::Object& data,
                                           plugin::Numbering& numbers);

/// Whether a right's record may be meant by a number and a publication number from outside: it has one of
/// them, and no application number that speaks against it.
bool can_mean(const plugin::Record& record, const RightName& name, const plugin::Object& data);

}  // namespace xinbu::ip_status
