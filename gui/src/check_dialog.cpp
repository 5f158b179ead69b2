#include "check_dialog.hpp"

#include <fmt/format.h>
#include <wx/button.h>
#include <wx/choice.h>
#include <wx/sizer.h>
#include <wx/stattext.h>

#include <algorithm>

#include "facts_view.hpp"
#include "lookup_dialog.hpp"
#include "settings.hpp"
#include "style.hpp"
#include "texts.hpp"
#include "typed.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::gui {
namespace {

constexpr const char* window_name = "check";
constexpr const char* day_id = "as_of";

std::string status_word(const std::string& status) {
    if (status == "MET") return tr("met");
    if (status == "NOT_MET") return tr("not met");
    if (status == "UNKNOWN") return tr("not known");
    if (status == "SOFT") return tr("for judgement");
    return status;
}

std::string severity_word(const std::string& severity) {
    if (severity == "block") return tr("blocks");
    if (severity == "ack") return tr("to acknowledge");
    if (severity == "warn") return tr("warning");
    if (severity == "info") return tr("note");
    if (severity == "post") return tr("afterwards");
    return severity;
}

std::pair<std::string, plugin::Tone> verdict_of(const std::string& verdict) {
    if (verdict == "pass") return {tr("Passes"), plugin::Tone::good};
    if (verdict == "warn") return {tr("Passes with warnings"), plugin::Tone::attention};
    return {tr("Blocked"), plugin::Tone::bad};
}

}  // namespace

CheckDialog::CheckDialog(wxWindow* parent, session::Registry& registry, const session::RecordView* about)
    : wxDialog(parent, wxID_ANY, to_wx(tr("Check")), wxDefaultPosition, wxDefaultSize,
               wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
      registry_(registry),
      checks_(registry.checks()),
      about_(about != nullptr ? about->id : std::string()),
      about_kind_(about != nullptr ? about->type : std::string()),
      day_field_(plugin::field(day_id, plugin::FieldKind::date, {tr("As of"), tr("As of")}).require()) {
    SetName("check_dialog");
    build();
    check_->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { choose(check_->GetSelection()); });
    run_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { run(); });
    list_->Bind(wxEVT_DATAVIEW_SELECTION_CHANGED, [this](wxDataViewEvent&) { show_finding(); });
    Bind(wxEVT_CLOSE_WINDOW, [this](wxCloseEvent&) {
        remember_window(this, window_name);
        EndModal(wxID_CANCEL);
    });
    if (!checks_.empty()) choose(0);
    run_->Enable(!checks_.empty());
}

CheckDialog::CheckDialog(wxWindow* parent, session::Registry& registry, const std::string& name)
    : CheckDialog(parent, registry, nullptr) {
    const auto at = std::ranges::find(checks_, name, &session::CheckInfo::name);
    if (at == checks_.end()) return;
    choose(static_cast<int>(at - checks_.begin()));
    run();
}

