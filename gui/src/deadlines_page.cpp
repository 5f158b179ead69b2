#include "deadlines_page.hpp"

#include <fmt/format.h>
#include <wx/button.h>
#include <wx/choice.h>
#include <wx/gauge.h>
#include <wx/sizer.h>
#include <wx/splitter.h>
#include <wx/stattext.h>

#include <algorithm>
#include <array>
#include <map>

#include "facts_view.hpp"
#include "month_view.hpp"
#include "progress.hpp"
#include "style.hpp"
#include "texts.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::gui {
namespace {

constexpr std::array<int, 3> spans_in_days{30, 90, 365};
constexpr int usual_span = 1;

using Gaps = std::vector<session::DeadlineGap>;

std::string count_in_words(std::size_t deadlines, const Gaps& gaps) {
    std::uint64_t records = 0;
    for (const session::DeadlineGap& missing : gaps) records += missing.records;
    const std::string count = deadlines == 1
                                  ? std::string(tr("1 deadline"))
                                  : fmt::format(fmt::runtime(tr("{} deadlines")), grouped(deadlines));
    if (records == 0) return count;
    return fmt::format(fmt::runtime(tr("{}; not computed: {}")), count, grouped(records));
}

/// The steps of a computation, numbered.
std::string steps_of(const session::DeadlineView& deadline) {
    std::string text;
    for (std::size_t i = 0; i < deadline.explanation.size(); ++i)
        text += fmt::format("{}{}. {}", i == 0 ? "" : "\n", i + 1, deadline.explanation[i]);
    return text;
}

session::Lines lines_of(const ShownDeadline& deadline) {
    const session::DeadlineView& view = deadline.view;
    session::Lines lines{{tr("What falls due"), view.what},
                         {tr("Record"), deadline.title.empty() || deadline.title == view.record
                                            ? view.record
                                            : fmt::format("{}\n{}", deadline.title, view.record)},
                         {tr("Due"), view.due}};
    if (!view.grace_until.empty()) lines.emplace_back(tr("With grace until"), view.grace_until);
    lines.emplace_back(tr("Last day"), view.last_day);
    lines.emplace_back(tr("Days left"), days_left_in_words(view.days));
    lines.emplace_back(tr("Severity"), severity_in_words(view.severity));
    lines.emplace_back(tr("Otherwise"), view.consequence);
    lines.emplace_back(tr("Legal basis"), view.basis);
    lines.emplace_back(tr("Rule"), fmt::format("{} ({})", view.rule, rule_status_in_words(view.rule_status)));
    if (!view.explanation.empty()) lines.emplace_back(tr("How it is computed"), steps_of(view));
    return lines;
}

}  // namespace

DeadlinesPage::DeadlinesPage(wxWindow* parent, session::Registry& registry, Events events)
    : wxPanel(parent), registry_(registry), events_(std::move(events)) {
    SetName("deadlines");
    auto* splitter = new wxSplitterWindow(this, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                                          wxSP_LIVE_UPDATE | wxSP_NOBORDER);
    splitter->SetMinimumPaneSize(FromDIP(280));
    splitter->SetSashGravity(1.0);
    wxWindow* list = build_list(splitter);
    wxWindow* side = build_side(splitter);
    splitter->SplitVertically(list, side, -std::max(FromDIP(340), GetCharHeight() * 19));
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(splitter, wxSizerFlags(1).Expand());
    SetSizer(column);
    days_->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { ask(); });
    open_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        if (const ShownDeadline* deadline = list_->selected()) events_.open(deadline->view.record);
    });
    explain(nullptr, nullptr);
}

