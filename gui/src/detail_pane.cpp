#include "detail_pane.hpp"

#include <fmt/format.h>
#include <gtk/gtk.h>
#include <wx/button.h>
#include <wx/notebook.h>
#include <wx/sizer.h>
#include <wx/splitter.h>
#include <wx/stattext.h>

#include <algorithm>

#include "bytes_view.hpp"
#include "facts_view.hpp"
#include "flowing_text.hpp"
#include "overlays.hpp"
#include "report_pane.hpp"
#include "style.hpp"
#include "texts.hpp"
#include "watch.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/catalogue.hpp"
#include "xinbu/host/loader.hpp"
#include "xinbu/session/render.hpp"

namespace xinbu::gui {
namespace {

/// "2026-11-24T08:30:12Z" → "2026-11-24 08:30".
wxString minute_of(const std::string& instant) {
    constexpr std::size_t to_the_minute = 16;
    std::string text = instant.substr(0, to_the_minute);
    if (const std::size_t divider = text.find('T'); divider != std::string::npos) text[divider] = ' ';
    return to_wx(text);
}

/// Gives its child at least so much height, of which it shows what it has room for: GTK cannot lay out a
/// table that is less high than its heading and a scroll bar.
class AtLeast final : public wxPanel {
public:
    AtLeast(wxWindow* parent, int height) : wxPanel(parent) {
        SetMinSize(wxSize(-1, height));
        Bind(wxEVT_SIZE, [this, height](wxSizeEvent& event) {
            const wxSize room = GetClientSize();
            for (wxWindow* child : GetChildren())
                child->SetSize(0, 0, std::max(room.GetWidth(), height), std::max(room.GetHeight(), height));
            event.Skip();
        });
    }
};

}  // namespace

DetailPane::DetailPane(wxWindow* parent, session::Registry& registry, Events events)
    : wxPanel(parent), registry_(registry), events_(std::move(events)) {
    SetName("detail");
    add_style_class(this, "xinbu-card");
    build_head();
    pages_ = new wxNotebook(this, wxID_ANY);
    identify(pages_, "detail.pages", to_wx(tr("Pages of the record")));
    report_ = new ReportPane(pages_, registry, "detail.report", false, {events_.open, events_.note});
    report_->Hide();
    pages_->AddPage(build_entries(pages_), to_wx(tr("Fields and entries")));
    auto* buttons = new wxBoxSizer(wxHORIZONTAL);
    buttons->Add(add_);
    buttons->Add(watch_, wxSizerFlags().Border(wxLEFT, gap(this)));
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(title_);
    column->Add(status_, wxSizerFlags().Border(wxTOP, gap(this) / 2));
    column->Add(id_, wxSizerFlags().Expand().Border(wxTOP | wxBOTTOM, gap(this) / 2));
    column->Add(buttons, wxSizerFlags().Border(wxTOP | wxBOTTOM, gap(this) / 2));
    column->Add(pages_, wxSizerFlags(1).Expand().Border(wxTOP, gap(this) / 2));
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(column, wxSizerFlags(1).Expand().Border(wxALL, gap(this, 2)));
    SetSizer(outer);
    list_->Bind(wxEVT_DATAVIEW_SELECTION_CHANGED, [this](wxDataViewEvent&) { show_bytes(); });
    add_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { events_.add_entry(); });
    watch_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { events_.watch(); });
    pages_->Bind(wxEVT_NOTEBOOK_PAGE_CHANGED, [this](wxBookCtrlEvent& event) {
        ask_report();
        event.Skip();
    });
    // Later: what GTK is asked for while it hands out sizes can be lost.
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        CallAfter(&DetailPane::lay_out_head);
        event.Skip();
    });
    show(nullptr);
}

void DetailPane::build_head() {
    title_ = new FlowingText(this, {});
    wxFont font = title_->GetFont();
    font.SetPointSize(font.GetPointSize() + 3);
    title_->SetFont(font.Bold());
    identify(title_, "detail.title");
    status_ = new FlowingText(this, {});
    status_->SetFont(status_->GetFont().Bold());
    identify(status_, "detail.status");
    id_ = new wxStaticText(this, wxID_ANY, {}, wxDefaultPosition, wxDefaultSize,
                           wxST_ELLIPSIZE_MIDDLE | wxST_NO_AUTORESIZE);
    id_->SetForegroundColour(quiet_ink());
    identify(id_, "detail.id");
    add_ = new wxButton(this, wxID_ANY, to_wx(tr("&Add entry…")));
    identify(add_, "detail.add");
    watch_ = new wxButton(this, wxID_ANY, {});
    identify(watch_, "detail.watch");
}

