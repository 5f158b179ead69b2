#include "create_dialog.hpp"

#include <wx/button.h>
#include <wx/checkbox.h>
#include <wx/choice.h>
#include <wx/simplebook.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/stdpaths.h>
#include <wx/textctrl.h>

#include <array>

#include "dialogs.hpp"
#include "file_drop.hpp"
#include "flowing_text.hpp"
#include "report_content.hpp"
#include "strength.hpp"
#include "style.hpp"
#include "texts.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/document/report.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/plugin/identifiers.hpp"
#include "xinbu/storage/files.hpp"

namespace xinbu::gui {
namespace {

constexpr int pulse_ms = 60;
constexpr int dialog_width = 640;
constexpr std::array<const char*, 4> kinds{"association", "bank", "regulator", "enterprise"};

/// The text control keeps a copy of its own that cannot be wiped; ours are as short-lived as they can be.
crypto::Secret secret_of(const wxTextCtrl* entry) {
    std::string typed = to_utf8(entry->GetValue());
    crypto::Secret secret{std::string_view(typed)};
    crypto::cleanse({reinterpret_cast<std::uint8_t*>(typed.data()), typed.size()});
    return secret;
}

plugin::ReportFact fact(plugin::Text label, const std::string& value) {
    return {std::move(label), {plugin::Value(value)}};
}

/// What is printed and locked away.
plugin::ReportModel sheet_of(const session::Created& created) {
    plugin::ReportModel model;
    model.title = {"Recovery sheet", "恢复单"};
    model.subject = {created.name, created.name};
    const std::string passphrase(xinbu::as_text(created.recovery_passphrase.view()));
    model.sections.push_back(
        {{"Recovery passphrase", "恢复口令"},
         {plugin::ReportFacts{{fact({"Recovery passphrase", "恢复口令"}, passphrase),
                               fact({"Registry", "登记簿"}, created.registry),
                               fact({"Fingerprint", "指纹"}, created.fingerprint),
                               fact({"First operator", "首任操作员"}, created.operator_name)}},
          plugin::ReportParagraph{
              {"Whoever holds this sheet and the files of the registry can open it. Print it, lock it away "
               "apart from the computer, and delete the file that it was printed from.",
               "持有本单和登记簿文件的人可以打开登记簿。请打印后与计算机分开锁存，并删除用于打印的文件。"},
              plugin::Tone::attention}}});
    return model;
}

}  // namespace

CreateDialog::CreateDialog(wxWindow* parent, const host::Host& plugins)
    : wxDialog(parent, wxID_ANY, to_wx(tr("New registry"))), plugins_(plugins) {
    SetName("create_dialog");
    book_ = new wxSimplebook(this);
    book_->AddPage(build_form(book_), {});
    book_->AddPage(build_sheet(book_), {});
    problem_ = new FlowingText(this, {});
    problem_->SetForegroundColour(ink(plugin::Tone::bad));
    identify(problem_, "create.problem");
    problem_->Hide();
    gauge_ = new wxGauge(this, wxID_ANY, 100, wxDefaultPosition, FromDIP(wxSize(120, 6)));
    identify(gauge_, "create.gauge", to_wx(tr("Progress")));
    gauge_->Hide();
    cancel_ = new wxButton(this, wxID_CANCEL);
    identify(cancel_, "create.cancel");
    next_ = new wxButton(this, wxID_ANY, to_wx(tr("C&reate")));
    identify(next_, "create.next");
    mark_primary(next_);
    const int edge = gap(this, 3);
    auto* buttons = new wxBoxSizer(wxHORIZONTAL);
    buttons->Add(gauge_, wxSizerFlags(1).CentreVertical().ReserveSpaceEvenIfHidden());
    buttons->Add(cancel_, wxSizerFlags().Border(wxLEFT, gap(this, 2)));
    buttons->Add(next_, wxSizerFlags().Border(wxLEFT, gap(this)));
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(book_, wxSizerFlags(1).Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(problem_, wxSizerFlags().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(buttons, wxSizerFlags().Expand().Border(wxALL, edge));
    SetSizerAndFit(column);
    CentreOnParent();
    next_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { created_ ? open() : create(); });
    pulse_.Bind(wxEVT_TIMER, [this](wxTimerEvent&) { gauge_->Pulse(); });
    const auto leave = [this] {
        if (!worker_.busy() && !created_) EndModal(wxID_CANCEL);
    };
    cancel_->Bind(wxEVT_BUTTON, [leave](wxCommandEvent&) { leave(); });
    Bind(wxEVT_CLOSE_WINDOW, [leave](wxCloseEvent&) { leave(); });
    check_identifier();
    check_passphrase();
    name_->SetFocus();
}

wxWindow* CreateDialog::build_form(wxWindow* parent) {
    auto* panel = new wxPanel(parent);
    const auto entry = [&](const char* id, const char* spoken, long style = 0) {
        wxTextCtrl* made = line_entry(panel, style);
        identify(made, id, to_wx(spoken));
        return made;
    };
    name_ = entry("create.name", tr("Name of the organisation"));
    kind_ = new wxChoice(panel, wxID_ANY);
    for (const char* label : {tr("Industry association"), tr("Bank"), tr("Regulator"), tr("Enterprise")})
        kind_->Append(to_wx(label));
    kind_->SetSelection(0);
    identify(kind_, "create.kind", to_wx(tr("Kind")));
    identifier_ = entry("create.identifier", tr("Credit code (USCC)"));
    identifier_words_ = new FlowingText(panel, {});
    identify(identifier_words_, "create.identifier.words");
    operator_ = entry("create.operator", tr("Operator"));
    operator_->SetHint(to_wx(tr("Such as wang: signs what is entered")));
    typed_ = entry("create.passphrase", tr("Passphrase"), wxTE_PASSWORD);
    repeated_ = entry("create.repeated", tr("Passphrase again"), wxTE_PASSWORD);
    meter_ = new wxGauge(panel, wxID_ANY, 1000, wxDefaultPosition, FromDIP(wxSize(-1, 6)));
    identify(meter_, "create.meter", to_wx(tr("Strength of the passphrase")));
    strength_ = new FlowingText(panel, {});
    identify(strength_, "create.strength");
    folder_ = entry("create.folder", tr("Folder"));

    auto* grid = new wxFlexGridSizer(2, gap(this), gap(this, 2));
    grid->AddGrowableCol(1, 1);
    const auto add = [&](const char* label, wxWindow* control) {
        auto* text = new wxStaticText(panel, wxID_ANY, {});
        text->SetLabelText(to_wx(label));
        grid->Add(text, wxSizerFlags().CentreVertical());
        grid->Add(control, wxSizerFlags().Expand());
    };
    const auto add_below = [&](wxWindow* control) {
        grid->AddSpacer(0);
        grid->Add(control, wxSizerFlags().Expand());
    };
    add(tr("Name of the organisation"), name_);
    add(tr("Kind"), kind_);
    add(tr("Credit code (USCC)"), identifier_);
    add_below(identifier_words_);
    add(tr("Operator"), operator_);
    add(tr("Passphrase"), typed_);
    add_below(meter_);
    add_below(strength_);
    add(tr("Passphrase again"), repeated_);
    add(tr("Folder"), folder_);
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(heading(panel, to_wx(tr("New registry")), 6));
    column->Add(
        quiet_text(panel, to_wx(tr("One organisation, its first operator, and where the files lie."))),
        wxSizerFlags().Border(wxTOP | wxBOTTOM, gap(this)));
    column->Add(grid, wxSizerFlags(1).Expand().Border(wxTOP, gap(this)));
    panel->SetSizer(column);
    panel->SetMinSize(FromDIP(wxSize(dialog_width, 450)));
    name_->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { check_passphrase(); });
    identifier_->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { check_identifier(); });
    for (wxTextCtrl* secret : {typed_, repeated_})
        secret->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { check_passphrase(); });
    folder_->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { is_folder_typed_ = true; });
    return panel;
}

