#include "entry_dialog.hpp"

#include <wx/button.h>
#include <wx/choice.h>
#include <wx/sizer.h>
#include <wx/statline.h>
#include <wx/stattext.h>

#include "confirm_dialog.hpp"
#include "dialogs.hpp"
#include "lookup_dialog.hpp"
#include "settings.hpp"
#include "style.hpp"
#include "texts.hpp"
#include "typed.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/catalogue.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/host/loader.hpp"

namespace xinbu::gui {
namespace {

constexpr const char* window_name = "entry";

plugin::Field own_field(const char* id, plugin::FieldKind kind, const char* label) {
    return plugin::field(id, kind, {label, label});
}

}  // namespace

EntryDialog::EntryDialog(wxWindow* parent, session::Registry& registry, const std::string& kind,
                         const session::RecordView* about, const std::string& role)
    : wxDialog(parent, wxID_ANY, to_wx(tr("New entry")), wxDefaultPosition, wxDefaultSize,
               wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
      registry_(registry),
      record_(about != nullptr ? about->id : std::string()),
      effective_field_(own_field("effective", plugin::FieldKind::date, tr("Effective")).require()),
      message_field_(
          own_field("message", plugin::FieldKind::text, tr("Remark for the ledger")).at_most(100)) {
    SetName("entry_dialog");
    const host::Catalogue& catalogue = registry.plugins().catalogue();
    const std::optional<std::string> status = about != nullptr ? std::optional(about->status) : std::nullopt;
    types_ = entry_types_for(catalogue.entry_types_of(kind), status, role);

    type_ = new wxChoice(this, wxID_ANY);
    for (const plugin::EntryType* type : types_) type_->Append(to_wx(host::shown(type->label)));
    identify(type_, "entry.type", to_wx(tr("Type of entry")));
    FormContext context{[] {}, [] {},
                        [this](wxWindow* window, const std::string& wanted) {
                            return choose_record(window, registry_, wanted);
                        }};
    head_ = new Form(this, context);
    head_->SetName("entry.head");
    head_->set_fields({&effective_field_, &message_field_}, "");
    plugin::Object head;
    head.set("effective", session::today().text());
    head_->set_data(head);
    form_ = new Form(this, context);
    problem_ = new wxStaticText(this, wxID_ANY, {});
    problem_->SetForegroundColour(ink(plugin::Tone::bad));
    problem_->Hide();
    identify(problem_, "entry.problem");
    continue_ = new wxButton(this, wxID_OK, to_wx(tr("&Continue…")));
    identify(continue_, "entry.continue");
    mark_primary(continue_);
    auto* cancel = new wxButton(this, wxID_CANCEL);
    identify(cancel, "entry.cancel");

    const int edge = gap(this, 2);
    auto* buttons = new wxBoxSizer(wxHORIZONTAL);
    buttons->Add(quiet_text(this, to_wx(tr("* needed"))), wxSizerFlags(1).CentreVertical());
    buttons->Add(cancel);
    buttons->Add(continue_, wxSizerFlags().Border(wxLEFT, gap(this)));
    auto* column = new wxBoxSizer(wxVERTICAL);
    if (about != nullptr) {
        auto* title = heading(this, to_wx(about->title.empty() ? about->id : about->title), 3);
        column->Add(title, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
        column->Add(quiet_text(this, to_wx(about->id)),
                    wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT, edge));
    } else if (const plugin::RecordType* record_type = catalogue.record_type(kind)) {
        column->Add(heading(this, to_wx(host::shown(record_type->label)), 3),
                    wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    }
    column->Add(type_, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(head_, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(new wxStaticLine(this), wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(form_, wxSizerFlags(1).Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(problem_, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(buttons, wxSizerFlags().Expand().Border(wxALL, edge));
    SetSizer(column);
    restore_window(this, window_name, 720, 660);
    CentreOnParent();

    type_->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { choose_type(type_->GetSelection()); });
    continue_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { go_on(); });
    const auto leave = [this] {
        if (!may_discard()) return;
        remember_window(this, window_name);
        EndModal(wxID_CANCEL);
    };
    cancel->Bind(wxEVT_BUTTON, [leave](wxCommandEvent&) { leave(); });
    Bind(wxEVT_CLOSE_WINDOW, [leave](wxCloseEvent&) { leave(); });
    if (!types_.empty()) choose_type(0);
}

void EntryDialog::choose_type(int index) {
    type_->SetSelection(index);
    std::vector<const plugin::Field*> fields;
    for (const plugin::Field& field : types_[static_cast<std::size_t>(index)]->fields)
        fields.push_back(&field);
    form_->set_fields(fields, "/data");
    head_->SetMinSize(wxSize(-1, head_->GetSizer()->CalcMin().GetHeight()));
    show_faults({});
    Layout();
    if (FieldEditor* first = fields.empty() ? nullptr : form_->find("/data/" + fields.front()->id))
        first->focus();
}

void EntryDialog::go_on() {
    const int index = type_->GetSelection();
    if (index < 0 || worker_.busy()) return;
    std::vector<FormFault> faults;
    const plugin::Object head = head_->data(faults);
    plugin::Draft draft{types_[static_cast<std::size_t>(index)]->type, record_,
                        std::string(plugin::text_at(head, "effective")), form_->data(faults)};
    if (!faults.empty()) {
        show_faults(faults);
        return;
    }
    set_busy(true);
    worker_.run(
        [this, draft = std::move(draft)](const std::atomic<bool>&) { return registry_.preview(draft); },
        [this](Result<session::Preview> preview) {
            set_busy(false);
            if (preview) {
                show_faults({});
                confirm_and_sign(*preview);
                return;
            }
            std::vector<FormFault> refused;
            for (const Detail& detail : preview.error().details)
                refused.push_back({detail.pointer, detail.message});
            if (refused.empty()) refused.push_back({{}, to_utf8(sentences(preview.error()))});
            show_faults(refused);
        });
}

void EntryDialog::confirm_and_sign(const session::Preview& preview) {
    std::vector<FormFault> none;
    const plugin::Object head = head_->data(none);
    ConfirmDialog dialog(this, registry_, preview, std::string(plugin::text_at(head, "message")));
    if (dialog.ShowModal() != wxID_OK) return;
    added_ = dialog.added();
    remember_window(this, window_name);
    EndModal(wxID_OK);
}

void EntryDialog::show_faults(const std::vector<FormFault>& faults) {
    const std::vector<FormFault> not_in_form = form_->show_faults(faults);
    wxString rest;
    for (const FormFault& fault : head_->show_faults(not_in_form))
        rest += (rest.empty() ? "" : "\n") + to_wx(fault.message);
    head_->SetMinSize(wxSize(-1, head_->GetSizer()->CalcMin().GetHeight()));
    set_text(problem_, rest, GetClientSize().GetWidth() - 2 * gap(this, 2));
    problem_->Show(!rest.empty());
    Layout();
}

bool EntryDialog::may_discard() {
    if (worker_.busy()) return false;
    return !form_->touched() || confirm(this, to_wx(tr("Discard what you entered?")),
                                        to_wx(tr("Nothing was signed or written yet.")),
                                        to_wx(tr("&Discard")), to_wx(tr("&Keep editing")));
}

void EntryDialog::set_busy(bool busy) {
    for (wxWindow* control : {static_cast<wxWindow*>(type_), static_cast<wxWindow*>(head_),
                              static_cast<wxWindow*>(form_), static_cast<wxWindow*>(continue_)})
        control->Enable(!busy);
}

}  // namespace xinbu::gui
