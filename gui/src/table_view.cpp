#include "table_view.hpp"

#include <gtk/gtk.h>
#include <wx/menu.h>
#include <wx/settings.h>
#include <wx/sizer.h>

#include <algorithm>
#include <numeric>

#include "cells.hpp"
#include "style.hpp"
#include "table_grid.hpp"
#include "texts.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::gui {
namespace {

constexpr int most_rows_shown = 12;

/// A click on a cell that leads to a record follows it; one on any other cell selects its row as ever.
gboolean on_button_release(GtkWidget* tree, GdkEventButton* event, gpointer data) {
    auto* const table = static_cast<TableView*>(data);
    auto* const native = GTK_TREE_VIEW(tree);
    const bool is_plain = event->button == GDK_BUTTON_PRIMARY &&
                          (event->state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK)) == 0 &&
                          event->window == gtk_tree_view_get_bin_window(native);
    GtkTreePath* path = nullptr;
    GtkTreeViewColumn* column = nullptr;
    if (!is_plain ||
        !gtk_tree_view_get_path_at_pos(native, static_cast<gint>(event->x), static_cast<gint>(event->y),
                                       &path, &column, nullptr, nullptr))
        return FALSE;
    const auto row = static_cast<unsigned>(gtk_tree_path_get_indices(path)[0]);
    gtk_tree_path_free(path);
    wxDataViewCtrl* view = table->view();
    for (unsigned at = 0; at < view->GetColumnCount(); ++at)
        if (GTK_TREE_VIEW_COLUMN(view->GetColumn(at)->GetGtkHandle()) == column)
            table->follow(row, view->GetColumn(at)->GetModelColumn());
    return FALSE;
}

}  // namespace

class TableModel : public wxDataViewVirtualListModel {
public:
    explicit TableModel(const ShownTable& table) : table_(table) {}
    unsigned GetColumnCount() const override { return static_cast<unsigned>(table_.columns.size()); }
    wxString GetColumnType(unsigned) const override { return "string"; }
    void GetValueByRow(wxVariant& value, unsigned row, unsigned column) const override {
        const ShownCell& cell = table_.rows[row][column];
        value = sign_of(cell.tone) + cell.text;
    }
    bool SetValueByRow(const wxVariant&, unsigned, unsigned) override { return false; }
    bool GetAttrByRow(unsigned row, unsigned column, wxDataViewItemAttr& attributes) const override {
        const ShownCell& cell = table_.rows[row][column];
        const bool is_total = table_.has_total && row + 1 == table_.rows.size();
        if (!cell.record.empty()) {
            attributes.SetColour(link_ink());
        } else if (cell.tone != plugin::Tone::neutral) {
            attributes.SetColour(ink(cell.tone));
        }
        if (is_total) attributes.SetBold(true);
        return is_total || !cell.record.empty() || cell.tone != plugin::Tone::neutral;
    }

private:
    const ShownTable& table_;
};

TableView::TableView(wxWindow* parent, const ShownTable& table, const wxString& id, Open open)
    : wxPanel(parent), table_(table), open_(std::move(open)) {
    SetName(id + ".panel");
    view_ = new wxDataViewCtrl(this, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                               wxDV_MULTIPLE | wxDV_HORIZ_RULES | wxBORDER_NONE);
    identify(view_, id, table.title.empty() ? to_wx(tr("Table")) : table.title);
    prepare_view(view_);
    add_style_class(view_, "xinbu-table");
    model_ = new TableModel(table);
    view_->AssociateModel(model_.get());
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const ShownTable::Column& column = table.columns[i];
        const auto align = column.is_number ? wxALIGN_RIGHT : wxALIGN_LEFT;
        auto* renderer = new wxDataViewTextRenderer("string", wxDATAVIEW_CELL_INERT, align);
        renderer->EnableEllipsize(wxELLIPSIZE_END);
        view_->AppendColumn(new wxDataViewColumn(column.label, renderer, static_cast<unsigned>(i), -1, align,
                                                 wxDATAVIEW_COL_RESIZABLE));
    }
    model_->Reset(static_cast<unsigned>(table.rows.size()));
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(view_, wxSizerFlags(1).Expand());
    SetSizer(column);
    show_tooltips(view_, [this](unsigned row, unsigned at) {
        return row < table_.rows.size() && at < table_.columns.size() ? table_.rows[row][at].text
                                                                      : wxString();
    });
    g_signal_connect(view_->GtkGetTreeView(), "button-release-event", G_CALLBACK(on_button_release), this);
    view_->Bind(wxEVT_DATAVIEW_ITEM_ACTIVATED, [this](wxDataViewEvent&) { follow_first_link(); });
    view_->Bind(wxEVT_DATAVIEW_ITEM_CONTEXT_MENU, [this](wxDataViewEvent&) { show_menu(); });
    view_->Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
        const bool is_menu_key =
            event.GetKeyCode() == WXK_WINDOWS_MENU || (event.GetKeyCode() == WXK_F10 && event.ShiftDown());
        if (event.GetKeyCode() == 'C' && event.GetModifiers() == wxMOD_CONTROL) {
            copy();
        } else if (is_menu_key) {
            show_menu();
        } else {
            event.Skip();
        }
    });
}

TableView::~TableView() {
    g_signal_handlers_disconnect_by_data(view_->GtkGetTreeView(), this);
    view_->AssociateModel(nullptr);
}

void TableView::lay_out(int width) {
    const std::vector<int> widths = column_widths(view_, table_, width, FromDIP(26));
    for (unsigned i = 0; i < view_->GetColumnCount(); ++i)
        view_->GetColumn(i)->SetWidth(widths[view_->GetColumn(i)->GetModelColumn()]);
    const int rows = std::clamp(static_cast<int>(table_.rows.size()), 1, most_rows_shown);
    const int bar = FromDIP(16);
    SetMinSize(wxSize(width, header_height(view_) + row_height(view_) * rows + bar));
}

wxString TableView::selected_text() const {
    wxDataViewItemArray selected;
    view_->GetSelections(selected);
    std::vector<std::size_t> rows;
    for (const wxDataViewItem& item : selected) rows.push_back(model_->GetRow(item));
    if (rows.empty()) {
        rows.resize(table_.rows.size());
        std::iota(rows.begin(), rows.end(), std::size_t{0});
    }
    std::ranges::sort(rows);
    return as_text(table_, rows);
}

void TableView::copy() const {
    copy_to_clipboard(selected_text());
}

void TableView::follow(unsigned row, unsigned column) {
    if (row >= table_.rows.size() || column >= table_.columns.size()) return;
    const std::string record = table_.rows[row][column].record;
    // Later: what is opened may take the place of this table.
    if (!record.empty()) wxTheApp->CallAfter([open = open_, record] { open(record); });
}

void TableView::follow_first_link() {
    const wxDataViewItem item = view_->GetCurrentItem();
    if (!item.IsOk()) return;
    const unsigned row = model_->GetRow(item);
    for (unsigned column = 0; column < table_.columns.size(); ++column)
        if (!table_.rows[row][column].record.empty()) return follow(row, column);
}

void TableView::show_menu() {
    wxMenu menu;
    const int copy_id = menu.Append(wxID_COPY)->GetId();
    if (view_->GetPopupMenuSelectionFromUser(menu) == copy_id) copy();
}

}  // namespace xinbu::gui
