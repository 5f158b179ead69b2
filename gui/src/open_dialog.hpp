// The first window: which registry, who works, and the passphrase.
#pragma once

#include <wx/combobox.h>
#include <wx/dialog.h>
#include <wx/gauge.h>
#include <wx/timer.h>

#include <functional>
#include <memory>
#include <string>

#include "settings.hpp"
#include "worker.hpp"
#include "xinbu/crypto/secret.hpp"
#include "xinbu/session/registry.hpp"

class wxButton;
class wxStaticText;
class wxTextCtrl;

namespace xinbu::gui {

/// Modeless. Unlocking runs beside the window; an error is shown in it and the passphrase is asked for again.
class OpenDialog : public wxDialog {
public:
    using Opened = std::function<void(std::shared_ptr<session::Registry>)>;

    /// `plugins` outlives the dialog and every registry it opens. `opened` is called once; the dialog goes
    /// afterwards.
    OpenDialog(const host::Host& plugins, const RecentRegistry& preset, Opened opened);

    /// As if the passphrase had been typed.
    void unlock(crypto::Secret passphrase);

private:
    void build(const RecentRegistry& preset);
    void browse();
    void unlock_typed();
    /// Asks for the PIN of the token that the operator's signing key is in; without one the registry opens
    /// all the same, and signs nothing.
    void unlock_token(std::shared_ptr<session::Registry> registry);
    void finish(std::shared_ptr<session::Registry> registry);
    void show_problem(const wxString& text);
    void set_busy(bool busy);

    const host::Host& plugins_;
    Opened opened_;
    wxComboBox* folder_ = nullptr;
    wxTextCtrl* operator_ = nullptr;
    wxTextCtrl* passphrase_ = nullptr;
    wxStaticText* problem_ = nullptr;
    wxGauge* gauge_ = nullptr;
    wxButton* open_ = nullptr;
    wxTimer pulse_;
    Worker worker_;
};

}  // namespace xinbu::gui
