// Small readers that the adapters share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/plugin/api.hpp"

namespace xinbu::ip_status {

/// One line: every run of blanks, tabs and line ends becomes one blank, none stands at the ends.
std::string one_line(std::string_view text);
/// At most that many code points; what was cut off is marked by "…".
std::string clipped(std::string text, std::size_t code_points);

/// A date as offices write it: "20110913", "2011-09-13", "2011-09-13-04:00".
struct SourceDate {
    std::optional<plugin::Date> date{};
    bool is_wrong = false;  ///< something stands there and it is no day; all zeros are none
};
SourceDate source_date(std::string_view text);

/// A party of that name; foreign offices know no identifier.
plugin::Value party(std::string_view name);
/// The names of a list "A | B" as parties, without empty ones.
plugin::Array parties_in(std::string_view names);

/// What a document recorded against a right is: assignment, change, licence, pledge, pledge_change,
/// pledge_end or other.
std::string_view conveyance_event(std::string_view text);
/// The reel and frame that a text names, as "015699/0355"; empty where it names none.
std::string reel_frame_in(std::string_view text);

/// A status code of the USPTO: its meaning, and the id of the mark's standing (trademarks.hpp).
struct StatusCode {
    std::string_view code, text, standing;
};
/// Null for a code that is not in the office's table.
const StatusCode* uspto_status(std::string_view code);

}  // namespace xinbu::ip_status
