#include "open_dialog.hpp"

#include <wx/button.h>
#include <wx/dirdlg.h>
#include <wx/msgdlg.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>
#include <wx/textdlg.h>

#include <filesystem>

#include "style.hpp"
#include "texts.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::gui {

OpenDialog::OpenDialog(const host::Host& plugins, const RecentRegistry& preset, Opened opened)
    : wxDialog(nullptr, wxID_ANY, to_wx(tr("Xinbu")), wxDefaultPosition, wxDefaultSize,
               wxDEFAULT_DIALOG_STYLE),
      plugins_(plugins),
      opened_(std::move(opened)) {
    SetName("open_dialog");
    build(preset);
    Bind(wxEVT_CLOSE_WINDOW, [this](wxCloseEvent&) { Destroy(); });
    Bind(
        wxEVT_BUTTON, [this](wxCommandEvent&) { Close(); }, wxID_CANCEL);
    pulse_.Bind(wxEVT_TIMER, [this](wxTimerEvent&) { gauge_->Pulse(); });
}

void OpenDialog::build(const RecentRegistry& preset) {
    folder_ = new wxComboBox(this, wxID_ANY, {}, wxDefaultPosition, FromDIP(wxSize(380, -1)));
    for (const RecentRegistry& recent : recent_registries())
        folder_->Append(wxString::FromUTF8(recent.folder));
    identify(folder_, "open.folder", to_wx(tr("Registry folder")));
    auto* browse_button = new wxButton(this, wxID_ANY, to_wx(tr("&Browse…")));
    identify(browse_button, "open.browse");
    operator_ = line_entry(this);
    identify(operator_, "open.operator", to_wx(tr("Operator")));
    passphrase_ = line_entry(this, wxTE_PASSWORD);
    identify(passphrase_, "open.passphrase", to_wx(tr("Passphrase")));
    problem_ = new wxStaticText(this, wxID_ANY, {});
    problem_->SetForegroundColour(ink(plugin::Tone::bad));
    problem_->Hide();
    identify(problem_, "open.problem");
    gauge_ = new wxGauge(this, wxID_ANY, 100, wxDefaultPosition, FromDIP(wxSize(120, 8)));
    identify(gauge_, "open.gauge", to_wx(tr("Unlocking…")));
    open_ = new wxButton(this, wxID_OK, to_wx(tr("&Open")));
    identify(open_, "open.unlock");
    mark_primary(open_);
    auto* quit = new wxButton(this, wxID_CANCEL, to_wx(tr("&Quit")));
    identify(quit, "open.quit");

    const auto label = [this](const char* text) {
        auto* made = new wxStaticText(this, wxID_ANY, {});
        made->SetLabelText(to_wx(text));
        return made;
    };
    const wxSizerFlags beside = wxSizerFlags().CentreVertical();
    auto* folder_row = new wxBoxSizer(wxHORIZONTAL);
    folder_row->Add(folder_, wxSizerFlags(1).CentreVertical());
    folder_row->Add(browse_button, wxSizerFlags().CentreVertical().Border(wxLEFT, gap(this)));
    auto* grid = new wxFlexGridSizer(2, gap(this), gap(this, 2));
    grid->AddGrowableCol(1, 1);
    grid->Add(label(tr("Registry folder")), beside);
    grid->Add(folder_row, wxSizerFlags().Expand());
    grid->Add(label(tr("Operator")), beside);
    grid->Add(operator_, wxSizerFlags().Expand());
    grid->Add(label(tr("Passphrase")), beside);
    grid->Add(passphrase_, wxSizerFlags().Expand());

    auto* buttons = new wxBoxSizer(wxHORIZONTAL);
    buttons->Add(gauge_, wxSizerFlags(1).CentreVertical().ReserveSpaceEvenIfHidden());
    gauge_->Hide();
    buttons->Add(quit, wxSizerFlags().Border(wxLEFT, gap(this, 2)));
    buttons->Add(open_, wxSizerFlags().Border(wxLEFT, gap(this)));

    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(heading(this, to_wx(tr("Open a registry")), 6));
    column->Add(quiet_text(this, to_wx(tr("Signed facts about labour-service brands"))),
                wxSizerFlags().Border(wxTOP | wxBOTTOM, gap(this)));
    column->Add(grid, wxSizerFlags().Expand().Border(wxTOP, gap(this)));
    column->Add(problem_, wxSizerFlags().Expand().Border(wxTOP, gap(this, 2)));
    column->Add(buttons, wxSizerFlags().Expand().Border(wxTOP, gap(this, 3)));
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(column, wxSizerFlags(1).Expand().Border(wxALL, gap(this, 3)));
    SetSizerAndFit(outer);
    Centre();

    browse_button->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { browse(); });
    open_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { unlock_typed(); });
    folder_->Bind(wxEVT_COMBOBOX, [this](wxCommandEvent&) {
        const std::string chosen = to_utf8(folder_->GetValue());
        for (const RecentRegistry& recent : recent_registries())
            if (recent.folder == chosen) operator_->ChangeValue(wxString::FromUTF8(recent.operator_name));
    });
    folder_->SetValue(wxString::FromUTF8(preset.folder));
    operator_->ChangeValue(wxString::FromUTF8(preset.operator_name));
    if (preset.folder.empty()) {
        folder_->SetFocus();
    } else if (preset.operator_name.empty()) {
        operator_->SetFocus();
    } else {
        passphrase_->SetFocus();
    }
}

