// Which plugins run, which were refused, and why.
#pragma once

#include <wx/dialog.h>

namespace xinbu::host {
class Host;
}

namespace xinbu::gui {

class PluginsDialog : public wxDialog {
public:
    PluginsDialog(wxWindow* parent, const host::Host& plugins);
};

}  // namespace xinbu::gui
