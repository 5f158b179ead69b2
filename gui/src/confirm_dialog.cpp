#include "confirm_dialog.hpp"

#include <fmt/format.h>
#include <wx/button.h>
#include <wx/sizer.h>
#include <wx/stattext.h>

#include "bytes_view.hpp"
#include "facts_view.hpp"
#include "settings.hpp"
#include "style.hpp"
#include "texts.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::gui {
namespace {

constexpr const char* window_name = "confirm";

}  // namespace

ConfirmDialog::ConfirmDialog(wxWindow* parent, session::Registry& registry, const session::Preview& preview,
                             const std::string& message)
    : wxDialog(parent, wxID_ANY, to_wx(tr("Sign this entry?")), wxDefaultPosition, wxDefaultSize,
               wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
      registry_(registry),
      draft_(preview.draft),
      message_(message) {
    SetName("confirm_dialog");
    auto* title = heading(this, to_wx(preview.type_label), 4);
    auto* record =
        quiet_text(this, to_wx(fmt::format("{}  ·  {}", preview.draft.record, preview.draft.effective)));
    auto* facts = new FactsView(this, "confirm.lines", to_wx(tr("The entry")));
    // An entry may say all that it says by its type: an empty box would look like a fault.
    facts->show(preview.lines.empty()
                    ? session::Lines{{tr("Type of entry"), preview.type_label},
                                     {tr("Record"), preview.draft.record},
                                     {tr("Effective"), preview.draft.effective},
                                     {tr("Content"), tr("Nothing beyond its type, record and day.")}}
                    : preview.lines);
    auto* bytes_title = quiet_text(
        this,
        to_wx(tr("Exactly this text is signed, together with random bytes drawn when signing (the salt):")));
    auto* bytes = new BytesView(this, "confirm.bytes", to_wx(tr("The exact text that is signed")));
    bytes->show(preview.canonical);
    problem_ = new wxStaticText(this, wxID_ANY, {});
    problem_->SetForegroundColour(ink(plugin::Tone::attention));
    identify(problem_, "confirm.problem");
    wxString warnings;
    for (const Detail& warning : preview.warnings)
        warnings += (warnings.empty() ? "" : "\n") + sentence(warning);
    if (!preview.waits.empty())
        warnings +=
            (warnings.empty() ? "" : "\n") +
            to_wx(fmt::format(fmt::runtime(tr("Signed, this becomes a proposal that counts once another "
                                              "person approves it: {}.")),
                              preview.waits));
    back_ = new wxButton(this, wxID_CANCEL, to_wx(tr("&Back")));
    identify(back_, "confirm.back");
    sign_ = new wxButton(this, wxID_ANY, to_wx(tr("&Sign")));
    identify(sign_, "confirm.sign");
    add_style_class(sign_, "suggested-action");

    const int edge = gap(this, 2);
    auto* buttons = new wxBoxSizer(wxHORIZONTAL);
    buttons->Add(
        quiet_text(this, to_wx(fmt::format(fmt::runtime(tr("Signed by {}")), registry.operator_name()))),
        wxSizerFlags(1).CentreVertical());
    buttons->Add(back_);
    buttons->Add(sign_, wxSizerFlags().Border(wxLEFT, gap(this)));
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(title, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(record, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT, edge));
    column->Add(facts, wxSizerFlags(3).Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(bytes_title, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(bytes, wxSizerFlags(2).Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(problem_, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(buttons, wxSizerFlags().Expand().Border(wxALL, edge));
    SetSizer(column);
    restore_window(this, window_name, 660, 560);
    CentreOnParent();
    set_text(problem_, warnings, GetClientSize().GetWidth() - 2 * edge);
    problem_->Show(!warnings.empty());
    Layout();
    // Enter alone must not sign: the button has to be gone to on purpose.
    back_->SetFocus();
    sign_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { sign(); });
    Bind(wxEVT_CLOSE_WINDOW, [this](wxCloseEvent&) {
        if (!worker_.busy()) EndModal(wxID_CANCEL);
    });
}

void ConfirmDialog::sign() {
    if (worker_.busy()) return;
    sign_->Disable();
    back_->Disable();
    worker_.run([this](const std::atomic<bool>&) { return registry_.add({draft_}, message_); },
                [this](Result<session::Added> added) {
                    if (added) {
                        added_ = std::move(*added);
                        remember_window(this, window_name);
                        EndModal(wxID_OK);
                        return;
                    }
                    sign_->Enable();
                    back_->Enable();
                    problem_->SetForegroundColour(ink(plugin::Tone::bad));
                    set_text(problem_, sentences(added.error()),
                             GetClientSize().GetWidth() - 2 * gap(this, 2));
                    problem_->Show();
                    Layout();
                });
}

}  // namespace xinbu::gui