void OpenDialog::browse() {
    wxDirDialog chooser(this, to_wx(tr("Registry folder")), folder_->GetValue(),
                        wxDD_DEFAULT_STYLE | wxDD_DIR_MUST_EXIST);
    if (chooser.ShowModal() == wxID_OK) folder_->SetValue(chooser.GetPath());
}

void OpenDialog::unlock_typed() {
    // The text control keeps a copy of its own that cannot be wiped; ours is as short-lived as it can be.
    std::string typed = to_utf8(passphrase_->GetValue());
    crypto::Secret passphrase{std::string_view(typed)};
    crypto::cleanse({reinterpret_cast<std::uint8_t*>(typed.data()), typed.size()});
    unlock(std::move(passphrase));
}

void OpenDialog::unlock(crypto::Secret passphrase) {
    if (worker_.busy()) return;
    const RecentRegistry wanted{to_utf8(folder_->GetValue()), to_utf8(operator_->GetValue())};
    if (wanted.folder.empty() || wanted.operator_name.empty() || passphrase.empty()) {
        show_problem(to_wx(tr("Folder, operator and passphrase are needed.")));
        return;
    }
    set_busy(true);
    worker_.run(
        [this, wanted, secret = std::move(passphrase)](const std::atomic<bool>&) mutable {
            return session::Registry::open(std::filesystem::path(wanted.folder), wanted.operator_name,
                                           std::move(secret), session::Access::read, plugins_);
        },
        [this, wanted](Result<std::unique_ptr<session::Registry>> registry) {
            set_busy(false);
            passphrase_->ChangeValue({});
            if (!registry) {
                show_problem(sentences(registry.error()));
                passphrase_->SetFocus();
                return;
            }
            remember_registry(wanted);
            std::shared_ptr<session::Registry> opened = std::move(*registry);
            if (opened->signs_with_token()) {
                unlock_token(std::move(opened));
            } else {
                finish(std::move(opened));
            }
        });
}

void OpenDialog::finish(std::shared_ptr<session::Registry> registry) {
    opened_(std::move(registry));
    Destroy();
}

void OpenDialog::unlock_token(std::shared_ptr<session::Registry> registry) {
    wxPasswordEntryDialog question(
        this, to_wx(tr("PIN of the token that signs for you. Without it the registry opens for reading.")),
        to_wx(tr("Signing token")));
    question.SetName("token-pin");
    if (question.ShowModal() != wxID_OK || question.GetValue().empty()) {
        finish(std::move(registry));
        return;
    }
    std::string typed = to_utf8(question.GetValue());
    const auto pin = std::make_shared<crypto::Secret>(std::string_view(typed));
    crypto::cleanse({reinterpret_cast<std::uint8_t*>(typed.data()), typed.size()});
    set_busy(true);
    worker_.run(
        [registry, pin](const std::atomic<bool>&) -> Done {
            registry->ask_pin_by([pin](const std::string&) { return pin->clone(); });
            const Done unlocked = registry->unlock_signing_key();
            // Asked for once: a wrong PIN that is tried again and again locks the token.
            registry->ask_pin_by({});
            return unlocked;
        },
        [this, registry](Done unlocked) {
            set_busy(false);
            if (unlocked) {
                finish(registry);
                return;
            }
            wxMessageDialog(this, sentences(unlocked.error()), to_wx(tr("Signing token")), wxOK | wxICON_WARNING)
                .ShowModal();
            unlock_token(registry);
        });
}

void OpenDialog::show_problem(const wxString& text) {
    set_text(problem_, text, GetClientSize().GetWidth() - 2 * gap(this, 3));
    problem_->Show(!text.empty());
    Fit();
}

void OpenDialog::set_busy(bool busy) {
    for (wxWindow* control : {static_cast<wxWindow*>(folder_), static_cast<wxWindow*>(operator_),
                              static_cast<wxWindow*>(passphrase_), static_cast<wxWindow*>(open_)})
        control->Enable(!busy);
    gauge_->Show(busy);
    if (busy) {
        show_problem({});
        pulse_.Start(60);
    } else {
        pulse_.Stop();
    }
    Layout();
}

}  // namespace xinbu::gui