wxWindow* DetailPane::build_entries(wxWindow* parent) {
    auto* panel = new wxPanel(parent);
    auto* splitter =
        new wxSplitterWindow(panel, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxSP_LIVE_UPDATE);
    splitter->SetName("detail.splitter");
    splitter->SetMinimumPaneSize(FromDIP(100));
    splitter->SetSashGravity(0.5);
    fields_ = new FactsView(splitter, "detail.fields", to_wx(tr("Fields")));
    auto* lower = new wxPanel(splitter);
    auto* history_title = heading(lower, to_wx(tr("Signed history")), 1);
    auto* list_room = new AtLeast(lower, FromDIP(104));
    list_ = list_view(list_room, "detail.history", to_wx(tr("Signed history")));
    add_column(list_, to_wx(tr("Entry")), 140);
    add_column(list_, to_wx(tr("Effective")), 90);
    add_column(list_, to_wx(tr("Signed by")), 72);
    add_column(list_, to_wx(tr("Signed at (UTC)")), 130);
    auto* bytes_title = quiet_text(lower, to_wx(tr("The entry exactly as signed")));
    bytes_ = new BytesView(lower, "detail.bytes", to_wx(tr("The entry exactly as signed")));
    bytes_->SetMinSize(FromDIP(wxSize(-1, 60)));
    auto* below = new wxBoxSizer(wxVERTICAL);
    below->Add(history_title, wxSizerFlags().Border(wxTOP, gap(this)));
    below->Add(list_room, wxSizerFlags(3).Expand().Border(wxTOP, gap(this)));
    below->Add(bytes_title, wxSizerFlags().Border(wxTOP, gap(this)));
    below->Add(bytes_, wxSizerFlags(2).Expand().Border(wxTOP, gap(this) / 2));
    lower->SetSizer(below);
    splitter->SplitHorizontally(fields_, lower);
    auto* inside = new wxBoxSizer(wxVERTICAL);
    inside->Add(splitter, wxSizerFlags(1).Expand().Border(wxTOP, gap(this)));
    panel->SetSizer(inside);
    return panel;
}

void DetailPane::show(const session::RecordView* record) {
    ++asked_;
    const bool same = record != nullptr && record_ && record_->id == record->id;
    record_ = record != nullptr ? std::optional(*record) : std::nullopt;
    show_record();
    offer_report();
    if (!same) {
        history_.clear();
        show_history();
    }
    if (!record_) return;
    worker_.run(
        [this, id = record_->id, as_of = as_of_](const std::atomic<bool>&) -> Result<Loaded> {
            return Loaded{take(registry_.show(id, as_of)), take(registry_.history(id))};
        },
        [this, asked = asked_](Result<Loaded> loaded) {
            if (asked != asked_) return;
            if (!loaded) {
                fields_->show({{tr("Problem"), to_utf8(sentences(loaded.error()))}});
                return;
            }
            record_ = std::move(loaded->record);
            history_ = std::move(loaded->history);
            std::ranges::reverse(history_);  // the last entry first
            show_record();
            show_history();
        });
}

void DetailPane::offer_report() {
    const plugin::RecordType* type =
        record_ ? registry_.plugins().catalogue().record_type(record_->type) : nullptr;
    const std::string name = type != nullptr ? type->page : std::string();
    const bool is_offered = pages_->GetPageCount() > 1;
    report_name_ = name;
    if (!name.empty() && !is_offered) {
        report_->Show();
        pages_->InsertPage(0, report_, to_wx(tr("Overview")), false);
        // Not through wx, which would take the keyboard away from the table.
        gtk_notebook_set_current_page(GTK_NOTEBOOK(pages_->GetHandle()), 0);
    }
    if (name.empty() && is_offered) {
        pages_->RemovePage(0);
        report_->Hide();
    }
    // One page alone needs no tab.
    gtk_notebook_set_show_tabs(GTK_NOTEBOOK(pages_->GetHandle()), !name.empty());
    report_wanted_ = !name.empty();
    if (name.empty()) report_->clear();
    ask_report();
}

