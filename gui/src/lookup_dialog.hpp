// Choosing a record for a field that refers to one.
#pragma once

#include <string>

class wxWindow;
namespace xinbu::session {
class Registry;
}

namespace xinbu::gui {

/// Shows a searchable list of records of `kind`, or of all kinds where it is empty; the id of the one chosen,
/// or "".
std::string choose_record(wxWindow* parent, session::Registry& registry, const std::string& kind);
/// The same over all records, to go to the one chosen.
std::string search_everything(wxWindow* parent, session::Registry& registry);

}  // namespace xinbu::gui
