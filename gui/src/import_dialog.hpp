// Importing files of other offices and spreadsheets.
#pragma once

#include <wx/dialog.h>

#include <filesystem>
#include <vector>

#include "worker.hpp"
#include "xinbu/session/registry.hpp"

class wxButton;
class wxCheckBox;
class wxChoice;
class wxDataViewListCtrl;
class wxFilePickerCtrl;
class wxGauge;
class wxPanel;
class wxStaticText;
class wxTextCtrl;

namespace xinbu::gui {

class ImportDialog : public wxDialog {
public:
    ImportDialog(wxWindow* parent, session::Registry& registry);
    /// Whether anything was committed.
    bool changed_registry() const { return changed_registry_; }

private:
    void build();
    void choose_files();
    void set_files(std::vector<std::filesystem::path> files);
    void format_chosen();
    void start();
    void finish(const Result<session::Imported>& imported, bool dry_run);

    session::Registry& registry_;
    std::vector<session::AdapterView> adapters_;
    std::vector<std::filesystem::path> files_;
    bool changed_registry_ = false;
    wxPanel* choices_;
    wxChoice* format_;
    wxTextCtrl* file_names_;
    wxTextCtrl* map_;
    wxButton* map_button_;
    wxChoice* encoding_;
    wxCheckBox* dry_run_;
    wxGauge* gauge_;
    wxStaticText* step_;
    wxDataViewListCtrl* told_;  ///< what was rejected, repeated or taken with a remark
    wxButton* close_;
    wxButton* start_;
    Worker worker_;
};

}  // namespace xinbu::gui