void DetailPane::ask_report() {
    if (!report_wanted_ || pages_->GetCurrentPage() != report_) return;
    report_wanted_ = false;
    const auto& reports = registry_.reports();
    const auto report = std::ranges::find(reports, report_name_, &session::ReportInfo::name);
    if (report == reports.end() || report->parameters.empty()) return;
    report_->ask({report_name_, {{report->parameters.front().id, record_->id}}, as_of_});
}

void DetailPane::allow(bool entries, bool watching) {
    entries_allowed_ = entries;
    watching_allowed_ = watching;
    update_buttons();
}

void DetailPane::update_buttons() {
    add_->Enable(entries_allowed_ && record_.has_value());
    const bool can_watch = record_ && can_be_watched(registry_.plugins().catalogue(), record_->type);
    const bool watched = record_ && is_watched(*record_);
    watch_->SetLabel(to_wx(watched ? tr("★ &Watched") : tr("☆ &Watch")));
    watch_->SetToolTip(
        to_wx(watched ? tr("Take the record off the watch list") : tr("Put the record on the watch list")));
    watch_->Enable(watching_allowed_);
    if (watch_->IsShown() != can_watch) {
        watch_->Show(can_watch);
        Layout();
    }
}

void DetailPane::show_record() {
    show_head();
    update_buttons();
    if (!record_) {
        fields_->show({});
        return;
    }
    const plugin::RecordType* type = registry_.plugins().catalogue().record_type(record_->type);
    session::Lines lines =
        session::render(type != nullptr ? type->fields : std::vector<plugin::Field>(), record_->fields);
    if (!record_->origin.empty()) lines.emplace_back(tr("Registry"), record_->origin);
    fields_->show(lines);
}

void DetailPane::show_head() {
    if (!record_) {
        title_->SetLabelText(to_wx(tr("No record selected")));
        status_->SetLabelText({});
        id_->SetLabelText({});
        lay_out_head();
        return;
    }
    title_->SetLabelText(to_wx(record_->title.empty() ? record_->id : record_->title));
    std::vector<FlowingText::Piece> pieces{
        {sign_of(record_->tone) + to_wx(record_->status_label), ink(record_->tone)}};
    if (record_->undone) {
        pieces.front().text = to_wx(
            fmt::format(fmt::runtime(tr("Every entry of it was corrected, in commit {} by {}: {}")),
                        record_->undone->sequence, record_->undone->signed_by, record_->undone->reason));
    } else {
        const host::Catalogue& catalogue = registry_.plugins().catalogue();
        for (const session::OverlayView& overlay : record_->overlay_views)
            pieces.push_back({sign_of(overlay.tone) + to_wx(overlay.label),
                              hue_ink(number_of_overlay(catalogue, record_->type, overlay.id)), true});
    }
    status_->set_pieces(pieces);
    id_->SetLabelText(to_wx(record_->id));
    id_->SetToolTip(to_wx(record_->id));
    lay_out_head();
}

void DetailPane::lay_out_head() {
    const int width = GetClientSize().GetWidth() - 2 * gap(this, 2);
    title_->lay_out(width);
    status_->lay_out(width);
    Layout();
}

void DetailPane::show_history() {
    list_->DeleteAllItems();
    for (const session::HistoryItem& item : history_) {
        const std::string label = item.corrected
                                      ? fmt::format(fmt::runtime(tr("{} (corrected)")), item.type_label)
                                      : item.type_label;
        add_row(list_, {to_wx(label), to_wx(item.effective), to_wx(session::signers_text(item)),
                        minute_of(item.signed_at)});
    }
    if (!history_.empty()) list_->SelectRow(0);
    show_bytes();
}

void DetailPane::show_bytes() {
    const int row = list_->GetSelectedRow();
    const bool shown = row >= 0 && static_cast<std::size_t>(row) < history_.size();
    bytes_->show(shown ? history_[static_cast<std::size_t>(row)].bytes : std::string());
}

}  // namespace xinbu::gui
