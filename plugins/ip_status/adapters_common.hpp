// Small readers that the adapters share.
#pragma once

#include <functional>
#include <initializer_list>
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

/// Adds the member, unless there is nothing to say.
void set_text(plugin::Object& data, const char* name, std::string text);
/// A text, or an integer written out; empty for anything else and for null.
std::string scalar_text(const plugin::Value* value);

/// What a source says and no field can hold, or what contradicts itself: it goes in with the record, as
/// `findings` of rule, field and the value as it was written. The record itself is not refused for it.
class Findings {
public:
    void add(std::string_view rule, std::string_view field, std::string_view value);
    void write(plugin::Object& data) const;

private:
    plugin::Array list_{};
};
/// Sets the date; what is none becomes a finding.
void set_date(plugin::Object& data, const char* name, std::string_view text, Findings& findings);
/// A finding where the later date is before the earlier one; both stay.
void note_order(const plugin::Object& data, const char* earlier, const char* later, Findings& findings);

/// The source is not what the format reads: rejected by the rule `adapter.format`, with what was expected
/// (member or element names) and the names that stand there instead.
void reject_format(plugin::ImportSink& sink, const std::string& expected, const plugin::Text& found);
/// The names of the members of a document, the first ones of many; "a list", "a single value" where it is no
/// object.
plugin::Text names_in(const plugin::Value& document);
/// The names of the children of an element.
plugin::Text names_in(const plugin::XmlElement& element);

// ---- reading elements ----

/// The text at the end of the path, in one line.
std::string text_of(const plugin::XmlElement& element, std::initializer_list<std::string_view> path);
/// The attribute of that local name; empty where there is none.
std::string_view attribute_of(const plugin::XmlElement& element, std::string_view name);
/// Calls `use` with every element of that local name below `element`, outermost ones only.
void each_below(const plugin::XmlElement& element, std::string_view name,
                const std::function<void(const plugin::XmlElement&)>& use);
/// The first element of that name below `element`, depth first; null where there is none.
const plugin::XmlElement* first_below(const plugin::XmlElement& element, std::string_view name);
/// The text of the first element of that name below `element` that has one.
std::string first_text(const plugin::XmlElement& element, std::string_view name);

/// A party of that name; foreign offices know no identifier.
plugin::Value party(std::string_view name);
/// The names of a list "A | B" as parties, without empty ones.
plugin::Array parties_in(std::string_view names);

/// "Planta Tabak GmbH & Co, 10965 Berlin, DE" is a name, a place and a country: the name of it.
std::string name_without_place(std::string_view text);

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