void CheckDialog::build() {
    check_ = new wxChoice(this, wxID_ANY);
    for (const session::CheckInfo& check : checks_) check_->Append(to_wx(check.label));
    identify(check_, "check.name", to_wx(tr("Check")));
    form_ = new Form(this, {[] {}, [] {},
                            [this](wxWindow* window, const std::string& kind) {
                                return choose_record(window, registry_, kind);
                            }});
    form_->SetName("check.parameters");
    verdict_ = heading(this, {}, 3);
    identify(verdict_, "check.verdict");
    list_ = list_view(this, "check.findings", to_wx(tr("Findings")));
    add_column(list_, to_wx(tr("Rule")), 130);
    add_column(list_, to_wx(tr("Result")), 90);
    add_column(list_, to_wx(tr("Severity")), 110);
    add_column(list_, to_wx(tr("Finding")), 460);
    finding_ = new FactsView(this, "check.finding", to_wx(tr("Finding")));
    finding_->SetMinSize(FromDIP(wxSize(-1, 84)));
    auto* close = new wxButton(this, wxID_CANCEL, to_wx(tr("&Close")));
    identify(close, "check.close");
    close->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { Close(); });
    run_ = new wxButton(this, wxID_ANY, to_wx(tr("&Run")));
    identify(run_, "check.run");
    mark_primary(run_);
    const int edge = gap(this, 2);
    auto* top = new wxBoxSizer(wxHORIZONTAL);
    top->Add(check_, wxSizerFlags(1).CentreVertical());
    top->Add(run_, wxSizerFlags().Border(wxLEFT, gap(this)));
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(top, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(form_, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(verdict_, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(list_, wxSizerFlags(3).Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(finding_, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(close, wxSizerFlags().Right().Border(wxALL, edge));
    SetSizer(column);
    restore_window(this, window_name, 860, 820);
    CentreOnParent();
}

void CheckDialog::choose(int index) {
    check_->SetSelection(index);
    std::vector<const plugin::Field*> fields;
    plugin::Object known;
    for (const plugin::Field& field : checks_[static_cast<std::size_t>(index)].parameters) {
        fields.push_back(&field);
        const bool fits = field.kind == plugin::FieldKind::reference &&
                          (field.target == about_kind_ || (field.target.empty() && known.empty()));
        if (fits && !about_.empty()) known.set(field.id, about_);
    }
    fields.push_back(&day_field_);
    known.set(day_id, session::today().text());
    form_->set_fields(fields, "");
    form_->set_data(known);
    form_->SetMinSize(wxSize(-1, std::min(form_->GetSizer()->CalcMin().GetHeight(), FromDIP(290))));
    Layout();
}

void CheckDialog::run() {
    const int index = check_->GetSelection();
    if (index < 0 || worker_.busy()) return;
    std::vector<FormFault> faults;
    plugin::Object parameters = form_->data(faults);
    const std::optional<plugin::Date> day = plugin::Date::parse(plugin::text_at(parameters, day_id));
    if (!day && faults.empty())
        faults.push_back({std::string("/") + day_id, tr("Write the day as YYYY-MM-DD, such as 2026-03-01.")});
    form_->show_faults(faults);
    if (!faults.empty()) return;
    parameters.erase(day_id);
    run_->Disable();
    worker_.run(
        [this, name = checks_[static_cast<std::size_t>(index)].name, conditions = as_conditions(parameters),
         day = *day](const std::atomic<bool>&) { return registry_.check(name, conditions, day); },
        [this](Result<session::CheckView> check) { finish(check); });
}

void CheckDialog::finish(const Result<session::CheckView>& check) {
    run_->Enable();
    list_->DeleteAllItems();
    findings_.clear();
    finding_->show({});
    if (!check) {
        std::vector<FormFault> faults;
        for (const Detail& detail : check.error().details) faults.push_back({detail.pointer, detail.message});
        const bool all_shown = !faults.empty() && form_->show_faults(faults).empty();
        verdict_->SetForegroundColour(ink(plugin::Tone::bad));
        set_text(verdict_, to_wx(tr("The check could not be run")));
        if (!all_shown) finding_->show({{tr("Reason"), to_utf8(sentences(check.error()))}});
        Layout();
        return;
    }
    const auto [word, tone] = verdict_of(check->verdict);
    verdict_->SetForegroundColour(ink(tone));
    set_text(verdict_, to_wx(word));
    findings_ = check->findings;
    for (const session::FindingView& finding : findings_)
        add_row(list_, {to_wx(finding.rule), to_wx(status_word(finding.status)),
                        to_wx(severity_word(finding.severity)), to_wx(finding.message)});
    if (!findings_.empty()) list_->SelectRow(0);
    show_finding();
    Layout();
}

void CheckDialog::show_finding() {
    const int row = list_->GetSelectedRow();
    if (row < 0 || static_cast<std::size_t>(row) >= findings_.size()) return;
    const session::FindingView& finding = findings_[static_cast<std::size_t>(row)];
    session::Lines lines{{tr("Finding"), finding.message}};
    if (!finding.basis.empty()) lines.emplace_back(tr("Legal basis"), finding.basis);
    std::string evidence;
    for (const std::string& record : finding.evidence) evidence += (evidence.empty() ? "" : "\n") + record;
    if (!evidence.empty()) lines.emplace_back(tr("Rests on"), evidence);
    finding_->show(lines);
}

}  // namespace xinbu::gui
