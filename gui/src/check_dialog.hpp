// Asking a plugin's check: is this right good collateral, does this brand fulfil the criteria.
#pragma once

#include <wx/dialog.h>

#include <string>
#include <vector>

#include "form.hpp"
#include "worker.hpp"
#include "xinbu/session/registry.hpp"

class wxButton;
class wxChoice;
class wxDataViewListCtrl;
class wxStaticText;

namespace xinbu::gui {

class FactsView;

class CheckDialog : public wxDialog {
public:
    /// `about` is put into the first parameter that takes a record of its type; may be null.
    CheckDialog(wxWindow* parent, session::Registry& registry, const session::RecordView* about);
    /// With that check chosen and run at once.
    CheckDialog(wxWindow* parent, session::Registry& registry, const std::string& name);

private:
    void build();
    void choose(int index);
    void run();
    void finish(const Result<session::CheckView>& check);
    void show_finding();

    session::Registry& registry_;
    std::vector<session::CheckInfo> checks_;
    std::string about_, about_kind_;
    plugin::Field day_field_;
    std::vector<session::FindingView> findings_;
    wxChoice* check_;
    Form* form_;
    wxStaticText* verdict_;
    wxDataViewListCtrl* list_;
    FactsView* finding_;
    wxButton* run_;
    Worker worker_;
};

}  // namespace xinbu::gui
