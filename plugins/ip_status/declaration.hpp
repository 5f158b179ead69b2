// What the plugin declares: record types, entry types, checks, reports and adapters.
#pragma once

#include <string_view>
#include <vector>

#include "xinbu/plugin/api.hpp"

namespace xinbu::ip_status {

plugin::Declaration declaration();

/// The report that is the page of a right.
inline constexpr const char* certificate_report = "ip.certificate";

// ---- its parts

std::vector<plugin::Choice> trademark_events();
std::vector<plugin::Choice> patent_events();
std::vector<plugin::Adapter> adapters();
std::vector<plugin::Check> checks();
std::vector<plugin::Report> reports();
std::vector<plugin::Overlay> overlays();

/// What the forms call a field of a right of that kind; its id where they have none such.
plugin::Text field_label(std::string_view kind, std::string_view field);
/// What people call an event of a right of that kind; its id where it is none of the vocabulary.
plugin::Text event_label(std::string_view kind, std::string_view event);
/// What people call an overlay; its id where it is not declared.
plugin::Text overlay_label(std::string_view overlay);
plugin::Tone overlay_tone(std::string_view overlay);

}  // namespace xinbu::ip_status