wxWindow* CreateDialog::build_sheet(wxWindow* parent) {
    auto* panel = new wxPanel(parent);
    auto* words = new FlowingText(
        panel, to_wx(tr("If every passphrase is lost, this one opens the registry. It is shown now and never "
                        "again: print the sheet and lock it away apart from the computer.")));
    words->lay_out(FromDIP(dialog_width));
    recovery_ = new wxTextCtrl(panel, wxID_ANY, {}, wxDefaultPosition, FromDIP(wxSize(-1, 90)),
                               wxTE_MULTILINE | wxTE_READONLY);
    wxFont font = recovery_->GetFont();
    font.SetFamily(wxFONTFAMILY_TELETYPE);
    font.SetPointSize(font.GetPointSize() + 2);
    recovery_->SetFont(font);
    identify(recovery_, "create.recovery", to_wx(tr("Recovery passphrase")));
    save_ = new wxButton(panel, wxID_ANY, to_wx(tr("&Save the sheet as PDF…")));
    identify(save_, "create.save_sheet");
    kept_ = new wxCheckBox(panel, wxID_ANY, to_wx(tr("The sheet is &printed or written down")));
    identify(kept_, "create.kept");
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(heading(panel, to_wx(tr("The registry is made")), 6));
    column->Add(words, wxSizerFlags().Border(wxTOP | wxBOTTOM, gap(this)));
    column->Add(recovery_, wxSizerFlags().Expand().Border(wxTOP, gap(this)));
    column->Add(save_, wxSizerFlags().Border(wxTOP, gap(this, 2)));
    column->Add(kept_, wxSizerFlags().Border(wxTOP, gap(this, 2)));
    panel->SetSizer(column);
    save_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { save_sheet(); });
    kept_->Bind(wxEVT_CHECKBOX, [this](wxCommandEvent&) { next_->Enable(kept_->GetValue()); });
    return panel;
}

