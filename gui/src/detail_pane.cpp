#include "detail_pane.hpp"

#include <fmt/format.h>
#include <wx/button.h>
#include <wx/sizer.h>
#include <wx/splitter.h>
#include <wx/stattext.h>

#include <algorithm>

#include "bytes_view.hpp"
#include "facts_view.hpp"
#include "style.hpp"
#include "texts.hpp"
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

}  // namespace

DetailPane::DetailPane(wxWindow* parent, session::Registry& registry, std::function<void()> add_entry)
    : wxPanel(parent), registry_(registry) {
    SetName("detail");
    add_style_class(this, "xinbu-card");
    title_ = heading(this, {}, 3);
    identify(title_, "detail.title");
    status_ = new wxStaticText(this, wxID_ANY, {});
    status_->SetFont(status_->GetFont().Bold());
    identify(status_, "detail.status");
    id_ = quiet_text(this, {});
    identify(id_, "detail.id");
    auto* splitter = new wxSplitterWindow(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxSP_LIVE_UPDATE);
    splitter->SetName("detail.splitter");
    splitter->SetMinimumPaneSize(FromDIP(120));
    splitter->SetSashGravity(0.5);
    fields_ = new FactsView(splitter, "detail.fields", to_wx(tr("Fields")));
    auto* lower = new wxPanel(splitter);
    auto* history_title = heading(lower, to_wx(tr("Signed history")), 1);
    list_ = list_view(lower, "detail.history", to_wx(tr("Signed history")));
    add_column(list_, to_wx(tr("Entry")), 140);
    add_column(list_, to_wx(tr("Effective")), 90);
    add_column(list_, to_wx(tr("Signed by")), 72);
    add_column(list_, to_wx(tr("Signed at (UTC)")), 130);
    auto* bytes_title = quiet_text(lower, to_wx(tr("The entry exactly as signed")));
    bytes_ = new BytesView(lower, "detail.bytes", to_wx(tr("The entry exactly as signed")));
    bytes_->SetMinSize(FromDIP(wxSize(-1, 96)));
    auto* below = new wxBoxSizer(wxVERTICAL);
    below->Add(history_title, wxSizerFlags().Border(wxTOP, gap(this)));
    below->Add(list_, wxSizerFlags(3).Expand().Border(wxTOP, gap(this)));
    below->Add(bytes_title, wxSizerFlags().Border(wxTOP, gap(this)));
    below->Add(bytes_, wxSizerFlags(2).Expand().Border(wxTOP, gap(this) / 2));
    lower->SetSizer(below);
    splitter->SplitHorizontally(fields_, lower);

    add_ = new wxButton(this, wxID_ANY, to_wx(tr("&Add entry…")));
    identify(add_, "detail.add");
    add_->Bind(wxEVT_BUTTON, [add_entry = std::move(add_entry)](wxCommandEvent&) { add_entry(); });
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(title_, wxSizerFlags().Expand());
    column->Add(status_, wxSizerFlags().Expand().Border(wxTOP, gap(this) / 2));
    column->Add(id_, wxSizerFlags().Expand().Border(wxTOP | wxBOTTOM, gap(this) / 2));
    column->Add(add_, wxSizerFlags().Border(wxTOP | wxBOTTOM, gap(this) / 2));
    column->Add(splitter, wxSizerFlags(1).Expand().Border(wxTOP, gap(this)));
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(column, wxSizerFlags(1).Expand().Border(wxALL, gap(this, 2)));
    SetSizer(outer);
    list_->Bind(wxEVT_DATAVIEW_SELECTION_CHANGED, [this](wxDataViewEvent&) { show_bytes(); });
    show(nullptr);
}

void DetailPane::show(const session::RecordView* record) {
    ++asked_;
    const bool same = record != nullptr && record_ && record_->id == record->id;
    record_ = record != nullptr ? std::optional(*record) : std::nullopt;
    show_record();
    if (!same) {
        history_.clear();
        show_history();
    }
    if (!record_) return;
    worker_.run(
        [this, id = record_->id](const std::atomic<bool>&) -> Result<Loaded> {
            return Loaded{take(registry_.show(id)), take(registry_.history(id))};
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

void DetailPane::allow_entries(bool allowed) {
    entries_allowed_ = allowed;
    add_->Enable(allowed && record_.has_value());
}

void DetailPane::show_record() {
    add_->Enable(entries_allowed_ && record_.has_value());
    if (!record_) {
        set_text(title_, to_wx(tr("No record selected")));
        set_text(status_, {});
        set_text(id_, {});
        fields_->show({});
        return;
    }
    const int width = GetClientSize().GetWidth() - 2 * gap(this, 2);
    set_text(title_, to_wx(record_->title.empty() ? record_->id : record_->title), width);
    std::string status = fmt::format("● {}", record_->status_label);
    for (const std::string& overlay : record_->overlays) status += "  ·  " + overlay;
    status_->SetForegroundColour(ink(record_->tone));
    set_text(status_, to_wx(status), width);
    id_->SetLabelText(to_wx(record_->id));
    id_->SetToolTip(to_wx(record_->id));
    const plugin::RecordType* type = registry_.plugins().catalogue().record_type(record_->type);
    session::Lines lines =
        session::render(type != nullptr ? type->fields : std::vector<plugin::Field>(), record_->fields);
    if (!record_->origin.empty()) lines.emplace_back(tr("Registry"), record_->origin);
    fields_->show(lines);
    Layout();
}

void DetailPane::show_history() {
    list_->DeleteAllItems();
    for (const session::HistoryItem& item : history_) {
        const std::string label = item.corrected
                                      ? fmt::format(fmt::runtime(tr("{} (corrected)")), item.type_label)
                                      : item.type_label;
        add_row(list_,
                {to_wx(label), to_wx(item.effective), to_wx(item.signed_by), minute_of(item.signed_at)});
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