wxWindow* DeadlinesPage::build_list(wxWindow* parent) {
    auto* panel = new wxPanel(parent);
    auto* title = heading(panel, to_wx(tr("Deadlines")), 6);
    identify(title, "deadlines.title");
    count_ = quiet_text(panel, {});
    identify(count_, "deadlines.count");
    gauge_ = new wxGauge(panel, wxID_ANY, 1000, wxDefaultPosition, FromDIP(wxSize(90, 6)));
    identify(gauge_, "deadlines.gauge", to_wx(tr("Looking for what falls due")));
    step_ = quiet_text(panel, {});
    days_ = new wxChoice(panel, wxID_ANY);
    for (const int days : spans_in_days)
        days_->Append(to_wx(fmt::format(fmt::runtime(tr("The next {} days")), days)));
    days_->SetSelection(usual_span);
    identify(days_, "deadlines.days", to_wx(tr("How far ahead")));
    list_ = new DeadlineList(panel,
                             {[this](const ShownDeadline* deadline, const session::DeadlineGap* missing) {
                                  explain(deadline, missing);
                              },
                              [this](const ShownDeadline& deadline) { events_.open(deadline.view.record); }});
    auto* words = new wxBoxSizer(wxVERTICAL);
    words->Add(title);
    words->Add(count_, wxSizerFlags().Border(wxTOP, FromDIP(2)));
    auto* top = new wxBoxSizer(wxHORIZONTAL);
    top->Add(words, wxSizerFlags(1).CentreVertical());
    top->Add(step_, wxSizerFlags().CentreVertical().Border(wxRIGHT, gap(this)));
    top->Add(gauge_, wxSizerFlags().CentreVertical().ReserveSpaceEvenIfHidden());
    top->Add(days_, wxSizerFlags().CentreVertical().Border(wxLEFT, gap(this)));
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(top, wxSizerFlags().Expand().Border(wxALL, gap(this, 2)));
    column->Add(list_, wxSizerFlags(1).Expand());
    panel->SetSizer(column);
    return panel;
}

wxWindow* DeadlinesPage::build_side(wxWindow* parent) {
    auto* panel = new wxPanel(parent);
    add_style_class(panel, "xinbu-card");
    month_ = new MonthView(panel, session::today(), "deadlines.month",
                           [this](plugin::Date day) { list_->choose(day); });
    facts_ = new FactsView(panel, "deadlines.facts", to_wx(tr("The deadline and its computation")));
    open_ = new wxButton(panel, wxID_ANY, to_wx(tr("&Open the record")));
    identify(open_, "deadlines.open");
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(month_, wxSizerFlags().Expand().Border(wxALL, gap(this, 2)));
    column->Add(facts_, wxSizerFlags(1).Expand().Border(wxLEFT | wxRIGHT, gap(this, 2)));
    column->Add(open_, wxSizerFlags().Border(wxALL, gap(this, 2)));
    panel->SetSizer(column);
    return panel;
}

void DeadlinesPage::show(const session::AsOf& as_of) {
    as_of_ = as_of;
    month_->go_to(as_of.day.value_or(session::today()));
    ask();
}

void DeadlinesPage::ask() {
    worker_.stop();
    is_asking_ = true;
    count_->SetLabelText(to_wx(tr("counting…")));
    gauge_->SetValue(0);
    gauge_->Show();
    session::DeadlineQuery query;
    query.as_of = as_of_;
    query.days = spans_in_days[static_cast<std::size_t>(std::max(0, days_->GetSelection()))];
    const std::uint64_t asked = ++asked_;
    worker_.run(
        [this, query, asked](const std::atomic<bool>& stop) -> Result<Found> {
            Found found;
            if (asked != asked_) return found;
            std::map<std::string, std::string> titles;
            for (session::DeadlineView& view :
                 take(registry_.deadlines(query, progress_of(worker_, stop, gauge_, step_), &found.gaps))) {
                const auto [title, is_new] = titles.try_emplace(view.record);
                if (is_new) title->second = take(registry_.show(view.record, query.as_of)).title;
                found.deadlines.push_back({std::move(view), title->second});
            }
            return found;
        },
        [this, asked](Result<Found> found) {
            if (asked == asked_) finish(std::move(found));
        });
}

void DeadlinesPage::finish(Result<Found> found) {
    is_asking_ = false;
    gauge_->Hide();
    step_->SetLabelText({});
    if (!found) events_.failed(found.error());
    std::vector<ShownDeadline> deadlines = found ? std::move(found->deadlines) : std::vector<ShownDeadline>();
    std::vector<session::DeadlineView> views;
    for (const ShownDeadline& deadline : deadlines) views.push_back(deadline.view);
    month_->set_marks(by_day(views));
    count_->SetLabelText(to_wx(count_in_words(views.size(), found ? found->gaps : Gaps())));
    list_->show(std::move(deadlines), found ? std::move(found->gaps) : Gaps(),
                as_of_.day.value_or(session::today()));
}

void DeadlinesPage::explain(const ShownDeadline* deadline, const session::DeadlineGap* gap) {
    open_->Enable(deadline != nullptr);
    if (deadline == nullptr) {
        facts_->show(gap != nullptr ? session::Lines{{tr("Not computed"), gap->message},
                                                     {tr("Rule"), gap->rule},
                                                     {tr("Records"), grouped(gap->records)}}
                                    : session::Lines());
        return;
    }
    facts_->show(lines_of(*deadline));
    if (const std::optional<plugin::Date> due = plugin::Date::parse(deadline->view.due)) month_->go_to(*due);
}

}  // namespace xinbu::gui
