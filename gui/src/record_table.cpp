#include "record_table.hpp"

#include <gtk/gtk.h>
#include <wx/sizer.h>

#include <algorithm>

#include "overlays.hpp"
#include "style.hpp"
#include "texts.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/catalogue.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/host/loader.hpp"
#include "xinbu/session/render.hpp"

namespace xinbu::gui {
namespace {

constexpr const char* status_column = "status";
constexpr const char* id_column = "id";

/// Amounts in a table need no capitals: those are for signing.
wxString short_value(const plugin::Field& field, const plugin::Value& value) {
    std::string text = session::render_value(field, value);
    if (field.kind == plugin::FieldKind::money)
        if (const std::size_t capitals = text.find(" ("); capitals != std::string::npos)
            text.resize(capitals);
    wxString shown = to_wx(text);
    shown.Replace("\n", " ");
    return shown;
}

}  // namespace

class RecordModel : public wxDataViewVirtualListModel {
public:
    explicit RecordModel(RecordTable& table) : table_(table) {}
    unsigned GetColumnCount() const override { return static_cast<unsigned>(table_.columns_.size()); }
    wxString GetColumnType(unsigned column) const override {
        return column < table_.columns_.size() && table_.columns_[column].is_drawn() ? look_type : "string";
    }
    void GetValueByRow(wxVariant& value, unsigned row, unsigned column) const override {
        if (column < table_.columns_.size() && table_.columns_[column].is_drawn()) {
            value = variant_of(table_.look(row, column));
        } else {
            value = table_.cell(row, column);
        }
    }
    bool SetValueByRow(const wxVariant&, unsigned, unsigned) override { return false; }
    bool GetAttrByRow(unsigned, unsigned column, wxDataViewItemAttr& attributes) const override {
        if (column >= table_.columns_.size() || table_.columns_[column].content != RecordTable::Content::id)
            return false;
        attributes.SetColour(quiet_ink());
        return true;
    }

private:
    RecordTable& table_;
};

RecordTable::RecordTable(wxWindow* parent, session::Registry& registry, Events events)
    : wxPanel(parent),
      registry_(registry),
      events_(std::move(events)),
      day_(session::today()),
      pages_(registry, {[this] { counted(); }, [this] { fetched(); },
                        [this](const Error& error) { events_.failed(error); }}) {
    SetName("records");
    view_ = new wxDataViewCtrl(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxDV_SINGLE | wxBORDER_NONE);
    identify(view_, "records.table", to_wx(tr("Records")));
    prepare_view(view_);
    model_ = new RecordModel(*this);
    view_->AssociateModel(model_.get());
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(view_, wxSizerFlags(1).Expand());
    SetSizer(column);
    show_tooltips(view_, [this](unsigned row, unsigned at) { return tooltip(row, at); });
    view_->Bind(wxEVT_DATAVIEW_SELECTION_CHANGED, [this](wxDataViewEvent&) { selection_changed(); });
    view_->Bind(wxEVT_DATAVIEW_ITEM_ACTIVATED, [this](wxDataViewEvent&) { events_.activated(); });
    view_->Bind(wxEVT_DATAVIEW_COLUMN_SORTED, [this](wxDataViewEvent& event) {
        const wxDataViewColumn* sorted = event.GetDataViewColumn();
        if (sorted == nullptr || sorted->GetModelColumn() >= columns_.size()) return;
        query_.sort = columns_[sorted->GetModelColumn()].id;
        query_.descending = !sorted->IsSortOrderAscending();
        ask();
    });
}

RecordTable::~RecordTable() {
    // The native view asks the model until it goes; the model asks the pages, which are ours.
    view_->AssociateModel(nullptr);
}

void RecordTable::show(const plugin::RecordType* type, std::vector<session::Condition> where) {
    type_ = type;
    query_ = {};
    query_.kind = type->kind;
    query_.where = std::move(where);
    make_columns();
    fit_columns_ = true;
    ask();
}

void RecordTable::set_moment(const session::AsOf& as_of, const std::string& record) {
    as_of_ = as_of;
    refresh(record);
}

void RecordTable::search(const std::string& text) {
    if (type_ == nullptr || query_.search == text) return;
    query_.search = text;
    ask();
}

void RecordTable::refresh(const std::string& record) {
    if (type_ == nullptr) return;
    select_after_count_ = record;
    row_after_count_.reset();
    if (const wxDataViewItem item = view_->GetSelection(); item.IsOk() && !record.empty()) {
        const std::uint64_t row = model_->GetRow(item);
        const session::RecordView* selected = pages_.row(row);
        if (selected != nullptr && selected->id == record) row_after_count_ = row;
    }
    ask();
}

void RecordTable::make_columns() {
    view_->ClearColumns();
    columns_.clear();
    const auto column_field = [this](const std::string& id) {
        const auto at = std::ranges::find(type_->fields, id, &plugin::Field::id);
        return at != type_->fields.end() ? &*at : nullptr;
    };
    const auto sort_id = [](const plugin::Field* field) {
        return field != nullptr && field->column ? field->id : std::string();
    };
    const plugin::Field* title = column_field(type_->title);
    add_column({Content::title, sort_id(title)},
               to_wx(host::shown(title != nullptr ? title->label : type_->label)));
    add_column({Content::status, status_column}, to_wx(tr("Status")));
    const host::Provider* provider = registry_.plugins().catalogue().provider_of_kind(type_->kind);
    if (provider != nullptr && !provider->declaration.overlays.empty())
        add_column({Content::overlays, {}}, to_wx(tr("Also")));
    if (!type_->life_end.empty())
        add_column({Content::life, sort_id(column_field(type_->life_end))}, to_wx(tr("Term left")));
    for (const plugin::Field& field : type_->fields)
        if (field.column && field.id != type_->title)
            add_column({Content::field, field.id, &field}, to_wx(host::shown(field.label)));
    add_column({Content::id, id_column}, to_wx(tr("Record")));
}

void RecordTable::add_column(const Column& column, const wxString& title) {
    const auto number = static_cast<unsigned>(columns_.size());
    columns_.push_back(column);
    int flags = wxDATAVIEW_COL_RESIZABLE | wxDATAVIEW_COL_REORDERABLE;
    if (!column.id.empty()) flags |= wxDATAVIEW_COL_SORTABLE;
    wxDataViewRenderer* renderer =
        column.is_drawn() ? look_renderer() : new wxDataViewTextRenderer("string", wxDATAVIEW_CELL_INERT);
    if (!column.is_drawn()) renderer->EnableEllipsize(wxELLIPSIZE_END);
    view_->AppendColumn(
        new wxDataViewColumn(title, renderer, number, GetCharWidth() * 18, wxALIGN_LEFT, flags));
}

void RecordTable::ask() {
    selection_pending_ = false;
    query_.as_of = as_of_;
    day_ = as_of_.day.value_or(session::today());
    pages_.ask(query_);
}

void RecordTable::counted() {
    model_->Reset(static_cast<unsigned>(pages_.count()));
    if (fit_columns_) fit_columns();
    events_.counted();
    const std::uint64_t chosen = row_to_select();
    select_after_count_.clear();
    row_after_count_.reset();
    if (pages_.count() > 0) {
        view_->Select(model_->GetItem(static_cast<unsigned>(chosen)));
        // The native view lays out its new rows first.
        if (chosen > 0)
            CallAfter([this, chosen, asked = pages_.asked()] {
                if (asked == pages_.asked() && chosen < pages_.count())
                    view_->EnsureVisible(model_->GetItem(static_cast<unsigned>(chosen)));
            });
    }
    selection_changed();
}

std::uint64_t RecordTable::row_to_select() {
    for (std::uint64_t row = 0; !select_after_count_.empty() && row < RecordPages::page_rows; ++row) {
        const session::RecordView* record = pages_.row(row);
        if (record == nullptr) break;
        if (record->id == select_after_count_) return row;
    }
    return row_after_count_ && *row_after_count_ < pages_.count() ? *row_after_count_ : 0;
}

void RecordTable::fit_columns() {
    constexpr unsigned rows_measured = 40;
    const int least = GetCharWidth() * 9;
    const int most = GetCharWidth() * 28;
    const int padding = FromDIP(28);
    fit_columns_ = pages_.count() == 0;
    const unsigned rows = std::min(rows_measured, static_cast<unsigned>(pages_.count()));
    for (unsigned at = 0; rows > 0 && at < view_->GetColumnCount(); ++at) {
        wxDataViewColumn* column = view_->GetColumn(at);
        const unsigned model_column = column->GetModelColumn();
        int width = view_->GetTextExtent(column->GetTitle()).GetWidth();
        for (unsigned row = 0; row < rows; ++row)
            width = std::max(width, columns_[model_column].is_drawn()
                                        ? width_of(view_, look(row, model_column))
                                        : view_->GetTextExtent(cell(row, model_column)).GetWidth());
        // Badges cut off say nothing; words do, with an ellipsis.
        const int limit = columns_[model_column].content == Content::overlays ? most * 3 / 2 : most;
        column->SetWidth(std::clamp(width + padding, least, limit));
    }
}

void RecordTable::fetched() {
    // Refresh() does not reach the native tree, and a reset would cost time by the million rows.
    gtk_widget_queue_draw(view_->GtkGetTreeView());
    if (selection_pending_) selection_changed();
}

void RecordTable::selection_changed() {
    const wxDataViewItem item = view_->GetSelection();
    if (!item.IsOk()) {
        events_.selected(nullptr);
        return;
    }
    const session::RecordView* record = pages_.row(model_->GetRow(item));
    selection_pending_ = record == nullptr;
    if (record != nullptr) events_.selected(record);
}

wxString RecordTable::cell(unsigned row, unsigned column) {
    if (column >= columns_.size()) return {};
    const session::RecordView* record = pages_.row(row);
    if (record == nullptr) return column == 0 ? wxString::FromUTF8("…") : wxString();
    const Column& wanted = columns_[column];
    switch (wanted.content) {
        case Content::title:
            return to_wx(record->title.empty() ? record->id : record->title);
        case Content::id:
            return to_wx(record->id);
        case Content::field: {
            const plugin::Value* value = record->fields.find(wanted.id);
            return value != nullptr ? short_value(*wanted.field, *value) : wxString();
        }
        default:
            return look(row, column).words;
    }
}

CellLook RecordTable::look(unsigned row, unsigned column) {
    CellLook look;
    const session::RecordView* record = pages_.row(row);
    if (record == nullptr) return look;
    switch (columns_[column].content) {
        case Content::status:
            look.words = to_wx(record->status_label);
            look.tone = record->tone;
            look.has_sign = !record->status.empty();
            break;
        case Content::life:
            look.life = life_left(*record, day_);
            if (look.life) look.words = to_wx(look.life->words);
            break;
        case Content::overlays:
            for (const session::OverlayView& overlay : record->overlay_views) {
                look.badges.push_back({to_wx(overlay.label), overlay.tone, overlay_number(overlay.id)});
                look.words += (look.words.empty() ? wxString() : wxString::FromUTF8("  ·  ")) +
                              look.badges.back().label;
            }
            break;
        default:
            break;
    }
    return look;
}

std::size_t RecordTable::overlay_number(const std::string& id) const {
    return number_of_overlay(registry_.plugins().catalogue(), type_->kind, id);
}

wxString RecordTable::tooltip(unsigned row, unsigned column) {
    return row < pages_.count() ? cell(row, column) : wxString();
}

}  // namespace xinbu::gui
