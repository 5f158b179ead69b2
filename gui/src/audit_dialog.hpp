// Auditing the registry while the window goes on.
#pragma once

#include <wx/dialog.h>

#include "worker.hpp"
#include "xinbu/session/registry.hpp"

class wxButton;
class wxDataViewListCtrl;
class wxGauge;
class wxStaticText;

namespace xinbu::gui {

class AuditDialog : public wxDialog {
public:
    AuditDialog(wxWindow* parent, session::Registry& registry);

private:
    void start();
    void finish(const Result<session::AuditView>& audit);

    session::Registry& registry_;
    wxStaticText* verdict_;
    wxStaticText* step_;
    wxGauge* gauge_;
    wxDataViewListCtrl* findings_;
    wxButton* button_;
    Worker worker_;
};

}  // namespace xinbu::gui
