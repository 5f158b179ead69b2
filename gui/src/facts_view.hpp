// Labels and values as one text: it wraps, can be selected and copied, and a screen reader reads it.
#pragma once

#include <wx/textctrl.h>

#include "xinbu/session/render.hpp"

namespace xinbu::gui {

class FactsView : public wxTextCtrl {
public:
    FactsView(wxWindow* parent, const wxString& id, const wxString& spoken);
    void show(const session::Lines& lines);

private:
    void write();
    /// Values begin behind the longest label, and wrap there.
    void align_values();
    session::Lines lines_;
};

}  // namespace xinbu::gui