void CreateDialog::check_identifier() {
    const std::string code = plugin::canonical_uscc(to_utf8(identifier_->GetValue()));
    wxString words = to_wx(tr("18 characters; as in 91320100MA0000023K"));
    wxColour colour = quiet_ink();
    if (!code.empty()) {
        const std::optional<plugin::Text> fault = plugin::uscc_fault(code);
        words = fault ? to_wx(host::shown(*fault)) : to_wx(tr("The check characters are right."));
        colour = ink(fault ? plugin::Tone::bad : plugin::Tone::good);
    }
    identifier_words_->SetForegroundColour(colour);
    identifier_words_->SetLabelText(words);
    identifier_words_->lay_out(FromDIP(dialog_width * 2 / 3));
    suggest_folder();
    Layout();
}

void CreateDialog::suggest_folder() {
    if (is_folder_typed_) return;
    const std::string code = plugin::canonical_uscc(to_utf8(identifier_->GetValue()));
    folder_->ChangeValue(wxStandardPaths::Get().GetDocumentsDir() + "/xinbu" +
                         (code.empty() ? wxString() : "-" + to_wx(code)));
}

bool CreateDialog::is_mismatch() const {
    return !repeated_->GetValue().empty() && repeated_->GetValue() != typed_->GetValue();
}

void CreateDialog::check_passphrase() {
    const crypto::Secret secret = secret_of(typed_);
    Strength strength;
    wxString words = to_wx(tr("Six words that do not belong together are better than any trick."));
    wxColour colour = quiet_ink();
    if (!secret.empty()) {
        const std::string name = to_utf8(name_->GetValue());
        strength = strength_of(xinbu::as_text(secret.view()), {name, to_utf8(operator_->GetValue())});
        const Done allowed = session::check_new_passphrase(secret, name);
        words = to_wx(strength.words);
        colour = ink(strength.tone);
        if (!allowed) {
            words = sentences(allowed.error());
            colour = ink(plugin::Tone::bad);
        } else if (is_mismatch()) {
            words = to_wx(tr("The two passphrases differ."));
            colour = ink(plugin::Tone::bad);
        }
    }
    meter_->SetValue(strength.per_mille);
    strength_->SetForegroundColour(colour);
    strength_->SetLabelText(words);
    strength_->lay_out(FromDIP(dialog_width * 2 / 3));
    Layout();
}

