#include "verify_dialog.hpp"

#include <fmt/format.h>
#include <wx/button.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

#include <algorithm>

#include "dialogs.hpp"
#include "facts_view.hpp"
#include "file_drop.hpp"
#include "flowing_text.hpp"
#include "report_content.hpp"
#include "settings.hpp"
#include "style.hpp"
#include "texts.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/session/fingerprint.hpp"

namespace xinbu::gui {
namespace {

constexpr const char* window_name = "verify";
constexpr int pulse_ms = 60;

std::string kind_in_words(const std::string& kind) {
    if (kind == "bundle") return tr("bundle of entries");
    if (kind == "proof") return tr("proof of one entry");
    if (kind == "checkpoint") return tr("checkpoint of a ledger");
    if (kind == "report") return tr("signed report");
    if (kind == "sealed") return tr("sealed file");
    return kind;
}

session::Lines lines_of(const session::Verification& found) {
    session::Lines lines{{tr("What it is"), kind_in_words(found.kind)}};
    if (found.bundle) lines.emplace_back(tr("Organisation"), found.bundle->name);
    if (found.report)
        lines.emplace_back(tr("Report"), fmt::format("{}\n{}", found.report->title, found.report->subject));
    if (!found.origin.empty()) lines.emplace_back(tr("Registry"), found.origin);
    if (!found.fingerprint.empty()) lines.emplace_back(tr("Fingerprint"), found.fingerprint);
    if (const auto fingerprint = hash_from_hex(found.fingerprint))
        lines.emplace_back(tr("Fingerprint in words"), session::fingerprint_words(*fingerprint));
    for (const auto& signer : found.signers)
        lines.emplace_back(tr("Signed by"),
                           fmt::format("{} ({}), {}", signer.name, signer.role, signer.signed_at));
    if (found.bundle)
        lines.emplace_back(tr("Entries"),
                           fmt::format(fmt::runtime(tr("{}, of them {} shown")),
                                       grouped(found.bundle->entries), grouped(found.bundle->shown)));
    for (const session::AuditFinding& finding : found.findings)
        lines.emplace_back(tr("Finding"), finding.place.empty()
                                              ? finding.message
                                              : fmt::format("{}: {}", finding.place, finding.message));
    return lines;
}

}  // namespace

PlainVerdict plain_verdict(const session::Verification& found) {
    if (found.kind == "sealed")
        return {plugin::Tone::attention, tr("Sealed: only its recipient can read it"),
                tr("What is in it can be verified once it is opened with the recipient's key.")};
    if (!found.valid)
        return {
            plugin::Tone::bad, tr("Do not rely on this file"),
            tr("It was altered, is damaged, or was never what it claims to be. Ask the sender for it again, "
               "by another way.")};
    if (!found.trusted)
        return {
            plugin::Tone::attention, tr("Unaltered, but from whom is not certain"),
            tr("Everything in it fits together and nothing was changed since it was signed. Whose key signed "
               "it, the file alone cannot tell: compare the fingerprint below with the one that the "
               "organisation tells you by telephone or on paper, and enter it above.")};
    return {plugin::Tone::good, tr("Genuine"),
            tr("It is from the registry with the fingerprint you trust, and nothing was changed since it was "
               "signed.")};
}

VerifyDialog::VerifyDialog(wxWindow* parent, const std::filesystem::path& file,
                           const std::vector<std::string>& trusted)
    : wxDialog(parent, wxID_ANY, to_wx(tr("Verify a file")), wxDefaultPosition, wxDefaultSize,
               wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
      trusted_(trusted) {
    SetName("verify_dialog");
    const auto label = [this](const char* text) { return quiet_text(this, to_wx(text)); };
    file_ = line_entry(this);
    file_->SetHint(to_wx(tr("Choose a file, or drop it here")));
    identify(file_, "verify.file", to_wx(tr("File")));
    auto* browse_button = new wxButton(this, wxID_ANY, to_wx(tr("&Browse…")));
    identify(browse_button, "verify.browse");
    fingerprint_ = line_entry(this);
    fingerprint_->SetHint(to_wx(tr("As the organisation told you by another way")));
    identify(fingerprint_, "verify.fingerprint", to_wx(tr("Fingerprint")));
    headline_ = new FlowingText(this, {});
    wxFont font = headline_->GetFont();
    font.SetPointSize(font.GetPointSize() + 4);
    headline_->SetFont(font.Bold());
    identify(headline_, "verify.headline");
    reason_ =
        new FlowingText(this, to_wx(tr("A proof, bundle, checkpoint or signed report: it is verified on "
                                       "this computer, nothing is sent and nothing is kept.")));
    identify(reason_, "verify.reason");
    facts_ = new FactsView(this, "verify.facts", to_wx(tr("What the file says")));
    gauge_ = new wxGauge(this, wxID_ANY, 100, wxDefaultPosition, FromDIP(wxSize(120, 6)));
    gauge_->Hide();
    auto* close = new wxButton(this, wxID_CANCEL, to_wx(tr("&Close")));
    identify(close, "verify.close");
    verify_ = new wxButton(this, wxID_ANY, to_wx(tr("&Verify")));
    identify(verify_, "verify.run");
    mark_primary(verify_);

    const int edge = gap(this, 2);
    auto* file_row = new wxBoxSizer(wxHORIZONTAL);
    file_row->Add(file_, wxSizerFlags(1).CentreVertical());
    file_row->Add(browse_button, wxSizerFlags().CentreVertical().Border(wxLEFT, gap(this)));
    auto* grid = new wxFlexGridSizer(2, gap(this), gap(this, 2));
    grid->AddGrowableCol(1, 1);
    grid->Add(label(tr("File")), wxSizerFlags().CentreVertical());
    grid->Add(file_row, wxSizerFlags().Expand());
    grid->Add(label(tr("Fingerprint")), wxSizerFlags().CentreVertical());
    grid->Add(fingerprint_, wxSizerFlags().Expand());
    auto* buttons = new wxBoxSizer(wxHORIZONTAL);
    buttons->Add(gauge_, wxSizerFlags(1).CentreVertical().ReserveSpaceEvenIfHidden());
    buttons->Add(close, wxSizerFlags().Border(wxLEFT, gap(this, 2)));
    buttons->Add(verify_, wxSizerFlags().Border(wxLEFT, gap(this)));
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(grid, wxSizerFlags().Expand().Border(wxALL, edge));
    column->Add(headline_, wxSizerFlags().Border(wxLEFT | wxRIGHT, edge));
    column->Add(reason_, wxSizerFlags().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(facts_, wxSizerFlags(1).Expand().Border(wxALL, edge));
    column->Add(buttons, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, edge));
    SetSizer(column);
    restore_window(this, window_name, 720, 560);
    CentreOnParent();
    reason_->lay_out(GetClientSize().GetWidth() - 2 * edge);
    Layout();

    SetDropTarget(new FileDrop([this](FileDrop::Files files) {
        if (files.empty()) return;
        file_->SetValue(wxString::FromUTF8(files.front().string()));
        verify();
    }));
    browse_button->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { browse(); });
    verify_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { verify(); });
    pulse_.Bind(wxEVT_TIMER, [this](wxTimerEvent&) { gauge_->Pulse(); });
    Bind(wxEVT_CLOSE_WINDOW, [this](wxCloseEvent&) {
        remember_window(this, window_name);
        EndModal(wxID_CANCEL);
    });
    if (file.empty()) return;
    file_->SetValue(wxString::FromUTF8(file.string()));
    CallAfter(&VerifyDialog::verify);
}

