#include "home_page.hpp"

#include <fmt/format.h>
#include <wx/sizer.h>

#include <algorithm>

#include "flowing_text.hpp"
#include "report_content.hpp"
#include "style.hpp"
#include "texts.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/catalogue.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/host/loader.hpp"

namespace xinbu::gui {
namespace {

constexpr std::int64_t days_ahead = 30;
constexpr int figures_in_a_row = 3;
constexpr int figure_larger_by = 10;

/// What an organisation of that kind works with, in the order in which it looks.
std::vector<std::string> kinds_of(const std::string& organisation) {
    if (organisation == "bank") return {"loan", "pledge", "trademark", "patent", "valuation", "organisation"};
    if (organisation == "regulator")
        return {"brand", "organisation", "commitment", "evaluation", "supervision", "pledge"};
    if (organisation == "enterprise") return {"brand", "trademark", "patent", "commitment"};
    return {"commitment", "scheme", "brand", "organisation", "evaluation", "trademark"};
}

wxString counted(const char* one, const char* many, std::uint64_t count) {
    return to_wx(count == 1 ? std::string(one) : fmt::format(fmt::runtime(many), grouped(count)));
}

}  // namespace

HomePage::HomePage(wxWindow* parent, session::Registry& registry, Events events)
    : wxScrolledWindow(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxTAB_TRAVERSAL),
      registry_(registry),
      events_(std::move(events)) {
    identify(this, "home", to_wx(tr("Home")));
    add_style_class(this, "xinbu-card");
    SetScrollRate(0, GetCharHeight());
    ShowScrollbars(wxSHOW_SB_NEVER, wxSHOW_SB_ALWAYS);
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        CallAfter(&HomePage::lay_out);
        event.Skip();
    });
}

void HomePage::refresh(const session::AsOf& as_of) {
    as_of_ = as_of;
    worker_.stop();
    const std::uint64_t asked = ++asked_;
    is_due_known_ = false;
    worker_.run([this](const std::atomic<bool>&) { return read(); },
                [this, asked](Result<Found> found) {
                    if (asked != asked_) return;
                    if (found) {
                        build(*found);
                    } else {
                        events_.failed(found.error());
                    }
                });
    // Apart: in a large registry this takes its time, and the rest need not wait for it.
    worker_.run(
        [this, as_of, asked](const std::atomic<bool>& stop) -> Result<Due> {
            Due due;
            if (asked != asked_) return due;
            session::DeadlineQuery query;
            query.as_of = as_of;
            query.days = days_ahead;
            std::vector<session::DeadlineGap> gaps;
            for (const session::DeadlineView& one : take(registry_.deadlines(
                     query, [&stop](const session::ProgressReport&) { return !stop; }, &gaps)))
                ++(one.days < 0 ? due.past : due.soon);
            for (const session::DeadlineGap& gap : gaps) due.not_computed += gap.records;
            return due;
        },
        [this, asked](Result<Due> due) {
            if (asked != asked_) return;
            if (!due) {
                events_.failed(due.error());
                return;
            }
            due_ = *due;
            is_due_known_ = true;
            show_due();
        });
    ask_watching_checks(asked);
}

void HomePage::ask_watching_checks(std::uint64_t asked) {
    watched_.clear();
    worker_.run(
        [this, as_of = as_of_, asked](const std::atomic<bool>& stop) -> Result<std::vector<Watched>> {
            std::vector<Watched> all;
            for (const session::CheckInfo& check : registry_.checks()) {
                if (!check.watches || stop || asked != asked_) continue;
                Watched one{check.name, check.label};
                for (const session::FindingView& finding :
                     take(registry_.check(check.name, {}, as_of)).findings)
                    if (finding.status == "NOT_MET" && finding.severity != "info")
                        ++(finding.severity == "block" ? one.grave : one.others);
                all.push_back(std::move(one));
            }
            return all;
        },
        [this, asked](Result<std::vector<Watched>> watched) {
            if (asked != asked_) return;
            if (!watched) {
                events_.failed(watched.error());
                return;
            }
            watched_ = *std::move(watched);
            show_watched();
        });
}

