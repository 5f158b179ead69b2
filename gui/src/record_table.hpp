// The table of the records of one type.
#pragma once

#include <wx/dataview.h>
#include <wx/panel.h>

#include <functional>
#include <string>
#include <vector>

#include "cells.hpp"
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

    /// The records of a type, which outlives the table; of them those that fulfil `where`. Forgets the search
    /// and the order.
    void show(const plugin::RecordType* type, std::vector<session::Condition> where = {});
    /// Shows them as of then from now on, and keeps `record` selected as refresh() does.
    void set_moment(const session::AsOf& as_of, const std::string& record);
    void search(const std::string& text);
    /// Asks again, as after a commit; keeps `record` selected where it is on the first page, or in its place.
    void refresh(const std::string& record = {});

    const plugin::RecordType* type() const { return type_; }
    /// Whether all records of the type are asked for, but for the search.
    bool shows_all() const { return query_.where.empty(); }
    std::uint64_t count() const { return pages_.count(); }
    bool counting() const { return pages_.counting(); }
    wxDataViewCtrl* view() const { return view_; }

private:
    friend class RecordModel;
    enum class Content { title, status, life, overlays, field, id };
    struct Column {
        Content content;
        std::string id;                        ///< what Query::sort takes; empty where it does not sort
        const plugin::Field* field = nullptr;  ///< of Content::field
        bool is_drawn() const {
            return content == Content::status || content == Content::life || content == Content::overlays;
        }
    };
    void make_columns();
    void add_column(const Column& column, const wxString& title);
    void ask();
    void counted();
    std::uint64_t row_to_select();
    void fit_columns();
    void fetched();
    void selection_changed();
    wxString cell(unsigned row, unsigned column);
    CellLook look(unsigned row, unsigned column);
    wxString tooltip(unsigned row, unsigned column);
    std::size_t overlay_number(const std::string& id) const;

    session::Registry& registry_;
    Events events_;
    const plugin::RecordType* type_ = nullptr;
    session::Query query_;
    session::AsOf as_of_;
    plugin::Date day_;  ///< that lives are measured on
    std::vector<Column> columns_;
    std::string select_after_count_;
    std::optional<std::uint64_t> row_after_count_;  ///< where the record selected stood before
    bool fit_columns_ = true;                       ///< the widths still have to be fitted to the first rows
    bool selection_pending_ = false;                ///< the selected row is still on its way
    wxDataViewCtrl* view_;
    wxObjectDataPtr<RecordModel> model_;
    RecordPages pages_;
};

}  // namespace xinbu::gui
