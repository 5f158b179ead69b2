// The table of the records of one type.
#pragma once

#include <wx/dataview.h>
#include <wx/panel.h>

#include <functional>
#include <string>
#include <vector>

#include "record_pages.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::gui {

class RecordModel;

/// A native table over RecordPages: it scrolls over any number of records and holds a few thousand at most.
class RecordTable : public wxPanel {
public:
    struct Events {
        std::function<void()> counted;
        std::function<void(const session::RecordView*)> selected;  ///< null: none is
        std::function<void()> activated;  ///< double click or Enter on the selected row
        std::function<void(const Error&)> failed;
    };
    RecordTable(wxWindow* parent, session::Registry& registry, Events events);
    ~RecordTable() override;

    /// The type outlives the table. Forgets the search and the order.
    void show(const plugin::RecordType* type);
    void search(const std::string& text);
    /// Asks again, as after a commit; keeps `record` selected where it is on the first page.
    void refresh(const std::string& record = {});

    const plugin::RecordType* type() const { return type_; }
    std::uint64_t count() const { return pages_.count(); }
    bool counting() const { return pages_.counting(); }
    wxDataViewCtrl* view() const { return view_; }

private:
    friend class RecordModel;
    struct Column {
        std::string id;              ///< what Query::sort takes
        const plugin::Field* field;  ///< null for title, status and id
        bool sortable;
    };
    void make_columns();
    void add_column(const Column& column, const wxString& title, int width);
    void ask();
    void counted();
    void fit_columns();
    void fetched();
    void selection_changed();
    wxString cell(unsigned row, unsigned column);

    session::Registry& registry_;
    Events events_;
    const plugin::RecordType* type_ = nullptr;
    session::Query query_;
    std::vector<Column> columns_;
    std::string select_after_count_;
    bool fit_columns_ = true;         ///< the widths still have to be fitted to the first rows
    bool selection_pending_ = false;  ///< the selected row is still on its way
    wxDataViewCtrl* view_;
    wxObjectDataPtr<RecordModel> model_;
    RecordPages pages_;
};

}  // namespace xinbu::gui