/// One line for each check that found something.
void HomePage::show_watched() {
    if (watched_lines_ == nullptr) return;
    for (const wxSizerItem* item : watched_lines_->GetChildren()) std::erase(texts_, item->GetWindow());
    watched_lines_->Clear(true);
    for (const Watched& one : watched_) {
        if (one.grave + one.others == 0) continue;
        const plugin::Tone tone = one.grave > 0 ? plugin::Tone::bad : plugin::Tone::attention;
        const wxString text =
            sign_of(tone) + to_wx(fmt::format(fmt::runtime(tr("{}: {} to act on today, {} in time")),
                                              one.label, one.grave, one.others));
        auto* made = new FlowingLink(this, text, [this, name = one.name] { events_.check(name); });
        identify(made, "home.watch:" + to_wx(one.name));
        watched_lines_->Add(made, wxSizerFlags().Border(wxTOP, gap(this) * 3 / 4));
        texts_.push_back(made);
    }
    lay_out();
}

Result<HomePage::Found> HomePage::read() const {
    Found found;
    found.info = take(registry_.info());
    for (const session::ProposalView& proposal : take(registry_.pending()))
        ++(proposal.may_decide ? found.to_approve : found.waiting);
    return found;
}

void HomePage::build(const Found& found) {
    SetSizer(nullptr);
    DestroyChildren();
    texts_.clear();
    column_ = new wxBoxSizer(wxVERTICAL);
    add_title(found);
    add_tasks(found);
    add_figures(found);
    add_ledger(found);
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(column_, wxSizerFlags(1).Expand().Border(wxALL, gap(this, 3)));
    SetSizer(outer);
    show_watched();
    show_due();
}

FlowingText* HomePage::add_text(const wxString& text, bool is_quiet) {
    auto* made = new FlowingText(this, text);
    if (is_quiet) made->SetForegroundColour(quiet_ink());
    column_->Add(made, wxSizerFlags().Border(wxTOP, gap(this) / 2));
    texts_.push_back(made);
    return made;
}

void HomePage::add_heading(const char* text) {
    column_->AddSpacer(gap(this, 2));
    FlowingText* made = add_text(to_wx(text));
    wxFont font = made->GetFont();
    font.SetPointSize(font.GetPointSize() + 2);
    made->SetFont(font.Bold());
}

void HomePage::add_link(const wxString& id, const wxString& text, std::function<void()> follow) {
    auto* made = new FlowingLink(this, text, std::move(follow));
    identify(made, id);
    column_->Add(made, wxSizerFlags().Border(wxTOP, gap(this) * 3 / 4));
    texts_.push_back(made);
}

void HomePage::add_title(const Found& found) {
    FlowingText* title = add_text(to_wx(found.info.name));
    wxFont font = title->GetFont();
    font.SetPointSize(font.GetPointSize() + 6);
    title->SetFont(font.Bold());
    identify(title, "home.title");
    add_text(
        to_wx(fmt::format("{}  ·  {}", found.info.identifier, as_of_.day.value_or(session::today()).text())),
        true);
}

void HomePage::add_tasks(const Found& found) {
    add_heading(tr("To do"));
    watched_lines_ = new wxBoxSizer(wxVERTICAL);
    column_->Add(watched_lines_);
    due_lines_ = new wxBoxSizer(wxVERTICAL);
    column_->Add(due_lines_);
    const auto open_proposals = [this] { events_.list("proposal", {"status", "open"}); };
    if (found.to_approve > 0)
        add_link("home.approve",
                 sign_of(plugin::Tone::attention) + counted(tr("1 proposal waits for your decision"),
                                                            tr("{} proposals wait for your decision"),
                                                            found.to_approve),
                 open_proposals);
    if (found.waiting > 0)
        add_link("home.waiting",
                 counted(tr("1 proposal waits for somebody else"), tr("{} proposals wait for somebody else"),
                         found.waiting),
                 open_proposals);
}

