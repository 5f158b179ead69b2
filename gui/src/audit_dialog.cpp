#include "audit_dialog.hpp"

#include <fmt/format.h>
#include <wx/button.h>
#include <wx/gauge.h>
#include <wx/sizer.h>
#include <wx/stattext.h>

#include "progress.hpp"
#include "settings.hpp"
#include "style.hpp"
#include "texts.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::gui {
namespace {

constexpr const char* window_name = "audit";

std::string severity_word(const std::string& severity) {
    if (severity == "error") return tr("error");
    if (severity == "warning") return tr("warning");
    if (severity == "note") return tr("note");
    return severity;
}

}  // namespace

AuditDialog::AuditDialog(wxWindow* parent, session::Registry& registry)
    : wxDialog(parent, wxID_ANY, to_wx(tr("Audit")), wxDefaultPosition, wxDefaultSize,
               wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
      registry_(registry) {
    SetName("audit_dialog");
    verdict_ = heading(this, to_wx(tr("Auditing…")), 4);
    identify(verdict_, "audit.verdict");
    step_ = quiet_text(this, {});
    identify(step_, "audit.step");
    gauge_ = new wxGauge(this, wxID_ANY, 1000);
    identify(gauge_, "audit.gauge", to_wx(tr("Progress")));
    findings_ = list_view(this, "audit.findings", to_wx(tr("Findings")));
    add_column(findings_, to_wx(tr("Severity")), 90);
    add_column(findings_, to_wx(tr("Place")), 150);
    add_column(findings_, to_wx(tr("Finding")), 340);
    add_column(findings_, to_wx(tr("Rule")), 140);
    button_ = new wxButton(this, wxID_CANCEL, to_wx(tr("&Stop")));
    identify(button_, "audit.stop");
    const int edge = gap(this, 2);
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(verdict_, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(step_, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(gauge_, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(findings_, wxSizerFlags(1).Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(button_, wxSizerFlags().Right().Border(wxALL, edge));
    SetSizer(column);
    restore_window(this, window_name, 780, 460);
    CentreOnParent();
    const auto leave = [this] {
        if (worker_.busy()) {
            worker_.stop();
            button_->Disable();
            return;
        }
        remember_window(this, window_name);
        EndModal(wxID_OK);
    };
    button_->Bind(wxEVT_BUTTON, [leave](wxCommandEvent&) { leave(); });
    Bind(wxEVT_CLOSE_WINDOW, [leave](wxCloseEvent&) { leave(); });
    start();
}

void AuditDialog::start() {
    worker_.run(
        [this](const std::atomic<bool>& stop) {
            return registry_.audit({}, progress_of(worker_, stop, gauge_, step_));
        },
        [this](Result<session::AuditView> audit) { finish(audit); });
}

void AuditDialog::finish(const Result<session::AuditView>& audit) {
    gauge_->SetValue(1000);
    button_->SetLabel(to_wx(tr("&Close")));
    button_->Enable();
    button_->SetFocus();
    if (!audit) {
        verdict_->SetForegroundColour(ink(plugin::Tone::bad));
        set_text(verdict_, to_wx(tr("The audit could not be made")));
        set_text(step_, sentences(audit.error()), GetClientSize().GetWidth() - 2 * gap(this, 2));
        Layout();
        return;
    }
    if (audit->stopped) {
        verdict_->SetForegroundColour(ink(plugin::Tone::attention));
        set_text(verdict_, to_wx(tr("Stopped before the end")));
    } else if (audit->ok) {
        verdict_->SetForegroundColour(ink(plugin::Tone::good));
        set_text(verdict_, to_wx(tr("No error found")));
    } else {
        verdict_->SetForegroundColour(ink(plugin::Tone::bad));
        set_text(verdict_, to_wx(tr("This registry is not sound")));
    }
    set_text(
        step_,
        to_wx(fmt::format(
            fmt::runtime(tr("{} commits, {} entries and {} signatures checked, {} bytes read, {:.1f} s")),
            grouped(audit->commits), grouped(audit->entries), grouped(audit->signatures),
            grouped(audit->bytes), audit->seconds)));
    for (const session::AuditFinding& finding : audit->findings)
        add_row(findings_, {to_wx(severity_word(finding.severity)), to_wx(finding.place),
                            to_wx(finding.message), to_wx(finding.rule)});
    Layout();
}

}  // namespace xinbu::gui