void CreateDialog::create() {
    if (worker_.busy()) return;
    if (name_->IsEmpty() || operator_->IsEmpty() || typed_->IsEmpty() || folder_->IsEmpty()) {
        show_problem(to_wx(tr("Name, operator, passphrase and folder are needed.")));
        return;
    }
    if (typed_->GetValue() != repeated_->GetValue()) {
        show_problem(to_wx(tr("The two passphrases differ.")));
        repeated_->SetFocus();
        return;
    }
    place_ = {to_utf8(folder_->GetValue()), to_utf8(operator_->GetValue())};
    passphrase_ = secret_of(typed_);
    auto wanted = std::make_shared<session::NewRegistry>();
    wanted->folder = path_of(folder_->GetValue());
    wanted->name = to_utf8(name_->GetValue());
    wanted->identifier = plugin::canonical_uscc(to_utf8(identifier_->GetValue()));
    wanted->kind = kinds[static_cast<std::size_t>(std::max(0, kind_->GetSelection()))];
    wanted->operator_name = place_.operator_name;
    wanted->passphrase = passphrase_.clone();
    set_busy(true);
    worker_.run(
        [this, wanted](const std::atomic<bool>&) {
            return session::Registry::create(std::move(*wanted), plugins_);
        },
        [this](Result<session::Created> created) {
            set_busy(false);
            if (created) {
                show_sheet(std::move(*created));
            } else {
                show_problem(sentences(created.error()));
            }
        });
}

void CreateDialog::show_sheet(session::Created created) {
    created_ = std::move(created);
    typed_->ChangeValue({});
    repeated_->ChangeValue({});
    recovery_->ChangeValue(to_wx(xinbu::as_text(created_->recovery_passphrase.view())));
    book_->ChangeSelection(1);
    cancel_->Hide();
    next_->SetLabel(to_wx(tr("&Open the registry")));
    next_->Disable();
    save_->SetFocus();
    Layout();
}

void CreateDialog::save_sheet() {
    const std::string file = file_to_save(this, to_wx(tr("Save the recovery sheet")),
                                          to_wx(tr("recovery-sheet")), "pdf", to_wx(tr("PDF documents")));
    if (file.empty() || worker_.busy()) return;
    set_busy(true);
    next_->Disable();
    const document::Frame frame{
        .organisation = created_->name, .origin = created_->registry, .as_of = session::today()};
    worker_.run(
        [file, frame, model = sheet_of(*created_)](const std::atomic<bool>&) -> Done {
            storage::write_file_atomically(file, document::to_pdf(model, frame));
            return {};
        },
        [this](Done saved) {
            set_busy(false);
            next_->Enable(kept_->GetValue());
            if (!saved) show_problem(sentences(saved.error()));
        });
}

void CreateDialog::open() {
    if (worker_.busy()) return;
    set_busy(true);
    worker_.run(
        [this, secret = passphrase_.clone()](const std::atomic<bool>&) mutable {
            return session::Registry::open(std::filesystem::path(place_.folder), place_.operator_name,
                                           std::move(secret), session::Access::read, plugins_);
        },
        [this](Result<std::unique_ptr<session::Registry>> registry) {
            set_busy(false);
            if (!registry) {
                show_problem(sentences(registry.error()));
                return;
            }
            passphrase_ = {};
            recovery_->ChangeValue({});
            registry_ = std::move(*registry);
            remember_registry(place_);
            EndModal(wxID_OK);
        });
}

void CreateDialog::show_problem(const wxString& text) {
    problem_->SetLabelText(text);
    problem_->lay_out(FromDIP(dialog_width));
    problem_->Show(!text.empty());
    Fit();
}

void CreateDialog::set_busy(bool busy) {
    next_->Enable(!busy);
    cancel_->Enable(!busy);
    book_->Enable(!busy);
    gauge_->Show(busy);
    if (busy) {
        show_problem({});
        pulse_.Start(pulse_ms);
    } else {
        pulse_.Stop();
    }
}

}  // namespace xinbu::gui
