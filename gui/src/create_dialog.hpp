// A new registry, step by step: whose it is, who works in it, its passphrase, and the recovery sheet.
#pragma once

#include <wx/dialog.h>
#include <wx/gauge.h>
#include <wx/timer.h>

#include <memory>
#include <optional>
#include <string>

#include "settings.hpp"
#include "worker.hpp"
#include "xinbu/session/registry.hpp"

class wxButton;
class wxCheckBox;
class wxChoice;
class wxSimplebook;
class wxStaticText;
class wxTextCtrl;

namespace xinbu::gui {

class FlowingText;

/// Modal. Making the keys and the files runs beside it. It cannot be left between the creation and the
/// recovery sheet, which is shown once.
class CreateDialog : public wxDialog {
public:
    CreateDialog(wxWindow* parent, const host::Host& plugins);

    /// Where the answer was wxID_OK: the new registry, opened by its first operator.
    std::shared_ptr<session::Registry> registry() const { return registry_; }
    const RecentRegistry& place() const { return place_; }

private:
    wxWindow* build_form(wxWindow* parent);
    wxWindow* build_sheet(wxWindow* parent);
    void check_identifier();
    void check_passphrase();
    void suggest_folder();
    void create();
    void show_sheet(session::Created created);
    void save_sheet();
    void open();
    void show_problem(const wxString& text);
    void set_busy(bool busy);
    bool is_mismatch() const;

    const host::Host& plugins_;
    std::shared_ptr<session::Registry> registry_;
    RecentRegistry place_;
    std::optional<session::Created> created_;
    crypto::Secret passphrase_;  ///< between the creation and the opening
    bool is_folder_typed_ = false;
    wxSimplebook* book_ = nullptr;
    wxTextCtrl* name_ = nullptr;
    wxChoice* kind_ = nullptr;
    wxTextCtrl* identifier_ = nullptr;
    FlowingText* identifier_words_ = nullptr;
    wxTextCtrl* operator_ = nullptr;
    wxTextCtrl* typed_ = nullptr;
    wxTextCtrl* repeated_ = nullptr;
    wxGauge* meter_ = nullptr;
    FlowingText* strength_ = nullptr;
    wxTextCtrl* folder_ = nullptr;
    FlowingText* problem_ = nullptr;
    wxTextCtrl* recovery_ = nullptr;
    wxCheckBox* kept_ = nullptr;
    wxButton* save_ = nullptr;
    wxButton* cancel_ = nullptr;
    wxButton* next_ = nullptr;
    wxGauge* gauge_ = nullptr;
    wxTimer pulse_;
    Worker worker_;
};

}  // namespace xinbu::gui
