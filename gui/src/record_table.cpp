#include "record_table.hpp"

#include <gtk/gtk.h>
#include <wx/sizer.h>

#include "style.hpp"
#include "texts.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/session/render.hpp"

namespace xinbu::gui {
namespace {

constexpr const char* status_column = "status";
constexpr const char* id_column = "id";

int width_of(const plugin::Field& field) {
    switch (field.kind) {
        case plugin::FieldKind::date:
            return 110;
        case plugin::FieldKind::integer:
        case plugin::FieldKind::basis_points:
        case plugin::FieldKind::boolean:
            return 90;
        case plugin::FieldKind::choice:
            return 120;
        default:
            return 190;
    }
}

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
    wxString GetColumnType(unsigned) const override { return "string"; }
    void GetValueByRow(wxVariant& value, unsigned row, unsigned column) const override {
        value = table_.cell(row, column);
    }
    bool SetValueByRow(const wxVariant&, unsigned, unsigned) override { return false; }
    bool GetAttrByRow(unsigned row, unsigned column, wxDataViewItemAttr& attributes) const override {
        if (column >= table_.columns_.size()) return false;
        const session::RecordView* record = table_.pages_.row(row);
        if (record == nullptr) return false;
        const std::string& id = table_.columns_[column].id;
        if (id == status_column) {
            attributes.SetColour(ink(record->tone));
        } else if (id == id_column) {
            attributes.SetColour(quiet_ink());
        } else {
            return false;
        }
        return true;
    }

private:
    RecordTable& table_;
};

RecordTable::RecordTable(wxWindow* parent, session::Registry& registry, Events events)
    : wxPanel(parent),
      registry_(registry),
      events_(std::move(events)),
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

void RecordTable::show(const plugin::RecordType* type) {
    type_ = type;
    query_ = {};
    query_.kind = type->kind;
    make_columns();
    fit_columns_ = true;
    ask();
}

void RecordTable::search(const std::string& text) {
    if (type_ == nullptr || query_.search == text) return;
    query_.search = text;
    ask();
}

void RecordTable::refresh(const std::string& record) {
    if (type_ == nullptr) return;
    select_after_count_ = record;
    ask();
}

void RecordTable::make_columns() {
    view_->ClearColumns();
    columns_.clear();
    const auto title = std::ranges::find(type_->fields, type_->title, &plugin::Field::id);
    const bool has_title = title != type_->fields.end();
    const bool title_sorts = has_title && title->column;
    add_column({title_sorts ? type_->title : std::string(), nullptr, title_sorts},
               to_wx(has_title ? host::shown(title->label) : host::shown(type_->label)), 240);
    add_column({status_column, nullptr, true}, to_wx(tr("Status")), 130);
    for (const plugin::Field& field : type_->fields)
        if (field.column && field.id != type_->title)
            add_column({field.id, &field, true}, to_wx(host::shown(field.label)), width_of(field));
    add_column({id_column, nullptr, true}, to_wx(tr("Record")), 260);
}

void RecordTable::add_column(const Column& column, const wxString& title, int width) {
    const auto number = static_cast<unsigned>(columns_.size());
    columns_.push_back(column);
    int flags = wxDATAVIEW_COL_RESIZABLE | wxDATAVIEW_COL_REORDERABLE;
    if (column.sortable) flags |= wxDATAVIEW_COL_SORTABLE;
    auto* renderer = new wxDataViewTextRenderer("string", wxDATAVIEW_CELL_INERT);
    renderer->EnableEllipsize(wxELLIPSIZE_END);
    view_->AppendColumn(new wxDataViewColumn(title, renderer, number, FromDIP(width), wxALIGN_LEFT, flags));
}

void RecordTable::ask() {
    selection_pending_ = false;
    pages_.ask(query_);
}

void RecordTable::counted() {
    model_->Reset(static_cast<unsigned>(pages_.count()));
    if (fit_columns_) fit_columns();
    events_.counted();
    std::uint64_t chosen = 0;
    for (std::uint64_t row = 0; !select_after_count_.empty() && row < RecordPages::page_rows; ++row) {
        const session::RecordView* record = pages_.row(row);
        if (record == nullptr) break;
        if (record->id == select_after_count_) chosen = row;
    }
    select_after_count_.clear();
    if (pages_.count() > 0) {
        const wxDataViewItem item = model_->GetItem(static_cast<unsigned>(chosen));
        view_->Select(item);
        // The native view lays out its new rows first.
        if (chosen > 0)
            CallAfter([this, chosen, id = pages_.row(chosen)->id] {
                const session::RecordView* still = pages_.row(chosen);
                if (still != nullptr && still->id == id)
                    view_->EnsureVisible(model_->GetItem(static_cast<unsigned>(chosen)));
            });
    }
    selection_changed();
}

void RecordTable::fit_columns() {
    constexpr unsigned rows_measured = 40;
    const int least = FromDIP(70);
    const int most = FromDIP(280);
    const int padding = FromDIP(28);
    fit_columns_ = pages_.count() == 0;
    const unsigned rows = std::min(rows_measured, static_cast<unsigned>(pages_.count()));
    for (unsigned at = 0; rows > 0 && at < view_->GetColumnCount(); ++at) {
        wxDataViewColumn* column = view_->GetColumn(at);
        int width = view_->GetTextExtent(column->GetTitle()).GetWidth();
        for (unsigned row = 0; row < rows; ++row)
            width = std::max(width, view_->GetTextExtent(cell(row, column->GetModelColumn())).GetWidth());
        column->SetWidth(std::clamp(width + padding, least, most));
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
    if (column == 0) return to_wx(record->title.empty() ? record->id : record->title);
    if (wanted.id == status_column) return to_wx(record->status_label);
    if (wanted.id == id_column) return to_wx(record->id);
    const plugin::Value* value = record->fields.find(wanted.id);
    return value != nullptr ? short_value(*wanted.field, *value) : wxString();
}

}  // namespace xinbu::gui