void VerifyDialog::browse() {
    const std::string chosen = file_to_open(this, to_wx(tr("Verify a file")));
    if (!chosen.empty()) file_->SetValue(wxString::FromUTF8(chosen));
}

void VerifyDialog::verify() {
    if (worker_.busy() || file_->GetValue().empty()) return;
    std::vector<std::string> trusted = trusted_;
    if (const std::string told = to_utf8(fingerprint_->GetValue().Trim().Trim(false)); !told.empty()) {
        const Result<Hash> fingerprint = session::read_fingerprint(told);
        if (!fingerprint) {
            // A misheard word is no verdict on the file.
            show(fail(fingerprint.error()));
            return;
        }
        trusted.push_back(to_hex(*fingerprint));
    }
    verify_->Disable();
    gauge_->Show();
    pulse_.Start(pulse_ms);
    worker_.run([file = path_of(file_->GetValue()),
                 trusted](const std::atomic<bool>&) { return session::verify_file(file, trusted); },
                [this](Result<session::Verification> found) { show(found); });
}

void VerifyDialog::show(const Result<session::Verification>& found) {
    pulse_.Stop();
    gauge_->Hide();
    verify_->Enable();
    const PlainVerdict verdict = found ? plain_verdict(*found)
                                       : PlainVerdict{plugin::Tone::bad, tr("This file cannot be verified"),
                                                      to_utf8(sentences(found.error()))};
    const int width = GetClientSize().GetWidth() - 2 * gap(this, 2);
    headline_->SetForegroundColour(ink(verdict.tone));
    headline_->SetLabelText(sign_of(verdict.tone) + to_wx(verdict.headline));
    headline_->lay_out(width);
    reason_->SetLabelText(to_wx(verdict.reason));
    reason_->lay_out(width);
    facts_->show(found ? lines_of(*found) : session::Lines());
    Layout();
}

}  // namespace xinbu::gui
