#include "report_pane.hpp"

#include <fmt/format.h>
#include <wx/button.h>
#include <wx/gauge.h>
#include <wx/menu.h>
#include <wx/sizer.h>
#include <wx/timer.h>

#include "dialogs.hpp"
#include "flowing_text.hpp"
#include "style.hpp"
#include "texts.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/document/report.hpp"
#include "xinbu/storage/files.hpp"

namespace xinbu::gui {
namespace {

constexpr int pulse_ms = 60;

struct Format {
    const char* extension;
    const char* wildcard;  ///< to be translated
    Bytes (*write)(const plugin::ReportModel&, const document::Frame&);
};

Bytes html_bytes(const plugin::ReportModel& model, const document::Frame& frame) {
    const std::string html = document::to_html(model, frame);
    return {html.begin(), html.end()};
}

Format format_of(int command) {
    switch (command) {
        case ReportPane::save_html:
            return {"html", tr("Web pages"), html_bytes};
        case ReportPane::save_xlsx:
            return {"xlsx", tr("Spreadsheets"), document::to_xlsx};
        default:  // signed or not
            return {"pdf", tr("PDF documents"), document::to_pdf};
    }
}

/// A file name from a title: what separates folders or hides a file is left out.
wxString file_name_of(const ShownReport& report) {
    wxString name;
    for (const wxUniChar character : report.title + " " + report.subject)
        name += character < 0x20 || wxString("/\\:*?\"<>|").Find(character) != wxNOT_FOUND ? wxUniChar('-')
                                                                                           : character;
    constexpr std::size_t longest = 80;
    name = name.Trim().Left(longest);
    while (name.StartsWith(".")) name = name.Mid(1);
    return name.empty() ? wxString("report") : name;
}

}  // namespace

bool ReportPane::Wanted::operator==(const Wanted& other) const {
    return name == other.name && as_of.day == other.as_of.day &&
           as_of.known_commits == other.as_of.known_commits &&
           std::ranges::equal(parameters, other.parameters,
                              [](const session::Condition& one, const session::Condition& another) {
                                  return one.field == another.field && one.value == another.value;
                              });
}

ReportPane::ReportPane(wxWindow* parent, session::Registry& registry, const wxString& id, bool with_title,
                       Events events)
    : wxPanel(parent), registry_(registry), events_(std::move(events)) {
    SetName(id + ".pane");
    gauge_ = new wxGauge(this, wxID_ANY, 100, wxDefaultPosition, FromDIP(wxSize(90, 6)));
    identify(gauge_, id + ".gauge", to_wx(tr("The report is being made…")));
    gauge_->Hide();
    save_ = new wxButton(this, wxID_ANY, to_wx(tr("&Save as…")));
    identify(save_, id + ".save", to_wx(tr("Save the report as a file")));
    problem_ = new FlowingText(this, {});
    problem_->SetForegroundColour(ink(plugin::Tone::bad));
    problem_->SetName(id + ".problem");
    problem_->Hide();
    page_ = new ReportPage(this, id, with_title, events_.open);
    auto* top = new wxBoxSizer(wxHORIZONTAL);
    top->Add(gauge_, wxSizerFlags().CentreVertical().ReserveSpaceEvenIfHidden());
    top->AddStretchSpacer();
    top->Add(save_);
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(top, wxSizerFlags().Expand().Border(wxTOP | wxBOTTOM, gap(this)));
    column->Add(problem_, wxSizerFlags().Border(wxBOTTOM, gap(this)));
    column->Add(page_, wxSizerFlags(1).Expand());
    SetSizer(column);
    save_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { choose_format(); });
    Bind(
        wxEVT_MENU, [this](wxCommandEvent& event) { save(event.GetId()); }, save_pdf, save_signed_pdf);
    pulse_.Bind(wxEVT_TIMER, [this](wxTimerEvent&) { gauge_->Pulse(); });
    update();
}

void ReportPane::ask(const Wanted& wanted) {
    if (!(wanted == wanted_)) page_->clear();
    wanted_ = wanted;
    is_asking_ = true;
    show_problem({});
    update();
    const std::uint64_t asked = ++asked_;
    using Made = std::shared_ptr<const ShownReport>;
    worker_.run(
        [this, wanted, asked](const std::atomic<bool>&) -> Result<Made> {
            if (asked != asked_) return Made();
            return Made(std::make_shared<ShownReport>(
                prepared(take(registry_.report(wanted.name, wanted.parameters, wanted.as_of)))));
        },
        [this, asked](Result<Made> report) {
            if (asked == asked_) finish(std::move(report));
        });
}

void ReportPane::clear() {
    ++asked_;
    is_asking_ = false;
    wanted_ = {};
    page_->clear();
    show_problem({});
    update();
}

void ReportPane::finish(Result<std::shared_ptr<const ShownReport>> report) {
    is_asking_ = false;
    if (report) {
        page_->show(std::move(*report));
    } else {
        page_->clear();
        show_problem(sentences(report.error()));
        events_.failed(report.error());
    }
    update();
}

void ReportPane::show_problem(const wxString& text) {
    problem_->SetLabelText(text);
    problem_->lay_out(GetClientSize().GetWidth());
    problem_->Show(!text.empty());
    Layout();
}

void ReportPane::update() {
    const bool is_busy = is_asking_ || is_saving_;
    if (is_busy && !pulse_.IsRunning()) pulse_.Start(pulse_ms);
    if (!is_busy) pulse_.Stop();
    gauge_->Show(is_busy);
    save_->Enable(!is_busy && page_->report() != nullptr);
}

void ReportPane::choose_format() {
    wxMenu menu;
    menu.Append(save_pdf, to_wx(tr("&PDF document…")));
    menu.Append(save_signed_pdf, to_wx(tr("Si&gned PDF document…")));
    menu.Append(save_html, to_wx(tr("&Web page…")));
    menu.Append(save_xlsx, to_wx(tr("&Spreadsheet…")));
    PopupMenu(&menu, save_->GetPosition() + wxPoint(0, save_->GetSize().GetHeight()));
}

void ReportPane::save(int command) {
    const std::shared_ptr<const ShownReport> report = page_->report();
    if (report == nullptr || is_saving_) return;
    const Format format = format_of(command);
    const std::string file = file_to_save(this, to_wx(tr("Save the report")), file_name_of(*report),
                                          format.extension, to_wx(format.wildcard));
    if (file.empty()) return;
    is_saving_ = true;
    update();
    worker_.run(
        [this, wanted = wanted_, format, file, command](const std::atomic<bool>&) -> Done {
            // Made again as what leaves: that is written down, and may need another person.
            const session::ReportView made =
                take(registry_.report(wanted.name, wanted.parameters, wanted.as_of, session::Use::exported));
            storage::write_file_atomically(
                file, command == save_signed_pdf ? take(registry_.sign_report(made, session::SignedForm::pdf))
                                                 : format.write(made.model, made.frame));
            return {};
        },
        [this, file](Done saved) {
            is_saving_ = false;
            update();
            if (saved) {
                events_.note(to_wx(fmt::format(fmt::runtime(tr("Saved as {}.")), file)));
            } else {
                show_problem(sentences(saved.error()));
            }
        });
}

}  // namespace xinbu::gui
