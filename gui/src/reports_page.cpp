#include "reports_page.hpp"

#include <fmt/format.h>
#include <wx/button.h>
#include <wx/sizer.h>
#include <wx/splitter.h>
#include <wx/stattext.h>

#include <algorithm>

#include "lookup_dialog.hpp"
#include "style.hpp"
#include "texts.hpp"
#include "typed.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::gui {
namespace {

constexpr const char* day_id = "as_of";

plugin::Field date_field(const char* id, const char* label) {
    return plugin::field(id, plugin::FieldKind::date, {label, label});
}

/// The question is one of a day; that of a report about a period is its last day, unless another is named.
plugin::Field day_field(bool is_periodic) {
    plugin::Field field = date_field(day_id, tr("As of"));
    const char* help = tr("Left empty: the last day of the period, or today before it is over.");
    return is_periodic ? field.with_help({help, help}) : field.require();
}

}  // namespace

ReportsPage::ReportsPage(wxWindow* parent, session::Registry& registry, ReportPane::Events events)
    : wxPanel(parent), registry_(registry) {
    SetName("reports");
    auto* splitter = new wxSplitterWindow(this, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                                          wxSP_LIVE_UPDATE | wxSP_NOBORDER);
    splitter->SetMinimumPaneSize(FromDIP(260));
    wxWindow* left = build_choice(splitter);
    auto* card = new wxPanel(splitter);
    add_style_class(card, "xinbu-card");
    // What the form asks for is explained beside its fields; only the rest is the pane's to tell.
    events.failed = [this](const Error& error) {
        std::vector<FormFault> faults;
        for (const Detail& detail : error.details) faults.push_back({detail.pointer, detail.message});
        form_->show_faults(faults);
    };
    pane_ = new ReportPane(card, registry, "reports.report", true, std::move(events));
    auto* inside = new wxBoxSizer(wxVERTICAL);
    inside->Add(pane_, wxSizerFlags(1).Expand().Border(wxALL, gap(this, 2)));
    card->SetSizer(inside);
    splitter->SplitVertically(left, card, std::max(FromDIP(340), GetCharHeight() * 19));
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(splitter, wxSizerFlags(1).Expand());
    SetSizer(column);
    list_->Bind(wxEVT_DATAVIEW_SELECTION_CHANGED,
                [this](wxDataViewEvent&) { choose(list_->GetSelectedRow()); });
    run_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { run(); });
    run_->Enable(!reports_.empty());
    if (reports_.empty()) return;
    list_->SelectRow(0);
    choose(0);
}

wxWindow* ReportsPage::build_choice(wxWindow* parent) {
    auto* panel = new wxPanel(parent);
    auto* title = heading(panel, to_wx(tr("Reports")), 6);
    identify(title, "reports.title");
    list_ = list_view(panel, "reports.list", to_wx(tr("Reports")));
    add_column(list_, to_wx(tr("Report")), 300);
    for (const session::ReportInfo& report : registry_.reports()) {
        Offered offered{report.name, report.parameters};
        if (report.periodic) {
            offered.fields.push_back(date_field("from", tr("From")).require());
            offered.fields.push_back(date_field("to", tr("To")).require());
        }
        offered.fields.push_back(day_field(report.periodic));
        offered.is_periodic = report.periodic;
        reports_.push_back(std::move(offered));
        add_row(list_, {to_wx(report.label)});
    }
    form_ = new Form(panel,
                     {[] {}, [] {},
                      [this](wxWindow* window, const std::string& kind) {
                          return choose_record(window, registry_, kind);
                      }},
                     Form::Columns::one);
    form_->SetName("reports.parameters");
    run_ = new wxButton(panel, wxID_ANY, to_wx(tr("&Show the report")));
    identify(run_, "reports.run");
    add_style_class(run_, "suggested-action");
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(title, wxSizerFlags().Border(wxALL, gap(this, 2)));
    column->Add(list_, wxSizerFlags(2).Expand().Border(wxLEFT | wxRIGHT, gap(this, 2)));
    column->Add(form_, wxSizerFlags(3).Expand().Border(wxLEFT | wxRIGHT | wxTOP, gap(this, 2)));
    column->Add(run_, wxSizerFlags().Border(wxALL, gap(this, 2)));
    panel->SetSizer(column);
    return panel;
}

void ReportsPage::set_day(const session::AsOf& as_of) {
    as_of_ = as_of;
    if (chosen_ >= 0) form_->set_data(known_dates(reports_[static_cast<std::size_t>(chosen_)]));
}

plugin::Object ReportsPage::known_dates(const Offered& report) const {
    const plugin::Date day = as_of_.day.value_or(session::today());
    plugin::Object known;
    if (!report.is_periodic || as_of_.day) known.set(day_id, day.text());
    if (report.is_periodic) {
        // The month that has ended is what such a report is mostly made for.
        const plugin::Date month_begin(day.year(), day.month(), 1);
        known.set("from", month_begin.plus_months(-1).text());
        known.set("to", month_begin.plus_days(-1).text());
    }
    return known;
}

void ReportsPage::choose(int row) {
    if (row < 0 || row == chosen_) return;
    chosen_ = row;
    const Offered& report = reports_[static_cast<std::size_t>(row)];
    std::vector<const plugin::Field*> fields;
    for (const plugin::Field& field : report.fields) fields.push_back(&field);
    form_->set_fields(fields, "");
    form_->set_data(known_dates(report));
    pane_->clear();
}

void ReportsPage::run() {
    if (chosen_ < 0) return;
    std::vector<FormFault> faults;
    plugin::Object parameters = form_->data(faults);
    const Offered& report = reports_[static_cast<std::size_t>(chosen_)];
    const std::optional<plugin::Date> day = plugin::Date::parse(plugin::text_at(parameters, day_id));
    if (!day && !report.is_periodic && faults.empty())
        faults.push_back({std::string("/") + day_id, tr("Write the day as YYYY-MM-DD, such as 2026-03-01.")});
    form_->show_faults(faults);
    if (!faults.empty()) return;
    parameters.erase(day_id);
    pane_->ask({report.name, as_conditions(parameters), session::AsOf(day, as_of_.known_commits)});
}

}  // namespace xinbu::gui