void HomePage::show_due() {
    if (due_lines_ == nullptr) return;
    for (const wxSizerItem* item : due_lines_->GetChildren()) std::erase(texts_, item->GetWindow());
    due_lines_->Clear(true);
    const auto add = [this](FlowingText* made) {
        due_lines_->Add(made, wxSizerFlags().Border(wxTOP, gap(this) * 3 / 4));
        texts_.push_back(made);
    };
    const auto add_door = [&](const wxString& id, const wxString& text) {
        auto* made = new FlowingLink(this, text, [this] { events_.go({Place::Page::deadlines}); });
        identify(made, id);
        add(made);
    };
    const wxString pressing = sign_of(plugin::Tone::attention);
    if (!is_due_known_) {
        add(new FlowingText(this, to_wx(tr("Looking for what falls due"))));
    } else {
        if (due_.past > 0)
            add_door("home.past",
                     pressing + counted(tr("1 deadline is past, and still possible"),
                                        tr("{} deadlines are past, and still possible"), due_.past));
        add_door("home.due",
                 (due_.soon > 0 ? pressing : sign_of(plugin::Tone::good)) +
                     counted(tr("1 deadline within 30 days"), tr("{} deadlines within 30 days"), due_.soon));
        if (due_.not_computed > 0)
            add_door("home.gaps",
                     counted(tr("Of 1 record no deadline can be computed"),
                             tr("Of {} records no deadline can be computed"), due_.not_computed));
    }
    lay_out();
}

void HomePage::add_first_steps() {
    add_text(
        to_wx(tr("Nothing is recorded yet. Import a list that you have, or choose what to record at the "
                 "left and press New.")));
    add_link("home.import", to_wx(tr("Import a list…")), events_.import);
}

void HomePage::add_figures(const Found& found) {
    add_heading(tr("On record"));
    const host::Catalogue& catalogue = registry_.plugins().catalogue();
    const bool is_empty = std::ranges::none_of(catalogue.record_types(), [&](const auto& declared) {
        const auto at = found.info.records.find(declared.type->kind);
        return declared.provider->id != "core" && at != found.info.records.end() && at->second > 0;
    });
    if (is_empty) {
        add_first_steps();
        return;
    }
    auto* grid = new wxFlexGridSizer(figures_in_a_row, gap(this, 2), gap(this, 5));
    for (const std::string& kind : kinds_of(found.info.kind)) {
        const plugin::RecordType* type = catalogue.record_type(kind);
        if (type == nullptr) continue;
        const auto at = found.info.records.find(kind);
        const std::string count = grouped(at != found.info.records.end() ? at->second : 0);
        const wxString label = to_wx(host::shown(type->plural));
        auto* figure = new FlowingLink(this, to_wx(count), [this, type] {
            events_.go({Place::Page::records, type});
        });
        wxFont font = figure->GetFont();
        font.SetPointSize(font.GetPointSize() + figure_larger_by);
        figure->SetFont(font.Bold());
        identify(figure, "home.kind:" + to_wx(kind), label + " " + to_wx(count));
        auto* words = new FlowingText(this, label);
        words->SetForegroundColour(quiet_ink());
        auto* card = new wxBoxSizer(wxVERTICAL);
        card->Add(figure);
        card->Add(words);
        grid->Add(card);
        texts_.push_back(figure);
        texts_.push_back(words);
    }
    column_->Add(grid, wxSizerFlags().Border(wxTOP, gap(this)));
}

void HomePage::add_ledger(const Found& found) {
    add_heading(tr("The ledger"));
    add_link("home.registry",
             to_wx(fmt::format(fmt::runtime(tr("{} commits, {} entries")), grouped(found.info.commits),
                               grouped(found.info.entries))),
             events_.registry);
    const session::Info& info = found.info;
    add_link("home.audit",
             to_wx(info.audited ? fmt::format(fmt::runtime(tr("{}: {}")), tr("Last audit"),
                                              session::shown_verdict(info.audited->verdict))
                                : std::string(tr("Never audited"))),
             events_.audit);
    add_text(to_wx(info.witnessed
                       ? fmt::format(fmt::runtime(tr("Countersigned by {}, {} commits and {} days ago")),
                                     info.witnessed->name, info.witnessed->commits, info.witnessed->days)
                       : std::string(tr("No witness has countersigned yet"))),
             true);
    for (const session::WitnessPolicyView& one : info.witness_policies)
        add_text(sign_of(one.fulfilled() ? plugin::Tone::good : plugin::Tone::attention) +
                     to_wx(session::shown_witness_policy(one)),
                 true);
}

void HomePage::lay_out() {
    const int width = GetClientSize().GetWidth() - 2 * gap(this, 3);
    if (GetSizer() == nullptr || width <= 0) return;
    for (FlowingText* text : texts_) text->lay_out(width);
    FitInside();
    Layout();
}

}  // namespace xinbu::gui
