// The text of an entry exactly as it is signed.
#pragma once

#include <wx/textctrl.h>

#include <string>

namespace xinbu::gui {

/// Read-only, in a fixed-width font. Canonical JSON holds no line break, so the ones shown are the view's
/// own: GTK would wrap with hyphens that are not in the text.
class BytesView : public wxTextCtrl {
public:
    BytesView(wxWindow* parent, const wxString& id, const wxString& spoken);
    void show(const std::string& bytes);
    const std::string& bytes() const { return bytes_; }

private:
    void wrap();

    std::string bytes_;
    int columns_ = 0;
};

}  // namespace xinbu::gui
